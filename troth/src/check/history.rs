//! Repeat buying: parameters, chances, expected purchases, worth, the base at risk, and who is ranked before whom.

use troth_measure::Standing;
use troth_sim::World;
use troth_stats::quality::Forecasts;
use troth_stats::quality::compare_auc;
use troth_stats::repeat::{BgNbd, Discount, GammaGamma, History, Spend};

use super::table::{Bounds, Points, Score, holds};
use super::told::Told;
use super::{Row, SHOPS, Subject};

const COVERS: Option<(f64, f64)> = Some((0.92, 0.98));
const PARAMETER: &[(World, Bounds)] = &[(World::Ideal, Bounds { bias: 0.03, covers: COVERS, score: None })];

pub(super) const SUBJECT: Subject = Subject {
    groups: &SHOPS,
    look,
    rows: &[
        Row { name: "BG/NBD r", error: "logarithm", bounds: PARAMETER },
        Row { name: "BG/NBD alpha", error: "logarithm", bounds: PARAMETER },
        Row { name: "BG/NBD a", error: "logarithm", bounds: PARAMETER },
        Row { name: "BG/NBD b", error: "logarithm", bounds: PARAMETER },
        Row {
            name: "another model than the true one is chosen",
            error: "share of businesses",
            bounds: &[(World::Ideal, Bounds { bias: 0.06, covers: None, score: None })],
        },
        Row {
            name: "chance of being there, of those who came back",
            error: "points",
            bounds: &[
                (
                    World::Ideal,
                    Bounds {
                        bias: 0.02,
                        covers: COVERS,
                        score: Some(Score::AtMost("calibration error", 0.05)),
                    },
                ),
                (
                    World::Life,
                    Bounds {
                        bias: 0.10,
                        covers: None,
                        score: Some(Score::AtMost("calibration error", 0.15)),
                    },
                ),
            ],
        },
        Row {
            name: "purchases of the next year, of each customer",
            error: "share of the expected",
            bounds: &[(World::Ideal, Bounds { bias: 0.03, covers: COVERS, score: None })],
        },
        Row {
            name: "purchases of the next year, of all, beside what came",
            error: "share of what came",
            bounds: &[
                (World::Ideal, Bounds { bias: 0.03, covers: None, score: None }),
                (World::Life, Bounds { bias: 0.20, covers: None, score: None }),
            ],
        },
        Row {
            name: "money of the next year, of all, beside what came",
            error: "share of what came",
            bounds: &[
                (World::Ideal, Bounds { bias: 0.03, covers: None, score: None }),
                (World::Life, Bounds { bias: 0.20, covers: None, score: None }),
            ],
        },
        Row {
            name: "worth of a customer",
            error: "share of the true",
            bounds: &[(World::Ideal, Bounds { bias: 0.03, covers: Some((0.92, 0.995)), score: None })],
        },
        Row {
            name: "worth of the base",
            error: "share of the true",
            bounds: &[(World::Ideal, Bounds { bias: 0.03, covers: Some((0.92, 1.0)), score: None })],
        },
        Row {
            name: "share of the base at risk",
            error: "points",
            bounds: &[(World::Ideal, Bounds { bias: 0.02, covers: Some((0.92, 1.0)), score: None })],
        },
        Row {
            name: "money at risk",
            error: "share of the true",
            bounds: &[(World::Ideal, Bounds { bias: 0.05, covers: Some((0.92, 1.0)), score: None })],
        },
        Row {
            name: "ranking of risk, beyond the days of silence",
            error: "AUC below that of the true chances",
            bounds: &[
                (
                    World::Ideal,
                    Bounds { bias: 0.01, covers: None, score: Some(Score::AtLeast("AUC gained", 0.02)) },
                ),
                (
                    World::Life,
                    Bounds { bias: 0.05, covers: None, score: Some(Score::AtLeast("AUC gained", 0.01)) },
                ),
            ],
        },
    ],
};

/// What the run counts worth by: three years, a quarter at a time, at a tenth a year.
fn discount() -> Discount {
    Discount { rate: 1.1f64.powf(0.25) - 1.0, length: 13.0, periods: 12 }
}

/// What the true numbers say of a customer.
struct True {
    alive: f64,
    purchases: f64,
    /// Minor units of a purchase.
    spend: f64,
    worth: f64,
}

impl True {
    fn all(told: &Told, standings: &[Standing]) -> anyhow::Result<Vec<Self>> {
        let (buying, spend) = (told.truth.buying, told.truth.spend);
        let model = BgNbd::of(&[buying.r, buying.alpha, buying.a, buying.b])?;
        let amounts = GammaGamma::of(&[spend.p, spend.q, spend.gamma])?;
        #[expect(clippy::cast_sign_loss, reason = "a frequency is a count")]
        let history = |one: &Standing| {
            History::new(one.frequency as u64, one.recency as f64 / 7.0, one.age as f64 / 7.0)
        };
        let histories: Vec<History> = standings.iter().map(history).collect();
        let paid: Vec<Spend> = standings
            .iter()
            .map(|one| {
                let days = &told.bought[Told::place(one.account)].days;
                let count = days.len().saturating_sub(1) as u64;
                let sum: i64 = days.values().skip(1).sum();
                if count > 0 {
                    Spend::new(count, sum as f64 / count as f64 / 100.0)
                } else {
                    Spend::new(0, 0.0)
                }
            })
            .collect();
        let outlooks = model.outlook(&histories, 52.0)?;
        let discounted = model.discounted(&histories, &discount())?;
        let spends = amounts.means(&paid);
        outlooks
            .iter()
            .zip(discounted)
            .zip(spends)
            .map(|((outlook, discounted), spend)| {
                let spend = spend?.value * 100.0;
                Ok(Self {
                    alive: outlook.alive.value,
                    purchases: outlook.purchases.value,
                    spend,
                    worth: discounted.value * spend,
                })
            })
            .collect()
    }
}

fn look(told: &Told, points: &mut Points) -> anyhow::Result<()> {
    let estimates = told.estimates()?;
    let standings = &estimates.standings;
    let ideal = told.group.world == World::Ideal;
    if ideal {
        parameters(told, points)?;
        let chosen = estimates.report.chosen().is_some_and(|fit| fit.model == "bgnbd");
        points.error("another model than the true one is chosen", f64::from(u8::from(!chosen)));
        against_true_numbers(told, &True::all(told, standings)?, points)?;
    }
    let (mut purchases, mut money, mut came, mut paid) = (0.0, 0.0, 0.0, 0.0);
    for one in standings {
        let later = told.bought[Told::place(one.account)].later;
        purchases += one.expected.0;
        money += one.expected.0 * one.spend.0;
        came += f64::from(later.0);
        paid += later.1 as f64;
    }
    points.error("purchases of the next year, of all, beside what came", purchases / came - 1.0);
    points.error("money of the next year, of all, beside what came", money / paid - 1.0);
    ranking(told, ideal, points)
}

fn parameters(told: &Told, points: &mut Points) -> anyhow::Result<()> {
    let buying = told.truth.buying;
    let fits = &told.estimates()?.report.fits;
    let Some(fit) = fits.iter().find(|fit| fit.model == "bgnbd") else { return Ok(()) };
    let names = [
        ("r", "BG/NBD r", buying.r),
        ("alpha", "BG/NBD alpha", buying.alpha),
        ("a", "BG/NBD a", buying.a),
        ("b", "BG/NBD b", buying.b),
    ];
    for (name, row, truth) in names {
        if let Some(found) = fit.intervals.iter().find(|parameter| parameter.name == name) {
            points.covered(row, (found.value / truth).ln(), holds(found.low, found.high, truth));
        }
    }
    Ok(())
}

fn against_true_numbers(told: &Told, truths: &[True], points: &mut Points) -> anyhow::Result<()> {
    let estimates = told.estimates()?;
    let standings = &estimates.standings;
    let pairs = || standings.iter().zip(truths);
    let n = standings.len() as f64;
    let share = |covered: f64, of: f64| covered / of.max(1.0);
    // Each customer's interval is asked whether it holds what the true numbers say of him.
    let mut purchases = (0.0, 0.0, 0.0);
    let mut worth = (0.0, 0.0, 0.0);
    for (one, truth) in pairs() {
        purchases.0 += one.expected.0;
        purchases.1 += truth.purchases;
        purchases.2 += holds(one.expected.1, one.expected.2, truth.purchases);
        worth.0 += one.worth.0;
        worth.1 += truth.worth;
        worth.2 += holds(one.worth.1, one.worth.2, truth.worth);
    }
    let row = "purchases of the next year, of each customer";
    points.covered(row, purchases.0 / purchases.1 - 1.0, share(purchases.2, n));
    points.covered("worth of a customer", worth.0 / worth.1 - 1.0, share(worth.2, n));
    if let Some(figure) = estimates.report.worth.as_ref().map(|worth| &worth.base) {
        let (low, high) = (figure.low.unwrap_or(figure.value), figure.high.unwrap_or(figure.value));
        points.covered("worth of the base", figure.value / worth.1 - 1.0, holds(low, high, worth.1));
    }
    let base: Vec<(f64, &True)> = pairs()
        .filter(|(one, truth)| one.frequency > 0 && truth.alive >= 0.05)
        .map(|(_, truth)| (truth.alive, truth))
        .collect();
    let at_risk = base.iter().filter(|(alive, _)| *alive < 0.5);
    let true_share = at_risk.clone().count() as f64 / (base.len() as f64).max(1.0);
    let true_money: f64 =
        at_risk.map(|(alive, truth)| truth.purchases / alive * truth.spend * (1.0 - alive)).sum();
    let risk = &estimates.report.at_risk;
    let ends = |figure: &troth_core::Figure| {
        (figure.low.unwrap_or(figure.value), figure.high.unwrap_or(figure.value))
    };
    let (low, high) = ends(&risk.share);
    points.covered("share of the base at risk", risk.share.value - true_share, holds(low, high, true_share));
    let (low, high) = ends(&risk.money);
    points.covered("money at risk", risk.money.value / true_money - 1.0, holds(low, high, true_money));
    Ok(())
}

/// Chances beside who is really there, and whether the right ones are on top.
fn ranking(told: &Told, ideal: bool, points: &mut Points) -> anyhow::Result<()> {
    let standings = &told.estimates()?.standings;
    let base: Vec<&Standing> = standings.iter().filter(|one| one.frequency > 0).collect();
    let there: Vec<bool> = base.iter().map(|one| told.is_there(Told::place(one.account))).collect();
    let chances: Vec<f64> = base.iter().map(|one| one.alive.0).collect();
    let calibration = Forecasts::check(&chances, &there)?.calibration_error(10)?;
    let actual = there.iter().filter(|there| **there).count() as f64 / base.len() as f64;
    let bias = chances.iter().sum::<f64>() / base.len() as f64 - actual;
    let row = "chance of being there, of those who came back";
    let truths = if ideal { True::all(told, standings)? } else { Vec::new() };
    let true_of_base: Vec<f64> = standings
        .iter()
        .zip(&truths)
        .filter(|(one, _)| one.frequency > 0)
        .map(|(_, truth)| truth.alive)
        .collect();
    let covered = ideal.then(|| {
        let held = base.iter().zip(&true_of_base).map(|(one, truth)| holds(one.alive.1, one.alive.2, *truth));
        held.sum::<f64>() / base.len() as f64
    });
    points.scored(row, bias, covered, calibration);
    let silence: Vec<f64> = base.iter().map(|one| (one.recency - one.age) as f64).collect();
    let gained = compare_auc(&chances, &silence, &there, 0.95)?.difference.value;
    let best = if ideal { compare_auc(&true_of_base, &chances, &there, 0.95)?.difference.value } else { 0.0 };
    points.scored("ranking of risk, beyond the days of silence", best, None, gained);
    Ok(())
}
