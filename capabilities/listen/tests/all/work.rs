//! What surveys and what people tell leave on Today: at once, and gone when somebody has seen to it.

use serde_json::{Value, json};
use troth_core::{Actor, Clock as _};
use troth_harness::{Browser, START, TestStore};
use troth_store::{NewJob, WorkItem, WorkOf};

use crate::asking::{Shop, id, post, shop, work};
use crate::published;

fn form() -> Value {
    let choices: Vec<Value> = (0..=10).map(|value| json!({"value": value})).collect();
    json!({"languages": ["en"], "title": {"en": "Visit"}, "questions": [
        {"key": "nps", "kind": "nps", "text": {"en": "How likely?"}, "required": true, "choices": choices}]})
}

async fn customer(owner: &mut Browser, name: &str) -> (String, String) {
    let customer =
        id(&post(owner, "/records/customers", json!({"name": name, "kind": "organisation"})).await);
    let person = json!({"customer": customer, "name": format!("{name}'s Eva"), "role": "decides"});
    let person = id(&post(owner, "/records/contacts", person).await);
    (customer, person)
}

async fn answer(owner: &mut Browser, survey: &str, person: &str, nps: i64) {
    let said = json!({"contact": person, "answers": {"nps": nps}});
    post(owner, &format!("/listen/surveys/{survey}/responses"), said).await;
}

async fn today(test: &TestStore) -> Vec<WorkItem> {
    let now = test.clock.now();
    test.store.read(move |db| db.list_work(now, 50, WorkOf::ALL)).await.unwrap()
}

/// The hourly look at everything.
async fn look(shop: &Shop) {
    let put = |tx: &mut troth_store::Tx<'_>| tx.enqueue(&NewJob::new(troth_web::STAND)).map(|_| ());
    shop.app.store().write(START, Actor::System, put).await.unwrap();
    work(&shop.app).await;
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn an_unhappy_answer_waits_for_a_call_until_somebody_called(test: TestStore) {
        let mut shop = shop(&test).await;
        let (survey, _) = published(&mut shop.owner, &json!({"name": "Visit", "form": form()})).await;
        let (ada, eva) = customer(&mut shop.owner, "Ada").await;
        let (_, bo) = customer(&mut shop.owner, "Bo").await;
        let (_, cy) = customer(&mut shop.owner, "Cy").await;
        let refused = json!({"purpose": "survey", "given": false, "obtained": "on the phone"});
        post(&mut shop.owner, &format!("/records/contacts/{cy}/consents"), refused).await;
        for (person, nps) in [(&eva, 6), (&bo, 7), (&cy, 0)] {
            answer(&mut shop.owner, &survey, person, nps).await;
        }
        work(&shop.app).await;
        let items = today(&test).await;
        assert_eq!(items.len(), 1, "the happy are not called, nor those who want no contact: {items:?}");
        let item = &items[0].proposal;
        assert_eq!((item.account.to_string(), item.kind.as_str()), (ada.clone(), "unhappy"));
        assert!(item.key.starts_with("listen.unhappy:rsp_") && item.due.is_some() && item.action.href.contains("/responses/rsp_"), "{item:?}");
        look(&shop).await;
        assert_eq!(today(&test).await.len(), 1, "the same a second time");
        let said = json!({"customer": ada, "at": "2026-01-07T10:00", "function": "service", "channel": "phone", "effect": "closer"});
        test.clock.set(START.plus_seconds(3 * 86_400));
        post(&mut shop.owner, "/records/interactions", said).await;
        work(&shop.app).await;
        assert_eq!(today(&test).await, [], "somebody has called");

        // Answered anew and done by hand: it does not come back for the same answer.
        answer(&mut shop.owner, &survey, &bo, 1).await;
        work(&shop.app).await;
        let again = today(&test).await;
        let done = again[0].id;
        let decide = move |tx: &mut troth_store::Tx<'_>| tx.decide(done, troth_core::Decision::Done, None, None);
        test.store.write(test.clock.now(), Actor::System, decide).await.unwrap();
        look(&shop).await;
        assert_eq!(today(&test).await, []);
        assert_eq!(shop.app.store().read(|db| db.count_work(START, WorkOf::ALL)).await.unwrap(), 0);
    }

    async fn without_names_nobody_is_called(test: TestStore) {
        let mut shop = shop(&test).await;
        let (_, slug) = published(&mut shop.owner, &json!({"name": "Visit", "anonymous": true, "form": form()})).await;
        let mut stranger = shop.browser.clone();
        let page = stranger.get(&format!("/listen/s/{slug}")).await;
        let token = crate::hidden(&page.body, "token");
        stranger.post(&format!("/listen/s/{slug}"), &format!("token={token}&at=nps&go=send&q.nps=0")).await;
        look(&shop).await;
        assert_eq!(today(&test).await, []);
    }

    async fn what_is_done_is_told_and_a_decider_who_is_silent_is_asked(test: TestStore) {
        let mut shop = shop(&test).await;
        let (ada, eva) = customer(&mut shop.owner, "Ada").await;
        let voice = id(&post(&mut shop.owner, "/listen/voices", json!({"sort": "request", "text": "Tea"})).await);
        post(&mut shop.owner, &format!("/listen/voices/{voice}/match"), json!({"customer": ada})).await;
        post(&mut shop.owner, &format!("/listen/voices/{voice}/replies"), json!({"stage": "done", "text": "There is tea"})).await;
        work(&shop.app).await;
        let items = today(&test).await;
        assert_eq!(items.iter().map(|item| item.proposal.key.clone()).collect::<Vec<_>>(), [format!("listen.untold:{voice}")]);
        post(&mut shop.owner, &format!("/listen/voices/{voice}/tell"), json!({})).await;
        work(&shop.app).await;
        assert_eq!(today(&test).await, []);

        // Asked a fortnight ago: Eva decides and is silent, somebody else there has answered.
        let (survey, _) = published(&mut shop.owner, &json!({"name": "Year", "form": form()})).await;
        let max = id(&post(&mut shop.owner, "/records/contacts", json!({"customer": ada, "name": "Max", "role": "uses"})).await);
        let links = post(&mut shop.owner, &format!("/listen/surveys/{survey}/links"), json!({"customers": [ada]})).await;
        let link = links.as_array().unwrap().iter().find(|link| link["contact"] == json!(max)).unwrap();
        let path = format!("/listen/a/{}", link["token"].as_str().unwrap());
        shop.browser.clone().post(&path, "at=nps&go=send&q.nps=9").await;
        test.clock.set(START.plus_seconds(13 * 86_400));
        look(&shop).await;
        assert_eq!(today(&test).await, [], "a fortnight is given");
        test.clock.set(START.plus_seconds(14 * 86_400));
        look(&shop).await;
        let items = today(&test).await;
        assert_eq!(items.len(), 1, "{items:?}");
        assert_eq!(items[0].proposal.key, format!("listen.decider:{survey}:{eva}"));
        answer(&mut shop.owner, &survey, &eva, 8).await;
        look(&shop).await;
        assert_eq!(today(&test).await, [], "she has answered, by whatever way");
    }
}
