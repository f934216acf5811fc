//! The runs of the last weeks, failures too.

use axum::response::Response;
use serde::Serialize;
use troth_core::{Day, Instant};
use troth_web::{Error, Page, View};

use crate::model::RunRow;
use crate::store;

/// How many runs are shown.
const SHOWN: i64 = 60;

/// The runs, the last first.
#[derive(Debug, Serialize)]
pub(crate) struct HistoryPage {
    runs: Vec<RunRow>,
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
        Self { runs: vec![run("failed", Some("the disk is full")), run("done", None)] }
    }
}

pub(super) async fn get_history(view: View) -> Result<Response, Error> {
    let runs = view.app().store().read(|db| store::list_runs(db, SHOWN)).await?;
    view.page(&HistoryPage { runs })
}
