//! What people tell of their own accord: taken, answered, granted or declined, merged, published, voted for, done, and told to all who asked.
//!
//! Letters are written by a job, of what stands in the records then; each reader gets one of their own, because they are no people of the
//! records: that they want it is asked again when it goes out. Cost: taking and answering a few rows each; telling grows with those who asked.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use troth_core::{
    AccountId, Actor, ContactId, LetterId, Message, Purpose, ReplyId, StaffId, UserId, VoiceAnswered,
    VoiceId, VoiceMatched, VoiceMerged, VoicePassedOn, VoicePublished, VoiceReceived, VoiceTold, VoiceVoted,
    VoicesOpened,
};
use troth_mail::{Addressee, Letter, LetterKind, Outgoing, Reason, Verdict};
use troth_store::{Db, NewJob, Tx};
use troth_web::user::find_user;
use troth_web::{App, Error, FieldError, Language};

use super::{By, hash, new_token, refuse};
use crate::model::{LONGEST_PUBLISHED, NewVoice, Reply, Said, Sort, Stage, Voice, check_text, read_email};
use crate::store::link::account_of;
use crate::store::voice::{self, Hearer, OPEN};

/// The job that writes letters about what somebody told.
pub(crate) const WRITE: &str = "listen.write_about_voice";

/// What is asked when a letter about something that was told goes out.
pub(crate) const LETTER: LetterKind = LetterKind { name: "listen.voice", look: goes_out };

/// Letters queued in one transaction.
const STEP: usize = 200;

/// What letters are about.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum About {
    /// An answer, to whoever asked.
    Reply(ReplyId),
    /// Praise, to the member of staff it is about; passed on by somebody.
    Praise(VoiceId, UserId),
}

fn fields(wrong: Vec<(&'static str, Message)>) -> Error {
    let field = |(field, message): (&str, Message)| FieldError { field: field.into(), message };
    Error::Fields(wrong.into_iter().map(field).collect())
}

/// Lets anybody tell something, or nobody.
pub(crate) async fn open_voices(app: &App, by: By, open: bool) -> Result<(), Error> {
    let write = move |tx: &mut Tx<'_>| {
        if voice::is_open(tx)? != open {
            tx.set_setting(OPEN, if open { "open" } else { "closed" })?;
            tx.append(&VoicesOpened { open })?;
        }
        Ok::<_, Error>(())
    };
    app.store().write(by.now, by.actor, write).await
}

/// Takes what somebody tells, and gives the link by which they follow it. A stranger's word is taken only while the page is open.
pub(crate) async fn take_voice(app: &App, by: By, new: NewVoice) -> Result<(VoiceId, String), Error> {
    let new = new.check().map_err(fields)?;
    let (token, zone) = (new_token(app), app.zone());
    let hashed = hash(&token);
    let write = move |tx: &mut Tx<'_>| {
        if by.actor == Actor::System && !voice::is_open(tx)? {
            return Err(Error::Conflict(Message::new("listen-say-closed")));
        }
        let id = voice::add_voice(tx, &new, &hashed, zone.day_of(tx.now()))?;
        tx.append(&VoiceReceived { voice: id, sort: new.sort.key().to_owned() })?;
        Ok(id)
    };
    Ok((app.store().write(by.now, by.actor, write).await?, token))
}

/// What stands for itself, or a refusal that says where it went.
fn get_standing(tx: &mut Tx<'_>, id: VoiceId) -> Result<Voice, Error> {
    let found = voice::get_voice(tx, id)?;
    match found.merged_into {
        Some(_) => Err(Error::Conflict(Message::new("listen-voice-is-merged"))),
        None => Ok(found),
    }
}

/// Answers, grants, declines, or says what was done. Who asked hears of an answer at once, of what was done when somebody
/// [tells everybody](tell_all).
pub(crate) async fn answer_voice(
    app: &App,
    by: By,
    user: UserId,
    id: VoiceId,
    said: Said,
) -> Result<ReplyId, Error> {
    said.check().map_err(fields)?;
    let zone = app.zone();
    let write = move |tx: &mut Tx<'_>| {
        get_standing(tx, id)?;
        let misaligned = said.misaligned.filter(|_| said.stage == Stage::Declined);
        let text = said.text.replace("\r\n", "\n").trim().to_owned();
        let day = zone.day_of(tx.now());
        let reply = voice::add_reply(tx, id, (said.stage, &text), misaligned, (user, day))?;
        let kin = voice::list_kin(tx, id)?;
        if said.stage != Stage::Done && !voice::list_hearers(tx, &kin, false)?.is_empty() {
            enqueue(tx, &About::Reply(reply))?;
        }
        tx.append(&VoiceAnswered { voice: id, stage: said.stage.key().to_owned() })?;
        Ok(reply)
    };
    app.store().write(by.now, by.actor, write).await
}

/// Tells all who asked what was done: who told it, who told the same, and who voted for it and left an address. How many there are.
pub(crate) async fn tell_all(app: &App, by: By, id: VoiceId) -> Result<i64, Error> {
    let zone = app.zone();
    let write = move |tx: &mut Tx<'_>| {
        let found = get_standing(tx, id)?;
        let done = voice::list_replies(tx, id)?.pop().filter(|reply| reply.stage == Stage::Done);
        let Some(done) = done.filter(|_| found.stage == Stage::Done) else {
            return Err(Error::Conflict(Message::new("listen-voice-not-done")));
        };
        if found.told_day.is_some() {
            return Err(Error::Conflict(Message::new("listen-voice-told-already")));
        }
        let kin = voice::list_kin(tx, id)?;
        let people = i64::try_from(voice::list_hearers(tx, &kin, true)?.len()).unwrap_or(i64::MAX);
        let day = zone.day_of(tx.now());
        voice::set_told(tx, id, day)?;
        if people > 0 {
            enqueue(tx, &About::Reply(done.id))?;
        }
        tx.append(&VoiceTold { voice: id, people })?;
        Ok(people)
    };
    app.store().write(by.now, by.actor, write).await
}

/// Says which customer somebody is, or that they are nobody's.
pub(crate) async fn match_voice(
    app: &App,
    by: By,
    id: VoiceId,
    whose: Option<(AccountId, Option<ContactId>)>,
) -> Result<(), Error> {
    let write = move |tx: &mut Tx<'_>| {
        let before = voice::get_voice(tx, id)?;
        let account = match whose {
            Some((account, contact)) => {
                let known = troth_records::find_account(tx, account)?;
                let Some(known) = known else {
                    return Err(refuse("customer", Message::new("listen-voice-nobody")));
                };
                let account = known.merged_into.unwrap_or(known.id);
                if let Some(contact) = contact
                    && account_of(tx, contact)? != account
                {
                    return Err(refuse("contact", Message::new("listen-voice-nobody")));
                }
                Some((account, contact))
            }
            None => None,
        };
        if (before.account, before.contact) != (account.map(|one| one.0), account.and_then(|one| one.1)) {
            voice::set_whose(tx, id, account)?;
            tx.append(&VoiceMatched { voice: id, account: account.map(|one| one.0) })?;
        }
        Ok::<_, Error>(())
    };
    app.store().write(by.now, by.actor, write).await
}

/// Lets one stand for both where two people told the same; without one, for itself again.
pub(crate) async fn merge_voice(app: &App, by: By, id: VoiceId, into: Option<VoiceId>) -> Result<(), Error> {
    let write = move |tx: &mut Tx<'_>| {
        let before = voice::get_voice(tx, id)?;
        let into = match into {
            Some(other) => {
                let other = voice::get_voice(tx, other)?;
                let standing = voice::find_standing(tx, other)?;
                if voice::list_kin(tx, id)?.contains(&standing.id) {
                    return Err(refuse("into", Message::new("listen-voice-same")));
                }
                Some(standing.id)
            }
            None => None,
        };
        if before.merged_into != into {
            voice::set_merged(tx, id, into)?;
            tx.append(&VoiceMerged { voice: id, into })?;
        }
        Ok::<_, Error>(())
    };
    app.store().write(by.now, by.actor, write).await
}

/// Puts it on the public list in words of the business's own, or takes it off.
pub(crate) async fn publish_voice(
    app: &App,
    by: By,
    id: VoiceId,
    words: Option<String>,
) -> Result<(), Error> {
    let words = words.map(|words| words.trim().to_owned());
    if let Some(wrong) = words.as_deref().and_then(|words| check_text(words, LONGEST_PUBLISHED)) {
        return Err(refuse("words", wrong));
    }
    let write = move |tx: &mut Tx<'_>| {
        let before = get_standing(tx, id)?;
        if before.published != words {
            voice::set_published(tx, id, words.as_deref())?;
            tx.append(&VoicePublished { voice: id, published: words.is_some() })?;
        }
        Ok::<_, Error>(())
    };
    app.store().write(by.now, by.actor, write).await
}

/// Counts a browser among those who want what stands on the public list; once, however often.
pub(crate) async fn vote(
    app: &App,
    by: By,
    id: VoiceId,
    (browser, email, language): (String, String, String),
) -> Result<(), Error> {
    let email = read_email(&email).map_err(|message| refuse("email", message))?;
    let zone = app.zone();
    let write = move |tx: &mut Tx<'_>| {
        let found = voice::get_voice(tx, id)?;
        if found.published.is_none() || found.merged_into.is_some() || !voice::is_open(tx)? {
            return Err(Error::NotFound);
        }
        let day = zone.day_of(tx.now());
        if voice::add_vote(tx, id, (&hash(&browser), &email, &language), day)? {
            tx.append(&VoiceVoted { voice: id })?;
        }
        Ok(())
    };
    app.store().write(by.now, by.actor, write).await
}

/// Passes praise on to the member of staff it is about: it stands among theirs, and goes to their address where they have one.
pub(crate) async fn pass_on(
    app: &App,
    by: By,
    user: UserId,
    id: VoiceId,
    staff: StaffId,
) -> Result<(), Error> {
    let zone = app.zone();
    let write = move |tx: &mut Tx<'_>| {
        let found = get_standing(tx, id)?;
        if found.sort != Sort::Praise {
            return Err(Error::Conflict(Message::new("listen-voice-no-praise")));
        }
        let today = zone.day_of(tx.now());
        let Some((_, address)) = voice::find_staff_address(tx, staff, today)? else {
            return Err(refuse("staff", Message::new("listen-voice-no-staff")));
        };
        if found.staff != Some(staff) {
            voice::set_staff(tx, id, staff)?;
            if address.is_some() {
                enqueue(tx, &About::Praise(id, user))?;
            }
            tx.append(&VoicePassedOn { voice: id, staff })?;
        }
        Ok(())
    };
    app.store().write(by.now, by.actor, write).await
}

fn enqueue(tx: &mut Tx<'_>, about: &About) -> Result<(), troth_store::Error> {
    let payload =
        serde_json::to_string(about).map_err(|problem| troth_store::Error::Value(problem.to_string()))?;
    tx.enqueue(&NewJob::new(WRITE).payload(payload))?;
    Ok(())
}

/// The language of a letter: theirs, where the program speaks it.
fn spoken(language: &str) -> Language {
    Language::from_tag(language).filter(|one| Language::OFFERED.contains(one)).unwrap_or_default()
}

fn greeting(app: &App, language: &str, name: &str) -> String {
    let message = match name {
        "" => Message::new("listen-voice-letter-hello-nobody"),
        name => Message::new("listen-voice-letter-hello").with("name", name),
    };
    app.templates().say(spoken(language), &message)
}

/// The words of a letter, with gaps for what people wrote: that is no text of ours, whatever stands in it.
fn letter(app: &App, stage: &str, language: &str, about: VoiceId, from: (&str, &str), key: String) -> Letter {
    let spoken = spoken(language);
    let say = |key: String| {
        let message = Message::new(&key).with("business", app.business());
        app.templates().say(spoken, &message)
    };
    Letter {
        key,
        kind: LETTER.name.into(),
        about: about.to_string(),
        purpose: Purpose::Reply,
        language: spoken.tag().to_owned(),
        from_name: from.0.to_owned(),
        reply_to: from.1.to_owned(),
        subject: say(format!("listen-voice-letter-{stage}-subject")),
        body: say(format!("listen-voice-letter-{stage}-text")),
        html: None,
    }
}

/// Writes letters about something that was told; a second time nobody gets one again.
pub(crate) async fn write_letters(app: &App, about: About) -> Result<(), Error> {
    match about {
        About::Reply(reply) => {
            let found = app.store().read(move |db| voice::find_reply(db, reply)).await?;
            let Some((id, reply, user)) = found else { return Ok(()) };
            write_replies(app, id, reply, user).await
        }
        About::Praise(id, user) => write_praise(app, id, user).await,
    }
}

async fn write_replies(app: &App, id: VoiceId, reply: Reply, user: UserId) -> Result<(), Error> {
    let stage = reply.stage;
    let read = move |db: &mut Db<'_>| {
        let kin = voice::list_kin(db, id)?;
        let hearers = voice::list_hearers(db, &kin, stage == Stage::Done)?;
        Ok::<_, troth_store::Error>((hearers, voice::voices_of(db, &kin)?, find_user(db, user)?))
    };
    let (hearers, told, sender) = app.store().read(read).await?;
    let Some(sender) = sender else { return Ok(()) };
    let written = |hearer: &Hearer| {
        let of = told.iter().find(|one| one.id == hearer.voice);
        let said = match hearer.reader {
            "voter" => of.and_then(|one| one.published.clone()),
            _ => of.map(|one| one.text.clone()),
        };
        let digest = HEXLOWER.encode(&Sha256::digest(hearer.email.as_bytes())[..12]);
        let key = format!("{}/{digest}", reply.id);
        let from = (sender.name.as_str(), sender.email.as_str());
        let letter = letter(app, stage.key(), &hearer.language, id, from, key);
        let fields = [
            ("name".to_owned(), hearer.name.clone()),
            ("greeting".to_owned(), greeting(app, &hearer.language, &hearer.name)),
            ("said".to_owned(), said.unwrap_or_default()),
            ("reply".to_owned(), reply.text.clone()),
        ];
        (letter, hearer.clone(), fields)
    };
    let all: Vec<_> = hearers.iter().map(written).collect();
    for step in all.chunks(STEP) {
        let (step, now) = (step.to_vec(), app.now());
        let write = move |tx: &mut Tx<'_>| {
            for (letter, hearer, fields) in &step {
                queue_to(tx, letter, (hearer.voice, hearer.reader, &hearer.email), fields.clone())?;
            }
            Ok::<_, troth_store::Error>(())
        };
        app.store().write(now, Actor::System, write).await?;
    }
    Ok(())
}

fn queue_to<const N: usize>(
    tx: &mut Tx<'_>,
    letter: &Letter,
    (about, reader, email): (VoiceId, &str, &str),
    fields: [(String, String); N],
) -> Result<(), troth_store::Error> {
    let due = tx.now();
    let one = Addressee {
        contact: None,
        address: email.to_owned(),
        fields: fields.into(),
        zone: String::new(),
        due,
    };
    let (letter, _): (LetterId, u64) = troth_mail::queue(tx, letter, &[one])?;
    voice::put_letter(tx, letter, (about, reader, email))
}

async fn write_praise(app: &App, id: VoiceId, user: UserId) -> Result<(), Error> {
    let today = app.zone().day_of(app.now());
    let read = move |db: &mut Db<'_>| {
        let found = voice::get_voice(db, id)?;
        let staff =
            found.staff.map(|staff| voice::find_staff_address(db, staff, today)).transpose()?.flatten();
        Ok::<_, troth_store::Error>((found, staff, find_user(db, user)?))
    };
    let (found, staff, sender) = app.store().read(read).await?;
    let (Some((name, Some(email))), Some(staff), Some(sender)) = (staff, found.staff, sender) else {
        return Ok(());
    };
    let from = (sender.name.as_str(), sender.email.as_str());
    // The business's own people read its language: that of whoever praised them is as good a guess as any.
    let letter = letter(app, "praise", &found.language, id, from, format!("{id}/{staff}"));
    let greeting = greeting(app, &found.language, &name);
    let fields =
        [("name".to_owned(), name), ("greeting".to_owned(), greeting), ("said".to_owned(), found.text)];
    let write =
        move |tx: &mut Tx<'_>| queue_to(tx, &letter, (id, "staff", &email.to_lowercase()), fields.clone());
    app.store().write(app.now(), Actor::System, write).await?;
    Ok(())
}

/// Whether a letter goes out, and where its link leads: who took their wish back, or was erased, gets none. A few look-ups by key.
fn goes_out(tx: &mut Tx<'_>, out: &Outgoing<'_>) -> Result<Verdict, troth_store::Error> {
    let Some((id, reader, email)) = voice::find_letter(tx, out.letter)? else {
        return Ok(Verdict::Hold(Reason::Unwritable));
    };
    let go = |path: String| Verdict::Go([("link".to_owned(), format!("{}/listen/{path}", out.base))].into());
    let found = voice::get_voice(tx, id)?;
    Ok(match reader.as_str() {
        "author" if found.hears() && found.email == email => {
            let token = out.code(&format!("follow {id}"));
            voice::add_link(tx, id, &hash(&token))?;
            go(format!("v/{token}"))
        }
        "voter" if voice::voter_hears(tx, id, &email)? => go("wishes".to_owned()),
        "staff" => {
            let today = tx.business()?.zone.day_of(tx.now());
            let staff =
                found.staff.map(|staff| voice::find_staff_address(tx, staff, today)).transpose()?.flatten();
            match staff.and_then(|(_, address)| address) {
                Some(address) if address.to_lowercase() == email => go(format!("voices/{id}")),
                _ => Verdict::Hold(Reason::Over),
            }
        }
        _ => Verdict::Hold(Reason::Over),
    })
}
