//! `kill -9` in the middle: nothing acknowledged is lost, nothing is half done, the next start goes on. `TROTH_KILL_ROUNDS`
//! asks for more rounds than the short one (`make bench` does two hundred).

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::program::{Place, import, purchases};
use crate::serving::Serving;

/// The answer of the same import and run without any interruption.
fn undisturbed() -> (Value, Value) {
    let place = Place::sqlite();
    let file = purchases();
    place.json(&import(&file));
    (facts(&place), run(&place))
}

fn run(place: &Place) -> Value {
    let mut report = place.json(&["run", "--as-of", "1997-09-30", "--json"]);
    report["seconds"].take();
    report
}

fn facts(place: &Place) -> Value {
    let found = place.json(&["doctor", "--json"]);
    assert_eq!(found["ok"], true, "{found}");
    let again = place.json(&import(&purchases()));
    serde_json::json!([again["new"], again["same"], again["changed"]])
}

/// Pauses before the kill, in milliseconds: spread over what the work takes, again and again.
fn pauses(spread: &[u64]) -> Vec<u64> {
    let rounds =
        std::env::var("TROTH_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(spread.len());
    (0u64..).zip(spread.iter().cycle()).take(rounds).map(|(round, pause)| pause + round % 7).collect()
}

/// Starts the command and kills it after so long; whether it was still at work.
fn kill_after(place: &Place, arguments: &[&str], pause: Duration) -> bool {
    let mut child = place.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(pause);
    let finished = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    !finished
}

#[test]
fn an_import_that_is_killed_is_gone_on_with() {
    let (facts_before, run_before) = undisturbed();
    let file = purchases();
    let mut killed = 0;
    let pauses = pauses(&[5, 20, 40, 60, 90, 130]);
    for &millis in &pauses {
        let place = Place::sqlite();
        killed += usize::from(kill_after(&place, &import(&file), Duration::from_millis(millis)));
        let report = place.json(&import(&file));
        assert_eq!(report["rows"], 6919);
        assert_eq!(facts(&place), facts_before, "killed after {millis} ms");
        assert_eq!(run(&place), run_before, "killed after {millis} ms");
    }
    assert!(killed >= 3, "the kills must hit the import at work: {killed}");
}

#[test]
fn an_undo_that_is_killed_is_gone_on_with() {
    let file = purchases();
    let mut killed = 0;
    for millis in [15, 25, 40, 60, 80] {
        let place = Place::sqlite();
        let batch = place.json(&import(&file))["batch"].as_str().unwrap().to_owned();
        let undo = ["import", "purchases", "--undo", &batch, "--json"];
        let mut at_work = kill_after(&place, &undo, Duration::from_millis(millis));
        // The rest is taken back, or a kill that came too late left nothing to do.
        let output = place.run(&undo);
        let said = String::from_utf8_lossy(&output.stderr);
        at_work &= output.status.success();
        assert!(output.status.success() || said.contains("undone already"), "{said}");
        killed += usize::from(at_work);
        let again = place.json(&import(&file));
        assert_eq!(
            (again["new"].as_u64(), again["same"].as_u64()),
            (Some(6919), Some(0)),
            "killed after {millis} ms"
        );
    }
    assert!(killed >= 2, "the kills must hit the undo at work: {killed}");
}

#[test]
fn a_run_that_is_killed_is_gone_on_with() {
    let (_, run_before) = undisturbed();
    let file = purchases();
    let place = Place::sqlite();
    place.json(&import(&file));
    let mut killed = 0;
    for millis in pauses(&[5, 10, 15, 20, 30, 45]) {
        killed +=
            usize::from(kill_after(&place, &["run", "--as-of", "1997-09-30"], Duration::from_millis(millis)));
    }
    assert_eq!(run(&place), run_before);
    assert!(killed >= 2, "the kills must hit the run at work: {killed}");
}

fn all(outcomes: &[String], word: &str) -> bool {
    outcomes.len() == 50 && outcomes.iter().all(|outcome| outcome == word)
}

#[test]
fn a_batch_that_was_answered_survives_a_kill_and_none_is_half_there() {
    let place = Place::sqlite();
    let (mut cookie, mut number): (Option<String>, _) = (None, 0);
    for millis in pauses(&[20, 45, 70, 110]) {
        let serving = std::sync::Arc::new(Serving::start(&place, cookie.as_deref()));
        let sender = std::sync::Arc::clone(&serving);
        let (answer, first_answer) = std::sync::mpsc::channel();
        let sending = std::thread::spawn(move || {
            let first = number;
            // Until the server goes away.
            while let Some((outcomes, _)) = sender.batch(number, &number.to_string()) {
                assert!(all(&outcomes, "new"), "{outcomes:?}");
                number += 1;
                answer.send(()).unwrap();
            }
            first..number
        });
        first_answer.recv().unwrap();
        std::thread::sleep(Duration::from_millis(millis));
        let id = serving.id();
        assert!(std::process::Command::new("kill").args(["-9", &id]).status().unwrap().success());
        let answered = sending.join().unwrap();
        cookie = Some(std::sync::Arc::into_inner(serving).unwrap().kill());

        let serving = Serving::start(&place, cookie.as_deref());
        for one in answered.clone() {
            let (outcomes, replayed) = serving.batch(one, &one.to_string()).unwrap();
            assert!(replayed && all(&outcomes, "new"), "the first answer is given again");
            let (outcomes, _) = serving.batch(one, "").unwrap();
            assert!(all(&outcomes, "same"), "batch {one} was answered: {outcomes:?}");
        }
        let (outcomes, _) = serving.batch(answered.end, "").unwrap();
        assert!(all(&outcomes, "same") || all(&outcomes, "new"), "never half: {outcomes:?}");
        number = answered.end + 1;
        cookie = Some(serving.kill());
    }
    assert!(number >= 8, "each kill comes after an answer: {number}");
}

/// Pairs of the records of a place, all of them looked through: names, state.
fn duplicates(place: &Place) -> (u64, Vec<String>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let location = troth_store::Location::Folder(place.path().join("data"));
        let clock = std::sync::Arc::new(troth::clock::SystemClock);
        let store = troth_store::Store::open(&location, troth::wiring::parts(), clock).await.unwrap();
        let looked = troth_records::find_duplicates(&store, troth_harness::START).await.unwrap();
        let pairs = store.read(|db| {
            let rows = db.query(
                "SELECT one.name, other.name, duplicate.state FROM duplicate JOIN account one ON one.id = duplicate.one \
                 JOIN account other ON other.id = duplicate.other",
                &[],
            )?;
            let mut pairs: Vec<String> = rows.iter().map(|row| format!("{:?}", row.values())).collect();
            pairs.sort();
            Ok::<_, troth_store::Error>(pairs)
        });
        let pairs = pairs.await.unwrap();
        store.close().await;
        (looked, pairs)
    })
}

#[test]
fn a_search_for_duplicates_that_is_killed_is_gone_on_with() {
    const PEOPLE: usize = 3_000;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.csv");
    let rows = (0..PEOPLE).map(|n| match n % 3 {
        0 => format!("t{n},\"Berg{n}, Ada\",ADA.{n}@HOME.example", n = n + 1),
        _ => format!("k{n},Ada Berg{n},ada.{n}@home.example"),
    });
    let rows: Vec<String> = std::iter::once("key,name,email".to_owned()).chain(rows).collect();
    std::fs::write(&file, rows.join("\n")).unwrap();
    let import = ["import", "contacts", file.to_str().unwrap(), "--json"];
    let whole = Place::sqlite();
    whole.json(&import);
    let (all, found) = duplicates(&whole);
    // Some are looked at again, when a mark of theirs turned out to be one that too many bear.
    assert!(all >= PEOPLE as u64, "{all}");
    assert_eq!(found.len(), PEOPLE / 3);

    let mut at_work = 0;
    for millis in [60, 200, 450] {
        let place = Place::sqlite();
        place.json(&import);
        let serving = Serving::start(&place, None);
        let asked = serving.post("/api/v1/records/duplicates/look", "application/json", "", "{}").unwrap();
        assert!(asked.starts_with("HTTP/1.1 202"), "{asked}");
        std::thread::sleep(Duration::from_millis(millis));
        serving.kill();
        let (rest, pairs) = duplicates(&place);
        at_work += u32::from(0 < rest && rest < PEOPLE as u64);
        assert_eq!(pairs, found, "killed after {millis} ms, {rest} were left");
    }
    assert!(at_work > 0, "a kill must hit the search at work");
}

/// The row with a number.
type RowOf = fn(usize) -> String;

/// A file of each kind but purchases, which are tested above: its rows, some thousands of them.
const KINDS: [(&str, &str, RowOf); 7] = [
    ("accounts", "key,name,team,owner", |n| format!("a{n},Customer {n},North,Ada")),
    ("contacts", "key,name,email", |n| format!("p{n},Person {n},p{n}@home.example")),
    ("interactions", "key,customer,at,function,contact,text", |n| {
        format!("i{n},a{},2025-05-01,service,p{n},Said {n}", n % 500)
    }),
    ("contracts", "key,customer,started,months,amount", |n| {
        format!("k{n},a{},2025-01-31,12,{n}.00", n % 500)
    }),
    ("staff", "key,name,team", |n| format!("s{n},Somebody {n},Team {}", n % 50)),
    ("teams", "key,name", |n| format!("t{n},Team {n}")),
    ("rates", "currency,day,rate,key", |n| {
        format!("CHF,{},1.05,r{n}", troth_core::Day::from_number(10_000 + i64::try_from(n).unwrap()))
    }),
];

#[test]
#[expect(clippy::disallowed_methods, reason = "what an import takes says when it is in its middle")]
fn every_other_kind_of_import_is_gone_on_with_or_taken_back() {
    const ROWS: usize = 5_000;
    let (mut imports, mut undos) = (0, 0);
    for (kind, headings, row) in KINDS {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(format!("{kind}.csv"));
        let rows: Vec<String> = std::iter::once(headings.to_owned()).chain((0..ROWS).map(row)).collect();
        std::fs::write(&file, rows.join("\n")).unwrap();
        let import = ["import", kind, file.to_str().unwrap(), "--json"];
        // How long it takes undisturbed says where its middle is.
        let began = std::time::Instant::now();
        let undisturbed = Place::sqlite().json(&import);
        let takes = began.elapsed();
        let counts = |report: &Value| {
            [&report["new"], &report["changed"], &report["same"]].map(|n| n.as_u64().unwrap())
        };
        assert_eq!(counts(&undisturbed), [ROWS as u64, 0, 0], "{kind}");
        for part in [0.4, 0.7] {
            let place = Place::sqlite();
            imports += usize::from(kill_after(&place, &import, takes.mul_f64(part)));
            let report = place.json(&import);
            let batch = report["batch"].as_str().unwrap().to_owned();
            assert_eq!(counts(&place.json(&import)), [0, 0, ROWS as u64], "{kind}, killed at {part}");
            assert_eq!(place.json(&["doctor", "--json"])["ok"], true, "{kind}, killed at {part}");
            if counts(&report) == [0, 0, ROWS as u64] {
                // The kill came too late, and the batch of the rows is another.
                continue;
            }
            let undo = ["import", kind, "--undo", &batch, "--json"];
            undos += usize::from(kill_after(&place, &undo, takes.mul_f64(part / 2.0)));
            let output = place.run(&undo);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() || said.contains("undone already"), "{kind}: {said}");
            assert_eq!(counts(&place.json(&import)), [ROWS as u64, 0, 0], "{kind}, undo killed at {part}");
        }
    }
    assert!(imports >= 7 && undos >= 4, "the kills must hit them at work: {imports} imports, {undos} undos");
}

/// Asks the endpoints of surveys.
fn post(serving: &Serving, path: &str, body: &Value) -> Value {
    let path = format!("/api/v1/listen/surveys{path}");
    let answer = serving.post(&path, "application/json", "", &body.to_string()).unwrap();
    serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap()
}

/// A survey of one question that is open: its id and the end of its open link.
fn published(serving: &Serving) -> (String, String) {
    let questions = serde_json::json!([{"key": "why", "kind": "text", "text": {"en": "Why?"}}]);
    let form = serde_json::json!({"languages": ["en"], "title": {"en": "T"}, "questions": questions});
    let survey = post(serving, "", &serde_json::json!({"name": "S", "form": form}));
    let id = survey["id"].as_str().unwrap().to_owned();
    post(serving, &format!("/{id}/publish"), &serde_json::json!({}));
    (id, survey["slug"].as_str().unwrap().to_owned())
}

mod answering {
    //! Answers to surveys while the program is killed: each one that was thanked for is there, once.

    use std::sync::{Arc, mpsc};
    use std::time::Duration;

    use serde_json::Value;

    use super::{pauses, published};
    use crate::program::Place;
    use crate::serving::Serving;

    /// How many answer at once.
    const CALLERS: usize = 4;

    fn start(place: &Place, cookie: Option<&str>) -> Serving {
        Serving::run(place.command(&["serve", "--listen", "127.0.0.1:0", "--behind-proxy"]), cookie)
    }

    /// A token as a page brings it along: letters for the digits.
    fn token(number: usize) -> String {
        format!("{number:026}").bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
    }

    /// Answers by the open link; whether thanks came back. Nothing where the program went away.
    fn answer(serving: &Serving, slug: &str, number: usize) -> Option<bool> {
        // Each comes from an address of its own, as customers do.
        let address = format!("10.{}.{}.{}", (number >> 16) & 255, (number >> 8) & 255, number & 255);
        let body = format!("at=why&go=send&q.why=word+{number}&token={}", token(number));
        let answer = serving.post_from(&address, &format!("/listen/s/{slug}"), &body)?;
        Some(answer.starts_with("HTTP/1.1 303") && answer.contains("sent=1"))
    }

    fn answered(serving: &Serving, id: &str) -> usize {
        let told = serving.get(&format!("/api/v1/listen/surveys/{id}")).unwrap();
        let told: Value = serde_json::from_str(told.split("\r\n\r\n").nth(1).unwrap()).unwrap();
        usize::try_from(told["counts"]["done"].as_u64().unwrap()).unwrap()
    }

    /// Answers from several callers until the program is killed; those that were thanked for.
    fn answer_until_killed(
        place: &Place,
        cookie: &str,
        slug: &str,
        first: usize,
        millis: u64,
    ) -> (Vec<usize>, String) {
        let serving = Arc::new(start(place, Some(cookie)));
        let (done, first_done) = mpsc::channel();
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let (serving, slug, done) = (Arc::clone(&serving), slug.to_owned(), done.clone());
                std::thread::spawn(move || {
                    let mut numbers = Vec::new();
                    for number in (first + caller..).step_by(CALLERS) {
                        let Some(thanks) = answer(&serving, &slug, number) else { break };
                        assert!(thanks, "answer {number} was refused");
                        numbers.push(number);
                        let _ = done.send(());
                    }
                    numbers
                })
            })
            .collect();
        first_done.recv().unwrap();
        std::thread::sleep(Duration::from_millis(millis));
        assert!(std::process::Command::new("kill").args(["-9", &serving.id()]).status().unwrap().success());
        let numbers = callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect();
        (numbers, Arc::into_inner(serving).unwrap().kill())
    }

    #[test]
    fn an_answer_that_was_thanked_for_survives_a_kill_and_is_there_once() {
        let place = Place::sqlite();
        let serving = start(&place, None);
        let (id, slug) = published(&serving);
        let mut cookie = serving.kill();
        // What was thanked for, and what was stored without that anybody was told.
        let (mut thanked, mut untold, mut first) = (0, 0, 0);
        for millis in pauses(&[15, 40, 70, 120]) {
            let numbers;
            (numbers, cookie) = answer_until_killed(&place, &cookie, &slug, first, millis);
            let serving = start(&place, Some(&cookie));
            let there = answered(&serving, &id);
            thanked += numbers.len();
            assert!(
                there >= thanked + untold,
                "killed after {millis} ms: {there} are there, {thanked} were thanked for"
            );
            let more = there - thanked - untold;
            assert!(more <= CALLERS, "killed after {millis} ms: {more} more than were sent");
            untold += more;
            for number in &numbers {
                assert_eq!(answer(&serving, &slug, *number), Some(true), "sent again, thanked again");
            }
            assert_eq!(answered(&serving, &id), there, "killed after {millis} ms: stored once");
            first = numbers.iter().max().unwrap() + 2 * CALLERS;
            cookie = serving.kill();
        }
        assert!(thanked >= 2 * CALLERS, "the kills come after answers: {thanked}");
    }
}

mod asking {
    //! Asking by e-mail, killed while it is prepared and sent: everybody is asked once, and of whom it is not known it is said so.

    use std::collections::{BTreeMap, HashMap};
    use std::sync::Arc;
    use std::time::Duration;

    use serde_json::json;
    use troth_core::{Actor, Clock, Clocks, ContactId, FixedClock, Purpose};
    use troth_harness::{Door, SmtpSink};
    use troth_store::job::{Handler, Runner};
    use troth_store::{Location, NewJob, Store};
    use troth_web::{App, Config, Start, SystemRandomness};

    use super::{pauses, post, published};
    use crate::program::Place;
    use crate::serving::Serving;

    const PEOPLE: usize = 400;
    const URL: &str = "http://loyal.example";

    async fn open(place: &Place, clock: Arc<dyn Clock>) -> Store {
        let location = Location::Folder(place.path().join("data"));
        Store::open(&location, troth::wiring::parts(), clock).await.unwrap()
    }

    /// People with an address who agree to be asked.
    fn fill(place: &Place, runtime: &tokio::runtime::Runtime) {
        let file = place.path().join("people.csv");
        let rows = (0..PEOPLE).map(|n| format!("p{n},Person {n},p{n}@kunde.example"));
        let rows: Vec<String> = std::iter::once("key,name,email".to_owned()).chain(rows).collect();
        std::fs::write(&file, rows.join("\n")).unwrap();
        place.json(&["import", "contacts", file.to_str().unwrap(), "--json"]);
        runtime.block_on(async {
            let store = open(place, Arc::new(troth::clock::SystemClock)).await;
            let agree = |tx: &mut troth_store::Tx<'_>| {
                let now = tx.now();
                for row in tx.query("SELECT id FROM contact", &[])? {
                    tx.put_consent(row.id::<ContactId>(0)?, Purpose::Survey, true, now, "at the counter")?;
                }
                Ok::<_, troth_store::Error>(())
            };
            store.write(troth::clock::SystemClock.now(), Actor::System, agree).await.unwrap();
            store.close().await;
        });
    }

    /// Asks everybody; which asking of which survey.
    fn ask(serving: &Serving, port: u16) -> String {
        let form = "application/x-www-form-urlencoded";
        let server = format!(
            "host=127.0.0.1&port={port}&security=open&user=&password=&authority=&from=post%40shop.example"
        );
        assert!(serving.post("/mail/settings", form, "", &server).unwrap().starts_with("HTTP/1.1 303"));
        let policy = "quiet_from=00%3A00&quiet_to=00%3A00&most=2&days=30";
        assert!(serving.post("/mail/policy", form, "", policy).unwrap().starts_with("HTTP/1.1 303"));
        let (survey, _) = published(serving);
        let words = json!({"en": {"first": {"subject": "How was it?", "text": "{link}"}}});
        let draft = json!({"from_name": "Ada", "reply_to": "ada@shop.example", "words": words});
        let asking = post(serving, &format!("/{survey}/askings"), &draft);
        asking["id"].as_str().unwrap().to_owned()
    }

    /// Goes on as a program does that comes back a quarter of an hour later; messages by what became of them.
    async fn go_on(place: &Place) -> BTreeMap<String, i64> {
        let later = troth::clock::SystemClock.now().plus_seconds(900);
        let clock = Arc::new(FixedClock::at(later));
        let store = open(place, Arc::<FixedClock>::clone(&clock)).await;
        let start = Start {
            store: store.clone(),
            clocks: Clocks::both(clock),
            randomness: Arc::new(SystemRandomness),
            config: Config { public_url: URL.into(), ..Config::default() },
        };
        let (app, _) = App::start(start, troth::wiring::capabilities()).unwrap();
        let kinds = app
            .registry()
            .jobs()
            .iter()
            .filter(|job| job.kind.starts_with("listen.") || job.kind == troth_mail::SEND);
        let handlers: HashMap<String, Handler> =
            kinds.map(|job| (job.kind.to_owned(), job.handler(&app))).collect();
        let runner = Runner::new(store.clone(), handlers, Vec::new(), Arc::clone(&app.clocks().business));
        for _ in 0..2 {
            runner.drain().await;
            let send = |tx: &mut troth_store::Tx<'_>| tx.enqueue(&NewJob::new(troth_mail::SEND)).map(|_| ());
            store.write(later, Actor::System, send).await.unwrap();
        }
        runner.drain().await;
        let count = |db: &mut troth_store::Db<'_>| {
            db.query("SELECT state, COUNT(*) FROM mail_message GROUP BY state", &[])
        };
        let rows = store.read(count).await.unwrap();
        let states = rows.iter().map(|row| (row.text(0).unwrap().to_owned(), row.get(1).unwrap())).collect();
        store.close().await;
        states
    }

    #[test]
    fn asking_by_mail_that_is_killed_is_gone_on_with_and_nobody_is_asked_twice() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let mut at_work = 0;
        for millis in pauses(&[100, 400, 700, 1_100]) {
            let place = Place::sqlite();
            fill(&place, &runtime);
            let sink = runtime.block_on(SmtpSink::open(Door::default()));
            let serving =
                Serving::run(place.command(&["serve", "--listen", "127.0.0.1:0", "--public-url", URL]), None);
            ask(&serving, sink.port);
            std::thread::sleep(Duration::from_millis(millis));
            serving.kill();
            let before = sink.taken().len();
            at_work += usize::from(before < PEOPLE);
            let states = runtime.block_on(go_on(&place));
            let of = |state: &str| usize::try_from(states.get(state).copied().unwrap_or(0)).unwrap();
            assert_eq!(
                of("sent") + of("unsure"),
                PEOPLE,
                "killed after {millis} ms, {before} were out: {states:?}"
            );
            assert!(of("unsure") <= 64, "{states:?}");
            let taken = sink.taken();
            let mut to: Vec<&str> = taken.iter().map(|one| one.to.as_str()).collect();
            to.sort_unstable();
            let all = to.len();
            to.dedup();
            assert_eq!(to.len(), all, "killed after {millis} ms: nobody twice");
            assert!(of("sent") <= all && all <= PEOPLE, "what is said to be sent was: {states:?}, {all}");
        }
        assert!(at_work >= 2, "the kills must hit it at work: {at_work}");
    }
}
