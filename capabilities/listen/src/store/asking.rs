//! Surveys that are sent by e-mail, in the database.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde::de::DeserializeOwned;
use troth_core::{
    AccountId, AskingId, ContactId, Day, Id, Instant, LetterId, LinkId, MessageId, SegmentId, SurveyId,
};
use troth_store::{Db, Error, Row, Tx, params};

use super::link::{Came, NewLink, add_link, standing};
use crate::model::{Asking, Draft, LeftOut, Origin, State};

const ASKING: &str = "SELECT id, survey_id, segment_id, filter, from_name, reply_to, words, remind_days, reminders, begun_at, \
                      prepared_at, stopped_at, reached, prepared, left_out FROM survey_asking";

fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text)
        .map_err(|problem| Error::Decode(format!("an asking cannot be read: {problem}")))
}

fn to_json<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|problem| Error::Value(problem.to_string()))
}

fn asking(row: &Row) -> Result<Asking, Error> {
    let moment = |place: usize| Ok::<_, Error>(row.get::<Option<i64>>(place)?.map(Instant::from_micros));
    Ok(Asking {
        id: row.id(0)?,
        survey: row.id(1)?,
        draft: Draft {
            segment: row.get::<Option<i64>>(2)?.map(SegmentId::from_raw),
            from_name: row.get(4)?,
            reply_to: row.get(5)?,
            words: from_json(row.text(6)?)?,
            remind_days: row.get(7)?,
            reminders: row.get(8)?,
        },
        filter: from_json(row.text(3)?)?,
        begun_at: row.instant(9)?,
        prepared_at: moment(10)?,
        stopped_at: moment(11)?,
        reached: row.get(12)?,
        prepared: row.get(13)?,
        left_out: from_json(row.text(14)?)?,
    })
}

pub(crate) fn get_asking(db: &mut Db<'_>, id: AskingId) -> Result<Asking, Error> {
    asking(&db.query_one(&format!("{ASKING} WHERE id = $1"), params![id.raw()])?)
}

/// How often a survey was sent, latest first.
pub(crate) fn list_askings(db: &mut Db<'_>, survey: SurveyId) -> Result<Vec<Asking>, Error> {
    let sql = format!("{ASKING} WHERE survey_id = $1 ORDER BY id DESC LIMIT 100");
    db.query(&sql, params![survey.raw()])?.iter().map(asking).collect()
}

/// Those of which somebody may have to be reminded now; through an index that holds these alone.
pub(crate) fn list_reminding(db: &mut Db<'_>, now: Instant) -> Result<Vec<Asking>, Error> {
    let sql =
        format!("{ASKING} WHERE remind_until > 0 AND remind_until > $1 AND stopped_at IS NULL ORDER BY id");
    db.query(&sql, params![now])?.iter().map(asking).collect()
}

pub(crate) fn add_asking(tx: &mut Tx<'_>, asking: &Asking) -> Result<(), Error> {
    let draft = &asking.draft;
    tx.execute(
        "INSERT INTO survey_asking (id, survey_id, segment_id, filter, from_name, reply_to, words, remind_days, reminders, \
         remind_until, begun_at, prepared_at, stopped_at, reached, prepared, left_out) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL, 0, 0, '{}')",
        params![
            asking.id.raw(),
            asking.survey.raw(),
            draft.segment.map(Id::raw),
            to_json(&asking.filter)?,
            draft.from_name.as_str(),
            draft.reply_to.as_str(),
            to_json(&draft.words)?,
            draft.remind_days,
            draft.reminders,
            Asking::remind_until(draft, asking.begun_at),
            asking.begun_at
        ],
    )?;
    Ok(())
}

/// Notes how far the preparing is; nothing where somebody else has gone on meanwhile.
pub(crate) fn advance(
    tx: &mut Tx<'_>,
    id: AskingId,
    (from, to): (i64, i64),
    (prepared, left_out): (i64, &LeftOut),
    done: Option<Instant>,
) -> Result<bool, Error> {
    let moved = tx.execute(
        "UPDATE survey_asking SET reached = $3, prepared = $4, left_out = $5, prepared_at = $6 \
         WHERE id = $1 AND reached = $2 AND prepared_at IS NULL AND stopped_at IS NULL",
        params![id.raw(), from, to, prepared, to_json(left_out)?, done.map(Instant::micros)],
    )?;
    Ok(moved == 1)
}

/// Stops it, or lets it go on; whether that is new.
pub(crate) fn set_stopped(tx: &mut Tx<'_>, id: AskingId, at: Option<Instant>) -> Result<bool, Error> {
    let sql = "UPDATE survey_asking SET stopped_at = $2 WHERE id = $1 AND (stopped_at IS NULL) = $3";
    Ok(tx.execute(sql, params![id.raw(), at.map(Instant::micros), at.is_some()])? == 1)
}

/// A letter of an asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskingLetter {
    pub(crate) letter: LetterId,
    /// Zero: the invitation; then the reminders.
    pub(crate) round: i64,
    pub(crate) language: String,
    /// Of those whom it reached, the last one who was looked at for the next reminder.
    pub(crate) reached: (Instant, MessageId),
}

/// The letters of an asking: as many as languages, for each round.
pub(crate) fn list_letters(db: &mut Db<'_>, id: AskingId) -> Result<Vec<AskingLetter>, Error> {
    let sql = "SELECT letter_id, round, language, reached_at, reached_id FROM survey_asking_letter WHERE asking_id = $1 \
               ORDER BY round, language";
    let letter = |row: &Row| {
        Ok(AskingLetter {
            letter: row.id(0)?,
            round: row.get(1)?,
            language: row.get(2)?,
            reached: (row.instant(3)?, row.id(4)?),
        })
    };
    db.query(sql, params![id.raw()])?.iter().map(letter).collect()
}

/// Notes a letter as one of an asking.
pub(crate) fn put_letter(
    tx: &mut Tx<'_>,
    id: AskingId,
    letter: LetterId,
    (round, language): (i64, &str),
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO survey_asking_letter (letter_id, asking_id, round, language, reached_at, reached_id) \
         VALUES ($1, $2, $3, $4, 0, 0) ON CONFLICT DO NOTHING",
        params![letter.raw(), id.raw(), round, language],
    )?;
    Ok(())
}

/// Notes who was looked at for a reminder; nothing where somebody else has gone on meanwhile.
pub(crate) fn advance_letter(
    tx: &mut Tx<'_>,
    letter: LetterId,
    from: (Instant, MessageId),
    to: (Instant, MessageId),
) -> Result<bool, Error> {
    let moved = tx.execute(
        "UPDATE survey_asking_letter SET reached_at = $4, reached_id = $5 WHERE letter_id = $1 AND reached_at = $2 AND reached_id = $3",
        params![letter.raw(), from.0, from.1.raw(), to.0, to.1.raw()],
    )?;
    Ok(moved == 1)
}

/// A survey as it is to whoever gets a letter about it.
#[derive(Debug, Clone)]
pub(crate) struct Behind {
    pub(crate) asking: AskingId,
    pub(crate) language: String,
    pub(crate) survey: SurveyId,
    pub(crate) anonymous: bool,
    pub(crate) open: bool,
    pub(crate) slug: String,
    pub(crate) open_link: bool,
    pub(crate) last_day: Option<Day>,
}

/// What stands behind a letter; by key.
pub(crate) fn find_behind(db: &mut Db<'_>, letter: LetterId) -> Result<Option<Behind>, Error> {
    let sql = "SELECT l.asking_id, l.language, survey.id, survey.anonymous, survey.state, survey.slug, survey.open_link, \
               survey.last_day FROM survey_asking_letter l JOIN survey_asking a ON a.id = l.asking_id \
               JOIN survey ON survey.id = a.survey_id WHERE l.letter_id = $1";
    let behind = |row: Row| {
        Ok(Behind {
            asking: row.id(0)?,
            language: row.get(1)?,
            survey: row.id(2)?,
            anonymous: row.get(3)?,
            open: State::find(row.text(4)?) == Some(State::Open),
            slug: row.get(5)?,
            open_link: row.get(6)?,
            last_day: row.get::<Option<i64>>(7)?.map(Day::from_number),
        })
    };
    db.query_opt(sql, params![letter.raw()])?.map(behind).transpose()
}

/// Where somebody stands who is about to be asked: their customer after merges; none where the record is gone or went into another.
pub(crate) fn find_standing(db: &mut Db<'_>, contact: ContactId) -> Result<Option<AccountId>, Error> {
    let sql = "SELECT COALESCE(account.merged_into, account.id) FROM contact JOIN account ON account.id = contact.account_id \
               WHERE contact.id = $1 AND contact.merged_into IS NULL AND contact.erased_day IS NULL";
    db.query_opt(sql, params![contact.raw()])?.map(|row| row.id(0)).transpose()
}

/// The link that somebody got by an asking, and whether they answered.
pub(crate) fn find_link_of(
    db: &mut Db<'_>,
    asking: AskingId,
    contact: ContactId,
) -> Result<Option<(LinkId, bool)>, Error> {
    let sql = "SELECT id, state FROM survey_link WHERE asking_id = $1 AND contact_id = $2";
    let row = db.query_opt(sql, params![asking.raw(), contact.raw()])?;
    row.map(|row| Ok((row.id(0)?, row.text(1)? == "done"))).transpose()
}

/// Makes the link of somebody who is asked.
pub(crate) fn add_link_of(
    tx: &mut Tx<'_>,
    behind: &Behind,
    (account, contact): (AccountId, ContactId),
    (id, hash): (LinkId, String),
    day: Day,
) -> Result<(), Error> {
    let (account, contact, asking) = (Some(account), Some(contact), Some(behind.asking));
    let link = NewLink { id, hash, origin: Origin::Person, account, contact, asking, came: Came::Not };
    add_link(tx, behind.survey, &link, day)
}

/// Who of these people have answered by an asking.
pub(crate) fn list_answered(db: &mut Db<'_>, asking: AskingId, people: &[i64]) -> Result<Vec<i64>, Error> {
    let mut answered = Vec::new();
    let sql =
        "SELECT contact_id FROM survey_link WHERE asking_id = $1 AND state = 'done' AND contact_id {among}";
    db.each_among(sql, params![asking.raw()], people, |row| {
        answered.push(row.get(0)?);
        Ok::<_, Error>(())
    })?;
    Ok(answered)
}

/// How many began and how many finished of those who got a link by an asking; through an index.
pub(crate) fn count_answered(db: &mut Db<'_>, asking: AskingId) -> Result<(i64, i64), Error> {
    let sql = "SELECT state, COUNT(*) FROM survey_link WHERE asking_id = $1 GROUP BY state";
    let mut states: BTreeMap<String, i64> = BTreeMap::new();
    for row in db.query(sql, params![asking.raw()])? {
        states.insert(row.get(0)?, row.get(1)?);
    }
    let of = |state: &str| states.get(state).copied().unwrap_or(0);
    Ok((of("begun") + of("done"), of("done")))
}

/// Somebody at a customer, with what it takes to write to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reader {
    pub(crate) contact: ContactId,
    pub(crate) name: String,
    /// Their main address.
    pub(crate) address: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) erased: bool,
}

/// Hands out every customer that stands, in no order.
pub(crate) fn each_customer(db: &mut Db<'_>, take: &mut impl FnMut(AccountId)) -> Result<(), Error> {
    db.each("SELECT id FROM account WHERE merged_into IS NULL", &[], |row| {
        take(row.id(0)?);
        Ok::<_, Error>(())
    })
}

/// Everybody at these customers and at records that went into these, without those who went into others.
pub(crate) fn list_readers(db: &mut Db<'_>, accounts: &[AccountId]) -> Result<Vec<Reader>, Error> {
    let standing: HashMap<i64, i64> = standing(db, accounts)?;
    let keys: Vec<i64> = standing.keys().copied().collect();
    let mut readers = Vec::new();
    let sql = "SELECT id, name, emails, language, erased_day FROM contact WHERE merged_into IS NULL AND account_id {among}";
    db.each_among(sql, &[], &keys, |row| {
        let emails = row.get::<Option<String>>(2)?.unwrap_or_default();
        readers.push(Reader {
            contact: row.id(0)?,
            name: row.get(1)?,
            address: emails.lines().map(str::trim).find(|one| !one.is_empty()).map(str::to_owned),
            language: row.get(3)?,
            erased: row.get::<Option<i64>>(4)?.is_some(),
        });
        Ok::<_, Error>(())
    })?;
    Ok(readers)
}
