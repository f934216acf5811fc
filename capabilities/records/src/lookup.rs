//! The counter look-up: three letters, the person, what they like and what is owed to them.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{ContactId, Instant, Message};
use troth_store::{Db, Error as StoreError};
use troth_web::{App, Error, Page, View};
use utoipa::{IntoParams, ToSchema};

use crate::store::{Known, lookup};

/// People shown at once.
const AT_MOST: usize = 10;
/// What is owed to one of them, most important first.
const OWED: i64 = 3;

/// What somebody typed.
#[derive(Debug, Deserialize, IntoParams)]
pub(crate) struct Typed {
    /// The first letters of any words: name, e-mail, telephone, key.
    #[serde(default)]
    q: String,
}

/// Who it may be.
#[derive(Debug, Serialize)]
pub(crate) struct LookupPage {
    q: String,
    found: Vec<Person>,
}

#[derive(Debug, Serialize)]
struct Person {
    href: String,
    name: String,
    detail: String,
    likes: Vec<String>,
    owed: Vec<Message>,
}

impl Page for LookupPage {
    const TEMPLATE: &'static str = "records/lookup.html";

    fn sample() -> Self {
        let person = Person {
            href: "/records/acc_1".into(),
            name: "Ada Berg".into(),
            detail: "ada@example.com · 1001".into(),
            likes: vec!["Green tea".into(), "Honey".into()],
            owed: vec![Message::new("records-lookup-title")],
        };
        Self { q: "ada".into(), found: vec![person] }
    }
}

/// Somebody who was found, what they like, and what is owed to them.
struct Met {
    known: Known,
    likes: Vec<String>,
    owed: Vec<Message>,
}

fn people(db: &mut Db<'_>, q: &str, now: Instant) -> Result<Vec<Met>, StoreError> {
    let mut people = Vec::new();
    for hit in lookup::find(db, q, AT_MOST)? {
        let Some(known) = Known::find(db, hit)? else { continue };
        let likes = lookup::list_likes(db, known.account)?;
        let owed = db.list_work_of(known.account, now, OWED)?;
        people.push(Met {
            known,
            likes,
            owed: owed.into_iter().map(|item| item.proposal.sentence).collect(),
        });
    }
    Ok(people)
}

pub(crate) async fn get_lookup(view: View, Query(typed): Query<Typed>) -> Result<Response, Error> {
    let (q, now) = (typed.q.clone(), view.app().now());
    let found = view.app().store().read(move |db| people(db, &q, now)).await?;
    let found = found.into_iter().map(|Met { known, likes, owed }| Person {
        href: known.href(),
        name: known.name,
        detail: known.detail,
        likes,
        owed,
    });
    view.page(&LookupPage { q: typed.q, found: found.collect() })
}

/// Somebody who was looked up.
#[derive(Serialize, ToSchema)]
pub(crate) struct Found {
    /// The customer.
    customer: String,
    /// The person at the customer, where it is one that was found.
    contact: Option<String>,
    name: String,
    /// What tells those of one name apart.
    detail: String,
    /// What they bought most often of late.
    likes: Vec<String>,
    /// Open work for them, as keys of texts with their arguments.
    #[schema(value_type = Vec<Object>)]
    owed: Vec<Message>,
}

/// Everyone who is found by these letters, ten at most.
#[utoipa::path(get, path = "/lookup", tag = "records", params(Typed),
    responses((status = 200, description = "Who it may be", body = Vec<Found>)))]
pub(crate) async fn look_up(
    State(app): State<App>,
    Query(typed): Query<Typed>,
) -> Result<Json<Vec<Found>>, Error> {
    let now = app.now();
    let found = app.store().read(move |db| people(db, &typed.q, now)).await?;
    let found = found.into_iter().map(|Met { known, likes, owed }| Found {
        customer: known.account.to_string(),
        contact: known.contact.map(|contact: ContactId| contact.to_string()),
        name: known.name,
        detail: known.detail,
        likes,
        owed,
    });
    Ok(Json(found.collect()))
}
