//! What people have agreed to: entries that are added and never changed. The latest for a purpose holds; without one
//! nothing is allowed. It lives here so that whoever sends can check it without knowing who records it
//! (`docs/decisions/0004-consent.md`).

use std::collections::HashMap;

use troth_core::{ConsentId, ConsentRecorded, ContactId, Id, Instant, Purpose};

use crate::{Db, Error, Row, Tx, params};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Which.
    pub id: ConsentId,
    /// Who agreed, or took it back.
    pub contact: ContactId,
    /// To what.
    pub purpose: Purpose,
    /// Whether it is allowed from then on.
    pub given: bool,
    /// When they said so.
    pub at: Instant,
    /// How it was obtained, in words that can be shown to them.
    pub obtained: String,
    /// Who entered it: `user`, `token` or `system`, and the id.
    pub actor: (String, i64),
}

const COLUMNS: &str = "id, contact_id, purpose, given, at, obtained, actor_kind, actor_id";

fn consent(row: &Row) -> Result<Consent, Error> {
    let purpose = row.text(2)?;
    Ok(Consent {
        id: row.id(0)?,
        contact: row.id(1)?,
        purpose: Purpose::find(purpose).ok_or_else(|| Error::Decode(format!("`{purpose}` is no purpose")))?,
        given: row.get(3)?,
        at: row.instant(4)?,
        obtained: row.get(5)?,
        actor: (row.get(6)?, row.get(7)?),
    })
}

impl Tx<'_> {
    /// Adds an entry and its event.
    pub fn put_consent(
        &mut self,
        contact: ContactId,
        purpose: Purpose,
        given: bool,
        at: Instant,
        obtained: &str,
    ) -> Result<ConsentId, Error> {
        let id = self.insert_consent(contact, purpose, given, at, obtained)?;
        self.append(&ConsentRecorded { consent: id, contact, purpose: purpose.key().to_owned(), given })?;
        Ok(id)
    }
}

impl Tx<'_> {
    /// Two records of one person became one: for each purpose on which both or only the one that goes has spoken, the
    /// stricter word is entered for the one that stays, unless it holds already. The words that go with it are those of
    /// the entry it comes from, with its day. The caller appends the event.
    pub fn carry_consents(&mut self, goes: ContactId, stays: ContactId) -> Result<Vec<ConsentId>, Error> {
        let zone = self.business()?.zone;
        let mut carried = Vec::new();
        for purpose in Purpose::ALL {
            let latest = |db: &mut Db<'_>, who: ContactId| -> Result<Option<Consent>, Error> {
                let sql = format!(
                    "SELECT {COLUMNS} FROM consent WHERE contact_id = $1 AND purpose = $2 ORDER BY at DESC, id DESC LIMIT 1"
                );
                db.query_opt(&sql, params![who.raw(), purpose.key()])?.as_ref().map(consent).transpose()
            };
            let (Some(theirs), mine) = (latest(self, goes)?, latest(self, stays)?) else { continue };
            // One who has said nothing takes over either word, one who allowed it a refusal.
            if mine.is_some_and(|mine| mine.given <= theirs.given) {
                continue;
            }
            let obtained = format!("{}: {}", zone.day_of(theirs.at), theirs.obtained);
            carried.push(self.insert_consent(stays, purpose, theirs.given, self.now(), &obtained)?);
        }
        Ok(carried)
    }

    /// Takes out what [`Tx::carry_consents`] entered, because the two are two again: nobody ever said it of this person.
    pub fn drop_consents(&mut self, carried: &[ConsentId]) -> Result<(), Error> {
        for id in carried {
            self.execute("DELETE FROM consent WHERE id = $1", params![id.raw()])?;
        }
        Ok(())
    }

    fn insert_consent(
        &mut self,
        contact: ContactId,
        purpose: Purpose,
        given: bool,
        at: Instant,
        obtained: &str,
    ) -> Result<ConsentId, Error> {
        let id: ConsentId = self.new_id();
        let (actor, now) = (self.actor(), self.now());
        self.execute(
            "INSERT INTO consent (id, contact_id, purpose, given, at, obtained, actor_kind, actor_id, recorded_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            params![
                id.raw(),
                contact.raw(),
                purpose.key(),
                given,
                at,
                obtained,
                actor.kind(),
                actor.id(),
                now
            ],
        )?;
        Ok(id)
    }
}

impl Db<'_> {
    /// Whether a person may be contacted for this, as of the latest they said.
    pub fn has_consent(&mut self, contact: ContactId, purpose: Purpose) -> Result<bool, Error> {
        let latest = self.query_opt(
            "SELECT given FROM consent WHERE contact_id = $1 AND purpose = $2 ORDER BY at DESC, id DESC LIMIT 1",
            params![contact.raw(), purpose.key()],
        )?;
        latest.map_or(Ok(false), |row| row.get(0))
    }

    /// What people said last of a purpose; those who have said nothing are not in it. Cost: what they said, by index.
    pub fn latest_consents(
        &mut self,
        purpose: Purpose,
        contacts: &[i64],
    ) -> Result<HashMap<i64, bool>, Error> {
        let mut latest: HashMap<i64, (i64, i64, bool)> = HashMap::new();
        let sql = "SELECT contact_id, at, id, given FROM consent WHERE purpose = $1 AND contact_id {among}";
        self.each_among(sql, params![purpose.key()], contacts, |row| {
            let said = (row.get(1)?, row.get(2)?, row.get(3)?);
            let kept = latest.entry(row.get(0)?).or_insert(said);
            if (kept.0, kept.1) < (said.0, said.1) {
                *kept = said;
            }
            Ok::<_, Error>(())
        })?;
        Ok(latest.into_iter().map(|(contact, (_, _, given))| (contact, given)).collect())
    }

    /// Everything a person has said, latest first.
    pub fn list_consents(&mut self, contact: ContactId) -> Result<Vec<Consent>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM consent WHERE contact_id = $1 ORDER BY at DESC, id DESC LIMIT 500"
        );
        self.query(&sql, params![contact.raw()])?.iter().map(consent).collect()
    }
}
