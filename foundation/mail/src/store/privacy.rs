//! What messages hold of people: told in full, and erased.

use std::collections::BTreeSet;

use troth_core::{ContactId, Id};
use troth_store::export::Given;
use troth_store::{Db, Erasing, Error, PersonalTable, Privacy, Sheet, Told, Tx, Weight, Whom, params};

use super::message::NOBODY;
use super::setting::find_secret;
use super::suppression::hash_of;

/// What this crate holds of people.
pub(super) const PRIVACY: Privacy = Privacy {
    tables: &[
        PersonalTable::new(
            "mail_message",
            "mail-privacy-message",
            &["address", "fields", "answer"],
            Told::Sheet("messages"),
        ),
        PersonalTable::new("mail_suppression", "mail-privacy-suppression", &["address"], Told::Made),
    ],
    tell,
    weigh,
    erase,
};

/// Addresses by which they are reached.
fn addresses(whom: &Whom) -> Vec<&str> {
    whom.words.iter().map(String::as_str).filter(|word| word.contains('@')).collect()
}

fn tell(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<Sheet>, Error> {
    let sql = "SELECT m.contact_id, m.created_at, m.sent_at, m.state, m.address, l.subject, l.body, m.fields, m.answer FROM mail_message m \
               JOIN mail_letter l ON l.id = m.letter_id WHERE";
    let mut rows = Vec::new();
    let mut add = |row: &troth_store::Row| {
        let moment =
            |place| Ok::<_, Error>(row.get::<Option<i64>>(place)?.map_or(Given::Nothing, Given::Moment));
        let text =
            |place| Ok::<_, Error>(row.get::<Option<String>>(place)?.map_or(Given::Nothing, Given::Text));
        let person = row.id::<ContactId>(0)?;
        let person = if person.raw() == NOBODY { Given::Nothing } else { Given::Text(person.to_string()) };
        rows.push(vec![
            person,
            moment(1)?,
            moment(2)?,
            text(3)?,
            text(4)?,
            text(5)?,
            text(6)?,
            text(7)?,
            text(8)?,
        ]);
        Ok::<_, Error>(())
    };
    db.each_among(&format!("{sql} m.contact_id {{among}} ORDER BY m.id"), &[], &whom.contacts, &mut add)?;
    let unnamed = format!("{sql} m.contact_id = 0 AND m.address {{among}} ORDER BY m.id");
    db.each_among(&unnamed, &[], &addresses(whom), &mut add)?;
    let columns = vec![
        "person",
        "queued_at",
        "sent_at",
        "state",
        "address",
        "subject",
        "text",
        "filled_with",
        "answer",
    ];
    Ok(vec![Sheet { name: "messages", columns, rows }])
}

/// Hashes of what they are reached by.
fn hashes(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<String>, Error> {
    let Some(secret) = find_secret(db)? else { return Ok(Vec::new()) };
    let mut addresses: Vec<String> = whom.words.iter().filter(|word| word.contains('@')).cloned().collect();
    let sql = "SELECT DISTINCT address FROM mail_message WHERE address <> '' AND contact_id {among}";
    db.each_among(sql, &[], &whom.contacts, |row| {
        addresses.push(row.get(0)?);
        Ok::<_, Error>(())
    })?;
    let hashes: BTreeSet<String> = addresses.iter().map(|address| hash_of(&secret, address)).collect();
    Ok(hashes.into_iter().collect())
}

fn weigh(db: &mut Db<'_>, whom: &Whom) -> Result<Weight, Error> {
    let mut messages = 0;
    let sql = "SELECT COUNT(*) FROM mail_message WHERE address <> '' AND contact_id {among}";
    db.each_among(sql, &[], &whom.contacts, |row| {
        messages += row.get::<i64>(0)?;
        Ok::<_, Error>(())
    })?;
    let sql = "SELECT COUNT(*) FROM mail_message WHERE contact_id = 0 AND address {among}";
    db.each_among(sql, &[], &addresses(whom), |row| {
        messages += row.get::<i64>(0)?;
        Ok::<_, Error>(())
    })?;
    let mut suppressed = 0;
    for hash in hashes(db, whom)? {
        let sql = "SELECT COUNT(*) FROM mail_suppression WHERE hash = $1 AND address <> ''";
        suppressed += db.scalar::<i64>(sql, params![hash])?;
    }
    let all = [("mail_message", messages), ("mail_suppression", suppressed)];
    Ok(all.into_iter().filter(|(_, rows)| *rows > 0).collect())
}

/// That and when somebody was written to stays counted; that an address is not written to is still known by its hash.
fn erase(tx: &mut Tx<'_>, whom: &Whom, _: &Erasing) -> Result<(), Error> {
    for hash in hashes(tx, whom)? {
        tx.execute("UPDATE mail_suppression SET address = '' WHERE hash = $1", params![hash])?;
    }
    tx.execute_among(
        "UPDATE mail_message SET state = 'held', reason = 'erased' WHERE state IN ('waiting', 'unsure') AND contact_id {among}",
        &[],
        &whom.contacts,
    )?;
    tx.execute_among(
        "UPDATE mail_message SET address = '', fields = '{}', answer = NULL WHERE contact_id {among}",
        &[],
        &whom.contacts,
    )?;
    forget_addresses(tx, &addresses(whom))
}

/// Empties messages to people who are none in the records, by their addresses; what waits is not sent any more. For the capability that knows
/// whose addresses they are.
pub fn forget_addresses(tx: &mut Tx<'_>, addresses: &[&str]) -> Result<(), Error> {
    tx.execute_among(
        "UPDATE mail_message SET state = 'held', reason = 'erased' WHERE state IN ('waiting', 'unsure') AND contact_id = 0 AND address {among}",
        &[],
        addresses,
    )?;
    tx.execute_among(
        "UPDATE mail_message SET address = '', fields = '{}', answer = NULL WHERE contact_id = 0 AND address {among}",
        &[],
        addresses,
    )?;
    Ok(())
}
