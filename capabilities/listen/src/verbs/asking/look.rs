//! Whom an asking would reach, and who is left out.

use std::collections::BTreeMap;

use troth_core::{AccountId, Id, Instant, Message, Purpose, SegmentId, SurveyId};
use troth_mail::Addressee;
use troth_records::{Filter, get_segment};
use troth_store::Db;
use troth_web::{App, Error};

use crate::model::{Known, LeftOut, Questionnaire, Survey, add_left_out, pick_language};
use crate::store;
use crate::store::asking::{each_customer, list_readers};

/// People looked at in one step where nothing is written.
const LOOKED_AT: usize = 4_000;

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
pub(super) async fn find_open(app: &App, id: SurveyId) -> Result<(Survey, Questionnaire), Error> {
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
pub(super) async fn find_filter(app: &App, segment: Option<SegmentId>) -> Result<Option<Filter>, Error> {
    let Some(id) = segment else { return Ok(None) };
    let segment = app.store().read(move |db| get_segment(db, id)).await?;
    let currency = app.store().business().await?.currency;
    let fields = troth_records::segment_fields(app.registry().parts());
    segment.filter.check(&fields, currency).map_err(|message| crate::verbs::refuse("segment", message))?;
    Ok(Some(segment.filter))
}

/// The customers whom a filter finds, or all of them, after one of them, by id.
pub(super) async fn list_chosen(
    app: &App,
    filter: Option<Filter>,
    after: i64,
) -> Result<Vec<AccountId>, Error> {
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
pub(super) struct Sorted {
    pub(super) people: BTreeMap<String, Vec<Addressee>>,
    pub(super) left_out: LeftOut,
}

pub(super) fn sort_people(
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
