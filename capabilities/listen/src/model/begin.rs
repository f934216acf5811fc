//! What a survey or a question begins with: the program's own words for a scale, and templates for the occasions.

use super::form::{Choice, Kind, Line, Question, Questionnaire, Rule, Texts};

/// A question of a template: its key, sort, whether it must be answered, and how many choices or rows of its own it has.
#[derive(Clone, Copy)]
struct Asked {
    key: &'static str,
    kind: Kind,
    required: bool,
    own: i64,
    /// After these answers, on with that question.
    skip: Option<(&'static [i64], &'static str)>,
}

const fn asked(key: &'static str, kind: Kind, required: bool, own: i64) -> Asked {
    Asked { key, kind, required, own, skip: None }
}

const fn skipping(asked: Asked, when: &'static [i64], to: &'static str) -> Asked {
    Asked { skip: Some((when, to)), ..asked }
}

fn template(occasion: &str) -> &'static [Asked] {
    const AFTER_SALE: &[Asked] = &[
        asked("satisfied", Kind::Csat, true, 0),
        asked("expected", Kind::Gap, false, 0),
        asked("again", Kind::Again, true, 0),
        asked("recommend", Kind::Recommend, true, 0),
        asked("came", Kind::Single, false, 6),
        asked("decided", Kind::Single, false, 6),
        asked("better", Kind::Text, false, 0),
    ];
    const AFTER_SERVICE: &[Asked] = &[
        skipping(asked("solved", Kind::Single, true, 3), &[1], "easy"),
        asked("open", Kind::Text, false, 0),
        asked("easy", Kind::Ces, true, 0),
        asked("satisfied", Kind::Csat, true, 0),
        asked("better", Kind::Text, false, 0),
    ];
    const CONSUMER: &[Asked] = &[
        asked("nps", Kind::Nps, true, 0),
        asked("why", Kind::Text, false, 0),
        asked("again", Kind::Again, true, 0),
        asked("expected", Kind::Gap, false, 0),
        asked("alternative", Kind::Alternative, false, 0),
        asked("better", Kind::Text, false, 0),
    ];
    const BUSINESS: &[Asked] = &[
        asked("decides", Kind::Decides, true, 0),
        asked("nps", Kind::Nps, true, 0),
        asked("why", Kind::Text, false, 0),
        asked("again", Kind::Again, true, 0),
        asked("alternative", Kind::Alternative, false, 0),
        asked("areas", Kind::Matrix, false, 5),
        asked("matters", Kind::Ranking, false, 4),
        asked("better", Kind::Text, false, 0),
    ];
    const AFTER_RECOVERY: &[Asked] = &[
        skipping(asked("solved", Kind::Single, true, 3), &[1], "satisfied"),
        asked("open", Kind::Text, false, 0),
        asked("satisfied", Kind::Csat, true, 0),
        asked("again", Kind::Again, true, 0),
        asked("better", Kind::Text, false, 0),
    ];
    const EXIT: &[Asked] = &[
        asked("reasons", Kind::Multiple, true, 6),
        asked("instead", Kind::Single, false, 4),
        asked("alternative", Kind::Alternative, false, 0),
        asked("return", Kind::Again, true, 0),
        asked("kept", Kind::Text, false, 0),
    ];
    const EMPLOYEE: &[Asked] = &[
        asked("nps", Kind::Nps, true, 0),
        asked("areas", Kind::Matrix, false, 4),
        asked("better", Kind::Text, false, 0),
    ];
    match occasion {
        "after-sale" => AFTER_SALE,
        "after-service" => AFTER_SERVICE,
        "relationship-consumer" => CONSUMER,
        "relationship-business" => BUSINESS,
        "after-recovery" => AFTER_RECOVERY,
        "exit" => EXIT,
        "employee" => EMPLOYEE,
        _ => &[],
    }
}

/// Says a text of the program in a language; nothing where it does not speak it.
pub(crate) type Say<'s> = &'s dyn Fn(&str, &str) -> Option<String>;

fn texts(languages: &[String], say: Say<'_>, key: &str) -> Texts {
    languages.iter().filter_map(|tag| Some((tag.clone(), say(tag, key)?))).collect()
}

/// Numbers that have a word beside them.
fn is_labelled(kind: Kind, value: i64) -> bool {
    match kind.scale() {
        Some((low, high)) => !kind.shows_numbers() || value == low || value == high,
        None => kind == Kind::Matrix && (value == 1 || value == 5),
    }
}

/// A question as it begins, with the words of its scale.
pub(crate) fn new_question(kind: Kind, key: String, languages: &[String], say: Say<'_>) -> Question {
    let say_it = |name: &str| texts(languages, say, name);
    let (low, high) = kind.scale().unwrap_or(if kind == Kind::Matrix { (1, 5) } else { (1, 2) });
    let choice = |value: i64| Choice {
        value,
        text: if is_labelled(kind, value) {
            say_it(&format!("listen-label-{}-{value}", kind.key()))
        } else {
            Texts::new()
        },
        means: None,
    };
    let rows: &[&str] = match kind {
        Kind::Gap => &["expected", "found"],
        Kind::Matrix => &["row-1", "row-2"],
        _ => &[],
    };
    let row = |key: &&str| Line {
        key: (*key).to_owned(),
        text: if kind == Kind::Gap { say_it(&format!("listen-label-gap-{key}")) } else { Texts::new() },
    };
    Question {
        key,
        kind,
        text: say_it(&format!("listen-ask-{}", kind.key())),
        help: Texts::new(),
        required: false,
        choices: if kind == Kind::Text { Vec::new() } else { (low..=high).map(choice).collect() },
        rows: rows.iter().map(row).collect(),
        rules: Vec::new(),
    }
}

/// What an answer of a template says of why somebody came or left. Who has been a customer for long does not say what brought them.
fn means(occasion: &str, key: &str, value: i64) -> Option<String> {
    let words: &[&str] = match (occasion, key) {
        ("after-sale", "came") => {
            &["came.person", "came.advert", "came.search", "came.passing", "", "came.other"]
        }
        ("after-sale", "decided") => &[
            "decided.price",
            "decided.product",
            "decided.service",
            "decided.recommendation",
            "decided.place",
            "decided.other",
        ],
        ("exit", "reasons") => {
            &["left.price", "left.product", "left.service", "left.mishap", "left.need", "left.other"]
        }
        ("exit", "instead") => &["went.competitor", "went.self", "went.nobody", "went.other"],
        _ => &[],
    };
    let place = usize::try_from(value - 1).ok()?;
    words.get(place).filter(|word| !word.is_empty()).map(|word| (*word).to_owned())
}

/// A survey for an occasion, in these languages.
pub(crate) fn new_form(occasion: &str, languages: Vec<String>, say: Say<'_>) -> Questionnaire {
    let name = |rest: &str| format!("listen-begin-{occasion}-{rest}");
    let of = |rest: &str| texts(&languages, say, &name(rest));
    let question = |asked: &Asked| {
        let mut question = new_question(asked.kind, asked.key.to_owned(), &languages, say);
        question.text = of(asked.key);
        question.required = asked.required;
        let labels = (1..=asked.own).map(|number| (number, of(&format!("{}-{number}", asked.key))));
        match asked.kind {
            Kind::Matrix => {
                question.rows =
                    labels.map(|(number, text)| Line { key: format!("row-{number}"), text }).collect();
            }
            _ if asked.own > 0 => {
                question.choices = labels
                    .map(|(value, text)| Choice { value, text, means: means(occasion, asked.key, value) })
                    .collect();
            }
            _ => {}
        }
        let rule = |(when, to): (&[i64], &str)| Rule { when: when.to_vec(), to: Some(to.to_owned()) };
        question.rules = asked.skip.map(rule).into_iter().collect();
        question
    };
    let questions = template(occasion).iter().map(question).collect();
    let title = of("title");
    Questionnaire {
        title,
        intro: Texts::new(),
        thanks: Texts::new(),
        words: std::collections::BTreeMap::new(),
        questions,
        languages,
    }
}
