//! Longer names that contain a mention: "Robin Harbour" is nobody's harbour.
//!
//! First what speaks for a person: a given name or an initial before it, a common family name behind it, a title before what is
//! no person's entry, an unknown name beside it that says something or is of an age, and what only names have: a capital behind a
//! hyphen, a *van* or *bin*, a nickname. Then what may be a name for all that is known ([`unsure`]): a capital beside a capital,
//! an everyday word with a capital for no reason, and what persons do ([`persons`]).

use crate::compile::Traits;
use crate::entities;
use crate::tokens::{Mark, Token, WORD};

mod acronyms;
mod lists;
mod persons;
mod unsure;
mod whole;
mod words;

pub(crate) use unsure::is_opener;

use lists::{FAMILY_NAMES, GIVEN_NAMES, HONORIFICS, OFFICES, PARTICLES, PLACES_TOO, TITLES};
use words::{NO_NAMES, SAYS, TAILS};

/// Particles that a name has at most: "van der". A longer run of such words in capitals is no name, and not to be walked for
/// each of its words.
const MOST_PARTICLES: usize = 3;

/// A mention, as the rule looks at it.
pub(crate) struct Place<'a> {
    pub(crate) source: &'a str,
    pub(crate) tokens: &'a [Token],
    /// The mention's tokens without a possessive ending.
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// Whether its plural is one that was made and not listed.
    pub(crate) made: bool,
    /// What the entry is.
    pub(crate) traits: Traits,
    /// Whether a sentence begins with the token.
    pub(crate) begins_sentence: &'a dyn Fn(usize) -> bool,
    /// Whether the words around the mention are in capitals.
    pub(crate) among_capitals: &'a dyn Fn() -> bool,
}

/// A name that a mention is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LongerName {
    /// Its first token.
    pub(crate) first: usize,
    /// Its last token.
    pub(crate) last: usize,
    /// Whether it is certainly a person's.
    pub(crate) is_sure: bool,
    /// Whether the same word with a capital is somebody further on, too.
    pub(crate) stays: bool,
    /// What makes it unsure, when it is.
    pub(crate) doubt: Doubt,
}

/// Why a mention may be part of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// There is a word beside it that may belong to it.
    Beside,
    /// It has a capital and there is no reason for one.
    Capital,
    /// What follows is what persons are and do.
    Deeds,
    /// It was somebody earlier in the text.
    Earlier,
    /// Among capitals it may be a common word.
    CommonWord,
}

impl LongerName {
    fn surely((first, last): (usize, usize), stays: bool) -> Self {
        Self {
            first,
            last,
            is_sure: true,
            stays,
            doubt: Doubt::Beside,
        }
    }

    pub(crate) fn perhaps(first: usize, last: usize, doubt: Doubt) -> Self {
        Self {
            first,
            last,
            is_sure: false,
            stays: false,
            doubt,
        }
    }
}

impl<'a> Place<'a> {
    /// The longer name that the mention is part of or may be part of, or `None` when it is of none.
    pub(crate) fn longer_name(&self) -> Option<LongerName> {
        if self.is_shouted() {
            if self.traits.acronym {
                let unsure =
                    self.has_shouted_ending() || ((self.among_capitals)() && self.is_common_word());
                let word = || LongerName::perhaps(self.first, self.last, Doubt::CommonWord);
                return unsure.then(word).or_else(|| self.longer_acronym());
            }
            let name = self.shouted_name();
            let name = name.map(|name| LongerName::surely(name, true));
            return name.or_else(|| self.unsure_shouted());
        }
        if !self.is_name(self.first) || !self.is_name(self.last) {
            // "the Board’s Park"
            let ends_as_a_name = self.first != self.last && self.is_name(self.last);
            return ends_as_a_name.then(|| self.tail()).flatten();
        }
        if let Some(name) = self.known_name() {
            // "Christian Ireland" may be a religion's, and says nothing of the Ireland further on.
            let stays = !(name.0 + 1 == self.first && self.is_people(name.0));
            return Some(LongerName::surely(name, stays));
        }
        if self.first != self.last {
            return self.tail();
        }
        self.unsure()
    }

    /// The name of a person, by what lists and marks tell.
    fn known_name(&self) -> Option<(usize, usize)> {
        if (self.first == self.last || self.traits.person)
            && let Some(name) = self.hyphenated()
        {
            return Some(name);
        }
        if let Some(at) = self.initial_before().or_else(|| self.full_name(self.first)) {
            return Some((at, self.last));
        }
        if self.first != self.last {
            return None;
        }
        let after = self.name_at(self.last + 1);
        if let Some(at) = after
            && (self.is_in(at, FAMILY_NAMES)
                || (self.is_in(self.first, GIVEN_NAMES)
                    && !self.is_in(at, TITLES)
                    && !self.is_in(at, TAILS)))
        {
            return Some((self.first, at));
        }
        if let Some(at) = self.title_before()
            && (self.traits.thing || self.traits.lower)
            && (self.is_in(at, HONORIFICS) || (self.traits.lower && after.is_none()))
        {
            return Some((at, self.last));
        }
        if self.traits.person {
            return None;
        }
        // "Zebedee Harbour said", "Zebedee Harbour, 43,"; "Georgia, 43," and "Jordan himself" are persons without a given name.
        let next = self.last + 1;
        if let Some(at) = self.unknown_before()
            && !self.is_in(at, TITLES)
            && (SAYS.binary_search(&self.word(next)).is_ok() || self.has_age(next))
        {
            return Some((at, self.last));
        }
        (self.has_age(next) || matches!(self.word(next), "himself" | "herself"))
            .then_some((self.first, self.last))
    }

    /// In capitals only words tell: a given name or a title before the mention, a family name behind it, or an unknown word
    /// before what says something.
    fn shouted_name(&self) -> Option<(usize, usize)> {
        let is_in = |at: usize, list: &[&str]| list.binary_search(&&*titled(self.word(at))).is_ok();
        if self.first != self.last {
            return None;
        }
        let next = self.last + 1;
        let after = self
            .tokens
            .get(next)
            .filter(|next| next.is(WORD) && !next.glued());
        if after.is_some() && is_in(next, FAMILY_NAMES) && !is_in(next, TITLES) {
            return Some((self.first, next));
        }
        let at = self.step_back(self.first)?;
        let mut from = at;
        // A name has a few particles; a run of them in capitals is no name, and is not to be walked for each of its words.
        for _ in 0..MOST_PARTICLES {
            if is_in(from, PARTICLES) {
                from = self.step_back(from)?;
            }
        }
        if is_in(from, PARTICLES) {
            return None;
        }
        let word = titled(self.word(from));
        let given = is_in(from, GIVEN_NAMES) && !is_verb(&word) && !is_in(from, PLACES_TOO);
        let title = (self.traits.thing || self.traits.lower) && is_in(from, HONORIFICS);
        let says = self.word(next).to_lowercase();
        let speaks = !self.traits.person
            && SAYS.binary_search(&&*says).is_ok()
            && self.tokens[at].is(WORD)
            && !is_in(at, NO_NAMES)
            && !is_in(at, TITLES);
        // "BY ZEBEDEE HARBOUR"
        let byline = self
            .step_back(from)
            .filter(|&by| matches!(self.word(by), "BY" | "By"))
            .is_some_and(|by| (self.begins_sentence)(by));
        (given || title || speaks || byline).then_some((from, self.last))
    }

    fn word(&self, at: usize) -> &'a str {
        let token = self.tokens.get(at);
        token
            .and_then(|token| self.source.get(token.range()))
            .unwrap_or_default()
    }

    /// Whether the token is a word with a capital at its beginning and none right behind it: "Harbour", "O", "LeBron".
    fn is_name(&self, at: usize) -> bool {
        let word = self.word(at);
        if word.starts_with('&') {
            return entities::decode_all(word).starts_with(char::is_uppercase);
        }
        let mut chars = word.chars();
        self.tokens.get(at).is_some_and(|token| token.is(WORD))
            && chars.next().is_some_and(char::is_uppercase)
            && chars
                .next()
                .is_none_or(|c| c.is_lowercase() || !c.is_alphanumeric())
    }

    /// Whether the mention is in capitals and more than one letter: they tell nothing then.
    fn is_shouted(&self) -> bool {
        let word = self.word(self.first);
        word.chars().count() > 1 && !word.chars().any(char::is_lowercase)
    }

    /// The initial before the mention, with or without a period.
    fn initial_before(&self) -> Option<usize> {
        let at = self.step_back(self.first)?;
        let period = self.tokens[at].mark == Mark::Period && self.tokens[at].glued();
        let at = if period { at.checked_sub(1)? } else { at };
        self.is_initial(at).then_some(at)
    }

    /// The token before one, white space in between.
    fn step_back(&self, at: usize) -> Option<usize> {
        (!self.tokens[at].glued())
            .then(|| at.checked_sub(1))
            .flatten()
    }

    fn name_before(&self, at: usize) -> Option<usize> {
        self.step_back(at).filter(|&at| self.is_name(at))
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

    /// Whether it is in a list of words with a capital, whatever its own case.
    fn is_in_folded(&self, at: usize, list: &[&str]) -> bool {
        let word = self.word(at);
        word.len() <= 8 && list.binary_search(&&*titled(word)).is_ok()
    }

    /// "Will Turkey join?", "May Harbour Day": words that begin a sentence without being a name.
    fn is_possible_verb(&self, at: usize) -> bool {
        is_verb(self.word(at))
            && (self.may_begin(at) || matches!(self.word(at), "May" | "April" | "June" | "August"))
    }

    fn title_before(&self) -> Option<usize> {
        let at = self.first.checked_sub(1)?;
        let at = if self.tokens[at].mark == Mark::Period {
            at.checked_sub(1)?
        } else {
            at
        };
        (!self.tokens[self.first].glued()
            && (self.is_in(at, HONORIFICS) || self.is_in(at, OFFICES)))
        .then_some(at)
    }
}

/// Whether several words, as an entry has them, are a person's name by their first.
pub(crate) fn begins_a_name(source: &str, tokens: &[Token], first: usize, last: usize) -> bool {
    let word = |at: usize| source.get(tokens[at].range()).unwrap_or_default();
    GIVEN_NAMES.binary_search(&word(first)).is_ok() && TAILS.binary_search(&word(last)).is_err()
}

/// Words that begin a sentence without being a name, though they are names too.
fn is_verb(word: &str) -> bool {
    matches!(
        word,
        "Will" | "May" | "Mark" | "Grant" | "April" | "June" | "August" | "Sue" | "Bill"
    )
}

/// The word with one capital at its beginning.
fn titled(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.flat_map(char::to_lowercase)).collect()
}
