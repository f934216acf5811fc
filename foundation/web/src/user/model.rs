//! Rules about users and secrets; pure.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use troth_core::{Message, Role};

use crate::error::FieldError;
use crate::{Error, Form};

/// Shorter passwords are refused. Length is what counts; nothing else is asked.
const SHORTEST: usize = 12;
/// Longer ones too: hashing takes time.
const LONGEST: usize = 256;
/// Words that somebody who knows what this is would try.
const OURS: [&str; 6] = ["troth", "loyalty", "customer", "kunde", "treue", "owner"];
/// What people are called fits on a page.
const LONGEST_NAME: usize = 200;

/// Below this of zxcvbn's marks somebody who has the hash would find it: 10^8 guesses (Wheeler 2016, "zxcvbn: Low-Budget
/// Password Strength Estimation", USENIX Security 16).
const WEAKEST: zxcvbn::Score = zxcvbn::Score::Three;

/// What is wrong with a password, as the key of a text. `words` are those that belong to its owner and would be tried
/// first: the name, the address.
pub(crate) fn check_password(password: &str, words: &[&str]) -> Option<&'static str> {
    if password.chars().count() < SHORTEST {
        Some("web-password-short")
    } else if password.len() > LONGEST {
        Some("web-password-long")
    } else {
        let joined: Vec<String> =
            words.iter().map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect()).collect();
        let parts = words.iter().flat_map(|word| word.split(|c: char| !c.is_alphanumeric()));
        let parts = parts.filter(|part| part.chars().count() > 2);
        let known: Vec<&str> = joined.iter().map(String::as_str).chain(parts).chain(OURS).collect();
        (zxcvbn::zxcvbn(password, &known).score() < WEAKEST).then_some("web-password-guessed")
    }
}

/// Somebody who is to sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct NewUser {
    /// What they are called.
    pub name: String,
    /// Where they are written to, and what they sign in with.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// None where they come by a link first.
    pub password: Option<String>,
}

impl NewUser {
    /// Refuses, field by field, what nobody could sign in with.
    pub fn check(&self) -> Result<(), Error> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, key: &str| {
            errors.push(FieldError { field: field.to_owned(), message: Message::new(key) });
        };
        if self.name.trim().is_empty() {
            wrong("name", "web-field-empty");
        }
        if !is_email(&self.email) {
            wrong("email", "web-email-wrong");
        }
        if self.name.chars().count() > LONGEST_NAME {
            wrong("name", "web-name-long");
        }
        let checked = |password| check_password(password, &[&self.name, &self.email]);
        if let Some(key) = self.password.as_deref().and_then(checked) {
            wrong("password", key);
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Fields(errors)) }
    }
}

impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser").field("role", &self.role).finish_non_exhaustive()
    }
}

/// The owner as the first page asks for them.
pub(crate) fn owner_of(form: &Form) -> NewUser {
    NewUser {
        name: form.text("name").to_owned(),
        email: form.text("email").to_owned(),
        role: Role::Owner,
        password: Some(form.raw("password").to_owned()),
    }
}

/// One `@` with something on both sides and a host after it; whether it exists, only a message can tell.
fn is_email(text: &str) -> bool {
    let Some((person, host)) = text.split_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c == '@' || c.is_whitespace() || c.is_control())
    };
    plain(person) && plain(host) && text.len() <= 254
}

/// What addresses are compared by.
pub(crate) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// 128 random bits that are told once and stored hashed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret of these bytes.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(BASE64URL_NOPAD.encode(&bytes))
    }

    /// As it is told: letters, digits, `-` and `_`.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// As it is stored.
    pub fn hash(&self) -> String {
        hash_secret(&self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What a told secret is looked up by. It is random and long, so a plain hash is enough.
pub fn hash_secret(told: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(told.as_bytes()))
}

/// Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// A password as it is stored. Slow by design: not on a thread that serves others.
pub(crate) fn hash_password(password: &str, salt: [u8; 16]) -> Result<String, Error> {
    let salt = SaltString::encode_b64(&salt).map_err(|e| Error::internal(e.to_string()))?;
    let hash =
        argon2().hash_password(password.as_bytes(), &salt).map_err(|e| Error::internal(e.to_string()))?;
    Ok(hash.to_string())
}

/// Whether this is the password; takes as long when there is none to compare with.
pub(crate) fn verify_password(password: &str, stored: Option<&str>) -> bool {
    // Of a password nobody knows; made once with the parameters above.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$dHJvdGggaGFzIG5vYm9keQ$cCyUjCnu5yQ8VkHmhFWjLfZ6dyqHYn8D8xX3ZDYb3bE";
    let known = stored.and_then(|hash| PasswordHash::new(hash).ok());
    let nobody = PasswordHash::new(NOBODY).ok();
    match (&known, &nobody) {
        (Some(hash), _) => argon2().verify_password(password.as_bytes(), hash).is_ok(),
        (None, Some(hash)) => {
            // The answer is no; only the time it takes matters.
            let _ = argon2().verify_password(password.as_bytes(), hash);
            false
        }
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use troth_core::Role;

    use super::{NewUser, Secret, check_password, hash_password, hash_secret, is_email, verify_password};
    use crate::Error;

    #[test]
    fn a_password_is_known_again_and_no_other() {
        let stored = hash_password("correct horse battery", [7; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify_password("correct horse battery", Some(&stored)));
        assert!(!verify_password("correct horse batterz", Some(&stored)));
        assert!(!verify_password("", None));
        assert!(!verify_password("correct horse battery", Some("not a hash")));
    }

    #[test]
    fn what_others_would_try_first_is_refused_whatever_signs_are_in_it() {
        let check = |password| check_password(password, &["Ada Lovelace", "ada@analytical.example"]);
        for guessed in [
            "password1234",
            "qwertyuiop12",
            "Passw0rd!2024",
            "aaaaaaaaaaaaaaaa",
            "123456789012",
            "adalovelace1",
            "Lovelace2026",
            "analytical12",
            "trothloyalty",
        ] {
            assert_eq!(check(guessed), Some("web-password-guessed"), "{guessed}");
        }
        let long = "long enough to say so ".repeat(11);
        for good in ["correct horse battery", "vier blaue Vögel", "mxkqwpdhrtvz", &long] {
            assert_eq!(check(good), None, "{good}");
        }
        assert_eq!(check("short"), Some("web-password-short"));
    }

    #[test]
    fn comparing_with_nobody_is_as_much_work() {
        assert!(argon2::password_hash::PasswordHash::new(
            "$argon2id$v=19$m=19456,t=2,p=1$dHJvdGggaGFzIG5vYm9keQ$cCyUjCnu5yQ8VkHmhFWjLfZ6dyqHYn8D8xX3ZDYb3bE"
        )
        .is_ok());
    }

    #[test]
    fn what_nobody_could_sign_in_with_is_refused_field_by_field() {
        let user = NewUser {
            name: " ".into(),
            email: "ada".into(),
            role: Role::Owner,
            password: Some("short".into()),
        };
        let Err(Error::Fields(errors)) = user.check() else { panic!("accepted") };
        let fields: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.message.key.as_str())).collect();
        assert_eq!(
            fields,
            [("name", "web-field-empty"), ("email", "web-email-wrong"), ("password", "web-password-short")]
        );
    }

    #[test]
    fn addresses_need_a_person_and_a_host() {
        for good in ["a@b", "ada.lovelace+x@mail.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\n"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn a_secret_is_told_once_and_stored_as_its_hash() {
        let secret = Secret::new([1; 16]);
        assert_eq!(hash_secret(secret.reveal()), secret.hash());
        assert!(!format!("{secret:?}").contains(secret.reveal()));
        assert_eq!(secret.hash().len(), 64);
    }
}
