//! Looking a person up by the first letters of anything that is known of them. Every write of an account or a contact
//! writes its words too. A look-up reads the index by the range of one word, twenty hits at most, whatever is stored;
//! with several words, those of the rarest are tested for the others, at most [`TESTED`] of them.

use troth_core::{AccountId, ContactId, Id};
use troth_store::{Db, Error, Kind, Tx, Value, params};

use super::table::{BEFORE, Table};
use crate::duplicate::store::mark_due;
use crate::model::fold;

/// Words of a question that are looked at.
const WORDS: usize = 5;
/// The longest word kept.
const LONGEST: usize = 60;
/// Hits of one word that are tested for the others.
const TESTED: i64 = 20_000;
/// The shortest end of a telephone number that finds it.
const ENDING: usize = 6;

/// A customer, or a person at one, that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) account: AccountId,
    pub(crate) contact: Option<ContactId>,
}

/// The words of a name.
fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().take(LONGEST).collect()).collect()
}

/// An e-mail address as a whole and by the words before its sign.
fn address(email: &str) -> Vec<String> {
    let mut tokens = words(email.split('@').next().unwrap_or_default());
    tokens.push(fold(email).chars().take(LONGEST).collect());
    tokens
}

/// Digits without the zeros in front, as they are dialled with or without a country.
fn digits(text: &str) -> String {
    let all: String = text.chars().filter(char::is_ascii_digit).collect();
    all.trim_start_matches('0').to_owned()
}

/// A telephone number from each of its digits on, so that it is found with and without country and area.
fn endings(phone: &str) -> Vec<String> {
    let digits = digits(phone);
    let last = (digits.len() + 1).saturating_sub(ENDING).max(1);
    (0..last.min(digits.len())).map(|from| digits[from..].chars().take(LONGEST).collect()).collect()
}

/// Everything by which a row of a table is looked up.
fn tokens(table: &Table, key: Option<&str>, values: &[Value]) -> Vec<String> {
    let text = |column: &str| match table.place(column).map(|place| &values[place]) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let mut tokens = words(text("name"));
    tokens.extend(text("emails").lines().flat_map(address));
    tokens.extend(text("phones").lines().flat_map(endings));
    if let Some(key) = key {
        tokens.extend(words(key));
        tokens.extend(Some(fold(key).chars().take(LONGEST).collect()).filter(|key: &String| !key.is_empty()));
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// Whose word it is: the customer, and the person or zero. Nothing for tables that nobody looks things up in.
fn owner(table: &Table, id: i64, values: &[Value]) -> Option<(i64, i64)> {
    match table.name {
        "account" => Some((id, 0)),
        "contact" => match table.place("account_id").map(|place| &values[place]) {
            Some(Value::Int(account)) => Some((*account, id)),
            _ => None,
        },
        _ => None,
    }
}

/// Enters the words of rows: id, key and values of each; whoever has new words is compared with the others anew.
pub(super) fn enter<'v>(
    tx: &mut Tx<'_>,
    table: &Table,
    rows: impl Iterator<Item = (i64, Option<&'v str>, &'v [Value])>,
) -> Result<(), Error> {
    let mut fresh: Vec<Vec<Value>> = Vec::new();
    let mut accounts = Vec::new();
    for (id, key, values) in rows {
        let Some((account, contact)) = owner(table, id, values) else { return Ok(()) };
        // Who was erased is found by nothing.
        if table.place("erased_day").is_some_and(|place| matches!(values[place], Value::Int(_))) {
            continue;
        }
        accounts.push(account);
        let all = tokens(table, key, values).into_iter();
        fresh.extend(all.map(|token| vec![token.into(), account.into(), contact.into()]));
    }
    // In the order of the index.
    fresh.sort_unstable_by(|one, other| match (&one[0], &other[0]) {
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        _ => std::cmp::Ordering::Equal,
    });
    let columns = [("token", Kind::Text), ("account_id", Kind::Int), ("contact_id", Kind::Int)];
    tx.insert_many("lookup_token", &columns, "", &fresh)?;
    mark_due(tx, accounts.into_iter())
}

/// Enters the words of rows that have none, of up to `limit` rows after `after`, and says which was the last one looked at; nothing
/// at the end.
pub(crate) fn enter_missing(
    tx: &mut Tx<'_>,
    table: &Table,
    after: i64,
    limit: i64,
) -> Result<Option<i64>, Error> {
    let name = table.name;
    let last = tx.query_one(
        &format!(
            "SELECT MAX(id) FROM (SELECT id FROM {name} WHERE id > $1 ORDER BY id LIMIT $2) some_of_them"
        ),
        params![after, limit],
    )?;
    let Some(last) = last.get::<Option<i64>>(0)? else { return Ok(None) };
    let own = if name == "account" {
        "lookup_token.account_id = account.id AND lookup_token.contact_id = 0"
    } else {
        "lookup_token.account_id = contact.account_id AND lookup_token.contact_id = contact.id"
    };
    let sql = format!(
        "{} WHERE {name}.id > $1 AND {name}.id <= $2 AND NOT EXISTS (SELECT 1 FROM lookup_token WHERE {own})",
        table.select()
    );
    let rows = tx.query(&sql, params![after, last])?;
    let rows = rows.iter().map(|row| Ok((row.get(0)?, row.get::<Option<String>>(2)?, table.values(row))));
    let rows = rows.collect::<Result<Vec<(i64, Option<String>, Vec<Value>)>, Error>>()?;
    enter(tx, table, rows.iter().map(|(id, key, values)| (*id, key.as_deref(), values.as_slice())))?;
    Ok(Some(last))
}

/// Takes the words of a row away, before it is changed.
pub(super) fn leave(tx: &mut Tx<'_>, table: &Table, id: i64) -> Result<Option<String>, Error> {
    if !matches!(table.name, "account" | "contact") {
        return Ok(None);
    }
    let Some(row) = table.find(tx, id)? else { return Ok(None) };
    if let Some((account, contact)) = owner(table, id, &row.values()[BEFORE..]) {
        tx.execute(
            "DELETE FROM lookup_token WHERE account_id = $1 AND contact_id = $2",
            params![account, contact],
        )?;
        mark_due(tx, std::iter::once(account))?;
    }
    row.get(2)
}

/// Takes the words of rows away that are about to be deleted.
pub(crate) fn leave_all(tx: &mut Tx<'_>, table: &Table, gone: &[i64]) -> Result<(), Error> {
    match table.name {
        "account" => {
            let sql = "DELETE FROM lookup_token WHERE contact_id = 0 AND account_id {among}";
            tx.execute_among(sql, &[], gone)?;
        }
        "contact" => {
            let sql = "WITH gone AS (SELECT id, account_id FROM contact WHERE id {among}) DELETE FROM lookup_token \
                       WHERE account_id IN (SELECT account_id FROM gone) AND contact_id IN (SELECT id FROM gone)";
            tx.execute_among(sql, &[], gone)?;
        }
        _ => {}
    }
    Ok(())
}

/// The words of a question. A telephone number is one word, however it is written.
fn asked(question: &str) -> Vec<String> {
    let question: String = question.trim().chars().take(100).collect();
    let number = digits(&question);
    if number.len() >= 3
        && question.chars().all(|letter| letter.is_ascii_digit() || "+-/(). ".contains(letter))
    {
        return vec![number];
    }
    let pieces = question.split_whitespace();
    let all = pieces.flat_map(|piece| if piece.contains('@') { vec![fold(piece)] } else { words(piece) });
    all.take(WORDS).collect()
}

/// Puts the word first that finds the fewest.
fn rarest_first(db: &mut Db<'_>, words: &mut [String]) -> Result<(), Error> {
    if words.len() > 1 {
        let mut counted = Vec::new();
        for word in words.iter() {
            let (from, until) = range(word);
            let count: i64 = db.scalar(
                "SELECT COUNT(*) FROM (SELECT account_id FROM lookup_token WHERE token >= $1 AND token < $2 LIMIT $3) some_of_them",
                params![from, until, TESTED],
            )?;
            counted.push((count, word.clone()));
        }
        counted.sort();
        for (word, (_, rarest)) in words.iter_mut().zip(counted) {
            *word = rarest;
        }
    }
    Ok(())
}

/// The customers of whom every word of a question begins a word, as a SELECT of ids; after a merge, the one that stayed.
/// Nothing where nothing is asked. Of the rarest word [`TESTED`] hits are looked at.
pub(super) fn condition(
    db: &mut Db<'_>,
    question: &str,
    values: &mut Vec<Value>,
) -> Result<Option<String>, Error> {
    let mut words = asked(question);
    if words.is_empty() {
        let nobody = "SELECT account.id FROM account WHERE 1 = 0".to_owned();
        return Ok((!question.trim().is_empty()).then_some(nobody));
    }
    rarest_first(db, &mut words)?;
    let mut ranges = words.iter().map(|word| {
        let (from, until) = range(word);
        values.extend([from.into(), until.into()]);
        (values.len() - 1, values.len())
    });
    let (from, until) = ranges.next().unwrap_or_default();
    let others: Vec<String> = ranges
        .map(|(from, until)| {
            format!(
                " AND EXISTS (SELECT 1 FROM lookup_token other WHERE other.account_id = hit.account_id \
                 AND other.token >= ${from} AND other.token < ${until})"
            )
        })
        .collect();
    values.push(TESTED.into());
    Ok(Some(format!(
        "SELECT DISTINCT COALESCE(found.merged_into, found.id) AS id FROM (SELECT account_id FROM lookup_token \
         WHERE token >= ${from} AND token < ${until} ORDER BY token, account_id, contact_id LIMIT ${}) hit \
         JOIN account found ON found.id = hit.account_id WHERE 1 = 1{}",
        values.len(),
        others.concat()
    )))
}

/// How many hits of a question are looked at, where it has more than that.
pub(crate) fn find_cut(db: &mut Db<'_>, question: &str) -> Result<Option<i64>, Error> {
    let mut words = asked(question);
    rarest_first(db, &mut words)?;
    let Some(rarest) = words.first() else { return Ok(None) };
    let (from, until) = range(rarest);
    let found: i64 = db.scalar(
        "SELECT COUNT(*) FROM (SELECT account_id FROM lookup_token WHERE token >= $1 AND token < $2 LIMIT $3) some_of_them",
        params![from, until, TESTED + 1],
    )?;
    Ok((found > TESTED).then_some(TESTED))
}

fn range(word: &str) -> (String, String) {
    (word.to_owned(), format!("{word}\u{10ffff}"))
}

/// Customers and people of whom every word of the question begins a word; a person instead of the customer they are.
pub(crate) fn find(db: &mut Db<'_>, question: &str, limit: usize) -> Result<Vec<Hit>, Error> {
    let mut words = asked(question);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    rarest_first(db, &mut words)?;
    let mut values: Vec<Value> = Vec::new();
    let mut others = Vec::new();
    for word in &words {
        let (from, until) = range(word);
        values.extend([from.into(), until.into()]);
        let (from, until) = (values.len() - 1, values.len());
        others.push(format!(
            " AND EXISTS (SELECT 1 FROM lookup_token other WHERE other.account_id = hit.account_id \
             AND other.token >= ${from} AND other.token < ${until})"
        ));
    }
    let others = others.split_off(1).concat();
    let limited = i64::try_from(limit * 4).unwrap_or(i64::MAX);
    let (tested, most) = (values.len() + 1, values.len() + 2);
    values.extend([TESTED.into(), limited.into()]);
    let sql = format!(
        "SELECT hit.account_id, hit.contact_id FROM (SELECT token, account_id, contact_id FROM lookup_token \
         WHERE token >= $1 AND token < $2 ORDER BY token, account_id, contact_id LIMIT ${tested}) hit \
         WHERE 1 = 1{others} ORDER BY hit.token, hit.account_id, hit.contact_id LIMIT ${most}"
    );
    let mut hits: Vec<Hit> = Vec::new();
    for row in db.query(&sql, &values)? {
        let account: AccountId = row.id(0)?;
        if words.len() == 1 {
            let contact = row.get::<i64>(1)?;
            hits.push(hit(account, contact));
        } else if hits.iter().all(|hit| hit.account != account) {
            hits.extend(of_account(db, account, &words)?);
        }
    }
    let mut seen = Vec::new();
    hits.retain(|hit| {
        !seen.contains(hit) && {
            seen.push(*hit);
            true
        }
    });
    let people: Vec<AccountId> =
        hits.iter().filter(|hit| hit.contact.is_some()).map(|hit| hit.account).collect();
    hits.retain(|hit| hit.contact.is_some() || !people.contains(&hit.account));
    hits.truncate(limit);
    Ok(hits)
}

fn hit(account: AccountId, contact: i64) -> Hit {
    Hit { account, contact: (contact != 0).then(|| ContactId::from_raw(contact)) }
}

/// Whom several words mean at a customer that has them all: those people of whom, or of whose customer, each word
/// begins a word; the customer itself where there is none.
fn of_account(db: &mut Db<'_>, account: AccountId, words: &[String]) -> Result<Vec<Hit>, Error> {
    let mut values: Vec<Value> = vec![account.raw().into()];
    let mut ranges = Vec::new();
    for word in words {
        let (from, until) = range(word);
        ranges.push(format!("(token >= ${} AND token < ${})", values.len() + 1, values.len() + 2));
        values.extend([from.into(), until.into()]);
    }
    let sql = format!(
        "SELECT contact_id, token FROM lookup_token WHERE account_id = $1 AND ({}) ORDER BY token, contact_id LIMIT 1000",
        ranges.join(" OR ")
    );
    // Of each person the words met, as bits; the customer's own count for everybody.
    let mut met: std::collections::BTreeMap<i64, u32> = std::collections::BTreeMap::from([(0, 0)]);
    for row in db.query(&sql, &values)? {
        let bits = met.entry(row.get(0)?).or_default();
        let token = row.text(1)?;
        for (place, word) in words.iter().enumerate() {
            *bits |= u32::from(token.starts_with(word.as_str())) << place;
        }
    }
    let (own, all) = (met.remove(&0).unwrap_or_default(), (1 << words.len()) - 1);
    let people = met.iter().filter(|(_, bits)| **bits | own == all);
    let people: Vec<Hit> = people.map(|(contact, _)| hit(account, *contact)).collect();
    Ok(if people.is_empty() { vec![hit(account, 0)] } else { people })
}

/// What a customer bought most often of late, under whatever record.
pub(crate) fn list_likes(db: &mut Db<'_>, account: AccountId) -> Result<Vec<String>, Error> {
    let family = super::list_family(db, account)?;
    // Of each record of the customer the latest, by its index; then the latest of them all.
    let each: Vec<String> = (1..=family.len())
        .map(|mark| {
            format!(
                "SELECT * FROM (SELECT product, at, id FROM purchase WHERE account_id = ${mark} AND product IS NOT NULL \
                 AND amount >= 0 ORDER BY at DESC, id DESC LIMIT 200) of_{mark}"
            )
        })
        .collect();
    let sql = format!(
        "SELECT product FROM (SELECT product FROM ({}) each_one ORDER BY at DESC, id DESC LIMIT 200) recent \
         GROUP BY product ORDER BY COUNT(*) DESC, product LIMIT 3",
        each.join(" UNION ALL ")
    );
    let values: Vec<Value> = family.iter().map(|id| id.raw().into()).collect();
    db.query(&sql, &values)?.iter().map(|row| row.get(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_found_with_and_without_country_and_area() {
        let kept = endings("+49 (0)170/123 45 67");
        for typed in ["0170 1234567", "+49 0170 1234567", "1234567", "234567"] {
            let wanted = asked(typed).remove(0);
            let found = kept.iter().any(|token| token.starts_with(&wanted));
            assert!(found, "{typed}: {wanted} in {kept:?}");
        }
        assert_eq!(endings("112"), ["112"]);
    }

    #[test]
    fn a_question_is_folded_and_cut_in_words() {
        assert_eq!(asked("  Müller-Lüdenscheidt É "), ["muller", "ludenscheidt", "e"]);
        assert_eq!(asked("Ada@Example.COM"), ["ada@example.com"]);
        assert_eq!(asked("a b c d e f g").len(), WORDS);
        assert!(asked(" -- ").is_empty());
    }
}
