//! How the models foretold what came.

use axum::response::Response;
use serde::Serialize;
use troth_core::Message;
use troth_web::chart::{At, Chart, Measure, Point, Shape};
use troth_web::{Error, Page, View};

use super::{Labelled, labelled, sample_report};
use crate::model::{BackTest, Fit, Report};

/// The back-test, the models that were tried, and their parameters.
#[derive(Debug, Serialize)]
pub(crate) struct ForecastPage {
    test: Option<BackTest>,
    figures: Vec<Labelled>,
    by_week: Option<Chart>,
    fits: Vec<Fit>,
}

impl ForecastPage {
    fn of(report: Option<Report>, actual: &str, expected: &str) -> Self {
        let Some(report) = report else {
            return Self { test: None, figures: Vec::new(), by_week: None, fits: Vec::new() };
        };
        let by_week = report.backtest.as_ref().map(|test| {
            let points = test.weeks.iter().flat_map(|week| {
                [(actual, week.actual as f64), (expected, week.expected)]
                    .map(|(series, value)| Point::new(At::Day(week.from), value).of(series))
            });
            let caption = Message::new("measure-forecast-caption");
            Chart::new(Shape::Line, Measure::Number, caption, points.collect())
                .axes(Message::new("measure-forecast-week"), Message::new("measure-forecast-purchases"))
        });
        let as_of = report.at_risk.share.as_of;
        let figures = report.backtest.as_ref().map_or_else(Vec::new, |test| {
            let [expected, actual, missed] = test.figures(as_of);
            vec![
                labelled("measure-forecast-total", "measure-forecast-total-sentence", expected),
                labelled("measure-forecast-came", "measure-forecast-came-sentence", actual),
                labelled("measure-forecast-missed", "measure-forecast-missed-sentence", missed),
            ]
        });
        Self { test: report.backtest, figures, by_week, fits: report.fits }
    }
}

impl Page for ForecastPage {
    const TEMPLATE: &str = "measure/forecast.html";

    fn sample() -> Self {
        Self::of(Some(sample_report()), "came", "expected")
    }
}

pub(super) async fn get_forecast(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(super::find_report).await?;
    let say = |key: &str| view.app().templates().say(view.language(), &Message::new(key));
    view.page(&ForecastPage::of(report, &say("measure-forecast-actual"), &say("measure-forecast-expected")))
}
