//! The page of whoever answers: no sign-in, one column, saved as they go. Every word on it is the survey's.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use troth_web::{App, Asset, Error, Form, Framed, Page, View};

use crate::model::{
    Answers, Given, Gone, Kind, Pipes, Question, Questionnaire, Shape, Word, direction, field, limit_of,
    pick_language, said,
};
use crate::verbs::answer::{Outcome, Sent, Sitting, Step, Way, find_sitting, find_thanks, take};
use crate::verbs::{By, new_token, say};

/// A page of questions.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "what a template asks, each by its name")]
pub(crate) struct AnswerPage {
    language: String,
    direction: &'static str,
    title: String,
    /// Only on the first page.
    intro: String,
    action: String,
    /// The key of the first question of the page.
    at: String,
    /// What an open link remembers somebody by, until they leave.
    token: Option<String>,
    questions: Vec<Shown>,
    back: bool,
    last: bool,
    /// Pages before this one, and all of them.
    page: usize,
    pages: usize,
    words: BTreeMap<&'static str, String>,
    /// Other languages of the survey: tag, and where they are.
    languages: Vec<(String, String)>,
    wrong: bool,
    /// Whether nothing is stored.
    preview: bool,
    style: Option<String>,
    script: Option<String>,
}

/// A question as it stands on the page.
#[derive(Debug, Serialize)]
struct Shown {
    key: String,
    text: String,
    help: String,
    required: bool,
    /// `scale`, `list`, `checks`, `rows`, `ranking` or `text`.
    look: &'static str,
    field: String,
    error: Option<String>,
    /// What can be chosen, for questions of one number and those of several.
    choices: Vec<ShownChoice>,
    /// Rows with the same choices each, or choices with a place each.
    rows: Vec<ShownRow>,
    /// What was written.
    written: String,
    limit: usize,
    /// Words at the ends of a scale.
    low: String,
    high: String,
}

#[derive(Debug, Serialize)]
struct ShownChoice {
    field: String,
    value: String,
    label: String,
    checked: bool,
}

#[derive(Debug, Serialize)]
struct ShownRow {
    label: String,
    choices: Vec<ShownChoice>,
}

impl Page for AnswerPage {
    const TEMPLATE: &str = "listen/answer.html";

    fn sample() -> Self {
        let look = |look, kind: Kind| {
            let languages = ["en".to_owned()];
            let mut question = crate::model::new_question(kind, kind.key().into(), &languages, &|_, key| {
                Some(key.to_owned())
            });
            question.required = kind == Kind::Nps;
            let mut shown = show(&question, &Sheet::sample(&Answers::new()), &BTreeMap::new(), None);
            shown.look = look;
            shown
        };
        let mut nps = look("scale", Kind::Nps);
        nps.error = Some("Please answer this.".into());
        Self {
            language: "en".into(),
            direction: "ltr",
            title: "Your visit".into(),
            intro: "Three short questions.".into(),
            action: "/listen/a/x".into(),
            at: "nps".into(),
            token: Some("x".into()),
            questions: vec![
                nps,
                look("list", Kind::Again),
                look("checks", Kind::Multiple),
                look("rows", Kind::Gap),
                look("ranking", Kind::Ranking),
                look("text", Kind::Text),
            ],
            back: true,
            last: true,
            page: 1,
            pages: 3,
            words: Word::ALL.into_iter().map(|word| (word.key(), word.key().to_owned())).collect(),
            languages: vec![("de".into(), "?lang=de".into())],
            wrong: true,
            preview: false,
            style: Asset::path("answer.css"),
            script: Asset::path("answer.js"),
        }
    }
}

/// What somebody sees who cannot answer, or has.
#[derive(Debug, Serialize)]
pub(crate) struct EndPage {
    language: String,
    direction: &'static str,
    title: String,
    /// What the survey says; none where the program says it itself.
    said: Option<String>,
    gone: Option<Gone>,
    style: Option<String>,
}

impl Page for EndPage {
    const TEMPLATE: &str = "listen/end.html";

    fn sample() -> Self {
        Self {
            language: "en".into(),
            direction: "ltr",
            title: String::new(),
            said: None,
            gone: Some(Gone::Closed),
            style: Asset::path("answer.css"),
        }
    }
}

impl EndPage {
    /// What the program says in the reader's own language.
    pub(super) fn gone(view: &View, gone: Gone) -> Self {
        let language = view.language();
        Self {
            language: language.tag().to_owned(),
            direction: language.direction(),
            title: String::new(),
            said: None,
            gone: Some(gone),
            style: Asset::path("answer.css"),
        }
    }
}

/// All that a page of questions is made of.
pub(crate) struct Sheet<'s> {
    pub(crate) form: &'s Questionnaire,
    pub(crate) language: &'s str,
    pub(crate) name: &'s str,
    pub(crate) answers: &'s Answers,
}

impl Sheet<'_> {
    fn sample(answers: &Answers) -> Sheet<'_> {
        static FORM: std::sync::LazyLock<Questionnaire> = std::sync::LazyLock::new(|| Questionnaire {
            languages: vec!["en".into()],
            title: BTreeMap::new(),
            intro: BTreeMap::new(),
            thanks: BTreeMap::new(),
            words: BTreeMap::new(),
            questions: Vec::new(),
        });
        Sheet { form: &FORM, language: "en", name: "", answers }
    }

    fn fill(&self, text: &str) -> String {
        self.form.fill(text, Pipes { name: self.name, answers: self.answers, language: self.language })
    }
}

/// The words around the questions.
fn words(app: &App, form: &Questionnaire, language: &str) -> BTreeMap<&'static str, String> {
    let word = |word: Word| {
        let own = form.words.get(&word).and_then(|texts| texts.get(language)).filter(|text| !text.is_empty());
        let key = format!("listen-word-{}", word.key());
        let said = own.cloned().or_else(|| say(app, language, &key)).or_else(|| say(app, "en", &key));
        (word.key(), said.unwrap_or_default())
    };
    Word::ALL.into_iter().map(word).collect()
}

fn show(
    question: &Question,
    sheet: &Sheet<'_>,
    typed: &BTreeMap<String, String>,
    error: Option<String>,
) -> Shown {
    let given = sheet.answers.get(&question.key);
    let label = |texts: &crate::model::Texts| said(texts, sheet.language).to_owned();
    // What was typed stays, also where it does not fit.
    let stands = |name: &str, kept: Option<String>| typed.get(name).cloned().or(kept).unwrap_or_default();
    let of_item = |item: &str| match given {
        Some(Given::Number(value)) if item.is_empty() => Some(value.to_string()),
        Some(Given::Each(each)) => each.get(item).map(ToString::to_string),
        Some(Given::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let numbered = question.kind.shows_numbers();
    let choices_of = |item: &str| -> Vec<ShownChoice> {
        let name = field(&question.key, item);
        let chosen = stands(&name, of_item(item));
        let choice = |choice: &crate::model::Choice| ShownChoice {
            field: name.clone(),
            value: choice.value.to_string(),
            label: if numbered { choice.value.to_string() } else { label(&choice.text) },
            checked: chosen == choice.value.to_string(),
        };
        question.choices.iter().map(choice).collect()
    };
    let several = |choice: &crate::model::Choice| {
        let name = field(&question.key, &choice.value.to_string());
        let kept = matches!(given, Some(Given::Chosen(chosen)) if chosen.contains(&choice.value));
        ShownChoice {
            checked: !stands(&name, kept.then(|| "1".to_owned())).is_empty(),
            field: name,
            value: "1".into(),
            label: label(&choice.text),
        }
    };
    let place = |choice: &crate::model::Choice| {
        let item = choice.value.to_string();
        let name = field(&question.key, &item);
        let chosen = stands(&name, of_item(&item));
        let at = |place: usize| ShownChoice {
            field: name.clone(),
            value: place.to_string(),
            label: place.to_string(),
            checked: chosen == place.to_string(),
        };
        ShownRow { label: label(&choice.text), choices: (1..=question.choices.len()).map(at).collect() }
    };
    let (look, choices, rows) = match (question.kind.shape(), question.kind) {
        (Shape::Text, _) => ("text", Vec::new(), Vec::new()),
        (Shape::One, _) => (if numbered { "scale" } else { "list" }, choices_of(""), Vec::new()),
        (Shape::Choices, Kind::Multiple) => {
            ("checks", question.choices.iter().map(several).collect(), Vec::new())
        }
        (Shape::Choices, _) => ("ranking", Vec::new(), question.choices.iter().map(place).collect()),
        (Shape::Rows, _) => {
            let row = |row: &crate::model::Line| ShownRow {
                label: label(&row.text),
                choices: choices_of(&row.key),
            };
            ("rows", Vec::new(), question.rows.iter().map(row).collect())
        }
    };
    let end =
        |choice: Option<&crate::model::Choice>| choice.filter(|_| numbered).map(|choice| label(&choice.text));
    let name = field(&question.key, "");
    Shown {
        text: sheet.fill(said(&question.text, sheet.language)),
        help: sheet.fill(said(&question.help, sheet.language)),
        required: question.required,
        look,
        error,
        choices,
        rows,
        written: stands(&name, of_item("")),
        field: name,
        limit: limit_of(question.kind),
        low: end(question.choices.first()).unwrap_or_default(),
        high: end(question.choices.last()).unwrap_or_default(),
        key: question.key.clone(),
    }
}

/// Where the form of a page goes.
pub(crate) struct Target {
    pub(crate) action: String,
    pub(crate) token: Option<String>,
    pub(crate) preview: bool,
}

/// The page that begins with a question; without one, the first that is not answered yet.
pub(crate) fn page_of(
    app: &App,
    sheet: &Sheet<'_>,
    at: Option<&str>,
    target: Target,
    typed: &BTreeMap<String, String>,
    wrong: &BTreeMap<String, Word>,
) -> AnswerPage {
    let form = sheet.form;
    let pages =
        if target.preview { vec![(0..form.questions.len()).collect()] } else { form.pages(sheet.answers) };
    let holds = |page: &Vec<usize>, key: &str| page.iter().any(|place| form.questions[*place].key == key);
    let asked = at.and_then(|key| pages.iter().position(|page| holds(page, key)));
    let answered =
        |page: &Vec<usize>| page.iter().any(|place| sheet.answers.contains_key(&form.questions[*place].key));
    let lacks = |page: &Vec<usize>| {
        page.iter().map(|place| &form.questions[*place]).any(|question| {
            question.required && !crate::model::is_complete(question, sheet.answers.get(&question.key))
        })
    };
    let resumed = || {
        let last = pages.iter().rposition(answered)?;
        Some(if lacks(&pages[last]) { last } else { (last + 1).min(pages.len().saturating_sub(1)) })
    };
    let here = asked.or_else(resumed).unwrap_or(0);
    let words = words(app, form, sheet.language);
    let error = |question: &Question| wrong.get(&question.key).map(|word| words[word.key()].clone());
    let questions: Vec<Shown> = pages
        .get(here)
        .into_iter()
        .flatten()
        .map(|place| &form.questions[*place])
        .map(|question| show(question, sheet, typed, error(question)))
        .collect();
    let place = pages.get(here).and_then(|page| page.first());
    let others = form.languages.iter().filter(|tag| *tag != sheet.language);
    let text = |texts: &crate::model::Texts| sheet.fill(said(texts, sheet.language));
    AnswerPage {
        language: sheet.language.to_owned(),
        direction: direction(sheet.language),
        title: text(&form.title),
        intro: if here == 0 { text(&form.intro) } else { String::new() },
        at: place.map(|place| form.questions[*place].key.clone()).unwrap_or_default(),
        questions,
        back: here > 0,
        last: here + 1 >= pages.len(),
        page: here + 1,
        pages: pages.len(),
        languages: others
            .map(|tag| {
                (
                    tag.clone(),
                    format!(
                        "{}{}lang={tag}",
                        target.action,
                        if target.action.contains('?') { '&' } else { '?' }
                    ),
                )
            })
            .collect(),
        action: target.action,
        token: target.token,
        words,
        wrong: !wrong.is_empty(),
        preview: target.preview,
        style: Asset::path("answer.css"),
        script: Asset::path("answer.js"),
    }
}

/// Where the forms of somebody who came this way go.
fn action_of(way: &Way) -> String {
    match way {
        Way::Own(token) => format!("/listen/a/{token}"),
        Way::Open { slug, .. } => format!("/listen/s/{slug}"),
    }
}

/// A path with what goes on from page to page, and something more.
fn with(path: &str, asked: &Asked, more: Option<&str>) -> String {
    let kept = asked.kept();
    match more {
        None => format!("{path}{kept}"),
        Some(more) => format!("{path}{kept}{}{more}", if kept.is_empty() { '?' } else { '&' }),
    }
}

/// What can stand in the address of a page of answers.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    at: Option<String>,
    /// Whether the page stands in a page of another site.
    frame: Option<String>,
    /// Whether the answers were sent just now.
    sent: Option<String>,
}

impl Asked {
    /// What goes on from page to page.
    fn kept(&self) -> String {
        let lang = self.lang.iter().filter(|tag| crate::model::is_tag(tag)).map(|tag| format!("lang={tag}"));
        let frame = self.frame.iter().map(|_| "frame=1".to_owned());
        let kept: Vec<String> = lang.chain(frame).collect();
        if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) }
    }
}

fn accepted(headers: &HeaderMap) -> &str {
    headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A page of answers may stand in any page: nobody is signed in on it.
fn framed(asked: &Asked, mut response: Response) -> Response {
    if asked.frame.is_some() {
        response.extensions_mut().insert(Framed::Anywhere);
    }
    response
}

async fn get(view: View, way: Way, asked: Asked, headers: &HeaderMap) -> Result<Response, Error> {
    let (now, zone, path) = (view.app().now(), view.app().zone(), way.clone());
    let sent = asked.sent.is_some();
    let found = view.app().store().read(move |db| {
        let found = find_sitting(db, &path, now, &zone)?;
        let thanks =
            if sent && matches!(found, Err(Gone::Answered)) { find_thanks(db, &path)? } else { None };
        Ok::<_, troth_store::Error>((found, thanks))
    });
    let response = match found.await? {
        (Err(_), Some(form)) => end(&view, Some(&form), None, &asked, headers)?,
        (Err(gone), None) => end(&view, None, Some(gone), &asked, headers)?,
        (Ok(sitting), _) => {
            sheet(&view, &way, &sitting, &asked, headers, &BTreeMap::new(), &BTreeMap::new())?
        }
    };
    Ok(framed(&asked, response))
}

fn sheet(
    view: &View,
    way: &Way,
    sitting: &Sitting,
    asked: &Asked,
    headers: &HeaderMap,
    typed: &BTreeMap<String, String>,
    wrong: &BTreeMap<String, Word>,
) -> Result<Response, Error> {
    let form = &sitting.version.form;
    let language = pick_language(&form.languages, asked.lang.as_deref(), accepted(headers));
    let made = Sheet { form, language, name: &sitting.name, answers: &sitting.answers };
    let token = match way {
        Way::Own(_) => None,
        Way::Open { token, .. } => Some(token.clone()),
    };
    let target = Target { action: with(&action_of(way), asked, None), token, preview: false };
    let page = page_of(view.app(), &made, asked.at.as_deref(), target, typed, wrong);
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    view.page_with(status, &page)
}

fn end(
    view: &View,
    form: Option<&Questionnaire>,
    gone: Option<Gone>,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let language = form.map_or_else(
        || view.language().tag().to_owned(),
        |form| pick_language(&form.languages, asked.lang.as_deref(), accepted(headers)).to_owned(),
    );
    let thanks = form.map(|form| match said(&form.thanks, &language) {
        "" => words(view.app(), form, &language).remove(Word::Thanks.key()).unwrap_or_default(),
        own => own.to_owned(),
    });
    let status = match gone {
        None | Some(Gone::Answered) => StatusCode::OK,
        Some(Gone::Unknown) => StatusCode::NOT_FOUND,
        Some(Gone::Closed | Gone::Expired) => StatusCode::GONE,
    };
    let page = EndPage {
        direction: form.map_or(view.language().direction(), |_| direction(&language)),
        title: form.map(|form| said(&form.title, &language).to_owned()).unwrap_or_default(),
        language,
        said: thanks,
        gone,
        style: Asset::path("answer.css"),
    };
    view.page_with(status, &page)
}

pub(crate) async fn get_own(
    view: View,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    get(view, Way::Own(token), asked, &headers).await
}

pub(crate) async fn get_open(
    view: View,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let token = new_token(view.app());
    get(view, Way::Open { slug, token }, asked, &headers).await
}

pub(crate) async fn post_own(
    view: View,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Error> {
    post(view, Way::Own(token), asked, &headers, &form).await
}

pub(crate) async fn post_open(
    view: View,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Error> {
    let token = form.text("token").to_owned();
    // Ours, or nothing: somebody's own short word would let others answer in their place.
    let ours = token.len() == 26
        && token.bytes().all(|letter| letter.is_ascii_lowercase() || (b'2'..=b'7').contains(&letter));
    if !ours {
        return Ok(view.go(&format!("/listen/s/{slug}{}", asked.kept())));
    }
    post(view, Way::Open { slug, token }, asked, &headers, &form).await
}

async fn post(
    view: View,
    way: Way,
    asked: Asked,
    headers: &HeaderMap,
    form: &Form,
) -> Result<Response, Error> {
    let step = match form.text("go") {
        "save" => Step::Save,
        "back" => Step::Back,
        "send" => Step::Send,
        _ => Step::Next,
    };
    let fields: BTreeMap<String, String> = form
        .fields()
        .filter(|(name, _)| name.starts_with("q."))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let language = asked.lang.clone().filter(|tag| crate::model::is_tag(tag));
    let language = language.unwrap_or_else(|| {
        accepted(headers).split(['-', ',', ';']).next().unwrap_or_default().trim().to_lowercase()
    });
    let language = if crate::model::is_tag(&language) { language } else { String::new() };
    let sent =
        Sent { way: way.clone(), step, at: form.text("at").to_owned(), language, fields: fields.clone() };
    let outcome = take(view.app(), By { actor: troth_core::Actor::System, ..By::view(&view) }, sent).await?;
    let (Way::Own(token) | Way::Open { token, .. }) = &way;
    let own = format!("/listen/a/{token}");
    let response = match outcome {
        Outcome::Page(..) if step == Step::Save => StatusCode::NO_CONTENT.into_response(),
        Outcome::Page(at, known) => {
            let at = at.map(|key| format!("at={key}"));
            let path = if known { own } else { action_of(&way) };
            view.go(&with(&path, &asked, at.as_deref()))
        }
        Outcome::Wrong(sitting, wrong) => {
            let asked = Asked { at: Some(form.text("at").to_owned()), ..asked.clone() };
            sheet(&view, &way, &sitting, &asked, headers, &fields, &wrong)?
        }
        Outcome::Done => view.go(&with(&own, &asked, Some("sent=1"))),
        Outcome::Gone(gone) => end(&view, None, Some(gone), &asked, headers)?,
    };
    Ok(framed(&asked, response))
}
