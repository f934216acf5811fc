//! The questions this capability asks of the facts.

use troth_store::{Metric, MetricKind};

const LAST_DAY: &str = "the last day, in days since 1970";
const CUT: &str = "the day up to which histories are known, in days since 1970";

/// Distinct purchase histories with multiplicity.
pub const REPEAT_HISTORIES: Metric = Metric {
    name: "repeat_histories",
    kind: MetricKind::Summary,
    sql: include_str!("../metrics/repeat_histories.sql"),
    parameters: &[LAST_DAY],
};

/// One row for each customer who has bought.
pub const REPEAT_CUSTOMERS: Metric = Metric {
    name: "repeat_customers",
    kind: MetricKind::Roster,
    sql: include_str!("../metrics/repeat_customers.sql"),
    parameters: &[LAST_DAY],
};

/// What was spent on repeat purchases, with multiplicity.
pub const REPEAT_SPEND: Metric = Metric {
    name: "repeat_spend",
    kind: MetricKind::Summary,
    sql: include_str!("../metrics/repeat_spend.sql"),
    parameters: &[LAST_DAY],
};

/// Distinct histories at a day, and what their customers bought after it.
pub const HOLD_OUT_HISTORIES: Metric = Metric {
    name: "hold_out_histories",
    kind: MetricKind::Summary,
    sql: include_str!("../metrics/hold_out_histories.sql"),
    parameters: &[CUT, LAST_DAY],
};

/// What customers known at a day bought after it, by day.
pub const HOLD_OUT_DAYS: Metric = Metric {
    name: "hold_out_days",
    kind: MetricKind::Summary,
    sql: include_str!("../metrics/hold_out_days.sql"),
    parameters: &[CUT, LAST_DAY],
};
