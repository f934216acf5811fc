//! `troth analyse` answers what the reference files say: each of them through the command line.

#![expect(clippy::float_cmp, reason = "counts and values copied unchanged are compared exactly")]

mod effect;
mod loyalty;
mod opinion;
mod usage;

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

    /// `troth analyse MODEL data/FILE ROLES --json`; roles are separated by spaces.
    fn ask(&self, model: &str, file: &str, roles: &str) -> Value {
        let path = self.0.join("data").join(file);
        let mut words = vec![model.to_owned(), path.to_str().unwrap().to_owned()];
        words.extend(roles.split_whitespace().map(|role| role.replace('\u{a0}', " ")));
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
        let got = number(&ours["estimates"][name][part]);
        let want = number(want);
        let far = ((got - want) / want).abs();
        assert!(far <= tolerance, "{part} of {name}: {got}, reference {want}: {far:.1e} > {tolerance:.0e}");
    }
}
