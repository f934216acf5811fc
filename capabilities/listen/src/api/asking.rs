//! Asking by e-mail, for programs.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State as Given};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{AskingId, Instant, SegmentId, SurveyId};
use troth_store::Db;
use troth_web::{ApiRoutes, App, Error, Need, Visit};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::parse;
use crate::model::{Draft, LeftOut, Words};
use crate::pages::{load_asking, state_of};
use crate::verbs::asking::{RoundCounts, Standing, ask_customers, check_asking, find_asking};
use crate::verbs::{self, By};
use crate::{SEE, SEND, store};

pub(super) fn routes(routes: ApiRoutes) -> ApiRoutes {
    let (see, send) = (Need::Permission(SEE), Need::Permission(SEND));
    routes
        .add(send, routes!(look_at_asking))
        .add(send, routes!(create_asking))
        .add(see, routes!(list_askings))
        .add(see, routes!(get_asking))
        .add(send, routes!(stop_asking))
        .add(send, routes!(resume_asking))
}

/// What is to be sent to whom.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"from_name": "Nora Lind", "reply_to": "nora@shop.example", "reminders": 1, "words": {
    "en": {"first": {"subject": "How was it, {name}?", "text": "{link}"}, "again": {"subject": "Once more: how was it?", "text": "{link}"}},
    "de": {"first": {"subject": "Wie war es, {name}?", "text": "{link}"}, "again": {"subject": "Noch einmal: Wie war es?", "text": "{link}"}}}}))]
struct AskingBody {
    /// The id of a segment: its customers; everybody if left out.
    #[schema(value_type = Option<String>)]
    segment: Option<SegmentId>,
    /// The person it comes from.
    from_name: String,
    /// Where answers by mail go: that person's address.
    reply_to: String,
    /// What is written, by language of the survey. `{name}` is who gets it, `{link}` where they answer.
    words: BTreeMap<String, Words>,
    /// Days until somebody who has not answered is reminded, 1 to 60; 7 if left out.
    remind_days: Option<i64>,
    /// How often, 0 to 2; never if left out. Nobody is reminded of a survey without names.
    reminders: Option<i64>,
}

impl AskingBody {
    fn draft(self) -> Draft {
        Draft {
            segment: self.segment,
            from_name: self.from_name,
            reply_to: self.reply_to,
            words: self.words,
            remind_days: self.remind_days.unwrap_or(7),
            reminders: self.reminders.unwrap_or(0),
        }
    }
}

/// Who would be asked.
#[derive(Serialize, ToSchema)]
struct ToldLook {
    /// How many people.
    people: i64,
    /// How many would not be, by why: `erased`, `no_address`, `no_consent`, `said_no`, `suppressed`, `lately`.
    #[schema(value_type = BTreeMap<String, i64>)]
    left_out: LeftOut,
}

/// Checks what is to be sent and counts who would get it; nothing is sent.
#[utoipa::path(post, path = "/surveys/{id}/askings/look", tag = "listen", params(("id" = String, Path, description = "The survey")),
    request_body = AskingBody, responses((status = 200, description = "Who would be asked", body = ToldLook),
    (status = 404, description = "Not there"), (status = 409, description = "It takes no answers"),
    (status = 422, description = "It cannot be sent like this")))]
async fn look_at_asking(
    Given(app): Given<App>,
    Path(id): Path<String>,
    Json(body): Json<AskingBody>,
) -> Result<Json<ToldLook>, Error> {
    let looked = check_asking(&app, parse(&id)?, &body.draft()).await?;
    Ok(Json(ToldLook { people: looked.people, left_out: looked.left_out }))
}

/// Asks people by e-mail, in the background.
#[utoipa::path(post, path = "/surveys/{id}/askings", tag = "listen", params(("id" = String, Path, description = "The survey")),
    request_body = AskingBody, responses((status = 201, description = "It is being prepared", body = ToldAsking),
    (status = 404, description = "Not there"), (status = 409, description = "It takes no answers"),
    (status = 422, description = "It cannot be sent like this")))]
async fn create_asking(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<AskingBody>,
) -> Result<(StatusCode, Json<ToldAsking>), Error> {
    let id = parse(&id)?;
    let asking = ask_customers(&app, By::of(&app, &visit), id, body.draft()).await?;
    Ok((StatusCode::CREATED, Json(told_asking(&app, id, asking).await?)))
}

/// What became of the messages of one round.
#[derive(Serialize, ToSchema)]
struct ToldRound {
    /// Zero: the invitation; then the reminders.
    round: i64,
    /// How many people.
    people: i64,
    /// Not due yet, in quiet hours, or on the way.
    waiting: i64,
    /// Taken by the mail server.
    sent: i64,
    /// Refused, come back, or put off too often.
    returned: i64,
    /// Nobody knows whether they arrived.
    unsure: i64,
    /// Not sent, by why.
    held: BTreeMap<&'static str, i64>,
    /// By which somebody said that they want no more.
    unsubscribed: i64,
}

/// How an asking stands.
#[derive(Serialize, ToSchema)]
struct ToldAsking {
    /// Which.
    #[schema(value_type = String)]
    id: AskingId,
    /// `preparing`, `sending`, `sent` or `stopped`.
    state: &'static str,
    /// Whose customers; everybody where there is none.
    #[schema(value_type = Option<String>)]
    segment: Option<SegmentId>,
    /// The person it comes from.
    from_name: String,
    /// When it was begun.
    #[schema(value_type = String, format = DateTime)]
    begun_at: Instant,
    /// How many people are asked, as far as it is prepared.
    people: i64,
    /// How many are not, by why.
    #[schema(value_type = BTreeMap<String, i64>)]
    left_out: LeftOut,
    /// What became of the messages.
    rounds: Vec<ToldRound>,
    /// How many began to answer; not told where nobody is named.
    begun: Option<i64>,
    /// How many answered.
    done: Option<i64>,
}

fn tell_asking(standing: &Standing) -> ToldAsking {
    let round = |counts: &RoundCounts| ToldRound {
        round: counts.round,
        people: counts.people,
        waiting: counts.waiting,
        sent: counts.sent,
        returned: counts.returned,
        unsure: counts.unsure,
        held: counts.held.iter().map(|(why, count)| (why.key(), *count)).collect(),
        unsubscribed: counts.left,
    };
    let asking = &standing.asking;
    ToldAsking {
        id: asking.id,
        state: state_of(standing),
        segment: asking.draft.segment,
        from_name: asking.draft.from_name.clone(),
        begun_at: asking.begun_at,
        people: asking.prepared,
        left_out: asking.left_out.clone(),
        rounds: standing.rounds.iter().map(round).collect(),
        begun: standing.answered.map(|(begun, _)| begun),
        done: standing.answered.map(|(_, done)| done),
    }
}

async fn told_asking(app: &App, survey: SurveyId, id: AskingId) -> Result<ToldAsking, Error> {
    let (_, standing) = app.store().read(move |db| load_asking(db, survey, id)).await?;
    Ok(tell_asking(&standing))
}

fn both(path: &(String, String)) -> Result<(SurveyId, AskingId), Error> {
    Ok((parse(&path.0)?, path.1.parse().map_err(|_| Error::NotFound)?))
}

/// How often a survey was sent by e-mail, latest first.
#[utoipa::path(get, path = "/surveys/{id}/askings", tag = "listen", params(("id" = String, Path, description = "The survey")),
    responses((status = 200, description = "The askings", body = [ToldAsking]), (status = 404, description = "Not there")))]
async fn list_askings(
    Given(app): Given<App>,
    Path(id): Path<String>,
) -> Result<Json<Vec<ToldAsking>>, Error> {
    let id = parse(&id)?;
    let read = move |db: &mut Db<'_>| {
        let anonymous = store::get_survey(db, id)?.anonymous;
        let all = store::asking::list_askings(db, id)?;
        let all = all.into_iter().map(|one| find_asking(db, one, anonymous));
        all.collect::<Result<Vec<_>, troth_store::Error>>()
    };
    Ok(Json(app.store().read(read).await?.iter().map(tell_asking).collect()))
}

/// How an asking stands.
#[utoipa::path(get, path = "/surveys/{id}/askings/{asking}", tag = "listen",
    params(("id" = String, Path, description = "The survey"), ("asking" = String, Path, description = "The asking")),
    responses((status = 200, description = "How it stands", body = ToldAsking), (status = 404, description = "Not there")))]
async fn get_asking(
    Given(app): Given<App>,
    Path(path): Path<(String, String)>,
) -> Result<Json<ToldAsking>, Error> {
    let (survey, id) = both(&path)?;
    Ok(Json(told_asking(&app, survey, id).await?))
}

/// Asks nobody more for now.
#[utoipa::path(post, path = "/surveys/{id}/askings/{asking}/stop", tag = "listen",
    params(("id" = String, Path, description = "The survey"), ("asking" = String, Path, description = "The asking")),
    responses((status = 200, description = "How it stands", body = ToldAsking), (status = 404, description = "Not there")))]
async fn stop_asking(
    Given(app): Given<App>,
    visit: Visit,
    Path(path): Path<(String, String)>,
) -> Result<Json<ToldAsking>, Error> {
    set_stopped(&app, &visit, &path, true).await
}

/// Lets what was stopped go on.
#[utoipa::path(post, path = "/surveys/{id}/askings/{asking}/resume", tag = "listen",
    params(("id" = String, Path, description = "The survey"), ("asking" = String, Path, description = "The asking")),
    responses((status = 200, description = "How it stands", body = ToldAsking), (status = 404, description = "Not there")))]
async fn resume_asking(
    Given(app): Given<App>,
    visit: Visit,
    Path(path): Path<(String, String)>,
) -> Result<Json<ToldAsking>, Error> {
    set_stopped(&app, &visit, &path, false).await
}

async fn set_stopped(
    app: &App,
    visit: &Visit,
    path: &(String, String),
    stop: bool,
) -> Result<Json<ToldAsking>, Error> {
    let (survey, id) = both(path)?;
    told_asking(app, survey, id).await?;
    verbs::asking::stop_asking(app, By::of(app, visit), id, stop).await?;
    Ok(Json(told_asking(app, survey, id).await?))
}
