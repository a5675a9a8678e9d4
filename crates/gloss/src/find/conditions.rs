//! The conditions of an entry, and the places where none may act.

use super::{Mention, Search, place};
use crate::compile::Owner;
use crate::find::explain::Why;
use crate::forms::ROOT;
use crate::names::{self, Doubt, LongerName};
use crate::quotes;
use crate::tokens::{NO_ACT, PRINTED, Paragraph, QUOTED};
use crate::verify::{begins_word, ends_word, fold_tokens, possessive};
use crate::{Case, Entry};

/// Why an entry does nothing at a mention, whatever it did before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The entry is muted.
    Gone,
    /// In a link, a heading, a control or the source's tag.
    Closed,
    /// Somebody else's words.
    Quoted,
    /// The entry has been printed over this text before.
    Printed,
    /// In an address of the web, of e-mail or of a file.
    Address,
}

impl<'a> Search<'a> {
    /// What keeps the entry from holding on this page, in this area, on this day.
    pub(super) fn out_of_scope(&self, entry: &Entry) -> Option<Why> {
        let context = self.context;
        if !entry.pages.is_empty() && !context.page.is_some_and(|page| entry.pages.contains(&page))
        {
            return Some(Why::Page);
        }
        let here = |area: &str| entry.areas.iter().any(|held| held == area);
        if !entry.areas.is_empty() && !context.area.is_some_and(here) {
            return Some(Why::Area);
        }
        match (entry.from, entry.until, context.on) {
            (None, None, _) => None,
            (_, _, None) => Some(Why::NoDate),
            (Some(from), _, Some(on)) if on < from => Some(Why::NotYet(from)),
            (_, Some(until), Some(on)) if on > until => Some(Why::NoLonger(until)),
            _ => None,
        }
    }

    /// Whether one of the near phrases and none of the others stands in the paragraph.
    pub(super) fn near_fits(&mut self, paragraph: &Paragraph, owner: u32) -> bool {
        let glossary = self.glossary;
        let compiled = &glossary.entries[owner as usize];
        if compiled.near.is_empty() && compiled.not_near.is_empty() {
            return true;
        }
        self.watch(paragraph);
        let seen = |number: &u32| self.watched.get(number) == Some(&self.paragraph);
        (compiled.near.is_empty() || compiled.near.iter().any(seen))
            && !compiled.not_near.iter().any(seen)
    }

    /// Notes which watched phrases stand in the paragraph: once for all entries, and only if one asks.
    pub(super) fn watch(&mut self, paragraph: &Paragraph) {
        if self.watched_until == self.paragraph {
            return;
        }
        self.watched_until = self.paragraph;
        let glossary = self.glossary;
        let tokens = &paragraph.tokens;
        let mut folded = String::new();
        for &candidate in &paragraph.candidates {
            let first = candidate as usize;
            if !begins_word(tokens, first) {
                continue;
            }
            let mut node = ROOT;
            for (last, token) in tokens.iter().enumerate().skip(first) {
                let Some(next) = glossary.forms.follow(node, token) else {
                    break;
                };
                node = next;
                for number in glossary.forms.ends_at(node) {
                    let variant = &glossary.variants[number as usize];
                    let Owner::Watch(watch) = variant.owner else {
                        continue;
                    };
                    let ends = ends_word(tokens, last)
                        || possessive(self.input, tokens, last, |_| false).is_some();
                    if !ends || self.watched.get(&watch) == Some(&self.paragraph) {
                        continue;
                    }
                    folded.clear();
                    fold_tokens(self.input, &tokens[first..=last], self.html, &mut folded);
                    if glossary.compare(variant, &folded, Case::Ignore).is_some() {
                        self.watched.insert(watch, self.paragraph);
                    }
                }
            }
        }
    }

    /// The longer name that the mention is part of or may be part of. Whoever was a person earlier in the text is one later on: where
    /// "Robin Harbour" was arrested, "Harbour" told the court.
    pub(super) fn longer_name(
        &self,
        paragraph: &Paragraph,
        mention: &Mention<'_>,
    ) -> Option<LongerName> {
        let traits = self.glossary.traits[mention.number];
        if traits.in_names {
            return None;
        }
        let tokens = &paragraph.tokens;
        let place = names::Place {
            source: self.input,
            tokens,
            first: mention.first,
            last: mention.stem,
            made: mention.made && mention.plural,
            traits,
            begins_sentence: &|at| place::begins_sentence(self.input, tokens, at),
            among_capitals: &|| {
                place::among_capitals(self.input, tokens, mention.first, mention.last)
            },
        };
        place.longer_name().or_else(|| {
            let since = self.persons.get(&mention.number)?;
            let is_later = *since < (self.paragraph, mention.first);
            (is_later && place.is_like_a_person())
                .then(|| LongerName::perhaps(mention.first, mention.last, Doubt::Earlier))
        })
    }

    /// Why the entry may not act at this place.
    pub(super) fn refusal(
        &mut self,
        paragraph: &Paragraph,
        mention: &Mention<'_>,
    ) -> Option<Refusal> {
        let span = mention.first..=mention.last;
        let tokens = &paragraph.tokens[span.clone()];
        let quoted = || {
            tokens.iter().any(|token| token.is(QUOTED))
                || self.regions[span]
                    .iter()
                    .any(|&region| region != quotes::OUTSIDE)
        };
        let (start, end) = (tokens[0].start, tokens[tokens.len() - 1].end);
        if mention.entry.gone {
            Some(Refusal::Gone)
        } else if tokens.iter().any(|token| token.is(PRINTED | NO_ACT)) {
            Some(Refusal::Closed)
        } else if !mention.entry.in_quotes && quoted() {
            Some(Refusal::Quoted)
        } else if self.printed.entries.contains(&mention.entry.headword) {
            Some(Refusal::Printed)
        } else if self
            .addresses
            .hold(self.input, self.html, start as usize..end as usize)
        {
            Some(Refusal::Address)
        } else {
            None
        }
    }
}
