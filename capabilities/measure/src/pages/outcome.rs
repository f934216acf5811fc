//! What became of work that somebody acted on.

use axum::response::Response;
use serde::Serialize;
use troth_core::Message;
use troth_web::{Error, Page, View};

use super::{Labelled, labelled, sample_report};
use crate::model::{HORIZON, Outcome, Report};

/// Sorts of work of which it can be counted what became, with what is counted.
const KINDS: [(&str, &str); 2] =
    [("at_risk", "measure-outcome-at-risk"), ("renewal", "measure-outcome-renewal")];

/// What was done and what came after, sort by sort.
#[derive(Debug, Serialize)]
pub(crate) struct OutcomePage {
    measured: bool,
    days: i64,
    kinds: Vec<Kind>,
}

#[derive(Debug, Serialize)]
struct Kind {
    text: &'static str,
    figures: Vec<Labelled>,
    sentences: Vec<Message>,
}

impl OutcomePage {
    fn of(report: Option<Report>) -> Self {
        let measured = report.is_some();
        let outcomes = report.map_or_else(Vec::new, |report| report.outcomes);
        let kinds = KINDS.map(|(kind, text)| {
            let own: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.kind == kind).collect();
            Kind {
                text,
                figures: own.iter().filter_map(|outcome| figure(outcome)).collect(),
                sentences: own.iter().flat_map(|outcome| sentences(outcome)).collect(),
            }
        });
        let kinds = kinds.into_iter().filter(|kind| !kind.sentences.is_empty()).collect();
        Self { measured, days: HORIZON, kinds }
    }
}

fn figure(outcome: &Outcome) -> Option<Labelled> {
    let share = outcome.share.clone()?;
    let (label, sentence) = match (outcome.kind.as_str(), outcome.decision.as_str()) {
        ("renewal", "done") => ("measure-outcome-done", "measure-outcome-renewal-done"),
        ("renewal", _) => ("measure-outcome-not-useful", "measure-outcome-renewal-not-useful"),
        (_, "done") => ("measure-outcome-done", "measure-outcome-at-risk-done"),
        _ => ("measure-outcome-not-useful", "measure-outcome-at-risk-not-useful"),
    };
    Some(labelled(label, sentence, share))
}

fn sentences(outcome: &Outcome) -> Vec<Message> {
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let said = |key: &str| {
        let key = format!("{key}-{}", outcome.decision);
        let neither = outcome.acted - outcome.came - outcome.left;
        Message::new(key)
            .with("acted", count(outcome.acted))
            .with("came", count(outcome.came))
            .with("left", count(outcome.left))
            .with("neither", count(neither))
            .with("watched", count(outcome.watched))
            .with("already", count(outcome.already))
            .with("days", outcome.days)
    };
    let mut sentences = Vec::new();
    if outcome.acted > 0 {
        let key =
            if outcome.kind == "renewal" { "measure-outcome-renewed" } else { "measure-outcome-bought" };
        sentences.push(said(key));
    }
    if outcome.watched > 0 {
        sentences.push(said("measure-outcome-watched"));
    }
    sentences
}

impl Page for OutcomePage {
    const TEMPLATE: &str = "measure/outcome.html";

    fn sample() -> Self {
        Self::of(Some(sample_report()))
    }
}

/// What might have become of what was done.
pub(super) fn sample_outcomes(share: &troth_core::Figure) -> Vec<Outcome> {
    let outcome = |kind: &str, decision: &str| Outcome {
        kind: kind.into(),
        decision: decision.into(),
        days: HORIZON,
        acted: 40,
        came: 16,
        left: 3,
        watched: 7,
        already: 2,
        share: Some(share.clone()),
    };
    let all = KINDS.map(|(kind, _)| ["done", "not-useful"].map(|decision| outcome(kind, decision)));
    all.into_iter().flatten().collect()
}

pub(super) async fn get_outcomes(view: View) -> Result<Response, Error> {
    let report = view.app().store().read(super::find_report).await?;
    view.page(&OutcomePage::of(report))
}
