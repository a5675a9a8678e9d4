//! Passwords: which will do, and what is kept of them.

use crate::error::WebError;
use crate::talk::gate::Gate;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use clipsheet_store::StoreError;
use std::sync::LazyLock;

/// Characters that a password has at least.
pub const LEAST_CHARS: usize = 10;
/// Bytes that it has at most: nobody types more, and hashing takes time.
const MOST_BYTES: usize = 1024;

/// Passwords that are tried first, as skeletons: without spaces, digits at the end and signs.
const SILLY: &[&str] = &[
    "password",
    "passwort",
    "passphrase",
    "letmein",
    "qwerty",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "iloveyou",
    "clipsheet",
    "newspaper",
    "administrator",
    "correcthorsebatterystaple",
    "abcdefghij",
    "changeme",
];

/// Argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, two passes, one lane.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Each takes 19 MiB while it works: two at once, and whoever comes meanwhile waits.
static GATE: LazyLock<Gate> = LazyLock::new(|| Gate::new(2, 64));

/// What nobody's password is compared with, so that an unknown name takes as long as a known one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now("nobody at all", b"saltsaltsaltsalt").unwrap_or_default());

fn hash_now(password: &str, salt: &[u8]) -> Option<String> {
    let hash = argon2().hash_password_with_salt(password.as_bytes(), salt);
    hash.ok().map(|hash| hash.to_string())
}

/// What is wrong with a password, in words; `None` when it will do.
pub fn fault(password: &str, name: &str) -> Option<String> {
    let chars = password.chars().count();
    if chars < LEAST_CHARS {
        return Some(format!(
            "Please choose a password of at least {LEAST_CHARS} characters. Three or four words that do not belong together are easy to remember."
        ));
    }
    if password.len() > MOST_BYTES {
        return Some("That password is too long to be typed. 1,000 characters will do.".into());
    }
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let bare = letters(password);
    let word = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let own = letters(name);
    if !own.is_empty() && (bare == own || word == own || bare == own.repeat(2)) {
        return Some("Please choose a password that is not your name.".into());
    }
    let different: std::collections::HashSet<char> = bare.chars().collect();
    let counted = |text: &str| "01234567890123456789".contains(text);
    if word.is_empty() && (counted(&bare) || different.len() < 5)
        || different.len() < 4
        || SILLY.contains(&word)
    {
        return Some("That password is among the first that anybody tries. Please choose another: three or four words that do not belong together.".into());
    }
    None
}

/// The hash of a password in PHC form.
///
/// # Errors
/// When too many wait, or the system has no random numbers to give.
pub async fn hash(password: String) -> Result<String, WebError> {
    let salt =
        crate::secrets::random_hex().map_err(|error| WebError::Internal(error.to_string()))?;
    let hashed = GATE.run(move || hash_now(&password, &salt.as_bytes()[..32]));
    hashed
        .await
        .map_err(|_| WebError::Unavailable(StoreError::Busy))?
        .ok_or_else(|| WebError::Internal("a password cannot be hashed".into()))
}

/// Whether a password is the one of this hash. An empty hash, which is nobody's, takes as long and is never it.
///
/// # Errors
/// When too many wait.
pub async fn is_right(password: String, hash: &str) -> Result<bool, WebError> {
    let known = !hash.is_empty();
    let hash = hash.to_owned();
    let compared = GATE.run(move || {
        let hash = if known {
            hash.as_str()
        } else {
            NOBODY.as_str()
        };
        let short = &password.as_bytes()[..password.len().min(MOST_BYTES)];
        known & argon2().verify_password(short, hash).is_ok()
    });
    compared
        .await
        .map_err(|_| WebError::Unavailable(StoreError::Busy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_passwords_that_nobody_tries_will_do() {
        for good in [
            "mud gulls and pies",
            "Tr0ub4dor&3x",
            "äöü ßäöü ßäöü",
            "9471 0385 26",
        ] {
            assert_eq!(fault(good, "Pennick"), None, "{good}");
        }
        for (bad, name) in [
            ("", "Pennick"),
            ("short one", "Pennick"),
            ("Password123", "Pennick"),
            ("P.a.s.s.w.o.r.d.1", "Pennick"),
            ("1234567890", "Pennick"),
            ("aaaaaaaaaaaa", "Pennick"),
            ("Mrs Limpet", "Mrs Limpet"),
            ("mrslimpet1987", "Mrs Limpet"),
            ("pennickpennick", "Pennick"),
            ("qwertyuiop!!", "Pennick"),
        ] {
            assert!(fault(bad, name).is_some(), "{bad}");
        }
        assert!(fault(&"mud".repeat(400), "Pennick").is_some());
    }

    #[tokio::test]
    async fn a_hash_knows_its_password_and_nobody_elses() {
        let kept = hash("mud gulls and pies".into()).await.unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert_ne!(kept, hash("mud gulls and pies".into()).await.unwrap());
        assert!(is_right("mud gulls and pies".into(), &kept).await.unwrap());
        for wrong in ["mud gulls and pie", "", "MUD GULLS AND PIES"] {
            assert!(!is_right(wrong.into(), &kept).await.unwrap());
        }
        assert!(!is_right("nobody at all".into(), "").await.unwrap());
        assert!(!is_right("x".into(), "no hash").await.unwrap());
    }
}
