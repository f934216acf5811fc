//! The running program: the app with its router, and the runner of its jobs.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::watch;
use troth_core::{Clock, Clocks};
use troth_store::Store;
use troth_store::job::{Handler, Runner};
use troth_web::{App, Config, Connections, Start, SystemRandomness};

use crate::clock::SystemClock;

/// How people reach the program.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Reach {
    /// The address people use, as `https://loyalty.example`: links begin with it, and cookies then never leave without HTTPS.
    #[arg(long, env = "TROTH_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// Every request comes through a web server of yours that adds X-Forwarded-For; never say so where others can
    /// reach this port.
    #[arg(long, env = "TROTH_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// How often the API may be asked in a minute by one token, one user, or one address where nobody is signed in; 3000 if not given.
    #[arg(long, env = "TROTH_API_RATE", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub api_rate: Option<u32>,
}

/// An address without a path: pages name each other from the root.
fn public_url(text: &str) -> Result<String, String> {
    let wrong = || format!("`{text}` is no address; write it like https://loyalty.example, without a path");
    let uri: axum::http::Uri = text.trim_end_matches('/').parse().map_err(|_| wrong())?;
    let known = matches!(uri.scheme_str(), Some("https" | "http"));
    let bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
    let host = uri.authority().filter(|_| known && bare).ok_or_else(wrong)?;
    if host.as_str().contains('@') {
        return Err(wrong());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// Puts the program together on open records.
pub async fn start(
    store: Store,
    data: &Path,
    clock: Arc<dyn Clock>,
    reach: Reach,
) -> anyhow::Result<(App, axum::Router)> {
    let business = store.business().await?;
    let usual = Config::default();
    let config = Config {
        business: business.name,
        zone: business.zone,
        uploads: data.join("uploads"),
        reload: cfg!(debug_assertions),
        preview: cfg!(debug_assertions),
        public_url: reach.public_url.unwrap_or_default(),
        behind_proxy: reach.behind_proxy,
        api_rate: reach.api_rate.unwrap_or(usual.api_rate),
        ..usual
    };
    let clocks = Clocks { business: clock, wall: Arc::new(SystemClock) };
    let start = Start { store, clocks, randomness: Arc::new(SystemRandomness), config };
    Ok(App::start(start, crate::wiring::capabilities())?)
}

/// The runner of every capability's jobs.
pub fn runner(app: &App) -> Runner {
    let mut handlers: HashMap<String, Handler> = HashMap::new();
    let mut schedules = Vec::new();
    for job in app.registry().jobs() {
        handlers.insert(job.kind.to_owned(), job.handler(app));
        schedules.extend(job.every.map(|every| (job.kind.to_owned(), every)));
    }
    let business = Arc::clone(&app.clocks().business);
    Runner::new(app.store().clone(), handlers, schedules, business)
}

/// Answers until asked to stop; then finishes what is at work and closes the records.
pub async fn serve(app: App, router: axum::Router, listener: TcpListener) -> anyhow::Result<()> {
    let (stop, stopping) = watch::channel(false);
    let keeping =
        crate::demo::keep_time(app.store().clone(), Arc::clone(&app.clocks().business), stopping.clone());
    let keeping = tokio::spawn(keeping);
    let jobs = tokio::spawn(runner(&app).run(stopping));
    let connections = Connections { most: room_for_connections(), patience: app.config().timeout };
    troth_web::serve(listener, router, connections, troth_web::asked_to_stop()).await;
    // The runner goes on when nobody listens any more; it is told either way.
    let _ = stop.send(true);
    jobs.await.context("the runner of jobs")?;
    keeping.await.context("the demo's time")?;
    app.store().close().await;
    Ok(())
}

/// Files that the program itself keeps open, with some to spare.
const OWN_FILES: u64 = 256;

/// As many connections as the system gives files, the program's own left out; 16,384 at most.
fn room_for_connections() -> usize {
    let files = rlimit::increase_nofile_limit(rlimit::INFINITY).unwrap_or(1_024);
    usize::try_from(files.saturating_sub(OWN_FILES).clamp(64, 16_384)).unwrap_or(64)
}

/// Takes the address, or says who may have it.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let listening = TcpListener::bind(address).await;
    listening.with_context(|| {
        format!("cannot listen on {address}; is another program there? Choose another with --listen")
    })
}

#[cfg(test)]
mod tests {
    use super::public_url;

    #[test]
    fn the_public_address_is_a_host_and_nothing_else() {
        for (text, read) in [
            ("https://loyalty.example", "https://loyalty.example"),
            ("https://loyalty.example/", "https://loyalty.example"),
            ("http://localhost:8080", "http://localhost:8080"),
        ] {
            assert_eq!(public_url(text).as_deref(), Ok(read));
        }
        for text in [
            "",
            "loyalty.example",
            "ftp://a.example",
            "https://a.example/troth",
            "https://a.example?x=1",
            "https://me@a.example",
            "https://",
        ] {
            assert!(public_url(text).is_err(), "{text}");
        }
    }
}
