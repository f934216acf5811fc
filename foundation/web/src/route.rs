//! Routes, each with what it needs. There is no way to add one without saying so.

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{OriginalUri, RawPathParams, Request, State};
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodFilter;
use axum::routing::{MethodRouter, on};
use futures_util::StreamExt as _;
use futures_util::stream::poll_fn;
use troth_core::Permission;
use troth_store::Reach;
use utoipa::PartialSchema as _;
use utoipa::openapi::RefOr;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::security::SecurityRequirement;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::{App, Error, Visit, Who};

/// What somebody must be to use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing: customers and strangers too.
    Public,
    /// Anybody who is signed in, and has done what the owner demands of everybody.
    SignedIn,
    /// Anybody who is signed in, even before they have done what the owner demands: what leads there, and out.
    Known,
    /// Somebody with this permission.
    Permission(Permission),
}

impl Need {
    /// Whether somebody satisfies it.
    pub(crate) fn admits(self, who: Option<&Who>) -> bool {
        match self {
            Self::Public => true,
            Self::Known => who.is_some(),
            Self::SignedIn => who.is_some_and(|who| !who.owes_factor),
            Self::Permission(permission) => who.is_some_and(|who| !who.owes_factor && who.may(&permission)),
        }
    }

    /// Whether this visit satisfies it.
    pub fn check(self, visit: &Visit) -> Result<(), Error> {
        match visit.who() {
            who if self.admits(who) => Ok(()),
            None => Err(Error::SignIn),
            Some(who) if who.owes_factor => Err(Error::OwesFactor),
            Some(_) => Err(Error::Forbidden),
        }
    }
}

/// Whether a route answers people or programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// HTML; errors are pages.
    Page,
    /// JSON; errors are `problem+json`.
    Api,
}

impl Family {
    /// The family of a path.
    pub fn of(path: &str) -> Self {
        if path.starts_with("/api/v1/") { Self::Api } else { Self::Page }
    }
}

/// One route, as the registry knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who brings it.
    pub owner: &'static str,
    /// Its method.
    pub method: Method,
    /// Its whole path, with `{parameters}`.
    pub path: String,
    /// What it needs.
    pub need: Need,
}

/// Pages of a capability; paths are relative to `/NAME`.
///
/// ```
/// use troth_web::{Need, Routes};
/// async fn list() -> &'static str { "list" }
/// let routes = Routes::new().get("/", Need::SignedIn, list);
/// assert_eq!(routes.entries().len(), 1);
/// ```
///
/// A route that does not say what it needs does not compile:
///
/// ```compile_fail,E0061
/// # async fn list() -> &'static str { "list" }
/// let routes = troth_web::Routes::new().get("/", list);
/// ```
#[derive(Default)]
pub struct Routes {
    handlers: Vec<(String, MethodRouter<App>)>,
    entries: Vec<(Method, String, Need)>,
}

impl Routes {
    /// No routes.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or a file.
    #[must_use]
    pub fn get<H, T>(self, path: &str, need: Need, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, need, on(MethodFilter::GET, handler))
    }

    /// What a form is sent to.
    #[must_use]
    pub fn post<H, T>(self, path: &str, need: Need, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, need, on(MethodFilter::POST, handler))
    }

    fn add(mut self, method: Method, path: &str, need: Need, handler: MethodRouter<App>) -> Self {
        self.handlers.push((path.to_owned(), handler.layer(from_fn_with_state(need, guard))));
        self.entries.push((method, path.to_owned(), need));
        self
    }

    /// Method, relative path and need of each.
    pub fn entries(&self) -> &[(Method, String, Need)] {
        &self.entries
    }

    /// Called once the registry has found no two alike, for which axum would panic.
    pub(crate) fn into_router(self) -> Router<App> {
        self.handlers.into_iter().fold(Router::new(), |router, (path, handler)| router.route(&path, handler))
    }
}

impl std::fmt::Debug for Routes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.entries).finish()
    }
}

/// Endpoints of a capability; paths are relative to `/api/v1/NAME`.
#[derive(Default)]
pub struct ApiRoutes {
    handlers: Vec<UtoipaMethodRouter<App>>,
    entries: Vec<(Method, String, Need)>,
}

impl ApiRoutes {
    /// No endpoints.
    pub fn new() -> Self {
        Self::default()
    }

    /// The handlers of one path, all with the same need: `.add(Need::SignedIn, routes!(list, create))`.
    #[must_use]
    pub fn add(mut self, need: Need, (schemas, mut paths, router): UtoipaMethodRouter<App>) -> Self {
        for (path, item) in &mut paths.paths {
            for (method, operation) in operations(item) {
                declare(operation, &method, need);
                self.entries.push((method, path.clone(), need));
            }
        }
        let guarded = router.layer(from_fn_with_state(need, guard));
        self.handlers.push((schemas, paths, guarded));
        self
    }

    /// Method, relative path and need of each.
    pub fn entries(&self) -> &[(Method, String, Need)] {
        &self.entries
    }

    /// What they take and answer: the names of shapes, and the shapes.
    pub(crate) fn shapes(&self) -> impl Iterator<Item = &(String, RefOr<Schema>)> {
        self.handlers.iter().flat_map(|(shapes, ..)| shapes)
    }

    pub(crate) fn into_router(self) -> OpenApiRouter<App> {
        self.handlers.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::routes)
    }
}

impl std::fmt::Debug for ApiRoutes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.entries).finish()
    }
}

fn operations(item: &mut PathItem) -> Vec<(Method, &mut Operation)> {
    [
        (Method::GET, &mut item.get),
        (Method::POST, &mut item.post),
        (Method::PUT, &mut item.put),
        (Method::PATCH, &mut item.patch),
        (Method::DELETE, &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, slot)| slot.as_mut().map(|operation| (method, operation)))
    .collect()
}

/// What every guarded endpoint takes and may answer is said once, here.
fn declare(operation: &mut Operation, method: &Method, need: Need) {
    if need == Need::Public {
        return;
    }
    operation.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
    let mut answers =
        vec![("401", "Nobody is signed in"), ("403", "Not allowed, or a code has to be set up first")];
    if let Need::Permission(permission) = need {
        let mention = format!("Needs the permission `{}`.", permission.key);
        let said = operation.description.take().unwrap_or_default();
        operation.description = Some(format!("{said}\n\n{mention}").trim().to_owned());
    }
    if *method == Method::POST {
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .description(Some(
                "A text of the sender's choice, new for each thing to be done, up to 200 characters. The same request with \
                 the same key is carried out once within a day; sent again it gets the first answer.",
            ))
            .schema(Some(String::schema()))
            .build();
        operation.parameters.get_or_insert_default().push(key);
        answers
            .push(("409", "It is being carried out under this key, or the records have changed meanwhile"));
        answers.push(("422", "Something is wrong, or the key came with something else before"));
    }
    if *method == Method::PATCH {
        answers.push(("409", "The records have changed meanwhile"));
    }
    let named = |wanted: &dyn Fn(&ParameterIn) -> bool| {
        operation.parameters.iter().flatten().any(|parameter| wanted(&parameter.parameter_in))
    };
    if operation.request_body.is_some() {
        answers.push(("413", "It is larger than may be sent"));
        answers.push(("415", "The body is of another kind than said here"));
    }
    if operation.request_body.is_some()
        || named(&|place| matches!(place, ParameterIn::Query | ParameterIn::Path))
    {
        answers.push(("400", "It cannot be read: not what its kind says, or a parameter is no such value"));
    }
    if named(&|place| matches!(place, ParameterIn::Query)) {
        answers.push(("404", "A parameter names what is not there"));
    }
    let header = |text: &str| HeaderBuilder::new().schema(String::schema()).description(Some(text)).build();
    let too_many = utoipa::openapi::ResponseBuilder::new()
        .description("Asked too often")
        .header("Retry-After", header("Seconds to wait before asking again."))
        .header(
            "RateLimit",
            header("What is left: `r` requests; in `t` seconds one more. On every answer of the API."),
        )
        .header(
            "RateLimit-Policy",
            header("How often it may be asked: `q` requests in `w` seconds. On every answer of the API."),
        );
    operation.responses.responses.entry("429".to_owned()).or_insert(too_many.build().into());
    for (status, description) in answers {
        let answer = utoipa::openapi::ResponseBuilder::new().description(description).build();
        operation.responses.responses.entry(status.to_owned()).or_insert(answer.into());
    }
}

async fn guard(State(need): State<Need>, params: RawPathParams, request: Request, next: Next) -> Response {
    let (Some(visit), Some(app)) = (request.extensions().get::<Visit>(), request.extensions().get::<App>())
    else {
        return Error::Start("a route answers outside the router of this crate".to_owned()).into_response();
    };
    if let Err(refused) = need.check(visit) {
        return refused.into_response();
    }
    // No text holds it, so no question about records is asked with it.
    let asked = request.extensions().get::<OriginalUri>().map_or(request.uri(), |whole| &whole.0);
    let holds_nul = asked.query().is_some_and(|query| query.contains("%00"));
    if holds_nul && Family::of(asked.path()) == Family::Api {
        return Error::Status(StatusCode::BAD_REQUEST).into_response();
    }
    let Some(reach) = visit.who().and_then(|who| who.reach) else { return next.run(request).await };
    // Whose customers are limited asks for a record of others as for one that is not there, whatever they want to do with it.
    let ids = params.iter().map(|(_, value)| value.to_owned()).collect();
    let store = app.store().clone();
    match store.check_reach(reach, ids).await {
        Ok(()) => within(reach, reach.scope(next.run(request)).await),
        Err(error) => Error::from(error).into_response(),
    }
}

/// What is read while the answer is on its way belongs to it too.
fn within(reach: Reach, response: Response) -> Response {
    if response.body().size_hint().exact().is_some() {
        return response;
    }
    let (parts, body) = response.into_parts();
    let mut pieces = body.into_data_stream();
    let pieces = poll_fn(move |context| reach.during(|| pieces.poll_next_unpin(context)));
    Response::from_parts(parts, Body::from_stream(pieces))
}
