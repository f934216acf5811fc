//! For tests only: a fresh store on each engine, and clocks that stand still.
//!
//! A test of the store is written once and runs on both engines:
//!
//! ```text
//! troth_harness::on_both_engines! {
//!     async fn a_setting_is_kept(test: TestStore) {
//!         …
//!     }
//! }
//! ```
//!
//! The PostgreSQL server is the machine's own, started once on a socket of its own and left running for the next test;
//! each test gets a schema. Without it the PostgreSQL half of a test is left out with a word; under `CI=true` it fails.

#![expect(clippy::missing_panics_doc, reason = "a helper of tests panics to fail the test")]

mod browser;
mod postgres;
mod smtp;

pub use browser::{Answer, Browser};
pub use smtp::{Door, SmtpSink, Taken};

use std::path::Path;
use std::sync::Arc;

use troth_core::{Clock, FixedClock, Instant};
use troth_store::{Engine, Location, Part, Store};

/// The moment at which the clocks of a test stand: Tuesday 2026-01-06, 09:00 UTC.
pub const START: Instant = Instant::from_micros(1_767_690_000_000_000);

/// A store that lives as long as its test.
pub struct TestStore {
    /// The store.
    pub store: Store,
    /// Its wall clock, which tests move; hand it out as the business clock too.
    pub clock: Arc<FixedClock>,
    place: Place,
    parts: Vec<Part>,
}

enum Place {
    Folder(tempfile::TempDir),
    Schema(postgres::Schema),
}

impl TestStore {
    /// A fresh store with the tables of these crates. `None` when this machine lacks the engine (never under `CI`).
    pub async fn open(engine: Engine, mut parts: Vec<Part>) -> Option<Self> {
        if !parts.iter().any(|part| part.name == "store") {
            parts.insert(0, troth_store::part());
        }
        let place = match engine {
            Engine::Sqlite => Place::Folder(tempfile::tempdir().expect("a temporary folder")),
            Engine::Postgres => Place::Schema(postgres::Schema::fresh()?),
        };
        let clock = Arc::new(FixedClock::at(START));
        let wall: Arc<dyn Clock> = Arc::<FixedClock>::clone(&clock);
        let store = Store::open(&place.location(), parts.clone(), wall).await.expect("a fresh store opens");
        Some(Self { store, clock, place, parts })
    }

    /// Where the records are, for a second program or a new start.
    pub fn location(&self) -> Location {
        self.place.location()
    }

    /// The folder of a SQLite store.
    pub fn folder(&self) -> Option<&Path> {
        match &self.place {
            Place::Folder(folder) => Some(folder.path()),
            Place::Schema(_) => None,
        }
    }

    /// A second program on the same records.
    pub async fn another(&self) -> Store {
        self.try_another(self.parts.clone()).await.expect("a second program opens the store")
    }

    /// A second program with other parts, which may be refused.
    pub async fn try_another(&self, parts: Vec<Part>) -> Result<Store, troth_store::Error> {
        let wall: Arc<dyn Clock> = Arc::<FixedClock>::clone(&self.clock);
        Store::open(&self.location(), parts, wall).await
    }
}

impl Place {
    fn location(&self) -> Location {
        match self {
            Self::Folder(folder) => Location::Folder(folder.path().to_owned()),
            Self::Schema(schema) => Location::Url(schema.url()),
        }
    }
}

/// A PostgreSQL place of its own for a program under test; `None` when this machine has no server.
pub struct PostgresPlace(postgres::Schema);

impl PostgresPlace {
    /// A fresh schema.
    pub fn fresh() -> Option<Self> {
        postgres::Schema::fresh().map(Self)
    }

    /// Its URL.
    pub fn url(&self) -> String {
        self.0.url()
    }

    /// The socket of the server, and the URL of the schema through an address that leads there.
    pub fn through(&self, address: std::net::SocketAddr) -> (std::path::PathBuf, String) {
        (self.0.socket(), self.0.url_through(address))
    }
}

/// Writes a test once and runs it on both engines. The function takes a [`TestStore`]; the parts its
/// store needs stand after `with`.
#[macro_export]
macro_rules! on_both_engines {
    (with $parts:expr; $($tests:tt)*) => {
        fn parts() -> Vec<::troth_store::Part> { $parts }
        $crate::on_both_engines! { @each $($tests)* }
    };
    (@each $($(#[$meta:meta])* async fn $name:ident($test:ident: TestStore) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn the_test($test: $crate::TestStore) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                let test = $crate::TestStore::open(::troth_store::Engine::Sqlite, parts()).await;
                the_test(test.expect("SQLite is built in")).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                if let Some(test) = $crate::TestStore::open(::troth_store::Engine::Postgres, parts()).await {
                    the_test(test).await;
                }
            }
        }
    )*};
    ($($tests:tt)*) => { $crate::on_both_engines! { with Vec::new(); $($tests)* } };
}

/// The folder of reference data beside the checkout (`shared/golden`), or the one `TROTH_GOLDEN` names. `None` when it
/// is not there; under `CI=true` that fails the test.
pub fn golden() -> Option<std::path::PathBuf> {
    let named = std::env::var_os("TROTH_GOLDEN").map(std::path::PathBuf::from);
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found =
        named.or_else(|| here.ancestors().map(|up| up.join("shared/golden")).find(|folder| folder.is_dir()));
    if found.is_none() {
        assert!(!in_ci(), "the reference data (shared/golden) is missing; set TROTH_GOLDEN");
        eprintln!("left out: the reference data (shared/golden) is not on this machine");
    }
    found
}

/// Whether a missing engine or file must fail the test.
pub(crate) fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}
