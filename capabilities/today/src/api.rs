//! Today for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use troth_core::{Decision, WorkItemId};
use troth_web::{ApiRoutes, App, Error, Need, Visit, Who};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::model::{Snooze, Whose};
use crate::store::find_member;
use crate::{DECIDE, SEE, verbs};

pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .add(Need::Permission(SEE), routes!(list_work))
        .add(Need::Permission(DECIDE), routes!(decide_work))
}

/// Today's work.
#[derive(Serialize, ToSchema)]
struct WorkList {
    /// The moment for which the list holds.
    as_of: String,
    /// Items in order.
    items: Vec<Item>,
}

/// Something worth doing.
#[derive(Serialize, ToSchema)]
struct Item {
    /// Its id.
    id: String,
    /// What sort of matter.
    kind: String,
    /// Whom it is about.
    subject: Subject,
    /// One sentence in English.
    sentence: String,
    /// Why.
    reasons: Vec<String>,
    /// Money at stake.
    worth: Option<Worth>,
    /// The chance that it is lost, 0 to 1.
    chance: Option<f64>,
    /// A promise's date.
    due: Option<String>,
    /// What to do: a path of this program.
    action: String,
}

/// A customer.
#[derive(Serialize, ToSchema)]
struct Subject {
    id: String,
    external_key: Option<String>,
    name: String,
}

/// An amount.
#[derive(Serialize, ToSchema)]
struct Worth {
    /// Minor units.
    minor: i64,
    /// ISO 4217.
    currency: String,
}

/// Which work is asked for.
#[derive(Deserialize)]
struct Asked {
    of: Option<String>,
}

/// Today's work, most pressing first; at most 200 items.
#[utoipa::path(get, path = "/", tag = "today", params(
    ("of" = Option<String>, Query, description = "all (if left out), mine, team, or the id of a member of staff or a team")),
    responses((status = 200, description = "The list", body = WorkList),
    (status = 422, description = "Nobody can be meant by `of`")))]
async fn list_work(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Json<WorkList>, Error> {
    let now = app.now();
    let who = visit.who().cloned();
    let asked = asked.of.unwrap_or_else(|| "all".into());
    let entries = app
        .store()
        .read(move |db| {
            let me = find_member(db, who.as_ref())?.map(|(staff, _, team)| (staff, team));
            let Some(whose) = Whose::find(&asked, me) else { return Ok(None) };
            verbs::list_entries(db, now, 200, whose).map(Some)
        })
        .await?;
    let Some(entries) = entries else {
        return Err(Error::Fields(vec![troth_web::FieldError {
            field: "of".into(),
            message: troth_core::Message::new("today-of-unknown"),
        }]));
    };
    let say = |message: &troth_core::Message| app.templates().say(visit.language(), message);
    let items = entries
        .into_iter()
        .map(|entry| Item {
            id: entry.id.to_string(),
            kind: entry.kind,
            subject: Subject {
                id: entry.account.to_string(),
                external_key: entry.external_key,
                name: entry.name,
            },
            sentence: say(&entry.sentence),
            reasons: entry.reasons.iter().map(say).collect(),
            worth: entry
                .worth
                .map(|worth| Worth { minor: worth.minor, currency: worth.currency.code().into() }),
            chance: entry.chance,
            due: entry.due.map(|due| due.to_string()),
            action: entry.action.href,
        })
        .collect();
    Ok(Json(WorkList { as_of: now.to_string(), items }))
}

/// What was decided.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"decision": "snoozed", "snooze": "week"}))]
struct Decided {
    /// `done`, `snoozed`, `not-useful`, or `open` to take it back.
    decision: String,
    /// With `snoozed`: `tomorrow` or `week`.
    snooze: Option<String>,
    /// With `not-useful`: why, in a few words.
    why: Option<String>,
}

/// Records what was decided about an item.
#[utoipa::path(post, path = "/{id}/decide", tag = "today", params(("id" = String, Path, description = "The item")),
    request_body = Decided, responses((status = 204, description = "Recorded"), (status = 404, description = "No such item"),
    (status = 422, description = "The decision is not known, or lacks its why")))]
async fn decide_work(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(decided): Json<Decided>,
) -> Result<axum::http::StatusCode, Error> {
    let id: WorkItemId = id.parse().map_err(|_| Error::NotFound)?;
    let wrong = |field: &str, key: &str| {
        Error::Fields(vec![troth_web::FieldError {
            field: field.into(),
            message: troth_core::Message::new(key),
        }])
    };
    let decision =
        Decision::find(&decided.decision).ok_or_else(|| wrong("decision", "today-decision-unknown"))?;
    let snooze = match decided.snooze.as_deref() {
        None => None,
        Some("tomorrow") => Some(Snooze::Tomorrow),
        Some("week") => Some(Snooze::Week),
        Some(_) => return Err(wrong("snooze", "today-snooze-unknown")),
    };
    let actor = visit.who().map_or(troth_core::Actor::System, Who::actor);
    verbs::decide(app.store(), app.now(), actor, id, decision, snooze, decided.why).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}
