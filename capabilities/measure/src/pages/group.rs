//! Figures by segment.

use axum::response::Response;
use serde::Serialize;
use troth_core::Message;
use troth_web::csv::{Cell, Lines};
use troth_web::{Error, Page, View};

use super::file::columns;
use super::{Labelled, labelled, sample_report, sentence};
use crate::MANAGE;
use crate::model::{Fit, Group, Report};

/// The chosen segments and everybody else, each with its figures.
#[derive(Debug, Serialize)]
pub(crate) struct GroupsPage {
    groups: Vec<Shown>,
    measured: bool,
    may_manage: bool,
}

#[derive(Debug, Serialize)]
struct Shown {
    /// Where its customers are listed; none for everybody else.
    href: Option<String>,
    name: String,
    customers: u64,
    models: Vec<Fit>,
    leans: Option<Message>,
    figures: Vec<Labelled>,
    /// Why there are no figures.
    few: bool,
}

fn shown(group: Group) -> Shown {
    let few = group.at_risk.is_none() && group.worth.is_none();
    let mut figures = Vec::new();
    if let Some(risk) = group.at_risk {
        for (label, figure) in [("measure-at-risk-share", risk.share), ("measure-at-risk-money", risk.money)]
        {
            figures.push(labelled(label, sentence(label, &figure.method), figure));
        }
    }
    let whole = |method: &str| match method {
        "base-worth" => "measure-worth-base-both",
        "contract-worth" => "measure-worth-base-contracts",
        _ => "measure-worth-base-sentence",
    };
    figures.extend(group.worth.map(|worth| {
        let sentence = whole(&worth.method);
        labelled("measure-worth-base", sentence, worth)
    }));
    figures.extend(
        group.renewed.map(|renewed| labelled("measure-renewed", "measure-renewed-sentence", renewed)),
    );
    Shown {
        href: group.segment.map(|segment| format!("/records/segments/{segment}")),
        name: group.name,
        customers: group.customers,
        models: group.models,
        leans: group.leans,
        figures,
        few,
    }
}

impl GroupsPage {
    fn of(report: Option<Report>, may_manage: bool) -> Self {
        let measured = report.is_some();
        let groups = report.map_or_else(Vec::new, |report| report.groups);
        Self { groups: groups.into_iter().map(shown).collect(), measured, may_manage }
    }
}

impl Page for GroupsPage {
    const TEMPLATE: &str = "measure/segments.html";

    fn sample() -> Self {
        Self::of(Some(sample_report()), true)
    }
}

pub(super) async fn get_groups(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(super::find_report).await?;
    view.page(&GroupsPage::of(report, view.may(&MANAGE)))
}

/// A line for each figure of each group, as a file for a spreadsheet.
pub(super) async fn get_file(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(super::find_report).await?;
    let mut lines = Lines::with(&[
        "segment",
        "name",
        "customers",
        "figure",
        "value",
        "low",
        "high",
        "currency",
        "n",
        "grade",
        "method",
    ]);
    for group in report.into_iter().flat_map(|report| report.groups) {
        let risk = group.at_risk.into_iter().flat_map(|risk| {
            [
                ("at_risk.share", risk.share),
                ("at_risk.customers", risk.customers),
                ("at_risk.money", risk.money),
            ]
        });
        let worth = group.worth.map(|worth| ("worth", worth));
        let renewed = group.renewed.map(|renewed| ("renewed", renewed));
        for (name, figure) in risk.chain(worth).chain(renewed) {
            let about = [
                Cell::if_known(group.segment),
                Cell::from(group.name.as_str()),
                Cell::plain(group.customers),
                Cell::plain(name),
            ];
            lines.add(about.into_iter().chain(columns(&figure)));
        }
    }
    Ok(lines.into_file("segments.csv"))
}
