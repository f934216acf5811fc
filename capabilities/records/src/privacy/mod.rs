//! What is held of a customer or of a person there: told in full to whom it is about, and erased when they want it.
//!
//! Every crate declares its own part ([`troth_store::Privacy`]); what is said here holds for all of them. Erasure replaces the person
//! and keeps the facts: purchases, sums and moments stay, under a record without a name. Rows of later files about somebody who was erased
//! are passed over (`crate::import::erased`); who wants to be a customer again is entered anew.

pub(crate) mod api;
mod archive;
pub(crate) mod pages;

use std::collections::BTreeMap;
use std::path::Path;

use troth_core::{
    AccountId, Actor, ContactId, CustomerErased, CustomerTold, Day, Id, Message, PersonErased, PersonTold,
};
use troth_store::{Db, Erasing, NewJob, PersonalTable, Privacy, Sheet, Store, Weight, Whom};
use troth_web::{App, Error, Language};

use crate::entity::{ByHand, Entity, contact::Person};
pub use crate::store::privacy::DataSubject;
pub(crate) use crate::store::privacy::PRIVACY;
use crate::store::{self, privacy};
use crate::verbs::By;

/// The job that clears away files that may name somebody who was erased.
pub(crate) const FORGET_JOB: &str = "records.forget_uploads";

/// Whom a page or a command is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) who: DataSubject,
    pub(crate) name: String,
    /// The customer at whom a person is.
    pub(crate) account: AccountId,
    pub(crate) erased: Option<Day>,
}

/// The customer or the person with this id; of one that was merged, the one that stands for it. A person who is a customer is that
/// customer.
pub(crate) fn subject(db: &mut Db<'_>, who: DataSubject) -> Result<Named, troth_store::Error> {
    let missing = |id: String| troth_store::Error::NotFound(format!("customer or person {id}"));
    let of_customer = |db: &mut Db<'_>, id: AccountId| {
        let account = store::find_standing(db, id)?.ok_or_else(|| missing(id.to_string()))?;
        Ok(Named {
            who: DataSubject::Customer(account.id),
            name: account.name,
            account: account.id,
            erased: account.erased,
        })
    };
    match who {
        DataSubject::Customer(id) => of_customer(db, id),
        DataSubject::Person(id) => {
            let find = |db: &mut Db<'_>, id: ContactId| {
                let row = Person::TABLE.find(db, id.raw())?.ok_or_else(|| missing(id.to_string()))?;
                Person::read(&row)
            };
            let mut person = find(db, id)?;
            if let Some(stays) = person.merged_into {
                person = find(db, stays)?;
            }
            let account = store::find_standing(db, person.account)?.ok_or_else(|| missing(id.to_string()))?;
            if account.kind == crate::AccountKind::Person {
                return of_customer(db, account.id);
            }
            Ok(Named {
                who: DataSubject::Person(person.id),
                name: person.name,
                account: account.id,
                erased: person.erased,
            })
        }
    }
}

/// Every crate's part.
fn parts(store: &Store) -> Vec<Privacy> {
    store.parts().iter().filter_map(|part| part.privacy).collect()
}

/// Every table that says something of customers and people, whoever's it is.
pub(crate) fn tables(store: &Store) -> Vec<PersonalTable> {
    parts(store).iter().flat_map(|part| part.tables).copied().collect()
}

/// What erasing would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Preview {
    pub(crate) subject: Named,
    pub(crate) weight: Weight,
    /// Other customers with the same address: perhaps the same person, entered twice.
    pub(crate) alike: Vec<(AccountId, String)>,
    /// Notes about the customer that do not say about whom there they are.
    pub(crate) unnamed: i64,
    /// Whether an import is at work, so that it must wait.
    pub(crate) at_work: bool,
}

/// Looks what erasing would do, and changes nothing.
pub(crate) async fn preview(store: &Store, by: By, who: DataSubject) -> Result<Preview, Error> {
    let parts = parts(store);
    let read = move |db: &mut Db<'_>| {
        let subject = subject(db, who)?;
        let whom = privacy::whom(db, subject.who)?;
        let unnamed = match subject.who {
            DataSubject::Customer(_) => 0,
            DataSubject::Person(_) => privacy::count_unnamed_notes(db, subject.account)?,
        };
        Ok::<_, troth_store::Error>(Preview {
            weight: weigh(db, &parts, &whom)?,
            alike: privacy::list_alike(db, &whom)?,
            unnamed,
            at_work: privacy::is_import_at_work(db, by.now)?,
            subject,
        })
    };
    Ok(store.read(read).await?)
}

fn weigh(db: &mut Db<'_>, parts: &[Privacy], whom: &Whom) -> Result<Weight, troth_store::Error> {
    let mut weight = Weight::new();
    for part in parts {
        weight.extend((part.weigh)(db, whom)?);
    }
    Ok(weight)
}

/// Tells everything that is held of somebody; that it was asked for is noted before.
pub(crate) async fn tell(store: &Store, by: By, who: DataSubject) -> Result<(Named, Vec<Sheet>), Error> {
    let parts = parts(store);
    let read = move |db: &mut Db<'_>| {
        let subject = subject(db, who)?;
        let whom = privacy::whom(db, subject.who)?;
        let mut sheets = Vec::new();
        for part in &parts {
            sheets.extend((part.tell)(db, &whom)?);
        }
        sheets.retain(|sheet| !sheet.rows.is_empty());
        Ok::<_, troth_store::Error>((subject, sheets))
    };
    let (subject, sheets) = store.read(read).await?;
    let rows = sheets.iter().map(|sheet| sheet.rows.len()).sum::<usize>();
    let (rows, who) = (i64::try_from(rows).unwrap_or(i64::MAX), subject.who);
    store
        .write(by.now, by.actor, move |tx| match who {
            DataSubject::Customer(account) => tx.append(&CustomerTold { account, rows }),
            DataSubject::Person(contact) => tx.append(&PersonTold { contact, rows }),
        })
        .await?;
    Ok((subject, sheets))
}

/// Everything as one archive, and its name.
pub(crate) async fn archive(
    store: &Store,
    by: By,
    who: DataSubject,
    say: &(dyn Fn(&Message) -> String + Send + Sync),
) -> Result<(String, Vec<u8>), Error> {
    let (subject, sheets) = tell(store, by, who).await?;
    let bytes = archive::pack(&subject, &sheets, &tables(store), by.now, say).map_err(Error::internal)?;
    let id = match subject.who {
        DataSubject::Customer(id) => id.to_string(),
        DataSubject::Person(id) => id.to_string(),
    };
    Ok((format!("{id}.zip"), bytes))
}

/// Erases somebody for good. `name` is what they are called from now on, `secret` what keys are hidden with when nobody was ever
/// erased before. Asked a second time, nothing is left to do.
pub(crate) async fn erase(
    store: &Store,
    by: By,
    who: DataSubject,
    (name, secret): (String, [u8; 32]),
    uploads: &Path,
) -> Result<Weight, Error> {
    let parts = parts(store);
    let common = store
        .read(move |db| {
            let whom = privacy::whom(db, who)?;
            privacy::list_common(db, &whom)
        })
        .await?;
    let weight = store
        .write(by.now, by.actor, move |tx| {
            if privacy::is_import_at_work(tx, by.now)? {
                return Err(Error::Conflict(Message::new("records-erase-import")));
            }
            let subject = subject(tx, who)?;
            let whom = Whom { common: common.clone(), ..privacy::whom(tx, subject.who)? };
            let weight = weigh(tx, &parts, &whom)?;
            if subject.erased.is_some() && weight.is_empty() {
                return Ok(weight);
            }
            let erasing = Erasing { name: name.clone(), keys: tx.keep_hidden_keys(secret)? };
            for part in &parts {
                (part.erase)(tx, &whom, &erasing)?;
            }
            let rows: BTreeMap<String, i64> =
                weight.iter().map(|(table, rows)| ((*table).to_owned(), *rows)).collect();
            let event = match subject.who {
                DataSubject::Customer(account) => tx.append(&CustomerErased { account, rows })?,
                DataSubject::Person(contact) => tx.append(&PersonErased { contact, rows })?,
            };
            // Should the program end before the files are gone, another goes on.
            tx.enqueue(&NewJob::new(FORGET_JOB).key(event.to_string()))?;
            Ok(weight)
        })
        .await?;
    crate::import::upload::forget_uploads(store, uploads).await?;
    Ok(weight)
}

/// Whom a text names: an id, or an e-mail address that only one has.
pub async fn find_data_subject(app: &App, text: &str) -> Result<Option<DataSubject>, Error> {
    let text = text.trim().to_owned();
    Ok(app.store().read(move |db| privacy::find_subject(db, &text)).await?)
}

/// Everything that is held of somebody as one archive, with its name; noted in the log.
pub async fn tell_person(
    app: &App,
    actor: Actor,
    who: DataSubject,
    language: Language,
) -> Result<(String, Vec<u8>), Error> {
    let by = By { now: app.now(), actor };
    let templates = app.clone();
    let say = move |message: &Message| templates.templates().say(language, message);
    archive(app.store(), by, who, &say).await
}

/// What erasing somebody would take: of each table, how many rows.
pub async fn weigh_person(app: &App, who: DataSubject) -> Result<Weight, Error> {
    let by = By { now: app.now(), actor: Actor::System };
    Ok(preview(app.store(), by, who).await?.weight)
}

/// Erases somebody for good; what went. Their name from now on is in this language.
pub async fn erase_person(
    app: &App,
    actor: Actor,
    who: DataSubject,
    language: Language,
) -> Result<Weight, Error> {
    let by = By { now: app.now(), actor };
    let name = app.templates().say(language, &Message::new("records-erased-name"));
    erase(app.store(), by, who, (name, app.random()), &app.config().uploads).await
}
