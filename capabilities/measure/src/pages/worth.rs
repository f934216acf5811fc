//! What the customer base is worth.

use axum::response::Response;
use serde::Serialize;
use troth_core::Message;
use troth_web::chart::{At, Chart, Measure, Point, Shape};
use troth_web::{Error, Page, View};

use super::{Labelled, labelled, sample_report};
use crate::MANAGE;
use crate::model::{Fit, Report};

/// Worth of the base and how it is spread.
#[derive(Debug, Serialize)]
pub(crate) struct WorthPage {
    figures: Vec<Labelled>,
    /// Where worth is of two kinds: each apart, and what is in no sum.
    apart: Vec<Labelled>,
    by_tenth: Option<Chart>,
    discount: f64,
    years: f64,
    /// Whether anybody buys without a contract, and so a model of spend is to be expected.
    bought: bool,
    fits: Vec<Fit>,
    /// How far off the same model would have been.
    tested: Option<Message>,
    may_manage: bool,
}

impl WorthPage {
    fn of(report: Option<Report>, may_manage: bool) -> Self {
        let tested = report.as_ref().and_then(|report| report.backtest.as_ref()?.sentence());
        let Some(worth) = report.and_then(|report| report.worth) else {
            let (figures, apart, fits) = (Vec::new(), Vec::new(), Vec::new());
            return Self {
                figures,
                apart,
                by_tenth: None,
                discount: 0.0,
                years: 0.0,
                bought: false,
                fits,
                tested,
                may_manage,
            };
        };
        let points = worth.by_tenth.iter().enumerate().map(|(tenth, share)| {
            let from = tenth * 10;
            Point::new(At::Name(format!("{from}–{} %", from + 10)), *share)
        });
        let chart = Chart::new(
            Shape::Bar,
            Measure::Share,
            Message::new("measure-worth-chart-caption"),
            points.collect(),
        );
        let whole = match worth.base.method.as_str() {
            "base-worth" => "measure-worth-base-both",
            "contract-worth" => "measure-worth-base-contracts",
            _ => "measure-worth-base-sentence",
        };
        let apart = [
            ("measure-worth-purchases", "measure-worth-base-sentence", worth.purchases),
            ("measure-worth-contracts", "measure-worth-base-contracts", worth.contracts),
            ("measure-worth-besides", "measure-worth-besides-sentence", worth.besides),
        ];
        let bought = worth.base.method != "contract-worth";
        let apart = apart.into_iter().filter(|_| bought);
        let apart = apart.filter_map(|(label, sentence, figure)| Some(labelled(label, sentence, figure?)));
        Self {
            apart: apart.collect(),
            bought,
            figures: vec![
                labelled("measure-worth-base", whole, worth.base),
                labelled("measure-worth-top", "measure-worth-top-sentence", worth.top_tenth),
            ],
            by_tenth: Some(
                chart.axes(
                    Message::new("measure-worth-chart-tenth"),
                    Message::new("measure-worth-chart-share"),
                ),
            ),
            discount: worth.discount,
            years: worth.weeks / 52.0,
            fits: worth.fit.into_iter().collect(),
            tested,
            may_manage,
        }
    }
}

impl Page for WorthPage {
    const TEMPLATE: &str = "measure/worth.html";

    fn sample() -> Self {
        Self::of(Some(sample_report()), true)
    }
}

pub(super) async fn get_worth(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(super::find_report).await?;
    view.page(&WorthPage::of(report, view.may(&MANAGE)))
}
