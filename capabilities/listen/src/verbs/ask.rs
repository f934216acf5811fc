//! Making links by which people answer once each.

use troth_core::{AccountId, Day, Id, LinkId, Message, SurveyId, SurveyLinksMade};
use troth_records::Filter;
use troth_store::{SegmentField, Store};
use troth_web::{App, Error};

use super::{By, hash, new_token, random_id};
use crate::model::{Origin, State};
use crate::store;
use crate::store::link::{Came, NewLink, Person, add_link, list_people};

/// The most links that are made at once.
pub(crate) const MOST: usize = 10_000;

/// A link that was made: the secret is told this once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Made {
    /// Whose it is; of a survey without names, and of slips, nobody's.
    pub(crate) person: Option<Person>,
    pub(crate) token: String,
}

/// Whom links are made for.
#[derive(Debug, Clone)]
pub(crate) enum Whom {
    /// So many, for nobody in particular.
    Slips(usize),
    /// Everybody at these customers.
    Accounts(Vec<AccountId>),
}

/// The customers whom a filter finds, as far as links can be made at once.
pub(crate) async fn members(
    of: &Store,
    fields: Vec<SegmentField>,
    filter: Filter,
    today: Day,
) -> Result<Vec<AccountId>, Error> {
    let found = of
        .read(move |db| {
            let mut found = Vec::new();
            troth_records::each_member(db, &fields, &filter, today, |account| found.push(account))?;
            Ok::<_, troth_store::Error>(found)
        })
        .await?;
    if found.len() > MOST { Err(too_many()) } else { Ok(found) }
}

fn too_many() -> Error {
    Error::Wrong(Message::new("listen-links-many").with("limit", i64::try_from(MOST).unwrap_or(i64::MAX)))
}

/// Makes links. Those of a survey without names are told to nobody with a name, and their rows say no order.
pub(crate) async fn make_links(app: &App, by: By, id: SurveyId, whom: Whom) -> Result<Vec<Made>, Error> {
    let people: Vec<Option<Person>> = match whom {
        Whom::Slips(count) if count > MOST => return Err(too_many()),
        Whom::Slips(count) => vec![None; count],
        Whom::Accounts(accounts) => {
            let people = app.store().read(move |db| list_people(db, &accounts)).await?;
            people.into_iter().map(Some).collect()
        }
    };
    if people.is_empty() {
        return Err(Error::Wrong(Message::new("listen-links-none")));
    }
    if people.len() > MOST {
        return Err(too_many());
    }
    let made: Vec<Made> = people.into_iter().map(|person| Made { person, token: new_token(app) }).collect();
    let drafts: Vec<(NewLink, i64)> = made
        .iter()
        .map(|one| {
            let person = one.person.as_ref();
            let link = NewLink {
                id: LinkId::from_raw(0),
                hash: hash(&one.token),
                origin: if person.is_some() { Origin::Person } else { Origin::Slip },
                account: person.map(|person| person.account),
                contact: person.map(|person| person.contact),
                asking: None,
                came: Came::Not,
            };
            (link, random_id(app))
        })
        .collect();
    let zone = app.zone();
    app.store()
        .write(by.now, by.actor, move |tx| {
            let survey = store::get_survey(tx, id)?;
            if survey.state != State::Open {
                return Err(Error::Conflict(Message::new("listen-not-published")));
            }
            let day = zone.day_of(tx.now());
            for (draft, random) in &drafts {
                if survey.anonymous && draft.account.is_some() {
                    return Err(Error::Wrong(Message::new("listen-links-anonymous")));
                }
                let id = if survey.anonymous { LinkId::from_raw(*random) } else { tx.new_id() };
                add_link(tx, survey.id, &NewLink { id, ..draft.clone() }, day)?;
            }
            let links = i64::try_from(drafts.len()).unwrap_or(i64::MAX);
            tx.append(&SurveyLinksMade { survey: id, links })?;
            Ok(())
        })
        .await?;
    Ok(made)
}
