//! The same everywhere, and the past stays.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use troth_sim::{FILES, Known, Plan, Rows};

use super::{business, plans};

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().flatten();
    files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect()
}

fn written(plan: Plan) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    business(plan).write(plan.start, plan.today, folder.path()).unwrap();
    files(folder.path())
}

/// A fingerprint (FNV-1a), so that a machine that computes otherwise is noticed.
fn fingerprint(files: &BTreeMap<String, Vec<u8>>) -> u64 {
    let bytes = files.iter().flat_map(|(name, bytes)| name.bytes().chain(bytes.iter().copied()));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn one_plan_gives_the_same_bytes_on_every_machine() {
    let mut found = String::new();
    for plan in plans(3, 80) {
        let print = fingerprint(&written(plan));
        assert_eq!(print, fingerprint(&written(plan)));
        assert_ne!(print, fingerprint(&written(Plan { seed: 4, ..plan })));
        writeln!(found, "{:?} {:?} {print:016x}", plan.kind, plan.world).unwrap();
    }
    let known = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/fingerprint.txt");
    if std::env::var_os("TROTH_WRITE").is_some() {
        std::fs::write(&known, &found).unwrap();
    }
    let known = std::fs::read_to_string(known).unwrap_or_default();
    assert_eq!(found, known, "if it was changed on purpose: TROTH_WRITE=1 cargo test -p troth-sim same");
}

type Told = Vec<(&'static str, BTreeMap<String, Known<Vec<String>>>)>;

/// Says the first difference: all of both would fill pages.
fn same(one: &Told, two: &Told) {
    for ((name, one), (_, two)) in one.iter().zip(two) {
        for (key, row) in one {
            assert_eq!(Some(row), two.get(key), "{name}");
        }
        assert_eq!(one.len(), two.len(), "{name}");
    }
}

/// Rows of files that tell what happened, or all: the last known of each key, in order.
fn told(rows: &Rows, happened: bool) -> Told {
    let files = rows.cells().into_iter();
    let left_out = |name: &str| {
        // How much of a customer's truth is told depends on how far one looks.
        let replaced = FILES.iter().any(|file| file.name == name && file.replaced);
        name == "truth_customers" || (happened && replaced)
    };
    let last =
        |rows: Vec<Known<Vec<String>>>| rows.into_iter().map(|row| (row.row[0].clone(), row)).collect();
    files.filter(|file| !left_out(file.0)).map(|(name, rows)| (name, last(rows))).collect()
}

#[test]
fn the_past_does_not_depend_on_how_far_one_looks() {
    for plan in plans(5, 300) {
        let business = business(plan);
        let later = plan.today.plus(200);
        let near = business.between(plan.start, plan.today).unwrap();
        let mut far = business.between(plan.start, later).unwrap();
        assert!(far.len() > near.len());
        far.between(plan.start, plan.today);
        // Of what was said anew later, the far one knows the last version alone.
        same(&told(&near, true), &told(&far, true));
    }
}

#[test]
fn day_by_day_is_all_at_once() {
    for plan in plans(6, 60) {
        let business = business(plan);
        let until = plan.start.plus(420);
        let at_once = business.between(plan.start, until).unwrap();
        let mut daily = Rows::default();
        let mut day = plan.start;
        while day <= until {
            daily.extend(business.between(day, day).unwrap());
            day = day.plus(1);
        }
        same(&told(&at_once, false), &told(&daily, false));
    }
}

fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() { sources(&entry.path(), found) } else { found.push(entry.path()) }
    }
}

/// The platform's logarithms differ from machine to machine; `libm`'s do not. Square roots are exact everywhere.
#[test]
fn no_function_of_the_platform_is_asked() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 15);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for function in [
            "exp", "ln", "ln_1p", "exp_m1", "log", "log10", "log2", "powf", "powi", "sin", "cos", "tan",
            "tanh",
        ] {
            assert!(
                !code.contains(&format!(".{function}(")),
                "{}: take {function} from libm",
                file.display()
            );
        }
        assert!(
            !code.contains("HashMap") && !code.contains("HashSet"),
            "{}: its order shows",
            file.display()
        );
    }
}
