//! `troth sql`: questions over the fact views, and nothing else.

use serde_json::{Value, json};

use crate::program::{Place, import, purchases};

fn with_purchases(place: &Place) {
    let file = purchases();
    place.json(&import(&file));
}

fn stdout(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a command says that fails, and how it ends.
fn refused(place: &Place, question: &str) -> (Option<i32>, String) {
    let output = place.run(&["sql", question]);
    assert!(output.stdout.is_empty(), "nothing on stdout");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

const MONTHS: &str = "SELECT month, COUNT(*) AS bought, SUM(amount) AS money, AVG(amount) AS mean FROM fact_purchase GROUP BY month ORDER BY month LIMIT 2";

fn answers(place: &Place) {
    with_purchases(place);
    let asked = place.json(&["sql", MONTHS, "--format", "json"]);
    assert_eq!(asked["columns"], json!(["month", "bought", "money", "mean"]));
    let first = &asked["rows"][0];
    // January and February 1997 of CDNOW's sample.
    assert_eq!((&first["month"], &asked["more"]), (&json!(1997 * 12), &json!(false)));
    let (bought, money) = (first["bought"].as_f64().unwrap(), first["money"].as_f64().unwrap());
    assert!(bought > 700.0 && (first["mean"].as_f64().unwrap() - money / bought).abs() < 1e-6, "{first}");

    let text = stdout(place, &["sql", MONTHS]);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("month") && lines[0].ends_with("mean") && lines.len() == 4, "{text}");
    let file = stdout(
        place,
        &[
            "sql",
            "SELECT '=1+1' AS formula, external_key FROM dim_account ORDER BY account_id LIMIT 1",
            "--format",
            "csv",
        ],
    );
    assert!(file.starts_with("formula,external_key\n'=1+1,"), "{file}");
    let none = place.json(&[
        "sql",
        "SELECT level, CURRENT_DATE AS today FROM dim_contact WHERE 1 = 0",
        "--format",
        "json",
    ]);
    assert_eq!((&none["columns"], &none["rows"]), (&json!(["level", "today"]), &json!([])));

    let output =
        place.run(&["sql", "SELECT account_id FROM fact_purchase", "--format", "json", "--rows", "3"]);
    let cut: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((cut["rows"].as_array().unwrap().len(), &cut["more"]), (3, &json!(true)));
    assert!(String::from_utf8_lossy(&output.stderr).contains("stopped after 3 rows"));

    // A file of columns, read back by the program's own reader.
    let parquet = place.run(&["sql", "SELECT purchase_id AS key, account_id AS customer, day, amount, product, 1.5 AS rate FROM fact_purchase", "--format", "parquet"]);
    assert!(
        parquet.status.success() && parquet.stdout.starts_with(b"PAR1"),
        "{}",
        String::from_utf8_lossy(&parquet.stderr)
    );
    let file = place.path().join("answer.parquet");
    std::fs::write(&file, &parquet.stdout).unwrap();
    let fitted = place.json(&["analyse", "mean", file.to_str().unwrap(), "--score=rate", "--json"]);
    assert!(fitted.is_object(), "{fitted}");

    for (question, code, why) in [
        ("SELECT * FROM account", 2, "`account` is not one of the fact views"),
        ("DELETE FROM fact_purchase", 2, "only questions are answered"),
        ("WITH account AS (SELECT 1 AS id) SELECT * FROM account", 2, "there is a table of this name"),
        (
            "WITH web_user AS (SELECT 1) SELECT * FROM fact_purchase, (SELECT * FROM web_user) x",
            2,
            "there is a table of this name",
        ),
        ("SELECT nothing FROM fact_purchase", 1, "the question cannot be answered"),
    ] {
        let (ended, said) = refused(place, question);
        assert_eq!(ended, Some(code), "{question}: {said}");
        assert!(said.contains(why) && said.trim().lines().count() == 1, "{question}: {said}");
    }
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
    let output = place.run(&["sql", endless, "--seconds", "1"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && said.contains("longer than 1 seconds"), "{said}");
    assert_eq!(
        place.json(&["sql", "SELECT COUNT(*) AS n FROM fact_purchase", "--format", "json"])["rows"][0]["n"]
            .as_f64(),
        Some(6_919.0)
    );
}

#[test]
fn questions_are_answered_on_sqlite() {
    answers(&Place::sqlite());
}

#[test]
fn questions_are_answered_on_postgres() {
    if let Some(place) = Place::postgres() {
        answers(&place);
    }
}
