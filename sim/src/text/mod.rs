//! Words: names, notes and comments that read like life, made from lists of our own. Nobody real is meant: addresses end in the domains
//! kept for examples, telephone numbers lie in ranges kept for films and books.

mod ar;
mod de;
mod en;
mod es;
mod fr;

use crate::random::Stream;

/// What a language brings.
struct Words {
    tag: &'static str,
    /// Given names as written and in plain letters.
    given: &'static [(&'static str, &'static str)],
    /// Family names, the same way.
    family: &'static [(&'static str, &'static str)],
    /// Titles of executives, managers and operators.
    titles: [&'static [&'static str]; 3],
    /// What is bought, in the order of [`PRODUCTS`].
    things: [&'static str; PRODUCTS.len()],
    /// Where `{}` stands, the thing goes. In the order of [`Said`].
    said: [&'static [&'static str]; SAID],
    /// How a telephone number begins, and how many digits follow.
    phone: (&'static str, usize),
}

/// What is sold: first by the shop, then by the maker.
pub(crate) const PRODUCTS: [&str; 18] = [
    "coffee beans",
    "olive oil",
    "cheese",
    "tea",
    "scarf",
    "notebook",
    "soap",
    "honey",
    "candle",
    "lamp",
    "wine",
    "bread knife",
    "pump",
    "valve",
    "compressor",
    "conveyor belt",
    "press",
    "control unit",
];
/// How many of them are the shop's.
pub(crate) const OF_SHOP: usize = 12;

/// What somebody says or writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Said {
    /// Problems, in the order of the truth's.
    Late = 0,
    Wrong,
    Unfriendly,
    Broken,
    Bill,
    /// What we answered: put right badly, adequately, spectacularly.
    Poor,
    Adequate,
    Spectacular,
    Thanks,
    /// A talk at the counter, a meeting at a customer's.
    Chat,
    Meeting,
    WinBack,
    Good,
    Middling,
    Bad,
    Praise,
    Suggestion,
    Promise,
    Stayed,
    Left,
}

/// How many sorts of sayings there are.
const SAID: usize = 20;

const PROBLEMS: [Said; 5] = [Said::Late, Said::Wrong, Said::Unfriendly, Said::Broken, Said::Bill];

impl Said {
    /// The complaint about a sort of problem.
    pub(crate) fn problem(number: usize) -> Self {
        PROBLEMS[number]
    }
}

/// A language customers speak.
#[derive(Clone, Copy)]
pub(crate) struct Language(&'static Words);

/// Languages and how many customers speak each.
const SPOKEN: [(&Words, f64); 5] =
    [(&en::WORDS, 0.36), (&de::WORDS, 0.30), (&fr::WORDS, 0.15), (&es::WORDS, 0.11), (&ar::WORDS, 0.08)];

impl Language {
    pub(crate) fn drawn(own: &mut Stream) -> Self {
        Self(SPOKEN[own.weighted(SPOKEN.iter().map(|spoken| spoken.1))].0)
    }

    /// BCP 47.
    pub(crate) const fn tag(self) -> &'static str {
        self.0.tag
    }

    /// A sentence about a thing.
    pub(crate) fn say(self, what: Said, product: usize, own: &mut Stream) -> String {
        own.pick(self.0.said[what as usize]).replace("{}", self.0.things[product])
    }

    /// A title at a level: 0 decides for the whole, 2 does the daily work.
    pub(crate) fn title(self, level: usize, own: &mut Stream) -> String {
        (*own.pick(self.0.titles[level])).to_owned()
    }

    /// A telephone number that reaches nobody.
    pub(crate) fn phone(self, own: &mut Stream) -> String {
        let (begin, digits) = self.0.phone;
        let rest: String =
            (0..digits).map(|_| char::from(b'0' + u8::try_from(own.below(10)).unwrap_or(0))).collect();
        format!("{begin}{rest}")
    }
}

/// A person's name.
pub(crate) struct Name {
    pub(crate) shown: String,
    /// In plain letters, for an address.
    plain: String,
}

impl Name {
    /// An address that reaches nobody; the key makes it one person's.
    pub(crate) fn email(&self, key: &str, own: &mut Stream) -> String {
        let domain = own.pick(&["example.com", "example.org", "example.net"]);
        format!("{}.{}@{domain}", self.plain, key.to_lowercase())
    }
}

/// A name in a language.
pub(crate) fn name(language: Language, own: &mut Stream) -> Name {
    let (given, family) = (own.pick(language.0.given), own.pick(language.0.family));
    Name { shown: format!("{} {}", given.0, family.0), plain: format!("{}.{}", given.1, family.1) }
}

const FIRMS: [&str; 30] = [
    "Alder", "Birch", "Cobalt", "Delta", "Ember", "Falcon", "Granite", "Harrow", "Iris", "Juniper",
    "Kestrel", "Larch", "Meridian", "Nordwind", "Onyx", "Pinnacle", "Quarry", "Ridge", "Sable", "Tamarack",
    "Umber", "Vesper", "Willow", "Xenia", "Yarrow", "Zenith", "Brook", "Copper", "Heron", "Slate",
];
const TRADES: [&str; 14] = [
    "Foods",
    "Plastics",
    "Paper",
    "Brewing",
    "Textiles",
    "Packaging",
    "Glass",
    "Dairies",
    "Metalworks",
    "Chemicals",
    "Timber",
    "Ceramics",
    "Printing",
    "Water",
];
const FORMS: [&str; 7] = ["Ltd", "GmbH", "AG", "SA", "SARL", "SL", "Inc."];

/// A firm's name.
pub(crate) fn firm(own: &mut Stream) -> String {
    format!("{} {} {}", own.pick(&FIRMS), own.pick(&TRADES), own.pick(&FORMS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Who};

    #[test]
    fn every_language_has_something_to_say_of_everything() {
        for (words, _) in SPOKEN {
            let count = |list: &[&str]| list.iter().filter(|line| !line.trim().is_empty()).count();
            assert!(words.said.iter().all(|lines| count(lines) >= 2), "{}", words.tag);
            assert!(words.titles.iter().all(|titles| count(titles) >= 2), "{}", words.tag);
            assert!(words.given.len() >= 24 && words.family.len() >= 24, "{}", words.tag);
            let plain = |name: &(&str, &str)| name.1.bytes().all(|letter| letter.is_ascii_lowercase());
            assert!(words.given.iter().chain(words.family).all(plain), "{}", words.tag);
        }
    }

    #[test]
    fn nobody_can_be_reached() {
        let mut own = Stream::new(1, Purpose::Person, Who::founder(1));
        for _ in 0..200 {
            let language = Language::drawn(&mut own);
            let email = name(language, &mut own).email("K1-2", &mut own);
            assert!([".com", ".org", ".net"].iter().any(|end| email.ends_with(&format!("@example{end}"))));
            let phone = language.phone(&mut own);
            let kept = ["+44 7700 900", "+49 30 23125 ", "+33 1 99 00 ", "+1 202 555 01"];
            assert!(kept.iter().any(|begin| phone.starts_with(begin)), "{phone}");
        }
    }
}
