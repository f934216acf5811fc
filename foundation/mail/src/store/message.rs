//! Letters and messages: queued, claimed, noted, taken back.

use std::collections::BTreeMap;

use troth_core::{
    ContactId, Id, Instant, LetterId, LetterStopped, MessageId, MessageRetried, MessageReturned, Purpose,
    Zone,
};
use troth_store::{Db, Error, Kind, Row, Tx, params};

use super::setting::{find_secret, get_policy};
use super::suppression;
use crate::model::{Addressee, Letter, Message, Reason, Sent, State};
use crate::returned::Returned;
use crate::server::Outcome;
use crate::token::read_leave_token;

/// A message is tried so often before it is given up.
const TRIES: i64 = 12;
/// A message that was claimed so many seconds ago by a program that says nothing any more was lost on the way.
const LOST_SECONDS: i64 = 600;
/// After a failure of the server nothing is tried for so many seconds.
const PAUSE_SECONDS: i64 = 60;

const LETTER: &str = "key, about, purpose, language, from_name, reply_to, subject, body, html";

fn purpose(row: &Row, place: usize) -> Result<Purpose, Error> {
    let word = row.text(place)?;
    Purpose::find(word).ok_or_else(|| Error::Decode(format!("`{word}` is no purpose")))
}

fn letter(row: &Row) -> Result<Letter, Error> {
    Ok(Letter {
        key: row.get(0)?,
        about: row.get(1)?,
        purpose: purpose(row, 2)?,
        language: row.get(3)?,
        from_name: row.get(4)?,
        reply_to: row.get(5)?,
        subject: row.get(6)?,
        body: row.get(7)?,
        html: row.get(8)?,
    })
}

/// A letter.
pub fn find_letter(db: &mut Db<'_>, id: LetterId) -> Result<Option<Letter>, Error> {
    let sql = format!("SELECT {LETTER} FROM mail_letter WHERE id = $1");
    db.query_opt(&sql, params![id.raw()])?.as_ref().map(letter).transpose()
}

const MESSAGE: &str = "m.id, m.letter_id, m.contact_id, m.address, m.fields, m.zone, m.state, m.reason, m.answer, m.tries, m.due_at, m.sent_at";

fn message(row: &Row) -> Result<Message, Error> {
    let state = row.text(6)?;
    Ok(Message {
        id: row.id(0)?,
        letter: row.id(1)?,
        contact: row.id(2)?,
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
/// chunk and again. The letter, and for how many it is new. The letter is to be [checked](Letter::check) before; the caller appends the event.
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
            "INSERT INTO mail_letter (id, key, about, purpose, language, from_name, reply_to, subject, body, html, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            params![
                id.raw(),
                letter.key.as_str(),
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
                one.contact.raw(),
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

/// A message that is this program's to hand over.
#[derive(Debug, Clone)]
pub(crate) struct Claimed {
    pub(crate) message: Message,
}

/// Takes messages that are due, at most so many, and says what became of the others that were: the person did not agree, is not to be
/// written to now, or not at all. The number looked at; none means that nothing is due.
pub(crate) fn claim(tx: &mut Tx<'_>, limit: i64) -> Result<(Vec<Claimed>, usize), Error> {
    let (now, wall) = (tx.now(), tx.wall());
    tx.execute(
        "UPDATE mail_message SET state = 'unsure' WHERE state = 'sending' AND claimed_at < $1",
        params![wall.plus_seconds(-LOST_SECONDS)],
    )?;
    let (policy, business) = (get_policy(tx)?, tx.business()?);
    let sql = format!(
        "SELECT {MESSAGE}, l.about, l.purpose, l.stopped_at FROM mail_message m JOIN mail_letter l ON l.id = m.letter_id \
         WHERE m.state = 'waiting' AND m.due_at <= $1 ORDER BY m.due_at, m.id LIMIT $2"
    );
    let due = tx.query(&sql, params![now, limit])?;
    let mut claimed = Vec::new();
    for row in &due {
        let message = message(row)?;
        let (about, purpose) = (row.text(12)?, purpose(row, 13)?);
        let stopped = row.get::<Option<i64>>(14)?.is_some();
        let held = if stopped {
            Some(Reason::Stopped)
        } else if suppression::is_suppressed(tx, &message.address)? {
            Some(Reason::Suppressed)
        } else if !tx.has_consent(message.contact, purpose)? {
            Some(Reason::NoConsent)
        } else if policy.most > 0
            && got(tx, &message, about, purpose, now.plus_seconds(-policy.days * 86_400))? >= policy.most
        {
            Some(Reason::Capped)
        } else {
            None
        };
        if let Some(reason) = held {
            put(tx, message.id, State::Held, Some(reason), None)?;
            continue;
        }
        let zone = Zone::find(&message.zone).unwrap_or_else(|_| business.zone.clone());
        let allowed = policy.allowed_from(now, &zone);
        if allowed > now {
            tx.execute(
                "UPDATE mail_message SET due_at = $2 WHERE id = $1",
                params![message.id.raw(), allowed],
            )?;
            continue;
        }
        tx.execute(
            "UPDATE mail_message SET state = 'sending', claimed_at = $2 WHERE id = $1",
            params![message.id.raw(), wall],
        )?;
        claimed.push(Claimed { message });
    }
    Ok((claimed, due.len()))
}

/// How many letters of a purpose a person got since a moment, or is getting; those about the same count once, and not at all where this one is
/// about it, too.
fn got(
    tx: &mut Tx<'_>,
    message: &Message,
    about: &str,
    purpose: Purpose,
    since: Instant,
) -> Result<i64, Error> {
    let sql = "SELECT COUNT(DISTINCT l.about) FROM mail_message m JOIN mail_letter l ON l.id = m.letter_id \
               WHERE m.contact_id = $1 AND (m.sent_at > $2 OR m.state = 'sending') AND l.purpose = $3 AND l.about <> $4";
    tx.scalar(sql, params![message.contact.raw(), since, purpose.key(), about])
}

fn put(
    tx: &mut Tx<'_>,
    id: MessageId,
    state: State,
    reason: Option<Reason>,
    answer: Option<&str>,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE mail_message SET state = $2, reason = $3, answer = $4, claimed_at = NULL WHERE id = $1",
        params![id.raw(), state.key(), reason.map(Reason::key), answer],
    )?;
    Ok(())
}

/// How long a message waits after so many failures: 5, 10, 20 … minutes, six hours at most.
fn pause(tries: i64) -> i64 {
    let doubled = 300_i64.checked_shl(u32::try_from(tries.clamp(1, 20) - 1).unwrap_or(0)).unwrap_or(i64::MAX);
    doubled.min(6 * 3_600)
}

/// Notes what the server said to a message that was claimed.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    fresh: [u8; 32],
    message: &Message,
    outcome: &Outcome,
) -> Result<(), Error> {
    let now = tx.now();
    match outcome {
        Outcome::Taken(answer) => {
            put(tx, message.id, State::Sent, None, Some(answer))?;
            tx.execute(
                "UPDATE mail_message SET sent_at = $2, tries = tries + 1 WHERE id = $1",
                params![message.id.raw(), now],
            )?;
        }
        Outcome::Unwritable(why) => put(tx, message.id, State::Held, Some(Reason::Unwritable), Some(why))?,
        Outcome::Refused(answer) => {
            put(tx, message.id, State::Refused, Some(Reason::Refused), Some(answer))?;
            // 5.1.x: there is no such address (RFC 3463, 3.2).
            if answer.contains("5.1.") {
                suppression::put(tx, fresh, &message.address, "returned")?;
            }
        }
        Outcome::Later(answer) => {
            let tries = message.tries + 1;
            let (state, reason) =
                if tries >= TRIES { (State::Failed, Some(Reason::PutOff)) } else { (State::Waiting, None) };
            put(tx, message.id, state, reason, Some(answer))?;
            tx.execute(
                "UPDATE mail_message SET tries = $2, due_at = $3 WHERE id = $1",
                params![message.id.raw(), tries, now.plus_seconds(pause(tries))],
            )?;
        }
        Outcome::Unreachable(_) => {
            put(tx, message.id, State::Waiting, None, message.answer.as_deref())?;
            tx.execute(
                "UPDATE mail_message SET due_at = $2 WHERE id = $1",
                params![message.id.raw(), now.plus_seconds(PAUSE_SECONDS)],
            )?;
        }
        Outcome::Unsure(answer) => put(tx, message.id, State::Unsure, None, Some(answer))?,
    }
    Ok(())
}

/// Sends nothing more of a letter; what waits is held.
///
/// # Errors
/// [`Error::NotFound`] for a letter that is not there.
pub fn stop_letter(tx: &mut Tx<'_>, id: LetterId) -> Result<u64, Error> {
    let now = tx.now();
    let known = tx.execute(
        "UPDATE mail_letter SET stopped_at = COALESCE(stopped_at, $2) WHERE id = $1",
        params![id.raw(), now],
    )?;
    if known == 0 {
        return Err(Error::NotFound(format!("letter {id}")));
    }
    let held = tx.execute(
        "UPDATE mail_message SET state = 'held', reason = 'stopped' WHERE letter_id = $1 AND state = 'waiting'",
        params![id.raw()],
    )?;
    tx.append(&LetterStopped { letter: id })?;
    Ok(held)
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

/// How many messages of a letter are in each state.
pub fn count_states(db: &mut Db<'_>, letter: LetterId) -> Result<BTreeMap<State, i64>, Error> {
    let sql = "SELECT state, COUNT(*) FROM mail_message WHERE letter_id = $1 GROUP BY state";
    let rows = db.query(sql, params![letter.raw()])?;
    let mut states = BTreeMap::new();
    for row in &rows {
        states.extend(State::find(row.text(0)?).zip(Some(row.get(1)?)));
    }
    Ok(states)
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn pauses_double_up_to_six_hours() {
        assert_eq!([1, 2, 3, 7, 8, 99].map(pause), [300, 600, 1_200, 19_200, 21_600, 21_600]);
    }
}
