//! Interactions.

use troth_core::{AccountId, EventId, Id, Instant, InteractionChanged, InteractionCreated, InteractionId};
use troth_store::export::Given;
use troth_store::import::{Field, FieldType, StagedRow};
use troth_store::{Error, Kind, Row, Tx};

use super::{Around, ByHand, Draft, Entity, KEYED, Target, field, missing, number, text};
use crate::model::{Channel, Direction, Effect, Function, Interaction};
use crate::store::export::Kept;
use crate::store::table::Table;

const CUSTOMER: usize = 0;
const AT: usize = 1;
const FUNCTION: usize = 2;
const CONTACT: usize = 3;
const STAFF: usize = 4;
const CHANNEL: usize = 5;
const DIRECTION: usize = 6;
const EFFECT: usize = 7;
const TEXT: usize = 8;

/// A moment at which a function of the business had to do with a customer.
pub(crate) struct Moment;

impl Entity for Moment {
    type Id = InteractionId;
    const NAME: &'static str = "interactions";
    const ROW: &'static str = "A moment at which a function of the business had to do with a customer.";
    const FIELDS: &'static [Field] = &[
        field(
            "customer",
            KEYED,
            true,
            &["customer_id", "account", "account_id", "client", "kunde"],
            "With whom: the customer's key in the source.",
        ),
        field("at", FieldType::Moment, true, &["date", "datetime", "timestamp", "when", "datum"], "When."),
        field(
            "function",
            FieldType::Choice(Function::WORDS),
            true,
            &["department", "bereich"],
            "sales, delivery, service, accounting, product, marketing or community.",
        ),
        field(
            "contact",
            KEYED,
            false,
            &["contact_id", "person", "kontakt"],
            "With which person: their key in the source.",
        ),
        field(
            "staff",
            KEYED,
            false,
            &["employee", "agent", "mitarbeiter"],
            "Which member of staff: their key, e-mail or name.",
        ),
        field(
            "channel",
            FieldType::Choice(Channel::WORDS),
            false,
            &["kanal", "medium"],
            "meeting, phone, email, chat, letter, web, event or other; other where it is missing.",
        ),
        field(
            "direction",
            FieldType::Choice(Direction::WORDS),
            false,
            &["richtung"],
            "inbound (the customer began) or outbound.",
        ),
        field(
            "effect",
            FieldType::Choice(Effect::WORDS),
            false,
            &["wirkung"],
            "closer, away or neither: whether it drew the customer closer or pushed away; neither where it is missing.",
        ),
        field(
            "text",
            FieldType::Text(4000),
            false,
            &["note", "notes", "subject", "summary", "notiz", "betreff"],
            "What was said.",
        ),
        field(
            "key",
            KEYED,
            false,
            &["id", "interaction", "interaction_id", "ticket", "ticket_id"],
            "The interaction's own key in the source.",
        ),
    ];
    const REFERENCES: &'static [(usize, Target)] =
        &[(STAFF, Target::Staff), (CUSTOMER, Target::Account), (CONTACT, Target::Contact)];
    const TABLE: &'static Table = &Table {
        name: "interaction",
        columns: &[
            ("account_id", Kind::Int),
            ("contact_id", Kind::Int),
            ("staff_id", Kind::Int),
            ("at", Kind::Int),
            ("day", Kind::Int),
            ("month", Kind::Int),
            ("channel", Kind::Text),
            ("function", Kind::Text),
            ("direction", Kind::Text),
            ("effect", Kind::Text),
            ("text", Kind::Text),
        ],
        apart: true,
    };

    const PERSONAL: &'static [&'static str] = &["text"];

    fn give(row: &Kept<'_>) -> Vec<Given> {
        vec![
            row.named("account_id"),
            row.moment("at"),
            row.text("function"),
            row.named("contact_id"),
            row.named("staff_id"),
            row.text("channel"),
            row.text("direction"),
            row.text("effect"),
            row.text("text"),
            row.key(),
        ]
    }

    fn fill(draft: &mut Draft, row: &StagedRow, around: &Around) -> Result<(), Error> {
        draft.take("account_id", around.named(Target::Account, row, CUSTOMER));
        draft.take("contact_id", around.named(Target::Contact, row, CONTACT));
        draft.take("staff_id", around.named(Target::Staff, row, STAFF));
        draft.take("at", number(row, AT));
        let at = draft.get::<i64>("at").ok_or_else(|| missing(row))?;
        let day = around.zone.day_of(Instant::from_micros(at));
        draft.put("day", day);
        draft.put("month", day.month().number());
        draft.take("channel", text(row, CHANNEL));
        draft.default("channel", Channel::Other.key());
        draft.take("function", text(row, FUNCTION));
        draft.take("direction", text(row, DIRECTION));
        draft.take("effect", text(row, EFFECT));
        draft.default("effect", Effect::Neither.key());
        draft.take("text", text(row, TEXT));
        Ok(())
    }
}

impl ByHand for Moment {
    type Model = Interaction;
    const ASKED: &'static [&'static str] = &[];

    fn announce(
        tx: &mut Tx<'_>,
        id: InteractionId,
        draft: &Draft,
        changed: Option<Vec<String>>,
    ) -> Result<EventId, Error> {
        match changed {
            None => {
                let account = AccountId::from_raw(draft.get("account_id").unwrap_or_default());
                tx.append(&InteractionCreated { interaction: id, account })
            }
            Some(fields) => tx.append(&InteractionChanged { interaction: id, fields }),
        }
    }

    fn read(row: &Row) -> Result<Interaction, Error> {
        let unknown = |what: &str| Error::Decode(format!("an interaction has no known {what}"));
        Ok(Interaction {
            id: row.id(0)?,
            source: row.get(1)?,
            external_key: row.get(2)?,
            account: row.id(3)?,
            contact: row.optional_id(4)?,
            staff: row.optional_id(5)?,
            at: row.instant(6)?,
            channel: Channel::find(row.text(9)?).ok_or_else(|| unknown("channel"))?,
            function: Function::find(row.text(10)?).ok_or_else(|| unknown("function"))?,
            direction: row.get::<Option<String>>(11)?.as_deref().and_then(Direction::find),
            effect: Effect::find(row.text(12)?).ok_or_else(|| unknown("effect"))?,
            text: row.get(13)?,
        })
    }
}
