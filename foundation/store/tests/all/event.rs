//! Events and what they queue.

use troth_core::{AccountCreated, AccountId, Actor, Id, SettingChanged, UserId};
use troth_harness::START;
use troth_store::{Error, Folder, Listener, Part, params};

fn listening() -> Part {
    Part {
        listeners: &[
            Listener { event: "store.setting_changed", job: "test.hear" },
            Listener { event: "store.setting_changed", job: "test.hear_too" },
        ],
        ..Part::new("test", Folder::EMPTY)
    }
}

troth_harness::on_both_engines! {
    with vec![listening()];

    async fn an_event_queues_one_job_for_each_listener_in_its_transaction(test: TestStore) {
        let append = |fails: bool| {
            test.store.write(START, Actor::User(UserId::from_raw(7)), move |tx| {
                tx.append(&SettingChanged { key: "k".into() })?;
                tx.append(&AccountCreated { account: AccountId::from_raw(1) })?;
                if fails { Err(Error::NotFound("it".into())) } else { Ok(()) }
            })
        };
        assert!(append(true).await.is_err());
        let jobs = || test.store.read(|db| db.query("SELECT kind, payload FROM job ORDER BY kind", &[]));
        assert!(jobs().await.unwrap().is_empty(), "what is undone is not heard");
        append(false).await.unwrap();
        let heard = jobs().await.unwrap();
        let kinds: Vec<&str> = heard.iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(kinds, ["test.hear", "test.hear_too"]);
        assert_eq!(heard[0].text(1).unwrap(), r#"{"key":"k"}"#, "the job hears what the event says");
        let row = test.store.read(|db| db.query_one("SELECT actor_kind, actor_id FROM event WHERE kind = 'store.setting_changed'", &[]));
        let row = row.await.unwrap();
        assert_eq!((row.text(0).unwrap(), row.get::<i64>(1).unwrap()), ("user", 7));
    }

    async fn personal_values_lie_apart_and_can_be_emptied(test: TestStore) {
        test.store.write(START, Actor::System, |tx| {
            let account = AccountId::from_raw(5);
            let event = tx.append(&AccountCreated { account })?;
            tx.append_private(event, account.into(), r#"{"name":["","Ada"]}"#)
        }).await.unwrap();
        let payloads = test.store.read(|db| db.query("SELECT payload FROM event", &[])).await.unwrap();
        assert!(!payloads[0].text(0).unwrap().contains("Ada"));
        let emptied = test.store.write(START, Actor::System, |tx| {
            tx.execute("UPDATE event_private SET payload = '' WHERE subject_kind = $1 AND subject_id = $2", params!["acc", 5i64])
        }).await;
        assert_eq!(emptied.unwrap(), 1);
    }
}
