//! Contracts in a run: how long relations last, which renewals are due and how likely they are, what running contracts are worth.
//!
//! Cost: one scan of the contracts up to the day; everything after grows with contracts and is computed anew at each run, because it is a
//! small part of it. Running contracts are written, a row for each.

mod relation;
mod renewal;
mod retention;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use troth_core::{AccountId, Argument, Currency, Day, Figure, Grade, Instant, Message, Proposal, Unit};
use troth_store::Store;

use super::Triple;
use super::group::{Groups, Place};
use crate::Error;
use crate::metric::CONTRACTS;
use crate::model::{AtRisk, Basis, CohortCurve, Contracts, Fit, Renewal};
pub(super) use relation::Row;
pub(super) use relation::Seen;
use relation::{Relation, Relations};
use renewal::Renewals;
pub(super) use renewal::counted;

/// Days within which a lost customer counts as at risk, and over which renewals are counted.
const YEAR: i64 = 365;
const MONTHS: usize = 36;
/// Where nobody left for so long that chance explains it less often than this, earlier ends were likely not written down.
const UNLIKELY: f64 = 0.001;

/// What contracts say as of a day.
pub(super) struct Book {
    rows: Vec<Row>,
    relations: Relations,
    seen: Seen,
    as_of: Day,
}

impl Book {
    pub(super) async fn load(store: &Store, as_of: Day, seen: Seen) -> Result<Self, Error> {
        let rows = store
            .read(move |db| {
                let mut rows: Vec<Row> = Vec::new();
                CONTRACTS.each(db, &[as_of.number()], |row| {
                    let day = |index| {
                        Ok::<_, troth_store::Error>(row.get::<Option<i64>>(index)?.map(Day::from_number))
                    };
                    rows.push(Row {
                        contract: row.id(0)?,
                        account: row.id(1)?,
                        started: Day::from_number(row.get(2)?),
                        term_months: row.get(3)?,
                        ends: day(4)?,
                        renewal: day(5)?,
                        ended: day(6)?,
                        amount: row.get(7)?,
                        period_months: row.get(8)?,
                    });
                    Ok::<_, Error>(())
                })?;
                Ok::<_, Error>(rows)
            })
            .await?;
        let sorting = tokio::task::spawn_blocking(move || Self::from_rows(rows, as_of, seen));
        Ok(sorting.await.map_err(|_| troth_store::Error::Panicked)?)
    }

    /// From contracts in no order; pure.
    pub(super) fn from_rows(mut rows: Vec<Row>, as_of: Day, seen: Seen) -> Self {
        rows.sort_unstable_by_key(|row| (row.account, row.started, row.contract));
        let relations = Relations::of(&rows, as_of, seen);
        Self { rows, relations, seen, as_of }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.relations.all.is_empty()
    }

    /// Who has a running contract, in order.
    pub(super) fn holders(&self) -> BTreeSet<AccountId> {
        self.relations.all.iter().filter(|one| one.runs()).map(|one| one.account).collect()
    }

    fn of(&self, account: AccountId) -> impl Iterator<Item = &Relation> {
        let from = self.relations.all.partition_point(|one| one.account < account);
        self.relations.all[from..].iter().take_while(move |one| one.account == account)
    }

    /// Whether a customer made a renewal after a day and up to another.
    pub(super) fn renewed(&self, account: AccountId, after: Day, until: Day) -> bool {
        self.of(account).any(|one| one.made_by(until) > one.made_by(after))
    }

    /// Whether a contract of a customer ran on a day.
    pub(super) fn ran_on(&self, account: AccountId, day: Day) -> bool {
        let runs = |one: &Relation| match one.fate {
            relation::Fate::Running { .. } => true,
            relation::Fate::Lost { last, .. } => last >= day,
        };
        self.of(account).any(|one| one.started <= day && runs(one))
    }

    /// Whether a contract of a customer ended after a day and up to another, and nothing followed.
    pub(super) fn lost(&self, account: AccountId, after: Day, until: Day) -> bool {
        let within = |last: Day| last > after && last <= until;
        self.of(account).any(|one| matches!(one.fate, relation::Fate::Lost { last, .. } if within(last)))
    }

    /// The renewals of each group, from its own relations alone; nothing where nobody is told apart.
    fn by_group(&self, groups: &Groups) -> Result<Vec<Vec<Renewals>>, Error> {
        if groups.is_whole() {
            return Ok(Vec::new());
        }
        let own = |group: usize| {
            let holds = |account: AccountId| usize::from(groups.of(account)) == group;
            let rows: Vec<Row> = self.rows.iter().filter(|row| holds(row.account)).copied().collect();
            let all = self.relations.all.iter().filter(|one| holds(one.account));
            renewal::renewals(&rows, &all.cloned().collect::<Vec<_>>(), self.as_of, self.seen)
        };
        (0..groups.count()).map(own).collect()
    }

    /// Fits and looks ahead; `discount` by quarter, from the first. A group with a model of its own for terms of a length is judged by that.
    pub(super) fn measure(
        self,
        (currency, as_of): (Currency, Instant),
        discount: &[f64],
        groups: &Groups,
    ) -> Result<Measured, Error> {
        let day = self.as_of;
        let own = self.by_group(groups)?;
        let curves = retention::curves(&self.relations.all, day)?;
        let terms = renewal::renewals(&self.rows, &self.relations.all, day, self.seen)?;
        let apart = Apart { groups, own: &own };
        let mut renewals = ahead(&self.relations.all, (&terms, apart), day, discount)?;
        renewals.sort_unstable_by_key(|one| one.0.contract);
        let customers = customers(&renewals);
        let known =
            terms.iter().any(|one| !matches!(one.chance(0), Ok(chance) if chance.basis == Basis::Unknown));
        let at_risk = known.then(|| at_risk(&customers, currency, as_of));
        let priced: Vec<Triple> = customers.values().filter_map(|one| one.worth).collect();
        let worth = (!priced.is_empty()).then(|| {
            let (value, low, high) = sum(priced.iter().copied());
            Figure::new(
                value,
                Unit::Money(currency),
                priced.len() as u64,
                Grade::Modelled,
                "contract-worth",
                as_of,
            )
            .between(low, high)
        });
        let recent = recent(&self.relations.all, day);
        let report = Contracts {
            customers: customers.len() as u64,
            both: 0,
            running: renewals.len() as u64,
            unpriced: renewals.iter().filter(|(one, _)| one.yearly.is_none()).count() as u64,
            leaving: renewals.iter().filter(|(one, _)| one.leaves.is_some()).count() as u64,
            wrong: self.relations.wrong,
            early: self.relations.early,
            renewed: renewal::counted(recent, "renewed-share", as_of)?,
            at_risk,
            worth,
            curves,
            due: renewals.iter().filter(|(one, _)| one.listed(day)).count() as u64,
            warns: self.warns(),
            terms: terms.into_iter().map(|term| term.report(as_of)).collect::<Result<_, _>>()?,
        };
        let worths =
            customers.iter().map(|(account, one)| (*account, one.worth.unwrap_or_default())).collect();
        let groups = self.groups(apart, &renewals, (currency, as_of))?;
        let renewals = renewals.into_iter().map(|(one, _)| one).collect();
        Ok(Measured { report, renewals, worths, groups })
    }

    /// What contracts say of each group.
    fn groups(
        &self,
        Apart { groups, own }: Apart<'_>,
        renewals: &[Ahead],
        (currency, as_of): (Currency, Instant),
    ) -> Result<Vec<OfGroup>, Error> {
        let found = |(group, terms): (usize, &Vec<Renewals>)| {
            let holds = |account: AccountId| usize::from(groups.of(account)) == group;
            let ahead: Vec<Ahead> = renewals.iter().filter(|one| holds(one.0.account)).copied().collect();
            let customers = customers(&ahead);
            let relations: Vec<Relation> =
                self.relations.all.iter().filter(|one| holds(one.account)).cloned().collect();
            Ok(OfGroup {
                customers: customers.len() as u64,
                at_risk: (!customers.is_empty()).then(|| at_risk(&customers, currency, as_of)),
                worth: sum(customers.values().filter_map(|one| one.worth)),
                renewed: renewal::counted(recent(&relations, self.as_of), "renewed-share", as_of)?,
                retention: retention::curve_of(&relations, &self.relations.all, self.as_of)?,
                models: terms.iter().filter_map(Renewals::fitted).collect(),
            })
        };
        own.iter().enumerate().map(found).collect()
    }

    /// Whether those who left early seem never to have been written down, and what was left out.
    fn warns(&self) -> Vec<Message> {
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let mut warns = Vec::new();
        if self.relations.wrong > 0 {
            warns.push(
                Message::new("measure-warn-contracts-wrong").with("count", count(self.relations.wrong)),
            );
        }
        let lost = |one: &&Relation| !one.runs();
        let last = |one: &Relation| match one.fate {
            relation::Fate::Lost { last, .. } => Some(last),
            relation::Fate::Running { .. } => None,
        };
        let Some(first) = self.relations.all.iter().filter_map(last).min() else { return warns };
        let silent: u64 = self
            .relations
            .all
            .iter()
            .map(|one| u64::from(one.made_by(first) - one.made_before.min(one.made_by(first))))
            .sum();
        let all: u64 = self.relations.all.iter().map(|one| u64::from(one.made - one.made_before)).sum();
        let ends = self.relations.all.iter().filter(lost).count() as u64;
        let share = ends as f64 / ((all - silent.min(all)) + ends).max(1) as f64;
        if silent > 0 && (1.0 - share).powf(silent as f64) < UNLIKELY {
            let warn = Message::new("measure-warn-contracts-early").with("first", first);
            warns.push(warn.with("share", Argument::Share(share)).with("renewals", count(silent)));
        }
        warns
    }
}

/// Who is told apart, and the renewals of each group.
#[derive(Clone, Copy)]
struct Apart<'g> {
    groups: &'g Groups,
    own: &'g [Vec<Renewals>],
}

impl Apart<'_> {
    /// The model of a customer's own group for terms of this length, if it has one.
    fn of(&self, account: AccountId, months: i64) -> Option<&Renewals> {
        let own = self.own.get(usize::from(self.groups.of(account)))?;
        own.iter().find(|term| term.months == months && term.has_model())
    }
}

/// What contracts say of a group.
pub(super) struct OfGroup {
    /// With a running contract.
    pub(super) customers: u64,
    pub(super) at_risk: Option<AtRisk>,
    pub(super) worth: Triple,
    pub(super) renewed: Option<Figure>,
    pub(super) retention: CohortCurve,
    pub(super) models: Vec<Fit>,
}

/// What is published of contracts.
pub(super) struct Measured {
    pub(super) report: Contracts,
    /// Running contracts, in order.
    pub(super) renewals: Vec<Renewal>,
    /// What each customer's running contracts are worth; zero where no amount is known.
    pub(super) worths: BTreeMap<AccountId, Triple>,
    /// By group; empty where nobody is told apart.
    pub(super) groups: Vec<OfGroup>,
}

impl Measured {
    /// Renewals due soon as work, those with most money at stake.
    pub(super) fn proposals(&self, as_of: Day, currency: Currency) -> Vec<Proposal> {
        let mut due: Vec<&Renewal> = self.renewals.iter().filter(|one| one.listed(as_of)).collect();
        due.sort_by_key(|one| (std::cmp::Reverse(one.stake()), one.contract));
        due.into_iter().take(super::MOST_WORK).map(|one| one.proposal(as_of, currency)).collect()
    }
}

/// A running contract, and the chance that it still runs in a year.
type Ahead = (Renewal, Triple);

fn ahead(
    relations: &[Relation],
    (terms, apart): (&[Renewals], Apart<'_>),
    as_of: Day,
    discount: &[f64],
) -> Result<Vec<Ahead>, Error> {
    let terms: HashMap<i64, &Renewals> = terms.iter().map(|term| (term.months, term)).collect();
    let mut worths: HashMap<(Option<Place>, i64, u32, usize), Triple> = HashMap::new();
    let mut found = Vec::new();
    for one in relations {
        let (relation::Fate::Running { next }, Some(due)) = (one.fate, one.due()) else { continue };
        let Some(whole) = terms.get(&one.schedule.months) else { continue };
        let own = apart.of(one.account, one.schedule.months);
        let (term, place) = own.map_or((*whole, None), |own| (own, Some(apart.groups.of(one.account))));
        let chance = term.chance(one.made)?;
        let agreed = months_of(as_of, next);
        let mut brings = |agreed: usize| -> Result<Triple, Error> {
            let key = (place, term.months, one.made, agreed);
            if let Some(known) = worths.get(&key) {
                return Ok(*known);
            }
            let brings = term.brings(one.made, &weights(agreed, term.months, discount))?;
            worths.insert(key, brings);
            Ok(brings)
        };
        let (stays, months) = if let Some(last) = one.leaves {
            // What comes after a known end is the second term, and counts nothing.
            let until = weights(months_of(as_of, last.plus(1)), i64::MAX, discount)[0];
            let stays = if last.number() > as_of.number() + YEAR { 1.0 } else { 0.0 };
            ((stays, stays, stays), (until, until, until))
        } else {
            let due = one.schedule.renewals(as_of.plus(YEAR)) - one.schedule.renewals(as_of);
            (term.stays(one.made, u32::try_from(due).unwrap_or(0))?, brings(agreed)?)
        };
        let monthly = one.monthly();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "amounts are far below 2^63 minor units, and rounded"
        )]
        let yearly = monthly.map(|monthly| (12.0 * monthly).round() as i64);
        let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let renewal = Renewal {
            contract: one.latest.contract,
            account: one.account,
            due,
            number: i64::from(one.made) + 1,
            term_months: term.months,
            basis: chance.basis,
            chance: chance.of,
            like: (signed(chance.like.0), signed(chance.like.1)),
            alike: chance.alike,
            yearly,
            worth: monthly.map(|monthly| (monthly * months.0, monthly * months.1, monthly * months.2)),
            leaves: one.leaves,
        };
        found.push((renewal, stays));
    }
    Ok(found)
}

/// How many of the months from the day after `as_of` begin before a day.
fn months_of(as_of: Day, next: Day) -> usize {
    let from = as_of.plus(1);
    if next <= from {
        return 0;
    }
    usize::try_from(from.months_until(next.plus(-1)) + 1).unwrap_or(0)
}

/// Months that count, discounted at the end of their quarter, by the term they lie in: so many in the one that runs, then term by term.
fn weights(agreed: usize, term: i64, discount: &[f64]) -> Vec<f64> {
    let term = usize::try_from(term).unwrap_or(usize::MAX).max(1);
    let mut weights = vec![0.0];
    for month in 0..MONTHS {
        let place = if month < agreed { 0 } else { 1 + (month - agreed) / term };
        if weights.len() <= place {
            weights.resize(place + 1, 0.0);
        }
        weights[place] += discount.get(month / 3).copied().unwrap_or(0.0);
    }
    weights
}

/// Renewals made and renewals fallen due in the last year.
fn recent(relations: &[Relation], as_of: Day) -> (u64, u64) {
    let year_ago = as_of.plus(-YEAR);
    let (mut made, mut missed) = (0, 0);
    for one in relations {
        made += u64::from(one.made - one.made_by(year_ago).max(one.made_before).min(one.made));
        missed += u64::from(one.lost_by(as_of) && !one.lost_by(year_ago));
    }
    (made, made + missed)
}

/// A customer with running contracts.
#[derive(Debug, Clone, Copy)]
struct Holder {
    /// The chance that all of them are gone in a year.
    gone: Triple,
    /// Minor units a year that are lost by then.
    lost: Triple,
    worth: Option<Triple>,
}

fn sum(triples: impl Iterator<Item = Triple>) -> Triple {
    triples.fold((0.0, 0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1, sum.2 + one.2))
}

fn customers(renewals: &[Ahead]) -> BTreeMap<AccountId, Holder> {
    let mut holders: BTreeMap<AccountId, Holder> = BTreeMap::new();
    for (one, stays) in renewals {
        let fresh = Holder { gone: (1.0, 1.0, 1.0), lost: (0.0, 0.0, 0.0), worth: None };
        let holder = holders.entry(one.account).or_insert(fresh);
        let gone = (1.0 - stays.0, 1.0 - stays.2, 1.0 - stays.1);
        // Contracts of one customer are taken to be decided apart from each other.
        holder.gone = (holder.gone.0 * gone.0, holder.gone.1 * gone.1, holder.gone.2 * gone.2);
        let yearly = one.yearly.unwrap_or(0) as f64;
        holder.lost = sum([holder.lost, (yearly * gone.0, yearly * gone.1, yearly * gone.2)].into_iter());
        if let Some(worth) = one.worth {
            holder.worth = Some(sum([holder.worth.unwrap_or_default(), worth].into_iter()));
        }
    }
    holders
}

/// How many customers, and what money a year, must be expected to be gone in a year.
fn at_risk(customers: &BTreeMap<AccountId, Holder>, currency: Currency, as_of: Instant) -> AtRisk {
    let n = customers.len() as u64;
    let base = (n as f64).max(1.0);
    let figure = |(value, low, high): Triple, unit| {
        Figure::new(value, unit, n, Grade::Modelled, "contracts-at-risk", as_of).between(low, high)
    };
    let gone = sum(customers.values().map(|one| one.gone));
    AtRisk {
        share: figure((gone.0 / base, gone.1 / base, gone.2 / base), Unit::Share),
        customers: figure(gone, Unit::Count),
        money: figure(sum(customers.values().map(|one| one.lost)), Unit::Money(currency)),
    }
}

#[cfg(test)]
mod tests {
    use troth_core::{ContractId, Id};

    use super::relation::tests::{day, yearly};
    use super::*;

    fn book(rows: Vec<Row>, as_of: &str, seen: Seen) -> Book {
        let as_of = day(as_of);
        let relations = Relations::of(&rows, as_of, seen);
        Book { rows, relations, seen, as_of }
    }

    fn measured(rows: Vec<Row>, as_of: &str, seen: Seen) -> Measured {
        let at = Instant::from_micros(0);
        book(rows, as_of, seen).measure((Currency::EUR, at), &[1.0; 12], &Groups::default()).unwrap()
    }

    /// Sixty yearly contracts of 2015, of which one in six is lost at each of the first renewals.
    fn sixty() -> Vec<Row> {
        (0..60)
            .map(|one| {
                let years = 1 + one / 10;
                let last = day("2015-03-01").plus_months(12 * years).plus(-1).to_string();
                yearly(one + 1, "2015-03-01", (years < 5).then_some(last.as_str()))
            })
            .collect()
    }

    #[test]
    fn months_of_the_term_that_runs_are_certain_and_later_ones_are_weighted() {
        let weights = weights(2, 12, &[1.0, 0.5, 0.25, 0.125]);
        assert_eq!(weights.len(), 4);
        assert!((weights[0] - 2.0).abs() < 1e-12);
        assert!((weights[1] - (1.0 + 1.5 + 0.75 + 0.375)).abs() < 1e-12);
        assert_eq!(super::weights(99, 12, &[1.0; 12])[0].to_bits(), 36f64.to_bits());
        assert_eq!(months_of(day("2026-01-31"), day("2026-03-01")), 1);
        assert_eq!(months_of(day("2026-01-31"), day("2026-03-02")), 2);
        assert_eq!(months_of(day("2026-01-31"), day("2026-02-01")), 0);
    }

    #[test]
    fn a_running_contract_is_worth_what_it_brings_while_it_lasts() {
        let found = measured(sixty(), "2021-02-01", Seen::default());
        assert_eq!((found.report.running, found.report.customers, found.report.due), (20, 20, 20));
        let one = found.renewals[0];
        let (value, low, high) = one.worth.unwrap();
        // 120.00 a year: a month is certain, then three years less a month with the chances of the model.
        assert!(low < value && value < high && value > 1_000.0 && high < 36_000.0, "{one:?}");
        assert_eq!((one.number, one.due, one.yearly), (6, day("2021-02-28"), Some(12_000)));
        let sum: f64 = found.renewals.iter().map(|one| one.worth.unwrap().0).sum();
        assert!((found.report.worth.as_ref().unwrap().value - sum).abs() < 1e-6);
        let risk = found.report.at_risk.as_ref().unwrap();
        let lost: f64 = found.renewals.iter().map(|one| 1.0 - one.chance.0).sum();
        assert!((risk.customers.value - lost).abs() < 1e-9, "each has one renewal in the year: {risk:?}");
        assert!((risk.money.value - 12_000.0 * lost).abs() < 1e-6);
        assert_eq!(found.proposals(day("2021-02-01"), Currency::EUR).len(), 20);
    }

    #[test]
    fn a_customer_with_two_contracts_counts_once_and_stays_while_one_does() {
        let mut rows = sixty();
        rows.push(Row { contract: ContractId::from_raw(99_999), ..rows[59] });
        let found = measured(rows, "2021-02-01", Seen::default());
        assert_eq!((found.report.running, found.report.customers), (21, 20));
        let stays = found.renewals[0].chance.0;
        let expected = 19.0 * (1.0 - stays) + (1.0 - stays) * (1.0 - stays);
        assert!((found.report.at_risk.unwrap().customers.value - expected).abs() < 1e-9);
    }

    #[test]
    fn an_end_that_is_known_is_no_chance() {
        let mut rows = sixty();
        rows[59].ended = Some(day("2021-02-28"));
        let live = measured(rows.clone(), "2021-02-01", Seen { since: None, ahead: true });
        assert_eq!((live.report.leaving, live.report.due), (1, 19));
        let leaving = live.renewals.iter().find(|one| one.leaves.is_some()).unwrap();
        assert!((leaving.worth.unwrap().0 - 1_000.0).abs() < 1e-9, "the month it still runs");
        let earlier = measured(rows, "2021-02-01", Seen::default());
        assert_eq!((earlier.report.leaving, earlier.report.due), (0, 20), "as of an earlier day nobody knew");
    }

    #[test]
    fn renewals_of_the_last_year_are_counted() {
        let found = measured(sixty(), "2018-06-30", Seen::default());
        let renewed = found.report.renewed.unwrap();
        assert_eq!(
            (renewed.n, renewed.value.to_bits()),
            (40, 0.75f64.to_bits()),
            "ten of forty left in spring"
        );
    }

    #[test]
    fn records_without_those_who_left_early_are_warned_of() {
        let keys = |rows: Vec<Row>, seen| {
            let warns = book(rows, "2021-02-01", seen).warns();
            warns.into_iter().map(|warn| warn.key).collect::<Vec<_>>()
        };
        assert_eq!(keys(sixty(), Seen::default()), [""; 0]);
        let late: Vec<Row> = sixty()
            .into_iter()
            .filter(|row| row.ended.is_none_or(|ended| ended > day("2018-06-01")))
            .collect();
        assert_eq!(keys(late.clone(), Seen::default()), ["measure-warn-contracts-early"]);
        assert_eq!(keys(late, Seen { since: Some(day("2018-06-01")), ahead: false }), [""; 0]);
    }
}
