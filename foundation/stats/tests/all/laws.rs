//! Laws: probabilities sum to one, limits agree with simpler models, more of one thing means more of the other.

use proptest::prelude::*;
use troth_stats::contract::*;
use troth_stats::quality::Forecasts;
use troth_stats::repeat::*;
use troth_stats::special;

fn shape() -> impl Strategy<Value = f64> {
    (-3.0..2.0_f64).prop_map(f64::exp)
}

fn history() -> impl Strategy<Value = History> {
    (0_u64..60, 0.0..1.0_f64, 1.0..100.0_f64)
        .prop_map(|(x, share, age)| History::new(x, if x == 0 { 0.0 } else { share * age }, age))
}

fn sums_to_one<F: Family>(model: &Model<F>, t: f64, most: u64) -> f64 {
    (0..most).map(|x| model.mass(t, x).unwrap().value).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn masses_sum_to_one_and_to_the_mean(r in shape(), alpha in 0.5..20.0_f64, a in shape(), b in shape(), t in 0.1..30.0_f64) {
        // Enough terms for the tail: z = t/(α+t).
        let most = (60.0 * (1.0 + t / alpha) * (1.0 + r)) as u64 + 60;
        let p = [r, alpha, a, b];
        let (bg, mbg) = (BgNbd::of(&p).unwrap(), MbgNbd::of(&p).unwrap());
        prop_assert!((sums_to_one(&bg, t, most) - 1.0).abs() < 1e-8);
        prop_assert!((sums_to_one(&mbg, t, most) - 1.0).abs() < 1e-8);
        let mean: f64 = (0..most).map(|x| x as f64 * bg.mass(t, x).unwrap().value).sum();
        let expected = bg.purchases_of_new(t).unwrap().value;
        prop_assert!((mean / expected - 1.0).abs() < 1e-6, "{mean} {expected}");
        let mean: f64 = (0..most).map(|x| x as f64 * mbg.mass(t, x).unwrap().value).sum();
        prop_assert!((mean / mbg.purchases_of_new(t).unwrap().value - 1.0).abs() < 1e-6);
    }

    #[test]
    fn pareto_masses_sum_to_one_and_to_the_mean(r in shape(), alpha in 0.5..20.0_f64, s in shape(), beta in 0.5..50.0_f64, t in 0.1..4.0_f64) {
        let most = (50.0 * (1.0 + t / alpha) * (1.0 + r)) as u64 + 50;
        let model = ParetoNbd::of(&[r, alpha, s, beta]).unwrap();
        prop_assert!((sums_to_one(&model, t, most) - 1.0).abs() < 1e-7);
        let mean: f64 = (0..most).map(|x| x as f64 * model.mass(t, x).unwrap().value).sum();
        prop_assert!((mean / model.purchases_of_new(t).unwrap().value - 1.0).abs() < 1e-5);
    }

    #[test]
    fn discrete_masses_sum_to_one(p in (shape(), shape(), shape(), shape()), n in 1_u32..40) {
        let model = BgBb::of(&[p.0, p.1, p.2, p.3]).unwrap();
        let n = f64::from(n);
        prop_assert!((sums_to_one(&model, n, n as u64 + 1) - 1.0).abs() < 1e-9);
        let mean: f64 = (0..=n as u64).map(|x| x as f64 * model.mass(n, x).unwrap().value).sum();
        prop_assert!((mean / model.purchases_of_new(n).unwrap().value - 1.0).abs() < 1e-9);
    }

    #[test]
    fn nobody_leaves_in_the_limit(r in shape(), alpha in 0.5..20.0_f64, h in history(), t in 0.1..50.0_f64) {
        let nbd = Nbd::of(&[r, alpha]).unwrap().purchases(&h, t).unwrap().value;
        for other in [
            BgNbd::of(&[r, alpha, 1e-13, 1.0]).unwrap().purchases(&h, t).unwrap().value
                / BgNbd::of(&[r, alpha, 1e-13, 1.0]).unwrap().alive(&h).unwrap().value,
            ParetoNbd::of(&[r, alpha, 1e-13, 1.0]).unwrap().purchases(&h, t).unwrap().value
                / ParetoNbd::of(&[r, alpha, 1e-13, 1.0]).unwrap().alive(&h).unwrap().value,
        ] {
            prop_assert!((other / nbd - 1.0).abs() < 1e-8, "{other} {nbd}");
        }
    }

    #[test]
    fn silence_makes_less_alive(p in (shape(), 0.5..20.0_f64, shape(), shape()), h in history(), more in 0.1..50.0_f64) {
        let p = [p.0, p.1, p.2, p.3];
        let later = History { age: h.age + more, ..h };
        for [now, then] in [
            [&h, &later].map(|h| BgNbd::of(&p).unwrap().alive(h).unwrap().value),
            [&h, &later].map(|h| MbgNbd::of(&p).unwrap().alive(h).unwrap().value),
            [&h, &later].map(|h| ParetoNbd::of(&p).unwrap().alive(h).unwrap().value),
        ] {
            prop_assert!((0.0..=1.0).contains(&now) && then <= now);
        }
    }

    #[test]
    fn expectations_grow_with_the_horizon(p in (shape(), 0.5..20.0_f64, shape(), shape()), h in history(), t in 0.1..50.0_f64) {
        let p = [p.0, p.1, p.2, p.3];
        let (bg, pareto) = (BgNbd::of(&p).unwrap(), ParetoNbd::of(&p).unwrap());
        prop_assert!(bg.purchases(&h, 2.0 * t).unwrap().value >= bg.purchases(&h, t).unwrap().value);
        prop_assert!(pareto.purchases(&h, 2.0 * t).unwrap().value >= pareto.purchases(&h, t).unwrap().value);
        // Purchases after discounting are fewer, and rate zero is no discount.
        let free = Discount { rate: 0.0, length: t / 4.0, periods: 4 };
        let costly = Discount { rate: 0.1, ..free };
        let (a, b) = (discounted_purchases(&bg, &h, &free).unwrap().value, discounted_purchases(&bg, &h, &costly).unwrap().value);
        prop_assert!(b <= a && (a / bg.purchases(&h, t).unwrap().value - 1.0).abs() < 1e-9);
    }

    #[test]
    fn quantiles_invert_distributions(a in shape(), b in shape(), p in 1e-6..0.999_999_f64) {
        let x = special::beta_inc_inverse(a, b, p);
        // Nearer to 1 than doubles are apart, the quantile cannot be written down.
        prop_assume!(x < 1.0 - 1e-9);
        // Where the distribution is steep at the edge of doubles, one bit of x moves p by more.
        let step = special::beta_inc(a, b, (x + 4.0 * f64::EPSILON * x.max(1e-300)).min(1.0)) - special::beta_inc(a, b, x);
        prop_assert!((special::beta_inc(a, b, x) - p).abs() <= 1e-11 + 2.0 * step.abs());
        let y = special::gamma_inc_inverse(a, p);
        prop_assert!((special::gamma_inc(a, y) - p).abs() < 1e-11);
        prop_assert!((special::normal_cdf(special::normal_quantile(p)) - p).abs() < 1e-14);
    }

    #[test]
    fn renewals_sum_up(alpha in shape(), beta in shape(), d in 0.01..0.5_f64) {
        let model = ShiftedBetaGeometric::of(&[alpha, beta]).unwrap();
        let mut sum = 0.0;
        let (mut factor, mut t) = (1.0, 0);
        while factor > 1e-12 {
            sum += factor * model.survival(t).unwrap().value;
            factor /= 1.0 + d;
            t += 1;
        }
        prop_assert!((model.discounted_lifetime(d).unwrap().value / sum - 1.0).abs() < 1e-9);
        let product: f64 = (1..=9).map(|t| model.retention(t).unwrap().value).product();
        prop_assert!((product / model.survival(9).unwrap().value - 1.0).abs() < 1e-10);
        let weights = [3.0, 0.0, 2.0, 5.0];
        let expected = model.expected(4, &weights).unwrap().value;
        let parts = (0..).zip(weights).map(|(m, weight)| weight * model.renewing(4, m).unwrap().value);
        prop_assert!((expected / parts.sum::<f64>() - 1.0).abs() < 1e-10);
        let (nine, four) = (model.survival(9).unwrap().value, model.survival(4).unwrap().value);
        prop_assert!((model.renewing(4, 5).unwrap().value * four / nine - 1.0).abs() < 1e-10);
    }

    #[test]
    fn late_entry_counts_only_time_under_watch(rows in prop::collection::vec((0.0..5.0_f64, 0.1..9.0_f64, any::<bool>(), any::<bool>()), 20..60)) {
        let spans: Vec<Span> = rows.iter().map(|(e, l, event, _)| Span::from(*e, e + l, *event)).collect();
        let x: Vec<f64> = rows.iter().map(|r| f64::from(u8::from(r.3))).collect();
        let rate = |group: bool| {
            let own = || rows.iter().filter(|r| r.3 == group);
            own().filter(|r| r.2).count() as f64 / own().map(|r| r.1).sum::<f64>()
        };
        let (without, with) = (rate(false), rate(true));
        prop_assume!(without > 0.0 && with > 0.0 && without.is_finite() && with.is_finite());
        // Exponential: events per time under watch, group by group.
        let model = Accelerated::fit(&spans, Covariates { values: &x, columns: 1 }, Distribution::Exponential).unwrap();
        let c = model.coefficients();
        prop_assert!(((-c[0].value).exp() / without - 1.0).abs() < 1e-6);
        prop_assert!(((-c[0].value - c[1].value).exp() / with - 1.0).abs() < 1e-6);
    }

    #[test]
    fn curves_fall_and_a_single_group_is_the_share_left(times in prop::collection::vec((1_u8..20, any::<bool>()), 1..40)) {
        let spans: Vec<Span> = times.iter().map(|(t, e)| Span::new(f64::from(*t), *e)).collect();
        let curve = Curve::kaplan_meier(&spans).unwrap();
        prop_assert!(curve.steps().windows(2).all(|w| w[1].survival <= w[0].survival && w[1].hazard >= w[0].hazard));
        // Without censoring it is the empirical distribution.
        let all: Vec<Span> = spans.iter().map(|s| Span { event: true, ..*s }).collect();
        for step in Curve::kaplan_meier(&all).unwrap().steps() {
            let left = all.iter().filter(|s| s.exit > step.time).count() as f64 / all.len() as f64;
            prop_assert!((step.survival - left).abs() < 1e-12);
        }
    }

    #[test]
    fn the_brier_score_is_its_parts(cases in prop::collection::vec((0.0..1.0_f64, any::<bool>()), 2..80), bins in 1_usize..12) {
        let (p, y): (Vec<f64>, Vec<bool>) = cases.into_iter().unzip();
        let f = Forecasts::check(&p, &y).unwrap();
        let d = f.decomposition(bins).unwrap();
        let sum = d.reliability - d.resolution + d.uncertainty + d.within_variance - d.within_covariance;
        prop_assert!((sum - f.brier().value).abs() < 1e-12);
        if let Ok(auc) = f.auc(0.95) {
            let pairs: Vec<f64> = (0..p.len()).flat_map(|i| (0..p.len()).map(move |j| (i, j)))
                .filter(|&(i, j)| y[i] && !y[j])
                .map(|(i, j)| if p[i] > p[j] { 1.0 } else if p[i] == p[j] { 0.5 } else { 0.0 })
                .collect();
            prop_assert!((auc.value - pairs.iter().sum::<f64>() / pairs.len() as f64).abs() < 1e-12);
        }
    }
}
