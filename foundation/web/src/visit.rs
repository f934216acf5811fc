//! Who asks, and how they like to read: found once for each request.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use troth_core::{Actor, Message, Permission, Role, SessionId, StaffId, TokenId, UserId};
use troth_store::Reach;

use crate::tour::Along;

use crate::user::Within;
use crate::{Error, Language};

/// Somebody, or a program, that is signed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Who {
    /// The user, or the user who made the token.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The member of staff they are.
    pub staff: Option<StaffId>,
    /// How they are signed in.
    pub by: By,
    /// Where a token may less than its role.
    pub(crate) within: Option<Within>,
    /// Where they see only some customers.
    pub(crate) reach: Option<Reach>,
    /// Whether a code is demanded of everybody and they have not set theirs up.
    pub(crate) owes_factor: bool,
}

/// How somebody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A browser with a cookie.
    Session(SessionId),
    /// A program with a token.
    Token(TokenId),
}

impl Who {
    /// Whether they have this permission: by their role and, with a token, by what it was given.
    pub fn may(&self, permission: &Permission) -> bool {
        permission.allows(self.role) && self.within.as_ref().is_none_or(|within| within.allows(permission))
    }

    /// All that decides what they may and see, as a text to be compared.
    pub(crate) fn rights(&self) -> String {
        format!("{:?}", (self.role, &self.within, self.reach, self.owes_factor))
    }

    /// As the event log names them.
    pub fn actor(&self) -> Actor {
        match self.by {
            By::Session(_) => Actor::User(self.user),
            By::Token(token) => Actor::Token(token),
        }
    }
}

/// Light, dark, or as the device says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Dark ink on paper.
    Light,
    /// Paper on ink.
    Dark,
}

impl Theme {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word stored and written into the page.
    pub fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this word.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.key() == key)
    }
}

/// One request: who, language, theme, and what belongs to its answer alone.
#[derive(Debug, Clone)]
pub struct Visit(Arc<Details>);

#[derive(Debug)]
pub(crate) struct Details {
    pub(crate) who: Option<Who>,
    pub(crate) language: Language,
    pub(crate) theme: Theme,
    pub(crate) nonce: String,
    pub(crate) request_id: String,
    /// Where the request comes from, as far as it can be told.
    pub(crate) address: Option<IpAddr>,
    /// By which name and port this program was asked.
    pub(crate) host: String,
    /// Path and query, as asked for.
    pub(crate) path: String,
    pub(crate) query: String,
    /// What the page before wanted said.
    pub(crate) notice: Option<Message>,
    /// Where the reader is on the tour.
    pub(crate) tour: Along,
}

impl Visit {
    pub(crate) fn new(details: Details) -> Self {
        Self(Arc::new(details))
    }

    /// Who is signed in.
    pub fn who(&self) -> Option<&Who> {
        self.0.who.as_ref()
    }

    /// The language of the answer.
    pub fn language(&self) -> Language {
        self.0.language
    }

    pub(crate) fn details(&self) -> &Details {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Error::Start("a handler answers outside the router of this crate".to_owned()))
    }
}

impl<S: Sync> FromRequestParts<S> for Who {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        Visit::from_request_parts(parts, state).await?.who().cloned().ok_or(Error::SignIn)
    }
}
