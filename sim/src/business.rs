//! A business: rows of all files between two days, and what is true of it.

use troth_core::Day;

use crate::ground::{Ground, series};
use crate::life;
use crate::plan::{LONGEST, Plan};
use crate::row::{Known, Rate, Rows};
use crate::truth::Truth;
use crate::{Error, Kind, row};

/// A business with known truth. Making it costs little: customers are told one founder at a time, as often as asked.
pub struct Business {
    ground: Ground,
}

impl Business {
    /// The business of a plan.
    ///
    /// # Errors
    /// [`Error::Customers`], [`Error::Span`] for a plan that is none.
    pub fn new(plan: Plan) -> Result<Self, Error> {
        plan.check()?;
        Ok(Self { ground: Ground::of(plan) })
    }

    /// What was planned.
    pub const fn plan(&self) -> &Plan {
        &self.ground.plan
    }

    /// What is true of it.
    pub const fn truth(&self) -> &Truth {
        &self.ground.truth
    }

    /// Hands out what becomes known from one day to another, both included: first what belongs to nobody (teams, staff, rates), then
    /// the rows of one founder after another with all who came through him. A row that is told once is told the same whatever `to` is.
    ///
    /// Cost: with customers who have come by `to`, whatever `from` is; memory is that of one founder's rows.
    ///
    /// ```
    /// use troth_sim::{Business, Kind, Plan, World};
    /// let business = Business::new(Plan::new(Kind::Shop, World::Life, 7, 100))?;
    /// let today = business.plan().today;
    /// let mut purchases = 0;
    /// business.each(today, today, |rows| {
    ///     purchases += rows.purchases.len();
    ///     Ok::<_, troth_sim::Error>(())
    /// })?;
    /// # Ok::<(), troth_sim::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Until`] for a day that cannot be told, and whatever `take` refuses.
    pub fn each<E: From<Error>>(
        &self,
        from: Day,
        to: Day,
        mut take: impl FnMut(Rows) -> Result<(), E>,
    ) -> Result<(), E> {
        let plan = &self.ground.plan;
        let end = plan.start.plus(LONGEST - 1_000);
        if to < plan.start || to > end {
            return Err(Error::Until { until: to, start: plan.start, end }.into());
        }
        let mut rows = self.house(from, to);
        rows.between(from, to);
        take(rows)?;
        for founder in life::founders(&self.ground, to) {
            let mut rows = life::tell(&self.ground, founder, to);
            rows.between(from, to);
            if !rows.is_empty() {
                take(rows)?;
            }
        }
        Ok(())
    }

    /// All of it together, for those that fit into memory.
    ///
    /// ```
    /// use troth_sim::{Business, Kind, Plan, World};
    /// let business = Business::new(Plan::new(Kind::Maker, World::Ideal, 7, 50))?;
    /// let plan = business.plan();
    /// assert!(business.between(plan.start, plan.today)?.contracts.len() > 20);
    /// # Ok::<(), troth_sim::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Business::each`].
    pub fn between(&self, from: Day, to: Day) -> Result<Rows, Error> {
        let mut all = Rows::default();
        self.each(from, to, |rows| {
            all.extend(rows);
            Ok::<_, Error>(())
        })?;
        Ok(all)
    }

    /// What belongs to no customer.
    fn house(&self, from: Day, to: Day) -> Rows {
        let mut rows = Rows::default();
        self.ground.company.rows(&mut rows);
        series::rows(&self.ground, (from, to), &mut rows);
        if self.ground.plan.kind == Kind::Maker {
            let currencies = life::CURRENCIES.iter().filter(|currency| currency.0 != life::HOME);
            // An import wants a rate that is at most ten days old.
            for week in 0..LONGEST / 7 {
                let day = self.ground.plan.start.plus(week * 7);
                rows.rates.extend(currencies.clone().map(|(currency, rate, _)| Known {
                    day,
                    row: Rate { currency, day, rate: row::Number(*rate) },
                }));
            }
        }
        rows
    }
}
