//! Surveys: the list, a new one, and one with its state, its links and how many answered.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AskingId, Day, Id, Instant, Message, SegmentId, SurveyId};
use troth_records::get_segment;
use troth_web::csv::{self, Cell, Lines};
use troth_web::{Error, Form, Language, Page, Picture, View};

use super::asking::state_of;
use super::parse;
use crate::model::{Counts, OCCASIONS, Questionnaire, State, Survey, new_form, said};
use crate::store::{self, link::count_links};
use crate::verbs::ask::{MOST, Made, Whom, make_links, members};
use crate::verbs::asking::{Standing, find_asking};
use crate::verbs::{self, By, NewSurvey, new_slug, say};
use crate::{ASK, EDIT, READ, SEND};

/// The list.
#[derive(Debug, Serialize)]
pub(crate) struct SurveysPage {
    surveys: Vec<Entry>,
    may: bool,
}

#[derive(Debug, Serialize)]
struct Entry {
    id: SurveyId,
    name: String,
    state: State,
    anonymous: bool,
    counts: Counts,
}

impl Page for SurveysPage {
    const TEMPLATE: &str = "listen/surveys.html";

    fn sample() -> Self {
        let counts = Counts { asked: 40, asked_begun: 12, asked_done: 9, begun: 20, done: 15 };
        let entry = |state| Entry {
            id: SurveyId::from_raw(1),
            name: "After a purchase".into(),
            state,
            anonymous: true,
            counts,
        };
        Self { surveys: [State::Draft, State::Open, State::Closed].map(entry).into(), may: true }
    }
}

pub(crate) async fn get_surveys(view: View) -> Result<Response, Error> {
    let surveys = view
        .app()
        .store()
        .read(|db| {
            let entry = |db: &mut troth_store::Db<'_>, one: Survey| {
                let counts = count_links(db, one.id)?;
                Ok(Entry { id: one.id, name: one.name, state: one.state, anonymous: one.anonymous, counts })
            };
            let surveys = store::list_surveys(db)?;
            surveys.into_iter().map(|one| entry(db, one)).collect::<Result<Vec<_>, troth_store::Error>>()
        })
        .await?;
    view.page(&SurveysPage { surveys, may: view.may(&EDIT) })
}

/// A new survey: its name, from which template, or from a file.
#[derive(Debug, Serialize)]
pub(crate) struct NewPage {
    occasions: [&'static str; 8],
    form: Form,
}

impl Page for NewPage {
    const TEMPLATE: &str = "listen/new.html";

    fn sample() -> Self {
        let mut form = Form::with([("name", "After a purchase"), ("kind", "after-sale")]);
        form.wrong("form", Message::new("listen-wrong-json").with("why", "expected value"));
        Self { occasions: OCCASIONS, form }
    }
}

pub(crate) async fn get_new(view: View) -> Result<Response, Error> {
    view.page(&NewPage { occasions: OCCASIONS, form: Form::with([("kind", OCCASIONS[0])]) })
}

/// What a file says; the message says where it is no survey.
pub(crate) fn read_json(text: &str) -> Result<Questionnaire, Message> {
    serde_json::from_str(text)
        .map_err(|problem| Message::new("listen-wrong-json").with("why", problem.to_string()))
}

/// The reader's language first, then the others that the program speaks.
pub(crate) fn own_languages(first: Language) -> Vec<String> {
    let mut tags = vec![first.tag().to_owned()];
    tags.retain(|tag| verbs::speaks(tag));
    tags.extend(Language::OFFERED.map(|language| language.tag().to_owned()));
    let mut once = Vec::new();
    for tag in tags {
        if !once.contains(&tag) {
            once.push(tag);
        }
    }
    once
}

pub(crate) async fn post_survey(view: View, mut form: Form) -> Result<Response, Error> {
    let app = view.app();
    let kind = form.text("kind").to_owned();
    let json = form.text("form").to_owned();
    let asked = if json.is_empty() {
        Ok(new_form(&kind, own_languages(view.language()), &|tag, key| say(app, tag, key)))
    } else {
        read_json(&json)
    };
    let asked = asked.map_err(|message| form.wrong("form", message));
    if let Ok(asked) = asked {
        let new = NewSurvey {
            name: form.text("name").to_owned(),
            anonymous: form.has("anonymous"),
            kind,
            slug: new_slug(app),
            form: asked,
        };
        match verbs::create_survey(app.store(), By::view(&view), new).await {
            Ok(id) => return Ok(view.go(&format!("/listen/{id}/edit"))),
            Err(error) => form.refused(error)?,
        }
    }
    view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &NewPage { occasions: OCCASIONS, form })
}

/// A survey.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "what a template asks, each by its name")]
pub(crate) struct SurveyPage {
    id: SurveyId,
    name: String,
    kind: String,
    state: State,
    anonymous: bool,
    last_day: Option<Day>,
    /// Whether the last day is over.
    over: bool,
    counts: Counts,
    /// The open link, its picture, and what to put into a page of one's own.
    open: Option<OpenLink>,
    versions: Vec<Published>,
    /// Whether the draft says something else than what is asked.
    changed: bool,
    /// What keeps the draft from being published.
    problems: Vec<crate::model::Problem>,
    segments: Vec<(SegmentId, String)>,
    limit: usize,
    may_edit: bool,
    may_ask: bool,
    may_send: bool,
    may_read: bool,
    askings: Vec<Asked>,
    form: Form,
}

/// The survey as it was sent by e-mail.
#[derive(Debug, Serialize)]
struct Asked {
    id: AskingId,
    at: Instant,
    state: &'static str,
    people: i64,
    sent: i64,
}

#[derive(Debug, Serialize)]
struct OpenLink {
    address: String,
    picture: Picture,
    embed: String,
}

#[derive(Debug, Serialize)]
struct Published {
    number: i64,
    at: Instant,
    questions: usize,
}

impl Page for SurveyPage {
    const TEMPLATE: &str = "listen/survey.html";

    fn sample() -> Self {
        let mut form = Form::new();
        form.problem(Message::new("listen-links-none"));
        Self {
            id: SurveyId::from_raw(1),
            name: "After a purchase".into(),
            kind: "after-sale".into(),
            state: State::Open,
            anonymous: false,
            last_day: Some(Day::from_number(20_500)),
            over: true,
            counts: Counts { asked: 40, asked_begun: 12, asked_done: 9, begun: 20, done: 15 },
            open: open_link("https://shop.example/listen/s/x", "Your visit").ok(),
            versions: vec![Published { number: 1, at: Instant::from_micros(0), questions: 6 }],
            changed: true,
            problems: vec![crate::model::Problem {
                question: Some("a".into()),
                message: Message::new("listen-problem-unreachable"),
            }],
            segments: vec![(SegmentId::from_raw(1), "Regulars".into())],
            limit: MOST,
            may_edit: true,
            may_ask: true,
            may_send: true,
            may_read: true,
            askings: vec![Asked {
                id: AskingId::from_raw(1),
                at: Instant::from_micros(0),
                state: "sending",
                people: 40,
                sent: 12,
            }],
            form,
        }
    }
}

fn asked(standing: &Standing) -> Asked {
    let asking = &standing.asking;
    let sent = standing.rounds.iter().find(|round| round.round == 0).map_or(0, |round| round.sent);
    Asked { id: asking.id, at: asking.begun_at, state: state_of(standing), people: asking.prepared, sent }
}

fn open_link(address: &str, title: &str) -> Result<OpenLink, Error> {
    let title = title.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    // The address holds letters and digits of ours and the host that the operator chose.
    let embed = format!(
        "<iframe src=\"{address}?frame=1\" title=\"{title}\" width=\"100%\" height=\"640\" style=\"border:0\"></iframe>"
    );
    Ok(OpenLink { picture: Picture::code(address)?, embed, address: address.to_owned() })
}

pub(crate) async fn get_survey(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    show(&view, parse(&id)?, StatusCode::OK, Form::new()).await
}

async fn show(view: &View, id: SurveyId, status: StatusCode, form: Form) -> Result<Response, Error> {
    let (survey, versions, counts, segments, askings) = view
        .app()
        .store()
        .read(move |db| {
            let survey = store::get_survey(db, id)?;
            let segments = troth_records::list_segments(db)?;
            let askings = store::asking::list_askings(db, id)?;
            let askings = askings.into_iter().map(|one| find_asking(db, one, survey.anonymous));
            let askings = askings.collect::<Result<Vec<_>, _>>()?;
            Ok::<_, troth_store::Error>((
                survey,
                store::list_versions(db, id)?,
                count_links(db, id)?,
                segments,
                askings,
            ))
        })
        .await?;
    let today = view.app().zone().day_of(view.app().now());
    let title = said(&survey.draft.title, survey.draft.languages.first().map_or("", String::as_str));
    let asking = survey.state == State::Open && survey.open_link;
    let open = asking
        .then(|| open_link(&view.whole_address(&format!("/listen/s/{}", survey.slug)), title))
        .transpose()?;
    let current = versions.iter().find(|version| Some(version.id) == survey.version);
    view.page_with(
        status,
        &SurveyPage {
            id,
            open,
            over: survey.last_day.is_some_and(|last| today > last),
            changed: current.is_some_and(|current| current.form != survey.draft),
            problems: verbs::problems(&survey),
            versions: versions
                .iter()
                .map(|one| Published {
                    number: one.number,
                    at: one.published_at,
                    questions: one.form.questions.len(),
                })
                .collect(),
            segments: segments.into_iter().map(|one| (one.id, one.name)).collect(),
            name: survey.name,
            kind: survey.kind,
            state: survey.state,
            anonymous: survey.anonymous,
            last_day: survey.last_day,
            counts,
            limit: MOST,
            may_edit: view.may(&EDIT),
            may_ask: view.may(&ASK),
            may_send: view.may(&SEND),
            askings: askings.iter().map(asked).collect(),
            may_read: view.may(&READ),
            form,
        },
    )
}

/// What is being written, as a file that can be read in elsewhere.
pub(crate) async fn get_form(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    let survey = view.app().store().read(move |db| store::get_survey(db, id)).await?;
    let json = serde_json::to_vec_pretty(&survey.draft).map_err(Error::internal)?;
    Ok(csv::attached("survey.json", "application/json", json))
}

pub(crate) async fn post_publish(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    match verbs::publish_survey(view.app().store(), By::view(&view), id).await {
        Ok(_) => Ok(view.go_saying(&format!("/listen/{id}"), &Message::new("listen-published"))),
        Err(error) => {
            let mut form = Form::new();
            form.refused(error)?;
            show(&view, id, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
    }
}

pub(crate) async fn post_close(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    close(&view, &id, true).await
}

pub(crate) async fn post_reopen(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    close(&view, &id, false).await
}

async fn close(view: &View, id: &str, closed: bool) -> Result<Response, Error> {
    let id = parse(id)?;
    verbs::close_survey(view.app().store(), By::view(view), id, closed).await?;
    let said = if closed { "listen-closed" } else { "listen-reopened" };
    Ok(view.go_saying(&format!("/listen/{id}"), &Message::new(said)))
}

/// Whom a form wants links for.
async fn whom(view: &View, form: &mut Form) -> Result<Option<Whom>, Error> {
    let segment = form.text("segment").to_owned();
    if segment.is_empty() {
        let count: Option<usize> = form.text("count").parse().ok().filter(|count| (1..=MOST).contains(count));
        if count.is_none() {
            let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
            form.wrong("count", Message::new("listen-wrong-count").with("limit", limit));
        }
        return Ok(count.map(Whom::Slips));
    }
    let id: SegmentId = segment.parse().map_err(|_| Error::NotFound)?;
    let fields = troth_records::segment_fields(view.app().registry().parts());
    let segment = view.app().store().read(move |db| get_segment(db, id)).await?;
    let currency = view.app().store().business().await?.currency;
    if let Err(message) = segment.filter.check(&fields, currency) {
        form.wrong("segment", message);
        return Ok(None);
    }
    let today = view.app().zone().day_of(view.app().now());
    Ok(Some(Whom::Accounts(members(view.app().store(), fields, segment.filter, today).await?)))
}

/// Makes links and gives them as a file, this once: nobody can read them from the records.
pub(crate) async fn post_links(
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let id = parse(&id)?;
    let made = match whom(&view, &mut form).await {
        Ok(Some(whom)) => make_links(view.app(), By::view(&view), id, whom).await,
        Ok(None) => return show(&view, id, StatusCode::UNPROCESSABLE_ENTITY, form).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => Ok(csv::attached("links.csv", csv::KIND, links(&view, &made))),
        Err(error) => {
            form.refused(error)?;
            show(&view, id, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
    }
}

fn links(view: &View, made: &[Made]) -> Vec<u8> {
    let named = made.iter().any(|one| one.person.is_some());
    let mut lines =
        Lines::with(if named { &["customer", "person", "name", "of", "link"] } else { &["link"] });
    for one in made {
        let link = Cell::plain(view.whole_address(&format!("/listen/a/{}", one.token)));
        match &one.person {
            None => lines.add([link]),
            Some(person) => lines.add([
                Cell::plain(person.account),
                Cell::plain(person.contact),
                Cell::from(person.name.as_str()),
                Cell::from(person.customer.as_str()),
                link,
            ]),
        }
    }
    lines.take()
}
