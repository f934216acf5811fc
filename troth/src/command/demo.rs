//! `troth demo`

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use troth_core::{Actor, Role};
use troth_sim::Kind;
use troth_web::App;
use troth_web::user::{NewUser, create_user, find_user_by_email, make_sign_in_link};

use super::{progress, say};
use crate::demo::{self, Story};
use crate::place::Place;
use crate::program;

const OWNER: &str = "demo@troth.example";
/// How long the printed link holds, in seconds.
const LINK_SECONDS: i64 = 7 * 86_400;

/// A living business to look at.
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// What sort of business: a neighbourhood shop with branches, or a maker of equipment with contracts.
    #[arg(long, default_value = "shop", value_parser = PossibleValuesParser::new(Kind::ALL.map(|one| one.0)))]
    kind: String,
    /// About how many customers it has when the demo begins; 5000 people or 500 organisations if not given.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    customers: Option<u64>,
    /// The same seed gives the same business, everywhere.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Demo {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let place = Place { data: demo_folder(place), ..place.clone() };
        let listener = program::listen(self.listen).await?;
        let address = listener.local_addr()?;
        let store = place.open().await?;
        let usual = if self.kind == "maker" { 500 } else { 5_000 };
        let customers = self.customers.unwrap_or(usual);
        let story = Story { kind: self.kind, customers, seed: self.seed, told: None };
        let built =
            demo::build(&store, story, &mut |doing| progress(&format!("building the demo: {doing}"))).await;
        progress("");
        if built.is_err() {
            store.close().await;
        }
        built?;
        let clock = demo::clock_of(&store).await?;
        let (app, router) = program::start(store, &place.data, clock, program::Reach::default()).await?;
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
