//! Contracts.

use troth_core::{AccountId, ContractChanged, ContractCreated, ContractId, Day, EventId, Id, Money};
use troth_store::export::Given;
use troth_store::import::{Broken, Field, FieldType, StagedRow};
use troth_store::{Error, Kind, Row, Tx, Value};

use super::{Around, ByHand, Draft, Entity, KEYED, NAME, Target, field, missing, number, text};
use crate::model::{Contract, Period};
use crate::store::export::Kept;
use crate::store::table::Table;

const CUSTOMER: usize = 1;
const NAMED: usize = 2;
const STARTED: usize = 3;
const MONTHS: usize = 4;
const ENDS: usize = 5;
const RENEWAL: usize = 6;
const AMOUNT: usize = 7;
const CURRENCY: usize = 8;
const PERIOD: usize = 9;
const ENDED: usize = 10;
const REASON: usize = 11;

/// An agreement with a customer.
pub(crate) struct Agreement;

impl Entity for Agreement {
    type Id = ContractId;
    const NAME: &'static str = "contracts";
    const ROW: &'static str = "An agreement with a customer that runs for a time.";
    const FIELDS: &'static [Field] = &[
        field(
            "key",
            KEYED,
            true,
            &["id", "contract", "contract_id", "vertrag", "vertragsnummer"],
            "The contract's key in the source.",
        ),
        field(
            "customer",
            KEYED,
            true,
            &["customer_id", "account", "account_id", "kunde"],
            "With whom: the customer's key in the source.",
        ),
        field("name", NAME, false, &["product", "plan", "tarif"], "What it is about."),
        field("started", FieldType::Day, true, &["start", "start_date", "from", "beginn"], "Its first day."),
        field(
            "months",
            FieldType::Months,
            false,
            &["term", "term_months", "laufzeit"],
            "How long it was agreed for, in months.",
        ),
        field(
            "ends",
            FieldType::Day,
            false,
            &["end", "end_date", "until", "ende"],
            "The last day agreed; counted from the months where it is missing.",
        ),
        field(
            "renewal",
            FieldType::Day,
            false,
            &["renewal_due", "renewal_date", "verlaengerung"],
            "The day by which its renewal is decided; the last day agreed where it is missing.",
        ),
        field(
            "amount",
            FieldType::Amount,
            false,
            &["value", "price", "betrag"],
            "What it brings in each period.",
        ),
        field(
            "currency",
            FieldType::Currency,
            false,
            &["währung"],
            "ISO 4217; the reporting currency where it is missing.",
        ),
        field(
            "period",
            FieldType::Choice(Period::WORDS),
            false,
            &["billing", "zeitraum"],
            "month, quarter or year; month where it is missing.",
        ),
        field(
            "ended",
            FieldType::Day,
            false,
            &["ended_on", "cancelled", "canceled", "churned", "beendet"],
            "The day it was ended; empty while it runs.",
        ),
        field("reason", NAME, false, &["ended_reason", "churn_reason", "grund"], "Why it was ended."),
    ];
    const REFERENCES: &'static [(usize, Target)] = &[(CUSTOMER, Target::Account)];
    const TABLE: &'static Table = &Table {
        name: "contract",
        columns: &[
            ("account_id", Kind::Int),
            ("name", Kind::Text),
            ("started_day", Kind::Int),
            ("term_months", Kind::Int),
            ("ends_day", Kind::Int),
            ("renewal_day", Kind::Int),
            ("ended_day", Kind::Int),
            ("ended_reason", Kind::Text),
            ("amount", Kind::Int),
            ("original_amount", Kind::Int),
            ("original_currency", Kind::Text),
            ("period_months", Kind::Int),
        ],
        apart: false,
    };

    const PERSONAL: &'static [&'static str] = &["reason"];

    fn give(row: &Kept<'_>) -> Vec<Given> {
        vec![
            row.key(),
            row.named("account_id"),
            row.text("name"),
            row.day("started_day"),
            row.whole("term_months"),
            row.day("ends_day"),
            row.day("renewal_day"),
            row.amount("original_amount"),
            row.text("original_currency"),
            row.period(),
            row.day("ended_day"),
            row.text("ended_reason"),
        ]
    }

    fn fill(draft: &mut Draft, row: &StagedRow, around: &Around) -> Result<(), Error> {
        draft.take("account_id", around.named(Target::Account, row, CUSTOMER));
        draft.take("name", text(row, NAMED));
        draft.take("started_day", number(row, STARTED));
        let Some(started) = draft.get::<i64>("started_day") else { return Err(missing(row)) };
        let (months, ends, before) = (number(row, MONTHS), number(row, ENDS), draft.get::<i64>("ends_day"));
        // Whichever of the two is said, the other is counted from it or taken away.
        if let Some(Value::Int(months)) = &months {
            draft.put("term_months", *months);
            draft.put("ends_day", last_day(Day::from_number(started), *months));
        } else {
            draft.take("term_months", months.clone());
        }
        // An end taken away from a contract with a term is counted anew.
        draft.take(
            "ends_day",
            ends.filter(|ends| matches!(ends, Value::Int(_)) || !matches!(months, Some(Value::Int(_)))),
        );
        draft.take("renewal_day", number(row, RENEWAL));
        // Where nobody said otherwise, renewal is decided by the last day agreed, and moves with it.
        let ends = draft.get::<i64>("ends_day");
        if number(row, RENEWAL).is_none() && draft.get::<i64>("renewal_day") == before {
            draft.put("renewal_day", ends);
        }
        draft.default("renewal_day", ends);
        draft.take("ended_day", number(row, ENDED));
        draft.take("ended_reason", text(row, REASON));
        let amount = number(row, AMOUNT);
        draft.take("amount", amount.clone());
        if let Some(amount) = amount {
            let currency = matches!(amount, Value::Int(_))
                .then(|| row.text(CURRENCY).unwrap_or(around.currency.code()).to_owned());
            draft.put("original_currency", currency);
            draft.put("original_amount", row.original(AMOUNT).map_or(amount, Value::Int));
        }
        if let Some(period) = row.text(PERIOD).and_then(Period::find) {
            draft.put("period_months", period.months());
        }
        draft.default("period_months", Period::Month.months());
        Ok(())
    }

    fn check(row: &StagedRow, _: bool) -> Result<(), Broken> {
        let started = row.number(STARTED);
        let before = |field: usize| started.is_some_and(|from| row.number(field).is_some_and(|to| to < from));
        let wrong = |field, text, reason| Err(Broken { field, text, reason });
        if before(ENDS) {
            return wrong("ends", "records-wrong-before-start", "records-why-before-start");
        }
        if before(ENDED) {
            return wrong("ended", "records-wrong-before-start", "records-why-before-start");
        }
        if row.number(MONTHS).is_some_and(|months| months == 0) {
            return wrong("months", "records-wrong-months", "records-why-no-month");
        }
        if row.text(REASON).is_some() && row.number(ENDED).is_none() {
            return wrong("ended", "records-wrong-ended", "records-why-no-end");
        }
        Ok(())
    }
}

impl ByHand for Agreement {
    type Model = Contract;
    const ASKED: &'static [&'static str] = &[];

    fn announce(
        tx: &mut Tx<'_>,
        id: ContractId,
        draft: &Draft,
        changed: Option<Vec<String>>,
    ) -> Result<EventId, Error> {
        match changed {
            None => {
                let account = AccountId::from_raw(draft.get("account_id").unwrap_or_default());
                tx.append(&ContractCreated { contract: id, account })
            }
            Some(fields) => tx.append(&ContractChanged { contract: id, fields }),
        }
    }

    fn read(row: &Row) -> Result<Contract, Error> {
        let day = |index| Ok::<_, Error>(row.get::<Option<i64>>(index)?.map(Day::from_number));
        let amount = match (row.get::<Option<i64>>(12)?, row.get::<Option<String>>(13)?) {
            (Some(minor), Some(code)) => {
                let currency =
                    code.parse().map_err(|_| Error::Decode("a contract has no known currency".into()))?;
                Some(Money::new(minor, currency))
            }
            _ => None,
        };
        Ok(Contract {
            id: row.id(0)?,
            source: row.get(1)?,
            external_key: row.get(2)?,
            account: row.id(3)?,
            name: row.get(4)?,
            started: Day::from_number(row.get(5)?),
            months: row.get(6)?,
            ends: day(7)?,
            renewal: day(8)?,
            ended: day(9)?,
            reason: row.get(10)?,
            amount,
            period: Period::of(row.get(14)?),
        })
    }
}

/// The last day of a term: a year from the first of March ends on the last of February.
fn last_day(started: Day, months: i64) -> i64 {
    started.plus_months(months).plus(-1).number()
}
