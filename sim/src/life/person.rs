//! Who customers are: names, addresses, languages.

use super::Coming;
use crate::ground::Ground;
use crate::random::{Purpose, Stream};
use crate::text::{self, Language};

/// A person.
pub(super) struct Person {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) language: Language,
}

impl Person {
    /// Somebody with a key; not everybody tells how to reach them.
    pub(super) fn drawn(key: String, language: Language, own: &mut Stream) -> Self {
        let name = text::name(language, own);
        let email = name.email(&key, own);
        let phone = language.phone(own);
        let (tells_email, tells_phone) = (own.chance(0.8), own.chance(0.7));
        Self {
            name: name.shown,
            email: tells_email.then_some(email),
            phone: tells_phone.then_some(phone),
            key,
            language,
        }
    }

    /// Whoever comes to a shop. A second card bears the same name and number, and another address.
    pub(super) fn of_shop(ground: &Ground, coming: &Coming) -> Self {
        let who = coming.by.as_ref().filter(|by| by.made_up).map_or(coming.who, |by| by.who);
        let mut own = Stream::new(ground.plan.seed, Purpose::Person, who);
        let language = Language::drawn(&mut own);
        Self::drawn(coming.key.clone(), language, &mut own)
    }
}
