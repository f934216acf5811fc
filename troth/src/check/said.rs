//! Words and deeds: whether those who say they stay do, and whether nothing is made of a score that chance moved.

use std::collections::BTreeMap;

use troth_core::Day;
use troth_measure::{Deed, Finding, Said};
use troth_sim::{Kind, World};

use super::table::{Bounds, Points, Score, holds};
use super::told::{Group, Told};
use super::{Row, Subject};

/// Exact intervals hold the truth at least as often as they say, and more often where customers differ in their chances.
const COVERS: Option<(f64, f64)> = Some((0.93, 1.0));

pub(super) const SUBJECT: Subject = Subject {
    groups: &[
        Group { kind: Kind::Maker, world: World::Ideal, recorded: true, customers: 3_000, measured: true },
        Group { kind: Kind::Maker, world: World::Life, recorded: true, customers: 3_000, measured: true },
    ],
    look,
    rows: &[
        Row {
            name: "share who renew of those who say they would",
            error: "points",
            bounds: &[(World::Ideal, Bounds { bias: 0.02, covers: COVERS, score: None })],
        },
        Row {
            name: "words tell those who renew from those who leave",
            error: "AUC beside that of the true chances",
            bounds: &[(
                World::Ideal,
                Bounds { bias: 0.03, covers: None, score: Some(Score::AtLeast("AUC", 0.55)) },
            )],
        },
        Row {
            name: "a score is said to move alone where the true chances moved with it",
            error: "share of businesses",
            bounds: &[(World::Ideal, Bounds { bias: 0.05, covers: None, score: None })],
        },
        Row {
            name: "those who decide keep their word better than users",
            error: "share of businesses where it is the other way beyond chance",
            bounds: &[(World::Life, Bounds { bias: 0.05, covers: None, score: None })],
        },
    ],
};

fn look(told: &Told, points: &mut Points) -> anyhow::Result<()> {
    let all = &told.estimates()?.report.said;
    let again = all.iter().find(|said| said.kind == "again" && said.deed == Deed::Renewed);
    if told.group.world == World::Ideal {
        let wrong = all.iter().filter(|said| said.deed == Deed::Renewed).any(|said| moved_with(told, said));
        let row = "a score is said to move alone where the true chances moved with it";
        points.error(row, f64::from(u8::from(wrong)));
        if let Some(again) = again {
            beside_the_truth(&truths(told, again), again, points);
        }
    } else if let Some(again) = again {
        let of = |role: &str| {
            again.groups.iter().find(|one| one.by == "role" && one.group.as_deref() == Some(role))
        };
        if let (Some(decides), Some(uses)) = (of("decides"), of("uses")) {
            let high = decides.good.high.unwrap_or(1.0);
            let worse = uses.good.low.is_some_and(|low| low > high);
            points.error("those who decide keep their word better than users", f64::from(u8::from(worse)));
        }
    }
    Ok(())
}

/// An answer, when it was given, and the true chance that its customer renews, what happened in the year left aside.
struct Truth {
    place: usize,
    value: i64,
    day: Day,
    stays: f64,
}

/// The true chances of whoever answered a question early enough and had a contract, each customer and answer once.
fn truths(told: &Told, said: &Said) -> Vec<Truth> {
    let mut contracts: BTreeMap<usize, Vec<(Day, Option<Day>)>> = BTreeMap::new();
    for (place, started, ended) in &told.contracts {
        contracts.entry(*place).or_default().push((*started, *ended));
    }
    let mut spoken: Vec<(usize, i64, Day)> = told
        .voices
        .spoken
        .iter()
        .filter(|one| one.kind == said.kind && one.day.plus(said.days) <= told.as_of)
        .map(|one| (Told::place(one.account), one.value, one.day))
        .collect();
    spoken.sort_unstable();
    let mut truths: Vec<Truth> = Vec::new();
    let mut before: Option<(usize, i64, Day)> = None;
    for (place, value, day) in spoken {
        let again = before.is_some_and(|(known, answer, last)| {
            (known, answer) == (place, value) && day <= last.plus(said.days)
        });
        if again {
            continue;
        }
        before = Some((place, value, day));
        let Some(leaving) = told.customers[place].leaving_renewal else { continue };
        let ran =
            |(started, ended): &(Day, Option<Day>)| *started <= day && ended.is_none_or(|ended| ended >= day);
        if contracts.get(&place).is_some_and(|own| own.iter().any(ran)) {
            truths.push(Truth { place, value, day, stays: 1.0 - leaving.0 });
        }
    }
    truths
}

/// Whether a score is said to have moved alone although the true chances of the same customers moved more than half as far with it.
fn moved_with(told: &Told, said: &Said) -> bool {
    let Some(moved) = said.moved.as_ref().filter(|moved| moved.finding == Finding::Words) else {
        return false;
    };
    let truths = truths(told, said);
    let mean = |late: bool| {
        let half: BTreeMap<(usize, Day), f64> = truths
            .iter()
            .filter(|one| (one.day > moved.cut) == late)
            .map(|one| ((one.place, one.day), one.stays))
            .collect();
        half.values().sum::<f64>() / half.len() as f64
    };
    let (deeds, words) = (mean(true) - mean(false), moved.words.value);
    deeds * words.signum() > 0.5 * words.abs()
}

/// What is said of words, beside the true chances of the same customers.
fn beside_the_truth(truths: &[Truth], again: &Said, points: &mut Points) {
    // Expected renewals, and expected losses, by answer.
    let mut by_answer: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    for one in truths {
        let sums = by_answer.entry(one.value).or_default();
        sums.0 += one.stays;
        sums.1 += 1.0 - one.stays;
    }
    if let (Some((made, lost)), Some(found)) =
        (by_answer.get(&5), again.answers.iter().find(|one| one.value == 5))
    {
        let truth = made / (made + lost);
        let ends = (found.share.low.unwrap_or(0.0), found.share.high.unwrap_or(1.0));
        let row = "share who renew of those who say they would";
        points.covered(row, found.share.value - truth, holds(ends.0, ends.1, truth));
    }
    // The same by the mean of what the people of one customer said within the days.
    let mut sorted: Vec<&Truth> = truths.iter().collect();
    sorted.sort_by_key(|one| (one.place, one.day));
    let mut by_mean: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    let mut rest = &sorted[..];
    while let Some(first) = rest.first() {
        let until = first.day.plus(again.days);
        let own = rest.iter().take_while(|one| one.place == first.place && one.day <= until).count();
        let count = i64::try_from(own).unwrap_or(1);
        // Sixtieths tell means of up to six people apart.
        let mean = rest[..own].iter().map(|one| one.value * 60).sum::<i64>() / count;
        let sums = by_mean.entry(mean).or_default();
        sums.0 += first.stays;
        sums.1 += 1.0 - first.stays;
        rest = &rest[own..];
    }
    let (made, lost) = by_mean.values().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let (mut below, mut ordered) = (0.0, 0.0);
    for (stay, leave) in by_mean.values() {
        ordered += stay * (below + 0.5 * leave);
        below += leave;
    }
    if let Some(auc) = &again.auc {
        let row = "words tell those who renew from those who leave";
        points.scored(row, auc.value - ordered / (made * lost), None, auc.value);
    }
}
