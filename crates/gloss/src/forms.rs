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
/// A node's own number. Between the two stand seven bits, each for a seventh of all words, by which an edge may lead on.
const NUMBER: u32 = (1 << NUMBER_BITS) - 1;
const NUMBER_BITS: u32 = 24;
/// With more nodes than that leaves room for, which no dictionary has, one bit says whether any edge leads on.
const WIDE_LEADS_ON: u32 = 1 << 30;

#[derive(Debug)]
pub(crate) struct Forms {
    /// Two filters side by side: of all words with which forms begin, and of those that may have a small letter there.
    filter: Vec<u64>,
    filter_shift: u32,
    /// Open addressing with linear probing. Two edges that share a slot's tag share their node as well:
    /// the tree only proposes, and what it proposes is compared letter by letter.
    slots: Vec<Slot>,
    edges: usize,
    nodes: u32,
    /// For each node the number of its first variant; one more at the end.
    first_end: Vec<u32>,
    /// While forms are added: the bits of the words by which edges lead on from each node.
    leads_on: Vec<u8>,
    /// Whether there are more nodes than [`NUMBER`].
    wide: bool,
}

/// An edge: the upper half of its key, and the node it leads to; 0, where no edge leads, when free. Once all forms are in,
/// the node's number says what there is behind it, so that nothing is looked up in vain.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    tag: u32,
    node: u32,
}

/// The first word of a form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FirstWord {
    pub(crate) hash: u64,
    /// Whether the form fits a text that has a small letter at its beginning. A name does not, unless its case is ignored: that
    /// keeps all the small words of a text, which are most, from being looked up for nothing.
    pub(crate) may_be_small: bool,
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
            leads_on: vec![0],
            wide: false,
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
                    self.leads_on[node as usize] |= word_bit(token.hash);
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
        self.leads_on.push(0);
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
    /// the words with which forms begin.
    pub(crate) fn finish(
        &mut self,
        first: u32,
        ends: impl Iterator<Item = u32>,
        first_words: &[FirstWord],
    ) {
        self.finish_as(self.nodes > NUMBER, first, ends, first_words);
    }

    fn finish_as(
        &mut self,
        wide: bool,
        first: u32,
        ends: impl Iterator<Item = u32>,
        first_words: &[FirstWord],
    ) {
        self.wide = wide;
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
            slot.node |= match (self.wide, leads_on[node]) {
                (_, 0) => 0,
                (true, _) => WIDE_LEADS_ON,
                (false, bits) => u32::from(bits) << NUMBER_BITS,
            };
        }
        self.fill_filter(first_words);
    }

    /// Two bits a word within eight bytes, of sixteen for each: one foreign word in fifty is let through.
    fn fill_filter(&mut self, first_words: &[FirstWord]) {
        let mut hashes: Vec<u64> = first_words.iter().map(|word| word.hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let size = (hashes.len() / 4).max(2).next_power_of_two();
        self.filter = vec![0; 2 * size];
        self.filter_shift = 64 - size.trailing_zeros();
        for word in first_words {
            let at = (word.hash >> self.filter_shift) as usize;
            self.filter[at] |= filter_bits(word.hash);
            if word.may_be_small {
                self.filter[size + at] |= filter_bits(word.hash);
            }
        }
    }

    /// The node behind `node` along a token.
    #[inline]
    pub(crate) fn follow(&self, node: u32, token: &Token) -> Option<u32> {
        if node == ROOT {
            return self.get(key(ROOT, token, true));
        }
        let leads_on = if self.wide {
            WIDE_LEADS_ON
        } else {
            u32::from(word_bit(token.hash)) << NUMBER_BITS
        };
        if node & leads_on == 0 {
            return None;
        }
        self.get(key(self.number(node), token, false))
    }

    #[inline]
    fn number(&self, node: u32) -> u32 {
        node & if self.wide { WIDE_LEADS_ON - 1 } else { NUMBER }
    }

    /// The numbers of the variants that end at a node, best first.
    #[inline]
    pub(crate) fn ends_at(&self, node: u32) -> Range<u32> {
        if node & HAS_ENDS == 0 {
            return 0..0;
        }
        let node = self.number(node) as usize;
        match self.first_end.get(node..node + 2) {
            Some(&[from, to]) => from..to,
            _ => 0..0,
        }
    }
}

impl Candidates for Forms {
    #[inline]
    fn may_begin(&self, hash: u64, is_small: bool) -> bool {
        let bits = filter_bits(hash);
        let which = usize::from(is_small) * (self.filter.len() / 2);
        self.filter
            .get(which + (hash >> self.filter_shift) as usize)
            .is_some_and(|word| word & bits == bits)
    }
}

/// One of seven bits.
#[inline]
fn word_bit(hash: u64) -> u8 {
    1 << (((hash & 0xffff_ffff) * 7) >> 32)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Paragraph, Reader};

    fn tokens(text: &str) -> Vec<Token> {
        let mut paragraph = Paragraph::default();
        Reader::text(text, &Forms::with_capacity(0)).read(&mut paragraph);
        paragraph.tokens
    }

    #[test]
    fn small_words_are_no_candidates_where_only_names_begin_so() {
        let mut forms = Forms::with_capacity(0);
        let words = ["turkey", "gull"].map(|word| tokens(word)[0].hash);
        let first_words: Vec<FirstWord> = words
            .iter()
            .zip([false, true])
            .map(|(&hash, may_be_small)| FirstWord { hash, may_be_small })
            .collect();
        forms.finish(0, std::iter::empty(), &first_words);
        let may_begin =
            |word: usize| [true, false].map(|small| forms.may_begin(words[word], small));
        assert_eq!((may_begin(0), may_begin(1)), ([false, true], [true, true]));
    }

    #[test]
    fn forms_are_found_whatever_room_their_numbers_have() {
        for wide in [false, true] {
            let mut forms = Forms::with_capacity(0);
            let phrases: Vec<String> = (0..500)
                .flat_map(|n| [format!("a{}", n % 50), format!("a{} b{n} c", n % 50)])
                .collect();
            let mut ends: Vec<u32> = phrases
                .iter()
                .map(|phrase| forms.insert(&tokens(phrase)))
                .collect();
            ends.sort_unstable();
            ends.dedup();
            let first_words: Vec<FirstWord> = phrases
                .iter()
                .map(|phrase| FirstWord {
                    hash: tokens(phrase)[0].hash,
                    may_be_small: true,
                })
                .collect();
            forms.finish_as(wide, 7, ends.iter().copied(), &first_words);
            let find = |text: &str| {
                let mut node = ROOT;
                for token in &tokens(text) {
                    node = forms.follow(node, token)?;
                }
                Some(forms.ends_at(node)).filter(|ends| !ends.is_empty())
            };
            let mut found: Vec<u32> = phrases.iter().flat_map(|p| find(p).unwrap()).collect();
            found.sort_unstable();
            found.dedup();
            assert_eq!(found, (7..7 + ends.len() as u32).collect::<Vec<_>>());
            for absent in ["a1 b2 c", "a1 b1", "a50", "b1", "a1 b1 c d"] {
                assert_eq!(find(absent), None, "{absent}");
            }
        }
    }
}
