//! Asking by e-mail: who would be asked, asking them, stopping it and going on, reminding who has not answered.
//!
//! What is kept of an asking is its words and how far it is. Messages are queued for [`troth_mail`], step by step, each step with its mark in
//! one transaction: a program that dies in between goes on with the next step and asks nobody twice. A person's link is made when their message
//! goes out, from the secret of the installation: it stands in no message that is kept.
//!
//! Cost: preparing grows with the people, some look-ups by index each; memory: eight bytes for each customer chosen, and one step.
//! Reminding grows with those who are due; counting with the messages, through indexes.

mod count;
mod draft;
mod look;

use std::collections::BTreeMap;

use troth_core::{
    Actor, AskingBegun, AskingId, AskingPrepared, AskingReminded, AskingStopped, Id, Message, SurveyId,
};
use troth_mail::{Addressee, Letter, LetterKind, Outgoing, Reason, Verdict};
use troth_store::{Db, NewJob, Pace, Tx};
use troth_web::{App, Error};

use crate::model::{Asking, Draft, State, add_left_out};
use crate::store;
use crate::store::asking::{
    AskingLetter, add_asking, add_link_of, advance, advance_letter, find_behind, find_link_of, find_standing,
    get_asking, list_answered, list_letters, list_reminding, put_letter, set_stopped,
};

use super::{By, hash};
pub(crate) use count::{RoundCounts, Standing, find_asking};
pub(crate) use draft::{check_asking, new_words};
use draft::{fresh, letters, written};
pub(crate) use look::Looked;
use look::{Sorted, find_filter, list_chosen, sort_people};

/// The job that prepares what was asked for.
pub(crate) const PREPARE: &str = "listen.prepare_asking";
/// The job that lets what was stopped go on.
pub(crate) const WAKE: &str = "listen.wake_asking";
/// The job that reminds.
pub(crate) const REMIND: &str = "listen.remind";

/// What is asked when a message of an asking goes out.
pub(crate) const LETTER: LetterKind = LetterKind { name: "listen.asking", look: goes_out };

/// Customers looked at in one step, at least and at most.
const LEAST: usize = 20;
const MOST: usize = 4_000;
/// Messages that are woken, or people who are looked at for a reminder, in one step.
const STEP: usize = 1_000;

/// Asks people by e-mail: from now on it is prepared and sent in the background.
pub(crate) async fn ask_customers(app: &App, by: By, id: SurveyId, draft: Draft) -> Result<AskingId, Error> {
    if check_asking(app, id, &draft).await?.people == 0 {
        return Err(Error::Wrong(Message::new("listen-mail-nobody")));
    }
    let filter = find_filter(app, draft.segment).await?;
    let asking = move |tx: &mut Tx<'_>| {
        let survey = store::get_survey(tx, id)?;
        if survey.state != State::Open {
            return Err(Error::Conflict(Message::new("listen-takes-none")));
        }
        let asking = Asking { filter: filter.clone(), ..fresh(tx.new_id(), id, draft.clone(), tx.now()) };
        add_asking(tx, &asking)?;
        tx.append(&AskingBegun { asking: asking.id, survey: id })?;
        queue(tx, PREPARE, asking.id)?;
        Ok(asking.id)
    };
    app.store().write(by.now, by.actor, asking).await
}

fn queue(tx: &mut Tx<'_>, job: &str, id: AskingId) -> Result<(), troth_store::Error> {
    tx.enqueue(&NewJob::new(job).payload(serde_json::json!({ "asking": id }).to_string()))?;
    Ok(())
}

/// Goes on with preparing an asking, to its end or until somebody stops it.
pub(crate) async fn prepare(app: &App, id: AskingId) -> Result<(), Error> {
    let read = move |db: &mut Db<'_>| {
        let asking = get_asking(db, id)?;
        let survey = store::get_survey(db, asking.survey)?;
        let version = survey.version.map(|version| store::get_version(db, version)).transpose()?;
        Ok::<_, troth_store::Error>((asking, version.map(|version| version.form)))
    };
    let (asking, form) = app.store().read(read).await?;
    let Some(form) = form.filter(|_| asking.prepared_at.is_none() && asking.stopped_at.is_none()) else {
        return Ok(());
    };
    let spoken = written(&asking, &form.languages);
    let letters = letters(app, &asking, &spoken, 0)?;
    let chosen = list_chosen(app, asking.filter.clone(), asking.reached).await?;
    let (mut left, mut stand) = (chosen.as_slice(), asking);
    let mut pace = Pace::new(app.store().engine(), LEAST, MOST);
    loop {
        let (step, rest) = left.split_at(left.len().min(pace.pieces()));
        let (accounts, languages, now) = (step.to_vec(), spoken.clone(), app.now());
        let sorted = app.store().read(move |db| sort_people(db, &accounts, &languages, now)).await?;
        let to = step.last().map_or(stand.reached, |account| account.raw());
        let (letters, before, done) = (letters.clone(), stand, rest.is_empty());
        let write = move |tx: &mut Tx<'_>| put_step(tx, &letters, &before, to, &sorted, done);
        let Some((now, micros)) = app.store().write(now, Actor::System, write).await? else { return Ok(()) };
        if done {
            return Ok(());
        }
        pace.took(step.len(), micros);
        (left, stand) = (rest, now);
    }
}

/// Queues the messages of one step, with its mark; how it stands then, and how long that took. Nothing where somebody else went on, or stopped it.
fn put_step(
    tx: &mut Tx<'_>,
    letters: &BTreeMap<String, Letter>,
    before: &Asking,
    to: i64,
    sorted: &Sorted,
    done: bool,
) -> Result<Option<(Asking, i64)>, troth_store::Error> {
    let began = tx.wall();
    let mut stand = Asking { reached: to, ..before.clone() };
    let people: usize = sorted.people.values().map(Vec::len).sum();
    stand.prepared += i64::try_from(people).unwrap_or(i64::MAX);
    add_left_out(&mut stand.left_out, &sorted.left_out);
    stand.prepared_at = done.then(|| tx.now());
    let counts = (stand.prepared, &stand.left_out);
    if !advance(tx, stand.id, (before.reached, to), counts, stand.prepared_at)? {
        return Ok(None);
    }
    for (language, people) in &sorted.people {
        let Some(letter) = letters.get(language) else { continue };
        let (letter, _) = troth_mail::queue(tx, letter, people)?;
        put_letter(tx, stand.id, letter, (0, language))?;
    }
    if done {
        tx.append(&AskingPrepared { asking: stand.id, people: stand.prepared })?;
    }
    Ok(Some((stand, tx.wall().micros() - began.micros())))
}

/// Asks nobody more for now, or goes on. The second time nothing happens.
pub(crate) async fn stop_asking(app: &App, by: By, id: AskingId, stop: bool) -> Result<(), Error> {
    let change = move |tx: &mut Tx<'_>| {
        get_asking(tx, id)?;
        let at = stop.then(|| tx.now());
        if !set_stopped(tx, id, at)? {
            return Ok(());
        }
        for one in list_letters(tx, id)? {
            if stop {
                troth_mail::stop_letter(tx, one.letter)?;
            } else {
                troth_mail::resume_letter(tx, one.letter)?;
            }
        }
        tx.append(&AskingStopped { asking: id, stopped: stop })?;
        if !stop {
            queue(tx, PREPARE, id)?;
            queue(tx, WAKE, id)?;
        }
        Ok::<_, Error>(())
    };
    app.store().write(by.now, by.actor, change).await
}

/// Lets messages wait again that were held while it was stopped, in steps.
pub(crate) async fn wake(app: &App, id: AskingId) -> Result<(), Error> {
    let most = i64::try_from(STEP).unwrap_or(i64::MAX);
    let letters = app.store().read(move |db| list_letters(db, id)).await?;
    for AskingLetter { letter, .. } in letters {
        loop {
            let step = move |tx: &mut Tx<'_>| troth_mail::wake(tx, letter, most);
            if app.store().write(app.now(), Actor::System, step).await? < most.cast_unsigned() {
                break;
            }
        }
    }
    Ok(())
}

/// Reminds everybody who got a letter so many days ago and has not answered.
pub(crate) async fn remind(app: &App) -> Result<(), Error> {
    let now = app.now();
    let today = app.zone().day_of(now);
    for asking in app.store().read(move |db| list_reminding(db, now)).await? {
        let id = asking.survey;
        let read = move |db: &mut Db<'_>| {
            let survey = store::get_survey(db, id)?;
            let version = survey.takes_answers(today).ok();
            version.map(|version| store::get_version(db, version)).transpose()
        };
        let Some(version) = app.store().read(read).await? else { continue };
        for round in 1..=asking.draft.reminders {
            let letters = letters(app, &asking, &written(&asking, &version.form.languages), round)?;
            let of = asking.id;
            let known = app.store().read(move |db| list_letters(db, of)).await?;
            for before in known.into_iter().filter(|one| one.round == round - 1) {
                // A language that the survey has given up is not reminded in: nobody has written that letter anew.
                let Some(letter) = letters.get(&before.language) else { continue };
                remind_of(app, &asking, letter, before, round).await?;
            }
        }
    }
    Ok(())
}

/// Queues reminders for those whom one letter reached so many days ago, in steps.
async fn remind_of(
    app: &App,
    asking: &Asking,
    letter: &Letter,
    mut before: AskingLetter,
    round: i64,
) -> Result<(), Error> {
    let until = app.now().plus_seconds(-asking.draft.remind_days * 86_400);
    loop {
        let (id, from, asking) = (before.letter, before.reached, asking.id);
        let read = move |db: &mut Db<'_>| {
            let sent = troth_mail::list_sent(db, id, from, until, STEP)?;
            let people: Vec<i64> = sent.iter().map(|one| one.contact.map_or(0, Id::raw)).collect();
            Ok::<_, troth_store::Error>((sent, list_answered(db, asking, &people)?))
        };
        let (sent, answered) = app.store().read(read).await?;
        let Some(to) = sent.last().and_then(|last| Some((last.sent?, last.id))) else { return Ok(()) };
        let more = sent.len() == STEP;
        let now = app.now();
        let due = |one: troth_mail::Message| Addressee {
            contact: one.contact,
            address: one.address,
            fields: serde_json::from_str(&one.fields).unwrap_or_default(),
            zone: one.zone,
            due: now,
        };
        let people: Vec<Addressee> = sent
            .into_iter()
            .filter(|one| !answered.contains(&one.contact.map_or(0, Id::raw)) && !one.address.is_empty())
            .map(due)
            .collect();
        let (letter, language) = (letter.clone(), before.language.clone());
        let write = move |tx: &mut Tx<'_>| {
            if get_asking(tx, asking)?.stopped_at.is_some() || !advance_letter(tx, id, from, to)? {
                return Ok(false);
            }
            if !people.is_empty() {
                let (queued, added) = troth_mail::queue(tx, &letter, &people)?;
                put_letter(tx, asking, queued, (round, &language))?;
                tx.append(&AskingReminded { asking, round, people: added.cast_signed() })?;
            }
            Ok::<_, troth_store::Error>(true)
        };
        if !app.store().write(now, Actor::System, write).await? || !more {
            return Ok(());
        }
        before.reached = to;
    }
}

/// Whether a message of an asking goes out, and where its link leads. A few look-ups by key; the first message to a person makes their link.
fn goes_out(tx: &mut Tx<'_>, out: &Outgoing<'_>) -> Result<Verdict, troth_store::Error> {
    let Some(behind) = find_behind(tx, out.letter)? else { return Ok(Verdict::Hold(Reason::Unwritable)) };
    let today = tx.business()?.zone.day_of(tx.now());
    if !behind.open || behind.last_day.is_some_and(|last| today > last) {
        return Ok(Verdict::Hold(Reason::Over));
    }
    let language = &behind.language;
    let go = |path: String| {
        let link = format!("{}/listen/{path}?lang={language}", out.base);
        Verdict::Go([("link".to_owned(), link)].into())
    };
    // Without names everybody gets the same link, and nothing says who got as far as following it.
    if behind.anonymous {
        return Ok(if behind.open_link {
            go(format!("s/{}", behind.slug))
        } else {
            Verdict::Hold(Reason::Over)
        });
    }
    let Some(contact) = out.contact else { return Ok(Verdict::Hold(Reason::Unwritable)) };
    let Some(account) = find_standing(tx, contact)? else { return Ok(Verdict::Hold(Reason::Merged)) };
    let token = |link: troth_core::LinkId| out.code(&format!("answer {link}"));
    match find_link_of(tx, behind.asking, contact)? {
        Some((_, true)) => Ok(Verdict::Hold(Reason::Answered)),
        Some((link, false)) => Ok(go(format!("a/{}", token(link)))),
        None => {
            let id = tx.new_id();
            let token = token(id);
            add_link_of(tx, &behind, (account, contact), (id, hash(&token)), today)?;
            Ok(go(format!("a/{token}")))
        }
    }
}
