//! What a pass over all customers adds up to.

use std::collections::HashSet;

use troth_core::{AccountId, Currency, Day, Figure, Grade, Instant, Unit};

use super::Triple;
use super::contract::Measured;
use super::doubt::{Doubt, Of};
use super::spend::WORTH_WEEKS;
use crate::model::{AtRisk, Fit, Movement, Report, Standing, Worth};

/// Half the width of a 95 % interval in standard errors.
const REACH: f64 = 1.96;

/// What customers add up to: all, or those of a group.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// Who came back at least once and is not lost, and of them those at risk.
    base: u64,
    at_risk: u64,
    money: f64,
    /// Customers without a running contract, and what they are worth.
    pub(super) buyers: u64,
    worth: f64,
}

impl Tally {
    fn add(&mut self, standing: &Standing) {
        if !standing.holds {
            self.buyers += 1;
            self.worth += standing.worth.0;
        }
        if !standing.in_base() {
            return;
        }
        self.base += 1;
        if standing.at_risk() {
            self.at_risk += 1;
            self.money += standing.worth_if_alive() * (1.0 - standing.alive.0);
        }
    }

    pub(super) fn at_risk(
        &self,
        (doubt, whose): (&Doubt, Of),
        method: &str,
        currency: Currency,
        as_of: Instant,
    ) -> AtRisk {
        let n = self.base;
        let figure = |value: f64, unit, (low, high): (f64, f64)| {
            Figure::new(value, unit, n, Grade::Modelled, method, as_of).between(low, high)
        };
        let count = self.at_risk as f64;
        let base = (n as f64).max(1.0);
        let [customers, share] = doubt.at_risk(whose);
        let money = doubt.amount(whose, self.money, |sums| sums.money);
        AtRisk {
            share: figure(count / base, Unit::Share, share),
            customers: figure(count, Unit::Count, (customers.0.floor(), customers.1.ceil())),
            money: figure(self.money, Unit::Money(currency), money),
        }
    }

    /// What its customers without a running contract are worth.
    pub(super) fn worth(&self, (doubt, whose): (&Doubt, Of)) -> Triple {
        let (low, high) = doubt.amount(whose, self.worth, |sums| sums.worth);
        (self.worth, low, high)
    }
}

/// What a pass over all customers found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) whole: Tally,
    /// The same of each group.
    pub(super) groups: Vec<Tally>,
    at_risk: Vec<Standing>,
    pub(super) by_chance: [u64; 10],
    /// Customers with a running contract who buy besides, and what that is worth.
    pub(super) both: u64,
    besides: f64,
    worths: Vec<f64>,
    /// Who was at risk before; those found again are taken out.
    before: HashSet<AccountId>,
    new: u64,
    recovered: u64,
    lost: u64,
}

impl Found {
    /// Nothing yet, with who was at risk at the run before, for so many groups.
    pub(super) fn new(before: HashSet<AccountId>, groups: usize) -> Self {
        Self { before, groups: vec![Tally::default(); groups], ..Self::default() }
    }

    /// The customers at risk with most money times chance, so many of them.
    pub(super) fn most_at_stake(&self, most: usize) -> Vec<Standing> {
        let mut known = self.at_risk.clone();
        let order = |one: &Standing, two: &Standing| {
            let lost = |standing: &Standing| standing.worth_if_alive() * (1.0 - standing.alive.0);
            lost(two).total_cmp(&lost(one)).then(one.account.cmp(&two.account))
        };
        if known.len() > most {
            known.select_nth_unstable_by(most, order);
            known.truncate(most);
        }
        known
    }

    /// What became of customers at risk since the run before. A second run of a day goes on from what the first of that day said.
    pub(super) fn movement(&self, earlier: &Report, as_of: Day) -> Movement {
        let now =
            Movement { since: earlier.as_of, new: self.new, recovered: self.recovered, lost: self.lost };
        earlier.movement.filter(|_| earlier.as_of == as_of).map_or(now, |then| now.after(then))
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a chance is between 0 and 1"
    )]
    pub(super) fn add(&mut self, standing: &Standing) {
        self.whole.add(standing);
        self.groups[usize::from(standing.group)].add(standing);
        if standing.holds {
            self.both += 1;
            self.besides += standing.worth.0;
        } else {
            self.worths.push(standing.worth.0);
        }
        match (self.before.remove(&standing.account), standing.at_risk()) {
            (false, true) => self.new += 1,
            (true, false) if standing.in_base() => self.recovered += 1,
            (true, false) => self.lost += 1,
            _ => {}
        }
        if standing.frequency > 0 && !standing.holds {
            self.by_chance[((standing.alive.0 * 10.0) as usize).min(9)] += 1;
        }
        if standing.at_risk() {
            self.at_risk.push(*standing);
        }
    }

    /// The worth of the base and how it is spread; a customer with a running contract counts with that alone.
    pub(super) fn worth(
        mut self,
        (currency, as_of): (Currency, Instant),
        discount: f64,
        (fit, doubt): (Option<Fit>, &Doubt),
        contracts: Option<&Measured>,
    ) -> Worth {
        let money = |(value, low, high): Triple, n: usize, method: &str| {
            Figure::new(value, Unit::Money(currency), n as u64, Grade::Modelled, method, as_of)
                .between(low, high)
        };
        let mut worth = self.whole.worth((doubt, Of::Whole));
        let purchases = (!self.worths.is_empty()).then(|| money(worth, self.worths.len(), "customer-worth"));
        let besides = usize::try_from(self.both).ok().filter(|both| *both > 0);
        let (low, high) = doubt.amount(Of::Whole, self.besides, |sums| sums.besides);
        let besides = besides.map(|both| money((self.besides, low, high), both, "customer-worth"));
        let holders = contracts.map(|measured| measured.worths.len());
        if let Some(measured) = contracts {
            for agreed in measured.worths.values() {
                worth = (worth.0 + agreed.0, worth.1 + agreed.1, worth.2 + agreed.2);
                self.worths.push(agreed.0);
            }
        }
        let apart = contracts.and_then(|measured| measured.report.worth.clone());
        let method = match (&purchases, holders) {
            (Some(_), Some(_)) => "base-worth",
            (None, Some(_)) => "contract-worth",
            _ => "customer-worth",
        };
        self.worths.sort_unstable_by(|one, two| two.total_cmp(one));
        let n = self.worths.len() as u64;
        let figure = |value, unit, method: &str| Figure::new(value, unit, n, Grade::Modelled, method, as_of);
        let (share, reach) = top_tenth(&self.worths);
        Worth {
            base: figure(worth.0, Unit::Money(currency), method).between(worth.1, worth.2),
            purchases: purchases.filter(|_| holders.is_some()),
            contracts: apart,
            besides,
            top_tenth: figure(share, Unit::Share, "worth-concentration")
                .between((share - reach).max(0.0), (share + reach).min(1.0)),
            by_tenth: by_tenth(&self.worths),
            discount,
            weeks: WORTH_WEEKS,
            fit,
        }
    }
}

/// Both kinds of customers together; one with a running contract counts with that alone, so nobody counts twice.
pub(super) fn together(purchases: &AtRisk, contracts: &AtRisk) -> AtRisk {
    let method = if purchases.share.n == 0 { contracts.share.method.as_str() } else { "base-at-risk" };
    let n = purchases.share.n + contracts.share.n;
    let base = (n as f64).max(1.0);
    let sum = |one: &Figure, two: &Figure| {
        let end =
            |end: fn(&Figure) -> Option<f64>| end(one).unwrap_or(one.value) + end(two).unwrap_or(two.value);
        let sum = Figure::new(one.value + two.value, one.unit, n, Grade::Modelled, method, one.as_of);
        sum.between(end(|figure| figure.low), end(|figure| figure.high))
    };
    let customers = sum(&purchases.customers, &contracts.customers);
    let part = |count: Option<f64>| count.unwrap_or(customers.value) / base;
    let share = Figure::new(customers.value / base, Unit::Share, n, Grade::Modelled, method, customers.as_of)
        .between(part(customers.low), part(customers.high));
    AtRisk { share, money: sum(&purchases.money, &contracts.money), customers }
}

/// Where the `tenth`-th tenth ends among so many.
const fn end_of(tenth: usize, n: usize) -> usize {
    (n * tenth).div_ceil(10)
}

/// Share of the total held by each tenth, from the largest.
fn by_tenth(falling: &[f64]) -> [f64; 10] {
    let total = falling.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    std::array::from_fn(|tenth| {
        let part = end_of(tenth, falling.len())..end_of(tenth + 1, falling.len());
        falling[part].iter().sum::<f64>() / total
    })
}

/// Share of the total held by the largest tenth, and half the width of its interval: the influence of one customer on a
/// Lorenz ordinate (Beach and Davidson 1983) is `[(w − q)⁺ + p q − S w]/μ`, with `q` the least worth in the tenth `p`.
fn top_tenth(falling: &[f64]) -> (f64, f64) {
    let n = falling.len();
    let total: f64 = falling.iter().sum();
    if total <= 0.0 {
        return (0.0, 0.0);
    }
    let cut = end_of(1, n);
    let share = falling[..cut].iter().sum::<f64>() / total;
    let (least, mean) = (falling[cut - 1], total / n as f64);
    let part = cut as f64 / n as f64;
    let squares: f64 = falling
        .iter()
        .map(|worth| (((worth - least).max(0.0) + part * least - share * worth) / mean).powi(2))
        .sum();
    (share, REACH * squares.sqrt() / n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_customers_hold_equal_parts_without_doubt() {
        let (share, reach) = top_tenth(&[5.0; 40]);
        assert!((share - 0.1).abs() < 1e-12 && reach < 1e-12, "{share} ± {reach}");
        assert!(by_tenth(&[5.0; 40]).iter().all(|part| (part - 0.1).abs() < 1e-12));
    }

    #[test]
    fn one_customer_who_holds_everything_is_a_tenth_of_few() {
        let mut worths = vec![0.0; 20];
        worths[0] = 100.0;
        assert!((top_tenth(&worths).0 - 1.0).abs() < 1e-12);
        assert_eq!(top_tenth(&[]), (0.0, 0.0));
    }
}
