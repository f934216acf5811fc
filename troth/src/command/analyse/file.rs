//! The file that is analysed: only the columns that are asked for, read row by row.

use std::ops::ControlFlow;
use std::path::Path;

use anyhow::{Context, bail};
use troth_records::{Opening, Source};

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

/// Reads the columns that are wanted, by heading, from CSV, a workbook's first sheet or Parquet.
pub(super) fn read(path: &Path, wanted: &Wanted<'_>) -> anyhow::Result<Table> {
    let mut source = Source::open(path, Opening::default())?;
    let headings = source.headings().to_vec();
    let place = |name: &str| {
        headings.iter().position(|heading| heading == name).with_context(|| {
            let known: Vec<&str> = headings.iter().take(40).map(String::as_str).collect();
            format!("{} has no column {name}; it has: {}", path.display(), known.join(", "))
        })
    };
    let places = wanted.columns.iter().map(|name| place(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let conditions = wanted
        .conditions
        .iter()
        .map(|condition| Ok((place(&condition.column)?, condition)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let needed: Vec<usize> =
        places.iter().copied().chain(conditions.iter().map(|(place, _)| *place)).collect();
    source.select(&needed, false)?;
    let unit = source.found().place();
    let mut table = Table {
        columns: wanted
            .columns
            .iter()
            .map(|name| Column { name: name.clone(), ..Column::default() })
            .collect(),
        ..Table::default()
    };
    source.each(|row| {
        let in_row = || format!("in {}, {unit} {}", path.display(), row.line);
        if row.width() != headings.len() {
            let (has, wanted) = (row.width(), headings.len());
            bail!("{}: it has {has} columns, the heading {wanted}", in_row());
        }
        let value = |place: usize| {
            row.value(place).map_err(|why| {
                let why = troth_records::in_english(&why);
                anyhow::anyhow!("{}, column {}: {why}", in_row(), headings[place])
            })
        };
        for (place, condition) in &conditions {
            if !condition.holds(&value(*place)?) {
                table.left_out += 1;
                return Ok(ControlFlow::Continue(()));
            }
        }
        let values = places.iter().map(|place| value(*place)).collect::<anyhow::Result<Vec<_>>>()?;
        if !wanted.keep_missing && values.iter().any(|value| is_missing(value)) {
            table.missing += 1;
            return Ok(ControlFlow::Continue(()));
        }
        for (column, value) in table.columns.iter_mut().zip(&values) {
            column.push(value);
        }
        table.lines.push(row.line);
        Ok(ControlFlow::Continue(()))
    })?;
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
