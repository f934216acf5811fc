//! What is known to go wrong between the engines, each shown not to.

use troth_core::Actor;
use troth_harness::START;
use troth_store::{Error, Folder, Kind, Part, Store, Value, params};

#[derive(rust_embed::Embed)]
#[folder = "tests/all/pitfall"]
struct Migrations;

fn part() -> Part {
    Part::new("pitfall", Folder::of::<Migrations>())
}

async fn execute(store: &Store, sql: &'static str, values: Vec<Value>) -> Result<u64, Error> {
    store.write(START, Actor::System, move |tx| tx.execute(sql, &values)).await
}

troth_harness::on_both_engines! {
    with vec![part()];

    // 1
    async fn returning_reports_what_goes_wrong(test: TestStore) {
        let stored = test.store.write(START, Actor::System, |tx| {
            tx.query_one("INSERT INTO child (id, parent_id) VALUES (1, 99) RETURNING id", &[])
        }).await;
        assert!(matches!(stored, Err(Error::ForeignKey(_))), "{stored:?}");
        let count = test.store.read(|db| db.scalar::<i64>("SELECT COUNT(*) FROM child", &[])).await.unwrap();
        assert_eq!(count, 0);
    }

    // 2
    async fn a_thousand_parameters_cost_no_more_each_than_ten(test: TestStore) {
        let rows: Vec<Vec<Value>> = (0..1000i64).map(|id| vec![id.into(), Value::Null(Kind::Real)]).collect();
        let added = test.store.write(START, Actor::System, move |tx| {
            tx.insert_many("number", &[("id", Kind::Int), ("real", Kind::Real)], "", &rows)
        }).await;
        assert_eq!(added.unwrap(), 1000, "many rows go through one prepared statement or arrays, not a long text");
    }

    // 3 and 4
    async fn reading_before_writing_never_fails_busy(test: TestStore) {
        let second = test.another().await;
        execute(&test.store, "INSERT INTO number (id, real) VALUES (1, 0.0)", Vec::new()).await.unwrap();
        let add = |store: Store| tokio::spawn(async move {
            for _ in 0..20 {
                store.write(START, Actor::System, |tx| {
                    let now: f64 = tx.scalar("SELECT real FROM number WHERE id = 1", &[])?;
                    tx.execute("UPDATE number SET real = $1 WHERE id = 1", params![now + 1.0])
                }).await?;
            }
            Ok::<_, Error>(())
        });
        let (one, two) = tokio::join!(add(test.store.clone()), add(second));
        one.unwrap().unwrap();
        two.unwrap().unwrap();
        let sum = test.store.read(|db| db.scalar::<f64>("SELECT real FROM number WHERE id = 1", &[])).await.unwrap();
        assert!((sum - 40.0).abs() < 1e-9, "{sum}");
    }

    // 5, and the swapped NULL types of sqlx::Any
    async fn null_and_value_go_through_one_statement(test: TestStore) {
        for (id, real) in [(1i64, None), (2, Some(0.5)), (3, None), (4, Some(1.5))] {
            let sql = "INSERT INTO number (id, real) VALUES ($1, $2)";
            execute(&test.store, sql, params![id, real as Option<f64>].to_vec()).await.unwrap();
        }
        let sql = "INSERT INTO number (id, flag, text, bytes) VALUES ($1, $2, $3, $4)";
        execute(&test.store, sql, params![5i64, None::<bool>, None::<&str>, None::<Vec<u8>>].to_vec()).await.unwrap();
        execute(&test.store, sql, params![6i64, true, "t", vec![0u8, 255]].to_vec()).await.unwrap();
        let row = test.store.read(|db| db.query_one("SELECT flag, text, bytes, real FROM number WHERE id = 6", &[])).await.unwrap();
        assert!(row.get::<bool>(0).unwrap());
        assert_eq!(row.get::<Vec<u8>>(2).unwrap(), [0, 255]);
        assert_eq!(row.get::<Option<f64>>(3).unwrap(), None);
    }

    // 6
    async fn a_statement_outlives_a_change_of_its_table(test: TestStore) {
        let second = test.another().await;
        let look = || test.store.read(|db| db.query("SELECT id, real FROM number", &[]));
        look().await.unwrap();
        drop(second);
        execute(&test.store, "ALTER TABLE number ADD COLUMN later TEXT", Vec::new()).await.unwrap();
        assert!(look().await.unwrap().is_empty());
    }

    // 8
    async fn an_expected_error_does_not_abandon_the_transaction(test: TestStore) {
        let done = test.store.write(START, Actor::System, |tx| {
            tx.execute("INSERT INTO number (id) VALUES (1)", &[])?;
            let again = tx.attempt(|tx| tx.execute("INSERT INTO number (id) VALUES (1)", &[]));
            assert!(matches!(again, Err(Error::Unique(ref columns)) if columns == "number.id"), "{again:?}");
            tx.execute("INSERT INTO number (id) VALUES (2)", &[])
        }).await;
        assert_eq!(done.unwrap(), 1);
    }

    // 10
    async fn sums_are_cast_and_say_so_where_they_are_not(test: TestStore) {
        execute(&test.store, "INSERT INTO number (id, real) VALUES (1, 1.0)", Vec::new()).await.unwrap();
        let cast: i64 = test.store.read(|db| db.scalar("SELECT CAST(SUM(id) AS BIGINT) FROM number", &[])).await.unwrap();
        assert_eq!(cast, 1);
        let mean = test.store.read(|db| db.scalar::<f64>("SELECT id FROM number", &[])).await;
        assert!(matches!(&mean, Err(Error::Decode(what)) if what.contains("cast")), "an integer is no double: {mean:?}");
    }

    // 11
    async fn every_broken_rule_has_its_name(test: TestStore) {
        execute(&test.store, "INSERT INTO pair (a, b, positive) VALUES (1, 2, 1)", Vec::new()).await.unwrap();
        let twice = execute(&test.store, "INSERT INTO pair (a, b, positive) VALUES (1, 2, 1)", Vec::new()).await;
        assert!(matches!(&twice, Err(Error::Unique(columns)) if columns == "pair.a, pair.b"), "{twice:?}");
        let null = execute(&test.store, "INSERT INTO pair (a, positive) VALUES (1, 1)", Vec::new()).await;
        assert!(matches!(&null, Err(Error::NotNull(column)) if column == "pair.b"), "{null:?}");
        let check = execute(&test.store, "INSERT INTO pair (a, b, positive) VALUES (3, 4, -1)", Vec::new()).await;
        assert!(matches!(&check, Err(Error::Check(rule)) if rule == "pair_is_positive"), "{check:?}");
        let foreign = execute(&test.store, "INSERT INTO child (id, parent_id) VALUES (1, 9)", Vec::new()).await;
        assert!(matches!(foreign, Err(Error::ForeignKey(_))), "{foreign:?}");
    }

    // 12
    async fn what_one_engine_would_change_is_refused_by_both(test: TestStore) {
        let text = execute(&test.store, "INSERT INTO number (id, real) VALUES (1, $1)", vec!["a text".into()]).await;
        assert!(text.is_err(), "a text in a number");
        let nan = execute(&test.store, "INSERT INTO number (id, real) VALUES (2, $1)", vec![f64::NAN.into()]).await;
        assert!(matches!(nan, Err(Error::Unfit(_))), "{nan:?}");
        let nul = execute(&test.store, "INSERT INTO number (id, text) VALUES (3, $1)", vec!["a\0b".into()]).await;
        assert!(matches!(nul, Err(Error::Unfit(_))), "{nul:?}");
    }

    async fn texts_are_ordered_by_their_bytes(test: TestStore) {
        for (id, text) in [(1i64, "b"), (2, "B"), (3, "ä"), (4, "a")] {
            execute(&test.store, "INSERT INTO number (id, text) VALUES ($1, $2)", params![id, text].to_vec()).await.unwrap();
        }
        let rows = test.store.read(|db| db.query("SELECT text FROM number ORDER BY text", &[])).await.unwrap();
        let order: Vec<&str> = rows.iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(order, ["B", "a", "b", "ä"]);
    }
}
