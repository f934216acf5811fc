//! What surveys say: whether intervals of scores hold what everybody would have said, whether levels that disagree are found, and whether
//! what only the season moves is called a cause.

use std::collections::BTreeMap;

use troth_core::{Figure, Grade, Id, Instant};
use troth_listen::memory::{Spoke, importance, level_divergence, score};
use troth_measure::Spoken;
use troth_records::{BuyingRole, Level};
use troth_sim::{Kind, World};

use super::table::{Bounds, Points, Score, holds};
use super::told::{Group, Told};
use super::{Row, SHOPS, Subject};

const MAKERS: [Group; 2] = [
    Group { kind: Kind::Maker, world: World::Ideal, recorded: true, customers: 3_000, measured: true },
    Group { kind: Kind::Maker, world: World::Life, recorded: true, customers: 3_000, measured: true },
];

const SCORE: &str = "score of those who answered, beside what all who were asked would have said";
const LEVELS: &str = "levels that disagree are found";
const SEASON: &str = "what only the season moves is called more than associated";

pub(super) const SUBJECT: Subject = Subject {
    groups: &[SHOPS[0], SHOPS[1], MAKERS[0], MAKERS[1]],
    look,
    rows: &[
        Row {
            name: SCORE,
            error: "points of a net promoter score",
            bounds: &[
                // Those who were asked are finitely many, and a quarter of them answer: intervals are too wide for them.
                (World::Ideal, Bounds { bias: 1.0, covers: Some((0.94, 1.0)), score: None }),
                (World::Life, Bounds { bias: 6.0, covers: None, score: None }),
            ],
        },
        Row {
            name: LEVELS,
            error: "share of businesses where they are not",
            bounds: &[
                (World::Ideal, Bounds { bias: 0.05, covers: None, score: None }),
                (World::Life, Bounds { bias: 0.05, covers: None, score: None }),
            ],
        },
        Row {
            name: SEASON,
            error: "share of businesses",
            bounds: &[(
                World::Life,
                Bounds { bias: 0.0, covers: None, score: Some(Score::AtLeast("importance", 0.02)) },
            )],
        },
    ],
};

#[expect(clippy::unnecessary_wraps, reason = "one signature for every subject")]
fn look(told: &Told, points: &mut Points) -> anyhow::Result<()> {
    let at = Instant::from_micros(0);
    let of = |answered: bool| {
        let own = told.would.iter().filter(move |(_, spoke)| *spoke || !answered);
        score(troth_listen::Kind::Nps, own.map(|(answer, _)| *answer), at)
    };
    if told.group.kind == Kind::Maker {
        levels(told, points, at);
        return Ok(());
    }
    if let (Some(said), Some(truth)) = (of(true), of(false)) {
        let covered = said.low.zip(said.high).map(|(low, high)| holds(low, high, truth.value));
        points.covered(SCORE, said.value - truth.value, covered.unwrap_or(0.0));
    }
    if told.group.world == World::Life {
        season(told, points, at);
    }
    Ok(())
}

/// The truth of every maker is that those who do the work feel better than those who lead.
fn levels(told: &Told, points: &mut Points, at: Instant) {
    let people: BTreeMap<i64, (Option<Level>, Option<BuyingRole>)> = told
        .voices
        .people
        .iter()
        .map(|one| {
            let level = one.level.as_deref().and_then(Level::find);
            (one.contact.raw(), (level, one.role.as_deref().and_then(BuyingRole::find)))
        })
        .collect();
    let mut last: BTreeMap<i64, &Spoken> = BTreeMap::new();
    for one in told.voices.spoken.iter().filter(|one| one.kind == "nps") {
        let Some(contact) = one.contact else { continue };
        let known = last.entry(contact.raw()).or_insert(one);
        if one.day >= known.day {
            *known = one;
        }
    }
    let spoke: Vec<Spoke> = last
        .into_iter()
        .map(|(contact, one)| {
            let (level, role) = people.get(&contact).copied().unwrap_or_default();
            Spoke { account: one.account.raw(), level, role, answer: one.value }
        })
        .collect();
    let found = level_divergence(troth_listen::Kind::Nps, &spoke, at);
    let found = found.is_some_and(|(difference, differs)| differs && difference.value > 0.0);
    points.error(LEVELS, f64::from(u8::from(!found)));
}

/// How long people waited goes with how content they are, because both come with the season; help is what makes them content.
fn season(told: &Told, points: &mut Points, at: Instant) {
    let (mut waiting, mut help, mut outcome) = (Vec::new(), Vec::new(), Vec::new());
    for (content, rated) in &told.rated {
        outcome.push(*content);
        waiting.push(rated[0]);
        help.push(rated[1]);
    }
    let found = importance(&[(waiting, (1, 7)), (help, (1, 7))], &outcome, 1, at);
    if let [Some(waiting), Some(help)] = &found[..] {
        let more = |figure: &Figure| figure.grade != Grade::Associated;
        let error = f64::from(u8::from(more(waiting) || more(help)));
        points.scored(SEASON, error, None, waiting.value);
    }
}
