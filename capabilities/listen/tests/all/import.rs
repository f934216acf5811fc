//! Answers in files: long and wide, found again, changed, taken back; real answers of others come out as others counted them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use troth_core::{Actor, BatchId, Role};
use troth_harness::{START, TestStore};
use troth_records::{
    Imported, Options, apply_import, check_file, find_kind, import_file, in_english, undo_import,
};

use crate::{number, published, running, send, signed_in};

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.0.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    }
}

fn asking(questions: &[(&str, &str)]) -> Options {
    let named = questions.iter().map(|(column, name)| ((*column).to_owned(), (*name).to_owned()));
    Options { named: named.collect(), source: "tool".into(), ..Options::default() }
}

/// Imports a file after its dry run, which must have said what would happen.
async fn import(test: &TestStore, file: &Path, options: &Options) -> Imported {
    let kind = find_kind(&test.store, "responses").unwrap();
    let dry = check_file(&test.store, &kind, file, options, &mut |_, _| {}).await.unwrap();
    let done =
        import_file(&test.store, START, Actor::System, &kind, file, options, &mut |_, _| {}).await.unwrap();
    assert_eq!(dry.would, done.applied, "the dry run said what would happen");
    done
}

async fn refused(test: &TestStore, file: &Path, options: &Options) -> String {
    let kind = find_kind(&test.store, "responses").unwrap();
    let done = import_file(&test.store, START, Actor::System, &kind, file, options, &mut |_, _| {}).await;
    done.unwrap_err().to_string()
}

fn counts(done: &Imported) -> (u64, u64, u64) {
    (done.applied.new, done.applied.changed, done.applied.same)
}

async fn undo(test: &TestStore, batch: BatchId) -> Result<u64, troth_records::Error> {
    undo_import(&test.store, START, Actor::System, batch).await
}

const LONG: &str = "key,survey,customer,respondent,at,question,answer\n\
    1-nps,Spring,a,a1,2025-05-01T10:00,nps,9\n\
    1-again,Spring,a,a1,2025-05-01T10:00,again,definitely yes\n\
    1-comment,Spring,a,a1,2025-05-01T10:00,comment,\"Fine, mostly\"\n\
    2-nps,Spring,b,b1,2025-05-02T11:00,nps,3\n\
    2-again,Spring,b,b1,2025-05-02T11:00,again,cannot say\n";

troth_harness::on_both_engines! {
    with crate::parts();

    async fn a_long_file_is_found_again_changed_and_taken_back(test: TestStore) {
        let files = Files::new();
        let file = files.write("long.csv", LONG);
        let first = import(&test, &file, &asking(&[])).await;
        assert_eq!((counts(&first), first.rows), ((5, 0, 0), 5));
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response").await, 2, "who answered at one moment answered once");
        assert_eq!(counts(&import(&test, &file, &asking(&[])).await), (0, 0, 5), "twice is the same");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_answer").await, 5);
        let again = "SELECT value FROM fact_answer WHERE kind = 'again' AND contact_id = (SELECT id FROM contact WHERE external_key = 'a1')";
        assert_eq!(number(&test, again).await, 5, "a word became the number of its scale");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM event WHERE kind = 'records.import_applied'").await, 2, "one event an import");

        let other = files.write("changed.csv", &LONG.replace("definitely yes", "probably no").replace("Fine, mostly", "Slow"));
        let changed = import(&test, &other, &asking(&[])).await;
        assert_eq!(counts(&changed), (0, 2, 3));
        assert_eq!(number(&test, again).await, 2);
        let stood = undo(&test, first.batch).await.unwrap_err().to_string();
        assert!(stood.contains("changed records of import"), "{stood}");
        assert_eq!(undo(&test, changed.batch).await.unwrap(), 2);
        assert_eq!(number(&test, again).await, 5, "as before");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_text WHERE text = 'Fine, mostly'").await, 1);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_answer_before").await, 0);

        undo(&test, first.batch).await.unwrap();
        for table in ["survey_response", "survey_answer", "survey_text", "survey", "survey_version", "survey_item", "account", "contact"] {
            let left = test.store.read(move |db| db.scalar::<i64>(&format!("SELECT COUNT(*) FROM {table}"), &[])).await.unwrap();
            assert_eq!(left, 0, "{table}: nothing is left of it");
        }
    }

    async fn a_wide_file_without_names_is_anonymous_and_counts_as_often_as_it_says(test: TestStore) {
        let files = Files::new();
        let file = files.write("wide.csv", "Score,Area,Freq\n9,North,3\n2,South,2\n9,North,1\n7,,0\n");
        let mut options = asking(&[("Score", "nps"), ("Area", "area")]);
        options.map = vec![("weight".into(), "Freq".into())];
        let done = import(&test, &file, &options).await;
        assert_eq!((counts(&done), done.rows), ((6, 0, 0), 4), "rows that nobody answered so are none");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response WHERE account_id IS NULL AND contact_id IS NULL AND at IS NULL AND language IS NULL AND source_key IS NULL").await, 6);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey WHERE anonymous AND state = 'closed'").await, 1);
        assert_eq!(counts(&import(&test, &file, &options).await), (0, 0, 6), "twice is the same");
        let more = files.write("more.csv", "Score,Area,Freq\n9,North,4\n2,South,2\n9,North,1\n7,,0\n");
        assert_eq!(counts(&import(&test, &more, &options).await), (1, 0, 6), "a count that grew adds");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_answer WHERE account_id IS NOT NULL").await, 0);
        undo(&test, done.batch).await.unwrap();
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response").await, 1, "what the later file brought stays");
    }

    async fn what_does_not_fit_is_said_with_its_place(test: TestStore) {
        let files = Files::new();
        let file = files.write("wide.csv", "who,Score,Area\na,9,North\nb,11,South\nc,,\n");
        let mut options = asking(&[("Score", "nps"), ("Area", "area")]);
        let said = refused(&test, &file, &asking(&[])).await;
        assert!(said.contains("--question COLUMN=QUESTION"), "{said}");
        options.map = vec![("customer".into(), "who".into())];
        let kind = find_kind(&test.store, "responses").unwrap();
        let dry = check_file(&test.store, &kind, &file, &options, &mut |_, _| {}).await.unwrap();
        let first = in_english(dry.first_wrong.as_ref().unwrap());
        assert_eq!((dry.rows, dry.wrong), (3, 2));
        assert!(first.contains("line 3") && first.contains("Score") && first.contains("`11`") && first.contains("0, 1, 2"), "{first}");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey").await, 0, "a dry run makes nothing");
        let twice = asking(&[("Score", "nps"), ("Area", "nps")]);
        assert!(refused(&test, &file, &twice).await.contains("two columns are called"));
        let weighted = files.write("weighted.csv", "who,Score,Freq\na,9,2\n");
        let map = vec![("customer".into(), "who".into()), ("weight".into(), "Freq".into())];
        let said = refused(&test, &weighted, &Options { map, ..asking(&[("Score", "nps")]) }).await;
        assert!(said.contains("stands for several"), "{said}");
        let mixed = files.write("mixed.csv", "who,Score\na,9\n,8\n");
        let said = refused(&test, &mixed, &Options { map: vec![("customer".into(), "who".into())], ..asking(&[("Score", "nps")]) }).await;
        assert!(said.contains("say who answered"), "{said}");
    }

    async fn a_survey_that_somebody_wrote_takes_what_fits_and_never_changes(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let form = json!({"languages": ["en"], "title": {"en": "T"}, "questions": [
            {"key": "nps", "kind": "nps", "text": {"en": "Recommend?"}, "choices": (0..=10).map(|value| json!({"value": value})).collect::<Vec<_>>()},
            {"key": "area", "kind": "single", "text": {"en": "Where?"}, "choices": [{"value": 1, "text": {"en": "North"}}, {"value": 2, "text": {"en": "South"}}]},
        ]});
        let (named, _) = published(&mut owner, &json!({"name": "Ours", "form": form})).await;
        let (hidden, _) = published(&mut owner, &json!({"name": "Nameless", "form": form, "anonymous": true})).await;
        let files = Files::new();
        let good = files.write("good.csv", &format!("survey,customer,Score,Area\n{named},a,9,south\nOurs,b,3,1\n"));
        let options = asking(&[("Score", "nps"), ("Area", "area")]);
        assert_eq!(counts(&import(&test, &good, &options).await), (2, 0, 0), "by id and by name");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_version").await, 2, "no version more");
        let unknown = files.write("unknown.csv", "survey,customer,Score,Area\nOurs,a,9,West\n");
        let said = refused(&test, &unknown, &options).await;
        assert!(said.contains("`West`") && said.contains("North, South"), "{said}");
        let strange = files.write("strange.csv", "survey,customer,Score\nOurs,a,9\n");
        let said = refused(&test, &strange, &asking(&[("Score", "price")])).await;
        assert!(said.contains("no question `price`"), "{said}");
        let told = files.write("told.csv", &format!("survey,customer,Score\n{hidden},a,9\n"));
        let said = refused(&test, &told, &asking(&[("Score", "nps")])).await;
        assert!(said.contains("without names"), "{said}");
    }

    async fn programs_send_answers_and_whoever_was_erased_stays_so(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let item = |key: &str, question: &str, answer: &str| json!({"key": key, "survey": "Spring", "customer": "a", "at": "2025-05-01", "question": question, "answer": answer});
        let body = json!({"source": "tool", "items": [item("1", "nps", "9"), item("2", "comment", "Ada here")]});
        let (status, told) = send(&mut owner, "POST", "/records/batches/responses", &body).await;
        assert_eq!((status, &told["new"]), (200, &json!(2)), "{told}");
        let bad = json!({"source": "tool", "items": [item("3", "nps", "12")]});
        let (status, told) = send(&mut owner, "POST", "/records/batches/responses", &bad).await;
        assert!(status == 422 || told["wrong"] == json!(1), "{status} {told}");
        let (_, customers) = send(&mut owner, "GET", "/records/customers", &Value::Null).await;
        let id = customers["items"][0]["id"].as_str().unwrap().to_owned();
        let subject = troth_records::DataSubject::Customer(id.parse().unwrap());
        troth_records::erase_person(&app, Actor::System, subject, troth_web::Language::English).await.unwrap();
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response WHERE source_key IS NOT NULL").await, 0);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_text WHERE text <> ''").await, 0);
        let (status, told) = send(&mut owner, "POST", "/records/batches/responses", &body).await;
        assert_eq!((status, &told["same"], &told["new"]), (200, &json!(2), &json!(0)), "{told}");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response").await, 1, "nothing of them is written again");
    }

    async fn an_import_that_was_stopped_goes_on(test: TestStore) {
        let files = Files::new();
        let rows: Vec<String> = (0..1_700).map(|n| format!("c{n},{},{}\n", n % 11, ["north", "south", "west"][n % 3])).collect();
        let file = files.write("many.csv", &format!("customer,Score,Area\n{}", rows.concat()));
        let options = asking(&[("Score", "nps"), ("Area", "area")]);
        let kind = find_kind(&test.store, "responses").unwrap();
        let (batch, _) = troth_records::stage_file(&test.store, START, Actor::System, &kind, &file, &options).await.unwrap();
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response").await, 0);
        apply_import(&test.store, START, Actor::System, batch, &mut |_, _| {}).await.unwrap();
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response").await, 1_700);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_answer").await, 3_400);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_answer").await, 3_400);
        let half_way = "UPDATE import_batch SET state = 'applying'";
        test.store.write(START, Actor::System, move |tx| tx.execute(half_way, &[])).await.unwrap();
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_answer").await, 0, "facts show an import when it is done");
    }

    async fn real_answers_come_out_as_others_counted_them(test: TestStore) {
        let Some(golden) = troth_harness::golden() else { return };
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let items = ["qual1", "qual2", "qual3", "qual4", "qual5", "val1", "val2", "val3", "val4", "imag1", "imag2", "imag3"];
        let mut named: Vec<(String, String)> = items.iter().map(|item| ((*item).to_owned(), format!("items.{item}:0-10"))).collect();
        named.extend([("loy3".to_owned(), "loyal:nps".to_owned()), ("gender".to_owned(), "gender".to_owned())]);
        let options = Options { named, source: "bank".into(), ..Options::default() };
        let done = import(&test, &golden.join("data/bank_satisfaction_plspm.csv"), &options).await;
        assert_eq!(counts(&done), (250, 0, 0));
        let results = |surveys: &Value, name: &str| {
            let survey = surveys.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap();
            format!("/listen/surveys/{}/results", survey["id"].as_str().unwrap())
        };
        let (_, surveys) = send(&mut owner, "GET", "/listen/surveys", &Value::Null).await;
        let (_, told) = send(&mut owner, "GET", &results(&surveys, "bank"), &Value::Null).await;
        let question = |key: &str| told["questions"].as_array().unwrap().iter().find(|one| one["question"] == key).unwrap().clone();
        let want: Value = serde_json::from_str(&std::fs::read_to_string(golden.join("json/c3_nps_intervals.json")).unwrap()).unwrap();
        let row = &want["reference"][0]["rows"][0];
        let score = question("loyal")["score"].clone();
        assert!((score["value"].as_f64().unwrap() - 100.0 * row["wald"]["nps"].as_f64().unwrap()).abs() < 1e-9, "{score}");
        let want: Value = serde_json::from_str(&std::fs::read_to_string(golden.join("json/d6_importance_performance_kano.json")).unwrap()).unwrap();
        for item in want["reference"][0]["ipa"].as_array().unwrap() {
            let found = question("items")["parts"].as_array().unwrap().iter().find(|part| part["part"] == item["item"]).unwrap().clone();
            let mean = (&found["figure"]["value"], item["performance_mean"].as_f64().unwrap());
            assert!((mean.0.as_f64().unwrap() - mean.1).abs() < 1e-9, "{found}");
        }

        // What goes with loyalty: Shapley's values as R's relaimpo has them, and where each item stands.
        let want: Value = serde_json::from_str(&std::fs::read_to_string(golden.join("json/d5_key_drivers.json")).unwrap()).unwrap();
        let relaimpo = &want["reference"][0]["bank_loy3"];
        let (_, told) = send(&mut owner, "GET", &results(&surveys, "bank").replace("/results", "/drivers"), &Value::Null).await;
        assert_eq!((&told["outcome"], &told["complete"], &told["refused"]), (&json!("loyal"), &json!(250), &Value::Null), "{told}");
        let near = |got: &Value, want: &Value| (got.as_f64().unwrap() - want.as_f64().unwrap()).abs() < 1e-9;
        assert!(near(&told["explained"]["value"], &relaimpo["R2"]), "{}", told["explained"]);
        let places: Value = serde_json::from_str(&std::fs::read_to_string(golden.join("json/d6_importance_performance_kano.json")).unwrap()).unwrap();
        for item in places["reference"][0]["ipa"].as_array().unwrap() {
            let name = format!("items.{}", item["item"].as_str().unwrap());
            let found = told["drivers"].as_array().unwrap().iter().find(|one| one["driver"] == json!(name)).unwrap();
            assert!(near(&found["importance"]["value"], &relaimpo["lmg"][item["item"].as_str().unwrap()]), "{found}");
            assert!(near(&found["mean"]["value"], &item["performance_mean"]), "{found}");
            let word = match item["quadrant"].as_str().unwrap() { "concentrate here" => "first", "keep up" => "keep", "low priority" => "later", _ => "overkill" };
            assert_eq!(found["quadrant"], json!(word), "{found}");
        }

        // Five items that make a scale: reliability as R's psych has it.
        let items = ["qual1", "qual2", "qual3", "qual4", "qual5"];
        let named = items.iter().map(|item| ((*item).to_owned(), format!("quality.{item}:0-10"))).collect();
        let options = Options { named, source: "quality".into(), ..Options::default() };
        import(&test, &golden.join("data/bank_satisfaction_plspm.csv"), &options).await;
        let (_, surveys) = send(&mut owner, "GET", "/listen/surveys", &Value::Null).await;
        let (_, told) = send(&mut owner, "GET", &results(&surveys, "quality"), &Value::Null).await;
        let want: Value = serde_json::from_str(&std::fs::read_to_string(golden.join("json/c5_cronbach_and_gap.json")).unwrap()).unwrap();
        let alpha = &told["questions"][0]["reliability"];
        let psych = want["reference"][0]["bank_qual"]["raw_alpha"].as_f64().unwrap();
        assert!((alpha["value"].as_f64().unwrap() - psych).abs() < 1e-9 && alpha["n"] == json!(250), "{alpha}");
        let id = results(&surveys, "quality").split('/').nth(3).unwrap().to_owned();
        let page = owner.get(&format!("/listen/{id}/results")).await.text();
        assert!(page.contains("250 answered every") && page.contains("Do the rows measure one thing?"), "{page}");

        let map = vec![("weight".to_owned(), "Freq".to_owned())];
        let named = ["Sat", "Infl", "Type", "Cont"].map(|column| (column.to_owned(), column.to_lowercase())).to_vec();
        let options = Options { named, map, source: "housing".into(), ..Options::default() };
        let done = import(&test, &golden.join("data/mass_housing.csv"), &options).await;
        assert_eq!((done.rows, counts(&done)), (72, (1_681, 0, 0)), "as many as were asked");
        let (_, surveys) = send(&mut owner, "GET", "/listen/surveys", &Value::Null).await;
        let (_, told) = send(&mut owner, "GET", &results(&surveys, "housing"), &Value::Null).await;
        let parts: Vec<String> = told["questions"][0]["parts"].as_array().unwrap().iter()
            .map(|part| format!("{:.3}", part["figure"]["value"].as_f64().unwrap() * 1_681.0)).collect();
        assert_eq!((told["questions"][0]["n"].as_u64(), parts), (Some(1_681), vec!["567.000".to_owned(), "446.000".to_owned(), "668.000".to_owned()]), "satisfaction: low, medium, high");
        // Choices that are in order are held against each other where somebody says so: two drivers have their shares in closed form,
        // from the correlations of the table's 1,681 tenants.
        let path = results(&surveys, "housing").replace("/results", "/drivers");
        let (_, unsaid) = send(&mut owner, "GET", &path, &Value::Null).await;
        assert_eq!(unsaid["refused"]["why"], json!("no-outcome"), "nobody said that the choices are in order");
        let (_, told) = send(&mut owner, "GET", &format!("{path}?outcome=sat&driver=infl&driver=cont"), &Value::Null).await;
        let shares: Vec<f64> = told["drivers"].as_array().unwrap().iter().map(|one| one["importance"]["value"].as_f64().unwrap()).collect();
        assert!((told["explained"]["value"].as_f64().unwrap() - 0.065_237_087_255).abs() < 1e-9, "{told}");
        assert!((shares[0] - 0.061_782_891_070).abs() < 1e-9 && (shares[1] - 0.003_454_196_185).abs() < 1e-9, "{told}");
    }
}
