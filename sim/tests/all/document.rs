//! `docs/SIMULATION.md` says every file, every column and every number of `truth.json`: its tables are printed from the code.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;
use troth_sim::{FILES, Kind, Plan, Truth, World};

fn document() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("docs/SIMULATION.md")
}

/// Fields of the structs of `src/truth`: by struct and field, the type and what the comment says.
fn fields() -> BTreeMap<(String, String), (String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/truth");
    let mut fields = BTreeMap::new();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().flatten().map(|file| file.path()).collect();
    files.sort();
    for file in files {
        let (mut within, mut said) = (String::new(), String::new());
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let line = line.trim();
            if let Some(more) = line.strip_prefix("///") {
                said.push_str(more);
            } else if let Some(name) = line.strip_prefix("pub struct ") {
                name.trim_end_matches(" {").clone_into(&mut within);
                said.clear();
            } else if let Some((name, kind)) = line
                .strip_prefix("pub ")
                .filter(|rest| !rest.contains('('))
                .and_then(|field| field.split_once(": "))
            {
                let kind = kind.trim_end_matches(',').replace("Option<", "").replace("Vec<", "[]");
                let kind = kind.replace('>', "");
                fields.insert((within.clone(), name.to_owned()), (kind, said.trim().to_owned()));
                said.clear();
            } else if !line.starts_with("#[") {
                said.clear();
            }
        }
    }
    fields
}

/// Every number under a struct: its path, what it means.
fn paths(
    within: &str,
    prefix: &str,
    fields: &BTreeMap<(String, String), (String, String)>,
) -> Vec<(String, String)> {
    let own = fields.iter().filter(|((of, _), _)| of == within);
    own.flat_map(|((_, name), (kind, said))| {
        let (many, kind) = kind.strip_prefix("[]").map_or(("", kind.as_str()), |kind| ("[]", kind));
        let path = format!("{prefix}{name}{many}");
        if fields.keys().any(|(of, _)| of == kind) {
            paths(kind, &format!("{path}."), fields)
        } else {
            vec![(path, said.clone())]
        }
    })
    .collect()
}

fn keys(value: &Value, prefix: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let dot = if prefix.is_empty() { "" } else { "." };
                keys(value, &format!("{prefix}{dot}{name}"), found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| keys(value, &format!("{prefix}[]"), found)),
        _ => found.push(prefix.to_owned()),
    }
}

fn tables() -> String {
    let mut text = String::from("## truth.json\n\n| path | meaning |\n| --- | --- |\n");
    for (path, said) in paths("Truth", "", &fields()) {
        writeln!(text, "| `{path}` | {said} |").unwrap();
    }
    text.push_str("\n## The files\n");
    for file in FILES {
        write!(
            text,
            "\n### {}.csv\n\n{}\n\n| column | meaning |\n| --- | --- |\n",
            file.name,
            file.meaning.trim()
        )
        .unwrap();
        for (column, meaning) in file.columns {
            writeln!(text, "| `{column}` | {} |", meaning.trim()).unwrap();
        }
    }
    text
}

#[test]
fn the_document_says_every_column_and_every_number() {
    let begin = "<!-- printed: everything below is printed by sim/tests/all/document.rs -->\n";
    let path = document();
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let hand = text.split(begin).next().unwrap_or_default();
    let wanted = format!("{hand}{begin}\n{}", tables());
    if std::env::var_os("TROTH_WRITE").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap_or_default() == wanted,
        "run TROTH_WRITE=1 cargo test -p troth-sim document"
    );
}

#[test]
fn every_key_of_the_truth_is_documented_and_every_documented_key_is_there() {
    let documented: Vec<String> = paths("Truth", "", &fields())
        .into_iter()
        .map(|(path, said)| {
            assert!(!said.is_empty(), "{path} is not explained");
            path
        })
        .collect();
    let mut found = Vec::new();
    for kind in [Kind::Shop, Kind::Maker] {
        let truth = Truth::of(&Plan::new(kind, World::Life, 1, 10));
        keys(&serde_json::to_value(truth).unwrap(), "", &mut found);
    }
    for path in &documented {
        assert!(found.contains(path), "truth.json has no {path}");
    }
    for path in &found {
        let absent = path == "renewal"; // the shop says that it has none
        assert!(absent || documented.contains(path), "{path} is not documented");
    }
}
