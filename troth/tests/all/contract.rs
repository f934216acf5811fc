//! Contracts, from a file to retention, renewals due, work and worth.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;
use troth_core::{Actor, Day, Role};
use troth_harness::{Browser, START, TestStore};
use troth_store::Engine;

use crate::people::import;
use crate::program::{Place, purchases};

const HEAD: &str = "key,customer,started,months,amount,period,ended\n";
/// Lost of a thousand at each of twelve renewals (Fader and Hardie 2007, Table 1).
const HIGH_END: [usize; 12] = [131, 126, 90, 60, 42, 34, 26, 23, 23, 18, 18, 15];
const REGULAR: [usize; 12] = [369, 163, 86, 56, 37, 27, 21, 18, 16, 13, 11, 10];

fn day(text: &str) -> Day {
    Day::parse(text, "%Y-%m-%d").unwrap()
}

/// A thousand yearly contracts that begin on the first of January, and the days on which the lost ones ended.
fn thousand(year: i64, lost: &[usize], prefix: &str) -> String {
    let mut rows = String::new();
    let mut left: Vec<String> = Vec::new();
    for (last, lost) in (year..).zip(lost) {
        left.extend(vec![format!("{last}-12-31"); *lost]);
    }
    left.resize(1_000, String::new());
    for (number, ended) in left.iter().enumerate() {
        let _ = writeln!(rows, "{prefix}{number},{prefix}{number},{year}-01-01,12,1200,year,{ended}");
    }
    rows
}

/// Contracts of customers of the demo's purchases and of others: yearly and monthly ones, some ended, one not begun.
pub(crate) fn mixed() -> String {
    let mut rows = String::from(HEAD);
    for number in 1..=160 {
        let month = 1 + number % 12;
        let ended = match number % 5 {
            0 => format!("1996-{month:02}-28"),
            1 if number > 80 => "1997-08-31".to_owned(),
            _ => String::new(),
        };
        let customer = if number <= 30 { format!("{number:04}") } else { format!("k{number}") };
        let (months, period) = if number % 4 == 0 { ("", "month") } else { ("12", "year") };
        let _ =
            writeln!(rows, "c{number},{customer},1995-{month:02}-05,{months},{number}00.50,{period},{ended}");
    }
    rows.push_str("ahead,k999,1999-01-01,12,10.00,year,\n");
    rows
}

async fn run(test: &TestStore, as_of: &str) -> troth_measure::Report {
    troth_measure::run(&test.store, START, day(as_of), &mut |_, _| {}).await.unwrap()
}

async fn owner(test: &TestStore) -> Browser {
    let (app, browser) = crate::page::running_on(test);
    crate::page::signed_in(&app, &browser, Role::Owner).await
}

fn written(place: &Place, rows: &str) -> PathBuf {
    let file = place.path().join("contracts.csv");
    std::fs::write(&file, rows).unwrap();
    file
}

/// The figures of the paper, through the whole path: a file of contracts is imported, and the run fits.
#[test]
fn a_file_of_contracts_gives_the_published_model() {
    let published = [
        ("high", HIGH_END, [0.668_088, 3.806_095], -1_611.158_147),
        ("regular", REGULAR, [0.704_077, 1.182_043], -1_680.265_188),
    ];
    for (name, lost, [alpha, beta], log_likelihood) in published {
        let place = Place::sqlite();
        let file = written(&place, &format!("{HEAD}{}", thousand(2000, &lost, name)));
        let imported = place.json(&["import", "contracts", file.to_str().unwrap(), "--json"]);
        assert_eq!(imported["new"], 1_000);
        let run = place.json(&["run", "--as-of", "2007-01-01", "--json"]);
        let fit = &run["fits"][0];
        assert_eq!(
            (fit["model"].as_str(), fit["unit"].as_str(), fit["n"].as_u64()),
            (Some("sbg"), Some("12 months"), Some(1_000))
        );
        let near = |value: &Value, want: f64, by: f64| {
            let value = value.as_f64().unwrap();
            assert!((value - want).abs() < by, "{name}: {value}, published {want}");
        };
        near(&fit["parameters"]["alpha"], alpha, 1e-5);
        near(&fit["parameters"]["beta"], beta, 1e-5);
        near(&fit["log_likelihood"], log_likelihood, 1e-4);
        assert_eq!(fit["converged"], true);
        let contracts = &run["contracts"];
        // Retention by what was counted: S(1) to S(7) of the paper's table.
        let mut there = 1_000;
        for (year, lost) in lost.iter().take(7).enumerate() {
            there -= lost;
            let kept = &contracts["curves"][0]["kept"][year];
            assert_eq!(kept["months"], 12 * (year + 1));
            near(&kept["value"], there as f64 / 1_000.0, 1e-9);
            let model = &contracts["terms"][0]["by_renewal"][year]["there"];
            assert!(model[1].as_f64().unwrap() < model[0].as_f64().unwrap());
        }
        // "year-12 survival error" of the paper: 4 % for the high end, 2 % for the regular ones.
        let twelfth = contracts["terms"][0]["by_renewal"][11]["there"][0].as_f64().unwrap();
        let actual = (1_000 - lost.iter().sum::<usize>()) as f64 / 1_000.0;
        let error = (twelfth / actual - 1.0).abs();
        assert!(error < 0.045, "{name}: {error}");
        // Everything hangs together: what is at risk is what the model says of the eighth renewal.
        let chance = (beta + 7.0) / (alpha + beta + 7.0);
        near(&run["at_risk"]["customers"]["value"], there as f64 * (1.0 - chance), 0.01);
        near(&run["at_risk"]["money"]["value"], there as f64 * (1.0 - chance) * 120_000.0, 1_000.0);
        assert_eq!(run["at_risk"]["share"]["method"], "contracts-at-risk");
        assert_eq!(
            (run["backtest"].is_null(), run["contracts"]["warns"].as_array().unwrap().len()),
            (true, 0)
        );
    }
}

#[test]
fn contracts_are_measured_alike_on_both_engines() {
    let Some(postgres) = Place::postgres() else { return };
    let answers = [Place::sqlite(), postgres].map(|place| {
        let file = written(&place, &mixed());
        place.json(&crate::program::import(&purchases()));
        place.json(&["import", "contracts", file.to_str().unwrap(), "--source=shop", "--json"]);
        let run = place.json(&["run", "--as-of", "1997-09-30", "--json"]);
        (crate::command::plain(run), crate::command::plain(place.json(&["today", "--json"])))
    });
    assert_eq!(answers[0].0, answers[1].0);
    assert_eq!(answers[0].1, answers[1].1);
}

async fn both_kinds(engine: Engine) {
    let Some(test) = crate::metric::filled(engine).await else { return };
    let before = run(&test, "1997-09-30").await;
    assert!(before.contracts.is_none() && before.at_risk_purchases.is_none());
    import(&test, "contracts", &mixed()).await;
    let report = run(&test, "1997-09-30").await;
    let contracts = report.contracts.as_ref().unwrap();
    // Of 161 contracts one has not begun; a fifth ended in 1996, more in the summer.
    assert_eq!(contracts.running, 160 - 32 - 16);
    assert_eq!(contracts.customers, contracts.running);
    assert_eq!(contracts.both, 24, "of the thirty who also buy six have left");
    // Nobody counts twice, and nobody is lost.
    let purchases = report.at_risk_purchases.as_ref().unwrap();
    let by_contract = contracts.at_risk.as_ref().unwrap();
    assert_eq!(report.at_risk.share.n, purchases.share.n + by_contract.share.n);
    assert_eq!(by_contract.share.n, contracts.customers);
    assert!(purchases.share.n < before.at_risk.share.n);
    let sum = purchases.customers.value + by_contract.customers.value;
    assert!((report.at_risk.customers.value - sum).abs() < 1e-9);
    assert_eq!(report.at_risk.share.method, "base-at-risk");
    let worth = report.worth.as_ref().unwrap();
    let [whole, bought, agreed, besides] =
        [Some(&worth.base), worth.purchases.as_ref(), worth.contracts.as_ref(), worth.besides.as_ref()]
            .map(|figure| figure.unwrap());
    assert!((whole.value - bought.value - agreed.value).abs() < 1e-6 * whole.value);
    assert_eq!((bought.n + besides.n, whole.n), (2_357, bought.n + agreed.n));
    let all = before.worth.as_ref().unwrap().base.value;
    assert!(
        (bought.value + besides.value - all).abs() < 1e-6 * all,
        "what was bought is the same money, told apart"
    );
    // Taken up by the second run of the same day, the list at risk holds nobody with a running contract.
    let overlap = "SELECT COUNT(*) FROM at_risk JOIN renewal ON renewal.account_id = at_risk.account_id \
                   WHERE at_risk.half = $1 AND renewal.half = $2";
    let (overlap, rows) = test
        .store
        .read(move |db| {
            let half = db.find_published_half()?.unwrap().number();
            let renewals: i64 = db.find_setting("measure.renewals")?.unwrap().parse().unwrap();
            let rows =
                db.scalar("SELECT COUNT(*) FROM renewal WHERE half = $1", troth_store::params![renewals])?;
            Ok::<_, troth_store::Error>((db.scalar(overlap, troth_store::params![half, renewals])?, rows))
        })
        .await
        .unwrap();
    assert_eq!((overlap, rows), (0, 112));

    let mut owner = owner(&test).await;
    let page = owner.get("/measure").await.text();
    assert!(page.contains("each counts once, with the contract"), "{page}");
    let page = owner.get("/measure/worth").await.text();
    assert!(page.contains("Nobody counts twice") && page.contains("in no sum"), "{page}");

    // The list by money, page by page, is what was counted, in order; the file holds the same.
    let (mut stakes, mut after) = (Vec::new(), String::new());
    loop {
        let list = owner.get(&format!("/api/v1/measure/renewals?after={after}")).await.json();
        for item in list["items"].as_array().unwrap() {
            let [low, chance, high] =
                ["chance_low", "chance", "chance_high"].map(|end| item[end].as_f64().unwrap());
            assert!(0.0 <= low && low <= chance && chance <= high && high <= 1.0, "{item}");
            stakes.push(item["stake"].as_i64().unwrap());
        }
        match list["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    assert_eq!(stakes.len() as u64, contracts.due);
    assert!(contracts.due > 10 && stakes.is_sorted_by(|one, two| one >= two), "{stakes:?}");
    let file = owner.get("/measure/renewals.csv?sort=due").await;
    assert_eq!(file.body.lines().count() as u64, contracts.due + 1);
    let page = owner.get("/measure/renewals?sort=chance").await.text();
    assert!(page.contains("like it were made") || page.contains("renewals of contracts"), "{page}");
    let page = owner.get("/measure/retention").await.text();
    assert!(page.contains("1995 Q1") && page.contains("Contracts from month to month"), "{page}");
    assert!(owner.get("/measure/retention.csv").await.body.starts_with("cohort,relations,lost,months"));
    assert!(owner.get("/api/v1/measure/retention").await.json()["terms"][0]["months"].is_number());

    // Renewals stand among the other work, by money times chance.
    let today = owner.get("/api/v1/today").await.json();
    let items = today["items"].as_array().unwrap();
    let kinds: std::collections::BTreeSet<&str> =
        items.iter().map(|item| item["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["at_risk", "renewal"]);
    let expected = |item: &Value| item["worth"]["minor"].as_f64().unwrap() * item["chance"].as_f64().unwrap();
    assert!(items.is_sorted_by(|one, two| expected(one) >= expected(two) - 1.0));
    let renewal = items.iter().find(|item| item["kind"] == "renewal").unwrap();
    let sentence = renewal["sentence"].as_str().unwrap();
    assert!(
        sentence.contains("has a renewal due in") && sentence.contains("a year are at stake"),
        "{sentence}"
    );
    assert!(renewal["reasons"][0].as_str().unwrap().contains("chance to be renewed"), "{renewal}");

    // The customer's own page says what the contract is worth, and what purchases alone say.
    let id = renewal["subject"]["id"].as_str().unwrap();
    let page = owner.get(&format!("/records/{id}")).await.text();
    assert!(page.contains("To be decided by") && page.contains("Worth of this contract"), "{page}");

    // Contracts taken back, everything is as it was.
    let batch =
        test.store.read(|db| db.scalar::<i64>("SELECT MAX(batch_id) FROM contract", &[])).await.unwrap();
    let batch = troth_core::Id::from_raw(batch);
    troth_records::undo_import(&test.store, START, Actor::System, batch).await.unwrap();
    let again = run(&test, "1997-09-30").await;
    assert_eq!((again.at_risk, again.worth), (before.at_risk, before.worth));
    let list = owner.get("/api/v1/measure/renewals").await.json();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(0));
    assert!(owner.get("/measure/renewals").await.text().contains("No contracts yet"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_of_both_kinds_counts_once_on_sqlite() {
    both_kinds(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_of_both_kinds_counts_once_on_postgres() {
    both_kinds(Engine::Postgres).await;
}

/// A business that sells nothing but contracts, with very few of them.
#[tokio::test(flavor = "multi_thread")]
async fn three_contracts_say_what_three_can_say() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    import(&test, "contracts", &format!("{HEAD}a,a,2023-02-01,12,100,month,\nb,b,2023-02-01,12,,month,\nc,c,2023-02-01,12,100,month,2024-01-31\n")).await;
    let first = run(&test, "2023-12-31").await;
    let contracts = first.contracts.unwrap();
    assert!(contracts.at_risk.is_none(), "no renewal has fallen due");
    let mut owner = owner(&test).await;
    let page = owner.get("/measure/renewals").await.text();
    assert!(page.contains("not known") && page.contains("No renewal ever fell due"), "{page}");
    let second = run(&test, "2026-01-05").await;
    let contracts = second.contracts.unwrap();
    assert_eq!((contracts.running, contracts.unpriced, contracts.due), (2, 1, 2));
    let page = owner.get("/measure/retention").await.text();
    assert!(page.contains("do not tell enough for a model") && page.contains("no amount"), "{page}");
    let page = owner.get("/today").await.text();
    assert!(page.contains("$1,200.00 a year are at stake") && page.contains("Third renewal."), "{page}");
    assert!(owner.get("/measure/worth").await.text().contains("What the contracts of 2 customers"));
    assert!(owner.get("/measure/forecast").await.status.is_success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_day_in_the_settings_says_what_is_wrong() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    import(&test, "contracts", &format!("{HEAD}a,a,2023-02-01,12,100,month,\n")).await;
    let set = |tx: &mut troth_store::Tx<'_>| tx.set_setting("measure.contracts_since", "soon");
    test.store.write(START, Actor::System, set).await.unwrap();
    let failed = troth_measure::run(&test.store, START, day("2024-01-01"), &mut |_, _| {}).await.unwrap_err();
    assert!(failed.to_string().contains("measure.contracts_since"), "{failed}");
}

/// What only the business knows is said on a page, and the next run goes by it.
#[tokio::test(flavor = "multi_thread")]
async fn discount_and_the_start_of_whole_records_are_said_on_a_page() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    import(&test, "contracts", &format!("{HEAD}{}", thousand(2000, &HIGH_END, "h"))).await;
    let before = run(&test, "2012-01-01").await;
    let mut owner = owner(&test).await;
    let wrong = owner.post("/measure/settings", "discount=lots&since=soon").await;
    assert_eq!(wrong.status.as_u16(), 422);
    assert!(wrong.body.contains("lots") && wrong.body.contains("soon"), "what was typed is kept");
    let saved = owner.post("/measure/settings", "discount=50&since=2003-01-02").await;
    assert_eq!(saved.status.as_u16(), 303, "{}", saved.text());
    let page = owner.get("/measure/settings").await.body;
    assert!(page.contains("value=\"50\"") && page.contains("value=\"2003-01-02\""), "{page}");
    let after = run(&test, "2012-01-01").await;
    let worth = |report: &troth_measure::Report| report.worth.as_ref().unwrap().base.value;
    assert!(worth(&after) < 0.8 * worth(&before), "later money counts less");
    assert_eq!(after.contracts.unwrap().early, 347, "who left at the first three renewals");
    let sql = "SELECT payload FROM event WHERE kind = 'store.setting_changed' ORDER BY id";
    let events = test.store.read(move |db| db.query(sql, &[])).await.unwrap();
    assert_eq!(events.len(), 2, "one for each setting");
}

/// Everybody came back the next day and nobody left: no model of purchases is determined, and contracts are measured all the same.
#[tokio::test(flavor = "multi_thread")]
async fn purchases_that_determine_no_model_do_not_keep_contracts_from_being_measured() {
    let place = crate::program::Place::sqlite();
    let write = |kind: &str, rows: String| {
        let file = place.path().join(format!("{kind}.csv"));
        std::fs::write(&file, rows).unwrap();
        place.json(&["import", kind, file.to_str().unwrap(), "--json"]);
    };
    let day = |number: i64| troth_core::Day::from_number(20_000 + number).to_string();
    let bought = (0..40).flat_map(|who| (0..20).map(move |time| (who, time * 20)));
    let bought: Vec<String> = bought.map(|(who, at)| format!("{who},{},10\n", day(at))).collect();
    write("purchases", format!("customer,at,amount\n{}", bought.concat()));
    let run = place.run(&["run", "--as-of", &day(381)]);
    assert_eq!(run.status.code(), Some(1), "purchases alone are nothing to go by");
    let agreed: Vec<String> = (0..30).map(|who| format!("{who},{who},{},12,100,year\n", day(0))).collect();
    write("contracts", format!("key,customer,started,months,amount,period\n{}", agreed.concat()));
    let run = place.json(&["run", "--as-of", &day(381), "--json"]);
    assert_eq!((&run["undetermined"], run["fits"].as_array().unwrap().len()), (&true.into(), 0), "{run}");
    assert_eq!(run["contracts"]["running"], 30);
    assert!(run["warns"][0].as_str().unwrap().contains("determine no model"), "{run}");
    assert!(run["worth"]["base"]["value"].as_f64().unwrap() > 0.0);
    let again = place.json(&["run", "--as-of", &day(382), "--json"]);
    assert_eq!(again["undetermined"], true, "the next day, too");
}
