//! Work items, scores and figures.

use troth_core::{
    AccountId, Action, Actor, Currency, Decision, Figure, Grade, Id, Message, Money, Proposal, RunId, Unit,
};
use troth_harness::START;
use troth_store::{Error, Half, Ranged, Score, Store, WorkItem, WorkOf};

fn proposal(account: i64, worth: i64) -> Proposal {
    Proposal {
        key: format!("test:{account}"),
        kind: "at_risk".into(),
        account: AccountId::from_raw(account),
        sentence: Message::new("s"),
        reasons: vec![Message::new("silent").with("weeks", 19)],
        worth: Some(Money::new(worth, Currency::EUR)),
        chance: Some(0.5),
        due: None,
        action: Action { label: Message::new("a"), href: "/".into() },
    }
}

async fn run(store: &Store, run: i64, now: troth_core::Instant, proposals: Vec<Proposal>) {
    store
        .write(now, Actor::System, move |tx| {
            tx.propose(RunId::from_raw(run), 0, &proposals)?;
            tx.publish_run(RunId::from_raw(run), Half::First)
        })
        .await
        .unwrap();
}

async fn open(store: &Store, now: troth_core::Instant) -> Vec<WorkItem> {
    store.read(move |db| db.list_work(now, 10, WorkOf::ALL)).await.unwrap()
}

async fn decide(store: &Store, item: &WorkItem, decision: Decision) {
    let (id, until) = (item.id, (decision == Decision::Snoozed).then_some(START.plus_seconds(3600)));
    store.write(START, Actor::System, move |tx| tx.decide(id, decision, until, Some("why"))).await.unwrap();
}

const DAY: i64 = 86_400;

troth_harness::on_both_engines! {
    async fn what_is_decided_leaves_the_list_and_can_be_taken_back(test: TestStore) {
        run(&test.store, 1, START, vec![proposal(1, 100), proposal(2, 90)]).await;
        let items = open(&test.store, START).await;
        assert_eq!(items.iter().map(|item| item.proposal.account.raw()).collect::<Vec<_>>(), [1, 2]);
        decide(&test.store, &items[0], Decision::Done).await;
        assert_eq!(open(&test.store, START).await.len(), 1);
        decide(&test.store, &items[0], Decision::Open).await;
        assert_eq!(open(&test.store, START).await.len(), 2);
        let unknown = test.store.write(START, Actor::System, |tx| {
            tx.decide(troth_core::WorkItemId::from_raw(99), Decision::Done, None, None)
        });
        assert!(matches!(unknown.await, Err(Error::NotFound(_))));
    }

    async fn what_stands_by_itself_stands_beside_a_run_until_it_is_said_no_more(test: TestStore) {
        let own = |part: &str, account: i64, worth: i64| Proposal { key: format!("{part}.call:{account}"), ..proposal(account, worth) };
        let stand = async |part: &'static str, only: Option<i64>, proposals: Vec<Proposal>| {
            let only = only.map(AccountId::from_raw);
            test.store.write(START, Actor::System, move |tx| tx.stand(part, only, &proposals)).await.unwrap()
        };
        let accounts = async || open(&test.store, START).await.iter().map(|item| item.proposal.account.raw()).collect::<Vec<_>>();
        // Before there is any run, and then between what a run proposes, by what it is worth.
        assert!(stand("listen", None, vec![own("listen", 7, 95), own("listen", 8, 10)]).await);
        assert!(!stand("listen", None, vec![own("listen", 7, 95), own("listen", 8, 10)]).await, "the same is nothing new");
        assert_eq!(accounts().await, [7, 8]);
        run(&test.store, 1, START, vec![proposal(1, 100), proposal(2, 90)]).await;
        assert_eq!(accounts().await, [1, 7, 2, 8]);
        assert_eq!(test.store.read(|db| db.count_work(START, WorkOf::ALL)).await.unwrap(), 4);
        let of = test.store.read(|db| db.list_work_of(AccountId::from_raw(7), START, 9)).await.unwrap();
        assert_eq!(of.len(), 1);
        assert_eq!(test.store.read(|db| db.list_work(START, 2, WorkOf::ALL)).await.unwrap().len(), 2);
        // Another part, and another customer, are let be.
        assert!(stand("orders", None, vec![own("orders", 9, 1)]).await);
        assert!(!stand("listen", Some(9), Vec::new()).await);
        assert!(stand("listen", Some(7), Vec::new()).await);
        assert_eq!(accounts().await, [1, 2, 8, 9]);
        // Done is done, also when it is said again; what was settled comes back when it is.
        let eight = open(&test.store, START).await[2].clone();
        decide(&test.store, &eight, Decision::Done).await;
        assert!(stand("listen", None, vec![own("listen", 7, 95), own("listen", 8, 10)]).await);
        assert_eq!(accounts().await, [1, 7, 2, 9]);
        // A run of the next day changes nothing of it.
        run(&test.store, 2, START, vec![proposal(2, 90)]).await;
        assert_eq!(accounts().await, [7, 2, 9]);
        let events = test.store.read(|db| db.scalar::<i64>("SELECT COUNT(*) FROM event WHERE kind = 'store.work_changed'", &[]));
        assert_eq!(events.await.unwrap(), 4);
    }

    async fn what_was_done_is_kept_when_the_item_comes_back_and_goes_when_it_is_taken_back(test: TestStore) {
        run(&test.store, 1, START, vec![proposal(1, 100), proposal(2, 90)]).await;
        let items = open(&test.store, START).await;
        let actions = async || {
            let sql = "SELECT account_id, decision, day FROM work_action ORDER BY id";
            let rows = test.store.read(|db| db.query(sql, &[])).await.unwrap();
            let action = |row: &troth_store::Row| (row.get::<i64>(0).unwrap(), row.text(1).unwrap().to_owned());
            rows.iter().map(action).collect::<Vec<_>>()
        };
        decide(&test.store, &items[0], Decision::Done).await;
        decide(&test.store, &items[1], Decision::Snoozed).await;
        assert_eq!(actions().await, [(1, "done".to_owned())], "to put off is not to act");
        decide(&test.store, &items[0], Decision::NotUseful).await;
        assert_eq!(actions().await, [(1, "not-useful".to_owned())], "the last word of a day stands");
        // A month later it is worth half as much again: back on the list, what was done before stays.
        let later = START.plus_seconds(30 * DAY);
        run(&test.store, 2, later, vec![proposal(1, 150)]).await;
        let again = open(&test.store, later).await;
        let id = again[0].id;
        test.store.write(later, Actor::System, move |tx| tx.decide(id, Decision::Done, None, None)).await.unwrap();
        assert_eq!(actions().await.len(), 2);
        test.store.write(later, Actor::System, move |tx| tx.decide(id, Decision::Open, None, None)).await.unwrap();
        assert_eq!(actions().await, [(1, "not-useful".to_owned())]);
    }

    async fn work_can_be_asked_for_by_a_condition(test: TestStore) {
        run(&test.store, 1, START, vec![proposal(1, 100), proposal(2, 90)]).await;
        let of = WorkOf { sql: "work_item.account_id = $4", id: 2 };
        let (items, count) = test
            .store
            .read(move |db| Ok::<_, Error>((db.list_work(START, 10, of)?, db.count_work(START, of)?)))
            .await
            .unwrap();
        assert_eq!((items.len(), items[0].proposal.account.raw(), count), (1, 2, 1));
    }

    async fn what_is_snoozed_comes_back_in_time(test: TestStore) {
        run(&test.store, 1, START, vec![proposal(1, 100)]).await;
        let item = open(&test.store, START).await.remove(0);
        decide(&test.store, &item, Decision::Snoozed).await;
        assert!(open(&test.store, START).await.is_empty());
        assert_eq!(open(&test.store, START.plus_seconds(3600)).await.len(), 1);
        run(&test.store, 2, START.plus_seconds(60), vec![proposal(1, 100)]).await;
        assert!(open(&test.store, START.plus_seconds(60)).await.is_empty(), "a new run does not wake it");
    }

    async fn what_is_dismissed_returns_only_when_it_has_changed(test: TestStore) {
        run(&test.store, 1, START, vec![proposal(1, 100)]).await;
        let item = open(&test.store, START).await.remove(0);
        decide(&test.store, &item, Decision::NotUseful).await;
        let later = START.plus_seconds(15 * DAY);
        run(&test.store, 2, START.plus_seconds(DAY), vec![proposal(1, 500)]).await;
        assert!(open(&test.store, START.plus_seconds(DAY)).await.is_empty(), "never within 14 days");
        run(&test.store, 3, later, vec![proposal(1, 110)]).await;
        assert!(open(&test.store, later).await.is_empty(), "a tenth more is not enough");
        run(&test.store, 4, later, vec![proposal(1, 120)]).await;
        assert_eq!(open(&test.store, later).await.len(), 1, "a fifth more is");
    }

    async fn what_the_latest_run_does_not_propose_is_gone(test: TestStore) {
        run(&test.store, 1, START, vec![proposal(1, 100), proposal(2, 90)]).await;
        run(&test.store, 2, START, vec![proposal(2, 90)]).await;
        let left = open(&test.store, START).await;
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].proposal.account.raw(), 2);
    }

    async fn scores_and_figures_show_when_their_run_is_published(test: TestStore) {
        let account = AccountId::from_raw(9);
        let number = |value| Ranged { value, low: value - 0.1, high: value + 0.1 };
        let score = Score { account, alive: number(0.5), purchases: number(2.0), worth: number(900.0) };
        let gone = Score { account: AccountId::from_raw(7), ..score };
        let figure = Figure::new(0.5, Unit::Share, 3, Grade::Modelled, "bg-nbd", START).between(0.4, 0.6);
        let kept = figure.clone();
        test.store.write(START, Actor::System, move |tx| {
            tx.put_scores(Half::First, RunId::from_raw(1), &[gone, score])?;
            tx.put_scores(Half::First, RunId::from_raw(1), &[score])?;
            tx.put_figure(RunId::from_raw(1), "f", &kept)
        }).await.unwrap();
        let seen = || test.store.read(move |db| Ok::<_, Error>((db.find_score(account)?, db.find_figure("f")?)));
        assert_eq!(seen().await.unwrap(), (None, None));
        test.store.write(START, Actor::System, |tx| tx.publish_run(RunId::from_raw(1), Half::First)).await.unwrap();
        assert_eq!(seen().await.unwrap(), (Some(score), Some(figure)));
        let changed = Score { alive: number(0.3), ..score };
        let dropped = test.store.write(START, Actor::System, move |tx| {
            tx.put_scores(Half::Second, RunId::from_raw(2), &[changed])?;
            // The next run but one finds the first half as the first run left it.
            tx.put_scores(Half::First, RunId::from_raw(3), &[changed])?;
            tx.drop_other_scores(Half::First, RunId::from_raw(3), i64::MIN, None)
        });
        assert_eq!(dropped.await.unwrap(), 1, "only what the run did not write again goes");
        test.store.write(START, Actor::System, |tx| tx.publish_run(RunId::from_raw(2), Half::Second)).await.unwrap();
        assert_eq!(seen().await.unwrap().0, Some(changed));
    }
}
