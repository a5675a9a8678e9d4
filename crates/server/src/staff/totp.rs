//! One-time codes: RFC 6238 as every authenticator program has it (HMAC-SHA-1, six digits, half a minute).

use ring::hmac;

/// Seconds that a code lasts.
const STEP_SECS: i64 = 30;
/// Steps before and after now whose codes are good too: clocks differ, and typing takes time.
const NEAR: i64 = 1;
/// How far to look when telling somebody that a clock is wrong: a quarter of an hour.
const FAR: i64 = 30;
/// RFC 4648.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// It is the code of this time step.
    Good(i64),
    /// It would be right by a clock that is so many minutes ahead, or behind when negative.
    ClockIsOff(i64),
    /// It is no code of these days.
    Wrong,
}

/// Base 32 without padding.
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u32, 0);
    let letter = |number: u32| char::from(ALPHABET[(number & 31) as usize]);
    for &byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter(held >> bits));
        }
        held &= 0xff;
    }
    if bits > 0 {
        text.push(letter(held << (5 - bits)));
    }
    text
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits).to_le_bytes()[0]);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

/// The code of a time step: RFC 4226, section 5.3.
fn code_of(key: &hmac::Key, step: i64) -> u32 {
    let tag = hmac::sign(key, &step.to_be_bytes());
    let mac = tag.as_ref();
    let from = usize::from(mac[mac.len() - 1] & 0xf);
    let four = [
        mac[from] & 0x7f,
        mac[from + 1],
        mac[from + 2],
        mac[from + 3],
    ];
    u32::from_be_bytes(four) % 1_000_000
}

/// Checks six digits against a secret in base 32. Whoever accepts the code uses its step up
/// ([`clipsheet_store::use_totp_step`]), so that no code is good twice.
pub fn check(secret: &str, code: &str, now_secs: i64) -> Checked {
    let Some(bytes) = from_base32(secret).filter(|bytes| !bytes.is_empty()) else {
        return Checked::Wrong;
    };
    let Some(code) = digits(code) else {
        return Checked::Wrong;
    };
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &bytes);
    let now = now_secs.div_euclid(STEP_SECS);
    let fits = |step: &i64| code_of(&key, *step) == code;
    if let Some(step) = (now - NEAR..=now + NEAR).rev().find(fits) {
        return Checked::Good(step);
    }
    let far = (now - FAR..=now + FAR).find(fits);
    far.map_or(Checked::Wrong, |step| {
        let off = (step - now) * STEP_SECS;
        Checked::ClockIsOff((off + 30 * off.signum()) / 60)
    })
}

/// Six digits, however they were spaced.
pub fn digits(typed: &str) -> Option<u32> {
    let bare: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let is_code = bare.len() == 6 && bare.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| bare.parse().ok()).flatten()
}

/// What a QR code holds: the address of a secret, as Google's "Key URI Format" has it.
pub fn key_uri(paper: &str, name: &str, secret: &str) -> String {
    let escape = |text: &str| -> String {
        let parts: Vec<String> = text
            .bytes()
            .map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                    char::from(byte).to_string()
                }
                other => format!("%{other:02X}"),
            })
            .collect();
        parts.concat()
    };
    let (paper, name) = (escape(paper), escape(name));
    format!("otpauth://totp/{paper}:{name}?secret={secret}&issuer={paper}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret is "12345678901234567890", the codes' last six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = base32(b"12345678901234567890");
        assert_eq!(secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(check(&secret, code, second), Checked::Good(second / 30));
        }
        assert_eq!(check(&secret, "287 082", 89), Checked::Good(1));
        assert_eq!(check(&secret, "287082", 30 - 1), Checked::Good(1));
        assert_eq!(check(&secret, "287082", 59 + 300), Checked::ClockIsOff(-5));
        assert_eq!(
            check(&secret, "050471", 1_111_111_111 - 300),
            Checked::ClockIsOff(5)
        );
        assert_eq!(check(&secret, "287082", 59 + 3600), Checked::Wrong);
        for wrong in ["", "28708", "2870822", "28708a", "-87082", "٢٨٧٠٨٢"] {
            assert_eq!(check(&secret, wrong, 59), Checked::Wrong, "{wrong}");
        }
        assert_eq!(check("", "287082", 59), Checked::Wrong);
        assert_eq!(check("not base 32!", "287082", 59), Checked::Wrong);
    }

    #[test]
    fn base_32_goes_there_and_back() {
        for length in 0..40_u8 {
            let bytes: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(151)).collect();
            assert_eq!(from_base32(&base32(&bytes)).unwrap(), bytes);
        }
        // RFC 4648, section 10.
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
    }

    #[test]
    fn the_key_uri_takes_any_name() {
        assert_eq!(
            key_uri("The Tarrow Tide", "Mrs Limpet & Ünal", "ABC"),
            "otpauth://totp/The%20Tarrow%20Tide:Mrs%20Limpet%20%26%20%C3%9Cnal?secret=ABC&issuer=The%20Tarrow%20Tide"
        );
    }
}
