//! Everything out and in again: the same records, to the byte.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use troth_core::{Actor, Purpose};
use troth_harness::{START, TestStore};
use troth_records::{ExportFormat, Options, export_all, find_kind, import_file};
use troth_store::Engine;

/// The order in which files are read in again.
const ORDER: [&str; 8] =
    ["teams", "staff", "rates", "accounts", "contacts", "purchases", "interactions", "contracts"];

async fn import(test: &TestStore, kind: &str, file: &Path, source: &str) -> troth_records::Imported {
    let kind = find_kind(&test.store, kind).unwrap();
    let options = Options { source: source.into(), ..Options::default() };
    let done = import_file(&test.store, START, Actor::System, &kind, file, &options, &mut |_, _| {}).await;
    done.unwrap_or_else(|error| panic!("{error}"))
}

async fn import_text(test: &TestStore, kind: &str, source: &str, text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.csv");
    std::fs::write(&file, text).unwrap();
    import(test, kind, &file, source).await;
}

async fn export(test: &TestStore, folder: &Path, format: ExportFormat) -> BTreeMap<String, (Vec<u8>, u64)> {
    let files = export_all(&test.store, START, Actor::System, folder, format).await.unwrap();
    files.into_iter().map(|one| (one.kind, (std::fs::read(&one.file).unwrap(), one.rows))).collect()
}

/// Exports, imports into an empty business of the same sort, exports again: every file of an import is the same.
async fn there_and_back(
    test: &TestStore,
    engine: Engine,
    people: bool,
    format: ExportFormat,
    moved: impl Fn(&str) -> u64,
) -> BTreeMap<String, (Vec<u8>, u64)> {
    let other = TestStore::open(engine, vec![troth_records::part()]).await.unwrap();
    sells_to(&other, people).await;
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = export(test, one.path(), format).await;
    for kind in ORDER {
        if first[kind].1 > 0 {
            let file = one.path().join(format!("{kind}.{}", format.key()));
            let done = import(&other, kind, &file, "troth-export").await;
            assert_eq!(
                done.applied.new, first[kind].1,
                "{kind}: nothing came with others, nothing is missing"
            );
            // And here again: it is what is there, but for what a merge has moved.
            let same = import(test, kind, &file, "troth-export").await;
            assert_eq!((same.applied.new, same.applied.changed), (0, moved(kind)), "{kind}");
        }
    }
    let second = export(&other, two.path(), format).await;
    for kind in ORDER {
        assert!(
            first[kind] == second[kind],
            "{kind}:\n{}\n{}",
            shown(&first[kind].0),
            shown(&second[kind].0)
        );
    }
    first
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

async fn sells_to(test: &TestStore, people: bool) {
    test.store
        .write(START, Actor::System, move |tx| {
            let business = tx.business()?;
            tx.put_business(&troth_store::Business { people, ..business })
        })
        .await
        .unwrap();
}

/// A business with something of everything, of several sources, with what spreadsheets would run and what needs quoting.
async fn something_of_everything(test: &TestStore) {
    import_text(
        test,
        "rates",
        "bank",
        "currency,day,rate\nEUR,2025-01-30,1.0855\nEUR,2025-04-30,1.1\nJPY,2025-04-30,0.0061\n",
    )
    .await;
    import_text(test, "teams", "crm", "key,name\nn,North\ns,\"'=South\"\n").await;
    import_text(test, "staff", "crm", "key,name,email,team,from,to\n1,Ada,ada@us.example,n,2024-01-01,\n2,Bob,,South,2024-01-01,2025-06-30\n").await;
    import_text(test, "accounts", "a:b%", "key,name,kind,team,owner,since\na,\"=cmd|' /C calc'!A0\",organisation,,,2020-02-29\n-5,\"Miller, \"\"Bo\"\"\",Household,,,\n").await;
    import_text(test, "accounts", "crm", "key,name,team,owner\nw,Ålborg Works,n,ada@us.example\n").await;
    import_text(
        test,
        "contacts",
        "crm",
        "key,customer,name,title,email,phone,language,level,role\n7,w,Eva Lind,+CEO,Eva@a.example; lind@a.example,+49 (0)170/1234567; 0170 55555,da-DK,executive,decides\n8,w,Max,,,,,,\n",
    )
    .await;
    import_text(
        test,
        "purchases",
        "shop",
        "key,customer,at,amount,currency,product,quantity\np1,w,2025-05-01T10:00:00.123456Z,12.50,EUR,\"Tea\nand milk\",1.5\np2,w,2025-05-02,-3.10,EUR,@cake,-0.25\np3,x,2025-05-03,500,JPY,,\n",
    )
    .await;
    import_text(test, "purchases", "till", "customer,at,amount\nw,2025-05-01,5\nw,2025-05-01,5\n").await;
    import_text(
        test,
        "interactions",
        "crm",
        "key,customer,at,function,contact,staff,channel,direction,effect,text\ni1,w,2025-05-01T10:00:00Z,service,7,1,phone,inbound,closer,'-said thanks\ni2,w,2025-05-02,accounting,,,,,,\n",
    )
    .await;
    import_text(
        test,
        "contracts",
        "crm",
        "key,customer,name,started,months,ends,renewal,amount,currency,period,ended,reason\nk1,w,Care,2025-01-31,12,,,100.00,EUR,month,,\nk2,w,,2024-03-01,,2025-02-28,2025-01-01,1200,,year,2024-12-31,too dear\nk3,w,,2024-03-01,,,,,,,,\n",
    )
    .await;
    // By hand: nobody's key.
    test.store
        .write(START, Actor::System, |tx| {
            tx.execute(
                "INSERT INTO account (id, kind, name, name_key, created_day, batch_id) VALUES (77, 'organisation', 'By hand', 'by hand', 20000, 0)",
                &[],
            )?;
            tx.execute(
                "INSERT INTO contact (id, account_id, name, name_key, created_day, batch_id) VALUES (78, 77, '''=Jo', '''=jo', 20000, 0)",
                &[],
            )?;
            tx.execute(
                "INSERT INTO note (id, account_id, contact_id, text, written_at) VALUES (79, 77, 78, '=1+1', 5)",
                &[],
            )?;
            tx.put_consent(troth_core::Id::from_raw(78), Purpose::News, true, START, "form at the counter")?;
            Ok::<_, troth_store::Error>(())
        })
        .await
        .unwrap();
}

troth_harness::on_both_engines! {
    with vec![troth_records::part()];

    async fn everything_comes_back_to_the_byte_in_both_formats(test: TestStore) {
        sells_to(&test, false).await;
        something_of_everything(&test).await;
        let csv = there_and_back(&test, test.store.engine(), false, ExportFormat::Csv, |_| 0).await;
        there_and_back(&test, test.store.engine(), false, ExportFormat::Parquet, |_| 0).await;
        let accounts = shown(&csv["accounts"].0);
        assert!(accounts.starts_with("key,name,kind,team,owner,since,structure,merged_into\n"), "{accounts}");
        assert!(accounts.contains("a%3Ab%25:a,'=cmd|' /C calc'!A0,organisation,,,2020-02-29,,\n"), "{accounts}");
        assert!(accounts.contains("crm:w,Ålborg Works,organisation,crm:n,crm:1,"), "{accounts}");
        assert!(accounts.contains("acc_000000000002d,By hand,organisation,,,"), "{accounts}");
        let purchases = shown(&csv["purchases"].0);
        assert!(!purchases.contains("crm:w") && purchases.contains("shop:w,2025-05-01T10:00:00.123456Z,12.50,EUR,\"Tea\nand milk\",1.5,shop:p1\n"), "{purchases}");
        assert!(purchases.contains("shop:x,2025-05-03T00:00:00Z,500,JPY,,1,shop:p3\n"), "{purchases}");
        let contacts = shown(&csv["contacts"].0);
        assert!(contacts.contains("\"eva@a.example, lind@a.example\",,,\"'+49 (0)170/1234567, 0170 55555\""), "{contacts}");
        assert_eq!(shown(&csv["notes"].0).lines().nth(1).unwrap(), "note_000000000002f,acc_000000000002d,con_000000000002e,'=1+1,1970-01-01T00:00:00.000005Z,,,");
        assert!(shown(&csv["consents"].0).contains(",con_000000000002e,news,yes,2026-01-06T09:00:00Z,form at the counter,system,"), "{}", shown(&csv["consents"].0));
        let log = test.store.read(|db| db.query("SELECT payload FROM event WHERE kind = 'records.exported' ORDER BY id", &[])).await.unwrap();
        assert_eq!(log.len(), 2, "one event for each export");
        assert!(log[0].text(0).unwrap().contains("\"format\":\"csv\",\"rows\":30") && log[0].text(0).unwrap().contains("\"personal\":true"), "{}", log[0].text(0).unwrap());
    }

    async fn a_file_that_was_mended_changes_the_records_it_came_from(test: TestStore) {
        sells_to(&test, false).await;
        something_of_everything(&test).await;
        let folder = tempfile::tempdir().unwrap();
        let text = shown(&export(&test, folder.path(), ExportFormat::Csv).await["accounts"].0);
        let file = folder.path().join("mended.csv");
        std::fs::write(&file, text.replace("By hand", "By heart").replace("Ålborg Works", "Aalborg Works")).unwrap();
        let done = import(&test, "accounts", &file, "troth-export").await;
        assert_eq!((done.applied.new, done.applied.changed), (0, 2));
        let names = test.store.read(|db| db.query("SELECT name FROM account WHERE id = 77 OR external_key = 'w' AND source = 'crm' ORDER BY id", &[]));
        let names: Vec<String> = names.await.unwrap().iter().map(|row| row.text(0).unwrap().to_owned()).collect();
        assert_eq!(names, ["By heart", "Aalborg Works"]);
        troth_records::undo_import(&test.store, START, Actor::System, done.batch).await.unwrap();
        let again = shown(&export(&test, &folder.path().join("again"), ExportFormat::Csv).await["accounts"].0);
        assert_eq!(again, text);
    }

    async fn what_was_merged_stands_with_the_one_that_stayed_and_imports_at_work_are_left_out(test: TestStore) {
        sells_to(&test, false).await;
        something_of_everything(&test).await;
        import_text(&test, "teams", "late", "key,name\nz,Zed\n").await;
        test.store
            .write(START, Actor::System, |tx| {
                tx.execute("UPDATE account SET merged_into = 77 WHERE source = 'shop' AND external_key = 'w'", &[])?;
                tx.execute("UPDATE import_batch SET state = 'applying' WHERE source = 'late'", &[])
            })
            .await
            .unwrap();
        let moved = |kind: &str| if kind == "purchases" { 2 } else { 0 };
        let csv = there_and_back(&test, test.store.engine(), false, ExportFormat::Csv, moved).await;
        let (accounts, purchases) = (shown(&csv["accounts"].0), shown(&csv["purchases"].0));
        let last = accounts.lines().last().unwrap();
        assert!(last.starts_with("shop:w,") && last.ends_with(",acc_000000000002d"), "it comes last: {accounts}");
        assert!(!purchases.contains("shop:w,"), "{purchases}");
        assert!(purchases.contains("acc_000000000002d,2025-05-01T10:00:00.123456Z"), "{purchases}");
        assert!(!shown(&csv["teams"].0).contains("Zed"));
    }

    async fn both_keys_of_a_merge_find_the_one_that_stayed_in_another_installation(test: TestStore) {
        sells_to(&test, true).await;
        import_text(&test, "contacts", "shop", "key,name,email\n1,Ada,ada@a.example\n2,Ada Berg,ada@b.example\n3,Bo,bo@b.example\n").await;
        let merge = "UPDATE account SET merged_into = (SELECT id FROM account WHERE external_key = '3') WHERE external_key IN ('1', '2')";
        let people = "UPDATE contact SET merged_into = (SELECT id FROM contact WHERE external_key = '3') WHERE external_key IN ('1', '2')";
        test.store.write(START, Actor::System, |tx| {
            tx.execute(merge, &[])?;
            tx.execute(people, &[])
        }).await.unwrap();
        // Read into where it came from, the two are written as what they are now: people at the customer that stayed.
        let moved = |kind: &str| if kind == "contacts" { 2 } else { 0 };
        there_and_back(&test, test.store.engine(), true, ExportFormat::Parquet, moved).await;
        let folder = tempfile::tempdir().unwrap();
        let out = export(&test, folder.path(), ExportFormat::Csv).await;
        assert_eq!((out["accounts"].1, out["contacts"].1), (3, 3));

        let other = TestStore::open(test.store.engine(), vec![troth_records::part()]).await.unwrap();
        sells_to(&other, true).await;
        let mut batches = Vec::new();
        for kind in ["accounts", "contacts"] {
            batches.push(import(&other, kind, &folder.path().join(format!("{kind}.csv")), "troth-export").await.batch);
        }
        // The shop goes on with its own keys: what it says again is nothing new, and what was bought under either is Bo's.
        import_text(&other, "purchases", "shop", "key,customer,at,amount\np1,1,2025-05-01,5\np2,3,2025-05-02,7\n").await;
        let again = folder.path().join("again.csv");
        std::fs::write(&again, "key,name,email\n1,Ada,ada@a.example\n2,Ada Berg,ada@b.example\n").unwrap();
        let said = import(&other, "contacts", &again, "shop").await.applied;
        assert_eq!((said.new, said.changed, said.same), (0, 0, 2));
        let sql = "SELECT MIN(account.name) AS name, COUNT(*) AS bought, COUNT(DISTINCT account.id) AS buyers FROM fact_purchase \
                   JOIN account ON account.id = fact_purchase.account_id";
        let row = other.store.read(move |db| db.query_one(sql, &[])).await.unwrap();
        assert_eq!((row.text(0).unwrap(), row.get::<i64>(1).unwrap(), row.get::<i64>(2).unwrap()), ("Bo", 2, 1));

        // Taken back, nothing is left of it.
        let bought = "SELECT id FROM import_batch WHERE kind = 'purchases'";
        let bought: troth_core::BatchId = other.store.read(move |db| db.query_one(bought, &[])?.id(0)).await.unwrap();
        for batch in [bought, batches[1], batches[0]] {
            troth_records::undo_import(&other.store, START, Actor::System, batch).await.unwrap();
        }
        for table in ["account", "contact", "lookup_token"] {
            let left = other.store.read(move |db| db.scalar::<i64>(&format!("SELECT COUNT(*) FROM {table}"), &[])).await;
            assert_eq!(left.unwrap(), 0, "{table}");
        }
    }

    async fn a_folder_with_files_is_never_written_over(test: TestStore) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("staff.csv"), "mine").unwrap();
        let refused = export_all(&test.store, START, Actor::System, folder.path(), ExportFormat::Csv).await.unwrap_err();
        assert!(refused.to_string().contains("choose an empty folder"), "{refused}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn every_import_has_an_export_of_the_same_fields() {
    let part = troth_records::part();
    for kind in part.imports {
        let export = part.exports.iter().find(|export| export.name == kind.name).unwrap();
        let fields: Vec<&str> = kind.fields.iter().map(|field| field.name).collect();
        let columns: Vec<&str> = (export.columns)().iter().map(|column| column.name).collect();
        assert_eq!(columns, fields, "{}", kind.name);
    }
}

/// A text as somebody may write it, with what files and spreadsheets trip over.
fn text() -> impl Strategy<Value = String> {
    let letters = prop::collection::vec(
        prop::sample::select(vec![
            'a', 'Z', '9', ' ', '=', '+', '-', '@', '\'', '"', ',', ';', ':', '%', '\n', '\t', '\r', 'é',
            '𝄞', '|', '#',
        ]),
        1..12,
    );
    letters
        .prop_map(|letters| letters.into_iter().collect::<String>().trim().to_owned())
        .prop_filter("empty", |text| !text.is_empty())
}

/// Rows of a business as programs would send them: customers with people, purchases, what was said, contracts.
fn business() -> impl Strategy<Value = Vec<(&'static str, String, serde_json::Value)>> {
    let source = prop::sample::select(vec!["shop", "a:b", "%3A", "troth-export"]);
    let row = (source, text(), text(), text(), text(), any::<[u16; 3]>(), -9_999_999i64..9_999_999);
    let rows = row.prop_map(|(source, key, name, other, long, [day, kind, pick], minor)| {
        let date = troth_core::Day::from_number(10_000 + i64::from(day) % 300).to_string();
        let amount = format!("{}{}.{:02}", if minor < 0 { "-" } else { "" }, minor.abs() / 100, minor.abs() % 100);
        let (currency, months) = (["USD", "EUR"][usize::from(pick % 2)], pick % 36 + 1);
        let (kind, mut row) = match kind % 6 {
            0 => ("accounts", serde_json::json!({"name": name, "team": other, "since": date})),
            1 => ("contacts", serde_json::json!({"customer": other, "name": name, "title": long, "email": format!("a{pick}@b.example"), "phone": format!("+49 ({pick}) 555"), "since": date})),
            2 => ("purchases", serde_json::json!({"customer": other, "at": format!("{date}T10:00:00.{:06}Z", u32::from(pick) * 7 % 1_000_000), "amount": amount, "currency": currency, "product": name, "quantity": format!("{}", f64::from(pick) / 8.0)})),
            3 => ("interactions", serde_json::json!({"customer": other, "at": date, "function": "sales", "contact": name, "staff": long, "text": format!("{long} {name}")})),
            4 => ("contracts", serde_json::json!({"customer": other, "started": date, "months": months, "amount": amount, "currency": currency, "name": name})),
            _ => ("staff", serde_json::json!({"name": name, "team": other, "from": date})),
        };
        row["key"] = key.into();
        (kind, source.to_owned(), row)
    });
    prop::collection::vec(rows, 1..25)
}

/// The import file of one row: a heading and its values.
fn file_of(row: &serde_json::Value) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let (heads, cells): (Vec<String>, Vec<String>) = (row.as_object().unwrap().iter())
        .map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (name.clone(), quoted(&troth_web::csv::harmless(&text)))
        })
        .unzip();
    format!("{}\n{}\n", heads.join(","), cells.join(","))
}

fn any_business_comes_back(engine: Engine, cases: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 40, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(
        config,
        prop::test_runner::TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha),
    );
    let ran = runner.run(&(business(), any::<bool>()), |(rows, people)| {
        runtime.block_on(async {
            let test = TestStore::open(engine, vec![troth_records::part()]).await.unwrap();
            sells_to(&test, people).await;
            import_text(
                &test,
                "rates",
                "bank",
                "currency,day,rate\nEUR,1997-05-01,1.0855\nEUR,2005-01-01,1.2\n",
            )
            .await;
            let daily: Vec<String> = (0..40)
                .map(|n| format!("EUR,{},1.1\n", troth_core::Day::from_number(9_995 + n * 9)))
                .collect();
            import_text(&test, "rates", "bank", &format!("currency,day,rate\n{}", daily.concat())).await;
            for (kind, source, row) in rows {
                import_text(&test, kind, &source, &file_of(&row)).await;
            }
            for format in [ExportFormat::Csv, ExportFormat::Parquet] {
                there_and_back(&test, engine, people, format, |_| 0).await;
            }
        });
        Ok(())
    });
    ran.unwrap();
}

#[test]
fn any_business_comes_back_on_sqlite() {
    any_business_comes_back(Engine::Sqlite, 24);
}

#[test]
fn any_business_comes_back_on_postgres() {
    if troth_harness::PostgresPlace::fresh().is_some() {
        any_business_comes_back(Engine::Postgres, 6);
    }
}
