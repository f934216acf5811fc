//! What `docs/SECURITY.md` says is held by tests, and rules of the source that it names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Files below a folder with these endings, what is built or fetched left out.
fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "node_modules" | "target" | "dist" | ".git") {
                files(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
}

fn sources(folders: &[&str], endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in folders {
        files(&root().join(folder), endings, &mut found);
    }
    found.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

const RUST: [&str; 6] = ["foundation", "capabilities", "troth", "sim", "bench", "e2e"];

/// Sections of ASVS 5.0.0 and how many points each has.
const SECTIONS: [(&str, u32); 79] = [
    ("1.1", 2),
    ("1.2", 10),
    ("1.3", 12),
    ("1.4", 3),
    ("1.5", 3),
    ("2.1", 3),
    ("2.2", 3),
    ("2.3", 5),
    ("2.4", 2),
    ("3.1", 1),
    ("3.2", 3),
    ("3.3", 5),
    ("3.4", 8),
    ("3.5", 8),
    ("3.6", 1),
    ("3.7", 5),
    ("4.1", 5),
    ("4.2", 5),
    ("4.3", 2),
    ("4.4", 4),
    ("5.1", 1),
    ("5.2", 6),
    ("5.3", 3),
    ("5.4", 3),
    ("6.1", 3),
    ("6.2", 12),
    ("6.3", 8),
    ("6.4", 6),
    ("6.5", 8),
    ("6.6", 4),
    ("6.7", 2),
    ("6.8", 4),
    ("7.1", 3),
    ("7.2", 4),
    ("7.3", 2),
    ("7.4", 5),
    ("7.5", 3),
    ("7.6", 2),
    ("8.1", 4),
    ("8.2", 4),
    ("8.3", 3),
    ("8.4", 2),
    ("9.1", 3),
    ("9.2", 4),
    ("10.1", 2),
    ("10.2", 3),
    ("10.3", 5),
    ("10.4", 16),
    ("10.5", 5),
    ("10.6", 2),
    ("10.7", 3),
    ("11.1", 4),
    ("11.2", 5),
    ("11.3", 5),
    ("11.4", 4),
    ("11.5", 2),
    ("11.6", 2),
    ("11.7", 2),
    ("12.1", 5),
    ("12.2", 2),
    ("12.3", 5),
    ("13.1", 4),
    ("13.2", 6),
    ("13.3", 4),
    ("13.4", 7),
    ("14.1", 2),
    ("14.2", 8),
    ("14.3", 3),
    ("15.1", 5),
    ("15.2", 5),
    ("15.3", 7),
    ("15.4", 4),
    ("16.1", 1),
    ("16.2", 5),
    ("16.3", 4),
    ("16.4", 3),
    ("16.5", 4),
    ("17.1", 2),
    ("17.2", 8),
];

/// Points of level 3, which are not walked.
const HIGHEST: &str = "1.2.10 1.3.12 1.5.3 2.3.5 2.4.2 3.1.1 3.2.3 3.3.5 3.4.7 3.4.8 3.5.6 3.5.7 3.5.8 3.6.1 3.7.3 3.7.4 3.7.5 \
    4.1.4 4.1.5 4.2.2 4.2.3 4.2.4 4.2.5 5.2.4 5.2.5 5.2.6 5.3.3 6.3.5 6.3.6 6.3.7 6.3.8 6.4.5 6.4.6 6.5.6 6.5.7 6.5.8 \
    6.6.4 6.7.1 6.7.2 7.5.3 8.1.3 8.1.4 8.2.4 8.3.2 8.3.3 8.4.2 10.2.3 10.3.5 10.4.12 10.4.13 10.4.14 10.4.15 10.4.16 \
    11.1.3 11.1.4 11.2.4 11.2.5 11.3.4 11.3.5 11.5.2 11.6.2 11.7.1 11.7.2 12.1.4 12.1.5 12.3.5 13.1.2 13.1.3 13.1.4 \
    13.2.6 13.3.3 13.3.4 13.4.6 13.4.7 14.2.5 14.2.6 14.2.7 14.2.8 15.1.4 15.1.5 15.2.4 15.2.5 15.4.1 15.4.2 15.4.3 \
    15.4.4 16.5.4 17.1.2 17.2.5 17.2.6 17.2.7 17.2.8";

/// The points that a row names: `V1.1.1–2, V1.2.1`.
fn points(cell: &str) -> Vec<String> {
    let mut named = Vec::new();
    for part in cell.split(", ").filter_map(|part| part.trim().strip_prefix('V')) {
        let (first, last) = part.split_once('–').map_or((part, None), |(first, last)| (first, Some(last)));
        let (section, from) = first.rsplit_once('.').unwrap();
        let from: u32 = from.parse().unwrap();
        let to = last.map_or(from, |last| last.parse().unwrap());
        named.extend((from..=to).map(|point| format!("{section}.{point}")));
    }
    named
}

#[test]
fn every_point_of_the_standard_is_walked_once_and_its_tests_exist() {
    let text = std::fs::read_to_string(root().join("docs/SECURITY.md")).unwrap();
    let highest: BTreeSet<&str> = HIGHEST.split_whitespace().collect();
    let mut wanted: BTreeSet<String> = SECTIONS
        .iter()
        .flat_map(|(section, count)| (1..=*count).map(move |point| format!("{section}.{point}")))
        .filter(|point| !highest.contains(point.as_str()))
        .collect();
    wanted.extend(["17.3.1".to_owned(), "17.3.2".to_owned()]);
    let tests: String = sources(&RUST, &[".rs", ".mjs"]).into_iter().map(|(_, text)| text).collect();
    let mut held = 0;
    for row in text.lines().filter(|line| line.starts_with("| V")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        for point in points(cells[0]) {
            assert!(wanted.remove(&point), "V{point} is named twice, or is no point of level 1 or 2");
        }
        for name in cells.get(2).into_iter().flat_map(|cell| cell.split('`').skip(1).step_by(2)) {
            let function = tests.contains(&format!("fn {name}("));
            assert!(
                function || tests.contains(&format!("test(\"{name}\"")),
                "there is no test {name}: {row}"
            );
            held += 1;
        }
    }
    assert!(wanted.is_empty(), "not walked: {wanted:?}");
    assert!(held > 80, "points with a test: {held}");
}

#[test]
fn no_crate_of_ours_is_unsafe() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    for (path, text) in sources(&["foundation", "capabilities", "troth", "sim", "bench"], &["Cargo.toml"]) {
        // The fuzz targets are a workspace of their own, and part of no build.
        if path.to_string_lossy().contains("/fuzz/") {
            continue;
        }
        assert!(text.contains("[lints]\nworkspace = true"), "{}", path.display());
    }
}

#[test]
fn nothing_calls_the_system() {
    for (path, text) in sources(&["foundation", "capabilities", "troth", "sim"], &[".rs"]) {
        let shown = path.to_string_lossy();
        if shown.contains("/tests/") || shown.contains("foundation/harness") || shown.contains("/examples/") {
            continue;
        }
        assert!(!text.contains("process::Command"), "{shown} calls another program");
    }
}

#[test]
fn scripts_never_write_markup() {
    let scripts = sources(&["assets/src"], &[".ts"]);
    assert!(!scripts.is_empty());
    for (path, text) in scripts {
        for word in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"]
        {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn scripts_keep_nothing() {
    for (path, text) in sources(&["assets/src"], &[".ts"]) {
        for word in ["localStorage", "sessionStorage", "indexedDB", "document.cookie", "postMessage"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn only_known_hashes_are_used() {
    for (path, text) in sources(&["foundation", "capabilities", "troth"], &["Cargo.toml"]) {
        for weak in ["md5", "md-5", "sha1", "crc32"] {
            let named = text.lines().any(|line| line.starts_with(weak));
            assert!(!named, "{}: {weak}", path.display());
        }
    }
}

#[test]
fn secrets_come_from_the_system() {
    for (path, text) in sources(&["foundation/web/src", "foundation/store/src", "capabilities"], &[".rs"]) {
        let shown = path.to_string_lossy();
        if shown.contains("/tests/") {
            continue;
        }
        let random = text.contains("getrandom::") || text.contains("rand::") || text.contains("rand_chacha");
        assert!(
            !random || shown.ends_with("foundation/web/src/app.rs") || shown.contains("/run/"),
            "{shown}"
        );
    }
}
