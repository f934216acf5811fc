//! A person's data: each crate declares which of its tables say something of a customer or of a person there, tells it in full, and
//! erases what names them. What is counted stays: erasure replaces the person and keeps the facts.

use sha2::{Digest, Sha256};

use crate::export::Given;
use crate::{Db, Error, Row, Tx, Value, params};

/// Where what a table holds of somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// On the sheet of this name.
    Sheet(&'static str),
    /// Nowhere: it is made of what other tables hold, or repeats it for a while.
    Made,
}

/// A table that says something of a customer or of a person there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonalTable {
    /// Its name.
    pub name: &'static str,
    /// Key of the text that says what its rows are.
    pub text: &'static str,
    /// Columns that name somebody, say how to reach them or hold what somebody wrote: erasure empties them, or deletes the rows.
    pub columns: &'static [&'static str],
    /// Where it is told.
    pub told: Told,
}

impl PersonalTable {
    /// A table, the text that says what it holds, its columns with personal data, and how they are told.
    pub const fn new(
        name: &'static str,
        text: &'static str,
        columns: &'static [&'static str],
        told: Told,
    ) -> Self {
        Self { name, text, columns, told }
    }
}

/// Whom it is about: a customer with everybody there, or a person alone; all records that went into theirs included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whom {
    /// Records of the customer; empty where it is about a person alone.
    pub accounts: Vec<i64>,
    /// Records of the people.
    pub contacts: Vec<i64>,
    /// What events can be about that is theirs: prefix of an id, and ids.
    pub subjects: Vec<(&'static str, Vec<i64>)>,
    /// Records that were one with theirs for a while, or are the other half of a merge: prefix of an id, and ids.
    pub linked: Vec<(&'static str, Vec<i64>)>,
    /// What they are called and reached by: names, addresses, numbers, keys, and the ids that stand for them.
    pub words: Vec<String>,
    /// What they bought that others bought under the same name.
    pub common: Vec<String>,
}

impl Whom {
    /// Whether a text speaks of them.
    pub fn is_named_in(&self, text: &str) -> bool {
        self.words.iter().any(|word| text.contains(word.as_str()) || text.contains(&in_json(word)))
    }
}

/// A word as it stands inside a JSON text.
fn in_json(word: &str) -> String {
    let quoted = serde_json::to_string(word).unwrap_or_default();
    quoted.trim_matches('"').to_owned()
}

/// Rows of one sort, told to whom they are about.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name: a file is called so.
    pub name: &'static str,
    /// Headings.
    pub columns: Vec<&'static str>,
    /// Rows.
    pub rows: Vec<Vec<Given>>,
}

/// Tables and how many of their rows go or are emptied.
pub type Weight = Vec<(&'static str, i64)>;

/// What a crate holds of customers and the people there.
#[derive(Debug, Clone, Copy)]
pub struct Privacy {
    /// The tables that say something of them.
    pub tables: &'static [PersonalTable],
    /// Tells all of it.
    pub tell: fn(&mut Db<'_>, &Whom) -> Result<Vec<Sheet>, Error>,
    /// What erasing would take: of each table that loses something, how many rows.
    pub weigh: fn(&mut Db<'_>, &Whom) -> Result<Weight, Error>,
    /// Erases; the second time nothing is left to do.
    pub erase: fn(&mut Tx<'_>, &Whom, &Erasing) -> Result<(), Error>,
}

/// How somebody is erased.
#[derive(Debug, Clone)]
pub struct Erasing {
    /// What they are called from now on.
    pub name: String,
    /// What keys of outside systems become.
    pub keys: HiddenKeys,
}

/// Setting with the secret that keys are hidden with.
const SECRET: &str = "privacy.secret";

/// Keys of erased rows, as they stand in the place of the keys: a source that brings one again is recognised, and nobody reads from it
/// whose key it was. It is a pseudonym, not nothing: whoever has both the records and a list of keys can try them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenKeys([u8; 32]);

/// Before every hidden key.
const HIDDEN: &str = "erased:";

impl HiddenKeys {
    /// What stands in the place of a key.
    pub fn hide(&self, source: &str, key: &str) -> String {
        if key.starts_with(HIDDEN) {
            return key.to_owned();
        }
        // A keyed hash: the secret has a fixed length and stands first, and the half of the hash that is kept cannot be extended.
        let hash =
            Sha256::new().chain_update(self.0).chain_update(source).chain_update([0]).chain_update(key);
        let hash = hash.finalize();
        hash.iter().take(16).fold(HIDDEN.to_owned(), |text, byte| format!("{text}{byte:02x}"))
    }
}

impl Db<'_> {
    /// How keys were hidden; nothing where nobody was ever erased.
    pub fn find_hidden_keys(&mut self) -> Result<Option<HiddenKeys>, Error> {
        let Some(text) = self.find_setting(SECRET)? else { return Ok(None) };
        let bytes: Vec<u8> = (text.as_bytes().chunks(2))
            .filter_map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok())
            .collect();
        let secret =
            bytes.try_into().map_err(|_| Error::Decode(format!("the setting {SECRET} is damaged")))?;
        Ok(Some(HiddenKeys(secret)))
    }
}

impl Tx<'_> {
    /// How keys are hidden: as before, or with this secret the first time.
    pub fn keep_hidden_keys(&mut self, fresh: [u8; 32]) -> Result<HiddenKeys, Error> {
        if let Some(keys) = self.find_hidden_keys()? {
            return Ok(keys);
        }
        let text = fresh.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        self.set_setting(SECRET, &text)?;
        Ok(HiddenKeys(fresh))
    }
}

/// What the store itself holds.
pub(crate) const PRIVACY: Privacy = Privacy {
    tables: &[
        PersonalTable::new("consent", "web-privacy-consent", &["obtained"], Told::Sheet("consents")),
        PersonalTable::new("event", "web-privacy-event", &[], Told::Sheet("log")),
        PersonalTable::new(
            "event_private",
            "web-privacy-event-private",
            &["payload"],
            Told::Sheet("changes"),
        ),
        PersonalTable::new("request_key", "web-privacy-request-key", &["answer"], Told::Made),
        PersonalTable::new("score", "web-privacy-score", &[], Told::Sheet("scores")),
        PersonalTable::new("work_item", "web-privacy-work-item", &["why"], Told::Sheet("work")),
        PersonalTable::new("work_action", "web-privacy-work-action", &[], Told::Made),
    ],
    tell,
    weigh,
    erase,
};

fn text(row: &Row, place: usize) -> Result<Given, Error> {
    Ok(row.get::<Option<String>>(place)?.map_or(Given::Nothing, Given::Text))
}

fn moment(row: &Row, place: usize) -> Result<Given, Error> {
    Ok(row.get::<Option<i64>>(place)?.map_or(Given::Nothing, Given::Moment))
}

fn number(row: &Row, place: usize) -> Result<Given, Error> {
    Ok(row.get::<Option<f64>>(place)?.map_or(Given::Nothing, |number| Given::Text(format!("{number}"))))
}

/// Rows of one of these keys as a sheet.
fn sheet(
    db: &mut Db<'_>,
    name: &'static str,
    columns: &[&'static str],
    (sql, keys): (&str, &[i64]),
    give: impl Fn(&Row) -> Result<Vec<Given>, Error>,
) -> Result<Sheet, Error> {
    let mut rows = Vec::new();
    db.each_among(sql, &[], keys, |row| {
        rows.push(give(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(Sheet { name, columns: columns.to_vec(), rows })
}

fn tell(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<Sheet>, Error> {
    let mut sheets = Vec::new();
    let sql = "SELECT contact_id, purpose, given, at, obtained, actor_kind, recorded_at FROM consent WHERE contact_id {among} \
               ORDER BY contact_id, at, id";
    let columns = ["person", "purpose", "given", "at", "obtained", "recorded_by", "recorded_at"];
    sheets.push(sheet(db, "consents", &columns, (sql, &whom.contacts), |row| {
        let person = Given::Text(row.id::<troth_core::ContactId>(0)?.to_string());
        let given = Given::Truth(row.get(2)?);
        Ok(vec![person, text(row, 1)?, given, moment(row, 3)?, text(row, 4)?, text(row, 5)?, moment(row, 6)?])
    })?);
    let (mut log, mut changes) = (Vec::new(), Vec::new());
    for (kind, ids) in &whom.subjects {
        let sql = "SELECT at, kind, actor_kind, payload FROM event WHERE subject_kind = $1 AND subject_id {among} ORDER BY id";
        db.each_among(sql, params![*kind], ids, |row| {
            log.push(vec![moment(row, 0)?, text(row, 1)?, text(row, 2)?, text(row, 3)?]);
            Ok::<_, Error>(())
        })?;
        let sql = "SELECT event.at, event.kind, private.payload FROM event_private private \
                   JOIN event ON event.id = private.event_id \
                   WHERE private.subject_kind = $1 AND private.subject_id {among} ORDER BY event.id";
        db.each_among(sql, params![*kind], ids, |row| {
            changes.push(vec![moment(row, 0)?, text(row, 1)?, text(row, 2)?]);
            Ok::<_, Error>(())
        })?;
    }
    sheets.push(Sheet { name: "log", columns: vec!["at", "what", "by", "about"], rows: log });
    sheets.push(Sheet { name: "changes", columns: vec!["at", "what", "before"], rows: changes });
    if let Some(half) = db.find_published_half()? {
        let sql = format!(
            "SELECT alive, alive_low, alive_high, purchases, purchases_low, purchases_high, worth, worth_low, worth_high FROM score \
             WHERE half = {} AND account_id {{among}}",
            half.number()
        );
        let columns = [
            "chance_to_come_back",
            "chance_low",
            "chance_high",
            "purchases_expected",
            "purchases_low",
            "purchases_high",
            "worth",
            "worth_low",
            "worth_high",
        ];
        sheets.push(sheet(db, "scores", &columns, (&sql, &whom.accounts), |row| {
            (0..columns.len()).map(|place| number(row, place)).collect()
        })?);
    }
    let sql = "SELECT kind, decision, decided_at, snoozed_until, why, payload FROM work_item WHERE account_id {among} ORDER BY id";
    let columns = ["kind", "decision", "decided_at", "until", "why", "proposal"];
    sheets.push(sheet(db, "work", &columns, (sql, &whom.accounts), |row| {
        Ok(vec![text(row, 0)?, text(row, 1)?, moment(row, 2)?, moment(row, 3)?, text(row, 4)?, text(row, 5)?])
    })?);
    Ok(sheets)
}

fn count(db: &mut Db<'_>, sql: &str, first: &[Value], keys: &[i64]) -> Result<i64, Error> {
    let mut total = 0;
    db.each_among(sql, first, keys, |row| {
        total += row.get::<i64>(0)?;
        Ok::<_, Error>(())
    })?;
    Ok(total)
}

fn weigh(db: &mut Db<'_>, whom: &Whom) -> Result<Weight, Error> {
    let consents = "SELECT COUNT(*) FROM consent WHERE obtained <> '' AND contact_id {among}";
    let consents = count(db, consents, &[], &whom.contacts)?;
    let private = "SELECT COUNT(*) FROM event_private WHERE subject_kind = $1 AND subject_id {among}";
    let mut changes = 0;
    for (kind, ids) in &whom.subjects {
        changes += count(db, private, params![*kind], ids)?;
    }
    changes += i64::try_from(list_linked(db, whom)?.len()).unwrap_or(i64::MAX);
    let (condition, values) = speaking(db, whom);
    let answers = format!("SELECT COUNT(*) FROM request_key WHERE {condition}");
    let answers = db.scalar(&answers, &values)?;
    let work = "SELECT COUNT(*) FROM work_item WHERE (why IS NOT NULL OR decision IN ('open', 'snoozed')) AND account_id {among}";
    let work = count(db, work, &[], &whom.accounts)?;
    let all =
        [("consent", consents), ("event_private", changes), ("request_key", answers), ("work_item", work)];
    Ok(all.into_iter().filter(|(_, rows)| *rows > 0).collect())
}

/// What is kept beside events of records that were one with theirs, where it repeats what they are called.
fn list_linked(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    for (kind, ids) in &whom.linked {
        let sql =
            "SELECT event_id, payload FROM event_private WHERE subject_kind = $1 AND subject_id {among}";
        db.each_among(sql, params![*kind], ids, |row| {
            if whom.is_named_in(row.text(1)?) {
                found.push(row.get(0)?);
            }
            Ok::<_, Error>(())
        })?;
    }
    Ok(found)
}

/// Kept answers to requests in which they are named, as a condition. Cost: one pass over the answers of a day.
fn speaking(db: &Db<'_>, whom: &Whom) -> (String, Vec<Value>) {
    let (mut tests, mut values) = (Vec::new(), Vec::new());
    for word in &whom.words {
        values.push(Value::Bytes(in_json(word).into_bytes()));
        let mark = values.len();
        tests.push(match db.engine() {
            crate::Engine::Sqlite => format!("instr(answer, ${mark}) > 0"),
            crate::Engine::Postgres => format!("position(${mark} IN answer) > 0"),
        });
    }
    (if tests.is_empty() { "1 = 0".into() } else { format!("({})", tests.join(" OR ")) }, values)
}

fn erase(tx: &mut Tx<'_>, whom: &Whom, _: &Erasing) -> Result<(), Error> {
    tx.execute_among("UPDATE consent SET obtained = '' WHERE contact_id {among}", &[], &whom.contacts)?;
    let linked = list_linked(tx, whom)?;
    tx.execute_among("DELETE FROM event_private WHERE event_id {among}", &[], &linked)?;
    for (kind, ids) in &whom.subjects {
        let sql = "DELETE FROM event_private WHERE subject_kind = $1 AND subject_id {among}";
        tx.execute_among(sql, params![*kind], ids)?;
    }
    // What the request did stays done: asked again, it is said that the answer is not kept.
    let (condition, values) = speaking(tx, whom);
    let hidden = format!(
        "UPDATE request_key SET state = 'committed', status = NULL, kind = NULL, answer = NULL WHERE {condition}"
    );
    tx.execute(&hidden, &values)?;
    // What nobody has decided is proposed to nobody any more; what somebody did about them stays counted.
    tx.execute_among(
        "DELETE FROM work_item WHERE decision IN ('open', 'snoozed') AND account_id {among}",
        &[],
        &whom.accounts,
    )?;
    tx.execute_among("UPDATE work_item SET why = NULL WHERE account_id {among}", &[], &whom.accounts)?;
    Ok(())
}
