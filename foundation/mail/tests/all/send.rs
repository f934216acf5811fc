//! What is due goes out, once, to those who may be written to.

use std::collections::BTreeMap;
use std::sync::Arc;

use troth_core::{Actor, Clocks, ContactId, FixedClock, Id, Instant, LetterId, MessageId, Purpose};
use troth_harness::{Door, START, SmtpSink, TestStore};
use troth_mail::{
    Addressee, Letter, LetterKind, Outbox, Policy, Reason, Returned, Round, Security, Server, State, Verdict,
    count_fates, find_trouble, forget_addresses, list_capped, list_messages, list_sent, list_suppressed,
    list_suppressions, note_left, put_policy, queue, read_leave_token, release, resume_letter, retry_unsure,
    send_due, stop_letter, suppress, take_back, wake,
};
use troth_store::{Erasing, Tx, Whom};

const FRESH: [u8; 32] = [7; 32];

fn mail() -> Vec<troth_store::Part> {
    vec![troth_mail::part()]
}

fn letter(key: &str, about: &str) -> Letter {
    Letter {
        key: key.into(),
        kind: String::new(),
        about: about.into(),
        purpose: Purpose::Survey,
        language: "en".into(),
        from_name: "Ada Berg".into(),
        reply_to: "ada@shop.example".into(),
        subject: "How was it, {name}?".into(),
        body: "Hello {name}\n\nNo more: {unsubscribe}".into(),
        html: None,
    }
}

fn addressee(contact: i64, address: &str) -> Addressee {
    Addressee {
        contact: Some(ContactId::from_raw(contact)),
        address: address.into(),
        fields: [("name".to_owned(), format!("Person {contact}"))].into(),
        zone: String::new(),
        due: START,
    }
}

fn server(port: u16) -> Server {
    Server {
        host: "127.0.0.1".into(),
        port,
        security: Security::Open,
        user: String::new(),
        password: String::new(),
        authority: String::new(),
        from: "post@shop.example".into(),
    }
}

/// Everybody agrees, and a letter is queued for them.
async fn queued(test: &TestStore, letter: &Letter, people: Vec<Addressee>) -> LetterId {
    let letter = letter.clone();
    letter.check(&["link"]).unwrap();
    test.store
        .write(START, Actor::System, move |tx| {
            for one in &people {
                let Some(contact) = one.contact else { continue };
                tx.put_consent(contact, Purpose::Survey, true, START, "at the counter")?;
            }
            Ok::<_, troth_store::Error>(queue(tx, &letter, &people)?.0)
        })
        .await
        .unwrap()
}

async fn round(test: &TestStore, server: &Server) -> Round {
    let clock = Arc::clone(&test.clock);
    let clocks = Clocks { business: Arc::<FixedClock>::clone(&clock), wall: clock };
    let outbox = Outbox {
        store: &test.store,
        clocks: &clocks,
        base: "https://shop.example",
        fresh: FRESH,
        kinds: &[ORDER],
    };
    send_due(outbox, server).await.unwrap()
}

async fn states(test: &TestStore, letter: LetterId) -> BTreeMap<State, i64> {
    let fates = test.store.read(move |db| count_fates(db, letter)).await.unwrap();
    let mut states = BTreeMap::new();
    for ((state, _), count) in fates.states {
        *states.entry(state).or_default() += count;
    }
    states
}

async fn reasons(test: &TestStore, letter: LetterId) -> Vec<(i64, State, Option<Reason>)> {
    let listed =
        test.store.read(move |db| list_messages(db, (None, None, Some(letter)), None, 100)).await.unwrap();
    let mut all: Vec<_> = listed
        .iter()
        .map(|one| (one.message.contact.map_or(0, Id::raw), one.message.state, one.message.reason))
        .collect();
    all.sort_unstable();
    all
}

async fn write(
    test: &TestStore,
    what: impl FnMut(&mut Tx<'_>) -> Result<(), troth_store::Error> + Send + 'static,
) {
    test.store.write(START, Actor::System, what).await.unwrap();
}

/// Asks about letters of an order: whoever has paid needs none.
const ORDER: LetterKind = LetterKind {
    name: "test.order",
    look: |tx, out| {
        let contact = out.contact.map(|contact| contact.to_string()).unwrap_or_default();
        let paid = tx.find_setting("test.paid")?.is_some_and(|paid| paid == contact);
        let link = format!("{}/pay/{}", out.base, out.code(&format!("pay {contact}")));
        Ok(if paid {
            Verdict::Hold(Reason::Answered)
        } else {
            Verdict::Go([("link".to_owned(), link)].into())
        })
    },
};

/// Nothing is quiet, so that the clock of a test may say anything.
const LOUD: Policy = Policy { quiet: (0, 0), most: 2, days: 30 };

troth_harness::on_both_engines! {
    with mail();

    async fn what_is_due_goes_out_once(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        let people: Vec<Addressee> = (1..=150).map(|n| addressee(n, &format!("p{n}@kunde.example"))).collect();
        let id = queued(&test, &letter("a:1", "a"), people.clone()).await;
        // Queued again, as after a crash: those who have it are passed over, one more gets it.
        let more: Vec<Addressee> = people.into_iter().chain([addressee(151, "p151@kunde.example")]).collect();
        assert_eq!(queued(&test, &letter("a:1", "a"), more).await, id);
        assert_eq!(round(&test, &server(sink.port)).await.states, [(State::Sent, 151)].into());
        assert_eq!(round(&test, &server(sink.port)).await.states, BTreeMap::new());
        let taken = sink.taken();
        assert_eq!(taken.len(), 151);
        let mut to: Vec<&str> = taken.iter().map(|one| one.to.as_str()).collect();
        to.sort_unstable();
        to.dedup();
        assert_eq!(to.len(), 151, "nobody twice");
        let one = taken.iter().find(|one| one.to == "p7@kunde.example").unwrap();
        assert_eq!(one.from, "post@shop.example");
        assert!(one.text.contains("Subject: How was it, Person 7?"), "{}", one.text);
        let link = one.text.split("<https://shop.example/mail/leave/").nth(1).unwrap().split('>').next().unwrap();
        let listed = test.store.read(move |db| list_messages(db, (None, Some(ContactId::from_raw(7)), None), None, 9));
        let message = listed.await.unwrap()[0].message.clone();
        assert_eq!(read_leave_token(&FRESH, link), Some(message.id));
        assert_eq!((message.sent, message.answer.as_deref()), (Some(START), Some("taken")));
        assert_eq!(states(&test, id).await, [(State::Sent, 151)].into());
    }

    async fn nobody_is_written_to_who_is_not_to_be(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        write(&test, |tx| put_policy(tx, &LOUD)).await;
        let people = (1..=4).map(|n| addressee(n, &format!("p{n}@kunde.example"))).collect();
        let id = queued(&test, &letter("a:1", "a"), people).await;
        write(&test, |tx| {
            tx.put_consent(ContactId::from_raw(2), Purpose::Survey, false, START.plus_seconds(1), "by telephone")?;
            suppress(tx, FRESH, " P3@Kunde.Example ")
        }).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(reasons(&test, id).await, [
            (1, State::Sent, None),
            (2, State::Held, Some(Reason::NoConsent)),
            (3, State::Held, Some(Reason::Suppressed)),
            (4, State::Sent, None),
        ]);
        // An address that was let go may be written to again.
        let known = test.store.read(|db| list_suppressions(db, None, 9)).await.unwrap();
        assert_eq!((known.len(), known[0].address.as_str(), known[0].reason.as_str()), (1, "P3@Kunde.Example", "hand"));
        let hash = known[0].hash.clone();
        write(&test, move |tx| release(tx, &hash)).await;
        let again = queued(&test, &letter("a:2", "a"), vec![addressee(3, "p3@kunde.example")]).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(states(&test, again).await, [(State::Sent, 1)].into());
    }

    async fn a_person_gets_so_many_in_so_many_days_and_reminders_count_with_their_invitation(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        write(&test, |tx| put_policy(tx, &LOUD)).await;
        let ada = || vec![addressee(1, "ada@kunde.example")];
        let mut what = Vec::new();
        for (key, about) in [("a:1", "a"), ("a:2", "a"), ("b:1", "b"), ("c:1", "c"), ("a:3", "a")] {
            let id = queued(&test, &letter(key, about), ada()).await;
            round(&test, &server(sink.port)).await;
            what.push(reasons(&test, id).await[0].1);
        }
        assert_eq!(what, [State::Sent, State::Sent, State::Sent, State::Held, State::Sent]);
        // A month later there is room again; another purpose is counted by itself.
        test.clock.set(START.plus_seconds(31 * 86_400));
        let id = queued(&test, &letter("d:1", "d"), ada()).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(reasons(&test, id).await[0].1, State::Sent);
        // Two that are due at once count against each other.
        let both = [queued(&test, &letter("e:1", "e"), ada()).await, queued(&test, &letter("f:1", "f"), ada()).await];
        round(&test, &server(sink.port)).await;
        let mut both = [reasons(&test, both[0]).await[0].1, reasons(&test, both[1]).await[0].1];
        both.sort_unstable();
        assert_eq!(both, [State::Sent, State::Held]);
    }

    async fn at_night_messages_wait_where_the_person_lives(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        // Nine in the morning in Greenwich is one at night in Los Angeles.
        let far = Addressee { zone: "America/Los_Angeles".into(), ..addressee(2, "far@kunde.example") };
        let id = queued(&test, &letter("a:1", "a"), vec![addressee(1, "near@kunde.example"), far]).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(states(&test, id).await, [(State::Waiting, 1), (State::Sent, 1)].into());
        test.clock.set(START.plus_seconds(7 * 3_600 - 1));
        round(&test, &server(sink.port)).await;
        assert_eq!(sink.taken().len(), 1);
        test.clock.set(START.plus_seconds(7 * 3_600));
        round(&test, &server(sink.port)).await;
        assert_eq!(states(&test, id).await, [(State::Sent, 2)].into());
    }

    async fn what_the_server_says_is_kept_and_acted_on(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        write(&test, |tx| put_policy(tx, &LOUD)).await;
        let people = ["fine", "nobody", "later", "breaks", "two words"];
        let people = people.iter().zip(1..).map(|(name, n)| addressee(n, &format!("{name}@kunde.example"))).collect();
        let id = queued(&test, &letter("a:1", "a"), people).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(reasons(&test, id).await, [
            (1, State::Sent, None),
            (2, State::Refused, Some(Reason::Refused)),
            (3, State::Waiting, None),
            (4, State::Unsure, None),
            (5, State::Held, Some(Reason::Unwritable)),
        ]);
        let listed = test.store.read(|db| list_messages(db, (Some(State::Refused), None, None), None, 9)).await.unwrap();
        assert!(listed[0].message.answer.as_deref().unwrap().contains("no such user"));
        let known = test.store.read(|db| list_suppressions(db, None, 9)).await.unwrap();
        assert_eq!((known.len(), known[0].reason.as_str()), (1, "returned"));
        // Put off eleven times more it is given up.
        for day in 1..=11 {
            test.clock.set(START.plus_seconds(day * 86_400));
            round(&test, &server(sink.port)).await;
        }
        assert_eq!(reasons(&test, id).await[2], (3, State::Failed, Some(Reason::PutOff)));
        // What nobody knows of is sent again when somebody says so, and not before.
        assert_eq!(sink.taken().len(), 2);
        let unsure = test.store.read(|db| list_messages(db, (Some(State::Unsure), None, None), None, 9)).await.unwrap();
        let message = unsure[0].message.id;
        write(&test, move |tx| retry_unsure(tx, message)).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(sink.taken().len(), 3);
        let sent = MessageId::from_raw(1);
        let refused = test.store.write(START, Actor::System, move |tx| retry_unsure(tx, sent)).await;
        assert!(refused.is_err(), "only what nobody knows of");
    }

    async fn a_server_that_is_not_there_loses_nothing(test: TestStore) {
        write(&test, |tx| put_policy(tx, &LOUD)).await;
        let people: Vec<Addressee> = (1..=100).map(|n| addressee(n, &format!("p{n}@kunde.example"))).collect();
        let id = queued(&test, &letter("a:1", "a"), people).await;
        // A port that was free a moment ago.
        let gone = SmtpSink::open(Door::default()).await.port;
        let done = round(&test, &server(gone)).await;
        assert!(done.trouble.is_some(), "{done:?}");
        assert_eq!(states(&test, id).await, [(State::Waiting, 100)].into());
        let trouble = test.store.read(find_trouble).await.unwrap().unwrap();
        assert_eq!(trouble.since, START);
        let sink = SmtpSink::open(Door::default()).await;
        test.clock.set(START.plus_seconds(61));
        round(&test, &server(sink.port)).await;
        assert_eq!(states(&test, id).await, [(State::Sent, 100)].into());
        assert_eq!(test.store.read(find_trouble).await.unwrap(), None);
    }

    async fn of_one_that_was_under_way_when_the_program_died_nobody_knows(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        write(&test, |tx| put_policy(tx, &LOUD)).await;
        let id = queued(&test, &letter("a:1", "a"), vec![addressee(1, "p1@kunde.example")]).await;
        let micros = START.micros();
        write(&test, move |tx| {
            tx.execute(&format!("UPDATE mail_message SET state = 'sending', claimed_at = {micros}"), &[])?;
            Ok(())
        }).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(states(&test, id).await, [(State::Sending, 1)].into(), "somebody else may be at it");
        test.clock.set(START.plus_seconds(601));
        round(&test, &server(sink.port)).await;
        assert_eq!(states(&test, id).await, [(State::Unsure, 1)].into());
        assert_eq!(sink.taken(), []);
    }

    async fn whoever_wrote_a_letter_is_asked_when_it_goes_out_and_fills_what_is_kept_nowhere(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        let people = (1..=3).map(|n| addressee(n, &format!("p{n}@kunde.example"))).collect();
        let order = Letter { kind: "test.order".into(), body: "{link} {unsubscribe}".into(), ..letter("a:1", "a") };
        let id = queued(&test, &order, people).await;
        // What holds when it goes out counts, not what held when it was queued.
        write(&test, |tx| tx.set_setting("test.paid", "con_0000000000002")).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(reasons(&test, id).await, [
            (1, State::Sent, None),
            (2, State::Held, Some(Reason::Answered)),
            (3, State::Sent, None),
        ]);
        let taken = sink.taken();
        let link = |to: &str| {
            let one = taken.iter().find(|one| one.to == to).unwrap();
            one.text.split("https://shop.example/pay/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
        };
        assert_eq!(link("p1@kunde.example").len(), 32);
        assert_ne!(link("p1@kunde.example"), link("p3@kunde.example"));
        let stored = test.store.read(|db| db.query("SELECT fields FROM mail_message", &[])).await.unwrap();
        assert!(stored.iter().all(|row| !row.text(0).unwrap().contains("pay")), "the link is kept nowhere");
        // A letter of a kind that nobody brings goes nowhere.
        let strange = Letter { kind: "test.strange".into(), ..letter("b:1", "b") };
        let id = queued(&test, &strange, vec![addressee(1, "p1@kunde.example")]).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(reasons(&test, id).await, [(1, State::Held, Some(Reason::Unwritable))]);
    }

    async fn somebody_who_is_no_person_in_the_records_gets_what_they_asked_for_until_they_say_no(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        let reader = |address: &str| Addressee { contact: None, ..addressee(0, address) };
        let reply = |key: &str, kind: &str| Letter {
            kind: kind.into(),
            purpose: Purpose::Reply,
            body: "Here: {link}\n{unsubscribe}".into(),
            ..letter(key, key)
        };
        // Nobody knows whether they want a letter of no kind.
        let bare = queued(&test, &reply("a:1", ""), vec![reader("ada@home.example")]).await;
        let first = queued(&test, &reply("a:2", "test.order"), vec![reader("ada@home.example")]).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(reasons(&test, bare).await, [(0, State::Held, Some(Reason::NoConsent))]);
        assert_eq!(states(&test, first).await, [(State::Sent, 1)].into());
        let sent = test.store.read(move |db| list_messages(db, (None, None, Some(first)), None, 9)).await.unwrap();
        let id = sent[0].message.id;
        let left = move |tx: &mut Tx<'_>| Ok::<_, troth_store::Error>((note_left(tx, id)?, note_left(tx, id)?));
        assert_eq!(test.store.write(START, Actor::System, left).await.unwrap(), (true, false));
        let second = queued(&test, &reply("a:3", "test.order"), vec![reader("ada@home.example")]).await;
        let other = queued(&test, &reply("a:4", "test.order"), vec![reader("bo@home.example")]).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(reasons(&test, second).await, [(0, State::Held, Some(Reason::NoConsent))]);
        assert_eq!(states(&test, other).await, [(State::Sent, 1)].into());
        // Forgotten by address, whoever knows whose it is.
        write(&test, |tx| forget_addresses(tx, &["ada@home.example"])).await;
        let kept = test.store.read(|db| db.scalar::<i64>("SELECT COUNT(*) FROM mail_message WHERE address <> ''", &[])).await.unwrap();
        assert_eq!((kept, sink.count()), (1, 2));
    }

    async fn who_would_be_held_is_known_beforehand(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        write(&test, |tx| put_policy(tx, &LOUD)).await;
        let ask = |test: &TestStore| {
            let store = test.store.clone();
            async move {
                let read = |db: &mut troth_store::Db<'_>| {
                    let capped = list_capped(db, Purpose::Survey, START, &[1, 2])?;
                    Ok::<_, troth_store::Error>((capped, list_suppressed(db, &["P1@kunde.example ", "p2@kunde.example"])?))
                };
                store.read(read).await.unwrap()
            }
        };
        for (key, about) in [("a:1", "a"), ("a:2", "a")] {
            queued(&test, &letter(key, about), vec![addressee(1, "p1@kunde.example")]).await;
            round(&test, &server(sink.port)).await;
        }
        let (capped, suppressed) = ask(&test).await;
        assert!(capped.is_empty(), "a reminder counts with its invitation");
        assert!(suppressed.is_empty());
        queued(&test, &letter("b:1", "b"), vec![addressee(1, "p1@kunde.example")]).await;
        round(&test, &server(sink.port)).await;
        write(&test, |tx| suppress(tx, FRESH, "p1@Kunde.example")).await;
        let (capped, suppressed) = ask(&test).await;
        assert_eq!((capped, suppressed), ([1].into(), ["P1@kunde.example ".to_owned()].into()));
    }

    async fn whom_a_letter_reached_is_listed_in_the_order_of_time(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        let mut id = LetterId::from_raw(0);
        for n in 1..=3 {
            test.clock.set(START.plus_seconds(n));
            id = queued(&test, &letter("a:1", "a"), vec![addressee(4 - n, &format!("p{n}@kunde.example"))]).await;
            round(&test, &server(sink.port)).await;
        }
        let list = |after, until: i64| {
            test.store.read(move |db| list_sent(db, id, after, START.plus_seconds(until), 2))
        };
        let first = list((Instant::from_micros(0), MessageId::from_raw(0)), 3).await.unwrap();
        let who = |listed: &[troth_mail::Message]| listed.iter().map(|one| one.contact.map_or(0, Id::raw)).collect::<Vec<_>>();
        assert_eq!(who(&first), [3, 2]);
        let last = first.last().map(|one| (one.sent.unwrap(), one.id)).unwrap();
        assert_eq!(who(&list(last, 3).await.unwrap()), [1]);
        assert_eq!(who(&list(last, 2).await.unwrap()), [0_i64; 0], "not yet");
    }

    async fn a_letter_that_is_stopped_goes_no_further_until_it_goes_on(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        let id = queued(&test, &letter("a:1", "a"), vec![addressee(1, "p1@kunde.example")]).await;
        write(&test, move |tx| stop_letter(tx, id)).await;
        queued(&test, &letter("a:1", "a"), vec![addressee(2, "p2@kunde.example")]).await;
        round(&test, &server(sink.port)).await;
        let stopped = Some(Reason::Stopped);
        assert_eq!(reasons(&test, id).await, [(1, State::Held, stopped), (2, State::Held, stopped)]);
        assert_eq!(sink.taken(), []);
        write(&test, move |tx| wake(tx, id, 10).map(|woken| assert_eq!(woken, 0, "it is stopped"))).await;
        write(&test, move |tx| resume_letter(tx, id)).await;
        write(&test, move |tx| wake(tx, id, 1).map(|woken| assert_eq!(woken, 1, "in steps"))).await;
        write(&test, move |tx| wake(tx, id, 10).map(|woken| assert_eq!(woken, 1))).await;
        write(&test, move |tx| wake(tx, id, 10).map(|woken| assert_eq!(woken, 0))).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(states(&test, id).await, [(State::Sent, 2)].into());
    }

    async fn what_comes_back_is_noted_once_and_the_address_is_not_written_to_again(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        let people = vec![addressee(1, "p1@kunde.example"), addressee(2, "p2@kunde.example")];
        let id = queued(&test, &letter("a:1", "a"), people).await;
        round(&test, &server(sink.port)).await;
        let listed = test.store.read(|db| list_messages(db, (None, None, None), None, 9)).await.unwrap();
        let of = |contact: i64| listed.iter().find(|one| one.message.contact == Some(ContactId::from_raw(contact))).unwrap().message.id;
        let back = Returned { message: of(1), permanent: true, complaint: false, said: "550 5.1.1 no such user".into() };
        let complaint = Returned { message: of(2), permanent: true, complaint: true, said: "abuse".into() };
        for returned in [back.clone(), complaint] {
            let noted = test.store.write(START, Actor::System, move |tx| take_back(tx, FRESH, &returned)).await.unwrap();
            assert!(noted);
        }
        let twice = test.store.write(START, Actor::System, move |tx| take_back(tx, FRESH, &back)).await.unwrap();
        assert!(!twice);
        assert_eq!(reasons(&test, id).await, [(1, State::Refused, Some(Reason::Returned)), (2, State::Sent, None)]);
        let known = test.store.read(|db| list_suppressions(db, None, 9)).await.unwrap();
        let mut why: Vec<&str> = known.iter().map(|one| one.reason.as_str()).collect();
        why.sort_unstable();
        assert_eq!(why, ["complaint", "returned"]);
    }

    async fn whoever_is_erased_is_told_nothing_more_and_leaves_no_address(test: TestStore) {
        let sink = SmtpSink::open(Door::default()).await;
        let people = vec![addressee(1, "ada@kunde.example"), addressee(2, "bo@kunde.example")];
        let id = queued(&test, &letter("a:1", "a"), people).await;
        write(&test, |tx| suppress(tx, FRESH, "ada@kunde.example")).await;
        let privacy = troth_mail::part().privacy.unwrap();
        let whom = Whom { contacts: vec![1], words: vec!["Ada".into(), "ada@kunde.example".into()], ..Whom::default() };
        let asked = whom.clone();
        let told = test.store.read(move |db| (privacy.tell)(db, &asked)).await.unwrap();
        assert_eq!((told[0].name, told[0].rows.len()), ("messages", 1));
        let asked = whom.clone();
        let weight = test.store.read(move |db| (privacy.weigh)(db, &asked)).await.unwrap();
        assert_eq!(weight, [("mail_message", 1), ("mail_suppression", 1)]);
        write(&test, move |tx| {
            let keys = tx.keep_hidden_keys([3; 32])?;
            (privacy.erase)(tx, &whom, &Erasing { name: "Erased".into(), keys })
        }).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(reasons(&test, id).await, [(1, State::Held, Some(Reason::Erased)), (2, State::Sent, None)]);
        let left = test.store.read(|db| db.query("SELECT address FROM mail_message UNION ALL SELECT address FROM mail_suppression", &[])).await.unwrap();
        let left: Vec<String> = left.iter().map(|row| row.get(0).unwrap()).collect();
        assert!(left.iter().all(|address| !address.contains("ada")), "{left:?}");
        // The address is still not written to, should it come again.
        let again = queued(&test, &letter("a:2", "b"), vec![addressee(3, "Ada@kunde.example")]).await;
        round(&test, &server(sink.port)).await;
        assert_eq!(reasons(&test, again).await, [(3, State::Held, Some(Reason::Suppressed))]);
    }
}

/// A server that wants a password, encrypts by a certificate of an own authority, and how it is reached rightly.
async fn encrypted(later: bool) -> (SmtpSink, Server) {
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let certificate = CertificateDer::from_slice(include_bytes!("../data/receiver.der"));
    let key = PrivatePkcs8KeyDer::from(include_bytes!("../data/receiver.key.der").as_slice());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], PrivateKeyDer::from(key))
        .unwrap();
    let tls = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let door = Door { password: Some(("shop", "secret")), tls: Some(tls), later, ..Door::default() };
    let sink = SmtpSink::open(door).await;
    let pem = data_encoding::BASE64.encode(include_bytes!("../data/authority.der"));
    let lines: Vec<&str> = pem.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let authority = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"));
    let right = Server {
        host: "localhost".into(),
        security: if later { Security::Starttls } else { Security::Tls },
        user: "shop".into(),
        password: "secret".into(),
        authority,
        ..server(sink.port)
    };
    (sink, right)
}

async fn wants_a_password_and_an_own_authority(later: bool) {
    let (sink, right) = encrypted(later).await;
    let Some(test) = TestStore::open(troth_store::Engine::Sqlite, mail()).await else { return };
    let id = queued(&test, &letter("a:1", "a"), vec![addressee(1, "p1@kunde.example")]).await;
    for wrong in [
        Server { password: "wrong".into(), ..right.clone() },
        Server { authority: String::new(), ..right.clone() },
    ] {
        let done = round(&test, &wrong).await;
        assert!(done.trouble.is_some(), "{done:?}");
        assert_eq!(states(&test, id).await, [(State::Waiting, 1)].into());
        test.clock.set(Instant::from_micros(test_now(&test).micros() + 61_000_000));
    }
    round(&test, &right).await;
    assert_eq!(states(&test, id).await, [(State::Sent, 1)].into());
    assert!(sink.taken()[0].signed_in);
}

#[tokio::test]
async fn a_server_may_want_a_password_and_an_own_authority() {
    wants_a_password_and_an_own_authority(false).await;
}

#[tokio::test]
async fn a_server_may_be_asked_to_encrypt_before_anything_is_said() {
    wants_a_password_and_an_own_authority(true).await;
}

/// Whoever sits in between and says that there is no encryption gets neither the password nor the message.
#[tokio::test]
async fn a_server_that_does_not_encrypt_is_told_nothing() {
    let (_, right) = encrypted(true).await;
    let bare = SmtpSink::open(Door { password: Some(("shop", "secret")), ..Door::default() }).await;
    let Some(test) = TestStore::open(troth_store::Engine::Sqlite, mail()).await else { return };
    let id = queued(&test, &letter("a:1", "a"), vec![addressee(1, "p1@kunde.example")]).await;
    let done = round(&test, &Server { port: bare.port, ..right }).await;
    assert!(done.trouble.is_some(), "{done:?}");
    assert_eq!(states(&test, id).await, [(State::Waiting, 1)].into());
    assert_eq!(bare.taken(), []);
}

fn test_now(test: &TestStore) -> Instant {
    use troth_core::Clock as _;
    test.clock.now()
}

#[test]
fn a_server_that_cannot_be_used_is_refused_with_what_is_wrong() {
    let wrong = |server: Server| server.check().unwrap_err().to_string();
    let open = Server { host: "mail.example".into(), user: "shop".into(), ..server(25) };
    assert!(wrong(open).contains("in the open"));
    assert!(wrong(Server { from: "nobody".into(), ..server(25) }).contains("`nobody` is no e-mail address"));
    let broken =
        Server { security: Security::Tls, authority: "-----BEGIN CERTIFICATE-----\nx".into(), ..server(465) };
    assert!(wrong(broken).contains("cannot be used"));
}
