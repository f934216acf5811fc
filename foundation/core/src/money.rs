//! Money: whole minor units and an ISO 4217 currency. No floating point.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An ISO 4217 currency.
///
/// ```
/// use troth_core::Currency;
/// assert_eq!("jpy".parse::<Currency>().unwrap().exponent(), 0);
/// assert!("XXQ".parse::<Currency>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// US dollar.
    pub const USD: Self = Self(iso_currency::Currency::USD);
    /// Euro.
    pub const EUR: Self = Self(iso_currency::Currency::EUR);

    /// The three letters.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimal digits a minor unit stands behind the mark: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl FromStr for Currency {
    type Err = MoneyError;
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        iso_currency::Currency::from_code(&text.trim().to_ascii_uppercase())
            .map(Self)
            .ok_or_else(|| MoneyError::Currency(text.chars().take(20).collect()))
    }
}
impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Why an amount cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not an ISO code.
    #[error("`{0}` is not an ISO 4217 currency code such as EUR")]
    Currency(String),
    /// Not a number.
    #[error("`{0}` is not an amount; write digits with `{1}` before the decimals, for example 1234{1}50")]
    Amount(String, char),
    /// More digits after the mark than the currency has.
    #[error("`{0}` has more decimals than {1} knows ({2}); round it first")]
    Decimals(String, Currency, u32),
    /// Too large for 64 bits.
    #[error("`{0}` is too large an amount")]
    TooLarge(String),
    /// Two currencies in one sum.
    #[error("{0} and {1} cannot be added; convert one first")]
    Mixed(Currency, Currency),
}

/// An amount in minor units. Negative is a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Cents, pence, yen: whole units of the smallest coin.
    pub minor: i64,
    /// Whose coin.
    pub currency: Currency,
}

impl Money {
    /// This many minor units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Reads a decimal text. Nothing is guessed: the caller says which mark stands before the decimals;
    /// the other of `.`, `,`, a space, or an apostrophe may group thousands, in threes.
    ///
    /// ```
    /// use troth_core::{Currency, Money};
    /// assert_eq!(Money::parse("1.234,5", ',', Currency::EUR).unwrap().minor, 123_450);
    /// assert_eq!(Money::parse("-29.33", '.', Currency::USD).unwrap().minor, -2_933);
    /// assert!(Money::parse("1.005", '.', Currency::USD).is_err());
    /// ```
    pub fn parse(text: &str, mark: char, currency: Currency) -> Result<Self, MoneyError> {
        let shown = || text.chars().take(40).collect::<String>();
        let wrong = || MoneyError::Amount(shown(), mark);
        let body = text.trim();
        let (negative, body) = match body.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, body.strip_prefix('+').unwrap_or(body)),
        };
        let (whole, decimals) = body.split_once(mark).unwrap_or((body, ""));
        let whole = ungrouped(whole, mark).ok_or_else(wrong)?;
        if whole.is_empty() || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let exponent = currency.exponent() as usize;
        let kept = decimals.trim_end_matches('0');
        if kept.len() > exponent {
            return Err(MoneyError::Decimals(shown(), currency, currency.exponent()));
        }
        let digits = format!("{whole}{kept:0<exponent$}");
        let minor: i64 = digits.parse().map_err(|_| MoneyError::TooLarge(shown()))?;
        Ok(Self { minor: if negative { -minor } else { minor }, currency })
    }

    /// The sum, when both are of one currency and it fits.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed(self.currency, other.currency));
        }
        let minor = self.minor.checked_add(other.minor);
        minor
            .map(|minor| Self { minor, ..self })
            .ok_or_else(|| MoneyError::TooLarge(format!("{self} + {other}")))
    }

    /// The number alone, exactly, with a point before the decimals: for files.
    ///
    /// ```
    /// use troth_core::{Currency, Money};
    /// assert_eq!(Money::new(-5, Currency::EUR).amount(), "-0.05");
    /// ```
    pub fn amount(self) -> String {
        let exponent = self.currency.exponent() as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = exponent + 1);
        let (whole, decimals) = digits.split_at(digits.len() - exponent);
        let mark = if exponent == 0 { "" } else { "." };
        format!("{sign}{whole}{mark}{decimals}")
    }

    /// The amount in whole units, for arithmetic that is approximate anyway.
    pub fn major(self) -> f64 {
        self.minor as f64 / 10f64.powi(self.currency.exponent().cast_signed())
    }
}

/// The digits without grouping marks, or nothing where the grouping is not in threes.
fn ungrouped(whole: &str, mark: char) -> Option<String> {
    let grouping =
        |c: char| c != mark && matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}');
    let groups: Vec<&str> = whole.split(grouping).collect();
    let in_threes =
        groups.iter().skip(1).all(|group| group.len() == 3) && (groups.len() == 1 || groups[0].len() <= 3);
    let digits = groups.concat();
    (in_threes && !groups[0].is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

impl fmt::Display for Money {
    /// Plain and unambiguous, for logs and files; people see the form of their language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_written_or_refused() {
        let read = |text, mark| Money::parse(text, mark, Currency::EUR).map(|money| money.minor).ok();
        assert_eq!(read("29.33", '.'), Some(2933));
        assert_eq!(read("1 234,5", ','), Some(123_450));
        assert_eq!(read("1'234.50", '.'), Some(123_450));
        assert_eq!(read("0", '.'), Some(0));
        assert_eq!(read("5.000", '.'), Some(500));
        for text in
            ["", "-", ".5", "1,2,3", "12,34.5", "1e5", "NaN", "0x10", "٣", "1.2.3", "99999999999999999999"]
        {
            assert_eq!(read(text, '.'), None, "{text}");
        }
        assert_eq!(read("1.005", '.'), None, "a third decimal is not dropped");
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_can_be_read(minor in i64::MIN + 1..i64::MAX) {
            let money = Money::new(minor, Currency::USD);
            let text = money.to_string();
            let read = Money::parse(text.trim_end_matches(" USD"), '.', Currency::USD);
            proptest::prop_assert_eq!(read, Ok(money));
        }
    }
}
