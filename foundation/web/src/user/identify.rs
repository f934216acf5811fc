//! Who asks, from a cookie or a token.

use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use troth_core::{Actor, Instant};

use super::model::hash_secret;
use super::store::{self, Person};
use crate::rule::Rules;
use crate::tour::Along;

use super::token::Within;
use crate::visit::By;
use crate::{App, Error, Language, Theme, Who, cookie};

/// Somebody, and how they like to read.
pub(crate) struct Known {
    pub(crate) who: Who,
    pub(crate) language: Option<Language>,
    pub(crate) theme: Option<Theme>,
    pub(crate) tour: Along,
    /// The cookie again, with a later end.
    pub(crate) renewed: Option<String>,
}

/// Nobody, when there is neither cookie nor token, or neither holds.
pub(crate) async fn identify(app: &App, headers: &HeaderMap) -> Result<Option<Known>, Error> {
    if let Some(header) = headers.get(AUTHORIZATION) {
        // A program that shows a token is that program, whatever cookies come along.
        let told = header.to_str().ok().and_then(|value| value.strip_prefix("Bearer "));
        return match told {
            Some(told) => by_token(app, told).await,
            None => Ok(None),
        };
    }
    match cookie::find(app.config(), headers, cookie::SESSION) {
        Some(told) if !told.is_empty() => by_session(app, told).await,
        _ => Ok(None),
    }
}

async fn by_token(app: &App, told: &str) -> Result<Option<Known>, Error> {
    let (hash, wall) = (hash_secret(told), app.wall());
    let (found, rules) = app
        .store()
        .read(move |db| Ok::<_, Error>((store::find_token(db, &hash, wall)?, Rules::read(db)?)))
        .await?;
    Ok(found.map(|(token, person)| Known {
        who: who(person, By::Token(token), rules),
        language: None,
        theme: None,
        tour: Along::Closed,
        renewed: None,
    }))
}

async fn by_session(app: &App, told: &str) -> Result<Option<Known>, Error> {
    let (hash, wall) = (hash_secret(told), app.wall());
    let (found, rules) = app
        .store()
        .read(move |db| Ok::<_, Error>((store::find_session(db, &hash, wall)?, Rules::read(db)?)))
        .await?;
    let Some(found) = found else {
        return Ok(None);
    };
    let renewed = if is_due(found.seen_at, wall) {
        let last = found.created_at.plus_seconds(seconds(app.config().longest_session));
        let (session, expires) = (found.session, expiry(app, wall).min(last));
        app.store()
            .write(app.now(), Actor::User(found.person.id), move |tx| {
                store::renew_session(tx, session, wall, expires)
            })
            .await?;
        Some(session_cookie(app, told))
    } else {
        None
    };
    Ok(Some(Known {
        who: who(found.person, By::Session(found.session), rules),
        language: found.language.as_deref().and_then(Language::from_tag),
        theme: found.theme.as_deref().and_then(Theme::find),
        tour: Along::read(found.tour),
        renewed,
    }))
}

fn who(person: Person, by: By, rules: Rules) -> Who {
    let within = person.within.map(|(role, scopes)| Within { role, scopes });
    let mut who = Who {
        user: person.id,
        name: person.name,
        role: person.role,
        staff: person.staff,
        by,
        within,
        reach: None,
        owes_factor: rules.two_factor && !person.has_factor,
    };
    who.reach = rules.reach(&who);
    who
}

/// A session is renewed once an hour, so that most pages write nothing.
fn is_due(seen: Instant, wall: Instant) -> bool {
    wall >= seen.plus_seconds(3600)
}

/// When a session that is used now runs out.
pub(crate) fn expiry(app: &App, wall: Instant) -> Instant {
    wall.plus_seconds(seconds(app.config().session))
}

fn seconds(span: Duration) -> i64 {
    i64::try_from(span.as_secs()).unwrap_or(i64::MAX)
}

pub(crate) fn session_cookie(app: &App, told: &str) -> String {
    cookie::set(app.config(), cookie::SESSION, told, seconds(app.config().session))
}
