//! All the forms in which an entry is found, for the editor who keeps it.

use std::collections::HashSet;

use serde::Serialize;

use crate::{Entry, compile, inflect};

/// A form in which an entry is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Form {
    /// The words.
    pub text: String,
    /// Where it comes from.
    pub kind: FormKind,
}

/// Where a form comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// The headword, as the editor wrote it.
    Headword,
    /// An alias, as the editor wrote it.
    Alias,
    /// A plural that the editor listed.
    ListedPlural,
    /// The regular plural of the form before it.
    Plural,
    /// The possessive of a form before it.
    Possessive,
    /// A form before it without the marks that need not be there.
    Unmarked,
}

impl FormKind {
    /// Whether the editor wrote it.
    pub fn is_written(self) -> bool {
        matches!(self, Self::Headword | Self::Alias | Self::ListedPlural)
    }
}

impl Entry {
    /// Every form in which it is found, each followed by those that are made of it. Kinds of case, of apostrophes, hyphens
    /// and spaces, which are alike, are not listed. Of more written forms than an entry may have, the glossary takes the
    /// first 1,000, and so does this.
    ///
    /// ```
    /// use clipsheet_gloss::Entry;
    ///
    /// let mut ox = Entry::new("ox");
    /// ox.plurals = vec!["oxen".to_owned()];
    /// let forms: Vec<_> = ox.forms().into_iter().map(|form| form.text).collect();
    /// assert_eq!(forms, ["ox", "oxes", "ox’s", "oxes’", "oxen", "oxen’s"]);
    /// ```
    pub fn forms(&self) -> Vec<Form> {
        let mut forms: Vec<Form> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        let mut taken: HashSet<String> = HashSet::new();
        let written = std::iter::once((&self.headword, FormKind::Headword))
            .chain(self.aliases.iter().map(|form| (form, FormKind::Alias)))
            .chain(
                self.plurals
                    .iter()
                    .map(|form| (form, FormKind::ListedPlural)),
            );
        for (form, kind) in written {
            let spaced = compile::single_spaced(form);
            if spaced.is_empty() || taken.contains(&spaced) {
                continue;
            }
            if taken.len() >= compile::MOST_FORMS_OF_ONE {
                break;
            }
            taken.insert(spaced.clone());
            let mut made = vec![(spaced.clone(), kind)];
            if self.inflect && ends_in_word(&spaced) {
                let plural = inflect::form_plural(&spaced).map(|(plural, _)| plural);
                let plural = plural.filter(|_| kind != FormKind::ListedPlural);
                let plural = plural.map(|plural| (plural, FormKind::Plural));
                made.extend(plural);
                for (form, _) in made.clone() {
                    made.push((inflect::possessive(&form, '’'), FormKind::Possessive));
                }
            }
            if self.fold_marks {
                for (form, _) in made.clone() {
                    made.push((crate::loose::shown(&form), FormKind::Unmarked));
                }
            }
            for (text, kind) in made {
                if known.insert(text.clone()) {
                    forms.push(Form { text, kind });
                }
            }
        }
        forms
    }
}

fn ends_in_word(form: &str) -> bool {
    form.chars().next_back().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_forms_than_are_taken_in() {
        let mut entry = Entry::new("gull");
        entry.aliases = (0..20_000).map(|number| format!("gull {number}")).collect();
        let forms = entry.forms();
        let written = forms.iter().filter(|form| form.kind.is_written()).count();
        assert_eq!(written, 1_000);
        assert!(forms.iter().all(|form| form.text != "gull 999"));
        let (glossary, _) = crate::Glossary::compile(
            vec![Entry {
                dossier: Some("gulls".to_owned()),
                ..entry
            }],
            Vec::new(),
        );
        let found = |text: &str| {
            let found = glossary.find(text, crate::Format::Text, &crate::Context::default());
            !found.dossiers.is_empty()
        };
        assert!(found("gull 998"));
    }

    #[test]
    fn a_form_that_is_made_and_written_stands_once() {
        let mut entry = Entry::new("gull");
        entry.aliases = vec!["gulls".to_owned(), "gull".to_owned(), "gulls".to_owned()];
        let forms: Vec<String> = entry.forms().into_iter().map(|form| form.text).collect();
        assert_eq!(
            forms,
            ["gull", "gulls", "gull’s", "gulls’", "gullses", "gullses’"]
        );
    }
}
