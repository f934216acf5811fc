//! What the operator sees: one log line for each request, and counts for Prometheus.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use troth_store::Counts;

use crate::{App, Error};

/// Seconds; a page should stay left of the middle.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// The number by which a person's report and a log line are brought together.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    kind: String,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabels {
    state: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StoreLabels {
    what: &'static str,
}

/// Counts of what the program does.
pub struct Metrics {
    registry: Mutex<Registry>,
    requests: Family<RequestLabels, Counter>,
    latency: Family<RouteLabels, Histogram>,
    in_flight: Gauge,
    jobs: Family<JobLabels, Counter>,
    job_seconds: Family<JobLabels, Counter<f64, AtomicU64>>,
    queue: Family<StateLabels, Gauge>,
    store: Family<StoreLabels, Counter>,
    waiting: Gauge,
    log_bytes: Gauge,
    checkpoints: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let metrics = Self {
            registry: Mutex::new(Registry::with_prefix("troth")),
            requests: Family::default(),
            latency: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            in_flight: Gauge::default(),
            jobs: Family::default(),
            job_seconds: Family::default(),
            queue: Family::default(),
            store: Family::default(),
            waiting: Gauge::default(),
            log_bytes: Gauge::default(),
            checkpoints: Gauge::default(),
        };
        metrics.register(|registry| {
            registry.register("http_requests", "Requests answered", metrics.requests.clone());
            registry.register(
                "http_seconds",
                "Seconds to the first byte of an answer",
                metrics.latency.clone(),
            );
            registry.register("http_in_flight", "Requests being answered", metrics.in_flight.clone());
            registry.register("jobs", "Background jobs run", metrics.jobs.clone());
            registry.register("job_queue", "Background jobs by state", metrics.queue.clone());
            registry.register("store", "Commits, changes, slow ones, ones run again", metrics.store.clone());
            registry.register("store_waiting", "Changes that wait for the writer", metrics.waiting.clone());
            registry.register(
                "store_log_bytes",
                "Bytes of the write-ahead log on disk",
                metrics.log_bytes.clone(),
            );
            registry.register(
                "store_checkpoints",
                "How often the write-ahead log was folded in and begun anew",
                metrics.checkpoints.clone(),
            );
            registry.register("job_seconds", "Seconds spent in background jobs", metrics.job_seconds.clone());
        });
        metrics
    }
}

impl Metrics {
    /// Adds counts of another part of the program, for example of the writer.
    pub fn register(&self, add: impl FnOnce(&mut Registry)) {
        add(&mut self.registry.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Counts a job that has run.
    pub fn job(&self, kind: &str, done: bool, seconds: f64) {
        let labels = JobLabels { kind: kind.to_owned(), outcome: if done { "done" } else { "failed" } };
        self.jobs.get_or_create(&labels).inc();
        self.job_seconds.get_or_create(&labels).inc_by(seconds.max(0.0));
    }

    /// Takes over what the store has counted.
    fn store(&self, counts: Counts) {
        // Two who ask at once must not both add what is new.
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        for (what, count) in [
            ("commits", counts.commits),
            ("changes", counts.changes),
            ("slow", counts.slow),
            ("run_again", counts.conflicts),
        ] {
            let counter = self.store.get_or_create(&StoreLabels { what });
            counter.inc_by(count.saturating_sub(counter.get()));
        }
        drop(registry);
        let gauge = |count: Option<u64>| count.map_or(0, |count| i64::try_from(count).unwrap_or(i64::MAX));
        self.waiting.set(gauge(counts.waiting));
        self.log_bytes.set(gauge(counts.log_bytes));
        self.checkpoints.set(gauge(counts.checkpoints));
    }

    /// All counts as `OpenMetrics` text.
    pub fn text(&self) -> Result<String, Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry.lock().unwrap_or_else(PoisonError::into_inner))
            .map_err(Error::internal)?;
        Ok(text)
    }
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// `GET /metrics`.
pub(crate) async fn get_metrics(State(app): State<App>) -> Result<Response, Error> {
    let waiting = app.store().count_jobs().await?;
    app.metrics().store(app.store().counts());
    app.metrics().queue.clear();
    for (state, count) in waiting {
        app.metrics().queue.get_or_create(&StateLabels { state }).set(count);
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(CONTENT_TYPE, kind)], app.metrics().text()?).into_response())
}

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Numbers, times, counts and logs a request. Paths are logged as the router knows them: without names or secrets.
pub(crate) async fn watch(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = given_id(&request).unwrap_or_else(|| HEXLOWER.encode(&app.random::<8>()));
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let route: Arc<str> =
        request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).into();
    let began = app.wall();
    let metrics = app.metrics();
    metrics.in_flight.inc();
    let mut response = next.run(request).await;
    metrics.in_flight.dec();
    let seconds = (app.wall().micros() - began.micros()).max(0) as f64 / 1e6;
    let status = response.status().as_u16();
    let labels = RequestLabels { method: method.to_string(), route: route.to_string(), status };
    metrics.requests.get_or_create(&labels).inc();
    metrics.latency.get_or_create(&RouteLabels { route: route.to_string() }).observe(seconds);
    tracing::info!(request = %id, %method, %route, status, milliseconds = seconds * 1e3, "answered");
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// The number a proxy has given, if it is one that can be logged as it is.
fn given_id(request: &Request) -> Option<String> {
    let id = request.headers().get(HEADER)?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    ((8..=64).contains(&id.len()) && id.bytes().all(plain)).then(|| id.to_owned())
}
