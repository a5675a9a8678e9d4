//! How many stories have a word or a shingle, and so how much it tells.

use super::fingerprint::Fingerprint;
use std::collections::HashMap;

/// Stories that are taken for granted before the first: a word in one of three is not yet a frequent one.
const IMAGINED: f32 = 1000.0;
/// A shingle that so many stories have tells half as much. Above that it is boilerplate.
const BOILERPLATE: f32 = 12.0;
/// Counters for each story of the capacity; about as many as it has shingles when it is a feed's summary.
const COUNTERS: usize = 32;

/// How much words and shingles tell.
pub(super) trait Weights {
    /// Of a word: 1 when no story has it, 0 when all have.
    fn term(&self, term: u32) -> f32;
    /// Of a shingle: 1 when no story has it, near 0 when it stands under a whole newspaper's stories.
    fn shingle(&self, shingle: u32) -> f32;
}

/// Counts of the stories in an index.
pub(super) struct Frequencies {
    stories: usize,
    /// How many have a word in title or lead, exactly.
    terms: HashMap<u32, u32>,
    /// How many have a shingle. Several share a counter, which makes it a little too high for all of them; one that
    /// is full stays full.
    shingles: Box<[u16]>,
}

impl Frequencies {
    pub(super) fn for_stories(capacity: usize) -> Self {
        let counters = (capacity * COUNTERS).next_power_of_two();
        Self {
            stories: 0,
            terms: HashMap::new(),
            shingles: vec![0; counters].into(),
        }
    }

    pub(super) fn add(&mut self, fingerprint: &Fingerprint) {
        self.stories += 1;
        for &term in fingerprint.title().iter().chain(fingerprint.lead()) {
            *self.terms.entry(term).or_insert(0) += 1;
        }
        for &shingle in fingerprint.opening().iter().chain(fingerprint.body()) {
            let counter = &mut self.shingles[place(shingle, self.shingles.len())];
            *counter = counter.saturating_add(1);
        }
    }

    pub(super) fn remove(&mut self, fingerprint: &Fingerprint) {
        self.stories -= 1;
        for term in fingerprint.title().iter().chain(fingerprint.lead()) {
            if let Some(frequency) = self.terms.get_mut(term) {
                *frequency -= 1;
                if *frequency == 0 {
                    self.terms.remove(term);
                }
            }
        }
        for &shingle in fingerprint.opening().iter().chain(fingerprint.body()) {
            let counter = &mut self.shingles[place(shingle, self.shingles.len())];
            if *counter != u16::MAX {
                *counter -= 1;
            }
        }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        // One byte of control beside each place of a hash table.
        self.terms.capacity() * (size_of::<(u32, u32)>() + 1) + size_of_val::<[u16]>(&self.shingles)
    }
}

impl Weights for Frequencies {
    fn term(&self, term: u32) -> f32 {
        let frequency = self.terms.get(&term).copied().unwrap_or(0) as f32;
        let all = IMAGINED + self.stories as f32;
        1.0 - (1.0 + frequency).ln() / (1.0 + all).ln()
    }

    fn shingle(&self, shingle: u32) -> f32 {
        let frequency = f32::from(self.shingles[place(shingle, self.shingles.len())]);
        let often = frequency / BOILERPLATE;
        1.0 / (1.0 + often * often)
    }
}

/// Which of `counters`, a power of two, counts a hash.
fn place(hash: u32, counters: usize) -> usize {
    // The high bits are those that bottom-k sampling leaves at zero.
    hash as usize & (counters - 1)
}
