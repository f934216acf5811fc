//! The counter look-up: three letters, the person, what they like and what is owed to them.

use axum::extract::Query;
use axum::response::Response;
use serde::Serialize;
use troth_core::Message;
use troth_web::{Error, Page, View};

use crate::store::met::{self, Met};

/// What somebody typed.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Typed {
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

pub(crate) async fn get_lookup(view: View, Query(typed): Query<Typed>) -> Result<Response, Error> {
    let (q, now) = (typed.q.clone(), view.app().now());
    let found = view.app().store().read(move |db| met::list_met(db, &q, now)).await?;
    let found = found.into_iter().map(|Met { known, likes, owed }| Person {
        href: known.href(),
        name: known.name,
        detail: known.detail,
        likes,
        owed,
    });
    view.page(&LookupPage { q: typed.q, found: found.collect() })
}
