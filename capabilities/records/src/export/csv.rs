//! Values as text that a spreadsheet shows and an import reads back.

use ::csv::Writer as Lines;
use troth_core::{Day, Instant, Money};
use troth_store::export::{ExportColumn, Given};

use crate::harmless;

/// A file of text on its way out.
pub(super) struct Writer(Lines<Vec<u8>>);

impl Writer {
    pub(super) fn new(columns: &[ExportColumn]) -> Self {
        let mut writer = Self(Lines::from_writer(Vec::new()));
        writer.write(columns.iter().map(|column| column.name.to_owned()));
        writer
    }

    pub(super) fn add(&mut self, row: &[Given]) {
        self.write(row.iter().map(shown));
    }

    fn write(&mut self, cells: impl Iterator<Item = String>) {
        // Into memory, with as many cells as there are headings, writing cannot fail.
        let _ = self.0.write_record(cells);
    }

    /// What was written since.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::replace(&mut self.0, Lines::from_writer(Vec::new())).into_inner().unwrap_or_default()
    }
}

/// Rows of cells as lines, for lists that are not an export.
pub(crate) fn lines(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = Writer(Lines::from_writer(Vec::new()));
    for row in rows {
        writer.write(row.into_iter());
    }
    writer.take()
}

/// A value as an import reads it back.
pub(crate) fn shown(value: &Given) -> String {
    match value {
        Given::Nothing => String::new(),
        Given::Text(text) => harmless(text),
        Given::Moment(at) => Instant::from_micros(*at).to_string(),
        Given::Day(day) => Day::from_number(*day).to_string(),
        Given::Amount(minor, currency) => {
            let money = Money::new(*minor, *currency).to_string();
            money.split(' ').next().unwrap_or_default().to_owned()
        }
        Given::Thousandths(number) => decimal(*number, 3),
        Given::Rate(number) => decimal(*number, 12),
        Given::Whole(number) => number.to_string(),
        Given::Truth(truth) => if *truth { "yes" } else { "no" }.to_owned(),
    }
}

/// A number with so many decimals, those that say nothing left out.
fn decimal(number: i64, decimals: usize) -> String {
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let (sign, part) = (if number < 0 { "-" } else { "" }, part.trim_end_matches('0'));
    let point = if part.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{part}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_written_short_and_exactly() {
        for (number, text) in
            [(0, "0"), (1000, "1"), (-250, "-0.25"), (1_234_567, "1234.567"), (-1, "-0.001")]
        {
            assert_eq!(super::decimal(number, 3), text);
        }
        assert_eq!(super::decimal(1_085_500_000_000, 12), "1.0855");
    }
}
