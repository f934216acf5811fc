//! Answers in files: a kind of import like any other, long (a row for each answer) or wide (a column for each question).
//!
//! Answers belong together that have the same `response`; else those of one respondent to one survey at one moment; else those of one
//! row. A survey that nobody has written is made, closed, and grows with what its files bring; one that somebody wrote takes only what
//! fits it. A row that says nothing of who answered, not even a key of theirs, is without a name for ever. Cost: the rows, their
//! responses by key, and the surveys there are, once for each transaction.

use std::collections::{BTreeMap, HashMap};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use troth_core::{BatchId, Day, Id, Instant, Message, ResponseId, SurveyVersionId};
use troth_records::{Whom, enter_whom, find_whom};
use troth_store::import::{
    Batch, Blamed, Broken, Field, FieldType, Held, ImportKind, Judge, Judging, Outcome, StagedRow, Unfit,
    Wide,
};
use troth_store::{Db, Error, Tx};

use crate::model::file::{Entry, Name, entries, learn, made};
use crate::model::{Questionnaire, State, Survey, Version};
use crate::store::file::{Answer, Fresh, Known, Named, Standing};
use crate::store::{self, file};

const KEY: usize = 0;
const SURVEY: usize = 1;
const CUSTOMER: usize = 2;
const RESPONDENT: usize = 3;
const AT: usize = 4;
const QUESTION: usize = 5;
const ANSWER: usize = 6;
const RESPONSE: usize = 7;
const LANGUAGE: usize = 8;
const WEIGHT: usize = 9;

/// How many responses one row may stand for.
const MOST: u32 = 10_000;

const fn field(
    name: &'static str,
    kind: FieldType,
    headings: &'static [&'static str],
    meaning: &'static str,
) -> Field {
    Field { name, kind, required: false, headings, meaning }
}

pub(crate) const KIND: ImportKind = ImportKind {
    name: "responses",
    row: "An answer to a question, or all answers of somebody: then each column that is given a name is a question.",
    fields: &[
        field("key", FieldType::Key, &["id", "answer_id"], "The row's own key in the source."),
        field(
            "survey",
            FieldType::Text(100),
            &["survey_name", "umfrage"],
            "Which survey: its name, or its id here; made under its name where there is none. The source's name where it is missing.",
        ),
        field(
            "customer",
            FieldType::Key,
            &["customer_id", "account", "account_id", "client", "kunde"],
            "Who answered: the customer's key in the source. Without a customer and a key answers are anonymous.",
        ),
        field(
            "respondent",
            FieldType::Key,
            &["respondent_id", "contact", "contact_id", "person"],
            "Which person there: their key in the source.",
        ),
        field(
            "at",
            FieldType::Moment,
            &["date", "datetime", "timestamp", "submitted", "datum"],
            "When; now where it is missing.",
        ),
        field(
            "question",
            FieldType::Text(200),
            &["question_id", "frage"],
            "In a long file, which question: its key or name.",
        ),
        field(
            "answer",
            FieldType::Text(5_000),
            &["response_value", "antwort"],
            "In a long file, what was answered.",
        ),
        field(
            "response",
            FieldType::Key,
            &["response_id", "submission", "submission_id"],
            "Answers with the same one belong together; else those of one respondent to one survey at one moment.",
        ),
        field("language", FieldType::Language, &["sprache"], "In which language it was answered."),
        field(
            "weight",
            FieldType::Times(MOST),
            &["count", "freq", "frequency"],
            "How many answered as the row says, a whole number; one where it is missing.",
        ),
    ],
    order: CUSTOMER,
    check,
    judge: Some(judge),
    wide: Some(Wide { name: QUESTION, value: ANSWER, limit: 60 }),
    apply,
    compare,
    undo,
    changed_by,
};

/// Whether a row says who answered, or by which key they are found again.
fn is_known(row: &StagedRow) -> bool {
    row.text(CUSTOMER).is_some()
        || row.text(RESPONDENT).is_some()
        || row.text(RESPONSE).is_some()
        || row.text(KEY).is_some_and(|key| !key.starts_with('#'))
}

fn check(row: &StagedRow, alone: bool) -> Result<(), Broken> {
    let broken = |field, reason| Err(Broken { field, text: "records-wrong-no-customer", reason });
    if row.named.is_empty() {
        for (place, field) in [(QUESTION, "question"), (ANSWER, "answer")] {
            if row.text(place).is_none() {
                return broken(field, "records-why-empty");
            }
        }
    }
    if row.text(RESPONDENT).is_some() && row.text(CUSTOMER).is_none() && !alone {
        return broken("customer", "records-why-no-customer");
    }
    if row.number(WEIGHT).is_some_and(|weight| weight != 1) && is_known(row) {
        return broken("weight", "records-why-times-key");
    }
    Ok(())
}

/// The answers of a row, with the value that is to blame where one does not fit.
fn said(row: &StagedRow) -> Vec<(Blamed, &str, &str)> {
    if row.named.is_empty() {
        let (Some(question), Some(answer)) = (row.text(QUESTION), row.text(ANSWER)) else {
            return Vec::new();
        };
        return vec![(Blamed::Field("answer"), question, answer)];
    }
    let named = row.named.iter().enumerate();
    named.map(|(place, (name, text))| (Blamed::Named(place), name.as_str(), text.as_str())).collect()
}

/// What a survey asks, as far as files need to know.
#[derive(Debug, Clone)]
struct Form {
    anonymous: bool,
    /// Whether it grows.
    made: bool,
    asks: Questionnaire,
}

/// Takes one row into a form: what grows grows, what does not fit is refused.
fn take(form: &mut Form, row: &StagedRow) -> Result<Vec<(String, Entry)>, Unfit> {
    let refuse = |at, why: &str| Err(Unfit { at, why: Message::new(why) });
    if is_known(row) && form.anonymous {
        let at = if row.text(CUSTOMER).is_some() {
            Blamed::Field("customer")
        } else {
            Blamed::Field("respondent")
        };
        return refuse(at, "records-why-answer-anonymous");
    }
    if form.made && !is_known(row) && !form.anonymous {
        return refuse(Blamed::Field("survey"), "records-why-answer-mixed");
    }
    let mut taken = Vec::new();
    for (at, name, text) in said(row) {
        let name = Name::read(name).map_err(|why| Unfit { at, why })?;
        if form.made {
            learn(&mut form.asks, &name, text).map_err(|why| Unfit { at, why })?;
        }
        let found = entries(&form.asks, &name, text).map_err(|why| Unfit { at, why })?;
        taken.extend(found.into_iter().map(|entry| (name.question.clone(), entry)));
    }
    Ok(taken)
}

/// Surveys by what a row calls them.
fn forms(db: &mut Db<'_>) -> Result<HashMap<String, (Survey, Form)>, Error> {
    let mut forms = HashMap::new();
    for (called, Named { survey, made }) in file::list_named(db)? {
        let form = match survey.version {
            Some(version) => store::get_version(db, version)?.form,
            None => continue,
        };
        let known = Form { anonymous: survey.anonymous, made, asks: form };
        forms.insert(called, (survey, known));
    }
    Ok(forms)
}

fn name_of<'r>(row: &'r StagedRow, source: &'r str) -> &'r str {
    row.text(SURVEY).unwrap_or(source)
}

fn begin(name: &str, row: &StagedRow) -> Form {
    Form { anonymous: !is_known(row), made: true, asks: made(name) }
}

fn judge(db: &mut Db<'_>) -> Result<Judging, Error> {
    let known: HashMap<String, Form> =
        forms(db)?.into_iter().map(|(called, (_, form))| (called, form)).collect();
    let known = Arc::new(known);
    Ok(Arc::new(move |source: &str| {
        let (mut forms, source) = ((*known).clone(), source.to_owned());
        let judge: Judge = Box::new(move |row: &StagedRow| {
            let name = name_of(row, &source);
            let form = forms.entry(name.to_owned()).or_insert_with(|| begin(name, row));
            take(form, row).map(drop)
        });
        judge
    }))
}

/// What tells responses apart: a fingerprint of the source and of what a row says of who answered what when.
fn fingerprint(batch: &Batch, row: &StagedRow) -> [u8; 32] {
    let key = row.text(KEY).unwrap_or_default();
    let mut digest = Sha256::new();
    let mut add = |part: &str| {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part.as_bytes());
    };
    add(&batch.source);
    add(row.text(SURVEY).unwrap_or_default());
    let whose = (row.text(CUSTOMER), row.text(RESPONDENT));
    let at = row.number(AT).map(|at| at.to_string()).unwrap_or_default();
    if let Some(response) = row.text(RESPONSE) {
        add("response");
        add(response);
    } else if !row.named.is_empty() && !key.starts_with('#') {
        add("row");
        add(key);
    } else if whose != (None, None) {
        add("whose");
        add(whose.0.unwrap_or_default());
        add(whose.1.unwrap_or_default());
        add(&at);
    } else {
        add("row");
        add(key);
    }
    digest.finalize().into()
}

/// An id in which no moment and no order can be read, the same for the same row.
fn random_id(print: &[u8; 32]) -> i64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&print[..8]);
    i64::from_be_bytes(bytes) & (i64::MAX >> 1)
}

fn key_of(print: &[u8; 32]) -> String {
    HEXLOWER.encode(&print[..16])
}

/// Rows with the response each belongs to.
struct Responses {
    /// Those that are there.
    known: HashMap<[u8; 32], Known>,
    standing: Standing,
    prints: Vec<[u8; 32]>,
}

fn responses(db: &mut Db<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<Responses, Error> {
    let prints: Vec<[u8; 32]> = rows.iter().map(|row| fingerprint(batch, row)).collect();
    let by_name: HashMap<String, [u8; 32]> = prints
        .iter()
        .zip(rows)
        .filter(|(_, row)| is_known(row))
        .map(|(print, _)| (key_of(print), *print))
        .collect();
    let by_id: HashMap<i64, [u8; 32]> = prints
        .iter()
        .zip(rows)
        .filter(|(_, row)| !is_known(row))
        .map(|(print, _)| (random_id(print), *print))
        .collect();
    let keys: Vec<&str> = by_name.keys().map(String::as_str).collect();
    let ids: Vec<i64> = by_id.keys().copied().collect();
    let mut known = HashMap::new();
    for (key, response) in file::find_by_key(db, &keys)? {
        known.extend(by_name.get(&key).map(|print| (*print, response)));
    }
    for (id, response) in file::find_by_id(db, &ids)? {
        known.extend(by_id.get(&id).map(|print| (*print, response)));
    }
    let ids: Vec<i64> = known.values().map(|response| response.id).collect();
    let standing = file::standing(db, &ids)?;
    Ok(Responses { known, standing, prints })
}

/// Items of surveys by question, part and kind.
type Items = HashMap<(i64, String, String, String), i64>;

fn items_of(db: &mut Db<'_>, survey: &Survey, items: &mut Items) -> Result<(), Error> {
    for item in store::list_items(db, survey.id)? {
        items.insert((survey.id.raw(), item.question, item.part, item.kind), item.id.raw());
    }
    Ok(())
}

fn item_of(items: &Items, survey: &Survey, form: &Questionnaire, question: &str, part: &str) -> Option<i64> {
    let kind = form.find(question)?.1.kind.key();
    items.get(&(survey.id.raw(), question.to_owned(), part.to_owned(), kind.to_owned())).copied()
}

/// What is to become of a row's answers beside what stands.
fn outcome(was: &[Option<bool>], is_new: bool) -> Outcome {
    match (is_new, was) {
        // A long file has one answer in a row: where it was not there, it is new.
        (true, _) | (false, [None]) => Outcome::New,
        (false, was) if was.iter().all(|same| *same == Some(true)) => Outcome::Same,
        (false, _) => Outcome::Changed,
    }
}

fn refused(row: &StagedRow, unfit: &Unfit) -> Error {
    // Rows were judged when they were read; the survey was changed since.
    Error::Value(format!("line {} does not fit its survey any more: {}", row.line, unfit.why.key))
}

fn compare(db: &mut Db<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<Vec<Outcome>, Error> {
    let whom = find_whom(db, batch, rows, (CUSTOMER, RESPONDENT))?;
    let mut forms = forms(db)?;
    let mut items = Items::new();
    let called: Vec<String> = rows.iter().map(|row| name_of(row, &batch.source).to_owned()).collect();
    for name in &called {
        if let Some((survey, _)) =
            forms.get(name).filter(|(survey, _)| !items.keys().any(|key| key.0 == survey.id.raw()))
        {
            items_of(db, &survey.clone(), &mut items)?;
        }
    }
    let responses = responses(db, batch, rows)?;
    let mut outcomes = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let known = responses.known.get(&responses.prints[place]);
        let (Some(_), Some(known), Some((survey, form))) =
            (&whom[place], known, forms.get_mut(&called[place]))
        else {
            outcomes.push(if whom[place].is_some() { Outcome::New } else { Outcome::Same });
            continue;
        };
        let taken = take(form, row).map_err(|unfit| refused(row, &unfit))?;
        let was: Vec<Option<bool>> = taken
            .iter()
            .map(|(question, (part, value, text))| {
                let item = item_of(&items, survey, &form.asks, question, part)?;
                let (before, words) = responses.standing.get(&(known.id, item))?;
                Some(before == value && words == text)
            })
            .collect();
        outcomes.push(outcome(&was, false));
    }
    Ok(outcomes)
}

/// A customer for each respondent whom nobody knows and who is named alone: in a business that sells to people they are one.
fn with_customers(
    tx: &mut Tx<'_>,
    batch: &Batch,
    rows: &[StagedRow],
) -> Result<Option<Vec<StagedRow>>, Error> {
    let alone = |row: &StagedRow| row.text(CUSTOMER).is_none() && row.text(RESPONDENT).is_some();
    if !rows.iter().any(alone) {
        return Ok(None);
    }
    let known = find_whom(tx, batch, rows, (CUSTOMER, RESPONDENT))?;
    let mut rows = rows.to_vec();
    for (row, whom) in rows.iter_mut().zip(known) {
        if alone(row) && whom.is_some_and(|whom| whom.contact.is_none()) {
            let respondent = row.values[RESPONDENT].clone();
            row.values[CUSTOMER] = respondent;
        }
    }
    Ok(Some(rows))
}

fn apply(tx: &mut Tx<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<Vec<Outcome>, Error> {
    let named = with_customers(tx, batch, rows)?;
    let whom = enter_whom(tx, batch, named.as_deref().unwrap_or(rows), (CUSTOMER, RESPONDENT))?;
    let called: Vec<String> = rows.iter().map(|row| name_of(row, &batch.source).to_owned()).collect();
    let (surveys, taken) = grow(tx, batch, rows, &called, &whom)?;
    let mut items = Items::new();
    let mut listed = std::collections::HashSet::new();
    for (survey, _) in surveys.values().filter(|(survey, _)| listed.insert(survey.id.raw())) {
        items_of(tx, survey, &mut items)?;
    }
    let Responses { mut known, mut standing, prints } = responses(tx, batch, rows)?;
    let today = batch.zone.day_of(tx.now());
    let (mut fresh, mut answers, mut before) = (Vec::new(), BTreeMap::new(), Vec::new());
    let mut outcomes = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let (Some(whom), Some((survey, form))) = (whom[place], surveys.get(&called[place])) else {
            outcomes.push(Outcome::Same);
            continue;
        };
        let print = prints[place];
        let is_new = !known.contains_key(&print);
        if is_new {
            let one = response(tx, batch, row, (survey, form), whom, &print, today);
            known.insert(print, one.known);
            fresh.push(one);
        }
        let of = known[&print];
        let mut was = Vec::new();
        for (question, (part, value, text)) in &taken[place] {
            let item = item_of(&items, survey, &form.asks, question, part);
            let item = item.ok_or_else(|| Error::Decode(format!("{question} has no item {part}")))?;
            let stood = standing.insert((of.id, item), (*value, text.clone()));
            let same = stood.as_ref().map(|stood| *stood == (*value, text.clone()));
            was.push(same);
            if same == Some(true) {
                continue;
            }
            // What this import brought itself goes as a whole when it is taken back.
            if of.batch != Some(batch.id.raw()) {
                before.push((of.id, item, stood));
            }
            answers.insert((of.id, item), Answer { of, item, value: *value, text: text.clone() });
        }
        outcomes.push(outcome(&was, is_new));
    }
    file::add_responses(tx, &fresh)?;
    file::note_before(tx, batch.id, &before)?;
    file::put_entries(tx, &answers.into_values().collect::<Vec<_>>())?;
    Ok(outcomes)
}

fn response(
    tx: &Tx<'_>,
    batch: &Batch,
    row: &StagedRow,
    (survey, form): (&Survey, &Form),
    whom: Whom,
    print: &[u8; 32],
    today: Day,
) -> Fresh {
    let at = row.number(AT).map(Instant::from_micros);
    let day = at.map_or(today, |at| batch.zone.day_of(at));
    let anonymous = form.anonymous || !is_known(row);
    let id = if anonymous { random_id(print) } else { tx.new_id::<ResponseId>().raw() };
    let known = Known {
        id,
        batch: Some(batch.id.raw()),
        day: day.number(),
        month: day.month().number(),
        account: whom.account.map(Id::raw),
        contact: whom.contact.map(Id::raw),
    };
    Fresh {
        known,
        survey: survey.id.raw(),
        version: survey.version.map_or(0, Id::raw),
        language: row.text(LANGUAGE).filter(|_| !anonymous).map(str::to_owned),
        at: (!anonymous).then(|| at.unwrap_or_else(|| tx.now()).micros()),
        key: (!anonymous).then(|| key_of(print)),
    }
}

type Grown = (HashMap<String, (Survey, Form)>, Vec<Vec<(String, Entry)>>);

/// The surveys of rows, made and grown by what they bring, and the answers of each row.
fn grow(
    tx: &mut Tx<'_>,
    batch: &Batch,
    rows: &[StagedRow],
    called: &[String],
    whom: &[Option<Whom>],
) -> Result<Grown, Error> {
    let mut surveys = forms(tx)?;
    let mut taken = Vec::with_capacity(rows.len());
    let mut before: HashMap<String, Option<Questionnaire>> = HashMap::new();
    for ((row, name), whom) in rows.iter().zip(called).zip(whom) {
        if whom.is_none() {
            taken.push(Vec::new());
            continue;
        }
        if !surveys.contains_key(name) {
            let form = begin(name, row);
            surveys.insert(name.clone(), (new_survey(tx, name, &form), form));
            before.insert(name.clone(), None);
        }
        let Some((_, form)) = surveys.get_mut(name) else { continue };
        if form.made && !before.contains_key(name) {
            before.insert(name.clone(), Some(form.asks.clone()));
        }
        taken.push(take(form, row).map_err(|unfit| refused(row, &unfit))?);
    }
    for (name, before) in before {
        let Some((survey, form)) = surveys.get_mut(&name) else { continue };
        if before.as_ref() == Some(&form.asks) {
            continue;
        }
        publish(tx, survey, &form.asks, before.as_ref())?;
        if before.is_none() {
            file::note_made(tx, survey.id, batch.id)?;
        }
    }
    Ok((surveys, taken))
}

fn new_survey(tx: &Tx<'_>, name: &str, form: &Form) -> Survey {
    let id = tx.new_id();
    Survey {
        id,
        name: name.to_owned(),
        kind: "own".into(),
        anonymous: form.anonymous,
        // It was asked elsewhere.
        state: State::Closed,
        slug: format!("file-{}", id.raw()),
        open_link: false,
        draft: form.asks.clone(),
        version: None,
        last_day: None,
        created_at: tx.now(),
        changed_at: tx.now(),
    }
}

/// Answers stay under what they answered: what was learned is a version of its own. A draft that somebody began stays theirs.
fn publish(
    tx: &mut Tx<'_>,
    survey: &mut Survey,
    form: &Questionnaire,
    before: Option<&Questionnaire>,
) -> Result<(), Error> {
    let latest = survey.version.map(|version| store::get_version(tx, version)).transpose()?;
    let id: SurveyVersionId = tx.new_id();
    let number = latest.map_or(0, |latest| latest.number) + 1;
    if before.is_none_or(|before| survey.draft == *before) {
        survey.draft = form.clone();
    }
    survey.changed_at = tx.now();
    // The version names its survey, and the survey its version.
    store::put_survey(tx, survey)?;
    store::add_version(tx, survey.id, &Version { id, number, form: form.clone(), published_at: tx.now() })?;
    store::add_items(tx, survey.id, form)?;
    survey.version = Some(id);
    store::put_survey(tx, survey)
}

fn undo(tx: &mut Tx<'_>, batch: BatchId, held: &[Held], limit: usize) -> Result<u64, Error> {
    match file::take_back(tx, batch, limit)? {
        // Customers and people who were only named.
        0 => troth_records::take_back(tx, batch, held, limit),
        gone => Ok(gone),
    }
}

fn changed_by(db: &mut Db<'_>, batch: BatchId) -> Result<Option<BatchId>, Error> {
    Ok(file::changed_by(db, batch)?.max(troth_records::changed_by(db, batch)?))
}
