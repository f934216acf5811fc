//! Teams and staff: who works where, since when, how kind they are, how the team feels.

use troth_core::Day;

use crate::plan::{Kind, LONGEST, Plan};
use crate::random::{Purpose, Stream, Who};
use crate::row::{Known, Rows, Staff, Team};
use crate::text::{self, Language};

/// One after another, they hold a place in a team.
struct Place {
    team: usize,
    /// Who held it, by the first day.
    held: Vec<usize>,
}

/// A member of staff.
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) team: usize,
    from: Day,
    to: Day,
    /// Standard deviations from the mean.
    pub(crate) kindness: f64,
}

/// A team.
pub(crate) struct House {
    pub(crate) key: String,
    pub(crate) name: &'static str,
    places: Vec<usize>,
    /// Standard deviations from the mean, month by month.
    morale: Vec<f64>,
}

/// Everybody who works there.
pub(crate) struct Company {
    pub(crate) teams: Vec<House>,
    pub(crate) members: Vec<Member>,
    places: Vec<Place>,
    start: Day,
    end: Day,
}

/// Share of last month's morale that is left.
const LASTING: f64 = 0.9;
/// Mean days somebody stays.
const STAYS: f64 = 1_100.0;

const BRANCHES: [&str; 24] = [
    "Harbour Street",
    "Market Square",
    "Mill Lane",
    "Station Road",
    "Chestnut Avenue",
    "Old Town",
    "Riverside",
    "Church Hill",
    "North Gate",
    "Linden Park",
    "Canal Quarter",
    "Rose Garden",
    "West End",
    "Fountain Place",
    "Bakers Row",
    "Castle View",
    "Orchard Way",
    "South Bridge",
    "Tower Street",
    "Meadow Lane",
    "King's Corner",
    "Lakeside",
    "Garden City",
    "Hill Top",
];

/// Teams of a maker: the first are those of account managers.
const TEAMS: [&str; 8] = [
    "Sales North",
    "Sales South",
    "Sales Abroad",
    "Delivery",
    "Service",
    "Accounting",
    "Product",
    "Marketing",
];
pub(crate) const SALES: usize = 3;
pub(crate) const DELIVERY: usize = 3;
pub(crate) const SERVICE: usize = 4;
pub(crate) const ACCOUNTING: usize = 5;

impl Company {
    pub(crate) fn of(plan: &Plan) -> Self {
        let customers = usize::try_from(plan.customers).unwrap_or(usize::MAX);
        let (names, places): (&[&'static str], Vec<usize>) = match plan.kind {
            Kind::Shop => {
                let branches = (2 + customers / 2_500).min(BRANCHES.len());
                (&BRANCHES[..branches], (0..branches * 5).map(|place| place / 5).collect())
            }
            Kind::Maker => {
                let managers = (customers / 50).clamp(3, 300);
                let others = (customers / 150).clamp(2, 60);
                let sales = (0..managers).map(|place| place % SALES);
                let rest = (SALES..TEAMS.len()).flat_map(|team| std::iter::repeat_n(team, others));
                (&TEAMS, sales.chain(rest).collect())
            }
        };
        let end = plan.start.plus(LONGEST);
        let mut company = Self {
            teams: teams(plan, names),
            members: Vec::new(),
            places: Vec::new(),
            start: plan.start,
            end,
        };
        for (number, team) in places.into_iter().enumerate() {
            company.fill(plan.seed, number, team);
        }
        company
    }

    /// Fills a place with one after another until the end.
    fn fill(&mut self, seed: u64, number: usize, team: usize) {
        let mut own = Stream::new(seed, Purpose::Staff, Who::founder(number as u64));
        let mut from = self.start.plus(-days(own.exponential() * STAYS));
        let mut held = Vec::new();
        while from <= self.end {
            // Whoever is there at the start has stayed until then: waiting times forget.
            let since = from.max(self.start);
            let to = since.plus(30 + days(own.exponential() * STAYS));
            let language = Language::drawn(&mut own);
            let name = text::name(language, &mut own);
            let key = format!("S{:03}-{}", number + 1, held.len() + 1);
            held.push(self.members.len());
            let kindness = own.normal();
            self.members.push(Member { key, name: name.shown, team, from, to, kindness });
            from = to.plus(1 + days(own.exponential() * 10.0));
        }
        self.teams[team].places.push(self.places.len());
        self.places.push(Place { team, held });
    }

    /// Who is at hand in a team on a day; the next who comes where a place is empty.
    pub(crate) fn at_hand(&self, team: usize, day: Day, own: &mut Stream) -> &Member {
        let place = *own.pick(&self.teams[team].places);
        self.holder(place, day)
    }

    /// Who holds a place on a day.
    pub(crate) fn holder(&self, place: usize, day: Day) -> &Member {
        let held = &self.places[place].held;
        let by = held.partition_point(|member| self.members[*member].from <= day);
        let member = &self.members[held[by.saturating_sub(1)]];
        // An empty place is stood in for by who had it before: nobody notices whose card lies on the desk.
        member
    }

    /// The first day on which somebody else holds a place, after a day.
    pub(crate) fn next_holder(&self, place: usize, after: Day) -> Option<(Day, &Member)> {
        let held = self.places[place].held.iter().map(|member| &self.members[*member]);
        held.filter(|member| member.from > after).map(|member| (member.from, member)).next()
    }

    /// A place in one of some teams.
    pub(crate) fn place(&self, teams: std::ops::Range<usize>, own: &mut Stream) -> usize {
        let team = teams.start + own.below(teams.len());
        *own.pick(&self.teams[team].places)
    }

    /// How many places a team has.
    pub(crate) fn size(&self, team: usize) -> usize {
        self.teams[team].places.len()
    }

    /// The team a place belongs to.
    pub(crate) fn team_of(&self, place: usize) -> usize {
        self.places[place].team
    }

    /// How a team feels in a month.
    pub(crate) fn morale(&self, team: usize, month: usize) -> f64 {
        self.teams[team].morale[month]
    }

    /// Teams and staff as rows, each from the day it is known; who leaves once more.
    pub(crate) fn rows(&self, rows: &mut Rows) {
        let day = self.start;
        rows.teams.extend(
            self.teams
                .iter()
                .map(|team| Known { day, row: Team { key: team.key.clone(), name: team.name.to_owned() } }),
        );
        for member in &self.members {
            let row = |to| Staff {
                key: member.key.clone(),
                name: member.name.clone(),
                email: format!("{}@troth.example", member.key.to_lowercase()),
                team: self.teams[member.team].key.clone(),
                from: member.from,
                to,
            };
            rows.staff.push(Known { day: member.from.max(self.start), row: row(None) });
            rows.staff.push(Known { day: member.to, row: row(Some(member.to)) });
        }
    }
}

fn teams(plan: &Plan, names: &[&'static str]) -> Vec<House> {
    let months = usize::try_from(LONGEST / 28).unwrap_or(300);
    let teams = names.iter().enumerate().map(|(number, name)| {
        let mut own = Stream::new(plan.seed, Purpose::Team, Who::founder(number as u64));
        let mut feels = own.normal();
        let morale = (0..months).map(|_| {
            let now = feels;
            feels = LASTING * feels + (1.0 - LASTING * LASTING).sqrt() * own.normal();
            now
        });
        House { key: format!("T{:02}", number + 1), name, morale: morale.collect(), places: Vec::new() }
    });
    teams.collect()
}

#[expect(clippy::cast_possible_truncation, reason = "days of a working life")]
fn days(number: f64) -> i64 {
    number.clamp(0.0, 20_000.0) as i64
}
