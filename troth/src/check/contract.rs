//! Contracts: the model of renewals, the chance of each, and how many were made.

use troth_sim::{Kind, World};
use troth_stats::contract::ShiftedBetaGeometric;

use super::table::{Bounds, Points, Score, holds};
use super::told::{Group, Told};
use super::{Row, Subject};

const COVERS: Option<(f64, f64)> = Some((0.92, 0.98));
const PARAMETER: &[(World, Bounds)] = &[(World::Ideal, Bounds { bias: 0.05, covers: COVERS, score: None })];

pub(super) const SUBJECT: Subject = Subject {
    groups: &[
        Group { kind: Kind::Maker, world: World::Ideal, recorded: true, customers: 3_000, measured: true },
        Group { kind: Kind::Maker, world: World::Life, recorded: true, customers: 3_000, measured: true },
    ],
    look,
    rows: &[
        Row { name: "shifted beta geometric alpha", error: "logarithm", bounds: PARAMETER },
        Row { name: "shifted beta geometric beta", error: "logarithm", bounds: PARAMETER },
        Row {
            name: "chance that a renewal is made",
            error: "points",
            bounds: &[(World::Ideal, Bounds { bias: 0.01, covers: COVERS, score: None })],
        },
        Row {
            name: "renewals of the next year, beside those made",
            error: "points",
            bounds: &[
                (
                    World::Ideal,
                    Bounds { bias: 0.01, covers: None, score: Some(Score::AtLeast("share made", 0.5)) },
                ),
                (
                    World::Life,
                    Bounds { bias: 0.05, covers: None, score: Some(Score::AtLeast("share made", 0.5)) },
                ),
            ],
        },
        Row {
            name: "customers of contracts gone in a year, beside those who went",
            error: "points",
            bounds: &[
                (World::Ideal, Bounds { bias: 0.01, covers: None, score: None }),
                (World::Life, Bounds { bias: 0.05, covers: None, score: None }),
            ],
        },
    ],
};

fn look(told: &Told, points: &mut Points) -> anyhow::Result<()> {
    let estimates = told.estimates()?;
    let Some(truth) = told.truth.renewal else { return Ok(()) };
    if told.group.world == World::Ideal {
        let model = ShiftedBetaGeometric::of(&[truth.alpha, truth.beta])?;
        let fit = estimates.report.fits.iter().find(|fit| fit.model == "sbg");
        let names = [
            ("alpha", "shifted beta geometric alpha", truth.alpha),
            ("beta", "shifted beta geometric beta", truth.beta),
        ];
        for (name, row, truth) in names {
            let found = fit.and_then(|fit| fit.intervals.iter().find(|parameter| parameter.name == name));
            if let Some(found) = found {
                points.covered(row, (found.value / truth).ln(), holds(found.low, found.high, truth));
            }
        }
        let (mut error, mut held) = (0.0, 0.0);
        for (contract, chance) in &estimates.renewals {
            let made = made(told, *contract);
            let right = model.retention(made + 1)?.value;
            error += chance.0 - right;
            held += holds(chance.1, chance.2, right);
        }
        let n = estimates.renewals.len() as f64;
        points.covered("chance that a renewal is made", error / n, held / n);
    }
    // Every yearly contract has one renewal in the year to come.
    let (mut expected, mut came) = (0.0, 0.0);
    for (contract, chance) in &estimates.renewals {
        let (_, _, ended) = told.contracts[place(*contract)];
        expected += chance.0;
        came += f64::from(u8::from(ended.is_none_or(|ended| ended > told.as_of.plus(365))));
    }
    let n = estimates.renewals.len() as f64;
    points.scored("renewals of the next year, beside those made", (expected - came) / n, None, came / n);
    if let Some(risk) = estimates.report.contracts.as_ref().and_then(|found| found.at_risk.as_ref()) {
        let gone = 1.0 - came / n;
        points.error("customers of contracts gone in a year, beside those who went", risk.share.value - gone);
    }
    Ok(())
}

fn place(contract: troth_core::ContractId) -> usize {
    use troth_core::Id;
    usize::try_from(contract.raw()).unwrap_or(usize::MAX)
}

/// Renewals made by the day of the run.
fn made(told: &Told, contract: troth_core::ContractId) -> u32 {
    let (_, started, _) = told.contracts[place(contract)];
    u32::try_from(started.months_until(told.as_of) / 12).unwrap_or(0)
}
