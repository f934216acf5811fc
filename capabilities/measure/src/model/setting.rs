//! What only the business knows; pure.

use troth_core::{Day, Instant, SegmentId, Zone};

/// Discount a year where nobody has set one.
pub(crate) const DISCOUNT: f64 = 0.1;

/// What measuring rests on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Settings {
    /// What money of next year is worth less, as a share.
    pub(crate) discount: f64,
    /// The day from which on contracts that ended are written down; none where all are.
    pub(crate) contracts_since: Option<Day>,
    /// Segments with models of their own: of several that hold a customer, the first counts.
    pub(crate) segments: Vec<SegmentId>,
}

/// So many segments have models of their own at most: each is fitted and shown.
pub(crate) const MOST_SEGMENTS: usize = 6;

/// The fields of a form in which they are chosen, in order.
pub(crate) const SEGMENT_FIELDS: [&str; MOST_SEGMENTS] =
    ["segment-1", "segment-2", "segment-3", "segment-4", "segment-5", "segment-6"];

impl Settings {
    /// From what somebody typed: per cent, and a day or nothing. Else the names of the fields that are wrong.
    pub(crate) fn said(
        discount: &str,
        since: &str,
        segments: &[&str],
        now: Instant,
    ) -> Result<Self, Vec<&'static str>> {
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
        let mut chosen = Vec::new();
        for (field, said) in SEGMENT_FIELDS.iter().zip(segments).filter(|(_, said)| !said.is_empty()) {
            match said.parse::<SegmentId>() {
                Ok(segment) if !chosen.contains(&segment) => chosen.push(segment),
                // Chosen twice is chosen once, where it stands first.
                Ok(_) => {}
                Err(_) => wrong.push(*field),
            }
        }
        match percent {
            Some(percent) if wrong.is_empty() => {
                // Two digits of a per cent are enough for anybody, and come back as they were typed.
                let discount = (percent * 100.0).round() / 10_000.0;
                Ok(Self { discount, contracts_since: day.flatten(), segments: chosen })
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
        let said = |discount, since| Settings::said(discount, since, &[], now);
        let kept = said("7,5 %", "").unwrap();
        assert_eq!((kept.percent().as_str(), kept.contracts_since), ("7.5", None));
        assert!((kept.discount - 0.075).abs() < 1e-12);
        let day = Day::parse("2020-02-01", "%Y-%m-%d").ok();
        assert_eq!(said("0", "2020-02-01").unwrap().contracts_since, day);
        assert_eq!(said("100", "soon"), Err(vec!["discount", "since"]));
        assert_eq!(said("NaN", "2999-01-01"), Err(vec!["discount", "since"]));
        let [one, two] = [1, 2].map(troth_core::Id::from_raw).map(|id: SegmentId| id);
        let chosen = |segments: &[&str]| Settings::said("10", "", segments, now).map(|kept| kept.segments);
        let (first, second) = (one.to_string(), two.to_string());
        assert_eq!(chosen(&["", &second, &first, &second]), Ok(vec![two, one]));
        assert_eq!(chosen(&[&first, "regulars"]), Err(vec!["segment-2"]));
    }
}
