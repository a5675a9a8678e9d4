//! Where a text has words that an entry is found by, whatever the glossary makes of them.
//!
//! The engine tells the mentions at which an entry may act. What it leaves alone before that, such as a quotation or a longer
//! name, is looked for here by its letters, and the engine is asked why.

use crate::glossary::shelf::Shelf;
use clipsheet_gloss::Entry;
use std::collections::HashMap;

/// The forms of all entries, in lower case, each with its entry's number, by their first words.
pub(super) struct Spellings(HashMap<String, Vec<(String, i64)>>);

impl Spellings {
    /// Those of the entries as they stand, but for one as it is typed.
    pub(super) fn of(shelf: &Shelf, typed: Option<&Entry>) -> Self {
        let id = typed.map(|entry| entry.id);
        let standing = shelf.entries().filter(|entry| Some(entry.id) != id);
        Self::of_entries(standing.chain(typed))
    }

    fn of_entries<'e>(entries: impl Iterator<Item = &'e Entry>) -> Self {
        let mut known: HashMap<String, Vec<(String, i64)>> = HashMap::new();
        for entry in entries {
            for form in entry.forms() {
                let form = form.text.trim_start_matches(|c: char| !c.is_alphanumeric());
                let form = form.to_ascii_lowercase();
                let first = first_word(&form).to_owned();
                if !first.is_empty() {
                    known.entry(first).or_default().push((form, entry.id));
                }
            }
        }
        Self(known)
    }

    /// Byte offsets at which such words begin, each with the entry's number. Capitals do not count: other capitals may be why
    /// nothing is printed.
    pub(super) fn places(&self, text: &str) -> Vec<(usize, i64)> {
        // Lower case of ASCII keeps every offset.
        let text = text.to_ascii_lowercase();
        let (mut places, mut before) = (Vec::new(), ' ');
        for (at, c) in text.char_indices() {
            let begins = c.is_alphanumeric() && !before.is_alphanumeric();
            before = c;
            if !begins {
                continue;
            }
            let rest = &text[at..];
            let known = self.0.get(first_word(rest)).map_or(&[][..], Vec::as_slice);
            let mut here: Vec<i64> = known
                .iter()
                .filter(|(form, _)| {
                    let behind = rest.strip_prefix(form.as_str());
                    behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
                })
                .map(|(_, id)| *id)
                .collect();
            here.sort_unstable();
            here.dedup();
            places.extend(here.into_iter().map(|id| (at, id)));
        }
        places
    }
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_in_any_capitals() {
        let entry = |id, headword: &str| Entry {
            id,
            aliases: vec!["the Board".into()],
            ..Entry::new(headword)
        };
        let entries = [entry(1, "Harbour Board"), entry(2, "gull")];
        let known = Spellings::of_entries(entries.iter());
        let text = "“HARBOUR Board’s” gullible gulls: Möwe, the board";
        let at = |words: &str| text.find(words).unwrap();
        assert_eq!(
            known.places(text),
            [
                (at("HARBOUR"), 1),
                (at("gulls"), 2),
                (at("the board"), 1),
                (at("the board"), 2)
            ]
        );
    }
}
