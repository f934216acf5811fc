//! Files of customers, people, staff, contracts and interactions: read twice, changed, taken back; what is wrong is said.

use std::path::Path;

use troth_core::{Actor, BatchId};
use troth_harness::{START, TestStore};
use troth_records::{Error, Imported, Options, check_file, find_kind, import_file, undo_import};

const TABLES: [&str; 10] = [
    "account",
    "contact",
    "contract",
    "interaction",
    "interaction_text",
    "staff",
    "team",
    "purchase",
    "import_before",
    "import_chunk",
];

/// Every row of every table that imports fill, batches left out.
async fn everything(test: &TestStore) -> Vec<String> {
    test.store
        .read(|db| {
            let mut rows = Vec::new();
            for table in TABLES {
                let found = db.query(&format!("SELECT * FROM {table} ORDER BY 1, 2"), &[])?;
                rows.extend(found.iter().map(|row| format!("{table} {:?}", row.values())));
            }
            Ok::<_, troth_store::Error>(rows)
        })
        .await
        .unwrap()
}

async fn try_import(test: &TestStore, kind: &str, text: &str) -> Result<Imported, Error> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(format!("{kind}.csv"));
    std::fs::write(&file, text).unwrap();
    read_in(test, kind, &file).await
}

async fn read_in(test: &TestStore, kind: &str, file: &Path) -> Result<Imported, Error> {
    let kind = find_kind(&test.store, kind).unwrap();
    let options = Options { source: "crm".into(), ..Options::default() };
    let dry = check_file(&test.store, &kind, file, &options, &mut |_, _| {}).await?;
    let done = import_file(&test.store, START, Actor::System, &kind, file, &options, &mut |_, _| {}).await?;
    assert_eq!(dry.would, done.applied, "the dry run said what would happen");
    Ok(done)
}

async fn import(test: &TestStore, kind: &str, text: &str) -> Imported {
    try_import(test, kind, text).await.unwrap()
}

fn counts(imported: &Imported) -> (u64, u64, u64) {
    let applied = imported.applied;
    (applied.new, applied.changed, applied.same)
}

async fn undo(test: &TestStore, batch: BatchId) {
    undo_import(&test.store, START, Actor::System, batch).await.unwrap();
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

/// The first column of each row.
async fn texts(test: &TestStore, sql: &'static str) -> Vec<String> {
    let rows = test.store.read(move |db| db.query(sql, &[])).await.unwrap();
    rows.iter().map(|row| row.text(0).unwrap_or("-").to_owned()).collect()
}

/// Kind, file, the same with one row changed; and how many rows.
const FILES: [(&str, &str, &str, u64); 6] = [
    ("teams", "key,name\nn,North\ns,South\n", "key,name\nn,North\ns,Southern\n", 2),
    (
        "staff",
        "key,name,email,team,from,to\n1,Ada,ada@us.example,n,2024-01-01,\n2,Bob,bob@us.example,South,2024-01-01,2025-06-30\n",
        "key,name,email,team,from,to\n1,Ada,ada@us.example,n,2024-01-01,\n2,Bob,bob@us.example,n,2024-01-01,2025-06-30\n",
        2,
    ),
    (
        "accounts",
        "key,name,kind,team,owner\na,Ålborg Works,organisation,n,ada@us.example\nb,Miller,Household,,Bob\n",
        "key,name,kind,team,owner\na,Aalborg Works,organisation,n,ada@us.example\nb,Miller,Household,,Bob\n",
        2,
    ),
    (
        "contacts",
        "key,customer,name,title,email,email 2,phone,language,level,role\n\
         7,a,Eva Lind,CEO,\"Eva@a.example; lind@a.example\",e@home.example,+45 1234567,da,executive,decides\n\
         8,c,Max Roe,,,,,,,\n",
        "key,customer,name,title,email,email 2,phone,language,level,role\n\
         7,a,Eva Lind,CEO,Eva@a.example,e@home.example,+45 1234567,da,Management,decides\n\
         8,c,Max Roe,,,,,,,\n",
        2,
    ),
    (
        "contracts",
        "key,customer,started,months,ends,amount,period,ended,reason\n\
         k1,a,2025-01-31,12,,100.00,month,,\nk2,d,2024-03-01,,2025-02-28,1200,year,2024-12-31,too dear\n",
        "key,customer,started,months,ends,amount,period,ended,reason\n\
         k1,a,2025-01-31,24,,100.00,month,,\nk2,d,2024-03-01,,2025-02-28,1200,year,2024-12-31,too dear\n",
        2,
    ),
    (
        "interactions",
        "key,customer,at,function,contact,staff,channel,direction,effect,text\n\
         i1,a,2025-05-01T10:00:00Z,service,7,Ada,phone,inbound,closer,Said thanks\n\
         i2,e,2025-05-02T10:00:00Z,accounting,99,Cid,,,,\n",
        "key,customer,at,function,contact,staff,channel,direction,effect,text\n\
         i1,a,2025-05-01T10:00:00Z,service,7,Ada,phone,inbound,away,\"Said thanks, then not\"\n\
         i2,e,2025-05-02T10:00:00Z,accounting,99,Cid,,,,\n",
        2,
    ),
];

troth_harness::on_both_engines! {
    with vec![troth_records::part()];

    async fn every_kind_is_read_twice_changed_and_taken_back(test: TestStore) {
        sells_to(&test, false).await;
        let mut steps = Vec::new();
        for (kind, file, changed, rows) in FILES {
            let start = everything(&test).await;
            let first = import(&test, kind, file).await;
            assert_eq!(counts(&first), (rows, 0, 0), "{kind}");
            let after_first = everything(&test).await;
            assert_eq!(counts(&import(&test, kind, file).await), (0, 0, rows), "{kind} again");
            assert_eq!(everything(&test).await, after_first, "{kind} again changes nothing");
            let second = import(&test, kind, changed).await;
            assert_eq!(counts(&second), (0, 1, rows - 1), "{kind} changed");
            steps.push((kind, first.batch, second.batch, start, after_first));
        }
        for (kind, first, second, start, after_first) in steps.into_iter().rev() {
            undo(&test, second).await;
            assert_eq!(everything(&test).await, after_first, "{kind}: the change is taken back");
            undo(&test, first).await;
            assert_eq!(everything(&test).await, start, "{kind}: all of it is taken back");
        }
    }

    async fn what_a_file_says_is_what_is_stored(test: TestStore) {
        sells_to(&test, false).await;
        for (kind, file, _, _) in FILES {
            import(&test, kind, file).await;
        }
        let emails = texts(&test, "SELECT emails FROM contact WHERE external_key = '7'").await;
        assert_eq!(emails, ["eva@a.example\nlind@a.example\ne@home.example"]);
        let teams = texts(&test, "SELECT team.name FROM staff JOIN team ON team.id = staff.team_id ORDER BY staff.id").await;
        assert_eq!(teams, ["North", "South"], "by key, and by name");
        let owners = texts(&test, "SELECT staff.name FROM account JOIN staff ON staff.id = account.owner_id ORDER BY account.id").await;
        assert_eq!(owners, ["Ada", "Bob"], "by e-mail, and by name");
        let kinds = texts(&test, "SELECT external_key || ' ' || kind FROM account ORDER BY external_key").await;
        assert_eq!(kinds, ["a organisation", "b household", "c organisation", "d organisation", "e organisation"]);
        let days = texts(
            &test,
            "SELECT external_key || ' ' || ends_day || ' ' || renewal_day || ' ' || period_months FROM contract ORDER BY 1",
        )
        .await;
        // A year from the last of January ends the day before the last of January.
        assert_eq!(days, ["k1 20483 20483 1", "k2 20147 20147 12"]);
        let said = texts(&test, "SELECT text FROM interaction_text").await;
        assert_eq!(said, ["Said thanks"]);
        let contact = texts(&test, "SELECT contact.name FROM contact JOIN account ON account.id = contact.account_id WHERE account.external_key = 'e'").await;
        assert_eq!(contact, ["99"], "a person only named is entered at the row's customer");
    }

    async fn a_column_that_a_file_lacks_and_an_empty_cell_change_nothing(test: TestStore) {
        sells_to(&test, false).await;
        import(&test, "contacts", "key,customer,name,email,level\n7,a,Eva,eva@a.example,executive\n").await;
        let before = everything(&test).await;
        let again = import(&test, "contacts", "key,customer,name,email\n7,a,Eva,\n").await;
        assert_eq!(counts(&again), (0, 0, 1));
        assert_eq!(everything(&test).await, before);
    }

    async fn a_person_without_a_customer_is_one_where_people_are_sold_to(test: TestStore) {
        import(&test, "purchases", "customer,at,amount\n42,2025-01-01,5\n").await;
        let before = everything(&test).await;
        let file = "key,name,email\n42,Ada Berg,ada@home.example\n43,Bo Holm,\n";
        let people = import(&test, "contacts", file).await;
        assert_eq!(counts(&people), (2, 0, 0));
        let named = "SELECT account.name || ' ' || account.kind || ' ' || contact.name FROM contact JOIN account \
                     ON account.id = contact.account_id ORDER BY contact.external_key";
        assert_eq!(texts(&test, named).await, ["Ada Berg person Ada Berg", "Bo Holm person Bo Holm"]);
        assert_eq!(counts(&import(&test, "contacts", file).await), (0, 0, 2));
        undo(&test, people.batch).await;
        assert_eq!(everything(&test).await, before, "the customer of a purchase is called by its key again");
    }

    async fn what_is_wrong_is_said_with_line_column_and_words(test: TestStore) {
        sells_to(&test, false).await;
        let cases = [
            ("contacts", "key,customer,level\n1,a,boss\n", &["line 2", "column level", "executive, management, operations"][..]),
            ("contacts", "key,customer,role\n1,a,buyer\n", &["column role", "decides, influences, uses, none"]),
            ("contacts", "key,customer,email\n1,a,eva at home\n", &["column email", "ada@example.com"]),
            ("contacts", "key,customer,name\n1,,Eva\n", &["column customer", "say at which customer"]),
            ("accounts", "key,kind\na,company\n", &["organisation, household, person"]),
            ("interactions", "customer,at,function\na,2025-01-01,it\n", &["sales, delivery, service"]),
            ("interactions", "customer,at,function\na,2025-01-01,\n", &["column function", "empty"]),
            ("contracts", "key,customer,started,ends\n1,a,2025-01-01,2024-01-01\n", &["column ends", "before the first day"]),
            ("contracts", "key,customer,started,months\n1,a,2025-01-01,twelve\n", &["number of months"]),
            ("contracts", "key,customer,started,reason\n1,a,2025-01-01,dear\n", &["say when it ended"]),
            ("staff", "key,email\n1,a@b.example;c@d.example\n", &["several addresses"]),
            ("staff", "key,from,to\n1,2025-01-02,2025-01-01\n", &["column to", "before the first"]),
            ("teams", "key,name\nn,North\nn,Nord\n", &["stands in line 2 already"]),
        ];
        for (kind, file, parts) in cases {
            let said = try_import(&test, kind, file).await.unwrap_err().to_string();
            for part in parts {
                assert!(said.contains(part), "{kind}: {said} lacks {part}");
            }
        }
        assert_eq!(everything(&test).await, [] as [&str; 0], "nothing of a wrong file is kept");
    }

    async fn what_others_hold_on_to_stays_when_an_import_is_taken_back(test: TestStore) {
        let customers = import(&test, "accounts", "key,name\na,Ada\nb,Bo\n").await;
        import(&test, "purchases", "customer,at,amount\na,2025-01-01,5\n").await;
        undo(&test, customers.batch).await;
        assert_eq!(texts(&test, "SELECT name FROM account").await, ["Ada"], "it has a purchase");
    }

    async fn facts_show_finished_batches_and_the_customer_that_stayed(test: TestStore) {
        sells_to(&test, false).await;
        for (kind, file, _, _) in FILES {
            import(&test, kind, file).await;
        }
        let counted = |view: &'static str| texts_of_count(&test, view);
        assert_eq!(counted("dim_contact").await, 3);
        assert_eq!(counted("dim_staff").await, 3);
        assert_eq!(counted("dim_team").await, 2);
        assert_eq!(counted("fact_contract").await, 2);
        assert_eq!(counted("fact_interaction").await, 2);
        test.store
            .write(START, Actor::System, |tx| {
                tx.execute(
                    "UPDATE account SET merged_into = (SELECT id FROM account WHERE external_key = 'b') WHERE external_key = 'a'",
                    &[],
                )?;
                tx.execute("UPDATE import_batch SET state = 'applying' WHERE kind = 'interactions'", &[])
            })
            .await
            .unwrap();
        assert_eq!(counted("fact_interaction").await, 0, "of a batch at work nothing is shown");
        for view in ["dim_contact", "fact_contract"] {
            let at = format!(
                "SELECT COUNT(*) FROM {view} JOIN account ON account.id = {view}.account_id WHERE account.external_key = 'b'"
            );
            let count: i64 = test.store.read(move |db| db.scalar(&at, &[])).await.unwrap();
            assert_eq!(count, 1, "{view} shows it at the customer that stayed");
        }
    }
}

async fn texts_of_count(test: &TestStore, view: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {view}");
    test.store.read(move |db| db.scalar(&sql, &[])).await.unwrap()
}
