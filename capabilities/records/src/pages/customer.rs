//! The page of a customer: who, what is owed, the people and contracts, and the story of everything.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, ContactId, ContractId, Day, Id, Instant, Message, Money, NoteId};
use troth_store::{Db, Timeline, TimelineAsked, TimelineEntry};
use troth_web::chart::{At, Chart, Measure, Point, Shape};
use troth_web::{Error, Form, Page, Place, ShownPanel, View};

use super::ON_A_PAGE;
use crate::entity::{ByHand, Entity, Target, contact::Person, contract::Agreement};
use crate::model::{Account, Contact, Contract, Function, Standing};
use crate::timeline::{CONTRACTS, latest};
use crate::{EDIT, TELL, store};

/// Months of purchases in the plot.
const MONTHS: i64 = 36;
/// People of one customer on its page.
const PEOPLE: i64 = 200;

/// The page of a customer.
#[derive(Debug, Serialize)]
pub(crate) struct CustomerPage {
    id: AccountId,
    name: String,
    kind: &'static str,
    structure: Option<&'static str>,
    external_key: Option<String>,
    team: Option<String>,
    owner: Option<String>,
    created: Day,
    /// Whether the business sells to people: nobody sees the layer of accounts then.
    people_business: bool,
    may: bool,
    /// Whether what is held of them can be told.
    may_tell: bool,
    /// The day on which they were erased.
    erased: Option<Day>,
    /// A note that was just taken away.
    removed: Option<NoteId>,
    people: Vec<Somebody>,
    contracts: Vec<ShownContract>,
    purchases: Option<Chart>,
    head: Vec<ShownPanel>,
    side: Vec<ShownPanel>,
    kinds: Vec<Chip>,
    functions: Vec<Chip>,
    timeline: Vec<Moment>,
    earlier: Option<String>,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Somebody {
    #[serde(flatten)]
    contact: Contact,
    allows: Vec<String>,
    refuses: Vec<String>,
}

impl Somebody {
    /// A person with what they allow and refuse: person, purpose, given.
    fn of(contact: Contact, consents: &[(ContactId, String, bool)]) -> Self {
        let said = |wanted: bool| {
            let of = consents.iter().filter(|(who, _, given)| *who == contact.id && *given == wanted);
            of.map(|(_, purpose, _)| purpose.clone()).collect()
        };
        Self { allows: said(true), refuses: said(false), contact }
    }
}

#[derive(Debug, Serialize)]
struct ShownContract {
    id: ContractId,
    name: Option<String>,
    standing: Standing,
    started: Day,
    ends: Option<Day>,
    renewal: Option<Day>,
    ended: Option<Day>,
    amount: Option<Money>,
    period: &'static str,
}

/// A choice of what the timeline shows.
#[derive(Debug, Serialize)]
struct Chip {
    text: String,
    href: String,
    here: bool,
}

#[derive(Debug, Serialize)]
struct Moment {
    at: Instant,
    kind: &'static str,
    sentence: Message,
    text: Option<String>,
    href: Option<String>,
}

impl From<TimelineEntry> for Moment {
    fn from(entry: TimelineEntry) -> Self {
        let TimelineEntry { at, kind, sentence, text, href, .. } = entry;
        Self { at, kind, sentence, text, href }
    }
}

impl Page for CustomerPage {
    const TEMPLATE: &str = "records/customer.html";

    fn sample() -> Self {
        let day = Day::from_number;
        let amount = Money::new(2_933, troth_core::Currency::EUR);
        let contact = Contact {
            id: ContactId::from_raw(1),
            account: AccountId::from_raw(1),
            name: "Eva Lind".into(),
            title: Some("COO".into()),
            language: Some("da".into()),
            level: Some(crate::Level::Executive),
            role: Some(crate::BuyingRole::Decides),
            emails: vec!["eva@a.example".into()],
            phones: vec!["+45 1234567".into()],
            source: None,
            external_key: None,
            created: day(20_000),
            merged_into: None,
            erased: None,
        };
        let contract = ShownContract {
            id: ContractId::from_raw(1),
            name: Some("Care".into()),
            standing: Standing::Running,
            started: day(20_000),
            ends: Some(day(20_365)),
            renewal: Some(day(20_330)),
            ended: None,
            amount: Some(amount),
            period: "month",
        };
        let chip =
            |text: &str, here| Chip { text: text.into(), href: "/records/acc_0000000000001".into(), here };
        let sentence = Message::new("records-timeline-interaction-with")
            .with("function", "service")
            .with("channel", "phone")
            .with("effect", "closer")
            .with("people", "Eva Lind");
        Self {
            id: AccountId::from_raw(1),
            name: "Ålborg Works".into(),
            kind: "organisation",
            structure: Some("hierarchical"),
            external_key: Some("0042".into()),
            team: Some("North".into()),
            owner: Some("Ada Berg".into()),
            created: day(20_000),
            people_business: false,
            may: true,
            may_tell: true,
            erased: Some(day(20_100)),
            removed: Some(NoteId::from_raw(1)),
            people: vec![Somebody { contact, allows: vec!["news".into()], refuses: vec!["survey".into()] }],
            contracts: vec![contract],
            purchases: purchases(&[(24_310, 2_933), (24_312, 1_200)], troth_core::Currency::EUR),
            head: Vec::new(),
            side: Vec::new(),
            kinds: vec![chip("Everything", true), chip("Notes", false)],
            functions: vec![chip("Service", false)],
            timeline: vec![Moment {
                at: Instant::from_micros(1_767_690_000_000_000),
                kind: "interaction",
                sentence,
                text: Some("Said thanks".into()),
                href: Some("/records/interactions/int_0000000000001".into()),
            }],
            earlier: Some("/records/acc_0000000000001?before=1.2".into()),
            form: Form::new(),
        }
    }
}

/// What was bought in each month, with the months in which nothing was.
fn purchases(months: &[(i64, i64)], currency: troth_core::Currency) -> Option<Chart> {
    let (first, last) = (months.first()?.0, months.last()?.0);
    let first = first.max(last - MONTHS + 1);
    let points = (first..=last).map(|month| {
        let amount = months.iter().find(|(known, _)| *known == month).map_or(0, |(_, amount)| *amount);
        let (year, number) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        let day = Day::parse(&format!("{year:04}-{number:02}-01"), "%Y-%m-%d");
        day.ok().map(|day| Point::new(At::Day(day), Money::new(amount, currency).major()))
    });
    let points: Vec<Point> = points.flatten().collect();
    let caption = Message::new("records-plot");
    let axes = (
        Message::new("records-plot-month"),
        Message::new("records-plot-amount").with("currency", currency.code()),
    );
    (points.len() > 1)
        .then(|| Chart::new(Shape::Column, Measure::Number, caption, points).axes(axes.0, axes.1))
}

/// What of the page is asked for.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    before: String,
    kind: String,
    function: String,
    removed: String,
}

struct Loaded {
    account: Account,
    team: Option<String>,
    owner: Option<String>,
    business: troth_store::Business,
    people: Vec<Contact>,
    consents: Vec<(ContactId, String, bool)>,
    contracts: Vec<Contract>,
    months: Vec<(i64, i64)>,
    timeline: Vec<TimelineEntry>,
}

/// Everything the page shows of the records, from one snapshot.
fn load(
    db: &mut Db<'_>,
    timelines: &[Timeline],
    asked: &TimelineAsked,
) -> Result<Loaded, troth_store::Error> {
    let id = asked.account;
    let account = store::get_account(db, id)?;
    let mut name_of = |target: Target, id: Option<i64>| -> Result<Option<String>, troth_store::Error> {
        let Some(id) = id else { return Ok(None) };
        let row = target.table().find(db, id)?;
        row.map(|row| row.get(store::table::BEFORE)).transpose()
    };
    let team = name_of(Target::Team, account.team.map(Id::raw))?;
    let owner = name_of(Target::Staff, account.owner.map(Id::raw))?;
    let people = Person::TABLE.list(db, Some(id.raw()), 0, PEOPLE)?;
    let contracts = Agreement::TABLE.list(db, Some(id.raw()), 0, CONTRACTS)?;
    let mut timeline = Vec::new();
    // Each record that went into the customer has a line of its own, by its index; they are put together.
    for account in store::list_family(db, id)? {
        let asked = TimelineAsked { account, ..asked.clone() };
        for one in timelines {
            timeline.extend((one.entries)(db, &asked)?);
        }
    }
    Ok(Loaded {
        team,
        owner,
        business: db.business()?,
        people: people.iter().map(Person::read).collect::<Result<_, _>>()?,
        consents: store::consents_of(db, id)?,
        contracts: contracts.iter().map(Agreement::read).collect::<Result<_, _>>()?,
        months: store::months_of(db, id, MONTHS)?,
        timeline: latest(timeline, asked.limit),
        account,
    })
}

pub(super) async fn get_customer(
    view: View,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let id: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    customer_page(&view, id, &asked, StatusCode::OK, Form::new()).await
}

/// The page, or the way to the customer that stayed after a merge.
pub(super) async fn customer_page(
    view: &View,
    id: AccountId,
    asked: &Asked,
    status: StatusCode,
    form: Form,
) -> Result<Response, Error> {
    let timelines: Vec<Timeline> =
        view.app().registry().parts().iter().filter_map(|part| part.timeline).collect();
    let kinds: Vec<(&str, &str)> = timelines.iter().flat_map(|one| one.kinds.iter().copied()).collect();
    let kind = kinds.iter().map(|(kind, _)| *kind).find(|kind| *kind == asked.kind);
    let function = Function::find(&asked.function);
    let wanted = TimelineAsked {
        account: id,
        before: read_moment(&asked.before).unwrap_or((Instant::from_micros(i64::MAX), i64::MAX)),
        limit: ON_A_PAGE + 1,
        kind: kind.map(str::to_owned),
        function: function.map(|function| function.key().to_owned()),
    };
    let reader = view.clone();
    let (mut loaded, panels) = view
        .app()
        .store()
        .read(move |db| {
            let loaded = load(db, &timelines, &wanted)?;
            let panels = reader.load_panels(db, id)?;
            Ok::<_, troth_store::Error>((loaded, panels))
        })
        .await?;
    if let Some(stayed) = loaded.account.merged_into {
        return Ok(view.go(&format!("/records/{stayed}")));
    }
    let more = loaded.timeline.len() > ON_A_PAGE;
    loaded.timeline.truncate(ON_A_PAGE);
    let function = function.map_or("", Function::key);
    let address = |kind: &str, function: &str, before: &str| {
        let pairs = [("kind", kind), ("function", function), ("before", before)];
        let pairs: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
        format!("/records/{id}{query}#timeline")
    };
    let earlier = loaded.timeline.last().filter(|_| more);
    let earlier = earlier.map(|last| {
        address(kind.unwrap_or_default(), function, &format!("{}.{}", last.at.micros(), last.id))
    });
    let say = |key: &str| view.app().templates().say(view.language(), &Message::new(key));
    let everything = Chip {
        text: say("records-timeline-everything"),
        href: address("", "", ""),
        here: kind.is_none() && function.is_empty(),
    };
    let by_kind = kinds.iter().map(|(one, text)| Chip {
        text: say(text),
        href: address(one, "", ""),
        here: kind == Some(*one) && function.is_empty(),
    });
    let by_function = Function::WORDS.iter().map(|word| Chip {
        text: say(&format!("records-word-{word}")),
        href: address("interaction", word, ""),
        here: function == *word,
    });
    let today = loaded.business.zone.day_of(view.app().now());
    let account = loaded.account;
    view.page_with(
        status,
        &CustomerPage {
            id,
            name: account.name,
            kind: account.kind.key(),
            structure: account.structure.map(crate::model::Structure::key),
            external_key: account.external_key.filter(|_| account.erased.is_none()),
            team: loaded.team,
            owner: loaded.owner,
            created: account.created,
            people_business: loaded.business.people,
            may: view.may(&EDIT) && account.erased.is_none(),
            may_tell: view.may(&TELL),
            erased: account.erased,
            removed: asked.removed.parse().ok(),
            people: loaded
                .people
                .into_iter()
                .map(|contact| Somebody::of(contact, &loaded.consents))
                .collect(),
            contracts: loaded.contracts.into_iter().map(|contract| shown(contract, today)).collect(),
            purchases: purchases(&loaded.months, loaded.business.currency),
            head: view.show_panels(&panels, Place::Head)?,
            side: view.show_panels(&panels, Place::Side)?,
            kinds: std::iter::once(everything).chain(by_kind).collect(),
            functions: by_function.collect(),
            timeline: loaded.timeline.into_iter().map(Moment::from).collect(),
            earlier,
            form,
        },
    )
}

fn shown(contract: Contract, today: Day) -> ShownContract {
    ShownContract {
        id: contract.id,
        standing: contract.standing(today),
        name: contract.name.or(contract.external_key),
        started: contract.started,
        ends: contract.ends,
        renewal: contract.renewal,
        ended: contract.ended,
        amount: contract.amount,
        period: contract.period.key(),
    }
}

fn read_moment(text: &str) -> Option<(Instant, i64)> {
    let (at, id) = text.split_once('.')?;
    Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?))
}
