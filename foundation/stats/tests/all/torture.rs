//! Inputs that break other packages: the answer is exact, or an error names the input and says why.

use crate::simulate;
use troth_stats::contract::*;
use troth_stats::economics::*;
use troth_stats::quality::*;
use troth_stats::random::seeded;
use troth_stats::repeat::*;
use troth_stats::{Error, Result};

/// The message of an error; it must name `words`.
#[track_caller]
fn refused<T>(result: Result<T>, words: &[&str]) {
    let error = result.err().expect("an error").to_string();
    for word in words {
        assert!(error.contains(word), "{error:?} does not say {word:?}");
    }
    assert!(
        !error.ends_with('.')
            && error
                .chars()
                .next()
                .is_some_and(|c| !c.is_uppercase() || error.starts_with(|c: char| "BMPNCG".contains(c)))
    );
}

const BAD: [f64; 3] = [f64::NAN, f64::INFINITY, -1.0];

#[test]
fn histories() {
    refused(Histories::check(&[]), &["histories", "empty"]);
    refused(
        Histories::check(&[History { weight: 0.0, ..History::new(1, 1.0, 2.0) }]),
        &["histories", "empty"],
    );
    for bad in BAD {
        refused(Histories::check(&[History::new(0, 0.0, 1.0), History::new(1, 1.0, bad)]), &["age", "row 1"]);
        refused(Histories::check(&[History::new(1, bad, 2.0)]), &["recency", "row 0"]);
        refused(Histories::check(&[History { weight: bad, ..History::new(1, 1.0, 2.0) }]), &["weight"]);
    }
    refused(Histories::check(&[History::new(1, 3.0, 2.0)]), &["recency", "after the end"]);
    refused(Histories::check(&[History::new(0, 1.0, 2.0)]), &["recency", "without a repeat purchase"]);
}

fn each_model(rows: &[History]) -> [Result<Option<f64>>; 4] {
    let data = Histories::check(rows).unwrap();
    [
        BgNbd::fit(&data, None).map(|m| m.log_likelihood()),
        MbgNbd::fit(&data, None).map(|m| m.log_likelihood()),
        ParetoNbd::fit(&data, None).map(|m| m.log_likelihood()),
        Nbd::fit(&data, None).map(|m| m.log_likelihood()),
    ]
}

#[test]
fn fits_without_a_maximum_are_errors() {
    // One customer, all equal, nobody came back: nothing tells customers apart.
    for rows in [
        vec![History::new(3, 8.0, 9.0)],
        vec![History::new(3, 8.0, 9.0); 50],
        vec![History::new(0, 0.0, 9.0); 50],
    ] {
        for result in each_model(&rows) {
            let error = result.expect_err("an error");
            assert!(matches!(error, Error::Undetermined { .. } | Error::NotConverged { .. }), "{error}");
        }
    }
    refused(
        BgNbd::fit(&Histories::check(&[History::new(0, 0.0, 9.0)]).unwrap(), None),
        &["nobody made a repeat purchase"],
    );
    refused(BgNbd::of(&[1.0, 2.0, 3.0]), &["length 3", "4"]);
    for bad in [f64::NAN, 0.0, -1.0, f64::INFINITY] {
        refused(BgNbd::of(&[1.0, 2.0, bad, 1.0]), &["a is"]);
    }
}

#[test]
fn extreme_histories_have_exact_answers() {
    let h = History::new(10_000, 364.0, 365.0);
    let checks: [(&str, f64, f64); 3] = [
        ("BG/NBD", BgNbd::of(&[0.243, 4.414, 0.793, 2.426]).unwrap().alive(&h).unwrap().value, 1.0),
        ("MBG/NBD", MbgNbd::of(&[0.5, 6.0, 0.9, 1.6]).unwrap().alive(&h).unwrap().value, 1.0),
        ("Pareto/NBD", ParetoNbd::of(&[0.553, 10.578, 0.606, 11.669]).unwrap().alive(&h).unwrap().value, 1.0),
    ];
    for (name, value, most) in checks {
        assert!(value > 0.0 && value < most, "{name}: {value}");
    }
    // 10,000 purchases a year, then as many to come if nobody leaves: NBD limit (r + x)/(α + T) t.
    let loyal = BgNbd::of(&[0.243, 4.414, 1e-12, 1.0]).unwrap();
    let next = loyal.purchases(&h, 365.0).unwrap().value / loyal.alive(&h).unwrap().value;
    assert!((next / ((0.243 + 10_000.0) / (4.414 + 365.0) * 365.0) - 1.0).abs() < 1e-9, "{next}");
    // Very long horizons: the closed limit (a + b + x − 1)/(a − 1) for a > 1.
    let leaving = BgNbd::of(&[1.0, 5.0, 3.0, 2.0]).unwrap();
    let ever = leaving.purchases_of_new(1e15).unwrap().value;
    assert!((ever - 2.0).abs() < 1e-9, "{ever}");
    // Rates of 1e-12 and spans of 1e12.
    let rare = ParetoNbd::of(&[1.0, 1e12, 1.0, 1e12]).unwrap();
    assert!((rare.purchases_of_new(1.0).unwrap().value / 1e-12 - 1.0).abs() < 1e-9);
    for t in BAD {
        refused(loyal.purchases(&h, t), &["t is"]);
    }
    refused(loyal.alive(&History::new(1, 5.0, 4.0)), &["recency"]);
}

#[test]
fn heavy_buyers_can_be_fitted() {
    let mut rows = Vec::new();
    for i in 0..400_u64 {
        let age = 300.0 + (i % 60) as f64;
        let x = [0, 1, 2, 5, 40, 900, 10_000][(i % 7) as usize];
        let recency = if x == 0 { 0.0 } else { age * [0.2, 0.5, 0.9, 0.99][(i % 4) as usize] };
        rows.push(History::new(x, recency, age));
    }
    for result in each_model(&rows) {
        assert!(result.unwrap().unwrap().is_finite());
    }
}

#[test]
fn units_and_order_do_not_matter() {
    let mut rows = simulate::bg_nbd(&mut seeded(5), &[0.5, 5.0, 0.8, 2.5], 600);
    let weeks = BgNbd::fit(&Histories::check(&rows).unwrap(), None).unwrap();
    for scale in [1e-6, 7.0, 1e9] {
        let scaled: Vec<History> =
            rows.iter().map(|h| History::new(h.frequency, h.recency * scale, h.age * scale)).collect();
        let other = BgNbd::fit(&Histories::check(&scaled).unwrap(), None).unwrap();
        assert!((other.values()[0] / weeks.values()[0] - 1.0).abs() < 1e-6);
        assert!((other.values()[1] / weeks.values()[1] / scale - 1.0).abs() < 1e-6);
    }
    rows.reverse();
    assert_eq!(BgNbd::fit(&Histories::check(&rows).unwrap(), None).unwrap().values(), weeks.values());
    // A weight of three is three customers; a weight of zero is none.
    let mut tripled = rows.clone();
    tripled.extend_from_slice(&rows);
    tripled.extend_from_slice(&rows);
    let weighted: Vec<History> = rows.iter().map(|h| History { weight: 3.0, ..*h }).collect();
    let (a, b) = (Histories::check(&tripled).unwrap(), Histories::check(&weighted).unwrap());
    assert_eq!(a, b);
    rows.push(History { weight: 0.0, ..History::new(7, 1.0, 2.0) });
    assert_eq!(BgNbd::fit(&Histories::check(&rows).unwrap(), None).unwrap().values(), weeks.values());
}

#[test]
fn threads_do_not_change_a_bit() {
    let rows = simulate::bg_nbd(&mut seeded(8), &[0.5, 5.0, 0.8, 2.5], 150_000);
    let (spans, x) = simulate::spans(&mut seeded(9), 20_000, [0.4, -0.6], 1.5);
    let answers = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let buying = BgNbd::fit(&Histories::check(&rows).unwrap(), None).unwrap();
            let data = CoxData::check(&spans, Covariates { values: &x, columns: 2 }).unwrap();
            let cox = Cox::fit(&data, Ties::Efron).unwrap();
            let mut all = buying.values().to_vec();
            all.extend(cox.coefficients().iter().flat_map(|c| [c.log_ratio.value, c.naive_se]));
            all.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
        })
    };
    let one = answers(1);
    assert_eq!(one, answers(2));
    assert_eq!(one, answers(5));
}

#[test]
fn spend() {
    refused(Spends::check(&[]), &["spends", "empty"]);
    refused(Spends::check(&[Spend::new(0, 0.0)]), &["spends", "repeat purchase"]);
    for bad in [f64::NAN, f64::INFINITY, -1.0, 0.0] {
        refused(Spends::check(&[Spend::new(2, bad)]), &["mean", "row 0"]);
    }
    let rows = simulate::spends(&mut seeded(5), &[6.0, 4.0, 15.0], 800);
    let model = GammaGamma::fit(&Spends::check(&rows).unwrap(), None).unwrap();
    // 10^12 amounts: only the currency changes.
    let rich: Vec<Spend> = rows.iter().map(|s| Spend::new(s.count, s.mean * 1e12)).collect();
    let other = GammaGamma::fit(&Spends::check(&rich).unwrap(), None).unwrap();
    for (i, scale) in [1.0, 1.0, 1e12].into_iter().enumerate() {
        assert!((other.values()[i] / model.values()[i] / scale - 1.0).abs() < 1e-5);
    }
    assert!(GammaGamma::fit(&Spends::check(&[Spend::new(2, 20.0); 30]).unwrap(), None).is_err());
    refused(GammaGamma::of(&[6.0, 0.9, 15.0]).unwrap().mean(&Spend::new(0, 0.0)), &["q is 0.9", "infinite"]);
}

#[test]
fn transactions() {
    let of = |amount: f64| {
        Transactions { customer: &[1, 1], day: &[0, 4], amount: &[2.0, amount] }
            .summarise(10, 10)
            .map(|c| c[0])
    };
    assert_eq!(of(1e12).unwrap().mean, 1e12);
    refused(of(f64::NAN), &["amount", "row 1"]);
    refused(Transactions { customer: &[1], day: &[], amount: &[] }.summarise(1, 1), &["day", "length 0"]);
    refused(
        Transactions { customer: &[1], day: &[5], amount: &[] }.summarise(1, 1),
        &["transactions", "nobody"],
    );
    // Days at the ends of their range do not overflow.
    let far = Transactions { customer: &[1, 1], day: &[i32::MIN, i32::MAX], amount: &[] };
    assert_eq!(far.summarise(i32::MAX, i32::MAX).unwrap()[0].age, u32::MAX);
}

#[test]
fn the_order_of_purchases_does_not_matter() {
    let mut g = troth_stats::random::seeded(5);
    // By customer and day, as files often are; several on one day keep their order.
    let mut rows: Vec<(u64, i32, usize, f64)> = (0..2_000)
        .map(|row| {
            let below = |g: &mut _, n: usize| troth_stats::random::below(g, n);
            let (customer, day) = (below(&mut g, 150), below(&mut g, 120));
            (customer as u64, i32::try_from(day).unwrap(), row, below(&mut g, 10_000) as f64 / 7.0)
        })
        .collect();
    rows.sort_by_key(|row| (row.0, row.1, row.2));
    let summarise = |rows: &[(u64, i32, usize, f64)]| {
        let customer: Vec<u64> = rows.iter().map(|row| row.0).collect();
        let day: Vec<i32> = rows.iter().map(|row| row.1).collect();
        let amount: Vec<f64> = rows.iter().map(|row| row.3).collect();
        Transactions { customer: &customer, day: &day, amount: &amount }.summarise(80, 110).unwrap()
    };
    let sorted = summarise(&rows);
    assert!(sorted.iter().any(|customer| customer.later > 0 && customer.frequency > 3));
    // Another order of customers and days, the same within each day.
    rows.sort_by_key(|row| (std::cmp::Reverse(row.1), row.0 % 7, row.2));
    assert_eq!(summarise(&rows), sorted);
}

#[test]
fn discrete_time() {
    for (x, t_x, n, word) in [(1, 1.5, 6.0, "recency"), (1, 1.0, 6.5, "age"), (3, 2.0, 6.0, "frequency")] {
        refused(BgBb::fit(&Histories::check(&[History::new(x, t_x, n)]).unwrap(), None), &[word]);
    }
    let model = BgBb::of(&[1.2, 0.75, 0.66, 2.78]).unwrap();
    refused(model.purchases(&History::new(1, 2.0, 6.0), 2.5), &["t is 2.5", "whole"]);
    // Nothing happens at γ = 1.
    let near = BgBb::of(&[1.2, 0.75, 1.0 + 1e-9, 2.78]).unwrap().purchases_of_new(10.0).unwrap().value;
    let at = BgBb::of(&[1.2, 0.75, 1.0, 2.78]).unwrap().purchases_of_new(10.0).unwrap().value;
    assert!((near / at - 1.0).abs() < 1e-8);
}

#[test]
fn spans() {
    refused(Curve::kaplan_meier(&[]), &["spans", "empty"]);
    for bad in BAD {
        refused(Curve::kaplan_meier(&[Span::new(bad, true)]), &["exit", "row 0"]);
        refused(Curve::kaplan_meier(&[Span::from(bad, 5.0, true)]), &["entry"]);
    }
    refused(Curve::kaplan_meier(&[Span::from(5.0, 5.0, true)]), &["exit", "after the entry"]);
    // One row; all equal; nobody ended.
    let one = Curve::kaplan_meier(&[Span::new(3.0, true)]).unwrap();
    let end = one.survival(3.0, Scale::Log, 0.95).unwrap();
    assert_eq!((end.value, end.se, end.high), (0.0, None, 1.0));
    let none = Curve::kaplan_meier(&[Span::new(3.0, false); 9]).unwrap();
    assert_eq!(none.quantile(0.5, Scale::Log, 0.95).unwrap(), None);
    assert_eq!(none.survival(9.0, Scale::LogLog, 0.95).unwrap().value, 1.0);
    refused(log_rank(&[Span::new(1.0, true); 4], &[1; 4], None, 0.0), &["one group"]);
    refused(log_rank(&[Span::new(1.0, false); 4], &[1, 1, 2, 2], None, 0.0), &["ended"]);
}

#[test]
fn regressions() {
    let spans: Vec<Span> = (1..=20).map(|i| Span::new(f64::from(i), true)).collect();
    let rising: Vec<f64> = (1..=20).map(f64::from).collect();
    let check = |values: &[f64], columns: usize| CoxData::check(&spans, Covariates { values, columns });
    refused(check(&rising[..19], 1), &["covariates", "length 19"]);
    refused(check(&[1.0; 20], 1), &["column 0", "same value"]);
    let mut broken = rising.clone();
    broken[7] = f64::NAN;
    refused(check(&broken, 1), &["covariates", "row 7", "NaN"]);
    // Separation: the later the end, the higher the covariate, without exception.
    let separated = Cox::fit(&check(&rising, 1).unwrap(), Ties::Efron);
    assert!(
        matches!(separated, Err(Error::Undetermined { .. } | Error::NotConverged { .. })),
        "{:?}",
        separated.map(|c| c.coefficients())
    );
    // Collinear columns.
    let noisy: Vec<f64> = (0..20).map(|i| f64::from((i * 7) % 11)).collect();
    let twice: Vec<f64> = noisy.iter().flat_map(|v| [*v, 2.0 * v]).collect();
    assert!(matches!(Cox::fit(&check(&twice, 2).unwrap(), Ties::Efron), Err(Error::Undetermined { .. })));
    let data = Covariates { values: &twice, columns: 2 };
    assert!(Accelerated::fit(&spans, data, Distribution::Weibull).is_err());
    let none: Vec<Span> = spans.iter().map(|s| Span { event: false, ..*s }).collect();
    refused(CoxData::check(&none, Covariates { values: &noisy, columns: 1 }), &["no relation has ended"]);
    refused(
        Accelerated::fit(&none, Covariates { values: &noisy, columns: 1 }, Distribution::LogNormal),
        &["no relation has ended"],
    );
    let equal = [Span::new(5.0, true); 20];
    refused(
        Accelerated::fit(&equal, Covariates { values: &noisy, columns: 1 }, Distribution::Weibull),
        &["equal"],
    );
    // Units of covariates and of time do not matter.
    let big: Vec<f64> = noisy.iter().map(|v| 1e12 * v).collect();
    let small = Cox::fit(&check(&noisy, 1).unwrap(), Ties::Efron).unwrap();
    let large = Cox::fit(&check(&big, 1).unwrap(), Ties::Efron).unwrap();
    assert!((large.coefficients()[0].z / small.coefficients()[0].z - 1.0).abs() < 1e-9);
}

#[test]
fn forecasts() {
    refused(Forecasts::check(&[], &[]), &["chance", "empty"]);
    refused(Forecasts::check(&[0.5, 1.5], &[true, false]), &["chance", "row 1"]);
    refused(Forecasts::check(&[f64::NAN], &[true]), &["chance", "row 0"]);
    let certain = Forecasts::check(&[0.0, 1.0, 0.5], &[true, true, false]).unwrap();
    refused(certain.log_loss(), &["chance", "row 0", "infinite"]);
    let always = Forecasts::check(&[0.5, 0.6], &[true, true]).unwrap();
    refused(always.auc(0.95), &["happened", "always or never"]);
    refused(always.skill(), &["always or never"]);
    let perfect = Forecasts::check(&[0.1, 0.2, 0.8, 0.9], &[false, false, true, true]).unwrap();
    refused(perfect.recalibration(0.95), &["separate"]);
    let flat = Forecasts::check(&[0.5; 4], &[false, true, true, false]).unwrap();
    assert_eq!(flat.auc(0.95).unwrap().value, 0.5);
    assert_eq!(flat.calibration(10, 0.95).unwrap().len(), 1);
    refused(back_test(&[0.0], &[1.0], 0.95), &["expected", "infinite"]);
    refused(back_test(&[1.0], &[-1.0], 0.95), &["actual", "row 0"]);
}

#[test]
fn economics() {
    refused(margin_multiple(1.2, 0.1), &["retention"]);
    refused(margin_multiple(1.0, 0.0), &["discount", "infinite"]);
    refused(Referrals::check(&[Referrer { children: 1, exposure: 0.0, weight: 1.0 }]), &["exposure"]);
    let even = Referrals::check(&[Referrer { children: 1, exposure: 1.0, weight: 30.0 }]).unwrap();
    refused(Reproduction::fit(&even), &["no more than Poisson"]);
    assert!(even.poisson(0.95).unwrap().low > 0.6);
    let none = Referrals::check(&[Referrer { children: 0, exposure: 1.0, weight: 30.0 }]).unwrap();
    refused(Reproduction::fit(&none), &["nobody brought anyone"]);
    let zero = none.poisson(0.95).unwrap();
    assert!(zero.value == 0.0 && zero.low == 0.0 && (zero.high - 3.688_879_454_113_936 / 30.0).abs() < 1e-12);
    assert_eq!(Offspring::Poisson { mean: 0.0 }.extinction().unwrap(), 1.0);
    assert_eq!(Offspring::Binomial { invitations: 1, chance: 1.0 }.extinction().unwrap(), 0.0);
    let huge = Offspring::NegativeBinomial { mean: 1.0 + 1e-9, k: 1.0 }.extinction().unwrap();
    assert!(huge < 1.0 && huge > 0.999_999);
    refused(Cohorts::check(&[]), &["cohorts", "empty"]);
    let nobody = Cohorts::check(&[Cohort { lost: vec![0.0, 0.0], survivors: 9.0 }]).unwrap();
    refused(ShiftedBetaGeometric::fit(&nobody), &["nobody left"]);
    let same = Cohorts::check(&[Cohort { lost: vec![500.0, 250.0, 125.0], survivors: 125.0 }]).unwrap();
    assert!(ShiftedBetaGeometric::fit(&same).is_err());
}

/// The bodies of the fuzz targets, on strings that are the same every time.
#[test]
fn random_strings() {
    use rayon::prelude::*;
    use troth_stats::random::{stream, uniform};
    let failed: Vec<String> = crate::fuzz::BODIES
        .par_iter()
        .enumerate()
        .flat_map_iter(|(index, (name, body))| {
            (0..400_u64).filter_map(move |i| {
                let mut g = stream(1000 + index as u64, i);
                let length = (300.0 * uniform(&mut g)) as usize;
                let bytes: Vec<u8> = (0..length).map(|_| (256.0 * uniform(&mut g)) as u8).collect();
                std::panic::catch_unwind(|| body(&bytes)).err().map(|_| format!("{name}, string {i}"))
            })
        })
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
}

/// Inputs that libFuzzer found: each was once a number that is none, or no end of computing.
#[test]
fn strings_that_once_failed() {
    use crate::fuzz::{given, regressions, relations};
    // Expected purchases beyond all numbers, beat by beat; the same with ten million beats.
    given(b"\x2c\x1d\x22\x4d\xb3\x2b\xcd\xff\x4d\xcd");
    given(b"\x2c\x15\xff\x2e\x1b\x40\x34\x52\x2e\x1b\x5d");
    // A mass below the smallest normal number, which rounds to itself.
    given(&[44, 222, 13, 77, 66, 85, 73, 212, 36, 255, 255, 49]);
    // Weights whose sum is infinite.
    relations(b"\xbc\x78\x2d\x37\xf5\xf5\x9f\x8a\x9f\x9f\x9f\x9f\x9f\x9f");
    relations(
        b"\x08\x65\x23\x65\x63\x6d\x65\x65\x65\x65\x65\x08\x08\x65\x65\x63\x6d\x65\x41\x65\x65\x65\x65\x01",
    );
    // Spans so alike that robust errors vanish.
    relations(&[
        101, 64, 101, 101, 101, 101, 101, 101, 1, 101, 0, 255, 0, 101, 101, 101, 1, 203, 203, 203, 203, 203,
        42, 63, 243, 145, 244, 83, 83, 37, 83, 0, 255,
    ]);
    // A column whose standard deviation is the smallest number there is.
    regressions(b"\x00\x00\x3a\x3a\x3a\x3a\x3e\xea\x3f\x35\x35\x3a\x00\x00\x35\x35\x35\x35\x00\x00");
}
