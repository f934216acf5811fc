//! Answering: what somebody said is kept as they go, and sent at the end. In a survey without names nothing that is written
//! says who or when: ids are random, there is a day instead of moments, no event, and the way from the link to the answers is
//! forgotten when they are sent.

use std::collections::BTreeMap;

use troth_core::{
    AccountId, ContactId, Id, Instant, LinkId, Message, ResponseId, ResponseKept, ResponseReceived, SurveyId,
    Zone,
};
use troth_store::{Db, Tx};
use troth_web::{App, Error};

use super::{By, hash, random_id};
use crate::model::{Answers, Gone, Link, Questionnaire, Survey, Version, Word, fits, is_complete, read};
use crate::store;
use crate::store::link::{Came, NewLink, account_of, find_link, find_name, move_link, try_link};
use crate::store::response::{Response, answers_of, get_response, put_answers, put_response};

/// How somebody came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    /// By a link of their own, with its token.
    Own(String),
    /// By the open link, with a token that their page brought along.
    Open { slug: String, token: String },
}

/// What a form wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Kept, nothing else.
    Save,
    /// On to the next page.
    Next,
    /// To the page before.
    Back,
    /// Sent.
    Send,
}

/// Somebody before the questions: the survey, the version they see, and what they answered so far.
#[derive(Debug, Clone)]
pub(crate) struct Sitting {
    pub(crate) survey: Survey,
    pub(crate) version: Version,
    pub(crate) answers: Answers,
    /// What they are called.
    pub(crate) name: String,
    pub(crate) link: Option<Link>,
}

/// What became of a form.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// A page is next: the key of its first question, and whether anything was kept by which they are known again.
    Page(Option<String>, bool),
    /// Something on the page is missing or does not fit.
    Wrong(Box<Sitting>, BTreeMap<String, Word>),
    /// It has arrived, now or before.
    Done,
    /// It cannot be answered.
    Gone(Gone),
}

/// What somebody sees who comes this way. Nothing is written.
pub(crate) fn find_sitting(
    db: &mut Db<'_>,
    way: &Way,
    now: Instant,
    zone: &Zone,
) -> Result<Result<Sitting, Gone>, troth_store::Error> {
    sitting_of(db, way, true, (now, zone))
}

/// The same; `known` says whether somebody may have begun by the token of a page of the open link.
fn sitting_of(
    db: &mut Db<'_>,
    way: &Way,
    known: bool,
    (now, zone): (Instant, &Zone),
) -> Result<Result<Sitting, Gone>, troth_store::Error> {
    let (survey, link) = match way {
        Way::Own(token) => {
            let Some(link) = find_link(db, &hash(token))? else { return Ok(Err(Gone::Unknown)) };
            (store::get_survey(db, link.survey)?, Some(link))
        }
        Way::Open { slug, token } => {
            let Some(survey) = store::find_by_slug(db, slug)? else { return Ok(Err(Gone::Unknown)) };
            if !survey.open_link {
                return Ok(Err(Gone::Closed));
            }
            let link = if known { find_link(db, &hash(token))? } else { None };
            let link = link.filter(|link| link.survey == survey.id);
            (survey, link)
        }
    };
    if link.as_ref().is_some_and(|link| link.done) {
        return Ok(Err(Gone::Answered));
    }
    let current = match survey.takes_answers(zone.day_of(now)) {
        Ok(version) => version,
        Err(gone) => return Ok(Err(gone)),
    };
    let response = link.as_ref().and_then(|link| link.response).map(|id| get_response(db, id)).transpose()?;
    // Whoever began goes on with what they began with.
    let version = store::get_version(db, response.as_ref().map_or(current, |response| response.version))?;
    let answers = match &response {
        Some(response) => answers_of(db, &version.form, survey.id, &[response.id])?
            .remove(&response.id.raw())
            .unwrap_or_default(),
        None => Answers::new(),
    };
    let (account, contact) = link.as_ref().map_or((None, None), |link| (link.account, link.contact));
    let name = find_name(db, account, contact)?.unwrap_or_default();
    Ok(Ok(Sitting { survey, version, answers, name, link }))
}

/// A form of the page of answers.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) way: Way,
    pub(crate) step: Step,
    /// The first question of the page it was on.
    pub(crate) at: String,
    pub(crate) language: String,
    /// What stood in its fields.
    pub(crate) fields: BTreeMap<String, String>,
}

/// Takes a form. The same form twice is stored once, because its link is the same.
pub(crate) async fn take(app: &App, by: By, sent: Sent) -> Result<Outcome, Error> {
    let (zone, ids) = (app.zone(), (random_id(app), random_id(app)));
    let write = move |tx: &mut Tx<'_>| {
        // A page of the open link brings a token that nobody has used, unless its form is sent again.
        let first = matches!(sent.way, Way::Open { .. });
        if first && let Some(outcome) = take_in(tx, &zone, ids, &sent, false)? {
            return Ok(outcome);
        }
        take_in(tx, &zone, ids, &sent, true)?.ok_or_else(|| Error::from(troth_store::Error::Retry))
    };
    app.store().write(by.now, by.actor, write).await
}

/// Takes a form; nothing, and nothing is written, where its token was thought to be new and is not.
fn take_in(
    tx: &mut Tx<'_>,
    zone: &Zone,
    ids: (i64, i64),
    sent: &Sent,
    known: bool,
) -> Result<Option<Outcome>, Error> {
    let now = tx.now();
    let mut sitting = match sitting_of(tx, &sent.way, known, (now, zone))? {
        Ok(sitting) => sitting,
        // Whoever sends twice is thanked twice.
        Err(Gone::Answered) => return Ok(Some(Outcome::Done)),
        Err(gone) => return Ok(Some(Outcome::Gone(gone))),
    };
    let form = sitting.version.form.clone();
    let pages = form.pages(&sitting.answers);
    let here = pages
        .iter()
        .position(|page| page.iter().any(|place| form.questions[*place].key == sent.at))
        .unwrap_or(0);
    let before = sitting.answers.clone();
    let mut wrong = BTreeMap::new();
    for place in pages.get(here).into_iter().flatten() {
        let question = &form.questions[*place];
        match read(question, |name| sent.fields.get(name).cloned().unwrap_or_default()) {
            Ok(Some(given)) => drop(sitting.answers.insert(question.key.clone(), given)),
            Ok(None) => drop(sitting.answers.remove(&question.key)),
            Err(word) => drop(wrong.insert(question.key.clone(), word)),
        }
        let missing = question.required && !is_complete(question, sitting.answers.get(&question.key));
        if matches!(sent.step, Step::Next | Step::Send) && missing && !wrong.contains_key(&question.key) {
            wrong.insert(question.key.clone(), Word::Missing);
        }
    }
    // Without an answer nothing is written that would tell whether the token is new.
    if !known && sitting.answers == before {
        return Ok(None);
    }
    let pages = form.pages(&sitting.answers);
    let first_of = |page: &Vec<usize>| page.first().map(|place| form.questions[*place].key.clone());
    let on = pages.get(here + 1).and_then(first_of);
    let ends = wrong.is_empty() && matches!(sent.step, Step::Next | Step::Send) && on.is_none();
    // An earlier page may lack something that was answered away since.
    let lacking = pages.iter().position(|page| {
        page.iter().any(|place| {
            let question = &form.questions[*place];
            question.required && !is_complete(question, sitting.answers.get(&question.key))
        })
    });
    if ends && let Some(page) = lacking {
        let kept = keep(tx, zone, ids, sent, &mut sitting, &before)?;
        return Ok(kept.then(|| Outcome::Page(first_of(&pages[page]), true)));
    }
    if ends {
        let met: Vec<&str> =
            form.path(&sitting.answers).iter().map(|place| form.questions[*place].key.as_str()).collect();
        sitting.answers.retain(|key, _| met.contains(&key.as_str()));
        return Ok(send(tx, zone, ids, sent, &mut sitting)?.then_some(Outcome::Done));
    }
    if !keep(tx, zone, ids, sent, &mut sitting, &before)? {
        return Ok(None);
    }
    if !wrong.is_empty() && sent.step != Step::Back && sent.step != Step::Save {
        return Ok(Some(Outcome::Wrong(Box::new(sitting), wrong)));
    }
    let to = match sent.step {
        Step::Back => here.checked_sub(1).and_then(|page| pages.get(page)).and_then(first_of),
        Step::Next | Step::Send => on,
        Step::Save => Some(sent.at.clone()),
    };
    Ok(Some(Outcome::Page(to, sitting.link.is_some())))
}

/// What a survey that was answered by this link asks now: it has the words of thanks.
pub(crate) fn find_thanks(db: &mut Db<'_>, way: &Way) -> Result<Option<Questionnaire>, troth_store::Error> {
    let (Way::Own(token) | Way::Open { token, .. }) = way;
    let Some(link) = find_link(db, &hash(token))? else { return Ok(None) };
    let version = store::get_survey(db, link.survey)?.version;
    Ok(version.map(|version| store::get_version(db, version)).transpose()?.map(|version| version.form))
}

/// Where somebody sits: what they answered together, and the link they came by.
struct Seat {
    response: Response,
    /// Whether nothing is kept of it yet.
    fresh: bool,
    /// A link that is to be made, or the one there is.
    link: Result<LinkId, NewLink>,
}

/// The seat of a sitting; nothing is written yet.
///
/// What is new is known to be new and entered without looking for it: where many answer at once, what one looks for stands
/// beside what others enter, and a serializable database takes that for a conflict.
fn sit_down(
    tx: &mut Tx<'_>,
    zone: &Zone,
    ids: (i64, i64),
    sent: &Sent,
    sitting: &Sitting,
) -> Result<Seat, troth_store::Error> {
    let (survey, day) = (&sitting.survey, zone.day_of(tx.now()));
    let anonymous = survey.anonymous;
    let link = sitting.link.as_ref().map(|link| link.id).ok_or_else(|| {
        let (Way::Own(token) | Way::Open { token, .. }) = &sent.way;
        let id = if anonymous { LinkId::from_raw(ids.0) } else { tx.new_id() };
        NewLink::open(id, hash(token))
    });
    let known = sitting.link.as_ref().and_then(|link| link.response);
    let mut response = if let Some(id) = known {
        get_response(tx, id)?
    } else {
        let (account, contact) =
            sitting.link.as_ref().map_or((None, None), |link| (link.account, link.contact));
        Response {
            id: if anonymous { ResponseId::from_raw(ids.1) } else { tx.new_id() },
            survey: survey.id,
            version: sitting.version.id,
            language: None,
            done: false,
            account,
            contact,
            at: None,
            day,
        }
    };
    response.day = day;
    if !anonymous {
        response.at = Some(tx.now());
        response.language = Some(sent.language.clone());
    }
    Ok(Seat { response, fresh: known.is_none(), link })
}

/// Writes on somebody's link how far they came, and what they answered so far; `way` is the way back to the answers. Nothing, and nothing is
/// written, where a link that was to be made is there already.
fn write_down(
    tx: &mut Tx<'_>,
    sitting: &mut Sitting,
    seat: Seat,
    way: Option<ResponseId>,
) -> Result<Option<Response>, troth_store::Error> {
    let Seat { response, fresh, link } = seat;
    let survey = sitting.survey.id;
    let came = if response.done { Came::Done(way) } else { Came::Begun(way) };
    let id = match link {
        Ok(id) => {
            move_link(tx, id, came)?;
            id
        }
        Err(link) => {
            let id = link.id;
            if !try_link(tx, survey, &NewLink { came, ..link }, response.day)? {
                return Ok(None);
            }
            id
        }
    };
    put_response(tx, &response)?;
    put_answers(tx, &sitting.version.form, (&response, fresh), &sitting.answers)?;
    let (account, contact) = (response.account, response.contact);
    sitting.link = Some(Link { id, survey, account, contact, done: response.done, response: way });
    Ok(Some(response))
}

fn keep(
    tx: &mut Tx<'_>,
    zone: &Zone,
    ids: (i64, i64),
    sent: &Sent,
    sitting: &mut Sitting,
    before: &Answers,
) -> Result<bool, troth_store::Error> {
    if sitting.answers == *before {
        return Ok(true);
    }
    let seat = sit_down(tx, zone, ids, sent, sitting)?;
    let way = Some(seat.response.id);
    let Some(response) = write_down(tx, sitting, seat, way)? else { return Ok(false) };
    if !sitting.survey.anonymous {
        tx.append(&ResponseKept { response: response.id, survey: sitting.survey.id })?;
    }
    Ok(true)
}

fn send(
    tx: &mut Tx<'_>,
    zone: &Zone,
    ids: (i64, i64),
    sent: &Sent,
    sitting: &mut Sitting,
) -> Result<bool, troth_store::Error> {
    let mut seat = sit_down(tx, zone, ids, sent, sitting)?;
    seat.response.done = true;
    let anonymous = sitting.survey.anonymous;
    let way = (!anonymous).then_some(seat.response.id);
    let Some(response) = write_down(tx, sitting, seat, way)? else { return Ok(false) };
    if !anonymous {
        let (account, contact) = (response.account, response.contact);
        tx.append(&ResponseReceived { response: response.id, survey: sitting.survey.id, account, contact })?;
    }
    Ok(true)
}

/// Answers that a program brings, whole.
#[derive(Debug, Clone)]
pub(crate) struct Brought {
    pub(crate) survey: SurveyId,
    pub(crate) account: Option<AccountId>,
    pub(crate) contact: Option<ContactId>,
    pub(crate) language: Option<String>,
    pub(crate) answers: Answers,
}

/// Takes answers from a program. Questions that nobody with these answers would meet are refused, not dropped.
pub(crate) async fn bring(app: &App, by: By, brought: Brought) -> Result<ResponseId, Error> {
    let (zone, random) = (app.zone(), random_id(app));
    app.store()
        .write(by.now, by.actor, move |tx| {
            let survey = store::get_survey(tx, brought.survey)?;
            let today = zone.day_of(tx.now());
            let open = survey.takes_answers(today);
            let version = open.map_err(|_| Error::Conflict(Message::new("listen-takes-none")))?;
            let form = store::get_version(tx, version)?.form;
            check_brought(&survey, &form, &brought)?;
            let contact_at = brought.contact.map(|contact| account_of(tx, contact)).transpose()?;
            let account = match (brought.account, contact_at) {
                (Some(account), Some(at)) if account != at => {
                    return Err(super::refuse("contact", Message::new("listen-contact-elsewhere")));
                }
                (account, at) => account.or(at),
            };
            if let Some(account) = account {
                troth_records::get_account(tx, account)?;
            }
            let response = Response {
                id: if survey.anonymous { ResponseId::from_raw(random) } else { tx.new_id() },
                survey: survey.id,
                version,
                language: brought.language.clone().filter(|_| !survey.anonymous),
                done: true,
                account,
                contact: brought.contact,
                at: (!survey.anonymous).then(|| tx.now()),
                day: today,
            };
            put_response(tx, &response)?;
            put_answers(tx, &form, (&response, true), &brought.answers)?;
            if !survey.anonymous {
                let contact = response.contact;
                tx.append(&ResponseReceived { response: response.id, survey: survey.id, account, contact })?;
            }
            Ok(response.id)
        })
        .await
}

fn check_brought(survey: &Survey, form: &Questionnaire, brought: &Brought) -> Result<(), Error> {
    if survey.anonymous && (brought.account.is_some() || brought.contact.is_some()) {
        return Err(super::refuse("customer", Message::new("listen-links-anonymous")));
    }
    if let Some(language) = &brought.language
        && !form.languages.contains(language)
    {
        return Err(super::refuse(
            "language",
            Message::new("listen-wrong-language").with("tag", language.clone()),
        ));
    }
    let path = form.path(&brought.answers);
    let mut wrong = Vec::new();
    let mut add = |key: &str, message: Message| {
        wrong.push(troth_web::FieldError {
            field: format!("answers.{}", key.chars().take(40).collect::<String>()),
            message,
        });
    };
    for (key, given) in &brought.answers {
        match form.find(key) {
            None => add(key, Message::new("listen-answer-unknown")),
            Some((place, _)) if !path.contains(&place) => add(key, Message::new("listen-answer-off")),
            Some((_, question)) => {
                if fits(question, given.clone()).is_err() {
                    add(key, Message::new("listen-answer-wrong"));
                }
            }
        }
    }
    for place in path {
        let question = &form.questions[place];
        if question.required && !is_complete(question, brought.answers.get(&question.key)) {
            add(&question.key, Message::new("listen-answer-missing"));
        }
    }
    if brought.answers.is_empty() {
        add("", Message::new("listen-answer-missing"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Fields(wrong)) }
}
