//! Records of an earlier version are kept as they were, brought up to date and count the same, on either engine. The stored file was
//! written by the program as it was when it first served (one migration of each crate), before users had codes, customers people, or
//! runs halves; of its customers the first four hundred are left. Its figures were counted by its own fact views.

use std::io::Read as _;
use std::path::Path;

use serde_json::Value;

use crate::program::Place;

const QUESTIONS: [(&str, &str); 6] = [
    ("customers", "SELECT COUNT(*) AS n FROM dim_account"),
    ("purchases", "SELECT COUNT(*) AS n FROM fact_purchase"),
    ("amount", "SELECT SUM(amount) AS n FROM fact_purchase"),
    ("buyers", "SELECT COUNT(*) AS n FROM (SELECT DISTINCT account_id FROM fact_purchase) buyer"),
    ("days", "SELECT COUNT(*) AS n FROM (SELECT DISTINCT account_id, day FROM fact_purchase) visit"),
    ("last_day", "SELECT MAX(day) AS n FROM fact_purchase"),
];

fn counts_the_same(place: &Place, figures: &Value) {
    for (name, question) in QUESTIONS {
        let asked = place.json(&["sql", question, "--format", "json"]);
        assert_eq!(asked["rows"][0]["n"].as_f64(), figures[name].as_f64(), "{name}: {asked}");
    }
}

#[test]
fn what_the_first_version_wrote_is_backed_up_brought_up_to_date_and_counts_the_same() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/first.zip");
    let mut stored = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        stored.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    let place = Place::sqlite();
    let data = place.path().join("data");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("troth.db"), read("troth.db")).unwrap();
    let figures: Value = serde_json::from_slice(&read("figures.json")).unwrap();

    counts_the_same(&place, &figures);
    let kept: Vec<_> =
        std::fs::read_dir(data.join("backups")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(kept.len(), 1, "backed up once, before anything was changed: {kept:?}");
    let works = |place: &Place| {
        let link = place.json(&["user", "link", "demo@troth.example", "--json"]);
        assert!(link["link"].is_string(), "whoever could sign in still can: {link}");
        let run = place.json(&["run", "--as-of=1998-06-30", "--json"]);
        assert!(run["at_risk"]["customers"].is_object() || run["at_risk"]["customers"].is_number(), "{run}");
    };
    works(&place);
    counts_the_same(&place, &figures);

    // What was kept comes back where it was written, and on the other engine; there it is brought up to date too.
    for other in std::iter::once(Place::sqlite()).chain(Place::postgres()) {
        other.json(&["restore", kept[0].to_str().unwrap(), "--json"]);
        counts_the_same(&other, &figures);
        works(&other);
    }
}
