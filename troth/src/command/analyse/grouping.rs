//! Groups of similar customers.

use serde_json::json;
use troth_stats::grouping::Rows;

use super::Usage;
use super::input::Input;
use super::model::{Model, columns, value};
use super::report::{Report, number};

pub(super) const MODELS: &[Model] = &[Model {
    name: "groups",
    subject: "Groups",
    answers: "groups of similar customers: k-means, or k-prototypes where some columns are kinds",
    silent: "that the groups exist outside this file. Other columns make other groups; there are always some.",
    example: "troth analyse groups customers.csv --numbers=frequency,spend --kinds=plan --seed=1",
    roles: &[
        columns("numbers", "columns with numbers"),
        columns("kinds", "columns with kinds"),
        value("k", "how many groups; chosen by silhouette if not given"),
        value("most", "at most so many when it is chosen; 8 if not given"),
        value("starts", "how many random starts; 20 if not given"),
        value("seed", "of the starts; 1 if not given"),
    ],
    keep_missing: false,
    run: groups,
}];

fn groups(input: &Input) -> anyhow::Result<Report> {
    let names = |role: &str| -> Vec<&str> {
        input.find(role).map_or_else(Vec::new, |text| text.split(',').map(str::trim).collect())
    };
    let (numbers, kinds) = (names("numbers"), names("kinds"));
    if numbers.is_empty() && kinds.is_empty() {
        return Err(Usage::error("name the columns that make customers similar: --numbers=…, --kinds=…"));
    }
    let columns = numbers.iter().map(|name| input.numbers_named(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let coded = kinds.iter().map(|name| input.groups_named(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let number_slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let kind_slices: Vec<&[usize]> = coded.iter().map(|(codes, _)| codes.as_slice()).collect();
    let data = Rows { numbers: &number_slices, kinds: &kind_slices, kind_weight: None }.check()?;
    let (starts, seed) = (usize::try_from(input.whole_or("starts", 20)?)?, input.whole_or("seed", 1)?);
    let mut report = Report::of(input.table.rows() as f64);
    let found = if input.has("k") {
        data.groups(usize::try_from(input.whole("k")?)?, starts, seed)?
    } else {
        let choice = data.choose(usize::try_from(input.whole_or("most", 8)?)?, starts, seed)?;
        let row = |c: &troth_stats::grouping::Candidate| json!({ "k": c.k, "silhouette": number(c.silhouette), "spread": number(c.spread) });
        report.table("candidates", choice.candidates.iter().map(row).collect());
        if !choice.substantial {
            report.note("No number of groups stands out: the customers form one cloud, and any cut through it is arbitrary.");
        }
        choice.groups
    };
    let levels: Vec<Vec<&str>> =
        coded.iter().map(|(_, names)| names.iter().map(String::as_str).collect()).collect();
    let level_slices: Vec<&[&str]> = levels.iter().map(Vec::as_slice).collect();
    report.number("spread", found.spread);
    let mut rows = Vec::new();
    for (group, description) in data.describe(&found)?.iter().enumerate() {
        let sentence = description.sentence(&numbers, &kinds, &level_slices)?;
        let means: Vec<_> = found.means[group].iter().map(|m| number(*m)).collect();
        rows.push(json!({ "group": group, "size": description.size, "share": number(description.share), "means": means, "description": sentence }));
    }
    report.table("groups", rows);
    Ok(report)
}
