//! The records for programs: the same things and rules as on the pages and in files.

mod batch;
mod contact;
mod contract;
mod customer;
mod import;
mod interaction;
mod lookup;
mod note;
mod staff;

use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{Actor, Id};
use troth_web::{ApiRoutes, App, Error, Need, Visit, Who};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use crate::duplicate::api as duplicate;
use crate::entity::{ByHand, Target};
use crate::export::api as export;
use crate::privacy::api as privacy;
use crate::said::Said;
use crate::segment::api as segment;
use crate::verbs::{self, By};
use crate::{EDIT, ERASE, EXPORT, IMPORT, MANAGE_STAFF, MERGE, SEE, TELL};

pub(crate) fn routes() -> ApiRoutes {
    let (see, edit, manage) = (Need::Permission(SEE), Need::Permission(EDIT), Need::Permission(MANAGE_STAFF));
    let merge = Need::Permission(MERGE);
    let bring = Need::Permission(IMPORT);
    ApiRoutes::new()
        .add(bring, routes!(batch::list_kinds))
        .add(bring, routes!(batch::take_batch))
        .add(bring, routes!(import::list))
        .add(bring, routes!(import::get))
        .add(bring, routes!(import::undo))
        .add(bring, routes!(import::create_upload))
        .add(bring, routes!(import::get_upload_of))
        .add(bring, routes!(import::put_file))
        .add(bring, routes!(import::check_file))
        .add(bring, routes!(import::start))
        .add(bring, routes!(import::get_errors))
        .add(merge, routes!(duplicate::list_duplicates))
        .add(merge, routes!(duplicate::get_duplicate))
        .add(merge, routes!(duplicate::name_duplicate))
        .add(merge, routes!(duplicate::look_for_duplicates))
        .add(merge, routes!(duplicate::merge_duplicate))
        .add(merge, routes!(duplicate::undo_merge))
        .add(merge, routes!(duplicate::dismiss_duplicate))
        .add(merge, routes!(duplicate::restore_duplicate))
        .add(Need::Permission(EXPORT), routes!(export::get_export))
        .add(Need::Permission(TELL), routes!(privacy::get_customer_data))
        .add(Need::Permission(TELL), routes!(privacy::get_contact_data))
        .add(Need::Permission(TELL), routes!(privacy::get_customer_erasure))
        .add(Need::Permission(TELL), routes!(privacy::get_contact_erasure))
        .add(Need::Permission(ERASE), routes!(privacy::erase_customer))
        .add(Need::Permission(ERASE), routes!(privacy::erase_contact))
        .add(see, routes!(lookup::look_up))
        .add(see, routes!(customer::list_customers))
        .add(see, routes!(customer::get_customer))
        .add(edit, routes!(customer::create_customer))
        .add(edit, routes!(customer::change_customer))
        .add(see, routes!(contact::list_contacts))
        .add(see, routes!(contact::get_contact))
        .add(edit, routes!(contact::create_contact))
        .add(edit, routes!(contact::change_contact))
        .add(see, routes!(contact::list_consents))
        .add(edit, routes!(contact::record_consent))
        .add(see, routes!(contract::list_contracts))
        .add(see, routes!(contract::get_contract))
        .add(edit, routes!(contract::create_contract))
        .add(edit, routes!(contract::change_contract))
        .add(see, routes!(interaction::list_interactions))
        .add(see, routes!(interaction::get_interaction))
        .add(edit, routes!(interaction::create_interaction))
        .add(edit, routes!(interaction::change_interaction))
        .add(see, routes!(note::list_notes))
        .add(see, routes!(note::get_note))
        .add(edit, routes!(note::write_note))
        .add(edit, routes!(note::change_note))
        .add(edit, routes!(note::remove_note))
        .add(edit, routes!(note::restore_note))
        .add(see, routes!(segment::list_segment_fields))
        .add(see, routes!(segment::list_segments))
        .add(see, routes!(segment::get_segment))
        .add(see, routes!(segment::count_segment))
        .add(see, routes!(segment::list_segment_members))
        .add(edit, routes!(segment::create_segment))
        .add(edit, routes!(segment::change_segment))
        .add(edit, routes!(segment::remove_segment))
        .add(edit, routes!(segment::restore_segment))
        .add(see, routes!(staff::list_staff))
        .add(see, routes!(staff::get_staff))
        .add(manage, routes!(staff::create_staff))
        .add(manage, routes!(staff::change_staff))
        .add(see, routes!(staff::list_teams))
        .add(see, routes!(staff::get_team))
        .add(manage, routes!(staff::create_team))
        .add(manage, routes!(staff::change_team))
}

/// A page of things.
#[derive(Serialize, ToSchema)]
pub(crate) struct Items<T> {
    pub(crate) items: Vec<T>,
    /// Give it as `after` for the next page; absent on the last.
    pub(crate) next: Option<String>,
}

/// Which page.
#[derive(Deserialize, IntoParams)]
struct Asked {
    /// Those of one customer.
    customer: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 200; 50 if not given.
    limit: Option<usize>,
}

/// The same for things that belong to no customer.
#[derive(Deserialize, IntoParams)]
struct Paged {
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 200; 50 if not given.
    limit: Option<usize>,
}

impl From<Paged> for Asked {
    fn from(Paged { after, limit }: Paged) -> Self {
        Self { customer: None, after, limit }
    }
}

/// A page of things by id, oldest first.
async fn list<E: ByHand>(app: &App, asked: Asked) -> Result<Json<Items<E::Model>>, Error>
where
    E::Id: std::str::FromStr,
{
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    let customer = asked.customer.map(|id| Target::Account.parse(&id).ok_or(Error::NotFound)).transpose()?;
    let after = asked.after.and_then(|key| key.parse::<E::Id>().ok()).map_or(0, Id::raw);
    let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let rows = app.store().read(move |db| E::TABLE.list(db, customer, after, most)).await?;
    let more = rows.len() > limit;
    let rows = &rows[..limit.min(rows.len())];
    let next = rows.last().filter(|_| more).map(|row| row.id::<E::Id>(0)).transpose()?;
    let items = rows.iter().map(E::read).collect::<Result<_, _>>()?;
    Ok(Json(Items { items, next: next.map(|id| id.to_string()) }))
}

/// One thing.
async fn get<E: ByHand>(app: &App, id: &str) -> Result<Json<E::Model>, Error>
where
    E::Id: std::str::FromStr,
{
    let id: E::Id = id.parse().map_err(|_| Error::NotFound)?;
    let row = app.store().read(move |db| E::TABLE.find(db, id.raw())).await?;
    Ok(Json(E::read(&row.ok_or(Error::NotFound)?)?))
}

/// Enters a thing and answers with it.
async fn create<E: ByHand>(
    app: &App,
    visit: &Visit,
    body: &impl Serialize,
) -> Result<(StatusCode, Json<E::Model>), Error>
where
    E::Id: std::str::FromStr,
{
    let said = Said::in_json(body);
    let row = said.row::<E>(&said.ground(app.store()).await?, None, false).map_err(as_sent)?;
    let id = verbs::create::<E>(app.store(), by(app, visit), row).await.map_err(as_sent)?;
    Ok((StatusCode::CREATED, get::<E>(app, &id.to_string()).await?))
}

/// Changes a thing and answers with it.
async fn change<E: ByHand>(
    app: &App,
    visit: &Visit,
    id: &str,
    body: &impl Serialize,
) -> Result<Json<E::Model>, Error>
where
    E::Id: std::str::FromStr,
{
    let of: E::Id = id.parse().map_err(|_| Error::NotFound)?;
    let said = Said::in_json(body);
    let row = said.row::<E>(&said.ground(app.store()).await?, None, true).map_err(as_sent)?;
    verbs::change::<E>(app.store(), by(app, visit), of, row, None).await.map_err(as_sent)?;
    get::<E>(app, id).await
}

pub(crate) fn by(app: &App, visit: &Visit) -> By {
    By { now: app.now(), actor: visit.who().map_or(Actor::System, Who::actor) }
}

/// Wrong fields under the names that bodies have for them: lists are plural there.
fn as_sent(error: Error) -> Error {
    let Error::Fields(mut fields) = error else { return error };
    for wrong in &mut fields {
        match wrong.field.as_str() {
            "email" => wrong.field = "emails".into(),
            "phone" => wrong.field = "phones".into(),
            _ => {}
        }
    }
    Error::Fields(fields)
}
