//! What is asked: questions, choices and rules, in every language of a survey. The same JSON is kept, exported and read in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A text by language.
pub type Texts = BTreeMap<String, String>;

/// The words of the page around the questions. English and German are the program's own; other languages bring theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// On to the next page.
    Next,
    /// To the page before.
    Back,
    /// The answers are sent.
    Send,
    /// Behind a question that may be left out.
    Optional,
    /// At a question that was left out and may not be.
    Missing,
    /// At an answer that does not fit.
    Wrong,
    /// What was answered is kept.
    Saved,
    /// The answers have arrived.
    Thanks,
}

impl Word {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Next,
        Self::Back,
        Self::Send,
        Self::Optional,
        Self::Missing,
        Self::Wrong,
        Self::Saved,
        Self::Thanks,
    ];

    /// As it stands in forms and keys of texts.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Back => "back",
            Self::Send => "send",
            Self::Optional => "optional",
            Self::Missing => "missing",
            Self::Wrong => "wrong",
            Self::Saved => "saved",
            Self::Thanks => "thanks",
        }
    }
}

/// What a survey asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// Its languages, BCP 47; whoever reads none of them gets the first.
    pub languages: Vec<String>,
    /// What it is called on the page.
    pub title: Texts,
    /// What stands before the first question.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub intro: Texts,
    /// What is said when it was answered.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub thanks: Texts,
    /// Words of the page in languages that the program does not speak.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<Word, Texts>,
    /// The questions in their order.
    pub questions: Vec<Question>,
}

impl Questionnaire {
    /// A question by its key, with its place.
    pub fn find(&self, key: &str) -> Option<(usize, &Question)> {
        self.questions.iter().enumerate().find(|(_, question)| question.key == key)
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// By which answers, rules and other questions name it; it never changes.
    pub key: String,
    /// What sort.
    pub kind: Kind,
    /// What is asked.
    pub text: Texts,
    /// A line below.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub help: Texts,
    /// Whether it must be answered.
    #[serde(default)]
    pub required: bool,
    /// What can be answered, each with its number; labels where there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// What is asked about: rows of a matrix, expected and found of a pair.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Line>,
    /// Where to go on; the first that fits counts. Without one, to the next question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

impl Question {
    /// The names of what is answered by one number each: one without a name, or rows, or choices.
    pub fn items(&self) -> Vec<String> {
        match self.kind.shape() {
            Shape::One | Shape::Text => vec![String::new()],
            Shape::Rows => self.rows.iter().map(|row| row.key.clone()).collect(),
            Shape::Choices => self.choices.iter().map(|choice| choice.value.to_string()).collect(),
        }
    }
}

/// An answer that can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its number; it never changes.
    pub value: i64,
    /// Its label; scales have labels at some numbers only.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub text: Texts,
    /// What it says of why somebody came, stayed or left: `came.person`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// By which answers name it; it never changes.
    pub key: String,
    /// What it says.
    #[serde(default)]
    pub text: Texts,
}

/// Where to go on after an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The answers for which it holds.
    pub when: Vec<i64>,
    /// The question to go on with; none: the end.
    #[serde(default)]
    pub to: Option<String>,
}

/// What a question is answered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One number.
    One,
    /// One number for each row.
    Rows,
    /// One number for each choice.
    Choices,
    /// Words.
    Text,
}

/// A sort of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Would you recommend us, 0 to 10.
    Nps,
    /// How satisfied, 1 to 5.
    Csat,
    /// How easy, 1 to 7.
    Ces,
    /// Would you recommend us: definitely yes (4), probably yes, probably no, definitely no (1).
    Recommend,
    /// Would you buy again: certainly (5), probably, not sure (3), probably not, certainly not (1).
    Again,
    /// What was expected and what was found, 1 to 7 each.
    Gap,
    /// Part of the decision to buy: decides (3), has a say (2), neither (1).
    Decides,
    /// An alternative at the time: several (3), one (2), none (1), does not know (0).
    Alternative,
    /// One of several.
    Single,
    /// Some of several.
    Multiple,
    /// Several rows on one scale.
    Matrix,
    /// Several put in order.
    Ranking,
    /// Words.
    Text,
}

impl Kind {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 13] = [
        Self::Nps,
        Self::Recommend,
        Self::Again,
        Self::Csat,
        Self::Ces,
        Self::Gap,
        Self::Single,
        Self::Multiple,
        Self::Matrix,
        Self::Ranking,
        Self::Text,
        Self::Decides,
        Self::Alternative,
    ];

    /// Its word in files, forms and the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Csat => "csat",
            Self::Ces => "ces",
            Self::Recommend => "recommend",
            Self::Again => "again",
            Self::Gap => "gap",
            Self::Decides => "decides",
            Self::Alternative => "alternative",
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::Matrix => "matrix",
            Self::Ranking => "ranking",
            Self::Text => "text",
        }
    }

    /// The kind with this word.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    pub(crate) const fn shape(self) -> Shape {
        match self {
            Self::Gap | Self::Matrix => Shape::Rows,
            Self::Multiple | Self::Ranking => Shape::Choices,
            Self::Text => Shape::Text,
            _ => Shape::One,
        }
    }

    /// The numbers of a kind whose scale is fixed, so that answers compare between surveys.
    pub const fn scale(self) -> Option<(i64, i64)> {
        match self {
            Self::Nps => Some((0, 10)),
            Self::Csat | Self::Again => Some((1, 5)),
            Self::Ces | Self::Gap => Some((1, 7)),
            Self::Recommend => Some((1, 4)),
            Self::Decides => Some((1, 3)),
            Self::Alternative => Some((0, 3)),
            Self::Single | Self::Multiple | Self::Matrix | Self::Ranking | Self::Text => None,
        }
    }

    /// Whether it shows its numbers, with words at the ends alone.
    pub(crate) const fn shows_numbers(self) -> bool {
        matches!(self, Self::Nps | Self::Csat | Self::Ces | Self::Gap | Self::Matrix)
    }

    /// Whether what follows can depend on its answer.
    pub(crate) fn branches(self) -> bool {
        self.shape() == Shape::One
    }
}

/// A key made of a text: lower case, words joined by hyphens, told apart by a number from those that are taken.
pub(crate) fn key_from(text: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let folded = troth_records::fold(text);
    let mut key = String::new();
    for letter in folded.chars() {
        if letter.is_ascii_alphanumeric() {
            key.push(letter.to_ascii_lowercase());
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
        if key.len() >= 30 {
            break;
        }
    }
    let key = match key.trim_end_matches('-') {
        "" => "question".to_owned(),
        key => key.to_owned(),
    };
    if !taken(&key) {
        return key;
    }
    // A survey has few questions: one of so many is free.
    (2..10_000).map(|number| format!("{key}-{number}")).find(|key| !taken(key)).unwrap_or(key)
}
