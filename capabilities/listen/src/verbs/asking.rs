//! Asking by e-mail: who would be asked, asking them, stopping it and going on, reminding who has not answered.
//!
//! What is kept of an asking is its words and how far it is. Messages are queued for [`troth_mail`], step by step, each step with its mark in
//! one transaction: a program that dies in between goes on with the next step and asks nobody twice. A person's link is made when their message
//! goes out, from the secret of the installation: it stands in no message that is kept.
//!
//! Cost: preparing grows with the people, some look-ups by index each; memory: eight bytes for each customer chosen, and one step.
//! Reminding grows with those who are due; counting with the messages, through indexes.

use std::collections::BTreeMap;

use troth_core::few::MINIMUM;
use troth_core::{
    AccountId, Actor, AskingBegun, AskingId, AskingPrepared, AskingReminded, AskingStopped, Id, Instant,
    LetterId, Message, Purpose, SegmentId, SurveyId,
};
use troth_mail::{Addressee, Letter, LetterKind, Outgoing, Reason, Verdict};
use troth_records::{Filter, get_segment};
use troth_store::{Db, NewJob, Pace, Tx};
use troth_web::{App, Error, FieldError, Language, Page as _};

use super::{By, hash};
use crate::model::{
    Asking, Draft, Known, LONGEST, LeftOut, MOST_DAYS, MOST_REMINDERS, Questionnaire, State, Survey, Wording,
    Words, add_left_out, pick_language,
};
use crate::pages::LetterPage;
use crate::store;
use crate::store::asking::{
    AskingLetter, add_asking, add_link_of, advance, advance_letter, count_answered, each_customer,
    find_behind, find_link_of, find_standing, get_asking, list_answered, list_letters, list_readers,
    list_reminding, put_letter, set_stopped,
};

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
/// People looked at in one step where nothing is written.
const LOOKED_AT: usize = 4_000;
/// Messages that are woken, or people who are looked at for a reminder, in one step.
const STEP: usize = 1_000;

/// Who would be asked, and who would not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Looked {
    /// How many people would be asked.
    pub(crate) people: i64,
    /// How many would not, by why.
    pub(crate) left_out: LeftOut,
    /// The first of those who would be, by language: how the letter reads to somebody.
    pub(crate) first: BTreeMap<String, String>,
}

/// The survey and what it asks now.
async fn find_open(app: &App, id: SurveyId) -> Result<(Survey, Questionnaire), Error> {
    let today = app.zone().day_of(app.now());
    let read = move |db: &mut Db<'_>| {
        let survey = store::get_survey(db, id)?;
        let version = survey.takes_answers(today).ok();
        let form = version.map(|version| store::get_version(db, version)).transpose()?;
        Ok::<_, troth_store::Error>((survey, form.map(|version| version.form)))
    };
    let (survey, form) = app.store().read(read).await?;
    let form = form.ok_or_else(|| Error::Conflict(Message::new("listen-takes-none")))?;
    Ok((survey, form))
}

/// What was chosen, as a filter; none: everybody.
async fn find_filter(app: &App, segment: Option<SegmentId>) -> Result<Option<Filter>, Error> {
    let Some(id) = segment else { return Ok(None) };
    let segment = app.store().read(move |db| get_segment(db, id)).await?;
    let currency = app.store().business().await?.currency;
    let fields = troth_records::segment_fields(app.registry().parts());
    segment.filter.check(&fields, currency).map_err(|message| super::refuse("segment", message))?;
    Ok(Some(segment.filter))
}

/// The customers whom a filter finds, or all of them, after one of them, by id.
async fn list_chosen(app: &App, filter: Option<Filter>, after: i64) -> Result<Vec<AccountId>, Error> {
    let fields = troth_records::segment_fields(app.registry().parts());
    let today = app.zone().day_of(app.now());
    let read = move |db: &mut Db<'_>| {
        let mut chosen: Vec<AccountId> = Vec::new();
        let mut take = |account: AccountId| {
            if account.raw() > after {
                chosen.push(account);
            }
        };
        match &filter {
            Some(filter) => troth_records::each_member(db, &fields, filter, today, take)?,
            None => each_customer(db, &mut take)?,
        }
        Ok::<_, troth_store::Error>(chosen)
    };
    let mut chosen = app.store().read(read).await?;
    chosen.sort_unstable();
    Ok(chosen)
}

/// People at some customers: who is asked in which language, and how many are not.
#[derive(Debug, Clone, Default)]
struct Sorted {
    people: BTreeMap<String, Vec<Addressee>>,
    left_out: LeftOut,
}

fn sort_people(
    db: &mut Db<'_>,
    accounts: &[AccountId],
    languages: &[String],
    now: Instant,
) -> Result<Sorted, troth_store::Error> {
    let readers = list_readers(db, accounts)?;
    let people: Vec<i64> = readers.iter().map(|reader| reader.contact.raw()).collect();
    let consents = db.latest_consents(Purpose::Survey, &people)?;
    let capped = troth_mail::list_capped(db, Purpose::Survey, now, &people)?;
    let addresses: Vec<&str> = readers.iter().filter_map(|reader| reader.address.as_deref()).collect();
    let suppressed = troth_mail::list_suppressed(db, &addresses)?;
    let mut sorted = Sorted::default();
    for reader in &readers {
        let known = Known {
            erased: reader.erased,
            address: reader.address.as_deref(),
            consent: consents.get(&reader.contact.raw()).copied(),
            suppressed: reader.address.as_deref().is_some_and(|address| suppressed.contains(address)),
            capped: capped.contains(&reader.contact.raw()),
        };
        match known.decide() {
            Err(why) => *sorted.left_out.entry(why).or_default() += 1,
            Ok(address) => {
                let language = pick_language(languages, reader.language.as_deref(), "");
                let one = Addressee {
                    contact: Some(reader.contact),
                    address: address.to_owned(),
                    fields: [("name".to_owned(), reader.name.clone())].into(),
                    zone: String::new(),
                    due: now,
                };
                sorted.people.entry(language.to_owned()).or_default().push(one);
            }
        }
    }
    Ok(sorted)
}

/// Looks who would be asked, without asking anybody. Cost: one pass over the people.
pub(crate) async fn look(app: &App, id: SurveyId, segment: Option<SegmentId>) -> Result<Looked, Error> {
    let (_, form) = find_open(app, id).await?;
    let chosen = list_chosen(app, find_filter(app, segment).await?, 0).await?;
    let now = app.now();
    let read = move |db: &mut Db<'_>| {
        let mut looked = Looked::default();
        for step in chosen.chunks(LOOKED_AT) {
            let sorted = sort_people(db, step, &form.languages, now)?;
            add_left_out(&mut looked.left_out, &sorted.left_out);
            for (language, people) in sorted.people {
                looked.people += i64::try_from(people.len()).unwrap_or(i64::MAX);
                if let Some(name) = people.first().and_then(|one| one.fields.get("name")) {
                    looked.first.entry(language).or_insert_with(|| name.clone());
                }
            }
        }
        Ok::<_, troth_store::Error>(looked)
    };
    Ok(app.store().read(read).await?)
}

/// The languages of a survey that somebody wrote words in: it may have been published anew in others since. Where it has given all of them
/// up, those that were written.
fn written(asking: &Asking, languages: &[String]) -> Vec<String> {
    let words = &asking.draft.words;
    let still: Vec<String> = languages.iter().filter(|one| words.contains_key(*one)).cloned().collect();
    if still.is_empty() { words.keys().cloned().collect() } else { still }
}

/// Letters of one round, by language.
fn letters(
    app: &App,
    asking: &Asking,
    languages: &[String],
    round: i64,
) -> Result<BTreeMap<String, Letter>, Error> {
    let letter = |language: &String| {
        let words = asking.draft.words.get(language).cloned().unwrap_or_default();
        let wording = if round == 0 { words.first } else { words.again };
        let spoken = Language::from_tag(language).filter(|one| Language::OFFERED.contains(one));
        let footer = Message::new("listen-mail-footer").with("business", app.business());
        let footer = app.templates().say(spoken.unwrap_or_default(), &footer);
        let page = LetterPage::new(language, &wording, footer.clone());
        let html = app.templates().render(spoken.unwrap_or_default(), LetterPage::TEMPLATE, &page)?;
        let letter = Letter {
            key: format!("{}/{round}/{language}", asking.id),
            kind: LETTER.name.into(),
            about: asking.id.to_string(),
            purpose: Purpose::Survey,
            language: language.clone(),
            from_name: asking.draft.from_name.clone(),
            reply_to: asking.draft.reply_to.clone(),
            subject: wording.subject,
            body: format!("{}\n\n-- \n{footer}\n{{unsubscribe}}\n", wording.text.trim_end()),
            html: Some(html),
        };
        Ok::<_, Error>((language.clone(), letter))
    };
    languages.iter().map(letter).collect()
}

fn wrong(errors: &mut Vec<FieldError>, field: String, message: Message) {
    errors.push(FieldError { field, message });
}

fn check_wording(errors: &mut Vec<FieldError>, before: &str, language: &str, wording: &Wording) {
    let subject = (format!("{before}subject.{language}"), wording.subject.trim());
    let text = (format!("{before}text.{language}"), wording.text.trim());
    for (field, said) in [&subject, &text] {
        if said.is_empty() {
            wrong(errors, field.clone(), Message::new("web-field-empty"));
        }
    }
    let long = text.1.chars().count() > LONGEST || text.1.contains('\0');
    if long {
        let limit = i64::try_from(LONGEST).unwrap_or(i64::MAX);
        wrong(errors, text.0, Message::new("listen-mail-long").with("limit", limit));
    } else if !text.1.is_empty() && !text.1.contains("{link}") {
        wrong(errors, text.0, Message::new("listen-mail-no-link"));
    }
}

/// What is wrong with a draft of an asking, each at its field.
fn check(app: &App, survey: &Survey, form: &Questionnaire, draft: &Draft) -> Result<(), Error> {
    if survey.anonymous && !survey.open_link {
        return Err(Error::Conflict(Message::new("listen-mail-open-link")));
    }
    let mut errors = Vec::new();
    for language in &form.languages {
        let words = draft.words.get(language).cloned().unwrap_or_default();
        check_wording(&mut errors, "", language, &words.first);
        if draft.reminders > 0 {
            check_wording(&mut errors, "again_", language, &words.again);
        }
    }
    if !(0..=MOST_REMINDERS).contains(&draft.reminders) {
        let limit = Message::new("listen-mail-reminders-wrong").with("limit", MOST_REMINDERS);
        wrong(&mut errors, "reminders".into(), limit);
    } else if survey.anonymous && draft.reminders > 0 {
        wrong(&mut errors, "reminders".into(), Message::new("listen-mail-reminders-anonymous"));
    }
    if draft.reminders > 0 && !(1..=MOST_DAYS).contains(&draft.remind_days) {
        let limit = Message::new("listen-mail-days-wrong").with("limit", MOST_DAYS);
        wrong(&mut errors, "remind_days".into(), limit);
    }
    if let Some(strange) = draft.words.keys().find(|language| !form.languages.contains(language)) {
        let message = Message::new("listen-wrong-language").with("tag", strange.clone());
        wrong(&mut errors, format!("words.{strange}"), message);
    }
    if errors.is_empty() {
        let asking = fresh(AskingId::from_raw(0), survey.id, draft.clone(), app.now());
        for round in [0, draft.reminders.min(1)] {
            let before = if round == 0 { "" } else { "again_" };
            for (language, letter) in letters(app, &asking, &form.languages, round)? {
                errors.extend(refused(&letter, before, &language));
            }
        }
    }
    errors.dedup_by(|a, b| a.field == b.field);
    if errors.is_empty() { Ok(()) } else { Err(Error::Fields(errors)) }
}

/// What mail says to a letter, at the field of the form.
fn refused(letter: &Letter, before: &str, language: &str) -> Option<FieldError> {
    let problem = letter.check(&["link"]).err()?;
    let field = match &problem {
        troth_mail::Error::Wrong("name of the sender", _) => "from_name".to_owned(),
        troth_mail::Error::Wrong("address for answers", _) => "reply_to".to_owned(),
        troth_mail::Error::Wrong("subject", _) => format!("{before}subject.{language}"),
        _ => format!("{before}text.{language}"),
    };
    let message = match problem {
        troth_mail::Error::Gap(gap) => Message::new("listen-mail-gap").with("gap", gap),
        troth_mail::Error::Wrong("address for answers", _) => Message::new("listen-mail-address"),
        troth_mail::Error::Wrong("name of the sender", _) => Message::new("listen-mail-sender"),
        troth_mail::Error::Wrong("subject", _) => Message::new("listen-mail-subject"),
        other => Message::new("listen-mail-refused").with("why", other.to_string()),
    };
    Some(FieldError { field, message })
}

fn fresh(id: AskingId, survey: SurveyId, draft: Draft, now: Instant) -> Asking {
    Asking {
        id,
        survey,
        draft,
        filter: None,
        begun_at: now,
        prepared_at: None,
        stopped_at: None,
        reached: 0,
        prepared: 0,
        left_out: LeftOut::new(),
    }
}

/// Checks a draft as [`ask_customers`] does, and says who would be asked.
pub(crate) async fn check_asking(app: &App, id: SurveyId, draft: &Draft) -> Result<Looked, Error> {
    let (survey, form) = find_open(app, id).await?;
    check(app, &survey, &form, draft)?;
    let looked = look(app, id, draft.segment).await?;
    let few = survey.anonymous && looked.people < i64::try_from(MINIMUM).unwrap_or(i64::MAX);
    if looked.people == 0 {
        // Said with the reasons beside it.
        return Ok(looked);
    }
    if few {
        // When so few are asked, a day tells who it was.
        return Err(Error::Wrong(Message::new("listen-mail-few").with("minimum", MINIMUM.cast_signed())));
    }
    Ok(looked)
}

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

/// What became of the messages of one round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RoundCounts {
    /// Zero: the invitation; then the reminders.
    pub(crate) round: i64,
    pub(crate) people: i64,
    /// Not due yet, in quiet hours, or on the way.
    pub(crate) waiting: i64,
    pub(crate) sent: i64,
    /// The server refused them, they came back, or were put off too often.
    pub(crate) returned: i64,
    /// Nobody knows whether they arrived.
    pub(crate) unsure: i64,
    /// Not sent, by why.
    pub(crate) held: BTreeMap<Reason, i64>,
    /// By which somebody said that they want no more.
    pub(crate) left: i64,
}

/// How an asking stands.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) asking: Asking,
    pub(crate) rounds: Vec<RoundCounts>,
    /// How many began and how many finished; nothing where nobody is named.
    pub(crate) answered: Option<(i64, i64)>,
}

/// Counts how an asking stands.
pub(crate) fn find_asking(
    db: &mut Db<'_>,
    asking: Asking,
    anonymous: bool,
) -> Result<Standing, troth_store::Error> {
    let mut rounds: BTreeMap<i64, RoundCounts> = BTreeMap::new();
    for one in list_letters(db, asking.id)? {
        let counts = rounds
            .entry(one.round)
            .or_insert_with(|| RoundCounts { round: one.round, ..RoundCounts::default() });
        count(counts, db, one.letter)?;
    }
    let answered = if anonymous { None } else { Some(count_answered(db, asking.id)?) };
    Ok(Standing { asking, rounds: rounds.into_values().collect(), answered })
}

fn count(counts: &mut RoundCounts, db: &mut Db<'_>, letter: LetterId) -> Result<(), troth_store::Error> {
    use troth_mail::State;
    let fates = troth_mail::count_fates(db, letter)?;
    counts.left += fates.left;
    for ((state, reason), number) in fates.states {
        counts.people += number;
        match state {
            State::Waiting | State::Sending => counts.waiting += number,
            State::Sent => counts.sent += number,
            State::Refused | State::Failed => counts.returned += number,
            State::Unsure => counts.unsure += number,
            State::Held => *counts.held.entry(reason.unwrap_or(Reason::Stopped)).or_default() += number,
        }
    }
    Ok(())
}

/// The words a letter begins with, in the languages that the program speaks.
pub(crate) fn new_words(app: &App, languages: &[String]) -> BTreeMap<String, Words> {
    let say = |tag: &str, key: &str| super::say(app, tag, key).unwrap_or_default();
    let words = |tag: &String| {
        let wording =
            |subject: &str, text: &str| Wording { subject: say(tag, subject), text: say(tag, text) };
        let first = wording("listen-mail-begin-subject", "listen-mail-begin-text");
        (tag.clone(), Words { first, again: wording("listen-mail-again-subject", "listen-mail-again-text") })
    };
    languages.iter().map(words).collect()
}
