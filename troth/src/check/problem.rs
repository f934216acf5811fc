//! Problems: how many have one, and how many of those tell us.

use troth_sim::World;
use troth_stats::share::{Count, Method};

use super::table::{Bounds, Points, holds};
use super::told::Told;
use super::{Row, SHOPS, Subject};

const COVERS: Option<(f64, f64)> = Some((0.92, 0.985));

pub(super) const SUBJECT: Subject = Subject {
    groups: &SHOPS,
    look,
    rows: &[
        Row {
            name: "share of customers with a problem, asked after a sale",
            error: "points",
            bounds: &[
                (World::Ideal, Bounds { bias: 0.005, covers: COVERS, score: None }),
                // Those who feel strongly answer, and problems make feelings strong.
                (World::Life, Bounds { bias: 0.10, covers: None, score: None }),
            ],
        },
        Row {
            name: "share of problems that are told",
            error: "points",
            bounds: &[
                (World::Ideal, Bounds { bias: 0.02, covers: COVERS, score: None }),
                (World::Life, Bounds { bias: 0.10, covers: None, score: None }),
            ],
        },
    ],
};

fn look(told: &Told, points: &mut Points) -> anyhow::Result<()> {
    let service = &told.truth.service;
    let asked = [
        (
            "share of customers with a problem, asked after a sale",
            &told.problems,
            service.share_with_problem(),
        ),
        ("share of problems that are told", &told.complained, service.share_told()),
    ];
    for (row, answers, right) in asked {
        let successes = answers.iter().filter(|yes| **yes).count() as u64;
        let share = Count { successes, trials: answers.len() as u64 }.check()?;
        let found = share.interval(Method::Wilson, 0.95)?;
        points.covered(row, found.value - right, holds(found.low, found.high, right));
    }
    Ok(())
}
