//! Taking imports back: the records are as if the file had never come.

use std::path::{Path, PathBuf};

use troth_core::{Actor, BatchId};
use troth_harness::{START, TestStore};
use troth_records::{Imported, Options, check_file, find_kind, import_file, undo_import};

const CDNOW: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../foundation/stats/tests/data/cdnow_sample.csv");

/// The CDNOW file with a key for each row.
fn keyed(folder: &Path) -> PathBuf {
    let text = std::fs::read_to_string(CDNOW).unwrap();
    let rows = text.lines().enumerate();
    let rows = rows.map(|(n, row)| format!("{row},{}\n", if n == 0 { "key".into() } else { n.to_string() }));
    let file = folder.join("keyed.csv");
    std::fs::write(&file, rows.collect::<String>()).unwrap();
    file
}

/// The same with the amount of one row changed.
fn changed(file: &Path, n: usize) -> PathBuf {
    let text = std::fs::read_to_string(file).unwrap();
    let rows = text.lines().enumerate().map(|(at, row)| {
        let mut cells: Vec<String> = row.split(',').map(str::to_owned).collect();
        if at == n {
            cells[4] = "123.45".into();
        }
        cells.join(",") + "\n"
    });
    let changed = file.with_file_name(format!("changed{n}.csv"));
    std::fs::write(&changed, rows.collect::<String>()).unwrap();
    changed
}

fn options() -> Options {
    let map = [("customer", "id"), ("at", "date"), ("amount", "amount")];
    Options {
        map: map.map(|(field, column)| (field.to_owned(), column.to_owned())).to_vec(),
        date_form: Some("%Y%m%d".into()),
        source: "shop".into(),
        ..Options::default()
    }
}

async fn read_in(test: &TestStore, file: &Path) -> Imported {
    let kind = find_kind(&test.store, "purchases").unwrap();
    let dry = check_file(&test.store, &kind, file, &options(), &mut |_, _| {}).await.unwrap();
    let done = import_file(&test.store, START, Actor::System, &kind, file, &options(), &mut |_, _| {}).await;
    let done = done.unwrap();
    assert_eq!(dry.would, done.applied, "the dry run said what would happen");
    done
}

/// Every row of every table that an import fills, batches left out.
async fn everything(test: &TestStore) -> Vec<String> {
    test.store
        .read(|db| {
            let mut rows = Vec::new();
            let kept = db.query("SELECT account_id, at FROM account_latest ORDER BY account_id", &[])?;
            let bought = "SELECT COALESCE(account.merged_into, account.id) AS account_id, MAX(purchase.at) FROM purchase \
                          JOIN account ON account.id = purchase.account_id GROUP BY COALESCE(account.merged_into, account.id) \
                          ORDER BY account_id";
            let shown = |rows: &[troth_store::Row]| rows.iter().map(|row| format!("{:?}", row.values())).collect::<Vec<_>>();
            assert_eq!(shown(&kept), shown(&db.query(bought, &[])?), "when each last bought is known");
            assert_eq!(db.scalar::<i64>("SELECT COUNT(*) FROM account_latest_due", &[])?, 0, "nobody is left to be looked at");
            for table in ["account", "purchase", "import_before", "import_chunk", "account_latest"] {
                let found = db.query(&format!("SELECT * FROM {table} ORDER BY 1, 2"), &[])?;
                rows.extend(found.iter().map(|row| format!("{table} {:?}", row.values())));
            }
            Ok::<_, troth_store::Error>(rows)
        })
        .await
        .unwrap()
}

async fn undo(test: &TestStore, batch: BatchId) -> Result<u64, troth_records::Error> {
    undo_import(&test.store, START, Actor::System, batch).await
}

troth_harness::on_both_engines! {
    with vec![troth_records::part()];
    async fn twice_then_changed_then_all_undone_is_as_at_the_start(test: TestStore) {
        let folder = tempfile::tempdir().unwrap();
        let file = keyed(folder.path());
        let (one, two) = (changed(&file, 7), changed(&changed(&file, 7), 4000));
        let counts = |imported: &Imported| {
            let applied = imported.applied;
            (applied.new, applied.changed, applied.same)
        };
        let start = everything(&test).await;
        assert_eq!(start, [] as [&str; 0]);
        let first = read_in(&test, &file).await;
        assert_eq!(counts(&first), (6919, 0, 0));
        let after_first = everything(&test).await;
        let second = read_in(&test, &file).await;
        assert_eq!(counts(&second), (0, 0, 6919));
        assert_eq!(everything(&test).await, after_first);
        let third = read_in(&test, &one).await;
        assert_eq!(counts(&third), (0, 1, 6918));
        let after_third = everything(&test).await;
        let fourth = read_in(&test, &two).await;
        assert_eq!(counts(&fourth), (0, 1, 6918));

        assert_eq!(undo(&test, fourth.batch).await.unwrap(), 1);
        assert_eq!(everything(&test).await, after_third);
        assert_eq!(undo(&test, third.batch).await.unwrap(), 1);
        assert_eq!(everything(&test).await, after_first);
        assert_eq!(undo(&test, second.batch).await.unwrap(), 0);
        assert_eq!(undo(&test, first.batch).await.unwrap(), 6919 + 2357);
        assert_eq!(everything(&test).await, start);
        assert!(undo(&test, first.batch).await.unwrap_err().to_string().contains("undone already"));
    }

    async fn an_import_whose_rows_a_later_one_changed_is_not_undone_first(test: TestStore) {
        let folder = tempfile::tempdir().unwrap();
        let file = keyed(folder.path());
        let first = read_in(&test, &file).await;
        let second = read_in(&test, &changed(&file, 7)).await;
        let third = read_in(&test, &file).await;
        let before = everything(&test).await;
        for (batch, later) in [(first.batch, third.batch), (second.batch, third.batch)] {
            let said = undo(&test, batch).await.unwrap_err().to_string();
            assert!(said.contains(&format!("take {later} back first")), "{said}");
        }
        assert_eq!(everything(&test).await, before, "a refusal changes nothing");
        for batch in [third.batch, second.batch, first.batch] {
            undo(&test, batch).await.unwrap();
        }
        assert_eq!(everything(&test).await, [] as [&str; 0]);
    }

    async fn when_a_customer_last_bought_follows_purchases_that_change_hands_and_days(test: TestStore) {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, rows: &str| {
            let file = folder.path().join(name);
            std::fs::write(&file, format!("id,date,amount,key\n{rows}")).unwrap();
            file
        };
        let one = file("one.csv", "a,20260101,5,1\na,20260105,5,2\nb,20260103,5,3\n");
        let two = file("two.csv", "a,20260101,5,1\nc,20260104,5,2\nb,20251203,5,3\nb,20251204,5,4\n");
        let first = read_in(&test, &one).await;
        let before = everything(&test).await;
        let second = read_in(&test, &two).await;
        assert_eq!((second.applied.new, second.applied.changed), (1, 2));
        everything(&test).await;
        undo(&test, second.batch).await.unwrap();
        assert_eq!(everything(&test).await, before);
        undo(&test, first.batch).await.unwrap();
        assert_eq!(everything(&test).await, [] as [&str; 0]);
    }

    async fn a_row_that_is_there_among_very_many_new_ones_is_found(test: TestStore) {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, keys: std::ops::Range<usize>, amount: usize| {
            let rows = keys.map(|n| format!("c{n:04},20260101,{amount},k{n}"));
            let rows: Vec<String> = std::iter::once("id,date,amount,key".to_owned()).chain(rows).collect();
            let file = folder.path().join(name);
            std::fs::write(&file, rows.join("\n")).unwrap();
            file
        };
        // Not one of the few that are looked up to find out whether the file is new.
        let first = read_in(&test, &file("one.csv", 333..334, 5)).await;
        let before = everything(&test).await;
        let second = read_in(&test, &file("two.csv", 0..600, 6)).await;
        assert_eq!((second.applied.new, second.applied.changed), (599, 1));
        undo(&test, second.batch).await.unwrap();
        assert_eq!(everything(&test).await, before);
        undo(&test, first.batch).await.unwrap();
        assert_eq!(everything(&test).await, [] as [&str; 0]);
    }

    async fn customers_that_two_imports_share_go_with_the_last_of_them(test: TestStore) {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one.csv"), folder.path().join("two.csv"));
        std::fs::write(&one, "id,date,amount\na,20260101,5\nb,20260101,5\n").unwrap();
        std::fs::write(&two, "id,date,amount\na,20260102,5\nc,20260102,5\n").unwrap();
        let (first, second) = (read_in(&test, &one).await, read_in(&test, &two).await);
        assert_eq!(undo(&test, first.batch).await.unwrap(), 2 + 1, "a has a purchase of the second file");
        assert_eq!(undo(&test, second.batch).await.unwrap(), 2 + 2);
        assert_eq!(everything(&test).await, [] as [&str; 0]);
    }
}
