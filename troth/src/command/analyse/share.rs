//! Shares of a whole and their differences; means of weighted samples.

use anyhow::{Context, bail};
use serde_json::json;
use troth_stats::comparison;
use troth_stats::share::paired::Pairs;
use troth_stats::share::{Count, Method, Share, difference};
use troth_stats::survey::{Margin, Sample, Survey};

use super::input::Input;
use super::model::{Model, Role, column, value};
use super::report::{Report, estimate, number};

const SUBJECT: &str = "Shares and samples";
const SAMPLE: &str = "anything about those who were never asked, or about why. An interval covers the chance of the draw, \
                      not that some kinds of people answer less.";

const SURVEY: &[Role] = &[
    column("value", "the number whose mean is wanted"),
    column("weight", "how many people the row stands for; 1 if not given"),
    column("strata", "groups that were drawn apart"),
    column("cluster", "rows that were drawn together"),
    column("population", "how many there are in the population (or the stratum), for the finite correction"),
    value("above", "the share above this number instead of the mean"),
    column("cell", "groups whose true sizes are known"),
    value("totals", "their sizes: A=4421,B=755"),
];

pub(super) const MODELS: &[Model] = &[
    Model {
        name: "proportion",
        subject: SUBJECT,
        answers: "what share said yes, with every interval in use",
        silent: SAMPLE,
        example: "troth analyse proportion answers.csv --answer=bought_again (or --successes=81 --trials=263)",
        roles: &[
            column("answer", "what was answered"),
            value("yes", "the answer that counts; 1, true or yes if not given"),
            value("at-least", "count answers at or above this number instead"),
            value("successes", "instead of a file: how many said yes"),
            value("trials", "out of how many"),
        ],
        keep_missing: false,
        run: proportion,
    },
    Model {
        name: "difference",
        subject: SUBJECT,
        answers: "how two or more groups differ in a share",
        silent: "that belonging to the group causes the difference, unless chance made the groups.",
        example: "troth analyse difference answers.csv --answer=bought_again --group=shop",
        roles: &[
            column("answer", "what was answered"),
            value("yes", "the answer that counts; 1, true or yes if not given"),
            column("group", "what is compared"),
            value("successes", "instead of a file: how many said yes, first group,second group"),
            value("trials", "out of how many, first group,second group"),
            value("pairs", "instead: the same people twice: yes both times, first only, second only, never"),
        ],
        keep_missing: false,
        run: differ,
    },
    Model {
        name: "weighted",
        subject: SUBJECT,
        answers: "the mean of a weighted, stratified or clustered sample",
        silent: SAMPLE,
        example: "troth analyse weighted sample.csv --value=score --weight=pw --strata=region --population=fpc",
        roles: SURVEY,
        keep_missing: false,
        run: weighted,
    },
    Model {
        name: "poststratified",
        subject: SUBJECT,
        answers: "the mean of a sample, moved to the known sizes of groups",
        silent: SAMPLE,
        example: "troth analyse poststratified sample.csv --value=score --cell=region --totals=North=4421,South=755",
        roles: SURVEY,
        keep_missing: false,
        run: weighted,
    },
];

const METHODS: [(&str, Method); 5] = [
    ("wilson", Method::Wilson),
    ("jeffreys", Method::Jeffreys),
    ("clopper_pearson", Method::ClopperPearson),
    ("agresti_coull", Method::AgrestiCoull),
    ("wald", Method::Wald),
];

const DIFFERENCES: [(&str, difference::Method); 4] = [
    ("newcombe", difference::Method::Newcombe),
    ("miettinen_nurminen", difference::Method::MiettinenNurminen),
    ("mee", difference::Method::Mee),
    ("agresti_caffo", difference::Method::AgrestiCaffo),
];

fn proportion(input: &Input) -> anyhow::Result<Report> {
    let share = if input.has("successes") {
        Count { successes: input.whole("successes")?, trials: input.whole("trials")? }.check()?
    } else if input.has("at-least") {
        Share::top_box(&input.numbers("answer")?, input.number("at-least")?)?
    } else {
        count(&input.flags("answer", "yes")?)?
    };
    let mut report = Report::of(share.trials() as f64);
    report.parameter("share", share.interval(Method::Wilson, input.level)?);
    report.fact("successes", share.successes());
    for (name, method) in METHODS {
        report.estimate(name, share.interval(method, input.level)?);
    }
    report.note("The interval to show is Wilson's: it never leaves 0 to 1 and holds for few answers, too.");
    Ok(report)
}

fn count(answers: &[bool]) -> anyhow::Result<Share> {
    let successes = answers.iter().filter(|yes| **yes).count() as u64;
    Ok(Count { successes, trials: answers.len() as u64 }.check()?)
}

fn paired(input: &Input) -> anyhow::Result<Report> {
    let wrong = "--pairs takes four whole numbers, such as 36,12,2,0";
    let counts: Vec<u64> = input
        .get("pairs")?
        .split(',')
        .map(|part| part.trim().parse())
        .collect::<Result<_, _>>()
        .context(wrong)?;
    let [both, yes_no, no_yes, neither] = counts[..] else { bail!(wrong) };
    let found = Pairs { both, yes_no, no_yes, neither }.check()?.interval(input.level)?;
    let mut report = Report::of(found.n);
    report.parameter("difference", found);
    Ok(report)
}

fn differ(input: &Input) -> anyhow::Result<Report> {
    if input.has("pairs") {
        return paired(input);
    }
    let (shares, names) = if input.has("successes") {
        let whole = |role: &str| -> anyhow::Result<[u64; 2]> {
            let parts = input.get(role)?.split(',').map(|part| part.trim().parse::<u64>());
            let parts: Vec<u64> = parts
                .collect::<Result<_, _>>()
                .with_context(|| format!("--{role} takes two whole numbers, such as 56,48"))?;
            parts.try_into().ok().with_context(|| format!("--{role} takes two whole numbers, such as 56,48"))
        };
        let (yes, of) = (whole("successes")?, whole("trials")?);
        let share = |i: usize| Count { successes: yes[i], trials: of[i] }.check();
        (vec![share(0)?, share(1)?], vec!["first".to_owned(), "second".to_owned()])
    } else {
        let answers = input.flags("answer", "yes")?;
        let (codes, names) = input.groups("group")?;
        let of = |group: usize| {
            let own: Vec<bool> =
                answers.iter().zip(&codes).filter(|(_, c)| **c == group).map(|(a, _)| *a).collect();
            count(&own).with_context(|| format!("the group {}", names[group]))
        };
        ((0..names.len()).map(of).collect::<anyhow::Result<Vec<_>>>()?, names)
    };
    if shares.len() < 2 {
        bail!("there is one group only: {}", names.join(""));
    }
    let mut report = Report::of(shares.iter().map(|s| s.trials() as f64).sum());
    let row = |(name, share): (&String, &Share)| {
        Ok(json!({ "group": name, "share": estimate(&share.interval(Method::Wilson, input.level)?) }))
    };
    report.table("groups", names.iter().zip(&shares).map(row).collect::<anyhow::Result<Vec<_>>>()?);
    if let [first, second] = shares[..] {
        report.parameter(
            "difference",
            difference::interval(first, second, difference::Method::Newcombe, input.level)?,
        );
        for (name, method) in DIFFERENCES {
            report.estimate(name, difference::interval(first, second, method, input.level)?);
        }
        report.number("p", difference::p_value(first, second));
    } else {
        let row = |pair: comparison::Pair| {
            json!({ "first": names[pair.first], "second": names[pair.second], "difference": estimate(&pair.difference),
                    "p": number(pair.p_value), "holm": number(pair.holm),
                    "benjamini_hochberg": number(pair.benjamini_hochberg) })
        };
        report.table("pairs", comparison::shares(&shares, input.level)?.into_iter().map(row).collect());
        report.note("With many pairs some differ by chance: read the column holm.");
    }
    Ok(report)
}

fn weighted(input: &Input) -> anyhow::Result<Report> {
    let mut values = input.numbers("value")?;
    let weights = input.numbers_if("weight")?.unwrap_or_else(|| vec![1.0; values.len()]);
    let population = input.numbers_if("population")?;
    let strata = input.groups_if("strata")?.map(|(codes, _)| codes);
    let clusters = input.groups_if("cluster")?.map(|(codes, _)| codes);
    let sample = Sample {
        weights: &weights,
        strata: strata.as_deref(),
        clusters: clusters.as_deref(),
        population: population.as_deref(),
    };
    let mut survey: Survey = sample.check()?;
    if input.has("cell") {
        let (cells, names) = input.groups("cell")?;
        let given = input.get("totals")?;
        let total = |name: &String| {
            let own =
                given.split(',').find_map(|part| part.rsplit_once('=').filter(|(own, _)| own.trim() == name));
            let (_, total) =
                own.with_context(|| format!("--totals names no size of {name}; write {name}=…"))?;
            total.trim().parse::<f64>().with_context(|| format!("--totals: {total} is no number"))
        };
        let totals = names.iter().map(total).collect::<anyhow::Result<Vec<_>>>()?;
        survey = survey.poststratify(Margin { cells: &cells, totals: &totals })?;
    }
    if input.has("above") {
        let above = input.number("above")?;
        for value in &mut values {
            *value = f64::from(u8::from(*value > above));
        }
    }
    let mut report = Report::of(values.len() as f64);
    report.parameter("mean", survey.mean(&values, input.level)?);
    report.estimate("total", survey.total(&values, input.level)?);
    report.number("design_effect_of_weights", survey.design_effect());
    report.number("effective_rows", survey.effective_rows());
    Ok(report)
}
