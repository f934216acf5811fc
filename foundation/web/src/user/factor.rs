//! The second factor: time-based one-time passwords (RFC 6238), six digits, SHA-1, thirty seconds, as every app knows them.

use data_encoding::BASE32_NOPAD;
use totp_rs::{Builder, Secret, Totp};
use troth_core::Instant;

use super::model::hash_secret;
use crate::{Error, Picture};

/// How many recovery codes somebody gets.
pub(crate) const RECOVERY_CODES: usize = 10;

/// 160 bits, as RFC 4226 recommends, in base 32.
pub(crate) fn new_secret(bytes: [u8; 20]) -> String {
    BASE32_NOPAD.encode(&bytes)
}

fn totp(secret: &str, account: &str, issuer: Option<&str>) -> Result<Totp, Error> {
    let secret = Secret::try_from_base32(secret).map_err(|problem| Error::internal(problem.to_string()))?;
    // A colon would end the name in the address that the app reads.
    Builder::new()
        .with_secret(secret)
        .with_account_name(account.replace(':', " "))
        .with_issuer(issuer.map(|name| name.replace(':', " ")))
        .build()
        .map_err(|problem| Error::internal(problem.to_string()))
}

fn seconds(wall: Instant) -> u64 {
    u64::try_from(wall.micros() / 1_000_000).unwrap_or(0)
}

/// The step whose code this is: this one, or the one before or after, because clocks differ.
pub(crate) fn check(secret: &str, code: &str, wall: Instant) -> Result<Option<i64>, Error> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let step = totp(secret, "", None)?.check(&digits, seconds(wall));
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// What the app reads, and the same as a picture that it photographs.
pub(crate) fn address(secret: &str, email: &str, business: &str) -> Result<(String, Picture), Error> {
    let address = totp(secret, email, Some(business))?
        .to_url()
        .map_err(|problem| Error::internal(problem.to_string()))?;
    let picture = Picture::code(&address)?;
    Ok((address, picture))
}

/// A code for the day on which the telephone is lost: 112 bits in groups of four.
pub(crate) fn recovery_code(bytes: [u8; 14]) -> String {
    let text = BASE32_NOPAD.encode(&bytes).to_lowercase();
    let groups: Vec<String> =
        text.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    groups.join("-")
}

/// As it is stored, however it was typed.
pub(crate) fn hash_recovery_code(typed: &str) -> String {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    hash_secret(&plain.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use troth_core::Instant;

    use super::{address, check, hash_recovery_code, new_secret, recovery_code};

    /// RFC 6238, appendix B: the secret `12345678901234567890`, its codes cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = new_secret(*b"12345678901234567890");
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            let at = Instant::from_micros(seconds * 1_000_000);
            assert_eq!(check(&secret, code, at).unwrap(), Some(seconds / 30));
            assert_eq!(
                check(&secret, &format!("{} {}", &code[..3], &code[3..]), at).unwrap(),
                Some(seconds / 30)
            );
            assert_eq!(
                check(&secret, code, at.plus_seconds(30)).unwrap(),
                Some(seconds / 30),
                "clocks differ"
            );
            assert_eq!(check(&secret, code, at.plus_seconds(90)).unwrap(), None);
        }
        for wrong in ["", "28708", "abcdef", "287083", "2870820"] {
            assert_eq!(check(&secret, wrong, Instant::from_micros(59_000_000)).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn the_app_reads_who_and_where() {
        let (address, picture) = address(&new_secret([7; 20]), "ada@shop.example", "Corner: shop").unwrap();
        assert!(address.starts_with("otpauth://totp/Corner"), "{address}");
        assert!(address.contains("secret=A4DQOBYHA4DQOBYHA4DQOBYHA4DQOBYH"), "{address}");
        let picture = serde_json::to_string(&picture).unwrap();
        assert!(picture.starts_with("\"<svg") && !picture.contains("style="), "{picture}");
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let code = recovery_code([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
        assert_eq!(code.len(), 28);
        assert_eq!(hash_recovery_code(&code), hash_recovery_code(&code.replace('-', " ").to_uppercase()));
        assert_ne!(hash_recovery_code(&code), hash_recovery_code(&code[1..]));
    }
}
