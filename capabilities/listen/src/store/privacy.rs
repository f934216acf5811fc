//! What surveys hold of a customer or of a person there.

use troth_core::{Id, ResponseId, SurveyId};
use troth_store::export::Given;
use troth_store::{Db, Erasing, Error, PersonalTable, Privacy, Sheet, Told, Tx, Weight, Whom};

use super::voice_privacy;

pub(crate) const PRIVACY: Privacy = Privacy {
    tables: &[
        PersonalTable::new("survey_link", "listen-privacy-link", &[], Told::Made),
        PersonalTable::new("survey_response", "listen-privacy-response", &[], Told::Sheet("answers")),
        PersonalTable::new("survey_answer", "listen-privacy-answer", &[], Told::Made),
        PersonalTable::new("survey_text", "listen-privacy-text", &["text"], Told::Sheet("answers")),
        PersonalTable::new("survey_answer_before", "listen-privacy-before", &["text"], Told::Made),
        voice_privacy::VOICE,
        voice_privacy::REPLY,
        voice_privacy::VOTE,
        voice_privacy::LETTER,
    ],
    tell,
    weigh,
    erase,
};

/// Their responses: of a customer those of everybody there, of a person alone theirs.
fn responses(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    for (sql, keys) in [
        ("SELECT id FROM survey_response WHERE account_id {among}", &whom.accounts),
        ("SELECT id FROM survey_response WHERE contact_id {among}", &whom.contacts),
    ] {
        db.each_among(sql, &[], keys, |row| {
            found.push(row.get(0)?);
            Ok::<_, Error>(())
        })?;
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn tell(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<Sheet>, Error> {
    let mut rows = Vec::new();
    let ids = responses(db, whom)?;
    db.each_among(
        "SELECT survey_answer.response_id, survey_response.survey_id, survey.name, survey_response.at, survey_item.question, \
         survey_item.item, survey_answer.value, survey_text.text FROM survey_answer \
         JOIN survey_response ON survey_response.id = survey_answer.response_id JOIN survey ON survey.id = survey_response.survey_id \
         JOIN survey_item ON survey_item.id = survey_answer.item_id LEFT JOIN survey_text \
         ON survey_text.response_id = survey_answer.response_id AND survey_text.item_id = survey_answer.item_id \
         WHERE survey_answer.response_id {among}",
        &[],
        &ids,
        |row| {
            let text = |place: usize| Ok::<_, Error>(row.get::<Option<String>>(place)?.map_or(Given::Nothing, Given::Text));
            rows.push(vec![
                Given::Text(ResponseId::from_raw(row.get(0)?).to_string()),
                Given::Text(SurveyId::from_raw(row.get(1)?).to_string()),
                text(2)?,
                row.get::<Option<i64>>(3)?.map_or(Given::Nothing, Given::Moment),
                text(4)?,
                text(5)?,
                Given::Text(row.get::<i64>(6)?.to_string()),
                text(7)?,
            ]);
            Ok::<_, Error>(())
        },
    )?;
    let columns = vec!["response", "survey", "survey_name", "at", "question", "item", "value", "text"];
    let mut sheets = vec![Sheet { name: "answers", columns, rows }];
    sheets.extend(voice_privacy::tell(db, whom)?);
    Ok(sheets)
}

fn weigh(db: &mut Db<'_>, whom: &Whom) -> Result<Weight, Error> {
    let ids = responses(db, whom)?;
    let mut texts = 0;
    let sql = "SELECT COUNT(*) FROM survey_text WHERE text <> '' AND response_id {among}";
    db.each_among(sql, &[], &ids, |row| {
        texts += row.get::<i64>(0)?;
        Ok::<_, Error>(())
    })?;
    let mut before = 0;
    let sql = "SELECT COUNT(*) FROM survey_answer_before WHERE text <> '' AND response_id {among}";
    db.each_among(sql, &[], &ids, |row| {
        before += row.get::<i64>(0)?;
        Ok::<_, Error>(())
    })?;
    let own = [("survey_text", texts), ("survey_answer_before", before)];
    let mut weight: Weight = own.into_iter().filter(|(_, rows)| *rows > 0).collect();
    weight.extend(voice_privacy::weigh(db, whom)?);
    Ok(weight)
}

/// What they wrote goes; what they answered in numbers stays, under a record without a name. What was answered without a name cannot be
/// found, by nobody.
fn erase(tx: &mut Tx<'_>, whom: &Whom, _: &Erasing) -> Result<(), Error> {
    let ids = responses(tx, whom)?;
    tx.execute_among("UPDATE survey_text SET text = '' WHERE response_id {among}", &[], &ids)?;
    tx.execute_among(
        "UPDATE survey_answer_before SET text = '' WHERE text IS NOT NULL AND response_id {among}",
        &[],
        &ids,
    )?;
    // A fingerprint of who they were in a file would let somebody with the file find them.
    tx.execute_among("UPDATE survey_response SET source_key = NULL WHERE id {among}", &[], &ids)?;
    voice_privacy::erase(tx, whom)
}
