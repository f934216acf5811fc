//! What people said held against what they did; pure.

use serde::{Deserialize, Serialize};
use troth_core::{Day, Figure, SurveyId};

/// Days after an answer in which what the customer does is counted.
pub(crate) const SAID_DAYS: i64 = 180;

/// What is counted as having done what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deed {
    /// A customer without a contract bought again.
    Bought,
    /// A customer whose contract fell due renewed it.
    Renewed,
}

impl Deed {
    /// Its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Bought => "bought",
            Self::Renewed => "renewed",
        }
    }
}

/// A question of a survey, and what those who answered it did within some days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Of which survey.
    pub survey: SurveyId,
    /// The key of the question.
    pub question: String,
    /// Its kind: `again`, `recommend`, `nps` or `csat`.
    pub kind: String,
    /// What is counted.
    pub deed: Deed,
    /// Days after the answer in which it is counted.
    pub days: i64,
    /// Answers of customers whose days are over; several people at one customer who said the same count once.
    pub n: u64,
    /// Answers whose days still run; they are in no figure.
    pub watched: u64,
    /// Answers of customers whose contract did not fall due within the days; they are in no figure.
    pub undecided: u64,
    /// For each answer, the share who did it. Of a question from 0 to 10: 0 to 6, 7 and 8, 9 and 10.
    pub answers: Vec<Answered>,
    /// Answers that are not shown, because they are too few or would give those away.
    pub hidden: usize,
    /// How well the answer tells those who did it from those who did not: the chance that of one of each the former said more.
    #[serde(default)]
    pub auc: Option<Figure>,
    /// How the answers did as a forecast.
    #[serde(default)]
    pub forecast: Option<SaidForecast>,
    /// The same for groups of people.
    #[serde(default)]
    pub groups: Vec<SaidGroup>,
    /// Whether words and deeds moved together.
    #[serde(default)]
    pub moved: Option<Moved>,
    /// Who was satisfied and left, and who was not and stayed.
    #[serde(default)]
    pub despite: Option<Despite>,
    /// Those who did it, by whether they are content and whether they could have gone.
    #[serde(default)]
    pub stayed: Option<SaidStayed>,
}

/// Those who did it and said whether there was an alternative: four shares of one whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SaidStayed {
    /// Content, with an alternative: loyal.
    pub loyal: Figure,
    /// Not content, with an alternative, and still there.
    pub unhappy: Figure,
    /// Content, without an alternative: not put to the test.
    pub untested: Figure,
    /// Not content, without an alternative: held, not loyal.
    pub held: Figure,
}

/// What those who gave an answer did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// The answer; of a band its lowest.
    pub value: i64,
    /// The share who did it.
    pub share: Figure,
}

/// Answers as a forecast: what those who gave an answer did in the first half of the time is the chance that is foretold to those who
/// give it in the second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SaidForecast {
    /// The last day of the first half.
    pub cut: Day,
    /// Mean squared error of the chances; 0 is perfect.
    pub brier: Figure,
    /// The part of the error that the answers take away, beside foretelling the same to everybody.
    pub skill: Option<f64>,
    /// For each answer the chance that was foretold, and the share who did it.
    pub points: Vec<SaidPoint>,
}

/// A point of the curve that shows whether chances came true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SaidPoint {
    /// The answer.
    pub value: i64,
    /// What was foretold.
    pub chance: f64,
    /// What came.
    pub share: Figure,
}

/// A group of people: those who gave a good answer, and the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SaidGroup {
    /// What tells groups apart: `role`, `decides` or `alternative`.
    pub by: String,
    /// The group; none for those of whom it is not known.
    pub group: Option<String>,
    /// Of those who gave a good answer, the share who did it.
    pub good: Figure,
    /// Of the others.
    pub others: Figure,
}

/// Whether a change of words and one of deeds agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Finding {
    /// The score moved, the deeds did not, or not nearly as much, or the other way.
    Words,
    /// The deeds moved, the score did not.
    Deeds,
    /// Both moved the same way.
    Together,
    /// The score moved; whether the deeds did cannot be told of so few.
    Unclear,
    /// Neither moved.
    Neither,
}

impl Finding {
    /// Its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Deeds => "deeds",
            Self::Together => "together",
            Self::Unclear => "unclear",
            Self::Neither => "neither",
        }
    }
}

/// The first half of the time beside the second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// The last day of the first half.
    pub cut: Day,
    /// By how much the share of good answers changed.
    pub words: Figure,
    /// By how much the share who did it changed.
    pub deeds: Figure,
    /// What that says.
    pub finding: Finding,
}

/// Satisfied is not loyal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Despite {
    /// Of those who gave a good answer, the share who did not do it.
    pub left: Figure,
    /// Of those who gave a bad one, the share who did it all the same.
    pub stayed: Figure,
    /// Of these, the share who said that there was no alternative.
    pub held: Option<Figure>,
}

/// From which answer on it is a good one, and up to which a bad one.
pub(crate) const fn ends(kind: &str) -> Option<(i64, i64)> {
    match kind.as_bytes() {
        b"again" | b"csat" => Some((4, 2)),
        b"recommend" => Some((3, 2)),
        b"nps" => Some((9, 6)),
        _ => None,
    }
}

/// What an answer is shown as: of a question from 0 to 10 its band.
pub(crate) const fn band(kind: &str, value: i64) -> i64 {
    match (kind.as_bytes(), value) {
        (b"nps", ..=6) => 0,
        (b"nps", 7..=8) => 7,
        (b"nps", _) => 9,
        _ => value,
    }
}
