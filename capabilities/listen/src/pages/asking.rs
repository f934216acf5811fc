//! How an asking stands, stopping it and going on; and the letter itself.

use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AskingId, Id, Instant, Message, SurveyId};
use troth_mail::Reason;
use troth_store::Db;
use troth_web::{Error, MailWay, Page, View};

use super::parse;
use crate::model::{Why, Wording, direction};
use crate::verbs::By;
use crate::verbs::asking::{RoundCounts, Standing, find_asking, stop_asking};
use crate::{SEND, store};

/// How it stands.
#[derive(Debug, Serialize)]
pub(crate) struct AskingPage {
    survey: SurveyId,
    name: String,
    asking: AskingId,
    /// `stopped`, `preparing`, `sending` or `sent`.
    state: &'static str,
    way: MailWay,
    segment: Option<String>,
    from_name: String,
    begun_at: Instant,
    prepared: i64,
    left_out: Vec<(&'static str, i64)>,
    rounds: Vec<Row>,
    /// Began, finished.
    answered: Option<(i64, i64)>,
    reminders: i64,
    remind_days: i64,
    may: bool,
}

#[derive(Debug, Serialize)]
struct Row {
    round: i64,
    people: i64,
    waiting: i64,
    sent: i64,
    returned: i64,
    unsure: i64,
    held: i64,
    why: Vec<(&'static str, i64)>,
    left: i64,
}

impl Row {
    fn of(counts: &RoundCounts) -> Self {
        Self {
            round: counts.round,
            people: counts.people,
            waiting: counts.waiting,
            sent: counts.sent,
            returned: counts.returned,
            unsure: counts.unsure,
            held: counts.held.values().sum(),
            why: counts.held.iter().map(|(why, count)| (why.key(), *count)).collect(),
            left: counts.left,
        }
    }
}

impl Page for AskingPage {
    const TEMPLATE: &str = "listen/asking.html";

    fn sample() -> Self {
        let round = |round| Row {
            round,
            people: 1_200,
            waiting: 200,
            sent: 980,
            returned: 8,
            unsure: 2,
            held: 10,
            why: vec![(Reason::Answered.key(), 10)],
            left: 3,
        };
        Self {
            survey: SurveyId::from_raw(1),
            name: "After a purchase".into(),
            asking: AskingId::from_raw(1),
            state: "sending",
            way: MailWay::open(),
            segment: Some("Regulars".into()),
            from_name: "Ada Berg".into(),
            begun_at: Instant::from_micros(1_795_344_000_000_000),
            prepared: 1_200,
            left_out: vec![(Why::NoConsent.key(), 40)],
            rounds: vec![round(0), round(1)],
            answered: Some((320, 290)),
            reminders: 2,
            remind_days: 7,
            may: true,
        }
    }
}

/// The word for how it stands.
pub(crate) fn state_of(standing: &Standing) -> &'static str {
    let asking = &standing.asking;
    let waiting: i64 = standing.rounds.iter().map(|round| round.waiting).sum();
    match (asking.stopped_at, asking.prepared_at) {
        (Some(_), _) => "stopped",
        (None, None) => "preparing",
        (None, Some(_)) if waiting > 0 => "sending",
        (None, Some(_)) => "sent",
    }
}

/// The asking of a survey; none of another's.
pub(crate) fn load(
    db: &mut Db<'_>,
    survey: SurveyId,
    id: AskingId,
) -> Result<(String, Standing), troth_store::Error> {
    let asking = store::asking::get_asking(db, id)?;
    if asking.survey != survey {
        return Err(troth_store::Error::NotFound(id.to_string()));
    }
    let survey = store::get_survey(db, survey)?;
    Ok((survey.name, find_asking(db, asking, survey.anonymous)?))
}

fn both(path: &(String, String)) -> Result<(SurveyId, AskingId), Error> {
    Ok((parse(&path.0)?, path.1.parse().map_err(|_| Error::NotFound)?))
}

pub(crate) async fn get_asking(view: View, Path(path): Path<(String, String)>) -> Result<Response, Error> {
    let (survey, id) = both(&path)?;
    let app = view.app().clone();
    let read = move |db: &mut Db<'_>| {
        let (name, standing) = load(db, survey, id)?;
        let segment = standing.asking.draft.segment;
        let segment = segment.map(|id| troth_records::get_segment(db, id)).transpose()?;
        Ok::<_, troth_store::Error>((name, standing, segment.map(|one| one.name), MailWay::load(&app, db)?))
    };
    let (name, standing, segment, way) = view.app().store().read(read).await?;
    let asking = &standing.asking;
    view.page(&AskingPage {
        survey,
        name,
        asking: id,
        state: state_of(&standing),
        way,
        segment,
        from_name: asking.draft.from_name.clone(),
        begun_at: asking.begun_at,
        prepared: asking.prepared,
        left_out: asking.left_out.iter().map(|(why, count)| (why.key(), *count)).collect(),
        rounds: standing.rounds.iter().map(Row::of).collect(),
        answered: standing.answered,
        reminders: asking.draft.reminders,
        remind_days: asking.draft.remind_days,
        may: view.may(&SEND),
    })
}

pub(crate) async fn post_stop(view: View, Path(path): Path<(String, String)>) -> Result<Response, Error> {
    stop(&view, &path, true).await
}

pub(crate) async fn post_resume(view: View, Path(path): Path<(String, String)>) -> Result<Response, Error> {
    stop(&view, &path, false).await
}

async fn stop(view: &View, path: &(String, String), stop: bool) -> Result<Response, Error> {
    let (survey, id) = both(path)?;
    view.app().store().read(move |db| load(db, survey, id)).await?;
    stop_asking(view.app(), By::view(view), id, stop).await?;
    let said = Message::new(if stop { "listen-asking-stopped" } else { "listen-asking-resumed" });
    Ok(view.go_saying(&format!("/listen/{survey}/askings/{id}"), &said))
}

/// The letter as HTML. Gaps stay: they are filled for each person.
#[derive(Debug, Serialize)]
pub(crate) struct LetterPage {
    language: String,
    direction: &'static str,
    /// Lines of each paragraph.
    paragraphs: Vec<Vec<String>>,
    footer: String,
}

impl LetterPage {
    /// From what somebody wrote.
    pub(crate) fn new(language: &str, wording: &Wording, footer: String) -> Self {
        let paragraphs = wording.text.trim().split("\n\n").filter(|one| !one.trim().is_empty());
        Self {
            language: language.to_owned(),
            direction: direction(language),
            paragraphs: paragraphs.map(|one| one.trim().lines().map(str::to_owned).collect()).collect(),
            footer,
        }
    }
}

impl Page for LetterPage {
    const TEMPLATE: &str = "listen/letter.html";

    fn sample() -> Self {
        let wording = Wording { subject: String::new(), text: "Hello {name},\n\nlook: {link}\nAda".into() };
        Self::new("en", &wording, "No more of these:".into())
    }
}
