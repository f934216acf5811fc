//! The runs of the last weeks, failures too, and asking for one.

use axum::response::Response;
use serde::Serialize;
use troth_core::{Actor, Day, Instant, Message};
use troth_store::Db;
use troth_web::{Error, Page, View, Who};

use crate::model::RunRow;
use crate::{MANAGE, RUN_JOB, store, verbs};

/// How many runs are shown.
const SHOWN: i64 = 60;

/// The runs, the last first.
#[derive(Debug, Serialize)]
pub(crate) struct HistoryPage {
    runs: Vec<RunRow>,
    /// When the next one begins by itself, and in which zone that is at four.
    next: Option<Instant>,
    zone: String,
    /// Whether one is being done, or about to be.
    at_work: bool,
    /// Whether whoever looks may ask for one.
    may_ask: bool,
}

impl Page for HistoryPage {
    const TEMPLATE: &str = "measure/history.html";

    fn sample() -> Self {
        let started_at = Instant::from_micros(1_767_690_000_000_000);
        let run = |state: &str, failure: Option<&str>| RunRow {
            as_of: Day::from_number(20_000),
            state: state.into(),
            step: if failure.is_some() { "score".into() } else { state.into() },
            failure: failure.map(Into::into),
            started_at,
            finished_at: Some(started_at.plus_seconds(4)),
        };
        Self {
            runs: vec![run("failed", Some("the disk is full")), run("done", None)],
            next: Some(started_at.plus_seconds(86_400)),
            zone: "Europe/Berlin".into(),
            at_work: false,
            may_ask: true,
        }
    }
}

pub(super) async fn get_history(view: View) -> Result<Response, Error> {
    let read = |db: &mut Db<'_>| {
        let (next, at_work) = (db.find_next(RUN_JOB)?, db.is_job_at_work(RUN_JOB)?);
        Ok::<_, troth_store::Error>((store::list_runs(db, SHOWN)?, next, at_work))
    };
    let (runs, next, at_work) = view.app().store().read(read).await?;
    let zone = view.app().zone().name().to_owned();
    let may_ask = view.visit().who().is_some_and(|who| who.may(&MANAGE));
    view.page(&HistoryPage { runs, next, zone, at_work, may_ask })
}

pub(super) async fn post_run(view: View) -> Result<Response, Error> {
    let app = view.app();
    let actor = view.visit().who().map_or(Actor::System, Who::actor);
    let begun = verbs::ask_run(app.store(), app.now(), actor).await?;
    let said = if begun { "measure-runs-asked" } else { "measure-runs-at-work" };
    Ok(view.go_saying("/measure/runs", &Message::new(said)))
}
