//! `troth simulate`: what it writes is what an import reads.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::Place;

/// Kinds that an import reads, in an order in which nothing is named before it is there.
fn kinds() -> Vec<&'static str> {
    let parts = troth::wiring::parts();
    let known: BTreeSet<&str> = parts.iter().flat_map(|part| part.imports).map(|kind| kind.name).collect();
    troth_sim::FILES.iter().map(|file| file.name).filter(|name| known.contains(name)).collect()
}

#[test]
fn every_file_of_a_kind_that_exists_is_imported_without_a_wrong_row() {
    let mut imported = BTreeSet::new();
    for (kind, model) in [("shop", "bgnbd"), ("maker", "sbg")] {
        let place = Place::sqlite();
        let files = place.path().join("files");
        let made = place.json(&[
            "simulate",
            "--kind",
            kind,
            "--customers",
            "400",
            "--seed",
            "3",
            "--json",
            "--out",
            files.to_str().unwrap(),
        ]);
        assert!(files.join("truth.json").exists());
        for name in kinds() {
            let Some(rows) = made["rows"][name].as_u64() else { continue };
            let file = files.join(format!("{name}.csv"));
            let done = place.json(&["import", name, file.to_str().unwrap(), "--json"]);
            assert_eq!(
                (done["rows"].as_u64(), done["wrong"].as_u64()),
                (Some(rows), Some(0)),
                "{kind} {name}"
            );
            assert_eq!(
                done["new"].as_u64(),
                Some(rows),
                "{kind} {name}: nothing stands twice in a file: {done}"
            );
            imported.insert(name);
        }
        let run = place.json(&["run", "--as-of", "2026-06-30", "--json"]);
        let fits = run["fits"].as_array().unwrap();
        assert!(fits.iter().any(|fit| fit["model"].as_str().unwrap().starts_with(model)), "{kind}: {fits:?}");
    }
    assert_eq!(imported, kinds().into_iter().collect(), "every kind is made by one business at least");
}

#[test]
fn what_cannot_be_made_is_said() {
    let place = Place::sqlite();
    let out = place.path().join("files");
    let run = |arguments: &[&str]| {
        let arguments = [&["simulate", "--out", out.to_str().unwrap()], arguments].concat();
        let output = place.run(&arguments);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = run(&["--kind", "zoo"]);
    assert!(code == Some(2) && said.contains("shop, maker"), "{said}");
    let (code, said) = run(&["--customers", "0"]);
    assert!(code == Some(1) && said.contains("say a number from 1"), "{said}");
    let (code, said) = run(&["--until", "2199-01-01"]);
    assert!(code == Some(1) && said.contains("can be told from 2024-01-01"), "{said}");
    assert!(!out.join("truth.json").exists(), "nothing is half written");
    let (code, said) = run(&["--until", "yesterday"]);
    assert!(code == Some(2) && said.contains("yesterday"), "{said}");
}

/// The same seed twice is the same, to the byte; a place that holds one business is not mixed with another.
#[test]
fn one_seed_gives_one_business() {
    let place = Place::sqlite();
    let made = |name: &str, seed: &str| {
        let folder = place.path().join(name);
        let rows: Value = place.json(&[
            "simulate",
            "--customers",
            "100",
            "--seed",
            seed,
            "--json",
            "--out",
            folder.to_str().unwrap(),
        ]);
        assert!(rows["rows"]["purchases"].as_u64().unwrap() > 50);
        std::fs::read(folder.join("purchases.csv")).unwrap()
    };
    let first = made("one", "9");
    assert_eq!(first, made("two", "9"));
    assert_ne!(first, made("three", "10"));
}

/// Eight businesses of each sort: enough to see an estimate that is wrong. `troth simulate --check` makes two hundred.
#[test]
fn every_estimate_holds_against_the_truth() {
    let place = Place::sqlite();
    let report = place.json(&["simulate", "--check", "--businesses", "8", "--json"]);
    let rows = report["rows"].as_array().unwrap();
    assert!(rows.len() >= 25, "{}", rows.len());
    for row in rows {
        assert!(row["passed"] == true && row["businesses"] == 8, "{row}");
    }
    let (code, said) = {
        let output = place.run(&["simulate", "--check", "--seed", "3"]);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert!(code == Some(2) && said.contains("--seed"), "a check has seeds of its own: {said}");
}

#[test]
fn one_estimate_is_checked_by_itself() {
    let place = Place::sqlite();
    let check = ["simulate", "--check", "--businesses", "2", "--json", "--estimate"];
    let report = place.json(&[&check[..], &["reproduction"]].concat());
    let names: Vec<_> = report["rows"].as_array().unwrap().iter().map(|row| &row["estimate"]).collect();
    assert_eq!(names, ["reproduction number of referrals, without second cards"]);
    let output = place.run(&[&check[..], &["the weather"]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(1) && said.contains("no estimate is called `the weather`"),
        "{said}"
    );
}
