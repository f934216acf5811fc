//! Measuring: who is about to be lost, what they are worth, and the work that follows.
//!
//! Words: a *run* refreshes everything as of a day; a *history* is how often, how lately and for how long a customer
//! has bought; *at risk* is a customer who used to come back and, by the model, has more likely left than not; a *renewal* is what is
//! decided at the end of each term of a contract.

mod api;
mod error;
mod jobs;
mod metric;
mod model;
mod pages;
mod run;
mod store;
mod verbs;

use troth_core::{Event as _, Permission, Role, RunAsked};
use troth_store::{Belonging, Every, Folder, Listener, Part};
use troth_web::{Capability, Command, Headline, JobKind, Navigation, Need, Panel, Place, Stop};

pub use error::Error;
pub use metric::{ACTIONS, ANSWERS, CONTRACTS, PEOPLE, PURCHASES};
pub use model::{
    AfterRenewals, Answered, AtRenewal, AtRisk, BackTest, ByFrequency, CohortCurve, Contracts, Deed, Despite,
    Finding, Fit, Group, Kept, Moved, Movement, Outcome, Parameter, RenewalTest, Report, Said, SaidForecast,
    SaidGroup, SaidPoint, SaidStayed, Standing, Term, Week, Worth,
};
pub use pages::find_report;
pub use run::{Estimates, Person, RUN_JOB, Records, RunProgress, Spoken, Voices, estimate, run};

#[derive(rust_embed::RustEmbed)]
#[folder = "migrations"]
struct Migrations;

/// Its tables whose rows belong to customers.
const BELONGINGS: &[Belonging] = &[
    Belonging::through("at_risk", "account_id", "account"),
    Belonging::through("renewal", "account_id", "account"),
];

/// What measuring exports to the store.
pub fn part() -> Part {
    Part {
        metrics: &[ACTIONS, ANSWERS, CONTRACTS, PEOPLE, PURCHASES],
        segments: store::segment::FIELDS,
        privacy: Some(store::privacy::PRIVACY),
        belongings: BELONGINGS,
        listeners: &[Listener { event: RunAsked::KIND, job: RUN_JOB }],
        ..Part::new("measure", Folder::of::<Migrations>())
    }
}

/// Seeing figures.
pub const SEE: Permission = Permission { key: "measure.see", roles: &Role::ALL };

/// Saying what measuring rests on.
pub const MANAGE: Permission = Permission { key: "measure.manage", roles: &[Role::Owner, Role::Manager] };

#[derive(rust_embed::Embed)]
#[folder = "templates"]
struct Templates;

#[derive(rust_embed::Embed)]
#[folder = "locales"]
struct Locales;

/// The descriptor.
pub fn capability() -> Capability {
    let need = Need::Permission(SEE);
    Capability::new(part())
        .permissions(&[MANAGE, SEE])
        .pages(pages::routes())
        .api(api::routes())
        .navigation(Navigation { text: "measure-title", href: "/measure", need, order: 30 })
        .stop(Stop { text: "measure-tour", href: "/measure", find: None, need, order: 30 })
        .templates(Folder::of::<Templates>())
        .locales(Folder::of::<Locales>())
        .sample::<pages::RiskPage>()
        .sample::<pages::WorthPage>()
        .sample::<pages::AheadPage>()
        .sample::<pages::ForecastPage>()
        .sample::<pages::GroupsPage>()
        .sample::<pages::HistoryPage>()
        .sample::<pages::RetentionPage>()
        .sample::<pages::RenewalsPage>()
        .sample::<pages::OutcomePage>()
        .sample::<pages::SaidPage>()
        .sample::<pages::SettingsPage>()
        .command(Command {
            text: "measure-settings-title",
            href: "/measure/settings",
            need: Need::Permission(MANAGE),
        })
        .sample::<pages::StandingPanel>()
        .panel(Panel {
            text: "measure-panel-title",
            need,
            place: Place::Side,
            order: 10,
            load: pages::load_standing,
        })
        .figure(Headline { text: "measure-at-risk-share", need, order: 10, load: pages::load_share })
        .figure(Headline { text: "measure-at-risk-customers", need, order: 20, load: pages::load_customers })
        .figure(Headline { text: "measure-at-risk-money", need, order: 30, load: pages::load_money })
        .job(JobKind::new(RUN_JOB, jobs::run_nightly).every(Every::Day { minute: 4 * 60 }))
}
