//! Bytes become inputs of every fit, kind or nasty: the answer is an error, or numbers with an interval around them.
//!
//! The same bodies are driven by libFuzzer from `foundation/stats/fuzz`; here each gets a few hundred random strings, always the same ones.

use troth_stats::comparison::{benjamini_hochberg, holm, means, trend};
use troth_stats::contract::*;
use troth_stats::driver::Drivers;
use troth_stats::economics::*;
use troth_stats::effect::before_after::TwoPeriods;
use troth_stats::effect::experiment::Experiment;
use troth_stats::effect::matching::Matching;
use troth_stats::effect::observational::{Method as Adjusting, Study};
use troth_stats::effect::overlap::{Target, overlap};
use troth_stats::effect::sensitivity::{Ratio, e_value};
use troth_stats::grouping::Rows;
use troth_stats::quality::{Forecasts, back_test, compare_auc};
use troth_stats::regression::{Binary, Covariance, Design, Link, Ols, Ordinal, Path};
use troth_stats::repeat::*;
use troth_stats::score::{gap::Gap, mean::Scores, nps::Answers, reliability::Items, reliability::Missing};
use troth_stats::share::{Count, difference, paired::Pairs};
use troth_stats::survey::{Margin, Sample};
use troth_stats::{Error, Estimate, share};

/// What the bytes say, read from front to back; zeros once they are used up.
struct Bytes<'a> {
    rest: &'a [u8],
    nasty: bool,
}

impl<'a> Bytes<'a> {
    /// Every fourth string may hold what no data should.
    fn new(bytes: &'a [u8]) -> Self {
        let (first, rest) = bytes.split_first().map_or((0, bytes), |(first, rest)| (*first, rest));
        Self { rest, nasty: first % 4 == 0 }
    }

    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first
    }

    fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end
    }

    fn flag(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    fn number(&mut self) -> f64 {
        let byte = self.byte();
        if self.nasty {
            match byte % 24 {
                0 => return f64::NAN,
                1 => return f64::INFINITY,
                2 => return -1.0,
                3 => return 1e12,
                4 => return 1e-12,
                5 => return f64::MAX,
                6 => return f64::MIN_POSITIVE / 8.0,
                7 => return -1e300,
                8 => return f64::from_bits(u64::from_le_bytes([0; 8].map(|_: u8| self.byte()))),
                _ => {}
            }
        }
        f64::from(byte) / 8.0
    }

    fn numbers(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| self.number()).collect()
    }

    fn flags(&mut self, n: usize) -> Vec<bool> {
        (0..n).map(|_| self.flag()).collect()
    }

    fn level(&mut self) -> f64 {
        [0.95, 0.5, 0.999, 0.0, 1.0, f64::NAN][if self.nasty { self.below(6) } else { self.below(3) }]
    }

    fn link(&mut self) -> Link {
        [Link::Logit, Link::Probit, Link::CLogLog][self.below(3)]
    }
}

/// An answer is an error with a text, or numbers: a finite value inside its interval.
#[track_caller]
fn held(answer: Result<Estimate, Error>) {
    match answer {
        Err(error) => assert!(error.to_string().len() > 10),
        Ok(e) => {
            assert!(e.value.is_finite(), "{e:?}");
            assert!(e.se.is_none_or(|se| se.is_finite() && se >= 0.0), "{e:?}");
            let room = 1e-9 * (1.0 + e.value.abs());
            assert!(e.low <= e.value + room && e.value <= e.high + room, "{e:?}");
        }
    }
}

/// As [`held`], for intervals that are shrunk towards the middle and so need not hold the value, by their definition.
#[track_caller]
fn sound(answer: Result<Estimate, Error>) {
    match answer {
        Err(error) => assert!(error.to_string().len() > 10),
        Ok(e) => assert!(e.value.is_finite() && e.low <= e.high, "{e:?}"),
    }
}

#[track_caller]
fn all_held(answers: Result<Vec<Estimate>, Error>) {
    match answers {
        Err(error) => assert!(error.to_string().len() > 10),
        Ok(all) => all.into_iter().for_each(|e| held(Ok(e))),
    }
}

fn history(b: &mut Bytes<'_>) -> History {
    let (x, age, part) = (b.below(40), b.number(), f64::from(b.byte()) / 255.0);
    let recency = if x == 0 { 0.0 } else { age * part };
    History {
        frequency: x as u64,
        recency,
        age,
        weight: if b.nasty { b.number() } else { 1.0 + (b.below(4) as f64) },
    }
}

fn family<F: Family>(b: &mut Bytes<'_>, data: &Histories, one: &History) {
    let Ok(model) = Model::<F>::fit(data, None) else { return };
    all_held(Ok(model.parameters().iter().map(|p| p.estimate).collect()));
    let t = b.number();
    held(model.alive(one));
    held(model.purchases(one, t));
    held(model.purchases_of_new(t));
    held(model.mass(t, b.below(9) as u64));
}

pub(crate) fn repeat(bytes: &[u8]) {
    let mut b = Bytes::new(bytes);
    let n = 1 + b.below(24);
    let rows: Vec<History> = (0..n).map(|_| history(&mut b)).collect();
    let Ok(data) = Histories::check(&rows) else { return };
    let one = history(&mut b);
    family::<BetaGeometric>(&mut b, &data, &one);
    family::<ModifiedBetaGeometric>(&mut b, &data, &one);
    family::<Pareto>(&mut b, &data, &one);
    family::<Poisson>(&mut b, &data, &one);
    family::<BetaBinomial>(&mut b, &data, &one);
    if let Ok(model) = MbgCnbd::fit(&data, b.number(), 1 + b.below(5) as u32) {
        held(model.alive(&one));
        held(model.purchases(&one, b.number()));
    }
}

/// Any parameters, any history: exact, or an error.
pub(crate) fn given(bytes: &[u8]) {
    let mut b = Bytes::new(bytes);
    let p = b.numbers(4);
    let (one, t) = (history(&mut b), b.number());
    macro_rules! ask {
        ($($family:ty),*) => {$(
            if let Ok(model) = Model::<$family>::of(&p) {
                held(model.alive(&one));
                held(model.purchases(&one, t));
                held(model.purchases_of_new(t));
            }
        )*};
    }
    ask!(BetaGeometric, ModifiedBetaGeometric, Pareto, BetaBinomial);
    if let Ok(model) = MbgCnbd::of(1 + b.below(9) as u32, &p) {
        held(model.alive(&one));
        held(model.purchases(&one, t));
    }
}

pub(crate) fn purchases(bytes: &[u8]) {
    let mut b = Bytes::new(bytes);
    let n = b.below(60);
    let customer: Vec<u64> = (0..n).map(|_| b.below(7) as u64).collect();
    let day: Vec<i32> =
        (0..n).map(|_| if b.nasty { i32::from(b.byte()) << 23 } else { i32::from(b.byte()) }).collect();
    let amount = b.numbers(n);
    let (until, later) = (i32::from(b.byte()), i32::from(b.byte()));
    let Ok(all) = Transactions { customer: &customer, day: &day, amount: &amount }.summarise(until, later)
    else {
        return;
    };
    for c in &all {
        assert!(c.recency <= c.age && c.log_gaps.is_finite() && (c.frequency > 0 || c.recency == 0), "{c:?}");
    }
    let spends: Vec<Spend> = all.iter().filter(|c| c.frequency > 0).map(Customer::spend).collect();
    if let Ok(model) = Spends::check(&spends).and_then(|s| GammaGamma::fit(&s, None)) {
        held(model.mean(&spends[0]));
        held(model.mean(&Spend::new(0, 0.0)));
    }
}

fn spans(b: &mut Bytes<'_>, n: usize) -> Vec<Span> {
    (0..n)
        .map(|_| {
            let (exit, late) = (b.number(), b.below(5) == 0);
            let entry = if late { exit * 0.3 } else { 0.0 };
            Span { entry, exit, event: b.flag(), weight: if b.nasty { b.number() } else { 1.0 } }
        })
        .collect()
}

pub(crate) fn relations(bytes: &[u8]) {
    let mut b = Bytes::new(bytes);
    let n = 1 + b.below(20);
    let (spans, group, level) =
        (spans(&mut b, n), (0..n).map(|_| b.below(3) as u32).collect::<Vec<_>>(), b.level());
    for curve in
        [Curve::kaplan_meier(&spans), Curve::nelson_aalen(&spans, HazardTies::Smoothed)].into_iter().flatten()
    {
        let (time, q) = (b.number(), b.number());
        for scale in [Scale::Log, Scale::LogLog, Scale::Plain] {
            held(curve.survival(time, scale, level));
            if let Ok(Some(e)) = curve.quantile(q, scale, level) {
                held(Ok(e));
            }
        }
        held(curve.hazard(time, level));
        held(curve.restricted_mean(time, level));
    }
    if let Ok(test) = log_rank(&spans, &group, None, 0.0) {
        assert!((0.0..=1.0).contains(&test.p), "{test:?}");
    }
    let columns = 1 + b.below(2);
    let values = b.numbers(n * columns);
    let table = Covariates { values: &values, columns };
    if let Ok(data) = CoxData::check(&spans, table) {
        for model in [Cox::fit(&data, Ties::Efron), Cox::fit(&data, Ties::Breslow)].into_iter().flatten() {
            for c in model.coefficients() {
                held(Ok(c.log_ratio));
            }
        }
        if let Ok(model) = ExactCox::fit(&data) {
            all_held(Ok(model.coefficients()));
        }
        if let Ok(model) = data.stratified(&group).and_then(|d| Cox::fit(&d.robust(), Ties::Efron)) {
            for c in model.coefficients() {
                held(Ok(c.log_ratio));
            }
        }
    }
    for d in
        [Distribution::Exponential, Distribution::Weibull, Distribution::LogNormal, Distribution::LogLogistic]
    {
        if let Ok(model) = Accelerated::fit(&spans, table, d) {
            all_held(Ok(model.coefficients()));
            held(model.quantile(&values[..columns], 0.5));
        }
    }
}

pub(crate) fn cohorts(bytes: &[u8]) {
    let mut b = Bytes::new(bytes);
    let rows: Vec<Cohort> = (0..1 + b.below(4))
        .map(|_| {
            let periods = 1 + b.below(8);
            Cohort { lost: b.numbers(periods), survivors: b.number() }
        })
        .collect();
    let Ok(model) = Cohorts::check(&rows).and_then(|c| ShiftedBetaGeometric::fit(&c)) else { return };
    all_held(Ok(model.parameters().iter().map(|p| p.estimate).collect()));
    held(model.survival(b.below(40) as u32));
    held(model.churn());
    held(model.discounted_lifetime(b.number()));
    held(model.discounted_residual(b.below(9) as u32, b.number()));
}

pub(crate) fn regressions(bytes: &[u8]) {
    let mut b = Bytes::new(bytes);
    let (n, p) = (2 + b.below(30), 1 + b.below(3));
    let columns: Vec<Vec<f64>> = (0..p).map(|_| b.numbers(n)).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let design = Design { columns: &columns, intercept: b.flag() };
    let (outcomes, level, link) = (b.numbers(n), b.level(), b.link());
    let weights = b.flag().then(|| b.numbers(n));
    if let Ok(model) =
        (Ols { design, outcomes: &outcomes, weights: weights.as_deref() }).check().and_then(|m| m.fit())
    {
        for kind in [Covariance::Classic, Covariance::Hc1, Covariance::Hc3] {
            all_held(model.estimates(kind, level));
        }
    }
    let yes: Vec<f64> = (0..n).map(|_| f64::from(u8::from(b.flag()))).collect();
    let binary = Binary { design, outcomes: &yes, weights: weights.as_deref(), link };
    if let Ok(model) = binary.check().and_then(|m| m.fit()) {
        all_held(model.estimates(Covariance::Classic, level));
    }
    let firth = Binary { design, outcomes: &yes, weights: None, link: Link::Logit };
    let _ = firth.check().and_then(|m| m.fit_firth());
    let answers: Vec<usize> = (0..n).map(|_| b.below(4)).collect();
    let ordinal = Ordinal { columns: &columns, outcomes: &answers, weights: weights.as_deref(), link };
    if let Ok(model) = ordinal.check().and_then(|m| m.fit()) {
        all_held(model.estimates(level));
    }
    let mix = [0.0, 0.5, 1.0][b.below(3)];
    if let Ok(found) =
        (Path { columns: &columns, outcomes: &outcomes, mix, penalties: 12 }).check().and_then(|m| m.fit())
    {
        assert!(found.steps.iter().all(|s| s.coefficients.iter().all(|c| c.is_finite())));
    }
    if let Ok(drivers) =
        (Drivers { columns: &columns, outcome: &outcomes, weights: weights.as_deref() }).check()
    {
        let _ = drivers.shapley().map(|s| assert!(s.iter().all(|v| v.is_finite())));
        let _ = drivers.importance();
    }
}

pub(crate) fn opinions(bytes: &[u8]) {
    let mut b = Bytes::new(bytes);
    let level = b.level();
    let count = |b: &mut Bytes<'_>| {
        let (successes, trials) = (u64::from(b.byte()), u64::from(b.byte()));
        if b.nasty { (successes << 55, trials << 56) } else { (successes.min(trials), trials) }
    };
    let ((s1, t1), (s2, t2)) = (count(&mut b), count(&mut b));
    let shares = [Count { successes: s1, trials: t1 }.check(), Count { successes: s2, trials: t2 }.check()];
    use share::Method::{AgrestiCoull, ClopperPearson, Jeffreys, JeffreysClosed, Wilson};
    for share in shares.iter().flatten() {
        for method in [Wilson, JeffreysClosed, ClopperPearson] {
            held(share.interval(method, level));
        }
        for method in [Jeffreys, AgrestiCoull] {
            sound(share.interval(method, level));
        }
    }
    if let [Ok(first), Ok(second)] = shares {
        use difference::Method::{AgrestiCaffo, Mee, MiettinenNurminen, Newcombe};
        for method in [Newcombe, MiettinenNurminen, Mee, AgrestiCaffo] {
            sound(difference::interval(first, second, method, level));
        }
    }
    let (both, yes_no, no_yes, neither) = (s1 % 99, t1 % 99, s2 % 99, t2 % 99);
    if let Ok(pairs) = (Pairs { both, yes_no, no_yes, neither }).check() {
        held(pairs.interval(level));
    }
    let n = b.below(24);
    let scores: Vec<u8> = (0..n).map(|_| b.below(if b.nasty { 14 } else { 11 }) as u8).collect();
    if let Ok(nps) = Answers::count(&scores).and_then(Answers::check) {
        use troth_stats::score::nps::Method;
        for method in [Method::Score, Method::AdjustedWald, Method::AgrestiMin, Method::Wald] {
            sound(nps.interval(method, level));
        }
    }
    let values = b.numbers(n);
    if let Ok(mean) = (Scores { values: &values, low: 0.0, high: 32.0 }).check() {
        use troth_stats::score::mean::Method;
        for method in [Method::Adjusted, Method::Student, Method::Guaranteed] {
            sound(mean.interval(method, level));
        }
    }
    let (one, two, three) = (b.numbers(n), b.numbers(n), b.numbers(n));
    let _ = Gap { perception: &one, expectation: &two }.estimate(level);
    let items = Items { columns: &[&one, &two, &three], missing: Missing::default() };
    let _ = items.reliability(level).map(|r| held(Ok(r.alpha)));
    let _ = items.omega();
    let (strata, cells): (Vec<usize>, Vec<usize>) = (0..n).map(|_| (b.below(3), b.below(3))).unzip();
    let weights = b.numbers(n);
    let sample = Sample { weights: &weights, strata: Some(&strata), clusters: None, population: None };
    if let Ok(survey) = sample.check() {
        held(survey.mean(&values, level));
        let totals = b.numbers(3);
        let margin = Margin { cells: &cells, totals: &totals };
        if let Ok(raked) = survey.rake(&[margin]) {
            held(raked.mean(&values, level));
        }
        if let Ok(cut) = survey.poststratify(margin) {
            held(cut.total(&values, level));
        }
    }
    let _ = means(&[&one, &two, &three], level)
        .map(|pairs| pairs.into_iter().for_each(|p| held(Ok(p.difference))));
    let _ = trend::means(&one, &two, &three, level);
    for adjusted in [holm(&values), benjamini_hochberg(&values)].into_iter().flatten() {
        assert!(adjusted.iter().all(|p| (0.0..=1.0).contains(p)));
    }
}

pub(crate) fn effects(bytes: &[u8]) {
    let mut b = Bytes::new(bytes);
    let n = 2 + b.below(40);
    let (treated, after, level, link) = (b.flags(n), b.flags(n), b.level(), b.link());
    let (outcomes, x, before) = (b.numbers(n), b.numbers(n), b.numbers(n));
    if let Ok(experiment) = (Experiment { treated: &treated, outcomes: &outcomes }).check() {
        let _ = experiment.difference(level).map(|w| held(Ok(w.difference)));
        let _ = experiment.cuped(&before, level);
        held(experiment.interacted(&[&x], Covariance::Hc3, level));
    }
    if let Ok(found) = (TwoPeriods { treated: &treated, after: &after, outcomes: &outcomes }).fit() {
        held(found.effect(Covariance::Classic, level));
    }
    let columns = [x.as_slice()];
    let study =
        Study { treated: &treated, outcomes: &outcomes, propensity: &columns, outcome: &columns, link };
    if let Ok(fitted) = study.fit() {
        for method in [Adjusting::Weighting, Adjusting::DoublyRobust, Adjusting::HorvitzThompson] {
            let _ = fitted.effect(method, level).map(|e| held(Ok(e.average)));
        }
        held(fitted.effect_on_treated(level));
        let _ = overlap(&treated, fitted.propensity(), Target::All);
    }
    let plan = Matching {
        treated: &treated,
        scores: &x,
        replacement: b.flag(),
        caliper: b.flag().then(|| b.number()),
    };
    if let Ok(matched) = plan.pairs() {
        held(matched.effect_on_treated(&outcomes, level));
    }
    let (ratio, low, high) = (b.number(), b.number(), b.number());
    let _ =
        e_value(ratio, low, high, Ratio::Risk).map(|e| assert!(e.point >= 1.0 && e.limit >= 1.0, "{e:?}"));
}

pub(crate) fn forecasts(bytes: &[u8]) {
    let mut b = Bytes::new(bytes);
    let n = b.below(40);
    let level = b.level();
    let chance: Vec<f64> =
        (0..n).map(|_| if b.nasty { b.number() } else { f64::from(b.byte()) / 255.0 }).collect();
    let (happened, other) = (b.flags(n), b.numbers(n));
    if let Ok(f) = Forecasts::check(&chance, &happened) {
        held(Ok(f.brier()));
        held(f.log_loss());
        held(f.auc(level));
        let bins = 1 + b.below(12);
        let _ = f.calibration(bins, level);
        let _ = f.decomposition(bins);
        let _ = f.hosmer_lemeshow(bins, false);
        let _ = f.recalibration(level);
        let _ = f.lift(&[0.1, 0.5]);
    }
    let _ = compare_auc(&chance, &other, &happened, level);
    let _ = back_test(&chance, &other, level).map(|t| held(Ok(t.ratio)));
}

pub(crate) fn money(bytes: &[u8]) {
    let mut b = Bytes::new(bytes);
    let (retention, discount) = (b.number() / 32.0, b.number() / 8.0);
    let _ = margin_multiple(retention, discount).map(|m| assert!(m.is_finite()));
    let n = b.below(20);
    let rows: Vec<Referrer> = (0..n)
        .map(|_| Referrer {
            children: b.below(9) as u64,
            exposure: b.number(),
            weight: if b.nasty { b.number() } else { 1.0 },
        })
        .collect();
    if let Ok(data) = Referrals::check(&rows) {
        held(data.poisson(0.95));
        if let Ok(model) = Reproduction::fit(&data) {
            all_held(Ok(model.parameters().iter().map(|p| p.estimate).collect()));
            let _ = model.profile(0.95);
            let _ = model.offspring().extinction().map(|e| assert!((0.0..=1.0).contains(&e)));
        }
    }
    for offspring in [
        Offspring::Poisson { mean: b.number() },
        Offspring::NegativeBinomial { mean: b.number(), k: b.number() },
        Offspring::Binomial { invitations: u32::from(b.byte()), chance: b.number() },
    ] {
        let _ = offspring.extinction().map(|e| assert!((0.0..=1.0).contains(&e), "{offspring:?}: {e}"));
        let _ = offspring.expected_total();
        let n = 1 + b.below(60) as u64;
        let _ = offspring
            .total_mass(n)
            .map(|m| assert!((0.0..=1.0 + 1e-9).contains(&m), "{offspring:?}: {m} for {n}"));
    }
}

pub(crate) fn groups(bytes: &[u8]) {
    let mut b = Bytes::new(bytes);
    let n = b.below(30);
    let (one, two) = (b.numbers(n), b.numbers(n));
    let kinds: Vec<usize> = (0..n).map(|_| b.below(4)).collect();
    let rows = Rows { numbers: &[&one, &two], kinds: &[&kinds], kind_weight: b.flag().then(|| b.number()) };
    let Ok(rows) = rows.check() else { return };
    if let Ok(found) = rows.groups(1 + b.below(5), 2, 7) {
        assert!(rows.describe(&found).is_ok());
    }
    let _ = rows.choose(4, 2, 7);
}

type Body = fn(&[u8]);

/// Every body by name: the targets of `foundation/stats/fuzz` are these.
pub(crate) const BODIES: [(&str, Body); 11] = [
    ("repeat", repeat),
    ("given", given),
    ("purchases", purchases),
    ("relations", relations),
    ("cohorts", cohorts),
    ("regressions", regressions),
    ("opinions", opinions),
    ("effects", effects),
    ("forecasts", forecasts),
    ("money", money),
    ("groups", groups),
];
