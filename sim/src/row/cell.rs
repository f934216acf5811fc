//! What stands in a cell, as `troth import` reads it.

use troth_core::Day;

/// Minor units of the row's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(pub i64);

/// A day and the minute of it, in the business's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// Minutes after midnight.
    pub minute: u16,
}

/// A number with four decimals.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Number(pub f64);

/// What can stand in a cell.
pub trait Cell {
    /// As text; empty where there is nothing.
    fn text(&self) -> String;
}

impl Cell for String {
    fn text(&self) -> String {
        self.clone()
    }
}

impl Cell for &'static str {
    fn text(&self) -> String {
        (*self).to_owned()
    }
}

impl Cell for bool {
    fn text(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

impl Cell for u32 {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Cell for Day {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Cell for Moment {
    fn text(&self) -> String {
        format!("{}T{:02}:{:02}", self.day, self.minute / 60, self.minute % 60)
    }
}

impl Cell for Amount {
    fn text(&self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let minor = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", minor / 100, minor % 100)
    }
}

impl Cell for Number {
    fn text(&self) -> String {
        format!("{:.4}", self.0)
    }
}

impl<C: Cell> Cell for Option<C> {
    fn text(&self) -> String {
        self.as_ref().map_or_else(String::new, Cell::text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_as_an_import_reads_them() {
        assert_eq!(Amount(-5).text(), "-0.05");
        assert_eq!(Amount(123_450).text(), "1234.50");
        assert_eq!(Moment { day: Day::from_number(19_723), minute: 545 }.text(), "2024-01-01T09:05");
        assert_eq!(Number(0.5).text(), "0.5000");
        assert_eq!(Option::<Day>::None.text(), "");
        assert_eq!(true.text(), "yes");
    }
}
