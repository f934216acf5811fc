//! What a run would say, of records in memory: the same steps, nothing read, nothing kept. For whoever holds estimates against a truth.

use std::collections::HashSet;

use troth_core::{AccountId, ContractId, Currency, Day, Id, Instant};

use super::base::{Base, narrow};
use super::contract::{Book, Row, Seen};
use super::fit::Fits;
use super::found::Found;
use super::group::Groups;
use super::said::Voices;
use super::{fit, look, reported, said};
use crate::Error;
use crate::model::{DISCOUNT, Renewal, Report, Standing};

/// Records of a business up to a day.
#[derive(Debug, Clone)]
pub struct Records {
    /// The last day.
    pub as_of: Day,
    /// The moment it ends.
    pub until: Instant,
    /// Whose minor units amounts are in.
    pub currency: Currency,
    /// Who bought, when, for how much; returns are left out.
    pub purchases: Vec<(AccountId, Day, i64)>,
    /// Yearly contracts: whose, since when, the day one ended, and minor units a year.
    pub contracts: Vec<(ContractId, AccountId, Day, Option<Day>, i64)>,
    /// What was said, and by whom.
    pub voices: Voices,
}

/// What a run would say.
#[derive(Debug, Clone)]
pub struct Estimates {
    /// What it would report.
    pub report: Report,
    /// Where each customer who bought would stand, in order of accounts.
    pub standings: Vec<Standing>,
    /// Each running contract with the chance that its next renewal is made: value, lower and upper end.
    pub renewals: Vec<(ContractId, (f64, f64, f64))>,
}

/// What a run would say of records, by the steps a run takes.
///
/// # Errors
/// Where a run would fail.
pub fn estimate(records: Records) -> Result<Estimates, Error> {
    let Records { as_of, until, currency, purchases, contracts, mut voices } = records;
    voices.spoken.retain(|one| one.day <= as_of);
    let bought = purchases.iter().filter(|(_, day, amount)| *day <= as_of && *amount >= 0);
    let bought = bought.map(|(account, day, amount)| Ok((account.raw(), narrow(day.number())?, *amount)));
    let groups = Groups::default();
    let base = Base::condense(as_of, bought.collect::<Result<_, Error>>()?, &voices.accounts(), &groups)?;
    let running = contracts.into_iter().filter(|contract| contract.2 <= as_of);
    let rows = running.map(|(contract, account, started, ended, amount)| Row {
        account,
        contract,
        started,
        term_months: Some(12),
        ends: Some(started.plus_months(12).plus(-1)),
        renewal: None,
        ended,
        amount: Some(amount),
        period_months: 12,
    });
    let book = Book::from_rows(rows.collect(), as_of, Seen::default());
    if base.customers.is_empty() && book.is_empty() {
        return Err(Error::Nothing(as_of));
    }
    let said = said::said(&voices, &base, &book, until)?;
    let fits = Fits { whole: fit::fit(&base.whole(), currency, None)?, groups: Vec::new() };
    let (outlooks, doubt, contracts) = look(&base, book, (&fits, &groups), (currency, DISCOUNT, until))?;
    let standings = if fits.whole.chosen().is_some() {
        outlooks.standings(&base, 0..base.customers.len())
    } else {
        Vec::new()
    };
    let mut found = Found::new(HashSet::new(), 1);
    for standing in &standings {
        found.add(standing);
    }
    let renewals = contracts.iter().flat_map(|measured| &measured.renewals);
    let renewals = renewals.map(|one: &Renewal| (one.contract, one.chance)).collect();
    let report = Report {
        said,
        ..reported(as_of, (fits, &groups), (found, &doubt), contracts, (currency, DISCOUNT, until))
    };
    Ok(Estimates { report, standings, renewals })
}
