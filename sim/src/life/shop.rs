//! A customer of a shop.

use troth_core::Day;

use super::met::Met;
use super::occasion::{Around, Ending, Occasion, leaves};
use super::person::Person;
use super::{Coming, came};
use crate::ground::Ground;
use crate::ground::calendar::at;
use crate::ground::staff::Member;
use crate::random::{Purpose, Stream};
use crate::row::{Account, Amount, Contact, CustomerTruth, Interaction, Known, Number, Purchase, Rows};
use crate::text::{OF_SHOP, PRODUCTS, Said};

/// The currency of the business: that of an installation that was told nothing else.
pub(crate) const HOME: &str = "USD";

/// A customer on the way through the shop.
struct Visitor<'g> {
    ground: &'g Ground,
    person: Person,
    team: usize,
    words: Stream,
    service: Stream,
    voice: Stream,
    disposition: f64,
    /// What is left of what was felt before, in standard deviations.
    mood: f64,
    /// The odds of staying, in standard deviations of their logarithm.
    stays: f64,
    spending: Stream,
    /// The rate of the Gamma amounts.
    scale: f64,
    visits: u32,
    problems: u32,
    told: u32,
    said: u32,
}

pub(super) fn tell(ground: &Ground, coming: &Coming, until: Day, rows: &mut Rows) -> Vec<Coming> {
    let (truth, seed) = (&ground.truth, ground.plan.seed);
    let stream = |purpose| Stream::new(seed, purpose, coming.who);
    let mut spending = stream(Purpose::Spending);
    let scale = spending.gamma(truth.spend.q) / truth.spend.gamma;
    let mut words = stream(Purpose::Words);
    let disposition = words.normal();
    let team = words.below(ground.company.teams.len());
    let person = Person::of_shop(ground, coming);
    let mut buying = stream(Purpose::Buying);
    let rate = buying.gamma(truth.buying.r) / truth.buying.alpha;
    let leaving = buying.beta(truth.buying.a, truth.buying.b);
    let mut visitor = Visitor {
        ground,
        person,
        team,
        words,
        service: stream(Purpose::Service),
        voice: stream(Purpose::Voice),
        disposition,
        mood: 0.0,
        stays: stays(leaving),
        spending,
        scale,
        visits: 0,
        problems: 0,
        told: 0,
        said: 0,
    };
    let since = coming.at.map(|at| ground.calendar.day(at));
    visitor.enter(coming, since, rows);
    let left = coming.at.and_then(|at| visitor.buy((at, until), (rate, leaving), &mut buying, rows));
    let language = visitor.person.language;
    if let Some(day) = since {
        came::tell(ground, coming, (day, language), rows);
    }
    if let Some(day) = left {
        came::gone(ground, coming, (day, language, 0), &mut visitor.voice, rows);
    }
    let children = coming.at.map_or_else(Vec::new, |at| came::brought(ground, coming, at));
    let former = coming.former.as_ref();
    let row = CustomerTruth {
        key: coming.key.clone(),
        generation: coming.generation,
        second_card_of: coming.by.as_ref().filter(|by| by.made_up).map(|by| by.key.clone()),
        came: since.filter(|came| *came <= until),
        rate: Number(rate),
        leaving: Number(leaving),
        spend: Number(truth.spend.p / visitor.scale),
        leaving_renewal: None,
        disposition: Number(disposition),
        left,
        purchases: visitor.visits,
        problems: visitor.problems,
        told: visitor.told,
        brings: u32::try_from(children.len()).unwrap_or(u32::MAX),
        written_to: former.map(|former| former.written_to),
        back_if_written: former.map(|former| Number(former.chances.0)),
        back_if_not: former.map(|former| Number(former.chances.1)),
    };
    rows.truth_customers.push(Known { day: since.unwrap_or(ground.plan.start), row });
    children
}

impl Visitor<'_> {
    /// The customer's own rows.
    fn enter(&mut self, coming: &Coming, came: Option<Day>, rows: &mut Rows) {
        let start = self.ground.plan.start;
        let former = coming.former.as_ref();
        let since = former.map_or(came.unwrap_or(start), |former| start.plus_months(-former.since));
        let day = since.max(start);
        let person = &self.person;
        rows.accounts.push(Known {
            day,
            row: Account {
                key: person.key.clone(),
                name: person.name.clone(),
                kind: "person",
                team: self.ground.company.teams[self.team].key.clone(),
                owner: None,
                since,
            },
        });
        rows.contacts.push(Known {
            day,
            row: Contact {
                key: person.key.clone(),
                customer: person.key.clone(),
                name: person.name.clone(),
                title: None,
                email: person.email.clone(),
                phone: person.phone.clone(),
                language: person.language.tag(),
                level: None,
                role: None,
                since,
            },
        });
        let Some(former) = former else { return };
        let letter = came::letter(self.ground, &person.key, former);
        let (on, written_to) = (letter.day, former.written_to);
        rows.win_backs.push(letter);
        if written_to {
            let member = self.ground.company.at_hand(self.team, on, &mut self.words);
            let said = ("marketing", "letter", "outbound", "neither");
            self.say(Said::WinBack, (on, 0), said, member, rows);
        }
    }

    /// All visits until the end of a day; the day of leaving.
    fn buy(
        &mut self,
        (mut at, until): (f64, Day),
        (rate, leaving): (f64, f64),
        buying: &mut Stream,
        rows: &mut Rows,
    ) -> Option<Day> {
        let calendar = &self.ground.calendar;
        let mut last = self.ground.plan.start.plus(-1);
        loop {
            // Purchases of one day count as one, so a second one of a day is told of the next: the model's count stays.
            let day = calendar.open(calendar.day(at).max(last.plus(1)));
            if day > until {
                return None;
            }
            last = day;
            let happened = self.visit(day, rows);
            let coin = buying.uniform();
            if self.visits > 1 && coin < leaves(leaving, happened.leaving) {
                return Some(day);
            }
            at = calendar.after(at, buying.exponential() / rate);
        }
    }

    /// One visit: a purchase and what came with it.
    fn visit(&mut self, day: Day, rows: &mut Rows) -> Occasion {
        let (ground, truth) = (self.ground, &self.ground.truth);
        self.visits += 1;
        let member = ground.company.at_hand(self.team, day, &mut self.service);
        let around = Around {
            wave: ground.calendar.wave(day),
            kindness: member.kindness,
            morale: ground.company.morale(self.team, ground.calendar.month(day)),
        };
        let happened = Occasion::drawn(&truth.service, around, &mut self.service);
        let product = self.words.below(OF_SHOP);
        let moment = at(day, &mut self.words);
        let amount = self.spending.gamma(truth.spend.p) / self.scale * ground.calendar.price(day);
        let (recorded, returned) = (self.spending.uniform(), self.spending.uniform());
        let back = 1 + i64::try_from(self.spending.below(14)).unwrap_or(0);
        if recorded >= truth.buying.unrecorded {
            let key = format!("{}-P{}", self.person.key, self.visits);
            let purchase = |key: String, at, amount| Purchase {
                key,
                customer: self.person.key.clone(),
                at,
                amount,
                currency: HOME,
                product: PRODUCTS[product].to_owned(),
                quantity: 1,
            };
            let amount = minor(amount);
            if returned < truth.buying.returned {
                let at = crate::row::Moment { day: ground.calendar.open(day.plus(back)), ..moment };
                let row = purchase(format!("{key}-R"), at, Amount(-amount.0));
                rows.purchases.push(Known { day: at.day, row });
            }
            rows.purchases.push(Known { day, row: purchase(key, moment, amount) });
        }
        self.talk(&happened, (day, product), member, rows);
        self.meet(&happened, (day, product), member, rows);
        happened
    }

    /// What was said around a visit.
    fn talk(&mut self, happened: &Occasion, (day, product): (Day, usize), member: &Member, rows: &mut Rows) {
        let chats = self.words.chance(0.08);
        if let Some(problem) = happened.problem {
            self.problems += 1;
            if let Some(ending) = happened.ending {
                self.told += 1;
                let channel = *self.words.pick(&["phone", "email", "meeting", "chat"]);
                let said = ("service", channel, "inbound", "away");
                self.say(Said::problem(problem), (day, product), said, member, rows);
                let (what, effect, later) = answer(ending);
                let said = ("service", channel, "outbound", effect);
                self.say(what, (day.plus(later), product), said, member, rows);
            }
        } else if chats {
            self.say(Said::Chat, (day, product), ("sales", "meeting", "inbound", "neither"), member, rows);
        }
        if happened.thanked {
            let said = ("marketing", "letter", "outbound", "closer");
            self.say(Said::Thanks, (day.plus(2), product), said, member, rows);
        }
    }

    /// What was promised, asked and measured around a visit.
    fn meet(&mut self, happened: &Occasion, (day, product): (Day, usize), member: &Member, rows: &mut Rows) {
        let survey = &self.ground.truth.voice.survey;
        self.mood = survey.lasting * self.mood + happened.felt;
        let met = Met {
            ground: self.ground,
            customer: &self.person.key,
            person: &self.person,
            level: None,
            member,
            day,
            product,
            number: self.visits,
            feels: felt(self.disposition, self.mood),
            stays: self.stays,
        };
        let own = &mut self.voice;
        met.thank(happened, rows);
        if happened.ending.is_some() {
            let channel = *own.pick(&["phone", "email", "meeting", "chat"]);
            met.case(happened, channel, own, rows);
        }
        let broken = met.promise(own, rows);
        met.ask(own, rows);
        met.time(own, rows);
        met.speak(own, rows);
        let problem = (happened.problem.is_some(), happened.ending.is_some());
        if own.chance(survey.asked) {
            met.survey("after_sale", 'S', problem, own, rows);
        } else if problem.1 && own.chance(0.5) {
            met.survey("after_recovery", 'S', problem, own, rows);
        }
        self.mood += broken;
    }

    fn say(
        &mut self,
        what: Said,
        (day, product): (Day, usize),
        (function, channel, direction, effect): (&'static str, &'static str, &'static str, &'static str),
        member: &Member,
        rows: &mut Rows,
    ) {
        self.said += 1;
        let row = Interaction {
            key: format!("{}-I{}", self.person.key, self.said),
            customer: self.person.key.clone(),
            contact: self.person.key.clone(),
            at: at(day, &mut self.words),
            function,
            staff: member.key.clone(),
            channel,
            direction,
            effect,
            text: self.person.language.say(what, product, &mut self.words),
        };
        rows.interactions.push(Known { day, row });
    }
}

/// What is felt: by nature, and by what happened.
pub(super) fn felt(disposition: f64, mood: f64) -> f64 {
    0.7 * disposition + mood
}

/// The odds of staying, in about standard deviations of their logarithm.
pub(super) fn stays(leaving: f64) -> f64 {
    let p = leaving.clamp(1e-6, 1.0 - 1e-6);
    ((libm::log((1.0 - p) / p) - 1.8) / 2.0).clamp(-3.0, 3.0)
}

/// What we answered a complaint, what it did, and how many days later.
pub(super) fn answer(ending: Ending) -> (Said, &'static str, i64) {
    match ending {
        Ending::Poor => (Said::Poor, "away", 5),
        Ending::Adequate => (Said::Adequate, "neither", 1),
        Ending::Spectacular => (Said::Spectacular, "closer", 0),
    }
}

/// Minor units of an amount; nothing is sold for less than one.
#[expect(clippy::cast_possible_truncation, reason = "an amount is far below 2^63 minor units")]
pub(crate) fn minor(amount: f64) -> Amount {
    Amount((amount * 100.0 + 0.5).clamp(1.0, 1e14) as i64)
}
