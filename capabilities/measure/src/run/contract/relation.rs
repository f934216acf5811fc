//! Relations out of contracts: which contract follows which, which renewals were made, and what is still to be decided.
//!
//! Cost: one pass over the contracts in order of customers; renewals are counted by arithmetic of months, not one by one.

use troth_core::{AccountId, ContractId, Day};

/// A contract that begins so many days before or after the day on which another of the customer's ends goes on with it.
const FOLLOWS: i64 = 31;
/// An end that comes so few days after a term is that of the term: many sources write the first day without.
const GRACE: i64 = 1;

/// A contract as the facts show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::run) struct Row {
    pub(in crate::run) account: AccountId,
    pub(in crate::run) contract: ContractId,
    pub(in crate::run) started: Day,
    pub(in crate::run) term_months: Option<i64>,
    pub(in crate::run) ends: Option<Day>,
    pub(in crate::run) renewal: Option<Day>,
    pub(in crate::run) ended: Option<Day>,
    pub(in crate::run) amount: Option<i64>,
    pub(in crate::run) period_months: i64,
}

/// When the terms of a contract end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Schedule {
    /// The first day of one of its terms.
    anchor: Day,
    /// Months from one renewal to the next.
    pub(super) months: i64,
    started: Day,
    /// Days between the day of decision and the end of the term.
    notice: i64,
}

impl Schedule {
    fn of(row: &Row) -> Self {
        let ends = row.ends.or(row.renewal).filter(|ends| *ends >= row.started);
        let months = row.term_months.filter(|months| *months > 0).unwrap_or_else(|| match ends {
            Some(ends) => {
                let whole = row.started.months_until(ends.plus(1));
                let rest = ends.plus(1).number() - row.started.plus_months(whole).number();
                (whole + i64::from(rest >= 15)).max(1)
            }
            None => row.period_months.max(1),
        });
        // An end that lies whole months after the start is counted from the start, which keeps the last days of months.
        let next = ends.map(|ends| ends.plus(1));
        let regular = |next: &Day| row.started.plus_months(row.started.months_until(*next)) == *next;
        let anchor = next.filter(|next| !regular(next)).unwrap_or(row.started);
        let notice = ends.zip(row.renewal).map_or(0, |(ends, by)| (ends.number() - by.number()).max(0));
        Self { anchor, months, started: row.started, notice }
    }

    /// Which term, counted from the anchor, holds a day.
    fn term(&self, day: Day) -> i64 {
        self.anchor.months_until(day).div_euclid(self.months)
    }

    /// How many terms have ended, and others begun, by a day.
    pub(super) fn renewals(&self, day: Day) -> i64 {
        (self.term(day) - self.term(self.started)).max(0)
    }

    /// The first day of the term after the one that holds a day.
    pub(super) fn next(&self, day: Day) -> Day {
        self.anchor.plus_months((self.term(day) + 1) * self.months)
    }

    /// The last day on which the contract ran, if it ended on this one: that of the term, if it came just after.
    fn last(&self, ended: Day) -> Day {
        if self.renewals(ended) > self.renewals(ended.plus(-GRACE)) { ended.plus(-GRACE) } else { ended }
    }
}

/// What became of a relation by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It goes on; the first day of its next term.
    Running { next: Day },
    /// It ended; its last day, and the first day of the term that did not come.
    Lost { last: Day, next: Day },
}

/// A contract of a customer with those that followed it, as of a day.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// The first of its contracts, and the latest.
    pub(super) root: ContractId,
    pub(super) latest: Row,
    pub(super) account: AccountId,
    pub(super) started: Day,
    /// When watching began, if after the start.
    pub(super) watched_from: Option<Day>,
    pub(super) schedule: Schedule,
    /// Renewals made, and how many of them before watching began.
    pub(super) made: u32,
    pub(super) made_before: u32,
    pub(super) fate: Fate,
    /// Its last day, where that is known beforehand.
    pub(super) leaves: Option<Day>,
    links: Vec<Link>,
}

#[derive(Debug, Clone, Copy)]
struct Link {
    started: Day,
    schedule: Schedule,
    /// Its last day; none for the latest while it runs.
    last: Option<Day>,
}

impl Relation {
    /// Renewals made by a day that is not after the one the relation is as of.
    pub(super) fn made_by(&self, day: Day) -> u32 {
        let mut made = 0;
        for (place, link) in self.links.iter().enumerate().take_while(|(_, link)| link.started <= day) {
            let until = link.last.map_or(day, |last| last.plus(-1).min(day));
            made += link.schedule.renewals(until) + i64::from(place > 0);
        }
        u32::try_from(made).unwrap_or(u32::MAX)
    }

    pub(super) fn runs(&self) -> bool {
        matches!(self.fate, Fate::Running { .. })
    }

    /// Whether a renewal that was not made had fallen due by a day. Before, those who left in the middle of a term cannot be compared
    /// with those whose term still runs.
    pub(super) fn lost_by(&self, day: Day) -> bool {
        matches!(self.fate, Fate::Lost { next, .. } if next <= day)
    }

    /// The day by which the next renewal is decided.
    pub(super) fn due(&self) -> Option<Day> {
        let Fate::Running { next } = self.fate else { return None };
        Some(next.plus(-1 - self.schedule.notice))
    }

    /// Minor units a month.
    pub(super) fn monthly(&self) -> Option<f64> {
        Some(self.latest.amount? as f64 / self.latest.period_months.max(1) as f64)
    }
}

/// From when on contracts that ended were written down, and whether ends ahead of the day are known already.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::run) struct Seen {
    pub(in crate::run) since: Option<Day>,
    pub(in crate::run) ahead: bool,
}

/// Relations, and what was left out.
#[derive(Debug, Default)]
pub(super) struct Relations {
    pub(super) all: Vec<Relation>,
    /// Contracts that end before they begin.
    pub(super) wrong: u64,
    /// Relations that ended before the records were whole.
    pub(super) early: u64,
}

impl Relations {
    /// As of the end of a day, from contracts in order of customers and starts.
    pub(super) fn of(rows: &[Row], as_of: Day, seen: Seen) -> Self {
        let mut found = Self::default();
        for own in rows.chunk_by(|one, two| one.account == two.account) {
            let mut chains: Vec<Vec<Row>> = Vec::new();
            for row in own.iter().filter(|row| row.started <= as_of) {
                if row.ended.is_some_and(|ended| ended < row.started) {
                    found.wrong += 1;
                    continue;
                }
                match followed(&chains, row, as_of) {
                    Some(place) => chains[place].push(*row),
                    None => chains.push(vec![*row]),
                }
            }
            for chain in chains {
                match relation(&chain, as_of, seen) {
                    Some(relation) => found.all.push(relation),
                    None => found.early += 1,
                }
            }
        }
        found
    }
}

/// The day on which a contract stopped, or was to stop.
fn stop(row: &Row, as_of: Day) -> Option<Day> {
    row.ended.filter(|ended| *ended <= as_of).or(row.ends)
}

/// Which chain a contract goes on with: the one whose end lies nearest to its start.
fn followed(chains: &[Vec<Row>], row: &Row, as_of: Day) -> Option<usize> {
    let distance = |chain: &Vec<Row>| {
        let latest = chain.last().filter(|latest| latest.started < row.started)?;
        let days = (row.started.number() - stop(latest, as_of)?.plus(1).number()).abs();
        (days <= FOLLOWS).then_some(days)
    };
    let near = chains.iter().enumerate().filter_map(|(place, chain)| Some((distance(chain)?, place)));
    near.min().map(|(_, place)| place)
}

/// None where it ended before the records were whole.
fn relation(chain: &[Row], as_of: Day, seen: Seen) -> Option<Relation> {
    let (first, latest) = (chain.first()?, *chain.last()?);
    let links: Vec<Link> = chain
        .iter()
        .enumerate()
        .map(|(place, row)| {
            let schedule = Schedule::of(row);
            let ended = row.ended.filter(|ended| *ended <= as_of).map(|ended| schedule.last(ended));
            let last = if place + 1 < chain.len() { ended.or(row.ends) } else { ended };
            Link { started: row.started, schedule, last }
        })
        .collect();
    let Link { schedule, last, .. } = *links.last()?;
    let fate = match last {
        Some(last) => Fate::Lost { last, next: schedule.next(last.plus(-1).max(latest.started)) },
        None => Fate::Running { next: schedule.next(as_of) },
    };
    let watched_from = seen.since.filter(|since| *since > first.started);
    if let (Some(since), Fate::Lost { last, .. }) = (watched_from, fate)
        && last < since
    {
        return None;
    }
    let leaves = latest.ended.filter(|_| seen.ahead && last.is_none());
    let mut relation = Relation {
        root: first.contract,
        latest,
        account: first.account,
        started: first.started,
        watched_from,
        schedule,
        made: 0,
        made_before: 0,
        fate,
        leaves,
        links,
    };
    relation.made = relation.made_by(as_of);
    relation.made_before = watched_from.map_or(0, |since| relation.made_by(since.plus(-1)));
    Some(relation)
}

#[cfg(test)]
pub(super) mod tests {
    use troth_core::Id;

    use super::*;

    pub(in super::super) fn day(text: &str) -> Day {
        Day::parse(text, "%Y-%m-%d").unwrap()
    }

    /// A yearly contract of a customer with this number.
    pub(in super::super) fn yearly(account: i64, started: &str, ended: Option<&str>) -> Row {
        let started = day(started);
        Row {
            account: AccountId::from_raw(account),
            contract: ContractId::from_raw(account * 1_000 + started.number()),
            started,
            term_months: Some(12),
            ends: Some(started.plus_months(12).plus(-1)),
            renewal: None,
            ended: ended.map(day),
            amount: Some(12_000),
            period_months: 12,
        }
    }

    fn only(rows: &[Row], as_of: &str) -> Relation {
        let found = Relations::of(rows, day(as_of), Seen::default());
        assert_eq!(found.all.len(), 1, "{found:?}");
        found.all[0].clone()
    }

    #[test]
    fn a_renewal_is_made_when_the_next_term_begins() {
        let row = [yearly(1, "2020-03-01", None)];
        assert_eq!(only(&row, "2021-02-28").made, 0, "the last day of the first term");
        let renewed = only(&row, "2021-03-01");
        assert_eq!((renewed.made, renewed.fate), (1, Fate::Running { next: day("2022-03-01") }));
        assert_eq!(renewed.due(), Some(day("2022-02-28")));
        assert_eq!(only(&row, "2026-03-01").made, 6);
    }

    #[test]
    fn an_end_belongs_to_the_term_it_ends() {
        for (ended, made, last) in [
            ("2021-02-28", 0, "2021-02-28"),
            ("2021-03-01", 0, "2021-02-28"),
            ("2021-03-02", 1, "2021-03-02"),
            ("2020-03-01", 0, "2020-03-01"),
            ("2022-01-15", 1, "2022-01-15"),
        ] {
            let found = only(&[yearly(1, "2020-03-01", Some(ended))], "2026-01-01");
            let Fate::Lost { last: left, .. } = found.fate else { panic!("{found:?}") };
            assert_eq!((found.made, left), (made, day(last)), "ended {ended}");
        }
        let middle = only(&[yearly(1, "2020-03-01", Some("2020-06-30"))], "2020-12-31");
        assert!(!middle.lost_by(day("2020-12-31")), "its renewal has not fallen due");
        assert!(middle.lost_by(day("2021-03-01")));
    }

    #[test]
    fn what_comes_after_the_day_is_not_known() {
        let rows = [yearly(1, "2020-03-01", Some("2022-02-28")), yearly(2, "2027-01-01", None)];
        let found = only(&rows, "2021-06-30");
        assert!(found.runs() && found.leaves.is_none());
        let seen = Seen { ahead: true, ..Seen::default() };
        let live = Relations::of(&rows, day("2021-06-30"), seen);
        assert_eq!(live.all[0].leaves, Some(day("2022-02-28")), "notice has been given");
    }

    #[test]
    fn a_contract_that_ends_before_it_begins_is_left_out() {
        let found =
            Relations::of(&[yearly(1, "2020-03-01", Some("2019-12-31"))], day("2026-01-01"), Seen::default());
        assert_eq!((found.all.len(), found.wrong), (0, 1));
    }

    #[test]
    fn a_contract_that_follows_within_a_month_is_a_renewal() {
        let rows = [
            yearly(1, "2020-03-01", Some("2021-02-28")),
            yearly(1, "2021-03-20", Some("2022-03-19")),
            yearly(1, "2022-06-01", None),
        ];
        let found = Relations::of(&rows, day("2023-01-01"), Seen::default()).all;
        assert_eq!(found.len(), 2, "three months are a gap");
        let fates: Vec<_> = found.iter().map(|relation| (relation.made, relation.runs())).collect();
        assert_eq!(fates, [(1, false), (0, true)]);
        // Where nobody wrote down that the first had ended, what follows its agreed end takes its place.
        let unended = [yearly(1, "2020-03-01", None), yearly(1, "2021-03-01", None)];
        let found = only(&unended, "2022-06-01");
        assert_eq!((found.made, found.latest.started), (2, day("2021-03-01")));
        // Two that began together run side by side.
        let beside = [
            yearly(1, "2020-03-01", None),
            Row { contract: ContractId::from_raw(9), ..yearly(1, "2020-03-01", None) },
        ];
        assert_eq!(Relations::of(&beside, day("2022-06-01"), Seen::default()).all.len(), 2);
    }

    #[test]
    fn terms_come_from_what_was_agreed() {
        let bare = |ends: Option<&str>, period| Row {
            term_months: None,
            ends: ends.map(day),
            period_months: period,
            ..yearly(1, "2020-01-31", None)
        };
        assert_eq!(Schedule::of(&bare(Some("2022-01-30"), 1)).months, 24);
        let monthly = Schedule::of(&bare(None, 1));
        assert_eq!(monthly.months, 1);
        assert_eq!(monthly.renewals(day("2020-02-28")), 0);
        assert_eq!(monthly.renewals(day("2020-02-29")), 1);
        assert_eq!(monthly.renewals(day("2020-03-30")), 1, "the last days of months are kept");
        assert_eq!(monthly.renewals(day("2020-03-31")), 2);
        // An agreed end that was moved on year by year, away from the first day.
        let moved = Row { ends: Some(day("2022-12-31")), ..yearly(1, "2020-06-15", None) };
        let schedule = Schedule::of(&moved);
        assert_eq!(
            (schedule.renewals(day("2022-06-30")), schedule.next(day("2022-06-30"))),
            (2, day("2023-01-01"))
        );
        let notice = Row { renewal: Some(day("2020-11-30")), ..yearly(1, "2020-03-01", None) };
        assert_eq!(only(&[notice], "2020-12-15").due(), Some(day("2020-11-30")));
    }

    #[test]
    fn who_left_before_the_records_were_whole_is_not_counted() {
        let rows = [yearly(1, "2015-01-01", Some("2016-12-31")), yearly(2, "2015-01-01", None)];
        let seen = Seen { since: Some(day("2018-06-01")), ahead: false };
        let found = Relations::of(&rows, day("2020-06-01"), seen);
        assert_eq!((found.all.len(), found.early), (1, 1));
        assert_eq!((found.all[0].made, found.all[0].made_before), (5, 3));
    }
}
