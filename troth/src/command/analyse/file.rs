//! The file that is analysed: only the columns that are asked for, read row by row.

use std::path::Path;

use anyhow::{Context, bail};

/// One column as text: all values in one string, so that a million of them cost one allocation.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    pub(super) name: String,
    text: String,
    ends: Vec<usize>,
}

impl Column {
    fn push(&mut self, value: &str) {
        self.text.push_str(value.trim());
        self.ends.push(self.text.len());
    }

    pub(super) fn get(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.text[start..self.ends[row]]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|row| self.get(row))
    }
}

/// Rows that are kept, and where they stood.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    /// Line (CSV) or row (Parquet) of each row that was kept, from 1.
    lines: Vec<u64>,
    /// Rows left out because a value is missing.
    pub(super) missing: u64,
    /// Rows left out by `--where`.
    pub(super) left_out: u64,
}

impl Table {
    pub(super) fn rows(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().unwrap_or_default()
    }

    pub(super) fn find(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// A condition on a column: `tenure>0`, `group=control`.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub(super) column: String,
    sign: &'static str,
    value: String,
}

impl Condition {
    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        for sign in ["!=", ">=", "<=", "=", ">", "<"] {
            if let Some((column, value)) = text.split_once(sign) {
                return Ok(Self { column: column.trim().into(), sign, value: value.trim().into() });
            }
        }
        bail!("--where={text} is no condition; write for example --where=tenure>0 or --where=group=control")
    }

    fn holds(&self, value: &str) -> bool {
        let numbers = value.parse::<f64>().ok().zip(self.value.parse::<f64>().ok());
        match (self.sign, numbers) {
            ("=", Some((a, b))) => a.total_cmp(&b).is_eq(),
            ("=", None) => value == self.value,
            ("!=", Some((a, b))) => a.total_cmp(&b).is_ne(),
            ("!=", None) => value != self.value,
            (">", Some((a, b))) => a > b,
            ("<", Some((a, b))) => a < b,
            (">=", Some((a, b))) => a >= b,
            ("<=", Some((a, b))) => a <= b,
            _ => false,
        }
    }
}

/// Whether a value says that it is not there.
pub(super) fn is_missing(value: &str) -> bool {
    matches!(value, "" | "NA" | "NaN" | "null" | "NULL" | ".")
}

/// What is read: the columns, which rows, and whether a missing value takes its row away.
pub(super) struct Wanted<'a> {
    pub(super) columns: &'a [String],
    pub(super) conditions: &'a [Condition],
    pub(super) keep_missing: bool,
}

/// Reads the columns that are wanted, by heading.
pub(super) fn read(path: &Path, wanted: &Wanted<'_>) -> anyhow::Result<Table> {
    let mut reader = csv::Reader::from_path(path)
        .with_context(|| format!("cannot open {}; is the path right?", path.display()))?;
    let headings = reader.headers().with_context(|| format!("{} is no CSV", path.display()))?.clone();
    let place = |name: &str| {
        headings.iter().position(|h| h.trim().trim_start_matches('\u{feff}') == name).with_context(|| {
            let known: Vec<&str> = headings.iter().take(40).collect();
            format!("{} has no column {name}; it has: {}", path.display(), known.join(", "))
        })
    };
    let mut places = wanted.columns.iter().map(|name| place(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let conditions = wanted
        .conditions
        .iter()
        .map(|condition| Ok((place(&condition.column)?, condition)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    places.truncate(wanted.columns.len());
    let mut table = Table {
        columns: wanted
            .columns
            .iter()
            .map(|name| Column { name: name.clone(), ..Column::default() })
            .collect(),
        ..Table::default()
    };
    let mut record = csv::StringRecord::new();
    loop {
        let more = reader.read_record(&mut record).with_context(|| format!("in {}", path.display()))?;
        if !more {
            break;
        }
        let value = |place: usize| record.get(place).unwrap_or_default().trim();
        if !conditions.iter().all(|(place, condition)| condition.holds(value(*place))) {
            table.left_out += 1;
            continue;
        }
        if !wanted.keep_missing && places.iter().any(|place| is_missing(value(*place))) {
            table.missing += 1;
            continue;
        }
        for (column, place) in table.columns.iter_mut().zip(&places) {
            column.push(value(*place));
        }
        table.lines.push(record.position().map_or(0, csv::Position::line));
    }
    if table.rows() == 0 {
        bail!(
            "{} has no row to analyse ({} without a value, {} left out by --where)",
            path.display(),
            table.missing,
            table.left_out
        );
    }
    Ok(table)
}
