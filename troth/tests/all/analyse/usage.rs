//! What a person is told who asks wrongly, and what a reader sees.

use super::run;

fn said(words: &[&str]) -> (i32, String, String) {
    let output = run(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn file(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

/// A file of the records' tests, as other programs write it.
fn written(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../capabilities/records/tests/all/data/");
    format!("{folder}{name}")
}

#[test]
fn parquet_and_workbooks_are_analysed_as_csv_is() {
    let parquet = written("orders.parquet");
    let (status, stdout, stderr) =
        said(&["mean", &parquet, "--score=amount", "--where=customer=c5", "--where=amount<=10", "--json"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("\"n\": 11.0"), "{stdout}");
    let (_, _, stderr) = said(&["mean", &parquet, "--score=tags"]);
    assert!(stderr.contains("the column tags is nested"), "{stderr}");
    let (status, stdout, stderr) = said(&["mean", &written("orders.xlsx"), "--score=amount", "--json"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("\"n\": 1.0"), "{stdout}");
}

const PURCHASES: &str = "id,date,amount\na,2024-01-01,10\na,2024-02-03,5\nb,2024-01-09,\nc,2024-01-20,7\n";

#[test]
fn mistakes_become_one_line_that_says_what_to_do() {
    let (_folder, path) = file("purchases.csv", PURCHASES);
    for (words, code, told) in [
        (vec!["nonsense"], 2, "troth analyse models lists them"),
        (vec!["bgnbd"], 2, "--customer, --date"),
        (vec!["bgnbd", "--customer"], 2, "--customer=…"),
        (vec!["bgnbd", &path], 2, "which columns?"),
        (vec!["bgnbd", &path, "--custmer=id"], 1, "it knows: customer"),
        (vec!["bgnbd", &path, "--customer=who", "--date=date"], 1, "it has: id, date, amount"),
        (vec!["bgnbd", &path, "--customer=id", "--date=amount"], 1, "--date-format"),
        (vec!["mean", &path, "--score=date"], 1, "line 2, column date: 2024-01-01 is no number"),
        (vec!["mean", &path, "--score=amount", "--level=95"], 1, "--level=0.95"),
        (vec!["mean", &path, "--score=amount", "--where=id=z"], 1, "no row to analyse"),
        (vec!["mean", "/nowhere.csv", "--score=amount"], 1, "is the path right?"),
        (vec!["mean", &path, &path, "--score=amount"], 2, "one file at a time"),
    ] {
        let (status, stdout, stderr) = said(&words);
        assert_eq!((status, stdout.as_str()), (code, ""), "{words:?}");
        assert!(stderr.contains(told), "{words:?}: {stderr}");
        assert_eq!(stderr.trim_end().lines().count(), 1, "{words:?}: {stderr}");
    }
}

#[test]
fn a_report_says_how_much_it_rests_on_and_what_it_does_not_say() {
    let (_folder, path) = file("purchases.csv", PURCHASES);
    let (status, stdout, _) = said(&["mean", &path, "--score=amount"]);
    assert_eq!(status, 0);
    for part in
        ["n = 3", "1 rows left out because a value is missing", "95 % intervals", "What it does not say"]
    {
        assert!(stdout.contains(part), "{part}: {stdout}");
    }
}

#[test]
fn every_model_explains_itself() {
    let (status, overview, _) = said(&["--help"]);
    assert_eq!(status, 0);
    let names = overview.lines().filter(|line| line.starts_with("  "));
    let names: Vec<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 35, "{overview}");
    for name in names {
        let (status, help, _) = said(&[name, "--help"]);
        assert_eq!(status, 0, "{name}");
        assert!(help.contains(&format!("troth analyse {name}")), "{help}");
        assert!(help.contains("What it does not say"), "{help}");
    }
}
