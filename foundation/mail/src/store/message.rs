//! Letters and messages: queued, stopped, listed, counted, taken back.

use std::collections::BTreeMap;

use troth_core::{ContactId, Id, Instant, LetterId, MessageId, MessageRetried, MessageReturned, Purpose};
use troth_store::{Db, Error, Kind, NewJob, Row, Tx, params};

use super::claim::put;
use super::setting::find_secret;
use super::suppression;
use crate::model::{Addressee, Letter, Message, Reason, Sent, State};
use crate::returned::Returned;
use crate::token::read_leave_token;

/// The job that sends what is due. It comes by itself now and then, and at once for a letter that is new.
pub const SEND: &str = "mail.send";

/// In the place of a person, where a message goes to somebody who is none in the records.
pub(super) const NOBODY: i64 = 0;

const LETTER: &str = "key, kind, about, purpose, language, from_name, reply_to, subject, body, html";

pub(super) fn purpose(row: &Row, place: usize) -> Result<Purpose, Error> {
    let word = row.text(place)?;
    Purpose::find_of_letter(word).ok_or_else(|| Error::Decode(format!("`{word}` is no purpose")))
}

fn letter(row: &Row) -> Result<Letter, Error> {
    Ok(Letter {
        key: row.get(0)?,
        kind: row.get(1)?,
        about: row.get(2)?,
        purpose: purpose(row, 3)?,
        language: row.get(4)?,
        from_name: row.get(5)?,
        reply_to: row.get(6)?,
        subject: row.get(7)?,
        body: row.get(8)?,
        html: row.get(9)?,
    })
}

/// A letter.
pub fn find_letter(db: &mut Db<'_>, id: LetterId) -> Result<Option<Letter>, Error> {
    let sql = format!("SELECT {LETTER} FROM mail_letter WHERE id = $1");
    db.query_opt(&sql, params![id.raw()])?.as_ref().map(letter).transpose()
}

pub(super) const MESSAGE: &str = "m.id, m.letter_id, m.contact_id, m.address, m.fields, m.zone, m.state, m.reason, m.answer, m.tries, m.due_at, m.sent_at";

pub(super) fn message(row: &Row) -> Result<Message, Error> {
    let state = row.text(6)?;
    Ok(Message {
        id: row.id(0)?,
        letter: row.id(1)?,
        contact: Some(row.id(2)?).filter(|contact: &ContactId| contact.raw() != NOBODY),
        address: row.get(3)?,
        fields: row.get(4)?,
        zone: row.get(5)?,
        state: State::find(state).ok_or_else(|| Error::Decode(format!("`{state}` is no state")))?,
        reason: row.get::<Option<String>>(7)?.as_deref().and_then(Reason::find),
        answer: row.get(8)?,
        tries: row.get(9)?,
        due: row.instant(10)?,
        sent: row.get::<Option<i64>>(11)?.map(Instant::from_micros),
    })
}

/// Queues a letter for people, in the transaction of whoever sends it; those who have it already are passed over, so it may be called chunk by
/// chunk and again. Sending begins with the first of them. The letter, and for how many it is new. The letter is to be [checked](Letter::check) before; the caller appends the event.
///
/// Cost: with the people.
pub fn queue(tx: &mut Tx<'_>, letter: &Letter, people: &[Addressee]) -> Result<(LetterId, u64), Error> {
    let known = tx.query_opt("SELECT id FROM mail_letter WHERE key = $1", params![letter.key.as_str()])?;
    let now = tx.now();
    let id = if let Some(row) = known {
        row.id(0)?
    } else {
        let id: LetterId = tx.new_id();
        tx.execute(
            "INSERT INTO mail_letter (id, key, kind, about, purpose, language, from_name, reply_to, subject, body, html, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            params![
                id.raw(),
                letter.key.as_str(),
                letter.kind.as_str(),
                letter.about.as_str(),
                letter.purpose.key(),
                letter.language.as_str(),
                letter.from_name.as_str(),
                letter.reply_to.as_str(),
                letter.subject.as_str(),
                letter.body.as_str(),
                letter.html.as_deref(),
                now
            ],
        )?;
        tx.enqueue(&NewJob::new(SEND).key(id.to_string()))?;
        id
    };
    let columns = [
        ("id", Kind::Int),
        ("letter_id", Kind::Int),
        ("contact_id", Kind::Int),
        ("address", Kind::Text),
        ("fields", Kind::Text),
        ("zone", Kind::Text),
        ("state", Kind::Text),
        ("tries", Kind::Int),
        ("created_at", Kind::Int),
        ("due_at", Kind::Int),
    ];
    let mut rows = Vec::with_capacity(people.len());
    for one in people {
        let fields = serde_json::to_string(&one.fields).map_err(|error| Error::Value(error.to_string()))?;
        let message: MessageId = tx.new_id();
        rows.push(
            params![
                message.raw(),
                id.raw(),
                one.contact.map_or(NOBODY, Id::raw),
                one.address.trim(),
                fields,
                one.zone.as_str(),
                State::Waiting.key(),
                0_i64,
                now,
                one.due
            ]
            .to_vec(),
        );
    }
    let added = tx.insert_many("mail_message", &columns, "ON CONFLICT DO NOTHING", &rows)?;
    Ok((id, added))
}

/// Sends nothing more of a letter: each message that would be due is held instead. The caller appends the event.
///
/// # Errors
/// [`Error::NotFound`] for a letter that is not there.
pub fn stop_letter(tx: &mut Tx<'_>, id: LetterId) -> Result<(), Error> {
    let now = tx.now();
    set_stopped(tx, id, Some(now))
}

/// Lets a letter that was stopped go on; what was held for that is [woken](wake) in steps. The caller appends the event.
///
/// # Errors
/// [`Error::NotFound`] for a letter that is not there.
pub fn resume_letter(tx: &mut Tx<'_>, id: LetterId) -> Result<(), Error> {
    set_stopped(tx, id, None)
}

fn set_stopped(tx: &mut Tx<'_>, id: LetterId, at: Option<Instant>) -> Result<(), Error> {
    let sql = "UPDATE mail_letter SET stopped_at = $2 WHERE id = $1";
    if tx.execute(sql, params![id.raw(), at.map(Instant::micros)])? == 0 {
        return Err(Error::NotFound(format!("letter {id}")));
    }
    Ok(())
}

/// Lets messages wait again that were held because their letter was stopped, at most so many; how many there were. Nothing while it is stopped.
pub fn wake(tx: &mut Tx<'_>, id: LetterId, most: i64) -> Result<u64, Error> {
    let going = "SELECT id FROM mail_letter WHERE id = $1 AND stopped_at IS NULL";
    if tx.query_opt(going, params![id.raw()])?.is_none() {
        return Ok(0);
    }
    tx.execute(
        "UPDATE mail_message SET state = 'waiting', reason = NULL WHERE id IN \
         (SELECT id FROM mail_message WHERE letter_id = $1 AND state = 'held' AND reason = 'stopped' LIMIT $2)",
        params![id.raw(), most],
    )
}

/// Sends a message again of which nobody knows whether it arrived.
///
/// # Errors
/// [`Error::NotFound`] for a message that is not in that state.
pub fn retry_unsure(tx: &mut Tx<'_>, id: MessageId) -> Result<(), Error> {
    let now = tx.now();
    let changed = tx.execute(
        "UPDATE mail_message SET state = 'waiting', due_at = $2 WHERE id = $1 AND state = 'unsure' AND address <> ''",
        params![id.raw(), now],
    )?;
    if changed == 0 {
        return Err(Error::NotFound(format!("message {id} whose fate is unknown")));
    }
    tx.append(&MessageRetried { message: id })?;
    Ok(())
}

/// Notes that a message came back. The second time nothing happens; nothing either for a message that is not ours.
pub fn take_back(tx: &mut Tx<'_>, fresh: [u8; 32], returned: &Returned) -> Result<bool, Error> {
    let sql = format!("SELECT {MESSAGE} FROM mail_message m WHERE m.id = $1 AND m.returned_at IS NULL");
    let Some(message) =
        tx.query_opt(&sql, params![returned.message.raw()])?.as_ref().map(message).transpose()?
    else {
        return Ok(false);
    };
    let now = tx.now();
    if returned.complaint {
        // It did arrive.
        tx.execute("UPDATE mail_message SET returned_at = $2 WHERE id = $1", params![message.id.raw(), now])?;
    } else {
        put(tx, message.id, State::Refused, Some(Reason::Returned), Some(&returned.said))?;
        tx.execute("UPDATE mail_message SET returned_at = $2 WHERE id = $1", params![message.id.raw(), now])?;
    }
    if returned.permanent && !message.address.is_empty() {
        let reason = if returned.complaint { "complaint" } else { "returned" };
        suppression::put(tx, fresh, &message.address, reason)?;
    }
    let (permanent, complaint) = (returned.permanent, returned.complaint);
    tx.append(&MessageReturned { message: message.id, permanent, complaint })?;
    Ok(true)
}

/// A message.
///
/// # Errors
/// [`Error::NotFound`] for one that is not there.
pub fn get_message(db: &mut Db<'_>, id: MessageId) -> Result<Sent, Error> {
    let sql = format!(
        "SELECT {MESSAGE}, l.subject, l.purpose FROM mail_message m JOIN mail_letter l ON l.id = m.letter_id WHERE m.id = $1"
    );
    let row = db.query_opt(&sql, params![id.raw()])?;
    row.as_ref().map(sent).transpose()?.ok_or_else(|| Error::NotFound(format!("message {id}")))
}

fn sent(row: &Row) -> Result<Sent, Error> {
    Ok(Sent { message: message(row)?, subject: row.get(12)?, purpose: purpose(row, 13)? })
}

/// Messages, the latest queued first, before one of them; of one state, to one person, or of one letter alone.
pub fn list_messages(
    db: &mut Db<'_>,
    (state, contact, letter): (Option<State>, Option<ContactId>, Option<LetterId>),
    before: Option<MessageId>,
    limit: usize,
) -> Result<Vec<Sent>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values = params![before.map_or(i64::MAX, Id::raw), limit].to_vec();
    let only = [
        ("m.state", state.map(|state| troth_store::Value::Text(state.key().into()))),
        ("m.contact_id", contact.map(|contact| troth_store::Value::Int(contact.raw()))),
        ("m.letter_id", letter.map(|letter| troth_store::Value::Int(letter.raw()))),
    ];
    let mut conditions = String::new();
    for (column, value) in only.into_iter().filter_map(|(column, value)| Some((column, value?))) {
        values.push(value);
        conditions = format!("{conditions} AND {column} = ${}", values.len());
    }
    let sql = format!(
        "SELECT {MESSAGE}, l.subject, l.purpose FROM mail_message m JOIN mail_letter l ON l.id = m.letter_id \
         WHERE m.id < $1{conditions} ORDER BY m.id DESC LIMIT $2"
    );
    db.query(&sql, &values)?.iter().map(sent).collect()
}

/// The message whose link to say no to further ones this is, and what it was sent for; nothing where somebody made it up.
pub fn find_left(db: &mut Db<'_>, token: &str) -> Result<Option<(MessageId, Purpose)>, Error> {
    let Some(secret) = find_secret(db)? else { return Ok(None) };
    let Some(id) = read_leave_token(&secret, token) else { return Ok(None) };
    let sql = "SELECT l.purpose FROM mail_message m JOIN mail_letter l ON l.id = m.letter_id WHERE m.id = $1";
    let row = db.query_opt(sql, params![id.raw()])?;
    row.map(|row| Ok((id, purpose(&row, 0)?))).transpose()
}

/// Notes that somebody said by the link of a message that they want no more; whether they had not before.
pub fn note_left(tx: &mut Tx<'_>, id: MessageId) -> Result<bool, Error> {
    let now = tx.now();
    let sql = "UPDATE mail_message SET left_at = $2 WHERE id = $1 AND left_at IS NULL";
    Ok(tx.execute(sql, params![id.raw(), now])? == 1)
}

/// What became of the messages of a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fates {
    /// How many in each state, and why.
    pub states: BTreeMap<(State, Option<Reason>), i64>,
    /// By how many of them somebody said that they want no more.
    pub left: i64,
}

/// Counts what became of the messages of a letter, through indexes: as many entries as there are messages.
pub fn count_fates(db: &mut Db<'_>, letter: LetterId) -> Result<Fates, Error> {
    let sql = "SELECT state, reason, COUNT(*) FROM mail_message WHERE letter_id = $1 GROUP BY state, reason";
    let mut fates = Fates::default();
    for row in db.query(sql, params![letter.raw()])? {
        let reason = row.get::<Option<String>>(1)?.as_deref().and_then(Reason::find);
        if let Some(state) = State::find(row.text(0)?) {
            *fates.states.entry((state, reason)).or_default() += row.get::<i64>(2)?;
        }
    }
    let sql = "SELECT COUNT(*) FROM mail_message WHERE letter_id = $1 AND left_at IS NOT NULL";
    fates.left = db.scalar(sql, params![letter.raw()])?;
    Ok(fates)
}

/// Messages of a letter that a server took, in the order of time: after one of them, until a moment.
pub fn list_sent(
    db: &mut Db<'_>,
    letter: LetterId,
    after: (Instant, MessageId),
    until: Instant,
    limit: usize,
) -> Result<Vec<Message>, Error> {
    let sql = format!(
        "SELECT {MESSAGE} FROM mail_message m WHERE m.letter_id = $1 AND m.sent_at IS NOT NULL AND (m.sent_at, m.id) > ($2, $3) \
         AND m.sent_at <= $4 ORDER BY m.sent_at, m.id LIMIT $5"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = params![letter.raw(), after.0, after.1.raw(), until, limit];
    db.query(&sql, values)?.iter().map(message).collect()
}
