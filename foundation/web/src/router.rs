//! The router: every route of every capability, and the layers all of them pass.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::registry::{api_base, page_base};
use crate::{App, Capability, Error, answer, limit, observe, once, reference, secure};

/// Every route of every capability, and the description of the endpoints.
pub(crate) fn merge(capabilities: Vec<Capability>) -> (Router<App>, OpenApi) {
    let mut pages = Router::new();
    let mut api = OpenApiRouter::with_openapi(reference::beginning());
    for capability in capabilities {
        let name = capability.name();
        let Capability { pages: its_pages, api: its_api, .. } = capability;
        let base = page_base(name);
        pages = if base.is_empty() {
            pages.merge(its_pages.into_router())
        } else {
            pages.nest(&base, its_pages.into_router())
        };
        api = api.nest(&api_base(name), its_api.into_router());
    }
    let (api, document) = api.split_for_parts();
    (pages.merge(api), document)
}

/// Lays around the routes what every request passes, from the outside in: log, headers, compression, who asks and how
/// errors look, limits, what the route needs.
pub(crate) fn wrap(app: &App, routes: Router<App>) -> Router {
    let config = app.config();
    routes
        .fallback(async || Error::NotFound)
        .layer(CatchPanicLayer::custom(|_| Error::internal("a handler panicked").into_response()))
        .layer(from_fn_with_state(config.timeout, limit::limit))
        .layer(DefaultBodyLimit::max(config.body_limit))
        .layer(from_fn_with_state(app.clone(), once::once))
        .layer(from_fn_with_state(app.clone(), answer::enter))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), secure::headers))
        .layer(from_fn_with_state(app.clone(), observe::watch))
        .with_state(app.clone())
}
