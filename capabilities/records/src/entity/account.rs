//! Customers.

use troth_core::{AccountChanged, AccountCreated, AccountId, Day, EventId};
use troth_store::export::Given;
use troth_store::import::{Field, FieldType, StagedRow};
use troth_store::{Error, Kind, Row, Tx};

use super::{Around, ByHand, Draft, Entity, KEYED, MERGED_INTO, NAME, Target, field, number, text};
use crate::model::{Account, AccountKind, Structure, fold};
use crate::store::export::Kept;
use crate::store::table::Table;

pub(crate) const KEY: usize = 0;
pub(crate) const NAMED: usize = 1;
pub(crate) const KIND: usize = 2;
const TEAM: usize = 3;
const OWNER: usize = 4;
const SINCE: usize = 5;
const STRUCTURE: usize = 6;

/// A customer.
pub(crate) struct Customer;

impl Entity for Customer {
    type Id = AccountId;
    const NAME: &'static str = "accounts";
    const ROW: &'static str = "A customer: an organisation, a household or a person.";
    const FIELDS: &'static [Field] = &[
        field(
            "key",
            KEYED,
            true,
            &["id", "customer", "customer_id", "account", "account_id", "kunde", "kundennummer"],
            "The customer's key in the source.",
        ),
        field(
            "name",
            NAME,
            false,
            &["company", "organisation", "organization", "firma", "kundenname"],
            "What it is called; its key where it is missing.",
        ),
        field(
            "kind",
            FieldType::Choice(AccountKind::WORDS),
            false,
            &["type", "art"],
            "organisation, household or person.",
        ),
        field(
            "team",
            KEYED,
            false,
            &["department", "abteilung"],
            "The team that looks after it: its key, or its name.",
        ),
        field(
            "owner",
            KEYED,
            false,
            &["account_manager", "betreuer", "staff"],
            "Who holds the tie: a member of staff's key, e-mail or name.",
        ),
        field(
            "since",
            FieldType::Day,
            false,
            &["customer_since", "kunde_seit"],
            "Since when it is known; the day of the import where it is missing.",
        ),
        field(
            "structure",
            FieldType::Choice(Structure::WORDS),
            false,
            &["decision_structure", "struktur"],
            "How an organisation decides: hierarchical (few at the top) or distributed (many together).",
        ),
        field(
            MERGED_INTO,
            KEYED,
            false,
            &[],
            "The key of the customer that it went into when the two were merged; for one that is not there yet.",
        ),
    ];
    const REFERENCES: &'static [(usize, Target)] = &[(TEAM, Target::Team), (OWNER, Target::Staff)];
    const TABLE: &'static Table = &Table {
        name: "account",
        columns: &[
            ("kind", Kind::Text),
            ("name", Kind::Text),
            ("name_key", Kind::Text),
            ("team_id", Kind::Int),
            ("owner_id", Kind::Int),
            ("created_day", Kind::Int),
            ("merged_into", Kind::Int),
            ("erased_day", Kind::Int),
            ("structure", Kind::Text),
        ],
        apart: false,
    };

    const PERSONAL: &'static [&'static str] = &["name"];

    fn give(row: &Kept<'_>) -> Vec<Given> {
        vec![
            row.key(),
            row.text("name"),
            row.text("kind"),
            row.named("team_id"),
            row.named("owner_id"),
            row.day("created_day"),
            row.text("structure"),
            row.named("merged_into"),
        ]
    }

    fn fill(draft: &mut Draft, row: &StagedRow, around: &Around) -> Result<(), Error> {
        draft.take("kind", text(row, KIND));
        let kind = if around.people { AccountKind::Person } else { AccountKind::Organisation };
        draft.default("kind", kind.key());
        draft.take("name", text(row, NAMED));
        draft.default("name", row.text(KEY).unwrap_or_default());
        draft.put("name_key", fold(&draft.get::<String>("name").unwrap_or_default()));
        draft.take("team_id", around.named(Target::Team, row, TEAM));
        draft.take("owner_id", around.named(Target::Staff, row, OWNER));
        draft.take("structure", text(row, STRUCTURE));
        draft.take("created_day", number(row, SINCE));
        draft.default("created_day", around.today);
        Ok(())
    }
}

impl ByHand for Customer {
    type Model = Account;
    const ASKED: &'static [&'static str] = &["name"];

    fn announce(
        tx: &mut Tx<'_>,
        id: AccountId,
        _: &Draft,
        changed: Option<Vec<String>>,
    ) -> Result<EventId, Error> {
        match changed {
            None => tx.append(&AccountCreated { account: id }),
            Some(fields) => tx.append(&AccountChanged { account: id, fields }),
        }
    }

    fn read(row: &Row) -> Result<Account, Error> {
        let kind = row.text(3)?;
        Ok(Account {
            id: row.id(0)?,
            source: row.get(1)?,
            external_key: row.get(2)?,
            kind: AccountKind::find(kind)
                .ok_or_else(|| Error::Decode(format!("`{kind}` is no kind of account")))?,
            name: row.get(4)?,
            team: row.optional_id(6)?,
            owner: row.optional_id(7)?,
            created: Day::from_number(row.get(8)?),
            merged_into: row.optional_id(9)?,
            erased: row.get::<Option<i64>>(10)?.map(Day::from_number),
            structure: row.get::<Option<String>>(11)?.as_deref().and_then(Structure::find),
        })
    }
}

/// A row that enters a customer who is only named yet.
pub(crate) fn only_named(key: &str, name: Option<&str>, kind: Option<AccountKind>, line: u64) -> StagedRow {
    let text = |text: &str| Some(troth_store::import::FieldValue::Text(text.to_owned()));
    let kind = kind.and_then(|kind| text(kind.key()));
    StagedRow::new(line, vec![text(key), name.and_then(text), kind])
}
