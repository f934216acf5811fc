//! What relations are worth: files g. Every number of a file is compared, or excused with a reason.

use super::{Golden, all_compared, all_near, ask, close, column, given, near, number};

#[test]
fn g1_margin_multiple() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("g1_margin_multiple_clv");
    for table in [&want["published"][0]["value"], &want["reference"][0]["table"]] {
        for (r, table) in table.as_object().unwrap() {
            for (i, multiple) in table.as_object().unwrap() {
                let (r, i) = (r.trim_start_matches("r="), i.trim_start_matches("i="));
                let got = ask("clv", &format!("--retention={r} --discount={i}"));
                near((&got, "/margin_multiple"), (multiple, ""), 1e-12);
            }
        }
    }
    let form = &want["reference"][0]["clv_forms"][0];
    super::told(form, &["m", "r", "d"]);
    let got = ask("clv", "--margin=100 --retention=0.8 --discount=0.1");
    near((&got, "/value"), (form, "/margin_multiple_form"), 1e-12);
    near((&got, "/value_by_the_other_convention"), (form, "/with_initial_margin"), 1e-12);
    let years = ask("clv", "--margin=100 --retention=0.8 --discount=0.1 --until=5");
    near((&years, "/value_until"), (form, "/finite_5y_excluding_t0"), 1e-12);
    let growing = ask("clv", "--margin=100 --retention=0.8 --discount=0.1 --growth=0.02");
    near((&growing, "/value"), (form, "/growth_g_2pct"), 1e-12);
    all_compared(&want, &[]);
}

#[test]
fn g2_referrals() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("g2_referral_branching");
    let (published, reference) = (&want["published"][0]["value"], &want["reference"][0]);
    let fit = &reference["fit"];
    let got = golden.ask("referrals", "offspring_ebola_conakry_faye2015.csv", "--children=offspring");
    close((&got, "/n"), (fit, "/n"), 0.0);
    near((&(number(&got["parameters"]["R"]) * number(&got["n"])).into(), ""), (fit, "/total"), 1e-9);
    near((&got, "/parameters/R"), (fit, "/R_mle"), 1e-4);
    near((&got, "/parameters/k"), (fit, "/k_mle"), 1e-4);
    close((&got, "/parameters/R"), (published, "/R"), 5e-3);
    close((&got, "/parameters/k"), (published, "/k"), 5e-3);
    for (name, key) in [("R_profile", "R_ci_profile"), ("k_profile", "k_ci_profile")] {
        near((&got, &format!("/estimates/{name}/low")), (fit, &format!("/{key}/0")), 1e-4);
        near((&got, &format!("/estimates/{name}/high")), (fit, &format!("/{key}/1")), 1e-4);
    }
    close((&got, "/log_likelihood"), (fit, "/loglik"), 1e-4);
    near((&got, "/poisson_log_likelihood"), (fit, "/poisson_loglik"), 1e-9);
    near((&got, "/geometric_log_likelihood"), (fit, "/geom_loglik"), 1e-9);
    for row in reference["extinction"].as_array().unwrap() {
        let kind = match row["dist"].as_str().unwrap() {
            "poisson" => String::new(),
            "negbin" => format!("--k={}", row["k"]),
            _ => "--invitations=3".to_owned(),
        };
        given(row.get("R").unwrap());
        row.get("k").into_iter().for_each(given);
        let got = ask("branching", &format!("--mean={} {kind}", row["R"]));
        close((&got, "/extinction"), (row, "/q"), 1e-12);
    }
    for row in reference["total_progeny"].as_array().unwrap() {
        if let Some(mean) = row.get("R") {
            given(mean);
            let got = ask("branching", &format!("--mean={mean}"));
            close((&got, "/expected_total"), (row, "/expected_total"), 1e-12);
        } else {
            let got = ask("branching", "--mean=0.8 --size=1,2,3,4,5");
            all_near(&column(&got["chain"], "/chance"), &row["p"], 1e-12);
        }
    }
    all_compared(&want, &[]);
}

#[test]
fn g3_complaints() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("g3_tarp_complaints");
    let example = &want["reference"][0]["example"];
    let rates = &want["published"][0]["value"]["major_gt_100usd"];
    let told = [
        ("customers", &example["customers"]),
        ("problem", &example["problem_rate"]),
        ("complain", &example["complain_rate"]),
        ("satisfied", &example["of_complainers"]["satisfied"]),
        ("back-silent", &rates["no_complaint"]),
        ("back-dissatisfied", &rates["complained_not_satisfied"]),
        ("back-satisfied", &rates["satisfied"]),
    ];
    let roles: Vec<String> = told.iter().map(|(role, value)| format!("--{role}={value}")).collect();
    for (_, value) in told {
        given(value);
    }
    given(&example["of_complainers"]["not_satisfied"]);
    // The file's sum takes those that complained and were satisfied for kept.
    let got = ask("complaints", &roles.join(" "));
    let lost =
        number(&got["lost_silent"]) + number(&got["lost_dissatisfied"]) + number(&got["lost_satisfied"]);
    near((&got["lost"], ""), (&lost.into(), ""), 1e-12);
    close((&got, "/lost"), (example, "/at_risk_lost"), 1.0);
    all_compared(
        &want,
        &[
            ("/published/0/value/minor_lt_5usd", "a quoted rate goes in; nothing is computed of it"),
            (
                "/published/0/value/major_gt_100usd/satisfied_quickly",
                "a quoted rate that the example leaves out",
            ),
        ],
    );
}

#[test]
fn g4_claims_hold_no_numbers() {
    let Some(golden) = Golden::find() else { return };
    all_compared(&golden.json("g4_literature_claims"), &[]);
}
