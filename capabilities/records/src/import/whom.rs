//! Customers and people whom rows of another capability's kind name: found by their keys as rows of the records find them, or entered
//! under them, and never found again once they were erased.

use std::collections::HashMap;

use troth_core::{AccountId, ContactId, Id};
use troth_store::import::{Batch, StagedRow};
use troth_store::{Db, Error, Tx};

use super::erased::which_stand;
use super::rows::{enter_around, look_around};
use crate::entity::{Around, Target};

/// Whom a row is about; nobody where it names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Whom {
    /// The customer.
    pub account: Option<AccountId>,
    /// The person there.
    pub contact: Option<ContactId>,
}

/// Whom rows name that are in the records, in the order of the rows; nothing for a row about somebody who was erased. The fields hold
/// the keys of a customer and of a person.
pub fn find_whom(
    db: &mut Db<'_>,
    batch: &Batch,
    rows: &[StagedRow],
    fields: (usize, usize),
) -> Result<Vec<Option<Whom>>, Error> {
    let references = references(fields);
    let stand = which_stand(db, batch, rows, &references, Vec::new())?;
    let kept = stand.as_ref().map_or(rows, |(kept, _)| kept);
    let around = look_around(db, batch, kept, &references, &[])?;
    named(db, rows, stand.as_ref().map(|(_, stands)| &**stands), fields, &around)
}

/// The same; who is only named yet is entered under the key.
pub fn enter_whom(
    tx: &mut Tx<'_>,
    batch: &Batch,
    rows: &[StagedRow],
    fields: (usize, usize),
) -> Result<Vec<Option<Whom>>, Error> {
    let references = references(fields);
    let stand = which_stand(tx, batch, rows, &references, Vec::new())?;
    let kept = stand.as_ref().map_or(rows, |(kept, _)| kept);
    let around = enter_around(tx, batch, kept, &references, &[])?;
    named(tx, rows, stand.as_ref().map(|(_, stands)| &**stands), fields, &around)
}

const fn references((customer, person): (usize, usize)) -> [(usize, Target); 2] {
    [(customer, Target::Account), (person, Target::Contact)]
}

fn named(
    db: &mut Db<'_>,
    rows: &[StagedRow],
    stands: Option<&[bool]>,
    (customer, person): (usize, usize),
    around: &Around,
) -> Result<Vec<Option<Whom>>, Error> {
    let id = |target, row: &StagedRow, field| {
        row.text(field).and_then(|key| around.ids.get(&(target, key.to_owned()))).copied()
    };
    let people: Vec<i64> = rows.iter().filter_map(|row| id(Target::Contact, row, person)).collect();
    // Where somebody is at, the records know better than the file.
    let mut at: HashMap<i64, i64> = HashMap::new();
    db.each_among("SELECT id, account_id FROM contact WHERE id {among}", &[], &people, |row| {
        at.insert(row.get(0)?, row.get(1)?);
        Ok::<_, Error>(())
    })?;
    let whom = rows.iter().enumerate().map(|(place, row)| {
        if stands.is_some_and(|stands| !stands[place]) {
            return None;
        }
        let contact = id(Target::Contact, row, person);
        let account = contact.and_then(|contact| at.get(&contact).copied());
        let account = account.or_else(|| id(Target::Account, row, customer));
        Some(Whom { account: account.map(AccountId::from_raw), contact: contact.map(ContactId::from_raw) })
    });
    Ok(whom.collect())
}
