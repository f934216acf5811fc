//! Migrations and fact views.

use troth_core::{Column, ColumnType, Fact};
use troth_store::{Error, FactView, Folder, Part};

const COLUMNS: &[Column] =
    &[Column { name: "n", kind: ColumnType::BigInt, nullable: false, meaning: "A number." }];
const FACT: Fact = Fact { name: "fact_test", row: "A test.", columns: COLUMNS };
const VIEW: &[FactView] = &[FactView { fact: &FACT, select: "SELECT n FROM thing" }];
const OTHER_VIEW: &[FactView] = &[FactView { fact: &FACT, select: "SELECT n + 1 AS n FROM thing" }];
const WRONG_VIEW: &[FactView] = &[FactView { fact: &FACT, select: "SELECT n AS m FROM thing" }];

#[derive(rust_embed::Embed)]
#[folder = "tests/all/migrate/one"]
struct One;

#[derive(rust_embed::Embed)]
#[folder = "tests/all/migrate/two"]
struct Two;

#[derive(rust_embed::Embed)]
#[folder = "tests/all/migrate/changed"]
struct Changed;

#[derive(rust_embed::Embed)]
#[folder = "tests/all/migrate/broken"]
struct Broken;

fn one() -> Part {
    Part { facts: VIEW, ..Part::new("test", Folder::of::<One>()) }
}

fn two() -> Part {
    Part { facts: OTHER_VIEW, ..Part::new("test", Folder::of::<Two>()) }
}

fn changed() -> Part {
    Part::new("test", Folder::of::<Changed>())
}

fn broken() -> Part {
    Part { facts: VIEW, ..Part::new("test", Folder::of::<Broken>()) }
}

fn with(part: Part) -> Vec<Part> {
    vec![troth_store::part(), part]
}

async fn seen(store: &troth_store::Store) -> Vec<i64> {
    let rows = store.read(|db| db.query("SELECT n FROM fact_test ORDER BY n", &[])).await.unwrap();
    rows.iter().map(|row| row.get(0).unwrap()).collect()
}

troth_harness::on_both_engines! {
    with with(one());

    async fn a_newer_program_brings_the_database_up_to_date(test: TestStore) {
        assert_eq!(seen(&test.store).await, [41]);
        let newer = test.try_another(with(two())).await.unwrap();
        let extra = match newer.engine() { troth_store::Engine::Sqlite => 1, troth_store::Engine::Postgres => 2 };
        assert_eq!(seen(&newer).await, [extra + 1, 42], "the engine's own file is taken, and the view is made anew");
    }

    async fn an_older_program_is_refused_by_a_newer_database(test: TestStore) {
        test.try_another(with(two())).await.unwrap().close().await;
        let older = test.try_another(with(one())).await;
        assert!(matches!(&older, Err(Error::NewerDatabase(what)) if what.contains("test/0002")), "{older:?}");
    }

    async fn a_migration_that_was_changed_is_refused(test: TestStore) {
        let other = test.try_another(with(changed())).await;
        assert!(matches!(other, Err(Error::ChangedMigration(_))), "{other:?}");
    }

    async fn a_migration_that_fails_leaves_nothing_behind(test: TestStore) {
        let failed = test.try_another(with(broken())).await;
        assert!(failed.is_err());
        assert_eq!(seen(&test.store).await, [41]);
        let left = test.store.read(|db| db.query("SELECT n FROM extra", &[])).await;
        assert!(left.is_err(), "the table of the failed migration is gone");
        test.try_another(with(two())).await.expect("and the lock is free");
    }

    async fn a_view_with_other_columns_than_declared_is_refused(test: TestStore) {
        let wrong = test.try_another(with(Part { facts: WRONG_VIEW, ..one() })).await;
        assert!(matches!(&wrong, Err(Error::FactView(what)) if what.contains("fact_test")), "{wrong:?}");
    }

    async fn two_parts_with_one_view_are_refused_by_name(test: TestStore) {
        let twin = Part { facts: VIEW, ..Part::new("twin", Folder::EMPTY) };
        let refused = test.try_another(vec![troth_store::part(), one(), twin]).await;
        let Err(Error::Declaration(what)) = refused else { panic!("{refused:?}") };
        assert!(what.contains("test") && what.contains("twin") && what.contains("fact_test"), "{what}");
    }

    async fn programs_that_start_at_once_wait_for_each_other(test: TestStore) {
        let starts = (0..4).map(|_| test.try_another(with(two())));
        for start in futures_util::future::join_all(starts).await {
            assert_eq!(seen(&start.unwrap()).await.len(), 2);
        }
    }
}
