//! What people said in surveys, held against what they bought afterwards: file, run, page, endpoint and table say the same.

use std::fmt::Write as _;

use troth_core::{Day, Role};
use troth_harness::TestStore;
use troth_measure::{Deed, Finding, Said};
use troth_store::{Engine, params};

use crate::page::{running_on, signed_in};

fn day(text: &str) -> Day {
    Day::parse(text, "%Y-%m-%d").unwrap()
}

/// Answers of customers of the reference data: every second is sure to buy again; some are asked too late to know yet, and some say who
/// they are in no way.
pub(crate) fn answers() -> String {
    let mut rows = String::from("survey,customer,respondent,at,question,answer\n");
    for number in 1..=400 {
        let (customer, sure) = (format!("{number:04}"), number % 2 == 0);
        let at = if number <= 360 { format!("1997-0{}-15", 4 + number % 3) } else { "1998-03-15".to_owned() };
        let said = if sure { "certainly" } else { "probably not" };
        let _ = writeln!(rows, "After sale,{customer},p{customer},{at},again,{said}");
        let alternative = if number % 3 == 0 { "no" } else { "yes" };
        let _ = writeln!(rows, "After sale,{customer},p{customer},{at},alternative,{alternative}");
        if number <= 4 {
            let _ = writeln!(rows, "Few,{customer},p{customer},{at},nps,9");
        }
    }
    rows
}

/// How many of those who gave an answer by a day bought in the 180 days after, asked in SQL.
async fn bought(test: &TestStore, value: i64, until: Day) -> (i64, i64) {
    let sql = "SELECT COUNT(*), CAST(SUM(CASE WHEN EXISTS (SELECT 1 FROM fact_purchase WHERE \
               fact_purchase.account_id = fact_answer.account_id AND fact_purchase.day > fact_answer.day AND \
               fact_purchase.day <= fact_answer.day + 180 AND fact_purchase.amount >= 0) THEN 1 ELSE 0 END) AS BIGINT) \
               FROM fact_answer WHERE kind = 'again' AND value = $1 AND day <= $2";
    let row =
        test.store.read(move |db| db.query_one(sql, params![value, until.number() - 180])).await.unwrap();
    (row.get(0).unwrap(), row.get(1).unwrap())
}

async fn journey(engine: Engine) {
    let Some(test) = crate::metric::filled(engine).await else { return };
    let as_of = day("1998-06-30");
    let (app, browser) = running_on(&test);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    crate::people::import(&test, "responses", &answers()).await;
    let report = troth_measure::run(&test.store, troth_harness::START, as_of, &mut |_, _| {}).await.unwrap();
    let again: &Said = report.said.iter().find(|said| said.kind == "again").unwrap();
    assert_eq!((again.deed, again.n, again.watched, again.hidden), (Deed::Bought, 360, 40, 0));
    for value in [2, 5] {
        let (n, came) = bought(&test, value, as_of).await;
        let share = &again.answers.iter().find(|one| one.value == value).unwrap().share;
        assert_eq!((n, share.n), (180, 180));
        assert!((share.value - came as f64 / n as f64).abs() < 1e-12, "{value}: {share:?}, {came} of {n}");
        assert!(share.low.unwrap() < share.value && share.value < share.high.unwrap());
        assert_eq!((share.grade.key(), share.method.as_str()), ("counted", "said-did"));
    }
    // Words that were made up say nothing.
    let auc = again.auc.as_ref().unwrap();
    assert!(auc.low.unwrap() < 0.5 && auc.high.unwrap() > 0.5 && auc.grade.key() == "associated", "{auc:?}");
    assert!(again.forecast.as_ref().unwrap().skill.unwrap() < 0.02);
    let finding = again.moved.as_ref().unwrap().finding;
    assert!(matches!(finding, Finding::Neither | Finding::Deeds), "the words did not move: {finding:?}");
    let alternatives: Vec<&str> = again.groups.iter().filter_map(|one| one.group.as_deref()).collect();
    assert_eq!(alternatives, ["none", "some"]);
    let few = report.said.iter().find(|said| said.kind == "nps").unwrap();
    assert_eq!((few.n, few.answers.len()), (0, 0), "four are too few to be told of");

    let page = owner.get("/measure/said").await;
    assert!(page.text().contains("Of 180 who said “certainly”,"), "{}", page.text());
    assert!(
        page.text().contains("After sale") && page.text().contains("40 whose days still run"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("Few ·"), "a question of too few is not on the page");
    let told = owner.get("/api/v1/measure/said").await.json();
    let items = told["items"].as_array().unwrap();
    assert!(
        items.iter().any(|item| item["kind"] == "again" && item["answers"][1]["share"]["n"] == 180),
        "{told}"
    );
    let file = owner.get("/measure/said.csv").await;
    assert!(file.body.contains(",After sale,again,again,bought,180,answer.5,"), "{}", file.body);
    assert!(owner.get("/measure/figures.csv").await.body.contains("again.bought.auc,"));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_held_against_deeds_on_sqlite() {
    journey(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_held_against_deeds_on_postgres() {
    journey(Engine::Postgres).await;
}

/// Contracts decide for those who have one; several people at a customer who say the same are one.
#[tokio::test(flavor = "multi_thread")]
async fn renewals_are_deeds_too() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let mut contracts = String::from("key,customer,started,months,amount,period,ended\n");
    let mut answers = String::from("survey,customer,respondent,at,question,answer\n");
    for number in 1..=60 {
        let stays = number % 3 > 0;
        let ended = if stays { "" } else { "2025-04-14" };
        let _ = writeln!(contracts, "c{number},k{number},2022-04-15,12,100,year,{ended}");
        // Half a year before nothing falls due; a month before everything does.
        for (at, person) in [("2024-09-01", "a"), ("2025-03-10", "a"), ("2025-03-11", "b")] {
            let said = if stays { 9 } else { 3 };
            let _ = writeln!(answers, "Yearly,k{number},k{number}{person},{at},nps,{said}");
        }
    }
    crate::people::import(&test, "contracts", &contracts).await;
    crate::people::import(&test, "responses", &answers).await;
    let as_of = day("2025-10-01");
    let report = troth_measure::run(&test.store, troth_harness::START, as_of, &mut |_, _| {}).await.unwrap();
    assert_eq!(report.said.len(), 1, "{:?}", report.said);
    let said = &report.said[0];
    assert_eq!((said.deed, said.n, said.undecided), (Deed::Renewed, 60, 60));
    let shares: Vec<(i64, f64, u64)> =
        said.answers.iter().map(|one| (one.value, one.share.value, one.share.n)).collect();
    assert_eq!(shares, [(0, 0.0, 20), (9, 1.0, 40)]);
    assert!((said.auc.as_ref().unwrap().value - 1.0).abs() < 1e-12);
}
