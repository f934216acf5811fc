//! Duplicates for programs.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, Query, State as Of};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{AccountId, ContactId, DuplicateId, Id, Instant, Message};
use troth_web::{App, Error, FieldError, Visit};
use utoipa::{IntoParams, ToSchema};

use super::merge;
use super::model::{Kind, Pair, State, Which};
use super::{store, verbs};
use crate::api::{Items, by};

/// Two records that may be of one customer, or of one person.
#[derive(Serialize, ToSchema)]
pub(crate) struct DuplicateEntry {
    /// Which.
    #[schema(value_type = String)]
    id: DuplicateId,
    /// `customer` or `person`.
    kind: Kind,
    /// The record entered first, which stays when they are merged.
    one: String,
    /// The one that goes.
    other: String,
    /// Their names, in this order.
    names: [String; 2],
    /// From 500 to 1000: an order, not a probability.
    score: i64,
    /// `email`, `phone`, `name`, `alike` (names that differ by little), `domain`, `key` or `said` (somebody named the pair).
    reasons: Vec<String>,
    /// `proposed`, `merged` or `apart`.
    state: State,
    /// When somebody decided.
    #[schema(value_type = Option<String>)]
    decided_at: Option<Instant>,
}

fn entry(pair: &Pair, (one_name, other_name): (String, String)) -> DuplicateEntry {
    let shown = |id: i64| match pair.kind {
        Kind::Account => AccountId::from_raw(id).to_string(),
        Kind::Contact => ContactId::from_raw(id).to_string(),
    };
    DuplicateEntry {
        id: pair.id,
        kind: pair.kind,
        one: shown(pair.one),
        other: shown(pair.other),
        names: [one_name, other_name],
        score: pair.score,
        reasons: pair.reasons.iter().map(|reason| reason.key().to_owned()).collect(),
        state: pair.state,
        decided_at: pair.decided_at,
    }
}

fn parse(id: &str) -> Result<DuplicateId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// Which page.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Paged {
    /// `proposed` (if not given), `merged` or `apart`.
    state: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 200; 50 if not given.
    limit: Option<usize>,
}

/// Pairs: the likeliest first, decided ones by the moment of the decision, latest first.
#[utoipa::path(get, path = "/duplicates", tag = "records", params(Paged),
    responses((status = 200, description = "A page of pairs", body = Items<DuplicateEntry>),
    (status = 422, description = "No such state")))]
pub(crate) async fn list_duplicates(
    Of(app): Of<App>,
    Query(asked): Query<Paged>,
) -> Result<Json<Items<DuplicateEntry>>, Error> {
    let wrong = || {
        let words = State::ALL.map(State::key).join(", ");
        let message = Message::new("records-wrong-choice").with("words", words);
        Error::Fields(vec![FieldError { field: "state".into(), message }])
    };
    let state = asked.state.map_or(Ok(State::Proposed), |state| State::find(&state).ok_or_else(wrong))?;
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    let after = asked.after.as_deref().and_then(store::read_place);
    let (mut pairs, names) = app
        .store()
        .read(move |db| {
            let pairs = store::list(db, state, after, limit + 1)?;
            let names = store::names_of(db, &pairs)?;
            Ok::<_, troth_store::Error>((pairs, names))
        })
        .await?;
    let more = pairs.len() > limit;
    pairs.truncate(limit);
    let next = pairs.last().filter(|_| more).map(store::place_of);
    Ok(Json(Items {
        items: pairs.into_iter().zip(names).map(|(pair, names)| entry(&pair, names)).collect(),
        next,
    }))
}

/// One pair.
#[utoipa::path(get, path = "/duplicates/{id}", tag = "records", params(("id" = String, Path, description = "The pair")),
    responses((status = 200, description = "The pair", body = DuplicateEntry), (status = 404, description = "No such pair")))]
pub(crate) async fn get_duplicate(
    Of(app): Of<App>,
    Path(id): Path<String>,
) -> Result<Json<DuplicateEntry>, Error> {
    let id = parse(&id)?;
    let found = app.store().read(move |db| {
        let pair = store::get(db, id)?;
        let names = store::names_of(db, std::slice::from_ref(&pair))?.pop().unwrap_or_default();
        Ok::<_, troth_store::Error>((pair, names))
    });
    let (pair, names) = found.await?;
    Ok(Json(entry(&pair, names)))
}

/// Two customers that somebody knows to be one.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"one": "acc_0000000000001", "other": "acc_0000000000002"}))]
pub(crate) struct NamedBody {
    /// A customer.
    one: String,
    /// Another.
    other: String,
}

/// Names two customers that are one, so that they can be merged. A pair that is known is answered as it is.
#[utoipa::path(post, path = "/duplicates", tag = "records", request_body = NamedBody,
    responses((status = 201, description = "The pair", body = DuplicateEntry), (status = 422, description = "Fields are wrong")))]
pub(crate) async fn name_duplicate(
    Of(app): Of<App>,
    visit: Visit,
    Json(body): Json<NamedBody>,
) -> Result<(StatusCode, Json<DuplicateEntry>), Error> {
    let read = |field: &str, text: &str| {
        let wrong = || FieldError { field: field.into(), message: Message::new("records-wrong-named") };
        text.parse::<AccountId>().map_err(|_| Error::Fields(vec![wrong()]))
    };
    let pair = (read("one", &body.one)?, read("other", &body.other)?);
    let id = verbs::name(app.store(), by(&app, &visit), pair).await?;
    Ok((StatusCode::CREATED, get_duplicate(Of(app), Path(id.to_string())).await?))
}

/// What is kept where the two differ.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"keep": {"name": "one"}}))]
pub(crate) struct MergeBody {
    /// Field (`name`, `kind`, `team`, `owner`, `title`, `level`, `role`, `language`) and whose value is kept: `one` or
    /// `other`. What is left out is kept as proposed: what says something, the fuller name, the newer record.
    #[serde(default)]
    #[schema(value_type = Object)]
    keep: BTreeMap<String, String>,
}

/// Merges the two: `other` goes into `one`. E-mail addresses and telephone numbers of both are kept, a refusal of either
/// holds, keys of both go on leading there.
#[utoipa::path(post, path = "/duplicates/{id}/merge", tag = "records", params(("id" = String, Path, description = "The pair")),
    request_body = MergeBody, responses((status = 200, description = "The pair", body = DuplicateEntry),
    (status = 404, description = "No such pair"), (status = 409, description = "One of them was merged meanwhile"),
    (status = 422, description = "A field or a value of `keep` is not known")))]
pub(crate) async fn merge_duplicate(
    Of(app): Of<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<MergeBody>,
) -> Result<Json<DuplicateEntry>, Error> {
    let of = parse(&id)?;
    let mut wrong = Vec::new();
    let mut chosen = BTreeMap::new();
    for (field, which) in body.keep {
        let known = merge::field_names().any(|name| name == field);
        if let Some(which) = Which::find(&which).filter(|_| known) {
            chosen.insert(field, which);
            continue;
        }
        let fields = || merge::field_names().collect::<Vec<_>>().join(", ");
        let words = if known { "one, other".to_owned() } else { fields() };
        let message = Message::new("records-wrong-choice").with("words", words);
        wrong.push(FieldError { field: format!("keep.{field}"), message });
    }
    if !wrong.is_empty() {
        return Err(Error::Fields(wrong));
    }
    merge::merge(app.store(), by(&app, &visit), of, chosen).await?;
    get_duplicate(Of(app), Path(id)).await
}

/// A merge that was taken back.
#[derive(Serialize, ToSchema)]
pub(crate) struct Parted {
    /// The pair, proposed again.
    pair: DuplicateEntry,
    /// Fields that somebody changed since, which stay as they are.
    kept: Vec<String>,
}

/// Takes a merge back: there are two again. Fields that were changed since stay as they are.
#[utoipa::path(post, path = "/duplicates/{id}/undo", tag = "records", params(("id" = String, Path, description = "The pair")),
    responses((status = 200, description = "The pair and what stays", body = Parted), (status = 404, description = "No such pair"),
    (status = 409, description = "They are not merged")))]
pub(crate) async fn undo_merge(
    Of(app): Of<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Parted>, Error> {
    let kept = merge::undo(app.store(), by(&app, &visit), parse(&id)?).await?;
    let Json(pair) = get_duplicate(Of(app), Path(id)).await?;
    Ok(Json(Parted { pair, kept }))
}

async fn set_apart(app: App, visit: &Visit, id: String, apart: bool) -> Result<Json<DuplicateEntry>, Error> {
    verbs::dismiss(app.store(), by(&app, visit), parse(&id)?, apart).await?;
    get_duplicate(Of(app), Path(id)).await
}

/// Says that the two are two: they are not proposed again.
#[utoipa::path(post, path = "/duplicates/{id}/dismiss", tag = "records", params(("id" = String, Path, description = "The pair")),
    responses((status = 200, description = "The pair", body = DuplicateEntry), (status = 404, description = "No such pair"),
    (status = 409, description = "They are merged")))]
pub(crate) async fn dismiss_duplicate(
    Of(app): Of<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<DuplicateEntry>, Error> {
    set_apart(app, &visit, id, true).await
}

/// Takes that back: they are proposed again.
#[utoipa::path(post, path = "/duplicates/{id}/restore", tag = "records", params(("id" = String, Path, description = "The pair")),
    responses((status = 200, description = "The pair", body = DuplicateEntry), (status = 404, description = "No such pair"),
    (status = 409, description = "They are merged")))]
pub(crate) async fn restore_duplicate(
    Of(app): Of<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<DuplicateEntry>, Error> {
    set_apart(app, &visit, id, false).await
}

/// Has the records looked through for duplicates; what is found is listed as it is found.
#[utoipa::path(post, path = "/duplicates/look", tag = "records",
    responses((status = 202, description = "They are being looked through")))]
pub(crate) async fn look_for_duplicates(Of(app): Of<App>, visit: Visit) -> Result<StatusCode, Error> {
    verbs::seek(app.store(), by(&app, &visit)).await?;
    Ok(StatusCode::ACCEPTED)
}
