//! The win-back: given to the worst, so a plain comparison has the wrong sign. Adjusted for what they were chosen by it is right; where that
//! is not recorded, nothing can be adjusted, and that is said.

use troth_sim::{Kind, World};
use troth_stats::effect::experiment::Experiment;
use troth_stats::effect::observational::{Method, Study};
use troth_stats::regression::Link;

use super::table::{Bounds, Points, Score, holds};
use super::told::{Group, Told};
use super::{Row, Subject};

/// Who was chosen and who came back is drawn alike in both worlds: one is enough.
const fn group(recorded: bool) -> Group {
    Group { kind: Kind::Shop, world: World::Ideal, recorded, customers: 15_000, measured: false }
}

const NAIVE: &str = "win-back, compared as it was given";
const ADJUSTED: &str = "win-back, adjusted for what they were chosen by";
const HIDDEN: &str = "win-back, where that is not recorded";

pub(super) const SUBJECT: Subject = Subject {
    groups: &[group(true), group(false)],
    look,
    rows: &[
        Row {
            name: NAIVE,
            error: "points",
            // Wrong by far, and in the wrong direction: the row shows that a comparison is not enough.
            bounds: &[(
                World::Ideal,
                Bounds { bias: 1.0, covers: None, score: Some(Score::AtLeast("wrong sign", 0.99)) },
            )],
        },
        Row {
            name: ADJUSTED,
            error: "points",
            bounds: &[(World::Ideal, Bounds { bias: 0.01, covers: Some((0.92, 0.98)), score: None })],
        },
        Row {
            name: HIDDEN,
            error: "points of the plain comparison",
            bounds: &[(
                World::Ideal,
                Bounds {
                    bias: 1.0,
                    covers: None,
                    score: Some(Score::AtLeast("said that it cannot be adjusted", 1.0)),
                },
            )],
        },
    ],
};

fn look(told: &Told, points: &mut Points) -> anyhow::Result<()> {
    let days = i64::from(told.truth.win_back.days);
    let letters = told.letters.iter().filter(|(_, letter)| letter.on.plus(days) <= told.as_of);
    let letters: Vec<_> = letters.collect();
    let treated: Vec<bool> = letters.iter().map(|(_, letter)| letter.written_to).collect();
    let back = |place: usize, on: troth_core::Day| {
        let came = told.customers[place].came;
        f64::from(u8::from(came.is_some_and(|came| came <= on.plus(days))))
    };
    let outcomes: Vec<f64> = letters.iter().map(|(place, letter)| back(*place, letter.on)).collect();
    let effects = letters.iter().filter_map(|(place, _)| {
        let customer = &told.customers[*place];
        Some(customer.back_if_written?.0 - customer.back_if_not?.0)
    });
    let effect = effects.sum::<f64>() / letters.len() as f64;
    let naive = Experiment { treated: &treated, outcomes: &outcomes }.check()?.difference(0.95)?.difference;
    let column = |of: fn(&troth_sim::row::WinBackLetter) -> Option<f64>| {
        letters.iter().map(|(_, letter)| of(letter)).collect::<Option<Vec<f64>>>()
    };
    let away = column(|letter| letter.months_away.map(|months| months.0));
    let problems = column(|letter| letter.problems.map(f64::from));
    let (Some(away), Some(problems)) = (away, problems) else {
        points.scored(HIDDEN, naive.value - effect, None, 1.0);
        return Ok(());
    };
    if !told.group.recorded {
        points.scored(HIDDEN, naive.value - effect, None, 0.0);
        return Ok(());
    }
    let wrong = f64::from(u8::from(naive.high < 0.0 && effect > 0.0));
    points.scored(NAIVE, naive.value - effect, None, wrong);
    let columns: [&[f64]; 2] = [&away, &problems];
    let study = Study {
        treated: &treated,
        outcomes: &outcomes,
        propensity: &columns,
        outcome: &columns,
        link: Link::Logit,
    };
    let found = study.fit()?.effect(Method::DoublyRobust, 0.95)?.average;
    points.covered(ADJUSTED, found.value - effect, holds(found.low, found.high, effect));
    Ok(())
}
