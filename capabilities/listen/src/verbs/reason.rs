//! What can be done with reasons: noted, taken away, brought back; and what they come to.

use std::collections::HashSet;

use troth_core::{AccountId, Day, Instant, Message, ReasonId, ReasonNoted, ReasonRemoved};
use troth_store::{Db, Store};
use troth_web::{App, Error};

use super::expect::standing;
use super::{By, refuse};
use crate::model::{About, BY_PERSON, Case, LONGEST_DETAIL, Reason, Reasons, count_reasons, find_meaning};
use crate::store::reason::{
    add_reason, came_since, get_reason, left_since, list_competitors, list_reasons, put_removed, told_about,
};

/// Months that are looked back.
const MONTHS: i64 = 24;

/// What is noted.
#[derive(Debug, Clone)]
pub(crate) struct NewReason {
    pub(crate) account: AccountId,
    /// `came.person`.
    pub(crate) meaning: String,
    pub(crate) detail: String,
    pub(crate) referrer: Option<AccountId>,
}

/// Notes a reason. Somebody came once, for one main reason: what is noted anew takes the place of what was noted before.
pub(crate) async fn note_reason(app: &App, by: By, new: NewReason) -> Result<ReasonId, Error> {
    let today = app.zone().day_of(by.now);
    app.store()
        .write(by.now, by.actor, move |tx| {
            let account = standing(tx, new.account, None)?;
            let Some((about, word)) = find_meaning(&new.meaning) else {
                return Err(refuse("meaning", Message::new("listen-wrong-reason")));
            };
            let detail = new.detail.trim();
            if detail.chars().count() > LONGEST_DETAIL || detail.contains('\0') {
                let limit = i64::try_from(LONGEST_DETAIL).unwrap_or(i64::MAX);
                return Err(refuse("detail", Message::new("listen-wrong-text").with("limit", limit)));
            }
            let mut referrer = None;
            if let Some(who) = new.referrer {
                let found = troth_records::find_account(tx, who)?;
                let who = found.map(|found| found.merged_into.unwrap_or(found.id));
                if who.is_none() || who == Some(account) || (about, word) != ("came", BY_PERSON) {
                    return Err(refuse("referrer", Message::new("listen-wrong-referrer")));
                }
                referrer = who;
            }
            if matches!(about, "came" | "decided") {
                for former in list_reasons(tx, account, 200)?.iter().filter(|one| one.about == about) {
                    put_removed(tx, former.id, true)?;
                }
            }
            let one = Reason {
                id: tx.new_id(),
                account,
                about: about.to_owned(),
                word: word.to_owned(),
                detail: detail.to_owned(),
                referrer,
                noted_at: tx.now(),
                removed: false,
            };
            add_reason(tx, &one, today)?;
            tx.append(&ReasonNoted { reason: one.id, account, about: one.about, word: one.word })?;
            Ok(one.id)
        })
        .await
}

/// Takes a reason away, or brings it back.
pub(crate) async fn remove_reason(
    to: &Store,
    by: By,
    id: ReasonId,
    removed: bool,
) -> Result<AccountId, Error> {
    to.write(by.now, by.actor, move |tx| {
        let one = get_reason(tx, id)?;
        if one.removed != removed {
            put_removed(tx, id, removed)?;
            tx.append(&ReasonRemoved { reason: id, account: one.account, removed })?;
        }
        Ok(one.account)
    })
    .await
}

/// Reads why, of everybody or of these customers, of the last two years. Who came is known from the records, and who left where contracts were ended:
/// of these it is counted who was not asked. Cost: one pass over customers or contracts, and over what was told.
pub(crate) fn load_reasons(
    db: &mut Db<'_>,
    about: About,
    accounts: Option<&HashSet<i64>>,
    (today, as_of): (Day, Instant),
) -> Result<Reasons, troth_store::Error> {
    let since = today.plus_months(-MONTHS);
    let mut told = told_about(db, about.0)?;
    let asked = match about.0 {
        "came" | "decided" => came_since(db, since)?,
        "left" | "went" => left_since(db, since)?,
        _ => Vec::new(),
    };
    let known = !asked.is_empty();
    let (mut cases, mut whole) = (Vec::new(), 0);
    let mut add = |account: i64, month: i64, told: Option<crate::model::Told>| {
        whole += u64::from(told.is_some());
        if accounts.is_none_or(|accounts| accounts.contains(&account)) {
            cases.push(Case { month, told });
        }
    };
    for (account, day) in asked {
        add(account, day.month().number(), told.remove(&account));
    }
    // Who came is known of everybody; others may have left, or stayed, without a contract that was ended.
    if !matches!(about.0, "came" | "decided") {
        for (account, one) in told {
            if one.day >= since.number() {
                add(account, Day::from_number(one.day).month().number(), Some(one));
            }
        }
    }
    Ok(count_reasons(about, &cases, known, accounts.map(|_| whole), as_of))
}

/// To whom customers went, as staff noted it in the last two years.
pub(crate) fn load_competitors(
    db: &mut Db<'_>,
    accounts: Option<&HashSet<i64>>,
    today: Day,
) -> Result<Vec<(String, u64)>, troth_store::Error> {
    list_competitors(db, today.plus_months(-MONTHS), accounts)
}
