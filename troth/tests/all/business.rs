//! The business: its page, and the days of purchases after its zone has changed.

use axum::http::StatusCode;
use troth_core::Role;
use troth_harness::TestStore;

use crate::page::{running_on, signed_in};
use crate::people::import;

async fn days(test: &TestStore) -> Vec<(i64, i64)> {
    let rows = test
        .store
        .read(|db| db.query("SELECT day, month FROM fact_purchase ORDER BY at", &[]))
        .await
        .unwrap();
    rows.iter().map(|row| (row.get(0).unwrap(), row.get(1).unwrap())).collect()
}

troth_harness::on_both_engines! {
    with troth::wiring::parts();

    async fn another_zone_counts_the_days_anew(test: TestStore) {
        // 23:30 on 31 January in London is already February in Berlin.
        import(&test, "purchases", "customer,at,amount\na,2026-01-31T23:30:00Z,5.00\nb,2026-01-15T12:00:00Z,5.00\n").await;
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let before = days(&test).await;
        let saved = owner.post("/records/business", "name=Corner&zone=Europe%2FBerlin&currency=USD").await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        troth::program::runner(&app).drain().await;
        let after = days(&test).await;
        assert_eq!(after[0], before[0], "noon stays noon's day");
        assert_eq!(after[1], (before[1].0 + 1, before[1].1 + 1));
        let page = owner.get("/records/business").await;
        assert!(page.body.contains("Europe/Berlin") || page.body.contains("Europe&#x2f;Berlin"), "{}", page.body);
        assert!(page.text().contains("Corner"), "the name stands on every page at once");
    }

    async fn what_is_wrong_is_marked_and_kept(test: TestStore) {
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let wrong = owner.post("/records/business", "name=&zone=Europe%2FBerlyn&currency=euro").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = wrong.text();
        assert!(text.contains("no such time zone") && text.contains("no such currency"), "{text}");
        assert!(wrong.body.contains("Berlyn"), "what was typed is kept");
        import(&test, "purchases", "customer,at,amount\na,2026-01-31,5.00\n").await;
        let fixed = owner.post("/records/business", "name=Corner&zone=UTC&currency=EUR").await;
        assert_eq!(fixed.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(fixed.text().contains("Amounts are in USD already"), "{}", fixed.text());
        let saved = owner.post("/records/business", "name=Corner&zone=UTC&currency=USD").await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
    }
}
