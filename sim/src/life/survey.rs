//! Surveys: who is asked, who answers, and what.

use super::met::{Met, later};
use crate::ground::calendar::at;
use crate::ground::series::scale;
use crate::random::Stream;
use crate::row::{AnswerTruth, Invitation, Known, Moment, Response, Rows};
use crate::text::Said;

/// A question and its answer.
type Answer = (&'static str, String);

const FOUR: [&str; 4] = ["definitely no", "probably no", "probably yes", "definitely yes"];

impl Met<'_> {
    /// Asks, and writes down what is answered. `problem` says whether the customer had one and told us.
    pub(super) fn survey(
        &self,
        survey: &'static str,
        letter: char,
        problem: (bool, bool),
        own: &mut Stream,
        rows: &mut Rows,
    ) {
        let truth = &self.ground.truth.voice.survey;
        let asked = Moment { day: self.day.plus(2), ..at(self.day, own) };
        let channel = if own.chance(0.25) { "meeting" } else { "email" };
        let key = self.key(letter);
        let row = Invitation {
            key: key.clone(),
            survey,
            customer: self.customer.to_owned(),
            contact: self.person.key.clone(),
            at: asked,
            channel,
        };
        rows.invitations.push(Known { day: asked.day, row });
        let odds = truth.answers + truth.answers_feeling * self.feels.abs();
        let answers = own.chance(1.0 / (1.0 + libm::exp(-odds)));
        let wait = if channel == "meeting" { 3.0 } else { own.exponential() * 2_000.0 };
        let given = self.answers(channel, problem, own);
        let nps = given.iter().find(|(question, _)| *question == "nps");
        if let Some(nps) = nps.and_then(|(_, answer)| answer.parse().ok()) {
            let row = AnswerTruth { key: key.clone(), survey, nps, answered: answers };
            rows.truth_answers.push(Known { day: asked.day, row });
        }
        if !answers {
            return;
        }
        let at = later(asked, wait);
        rows.responses.extend(given.into_iter().map(|(question, answer)| {
            let name = question.split_once(':').map_or(question, |(name, _)| name);
            let row = Response {
                key: format!("{key}-{name}"),
                survey,
                customer: self.customer.to_owned(),
                respondent: self.person.key.clone(),
                at,
                question,
                answer,
            };
            Known { day: at.day, row }
        }));
    }

    fn answers(&self, channel: &str, (problem, told): (bool, bool), own: &mut Stream) -> Vec<Answer> {
        let truth = &self.ground.truth.voice.survey;
        let polite = if channel == "meeting" { truth.polite } else { 0.0 };
        let level = match self.level {
            Some(2) => 0.5 * truth.operations,
            Some(_) => -0.5 * truth.operations,
            None => 0.0,
        };
        let (pair, wave) = (&self.ground.truth.voice.pair, self.ground.calendar.wave(self.day));
        let shown = self.feels + polite + level - pair.mood * wave;
        let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        let mut given: Vec<Answer> = vec![
            ("nps", scale(7.2 + 1.7 * (shown + 0.5 * own.normal()), 0, 10).to_string()),
            ("satisfied", scale(3.8 + 0.9 * (shown + 0.4 * own.normal()), 1, 5).to_string()),
        ];
        given.push(("recommend", four(shown + 0.5 * own.normal())));
        // Strength squared of it is the odds of staying, the rest feeling and chance.
        let rest = (1.0 - truth.intention * truth.intention).sqrt();
        let means = truth.intention * self.stays + rest * (0.6 * shown + 0.8 * own.normal());
        let cannot_say = own.chance(truth.undecided);
        given.push(("again", if cannot_say { "cannot say".to_owned() } else { four(means) }));
        given.push(("problem", yes(problem)));
        if problem {
            given.push(("told", yes(told)));
        }
        let expected = scale(truth.expected + own.normal(), 1, 7);
        let perceived = scale(truth.expected + 0.9 * shown + 0.6 * own.normal(), 1, 7);
        given.extend([("expected", expected.to_string()), ("perceived", perceived.to_string())]);
        // The season alone moves the one, what is felt the other.
        let waiting = scale(4.5 - 3.0 * pair.waiting_season * wave + 0.8 * own.normal(), 1, 7);
        let help = scale(4.5 + 1.2 * self.feels + 0.6 * own.normal(), 1, 7);
        given.extend([("service.waiting:1-7", waiting.to_string()), ("service.help:1-7", help.to_string())]);
        let no_alternative = own.chance(truth.no_alternative);
        if let Some(level) = self.level {
            let decides = own.chance([0.95, 0.5, 0.08][level]);
            given.extend([("decides", yes(decides)), ("alternative", yes(!no_alternative))]);
        }
        if own.chance(0.4) {
            let what = match shown {
                shown if shown > 0.4 => Said::Good,
                shown if shown < -0.6 => Said::Bad,
                _ => Said::Middling,
            };
            given.push(("comment", self.person.language.say(what, self.product, own)));
        }
        given
    }
}

/// One of four points.
fn four(value: f64) -> String {
    FOUR[scale(2.0 + value, 0, 3) as usize].to_owned()
}
