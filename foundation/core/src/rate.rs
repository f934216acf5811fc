//! Rates between currencies: exact decimals, so that the same amount at the same rate is the same everywhere.

use crate::{Currency, Money, MoneyError};

/// What one unit of a currency is worth in another, in millionths of a millionth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(i64);

/// One, in millionths of a millionth.
const ONE: i128 = 1_000_000_000_000;
const DECIMALS: usize = 12;

impl Rate {
    /// This many millionths of a millionth; nothing where that is no rate.
    pub const fn from_raw(raw: i64) -> Option<Self> {
        if raw > 0 { Some(Self(raw)) } else { None }
    }

    /// The number stored.
    pub const fn raw(self) -> i64 {
        self.0
    }

    /// Reads a decimal number above zero with up to twelve decimals, below nine million.
    ///
    /// ```
    /// use troth_core::Rate;
    /// assert_eq!(Rate::parse("1.0855", '.').unwrap().raw(), 1_085_500_000_000);
    /// assert!(Rate::parse("0", '.').is_none() && Rate::parse("-1", '.').is_none());
    /// ```
    pub fn parse(text: &str, mark: char) -> Option<Self> {
        let (whole, decimals) = text.split_once(mark).unwrap_or((text, ""));
        let kept = decimals.trim_end_matches('0');
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) || kept.len() > DECIMALS {
            return None;
        }
        format!("{whole}{kept:0<DECIMALS$}").parse().ok().and_then(Self::from_raw)
    }

    /// An amount at this rate, half a smallest coin rounded away from zero.
    ///
    /// ```
    /// use troth_core::{Currency, Money, Rate};
    /// let rate = Rate::parse("0.0061", '.').unwrap();
    /// let yen = Money::new(1_500, "JPY".parse().unwrap());
    /// assert_eq!(rate.convert(yen, Currency::EUR).unwrap().minor, 915);
    /// ```
    pub fn convert(self, amount: Money, to: Currency) -> Result<Money, MoneyError> {
        let unit = ONE * 10i128.pow(amount.currency.exponent());
        let rounded = i128::from(amount.minor)
            .checked_mul(i128::from(self.0))
            .and_then(|scaled| scaled.checked_mul(2 * 10i128.pow(to.exponent())))
            .map(|doubled| (doubled.abs() + unit) / (unit * 2) * doubled.signum());
        let too_large = || MoneyError::TooLarge(amount.to_string());
        let minor = rounded.and_then(|minor| i64::try_from(minor).ok()).ok_or_else(too_large)?;
        Ok(Money::new(minor, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_coin_is_rounded_away_from_zero_and_nothing_overflows() {
        let rate = Rate::parse("0.5", '.').unwrap();
        let at = |minor| rate.convert(Money::new(minor, Currency::USD), Currency::EUR).unwrap().minor;
        assert_eq!([at(1), at(-1), at(3), at(0), at(100)], [1, -1, 2, 0, 50]);
        let high = Rate::parse("9000000", '.').unwrap();
        assert!(high.convert(Money::new(i64::MAX, Currency::USD), Currency::EUR).is_err());
        for text in ["", ".5", "1.", "1e3", "1,5", "0.0000000000001", "99999999999"] {
            assert_eq!(Rate::parse(text, '.').is_some(), text == "1.", "{text}");
        }
    }
}
