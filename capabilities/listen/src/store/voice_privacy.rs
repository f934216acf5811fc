//! What people told of their own accord, told to them and erased: what somebody matched with a customer, and what was left with an address of
//! theirs.

use troth_core::{Id, VoiceId};
use troth_store::export::Given;
use troth_store::{Db, Error, PersonalTable, Sheet, Told, Tx, Weight, Whom};

pub(super) const VOICE: PersonalTable = PersonalTable::new(
    "voice",
    "listen-privacy-voice",
    &["text", "about", "name", "email", "folded", "published"],
    Told::Sheet("voices"),
);
pub(super) const REPLY: PersonalTable =
    PersonalTable::new("voice_reply", "listen-privacy-voice-reply", &["text"], Told::Sheet("voice_replies"));
pub(super) const VOTE: PersonalTable =
    PersonalTable::new("voice_vote", "listen-privacy-voice-vote", &["email"], Told::Sheet("votes"));
pub(super) const LETTER: PersonalTable =
    PersonalTable::new("voice_letter", "listen-privacy-voice-letter", &["email"], Told::Made);

fn addresses(whom: &Whom) -> Vec<&str> {
    whom.words.iter().map(String::as_str).filter(|word| word.contains('@')).collect()
}

/// What they told, by customer, person and address.
fn voices(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<i64>, Error> {
    let mut found: Vec<i64> = Vec::new();
    let mut add = |row: &troth_store::Row| {
        found.push(row.get(0)?);
        Ok::<_, Error>(())
    };
    db.each_among("SELECT id FROM voice WHERE account_id {among}", &[], &whom.accounts, &mut add)?;
    db.each_among("SELECT id FROM voice WHERE contact_id {among}", &[], &whom.contacts, &mut add)?;
    db.each_among(
        "SELECT id FROM voice WHERE email <> '' AND email {among}",
        &[],
        &addresses(whom),
        &mut add,
    )?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The addresses they left, those known before among them.
fn all_addresses(db: &mut Db<'_>, whom: &Whom, ids: &[i64]) -> Result<Vec<String>, Error> {
    let mut all: Vec<String> = addresses(whom).into_iter().map(str::to_owned).collect();
    db.each_among("SELECT DISTINCT email FROM voice WHERE email <> '' AND id {among}", &[], ids, |row| {
        all.push(row.get(0)?);
        Ok::<_, Error>(())
    })?;
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

pub(super) fn tell(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<Sheet>, Error> {
    let ids = voices(db, whom)?;
    let id_of = |raw: i64| Given::Text(VoiceId::from_raw(raw).to_string());
    let mut told = Vec::new();
    let sql = "SELECT id, at, sort, stage, text, about, name, email, published FROM voice WHERE id {among} ORDER BY id";
    db.each_among(sql, &[], &ids, |row| {
        let text = |place: usize| {
            Ok::<_, Error>(row.get::<Option<String>>(place)?.map_or(Given::Nothing, Given::Text))
        };
        let mut cells = vec![id_of(row.get(0)?), Given::Moment(row.get(1)?)];
        for place in 2..9 {
            cells.push(text(place)?);
        }
        told.push(cells);
        Ok::<_, Error>(())
    })?;
    let mut replies = Vec::new();
    let sql = "SELECT voice_id, at, stage, text FROM voice_reply WHERE voice_id {among} ORDER BY id";
    db.each_among(sql, &[], &ids, |row| {
        let text = |place: usize| Ok::<_, Error>(Given::Text(row.get(place)?));
        replies.push(vec![id_of(row.get(0)?), Given::Moment(row.get(1)?), text(2)?, text(3)?]);
        Ok::<_, Error>(())
    })?;
    let mut votes = Vec::new();
    let sql =
        "SELECT voice_id, day, email FROM voice_vote WHERE email <> '' AND email {among} ORDER BY voice_id";
    db.each_among(sql, &[], &addresses(whom), |row| {
        let day = troth_core::Day::from_number(row.get(1)?).to_string();
        votes.push(vec![id_of(row.get(0)?), Given::Text(day), Given::Text(row.get(2)?)]);
        Ok::<_, Error>(())
    })?;
    Ok(vec![
        Sheet {
            name: "voices",
            columns: vec!["voice", "at", "sort", "stage", "text", "about", "name", "email", "published"],
            rows: told,
        },
        Sheet { name: "voice_replies", columns: vec!["voice", "at", "stage", "text"], rows: replies },
        Sheet { name: "votes", columns: vec!["voice", "day", "email"], rows: votes },
    ])
}

pub(super) fn weigh(db: &mut Db<'_>, whom: &Whom) -> Result<Weight, Error> {
    let ids = voices(db, whom)?;
    let mut weight = Weight::new();
    for (table, sql) in [
        (
            "voice",
            "SELECT COUNT(*) FROM voice WHERE (text <> '' OR email <> '' OR name <> '') AND id {among}",
        ),
        ("voice_reply", "SELECT COUNT(*) FROM voice_reply WHERE text <> '' AND voice_id {among}"),
    ] {
        let mut rows = 0;
        db.each_among(sql, &[], &ids, |row| {
            rows += row.get::<i64>(0)?;
            Ok::<_, Error>(())
        })?;
        weight.push((table, rows));
    }
    let addresses = all_addresses(db, whom, &ids)?;
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    for (table, sql) in [
        ("voice_vote", "SELECT COUNT(*) FROM voice_vote WHERE email <> '' AND email {among}"),
        ("voice_letter", "SELECT COUNT(*) FROM voice_letter WHERE email <> '' AND email {among}"),
    ] {
        let mut rows = 0;
        db.each_among(sql, &[], &addresses, |row| {
            rows += row.get::<i64>(0)?;
            Ok::<_, Error>(())
        })?;
        weight.push((table, rows));
    }
    weight.retain(|(_, rows)| *rows > 0);
    Ok(weight)
}

/// What they wrote, who they are and what was answered goes, with their links; that something of a sort was told on a day, and what became of it,
/// stays counted. It leaves the public list, too: its words may be theirs.
pub(super) fn erase(tx: &mut Tx<'_>, whom: &Whom) -> Result<(), Error> {
    let ids = voices(tx, whom)?;
    let addresses = all_addresses(tx, whom, &ids)?;
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    troth_mail::forget_addresses(tx, &addresses)?;
    tx.execute_among(
        "UPDATE voice SET text = '', about = '', name = '', email = '', wants = (1 = 0), folded = '', published = NULL WHERE id {among}",
        &[],
        &ids,
    )?;
    tx.execute_among("UPDATE voice_reply SET text = '' WHERE voice_id {among}", &[], &ids)?;
    tx.execute_among("DELETE FROM voice_link WHERE voice_id {among}", &[], &ids)?;
    tx.execute_among("UPDATE voice_vote SET email = '' WHERE email {among}", &[], &addresses)?;
    tx.execute_among("UPDATE voice_letter SET email = '' WHERE email {among}", &[], &addresses)?;
    Ok(())
}
