//! Languages of a survey: which a reader gets, and in which direction it is written.

use super::form::Texts;

/// Languages written from right to left, by their first subtag.
const RIGHT_TO_LEFT: [&str; 9] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur"];

/// `rtl` or `ltr`.
pub(crate) fn direction(language: &str) -> &'static str {
    let mut parts = language.split('-');
    let first = parts.next().unwrap_or_default();
    let latin = parts.any(|part| part.eq_ignore_ascii_case("latn"));
    if !latin && RIGHT_TO_LEFT.contains(&first) { "rtl" } else { "ltr" }
}

/// Whether a text can be a tag of BCP 47 as surveys use them: `de`, `pt-BR`, `sr-Latn`.
pub(crate) fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|letter| letter.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|l| l.is_ascii_alphanumeric()))
        && tag.len() <= 20
}

/// The text in a language, or else in the first language that has one.
pub(crate) fn said<'t>(texts: &'t Texts, language: &str) -> &'t str {
    texts.get(language).or_else(|| texts.values().find(|text| !text.is_empty())).map_or("", String::as_str)
}

/// The language of a survey that a reader gets: the one asked for, or else what their browser likes best of those there
/// are, or else the first.
pub(crate) fn pick_language<'l>(languages: &'l [String], asked: Option<&str>, accept: &str) -> &'l str {
    let alike = |tag: &str| {
        let same = languages.iter().find(|language| language.eq_ignore_ascii_case(tag));
        let first = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        same.or_else(|| languages.iter().find(|language| first(language) == first(tag)))
    };
    if let Some(found) = asked.and_then(alike) {
        return found;
    }
    let mut best = (None, 0.0);
    for part in accept.split(',').take(20) {
        let mut fields = part.split(';');
        let tag = fields.next().unwrap_or_default().trim();
        let weight: f32 =
            fields.find_map(|field| field.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
        if let Some(found) = alike(tag)
            && weight > best.1
        {
            best = (Some(found), weight);
        }
    }
    best.0.or_else(|| languages.first()).map_or("en", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::{direction, is_tag, pick_language};

    #[test]
    fn a_reader_gets_the_language_they_like_best_of_those_there_are() {
        let languages = ["en".to_owned(), "de".to_owned(), "ar".to_owned()];
        assert_eq!(pick_language(&languages, None, "fr, de-CH;q=0.8, en;q=0.5"), "de");
        assert_eq!(pick_language(&languages, Some("ar"), "de"), "ar");
        assert_eq!(pick_language(&languages, Some("fr"), ""), "en");
    }

    #[test]
    fn languages_know_their_direction_and_their_tags() {
        assert_eq!(
            (direction("ar"), direction("fa-AF"), direction("ur-Latn"), direction("de")),
            ("rtl", "rtl", "ltr", "ltr")
        );
        assert!(
            is_tag("de")
                && is_tag("pt-BR")
                && !is_tag("German")
                && !is_tag("e")
                && !is_tag("en-")
                && !is_tag("en_US")
        );
    }
}
