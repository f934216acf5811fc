//! Results of a survey: a page, and a file.

use std::collections::HashSet;

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{Day, Figure, Grade, Id, Instant, Message, SegmentId, SurveyId, Unit};
use troth_store::{Db, SegmentField};
use troth_web::chart::{At, Chart, Measure, Point, Shape};
use troth_web::csv::{self, Cell, Lines};
use troth_web::{App, Error, Measured, Page, View};

use super::parse;
use crate::model::{Question, Questionnaire, Survey, said};
use crate::store;
use crate::store::result::{Cut, with_merged};
use crate::verbs::result::{Asked, QuestionResult, Results, load};

/// The results.
#[derive(Debug, Serialize)]
pub(crate) struct ResultsPage {
    id: SurveyId,
    name: String,
    anonymous: bool,
    may_read: bool,
    minimum: u64,
    rate: Option<Measured>,
    questions: Vec<Shown>,
    cuts: Vec<&'static str>,
    by: String,
    segments: Vec<(SegmentId, String)>,
    segment: String,
}

/// The results of a question.
#[derive(Debug, Serialize)]
struct Shown {
    text: String,
    kind: &'static str,
    n: Option<u64>,
    score: Option<Measured>,
    /// The score, weighted to everybody who was asked.
    weighted: Option<Measured>,
    /// How far the rows measure one thing.
    reliability: Option<Measured>,
    parts: Vec<Part>,
    trend: Option<Chart>,
    groups: Vec<Part>,
    hidden: usize,
    differ: Vec<Message>,
}

/// A line of a table: an answer, a row, a group.
#[derive(Debug, Serialize)]
struct Part {
    label: String,
    figure: Figure,
    share: bool,
}

pub(super) fn measured(figure: Figure, sentence: String) -> Measured {
    let n = i64::try_from(figure.n).unwrap_or(i64::MAX);
    Measured { figure, sentence: Message::new(sentence).with("n", n), trend: Vec::new(), href: None }
}

impl Page for ResultsPage {
    const TEMPLATE: &str = "listen/results.html";

    fn sample() -> Self {
        let at = Instant::from_micros(0);
        let figure = |value| {
            Figure::new(value, Unit::Share, 120, Grade::Counted, "survey-share", at)
                .between(value - 0.1, value + 0.1)
        };
        let part = |label: &str| Part { label: label.into(), figure: figure(0.4), share: true };
        let points = vec![Point::new(At::Name("2026-01".into()), 0.4).between(0.3, 0.5)];
        let caption = Message::new("listen-results-trend").with("question", "Would you recommend us?");
        let trend = Chart::new(Shape::Point, Measure::Share, caption, points);
        Self {
            id: SurveyId::from_raw(1),
            name: "After a purchase".into(),
            anonymous: false,
            may_read: true,
            minimum: 5,
            rate: Some(measured(figure(0.4), "listen-results-rate-sentence".into())),
            questions: vec![
                Shown {
                    text: "Would you recommend us?".into(),
                    kind: "csat",
                    n: Some(120),
                    score: Some(measured(figure(0.6), "listen-results-sentence-csat".into())),
                    weighted: Some(measured(figure(0.5), "listen-results-weighted-sentence".into())),
                    reliability: None,
                    parts: vec![part("Yes"), part("No")],
                    trend: Some(
                        trend
                            .axes(Message::new("listen-results-month"), Message::new("listen-results-share")),
                    ),
                    groups: vec![part("Executive")],
                    hidden: 2,
                    differ: vec![
                        Message::new("listen-results-differ")
                            .with("higher", "A")
                            .with("lower", "B")
                            .with("p", "0.01"),
                    ],
                },
                Shown {
                    text: "Why?".into(),
                    kind: "text",
                    n: None,
                    score: None,
                    weighted: None,
                    reliability: Some(measured(figure(0.8), "listen-results-alpha-sentence".into())),
                    parts: Vec::new(),
                    trend: None,
                    groups: Vec::new(),
                    hidden: 0,
                    differ: Vec::new(),
                },
            ],
            cuts: Cut::ALL.map(Cut::key).into(),
            by: "level".into(),
            segments: vec![(SegmentId::from_raw(1), "Regulars".into())],
            segment: String::new(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Cuts {
    by: Option<String>,
    segment: Option<String>,
}

/// The results as of now, of everybody or of a segment, told apart or not.
pub(crate) async fn load_results(
    app: &App,
    id: SurveyId,
    by: Option<&str>,
    segment: Option<&str>,
) -> Result<(Survey, Results), Error> {
    let segment: Option<SegmentId> =
        segment.filter(|id| !id.is_empty()).map(str::parse).transpose().map_err(|_| Error::NotFound)?;
    let by = match by.filter(|by| !by.is_empty()) {
        Some(by) => Some(Cut::find(by).ok_or(Error::NotFound)?),
        None => None,
    };
    let fields = troth_records::segment_fields(app.registry().parts());
    let (now, today) = (app.now(), app.zone().day_of(app.now()));
    let read = app.store().read(move |db| {
        let accounts = match members_of(db, &fields, segment, today)? {
            Ok(accounts) => accounts,
            Err(message) => return Ok(Err(message)),
        };
        let survey = store::get_survey(db, id)?;
        let results = load(db, &survey, &Asked { by, accounts }, now)?;
        Ok::<_, troth_store::Error>(Ok((survey, results)))
    });
    read.await?.map_err(Error::Wrong)
}

/// The customers of a segment, with the records that went into theirs; the message says why its filter cannot be read any more.
pub(super) fn members_of(
    db: &mut Db<'_>,
    fields: &[SegmentField],
    segment: Option<SegmentId>,
    today: Day,
) -> Result<Result<Option<HashSet<i64>>, Message>, troth_store::Error> {
    let Some(segment) = segment else { return Ok(Ok(None)) };
    let segment = troth_records::get_segment(db, segment)?;
    if let Err(message) = segment.filter.check(fields, db.business()?.currency) {
        return Ok(Err(message));
    }
    let mut accounts = HashSet::new();
    troth_records::each_member(db, fields, &segment.filter, today, |account| {
        accounts.insert(account.raw());
    })?;
    with_merged(db, &mut accounts)?;
    Ok(Ok(Some(accounts)))
}

/// The form that the results are of.
pub(super) async fn form_of(view: &View, survey: &Survey) -> Result<Questionnaire, Error> {
    let Some(version) = survey.version else { return Ok(survey.draft.clone()) };
    Ok(view.app().store().read(move |db| store::get_version(db, version)).await?.form)
}

/// What a part of a question is called: the words of a choice or a row.
pub(super) fn label(view: &View, question: &Question, part: &str) -> String {
    let language = view.language().tag();
    if part == "gap" {
        return view.app().templates().say(view.language(), &Message::new("listen-results-gap"));
    }
    if let Some(row) = question.rows.iter().find(|row| row.key == part) {
        return said(&row.text, language).to_owned();
    }
    let choice = question.choices.iter().find(|choice| choice.value.to_string() == part);
    match choice.map_or("", |choice| said(&choice.text, language)) {
        "" => {
            // A survey that came in a file has none of the words that the program has for a scale.
            let own = format!("listen-label-{}-{part}", question.kind.key());
            if !question.kind.shows_numbers() && view.app().texts().has(&own) {
                view.app().templates().say(view.language(), &Message::new(own))
            } else {
                part.to_owned()
            }
        }
        text if question.kind.shows_numbers() => format!("{part}: {text}"),
        text => text.to_owned(),
    }
}

/// What a group is called in the reader's language.
pub(super) fn group_name(view: &View, by: &str, group: Option<&str>) -> String {
    let say = |key: String| view.app().templates().say(view.language(), &Message::new(key));
    match group {
        None => say("listen-results-unknown".into()),
        Some(name) if by == "team" => name.to_owned(),
        Some(word) => say(format!("records-word-{word}")),
    }
}

fn month_name(month: i64) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

fn show(view: &View, by: &str, question: &Question, result: QuestionResult) -> Shown {
    let language = view.language().tag();
    let part = |label: String, figure: Figure| Part { share: figure.unit == Unit::Share, label, figure };
    let kind = question.kind.key();
    let months = result.months.iter().map(|month| {
        let point = Point::new(At::Name(month_name(month.month)), month.score.value);
        match (month.score.low, month.score.high) {
            (Some(low), Some(high)) => point.between(low, high),
            _ => point,
        }
    });
    let points: Vec<Point> = months.collect();
    let measure = if kind == "nps" { Measure::Number } else { Measure::Share };
    let trend = (points.len() > 1).then(|| {
        let caption = Message::new("listen-results-trend").with("question", said(&question.text, language));
        Chart::new(Shape::Point, measure, caption, points)
            .axes(Message::new("listen-results-month"), Message::new(format!("listen-results-score-{kind}")))
    });
    let differ = result.differ.iter().map(|one| {
        Message::new("listen-results-differ")
            .with("higher", group_name(view, by, one.higher.as_deref()))
            .with("lower", group_name(view, by, one.lower.as_deref()))
            .with("p", if one.p < 0.001 { "< 0.001".to_owned() } else { format!("{:.3}", one.p) })
    });
    Shown {
        text: said(&question.text, language).to_owned(),
        kind,
        n: result.n,
        differ: differ.collect(),
        score: result.score.map(|figure| measured(figure, format!("listen-results-sentence-{kind}"))),
        weighted: result.weighted.map(|figure| measured(figure, "listen-results-weighted-sentence".into())),
        reliability: result
            .reliability
            .map(|figure| measured(figure, "listen-results-alpha-sentence".into())),
        parts: result
            .parts
            .into_iter()
            .map(|one| part(label(view, question, &one.part), one.figure))
            .collect(),
        trend,
        groups: result
            .groups
            .into_iter()
            .map(|one| part(group_name(view, by, one.group.as_deref()), one.score))
            .collect(),
        hidden: result.hidden,
    }
}

pub(crate) async fn get_results(
    view: View,
    Path(id): Path<String>,
    Query(cuts): Query<Cuts>,
) -> Result<Response, Error> {
    let id = parse(&id)?;
    let (survey, results) = load_results(view.app(), id, cuts.by.as_deref(), cuts.segment.as_deref()).await?;
    let segments = view.app().store().read(troth_records::list_segments).await?;
    let form = form_of(&view, &survey).await?;
    let by = cuts.by.unwrap_or_default();
    let questions = results.questions.into_iter();
    let questions = questions.filter_map(|result| {
        let (_, question) = form.find(&result.question)?;
        Some(show(&view, &by, question, result))
    });
    view.page(&ResultsPage {
        id,
        questions: questions.collect(),
        name: survey.name,
        anonymous: survey.anonymous,
        may_read: view.may(&crate::READ),
        minimum: results.minimum,
        rate: results.rate.map(|figure| measured(figure, "listen-results-rate-sentence".into())),
        cuts: Cut::ALL.map(Cut::key).into(),
        by,
        segments: segments.into_iter().map(|one| (one.id, one.name)).collect(),
        segment: cuts.segment.unwrap_or_default(),
    })
}

/// The same as a file: a line for each score, answer, month and group.
pub(crate) async fn get_file(
    view: View,
    Path(id): Path<String>,
    Query(cuts): Query<Cuts>,
) -> Result<Response, Error> {
    let id = parse(&id)?;
    let (_, results) = load_results(view.app(), id, cuts.by.as_deref(), cuts.segment.as_deref()).await?;
    let mut lines = Lines::with(&["question", "kind", "what", "part", "n", "value", "low", "high", "method"]);
    for one in &results.questions {
        let mut add = |what: &str, part: Cell, figure: &Figure| {
            lines.add([
                Cell::from(one.question.as_str()),
                Cell::plain(one.kind),
                Cell::plain(what),
                part,
                Cell::plain(figure.n),
                Cell::plain(figure.value),
                Cell::if_known(figure.low),
                Cell::if_known(figure.high),
                Cell::plain(&figure.method),
            ]);
        };
        if let Some(score) = &one.score {
            add("score", Cell::plain(""), score);
        }
        if let Some(weighted) = &one.weighted {
            add("weighted", Cell::plain(""), weighted);
        }
        if let Some(reliability) = &one.reliability {
            add("reliability", Cell::plain(""), reliability);
        }
        one.parts.iter().for_each(|part| add("answer", Cell::from(part.part.as_str()), &part.figure));
        one.months.iter().for_each(|month| add("month", Cell::plain(month_name(month.month)), &month.score));
        one.groups.iter().for_each(|group| {
            add("group", Cell::from(group.group.as_deref().unwrap_or_default()), &group.score);
        });
    }
    Ok(csv::attached("results.csv", csv::KIND, lines.take()))
}
