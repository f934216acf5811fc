//! The answer: numbers with their intervals, as JSON and for a reader.

use std::fmt::Write;

use serde_json::{Map, Value, json};
use troth_stats::{Convergence, Estimate, Parameter};

use super::file::Table;
use super::model::Model;

/// What a model answers.
#[derive(Debug, Default)]
pub(super) struct Report {
    n: Option<f64>,
    parameters: Vec<(String, Estimate)>,
    estimates: Vec<(String, Estimate)>,
    facts: Vec<(String, Value)>,
    tables: Vec<(String, Vec<Value>)>,
    notes: Vec<String>,
}

/// A number in JSON; what is infinite or not a number is text, as in the reference files.
pub(super) fn number(value: f64) -> Value {
    if value.is_nan() {
        return "NaN".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.into();
    }
    value.into()
}

/// An estimate in JSON.
pub(super) fn estimate(e: &Estimate) -> Value {
    let se = e.se.map_or(Value::Null, number);
    json!({ "value": number(e.value), "se": se, "low": number(e.low), "high": number(e.high),
            "level": e.level, "n": e.n, "method": e.method })
}

impl Report {
    pub(super) fn of(n: f64) -> Self {
        Self { n: Some(n), ..Self::default() }
    }

    /// A parameter of the model.
    pub(super) fn parameter(&mut self, name: impl Into<String>, e: Estimate) {
        self.parameters.push((name.into(), e));
    }

    pub(super) fn parameters(&mut self, all: &[Parameter]) {
        for p in all {
            self.parameter(p.name, p.estimate);
        }
    }

    /// The parameters so far, with their names.
    pub(super) fn named(&self) -> &[(String, Estimate)] {
        &self.parameters
    }

    /// Something that follows from the model or the data.
    pub(super) fn estimate(&mut self, name: impl Into<String>, e: Estimate) {
        self.estimates.push((name.into(), e));
    }

    /// A number without an interval, a word, or a list.
    pub(super) fn fact(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.facts.push((name.into(), value.into()));
    }

    /// A number without an interval.
    pub(super) fn number(&mut self, name: impl Into<String>, value: f64) {
        self.fact(name, number(value));
    }

    pub(super) fn table(&mut self, name: impl Into<String>, rows: Vec<Value>) {
        self.tables.push((name.into(), rows));
    }

    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    pub(super) fn converged(&mut self, log_likelihood: Option<f64>, how: Option<Convergence>) {
        if let Some(value) = log_likelihood {
            self.number("log_likelihood", value);
        }
        self.fact("converged", how.is_some());
        if let Some(how) = how {
            self.fact("iterations", how.iterations);
        }
    }

    /// One JSON object.
    pub(super) fn json(&self, model: &Model, table: &Table) -> Value {
        let mut all = Map::new();
        all.insert("model".into(), model.name.into());
        all.insert("answers".into(), model.answers.into());
        if let Some(n) = self.n {
            all.insert("n".into(), number(n));
        }
        let rows =
            json!({ "used": table.rows(), "without_a_value": table.missing, "left_out": table.left_out });
        all.insert("rows".into(), rows);
        let parameters = self.parameters.iter().map(|(name, e)| (name.clone(), number(e.value)));
        all.insert("parameters".into(), parameters.collect::<Map<_, _>>().into());
        let estimates = self.parameters.iter().chain(&self.estimates);
        let estimates = estimates.map(|(name, e)| (name.clone(), estimate(e)));
        all.insert("estimates".into(), estimates.collect::<Map<_, _>>().into());
        for (name, value) in &self.facts {
            all.insert(name.clone(), value.clone());
        }
        for (name, rows) in &self.tables {
            all.insert(name.clone(), rows.clone().into());
        }
        all.insert("notes".into(), self.notes.clone().into());
        all.insert("does_not_say".into(), model.silent.into());
        all.into()
    }

    /// Text for a reader.
    pub(super) fn text(&self, model: &Model, table: &Table) -> String {
        let mut text = format!("{}: {}\n", model.name, model.answers);
        let mut line = |parts: std::fmt::Arguments<'_>| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{parts}");
        };
        if let Some(n) = self.n {
            line(format_args!("n = {}", shown(n)));
        }
        if table.missing > 0 {
            line(format_args!("{} rows left out because a value is missing", table.missing));
        }
        if table.left_out > 0 {
            line(format_args!("{} rows left out by --where", table.left_out));
        }
        let all: Vec<_> = self.parameters.iter().chain(&self.estimates).collect();
        let width = all.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        if !all.is_empty() {
            line(format_args!(""));
        }
        let mut method = "";
        for (name, e) in &all {
            if e.method != method {
                method = e.method;
                line(format_args!("  {:.0} % intervals: {method}", e.level * 100.0));
            }
            let se = e.se.map_or(String::new(), |se| format!("  error {}", shown(se)));
            line(format_args!(
                "  {name:<width$}  {:>12}  {} to {}{se}",
                shown(e.value),
                shown(e.low),
                shown(e.high)
            ));
        }
        if !self.facts.is_empty() {
            line(format_args!(""));
        }
        for (name, value) in &self.facts {
            line(format_args!("  {}: {}", name.replace('_', " "), plain(value)));
        }
        for (name, rows) in &self.tables {
            line(format_args!("\n{}", name.replace('_', " ")));
            for row in rows.iter().take(25) {
                line(format_args!("  {}", plain(row)));
            }
            if rows.len() > 25 {
                line(format_args!("  … and {} more; --json has them all", rows.len() - 25));
            }
        }
        if !self.notes.is_empty() {
            line(format_args!(""));
        }
        for note in &self.notes {
            line(format_args!("{note}"));
        }
        let _ = write!(text, "\nWhat it does not say: {}", model.silent);
        text
    }
}

/// Six significant digits.
fn shown(value: f64) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "none".into()
        } else if value > 0.0 {
            "∞".into()
        } else {
            "−∞".into()
        };
    }
    let size = if value == 0.0 { 0.0 } else { value.abs().log10().floor() };
    if !(-5.0..15.0).contains(&size) {
        return format!("{value:.4e}");
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 10")]
    let places = (5.0 - size).clamp(0.0, 10.0) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

/// A value in a line of text.
fn plain(value: &Value) -> String {
    match value {
        Value::Number(n) => n.as_f64().map_or_else(|| n.to_string(), shown),
        Value::String(text) => text.clone(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::Null => "none".into(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            if let (Some(value), Some(low), Some(high)) =
                (fields.get("value"), fields.get("low"), fields.get("high"))
            {
                return format!("{} ({} to {})", plain(value), plain(low), plain(high));
            }
            let field =
                |(name, value): (&String, &Value)| format!("{} {}", name.replace('_', " "), plain(value));
            fields.iter().map(field).collect::<Vec<_>>().join("  ")
        }
    }
}
