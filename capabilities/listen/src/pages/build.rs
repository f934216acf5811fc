//! Writing a survey: its settings, its questions in their order, and how it will look.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{Day, Id, Message, SurveyId};
use troth_web::{Error, Form, Framed, Page, View};

use super::answer::{Sheet, Target, page_of};
use super::parse;
use crate::model::{Answers, Kind, Problem, Questionnaire, State, Survey, Word, pick_language, said};
use crate::store;
use crate::verbs::{self, By};

/// What is being written.
#[derive(Debug, Serialize)]
pub(crate) struct BuildPage {
    id: SurveyId,
    name: String,
    state: State,
    questions: Vec<Entry>,
    kinds: Vec<&'static str>,
    problems: Vec<Problem>,
    /// Languages of the survey, and for each whether the program brings the words of the page.
    languages: Vec<(String, bool)>,
    words: Vec<&'static str>,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Entry {
    key: String,
    kind: &'static str,
    text: String,
    required: bool,
    rules: usize,
}

impl Page for BuildPage {
    const TEMPLATE: &str = "listen/build.html";

    fn sample() -> Self {
        let entry = |key: &str| Entry {
            key: key.into(),
            kind: "nps",
            text: "Would you recommend us?".into(),
            required: true,
            rules: 1,
        };
        Self {
            id: SurveyId::from_raw(1),
            name: "After a purchase".into(),
            state: State::Open,
            questions: vec![entry("a"), entry("b")],
            kinds: Kind::ALL.map(Kind::key).into(),
            problems: vec![Problem { question: None, message: Message::new("listen-problem-empty") }],
            languages: vec![("en".into(), true), ("fr".into(), false)],
            words: Word::ALL.map(Word::key).into(),
            form: Form::with([("name", "After a purchase"), ("title.en", "Your visit")]).remember(),
        }
    }
}

/// The settings as a form.
fn filled(survey: &Survey) -> Form {
    let form = &survey.draft;
    let mut values = vec![
        ("name".to_owned(), survey.name.clone()),
        ("languages".to_owned(), form.languages.join(", ")),
        ("last_day".to_owned(), survey.last_day.map(|day| day.to_string()).unwrap_or_default()),
        ("names".to_owned(), if survey.anonymous { "none" } else { "known" }.to_owned()),
        ("open_link".to_owned(), if survey.open_link { "on" } else { "off" }.to_owned()),
    ];
    for tag in &form.languages {
        for (name, texts) in [("title", &form.title), ("intro", &form.intro), ("thanks", &form.thanks)] {
            values.push((format!("{name}.{tag}"), texts.get(tag).cloned().unwrap_or_default()));
        }
        for word in Word::ALL.into_iter().filter(|_| !verbs::speaks(tag)) {
            let said = form.words.get(&word).and_then(|texts| texts.get(tag));
            values.push((format!("word-{}.{tag}", word.key()), said.cloned().unwrap_or_default()));
        }
    }
    Form::with(values)
}

/// A text of a form in each language of the survey; empty ones are left out, other languages stay as they are.
pub(super) fn put_texts(texts: &mut crate::model::Texts, languages: &[String], form: &Form, name: &str) {
    for tag in languages {
        let field = format!("{name}.{tag}");
        if form.has(&field) {
            match form.text(&field) {
                "" => drop(texts.remove(tag)),
                text => drop(texts.insert(tag.clone(), text.to_owned())),
            }
        }
    }
}

fn show(view: &View, survey: &Survey, status: StatusCode, form: Form) -> Result<Response, Error> {
    let language = view.language().tag();
    let entry = |question: &crate::model::Question| Entry {
        key: question.key.clone(),
        kind: question.kind.key(),
        text: said(&question.text, language).to_owned(),
        required: question.required,
        rules: question.rules.len(),
    };
    view.page_with(
        status,
        &BuildPage {
            id: survey.id,
            name: survey.name.clone(),
            state: survey.state,
            questions: survey.draft.questions.iter().map(entry).collect(),
            kinds: Kind::ALL.map(Kind::key).into(),
            problems: verbs::problems(survey),
            languages: survey.draft.languages.iter().map(|tag| (tag.clone(), verbs::speaks(tag))).collect(),
            words: Word::ALL.map(Word::key).into(),
            form,
        },
    )
}

pub(super) async fn load(view: &View, id: &str) -> Result<Survey, Error> {
    let id = parse(id)?;
    Ok(view.app().store().read(move |db| store::get_survey(db, id)).await?)
}

pub(crate) async fn get_build(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let survey = load(&view, &id).await?;
    show(&view, &survey, StatusCode::OK, filled(&survey).remember())
}

/// What the settings say, put into a survey; fields that cannot be read are marked.
fn settle(survey: &mut Survey, form: &mut Form) {
    form.text("name").clone_into(&mut survey.name);
    let tags = form.text("languages").split([',', ' ']).filter(|tag| !tag.is_empty());
    let tags: Vec<String> = tags.map(str::to_owned).collect();
    survey.anonymous = form.text("names") == "none";
    survey.open_link = form.text("open_link") != "off";
    let last = form.text("last_day").to_owned();
    match (last.as_str(), Day::parse(&last, "%Y-%m-%d")) {
        ("", _) => survey.last_day = None,
        (_, Ok(day)) => survey.last_day = Some(day),
        (_, Err(_)) => form.wrong("last_day", Message::new("listen-wrong-day")),
    }
    let Questionnaire { languages, title, intro, thanks, words, .. } = &mut survey.draft;
    for (name, texts) in [("title", title), ("intro", intro), ("thanks", thanks)] {
        put_texts(texts, languages, form, name);
    }
    for word in Word::ALL {
        let texts = words.entry(word).or_default();
        put_texts(texts, languages, form, &format!("word-{}", word.key()));
    }
    words.retain(|_, texts| !texts.is_empty());
    *languages = tags;
}

pub(crate) async fn post_settings(
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let mut survey = load(&view, &id).await?;
    form.meet(&filled(&survey));
    settle(&mut survey, &mut form);
    if form.is_right() {
        let sent = form.clone();
        let change = move |now: &mut Survey| {
            let mut form = sent.clone();
            // Somebody else's change since the page was met is in the form already.
            settle(now, &mut form);
            Ok(())
        };
        match verbs::change_survey(view.app().store(), By::view(&view), survey.id, change).await {
            Ok(()) => {
                return Ok(
                    view.go_saying(&format!("/listen/{}/edit", survey.id), &Message::new("listen-saved"))
                );
            }
            Err(Error::Fields(errors)) => {
                for error in errors {
                    // What is wrong with the questionnaire as a whole is wrong with its languages here.
                    let field = if error.field == "form" { "languages" } else { error.field.as_str() };
                    let field = if field == "anonymous" { "names" } else { field };
                    form.wrong(field, error.message);
                }
            }
            Err(error) => form.refused(error)?,
        }
    }
    let stands = load(&view, &id).await?;
    show(&view, &stands, StatusCode::UNPROCESSABLE_ENTITY, form)
}

/// How it will look on a telephone and at a desk.
#[derive(Debug, Serialize)]
pub(crate) struct PreviewPage {
    id: SurveyId,
    name: String,
    languages: Vec<String>,
    language: String,
    width: &'static str,
}

impl Page for PreviewPage {
    const TEMPLATE: &str = "listen/preview.html";

    fn sample() -> Self {
        Self {
            id: SurveyId::from_raw(1),
            name: "After a purchase".into(),
            languages: vec!["en".into(), "de".into()],
            language: "en".into(),
            width: "phone",
        }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Looked {
    language: Option<String>,
    width: Option<String>,
}

pub(crate) async fn get_preview(
    view: View,
    Path(id): Path<String>,
    Query(asked): Query<Looked>,
) -> Result<Response, Error> {
    let survey = load(&view, &id).await?;
    let languages = survey.draft.languages;
    let language = pick_language(&languages, asked.language.as_deref(), view.language().tag()).to_owned();
    view.page(&PreviewPage {
        id: survey.id,
        name: survey.name,
        languages,
        language,
        width: if asked.width.as_deref() == Some("desk") { "desk" } else { "phone" },
    })
}

/// The page of answers of what is being written, every question on it; nothing on it is stored.
pub(crate) async fn get_sheet(
    view: View,
    Path(id): Path<String>,
    Query(asked): Query<Looked>,
) -> Result<Response, Error> {
    let survey = load(&view, &id).await?;
    let form = &survey.draft;
    let language = pick_language(&form.languages, asked.language.as_deref(), view.language().tag());
    let (answers, none) = (Answers::new(), std::collections::BTreeMap::new());
    let sheet = Sheet { form, language, name: "…", answers: &answers };
    let target = Target { action: format!("/listen/{}/sheet", survey.id), token: None, preview: true };
    let page = page_of(view.app(), &sheet, None, target, &none, &std::collections::BTreeMap::new());
    let mut response = view.page(&page)?;
    response.extensions_mut().insert(Framed::Here);
    Ok(response)
}
