//! The table "it reproduces" of the README, made from what is computed here.

use crate::golden::{Table, json, number, own_table, table};
use crate::repeat_bg_nbd::cdnow;
use serde_json::Value;
use std::fmt::Write as _;
use troth_stats::contract::*;
use troth_stats::economics::*;
use troth_stats::quality::*;
use troth_stats::repeat::*;

/// Rows of the table; each is checked as it is added.
#[derive(Default)]
pub(crate) struct Rows(String);

impl Rows {
    #[track_caller]
    #[expect(clippy::too_many_arguments, reason = "one for each column of the table")]
    pub(crate) fn add(
        &mut self,
        model: &str,
        data: &str,
        what: &str,
        got: f64,
        want: f64,
        source: &str,
        tolerance: f64,
    ) {
        let error = ((got - want) / want).abs();
        assert!(error <= tolerance, "{model} {what}: {got} against {want}, {error:.1e} > {tolerance:.0e}");
        writeln!(
            self.0,
            "| {model} | {data} | {what} | {} | {} | {source} | {tolerance:.0e} |",
            digits(got),
            digits(want)
        )
        .unwrap();
    }
}

/// Seven significant digits.
fn digits(v: f64) -> String {
    let places = (6 - v.abs().log10().floor() as i32).clamp(0, 12) as usize;
    let text = format!("{v:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

fn histories_of(t: &Table, x: &str, t_x: &str, age: &str, weight: Option<&str>) -> Histories {
    let (x, t_x, age) = (t.numbers(x), t.numbers(t_x), t.numbers(age));
    let w = weight.map_or(vec![1.0; x.len()], |w| t.numbers(w));
    let rows: Vec<History> = (0..x.len())
        .map(|i| History { frequency: x[i] as u64, recency: t_x[i], age: age[i], weight: w[i] })
        .collect();
    Histories::check(&rows).unwrap()
}

fn add_model<F: Family>(
    rows: &mut Rows,
    name: &str,
    data: &str,
    model: &Model<F>,
    r: &Value,
    source: &str,
    tolerance: f64,
) {
    for (key, value) in F::PARAMETERS.iter().zip(model.values()) {
        rows.add(name, data, key, *value, number(&r["params"][key]), source, tolerance);
    }
    rows.add(
        name,
        data,
        "log-likelihood",
        model.log_likelihood().unwrap(),
        number(&r["loglik"]),
        source,
        1e-6,
    );
}

fn repeat(rows: &mut Rows) -> Option<()> {
    let model = BgNbd::fit(&Histories::check(&cdnow()).unwrap(), None).unwrap();
    for ((key, value), want) in
        BetaGeometric::PARAMETERS.iter().zip(model.values()).zip([0.243, 4.414, 0.793, 2.426])
    {
        // Printed with three decimals, so the tolerance is half of the last one.
        rows.add(
            "BG/NBD",
            "CDNOW transactions",
            key,
            *value,
            want,
            "Fader, Hardie & Lee 2005a, table 2",
            0.0005 / want,
        );
    }
    let r = &json("a1_bgnbd_cdnow.json")?["reference"][2]["params"];
    for (key, value) in BetaGeometric::PARAMETERS.iter().zip(model.values()) {
        rows.add("BG/NBD", "CDNOW transactions", key, *value, number(&r[key]), "lifetimes 0.11.3", 1e-4);
    }
    let cbs = histories_of(&table("cdnow_cbs_btyd.csv")?, "x", "t.x", "T.cal", None);
    let r = &json("a2_mbgnbd_cdnow.json")?["reference"][0];
    add_model(rows, "MBG/NBD", "CDNOW", &MbgNbd::fit(&cbs, None).unwrap(), r, "BTYDplus 1.2.0", 5e-4);
    let r = &json("a3_paretonbd_cdnow.json")?["reference"][0];
    add_model(rows, "Pareto/NBD", "CDNOW", &ParetoNbd::fit(&cbs, None).unwrap(), r, "BTYD 2.4.3", 1e-3);
    let r = &json("a3b_nbd_cdnow.json")?["reference"][0];
    add_model(rows, "NBD", "CDNOW", &Nbd::fit(&cbs, None).unwrap(), r, "BTYDplus 1.2.0", 1e-3);
    let donors = histories_of(&table("donations_bgbb.csv")?, "x", "t.x", "n.cal", Some("custs"));
    let r = &json("a5_bgbb_donations.json")?["reference"][0];
    add_model(rows, "BG/BB", "donations", &BgBb::fit(&donors, None).unwrap(), r, "BTYD 2.4.3", 1e-3);
    let t = table("cdnow_cbs_btyd.csv")?;
    let spends: Vec<Spend> =
        t.numbers("x").iter().zip(t.numbers("m.x")).map(|(x, m)| Spend::new(*x as u64, m)).collect();
    let spending = GammaGamma::fit(&Spends::check(&spends).unwrap(), None).unwrap();
    let r = &json("a4_gammagamma_cdnow.json")?["reference"][0];
    for (key, value) in ["p", "q", "gamma"].iter().zip(spending.values()) {
        rows.add("Gamma-Gamma", "CDNOW", key, *value, number(&r["params"][key]), "BTYD 2.4.3", 2e-3);
    }
    rows.add(
        "Gamma-Gamma",
        "CDNOW",
        "log-likelihood",
        spending.log_likelihood()?,
        number(&r["loglik"]),
        "BTYD 2.4.3",
        1e-6,
    );
    let limits = json("a8_clv_numeric_torture.json")?;
    let at = |i: usize| number(&limits["exact_limits"][i]["exact"]);
    let h = History::new(2, 30.43, 38.86);
    let bg = BgNbd::of(&[0.243, 4.414, 1.0, 2.426]).unwrap().purchases(&h, 39.0).unwrap().value;
    rows.add(
        "BG/NBD",
        "x = 2, t_x = 30.43, T = 38.86",
        "E[X(39)] at a = 1",
        bg,
        at(0),
        "mpmath, 40 digits",
        1e-8,
    );
    let pareto = ParetoNbd::of(&[0.553, 10.578, 1.0, 11.669]).unwrap().purchases(&h, 39.0).unwrap().value;
    rows.add(
        "Pareto/NBD",
        "x = 2, t_x = 30.43, T = 38.86",
        "E[X(39)] at s = 1",
        pareto,
        at(1),
        "mpmath, 40 digits",
        1e-8,
    );
    Some(())
}

fn contracts(rows: &mut Rows) -> Option<()> {
    let t = own_table("sbg_fader_hardie_2007.csv");
    for (name, column, published) in
        [("high end", "high_end_pct", [0.668, 3.806]), ("regular", "regular_pct", [0.704, 1.182])]
    {
        let alive = t.numbers(column);
        let lost = alive[..8].windows(2).map(|w| ((w[0] - w[1]) * 10.0).round()).collect();
        let data = Cohorts::check(&[Cohort { lost, survivors: (alive[7] * 10.0).round() }]).unwrap();
        let model = ShiftedBetaGeometric::fit(&data).unwrap();
        for ((key, value), want) in ["alpha", "beta"].iter().zip(model.values()).zip(published) {
            rows.add("shifted beta geometric", name, key, *value, want, "Fader & Hardie 2007", 0.0005 / want);
        }
    }
    let survival = "R survival 3.5.3";
    let golden = json("b2_lung_survival.json")?;
    let r = &golden["reference"][0];
    let t = table("lung.csv")?;
    let status = t.numbers("status");
    let lung: Vec<Span> =
        t.numbers("time").iter().zip(&status).map(|(t, s)| Span::new(*t, *s == 2.0)).collect();
    let km = Curve::kaplan_meier(&lung).unwrap().survival(365.0, Scale::Log, 0.95).unwrap();
    rows.add("Kaplan-Meier", "lung", "S(365)", km.value, number(&r["km_log"][4]["surv"]), survival, 1e-10);
    rows.add(
        "Kaplan-Meier",
        "lung",
        "lower end at 365",
        km.low,
        number(&r["km_log"][4]["lower"]),
        survival,
        1e-10,
    );
    let sex: Vec<u32> = t.numbers("sex").iter().map(|s| *s as u32).collect();
    let test = log_rank(&lung, &sex, None, 0.0).unwrap();
    rows.add(
        "log-rank",
        "lung, by sex",
        "chi-square",
        test.chi_square,
        number(&r["logrank_sex"]["chisq"]),
        survival,
        1e-8,
    );
    let golden = json("b3_rossi_cox_aft.json")?;
    let r = &golden["reference"][0];
    let t = own_table("rossi.csv");
    let names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];
    let columns = names.map(|n| t.numbers(n));
    let spans: Vec<Span> =
        t.numbers("week").iter().zip(t.numbers("arrest")).map(|(t, e)| Span::new(*t, e == 1.0)).collect();
    let values: Vec<f64> = (0..spans.len()).flat_map(|i| columns.iter().map(move |c| c[i])).collect();
    let table = Covariates { values: &values, columns: 7 };
    for (name, ties, key) in
        [("Cox, Efron", Ties::Efron, "cox_efron"), ("Cox, Breslow", Ties::Breslow, "cox_breslow")]
    {
        let model = Cox::fit(&CoxData::check(&spans, table).unwrap().robust(), ties).unwrap();
        let c = model.coefficients();
        rows.add(
            name,
            "rossi",
            "coefficient of fin",
            c[0].log_ratio.value,
            number(&r[key]["coef"]["fin"]),
            survival,
            1e-6,
        );
        rows.add(
            name,
            "rossi",
            "its standard error",
            c[0].naive_se,
            number(&r[key]["se"]["fin"]),
            survival,
            1e-6,
        );
        rows.add(
            name,
            "rossi",
            "log-likelihood",
            model.log_likelihood(),
            number(&r[key]["loglik"]),
            survival,
            1e-9,
        );
        let concordance = model.concordance().unwrap().estimate.value;
        rows.add(name, "rossi", "concordance", concordance, number(&r[key]["concordance"]), survival, 1e-9);
        if ties == Ties::Efron {
            let se = c[0].log_ratio.se.unwrap();
            rows.add(
                name,
                "rossi",
                "robust standard error",
                se,
                number(&r["cox_efron_robust_se"]["fin"]),
                survival,
                1e-6,
            );
            let zph = model.proportionality().unwrap().global.chi_square;
            rows.add(
                name,
                "rossi",
                "proportionality, global",
                zph,
                number(&r["zph"][7]["chisq"]),
                survival,
                1e-6,
            );
        }
    }
    for (name, distribution, key) in [
        ("Weibull", Distribution::Weibull, "weibull_aft"),
        ("log-normal", Distribution::LogNormal, "lognormal_aft"),
        ("log-logistic", Distribution::LogLogistic, "loglogistic_aft"),
    ] {
        let model = Accelerated::fit(&spans, table, distribution).unwrap();
        rows.add(
            name,
            "rossi",
            "coefficient of fin",
            model.coefficients()[1].value,
            number(&r[key]["coef"]["fin"]),
            survival,
            1e-5,
        );
        rows.add(name, "rossi", "scale", model.scale().value, number(&r[key]["scale"]), survival, 1e-5);
    }
    Some(())
}

fn quality_and_economics(rows: &mut Rows) -> Option<()> {
    let golden = json("f1_prediction_quality_telco.json")?;
    let r = &golden["reference"][0];
    let t = own_table("telco_holdout_predictions.csv");
    let y: Vec<bool> = t.numbers("y").iter().map(|v| *v == 1.0).collect();
    let f = Forecasts::check(&t.numbers("p"), &y).unwrap();
    let auc = f.auc(0.95).unwrap();
    rows.add("Brier", "telco hold-out", "score", f.brier().value, number(&r["brier"]), "rms 6.5.0", 1e-12);
    rows.add(
        "log loss",
        "telco hold-out",
        "score",
        f.log_loss().unwrap().value,
        number(&r["logloss"]),
        "R",
        1e-12,
    );
    rows.add("AUC, DeLong", "telco hold-out", "area", auc.value, number(&r["auc"]), "pROC 1.18.0", 1e-12);
    rows.add(
        "AUC, DeLong",
        "telco hold-out",
        "lower end",
        auc.low,
        number(&r["auc_ci_delong"][0]),
        "pROC 1.18.0",
        1e-10,
    );
    let d = compare_auc(&t.numbers("p"), &t.numbers("p_small"), &y, 0.95).unwrap();
    rows.add(
        "AUC, DeLong",
        "telco hold-out",
        "z of a difference",
        d.z,
        number(&r["delong_test"]["z"]),
        "pROC 1.18.0",
        1e-10,
    );
    let slope = f.recalibration(0.95).unwrap().slope.value;
    rows.add(
        "calibration",
        "telco hold-out",
        "slope",
        slope,
        number(&r["val_prob"]["Slope"]),
        "rms 6.5.0",
        1e-5,
    );
    let lift = f.lift(&[0.1]).unwrap()[0].lift;
    rows.add("lift", "telco hold-out", "of the first tenth", lift, number(&r["lift"]["lift"][1]), "R", 1e-12);
    rows.add(
        "margin multiple",
        "r = 0.8, d = 0.1",
        "multiple",
        margin_multiple(0.8, 0.1).unwrap(),
        8.0 / 3.0,
        "Gupta & Lehmann 2003",
        1e-12,
    );
    let golden = json("g2_referral_branching.json")?;
    let fit = &golden["reference"][0]["fit"];
    let t = own_table("offspring_ebola_conakry_faye2015.csv");
    let data: Vec<Referrer> = t
        .numbers("offspring")
        .iter()
        .map(|x| Referrer { children: *x as u64, exposure: 1.0, weight: 1.0 })
        .collect();
    let p = Reproduction::fit(&Referrals::check(&data).unwrap()).unwrap().parameters();
    rows.add(
        "referral tree",
        "Faye et al. 2015",
        "R",
        p[0].estimate.value,
        number(&fit["R_mle"]),
        "scipy",
        1e-4,
    );
    rows.add(
        "referral tree",
        "Faye et al. 2015",
        "k",
        p[1].estimate.value,
        number(&fit["k_mle"]),
        "scipy",
        1e-4,
    );
    let q = Offspring::Poisson { mean: 1.5 }.extinction().unwrap();
    let want = number(&golden["reference"][0]["extinction"][2]["q"]);
    rows.add("referral tree", "Poisson, R = 1.5", "extinction", q, want, "mpmath", 1e-12);
    Some(())
}

#[test]
fn reproduces() {
    let mut rows = Rows::default();
    let done = repeat(&mut rows)
        .and_then(|()| contracts(&mut rows))
        .and_then(|()| quality_and_economics(&mut rows))
        .and_then(|()| crate::reproduces_answers::answers(&mut rows));
    if done.is_none() {
        return;
    }
    let made = format!(
        "| model | data | quantity | ours | theirs | source | tolerance |\n| --- | --- | --- | --- | --- | --- | --- |\n{}",
        rows.0
    );
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (before, rest) = text.split_once("<!-- reproduces: begin -->\n").unwrap();
    let (now, after) = rest.split_once("<!-- reproduces: end -->").unwrap();
    if std::env::var_os("TROTH_BLESS").is_some() {
        let new = format!("{before}<!-- reproduces: begin -->\n{made}<!-- reproduces: end -->{after}");
        std::fs::write(path, new).unwrap();
    } else {
        assert!(now == made, "README.md is out of date: TROTH_BLESS=1 writes the table anew");
    }
}
