//! Forecast quality against R's pROC and rms, and scikit-learn.

use crate::golden::{absolute, json, number, numbers, own_table, relative, table};
use troth_stats::quality::*;

#[test]
fn telco_predictions() {
    let Some(golden) = json("f1_prediction_quality_telco.json") else { return };
    let (r, sk) = (&golden["reference"][0], &golden["reference"][1]);
    let t = own_table("telco_holdout_predictions.csv");
    let y: Vec<bool> = t.numbers("y").iter().map(|v| *v == 1.0).collect();
    let f = Forecasts::check(&t.numbers("p"), &y).unwrap();
    absolute("base", f.base_rate(), number(&sk["base_rate"]), 1e-12);
    absolute("brier", f.brier().value, number(&r["brier"]), 1e-12);
    absolute("skill", f.skill().unwrap(), number(&sk["brier_skill"]), 1e-12);
    absolute("log loss", f.log_loss().unwrap().value, number(&r["logloss"]), 1e-12);
    let auc = f.auc(0.95).unwrap();
    for (got, want) in [auc.low, auc.value, auc.high].into_iter().zip(numbers(&r["auc_ci_delong"])) {
        absolute("auc", got, want, 1e-10);
    }
    relative("variance", auc.se.unwrap().powi(2), number(&r["auc_var_delong"]), 1e-10);
    let d = compare_auc(&t.numbers("p"), &t.numbers("p_small"), &y, 0.95).unwrap();
    relative("z", d.z, number(&r["delong_test"]["z"]), 1e-10);
    relative("p", d.p, number(&r["delong_test"]["p"]), 1e-8);
    absolute("low", d.difference.low, number(&r["delong_test"]["ci_diff"][0]), 1e-10);
    absolute("high", d.difference.high, number(&r["delong_test"]["ci_diff"][1]), 1e-10);
    for (bin, want) in
        f.calibration(10, 0.95).unwrap().iter().zip(r["calibration_deciles"].as_array().unwrap())
    {
        assert_eq!(bin.n, number(&want["n"]));
        absolute("mean", bin.mean, number(&want["mean_p"]), 1e-12);
        absolute("observed", bin.observed.value, number(&want["obs"]), 1e-12);
        assert!(bin.observed.low <= bin.observed.value && bin.observed.value <= bin.observed.high);
    }
    let shares = numbers(&r["lift"]["frac"]);
    for (i, lift) in f.lift(&shares).unwrap().iter().enumerate() {
        absolute("lift", lift.lift, number(&r["lift"]["lift"][i]), 1e-12);
        absolute("gain", lift.gain, number(&r["lift"]["gain"][i]), 1e-12);
    }
    let m = f.decomposition(10).unwrap();
    let want = &sk["murphy_decile"];
    absolute("reliability", m.reliability, number(&want["reliability"]), 1e-12);
    absolute("resolution", m.resolution, number(&want["resolution"]), 1e-12);
    absolute("uncertainty", m.uncertainty, number(&want["uncertainty"]), 1e-12);
    absolute("wbv", m.within_variance, number(&want["within_bin_variance"]), 1e-12);
    absolute("wbc", m.within_covariance, number(&want["within_bin_cov2"]), 1e-12);
    let sum = m.reliability - m.resolution + m.uncertainty + m.within_variance - m.within_covariance;
    absolute("identity", sum, f.brier().value, 1e-15);
    absolute("ece", f.calibration_error(10).unwrap(), number(&sk["ece_decile"]), 1e-12);
    relative(
        "hosmer-lemeshow",
        f.hosmer_lemeshow(10, false).unwrap().0,
        number(&sk["hosmer_lemeshow_decile"]),
        1e-10,
    );
    let v = &r["val_prob"];
    let c = f.recalibration(0.95).unwrap();
    relative("intercept", c.intercept.value, number(&v["Intercept"]), 1e-5);
    relative("slope", c.slope.value, number(&v["Slope"]), 1e-5);
    relative("U", c.unreliability, number(&v["U:Chi-sq"]), 1e-6);
    relative("U p", c.p, number(&v["U:p"]), 1e-6);
    relative("D", c.discrimination, number(&v["D:Chi-sq"]), 1e-6);
    relative("R2", c.r_squared, number(&v["R2"]), 1e-6);
    relative("S:z", f.spiegelhalter().unwrap(), number(&v["S:z"]), 1e-9);
}

#[test]
fn asah() {
    let Some(golden) = json("f2_delong_aSAH.json") else { return };
    let r = &golden["reference"][0];
    let t = table("proc_aSAH.csv").unwrap();
    let y: Vec<bool> = t.text("outcome").iter().map(|o| o == "Poor").collect();
    for name in ["s100b", "ndka", "wfns"] {
        let auc = Forecasts::auc_of(&t.numbers(name), &y, 0.95).unwrap();
        for (got, want) in [auc.low, auc.value, auc.high].into_iter().zip(numbers(&r["ci"][name])) {
            absolute(name, got, want, 1e-10);
        }
    }
    for (key, a, b) in
        [("wfns_ndka", "wfns", "ndka"), ("s100b_ndka", "s100b", "ndka"), ("wfns_s100b", "wfns", "s100b")]
    {
        let d = compare_auc(&t.numbers(a), &t.numbers(b), &y, 0.95).unwrap();
        absolute(key, d.z, number(&r["delong"][key][0]), 1e-10);
        absolute(key, d.p, number(&r["delong"][key][1]), 1e-10);
    }
    let s = t.numbers("s100b");
    absolute(
        "partial",
        Forecasts::partial_auc(&s, &y, 0.9, 1.0).unwrap(),
        number(&r["pauc_s100b_spec_90_100"]),
        1e-10,
    );
    let best = Forecasts::youden(&s, &y).unwrap();
    absolute("threshold", best.threshold, number(&r["youden_s100b"]["threshold"]), 1e-10);
    absolute("specificity", best.specificity, number(&r["youden_s100b"]["specificity"]), 1e-10);
    absolute("sensitivity", best.sensitivity, number(&r["youden_s100b"]["sensitivity"]), 1e-10);
}
