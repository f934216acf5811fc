//! `troth demo`

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use troth_core::{Actor, Day, Role, Zone};
use troth_records::Options;
use troth_store::Store;
use troth_web::App;
use troth_web::user::{NewUser, create_user, find_user_by_email, make_sign_in_link};

use super::{progress, say};
use crate::demo;
use crate::place::Place;
use crate::program;

/// Purchases of 2,357 customers of an online music shop, 1997 to 1998 (see `demo/README.md`).
const PURCHASES: &str = include_str!("../../demo/cdnow_sample.csv");
/// The day on which the demo begins: the purchases of the months after it have not happened yet.
const TODAY: &str = "1997-09-30";
const OWNER: &str = "demo@troth.example";
/// How long the printed link holds, in seconds.
const LINK_SECONDS: i64 = 7 * 86_400;

/// A living business to look at.
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

impl Demo {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let place = Place { data: demo_folder(place), ..place.clone() };
        let listener = program::listen(self.listen).await?;
        let address = listener.local_addr()?;
        let store = place.open().await?;
        build(&store).await?;
        let clock = demo::clock_of(&store).await?;
        let (app, router) = program::start(store, &place.data, clock).await?;
        let link = sign_in_link(&app).await?;
        say(format!("Troth listens on http://{address}"))?;
        say(format!("Open http://{address}{link} to look around; the link works once."))?;
        program::serve(app, router, listener).await
    }
}

/// The demo never mixes with real data: its folder is its own unless one is named.
fn demo_folder(place: &Place) -> PathBuf {
    if place.data.as_os_str() == "troth-data" { PathBuf::from("troth-demo") } else { place.data.clone() }
}

/// Fills an empty installation. One that was filled before is left as it is.
async fn build(store: &Store) -> anyhow::Result<()> {
    if store.read(demo::find_pace).await?.is_some() {
        return Ok(());
    }
    let customers = store.read(|db| troth_records::count_accounts(db, i64::MAX)).await?;
    anyhow::ensure!(
        customers == 0,
        "this data folder holds real customers; give the demo a folder of its own with --data"
    );
    let today = Day::parse(TODAY, "%Y-%m-%d")?;
    let morning = Zone::UTC.at_minute(today, 9 * 60);
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(until(PURCHASES, today)?.as_bytes())?;
    let kind = troth_records::find_kind(store, "purchases").context("no import of purchases")?;
    let map = [("customer", "id"), ("at", "date"), ("amount", "amount")];
    let options = Options {
        map: map.map(|(field, column)| (field.to_owned(), column.to_owned())).to_vec(),
        date_form: Some("%Y%m%d".into()),
        source: "demo".into(),
        ..Options::default()
    };
    let mut shown = |done: u64, of: u64| progress(&format!("building the demo: {done} of {of}"));
    troth_records::import_file(store, morning, Actor::System, &kind, file.path(), &options, &mut shown)
        .await?;
    troth_measure::run(store, morning, today, &mut |step, _| progress(&format!("first morning run: {step}")))
        .await?;
    progress("");
    store
        .write(morning, Actor::System, move |tx| {
            tx.set_setting("business.name", "The record shop")?;
            demo::begin(tx, morning)
        })
        .await?;
    Ok(())
}

/// The rows up to the end of a day: what comes after it has not happened yet.
fn until(purchases: &str, day: Day) -> anyhow::Result<String> {
    let mut lines = purchases.lines();
    let headings = lines.next().context("a line of headings")?;
    let mut kept = format!("{headings}\n");
    for line in lines {
        let date = line.split(',').nth(2).context("a date")?;
        if Day::parse(date, "%Y%m%d")? <= day {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    Ok(kept)
}

async fn sign_in_link(app: &App) -> anyhow::Result<String> {
    let known = app.store().read(|db| find_user_by_email(db, OWNER)).await?;
    let user = if let Some(user) = known {
        user.id
    } else {
        let owner = NewUser { name: "Demo".into(), email: OWNER.into(), role: Role::Owner, password: None };
        create_user(app, Actor::System, owner).await?
    };
    Ok(make_sign_in_link(app, user, LINK_SECONDS).await?)
}
