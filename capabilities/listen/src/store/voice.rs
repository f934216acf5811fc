//! What people tell of their own accord, in the database.

use troth_core::{AccountId, ContactId, Day, Id, Instant, LetterId, ReplyId, StaffId, UserId, VoiceId};
use troth_records::fold;
use troth_store::{Db, Error, Row, Tx, Value, params};

use crate::model::{Misaligned, NewVoice, Reply, Sort, Stage, Voice};

/// Setting that says whether anybody can tell something: `open` or not there.
pub(crate) const OPEN: &str = "listen.voices";
/// Of how many that came last the search looks at the words.
pub(crate) const SEARCHED: i64 = 10_000;

const VOICE: &str = "SELECT id, sort, stage, text, about, name, email, wants, language, account_id, contact_id, staff_id, misaligned, \
                     merged_into, published, at, told_day FROM voice";

fn known<T>(found: Option<T>, what: &str) -> Result<T, Error> {
    found.ok_or_else(|| Error::Decode(format!("what somebody told is of no known {what}")))
}

fn voice(row: &Row) -> Result<Voice, Error> {
    let misaligned = row.get::<Option<String>>(12)?;
    Ok(Voice {
        id: row.id(0)?,
        sort: known(Sort::find(row.text(1)?), "sort")?,
        stage: known(Stage::find(row.text(2)?), "stage")?,
        text: row.get(3)?,
        about: row.get(4)?,
        name: row.get(5)?,
        email: row.get(6)?,
        wants: row.get(7)?,
        language: row.get(8)?,
        account: row.optional_id(9)?,
        contact: row.optional_id(10)?,
        staff: row.optional_id(11)?,
        misaligned: misaligned.map(|word| known(Misaligned::find(&word), "disagreement")).transpose()?,
        merged_into: row.optional_id(13)?,
        published: row.get(14)?,
        at: row.instant(15)?,
        told_day: row.get::<Option<i64>>(16)?.map(Day::from_number),
    })
}

pub(crate) fn get_voice(db: &mut Db<'_>, id: VoiceId) -> Result<Voice, Error> {
    voice(&db.query_one(&format!("{VOICE} WHERE id = $1"), params![id.raw()])?)
}

/// What was told by whoever has this link.
pub(crate) fn find_by_link(db: &mut Db<'_>, hash: &str) -> Result<Option<Voice>, Error> {
    let sql = format!("{VOICE} WHERE id = (SELECT voice_id FROM voice_link WHERE token_hash = $1)");
    db.query_opt(&sql, params![hash])?.as_ref().map(voice).transpose()
}

/// Whether anybody can tell something.
pub(crate) fn is_open(db: &mut Db<'_>) -> Result<bool, Error> {
    Ok(db.find_setting(OPEN)?.is_some_and(|set| set == "open"))
}

/// Enters what somebody told, with the link by which they follow it.
pub(crate) fn add_voice(tx: &mut Tx<'_>, new: &NewVoice, hash: &str, day: Day) -> Result<VoiceId, Error> {
    let (id, now): (VoiceId, Instant) = (tx.new_id(), tx.now());
    let folded = fold(&format!("{} {} {} {}", new.text, new.about, new.name, new.email));
    tx.execute(
        "INSERT INTO voice (id, sort, stage, text, about, name, email, wants, language, folded, at, day, month) \
         VALUES ($1, $2, 'new', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            id.raw(),
            new.sort.key(),
            new.text.as_str(),
            new.about.as_str(),
            new.name.as_str(),
            new.email.as_str(),
            new.wants,
            new.language.as_str(),
            folded,
            now,
            day,
            day.month().number()
        ],
    )?;
    add_link(tx, id, hash)?;
    Ok(id)
}

/// One more way to follow it; the same a second time is the first.
pub(crate) fn add_link(tx: &mut Tx<'_>, id: VoiceId, hash: &str) -> Result<(), Error> {
    let sql = "INSERT INTO voice_link (token_hash, voice_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    tx.execute(sql, params![hash, id.raw()])?;
    Ok(())
}

/// Which of them are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) sort: Option<Sort>,
    pub(crate) stage: Option<Stage>,
    /// Done, and those who asked were not told.
    pub(crate) untold: bool,
    /// Praise of this member of staff.
    pub(crate) staff: Option<StaffId>,
    pub(crate) words: String,
}

/// What people told, latest first, before one of them; what went into others is left out. Without words to search for through an index.
pub(crate) fn list_voices(
    db: &mut Db<'_>,
    filter: &Filter,
    before: Option<VoiceId>,
    limit: usize,
) -> Result<Vec<Voice>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = params![before.map_or(i64::MAX, Id::raw), limit].to_vec();
    let mut conditions = String::new();
    let only = [
        ("sort = ", filter.sort.map(|sort| Value::from(sort.key()))),
        ("stage = ", filter.stage.map(|stage| Value::from(stage.key()))),
        ("staff_id = ", filter.staff.map(|staff| Value::from(staff.raw()))),
    ];
    for (condition, value) in only.into_iter().filter_map(|(condition, value)| Some((condition, value?))) {
        values.push(value);
        conditions = format!("{conditions} AND {condition}${}", values.len());
    }
    if filter.untold {
        conditions.push_str(" AND stage = 'done' AND told_day IS NULL");
    }
    for word in fold(&filter.words).split_whitespace().take(5) {
        values.push(Value::from(format!("%{}%", word.replace(['%', '_', '\\'], " ").trim())));
        conditions = format!("{conditions} AND folded LIKE ${}", values.len());
    }
    if !filter.words.trim().is_empty() {
        conditions =
            format!("{conditions} AND id IN (SELECT id FROM voice ORDER BY id DESC LIMIT {SEARCHED})");
    }
    let sql = format!("{VOICE} WHERE id < $1 AND merged_into IS NULL{conditions} ORDER BY id DESC LIMIT $2");
    db.query(&sql, &values)?.iter().map(voice).collect()
}

/// How many nobody has said anything to yet, and how many are done without anybody having been told; through indexes.
pub(crate) fn count_waiting(db: &mut Db<'_>) -> Result<(i64, i64), Error> {
    let new = db.scalar("SELECT COUNT(*) FROM voice WHERE stage = 'new' AND merged_into IS NULL", &[])?;
    let sql = "SELECT COUNT(*) FROM voice WHERE stage = 'done' AND told_day IS NULL AND merged_into IS NULL";
    Ok((new, db.scalar(sql, &[])?))
}

/// It and all that went into it, step by step: as many looks into the index as there are.
pub(crate) fn list_kin(db: &mut Db<'_>, id: VoiceId) -> Result<Vec<VoiceId>, Error> {
    let mut all = vec![id];
    let mut step = vec![id.raw()];
    while !step.is_empty() {
        let mut next = Vec::new();
        db.each_among("SELECT id FROM voice WHERE merged_into {among}", &[], &step, |row| {
            next.push(row.get::<i64>(0)?);
            Ok::<_, Error>(())
        })?;
        all.extend(next.iter().map(|id| VoiceId::from_raw(*id)));
        step = next;
    }
    Ok(all)
}

/// What stands for it in the end.
pub(crate) fn find_standing(db: &mut Db<'_>, mut one: Voice) -> Result<Voice, Error> {
    while let Some(into) = one.merged_into {
        one = get_voice(db, into)?;
    }
    Ok(one)
}

/// All of these.
pub(crate) fn voices_of(db: &mut Db<'_>, ids: &[VoiceId]) -> Result<Vec<Voice>, Error> {
    let ids: Vec<i64> = ids.iter().map(|id| id.raw()).collect();
    let mut all = Vec::new();
    db.each_among(&format!("{VOICE} WHERE id {{among}} ORDER BY id"), &[], &ids, |row| {
        all.push(voice(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(all)
}

/// What was answered, in order.
pub(crate) fn list_replies(db: &mut Db<'_>, id: VoiceId) -> Result<Vec<Reply>, Error> {
    let sql = "SELECT id, stage, text, at FROM voice_reply WHERE voice_id = $1 ORDER BY id";
    let reply = |row: &Row| {
        let stage = known(Stage::find(row.text(1)?), "stage")?;
        Ok(Reply { id: row.id(0)?, stage, text: row.get(2)?, at: row.instant(3)? })
    };
    db.query(sql, params![id.raw()])?.iter().map(reply).collect()
}

/// Which voice a reply answers, and who wrote it.
pub(crate) fn find_reply(db: &mut Db<'_>, id: ReplyId) -> Result<Option<(VoiceId, Reply, UserId)>, Error> {
    let sql = "SELECT voice_id, user_id FROM voice_reply WHERE id = $1";
    let Some(row) = db.query_opt(sql, params![id.raw()])? else { return Ok(None) };
    let (voice, user): (VoiceId, UserId) = (row.id(0)?, row.id(1)?);
    let reply = list_replies(db, voice)?.into_iter().find(|reply| reply.id == id);
    Ok(reply.map(|reply| (voice, reply, user)))
}

/// Keeps an answer, and what it became by it.
pub(crate) fn add_reply(
    tx: &mut Tx<'_>,
    id: VoiceId,
    (stage, text): (Stage, &str),
    misaligned: Option<Misaligned>,
    (user, day): (UserId, Day),
) -> Result<ReplyId, Error> {
    let (reply, now): (ReplyId, Instant) = (tx.new_id(), tx.now());
    tx.execute(
        "INSERT INTO voice_reply (id, voice_id, stage, text, user_id, at) VALUES ($1, $2, $3, $4, $5, $6)",
        params![reply.raw(), id.raw(), stage.key(), text, user.raw(), now],
    )?;
    let done = (stage == Stage::Done).then(|| day.number());
    tx.execute(
        "UPDATE voice SET stage = $2, misaligned = $3, answered_day = COALESCE(answered_day, $4), done_day = $5, told_day = NULL \
         WHERE id = $1",
        params![id.raw(), stage.key(), misaligned.map(Misaligned::key), day, done],
    )?;
    Ok(reply)
}

/// Says which customer it is of, or that it is nobody's.
pub(crate) fn set_whose(
    tx: &mut Tx<'_>,
    id: VoiceId,
    whose: Option<(AccountId, Option<ContactId>)>,
) -> Result<(), Error> {
    let account = whose.map(|(account, _)| account.raw());
    let contact = whose.and_then(|(_, contact)| contact).map(Id::raw);
    let sql = "UPDATE voice SET account_id = $2, contact_id = $3 WHERE id = $1";
    tx.execute(sql, params![id.raw(), account, contact])?;
    Ok(())
}

pub(crate) fn set_merged(tx: &mut Tx<'_>, id: VoiceId, into: Option<VoiceId>) -> Result<(), Error> {
    let sql = "UPDATE voice SET merged_into = $2 WHERE id = $1";
    tx.execute(sql, params![id.raw(), into.map(Id::raw)])?;
    Ok(())
}

pub(crate) fn set_published(tx: &mut Tx<'_>, id: VoiceId, words: Option<&str>) -> Result<(), Error> {
    tx.execute("UPDATE voice SET published = $2 WHERE id = $1", params![id.raw(), words])?;
    Ok(())
}

pub(crate) fn set_staff(tx: &mut Tx<'_>, id: VoiceId, staff: StaffId) -> Result<(), Error> {
    tx.execute("UPDATE voice SET staff_id = $2 WHERE id = $1", params![id.raw(), staff.raw()])?;
    Ok(())
}

pub(crate) fn set_told(tx: &mut Tx<'_>, id: VoiceId, day: Day) -> Result<(), Error> {
    tx.execute("UPDATE voice SET told_day = $2 WHERE id = $1", params![id.raw(), day])?;
    Ok(())
}

/// What stands on the public list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) id: VoiceId,
    pub(crate) words: String,
    pub(crate) stage: Stage,
    pub(crate) votes: i64,
    /// Whether this browser wants it, too.
    pub(crate) mine: bool,
}

/// The most that stand on the public list.
const WISHES: i64 = 100;

/// The public list, most wanted first. Cost: those on it, each with a count of its votes in the index.
pub(crate) fn list_wishes(db: &mut Db<'_>, browser: Option<&str>) -> Result<Vec<Wish>, Error> {
    let sql = "SELECT voice.id, voice.published, voice.stage, \
               (SELECT COUNT(*) FROM voice_vote WHERE voice_vote.voice_id = voice.id) AS votes, \
               (SELECT COUNT(*) FROM voice_vote WHERE voice_vote.voice_id = voice.id AND voice_vote.browser_hash = $1) AS mine \
               FROM voice WHERE voice.published IS NOT NULL AND voice.merged_into IS NULL ORDER BY votes DESC, voice.id DESC LIMIT $2";
    let wish = |row: &Row| {
        Ok(Wish {
            id: row.id(0)?,
            words: row.get(1)?,
            stage: known(Stage::find(row.text(2)?), "stage")?,
            votes: row.get(3)?,
            mine: row.get::<i64>(4)? > 0,
        })
    };
    db.query(sql, params![browser.unwrap_or_default(), WISHES])?.iter().map(wish).collect()
}

pub(crate) fn count_votes(db: &mut Db<'_>, kin: &[VoiceId]) -> Result<i64, Error> {
    let ids: Vec<i64> = kin.iter().map(|id| id.raw()).collect();
    let mut votes = 0;
    db.each_among("SELECT COUNT(*) FROM voice_vote WHERE voice_id {among}", &[], &ids, |row| {
        votes += row.get::<i64>(0)?;
        Ok::<_, Error>(())
    })?;
    Ok(votes)
}

/// Notes that a browser wants it, too; whether that is new. Where it wanted it before, the address is what it says now.
pub(crate) fn add_vote(
    tx: &mut Tx<'_>,
    id: VoiceId,
    (browser, email, language): (&str, &str, &str),
    day: Day,
) -> Result<bool, Error> {
    let sql = "INSERT INTO voice_vote (voice_id, browser_hash, email, language, day) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    if tx.execute(sql, params![id.raw(), browser, email, language, day])? == 1 {
        return Ok(true);
    }
    if !email.is_empty() {
        let sql = "UPDATE voice_vote SET email = $3, language = $4 WHERE voice_id = $1 AND browser_hash = $2";
        tx.execute(sql, params![id.raw(), browser, email, language])?;
    }
    Ok(false)
}

/// Who is written to about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hearer {
    /// What they told, or voted for.
    pub(crate) voice: VoiceId,
    pub(crate) reader: &'static str,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) language: String,
}

/// Who told it, or the same, and wants to hear; with `voters` those, too, who left an address when they voted. Each address once.
pub(crate) fn list_hearers(db: &mut Db<'_>, kin: &[VoiceId], voters: bool) -> Result<Vec<Hearer>, Error> {
    let mut hearers: Vec<Hearer> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for one in voices_of(db, kin)? {
        if one.hears() && seen.insert(one.email.clone()) {
            let (name, email, language) = (one.name, one.email, one.language);
            hearers.push(Hearer { voice: one.id, reader: "author", name, email, language });
        }
    }
    if voters {
        let ids: Vec<i64> = kin.iter().map(|id| id.raw()).collect();
        let sql = "SELECT voice_id, email, language FROM voice_vote WHERE email <> '' AND voice_id {among} ORDER BY voice_id, browser_hash";
        db.each_among(sql, &[], &ids, |row| {
            let email: String = row.get(1)?;
            if seen.insert(email.clone()) {
                let (voice, language) = (row.id(0)?, row.get(2)?);
                hearers.push(Hearer { voice, reader: "voter", name: String::new(), email, language });
            }
            Ok::<_, Error>(())
        })?;
    }
    Ok(hearers)
}

/// Notes to whom a letter goes.
pub(crate) fn put_letter(
    tx: &mut Tx<'_>,
    letter: LetterId,
    (voice, reader, email): (VoiceId, &str, &str),
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO voice_letter (letter_id, voice_id, reader, email) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        params![letter.raw(), voice.raw(), reader, email],
    )?;
    Ok(())
}

/// About what and to whom a letter goes.
pub(crate) fn find_letter(
    db: &mut Db<'_>,
    letter: LetterId,
) -> Result<Option<(VoiceId, String, String)>, Error> {
    let sql = "SELECT voice_id, reader, email FROM voice_letter WHERE letter_id = $1";
    db.query_opt(sql, params![letter.raw()])?
        .map(|row| Ok((row.id(0)?, row.get(1)?, row.get(2)?)))
        .transpose()
}

/// Whether whoever voted still wants to hear at this address.
pub(crate) fn voter_hears(db: &mut Db<'_>, voice: VoiceId, email: &str) -> Result<bool, Error> {
    let sql = "SELECT 1 FROM voice_vote WHERE voice_id = $1 AND email = $2 LIMIT 1";
    Ok(db.query_opt(sql, params![voice.raw(), email])?.is_some())
}

/// The address and name of a member of staff who is here.
pub(crate) fn find_staff_address(
    db: &mut Db<'_>,
    staff: StaffId,
    today: Day,
) -> Result<Option<(String, Option<String>)>, Error> {
    let sql =
        "SELECT name, email FROM staff WHERE id = $1 AND (active_to_day IS NULL OR active_to_day >= $2)";
    db.query_opt(sql, params![staff.raw(), today])?.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// Members of staff who are here, by name; so many.
pub(crate) fn list_staff(db: &mut Db<'_>, today: Day, limit: i64) -> Result<Vec<(StaffId, String)>, Error> {
    let sql = "SELECT id, name FROM staff WHERE active_to_day IS NULL OR active_to_day >= $1 ORDER BY name_key, id LIMIT $2";
    db.query(sql, params![today, limit])?.iter().map(|row| Ok((row.id(0)?, row.get(1)?))).collect()
}
