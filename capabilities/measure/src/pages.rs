//! The base at risk, and a customer's standing.

use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Figure, Grade, Instant, Message, Unit};
use troth_store::Db;
use troth_web::chart::{At, Chart, Measure, Point, Shape};
use troth_web::{Error, Measured, Need, Page, Piece, Routes, View};

use crate::model::{Fit, Report};
use crate::{SEE, store};

pub(crate) fn routes() -> Routes {
    Routes::new().get("/", Need::Permission(SEE), get_risk)
}

/// The page of the base at risk.
#[derive(Debug, Serialize)]
pub(crate) struct RiskPage {
    figures: Vec<Labelled>,
    by_chance: Option<Chart>,
    fits: Vec<Fit>,
}

#[derive(Debug, Serialize)]
struct Labelled {
    label: &'static str,
    #[serde(flatten)]
    measured: Measured,
}

impl RiskPage {
    fn of(report: Option<Report>) -> Self {
        let Some(report) = report else {
            return Self { figures: Vec::new(), by_chance: None, fits: Vec::new() };
        };
        let risk = report.at_risk;
        let labelled =
            |label, sentence, figure| Labelled { label, measured: measured(sentence, figure, Vec::new()) };
        let points = report.by_chance.iter().enumerate().map(|(tenth, customers)| {
            let from = tenth * 10;
            Point::new(At::Name(format!("{from}–{} %", from + 10)), *customers as f64)
        });
        let chart =
            Chart::new(Shape::Bar, Measure::Number, Message::new("measure-chart-caption"), points.collect())
                .axes(Message::new("measure-chart-chance"), Message::new("measure-chart-customers"));
        Self {
            figures: vec![
                labelled("measure-at-risk-share", "measure-at-risk-share-sentence", risk.share),
                labelled("measure-at-risk-customers", "measure-at-risk-customers-sentence", risk.customers),
                labelled("measure-at-risk-money", "measure-at-risk-money-sentence", risk.money),
            ],
            by_chance: Some(chart),
            fits: report.fits,
        }
    }
}

impl Page for RiskPage {
    const TEMPLATE: &str = "measure/risk.html";

    fn sample() -> Self {
        let as_of = Instant::from_micros(1_767_690_000_000_000);
        let figure = Figure::new(0.4, Unit::Share, 928, Grade::Modelled, "bg-nbd", as_of).between(0.36, 0.46);
        let at_risk = crate::AtRisk { share: figure.clone(), customers: figure.clone(), money: figure };
        let worth = crate::Worth {
            base: at_risk.money.clone(),
            top_tenth: at_risk.share.clone(),
            by_tenth: [0.1; 10],
            discount: 0.1,
            weeks: 156.0,
            fit: None,
        };
        let as_of = troth_core::Day::from_number(20_000);
        Self::of(Some(Report {
            as_of,
            fits: Vec::new(),
            backtest: None,
            at_risk,
            worth: Some(worth),
            by_chance: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        }))
    }
}

async fn get_risk(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(find_report).await?;
    view.page(&RiskPage::of(report))
}

/// What the published run found.
pub fn find_report(db: &mut Db<'_>) -> Result<Option<Report>, crate::Error> {
    let Some(run) = db.find_published_run()? else { return Ok(None) };
    let Some(text) = store::get_run(db, run)?.report else { return Ok(None) };
    serde_json::from_str(&text).map(Some).map_err(|error| crate::Error::Damaged(run, error.to_string()))
}

fn measured(sentence: &str, figure: Figure, trend: Vec<f64>) -> Measured {
    let sentence = Message::new(sentence).with("n", i64::try_from(figure.n).unwrap_or(i64::MAX));
    Measured { figure, sentence, trend, href: Some("/measure".into()) }
}

fn headline(db: &mut Db<'_>, key: &str, sentence: &str) -> Result<Option<Measured>, troth_store::Error> {
    let Some(figure) = db.find_figure(key)? else { return Ok(None) };
    let trend = store::trend(db, key, 12)?;
    Ok(Some(measured(sentence, figure, trend)))
}

pub(crate) fn load_share(db: &mut Db<'_>, _: Instant) -> Result<Option<Measured>, troth_store::Error> {
    headline(db, "at_risk.share", "measure-at-risk-share-sentence")
}

pub(crate) fn load_customers(db: &mut Db<'_>, _: Instant) -> Result<Option<Measured>, troth_store::Error> {
    headline(db, "at_risk.customers", "measure-at-risk-customers-sentence")
}

pub(crate) fn load_money(db: &mut Db<'_>, _: Instant) -> Result<Option<Measured>, troth_store::Error> {
    headline(db, "at_risk.money", "measure-at-risk-money-sentence")
}

/// What the model says of a customer.
#[derive(Debug, Serialize)]
pub(crate) struct StandingPanel {
    alive: Measured,
    expected: Option<Measured>,
}

impl Page for StandingPanel {
    const TEMPLATE: &str = "measure/standing.html";

    fn sample() -> Self {
        let as_of = Instant::from_micros(1_767_690_000_000_000);
        let figure =
            Figure::new(0.42, Unit::Share, 928, Grade::Modelled, "bg-nbd", as_of).between(0.36, 0.46);
        Self { alive: measured("measure-alive-sentence", figure, Vec::new()), expected: None }
    }
}

/// The panel on a customer's page.
pub(crate) fn load_standing(
    db: &mut Db<'_>,
    account: AccountId,
    now: Instant,
) -> Result<Option<Piece>, troth_store::Error> {
    let Some(alive) = db.find_score(account, "alive")? else { return Ok(None) };
    let expected = db.find_score(account, "purchases_in_a_year")?;
    let as_of = db.find_figure("at_risk.share")?.map_or(now, |figure| figure.as_of);
    // The model rests on every customer it was fitted to, not on this one alone.
    let report = find_report(db).map_err(|error| troth_store::Error::Decode(error.to_string()))?;
    let n = report.as_ref().and_then(Report::chosen).map_or(0, |fit| fit.n);
    let method = db.find_figure("at_risk.share")?.map_or_else(|| "bg-nbd".to_owned(), |figure| figure.method);
    let figure = |score: troth_store::Score, unit| {
        let figure = Figure::new(score.value, unit, n, Grade::Modelled, method.as_str(), as_of);
        Figure { low: score.low, high: score.high, ..figure }
    };
    Ok(Some(Piece::of(&StandingPanel {
        alive: measured("measure-alive-sentence", figure(alive, Unit::Share), Vec::new()),
        expected: expected
            .map(|score| measured("measure-expected-sentence", figure(score, Unit::Number), Vec::new())),
    })))
}
