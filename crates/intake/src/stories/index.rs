//! The fingerprints of recent items, and which of them are like a given one.

use super::compare::{Comparison, Kind, compare};
use super::fingerprint::Fingerprint;
use super::frequency::{Frequencies, Weights};
use super::hash;
use super::postings::Postings;
use std::collections::{HashMap, VecDeque};

/// Of a hash that many items have only the latest so many are looked at.
const LATEST: usize = 64;
/// So many items, those with the most in common, are compared in full.
const CANDIDATES: usize = 128;
/// More are never found.
const MAX_FOUND: usize = 32;
/// Shingles of a text's opening and of its body by which it can be looked up: the lowest, since two texts with
/// much in common have many of their lowest in common.
const OPENING_KEYS: usize = 12;
const BODY_KEYS: usize = 24;

/// Keeps the two uses of title words apart.
const PAIR: u64 = 2;
const WHOLE_TITLE: u64 = 3;

/// A story like the one that was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// Under which it was put in.
    pub key: u64,
    /// The order among those of one kind, 0 to 1.
    pub score: f32,
    /// How sure it is.
    pub kind: Kind,
}

/// The fingerprints of the latest items, searched by what is rare in them.
///
/// In memory only, about 1 kB an item (half of it for an item of a sentence), and never more items than its capacity: the one that was put in
/// first goes first. How much a word tells depends on how many items in the index have it, so the answer may
/// change as the index fills.
pub struct StoryIndex {
    capacity: usize,
    /// By slot, beginning with slot `first`. Removed ones leave a gap.
    entries: VecDeque<Option<Entry>>,
    first: u32,
    slots: HashMap<u64, u32>,
    postings: Postings,
    frequencies: Frequencies,
}

struct Entry {
    key: u64,
    fingerprint: Fingerprint,
}

impl StoryIndex {
    /// An empty index for at most `capacity` items (at least one).
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        let capacity = capacity.clamp(1, MAX_CAPACITY);
        Self {
            capacity,
            entries: VecDeque::new(),
            first: 0,
            slots: HashMap::new(),
            postings: Postings::default(),
            frequencies: Frequencies::for_stories(capacity),
        }
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Puts an item in, as the latest; one with the same key is replaced. The oldest goes when the index is full.
    pub fn insert(&mut self, key: u64, fingerprint: Fingerprint) {
        self.remove(key);
        if self.len() == self.capacity {
            self.remove_oldest();
        }
        if self.entries.len() >= 2 * self.capacity || self.next_slot().is_none() {
            self.close_gaps();
        }
        // There is always one after closing the gaps: the capacity is far below the number of slots.
        let Some(slot) = self.next_slot() else { return };
        for hash in keys(&fingerprint) {
            self.postings.insert(hash, slot);
        }
        self.frequencies.add(&fingerprint);
        self.slots.insert(key, slot);
        self.entries.push_back(Some(Entry { key, fingerprint }));
    }

    /// Takes an item out; says whether it was there.
    pub fn remove(&mut self, key: u64) -> bool {
        let Some(slot) = self.slots.remove(&key) else {
            return false;
        };
        if let Some(entry) = self.entries.get_mut((slot - self.first) as usize)
            && let Some(entry) = entry.take()
        {
            self.forget(slot, &entry.fingerprint);
        }
        self.drop_leading_gaps();
        true
    }

    /// The stories that are the same as this one or like it: the same before the like, the most alike first, among
    /// equals the latest first. At most 32. An item that is in the index itself finds itself.
    #[must_use]
    pub fn find(&self, fingerprint: &Fingerprint) -> Vec<Likeness> {
        let mut found: Vec<(u32, Likeness)> = self
            .candidates(fingerprint)
            .into_iter()
            .filter_map(|slot| {
                let entry = self.entry(slot)?;
                let Comparison { kind, score } = self.compare(fingerprint, &entry.fingerprint)?;
                let key = entry.key;
                Some((slot, Likeness { key, score, kind }))
            })
            .collect();
        found.sort_by(|(slot_a, a), (slot_b, b)| {
            (a.kind.cmp(&b.kind))
                .then(b.score.total_cmp(&a.score))
                .then(slot_b.cmp(slot_a))
        });
        found.truncate(MAX_FOUND);
        found.into_iter().map(|(_, likeness)| likeness).collect()
    }

    /// Compares two stories, in the index or not, by what is rare in the index. `None` when they differ.
    #[must_use]
    pub fn compare(&self, a: &Fingerprint, b: &Fingerprint) -> Option<Comparison> {
        compare(a, b, &self.frequencies)
    }

    /// Bytes in memory, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let entries = self.entries.iter().flatten();
        let fingerprints: usize = entries.map(|entry| entry.fingerprint.memory_bytes()).sum();
        // One byte of control beside each place of a hash table.
        fingerprints
            + self.entries.capacity() * (size_of::<Option<Entry>>() - size_of::<Fingerprint>())
            + self.slots.capacity() * (size_of::<(u64, u32)>() + 1)
            + self.frequencies.memory_bytes()
            + self.postings.memory_bytes()
    }

    /// The slots that have the most in common with a fingerprint.
    fn candidates(&self, fingerprint: &Fingerprint) -> Vec<u32> {
        let mut hits: HashMap<u32, f32> = HashMap::new();
        let mut look_up = |hash: u32, weight: f32| {
            for slot in self.postings.latest(hash, LATEST) {
                *hits.entry(slot).or_insert(0.0) += weight;
            }
        };
        for &term in fingerprint.title() {
            look_up(term, 0.5 * self.frequencies.term(term));
        }
        title_keys(fingerprint).for_each(|key| look_up(key, 1.0));
        for &shingle in fingerprint.opening().iter().chain(fingerprint.body()) {
            look_up(shingle, self.frequencies.shingle(shingle));
        }
        let mut hits: Vec<(u32, f32)> = hits.into_iter().collect();
        hits.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        hits.truncate(CANDIDATES);
        hits.into_iter().map(|(slot, _)| slot).collect()
    }

    fn entry(&self, slot: u32) -> Option<&Entry> {
        self.entries.get((slot - self.first) as usize)?.as_ref()
    }

    fn next_slot(&self) -> Option<u32> {
        self.first
            .checked_add(u32::try_from(self.entries.len()).ok()?)
    }

    fn remove_oldest(&mut self) {
        if let Some(Some(Entry { key, .. })) = self.entries.front() {
            self.remove(*key);
        }
    }

    fn forget(&mut self, slot: u32, fingerprint: &Fingerprint) {
        for hash in keys(fingerprint) {
            self.postings.remove(hash, slot);
        }
        self.frequencies.remove(fingerprint);
    }

    /// The first entry is always a living one, so that the oldest is at hand.
    fn drop_leading_gaps(&mut self) {
        while let Some(None) = self.entries.front() {
            self.entries.pop_front();
            self.first += 1;
        }
    }

    /// Numbers all slots anew. Once in as many insertions as the index has room for.
    fn close_gaps(&mut self) {
        let entries = std::mem::take(&mut self.entries);
        self.first = 0;
        self.slots.clear();
        self.postings.clear();
        for (slot, entry) in (0..).zip(entries.into_iter().flatten()) {
            for hash in keys(&entry.fingerprint) {
                self.postings.insert(hash, slot);
            }
            self.slots.insert(entry.key, slot);
            self.entries.push_back(Some(entry));
        }
    }
}

/// Keeps twice the capacity below the number of slots.
const MAX_CAPACITY: usize = 1 << 24;

/// What an item can be looked up by.
fn keys(fingerprint: &Fingerprint) -> impl Iterator<Item = u32> + '_ {
    let (opening, body) = (fingerprint.opening(), fingerprint.body());
    (fingerprint.title().iter())
        .chain(opening.iter().take(OPENING_KEYS))
        .chain(body.iter().take(BODY_KEYS))
        .copied()
        .chain(title_keys(fingerprint))
}

/// The whole title, and pairs of its words: rare even when every word is frequent. Neighbours in the order of
/// their hashes make the pairs, so titles with most words in common have some pairs in common.
fn title_keys(fingerprint: &Fingerprint) -> impl Iterator<Item = u32> + '_ {
    let title = fingerprint.title();
    let whole = (!title.is_empty()).then(|| hash::set(WHOLE_TITLE, title));
    let pairs = title.windows(2).map(|pair| hash::set(PAIR, pair));
    whole.into_iter().chain(pairs)
}

impl std::fmt::Debug for StoryIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoryIndex")
            .field("len", &self.len())
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}
