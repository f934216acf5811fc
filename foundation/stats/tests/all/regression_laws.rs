//! Least squares, logit, ordered answers, penalised paths: laws, torture, coverage, and scikit-learn's penalised coefficients.

use crate::golden::{self, absolute, relative};
use crate::regression::{errors, ols};
use proptest::prelude::*;
use troth_stats::{
    random,
    regression::{Binary, Covariance, Design, Link, Ols, OlsModel, Ordinal, Path},
};

/// Two levels: the ordinal model is the binary one with the sign of the threshold turned.
#[test]
fn two_levels_are_a_binary_model() {
    let (x, y) = noisy(300, 3);
    let outcomes: Vec<usize> = y.iter().map(|v| usize::from(*v > 0.3)).collect();
    let as_numbers: Vec<f64> = outcomes.iter().map(|o| *o as f64).collect();
    for link in [Link::Logit, Link::Probit] {
        let ordinal = Ordinal { columns: &[&x], outcomes: &outcomes, weights: None, link }
            .check()
            .unwrap()
            .fit()
            .unwrap();
        let design = Design { columns: &[&x], intercept: true };
        let binary =
            Binary { design, outcomes: &as_numbers, weights: None, link }.check().unwrap().fit().unwrap();
        relative("slope", ordinal.coefficients()[0], binary.coefficients()[1], 1e-9);
        relative("threshold", -ordinal.thresholds()[0], binary.coefficients()[0], 1e-9);
        let se = binary.estimates(Covariance::Classic, 0.95).unwrap()[1].se.unwrap();
        relative("error", ordinal.estimates(0.95).unwrap()[1].se.unwrap(), se, 1e-8);
    }
}

pub(crate) fn noisy(n: usize, seed: u64) -> (Vec<f64>, Vec<f64>) {
    let mut g = random::seeded(seed);
    let mut normal = || (0..12).map(|_| random::uniform(&mut g)).sum::<f64>() - 6.0;
    (0..n)
        .map(|_| {
            let x = normal();
            (x, 0.5 * x + normal())
        })
        .unzip()
}

/// The slope of the squared error balances that of the penalty at every step of a path.
#[test]
fn penalised_coefficients_meet_their_conditions() {
    let mut g = random::seeded(8);
    let columns: Vec<Vec<f64>> =
        (0..6).map(|_| (0..80).map(|_| 10.0 * random::uniform(&mut g)).collect()).collect();
    let y: Vec<f64> =
        (0..80).map(|r| 2.0 * columns[0][r] - columns[1][r] + 3.0 * random::uniform(&mut g)).collect();
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    for mix in [0.0, 0.5, 1.0] {
        let path =
            Path { columns: &slices, outcomes: &y, mix, penalties: 40 }.check().unwrap().fit().unwrap();
        for step in &path.steps {
            // Karush-Kuhn-Tucker: the slope of the error equals the penalty's, or is below it where a coefficient is zero.
            let residual: Vec<f64> = (0..80)
                .map(|r| y[r] - step.predict(&columns.iter().map(|c| c[r]).collect::<Vec<_>>()).unwrap())
                .collect();
            for (column, b) in columns.iter().zip(&step.coefficients) {
                let mean = column.iter().sum::<f64>() / 80.0;
                let spread = (column.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 80.0).sqrt();
                let slope: f64 =
                    column.iter().zip(&residual).map(|(v, e)| (v - mean) / spread * e).sum::<f64>() / 80.0;
                let smooth = step.penalty * (1.0 - mix) * b * spread;
                let rest = slope - smooth;
                if *b == 0.0 {
                    assert!(rest.abs() <= step.penalty * mix + 1e-9);
                } else {
                    absolute("KKT", rest, b.signum() * step.penalty * mix, 1e-9);
                }
            }
        }
        assert!(mix == 0.0 || path.steps[0].coefficients.iter().all(|c| c.abs() < 1e-10));
    }
    let checked = Path { columns: &slices, outcomes: &y, mix: 1.0, penalties: 60 }.check().unwrap();
    let at_zero = checked.fit_at(&[0.0]).unwrap();
    let plain = ols(&slices, &y);
    for (a, b) in at_zero.steps[0].coefficients.iter().zip(&plain.coefficients()[1..]) {
        absolute("no penalty is least squares", *a, *b, 1e-8);
    }
    let chosen = checked.cross_validate(10, 1).unwrap();
    let best = &chosen.path.steps[chosen.best].coefficients;
    assert!((best[0] - 2.0).abs() < 0.1 && (best[1] + 1.0).abs() < 0.1 && chosen.simplest <= chosen.best);
    assert_eq!(chosen, checked.cross_validate(10, 1).unwrap());
}

/// A 2×2 table with a saturated logit: Firth's estimate adds a half to each cell (Heinze & Schemper 2002).
#[test]
fn firth_adds_half_to_each_cell() {
    let x = [0.0, 0.0, 1.0, 1.0];
    let y = [0.0, 1.0, 0.0, 1.0];
    let weights = [12.0, 0.0, 5.0, 9.0];
    let design = Design { columns: &[&x], intercept: true };
    let data = Binary { design, outcomes: &y, weights: Some(&weights), link: Link::Logit }.check().unwrap();
    let text = data.clone().fit().unwrap_err().to_string();
    assert!(text.contains("separated"), "{text}");
    let model = data.fit_firth().unwrap();
    absolute("intercept", model.coefficients()[0], (0.5_f64 / 12.5).ln(), 1e-9);
    absolute("slope", model.coefficients()[1], (9.5_f64 / 5.5).ln() - (0.5_f64 / 12.5).ln(), 1e-9);
}

#[test]
fn separation_is_named() {
    let x: Vec<f64> = (0..50).map(f64::from).collect();
    let y: Vec<f64> = (0..50).map(|i| f64::from(u8::from(i >= 25))).collect();
    let z: Vec<f64> = (0..50).map(|i| f64::from(i % 7)).collect();
    for link in [Link::Logit, Link::Probit, Link::CLogLog] {
        let design = Design { columns: &[&z, &x], intercept: true };
        let text = Binary { design, outcomes: &y, weights: None, link }
            .check()
            .unwrap()
            .fit()
            .unwrap_err()
            .to_string();
        assert!(text.contains("separated"), "{link:?}: {text}");
    }
    let levels: Vec<usize> = (0..50).map(|i| i / 20).collect();
    for link in [Link::Logit, Link::Probit, Link::CLogLog] {
        let data = Ordinal { columns: &[&x], outcomes: &levels, weights: None, link }.check().unwrap();
        let text = data.fit().unwrap_err().to_string();
        assert!(text.contains("separated"), "{link:?}: {text}");
    }
}

#[test]
fn torture() {
    let x = [1.0, 2.0, 3.0, 4.0];
    let fit = |columns: &[&[f64]], outcomes: &[f64], weights: Option<&[f64]>| {
        let design = Design { columns, intercept: true };
        Ols { design, outcomes, weights }.check().and_then(|c| c.fit())
    };
    let text = |r: Result<OlsModel, troth_stats::Error>| r.unwrap_err().to_string();
    assert!(text(fit(&[&[]], &[], None)).starts_with("outcomes is empty"));
    assert!(text(fit(&[&[1.0]], &[1.0], None)).contains("1 rows for 2 coefficients"));
    assert!(text(fit(&[&x, &x], &[1.0, 2.0, 2.0, 1.0], None)).contains("column 2 is a combination"));
    assert!(text(fit(&[&[5.0; 4]], &[1.0, 2.0, 2.0, 1.0], None)).contains("column 1 is a combination"));
    assert!(text(fit(&[&x], &[1.0, f64::NAN, 2.0, 1.0], None)).contains("outcomes at row 1 is NaN"));
    assert!(text(fit(&[&[1.0, f64::INFINITY, 2.0, 1.0]], &x, None)).contains("column at row 1 is inf"));
    assert!(text(fit(&[&x[..3]], &x, None)).contains("length 3"));
    assert!(text(fit(&[&x], &x, Some(&[0.0; 4]))).contains("weights"));
    assert!(fit(&[&x], &[7.0; 4], None).unwrap().r_squared().is_err());
    // Amounts of 10¹² beside rates of 10⁻¹² are nothing special.
    let (small, large): (Vec<f64>, Vec<f64>) = [(1.0, 2.0), (2.0, 1.0), (3.0, 5.0), (4.0, 3.0), (5.0, 9.0)]
        .iter()
        .map(|(a, b)| (a * 1e-12, b * 1e12))
        .unzip();
    let y: Vec<f64> = small.iter().zip(&large).map(|(a, b)| 3.0 + 2e12 * a + 5e-12 * b).collect();
    let model = fit(&[&small, &large], &y, None).unwrap();
    relative("intercept", model.coefficients()[0], 3.0, 1e-10);
    relative("small", model.coefficients()[1], 2e12, 1e-10);
    relative("large", model.coefficients()[2], 5e-12, 1e-10);
    // Weight zero is absence.
    let with = fit(&[&[1.0, 2.0, 3.0, 9.0]], &[1.0, 2.5, 2.0, 99.0], Some(&[1.0, 1.0, 1.0, 0.0])).unwrap();
    let without = fit(&[&[1.0, 2.0, 3.0]], &[1.0, 2.5, 2.0], None).unwrap();
    relative("slope", with.coefficients()[1], without.coefficients()[1], 1e-12);
    relative("se", errors(&with, Covariance::Hc1)[1], errors(&without, Covariance::Hc1)[1], 1e-10);
    let binary = |y: &[f64]| {
        Binary {
            design: Design { columns: &[&x], intercept: true },
            outcomes: y,
            weights: None,
            link: Link::Logit,
        }
        .check()
        .map(|_| ())
        .unwrap_err()
        .to_string()
    };
    assert!(binary(&[1.0; 4]).contains("all of them are the same"));
    assert!(binary(&[1.0, 0.5, 0.0, 1.0]).contains("outcomes at row 1 is 0.5"));
    let ordinal = |y: &[usize]| {
        Ordinal { columns: &[&x], outcomes: y, weights: None, link: Link::Logit }
            .check()
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    assert!(ordinal(&[0, 2, 2, 0]).contains("nobody answered level 1"));
    assert!(ordinal(&[0, 0, 0, 0]).contains("all of them are the same"));
    assert!(ordinal(&[0, usize::MAX, 1, 2]).contains("higher than there are rows"));
    // No columns at all: thresholds at the observed shares.
    let bare = Ordinal { columns: &[], outcomes: &[0, 0, 1, 2], weights: None, link: Link::Logit }
        .check()
        .unwrap()
        .fit()
        .unwrap();
    absolute("threshold", bare.thresholds()[0], 0.0, 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Residuals are orthogonal to every column; shifting and scaling an outcome shifts and scales the coefficients.
    #[test]
    fn least_squares_laws(seed in 0u64..1000, shift in -1e3f64..1e3, factor in 0.1f64..10.0) {
        let (x, y) = noisy(40, seed);
        let model = ols(&[&x], &y);
        let along: f64 = model.residuals().iter().zip(&x).map(|(e, x)| e * x).sum();
        prop_assert!(along.abs() < 1e-10 && model.residuals().iter().sum::<f64>().abs() < 1e-10);
        let moved: Vec<f64> = y.iter().map(|v| shift + factor * v).collect();
        let other = ols(&[&x], &moved);
        prop_assert!((other.coefficients()[1] - factor * model.coefficients()[1]).abs() < 1e-9);
        prop_assert!((other.coefficients()[0] - shift - factor * model.coefficients()[0]).abs() < 1e-9);
    }

    /// A row of weight k is k rows, whatever the model; the order of rows does not matter.
    #[test]
    fn weights_are_repetitions(seed in 0u64..1000) {
        let (x, y) = noisy(60, seed);
        let levels: Vec<usize> = y.iter().map(|v| if *v < -0.5 { 0 } else { 1 + usize::from(*v > 0.5) }).collect();
        let weights: Vec<f64> = (0..60).map(|i| f64::from(1 + i % 3)).collect();
        let repeated: Vec<usize> = (0..60).rev().flat_map(|i| std::iter::repeat_n(i, 1 + i % 3)).collect();
        let xr: Vec<f64> = repeated.iter().map(|&i| x[i]).collect();
        let lr: Vec<usize> = repeated.iter().map(|&i| levels[i]).collect();
        let a = Ordinal { columns: &[&x], outcomes: &levels, weights: Some(&weights), link: Link::Probit }.check().unwrap().fit().unwrap();
        let b = Ordinal { columns: &[&xr], outcomes: &lr, weights: None, link: Link::Probit }.check().unwrap().fit().unwrap();
        prop_assert!((a.coefficients()[0] - b.coefficients()[0]).abs() < 1e-9);
        prop_assert!((a.estimates(0.95).unwrap()[2].se.unwrap() - b.estimates(0.95).unwrap()[2].se.unwrap()).abs() < 1e-9);
        let yes: Vec<f64> = levels.iter().map(|l| f64::from(u8::from(*l > 0))).collect();
        let yr: Vec<f64> = lr.iter().map(|l| f64::from(u8::from(*l > 0))).collect();
        let fit = |x: &[f64], y: &[f64], w: Option<&[f64]>| {
            let design = Design { columns: &[x], intercept: true };
            Binary { design, outcomes: y, weights: w, link: Link::Logit }.check().unwrap().fit().unwrap()
        };
        let (a, b) = (fit(&x, &yes, Some(&weights)), fit(&xr, &yr, None));
        let (a, b) = (a.estimates(Covariance::Hc3, 0.95).unwrap()[1], b.estimates(Covariance::Hc3, 0.95).unwrap()[1]);
        prop_assert!((a.value - b.value).abs() < 1e-9 && (a.se.unwrap() - b.se.unwrap()).abs() < 1e-9);
    }
}

/// 1,000 data sets each: slopes of least squares with variance that grows with x (HC3), logit and ordinal logit.
#[test]
fn coverage() {
    let mut covered = [0; 3];
    for run in 0..1000 {
        let mut g = random::stream(9, run);
        let x: Vec<f64> = (0..150).map(|_| 2.0 * random::uniform(&mut g) - 1.0).collect();
        let mut logistic = || {
            let u = random::uniform(&mut g).clamp(1e-12, 1.0 - 1e-12);
            (u / (1.0 - u)).ln()
        };
        let latent: Vec<f64> = x.iter().map(|x| x + logistic()).collect();
        let uneven: Vec<f64> = x.iter().map(|x| x + (0.5 + x.abs()) * logistic()).collect();
        let holds = |e: troth_stats::Estimate| usize::from(e.low <= 1.0 && 1.0 <= e.high);
        covered[0] += holds(ols(&[&x], &uneven).estimates(Covariance::Hc3, 0.95).unwrap()[1]);
        let yes: Vec<f64> = latent.iter().map(|l| f64::from(u8::from(*l > 0.0))).collect();
        let design = Design { columns: &[&x], intercept: true };
        let binary = Binary { design, outcomes: &yes, weights: None, link: Link::Logit }
            .check()
            .unwrap()
            .fit()
            .unwrap();
        covered[1] += holds(binary.estimates(Covariance::Classic, 0.95).unwrap()[1]);
        let levels: Vec<usize> =
            latent.iter().map(|l| if *l < -0.7 { 0 } else { 1 + usize::from(*l > 0.7) }).collect();
        let ordinal = Ordinal { columns: &[&x], outcomes: &levels, weights: None, link: Link::Logit }
            .check()
            .unwrap()
            .fit()
            .unwrap();
        covered[2] += holds(ordinal.estimates(0.95).unwrap()[2]);
    }
    assert!(covered.iter().all(|c| (930..=970).contains(c)), "{covered:?}");
}

/// The columns of the NSW experiment (own copy, see tests/data/README.md).
fn nsw() -> (Vec<Vec<f64>>, Vec<f64>) {
    let table = golden::own_table("nsw_dw.csv");
    let names = ["age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"];
    (names.map(|n| table.numbers(n)).to_vec(), table.numbers("re78"))
}

/// scikit-learn 1.9.1 on standardised columns (divisor n), coefficients brought back: `Lasso(alpha=λ)`, `Ridge(alpha=λ·n)`,
/// `ElasticNet(alpha=λ, l1_ratio=mix)`, all with tol=1e-15.
#[test]
fn penalised_coefficients_of_scikit_learn() {
    let (columns, y) = nsw();
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    for (mix, penalty, want) in [
        (
            1.0,
            500.0,
            [
                0.0,
                150.28355890892647,
                -733.308967733748,
                0.0,
                0.0,
                -40.41165173659536,
                0.00971876228136077,
                0.001355487036540037,
            ],
        ),
        (
            1.0,
            100.0,
            [
                42.18502948718785,
                322.97595360553174,
                -1875.475613989994,
                0.0,
                0.0,
                -375.137125404912,
                0.05808301826702017,
                0.060255300576702094,
            ],
        ),
        (
            0.0,
            0.5,
            [
                35.213971205809656,
                230.1860467576107,
                -1260.481545644222,
                389.3842097514814,
                60.0144436903196,
                -627.5188162504415,
                0.048170952956247313,
                0.0711494629330763,
            ],
        ),
        (
            0.5,
            300.0,
            [
                0.21329699340883573,
                2.283820516553232,
                -10.857248245650228,
                5.536738967863881,
                1.1427651220269122,
                -8.815922200222749,
                0.0005110212049957251,
                0.000858639539535488,
            ],
        ),
    ] {
        let path = Path { columns: &slices, outcomes: &y, mix, penalties: 1 }.check().unwrap();
        let step = &path.fit_at(&[penalty]).unwrap().steps[0];
        for (got, want) in step.coefficients.iter().zip(want) {
            relative("coefficient", *got, want, 1e-9);
        }
    }
    let path = Path { columns: &slices, outcomes: &y, mix: 1.0, penalties: 1 }.check().unwrap();
    relative("intercept", path.fit_at(&[500.0]).unwrap().steps[0].intercept, 4389.2169931798835, 1e-10);
}

/// scipy 1.x, the penalised likelihood maximised as it stands (BFGS, then Nelder-Mead to 1e-12), every ninth row of NSW.
#[test]
fn firth_maximises_the_penalised_likelihood() {
    let (columns, earnings) = nsw();
    let pick = |f: &dyn Fn(usize) -> f64| (0..earnings.len()).step_by(9).map(f).collect::<Vec<f64>>();
    let age = pick(&|r| (columns[0][r] - 25.0) / 10.0);
    let (black, married) = (pick(&|r| columns[2][r]), pick(&|r| columns[4][r]));
    let worked = pick(&|r| f64::from(u8::from(earnings[r] > 0.0)));
    let design = Design { columns: &[&age, &black, &married], intercept: true };
    let model = Binary { design, outcomes: &worked, weights: None, link: Link::Logit };
    let model = model.check().unwrap().fit_firth().unwrap();
    let want = [1.1795197992165325, 0.26085504575012974, -0.25911582317120463, -0.21824247100945438];
    for (got, want) in model.coefficients().iter().zip(want) {
        absolute("coefficient", *got, want, 1e-7);
    }
    absolute("penalised likelihood", model.log_likelihood(), -26.234607062392367, 1e-9);
}

/// The same bits on one thread and on many, beyond the size of a piece.
#[test]
fn the_same_on_any_number_of_threads() {
    let (x, y) = noisy(7000, 21);
    let levels: Vec<usize> =
        y.iter().map(|v| if *v < -0.5 { 0 } else { 1 + usize::from(*v > 0.5) }).collect();
    let yes: Vec<f64> = y.iter().map(|v| f64::from(u8::from(*v > 0.0))).collect();
    let run = || {
        let ordinal = Ordinal { columns: &[&x], outcomes: &levels, weights: None, link: Link::CLogLog };
        let design = Design { columns: &[&x], intercept: true };
        let binary = Binary { design, outcomes: &yes, weights: None, link: Link::Logit };
        let path = Path { columns: &[&x], outcomes: &y, mix: 1.0, penalties: 20 };
        (
            ordinal.check().unwrap().fit().unwrap().estimates(0.95).unwrap(),
            binary.check().unwrap().fit().unwrap().estimates(Covariance::Hc3, 0.95).unwrap(),
            path.check().unwrap().cross_validate(5, 1).unwrap(),
        )
    };
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(run);
    assert_eq!(one, run());
}

/// Far tails of every link: no overflow, slopes that agree with differences, and a probit at −40 that still has its logarithm.
#[test]
fn far_tails() {
    let x: Vec<f64> =
        (0..40).map(|i| if i < 38 { f64::from(i % 5) } else { 60.0 * f64::from(39 - i) - 40.0 }).collect();
    let y: Vec<f64> = (0..40).map(|i| f64::from(u8::from((i * 7) % 10 < 2 + 2 * (i % 4)))).collect();
    for link in [Link::Logit, Link::Probit, Link::CLogLog] {
        let design = Design { columns: &[&x], intercept: true };
        let model = Binary { design, outcomes: &y, weights: None, link }.check().unwrap().fit().unwrap();
        assert!(model.log_likelihood().is_finite() && model.convergence().gradient < 1e-6, "{link:?}");
        for e in model.estimates(Covariance::Classic, 0.95).unwrap() {
            assert!(e.value.is_finite() && e.se.unwrap() > 0.0);
        }
    }
}
