//! What somebody answers: read from a form or from a program, checked, and taken apart into numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::form::{Kind, Question, Shape, Word};

/// The longest text that somebody may write.
pub(super) const LONGEST: usize = 5_000;

/// Answers by the key of their question.
pub type Answers = BTreeMap<String, Given>;

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Given {
    /// A number: of a scale, or of the choice.
    Number(i64),
    /// The numbers of the choices.
    Chosen(Vec<i64>),
    /// A number for each row, or the place of each choice.
    Each(BTreeMap<String, i64>),
    /// Words.
    Text(String),
}

impl Given {
    /// The number, where it is one.
    pub(crate) fn number(&self) -> Option<i64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }
}

/// The name of a field of the page of answers.
pub(crate) fn field(question: &str, item: &str) -> String {
    if item.is_empty() { format!("q.{question}") } else { format!("q.{question}.{item}") }
}

/// How much may be written.
pub(crate) const fn limit_of(kind: Kind) -> usize {
    if matches!(kind, Kind::Text) { LONGEST } else { 0 }
}

/// What a form says to a question; nothing where it was left out.
pub(crate) fn read(question: &Question, text: impl Fn(&str) -> String) -> Result<Option<Given>, Word> {
    let of = |item: &str| text(&field(&question.key, item)).trim().to_owned();
    let number = |text: &str| {
        if text.is_empty() { Ok(None) } else { text.parse::<i64>().map(Some).map_err(|_| Word::Wrong) }
    };
    let given = match question.kind.shape() {
        Shape::One => number(&of(""))?.map(Given::Number),
        Shape::Text => Some(of("")).filter(|text| !text.is_empty()).map(Given::Text),
        Shape::Choices if question.kind == Kind::Multiple => {
            let chosen = question.choices.iter().map(|choice| choice.value);
            let chosen: Vec<i64> = chosen.filter(|value| !of(&value.to_string()).is_empty()).collect();
            Some(chosen).filter(|chosen| !chosen.is_empty()).map(Given::Chosen)
        }
        Shape::Rows | Shape::Choices => {
            let mut each = BTreeMap::new();
            for item in question.items() {
                if let Some(value) = number(&of(&item))? {
                    each.insert(item, value);
                }
            }
            Some(each).filter(|each| !each.is_empty()).map(Given::Each)
        }
    };
    given.map(|given| check(question, given)).transpose()
}

/// Refuses what does not fit the question.
pub(crate) fn check(question: &Question, given: Given) -> Result<Given, Word> {
    let known = |value: i64| question.choices.iter().any(|choice| choice.value == value);
    let fits = match (&given, question.kind.shape()) {
        (Given::Number(value), Shape::One) => known(*value),
        (Given::Text(text), Shape::Text) => {
            text.chars().count() <= LONGEST && !text.contains('\0') && !text.trim().is_empty()
        }
        (Given::Chosen(chosen), Shape::Choices) if question.kind == Kind::Multiple => {
            let mut once = chosen.clone();
            once.sort_unstable();
            once.dedup();
            !chosen.is_empty() && once.len() == chosen.len() && chosen.iter().all(|value| known(*value))
        }
        (Given::Each(each), Shape::Choices) if question.kind == Kind::Ranking => {
            let mut places: Vec<i64> = each.values().copied().collect();
            places.sort_unstable();
            let in_order = places.iter().zip(1..).all(|(place, wanted)| *place == wanted);
            !each.is_empty() && in_order && each.keys().all(|item| item.parse().is_ok_and(known))
        }
        (Given::Each(each), Shape::Rows) => {
            let row = |item: &String| question.rows.iter().any(|row| row.key == *item);
            !each.is_empty() && each.iter().all(|(item, value)| row(item) && known(*value))
        }
        _ => false,
    };
    if fits { Ok(given) } else { Err(Word::Wrong) }
}

/// Whether a required question is answered whole.
pub(crate) fn is_complete(question: &Question, given: Option<&Given>) -> bool {
    match (given, question.kind.shape()) {
        (None, _) => false,
        (Some(Given::Each(each)), Shape::Rows) => each.len() == question.rows.len(),
        (Some(Given::Each(each)), Shape::Choices) => each.len() == question.choices.len(),
        (Some(_), _) => true,
    }
}

/// An answer as numbers: of which item, and which. Of choices among several, those that were not chosen are answered too.
pub(crate) fn expand(question: &Question, given: &Given) -> Vec<(String, i64)> {
    match given {
        Given::Number(value) => vec![(String::new(), *value)],
        Given::Text(_) => vec![(String::new(), 1)],
        Given::Chosen(chosen) => {
            let one = |value: i64| (value.to_string(), i64::from(chosen.contains(&value)));
            question.choices.iter().map(|choice| one(choice.value)).collect()
        }
        Given::Each(each) => each.iter().map(|(item, value)| (item.clone(), *value)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::form::{Choice, Line};

    fn question(kind: Kind) -> Question {
        let choice = |value| Choice { value, text: BTreeMap::new(), means: None };
        let row = |key: &str| Line { key: key.into(), text: BTreeMap::new() };
        Question {
            key: "a".into(),
            kind,
            text: BTreeMap::new(),
            help: BTreeMap::new(),
            required: true,
            choices: (1..=3).map(choice).collect(),
            rows: vec![row("x"), row("y")],
            rules: Vec::new(),
        }
    }

    fn of(kind: Kind, fields: &[(&str, &str)]) -> Result<Option<Given>, Word> {
        read(&question(kind), |name| {
            fields
                .iter()
                .find(|(field, _)| *field == name)
                .map_or(String::new(), |(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn answers_are_read_and_what_does_not_fit_is_refused() {
        assert_eq!(of(Kind::Single, &[("q.a", "2")]), Ok(Some(Given::Number(2))));
        assert_eq!(of(Kind::Single, &[("q.a", "9")]), Err(Word::Wrong));
        assert_eq!(of(Kind::Single, &[("q.a", "two")]), Err(Word::Wrong));
        assert_eq!(of(Kind::Single, &[]), Ok(None));
        assert_eq!(
            of(Kind::Multiple, &[("q.a.1", "1"), ("q.a.3", "1")]),
            Ok(Some(Given::Chosen(vec![1, 3])))
        );
        assert_eq!(of(Kind::Text, &[("q.a", " fine ")]), Ok(Some(Given::Text("fine".into()))));
        assert_eq!(of(Kind::Text, &[("q.a", &"x".repeat(LONGEST + 1))]), Err(Word::Wrong));
        let Ok(Some(given)) = of(Kind::Matrix, &[("q.a.x", "3")]) else { panic!("one row is answered") };
        assert!(!is_complete(&question(Kind::Matrix), Some(&given)), "the other row is not");
        assert_eq!(
            of(Kind::Ranking, &[("q.a.1", "1"), ("q.a.2", "1")]),
            Err(Word::Wrong),
            "two in one place"
        );
        assert!(of(Kind::Ranking, &[("q.a.1", "2"), ("q.a.2", "1"), ("q.a.3", "3")]).is_ok());
    }

    #[test]
    fn what_was_not_chosen_is_an_answer_too() {
        let numbers = expand(&question(Kind::Multiple), &Given::Chosen(vec![2]));
        assert_eq!(numbers, [("1".to_owned(), 0), ("2".to_owned(), 1), ("3".to_owned(), 0)]);
    }
}
