//! Ways to answer, in the database.

use std::collections::HashMap;

use troth_core::{AccountId, AskingId, ContactId, Day, Id, LinkId, ResponseId, SurveyId};
use troth_store::{Db, Error, Row, Tx, params};

use crate::model::{Counts, Link, Origin};

fn link(row: &Row) -> Result<Link, Error> {
    Ok(Link {
        id: row.id(0)?,
        survey: row.id(1)?,
        account: row.get::<Option<i64>>(2)?.map(AccountId::from_raw),
        contact: row.get::<Option<i64>>(3)?.map(ContactId::from_raw),
        done: row.text(4)? == "done",
        response: row.get::<Option<i64>>(5)?.map(ResponseId::from_raw),
    })
}

/// The link with this token.
pub(crate) fn find_link(db: &mut Db<'_>, hash: &str) -> Result<Option<Link>, Error> {
    let sql = "SELECT id, survey_id, account_id, contact_id, state, response_id FROM survey_link WHERE token_hash = $1";
    db.query_opt(sql, params![hash])?.as_ref().map(link).transpose()
}

/// A link that is to be made.
#[derive(Debug, Clone)]
pub(crate) struct NewLink {
    pub(crate) id: LinkId,
    pub(crate) hash: String,
    pub(crate) origin: Origin,
    pub(crate) account: Option<AccountId>,
    pub(crate) contact: Option<ContactId>,
    /// The asking it is sent by.
    pub(crate) asking: Option<AskingId>,
    pub(crate) came: Came,
}

/// How far somebody came by a link, with the way to their answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Came {
    Not,
    Begun(Option<ResponseId>),
    Done(Option<ResponseId>),
}

impl Came {
    const fn key(self) -> &'static str {
        match self {
            Self::Not => "new",
            Self::Begun(_) => "begun",
            Self::Done(_) => "done",
        }
    }

    fn way(self) -> Option<ResponseId> {
        match self {
            Self::Not => None,
            Self::Begun(way) | Self::Done(way) => way,
        }
    }
}

impl NewLink {
    /// For somebody who came by the open link.
    pub(crate) fn open(id: LinkId, hash: String) -> Self {
        Self { id, hash, origin: Origin::Open, account: None, contact: None, asking: None, came: Came::Not }
    }
}

/// Makes a link.
pub(crate) fn add_link(tx: &mut Tx<'_>, survey: SurveyId, link: &NewLink, day: Day) -> Result<(), Error> {
    if try_link(tx, survey, link, day)? {
        return Ok(());
    }
    Err(Error::Value("a link with this token is there already".into()))
}

/// Makes a link; whether there was none with its token.
pub(crate) fn try_link(tx: &mut Tx<'_>, survey: SurveyId, link: &NewLink, day: Day) -> Result<bool, Error> {
    let made = tx.execute(
        "INSERT INTO survey_link (id, survey_id, token_hash, origin, account_id, contact_id, made_day, state, \
         response_id, asking_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (token_hash) DO NOTHING",
        params![
            link.id.raw(),
            survey.raw(),
            link.hash.as_str(),
            link.origin.key(),
            link.account.map(Id::raw),
            link.contact.map(Id::raw),
            day,
            link.came.key(),
            link.came.way().map(Id::raw),
            link.asking.map(Id::raw)
        ],
    )?;
    Ok(made == 1)
}

/// Notes how far somebody came; the way to their answers may be forgotten.
pub(crate) fn move_link(tx: &mut Tx<'_>, id: LinkId, came: Came) -> Result<(), Error> {
    tx.execute(
        "UPDATE survey_link SET state = $2, response_id = $3 WHERE id = $1",
        params![id.raw(), came.key(), came.way().map(Id::raw)],
    )?;
    Ok(())
}

/// How many came how far; through the index, as many entries as there are links.
pub(crate) fn count_links(db: &mut Db<'_>, survey: SurveyId) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    let sql = "SELECT origin, state, COUNT(*) FROM survey_link WHERE survey_id = $1 GROUP BY origin, state";
    for row in db.query(sql, params![survey.raw()])? {
        let origin =
            Origin::find(row.text(0)?).ok_or_else(|| Error::Decode("a link of no known origin".into()))?;
        let (begun, done, count) = (row.text(1)? != "new", row.text(1)? == "done", row.get::<i64>(2)?);
        let made_for_somebody = origin != Origin::Open;
        counts.asked += if made_for_somebody { count } else { 0 };
        counts.asked_begun += if made_for_somebody && begun { count } else { 0 };
        counts.asked_done += if made_for_somebody && done { count } else { 0 };
        counts.begun += if begun { count } else { 0 };
        counts.done += if done { count } else { 0 };
    }
    Ok(counts)
}

/// Somebody who can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) account: AccountId,
    pub(crate) contact: ContactId,
    pub(crate) name: String,
    pub(crate) customer: String,
}

/// These customers and the records that went into them, each with the one that stands.
pub(super) fn standing(db: &mut Db<'_>, accounts: &[AccountId]) -> Result<HashMap<i64, i64>, Error> {
    let mut standing: HashMap<i64, i64> =
        accounts.iter().map(|account| (account.raw(), account.raw())).collect();
    let keys: Vec<i64> = standing.keys().copied().collect();
    db.each_among("SELECT id, merged_into FROM account WHERE merged_into {among}", &[], &keys, |row| {
        standing.insert(row.get(0)?, row.get(1)?);
        Ok::<_, Error>(())
    })?;
    Ok(standing)
}

/// The people at customers and at records that went into these, without those who went into others.
pub(crate) fn list_people(db: &mut Db<'_>, accounts: &[AccountId]) -> Result<Vec<Person>, Error> {
    let standing = standing(db, accounts)?;
    let names: HashMap<i64, String> = troth_records::names_of(db, accounts)?
        .into_iter()
        .flatten()
        .map(|account| (account.id.raw(), account.name))
        .collect();
    let keys: Vec<i64> = standing.keys().copied().collect();
    let mut people = Vec::new();
    let sql = "SELECT id, account_id, name FROM contact WHERE merged_into IS NULL AND erased_day IS NULL AND account_id {among}";
    db.each_among(sql, &[], &keys, |row| {
        let Some(account) = standing.get(&row.get(1)?) else { return Ok(()) };
        people.push(Person {
            contact: row.id(0)?,
            account: AccountId::from_raw(*account),
            name: row.get(2)?,
            customer: names.get(account).cloned().unwrap_or_default(),
        });
        Ok::<_, Error>(())
    })?;
    people.sort_by_key(|person| (person.account.raw(), person.contact.raw()));
    Ok(people)
}

/// The name somebody is greeted by: the person's, or else the customer's.
pub(crate) fn find_name(
    db: &mut Db<'_>,
    account: Option<AccountId>,
    contact: Option<ContactId>,
) -> Result<Option<String>, Error> {
    if let Some(contact) = contact {
        let row = db.query_opt("SELECT name FROM contact WHERE id = $1", params![contact.raw()])?;
        return row.map(|row| row.get(0)).transpose();
    }
    let Some(account) = account else { return Ok(None) };
    Ok(troth_records::find_account(db, account)?.map(|account| account.name))
}

/// The customer a person is at; after merges, the one that stays.
pub(crate) fn account_of(db: &mut Db<'_>, contact: ContactId) -> Result<AccountId, Error> {
    let sql = "SELECT COALESCE(account.merged_into, account.id) FROM contact JOIN account ON account.id = contact.account_id \
               WHERE contact.id = $1";
    db.query_opt(sql, params![contact.raw()])?.ok_or_else(|| Error::NotFound(contact.to_string()))?.id(0)
}
