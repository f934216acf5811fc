//! What a survey may be: bounds that hold always, and what must be right before customers see it.

use std::collections::BTreeSet;

use serde::Serialize;
use troth_core::Message;

use super::form::{Kind, Question, Questionnaire, Shape, Texts, Word};
use super::path::piped;
use super::reason::find_meaning;
use super::word::is_tag;

pub(super) const QUESTIONS: usize = 60;
pub(super) const CHOICES: usize = 30;
pub(super) const ROWS: usize = 20;
const RULES: usize = 20;
const LANGUAGES: usize = 10;
const LONGEST: usize = 2_000;

/// Something that keeps a survey from being published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Problem {
    /// At which question; none: the survey as a whole.
    pub question: Option<String>,
    /// What to do.
    pub message: Message,
}

fn is_key(key: &str) -> bool {
    let plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
    (1..=40).contains(&key.len()) && key.bytes().all(plain)
}

/// What holds for every draft, from wherever it comes: the program never meets more than this.
pub(crate) fn check_bounds(form: &Questionnaire) -> Result<(), Message> {
    let wrong = |what: &str| Message::new(format!("listen-wrong-{what}"));
    let limit =
        |what: &str, limit: usize| wrong(what).with("limit", i64::try_from(limit).unwrap_or(i64::MAX));
    if form.languages.is_empty() || form.languages.len() > LANGUAGES {
        return Err(limit("languages", LANGUAGES));
    }
    if let Some(tag) = form.languages.iter().find(|tag| !is_tag(tag)) {
        return Err(wrong("language").with("tag", tag.chars().take(30).collect::<String>()));
    }
    let once: BTreeSet<&String> = form.languages.iter().collect();
    if once.len() != form.languages.len() {
        return Err(wrong("language-twice"));
    }
    if form.questions.len() > QUESTIONS {
        return Err(limit("questions", QUESTIONS));
    }
    let short = |texts: &Texts| {
        texts.len() <= LANGUAGES * 2
            && texts
                .iter()
                .all(|(tag, text)| is_tag(tag) && text.chars().count() <= LONGEST && !text.contains('\0'))
    };
    let mut texts = vec![&form.title, &form.intro, &form.thanks];
    texts.extend(form.words.values());
    for question in &form.questions {
        texts.extend([&question.text, &question.help]);
        texts.extend(question.choices.iter().map(|choice| &choice.text));
        texts.extend(question.rows.iter().map(|row| &row.text));
    }
    if !texts.into_iter().all(short) {
        return Err(limit("text", LONGEST));
    }
    let mut keys = BTreeSet::new();
    for question in &form.questions {
        let of =
            |message: Message| message.with("question", question.key.chars().take(40).collect::<String>());
        if !is_key(&question.key) || question.key == "name" {
            return Err(of(wrong("key")));
        }
        if !keys.insert(&question.key) {
            return Err(of(wrong("key-twice")));
        }
        if question.choices.len() > CHOICES || question.rows.len() > ROWS || question.rules.len() > RULES {
            return Err(of(limit("choices", CHOICES).with("rows", 20).with("rules", 20)));
        }
        let can_mean = matches!(question.kind, Kind::Single | Kind::Multiple);
        let mut meant = question.choices.iter().filter_map(|choice| choice.means.as_deref());
        if meant.any(|meaning| !can_mean || find_meaning(meaning).is_none()) {
            return Err(of(wrong("means")));
        }
        let values: BTreeSet<i64> = question.choices.iter().map(|choice| choice.value).collect();
        let in_range = values.iter().all(|value| (-1_000..=1_000_000).contains(value));
        if values.len() != question.choices.len() || !in_range {
            return Err(of(wrong("values")));
        }
        if let Some((low, high)) = question.kind.scale()
            && !values.iter().copied().eq(low..=high)
        {
            return Err(of(wrong("scale").with("low", low).with("high", high)));
        }
        let rows: BTreeSet<&String> = question.rows.iter().map(|row| &row.key).collect();
        if rows.len() != question.rows.len() || !question.rows.iter().all(|row| is_key(&row.key)) {
            return Err(of(wrong("rows")));
        }
        if question.kind == Kind::Gap
            && !question.rows.iter().map(|row| row.key.as_str()).eq(["expected", "found"])
        {
            return Err(of(wrong("gap")));
        }
    }
    Ok(())
}

/// What must be mended before customers see it; empty when all is right. `own` says whether the program itself speaks a language.
pub(crate) fn check_publishable(
    form: &Questionnaire,
    anonymous: bool,
    own: impl Fn(&str) -> bool,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut add = |question: Option<&Question>, message: Message| {
        problems.push(Problem { question: question.map(|question| question.key.clone()), message });
    };
    let problem = |what: &str| Message::new(format!("listen-problem-{what}"));
    if form.questions.is_empty() {
        add(None, problem("empty"));
    }
    let lacks = |texts: &Texts| {
        let missing =
            form.languages.iter().find(|tag| texts.get(*tag).is_none_or(|text| text.trim().is_empty()));
        missing.cloned()
    };
    if let Some(tag) = lacks(&form.title) {
        add(None, problem("title").with("language", tag));
    }
    for texts in [&form.intro, &form.thanks] {
        if texts.values().any(|text| !text.trim().is_empty())
            && let Some(tag) = lacks(texts)
        {
            add(None, problem("intro").with("language", tag));
        }
    }
    for tag in form.languages.iter().filter(|tag| !own(tag)) {
        let said = |word: Word| {
            form.words.get(&word).and_then(|texts| texts.get(tag)).is_some_and(|text| !text.is_empty())
        };
        if !Word::ALL.into_iter().all(said) {
            add(None, problem("words").with("language", tag.clone()));
        }
    }
    for (place, question) in form.questions.iter().enumerate() {
        if let Some(tag) = lacks(&question.text) {
            add(Some(question), problem("text").with("language", tag));
        }
        check_choices(question, &lacks, &mut |message| add(Some(question), message));
        check_pipes(form, place, anonymous, &mut |message| add(Some(question), message));
        check_rules(form, place, &mut |message| add(Some(question), message));
    }
    for place in unreachable(form) {
        add(Some(&form.questions[place]), problem("unreachable"));
    }
    problems
}

fn check_choices(
    question: &Question,
    lacks: &dyn Fn(&Texts) -> Option<String>,
    add: &mut dyn FnMut(Message),
) {
    let problem = |what: &str| Message::new(format!("listen-problem-{what}"));
    if question.kind != Kind::Text && question.choices.len() < 2 {
        add(problem("choices"));
    }
    if question.kind.shape() == Shape::Rows && question.rows.is_empty() {
        add(problem("rows"));
    }
    let labels = question.choices.iter().map(|choice| &choice.text);
    let needed: Vec<&Texts> = if question.kind.shows_numbers() {
        // Numbers speak for themselves; a label that is there is there in every language.
        labels.filter(|texts| texts.values().any(|text| !text.trim().is_empty())).collect()
    } else {
        labels.collect()
    };
    let rows = question.rows.iter().filter(|_| question.kind.shape() == Shape::Rows).map(|row| &row.text);
    if let Some(tag) = needed.into_iter().chain(rows).find_map(lacks) {
        add(problem("label").with("language", tag));
    }
}

fn check_pipes(form: &Questionnaire, place: usize, anonymous: bool, add: &mut dyn FnMut(Message)) {
    let problem = |what: &str, name: &str| {
        Message::new(format!("listen-problem-{what}")).with("name", name.chars().take(40).collect::<String>())
    };
    let question = &form.questions[place];
    let names: BTreeSet<&str> =
        question.text.values().chain(question.help.values()).flat_map(|text| piped(text)).collect();
    for name in names {
        match form.find(name) {
            _ if name == "name" => {
                if anonymous {
                    add(problem("pipe-anonymous", name));
                }
            }
            Some((earlier, other)) if earlier < place => {
                if other.kind.shape() == Shape::Rows || other.kind == Kind::Ranking {
                    add(problem("pipe-kind", name));
                }
            }
            Some(_) => add(problem("pipe-later", name)),
            None => add(problem("pipe-unknown", name)),
        }
    }
}

fn check_rules(form: &Questionnaire, place: usize, add: &mut dyn FnMut(Message)) {
    let problem = |what: &str| Message::new(format!("listen-problem-{what}"));
    let question = &form.questions[place];
    if !question.rules.is_empty() && !question.kind.branches() {
        add(problem("rule-kind"));
        return;
    }
    let mut decided = BTreeSet::new();
    for rule in &question.rules {
        let unknown =
            rule.when.iter().find(|value| !question.choices.iter().any(|choice| choice.value == **value));
        if let Some(value) = unknown {
            add(problem("rule-value").with("value", *value));
        } else if !rule.when.iter().any(|value| !decided.contains(value)) {
            add(problem("rule-dead"));
        }
        decided.extend(rule.when.iter().copied());
        let Some(to) = rule.to.as_deref() else { continue };
        match form.find(to) {
            None => add(problem("rule-unknown").with("name", to)),
            // Rules lead forward, so there is no loop.
            Some((target, _)) if target <= place => add(problem("rule-back").with("name", to)),
            Some(_) => {}
        }
    }
}

/// Questions that no answers lead to. A question that may be left out, or whose rules leave an answer open, leads to the next one.
fn unreachable(form: &Questionnaire) -> Vec<usize> {
    let mut reached = vec![false; form.questions.len()];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for (place, question) in form.questions.iter().enumerate() {
        if !reached[place] {
            continue;
        }
        let mut open: BTreeSet<i64> = question.choices.iter().map(|choice| choice.value).collect();
        for rule in &question.rules {
            let takes = rule.when.iter().filter(|value| open.remove(*value)).count() > 0;
            if let Some((target, _)) = rule.to.as_deref().and_then(|to| form.find(to))
                && takes
                && target > place
            {
                reached[target] = true;
            }
        }
        let falls_through = question.rules.is_empty() || !question.required || !open.is_empty();
        if falls_through && let Some(next) = reached.get_mut(place + 1) {
            *next = true;
        }
    }
    reached.iter().enumerate().filter(|(_, reached)| !**reached).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::model::answer::{Answers, Given};

    fn form(questions: &Value) -> Questionnaire {
        serde_json::from_value(json!({"languages": ["en"], "title": {"en": "T"}, "questions": questions}))
            .unwrap()
    }

    fn single(key: &str, required: bool, rules: &Value) -> Value {
        let choice = |value: i64| json!({"value": value, "text": {"en": value.to_string()}});
        json!({"key": key, "kind": "single", "text": {"en": key}, "required": required,
            "choices": [choice(1), choice(2)], "rules": rules})
    }

    fn problems(questions: &Value, anonymous: bool) -> Vec<String> {
        let form = form(questions);
        check_bounds(&form).unwrap();
        let found = check_publishable(&form, anonymous, |tag| tag == "en");
        found
            .into_iter()
            .map(|one| format!("{} {}", one.question.unwrap_or_default(), one.message.key))
            .collect()
    }

    #[test]
    fn rules_lead_forward_and_every_question_is_met_by_somebody() {
        let right = json!([
            single("a", true, &json!([{"when": [1], "to": "c"}])),
            single("b", false, &json!([])),
            single("c", false, &json!([]))
        ]);
        assert_eq!(problems(&right, false), [] as [&str; 0]);
        let back =
            json!([single("a", false, &json!([])), single("b", false, &json!([{"when": [1], "to": "a"}]))]);
        assert_eq!(problems(&back, false), ["b listen-problem-rule-back"]);
        let own = json!([single("a", false, &json!([{"when": [1], "to": "a"}]))]);
        assert_eq!(problems(&own, false), ["a listen-problem-rule-back"]);
        let skipped = json!([
            single("a", true, &json!([{"when": [1, 2], "to": "c"}])),
            single("b", false, &json!([])),
            single("c", false, &json!([]))
        ]);
        assert_eq!(problems(&skipped, false), ["b listen-problem-unreachable"]);
        let left_out = json!([
            single("a", false, &json!([{"when": [1, 2], "to": "c"}])),
            single("b", false, &json!([])),
            single("c", false, &json!([]))
        ]);
        assert_eq!(problems(&left_out, false), [] as [&str; 0], "whoever leaves it out comes to the next");
        let dead = json!([
            single("a", false, &json!([{"when": [1], "to": "b"}, {"when": [1], "to": null}])),
            single("b", false, &json!([]))
        ]);
        assert_eq!(problems(&dead, false), ["a listen-problem-rule-dead"]);
        let unknown = json!([single("a", false, &json!([{"when": [7], "to": "x"}]))]);
        assert_eq!(
            problems(&unknown, false),
            ["a listen-problem-rule-value", "a listen-problem-rule-unknown"]
        );
    }

    #[test]
    fn texts_speak_of_earlier_answers_alone_and_of_nobody_where_nobody_is_named() {
        let text = |key: &str, text: &str| json!({"key": key, "kind": "text", "text": {"en": text}});
        assert_eq!(
            problems(&json!([text("a", "Hello {name}"), text("b", "Why {a}?")]), false),
            [] as [&str; 0]
        );
        assert_eq!(problems(&json!([text("a", "Hello {name}")]), true), ["a listen-problem-pipe-anonymous"]);
        assert_eq!(
            problems(&json!([text("a", "{b} {x}"), text("b", "B")]), false),
            ["a listen-problem-pipe-later", "a listen-problem-pipe-unknown"]
        );
    }

    #[test]
    fn a_survey_is_whole_in_each_of_its_languages() {
        let mut two = form(&json!([{"key": "a", "kind": "text", "text": {"en": "A", "fr": "A"}}]));
        two.languages.push("fr".into());
        let found: Vec<_> = check_publishable(&two, false, |tag| tag == "en")
            .into_iter()
            .map(|one| one.message.key)
            .collect();
        assert_eq!(found, ["listen-problem-title", "listen-problem-words"]);
        assert_eq!(
            check_publishable(&form(&json!([])), false, |_| true)[0].message.key,
            "listen-problem-empty"
        );
    }

    #[test]
    fn scales_are_the_same_in_every_survey_and_bounds_hold() {
        let nps = json!([{"key": "a", "kind": "nps", "text": {"en": "A"}, "choices": [{"value": 1}, {"value": 2}]}]);
        assert_eq!(check_bounds(&form(&nps)).unwrap_err().key, "listen-wrong-scale");
        let named = json!([{"key": "name", "kind": "text", "text": {"en": "A"}}]);
        assert_eq!(check_bounds(&form(&named)).unwrap_err().key, "listen-wrong-key");
        let twice = json!([single("a", false, &json!([])), single("a", false, &json!([]))]);
        assert_eq!(check_bounds(&form(&twice)).unwrap_err().key, "listen-wrong-key-twice");
        let long = json!([{"key": "a", "kind": "text", "text": {"en": "x".repeat(2_001)}}]);
        assert_eq!(check_bounds(&form(&long)).unwrap_err().key, "listen-wrong-text");
        let many: Vec<Value> = (0..61).map(|n| single(&format!("q{n}"), false, &json!([]))).collect();
        assert_eq!(check_bounds(&form(&json!(many))).unwrap_err().key, "listen-wrong-questions");
    }

    proptest! {
        /// Whatever the rules of a survey that passes the checks: every path ends, and some answers lead to each question.
        #[test]
        fn what_may_be_published_ends_and_is_reached(
            rules in proptest::collection::vec((any::<bool>(), proptest::option::of(0usize..7), proptest::option::of(0usize..7)), 1..6)
        ) {
            let key = |place: usize| format!("q{place}");
            let questions: Vec<Value> = rules.iter().enumerate().map(|(place, (required, one, two))| {
                let rules: Vec<Value> = [(1, one), (2, two)].into_iter()
                    .filter_map(|(value, to)| to.map(|to| json!({"when": [value], "to": (to < 6).then(|| key(to))}))).collect();
                single(&key(place), *required, &json!(rules))
            }).collect();
            let form = form(&json!(questions));
            if check_publishable(&form, false, |_| true).is_empty() {
                let mut met = BTreeSet::new();
                for case in 0..3usize.pow(u32::try_from(form.questions.len()).unwrap()) {
                    let answers: Answers = form.questions.iter().enumerate().filter_map(|(place, question)| {
                        let given = i64::try_from(case / 3usize.pow(u32::try_from(place).unwrap()) % 3).unwrap();
                        (given > 0 || question.required).then(|| (question.key.clone(), Given::Number(given.max(1))))
                    }).collect();
                    let path = form.path(&answers);
                    prop_assert!(path.windows(2).all(|two| two[0] < two[1]));
                    met.extend(path);
                }
                prop_assert_eq!(met.len(), form.questions.len());
            }
        }
    }
}
