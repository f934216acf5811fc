//! Asking by e-mail: who, in whose name, with which words; who would be asked is shown before anything is sent.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Id, Message, SegmentId, SurveyId};
use troth_store::Db;
use troth_web::user::find_email;
use troth_web::{Error, Form, MailWay, Page, View};

use super::parse;
use crate::model::{Draft, MOST_REMINDERS, State, Survey, Why, Wording, Words, direction};
use crate::store;
use crate::verbs::By;
use crate::verbs::asking::{Looked, ask_customers, check_asking, new_words};

/// The days until a reminder that a form begins with.
const DAYS: i64 = 7;

/// The form.
#[derive(Debug, Serialize)]
pub(crate) struct AskPage {
    id: SurveyId,
    name: String,
    anonymous: bool,
    open: bool,
    way: MailWay,
    languages: Vec<String>,
    segments: Vec<(SegmentId, String)>,
    reminders: Vec<i64>,
    looked: Option<ShownLook>,
    form: Form,
}

/// Who would be asked, and how the letters read.
#[derive(Debug, Serialize)]
struct ShownLook {
    people: i64,
    left_out: Vec<(&'static str, i64)>,
    /// What was looked at: the segment of the form.
    segment: String,
    letters: Vec<ShownLetter>,
}

#[derive(Debug, Serialize)]
struct ShownLetter {
    language: String,
    direction: &'static str,
    again: bool,
    subject: String,
    text: String,
}

impl Page for AskPage {
    const TEMPLATE: &str = "listen/ask.html";

    fn sample() -> Self {
        let mut form = Form::with([("from_name", "Ada Berg"), ("subject.en", "How was it, {name}?")]);
        form.wrong("text.en", Message::new("listen-mail-no-link"));
        form.wrong("reply_to", Message::new("listen-mail-address"));
        form.problem(Message::new("listen-mail-few").with("minimum", 5));
        Self {
            id: SurveyId::from_raw(1),
            name: "After a purchase".into(),
            anonymous: true,
            open: true,
            way: MailWay::open(),
            languages: vec!["en".into(), "ar".into()],
            segments: vec![(SegmentId::from_raw(1), "Regulars".into())],
            reminders: (0..=MOST_REMINDERS).collect(),
            looked: Some(ShownLook {
                people: 1_200,
                left_out: [
                    Why::NoAddress,
                    Why::NoConsent,
                    Why::SaidNo,
                    Why::Suppressed,
                    Why::Lately,
                    Why::Erased,
                ]
                .map(|why| (why.key(), 3))
                .into(),
                segment: String::new(),
                letters: vec![ShownLetter {
                    language: "ar".into(),
                    direction: "rtl",
                    again: true,
                    subject: "How was it, Bo?".into(),
                    text: "Hello Bo\nhttps://…".into(),
                }],
            }),
            form,
        }
    }
}

pub(crate) async fn get_ask(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    let survey = view.app().store().read(move |db| store::get_survey(db, id)).await?;
    let user = view.visit().who().map(|who| (who.user, who.name.clone()));
    let (user, name) = user.ok_or(Error::SignIn)?;
    let email = view.app().store().read(move |db| find_email(db, user)).await?;
    let languages = languages_of(&view, &survey).await?;
    let reminders = i64::from(!survey.anonymous);
    let mut fields: BTreeMap<String, String> = [
        ("from_name".to_owned(), name),
        ("reply_to".to_owned(), email),
        ("reminders".to_owned(), i64::to_string(&reminders)),
        ("remind_days".to_owned(), DAYS.to_string()),
    ]
    .into();
    for (language, words) in new_words(view.app(), &languages) {
        for (before, wording) in [("", words.first), ("again_", words.again)] {
            fields.insert(format!("{before}subject.{language}"), wording.subject);
            fields.insert(format!("{before}text.{language}"), wording.text);
        }
    }
    show(&view, survey, StatusCode::OK, Form::with(fields), None).await
}

/// The languages of what is asked now.
async fn languages_of(view: &View, survey: &Survey) -> Result<Vec<String>, Error> {
    let Some(version) = survey.version else { return Ok(survey.draft.languages.clone()) };
    let version = view.app().store().read(move |db| store::get_version(db, version)).await?;
    Ok(version.form.languages)
}

async fn show(
    view: &View,
    survey: Survey,
    status: StatusCode,
    form: Form,
    looked: Option<ShownLook>,
) -> Result<Response, Error> {
    let languages = languages_of(view, &survey).await?;
    let app = view.app().clone();
    let read = move |db: &mut Db<'_>| {
        Ok::<_, troth_store::Error>((MailWay::load(&app, db)?, troth_records::list_segments(db)?))
    };
    let (way, segments) = view.app().store().read(read).await?;
    let page = AskPage {
        id: survey.id,
        name: survey.name,
        anonymous: survey.anonymous,
        open: survey.state == State::Open,
        way,
        languages,
        segments: segments.into_iter().map(|one| (one.id, one.name)).collect(),
        reminders: (0..=MOST_REMINDERS).collect(),
        looked,
        form,
    };
    view.page_with(status, &page)
}

/// What a form says; fields that cannot be read are marked.
fn read(form: &mut Form, survey: &Survey, languages: &[String]) -> Option<Draft> {
    let segment = match form.text("segment") {
        "" => None,
        id => Some(id.parse::<SegmentId>().ok()?),
    };
    let wording = |form: &Form, before: &str, language: &str| Wording {
        subject: form.text(&format!("{before}subject.{language}")).to_owned(),
        text: form.text(&format!("{before}text.{language}")).replace("\r\n", "\n"),
    };
    let words = |language: &String| {
        let words = Words { first: wording(form, "", language), again: wording(form, "again_", language) };
        (language.clone(), words)
    };
    let words = languages.iter().map(words).collect();
    let reminders: Option<i64> = if survey.anonymous { Some(0) } else { form.text("reminders").parse().ok() };
    let days = if reminders == Some(0) { Some(DAYS) } else { form.text("remind_days").parse().ok() };
    if days.is_none() {
        form.wrong(
            "remind_days",
            Message::new("listen-mail-days-wrong").with("limit", crate::model::MOST_DAYS),
        );
    }
    Some(Draft {
        segment,
        from_name: form.text("from_name").to_owned(),
        reply_to: form.text("reply_to").to_owned(),
        words,
        remind_days: days?,
        reminders: reminders?,
    })
}

pub(crate) async fn post_ask(view: View, Path(id): Path<String>, mut form: Form) -> Result<Response, Error> {
    let id = parse(&id)?;
    let survey = view.app().store().read(move |db| store::get_survey(db, id)).await?;
    let languages = languages_of(&view, &survey).await?;
    let Some(draft) = read(&mut form, &survey, &languages) else {
        return show(&view, survey, StatusCode::UNPROCESSABLE_ENTITY, form, None).await;
    };
    // What was looked at is what is sent: another segment is looked at first.
    let segment = form.text("segment").to_owned();
    let sends = form.text("go") == "send" && form.has("looked") && form.text("looked") == segment;
    if sends {
        match ask_customers(view.app(), By::view(&view), id, draft).await {
            Ok(asking) => {
                let to = format!("/listen/{id}/askings/{asking}");
                return Ok(view.go_saying(&to, &Message::new("listen-mail-begun")));
            }
            Err(error) => form.refused(error)?,
        }
        return show(&view, survey, StatusCode::UNPROCESSABLE_ENTITY, form, None).await;
    }
    match check_asking(view.app(), id, &draft).await {
        Ok(looked) => {
            let shown = shown(&view, &draft, &looked, segment);
            show(&view, survey, StatusCode::OK, form, Some(shown)).await
        }
        Err(error) => {
            form.refused(error)?;
            show(&view, survey, StatusCode::UNPROCESSABLE_ENTITY, form, None).await
        }
    }
}

/// The letters as the first of those who get them would read them; in languages that nobody reads they are not shown.
fn shown(view: &View, draft: &Draft, looked: &Looked, segment: String) -> ShownLook {
    let mut letters = Vec::new();
    for (language, name) in &looked.first {
        let Some(words) = draft.words.get(language) else { continue };
        let link = view.whole_address("/listen/…");
        let fields = [("name".to_owned(), name.clone()), ("link".to_owned(), link)].into();
        for again in [false, true].into_iter().take(if draft.reminders > 0 { 2 } else { 1 }) {
            let wording = if again { &words.again } else { &words.first };
            letters.push(ShownLetter {
                language: language.clone(),
                direction: direction(language),
                again,
                subject: troth_mail::fill(&wording.subject, &fields, false),
                text: troth_mail::fill(&wording.text, &fields, false),
            });
        }
    }
    let left_out = looked.left_out.iter().map(|(why, count)| (why.key(), *count)).collect();
    ShownLook { people: looked.people, left_out, segment, letters }
}
