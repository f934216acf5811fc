//! What customers said, on their timeline.

use troth_core::{Id, Message, VoiceId};
use troth_store::{Db, Error, Row, Timeline, TimelineAsked, TimelineEntry, params};

pub(crate) const TIMELINE: Timeline = Timeline {
    kinds: &[("response", "listen-timeline-responses"), ("voice", "listen-timeline-voices")],
    entries,
};

/// What a customer answered and told, latest first; each through an index by customer.
fn entries(db: &mut Db<'_>, asked: &TimelineAsked) -> Result<Vec<TimelineEntry>, Error> {
    let mut entries = Vec::new();
    if asked.function.is_some() {
        return Ok(entries);
    }
    if asked.wants("response") {
        entries.extend(responses(db, asked)?);
    }
    if asked.wants("voice") {
        entries.extend(voices(db, asked)?);
    }
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.id)));
    entries.truncate(asked.limit);
    Ok(entries)
}

fn voices(db: &mut Db<'_>, asked: &TimelineAsked) -> Result<Vec<TimelineEntry>, Error> {
    let rows = db.query(
        "SELECT at, id, sort, text FROM voice WHERE account_id = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4",
        params![
            asked.account.raw(),
            asked.before.0,
            asked.before.1,
            i64::try_from(asked.limit).unwrap_or(i64::MAX)
        ],
    )?;
    let entry = |row: &Row| {
        let id: VoiceId = row.id(1)?;
        Ok(TimelineEntry {
            at: row.instant(0)?,
            kind: "voice",
            id: id.raw(),
            sentence: Message::new(format!("listen-timeline-{}", row.text(2)?)),
            text: row.get::<Option<String>>(3)?.filter(|text| !text.is_empty()),
            href: Some(format!("/listen/voices/{id}")),
        })
    };
    rows.iter().map(entry).collect()
}

fn responses(db: &mut Db<'_>, asked: &TimelineAsked) -> Result<Vec<TimelineEntry>, Error> {
    let rows = db.query(
        "SELECT survey_response.at, survey_response.id, survey.name, survey_response.survey_id, survey_response.done \
         FROM survey_response JOIN survey ON survey.id = survey_response.survey_id \
         WHERE survey_response.account_id = $1 AND (survey_response.at, survey_response.id) < ($2, $3) \
         ORDER BY survey_response.at DESC, survey_response.id DESC LIMIT $4",
        params![
            asked.account.raw(),
            asked.before.0,
            asked.before.1,
            i64::try_from(asked.limit).unwrap_or(i64::MAX)
        ],
    )?;
    rows.iter()
        .map(|row| {
            let key = if row.get(4)? { "listen-timeline-answered" } else { "listen-timeline-begun" };
            Ok(TimelineEntry {
                at: row.instant(0)?,
                kind: "response",
                id: row.get(1)?,
                sentence: Message::new(key).with("survey", row.get::<String>(2)?),
                text: None,
                href: Some(format!(
                    "/listen/{}/responses/{}",
                    row.id::<troth_core::SurveyId>(3)?,
                    troth_core::ResponseId::from_raw(row.get(1)?)
                )),
            })
        })
        .collect()
}
