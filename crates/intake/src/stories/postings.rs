//! Which items have which hash.

use std::collections::BTreeSet;

/// A set of (hash, slot). A B-tree keeps it compact, about 14 bytes for each, without pauses for growing.
#[derive(Default)]
pub(super) struct Postings(BTreeSet<(u32, u32)>);

/// Bytes for each posting: eight, in leaves of eleven that are filled to 70 per cent by random insertion.
const POSTING_BYTES: usize = 14;

impl Postings {
    pub(super) fn insert(&mut self, hash: u32, slot: u32) {
        self.0.insert((hash, slot));
    }

    pub(super) fn remove(&mut self, hash: u32, slot: u32) {
        self.0.remove(&(hash, slot));
    }

    /// The latest slots with this hash, at most `limit`.
    pub(super) fn latest(&self, hash: u32, limit: usize) -> impl Iterator<Item = u32> + '_ {
        self.0
            .range((hash, 0)..=(hash, u32::MAX))
            .rev()
            .take(limit)
            .map(|&(_, slot)| slot)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.0.len() * POSTING_BYTES
    }
}
