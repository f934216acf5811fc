//! One question of a draft: added, written, put elsewhere, taken away.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{Id, Message, SurveyId};
use troth_web::{Error, Form, Page, View};

use super::build::{load, put_texts};
use super::parse;
use crate::model::{
    ABOUT, About, Choice, Kind, Line, Question, Questionnaire, Rule, Shape, Survey, Texts, find_meaning,
    key_from, new_question, said,
};
use crate::store;
use crate::verbs::{self, By, say};

/// Empty lines for further choices, rows and rules.
const MORE: usize = 3;

/// A question as a form.
#[derive(Debug, Serialize)]
pub(crate) struct QuestionPage {
    id: SurveyId,
    survey: String,
    key: String,
    kind: &'static str,
    languages: Vec<String>,
    /// Numbers of the choices whose labels can be written; `new-1` for one that is not there yet.
    choices: Vec<String>,
    rows: Vec<String>,
    /// What the choices that are there can count as; none where they count as nothing.
    abouts: Vec<About>,
    /// How many rules can be said; none where a question does not branch.
    rules: usize,
    /// Where rules can lead: key and text.
    targets: Vec<(String, String)>,
    /// Keys of earlier questions that texts can speak of.
    earlier: Vec<String>,
    form: Form,
}

impl Page for QuestionPage {
    const TEMPLATE: &str = "listen/question.html";

    fn sample() -> Self {
        let mut form = Form::with([("text.en", "Did we solve it?"), ("choice-1.en", "Yes")]);
        form.wrong("text.en", Message::new("web-field-empty"));
        Self {
            id: SurveyId::from_raw(1),
            survey: "After a purchase".into(),
            key: "solved".into(),
            kind: "single",
            languages: vec!["en".into(), "de".into()],
            choices: vec!["1".into(), "new-1".into()],
            rows: vec!["row-1".into()],
            abouts: ABOUT.into(),
            rules: 1,
            targets: vec![("why".into(), "Why?".into())],
            earlier: vec!["nps".into()],
            form: form.remember(),
        }
    }
}

/// Whether the choices of a kind are its survey's own.
fn has_own_choices(kind: Kind) -> bool {
    kind.scale().is_none() && !matches!(kind, Kind::Text)
}

/// Whether its choices can say why somebody came, stayed or left.
fn can_mean(kind: Kind) -> bool {
    matches!(kind, Kind::Single | Kind::Multiple)
}

fn has_own_rows(kind: Kind) -> bool {
    kind == Kind::Matrix
}

/// The names of the lines that a question shows: those it has, and some more.
fn lines(have: impl Iterator<Item = String>, more: bool) -> Vec<String> {
    let fresh = (1..=MORE).filter(|_| more).map(|number| format!("new-{number}"));
    have.chain(fresh).collect()
}

fn choice_lines(question: &Question) -> Vec<String> {
    lines(question.choices.iter().map(|choice| choice.value.to_string()), has_own_choices(question.kind))
}

fn row_lines(question: &Question) -> Vec<String> {
    lines(question.rows.iter().map(|row| row.key.clone()), has_own_rows(question.kind))
}

/// Numbers as somebody writes them: `0-6, 9`.
fn write_numbers(numbers: &[i64]) -> String {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for number in sorted {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 >= number => *last = number,
            _ => spans.push((number, number)),
        }
    }
    let span = |(first, last): &(i64, i64)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    spans.iter().map(span).collect::<Vec<_>>().join(", ")
}

fn read_numbers(text: &str) -> Option<Vec<i64>> {
    let mut numbers = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (first, last): (i64, i64) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        if first > last || last - first > 1_000 {
            return None;
        }
        numbers.extend(first..=last);
    }
    (!numbers.is_empty() && numbers.len() <= 1_000).then_some(numbers)
}

fn filled(question: &Question, languages: &[String]) -> Form {
    let mut values = vec![("required".to_owned(), if question.required { "yes" } else { "no" }.to_owned())];
    let mut add = |name: String, texts: Option<&Texts>| {
        for tag in languages {
            let text = texts.and_then(|texts| texts.get(tag)).cloned().unwrap_or_default();
            values.push((format!("{name}.{tag}"), text));
        }
    };
    add("text".into(), Some(&question.text));
    add("help".into(), Some(&question.help));
    for line in choice_lines(question) {
        let choice = question.choices.iter().find(|choice| choice.value.to_string() == line);
        add(format!("choice-{line}"), choice.map(|choice| &choice.text));
    }
    for line in row_lines(question) {
        add(format!("row-{line}"), question.rows.iter().find(|row| row.key == line).map(|row| &row.text));
    }
    for choice in question.choices.iter().filter(|_| can_mean(question.kind)) {
        values.push((format!("means-{}", choice.value), choice.means.clone().unwrap_or_default()));
    }
    for number in 0..rules_shown(question) {
        let rule = question.rules.get(number);
        values
            .push((format!("when-{number}"), rule.map(|rule| write_numbers(&rule.when)).unwrap_or_default()));
        let to = rule.map(|rule| rule.to.clone().unwrap_or_else(|| "end".to_owned())).unwrap_or_default();
        values.push((format!("to-{number}"), to));
    }
    Form::with(values)
}

fn rules_shown(question: &Question) -> usize {
    if question.kind.shape() == Shape::One { question.rules.len() + MORE } else { 0 }
}

fn show(view: &View, survey: &Survey, key: &str, status: StatusCode, form: Form) -> Result<Response, Error> {
    let (place, question) = survey.draft.find(key).ok_or(Error::NotFound)?;
    let language = view.language().tag();
    let target = |question: &Question| (question.key.clone(), said(&question.text, language).to_owned());
    view.page_with(
        status,
        &QuestionPage {
            id: survey.id,
            survey: survey.name.clone(),
            key: question.key.clone(),
            kind: question.kind.key(),
            languages: survey.draft.languages.clone(),
            choices: choice_lines(question),
            rows: row_lines(question),
            abouts: if can_mean(question.kind) { ABOUT.into() } else { Vec::new() },
            rules: rules_shown(question),
            targets: survey.draft.questions.iter().skip(place + 1).map(target).collect(),
            earlier: survey.draft.questions.iter().take(place).map(|question| question.key.clone()).collect(),
            form,
        },
    )
}

#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    key: Option<String>,
}

pub(crate) async fn get_question(
    view: View,
    Path(id): Path<String>,
    Query(named): Query<Named>,
) -> Result<Response, Error> {
    let survey = load(&view, &id).await?;
    let key = named.key.unwrap_or_default();
    let (_, question) = survey.draft.find(&key).ok_or(Error::NotFound)?;
    let form = filled(question, &survey.draft.languages).remember();
    show(&view, &survey, &key, StatusCode::OK, form)
}

/// What a form says of a question. A number or a key is never given to another choice, also not to one that was taken away.
fn settle(question: &mut Question, languages: &[String], published: Option<&Question>, form: &mut Form) {
    put_texts(&mut question.text, languages, form, "text");
    put_texts(&mut question.help, languages, form, "help");
    question.required = form.text("required") == "yes";
    let written =
        |form: &Form, name: &str| languages.iter().any(|tag| !form.text(&format!("{name}.{tag}")).is_empty());
    for choice in &mut question.choices {
        put_texts(&mut choice.text, languages, form, &format!("choice-{}", choice.value));
    }
    if can_mean(question.kind) {
        for choice in &mut question.choices {
            let field = format!("means-{}", choice.value);
            let meaning = form.text(&field).to_owned();
            if !meaning.is_empty() && find_meaning(&meaning).is_none() {
                form.wrong(&field, Message::new("listen-wrong-reason"));
            } else if form.has(&field) {
                choice.means = Some(meaning).filter(|meaning| !meaning.is_empty());
            }
        }
    }
    if has_own_choices(question.kind) {
        // A matrix keeps numbers without words; elsewhere a choice without words is taken away.
        let keeps = question.kind == Kind::Matrix;
        let before = std::mem::take(&mut question.choices);
        let highest = before
            .iter()
            .chain(published.iter().flat_map(|one| &one.choices))
            .map(|choice| choice.value)
            .max();
        question.choices = before
            .into_iter()
            .filter(|choice| {
                keeps
                    || !form.has(&format!("choice-{}.{}", choice.value, languages[0]))
                    || !choice.text.is_empty()
            })
            .collect();
        let mut next = highest.unwrap_or(0) + 1;
        for number in 1..=MORE {
            let name = format!("choice-new-{number}");
            if written(form, &name) {
                let mut text = Texts::new();
                put_texts(&mut text, languages, form, &name);
                question.choices.push(Choice { value: next, text, means: None });
                next += 1;
            }
        }
    }
    for row in &mut question.rows {
        put_texts(&mut row.text, languages, form, &format!("row-{}", row.key));
    }
    if has_own_rows(question.kind) {
        let taken: Vec<String> = question
            .rows
            .iter()
            .chain(published.iter().flat_map(|one| &one.rows))
            .map(|row| row.key.clone())
            .collect();
        question
            .rows
            .retain(|row| !form.has(&format!("row-{}.{}", row.key, languages[0])) || !row.text.is_empty());
        let mut next = 1;
        for number in 1..=MORE {
            let name = format!("row-new-{number}");
            if written(form, &name) {
                let mut text = Texts::new();
                put_texts(&mut text, languages, form, &name);
                while taken.contains(&format!("row-{next}")) {
                    next += 1;
                }
                question.rows.push(Line { key: format!("row-{next}"), text });
                next += 1;
            }
        }
    }
    if question.kind.shape() == Shape::One {
        question.rules = settle_rules(form);
    }
}

fn settle_rules(form: &mut Form) -> Vec<Rule> {
    let mut rules = Vec::new();
    for number in 0.. {
        let (when, to) = (format!("when-{number}"), format!("to-{number}"));
        if !form.has(&when) || number > 40 {
            break;
        }
        let (numbers, target) = (form.text(&when).to_owned(), form.text(&to).to_owned());
        match (numbers.is_empty(), read_numbers(&numbers), target.as_str()) {
            (true, _, _) => {}
            (false, None, _) => form.wrong(&when, Message::new("listen-wrong-numbers")),
            (false, Some(_), "") => form.wrong(&to, Message::new("listen-wrong-target")),
            (false, Some(when), "end") => rules.push(Rule { when, to: None }),
            (false, Some(when), key) => rules.push(Rule { when, to: Some(key.to_owned()) }),
        }
    }
    rules
}

/// The same question as it was published last.
async fn published(view: &View, survey: &Survey, key: &str) -> Result<Option<Question>, Error> {
    let Some(version) = survey.version else { return Ok(None) };
    let version = view.app().store().read(move |db| store::get_version(db, version)).await?;
    Ok(version.form.find(key).map(|(_, question)| question.clone()))
}

pub(crate) async fn post_question(
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let mut survey = load(&view, &id).await?;
    let key = form.text("key").to_owned();
    let before = published(&view, &survey, &key).await?;
    let languages = survey.draft.languages.clone();
    let (place, question) = survey.draft.find(&key).ok_or(Error::NotFound)?;
    form.meet(&filled(question, &languages));
    settle(&mut survey.draft.questions[place], &languages, before.as_ref(), &mut form);
    if form.is_right() {
        let (sent, named) = (form.clone(), key.clone());
        let change = move |now: &mut Survey| {
            let languages = now.draft.languages.clone();
            let (place, _) = now.draft.find(&named).ok_or(Error::NotFound)?;
            settle(&mut now.draft.questions[place], &languages, before.as_ref(), &mut sent.clone());
            Ok(())
        };
        match verbs::change_survey(view.app().store(), By::view(&view), survey.id, change).await {
            Ok(()) => {
                return Ok(view
                    .go_saying(&format!("/listen/{}/edit#{key}", survey.id), &Message::new("listen-saved")));
            }
            Err(Error::Fields(errors)) => {
                let first = errors.into_iter().next().map(|error| error.message);
                form.problem(first.unwrap_or_else(|| Message::new("web-changed-meanwhile")));
            }
            Err(error) => form.refused(error)?,
        }
    }
    let stands = load(&view, &id).await?;
    show(&view, &stands, &key, StatusCode::UNPROCESSABLE_ENTITY, form)
}

pub(crate) async fn post_add(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id = parse(&id)?;
    let kind = Kind::find(form.text("kind")).ok_or(Error::NotFound)?;
    let survey = load(&view, &id.to_string()).await?;
    // Keys of earlier versions name their answers still.
    let versions = view.app().store().read(move |db| store::list_items(db, id)).await?;
    let taken = |key: &str| {
        key == "name" || survey.draft.find(key).is_some() || versions.iter().any(|item| item.question == key)
    };
    let key = key_from(kind.key(), &taken);
    let question =
        new_question(kind, key.clone(), &survey.draft.languages, &|tag, key| say(view.app(), tag, key));
    let added = question.clone();
    let change = move |now: &mut Survey| {
        now.draft.questions.push(added.clone());
        Ok(())
    };
    match verbs::change_survey(view.app().store(), By::view(&view), id, change).await {
        Ok(()) => Ok(view.go(&format!("/listen/{id}/question?key={key}"))),
        Err(Error::Fields(errors)) => {
            let first = errors.into_iter().next().map(|error| error.message);
            let said = first.unwrap_or_else(|| Message::new("web-changed-meanwhile"));
            Ok(view.go_saying(&format!("/listen/{id}/edit"), &said))
        }
        Err(error) => Err(error),
    }
}

/// Puts a question elsewhere: to a place, or one up or down.
fn reorder(form: &mut Questionnaire, key: &str, to: &str) {
    let Some((from, _)) = form.find(key) else { return };
    let last = form.questions.len() - 1;
    let place = match to {
        "up" => from.saturating_sub(1),
        "down" => (from + 1).min(last),
        number => number.parse::<usize>().unwrap_or(from).min(last),
    };
    let question = form.questions.remove(from);
    form.questions.insert(place, question);
}

pub(crate) async fn post_order(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id = parse(&id)?;
    let (key, to) = (form.text("key").to_owned(), form.text("to").to_owned());
    let at = key.clone();
    let change = move |now: &mut Survey| {
        reorder(&mut now.draft, &key, &to);
        Ok(())
    };
    verbs::change_survey(view.app().store(), By::view(&view), id, change).await?;
    Ok(view.go(&format!("/listen/{id}/edit#{}", troth_web::table::escape(&at))))
}

pub(crate) async fn post_remove(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id = parse(&id)?;
    let key = form.text("key").to_owned();
    let change = move |now: &mut Survey| {
        now.draft.questions.retain(|question| question.key != key);
        Ok(())
    };
    verbs::change_survey(view.app().store(), By::view(&view), id, change).await?;
    Ok(view.go_saying(&format!("/listen/{id}/edit"), &Message::new("listen-question-removed")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are_read() {
        assert_eq!(read_numbers("0-2, 5"), Some(vec![0, 1, 2, 5]));
        assert_eq!(write_numbers(&[5, 0, 2, 1]), "0-2, 5");
        for wrong in ["", "a", "5-1", "1-", "0-99999"] {
            assert_eq!(read_numbers(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_new_choice_never_gets_the_number_of_one_that_was_taken_away() {
        let languages = ["en".to_owned()];
        let mut question = new_question(Kind::Single, "a".into(), &languages, &|_, _| None);
        for (value, choice) in question.choices.iter_mut().enumerate() {
            choice.text.insert("en".into(), value.to_string());
        }
        let published = question.clone();
        let mut form =
            Form::with([("choice-1.en", "Yes"), ("choice-2.en", ""), ("choice-new-1.en", "Perhaps")]);
        settle(&mut question, &languages, Some(&published), &mut form);
        let values: Vec<i64> = question.choices.iter().map(|choice| choice.value).collect();
        assert_eq!(values, [1, 3]);
    }
}
