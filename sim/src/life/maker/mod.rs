//! A customer of a maker: an organisation with its people, a contract that is renewed or not, orders while it runs.

mod talk;

use troth_core::Day;

use super::occasion::{Around, Occasion, leaves};
use super::person::Person;
use super::shop::{HOME, answer, minor, stays};
use super::{Coming, came};
use crate::ground::Ground;
use crate::ground::calendar::at;
use crate::ground::staff::{ACCOUNTING, DELIVERY, Member, SALES, SERVICE};
use crate::random::{Purpose, Stream};
use crate::row::{Account, Amount, Contact, Contract, CustomerTruth, Known, Number, Pairing, Purchase, Rows};
use crate::text::{self, Language, OF_SHOP, PRODUCTS, Said};

/// Currencies customers pay in, what one is worth in dollars, and how many pay in each.
pub(crate) const CURRENCIES: [(&str, f64, f64); 3] =
    [(HOME, 1.0, 0.6), ("EUR", 1.09, 0.3), ("CHF", 1.14, 0.1)];
/// Meetings and calls a week while a contract runs.
const MEETINGS: f64 = 0.08;
const DAYS_IN_WEEK: f64 = 7.0;

/// A person at the customer, with level and part in buying.
struct Contacted {
    person: Person,
    level: usize,
}

const LEVELS: [&str; 3] = ["executive", "management", "operations"];

/// A customer on the way through the years.
struct Firm<'g> {
    ground: &'g Ground,
    key: String,
    name: String,
    since: Day,
    people: Vec<Contacted>,
    /// The place whose holder holds the tie.
    place: usize,
    currency: usize,
    words: Stream,
    service: Stream,
    voice: Stream,
    disposition: f64,
    mood: f64,
    stays: f64,
    spending: Stream,
    scale: f64,
    /// How far it is told.
    until: Day,
    years: u32,
    orders: u32,
    ordered: u32,
    problems: u32,
    told: u32,
    said: u32,
}

pub(super) fn tell(ground: &Ground, coming: &Coming, until: Day, rows: &mut Rows) -> Vec<Coming> {
    let (truth, seed) = (&ground.truth, ground.plan.seed);
    let stream = |purpose| Stream::new(seed, purpose, coming.who);
    let Some(renewal) = truth.renewal else { return Vec::new() };
    let mut firm = Firm::drawn(ground, (coming, until), stream(Purpose::Spending), stream(Purpose::Words));
    let came = coming.at.map(|at| ground.calendar.day(at));
    firm.enter(coming, rows);
    let mut buying = stream(Purpose::Buying);
    firm.disposition = buying.normal();
    let rate = buying.gamma(truth.buying.r) / truth.buying.alpha;
    let leaving = buying.beta(renewal.alpha, renewal.beta);
    firm.stays = stays(leaving);
    let left = came.and_then(|came| firm.agree(came, (rate, leaving), &mut buying, rows));
    let language = firm.people[0].person.language;
    if let Some(day) = came {
        came::tell(ground, coming, (day, language), rows);
    }
    if let Some(day) = left {
        came::gone(ground, coming, (day, language, OF_SHOP), &mut firm.voice, rows);
    }
    let children = coming.at.map_or_else(Vec::new, |at| came::brought(ground, coming, at));
    let former = coming.former.as_ref();
    let row = CustomerTruth {
        key: coming.key.clone(),
        generation: coming.generation,
        second_card_of: coming.by.as_ref().filter(|by| by.made_up).map(|by| by.key.clone()),
        came: came.filter(|came| *came <= until),
        rate: Number(rate),
        leaving: Number(0.0),
        spend: Number(truth.spend.p / firm.scale),
        leaving_renewal: Some(Number(leaving)),
        disposition: Number(firm.disposition),
        left,
        purchases: firm.ordered,
        problems: firm.problems,
        told: firm.told,
        brings: u32::try_from(children.len()).unwrap_or(u32::MAX),
        written_to: former.map(|former| former.written_to),
        back_if_written: former.map(|former| Number(former.chances.0)),
        back_if_not: former.map(|former| Number(former.chances.1)),
    };
    rows.truth_customers.push(Known { day: came.unwrap_or(ground.plan.start), row });
    children
}

impl<'g> Firm<'g> {
    fn drawn(
        ground: &'g Ground,
        (coming, until): (&Coming, Day),
        mut spending: Stream,
        words: Stream,
    ) -> Self {
        let truth = &ground.truth;
        let scale = spending.gamma(truth.spend.q) / truth.spend.gamma;
        let who = coming.by.as_ref().filter(|by| by.made_up).map_or(coming.who, |by| by.who);
        let mut own = Stream::new(ground.plan.seed, Purpose::Person, who);
        let name = text::firm(&mut own);
        let language = Language::drawn(&mut own);
        let people = (0..3 + own.below(3)).map(|number| {
            // One at each level at least: who decides, who is asked, who works with it.
            let level = if number < 3 { number } else { 1 + own.below(2) };
            let person = Person::drawn(format!("{}-C{}", coming.key, number + 1), language, &mut own);
            Contacted { person, level }
        });
        let people = people.collect();
        let place = ground.company.place(0..SALES, &mut own);
        let currency = own.weighted(CURRENCIES.iter().map(|currency| currency.2));
        let start = ground.plan.start;
        let came = coming.at.map_or(start, |at| ground.calendar.day(at));
        let since = coming.former.as_ref().map_or(came, |former| start.plus_months(-former.since));
        let (key, service) =
            (coming.key.clone(), Stream::new(ground.plan.seed, Purpose::Service, coming.who));
        Self {
            ground,
            key,
            name,
            since,
            people,
            place,
            currency,
            words,
            service,
            voice: Stream::new(ground.plan.seed, Purpose::Voice, coming.who),
            disposition: 0.0,
            mood: 0.0,
            stays: 0.0,
            spending,
            scale,
            until,
            years: 0,
            orders: 0,
            ordered: 0,
            problems: 0,
            told: 0,
            said: 0,
        }
    }

    fn account(&self, owner: &Member) -> Account {
        Account {
            key: self.key.clone(),
            name: self.name.clone(),
            kind: "organisation",
            team: self.ground.company.teams[self.ground.company.team_of(self.place)].key.clone(),
            owner: Some(owner.key.clone()),
            since: self.since,
        }
    }

    /// The customer's own rows, its people's, and that of the campaign.
    fn enter(&mut self, coming: &Coming, rows: &mut Rows) {
        let day = self.since.max(self.ground.plan.start);
        let owner = self.ground.company.holder(self.place, day);
        rows.accounts.push(Known { day, row: self.account(owner) });
        for contacted in &self.people {
            let person = &contacted.person;
            let role = match contacted.level {
                0 => "decides",
                1 => *self.words.pick(&["decides", "influences"]),
                _ => *self.words.pick(&["uses", "uses", "none"]),
            };
            let row = Contact {
                key: person.key.clone(),
                customer: self.key.clone(),
                name: person.name.clone(),
                title: Some(person.language.title(contacted.level, &mut self.words)),
                email: person.email.clone(),
                phone: person.phone.clone(),
                language: person.language.tag(),
                level: Some(LEVELS[contacted.level]),
                role: Some(role),
                since: self.since,
            };
            rows.contacts.push(Known { day, row });
            let (function, team) =
                [("sales", None), ("service", Some(SERVICE)), ("delivery", Some(DELIVERY))][contacted.level];
            let member = match team {
                Some(team) => self.ground.company.at_hand(team, day, &mut self.words),
                None => owner,
            };
            let row = Pairing {
                key: format!("{}-H", person.key),
                customer: self.key.clone(),
                contact: person.key.clone(),
                staff: member.key.clone(),
                function,
                from: day,
            };
            rows.pairings.push(Known { day, row });
        }
        let Some(former) = &coming.former else { return };
        let letter = came::letter(self.ground, &self.key, former);
        let on = letter.day;
        rows.win_backs.push(letter);
        if former.written_to {
            let said = ("marketing", "letter", "outbound", "neither");
            let owner = self.ground.company.holder(self.place, on);
            self.say(Said::WinBack, (on, OF_SHOP), said, owner, rows);
        }
    }

    /// The contract, term after term until the end of a day; the last day of it.
    fn agree(
        &mut self,
        came: Day,
        (rate, leaving): (f64, f64),
        buying: &mut Stream,
        rows: &mut Rows,
    ) -> Option<Day> {
        let ground = self.ground;
        let renewal = ground.truth.renewal?;
        let yearly = 4.0 * self.spending.gamma(ground.truth.spend.p) / self.scale;
        let product = OF_SHOP + self.words.below(PRODUCTS.len() - OF_SHOP);
        let mut contract = Contract {
            key: format!("{}-V1", self.key),
            customer: self.key.clone(),
            name: format!("Service for a {}", PRODUCTS[product]),
            started: came,
            months: renewal.months,
            amount: self.paid(yearly * ground.calendar.price(came)),
            currency: CURRENCIES[self.currency].0,
            period: "year",
            ended: None,
            reason: None,
        };
        rows.contracts.push(Known { day: came, row: contract.clone() });
        let mut owner = self.tie(self.since.max(ground.plan.start), came.plus(1), rows);
        for term in 0.. {
            let from = came.plus_months(term * i64::from(renewal.months));
            let next = came.plus_months((term + 1) * i64::from(renewal.months));
            if from > self.until {
                break;
            }
            let happened = self.year((from, next), (rate, product), buying, rows);
            let holder = self.tie(from, next, rows);
            let (coin, gives_reason) = (buying.uniform(), buying.chance(0.6));
            let c = happened.leaving
                + renewal.money * ground.calendar.interest(next)
                + if holder == owner { 0.0 } else { renewal.key_person };
            owner = holder;
            if coin < leaves(leaving, c) {
                let last = next.plus(-1);
                contract.ended = Some(last);
                let language = self.people[0].person.language;
                contract.reason = gives_reason.then(|| language.say(Said::Left, product, &mut self.words));
                rows.contracts.push(Known { day: last, row: contract });
                return (last <= self.until).then_some(last);
            }
        }
        None
    }

    /// Who holds the tie at the end of a term; each change in it is a row of its own.
    fn tie(&self, from: Day, next: Day, rows: &mut Rows) -> String {
        let company = &self.ground.company;
        let mut day = from;
        while let Some((since, holder)) =
            company.next_holder(self.place, day).filter(|(since, _)| *since < next)
        {
            rows.accounts.push(Known { day: since, row: self.account(holder) });
            day = since;
        }
        company.holder(self.place, next.plus(-1)).key.clone()
    }

    /// One year of the contract: orders, meetings, and what went wrong.
    fn year(
        &mut self,
        (from, next): (Day, Day),
        (rate, product): (f64, usize),
        buying: &mut Stream,
        rows: &mut Rows,
    ) -> Occasion {
        let ground = self.ground;
        let calendar = &ground.calendar;
        let (start, end) = (calendar.since(from), calendar.since(next));
        let mut time = calendar.after(start, buying.exponential() / rate);
        while time < end {
            self.order(calendar.day(time), rows);
            time = calendar.after(time, buying.exponential() / rate);
        }
        let mut time = start + self.words.exponential() / MEETINGS * DAYS_IN_WEEK;
        while time < end {
            self.meet(calendar.day(time), product, rows);
            time += self.words.exponential() / MEETINGS * DAYS_IN_WEEK;
        }
        let day = calendar.day(start + self.service.uniform() * (end - start));
        let team = *self.service.pick(&[DELIVERY, SERVICE, SERVICE, ACCOUNTING]);
        let member = ground.company.at_hand(team, day, &mut self.service);
        let around = Around {
            wave: calendar.wave(day),
            kindness: member.kindness,
            morale: ground.company.morale(team, calendar.month(day)),
        };
        let happened = Occasion::drawn(&ground.truth.service, around, &mut self.service);
        if let Some(problem) = happened.problem {
            self.problems += u32::from(day <= self.until);
            if let Some(ending) = happened.ending {
                self.told += u32::from(day <= self.until);
                let channel = *self.words.pick(&["phone", "email", "email"]);
                let said = ("service", channel, "inbound", "away");
                self.say(Said::problem(problem), (day, product), said, member, rows);
                let (what, effect, later) = answer(ending);
                let said = ("service", channel, "outbound", effect);
                self.say(what, (day.plus(later), product), said, member, rows);
            }
        }
        if happened.thanked {
            let owner = ground.company.holder(self.place, day);
            let said = ("marketing", "letter", "outbound", "closer");
            self.say(Said::Thanks, (from.plus(7), product), said, owner, rows);
        }
        self.listen(&happened, (day, next), product, member, rows);
        happened
    }

    fn paid(&self, dollars: f64) -> Amount {
        minor(dollars / CURRENCIES[self.currency].1)
    }

    fn order(&mut self, day: Day, rows: &mut Rows) {
        let truth = &self.ground.truth;
        self.orders += 1;
        self.ordered += u32::from(day <= self.until);
        let dollars = self.spending.gamma(truth.spend.p) / self.scale * self.ground.calendar.price(day);
        let (returned, back) = (self.spending.chance(truth.buying.returned), 1 + self.spending.below(20));
        let product = PRODUCTS[OF_SHOP + self.spending.below(PRODUCTS.len() - OF_SHOP)];
        let key = format!("{}-P{}", self.key, self.orders);
        let at = at(day, &mut self.words);
        let amount = self.paid(dollars);
        let row = |key: String, at, amount| Purchase {
            key,
            customer: self.key.clone(),
            at,
            amount,
            currency: CURRENCIES[self.currency].0,
            product: product.to_owned(),
            quantity: 1,
        };
        if returned {
            let at = crate::row::Moment { day: day.plus(i64::try_from(back).unwrap_or(1)), ..at };
            let row = row(format!("{key}-R"), at, Amount(-amount.0));
            rows.purchases.push(Known { day: at.day, row });
        }
        rows.purchases.push(Known { day, row: row(key, at, amount) });
    }
}
