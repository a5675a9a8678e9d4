//! Comparing texts by their words.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Words in a shingle. Four in a row are practically never shared by chance.
const SHINGLE: usize = 4;

/// The words of a text: runs of letters and digits, in lower case.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// How many words a text has.
pub(super) fn count(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .count()
}

/// Only the letters and digits, in lower case: two texts with the same key read the same.
pub(super) fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// One line: every run of white space is a single space.
pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The set of a text's shingles, hashed.
pub(super) struct Shingles(HashSet<u64>);

impl Shingles {
    /// The shingles of `text`. A text shorter than a shingle is one by itself.
    pub(super) fn of(text: &str) -> Self {
        Self(hashes(text).into_iter().collect())
    }

    /// The share of `text`'s shingles that are in this set, 0 to 1; 0 for no words.
    pub(super) fn share_of(&self, text: &str) -> f64 {
        let hashes = hashes(text);
        if hashes.is_empty() {
            return 0.0;
        }
        let common = hashes.iter().filter(|hash| self.0.contains(hash)).count();
        common as f64 / hashes.len() as f64
    }
}

fn hashes(text: &str) -> Vec<u64> {
    let words: Vec<String> = words(text).collect();
    if words.is_empty() {
        return Vec::new();
    }
    words
        .windows(SHINGLE.min(words.len()))
        .map(|shingle| {
            let mut hasher = DefaultHasher::new();
            shingle.hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}
