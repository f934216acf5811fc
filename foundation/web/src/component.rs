//! Every component on one page: to look at, to compare in both themes, and to render in the test of all pages.

use axum::response::Response;
use serde::Serialize;
use troth_core::{Argument, Currency, Figure, Grade, Id, Instant, Message, Money, SessionId, Unit};

use crate::chart::{At, Chart, Measure, Point, Shape};
use crate::table::{Asked, Heading, Table};
use crate::{Error, Form, Measured, Page, View};

/// The page of components.
#[derive(Debug, Serialize)]
pub(crate) struct ComponentPage {
    figures: Vec<Measured>,
    customers: Table<Row>,
    nobody: Table<Row>,
    retention: Chart,
    bars: Chart,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Row {
    id: SessionId,
    name: &'static str,
    worth: Money,
    risk: f64,
    seen: Instant,
}

impl Page for ComponentPage {
    const TEMPLATE: &str = "web/component_page.html";

    fn sample() -> Self {
        let at = Instant::from_micros(1_795_344_000_000_000);
        let headings = || {
            vec![
                Heading::text("web-sample-customer").by("name"),
                Heading::number("web-sample-worth").by("worth"),
                Heading::number("web-sample-risk").by("risk"),
                Heading::text("web-sample-seen"),
            ]
        };
        let asked = Asked { sort: "-worth".to_owned(), after: "1".to_owned(), ..Asked::default() };
        Self {
            figures: figures(at),
            customers: Table::new("/reference/components", &asked, headings(), rows(at))
                .next(Some("3".to_owned()))
                .csv("/reference/components"),
            nobody: Table::new("/reference/components", &Asked::default(), headings(), Vec::new()),
            retention: retention(),
            bars: problems(),
            form: form(),
        }
    }
}

pub(crate) async fn get_page(view: View) -> Result<Response, Error> {
    view.page(&ComponentPage::sample())
}

fn figures(at: Instant) -> Vec<Measured> {
    let measured = |figure: Figure, trend: &[f64]| Measured {
        figure,
        sentence: Message::new("web-sample-sentence").with("share", Argument::Share(0.42)).with("n", 120),
        trend: trend.to_vec(),
        href: Some("/reference/components".to_owned()),
    };
    let figure = |value, unit, n, grade, method: &str| Figure::new(value, unit, n, grade, method, at);
    vec![
        measured(
            figure(0.14, Unit::Share, 2_357, Grade::Modelled, "bgnbd").between(0.121, 0.163),
            &[0.11, 0.12, 0.12, 0.13, 0.125, 0.14],
        ),
        measured(
            figure(4_812_000.0, Unit::Money(Currency::EUR), 2_357, Grade::Modelled, "bgnbd")
                .between(4_100_000.0, 5_600_000.0),
            &[5.1, 5.0, 5.2, 4.9, 4.8],
        ),
        measured(figure(-0.31, Unit::Number, 88, Grade::Adjusted, "aipw").between(-0.62, 0.04), &[]),
        measured(figure(417.0, Unit::Count, 417, Grade::Counted, "count"), &[390.0, 402.0, 417.0]),
    ]
}

fn rows(seen: Instant) -> Vec<Row> {
    let row = |number, name, minor, risk| Row {
        id: SessionId::from_raw(number),
        name,
        worth: Money::new(minor, Currency::EUR),
        risk,
        seen,
    };
    vec![
        row(1, "Analytical Engines Ltd", 1_250_000, 0.61),
        row(2, "Bernoulli & Söhne", 480_050, 0.17),
        row(3, "Cauchy Conveyors", 96_000, 0.08),
    ]
}

fn retention() -> Chart {
    let points = (0..12).map(|month| {
        let kept = 0.93_f64.powi(month);
        let half = 0.015 + 0.004 * f64::from(month);
        Point::new(At::Number(f64::from(month)), kept).between(kept - half, (kept + half).min(1.0))
    });
    Chart::new(Shape::Line, Measure::Share, Message::new("web-sample-retention"), points.collect())
        .axes(Message::new("web-sample-months"), Message::new("web-sample-kept"))
}

fn problems() -> Chart {
    let bar =
        |name: &str, value| Point::new(At::Name(name.to_owned()), value).between(value - 40.0, value + 50.0);
    let points = vec![bar("Late delivery", 312.0), bar("Wrong invoice", 204.0), bar("No answer", 150.0)];
    Chart::new(Shape::Bar, Measure::Number, Message::new("web-sample-problems"), points)
        .axes(Message::new("web-sample-problem"), Message::new("web-sample-count"))
}

fn form() -> Form {
    let mut form =
        Form::with([("name", "Ada Lovelace"), ("email", "ada@"), ("note", "Prefers a call before nine.")]);
    form.wrong("email", Message::new("web-email-wrong"));
    form
}
