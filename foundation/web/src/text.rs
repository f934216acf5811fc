//! What the pages say, by key and language, in Fluent.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use unic_langid::LanguageIdentifier;

use troth_core::{Argument, Message, Zone};
use troth_store::Folder;

use crate::template::{civil, money};
use crate::{Error, Formats, Language};

type Bundle = FluentBundle<FluentResource>;

/// Every text of every crate, in every language.
pub struct Texts {
    bundles: BTreeMap<Language, Bundle>,
    /// Whose each key is, by folder of the language.
    owners: BTreeMap<&'static str, BTreeMap<String, &'static str>>,
}

impl Texts {
    /// Reads `LANG/*.ftl` of every folder, each with the name of the crate that brings it.
    pub fn load(sources: &[(&'static str, Folder)]) -> Result<Self, Error> {
        let mut texts = Self { bundles: BTreeMap::new(), owners: BTreeMap::new() };
        for language in Language::ALL {
            let mut bundle = new_bundle(language);
            let mut owners = BTreeMap::new();
            for &(owner, folder) in sources {
                add_folder(language, owner, folder, &mut bundle, &mut owners)?;
            }
            texts.bundles.insert(language, bundle);
            texts.owners.insert(language.folder(), owners);
        }
        Ok(texts)
    }

    /// The text of a key. A key that a language lacks is said in English; one that nobody has is shown as it is.
    pub fn say<'a>(&'a self, language: Language, key: &'a str, args: &FluentArgs<'_>) -> Cow<'a, str> {
        for candidate in [language, Language::English] {
            let Some(bundle) = self.bundles.get(&candidate) else { continue };
            let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else { continue };
            let mut problems = Vec::new();
            let said = bundle.format_pattern(pattern, Some(args), &mut problems);
            for problem in problems {
                tracing::error!(key, %language, %problem, "a text could not be filled in");
            }
            return said;
        }
        tracing::error!(key, "a text is missing");
        Cow::Borrowed(key)
    }

    /// A message, with what is within it, as plain text; moments are shown in a zone.
    pub fn tell(&self, language: Language, message: &Message, zone: &Zone) -> String {
        let formats = Formats::of(language);
        let mut args = FluentArgs::new();
        for (name, argument) in &message.arguments {
            let value = match argument {
                Argument::Text(text) => FluentValue::from(text.as_str()),
                Argument::Number(number) => FluentValue::from(*number),
                Argument::Share(share) => FluentValue::from(formats.percent(*share, 0)),
                Argument::Money(amount) => FluentValue::from(money(formats, *amount)),
                Argument::Day(day) => FluentValue::from(formats.day(day.date())),
                Argument::Instant(at) => FluentValue::from(formats.instant(civil(*at, zone))),
                Argument::Message(within) => FluentValue::from(self.tell(language, within, zone)),
            };
            args.set(name.as_str(), value);
        }
        self.say(language, &message.key, &args).into_owned()
    }

    /// The text of a key without anything to fill in.
    pub fn plain<'a>(&'a self, language: Language, key: &'a str) -> Cow<'a, str> {
        self.say(language, key, &FluentArgs::new())
    }

    /// Whether a key exists.
    pub fn has(&self, key: &str) -> bool {
        self.owners.get(Language::English.folder()).is_some_and(|keys| keys.contains_key(key))
    }

    /// Keys that one language has and another lacks, as `de: today-title (today)`; empty when all is said.
    pub fn gaps(&self) -> Vec<String> {
        let mut gaps = Vec::new();
        for (lacking, keys) in &self.owners {
            for (key, owner) in self.owners.values().flatten() {
                let gap = format!("{lacking}: {key} ({owner})");
                if !keys.contains_key(key) && !gaps.contains(&gap) {
                    gaps.push(gap);
                }
            }
        }
        gaps
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").field("languages", &self.bundles.keys()).finish_non_exhaustive()
    }
}

fn new_bundle(language: Language) -> Bundle {
    let identifier: LanguageIdentifier = language.folder().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![identifier]);
    // Isolation marks are for text of two directions; the left-to-right pages keep names apart with `<bdi>`.
    bundle.set_use_isolating(language.direction() == "rtl");
    bundle.set_formatter(Some(match language {
        Language::English => |value, _| write_number(Language::English, value),
        Language::German => |value, _| write_number(Language::German, value),
        Language::Mirror => |value, _| write_number(Language::Mirror, value),
    }));
    if language == Language::Mirror {
        bundle.set_transform(Some(mirror));
    }
    bundle
}

/// Numbers in texts are written as everywhere else.
fn write_number(language: Language, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(FluentNumber { value, options }) = value else { return None };
    let digits = options.maximum_fraction_digits.unwrap_or(usize::from(value.fract() != 0.0));
    Some(Formats::of(language).number(*value, digits))
}

fn add_folder(
    language: Language,
    owner: &'static str,
    folder: Folder,
    bundle: &mut Bundle,
    owners: &mut BTreeMap<String, &'static str>,
) -> Result<(), Error> {
    let within = format!("{}/", language.folder());
    for path in folder.names() {
        if !path.starts_with(&within) || Path::new(&path).extension().is_none_or(|kind| kind != "ftl") {
            continue;
        }
        let unreadable = |reason: String| Error::Text { owner, path: path.clone(), reason };
        let source = folder.text(&path).ok_or_else(|| unreadable("not UTF-8".to_owned()))?;
        let resource = FluentResource::try_new(source).map_err(|(_, problems)| {
            unreadable(problems.first().map_or_else(String::new, ToString::to_string))
        })?;
        for entry in resource.entries() {
            if let ast::Entry::Message(ast::Message { id, .. }) = entry
                && let Some(first) = owners.insert(id.name.to_owned(), owner)
            {
                return Err(Error::Duplicate { what: "text", key: id.name.to_owned(), first, second: owner });
            }
        }
        bundle
            .add_resource(resource)
            .map_err(|problems| unreadable(problems.first().map_or_else(String::new, ToString::to_string)))?;
    }
    Ok(())
}

/// Marks letters and lengthens words, so that a page shows which of its words no translator would ever see.
fn mirror(text: &str) -> Cow<'_, str> {
    let mut marked = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        match letter {
            'a' => marked.push_str("áá"),
            'e' => marked.push_str("éé"),
            'i' => marked.push('í'),
            'o' => marked.push_str("óó"),
            'u' => marked.push('ú'),
            other => marked.push(other),
        }
    }
    Cow::Owned(marked)
}

#[cfg(test)]
mod tests {
    use fluent_bundle::FluentArgs;
    use troth_store::Folder;

    use super::Texts;
    use crate::{Error, Language};

    #[derive(rust_embed::Embed)]
    #[folder = "tests/texts/first"]
    struct First;

    #[derive(rust_embed::Embed)]
    #[folder = "tests/texts/second"]
    struct Second;

    #[derive(rust_embed::Embed)]
    #[folder = "tests/texts/broken"]
    struct Broken;

    fn first() -> Texts {
        Texts::load(&[("first", Folder::of::<First>())]).unwrap()
    }

    #[test]
    fn a_text_is_filled_in_and_its_numbers_are_the_languages_own() {
        let texts = first();
        let mut args = FluentArgs::new();
        args.set("name", "Ada");
        args.set("n", 12_345);
        assert_eq!(texts.say(Language::German, "greeting", &args), "Guten Morgen, Ada");
        assert_eq!(texts.say(Language::English, "count", &args), "12,345 customers");
        assert_eq!(texts.say(Language::German, "count", &args), "12.345 Kunden");
        args.set("n", 1);
        assert_eq!(texts.say(Language::German, "count", &args), "1 Kunde");
    }

    #[test]
    fn the_mirror_changes_the_text_and_not_what_is_filled_in() {
        let mut args = FluentArgs::new();
        args.set("name", "Ada");
        let said = first().say(Language::Mirror, "greeting", &args).into_owned();
        assert_eq!(said, "Góóóód móórníng, \u{2068}Ada\u{2069}");
    }

    #[test]
    fn a_key_that_a_language_lacks_is_a_gap_and_is_said_in_english() {
        let texts = first();
        assert_eq!(texts.gaps(), ["de: only-english (first)"]);
        assert_eq!(texts.plain(Language::German, "only-english"), "Here");
        assert_eq!(texts.plain(Language::German, "nowhere"), "nowhere");
    }

    #[test]
    fn two_crates_with_one_key_are_refused_by_name() {
        let refused = Texts::load(&[("first", Folder::of::<First>()), ("second", Folder::of::<Second>())]);
        let Err(Error::Duplicate { what: "text", key, first: "first", second: "second" }) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(key, "greeting");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_refused_by_name() {
        let refused = Texts::load(&[("broken", Folder::of::<Broken>())]);
        assert!(matches!(refused, Err(Error::Text { owner: "broken", .. })), "{refused:?}");
    }
}
