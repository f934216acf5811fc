//! MBG/NBD, Pareto/NBD, NBD, BG/BB, Gamma-Gamma, summaries and lifetime value against papers and packages.

use crate::golden::{absolute, json, number, numbers, own_table, relative, table};
use crate::repeat_bg_nbd::days;
use serde_json::Value;
use troth_stats::repeat::*;

fn cbs() -> Option<Histories> {
    let t = table("cdnow_cbs_btyd.csv")?;
    Some(histories_of(&t.numbers("x"), &t.numbers("t.x"), &t.numbers("T.cal")))
}

fn histories_of(x: &[f64], t_x: &[f64], age: &[f64]) -> Histories {
    let rows: Vec<History> = (0..x.len()).map(|i| History::new(x[i] as u64, t_x[i], age[i])).collect();
    Histories::check(&rows).unwrap()
}

fn at<F: Family>(reference: &Value) -> Model<F> {
    let p: Vec<f64> = F::PARAMETERS.iter().map(|k| number(&reference["params"][k])).collect();
    Model::of(&p).unwrap()
}

fn individuals<F: Family>(reference: &Value, tolerance: f64) {
    let same = at::<F>(reference);
    for row in reference["individuals"].as_array().unwrap() {
        let h = History::new(row["x"].as_u64().unwrap(), number(&row["t_x"]), number(&row["T"]));
        relative("alive", same.alive(&h).unwrap().value, number(&row["palive"]), tolerance);
        for key in ["cet_39", "cet_52"] {
            if row.get(key).is_some() {
                let t: f64 = key[4..].parse().unwrap();
                relative(key, same.purchases(&h, t).unwrap().value, number(&row[key]), tolerance);
            }
        }
    }
}

fn same_parameters<F: Family>(model: &Model<F>, reference: &Value, tolerance: f64) {
    for (name, value) in F::PARAMETERS.iter().zip(model.values()) {
        relative(name, *value, number(&reference["params"][name]), tolerance);
    }
}

#[test]
fn mbg_nbd() {
    let (Some(golden), Some(data)) = (json("a2_mbgnbd_cdnow.json"), cbs()) else { return };
    let model = MbgNbd::fit(&data, None).unwrap();
    same_parameters(&model, &golden["reference"][0], 5e-4);
    absolute("ll", model.log_likelihood().unwrap(), number(&golden["reference"][0]["loglik"]), 0.01);
    for (p, key) in model.parameters().iter().zip(["r", "alpha", "a", "b"]) {
        relative(key, p.estimate.se.unwrap(), number(&golden["reference"][1]["se"][key]), 1e-3);
    }
    individuals::<ModifiedBetaGeometric>(&golden["reference"][0], 1e-6);
    individuals::<ModifiedBetaGeometric>(&golden["reference"][1], 1e-6);
}

#[test]
fn pareto_nbd() {
    let (Some(golden), Some(data)) = (json("a3_paretonbd_cdnow.json"), cbs()) else { return };
    let btyd = &golden["reference"][0];
    let model = ParetoNbd::fit(&data, None).unwrap();
    same_parameters(&model, btyd, 1e-3);
    for (value, published) in model.values().iter().zip([0.553, 10.578, 0.606, 11.669]) {
        absolute("published", *value, published, 6e-4);
    }
    absolute("ll", model.log_likelihood().unwrap(), number(&btyd["loglik"]), 0.01);
    assert!(model.log_likelihood().unwrap() >= number(&btyd["loglik"]) - 1e-9);
    for (p, se) in model.parameters().iter().zip(numbers(&btyd["se"])) {
        relative(p.name, p.estimate.se.unwrap(), se, 2e-3);
    }
    let published = ParetoNbd::of(&[0.553, 10.578, 0.606, 11.669]).unwrap();
    absolute(
        "ll at published",
        published.log_likelihood_of(&data).unwrap(),
        number(&btyd["loglik_at_published"]),
        1e-6,
    );
    individuals::<Pareto>(btyd, 1e-6);
    individuals::<Pareto>(&golden["reference"][1], 1e-6);
    let same = at::<Pareto>(btyd);
    for row in btyd["individuals"].as_array().unwrap() {
        let h = History::new(row["x"].as_u64().unwrap(), number(&row["t_x"]), number(&row["T"]));
        relative(
            "DERT",
            same.discounted_residual(&h, 0.0027).unwrap().value,
            number(&row["dert_0.0027"]),
            1e-6,
        );
    }
    relative("E[X(52)]", same.purchases_of_new(52.0).unwrap().value, number(&btyd["E_X_52"]), 1e-9);
    // Pitfall 13: the probability mass, which BTYD had wrong before 2.4.3.
    for (x, p) in numbers(&btyd["pmf_39wk_0_7"]).into_iter().enumerate() {
        relative("mass", same.mass(39.0, x as u64).unwrap().value, p, 1e-8);
    }
    let sum: f64 = data.cells().iter().map(|h| h.weight * same.purchases(h, 39.0).unwrap().value).sum();
    relative("sum", sum, number(&btyd["sum_cond_expect_39"]), 1e-8);
    let walk = &golden["published"][1]["value"];
    let manual = ParetoNbd::of(&numbers(&walk["EX_at_params"])).unwrap();
    for (t, want) in numbers(&walk["EX_0_9"]).into_iter().enumerate() {
        absolute("E[X]", manual.purchases_of_new(t as f64).unwrap().value, want, 1e-8);
    }
}

#[test]
fn pareto_nbd_is_exact_at_extreme_parameters() {
    let Some(golden) = json("a8_clv_numeric_torture.json") else { return };
    let rows = golden["reference"][0]["rows"].as_array().unwrap().iter();
    let mut seen = 0;
    for row in rows.chain(golden["exact_limits"].as_array().unwrap()) {
        let name = row["model"].as_str().unwrap();
        if !name.starts_with("pnbd") {
            continue;
        }
        let c = numbers(&row["c"]);
        let same = ParetoNbd::of(&numbers(&row["p"])).unwrap();
        let h = History::new(c[0] as u64, c[1], c[2]);
        let got = if name.contains("palive") { same.alive(&h) } else { same.purchases(&h, c[3]) };
        relative(&row.to_string(), got.unwrap().value, number(&row["exact"]), 1e-8);
        seen += 1;
    }
    assert!(seen > 40);
}

#[test]
fn nbd() {
    let (Some(golden), Some(data)) = (json("a3b_nbd_cdnow.json"), cbs()) else { return };
    let model = Nbd::fit(&data, None).unwrap();
    same_parameters(&model, &golden["reference"][0], 1e-3);
    absolute("ll", model.log_likelihood().unwrap(), number(&golden["reference"][0]["loglik"]), 0.01);
}

#[test]
fn grocery() {
    let Some(golden) = json("a6_grocery_btydplus.json") else { return };
    let t = table("grocery_cbs_btydplus.csv").unwrap();
    let data = histories_of(&t.numbers("x"), &t.numbers("t.x"), &t.numbers("T.cal"));
    let reference = &golden["reference"][0];
    let check = |key: &str, values: &[f64], ll: f64, skip: usize| {
        for (got, want) in values.iter().zip(&numbers(&reference[key]["p"])[skip..]) {
            relative(key, *got, *want, 2e-3);
        }
        absolute(key, ll, number(&reference[key]["LL"]), 0.05);
    };
    let m = Nbd::fit(&data, None).unwrap();
    check("nbd", m.values(), m.log_likelihood().unwrap(), 0);
    let m = ParetoNbd::fit(&data, None).unwrap();
    check("pnbd", m.values(), m.log_likelihood().unwrap(), 0);
    let m = BgNbd::fit(&data, None).unwrap();
    check("bgnbd", m.values(), m.log_likelihood().unwrap(), 0);
    let m = MbgNbd::fit(&data, None).unwrap();
    check("mbgnbd", m.values(), m.log_likelihood().unwrap(), 1);
}

#[test]
fn bg_bb() {
    let Some(golden) = json("a5_bgbb_donations.json") else { return };
    let t = table("donations_bgbb.csv").unwrap();
    let (x, t_x, n, w) = (t.numbers("x"), t.numbers("t.x"), t.numbers("n.cal"), t.numbers("custs"));
    let rows: Vec<History> = (0..x.len())
        .map(|i| History { frequency: x[i] as u64, recency: t_x[i], age: n[i], weight: w[i] })
        .collect();
    let data = Histories::check(&rows).unwrap();
    let btyd = &golden["reference"][0];
    let model = BgBb::fit(&data, None).unwrap();
    same_parameters(&model, btyd, 1e-3);
    same_parameters(&model, &golden["reference"][1], 1e-3);
    absolute("ll", model.log_likelihood().unwrap(), number(&btyd["loglik"]), 0.01);
    for (p, se) in model.parameters().iter().zip(numbers(&btyd["se"])) {
        relative(p.name, p.estimate.se.unwrap(), se, 2e-3);
    }
    let same = at::<BetaBinomial>(btyd);
    for cell in btyd["cells"].as_array().unwrap() {
        let h = History::new(cell["x"].as_u64().unwrap(), number(&cell["t_x"]), 6.0);
        relative("alive", same.alive(&h).unwrap().value, number(&cell["palive_n1"]), 1e-8);
        relative("cet", same.purchases(&h, 5.0).unwrap().value, number(&cell["cet5"]), 1e-8);
        relative("dert", same.discounted_residual(&h, 0.1).unwrap().value, number(&cell["dert10"]), 1e-8);
        let (p, theta) = same.chances(&h).unwrap();
        relative("p", p.value, number(&cell["mean_p"]), 1e-8);
        relative("theta", theta.value, number(&cell["mean_theta"]), 1e-8);
    }
    relative("E[X(10)]", same.purchases_of_new(10.0).unwrap().value, number(&btyd["E_X_10"]), 1e-9);
    let sum: f64 = rows.iter().map(|h| h.weight * same.purchases(h, 5.0).unwrap().value).sum();
    relative("sum", sum, number(&btyd["sum_cet5"]), 1e-9);
    // The workbook's in-sample totals need the unrounded maximum.
    absolute("x = 0", 11104.0 * model.mass(6.0, 0).unwrap().value, 3454.9, 0.06);
    absolute("x = 6", 11104.0 * model.mass(6.0, 6).unwrap().value, 1253.1, 0.06);
}

#[test]
fn gamma_gamma() {
    let Some(golden) = json("a4_gammagamma_cdnow.json") else { return };
    let btyd = &golden["reference"][0];
    let t = table("cdnow_cbs_btyd.csv").unwrap();
    let spend = |x: &[f64], m: &[f64]| {
        Spends::check(&(0..x.len()).map(|i| Spend::new(x[i] as u64, m[i])).collect::<Vec<_>>()).unwrap()
    };
    let data = spend(&t.numbers("x"), &t.numbers("m.x"));
    assert_eq!(data.customers(), 946.0);
    let model = GammaGamma::fit(&data, None).unwrap();
    for ((got, key), se) in model.parameters().iter().zip(["p", "q", "gamma"]).zip(numbers(&btyd["se"])) {
        relative(key, got.estimate.value, number(&btyd["params"][key]), 2e-3);
        relative("se", got.estimate.se.unwrap(), se, 2e-3);
    }
    absolute("ll", model.log_likelihood().unwrap(), number(&btyd["loglik"]), 0.01);
    let same = GammaGamma::of(&["p", "q", "gamma"].map(|k| number(&btyd["params"][k]))).unwrap();
    for row in btyd["individuals"].as_array().unwrap() {
        let s = Spend::new(row["x"].as_u64().unwrap(), number(&row["m"]));
        relative("E[M]", same.mean(&s).unwrap().value, number(&row["e"]), 1e-9);
    }
    // lifetimes on means rounded to two decimals: other input, other answer.
    let own = own_table("cdnow_summary_monetary_lifetimes.csv");
    let rounded = spend(&own.numbers("x"), &own.numbers("zbar"));
    let model = GammaGamma::fit(&rounded, None).unwrap();
    let lifetimes = &golden["reference"][1];
    for (got, key) in model.values().iter().zip(["p", "q", "v"]) {
        relative(key, *got, number(&lifetimes["params"][key]), 2e-3);
    }
    absolute("ll", model.log_likelihood().unwrap(), number(&lifetimes["loglik"]), 0.05);
    relative("correlation", rounded.correlation().unwrap(), number(&lifetimes["corr_x_m"]), 1e-6);

    // Lifetime value of a year, with the convention named in `Discount`.
    let (x, t_x, age, m) = (own.numbers("x"), own.numbers("t_x"), own.numbers("T"), own.numbers("zbar"));
    let buying = BgNbd::fit(&histories_of(&x, &t_x, &age), None).unwrap();
    let year = Discount { rate: 0.01, length: 4.345, periods: 12 };
    let value = |i: usize| {
        let (h, s) = (History::new(x[i] as u64, t_x[i], age[i]), Spend::new(x[i] as u64, m[i]));
        lifetime_value(&buying, &model, &h, &s, &year, 1.0).unwrap()
    };
    let clv = &golden["reference"][2]["clv_12m"];
    for (i, want) in numbers(&clv["clv"]).into_iter().enumerate() {
        relative("clv", value(i).value, want, 1e-3);
        assert!(value(i).low < want && want < value(i).high);
    }
    let sum: f64 = (0..x.len()).map(|i| value(i).value).sum();
    relative("sum of clv", sum, number(&clv["sum"]), 1e-3);
}

#[test]
fn summaries_from_transactions() {
    let Some(golden) = json("a7_transactions_to_rfm_cdnow.json") else { return };
    let t = own_table("cdnow_sample.csv");
    let customer: Vec<u64> = t.text("id").iter().map(|s| s.parse().unwrap()).collect();
    let day: Vec<i32> = t.text("date").iter().map(|s| days(s) as i32).collect();
    let amount = t.numbers("amount");
    let purchases = Transactions { customer: &customer, day: &day, amount: &amount };
    let got = purchases.summarise(days("19970930") as i32, days("19980630") as i32).unwrap();
    assert_eq!(got.len(), 2357);
    // lifetimes' hold-out mean is per row, not per day as before the hold-out.
    let per_row = |c: &Customer| if c.later_rows == 0 { 0.0 } else { c.later_total / c.later_rows as f64 };
    for (c, want) in got.iter().zip(golden["reference"][1]["first5"].as_array().unwrap()) {
        assert_eq!(c.id, want[0].as_str().unwrap().parse::<u64>().unwrap());
        let all =
            [c.frequency as f64, f64::from(c.recency), f64::from(c.age), c.mean, c.later as f64, per_row(c)];
        for (i, value) in all.iter().enumerate() {
            absolute("first five", *value, number(&want[i + 1]), 1e-9);
        }
    }
    let sums = &golden["reference"][1]["sums"];
    let sum = |f: &dyn Fn(&Customer) -> f64| got.iter().map(f).sum::<f64>();
    assert_eq!(sum(&|c| c.frequency as f64), number(&sums["frequency_cal"]));
    assert_eq!(sum(&|c| f64::from(c.recency)), number(&sums["recency_cal"]));
    assert_eq!(sum(&|c| f64::from(c.age)), number(&sums["T_cal"]));
    assert_eq!(sum(&|c| c.later as f64), number(&sums["frequency_holdout"]));
    relative("money", sum(&|c| c.mean), number(&sums["monetary_value_cal"]), 1e-9);
    relative("later money", sum(&per_row), number(&sums["monetary_value_holdout"]), 1e-9);
}
