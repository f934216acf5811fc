//! Rows of the README's table for what customers say and why, and for what actions change.

use crate::golden::{json, number, own_table, table};
use crate::regression::{errors, is, ols};
use crate::reproduces::Rows;
use troth_stats::driver::Drivers;
use troth_stats::effect::before_after::TwoPeriods;
use troth_stats::effect::experiment::Experiment;
use troth_stats::effect::observational::{Method, Study};
use troth_stats::effect::sensitivity::{Ratio, e_value};
use troth_stats::regression::{Binary, Covariance, Design, Link, Ordinal};
use troth_stats::score::nps;
use troth_stats::score::reliability::{Items, Missing};
use troth_stats::share::{Count, Method as Interval, difference};
use troth_stats::survey::{Margin, Sample};

fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

pub(crate) fn answers(rows: &mut Rows) -> Option<()> {
    scores(rows)?;
    models(rows)?;
    drivers(rows)?;
    effects(rows)
}

fn scores(rows: &mut Rows) -> Option<()> {
    let share = |successes, trials| Count { successes, trials }.check().unwrap();
    let one = &json("c1_single_proportion.json")?["reference"][0]["rows"][0];
    for (name, key, method) in [
        ("Wilson", "wilson", Interval::Wilson),
        ("Jeffreys", "jeffreys", Interval::Jeffreys),
        ("Clopper-Pearson", "clopper_pearson", Interval::ClopperPearson),
        ("Agresti-Coull", "agresti_coull", Interval::AgrestiCoull),
    ] {
        let got = share(81, 263).interval(method, 0.95).unwrap();
        rows.add(name, "81 of 263", "lower end", got.low, number(&one[key][0]), "statsmodels 0.15.0", 1e-9);
    }
    let two = json("c2_difference_of_proportions.json")?;
    let between = |m| difference::interval(share(56, 70), share(48, 80), m, 0.95).unwrap();
    let newcombe = between(difference::Method::Newcombe);
    rows.add("Newcombe", "56/70 − 48/80", "lower end", newcombe.low, 0.0524, "Newcombe 1998, table II", 1e-3);
    let want = number(&two["reference"][1]["rows"][0]["miettinen_nurminen"][1]);
    let got = between(difference::Method::MiettinenNurminen).high;
    rows.add("Miettinen-Nurminen", "56/70 − 48/80", "upper end", got, want, "numeric inversion", 1e-6);
    let three = &json("c3_nps_intervals.json")?["reference"][0]["rows"][0];
    let bank = nps::Answers { detractors: 86, passives: 99, promoters: 65 }.check().unwrap();
    let got = bank.interval(nps::Method::Score, 0.95).unwrap().low;
    let want = number(&three["score_tango"][0]);
    rows.add("net promoter score", "bank survey", "lower end (score)", got, want, "R NPS's formula", 1e-6);
    let five = &json("c5_cronbach_and_gap.json")?["reference"][0]["bank_qual"];
    let survey = table("bank_satisfaction_plspm.csv")?;
    let columns: Vec<Vec<f64>> = (1..=5).map(|i| survey.numbers(&format!("qual{i}"))).collect();
    let found = Items { columns: &slices(&columns), missing: Missing::Refuse }.reliability(0.95).unwrap();
    rows.add(
        "alpha",
        "bank survey",
        "raw",
        found.alpha.value,
        number(&five["raw_alpha"]),
        "R psych 2.2.9",
        1e-9,
    );
    rows.add(
        "alpha",
        "bank survey",
        "its error",
        found.alpha.se?,
        number(&five["ase"]),
        "R psych 2.2.9",
        1e-9,
    );
    let four = &json("c4_weighted_poststratified.json")?["reference"][0];
    let schools = table("survey_apisrs.csv")?;
    let (weights, population) = (schools.numbers("pw"), schools.numbers("fpc"));
    let cells: Vec<usize> = schools.text("stype").iter().map(|s| "EHM".find(s.as_str()).unwrap()).collect();
    let sample =
        Sample { weights: &weights, population: Some(&population), ..Sample::default() }.check().unwrap();
    let moved = sample.poststratify(Margin { cells: &cells, totals: &[4421.0, 755.0, 1018.0] }).unwrap();
    let mean = moved.mean(&schools.numbers("api00"), 0.95).unwrap();
    let want = &four["srs_poststratified_stype"];
    rows.add(
        "post-stratification",
        "California schools",
        "mean",
        mean.value,
        number(&want[0]),
        "R survey 4.1.1",
        1e-8,
    );
    rows.add(
        "post-stratification",
        "California schools",
        "its error",
        mean.se?,
        number(&want[1]),
        "R survey 4.1.1",
        1e-8,
    );
    Some(())
}

fn models(rows: &mut Rows) -> Option<()> {
    let wine = table("ordinal_wine.csv")?;
    let want = &json("d2_ordinal_wine.json")?["reference"][0];
    let columns = [is(&wine.text("temp"), "warm"), is(&wine.text("contact"), "yes")];
    let outcomes: Vec<usize> = wine.numbers("rating").iter().map(|r| *r as usize - 1).collect();
    let model = Ordinal { columns: &slices(&columns), outcomes: &outcomes, weights: None, link: Link::Logit };
    let model = model.check().unwrap().fit().unwrap();
    let found = model.estimates(0.95).unwrap();
    for (at, key) in [(1, "2|3"), (4, "tempwarm")] {
        rows.add(
            "ordinal logit",
            "wine",
            key,
            found[at].value,
            number(&want["coef"][key]),
            "R ordinal",
            1e-6,
        );
        rows.add(
            "ordinal logit",
            "wine",
            "its error",
            found[at].se?,
            number(&want["se"][key]),
            "R ordinal",
            1e-6,
        );
    }
    rows.add(
        "ordinal logit",
        "wine",
        "log-likelihood",
        model.log_likelihood(),
        number(&want["loglik"]),
        "R ordinal",
        1e-8,
    );
    let petersen = table("sandwich_petersen_cl.csv")?;
    let want = &json("d3_ols_sandwich.json")?["reference"][0]["petersen"];
    let model = ols(&[&petersen.numbers("x")], &petersen.numbers("y"));
    let firm: Vec<usize> = petersen.numbers("firm").iter().map(|f| *f as usize).collect();
    let clustered = errors(&model, Covariance::Cluster { groups: &firm, small_sample: true })[1];
    let sandwich = "R sandwich 3.0.2";
    rows.add(
        "least squares",
        "Petersen",
        "slope",
        model.coefficients()[1],
        number(&want["coef"]["x"]),
        sandwich,
        1e-8,
    );
    rows.add(
        "least squares",
        "Petersen",
        "error, HC1",
        errors(&model, Covariance::Hc1)[1],
        number(&want["HC1"][1]),
        sandwich,
        1e-8,
    );
    rows.add(
        "least squares",
        "Petersen",
        "error, by firm",
        clustered,
        number(&want["firm_HC1_cadj"][1]),
        sandwich,
        1e-8,
    );
    let telco = table("telco_churn_ibm.csv")?;
    let want = &json("d4_logit_telco_robust.json")?["reference"][0];
    let tenure = telco.numbers("tenure");
    let pick = |v: Vec<f64>| {
        v.into_iter().zip(&tenure).filter(|(_, t)| **t > 0.0).map(|(v, _)| v).collect::<Vec<f64>>()
    };
    let columns = [
        pick(tenure.clone()),
        pick(telco.numbers("MonthlyCharges")),
        pick(is(&telco.text("Contract"), "One year")),
        pick(is(&telco.text("Contract"), "Two year")),
        pick(telco.numbers("SeniorCitizen")),
        pick(is(&telco.text("PaperlessBilling"), "Yes")),
    ];
    let outcomes = pick(is(&telco.text("Churn"), "Yes"));
    let design = Design { columns: &slices(&columns), intercept: true };
    let model = Binary { design, outcomes: &outcomes, weights: None, link: Link::Logit };
    let model = model.check().unwrap().fit().unwrap();
    let hc1 = model.estimates(Covariance::Hc1, 0.95).unwrap()[1];
    rows.add(
        "logit",
        "telco",
        "coefficient of tenure",
        hc1.value,
        number(&want["coef"]["tenure"]),
        "R glm",
        1e-6,
    );
    // glm keeps the weights of the step before its last.
    rows.add("logit", "telco", "its error, HC1", hc1.se?, number(&want["HC1"]["tenure"]), sandwich, 2e-5);
    rows.add(
        "logit",
        "telco",
        "log-likelihood",
        model.log_likelihood(),
        number(&want["loglik"]),
        "R glm",
        1e-9,
    );
    Some(())
}

fn drivers(rows: &mut Rows) -> Option<()> {
    let swiss = table("swiss.csv")?;
    let want = &json("d5_key_drivers.json")?["reference"][0]["swiss"];
    let names = ["Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"];
    let columns = names.map(|n| swiss.numbers(n));
    let outcome = swiss.numbers("Fertility");
    let found = Drivers { columns: &slices(&columns), outcome: &outcome, weights: None };
    let found = found.check().unwrap().importance().unwrap();
    for (model, key, values) in [
        ("Shapley (LMG)", "lmg", &found.shapley),
        ("Johnson's weights", "genizi", &found.relative_weight),
        ("CAR", "car", &found.car),
    ] {
        let want = number(&want[key]["Education"]);
        rows.add(model, "swiss", "Education", values[2], want, "R relaimpo 2.2-7", 1e-10);
    }
    Some(())
}

fn effects(rows: &mut Rows) -> Option<()> {
    let flags = |v: Vec<f64>| v.iter().map(|v| *v == 1.0).collect::<Vec<bool>>();
    let nsw = own_table("nsw_dw.csv");
    let want = &json("e1_nsw_experiment.json")?["reference"][0];
    let (treated, outcomes) = (flags(nsw.numbers("treat")), nsw.numbers("re78"));
    let experiment = Experiment { treated: &treated, outcomes: &outcomes }.check().unwrap();
    let plain = experiment.difference(0.95).unwrap().difference;
    rows.add("difference", "NSW", "effect", plain.value, 1794.0, "Dehejia & Wahba 1999", 3e-4);
    rows.add("difference", "NSW", "its error", plain.se?, number(&want["se_welch"]), "R 4.2.2", 1e-8);
    let cuped = experiment.cuped(&nsw.numbers("re75"), 0.95).unwrap();
    rows.add(
        "CUPED",
        "NSW",
        "effect",
        cuped.effect.value,
        number(&want["cuped_re75"]["effect"]),
        "R 4.2.2",
        1e-8,
    );
    let data = own_table("cattaneo2.csv");
    let columns = |names: &[&str]| names.iter().map(|n| data.numbers(n)).collect::<Vec<_>>();
    let (p, o) = (
        columns(&["mmarried_", "mage", "mage2", "fbaby_", "medu"]),
        columns(&["prenatal1_", "mmarried_", "mage", "fbaby_"]),
    );
    let (treated, outcomes) = (flags(data.numbers("mbsmoke_")), data.numbers("bweight"));
    let study = Study {
        treated: &treated,
        outcomes: &outcomes,
        propensity: &slices(&p),
        outcome: &slices(&o),
        link: Link::Probit,
    };
    let fitted = study.fit().unwrap();
    for (name, method, value, se) in [
        ("regression adjustment", Method::RegressionAdjustment, -239.63921146434, 23.82402100183),
        ("weighting", Method::Weighting, -230.68863779526, 25.815243801554),
        ("doubly robust", Method::DoublyRobust, -230.98920111258, 26.210564625435),
    ] {
        let average = fitted.effect(method, 0.95).unwrap().average;
        rows.add(name, "cattaneo2", "effect", average.value, value, "Stata teffects", 1e-6);
        rows.add(name, "cattaneo2", "its error", average.se?, se, "Stata teffects", 1e-3);
    }
    let stores = table("card_krueger.csv")?;
    let want = &json("e4_card_krueger_did.json")?["reference"][0];
    let fte = stores.numbers("fte");
    let pick = |n: &str| {
        stores
            .numbers(n)
            .into_iter()
            .zip(&fte)
            .filter(|(_, f)| f.is_finite())
            .map(|(v, _)| v)
            .collect::<Vec<f64>>()
    };
    let (state, after, y) = (flags(pick("nj")), flags(pick("d")), pick("fte"));
    let store: Vec<usize> = pick("id").iter().map(|v| *v as usize).collect();
    let found = TwoPeriods { treated: &state, after: &after, outcomes: &y }.fit().unwrap();
    let by_store = found.effect(Covariance::Cluster { groups: &store, small_sample: true }, 0.95).unwrap();
    rows.add(
        "difference in differences",
        "Card & Krueger",
        "effect",
        by_store.value,
        number(&want["did"]),
        "R 4.2.2",
        1e-8,
    );
    rows.add(
        "difference in differences",
        "Card & Krueger",
        "error, by store",
        by_store.se?,
        number(&want["did_cluster_id"]),
        "R sandwich 3.0.2",
        1e-8,
    );
    let e = e_value(10.73, 8.02, 14.36, Ratio::Risk).unwrap();
    rows.add("E-value", "Hammond & Horn 1958", "point", e.point, 20.94777, "R EValue", 1e-6);
    Some(())
}
