//! Types of the records; pure.

use troth_core::{AccountId, Day};

/// What a customer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountKind {
    /// A firm, a club, an authority.
    Organisation,
    /// People who buy together.
    Household,
    /// One person.
    Person,
}

impl AccountKind {
    /// The word stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Household => "household",
            Self::Person => "person",
        }
    }

    /// The kind with this word.
    pub fn find(key: &str) -> Option<Self> {
        [Self::Organisation, Self::Household, Self::Person].into_iter().find(|kind| kind.key() == key)
    }
}

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// What it is.
    pub kind: AccountKind,
    /// Its name; the key in the outside system where no name is known.
    pub name: String,
    /// The outside system that knows it.
    pub source: Option<String>,
    /// Its key there.
    pub external_key: Option<String>,
    /// When it was entered.
    pub created: Day,
    /// The customer it was merged into.
    pub merged_into: Option<AccountId>,
}

/// A customer in a list, with what it bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// The customer.
    pub account: Account,
    /// Number of purchases and returns.
    pub purchases: i64,
    /// The last day on which it bought.
    pub last_day: Option<Day>,
    /// Minor units of the reporting currency, returns subtracted.
    pub amount: i64,
}

/// A text as names are sorted and looked up: lower case, accents of Latin letters taken off, spaces single.
///
/// ```
/// assert_eq!(troth_records::fold("  Élodie  Müller-Ångström "), "elodie muller-angstrom");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ì'..='ï' | 'ī' | 'į' | 'ı' => folded.push('i'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ś' | 'š' => folded.push('s'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'ł' => folded.push('l'),
            'ď' | 'đ' => folded.push('d'),
            'ť' => folded.push('t'),
            'ř' => folded.push('r'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            // Combining marks: what a decomposed letter leaves behind.
            '\u{300}'..='\u{36f}' => {}
            letter if letter.is_whitespace() => {
                if !folded.ends_with(' ') && !folded.is_empty() {
                    folded.push(' ');
                }
            }
            letter => folded.push(letter),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}
