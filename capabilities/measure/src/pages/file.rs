//! Figures as files for a spreadsheet.

use std::fmt::Write as _;

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use troth_core::{Figure, Unit};
use troth_web::{Error, View};

use crate::model::{AtRisk, Contracts, Report};

/// The headings of [`columns`].
pub(super) const COLUMNS: &str = "value,low,high,currency,n,grade,method";

/// A file to be kept.
pub(super) fn file(name: &str, text: String) -> Response {
    let kept = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, kept)], text)
        .into_response()
}

/// A line of a file.
pub(super) fn line<'f>(fields: impl IntoIterator<Item = &'f str>) -> String {
    let fields: Vec<String> = fields.into_iter().map(quoted).collect();
    format!("{}\n", fields.join(","))
}

/// A field of a file; what a spreadsheet would take for a formula is marked as text. A number below zero is one.
fn quoted(field: &str) -> String {
    let number = field.parse::<f64>().is_ok_and(f64::is_finite);
    let formula = !number && field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let field = if formula { format!("'{field}") } else { field.to_owned() };
    if field.contains([',', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

/// Money in the currency's unit, everything else as it is.
pub(super) fn columns(figure: &Figure) -> [String; 7] {
    let (unit, currency) = match figure.unit {
        Unit::Money(currency) => {
            (10f64.powi(i32::try_from(currency.exponent()).unwrap_or(2)), currency.code().to_owned())
        }
        _ => (1.0, String::new()),
    };
    let digits = if unit > 1.0 { 2 } else { 4 };
    let number = |value: f64| format!("{:.digits$}", value / unit);
    let end = |value: Option<f64>| value.map_or_else(String::new, number);
    [
        number(figure.value),
        end(figure.low),
        end(figure.high),
        currency,
        figure.n.to_string(),
        figure.grade.key().to_owned(),
        figure.method.clone(),
    ]
}

/// Every figure of a run by name, as its pages show them. Those of segments have a file of their own.
fn figures(report: &Report) -> Vec<(String, Figure)> {
    let mut all = Vec::new();
    let mut put = |name: &str, figure: Option<&Figure>| {
        all.extend(figure.map(|figure| (name.to_owned(), figure.clone())));
    };
    let mut at_risk = |of: &str, risk: Option<&AtRisk>| {
        put(&format!("{of}.share"), risk.map(|risk| &risk.share));
        put(&format!("{of}.customers"), risk.map(|risk| &risk.customers));
        put(&format!("{of}.money"), risk.map(|risk| &risk.money));
    };
    let contracts = report.contracts.as_ref();
    at_risk("at_risk", Some(&report.at_risk));
    at_risk("at_risk.purchases", report.at_risk_purchases.as_ref());
    at_risk("at_risk.contracts", contracts.and_then(|contracts| contracts.at_risk.as_ref()));
    if let Some(worth) = &report.worth {
        put("worth", Some(&worth.base));
        put("worth.purchases", worth.purchases.as_ref());
        put("worth.contracts", worth.contracts.as_ref());
        put("worth.besides", worth.besides.as_ref());
        put("worth.top_tenth", Some(&worth.top_tenth));
    }
    if let Some(test) = &report.backtest {
        let figures = test.figures(report.at_risk.share.as_of);
        for (name, figure) in ["expected", "came", "missed"].iter().zip(&figures) {
            put(&format!("forecast.{name}"), Some(figure));
        }
    }
    put("renewed", contracts.and_then(|contracts| contracts.renewed.as_ref()));
    for term in contracts.iter().flat_map(|contracts: &&Contracts| &contracts.terms) {
        put(&format!("renewed.{}_months", term.months), term.renewed.as_ref());
        if let Some(test) = &term.backtest {
            let figures = test.figures(report.at_risk.share.as_of);
            for (name, figure) in ["expected", "lost"].iter().zip(&figures) {
                put(&format!("renewals.{}_months.{name}", term.months), Some(figure));
            }
        }
    }
    for outcome in &report.outcomes {
        put(&format!("outcome.{}.{}", outcome.kind, outcome.decision), outcome.share.as_ref());
    }
    all
}

fn figures_file(report: Option<&Report>) -> String {
    let mut text = format!("figure,{COLUMNS},as_of\n");
    for (name, figure) in report.map_or_else(Vec::new, figures) {
        let fields = columns(&figure);
        let day = report.map_or_else(String::new, |report| report.as_of.to_string());
        let fields = fields.iter().map(String::as_str);
        text.push_str(&line([name.as_str()].into_iter().chain(fields).chain([day.as_str()])));
    }
    text
}

/// A line for each figure of the published run.
pub(super) async fn get_figures(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(super::find_report).await?;
    Ok(file("figures.csv", figures_file(report.as_ref())))
}

/// What came and what was expected, week by week.
pub(super) async fn get_forecast(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(super::find_report).await?;
    let mut text = String::from("week_from,came,expected\n");
    for week in report.iter().filter_map(|report| report.backtest.as_ref()).flat_map(|test| &test.weeks) {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{},{},{:.4}", week.from, week.actual, week.expected);
    }
    Ok(file("forecast.csv", text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_quoted_and_never_a_formula() {
        let one = |field| line([field]);
        assert_eq!(one("Ada"), "Ada\n");
        assert_eq!(one("Berg, \"Ada\""), "\"Berg, \"\"Ada\"\"\"\n");
        assert_eq!(one("=1+1"), "'=1+1\n");
        assert_eq!(one("-3.5"), "-3.5\n");
        assert_eq!(one("-3.5+A1"), "'-3.5+A1\n");
    }

    #[test]
    fn every_figure_has_a_line() {
        let report = super::super::sample_report();
        let text = figures_file(Some(&report));
        for name in
            ["at_risk.share", "at_risk.contracts.money", "worth.top_tenth", "forecast.missed", "renewed"]
        {
            let lines = text.lines().filter(|line| line.split(',').next() == Some(name));
            assert_eq!(lines.count(), 1, "{name} in {text}");
        }
        assert!(
            text.contains("outcome.at_risk.done,") && text.contains("renewals.12_months.lost,"),
            "{text}"
        );
        assert_eq!(figures_file(None).lines().count(), 1, "nothing is measured: only the headings");
    }
}
