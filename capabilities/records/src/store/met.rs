//! Who a look-up has found, and what is worth knowing before the first word.

use troth_core::{AccountId, ContactId, Id, Instant, Message};
use troth_store::{Db, Error, params};

use super::{find_standing, list_family, lookup};

/// People shown at once.
const AT_MOST: usize = 10;
/// What is owed to one of them, most important first.
const OWED: i64 = 3;

/// Somebody who was found, what they like, and what is owed to them.
pub(crate) struct Met {
    pub(crate) known: Known,
    pub(crate) likes: Vec<String>,
    pub(crate) owed: Vec<Message>,
}

/// Everyone who is found by these letters, ten at most.
pub(crate) fn list_met(db: &mut Db<'_>, letters: &str, now: Instant) -> Result<Vec<Met>, Error> {
    let mut met = Vec::new();
    for known in list_known(db, letters, AT_MOST)? {
        let likes = lookup::list_likes(db, known.account)?;
        let mut owed = Vec::new();
        // Work proposed before a merge still names the one that went.
        for one in list_family(db, known.account)? {
            owed.extend(db.list_work_of(one, now, OWED)?);
        }
        owed.truncate(usize::try_from(OWED).unwrap_or_default());
        met.push(Met { known, likes, owed: owed.into_iter().map(|item| item.proposal.sentence).collect() });
    }
    Ok(met)
}

/// Who is found by these letters, each once: several words, and records that became one, may lead to the same.
pub fn list_known(db: &mut Db<'_>, letters: &str, limit: usize) -> Result<Vec<Known>, Error> {
    let mut all: Vec<Known> = Vec::new();
    for hit in lookup::find(db, letters, limit)? {
        let Some(known) = Known::find(db, hit)? else { continue };
        if all.iter().all(|other| (other.account, other.contact) != (known.account, known.contact)) {
            all.push(known);
        }
    }
    Ok(all)
}

/// Somebody who was looked up.
#[derive(Debug, Clone)]
pub struct Known {
    /// The customer.
    pub account: AccountId,
    /// The person there.
    pub contact: Option<ContactId>,
    /// The person's name, or else the customer's.
    pub name: String,
    /// The customer a person is at, then what tells those of one name apart.
    pub detail: String,
}

impl Known {
    /// Who a hit is; after a merge, the customer and the person that stay.
    fn find(db: &mut Db<'_>, hit: lookup::Hit) -> Result<Option<Self>, Error> {
        let person = match hit.contact {
            Some(id) => db.query_opt(
                "SELECT stays.name, stays.emails, stays.phones, stays.id, stays.account_id FROM contact \
                 JOIN contact stays ON stays.id = COALESCE(contact.merged_into, contact.id) WHERE contact.id = $1",
                params![id.raw()],
            )?,
            None => None,
        };
        let of = person.as_ref().map_or(Ok(hit.account), |row| row.id(4))?;
        let Some(account) = find_standing(db, of)? else { return Ok(None) };
        let mut details = Vec::new();
        let name = match &person {
            Some(row) => {
                let name = row.text(0)?.to_owned();
                details.extend(Some(account.name.clone()).filter(|of| *of != name));
                for column in [1, 2] {
                    let lines: Option<String> = row.get(column)?;
                    details.extend(lines.and_then(|lines| lines.lines().next().map(str::to_owned)));
                }
                name
            }
            None => account.name.clone(),
        };
        details.extend(account.external_key.filter(|key| *key != name));
        let contact = person.as_ref().map(|row| row.id(3)).transpose()?;
        Ok(Some(Self { account: account.id, contact, name, detail: details.join(" · ") }))
    }

    /// The page of the customer.
    pub(crate) fn href(&self) -> String {
        format!("/records/{}", self.account)
    }
}
