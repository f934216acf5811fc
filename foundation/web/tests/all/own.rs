//! Passwords, codes and tokens, and what whoever manages users can do, on both engines.

use axum::http::{Method, StatusCode};
use totp_rs::{Builder, Secret};
use troth_core::{Actor, Role, UserId};
use troth_web::App;
use troth_web::user::{NewUser, create_user, make_sign_in_link};

use crate::support::{self, Browser, config, signed_in, start};

const JSON: (&str, &str) = ("content-type", "application/json");

/// The part of a page between two texts.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("no {from:?} in {text}")).1;
    rest.split_once(to).unwrap().0
}

/// What the app on the telephone shows.
pub(crate) fn shown(secret: &str, at: troth_core::Instant) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(at.micros() / 1_000_000).unwrap()).to_string()
}

pub(crate) async fn somebody(app: &App, browser: &Browser, name: &str, role: Role) -> (UserId, Browser) {
    let user = NewUser { name: name.into(), email: format!("{name}@shop.example"), role, password: None };
    let id = create_user(app, Actor::System, user).await.unwrap();
    let link = make_sign_in_link(app, id, 60).await.unwrap();
    let mut browser = browser.clone();
    assert_eq!(browser.post(&link, "").await.status, StatusCode::SEE_OTHER);
    (id, browser)
}

async fn sign_in(browser: &Browser, name: &str, password: &str) -> (Browser, String) {
    let mut fresh = browser.clone();
    let form = format!("email={name}%40shop.example&password={password}&to=%2Fgarden");
    let answer = fresh.post("/sign-in", &form).await;
    let to = answer.header("location").to_owned();
    (fresh, to)
}

/// Sets the second factor up; the secret and the recovery codes.
pub(crate) async fn set_up(browser: &mut Browser, now: troth_core::Instant) -> (String, Vec<String>) {
    assert_eq!(browser.post("/me/two-factor/begin", "").await.header("location"), "/me/two-factor");
    let page = browser.get("/me/two-factor").await.body;
    assert!(page.contains("<svg"), "a picture to photograph");
    let secret = between(&page, "Or type this into it: <code>", "</code>").to_owned();
    let wrong = browser.post("/me/two-factor/confirm", "code=000000").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = browser.post("/me/two-factor/confirm", &format!("code={}", shown(&secret, now))).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text());
    let codes: Vec<String> = told
        .body
        .split("<li><code>")
        .skip(1)
        .map(|part| part.split('<').next().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    assert!(!browser.get("/me/two-factor").await.body.contains(&codes[0]), "told once");
    (secret, codes)
}

troth_harness::on_both_engines! {
    with support::parts();

    async fn somebody_who_was_invited_chooses_a_password(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let wrong = owner.post("/users/new", "name=Bea&email=bea&role=staff").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains(r#"value="Bea""#), "what was typed is kept");
        let made = owner.post("/users/new", "name=Bea&email=bea%40shop.example&role=staff").await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text());
        let first = between(&made.text(), "/enter/", "`").to_owned();
        let path = format!("/users/{}", between(&made.body, "action=\"/users/", "\""));
        assert!(!owner.get(&path).await.body.contains(&first), "a link is told once");
        let again = owner.post(&format!("{path}/link"), "").await;
        let second = between(&again.text(), "/enter/", "`").to_owned();
        let mut bea = browser.clone();
        assert_eq!(bea.post(&format!("/enter/{first}"), "").await.status, StatusCode::CONFLICT, "a newer one takes its place");
        assert_eq!(bea.post(&format!("/enter/{second}"), "").await.status, StatusCode::SEE_OTHER);
        assert!(!bea.get("/me/password").await.body.contains("name=\"present\""), "there is none yet");
        assert_eq!(bea.post("/me/password", "password=short").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(bea.post("/me/password", "password=correct+horse+battery").await.header("location"), "/me");
        assert_eq!(sign_in(&browser, "bea", "correct+horse+battery").await.1, "/garden");
        let twice = owner.post("/users/new", "name=Bea&email=BEA%40shop.example&role=staff").await;
        assert!(twice.text().contains("can sign in already"), "{}", twice.text());
    }

    async fn what_somebody_is_called_is_never_markup(test: TestStore) {
        let (app, browser) = start(&test, config());
        let name = "Eve <script>alert(1)</script> \"x\" 'y'".to_owned();
        let user = NewUser { name, email: "eve@shop.example".into(), role: Role::Staff, password: None };
        let id = create_user(&app, Actor::System, user).await.unwrap();
        let link = make_sign_in_link(&app, id, 60).await.unwrap();
        let mut eve = browser.clone();
        eve.post(&link, "").await;
        let page = eve.get("/me").await.body;
        assert!(page.contains("Eve &lt;script&gt;") && !page.contains("<script>alert"), "{page}");
        assert!(!page.contains("\"x\""), "nor does it end an attribute");
    }

    async fn a_new_password_takes_the_present_one_and_ends_other_sessions(test: TestStore) {
        let (app, browser) = start(&test, config());
        let (_, mut here) = somebody(&app, &browser, "ada", Role::Manager).await;
        here.post("/me/password", "password=correct+horse+battery").await;
        let (mut there, _) = sign_in(&browser, "ada", "correct+horse+battery").await;
        assert_eq!(there.get("/garden").await.status, StatusCode::OK);
        let wrong = here.post("/me/password", "present=wrong&password=another+horse+battery").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!wrong.body.contains("another horse"), "passwords never go back into a page");
        assert_eq!(there.get("/garden").await.status, StatusCode::OK);
        let right = here.post("/me/password", "present=correct+horse+battery&password=another+horse+battery").await;
        assert_eq!(right.header("location"), "/me");
        assert_eq!(there.get("/garden").await.status, StatusCode::SEE_OTHER);
        assert_eq!(here.get("/garden").await.status, StatusCode::OK);
        assert_eq!(sign_in(&browser, "ada", "correct+horse+battery").await.1, "");
        assert_eq!(sign_in(&browser, "ada", "another+horse+battery").await.1, "/garden");
        for _ in 0..10 {
            here.post("/me/password", "present=guess&password=another+horse+battery").await;
        }
        let slowed = here.post("/me/password", "present=another+horse+battery&password=third+horse+battery").await;
        assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn with_two_nodes_what_is_done_at_one_holds_at_the_other(test: TestStore) {
        let (app, here) = start(&test, config());
        let (_, there) = support::start_on(&test, (test.another().await, 1_000_000), config());
        let (id, mut ada) = somebody(&app, &here, "ada", Role::Manager).await;
        ada.post("/me/password", "password=correct+horse+battery").await;
        // The same browser at the other node: its cookies, the other router.
        let at = |who: &Browser, node: &Browser| {
            let mut browser = node.clone();
            if let Some(session) = who.cookie("troth_session") {
                browser.set_cookie("troth_session", session);
            }
            browser
        };
        assert_eq!(at(&ada, &there).get("/garden").await.status, StatusCode::OK, "signed in at one, gone on at the other");
        let link = make_sign_in_link(&app, id, 60).await.unwrap();
        assert_eq!(there.clone().post(&link, "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(here.clone().post(&link, "").await.status, StatusCode::CONFLICT, "a link lets in once, wherever");
        let (secret, _) = set_up(&mut ada, app.wall()).await;
        test.clock.advance(60_000_000);
        let code = format!("code={}&to=%2Fgarden", shown(&secret, app.wall()));
        let (mut one, _) = sign_in(&here, "ada", "correct+horse+battery").await;
        let (mut two, _) = sign_in(&there, "ada", "correct+horse+battery").await;
        assert_eq!(one.post("/sign-in/code", &code).await.header("location"), "/garden");
        assert_eq!(two.post("/sign-in/code", &code).await.status, StatusCode::UNPROCESSABLE_ENTITY, "so does a code");
        let headers = [JSON, ("sec-fetch-site", "same-origin"), ("idempotency-key", "k-1")];
        let body = r#"{"name": "till", "scopes": ["garden.dig"]}"#;
        let first = one.send(Method::POST, "/api/v1/tokens", &headers, body).await;
        let again = at(&one, &there).send(Method::POST, "/api/v1/tokens", &headers, body).await;
        assert_eq!((first.status, &first.body), (again.status, &again.body), "a key is one key");
        assert_eq!(again.header("idempotency-replayed"), "true");
        let kept = at(&one, &there);
        one.post("/sign-out", "").await;
        assert_eq!(kept.clone().get("/garden").await.status, StatusCode::SEE_OTHER, "and signed out at both");
    }

    async fn a_clock_that_jumps_signs_nobody_out(test: TestStore) {
        const HOUR: i64 = 3_600_000_000;
        let (app, browser) = start(&test, config());
        let (id, mut ada) = somebody(&app, &browser, "ada", Role::Manager).await;
        let link = make_sign_in_link(&app, id, 600).await.unwrap();
        for jump in [6, -12, 30, -24 * 10] {
            test.clock.advance(jump * HOUR);
            assert_eq!(ada.get("/garden").await.status, StatusCode::OK, "after {jump} hours");
        }
        assert_eq!(browser.clone().post(&link, "").await.status, StatusCode::SEE_OTHER, "its time is not over yet");
        test.clock.advance(14 * 24 * HOUR + 10 * 24 * HOUR + 6 * HOUR);
        assert_eq!(ada.get("/garden").await.status, StatusCode::SEE_OTHER, "its end comes all the same");
    }

    async fn a_code_is_asked_for_and_works_once(test: TestStore) {
        let (app, browser) = start(&test, config());
        let (_, mut ada) = somebody(&app, &browser, "ada", Role::Manager).await;
        ada.post("/me/password", "password=correct+horse+battery").await;
        let (secret, codes) = set_up(&mut ada, app.wall()).await;
        let (mut there, to) = sign_in(&browser, "ada", "correct+horse+battery").await;
        assert_eq!(to, "/sign-in/code?to=%2Fgarden");
        assert_eq!(there.get("/garden").await.status, StatusCode::SEE_OTHER, "not in yet");
        assert_eq!(there.get(&to).await.status, StatusCode::OK);
        let used = there.post("/sign-in/code", &format!("code={}&to=%2Fgarden", shown(&secret, app.wall()))).await;
        assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "the code of the set-up was used");
        test.clock.advance(30_000_000);
        let code = shown(&secret, app.wall());
        assert_eq!(there.post("/sign-in/code", &format!("code={code}&to=%2Fgarden")).await.header("location"), "/garden");
        assert_eq!(there.get("/garden").await.status, StatusCode::OK);
        let (mut thief, _) = sign_in(&browser, "ada", "correct+horse+battery").await;
        assert_eq!(thief.post("/sign-in/code", &format!("code={code}")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "seen over the shoulder");
        let (mut lost, _) = sign_in(&browser, "ada", "correct+horse+battery").await;
        assert_eq!(lost.post("/sign-in/code", &format!("code={}", codes[3].to_uppercase())).await.status, StatusCode::SEE_OTHER);
        let (mut again, _) = sign_in(&browser, "ada", "correct+horse+battery").await;
        assert_eq!(again.post("/sign-in/code", &format!("code={}", codes[3])).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a recovery code works once");
        assert!(ada.get("/me/two-factor").await.text().contains("9 recovery codes are left"));
        for _ in 0..10 {
            again.post("/sign-in/code", "code=123456").await;
        }
        test.clock.advance(30_000_000);
        let slowed = again.post("/sign-in/code", &format!("code={}", shown(&secret, app.wall()))).await;
        assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
        test.clock.advance(15 * 60_000_000);
        assert_eq!(again.post("/sign-in/code", &format!("code={}", shown(&secret, app.wall()))).await.header("location"), "/sign-in", "too late");
    }

    async fn a_link_does_not_go_round_the_code(test: TestStore) {
        let (app, browser) = start(&test, config());
        let (id, mut ada) = somebody(&app, &browser, "ada", Role::Manager).await;
        let (secret, _) = set_up(&mut ada, app.wall()).await;
        let link = make_sign_in_link(&app, id, 60).await.unwrap();
        let mut there = browser.clone();
        assert_eq!(there.post(&link, "").await.header("location"), "/sign-in/code?to=%2F");
        assert_eq!(there.get("/garden").await.status, StatusCode::SEE_OTHER);
        test.clock.advance(30_000_000);
        assert_eq!(ada.post("/me/two-factor/stop", "code=000000").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let off = ada.post("/me/two-factor/stop", &format!("code={}", shown(&secret, app.wall()))).await;
        assert_eq!(off.header("location"), "/me");
        let link = make_sign_in_link(&app, id, 60).await.unwrap();
        assert_eq!(browser.clone().post(&link, "").await.header("location"), "/");
    }

    async fn whoever_manages_users_changes_and_shuts_out(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (id, mut bea) = somebody(&app, &browser, "bea", Role::Manager).await;
        set_up(&mut bea, app.wall()).await;
        let dig = async |browser: &mut Browser| browser.post("/garden/dig", "").await.status;
        assert_eq!(dig(&mut bea).await, StatusCode::SEE_OTHER);
        let path = format!("/users/{id}");
        assert_eq!(owner.post(&path, "name=Bea&email=bea%40shop.example&role=analyst").await.header("location"), path);
        assert_eq!(dig(&mut bea).await, StatusCode::FORBIDDEN, "at once, in every browser");
        let page = owner.get(&path).await;
        assert!(page.body.contains("Read the counters of the program") && !page.body.contains("Dig"), "effective rights");
        assert_eq!(bea.get("/users").await.status, StatusCode::FORBIDDEN);
        assert_eq!(owner.post(&format!("{path}/two-factor/reset"), "").await.header("location"), path);
        assert!(!owner.get(&path).await.body.contains("two-factor/reset"));
        assert_eq!(owner.post(&format!("{path}/sessions/end"), "").await.header("location"), path);
        assert_eq!(bea.get("/garden").await.status, StatusCode::SEE_OTHER);
        let link = make_sign_in_link(&app, id, 60).await.unwrap();
        assert_eq!(owner.post(&path, "disabled=yes").await.header("location"), path);
        assert_eq!(browser.clone().post(&link, "").await.status, StatusCode::CONFLICT);
        assert_eq!(owner.post(&format!("{path}/link"), "").await.status, StatusCode::CONFLICT);
        assert_eq!(owner.post(&path, "disabled=no").await.header("location"), path);
        let link = make_sign_in_link(&app, id, 60).await.unwrap();
        assert_eq!(browser.clone().post(&link, "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(owner.get("/users/usr_0000000000000").await.status, StatusCode::NOT_FOUND);
    }

    async fn somebody_always_owns_it(test: TestStore) {
        let (app, browser) = start(&test, config());
        let (ada, mut owner) = somebody(&app, &browser, "ada", Role::Owner).await;
        let path = format!("/users/{ada}");
        for change in ["role=manager", "disabled=yes"] {
            let refused = owner.post(&path, change).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{change}");
            assert!(refused.text().contains("Somebody must own this"), "{}", refused.text());
        }
        let (bea, _) = somebody(&app, &browser, "bea", Role::Owner).await;
        assert_eq!(owner.post(&path, "role=manager").await.status, StatusCode::SEE_OTHER);
        assert_eq!(owner.get(&format!("/users/{bea}")).await.status, StatusCode::FORBIDDEN);
    }

    async fn a_token_may_what_it_was_given_while_its_maker_may(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut boss = signed_in(&app, &browser, Role::Owner).await;
        let (id, mut bea) = somebody(&app, &browser, "bea", Role::Manager).await;
        assert_eq!(bea.post("/me/tokens", "name=till&days=90").await.status, StatusCode::UNPROCESSABLE_ENTITY, "no right chosen");
        assert_eq!(bea.post("/me/tokens", "name=till&days=0&garden.dig=yes").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told = bea.post("/me/tokens", "name=till&days=90&garden.dig=yes").await;
        assert_eq!(told.status, StatusCode::OK, "{}", told.text());
        let token = between(&told.body, "class=\"told\"><code>", "<").to_owned();
        let list = bea.get("/me/tokens").await;
        assert!(!list.body.contains(&token) && list.body.contains("till"), "told once");
        let metrics = bea.post("/me/tokens", "name=watch&days=&web.read_metrics=yes").await;
        let watch = between(&metrics.body, "class=\"told\"><code>", "<").to_owned();
        let ask = async |token: &str, path: &str| {
            let bearer = format!("Bearer {token}");
            browser.clone().send(Method::GET, path, &[("authorization", &bearer)], "").await
        };
        assert_eq!(ask(&token, "/api/v1/garden/beds").await.status, StatusCode::OK);
        assert_eq!(ask(&watch, "/api/v1/garden/beds").await.status, StatusCode::FORBIDDEN, "not given");
        assert_eq!(ask(&watch, "/metrics").await.status, StatusCode::OK);
        let me = ask(&token, "/api/v1/me").await;
        assert!(me.body.contains(r#""permissions":["garden.dig"]"#), "{}", me.body);
        boss.post(&format!("/users/{id}"), "role=analyst").await;
        assert_eq!(ask(&token, "/api/v1/garden/beds").await.status, StatusCode::FORBIDDEN, "its maker may no longer");
        assert_eq!(ask(&watch, "/metrics").await.status, StatusCode::OK);
        test.clock.advance(91 * 86_400_000_000);
        assert_eq!(ask(&token, "/api/v1/me").await.status, StatusCode::UNAUTHORIZED, "run out");
        assert_eq!(ask(&watch, "/metrics").await.status, StatusCode::OK);
        let (_, mut eve) = somebody(&app, &browser, "eve", Role::Manager).await;
        let (_, mut bea) = {
            let link = make_sign_in_link(&app, id, 60).await.unwrap();
            let mut back = browser.clone();
            back.post(&link, "").await;
            (id, back)
        };
        let revoke = format!("/me/tokens/{}", between(&bea.get("/me/tokens").await.body, "action=\"/me/tokens/", "\""));
        assert_eq!(eve.post(&revoke, "").await.status, StatusCode::NOT_FOUND, "another's");
        assert_eq!(bea.post(&revoke, "").await.header("location"), "/me/tokens");
        assert_eq!(ask(&watch, "/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
    }

    async fn programs_manage_users_too(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let json = |body: &str| serde_json::from_str::<serde_json::Value>(body).unwrap();
        let wrong = owner.send(Method::POST, "/api/v1/users", &[JSON], r#"{"name":"Bea","email":"bea","role":"boss"}"#).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let made = owner.send(Method::POST, "/api/v1/users", &[JSON], r#"{"name":"Bea","email":"bea@shop.example","role":"staff"}"#).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let made = json(&made.body);
        assert!(made["link"].as_str().unwrap().starts_with("/enter/"));
        let path = format!("/api/v1/users/{}", made["id"].as_str().unwrap());
        let changed = owner.send(Method::PATCH, &path, &[JSON], r#"{"role":"analyst"}"#).await;
        assert_eq!(json(&changed.body)["role"], "analyst");
        let page = json(&owner.send(Method::GET, "/api/v1/users?limit=1", &[], "").await.body);
        assert_eq!(page["items"][0]["email"], "bea@shop.example");
        assert_eq!(owner.get("/api/v1/users?after=R%00").await.status, StatusCode::BAD_REQUEST);
        let next = format!("/api/v1/users?limit=1&after={}", page["next"].as_str().unwrap());
        assert_eq!(json(&owner.send(Method::GET, &next, &[], "").await.body)["next"], serde_json::Value::Null);
        let token = owner.send(Method::POST, "/api/v1/tokens", &[JSON], r#"{"name":"till","scopes":["garden.dig"],"days":3}"#).await;
        assert_eq!(token.status, StatusCode::CREATED, "{}", token.body);
        let id = json(&token.body)["id"].as_str().unwrap().to_owned();
        let none = owner.send(Method::POST, "/api/v1/tokens", &[JSON], r#"{"name":"till","scopes":["garden.fly"]}"#).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(owner.send(Method::DELETE, &format!("/api/v1/tokens/{id}"), &[], "").await.status, StatusCode::NO_CONTENT);
        assert_eq!(owner.send(Method::DELETE, &format!("/api/v1/tokens/{id}"), &[], "").await.status, StatusCode::NOT_FOUND);
        let ended = owner.send(Method::DELETE, &format!("{path}/sessions"), &[], "").await;
        assert_eq!(json(&ended.body)["sessions"], 0);
    }
}
