//! What was answered: one response, and all of them as a file.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Day, Id, Instant, ResponseId, SurveyId, SurveyVersionId};
use troth_store::Db;
use troth_web::csv::{self, Cell, Lines};
use troth_web::{Error, Page, View};

use super::parse;
use crate::model::{Answers, Given, Question, Questionnaire, expand, said};
use crate::store;
use crate::store::link::find_name;
use crate::store::response::{Response as Kept, answers_of, get_response as find, list_responses};

/// A response.
#[derive(Debug, Serialize)]
pub(crate) struct ResponsePage {
    survey: SurveyId,
    name: String,
    who: Option<(AccountId, String)>,
    at: Option<Instant>,
    day: Day,
    done: bool,
    answers: Vec<Told>,
}

#[derive(Debug, Serialize)]
struct Told {
    question: String,
    /// What was answered, in words: one line, or one for each row.
    lines: Vec<String>,
}

impl Page for ResponsePage {
    const TEMPLATE: &str = "listen/response.html";

    fn sample() -> Self {
        Self {
            survey: SurveyId::from_raw(1),
            name: "After a purchase".into(),
            who: Some((AccountId::from_raw(1), "Ada Berg".into())),
            at: Some(Instant::from_micros(0)),
            day: Day::from_number(20_000),
            done: false,
            answers: vec![Told { question: "Why?".into(), lines: vec!["Quick".into(), "Kind".into()] }],
        }
    }
}

/// An answer as a person reads it.
fn in_words(question: &Question, given: &Given, language: &str) -> Vec<String> {
    let label = |value: i64| {
        let choice = question.choices.iter().find(|choice| choice.value == value);
        match choice.map_or("", |choice| said(&choice.text, language)) {
            "" => value.to_string(),
            text if question.kind.shows_numbers() => format!("{value} ({text})"),
            text => text.to_owned(),
        }
    };
    match given {
        Given::Number(value) => vec![label(*value)],
        Given::Text(text) => vec![text.clone()],
        Given::Chosen(chosen) => chosen.iter().map(|value| label(*value)).collect(),
        Given::Each(each) => each
            .iter()
            .map(|(item, value)| match question.rows.iter().find(|row| row.key == *item) {
                Some(row) => format!("{}: {}", said(&row.text, language), label(*value)),
                None => format!("{value}. {}", item.parse().map_or_else(|_| item.clone(), label)),
            })
            .collect(),
    }
}

pub(crate) async fn get_response(
    view: View,
    Path((id, response)): Path<(String, String)>,
) -> Result<Response, Error> {
    let id = parse(&id)?;
    let response: ResponseId = response.parse().map_err(|_| Error::NotFound)?;
    let (survey, kept, form, answers, name) = view
        .app()
        .store()
        .read(move |db| {
            let kept = find(db, response)?;
            if kept.survey != id {
                return Err(troth_store::Error::NotFound("the response".into()));
            }
            let form = store::get_version(db, kept.version)?.form;
            let answers = answers_of(db, &form, id, &[response])?.remove(&response.raw()).unwrap_or_default();
            let name = find_name(db, kept.account, kept.contact)?;
            Ok::<_, troth_store::Error>((store::get_survey(db, id)?, kept, form, answers, name))
        })
        .await?;
    let language = view.language().tag();
    let told = |question: &Question| {
        let given = answers.get(&question.key)?;
        let question_text = said(&question.text, language).to_owned();
        Some(Told { question: question_text, lines: in_words(question, given, language) })
    };
    view.page(&ResponsePage {
        survey: id,
        name: survey.name,
        who: kept.account.zip(name),
        at: kept.at,
        day: kept.day,
        done: kept.done,
        answers: form.questions.iter().filter_map(told).collect(),
    })
}

/// Responses with their answers.
pub(crate) struct Batch {
    pub(crate) responses: Vec<(Kept, Answers)>,
}

/// A page of responses with their answers, each read by the version it answered.
pub(crate) fn load_batch(
    db: &mut Db<'_>,
    survey: SurveyId,
    after: Option<ResponseId>,
    limit: usize,
) -> Result<Batch, troth_store::Error> {
    let responses = list_responses(db, survey, after, limit)?;
    let mut by_version: BTreeMap<i64, Vec<ResponseId>> = BTreeMap::new();
    for response in &responses {
        by_version.entry(response.version.raw()).or_default().push(response.id);
    }
    let mut answers = BTreeMap::new();
    for (version, ids) in by_version {
        let form = store::get_version(db, SurveyVersionId::from_raw(version))?.form;
        answers.extend(answers_of(db, &form, survey, &ids)?);
    }
    let with = |response: Kept| {
        let given = answers.remove(&response.id.raw()).unwrap_or_default();
        (response, given)
    };
    Ok(Batch { responses: responses.into_iter().map(with).collect() })
}

/// Responses in one piece of a file.
const PIECE: usize = 1_000;

/// The columns of a file: question and item.
fn columns(forms: &[Questionnaire]) -> Vec<(String, String)> {
    let mut columns: Vec<(String, String)> = Vec::new();
    for question in forms.iter().flat_map(|form| &form.questions) {
        for item in question.items() {
            let column = (question.key.clone(), item);
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    columns
}

/// All responses as a file, one a line; those without names in no order of time.
pub(crate) async fn get_file(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    let versions = view
        .app()
        .store()
        .read(move |db| {
            store::get_survey(db, id)?;
            store::list_versions(db, id)
        })
        .await?;
    let forms: Vec<Questionnaire> = versions.into_iter().map(|version| version.form).collect();
    let columns = columns(&forms);
    let mut headings: Vec<String> =
        ["response", "customer", "person", "day", "done"].map(str::to_owned).into();
    let named = |(question, item): &(String, String)| {
        if item.is_empty() { question.clone() } else { format!("{question}.{item}") }
    };
    headings.extend(columns.iter().map(named));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut lines = Lines::with(&headings);
    let mut after = None;
    loop {
        let batch = view.app().store().read(move |db| load_batch(db, id, after, PIECE)).await?;
        after = batch.responses.last().map(|(response, _)| response.id);
        let count = batch.responses.len();
        for (response, answers) in batch.responses {
            lines.add(line(&forms, &columns, &response, &answers));
        }
        if count < PIECE {
            break;
        }
    }
    Ok(csv::attached("responses.csv", csv::KIND, lines.take()))
}

fn line(
    forms: &[Questionnaire],
    columns: &[(String, String)],
    response: &Kept,
    answers: &Answers,
) -> Vec<Cell> {
    let mut numbers: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (key, given) in answers {
        if let Some((_, question)) = forms.iter().find_map(|form| form.find(key)) {
            numbers.extend(
                expand(question, given).into_iter().map(|(item, value)| ((key.clone(), item), value)),
            );
        }
    }
    let mut cells = vec![
        Cell::plain(response.id),
        Cell::if_known(response.account),
        Cell::if_known(response.contact),
        Cell::plain(response.day),
        Cell::plain(response.done),
    ];
    cells.extend(columns.iter().map(|column| match answers.get(&column.0) {
        Some(Given::Text(text)) => Cell::from(text.as_str()),
        _ => Cell::if_known(numbers.get(column)),
    }));
    cells
}
