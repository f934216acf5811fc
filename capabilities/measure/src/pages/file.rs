//! Figures as files for a spreadsheet.

use axum::response::Response;
use troth_core::{Figure, Unit};
use troth_web::csv::{Cell, Lines};
use troth_web::{Error, View};

use crate::model::{AtRisk, Contracts, Report};

/// Money in the currency's unit, everything else as it is.
pub(super) fn columns(figure: &Figure) -> [Cell; 7] {
    let (unit, currency) = match figure.unit {
        Unit::Money(currency) => {
            (10f64.powi(i32::try_from(currency.exponent()).unwrap_or(2)), currency.code().to_owned())
        }
        _ => (1.0, String::new()),
    };
    let digits = if unit > 1.0 { 2 } else { 4 };
    let number = |value: f64| format!("{:.digits$}", value / unit);
    [
        Cell::plain(number(figure.value)),
        Cell::if_known(figure.low.map(number)),
        Cell::if_known(figure.high.map(number)),
        Cell::plain(currency),
        Cell::plain(figure.n),
        Cell::plain(figure.grade.key()),
        Cell::plain(&figure.method),
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
    for said in &report.said {
        for (name, figure) in super::figures_of(said) {
            put(&format!("said.{}.{}.{}.{name}", said.survey, said.question, said.deed.key()), Some(&figure));
        }
    }
    for outcome in &report.outcomes {
        put(&format!("outcome.{}.{}", outcome.kind, outcome.decision), outcome.share.as_ref());
    }
    all
}

fn figures_file(report: Option<&Report>) -> Lines {
    let mut lines =
        Lines::with(&["figure", "value", "low", "high", "currency", "n", "grade", "method", "as_of"]);
    if let Some(report) = report {
        for (name, figure) in figures(report) {
            let fields = columns(&figure).into_iter();
            lines.add([Cell::plain(name)].into_iter().chain(fields).chain([Cell::plain(report.as_of)]));
        }
    }
    lines
}

/// A line for each figure of the published run.
pub(super) async fn get_figures(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(super::find_report).await?;
    Ok(figures_file(report.as_ref()).into_file("figures.csv"))
}

/// What came and what was expected, week by week.
pub(super) async fn get_forecast(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(super::find_report).await?;
    let mut lines = Lines::with(&["week_from", "came", "expected"]);
    for week in report.iter().filter_map(|report| report.backtest.as_ref()).flat_map(|test| &test.weeks) {
        let expected = format!("{:.4}", week.expected);
        lines.add([Cell::plain(week.from), Cell::plain(week.actual), Cell::plain(expected)]);
    }
    Ok(lines.into_file("forecast.csv"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_a_line() {
        let report = super::super::sample_report();
        let written = |report| String::from_utf8(figures_file(report).take()).unwrap();
        let text = written(Some(&report));
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
        assert_eq!(written(None).lines().count(), 1, "nothing is measured: only the headings");
    }
}
