//! Was a forecast right.

use serde_json::json;
use troth_stats::quality::{Bin, Forecasts, Lift, back_test, compare_auc};
use troth_stats::special::normal_sf;

use super::input::Input;
use super::model::{Model, column, value};
use super::report::{Report, estimate, number};

const SUBJECT: &str = "Forecasts";
const SILENT: &str =
    "whether the forecast is right for other people or later; test it on rows that it was not made from.";

pub(super) const MODELS: &[Model] = &[
    Model {
        name: "quality",
        subject: SUBJECT,
        answers: "whether forecast chances came true: Brier, log loss, calibration, lift",
        silent: SILENT,
        example: "troth analyse quality forecasts.csv --chance=p --happened=left",
        roles: &[
            column("chance", "the forecast, 0 to 1"),
            column("happened", "whether it came true"),
            value("yes", "the value of --happened that says so; 1, true or yes if not given"),
            value("bins", "groups for calibration; 10 if not given"),
            value("lift", "shares of the list to look at, such as 0.05,0.1,0.2,0.5"),
        ],
        keep_missing: false,
        run: quality,
    },
    Model {
        name: "auc",
        subject: SUBJECT,
        answers: "whether a score ranks those first to whom it happens: AUC with DeLong's interval",
        silent: SILENT,
        example: "troth analyse auc forecasts.csv --score=p --other=p_old --happened=left",
        roles: &[
            column("score", "the score"),
            column("other", "a second score to compare with"),
            column("happened", "whether it happened"),
            value("yes", "the value of --happened that says so; 1, true or yes if not given"),
            value("specificity", "partial area between these, such as 0.9,1"),
        ],
        keep_missing: false,
        run: auc,
    },
    Model {
        name: "backtest",
        subject: SUBJECT,
        answers: "whether forecast counts came true",
        silent: SILENT,
        example: "troth analyse backtest forecasts.csv --expected=forecast --actual=purchases",
        roles: &[column("expected", "the forecast of each row"), column("actual", "what came of it")],
        keep_missing: false,
        run: counts,
    },
];

fn quality(input: &Input) -> anyhow::Result<Report> {
    let (chance, happened) = (input.numbers("chance")?, input.flags("happened", "yes")?);
    let f = Forecasts::check(&chance, &happened)?;
    let bins = usize::try_from(input.whole_or("bins", 10)?)?;
    let mut report = Report::of(chance.len() as f64);
    report.parameter("brier", f.brier());
    report.estimate("logloss", f.log_loss()?);
    report.estimate("auc", f.auc(input.level)?);
    report.number("base_rate", f.base_rate());
    report.number("brier_skill", f.skill()?);
    let r = f.recalibration(input.level)?;
    report.estimate("Intercept", r.intercept);
    report.estimate("Slope", r.slope);
    let n = chance.len() as f64;
    report.number("U:Chi-sq", r.unreliability);
    report.number("U:p", r.p);
    report.number("D:Chi-sq", r.discrimination);
    // The indices of Harrell's val.prob: each chi-square less its degrees of freedom, by row.
    report.number("U", (r.unreliability - 2.0) / n);
    report.number("D", (r.discrimination - 1.0) / n);
    report.number("Q", (r.discrimination - r.unreliability + 1.0) / n);
    let z = f.spiegelhalter()?;
    report.number("spiegelhalter_z", z);
    report.number("spiegelhalter_p", 2.0 * normal_sf(z.abs()));
    report.number("R2", r.r_squared);
    let m = f.decomposition(bins)?;
    report.fact("murphy", json!({ "reliability": number(m.reliability), "resolution": number(m.resolution),
        "uncertainty": number(m.uncertainty), "within_bin_variance": number(m.within_variance), "within_bin_cov": number(m.within_covariance) }));
    report.number("ece", f.calibration_error(bins)?);
    let (h, p) = f.hosmer_lemeshow(bins, false)?;
    report.number("hosmer_lemeshow", h);
    report.number("hosmer_lemeshow_p", p);
    let row = |b: &Bin| json!({ "n": number(b.n), "mean_p": number(b.mean), "obs": estimate(&b.observed) });
    report.table("calibration", f.calibration(bins, input.level)?.iter().map(row).collect());
    let shares = if input.has("lift") { input.list("lift")? } else { vec![0.05, 0.1, 0.2, 0.5] };
    let row = |l: &Lift| json!({ "frac": number(l.share), "cases": l.cases, "lift": number(l.lift), "gain": number(l.gain) });
    report.table("lift", f.lift(&shares)?.iter().map(row).collect());
    Ok(report)
}

fn auc(input: &Input) -> anyhow::Result<Report> {
    let (score, happened) = (input.numbers("score")?, input.flags("happened", "yes")?);
    let mut report = Report::of(score.len() as f64);
    report.parameter("auc", Forecasts::auc_of(&score, &happened, input.level)?);
    let best = Forecasts::youden(&score, &happened)?;
    report.fact("youden", json!({ "threshold": number(best.threshold), "specificity": number(best.specificity), "sensitivity": number(best.sensitivity) }));
    if let Some(other) = input.numbers_if("other")? {
        report.estimate("auc_other", Forecasts::auc_of(&other, &happened, input.level)?);
        let d = compare_auc(&score, &other, &happened, input.level)?;
        report.estimate("difference", d.difference);
        report.number("z", d.z);
        report.number("p", d.p);
    }
    if input.has("specificity") {
        let range = input.list("specificity")?;
        anyhow::ensure!(range.len() == 2, "--specificity takes two numbers, such as 0.9,1");
        report.number("partial_auc", Forecasts::partial_auc(&score, &happened, range[0], range[1])?);
    }
    Ok(report)
}

fn counts(input: &Input) -> anyhow::Result<Report> {
    let (expected, actual) = (input.numbers("expected")?, input.numbers("actual")?);
    let t = back_test(&expected, &actual, input.level)?;
    let mut report = Report::of(expected.len() as f64);
    report.parameter("ratio", t.ratio);
    report.number("expected", t.expected);
    report.number("actual", t.actual);
    report.number("bias", t.bias);
    report.number("mean_absolute_error", t.absolute);
    report.number("root_mean_square_error", t.root_mean_square);
    report.number("deviance", t.deviance);
    report.number("dispersion", t.dispersion);
    if let Some(r) = t.correlation {
        report.number("correlation", r);
    }
    Ok(report)
}
