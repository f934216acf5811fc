//! `troth analyse` answers what the reference files say: each of them through the command line.

#![expect(clippy::float_cmp, reason = "counts and values copied unchanged are compared exactly")]

mod contract;
mod economics;
mod effect;
mod opinion;
mod quality;
mod regression;
mod repeat;
mod usage;

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// The reference data; without them nothing is tested, and in continuous integration the test fails.
struct Golden(PathBuf);

impl Golden {
    fn find() -> Option<Self> {
        troth_harness::golden().map(Self)
    }

    fn json(&self, name: &str) -> Value {
        let path = self.0.join("json").join(format!("{name}.json"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    /// `troth analyse MODEL data/FILE ROLES --json`; roles are separated by spaces, a space within one is U+00A0.
    fn ask(&self, model: &str, file: &str, roles: &str) -> Value {
        let path = self.0.join("data").join(file);
        let mut words = vec![model.to_owned(), path.to_str().unwrap().to_owned()];
        let roles = roles.split(' ').filter(|role| !role.is_empty());
        words.extend(roles.map(|role| role.replace('\u{a0}', " ")));
        answer(&words)
    }
}

/// `troth analyse MODEL ROLES --json` without a file.
fn ask(model: &str, roles: &str) -> Value {
    let words: Vec<String> =
        std::iter::once(model).chain(roles.split_whitespace()).map(str::to_owned).collect();
    answer(&words)
}

fn run(words: &[String]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_troth")).arg("analyse").args(words).output().unwrap()
}

fn answer(words: &[String]) -> Value {
    let mut words = words.to_vec();
    words.push("--json".into());
    let output = run(&words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

thread_local! {
    /// Where the numbers lie that this test has compared.
    static COMPARED: RefCell<HashSet<usize>> = RefCell::new(HashSet::new());
}

fn compared(theirs: &Value) {
    COMPARED.with_borrow_mut(|all| all.insert(std::ptr::from_ref(theirs).addr()));
}

/// What the question was told, and numbers of the file that only repeat others.
fn given(value: &Value) {
    compared(value);
    match value {
        Value::Array(all) => all.iter().for_each(given),
        Value::Object(all) => all.values().for_each(given),
        _ => {}
    }
}

/// [`given`] for some fields of a row.
fn told(row: &Value, fields: &[&str]) {
    for field in fields {
        given(&row[*field]);
    }
}

/// Fails if a number of the file was compared with nothing. Excused are those under a place that is named with its reason.
#[track_caller]
fn all_compared(file: &Value, excused: &[(&str, &str)]) {
    fn walk(value: &Value, place: &str, left: &mut Vec<(String, bool)>) {
        match value {
            Value::Number(_) => {
                let done = COMPARED.with_borrow(|all| all.contains(&std::ptr::from_ref(value).addr()));
                left.push((place.to_owned(), done));
            }
            Value::Array(all) => {
                for (i, own) in all.iter().enumerate() {
                    walk(own, &format!("{place}/{i}"), left);
                }
            }
            Value::Object(all) => {
                for (key, own) in all {
                    walk(own, &format!("{place}/{key}"), left);
                }
            }
            _ => {}
        }
    }
    let mut leaves = Vec::new();
    for part in ["published", "reference", "exact_limits"] {
        walk(&file[part], &format!("/{part}"), &mut leaves);
    }
    let under = |place: &str, excuse: &str| {
        place.strip_prefix(excuse).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let left: Vec<&str> = leaves
        .iter()
        .filter(|(place, done)| !done && !excused.iter().any(|(excuse, _)| under(place, excuse)))
        .map(|(place, _)| place.as_str())
        .collect();
    assert!(
        left.is_empty(),
        "{} of {} numbers are compared with nothing: {left:#?}",
        left.len(),
        leaves.len()
    );
    for (excuse, why) in excused {
        let idle = !leaves.iter().any(|(place, done)| !done && under(place, excuse));
        assert!(!idle, "nothing under {excuse} needs the excuse that {why}");
    }
}

/// A number, also one that is written as text because JSON has none for it.
#[track_caller]
fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| {
        value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no number: {value}"))
    })
}

#[track_caller]
fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {value}"))
}

/// Fails unless `ours` is within the relative tolerance of `theirs`.
#[track_caller]
fn near(ours: (&Value, &str), theirs: (&Value, &str), tolerance: f64) {
    compared(at(theirs.0, theirs.1));
    let (got, want) = (number(at(ours.0, ours.1)), number(at(theirs.0, theirs.1)));
    let far = ((got - want) / want.abs().max(1e-300)).abs();
    assert!(
        got == want || far <= tolerance,
        "{}: {got}, reference {want}: {far:.1e} > {tolerance:.0e}",
        ours.1
    );
}

/// Fails unless `ours` is within the absolute tolerance of `theirs`.
#[track_caller]
fn close(ours: (&Value, &str), theirs: (&Value, &str), tolerance: f64) {
    compared(at(theirs.0, theirs.1));
    let (got, want) = (number(at(ours.0, ours.1)), number(at(theirs.0, theirs.1)));
    assert!(
        (got - want).abs() <= tolerance,
        "{}: {got}, reference {want}, tolerance {tolerance:.0e}",
        ours.1
    );
}

/// Every number of a reference object against the parameter of that name: value, or error with `part` = `se`.
#[track_caller]
fn same(ours: &Value, part: &str, theirs: &Value, tolerance: f64) {
    for (name, want) in theirs.as_object().unwrap() {
        compared(want);
        let got = number(&ours["estimates"][name][part]);
        let want = number(want);
        let far = ((got - want) / want).abs();
        assert!(far <= tolerance, "{part} of {name}: {got}, reference {want}: {far:.1e} > {tolerance:.0e}");
    }
}

/// Every number of a reference list or object against the number of ours in the same place.
#[track_caller]
fn all_near(ours: &Value, theirs: &Value, tolerance: f64) {
    match theirs {
        Value::Array(all) => {
            for (i, want) in all.iter().enumerate() {
                all_near(&ours[i], want, tolerance);
            }
        }
        Value::Object(all) => {
            for (name, want) in all {
                all_near(&ours[name], want, tolerance);
            }
        }
        Value::Null => {}
        _ => near((ours, ""), (theirs, ""), tolerance),
    }
}

/// One field of each row.
fn column(rows: &Value, pointer: &str) -> Value {
    rows.as_array().unwrap().iter().map(|row| at(row, pointer).clone()).collect::<Vec<_>>().into()
}

/// Numbers written as the list of a role.
fn listed(values: &Value) -> String {
    let each = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match values {
        Value::Object(all) => all.values().map(each).collect::<Vec<_>>().join(","),
        Value::Array(all) => all.iter().map(each).collect::<Vec<_>>().join(","),
        other => each(other),
    }
}
