//! Scores that people give.

use serde_json::json;
use troth_stats::score::gap::Gap;
use troth_stats::score::mean::{self, Scores};
use troth_stats::score::nps::{self, Answers, Nps};
use troth_stats::score::reliability::{Items, Missing};

use super::input::Input;
use super::model::{Model, column, columns, value};
use super::report::{Report, number};

const SUBJECT: &str = "Scores";
const SILENT: &str = "what those think who did not answer, and why anybody gave that score.";

pub(super) const MODELS: &[Model] = &[
    Model {
        name: "nps",
        subject: SUBJECT,
        answers: "the net promoter score, with intervals that hold for few answers",
        silent: SILENT,
        example: "troth analyse nps answers.csv --score=recommend (or --detractors=86 --passives=99 --promoters=65)",
        roles: &[
            column("score", "answers from 0 to 10"),
            column("group", "two groups to compare"),
            value("detractors", "instead of a file: how many gave 0 to 6"),
            value("passives", "how many gave 7 or 8"),
            value("promoters", "how many gave 9 or 10"),
        ],
        keep_missing: false,
        run: net,
    },
    Model {
        name: "mean",
        subject: SUBJECT,
        answers: "the mean of answers on a scale",
        silent: SILENT,
        example: "troth analyse mean answers.csv --score=satisfaction --low=1 --high=5",
        roles: &[
            column("score", "the answers"),
            value("low", "the lowest answer there is; 0 if not given"),
            value("high", "the highest; 10 if not given"),
        ],
        keep_missing: false,
        run: average,
    },
    Model {
        name: "alpha",
        subject: SUBJECT,
        answers: "whether questions measure one thing: Cronbach's alpha",
        silent: "that the questions measure what they are meant to; a high alpha may also mean that one question was asked often.",
        example: "troth analyse alpha answers.csv --items=q1,q2,q3,q4",
        roles: &[
            columns("items", "the questions, all turned the same way"),
            columns("reverse", "those of them where a high answer means little"),
            value(
                "highest",
                "highest plus lowest answer of a reversed question, such as 7 on a scale from 1 to 6",
            ),
            value("missing", "listwise (leave out the row) or pairwise"),
        ],
        keep_missing: true,
        run: reliability,
    },
    Model {
        name: "gap",
        subject: SUBJECT,
        answers: "what was perceived against what was expected",
        silent: "whether the expectation was fair; and differences of two answers carry the noise of both.",
        example: "troth analyse gap answers.csv --perception=quality --expectation=expected",
        roles: &[column("perception", "what was found"), column("expectation", "what was expected")],
        keep_missing: false,
        run: gap,
    },
];

const METHODS: [(&str, nps::Method); 4] = [
    ("score", nps::Method::Score),
    ("adjusted_wald", nps::Method::AdjustedWald),
    ("agresti_min", nps::Method::AgrestiMin),
    ("wald", nps::Method::Wald),
];

fn scores(input: &Input) -> anyhow::Result<Vec<u8>> {
    let column = input.texts("score")?;
    let score = |(row, score): (usize, u64)| {
        u8::try_from(score)
            .ok()
            .filter(|s| *s <= 10)
            .ok_or_else(|| input.wrong(row, &column.name, column.get(row), "is no answer from 0 to 10"))
    };
    input.counts("score")?.into_iter().enumerate().map(score).collect()
}

fn net(input: &Input) -> anyhow::Result<Report> {
    if input.has("group") {
        return two_nets(input);
    }
    let mut by_score = None;
    let answers = if input.has("detractors") {
        Answers {
            detractors: input.whole("detractors")?,
            passives: input.whole("passives")?,
            promoters: input.whole("promoters")?,
        }
    } else {
        let given = scores(input)?;
        let mut counts = std::collections::BTreeMap::<u8, u64>::new();
        for score in &given {
            *counts.entry(*score).or_default() += 1;
        }
        by_score = Some(counts);
        Answers::count(&given)?
    };
    let found = answers.check()?;
    let mut report = Report::of((answers.detractors + answers.passives + answers.promoters) as f64);
    report.parameter("nps", found.interval(nps::Method::Score, input.level)?);
    for (name, method) in METHODS {
        report.estimate(name, found.interval(method, input.level)?);
    }
    let centres = METHODS.iter().map(|(name, method)| ((*name).to_owned(), number(found.centre(*method))));
    report.fact("centres", centres.collect::<serde_json::Map<_, _>>());
    report.fact("detractors", answers.detractors);
    report.fact("passives", answers.passives);
    report.fact("promoters", answers.promoters);
    if let Some(counts) = by_score {
        let counts = counts.into_iter().map(|(score, n)| (score.to_string(), n.into()));
        report.fact("answers", counts.collect::<serde_json::Map<_, _>>());
    }
    report.note("From -1 to 1: share of promoters minus share of detractors.");
    Ok(report)
}

fn two_nets(input: &Input) -> anyhow::Result<Report> {
    let all = scores(input)?;
    let (codes, names) = input.groups("group")?;
    anyhow::ensure!(
        names.len() == 2,
        "--group holds {} groups; two are compared at a time (use --where)",
        names.len()
    );
    let of = |group: usize| -> anyhow::Result<Nps> {
        let own: Vec<u8> = all.iter().zip(&codes).filter(|(_, c)| **c == group).map(|(s, _)| *s).collect();
        Ok(Answers::count(&own)?.check()?)
    };
    let (first, second) = (of(0)?, of(1)?);
    let found = nps::compare(first, second, input.level)?;
    let mut report = Report::of(all.len() as f64);
    report.parameter("difference", found.score);
    report.estimate("wald", found.wald);
    report.estimate(names[0].as_str(), first.interval(nps::Method::Score, input.level)?);
    report.estimate(names[1].as_str(), second.interval(nps::Method::Score, input.level)?);
    report.number("z", found.z);
    report.number("p", found.p_value);
    report.note(format!("The difference is {} minus {}.", names[0], names[1]));
    Ok(report)
}

fn average(input: &Input) -> anyhow::Result<Report> {
    let values = input.numbers("score")?;
    let scores =
        Scores { values: &values, low: input.number_or("low", 0.0)?, high: input.number_or("high", 10.0)? };
    let found = scores.check()?;
    let mut report = Report::of(values.len() as f64);
    report.parameter("mean", found.interval(mean::Method::Adjusted, input.level)?);
    for (name, method) in [
        ("adjusted", mean::Method::Adjusted),
        ("student", mean::Method::Student),
        ("guaranteed", mean::Method::Guaranteed),
    ] {
        if let Ok(e) = found.interval(method, input.level) {
            report.estimate(name, e);
        }
    }
    Ok(report)
}

fn reliability(input: &Input) -> anyhow::Result<Report> {
    input.get("items")?;
    let mut terms = input.terms("items")?;
    if let Some(reversed) = input.find("reverse") {
        let sum = input.number("highest")?;
        for (name, column) in terms.names.iter().zip(&mut terms.columns) {
            if reversed.split(',').any(|own| own.trim() == name) {
                for answer in column {
                    *answer = sum - *answer;
                }
            }
        }
    }
    let missing =
        input.choice("missing", &[("listwise", Missing::Listwise), ("pairwise", Missing::Pairwise)])?;
    let slices = terms.slices();
    let items = Items { columns: &slices, missing };
    let found = items.reliability(input.level)?;
    let mut report = Report::of(found.alpha.n);
    report.parameter("raw_alpha", found.alpha);
    report.number("std.alpha", found.standardised);
    report.number("G6(smc)", found.lambda6);
    report.number("average_r", found.average_correlation);
    report.number("S/N", found.signal_to_noise);
    report.number("mean", found.mean);
    report.number("sd", found.standard_deviation);
    if let Ok(omega) = items.omega() {
        report.number("omega", omega.value);
    }
    let row = |(i, name): (usize, &String)| {
        json!({ "item": name, "alpha_without": found.without.get(i).copied().map(number),
                "item_rest_r": found.item_rest.get(i).copied().map(number) })
    };
    report.table("items", terms.names.iter().enumerate().map(row).collect());
    Ok(report)
}

fn gap(input: &Input) -> anyhow::Result<Report> {
    let (perception, expectation) = (input.numbers("perception")?, input.numbers("expectation")?);
    let found = Gap { perception: &perception, expectation: &expectation }.estimate(input.level)?;
    let mut report = Report::of(perception.len() as f64);
    report.parameter("gap", found.gap);
    report.number("p", found.p_value);
    Ok(report)
}
