//! The command line: from a real file to today's list, the same on both engines.

use serde_json::Value;

use crate::program::{Place, import, purchases};

/// Import, run, today: the answers with ids left out and doubles rounded to nine digits.
fn path_of_a_file(place: &Place) -> (Value, Value, Value) {
    let file = purchases();
    let imported = place.json(&import(&file));
    let run = place.json(&["run", "--as-of", "1997-09-30", "--json"]);
    let today = place.json(&["today", "--json"]);
    (plain(imported), plain(run), plain(today))
}

/// Without what differs between two installations: made ids and seconds taken.
pub(crate) fn plain(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields
                .into_iter()
                .filter(|(name, _)| !["id", "batch", "seconds", "action"].contains(&name.as_str()));
            Value::Object(kept.map(|(name, value)| (name, plain(value))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(plain).collect()),
        Value::Number(number) if number.is_f64() => {
            Value::String(format!("{:.8e}", number.as_f64().unwrap()))
        }
        other => other,
    }
}

#[test]
fn a_file_of_purchases_becomes_todays_list() {
    let place = Place::sqlite();
    let file = purchases();
    assert_eq!(place.json(&import(&file))["new"], 6919);
    let run = place.json(&["run", "--as-of", "1997-09-30", "--json"]);
    assert_eq!(run["as_of"], "1997-09-30");
    let fit = &run["fits"][0];
    // Fader, Hardie and Lee 2005, Marketing Science 24(2), Table 2.
    for (name, published) in [("r", 0.243), ("alpha", 4.414), ("a", 0.793), ("b", 2.426)] {
        let value = fit["parameters"][name].as_f64().unwrap();
        assert!((value - published).abs() < 0.000_5, "{name} = {value}, published {published}");
    }
    assert!((fit["log_likelihood"].as_f64().unwrap() + 9582.4).abs() < 0.05);
    assert_eq!(
        (fit["model"].as_str(), fit["unit"].as_str(), fit["n"].as_u64()),
        (Some("bgnbd"), Some("week"), Some(2357))
    );
    assert_eq!(fit["converged"], true);
    let share = &run["at_risk"]["share"];
    let [low, value, high] = ["low", "value", "high"].map(|end| share[end].as_f64().unwrap());
    assert!(0.0 < low && low < value && value < high && high < 1.0, "{share}");
    assert_eq!(share["grade"], "modelled");
    assert!(share["n"].as_u64().unwrap() > 0);

    let today = place.json(&["today", "--json"]);
    assert_eq!(today["as_of"], "1997-09-30");
    let items = today["items"].as_array().unwrap();
    assert!(items.len() > 50, "{}", items.len());
    let mut before = f64::INFINITY;
    for item in items {
        assert!(item["subject"]["external_key"].as_str().is_some_and(|key| key.len() == 4), "{item}");
        assert!(!item["reasons"].as_array().unwrap().is_empty());
        let sentence = item["sentence"].as_str().unwrap();
        assert!(sentence.contains("leaving") && sentence.contains('$'), "{sentence}");
        let stake = item["worth"]["minor"].as_f64().unwrap() * item["chance"].as_f64().unwrap();
        assert!(stake <= before + 1.0, "ranked by money times chance");
        before = stake;
    }
}

#[test]
fn the_chosen_model_foretells_the_hold_out() {
    let place = Place::sqlite();
    place.json(&import(&purchases()));
    let run = place.json(&["run", "--as-of", "1998-06-30", "--json"]);
    let fits = run["fits"].as_array().unwrap();
    let names: Vec<&str> = fits.iter().map(|fit| fit["model"].as_str().unwrap()).collect();
    assert_eq!(names, ["bgnbd", "mbgnbd", "paretonbd"]);
    let chosen: Vec<_> = fits.iter().filter(|fit| fit["chosen"] == true).collect();
    // Another model's error is smaller by less than a hundredth, which is chance: the simplest stays.
    assert_eq!(chosen, [&fits[0]]);
    assert!(fits.iter().all(|fit| fit["hold_out_error"].as_f64().unwrap() > 1.0));
    let test = &run["backtest"];
    assert_eq!((test["cut"].as_str(), test["until"].as_str()), (Some("1997-09-30"), Some("1998-06-30")));
    assert_eq!((test["customers"].as_u64(), test["weeks"].as_array().map(Vec::len)), (Some(2357), Some(39)));
    assert_eq!(&test["model"], &chosen[0]["model"]);
    let (expected, actual) = (test["expected"].as_f64().unwrap(), test["actual"].as_f64().unwrap());
    // BTYD 2.4.3 expects 1653.4 (BG/NBD) of the 1882 purchase days that came.
    assert_eq!(test["actual"], 1882);
    assert!((expected / actual - 1.0).abs() < 0.13, "{expected} of {actual}");
    assert!((test["error"].as_f64().unwrap() - (expected / actual - 1.0)).abs() < 1e-12);
    assert_eq!(test["warns"].as_array().map(Vec::len), Some(0), "{}", test["warns"]);
    let sums = test["weeks"].as_array().unwrap().iter().fold((0.0, 0.0), |sum, week| {
        (sum.0 + week["expected"].as_f64().unwrap(), sum.1 + week["actual"].as_f64().unwrap())
    });
    assert!((sums.0 - expected).abs() < 1e-6 && (sums.1 - actual).abs() < 1e-9, "{sums:?}");
}

#[test]
fn customers_and_the_base_have_a_worth() {
    let place = Place::sqlite();
    place.json(&import(&purchases()));
    let run = place.json(&["run", "--as-of", "1997-09-30", "--json"]);
    let worth = &run["worth"];
    // Fader and Hardie 2013: p, q and gamma of the CDNOW sample are 6.25, 3.74 and 15.44.
    for (name, published) in [("p", 6.25), ("q", 3.74), ("gamma", 15.44)] {
        let value = worth["fit"]["parameters"][name].as_f64().unwrap();
        assert!((value - published).abs() < 0.015, "{name} = {value}, published {published}");
    }
    assert_eq!(worth["fit"]["n"], 946);
    let base = &worth["base"];
    let [low, value, high] = ["low", "value", "high"].map(|end| base[end].as_f64().unwrap());
    assert!(0.0 < low && low < value && value < high, "{base}");
    assert_eq!((base["n"].as_u64(), base["grade"].as_str()), (Some(2357), Some("modelled")));
    let tenths: Vec<f64> =
        worth["by_tenth"].as_array().unwrap().iter().map(|part| part.as_f64().unwrap()).collect();
    assert!((tenths.iter().sum::<f64>() - 1.0).abs() < 1e-9 && tenths.is_sorted_by(|one, two| one >= two));
    assert!((worth["top_tenth"]["value"].as_f64().unwrap() - tenths[0]).abs() < 1e-12);
}

#[test]
fn both_engines_give_the_same_answers() {
    let Some(postgres) = Place::postgres() else { return };
    let (sqlite, postgres) = (path_of_a_file(&Place::sqlite()), path_of_a_file(&postgres));
    assert_eq!(sqlite.0, postgres.0);
    assert_eq!(sqlite.1, postgres.1);
    assert_eq!(sqlite.2, postgres.2);
}

#[test]
fn a_file_can_be_read_twice_and_taken_back() {
    for place in [Some(Place::sqlite()), Place::postgres()].into_iter().flatten() {
        let file = purchases();
        let first = place.json(&import(&file));
        let second = place.json(&import(&file));
        assert_eq!((second["new"].as_u64(), second["same"].as_u64()), (Some(0), Some(6919)));
        let undone =
            place.json(&["import", "purchases", "--undo", first["batch"].as_str().unwrap(), "--json"]);
        assert_eq!(undone["taken_back"], 6919 + 2357, "purchases, and the customers that came with them");
        let again = place.json(&import(&file));
        assert_eq!(again["new"], 6919);
    }
}

#[test]
fn a_dry_run_changes_nothing() {
    let place = Place::sqlite();
    let file = purchases();
    let mut arguments = import(&file);
    arguments.push("--dry-run");
    let checked = place.json(&arguments);
    assert_eq!((checked["rows"].as_u64(), checked["wrong"].as_u64()), (Some(6919), Some(0)));
    assert_eq!((checked["new"].as_u64(), checked["same"].as_u64()), (Some(6919), Some(0)));
    assert_eq!(place.json(&import(&file))["new"], 6919);
    assert_eq!(place.json(&arguments)["same"], 6919, "the dry run compares with what is stored");
}

#[test]
fn what_goes_wrong_is_one_line_that_says_what_to_do() {
    let place = Place::sqlite();
    let bad = place.path().join("bad.csv");
    std::fs::write(&bad, "customer,at,amount\na,2026-01-01,10.00\nb,01.02.2026,5.00\n").unwrap();
    let bad = bad.to_str().unwrap();
    let cases: [(&[&str], i32, &str); 7] = [
        (&["run", "--json"], 1, "import purchases first"),
        (&["import", "purchases", "nowhere.csv"], 1, "nowhere.csv"),
        (&["import", "prices", bad], 1, "there is: purchases"),
        (&["import", "purchases", bad], 1, "line 3, column at"),
        (&["import", "purchases", bad, "--map", "at=when"], 1, "no column `when`"),
        (&["import", "purchases"], 2, "required"),
        (&["frobnicate"], 2, "frobnicate"),
    ];
    for (arguments, code, says) in cases {
        let output = place.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        if code == 1 {
            assert_eq!(said.trim_end().lines().count(), 1, "{said}");
        }
    }
    let skipped = place.json(&["import", "purchases", bad, "--skip-wrong", "--json"]);
    assert_eq!((skipped["new"].as_u64(), skipped["wrong"].as_u64()), (Some(1), Some(1)));
}

#[test]
fn the_doctor_finds_a_healthy_installation_healthy() {
    let place = Place::sqlite();
    let found = place.json(&["doctor", "--json"]);
    assert_eq!(found["ok"], true, "{found}");
}

#[test]
fn a_file_of_another_country_is_read_when_told_how_and_its_wrong_rows_come_back() {
    let place = Place::sqlite();
    let (file, errors) = (place.path().join("Umsatz.csv"), place.path().join("errors.csv"));
    std::fs::write(
        &file,
        b"Kunde;Datum;Betrag;Produkt\r\nM\xFCller;02.01.2026;1.234,50;K\xE4se\r\nBj\xF6rn;02.01.2026;5 Euro;Br\xF6tchen\r\n",
    )
    .unwrap();
    let mut arguments = vec!["import", "purchases", file.to_str().unwrap(), "--decimal", ","];
    arguments.extend(["--date-format", "%d.%m.%Y", "--errors", errors.to_str().unwrap(), "--skip-wrong"]);
    let output = place.run(&arguments);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("read as windows-1252, columns separated by `;`"), "{said}");
    assert!(said.contains("1 new") && said.contains("1 left out"), "{said}");
    let errors = std::fs::read_to_string(errors).unwrap();
    assert!(errors.contains("Björn,02.01.2026,5 Euro,Brötchen,3,Betrag,"), "{errors}");
}

/// In a folder of the demo every command lives in the demo's time.
#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_the_demo_keeps_its_own_time() {
    use troth_core::{Actor, Day, Zone};
    let place = Place::sqlite();
    place.json(&import(&purchases()));
    let location = troth_store::Location::Folder(place.path().join("data"));
    let clock = std::sync::Arc::new(troth::clock::SystemClock);
    let store = troth_store::Store::open(&location, troth::wiring::parts(), clock.clone()).await.unwrap();
    let morning = Zone::UTC.at_minute(Day::parse("1997-09-30", "%Y-%m-%d").unwrap(), 9 * 60);
    store.write(morning, Actor::System, move |tx| troth::demo::begin(tx, morning)).await.unwrap();
    store.close().await;
    assert_eq!(place.json(&["run", "--json"])["as_of"], "1997-09-30");
    assert_eq!(place.json(&["today", "--json"])["as_of"], "1997-09-30");
}

/// The list of one person or team, as on the page.
#[test]
fn todays_list_can_be_somebodys() {
    let place = Place::sqlite();
    for (kind, rows) in [
        ("teams", "key,name\nn,North\n"),
        ("staff", "key,name,email,team\na,Ada,ada@shop.example,n\n"),
        ("accounts", "key,name,team,owner\n1,One,n,a\n2,Two,n,\n3,Three,,\n"),
        (
            "contracts",
            "key,customer,started,months,amount,period\n1,1,2024-01-20,12,100,year\n2,2,2024-01-20,12,200,year\n\
             3,3,2024-01-20,12,300,year\n",
        ),
    ] {
        let file = place.path().join(format!("{kind}.csv"));
        std::fs::write(&file, rows).unwrap();
        place.json(&["import", kind, file.to_str().unwrap(), "--json"]);
    }
    place.json(&["run", "--as-of", "2026-01-06", "--json"]);
    let names = |more: &[&str]| {
        let list = place.json(&[&["today", "--json"], more].concat());
        let items = list["items"].as_array().unwrap().iter();
        items.map(|item| item["subject"]["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        names(&[]),
        ["Three", "Two", "One"],
        "five renewals of five are no certainty, and rank by money"
    );
    assert_eq!(names(&["--person", "ADA@shop.example"]), ["One"]);
    assert_eq!(names(&["--team", "north"]), ["Two", "One"]);
    for (asked, said) in
        [(["--person", "eve"], "no member of staff"), (["--team", "south"], "there is: North")]
    {
        let refused = place.run(&[&["today"], &asked[..]].concat());
        assert_eq!(refused.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&refused.stderr).contains(said), "{refused:?}");
    }
    assert_eq!(place.run(&["today", "--person", "a", "--team", "b"]).status.code(), Some(2));
}
