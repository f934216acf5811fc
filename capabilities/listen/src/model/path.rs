//! Which questions somebody meets, on which pages, and what earlier answers put into their texts.

use super::answer::{Answers, Given};
use super::form::{Question, Questionnaire};
use super::word::said;

/// What a text can have put into it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pipes<'a> {
    /// The name of whoever is asked.
    pub(crate) name: &'a str,
    pub(crate) answers: &'a Answers,
    pub(crate) language: &'a str,
}

/// The names in braces within a text.
pub(crate) fn piped(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name.trim()))
}

impl Questionnaire {
    /// The place of the question after this one; none at the end.
    fn after(&self, place: usize, answers: &Answers) -> Option<usize> {
        let question = &self.questions[place];
        let number = answers.get(&question.key).and_then(Given::number);
        let rule = number.and_then(|number| question.rules.iter().find(|rule| rule.when.contains(&number)));
        let next = match rule {
            Some(rule) => self.find(rule.to.as_deref()?)?.0,
            None => place + 1,
        };
        (next > place && next < self.questions.len()).then_some(next)
    }

    /// The places of the questions that somebody with these answers meets.
    pub(crate) fn path(&self, answers: &Answers) -> Vec<usize> {
        let first = (!self.questions.is_empty()).then_some(0);
        std::iter::successors(first, |place| self.after(*place, answers)).collect()
    }

    /// The same by page: a page ends after a question that decides what follows, and before one that speaks of an answer
    /// on the same page.
    pub(crate) fn pages(&self, answers: &Answers) -> Vec<Vec<usize>> {
        let mut pages: Vec<Vec<usize>> = Vec::new();
        let mut open = false;
        for place in self.path(answers) {
            let question = &self.questions[place];
            let speaks =
                |page: &Vec<usize>| page.iter().any(|other| question.speaks_of(&self.questions[*other].key));
            match pages.last_mut() {
                Some(page) if open && !speaks(page) => page.push(place),
                _ => pages.push(vec![place]),
            }
            open = question.rules.is_empty();
        }
        pages
    }

    /// A text with what is put into it. What is not known leaves nothing behind.
    pub(crate) fn fill(&self, text: &str, pipes: Pipes<'_>) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else { break };
            filled.push_str(before);
            match name.trim() {
                "name" => filled.push_str(pipes.name),
                key => filled.push_str(&self.answer_in_words(key, pipes)),
            }
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }

    fn answer_in_words(&self, key: &str, pipes: Pipes<'_>) -> String {
        let (Some((_, question)), Some(given)) = (self.find(key), pipes.answers.get(key)) else {
            return String::new();
        };
        let label = |value: i64| {
            let choice = question.choices.iter().find(|choice| choice.value == value);
            let label = choice.map_or("", |choice| said(&choice.text, pipes.language));
            if label.is_empty() { value.to_string() } else { label.to_owned() }
        };
        match given {
            Given::Number(value) => label(*value),
            Given::Chosen(chosen) => chosen.iter().map(|value| label(*value)).collect::<Vec<_>>().join(", "),
            Given::Text(text) => text.clone(),
            Given::Each(_) => String::new(),
        }
    }
}

impl Question {
    /// Whether its texts have an answer to another question put into them.
    fn speaks_of(&self, key: &str) -> bool {
        self.text.values().chain(self.help.values()).any(|text| piped(text).any(|name| name == key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Questionnaire {
        serde_json::from_value(serde_json::json!({
            "languages": ["en"], "title": {"en": "T"},
            "questions": [
                {"key": "a", "kind": "single", "text": {"en": "A"}, "choices": [{"value": 1, "text": {"en": "tea"}}, {"value": 2}],
                 "rules": [{"when": [1], "to": "c"}, {"when": [2], "to": null}]},
                {"key": "b", "kind": "text", "text": {"en": "B"}},
                {"key": "c", "kind": "text", "text": {"en": "Why {a}, {name}?"}},
                {"key": "d", "kind": "text", "text": {"en": "You wrote {c}{nobody}. {"}},
            ]
        }))
        .unwrap()
    }

    #[test]
    fn an_answer_decides_what_follows() {
        let form = form();
        let with = |value| Answers::from([("a".to_owned(), Given::Number(value))]);
        assert_eq!(form.path(&Answers::new()), [0, 1, 2, 3]);
        assert_eq!(form.path(&with(1)), [0, 2, 3]);
        assert_eq!(form.path(&with(2)), [0]);
        assert_eq!(form.pages(&with(1)), [vec![0], vec![2], vec![3]]);
        assert_eq!(form.pages(&Answers::new()), [vec![0], vec![1, 2], vec![3]]);
    }

    #[test]
    fn earlier_answers_and_the_name_are_put_into_texts() {
        let form = form();
        let answers = Answers::from([
            ("a".to_owned(), Given::Number(1)),
            ("c".to_owned(), Given::Text("{name}".into())),
        ]);
        let pipes = Pipes { name: "Ada", answers: &answers, language: "en" };
        assert_eq!(form.fill("Why {a}, {name}?", pipes), "Why tea, Ada?");
        assert_eq!(
            form.fill("You wrote {c}{nobody}. {", pipes),
            "You wrote {name}. {",
            "what somebody wrote is not filled in again"
        );
    }
}
