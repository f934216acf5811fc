//! The log of what was done, by whom, to what: to look through, to filter, to take out.

mod api;
mod pages;
mod store;

use serde::Serialize;
use troth_core::{EVENT_KINDS, Instant, Permission, Role};
use troth_store::{AuditAsked, Db, Entry};
use utoipa::ToSchema;

pub(crate) use api::routes as api_routes;
pub(crate) use pages::{AuditPage, get_audit, get_file};

/// Looking through the log of what was done.
pub(crate) const READ_AUDIT: Permission =
    Permission { key: "web.read_audit", roles: &[Role::Owner, Role::Manager] };

/// What was done.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Done {
    /// Which entry.
    pub(crate) id: String,
    /// When.
    #[schema(value_type = String)]
    pub(crate) at: Instant,
    /// `system`, or the id of a user or token.
    pub(crate) by: String,
    /// What the user or token is called; empty for the system and for those who are gone.
    pub(crate) name: String,
    /// What: `crate.what_happened`.
    pub(crate) kind: String,
    /// The id of what it happened to; `workspace` for the installation itself.
    pub(crate) about: String,
    /// Ids and names of fields.
    #[schema(value_type = Object)]
    pub(crate) details: serde_json::Value,
}

/// How the log is asked for, in the address of the page, its file and the API.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize, utoipa::IntoParams)]
#[serde(default)]
pub(crate) struct Wanted {
    /// Of this kind alone, for example `web.user_signed_in`.
    pub(crate) kind: String,
    /// By this user or token alone, or by `system`.
    pub(crate) by: String,
    /// About this alone, for example a customer's id.
    pub(crate) about: String,
    /// Since the beginning of this day of the business, as 2026-01-31.
    pub(crate) since: String,
    /// Until the end of this day.
    pub(crate) until: String,
    /// The last entry of the page before.
    pub(crate) after: String,
}

/// A field of the filter that cannot be understood.
pub(crate) struct Unknown(pub(crate) &'static str);

impl Wanted {
    /// As the store is asked.
    pub(crate) fn read(&self, zone: &troth_core::Zone, limit: usize) -> Result<AuditAsked, Unknown> {
        let id = |text: &str, field| {
            troth_core::split_id(text).map(|(kind, id)| (kind.to_owned(), id)).ok_or(Unknown(field))
        };
        let filled = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        if !self.kind.is_empty() && !EVENT_KINDS.contains(&self.kind.as_str()) {
            return Err(Unknown("kind"));
        }
        let actor = match filled(&self.by).as_deref() {
            None => None,
            Some("system") => Some(("system".to_owned(), 0)),
            Some(text) => match id(text, "by")? {
                (prefix, id) if prefix == "usr" => Some(("user".to_owned(), id)),
                (prefix, id) if prefix == "tok" => Some(("token".to_owned(), id)),
                _ => return Err(Unknown("by")),
            },
        };
        let subject = match filled(&self.about).as_deref() {
            None => None,
            Some("workspace") => Some(("workspace".to_owned(), 0)),
            Some(text) => Some(id(text, "about")?),
        };
        let day = |text: &str, field, later: i64| {
            filled(text)
                .map(|text| troth_core::Day::parse(&text, "%Y-%m-%d").map_err(|_| Unknown(field)))
                .transpose()
                .map(|day| day.map(|day| zone.at_minute(day.plus(later), 0)))
        };
        Ok(AuditAsked {
            before: filled(&self.after).map(|text| id(&text, "after")).transpose()?.map(|(_, id)| id),
            kind: self.kind.clone(),
            actor,
            subject,
            since: day(&self.since, "since", 0)?,
            until: day(&self.until, "until", 1)?,
            limit,
        })
    }
}

/// A page of the log, and whether there is more.
pub(crate) fn load(db: &mut Db<'_>, mut asked: AuditAsked) -> Result<(Vec<Done>, bool), troth_store::Error> {
    let limit = asked.limit;
    asked.limit += 1;
    let mut entries = db.list_events(&asked)?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    let names = store::names(db, &entries)?;
    let done = entries.into_iter().map(|entry| shown(entry, &names)).collect();
    Ok((done, more))
}

fn shown(entry: Entry, names: &store::Names) -> Done {
    let actor = match entry.actor_kind.as_str() {
        "user" => troth_core::join_id("usr", entry.actor_id),
        "token" => troth_core::join_id("tok", entry.actor_id),
        other => other.to_owned(),
    };
    let about = match entry.subject_kind.as_str() {
        "workspace" => entry.subject_kind,
        prefix => troth_core::join_id(prefix, entry.subject_id),
    };
    Done {
        id: troth_core::join_id("evt", entry.id),
        at: entry.at,
        name: names.get(&(entry.actor_kind, entry.actor_id)).cloned().unwrap_or_default(),
        by: actor,
        kind: entry.kind,
        about,
        details: serde_json::from_str(&entry.payload).unwrap_or_default(),
    }
}

/// Key of the text of a kind: `records.note_created` is `records-event-note-created`, and what the store itself notes is this crate's.
pub(crate) fn text_of(kind: &str) -> String {
    let kind = kind.replacen("store.", "web.store_", 1);
    kind.replacen('.', "-event-", 1).replace('_', "-")
}
