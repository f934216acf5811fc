//! `kill -9` in the middle: nothing acknowledged is lost, nothing is half done, the next start goes on. `TROTH_KILL_ROUNDS`
//! asks for more rounds than the short one (`make bench` does two hundred).

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::program::{Place, import, purchases};

/// The answer of the same import and run without any interruption.
fn undisturbed() -> (Value, Value) {
    let place = Place::sqlite();
    let file = purchases();
    place.json(&import(&file));
    (facts(&place), run(&place))
}

fn run(place: &Place) -> Value {
    let mut report = place.json(&["run", "--as-of", "1997-09-30", "--json"]);
    report["seconds"].take();
    report
}

fn facts(place: &Place) -> Value {
    let found = place.json(&["doctor", "--json"]);
    assert_eq!(found["ok"], true, "{found}");
    let again = place.json(&import(&purchases()));
    serde_json::json!([again["new"], again["same"], again["changed"]])
}

/// Pauses before the kill, in milliseconds: spread over what the work takes, again and again.
fn pauses(spread: &[u64]) -> Vec<u64> {
    let rounds =
        std::env::var("TROTH_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(spread.len());
    (0u64..).zip(spread.iter().cycle()).take(rounds).map(|(round, pause)| pause + round % 7).collect()
}

/// Starts the command and kills it after so long; whether it was still at work.
fn kill_after(place: &Place, arguments: &[&str], pause: Duration) -> bool {
    let mut child = place.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(pause);
    let finished = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    !finished
}

#[test]
fn an_import_that_is_killed_is_gone_on_with() {
    let (facts_before, run_before) = undisturbed();
    let file = purchases();
    let mut killed = 0;
    let pauses = pauses(&[5, 20, 40, 60, 90, 130]);
    for &millis in &pauses {
        let place = Place::sqlite();
        killed += usize::from(kill_after(&place, &import(&file), Duration::from_millis(millis)));
        let report = place.json(&import(&file));
        assert_eq!(report["rows"], 6919);
        assert_eq!(facts(&place), facts_before, "killed after {millis} ms");
        assert_eq!(run(&place), run_before, "killed after {millis} ms");
    }
    assert!(killed >= 3, "the kills must hit the import at work: {killed}");
}

#[test]
fn an_undo_that_is_killed_is_gone_on_with() {
    let file = purchases();
    let mut killed = 0;
    for millis in [15, 25, 40, 60, 80] {
        let place = Place::sqlite();
        let batch = place.json(&import(&file))["batch"].as_str().unwrap().to_owned();
        let undo = ["import", "purchases", "--undo", &batch, "--json"];
        let mut at_work = kill_after(&place, &undo, Duration::from_millis(millis));
        // The rest is taken back, or a kill that came too late left nothing to do.
        let output = place.run(&undo);
        let said = String::from_utf8_lossy(&output.stderr);
        at_work &= output.status.success();
        assert!(output.status.success() || said.contains("undone already"), "{said}");
        killed += usize::from(at_work);
        let again = place.json(&import(&file));
        assert_eq!(
            (again["new"].as_u64(), again["same"].as_u64()),
            (Some(6919), Some(0)),
            "killed after {millis} ms"
        );
    }
    assert!(killed >= 2, "the kills must hit the undo at work: {killed}");
}

#[test]
fn a_run_that_is_killed_is_gone_on_with() {
    let (_, run_before) = undisturbed();
    let file = purchases();
    let place = Place::sqlite();
    place.json(&import(&file));
    let mut killed = 0;
    for millis in pauses(&[5, 10, 15, 20, 30, 45]) {
        killed +=
            usize::from(kill_after(&place, &["run", "--as-of", "1997-09-30"], Duration::from_millis(millis)));
    }
    assert_eq!(run(&place), run_before);
    assert!(killed >= 2, "the kills must hit the run at work: {killed}");
}
