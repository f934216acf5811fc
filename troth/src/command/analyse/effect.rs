//! What an action changed.

use serde_json::json;
use troth_stats::effect::before_after::{Changes, TwoPeriods};
use troth_stats::effect::cross_fit::{CrossFit, Outcome};
use troth_stats::effect::experiment::Experiment;
use troth_stats::effect::matching::Matching;
use troth_stats::effect::observational::{Method, Study};
use troth_stats::effect::overlap::{Target, overlap, standardised_difference, weights};
use troth_stats::effect::sensitivity::{Ratio, e_value, risk_ratio};
use troth_stats::regression::{Covariance, Link};

use super::Usage;
use super::input::Input;
use super::model::{Model, ROWS, Role, column, columns, value};
use super::regression::errors;
use super::report::{Report, estimate, number};

const SUBJECT: &str = "Effects";
const OBSERVED: &str = "that the action caused it, unless everything that decided who got it is among the columns. \
                        troth analyse evalue says how strong something left out would have to be.";

const TREATED: Role = column("treated", "who got the action");
const TREATMENT: Role =
    value("treatment", "the value of --treated that says so; 1, true or yes if not given");
const OUTCOME: Role = column("outcome", "what came of it");

pub(super) const MODELS: &[Model] = &[
    Model {
        name: "experiment",
        subject: SUBJECT,
        answers: "what an action changed where chance decided who got it: difference, CUPED, adjustment",
        silent: "what would happen to other people, at another time, or if one had looked every day and stopped when it pleased.",
        example: "troth analyse experiment customers.csv --treated=group --outcome=spend --before=spend_last_year",
        roles: &[
            TREATED,
            TREATMENT,
            OUTCOME,
            column("before", "the same number before the action, for CUPED"),
            columns("covariates", "known before the action, for adjustment"),
            value("errors", "of the adjusted effect: classic, hc0, hc1, hc2, hc3 or hc4"),
        ],
        keep_missing: false,
        run: experiment,
    },
    Model {
        name: "did",
        subject: SUBJECT,
        answers: "what changed more where the action was taken: difference in differences",
        silent: "that the action caused it, unless both would have moved alike without it; two periods cannot show that.",
        example: "troth analyse did shops.csv --treated=new_hours --after=after --outcome=sales --cluster=shop",
        roles: &[
            TREATED,
            TREATMENT,
            column("after", "whether the row is from after the action"),
            value("after-is", "the value of --after that says so; 1, true or yes if not given"),
            OUTCOME,
            column("cluster", "rows that belong together, such as the same shop before and after"),
            value("errors", "classic, hc0, hc1, hc2, hc3 or hc4"),
        ],
        keep_missing: false,
        run: two_periods,
    },
    Model {
        name: "changes",
        subject: SUBJECT,
        answers: "what an action changed, from one row a unit with its outcome before and after",
        silent: "whether the two groups would have changed alike without the action; that is assumed.",
        example: "troth analyse changes customers.csv --treated=called --before=spend_before --after=spend_after",
        roles: &[
            TREATED,
            TREATMENT,
            column("before", "the outcome before"),
            column("after", "the outcome after"),
            columns("covariates", "known before the action"),
            value("errors", "of the regression: classic, hc0, hc1, hc2, hc3 or hc4"),
        ],
        keep_missing: false,
        run: changed,
    },
    Model {
        name: "teffects",
        subject: SUBJECT,
        answers: "what an action changed where people differ: adjustment, weighting, doubly robust, matching",
        silent: OBSERVED,
        example: "troth analyse teffects customers.csv --treated=called --outcome=spend --covariates=age,tenure,plan",
        roles: &[
            TREATED,
            TREATMENT,
            OUTCOME,
            columns("covariates", "known before the action; for both models where these two are not given"),
            columns("propensity", "what may have decided who got it"),
            columns("outcome-model", "what goes with the outcome"),
            value("link", "of the propensity: logit or probit"),
            ROWS,
            value("folds", "cross-fitting with so many parts, with the lasso for the outcome"),
            value("seed", "of the parts; 1 if not given"),
        ],
        keep_missing: false,
        run: observational,
    },
    Model {
        name: "evalue",
        subject: SUBJECT,
        answers: "how strong something left out would have to be to explain an association away",
        silent: "whether there is such a thing.",
        example: "troth analyse evalue --ratio=1.8 --low=1.2 --high=2.7 (or --counts=397,78557,51,108778)",
        roles: &[
            value("ratio", "the ratio that was found"),
            value("low", "lower end of its interval"),
            value("high", "upper end"),
            value("kind", "risk, odds (of something common) or hazard (of something common)"),
            value("counts", "instead: yes and no of those with it, yes and no of those without"),
        ],
        keep_missing: false,
        run: unmeasured,
    },
];

fn experiment(input: &Input) -> anyhow::Result<Report> {
    let (treated, outcomes) = (input.flags("treated", "treatment")?, input.numbers("outcome")?);
    let checked = Experiment { treated: &treated, outcomes: &outcomes }.check()?;
    let plain = checked.difference(input.level)?;
    let mut report = Report::of(outcomes.len() as f64);
    report.parameter("difference", plain.difference);
    report.number("p", plain.p_value);
    let mean = |group: bool| {
        let own: Vec<f64> =
            outcomes.iter().zip(&treated).filter(|(_, t)| **t == group).map(|(y, _)| *y).collect();
        json!({ "treated": group, "n": own.len(), "mean": number(own.iter().sum::<f64>() / own.len() as f64) })
    };
    report.table("means", vec![mean(true), mean(false)]);
    if let Some(before) = input.numbers_if("before")? {
        let found = checked.cuped(&before, input.level)?;
        report.estimate("cuped", found.effect);
        report.number("theta", found.theta);
        report.number("var_ratio", found.variance_ratio);
        report.number("p_of_cuped", found.p_value);
    }
    if input.has("covariates") {
        let terms = input.terms("covariates")?;
        let slices = terms.slices();
        let kind = errors(input, None, None)?;
        report.estimate("adjusted", checked.adjusted(&slices)?.estimates(kind, input.level)?[1]);
        let kind = if input.has("errors") { kind } else { Covariance::Hc2 };
        report.estimate("interacted", checked.interacted(&slices, kind, input.level)?);
    }
    report.note(
        "Say before the look which of these numbers counts: choosing the best one afterwards is no test.",
    );
    Ok(report)
}

fn two_periods(input: &Input) -> anyhow::Result<Report> {
    let (treated, after) = (input.flags("treated", "treatment")?, input.flags("after", "after-is")?);
    let outcomes = input.numbers("outcome")?;
    let found = TwoPeriods { treated: &treated, after: &after, outcomes: &outcomes }.fit()?;
    let cluster = input.groups_if("cluster")?.map(|(codes, _)| codes);
    let mut report = Report::of(outcomes.len() as f64);
    report.parameter("did", found.effect(errors(input, cluster.as_deref(), None)?, input.level)?);
    for (name, kind) in [("classic", Covariance::Classic), ("hc1", Covariance::Hc1)] {
        report.estimate(name, found.effect(kind, input.level)?);
    }
    let mut rows = Vec::new();
    for (treated, cells) in found.cells.iter().enumerate() {
        for (after, cell) in cells.iter().enumerate() {
            rows.push(json!({ "treated": treated == 1, "after": after == 1, "n": number(cell.n), "mean": number(cell.mean), "se": number(cell.se) }));
        }
    }
    report.table("means", rows);
    Ok(report)
}

fn changed(input: &Input) -> anyhow::Result<Report> {
    let treated = input.flags("treated", "treatment")?;
    let (before, after) = (input.numbers("before")?, input.numbers("after")?);
    let changes = Changes { treated: &treated, before: &before, after: &after };
    let found = changes.difference(input.level)?;
    let terms = input.terms("covariates")?;
    let model = changes.adjusted(&terms.slices())?;
    let mut report = Report::of(treated.len() as f64);
    report.parameter("difference", found.difference);
    report.number("p", found.p_value);
    let names = ["(Intercept)", "treated"].into_iter().chain(terms.names.iter().map(String::as_str));
    for (name, e) in names.zip(model.estimates(errors(input, None, None)?, input.level)?) {
        report.estimate(name, e);
    }
    report.number("sigma", model.sigma()?);
    let change: Vec<f64> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
    let row = |(name, group): (&str, Option<bool>)| {
        let own: Vec<f64> = change
            .iter()
            .zip(&treated)
            .filter(|(_, t)| group.is_none_or(|g| g == **t))
            .map(|(c, _)| *c)
            .collect();
        let n = own.len() as f64;
        let mean = own.iter().sum::<f64>() / n;
        let spread = (own.iter().map(|c| (c - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        json!({ "group": name, "n": own.len(), "mean": number(mean), "sd": number(spread) })
    };
    report.table(
        "changes",
        [("treated", Some(true)), ("others", Some(false)), ("all", None)].map(row).to_vec(),
    );
    Ok(report)
}

fn observational(input: &Input) -> anyhow::Result<Report> {
    let (treated, outcomes) = (input.flags("treated", "treatment")?, input.numbers("outcome")?);
    let role = |own: &'static str| if input.has(own) { own } else { "covariates" };
    let (p, o) = (input.terms(role("propensity"))?, input.terms(role("outcome-model"))?);
    if p.names.is_empty() || o.names.is_empty() {
        return Err(Usage::error("name what may have decided who got it: --covariates=…"));
    }
    let (propensity, outcome) = (p.slices(), o.slices());
    let link = input.choice("link", &[("logit", Link::Logit), ("probit", Link::Probit)])?;
    let study =
        || Study { treated: &treated, outcomes: &outcomes, propensity: &propensity, outcome: &outcome, link };
    let fitted = study().fit()?;
    let scores = fitted.propensity().to_vec();
    let mut report = Report::of(outcomes.len() as f64);
    for (name, method) in [
        ("aipw", Method::DoublyRobust),
        ("aipw_wls", Method::DoublyRobustWeighted),
        ("ipw", Method::Weighting),
        ("ipw_ht", Method::HorvitzThompson),
        ("ra", Method::RegressionAdjustment),
        ("ipwra", Method::WeightedAdjustment),
    ] {
        let effect = fitted.effect(method, input.level)?;
        if name == "aipw" {
            report.parameter(name, effect.average);
        } else {
            report.estimate(name, effect.average);
        }
        report.estimate(format!("{name}_pom0"), effect.untreated);
        if let Some(error) = effect.score_error {
            report.number(format!("{name}_score_error"), error);
        }
    }
    report.estimate("ipw_att", fitted.effect_on_treated(input.level)?);
    let coefficients = fitted.model().coefficients().iter();
    let names = std::iter::once("(Intercept)").chain(p.names.iter().map(String::as_str));
    let named = names.zip(coefficients).map(|(name, c)| (name.to_owned(), number(*c)));
    report.fact("ps_coef", named.collect::<serde_json::Map<_, _>>());
    for (name, replacement) in [("match", false), ("match_replace", true)] {
        let matching = Matching { treated: &treated, scores: &scores, replacement, caliper: None };
        match matching.pairs().and_then(|m| m.effect_on_treated(&outcomes, input.level)) {
            Ok(e) => report.estimate(format!("{name}_att"), e),
            Err(why) => report.note(format!("No {name}: {why}.")),
        }
    }
    if input.has("folds") {
        let folds = usize::try_from(input.whole("folds")?)?;
        let cross =
            CrossFit { folds, seed: input.whole_or("seed", 1)?, outcome: Outcome::Lasso, floor: 0.01 };
        let found = cross.effect(&study(), input.level)?;
        report.estimate("cross_fitted", found.average);
        report.estimate("cross_fitted_att", found.on_treated);
    }
    if input.has("rows") {
        let row = |row: usize| json!({ "row": row + 1, "propensity": number(scores[row]) });
        report.table("propensities", input.rows(scores.len())?.into_iter().map(row).collect());
    }
    let own = overlap(&treated, &scores, Target::All)?;
    report.fact("overlap", json!({ "effective_treated": number(own.effective_treated), "effective_others": number(own.effective_others),
        "heaviest": number(own.heaviest), "outside": own.outside, "lowest": number(own.lowest), "highest": number(own.highest), "poor": own.poor }));
    if own.poor {
        report.note("Treated and others hardly overlap: the numbers rest on few people and on the models.");
    }
    let att = weights(&treated, &scores, Target::Treated)?;
    let mut rows = Vec::new();
    for (name, column) in p.names.iter().zip(&p.columns) {
        let before = standardised_difference(&treated, column, None)?;
        let after = standardised_difference(&treated, column, Some(&att))?;
        rows.push(json!({ "term": name, "before": number(before), "after_weighting": number(after) }));
    }
    report.table("standardised_differences", rows);
    Ok(report)
}

fn unmeasured(input: &Input) -> anyhow::Result<Report> {
    let kind = input.choice(
        "kind",
        &[("risk", Ratio::Risk), ("odds", Ratio::CommonOdds), ("hazard", Ratio::CommonHazard)],
    )?;
    let mut report = Report::default();
    let (ratio, low, high) = if input.has("counts") {
        let counts = input.list("counts")?;
        let wrong = || anyhow::anyhow!("--counts takes four whole numbers, such as 397,78557,51,108778");
        let whole: Vec<u64> = input
            .get("counts")?
            .split(',')
            .map(|c| c.trim().parse().map_err(|_| wrong()))
            .collect::<Result<_, _>>()?;
        let [a, b, c, d] = whole[..] else { return Err(wrong()) };
        report = Report::of(counts.iter().sum());
        risk_ratio([a, b], [c, d], input.level)?
    } else {
        let ratio = input.number("ratio")?;
        (ratio, input.number_or("low", ratio)?, input.number_or("high", ratio)?)
    };
    let found = e_value(ratio, low, high, kind)?;
    let given =
        troth_stats::Estimate::interval(ratio, low, high, input.level, 0.0, "given, or from the counts");
    report.fact("rr", estimate(&given));
    report.number("e_point", found.point);
    report.number("e_limit", found.limit);
    report.note("Something left out would have to go with both action and outcome by a risk ratio of at least e point to explain the ratio away.");
    Ok(report)
}
