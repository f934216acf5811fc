//! Purchases and returns.

use troth_core::{Instant, PurchaseId};
use troth_store::export::Given;
use troth_store::import::{Field, FieldType, StagedRow};
use troth_store::{Error, Kind};

use super::{Around, Draft, Entity, KEYED, NAME, Target, field, missing, number, text};
use crate::store::export::Kept;
use crate::store::table::Table;

const CUSTOMER: usize = 0;
const AT: usize = 1;
const AMOUNT: usize = 2;
const CURRENCY: usize = 3;
const PRODUCT: usize = 4;
const QUANTITY: usize = 5;

/// A purchase, or a return.
pub(crate) struct Purchase;

impl Entity for Purchase {
    type Id = PurchaseId;
    const NAME: &'static str = "purchases";
    const ROW: &'static str = "A purchase (amount of zero or more) or a return (less than zero).";
    const FIELDS: &'static [Field] = &[
        field(
            "customer",
            KEYED,
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
        field("product", NAME, false, &["product", "item", "sku", "produkt"], "What was bought."),
        field(
            "quantity",
            FieldType::Thousandths,
            false,
            &["quantity", "qty", "menge"],
            "How many; one where it is missing.",
        ),
        field(
            "key",
            KEYED,
            false,
            &["key", "order_id", "order", "invoice", "transaction_id"],
            "The purchase's own key in the source.",
        ),
    ];
    const REFERENCES: &'static [(usize, Target)] = &[(CUSTOMER, Target::Account)];
    const TABLE: &'static Table = &Table {
        name: "purchase",
        columns: &[
            ("account_id", Kind::Int),
            ("at", Kind::Int),
            ("day", Kind::Int),
            ("month", Kind::Int),
            ("amount", Kind::Int),
            ("original_amount", Kind::Int),
            ("original_currency", Kind::Text),
            ("quantity", Kind::Int),
            ("product", Kind::Text),
        ],
        apart: false,
    };

    fn give(row: &Kept<'_>) -> Vec<Given> {
        vec![
            row.named("account_id"),
            row.moment("at"),
            row.amount("original_amount"),
            row.text("original_currency"),
            row.text("product"),
            row.thousandths("quantity"),
            row.key(),
        ]
    }

    fn fill(draft: &mut Draft, row: &StagedRow, around: &Around) -> Result<(), Error> {
        draft.take("account_id", around.named(Target::Account, row, CUSTOMER));
        let (Some(at), Some(amount)) = (row.number(AT), row.number(AMOUNT)) else { return Err(missing(row)) };
        let day = around.zone.day_of(Instant::from_micros(at));
        draft.put("at", at);
        draft.put("day", day);
        draft.put("month", day.month().number());
        draft.put("amount", amount);
        draft.put("original_amount", row.original(AMOUNT));
        draft.put("original_currency", row.text(CURRENCY).unwrap_or(around.currency.code()));
        draft.take("quantity", number(row, QUANTITY));
        draft.default("quantity", 1000);
        draft.take("product", text(row, PRODUCT));
        Ok(())
    }
}
