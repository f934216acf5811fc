//! What the records put on a customer's timeline.

use troth_core::{AccountId, Id, Instant, Message, Money};
use troth_store::{Db, Error, TimelineEntry, params};

/// Purchases and returns before `(at, id)`, latest first.
pub(crate) fn entries(
    db: &mut Db<'_>,
    account: AccountId,
    before: (Instant, i64),
    limit: usize,
) -> Result<Vec<TimelineEntry>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = db.query(
        "SELECT at, id, original_amount, original_currency, product FROM purchase \
         WHERE account_id = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4",
        params![account.raw(), before.0, before.1, limit],
    )?;
    rows.iter()
        .map(|row| {
            let currency =
                row.text(3)?.parse().map_err(|_| Error::Decode("a purchase has no known currency".into()))?;
            let minor: i64 = row.get(2)?;
            let product: Option<String> = row.get(4)?;
            let key = match (minor < 0, product.is_some()) {
                (false, false) => "records-timeline-bought",
                (false, true) => "records-timeline-bought-product",
                (true, false) => "records-timeline-returned",
                (true, true) => "records-timeline-returned-product",
            };
            let amount = Money::new(minor.saturating_abs(), currency);
            let sentence = Message::new(key).with("amount", amount);
            let sentence =
                product.into_iter().fold(sentence, |sentence, product| sentence.with("product", product));
            Ok(TimelineEntry { at: row.instant(0)?, kind: "purchase", id: row.get(1)?, sentence })
        })
        .collect()
}
