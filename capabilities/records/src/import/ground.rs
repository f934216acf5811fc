//! What a file is checked against: the business and the rates of the day.

use std::collections::HashMap;

use troth_core::{Currency, Day, Message, Money, Rate};
use troth_store::import::{ImportKind, Judging};
use troth_store::{Business, Db, Error, Store, params};

use super::reason;

/// Days after which a rate is too old: the longest run of days on which no bank sets one, and some.
const MAX_AGE: i64 = 10;

/// The business, what other currencies were worth, and what rows of a kind have to fit.
#[derive(Clone)]
pub(crate) struct Ground {
    pub(crate) business: Business,
    /// Days and rates of each currency, in order of days. A rate for each currency and day of ten years is 10 MB.
    rates: HashMap<Currency, Vec<(i64, Rate)>>,
    pub(super) judging: Option<Judging>,
}

impl Ground {
    /// The business alone, where nothing is in another currency.
    pub(crate) fn of(business: Business) -> Self {
        Self { business, rates: HashMap::new(), judging: None }
    }

    /// What rows are checked against: those of a kind that has rules of its own also by those.
    pub(crate) async fn find(store: &Store, kind: Option<&ImportKind>) -> Result<Self, Error> {
        let kind = kind.copied();
        store.read(move |db| Self::read(db, kind.as_ref())).await
    }

    pub(crate) fn read(db: &mut Db<'_>, kind: Option<&ImportKind>) -> Result<Self, Error> {
        let judging = kind.and_then(|kind| kind.judge).map(|judge| judge(db)).transpose()?;
        let business = db.business()?;
        let mut rates: HashMap<Currency, Vec<(i64, Rate)>> = HashMap::new();
        // Rates of an import that is not done are not there yet.
        db.each(
            "SELECT currency, day, rate FROM currency_rate WHERE reporting = $1 AND batch_id NOT IN \
             (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone')) \
             ORDER BY currency, day, id",
            params![business.currency.code()],
            |row| {
                let wrong = || Error::Decode("a rate of no currency".into());
                let currency: Currency = row.text(0)?.parse().map_err(|_| wrong())?;
                let (day, rate) = (row.get(1)?, Rate::from_raw(row.get(2)?).ok_or_else(wrong)?);
                let days = rates.entry(currency).or_default();
                // What was entered later stands.
                if days.last().is_some_and(|(last, _)| *last == day) {
                    days.pop();
                }
                days.push((day, rate));
                Ok::<_, Error>(())
            },
        )?;
        Ok(Self { business, rates, judging })
    }

    /// An amount in the reporting currency at the rate of a day: the latest on or before it that is not too old.
    pub(crate) fn convert(&self, amount: Money, day: Day) -> Result<Money, Message> {
        let wanted = self.business.currency;
        if amount.currency == wanted {
            return Ok(amount);
        }
        let (from, number) = (amount.currency, day.number());
        // Days are written as files have them.
        let none = |key: &str| {
            let why = Message::new(key).with("from", from.code()).with("wanted", wanted.code());
            why.with("day", day.to_string())
        };
        let days = self.rates.get(&from).ok_or_else(|| none("records-why-no-rate"))?;
        let at = days.partition_point(|(known, _)| *known <= number);
        let (known, rate) = at.checked_sub(1).and_then(|at| days.get(at)).ok_or_else(|| {
            let first = days.first().map_or(day, |(first, _)| Day::from_number(*first));
            none("records-why-no-rate-yet").with("first", first.to_string())
        })?;
        if number - known > MAX_AGE {
            let known = Day::from_number(*known);
            let why = none("records-why-no-rate-lately").with("known", known.to_string());
            return Err(why.with("days", MAX_AGE));
        }
        rate.convert(amount, wanted).map_err(reason::money)
    }
}
