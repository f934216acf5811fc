//! What actions changed: files e. Every number of a file is compared, or excused with a reason.
#![expect(clippy::unreadable_literal, reason = "reference values are copied with all their digits")]

use super::{Golden, all_compared, all_near, answer, ask, at, close, column, given, near, number, told};
use serde_json::{Value, json};

/// A row of R's table of coefficients.
fn coefficient(got: &Value, name: &str, want: &Value, tolerance: f64) {
    near((&got["estimates"][name]["value"], ""), (want, "/Estimate"), tolerance);
    near((&got["estimates"][name]["se"], ""), (want, "/Std. Error"), tolerance);
    let rows = got["tests"].as_array().unwrap();
    let own = rows.iter().find(|row| row["term"] == name).unwrap();
    near((own, "/t"), (want, "/t value"), tolerance);
    near((own, "/p"), (want, "/Pr(>|t|)"), tolerance * 100.0);
}

#[test]
fn e1_experiment() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("e1_nsw_experiment");
    let (published, reference) = (&want["published"][0]["value"], &want["reference"][0]);
    let base = "--treated=treat --outcome=re78 --before=re75";
    let got = golden.ask("experiment", "nsw_dw.csv", base);
    near((&got, "/parameters/difference"), (reference, "/dw_diff"), 1e-8);
    close((&got, "/parameters/difference"), (published, "/DW_ATT"), 0.5);
    near((&got, "/estimates/difference/se"), (reference, "/se_welch"), 1e-8);
    all_near(&column(&got["means"], "/mean"), &reference["dw_means"], 1e-8);
    near((&got, "/estimates/cuped/value"), (reference, "/cuped_re75/effect"), 1e-8);
    near((&got, "/estimates/cuped/se"), (reference, "/cuped_re75/se_welch"), 1e-8);
    near((&got, "/theta"), (reference, "/cuped_re75/theta"), 1e-8);
    near((&got, "/var_ratio"), (reference, "/cuped_re75/var_ratio"), 1e-8);
    let pooled = golden.ask("ols", "nsw_dw.csv", "--outcome=re78 --covariates=treat");
    near((&pooled, "/estimates/treat/se"), (reference, "/se_pooled"), 1e-8);
    let columns = "--covariates=age,educ,black,hisp,marr,nodegree,re74,re75";
    let got = golden.ask("experiment", "nsw_dw.csv", &format!("{base} {columns}"));
    near((&got, "/estimates/adjusted/value"), (reference, "/dw_ols_adj/Estimate"), 1e-8);
    near((&got, "/estimates/interacted/value"), (reference, "/lin_interacted/coef"), 1e-8);
    near((&got, "/estimates/interacted/se"), (reference, "/lin_interacted/HC2"), 1e-8);
    let careful = golden.ask("experiment", "nsw_dw.csv", &format!("{base} {columns} --errors=hc3"));
    near((&careful, "/estimates/interacted/se"), (reference, "/lin_interacted/HC3"), 1e-8);
    let all =
        golden.ask("ols", "nsw_dw.csv", &format!("--outcome=re78 {}", columns.replace("=age", "=treat,age")));
    coefficient(&all, "treat", &reference["dw_ols_adj"], 1e-8);
    let full = golden.ask("experiment", "nsw_lalonde_full.csv", "--treated=trt --outcome=re78");
    near((&full, "/parameters/difference"), (reference, "/lalonde_full_diff"), 1e-8);
    close((&full, "/parameters/difference"), (published, "/LaLonde_full"), 0.5);
    near((&full, "/estimates/difference/se"), (reference, "/lalonde_full_se"), 1e-8);
    for (i, want) in reference["n_full"].as_array().unwrap().iter().enumerate() {
        // The file counts those without the action first.
        close((&full, &format!("/means/{}/n", 1 - i)), (want, ""), 0.0);
    }
    all_compared(&want, &[]);
}

#[test]
fn e2_observed() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("e2_lalonde_observational");
    let reference = &want["reference"][0];
    let columns = "age,educ,race,married,nodegree,re74,re75";
    let roles = format!("--treated=treat --outcome=re78 --covariates={columns} --rows=1,2,3,4,5");
    let got = golden.ask("teffects", "lalonde_matchit.csv", &roles);
    all_near(&got["ps_coef"], &reference["ps_coef"], 2e-8);
    // R's glm at epsilon = 1e-16: the file's coefficients are of its usual 1e-8, a step before the maximum.
    let converged = json!({ "(Intercept)": -1.66328159773276, "age": 1.57770710175507e-2, "educ": 0.161306877374261,
        "racehispan": -2.08173412000129, "racewhite": -3.06536774097135, "married": -0.832113275350088,
        "nodegree": 0.707296881383784, "re74": -7.17766864384505e-5, "re75": 5.34464470713428e-5 });
    all_near(&got["ps_coef"], &converged, 1e-9);
    for (i, chance) in reference["ps_first5"].as_array().unwrap().iter().enumerate() {
        close((&got, &format!("/propensities/{i}/propensity")), (chance, ""), 1e-6);
    }
    near((&got, "/estimates/ipw_att/value"), (reference, "/ipw_att"), 1e-6);
    near((&got, "/estimates/ipw/value"), (reference, "/ipw_ate_hajek"), 1e-6);
    near((&got, "/estimates/ipw_ht/value"), (reference, "/ipw_ate_ht"), 1e-6);
    near((&got, "/estimates/aipw/value"), (reference, "/aipw_ate"), 1e-6);
    near((&got, "/aipw_score_error"), (reference, "/aipw_se"), 2e-3);
    let balance = got["standardised_differences"].as_array().unwrap();
    for (key, own) in [("smd_before", "before"), ("smd_after_ipw_att", "after_weighting")] {
        for (name, value) in reference[key].as_object().unwrap() {
            let row = balance.iter().find(|row| row["term"] == *name).unwrap();
            close((row, &format!("/{own}")), (value, ""), 1e-6);
        }
    }
    let plain = golden.ask("ols", "lalonde_matchit.csv", "--outcome=re78 --covariates=treat");
    coefficient(&plain, "treat", &reference["ols_unadj"], 1e-8);
    near((&plain, "/parameters/treat"), (reference, "/unmatched_att_re78"), 1e-8);
    let adjusted = format!("--outcome=re78 --covariates=treat,{columns}");
    coefficient(&golden.ask("ols", "lalonde_matchit.csv", &adjusted), "treat", &reference["ols_adj"], 1e-8);
    close((&got, "/estimates/match_att/value"), (&json!(894.367480270269), ""), 1e-6);
    let below = "the pairs come from a search that looks below only: docs/METHODS.md, and the library's test redoes it";
    all_compared(
        &want,
        &[("/reference/0/match_nearest_noreplace", below), ("/reference/0/match_nearest_replace", below)],
    );
}

#[test]
fn e3_treatment_effects() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("e3_teffects_cattaneo2");
    let stata = &want["published"][0]["value"];
    let roles = "--treated=mbsmoke_ --outcome=bweight --propensity=mmarried_,mage,mage2,fbaby_,medu \
                 --outcome-model=prenatal1_,mmarried_,mage,fbaby_ --link=probit";
    let got = golden.ask("teffects", "cattaneo2.csv", roles);
    for name in ["ra", "ipw", "aipw"] {
        near((&got, &format!("/estimates/{name}/value")), (stata, &format!("/{name}/0")), 1e-6);
        near((&got, &format!("/estimates/{name}/se")), (stata, &format!("/{name}/1")), 1e-3);
    }
    near((&got, "/estimates/ipwra/value"), (stata, "/ipwra"), 1e-6);
    near((&got, "/estimates/aipw_wls/value"), (stata, "/aipw_wls"), 1e-6);
    // statsmodels' probit stops early: its answers are some millionths from Stata's.
    for (own, theirs) in
        [("ipw", "ipw"), ("ra", "ra"), ("aipw", "aipw"), ("aipw_wls", "aipw_wls"), ("ipwra", "ipw_ra")]
    {
        let other = &want["reference"][0][theirs];
        near((&got, &format!("/estimates/{own}/value")), (other, "/ate"), 1e-5);
        near((&got, &format!("/estimates/{own}_pom0/value")), (other, "/pom0"), 1e-5);
        near((&got, &format!("/estimates/{own}/se")), (other, "/se/0"), 1e-3);
        near((&got, &format!("/estimates/{own}_pom0/se")), (other, "/se/1"), 1e-3);
    }
    all_compared(&want, &[]);
}

#[test]
fn e4_difference_in_differences() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("e4_card_krueger_did");
    let (published, reference) = (&want["published"][0]["value"], &want["reference"][0]);
    let base = "--treated=nj --after=d --outcome=fte";
    let got = golden.ask("did", "card_krueger.csv", &format!("{base} --cluster=id"));
    near((&got, "/parameters/did"), (reference, "/did"), 1e-8);
    near((&got, "/estimates/did/se"), (reference, "/did_cluster_id"), 1e-8);
    near((&got, "/estimates/classic/se"), (reference, "/did_ols_se"), 1e-8);
    near((&got, "/estimates/hc1/se"), (reference, "/did_HC1"), 1e-8);
    let apart = golden.ask("did", "card_krueger.csv", &format!("{base} --errors=hc2"));
    near((&apart, "/estimates/did/se"), (reference, "/did_unpooled_se"), 1e-8);
    for row in reference["means"].as_array().unwrap() {
        let (nj, after) = (number(&row["nj"]) > 0.0, number(&row["d"]) > 0.0);
        given(&row["nj"]);
        given(&row["d"]);
        let rows = got["means"].as_array().unwrap();
        let own = rows.iter().find(|own| own["treated"] == nj && own["after"] == after).unwrap();
        let paper = format!("{}_{}", if nj { "NJ" } else { "PA" }, if after { "after" } else { "before" });
        for (i, part) in ["mean", "se", "n"].iter().enumerate() {
            near((own, &format!("/{part}")), (row, &format!("/fte/{i}")), 1e-8);
            if i < 2 {
                close((own, &format!("/{part}")), (published, &format!("/{paper}/{i}")), 6e-3);
            }
        }
    }
    // One row a store, of those seen both times; table 4 keeps those that named a wage, or closed.
    let text = std::fs::read_to_string(golden.0.join("data/card_krueger.csv")).unwrap();
    let mut lines =
        text.lines().map(|line| line.split(',').map(|part| part.trim_matches('"')).collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let place = |name: &str| names.iter().position(|own| *own == name).unwrap();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for line in lines {
        if line[place("d")] == "0" { first.push(line) } else { second.push(line) }
    }
    let mut units = String::from("nj,before,after,paid\n");
    for before in &first {
        let after = second.iter().find(|after| after[place("id")] == before[place("id")]).unwrap();
        let paid = !before[place("wage")].is_empty()
            && (!after[place("wage")].is_empty() || after[place("status")] == "3");
        let fte = place("fte");
        let paid = if paid { "1" } else { "0" };
        units += &[before[place("nj")], before[fte], after[fte], paid].join(",");
        units.push('\n');
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stores.csv");
    std::fs::write(&file, units).unwrap();
    let changes = |more: &str| {
        let mut words = vec!["changes".to_owned(), file.display().to_string()];
        words.extend(["--treated=nj", "--before=before", "--after=after"].map(str::to_owned));
        words.extend(more.split_whitespace().map(str::to_owned));
        answer(&words)
    };
    let (both, paid) = (changes(""), changes("--where=paid=1"));
    let balanced = &reference["balanced"];
    close((&both, "/n"), (balanced, "/n"), 0.0);
    near((&both, "/parameters/difference"), (balanced, "/did"), 1e-8);
    near((&both, "/estimates/difference/se"), (balanced, "/se"), 1e-8);
    near((&both, "/changes/0/mean"), (balanced, "/nj"), 1e-8);
    near((&both, "/changes/1/mean"), (balanced, "/pa"), 1e-8);
    close((&both, "/parameters/difference"), (published, "/row4_balanced/0"), 5e-3);
    close((&both, "/estimates/difference/se"), (published, "/row4_balanced/1"), 5e-3);
    for (own, theirs, places) in [
        ("/n", "n", 0.5),
        ("/estimates/treated/value", "coef", 5e-3),
        ("/estimates/treated/se", "se", 5e-3),
        ("/sigma", "sigma", 5e-3),
        ("/changes/2/mean", "mean_dy", 6e-4),
        ("/changes/2/sd", "sd_dy", 6e-4),
    ] {
        near((&paid, own), (reference, &format!("/table4_i/{theirs}")), 1e-8);
        let paper = if theirs == "coef" { "nj" } else { theirs };
        close((&paid, own), (published, &format!("/table4_i/{paper}")), places);
    }
    all_compared(
        &want,
        &[(
            "/published/0/value/row3_did",
            "the paper subtracts rounded means, and its error is of no convention named",
        )],
    );
}

#[test]
fn e5_what_is_not_measured() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("e5_evalue");
    let published = &want["published"][0]["value"];
    for row in want["reference"][0]["rows"].as_array().unwrap() {
        told(row, &["rr", "lo", "hi"]);
        let got = ask("evalue", &format!("--ratio={} --low={} --high={}", row["rr"], row["lo"], row["hi"]));
        close((&got, "/e_point"), (row, "/e_point"), 1e-5);
        close((&got, "/e_limit"), (row, "/e_limit"), 1e-5);
        if row["rr"] == published["rr"] {
            told(published, &["rr", "lo", "hi"]);
            close((&got, "/e_point"), (published, "/e"), 1e-5);
            close((&got, "/e_limit"), (published, "/e_lo"), 1e-5);
        }
    }
    let counts = &want["reference"][0]["hammond_horn_counts"];
    given(&counts["counts"]);
    let got = ask("evalue", "--counts=397,78557,51,108778");
    near((&got, "/rr/value"), (counts, "/rr"), 1e-6);
    // Its interval takes 1.96 for the normal quantile.
    near((at(&got, "/rr/low"), ""), (counts, "/ci_1_96/0"), 1e-5);
    near((at(&got, "/rr/high"), ""), (counts, "/ci_1_96/1"), 1e-5);
    all_compared(&want, &[]);
}
