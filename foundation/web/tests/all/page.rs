//! Every page in every language, and what some of them say.

use troth_core::Role;
use troth_web::proof::{check_texts, render_samples, somebody};

use crate::support::{running, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn every_page_can_be_shown_in_every_language() {
    let (_test, app, _) = running().await;
    let owner = somebody(Role::Owner);
    assert_eq!(render_samples(&app, Some(&owner)), [] as [&str; 0]);
    assert_eq!(render_samples(&app, None), [] as [&str; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_is_there_in_every_language() {
    let (_test, app, _) = running().await;
    assert_eq!(check_texts(&app), [] as [&str; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_a_figure_reads_well() {
    let (_test, app, browser) = running().await;
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    insta::assert_snapshot!(owner.get("/garden").await.text());
    insta::assert_snapshot!(owner.get("/garden?lang=de").await.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mirror_is_right_to_left() {
    let (_test, app, browser) = running().await;
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let page = owner.get("/garden?lang=ar-XB").await;
    assert!(page.body.contains(r#"<html lang="ar-XB" dir="rtl">"#), "{}", page.body);
    assert!(page.body.contains("Gáárdéén"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_said_once() {
    let (_test, app, browser) = running().await;
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let dug = owner.post("/garden/dig", "").await;
    assert_eq!(dug.header("location"), "/garden");
    assert!(owner.get("/garden").await.body.contains("3 beds dug."));
    assert!(!owner.get("/garden").await.body.contains("3 beds dug."));
}

#[tokio::test(flavor = "multi_thread")]
async fn components_read_well() {
    let (_test, app, browser) = running().await;
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    insta::assert_snapshot!(owner.get("/reference/components").await.text());
    insta::assert_snapshot!(owner.get("/reference").await.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_things_are_found_by_their_first_letters() {
    let (_test, app, browser) = running().await;
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let found = owner.get("/command/find?q=ros").await.json();
    assert_eq!(found, serde_json::json!([{ "title": "Rose", "detail": "red", "href": "/garden/rose" }]));
    let found = owner.get("/command/find?q=gart&lang=de").await.json();
    assert_eq!(found, serde_json::json!([{ "title": "Garten", "detail": "", "href": "/garden" }]));
    insta::assert_snapshot!(owner.get("/command?q=xyz").await.text());
}
