//! Documents tell the truth: what they name exists, and what is printed from code is current.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use troth_core::{ColumnType, FACTS};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn documents() -> Vec<PathBuf> {
    let mut found = vec![root().join("README.md")];
    for folder in ["docs", "docs/decisions"] {
        let Ok(entries) = std::fs::read_dir(root().join(folder)) else { continue };
        found.extend(
            entries
                .flatten()
                .map(|entry| entry.path())
                .filter(|path| path.extension().is_some_and(|e| e == "md")),
        );
    }
    found
}

/// Paths in backquotes: with a slash or a known ending, no spaces, no placeholders.
fn paths_in(text: &str) -> Vec<&str> {
    let looks = |word: &&str| {
        let first = word.split('/').next().unwrap_or_default();
        ["troth", "foundation", "capabilities", "assets", "e2e", "bench", "docs", "sim", "deploy", ".ci"]
            .contains(&first)
            && word.contains('/')
            && !word.contains([' ', '<', '…', '*', '{', '$'])
            && !word.split('/').any(|part| part.chars().any(char::is_uppercase) && !part.contains('.'))
    };
    text.split('`').skip(1).step_by(2).filter(looks).collect()
}

#[test]
fn every_path_named_in_a_document_exists() {
    let mut named = 0;
    for document in documents() {
        let text = std::fs::read_to_string(&document).unwrap();
        for path in paths_in(&text) {
            named += 1;
            let path = path.trim_end_matches('/');
            if path == "capabilities/garden" {
                continue; // the recipe's example, made by `recipe.rs`
            }
            assert!(root().join(path).exists(), "{} names {path}, which does not exist", document.display());
        }
    }
    assert!(named > 20, "documents name paths: {named}");
}

#[test]
fn every_command_named_in_a_document_exists() {
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_troth")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let makefile = std::fs::read_to_string(root().join("Makefile")).unwrap();
    for document in documents() {
        let text = std::fs::read_to_string(&document).unwrap();
        let quoted = text.split('`').skip(1).step_by(2);
        let blocks = text.split("```").skip(1).step_by(2).flat_map(str::lines);
        for line in quoted.chain(blocks) {
            let mut words = line.trim().trim_start_matches("$ ").split_whitespace();
            match (words.next(), words.next()) {
                (Some("troth"), Some(command))
                    if command.chars().all(|letter| letter.is_ascii_lowercase()) =>
                {
                    assert!(
                        help.contains(&format!("  {command} ")),
                        "{}: troth {command}",
                        document.display()
                    );
                }
                (Some("make"), Some(target)) if target.chars().all(|letter| letter.is_ascii_lowercase()) => {
                    assert!(
                        makefile.contains(&format!("\n{target}:")),
                        "{}: make {target}",
                        document.display()
                    );
                }
                _ => {}
            }
        }
    }
}

/// `docs/FACTS.md` as it must be. Write it anew with `TROTH_WRITE=1 cargo test -p troth facts`.
fn facts() -> String {
    let mut text = String::from(
        "# Fact views\n\nThe contract between the capabilities that record and everybody who counts: `measure`, analysts, BI tools.\n\
         Printed from `foundation/core/src/fact.rs`.\n",
    );
    for fact in FACTS {
        write!(
            text,
            "\n## {}\n\n{}\n\n| column | type | empty | meaning |\n| --- | --- | --- | --- |\n",
            fact.name, fact.row
        )
        .unwrap();
        for column in fact.columns {
            let kind = match column.kind {
                ColumnType::BigInt => "BIGINT",
                ColumnType::Double => "DOUBLE PRECISION",
                ColumnType::Text => "TEXT",
                ColumnType::Boolean => "BOOLEAN",
            };
            let empty = if column.nullable { "may be" } else { "never" };
            writeln!(text, "| `{}` | {kind} | {empty} | {} |", column.name, column.meaning).unwrap();
        }
    }
    text
}

#[test]
fn the_list_of_facts_is_current() {
    let path = root().join("docs/FACTS.md");
    if std::env::var_os("TROTH_WRITE").is_some() {
        std::fs::write(&path, facts()).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap_or_default(),
        facts(),
        "run TROTH_WRITE=1 cargo test -p troth facts"
    );
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let contributing = std::fs::read_to_string(root().join("docs/CONTRIBUTING.md")).unwrap();
    for line in section.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let name = line.split([' ', '=']).next().unwrap();
        if name != "troth" && !name.starts_with("troth-") {
            assert!(
                contributing.contains(&format!("| `{name}` |")),
                "docs/CONTRIBUTING.md gives no reason for {name}"
            );
        }
    }
}
