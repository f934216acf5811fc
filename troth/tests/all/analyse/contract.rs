//! Contracts: files b. Every number of a file is compared, or excused with a reason.

use super::{Golden, all_compared, all_near, close, column, given, listed, near, number, same, told};
use serde_json::Value;

const COLUMNS: [&str; 7] = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];

/// What R's summary of a Cox model holds; it prints Wald's statistic with two decimals.
fn cox(got: &Value, want: &Value) {
    same(got, "value", &want["coef"], 1e-6);
    same(got, "se", &want["se"], 1e-6);
    for (own, theirs, tolerance) in [
        ("/n", "/n", 0.0),
        ("/events", "/events", 0.0),
        ("/log_likelihood", "/loglik", 1e-9),
        ("/loglik_null", "/loglik_null", 1e-9),
        ("/likelihood_ratio_test/chisq", "/lr_test", 1e-6),
        ("/score_test/chisq", "/score", 1e-6),
        ("/estimates/concordance/value", "/concordance", 1e-9),
        ("/estimates/concordance/se", "/concordance_se", 1e-6),
    ] {
        near((got, own), (want, theirs), tolerance);
    }
    close((got, "/wald_test/chisq"), (want, "/wald"), 5.1e-3);
}

fn test(got: &Value, want: &Value, tolerance: f64) {
    near((got, "/chisq"), (want, "/chisq"), tolerance);
    if want.get("obs").is_some() {
        all_near(&column(&got["groups"], "/obs"), &want["obs"], tolerance);
        all_near(&column(&got["groups"], "/exp"), &want["exp"], tolerance);
        near((got, "/df"), (want, "/df"), 0.0);
        close((got, "/p"), (want, "/p"), 1e-8);
    }
}

fn proportional(got: &Value, want: &Value, tolerance: f64) {
    let rows = want.as_array().unwrap();
    for (i, row) in rows.iter().enumerate() {
        let own = if row["_row"] == "GLOBAL" {
            &got["proportionality"]
        } else {
            &got["proportionality_by_term"][i]
        };
        near((own, "/chisq"), (row, "/chisq"), tolerance);
        near((own, "/p"), (row, "/p"), tolerance * 100.0);
        let df = if row["_row"] == "GLOBAL" { number(&got["proportionality"]["df"]) } else { 1.0 };
        near((&df.into(), ""), (row, "/df"), 0.0);
    }
}

fn accelerated(got: &Value, want: &Value, tolerance: f64) {
    same(got, "value", &want["coef"], tolerance);
    near((got, "/parameters/scale"), (want, "/scale"), tolerance);
    same(got, "se", &want["se"], tolerance);
    near((got, "/log_likelihood"), (want, "/loglik"), 1e-8);
    near((got, "/loglik_null"), (want, "/loglik_null"), 1e-8);
}

#[test]
fn b1_renewals() {
    let Some(golden) = Golden::find() else { return };
    let file = golden.json("b1_sbg_fader_hardie");
    let (published, reference) = (&file["published"], &file["reference"][0]);
    for (columns, key) in [("high_end_pct", "high_end"), ("regular_pct", "regular")] {
        let roles =
            format!("--alive={columns} --customers=1000 --fit=7 --project=13 --discount=0.1 --after=0,1,4,7");
        let (got, want) = (golden.ask("sbg", "sbg_fader_hardie_2007.csv", &roles), &reference[key]);
        told(want, &["lost", "survivors", "observed_S"]);
        close((&got, "/n"), (want, "/n"), 0.0);
        for (i, name) in ["alpha", "beta"].iter().enumerate() {
            let own = format!("/parameters/{name}");
            close((&got, &own), (want, &format!("/{name}")), 1e-3);
            close((&got, &own), (published, &format!("/0/value/{key}/{name}")), 1e-3);
            near((&got, &format!("/estimates/{name}/se")), (want, &format!("/se/{i}")), 1e-3);
        }
        close((&got, "/log_likelihood"), (want, "/loglik"), 0.01);
        let each = Value::from(number(&got["log_likelihood"]) / number(&got["n"]));
        close((&each, ""), (want, "/loglik_per_customer"), 1e-5);
        if key == "high_end" {
            close((&each, ""), (published, "/0/value/high_end/LL_per_customer"), 5e-4);
        }
        close((&got, "/estimates/mean_churn/value"), (want, "/mean_churn"), 1e-4);
        for t in 0..=12 {
            close((&got, &format!("/projection/{t}/survival/value")), (want, &format!("/S/{t}")), 1e-4);
            let own = format!("/projection/{}/retention/value", t + 1);
            close((&got, &own), (want, &format!("/retention/{t}")), 1e-4);
        }
        near((&got, "/estimates/discounted_lifetime/value"), (want, "/del_10pct_new"), 1e-6);
        for (i, after) in ["0", "1", "4", "7"].iter().enumerate() {
            let own = format!("/discounted/{i}/discounted_residual/value");
            near((&got, &own), (want, &format!("/derl_10pct_after_n/{after}")), 1e-6);
            if want["derl_check_sum"].get(after).is_some() {
                near((&got, &own), (want, &format!("/derl_check_sum/{after}")), 1e-6);
            }
        }
        if key == "high_end" {
            let own = "/discounted/3/discounted_residual/value";
            close((&got, own), (published, "/1/value/derl_high_end_10pct_after_7_renewals"), 5e-3);
        }
    }
    all_compared(&file, &[]);
}

/// What goes with living longer, by every model of it.
fn lung_regressions(golden: &Golden, reference: &Value) {
    let base = "--time=time --event=status --ended=2 --covariates=age,sex,ph.ecog";
    let efron =
        golden.ask("cox", "lung.csv", &format!("{base} --at=50,1,0;70,2,2;0,0,0 --times=5,180,364,365,730"));
    assert_eq!(number(&efron["rows"]["without_a_value"]), 1.0);
    cox(&efron, &reference["cox_efron"]);
    cox(&golden.ask("cox", "lung.csv", &format!("{base} --ties=breslow")), &reference["cox_breslow"]);
    let exact = golden.ask("cox", "lung.csv", &format!("{base} --ties=exact"));
    same(&exact, "value", &reference["cox_exact"]["coef"], 1e-6);
    near((&exact, "/log_likelihood"), (reference, "/cox_exact/loglik"), 1e-9);
    for (i, row) in reference["basehaz_efron_uncentered"].as_array().unwrap().iter().enumerate() {
        given(&row["time"]);
        near((&efron, &format!("/predictions/2/times/{i}/cumhaz")), (row, "/hazard"), 1e-6);
    }
    let predicted = &reference["pred_surv"];
    given(&predicted["newdata"]);
    given(&predicted["times"]);
    for (time, place) in [1, 3, 4].iter().enumerate() {
        for person in 0..2 {
            let own = format!("/predictions/{person}/times/{place}/surv");
            near((&efron, &format!("{own}/value")), (predicted, &format!("/surv/{time}/{person}")), 1e-6);
            near((&efron, &format!("{own}/se")), (predicted, &format!("/se/{time}/{person}")), 1e-5);
        }
    }
    proportional(&efron, &reference["zph"], 1e-6);
    for model in ["weibull", "lognormal", "loglogistic", "exponential"] {
        let roles = if model == "weibull" { format!("{base} --at=50,1,0;70,2,2") } else { base.to_owned() };
        let got = golden.ask(&format!("aft-{model}"), "lung.csv", &roles);
        accelerated(&got, &reference[format!("{model}_aft")], 1e-5);
        if model == "weibull" {
            all_near(&column(&got["predictions"], "/median/value"), &reference["weibull_pred_median"], 1e-5);
        }
    }
}

#[test]
fn b2_curves_and_tests() {
    let Some(golden) = Golden::find() else { return };
    let file = golden.json("b2_lung_survival");
    let (published, reference, lifelines) =
        (&file["published"][0]["value"], &file["reference"][0], &file["reference"][1]);
    let base = "--time=time --event=status --ended=2";
    let mut curves = Vec::new();
    for (model, scale, key) in [
        ("km", "log", "km_log"),
        ("km", "loglog", "km_loglog"),
        ("km", "plain", "km_plain"),
        ("na", "log", "fleming_harrington"),
    ] {
        let rows = reference[key].as_array().unwrap();
        let times: Vec<String> = rows.iter().map(|row| row["time"].to_string()).collect();
        let roles = format!("{base} --scale={scale} --horizon=1022 --times={}", times.join(","));
        let got = golden.ask(model, "lung.csv", &roles);
        for (i, row) in rows.iter().enumerate() {
            for (own, theirs) in [
                ("time", "time"),
                ("surv/value", "surv"),
                ("surv/se", "se"),
                ("surv/low", "lower"),
                ("surv/high", "upper"),
                ("n_risk", "n_risk"),
                ("cumhaz/value", "cumhaz"),
                ("cumhaz/se", "se_cumhaz"),
            ] {
                close((&got, &format!("/curve/{i}/{own}")), (row, &format!("/{theirs}")), 1e-10);
            }
        }
        curves.push(got);
    }
    let median = |got: &Value, part: &str| got["estimates"]["median"][part].clone();
    for (own, theirs) in [("low", 0), ("high", 1)] {
        close((&median(&curves[0], own), ""), (reference, &format!("/median_ci_log/{theirs}")), 0.0);
        close((&median(&curves[0], own), ""), (published, &format!("/median_ci/{theirs}")), 0.0);
        close((&median(&curves[1], own), ""), (reference, &format!("/median_ci_loglog/{theirs}")), 0.0);
    }
    for (want, place) in [(reference, "/median/50"), (published, "/median"), (lifelines, "/median")] {
        close((&median(&curves[0], "value"), ""), (want, place), 0.0);
    }
    near((&curves[0], "/estimates/restricted_mean/value"), (reference, "/rmean_1022/0"), 1e-10);
    near((&curves[0], "/estimates/restricted_mean/se"), (reference, "/rmean_1022/1"), 1e-10);
    let at = |got: &Value, time: &str, place: &str| {
        let rows = got["curve"].as_array().unwrap();
        let row = rows.iter().find(|row| number(&row["time"]).to_string() == time).unwrap();
        row.pointer(place).unwrap().clone()
    };
    for (time, want) in lifelines["km"].as_object().unwrap() {
        close((&at(&curves[0], time, "/surv/value"), ""), (want, ""), 1e-10);
    }
    for (i, end) in ["/surv/low", "/surv/high"].iter().enumerate() {
        close((&at(&curves[1], "365", end), ""), (lifelines, &format!("/km_ci_365/{i}")), 1e-9);
    }
    let smoothed = golden.ask("na", "lung.csv", &format!("{base} --ties=smoothed --times=11,90,180,365,730"));
    for (time, want) in lifelines["na_default"].as_object().unwrap() {
        close((&at(&smoothed, time, "/cumhaz/value"), ""), (want, ""), 1e-10);
    }
    for (time, want) in lifelines["na_no_smoothing"].as_object().unwrap() {
        close((&at(&curves[3], time, "/cumhaz/value"), ""), (want, ""), 1e-10);
    }
    let sexes = golden.ask("logrank", "lung.csv", &format!("{base} --group=sex"));
    test(&sexes, &reference["logrank_sex"], 1e-8);
    near((&sexes, "/chisq"), (lifelines, "/logrank/0"), 1e-8);
    near((&sexes, "/p"), (lifelines, "/logrank/1"), 1e-6);
    close((&sexes, "/chisq"), (published, "/logrank_sex_chisq"), 0.05);
    close((&sexes, "/p"), (published, "/p"), 5e-4);
    test(
        &golden.ask("logrank", "lung.csv", &format!("{base} --group=sex --rho=1")),
        &reference["petopeto_sex"],
        1e-8,
    );
    let within = golden.ask("logrank", "lung.csv", &format!("{base} --group=sex --strata=ph.ecog"));
    test(&within, &reference["logrank_sex_strata_ecog"], 1e-8);

    lung_regressions(&golden, reference);
    all_compared(&file, &[]);
}

#[test]
fn b3_rossi() {
    let Some(golden) = Golden::find() else { return };
    let file = golden.json("b3_rossi_cox_aft");
    let (reference, lifelines) = (&file["reference"][0], &file["reference"][1]);
    let base = "--time=week --event=arrest";
    let roles = format!("{base} --covariates={}", COLUMNS.join(","));
    // The first three rows of the file.
    let first = "0,27,1,0,0,1,3;0,18,1,0,0,1,8;0,19,0,1,0,1,13";
    let efron = golden.ask("cox", "rossi.csv", &format!("{roles} --rows=1,2,3,4,5 --at={first}"));
    cox(&efron, &reference["cox_efron"]);
    cox(&golden.ask("cox", "rossi.csv", &format!("{roles} --ties=breslow")), &reference["cox_breslow"]);
    let robust = golden.ask("cox", "rossi.csv", &format!("{roles} --errors=robust"));
    same(&robust, "se", &reference["cox_efron_robust_se"], 1e-6);
    proportional(&robust, &reference["zph"], 1e-6);
    all_near(&column(&efron["residuals"], "/martingale"), &reference["martingale_first5"], 1e-6);
    for model in ["weibull", "lognormal", "loglogistic"] {
        let got = golden.ask(&format!("aft-{model}"), "rossi.csv", &roles);
        accelerated(&got, &reference[format!("{model}_aft")], 1e-5);
        if model == "weibull" {
            for (part, theirs) in [("value", "params"), ("se", "se")] {
                for (name, want) in lifelines["weibull"][theirs].as_object().unwrap() {
                    if let Some(own) = name.strip_prefix("lambda_|") {
                        let own = if own == "Intercept" { "(Intercept)" } else { own };
                        near((&got["estimates"][own][part], ""), (want, ""), 1e-4);
                    } else {
                        // Its rho is one over R's scale.
                        let ln = number(&got["estimates"]["Log(scale)"][part]);
                        let ln = if part == "value" { -ln } else { ln };
                        near((&ln.into(), ""), (want, ""), 1e-4);
                    }
                }
            }
            near((&got, "/log_likelihood"), (lifelines, "/weibull/loglik"), 1e-6);
        }
    }
    test(
        &golden.ask("logrank", "rossi.csv", &format!("{base} --group=fin")),
        &reference["logrank_fin"],
        1e-8,
    );
    let weeks = listed(&reference["km_wk"]);
    given(&reference["km_wk"]);
    for fin in 0..2 {
        let got = golden.ask("km", "rossi.csv", &format!("{base} --where=fin={fin} --times={weeks}"));
        for week in 0..5 {
            let theirs = format!("/km/{}", 5 * fin + week);
            close((&got, &format!("/curve/{week}/surv/value")), (reference, &theirs), 1e-10);
        }
    }
    let own = &lifelines["cox"];
    same(&efron, "value", &own["coef"], 1e-6);
    same(&efron, "se", &own["se"], 1e-6);
    near((&efron, "/log_likelihood"), (own, "/loglik"), 1e-9);
    near((&efron, "/estimates/concordance/value"), (own, "/concordance"), 1e-9);
    for i in 0..3 {
        let (median, want) = (&efron["predictions"][i]["median"], &own["median_first3"][i]);
        if want == "Infinity" {
            assert!(median.is_null(), "{median}");
        } else {
            near((median, ""), (want, ""), 0.0);
        }
    }
    let baseline =
        "lifelines takes Breslow's baseline with Efron's coefficients: docs/METHODS.md; R's own is in b2";
    all_compared(
        &file,
        &[("/reference/1/cox/S52_first3", baseline), ("/reference/1/cox/baseline_S52_at_means", baseline)],
    );
}

#[test]
fn b4_late_entry_clusters_and_strata() {
    let Some(golden) = Golden::find() else { return };
    let file = golden.json("b4_counting_process_and_cluster");
    let reference = &file["reference"][0];
    let roles = "--entry=start --time=stop --event=event --covariates=age,year,surgery,transplant --category=transplant";
    cox(&golden.ask("cox", "heart_startstop.csv", roles), &reference["heart"]);
    let naive = |got: &Value, name: &str| {
        let rows = got["hazard_ratios"].as_array().unwrap();
        rows.iter().find(|row| row["term"] == name).unwrap()["naive_se"].clone()
    };
    let roles = "--time=stop --event=event --covariates=rx,size,number --cluster=id";
    let simple = golden.ask("cox", "bladder.csv", roles);
    let want = &reference["bladder"]["simple"];
    same(&simple, "value", &want["coef"], 1e-6);
    same(&simple, "se", &want["robust_se"], 1e-6);
    for (name, se) in want["naive_se"].as_object().unwrap() {
        near((&naive(&simple, name), ""), (se, ""), 1e-6);
    }
    let roles = "--time=stop --event=event --covariates=rx,size,number,rx:enum,size:enum,number:enum --category=enum \
                 --strata=enum --cluster=id";
    let each = golden.ask("cox", "bladder.csv", roles);
    let want = &reference["bladder"]["wlw"];
    near((&each, "/log_likelihood"), (want, "/loglik"), 1e-9);
    for (name, value) in want["coef"].as_object().unwrap() {
        let own = name.replace("strata(enum)enum=", "enum");
        near((&each["estimates"][&own], "/value"), (value, ""), 1e-6);
        near((&each["estimates"][&own]["se"], ""), (&want["robust_se"][name], ""), 1e-6);
        near((&naive(&each, &own), ""), (&want["naive_se"][name], ""), 1e-6);
    }
    let base = "--time=time --event=status";
    let veteran = &reference["veteran"];
    for (group, key) in [("trt", "logrank"), ("celltype", "logrank_celltype")] {
        // The cells stand in the order in which they come in the file.
        let roles = format!("{base} --group={group} --levels=celltype=squamous,smallcell,adeno,large");
        test(&golden.ask("logrank", "veteran.csv", &roles), &veteran[key], 1e-6);
    }
    let roles = format!(
        "{base} --covariates=trt,celltype,karno,diagtime,age,prior --levels=celltype=squamous,smallcell,adeno,large"
    );
    cox(&golden.ask("cox", "veteran.csv", &roles), &veteran["cox"]);
    let roles = format!("{base} --covariates=trt,karno,diagtime,age,prior --strata=celltype");
    cox(&golden.ask("cox", "veteran.csv", &roles), &veteran["strat"]);
    all_compared(&file, &[]);
}

#[test]
fn b5_telco() {
    let Some(golden) = Golden::find() else { return };
    let file = golden.json("b5_telco_survival");
    let reference = &file["reference"][0];
    let data = "telco_churn_ibm.csv";
    let base = "--time=tenure --event=Churn --where=tenure>0";
    test(&golden.ask("logrank", data, &format!("{base} --group=Contract")), &reference["logrank"], 1e-6);
    for row in reference["km"].as_array().unwrap() {
        let contract = row["strata"].as_str().unwrap().trim_start_matches("Contract=").replace(' ', "\u{a0}");
        let roles = format!("{base} --where=Contract={contract} --times={}", row["time"]);
        let got = golden.ask("km", data, &roles);
        for (own, theirs) in
            [("time", "time"), ("surv/value", "surv"), ("surv/se", "se"), ("n_risk", "n_risk")]
        {
            close((&got, &format!("/curve/0/{own}")), (row, &format!("/{theirs}")), 1e-8);
        }
    }
    let covariates = "SeniorCitizen,Partner,Dependents,PaperlessBilling,InternetService,PaymentMethod";
    for (ties, key) in [("efron", "cox_efron"), ("breslow", "cox_breslow")] {
        let mut got = golden.ask("cox", data, &format!("{base} --covariates={covariates} --ties={ties}"));
        // The reference calls one column by a shorter name.
        for group in ["Fiber optic", "No"] {
            got["estimates"][format!("Internet{group}")] =
                got["estimates"][format!("InternetService{group}")].clone();
        }
        cox(&got, &reference[key]);
    }
    all_compared(&file, &[]);
}
