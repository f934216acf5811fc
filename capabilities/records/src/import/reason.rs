//! Why a value, a row or a file cannot be taken, and what to do about it: sentences before they have a language, so that
//! each reader gets their own. What goes into them from a file is cut, so that none grows with it.

use std::sync::LazyLock;

use troth_core::{Argument, Message, MoneyError, Zone};
use troth_store::Folder;
use troth_web::{Language, Texts};

/// Letters of a value, of a heading, and of what another program says.
const VALUE: usize = 40;
const HEADING: usize = 100;
const LONGEST: usize = 300;

fn cut(text: &str, most: usize) -> String {
    let mut shown: String = text.chars().take(most).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown.replace(char::is_control, " ")
}

/// The beginning of a value.
pub(super) fn shown(text: &str) -> String {
    cut(text, VALUE)
}

/// A heading, or the name of a sheet.
pub(super) fn heading(text: &str) -> String {
    cut(text, HEADING)
}

/// Names, as many as fit.
pub(super) fn listed<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let mut list = String::new();
    for name in names {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(&heading(name.as_ref()));
        if list.len() > LONGEST {
            list.push_str(", …");
            break;
        }
    }
    list
}

/// What a library or the system says, in its own language.
pub(super) fn quoted(why: impl std::fmt::Display) -> String {
    cut(&why.to_string(), LONGEST)
}

/// Nothing but that.
pub(crate) fn said(why: impl std::fmt::Display) -> Message {
    Message::new("records-why-said").with("why", quoted(why))
}

/// A count in a sentence.
pub(super) fn count(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// Where something stands: `line`, `row` or `item`, and its number.
pub(super) fn place(unit: &str, number: u64) -> Message {
    let key = match unit {
        "line" => "records-at-line",
        "row" => "records-at-row",
        _ => "records-at-item",
    };
    Message::new(key).with("number", number.to_string())
}

/// The place, the column where one is to blame, and why.
pub(super) fn at(place: Message, column: Option<&str>, why: Message) -> Message {
    match column {
        Some(column) => Message::new("records-wrong-cell").with("column", heading(column)),
        None => Message::new("records-wrong-row"),
    }
    .with("place", place)
    .with("why", why)
}

/// What is wrong with an amount or a currency.
pub(super) fn money(error: MoneyError) -> Message {
    match error {
        MoneyError::Currency(code) => Message::new("records-why-currency").with("text", shown(&code)),
        MoneyError::Amount(text, mark) => {
            Message::new("records-why-amount").with("text", shown(&text)).with("mark", mark.to_string())
        }
        MoneyError::Decimals(text, currency, known) => Message::new("records-why-decimals")
            .with("text", shown(&text))
            .with("currency", currency.code())
            .with("known", i64::from(known)),
        MoneyError::TooLarge(text) => Message::new("records-why-amount-large").with("text", shown(&text)),
        mixed @ MoneyError::Mixed(..) => said(mixed),
    }
}

/// A message of an import as the command line and logs say it: what is chosen on a page is an option there.
pub fn in_english(message: &Message) -> String {
    static TEXTS: LazyLock<Option<Texts>> =
        LazyLock::new(|| Texts::load(&[("records", Folder::of::<crate::Locales>())]).ok());
    let said =
        TEXTS.as_ref().map(|texts| texts.tell(Language::English, &for_command(texts, message), &Zone::UTC));
    said.unwrap_or_else(|| message.key.clone())
}

/// The end of the key of a text that names an option of the command line.
const COMMAND: &str = "-command";

/// The same message, and what is within it, with texts for the command line where there are such.
fn for_command(texts: &Texts, message: &Message) -> Message {
    let key = format!("{}{COMMAND}", message.key);
    let arguments = message.arguments.iter().map(|(name, argument)| {
        let argument = match argument {
            Argument::Message(within) => for_command(texts, within).into(),
            other => other.clone(),
        };
        (name.clone(), argument)
    });
    Message { key: if texts.has(&key) { key } else { message.key.clone() }, arguments: arguments.collect() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// Keys of reasons that the sources name, and those that there are texts for.
    #[test]
    fn every_reason_has_its_text_and_every_text_its_reason() {
        fn sources(folder: &Path, all: &mut String) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    sources(&path, all);
                } else {
                    all.push_str(&std::fs::read_to_string(&path).unwrap());
                }
            }
        }
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut written = String::new();
        sources(&home.join("src"), &mut written);
        // Kinds of other capabilities are read here, and say their reasons here.
        sources(&home.join("../listen/src"), &mut written);
        let named: BTreeSet<&str> = written
            .split('"')
            .filter(|word| {
                word.strip_prefix("records-why-").is_some_and(|rest| {
                    rest.bytes()
                        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
                }) && !word.ends_with('-')
            })
            .collect();
        let texts = std::fs::read_to_string(home.join("locales/en/records.ftl")).unwrap();
        let said = || {
            let texts = texts.lines().filter(|line| line.starts_with("records-why-"));
            texts.filter_map(|line| line.split_once(" ="))
        };
        // Only the command line has options, and each of its own texts stands beside one for everybody else.
        for (key, text) in said() {
            let everybody = key.strip_suffix(COMMAND);
            assert!(everybody.is_some() || !text.contains("--"), "{key}");
            assert!(everybody.is_none_or(|key| named.contains(key)), "{key}");
        }
        let said: BTreeSet<&str> = said().map(|(key, _)| key).filter(|key| !key.ends_with(COMMAND)).collect();
        assert!(named.len() > 70, "{}", named.len());
        assert_eq!(named, said);
    }

    /// A reason that says where to choose something calls that place as the page does.
    #[test]
    fn what_is_to_be_chosen_is_called_as_on_the_page() {
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (language, open, close) in [("en", '“', '”'), ("de", '„', '“')] {
            let texts =
                std::fs::read_to_string(home.join(format!("locales/{language}/records.ftl"))).unwrap();
            let reasons = texts.lines().filter(|line| line.starts_with("records-why-"));
            let named: BTreeSet<&str> = reasons
                .flat_map(|line| line.split(open).skip(1))
                .filter_map(|rest| rest.split(close).next())
                .filter(|name| {
                    name.contains(' ') && name.chars().all(|letter| letter.is_alphabetic() || letter == ' ')
                })
                .collect();
            assert!(named.len() >= 4, "{language}: columns, dates, amounts, letters: {named:?}");
            for name in named {
                assert!(
                    texts.lines().any(|line| line.ends_with(&format!(" = {name}"))),
                    "{language}: {name}"
                );
            }
        }
    }

    #[test]
    fn what_comes_from_a_file_is_cut() {
        let long = "x\n".repeat(10_000);
        let at = at(place("line", 3), Some(&long), said(&long));
        assert!(in_english(&at).len() < 500);
        assert_eq!(in_english(&at).lines().count(), 1);
        assert!(listed(std::iter::repeat_n(&long, 2_000)).len() < 600);
    }
}
