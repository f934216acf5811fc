//! Repeat buying at regular times.

use anyhow::Context;
use serde_json::json;
use troth_stats::repeat::{Histories, History, MbgCnbd};

use super::Usage;
use super::input::Input;
use super::model::{Model, column, value};
use super::repeat::{SILENT, SUBJECT, days, histories};
use super::report::{Report, estimate};

pub(super) const MODELS: &[Model] = &[Model {
    name: "mbgcnbd",
    subject: SUBJECT,
    answers: "as mbgnbd, for customers who buy at regular times: MBG/CNBD-k",
    silent: SILENT,
    example: "troth analyse mbgcnbd purchases.csv --customer=id --date=date",
    roles: &[
        column("customer", "who bought; one row for each purchase"),
        column("date", "when"),
        value("date-format", "how dates are written, such as %d.%m.%Y; ISO 8601 if not given"),
        value("until", "last day that the model sees. The last date of the file if not given"),
        value("hold-out", "last day of the file that is read"),
        value("unit", "day, week, month or year; week if not given"),
        column("frequency", "instead of purchases: how many repeat purchases"),
        column("recency", "when the last one was, counted from the first purchase"),
        column("age", "for how long the customer has been watched"),
        column("log-gaps", "sum of the logarithms of the times between purchases (litt)"),
        column("weight", "how many customers the row stands for"),
        value("k", "the regularity; the likeliest from 1 to 12 if not given"),
        value("parameters", "instead of a fit: r,alpha,a,b, with --k"),
        value("ahead", "for which time to predict; a quarter of the longest history if not given"),
        value("at", "histories to predict for: frequency,recency,age; more of them after a semicolon"),
        value("new", "expected purchases of a new customer within these times, such as 1,13,52"),
    ],
    keep_missing: false,
    run: fit,
}];

fn fit(input: &Input) -> anyhow::Result<Report> {
    let k = if input.has("k") {
        Some(u32::try_from(input.whole("k")?).context("--k is a whole number from 1 to 100")?)
    } else {
        None
    };
    if input.has("parameters") {
        let k = k.ok_or_else(|| Usage::error("with --parameters say the regularity, too: --k=2"))?;
        let model = MbgCnbd::of(k, &input.list("parameters")?)?;
        let mut report = Report::default();
        report.parameters(&model.parameters());
        predict(input, &model, input.number_or("ahead", 13.0)?, &mut report)?;
        return Ok(report);
    }
    let (rows, made) = histories(input)?;
    let log_gaps: f64 = if let Some(made) = &made {
        let unit = days(input)?;
        made.customers.iter().map(|customer| customer.log_gaps(unit)).sum()
    } else {
        let gaps = input.numbers("log-gaps")?;
        gaps.iter().zip(&rows).map(|(gap, row)| gap * row.weight).sum()
    };
    let data = Histories::check(&rows)?;
    let model = match k {
        Some(k) => MbgCnbd::fit(&data, log_gaps, k)?,
        None => MbgCnbd::choose(&data, log_gaps, 12)?,
    };
    let model = model.at_level(input.level)?;
    let mut report = Report::of(data.customers());
    report.fact("k", model.k());
    report.parameters(&model.parameters());
    report.converged(model.log_likelihood(), model.convergence());
    report.number("repeat_purchases", data.purchases());
    let ahead = input.number_or("ahead", (data.longest() / 4.0).ceil().max(1.0))?;
    let outlook = model.outlook(&rows, ahead)?;
    let alive: f64 = outlook.iter().zip(&rows).map(|(o, h)| o.alive.value * h.weight).sum();
    let expected: f64 = outlook.iter().zip(&rows).map(|(o, h)| o.purchases.value * h.weight).sum();
    report.number("expected_alive", alive);
    report.number("ahead", ahead);
    report.number("expected_purchases_ahead", expected);
    report.note(match model.k() {
        1 => "Purchases come at no regular times: the MBG/NBD says the same.".into(),
        k => format!("Purchases are regular (k = {k}): silence means more than under the MBG/NBD."),
    });
    predict(input, &model, ahead, &mut report)?;
    Ok(report)
}

/// Predictions that the roles ask for.
fn predict(input: &Input, model: &MbgCnbd, ahead: f64, report: &mut Report) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    for history in super::repeat::asked(input)? {
        let History { frequency, recency, age, .. } = history;
        rows.push(json!({
            "frequency": frequency, "recency": recency, "age": age, "ahead": ahead,
            "alive": estimate(&model.alive(&history)?),
            "purchases": estimate(&model.purchases(&history, ahead)?),
        }));
    }
    if !rows.is_empty() {
        report.table("predictions", rows);
    }
    let new: Vec<_> = input
        .list("new")?
        .into_iter()
        .map(|t| Ok(json!({ "within": t, "purchases": estimate(&model.purchases_of_new(t)?) })))
        .collect::<anyhow::Result<_>>()?;
    if !new.is_empty() {
        report.table("new_customer", new);
    }
    Ok(())
}
