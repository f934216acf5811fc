//! Pages of addresses that are told what happens, and of what they were told.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Actor, DeliveryId, EVENT_KINDS, Id, Instant, Message, WebhookId};

use super::api::{load_delivery, parse, parse_delivery};
use super::model::{Delivery, Draft, Try, Webhook};
use super::{MANAGE_WEBHOOKS, store, verbs};
use crate::table::{Asked, Heading, Table};
use crate::{App, Error, Form, Need, Page, Routes, View, Who};

const ON_A_PAGE: usize = 50;

/// Adds the pages.
pub(crate) fn routes(routes: Routes) -> Routes {
    let need = Need::Permission(MANAGE_WEBHOOKS);
    routes
        .get("/webhooks", need, get_webhooks)
        .post("/webhooks", need, post_new)
        .get("/webhooks/{id}", need, get_webhook)
        .post("/webhooks/{id}", need, post_change)
        .post("/webhooks/{id}/rotate", need, post_rotate)
        .post("/webhooks/{id}/test", need, post_test)
        .post("/webhooks/{id}/enable", need, post_enable)
        .post("/webhooks/{id}/disable", need, post_disable)
        .post("/webhooks/{id}/remove", need, post_remove)
        .get("/webhook-deliveries/{id}", need, get_delivery)
        .post("/webhook-deliveries/{id}/replay", need, post_replay)
}

/// Every address, and a form for one more.
#[derive(Debug, Serialize)]
pub(crate) struct WebhooksPage {
    webhooks: Vec<Webhook>,
    kinds: Vec<Choice>,
    form: Form,
}

/// A kind of event that can be chosen.
#[derive(Debug, Serialize)]
struct Choice {
    key: &'static str,
    text: String,
    chosen: bool,
}

fn choices(form: &Form) -> Vec<Choice> {
    let choice = |key: &&'static str| Choice { key, text: crate::audit::text_of(key), chosen: form.has(key) };
    EVENT_KINDS.iter().map(choice).collect()
}

fn sample() -> Webhook {
    Webhook {
        id: WebhookId::from_raw(1),
        name: "Newsletter".into(),
        url: "https://news.example/hook".into(),
        kinds: vec!["records.account_created".into()],
        own_network: false,
        enabled: false,
        stopped: Some("failing".into()),
        failing_since: Some(Instant::from_micros(1_795_344_000_000_000)),
        failures: 12,
        wait_until: None,
        secret: "whsec_c2VjcmV0".into(),
        old: Some(("whsec_b2xk".into(), Instant::from_micros(1_795_344_000_000_000))),
        removed: false,
    }
}

impl Page for WebhooksPage {
    const TEMPLATE: &str = "web/webhooks.html";

    fn sample() -> Self {
        let mut form =
            Form::with([("name", "Newsletter"), ("url", "http://news.example"), ("web.user_changed", "yes")]);
        form.wrong("url", Message::new("web-webhook-url-open"));
        Self { webhooks: vec![sample()], kinds: choices(&form), form }
    }
}

/// One address: what it is told, and what became of it.
#[derive(Debug, Serialize)]
pub(crate) struct WebhookPage {
    webhook: Webhook,
    /// What messages are signed with.
    secret: String,
    /// Until when the secret before signs, too.
    old_until: Option<Instant>,
    kinds: Vec<Choice>,
    form: Form,
    deliveries: Table<Shown>,
}

#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    delivery: Delivery,
    /// Key of the text of its kind.
    text: String,
    last: Option<Try>,
}

fn headings() -> Vec<Heading> {
    vec![
        Heading::text("web-audit-when"),
        Heading::text("web-audit-what"),
        Heading::text("web-webhook-state"),
        Heading::text("web-webhook-answer"),
        Heading::text("web-webhook-took"),
    ]
}

fn sample_delivery() -> (Delivery, Try) {
    use troth_core::EventId;
    let at = Instant::from_micros(1_795_344_000_000_000);
    let delivery = Delivery {
        id: DeliveryId::from_raw(1),
        webhook: WebhookId::from_raw(1),
        event: EventId::from_raw(1),
        kind: "records.account_created".into(),
        state: "waiting".into(),
        tries: 2,
        created_at: at,
        next_at: Some(at),
    };
    (delivery, Try { at, millis: 120, status: Some(500), answer: "try later".into(), problem: None })
}

fn shown((delivery, last): (Delivery, Option<Try>)) -> Shown {
    Shown { text: crate::audit::text_of(&delivery.kind), delivery, last }
}

impl Page for WebhookPage {
    const TEMPLATE: &str = "web/webhook.html";

    fn sample() -> Self {
        let webhook = sample();
        let form = form_of(&webhook);
        let (delivery, last) = sample_delivery();
        let rows = vec![shown((delivery.clone(), Some(last))), shown((delivery, None))];
        Self {
            secret: webhook.secret.clone(),
            old_until: webhook.old.as_ref().map(|(_, until)| *until),
            kinds: choices(&form),
            deliveries: Table::new("/webhooks/whk_0000000000001", &Asked::default(), headings(), rows),
            webhook,
            form,
        }
    }
}

/// One delivery with its message and its tries.
#[derive(Debug, Serialize)]
pub(crate) struct DeliveryPage {
    delivery: Delivery,
    text: String,
    /// The message, to be read.
    body: String,
    tries: Vec<Try>,
}

impl Page for DeliveryPage {
    const TEMPLATE: &str = "web/webhook_delivery.html";

    fn sample() -> Self {
        let (delivery, last) = sample_delivery();
        let slow = Try { status: None, answer: String::new(), problem: Some("slow".into()), ..last.clone() };
        Self {
            text: "web-event-user-changed".into(),
            delivery,
            body: "{\n  \"type\": \"records.account_created\"\n}".into(),
            tries: vec![last, slow],
        }
    }
}

fn form_of(webhook: &Webhook) -> Form {
    let own = webhook.own_network.then_some(("own_network", "yes"));
    let said = [("name", webhook.name.as_str()), ("url", webhook.url.as_str())].into_iter().chain(own);
    let kinds = webhook.kinds.iter().map(|kind| (kind.as_str(), "yes"));
    Form::with(said.chain(kinds))
}

fn draft_of(form: &Form) -> Draft {
    Draft {
        name: form.text("name").to_owned(),
        url: form.text("url").to_owned(),
        kinds: EVENT_KINDS.iter().filter(|kind| form.has(kind)).map(|kind| (*kind).to_owned()).collect(),
        own_network: form.has("own_network"),
    }
}

fn actor(view: &View) -> Actor {
    view.visit().who().map_or(Actor::System, Who::actor)
}

async fn list(app: &App, view: &View, status: StatusCode, form: Form) -> Result<Response, Error> {
    let webhooks = app.store().read(store::list_webhooks).await?;
    view.page_with(status, &WebhooksPage { webhooks, kinds: choices(&form), form })
}

async fn get_webhooks(State(app): State<App>, view: View) -> Result<Response, Error> {
    list(&app, &view, StatusCode::OK, Form::new()).await
}

async fn post_new(State(app): State<App>, view: View, mut form: Form) -> Result<Response, Error> {
    match verbs::create(&app, actor(&view), draft_of(&form)).await {
        Ok((id, _)) => Ok(view.go_saying(&format!("/webhooks/{id}"), &Message::new("web-webhook-made"))),
        Err(error) => {
            form.refused(error)?;
            list(&app, &view, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
    }
}

/// The page of an address; without a form, as it is stored.
async fn show(
    app: &App,
    view: &View,
    id: WebhookId,
    asked: &Asked,
    (status, form): (StatusCode, Option<Form>),
) -> Result<Response, Error> {
    let before = asked.after.parse().ok();
    let read = move |db: &mut troth_store::Db<'_>| {
        let webhook = store::get_webhook(db, id)?;
        Ok::<_, troth_store::Error>((webhook, store::list_deliveries(db, id, before, ON_A_PAGE + 1)?))
    };
    let (webhook, mut rows) = app.store().read(read).await?;
    let more = rows.len() > ON_A_PAGE;
    rows.truncate(ON_A_PAGE);
    let next = rows.last().filter(|_| more).map(|(last, _)| last.id.to_string());
    let form = form.unwrap_or_else(|| form_of(&webhook));
    let old_until = webhook.old.as_ref().map(|(_, until)| *until).filter(|until| *until > app.wall());
    let rows = rows.into_iter().map(shown).collect();
    view.page_with(
        status,
        &WebhookPage {
            secret: webhook.secret.clone(),
            old_until,
            kinds: choices(&form),
            deliveries: Table::new(&format!("/webhooks/{id}"), asked, headings(), rows).next(next),
            webhook,
            form,
        },
    )
}

async fn get_webhook(
    State(app): State<App>,
    view: View,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    show(&app, &view, parse(&id)?, &asked, (StatusCode::OK, None)).await
}

async fn post_change(
    State(app): State<App>,
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let id = parse(&id)?;
    match verbs::change(&app, actor(&view), id, draft_of(&form)).await {
        Ok(()) => Ok(view.go_saying(&format!("/webhooks/{id}"), &Message::new("web-webhook-saved"))),
        Err(error) => {
            form.refused(error)?;
            show(&app, &view, id, &Asked::default(), (StatusCode::UNPROCESSABLE_ENTITY, Some(form))).await
        }
    }
}

fn back(view: &View, id: WebhookId, key: &'static str) -> Response {
    view.go_saying(&format!("/webhooks/{id}"), &Message::new(key))
}

async fn post_rotate(State(app): State<App>, view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    verbs::rotate(&app, actor(&view), id).await?;
    Ok(back(&view, id, "web-webhook-rotated"))
}

async fn post_test(State(app): State<App>, view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let delivery = verbs::test(&app, actor(&view), parse(&id)?).await?;
    let there = format!("/webhook-deliveries/{delivery}");
    Ok(view.go_saying(&there, &Message::new("web-webhook-on-its-way")))
}

async fn post_enable(State(app): State<App>, view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    verbs::enable(&app, actor(&view), id, true).await?;
    Ok(back(&view, id, "web-webhook-enabled"))
}

async fn post_disable(State(app): State<App>, view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    verbs::enable(&app, actor(&view), id, false).await?;
    Ok(back(&view, id, "web-webhook-disabled"))
}

async fn post_remove(State(app): State<App>, view: View, Path(id): Path<String>) -> Result<Response, Error> {
    verbs::remove(&app, actor(&view), parse(&id)?).await?;
    Ok(view.go_saying("/webhooks", &Message::new("web-webhook-removed")))
}

async fn delivery_page(app: &App, view: &View, id: DeliveryId) -> Result<Response, Error> {
    let (delivery, body, tries) = load_delivery(app, id).await?;
    let text = crate::audit::text_of(&delivery.kind);
    view.page(&DeliveryPage { delivery, text, body: format!("{body:#}"), tries })
}

async fn get_delivery(State(app): State<App>, view: View, Path(id): Path<String>) -> Result<Response, Error> {
    delivery_page(&app, &view, parse_delivery(&id)?).await
}

async fn post_replay(State(app): State<App>, view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse_delivery(&id)?;
    let here = format!("/webhook-deliveries/{id}");
    match verbs::replay(&app, actor(&view), id).await {
        Ok(_) => Ok(view.go_saying(&here, &Message::new("web-webhook-on-its-way"))),
        Err(Error::Conflict(message)) => Ok(view.go_saying(&here, &message)),
        Err(error) => Err(error),
    }
}
