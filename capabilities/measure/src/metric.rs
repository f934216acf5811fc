//! The questions this capability asks of the facts.

use troth_store::{Metric, MetricKind};

/// What was bought, row by row: measured, one scan that is put in order here takes a third of the time of grouping in SQL, and answers
/// every question of a run at once.
pub const PURCHASES: Metric = Metric {
    name: "purchases",
    kind: MetricKind::Extract,
    sql: include_str!("../metrics/purchases.sql"),
    parameters: &["the last day, in days since 1970"],
};

/// What was agreed, row by row: relations that follow each other are found here, in order of customers.
pub const CONTRACTS: Metric = Metric {
    name: "contracts",
    kind: MetricKind::Extract,
    sql: include_str!("../metrics/contracts.sql"),
    parameters: &["the last day, in days since 1970"],
};

/// What people said of their intentions and how satisfied they are, row by row: each answer is looked up in what a run has read anyway.
pub const ANSWERS: Metric = Metric {
    name: "answers",
    kind: MetricKind::Extract,
    sql: include_str!("../metrics/answers.sql"),
    parameters: &["the day before the first, in days since 1970", "the last day, in days since 1970"],
};

/// Who has what to say at a customer, row by row.
pub const PEOPLE: Metric = Metric {
    name: "people",
    kind: MetricKind::Extract,
    sql: include_str!("../metrics/people.sql"),
    parameters: &[],
};

/// What was done about work, row by row: what became of it is looked up in what a run has read anyway.
pub const ACTIONS: Metric = Metric {
    name: "actions",
    kind: MetricKind::Extract,
    sql: include_str!("../metrics/actions.sql"),
    parameters: &["the first day, in days since 1970", "the last day, in days since 1970"],
};
