//! Teams of staff.

use troth_core::{EventId, TeamChanged, TeamCreated, TeamId};
use troth_store::export::Given;
use troth_store::import::{Field, StagedRow};
use troth_store::{Error, Kind, Row, Tx};

use super::{Around, ByHand, Draft, Entity, KEYED, NAME, Target, field, text};
use crate::model::{self, fold};
use crate::store::export::Kept;
use crate::store::table::Table;

const KEY: usize = 0;
const NAMED: usize = 1;

/// A team.
pub(crate) struct Team;

impl Entity for Team {
    type Id = TeamId;
    const NAME: &'static str = "teams";
    const ROW: &'static str = "A team of staff.";
    const FIELDS: &'static [Field] = &[
        field("key", KEYED, true, &["id", "team", "team_id"], "The team's key in the source."),
        field(
            "name",
            NAME,
            false,
            &["team_name", "bezeichnung"],
            "What it is called; its key where it is missing.",
        ),
    ];
    const REFERENCES: &'static [(usize, Target)] = &[];
    const TABLE: &'static Table =
        &Table { name: "team", columns: &[("name", Kind::Text), ("name_key", Kind::Text)], apart: false };

    fn give(row: &Kept<'_>) -> Vec<Given> {
        vec![row.key(), row.text("name")]
    }

    fn fill(draft: &mut Draft, row: &StagedRow, _: &Around) -> Result<(), Error> {
        draft.take("name", text(row, NAMED));
        draft.default("name", row.text(KEY).unwrap_or_default());
        draft.put("name_key", fold(&draft.get::<String>("name").unwrap_or_default()));
        Ok(())
    }
}

impl ByHand for Team {
    type Model = model::Team;
    const ASKED: &'static [&'static str] = &["name"];

    fn announce(
        tx: &mut Tx<'_>,
        id: TeamId,
        _: &Draft,
        changed: Option<Vec<String>>,
    ) -> Result<EventId, Error> {
        match changed {
            None => tx.append(&TeamCreated { team: id }),
            Some(fields) => tx.append(&TeamChanged { team: id, fields }),
        }
    }

    fn read(row: &Row) -> Result<model::Team, Error> {
        Ok(model::Team { id: row.id(0)?, source: row.get(1)?, external_key: row.get(2)?, name: row.get(3)? })
    }
}
