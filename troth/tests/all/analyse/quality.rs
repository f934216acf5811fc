//! Whether forecasts were right: files f. Every number of a file is compared, or excused with a reason.

use super::{Golden, all_compared, all_near, close, column, given, near, number};

#[test]
fn f1_forecasts() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("f1_prediction_quality_telco");
    let (reference, own) = (&want["reference"][0], &want["reference"][1]);
    given(&reference["n_train"]);
    given(&reference["lift"]["frac"]);
    let file = "telco_holdout_predictions.csv";
    let got = golden.ask("quality", file, "--chance=p --happened=y --lift=0.05,0.1,0.2,0.5");
    close((&got, "/n"), (reference, "/n_test"), 0.0);
    close((&got, "/n"), (own, "/n"), 0.0);
    for (place, tolerance, theirs) in [
        ("/parameters/brier", 1e-12, "brier"),
        ("/estimates/logloss/value", 1e-12, "logloss"),
        ("/estimates/auc/value", 1e-12, "auc"),
    ] {
        close((&got, place), (reference, &format!("/{theirs}")), tolerance);
        close((&got, place), (own, &format!("/{theirs}")), tolerance);
    }
    for (i, part) in ["low", "value", "high"].iter().enumerate() {
        close((&got, &format!("/estimates/auc/{part}")), (reference, &format!("/auc_ci_delong/{i}")), 1e-10);
    }
    let variance = number(&got["estimates"]["auc"]["se"]).powi(2);
    close((&variance.into(), ""), (reference, "/auc_var_delong"), 1e-10);
    let rms = &reference["val_prob"];
    for (place, theirs, tolerance) in [
        ("/R2", "R2", 1e-9),
        ("/D", "D", 1e-9),
        ("/D:Chi-sq", "D:Chi-sq", 1e-9),
        ("/U", "U", 1e-6),
        ("/U:Chi-sq", "U:Chi-sq", 1e-6),
        ("/U:p", "U:p", 1e-6),
        ("/Q", "Q", 1e-6),
        ("/parameters/brier", "Brier", 1e-12),
        ("/estimates/Slope/value", "Slope", 1e-5),
        ("/estimates/Intercept/value", "Intercept", 1e-4),
        ("/spiegelhalter_z", "S:z", 1e-6),
        ("/spiegelhalter_p", "S:p", 1e-6),
    ] {
        near((&got, place), (rms, &format!("/{theirs}")), tolerance);
    }
    let deciles = reference["calibration_deciles"].as_array().unwrap();
    for (i, decile) in deciles.iter().enumerate() {
        given(&decile["decile"]);
        close((&got, &format!("/calibration/{i}/n")), (decile, "/n"), 0.0);
        close((&got, &format!("/calibration/{i}/mean_p")), (decile, "/mean_p"), 1e-12);
        close((&got, &format!("/calibration/{i}/obs/value")), (decile, "/obs"), 1e-12);
    }
    all_near(&column(&got["lift"], "/lift"), &reference["lift"]["lift"], 1e-12);
    all_near(&column(&got["lift"], "/gain"), &reference["lift"]["gain"], 1e-12);
    near((&got, "/base_rate"), (own, "/base_rate"), 1e-12);
    near((&got, "/brier_skill"), (own, "/brier_skill"), 1e-9);
    near((&got, "/ece"), (own, "/ece_decile"), 1e-9);
    near((&got, "/hosmer_lemeshow"), (own, "/hosmer_lemeshow_decile"), 1e-9);
    let murphy = &own["murphy_decile"];
    for (part, theirs) in [
        ("reliability", "reliability"),
        ("resolution", "resolution"),
        ("uncertainty", "uncertainty"),
        ("within_bin_variance", "within_bin_variance"),
        ("within_bin_cov", "within_bin_cov2"),
    ] {
        near((&got["murphy"], &format!("/{part}")), (murphy, &format!("/{theirs}")), 1e-9);
    }
    near((&got, "/parameters/brier"), (murphy, "/check"), 1e-12);
    let got = golden.ask("auc", file, "--score=p --other=p_small --happened=y");
    close((&got, "/estimates/auc_other/value"), (reference, "/auc_small"), 1e-12);
    close((&got, "/estimates/auc_other/value"), (own, "/auc_small"), 1e-12);
    near((&got, "/z"), (reference, "/delong_test/z"), 1e-10);
    near((&got, "/p"), (reference, "/delong_test/p"), 1e-8);
    close((&got, "/estimates/difference/low"), (reference, "/delong_test/ci_diff/0"), 1e-10);
    close((&got, "/estimates/difference/high"), (reference, "/delong_test/ci_diff/1"), 1e-10);
    let smoothed = "rms smooths the calibration curve with lowess; ours is of counted groups";
    let rounded = "rms ranks chances that it has rounded: pROC's area is the exact one";
    all_compared(
        &want,
        &[
            ("/reference/0/val_prob/Emax", smoothed),
            ("/reference/0/val_prob/E90", smoothed),
            ("/reference/0/val_prob/Eavg", smoothed),
            ("/reference/0/val_prob/C (ROC)", rounded),
            ("/reference/0/val_prob/Dxy", rounded),
        ],
    );
}

#[test]
fn f2_ranking() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("f2_delong_aSAH");
    let (published, reference) = (&want["published"][0]["value"], &want["reference"][0]);
    let base = "--happened=outcome --yes=Poor";
    for score in ["s100b", "ndka", "wfns"] {
        let got = golden.ask("auc", "proc_aSAH.csv", &format!("{base} --score={score}"));
        close((&got, "/parameters/auc"), (reference, &format!("/auc/{score}")), 1e-10);
        for (i, part) in ["low", "value", "high"].iter().enumerate() {
            let own = format!("/estimates/auc/{part}");
            close((&got, &own), (reference, &format!("/ci/{score}/{i}")), 1e-10);
        }
        if score == "s100b" {
            close((&got, "/parameters/auc"), (published, "/s100b_auc"), 5e-5);
            close((&got, "/estimates/auc/low"), (published, "/ci/0"), 5e-5);
            close((&got, "/estimates/auc/high"), (published, "/ci/1"), 5e-5);
        }
    }
    for (first, second) in [("wfns", "ndka"), ("s100b", "ndka"), ("wfns", "s100b")] {
        let roles = format!("{base} --score={first} --other={second}");
        let got = golden.ask("auc", "proc_aSAH.csv", &roles);
        near((&got, "/z"), (reference, &format!("/delong/{first}_{second}/0")), 1e-10);
        near((&got, "/p"), (reference, &format!("/delong/{first}_{second}/1")), 1e-8);
    }
    let one = golden.ask("auc", "proc_aSAH.csv", &format!("{base} --score=s100b --specificity=0.9,1"));
    close((&one, "/partial_auc"), (reference, "/pauc_s100b_spec_90_100"), 1e-10);
    for part in ["threshold", "specificity", "sensitivity"] {
        close((&one, &format!("/youden/{part}")), (reference, &format!("/youden_s100b/{part}")), 1e-10);
    }
    all_compared(&want, &[]);
}
