//! The languages a page can be read in.

use std::fmt;

use icu::locale::{Locale, locale};

/// A language of the pages. A new one is a variant here and a folder in every `locales/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Language {
    /// English, the language every text is first written in.
    #[default]
    English,
    /// German.
    German,
    /// English with marked letters, longer words and right-to-left: shows what a translation would break.
    /// Reached in tests, and by `?lang=ar-XB` where [`crate::Config::preview`] is on.
    Mirror,
}

impl Language {
    /// What a person can choose.
    pub const OFFERED: [Self; 2] = [Self::English, Self::German];
    /// What every page is rendered in by the tests.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Mirror];

    /// The tag of the `lang` attribute and of the folder in `locales/`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Mirror => "ar-XB",
        }
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Mirror => "Mirror",
        }
    }

    /// Where its texts are: the mirror shows those of English.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::English | Self::Mirror => "en",
            Self::German => "de",
        }
    }

    /// `ltr` or `rtl`.
    pub fn direction(self) -> &'static str {
        if self == Self::Mirror { "rtl" } else { "ltr" }
    }

    /// The rules of its numbers and dates.
    pub(crate) fn locale(self) -> Locale {
        match self {
            Self::English | Self::Mirror => locale!("en"),
            Self::German => locale!("de"),
        }
    }

    /// The language of a tag, the region aside.
    pub fn from_tag(tag: &str) -> Option<Self> {
        if tag.eq_ignore_ascii_case(Self::Mirror.tag()) {
            return Some(Self::Mirror);
        }
        let primary = tag.split('-').next().unwrap_or(tag);
        Self::OFFERED.into_iter().find(|l| l.tag().eq_ignore_ascii_case(primary))
    }

    /// The offered language a browser likes best, from its `Accept-Language`.
    pub fn negotiate(accept: &str) -> Self {
        let mut best = (Self::default(), 0.0);
        for part in accept.split(',') {
            let mut fields = part.split(';');
            let tag = fields.next().unwrap_or_default().trim();
            let weight = fields
                .find_map(|f| f.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()))
                .unwrap_or(1.0);
            if let Some(language) = Self::from_tag(tag).filter(|l| Self::OFFERED.contains(l))
                && weight > best.1
            {
                best = (language, weight);
            }
        }
        best.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_browser_gets_the_language_it_likes_best() {
        assert_eq!(Language::negotiate("fr-FR, de-CH;q=0.8, en;q=0.5"), Language::German);
        assert_eq!(Language::negotiate("en-GB,en;q=0.9,de;q=0.8"), Language::English);
        assert_eq!(Language::negotiate("fr, ja;q=0.3"), Language::English);
        assert_eq!(Language::negotiate(""), Language::English);
    }

    #[test]
    fn the_mirror_is_never_negotiated() {
        assert_eq!(Language::negotiate("ar-XB"), Language::English);
        assert_eq!(Language::from_tag("ar-XB"), Some(Language::Mirror));
    }
}
