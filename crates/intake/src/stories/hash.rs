//! The hashes in a fingerprint. Fingerprints are stored, so these may never change without a new version of the format.

/// 64 bits of a word: FNV-1a over its bytes, then [`mix`], since FNV's bits alone are poor.
pub(super) fn word(text: &str) -> u64 {
    mix(text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    }))
}

/// What a word is in a fingerprint.
pub(super) fn term(word: u64) -> u32 {
    (word >> 32) as u32
}

/// Several words in a row.
pub(super) fn shingle(words: &[u64]) -> u32 {
    term(words.iter().fold(0x5EED_0000_0000_0003, |hash, &word| {
        mix(hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ word)
    }))
}

/// A set of terms in ascending order, as one number; `salt` keeps uses apart.
pub(super) fn set(salt: u64, terms: &[u32]) -> u32 {
    term(terms.iter().fold(mix(salt), |hash, &term| {
        mix(hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ u64::from(term))
    }))
}

/// The finaliser of SplitMix64.
fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stored fingerprints depend on these numbers. If this fails, mend the hash, not the test.
    #[test]
    fn the_hashes_never_change() {
        let words = ["harbour", "board", "dredger"].map(word);
        assert_eq!(words.map(term), TERMS);
        assert_eq!(shingle(&words), SHINGLE);
    }

    const TERMS: [u32; 3] = [2_458_975_332, 1_621_933_797, 3_549_669_739];
    const SHINGLE: u32 = 4_194_048_433;
}
