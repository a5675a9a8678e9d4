//! Near misses by letters: forms that stand in a longer word, or differ in an accent or a hyphen.

use super::super::{Mention, Search};
use super::{Explained, Why};
use crate::case::Shape;
use crate::compile::{Owner, Variant};
use crate::fold;
use crate::loose;
use crate::tokens::{self, Paragraph, SPACE_BEFORE};

/// How many tokens on each side are looked at.
const AROUND: usize = 12;
/// Shorter forms stand in too many words to be worth a line.
const SHORTEST: usize = 3;

impl Search<'_> {
    /// Adds the entries of which a form stands at a token in other shape, unless they are there already.
    pub(super) fn near_misses(
        &self,
        paragraph: &Paragraph,
        at: usize,
        explained: &mut Vec<Explained>,
    ) {
        let (text, places) = self.window(paragraph, at);
        let glossary = self.glossary;
        let mut form = String::new();
        // In the order of the entries; in the glossary they stand in that of the trees.
        let of_entry = |variant: &'_ Variant| match variant.owner {
            Owner::Entry(owner) => Some(owner),
            Owner::Watch(_) => None,
        };
        let mut variants: Vec<(u32, &Variant)> = glossary
            .variants
            .iter()
            .filter_map(|variant| Some((of_entry(variant)?, variant)))
            .collect();
        variants.sort_by_key(|&(owner, _)| owner);
        for (owner, variant) in variants {
            let entry = &glossary.entries[owner as usize].entry;
            form.clear();
            letters(glossary.text(variant), &mut form);
            // A space at an end would stand for no token.
            let form = form.trim();
            if form.chars().count() < SHORTEST {
                continue;
            }
            let found = text.match_indices(form).find_map(|(from, found)| {
                let (first, last) = (places[from], places[from + found.len() - 1]);
                (first <= at && at <= last).then_some((from, from + found.len(), first, last))
            });
            let Some((from, to, first, last)) = found else {
                continue;
            };
            let begins = from == 0 || places[from - 1] != first;
            let ends = places.get(to).is_none_or(|&next| next != last);
            let known = explained
                .iter()
                .any(|one| one.entry == entry.headword && one.entry_id == entry.id);
            if known {
                continue;
            }
            let why = if begins && ends {
                Why::Marks(super::composed(glossary.text(variant)))
            } else {
                Why::PartOfWord(self.whole_word(paragraph, first, last))
            };
            let mention = Mention {
                number: owner as usize,
                entry,
                first,
                last,
                shape: Shape::default(),
                plural: variant.plural,
                made: false,
                stem: last,
                rival: None,
            };
            self.push(paragraph, &mention, why, explained);
        }
    }

    /// The letters around a token, and for each byte of them the token that it comes from.
    fn window(&self, paragraph: &Paragraph, at: usize) -> (String, Vec<usize>) {
        let tokens = &paragraph.tokens;
        let (mut text, mut places) = (String::new(), Vec::new());
        let range = at.saturating_sub(AROUND)..tokens.len().min(at + AROUND + 1);
        for index in range {
            let mut source = String::new();
            let (mut from, end) = (tokens[index].start as usize, tokens[index].end as usize);
            while let Some((c, length)) = tokens::next_char(self.input, from, end, self.html) {
                source.push(c);
                from += length;
            }
            if tokens[index].is(SPACE_BEFORE) && !text.ends_with(' ') {
                text.push(' ');
                // No token: what stands before it is another word.
                places.resize(text.len(), usize::MAX);
            }
            letters(&source, &mut text);
            places.resize(text.len(), index);
        }
        (text, places)
    }
}

/// Appends a text in lower case and without marks and apostrophes, a hyphen as a space.
fn letters(text: &str, letters: &mut String) {
    for c in text.chars() {
        match c {
            _ if fold::is_apostrophe(c) => {}
            _ if fold::is_hyphen(c) => letters.push(' '),
            _ => loose::unmark(c, &mut |c| letters.extend(c.to_lowercase())),
        }
    }
}
