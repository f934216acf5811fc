//! A survey sent to a million people: looked at, prepared, sent to a server on the loopback, stopped and gone on with in the middle; nobody gets it
//! twice. Then answers to it, sixty-four at once, each stored before it is thanked for.
//! `make bench`, or `cargo run --release -p troth-bench-listen [PEOPLE] [ANSWERS]`.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};
use troth_core::{AccountId, Actor, Clock, Clocks, ConsentId, ContactId, Id, Role};
use troth_harness::{Browser, Door, SmtpSink, TestStore};
use troth_store::{Engine, Kind, Store, Tx, Value as Cell};
use troth_web::user::{NewUser, create_user, make_sign_in_link};
use troth_web::{App, Capability, Config, Start, SystemRandomness};

/// How many answer at once.
const CALLERS: usize = 64;
/// People entered in one transaction.
const CHUNK: usize = 10_000;

/// The clock of the wall: preparing finds out by it how much it may do at once.
struct Wall;

impl Clock for Wall {
    fn now(&self) -> troth_core::Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        troth_core::Instant::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

fn capabilities() -> Vec<Capability> {
    vec![troth_records::capability(), troth_listen::capability()]
}

/// People who are customers, each with an address, who agree to be asked.
async fn fill(store: &Store, people: usize) -> anyhow::Result<()> {
    for from in (0..people).step_by(CHUNK) {
        let to = (from + CHUNK).min(people);
        store.write(Wall.now(), Actor::System, move |tx| enter(tx, from..to)).await?;
    }
    Ok(())
}

fn enter(tx: &mut Tx<'_>, numbers: std::ops::Range<usize>) -> Result<(), troth_store::Error> {
    let (int, text) = (|name| (name, Kind::Int), |name| (name, Kind::Text));
    let (mut accounts, mut contacts, mut consents) = (Vec::new(), Vec::new(), Vec::new());
    let now = tx.now();
    for number in numbers {
        let (account, contact, consent): (AccountId, ContactId, ConsentId) =
            (tx.new_id(), tx.new_id(), tx.new_id());
        let name = format!("Person {number}");
        let key = name.to_lowercase();
        accounts.push(vec![
            Cell::Int(account.raw()),
            "person".into(),
            name.as_str().into(),
            key.as_str().into(),
            Cell::Int(20_000),
            Cell::Int(0),
        ]);
        contacts.push(vec![
            Cell::Int(contact.raw()),
            Cell::Int(account.raw()),
            name.into(),
            key.into(),
            format!("p{number}@kunde.example").into(),
            Cell::Int(20_000),
            Cell::Int(0),
        ]);
        consents.push(vec![
            Cell::Int(consent.raw()),
            Cell::Int(contact.raw()),
            "survey".into(),
            Cell::Bool(true),
            now.into(),
            "at the counter".into(),
            "system".into(),
            Cell::Int(0),
            now.into(),
        ]);
    }
    let columns =
        [int("id"), text("kind"), text("name"), text("name_key"), int("created_day"), int("batch_id")];
    tx.insert_many("account", &columns, "", &accounts)?;
    let columns = [
        int("id"),
        int("account_id"),
        text("name"),
        text("name_key"),
        text("emails"),
        int("created_day"),
        int("batch_id"),
    ];
    tx.insert_many("contact", &columns, "", &contacts)?;
    let columns = [
        int("id"),
        int("contact_id"),
        text("purpose"),
        ("given", Kind::Bool),
        int("at"),
        text("obtained"),
        text("actor_kind"),
        int("actor_id"),
        int("recorded_at"),
    ];
    tx.insert_many("consent", &columns, "", &consents)?;
    Ok(())
}

/// An owner who asks the endpoints.
struct Owner {
    app: App,
    browser: Browser,
}

impl Owner {
    async fn sign_in(app: App, browser: &Browser) -> anyhow::Result<Self> {
        let email = "owner@shop.example".to_owned();
        let user = NewUser { name: "Ada".into(), email, role: Role::Owner, password: None };
        let id = create_user(&app, Actor::System, user).await?;
        let link = make_sign_in_link(&app, id, 60).await?;
        let mut browser = browser.clone();
        ensure!(browser.post(&link, "").await.status.is_redirection(), "nobody was let in");
        Ok(Self { app, browser })
    }

    async fn post(&mut self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        let path = format!("/api/v1/listen/surveys{path}");
        let answer = self.browser.send("POST".parse()?, &path, &headers, &body.to_string()).await;
        ensure!(answer.status.is_success(), "{path}: {} {}", answer.status, answer.body);
        Ok(answer.json())
    }

    /// Does the next job of a kind; how many seconds it took.
    async fn work(&self, kind: &str) -> anyhow::Result<f64> {
        let store = self.app.store();
        let job =
            store.claim_job(&[kind.to_owned()], "bench").await?.with_context(|| format!("no job {kind}"))?;
        let began = Instant::now();
        let handler = self
            .app
            .registry()
            .find_job(kind)
            .with_context(|| format!("nobody does {kind}"))?
            .handler(&self.app);
        handler(job.clone()).await.map_err(|error| anyhow::anyhow!("{kind}: {error}"))?;
        store.finish_job(job.id, "bench").await?;
        Ok(began.elapsed().as_secs_f64())
    }

    /// Sends everything that is due.
    async fn send(&self) -> anyhow::Result<f64> {
        let queue = |tx: &mut Tx<'_>| tx.enqueue(&troth_store::NewJob::new(troth_mail::SEND)).map(|_| ());
        self.app.store().write(Wall.now(), Actor::System, queue).await?;
        let mut seconds = self.work(troth_mail::SEND).await?;
        while let Ok(more) = self.work(troth_mail::SEND).await {
            seconds += more;
        }
        Ok(seconds)
    }
}

async fn campaign(engine: Engine, people: usize, answers: usize) -> anyhow::Result<()> {
    let parts = troth_web::parts(&capabilities());
    let Some(test) = TestStore::open(engine, parts.clone()).await else { return Ok(()) };
    test.store.close().await;
    let store = Store::open(&test.location(), parts, Arc::new(Wall)).await?;
    fill(&store, people).await?;
    let config = Config {
        public_url: "http://shop.example".into(),
        public_rate: u32::MAX,
        api_rate: u32::MAX,
        timeout: Duration::from_mins(10),
        ..Config::default()
    };
    let randomness = Arc::new(SystemRandomness);
    let start = Start { store: store.clone(), clocks: Clocks::both(Arc::new(Wall)), randomness, config };
    let (app, router) = App::start(start, capabilities())?;
    let browser = Browser::new(router);
    let mut owner = Owner::sign_in(app, &browser).await?;
    let sink = SmtpSink::open(Door { bare: true, ..Door::default() }).await;
    let form = format!(
        "host=127.0.0.1&port={}&security=open&user=&password=&authority=&from=post%40shop.example",
        sink.port
    );
    ensure!(owner.browser.post("/mail/settings", &form).await.status.is_redirection(), "no mail server");
    let policy = "quiet_from=00%3A00&quiet_to=00%3A00&most=2&days=30";
    ensure!(owner.browser.post("/mail/policy", policy).await.status.is_redirection(), "no policy");

    let scale: Vec<Value> = (0..=10).map(|value| json!({"value": value})).collect();
    let questions = json!([{"key": "nps", "kind": "nps", "text": {"en": "How likely?"}, "choices": scale},
        {"key": "why", "kind": "text", "text": {"en": "Why?"}}]);
    let survey =
        json!({"name": "S", "form": {"languages": ["en"], "title": {"en": "T"}, "questions": questions}});
    let survey = owner.post("", &survey).await?;
    let (id, slug) =
        (survey["id"].as_str().unwrap_or_default().to_owned(), survey["slug"].as_str().unwrap_or_default());
    owner.post(&format!("/{id}/publish"), &json!({})).await?;
    let words = json!({"en": {"first": {"subject": "How was it, {name}?", "text": "Hello {name},\n\n{link}\n\nAda"}}});
    let draft = json!({"from_name": "Ada", "reply_to": "ada@shop.example", "words": words});

    let began = Instant::now();
    let looked = owner.post(&format!("/{id}/askings/look"), &draft).await?;
    let looking = began.elapsed().as_secs_f64();
    ensure!(looked["people"] == people, "{looked}");
    let asking = owner.post(&format!("/{id}/askings"), &draft).await?;
    let asking = format!("/{id}/askings/{}", asking["id"].as_str().unwrap_or_default());
    let preparing = owner.work("listen.prepare_asking").await?;
    println!("{engine:?}: {people} people looked at in {looking:.1} s, prepared in {preparing:.1} s");

    let began = Instant::now();
    let half = stop_in_the_middle(&mut owner, &sink, &asking, people).await?;
    owner.send().await?;
    let sending = began.elapsed().as_secs_f64();
    let taken = sink.taken();
    let different: HashSet<&str> = taken.iter().map(|one| one.to.as_str()).collect();
    ensure!(
        taken.len() == people && different.len() == people,
        "{} messages to {} people",
        taken.len(),
        different.len()
    );
    println!(
        "{engine:?}: sent in {sending:.1} s ({:.0} a second), stopped after {half}, each person once",
        people as f64 / sending
    );
    drop(taken);
    answer(engine, &browser, &store, slug, answers).await?;
    store.close().await;
    Ok(())
}

/// Sends, stops when a third is out, and lets it go on; how many were out then.
async fn stop_in_the_middle(
    owner: &mut Owner,
    sink: &SmtpSink,
    asking: &str,
    people: usize,
) -> anyhow::Result<usize> {
    let sender = Owner { app: owner.app.clone(), browser: owner.browser.clone() };
    let sending = tokio::spawn(async move { sender.send().await });
    while sink.count() < people / 3 {
        if sending.is_finished() {
            bail!("it ended before it was stopped");
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    owner.post(&format!("{asking}/stop"), &json!({})).await?;
    sending.await??;
    let half = sink.count();
    ensure!(half < people, "it went on");
    owner.post(&format!("{asking}/resume"), &json!({})).await?;
    owner.work("listen.wake_asking").await?;
    Ok(half)
}

/// Answers by the open link, so many at once; each is thanked for after it is stored.
async fn answer(
    engine: Engine,
    browser: &Browser,
    store: &Store,
    slug: &str,
    answers: usize,
) -> anyhow::Result<()> {
    let (began, before) = (Instant::now(), store.counts().conflicts);
    let callers = (0..CALLERS).map(|caller| {
        let (mut browser, path) = (browser.clone(), format!("/listen/s/{slug}"));
        tokio::spawn(async move {
            let (mut waits, mut refused) = (Vec::new(), 0);
            for number in (caller..answers).step_by(CALLERS) {
                let token: String =
                    format!("{number:026}").bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
                let form = format!("at=nps&go=send&q.nps={}&q.why=word+{number}&token={token}", number % 11);
                let asked = Instant::now();
                let answer = browser.post(&path, &form).await;
                if matches!(answer.status.as_u16(), 409 | 503) {
                    // Nothing was stored, and whoever answers is told to send it again.
                    refused += 1;
                    continue;
                }
                ensure!(answer.status.is_redirection(), "{}", answer.status);
                waits.push(asked.elapsed().as_secs_f64() * 1_000.0);
            }
            Ok((waits, refused))
        })
    });
    let callers: Vec<_> = callers.collect();
    let (mut waits, mut refused) = (Vec::new(), 0);
    for caller in callers {
        let (more, no): (Vec<f64>, usize) = caller.await??;
        waits.extend(more);
        refused += no;
    }
    let seconds = began.elapsed().as_secs_f64();
    let again = store.counts().conflicts - before;
    let stored: i64 =
        store.read(|db| db.scalar("SELECT COUNT(*) FROM survey_response WHERE done", &[])).await?;
    ensure!(
        usize::try_from(stored)? == waits.len(),
        "{stored} answers are there, {} were thanked for",
        waits.len()
    );
    waits.sort_by(f64::total_cmp);
    let at = |percent: usize| waits.get(waits.len() * percent / 100).copied().unwrap_or_default();
    println!(
        "{engine:?}: {answers} answers, {CALLERS} at once: {:.0} a second, half within {:.1} ms, p99 {:.1} ms, {again} run again, {refused} told to send again",
        waits.len() as f64 / seconds,
        at(50),
        at(99)
    );
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let people = arguments.next().transpose()?.unwrap_or(1_000_000);
    let answers = arguments.next().transpose()?.unwrap_or(20_000);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        campaign(engine, people, answers).await?;
    }
    Ok(())
}
