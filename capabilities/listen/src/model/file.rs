//! Answers as files have them: what a question is called there, and which number its answer is.
//!
//! `nps`, `Q1: how satisfied?`, `areas.delivery` (a row of a matrix), `price:single`, `quality.range:0-10`: a name, a row after a point,
//! and after a colon the kind or, of a matrix, its scale.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use troth_core::Message;

use super::answer::LONGEST;
use super::check::{CHOICES, QUESTIONS, ROWS};
use super::form::{Choice, Kind, Line, Question, Questionnaire, Shape};

/// The longest key of a question.
const KEY: usize = 40;
/// The language of a survey that a file makes; its texts are shown whichever a reader has.
const LANGUAGE: &str = "en";

/// What a question is called in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) question: String,
    /// The row; empty for questions without.
    pub(crate) row: String,
    kind: Option<Kind>,
    scale: Option<(i64, i64)>,
    /// As it was written.
    said: String,
}

/// Names that say of what kind a question is, as the files of survey tools have them.
const KNOWN: [(&str, Kind); 17] = [
    ("nps", Kind::Nps),
    ("csat", Kind::Csat),
    ("satisfied", Kind::Csat),
    ("satisfaction", Kind::Csat),
    ("ces", Kind::Ces),
    ("effort", Kind::Ces),
    ("recommend", Kind::Recommend),
    ("again", Kind::Again),
    ("buy-again", Kind::Again),
    ("decides", Kind::Decides),
    ("alternative", Kind::Alternative),
    ("gap", Kind::Gap),
    ("expected", Kind::Gap),
    ("perceived", Kind::Gap),
    ("found", Kind::Gap),
    ("comment", Kind::Text),
    ("comments", Kind::Text),
];

impl Name {
    /// Reads a name; the reason says how to write it.
    pub(crate) fn read(said: &str) -> Result<Self, Message> {
        let (mut rest, mut kind, mut scale) = (said.trim(), None, None);
        if let Some((before, after)) = rest.rsplit_once(':') {
            if let Some(found) = Kind::find(after.trim()) {
                (rest, kind) = (before, Some(found));
            } else if let Some(found) = scale_of(after.trim()) {
                (rest, kind, scale) = (before, Some(Kind::Matrix), Some(found));
            }
        }
        let (question, row) = match rest.split_once('.') {
            // A sentence ends with a point; a row stands behind it without a blank.
            Some((question, row)) if !row.is_empty() && !row.starts_with(' ') && !question.is_empty() => {
                (question, row)
            }
            _ => (rest, ""),
        };
        let (question, mut row) =
            (key_of(question), if row.is_empty() { String::new() } else { key_of(row) });
        if question.is_empty() {
            return Err(Message::new("records-why-answer-name").with("text", short(said)));
        }
        let known = KNOWN.iter().find(|(word, _)| *word == question).map(|(_, kind)| *kind);
        let mut name = question.clone();
        if kind.is_none_or(|kind| kind == Kind::Gap)
            && row.is_empty()
            && let Some(part) = [("expected", "expected"), ("perceived", "found"), ("found", "found")]
                .iter()
                .find_map(|(word, row)| (question == *word).then_some(*row))
        {
            // Both halves of a pair are one question.
            (name, row, kind) = ("gap".to_owned(), part.to_owned(), Some(Kind::Gap));
        }
        let kind = kind.or(if row.is_empty() { known } else { None });
        if scale.is_some() && row.is_empty() {
            return Err(Message::new("records-why-answer-scale").with("text", short(said)));
        }
        Ok(Self { question: name, row, kind, scale, said: said.trim().to_owned() })
    }

    fn kind(&self) -> Kind {
        self.kind.unwrap_or(if self.row.is_empty() { Kind::Single } else { Kind::Matrix })
    }
}

fn scale_of(text: &str) -> Option<(i64, i64)> {
    let (low, high) = text.split_once('-')?;
    let (low, high) = (low.trim().parse::<i64>().ok()?, high.trim().parse::<i64>().ok()?);
    (low < high).then_some((low, high))
}

/// Lower case, words joined by hyphens. What is too long ends in a fingerprint, so that two that begin alike stay apart.
fn key_of(text: &str) -> String {
    let mut key = String::new();
    for letter in troth_records::fold(text).chars() {
        if letter.is_ascii_alphanumeric() {
            key.push(letter.to_ascii_lowercase());
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
    }
    let key = key.trim_end_matches('-');
    let has_letters = text.chars().any(char::is_alphanumeric);
    if key.len() <= KEY && (!key.is_empty() || !has_letters) && key != "name" {
        return key.to_owned();
    }
    // Letters of other writings are none of a key's.
    let print = HEXLOWER.encode(&Sha256::digest(text.as_bytes())[..4]);
    format!("{}-{print}", key.chars().take(KEY - 9).collect::<String>()).trim_start_matches('-').to_owned()
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(KEY).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short.replace(char::is_control, " ")
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A survey that a file makes, without a question.
pub(crate) fn made(name: &str) -> Questionnaire {
    Questionnaire {
        languages: vec![LANGUAGE.into()],
        title: BTreeMap::from([(LANGUAGE.into(), name.into())]),
        intro: BTreeMap::new(),
        thanks: BTreeMap::new(),
        words: BTreeMap::new(),
        questions: Vec::new(),
    }
}

/// A number, as tables write it.
fn number(text: &str) -> Option<i64> {
    let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if rest.bytes().all(|byte| byte == b'0') { whole.trim().parse().ok() } else { None }
}

fn is_worded(question: &Question) -> bool {
    question.choices.iter().any(|choice| !choice.text.is_empty())
}

/// Makes what an answer needs in a survey that grows with its files: the question, the row, the choice. Says whether there was
/// anything to make.
pub(crate) fn learn(form: &mut Questionnaire, name: &Name, text: &str) -> Result<bool, Message> {
    let place = form.questions.iter().position(|question| question.key == name.question);
    let (place, mut learned) = match place {
        Some(place) => (place, false),
        None if form.questions.len() == QUESTIONS => {
            return Err(Message::new("records-why-answer-questions").with("limit", count(QUESTIONS)));
        }
        None => {
            form.questions.push(begin(name));
            (form.questions.len() - 1, true)
        }
    };
    let question = &mut form.questions[place];
    if question.kind == Kind::Matrix
        && !question.rows.iter().any(|row| row.key == name.row)
        && !name.row.is_empty()
    {
        if question.rows.len() == ROWS {
            return Err(Message::new("records-why-answer-rows").with("limit", count(ROWS)));
        }
        let said =
            name.said.rsplit_once(':').filter(|_| name.scale.is_some()).map_or(&*name.said, |(said, _)| said);
        let said = said.split_once('.').map_or(said, |(_, row)| row);
        question.rows.push(Line { key: name.row.clone(), text: texts(said) });
        learned = true;
    }
    let choices: Vec<Choice> = match question.kind {
        Kind::Matrix => {
            let Some(value) = number(text) else { return Ok(learned) };
            let (mut low, mut high) = name.scale.unwrap_or((value, value));
            if name.scale.is_none() {
                (low, high) = (low.min(value), high.max(value));
            }
            let known = question.choices.iter().map(|choice| choice.value);
            let (low, high) =
                (known.clone().min().unwrap_or(low).min(low), known.max().unwrap_or(high).max(high));
            if high - low >= count(CHOICES) {
                return Err(Message::new("records-why-answer-choices")
                    .with("text", short(&name.said))
                    .with("limit", count(CHOICES)));
            }
            (low..=high).map(plain).collect()
        }
        Kind::Single | Kind::Multiple => {
            let mut choices = question.choices.clone();
            for piece in pieces(question.kind, text) {
                let as_number = number(piece).filter(|_| !is_worded(question));
                let known = |choice: &Choice| match as_number {
                    Some(value) => choice.value == value,
                    None => is_called(choice, piece),
                };
                if choices.iter().any(known) {
                    continue;
                }
                match as_number {
                    Some(value) => choices.push(plain(value)),
                    // Among numbers a word is no answer.
                    None if !choices.is_empty() && choices.iter().all(|choice| choice.text.is_empty()) => {
                        return Err(Message::new("records-why-answer-number").with("text", short(piece)));
                    }
                    None => {
                        let value = choices.iter().map(|choice| choice.value).max().unwrap_or(0) + 1;
                        choices.push(Choice { value, text: texts(piece), means: None });
                    }
                }
            }
            if choices.len() > CHOICES
                || choices.iter().any(|choice| !(-1_000..=1_000_000).contains(&choice.value))
            {
                return Err(Message::new("records-why-answer-choices")
                    .with("text", short(&name.said))
                    .with("limit", count(CHOICES)));
            }
            if !choices.iter().any(|choice| !choice.text.is_empty()) {
                choices.sort_by_key(|choice| choice.value);
            }
            choices
        }
        _ => return Ok(learned),
    };
    if choices != question.choices {
        question.choices = choices;
        learned = true;
    }
    Ok(learned)
}

fn texts(text: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(LANGUAGE.to_owned(), text.trim().to_owned())])
}

const fn plain(value: i64) -> Choice {
    Choice { value, text: BTreeMap::new(), means: None }
}

fn begin(name: &Name) -> Question {
    let kind = name.kind();
    let line = |key: &str| Line { key: key.into(), text: texts(key) };
    let rows = if kind == Kind::Gap { vec![line("expected"), line("found")] } else { Vec::new() };
    let choices = kind.scale().map_or_else(Vec::new, |(low, high)| (low..=high).map(plain).collect());
    let said = name.said.rsplit_once(':').filter(|_| {
        name.scale.is_some() || Kind::find(name.said.rsplit(':').next().unwrap_or_default()).is_some()
    });
    let said = said.map_or(&*name.said, |(said, _)| said);
    let said = if name.row.is_empty() { said } else { &name.question };
    Question {
        key: name.question.clone(),
        kind,
        text: texts(said),
        help: BTreeMap::new(),
        required: false,
        choices,
        rows,
        rules: Vec::new(),
    }
}

fn folded(text: &str) -> String {
    let folded = troth_records::fold(text);
    let letters: String =
        folded.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn is_called(choice: &Choice, text: &str) -> bool {
    let wanted = folded(text);
    choice.text.values().any(|known| folded(known) == wanted)
}

/// Answers to several choices stand behind each other.
fn pieces(kind: Kind, text: &str) -> Vec<&str> {
    if kind == Kind::Multiple {
        text.split([';', '|']).map(str::trim).filter(|piece| !piece.is_empty()).collect()
    } else {
        vec![text.trim()]
    }
}

/// Words for the numbers of a scale, as people write them in files.
fn word(kind: Kind, text: &str) -> Option<i64> {
    let said = folded(text);
    let among = |words: &[&str]| words.contains(&said.as_str());
    let sure = among(&[
        "definitely yes",
        "definitely",
        "certainly",
        "yes certainly",
        "ganz bestimmt",
        "sicher",
        "bestimmt",
    ]);
    let likely = among(&["probably yes", "probably", "wahrscheinlich ja", "wahrscheinlich"]);
    let unlikely = among(&["probably no", "probably not", "wahrscheinlich nicht"]);
    let never = among(&[
        "definitely no",
        "definitely not",
        "certainly not",
        "ganz bestimmt nicht",
        "sicher nicht",
        "bestimmt nicht",
    ]);
    let unsure = among(&[
        "cannot say",
        "can t say",
        "not sure",
        "i am not sure",
        "unsure",
        "don t know",
        "do not know",
        "i do not know",
        "weiß nicht",
        "ich weiß es nicht",
        "weiss nicht",
        "unsicher",
        "ich bin nicht sicher",
    ]);
    let (yes, no) = (among(&["yes", "ja", "true"]), among(&["no", "nein", "false"]));
    let first = |places: &[(bool, i64)]| places.iter().find(|(holds, _)| *holds).map(|(_, value)| *value);
    match kind {
        Kind::Recommend => first(&[(sure || yes, 4), (likely, 3), (unlikely, 2), (never || no, 1)]),
        Kind::Again => first(&[(sure || yes, 5), (likely, 4), (unsure, 3), (unlikely, 2), (never || no, 1)]),
        Kind::Decides => first(&[
            (yes || among(&["decides", "i decide", "entscheidet", "ich entscheide"]), 3),
            (among(&["influences", "has a say", "i have a say", "redet mit", "ich rede mit"]), 2),
            (no || among(&["neither", "others decide", "uses", "andere entscheiden"]), 1),
        ]),
        Kind::Alternative => first(&[
            (among(&["several", "yes several", "mehrere", "ja mehrere"]), 3),
            (yes || among(&["one", "yes one", "eine", "ja eine"]), 2),
            (no || among(&["none", "keine"]), 1),
            (unsure, 0),
        ]),
        _ => None,
    }
}

/// What an answer to one item is: the item, its number, and its words where it is a text.
pub(crate) type Entry = (String, i64, Option<String>);

/// The answer to a question of a survey, as numbers; the reason says what it may be.
pub(crate) fn entries(form: &Questionnaire, name: &Name, text: &str) -> Result<Vec<Entry>, Message> {
    let question = form.find(&name.question).map(|(_, question)| question);
    let question = question
        .ok_or_else(|| Message::new("records-why-answer-question").with("text", short(&name.said)))?;
    if name.kind.is_some_and(|kind| kind != question.kind)
        && (name.row.is_empty() || question.kind.shape() != Shape::Rows)
    {
        return Err(Message::new("records-why-answer-kind")
            .with("text", short(&name.said))
            .with("kind", question.kind.key()));
    }
    let unknown = |text: &str| {
        let known = question.choices.iter().map(|choice| {
            let said = choice.text.values().next().filter(|_| !question.kind.shows_numbers());
            said.map_or_else(|| choice.value.to_string(), Clone::clone)
        });
        let known: Vec<String> = known.collect();
        Message::new("records-why-answer-choice").with("text", short(text)).with("choices", known.join(", "))
    };
    let value = |text: &str| {
        let labelled =
            question.choices.iter().find(|choice| is_called(choice, text)).map(|choice| choice.value);
        let number =
            number(text).filter(|value| question.choices.iter().any(|choice| choice.value == *value));
        let found = if is_worded(question) && question.kind == Kind::Single {
            labelled.or(number)
        } else {
            number.or(labelled)
        };
        found.or_else(|| word(question.kind, text)).ok_or_else(|| unknown(text))
    };
    let row = || {
        let known = question.items().contains(&name.row);
        if known {
            Ok(name.row.clone())
        } else {
            Err(Message::new("records-why-answer-row")
                .with("text", short(&name.said))
                .with("rows", question.items().join(", ")))
        }
    };
    match question.kind.shape() {
        Shape::Text if text.chars().count() > LONGEST => {
            Err(Message::new("records-why-answer-long").with("limit", count(LONGEST)))
        }
        Shape::Text => Ok(vec![(String::new(), 1, Some(text.replace('\0', "")))]),
        Shape::One => Ok(vec![(String::new(), value(text)?, None)]),
        Shape::Rows => Ok(vec![(row()?, value(text)?, None)]),
        Shape::Choices if question.kind == Kind::Multiple => {
            let chosen = pieces(question.kind, text).into_iter().map(value).collect::<Result<Vec<_>, _>>()?;
            let one =
                |choice: &Choice| (choice.value.to_string(), i64::from(chosen.contains(&choice.value)), None);
            Ok(question.choices.iter().map(one).collect())
        }
        Shape::Choices => {
            let place = number(text).filter(|place| (1..=count(question.choices.len())).contains(place));
            Ok(vec![(row()?, place.ok_or_else(|| unknown(text))?, None)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grown(pairs: &[(&str, &str)]) -> Questionnaire {
        let mut form = made("Bank");
        for (name, text) in pairs {
            learn(&mut form, &Name::read(name).unwrap(), text).unwrap();
        }
        form
    }

    fn number_of(form: &Questionnaire, name: &str, text: &str) -> Result<i64, Message> {
        entries(form, &Name::read(name).unwrap(), text).map(|entries| entries[0].1)
    }

    #[test]
    fn a_name_says_question_row_kind_and_scale() {
        let name = |text: &str| {
            Name::read(text).map(|name| (name.question.clone(), name.row.clone(), name.kind(), name.scale))
        };
        assert_eq!(name("nps"), Ok(("nps".into(), String::new(), Kind::Nps, None)));
        assert_eq!(
            name("Quality.qual1:0-10"),
            Ok(("quality".into(), "qual1".into(), Kind::Matrix, Some((0, 10))))
        );
        assert_eq!(name("price:text"), Ok(("price".into(), String::new(), Kind::Text, None)));
        assert_eq!(name("perceived"), Ok(("gap".into(), "found".into(), Kind::Gap, None)));
        assert_eq!(
            name("How was it? Good."),
            Ok(("how-was-it-good".into(), String::new(), Kind::Single, None))
        );
        assert_eq!(name("…").map_err(|why| why.key), Err("records-why-answer-name".into()));
        let long = |end: &str| {
            name(&format!("{}{end}", "Would you say that the staff here were helpful ")).unwrap().0
        };
        assert_ne!(long("today"), long("yesterday"), "two that begin alike are two");
        assert!(long("today").len() <= KEY && !name("客户满意吗").unwrap().0.is_empty());
    }

    #[test]
    fn words_become_the_numbers_of_their_scale() {
        let form = grown(&[
            ("again", "x"),
            ("recommend", "x"),
            ("decides", "yes"),
            ("alternative", "no"),
            ("nps", "1"),
        ]);
        for (name, text, value) in [
            ("again", "definitely yes", 5),
            ("again", "cannot say", 3),
            ("again", "Wahrscheinlich nicht", 2),
            ("recommend", "probably no", 2),
            ("decides", "Ja", 3),
            ("alternative", "no", 1),
            ("nps", "10.0", 10),
        ] {
            assert_eq!(number_of(&form, name, text), Ok(value), "{name} {text}");
        }
        assert_eq!(
            number_of(&form, "nps", "11").map_err(|why| why.key),
            Err("records-why-answer-choice".into())
        );
        assert_eq!(
            number_of(&form, "again", "maybe").map_err(|why| why.key),
            Err("records-why-answer-choice".into())
        );
    }

    #[test]
    fn a_survey_grows_with_what_its_file_holds_and_within_bounds() {
        let form = grown(&[("Sat", "Low"), ("Sat", "Medium"), ("Sat", "low"), ("q.a", "7"), ("q.b", "2")]);
        assert_eq!((form.questions.len(), form.questions[0].choices.len()), (2, 2), "{form:?}");
        assert_eq!(number_of(&form, "Sat", "MEDIUM"), Ok(2));
        let scale: Vec<i64> = form.questions[1].choices.iter().map(|choice| choice.value).collect();
        assert_eq!(scale, [2, 3, 4, 5, 6, 7], "a scale has no holes");
        assert!(crate::model::check_bounds(&form).is_ok());
        let mut many = made("Many");
        let name = Name::read("city").unwrap();
        let refused = (0..100).find_map(|number| learn(&mut many, &name, &format!("City {number}")).err());
        assert_eq!(refused.map(|why| why.key), Some("records-why-answer-choices".into()));
        let mut numbers = grown(&[("age", "30")]);
        assert!(learn(&mut numbers, &Name::read("age").unwrap(), "old").is_err());
        assert!(learn(&mut numbers, &Name::read("wide.row").unwrap(), "1").is_ok());
        assert!(learn(&mut numbers, &Name::read("wide.row").unwrap(), "1000").is_err());
    }

    #[test]
    fn several_choices_in_one_cell_are_each_an_answer() {
        let form = grown(&[("why:multiple", "price; service"), ("why:multiple", "habit")]);
        let found = entries(&form, &Name::read("why:multiple").unwrap(), "habit; price").unwrap();
        let values: Vec<i64> = found.iter().map(|(_, value, _)| *value).collect();
        assert_eq!(values, [1, 0, 1]);
    }
}
