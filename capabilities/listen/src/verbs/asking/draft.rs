//! What an owner wrote for an asking: what is wrong with it, and the letters made of it.

use std::collections::BTreeMap;

use troth_core::few::MINIMUM;
use troth_core::{AskingId, Id, Instant, Message, Purpose, SurveyId};
use troth_mail::Letter;
use troth_web::{App, Error, FieldError, Language, Page as _};

use crate::model::{
    Asking, Draft, LONGEST, LeftOut, MOST_DAYS, MOST_REMINDERS, Questionnaire, Survey, Wording, Words,
};
use crate::pages::LetterPage;

use super::LETTER;
use super::look::{Looked, find_open, look};

/// The languages of a survey that somebody wrote words in: it may have been published anew in others since. Where it has given all of them
/// up, those that were written.
pub(super) fn written(asking: &Asking, languages: &[String]) -> Vec<String> {
    let words = &asking.draft.words;
    let still: Vec<String> = languages.iter().filter(|one| words.contains_key(*one)).cloned().collect();
    if still.is_empty() { words.keys().cloned().collect() } else { still }
}

/// Letters of one round, by language.
pub(super) fn letters(
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

pub(super) fn wrong(errors: &mut Vec<FieldError>, field: String, message: Message) {
    errors.push(FieldError { field, message });
}

pub(super) fn check_wording(errors: &mut Vec<FieldError>, before: &str, language: &str, wording: &Wording) {
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
pub(super) fn check(app: &App, survey: &Survey, form: &Questionnaire, draft: &Draft) -> Result<(), Error> {
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
pub(super) fn refused(letter: &Letter, before: &str, language: &str) -> Option<FieldError> {
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

pub(super) fn fresh(id: AskingId, survey: SurveyId, draft: Draft, now: Instant) -> Asking {
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

/// The words a letter begins with, in the languages that the program speaks.
pub(crate) fn new_words(app: &App, languages: &[String]) -> BTreeMap<String, Words> {
    let say = |tag: &str, key: &str| crate::verbs::say(app, tag, key).unwrap_or_default();
    let words = |tag: &String| {
        let wording =
            |subject: &str, text: &str| Wording { subject: say(tag, subject), text: say(tag, text) };
        let first = wording("listen-mail-begin-subject", "listen-mail-begin-text");
        (tag.clone(), Words { first, again: wording("listen-mail-again-subject", "listen-mail-again-text") })
    };
    languages.iter().map(words).collect()
}
