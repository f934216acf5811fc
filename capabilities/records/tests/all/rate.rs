//! Other currencies: converted at the stored rate of the day, refused where there is none, never rewritten silently.

use troth_core::Actor;
use troth_harness::{START, TestStore};
use troth_records::{
    Checked, Error, Imported, Options, check_file, find_kind, import_file, in_english, undo_import,
};
use troth_store::Engine;

const ORDERS: &str =
    "customer,at,amount,currency\na,2026-01-05,10.00,EUR\nb,2026-01-06,1500,JPY\nc,2026-01-06,3.00,\n";
const RATES: &str = "currency,day,rate\nEUR,2026-01-02,1.25\nEUR,2026-01-06,9\nJPY,2026-01-06,0.0061\n";

type Place<'p> = (&'p TestStore, &'p tempfile::TempDir);

async fn import((test, folder): Place<'_>, kind: &str, content: &str) -> Result<Imported, Error> {
    let (kind, file) = (find_kind(&test.store, kind).unwrap(), folder.path().join("file.csv"));
    std::fs::write(&file, content).unwrap();
    let options = Options::default();
    import_file(&test.store, START, Actor::System, &kind, &file, &options, &mut |_, _| {}).await
}

async fn dry_run((test, folder): Place<'_>, content: &str) -> Checked {
    let (kind, file) = (find_kind(&test.store, "purchases").unwrap(), folder.path().join("file.csv"));
    std::fs::write(&file, content).unwrap();
    check_file(&test.store, &kind, &file, &Options::default(), &mut |_, _| {}).await.unwrap()
}

/// Amounts as the fact shows them: in the reporting currency, and as they were paid.
async fn amounts(test: &TestStore) -> Vec<String> {
    let sql =
        "SELECT amount, original_amount, original_currency FROM fact_purchase ORDER BY at, original_currency";
    let rows = test.store.read(move |db| db.query(sql, &[])).await.unwrap();
    let shown = |row: &troth_store::Row| {
        format!("{} {} {}", row.get::<i64>(0).unwrap(), row.get::<i64>(1).unwrap(), row.text(2).unwrap())
    };
    rows.iter().map(shown).collect()
}

troth_harness::on_both_engines! {
    with vec![troth_records::part()];

    async fn amounts_are_converted_at_the_rate_of_their_day(test: TestStore) {
    let folder = tempfile::tempdir().unwrap();
    let place = (&test, &folder);
    let refused = import(place, "purchases", ORDERS).await.unwrap_err().to_string();
    for part in ["line 2, column currency", "no rate from EUR to USD for 2026-01-05", "the kind rates"] {
        assert!(refused.contains(part), "{refused}");
    }
    let rates = import(place, "rates", RATES).await.unwrap();
    assert_eq!((rates.applied.new, import(place, "rates", RATES).await.unwrap().applied.same), (3, 3));
    let first = import(place, "purchases", ORDERS).await.unwrap();
    assert_eq!(amounts(place.0).await, ["1250 1000 EUR", "915 1500 JPY", "300 300 USD"]);

    // A rate that changes rewrites nothing; the same file read again shows what would change, and can be taken back.
    let newer = import(place, "rates", "currency,day,rate\nEUR,2026-01-02,1.30\n").await.unwrap();
    assert_eq!(amounts(place.0).await, ["1250 1000 EUR", "915 1500 JPY", "300 300 USD"]);
    let would = dry_run(place, ORDERS).await.would;
    assert_eq!((would.new, would.changed, would.same), (0, 1, 2));
    let again = import(place, "purchases", ORDERS).await.unwrap();
    assert_eq!(amounts(place.0).await, ["1300 1000 EUR", "915 1500 JPY", "300 300 USD"]);
    undo_import(&place.0.store, START, Actor::System, again.batch).await.unwrap();
    assert_eq!(amounts(place.0).await, ["1250 1000 EUR", "915 1500 JPY", "300 300 USD"]);
    undo_import(&place.0.store, START, Actor::System, newer.batch).await.unwrap();
    assert_eq!(dry_run(place, ORDERS).await.would.same, 3, "the earlier rate stands again");
    undo_import(&place.0.store, START, Actor::System, first.batch).await.unwrap();
    undo_import(&place.0.store, START, Actor::System, rates.batch).await.unwrap();
    let left = place.0.store.read(|db| db.scalar::<i64>("SELECT COUNT(*) FROM currency_rate", &[])).await;
    assert_eq!((left.unwrap(), amounts(place.0).await.len()), (0, 0));
    }
}

#[tokio::test]
async fn a_rate_may_be_ten_days_old_and_no_older() {
    let test = TestStore::open(Engine::Sqlite, vec![troth_records::part()]).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let place = (&test, &folder);
    import(place, "rates", "currency,day,rate\nEUR,2026-01-02,1.25\n").await.unwrap();
    let buy = |day: &str| format!("customer,at,amount,currency\na,{day},10.00,EUR\n");
    assert_eq!(dry_run(place, &buy("2026-01-12")).await.wrong, 0);
    for (day, part) in [
        ("2026-01-13", "the latest before it is for 2026-01-02"),
        ("2026-01-01", "the first is for 2026-01-02"),
    ] {
        let first = in_english(&dry_run(place, &buy(day)).await.first_wrong.unwrap());
        assert!(first.contains(part) && first.contains(day), "{first}");
    }
    for (rate, part) in
        [("0", "not a rate"), ("-1", "not a rate"), ("1,085", "two ways"), ("abc", "not a rate")]
    {
        let refused =
            import(place, "rates", &format!("currency,day,rate\nEUR,2026-01-02,\"{rate}\"\n")).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("line 2, column rate") && refused.contains(part), "{refused}");
    }
    let refused =
        import(place, "rates", "currency,day,rate\nXXQ,2026-01-02,1\n").await.unwrap_err().to_string();
    assert!(refused.contains("ISO 4217"), "{refused}");
}
