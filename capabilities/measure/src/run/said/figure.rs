//! What is counted of the cases of a question; pure.

use std::collections::{BTreeMap, BTreeSet};

use troth_core::few::{MINIMUM, shown};
use troth_core::{Day, Figure, Grade, Instant, Unit};
use troth_stats::comparison::welch;
use troth_stats::quality::Forecasts;
use troth_stats::share::{Count, Share, difference};

use super::Case;
use crate::Error;
use crate::model::{
    Despite, Finding, Moved, SAID_DAYS, SaidForecast, SaidGroup, SaidPoint, SaidStayed, band, ends,
};
use crate::run::contract::counted;

/// Coverage of every interval.
const LEVEL: f64 = 0.95;
/// Each half of the time needs so many cases before it is compared with the other.
const HALF: usize = 30;
/// Words and deeds are far apart where the interval of one leaves out so much of the other.
const NEARLY: f64 = 0.5;

/// What the people of one customer answered within the days: one deed, however many spoke.
type Together<'c, 'v> = &'c [Case<'v>];

/// Cases by customer and time; they are in this order.
fn together<'c, 'v>(over: &'c [Case<'v>]) -> Vec<Together<'c, 'v>> {
    let mut all = Vec::new();
    for own in over.chunk_by(|one, two| one.account == two.account) {
        let mut rest = own;
        while let Some(first) = rest.first() {
            let within = rest.partition_point(|case| case.day <= first.day.plus(SAID_DAYS));
            let (now, later) = rest.split_at(within);
            all.push(now);
            rest = later;
        }
    }
    all
}

fn mean(together: Together<'_, '_>, of: impl Fn(&Case<'_>) -> f64) -> f64 {
    together.iter().map(of).sum::<f64>() / together.len() as f64
}

/// Customers by the mean of what was said; none where everybody did it, or nobody.
pub(super) fn auc(over: &[Case<'_>], as_of: Instant) -> Option<Figure> {
    let customers = together(over);
    let values: Vec<f64> = customers.iter().map(|own| mean(own, |case| case.value as f64)).collect();
    let did: Vec<bool> = customers.iter().map(|own| own[0].did).collect();
    let found = Forecasts::auc_of(&values, &did, LEVEL).ok()?;
    let n = customers.len() as u64;
    let figure = Figure::new(found.value, Unit::Share, n, Grade::Associated, "said-auc", as_of);
    Some(figure.between(found.low, found.high))
}

/// Customers of the first half of the time, and of the second, with the last day of the first. A day is in one of them.
type Halves<'c, 'v> = (Day, Vec<Together<'c, 'v>>, Vec<Together<'c, 'v>>);

/// None where one of them is too small.
fn halves<'c, 'v>(over: &'c [Case<'v>]) -> Option<Halves<'c, 'v>> {
    let customers = together(over);
    let mut days: Vec<Day> = customers.iter().map(|own| own[0].day).collect();
    days.sort_unstable();
    let cut = *days.get(days.len().checked_sub(1)? / 2)?;
    let (first, second): (Vec<_>, Vec<_>) = customers.into_iter().partition(|own| own[0].day <= cut);
    (first.len() >= HALF && second.len() >= HALF).then_some((cut, first, second))
}

pub(super) fn forecast(kind: &str, over: &[Case<'_>], as_of: Instant) -> Result<Option<SaidForecast>, Error> {
    let Some((cut, first, second)) = halves(over) else { return Ok(None) };
    let count = |customers: &[Together<'_, '_>]| {
        let mut counts: BTreeMap<i64, (u64, u64)> = BTreeMap::new();
        for case in customers.iter().copied().flatten() {
            let count = counts.entry(band(kind, case.value)).or_default();
            count.0 += u64::from(case.did);
            count.1 += 1;
        }
        counts
    };
    let (known, counts) = (count(&first), count(&second));
    // Half a case more of each sort: nobody of three is no certainty.
    let chance_of = |value: i64| {
        let counted = known.get(&band(kind, value));
        counted.map_or(0.5, |(did, n)| (*did as f64 + 0.5) / (*n as f64 + 1.0))
    };
    let chances: Vec<f64> = second.iter().map(|own| mean(own, |case| chance_of(case.value))).collect();
    let did: Vec<bool> = second.iter().map(|own| own[0].did).collect();
    let forecasts = Forecasts::check(&chances, &did)?;
    let found = forecasts.brier();
    let n = second.len() as u64;
    let brier = Figure::new(found.value, Unit::Number, n, Grade::Modelled, "said-brier", as_of);
    let sizes: Vec<u64> = counts.values().map(|(_, n)| *n).collect();
    let mut points = Vec::new();
    for ((value, count), _) in counts.iter().zip(shown(&sizes)).filter(|(_, shown)| *shown) {
        let share = counted(*count, "said-did", as_of)?;
        points.extend(share.map(|share| SaidPoint { value: *value, chance: chance_of(*value), share }));
    }
    let brier = brier.between(found.low.max(0.0), found.high);
    Ok(Some(SaidForecast { cut, brier, skill: forecasts.skill().ok(), points }))
}

/// How many customers did it, and how many there are; several answers of one within the days are one.
fn count(over: &[Case<'_>], holds: impl Fn(&Case<'_>) -> bool) -> (u64, u64) {
    let cases: Vec<Case<'_>> = over.iter().filter(|case| holds(case)).copied().collect();
    let customers = together(&cases);
    (customers.iter().filter(|own| own[0].did).count() as u64, customers.len() as u64)
}

fn is_good(kind: &str, value: i64) -> bool {
    ends(kind).is_some_and(|(good, _)| value >= good)
}

/// The group a case is in; none where it is not known.
type GroupOf<'f> = &'f dyn Fn(&Case<'_>) -> Option<String>;

/// Good answers and others, by what bears on them; groups that are too small are left out, and with them what would give them away.
pub(super) fn groups(kind: &str, over: &[Case<'_>], as_of: Instant) -> Result<Vec<SaidGroup>, Error> {
    let decides = |case: &Case<'_>| {
        let word = |value| ["neither", "say", "decides"].get(usize::try_from(value - 1).ok()?).copied();
        case.around.decides.and_then(word).map(str::to_owned)
    };
    let alternative = |case: &Case<'_>| match case.around.alternative {
        Some(1) => Some("none".to_owned()),
        Some(2..=3) => Some("some".to_owned()),
        _ => None,
    };
    let role = |case: &Case<'_>| case.around.role.map(str::to_owned);
    let cuts: [(&str, GroupOf<'_>); 3] =
        [("role", &role), ("decides", &decides), ("alternative", &alternative)];
    let mut groups = Vec::new();
    for (by, group_of) in cuts {
        let names: BTreeSet<Option<String>> = over.iter().map(group_of).collect();
        let counts = |name: &Option<String>| {
            [true, false]
                .map(|good| count(over, |case| is_good(kind, case.value) == good && group_of(case) == *name))
        };
        let found: BTreeMap<Option<String>, [(u64, u64); 2]> =
            names.into_iter().map(|name| (name.clone(), counts(&name))).collect();
        // One group is everybody.
        if found.len() < 2 {
            continue;
        }
        let visible =
            [0, 1].map(|side| shown(&found.values().map(|counts| counts[side].1).collect::<Vec<_>>()));
        for (place, (group, counts)) in found.into_iter().enumerate() {
            if !visible[0][place] || !visible[1][place] {
                continue;
            }
            let good = counted(counts[0], "said-did", as_of)?;
            let others = counted(counts[1], "said-did", as_of)?;
            groups.extend(good.zip(others).map(|(good, others)| SaidGroup {
                by: by.to_owned(),
                group,
                good,
                others,
            }));
        }
    }
    Ok(groups)
}

fn share_of(customers: &[Together<'_, '_>]) -> Option<Share> {
    let successes = customers.iter().filter(|own| own[0].did).count() as u64;
    Count { successes, trials: customers.len() as u64 }.check().ok()
}

/// The second half less the first; what it says is found when all questions are known.
pub(super) fn moved(kind: &str, over: &[Case<'_>], as_of: Instant) -> Option<(Moved, [f64; 2])> {
    let (cut, first, second) = halves(over)?;
    let n = (first.len() + second.len()) as u64;
    let figure = |value: f64, low: f64, high: f64| {
        let figure = Figure::new(value, Unit::Share, n, Grade::Counted, "said-moved", as_of);
        figure.between(low.max(-1.0), high.min(1.0))
    };
    let good = |customers: &[Together<'_, '_>]| -> Vec<f64> {
        let is_good = |case: &Case<'_>| f64::from(u8::from(is_good(kind, case.value)));
        customers.iter().map(|own| mean(own, is_good)).collect()
    };
    let words = welch(&good(&second), &good(&first), LEVEL).ok()?;
    let (before, after) = (share_of(&first)?, share_of(&second)?);
    let deeds = difference::interval(after, before, difference::Method::Newcombe, LEVEL).ok()?;
    let chances = [words.p_value, difference::p_value(after, before)];
    let words = figure(words.difference.value, words.difference.low, words.difference.high);
    let deeds = figure(deeds.value, deeds.low, deeds.high);
    Some((Moved { cut, words, deeds, finding: Finding::Neither }, chances))
}

/// What changes of words and deeds say together.
pub(super) fn finding(words: &Figure, deeds: &Figure, words_moved: bool, deeds_moved: bool) -> Finding {
    let same_way = words.value.signum() * deeds.value.signum() > 0.0;
    // How far deeds may have gone the way of words, at most.
    let most = if words.value >= 0.0 { deeds.high.unwrap_or(1.0) } else { -deeds.low.unwrap_or(-1.0) };
    match (words_moved, deeds_moved) {
        (true, true) if same_way => Finding::Together,
        (true, true) => Finding::Words,
        (true, false) if most < NEARLY * words.value.abs() => Finding::Words,
        (true, false) => Finding::Unclear,
        (false, true) => Finding::Deeds,
        (false, false) => Finding::Neither,
    }
}

pub(super) fn despite(kind: &str, over: &[Case<'_>], as_of: Instant) -> Result<Option<Despite>, Error> {
    let Some((good, bad)) = ends(kind) else { return Ok(None) };
    let figure = |count: (u64, u64)| {
        if count.1 < MINIMUM { Ok(None) } else { counted(count, "said-despite", as_of) }
    };
    let pleased = count(over, |case| case.value >= good);
    let left = figure((pleased.1 - pleased.0, pleased.1))?;
    let stayed = figure(count(over, |case| case.value <= bad))?;
    let told =
        |case: &Case<'_>| case.value <= bad && case.did && matches!(case.around.alternative, Some(1..=3));
    let asked = count(over, told).1;
    let none = count(over, |case| told(case) && case.around.alternative == Some(1)).1;
    let held = figure((none.min(asked), asked))?;
    Ok(left.zip(stayed).map(|(left, stayed)| Despite { left, stayed, held }))
}

/// Those who did it and said whether there was an alternative, by whether they had to: loyal is who is content and could have gone.
pub(super) fn stayed(kind: &str, over: &[Case<'_>], as_of: Instant) -> Result<Option<SaidStayed>, Error> {
    let known: Vec<Case<'_>> = over
        .iter()
        .filter(|case| case.did && matches!(case.around.alternative, Some(1..=3)))
        .copied()
        .collect();
    let mut counts = [0_u64; 4];
    for own in together(&known) {
        let content = mean(own, |case| f64::from(u8::from(is_good(kind, case.value)))) >= 0.5;
        let free = mean(own, |case| f64::from(u8::from(case.around.alternative != Some(1)))) >= 0.5;
        counts[match (content, free) {
            (true, true) => 0,
            (false, true) => 1,
            (true, false) => 2,
            (false, false) => 3,
        }] += 1;
    }
    let n: u64 = counts.iter().sum();
    let visible = shown(&counts);
    // Four shares of one whole: where one must not be told, none is.
    if n < MINIMUM || counts.iter().zip(&visible).any(|(count, shown)| *count > 0 && !*shown) {
        return Ok(None);
    }
    let share = |count: u64| counted((count, n), "said-stayed", as_of);
    let all = [share(counts[0])?, share(counts[1])?, share(counts[2])?, share(counts[3])?];
    let [Some(loyal), Some(unhappy), Some(untested), Some(held)] = all else { return Ok(None) };
    Ok(Some(SaidStayed { loyal, unhappy, untested, held }))
}
