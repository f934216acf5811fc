//! The command bar: pages, commands and customers by the first letters. Without scripts it is a page to search on.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::Message;

use crate::{App, Error, Page, View};

/// How many hits each search may bring.
const AT_MOST: usize = 8;

/// What was typed.
#[derive(Debug, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
}

/// Somewhere to go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Destination {
    title: String,
    detail: String,
    href: String,
}

/// The page of results.
#[derive(Debug, Serialize)]
pub(crate) struct CommandPage {
    q: String,
    found: Vec<Destination>,
}

impl Page for CommandPage {
    const TEMPLATE: &str = "web/command.html";

    fn sample() -> Self {
        let found = |title: &str, detail: &str, href: &str| Destination {
            title: title.to_owned(),
            detail: detail.to_owned(),
            href: href.to_owned(),
        };
        Self {
            q: "a".to_owned(),
            found: vec![found("Account", "", "/me"), found("Ada Lovelace", "1815, London", "/records/acc_1")],
        }
    }
}

pub(super) async fn get_page(view: View, Query(typed): Query<Typed>) -> Result<Response, Error> {
    let found = find(&view, &typed.q).await?;
    view.page(&CommandPage { q: typed.q, found })
}

pub(super) async fn get_found(
    State(_): State<App>,
    view: View,
    Query(typed): Query<Typed>,
) -> Result<Json<Vec<Destination>>, Error> {
    find(&view, &typed.q).await.map(Json)
}

/// Pages first, then what the capabilities find; without letters, the pages alone.
async fn find(view: &View, typed: &str) -> Result<Vec<Destination>, Error> {
    let app = view.app();
    let wanted = typed.trim().to_lowercase();
    let say = |key: &str| app.templates().say(view.language(), &Message::new(key));
    let mut found: Vec<Destination> = app
        .registry()
        .destinations(view.visit())
        .into_iter()
        .map(|(text, href)| Destination { title: say(text), detail: String::new(), href: href.to_owned() })
        .filter(|page| starts_a_word(&page.title.to_lowercase(), &wanted))
        .collect();
    let searches: Vec<_> = app.registry().searches().collect();
    if wanted.is_empty() || searches.is_empty() {
        return Ok(found);
    }
    let hits = app
        .store()
        .read(move |db| {
            let mut hits = Vec::new();
            for search in &searches {
                hits.extend(search(db, &wanted, AT_MOST)?);
            }
            Ok::<_, troth_store::Error>(hits)
        })
        .await?;
    found.extend(hits.into_iter().map(|hit| Destination {
        title: hit.title,
        detail: hit.detail,
        href: hit.href,
    }));
    Ok(found)
}

fn starts_a_word(title: &str, wanted: &str) -> bool {
    title.starts_with(wanted)
        || title.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(wanted))
}

#[cfg(test)]
mod tests {
    use super::starts_a_word;

    #[test]
    fn letters_find_the_beginning_of_a_word() {
        assert!(starts_a_word("api reference", "ref"));
        assert!(starts_a_word("api reference", "api r"));
        assert!(starts_a_word("anything", ""));
        assert!(!starts_a_word("api reference", "eference"));
    }
}
