//! The line above every page of the demo: which day it is, and a button that lets time stand or go on.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Day, Message};
use troth_web::{App, Error, Form, Need, Page, Piece, Routes, View, Who};

use super::{PAUSE, time};

pub(super) fn routes() -> Routes {
    Routes::new().post("/pause", Need::Permission(PAUSE), post_pause).post(
        "/go-on",
        Need::Permission(PAUSE),
        post_go_on,
    )
}

/// The line.
#[derive(Debug, Serialize)]
pub(super) struct TimeStrip {
    day: Day,
    paused: bool,
    may_pause: bool,
}

impl Page for TimeStrip {
    const TEMPLATE: &str = "demo/time.html";

    fn sample() -> Self {
        Self { day: Day::from_number(20_000), paused: false, may_pause: true }
    }
}

pub(super) fn show_time(app: &App, who: Option<&Who>) -> Option<Piece> {
    let clock = app.clocks().business.paced()?;
    let strip = TimeStrip {
        day: app.zone().day_of(app.now()),
        paused: clock.pace().paused,
        may_pause: who.is_some_and(|who| who.may(&PAUSE)),
    };
    Some(Piece::of(&strip))
}

async fn post_pause(State(app): State<App>, view: View, who: Who, form: Form) -> Result<Response, Error> {
    set_paused(&app, &view, &who, &form, true).await
}

async fn post_go_on(State(app): State<App>, view: View, who: Who, form: Form) -> Result<Response, Error> {
    set_paused(&app, &view, &who, &form, false).await
}

async fn set_paused(app: &App, view: &View, who: &Who, form: &Form, paused: bool) -> Result<Response, Error> {
    if !time::set_paused(app.store(), &*app.clocks().business, who.actor(), paused).await? {
        return Err(Error::NotFound);
    }
    let said = if paused { "demo-said-paused" } else { "demo-said-goes-on" };
    Ok(view.go_back(form, &Message::new(said)))
}
