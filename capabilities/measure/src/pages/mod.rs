//! The base at risk, and a customer's standing.

mod ahead;
mod file;
mod forecast;
mod group;
mod history;
mod list;
mod outcome;
mod renewals;
mod retention;
mod said;
mod settings;
mod standing;
mod worth;

use axum::extract::Query;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Figure, Grade, Id, Instant, Message, Unit};
use troth_store::Db;
use troth_web::chart::{At, Chart, Measure, Point, Shape};
use troth_web::table::{Asked, Table};
use troth_web::{Error, Measured, Need, Page, Routes, View};

use crate::model::{BackTest, ByFrequency, Group, Movement, Report, Week};
use crate::{MANAGE, SEE, store};
pub(crate) use ahead::{AheadPage, read_months};
pub(crate) use forecast::ForecastPage;
pub(crate) use group::GroupsPage;
pub(crate) use history::HistoryPage;
pub(crate) use list::at_risk_page;
pub(crate) use outcome::OutcomePage;
pub(crate) use renewals::{RenewalsPage, renewals_page};
pub(crate) use retention::RetentionPage;
pub(crate) use said::{SaidPage, figures_of};
pub(crate) use settings::SettingsPage;
pub(crate) use standing::{StandingPanel, load_standing};
pub(crate) use worth::WorthPage;

pub(crate) fn routes() -> Routes {
    let need = Need::Permission(SEE);
    Routes::new()
        .get("/", need, get_risk)
        .get("/at-risk.csv", need, list::get_file)
        .get("/figures.csv", need, file::get_figures)
        .get("/customers/{id}", need, ahead::get_ahead)
        .get("/renewals", need, renewals::get_renewals)
        .get("/renewals.csv", need, renewals::get_file)
        .get("/retention", need, retention::get_retention)
        .get("/retention.csv", need, retention::get_file)
        .get("/segments", need, group::get_groups)
        .get("/segments.csv", need, group::get_file)
        .get("/worth", need, worth::get_worth)
        .get("/forecast", need, forecast::get_forecast)
        .get("/forecast.csv", need, file::get_forecast)
        .get("/outcomes", need, outcome::get_outcomes)
        .get("/said", need, said::get_said)
        .get("/said.csv", need, said::get_file)
        .get("/settings", Need::Permission(MANAGE), settings::get_settings)
        .post("/settings", Need::Permission(MANAGE), settings::post_settings)
        .get("/runs", need, history::get_history)
        .post("/runs", Need::Permission(MANAGE), history::post_run)
}

/// The page of the base at risk.
#[derive(Debug, Serialize)]
pub(crate) struct RiskPage {
    /// The latest run, if it failed.
    failed: Option<Message>,
    /// What is wrong with the forecast.
    warns: Vec<Message>,
    figures: Vec<Labelled>,
    /// How the whole is made up, where customers are of two kinds.
    apart: Vec<Message>,
    /// What moved since the last run, and since a week ago.
    movements: Vec<Message>,
    /// How far off the same model would have been.
    tested: Option<Message>,
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
            return Self {
                failed,
                warns,
                figures,
                apart: Vec::new(),
                movements: Vec::new(),
                tested: None,
                list,
                by_chance: None,
            };
        };
        let apart = apart(&report);
        let by_chance = report.chosen().is_some();
        let (warns, tested) = report.tested();
        let risk = report.at_risk;
        let points = report.by_chance.iter().enumerate().map(|(tenth, customers)| {
            let from = tenth * 10;
            Point::new(At::Name(format!("{from}–{} %", from + 10)), *customers as f64)
        });
        let chart =
            Chart::new(Shape::Bar, Measure::Number, Message::new("measure-chart-caption"), points.collect())
                .axes(Message::new("measure-chart-chance"), Message::new("measure-chart-customers"));
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let week = Movement::together(&report.recent).filter(|week| Some(*week) != report.movement);
        let movements = report.movement.into_iter().chain(week).filter(|_| by_chance).map(|moved| {
            Message::new("measure-movement")
                .with("since", moved.since)
                .with("new", count(moved.new))
                .with("recovered", count(moved.recovered))
                .with("lost", count(moved.lost))
        });
        let movements = movements.collect();
        Self {
            failed,
            warns,
            figures: [
                ("measure-at-risk-share", risk.share),
                ("measure-at-risk-customers", risk.customers),
                ("measure-at-risk-money", risk.money),
            ]
            .map(|(label, figure)| labelled(label, sentence(label, &figure.method), figure))
            .into(),
            apart,
            movements,
            tested,
            list,
            by_chance: by_chance.then_some(chart),
        }
    }
}

/// What a figure of the base at risk says depends on which customers there are.
fn sentence(label: &'static str, method: &str) -> &'static str {
    match (label, method) {
        ("measure-at-risk-share", "base-at-risk") => "measure-at-risk-share-both",
        ("measure-at-risk-share", "contracts-at-risk") => "measure-at-risk-share-contracts",
        ("measure-at-risk-share", _) => "measure-at-risk-share-sentence",
        ("measure-at-risk-customers", "base-at-risk") => "measure-at-risk-customers-both",
        ("measure-at-risk-customers", "contracts-at-risk") => "measure-at-risk-customers-contracts",
        ("measure-at-risk-customers", _) => "measure-at-risk-customers-sentence",
        (_, "base-at-risk") => "measure-at-risk-money-both",
        (_, "contracts-at-risk") => "measure-at-risk-money-contracts",
        _ => "measure-at-risk-money-sentence",
    }
}

/// "Of these, 28 of 120 buy without a contract; 12 of 160 have one." and who has both.
fn apart(report: &Report) -> Vec<Message> {
    let (Some(purchases), Some(contracts)) = (&report.at_risk_purchases, &report.contracts) else {
        return Vec::new();
    };
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let mut apart = Vec::new();
    if let Some(by_contract) = &contracts.at_risk {
        let message = Message::new("measure-at-risk-apart")
            .with("bought", purchases.customers.value.round())
            .with("buyers", count(purchases.customers.n))
            .with("agreed", by_contract.customers.value.round());
        apart.push(message.with("holders", count(contracts.customers)));
    }
    if contracts.both > 0 {
        apart.push(Message::new("measure-at-risk-both").with("both", count(contracts.both)));
    }
    apart
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

/// A segment with models of its own, a small one, and everybody else.
fn sample_groups() -> Vec<Group> {
    let at = Instant::from_micros(1_767_690_000_000_000);
    let figure = Figure::new(0.4, Unit::Share, 928, Grade::Modelled, "bg-nbd", at).between(0.36, 0.46);
    let at_risk = crate::AtRisk { share: figure.clone(), customers: figure.clone(), money: figure.clone() };
    let group = |segment: Option<i64>, name: &str, leans: Option<Message>, spoken_of: bool| Group {
        segment: segment.map(Id::from_raw),
        name: name.into(),
        customers: 928,
        models: Vec::new(),
        leans,
        at_risk: spoken_of.then(|| at_risk.clone()),
        worth: spoken_of.then(|| figure.clone()),
        renewed: spoken_of.then(|| figure.clone()),
        retention: spoken_of.then(retention::sample_curve),
    };
    let few = Message::new("measure-group-few").with("back", 3).with("needed", 100);
    vec![
        group(Some(1), "Regulars", None, true),
        group(Some(2), "Owners of boats", Some(few), false),
        group(None, "", Some(Message::new("measure-group-undetermined")), true),
    ]
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
        purchases: Some(figure.clone()),
        contracts: Some(figure.clone()),
        besides: Some(figure.clone()),
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
        outcomes: outcome::sample_outcomes(&at_risk.share),
        said: said::sample_said(&at_risk.share),
        at_risk_purchases: Some(at_risk.clone()),
        contracts: Some(retention::sample_contracts(&at_risk)),
        at_risk,
        worth: Some(worth),
        movement: Some(Movement { since: day(19_999), new: 2, recovered: 1, lost: 0 }),
        recent: [(19_993, 10, 6, 3), (19_999, 2, 1, 0)]
            .map(|(since, new, recovered, lost)| Movement { since: day(since), new, recovered, lost })
            .to_vec(),
        by_chance: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        groups: sample_groups(),
        undetermined: true,
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

fn headline(db: &mut Db<'_>, key: &str, label: &'static str) -> Result<Option<Measured>, troth_store::Error> {
    let Some(figure) = db.find_figure(key)? else { return Ok(None) };
    let trend = store::trend(db, key, 12)?;
    Ok(Some(measured(sentence(label, &figure.method), figure, trend)))
}

pub(crate) fn load_share(db: &mut Db<'_>, _: Instant) -> Result<Option<Measured>, troth_store::Error> {
    headline(db, "at_risk.share", "measure-at-risk-share")
}

pub(crate) fn load_customers(db: &mut Db<'_>, _: Instant) -> Result<Option<Measured>, troth_store::Error> {
    headline(db, "at_risk.customers", "measure-at-risk-customers")
}

pub(crate) fn load_money(db: &mut Db<'_>, _: Instant) -> Result<Option<Measured>, troth_store::Error> {
    headline(db, "at_risk.money", "measure-at-risk-money")
}
