//! Who a look-up has found, and what is worth knowing before the first word.

use troth_core::{AccountId, ContactId, Id, Instant, Message};
use troth_store::{Db, Error, params};

use super::{find_account, get_account, lookup};

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
    for hit in lookup::find(db, letters, AT_MOST)? {
        let Some(known) = Known::find(db, hit)? else { continue };
        let likes = lookup::list_likes(db, known.account)?;
        let owed = db.list_work_of(known.account, now, OWED)?;
        met.push(Met { known, likes, owed: owed.into_iter().map(|item| item.proposal.sentence).collect() });
    }
    Ok(met)
}

/// Somebody who was looked up.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) account: AccountId,
    pub(crate) contact: Option<ContactId>,
    pub(crate) name: String,
    /// The customer a person is at, then what tells those of one name apart.
    pub(crate) detail: String,
}

impl Known {
    /// Who a hit is; after a merge, the customer that stayed.
    pub(crate) fn find(db: &mut Db<'_>, hit: lookup::Hit) -> Result<Option<Self>, Error> {
        let Some(mut account) = find_account(db, hit.account)? else { return Ok(None) };
        if let Some(stayed) = account.merged_into {
            account = get_account(db, stayed)?;
        }
        let person = match hit.contact {
            Some(id) => db.query_opt(
                "SELECT name, emails, phones FROM contact WHERE id = $1 AND merged_into IS NULL",
                params![id.raw()],
            )?,
            None => None,
        };
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
        let contact = hit.contact.filter(|_| person.is_some());
        Ok(Some(Self { account: account.id, contact, name, detail: details.join(" · ") }))
    }

    /// The page of the customer.
    pub(crate) fn href(&self) -> String {
        format!("/records/{}", self.account)
    }
}
