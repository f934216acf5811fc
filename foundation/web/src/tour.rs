//! The tour: a few stops that capabilities bring, shown one at a time on the first days of each user, until they close it
//! for good. Where somebody is on it is kept with them, so that it goes on in another browser.

use axum::extract::State;
use axum::response::Response;
use minijinja::context;
use minijinja::value::Value;
use serde::Serialize;
use troth_core::Message;
use troth_store::Db;

use crate::user::set_preference;
use crate::{App, Error, Form, Need, Page, View, Who};

/// Name of the preference that says where somebody is.
pub(crate) const PREFERENCE: &str = "tour";
/// Its value for somebody who has closed the tour; otherwise the stop's text.
const CLOSED: &str = "closed";

/// One stop of the tour.
#[derive(Debug, Clone, Copy)]
pub struct Stop {
    /// Key of its title's text; unique. What is said there is the text `KEY-says`.
    pub text: &'static str,
    /// Where it is; with [`Stop::find`], the folder of what is found.
    pub href: &'static str,
    /// Finds the page when it is one of many; without, and where nothing is found, it is [`Stop::href`].
    pub find: Option<Find>,
    /// Who gets there.
    pub need: Need,
    /// Its place, from small to large.
    pub order: i32,
}

/// Finds one page of many.
pub type Find = fn(&mut Db<'_>, troth_core::Instant) -> Result<Option<String>, troth_store::Error>;

impl Stop {
    /// Key of what is said there.
    pub(crate) fn says(&self) -> String {
        format!("{}-says", self.text)
    }

    /// Whether a page is this stop's.
    fn is_at(&self, path: &str) -> bool {
        let below = || path.strip_prefix(self.href).is_some_and(|rest| rest.starts_with('/'));
        path == self.href || (self.find.is_some() && below())
    }
}

/// Where somebody is on the tour.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Along {
    /// They closed it, or are no person.
    #[default]
    Closed,
    /// At the stop of this text; at the first one when there is none of it any more.
    At(String),
}

impl Along {
    /// As it is kept; somebody of whom nothing is kept begins.
    pub(crate) fn read(kept: Option<String>) -> Self {
        match kept {
            Some(kept) if kept == CLOSED => Self::Closed,
            kept => Self::At(kept.unwrap_or_default()),
        }
    }
}

/// The stops that somebody can get to.
fn stops_for<'a>(app: &'a App, who: Option<&'a Who>) -> Vec<&'a Stop> {
    app.registry().stops().iter().filter(|stop| stop.need.admits(who)).collect()
}

/// What the layout shows of the tour on a page.
pub(crate) fn shown(app: &App, who: Option<&Who>, along: &Along, path: &str) -> Option<Value> {
    let Along::At(at) = along else { return None };
    let stops = stops_for(app, who);
    let number = stops.iter().position(|stop| stop.text == at).unwrap_or(0);
    let stop = stops.get(number)?;
    Some(context! {
        at => stop.text,
        says => stop.says(),
        number => number + 1,
        count => stops.len(),
        here => stop.is_at(path),
    })
}

/// All stops, to read and to begin anew.
#[derive(Debug, Serialize)]
pub(crate) struct TourPage {
    stops: Vec<Listed>,
}

#[derive(Debug, Serialize)]
struct Listed {
    text: &'static str,
    says: String,
}

impl Page for TourPage {
    const TEMPLATE: &str = "web/tour.html";

    fn sample() -> Self {
        Self { stops: vec![Listed { text: "web-keys-title", says: "web-tour-lead".to_owned() }] }
    }
}

pub(crate) async fn get_tour(State(app): State<App>, view: View) -> Result<Response, Error> {
    let stops = stops_for(&app, view.visit().who());
    view.page(&TourPage {
        stops: stops.iter().map(|stop| Listed { text: stop.text, says: stop.says() }).collect(),
    })
}

/// On, back, to the stop itself, or closed: counted from the stop that the form was shown at, so that a button pressed
/// twice goes one step.
pub(crate) async fn post_tour(
    State(app): State<App>,
    view: View,
    who: Who,
    form: Form,
) -> Result<Response, Error> {
    let stops = stops_for(&app, view.visit().who());
    let at = stops.iter().position(|stop| stop.text == form.text("at")).unwrap_or(0);
    let wanted = match form.text("go") {
        "next" => stops.get(at + 1),
        "previous" => stops.get(at.saturating_sub(1)),
        "show" => stops.get(at),
        "begin" => stops.first(),
        _ => None,
    };
    let Some(stop) = wanted.copied().copied() else {
        set_preference(&app, who.user, PREFERENCE, CLOSED).await?;
        return Ok(view.go_back(&form, &Message::new("web-tour-closed")));
    };
    set_preference(&app, who.user, PREFERENCE, stop.text).await?;
    let found = match stop.find {
        Some(find) => {
            let now = app.now();
            app.store().read(move |db| find(db, now)).await?
        }
        None => None,
    };
    Ok(view.go(found.as_deref().unwrap_or(stop.href)))
}
