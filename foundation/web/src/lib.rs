//! Pages, sign-in, errors, texts and components: the server glue of Troth.
//!
//! A capability brings one [`Capability`]: its tables ([`troth_store::Part`]), permissions, routes, navigation,
//! templates, texts, panels, figures and jobs. [`App::start`] merges all of them, refuses what two claim, and returns
//! the program and its router.
//!
//! What a person sees is a [`Page`]: a typed context with a sample, and a template. A handler takes a [`View`] and
//! answers `view.page(&context)`. Every route says what it [`Need`]s; there is no way to add one without.

mod answer;
mod app;
mod asset;
mod audit;
mod capability;
pub mod chart;
mod component;
mod cookie;
pub mod csv;
mod error;
mod figure;
mod form;
pub mod format;
mod language;
mod limit;
mod mail;
mod observe;
mod once;
mod outward;
mod page;
mod picture;
pub mod proof;
mod provider;
mod reference;
mod registry;
mod route;
mod router;
mod rule;
mod secure;
mod serve;
mod stand;
pub mod table;
mod template;
mod text;
mod throttle;
mod tour;
pub mod user;
mod visit;
mod webhook;

/// The name of this crate in descriptors, routes and texts.
pub const NAME: &str = "web";

pub use app::{App, Config, Randomness, Start, SystemRandomness};
pub use asset::Asset;
pub use capability::{
    Capability, Command, Headline, JobKind, Measured, Navigation, Panel, Piece, Place, Strip,
};
pub use error::{Error, FieldError};
pub use form::Form;
pub use format::Formats;
pub use language::Language;
pub use mail::Way as MailWay;
pub use observe::Metrics;
pub use page::{Figured, Page, Sample, ShownPanel, View};
pub use picture::Picture;
pub use prometheus_client;
pub use registry::{Registry, parts};
pub use route::{ApiRoutes, Entry, Family, Need, Routes};
pub use rule::{Rules, RulesChange, change_rules};
pub use secure::Framed;
pub use serve::{Connections, asked_to_stop, serve};
pub use stand::STAND;
pub use template::Templates;
pub use text::Texts;
pub use throttle::{Rate, Throttle};
pub use tour::{Find, Stop};
pub use visit::{By, Theme, Visit, Who};
