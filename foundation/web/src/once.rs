//! `Idempotency-Key`: a program that got no answer sends the same request again, and it is carried out once. The same
//! for every POST of the API; what is kept, and why nothing is done twice, is said in [`troth_store::Standing`].

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use troth_core::Message;
use troth_store::{Answered, Claim, Standing};

use crate::route::Family;
use crate::{App, Error, Visit, Who};

/// The header that a program chooses.
pub(crate) const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer is the one of the first time.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// The longest key.
const LONGEST: usize = 200;
/// The longest answer that is kept, in bytes.
const ANSWER: usize = 8 << 20;

/// Carries a request with a key out once; any other goes on as it is.
pub(crate) async fn once(State(app): State<App>, request: Request, next: Next) -> Response {
    let asked = request.method() == Method::POST && Family::of(request.uri().path()) == Family::Api;
    let who = request.extensions().get::<Visit>().and_then(|visit| visit.who().cloned());
    let key = request.headers().get(KEY).cloned();
    let (true, Some(who), Some(key)) = (asked, who, key) else { return next.run(request).await };
    carry_out(app, &who, &key, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn carry_out(
    app: App,
    who: &Who,
    key: &HeaderValue,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    let key = key.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > LONGEST {
        return Err(Error::Wrong(Message::new("web-once-key").with("limit", 200)));
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, app.config().body_limit);
    let body = body.await.map_err(|_| Error::Status(StatusCode::PAYLOAD_TOO_LARGE))?;
    let address = parts.uri.path_and_query().map_or("", |address| address.as_str());
    // What somebody may is part of what they asked: who may less meanwhile does not get the answer from before.
    let content =
        Sha256::new().chain_update(address).chain_update([0]).chain_update(who.rights()).chain_update([0]);
    let content = HEXLOWER.encode(&content.chain_update(&body).finalize());
    // A request is over by then, whatever becomes of it: it is answered when its time is up.
    let lease = i64::try_from(app.config().timeout.as_secs()).unwrap_or(i64::MAX / 4) * 2 + 30;
    match app.store().claim_key(who.actor(), key, &content, lease).await? {
        Standing::Ours(claim) => {
            let request = Request::from_parts(parts, Body::from(body));
            // On a task of its own, so that it is carried out and its answer kept when whoever asks goes away.
            let work = tokio::spawn(async move {
                let response = claim.scope(next.run(request)).await;
                settle(&app, claim, response).await
            });
            work.await.map_err(Error::internal)
        }
        Standing::Answered(answered) => replay(answered),
        Standing::Different => Err(Error::Wrong(Message::new("web-once-different"))),
        Standing::AtWork => Err(Error::Conflict(Message::new("web-once-at-work"))),
        Standing::Unanswered => Err(Error::Conflict(Message::new("web-once-unanswered"))),
    }
}

/// Keeps the answer of what was done; a refusal gives the key back, as long as nothing was done.
async fn settle(app: &App, claim: Claim, response: Response) -> Response {
    if !response.status().is_success() {
        if let Err(error) = app.store().release_key(claim).await {
            tracing::warn!(%error, "a key of a request that was refused stays taken for a while");
        }
        return response;
    }
    let (parts, body) = response.into_parts();
    let body = match to_bytes(body, ANSWER).await {
        Ok(body) => body,
        Err(error) => return Error::internal(error).into_response(),
    };
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).map(str::to_owned);
    let answered = Answered { status: parts.status.as_u16(), kind, body: body.to_vec() };
    if let Err(error) = app.store().keep_answer(claim, answered).await {
        tracing::warn!(%error, "an answer was given and could not be kept");
    }
    Response::from_parts(parts, Body::from(body))
}

fn replay(answered: Answered) -> Result<Response, Error> {
    let status = StatusCode::from_u16(answered.status).map_err(Error::internal)?;
    let mut response = (status, Body::from(answered.body)).into_response();
    let headers = response.headers_mut();
    headers.remove(CONTENT_TYPE);
    if let Some(kind) = answered.kind {
        headers.insert(CONTENT_TYPE, HeaderValue::from_str(&kind).map_err(Error::internal)?);
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}
