//! `troth user` and `troth token`

use anyhow::Context;
use troth_core::{Actor, Role, UserId};
use troth_web::user::{
    NewToken, NewUser, UserChange, change_user, create_user, find_user_by_email, invite_again, make_token,
};
use troth_web::{App, Error};

use super::{print_json, say};
use crate::place::Place;
use crate::program;

/// Who may sign in.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum User {
    /// Lets somebody sign in, and prints a link that lets them in once, within a week.
    Add {
        /// What they are called.
        name: String,
        /// What they sign in with.
        email: String,
        /// owner, manager, staff, analyst or read-only.
        #[arg(long, default_value = "staff", value_parser = role)]
        role: Role,
        #[command(flatten)]
        told: Told,
    },
    /// Prints a new link that lets somebody in once, within a week; earlier ones no longer hold.
    Link {
        /// What they sign in with.
        email: String,
        #[command(flatten)]
        told: Told,
    },
    /// Lets somebody sign in no longer, and signs them out.
    Disable {
        /// What they sign in with.
        email: String,
    },
}

/// How a link is told.
#[derive(Debug, clap::Args)]
pub(crate) struct Told {
    /// The address people use, as `https://loyalty.example`; the link begins with it.
    #[arg(long, env = "TROTH_PUBLIC_URL")]
    public_url: Option<String>,
    /// One JSON object on stdout.
    #[arg(long)]
    json: bool,
}

/// Keys for programs.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Token {
    /// Makes a token and prints it; it is told once.
    Add {
        /// What it is for.
        name: String,
        /// E-mail of the user whose rights it has.
        #[arg(long)]
        user: String,
        /// A permission that it is given, for example records.see; all of the user's if none is named.
        #[arg(long = "scope")]
        scopes: Vec<String>,
        /// Holds for so many days; until it is taken back if not given.
        #[arg(long, value_parser = clap::value_parser!(i64).range(1..=3650))]
        days: Option<i64>,
        /// One JSON object on stdout.
        #[arg(long)]
        json: bool,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::find(text).ok_or_else(|| format!("it is one of {}", Role::ALL.map(Role::key).join(", ")))
}

impl User {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        with_app(place, async |app| match self {
            Self::Add { name, email, role, told } => {
                let user = NewUser { name, email, role, password: None };
                let id =
                    create_user(app, Actor::System, user).await.map_err(|error| say_wrong(app, error))?;
                link(app, id, &told).await
            }
            Self::Link { email, told } => {
                let (id, _) = find(app, &email).await?;
                link(app, id, &told).await
            }
            Self::Disable { email } => {
                let (id, _) = find(app, &email).await?;
                let change = UserChange { disabled: Some(true), ..UserChange::default() };
                change_user(app, Actor::System, id, change).await.map_err(|error| say_wrong(app, error))?;
                say(format!("{email} can no longer sign in"))
            }
        })
        .await
    }
}

impl Token {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        with_app(place, async |app| {
            let Self::Add { name, user, scopes, days, json } = self;
            let (id, role) = find(app, &user).await?;
            let expires_at = days.map(|days| app.wall().plus_seconds(days * 86_400));
            let scopes = (!scopes.is_empty()).then_some(scopes);
            let token = NewToken { user: id, name, role, scopes, expires_at };
            let (id, secret) =
                make_token(app, Actor::System, token).await.map_err(|error| say_wrong(app, error))?;
            if json {
                return print_json(&serde_json::json!({ "id": id, "token": secret.reveal() }));
            }
            say(secret.reveal())
        })
        .await
    }
}

/// The program without its pages and jobs.
pub(super) async fn with_app(
    place: &Place,
    work: impl AsyncFnOnce(&App) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let store = place.open().await?;
    let clock = crate::demo::clock_of(&store).await?;
    let (app, _) = program::start(store, &place.data, clock, program::Reach::default()).await?;
    let done = work(&app).await;
    app.store().close().await;
    done
}

async fn find(app: &App, email: &str) -> anyhow::Result<(UserId, Role)> {
    let asked = email.to_owned();
    let found = app.store().read(move |db| find_user_by_email(db, &asked)).await?;
    let found = found.with_context(|| format!("nobody signs in as {email}; see troth user add --help"))?;
    Ok((found.id, found.role))
}

async fn link(app: &App, user: UserId, told: &Told) -> anyhow::Result<()> {
    let path = invite_again(app, Actor::System, user).await.map_err(|error| say_wrong(app, error))?;
    if told.json {
        return print_json(&serde_json::json!({ "id": user, "link": path }));
    }
    if let Some(address) = &told.public_url {
        let address = address.trim_end_matches('/');
        return say(format!("open {address}{path} within a week; it works once"));
    }
    say(format!("open {path} at the address of this Troth within a week; it works once"))
}

/// A person's mistake in words, anything else as it is.
pub(super) fn say_wrong(app: &App, error: Error) -> anyhow::Error {
    let english = |message: &troth_core::Message| app.templates().say(troth_web::Language::English, message);
    match &error {
        Error::Wrong(message) | Error::Conflict(message) => anyhow::anyhow!(english(message)),
        Error::Fields(fields) => {
            let said: Vec<String> =
                fields.iter().map(|wrong| format!("{}: {}", wrong.field, english(&wrong.message))).collect();
            anyhow::anyhow!(said.join("; "))
        }
        _ => error.into(),
    }
}
