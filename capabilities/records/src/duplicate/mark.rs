//! What records are found alike by; pure.
//!
//! A record's *marks* are its e-mail addresses, the ends of its telephone numbers, its keys in outside systems, its name,
//! and parts of its name. Only records that share a mark are ever compared, and marks that many bear count for nothing,
//! so that a thousand Smiths are not compared with each other (`docs/METHODS.md`, Duplicates).

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::model::fold;

/// The shortest telephone number that tells somebody apart.
const SHORTEST_NUMBER: usize = 6;
/// Its last digits, which are the same with and without country.
const END_OF_NUMBER: usize = 9;

/// How many may bear a mark: a name, what reaches somebody, what only brings records together.
pub(super) const MOST: [usize; 3] = [6, 20, 30];

/// What two records can have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// An e-mail address, folded.
    Email(String),
    /// The last digits of a telephone number.
    Phone(String),
    /// A key in an outside system; within one it cannot be shared.
    Key(String),
    /// Where an organisation's people have their mail.
    Domain(String),
    /// The name: its words in order of letters, an organisation's without its legal form.
    Name(String),
    /// One word of the name with the beginnings of the others: finds names that are written otherwise. No evidence.
    Part(String),
}

impl Mark {
    /// More records than this that bear it tell nobody apart by it.
    pub(super) const fn most(&self) -> usize {
        match self {
            Self::Name(_) => MOST[0],
            Self::Email(_) | Self::Phone(_) | Self::Key(_) => MOST[1],
            Self::Domain(_) | Self::Part(_) => MOST[2],
        }
    }

    /// The number kept of it: half of a fingerprint, so that names and addresses do not stand in another table.
    pub(super) fn number(&self) -> i64 {
        let (kind, text) = match self {
            Self::Email(text) => ('e', text),
            Self::Phone(text) => ('p', text),
            Self::Key(text) => ('k', text),
            Self::Domain(text) => ('d', text),
            Self::Name(text) => ('n', text),
            Self::Part(text) => ('w', text),
        };
        let digest = Sha256::digest(format!("{kind}{text}").as_bytes());
        digest.iter().take(8).fold(0i64, |number, byte| (number << 8) | i64::from(*byte))
    }
}

/// Of what a record is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Sort {
    /// A person or a household.
    #[default]
    Person,
    /// A person beside others at an organisation, where several share a mailbox and a telephone.
    Colleague,
    /// A company or the like.
    Organisation,
}

/// What is compared of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Profile {
    pub(super) sort: Sort,
    /// The name in the order in which it is written; empty where none is known.
    pub(super) name: Vec<String>,
    pub(super) marks: BTreeSet<Mark>,
}

/// Words at the end of a company's name that say what it is by law.
const LEGAL_FORMS: [&str; 43] = [
    "ab",
    "ag",
    "aps",
    "as",
    "asa",
    "bv",
    "bvba",
    "co",
    "company",
    "corp",
    "corporation",
    "ek",
    "ev",
    "gbr",
    "ggmbh",
    "gmbh",
    "inc",
    "incorporated",
    "kft",
    "kg",
    "kgaa",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "mbh",
    "nv",
    "ohg",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "sa",
    "sarl",
    "sas",
    "se",
    "sl",
    "spa",
    "sro",
    "srl",
    "ug",
];

/// Words that are as well left out of a company's name.
const BETWEEN: [&str; 4] = ["and", "et", "och", "und"];

/// Where anybody may have a mailbox: that two have one there says nothing.
const PUBLIC_MAIL: [&str; 36] = [
    "aol.com",
    "bluewin.ch",
    "btinternet.com",
    "comcast.net",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "wanadoo.fr",
    "web.de",
    "yahoo.com",
    "yandex.ru",
    "zoho.com",
];

impl Profile {
    /// A record with this name. One that is only called by its key in an outside system has none.
    pub(super) fn named(name: &str, key: Option<&str>, sort: Sort) -> Self {
        let mut profile = Self { sort, ..Self::default() };
        if key != Some(name) && name.chars().any(char::is_alphabetic) {
            profile.name = words(name, sort == Sort::Organisation);
            profile.marks.extend(name_marks(&profile.name));
        }
        profile
    }

    /// The same with one more e-mail address.
    pub(super) fn add_email(&mut self, email: &str) {
        let email = fold(email);
        if self.sort == Sort::Organisation
            && let Some((_, domain)) = email.rsplit_once('@')
            && !PUBLIC_MAIL.contains(&domain)
        {
            self.marks.insert(Mark::Domain(domain.to_owned()));
        }
        self.marks.insert(Mark::Email(email));
    }

    /// The same with one more telephone number.
    pub(super) fn add_phone(&mut self, phone: &str) {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.trim_start_matches('0');
        if digits.len() >= SHORTEST_NUMBER {
            let from = digits.len().saturating_sub(END_OF_NUMBER);
            self.marks.insert(Mark::Phone(digits[from..].to_owned()));
        }
    }

    /// The same, found by the names of another too.
    pub(super) fn add_names_of(&mut self, other: &Self) {
        let names = other.marks.iter().filter(|mark| matches!(mark, Mark::Name(_) | Mark::Part(_)));
        self.marks.extend(names.cloned());
    }

    /// The same with one more key.
    pub(super) fn add_key(&mut self, key: &str) {
        self.marks.insert(Mark::Key(fold(key)));
    }
}

/// The words of a name, folded; points within do not part (`s.r.o.`), and a company's legal form is left out.
fn words(name: &str, organisation: bool) -> Vec<String> {
    let folded = fold(name).replace('.', if organisation { "" } else { " " });
    let mut words: Vec<String> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && (!organisation || !BETWEEN.contains(word)))
        .map(str::to_owned)
        .collect();
    while organisation && words.len() > 1 && words.last().is_some_and(|word| LEGAL_FORMS.contains(&&**word)) {
        words.pop();
    }
    words
}

fn name_marks(words: &[String]) -> Vec<Mark> {
    if words.is_empty() {
        return Vec::new();
    }
    let mut sorted = words.to_vec();
    sorted.sort_unstable();
    let begins = |word: &String| word.chars().take(2).collect::<String>();
    let mut marks = vec![Mark::Name(sorted.join(" "))];
    // Names of more words are compared by their first ones.
    for (place, word) in words.iter().enumerate().take(4).filter(|(_, word)| word.chars().count() > 2) {
        let others =
            words.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, word)| begins(word));
        let mut others: Vec<String> = others.take(3).collect();
        others.sort_unstable();
        marks.push(Mark::Part(format!("{word} {}", others.join(" "))));
    }
    marks
}
