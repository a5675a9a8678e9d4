//! A story's fingerprint: a small sketch of its title and text.

use super::{hash, words};
use std::fmt;

/// Words in a shingle. Function words are left out before, so three stand for five or six of the text.
const SHINGLE: usize = 3;
/// Characters that are read of a title and of a text; what follows makes no difference.
const TITLE_CHARS: usize = 500;
const TEXT_CHARS: usize = 100_000;
/// Words of a text that count as its lead, for its terms.
const LEAD_WORDS: usize = 64;

/// The parts of a fingerprint, in their order, and how many hashes each holds at most.
const LIMITS: [usize; PARTS] = [24, 40, 24, 32, 48];
const PARTS: usize = 5;
const TITLE: usize = 0;
const LEAD: usize = 1;
const NUMBERS: usize = 2;
const OPENING: usize = 3;
const BODY: usize = 4;

const VERSION: u8 = 1;
const HEADER_BYTES: usize = 1 + PARTS;

/// A small sketch of a story's title and text, by which the same story is known again.
///
/// It holds 32-bit hashes of
/// - the title's words (at most 24) and the words of the text's lead that the title has not (40),
/// - the numbers, weekdays and months of title and text (the 24 lowest hashes),
/// - the first 32 shingles of the text, and the 48 lowest of all that follow (bottom-k sampling, Broder 1997: the
///   lowest hashes of two texts are a fair sample of both).
///
/// A shingle is three significant words in a row. At most 678 bytes; 200 for a title with a sentence or two.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// All parts, one after the other, each in ascending order without repetition.
    hashes: Box<[u32]>,
    /// Where each part ends.
    ends: [u8; PARTS],
}

impl Fingerprint {
    /// The fingerprint of a story. Both are plain text; `text` is whatever there is of it: the whole, a feed's
    /// summary, or nothing. Any text will do; at most 500 characters of the title and 100,000 of the text are read.
    #[must_use]
    pub fn new(title: &str, text: &str) -> Self {
        let title = words::significant(title, TITLE_CHARS);
        let mut text = words::significant(text, TEXT_CHARS);
        // Many feeds begin the summary with the title.
        if !title.is_empty() && text.starts_with(&title) {
            text.drain(..title.len());
        }
        let term = |word: &words::Word| hash::term(word.hash);
        let title_terms = first_distinct(title.iter().map(term), LIMITS[TITLE], &[]);
        let lead_terms = first_distinct(
            text.iter().take(LEAD_WORDS).map(term),
            LIMITS[LEAD],
            &title_terms,
        );
        let numbers = title.iter().chain(&text).filter(|word| word.number);
        let numbers = lowest(numbers.map(term).collect(), LIMITS[NUMBERS]);
        let text: Vec<u64> = text.iter().map(|word| word.hash).collect();
        let mut shingles = text.windows(SHINGLE).map(hash::shingle);
        let opening = first_distinct(shingles.by_ref(), LIMITS[OPENING], &[]);
        let rest = shingles.filter(|shingle| opening.binary_search(shingle).is_err());
        let body = lowest(rest.collect(), LIMITS[BODY]);
        Self::of_parts(&[title_terms, lead_terms, numbers, opening, body])
    }

    fn of_parts(parts: &[Vec<u32>; PARTS]) -> Self {
        let mut ends = [0; PARTS];
        let mut end = 0;
        for (part, to) in parts.iter().zip(&mut ends) {
            end += part.len() as u8;
            *to = end;
        }
        Self {
            hashes: parts.concat().into(),
            ends,
        }
    }

    /// As bytes, to be kept beside the item.
    ///
    /// The format, version 1: one byte `1`; five bytes, how many hashes each part has (title, lead, numbers,
    /// opening, body); the hashes part after part, each four bytes, little-endian, ascending within its part.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES + 4 * self.hashes.len());
        bytes.push(VERSION);
        bytes.extend((0..PARTS).map(|part| self.part(part).len() as u8));
        bytes.extend(self.hashes.iter().flat_map(|hash| hash.to_le_bytes()));
        bytes
    }

    /// The fingerprint that [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// When the bytes are of another version or no fingerprint at all. Make it anew from the title and text then.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FingerprintError> {
        let damaged = FingerprintError::Damaged;
        match bytes.first() {
            Some(&VERSION) => {}
            Some(&other) => return Err(FingerprintError::Version(other)),
            None => return Err(damaged),
        }
        let (head, body) = bytes.split_at_checked(HEADER_BYTES).ok_or(damaged)?;
        let mut hashes = Vec::with_capacity(body.len() / 4);
        let mut chunks = body.chunks_exact(4);
        let mut ends = [0; PARTS];
        for ((&count, limit), end) in head[1..].iter().zip(LIMITS).zip(&mut ends) {
            let from = hashes.len();
            hashes.extend(chunks.by_ref().take(count.into()).map(|four| {
                four.iter()
                    .rev()
                    .fold(0, |hash, &byte| hash << 8 | u32::from(byte))
            }));
            let part = &hashes[from..];
            if part.len() != usize::from(count)
                || part.len() > limit
                || !part.is_sorted_by(|a, b| a < b)
            {
                return Err(damaged);
            }
            *end = hashes.len() as u8;
        }
        if chunks.next().is_some() || !chunks.remainder().is_empty() {
            return Err(damaged);
        }
        Ok(Self {
            hashes: hashes.into(),
            ends,
        })
    }

    /// Whether there is nothing to know a story by: no significant word in title or text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Bytes in memory, with what is allocated.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>() + size_of_val::<[u32]>(&self.hashes)
    }

    fn part(&self, part: usize) -> &[u32] {
        let from = part.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.hashes[from.into()..self.ends[part].into()]
    }

    /// The title's words.
    pub(super) fn title(&self) -> &[u32] {
        self.part(TITLE)
    }

    /// Words of the text's lead that are not in the title.
    pub(super) fn lead(&self) -> &[u32] {
        self.part(LEAD)
    }

    /// Numbers, weekdays and months of title and text.
    pub(super) fn numbers(&self) -> &[u32] {
        self.part(NUMBERS)
    }

    /// Up to which hash all numbers are known.
    pub(super) fn numbers_known_to(&self) -> u32 {
        known_to(self.numbers(), LIMITS[NUMBERS])
    }

    /// The first shingles of the text.
    pub(super) fn opening(&self) -> &[u32] {
        self.part(OPENING)
    }

    /// The lowest of the shingles that follow.
    pub(super) fn body(&self) -> &[u32] {
        self.part(BODY)
    }

    /// Up to which hash all shingles are known.
    pub(super) fn known_to(&self) -> u32 {
        known_to(self.body(), LIMITS[BODY])
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({:?} hashes in parts)", self.ends)
    }
}

/// Why bytes are no fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FingerprintError {
    /// Another version of the format.
    #[error("the fingerprint is of version {0}, and only version {VERSION} is known")]
    Version(u8),
    /// Cut off, or never a fingerprint.
    #[error("the fingerprint is damaged")]
    Damaged,
}

fn known_to(part: &[u32], limit: usize) -> u32 {
    match part.last() {
        Some(&last) if part.len() == limit => last,
        _ => u32::MAX,
    }
}

/// The first `limit` different hashes that are not in `except`, in ascending order.
fn first_distinct(mut hashes: impl Iterator<Item = u32>, limit: usize, except: &[u32]) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::with_capacity(limit);
    while found.len() < limit
        && let Some(hash) = hashes.next()
    {
        if except.binary_search(&hash).is_err()
            && let Err(at) = found.binary_search(&hash)
        {
            found.insert(at, hash);
        }
    }
    found
}

/// The `limit` lowest different hashes, in ascending order.
fn lowest(mut hashes: Vec<u32>, limit: usize) -> Vec<u32> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(limit);
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stored fingerprints must stay comparable with new ones. If this fails, make it a new version.
    #[test]
    fn what_is_stored_never_changes() {
        let fingerprint = Fingerprint::new(
            "Board’s second dredger",
            "Die Möwen von Тарроу, 灯塔: 1.400 gulls on Monday",
        );
        let hex: String = fingerprint
            .to_bytes()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(hex, STORED);
    }

    const STORED: &str = "010306020400e5beac608b2ba1ae6ba993d3823ad52d173ef5419eff828cc1ddd4a48855bbb3a0f2eebb\
        173ef541a0f2eebbfb1dd6008764ff728cebdd95966e76a1";

    #[test]
    fn a_summary_that_begins_with_the_title_is_read_without_it() {
        let with = Fingerprint::new("Mud wins prize", "Mud wins prize. The jury praised it.");
        assert_eq!(
            with,
            Fingerprint::new("Mud wins prize", "The jury praised it.")
        );
    }
}
