//! First start, sign-in, sessions, links and tokens, on both engines.

use axum::http::{Method, StatusCode};
use troth_core::{Actor, Role};
use troth_web::user::{NewToken, NewUser, create_user, make_first_link, make_sign_in_link, make_token};

use crate::support::{self, Browser, config, start};

const OWNER: &str = "name=Ada+Lovelace&email=Ada%40Shop.example&password=correct+horse+battery";
const HOUR: i64 = 3_600_000_000;

async fn sign_in(browser: &mut Browser, email: &str, password: &str) -> StatusCode {
    browser.post("/sign-in", &format!("email={email}&password={password}&to=%2Fgarden")).await.status
}

troth_harness::on_both_engines! {
    with support::parts();

    async fn the_first_link_makes_the_owner_once(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut stranger = browser.clone();
        assert!(stranger.get("/sign-in").await.body.contains("Nobody can sign in yet"));
        let old = make_first_link(&app).await.unwrap().unwrap();
        let link = make_first_link(&app).await.unwrap().unwrap();
        assert_eq!(stranger.get(&old).await.status, StatusCode::CONFLICT, "a newer link takes its place");
        let mut owner = browser.clone();
        insta::assert_snapshot!("start", owner.get(&link).await.text());
        let wrong = owner.post(&link, "name=Ada&email=ada&password=short").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains(r#"value="Ada""#), "what was typed is kept");
        assert!(!wrong.body.contains("short\""), "but for the password");
        insta::assert_snapshot!("start_wrong", wrong.text());
        assert_eq!(owner.post(&link, OWNER).await.header("location"), "/");
        assert_eq!(owner.get("/").await.header("location"), "/garden");
        assert_eq!(owner.get("/garden").await.status, StatusCode::OK);
        assert_eq!(stranger.post(&link, OWNER).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(make_first_link(&app).await.unwrap(), None);
    }

    async fn the_first_link_runs_out(test: TestStore) {
        let (app, mut browser) = start(&test, config());
        let link = make_first_link(&app).await.unwrap().unwrap();
        test.clock.advance(24 * HOUR);
        assert_eq!(browser.get(&link).await.status, StatusCode::CONFLICT);
        assert_eq!(browser.post(&link, OWNER).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn address_and_password_sign_in(test: TestStore) {
        let (app, browser) = start(&test, config());
        let link = make_first_link(&app).await.unwrap().unwrap();
        browser.clone().post(&link, OWNER).await;
        let mut other = browser.clone();
        assert_eq!(other.get("/garden?bed=3").await.header("location"), "/sign-in?to=%2Fgarden%3Fbed%3D3");
        let unknown = other.post("/sign-in", "email=eve%40shop.example&password=correct+horse+battery").await;
        let wrong = other.post("/sign-in", "email=ada%40shop.example&password=wrong+horse+battery").await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(unknown.text().replace("eve", "ada"), wrong.text(), "nobody learns who has an account");
        let right = other.post("/sign-in", "email=+ADA%40shop.example&password=correct+horse+battery&to=%2Fgarden").await;
        assert_eq!(right.header("location"), "/garden");
        assert!(right.header("set-cookie").contains("HttpOnly; SameSite=Lax"));
        assert_eq!(other.get("/garden").await.status, StatusCode::OK);
        assert_eq!(other.get("/sign-in").await.header("location"), "/");
    }

    async fn guessing_is_slowed_down(test: TestStore) {
        let (app, browser) = start(&test, config());
        let link = make_first_link(&app).await.unwrap().unwrap();
        browser.clone().post(&link, OWNER).await;
        let mut guesser = browser.clone();
        for _ in 0..10 {
            assert_eq!(sign_in(&mut guesser, "ada%40shop.example", "x").await, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let refused = sign_in(&mut guesser, "ada%40shop.example", "correct+horse+battery").await;
        assert_eq!(refused, StatusCode::TOO_MANY_REQUESTS);
        test.clock.advance(HOUR / 4);
        let later = sign_in(&mut guesser, "ada%40shop.example", "correct+horse+battery").await;
        assert_eq!(later, StatusCode::SEE_OTHER);
    }

    async fn a_stranger_elsewhere_does_not_keep_the_owner_out(test: TestStore) {
        let proxied = troth_web::Config { behind_proxy: true, ..config() };
        let (app, browser) = start(&test, proxied);
        let link = make_first_link(&app).await.unwrap().unwrap();
        browser.clone().post(&link, OWNER).await;
        let ask = async |from: &str, password: &str| {
            let form = format!("email=ada%40shop.example&password={password}");
            let kind = ("content-type", "application/x-www-form-urlencoded");
            let mut fresh = browser.clone();
            fresh.send(Method::POST, "/sign-in", &[kind, ("x-forwarded-for", from)], &form).await.status
        };
        for _ in 0..10 {
            // What stands before the last entry was written by whoever asks.
            assert_eq!(ask("192.0.2.9, 203.0.113.5", "x").await, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(ask("192.0.2.1, 203.0.113.5", "x").await, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(ask("192.0.2.1", "correct+horse+battery").await, StatusCode::SEE_OTHER);
    }

    async fn a_session_lasts_while_it_is_used_and_ends_where_its_owner_says(test: TestStore) {
        let (app, browser) = start(&test, config());
        let user = NewUser { name: "Bea".into(), email: "bea@shop.example".into(), role: Role::Staff, password: None };
        let id = create_user(&app, Actor::System, user).await.unwrap();
        let (mut here, mut there) = (browser.clone(), browser.clone());
        for one in [&mut here, &mut there] {
            let link = make_sign_in_link(&app, id, 60).await.unwrap();
            let page = one.get(&link).await.text();
            assert!(page.contains("Sign in as Bea"), "{page}");
            assert_eq!(one.post(&link, "").await.status, StatusCode::SEE_OTHER);
            assert_eq!(one.post(&link, "").await.status, StatusCode::CONFLICT, "a link works once");
        }
        support::close_tour(&mut here).await;
        for _ in 0..3 {
            test.clock.advance(10 * 24 * HOUR);
            let used = here.get("/garden").await;
            assert_eq!(used.status, StatusCode::OK, "used within its time");
            assert!(used.header("set-cookie").starts_with("troth_session="), "the browser keeps it longer too");
        }
        assert_eq!(here.get("/garden").await.header("set-cookie"), "", "but not with every page");
        assert_eq!(there.get("/garden").await.status, StatusCode::SEE_OTHER, "not used for thirty days");
        let link = make_sign_in_link(&app, id, 60).await.unwrap();
        there.post(&link, "").await;
        let me = here.get("/me").await;
        insta::assert_snapshot!("me", me.text());
        let end = me.body.split("action=\"").find(|part| part.starts_with("/me/sessions/")).unwrap();
        here.post(end.split('"').next().unwrap(), "").await;
        assert_eq!(there.get("/garden").await.status, StatusCode::SEE_OTHER, "ended from the other browser");
        assert_eq!(here.post("/sign-out", "").await.header("location"), "/sign-in");
        assert_eq!(here.get("/garden").await.status, StatusCode::SEE_OTHER);
    }

    async fn a_session_ends_after_ninety_days_however_often_it_is_used(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = crate::support::signed_in(&app, &browser, Role::Owner).await;
        for day in 1..90 {
            test.clock.advance(24 * HOUR);
            assert_eq!(owner.get("/garden").await.status, StatusCode::OK, "day {day}");
        }
        test.clock.advance(24 * HOUR);
        assert_eq!(owner.get("/garden").await.status, StatusCode::SEE_OTHER);
    }

    async fn a_cookie_that_was_signed_out_is_worth_nothing(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = crate::support::signed_in(&app, &browser, Role::Owner).await;
        let told = owner.cookie("troth_session").unwrap().to_owned();
        let out = owner.post("/sign-out", "").await;
        assert!(out.header("clear-site-data").contains("cache"), "nothing stays in a shared browser");
        assert_eq!(owner.cookie("troth_session"), None);
        owner.set_cookie("troth_session", &told);
        assert_eq!(owner.get("/garden").await.status, StatusCode::SEE_OTHER);
    }

    async fn a_token_speaks_for_a_program(test: TestStore) {
        let (app, mut browser) = start(&test, config());
        let user = NewUser { name: "Bea".into(), email: "bea@shop.example".into(), role: Role::Owner, password: None };
        let id = create_user(&app, Actor::System, user).await.unwrap();
        let token = |name: &str, role| NewToken { user: id, name: name.into(), role, scopes: None, expires_at: None };
        let (_, manager) = make_token(&app, Actor::System, token("till", Role::Manager)).await.unwrap();
        let (_, reader) = make_token(&app, Actor::System, token("screen", Role::ReadOnly)).await.unwrap();
        let ask = async |browser: &mut Browser, told: &str| {
            let header = format!("Bearer {told}");
            browser.send(Method::GET, "/api/v1/garden/beds", &[("authorization", &header)], "").await.status
        };
        assert_eq!(ask(&mut browser, manager.reveal()).await, StatusCode::OK);
        assert_eq!(ask(&mut browser, reader.reveal()).await, StatusCode::FORBIDDEN, "a token has its own role");
        assert_eq!(ask(&mut browser, "guess").await, StatusCode::UNAUTHORIZED);
    }

    async fn language_and_colours_follow_their_owner(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut stranger = browser.clone();
        assert_eq!(stranger.post("/preferences", "language=de&to=%2Fsign-in").await.header("location"), "/sign-in");
        assert!(stranger.get("/sign-in").await.body.contains("<html lang=\"de\" dir=\"ltr\">"));
        let mut owner = crate::support::signed_in(&app, &browser, Role::Owner).await;
        owner.post("/preferences", "theme=dark&to=%2Fgarden").await;
        owner.post("/preferences", "language=de").await;
        let told = owner.cookie("troth_session").unwrap().to_owned();
        let mut elsewhere = browser.clone();
        elsewhere.set_cookie("troth_session", &told);
        let page = elsewhere.get("/garden").await.body;
        assert!(page.contains(r#"<html lang="de" dir="ltr" data-theme="dark">"#), "{page}");
        assert_eq!(owner.post("/preferences", "to=%2F%2Fevil.example").await.header("location"), "/");
    }
}
