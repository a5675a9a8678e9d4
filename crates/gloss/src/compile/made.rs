//! Forms that nobody wrote down and that are somebody else's: plurals, possessives, words in capitals.

use std::collections::{HashMap, HashSet};

use super::compiler::FormKey;
use super::{CompiledEntry, Owner, Variant, check};
use crate::problem::shorten;
use crate::{Case, Problem, Severity};

/// What is looked at.
pub(super) struct Made<'a> {
    pub(super) entries: &'a [CompiledEntry],
    /// The forms as they were written, and their entries.
    pub(super) taken: &'a HashMap<FormKey, u32>,
    /// The place of each entry in the list that is compiled.
    pub(super) positions: &'a [usize],
}

impl Made<'_> {
    /// Warns of forms of one entry that are found as another's as well, under the same conditions. `text` gives a variant's letters.
    pub(super) fn report<'v>(
        &self,
        variants: impl Iterator<Item = (&'v Variant, &'v str)>,
        problems: &mut Vec<Problem>,
    ) {
        let mut told = HashSet::new();
        for (variant, text) in variants {
            let Owner::Entry(number) = variant.owner else {
                continue;
            };
            let Some((other, message)) = self.message(number, variant, text) else {
                continue;
            };
            // A form without its marks is a variant of its own.
            if told.insert((number, other, text.to_owned())) {
                problems.push(Problem {
                    position: self.positions.get(number as usize).copied(),
                    headword: shorten(&self.entries[number as usize].entry.headword),
                    severity: Severity::Warning,
                    message,
                });
            }
        }
    }

    fn message(&self, number: u32, variant: &Variant, text: &str) -> Option<(u32, String)> {
        let shown = shorten(text);
        let scope = check::scope(&self.entries[number as usize].entry);
        let owner = |form: &str| {
            let owner = self.taken.get(&(form.to_owned(), scope)).copied();
            owner.filter(|owner| *owner != number)
        };
        let entry = |owner: u32| &self.entries[owner as usize].entry;
        let headword = |owner: u32| shorten(&entry(owner).headword);
        if variant.ending > 0 {
            let other = owner(text)?;
            return Some((
                other,
                format!(
                    "Its plural \"{shown}\" is a form of the entry \"{}\" too, which goes first. If both are one thing, make them one entry; else write \"inflect\": false here.",
                    headword(other)
                ),
            ));
        }
        let stem = text
            .strip_suffix("'s")
            .or_else(|| text.strip_suffix('\'').filter(|stem| stem.ends_with('s')));
        if let Some(other) = stem.and_then(owner).filter(|&other| entry(other).inflect) {
            return Some((
                other,
                format!(
                    "The form \"{shown}\" is the possessive of a form of the entry \"{}\" too, and goes first. Possessives are found by themselves, so it may not be needed.",
                    headword(other)
                ),
            ));
        }
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 || text.chars().any(char::is_lowercase) {
            return None;
        }
        let lower = text.to_lowercase();
        let other = owner(&lower).filter(|&other| entry(other).case == Case::Smart)?;
        Some((
            other,
            format!(
                "The form \"{shown}\" is the form \"{lower}\" of the entry \"{}\" too, where a text is in capitals. There this one goes first.",
                headword(other)
            ),
        ))
    }
}
