//! The questions this capability asks of the facts.

use troth_store::{Metric, MetricKind};

/// Distinct purchase histories with multiplicity.
pub const REPEAT_HISTORIES: Metric = Metric {
    name: "repeat_histories",
    kind: MetricKind::Summary,
    sql: include_str!("../metrics/repeat_histories.sql"),
    parameters: &["the last day, in days since 1970"],
};

/// One row for each customer who has bought.
pub const REPEAT_CUSTOMERS: Metric = Metric {
    name: "repeat_customers",
    kind: MetricKind::Roster,
    sql: include_str!("../metrics/repeat_customers.sql"),
    parameters: &["the last day, in days since 1970"],
};
