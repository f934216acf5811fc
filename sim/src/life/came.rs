//! How customers come, through others or back, and why they go.

use troth_core::Day;

use super::{Coming, Through};
use crate::ground::Ground;
use crate::ground::series::CAUSES;
use crate::random::{Purpose, Stream, Who};
use crate::row::{Care, Known, Number, Reason, Referred, Rows, WinBackLetter};
use crate::text::{Language, Said};

/// Whom a customer brings in a lifetime, known and made up, with the day of each.
pub(super) fn brought(ground: &Ground, coming: &Coming, at: f64) -> Vec<Coming> {
    let referral = &ground.truth.referral;
    let mut own = Stream::new(ground.plan.seed, Purpose::Referral, coming.who);
    // A Poisson number around a mean that is Gamma over customers is negative binomial.
    let mean = referral.reproduction * own.gamma(referral.dispersion) / referral.dispersion;
    let known = own.poisson(mean);
    // Who is made up brings nobody for the reward again.
    let rate = referral.reproduction * referral.fraud / (1.0 - referral.fraud);
    let made_up = if coming.by.as_ref().is_some_and(|by| by.made_up) { 0 } else { own.poisson(rate) };
    (0..known + made_up)
        .map(|number| {
            let delay = own.exponential() * referral.delay_weeks * 7.0;
            Coming {
                who: coming.who.child(number),
                key: format!("{}-{}", coming.key, number + 1),
                at: Some(at + delay.max(1.0)),
                generation: coming.generation + 1,
                by: Some(Through { key: coming.key.clone(), who: coming.who, made_up: number >= known }),
                former: None,
            }
        })
        .collect()
}

/// An old customer.
pub(crate) struct Former {
    /// Months since the last purchase, at the campaign.
    pub(super) away: f64,
    pub(super) problems: u64,
    /// Days since the start at which the campaign was.
    pub(super) campaign: f64,
    pub(super) written_to: bool,
    /// The chance of coming back, if written to and if not.
    pub(super) chances: (f64, f64),
    /// Days since the start at which they come back.
    pub(super) back: Option<f64>,
    /// Months before the start at which they had first come.
    pub(super) since: i64,
}

impl Former {
    pub(super) fn drawn(ground: &Ground, who: Who) -> Self {
        let truth = &ground.truth.win_back;
        let mut own = Stream::new(ground.plan.seed, Purpose::Tie, who);
        let score = own.normal();
        let problems = own.poisson(truth.problems);
        let more = problems as f64 - truth.problems;
        let logistic = |odds: f64| 1.0 / (1.0 + libm::exp(-odds));
        let chosen = logistic(truth.chosen + truth.chosen_away * score + truth.chosen_problem * more);
        let back = truth.back + truth.back_away * score + truth.back_problem * more;
        let (with, without) = (logistic(back + truth.effect), logistic(back));
        let written_to = own.chance(chosen);
        let days = f64::from(truth.days);
        // Campaigns are three months apart; the last leaves time to answer before `today`.
        let campaigns = ((ground.plan.days() - days) / days).max(1.0);
        let campaign = (own.uniform() * campaigns).floor() * days;
        let comes = own.chance(if written_to { with } else { without });
        let back = campaign + 1.0 + own.uniform() * (days - 1.0);
        let away = (16.0 + 5.0 * score).max(3.0);
        let since = 36 + i64::try_from(own.below(60)).unwrap_or(0);
        let back = comes.then_some(back);
        Self { away, problems, campaign, written_to, chances: (with, without), back, since }
    }
}

/// An old customer's row in the file of the campaign.
pub(super) fn letter(ground: &Ground, key: &str, former: &Former) -> Known<WinBackLetter> {
    let on = ground.calendar.day(former.campaign);
    let recorded = ground.plan.recorded;
    let problems = u32::try_from(former.problems).unwrap_or(u32::MAX);
    let row = WinBackLetter {
        customer: key.to_owned(),
        on,
        written_to: former.written_to,
        months_away: recorded.then_some(Number(former.away)),
        problems: recorded.then_some(problems),
    };
    Known { day: on, row }
}

/// How somebody came, as the files tell it: the referral, the reason, the cause they care for.
pub(super) fn tell(ground: &Ground, coming: &Coming, (day, language): (Day, Language), rows: &mut Rows) {
    let spoken = &ground.truth.voice.spoken;
    let mut own = Stream::new(ground.plan.seed, Purpose::Deed, coming.who);
    let link = own.chance(0.7);
    if let Some(by) = &coming.by {
        let row = Referred {
            key: format!("{}-B", coming.key),
            referrer: by.key.clone(),
            referred: coming.key.clone(),
            on: day,
            // Whoever makes up a referral does so for the reward, which hangs on the link.
            way: if link || by.made_up { "link" } else { "told" },
        };
        rows.referrals.push(Known { day, row });
    }
    let text = language.say(Said::Stayed, 0, &mut own);
    let other = *own.pick(&["advert", "search", "search"]);
    let decided = *own.pick(&["price", "product", "product", "service"]);
    if own.chance(spoken.reason) {
        let (through, decided) =
            if coming.by.is_some() { ("person", "recommendation") } else { (other, decided) };
        let row = Reason {
            key: format!("{}-Y", coming.key),
            customer: coming.key.clone(),
            on: day,
            moment: "came",
            through: Some(through),
            decided,
            text,
        };
        rows.reasons.push(Known { day, row });
    }
    let cause = own.pick(&CAUSES).0;
    if own.chance(spoken.cares) {
        let on = day.plus(30);
        rows.cares.push(Known { day: on, row: Care { customer: coming.key.clone(), cause, on } });
    }
}

/// Why somebody left, if they say so.
pub(super) fn gone(
    ground: &Ground,
    coming: &Coming,
    (day, language, product): (Day, Language, usize),
    own: &mut Stream,
    rows: &mut Rows,
) {
    if own.chance(ground.truth.voice.spoken.reason) {
        let on = day.plus(30);
        let row = Reason {
            key: format!("{}-Z", coming.key),
            customer: coming.key.clone(),
            on,
            moment: "left",
            through: None,
            decided: own.pick::<&str>(&["price", "product", "service", "service"]),
            text: language.say(Said::Left, product, own),
        };
        rows.reasons.push(Known { day: on, row });
    }
}
