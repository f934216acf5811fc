//! Values as text that a spreadsheet shows and an import reads back.

use troth_core::{Day, Instant, Money};
use troth_store::export::{ExportColumn, Given};
use troth_web::csv::{Cell, Lines};

/// A file of text on its way out.
pub(super) struct Writer(Lines);

impl Writer {
    pub(super) fn new(columns: &[ExportColumn]) -> Self {
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        Self(Lines::with(&names))
    }

    pub(super) fn add(&mut self, row: &[Given]) {
        self.0.add(row.iter().map(shown));
    }

    /// What was written since.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.0.take()
    }
}

/// A value as an import reads it back.
pub(crate) fn shown(value: &Given) -> Cell {
    match value {
        Given::Nothing => Cell::plain(""),
        Given::Text(text) => Cell::from(text.as_str()),
        Given::Moment(at) => Cell::plain(Instant::from_micros(*at)),
        Given::Day(day) => Cell::plain(Day::from_number(*day)),
        Given::Amount(minor, currency) => Cell::plain(Money::new(*minor, *currency).amount()),
        Given::Thousandths(number) => Cell::plain(decimal(*number, 3)),
        Given::Rate(number) => Cell::plain(decimal(*number, 12)),
        Given::Whole(number) => Cell::plain(number),
        Given::Truth(truth) => Cell::plain(if *truth { "yes" } else { "no" }),
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
