//! Keys of requests: what is claimed, committed, answered, and what a program that died leaves.

use troth_core::{Actor, Id, UserId};
use troth_harness::{START, TestStore};
use troth_store::{Answered, Claim, Error, Standing};

const SECOND: i64 = 1_000_000;

async fn claim(test: &TestStore, content: &str) -> Standing {
    test.store.claim_key(Actor::User(UserId::from_raw(7)), "k", content, 60).await.unwrap()
}

async fn ours(test: &TestStore) -> Claim {
    match claim(test, "a").await {
        Standing::Ours(claim) => claim,
        other => panic!("{other:?}"),
    }
}

async fn note(test: &TestStore, claim: Claim, value: &'static str) -> Result<(), Error> {
    let write = test.store.write(START, Actor::System, move |tx| tx.set_setting("noted", value));
    claim.scope(write).await
}

async fn noted(test: &TestStore) -> Option<String> {
    test.store.read(|db| db.find_setting("noted")).await.unwrap()
}

troth_harness::on_both_engines! {
    async fn a_claim_that_died_before_it_did_anything_is_taken_over_and_can_do_nothing_later(test: TestStore) {
        let first = ours(&test).await;
        assert_eq!(claim(&test, "a").await, Standing::AtWork);
        assert_eq!(claim(&test, "b").await, Standing::Different);
        test.clock.advance(61 * SECOND);
        let second = ours(&test).await;
        assert!(note(&test, first, "first").await.is_err(), "somebody else carries it out by now");
        assert_eq!(noted(&test).await, None);
        note(&test, second, "second").await.unwrap();
        assert_eq!(noted(&test).await.as_deref(), Some("second"));
    }

    async fn a_claim_that_died_after_it_did_something_is_never_done_again(test: TestStore) {
        let first = ours(&test).await;
        note(&test, first, "done").await.unwrap();
        test.store.release_key(first).await.unwrap();
        assert_eq!(claim(&test, "a").await, Standing::AtWork, "what was done is not given back");
        test.clock.advance(61 * SECOND);
        assert_eq!(claim(&test, "a").await, Standing::Unanswered);
        test.clock.advance(24 * 3600 * SECOND);
        ours(&test).await;
    }

    async fn an_answer_is_kept_for_a_day(test: TestStore) {
        let first = ours(&test).await;
        note(&test, first, "done").await.unwrap();
        let answered = Answered { status: 201, kind: Some("application/json".into()), body: vec![0, 255, 7] };
        test.store.keep_answer(first, answered.clone()).await.unwrap();
        test.clock.advance(23 * 3600 * SECOND);
        assert_eq!(claim(&test, "a").await, Standing::Answered(answered));
        assert_eq!(claim(&test, "b").await, Standing::Different);
        test.clock.advance(2 * 3600 * SECOND);
        ours(&test).await;
        let kept: i64 = test.store.read(|db| db.scalar("SELECT COUNT(*) FROM request_key", &[])).await.unwrap();
        assert_eq!(kept, 1, "what ran out is cleared away");
    }

    async fn a_failed_change_leaves_its_claim_open(test: TestStore) {
        let first = ours(&test).await;
        let write = test.store.write(START, Actor::System, |tx| {
            tx.set_setting("noted", "x")?;
            Err::<(), _>(Error::Value("no".into()))
        });
        assert!(first.scope(write).await.is_err());
        test.store.release_key(first).await.unwrap();
        ours(&test).await;
    }
}
