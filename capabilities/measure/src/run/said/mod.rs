//! What people said held against what they did: every answer about intention or satisfaction, and whether the customer bought again or
//! renewed within the days after it. Words are a forecast like any other.
//!
//! Only answers whose days are over count, because of those whose days still run the early ones alone would be in. Answers without a
//! name never come here. Several people at one customer who gave the same answer are one case, and so is who gives it again within the
//! days: what the customer did is one deed, and counting it twice would make intervals too short.
//!
//! Cost: one scan of the answers with a name of the last years; what the customers did has been read by the run anyway.

mod figure;
mod voice;

use std::collections::{BTreeMap, HashMap};

use troth_core::few::{MINIMUM, shown};
use troth_core::{AccountId, ContactId, Day, Instant, SurveyId};
use troth_stats::comparison::holm;

use self::figure::{auc, despite, finding, forecast, groups, moved, stayed};
pub use self::voice::{Person, Spoken, Voices};
use super::base::Base;
use super::contract::{Book, counted};
use crate::Error;
use crate::model::{Answered, Deed, SAID_DAYS, Said, band, ends};

/// From which chance on something moved.
const CHANCE: f64 = 0.05;

/// What bears on an answer.
#[derive(Debug, Clone, Copy, Default)]
struct Around<'v> {
    role: Option<&'v str>,
    decides: Option<i64>,
    alternative: Option<i64>,
}

/// One answer of a customer, and what came.
#[derive(Debug, Clone, Copy)]
struct Case<'v> {
    account: AccountId,
    day: Day,
    value: i64,
    did: bool,
    around: Around<'v>,
}

/// A question, told apart by what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Question<'v> {
    survey: SurveyId,
    key: &'v str,
    kind: &'v str,
    deed: Deed,
}

#[derive(Debug, Default)]
struct Cases<'v> {
    over: Vec<Case<'v>>,
    watched: u64,
    undecided: u64,
}

/// What became of everything that was said, question by question; pure.
pub(in crate::run) fn said(
    voices: &Voices,
    base: &Base,
    book: &Book,
    as_of: Instant,
) -> Result<Vec<Said>, Error> {
    let (mut all, mut alone) = (Vec::new(), Vec::new());
    for (question, mut cases) in cases(voices, base, book) {
        cases.over.sort_by_key(|case| (case.account, case.day, case.value));
        let (said, chances) = one(&question, &cases, as_of)?;
        all.push(said);
        alone.extend(chances);
    }
    // Of many questions some move by chance.
    let corrected = |place: usize| {
        let alone: Vec<f64> = alone.iter().map(|chances: &[f64; 2]| chances[place]).collect();
        if alone.is_empty() { Ok(Vec::new()) } else { holm(&alone) }
    };
    let (words, deeds) = (corrected(0)?, corrected(1)?);
    let moved = all.iter_mut().filter_map(|said| said.moved.as_mut());
    for ((moved, words), deeds) in moved.zip(words).zip(deeds) {
        moved.finding = finding(&moved.words, &moved.deeds, words < CHANCE, deeds < CHANCE);
    }
    Ok(all)
}

/// The chances of such changes of words and of deeds by chance alone.
type Chances = Option<[f64; 2]>;

fn cases<'v>(voices: &'v Voices, base: &Base, book: &Book) -> BTreeMap<Question<'v>, Cases<'v>> {
    let roles: HashMap<ContactId, &str> =
        voices.people.iter().filter_map(|one| Some((one.contact, one.role.as_deref()?))).collect();
    let mut controls: HashMap<i64, (Option<i64>, Option<i64>)> = HashMap::new();
    for one in &voices.spoken {
        match one.kind.as_str() {
            "decides" => controls.entry(one.response).or_default().0 = Some(one.value),
            "alternative" => controls.entry(one.response).or_default().1 = Some(one.value),
            _ => {}
        }
    }
    let asked = voices.spoken.iter().filter(|one| ends(&one.kind).is_some());
    let mut asked: Vec<&Spoken> = asked.collect();
    let key = |one: &Spoken| (one.survey, band(&one.kind, one.value), one.account, one.day, one.response);
    asked.sort_by(|one, other| {
        (&one.question, &one.kind, key(one)).cmp(&(&other.question, &other.kind, key(other)))
    });
    let mut found: BTreeMap<Question<'_>, Cases<'_>> = BTreeMap::new();
    let mut before: Option<&Spoken> = None;
    for one in asked {
        let again = before.is_some_and(|before| {
            (&before.question, &before.kind, before.survey, before.account)
                == (&one.question, &one.kind, one.survey, one.account)
                && band(&before.kind, before.value) == band(&one.kind, one.value)
                && one.day.number() <= before.day.number() + SAID_DAYS
        });
        if again {
            continue;
        }
        before = Some(one);
        let over = one.day.plus(SAID_DAYS);
        let until = over.min(base.as_of);
        let (deed, did) = if book.ran_on(one.account, one.day) {
            let renewed = book.renewed(one.account, one.day, until);
            let decided = renewed || book.lost(one.account, one.day, until);
            (Deed::Renewed, decided.then_some(renewed))
        } else if base.bought_at_all() {
            (Deed::Bought, Some(base.bought_between(one.account, one.day, until)))
        } else {
            continue;
        };
        let question = Question { survey: one.survey, key: &one.question, kind: &one.kind, deed };
        let cases = found.entry(question).or_default();
        match did {
            _ if over > base.as_of => cases.watched += 1,
            None => cases.undecided += 1,
            Some(did) => {
                let (decides, alternative) = controls.get(&one.response).copied().unwrap_or_default();
                let role = one.contact.and_then(|contact| roles.get(&contact).copied());
                let around = Around { role, decides, alternative };
                cases.over.push(Case { account: one.account, day: one.day, value: one.value, did, around });
            }
        }
    }
    found
}

fn one(question: &Question<'_>, cases: &Cases<'_>, as_of: Instant) -> Result<(Said, Chances), Error> {
    let Question { survey, key, kind, deed } = *question;
    let over = &cases.over;
    let mut by_answer: BTreeMap<i64, (u64, u64)> = BTreeMap::new();
    for case in over {
        let count = by_answer.entry(band(kind, case.value)).or_default();
        count.0 += u64::from(case.did);
        count.1 += 1;
    }
    let sizes: Vec<u64> = by_answer.values().map(|(_, n)| *n).collect();
    let visible = shown(&sizes);
    let mut answers = Vec::new();
    for ((value, count), _) in by_answer.iter().zip(&visible).filter(|(_, shown)| **shown) {
        answers.extend(counted(*count, "said-did", as_of)?.map(|share| Answered { value: *value, share }));
    }
    let hidden = visible.iter().filter(|shown| !**shown).count();
    let n = over.len() as u64;
    // What is made of several answers would give those away that are not shown.
    let whole = hidden == 0 && n >= MINIMUM;
    let mut said = Said {
        survey,
        question: key.to_owned(),
        kind: kind.to_owned(),
        deed,
        days: SAID_DAYS,
        n: if n < MINIMUM { 0 } else { n },
        watched: if cases.watched < MINIMUM { 0 } else { cases.watched },
        undecided: if cases.undecided < MINIMUM { 0 } else { cases.undecided },
        answers,
        hidden,
        auc: None,
        forecast: None,
        groups: Vec::new(),
        moved: None,
        despite: None,
        stayed: None,
    };
    if whole {
        said.auc = auc(over, as_of);
        said.forecast = forecast(kind, over, as_of)?;
        said.groups = groups(kind, over, as_of)?;
        said.despite = despite(kind, over, as_of)?;
        said.stayed = stayed(kind, over, as_of)?;
        if let Some((moved, chances)) = moved(kind, over, as_of) {
            said.moved = Some(moved);
            return Ok((said, Some(chances)));
        }
    }
    Ok((said, None))
}

#[cfg(test)]
mod tests {
    use troth_core::{Figure, Grade, Id, Unit};

    use super::*;
    use crate::model::Finding;
    use crate::run::group::Groups;

    const AS_OF: i64 = 20_000;

    fn spoken(account: i64, kind: &str, value: i64, day: i64) -> Spoken {
        Spoken {
            response: account * 1_000 + day,
            account: AccountId::from_raw(account),
            contact: Some(ContactId::from_raw(account)),
            survey: SurveyId::from_raw(1),
            question: kind.to_owned(),
            kind: kind.to_owned(),
            value,
            day: Day::from_number(day),
        }
    }

    fn look(spoken: Vec<Spoken>, people: Vec<Person>, bought: &[(i64, i64)]) -> Vec<Said> {
        let voices = Voices { spoken, people };
        let bought =
            bought.iter().map(|(account, day)| (*account, i32::try_from(*day).unwrap(), 100)).collect();
        let day = Day::from_number(AS_OF);
        let base = Base::condense(day, bought, &voices.accounts(), &Groups::default()).unwrap();
        let book = Book::from_rows(Vec::new(), day, super::super::contract::Seen::default());
        said(&voices, &base, &book, Instant::from_micros(0)).unwrap()
    }

    #[test]
    fn only_what_is_over_counts_and_each_customer_once() {
        let long_ago = AS_OF - 400;
        let mut all: Vec<Spoken> = (1..=20).map(|one| spoken(one, "again", 5, long_ago)).collect();
        all.extend((21..=30).map(|one| spoken(one, "again", 1, long_ago)));
        // The same again within the days, a second person, and answers whose days still run.
        all.extend((1..=20).map(|one| Spoken { contact: None, ..spoken(one, "again", 5, long_ago + 20) }));
        all.extend((31..=38).map(|one| spoken(one, "again", 5, AS_OF - 10)));
        let mut bought: Vec<(i64, i64)> = (1..=12).map(|one| (one, long_ago + 30)).collect();
        // Too late, too early and on the day itself are none of it.
        bought.extend([
            (13, long_ago + SAID_DAYS + 1),
            (14, long_ago - 1),
            (15, long_ago),
            (21, long_ago + 5),
        ]);
        let found = look(all, Vec::new(), &bought);
        assert_eq!(found.len(), 1);
        let said = &found[0];
        assert_eq!((said.n, said.watched, said.deed, said.hidden), (30, 8, Deed::Bought, 0));
        let shares: Vec<(i64, f64, u64)> =
            said.answers.iter().map(|one| (one.value, one.share.value, one.share.n)).collect();
        assert_eq!(shares, [(1, 0.1, 10), (5, 0.6, 20)]);
        assert!(said.answers[1].share.low.unwrap() > 0.3 && said.answers[1].share.high.unwrap() < 0.85);
        assert!(said.auc.as_ref().unwrap().value > 0.6);
        let despite = said.despite.as_ref().unwrap();
        assert_eq!((despite.left.value, despite.stayed.value, &despite.held), (0.4, 0.1, &None));
    }

    #[test]
    fn nothing_is_told_of_fewer_than_five_and_nothing_gives_them_away() {
        let long_ago = AS_OF - 400;
        let mut all: Vec<Spoken> = (1..=20).map(|one| spoken(one, "csat", 5, long_ago)).collect();
        all.extend((21..=24).map(|one| spoken(one, "csat", 1, long_ago)));
        let said = look(all, Vec::new(), &[(1, long_ago + 1)]).remove(0);
        assert_eq!((said.answers.len(), said.hidden, said.auc, said.despite), (0, 2, None, None));
    }

    #[test]
    fn roles_and_alternatives_tell_words_apart() {
        let long_ago = AS_OF - 400;
        let (mut all, mut people, mut bought) = (Vec::new(), Vec::new(), Vec::new());
        for one in 1..=80 {
            let (decides, good) = (one % 2 == 0, one % 4 < 2);
            all.push(spoken(one, "again", if good { 5 } else { 1 }, long_ago));
            all.push(spoken(one, "alternative", if decides { 1 } else { 3 }, long_ago));
            let role = Some(if decides { "decides" } else { "uses" }.to_owned());
            let (contact, account) = (ContactId::from_raw(one), AccountId::from_raw(one));
            people.push(Person { contact, account, level: None, role });
            // Who decides does as they said; who does not, does the other.
            if good == decides {
                bought.push((one, long_ago + 9));
            }
        }
        let said = look(all, people, &bought).remove(0);
        let of = |by: &str, group: &str| {
            let found =
                said.groups.iter().find(|one| one.by == by && one.group.as_deref() == Some(group)).unwrap();
            (found.good.value, found.others.value)
        };
        assert_eq!((of("role", "decides"), of("role", "uses")), ((1.0, 0.0), (0.0, 1.0)));
        assert_eq!((of("alternative", "none"), of("alternative", "some")), ((1.0, 0.0), (0.0, 1.0)));
        let held = said.despite.unwrap().held.unwrap();
        assert_eq!(
            (held.value, held.n),
            (0.0, 20),
            "of those who stayed despite what they said, nobody was held"
        );
    }

    #[test]
    fn a_forecast_is_made_of_what_came_before_and_judged_by_what_came_after() {
        let (mut all, mut bought) = (Vec::new(), Vec::new());
        for one in 1..=200 {
            let (day, good) = (AS_OF - 800 + one, one % 2 == 0);
            all.push(spoken(one, "recommend", if good { 4 } else { 1 }, day));
            if good == (one % 5 != 0) {
                bought.push((one, day + 3));
            }
        }
        let forecast = look(all, Vec::new(), &bought).remove(0).forecast.unwrap();
        assert_eq!((forecast.brier.n, forecast.points.len()), (100, 2));
        assert!(forecast.skill.unwrap() > 0.2, "{forecast:?}");
        let good = forecast.points.iter().find(|point| point.value == 4).unwrap();
        assert!(
            (good.chance - 40.5 / 51.0).abs() < 1e-9 && (good.share.value - 0.8).abs() < 1e-9,
            "{good:?}"
        );
    }

    #[test]
    fn a_score_that_moves_alone_is_a_finding() {
        // The share of good answers rises from a fifth to four fifths; half of all buy throughout.
        let (mut all, mut bought) = (Vec::new(), Vec::new());
        for one in 1..=1_600 {
            let late = one > 800;
            let good = if late { one % 5 != 0 } else { one % 5 == 0 };
            all.push(spoken(one, "nps", if good { 10 } else { 3 }, AS_OF - 1_000 + one / 4));
            if (one / 5) % 2 == 0 {
                bought.push((one, AS_OF - 990 + one / 4));
            }
        }
        let moved = look(all.clone(), Vec::new(), &bought).remove(0).moved.unwrap();
        assert!((moved.words.value - 0.6).abs() < 0.02 && moved.deeds.value.abs() < 0.02, "{moved:?}");
        assert_eq!(moved.finding, Finding::Words);
        let as_said: Vec<(i64, i64)> = all
            .iter()
            .filter(|one| one.value == 10)
            .map(|one| (one.account.raw(), one.day.number() + 5))
            .collect();
        assert_eq!(look(all, Vec::new(), &as_said).remove(0).moved.unwrap().finding, Finding::Together);
        let change = |value: f64, low, high| {
            Figure::new(value, Unit::Share, 100, Grade::Counted, "x", Instant::from_micros(0))
                .between(low, high)
        };
        let unclear = finding(&change(0.1, 0.02, 0.18), &change(0.03, -0.1, 0.16), true, false);
        assert_eq!(unclear, Finding::Unclear, "deeds may have moved as much");
    }

    #[test]
    fn who_had_to_stay_stands_apart_from_who_is_loyal() {
        let long_ago = AS_OF - 400;
        let (mut all, mut bought) = (Vec::new(), Vec::new());
        // Content and free, content without a choice, discontent and free, discontent without a choice.
        for (group, (value, alternative, count)) in (0..).zip([(5, 3, 10), (5, 1, 6), (1, 2, 7), (1, 1, 17)])
        {
            for one in 1..=count {
                let account = group * 100 + one;
                all.push(spoken(account, "csat", value, long_ago));
                all.push(spoken(account, "alternative", alternative, long_ago));
                bought.push((account, long_ago + 5));
            }
        }
        // Who left, and who does not know, are none of it.
        all.extend((501..=520).map(|one| spoken(one, "csat", 1, long_ago)));
        all.push(spoken(501, "alternative", 1, long_ago));
        all.push(spoken(502, "alternative", 0, long_ago));
        bought.push((502, long_ago + 5));
        let said = look(all.clone(), Vec::new(), &bought).remove(0);
        let stayed = said.stayed.unwrap();
        let shares = [&stayed.loyal, &stayed.untested, &stayed.unhappy, &stayed.held]
            .map(|figure| (figure.value, figure.n));
        assert_eq!(shares, [(0.25, 40), (0.15, 40), (0.175, 40), (0.425, 40)]);
        // Four of one sort are too few, and would be told by the others.
        all.retain(|one| one.account.raw() != 105 && one.account.raw() != 106);
        assert_eq!(look(all, Vec::new(), &bought).remove(0).stayed, None);
    }
}
