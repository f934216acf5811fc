//! Survival curves, tests and regressions against R's `survival` and lifelines; sBG against the paper.

use crate::golden::{Table, absolute, json, number, numbers, own_table, relative, table};
use serde_json::Value;
use troth_stats::contract::*;

fn spans(time: &[f64], event: &[f64]) -> Vec<Span> {
    time.iter().zip(event).map(|(t, e)| Span::new(*t, *e == 1.0)).collect()
}

fn columns(t: &Table, names: &[&str]) -> Vec<f64> {
    rows(&names.iter().map(|n| t.numbers(n)).collect::<Vec<_>>())
}

fn rows(columns: &[Vec<f64>]) -> Vec<f64> {
    (0..columns[0].len()).flat_map(|i| columns.iter().map(move |c| c[i])).collect()
}

fn fit(spans: &[Span], values: &[f64], columns: usize, ties: Ties) -> Cox {
    Cox::fit(&CoxData::check(spans, Covariates { values, columns }).unwrap(), ties).unwrap()
}

#[track_caller]
fn same_cox(model: &Cox, reference: &Value, names: &[&str]) {
    for (c, name) in model.coefficients().iter().zip(names) {
        relative(name, c.log_ratio.value, number(&reference["coef"][name]), 1e-6);
        relative(name, c.naive_se, number(&reference["se"][name]), 1e-6);
    }
    relative("null", model.null_log_likelihood(), number(&reference["loglik_null"]), 1e-9);
    relative("ll", model.log_likelihood(), number(&reference["loglik"]), 1e-9);
    relative("lr", model.likelihood_ratio().chi_square, number(&reference["lr_test"]), 1e-6);
    relative("score", model.score().chi_square, number(&reference["score"]), 1e-6);
    absolute("wald", model.wald().unwrap().chi_square, number(&reference["wald"]), 0.006);
    let c = model.concordance().unwrap().estimate;
    absolute("concordance", c.value, number(&reference["concordance"]), 1e-9);
    relative("concordance se", c.se.unwrap(), number(&reference["concordance_se"]), 1e-6);
}

#[test]
fn shifted_beta_geometric() {
    let Some(golden) = json("b1_sbg_fader_hardie.json") else { return };
    let t = own_table("sbg_fader_hardie_2007.csv");
    for (key, column, published) in
        [("high_end", "high_end_pct", [0.668, 3.806]), ("regular", "regular_pct", [0.704, 1.182])]
    {
        let reference = &golden["reference"][0][key];
        let alive = t.numbers(column);
        let lost: Vec<f64> = alive[..8].windows(2).map(|w| ((w[0] - w[1]) * 10.0).round()).collect();
        assert_eq!(lost, numbers(&reference["lost"]));
        let data = Cohorts::check(&[Cohort { lost, survivors: (alive[7] * 10.0).round() }]).unwrap();
        let model = ShiftedBetaGeometric::fit(&data).unwrap();
        for (got, want) in model.values().iter().zip(published) {
            absolute("published", *got, want, 6e-4);
        }
        absolute("alpha", model.values()[0], number(&reference["alpha"]), 1e-6);
        absolute("beta", model.values()[1], number(&reference["beta"]), 1e-6);
        for (p, se) in model.parameters().iter().zip(numbers(&reference["se"])) {
            relative("se", p.estimate.se.unwrap(), se, 1e-4);
        }
        absolute("ll", model.log_likelihood().unwrap(), number(&reference["loglik"]), 1e-6);
        for (i, want) in numbers(&reference["S"]).into_iter().enumerate() {
            absolute("S", model.survival(i as u32).unwrap().value, want, 1e-6);
        }
        for (i, want) in numbers(&reference["retention"]).into_iter().enumerate() {
            absolute("retention", model.retention(i as u32 + 1).unwrap().value, want, 1e-6);
        }
        relative("churn", model.churn().unwrap().value, number(&reference["mean_churn"]), 1e-6);
        let same =
            ShiftedBetaGeometric::of(&[number(&reference["alpha"]), number(&reference["beta"])]).unwrap();
        relative(
            "del",
            same.discounted_lifetime(0.1).unwrap().value,
            number(&reference["del_10pct_new"]),
            1e-10,
        );
        for (n, want) in reference["derl_10pct_after_n"].as_object().unwrap() {
            let got = same.discounted_residual(n.parse().unwrap(), 0.1).unwrap().value;
            relative("derl", got, number(want), 1e-10);
        }
        assert!(model.tenure().is_err());
    }
}

#[test]
fn curves_on_lung() {
    let Some(golden) = json("b2_lung_survival.json") else { return };
    let t = table("lung.csv").unwrap();
    let spans = spans(&t.numbers("time"), &t.numbers("status").iter().map(|s| s - 1.0).collect::<Vec<_>>());
    let r = &golden["reference"][0];
    let km = Curve::kaplan_meier(&spans).unwrap();
    let fh = Curve::nelson_aalen(&spans, HazardTies::Plain).unwrap();
    for (key, curve, scale) in [
        ("km_log", &km, Scale::Log),
        ("km_loglog", &km, Scale::LogLog),
        ("km_plain", &km, Scale::Plain),
        ("fleming_harrington", &fh, Scale::Log),
    ] {
        for row in r[key].as_array().unwrap() {
            let time = number(&row["time"]);
            let s = curve.survival(time, scale, 0.95).unwrap();
            absolute("S", s.value, number(&row["surv"]), 1e-10);
            absolute("se", s.se.unwrap(), number(&row["se"]), 1e-10);
            absolute("low", s.low, number(&row["lower"]), 1e-10);
            absolute("high", s.high, number(&row["upper"]), 1e-10);
            let h = curve.hazard(time, 0.95).unwrap();
            absolute("H", h.value, number(&row["cumhaz"]), 1e-10);
            absolute("se H", h.se.unwrap(), number(&row["se_cumhaz"]), 1e-10);
        }
    }
    // Pitfall 7: lifelines smooths ties and puts its interval on log(−log).
    let smooth = Curve::nelson_aalen(&spans, HazardTies::Smoothed).unwrap();
    let lifelines = &golden["reference"][1];
    for (curve, key) in [(&smooth, "na_default"), (&km, "na_no_smoothing")] {
        for (time, want) in lifelines[key].as_object().unwrap() {
            absolute("NA", curve.hazard(time.parse().unwrap(), 0.95).unwrap().value, number(want), 1e-10);
        }
    }
    let ci = km.survival(365.0, Scale::LogLog, 0.95).unwrap();
    absolute("lifelines' low", ci.low, number(&lifelines["km_ci_365"][0]), 1e-10);
    for (scale, key) in [(Scale::Log, "median_ci_log"), (Scale::LogLog, "median_ci_loglog")] {
        let m = km.quantile(0.5, scale, 0.95).unwrap().unwrap();
        assert_eq!((m.value, vec![m.low, m.high]), (310.0, numbers(&r[key])));
    }
    let mean = km.restricted_mean(1022.0, 0.95).unwrap();
    absolute("rmean", mean.value, number(&r["rmean_1022"][0]), 1e-8);
    absolute("rmean se", mean.se.unwrap(), number(&r["rmean_1022"][1]), 1e-6);

    let sex: Vec<u32> = t.numbers("sex").iter().map(|s| *s as u32).collect();
    for (key, rho) in [("logrank_sex", 0.0), ("petopeto_sex", 1.0)] {
        let test = log_rank(&spans, &sex, None, rho).unwrap();
        relative(key, test.chi_square, number(&r[key]["chisq"]), 1e-8);
        relative(key, test.p, number(&r[key]["p"]), 1e-8);
        for (i, want) in numbers(&r[key]["obs"]).into_iter().enumerate() {
            relative("observed", test.observed[i], want, 1e-8);
            relative("expected", test.expected[i], number(&r[key]["exp"][i]), 1e-8);
        }
    }
    let keep: Vec<usize> = (0..spans.len()).filter(|&i| t.numbers("ph.ecog")[i].is_finite()).collect();
    let pick = |v: &[f64]| keep.iter().map(|&i| v[i] as u32).collect::<Vec<_>>();
    let some: Vec<Span> = keep.iter().map(|&i| spans[i]).collect();
    let test = log_rank(&some, &pick(&t.numbers("sex")), Some(&pick(&t.numbers("ph.ecog"))), 0.0).unwrap();
    relative("stratified", test.chi_square, number(&r["logrank_sex_strata_ecog"]["chisq"]), 1e-8);
}

#[test]
fn regressions_on_lung() {
    let Some(golden) = json("b2_lung_survival.json") else { return };
    let t = table("lung.csv").unwrap();
    let r = &golden["reference"][0];
    let names = ["age", "sex", "ph.ecog"];
    let ecog = t.numbers("ph.ecog");
    let keep: Vec<usize> = (0..ecog.len()).filter(|&i| ecog[i].is_finite()).collect();
    let pick = |name: &str| {
        let v = t.numbers(name);
        keep.iter().map(|&i| v[i]).collect::<Vec<_>>()
    };
    let spans = spans(&pick("time"), &pick("status").iter().map(|s| s - 1.0).collect::<Vec<_>>());
    let x = rows(&names.map(pick));
    let efron = fit(&spans, &x, 3, Ties::Efron);
    same_cox(&efron, &r["cox_efron"], &names);
    same_cox(&fit(&spans, &x, 3, Ties::Breslow), &r["cox_breslow"], &names);
    let zph = efron.proportionality().unwrap();
    for (test, want) in zph.columns.iter().chain([&zph.global]).zip(r["zph"].as_array().unwrap()) {
        relative("zph", test.chi_square, number(&want["chisq"]), 1e-6);
        relative("zph p", test.p, number(&want["p"]), 1e-6);
    }
    let at_zero = efron.survival(&[0.0, 0.0, 0.0], 0, &[5.0, 180.0, 364.0]).unwrap();
    for (s, want) in at_zero.iter().zip(r["basehaz_efron_uncentered"].as_array().unwrap()) {
        relative("baseline", -s.survival.value.ln(), number(&want["hazard"]), 1e-6);
    }
    let new = [[50.0, 1.0, 0.0], [70.0, 2.0, 2.0]];
    for (who, x) in new.iter().enumerate() {
        for (k, s) in efron.survival(x, 0, &[180.0, 365.0, 730.0]).unwrap().iter().enumerate() {
            relative("predicted", s.survival.value, number(&r["pred_surv"]["surv"][k][who]), 1e-6);
            relative("predicted se", s.survival.se.unwrap(), number(&r["pred_surv"]["se"][k][who]), 1e-6);
        }
    }
    for (key, distribution) in [
        ("weibull_aft", Distribution::Weibull),
        ("lognormal_aft", Distribution::LogNormal),
        ("loglogistic_aft", Distribution::LogLogistic),
        ("exponential_aft", Distribution::Exponential),
    ] {
        let model = same_aft(&spans, &x, &names, &r[key], distribution, 1e-5);
        if distribution == Distribution::Weibull {
            for (x, want) in new.iter().zip(numbers(&r["weibull_pred_median"])) {
                relative("median", model.quantile(x, 0.5).unwrap().value, want, 1e-5);
            }
        }
    }
}

#[track_caller]
fn same_aft(
    spans: &[Span],
    x: &[f64],
    names: &[&str],
    r: &Value,
    distribution: Distribution,
    tolerance: f64,
) -> Accelerated {
    let model =
        Accelerated::fit(spans, Covariates { values: x, columns: names.len() }, distribution).unwrap();
    let all: Vec<&str> = std::iter::once("(Intercept)").chain(names.iter().copied()).collect();
    for (c, name) in model.coefficients().iter().zip(all) {
        relative(name, c.value, number(&r["coef"][name]), tolerance);
        relative(name, c.se.unwrap(), number(&r["se"][name]), tolerance);
    }
    relative("scale", model.scale().value, number(&r["scale"]), tolerance);
    if let Some(ln) = model.ln_scale() {
        relative("se of ln scale", ln.se.unwrap(), number(&r["se"]["Log(scale)"]), tolerance);
    }
    relative("ll", model.log_likelihood(), number(&r["loglik"]), 1e-9);
    relative("null", model.null_log_likelihood(), number(&r["loglik_null"]), 1e-9);
    model
}

#[test]
fn rossi() {
    let Some(golden) = json("b3_rossi_cox_aft.json") else { return };
    let t = own_table("rossi.csv");
    let r = &golden["reference"][0];
    let names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];
    let spans = spans(&t.numbers("week"), &t.numbers("arrest"));
    let x = columns(&t, &names);
    let efron = fit(&spans, &x, 7, Ties::Efron);
    same_cox(&efron, &r["cox_efron"], &names);
    same_cox(&fit(&spans, &x, 7, Ties::Breslow), &r["cox_breslow"], &names);
    let robust = Cox::fit(
        &CoxData::check(&spans, Covariates { values: &x, columns: 7 }).unwrap().robust(),
        Ties::Efron,
    )
    .unwrap();
    for (c, name) in robust.coefficients().iter().zip(names) {
        relative(name, c.log_ratio.se.unwrap(), number(&r["cox_efron_robust_se"][name]), 1e-6);
    }
    for (got, want) in efron.martingale().iter().zip(numbers(&r["martingale_first5"])) {
        relative("martingale", *got, want, 1e-6);
    }
    let zph = efron.proportionality().unwrap();
    for (test, want) in zph.columns.iter().chain([&zph.global]).zip(r["zph"].as_array().unwrap()) {
        relative("zph", test.chi_square, number(&want["chisq"]), 1e-6);
    }
    for (key, d) in [
        ("weibull_aft", Distribution::Weibull),
        ("lognormal_aft", Distribution::LogNormal),
        ("loglogistic_aft", Distribution::LogLogistic),
    ] {
        same_aft(&spans, &x, &names, &r[key], d, 1e-5);
    }
    let lifelines = &golden["reference"][1]["cox"];
    for i in 0..3 {
        let own = &x[i * 7..(i + 1) * 7];
        let want = number(&lifelines["median_first3"][i]);
        assert_eq!(efron.median(own, 0).unwrap().unwrap_or(f64::INFINITY), want);
        // lifelines puts Breslow's baseline under Efron's coefficients; R and we take Efron's for both.
        let score = |row: &[f64]| {
            row.iter().zip(efron.coefficients()).map(|(x, c)| x * c.log_ratio.value).sum::<f64>()
        };
        let at_risk = |t: f64| {
            (0..432).filter(|&j| spans[j].exit >= t).map(|j| score(&x[j * 7..j * 7 + 7]).exp()).sum::<f64>()
        };
        for (k, until) in [10.0, 52.0].into_iter().enumerate() {
            let breslow: f64 =
                spans.iter().filter(|s| s.event && s.exit <= until).map(|s| 1.0 / at_risk(s.exit)).sum();
            let want = number(&lifelines["S52_first3"][k][i]);
            relative("lifelines' survival", (-breslow * score(own).exp()).exp(), want, 1e-6);
            relative("ours", efron.survival(own, 0, &[until]).unwrap()[0].survival.value, want, 5e-3);
        }
    }
    let fin: Vec<u32> = t.numbers("fin").iter().map(|f| *f as u32).collect();
    relative(
        "log-rank",
        log_rank(&spans, &fin, None, 0.0).unwrap().chi_square,
        number(&r["logrank_fin"]["chisq"]),
        1e-8,
    );
    let weeks = numbers(&r["km_wk"]);
    for (i, want) in numbers(&r["km"]).into_iter().enumerate() {
        let group = (i / weeks.len()) as u32;
        let own: Vec<Span> = spans.iter().zip(&fin).filter(|(_, f)| **f == group).map(|(s, _)| *s).collect();
        let s =
            Curve::kaplan_meier(&own).unwrap().survival(weeks[i % weeks.len()], Scale::Log, 0.95).unwrap();
        absolute("KM", s.value, want, 1e-10);
    }
}

#[test]
fn counting_process_clusters_and_strata() {
    let Some(golden) = json("b4_counting_process_and_cluster.json") else { return };
    let r = &golden["reference"][0];
    let t = table("heart_startstop.csv").unwrap();
    let (start, stop, event) = (t.numbers("start"), t.numbers("stop"), t.numbers("event"));
    let heart: Vec<Span> = (0..start.len()).map(|i| Span::from(start[i], stop[i], event[i] == 1.0)).collect();
    let x = columns(&t, &["age", "year", "surgery", "transplant"]);
    same_cox(&fit(&heart, &x, 4, Ties::Efron), &r["heart"], &["age", "year", "surgery", "transplant1"]);

    let t = table("bladder.csv").unwrap();
    let bladder = spans(&t.numbers("stop"), &t.numbers("event"));
    let id: Vec<u32> = t.numbers("id").iter().map(|v| *v as u32).collect();
    let recurrence: Vec<u32> = t.numbers("enum").iter().map(|v| *v as u32).collect();
    let names = ["rx", "size", "number"];
    let base: Vec<Vec<f64>> = names.iter().map(|n| t.numbers(n)).collect();
    // Every effect may differ by recurrence: Wei, Lin & Weissfeld (1989).
    let mut all = base.clone();
    let mut keys: Vec<String> = names.iter().map(ToString::to_string).collect();
    for (name, column) in names.iter().zip(&base) {
        for k in 2..=4 {
            all.push(column.iter().zip(&recurrence).map(|(v, e)| if *e == k { *v } else { 0.0 }).collect());
            keys.push(format!("{name}:strata(enum)enum={k}"));
        }
    }
    for (columns, keys, reference, stratified) in [
        (all, keys, &r["bladder"]["wlw"], true),
        (base, names.map(String::from).to_vec(), &r["bladder"]["simple"], false),
    ] {
        let values = rows(&columns);
        let mut data =
            CoxData::check(&bladder, Covariates { values: &values, columns: columns.len() }).unwrap();
        if stratified {
            data = data.stratified(&recurrence).unwrap();
        }
        let model = Cox::fit(&data.clustered(&id).unwrap(), Ties::Efron).unwrap();
        for (c, key) in model.coefficients().iter().zip(&keys) {
            relative(key, c.log_ratio.value, number(&reference["coef"][key]), 1e-6);
            relative(key, c.naive_se, number(&reference["naive_se"][key]), 1e-6);
            relative(key, c.log_ratio.se.unwrap(), number(&reference["robust_se"][key]), 1e-6);
        }
    }

    let t = table("veteran.csv").unwrap();
    let veteran = spans(&t.numbers("time"), &t.numbers("status"));
    let cell = t.text("celltype");
    let kinds = ["squamous", "smallcell", "adeno", "large"];
    let kind: Vec<u32> = cell.iter().map(|c| kinds.iter().position(|k| k == c).unwrap() as u32).collect();
    let test = log_rank(&veteran, &kind, None, 0.0).unwrap();
    relative("celltype", test.chi_square, number(&r["veteran"]["logrank_celltype"]["chisq"]), 1e-8);
    let dummy = |k: usize| kind.iter().map(|c| f64::from(u8::from(*c as usize == k))).collect::<Vec<_>>();
    let rest = ["karno", "diagtime", "age", "prior"].map(|n| t.numbers(n));
    let mut all = vec![t.numbers("trt"), dummy(1), dummy(2), dummy(3)];
    all.extend(rest.clone());
    let names =
        ["trt", "celltypesmallcell", "celltypeadeno", "celltypelarge", "karno", "diagtime", "age", "prior"];
    same_cox(&fit(&veteran, &rows(&all), 8, Ties::Efron), &r["veteran"]["cox"], &names);
    let mut some = vec![t.numbers("trt")];
    some.extend(rest);
    let values = rows(&some);
    let data = CoxData::check(&veteran, Covariates { values: &values, columns: 5 })
        .unwrap()
        .stratified(&kind)
        .unwrap();
    same_cox(
        &Cox::fit(&data, Ties::Efron).unwrap(),
        &r["veteran"]["strat"],
        &["trt", "karno", "diagtime", "age", "prior"],
    );
}

#[test]
fn telco() {
    let Some(golden) = json("b5_telco_survival.json") else { return };
    let r = &golden["reference"][0];
    let t = table("telco_churn_ibm.csv").unwrap();
    let tenure = t.numbers("tenure");
    let keep: Vec<usize> = (0..tenure.len()).filter(|&i| tenure[i] > 0.0).collect();
    let pick = |name: &str| {
        let v = t.text(name);
        keep.iter().map(|&i| v[i].clone()).collect::<Vec<_>>()
    };
    let is = |name: &str, value: &str| {
        pick(name).iter().map(|v| f64::from(u8::from(v == value))).collect::<Vec<_>>()
    };
    let spans = spans(&keep.iter().map(|&i| tenure[i]).collect::<Vec<_>>(), &is("Churn", "Yes"));
    let contracts = ["Month-to-month", "One year", "Two year"];
    let contract: Vec<u32> =
        pick("Contract").iter().map(|c| contracts.iter().position(|k| k == c).unwrap() as u32).collect();
    for row in r["km"].as_array().unwrap() {
        let name = row["strata"].as_str().unwrap().trim_start_matches("Contract=");
        let k = contracts.iter().position(|c| *c == name).unwrap() as u32;
        let own: Vec<Span> = spans.iter().zip(&contract).filter(|(_, c)| **c == k).map(|(s, _)| *s).collect();
        let s = Curve::kaplan_meier(&own).unwrap().survival(number(&row["time"]), Scale::Log, 0.95).unwrap();
        absolute(name, s.value, number(&row["surv"]), 1e-10);
        absolute(name, s.se.unwrap(), number(&row["se"]), 1e-10);
    }
    let test = log_rank(&spans, &contract, None, 0.0).unwrap();
    relative("log-rank", test.chi_square, number(&r["logrank"]["chisq"]), 1e-8);
    let names = [
        "SeniorCitizen",
        "PartnerYes",
        "DependentsYes",
        "PaperlessBillingYes",
        "InternetFiber optic",
        "InternetNo",
        "PaymentMethodCredit card (automatic)",
        "PaymentMethodElectronic check",
        "PaymentMethodMailed check",
    ];
    let x = rows(&[
        is("SeniorCitizen", "1"),
        is("Partner", "Yes"),
        is("Dependents", "Yes"),
        is("PaperlessBilling", "Yes"),
        is("InternetService", "Fiber optic"),
        is("InternetService", "No"),
        is("PaymentMethod", "Credit card (automatic)"),
        is("PaymentMethod", "Electronic check"),
        is("PaymentMethod", "Mailed check"),
    ]);
    same_cox(&fit(&spans, &x, 9, Ties::Efron), &r["cox_efron"], &names);
    same_cox(&fit(&spans, &x, 9, Ties::Breslow), &r["cox_breslow"], &names);
}
