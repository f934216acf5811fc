//! How long relations under contract last, and whether the forecast of renewals was right.

use axum::response::Response;
use serde::Serialize;
use troth_core::Message;
use troth_web::chart::{At, Chart, Measure, Point, Shape};
use troth_web::csv::{Cell, Lines};
use troth_web::{Error, Page, View};

use super::{Labelled, labelled, sample_report};
use crate::model::{
    AfterRenewals, AtRenewal, AtRisk, CohortCurve, Contracts, Fit, Kept, RenewalTest, Report, Term,
};

/// The latest cohorts that are drawn; the table below has all.
const DRAWN: usize = 4;

/// Retention by cohort, renewals by term.
#[derive(Debug, Serialize)]
pub(crate) struct RetentionPage {
    /// Whether there are contracts.
    known: bool,
    warns: Vec<Message>,
    figures: Vec<Labelled>,
    /// How many contracts, and what is not known of them.
    sentences: Vec<Message>,
    curve: Option<Chart>,
    /// Months since the start at which the table looks.
    months: Vec<i64>,
    cohorts: Vec<CohortRow>,
    terms: Vec<ShownTerm>,
}

#[derive(Debug, Serialize)]
struct CohortRow {
    name: Option<String>,
    relations: u64,
    lost: u64,
    kept: Vec<Option<Kept>>,
}

#[derive(Debug, Serialize)]
struct ShownTerm {
    months: i64,
    renewed: Option<Labelled>,
    chart: Option<Chart>,
    fit: Option<Fit>,
    test: Option<RenewalTest>,
    figures: Vec<Labelled>,
}

/// The words that name lines of a chart.
struct Words {
    all: String,
    counted: String,
    model: String,
}

impl RetentionPage {
    fn of(report: Option<Report>, words: &Words) -> Self {
        let Some((contracts, as_of)) =
            report.and_then(|report| Some((report.contracts?, report.at_risk.share.as_of)))
        else {
            let (warns, figures, sentences) = (Vec::new(), Vec::new(), Vec::new());
            let (months, cohorts, terms) = (Vec::new(), Vec::new(), Vec::new());
            return Self { known: false, warns, figures, sentences, curve: None, months, cohorts, terms };
        };
        let sentences = sentences(&contracts);
        let mut figures = Vec::new();
        let (customers, money) =
            contracts.at_risk.map_or((None, None), |risk| (Some(risk.customers), Some(risk.money)));
        for (label, sentence, figure) in [
            ("measure-renewed", "measure-renewed-sentence", contracts.renewed),
            ("measure-contracts-at-risk", "measure-at-risk-customers-contracts", customers),
            ("measure-contracts-money", "measure-at-risk-money-contracts", money),
            ("measure-worth-contracts", "measure-worth-base-contracts", contracts.worth),
        ] {
            figures.extend(figure.map(|figure| labelled(label, sentence, figure)));
        }
        let longest = contracts.curves.iter().max_by_key(|curve| curve.kept.len());
        let months: Vec<i64> =
            longest.map_or_else(Vec::new, |curve| curve.kept.iter().map(|kept| kept.months).collect());
        let row = |curve: &CohortCurve| CohortRow {
            name: curve.name(),
            relations: curve.relations,
            lost: curve.lost,
            kept: (0..months.len()).map(|place| curve.kept.get(place).copied()).collect(),
        };
        Self {
            known: true,
            warns: contracts.warns,
            figures,
            sentences,
            curve: chart_of(&contracts.curves, words),
            cohorts: contracts.curves.iter().map(row).collect(),
            months,
            terms: contracts.terms.into_iter().map(|term| shown(term, as_of, words)).collect(),
        }
    }
}

/// "Of 120 running contracts, 3 bring no known amount." and the like.
fn sentences(contracts: &Contracts) -> Vec<Message> {
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let running = Message::new("measure-contracts-running").with("running", count(contracts.running));
    let mut sentences = vec![running.with("customers", count(contracts.customers))];
    for (key, of) in [
        ("measure-contracts-both", contracts.both),
        ("measure-contracts-leaving", contracts.leaving),
        ("measure-contracts-unpriced", contracts.unpriced),
        ("measure-contracts-early", contracts.early),
    ] {
        if of > 0 {
            sentences.push(Message::new(key).with("count", count(of)));
        }
    }
    if contracts.at_risk.is_none() {
        sentences.push(Message::new("measure-contracts-undecided"));
    }
    sentences
}

/// Everybody's curve with its interval, and those of the latest cohorts.
fn chart_of(curves: &[CohortCurve], words: &Words) -> Option<Chart> {
    let (all, cohorts) = curves.split_first()?;
    if all.kept.is_empty() {
        return None;
    }
    let mut points = vec![Point::new(At::Number(0.0), 1.0).of(&words.all).between(1.0, 1.0)];
    points.extend(all.kept.iter().map(|kept| {
        let point = Point::new(At::Number(kept.months as f64), kept.value).of(&words.all);
        point.between(kept.low, kept.high)
    }));
    for cohort in cohorts.iter().rev().filter(|cohort| !cohort.kept.is_empty()).take(DRAWN) {
        let name = cohort.name().unwrap_or_default();
        points.push(Point::new(At::Number(0.0), 1.0).of(&name));
        let kept = cohort.kept.iter();
        points.extend(kept.map(|kept| Point::new(At::Number(kept.months as f64), kept.value).of(&name)));
    }
    let chart = Chart::new(Shape::Line, Measure::Share, Message::new("measure-retention-caption"), points);
    Some(chart.axes(Message::new("measure-retention-months"), Message::new("measure-retention-there")))
}

fn shown(term: Term, as_of: troth_core::Instant, words: &Words) -> ShownTerm {
    let mut points = Vec::new();
    let mut there = 1.0;
    for at in term.by_renewal.iter().filter(|at| at.decided > 0) {
        there *= at.renewed as f64 / at.decided as f64;
        points.push(Point::new(At::Number(f64::from(at.number)), there).of(&words.counted));
    }
    for (at, (value, low, high)) in term.by_renewal.iter().filter_map(|at| Some((at, at.there?))) {
        let point = Point::new(At::Number(f64::from(at.number)), value).of(&words.model);
        points.push(point.between(low, high));
    }
    let chart = (points.len() > 1).then(|| {
        Chart::new(Shape::Line, Measure::Share, Message::new("measure-renewals-caption"), points)
            .axes(Message::new("measure-renewals-number"), Message::new("measure-retention-there"))
    });
    let figures = term.backtest.as_ref().map_or_else(Vec::new, |test| {
        let [expected, lost] = test.figures(as_of);
        vec![
            labelled("measure-renewals-expected", "measure-renewals-expected-sentence", expected),
            labelled("measure-renewals-lost", "measure-renewals-lost-sentence", lost),
        ]
    });
    ShownTerm {
        months: term.months,
        renewed: term
            .renewed
            .map(|renewed| labelled("measure-renewed-ever", "measure-renewed-ever-sentence", renewed)),
        chart,
        fit: term.fit,
        test: term.backtest,
        figures,
    }
}

impl Page for RetentionPage {
    const TEMPLATE: &str = "measure/retention.html";

    fn sample() -> Self {
        let words = Words { all: "all".into(), counted: "counted".into(), model: "model".into() };
        Self::of(Some(sample_report()), &words)
    }
}

/// What a run might say of contracts.
pub(super) fn sample_contracts(at_risk: &AtRisk) -> Contracts {
    let day = troth_core::Day::from_number;
    let kept = |months, value: f64| Kept { months, watched: 40, value, low: value - 0.1, high: 1.0 };
    let curve = |year| CohortCurve {
        year,
        quarter: year.map(|_| 3),
        relations: 60,
        lost: 12,
        kept: vec![kept(12, 0.87), kept(24, 0.74)],
    };
    let parameter = |name: &str, value| crate::Parameter { name: name.into(), value, low: 0.5, high: 0.9 };
    let fit = Fit {
        model: "sbg".into(),
        unit: "12 months".into(),
        n: 60,
        parameters: [("alpha".into(), 0.668), ("beta".into(), 3.806)].into(),
        intervals: vec![parameter("alpha", 0.668), parameter("beta", 3.806)],
        log_likelihood: -1_611.2,
        converged: true,
        chosen: false,
        hold_out_error: None,
        log_score: None,
    };
    let test = RenewalTest {
        cut: day(18_000),
        until: day(20_000),
        relations: 40,
        lost: 12,
        expected: 17.1,
        error: 0.425,
        between: (9.0, 21.0),
        by_renewal: vec![AfterRenewals { renewals: 1, relations: 40, there: 33, expected: 31.2 }],
        warns: vec![
            Message::new("measure-warn-renewals-many").with("error", troth_core::Argument::Share(0.425)),
        ],
    };
    let at = |number| AtRenewal { number, decided: 30, renewed: 26, there: Some((0.8, 0.7, 0.9)) };
    Contracts {
        customers: 48,
        both: 5,
        running: 50,
        unpriced: 2,
        leaving: 3,
        wrong: 1,
        early: 4,
        renewed: Some(at_risk.share.clone()),
        at_risk: Some(at_risk.clone()),
        worth: Some(at_risk.money.clone()),
        curves: vec![curve(None), curve(Some(2024))],
        terms: vec![Term {
            months: 12,
            relations: 60,
            renewed: Some(at_risk.share.clone()),
            fit: Some(fit),
            by_renewal: vec![at(1), at(2)],
            backtest: Some(test),
        }],
        due: 7,
        warns: vec![Message::new("measure-warn-contracts-wrong").with("count", 1)],
    }
}

pub(super) async fn get_retention(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(super::find_report).await?;
    let say = |key: &str| view.app().templates().say(view.language(), &Message::new(key));
    let words = Words {
        all: say("measure-retention-all"),
        counted: say("measure-renewals-counted"),
        model: say("measure-renewals-model"),
    };
    view.page(&RetentionPage::of(report, &words))
}

/// Every curve as a file: cohort by cohort, point by point.
pub(super) async fn get_file(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(super::find_report).await?;
    let contracts = report.and_then(|report| report.contracts);
    let mut lines =
        Lines::with(&["cohort", "relations", "lost", "months", "watched", "there", "low", "high"]);
    for curve in contracts.iter().flat_map(|contracts| &contracts.curves) {
        let name = curve.name().unwrap_or_else(|| "all".to_owned());
        for kept in &curve.kept {
            lines.add([
                Cell::plain(&name),
                Cell::plain(curve.relations),
                Cell::plain(curve.lost),
                Cell::plain(kept.months),
                Cell::plain(kept.watched),
                Cell::plain(format_args!("{:.6}", kept.value)),
                Cell::plain(format_args!("{:.6}", kept.low)),
                Cell::plain(format_args!("{:.6}", kept.high)),
            ]);
        }
    }
    Ok(lines.into_file("retention.csv"))
}
