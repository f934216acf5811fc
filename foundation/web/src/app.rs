//! The program as its handlers see it.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use troth_core::{Clocks, Instant, Zone};
use troth_store::Store;

use crate::outward::Sender;
use crate::template::Surroundings;
use crate::{Capability, Error, Metrics, Registry, Templates, Texts, Throttle, mail, user};

/// How the pages are served. `troth` fills it from its configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// Name of the business at the start, shown in the head of every page.
    pub business: String,
    /// Where people reach it, without a slash at the end: `https://loyalty.example`. Empty: by the address itself.
    pub public_url: String,
    /// The zone that days are shown in, at the start.
    pub zone: Zone,
    /// Reads templates again for every page.
    pub reload: bool,
    /// Lets `?lang=ar-XB` show the mirror of the texts.
    pub preview: bool,
    /// How long somebody stays signed in without coming back.
    pub session: Duration,
    /// How long somebody stays signed in at most, however often they come back.
    pub longest_session: Duration,
    /// How long a request may take; one that brings a file, as long as it goes on arriving.
    pub timeout: Duration,
    /// Where files that people send wait until they are read.
    pub uploads: std::path::PathBuf,
    /// How many bytes a request may bring, where its route says nothing else.
    pub body_limit: usize,
    /// Whether every request comes through a proxy of the operator's, which says in `X-Forwarded-For` for whom.
    pub behind_proxy: bool,
    /// How often the API may be asked in a minute by one token, one user, or one address where nobody is signed in.
    pub api_rate: u32,
    /// How long a message to another program may take, from looking up its name to the end of its answer.
    pub webhook_timeout: Duration,
    /// How many forms an address may send to public routes in a minute.
    pub public_rate: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            business: "Troth".to_owned(),
            public_url: String::new(),
            zone: Zone::UTC,
            reload: false,
            preview: false,
            session: Duration::from_hours(14 * 24),
            longest_session: Duration::from_hours(90 * 24),
            timeout: Duration::from_secs(30),
            uploads: std::env::temp_dir().join("troth-uploads"),
            body_limit: 1024 * 1024,
            behind_proxy: false,
            api_rate: 3_000,
            webhook_timeout: Duration::from_secs(10),
            public_rate: 30,
        }
    }
}

impl Config {
    /// Whether people come over HTTPS, so that cookies must never travel otherwise.
    pub(crate) fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// Where secrets come from.
pub trait Randomness: Send + Sync + 'static {
    /// Fills the bytes with what nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// The randomness of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    #[expect(
        clippy::expect_used,
        reason = "without randomness no secret may be made; the system has it from boot on"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system has randomness");
    }
}

/// Everything a handler or a job works with. Cloning is cheap.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    templates: Templates,
    clocks: Clocks,
    randomness: Arc<dyn Randomness>,
    registry: Registry,
    config: Config,
    metrics: Metrics,
    throttle: Throttle,
    sender: Sender,
    /// The `OpenAPI` document, as JSON.
    document: Arc<String>,
    shown: Shown,
}

/// What every page shows of the business; it may change while the program runs.
#[derive(Clone)]
pub(crate) struct Shown(Arc<RwLock<(String, Zone)>>);

impl Shown {
    fn new(name: String, zone: Zone) -> Self {
        Self(Arc::new(RwLock::new((name, zone))))
    }

    pub(crate) fn name(&self) -> String {
        self.0.read().unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    pub(crate) fn zone(&self) -> Zone {
        self.0.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }
}

/// What [`App::start`] needs from outside.
pub struct Start {
    /// The records.
    pub store: Store,
    /// The two clocks.
    pub clocks: Clocks,
    /// Where secrets come from.
    pub randomness: Arc<dyn Randomness>,
    /// How to serve.
    pub config: Config,
}

impl App {
    /// Merges the capabilities (this crate's own first) and reads their templates and texts. Returns the program and
    /// the router that answers for it.
    pub fn start(start: Start, capabilities: Vec<Capability>) -> Result<(Self, axum::Router), Error> {
        let mut all = vec![user::capability(), mail::capability()];
        all.extend(capabilities);
        let registry = Registry::new(&all)?;
        let texts = Arc::new(Texts::load(&registry.locales)?);
        registry.check(&texts)?;
        let shown = Shown::new(start.config.business.clone(), start.config.zone.clone());
        let surroundings = Surroundings {
            texts,
            clocks: start.clocks.clone(),
            shown: shown.clone(),
            reload: start.config.reload,
        };
        let templates = Templates::load(&registry.templates, surroundings)?;
        let (routes, document) = crate::router::merge(all);
        let sender = Sender::new(start.config.webhook_timeout);
        let sender = sender.map_err(|problem| Error::Start(problem.to_string()))?;
        let document = document.to_json().map_err(|problem| Error::Start(problem.to_string()))?;
        let app = Self(Arc::new(Inner {
            document: Arc::new(document),
            store: start.store,
            templates,
            clocks: start.clocks,
            randomness: start.randomness,
            registry,
            metrics: Metrics::default(),
            throttle: Throttle::default(),
            sender,
            config: start.config,
            shown,
        }));
        if !crate::Asset::built() {
            tracing::warn!("pages are served without styles and scripts; run `make assets` and build again");
        }
        let router = crate::router::wrap(&app, routes);
        Ok((app, router))
    }

    /// The name of the business.
    pub fn business(&self) -> String {
        self.0.shown.name()
    }

    /// The zone that days are shown in.
    pub fn zone(&self) -> Zone {
        self.0.shown.zone()
    }

    /// Shows another name and zone from now on; another program on the same records does so at its next start.
    pub fn show_business(&self, name: String, zone: Zone) {
        *self.0.shown.0.write().unwrap_or_else(PoisonError::into_inner) = (name, zone);
    }

    /// The records.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Templates and texts.
    pub fn templates(&self) -> &Templates {
        &self.0.templates
    }

    /// Texts.
    pub fn texts(&self) -> &Texts {
        self.0.templates.texts()
    }

    /// The clocks.
    pub fn clocks(&self) -> &Clocks {
        &self.0.clocks
    }

    /// The business's present moment, for verbs and metrics.
    pub fn now(&self) -> Instant {
        self.0.clocks.business.now()
    }

    /// The wall clock's present moment, for sessions and limits.
    pub fn wall(&self) -> Instant {
        self.0.clocks.wall.now()
    }

    /// What the capabilities bring.
    pub fn registry(&self) -> &Registry {
        &self.0.registry
    }

    /// How it is served.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// What is counted for `/metrics`.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    pub(crate) fn sender(&self) -> &Sender {
        &self.0.sender
    }

    pub(crate) fn document(&self) -> Arc<String> {
        Arc::clone(&self.0.document)
    }

    /// Bytes nobody can guess.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.randomness.fill(&mut bytes);
        bytes
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("capabilities", &self.0.registry.names).finish_non_exhaustive()
    }
}
