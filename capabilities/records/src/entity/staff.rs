//! Staff.

use troth_core::{Day, EventId, StaffChanged, StaffCreated, StaffId};
use troth_store::export::Given;
use troth_store::import::{Broken, Field, FieldType, StagedRow};
use troth_store::{Error, Kind, Row, Tx};

use super::{Around, ByHand, Draft, Entity, KEYED, NAME, Target, field, number, text};
use crate::model::{self, fold};
use crate::store::export::Kept;
use crate::store::table::Table;

const KEY: usize = 0;
const NAMED: usize = 1;
const EMAIL: usize = 2;
const TEAM: usize = 3;
const FROM: usize = 4;
const TO: usize = 5;

/// A member of staff.
pub(crate) struct Staff;

impl Entity for Staff {
    type Id = StaffId;
    const NAME: &'static str = "staff";
    const ROW: &'static str = "A member of staff.";
    const FIELDS: &'static [Field] = &[
        field(
            "key",
            KEYED,
            true,
            &["id", "staff", "staff_id", "employee", "employee_id", "personalnummer"],
            "Their key in the source; an e-mail column will do.",
        ),
        field(
            "name",
            NAME,
            false,
            &["full_name", "mitarbeiter"],
            "What they are called; the key where it is missing.",
        ),
        field("email", FieldType::Emails, false, &["e-mail", "mail"], "Their e-mail address."),
        field(
            "team",
            KEYED,
            false,
            &["team_id", "department", "abteilung"],
            "Their team: its key, or its name.",
        ),
        field(
            "from",
            FieldType::Day,
            false,
            &["active_from", "start", "hired", "eintritt"],
            "The first day at work.",
        ),
        field(
            "to",
            FieldType::Day,
            false,
            &["active_to", "end", "left", "austritt"],
            "The last day at work; empty while they are there.",
        ),
    ];
    const REFERENCES: &'static [(usize, Target)] = &[(TEAM, Target::Team)];
    const TABLE: &'static Table = &Table {
        name: "staff",
        columns: &[
            ("name", Kind::Text),
            ("name_key", Kind::Text),
            ("email", Kind::Text),
            ("team_id", Kind::Int),
            ("active_from_day", Kind::Int),
            ("active_to_day", Kind::Int),
        ],
        apart: false,
    };

    const PERSONAL: &'static [&'static str] = &["name", "email"];

    fn give(row: &Kept<'_>) -> Vec<Given> {
        vec![
            row.key(),
            row.text("name"),
            row.text("email"),
            row.named("team_id"),
            row.day("active_from_day"),
            row.day("active_to_day"),
        ]
    }

    fn fill(draft: &mut Draft, row: &StagedRow, around: &Around) -> Result<(), Error> {
        draft.take("name", text(row, NAMED));
        draft.default("name", row.text(KEY).unwrap_or_default());
        draft.put("name_key", fold(&draft.get::<String>("name").unwrap_or_default()));
        draft.take("email", text(row, EMAIL));
        draft.take("team_id", around.named(Target::Team, row, TEAM));
        draft.take("active_from_day", number(row, FROM));
        draft.take("active_to_day", number(row, TO));
        Ok(())
    }

    fn check(row: &StagedRow, _: bool) -> Result<(), Broken> {
        if row.text(EMAIL).is_some_and(|email| email.contains('\n')) {
            let reason = "records-why-one-email";
            return Err(Broken { field: "email", text: "records-wrong-one-email", reason });
        }
        match (row.number(FROM), row.number(TO)) {
            (Some(from), Some(to)) if to < from => {
                let reason = "records-why-last-before-first";
                Err(Broken { field: "to", text: "records-wrong-before-start", reason })
            }
            _ => Ok(()),
        }
    }
}

impl ByHand for Staff {
    type Model = model::Staff;
    const ASKED: &'static [&'static str] = &["name"];

    fn announce(
        tx: &mut Tx<'_>,
        id: StaffId,
        _: &Draft,
        changed: Option<Vec<String>>,
    ) -> Result<EventId, Error> {
        match changed {
            None => tx.append(&StaffCreated { staff: id }),
            Some(fields) => tx.append(&StaffChanged { staff: id, fields }),
        }
    }

    fn read(row: &Row) -> Result<model::Staff, Error> {
        let day = |index| Ok::<_, Error>(row.get::<Option<i64>>(index)?.map(Day::from_number));
        Ok(model::Staff {
            id: row.id(0)?,
            source: row.get(1)?,
            external_key: row.get(2)?,
            name: row.get(3)?,
            email: row.get(5)?,
            team: row.optional_id(6)?,
            from: day(7)?,
            to: day(8)?,
        })
    }
}
