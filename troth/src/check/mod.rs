//! The validity report: every estimate that Troth makes, held against businesses of which everything is known.
//!
//! Each subject has a file with its rows: what is estimated, how it is read out of a business, and the bounds it must keep. A new estimate
//! is a new row. Businesses are made, measured and forgotten one by one, as many at a time as there are cores.

mod contract;
mod heard;
mod history;
mod problem;
mod referral;
mod said;
mod table;
mod thanks;
mod told;
mod win_back;

use rayon::prelude::*;
use troth_sim::{Kind, World};

pub(crate) use table::Verdict;
use table::{Bounds, Points};
use told::{Group, Told};

/// Estimates of one subject.
struct Subject {
    /// The businesses they are held against.
    groups: &'static [Group],
    /// Reads them out of one business.
    look: fn(&Told, &mut Points) -> anyhow::Result<()>,
    /// What they are, and what they must keep.
    rows: &'static [Row],
}

/// An estimate.
struct Row {
    /// What is estimated.
    name: &'static str,
    /// What its error is measured in.
    error: &'static str,
    /// The bounds in each world in which it is checked.
    bounds: &'static [(World, Bounds)],
}

/// Every subject; a new one is one line here.
const SUBJECTS: [&Subject; 8] = [
    &history::SUBJECT,
    &contract::SUBJECT,
    &said::SUBJECT,
    &heard::SUBJECT,
    &referral::SUBJECT,
    &problem::SUBJECT,
    &thanks::SUBJECT,
    &win_back::SUBJECT,
];

/// Holds every estimate whose name contains some words against so many businesses of each group; `progress` is told how many are done of how
/// many.
pub(crate) fn check(
    businesses: u64,
    words: &str,
    progress: impl Fn(usize, usize) + Sync,
) -> anyhow::Result<Vec<Verdict>> {
    let asked_for = |row: &&Row| row.name.contains(words);
    let says = |subject: &Subject, group: &Group| {
        let worlds = subject.rows.iter().filter(asked_for).flat_map(|row| row.bounds);
        subject.groups.contains(group) && worlds.into_iter().any(|(world, _)| *world == group.world)
    };
    let all = SUBJECTS.iter().flat_map(|subject| subject.groups.iter().map(move |group| (subject, group)));
    let mut groups: Vec<Group> =
        all.filter(|(subject, group)| says(subject, group)).map(|(_, group)| *group).collect();
    anyhow::ensure!(
        !groups.is_empty(),
        "no estimate is called `{words}`; without words all of them are shown"
    );
    groups.sort_unstable();
    groups.dedup();
    let asked: Vec<(Group, u64)> =
        groups.into_iter().flat_map(|group| (1..=businesses).map(move |seed| (group, seed))).collect();
    let (done, all) = (std::sync::atomic::AtomicUsize::new(0), asked.len());
    // Collected in the order asked for, so that a report does not depend on which core was first.
    let points: Vec<(Group, Points)> = asked
        .into_par_iter()
        .map(|(group, seed)| {
            let told = Told::of(group, seed)?;
            let mut points = Points::default();
            for subject in SUBJECTS.iter().filter(|subject| says(subject, &group)) {
                (subject.look)(&told, &mut points)?;
            }
            progress(done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1, all);
            Ok((group, points))
        })
        .collect::<anyhow::Result<_>>()?;
    Ok(SUBJECTS
        .iter()
        .flat_map(|subject| subject.rows)
        .filter(asked_for)
        .flat_map(|row| table::verdicts(row, &points))
        .collect())
}

/// Shops of a size at which intervals must cover, in both worlds.
const SHOPS: [Group; 2] = [
    Group { kind: Kind::Shop, world: World::Ideal, recorded: true, customers: 3_000, measured: true },
    Group { kind: Kind::Shop, world: World::Life, recorded: true, customers: 3_000, measured: true },
];
