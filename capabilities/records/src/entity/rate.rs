//! What other currencies were worth, day by day.

use troth_core::RateId;
use troth_store::export::Given;
use troth_store::import::{Field, FieldType, StagedRow};
use troth_store::{Error, Kind};

use super::{Around, Draft, Entity, KEYED, Target, field, missing};
use crate::store::export::Kept;
use crate::store::table::Table;

const CURRENCY: usize = 0;
const DAY: usize = 1;
const RATE: usize = 2;

/// What one unit of a currency was worth in the reporting currency, from a day on.
pub(crate) struct DayRate;

impl Entity for DayRate {
    type Id = RateId;
    const NAME: &'static str = "rates";
    const ROW: &'static str = "What one unit of a currency was worth in the reporting currency on a day.";
    const FIELDS: &'static [Field] = &[
        field(
            "currency",
            FieldType::Code,
            true,
            &["code", "iso", "währung"],
            "The other currency, ISO 4217.",
        ),
        field("day", FieldType::Day, true, &["date", "at", "datum", "tag"], "The day."),
        field(
            "rate",
            FieldType::Rate,
            true,
            &["value", "price", "kurs"],
            "What one unit of it was worth in the reporting currency: 0.92 where a dollar was 92 cents.",
        ),
        field("key", KEYED, false, &["id"], "The rate's own key in the source, where it has one."),
    ];
    const REFERENCES: &'static [(usize, Target)] = &[];
    const TABLE: &'static Table = &Table {
        name: "currency_rate",
        columns: &[
            ("currency", Kind::Text),
            ("reporting", Kind::Text),
            ("day", Kind::Int),
            ("rate", Kind::Int),
        ],
        apart: false,
    };

    fn give(row: &Kept<'_>) -> Vec<Given> {
        vec![row.text("currency"), row.day("day"), row.rate("rate"), row.key()]
    }

    fn fill(draft: &mut Draft, row: &StagedRow, around: &Around) -> Result<(), Error> {
        let (Some(currency), Some(day), Some(rate)) = (row.text(CURRENCY), row.number(DAY), row.number(RATE))
        else {
            return Err(missing(row));
        };
        draft.put("currency", currency);
        draft.put("reporting", around.currency.code());
        draft.put("day", day);
        draft.put("rate", rate);
        Ok(())
    }
}
