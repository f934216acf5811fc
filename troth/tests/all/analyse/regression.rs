//! What goes with an outcome: files d. Every number of a file is compared, or excused with a reason.
#![expect(clippy::unreadable_literal, reason = "reference values are copied with all their digits")]

use super::{Golden, all_compared, all_near, close, column, given, near, number, same};
use serde_json::{Value, json};

/// The likelihood ratio tests of R's `nominal_test`, whose first row is the model without any.
fn nominal(got: &Value, rows: &Value) {
    for row in rows.as_array().unwrap() {
        if row["_row"] == "<none>" {
            close((got, "/log_likelihood"), (row, "/logLik"), 1e-6);
            let parameters = got["parameters"].as_object().unwrap().len();
            given(&row["AIC"]);
            close(
                (&(2.0 * parameters as f64 - 2.0 * number(&got["log_likelihood"])).into(), ""),
                (row, "/AIC"),
                1e-5,
            );
            continue;
        }
        let own =
            got["nominal_test"].as_array().unwrap().iter().find(|own| own["term"] == row["_row"]).unwrap();
        for (own_key, key) in [("logLik", "logLik"), ("LRT", "LRT"), ("df", "Df"), ("p", "Pr(>Chi)")] {
            close((own, &format!("/{own_key}")), (row, &format!("/{key}")), 1e-5);
        }
        let parameters = got["parameters"].as_object().unwrap().len() as f64 + number(&own["df"]);
        close((&(2.0 * parameters - 2.0 * number(&own["logLik"])).into(), ""), (row, "/AIC"), 1e-4);
    }
}

#[test]
fn d1_satisfaction_with_housing() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("d1_ordinal_housing");
    let (published, reference) = (&want["published"][0]["value"], &want["reference"][0]);
    let levels = "--levels=Sat=Low,Medium,High --levels=Infl=Low,Medium,High \
                  --levels=Type=Tower,Apartment,Atrium,Terrace --levels=Cont=Low,High";
    let roles = format!("--outcome=Sat --covariates=Infl,Type,Cont --weight=Freq {levels}");
    // MASS::polr stops before the maximum of the complementary log-log: ordinal::clm with a gradient below 1e-12 does not.
    let converged = json!({ "InflMedium": 0.3820469815678492, "InflHigh": 0.9153747906451771,
        "TypeApartment": -0.4071970354621685, "TypeAtrium": -0.2805276842092962, "TypeTerrace": -0.7424547430537881,
        "ContHigh": 0.2092252844966031, "Low|Medium": -0.7962082178224459, "Medium|High": 0.0553758145145997 });
    for (link, key) in
        [("logit", "housing_polr_logit"), ("probit", "housing_probit"), ("cloglog", "housing_cloglog")]
    {
        let got = golden.ask("ordinal", "mass_housing.csv", &format!("{roles} --link={link}"));
        for part in ["coef", "zeta"] {
            for (name, value) in reference[key][part].as_object().unwrap() {
                let stopped_early = if link == "cloglog" { 1e-4 } else { 1e-5 };
                close((&got["parameters"][name], ""), (value, ""), stopped_early);
            }
        }
        if link == "cloglog" {
            for (name, value) in converged.as_object().unwrap() {
                close((&got["parameters"][name], ""), (value, ""), 1e-9);
            }
        }
        close((&got, "/deviance"), (&reference[key], "/deviance"), 1e-3);
    }
    let got =
        golden.ask("ordinal", "mass_housing.csv", &format!("{roles} --intervals=profile --rows=1,7,72"));
    let polr = &reference["housing_polr_logit"];
    same(&got, "se", &polr["se"], 1e-5);
    close((&got, "/log_likelihood"), (polr, "/loglik"), 1e-6);
    close((&got, "/n"), (polr, "/n"), 0.0);
    for (i, row) in ["r1", "r7", "r72"].iter().enumerate() {
        all_near(&got["fitted"][i]["chances"], &polr["fitted_rows_1_7_72"][row], 1e-5);
    }
    for row in polr["confint_profile"].as_array().unwrap() {
        let own = &got["estimates"][format!("{}_profile", row["_row"].as_str().unwrap())];
        // polr's profile is a spline through a few points.
        close((own, "/low"), (row, "/2.5 %"), 5e-5);
        close((own, "/high"), (row, "/97.5 %"), 5e-5);
    }
    for (name, value) in published.as_object().unwrap() {
        let own =
            if name == "deviance" { &got["deviance"] } else { &got["parameters"][name.replace('_', "|")] };
        close((own, ""), (value, ""), if name == "deviance" { 5e-4 } else { 6e-5 });
    }
    let clm = &reference["housing_clm"];
    same(&got, "value", &clm["coef"], 1e-6);
    same(&got, "se", &clm["se"], 1e-6);
    close((&got, "/log_likelihood"), (clm, "/loglik"), 1e-6);
    nominal(&got, &clm["nominal_test"]);
    let products = format!(
        "--outcome=Sat --covariates=Infl,Type,Cont,Infl:Type,Infl:Cont,Type:Cont,Infl:Type:Cont --weight=Freq {levels}"
    );
    let products = golden.ask("ordinal", "mass_housing.csv", &products);
    close((&products, "/deviance"), (reference, "/housing_interaction_deviance"), 1e-3);

    let statsmodels = &want["reference"][1];
    for (part, theirs) in [("value", "params"), ("se", "bse")] {
        for (name, value) in statsmodels[theirs].as_object().unwrap() {
            let own = if name.contains('/') { name.replace('/', "|") } else { name.replace('_', "") };
            let ours = number(&got["estimates"][&own][part]);
            if own == "Medium|High" {
                // Theirs is the logarithm of the step from the threshold before; its error is that of the logarithm.
                if part == "value" {
                    let step = ours - number(&got["parameters"]["Low|Medium"]);
                    close((&step.ln().into(), ""), (value, ""), 1e-5);
                }
            } else {
                close((&ours.into(), ""), (value, ""), 1e-5);
            }
        }
    }
    close((&got, "/log_likelihood"), (statsmodels, "/llf"), 1e-6);
    for (i, name) in ["Low|Medium", "Medium|High"].iter().enumerate() {
        close((&got["parameters"][name], ""), (statsmodels, &format!("/thresholds/{i}")), 1e-5);
    }
    all_compared(
        &want,
        &[(
            "/reference/1/bse/Medium/High",
            "the error of a logarithm of a step, which is no parameter of ours",
        )],
    );
}

#[test]
fn d2_bitterness_of_wine() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("d2_ordinal_wine");
    let (published, reference) = (&want["published"][0]["value"], &want["reference"][0]);
    let got = golden.ask("ordinal", "ordinal_wine.csv", "--outcome=rating --covariates=temp,contact");
    for (part, key) in [("value", "coef"), ("se", "se")] {
        for (name, value) in reference[key].as_object().unwrap() {
            close((&got["estimates"][name][part], ""), (value, ""), 1e-6);
        }
    }
    close((&got, "/log_likelihood"), (reference, "/loglik"), 1e-6);
    nominal(&got, &reference["nominal_test"]);
    close((&got, "/parameters/tempwarm"), (published, "/tempwarm"), 5e-4);
    close((&got, "/parameters/contactyes"), (published, "/contactyes"), 5e-4);
    close((&got, "/log_likelihood"), (published, "/logLik"), 5e-3);
    all_compared(&want, &[]);
}

#[test]
fn d3_least_squares() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("d3_ols_sandwich");
    let (published, reference) = (&want["published"], &want["reference"][0]);
    let schools = &reference["publicschools"];
    let errors = |got: &Value, names: &[&str], want: &Value, tolerance: f64| {
        for (name, se) in names.iter().zip(want.as_array().unwrap()) {
            near((&got["estimates"][name]["se"], ""), (se, ""), tolerance);
        }
    };
    let names = ["(Intercept)", "Income", "I(Income^2)"];
    for kind in ["classic", "HC0", "HC1", "HC2", "HC3", "HC4"] {
        let roles =
            format!("--outcome=Expenditure --covariates=Income,Income^2 --errors={}", kind.to_lowercase());
        let got = golden.ask("ols", "sandwich_publicschools.csv", &roles);
        same(&got, "value", &schools["coef"], 1e-8);
        errors(&got, &names, &schools[if kind == "classic" { "const" } else { kind }], 1e-8);
        if kind == "HC4" {
            errors(&got, &names, &published[1]["value"]["publicschools_HC4_se"], 2e-6);
        }
    }
    let names = ["(Intercept)", "x"];
    for (cluster, key, paper) in [
        ("--errors=classic", "ols", Some("ols")),
        ("--errors=hc0", "HC0", None),
        ("--errors=hc1", "HC1", Some("white")),
        ("--cluster=firm", "firm_HC1_cadj", Some("petersen_firm")),
        ("--cluster=firm --small-sample=no", "firm_HC0", None),
        ("--cluster=year", "year_HC1", Some("year")),
        ("--cluster=firm --cluster2=year", "both_HC1", Some("both")),
    ] {
        let got =
            golden.ask("ols", "sandwich_petersen_cl.csv", &format!("--outcome=y --covariates=x {cluster}"));
        same(&got, "value", &reference["petersen"]["coef"], 1e-8);
        errors(&got, &names, &reference["petersen"][key], 1e-8);
        if let Some(paper) = paper {
            for (i, name) in names.iter().enumerate() {
                close(
                    (&got["estimates"][name]["se"], ""),
                    (&published[0]["value"][paper], &format!("/{i}")),
                    6e-5,
                );
            }
        }
    }
    let attitude = &reference["attitude_ols"];
    let columns = "complaints,privileges,learning,raises,critical,advance";
    let names: Vec<&str> = std::iter::once("(Intercept)").chain(columns.split(',')).collect();
    for (kind, key) in [("classic", "se"), ("hc3", "HC3")] {
        let roles = format!("--outcome=rating --covariates={columns} --errors={kind}");
        let got = golden.ask("ols", "attitude.csv", &roles);
        same(&got, "value", &attitude["coef"], 1e-8);
        errors(&got, &names, &attitude[key], 1e-8);
        for key in ["r2", "adj", "F", "sigma"] {
            near((&got, &format!("/{key}")), (attitude, &format!("/{key}")), 1e-8);
        }
    }
    all_compared(&want, &[]);
}

#[test]
fn d4_logit() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("d4_logit_telco_robust");
    let reference = &want["reference"][0];
    let names = [
        "(Intercept)",
        "tenure",
        "MonthlyCharges",
        "ContractOne year",
        "ContractTwo year",
        "SeniorCitizen",
        "PaperlessBillingYes",
    ];
    let named = |values: [f64; 7]| {
        names.iter().zip(values).map(|(n, v)| ((*n).to_owned(), v.into())).collect::<serde_json::Map<_, _>>()
    };
    let converged = json!({
        "se": named([0.09369958747053453, 0.00207663604108869, 0.00140638283578647, 0.10185562616634841,
            0.16851763775764986, 0.08063071920876944, 0.07172240542159762]),
        "HC0": named([0.09358479866300169, 0.00207758860254953, 0.00140194909801731, 0.09897776156599918,
            0.16428269441701074, 0.08180960263299565, 0.07180894473404664]),
        "HC1": named([0.09363141293213306, 0.00207862344234883, 0.00140264740408302, 0.09902706205156657,
            0.16436452306697147, 0.08185035171713438, 0.07184471252458367]),
        "HC3": named([0.09368859963367265, 0.00208040634977307, 0.00140367743016157, 0.09912611964006235,
            0.16447992750552662, 0.08193911198275404, 0.07189935510690368]),
    });
    let roles = "--outcome=Churn --where=tenure>0 --covariates=tenure,MonthlyCharges,Contract,SeniorCitizen,PaperlessBilling";
    for (kind, key) in [("classic", "se"), ("hc0", "HC0"), ("hc1", "HC1"), ("hc3", "HC3")] {
        let got = golden.ask("logit", "telco_churn_ibm.csv", &format!("{roles} --errors={kind}"));
        same(&got, "value", &reference["coef"], 1e-6);
        // R's glm keeps the weights of the step before its last one: its errors are a little off at its usual epsilon, not at 1e-16.
        same(&got, "se", &reference[key], 2e-5);
        same(&got, "se", &converged[key], 1e-8);
        near((&got, "/log_likelihood"), (reference, "/loglik"), 1e-9);
        near((&got, "/deviance"), (reference, "/deviance"), 1e-9);
    }
    all_compared(&want, &[]);
}

#[test]
fn d5_drivers() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("d5_key_drivers");
    // The mean of four answers is no column of the file: it is added to a copy.
    let bank = std::fs::read_to_string(golden.0.join("data/bank_satisfaction_plspm.csv")).unwrap();
    let mut lines =
        bank.lines().map(|line| line.split(',').map(|part| part.trim_matches('"')).collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    let satisfied: Vec<usize> = (0..columns.len()).filter(|i| columns[*i].starts_with("sat")).collect();
    let mut copy = format!("{},satisfaction\n", columns.join(","));
    for line in lines {
        let sum: f64 = satisfied.iter().map(|i| line[*i].parse::<f64>().unwrap()).sum();
        copy += &[line.join(","), (sum / 4.0).to_string()].join(",");
        copy.push('\n');
    }
    let folder = tempfile::tempdir().unwrap();
    let bank = folder.path().join("bank.csv").display().to_string();
    std::fs::write(&bank, copy).unwrap();
    let items = |name: &str, n: usize| (1..=n).map(|i| format!("{name}{i}")).collect::<Vec<_>>().join(",");
    let said = format!("{},{}", items("imag", 5), items("expe", 5));
    let found = format!("{},{},{}", items("qual", 5), items("val", 4), items("imag", 3));
    for (file, outcome, names, key) in [
        (bank.as_str(), "satisfaction", said.as_str(), "bank_satisfaction"),
        (&bank, "loy3", &found, "bank_loy3"),
        ("swiss.csv", "Fertility", "Agriculture,Examination,Education,Catholic,Infant.Mortality", "swiss"),
        ("attitude.csv", "rating", "complaints,privileges,learning,raises,critical,advance", "attitude"),
    ] {
        let got = golden.ask("drivers", file, &format!("--outcome={outcome} --drivers={names}"));
        let (relaimpo, subsets) = (&want["reference"][0][key], &want["reference"][1][key]);
        close((&got, "/R2"), (relaimpo, "/R2"), 1e-10);
        for (method, values) in relaimpo.as_object().unwrap().iter().filter(|(_, values)| values.is_object())
        {
            let own = &got[if method == "genizi" { "relative_weights" } else { method.as_str() }];
            for (name, value) in values.as_object().unwrap() {
                close((&own[name], ""), (value, ""), 1e-10);
            }
        }
        if subsets.is_null() {
            continue;
        }
        for (i, name) in names.split(',').enumerate() {
            close((&got, "/R2"), (subsets, "/r2"), 1e-10);
            let place = |key: &str| format!("/{key}/{i}");
            close(
                (&got["relative_weights"][name], ""),
                (subsets, &place("relative_weights_johnson2000")),
                1e-10,
            );
            close((&got["lmg"][name], ""), (subsets, &place("general_dominance_eq_lmg")), 1e-10);
            let beaten = got["dominance"][i]["always_before"].as_array().unwrap();
            for (j, other) in names.split(',').enumerate() {
                let always = &subsets["complete_dominance_i_over_j"][i][j];
                if !always.is_null() {
                    close((&u8::from(beaten.contains(&other.into())).into(), ""), (always, ""), 0.0);
                }
            }
            for j in 0..subsets["conditional_dominance"][i].as_array().unwrap().len() {
                let theirs = format!("/conditional_dominance/{i}/{j}");
                close((&got, &format!("/dominance/{i}/conditional/{j}")), (subsets, &theirs), 1e-10);
            }
        }
        if key == "attitude" {
            let sum: f64 = names.split(',').map(|name| number(&got["relative_weights"][name])).sum();
            for row in want["reference"][2]["attitude"].as_array().unwrap() {
                let own = number(&got["relative_weights"][row["driver"].as_str().unwrap()]);
                close((&own.into(), ""), (row, "/rawRelaImpt"), 1e-10);
                close((&(100.0 * own / sum).into(), ""), (row, "/normRelaImpt"), 1e-8);
            }
        }
    }
    all_compared(&want, &[]);
}

#[test]
fn d6_importance_and_performance() {
    let Some(golden) = Golden::find() else { return };
    let want = golden.json("d6_importance_performance_kano");
    let rows = want["reference"][0]["ipa"].as_array().unwrap();
    let items: Vec<&str> = rows.iter().map(|row| row["item"].as_str().unwrap()).collect();
    let roles = format!("--outcome=loy3 --drivers={}", items.join(","));
    let got = golden.ask("ipa", "bank_satisfaction_plspm.csv", &roles);
    assert_eq!(column(&got["ipa"], "/quadrant"), column(&want["reference"][0]["ipa"], "/quadrant"));
    for (i, row) in rows.iter().enumerate() {
        close((&got, &format!("/ipa/{i}/importance_lmg")), (row, "/importance_lmg"), 1e-10);
        close((&got, &format!("/ipa/{i}/performance_mean")), (row, "/performance_mean"), 1e-10);
    }
    all_compared(&want, &[]);
}
