//! What is not known of sums over the base. Parameters are common to all customers, so their errors do not cancel in a sum; and as they
//! move, customers come onto the list of those at risk and go off it.
//!
//! Each sum is made again with the parameters of every model at either end of each axis of independent doubt
//! (`troth_stats::repeat::Model::ends`). Half the distance between both, squared and added up over the axes, is the square of how far
//! its interval reaches.
//!
//! Cost: with distinct histories, about as much again as what is said of each of them; one pass over the customers.

use std::collections::BTreeSet;
use std::ops::Range;

use troth_core::AccountId;
use troth_stats::repeat::{Discount, History};

use super::base::Base;
use super::family::Buying;
use super::fit::{Cell, Fits, history};
use super::score::{Outlook, PIECE};
use super::spend::{Spending, by_year};
use crate::Error;
use crate::model::{HORIZON_WEEKS, Standing};

/// What customers of a group add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    /// Who came back and is not lost, and of them those at risk.
    pub(super) base: f64,
    pub(super) at_risk: f64,
    /// Minor units at risk.
    pub(super) money: f64,
    /// Minor units that customers without a running contract are worth, and what holders of one may buy besides.
    pub(super) worth: f64,
    pub(super) besides: f64,
}

/// The sums of each group at both ends of an axis.
type Ends = [Vec<Sums>; 2];

/// The sums of each group as they are, and at the ends of what is known.
#[derive(Debug, Clone, Default)]
pub(super) struct Doubt {
    middle: Vec<Sums>,
    axes: Vec<Ends>,
}

/// Whose sum is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    Whole,
    Group(usize),
}

/// Customers who share a history: those without a running contract, and holders of one.
#[derive(Debug, Clone, Copy, Default)]
struct Alike {
    free: Paid,
    holding: Paid,
}

/// Customers whose repeat purchases cost something, what they cost, and the others.
#[derive(Debug, Clone, Copy, Default)]
struct Paid {
    paying: u32,
    amount: i64,
    others: u32,
}

/// What is said of a history: the chance to be there, purchases of a year, and discounted ones.
#[derive(Debug, Clone, Copy)]
struct Said {
    alive: f64,
    expected: f64,
    discounted: f64,
}

/// What some customers pay on a day with a purchase, added up: those without a running contract, and holders of one.
type Pay = (f64, f64);

impl Outlook {
    fn said(&self) -> Said {
        Said { alive: self.alive.0, expected: self.expected.0, discounted: self.discounted }
    }

    /// What discounting by the quarter makes of discounting by the year.
    fn quarterly(&self) -> f64 {
        self.discounted / self.by_year.0.max(f64::MIN_POSITIVE)
    }
}

impl Paid {
    fn add(&mut self, repeats: u32, amount: i64) {
        if repeats > 0 && amount > 0 {
            self.paying += 1;
            self.amount += amount;
        } else {
            self.others += 1;
        }
    }

    /// With the same number of purchases, what customers are expected to pay is linear in what they paid.
    fn pay(&self, repeats: u32, spending: &Spending, new: f64) -> f64 {
        let paying = f64::from(self.paying);
        let mean = if self.paying > 0 { spending.value(repeats, self.amount as f64 / paying) } else { 0.0 };
        paying * mean + f64::from(self.others) * new
    }
}

impl Sums {
    fn add(&mut self, frequency: i64, alike: &Alike, said: Said, (free, holding): Pay) {
        self.worth += said.discounted * free;
        self.besides += said.discounted * holding;
        let n = f64::from(alike.free.paying + alike.free.others);
        if !Standing::counts(frequency, said.alive) {
            return;
        }
        self.base += n;
        if Standing::rather_gone(said.alive) {
            self.at_risk += n;
            self.money += said.expected / said.alive * free * (1.0 - said.alive);
        }
    }
}

/// Everything sums are made from.
struct Pass<'p> {
    base: &'p Base,
    alike: Vec<Alike>,
    outlooks: &'p [Outlook],
    /// What customers of each history pay.
    pay: Vec<Pay>,
}

impl Doubt {
    /// From what each group's models say; `fits` tells which groups have models of their own, so that what is common to several moves together.
    pub(super) fn of(
        base: &Base,
        fits: &Fits,
        (models, spending): (&[Box<dyn Buying>], &[Spending]),
        (outlooks, discount): (&[Outlook], &Discount),
        holders: &BTreeSet<AccountId>,
    ) -> Result<Self, Error> {
        let mut alike = vec![Alike::default(); base.cells.len()];
        for customer in &base.customers {
            let alike = &mut alike[customer.cell as usize];
            let holds = !holders.is_empty() && holders.contains(&customer.account);
            let paid = if holds { &mut alike.holding } else { &mut alike.free };
            paid.add(customer.repeats, customer.later_amount);
        }
        let mut pass = Pass { base, alike, outlooks, pay: Vec::new() };
        for (group, spending) in spending.iter().enumerate() {
            let pay = pass.paid(group, spending);
            pass.pay.extend(pay);
        }
        let (groups, yearly) = (models.len(), by_year(discount));
        let middle: Vec<Sums> = (0..groups).map(|group| pass.sums(group, None)).collect();
        let mut doubt = Self { middle, axes: Vec::new() };
        for members in sources(groups, |group| fits.has_own_buying(group)) {
            for axis in models[members[0]].ends() {
                let moved = |model: Box<dyn Buying>| pass.moved(model.as_ref(), &yearly, &members, &doubt);
                let ends = axis.map(moved);
                doubt.push(ends)?;
            }
        }
        for members in sources(groups, |group| fits.has_own_spending(group)) {
            for axis in spending[members[0]].ends() {
                let ends = axis.map(|spending| Ok(pass.paying(&spending, &members, &doubt)));
                doubt.push(ends)?;
            }
        }
        Ok(doubt)
    }

    fn push(&mut self, [one, other]: [Result<Vec<Sums>, Error>; 2]) -> Result<(), Error> {
        self.axes.push([one?, other?]);
        Ok(())
    }

    /// A number of the sums as they are.
    fn middle(&self, whose: Of, number: fn(&Sums) -> f64) -> f64 {
        total(&self.middle, whose, number)
    }

    /// The same at both ends of each axis.
    fn ends(&self, whose: Of, number: fn(&Sums) -> f64) -> impl Iterator<Item = (f64, f64)> {
        self.axes.iter().map(move |[one, other]| (total(one, whose, number), total(other, whose, number)))
    }

    /// The interval of an amount at or above zero, whose value is made from the same sums: on the logarithm.
    pub(super) fn amount(&self, whose: Of, value: f64, number: fn(&Sums) -> f64) -> (f64, f64) {
        let above_zero = value > 0.0 && self.ends(whose, number).all(|(one, other)| one > 0.0 && other > 0.0);
        if above_zero {
            let factor = reach(self.ends(whose, number).map(|(one, other)| (one.ln(), other.ln()))).exp();
            return (value / factor, value * factor);
        }
        let reach = reach(self.ends(whose, number));
        ((value - reach).max(0.0), value + reach)
    }

    /// The intervals of how many are at risk, and of their share of the base.
    pub(super) fn at_risk(&self, whose: Of) -> [(f64, f64); 2] {
        let count = |sums: &Sums| sums.at_risk;
        let (at_risk, base) = (self.middle(whose, count), self.middle(whose, |sums| sums.base));
        let share = |(at_risk, base): (f64, f64)| if base > 0.0 { at_risk / base } else { 0.0 };
        let ends = self.ends(whose, count).zip(self.ends(whose, |sums| sums.base));
        let shares = ends.map(|(at_risk, base)| (share((at_risk.0, base.0)), share((at_risk.1, base.1))));
        [
            around(at_risk, reach(self.ends(whose, count)), base),
            around(share((at_risk, base)), reach(shares), 1.0),
        ]
    }
}

/// An interval that stays between nothing and a most.
fn around(value: f64, reach: f64, most: f64) -> (f64, f64) {
    ((value - reach).max(0.0), (value + reach).min(most))
}

/// How far the interval of a number reaches that is so much at both ends of each axis.
fn reach(ends: impl Iterator<Item = (f64, f64)>) -> f64 {
    ends.map(|(one, other)| (0.5 * (one - other)).powi(2)).sum::<f64>().sqrt()
}

fn total(groups: &[Sums], whose: Of, number: fn(&Sums) -> f64) -> f64 {
    match whose {
        Of::Whole => groups.iter().map(number).sum(),
        Of::Group(group) => groups.get(group).map_or(0.0, number),
    }
}

/// Groups that share a fit: those that lean on that of all, then each with its own.
fn sources(groups: usize, own: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let (own, leaning): (Vec<usize>, Vec<usize>) = (0..groups).partition(|group| own(*group));
    let own = own.into_iter().map(|group| vec![group]);
    Some(leaning).filter(|leaning| !leaning.is_empty()).into_iter().chain(own).collect()
}

impl Pass<'_> {
    /// What customers of each history of a group pay by a model of spend.
    fn paid(&self, group: usize, spending: &Spending) -> Vec<Pay> {
        let new = spending.value(0, 0.0);
        let pay = |(cell, alike): (&Cell, &Alike)| {
            let repeats = u32::try_from(cell.0).unwrap_or(u32::MAX);
            (alike.free.pay(repeats, spending, new), alike.holding.pay(repeats, spending, new))
        };
        let range = self.base.cells_of(group);
        self.base.cells[range.clone()].iter().zip(&self.alike[range]).map(pay).collect()
    }

    /// The sums of a group, as its customers pay or would pay.
    fn sums(&self, group: usize, pay: Option<&[Pay]>) -> Sums {
        let range = self.base.cells_of(group);
        let pay = pay.unwrap_or(&self.pay[range.clone()]);
        let mut sums = Sums::default();
        for (place, pay) in range.zip(pay) {
            sums.add(self.base.cells[place].0, &self.alike[place], self.outlooks[place].said(), *pay);
        }
        sums
    }

    /// The sums where some groups pay by other parameters.
    fn paying(&self, spending: &Spending, members: &[usize], doubt: &Doubt) -> Vec<Sums> {
        let mut all = doubt.middle.clone();
        for group in members {
            all[*group] = self.sums(*group, Some(&self.paid(*group, spending)));
        }
        all
    }

    /// The histories of a group, a piece at a time: bounds what is held of them.
    fn pieces(&self, group: usize) -> impl Iterator<Item = (Range<usize>, Vec<History>)> {
        let range = self.base.cells_of(group);
        range.clone().step_by(PIECE).map(move |from| {
            let piece = from..(from + PIECE).min(range.end);
            let rows = self.base.cells[piece.clone()].iter().map(|&(f, r, a, _)| history(f, r, a)).collect();
            (piece, rows)
        })
    }

    /// The sums where some groups buy by other parameters.
    fn moved(
        &self,
        model: &dyn Buying,
        yearly: &Discount,
        members: &[usize],
        doubt: &Doubt,
    ) -> Result<Vec<Sums>, Error> {
        let mut all = doubt.middle.clone();
        for group in members {
            let mut sums = Sums::default();
            for (piece, rows) in self.pieces(*group) {
                for (place, one) in piece.zip(model.expectations(&rows, HORIZON_WEEKS, yearly)?) {
                    let discounted = one.discounted * self.outlooks[place].quarterly();
                    let said = Said { alive: one.alive, expected: one.purchases, discounted };
                    sums.add(self.base.cells[place].0, &self.alike[place], said, self.pay[place]);
                }
            }
            all[*group] = sums;
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(base: f64, at_risk: f64, money: f64) -> Sums {
        Sums { base, at_risk, money, worth: 10.0 * money, besides: 0.0 }
    }

    fn near((low, high): (f64, f64), (from, to): (f64, f64)) {
        assert!((low - from).abs() < 1e-9 && (high - to).abs() < 1e-9, "{low} to {high}, not {from} to {to}");
    }

    #[test]
    fn who_comes_onto_the_list_counts_in_every_interval() {
        let axes = vec![[vec![sums(102.0, 23.0, 120.0)], vec![sums(98.0, 17.0, 80.0)]]];
        let doubt = Doubt { middle: vec![sums(100.0, 20.0, 100.0)], axes };
        let [count, share] = doubt.at_risk(Of::Whole);
        near(count, (17.0, 23.0));
        let reach = 0.5 * (23.0 / 102.0 - 17.0 / 98.0);
        near(share, (0.2 - reach, 0.2 + reach));
        // On the logarithm: 120 and 80 lie as far from their geometric mean.
        let factor = (120.0f64 / 80.0).sqrt();
        near(doubt.amount(Of::Whole, 100.0, |sums| sums.money), (100.0 / factor, 100.0 * factor));
    }

    #[test]
    fn groups_on_one_axis_move_together_and_axes_add_up_in_squares() {
        let middle = vec![sums(10.0, 5.0, 50.0), sums(10.0, 5.0, 50.0)];
        let one = |moved: f64| vec![sums(10.0, 5.0 + moved, 50.0), sums(10.0, 5.0, 50.0)];
        let other = |moved: f64| vec![sums(10.0, 5.0, 50.0), sums(10.0, 5.0 + moved, 50.0)];
        let both = |moved: f64| vec![sums(10.0, 5.0 + moved, 50.0), sums(10.0, 5.0 + moved, 50.0)];
        let together = Doubt { middle: middle.clone(), axes: vec![[both(2.0), both(-2.0)]] };
        near(together.at_risk(Of::Whole)[0], (6.0, 14.0));
        let apart =
            Doubt { middle: middle.clone(), axes: vec![[one(3.0), one(-3.0)], [other(4.0), other(-4.0)]] };
        near(apart.at_risk(Of::Whole)[0], (5.0, 15.0));
        near(apart.at_risk(Of::Group(0))[0], (2.0, 8.0));
        let far = Doubt { middle, axes: vec![[both(9.0), both(-9.0)]] };
        near(far.at_risk(Of::Whole)[0], (0.0, 20.0));
        near(far.at_risk(Of::Group(1))[1], (0.0, 1.0));
    }

    #[test]
    fn nothing_at_risk_may_still_become_something() {
        let axes = vec![[vec![sums(9.0, 1.0, 30.0)], vec![sums(9.0, 0.0, 0.0)]]];
        let doubt = Doubt { middle: vec![sums(9.0, 0.0, 0.0)], axes };
        near(doubt.amount(Of::Whole, 0.0, |sums| sums.money), (0.0, 15.0));
        near(Doubt::default().amount(Of::Whole, 7.0, |sums| sums.worth), (7.0, 7.0));
    }

    #[test]
    fn segments_that_lean_on_the_model_of_all_share_its_doubt() {
        assert_eq!(sources(3, |group| group == 1), [vec![0, 2], vec![1]]);
        assert_eq!(sources(1, |_| false), [vec![0]]);
        assert_eq!(sources(2, |_| true), [vec![0], vec![1]]);
    }
}
