//! What can be done with surveys: begin, change, publish, close. One transaction and one event each.

pub(crate) mod answer;
pub(crate) mod ask;
pub(crate) mod asking;
pub(crate) mod driver;
pub(crate) mod missing;
pub(crate) mod organisation;
pub(crate) mod result;
pub(crate) mod voice;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use troth_core::{
    Actor, Instant, Message, SurveyChanged, SurveyClosed, SurveyCreated, SurveyId, SurveyPublished,
    SurveyVersionId,
};
use troth_store::{Store, Tx};
use troth_web::{App, Error, FieldError, Language, View, Visit, Who};

use crate::model::{
    OCCASIONS, Problem, Questionnaire, State, Survey, Version, check_bounds, check_publishable,
};
use crate::store;

/// Who does something, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By {
    pub(crate) now: Instant,
    pub(crate) actor: Actor,
}

impl By {
    pub(crate) fn of(app: &App, visit: &Visit) -> Self {
        Self { now: app.now(), actor: visit.who().map_or(Actor::System, Who::actor) }
    }

    pub(crate) fn view(view: &View) -> Self {
        Self::of(view.app(), view.visit())
    }
}

/// A secret for a link: 128 bits, as it stands in an address.
pub(crate) fn new_token(app: &App) -> String {
    BASE32_NOPAD.encode(&app.random::<16>()).to_lowercase()
}

/// The end of an open link: no secret, and hard to meet by chance.
pub(crate) fn new_slug(app: &App) -> String {
    BASE32_NOPAD.encode(&app.random::<10>()).to_lowercase()
}

/// What is kept of a token.
pub(crate) fn hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

/// An id in which no moment and no order can be read.
pub(crate) fn random_id(app: &App) -> i64 {
    i64::from_be_bytes(app.random::<8>()) & (i64::MAX >> 1)
}

/// A text of the program in a language of a survey; nothing where the program does not speak it.
pub(crate) fn say(app: &App, tag: &str, key: &str) -> Option<String> {
    let language = Language::from_tag(tag).filter(|language| Language::OFFERED.contains(language))?;
    app.texts().has(key).then(|| app.texts().plain(language, key).into_owned())
}

/// Whether the program brings the words of the page in a language.
pub(crate) fn speaks(tag: &str) -> bool {
    Language::from_tag(tag).is_some_and(|language| Language::OFFERED.contains(&language))
}

fn refuse(field: &str, message: Message) -> Error {
    Error::Fields(vec![FieldError { field: field.into(), message }])
}

/// What must hold of a survey whenever it is kept.
fn check(survey: &Survey) -> Result<(), Error> {
    if survey.name.is_empty() {
        return Err(refuse("name", Message::new("web-field-empty")));
    }
    if survey.name.chars().count() > 100 || survey.name.contains('\0') {
        return Err(refuse("name", Message::new("listen-wrong-name").with("limit", 100)));
    }
    if !OCCASIONS.contains(&survey.kind.as_str()) {
        return Err(refuse("kind", Message::new("listen-wrong-kind")));
    }
    check_bounds(&survey.draft).map_err(|message| refuse("form", message))
}

/// A survey that is to be begun.
#[derive(Debug, Clone)]
pub(crate) struct NewSurvey {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) anonymous: bool,
    pub(crate) slug: String,
    pub(crate) form: Questionnaire,
}

pub(crate) async fn create_survey(to: &Store, by: By, new: NewSurvey) -> Result<SurveyId, Error> {
    to.write(by.now, by.actor, move |tx| {
        let survey = Survey {
            id: tx.new_id(),
            name: new.name.trim().to_owned(),
            kind: new.kind.clone(),
            anonymous: new.anonymous,
            state: State::Draft,
            slug: new.slug.clone(),
            open_link: true,
            draft: new.form.clone(),
            version: None,
            last_day: None,
            created_at: tx.now(),
            changed_at: tx.now(),
        };
        check(&survey)?;
        store::put_survey(tx, &survey)?;
        tx.append(&SurveyCreated { survey: survey.id })?;
        Ok(survey.id)
    })
    .await
}

/// Changes a survey as it stands now; what comes out as it was changes nothing.
pub(crate) async fn change_survey(
    to: &Store,
    by: By,
    id: SurveyId,
    change: impl Fn(&mut Survey) -> Result<(), Error> + Send + 'static,
) -> Result<(), Error> {
    to.write(by.now, by.actor, move |tx| {
        let before = store::get_survey(tx, id)?;
        let mut survey = before.clone();
        change(&mut survey)?;
        check(&survey)?;
        if survey.anonymous != before.anonymous && before.version.is_some() {
            // Whoever answered did so on a promise.
            return Err(refuse("anonymous", Message::new("listen-wrong-anonymous")));
        }
        let fields = [
            ("name", survey.name != before.name),
            ("anonymous", survey.anonymous != before.anonymous),
            ("last_day", survey.last_day != before.last_day),
            ("open_link", survey.open_link != before.open_link),
            ("draft", survey.draft != before.draft),
        ];
        let fields: Vec<String> =
            fields.iter().filter(|(_, changed)| *changed).map(|(name, _)| (*name).to_owned()).collect();
        if !fields.is_empty() {
            survey.changed_at = tx.now();
            store::put_survey(tx, &survey)?;
            tx.append(&SurveyChanged { survey: id, fields })?;
        }
        Ok(())
    })
    .await
}

/// What keeps a draft from being published.
pub(crate) fn problems(survey: &Survey) -> Vec<Problem> {
    check_publishable(&survey.draft, survey.anonymous, speaks)
}

/// Asks from now on what the draft says. What was published before stays under the answers to it.
pub(crate) async fn publish_survey(to: &Store, by: By, id: SurveyId) -> Result<SurveyVersionId, Error> {
    to.write(by.now, by.actor, move |tx| {
        let survey = store::get_survey(tx, id)?;
        if let Some(problem) = problems(&survey).into_iter().next() {
            let of = problem.question.unwrap_or_default();
            return Err(Error::Wrong(
                Message::new("listen-not-publishable").with("question", of).with("why", problem.message),
            ));
        }
        publish(tx, survey)
    })
    .await
}

fn publish(tx: &mut Tx<'_>, mut survey: Survey) -> Result<SurveyVersionId, Error> {
    let latest = survey.version.map(|version| store::get_version(tx, version)).transpose()?;
    if let Some(latest) =
        latest.as_ref().filter(|latest| latest.form == survey.draft && survey.state == State::Open)
    {
        return Ok(latest.id);
    }
    let version = Version {
        id: tx.new_id(),
        number: latest.map_or(0, |latest| latest.number) + 1,
        form: survey.draft.clone(),
        published_at: tx.now(),
    };
    store::add_version(tx, survey.id, &version)?;
    store::add_items(tx, survey.id, &version.form)?;
    survey.version = Some(version.id);
    survey.state = State::Open;
    survey.changed_at = tx.now();
    store::put_survey(tx, &survey)?;
    tx.append(&SurveyPublished { survey: survey.id, version: version.id })?;
    Ok(version.id)
}

/// Takes no more answers, or does so again; a second time changes nothing.
pub(crate) async fn close_survey(to: &Store, by: By, id: SurveyId, closed: bool) -> Result<(), Error> {
    to.write(by.now, by.actor, move |tx| {
        let mut survey = store::get_survey(tx, id)?;
        if survey.version.is_none() {
            return Err(Error::Conflict(Message::new("listen-not-published")));
        }
        let state = if closed { State::Closed } else { State::Open };
        if survey.state != state {
            survey.state = state;
            survey.changed_at = tx.now();
            store::put_survey(tx, &survey)?;
            tx.append(&SurveyClosed { survey: id, closed })?;
        }
        Ok(())
    })
    .await
}
