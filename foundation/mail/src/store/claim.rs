//! Messages that are due: claimed, or held for a reason; and what the server said to them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use troth_core::{Id, Instant, MessageId, Purpose, Zone};
use troth_store::{Db, Error, Tx, params};

use super::message::{MESSAGE, NOBODY, message, purpose};
use super::setting::get_policy;
use super::suppression;
use crate::kind::{LetterKind, Outgoing, Verdict};
use crate::model::{Message, Reason, State};
use crate::server::Outcome;

/// A message is tried so often before it is given up.
const TRIES: i64 = 12;
/// A message that was claimed so many seconds ago by a program that says nothing any more was lost on the way.
const LOST_SECONDS: i64 = 600;
/// After a failure of the server nothing is tried for so many seconds.
const PAUSE_SECONDS: i64 = 60;

/// A message that is this program's to hand over.
#[derive(Debug, Clone)]
pub(crate) struct Claimed {
    pub(crate) message: Message,
    /// What fills gaps beside what was queued.
    pub(crate) fields: BTreeMap<String, String>,
}

/// With what it is asked whether a message goes out.
pub(crate) struct Asking<'a> {
    /// Who can be asked.
    pub(crate) kinds: &'a [LetterKind],
    /// Where the business's pages are reached.
    pub(crate) base: &'a str,
    /// The secret of links.
    pub(crate) secret: &'a [u8],
}

/// Takes messages that are due, at most so many, and says what became of the others that were: the person did not agree, is not to be
/// written to now, or not at all. The number looked at; none means that nothing is due.
pub(crate) fn claim(
    tx: &mut Tx<'_>,
    asking: &Asking<'_>,
    limit: i64,
) -> Result<(Vec<Claimed>, usize), Error> {
    let (now, wall) = (tx.now(), tx.wall());
    tx.execute(
        "UPDATE mail_message SET state = 'unsure' WHERE state = 'sending' AND claimed_at < $1",
        params![wall.plus_seconds(-LOST_SECONDS)],
    )?;
    let (policy, business) = (get_policy(tx)?, tx.business()?);
    let sql = format!(
        "SELECT {MESSAGE}, l.about, l.purpose, l.stopped_at, l.kind FROM mail_message m JOIN mail_letter l ON l.id = m.letter_id \
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
        } else if !agrees(tx, &message, purpose, row.text(15)?)? {
            Some(Reason::NoConsent)
        } else if policy.most > 0
            && message.contact.is_some()
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
        let fields = match look(tx, asking, row.text(15)?, &message)? {
            Verdict::Go(fields) => fields,
            Verdict::Hold(reason) => {
                put(tx, message.id, State::Held, Some(reason), None)?;
                continue;
            }
        };
        tx.execute(
            "UPDATE mail_message SET state = 'sending', claimed_at = $2 WHERE id = $1",
            params![message.id.raw(), wall],
        )?;
        claimed.push(Claimed { message, fields });
    }
    Ok((claimed, due.len()))
}

/// Whether somebody agreed to messages of a purpose. Of those who are no person in the records the kind of the letter knows, unless they said by
/// the link of an earlier one that they want no more.
fn agrees(tx: &mut Tx<'_>, message: &Message, purpose: Purpose, kind: &str) -> Result<bool, Error> {
    let Some(contact) = message.contact else {
        let sql = "SELECT 1 FROM mail_message m JOIN mail_letter l ON l.id = m.letter_id \
                   WHERE m.contact_id = 0 AND m.address = $1 AND m.left_at IS NOT NULL AND l.purpose = $2 LIMIT 1";
        let left = tx.query_opt(sql, params![message.address.as_str(), purpose.key()])?;
        return Ok(!kind.is_empty() && left.is_none());
    };
    tx.has_consent(contact, purpose)
}

/// What whoever wrote the letter says of it now.
fn look(tx: &mut Tx<'_>, asking: &Asking<'_>, kind: &str, message: &Message) -> Result<Verdict, Error> {
    if kind.is_empty() {
        return Ok(Verdict::Go(BTreeMap::new()));
    }
    let Some(kind) = asking.kinds.iter().find(|known| known.name == kind) else {
        return Ok(Verdict::Hold(Reason::Unwritable));
    };
    (kind.look)(tx, &Outgoing::new((message.letter, message.contact), asking.base, asking.secret))
}

/// Who of these people got as many letters of a purpose lately as they are to get, so that one about something new would be held. Cost: what
/// they were sent, by index.
pub fn list_capped(
    db: &mut Db<'_>,
    purpose: Purpose,
    now: Instant,
    people: &[i64],
) -> Result<HashSet<i64>, Error> {
    let policy = get_policy(db)?;
    if policy.most == 0 {
        return Ok(HashSet::new());
    }
    let since = now.plus_seconds(-policy.days * 86_400);
    let sql = "SELECT m.contact_id, l.about FROM mail_message m JOIN mail_letter l ON l.id = m.letter_id \
               WHERE m.sent_at > $1 AND l.purpose = $2 AND m.contact_id {among}";
    let mut got: HashMap<i64, BTreeSet<String>> = HashMap::new();
    db.each_among(sql, params![since, purpose.key()], people, |row| {
        got.entry(row.get(0)?).or_default().insert(row.get(1)?);
        Ok::<_, Error>(())
    })?;
    let many = |about: &BTreeSet<String>| i64::try_from(about.len()).unwrap_or(i64::MAX) >= policy.most;
    Ok(got.into_iter().filter(|(_, about)| many(about)).map(|(person, _)| person).collect())
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
    tx.scalar(sql, params![message.contact.map_or(NOBODY, Id::raw), since, purpose.key(), about])
}

pub(super) fn put(
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

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn pauses_double_up_to_six_hours() {
        assert_eq!([1, 2, 3, 7, 8, 99].map(pause), [300, 600, 1_200, 19_200, 21_600, 21_600]);
    }
}
