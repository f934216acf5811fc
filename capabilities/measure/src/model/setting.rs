//! What only the business knows; pure.

use troth_core::{Day, Instant, Zone};

/// Discount a year where nobody has set one.
pub(crate) const DISCOUNT: f64 = 0.1;

/// What measuring rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Settings {
    /// What money of next year is worth less, as a share.
    pub(crate) discount: f64,
    /// The day from which on contracts that ended are written down; none where all are.
    pub(crate) contracts_since: Option<Day>,
}

impl Settings {
    /// From what somebody typed: per cent, and a day or nothing. Else the names of the fields that are wrong.
    pub(crate) fn said(discount: &str, since: &str, now: Instant) -> Result<Self, Vec<&'static str>> {
        let mut wrong = Vec::new();
        let percent = discount.trim().trim_end_matches('%').trim().replace(',', ".").parse::<f64>();
        let percent = percent.ok().filter(|percent| (0.0..100.0).contains(percent));
        if percent.is_none() {
            wrong.push("discount");
        }
        let since = since.trim();
        let today = Zone::UTC.day_of(now).plus(1);
        let day = (!since.is_empty()).then(|| Day::parse(since, "%Y-%m-%d").ok().filter(|day| *day <= today));
        if day == Some(None) {
            wrong.push("since");
        }
        match percent {
            Some(percent) if wrong.is_empty() => {
                // Two digits of a per cent are enough for anybody, and come back as they were typed.
                let discount = (percent * 100.0).round() / 10_000.0;
                Ok(Self { discount, contracts_since: day.flatten() })
            }
            _ => Err(wrong),
        }
    }

    /// The discount as it is typed.
    pub(crate) fn percent(&self) -> String {
        ((self.discount * 10_000.0).round() / 100.0).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_kept_or_its_fields_are_named() {
        let now = Instant::from_micros(1_767_690_000_000_000);
        let said = |discount, since| Settings::said(discount, since, now);
        let kept = said("7,5 %", "").unwrap();
        assert_eq!((kept.percent().as_str(), kept.contracts_since), ("7.5", None));
        assert!((kept.discount - 0.075).abs() < 1e-12);
        let day = Day::parse("2020-02-01", "%Y-%m-%d").ok();
        assert_eq!(said("0", "2020-02-01").unwrap().contracts_since, day);
        assert_eq!(said("100", "soon"), Err(vec!["discount", "since"]));
        assert_eq!(said("NaN", "2999-01-01"), Err(vec!["discount", "since"]));
    }
}
