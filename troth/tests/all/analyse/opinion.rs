//! What people say: files c. Every number of a file is compared, or excused with a reason.

use super::{Golden, all_compared, all_near, ask, at, close, given, near, number, told};
use serde_json::Value;

fn ends(got: &Value, name: &str, want: &Value, tolerance: f64) {
    for (i, end) in ["low", "high"].iter().enumerate() {
        close((got, &format!("/estimates/{name}/{end}")), (want, &format!("/{i}")), tolerance);
    }
}

#[test]
fn c1_shares() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("c1_single_proportion");
    for row in want["reference"][0]["rows"].as_array().unwrap() {
        let got = ask("proportion", &format!("--successes={} --trials={}", row["x"], row["n"]));
        close((&got, "/successes"), (row, "/x"), 0.0);
        close((&got, "/n"), (row, "/n"), 0.0);
        for name in ["wilson", "clopper_pearson", "jeffreys", "agresti_coull", "wald"] {
            ends(&got, name, &row[name], 1e-9);
        }
    }
    all_compared(&want, &[]);
}

#[test]
fn c2_differences() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("c2_difference_of_proportions");
    let (published, reference) = (&want["published"], &want["reference"]);
    for row in reference[0]["rows"].as_array().unwrap() {
        told(row, &["x1", "n1", "x2", "n2"]);
        let roles = format!("--successes={},{} --trials={},{}", row["x1"], row["x2"], row["n1"], row["n2"]);
        let got = ask("difference", &roles);
        ends(&got, "newcombe", &row["newcombe"], 1e-6);
        ends(&got, "agresti_caffo", &row["agresti_caffo"], 1e-6);
        let paper = format!("{}/{}-{}/{}", row["x1"], row["n1"], row["x2"], row["n2"]);
        if let Some(paper) = published[0]["value"].get(paper) {
            ends(&got, "newcombe", paper, 6e-5);
        }
    }
    for row in reference[1]["rows"].as_array().unwrap() {
        let c = &row["case"];
        given(c);
        let got = ask("difference", &format!("--successes={},{} --trials={},{}", c[0], c[2], c[1], c[3]));
        ends(&got, "miettinen_nurminen", &row["miettinen_nurminen"], 1e-6);
        ends(&got, "mee", &row["mee"], 1e-6);
    }
    for (table, want) in published[1]["value"].as_object().unwrap() {
        let table = table.trim_start_matches("paired e,f,g,h=").trim_end_matches(" lower");
        let got = ask("difference", &format!("--pairs={table}"));
        if want.is_array() {
            ends(&got, "difference", want, 6e-5);
        } else {
            close((&got, "/estimates/difference/low"), (want, ""), 6e-5);
        }
    }
    all_compared(
        &want,
        &[("/reference/2", "statsmodels' score interval is wrong; docs/METHODS.md says why")],
    );
}

#[test]
fn c3_net_promoter_score() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("c3_nps_intervals");
    let reference = &want["reference"][0];
    // Each method's centre, variance and error: its own numbers of answers go with it.
    let one = |got: &Value, name: &str, want: &Value, tolerance: f64| {
        given(&want["n"]);
        near((got, &format!("/estimates/{name}/se")), (want, "/se"), tolerance);
        ends(got, name, &want["ci"], tolerance);
        let variance = number(&got["estimates"][name]["se"]).powi(2) * number(&want["n"]);
        close((&variance.into(), ""), (want, "/var"), tolerance);
    };
    for row in reference["rows"].as_array().unwrap() {
        let roles =
            format!("--detractors={} --passives={} --promoters={}", row["det"], row["pas"], row["pro"]);
        let got = ask("nps", &roles);
        for (own, theirs) in [("detractors", "det"), ("passives", "pas"), ("promoters", "pro")] {
            close((&got, &format!("/{own}")), (row, &format!("/{theirs}")), 0.0);
        }
        ends(&got, "score", &row["score_tango"], 1e-7);
        for (name, key) in [
            ("wald", "wald"),
            ("adjusted_wald", "adjusted_wald_3_quarter"),
            ("agresti_min", "adjusted_wald_agresti_min_2"),
        ] {
            one(&got, name, &row[key], 1e-9);
            near((&got, &format!("/centres/{name}")), (row, &format!("/{key}/nps")), 1e-9);
        }
    }
    let bank = golden.ask("nps", "bank_satisfaction_plspm.csv", "--score=loy3");
    assert_eq!((number(&bank["detractors"]), number(&bank["promoters"])), (86.0, 65.0));
    all_near(&bank["answers"], &reference["counts_by_score"], 0.0);
    ends(&bank, "score", &reference["score_checked_against_R_formula"], 1e-8);
    let two = golden.ask("nps", "bank_satisfaction_plspm.csv", "--score=loy3 --group=gender");
    let genders = &reference["two_sample_by_gender"];
    near((&two, "/estimates/wald/value"), (genders, "/diff_f_minus_m"), 1e-9);
    near((&two, "/estimates/wald/se"), (genders, "/se"), 1e-9);
    near((&two, "/z"), (genders, "/z"), 1e-9);
    near((&two, "/p"), (genders, "/p"), 1e-8);
    ends(&two, "wald", at(genders, "/ci"), 1e-9);
    for (name, own) in genders["groups"].as_object().unwrap() {
        let roles = format!("--score=loy3 --where=gender={name}");
        let group = golden.ask("nps", "bank_satisfaction_plspm.csv", &roles);
        close((&group, "/n"), (own, "/n"), 0.0);
        near((&group, "/estimates/wald/value"), (own, "/nps"), 1e-9);
        one(&group, "wald", own, 1e-9);
    }
    for (column, want) in reference["top2box"].as_object().unwrap() {
        let got = golden.ask(
            "proportion",
            "bank_satisfaction_plspm.csv",
            &format!("--answer={column} --at-least=9"),
        );
        close((&got, "/successes"), (want, "/top2"), 0.0);
        close((&got, "/n"), (want, "/n"), 0.0);
        close((&got, "/parameters/share"), (want, "/share"), 1e-12);
        ends(&got, "wilson", &want["wilson"], 1e-9);
    }
    all_compared(&want, &[]);
}

#[test]
fn c4_samples() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("c4_weighted_poststratified");
    let (published, reference) = (&want["published"][0]["value"], &want["reference"][0]);
    given(&reference["pop_counts"]);
    let strata = "--weight=pw --strata=stype --population=fpc";
    let cells = "--weight=pw --population=fpc --cell=stype --totals=E=4421,H=755,M=1018";
    for (model, file, roles, part, key) in [
        ("weighted", "strat", format!("--value=api00 {strata}"), "mean", "strat_mean_api00"),
        ("weighted", "strat", format!("--value=enroll {strata}"), "total", "strat_total_enroll"),
        (
            "weighted",
            "strat",
            format!("--value=api00 --above=700 {strata}"),
            "mean",
            "strat_prop_api00_gt700",
        ),
        ("weighted", "strat", "--value=api00 --weight=pw".into(), "mean", "weights_only_mean"),
        ("weighted", "srs", "--value=api00 --weight=pw --population=fpc".into(), "mean", "srs_mean"),
        ("poststratified", "srs", format!("--value=api00 {cells}"), "mean", "srs_poststratified_stype"),
    ] {
        let got = golden.ask(model, &format!("survey_api{file}.csv"), &roles);
        let (value, se) = (format!("/estimates/{part}/value"), format!("/estimates/{part}/se"));
        near((&got, &value), (reference, &format!("/{key}/0")), 1e-8);
        near((&got, &se), (reference, &format!("/{key}/1")), 1e-8);
        if key == "strat_mean_api00" {
            close((&got, &value), (published, "/strat_mean_api00"), 5e-3);
            close((&got, &se), (published, "/se"), 5e-5);
        } else if key == "strat_total_enroll" {
            close((&got, &value), (published, "/total_enroll"), 0.5);
            close((&got, &se), (published, "/se_total"), 0.5);
        }
    }
    all_compared(&want, &[]);
}

#[test]
fn c5_reliability_and_gap() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("c5_cronbach_and_gap");
    let (published, reference) = (&want["published"][0]["value"], &want["reference"][0]);
    let bank = "bank_satisfaction_plspm.csv";
    let attitude = "rating,complaints,privileges,learning,raises,critical,advance";
    for (file, items, key) in [
        (bank, "qual1,qual2,qual3,qual4,qual5", "bank_qual"),
        (bank, "expe1,expe2,expe3,expe4,expe5", "bank_expe"),
        (bank, "sat1,sat2,sat3,sat4", "bank_sat"),
        (bank, "loy1,loy2,loy3,loy4", "bank_loy"),
        ("attitude.csv", attitude, "attitude"),
        ("psych_bfi.csv", "A1,A2,A3,A4,A5 --reverse=A1 --highest=7 --missing=pairwise", "bfi_A_keyed"),
    ] {
        let got = golden.ask("alpha", file, &format!("--items={items}"));
        for (name, value) in reference[key].as_object().unwrap() {
            let own = match name.as_str() {
                "raw_alpha" => &got["parameters"]["raw_alpha"],
                "ase" => &got["estimates"]["raw_alpha"]["se"],
                name => &got[name],
            };
            close((own, ""), (value, ""), 1e-9);
        }
        for (part, own) in [("drop", "alpha_without"), ("item_rest_r", "item_rest_r")] {
            if let Some(items) = reference.get(format!("{key}_{part}")) {
                for (i, (name, value)) in items.as_object().unwrap().iter().enumerate() {
                    let rows = got["items"].as_array().unwrap();
                    let row = rows.iter().find(|row| row["item"] == *name);
                    close((row.unwrap_or(&rows[i]), &format!("/{own}")), (value, ""), 1e-9);
                }
            }
        }
        if key == "attitude" {
            close((&got, "/parameters/raw_alpha"), (published, "/attitude_raw_alpha"), 5e-3);
        } else if key == "bfi_A_keyed" {
            close((&got, "/parameters/raw_alpha"), (published, "/bfi_A"), 5e-3);
        }
    }
    for i in 1..=5 {
        let roles = format!("--perception=qual{i} --expectation=expe{i}");
        let got = golden.ask("gap", bank, &roles);
        close((&got, "/parameters/gap"), (reference, &format!("/gap/gap/g{i}")), 1e-9);
        close((&got, "/estimates/gap/se"), (reference, &format!("/gap/se/g{i}")), 1e-9);
    }
    all_compared(&want, &[]);
}
