//! A business as a check needs it: what the records hold up to a day, what Troth says of it, what is true, and what came after.

use std::collections::BTreeMap;

use anyhow::Context;
use troth_core::{AccountId, ContactId, ContractId, Currency, Day, Id, SurveyId, Zone};
use troth_measure::{Estimates, Person, Records, Spoken, Voices};
use troth_sim::row::{Contact, CustomerTruth, Known, Response, ThankYou, WinBackLetter};
use troth_sim::{Business, Kind, Plan, Truth, World};

/// Businesses that are alike but for their seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    pub(super) kind: Kind,
    pub(super) world: World,
    pub(super) recorded: bool,
    pub(super) customers: u64,
    /// Whether Troth's run is made on it.
    pub(super) measured: bool,
}

/// What a customer bought.
#[derive(Debug, Clone, Default)]
pub(super) struct Bought {
    /// Minor units, of whatever currency, by day, up to the day of the run.
    pub(super) days: BTreeMap<Day, i64>,
    /// Days with a purchase in the year after it, and minor units.
    pub(super) later: (u32, i64),
}

/// One business.
pub(super) struct Told {
    pub(super) group: Group,
    pub(super) truth: Truth,
    /// The day of the run.
    pub(super) as_of: Day,
    pub(super) customers: Vec<CustomerTruth>,
    pub(super) bought: Vec<Bought>,
    /// Whose contract, since when, and the last day of one that has ended, also after the day of the run.
    pub(super) contracts: Vec<(usize, Day, Option<Day>)>,
    /// Who brought whom, and whether the new customer bears the same name.
    pub(super) referrals: Vec<(usize, usize, bool)>,
    /// Answers to whether there was a problem, of those asked after a sale.
    pub(super) problems: Vec<bool>,
    /// Answers to whether it was told, of those who had one.
    pub(super) complained: Vec<bool>,
    /// What everybody who was asked by the day of the run would say of recommending, and whether they said it.
    pub(super) would: Vec<(i64, bool)>,
    /// Of answers together: how content, how the waiting was rated, and how the help.
    pub(super) rated: Vec<(f64, [f64; 2])>,
    /// What was said by the day of the run, and by whom.
    pub(super) voices: Voices,
    pub(super) thanks: Vec<(usize, ThankYou)>,
    pub(super) letters: Vec<(usize, WinBackLetter)>,
    estimates: Option<Estimates>,
}

/// A year, in days; what came after is counted so long.
const YEAR: i64 = 364;

impl Told {
    pub(super) fn of(group: Group, seed: u64) -> anyhow::Result<Self> {
        let mut plan =
            Plan { recorded: group.recorded, ..Plan::new(group.kind, group.world, seed, group.customers) };
        if group.kind == Kind::Maker {
            // Contracts are decided once a year: a model of renewals needs some years of them.
            plan.start = plan.start.plus_months(-48);
        }
        let business = Business::new(plan)?;
        let mut told = Self {
            group,
            truth: business.truth().clone(),
            as_of: plan.today,
            customers: Vec::new(),
            bought: Vec::new(),
            contracts: Vec::new(),
            referrals: Vec::new(),
            problems: Vec::new(),
            complained: Vec::new(),
            would: Vec::new(),
            rated: Vec::new(),
            voices: Voices::default(),
            thanks: Vec::new(),
            letters: Vec::new(),
            estimates: None,
        };
        business.each(plan.start, plan.today.plus(YEAR), |rows| {
            told.take(rows);
            Ok::<_, troth_sim::Error>(())
        })?;
        if group.measured {
            told.estimates = Some(troth_measure::estimate(told.records())?);
        }
        Ok(told)
    }

    fn take(&mut self, rows: troth_sim::Rows) {
        let as_of = self.as_of;
        let first = self.customers.len();
        self.customers.extend(rows.truth_customers.into_iter().map(|known| known.row));
        self.bought.resize_with(self.customers.len(), Bought::default);
        // Rows of one founder and of those who came through him are told together.
        let places: BTreeMap<&str, usize> =
            (first..).zip(&self.customers[first..]).map(|(place, one)| (one.key.as_str(), place)).collect();
        for known in rows.purchases.iter().filter(|known| known.row.amount.0 >= 0) {
            let own = &mut self.bought[places[known.row.customer.as_str()]];
            let amount = known.row.amount.0;
            if known.day <= as_of {
                *own.days.entry(known.day).or_default() += amount;
            } else {
                own.later = (own.later.0 + 1, own.later.1 + amount);
            }
        }
        let contracts = rows.contracts.iter().map(|known| &known.row);
        self.contracts.extend(contracts.map(|row| (places[row.customer.as_str()], row.started, row.ended)));
        let names: BTreeMap<&str, &str> =
            rows.accounts.iter().map(|known| (known.row.key.as_str(), known.row.name.as_str())).collect();
        self.referrals.extend(rows.referrals.iter().filter(|known| known.day <= as_of).map(|known| {
            let (from, to) = (known.row.referrer.as_str(), known.row.referred.as_str());
            (places[from], places[to], names.get(from) == names.get(to))
        }));
        hear(&mut self.voices, as_of, (&rows.contacts, &rows.responses), &places);
        let answers =
            rows.responses.iter().filter(|known| known.day <= as_of && known.row.survey == "after_sale");
        for known in answers {
            match known.row.question {
                "problem" => self.problems.push(known.row.answer == "yes"),
                "told" => self.complained.push(known.row.answer == "yes"),
                _ => {}
            }
        }
        let would = rows.truth_answers.iter().filter(|known| known.day <= as_of);
        self.would.extend(would.map(|known| (i64::from(known.row.nps), known.row.answered)));
        let mut together: BTreeMap<(&str, Day), [Option<f64>; 3]> = BTreeMap::new();
        for known in rows.responses.iter().filter(|known| known.day <= as_of) {
            let place = match known.row.question {
                "nps" => 0,
                "service.waiting:1-7" => 1,
                "service.help:1-7" => 2,
                _ => continue,
            };
            let own = together.entry((known.row.respondent.as_str(), known.day)).or_default();
            own[place] = known.row.answer.parse().ok();
        }
        self.rated.extend(
            together.into_values().filter_map(|[content, waiting, help]| Some((content?, [waiting?, help?]))),
        );
        let thanks = rows.thank_yous.into_iter().filter(|known| known.day <= as_of);
        self.thanks.extend(thanks.map(|known| (places[known.row.customer.as_str()], known.row)));
        self.letters
            .extend(rows.win_backs.into_iter().map(|known| (places[known.row.customer.as_str()], known.row)));
    }

    fn records(&self) -> Records {
        // Orders of whoever holds a contract are in no row, and models of them take longest to fit.
        let asked = self.bought.iter().enumerate().filter(|_| self.group.kind == Kind::Shop);
        let purchases = asked.flat_map(|(place, own)| {
            own.days.iter().map(move |(day, amount)| (account(place), *day, *amount))
        });
        let contracts = self.contracts.iter().enumerate().map(|(number, (place, started, ended))| {
            let contract = ContractId::from_raw(i64::try_from(number).unwrap_or(i64::MAX));
            (contract, account(*place), *started, ended.filter(|ended| *ended <= self.as_of), 100_000)
        });
        Records {
            as_of: self.as_of,
            until: Zone::UTC.end_of(self.as_of),
            currency: Currency::USD,
            purchases: purchases.collect(),
            contracts: contracts.collect(),
            voices: self.voices.clone(),
        }
    }

    /// What Troth says.
    pub(super) fn estimates(&self) -> anyhow::Result<&Estimates> {
        self.estimates.as_ref().context("this group is not measured")
    }

    /// The customer of an account.
    pub(super) fn place(account: AccountId) -> usize {
        usize::try_from(account.raw()).unwrap_or(usize::MAX)
    }

    /// Whether a customer is there on the day of the run.
    pub(super) fn is_there(&self, place: usize) -> bool {
        self.customers[place].left.is_none_or(|left| left > self.as_of)
    }

    /// Whether a customer bought within so many days after one.
    pub(super) fn days_after(&self, place: usize, day: Day, days: i64) -> bool {
        self.bought[place].days.range(day.plus(1)..=day.plus(days)).next().is_some()
    }
}

fn account(place: usize) -> AccountId {
    AccountId::from_raw(i64::try_from(place).unwrap_or(i64::MAX))
}

/// The kind of a question and the number of its answer.
fn heard(question: &str, answer: &str) -> Option<(&'static str, i64)> {
    let among = |words: &[&str]| {
        words.iter().position(|word| *word == answer).and_then(|place| i64::try_from(place + 1).ok())
    };
    let number = || answer.parse().ok();
    Some(match question {
        "nps" => ("nps", number()?),
        "satisfied" => ("csat", number()?),
        "recommend" => {
            ("recommend", among(&["definitely no", "probably no", "probably yes", "definitely yes"])?)
        }
        "again" => {
            let words = ["definitely no", "probably no", "cannot say", "probably yes", "definitely yes"];
            ("again", among(&words)?)
        }
        "decides" => ("decides", if answer == "yes" { 3 } else { 1 }),
        "alternative" => ("alternative", if answer == "yes" { 2 } else { 1 }),
        _ => return None,
    })
}

/// Who there is to be asked, and what was answered by the day of the run.
fn hear(
    voices: &mut Voices,
    as_of: Day,
    (people, responses): (&[Known<Contact>], &[Known<Response>]),
    places: &BTreeMap<&str, usize>,
) {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut contacts: BTreeMap<&str, ContactId> = BTreeMap::new();
    for known in people.iter().filter(|known| known.day <= as_of) {
        let row = &known.row;
        if contacts.contains_key(row.key.as_str()) {
            continue;
        }
        let contact = ContactId::from_raw(number(voices.people.len()));
        contacts.insert(&row.key, contact);
        let (level, role) = (row.level.map(str::to_owned), row.role.map(str::to_owned));
        let account = account(places[row.customer.as_str()]);
        voices.people.push(Person { contact, account, level, role });
    }
    let mut response = number(voices.spoken.len());
    let mut before = None;
    for known in responses.iter().filter(|known| known.day <= as_of) {
        let row = &known.row;
        let together = (row.survey, row.respondent.as_str(), known.day);
        response += i64::from(before.replace(together) != Some(together));
        let Some((kind, value)) = heard(row.question, &row.answer) else { continue };
        voices.spoken.push(Spoken {
            response,
            account: account(places[row.customer.as_str()]),
            contact: contacts.get(row.respondent.as_str()).copied(),
            // Each survey has a name of another length.
            survey: SurveyId::from_raw(number(row.survey.len())),
            question: row.question.to_owned(),
            kind: kind.to_owned(),
            value,
            day: known.day,
        });
    }
}
