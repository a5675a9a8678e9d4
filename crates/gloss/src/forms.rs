//! All forms of all entries as one tree of words.
//!
//! A node is a beginning of some forms, an edge is a word (with or without white space before it). All
//! edges live in one hash table, so a step costs the same however many forms there are. A small filter
//! in front of the table tells for nearly every word of a text that no form begins with it.

use std::ops::Range;

use crate::hash;
use crate::tokens::{Candidates, SPACE_BEFORE, Token};

/// The beginning of all forms.
pub(crate) const ROOT: u32 = 0;

/// In a node's number: variants end there.
const HAS_ENDS: u32 = 1 << 31;
/// In a node's number: edges lead on from there.
const LEADS_ON: u32 = 1 << 30;
/// The rest of a node's number.
const NUMBER: u32 = LEADS_ON - 1;

#[derive(Debug)]
pub(crate) struct Forms {
    filter: Vec<u64>,
    filter_shift: u32,
    /// Open addressing with linear probing. Two edges that share a slot's tag share their node as well:
    /// the tree only proposes, and what it proposes is compared letter by letter.
    slots: Vec<Slot>,
    edges: usize,
    nodes: u32,
    /// For each node the number of its first variant; one more at the end.
    first_end: Vec<u32>,
    /// While forms are added: whether edges lead on from each node.
    leads_on: Vec<bool>,
}

/// An edge: the upper half of its key, and the node it leads to; 0, where no edge leads, when free. Once all forms are in,
/// the node's number says what there is behind it, so that nothing is looked up in vain.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    tag: u32,
    node: u32,
}

impl Forms {
    pub(crate) fn with_capacity(edges: usize) -> Self {
        let slots = (edges.max(16) * 3 / 2).next_power_of_two();
        Self {
            filter: Vec::new(),
            filter_shift: 0,
            slots: vec![Slot::default(); slots],
            edges: 0,
            nodes: 1,
            first_end: Vec::new(),
            leads_on: vec![false],
        }
    }

    /// Adds a phrase and gives the node at which it ends.
    pub(crate) fn insert(&mut self, tokens: &[Token]) -> u32 {
        let mut node = ROOT;
        for (index, token) in tokens.iter().enumerate() {
            let key = key(node, token, index == 0);
            node = match self.get(key) {
                Some(next) => next,
                None => {
                    self.leads_on[node as usize] = true;
                    self.add(key)
                }
            };
        }
        node
    }

    fn add(&mut self, key: u64) -> u32 {
        if (self.edges + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let node = self.nodes;
        self.nodes += 1;
        self.edges += 1;
        self.leads_on.push(false);
        let slot = self.slot(key);
        self.slots[slot] = Slot {
            tag: tag(key),
            node,
        };
        node
    }

    /// Makes room for twice as many edges. A slot has only half of its key left, so the place of a slot
    /// in a table of up to 2^32 must come from that half alone.
    fn grow(&mut self) {
        let twice = self.slots.len() * 2;
        let slots = std::mem::replace(&mut self.slots, vec![Slot::default(); twice]);
        for slot in slots.into_iter().filter(|slot| slot.node != 0) {
            let mask = self.slots.len() - 1;
            let mut at = slot.tag as usize & mask;
            while self.slots[at].node != 0 {
                at = (at + 1) & mask;
            }
            self.slots[at] = slot;
        }
    }

    /// The slot of an edge, or the free one where it would be.
    #[inline]
    fn slot(&self, key: u64) -> usize {
        let (mask, tag) = (self.slots.len() - 1, tag(key));
        let mut at = tag as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.node == 0 || slot.tag == tag {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    #[inline]
    fn get(&self, key: u64) -> Option<u32> {
        Some(self.slots[self.slot(key)].node).filter(|&node| node != 0)
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.edges == 0
    }

    /// The bytes that the tables take.
    pub(crate) fn memory_usage(&self) -> usize {
        self.filter.capacity() * size_of::<u64>()
            + self.slots.capacity() * size_of::<Slot>()
            + self.first_end.capacity() * size_of::<u32>()
    }

    /// Takes in where variants end that are numbered from `first` on, sorted by node: `ends` are their nodes. `first_words` are
    /// the hashes with which forms begin.
    pub(crate) fn finish(
        &mut self,
        first: u32,
        ends: impl Iterator<Item = u32>,
        first_words: impl Iterator<Item = u64>,
    ) {
        self.first_end = vec![0; self.nodes as usize + 1];
        for node in ends {
            self.first_end[node as usize + 1] += 1;
        }
        let mut number = first;
        for first_end in &mut self.first_end {
            number += *first_end;
            *first_end = number;
        }
        let leads_on = std::mem::take(&mut self.leads_on);
        for slot in self.slots.iter_mut().filter(|slot| slot.node != 0) {
            let node = slot.node as usize;
            if self.first_end[node] < self.first_end[node + 1] {
                slot.node |= HAS_ENDS;
            }
            if leads_on[node] {
                slot.node |= LEADS_ON;
            }
        }
        self.fill_filter(first_words);
    }

    /// Two bits a word within eight bytes, of sixteen for each: one foreign word in fifty is let through.
    fn fill_filter(&mut self, first_words: impl Iterator<Item = u64>) {
        let mut hashes: Vec<u64> = first_words.collect();
        hashes.sort_unstable();
        hashes.dedup();
        let size = (hashes.len() / 4).max(2).next_power_of_two();
        self.filter = vec![0; size];
        self.filter_shift = 64 - size.trailing_zeros();
        for hash in hashes {
            self.filter[(hash >> self.filter_shift) as usize] |= filter_bits(hash);
        }
    }

    /// The node behind `node` along a token.
    #[inline]
    pub(crate) fn follow(&self, node: u32, token: &Token) -> Option<u32> {
        if node != ROOT && node & LEADS_ON == 0 {
            return None;
        }
        self.get(key(node & NUMBER, token, node == ROOT))
    }

    /// The numbers of the variants that end at a node, best first.
    #[inline]
    pub(crate) fn ends_at(&self, node: u32) -> Range<u32> {
        if node & HAS_ENDS == 0 {
            return 0..0;
        }
        let node = (node & NUMBER) as usize;
        match self.first_end.get(node..node + 2) {
            Some(&[from, to]) => from..to,
            _ => 0..0,
        }
    }
}

impl Candidates for Forms {
    #[inline]
    fn may_begin(&self, hash: u64) -> bool {
        let bits = filter_bits(hash);
        self.filter
            .get((hash >> self.filter_shift) as usize)
            .is_some_and(|word| word & bits == bits)
    }
}

/// The filter's place comes from the upper end of the hash, its bits from the lower.
#[inline]
fn filter_bits(hash: u64) -> u64 {
    1 << (hash & 63) | 1 << (hash >> 6 & 63)
}

fn tag(key: u64) -> u32 {
    (key >> 32) as u32
}

fn key(node: u32, token: &Token, first: bool) -> u64 {
    hash::step(node, token.hash, !first && token.is(SPACE_BEFORE))
}
