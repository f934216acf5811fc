//! How alike two records are: marks that both bear, weighed (`docs/METHODS.md`, Duplicates); pure.

use strsim::jaro_winkler;

use super::mark::{Mark, Profile, Sort};

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
