//! What surveys put on a customer's timeline.

use troth_core::{Id, Message};
use troth_store::{Db, Error, Timeline, TimelineAsked, TimelineEntry, params};

pub(crate) const TIMELINE: Timeline =
    Timeline { kinds: &[("response", "listen-timeline-responses")], entries };

/// Surveys that were answered, latest first; through an index by customer.
fn entries(db: &mut Db<'_>, asked: &TimelineAsked) -> Result<Vec<TimelineEntry>, Error> {
    if !asked.wants("response") || asked.function.is_some() {
        return Ok(Vec::new());
    }
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
