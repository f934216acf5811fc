//! Why customers came, what decided it, why they stayed, why they left and where they went; pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use troth_core::few::{MINIMUM, part_may_be_shown, shown};
use troth_core::{AccountId, Figure, Instant, ReasonId};
use utoipa::ToSchema;

use super::result::share;

/// The longest name that is kept with a reason.
pub(crate) const LONGEST_DETAIL: usize = 200;

/// What a reason is about, with the words there are for it.
pub(crate) type About = (&'static str, &'static [&'static str]);

/// What brought them, what decided it, why they stayed, why they left, and to whom.
pub(crate) const ABOUT: [About; 5] = [
    ("came", &["person", "advert", "search", "passing", "other"]),
    ("decided", &["price", "product", "service", "recommendation", "place", "other"]),
    ("stayed", &["price", "product", "service", "people", "habit", "alternative", "other"]),
    ("left", &["price", "product", "service", "mishap", "need", "other"]),
    ("went", &["competitor", "self", "nobody", "other"]),
];

/// The word of a customer who came because somebody told them.
pub(crate) const BY_PERSON: &str = "person";

/// What is known under this word.
pub(crate) fn find_about(key: &str) -> Option<About> {
    ABOUT.into_iter().find(|(about, _)| *about == key)
}

/// A meaning as a form and a questionnaire say it: `came.person`.
pub(crate) fn find_meaning(text: &str) -> Option<(&'static str, &'static str)> {
    let (about, word) = text.split_once('.')?;
    let (about, words) = find_about(about)?;
    Some((about, words.iter().find(|known| **known == word)?))
}

/// A reason, as staff noted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Reason {
    /// Its id.
    #[schema(value_type = String)]
    pub(crate) id: ReasonId,
    /// Whose.
    #[schema(value_type = String)]
    pub(crate) account: AccountId,
    /// `came`, `decided`, `stayed`, `left` or `went`.
    pub(crate) about: String,
    /// What of that.
    pub(crate) word: String,
    /// A name that was said: who told them, whose advert, to whom they went.
    pub(crate) detail: String,
    /// The customer who told them of the business.
    #[schema(value_type = Option<String>)]
    pub(crate) referrer: Option<AccountId>,
    /// When it was noted.
    #[schema(value_type = String)]
    pub(crate) noted_at: Instant,
    /// Whether it was taken away.
    pub(crate) removed: bool,
}

/// What somebody told at once: the words, and whether it is known which customer had told them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) day: i64,
    pub(crate) words: BTreeSet<String>,
    pub(crate) tracked: bool,
}

impl Told {
    /// What was said on the latest day counts; what was said on the same day counts together.
    pub(crate) fn add(&mut self, day: i64, word: &str, tracked: bool) {
        if day > self.day || self.words.is_empty() {
            *self = Self { day, words: BTreeSet::new(), tracked: false };
        }
        if day == self.day {
            self.words.insert(word.to_owned());
            self.tracked |= tracked;
        }
    }
}

/// A customer who was to be asked: in which month they came or left, and what they told; nothing: not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Case {
    pub(crate) month: i64,
    pub(crate) told: Option<Told>,
}

/// Why, counted.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Reasons {
    /// What it is about.
    pub(crate) about: &'static str,
    /// The least number of which anything is told.
    pub(crate) minimum: u64,
    /// How many customers it is about.
    pub(crate) customers: u64,
    /// Of how many it is not known, because nobody asked or they did not say; only where it is known who was to be asked.
    pub(crate) not_asked: Option<u64>,
    /// The share of them of whom it is known.
    #[schema(value_type = Option<Object>)]
    pub(crate) asked: Option<Figure>,
    /// How many told; none where they are too few.
    pub(crate) n: Option<u64>,
    /// The share of each word among those who told; somebody may have said several.
    pub(crate) words: Vec<WordShare>,
    /// By month, of those that may be shown.
    pub(crate) months: Vec<MonthReasons>,
    /// Of those who came because somebody told them: of how many it is known which customer that was, and of how many not.
    pub(crate) word_of_mouth: Option<WordOfMouth>,
}

/// The share of a word.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct WordShare {
    /// The word.
    pub(crate) word: &'static str,
    /// Its share among those who told.
    #[schema(value_type = Object)]
    pub(crate) share: Figure,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct MonthReasons {
    /// Which, `year × 12 + month − 1`.
    pub(crate) month: i64,
    /// How many told.
    pub(crate) n: u64,
    /// Of how many it is not known.
    pub(crate) not_asked: u64,
    /// The share of each word.
    pub(crate) words: Vec<WordShare>,
}

/// Word of mouth that is tracked, and that was only told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct WordOfMouth {
    /// It is known which customer told them.
    pub(crate) tracked: u64,
    /// Somebody did, and nobody knows who.
    pub(crate) untracked: u64,
}

fn shares(words: &'static [&'static str], told: &[&Told], as_of: Instant) -> Vec<WordShare> {
    let n = told.len() as u64;
    let one = |word: &&'static str| {
        let count = told.iter().filter(|one| one.words.contains(*word)).count() as u64;
        Some(WordShare { word, share: share(count, n, as_of)? })
    };
    words.iter().filter_map(one).collect()
}

/// Counts what was told. `known`: whether it is known who was to be asked, so that those who were not can be counted. `whole`: how many told in
/// all, where these are the customers of a segment.
pub(crate) fn count_reasons(
    (about, words): About,
    cases: &[Case],
    known: bool,
    whole: Option<u64>,
    as_of: Instant,
) -> Reasons {
    let told: Vec<&Told> = cases.iter().filter_map(|case| case.told.as_ref()).collect();
    let (customers, n) = (cases.len() as u64, told.len() as u64);
    let may = part_may_be_shown(n, whole.unwrap_or(n));
    let mut by_month: BTreeMap<i64, (Vec<&Told>, u64)> = BTreeMap::new();
    for case in cases {
        let month = by_month.entry(case.month).or_default();
        match &case.told {
            Some(told) => month.0.push(told),
            None => month.1 += 1,
        }
    }
    let sizes: Vec<u64> = by_month.values().map(|(told, _)| told.len() as u64).collect();
    let visible = shown(&sizes);
    let months = by_month.iter().zip(visible).filter(|(_, shown)| *shown && may && whole.is_none());
    let months = months.map(|((month, (told, not_asked)), _)| MonthReasons {
        month: *month,
        n: told.len() as u64,
        not_asked: if known { *not_asked } else { 0 },
        words: shares(words, told, as_of),
    });
    let by_person = || told.iter().filter(|one| one.words.contains(BY_PERSON));
    let tracked = by_person().filter(|one| one.tracked).count() as u64;
    let word_of_mouth = WordOfMouth { tracked, untracked: by_person().count() as u64 - tracked };
    Reasons {
        about,
        minimum: MINIMUM,
        customers,
        not_asked: known.then_some(customers - n),
        asked: known.then(|| share(n, customers, as_of)).flatten(),
        n: may.then_some(n),
        words: if may { shares(words, &told, as_of) } else { Vec::new() },
        months: months.collect(),
        word_of_mouth: (about == "came" && may).then_some(word_of_mouth),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(month: i64, words: &[&str], tracked: bool) -> Case {
        let mut told = Told::default();
        for word in words {
            told.add(1, word, tracked);
        }
        Case { month, told: (!words.is_empty()).then_some(told) }
    }

    #[test]
    fn the_latest_day_counts_and_what_was_said_on_it_together() {
        let mut told = Told::default();
        told.add(5, "price", false);
        told.add(3, "service", true);
        assert_eq!((told.words.len(), told.tracked), (1, false), "what is older does not count");
        told.add(5, "service", false);
        told.add(9, "other", true);
        assert_eq!(
            (told.words.into_iter().collect::<Vec<_>>(), told.tracked),
            (vec!["other".to_owned()], true)
        );
    }

    #[test]
    fn who_was_not_asked_is_counted_apart_and_no_share_rests_on_them() {
        let at = Instant::from_micros(0);
        let mut cases: Vec<Case> = (0..4).map(|_| case(1, &["person"], false)).collect();
        cases.extend((0..2).map(|_| case(1, &["search"], false)));
        cases.extend((0..2).map(|_| case(2, &["person"], true)));
        cases.extend((0..2).map(|_| case(2, &[], false)));
        let came = find_about("came").unwrap();
        let found = count_reasons(came, &cases, true, None, at);
        assert_eq!((found.customers, found.not_asked, found.n), (10, Some(2), Some(8)));
        let person = &found.words[0];
        assert!(person.word == "person" && (person.share.value - 0.75).abs() < 1e-9 && person.share.n == 8);
        assert_eq!(found.word_of_mouth, Some(WordOfMouth { tracked: 2, untracked: 4 }));
        assert!(
            found.months.is_empty(),
            "the second month is too small and would be given away by the first"
        );
        let few = count_reasons(came, &cases[..4], true, None, at);
        assert_eq!((few.n, few.words.len(), few.customers), (None, 0, 4));
        let rest = count_reasons(came, &cases[..5], true, Some(8), at);
        assert_eq!(rest.n, None, "five of eight would tell of three");
    }

    #[test]
    fn a_meaning_is_one_of_those_there_are() {
        assert_eq!(find_meaning("left.price"), Some(("left", "price")));
        for wrong in ["", "left", "left.", "left.person", "gone.price"] {
            assert_eq!(find_meaning(wrong), None, "{wrong}");
        }
    }
}
