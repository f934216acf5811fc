//! What segments can ask of a customer: declared by the capability whose tables know it, composed by `records`.
//!
//! All text of SQL here is the program's own. What a person says goes in as parameters.

use crate::{Db, Error, Value};

/// What a field of segments holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentType {
    /// One of these words; the text of each is `PREFIX-WORD`.
    Word(&'static [&'static str], &'static str),
    /// A team.
    Team,
    /// A member of staff.
    Staff,
    /// A whole number.
    Number,
    /// Minor units of the reporting currency.
    Money,
    /// A fraction of one, said in per cent.
    Share,
    /// A day.
    Day,
    /// One or zero.
    Truth,
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// It is that.
    Is,
    /// It is not that, or is not known.
    IsNot,
    /// That or more.
    AtLeast,
    /// That or less.
    AtMost,
    /// On that day or later.
    Since,
    /// Before that day.
    Before,
    /// In the last so many days, today included.
    Within,
    /// Not in the last so many days, or never.
    NotWithin,
    /// In the next so many days, today included.
    Next,
    /// It is known.
    Known,
    /// It is not known.
    Unknown,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Self; 11] = [
        Self::Is,
        Self::IsNot,
        Self::AtLeast,
        Self::AtMost,
        Self::Since,
        Self::Before,
        Self::Within,
        Self::NotWithin,
        Self::Next,
        Self::Known,
        Self::Unknown,
    ];

    /// The word stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "is-not",
            Self::AtLeast => "at-least",
            Self::AtMost => "at-most",
            Self::Since => "since",
            Self::Before => "before",
            Self::Within => "within",
            Self::NotWithin => "not-within",
            Self::Next => "next",
            Self::Known => "known",
            Self::Unknown => "unknown",
        }
    }

    /// The operator with this word.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.key() == key)
    }

    /// Whether it needs a value.
    pub const fn takes_value(self) -> bool {
        !matches!(self, Self::Known | Self::Unknown)
    }
}

impl SegmentType {
    /// The operators that fit it, likeliest first.
    pub const fn operators(self) -> &'static [Operator] {
        match self {
            Self::Word(..) => &[Operator::Is, Operator::IsNot],
            Self::Team | Self::Staff => &[Operator::Is, Operator::IsNot, Operator::Known, Operator::Unknown],
            Self::Number | Self::Money => &[Operator::AtLeast, Operator::AtMost],
            Self::Share => &[Operator::AtLeast, Operator::AtMost, Operator::Known, Operator::Unknown],
            Self::Day => &[
                Operator::Within,
                Operator::NotWithin,
                Operator::Next,
                Operator::Since,
                Operator::Before,
                Operator::Known,
                Operator::Unknown,
            ],
            Self::Truth => &[Operator::Is],
        }
    }

    /// The word of the type, for programs.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Word(..) => "word",
            Self::Team => "team",
            Self::Staff => "staff",
            Self::Number => "number",
            Self::Money => "money",
            Self::Share => "share",
            Self::Day => "day",
            Self::Truth => "truth",
        }
    }
}

/// Rows of one customer each, which fields look at.
#[derive(Debug, Clone, Copy)]
pub struct SegmentJoin {
    /// Its name in the statement; unique.
    pub name: &'static str,
    /// A SELECT with one row for each `account_id`; each `?` takes the next of [`SegmentJoin::params`].
    pub sql: &'static str,
    /// What goes in for the question marks.
    pub params: fn(&mut Db<'_>) -> Result<Vec<Value>, Error>,
}

/// A property of customers that segments can ask for.
#[derive(Debug, Clone, Copy)]
pub struct SegmentField {
    /// `crate.word`; unique.
    pub name: &'static str,
    /// Key of its text.
    pub text: &'static str,
    /// What it holds.
    pub kind: SegmentType,
    /// Where it stands, if not in `account` itself.
    pub join: Option<&'static SegmentJoin>,
    /// Its expression over `account` and the join.
    pub value: &'static str,
    /// How sure it is, where it was estimated.
    pub estimate: Option<Estimated>,
    /// Whether it says what customers did that models foretell, or what they foretold. Whoever is chosen by that is no group to fit a
    /// model to: the model would find what it was chosen by.
    pub outcome: bool,
}

/// How sure an estimated property is.
#[derive(Debug, Clone, Copy)]
pub struct Estimated {
    /// Lower and upper end of its interval, expressions like the value.
    pub interval: (&'static str, &'static str),
    /// The grade of its evidence.
    pub grade: troth_core::Grade,
}

/// No parameters.
pub fn no_params(_: &mut Db<'_>) -> Result<Vec<Value>, Error> {
    Ok(Vec::new())
}
