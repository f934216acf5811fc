//! Signing in by another house: one that speaks `OpenID` Connect, started here, whose tokens are signed for real.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use troth_core::{Instant, Role};
use troth_web::App;
use url::Url;

use crate::own::{set_up, shown, somebody};
use crate::support::{self, Browser, config, start};

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

/// A code that was given out, and the token that it is exchanged for.
struct Given {
    challenge: String,
    claims: Value,
}

struct Inside {
    key: EcdsaKeyPair,
    /// Signs with another key than the one that is shown.
    forger: EcdsaKeyPair,
    forged: bool,
    /// As it names itself.
    issuer: String,
    given: BTreeMap<String, Given>,
}

/// The house.
#[derive(Clone)]
struct House {
    address: String,
    inside: Arc<Mutex<Inside>>,
}

fn fresh_key() -> EcdsaKeyPair {
    let randomness = SystemRandom::new();
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &randomness).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &randomness).unwrap()
}

impl House {
    async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let inside = Inside {
            key: fresh_key(),
            forger: fresh_key(),
            forged: false,
            issuer: address.clone(),
            given: BTreeMap::new(),
        };
        let house = Self { address, inside: Arc::new(Mutex::new(inside)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(about))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(house.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        house
    }

    fn with<T>(&self, f: impl FnOnce(&mut Inside) -> T) -> T {
        f(&mut self.inside.lock().unwrap())
    }
}

async fn about(State(house): State<House>) -> Json<Value> {
    let (issuer, address) = (house.with(|inside| inside.issuer.clone()), &house.address);
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{address}/authorize"),
        "token_endpoint": format!("{address}/token"),
        "jwks_uri": format!("{address}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    }))
}

async fn keys(State(house): State<House>) -> Json<Value> {
    let point = house.with(|inside| inside.key.public_key().as_ref().to_vec());
    let (x, y) = (BASE64URL_NOPAD.encode(&point[1..33]), BASE64URL_NOPAD.encode(&point[33..]));
    Json(
        json!({"keys": [{"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "one", "x": x, "y": y}]}),
    )
}

/// Exchanges a code: once, for whoever knows the secret and the verifier.
async fn token(
    State(house): State<House>,
    headers: HeaderMap,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    let refused = |why: &str| (StatusCode::BAD_REQUEST, Json(json!({"error": why}))).into_response();
    let basic = format!("Basic {}", BASE64.encode(b"troth:hush"));
    if headers.get("authorization").and_then(|value| value.to_str().ok()) != Some(&basic) {
        return refused("invalid_client");
    }
    let given = house.with(|inside| inside.given.remove(&form["code"]));
    let challenge = BASE64URL_NOPAD.encode(&Sha256::digest(form["code_verifier"].as_bytes()));
    let Some(given) = given.filter(|given| given.challenge == challenge) else {
        return refused("invalid_grant");
    };
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(&json!({"alg": "ES256", "kid": "one"})), part(&given.claims));
    let signature = house.with(|inside| {
        let key = if inside.forged { &inside.forger } else { &inside.key };
        key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap().as_ref().to_vec()
    });
    let id_token = format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature));
    Json(json!({"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": id_token}))
        .into_response()
}

async fn set_house_up(owner: &mut Browser, house: &House, also: &Value) -> (StatusCode, Value) {
    let mut body = json!({"name": "Our house", "issuer": house.address, "client_id": "troth", "secret": "hush", "own_network": true});
    body.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    let answer = owner.send(Method::PUT, "/api/v1/provider", &JSON, &body.to_string()).await;
    (answer.status, answer.json())
}

fn parameter(url: &Url, name: &str) -> String {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .unwrap_or_else(|| panic!("no {name} in {url}"))
        .1
        .into_owned()
}

fn seconds(at: Instant) -> i64 {
    at.micros() / 1_000_000
}

/// Sets out, is at the house, and comes back with a token of these claims: what the house puts into it otherwise is as it should be.
/// The path of the way back.
async fn away(app: &App, browser: &mut Browser, house: &House, claims: &Value) -> String {
    let out = browser.get("/sign-in/with?to=%2Fgarden").await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.body);
    let url = Url::parse(out.header("location")).unwrap();
    assert!(url.as_str().starts_with(&format!("{}/authorize?", house.address)), "{url}");
    assert_eq!(parameter(&url, "redirect_uri"), "http://shop.example/sign-in/with/back");
    assert_eq!(parameter(&url, "code_challenge_method"), "S256");
    assert!(parameter(&url, "scope").contains("openid"));
    let now = seconds(app.wall());
    let mut token = json!({"iss": house.address, "aud": "troth", "sub": "s-1", "nonce": parameter(&url, "nonce"),
        "iat": now, "exp": now + 300, "email": "bea@shop.example", "email_verified": true, "name": "Bea Roth"});
    token.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
    let challenge = parameter(&url, "code_challenge");
    house.with(|inside| inside.given.insert("c0de".into(), Given { challenge, claims: token }));
    format!("/sign-in/with/back?code=c0de&state={}", parameter(&url, "state"))
}

/// The whole way; where it ends, and the browser.
async fn comes(app: &App, browser: &Browser, house: &House, claims: Value) -> (Browser, String) {
    let mut fresh = browser.clone();
    let back = away(app, &mut fresh, house, &claims).await;
    let answer = fresh.get(&back).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let to = answer.header("location").to_owned();
    (fresh, to)
}

async fn me(browser: &mut Browser) -> Value {
    browser.get("/api/v1/me").await.json()
}

troth_harness::on_both_engines! {
    with support::parts();

    async fn whoever_was_invited_comes_in_by_the_house(test: TestStore) {
        let (app, browser) = start(&test, config());
        let house = House::open().await;
        let (_, mut owner) = somebody(&app, &browser, "ada", Role::Owner).await;
        somebody(&app, &browser, "bea", Role::Staff).await;
        assert!(!browser.clone().get("/sign-in").await.body.contains("/sign-in/with"));
        assert_eq!(browser.clone().get("/sign-in/with").await.status, StatusCode::NOT_FOUND);
        let (status, answer) = set_house_up(&mut owner, &house, &json!({})).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert!(!answer.to_string().contains("hush"), "the secret is not told again");
        assert!(!owner.get("/users/provider").await.body.contains("hush"));
        assert!(browser.clone().get("/sign-in").await.text().contains("Sign in with Our house"));

        let (mut bea, to) = comes(&app, &browser, &house, json!({})).await;
        assert_eq!(to, "/garden");
        assert_eq!(me(&mut bea).await["email"], "bea@shop.example");
        assert!(bea.cookie("troth_away").is_none(), "what was kept for the way is gone");
        // Another address there, the same person here; and another person with their address is somebody else.
        let (mut again, to) = comes(&app, &browser, &house, json!({"email": "new@else.example", "email_verified": false})).await;
        assert_eq!((to.as_str(), &me(&mut again).await["email"]), ("/garden", &json!("bea@shop.example")));
        assert_eq!(comes(&app, &browser, &house, json!({"sub": "s-2"})).await.1, "/sign-in");

        let (mut unknown, to) = comes(&app, &browser, &house, json!({"sub": "s-3", "email": "cid@shop.example"})).await;
        assert_eq!(to, "/sign-in");
        assert!(unknown.get("/sign-in").await.text().contains("Nobody has invited you yet"));
        let unverified = json!({"sub": "s-4", "email": "ada@shop.example", "email_verified": false});
        assert_eq!(comes(&app, &browser, &house, unverified).await.1, "/sign-in", "anybody could say so");

        let out = owner.send(Method::DELETE, "/api/v1/provider", &JSON, "").await;
        assert_eq!(out.status, StatusCode::NO_CONTENT);
        assert_eq!(browser.clone().get("/sign-in/with").await.status, StatusCode::NOT_FOUND);
    }

    async fn groups_stand_for_roles_and_people_are_made_where_the_owner_allows_it(test: TestStore) {
        let (app, browser) = start(&test, config());
        let house = House::open().await;
        let (_, mut owner) = somebody(&app, &browser, "ada", Role::Owner).await;
        let also = json!({"make_users": true, "groups_claim": "groups", "roles": "leads = manager\nclerks = staff"});
        let (status, answer) = set_house_up(&mut owner, &house, &also).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let dee = |groups: Value| json!({"sub": "d", "email": "dee@shop.example", "name": "Dee", "groups": groups});
        assert_eq!(comes(&app, &browser, &house, dee(json!(["guests"]))).await.1, "/sign-in", "none of these groups");
        let (mut browser_of_dee, _) = comes(&app, &browser, &house, dee(json!(["clerks", "leads"]))).await;
        let who = me(&mut browser_of_dee).await;
        assert_eq!((&who["role"], &who["name"], &who["password"]), (&json!("manager"), &json!("Dee"), &json!(false)));
        let (mut browser_of_dee, _) = comes(&app, &browser, &house, dee(json!("clerks"))).await;
        assert_eq!(me(&mut browser_of_dee).await["role"], "staff", "roles follow the groups");
        assert_eq!(comes(&app, &browser, &house, dee(json!([]))).await.1, "/sign-in");
        // Somebody always stays who owns the installation.
        let ada = json!({"sub": "a", "email": "ada@shop.example", "groups": ["clerks"]});
        let (mut browser_of_ada, to) = comes(&app, &browser, &house, ada).await;
        assert_eq!((to.as_str(), &me(&mut browser_of_ada).await["role"]), ("/garden", &json!("owner")));
        // Whoever was shut out here stays out.
        let id = who["id"].as_str().unwrap();
        owner.send(Method::PATCH, &format!("/api/v1/users/{id}"), &JSON, r#"{"disabled": true}"#).await;
        let (mut shut, to) = comes(&app, &browser, &house, dee(json!(["leads"]))).await;
        assert_eq!(to, "/sign-in");
        assert!(shut.get("/sign-in").await.text().contains("can no longer sign in"));
        let other = json!({"sub": "d2", "email": "dee@shop.example", "groups": ["leads"]});
        assert_eq!(comes(&app, &browser, &house, other).await.1, "/sign-in", "nor by another account");
    }

    async fn a_code_is_asked_for_after_the_house_too(test: TestStore) {
        let (app, browser) = start(&test, config());
        let house = House::open().await;
        let (_, mut owner) = somebody(&app, &browser, "ada", Role::Owner).await;
        let (_, mut bea) = somebody(&app, &browser, "bea", Role::Staff).await;
        set_house_up(&mut owner, &house, &json!({})).await;
        let (secret, _) = set_up(&mut bea, app.wall()).await;
        test.clock.advance(60_000_000);
        let (mut half, to) = comes(&app, &browser, &house, json!({})).await;
        assert_eq!(to, "/sign-in/code?to=%2Fgarden");
        assert_eq!(half.get("/garden").await.status, StatusCode::SEE_OTHER, "not in yet");
        let code = format!("code={}&to=%2Fgarden", shown(&secret, app.wall()));
        assert_eq!(half.post("/sign-in/code", &code).await.header("location"), "/garden");
    }

    async fn what_does_not_hold_is_refused(test: TestStore) {
        let (app, browser) = start(&test, config());
        let house = House::open().await;
        let (_, mut owner) = somebody(&app, &browser, "ada", Role::Owner).await;
        somebody(&app, &browser, "bea", Role::Staff).await;
        set_house_up(&mut owner, &house, &json!({})).await;
        let now = seconds(app.wall());
        for (why, claims) in [
            ("issuer", json!({"iss": "https://evil.example"})),
            ("audience", json!({"aud": "another"})),
            ("two audiences", json!({"aud": ["troth", "another"]})),
            ("nonce", json!({"nonce": "another"})),
            ("no nonce", json!({"nonce": null})),
            ("expired", json!({"exp": now - 1})),
        ] {
            let (mut nobody, to) = comes(&app, &browser, &house, claims).await;
            assert_eq!(to, "/sign-in", "{why}");
            assert_eq!(nobody.get("/garden").await.status, StatusCode::SEE_OTHER, "{why}");
        }
        house.with(|inside| inside.forged = true);
        assert_eq!(comes(&app, &browser, &house, json!({})).await.1, "/sign-in", "another's signature");
        house.with(|inside| inside.forged = false);

        // A code works once, in the browser that set out, with the state it was given, and not for long.
        let mut bea = browser.clone();
        let back = away(&app, &mut bea, &house, &json!({})).await;
        let kept = bea.cookie("troth_away").unwrap().to_owned();
        assert_eq!(browser.clone().get(&back).await.header("location"), "/sign-in", "somebody else's browser");
        let (path, _) = back.split_once("&state=").unwrap();
        assert_eq!(bea.clone().get(&format!("{path}&state=another")).await.header("location"), "/sign-in");
        assert_eq!(bea.clone().get(&back).await.header("location"), "/garden");
        let mut replayed = browser.clone();
        replayed.set_cookie("troth_away", &kept);
        assert_eq!(replayed.get(&back).await.header("location"), "/sign-in", "a code works once");
        let mut late = browser.clone();
        let back = away(&app, &mut late, &house, &json!({})).await;
        test.clock.advance(11 * 60 * 1_000_000);
        assert_eq!(late.get(&back).await.header("location"), "/sign-in", "too late");
        let mut refused = browser.clone();
        let back = away(&app, &mut refused, &house, &json!({})).await;
        let state = back.split_once("&state=").unwrap().1;
        let denied = refused.get(&format!("/sign-in/with/back?error=access_denied&state={state}")).await;
        assert_eq!(denied.header("location"), "/sign-in");
        let sessions = "SELECT COUNT(*) FROM event WHERE kind = 'web.user_signed_in'";
        let sessions: i64 = test.store.read(move |db| db.scalar(sessions, &[])).await.unwrap();
        assert_eq!(sessions, 3, "ada and bea by their links, bea once by the house");
    }

    async fn a_house_that_does_not_answer_is_not_set_up(test: TestStore) {
        let (app, browser) = start(&test, config());
        let house = House::open().await;
        let (_, mut owner) = somebody(&app, &browser, "ada", Role::Owner).await;
        let form = |issuer: &str, own: &str| format!("name=House&issuer={issuer}&client_id=troth&secret=hush&make_users=no&own_network={own}");
        for (issuer, own, said) in [
            ("http%3A%2F%2F127.0.0.1%3A1", "yes", "does not answer as it should"),
            (&*house.address.replace(':', "%3A").replace('/', "%2F"), "no", "Enter an address that begins with https"),
            ("https%3A%2F%2F127.0.0.1", "no", "does not answer as it should"),
            ("not+an+address", "no", "Enter an address that begins with https"),
        ] {
            let answer = owner.post("/users/provider", &form(issuer, own)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{issuer}");
            assert!(answer.text().contains(said), "{issuer}: {}", answer.text());
            assert!(answer.body.contains("value=\"troth\"") && !answer.body.contains("hush"), "kept, but for the secret");
        }
        house.with(|inside| inside.issuer = "https://evil.example".into());
        let (status, answer) = set_house_up(&mut owner, &house, &json!({})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "it says that it is another: {answer}");
        assert_eq!(owner.get("/api/v1/provider").await.status, StatusCode::NOT_FOUND);
        house.with(|inside| inside.issuer.clone_from(&house.address));
        assert_eq!(set_house_up(&mut owner, &house, &json!({})).await.0, StatusCode::OK);
        house.with(|inside| inside.issuer = "https://evil.example".into());
        let mut bea = browser.clone();
        assert_eq!(bea.get("/sign-in/with").await.header("location"), "/sign-in");
        assert!(bea.get("/sign-in").await.text().contains("The service does not answer"));
    }
}
