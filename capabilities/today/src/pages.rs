//! The page that everybody opens in the morning.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Action, Currency, Decision, Id, Message, Money, WorkItemId};
use troth_web::{App, Error, Figured, Form, Need, Page, Routes, View};

use crate::model::{Entry, Snooze};
use crate::{DECIDE, SEE, verbs};

/// How many items stand on the page: more than anybody does in a day.
const SHOWN: i64 = 20;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/", Need::Permission(SEE), get_today).post(
        "/{id}/decide",
        Need::Permission(DECIDE),
        post_decide,
    )
}

/// The list and the figures.
#[derive(Debug, Serialize)]
pub(crate) struct TodayPage {
    entries: Vec<Entry>,
    /// Open items that are not on the page.
    more: i64,
    figures: Vec<Figured>,
    /// Whether anything was ever measured.
    measured: bool,
    may_decide: bool,
    /// The item decided just now, to be taken back.
    undo: Option<WorkItemId>,
}

impl Page for TodayPage {
    const TEMPLATE: &str = "today/today.html";

    fn sample() -> Self {
        let account = AccountId::from_raw(1);
        let worth = Money::new(12_550, Currency::EUR);
        let name = "Ada Berg".to_owned();
        Self {
            entries: vec![Entry {
                id: WorkItemId::from_raw(1),
                kind: "sample".into(),
                account,
                external_key: Some("0042".into()),
                sentence: Message::new("today-sample-sentence").with("name", name.clone()),
                name,
                reasons: vec![Message::new("today-sample-reason")],
                worth: Some(worth),
                chance: Some(0.6),
                due: None,
                action: Action { label: Message::new("today-sample-action"), href: "/".into() },
            }],
            more: 3,
            figures: Vec::new(),
            measured: true,
            may_decide: true,
            undo: Some(WorkItemId::from_raw(2)),
        }
    }
}

#[derive(serde::Deserialize)]
struct Asked {
    undo: Option<String>,
}

async fn get_today(
    view: View,
    axum::extract::Query(asked): axum::extract::Query<Asked>,
) -> Result<Response, Error> {
    let reader = view.clone();
    let now = view.app().now();
    let (entries, open, figures, measured) = view
        .app()
        .store()
        .read(move |db| {
            let entries = verbs::list_entries(db, now, SHOWN)?;
            let open = db.count_work(now)?;
            let measured = db.find_published_run()?.is_some();
            Ok::<_, troth_store::Error>((entries, open, reader.load_figures(db)?, measured))
        })
        .await?;
    let shown = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    view.page(&TodayPage {
        more: open - shown,
        entries,
        figures: figures.into_iter().take(3).collect(),
        measured,
        may_decide: view.may(&DECIDE),
        undo: asked.undo.and_then(|id| id.parse().ok()),
    })
}

async fn post_decide(
    State(app): State<App>,
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let id: WorkItemId = id.parse().map_err(|_| Error::NotFound)?;
    let asked = form.text("decision").to_owned();
    let (decision, snooze) = match asked.as_str() {
        "tomorrow" => (Decision::Snoozed, Some(Snooze::Tomorrow)),
        "week" => (Decision::Snoozed, Some(Snooze::Week)),
        other => (Decision::find(other).unwrap_or(Decision::Open), None),
    };
    let why = Some(form.text("why").to_owned());
    let actor = view.visit().who().map_or(troth_core::Actor::System, troth_web::Who::actor);
    match verbs::decide(app.store(), app.now(), actor, id, decision, snooze, why).await {
        Ok(()) => {}
        Err(crate::Error::Why) => {
            form.wrong("why", Message::new("today-why-missing"));
            return Ok(view.go_saying("/today", &Message::new("today-why-missing")));
        }
        Err(error) => return Err(error.into()),
    }
    if decision == Decision::Open {
        return Ok(view.go_saying("/today", &Message::new("today-taken-back")));
    }
    let key = match decision {
        Decision::Done => "today-said-done",
        Decision::Snoozed => "today-said-snoozed",
        Decision::NotUseful | Decision::Open => "today-said-not-useful",
    };
    Ok(view.go_saying(&format!("/today?undo={id}"), &Message::new(key)))
}
