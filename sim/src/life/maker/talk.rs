//! What is said between a maker and a customer: meetings, complaints, surveys.

use troth_core::Day;

use super::Firm;
use crate::ground::calendar::at;
use crate::ground::staff::{DELIVERY, Member, SERVICE};
use crate::life::met::Met;
use crate::life::occasion::Occasion;
use crate::life::shop::felt;
use crate::row::{Interaction, Known, Rows};
use crate::text::Said;

impl Firm<'_> {
    /// What was said, promised and measured in a year; everybody is asked once, a month before it ends.
    pub(super) fn listen(
        &mut self,
        happened: &Occasion,
        (day, next): (Day, Day),
        product: usize,
        member: &Member,
        rows: &mut Rows,
    ) {
        let ground = self.ground;
        let survey = &ground.truth.voice.survey;
        self.years += 1;
        self.mood = survey.lasting * self.mood + happened.felt;
        let own = &mut self.voice;
        let mut met = Met {
            ground,
            customer: &self.key,
            person: &self.people[0].person,
            level: Some(self.people[0].level),
            member,
            day,
            product,
            number: self.years,
            feels: felt(self.disposition, self.mood),
            stays: self.stays,
        };
        met.thank(happened, rows);
        if happened.ending.is_some() {
            let channel = *own.pick(&["phone", "email", "meeting"]);
            met.case(happened, channel, own, rows);
        }
        // A year holds many a meeting; each may bring a promise, a question, a measured moment.
        let days = (next.number() - day.number()).max(1);
        let mut broken = 0.0;
        for meeting in 0..6 {
            let contacted = own.below(self.people.len());
            met.person = &self.people[contacted].person;
            met.number = self.years * 10 + meeting;
            met.day = day.plus(days * i64::from(meeting) / 8);
            broken += met.promise(own, rows);
            met.ask(own, rows);
            met.time(own, rows);
            met.speak(own, rows);
        }
        met.day = next.plus(-31);
        let problem = (happened.problem.is_some(), happened.ending.is_some());
        for (number, contacted) in (0..).zip(&self.people) {
            (met.person, met.level) = (&contacted.person, Some(contacted.level));
            met.number = self.years * 10 + number;
            met.survey("relationship", 'S', problem, own, rows);
        }
        self.mood += broken;
    }

    /// A meeting: mostly with whoever holds the tie, else with somebody of the project team.
    pub(super) fn meet(&mut self, day: Day, product: usize, rows: &mut Rows) {
        let company = &self.ground.company;
        let (function, team) = *self.words.pick(&[
            ("sales", None),
            ("sales", None),
            ("service", Some(SERVICE)),
            ("delivery", Some(DELIVERY)),
        ]);
        let member = match team {
            Some(team) => company.at_hand(team, day, &mut self.words),
            None => company.holder(self.place, day),
        };
        let channel = *self.words.pick(&["meeting", "phone", "phone", "email"]);
        let effect = *self.words.pick(&["neither", "neither", "neither", "closer"]);
        let direction = *self.words.pick(&["inbound", "outbound"]);
        self.say(Said::Meeting, (day, product), (function, channel, direction, effect), member, rows);
    }

    pub(super) fn say(
        &mut self,
        what: Said,
        (day, product): (Day, usize),
        (function, channel, direction, effect): (&'static str, &'static str, &'static str, &'static str),
        member: &Member,
        rows: &mut Rows,
    ) {
        self.said += 1;
        let contacted = self.words.below(self.people.len());
        let person = &self.people[contacted].person;
        let row = Interaction {
            key: format!("{}-I{}", self.key, self.said),
            customer: self.key.clone(),
            contact: person.key.clone(),
            at: at(day, &mut self.words),
            function,
            staff: member.key.clone(),
            channel,
            direction,
            effect,
            text: person.language.say(what, product, &mut self.words),
        };
        rows.interactions.push(Known { day, row });
    }
}
