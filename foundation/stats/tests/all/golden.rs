//! Where the reference data lie, and how far a number may be from them.

use serde_json::Value;
use std::path::PathBuf;

/// The folder of reference data: `$TROTH_GOLDEN`, or `shared/golden` beside an ancestor of this crate.
/// `None` prints that the test is skipped; in continuous integration absence is a failure.
pub(crate) fn folder() -> Option<PathBuf> {
    let found = std::env::var_os("TROTH_GOLDEN").map(PathBuf::from).or_else(|| {
        let start = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        start.ancestors().map(|a| a.join("shared/golden")).find(|p| p.join("json").is_dir())
    });
    if found.is_none() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "reference data are missing: set TROTH_GOLDEN");
        println!("skipped: no reference data (set TROTH_GOLDEN)");
    }
    found
}

/// One reference file.
pub(crate) fn json(name: &str) -> Option<Value> {
    let text = std::fs::read_to_string(folder()?.join("json").join(name)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// A CSV of the reference folder as a header and rows of text.
pub(crate) fn table(name: &str) -> Option<Table> {
    Some(Table::read(&folder()?.join("data").join(name)))
}

/// A CSV copied into this crate.
pub(crate) fn own_table(name: &str) -> Table {
    Table::read(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name))
}

/// A small table of text.
pub(crate) struct Table {
    header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    fn read(path: &std::path::Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().iter().map(String::from).collect();
        let rows = reader.records().map(|r| r.unwrap().iter().map(String::from).collect()).collect();
        Self { header, rows }
    }

    pub(crate) fn text(&self, name: &str) -> Vec<String> {
        let i = self.header.iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"));
        self.rows.iter().map(|r| r[i].clone()).collect()
    }

    /// Numbers of a column; what is empty or NA becomes NaN.
    pub(crate) fn numbers(&self, name: &str) -> Vec<f64> {
        self.text(name).iter().map(|t| t.parse().unwrap_or(f64::NAN)).collect()
    }
}

/// Reads a number, also `"NaN"` and `"Infinity"` in quotes.
pub(crate) fn number(v: &Value) -> f64 {
    v.as_f64().unwrap_or_else(|| {
        v.as_str().and_then(|s| s.parse().ok()).unwrap_or_else(|| panic!("not a number: {v}"))
    })
}

/// Numbers of an array or of the values of an object in the order of `names`.
pub(crate) fn numbers(v: &Value) -> Vec<f64> {
    v.as_array().unwrap().iter().map(number).collect()
}

/// Fails unless `got` is within `tolerance` of `want`, relative to `want`.
#[track_caller]
pub(crate) fn relative(what: &str, got: f64, want: f64, tolerance: f64) {
    let error = ((got - want) / want).abs();
    assert!(
        error <= tolerance || got == want,
        "{what}: got {got}, want {want}, relative error {error:.2e} > {tolerance:.0e}"
    );
}

/// Fails unless `got` is within `tolerance` of `want`.
#[track_caller]
pub(crate) fn absolute(what: &str, got: f64, want: f64, tolerance: f64) {
    let error = (got - want).abs();
    assert!(error <= tolerance, "{what}: got {got}, want {want}, error {error:.2e} > {tolerance:.0e}");
}
