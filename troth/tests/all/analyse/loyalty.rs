//! Repeat buying, contracts and what both are worth: files a, b and g.

use super::{Golden, ask, at, close, near, number, same};
use serde_json::Value;

const SUMMARY: &str = "--frequency=x --recency=t.x --age=T.cal";
const PURCHASES: &str = "--customer=id --date=date --date-format=%Y%m%d --until=1997-09-30 --amount=amount";

/// Parameters in the order of the paper.
const GIVEN: [(&str, &str); 4] =
    [("bgnbd", "bgnbd"), ("pnbd", "paretonbd"), ("mbgnbd", "mbgnbd"), ("bgbb", "bgbb")];

#[test]
fn a1_bgnbd() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a1_bgnbd_cdnow");
    let roles = format!("{PURCHASES} --at=2,30.43,38.86;26,30.86,31 --ahead=39 --new=1,3,32,78");
    let got = golden.ask("bgnbd", "cdnow_sample.csv", &roles);
    for (key, half) in [("r", 5e-4), ("alpha", 5e-4), ("a", 5e-4), ("b", 5e-4)] {
        near((&got, &format!("/parameters/{key}")), (&want, &format!("/reference/2/params/{key}")), 1e-4);
        close((&got, &format!("/parameters/{key}")), (&want, &format!("/published/0/value/{key}")), half);
    }
    close((&got, "/log_likelihood"), (&want, "/reference/0/loglik"), 0.01);
    same(&got, "se", &want["reference"][1]["se"], 1e-3);
    near((&got, "/predictions/0/purchases/value"), (&want, "/reference/0/individuals/1/cet_39"), 1e-3);
    near((&got, "/predictions/0/alive/value"), (&want, "/reference/0/individuals/1/palive"), 1e-3);
    near((&got, "/expected_purchases_ahead"), (&want, "/reference/0/sum_cond_expect_39"), 1e-3);
    close((&got, "/new_customer/2/purchases/value"), (&want, "/published/2/value/EX_t/32"), 5e-5);
    assert_eq!(number(&got["back_test"]["actual"]), 1882.0);
    let summary = golden.ask("bgnbd", "cdnow_cbs_btyd.csv", SUMMARY);
    near((&summary, "/parameters/r"), (&want, "/reference/0/params/r"), 1e-4);
    let p = "--parameters=0.243,4.414,0.793,2.426 --mass=39 --most=0";
    close((&ask("bgnbd", p), "/chances/0/chance/value"), (&want, "/published/3/value/P_x0_t39"), 1e-6);
}

#[test]
fn a2_a3_other_models_of_the_same_customers() {
    let Some(golden) = Golden::find() else { return };
    for (model, file, tolerance) in [
        ("mbgnbd", "a2_mbgnbd_cdnow", 5e-4),
        ("paretonbd", "a3_paretonbd_cdnow", 1e-3),
        ("nbd", "a3b_nbd_cdnow", 1e-3),
    ] {
        let reference = &golden.json(file)["reference"][0];
        let got =
            golden.ask(model, "cdnow_cbs_btyd.csv", &format!("{SUMMARY} --at=2,30.43,38.86 --ahead=39"));
        for (key, value) in got["parameters"].as_object().unwrap() {
            let far = (number(value) / number(&reference["params"][key]) - 1.0).abs();
            assert!(far < tolerance, "{model} {key}: {far}");
        }
        close((&got, "/log_likelihood"), (reference, "/loglik"), 0.01);
        if model != "nbd" {
            near((&got, "/predictions/0/purchases/value"), (reference, "/individuals/1/cet_39"), 1e-3);
            near((&got, "/predictions/0/alive/value"), (reference, "/individuals/1/palive"), 1e-3);
        }
    }
}

#[test]
fn a4_gamma_gamma() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a4_gammagamma_cdnow");
    let got = golden.ask("gammagamma", "cdnow_cbs_btyd.csv", "--frequency=x --mean=m.x --at=7,35.31");
    assert_eq!(number(&got["n"]), 946.0);
    for key in ["p", "q", "gamma"] {
        near((&got, &format!("/parameters/{key}")), (&want, &format!("/reference/0/params/{key}")), 2e-3);
    }
    close((&got, "/log_likelihood"), (&want, "/reference/0/loglik"), 0.01);
    near((&got, "/predictions/1/spend/value"), (&want, "/reference/0/individuals/1/e"), 1e-4);
}

#[test]
fn a5_bgbb() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a5_bgbb_donations");
    let roles = "--frequency=x --recency=t.x --age=n.cal --weight=custs --ahead=5 --new=10 --at=6,6,6";
    let got = golden.ask("bgbb", "donations_bgbb.csv", roles);
    for key in ["alpha", "beta", "gamma", "delta"] {
        near((&got, &format!("/parameters/{key}")), (&want, &format!("/reference/0/params/{key}")), 1e-3);
    }
    close((&got, "/log_likelihood"), (&want, "/reference/0/loglik"), 0.01);
    near((&got, "/expected_purchases_ahead"), (&want, "/reference/0/sum_cet5"), 1e-3);
    near((&got, "/predictions/0/purchases/value"), (&want, "/reference/0/cells/0/cet5"), 1e-3);
    near((&got, "/new_customer/0/purchases/value"), (&want, "/reference/0/E_X_10"), 1e-3);
}

#[test]
fn a6_grocery() {
    let Some(golden) = Golden::find() else { return };
    let reference = &golden.json("a6_grocery_btydplus")["reference"][0];
    for (model, key) in [("nbd", "nbd"), ("paretonbd", "pnbd"), ("bgnbd", "bgnbd"), ("mbgnbd", "mbgnbd")] {
        let got = golden.ask(model, "grocery_cbs_btydplus.csv", SUMMARY);
        close((&got, "/log_likelihood"), (reference, &format!("/{key}/LL")), 0.05);
        // The package puts k = 1 before the parameters of the MBG/NBD.
        let first = usize::from(model == "mbgnbd");
        for (i, name) in ["r", "alpha", if model == "paretonbd" { "s" } else { "a" }].iter().enumerate() {
            if got["parameters"].get(name).is_some() {
                near(
                    (&got, &format!("/parameters/{name}")),
                    (reference, &format!("/{key}/p/{}", i + first)),
                    2e-3,
                );
            }
        }
    }
}

#[test]
fn a6_regular_purchases() {
    let Some(golden) = Golden::find() else { return };
    let reference = &golden.json("a6_grocery_btydplus")["reference"][0]["mbgcnbd"];
    let summary = golden.ask("mbgcnbd", "grocery_cbs_btydplus.csv", &format!("{SUMMARY} --log-gaps=litt"));
    let purchases = "--customer=cust --date=date --until=2006-12-31";
    let log = golden.ask("mbgcnbd", "grocery_elog.csv", purchases);
    for got in [&summary, &log] {
        assert_eq!(number(&got["k"]), number(&reference["p"][0]));
        for (i, name) in ["r", "alpha", "a", "b"].iter().enumerate() {
            near((got, &format!("/parameters/{name}")), (reference, &format!("/p/{}", i + 1)), 2e-3);
        }
        close((got, "/log_likelihood"), (reference, "/LL"), 0.05);
    }
    let given = "--k=1 --parameters=0.6,5,0.8,2 --at=2,30.43,38.86 --ahead=39 --new=13";
    let (one, plain) = (ask("mbgcnbd", given), ask("mbgnbd", &given.replace("--k=1 ", "")));
    for place in
        ["/predictions/0/alive/value", "/predictions/0/purchases/value", "/new_customer/0/purchases/value"]
    {
        near((&one, place), (&plain, place), 1e-9);
    }
}

#[test]
fn a7_purchases_to_summary() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a7_transactions_to_rfm_cdnow");
    let got = golden.ask("summary", "cdnow_sample.csv", PURCHASES);
    for key in ["frequency", "recency", "T", "monetary_value"] {
        near((&got, &format!("/sum/{key}")), (&want, &format!("/reference/0/sum/{key}")), 1e-9);
    }
    for (i, first) in want["reference"][0]["first5"].as_array().unwrap().iter().enumerate() {
        let own = &got["customers"][i];
        assert_eq!(own["customer"], first[0]);
        for (place, key) in [(1, "frequency"), (2, "recency"), (3, "T"), (4, "monetary_value")] {
            assert!((number(&own[key]) - number(&first[place])).abs() < 1e-9, "{first} {own}");
        }
    }
    near((&got, "/sum/later"), (&want, "/reference/1/sums/frequency_holdout"), 0.0);
}

#[test]
fn a8_extreme_parameters() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a8_clv_numeric_torture");
    let mut tried = 0;
    let all = want["reference"][0]["rows"].as_array().unwrap().iter();
    for row in all.chain(want["exact_limits"].as_array().unwrap()) {
        let (name, kind) = row["model"].as_str().unwrap().split_once(' ').unwrap();
        let Some((_, model)) = GIVEN.iter().find(|(short, _)| *short == name) else { continue };
        let Some(exact) = row["exact"].as_f64() else { continue };
        let part = if kind.contains("cet") { "purchases" } else { "alive" };
        let list = |v: &Value| v.as_array().unwrap().iter().map(Value::to_string).collect::<Vec<_>>();
        let c = list(&row["c"]);
        let ahead = c.get(3).map_or("1", String::as_str);
        let roles =
            format!("--parameters={} --at={} --ahead={ahead}", list(&row["p"]).join(","), c[..3].join(","));
        let got = ask(model, &roles);
        let value = number(&got["predictions"][0][part]["value"]);
        assert!((value - exact).abs() <= 1e-8 * exact.abs().max(1e-290), "{row}: {value}");
        tried += 1;
    }
    assert!(tried > 40, "only {tried} rows of the file could be asked");
}

#[test]
fn b1_renewals() {
    let Some(golden) = Golden::find() else { return };
    let reference = &golden.json("b1_sbg_fader_hardie")["reference"][0];
    for (column, key) in [("high_end_pct", "high_end"), ("regular_pct", "regular")] {
        let roles = format!("--alive={column} --customers=1000 --fit=7");
        let (got, want) = (golden.ask("sbg", "sbg_fader_hardie_2007.csv", &roles), &reference[key]);
        close((&got, "/parameters/alpha"), (want, "/alpha"), 1e-3);
        close((&got, "/parameters/beta"), (want, "/beta"), 1e-3);
        close((&got, "/log_likelihood"), (want, "/loglik"), 0.01);
        close((&got, "/estimates/mean_churn/value"), (want, "/mean_churn"), 1e-4);
        for t in 0..=12 {
            close((&got, &format!("/projection/{t}/survival/value")), (want, &format!("/S/{t}")), 1e-4);
        }
    }
}

#[test]
fn b2_lung() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("b2_lung_survival");
    let reference = &want["reference"][0];
    let base = "--time=time --event=status --ended=2";
    for (scale, key) in [("log", "km_log"), ("loglog", "km_loglog"), ("plain", "km_plain")] {
        let rows = reference[key].as_array().unwrap();
        let times: Vec<String> = rows.iter().map(|row| row["time"].to_string()).collect();
        let roles = format!("{base} --scale={scale} --times={}", times.join(","));
        let got = golden.ask("km", "lung.csv", &roles);
        for (i, row) in rows.iter().enumerate() {
            for (part, name) in [("value", "surv"), ("se", "se"), ("low", "lower"), ("high", "upper")] {
                close((&got, &format!("/curve/{i}/surv/{part}")), (row, &format!("/{name}")), 1e-10);
            }
        }
        assert_eq!(number(&got["estimates"]["median"]["value"]), 310.0);
        let hazard = golden.ask("na", "lung.csv", &roles);
        close((&hazard, "/curve/3/cumhaz/value"), (&rows[3], "/cumhaz"), 1e-10);
    }
    let test = golden.ask("logrank", "lung.csv", &format!("{base} --group=sex"));
    near((&test, "/chisq"), (reference, "/logrank_sex/chisq"), 1e-8);
    near((&test, "/groups/1/exp"), (reference, "/logrank_sex/exp/1"), 1e-8);
    let peto = golden.ask("logrank", "lung.csv", &format!("{base} --group=sex --rho=1"));
    near((&peto, "/chisq"), (reference, "/petopeto_sex/chisq"), 1e-8);
    let within = golden.ask("logrank", "lung.csv", &format!("{base} --group=sex --strata=ph.ecog"));
    near((&within, "/chisq"), (reference, "/logrank_sex_strata_ecog/chisq"), 1e-8);
    let cox = golden.ask("cox", "lung.csv", &format!("{base} --covariates=age,sex,ph.ecog"));
    assert_eq!((number(&cox["n"]), number(&cox["rows"]["without_a_value"])), (227.0, 1.0));
    same(&cox, "value", &reference["cox_efron"]["coef"], 1e-6);
    same(&cox, "se", &reference["cox_efron"]["se"], 1e-6);
    let exact = golden.ask("cox", "lung.csv", &format!("{base} --covariates=age,sex,ph.ecog --ties=exact"));
    same(&exact, "value", &reference["cox_exact"]["coef"], 1e-6);
    near((&exact, "/log_likelihood"), (reference, "/cox_exact/loglik"), 1e-9);
}

#[test]
fn b3_rossi() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("b3_rossi_cox_aft");
    let reference = &want["reference"][0];
    let roles = "--time=week --event=arrest --covariates=fin,age,race,wexp,mar,paro,prio";
    for (ties, key) in [("efron", "cox_efron"), ("breslow", "cox_breslow")] {
        let got = golden.ask("cox", "rossi.csv", &format!("{roles} --ties={ties}"));
        same(&got, "value", &reference[key]["coef"], 1e-6);
        same(&got, "se", &reference[key]["se"], 1e-6);
        near((&got, "/log_likelihood"), (&reference[key], "/loglik"), 1e-9);
        near((&got, "/likelihood_ratio_test/chisq"), (&reference[key], "/lr_test"), 1e-6);
        near((&got, "/score_test/chisq"), (&reference[key], "/score"), 1e-6);
        near((&got, "/estimates/concordance/value"), (&reference[key], "/concordance"), 1e-9);
    }
    let robust = golden.ask("cox", "rossi.csv", &format!("{roles} --errors=robust"));
    same(&robust, "se", &reference["cox_efron_robust_se"], 1e-6);
    near((&robust, "/proportionality/chisq"), (reference, "/zph/7/chisq"), 1e-6);
    for model in ["weibull", "lognormal", "loglogistic"] {
        let got = golden.ask(&format!("aft-{model}"), "rossi.csv", roles);
        let own = &reference[format!("{model}_aft")];
        same(&got, "value", &own["coef"], 1e-4);
        near((&got, "/parameters/scale"), (own, "/scale"), 1e-4);
        near((&got, "/log_likelihood"), (own, "/loglik"), 1e-6);
    }
}

#[test]
fn b4_late_entry_clusters_and_strata() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("b4_counting_process_and_cluster");
    let reference = &want["reference"][0];
    let roles = "--entry=start --time=stop --event=event --covariates=age,year,surgery,transplant --category=transplant";
    let heart = golden.ask("cox", "heart_startstop.csv", roles);
    same(&heart, "value", &reference["heart"]["coef"], 1e-6);
    same(&heart, "se", &reference["heart"]["se"], 1e-6);
    let roles = "--time=stop --event=event --covariates=rx,size,number --cluster=id";
    let bladder = golden.ask("cox", "bladder.csv", roles);
    same(&bladder, "value", &reference["bladder"]["simple"]["coef"], 1e-6);
    same(&bladder, "se", &reference["bladder"]["simple"]["robust_se"], 1e-6);
    let roles = "--time=stop --event=event --covariates=rx,size,number,rx:enum,size:enum,number:enum --category=enum \
                 --strata=enum --cluster=id";
    let each = golden.ask("cox", "bladder.csv", roles);
    for (part, key) in [("value", "coef"), ("se", "robust_se")] {
        for (name, want) in reference["bladder"]["wlw"][key].as_object().unwrap() {
            let own = name.replace("strata(enum)enum=", "enum");
            near((&each["estimates"][own], &format!("/{part}")), (want, ""), 1e-6);
        }
    }
    let base = "--time=time --event=status";
    let cells = golden.ask("logrank", "veteran.csv", &format!("{base} --group=celltype"));
    near((&cells, "/chisq"), (reference, "/veteran/logrank_celltype/chisq"), 1e-6);
    let roles = format!(
        "{base} --covariates=trt,celltype,karno,diagtime,age,prior --levels=celltype=squamous,smallcell,adeno,large"
    );
    same(&golden.ask("cox", "veteran.csv", &roles), "value", &reference["veteran"]["cox"]["coef"], 1e-6);
    let roles = format!("{base} --covariates=trt,karno,diagtime,age,prior --strata=celltype");
    same(&golden.ask("cox", "veteran.csv", &roles), "se", &reference["veteran"]["strat"]["se"], 1e-6);
}

#[test]
fn b5_telco() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("b5_telco_survival");
    let reference = &want["reference"][0];
    let base = "--time=tenure --event=Churn --where=tenure>0";
    let test = golden.ask("logrank", "telco_churn_ibm.csv", &format!("{base} --group=Contract"));
    near((&test, "/chisq"), (reference, "/logrank/chisq"), 1e-6);
    let month =
        golden.ask("km", "telco_churn_ibm.csv", &format!("{base} --where=Contract=Month-to-month --times=1"));
    near((&month, "/curve/0/surv/value"), (reference, "/km/0/surv"), 1e-6);
    let covariates = "SeniorCitizen,Partner,Dependents,PaperlessBilling,InternetService,PaymentMethod";
    for (ties, key) in [("efron", "cox_efron"), ("breslow", "cox_breslow")] {
        let got = golden.ask(
            "cox",
            "telco_churn_ibm.csv",
            &format!("{base} --covariates={covariates} --ties={ties}"),
        );
        for (name, value) in reference[key]["coef"].as_object().unwrap() {
            let own = name
                .replace("InternetFiber", "InternetServiceFiber")
                .replace("InternetNo", "InternetServiceNo");
            let far = (number(&got["parameters"][&own]) / number(value) - 1.0).abs();
            assert!(far < 1e-6, "{name}: {far:.1e}");
        }
        near((&got, "/log_likelihood"), (reference, &format!("/{key}/loglik")), 1e-6);
    }
}

#[test]
fn g1_g2_g3_economics() {
    let Some(golden) = Golden::find() else { return };
    let g1 = golden.json("g1_margin_multiple_clv");
    for (r, table) in g1["reference"][0]["table"].as_object().unwrap() {
        for (i, multiple) in table.as_object().unwrap() {
            let (r, i) = (r.trim_start_matches("r="), i.trim_start_matches("i="));
            let got = ask("clv", &format!("--retention={r} --discount={i}"));
            near((&got, "/margin_multiple"), (multiple, ""), 1e-12);
        }
    }
    let form = at(&g1, "/reference/0/clv_forms/0");
    let got = ask("clv", "--margin=100 --retention=0.8 --discount=0.1");
    near((&got, "/value"), (form, "/margin_multiple_form"), 1e-12);
    near((&got, "/value_by_the_other_convention"), (form, "/with_initial_margin"), 1e-12);
    let growing = ask("clv", "--margin=100 --retention=0.8 --discount=0.1 --until=5");
    near((&growing, "/value_until"), (form, "/finite_5y_excluding_t0"), 1e-12);

    let g2 = golden.json("g2_referral_branching");
    let reference = &g2["reference"][0];
    let got = golden.ask("referrals", "offspring_ebola_conakry_faye2015.csv", "--children=offspring");
    near((&got, "/parameters/R"), (reference, "/fit/R_mle"), 1e-4);
    near((&got, "/parameters/k"), (reference, "/fit/k_mle"), 1e-4);
    near((&got, "/estimates/k_profile/low"), (reference, "/fit/k_ci_profile/0"), 1e-4);
    close((&got, "/log_likelihood"), (reference, "/fit/loglik"), 1e-4);
    near((&got, "/poisson_log_likelihood"), (reference, "/fit/poisson_loglik"), 1e-9);
    let mut tried = 0;
    for row in reference["extinction"].as_array().unwrap() {
        if row["dist"] == "poisson" {
            let got = ask("branching", &format!("--mean={}", row["R"]));
            close((&got, "/extinction"), (row, "/q"), 1e-12);
            tried += 1;
        }
    }
    assert!(tried > 1);

    let g3 = golden.json("g3_tarp_complaints");
    let got = ask(
        "complaints",
        "--customers=10000 --problem=0.2 --complain=0.25 --satisfied=0.4 --back-without=1 --back-silent=0.09 \
         --back-dissatisfied=0.19 --back-satisfied=0.54",
    );
    close((&got, "/lost"), (&g3, "/reference/0/example/at_risk_lost"), 1.0);
}
