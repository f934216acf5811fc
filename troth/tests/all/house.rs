//! The house rules: who may depend on whom, who may name what.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A crate of ours: its folder below the root and the crates it is built from, ours and others.
struct Crate {
    folder: String,
    dependencies: Vec<(String, bool)>,
}

fn crates() -> BTreeMap<String, Crate> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let root = root();
    let packages = metadata["packages"].as_array().unwrap();
    let of = |package: &serde_json::Value| {
        let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
        let folder = manifest.parent().unwrap().strip_prefix(&root).unwrap().display().to_string();
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        let dependencies = dependencies
            .map(|one| (one["name"].as_str().unwrap().to_owned(), one["kind"].as_str() == Some("dev")))
            .collect();
        (package["name"].as_str().unwrap().to_owned(), Crate { folder, dependencies })
    };
    packages.iter().map(of).collect()
}

/// Floors from below; a crate may use those below it, and within foundation only along these arrows.
fn allowed(folder: &str, on: &str, dev: bool) -> bool {
    if dev && on == "troth-harness" {
        return true;
    }
    let foundation = |below: &[&str]| below.contains(&on);
    match folder {
        "foundation/store" => foundation(&["troth-core"]),
        "foundation/mail" | "foundation/lake" | "foundation/harness" => {
            foundation(&["troth-core", "troth-store"])
        }
        "foundation/web" => foundation(&["troth-core", "troth-mail", "troth-store"]),
        "capabilities/records" => on != "troth" && !on_capability(on),
        folder if folder.starts_with("capabilities/") => {
            on == "troth-records" || (on != "troth" && !on_capability(on))
        }
        "sim" => foundation(&["troth-core"]),
        folder if folder.starts_with("bench/") || folder == "troth" => true,
        _ => false,
    }
}

fn on_capability(on: &str) -> bool {
    crates().get(on).is_some_and(|one| one.folder.starts_with("capabilities/"))
}

#[test]
fn dependencies_point_downwards() {
    let crates = crates();
    assert!(crates.len() >= 8);
    for (name, one) in &crates {
        for (on, dev) in &one.dependencies {
            if crates.contains_key(on) {
                assert!(allowed(&one.folder, on, *dev), "{name} ({}) must not depend on {on}", one.folder);
            }
        }
    }
}

#[test]
fn only_the_store_names_the_database_and_only_the_lake_the_columnar_engine() {
    for (name, one) in crates() {
        for (on, dev) in &one.dependencies {
            let place = one.folder.as_str();
            match on.as_str() {
                "rusqlite" | "sqlx" | "tokio-postgres" => {
                    assert!(
                        place == "foundation/store" || (*dev || place.starts_with("bench/")),
                        "{name} names {on}"
                    );
                }
                "datafusion" | "arrow" | "ballista" => {
                    assert_eq!(place, "foundation/lake", "{name} names {on}");
                }
                "axum" => assert!(
                    place == "troth"
                        || ["foundation/web", "foundation/harness"].contains(&place)
                        || place.starts_with("capabilities/"),
                    "{name} names axum"
                ),
                "anyhow" => assert!(
                    place == "troth" || place.starts_with("bench/"),
                    "{name} names anyhow; its errors are an enum"
                ),
                _ => {}
            }
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir()
            && !["target", "node_modules", "dist", ".git"].iter().any(|skip| path.ends_with(skip))
        {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn axum_appears_where_pages_and_endpoints_are() {
    let mut files = Vec::new();
    sources(&root().join("capabilities"), &mut files);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let shown = file.display().to_string();
        let room = ["/pages", "/api", "/tests/"].iter().any(|room| shown.contains(room));
        assert!(
            room || !text.contains("axum::"),
            "{shown} names axum; pages and endpoints have rooms of their own"
        );
    }
}

#[test]
fn sql_is_in_the_rooms_for_it() {
    let mut files = Vec::new();
    sources(&root().join("capabilities"), &mut files);
    let marks = ["\"SELECT ", "\"INSERT INTO", "\"UPDATE ", "\"DELETE FROM"];
    for file in files {
        let shown = file.strip_prefix(root()).unwrap().display().to_string();
        let text = std::fs::read_to_string(&file).unwrap();
        if marks.iter().any(|mark| text.contains(mark)) {
            let rooms = [
                "/src/store",
                "records/src/segment/store",
                "records/src/duplicate/store",
                "/tests/",
                "records/src/import",
                "records/src/timeline",
            ];
            assert!(
                rooms.iter().any(|room| shown.contains(room)),
                "{shown} speaks SQL; that is the store's room"
            );
        }
    }
}

#[test]
fn no_folder_is_named_for_leftovers() {
    let mut files = Vec::new();
    sources(&root(), &mut files);
    for file in files {
        let shown = file.strip_prefix(root()).unwrap().display().to_string();
        for leftover in ["common", "util", "utils", "helper", "helpers", "misc", "manager"] {
            let named = shown.split(['/', '.']).any(|part| part == leftover);
            assert!(!named, "{shown}: name it by what it is");
        }
    }
}
