//! How alike two records are: marks that both bear, weighed; pure.
//!
//! A record's *marks* are its e-mail addresses, the ends of its telephone numbers, its keys in outside systems, its name,
//! and parts of its name. Only records that share a mark are ever compared, and marks that many bear count for nothing,
//! so that a thousand Smiths are not compared with each other (`docs/METHODS.md`, Duplicates).

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use strsim::jaro_winkler;

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

/// Why two records may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reason {
    /// The same e-mail address.
    Email,
    /// The same telephone number.
    Phone,
    /// The same name, but for the order of words and a legal form.
    Name,
    /// Names that differ by little.
    Alike,
    /// Mail at the same company.
    Domain,
    /// The same key in two outside systems.
    Key,
    /// Somebody says so.
    Said,
}

impl Reason {
    const ALL: [Self; 7] =
        [Self::Email, Self::Phone, Self::Name, Self::Alike, Self::Domain, Self::Key, Self::Said];

    /// The word stored and used in the API.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Name => "name",
            Self::Alike => "alike",
            Self::Domain => "domain",
            Self::Key => "key",
            Self::Said => "said",
        }
    }

    /// The reason with this word.
    pub(crate) fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }
}

/// Two records by their ids, the one entered first before the other, and how alike they are.
pub(super) type Found = ((i64, i64), Likeness);

/// How alike two records are, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Likeness {
    /// In thousandths. An order, not a probability.
    pub(super) score: i64,
    pub(super) reasons: Vec<Reason>,
}

/// From here on two records are proposed.
const PROPOSED: f64 = 0.5;
/// From here on names differ by little.
const ALIKE: f64 = 0.92;
/// Below this they are different names.
const UNLIKE: f64 = 0.75;

/// How likely two records are one; nothing where too little speaks for it. `rare` says whether few enough bear a mark
/// for it to tell anything.
pub(super) fn compare(one: &Profile, other: &Profile, rare: impl Fn(&Mark) -> bool) -> Option<Likeness> {
    let organisations = [one.sort, other.sort].contains(&Sort::Organisation);
    let shares = |wanted: fn(&Mark) -> bool| {
        one.marks.iter().filter(|mark| wanted(mark)).any(|mark| other.marks.contains(mark) && rare(mark))
    };
    let email = shares(|mark| matches!(mark, Mark::Email(_)));
    let phone = shares(|mark| matches!(mark, Mark::Phone(_)));
    let domain = shares(|mark| matches!(mark, Mark::Domain(_)));
    let key = shares(|mark| matches!(mark, Mark::Key(_)));
    let same_name = shares(|mark| matches!(mark, Mark::Name(_)));
    let named = !one.name.is_empty() && !other.name.is_empty();
    let likeness = if named { like(&one.name, &other.name) } else { 0.0 };
    let alike = !same_name && likeness >= ALIKE && shares(|mark| matches!(mark, Mark::Part(_)));

    let mut reasons = Vec::new();
    let mut against = 1.0;
    let mut speaks = |there: bool, reason: Reason, weight: f64| {
        if there {
            reasons.push(reason);
            against *= 1.0 - weight;
        }
    };
    speaks(email, Reason::Email, if organisations { 0.5 } else { 0.9 });
    speaks(phone, Reason::Phone, if organisations { 0.4 } else { 0.6 });
    speaks(same_name, Reason::Name, if organisations { 0.8 } else { 0.55 });
    speaks(alike, Reason::Alike, if organisations { 0.55 } else { 0.5 });
    speaks(domain, Reason::Domain, 0.4);
    // Keys of two systems are often plain numbers: they tell something only of those with one name.
    speaks(key && (same_name || likeness >= ALIKE), Reason::Key, 0.4);
    let mut score = 1.0 - against;
    if named && likeness < UNLIKE {
        score *= if one.sort == Sort::Colleague { 0.5 } else { 0.6 };
    }
    // Names alone, and each can be reached where the other cannot: rather two of one name.
    let has = |wanted: fn(&Mark) -> bool| [one, other].iter().all(|one| one.marks.iter().any(wanted));
    let differ = (has(|mark| matches!(mark, Mark::Email(_))) && !email)
        || (has(|mark| matches!(mark, Mark::Phone(_))) && !phone);
    if !organisations && !email && !phone && !key && differ {
        score *= if same_name { 0.95 } else { 0.7 };
    }
    let score = (score * 1000.0).round();
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1000")]
    (score >= PROPOSED * 1000.0).then_some(Likeness { score: score as i64, reasons })
}

/// Jaro-Winkler of two names as written, or with their words in order of letters where that is more. Names whose numbers
/// differ (branch 1, branch 2) are never alike.
fn like(one: &[String], other: &[String]) -> f64 {
    let numbers = |words: &[String]| {
        let mut numbers: Vec<String> =
            words.iter().filter(|word| word.chars().any(|letter| letter.is_ascii_digit())).cloned().collect();
        numbers.sort_unstable();
        numbers
    };
    if numbers(one) != numbers(other) {
        return 0.0;
    }
    // The measure depends on the order of its arguments in rare cases: ours must not.
    let (one, other) = if one <= other { (one, other) } else { (other, one) };
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort_unstable();
        words.join(" ")
    };
    jaro_winkler(&one.join(" "), &other.join(" ")).max(jaro_winkler(&sorted(one), &sorted(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, email: &str, phone: &str) -> Profile {
        let mut profile = Profile::named(name, None, Sort::Person);
        email.split_whitespace().for_each(|email| profile.add_email(email));
        if !phone.is_empty() {
            profile.add_phone(phone);
        }
        profile
    }

    fn organisation(name: &str, email: &str) -> Profile {
        let mut profile = Profile::named(name, None, Sort::Organisation);
        email.split_whitespace().for_each(|email| profile.add_email(email));
        profile
    }

    fn why(one: &Profile, other: &Profile) -> Vec<Reason> {
        let there = compare(one, other, |_| true);
        let back = compare(other, one, |_| true);
        assert_eq!(there, back, "it does not matter which comes first");
        there.map(|likeness| likeness.reasons).unwrap_or_default()
    }

    #[test]
    fn people_are_found_by_mail_number_and_name() {
        let ada = person("Ada Berg", "ada@home.example ada@work.example", "+49 170 1234567");
        for (other, reasons) in [
            (person("A. Berg", "ADA@work.example", ""), vec![Reason::Email]),
            (person("Berg, Ada", "", "0170 1234567"), vec![Reason::Phone, Reason::Name]),
            (person("Åda Berg", "", ""), vec![Reason::Name]),
            (person("Ada Bergh", "", ""), vec![Reason::Alike]),
            (person("Ada Bergh", "other@x.example", ""), vec![]),
            (person("Ada Berg", "other@x.example", "+49 30 7654321"), vec![Reason::Name]),
            (person("Bo Berg", "", ""), vec![]),
            (person("Bo Holm", "ada@home.example", ""), vec![Reason::Email]),
        ] {
            assert_eq!(why(&ada, &other), reasons, "{other:?}");
        }
    }

    #[test]
    fn organisations_are_found_without_their_legal_form_and_never_by_a_public_mailbox() {
        let miller = organisation("Miller & Söhne GmbH & Co. KG", "eva@miller.example");
        for (other, reasons) in [
            (organisation("Miller & Sohne", ""), vec![Reason::Name]),
            (organisation("Miller und Söhne", "bo@miller.example"), vec![Reason::Name, Reason::Domain]),
            (organisation("Miler & Söhne", "bo@miller.example"), vec![Reason::Alike, Reason::Domain]),
            (organisation("Holm AB", "bo@miller.example"), vec![]),
            (organisation("Miller & Söhne Ltd.", "bo@other.example"), vec![Reason::Name]),
        ] {
            assert_eq!(why(&miller, &other), reasons, "{other:?}");
        }
        let (one, other) =
            (organisation("Alba", "alba@gmail.com"), organisation("Alpenblick", "x@gmail.com"));
        assert_eq!(why(&one, &other), []);
    }

    #[test]
    fn branches_with_numbers_and_records_called_by_their_key_are_not_alike() {
        assert_eq!(why(&organisation("Branch 1", ""), &organisation("Branch 2", "")), []);
        let called = |key: &str| Profile::named(key, Some(key), Sort::Person);
        assert!(called("customer-1").marks.is_empty());
        assert_eq!(why(&called("customer-1"), &called("customer-2")), []);
    }

    #[test]
    fn a_key_counts_only_beside_a_name_and_marks_of_many_count_for_nothing() {
        let keyed = |name: &str| {
            let mut profile = person(name, "", "");
            profile.add_key("1001");
            profile
        };
        assert_eq!(why(&keyed("Ada Berg"), &keyed("Bo Holm")), []);
        assert_eq!(why(&keyed("Ada Berg"), &keyed("Ada Berg")), [Reason::Name, Reason::Key]);
        let (one, other) =
            (person("Ada Berg", "info@x.example", ""), person("Bo Holm", "info@x.example", ""));
        assert_eq!(compare(&one, &other, |_| false), None);
    }
}
