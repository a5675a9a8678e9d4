//! Longer names of persons that contain a mention: "Robin Harbour" is nobody's harbour.
//!
//! What cannot be known is whether two capitals are a name. So only what speaks for a person counts: a given name or an initial
//! before it, a common family name behind it, a title before what is no person's entry, or an unknown name beside it that
//! says something or is of an age.

use crate::tokens::{Mark, Token, WORD};

mod lists;

use lists::{FAMILY_NAMES, GIVEN_NAMES, PLACES_TOO, SAYS, TITLES};

/// A mention, as the rule looks at it.
pub(crate) struct Place<'a> {
    pub(crate) source: &'a str,
    pub(crate) tokens: &'a [Token],
    /// The mention's tokens without a possessive ending.
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// Whether the entry is a person.
    pub(crate) person: bool,
    /// Whether the entry is something else.
    pub(crate) thing: bool,
    /// Whether a sentence begins with the token.
    pub(crate) begins_sentence: &'a dyn Fn(usize) -> bool,
}

impl<'a> Place<'a> {
    /// The first and the last token of the person's name that the mention is part of, or `None` when it is of none.
    pub(crate) fn longer_name(&self) -> Option<(usize, usize)> {
        if !self.is_name(self.first) || !self.is_name(self.last) || self.is_shouted() {
            return None;
        }
        let before = self.before();
        let after = self.name_at(self.last + 1);
        if let Some(at) = before
            && (self.is_initial(at) || self.is_in(at, GIVEN_NAMES))
            && !self.is_possible_verb(at)
            // "Georgia Governor Finch": before several words it is the place.
            && (self.first == self.last || !self.is_in(at, PLACES_TOO))
        {
            return Some((at, self.last));
        }
        if self.first != self.last {
            return None;
        }
        if let Some(at) = after
            && (self.is_in(at, FAMILY_NAMES)
                || (self.is_in(self.first, GIVEN_NAMES) && !self.is_in(at, TITLES)))
        {
            return Some((self.first, at));
        }
        if self.thing
            && let Some(at) = self.title_before()
        {
            return Some((at, self.last));
        }
        // "Zebedee Harbour said", "Zebedee Harbour, 43,": not at the start of a sentence, where any word has a capital.
        if let Some(at) = before
            && !self.person
            && !(self.begins_sentence)(at)
            && !self.is_in(at, TITLES)
            && self.acts_as_person(self.last + 1)
        {
            return Some((at, self.last));
        }
        None
    }

    fn word(&self, at: usize) -> &'a str {
        let token = self.tokens.get(at);
        token
            .and_then(|token| self.source.get(token.range()))
            .unwrap_or_default()
    }

    /// Whether the token is a word with one capital at its beginning.
    fn is_name(&self, at: usize) -> bool {
        let word = self.word(at);
        let mut chars = word.chars();
        self.tokens.get(at).is_some_and(|token| token.is(WORD))
            && chars.next().is_some_and(char::is_uppercase)
            && chars.all(|c| !c.is_uppercase() || word.starts_with("Mc"))
    }

    /// Whether the mention is in capitals and more than one letter: they tell nothing then.
    fn is_shouted(&self) -> bool {
        let word = self.word(self.first);
        word.chars().count() > 1 && !word.chars().any(char::is_lowercase)
    }

    /// The name before the mention, an initial's period in between.
    fn before(&self) -> Option<usize> {
        if self.tokens[self.first].glued() {
            return None;
        }
        let at = self.first.checked_sub(1)?;
        if self.tokens[at].mark == Mark::Period && self.tokens[at].glued() {
            return at.checked_sub(1).filter(|&at| self.is_initial(at));
        }
        Some(at).filter(|&at| self.is_name(at))
    }

    fn name_at(&self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        (!token.glued() && self.is_name(at)).then_some(at)
    }

    /// A single capital with a period behind it, or before a capital.
    fn is_initial(&self, at: usize) -> bool {
        let word = self.word(at);
        let mut chars = word.chars();
        // "I" and "A" are words, unless a period follows.
        let period = self
            .tokens
            .get(at + 1)
            .is_some_and(|next| next.mark == Mark::Period && next.glued());
        chars.next().is_some_and(char::is_uppercase)
            && chars.next().is_none()
            && (period || !matches!(word, "I" | "A" | "O"))
    }

    fn is_in(&self, at: usize, list: &[&str]) -> bool {
        list.binary_search(&self.word(at)).is_ok()
    }

    /// "Will Turkey join?", "May Harbour Day": words that begin a sentence without being a name.
    fn is_possible_verb(&self, at: usize) -> bool {
        matches!(
            self.word(at),
            "Will" | "May" | "Mark" | "Grant" | "April" | "June" | "August" | "Sue" | "Bill"
        ) && ((self.begins_sentence)(at)
            || matches!(self.word(at), "May" | "April" | "June" | "August"))
    }

    fn title_before(&self) -> Option<usize> {
        let at = self.first.checked_sub(1)?;
        let at = if self.tokens[at].mark == Mark::Period {
            at.checked_sub(1)?
        } else {
            at
        };
        (!self.tokens[self.first].glued()
            && lists::HONORIFICS.binary_search(&self.word(at)).is_ok())
        .then_some(at)
    }

    /// Whether what follows is what persons do: say something, or have an age.
    fn acts_as_person(&self, at: usize) -> bool {
        if SAYS.binary_search(&self.word(at)).is_ok() {
            return true;
        }
        let age = self.word(at + 1);
        self.word(at) == ","
            && (1..=2).contains(&age.len())
            && age.bytes().all(|b| b.is_ascii_digit())
            && self.word(at + 2) == ","
    }
}
