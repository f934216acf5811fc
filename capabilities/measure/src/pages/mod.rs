//! The base at risk, and a customer's standing.

mod forecast;
mod history;
mod list;
mod worth;

use axum::extract::Query;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Currency, Figure, Grade, Instant, Message, Unit};
use troth_store::{Db, Ranged};
use troth_web::chart::{At, Chart, Measure, Point, Shape};
use troth_web::table::{Asked, Table};
use troth_web::{Error, Measured, Need, Page, Piece, Routes, View};

use crate::model::{BackTest, ByFrequency, Movement, Report, Week};
use crate::{SEE, store};
pub(crate) use forecast::ForecastPage;
pub(crate) use history::HistoryPage;
pub(crate) use list::at_risk_page;
pub(crate) use worth::WorthPage;

pub(crate) fn routes() -> Routes {
    let need = Need::Permission(SEE);
    Routes::new()
        .get("/", need, get_risk)
        .get("/at-risk.csv", need, list::get_file)
        .get("/worth", need, worth::get_worth)
        .get("/forecast", need, forecast::get_forecast)
        .get("/runs", need, history::get_history)
}

/// The page of the base at risk.
#[derive(Debug, Serialize)]
pub(crate) struct RiskPage {
    /// The latest run, if it failed.
    failed: Option<Message>,
    /// What is wrong with the forecast.
    warns: Vec<Message>,
    figures: Vec<Labelled>,
    movement: Option<Message>,
    list: Table<list::CustomerRow>,
    by_chance: Option<Chart>,
}

#[derive(Debug, Serialize)]
struct Labelled {
    label: &'static str,
    #[serde(flatten)]
    measured: Measured,
}

fn labelled(label: &'static str, sentence: &str, figure: Figure) -> Labelled {
    Labelled { label, measured: measured(sentence, figure, Vec::new()) }
}

impl RiskPage {
    fn of(report: Option<Report>, list: Table<list::CustomerRow>, failed: Option<Message>) -> Self {
        let Some(report) = report else {
            let (warns, figures) = (Vec::new(), Vec::new());
            return Self { failed, warns, figures, movement: None, list, by_chance: None };
        };
        let risk = report.at_risk;
        let points = report.by_chance.iter().enumerate().map(|(tenth, customers)| {
            let from = tenth * 10;
            Point::new(At::Name(format!("{from}–{} %", from + 10)), *customers as f64)
        });
        let chart =
            Chart::new(Shape::Bar, Measure::Number, Message::new("measure-chart-caption"), points.collect())
                .axes(Message::new("measure-chart-chance"), Message::new("measure-chart-customers"));
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let movement = report.movement.map(|moved| {
            Message::new("measure-movement")
                .with("since", moved.since)
                .with("new", count(moved.new))
                .with("recovered", count(moved.recovered))
                .with("lost", count(moved.lost))
        });
        Self {
            failed,
            warns: report.backtest.map_or_else(Vec::new, |test| test.warns),
            figures: vec![
                labelled("measure-at-risk-share", "measure-at-risk-share-sentence", risk.share),
                labelled("measure-at-risk-customers", "measure-at-risk-customers-sentence", risk.customers),
                labelled("measure-at-risk-money", "measure-at-risk-money-sentence", risk.money),
            ],
            movement,
            list,
            by_chance: Some(chart),
        }
    }
}

impl Page for RiskPage {
    const TEMPLATE: &str = "measure/risk.html";

    fn sample() -> Self {
        let failed = Message::new("measure-failed")
            .with("as_of", troth_core::Day::from_number(20_001))
            .with("failure", "the disk is full");
        Self::of(Some(sample_report()), list::sample(), Some(failed))
    }
}

/// A report as a run might leave it.
fn sample_report() -> Report {
    let at = Instant::from_micros(1_767_690_000_000_000);
    let figure = Figure::new(0.4, Unit::Share, 928, Grade::Modelled, "bg-nbd", at).between(0.36, 0.46);
    let at_risk = crate::AtRisk { share: figure.clone(), customers: figure.clone(), money: figure.clone() };
    let day = troth_core::Day::from_number;
    let parameter = crate::Parameter { name: "r".into(), value: 0.24, low: 0.2, high: 0.3 };
    let fit = |model: &str| crate::Fit {
        model: model.into(),
        unit: "week".into(),
        n: 928,
        parameters: [("r".into(), 0.24)].into(),
        intervals: vec![parameter.clone()],
        log_likelihood: -9_582.4,
        converged: true,
        chosen: model == "bgnbd",
        hold_out_error: Some(1.6),
        log_score: Some(-3.2),
    };
    let backtest = BackTest {
        cut: day(19_800),
        until: day(20_000),
        model: "bgnbd".into(),
        customers: 928,
        actual: 480,
        expected: 512.4,
        error: 0.067,
        between: (470.0, 555.0),
        root_mean_square: 1.6,
        deviation: 2.1,
        weeks: vec![Week { from: day(19_801), actual: 21, expected: 22.4 }],
        by_frequency: vec![ByFrequency { frequency: 7, customers: 30, actual: 90, expected: 88.8 }],
        warns: vec![Message::new("measure-warn-alike")],
    };
    let worth = crate::Worth {
        base: figure.clone(),
        top_tenth: figure,
        by_tenth: [0.1; 10],
        discount: 0.1,
        weeks: 156.0,
        fit: Some(fit("gammagamma")),
    };
    Report {
        as_of: day(20_000),
        fits: ["bgnbd", "mbgnbd", "paretonbd"].map(fit).to_vec(),
        backtest: Some(backtest),
        at_risk,
        worth: Some(worth),
        movement: Some(Movement { since: day(19_993), new: 12, recovered: 7, lost: 3 }),
        by_chance: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    }
}

async fn get_risk(view: View, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let page = view
        .app()
        .store()
        .read(move |db| {
            let failed = store::list_runs(db, 1)?.pop().and_then(|run| {
                let failure = run.failure?;
                let message = Message::new("measure-failed").with("as_of", run.as_of);
                Some(message.with("failure", failure))
            });
            Ok::<_, crate::Error>(RiskPage::of(find_report(db)?, list::load(db, &asked)?, failed))
        })
        .await?;
    view.page(&page)
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
    expected: Measured,
    worth: Option<Measured>,
}

impl Page for StandingPanel {
    const TEMPLATE: &str = "measure/standing.html";

    fn sample() -> Self {
        let as_of = Instant::from_micros(1_767_690_000_000_000);
        let figure = |value, unit| {
            Figure::new(value, unit, 928, Grade::Modelled, "bg-nbd", as_of).between(value * 0.9, value * 1.1)
        };
        let money = figure(12_550.0, Unit::Money(Currency::EUR));
        Self {
            alive: measured("measure-alive-sentence", figure(0.42, Unit::Share), Vec::new()),
            expected: measured("measure-expected-sentence", figure(2.5, Unit::Number), Vec::new()),
            worth: Some(measured("measure-customer-worth-sentence", money, Vec::new())),
        }
    }
}

/// The panel on a customer's page.
pub(crate) fn load_standing(
    db: &mut Db<'_>,
    account: AccountId,
    now: Instant,
) -> Result<Option<Piece>, troth_store::Error> {
    let Some(score) = db.find_score(account)? else { return Ok(None) };
    // The model rests on every customer it was fitted to, not on this one alone.
    let report = find_report(db).map_err(|error| troth_store::Error::Decode(error.to_string()))?;
    let n = report.as_ref().and_then(Report::chosen).map_or(0, |fit| fit.n);
    let (method, as_of) = report.as_ref().map_or_else(
        || ("bg-nbd".to_owned(), now),
        |report| (report.at_risk.share.method.clone(), report.at_risk.share.as_of),
    );
    let figure = |ranged: Ranged, unit, method: &str| {
        Figure::new(ranged.value, unit, n, Grade::Modelled, method, as_of).between(ranged.low, ranged.high)
    };
    let worth = report.and_then(|report| report.worth).map(|worth| {
        let figure = figure(score.worth, worth.base.unit, &worth.base.method);
        Measured {
            href: Some("/measure/worth".into()),
            ..measured("measure-customer-worth-sentence", figure, Vec::new())
        }
    });
    let (alive, expected) =
        (figure(score.alive, Unit::Share, &method), figure(score.purchases, Unit::Number, &method));
    Ok(Some(Piece::of(&StandingPanel {
        alive: measured("measure-alive-sentence", alive, Vec::new()),
        expected: measured("measure-expected-sentence", expected, Vec::new()),
        worth,
    })))
}
