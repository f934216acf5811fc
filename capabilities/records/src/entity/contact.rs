//! People at customers.

use troth_core::{AccountId, ContactChanged, ContactCreated, ContactId, Day, EventId, Id};
use troth_store::export::Given;
use troth_store::import::{Broken, Field, FieldType, FieldValue, StagedRow};
use troth_store::{Error, Kind, Row, Tx, Value};

use super::{
    Around, ByHand, Draft, Entity, KEYED, MERGED_INTO, NAME, Target, account, field, missing, number, text,
};
use crate::model::{AccountKind, BuyingRole, Contact, Level, fold};
use crate::store::export::Kept;
use crate::store::table::Table;

const KEY: usize = 0;
const CUSTOMER: usize = 1;
const NAMED: usize = 2;
const TITLE: usize = 3;
const EMAILS: [usize; 3] = [4, 5, 6];
const PHONES: [usize; 3] = [7, 8, 9];
const LANGUAGE: usize = 10;
const LEVEL: usize = 11;
const ROLE: usize = 12;
const SINCE: usize = 13;

/// A person at a customer.
pub(crate) struct Person;

impl Entity for Person {
    type Id = ContactId;
    const NAME: &'static str = "contacts";
    const ROW: &'static str = "A person at a customer; without a customer, a person who is one.";
    const FIELDS: &'static [Field] = &[
        field(
            "key",
            KEYED,
            true,
            &["id", "contact", "contact_id", "person_id", "kontakt"],
            "The person's key in the source; an e-mail column will do.",
        ),
        field(
            "customer",
            KEYED,
            false,
            &["customer_id", "account", "account_id", "company", "firma", "kunde"],
            "The customer's key in the source. Left out only where the business sells to people: the person is the customer then.",
        ),
        field(
            "name",
            NAME,
            false,
            &["full_name", "fullname", "contact_name", "ansprechpartner"],
            "What the person is called; the key where it is missing.",
        ),
        field(
            "title",
            NAME,
            false,
            &["job_title", "position", "funktion"],
            "What they are at the customer, in their own words.",
        ),
        field(
            "email",
            FieldType::Emails,
            false,
            &["e-mail", "mail", "emails", "email_address"],
            "E-mail addresses, several separated by a comma, semicolon or line.",
        ),
        field(
            "email_2",
            FieldType::Emails,
            false,
            &["email 2", "e-mail 2", "email2", "other_email"],
            "More e-mail addresses.",
        ),
        field(
            "email_3",
            FieldType::Emails,
            false,
            &["email 3", "e-mail 3", "email3"],
            "More e-mail addresses.",
        ),
        field(
            "phone",
            FieldType::Phones,
            false,
            &["telephone", "tel", "phones", "telefon"],
            "Telephone numbers, several separated by a comma, semicolon or line.",
        ),
        field(
            "phone_2",
            FieldType::Phones,
            false,
            &["phone 2", "phone2", "mobile", "cell", "mobil", "handy"],
            "More telephone numbers.",
        ),
        field("phone_3", FieldType::Phones, false, &["phone 3", "phone3"], "More telephone numbers."),
        field(
            "language",
            FieldType::Language,
            false,
            &["lang", "locale", "sprache"],
            "The language they are spoken to in, BCP 47: en, de-AT.",
        ),
        field(
            "level",
            FieldType::Choice(Level::WORDS),
            false,
            &["seniority", "ebene"],
            "executive, management or operations.",
        ),
        field(
            "role",
            FieldType::Choice(BuyingRole::WORDS),
            false,
            &["buying_role", "rolle"],
            "The part in buying: decides, influences, uses or none.",
        ),
        field(
            "since",
            FieldType::Day,
            false,
            &["customer_since", "kunde_seit"],
            "Since when they are known; the day of the import where it is missing.",
        ),
        field(
            MERGED_INTO,
            KEYED,
            false,
            &[],
            "The key of the person that this one went into when the two were merged; for one that is not there yet.",
        ),
    ];
    const REFERENCES: &'static [(usize, Target)] = &[(CUSTOMER, Target::Account)];
    const TABLE: &'static Table = &Table {
        name: "contact",
        columns: &[
            ("account_id", Kind::Int),
            ("name", Kind::Text),
            ("name_key", Kind::Text),
            ("title", Kind::Text),
            ("language", Kind::Text),
            ("level", Kind::Text),
            ("buying_role", Kind::Text),
            ("emails", Kind::Text),
            ("phones", Kind::Text),
            ("created_day", Kind::Int),
            ("merged_into", Kind::Int),
            ("erased_day", Kind::Int),
        ],
        apart: false,
    };

    const PERSONAL: &'static [&'static str] =
        &["name", "title", "email", "email_2", "email_3", "phone", "phone_2", "phone_3"];

    fn give(row: &Kept<'_>) -> Vec<Given> {
        vec![
            row.key(),
            row.named("account_id"),
            row.text("name"),
            row.text("title"),
            row.lines("emails", 0),
            row.lines("emails", 1),
            row.lines("emails", 2),
            row.lines("phones", 0),
            row.lines("phones", 1),
            row.lines("phones", 2),
            row.text("language"),
            row.text("level"),
            row.text("buying_role"),
            row.day("created_day"),
            row.named("merged_into"),
        ]
    }

    fn fill(draft: &mut Draft, row: &StagedRow, around: &Around) -> Result<(), Error> {
        let own = row.text(KEY).and_then(|key| around.ids.get(&(Target::Account, key.to_owned())));
        match (around.named(Target::Account, row, CUSTOMER), own) {
            (Some(Value::Int(id)), _) => draft.put("account_id", id),
            (_, Some(id)) if draft.fresh => draft.put("account_id", *id),
            _ if draft.fresh && around.people => draft.put("account_id", 0),
            _ if draft.fresh => return Err(missing(row)),
            _ => {}
        }
        draft.take("name", text(row, NAMED));
        draft.default("name", row.text(KEY).unwrap_or_default());
        draft.put("name_key", fold(&draft.get::<String>("name").unwrap_or_default()));
        draft.take("title", text(row, TITLE));
        draft.take("language", text(row, LANGUAGE));
        draft.take("level", text(row, LEVEL));
        draft.take("buying_role", text(row, ROLE));
        draft.take("emails", together(row, EMAILS));
        draft.take("phones", together(row, PHONES));
        draft.take("created_day", number(row, SINCE));
        draft.default("created_day", around.today);
        Ok(())
    }

    fn check(row: &StagedRow, alone: bool) -> Result<(), Broken> {
        if !alone && row.values.get(CUSTOMER).is_none_or(Option::is_none) {
            return Err(Broken {
                field: "customer",
                text: "records-wrong-no-customer",
                reason: "records-why-no-customer",
            });
        }
        Ok(())
    }

    /// A person without a customer is one.
    fn before(rows: &[StagedRow]) -> Vec<StagedRow> {
        let alone = rows.iter().filter(|row| row.text(CUSTOMER).is_none() && row.number(CUSTOMER).is_none());
        alone
            .filter_map(|row| {
                Some(account::only_named(
                    row.text(KEY)?,
                    row.text(NAMED),
                    Some(AccountKind::Person),
                    row.line,
                ))
            })
            .collect()
    }
}

impl ByHand for Person {
    type Model = Contact;
    const ASKED: &'static [&'static str] = &["name"];

    fn announce(
        tx: &mut Tx<'_>,
        id: ContactId,
        draft: &Draft,
        changed: Option<Vec<String>>,
    ) -> Result<EventId, Error> {
        match changed {
            None => {
                let account = AccountId::from_raw(draft.get("account_id").unwrap_or_default());
                tx.append(&ContactCreated { contact: id, account })
            }
            Some(fields) => tx.append(&ContactChanged { contact: id, fields }),
        }
    }

    fn read(row: &Row) -> Result<Contact, Error> {
        let lines = |text: Option<String>| -> Vec<String> {
            text.map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default()
        };
        Ok(Contact {
            id: row.id(0)?,
            source: row.get(1)?,
            external_key: row.get(2)?,
            account: row.id(3)?,
            name: row.get(4)?,
            title: row.get(6)?,
            language: row.get(7)?,
            level: row.get::<Option<String>>(8)?.as_deref().and_then(Level::find),
            role: row.get::<Option<String>>(9)?.as_deref().and_then(BuyingRole::find),
            emails: lines(row.get(10)?),
            phones: lines(row.get(11)?),
            created: Day::from_number(row.get(12)?),
            merged_into: row.optional_id(13)?,
            erased: row.get::<Option<i64>>(14)?.map(Day::from_number),
        })
    }
}

/// Addresses of several columns, each once, one a line.
fn together(row: &StagedRow, fields: [usize; 3]) -> Option<Value> {
    let said: Vec<&FieldValue> = fields.iter().filter_map(|field| row.values.get(*field)?.as_ref()).collect();
    if said.is_empty() {
        return None;
    }
    let mut lines: Vec<&str> = Vec::new();
    for value in said {
        let FieldValue::Text(text) = value else { continue };
        for line in text.lines().filter(|line| !lines.contains(line)).collect::<Vec<_>>() {
            lines.push(line);
        }
    }
    Some(if lines.is_empty() { Value::Null(Kind::Text) } else { Value::Text(lines.join("\n")) })
}
