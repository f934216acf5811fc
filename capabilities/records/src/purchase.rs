//! The kind of import that reads purchases.

use std::collections::HashMap;

use troth_core::{AccountId, BatchId, Day, Id, Instant, PurchaseId};
use troth_store::import::{Applied, Batch, Field, FieldType, ImportKind, StagedRow};
use troth_store::{Db, Error, Kind, Tx, Value, params};

use crate::model::{AccountKind, fold};

const CUSTOMER: usize = 0;
const AT: usize = 1;
const AMOUNT: usize = 2;
const CURRENCY: usize = 3;
const PRODUCT: usize = 4;
const QUANTITY: usize = 5;
const KEY: usize = 6;

const fn field(
    name: &'static str,
    kind: FieldType,
    required: bool,
    headings: &'static [&'static str],
    meaning: &'static str,
) -> Field {
    Field { name, kind, required, headings, meaning }
}

/// Purchases.
pub(crate) const KIND: ImportKind = ImportKind {
    name: "purchases",
    row: "A purchase (amount of zero or more) or a return (less than zero).",
    fields: &[
        field(
            "customer",
            FieldType::Text(200),
            true,
            &["customer", "customer_id", "client", "kunde"],
            "Who bought: the customer's key in the source.",
        ),
        field("at", FieldType::Moment, true, &["at", "date", "datetime", "timestamp", "datum"], "When."),
        field(
            "amount",
            FieldType::Amount,
            true,
            &["amount", "total", "price", "value", "betrag"],
            "What was paid.",
        ),
        field(
            "currency",
            FieldType::Currency,
            false,
            &["currency", "währung"],
            "ISO 4217; the reporting currency where it is missing.",
        ),
        field(
            "product",
            FieldType::Text(200),
            false,
            &["product", "item", "sku", "produkt"],
            "What was bought.",
        ),
        field(
            "quantity",
            FieldType::Thousandths,
            false,
            &["quantity", "qty", "menge"],
            "How many; one where it is missing.",
        ),
        field(
            "key",
            FieldType::Text(200),
            false,
            &["key", "order_id", "order", "invoice", "transaction_id"],
            "The purchase's own key in the source.",
        ),
    ],
    apply,
    compare,
    undo,
    changed_by,
};

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
struct Values {
    account: i64,
    at: i64,
    day: i64,
    month: i64,
    amount: i64,
    currency: String,
    quantity: i64,
    product: Option<String>,
}

/// A staged row's key and what it says; the account is zero where it is not known yet.
fn values<'r>(
    batch: &Batch,
    accounts: &HashMap<String, AccountId>,
    row: &'r StagedRow,
) -> Result<(&'r str, Values), Error> {
    let (Some(customer), Some(at), Some(amount), Some(key)) =
        (row.text(CUSTOMER), row.number(AT), row.number(AMOUNT), row.text(KEY))
    else {
        return Err(Error::Value(format!("line {} was staged without a required value", row.line)));
    };
    let day: Day = batch.zone.day_of(Instant::from_micros(at));
    let values = Values {
        account: accounts.get(customer).map_or(0, |account| account.raw()),
        at,
        day: day.number(),
        month: day.month().number(),
        amount,
        currency: row.text(CURRENCY).unwrap_or(batch.currency.code()).to_owned(),
        quantity: row.number(QUANTITY).unwrap_or(1000),
        product: row.text(PRODUCT).map(str::to_owned),
    };
    Ok((key, values))
}

/// What applying these rows would do.
fn compare(db: &mut Db<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<Applied, Error> {
    let mut accounts = HashMap::new();
    for key in customers(rows) {
        accounts.extend(find_account(db, batch, key)?.map(|id| (key.to_owned(), id)));
    }
    let known = known(db, batch, rows)?;
    let mut would = Applied::default();
    for row in rows {
        let (key, values) = values(batch, &accounts, row)?;
        match known.get(key) {
            None => would.new += 1,
            Some((_, before)) if *before == values => would.same += 1,
            Some(_) => would.changed += 1,
        }
    }
    Ok(would)
}

/// The keys of the customers of these rows, each once.
fn customers(rows: &[StagedRow]) -> Vec<&str> {
    let mut keys: Vec<&str> = rows.iter().filter_map(|row| row.text(CUSTOMER)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn find_account(db: &mut Db<'_>, batch: &Batch, key: &str) -> Result<Option<AccountId>, Error> {
    let row = db.query_opt(
        "SELECT id FROM account WHERE source = $1 AND external_key = $2",
        params![batch.source.as_str(), key],
    )?;
    row.map(|row| row.id(0)).transpose()
}

fn apply(tx: &mut Tx<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<Applied, Error> {
    let accounts = accounts(tx, batch, rows)?;
    let known = known(tx, batch, rows)?;
    let mut applied = Applied::default();
    let mut fresh: Vec<Vec<Value>> = Vec::new();
    let mut changed: HashMap<String, (PurchaseId, Values, Values)> = HashMap::new();
    for row in rows {
        let (key, values) = values(batch, &accounts, row)?;
        match known.get(key) {
            None => {
                applied.new += 1;
                fresh.push(vec![
                    tx.new_id::<PurchaseId>().raw().into(),
                    values.account.into(),
                    batch.source.as_str().into(),
                    key.into(),
                    values.at.into(),
                    values.day.into(),
                    values.month.into(),
                    values.amount.into(),
                    values.amount.into(),
                    values.currency.into(),
                    values.quantity.into(),
                    values.product.into(),
                    batch.id.raw().into(),
                ]);
            }
            Some((_, before)) if *before == values => applied.same += 1,
            Some((id, before)) => {
                applied.changed += 1;
                changed.insert(key.to_owned(), (*id, before.clone(), values));
            }
        }
    }
    tx.insert_many(
        "purchase",
        &[
            ("id", Kind::Int),
            ("account_id", Kind::Int),
            ("source", Kind::Text),
            ("external_key", Kind::Text),
            ("at", Kind::Int),
            ("day", Kind::Int),
            ("month", Kind::Int),
            ("amount", Kind::Int),
            ("original_amount", Kind::Int),
            ("original_currency", Kind::Text),
            ("quantity", Kind::Int),
            ("product", Kind::Text),
            ("batch_id", Kind::Int),
        ],
        "",
        &fresh,
    )?;
    for (id, before, after) in changed.into_values() {
        let content = serde_json::to_string(&before).map_err(|error| Error::Value(error.to_string()))?;
        tx.execute(
            "INSERT INTO import_before (batch_id, entity, entity_id, content) VALUES ($1, 'purchase', $2, $3) ON CONFLICT DO NOTHING",
            params![batch.id.raw(), id.raw(), content],
        )?;
        put(tx, id, &after)?;
    }
    Ok(applied)
}

fn put(tx: &mut Tx<'_>, id: PurchaseId, values: &Values) -> Result<(), Error> {
    tx.execute(
        "UPDATE purchase SET account_id = $2, at = $3, day = $4, month = $5, amount = $6, original_amount = $6, \
         original_currency = $7, quantity = $8, product = $9 WHERE id = $1",
        params![
            id.raw(),
            values.account,
            values.at,
            values.day,
            values.month,
            values.amount,
            values.currency.as_str(),
            values.quantity,
            values.product.as_deref()
        ],
    )?;
    Ok(())
}

/// The customers of these rows by key; those not known yet are entered.
fn accounts(tx: &mut Tx<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<HashMap<String, AccountId>, Error> {
    let mut found: HashMap<String, AccountId> = HashMap::new();
    let mut fresh = Vec::new();
    let today = batch.zone.day_of(tx.now()).number();
    for key in customers(rows) {
        let id = find_account(tx, batch, key)?.unwrap_or_else(|| {
            let id: AccountId = tx.new_id();
            fresh.push(vec![
                id.raw().into(),
                AccountKind::Person.key().into(),
                key.into(),
                fold(key).into(),
                batch.source.as_str().into(),
                key.into(),
                today.into(),
                batch.id.raw().into(),
            ]);
            id
        });
        found.insert(key.to_owned(), id);
    }
    tx.insert_many(
        "account",
        &[
            ("id", Kind::Int),
            ("kind", Kind::Text),
            ("name", Kind::Text),
            ("name_key", Kind::Text),
            ("source", Kind::Text),
            ("external_key", Kind::Text),
            ("created_day", Kind::Int),
            ("batch_id", Kind::Int),
        ],
        "",
        &fresh,
    )?;
    Ok(found)
}

/// The purchases of these rows that are there already, by key.
fn known(
    db: &mut Db<'_>,
    batch: &Batch,
    rows: &[StagedRow],
) -> Result<HashMap<String, (PurchaseId, Values)>, Error> {
    let mut known = HashMap::new();
    for key in rows.iter().filter_map(|row| row.text(KEY)) {
        let row = db.query_opt(
            "SELECT id, account_id, at, day, month, original_amount, original_currency, quantity, product FROM purchase \
             WHERE source = $1 AND external_key = $2",
            params![batch.source.as_str(), key],
        )?;
        let Some(row) = row else { continue };
        let values = Values {
            account: row.get(1)?,
            at: row.get(2)?,
            day: row.get(3)?,
            month: row.get(4)?,
            amount: row.get(5)?,
            currency: row.get(6)?,
            quantity: row.get(7)?,
            product: row.get(8)?,
        };
        known.insert(key.to_owned(), (row.id(0)?, values));
    }
    Ok(known)
}

/// A later import, still standing, that changed purchases which this one entered or changed.
fn changed_by(db: &mut Db<'_>, batch: BatchId) -> Result<Option<BatchId>, Error> {
    let row = db.query_opt(
        "SELECT later.batch_id FROM import_before later JOIN import_batch ON import_batch.id = later.batch_id \
         WHERE later.batch_id > $1 AND later.entity = 'purchase' AND import_batch.state <> 'undone' AND ( \
         EXISTS (SELECT 1 FROM purchase WHERE purchase.id = later.entity_id AND purchase.batch_id = $1) OR \
         EXISTS (SELECT 1 FROM import_before mine WHERE mine.batch_id = $1 AND mine.entity = later.entity \
         AND mine.entity_id = later.entity_id)) ORDER BY later.batch_id DESC LIMIT 1",
        params![batch.raw()],
    )?;
    row.map(|row| row.id(0)).transpose()
}

/// Takes back changes first, then purchases, then customers that have nothing else; those among them that an import
/// undone before had to leave, too.
fn undo(tx: &mut Tx<'_>, batch: BatchId, limit: usize) -> Result<u64, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let before = tx.query(
        "SELECT entity_id, content FROM import_before WHERE batch_id = $1 AND entity = 'purchase' LIMIT $2",
        params![batch.raw(), limit],
    )?;
    for row in &before {
        let values: Values =
            serde_json::from_str(row.text(1)?).map_err(|error| Error::Decode(error.to_string()))?;
        let id: PurchaseId = row.id(0)?;
        put(tx, id, &values)?;
        tx.execute(
            "DELETE FROM import_before WHERE batch_id = $1 AND entity = 'purchase' AND entity_id = $2",
            params![batch.raw(), id.raw()],
        )?;
    }
    if !before.is_empty() {
        return Ok(before.len() as u64);
    }
    let gone = tx.execute(
        "DELETE FROM purchase WHERE id IN (SELECT id FROM purchase WHERE batch_id = $1 AND batch_id <> 0 LIMIT $2)",
        params![batch.raw(), limit],
    )?;
    if gone > 0 {
        return Ok(gone);
    }
    tx.execute(
        "DELETE FROM account WHERE id IN (SELECT id FROM account WHERE batch_id <> 0 \
         AND (batch_id = $1 OR batch_id IN (SELECT id FROM import_batch WHERE state = 'undone')) \
         AND NOT EXISTS (SELECT 1 FROM purchase WHERE purchase.account_id = account.id) LIMIT $2)",
        params![batch.raw(), limit],
    )
}
