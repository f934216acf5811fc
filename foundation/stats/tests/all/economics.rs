//! Values, referrals and complaints against closed forms and published numbers.

use crate::golden::{absolute, json, number, numbers, own_table, relative};
use troth_stats::economics::*;

#[test]
fn margin_multiples() {
    let Some(golden) = json("g1_margin_multiple_clv.json") else { return };
    for (r, row) in golden["reference"][0]["table"].as_object().unwrap() {
        for (i, want) in row.as_object().unwrap() {
            let got = margin_multiple(r[2..].parse().unwrap(), i[2..].parse().unwrap()).unwrap();
            relative("multiple", got, number(want), 1e-12);
        }
    }
    let form = &golden["reference"][0]["clv_forms"][0];
    let base =
        Relation { margin: 100.0, retention: 0.8, discount: 0.1, growth: 0.0, first: FirstMargin::Excluded };
    let with = Relation { first: FirstMargin::Included, ..base };
    // Pitfall 11: the conventions differ by 37.5 %.
    relative("excluded", base.value().unwrap(), number(&form["margin_multiple_form"]), 1e-12);
    relative("included", with.value().unwrap(), number(&form["with_initial_margin"]), 1e-12);
    relative("factor", with.value().unwrap() / base.value().unwrap(), 1.375, 1e-12);
    relative("five years", base.value_until(5).unwrap(), number(&form["finite_5y_excluding_t0"]), 1e-12);
    relative(
        "growth",
        Relation { growth: 0.02, ..base }.value().unwrap(),
        number(&form["growth_g_2pct"]),
        1e-12,
    );
    relative("long horizon", base.value_until(10_000).unwrap(), base.value().unwrap(), 1e-12);
    assert!(Relation { growth: 0.5, ..base }.value().is_err());
}

#[test]
fn referrals() {
    let Some(golden) = json("g2_referral_branching.json") else { return };
    let r = &golden["reference"][0];
    let t = own_table("offspring_ebola_conakry_faye2015.csv");
    let rows: Vec<Referrer> = t
        .numbers("offspring")
        .iter()
        .map(|x| Referrer { children: *x as u64, exposure: 1.0, weight: 1.0 })
        .collect();
    let data = Referrals::check(&rows).unwrap();
    let model = Reproduction::fit(&data).unwrap();
    let fit = &r["fit"];
    let p = model.parameters();
    relative("R", p[0].estimate.value, number(&fit["R_mle"]), 1e-4);
    relative("k", p[1].estimate.value, number(&fit["k_mle"]), 1e-4);
    relative("ll", model.log_likelihood().unwrap(), number(&fit["loglik"]), 1e-9);
    relative("poisson ll", data.poisson_log_likelihood(), number(&fit["poisson_loglik"]), 1e-9);
    let [rate, k] = model.profile(0.95).unwrap();
    for (got, want) in [rate.low, rate.high].into_iter().zip(numbers(&fit["R_ci_profile"])) {
        relative("R profile", got, want, 1e-4);
    }
    for (got, want) in [k.low, k.high].into_iter().zip(numbers(&fit["k_ci_profile"])) {
        relative("k profile", got, want, 1e-4);
    }
    // Half of the referrals not yet visible: twice the rate.
    let half: Vec<Referrer> = rows.iter().map(|r| Referrer { exposure: 0.5, ..*r }).collect();
    let doubled = Reproduction::fit(&Referrals::check(&half).unwrap()).unwrap();
    relative("exposure", doubled.parameters()[0].estimate.value, 2.0 * p[0].estimate.value, 1e-9);
    for row in r["extinction"].as_array().unwrap() {
        let mean = number(&row["R"]);
        let offspring = match row["dist"].as_str().unwrap() {
            "poisson" => Offspring::Poisson { mean },
            "negbin" => Offspring::NegativeBinomial { mean, k: number(&row["k"]) },
            _ => Offspring::Binomial { invitations: 3, chance: 0.5 },
        };
        absolute("extinction", offspring.extinction().unwrap(), number(&row["q"]), 1e-12);
    }
    for row in r["total_progeny"].as_array().unwrap() {
        if let Some(mean) = row.get("R") {
            let got = Offspring::Poisson { mean: number(mean) }.expected_total().unwrap();
            relative("total", got, number(&row["expected_total"]), 1e-12);
        } else {
            for (i, want) in numbers(&row["p"]).into_iter().enumerate() {
                let got = Offspring::Poisson { mean: 0.8 }.total_mass(i as u64 + 1).unwrap();
                relative("Borel", got, want, 1e-12);
            }
        }
    }
    for offspring in [
        Offspring::Poisson { mean: 0.8 },
        Offspring::NegativeBinomial { mean: 0.7, k: 0.3 },
        Offspring::Binomial { invitations: 3, chance: 0.2 },
    ] {
        let sum: f64 = (1..5000).map(|n| offspring.total_mass(n).unwrap()).sum();
        absolute("sizes sum to one", sum, 1.0, 1e-9);
    }
}

#[test]
fn complaints() {
    let Some(golden) = json("g3_tarp_complaints.json") else { return };
    let rates = &golden["published"][0]["value"]["major_gt_100usd"];
    let example = &golden["reference"][0]["example"];
    let major = Complaints {
        customers: number(&example["customers"]),
        problem: number(&example["problem_rate"]),
        complain: number(&example["complain_rate"]),
        satisfied: number(&example["of_complainers"]["satisfied"]),
        back_without: 1.0,
        back_silent: number(&rates["no_complaint"]),
        back_dissatisfied: number(&rates["complained_not_satisfied"]),
        back_satisfied: number(&rates["satisfied"]),
        value: 50.0,
    };
    let damage = major.damage().unwrap();
    relative("lost", damage.lost, number(&example["at_risk_lost"]), 1e-12);
    // Halving the problems halves the damage.
    let change = Prevention { after: Complaints { problem: 0.1, ..major }, cost: 17_000.0 };
    let pay = major.pay_off(&change).unwrap();
    relative("kept", pay.kept, 850.0, 1e-12);
    relative("return", pay.return_on_cost, 1.5, 1e-12);
    assert!(Complaints { complain: 1.5, ..major }.damage().is_err());
}
