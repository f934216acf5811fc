//! Repeat buying: files a. Every number of a file is compared, or excused with a reason.

use super::{Golden, all_compared, all_near, ask, close, column, given, listed, near, number, told};
use serde_json::Value;

const SUMMARY: &str = "--frequency=x --recency=t.x --age=T.cal";
const ROUNDED: &str = "--frequency=frequency --recency=recency --age=T";
const PURCHASES: &str = "--customer=id --date=date --date-format=%Y%m%d --until=1997-09-30 --amount=amount";
const NOTE: &str = "a note quotes a chi-square of its histogram, and what the zero class did";

/// Reference parameters in the order of the paper.
fn ordered(parameters: &Value, names: &[&str]) -> String {
    names.iter().map(|name| parameters[name].to_string()).collect::<Vec<_>>().join(",")
}

/// Chances and expectations of single customers, at the reference's own parameters.
fn individuals(model: &str, parameters: &str, rows: &Value, horizons: &[&str], tolerance: f64) {
    let rows = rows.as_array().unwrap();
    let history = |row: &Value| {
        told(row, &["x", "t_x", "T"]);
        format!("{},{},{}", row["x"], row["t_x"], row["T"])
    };
    let asked: Vec<String> = rows.iter().map(history).collect();
    for ahead in horizons {
        let roles = format!("--parameters={parameters} --at={} --ahead={ahead}", asked.join(";"));
        let got = ask(model, &roles);
        for (i, row) in rows.iter().enumerate() {
            let found = &got["predictions"][i];
            near((found, "/alive/value"), (row, "/palive"), tolerance);
            near((found, "/purchases/value"), (row, &format!("/cet_{ahead}")), tolerance);
        }
    }
}

#[test]
fn a1_bgnbd() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a1_bgnbd_cdnow");
    let names = ["r", "alpha", "a", "b"];
    let (published, reference) = (&want["published"], &want["reference"]);
    let times = published[2]["value"]["EX_t"].as_object().unwrap();
    let new = times.keys().cloned().collect::<Vec<_>>().join(",");
    let roles = format!("{PURCHASES} --at=2,30.43,38.86 --ahead=39 --new={new}");
    let got = golden.ask("bgnbd", "cdnow_sample.csv", &roles);
    for name in names {
        let own = format!("/parameters/{name}");
        close((&got, &own), (published, &format!("/0/value/{name}")), 5e-4);
        near((&got, &own), (published, &format!("/4/value/{name}")), 1e-4);
        near((&got, &own), (reference, &format!("/2/params/{name}")), 1e-4);
    }
    close((&got, "/log_likelihood"), (published, "/0/value/LL"), 0.05);
    close((&got, "/log_likelihood"), (published, "/4/value/LL"), 0.01);
    close((&got, "/predictions/0/purchases/value"), (published, "/2/value/CE_39_x2_tx30p43_T38p86"), 5e-4);
    for (i, value) in times.values().take(5).enumerate() {
        close((&got, &format!("/new_customer/{i}/purchases/value")), (value, ""), 5e-5);
    }
    assert_eq!(number(&got["back_test"]["actual"]), 1882.0);
    let manual = &published[3]["value"];
    let chances = |within: &str, most: &str| {
        ask("bgnbd", &format!("--parameters=0.243,4.414,0.793,2.426 --mass={within} --most={most}"))["chances"]
            .clone()
    };
    near((&chances("2", "10"), "/10/chance/value"), (manual, "/P_x10_t2"), 1e-5);
    close((&chances("39", "0"), "/0/chance/value"), (manual, "/P_x0_t39"), 5e-8);
    let longer = chances("30", "20");
    for (i, value) in manual["pmf_t30_x11_20"].as_array().unwrap().iter().enumerate() {
        close((&longer, &format!("/{}/chance/value", i + 11)), (value, ""), 5e-11);
    }

    let btyd = &reference[0];
    let summary = golden.ask("bgnbd", "cdnow_cbs_btyd.csv", &format!("{SUMMARY} --ahead=39"));
    // BTYD stops a little before the maximum.
    all_near(&summary["parameters"], &btyd["params"], 5e-4);
    for (name, se) in names.iter().zip(btyd["se"].as_array().unwrap()) {
        near((&summary, &format!("/estimates/{name}/se")), (se, ""), 1e-3);
    }
    close((&summary, "/log_likelihood"), (btyd, "/loglik"), 0.01);
    near((&summary, "/expected_purchases_ahead"), (btyd, "/sum_cond_expect_39"), 1e-3);
    let paper = format!("{SUMMARY} --parameters=0.243,4.414,0.793,2.426");
    let paper = golden.ask("bgnbd", "cdnow_cbs_btyd.csv", &paper);
    close((&paper, "/log_likelihood"), (btyd, "/loglik_at_published_params"), 0.01);
    let same = ordered(&btyd["params"], &names);
    let new = ask("bgnbd", &format!("--parameters={same} --new=52 --mass=39"));
    near((&new, "/new_customer/0/purchases/value"), (btyd, "/E_X_52"), 1e-6);
    all_near(&column(&new["chances"], "/chance/value"), &btyd["pmf_39wk_0_7"], 1e-6);
    individuals("bgnbd", &same, &btyd["individuals"], &["39", "52"], 1e-6);

    let lifetimes = &reference[1];
    let rounded = golden.ask("bgnbd", "cdnow_summary_lifetimes.csv", ROUNDED);
    all_near(&rounded["parameters"], &lifetimes["params"], 1e-4);
    super::same(&rounded, "se", &lifetimes["se"], 1e-3);
    let same = ordered(&lifetimes["params"], &names);
    let new = ask("bgnbd", &format!("--parameters={same} --new=39 --mass=39"));
    near((&new, "/new_customer/0/purchases/value"), (lifetimes, "/E_X_39"), 1e-6);
    all_near(&column(&new["chances"], "/chance/value"), &lifetimes["pmf_39"], 1e-6);
    individuals("bgnbd", &same, &lifetimes["individuals"], &["39", "10"], 1e-6);
    all_compared(
        &want,
        &[
            ("/published/1", NOTE),
            ("/published/2/value/EX_t/78", "the sheet ends its series after 150 terms: docs/METHODS.md"),
            ("/reference/1/loglik_reported_scaled", "lifetimes reports it of times that it has scaled"),
        ],
    );
}

#[test]
fn a2_mbgnbd() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a2_mbgnbd_cdnow");
    let reference = &want["reference"];
    let got = golden.ask("mbgnbd", "cdnow_cbs_btyd.csv", SUMMARY);
    for name in ["r", "alpha", "a", "b"] {
        near((&got, &format!("/parameters/{name}")), (reference, &format!("/0/params/{name}")), 5e-4);
    }
    given(&reference[0]["params"]["k"]);
    close((&got, "/log_likelihood"), (reference, "/0/loglik"), 0.01);
    let rounded = golden.ask("mbgnbd", "cdnow_summary_lifetimes.csv", ROUNDED);
    all_near(&rounded["parameters"], &reference[1]["params"], 5e-4);
    super::same(&rounded, "se", &reference[1]["se"], 2e-3);
    for own in reference.as_array().unwrap() {
        let parameters = ordered(&own["params"], &["r", "alpha", "a", "b"]);
        individuals("mbgnbd", &parameters, &own["individuals"], &["39"], 1e-6);
    }
    all_compared(&want, &[]);
}

#[test]
fn a3_paretonbd() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a3_paretonbd_cdnow");
    let names = ["r", "alpha", "s", "beta"];
    let (published, reference) = (&want["published"], &want["reference"]);
    let got = golden.ask("paretonbd", "cdnow_cbs_btyd.csv", &format!("{SUMMARY} --ahead=39"));
    for name in names {
        let own = format!("/parameters/{name}");
        close((&got, &own), (published, &format!("/0/value/{name}")), 5e-4);
        near((&got, &own), (reference, &format!("/0/params/{name}")), 1e-3);
        near((&got, &own), (reference, &format!("/1/params/{name}")), 1e-3);
    }
    close((&got, "/log_likelihood"), (published, "/0/value/LL"), 0.05);
    let btyd = &reference[0];
    for (name, se) in names.iter().zip(btyd["se"].as_array().unwrap()) {
        near((&got, &format!("/estimates/{name}/se")), (se, ""), 2e-3);
    }
    close((&got, "/log_likelihood"), (btyd, "/loglik"), 0.01);
    near((&got, "/expected_purchases_ahead"), (btyd, "/sum_cond_expect_39"), 1e-3);
    let paper = format!("{SUMMARY} --parameters=0.553,10.578,0.606,11.669");
    let paper = golden.ask("paretonbd", "cdnow_cbs_btyd.csv", &paper);
    close((&paper, "/log_likelihood"), (btyd, "/loglik_at_published"), 0.01);
    let manual = &published[1]["value"];
    given(&manual["EX_at_params"]);
    given(&manual["palive_at"]);
    given(&manual["EX_0_9"][0]);
    let (new, rest) = (listed(&manual["EX_at_params"]), listed(&manual["palive_at"]));
    let new = ask("paretonbd", &format!("--parameters={new} --new=1,2,3,4,5,6,7,8,9"));
    for (i, value) in manual["EX_0_9"].as_array().unwrap().iter().enumerate().skip(1) {
        close((&new, &format!("/new_customer/{}/purchases/value", i - 1)), (value, ""), 1e-8);
    }
    let one = ask("paretonbd", &format!("--parameters={rest} --at=26,30.86,31 --ahead=52"));
    close((&one, "/predictions/0/alive/value"), (manual, "/palive"), 5e-5);
    let same = ordered(&btyd["params"], &names);
    let one = ask("paretonbd", &format!("--parameters={same} --at=26,30.86,31 --ahead=52"));
    close((&one, "/predictions/0/purchases/value"), (manual, "/cet52_customer_26_30p86_31"), 5e-3);
    let new = ask("paretonbd", &format!("--parameters={same} --new=52 --mass=39"));
    near((&new, "/new_customer/0/purchases/value"), (btyd, "/E_X_52"), 1e-6);
    all_near(&column(&new["chances"], "/chance/value"), &btyd["pmf_39wk_0_7"], 1e-6);
    individuals("paretonbd", &same, &btyd["individuals"], &["39", "52"], 1e-6);
    for row in btyd["individuals"].as_array().unwrap() {
        let roles =
            format!("--parameters={same} --at={},{},{} --residual=0.0027", row["x"], row["t_x"], row["T"]);
        let found = ask("paretonbd", &roles);
        near((&found, "/predictions/0/discounted_residual/value"), (row, "/dert_0.0027"), 1e-4);
    }
    let roles = "--parameters=0.553,10.578,0.606,11.669 --at=2,30.43,38.86 --residual=0.0027";
    near(
        (&ask("paretonbd", roles), "/predictions/0/discounted_residual/value"),
        (btyd, "/dert_at_published_params_x2_tx30p43_T38p86_delta0p0027"),
        1e-4,
    );
    let customer = &btyd["customer_1516"];
    given(&customer["x"]);
    let history = format!("{},{},{}", customer["x"][0], customer["x"][1], customer["x"][2]);
    let found = ask("paretonbd", &format!("--parameters={same} --at={history} --ahead=52"));
    near((&found, "/predictions/0/purchases/value"), (customer, "/cet52"), 1e-6);
    near((&found, "/predictions/0/alive/value"), (customer, "/palive"), 1e-6);
    let same = ordered(&reference[1]["params"], &names);
    individuals("paretonbd", &same, &reference[1]["individuals"], &["39"], 1e-6);
    all_compared(&want, &[("/published/2", NOTE)]);
}

#[test]
fn a3b_nbd() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a3b_nbd_cdnow");
    let got = golden.ask("nbd", "cdnow_cbs_btyd.csv", SUMMARY);
    all_near(&got["parameters"], &want["reference"][0]["params"], 1e-3);
    close((&got, "/log_likelihood"), (&want, "/reference/0/loglik"), 0.01);
    all_compared(&want, &[]);
}

#[test]
fn a4_gamma_gamma() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a4_gammagamma_cdnow");
    let (published, reference) = (&want["published"], &want["reference"]);
    let names = ["p", "q", "gamma"];
    let got = golden.ask("gammagamma", "cdnow_cbs_btyd.csv", "--frequency=x --mean=m.x");
    assert_eq!(number(&got["n"]), 946.0);
    let btyd = &reference[0];
    for (i, name) in names.iter().enumerate() {
        let own = format!("/parameters/{name}");
        close((&got, &own), (published, &format!("/0/value/{name}")), 5e-3);
        near((&got, &own), (btyd, &format!("/params/{name}")), 2e-3);
        near((&got, &format!("/estimates/{name}/se")), (btyd, &format!("/se/{i}")), 1e-2);
    }
    close((&got, "/log_likelihood"), (btyd, "/loglik"), 0.01);
    let spend = |parameters: &str, rows: &Value| {
        for row in rows.as_array().unwrap() {
            given(&row["x"]);
            given(&row["m"]);
            let found =
                ask("gammagamma", &format!("--parameters={parameters} --at={},{}", row["x"], row["m"]));
            near((&found, "/predictions/1/spend/value"), (row, "/e"), 1e-4);
        }
    };
    spend(&ordered(&btyd["params"], &names), &btyd["individuals"]);
    let lifetimes = &reference[1];
    let file = "cdnow_summary_monetary_lifetimes.csv";
    let ten = "2,22.35;1,11.77;0,0;0,0;0,0;7,73.74;1,11.77;0,0;2,25.55;0,0";
    let rounded = golden.ask("gammagamma", file, &format!("--frequency=x --mean=zbar --at={ten}"));
    let own = ["p", "q", "v"];
    for (name, theirs) in names.iter().zip(own) {
        near((&rounded, &format!("/parameters/{name}")), (lifetimes, &format!("/params/{theirs}")), 2e-3);
        near((&rounded, &format!("/estimates/{name}/se")), (lifetimes, &format!("/se/{theirs}")), 1e-2);
    }
    close((&rounded, "/log_likelihood"), (lifetimes, "/loglik"), 0.05);
    near((&rounded, "/correlation_of_frequency_and_spend"), (lifetimes, "/corr_x_m"), 1e-6);
    spend(&ordered(&lifetimes["params"], &own), &lifetimes["individuals"]);
    given(&published[1]["value"]["at"]);
    for (i, value) in published[1]["value"]["first10_customers"].as_array().unwrap().iter().enumerate() {
        // The sheet cuts the third decimal off.
        close((&rounded, &format!("/predictions/{}/spend/value", i + 1)), (value, ""), 1e-2);
    }
    let roles = "--frequency=x --recency=t_x --age=T --mean=zbar --discount=0.01 --periods=12 --period=4.345";
    let worth = golden.ask("worth", file, roles);
    let year = &reference[2]["clv_12m"];
    given(&year["ids"]);
    for (i, value) in year["clv"].as_array().unwrap().iter().enumerate() {
        near((&worth, &format!("/customers/{i}/value/value")), (value, ""), 1e-3);
    }
    near((&worth, "/sum"), (year, "/sum"), 1e-3);
    all_compared(
        &want,
        &[(
            "/reference/0/loglik_at_published",
            "the command reports the likelihood of a fit, not of given spends",
        )],
    );
}

#[test]
fn a5_bgbb() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a5_bgbb_donations");
    let names = ["alpha", "beta", "gamma", "delta"];
    let (published, reference) = (&want["published"], &want["reference"]);
    let base = "--frequency=x --recency=t.x --age=n.cal --weight=custs --ahead=5";
    let got =
        golden.ask("bgbb", "donations_bgbb.csv", &format!("{base} --at=0,0,6;2,4,6;6,6,6 --mass=6 --most=6"));
    let (btyd, lifetimes) = (&reference[0], &reference[1]);
    for (i, name) in names.iter().enumerate() {
        let own = format!("/parameters/{name}");
        close((&got, &own), (published, &format!("/0/value/{name}")), 6e-4);
        near((&got, &own), (btyd, &format!("/params/{name}")), 1e-3);
        near((&got, &own), (lifetimes, &format!("/params/{name}")), 1e-3);
        let se = format!("/estimates/{name}/se");
        near((&got, &se), (btyd, &format!("/se/{i}")), 1e-2);
        near((&got, &se), (lifetimes, &format!("/se/{name}")), 1e-2);
    }
    close((&got, "/log_likelihood"), (published, "/0/value/LL"), 0.05);
    close((&got, "/log_likelihood"), (btyd, "/loglik"), 0.01);
    close((&got, "/log_likelihood"), (lifetimes, "/loglik"), 0.01);
    for (i, key) in ["x0_tx0", "x2_tx4", "x6_tx6"].iter().enumerate() {
        let own = format!("/predictions/{i}/alive/value");
        close((&got, &own), (published, &format!("/1/value/table6_palive/{key}")), 5e-3);
    }
    close((&got, "/expected_purchases_ahead"), (published, "/1/value/sum_cet5"), 0.5);
    near((&got, "/expected_purchases_ahead"), (btyd, "/sum_cet5"), 1e-4);
    for (x, key) in [(0, "in_sample_x0"), (6, "in_sample_x6")] {
        let expected = number(&got["chances"][x]["chance"]["value"]) * number(&got["n"]);
        close((&expected.into(), ""), (published, &format!("/1/value/{key}")), 0.1);
    }
    let same = ordered(&btyd["params"], &names);
    near(
        (&ask("bgbb", &format!("--parameters={same} --new=10")), "/new_customer/0/purchases/value"),
        (btyd, "/E_X_10"),
        1e-5,
    );
    let cells = btyd["cells"].as_array().unwrap();
    let asked: Vec<String> = cells.iter().map(|cell| format!("{},{},6", cell["x"], cell["t_x"])).collect();
    let roles = format!("--parameters={same} --ahead=5 --residual=0.1 --at={}", asked.join(";"));
    let found = ask("bgbb", &roles);
    for (i, cell) in cells.iter().enumerate() {
        told(cell, &["x", "t_x", "custs"]);
        for (own, theirs) in [
            ("alive", "palive_n1"),
            ("purchases", "cet5"),
            ("discounted_residual", "dert10"),
            ("mean_p", "mean_p"),
            ("mean_theta", "mean_theta"),
        ] {
            near((&found["predictions"][i], &format!("/{own}/value")), (cell, &format!("/{theirs}")), 1e-5);
        }
    }
    let same = ordered(&lifetimes["params"], &names);
    for row in lifetimes["individuals"].as_array().unwrap() {
        told(row, &["x", "t_x", "n"]);
        let roles = format!("--parameters={same} --ahead=5 --at={},{},{}", row["x"], row["t_x"], row["n"]);
        let found = ask("bgbb", &roles);
        near((&found, "/predictions/0/alive/value"), (row, "/palive_m1"), 1e-5);
        near((&found, "/predictions/0/purchases/value"), (row, "/cet5"), 1e-5);
    }
    all_compared(&want, &[("/reference/0/actual_holdout", "it is counted in the file, not computed")]);
}

#[test]
fn a6_grocery() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a6_grocery_btydplus");
    let reference = &want["reference"][0];
    for (model, key, names) in [
        ("nbd", "nbd", &["r", "alpha"][..]),
        ("paretonbd", "pnbd", &["r", "alpha", "s", "beta"]),
        ("bgnbd", "bgnbd", &["r", "alpha", "a", "b"]),
        ("mbgnbd", "mbgnbd", &["r", "alpha", "a", "b"]),
    ] {
        let got = golden.ask(model, "grocery_cbs_btydplus.csv", SUMMARY);
        close((&got, "/n"), (reference, "/n"), 0.0);
        let mean = number(&got["repeat_purchases"]) / number(&got["n"]);
        near((&mean.into(), ""), (reference, "/mean_x"), 1e-12);
        close((&got, "/log_likelihood"), (reference, &format!("/{key}/LL")), 0.05);
        // The package puts k = 1 before the parameters of the MBG/NBD.
        let first = usize::from(model == "mbgnbd");
        for (i, name) in names.iter().enumerate() {
            let theirs = format!("/{key}/p/{}", i + first);
            near((&got, &format!("/parameters/{name}")), (reference, &theirs), 2e-3);
        }
    }
    given(&reference["mbgnbd"]["p"][0]);
    let reference = &reference["mbgcnbd"];
    let summary = golden.ask("mbgcnbd", "grocery_cbs_btydplus.csv", &format!("{SUMMARY} --log-gaps=litt"));
    let purchases = "--customer=cust --date=date --until=2006-12-31";
    let log = golden.ask("mbgcnbd", "grocery_elog.csv", purchases);
    for got in [&summary, &log] {
        close((got, "/k"), (reference, "/p/0"), 0.0);
        for (i, name) in ["r", "alpha", "a", "b"].iter().enumerate() {
            near((got, &format!("/parameters/{name}")), (reference, &format!("/p/{}", i + 1)), 2e-3);
        }
        close((got, "/log_likelihood"), (reference, "/LL"), 0.05);
    }
    let later = golden.ask("summary", "grocery_elog.csv", purchases);
    let mean = number(&later["sum"]["later"]) / number(&later["n"]);
    near((&mean.into(), ""), (&want, "/reference/0/mean_xstar"), 1e-12);
    let at_one = "--k=1 --parameters=0.6,5,0.8,2 --at=2,30.43,38.86 --ahead=39 --new=13";
    let (one, plain) = (ask("mbgcnbd", at_one), ask("mbgnbd", &at_one.replace("--k=1 ", "")));
    for place in
        ["/predictions/0/alive/value", "/predictions/0/purchases/value", "/new_customer/0/purchases/value"]
    {
        near((&one, place), (&plain, place), 1e-9);
    }
    all_compared(&want, &[]);
}

#[test]
fn a7_purchases_to_summary() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a7_transactions_to_rfm_cdnow");
    let got = golden.ask("summary", "cdnow_sample.csv", PURCHASES);
    let (first, second) = (&want["reference"][0], &want["reference"][1]);
    close((&got, "/n"), (first, "/n"), 0.0);
    all_near(&got["sum"], &first["sum"], 1e-9);
    let days = number(&got["hold_out_days"]);
    for (key, own) in [
        ("frequency_cal", "frequency"),
        ("recency_cal", "recency"),
        ("T_cal", "T"),
        ("monetary_value_cal", "monetary_value"),
        ("frequency_holdout", "later"),
        ("monetary_value_holdout", "later_mean"),
    ] {
        near((&got["sum"], &format!("/{own}")), (second, &format!("/sums/{key}")), 1e-9);
    }
    near((&(days * number(&got["n"])).into(), ""), (second, "/sums/duration_holdout"), 0.0);
    for (rows, keys) in [
        (&first["first5"], &["frequency", "recency", "T", "monetary_value"][..]),
        (&second["first5"], &["frequency", "recency", "T", "monetary_value", "later", "later_mean"]),
    ] {
        for (i, row) in rows.as_array().unwrap().iter().enumerate() {
            let own = &got["customers"][i];
            assert_eq!(own["customer"], row[0]);
            for (place, key) in keys.iter().enumerate() {
                close((own, &format!("/{key}")), (row, &format!("/{}", place + 1)), 1e-9);
            }
            if let Some(duration) = row.get(7) {
                close((&days.into(), ""), (duration, ""), 0.0);
            }
        }
    }
    all_compared(&want, &[]);
}

#[test]
fn a8_extreme_parameters() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("a8_clv_numeric_torture");
    let all = want["reference"][0]["rows"].as_array().unwrap().iter();
    for row in all.chain(want["exact_limits"].as_array().unwrap()) {
        let (name, kind) = row["model"].as_str().unwrap().split_once(' ').unwrap();
        let model = if name == "pnbd" { "paretonbd" } else { name };
        // The peer's own answer and how far it is off stand beside the exact one.
        told(row, &["p", "c", "lifetimes", "rel"]);
        let part = if kind.contains("cet") { "purchases" } else { "alive" };
        let c = row["c"].as_array().unwrap();
        let asked = format!("--at={},{},{} --ahead={}", c[0], c[1], c[2], c[3]).replace(".0,", ",");
        let got = ask(model, &format!("--parameters={} {asked}", listed(&row["p"])));
        let exact = number(&row["exact"]);
        let own = format!("/predictions/0/{part}/value");
        close((&got, &own), (row, "/exact"), 1e-8 * exact.abs().max(1e-290));
    }
    all_compared(&want, &[]);
}
