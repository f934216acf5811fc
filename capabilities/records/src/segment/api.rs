//! Segments for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{Message, SegmentId};
use troth_store::Operator;
use troth_web::{App, Error, FieldError, Visit};
use utoipa::{IntoParams, ToSchema};

use super::model::{Filter, Segment};
use super::{store, verbs};
use crate::api::{Items, by};
use crate::model::Account;
use crate::store::{place_of, read_place};

/// A property of customers that segments can ask for.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldEntry {
    /// Its name.
    name: String,
    /// What it says, in the reader's language.
    meaning: String,
    /// `word`, `team`, `staff`, `number`, `money`, `share` (per cent), `day` or `truth` (`yes`, `no`).
    kind: String,
    /// The operators that fit it.
    operators: Vec<String>,
    /// The words it can hold, where there are few.
    words: Vec<String>,
}

/// What segments can ask for.
#[utoipa::path(get, path = "/segment-fields", tag = "records",
    responses((status = 200, description = "The fields", body = [FieldEntry])))]
pub(crate) async fn list_segment_fields(State(app): State<App>, visit: Visit) -> Json<Vec<FieldEntry>> {
    let fields = store::fields(app.registry().parts()).into_iter();
    let entry = |field: troth_store::SegmentField| FieldEntry {
        name: field.name.to_owned(),
        meaning: app.templates().say(visit.language(), &Message::new(field.text)),
        kind: field.kind.key().to_owned(),
        operators: field.kind.operators().iter().copied().map(Operator::key).map(str::to_owned).collect(),
        words: match field.kind {
            troth_store::SegmentType::Word(words, _) => words.iter().map(|word| (*word).to_owned()).collect(),
            _ => Vec::new(),
        },
    };
    Json(fields.map(entry).collect())
}

/// Every segment by name.
#[utoipa::path(get, path = "/segments", tag = "records",
    responses((status = 200, description = "The segments", body = [Segment])))]
pub(crate) async fn list_segments(State(app): State<App>) -> Result<Json<Vec<Segment>>, Error> {
    Ok(Json(app.store().read(store::list_segments).await?))
}

/// One segment, one that was taken away too.
#[utoipa::path(get, path = "/segments/{id}", tag = "records", params(("id" = String, Path, description = "The segment")),
    responses((status = 200, description = "The segment", body = Segment), (status = 404, description = "Not there")))]
pub(crate) async fn get_segment(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Segment>, Error> {
    let id = parse(&id)?;
    Ok(Json(app.store().read(move |db| store::get_segment(db, id)).await?))
}

fn parse(id: &str) -> Result<SegmentId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// What is said of a segment; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"name": "Came back", "filter": {"all": [{"field": "records.purchases", "operator": "at-least", "value": "2"}]}}))]
pub(crate) struct SegmentBody {
    /// What it is called.
    name: Option<String>,
    /// `{"all": […]}`, `{"any": […]}` or `{"field": "records.purchases", "operator": "at-least", "value": "3"}`, up to
    /// three groups deep and 20 tests in all.
    #[schema(value_type = Option<Object>)]
    filter: Option<serde_json::Value>,
}

impl SegmentBody {
    fn filter(&self) -> Result<Option<Filter>, Error> {
        let read = self.filter.clone().map(serde_json::from_value).transpose();
        read.map_err(|_| {
            let message = Message::new("records-segment-form");
            Error::Fields(vec![FieldError { field: "filter".into(), message }])
        })
    }
}

/// Saves a segment.
#[utoipa::path(post, path = "/segments", tag = "records", request_body = SegmentBody,
    responses((status = 201, description = "The segment", body = Segment), (status = 422, description = "Fields are wrong")))]
pub(crate) async fn create_segment(
    State(app): State<App>,
    visit: Visit,
    Json(body): Json<SegmentBody>,
) -> Result<(StatusCode, Json<Segment>), Error> {
    let filter = body.filter()?;
    let id = verbs::save(app.store(), by(&app, &visit), None, body.name, filter).await?;
    Ok((StatusCode::CREATED, get_segment(State(app), Path(id.to_string())).await?))
}

/// Changes a segment.
#[utoipa::path(patch, path = "/segments/{id}", tag = "records", params(("id" = String, Path, description = "The segment")),
    request_body(content = SegmentBody, example = json!({"name": "Came back often"})), responses((status = 200, description = "The segment", body = Segment),
    (status = 404, description = "Not there"), (status = 409, description = "It was taken away"),
    (status = 422, description = "Fields are wrong")))]
pub(crate) async fn change_segment(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<SegmentBody>,
) -> Result<Json<Segment>, Error> {
    let filter = body.filter()?;
    verbs::save(app.store(), by(&app, &visit), Some(parse(&id)?), body.name, filter).await?;
    get_segment(State(app), Path(id)).await
}

/// Takes a segment away; it can be brought back.
#[utoipa::path(delete, path = "/segments/{id}", tag = "records", params(("id" = String, Path, description = "The segment")),
    responses((status = 204, description = "Taken away"), (status = 404, description = "Not there")))]
pub(crate) async fn remove_segment(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    verbs::remove(app.store(), by(&app, &visit), parse(&id)?, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a segment back.
#[utoipa::path(post, path = "/segments/{id}/restore", tag = "records", params(("id" = String, Path, description = "The segment")),
    responses((status = 204, description = "Brought back"), (status = 404, description = "Not there"),
    (status = 409, description = "Another has its name now")))]
pub(crate) async fn restore_segment(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    verbs::remove(app.store(), by(&app, &visit), parse(&id)?, false).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which page of members.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Members {
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 200; 50 if not given.
    limit: Option<usize>,
}

/// How many a segment finds now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Count {
    count: i64,
}

/// How many customers a segment finds now.
#[utoipa::path(get, path = "/segments/{id}/count", tag = "records", params(("id" = String, Path, description = "The segment")),
    responses((status = 200, description = "The number", body = Count), (status = 404, description = "Not there"),
    (status = 422, description = "It names a field that nobody declares any more")))]
pub(crate) async fn count_segment(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Count>, Error> {
    let segment = asked(&app, &id).await?;
    let fields = store::fields(app.registry().parts());
    let today = app.zone().day_of(app.now());
    let counted =
        app.store().read(move |db| store::count_members(db, &fields, &segment.filter, today)).await?;
    Ok(Json(Count { count: counted }))
}

/// The customers that a segment finds now, by name.
#[utoipa::path(get, path = "/segments/{id}/members", tag = "records",
    params(("id" = String, Path, description = "The segment"), Members),
    responses((status = 200, description = "A page of customers", body = Items<Account>), (status = 404, description = "Not there"),
    (status = 422, description = "It names a field that nobody declares any more")))]
pub(crate) async fn list_segment_members(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(page): Query<Members>,
) -> Result<Json<Items<Account>>, Error> {
    let segment = asked(&app, &id).await?;
    let fields = store::fields(app.registry().parts());
    let today = app.zone().day_of(app.now());
    let limit = page.limit.unwrap_or(50).clamp(1, 200);
    let after = page.after.as_deref().and_then(read_place);
    let mut items = app
        .store()
        .read(move |db| store::list_members(db, &fields, &segment.filter, today, after, limit + 1))
        .await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(place_of);
    Ok(Json(Items { items, next }))
}

/// The segment, if it can still be asked.
async fn asked(app: &App, id: &str) -> Result<Segment, Error> {
    let id = parse(id)?;
    let segment = app.store().read(move |db| store::get_segment(db, id)).await?;
    let currency = app.store().business().await?.currency;
    segment.filter.check(&store::fields(app.registry().parts()), currency).map_err(Error::Wrong)?;
    Ok(segment)
}
