//! One customer meets one member of staff: what is said, promised and measured around an occasion.

use troth_core::Day;

use super::occasion::{Ending, Occasion};
use super::person::Person;
use crate::ground::Ground;
use crate::ground::calendar::{at, whole};
use crate::ground::series::scale;
use crate::ground::staff::Member;
use crate::random::Stream;
use crate::row::{
    Asked, Case, Known, Measured, Moment, Number, Promised, Recognition, Review, Rows, Suggestion, ThankYou,
};
use crate::text::Said;

/// A meeting.
pub(super) struct Met<'m> {
    pub(super) ground: &'m Ground,
    /// The customer's key.
    pub(super) customer: &'m str,
    /// Who was met.
    pub(super) person: &'m Person,
    /// At which level they stand; none in a shop.
    pub(super) level: Option<usize>,
    pub(super) member: &'m Member,
    pub(super) day: Day,
    pub(super) product: usize,
    /// The customer's how-manieth occasion it is.
    pub(super) number: u32,
    /// What the customer feels, in standard deviations.
    pub(super) feels: f64,
    /// The odds of staying, in standard deviations of their logarithm.
    pub(super) stays: f64,
}

const SITES: [&str; 3] = ["townsquare.example", "opinions.example", "maps.example"];

impl Met<'_> {
    pub(super) fn key(&self, letter: char) -> String {
        format!("{}-{letter}{}", self.customer, self.number)
    }

    fn say(&self, what: Said, own: &mut Stream) -> String {
        self.person.language.say(what, self.product, own)
    }

    fn team(&self) -> String {
        self.ground.company.teams[self.member.team].key.clone()
    }

    /// Whether a thank-you note was sent: who gets one is drawn by lot.
    pub(super) fn thank(&self, happened: &Occasion, rows: &mut Rows) {
        let (key, customer) = (self.key('T'), self.customer.to_owned());
        let row = ThankYou { key, customer, on: self.day, sent: happened.thanked };
        rows.thank_yous.push(Known { day: self.day, row });
    }

    /// The case of a problem that was told.
    pub(super) fn case(&self, happened: &Occasion, channel: &'static str, own: &mut Stream, rows: &mut Rows) {
        let service = &self.ground.truth.service;
        let (Some(problem), Some(ending)) = (happened.problem, happened.ending) else { return };
        let opened = at(self.day, own);
        let minutes = own.exponential() * service.recovery.answer_hours * 60.0;
        let answered = later(opened, minutes);
        let (outcome, days) = match ending {
            Ending::Poor => ("poor", 6 + own.below(20)),
            Ending::Adequate => ("adequate", 1 + own.below(6)),
            Ending::Spectacular => ("spectacular", own.below(2)),
        };
        let closed = answered.day.plus(i64::try_from(days).unwrap_or(0));
        let case = |answered, closed, outcome| Case {
            key: self.key('X'),
            customer: self.customer.to_owned(),
            contact: self.person.key.clone(),
            opened,
            problem: service.problems[problem].name,
            channel,
            staff: self.member.key.clone(),
            answered,
            closed,
            outcome,
        };
        rows.cases.push(Known { day: self.day, row: case(None, None, None) });
        rows.cases.push(Known { day: answered.day, row: case(Some(answered), None, None) });
        rows.cases.push(Known { day: closed, row: case(Some(answered), Some(closed), Some(outcome)) });
    }

    /// A promise, perhaps; what its breaking does to what is felt.
    pub(super) fn promise(&self, own: &mut Stream, rows: &mut Rows) -> f64 {
        let promise = &self.ground.truth.voice.promise;
        let made = at(self.day, own);
        let (given, kept, moved) =
            (own.chance(promise.share), own.uniform(), own.chance(promise.renegotiated));
        let days = 2 + i64::try_from(own.below(12)).unwrap_or(0);
        let early = i64::try_from(own.below(3)).unwrap_or(0);
        if !given {
            return 0.0;
        }
        let month = self.ground.calendar.month(self.day);
        let odds = promise.kept + promise.morale * self.ground.company.morale(self.member.team, month);
        let due = self.day.plus(days);
        let (state, day, settled) = if kept < 1.0 / (1.0 + libm::exp(-odds)) {
            ("kept", due.plus(-early), Some(due.plus(-early)))
        } else if moved {
            ("renegotiated", due.plus(-1), Some(due.plus(-1)))
        } else {
            ("broken", due.plus(1), None)
        };
        let text = self.say(Said::Promise, own);
        let row = |state, settled| Promised {
            key: self.key('M'),
            customer: self.customer.to_owned(),
            staff: self.member.key.clone(),
            made,
            text: text.clone(),
            due,
            state,
            settled,
        };
        rows.promises.push(Known { day: self.day, row: row("open", None) });
        rows.promises.push(Known { day, row: row(state, settled) });
        if state == "broken" { promise.broken_felt } else { 0.0 }
    }

    /// A question, perhaps, and how soon it was answered.
    pub(super) fn ask(&self, own: &mut Stream, rows: &mut Rows) {
        let message = &self.ground.truth.voice.message;
        let (asks, silence) = (own.chance(message.share), own.chance(message.unanswered));
        let minutes = message.median_minutes * libm::exp(message.spread * own.normal());
        let (asked, channel) = (at(self.day, own), *own.pick(&["email", "chat", "phone"]));
        if !asks {
            return;
        }
        let row = |staff, answered| Asked {
            key: self.key('Q'),
            customer: self.customer.to_owned(),
            contact: self.person.key.clone(),
            at: asked,
            channel,
            team: self.team(),
            staff,
            answered,
        };
        rows.messages.push(Known { day: self.day, row: row(None, None) });
        if !silence {
            let answered = later(asked, minutes);
            let row = row(Some(self.member.key.clone()), Some(answered));
            rows.messages.push(Known { day: answered.day, row });
        }
    }

    /// One moment of the journey, timed.
    pub(super) fn time(&self, own: &mut Stream, rows: &mut Rows) {
        let timed = own.chance(0.15);
        let touchpoint = own.pick(&self.ground.truth.voice.touchpoints);
        let minutes = touchpoint.median_minutes * libm::exp(touchpoint.spread * own.normal());
        let begun = at(self.day, own);
        if timed {
            let row = Measured {
                key: self.key('D'),
                touchpoint: touchpoint.key,
                customer: self.customer.to_owned(),
                team: self.team(),
                at: begun,
                minutes: Number(minutes),
            };
            rows.measurements.push(Known { day: self.day, row });
        }
    }

    /// What is said without being asked: a review, praise, a suggestion.
    pub(super) fn speak(&self, own: &mut Stream, rows: &mut Rows) {
        let spoken = &self.ground.truth.voice.spoken;
        let often = |chance: f64, more: f64| chance * libm::exp(more);
        let moment = at(self.day, own);
        if own.chance(often(spoken.review, spoken.review_feeling * self.feels.abs())) {
            let stars = scale(3.6 + 1.1 * self.feels + 0.4 * own.normal(), 1, 5);
            let what = [Said::Bad, Said::Bad, Said::Middling, Said::Good, Said::Good][stars as usize - 1];
            let at = Moment { day: self.day.plus(1), ..moment };
            let known = own.chance(0.6);
            let row = Review {
                key: self.key('W'),
                customer: known.then(|| self.customer.to_owned()),
                site: own.pick::<&str>(&SITES),
                at,
                stars,
                text: self.say(what, own),
                language: self.person.language.tag(),
            };
            rows.reviews.push(Known { day: at.day, row });
        }
        if own.chance(often(spoken.praise, spoken.praise_kindness * self.member.kindness)) {
            let row = Recognition {
                key: self.key('L'),
                customer: self.customer.to_owned(),
                staff: self.member.key.clone(),
                at: moment,
                text: self.say(Said::Praise, own),
            };
            rows.recognitions.push(Known { day: self.day, row });
        }
        if own.chance(spoken.suggestion) {
            let text = self.say(Said::Suggestion, own);
            let state = if own.chance(spoken.granted) { "granted" } else { "declined" };
            let answered = self.day.plus(3 + i64::try_from(own.below(20)).unwrap_or(0));
            let row = |state, answered| Suggestion {
                key: self.key('G'),
                customer: self.customer.to_owned(),
                at: moment,
                text: text.clone(),
                state,
                answered,
            };
            rows.suggestions.push(Known { day: self.day, row: row("open", None) });
            rows.suggestions.push(Known { day: answered, row: row(state, Some(answered)) });
        }
    }
}

/// So many minutes later, at any hour.
pub(super) fn later(from: Moment, minutes: f64) -> Moment {
    let all = usize::from(from.minute) + whole(minutes);
    let day = from.day.plus(i64::try_from(all / 1_440).unwrap_or(0));
    Moment { day, minute: u16::try_from(all % 1_440).unwrap_or(0) }
}
