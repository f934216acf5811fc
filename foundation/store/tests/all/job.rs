//! The queue: claimed once, tried again with pauses, put aside, scheduled.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use troth_core::{Actor, Clock, FixedClock, Instant, Zone};
use troth_harness::START;
use troth_store::job::{Handler, Runner};
use troth_store::{Every, NewJob, Store};

async fn queue(store: &Store, job: NewJob) -> bool {
    store.write(START, Actor::System, move |tx| tx.enqueue(&job)).await.unwrap().is_some()
}

async fn states(store: &Store) -> Vec<(String, i64)> {
    store.count_jobs().await.unwrap()
}

/// A handler that counts and fails as often as told.
fn counting(fails: usize) -> (Arc<AtomicUsize>, Handler) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let handler: Handler = Arc::new(move |_| {
        let done = counter.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move { if done < fails { Err("not yet".into()) } else { Ok(()) } })
    });
    (count, handler)
}

fn runner(store: &Store, handler: Handler, schedules: Vec<(String, Every)>) -> Runner {
    by_clock(store, handler, schedules, Arc::new(StoreClock(store.clone())))
}

/// The store's own wall clock, which most businesses live by.
struct StoreClock(Store);

impl Clock for StoreClock {
    fn now(&self) -> Instant {
        self.0.wall()
    }
}

fn by_clock(
    store: &Store,
    handler: Handler,
    schedules: Vec<(String, Every)>,
    business: Arc<dyn Clock>,
) -> Runner {
    let handlers = HashMap::from([("k".to_owned(), handler)]);
    Runner::new(store.clone(), handlers, schedules, business)
}

troth_harness::on_both_engines! {
    async fn a_key_is_queued_once(test: TestStore) {
        assert!(queue(&test.store, NewJob::new("k").key("a")).await);
        assert!(!queue(&test.store, NewJob::new("k").key("a")).await);
        assert!(queue(&test.store, NewJob::new("other").key("a")).await, "another kind has keys of its own");
        assert!(queue(&test.store, NewJob::new("k")).await);
        assert!(queue(&test.store, NewJob::new("k")).await, "without a key nothing is the same");
        let (count, handler) = counting(0);
        runner(&test.store, handler, Vec::new()).drain().await;
        assert_eq!(count.load(Ordering::SeqCst), 3);
        assert!(!queue(&test.store, NewJob::new("k").key("a")).await, "nor after it is done");
    }

    async fn a_failure_is_tried_again_after_a_pause_and_then_put_aside(test: TestStore) {
        queue(&test.store, NewJob::new("k").max_attempts(3)).await;
        let (count, handler) = counting(99);
        let runner = runner(&test.store, handler, Vec::new());
        assert_eq!(runner.drain().await, 1);
        assert_eq!(runner.drain().await, 0, "not before its pause is over");
        test.clock.advance(2_000_000);
        assert_eq!(runner.drain().await, 1);
        test.clock.advance(2_000_000);
        assert_eq!(runner.drain().await, 0, "the pause has grown");
        test.clock.advance(2_000_000);
        assert_eq!(runner.drain().await, 1);
        test.clock.advance(86_400_000_000);
        assert_eq!(runner.drain().await, 0);
        assert_eq!(count.load(Ordering::SeqCst), 3);
        assert_eq!(states(&test.store).await, [("dead".to_owned(), 1)]);
        let why = test.store.read(|db| db.scalar::<String>("SELECT last_error FROM job", &[])).await.unwrap();
        assert_eq!(why, "not yet");
    }

    async fn a_handler_that_panics_is_a_failure(test: TestStore) {
        queue(&test.store, NewJob::new("k").max_attempts(1)).await;
        let handler: Handler = Arc::new(|_| Box::pin(async { panic!("a fault in a job") }));
        assert_eq!(runner(&test.store, handler, Vec::new()).drain().await, 1);
        assert_eq!(states(&test.store).await, [("dead".to_owned(), 1)]);
    }

    async fn a_claim_whose_program_is_gone_comes_back(test: TestStore) {
        queue(&test.store, NewJob::new("k")).await;
        let kinds = ["k".to_owned()];
        let claimed = test.store.claim_job(&kinds, "gone").await.unwrap().unwrap();
        assert!(test.store.claim_job(&kinds, "other").await.unwrap().is_none(), "claimed is claimed");
        test.clock.advance(31_000_000);
        let again = test.store.claim_job(&kinds, "other").await.unwrap().unwrap();
        assert_eq!((again.id, again.attempt), (claimed.id, 2));
        test.store.finish_job(claimed.id, "gone").await.unwrap();
        assert_eq!(states(&test.store).await, [("running".to_owned(), 1)], "who lost the claim ends nothing");
        test.store.finish_job(again.id, "other").await.unwrap();
        assert_eq!(states(&test.store).await, [("done".to_owned(), 1)]);
    }

    async fn two_programs_share_the_queue_and_do_each_job_once(test: TestStore) {
        for number in 0..60 {
            queue(&test.store, NewJob::new("k").key(number.to_string())).await;
        }
        let other = test.another().await;
        let (count, handler) = counting(0);
        let (one, two) = (runner(&test.store, Arc::clone(&handler), Vec::new()), runner(&other, handler, Vec::new()));
        let (one, two) = tokio::join!(tokio::spawn(async move { one.drain().await }), tokio::spawn(async move { two.drain().await }));
        assert_eq!(one.unwrap() + two.unwrap(), 60);
        assert_eq!(count.load(Ordering::SeqCst), 60);
        assert_eq!(states(&test.store).await, [("done".to_owned(), 60)]);
    }

    async fn a_schedule_queues_one_job_when_it_is_due_whoever_looks(test: TestStore) {
        let other = test.another().await;
        let every = vec![("k".to_owned(), Every::Day { minute: 4 * 60 })];
        let (count, handler) = counting(0);
        let one = runner(&test.store, Arc::clone(&handler), every.clone());
        let two = runner(&other, handler, every);
        for runner in [&one, &two] {
            runner.housekeep().await;
        }
        assert_eq!(one.drain().await, 0, "not before its hour");
        test.clock.advance(19 * 3_600_000_000);
        for runner in [&one, &two] {
            runner.housekeep().await;
        }
        assert_eq!(one.drain().await + two.drain().await, 1);
        one.housekeep().await;
        assert_eq!(one.drain().await, 0, "once a day");
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }

    async fn the_days_of_a_schedule_are_the_business_clocks(test: TestStore) {
        let every = vec![("k".to_owned(), Every::Day { minute: 4 * 60 })];
        let business = Arc::new(FixedClock::at(Instant::from_micros(0)));
        let (count, handler) = counting(0);
        let runner = by_clock(&test.store, handler, every, Arc::clone(&business) as Arc<dyn Clock>);
        runner.housekeep().await;
        for day in 0..3 {
            business.set(Instant::from_micros(0).plus_seconds(day * 86_400 + 4 * 3600));
            runner.housekeep().await;
            assert_eq!(runner.drain().await, 1, "due on day {day}, and run at once by the wall clock");
        }
        test.clock.advance(5 * 86_400_000_000);
        runner.housekeep().await;
        assert_eq!(runner.drain().await, 0, "the wall clock's days are nothing to it");
        assert_eq!(count.load(Ordering::SeqCst), 3);
    }

    async fn a_business_that_moves_has_its_schedules_at_the_same_hour_there(test: TestStore) {
        const HOUR: i64 = 3_600_000_000;
        let next = || async { test.store.read(|db| db.find_next("k")).await.unwrap() };
        assert_eq!(next().await, None);
        let every = vec![("k".to_owned(), Every::Day { minute: 4 * 60 })];
        let (_, handler) = counting(0);
        let runner = runner(&test.store, handler, every);
        runner.housekeep().await;
        let first = next().await.unwrap();
        let tokyo = Zone::find("Asia/Tokyo").unwrap();
        let there = tokyo.clone();
        test.store
            .write(first, Actor::System, move |tx| {
                let business = tx.business()?;
                tx.put_business(&troth_store::Business { zone: there.clone(), ..business }).map(|_| ())
            })
            .await
            .unwrap();
        runner.housekeep().await;
        let moved = next().await.unwrap();
        assert_eq!(moved, tokyo.at_minute(tokyo.day_of(moved), 4 * 60), "without the program being started again");
        assert_ne!(moved, first);
        assert_eq!(runner.drain().await, 0, "nothing is due for it");
        test.clock.advance(24 * HOUR);
        runner.housekeep().await;
        assert!(test.store.read(|db| db.is_job_at_work("k")).await.unwrap());
        assert_eq!(runner.drain().await, 1);
        assert!(!test.store.read(|db| db.is_job_at_work("k")).await.unwrap());
    }

    async fn finished_jobs_are_kept_for_a_month(test: TestStore) {
        queue(&test.store, NewJob::new("k").key("a")).await;
        let (_, handler) = counting(0);
        let runner = runner(&test.store, handler, Vec::new());
        runner.drain().await;
        test.clock.advance(29 * 86_400_000_000);
        runner.housekeep().await;
        assert_eq!(states(&test.store).await, [("done".to_owned(), 1)]);
        test.clock.advance(2 * 86_400_000_000);
        runner.housekeep().await;
        assert!(states(&test.store).await.is_empty());
    }

    async fn a_clock_that_is_put_back_keeps_nothing_waiting(test: TestStore) {
        const HOUR: i64 = 3_600_000_000;
        let (count, handler) = counting(1);
        let every = vec![("k".to_owned(), Every::Seconds(60))];
        let runner = runner(&test.store, handler, every);
        runner.housekeep().await;
        queue(&test.store, NewJob::new("k").key("now")).await;
        queue(&test.store, NewJob::new("held")).await;
        assert!(test.store.claim_job(&["held".to_owned()], "gone").await.unwrap().is_some());
        test.clock.advance(-5 * HOUR);
        runner.housekeep().await;
        assert_eq!(runner.drain().await, 1, "what was due is due");
        test.clock.advance(10_000_000);
        assert_eq!(runner.drain().await, 1, "and tried again after its pause");
        test.clock.advance(21_000_000);
        assert!(test.store.claim_job(&["held".to_owned()], "other").await.unwrap().is_some(), "a lease lasts no longer");
        test.clock.advance(60_000_000);
        runner.housekeep().await;
        assert_eq!(runner.drain().await, 1, "a schedule goes on");
        assert_eq!(count.load(Ordering::SeqCst), 3);
        // A try that was put off for its pause waits no longer than the longest there is.
        queue(&test.store, NewJob::new("k").key("tried")).await;
        let tried = test.store.claim_job(&["k".to_owned()], "one").await.unwrap().unwrap();
        test.store.fail_job(&tried, "one", "not yet").await.unwrap();
        test.clock.advance(-50 * HOUR);
        runner.housekeep().await;
        test.clock.advance(HOUR + 1_000_000);
        assert_eq!(runner.drain().await, 1);
    }

    async fn a_day_comes_once_whichever_way_the_clock_jumps(test: TestStore) {
        const HOUR: i64 = 3_600_000_000;
        let (count, handler) = counting(0);
        // START is nine in the morning.
        let runner = runner(&test.store, handler, vec![("k".to_owned(), Every::Day { minute: 4 * 60 })]);
        runner.housekeep().await;
        test.clock.advance(5 * 24 * HOUR);
        runner.housekeep().await;
        assert_eq!(runner.drain().await, 1, "days that were passed over are not made up for");
        test.clock.advance(-5 * 24 * HOUR);
        runner.housekeep().await;
        assert_eq!(runner.drain().await, 0);
        test.clock.advance(19 * HOUR);
        runner.housekeep().await;
        assert_eq!(runner.drain().await, 0, "the morning that was queued before was this one");
        test.clock.advance(24 * HOUR);
        runner.housekeep().await;
        assert_eq!(runner.drain().await, 1, "the next one comes");
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}
