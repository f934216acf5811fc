//! The protocol: `OpenID` Connect Core 1.0, authorization code with PKCE (RFC 7636), by the library made for it. Requests go out as
//! all of ours do: to addresses that were looked at, without following anybody elsewhere.

use std::time::{Duration, UNIX_EPOCH};

use data_encoding::BASE64URL_NOPAD;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
    CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    IdTokenFields, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    StandardErrorResponse, StandardTokenResponse, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use troth_core::Instant;
use url::Url;

use super::model::{Claims, Provider, groups_in};
use crate::App;
use crate::outward::{Outgoing, Sender};

/// The largest answer that is read.
const LARGEST: usize = 1 << 20;
/// How long somebody may be away at the other house.
const AWAY_SECONDS: i64 = 10 * 60;

/// Whatever else a token says.
#[derive(Debug, Serialize, Deserialize)]
struct Others(Map<String, Value>);

impl AdditionalClaims for Others {}

type Fields = IdTokenFields<
    Others,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type House = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Signatures that only the house itself can make; one made with the shared secret, or none, counts for nothing.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What the browser keeps while somebody is away, so that nobody else's answer is taken for theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Away {
    state: String,
    nonce: String,
    verifier: String,
    /// Where to go afterwards.
    pub(super) to: String,
    /// Since when, in seconds.
    since: i64,
}

impl Away {
    /// As a cookie.
    pub(super) fn write(&self) -> String {
        BASE64URL_NOPAD.encode(&serde_json::to_vec(self).unwrap_or_default())
    }

    /// What a cookie says, while it holds.
    pub(super) fn read(cookie: &str, wall: Instant) -> Option<Self> {
        let away: Self = serde_json::from_slice(&BASE64URL_NOPAD.decode(cookie.as_bytes()).ok()?).ok()?;
        let since = seconds(wall) - away.since;
        (-60..=AWAY_SECONDS).contains(&since).then_some(away)
    }

    /// For how long a browser keeps it, in seconds.
    pub(super) const fn kept() -> i64 {
        AWAY_SECONDS
    }

    /// Whether an answer belongs to it.
    pub(super) fn is_answered_by(&self, state: &str) -> bool {
        // Both were made of randomness; nothing is learned from how long a comparison takes.
        !state.is_empty() && self.state == state
    }
}

fn seconds(wall: Instant) -> i64 {
    wall.micros().div_euclid(1_000_000)
}

/// Why the house did not say who somebody is; for the log.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    /// It could not be asked, or did not answer as it should.
    #[error("{0}")]
    House(String),
    /// What it said does not hold.
    #[error("{0}")]
    Token(String),
}

/// What kept a request from being answered.
#[derive(Debug, thiserror::Error)]
#[error("not reached: {0}")]
struct Unreached(String);

fn trouble(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        source = cause.source();
    }
    line.chars().take(1_000).collect()
}

async fn ask(sender: Sender, own_network: bool, request: HttpRequest) -> Result<HttpResponse, Unreached> {
    let (parts, body) = request.into_parts();
    let url = Url::parse(&parts.uri.to_string()).map_err(|error| Unreached(error.to_string()))?;
    // What the house names itself may lead anywhere: the same holds for it as for what an owner enters.
    if url.scheme() != "https" && !(own_network && url.scheme() == "http") {
        return Err(Unreached("it is not encrypted".into()));
    }
    let outgoing =
        Outgoing { method: parts.method, url, own_network, headers: parts.headers, body, most: LARGEST };
    let answered = sender.send(outgoing).await.map_err(|problem| Unreached(problem.key().into()))?;
    let mut response = axum::http::Response::new(answered.body);
    *response.status_mut() =
        axum::http::StatusCode::from_u16(answered.status).map_err(|error| Unreached(error.to_string()))?;
    if let Some(kind) = answered.kind {
        response.headers_mut().insert(axum::http::header::CONTENT_TYPE, kind);
    }
    Ok(response)
}

/// Asks the house about itself; keys that it signs with included.
async fn discover(app: &App, provider: &Provider, back: &str) -> Result<House, Trouble> {
    let sender = app.sender().clone();
    let own = provider.own_network;
    let http = |request: HttpRequest| ask(sender.clone(), own, request);
    let issuer =
        IssuerUrl::new(provider.issuer.clone()).map_err(|error| Trouble::House(error.to_string()))?;
    let found = CoreProviderMetadata::discover_async(issuer, &http).await;
    let found = found.map_err(|error| Trouble::House(trouble(&error)))?;
    let by_form = found.token_endpoint_auth_methods_supported().is_some_and(|known| {
        known.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !known.contains(&CoreClientAuthMethod::ClientSecretBasic)
    });
    let back = RedirectUrl::new(back.to_owned()).map_err(|error| Trouble::House(error.to_string()))?;
    let (id, secret) =
        (ClientId::new(provider.client_id.clone()), ClientSecret::new(provider.secret.clone()));
    let house = House::from_provider_metadata(found, id, Some(secret)).set_redirect_uri(back);
    Ok(if by_form { house.set_auth_type(AuthType::RequestBody) } else { house })
}

/// Whether the house is there and says what it must.
pub(super) async fn is_there(app: &App, provider: &Provider, back: &str) -> Result<(), Trouble> {
    discover(app, provider, back).await.map(|_| ())
}

/// Where to send somebody, and what their browser keeps meanwhile.
pub(super) async fn begin(
    app: &App,
    provider: &Provider,
    back: &str,
    to: &str,
) -> Result<(Url, Away), Trouble> {
    let house = discover(app, provider, back).await?;
    let fresh = || BASE64URL_NOPAD.encode(&app.random::<32>());
    let away = Away {
        state: fresh(),
        nonce: fresh(),
        verifier: fresh(),
        to: to.to_owned(),
        since: seconds(app.wall()),
    };
    let challenge =
        PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(away.verifier.clone()));
    let (state, nonce) = (CsrfToken::new(away.state.clone()), Nonce::new(away.nonce.clone()));
    let (url, _, _) = house
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || state, || nonce)
        .add_scope(Scope::new("email".into()))
        .add_scope(Scope::new("profile".into()))
        .set_pkce_challenge(challenge)
        .url();
    Ok((url, away))
}

/// What the house says of whoever came back with this code.
pub(super) async fn finish(
    app: &App,
    provider: &Provider,
    back: &str,
    away: &Away,
    code: String,
) -> Result<Claims, Trouble> {
    let house = discover(app, provider, back).await?;
    let sender = app.sender().clone();
    let own = provider.own_network;
    let http = |request: HttpRequest| ask(sender.clone(), own, request);
    let exchange = house
        .exchange_code(AuthorizationCode::new(code))
        .map_err(|error| Trouble::House(error.to_string()))?
        .set_pkce_verifier(PkceCodeVerifier::new(away.verifier.clone()));
    let told = exchange.request_async(&http).await.map_err(|error| Trouble::Token(trouble(&error)))?;
    let token = told.id_token().ok_or_else(|| Trouble::Token("the answer holds no ID token".into()))?;
    let wall = app.wall();
    let now = move || {
        let since = Duration::from_micros(u64::try_from(wall.micros()).unwrap_or(0));
        (UNIX_EPOCH + since).into()
    };
    let verifier = house.id_token_verifier().set_allowed_algs(SIGNATURES).set_time_fn(now);
    let claims = token
        .claims(&verifier, &Nonce::new(away.nonce.clone()))
        .map_err(|error| Trouble::Token(trouble(&error)))?;
    let all = serde_json::to_value(claims).map_err(|error| Trouble::Token(error.to_string()))?;
    let groups = all.as_object().map(|all| groups_in(all, &provider.groups_claim)).unwrap_or_default();
    Ok(Claims {
        subject: claims.subject().to_string(),
        email: claims.email().map(|email| email.to_string()),
        email_verified: claims.email_verified() == Some(true),
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        groups,
    })
}
