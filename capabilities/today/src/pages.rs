//! The page that everybody opens in the morning.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Action, Currency, Decision, Id, Instant, Message, Money, Role, WorkItemId};
use troth_store::Db;
use troth_web::{App, Error, Figured, Form, Need, Page, Routes, View, Who};

use crate::model::{Entry, Snooze, Whose};
use crate::store::find_member;
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
    /// Whose work is shown, as it stands in the address.
    of: String,
    /// Whose work can be shown: empty where only everybody's can.
    rooms: Vec<Room>,
}

/// Work of somebody.
#[derive(Debug, Serialize)]
struct Room {
    of: String,
    text: Message,
    open: i64,
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
            of: "all".into(),
            rooms: vec![
                Room { of: "mine".into(), text: Message::new("today-mine"), open: 1 },
                Room { of: "all".into(), text: Message::new("today-all"), open: 4 },
            ],
        }
    }
}

#[derive(serde::Deserialize)]
struct Asked {
    undo: Option<String>,
    of: Option<String>,
}

/// The most teams that can be chosen between on the page.
const TEAMS: i64 = 30;

/// Whose work this reader sees: staff their own first, everybody else everything; and what they can turn to.
fn rooms(
    db: &mut Db<'_>,
    now: Instant,
    who: Option<&Who>,
    asked: Option<&str>,
) -> Result<(Whose, Vec<Room>), troth_store::Error> {
    let me = find_member(db, who)?;
    let own = me.as_ref().map(|(staff, _, team)| (*staff, *team));
    let mine = own.filter(|_| who.is_some_and(|who| who.role == Role::Staff));
    let first = mine.map_or(Whose::Everybody, |(staff, _)| Whose::Staff(staff));
    let shown = asked.and_then(|asked| Whose::find(asked, own)).unwrap_or(first);
    let mut all = Vec::new();
    if let Some((staff, team)) = own {
        all.push((Whose::Staff(staff), Message::new("today-mine")));
        all.extend(team.map(|team| (Whose::Team(team), Message::new("today-my-team"))));
    }
    all.push((Whose::Everybody, Message::new("today-all")));
    for (team, name) in troth_records::list_teams(db, TEAMS)? {
        if own.is_none_or(|(_, own)| own != Some(team)) {
            all.push((Whose::Team(team), Message::new("today-team").with("team", name)));
        }
    }
    if !all.iter().any(|(whose, _)| *whose == shown) {
        let name = match shown {
            Whose::Staff(staff) => troth_records::find_staff(db, staff)?.map(|(_, name, _)| name),
            Whose::Team(team) => troth_records::find_team(db, team)?,
            Whose::Everybody => None,
        };
        all.extend(name.map(|name| (shown, Message::new("today-of").with("name", name))));
    }
    if all.len() == 1 {
        return Ok((shown, Vec::new()));
    }
    let room = |(whose, text): (Whose, Message)| {
        Ok(Room { of: whose.key(), text, open: db.count_work(now, whose.filter())? })
    };
    Ok((shown, all.into_iter().map(room).collect::<Result<_, troth_store::Error>>()?))
}

async fn get_today(
    view: View,
    axum::extract::Query(asked): axum::extract::Query<Asked>,
) -> Result<Response, Error> {
    let reader = view.clone();
    let now = view.app().now();
    let undo = asked.undo.and_then(|id| id.parse().ok());
    let page = view
        .app()
        .store()
        .read(move |db| {
            let (whose, rooms) = rooms(db, now, reader.visit().who(), asked.of.as_deref())?;
            let entries = verbs::list_entries(db, now, SHOWN, whose)?;
            let shown = i64::try_from(entries.len()).unwrap_or(i64::MAX);
            Ok::<_, troth_store::Error>(TodayPage {
                more: db.count_work(now, whose.filter())? - shown,
                entries,
                figures: reader.load_figures(db)?.into_iter().take(3).collect(),
                measured: db.find_published_run()?.is_some(),
                may_decide: reader.may(&DECIDE),
                undo,
                of: whose.key(),
                rooms,
            })
        })
        .await?;
    view.page(&page)
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
    // Back to the same list: what is no list of anybody's is left out.
    let of = Whose::find(form.text("of"), None).map(Whose::key);
    let list = of.as_ref().map_or_else(|| "/today".to_owned(), |of| format!("/today?of={of}"));
    let actor = view.visit().who().map_or(troth_core::Actor::System, troth_web::Who::actor);
    match verbs::decide(app.store(), app.now(), actor, id, decision, snooze, why).await {
        Ok(()) => {}
        Err(crate::Error::Why) => {
            form.wrong("why", Message::new("today-why-missing"));
            return Ok(view.go_saying(&list, &Message::new("today-why-missing")));
        }
        Err(error) => return Err(error.into()),
    }
    if decision == Decision::Open {
        return Ok(view.go_saying(&list, &Message::new("today-taken-back")));
    }
    let key = match decision {
        Decision::Done => "today-said-done",
        Decision::Snoozed => "today-said-snoozed",
        Decision::NotUseful | Decision::Open => "today-said-not-useful",
    };
    let of = of.map_or_else(String::new, |of| format!("&of={of}"));
    Ok(view.go_saying(&format!("/today?undo={id}{of}"), &Message::new(key)))
}
