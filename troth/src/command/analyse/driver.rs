//! What drives an outcome.

use serde_json::json;
use troth_stats::driver::kano::{self, Category};
use troth_stats::driver::quadrant::quadrants;
use troth_stats::driver::{CheckedDrivers, Drivers};

use super::input::{Input, Terms};
use super::model::{Model, column, columns, value};
use super::report::{Report, estimate, number};

const SUBJECT: &str = "Drivers";
const SILENT: &str = "what happens if a driver is changed: shares of explained variance are association, and drivers left out \
                      of the file lend their share to those in it.";

pub(super) const MODELS: &[Model] = &[
    Model {
        name: "drivers",
        subject: SUBJECT,
        answers: "which ratings go with the overall one: Shapley (LMG), relative weights, dominance",
        silent: SILENT,
        example: "troth analyse drivers answers.csv --outcome=recommend --drivers=price,staff,speed --bootstrap=1000 --seed=1",
        roles: &[
            column("outcome", "the overall rating"),
            columns("drivers", "the ratings that may drive it, up to 20"),
            column("weight", "how many the row stands for"),
            value("bootstrap", "how many resamples for intervals; none if not given"),
            value("seed", "of the resamples; 1 if not given"),
        ],
        keep_missing: false,
        run: drivers,
    },
    Model {
        name: "ipa",
        subject: SUBJECT,
        answers: "where to act first: importance (Shapley) against performance (mean)",
        silent: SILENT,
        example: "troth analyse ipa answers.csv --outcome=recommend --drivers=price,staff,speed",
        roles: &[
            column("outcome", "the overall rating"),
            columns("drivers", "the ratings that may drive it, up to 20"),
            column("weight", "how many the row stands for"),
        ],
        keep_missing: false,
        run: ipa,
    },
    Model {
        name: "kano",
        subject: SUBJECT,
        answers: "whether a feature is expected, wished for or a delight: Kano",
        silent: "how much anybody would pay for it, or whether they would use it.",
        example: "troth analyse kano answers.csv --functional=with --dysfunctional=without",
        roles: &[
            column("functional", "how it would be with the feature: 1 (I like it) to 5 (I dislike it)"),
            column("dysfunctional", "how it would be without, 1 to 5"),
        ],
        keep_missing: false,
        run: kano,
    },
];

fn checked(input: &Input) -> anyhow::Result<(Terms, CheckedDrivers, f64)> {
    let outcome = input.numbers("outcome")?;
    input.get("drivers")?;
    let terms = input.terms("drivers")?;
    let weights = input.numbers_if("weight")?;
    let n = weights.as_ref().map_or(outcome.len() as f64, |w| w.iter().sum());
    let slices = terms.slices();
    let checked = Drivers { columns: &slices, outcome: &outcome, weights: weights.as_deref() }.check()?;
    Ok((terms, checked, n))
}

fn drivers(input: &Input) -> anyhow::Result<Report> {
    let (terms, checked, n) = checked(input)?;
    let found = checked.importance()?;
    let mut report = Report::of(n);
    report.number("R2", found.r_squared);
    for (name, values) in [
        ("lmg", &found.shapley),
        ("relative_weights", &found.relative_weight),
        ("first", &found.first),
        ("last", &found.last),
        ("betasq", &found.beta_squared),
        ("pratt", &found.pratt),
        ("car", &found.car),
    ] {
        let own = terms.names.iter().zip(values).map(|(name, v)| (name.clone(), number(*v)));
        report.fact(name, own.collect::<serde_json::Map<_, _>>());
    }
    let row = |(i, name): (usize, &String)| {
        let beats = terms
            .names
            .iter()
            .zip(&found.complete[i])
            .filter(|(_, yes)| **yes)
            .map(|(name, _)| name.as_str());
        json!({ "driver": name, "conditional": found.conditional[i].iter().map(|v| number(*v)).collect::<Vec<_>>(),
                "always_before": beats.collect::<Vec<_>>() })
    };
    report.table("dominance", terms.names.iter().enumerate().map(row).collect());
    if input.has("bootstrap") {
        let replicates = usize::try_from(input.whole("bootstrap")?)?;
        let intervals = checked.bootstrap(replicates, input.whole_or("seed", 1)?, input.level)?;
        for (name, e) in terms.names.iter().zip(&intervals.shapley) {
            report.parameter(name, *e);
        }
        report.estimate("r_squared", intervals.r_squared);
    } else {
        report.note("Shares without intervals invite over-reading: --bootstrap=1000 gives them.");
    }
    Ok(report)
}

fn ipa(input: &Input) -> anyhow::Result<Report> {
    let (terms, checked, n) = checked(input)?;
    let importance = checked.shapley()?;
    let mean = |column: &Vec<f64>| column.iter().sum::<f64>() / column.len() as f64;
    let performance: Vec<f64> = terms.columns.iter().map(mean).collect();
    let found = quadrants(&importance, &performance, None)?;
    let mut report = Report::of(n);
    let row = |(i, name): (usize, &String)| {
        json!({ "item": name, "importance_lmg": number(importance[i]), "performance_mean": number(performance[i]),
                "quadrant": found[i].name() })
    };
    report.table("ipa", terms.names.iter().enumerate().map(row).collect());
    report.note(
        "The lines between the quadrants are the means: items near a line may fall on either side by chance.",
    );
    Ok(report)
}

fn kano(input: &Input) -> anyhow::Result<Report> {
    let answers = |role: &str| -> anyhow::Result<Vec<u8>> {
        let column = input.texts(role)?;
        let answer = |(row, v): (usize, u64)| {
            let v = u8::try_from(v).ok().filter(|v| (1..=5).contains(v));
            v.ok_or_else(|| input.wrong(row, &column.name, column.get(row), "is no answer from 1 to 5"))
        };
        input.counts(role)?.into_iter().enumerate().map(answer).collect()
    };
    let (with, without) = (answers("functional")?, answers("dysfunctional")?);
    let found = kano::evaluate(&with, &without, input.level)?;
    let mut report = Report::of(with.len() as f64);
    report.fact("category", found.category.letter().to_string());
    report.fact("clear", found.clear);
    let counts = Category::ALL.iter().zip(found.counts).map(|(c, n)| (c.letter().to_string(), n.into()));
    report.fact("counts", counts.collect::<serde_json::Map<_, _>>());
    for (name, coefficient) in [("better", found.better), ("worse", found.worse)] {
        if let Some(e) = coefficient {
            report.parameter(name, e);
            report.fact(format!("{name}_coefficient"), estimate(&e));
        }
    }
    report.note("M must be, O the more the better, A delights, I indifferent, R reverse, Q questionable.");
    Ok(report)
}
