//! Duplicates in the browser: the list of pairs with their reasons, and one pair side by side.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Day, DuplicateId, Id, Instant, Message};
use troth_store::Db;
use troth_web::table::{Asked, Heading, Table};
use troth_web::{Error, Form, Page, View};

use super::likeness::Reason;
use super::merge::{self, Plan, Side};
use super::model::{Kind, Pair, State, Which};
use super::store::{self, COUNTED, Follows};
use super::verbs;
use crate::entity::Target;
use crate::pages::edit::{Choices, by};

/// Pairs on a page.
const ON_A_PAGE: usize = 50;

/// The list of pairs.
#[derive(Debug, Serialize)]
pub(crate) struct DuplicatesPage {
    state: &'static str,
    states: Vec<&'static str>,
    /// How many wait for somebody; [`COUNTED`] says that many or more.
    proposed: i64,
    /// How many customers are still to be looked at.
    due: i64,
    most: i64,
    pairs: Table<PairRow>,
}

#[derive(Debug, Serialize)]
struct PairRow {
    id: DuplicateId,
    kind: Kind,
    one: String,
    other: String,
    likely: bool,
    reasons: Vec<Reason>,
    decided: Option<Instant>,
}

impl Page for DuplicatesPage {
    const TEMPLATE: &str = "records/duplicates.html";

    fn sample() -> Self {
        let row = PairRow {
            id: DuplicateId::from_raw(1),
            kind: Kind::Account,
            one: "Ada Berg".into(),
            other: "A. Berg".into(),
            likely: true,
            reasons: vec![Reason::Email, Reason::Alike],
            decided: Some(Instant::from_micros(1_767_690_000_000_000)),
        };
        let table = Table::new("/records/duplicates", &Asked::default(), headings(State::Merged), vec![row]);
        Self {
            state: State::Merged.key(),
            states: State::ALL.map(State::key).into(),
            proposed: 3,
            due: 12,
            most: COUNTED,
            pairs: table.next(Some("900.dup_0000000000001".into())),
        }
    }
}

fn headings(state: State) -> Vec<Heading> {
    let mut headings = vec![
        Heading::text("records-duplicate-pair"),
        Heading::text("records-duplicate-reasons"),
        Heading::text("records-duplicate-likely"),
    ];
    if state != State::Proposed {
        headings.push(Heading::text("records-duplicate-decided"));
    }
    headings
}

/// Which pairs.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Listed {
    state: String,
    after: String,
}

pub(crate) async fn get_duplicates(view: View, Query(which): Query<Listed>) -> Result<Response, Error> {
    let state = State::find(&which.state).unwrap_or(State::Proposed);
    let after = store::read_place(&which.after);
    let (mut pairs, names, proposed, due) = view
        .app()
        .store()
        .read(move |db| {
            let pairs = store::list(db, state, after, ON_A_PAGE + 1)?;
            let names = store::names_of(db, &pairs)?;
            Ok::<_, troth_store::Error>((pairs, names, store::count_proposed(db)?, store::count_due(db)?))
        })
        .await?;
    let more = pairs.len() > ON_A_PAGE;
    pairs.truncate(ON_A_PAGE);
    let next = pairs.last().filter(|_| more).map(store::place_of);
    let rows = pairs.into_iter().zip(names).map(|(pair, (one, other))| PairRow {
        id: pair.id,
        kind: pair.kind,
        one,
        other,
        likely: pair.is_likely(),
        reasons: pair.reasons,
        decided: pair.decided_at,
    });
    let mut asked = Asked { after: which.after, ..Asked::default() };
    if state != State::Proposed {
        asked.keep.push(("state".into(), state.key().into()));
    }
    let table = Table::new("/records/duplicates", &asked, headings(state), rows.collect());
    view.page(&DuplicatesPage {
        state: state.key(),
        states: State::ALL.map(State::key).into(),
        proposed,
        due,
        most: COUNTED,
        pairs: table.next(next),
    })
}

pub(crate) async fn post_look(view: View) -> Result<Response, Error> {
    verbs::seek(view.app().store(), by(&view)).await?;
    Ok(view.go_saying("/records/duplicates", &Message::new("records-duplicates-looking")))
}

/// Two records side by side.
#[derive(Debug, Serialize)]
pub(crate) struct DuplicatePage {
    id: DuplicateId,
    kind: Kind,
    state: State,
    likely: bool,
    reasons: Vec<Reason>,
    /// Whether one of them went into another record meanwhile.
    gone: bool,
    /// Whether two people become one, and what they allowed with them.
    people: bool,
    sides: Vec<Column>,
    fields: Vec<Choice>,
    follows: Follows,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Column {
    href: String,
    name: String,
    /// The customer where a person is.
    at: Option<String>,
    key: Option<String>,
    source: Option<String>,
    created: Day,
    emails: Vec<String>,
    phones: Vec<String>,
    follows: Follows,
}

#[derive(Debug, Serialize)]
struct Choice {
    name: &'static str,
    one: Option<String>,
    other: Option<String>,
    chosen: Which,
}

impl Page for DuplicatePage {
    const TEMPLATE: &str = "records/duplicate.html";

    fn sample() -> Self {
        let follows = Follows { purchases: 3, contracts: 1, people: 1, interactions: 2, notes: 1 };
        let column = |name: &str| Column {
            href: "/records/acc_0000000000001".into(),
            name: name.into(),
            at: Some("Ålborg Works".into()),
            key: Some("1001".into()),
            source: Some("shop".into()),
            created: Day::from_number(20_000),
            emails: vec!["ada@home.example".into()],
            phones: vec!["+45 1234567".into()],
            follows,
        };
        let mut form = Form::new();
        form.problem(Message::new("records-duplicate-gone"));
        Self {
            id: DuplicateId::from_raw(1),
            kind: Kind::Account,
            state: State::Proposed,
            likely: true,
            reasons: vec![Reason::Email, Reason::Phone, Reason::Name],
            gone: false,
            people: true,
            sides: vec![column("Ada Berg"), column("A. Berg")],
            fields: vec![
                Choice {
                    name: "name",
                    one: Some("Ada Berg".into()),
                    other: Some("A. Berg".into()),
                    chosen: Which::One,
                },
                Choice { name: "team", one: None, other: Some("North".into()), chosen: Which::Other },
            ],
            follows,
            form,
        }
    }
}

/// A pair with all that its page shows, from one snapshot.
struct Loaded {
    pair: Pair,
    plan: Plan,
    follows: [Follows; 2],
    choices: Choices,
}

fn load(db: &mut Db<'_>, id: DuplicateId) -> Result<Loaded, Error> {
    let pair = store::get(db, id)?;
    let plan = merge::plan(db, &pair)?;
    let mut follows = |id: i64| match pair.kind {
        Kind::Account => store::count_follows(db, AccountId::from_raw(id)),
        Kind::Contact => store::count_follows_of_person(db, id),
    };
    let mut follows = [follows(pair.one)?, follows(pair.other)?];
    if plan.one.contact.is_some() {
        // The person is the customer, and does not come along with it.
        for one in &mut follows {
            one.people = 0;
        }
    }
    // Those who left still hold ties until somebody else does.
    let choices = Choices::load(db, Day::from_number(0), None)?;
    Ok(Loaded { pair, plan, follows, choices })
}

fn column(kind: Kind, side: &Side, follows: Follows) -> Column {
    let contact = side.contact.as_ref();
    let of_contact =
        |lines: fn(&crate::Contact) -> &Vec<String>| contact.map(lines).cloned().unwrap_or_default();
    let (account, person) = (&side.account, kind == Kind::Contact);
    let key =
        if person { contact.and_then(|one| one.external_key.clone()) } else { account.external_key.clone() };
    let source = if person { contact.and_then(|one| one.source.clone()) } else { account.source.clone() };
    Column {
        href: format!("/records/{}", account.id),
        name: contact.map_or(&account.name, |contact| &contact.name).clone(),
        at: person.then(|| account.name.clone()),
        key,
        source,
        created: contact.filter(|_| person).map_or(account.created, |contact| contact.created),
        emails: of_contact(|contact| &contact.emails),
        phones: of_contact(|contact| &contact.phones),
        follows,
    }
}

/// The page of a pair; what was chosen stands in the form where it came back.
async fn duplicate_page(
    view: &View,
    id: DuplicateId,
    status: StatusCode,
    form: Form,
) -> Result<Response, Error> {
    let Loaded { pair, plan, follows, choices } = view.app().store().read(move |db| load(db, id)).await?;
    let say = |key: String| view.app().templates().say(view.language(), &Message::new(key));
    let shown = |field: &str, side: &Side| -> Option<String> {
        let named = |target: Target, id: String| {
            choices.of(target).iter().find(|one| one.value == id).map_or(id, |one| one.label.clone())
        };
        let contact = side.contact.as_ref();
        match field {
            "name" => Some(contact.map_or(&side.account.name, |contact| &contact.name).clone()),
            "kind" => Some(say(format!("records-word-{}", side.account.kind.key()))),
            "team" => side.account.team.map(|id| named(Target::Team, id.to_string())),
            "owner" => side.account.owner.map(|id| named(Target::Staff, id.to_string())),
            "structure" => side.account.structure.map(|one| say(format!("records-word-{}", one.key()))),
            "title" => contact.and_then(|contact| contact.title.clone()),
            "language" => contact.and_then(|contact| contact.language.clone()),
            "level" => {
                contact.and_then(|one| one.level).map(|one| say(format!("records-word-{}", one.key())))
            }
            _ => contact.and_then(|one| one.role).map(|one| say(format!("records-word-{}", one.key()))),
        }
    };
    let fields = plan.differences.iter().map(|difference| Choice {
        name: difference.field,
        one: shown(difference.field, &plan.one),
        other: shown(difference.field, &plan.other),
        chosen: Which::find(form.text(difference.field)).unwrap_or(difference.proposed),
    });
    let fields = fields.collect();
    let gone = |side: &Side| match pair.kind {
        Kind::Account => side.account.merged_into.is_some(),
        Kind::Contact => side.contact.as_ref().is_none_or(|contact| contact.merged_into.is_some()),
    };
    view.page_with(
        status,
        &DuplicatePage {
            id,
            kind: pair.kind,
            state: pair.state,
            likely: pair.is_likely(),
            gone: pair.state != State::Merged && (gone(&plan.one) || gone(&plan.other)),
            people: plan.one.contact.is_some(),
            sides: vec![column(pair.kind, &plan.one, follows[0]), column(pair.kind, &plan.other, follows[1])],
            fields,
            follows: follows[1],
            reasons: pair.reasons,
            form,
        },
    )
}

fn parse(id: &str) -> Result<DuplicateId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

pub(crate) async fn get_duplicate(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    duplicate_page(&view, parse(&id)?, StatusCode::OK, Form::new()).await
}

/// Goes on with what a verb did, or shows the page with what stands against it.
async fn then(
    view: &View,
    id: DuplicateId,
    done: Result<Message, Error>,
    mut form: Form,
) -> Result<Response, Error> {
    match done {
        Ok(message) => Ok(view.go_saying(&format!("/records/duplicates/{id}"), &message)),
        Err(error) => {
            form.refused(error)?;
            duplicate_page(view, id, StatusCode::CONFLICT, form).await
        }
    }
}

pub(crate) async fn post_merge(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id = parse(&id)?;
    let chosen: BTreeMap<String, Which> = merge::field_names()
        .filter_map(|field| Some((field.to_owned(), Which::find(form.text(field))?)))
        .collect();
    let done = merge::merge(view.app().store(), by(&view), id, chosen).await;
    then(&view, id, done.map(|()| Message::new("records-duplicate-merged")), form).await
}

pub(crate) async fn post_undo(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    let done = merge::undo(view.app().store(), by(&view), id).await;
    let say = |field: &String| {
        let key = merge::text_of(field);
        view.app().templates().say(view.language(), &Message::new(key))
    };
    let message = done.map(|kept| {
        if kept.is_empty() {
            return Message::new("records-duplicate-parted");
        }
        let kept: Vec<String> = kept.iter().map(say).collect();
        Message::new("records-duplicate-parted-but").with("fields", kept.join(", "))
    });
    then(&view, id, message, Form::new()).await
}

pub(crate) async fn post_apart(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    decide(view, &id, true).await
}

pub(crate) async fn post_restore(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    decide(view, &id, false).await
}

async fn decide(view: View, id: &str, dismissed: bool) -> Result<Response, Error> {
    let id = parse(id)?;
    let done = verbs::dismiss(view.app().store(), by(&view), id, dismissed).await;
    let key = if dismissed { "records-duplicate-dismissed" } else { "records-duplicate-proposed-again" };
    then(&view, id, done.map(|()| Message::new(key)), Form::new()).await
}
