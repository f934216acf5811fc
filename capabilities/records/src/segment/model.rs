//! Segments: saved filters over what the capabilities declare of customers; pure.

use serde::{Deserialize, Serialize};
use troth_core::{Currency, Day, Id, Instant, Message, SegmentId, StaffId, TeamId};
use troth_store::{Operator, SegmentField, SegmentType, Value};
use utoipa::ToSchema;

/// Tests in one segment.
pub(crate) const MOST: usize = 20;
/// Groups within groups.
const DEEPEST: usize = 3;

/// What a segment asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Filter {
    /// All of these.
    All {
        /// Each of them.
        all: Vec<Filter>,
    },
    /// Any of these.
    Any {
        /// Each of them.
        any: Vec<Filter>,
    },
    /// One test.
    Test(Test),
}

/// One test of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    /// The field's name.
    pub field: String,
    /// The operator's word.
    pub operator: String,
    /// What it is compared with, as somebody says it.
    #[serde(default)]
    pub value: String,
}

impl Filter {
    /// Every test in it.
    pub fn tests(&self) -> Vec<&Test> {
        match self {
            Self::All { all: parts } | Self::Any { any: parts } => {
                parts.iter().flat_map(Self::tests).collect()
            }
            Self::Test(test) => vec![test],
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::All { all: parts } | Self::Any { any: parts } => {
                1 + parts.iter().map(Self::depth).max().unwrap_or_default()
            }
            Self::Test(_) => 0,
        }
    }

    /// Whether it asks for what models foretell, or foretold.
    pub fn asks_for_outcomes(&self, fields: &[SegmentField]) -> bool {
        let of = |test: &&Test| fields.iter().any(|field| field.name == test.field && field.outcome);
        self.tests().iter().any(of)
    }

    /// Refuses what is too large, asks nothing, or asks what no field answers.
    pub fn check(&self, fields: &[SegmentField], currency: Currency) -> Result<(), Message> {
        let tests = self.tests();
        if tests.is_empty() {
            return Err(Message::new("records-segment-empty"));
        }
        if tests.len() > MOST || self.depth() > DEEPEST {
            let most = i64::try_from(MOST).unwrap_or(i64::MAX);
            return Err(Message::new("records-segment-large").with("most", most));
        }
        tests.into_iter().try_for_each(|test| test.read(fields, currency).map(drop))
    }
}

/// A test that is understood.
#[derive(Debug, Clone)]
pub(crate) struct Understood<'f> {
    pub(crate) field: &'f SegmentField,
    pub(crate) operator: Operator,
    /// What it is compared with; a number of days for operators that count them.
    pub(crate) value: Option<Value>,
}

impl Test {
    /// Looks up the field and reads the value.
    pub(crate) fn read<'f>(
        &self,
        fields: &'f [SegmentField],
        currency: Currency,
    ) -> Result<Understood<'f>, Message> {
        let field = fields.iter().find(|field| field.name == self.field);
        let field =
            field.ok_or_else(|| Message::new("records-segment-gone").with("field", self.field.as_str()))?;
        let operator = Operator::find(&self.operator).filter(|one| field.kind.operators().contains(one));
        let operator = operator.ok_or_else(|| {
            Message::new("records-segment-operator").with("operator", self.operator.as_str())
        })?;
        let wrong = || Message::new("records-segment-value").with("value", self.value.as_str());
        let value = if operator.takes_value() {
            Some(value(field.kind, operator, self.value.trim(), currency).ok_or_else(wrong)?)
        } else {
            None
        };
        Ok(Understood { field, operator, value })
    }
}

/// Reads what a field is compared with.
fn value(kind: SegmentType, operator: Operator, text: &str, currency: Currency) -> Option<Value> {
    if matches!(operator, Operator::Within | Operator::NotWithin | Operator::Next) {
        return text.parse::<i64>().ok().filter(|days| (1..=36_500).contains(days)).map(Value::Int);
    }
    match kind {
        SegmentType::Word(words, _) => words.contains(&text).then(|| Value::Text(text.to_owned())),
        SegmentType::Team => text.parse::<TeamId>().ok().map(|id| Value::Int(id.raw())),
        SegmentType::Staff => text.parse::<StaffId>().ok().map(|id| Value::Int(id.raw())),
        SegmentType::Number => text.parse().ok().map(Value::Int),
        SegmentType::Money => {
            troth_core::Money::parse(text, '.', currency).ok().map(|money| Value::Int(money.minor))
        }
        SegmentType::Share => {
            let percent = text.trim_end_matches('%').trim().parse::<f64>().ok()?;
            (0.0..=100.0).contains(&percent).then_some(Value::Real(percent / 100.0))
        }
        SegmentType::Day => Day::parse(text, "%Y-%m-%d").ok().map(|day| Value::Int(day.number())),
        SegmentType::Truth => match text {
            "yes" => Some(Value::Int(1)),
            "no" => Some(Value::Int(0)),
            _ => None,
        },
    }
}

/// A saved filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Segment {
    /// Which.
    #[schema(value_type = String)]
    pub id: SegmentId,
    /// What it is called.
    pub name: String,
    /// What it asks: `{"all": […]}`, `{"any": […]}` or `{"field", "operator", "value"}`.
    #[schema(value_type = Object)]
    pub filter: Filter,
    /// When it was last changed.
    #[schema(value_type = String)]
    pub changed_at: Instant,
    /// When it was taken away; it can be brought back.
    #[schema(value_type = Option<String>)]
    pub removed_at: Option<Instant>,
}
