//! BG/NBD against the paper, BTYD, lifetimes and exact arithmetic.

use crate::golden::{absolute, json, number, numbers, own_table, relative, table};
use std::collections::BTreeMap;
use troth_stats::repeat::{BgNbd, Histories, History};

/// Days since 1970-01-01 of `yyyymmdd` (Howard Hinnant's `days_from_civil`).
pub(crate) fn days(date: &str) -> i64 {
    let n: i64 = date.replace('-', "").parse().unwrap();
    let (y, m, d) = (n / 10_000, n / 100 % 100, n % 100);
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let doy = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// CDNOW through 1997-09-30 in weeks, straight from the transactions.
pub(crate) fn cdnow() -> Vec<History> {
    let sample = own_table("cdnow_sample.csv");
    let end = days("19970930");
    let mut bought: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for (id, date) in sample.text("id").into_iter().zip(sample.text("date")) {
        let day = days(&date);
        if day <= end {
            bought.entry(id).or_default().push(day);
        }
    }
    bought
        .into_values()
        .map(|mut d| {
            d.sort_unstable();
            d.dedup();
            let week = |n: i64| n as f64 / 7.0;
            History::new(d.len() as u64 - 1, week(d[d.len() - 1] - d[0]), week(end - d[0]))
        })
        .collect()
}

#[test]
fn reproduces_the_paper_from_transactions() {
    let data = Histories::check(&cdnow()).unwrap();
    assert_eq!((data.customers(), data.purchases()), (2357.0, 2457.0));
    let model = BgNbd::fit(&data, None).unwrap();
    // Fader, Hardie & Lee (2005a), Table 2.
    for (value, published) in model.values().iter().zip([0.243, 4.414, 0.793, 2.426]) {
        absolute("published parameter, to its last digit", *value, published, 5e-4);
    }
    absolute("published log-likelihood", model.log_likelihood().unwrap(), -9582.4, 0.05);
    // lifetimes 0.11.3 from the same transactions; CLVTools' own tests.
    for (value, want) in model.values().iter().zip([
        0.24259454342106704,
        4.413602716077371,
        0.7929218333478817,
        2.425905728721775,
    ]) {
        relative("parameter", *value, want, 1e-4);
    }
    assert!(model.convergence().unwrap().gradient < 1e-9);
    // The start does not change the answer.
    let warm = BgNbd::fit(&data, Some(&[1.0, 1.0, 1.0, 1.0])).unwrap();
    for (a, b) in model.values().iter().zip(warm.values()) {
        relative("warm start", *b, *a, 1e-9);
    }
    assert!(BgNbd::fit(&data, Some(model.values())).unwrap().convergence().unwrap().iterations <= 2);
}

#[test]
fn reproduces_btyd_and_lifetimes() {
    let Some(golden) = json("a1_bgnbd_cdnow.json") else { return };
    let btyd = &golden["reference"][0];
    let cbs = table("cdnow_cbs_btyd.csv").unwrap();
    let rows: Vec<History> = cbs
        .numbers("x")
        .iter()
        .zip(cbs.numbers("t.x"))
        .zip(cbs.numbers("T.cal"))
        .map(|((x, t_x), age)| History::new(*x as u64, t_x, age))
        .collect();
    let data = Histories::check(&rows).unwrap();
    let model = BgNbd::fit(&data, None).unwrap();
    absolute("log-likelihood", model.log_likelihood().unwrap(), number(&btyd["loglik"]), 0.01);
    // BTYD's optimiser stops early; ours must be at least as high, and its errors agree.
    assert!(model.log_likelihood().unwrap() >= number(&btyd["loglik"]));
    for (parameter, se) in model.parameters().iter().zip(numbers(&btyd["se"])) {
        relative(parameter.name, parameter.estimate.se.unwrap(), se, 1e-3);
    }
    let published = BgNbd::of(&[0.243, 4.414, 0.793, 2.426]).unwrap();
    relative(
        "at published",
        published.log_likelihood_of(&data).unwrap(),
        number(&btyd["loglik_at_published_params"]),
        1e-10,
    );

    let at = |v: &serde_json::Value| {
        let p = &v["params"];
        BgNbd::of(&["r", "alpha", "a", "b"].map(|k| number(&p[k]))).unwrap()
    };
    for (reference, horizons) in
        [(btyd, ["cet_39", "cet_52"]), (&golden["reference"][1], ["cet_39", "cet_10"])]
    {
        let same = at(reference);
        for row in reference["individuals"].as_array().unwrap() {
            let h = History::new(row["x"].as_u64().unwrap(), number(&row["t_x"]), number(&row["T"]));
            relative("alive", same.alive(&h).unwrap().value, number(&row["palive"]), 1e-6);
            for key in horizons {
                let t: f64 = key[4..].parse().unwrap();
                relative(key, same.purchases(&h, t).unwrap().value, number(&row[key]), 1e-6);
                relative(key, model.purchases(&h, t).unwrap().value, number(&row[key]), 1e-3);
            }
        }
    }
    let same = at(btyd);
    relative("E[X(52)]", same.purchases_of_new(52.0).unwrap().value, number(&btyd["E_X_52"]), 1e-9);
    for (x, p) in numbers(&btyd["pmf_39wk_0_7"]).into_iter().enumerate() {
        relative("mass", same.mass(39.0, x as u64).unwrap().value, p, 1e-9);
    }
    let sum: f64 = same.outlook(&rows, 39.0).unwrap().iter().map(|o| o.purchases.value).sum();
    relative("sum of expectations", sum, number(&btyd["sum_cond_expect_39"]), 1e-9);

    // Pitfall 3: the spreadsheet's predictions need unrounded parameters.
    relative("E[X(32)] unrounded", model.purchases_of_new(32.0).unwrap().value, 1.0437, 1e-4);
    relative("E[X(32)] rounded", published.purchases_of_new(32.0).unwrap().value, 1.0452, 1e-4);
    for (t, want) in golden["published"][2]["value"]["EX_t"].as_object().unwrap() {
        let (got, want) = (model.purchases_of_new(t.parse().unwrap()).unwrap().value, number(want));
        // Printed with four decimals, from parameters that differ in the fourth digit.
        absolute("E[X(t)]", got, want, 5e-5 + 2e-4 * want);
    }
    // Pitfall 5: the parameters of a penalised fit are not the maximum.
    let penalised = BgNbd::of(&[model.values()[0], model.values()[1], 0.706, 2.092]).unwrap();
    assert!(penalised.log_likelihood_of(&data).unwrap() < model.log_likelihood().unwrap());
    let manual = &golden["published"][3]["value"];
    relative("P(X(2)=10)", published.mass(2.0, 10).unwrap().value, number(&manual["P_x10_t2"]), 1e-5);
    relative("P(X(39)=0)", published.mass(39.0, 0).unwrap().value, number(&manual["P_x0_t39"]), 1e-6);
    for (i, p) in numbers(&manual["pmf_t30_x11_20"]).into_iter().enumerate() {
        relative("mass at 30", published.mass(30.0, 11 + i as u64).unwrap().value, p, 1e-6);
    }
}

/// Pitfall 1: lifetimes reports a mean of a likelihood in rescaled time.
#[test]
fn log_likelihood_is_in_the_time_of_the_data() {
    let summary = own_table("cdnow_summary_lifetimes.csv");
    let (x, t_x, age) = (summary.numbers("frequency"), summary.numbers("recency"), summary.numbers("T"));
    let rows: Vec<History> = (0..x.len()).map(|i| History::new(x[i] as u64, t_x[i], age[i])).collect();
    let data = Histories::check(&rows).unwrap();
    let model = BgNbd::fit(&data, None).unwrap();
    let lifetimes_total = -589.890464783952;
    absolute(
        "log-likelihood",
        model.log_likelihood().unwrap(),
        lifetimes_total - 2457.0 * data.longest().ln(),
        0.001,
    );
}

/// Pitfall 2: exact values where lifetimes returns infinity or NaN.
#[test]
fn conditional_expectation_is_exact_at_extreme_parameters() {
    let Some(golden) = json("a8_clv_numeric_torture.json") else { return };
    let rows = golden["reference"][0]["rows"].as_array().unwrap().iter();
    let mut seen = 0;
    for row in rows.chain(golden["exact_limits"].as_array().unwrap()) {
        let model = row["model"].as_str().unwrap();
        if !model.starts_with("bgnbd cet") {
            continue;
        }
        let c = numbers(&row["c"]);
        let same = BgNbd::of(&numbers(&row["p"])).unwrap();
        let got = same.purchases(&History::new(c[0] as u64, c[1], c[2]), c[3]).unwrap().value;
        relative(&format!("{row}"), got, number(&row["exact"]), 1e-8);
        seen += 1;
    }
    assert!(seen > 30);
}

/// Many customers at once share what depends on frequency and age; a model put back together is the fit; both to the last digits.
#[test]
fn many_at_once_and_a_restored_model_say_the_same() {
    use troth_stats::repeat::{Discount, Model, ParetoNbd, discounted_purchases};
    fn check<F: troth_stats::repeat::Family>(fitted: &Model<F>, rows: &[History], data: &Histories) {
        let covariance = fitted.covariance().unwrap();
        let restored = Model::<F>::restored(fitted.values(), &covariance, fitted.customers()).unwrap();
        let year = Discount { rate: 0.02, length: 13.0, periods: 4 };
        let outlooks = restored.outlook(rows, 26.0).unwrap();
        let discounted = restored.discounted(rows, &year).unwrap();
        let expected = fitted.expectations(rows, 26.0, &year).unwrap();
        for ((expected, outlook), discounted) in expected.iter().zip(&outlooks).zip(&discounted) {
            relative("alive without interval", expected.alive, outlook.alive.value, 1e-12);
            relative("purchases without interval", expected.purchases, outlook.purchases.value, 1e-12);
            relative("discounted without interval", expected.discounted, discounted.value, 1e-12);
        }
        for ((row, outlook), discounted) in rows.iter().zip(&outlooks).zip(&discounted) {
            let (alive, purchases) = (fitted.alive(row).unwrap(), fitted.purchases(row, 26.0).unwrap());
            for (many, one) in [(outlook.alive, alive), (outlook.purchases, purchases)] {
                relative("value", many.value, one.value, 1e-12);
                relative("low", many.low, one.low, 1e-9);
                relative("high", many.high, one.high, 1e-9);
            }
            let one = discounted_purchases(fitted, row, &year).unwrap();
            relative("discounted", discounted.value, one.value, 1e-12);
            relative("discounted, low", discounted.low, one.low, 1e-9);
            relative("discounted, high", discounted.high, one.high, 1e-9);
        }
        assert!(fitted.drift(data).unwrap() < 1e-6, "a maximum does not drift: {:?}", fitted.drift(data));
        let mut more = rows.to_vec();
        more.extend([History::new(20, 30.0, 31.0); 20]);
        assert!(fitted.drift(&Histories::check(&more).unwrap()).unwrap() > 0.02);
    }
    let summary = own_table("cdnow_summary_lifetimes.csv");
    let (x, t_x, age) = (summary.numbers("frequency"), summary.numbers("recency"), summary.numbers("T"));
    let rows: Vec<History> = (0..x.len()).map(|i| History::new(x[i] as u64, t_x[i], age[i])).collect();
    let data = Histories::check(&rows).unwrap();
    check(&BgNbd::fit(&data, None).unwrap(), &rows, &data);
    check(&ParetoNbd::fit(&data, None).unwrap(), &rows, &data);
    // The ends of what is known hold the covariance: what is linear in the logarithms has the standard error of the delta method.
    let model = BgNbd::fit(&data, None).unwrap();
    let product = |model: &BgNbd| model.values().iter().map(|value| value.ln()).sum::<f64>();
    let ends = model.ends();
    let squares =
        ends.iter().map(|[one, other]| (0.5 * (product(one) - product(other))).powi(2)).sum::<f64>();
    let covariance = model.covariance().unwrap();
    let scaled = |i: usize, j: usize| covariance[(i, j)] / (model.values()[i] * model.values()[j]);
    let variance = (0..16).map(|place| scaled(place / 4, place % 4)).sum::<f64>();
    relative("reach", squares.sqrt(), troth_stats::estimate::critical(0.95) * variance.sqrt(), 1e-9);
    assert!(BgNbd::of(&[0.243, 4.414, 0.793, 2.426]).unwrap().ends().is_empty());
    let small = troth_stats::linalg::DMatrix::identity(2, 2);
    assert!(BgNbd::restored(&[0.243, 4.414, 0.793, 2.426], &small, 10.0).is_err());
}
