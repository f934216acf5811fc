//! What people said held against what they did.

use std::collections::BTreeMap;

use axum::response::Response;
use serde::Serialize;
use troth_core::{Argument, Day, Figure, Grade, Id, Message, SurveyId, Unit};
use troth_web::chart::{At, Chart, Measure, Point, Shape};
use troth_web::csv::{Cell, Lines};
use troth_web::{Error, Page, View};

use super::file::columns;
use super::{Labelled, labelled, sample_report};
use crate::model::{
    Answered, Deed, Despite, Finding, Moved, Report, SAID_DAYS, Said, SaidForecast, SaidGroup, SaidPoint,
    SaidStayed,
};
use crate::store;

/// Question by question.
#[derive(Debug, Serialize)]
pub(crate) struct SaidPage {
    measured: bool,
    days: i64,
    /// What stands out, before anything else.
    findings: Vec<Message>,
    questions: Vec<Shown>,
}

#[derive(Debug, Serialize)]
struct Shown {
    survey: String,
    href: String,
    title: Message,
    counted: Message,
    /// "Of 120 who said “definitely yes”, 61 % bought again."
    answers: Vec<Line>,
    hidden: usize,
    chart: Option<Chart>,
    figures: Vec<Labelled>,
    despite: Vec<Labelled>,
    /// Loyal, and held.
    stayed: Vec<Labelled>,
    forecast: Option<ShownForecast>,
    groups: Vec<ShownGroup>,
    moved: Vec<Labelled>,
    finding: Option<Message>,
}

#[derive(Debug, Serialize)]
struct Line {
    label: Message,
    sentence: Message,
    share: Figure,
}

#[derive(Debug, Serialize)]
struct ShownForecast {
    cut: Day,
    skill: Option<f64>,
    chart: Option<Chart>,
}

#[derive(Debug, Serialize)]
struct ShownGroup {
    by: Message,
    group: Message,
    good: Figure,
    others: Figure,
}

/// What an answer is called.
fn answer(kind: &str, value: i64) -> Message {
    Message::new(format!("measure-said-{kind}-{value}"))
}

/// Says a message in the reader's language.
type Say<'s> = &'s dyn Fn(&Message) -> String;

fn share(figure: &Figure) -> [Argument; 3] {
    let part = |value: Option<f64>| Argument::Share(value.unwrap_or(figure.value));
    [part(None), part(figure.low), part(figure.high)]
}

fn sentence(key: String, figure: &Figure) -> Message {
    let [value, low, high] = share(figure);
    let n = i64::try_from(figure.n).unwrap_or(i64::MAX);
    Message::new(key).with("n", n).with("share", value).with("low", low).with("high", high)
}

fn chart(said: &Said, say: Say<'_>) -> Option<Chart> {
    let points = said.answers.iter().map(|one| {
        let point = Point::new(At::Name(say(&answer(&said.kind, one.value))), one.share.value);
        point.between(one.share.low.unwrap_or(one.share.value), one.share.high.unwrap_or(one.share.value))
    });
    let caption = Message::new(format!("measure-said-caption-{}", said.deed.key()));
    let chart = Chart::new(Shape::Bar, Measure::Share, caption, points.collect());
    let axes =
        (Message::new("measure-said-answer"), Message::new(format!("measure-said-{}", said.deed.key())));
    (said.answers.len() > 1).then(|| chart.axes(axes.0, axes.1))
}

fn curve(forecast: &SaidForecast, say: Say<'_>) -> Option<Chart> {
    let (came, foretold) =
        (say(&Message::new("measure-said-came")), say(&Message::new("measure-said-foretold")));
    let mut known: Vec<&SaidPoint> = forecast.points.iter().collect();
    known.sort_by(|one, other| one.chance.total_cmp(&other.chance));
    let mut points: Vec<Point> = known
        .iter()
        .map(|point| {
            let (value, at) = (point.share.value, At::Number((point.chance * 1_000.0).round() / 10.0));
            let ends = (point.share.low.unwrap_or(value), point.share.high.unwrap_or(value));
            Point::new(at, value).of(&came).between(ends.0, ends.1)
        })
        .collect();
    let diagonal = known.iter().map(|point| (point.chance * 1_000.0).round() / 10.0);
    points.extend(diagonal.map(|chance| Point::new(At::Number(chance), chance / 100.0).of(&foretold)));
    let chart = Chart::new(Shape::Line, Measure::Share, Message::new("measure-said-curve"), points);
    (known.len() > 1)
        .then(|| chart.axes(Message::new("measure-said-chance"), Message::new("measure-said-came")))
}

fn title(said: &Said) -> Message {
    Message::new(format!("measure-said-kind-{}", said.kind)).with("question", said.question.as_str())
}

fn shown(said: Said, name: &str, say: Say<'_>) -> Shown {
    let deed = said.deed.key();
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let counted = Message::new(format!("measure-said-counted-{deed}"))
        .with("n", count(said.n))
        .with("watched", count(said.watched))
        .with("undecided", count(said.undecided));
    let (chart, kind) = (chart(&said, say), said.kind.clone());
    let answers = said.answers.into_iter().map(|Answered { value, share }| {
        let label = answer(&kind, value);
        let sentence = sentence(format!("measure-said-did-{deed}"), &share).with("answer", label.clone());
        Line { label, sentence, share }
    });
    let mut figures = Vec::new();
    figures.extend(said.auc.map(|auc| labelled("measure-said-auc", "measure-said-auc-sentence", auc)));
    let brier = said.forecast.as_ref().map(|forecast| forecast.brier.clone());
    figures.extend(brier.map(|brier| labelled("measure-said-brier", "measure-said-brier-sentence", brier)));
    let despite = said.despite.map_or_else(Vec::new, |Despite { left, stayed, held }| {
        let texts = match said.deed {
            Deed::Bought => [
                ("measure-said-left-bought", "measure-said-left-bought-sentence"),
                ("measure-said-stayed-bought", "measure-said-stayed-bought-sentence"),
            ],
            Deed::Renewed => [
                ("measure-said-left-renewed", "measure-said-left-renewed-sentence"),
                ("measure-said-stayed-renewed", "measure-said-stayed-renewed-sentence"),
            ],
        };
        let both = texts.into_iter().zip([left, stayed]);
        let mut all: Vec<Labelled> =
            both.map(|((label, sentence), figure)| labelled(label, sentence, figure)).collect();
        all.extend(held.map(|held| labelled("measure-said-held", "measure-said-held-sentence", held)));
        all
    });
    let stayed = said.stayed.map_or_else(Vec::new, |SaidStayed { loyal, unhappy, untested, held }| {
        vec![
            labelled("measure-said-loyal", "measure-said-loyal-sentence", loyal),
            labelled("measure-said-captive", "measure-said-captive-sentence", held),
            labelled("measure-said-untested", "measure-said-untested-sentence", untested),
            labelled("measure-said-unhappy", "measure-said-unhappy-sentence", unhappy),
        ]
    });
    let groups = said.groups.into_iter().map(|SaidGroup { by, group, good, others }| ShownGroup {
        group: match &group {
            Some(group) => Message::new(format!("measure-said-{by}-{group}")),
            None => Message::new("measure-said-unknown"),
        },
        by: Message::new(format!("measure-said-by-{by}")),
        good,
        others,
    });
    let finding = said.moved.as_ref().and_then(|moved| found(moved, deed));
    let moved = said.moved.map_or_else(Vec::new, |Moved { words, deeds, .. }| {
        vec![
            labelled("measure-said-words", "measure-said-words-sentence", words),
            labelled("measure-said-deeds", "measure-said-deeds-sentence", deeds),
        ]
    });
    Shown {
        survey: name.to_owned(),
        href: format!("/listen/{}", said.survey),
        title: Message::new(format!("measure-said-kind-{kind}")).with("question", said.question),
        counted,
        answers: answers.collect(),
        hidden: said.hidden,
        chart,
        figures,
        despite,
        stayed,
        forecast: said.forecast.map(|forecast| ShownForecast {
            cut: forecast.cut,
            skill: forecast.skill,
            chart: curve(&forecast, say),
        }),
        groups: groups.collect(),
        moved,
        finding,
    }
}

/// What changes of words and deeds say together; nothing where neither moved.
fn found(moved: &Moved, deed: &str) -> Option<Message> {
    if moved.finding == Finding::Neither {
        return None;
    }
    let [words, ..] = share(&moved.words);
    let [deeds, low, high] = share(&moved.deeds);
    let message = Message::new(format!("measure-said-finding-{}", moved.finding.key()));
    let message = message.with("words", words).with("deeds", deeds).with("low", low).with("high", high);
    Some(message.with("deed", Message::new(format!("measure-said-{deed}"))))
}

impl SaidPage {
    fn of(report: Option<Report>, names: &BTreeMap<i64, String>, say: Say<'_>) -> Self {
        let measured = report.is_some();
        let mut said = report.map_or_else(Vec::new, |report| report.said);
        said.retain(|one| one.n > 0 || one.watched > 0);
        let name = |survey: SurveyId| names.get(&survey.raw()).cloned().unwrap_or_else(|| survey.to_string());
        let alone =
            said.iter().filter(|one| one.moved.as_ref().is_some_and(|moved| moved.finding == Finding::Words));
        let findings = alone
            .filter_map(|one| {
                let finding = found(one.moved.as_ref()?, one.deed.key())?;
                let whole = Message::new("measure-said-finding-of").with("survey", name(one.survey));
                Some(whole.with("question", title(one)).with("finding", finding))
            })
            .collect();
        let questions = said
            .into_iter()
            .map(|one| {
                let name = name(one.survey);
                shown(one, &name, say)
            })
            .collect();
        Self { measured, days: SAID_DAYS, findings, questions }
    }
}

impl Page for SaidPage {
    const TEMPLATE: &str = "measure/said.html";

    fn sample() -> Self {
        let names = BTreeMap::from([(1, "Spring".to_owned())]);
        Self::of(Some(sample_report()), &names, &|message| message.key.clone())
    }
}

/// What a run might say of words and deeds.
pub(super) fn sample_said(figure: &Figure) -> Vec<Said> {
    let counted =
        Figure { grade: Grade::Counted, method: "said-did".into(), unit: Unit::Share, ..figure.clone() };
    let group = |by: &str, group: Option<&str>| SaidGroup {
        by: by.into(),
        group: group.map(str::to_owned),
        good: counted.clone(),
        others: counted.clone(),
    };
    let moved = |finding| Moved {
        cut: Day::from_number(19_900),
        words: Figure { value: 0.12, low: Some(0.05), high: Some(0.19), ..counted.clone() },
        deeds: Figure { value: 0.01, low: Some(-0.03), high: Some(0.05), ..counted.clone() },
        finding,
    };
    let said = |kind: &str, values: &[i64], deed, finding| Said {
        survey: SurveyId::from_raw(1),
        question: kind.into(),
        kind: kind.into(),
        deed,
        days: SAID_DAYS,
        n: 200,
        watched: 12,
        undecided: 7,
        answers: values.iter().map(|value| Answered { value: *value, share: counted.clone() }).collect(),
        hidden: 2,
        auc: Some(Figure { grade: Grade::Associated, method: "said-auc".into(), ..counted.clone() }),
        forecast: Some(SaidForecast {
            cut: Day::from_number(19_900),
            brier: Figure { unit: Unit::Number, method: "said-brier".into(), ..counted.clone() },
            skill: Some(0.12),
            points: values
                .iter()
                .map(|value| SaidPoint { value: *value, chance: 0.3, share: counted.clone() })
                .collect(),
        }),
        groups: vec![
            group("role", Some("decides")),
            group("role", Some("influences")),
            group("role", Some("uses")),
            group("role", Some("none")),
            group("decides", Some("decides")),
            group("decides", Some("say")),
            group("decides", Some("neither")),
            group("alternative", Some("some")),
            group("alternative", Some("none")),
            group("alternative", None),
        ],
        moved: Some(moved(finding)),
        despite: Some(Despite {
            left: counted.clone(),
            stayed: counted.clone(),
            held: Some(counted.clone()),
        }),
        stayed: Some(SaidStayed {
            loyal: counted.clone(),
            unhappy: counted.clone(),
            untested: counted.clone(),
            held: counted.clone(),
        }),
    };
    vec![
        said("again", &[1, 2, 3, 4, 5], Deed::Bought, Finding::Words),
        said("again", &[1, 2, 3, 4, 5], Deed::Renewed, Finding::Deeds),
        said("recommend", &[1, 2, 3, 4], Deed::Bought, Finding::Together),
        said("nps", &[0, 7, 9], Deed::Renewed, Finding::Unclear),
        said("csat", &[1, 2, 3, 4, 5], Deed::Bought, Finding::Neither),
    ]
}

pub(super) async fn get_said(view: View) -> Result<Response, Error> {
    let loaded = view
        .app()
        .store()
        .read(|db| Ok::<_, crate::Error>((super::find_report(db)?, store::survey_names(db)?)));
    let (report, names) = loaded.await?;
    let say = |message: &Message| view.app().templates().say(view.language(), message);
    view.page(&SaidPage::of(report, &names, &say))
}

/// The figures of a question by name.
pub(crate) fn figures_of(said: &Said) -> Vec<(String, Figure)> {
    let mut all: Vec<(String, Figure)> =
        said.answers.iter().map(|one| (format!("answer.{}", one.value), one.share.clone())).collect();
    let mut put = |name: &str, figure: Option<&Figure>| {
        all.extend(figure.map(|figure| (name.to_owned(), figure.clone())));
    };
    put("auc", said.auc.as_ref());
    put("brier", said.forecast.as_ref().map(|forecast| &forecast.brier));
    put("left", said.despite.as_ref().map(|despite| &despite.left));
    put("stayed", said.despite.as_ref().map(|despite| &despite.stayed));
    put("held", said.despite.as_ref().and_then(|despite| despite.held.as_ref()));
    put("stayed.loyal", said.stayed.as_ref().map(|stayed| &stayed.loyal));
    put("stayed.unhappy", said.stayed.as_ref().map(|stayed| &stayed.unhappy));
    put("stayed.untested", said.stayed.as_ref().map(|stayed| &stayed.untested));
    put("stayed.held", said.stayed.as_ref().map(|stayed| &stayed.held));
    put("moved.words", said.moved.as_ref().map(|moved| &moved.words));
    put("moved.deeds", said.moved.as_ref().map(|moved| &moved.deeds));
    for group in &said.groups {
        let name = group.group.as_deref().unwrap_or("unknown");
        put(&format!("{}.{name}.good", group.by), Some(&group.good));
        put(&format!("{}.{name}.others", group.by), Some(&group.others));
    }
    all
}

/// A line for each figure of each question.
pub(super) async fn get_file(view: View) -> Result<Response, Error> {
    let loaded = view
        .app()
        .store()
        .read(|db| Ok::<_, crate::Error>((super::find_report(db)?, store::survey_names(db)?)));
    let (report, names) = loaded.await?;
    let mut lines = Lines::with(&[
        "survey", "name", "question", "kind", "deed", "days", "figure", "value", "low", "high", "currency",
        "n", "grade", "method",
    ]);
    for said in report.into_iter().flat_map(|report| report.said) {
        for (name, figure) in figures_of(&said) {
            let about = [
                Cell::plain(said.survey),
                Cell::from(names.get(&said.survey.raw()).map_or("", String::as_str)),
                Cell::from(said.question.as_str()),
                Cell::plain(&said.kind),
                Cell::plain(said.deed.key()),
                Cell::plain(said.days),
                Cell::plain(name),
            ];
            lines.add(about.into_iter().chain(columns(&figure)));
        }
    }
    Ok(lines.into_file("said.csv"))
}
