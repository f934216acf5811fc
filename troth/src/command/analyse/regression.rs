//! Regression: what goes with an outcome.

use anyhow::bail;
use serde_json::{Value, json};
use troth_stats::Estimate;
use troth_stats::regression::{Binary, Covariance, Design, Link, Ols, Ordinal, Path};
use troth_stats::special::{normal_sf, student_cdf};

use super::input::Input;
use super::model::{Model, ROWS, Role, column, columns, value};
use super::report::{Report, number};

const SUBJECT: &str = "Regression";
const SILENT: &str = "that a column causes the outcome: what is not in the file may be behind both.";

const OUTCOME: Role = column("outcome", "what is explained");
const COVARIATES: Role =
    columns("covariates", "what may go with it; text becomes groups, a^2 is a power, a:b a product");
const WEIGHT: Role = column("weight", "how many the row stands for");
const ERRORS: Role = value("errors", "classic, hc0, hc1, hc2, hc3 or hc4");
const CLUSTER: Role = column("cluster", "rows that belong together, for the errors");
const LINK: Role = value("link", "logit, probit or cloglog");

pub(super) const MODELS: &[Model] = &[
    Model {
        name: "ols",
        subject: SUBJECT,
        answers: "what goes with a number: least squares",
        silent: SILENT,
        example: "troth analyse ols answers.csv --outcome=spend --covariates=age,plan --errors=hc3",
        roles: &[
            OUTCOME,
            COVARIATES,
            WEIGHT,
            ERRORS,
            CLUSTER,
            column("cluster2", "a second way in which rows belong together"),
            value(
                "small-sample",
                "with --cluster: yes, or no for errors without the correction for few groups",
            ),
        ],
        keep_missing: false,
        run: ols,
    },
    Model {
        name: "logit",
        subject: SUBJECT,
        answers: "what goes with a yes or no: logistic regression",
        silent: SILENT,
        example: "troth analyse logit customers.csv --outcome=left --covariates=tenure,plan --errors=hc1",
        roles: &[
            OUTCOME,
            value("yes", "the outcome that counts; 1, true or yes if not given"),
            COVARIATES,
            WEIGHT,
            LINK,
            ERRORS,
            CLUSTER,
            value("penalty", "none, or firth where groups are separated"),
        ],
        keep_missing: false,
        run: logit,
    },
    Model {
        name: "ordinal",
        subject: SUBJECT,
        answers: "what goes with an answer on an ordered scale: proportional odds",
        silent: SILENT,
        example: "troth analyse ordinal answers.csv --outcome=rating --covariates=wait,shop",
        roles: &[
            OUTCOME,
            COVARIATES,
            WEIGHT,
            LINK,
            value("intervals", "wald, or profile for the columns' intervals by likelihood as well"),
            ROWS,
        ],
        keep_missing: false,
        run: ordinal,
    },
    Model {
        name: "lasso",
        subject: SUBJECT,
        answers: "which few of many columns predict a number: lasso, ridge and between, cross-validated",
        silent: SILENT,
        example: "troth analyse lasso answers.csv --outcome=spend --covariates=a,b,c,d --folds=10 --seed=1",
        roles: &[
            OUTCOME,
            COVARIATES,
            value("mix", "1 for lasso, 0 for ridge, between for both"),
            value("folds", "how many parts to cross-validate with; 10 if not given"),
            value("seed", "of the division into parts; 1 if not given"),
        ],
        keep_missing: false,
        run: path,
    },
];

/// The kind of covariance that the roles ask for.
pub(super) fn errors<'a>(
    input: &Input,
    first: Option<&'a [usize]>,
    second: Option<&'a [usize]>,
) -> anyhow::Result<Covariance<'a>> {
    Ok(match (first, second) {
        (Some(first), Some(second)) => Covariance::TwoWay { first, second, small_sample_intersection: false },
        (Some(groups), None) => {
            let small_sample = input.choice("small-sample", &[("yes", true), ("no", false)])?;
            Covariance::Cluster { groups, small_sample }
        }
        _ => input.choice(
            "errors",
            &[
                ("classic", Covariance::Classic),
                ("hc0", Covariance::Hc0),
                ("hc1", Covariance::Hc1),
                ("hc2", Covariance::Hc2),
                ("hc3", Covariance::Hc3),
                ("hc4", Covariance::Hc4),
            ],
        )?,
    })
}

fn ols(input: &Input) -> anyhow::Result<Report> {
    let outcomes = input.numbers("outcome")?;
    let terms = input.terms("covariates")?;
    let weights = input.numbers_if("weight")?;
    let slices = terms.slices();
    let design = Design { columns: &slices, intercept: true };
    let model = Ols { design, outcomes: &outcomes, weights: weights.as_deref() }.check()?.fit()?;
    let first = input.groups_if("cluster")?.map(|(codes, _)| codes);
    let second = input.groups_if("cluster2")?.map(|(codes, _)| codes);
    let kind = errors(input, first.as_deref(), second.as_deref())?;
    let mut report = Report::of(model.n());
    let names = std::iter::once("(Intercept)").chain(terms.names.iter().map(String::as_str));
    for (name, e) in names.zip(model.estimates(kind, input.level)?) {
        report.parameter(name, e);
    }
    let df = model.degrees_of_freedom();
    report.table("tests", tests(&report, "t", |t| 2.0 * student_cdf(-t.abs(), df)));
    report.number("r2", model.r_squared()?);
    report.number("adj", model.adjusted_r_squared()?);
    report.number("sigma", model.sigma()?);
    if let Ok((f, p)) = model.f_statistic() {
        report.number("F", f);
        report.number("p_of_F", p);
    }
    report.number("log_likelihood", model.log_likelihood());
    Ok(report)
}

fn logit(input: &Input) -> anyhow::Result<Report> {
    let outcomes: Vec<f64> = input.flags("outcome", "yes")?.iter().map(|y| f64::from(u8::from(*y))).collect();
    let terms = input.terms("covariates")?;
    let weights = input.numbers_if("weight")?;
    let slices = terms.slices();
    let checked = Binary {
        design: Design { columns: &slices, intercept: true },
        outcomes: &outcomes,
        weights: weights.as_deref(),
        link: link(input)?,
    }
    .check()?;
    let firth = input.choice("penalty", &[("none", false), ("firth", true)])?;
    let model = if firth { checked.fit_firth()? } else { checked.fit()? };
    let cluster = input.groups_if("cluster")?.map(|(codes, _)| codes);
    let kind = errors(input, cluster.as_deref(), None)?;
    let mut report = Report::of(model.n());
    let names = std::iter::once("(Intercept)").chain(terms.names.iter().map(String::as_str));
    for (name, e) in names.zip(model.estimates(kind, input.level)?) {
        report.parameter(name, e);
    }
    report.converged(Some(model.log_likelihood()), Some(*model.convergence()));
    report.table("tests", tests(&report, "z", |z| 2.0 * normal_sf(z.abs())));
    report.number("deviance", model.deviance());
    report.note("A coefficient c of the logit means odds exp(c) times as high.");
    Ok(report)
}

/// Each coefficient over its error, and how rare a value as far from zero is.
fn tests(report: &Report, statistic: &str, p: impl Fn(f64) -> f64) -> Vec<Value> {
    let row = |(name, e): &(String, Estimate)| {
        let found = e.value / e.se?;
        Some(json!({ "term": name, statistic: number(found), "p": number(p(found)) }))
    };
    report.named().iter().filter_map(row).collect()
}

fn link(input: &Input) -> anyhow::Result<Link> {
    input.choice("link", &[("logit", Link::Logit), ("probit", Link::Probit), ("cloglog", Link::CLogLog)])
}

fn ordinal(input: &Input) -> anyhow::Result<Report> {
    let (outcomes, levels) = input.groups("outcome")?;
    if levels.len() > 20 {
        bail!("the outcome has {} different values; an ordered scale has at most 20", levels.len());
    }
    let terms = input.terms("covariates")?;
    let weights = input.numbers_if("weight")?;
    let slices = terms.slices();
    let model =
        Ordinal { columns: &slices, outcomes: &outcomes, weights: weights.as_deref(), link: link(input)? };
    let model = model.check()?.fit()?;
    let mut report = Report::of(model.n());
    let thresholds = levels.windows(2).map(|pair| format!("{}|{}", pair[0], pair[1]));
    for (name, e) in thresholds.chain(terms.names.iter().cloned()).zip(model.estimates(input.level)?) {
        report.parameter(name, e);
    }
    report.converged(Some(model.log_likelihood()), Some(*model.convergence()));
    report.table("tests", tests(&report, "z", |z| 2.0 * normal_sf(z.abs())));
    report.number("deviance", model.deviance());
    if input.choice("intervals", &[("wald", false), ("profile", true)])? {
        for (i, name) in terms.names.iter().enumerate() {
            report.estimate(format!("{name}_profile"), model.profile(i, input.level)?);
        }
    }
    if input.has("rows") {
        let row = |row: usize| {
            let x: Vec<f64> = terms.columns.iter().map(|column| column[row]).collect();
            let chances = model.probabilities(&x)?;
            Ok(json!({ "row": row + 1, "chances": chances.into_iter().map(number).collect::<Vec<_>>() }))
        };
        let rows = input.rows(outcomes.len())?.into_iter().map(row);
        report.table("fitted", rows.collect::<anyhow::Result<Vec<_>>>()?);
    }
    if !terms.names.is_empty()
        && input.choice("link", &[("logit", true), ("probit", false), ("cloglog", false)])?
    {
        let mut rows = Vec::new();
        let mut sources = terms.sources.clone();
        sources.dedup();
        for name in sources {
            let columns: Vec<usize> = (0..terms.names.len()).filter(|i| terms.sources[*i] == name).collect();
            rows.push(match model.nominal_test(&columns) {
                Ok(t) => {
                    json!({ "term": name, "logLik": number(t.log_likelihood), "LRT": number(t.statistic),
                                 "df": number(t.degrees_of_freedom), "p": number(t.p_value) })
                }
                Err(why) => json!({ "term": name, "none": why.to_string() }),
            });
        }
        report.table("nominal_test", rows);
        report.note(
            "nominal test: a small p says that the term works differently at different steps of the scale.",
        );
    }
    let mut order = levels.join(" < ");
    order.truncate(order.floor_char_boundary(300));
    report.note(format!("Order of the scale: {order}; change it with --levels=COLUMN=A,B,C."));
    Ok(report)
}

fn path(input: &Input) -> anyhow::Result<Report> {
    let outcomes = input.numbers("outcome")?;
    let terms = input.terms("covariates")?;
    let slices = terms.slices();
    let checked =
        Path { columns: &slices, outcomes: &outcomes, mix: input.number_or("mix", 1.0)?, penalties: 100 }
            .check()?;
    let folds = usize::try_from(input.whole_or("folds", 10)?)?;
    let found = checked.cross_validate(folds, input.whole_or("seed", 1)?)?;
    let mut report = Report::of(outcomes.len() as f64);
    for (label, at) in [("best", found.best), ("simplest", found.simplest)] {
        let step = &found.path.steps[at];
        report.number(format!("{label}_penalty"), step.penalty);
        report.number(format!("{label}_error"), found.errors[at]);
        let mut rows = vec![json!({ "term": "(Intercept)", "coefficient": number(step.intercept) })];
        for (name, c) in terms.names.iter().zip(&step.coefficients) {
            rows.push(json!({ "term": name, "coefficient": number(*c) }));
        }
        report.table(format!("{label}_coefficients"), rows);
    }
    report.note("best has the lowest error in parts not fitted to; simplest is within one error of it. Neither has intervals: the choice of columns is part of the fit.");
    Ok(report)
}
