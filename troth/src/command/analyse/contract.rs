//! Contracts: how long relations last where their end is seen.

use anyhow::bail;
use serde_json::{Value, json};
use troth_stats::contract::{
    Accelerated, Cohort, Cohorts, Covariates, Cox, CoxData, Curve, Distribution, ExactCox, HazardTies, Scale,
    ShiftedBetaGeometric, Span, Test, Ties, log_rank,
};

use super::input::Input;
use super::model::{Model, ROWS, Role, column, columns, value};
use super::report::{Report, estimate, number};

const SUBJECT: &str = "Contracts";
const ASSOCIATION: &str = "that a column causes anything: those who differ in it differ in other things, too. \
                           It takes those whose end is not yet seen for people like the others.";

const TIME: Role = column("time", "for how long the relation was watched");
const EVENT: Role = column("event", "whether it ended then");
const ENDED: Role = value("ended", "the value of --event that says so; 1, true or yes if not given");
const ENTRY: Role = column("entry", "from when it was watched, if not from its start");
const WEIGHT: Role = column("weight", "how many relations the row stands for");
const COVARIATES: Role = columns("covariates", "what may explain it; text becomes groups");

const AT: Role = value(
    "at",
    "rows to predict for: values of the columns in the order of the coefficients; more of them after a semicolon",
);
const TIMES: Role = value("times", "with --at: for which times to predict");

const AFT: &[Role] = &[TIME, EVENT, ENDED, ENTRY, WEIGHT, COVARIATES, AT, TIMES];
const CURVE: &[Role] = &[
    TIME,
    EVENT,
    ENDED,
    ENTRY,
    WEIGHT,
    value("times", "for which times to answer; all of them if not given"),
    value("scale", "of the interval: log, loglog or plain"),
    value("ties", "for na: plain, or smoothed for ends that share a time"),
    value("horizon", "up to when the mean time is taken"),
];

const fn aft(
    name: &'static str,
    answers: &'static str,
    example: &'static str,
    run: fn(&Input) -> anyhow::Result<Report>,
) -> Model {
    Model {
        name,
        subject: SUBJECT,
        answers,
        silent: ASSOCIATION,
        example,
        roles: AFT,
        keep_missing: false,
        run,
    }
}

pub(super) const MODELS: &[Model] = &[
    Model {
        name: "sbg",
        subject: SUBJECT,
        answers: "how many of a cohort renew again, beyond the data: shifted beta geometric",
        silent: "why people leave. It takes everybody to have one chance of leaving that stays the same over time.",
        example: "troth analyse sbg cohort.csv --alive=percent --customers=1000 --fit=7",
        roles: &[
            column("alive", "how many are left after each renewal, from the start, one row each"),
            column("lost", "instead: how many left at each renewal"),
            value("survivors", "with --lost: how many are still there at the end"),
            value("customers", "how many there were at the start, where --alive holds shares"),
            value("fit", "fit to the first so many renewals"),
            value("project", "how far to project; 12 renewals if not given"),
            value("discount", "rate per period, for the discounted lifetime that is left"),
            value("after", "after how many renewals it is wanted, such as 0,1,4,7; 0 if not given"),
        ],
        keep_missing: false,
        run: sbg,
    },
    Model {
        name: "km",
        subject: SUBJECT,
        answers: "what share is still there after a time: Kaplan-Meier",
        silent: ASSOCIATION,
        example: "troth analyse km contracts.csv --time=months --event=cancelled --times=6,12,24",
        roles: CURVE,
        keep_missing: false,
        run: |input| curve(input, false),
    },
    Model {
        name: "na",
        subject: SUBJECT,
        answers: "how the risk to end adds up over time: Nelson-Aalen",
        silent: ASSOCIATION,
        example: "troth analyse na contracts.csv --time=months --event=cancelled --times=6,12,24",
        roles: CURVE,
        keep_missing: false,
        run: |input| curve(input, true),
    },
    Model {
        name: "logrank",
        subject: SUBJECT,
        answers: "whether groups last differently: log-rank",
        silent: ASSOCIATION,
        example: "troth analyse logrank contracts.csv --time=months --event=cancelled --group=plan",
        roles: &[
            TIME,
            EVENT,
            ENDED,
            ENTRY,
            WEIGHT,
            column("group", "what is compared"),
            column("strata", "compare only within these"),
            value("rho", "0 for the log-rank test, 1 for Peto's, which looks more at early ends"),
        ],
        keep_missing: false,
        run: compare,
    },
    Model {
        name: "cox",
        subject: SUBJECT,
        answers: "what goes with lasting longer: Cox's proportional hazards",
        silent: ASSOCIATION,
        example: "troth analyse cox contracts.csv --time=months --event=cancelled --covariates=age,plan",
        roles: &[
            TIME,
            EVENT,
            ENDED,
            ENTRY,
            WEIGHT,
            COVARIATES,
            column("strata", "groups with a course of their own"),
            column("cluster", "rows that belong together, for the errors"),
            value("ties", "efron, breslow, or exact for time that goes in steps"),
            value("errors", "model or robust"),
            AT,
            TIMES,
            ROWS,
        ],
        keep_missing: false,
        run: cox,
    },
    aft(
        "aft-exponential",
        "how long relations last at a constant risk: exponential",
        "troth analyse aft-exponential contracts.csv --time=months --event=cancelled --covariates=age,plan",
        |i| accelerated(i, Distribution::Exponential),
    ),
    aft(
        "aft-weibull",
        "what lengthens or shortens relations: Weibull",
        "troth analyse aft-weibull contracts.csv --time=months --event=cancelled --covariates=age,plan",
        |i| accelerated(i, Distribution::Weibull),
    ),
    aft(
        "aft-lognormal",
        "what lengthens or shortens relations: log-normal",
        "troth analyse aft-lognormal contracts.csv --time=months --event=cancelled --covariates=age,plan",
        |i| accelerated(i, Distribution::LogNormal),
    ),
    aft(
        "aft-loglogistic",
        "what lengthens or shortens relations: log-logistic",
        "troth analyse aft-loglogistic contracts.csv --time=months --event=cancelled --covariates=age,plan",
        |i| accelerated(i, Distribution::LogLogistic),
    ),
];

fn spans(input: &Input) -> anyhow::Result<Vec<Span>> {
    let (exit, event) = (input.numbers("time")?, input.flags("event", "ended")?);
    let entry = input.numbers_if("entry")?.unwrap_or_else(|| vec![0.0; exit.len()]);
    let weight = input.numbers_if("weight")?.unwrap_or_else(|| vec![1.0; exit.len()]);
    let span = |i: usize| Span { entry: entry[i], exit: exit[i], event: event[i], weight: weight[i] };
    Ok((0..exit.len()).map(span).collect())
}

fn codes(found: &[usize]) -> Vec<u32> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "there are fewer groups than rows, and fewer rows than 2^32"
    )]
    found.iter().map(|code| *code as u32).collect()
}

fn test(t: &Test) -> Value {
    json!({ "chisq": number(t.chi_square), "df": number(t.df), "p": number(t.p) })
}

fn sbg(input: &Input) -> anyhow::Result<Report> {
    let periods = |length: usize| -> anyhow::Result<usize> {
        let wanted = input.whole_or("fit", length as u64)?;
        Ok(usize::try_from(wanted).unwrap_or(length).min(length))
    };
    let cohort = if input.has("lost") {
        let lost = input.numbers("lost")?;
        let take = periods(lost.len())?;
        let after: f64 = lost[take..].iter().sum();
        Cohort { lost: lost[..take].to_vec(), survivors: input.number("survivors")? + after }
    } else {
        let mut alive = input.numbers("alive")?;
        if alive[0] <= 0.0 {
            bail!("--alive starts with {}; the first row is how many there were at the start", alive[0]);
        }
        if input.has("customers") {
            let scale = input.number("customers")? / alive[0];
            for left in &mut alive {
                *left = (*left * scale).round();
            }
        }
        let take = periods(alive.len() - 1)?;
        Cohort { lost: alive[..=take].windows(2).map(|w| w[0] - w[1]).collect(), survivors: alive[take] }
    };
    let n = cohort.lost.iter().sum::<f64>() + cohort.survivors;
    let model = ShiftedBetaGeometric::fit(&Cohorts::check(&[cohort])?)?.at_level(input.level)?;
    let mut report = Report::of(n);
    report.parameters(&model.parameters());
    report.estimate("mean_churn", model.churn()?);
    report.converged(model.log_likelihood(), model.convergence());
    let project = u32::try_from(input.whole_or("project", 12)?.min(10_000))?;
    let row = |t: u32| {
        let retention = if t == 0 { Value::Null } else { estimate(&model.retention(t)?) };
        Ok(json!({ "renewal": t, "survival": estimate(&model.survival(t)?), "retention": retention }))
    };
    report.table("projection", (0..=project).map(row).collect::<anyhow::Result<Vec<_>>>()?);
    if input.has("discount") {
        let rate = input.number("discount")?;
        report.estimate("discounted_lifetime", model.discounted_lifetime(rate)?);
        let after = if input.has("after") { input.list("after")? } else { vec![0.0] };
        let row = |n: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked to be whole and small"
            )]
            if n >= 0.0 && n.fract() == 0.0 && n <= 10_000.0 {
                let left = model.discounted_residual(n as u32, rate)?;
                Ok(json!({ "renewals": n, "discounted_residual": estimate(&left) }))
            } else {
                bail!("--after={n}: write whole numbers of renewals, such as 0,1,4,7")
            }
        };
        report.table("discounted", after.into_iter().map(row).collect::<anyhow::Result<Vec<_>>>()?);
    }
    Ok(report)
}

fn curve(input: &Input, hazard: bool) -> anyhow::Result<Report> {
    let spans = spans(input)?;
    let ties = input.choice("ties", &[("plain", HazardTies::Plain), ("smoothed", HazardTies::Smoothed)])?;
    let scale =
        input.choice("scale", &[("log", Scale::Log), ("loglog", Scale::LogLog), ("plain", Scale::Plain)])?;
    let curve = if hazard { Curve::nelson_aalen(&spans, ties)? } else { Curve::kaplan_meier(&spans)? };
    let mut report = Report::of(spans.iter().map(|s| s.weight).sum());
    report.number("events", curve.steps().iter().map(|s| s.events).sum());
    match curve.quantile(0.5, scale, input.level)? {
        Some(median) => report.estimate("median", median),
        None => report.note("More than half are still there at the end: there is no median yet."),
    }
    if input.has("horizon") {
        report.estimate("restricted_mean", curve.restricted_mean(input.number("horizon")?, input.level)?);
    }
    let mut times = input.list("times")?;
    if times.is_empty() {
        times = curve.steps().iter().filter(|s| s.events > 0.0).map(|s| s.time).collect();
    }
    let row = |time: &f64| {
        let watched = spans.iter().filter(|s| s.entry < *time && *time <= s.exit);
        let at_risk = number(watched.map(|s| s.weight).sum());
        Ok(
            json!({ "time": time, "n_risk": at_risk, "surv": estimate(&curve.survival(*time, scale, input.level)?),
                   "cumhaz": estimate(&curve.hazard(*time, input.level)?) }),
        )
    };
    report.table("curve", times.iter().map(row).collect::<anyhow::Result<Vec<_>>>()?);
    Ok(report)
}

fn compare(input: &Input) -> anyhow::Result<Report> {
    let spans = spans(input)?;
    let (group, names) = input.groups("group")?;
    let strata = input.groups_if("strata")?.map(|(found, _)| codes(&found));
    let found = log_rank(&spans, &codes(&group), strata.as_deref(), input.number_or("rho", 0.0)?)?;
    let mut report = Report::of(spans.iter().map(|s| s.weight).sum());
    report.number("chisq", found.chi_square);
    report.number("df", found.df);
    report.number("p", found.p);
    let row = |(i, name): (usize, &String)| json!({ "group": name, "obs": number(found.observed[i]), "exp": number(found.expected[i]) });
    report.table("groups", names.iter().enumerate().map(row).collect());
    Ok(report)
}

fn cox(input: &Input) -> anyhow::Result<Report> {
    let spans = spans(input)?;
    input.get("covariates")?;
    let terms = input.terms("covariates")?;
    let values = terms.by_row();
    let mut data = CoxData::check(&spans, Covariates { values: &values, columns: terms.names.len() })?;
    if let Some((strata, _)) = input.groups_if("strata")? {
        data = data.stratified(&codes(&strata))?;
    }
    if let Some((cluster, _)) = input.groups_if("cluster")? {
        data = data.clustered(&codes(&cluster))?;
    } else if input.choice("errors", &[("model", false), ("robust", true)])? {
        data = data.robust();
    }
    let ties = input
        .choice("ties", &[("efron", Some(Ties::Efron)), ("breslow", Some(Ties::Breslow)), ("exact", None)])?;
    let Some(ties) = ties else {
        return exact(&data, &terms.names, spans.iter().map(|s| s.weight).sum(), input.level);
    };
    let model = Cox::fit(&data, ties)?.at_level(input.level)?;
    let (n, events) = model.n();
    let mut report = Report::of(n);
    report.number("events", events);
    let mut rows = Vec::new();
    for (name, c) in terms.names.iter().zip(model.coefficients()) {
        report.parameter(name, c.log_ratio);
        rows.push(json!({ "term": name, "hazard_ratio": estimate(&c.ratio), "naive_se": number(c.naive_se),
                          "z": number(c.z), "p": number(c.p) }));
    }
    report.table("hazard_ratios", rows);
    let predictions = asked(input, &terms.names)?.into_iter().map(|x| {
        let curve = model.survival(&x, 0, &input.list("times")?)?;
        let times = curve.iter().map(|s| {
            json!({ "time": number(s.time), "surv": estimate(&s.survival), "cumhaz": number(-s.survival.value.ln()) })
        });
        let median = model.median(&x, 0)?.map(number);
        Ok(json!({ "at": x, "median": median, "times": times.collect::<Vec<_>>() }))
    });
    let predictions = predictions.collect::<anyhow::Result<Vec<_>>>()?;
    if !predictions.is_empty() {
        if input.has("strata") {
            report.note("The predictions are for the first of the strata.");
        }
        report.table("predictions", predictions);
    }
    if input.has("rows") {
        let residuals = model.martingale();
        let row = |row: usize| json!({ "row": row + 1, "martingale": number(residuals[row]) });
        report.table("residuals", input.rows(residuals.len())?.into_iter().map(row).collect());
    }
    report.converged(Some(model.log_likelihood()), Some(model.convergence()));
    report.number("loglik_null", model.null_log_likelihood());
    report.fact("likelihood_ratio_test", test(&model.likelihood_ratio()));
    report.fact("score_test", test(&model.score()));
    if let Ok(wald) = model.wald() {
        report.fact("wald_test", test(&wald));
    }
    report.estimate("concordance", model.concordance()?.estimate);
    let check = model.proportionality()?;
    report.fact("proportionality", test(&check.global));
    let row = |(name, t): (&String, &Test)| json!({ "term": name, "chisq": number(t.chi_square), "p": number(t.p) });
    report.table("proportionality_by_term", terms.names.iter().zip(&check.columns).map(row).collect());
    if check.global.p < 0.05 {
        report.note("The ratios do not stay the same over time (proportionality, p below 0.05): read them as averages.");
    }
    Ok(report)
}

/// The rows of `--at`.
fn asked(input: &Input, names: &[String]) -> anyhow::Result<Vec<Vec<f64>>> {
    let one = |text: &str| {
        let values: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
        if values.len() != names.len() || text.split(',').count() != names.len() {
            bail!("--at={text}: write {} numbers, for {}", names.len(), names.join(", "));
        }
        Ok(values)
    };
    input.find("at").into_iter().flat_map(|text| text.split(';')).map(one).collect()
}

/// Ties as they are: coefficients are logarithms of odds ratios.
fn exact(data: &CoxData, names: &[String], n: f64, level: f64) -> anyhow::Result<Report> {
    let model = ExactCox::fit(data)?.at_level(level)?;
    let mut report = Report::of(n);
    for (name, coefficient) in names.iter().zip(model.coefficients()) {
        report.parameter(name, coefficient);
    }
    report.converged(Some(model.log_likelihood()), Some(model.convergence()));
    report.fact("likelihood_ratio_test", test(&model.likelihood_ratio()));
    report.fact("score_test", test(&model.score()));
    report.note("With exact ties time goes in steps: coefficients are logarithms of odds ratios per step.");
    Ok(report)
}

fn accelerated(input: &Input, distribution: Distribution) -> anyhow::Result<Report> {
    let spans = spans(input)?;
    let terms = input.terms("covariates")?;
    let values = terms.by_row();
    let table = Covariates { values: &values, columns: terms.names.len() };
    let model = Accelerated::fit(&spans, table, distribution)?.at_level(input.level)?;
    let mut report = Report::of(spans.iter().map(|s| s.weight).sum());
    let names = std::iter::once("(Intercept)").chain(terms.names.iter().map(String::as_str));
    for (name, coefficient) in names.zip(model.coefficients()) {
        report.parameter(name, coefficient);
    }
    report.parameter("scale", model.scale());
    if let Some(ln) = model.ln_scale() {
        report.estimate("Log(scale)", ln);
    }
    report.converged(Some(model.log_likelihood()), Some(model.convergence()));
    report.number("loglik_null", model.null_log_likelihood());
    let predictions = asked(input, &terms.names)?.into_iter().map(|x| {
        let time =
            |time: f64| Ok(json!({ "time": number(time), "surv": estimate(&model.survival(&x, time)?) }));
        let times = input.list("times")?.into_iter().map(time).collect::<anyhow::Result<Vec<_>>>()?;
        Ok(json!({ "at": x, "median": estimate(&model.quantile(&x, 0.5)?), "times": times }))
    });
    let predictions = predictions.collect::<anyhow::Result<Vec<_>>>()?;
    if !predictions.is_empty() {
        report.table("predictions", predictions);
    }
    report.note("A coefficient c means that the time is exp(c) times as long.");
    Ok(report)
}
