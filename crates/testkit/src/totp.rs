//! One-time codes as an authenticator program shows them (RFC 6238): the tests' telephone.

use ring::hmac;

/// The six digits for a secret in base 32, spaces allowed, at a second since 1970.
///
/// # Panics
/// When the secret is not base 32.
#[track_caller]
pub fn code(secret: &str, second: i64) -> String {
    let mut bits = String::new();
    for letter in secret.chars().filter(|letter| *letter != ' ') {
        let value = match letter {
            'A'..='Z' => letter as u32 - 'A' as u32,
            '2'..='7' => letter as u32 - '2' as u32 + 26,
            _ => panic!("{letter} is not of base 32"),
        };
        bits.push_str(&format!("{value:05b}"));
    }
    let bytes: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | (bit - b'0')))
        .collect();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &bytes);
    let mac = hmac::sign(&key, &second.div_euclid(30).to_be_bytes());
    let mac = mac.as_ref();
    let at = usize::from(mac[19] & 15);
    let number = mac[at..at + 4]
        .iter()
        .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B.
        let secret = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";
        assert_eq!(super::code(secret, 59), "287082");
        assert_eq!(super::code(secret, 1_111_111_109), "081804");
    }
}
