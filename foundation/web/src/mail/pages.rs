//! Pages of mail: the log, the settings, addresses that nothing is sent to, and the page on which somebody says no to more.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{Instant, Message, MessageId};
use troth_mail::{Outcome, Policy, State as Fate, Suppression, Trouble};
use troth_store::Db;

use super::verbs::{self, Draft};
use super::{MANAGE_MAIL, READ_MAIL, Settings, Told, told};
use crate::table::{Asked, Heading, Table};
use crate::{App, Error, Form, Need, Page, Routes, View, Who};

const ON_A_PAGE: usize = 50;

/// Adds the pages.
pub(super) fn routes() -> Routes {
    let (read, manage) = (Need::Permission(READ_MAIL), Need::Permission(MANAGE_MAIL));
    Routes::new()
        .get("/", read, get_log)
        .post("/messages/{id}/retry", manage, post_retry)
        .get("/settings", manage, get_settings)
        .post("/settings", manage, post_settings)
        .post("/policy", manage, post_policy)
        .post("/test", manage, post_test)
        .get("/suppressions", read, get_suppressions)
        .post("/suppressions", manage, post_suppress)
        .post("/suppressions/{hash}/release", manage, post_release)
        .get("/leave/{token}", Need::Public, get_leave)
        .post("/leave/{token}", Need::Public, post_leave)
}

/// Why nothing gets out, as far as it can be told beforehand; `mail/way.html` says it.
#[derive(Debug, Clone, Serialize)]
pub struct Way {
    /// Whether a server is named.
    server: bool,
    /// Whether it is known where links in messages lead.
    url: bool,
    /// What the server said last, and since when.
    trouble: Option<(Instant, String)>,
}

fn way(app: &App, server: bool, trouble: Option<Trouble>) -> Way {
    let trouble = trouble.map(|trouble| (trouble.since, trouble.said));
    Way { server, url: !app.config().public_url.is_empty(), trouble }
}

impl Way {
    /// How it is now; for whoever is about to send something.
    pub fn load(app: &App, db: &mut Db<'_>) -> Result<Self, troth_store::Error> {
        Ok(way(app, troth_mail::find_server(db)?.is_some(), troth_mail::find_trouble(db)?))
    }

    /// Nothing is in the way: for the samples of pages.
    pub const fn open() -> Self {
        Self { server: true, url: true, trouble: None }
    }
}

/// What was sent.
#[derive(Debug, Serialize)]
pub(crate) struct LogPage {
    way: Way,
    manages: bool,
    states: Vec<Choice>,
    messages: Table<Told>,
}

#[derive(Debug, Serialize)]
struct Choice {
    key: &'static str,
    chosen: bool,
}

fn headings() -> Vec<Heading> {
    ["mail-due", "mail-to", "mail-subject", "mail-fate"].map(Heading::text).to_vec()
}

fn sample_message(state: Fate, reason: Option<troth_mail::Reason>) -> Told {
    use troth_core::{ContactId, Id};
    let at = Instant::from_micros(1_795_344_000_000_000);
    Told {
        id: MessageId::from_raw(1),
        contact: Some(ContactId::from_raw(1)),
        address: "grete@kunde.example".into(),
        subject: "How was it?".into(),
        purpose: "survey",
        state: state.key(),
        reason: reason.map(troth_mail::Reason::key),
        answer: Some("250 taken".into()),
        due_at: at,
        sent_at: (state == Fate::Sent).then_some(at),
    }
}

impl Page for LogPage {
    const TEMPLATE: &str = "mail/log.html";

    fn sample() -> Self {
        let held = troth_mail::Reason::ALL.map(|reason| sample_message(Fate::Held, Some(reason)));
        let rows = Fate::ALL.map(|state| sample_message(state, None)).into_iter().chain(held).collect();
        let trouble = Some((Instant::from_micros(1_795_344_000_000_000), "Connection refused".into()));
        Self {
            way: Way { server: true, url: false, trouble },
            manages: true,
            states: choices("sent"),
            messages: Table::new("/mail", &Asked::default(), headings(), rows),
        }
    }
}

fn choices(chosen: &str) -> Vec<Choice> {
    Fate::ALL.iter().map(|state| Choice { key: state.key(), chosen: state.key() == chosen }).collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LogAsked {
    state: String,
    after: String,
}

async fn get_log(
    State(app): State<App>,
    view: View,
    Query(asked): Query<LogAsked>,
) -> Result<Response, Error> {
    let state = Fate::find(&asked.state);
    let before = asked.after.parse::<MessageId>().ok();
    let read = move |db: &mut Db<'_>| {
        let rows = troth_mail::list_messages(db, (state, None, None), before, ON_A_PAGE + 1)?;
        let server = troth_mail::find_server(db)?.is_some();
        Ok::<_, troth_store::Error>((rows, server, troth_mail::find_trouble(db)?))
    };
    let (mut rows, server, trouble) = app.store().read(read).await?;
    let more = rows.len() > ON_A_PAGE;
    rows.truncate(ON_A_PAGE);
    let next = rows.last().filter(|_| more).map(|last| last.message.id.to_string());
    let keep = state.map(|state| ("state".to_owned(), state.key().to_owned())).into_iter().collect();
    let table = Asked { after: asked.after, keep, ..Asked::default() };
    let rows = rows.into_iter().map(told).collect();
    view.page(&LogPage {
        way: way(&app, server, trouble),
        manages: may_manage(&view),
        states: choices(state.map_or("", Fate::key)),
        messages: Table::new("/mail", &table, headings(), rows).next(next),
    })
}

fn may_manage(view: &View) -> bool {
    view.visit().who().is_some_and(|who| who.may(&MANAGE_MAIL))
}

fn parse(id: &str) -> Result<MessageId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn post_retry(
    State(app): State<App>,
    view: View,
    who: Who,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    verbs::retry(&app, who.actor(), parse(&id)?).await?;
    Ok(view.go_saying("/mail", &Message::new("mail-retried")))
}

/// The server, and when people are written to.
#[derive(Debug, Serialize)]
pub(crate) struct SettingsPage {
    way: Way,
    has_password: bool,
    server: Form,
    policy: Form,
    /// What the server said to the test.
    answer: Option<Message>,
}

impl Page for SettingsPage {
    const TEMPLATE: &str = "mail/settings.html";

    fn sample() -> Self {
        let settings = Settings::of(None, Policy::default());
        let mut server = server_form(&settings);
        server.wrong("host", Message::new("mail-host-wrong"));
        let answer = Some(Message::new("mail-test-later").with("said", "452 full"));
        let way = Way { server: false, url: true, trouble: None };
        Self { way, has_password: true, server, policy: policy_form(&settings), answer }
    }
}

fn server_form(settings: &Settings) -> Form {
    Form::with([
        ("host", settings.host.clone()),
        ("port", settings.port.to_string()),
        ("security", settings.security.to_owned()),
        ("user", settings.user.clone()),
        ("authority", settings.authority.clone()),
        ("from", settings.from.clone()),
    ])
}

fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn minute(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
}

fn policy_form(settings: &Settings) -> Form {
    Form::with([
        ("quiet_from", clock(settings.quiet_from)),
        ("quiet_to", clock(settings.quiet_to)),
        ("most", settings.most.to_string()),
        ("days", settings.days.to_string()),
    ])
}

/// The page, with forms as they were typed where something was wrong.
async fn settings(
    app: &App,
    view: &View,
    status: StatusCode,
    (server, policy): (Option<Form>, Option<Form>),
    answer: Option<Message>,
) -> Result<Response, Error> {
    let read = |db: &mut Db<'_>| {
        let (server, policy) = (troth_mail::find_server(db)?, troth_mail::get_policy(db)?);
        Ok::<_, troth_store::Error>((server, policy, troth_mail::find_trouble(db)?))
    };
    let (known, times, trouble) = app.store().read(read).await?;
    let way = way(app, known.is_some(), trouble);
    let settings = Settings::of(known, times);
    let page = SettingsPage {
        way,
        has_password: settings.has_password,
        server: server.unwrap_or_else(|| server_form(&settings).remember()),
        policy: policy.unwrap_or_else(|| policy_form(&settings).remember()),
        answer,
    };
    view.page_with(status, &page)
}

async fn get_settings(State(app): State<App>, view: View) -> Result<Response, Error> {
    settings(&app, &view, StatusCode::OK, (None, None), None).await
}

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

async fn post_settings(
    State(app): State<App>,
    view: View,
    who: Who,
    mut form: Form,
) -> Result<Response, Error> {
    let password = Some(form.raw("password").to_owned());
    form.forget("password");
    form.meet(&server_form(&Settings::load(&app).await?));
    if form.is_right() {
        let text = |field: &str| form.text(field).to_owned();
        let draft = Draft {
            host: text("host"),
            port: text("port"),
            security: text("security"),
            user: text("user"),
            password,
            authority: text("authority"),
            from: text("from"),
        };
        match verbs::put_server(&app, who.actor(), draft).await {
            Ok(()) => return Ok(view.go_saying("/mail/settings", &Message::new("mail-saved"))),
            Err(error) => form.refused(error)?,
        }
    }
    settings(&app, &view, WRONG, (Some(form), None), None).await
}

async fn post_policy(
    State(app): State<App>,
    view: View,
    who: Who,
    mut form: Form,
) -> Result<Response, Error> {
    form.meet(&policy_form(&Settings::load(&app).await?));
    let mut time = |field: &str| {
        let read = minute(form.text(field));
        if read.is_none() {
            form.wrong(field, Message::new("mail-time-wrong"));
        }
        read.unwrap_or(0)
    };
    let quiet = (time("quiet_from"), time("quiet_to"));
    let mut count = |field: &str| {
        let read = form.text(field).parse::<i64>().ok();
        if read.is_none() {
            form.wrong(field, Message::new("mail-count-wrong"));
        }
        read.unwrap_or(1)
    };
    let policy = Policy { quiet, most: count("most"), days: count("days") };
    if form.is_right() {
        match verbs::put_policy(&app, who.actor(), policy).await {
            Ok(()) => return Ok(view.go_saying("/mail/settings", &Message::new("mail-saved"))),
            Err(error) => form.refused(error)?,
        }
    }
    settings(&app, &view, WRONG, (None, Some(form)), None).await
}

async fn post_test(State(app): State<App>, view: View, who: Who) -> Result<Response, Error> {
    let (subject, body) = (Message::new("mail-test-subject"), Message::new("mail-test-body"));
    let language = view.visit().language();
    let say = |message: &Message| app.templates().say(language, message);
    let answer = match verbs::test(&app, &who, (&say(&subject), &say(&body))).await {
        Ok((to, outcome)) => answer(&outcome).with("to", to),
        Err(Error::Fields(wrong)) => {
            wrong.into_iter().next().map_or(Message::new("mail-no-server"), |one| one.message)
        }
        Err(Error::Wrong(message) | Error::Conflict(message)) => message,
        Err(error) => return Err(error),
    };
    settings(&app, &view, StatusCode::OK, (None, None), Some(answer)).await
}

/// What the server said to a test, in words.
pub(super) fn answer(outcome: &Outcome) -> Message {
    let (key, said) = match outcome {
        Outcome::Taken(said) => ("mail-test-taken", said),
        Outcome::Unwritable(said) => ("mail-test-unwritable", said),
        Outcome::Refused(said) => ("mail-test-refused", said),
        Outcome::Later(said) => ("mail-test-later", said),
        Outcome::Unreachable(said) => ("mail-test-unreachable", said),
        Outcome::Unsure(said) => ("mail-test-unsure", said),
    };
    Message::new(key).with("said", said.clone())
}

/// Addresses that nothing is sent to.
#[derive(Debug, Serialize)]
pub(crate) struct SuppressionsPage {
    manages: bool,
    form: Form,
    addresses: Table<Held>,
}

#[derive(Debug, Serialize)]
struct Held {
    hash: String,
    address: String,
    reason: String,
    since: Instant,
}

fn held(Suppression { hash, address, reason, since }: Suppression) -> Held {
    Held { hash, address, reason, since }
}

fn suppression_headings() -> Vec<Heading> {
    ["mail-address", "mail-why", "mail-since", "mail-release"].map(Heading::text).to_vec()
}

impl Page for SuppressionsPage {
    const TEMPLATE: &str = "mail/suppressions.html";

    fn sample() -> Self {
        let since = Instant::from_micros(1_795_344_000_000_000);
        let row = |address: &str, reason: &str| Held {
            hash: "ab12".into(),
            address: address.into(),
            reason: reason.into(),
            since,
        };
        let rows = vec![
            row("grete@kunde.example", "returned"),
            row("", "complaint"),
            row("bo@kunde.example", "hand"),
        ];
        let mut form = Form::with([("address", "nobody")]);
        form.wrong("address", Message::new("mail-address-wrong"));
        Self {
            manages: true,
            form,
            addresses: Table::new("/mail/suppressions", &Asked::default(), suppression_headings(), rows),
        }
    }
}

/// What stands in the address of the next page: the moment and the hash of the last row.
pub(super) fn key_of(row: &Suppression) -> String {
    format!("{}.{}", row.since.micros(), row.hash)
}

pub(super) fn read_key(text: &str) -> Option<(Instant, String)> {
    let (at, hash) = text.split_once('.')?;
    Some((Instant::from_micros(at.parse().ok()?), hash.to_owned()))
}

async fn suppressions(
    app: &App,
    view: &View,
    asked: &Asked,
    (status, form): (StatusCode, Form),
) -> Result<Response, Error> {
    let after = read_key(&asked.after);
    let read = move |db: &mut Db<'_>| troth_mail::list_suppressions(db, after, ON_A_PAGE + 1);
    let mut rows = app.store().read(read).await?;
    let more = rows.len() > ON_A_PAGE;
    rows.truncate(ON_A_PAGE);
    let next = rows.last().filter(|_| more).map(key_of);
    let rows = rows.into_iter().map(held).collect();
    let addresses = Table::new("/mail/suppressions", asked, suppression_headings(), rows).next(next);
    view.page_with(status, &SuppressionsPage { manages: may_manage(view), form, addresses })
}

async fn get_suppressions(
    State(app): State<App>,
    view: View,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    suppressions(&app, &view, &asked, (StatusCode::OK, Form::new())).await
}

async fn post_suppress(
    State(app): State<App>,
    view: View,
    who: Who,
    mut form: Form,
) -> Result<Response, Error> {
    match verbs::suppress(&app, who.actor(), form.text("address").to_owned()).await {
        Ok(()) => Ok(view.go_saying("/mail/suppressions", &Message::new("mail-suppressed"))),
        Err(error) => {
            form.refused(error)?;
            suppressions(&app, &view, &Asked::default(), (WRONG, form)).await
        }
    }
}

async fn post_release(
    State(app): State<App>,
    view: View,
    who: Who,
    Path(hash): Path<String>,
) -> Result<Response, Error> {
    verbs::release(&app, who.actor(), hash).await?;
    Ok(view.go_saying("/mail/suppressions", &Message::new("mail-released")))
}

/// The page on which somebody says no to further messages. Mail programs open links to look at them: only the button counts.
#[derive(Debug, Serialize)]
pub(crate) struct LeavePage {
    purpose: &'static str,
    token: String,
    done: bool,
}

impl Page for LeavePage {
    const TEMPLATE: &str = "mail/leave.html";

    fn sample() -> Self {
        Self { purpose: "survey", token: "msg_1-0".into(), done: false }
    }
}

async fn get_leave(State(app): State<App>, view: View, Path(token): Path<String>) -> Result<Response, Error> {
    let (_, purpose) = verbs::find_left(&app, &token).await?;
    view.page(&LeavePage { purpose: purpose.key(), token, done: false })
}

async fn post_leave(
    State(app): State<App>,
    view: View,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let purpose = verbs::leave(&app, &token).await?;
    view.page(&LeavePage { purpose: purpose.key(), token, done: true })
}

#[cfg(test)]
mod tests {
    use super::{clock, minute, read_key};

    #[test]
    fn a_time_of_day_is_read_as_it_is_written() {
        for at in [0, 59, 60, 1_439] {
            assert_eq!(minute(&clock(at)), Some(at));
        }
        for wrong in ["", "24:00", "8", "08:60", "-1:00", "a:b"] {
            assert_eq!(minute(wrong), None, "{wrong}");
        }
        assert!(read_key("12.ab").is_some() && read_key("x.ab").is_none() && read_key("12").is_none());
    }
}
