//! What lies ahead of one customer, over a time that somebody chooses: by the models of the published run, whose scores look a year
//! ahead.
//!
//! Cost: the customer's purchases by an index, one outlook, and a look into each segment with a model of its own.

use std::collections::BTreeSet;

use troth_core::{AccountId, Day, Figure, Grade, Id, RunId, Unit};
use troth_store::{Db, SegmentField};

use super::base::{Base, narrow};
use super::fit::{Fits, history};
use super::group::Groups;
use super::spend::{self, Spending};
use crate::model::Report;
use crate::{Error, store};

/// Weeks in a month, over the leap years.
const WEEKS_IN_MONTH: f64 = 365.25 / 12.0 / 7.0;

/// What the models say of a customer.
#[derive(Debug)]
pub(crate) struct Ahead {
    /// The day of the run.
    pub(crate) as_of: Day,
    /// The chance to be still there.
    pub(crate) alive: Figure,
    /// Purchases in the time asked for, and what is spent on them; no money where amounts do not tell.
    pub(crate) purchases: Figure,
    pub(crate) spend: Option<Figure>,
    /// What purchases of the years that count are worth today.
    pub(crate) worth: Option<Figure>,
}

/// What lies ahead of a customer in so many months; none where nothing is measured or nothing was bought by the day of the run.
pub(crate) fn find_ahead(
    db: &mut Db<'_>,
    fields: &[SegmentField],
    account: AccountId,
    months: u32,
) -> Result<Option<Ahead>, Error> {
    let Some(id) = db.find_published_run()? else { return Ok(None) };
    let run = store::get_run(db, id)?;
    let (Some(fits), Some(report)) = (run.fit, run.report) else { return Ok(None) };
    let (fits, report) = (read::<Fits>(id, &fits)?, read::<Report>(id, &report)?);
    let bought = troth_records::list_bought(db, account, run.as_of)?;
    let business = db.business()?;
    let kept = fits.of(place(db, fields, &fits, account, run.as_of)?);
    let (Some(model), Some(fit)) = (kept.model()?, kept.chosen()) else { return Ok(None) };
    let rows = bought.into_iter().map(|(day, amount)| Ok((account.raw(), narrow(day.number())?, amount)));
    let rows = rows.collect::<Result<_, Error>>()?;
    let base = Base::condense(run.as_of, rows, &BTreeSet::new(), &Groups::default())?;
    let (Some(customer), Some(&(frequency, recency, age, _))) = (base.customers.first(), base.cells.first())
    else {
        return Ok(None);
    };
    let rows = [history(frequency, recency, age)];
    let weeks = f64::from(months) * WEEKS_IN_MONTH;
    let discount = spend::quarters(report.worth.map_or(crate::model::DISCOUNT, |worth| worth.discount));
    let (Some(outlook), Some(discounted), Some(by_year)) = (
        model.outlook(&rows, weeks)?.pop(),
        model.given()?.discounted(&rows, &discount)?.pop(),
        model.discounted(&rows, &spend::by_year(&discount))?.pop(),
    ) else {
        return Ok(None);
    };
    let as_of = business.zone.end_of(run.as_of);
    let figure = |(value, low, high): super::Triple, unit, method: &str| {
        Figure::new(value, unit, fit.n, Grade::Modelled, method, as_of).between(low, high)
    };
    let triple = |one: &troth_stats::Estimate| (one.value, one.low, one.high);
    let kept_spend = kept.spend.as_ref().or(fits.whole.spend.as_ref());
    let money = Unit::Money(business.currency);
    let spending = Spending::of(&base.whole(), business.currency, kept_spend)?;
    // Without a model, what somebody spends is known by what they spent when they came back.
    let known = kept_spend.is_some() || customer.repeats > 0;
    let each = spending.expect(&base.customers).pop().filter(|_| known);
    let (expected, by_year) = (triple(&outlook.purchases), triple(&by_year));
    Ok(Some(Ahead {
        as_of: run.as_of,
        alive: figure(triple(&outlook.alive), Unit::Share, kept.method()),
        purchases: figure(expected, Unit::Number, kept.method()),
        spend: each.map(|each| figure(spend::worth(expected.0, expected, each), money, "customer-spend")),
        worth: each
            .map(|each| figure(spend::worth(discounted.value, by_year, each), money, "customer-worth")),
    }))
}

fn read<T: serde::de::DeserializeOwned>(run: RunId, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Damaged(run, error.to_string()))
}

/// The group of a customer at the run that left these fits.
fn place(
    db: &mut Db<'_>,
    fields: &[SegmentField],
    fits: &Fits,
    account: AccountId,
    as_of: Day,
) -> Result<usize, Error> {
    for (place, segment) in fits.segments().enumerate() {
        let Some(segment) = segment else { return Ok(place) };
        let filter = troth_records::get_segment(db, segment)?.filter;
        if troth_records::is_member(db, fields, &filter, as_of, account)? {
            return Ok(place);
        }
    }
    Ok(0)
}
