//! What surveys hold of a customer or of a person there.

use troth_core::{AccountId, Day, ExpectationId, Id, ReasonId, ResponseId, SurveyId};
use troth_store::export::Given;
use troth_store::{Db, Erasing, Error, PersonalTable, Privacy, Sheet, Told, Tx, Weight, Whom};

use super::voice_privacy;

pub(crate) const PRIVACY: Privacy = Privacy {
    tables: &[
        PersonalTable::new("survey_link", "listen-privacy-link", &[], Told::Made),
        PersonalTable::new("survey_response", "listen-privacy-response", &[], Told::Sheet("answers")),
        PersonalTable::new("survey_answer", "listen-privacy-answer", &[], Told::Made),
        PersonalTable::new("survey_text", "listen-privacy-text", &["text"], Told::Sheet("answers")),
        PersonalTable::new(
            "expectation",
            "listen-privacy-expectation",
            &["text"],
            Told::Sheet("expectations"),
        ),
        PersonalTable::new("reason", "listen-privacy-reason", &["detail"], Told::Sheet("reasons")),
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

/// Their rows of a table: of a customer those of everybody there, of a person alone theirs.
fn rows_of(db: &mut Db<'_>, table: &str, whom: &Whom) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    for (column, keys) in [("account_id", &whom.accounts), ("contact_id", &whom.contacts)] {
        let sql = format!("SELECT id FROM {table} WHERE {column} {{among}}");
        db.each_among(&sql, &[], keys, |row| {
            found.push(row.get(0)?);
            Ok::<_, Error>(())
        })?;
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn tell_reasons(db: &mut Db<'_>, whom: &Whom) -> Result<Sheet, Error> {
    let mut rows = Vec::new();
    let sql = "SELECT id, about, word, detail, referrer_id, noted_at, removed_at FROM reason WHERE account_id {among}";
    db.each_among(sql, &[], &whom.accounts, |row| {
        let moment = |place: usize| {
            Ok::<_, Error>(row.get::<Option<i64>>(place)?.map_or(Given::Nothing, Given::Moment))
        };
        let referrer = row.get::<Option<i64>>(4)?.map(|id| Given::Text(AccountId::from_raw(id).to_string()));
        rows.push(vec![
            Given::Text(ReasonId::from_raw(row.get(0)?).to_string()),
            Given::Text(row.get(1)?),
            Given::Text(row.get(2)?),
            Given::Text(row.get(3)?),
            referrer.unwrap_or(Given::Nothing),
            moment(5)?,
            moment(6)?,
        ]);
        Ok::<_, Error>(())
    })?;
    let columns = vec!["id", "about", "word", "detail", "referrer", "noted_at", "removed_at"];
    Ok(Sheet { name: "reasons", columns, rows })
}

fn tell_expectations(db: &mut Db<'_>, whom: &Whom) -> Result<Sheet, Error> {
    let mut rows = Vec::new();
    let ids = rows_of(db, "expectation", whom)?;
    let sql = "SELECT expectation.id, touchpoint.name, expectation.text, expectation.due_day, expectation.noted_at, expectation.judgement, \
               expectation.judged_by, expectation.judged_at, expectation.removed_at FROM expectation \
               JOIN touchpoint ON touchpoint.id = expectation.touchpoint_id WHERE expectation.id {among}";
    db.each_among(sql, &[], &ids, |row| {
        let text = |place: usize| {
            Ok::<_, Error>(row.get::<Option<String>>(place)?.map_or(Given::Nothing, Given::Text))
        };
        let moment = |place: usize| {
            Ok::<_, Error>(row.get::<Option<i64>>(place)?.map_or(Given::Nothing, Given::Moment))
        };
        let due = row.get::<Option<i64>>(3)?.map(|day| Given::Text(Day::from_number(day).to_string()));
        rows.push(vec![
            Given::Text(ExpectationId::from_raw(row.get(0)?).to_string()),
            text(1)?,
            text(2)?,
            due.unwrap_or(Given::Nothing),
            moment(4)?,
            text(5)?,
            text(6)?,
            moment(7)?,
            moment(8)?,
        ]);
        Ok::<_, Error>(())
    })?;
    let columns = vec![
        "id",
        "touchpoint",
        "text",
        "due",
        "noted_at",
        "judgement",
        "judged_by",
        "judged_at",
        "removed_at",
    ];
    Ok(Sheet { name: "expectations", columns, rows })
}

fn tell(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<Sheet>, Error> {
    let mut rows = Vec::new();
    let ids = rows_of(db, "survey_response", whom)?;
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
    sheets.extend([tell_expectations(db, whom)?, tell_reasons(db, whom)?]);
    sheets.extend(voice_privacy::tell(db, whom)?);
    Ok(sheets)
}

fn weigh(db: &mut Db<'_>, whom: &Whom) -> Result<Weight, Error> {
    let ids = rows_of(db, "survey_response", whom)?;
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
    let mut expected = 0;
    let noted = rows_of(db, "expectation", whom)?;
    let sql = "SELECT COUNT(*) FROM expectation WHERE text <> '' AND id {among}";
    db.each_among(sql, &[], &noted, |row| {
        expected += row.get::<i64>(0)?;
        Ok::<_, Error>(())
    })?;
    let mut reasons = 0;
    let sql = "SELECT COUNT(*) FROM reason WHERE detail <> '' AND account_id {among}";
    db.each_among(sql, &[], &whom.accounts, |row| {
        reasons += row.get::<i64>(0)?;
        Ok::<_, Error>(())
    })?;
    let own = [
        ("survey_text", texts),
        ("survey_answer_before", before),
        ("expectation", expected),
        ("reason", reasons),
    ];
    let mut weight: Weight = own.into_iter().filter(|(_, rows)| *rows > 0).collect();
    weight.extend(voice_privacy::weigh(db, whom)?);
    Ok(weight)
}

/// What they wrote goes; what they answered in numbers stays, under a record without a name. What was answered without a name cannot be
/// found, by nobody.
fn erase(tx: &mut Tx<'_>, whom: &Whom, _: &Erasing) -> Result<(), Error> {
    let ids = rows_of(tx, "survey_response", whom)?;
    tx.execute_among("UPDATE survey_text SET text = '' WHERE response_id {among}", &[], &ids)?;
    tx.execute_among(
        "UPDATE survey_answer_before SET text = '' WHERE text IS NOT NULL AND response_id {among}",
        &[],
        &ids,
    )?;
    let expected = rows_of(tx, "expectation", whom)?;
    tx.execute_among("UPDATE expectation SET text = '' WHERE id {among}", &[], &expected)?;
    let sql = "UPDATE reason SET detail = '' WHERE detail <> '' AND account_id {among}";
    tx.execute_among(sql, &[], &whom.accounts)?;
    // A fingerprint of who they were in a file would let somebody with the file find them.
    tx.execute_among("UPDATE survey_response SET source_key = NULL WHERE id {among}", &[], &ids)?;
    voice_privacy::erase(tx, whom)
}
