//! The two hashes of the engine: one for words, which may change with any release, and one for the
//! choice of variants, which may never change.

const LOWER: u64 = 0x2020_2020_2020_2020;

/// Hashes a word of ASCII letters, digits and `_`, whatever its case, at `start..end` of `bytes`.
///
/// Setting bit 5 lower-cases a letter, leaves a digit alone and turns `_` into a byte that no word has.
#[inline]
pub(crate) fn ascii_word(bytes: &[u8], start: usize, end: usize) -> u64 {
    let mut hash = seed(end - start);
    let mut at = start;
    while at + 8 < end {
        hash = mix(hash ^ (load(bytes, at) | LOWER));
        at += 8;
    }
    let mask = u64::MAX >> (64 - 8 * (end - at).clamp(1, 8));
    mix(hash ^ ((load(bytes, at) | LOWER) & mask))
}

/// Where a word of ASCII letters, digits and `_` ends that begins at `at`.
///
/// Eight bytes at a time: a loop over the bytes of a word costs a wrong guess of the processor at nearly every word's end.
#[inline]
pub(crate) fn ascii_word_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        // Behind the end come zeros, which are no part of a word.
        let other = others(load(bytes, at));
        if other != 0 {
            return at + other.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
}

/// The upper bit of each of eight bytes that is no ASCII letter, digit or `_`.
#[inline]
fn others(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const UPPER: u64 = 0x80 * ONES;
    // With the upper bits away, no sum below runs over into the next byte.
    let low = eight & !UPPER;
    let letter = low | LOWER;
    let from = |value: u64, first: u8| value + u64::from(0x80 - first) * ONES;
    let letters = from(letter, b'a') & !from(letter, b'z' + 1);
    let digits = from(low, b'0') & !from(low, b'9' + 1);
    let underscore = !((low ^ (u64::from(b'_') * ONES)) + !UPPER);
    !((letters | digits | underscore) & !eight) & UPPER
}

/// Hashes a word that is already folded to lower case; agrees with [`ascii_word`].
pub(crate) fn folded_word(bytes: &[u8]) -> u64 {
    let mut hash = seed(bytes.len());
    let mut at = 0;
    while at + 8 < bytes.len() {
        hash = mix(hash ^ load(bytes, at));
        at += 8;
    }
    mix(hash ^ load(bytes, at))
}

/// The hash of the step from a node of the forms' tree along a word. Root steps are the word's own hash.
#[inline]
pub(crate) fn step(node: u32, word: u64, space_before: bool) -> u64 {
    mix(word ^ (u64::from(node) << 1 | u64::from(space_before)).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

#[inline]
fn seed(length: usize) -> u64 {
    (length as u64).wrapping_mul(0xA24B_AED4_963E_E407)
}

/// Eight bytes from `at`, little-endian, zeros after the end.
#[inline]
fn load(bytes: &[u8], at: usize) -> u64 {
    if let Some(Ok(eight)) = bytes.get(at..at + 8).map(<[u8; 8]>::try_from) {
        return u64::from_le_bytes(eight);
    }
    let mut eight = [0; 8];
    for (to, from) in eight.iter_mut().zip(bytes.iter().skip(at)) {
        *to = *from;
    }
    u64::from_le_bytes(eight)
}

#[inline]
fn mix(value: u64) -> u64 {
    let product = value.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    product ^ (product >> 32)
}

/// What is chosen among variants: two purposes, so that an entry's substitute and its aside vary
/// independently of each other.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Substitute = 1,
    Aside = 2,
}

/// The stable hash that chooses variants, fixed for ever: FNV-1a with 64 bits over the article's
/// number (eight bytes, little-endian), the purpose (one byte) and the headword (UTF-8), then the
/// finaliser of SplitMix64, since the low bits of FNV alone are poor.
pub(crate) fn variant(article_id: i64, purpose: Purpose, headword: &str) -> u64 {
    let mut hash: u64 = 0xCBF2_9CE4_8422_2325;
    let bytes = article_id
        .to_le_bytes()
        .into_iter()
        .chain([purpose as u8])
        .chain(headword.bytes());
    for byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_word_hashes_agree() {
        for word in [
            "a",
            "Harbour",
            "harbour8",
            "lighthouses",
            "x_y",
            "1851",
            "antidisestablishmentarianism",
        ] {
            let folded: Vec<u8> = word
                .bytes()
                .map(|b| {
                    if b == b'_' {
                        0x7f
                    } else {
                        b.to_ascii_lowercase()
                    }
                })
                .collect();
            let padded = format!("..{word} and more text");
            let expected = folded_word(&folded);
            assert_eq!(
                ascii_word(padded.as_bytes(), 2, 2 + word.len()),
                expected,
                "{word}"
            );
            assert_eq!(
                ascii_word(word.as_bytes(), 0, word.len()),
                expected,
                "{word} at the end"
            );
        }
    }

    #[test]
    fn a_word_ends_where_its_bytes_do() {
        let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        for byte in 0..=u8::MAX {
            for length in 1..20 {
                for before in [b'a', b'Z', b'5', b'_'] {
                    let mut text = vec![before; length];
                    text.extend([byte, byte ^ 0x80, b'x', b'\xff']);
                    let end = text.iter().position(|&b| !is_word(b)).unwrap();
                    assert_eq!(ascii_word_end(&text, 0), end, "{byte} behind {length}");
                }
                assert_eq!(ascii_word_end(&vec![b'q'; length], 0), length);
            }
        }
    }

    /// Printed variants depend on these numbers. If this fails, mend the hash, not the test.
    #[test]
    fn the_variant_hash_never_changes() {
        assert_eq!(
            variant(1, Purpose::Substitute, "Harbour Board") % 1000,
            VECTORS[0]
        );
        assert_eq!(
            variant(1, Purpose::Aside, "Harbour Board") % 1000,
            VECTORS[1]
        );
        assert_eq!(variant(-7, Purpose::Aside, "café") % 1000, VECTORS[2]);
    }

    const VECTORS: [u64; 3] = [238, 569, 715];
}
