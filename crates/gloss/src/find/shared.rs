//! Forms that many entries share: those that hold are gone through once, and not at every mention.
//!
//! Five thousand entries of *Gladys*, one for each page, would cost five thousand looks at each *Gladys*. Page, area and day are
//! the same for a whole text, near words for a paragraph. Of what nothing tells apart after that two are enough: neither is printed.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Proposal, Search};
use crate::Case;
use crate::compile::{Glossary, Owner};
use crate::tokens::Paragraph;

/// So many variants at a node are looked at one by one at every mention.
pub(super) const FEW_ENDS: usize = 8;

/// Numbers of variants.
pub(super) type Numbers = Arc<[u32]>;

/// A node, and whether it is one of the forms without marks.
type Node = (u32, bool);

/// Of the variants at a node those that hold.
#[derive(Default)]
pub(super) struct Shared {
    /// On this page, in this area, on this day.
    in_text: HashMap<Node, Numbers>,
    /// Beside the words of a paragraph, and its number.
    in_paragraph: HashMap<Node, (u32, Numbers)>,
    /// How many variants were looked at.
    #[cfg(test)]
    looks: usize,
}

impl<'a> Search<'a> {
    /// Of many variants that end at a node those whose entries hold in this paragraph.
    pub(super) fn holding(
        &mut self,
        paragraph: &Paragraph,
        proposal: Proposal,
        ends: Range<u32>,
    ) -> Numbers {
        let node = (proposal.node, proposal.loose);
        let known = self.shared.in_paragraph.get(&node);
        let held = match known.filter(|(number, _)| *number == self.paragraph) {
            Some((_, known)) => Arc::clone(known),
            None => {
                let held = self.held_here(paragraph, node, ends);
                let here = (self.paragraph, Arc::clone(&held));
                self.shared.in_paragraph.insert(node, here);
                held
            }
        };
        self.note_looks(held.len());
        held
    }

    fn held_here(&mut self, paragraph: &Paragraph, node: Node, ends: Range<u32>) -> Numbers {
        let in_text = match self.shared.in_text.get(&node) {
            Some(known) => Arc::clone(known),
            None => {
                self.note_looks(ends.len());
                let held = self.held_in_text(ends);
                self.shared.in_text.insert(node, Arc::clone(&held));
                held
            }
        };
        self.note_looks(in_text.len());
        let mut alike = Alike::of(self.glossary);
        let fits = |&number: &u32| {
            let owner = self.glossary.variants[number as usize].owner;
            matches!(owner, Owner::Entry(owner) if self.near_fits(paragraph, owner))
                && alike.wants(number)
        };
        in_text.iter().copied().filter(fits).collect()
    }

    fn held_in_text(&self, ends: Range<u32>) -> Numbers {
        let mut alike = Alike::of(self.glossary);
        let holds = |&number: &u32| {
            let Owner::Entry(owner) = self.glossary.variants[number as usize].owner else {
                return false;
            };
            let compiled = &self.glossary.entries[owner as usize];
            let by_words = !compiled.near.is_empty() || !compiled.not_near.is_empty();
            self.out_of_scope(&compiled.entry).is_none() && (by_words || alike.wants(number))
        };
        ends.filter(holds).collect()
    }

    #[cfg(test)]
    fn note_looks(&mut self, looks: usize) {
        self.shared.looks += looks;
    }

    #[cfg(not(test))]
    fn note_looks(&mut self, _: usize) {}
}

/// How a variant fits and what tells its entry from others: its text, whether its ending was made, how far capitals count,
/// whether endings do, and the kinds of its conditions.
type Look<'a> = (&'a str, u8, Case, [bool; 4]);

/// Variants that fit the same words and hold alike: more than two are never wanted.
struct Alike<'a> {
    glossary: &'a Glossary,
    owners: HashMap<Look<'a>, Vec<u32>>,
}

impl<'a> Alike<'a> {
    fn of(glossary: &'a Glossary) -> Self {
        Self {
            glossary,
            owners: HashMap::new(),
        }
    }

    fn wants(&mut self, number: u32) -> bool {
        let variant = &self.glossary.variants[number as usize];
        let Owner::Entry(owner) = variant.owner else {
            return false;
        };
        let traits = self.glossary.traits[owner as usize];
        let kinds = [
            traits.inflect,
            traits.conditional,
            traits.near,
            traits.placed,
        ];
        let look = (
            self.glossary.text(variant),
            variant.ending,
            traits.case,
            kinds,
        );
        let owners = self.owners.entry(look).or_default();
        if owners.contains(&owner) {
            return true;
        }
        let wanted = owners.len() < 2;
        if wanted {
            owners.push(owner);
        }
        wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Entry, Format};

    const ENTRIES: u32 = 5_000;
    const MENTIONS: usize = 400;

    /// How many variants of 5,000 entries of one form are looked at for 400 mentions of it.
    fn looks(between: &str, scope: impl Fn(&mut Entry, u32)) -> usize {
        let entries = (0..ENTRIES).map(|number| {
            let mut entry = Entry::new("Gladys");
            entry.substitute = vec!["x".to_owned()];
            scope(&mut entry, number);
            entry
        });
        let (glossary, _) = Glossary::compile(entries.collect(), Vec::new());
        let text = format!("Gladys sold chips.{between}").repeat(MENTIONS);
        let context = Context {
            page: Some(2),
            ..Context::default()
        };
        let mut search = Search::new(&glossary, &text, Format::Text, &context);
        search.run(Format::Text, Search::paragraph);
        search.shared.looks
    }

    #[test]
    fn entries_of_one_form_are_gone_through_once() {
        // For the form and its plural once each, and then the few that hold at every mention.
        let few = 3 * ENTRIES as usize + 4 * MENTIONS;
        let by_page = |entry: &mut Entry, number: u32| entry.pages = vec![number];
        let on_this_page = |entry: &mut Entry, number: u32| entry.pages = vec![2, number + 10];
        let by_words = |entry: &mut Entry, number: u32| entry.near = vec![format!("w{number}")];
        let by_this_word = |entry: &mut Entry, number: u32| {
            entry.near = vec!["chips".to_owned(), format!("w{number}")];
        };
        for found in [
            looks(" ", by_page),
            looks(" ", on_this_page),
            looks(" ", by_words),
            looks(" ", by_this_word),
            looks("\n\n", by_page),
            looks("\n\n", on_this_page),
        ] {
            assert!((1..=few).contains(&found), "{found} looks");
        }
    }
}
