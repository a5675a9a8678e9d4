//! Recovery codes: ten for the drawer, each good once in the place of a lost telephone or passkey.

use super::{hash_of, totp::base32};
use crate::secrets::random_bytes;

/// How many are made at once.
pub const HOW_MANY: usize = 10;
/// Characters of a code, without its hyphens: 80 random bits.
const CHARS: usize = 16;

/// New codes: `k3fq-9wtz-h2mb-7cde`.
///
/// # Errors
/// When the system has no random numbers to give.
pub fn make() -> std::io::Result<Vec<String>> {
    (0..HOW_MANY)
        .map(|_| {
            let text = base32(&random_bytes()?[..CHARS * 5 / 8]).to_lowercase();
            let groups: Vec<&str> = (0..CHARS / 4).map(|n| &text[4 * n..4 * n + 4]).collect();
            Ok(groups.join("-"))
        })
        .collect()
}

/// What is kept of a code, however it was typed; `None` when it cannot be one.
pub fn hash(typed: &str) -> Option<String> {
    let bare: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            // Not in the alphabet, so somebody read wrong what was printed.
            '0' => 'o',
            '1' => 'l',
            '8' => 'b',
            c => c,
        })
        .collect();
    let can_be = bare.len() == CHARS && bare.bytes().all(|byte| byte.is_ascii_alphanumeric());
    can_be.then(|| hash_of(&format!("recovery code {bare}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_differ_and_are_known_however_they_are_typed() {
        let codes = make().unwrap();
        let hashes: std::collections::HashSet<_> = codes.iter().map(|code| hash(code)).collect();
        assert_eq!((codes.len(), hashes.len()), (HOW_MANY, HOW_MANY));
        let code = &codes[0];
        assert_eq!(code.len(), 19);
        for typed in [
            code.to_uppercase(),
            code.replace('-', ""),
            code.replace('-', " "),
            format!(" {code} "),
        ] {
            assert_eq!(hash(&typed), hash(code), "{typed}");
        }
        for wrong in ["", "123456", &code[1..], "k3fq-9wtz-h2mb-7cdé"] {
            assert_eq!(hash(wrong), None);
        }
    }
}
