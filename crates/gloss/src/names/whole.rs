//! How far a name reaches: over hyphens, particles, nicknames and middle names.

use super::lists::{FAMILY_NAMES, GIVEN_NAMES, PARTICLES, PLACES_TOO, TITLES};
use super::words::NO_NAMES;
use super::{MOST_PARTICLES, Place};
use crate::tokens::{Mark, Token, WORD};

/// So many steps back from a mention the beginning of a name is looked for.
const MOST_STEPS: usize = 5;

impl Place<'_> {
    /// "Smith-Harbour", "Harbour-Smith", "al-Harbour".
    pub(super) fn hyphenated(&self) -> Option<(usize, usize)> {
        let before = self.hyphen_before(self.first);
        if let Some(at) = before
            && self.is_in_folded(at, PARTICLES)
        {
            let name = self.full_name(self.first);
            let name = name.or((self.traits.lower || self.traits.person).then_some(at));
            return name.map(|from| (from, self.last));
        }
        let after = self.last + 2;
        let hyphen = self.tokens.get(self.last + 1);
        let after = hyphen
            .is_some_and(|hyphen| hyphen.mark == Mark::Hyphen && hyphen.glued())
            .then_some(after)
            .filter(|&at| self.tokens.get(at).is_some_and(Token::glued) && self.is_name(at));
        let other = before.filter(|&at| self.is_name(at)).or(after)?;
        let (first, last) = (self.first.min(other), self.last.max(other));
        // "The China-Turkey trade" are two places.
        let known = self.is_in(other, FAMILY_NAMES)
            || (self.is_in(other, GIVEN_NAMES) && !self.is_in(other, PLACES_TOO));
        let from = self.full_name(first).or_else(|| {
            let at = self.name_before(first)?;
            (!(self.begins_sentence)(at) && !self.is_in(at, TITLES)).then_some(at)
        });
        (self.traits.lower || self.traits.person || known || from.is_some())
            .then_some((from.unwrap_or(first), last))
    }

    /// The beginning of a name that goes on with the token at `first`: a given name with others between, or any name before
    /// a particle or a nickname.
    pub(super) fn full_name(&self, first: usize) -> Option<usize> {
        // "The veteran Al Jordan", but "Mohammed Al Jordan"
        let short = |at: &usize| matches!(self.word(*at), "Al" | "Ben");
        let name = self.name_before_name(first);
        name.or_else(|| self.step_back(first).filter(short))
    }

    fn name_before_name(&self, first: usize) -> Option<usize> {
        let mut at = first;
        // Whether a particle or a nickname was stepped over, which only names have.
        let mut linked = false;
        let mut middle = 0;
        for _ in 0..MOST_STEPS {
            if let Some(mark) = self.nickname_before(at) {
                linked = true;
                at = mark;
                continue;
            }
            let hyphen = self.hyphen_before(at);
            let before = hyphen.or_else(|| self.step_back(at))?;
            if self.is_in_folded(before, PARTICLES) && !(self.begins_sentence)(before) {
                linked = true;
                at = before;
                continue;
            }
            if !self.is_name(before) {
                return None;
            }
            // "Georgia Governor Finch": before several words, and farther off, it is the place.
            let place = self.is_in(before, PLACES_TOO)
                && (middle > 0 || hyphen.is_some() || self.first != self.last);
            if self.is_in(before, GIVEN_NAMES) && !self.is_possible_verb(before) && !place {
                return Some(before);
            }
            if linked {
                return (!self.is_in(before, NO_NAMES)).then_some(before);
            }
            if middle > 1
                || self.is_in(before, TITLES)
                || self.is_in(before, NO_NAMES)
                || (self.begins_sentence)(before)
                || self.first != self.last
            {
                return None;
            }
            middle += 1;
            at = before;
        }
        None
    }

    /// The name behind small particles: "Chad van der Pell", "Georgia de Pell".
    pub(super) fn name_behind_particles(&self, from: usize) -> Option<usize> {
        let is_particle = |at: usize| {
            self.word(at).starts_with(char::is_lowercase)
                && (self.is_in_folded(at, PARTICLES)
                    || matches!(self.word(at), "das" | "do" | "e" | "y"))
        };
        let mut at = from;
        while at < from + MOST_PARTICLES && is_particle(at) {
            at += 1;
        }
        // "Jordan al-Masri"
        let hyphen = at > from
            && self
                .tokens
                .get(at)
                .is_some_and(|hyphen| hyphen.mark == Mark::Hyphen && hyphen.glued())
            && self.tokens.get(at + 1).is_some_and(Token::glued);
        if hyphen && self.is_name(at + 1) {
            return Some(at + 1);
        }
        self.name_at(at).filter(|_| at > from)
    }

    /// The word before a hyphen that touches it and the token at `at`.
    pub(super) fn hyphen_before(&self, at: usize) -> Option<usize> {
        let hyphen = at.checked_sub(1)?;
        let touches = self.tokens[at].glued()
            && self.tokens[hyphen].mark == Mark::Hyphen
            && self.tokens[hyphen].glued();
        let before = hyphen.checked_sub(1)?;
        (touches && self.tokens[before].is(WORD)).then_some(before)
    }

    /// The opening mark of a nickname before the token at `at`: one word or two in quotation marks or brackets.
    pub(super) fn nickname_before(&self, at: usize) -> Option<usize> {
        let encloses =
            |mark: Mark| mark.is_quote() || matches!(mark, Mark::OpenBracket | Mark::CloseBracket);
        let close = self.step_back(at)?;
        if !encloses(self.tokens[close].mark) || !self.tokens[close].glued() {
            return None;
        }
        (1..=3)
            .map_while(|words| close.checked_sub(words + 1))
            .take_while(|&at| self.tokens[at + 1].is(WORD))
            .find(|&at| {
                encloses(self.tokens[at].mark)
                    && !self.tokens[at].glued()
                    && self.tokens[at + 1].glued()
            })
    }
}
