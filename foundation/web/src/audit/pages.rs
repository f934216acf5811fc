//! The page of the log, and all of it as a file.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{EVENT_KINDS, Message};

use super::{Done, Wanted, load, text_of};
use crate::csv::{Cell, Lines};
use crate::table::{Asked, Heading, Table};
use crate::{App, Error, Form, Page, View};

const ON_A_PAGE: usize = 50;
/// Entries of a file at most; the days narrow it.
const IN_A_FILE: usize = 100_000;

/// The log.
#[derive(Debug, Serialize)]
pub(crate) struct AuditPage {
    form: Form,
    entries: Table<Shown>,
    kinds: Vec<(&'static str, String)>,
}

#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    done: Done,
    /// Key of the text of its kind.
    text: String,
    /// Names of fields and other particulars, as they stand in the log.
    said: String,
}

fn headings() -> Vec<Heading> {
    vec![
        Heading::text("web-audit-when"),
        Heading::text("web-audit-who"),
        Heading::text("web-audit-what"),
        Heading::text("web-audit-about"),
    ]
}

impl Page for AuditPage {
    const TEMPLATE: &str = "web/audit.html";

    fn sample() -> Self {
        let done = Done {
            id: "evt_0000000000001".into(),
            at: troth_core::Instant::from_micros(1_795_344_000_000_000),
            by: "usr_0000000000001".into(),
            name: "Ada Lovelace".into(),
            kind: "web.user_changed".into(),
            about: "usr_0000000000002".into(),
            details: serde_json::json!({ "fields": ["role"] }),
        };
        let mut form = Form::with([("by", "Ada")]);
        form.wrong("by", Message::new("web-audit-by-wrong"));
        let entries = Table::new("/audit", &Asked::default(), headings(), vec![shown(done)]);
        Self { form, entries, kinds: kinds() }
    }
}

fn kinds() -> Vec<(&'static str, String)> {
    EVENT_KINDS.iter().map(|kind| (*kind, text_of(kind))).collect()
}

fn shown(done: Done) -> Shown {
    let particulars = done.details.as_object().into_iter().flatten().filter(|(_, value)| match value {
        // The id it is about, and the like, stand there already.
        serde_json::Value::String(text) => troth_core::split_id(text).is_none(),
        serde_json::Value::Array(list) => !list.is_empty(),
        serde_json::Value::Null => false,
        _ => true,
    });
    let said: Vec<String> = particulars
        .map(|(name, value)| match value {
            serde_json::Value::String(text) => format!("{name}: {text}"),
            serde_json::Value::Array(list) => {
                let items: Vec<String> = list
                    .iter()
                    .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
                    .collect();
                format!("{name}: {}", items.join(", "))
            }
            other => format!("{name}: {other}"),
        })
        .collect();
    Shown { text: text_of(&done.kind), said: said.join("; "), done }
}

fn fields(wanted: &Wanted) -> [(&'static str, &str); 5] {
    [
        ("kind", wanted.kind.as_str()),
        ("by", &wanted.by),
        ("about", &wanted.about),
        ("since", &wanted.since),
        ("until", &wanted.until),
    ]
}

pub(crate) async fn get_audit(
    State(app): State<App>,
    view: View,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Error> {
    let mut form = Form::with(fields(&wanted));
    let kept = fields(&wanted).into_iter().filter(|(_, value)| !value.is_empty());
    let asked = Asked {
        after: wanted.after.clone(),
        keep: kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        ..Asked::default()
    };
    let (status, rows, more) = match wanted.read(&app.zone(), ON_A_PAGE) {
        Ok(read) => {
            let (rows, more) = app.store().read(move |db| load(db, read)).await?;
            (StatusCode::OK, rows, more)
        }
        Err(unknown) => {
            form.wrong(unknown.0, Message::new(format!("web-audit-{}-wrong", unknown.0)));
            (StatusCode::UNPROCESSABLE_ENTITY, Vec::new(), false)
        }
    };
    let next = rows.last().filter(|_| more).map(|last| last.id.clone());
    let rows = rows.into_iter().map(shown).collect();
    let entries = Table::new("/audit", &asked, headings(), rows).next(next).csv("/audit.csv");
    view.page_with(status, &AuditPage { form, entries, kinds: kinds() })
}

/// The log as a file for a spreadsheet, the latest first.
pub(crate) async fn get_file(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Error> {
    let read = wanted
        .read(&app.zone(), IN_A_FILE)
        .map_err(|unknown| Error::Wrong(Message::new(format!("web-audit-{}-wrong", unknown.0))))?;
    let (rows, _) = app.store().read(move |db| load(db, read)).await?;
    let mut lines = Lines::with(&["id", "at", "by", "name", "kind", "about", "details"]);
    for row in rows {
        lines.add([
            Cell::plain(row.id),
            Cell::plain(row.at),
            Cell::plain(row.by),
            Cell::from(row.name),
            Cell::plain(row.kind),
            Cell::from(row.about),
            Cell::from(row.details.to_string()),
        ]);
    }
    Ok(lines.into_file("audit.csv"))
}
