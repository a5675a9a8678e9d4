//! Variants that stay: what a preview showed is what is printed, and what was printed is what is printed again.

use clipsheet_gloss::{Annotation, Choice, Effect, Found, Glossary, PrintRecord};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The choices with the variants that a draft's preview shows: its number chooses them until the article has one, and what
/// was seen in the preview is what is printed, unless another article of the edition was printed with it meanwhile. They
/// are for printing alone: what an article keeps are its editor's choices.
pub(crate) fn pinned(found: &Found, choices: &[Choice]) -> Vec<Choice> {
    let mut pins = Pins::of(choices);
    for annotation in &found.record.annotations {
        pins.put(&annotation.entry, annotation, annotation.variant);
    }
    pins.choices
}

/// The choices with the variants that an article was printed with, unless an editor chose another: a joke does not change
/// because its article is revised or printed anew. An entry that has changed since, or that printed several variants, goes
/// on by its own rule.
pub(crate) fn pinned_as_printed(
    glossary: &Glossary,
    printed: &PrintRecord,
    choices: &[Choice],
) -> Vec<Choice> {
    let wanted: HashMap<i64, i64> = printed
        .annotations
        .iter()
        .map(|annotation| (annotation.entry_id, annotation.revision))
        .collect();
    if wanted.is_empty() {
        return choices.to_vec();
    }
    let standing: HashMap<i64, &str> = glossary
        .entries()
        .filter(|entry| wanted.get(&entry.id) == Some(&entry.revision))
        .map(|entry| (entry.id, entry.headword.as_str()))
        .collect();
    pinned_where(printed, choices, |annotation| {
        let headword = standing.get(&annotation.entry_id)?;
        Some((*headword, annotation.variant))
    })
}

/// The choices with the one variant that each entry printed, as far as `wanted` gives the entry's name of today and which of
/// its variants of today that is.
pub(crate) fn pinned_where<'g>(
    printed: &PrintRecord,
    choices: &[Choice],
    wanted: impl Fn(&Annotation) -> Option<(&'g str, usize)>,
) -> Vec<Choice> {
    let mut variants: BTreeMap<(i64, &str, bool), (BTreeSet<usize>, &Annotation)> = BTreeMap::new();
    for annotation in &printed.annotations {
        let is_aside = matches!(annotation.effect, Effect::Aside { .. });
        if let Some((headword, variant)) = wanted(annotation) {
            let seen = variants.entry((annotation.entry_id, headword, is_aside));
            let (seen, _) = seen.or_insert_with(|| (BTreeSet::new(), annotation));
            seen.insert(variant);
        }
    }
    let mut pins = Pins::of(choices);
    for ((_, headword, _), (seen, annotation)) in variants {
        if let Some(variant) = seen.first().filter(|_| seen.len() == 1) {
            pins.put(headword, annotation, *variant);
        }
    }
    pins.choices
}

/// Choices that are being filled up, with where each entry's is: by number, or by headword where there is none.
struct Pins {
    choices: Vec<Choice>,
    at: HashMap<(i64, String), usize>,
}

fn key_of(id: i64, headword: &str) -> (i64, String) {
    let name = if id == 0 { headword } else { "" };
    (id, name.to_owned())
}

impl Pins {
    fn of(choices: &[Choice]) -> Self {
        let key = |choice: &Choice| key_of(choice.entry_id, &choice.entry);
        let named = choices.iter().enumerate();
        Self {
            at: named.map(|(at, choice)| (key(choice), at)).collect(),
            choices: choices.to_vec(),
        }
    }

    /// Fixes a variant where nobody chose one.
    fn put(&mut self, headword: &str, annotation: &Annotation, variant: usize) {
        if matches!(annotation.effect, Effect::Serial { .. }) {
            return;
        }
        let id = annotation.entry_id;
        // A choice of before they had numbers is the entry's all the same.
        let known = self.at.get(&key_of(id, headword));
        let known = known.or_else(|| self.at.get(&key_of(0, headword)));
        let at = known.copied().unwrap_or_else(|| {
            self.choices.push(Choice::of_numbered(headword, id));
            self.choices.len() - 1
        });
        self.at.insert(key_of(id, headword), at);
        let choice = &mut self.choices[at];
        let slot = match annotation.effect {
            Effect::Aside { .. } => &mut choice.aside,
            _ => &mut choice.substitute,
        };
        slot.get_or_insert(variant);
    }
}
