//! Words that may be part of a name that no list knows: "Condoleezza Rice", "Rose Byrne", "the Rose Theatre".
//!
//! Two capitals side by side are taken for one name unless what stands there says otherwise: a title, a day, a people, a word
//! that begins sentences. That leaves alone some mentions that were meant. It is the better mistake: a reader forgives a missing
//! house word, and nobody a name that is spoilt.

use super::lists::{
    COMMON_WORDS, DETERMINERS, FAMILY, NATIONS, NO_NAMES, OPENERS, TAILS, TIMES, TITLES,
};
use super::{LongerName, Place};
use crate::tokens::WORD;

impl Place<'_> {
    /// What the mention may be part of, for all that is known of it: one word with a capital, not shouted.
    pub(super) fn unsure(&self) -> Option<LongerName> {
        if let Some(at) = self.unknown_before() {
            return Some(LongerName::perhaps(at, self.last));
        }
        if let Some(at) = self.unknown_behind() {
            return Some(LongerName::perhaps(self.first, at));
        }
        self.is_odd_capital()
            .then(|| LongerName::perhaps(self.first, self.last))
    }

    /// "Harbour Board Street": what follows a form of several words and makes another name of it.
    pub(super) fn tail(&self) -> Option<LongerName> {
        let at = self
            .name_at(self.last + 1)
            .filter(|&at| self.is_in(at, TAILS))?;
        Some(LongerName::perhaps(self.first, at))
    }

    /// The word before the mention that may begin its name: it has a capital that nothing else accounts for.
    fn unknown_before(&self) -> Option<usize> {
        let at = self.step_back(self.first)?;
        let word = self.word(at);
        // "JK Harbour" is somebody; in "the NATO Turkey deal" the capitals are an organisation's.
        let capitals = self.traits.lower && is_capitals(word);
        if !(self.is_name(at) || capitals) || self.is_no_name(at) || self.is_in(at, TITLES) {
            return None;
        }
        if (self.begins_sentence)(at) {
            let opens = self.is_in(at, OPENERS)
                || ["ing", "ed", "ly"].iter().any(|end| word.ends_with(end));
            if opens || self.is_possible_verb(at) {
                return None;
            }
        }
        Some(at)
    }

    /// The word behind the mention that may end its name.
    fn unknown_behind(&self) -> Option<usize> {
        let at = self.name_at(self.last + 1)?;
        let accounted = self.is_no_name(at) || self.is_in(at, TITLES) || self.is_in(at, OPENERS);
        (!accounted).then_some(at)
    }

    /// Whether an everyday word has a capital for no reason that can be seen, and so is somebody's name: "Police say Harbour told
    /// the court". Behind a determiner it is the thing, written with respect: "the Board".
    fn is_odd_capital(&self) -> bool {
        if !self.traits.lower || self.traits.near {
            return false;
        }
        if self.has_age(self.last + 1) || self.is_in(self.last + 1, FAMILY) {
            return true;
        }
        let Some(before) = self.first.checked_sub(1) else {
            return false;
        };
        let touches = self.tokens[before].is(WORD) || self.word(before) == ",";
        touches
            && !self.tokens[self.first].glued()
            && !(self.begins_sentence)(self.first)
            && !self.has_determiner()
    }

    /// Whether a determiner stands before the mention, or before the one word that is between.
    pub(super) fn has_determiner(&self) -> bool {
        let is = |at: usize| {
            let word = self.word(at);
            word.len() <= 8 && DETERMINERS.binary_search(&&*word.to_lowercase()).is_ok()
        };
        let Some(before) = self.step_back(self.first) else {
            return false;
        };
        // "the gulls' Board", "Erdogan's Board"
        let possessive = self.word(before) == "s" || self.tokens[before].mark.is_apostrophe();
        let adjective = || {
            let small = self.word(before).starts_with(char::is_lowercase);
            let further = self.step_back(before).filter(|_| small);
            further.is_some_and(is)
        };
        is(before) || possessive || adjective()
    }

    /// Whether the mention stands as a family name does: one word with a capital, and no determiner before it.
    pub(crate) fn is_like_a_person(&self) -> bool {
        self.first == self.last && self.is_name(self.first) && !self.has_determiner()
    }

    /// A capital that says nothing of a person: a day, a people, a little word.
    fn is_no_name(&self, at: usize) -> bool {
        let word = self.word(at);
        self.is_in(at, NO_NAMES)
            || self.is_in(at, TIMES)
            || self.is_in(at, NATIONS)
            || (word.len() > 5
                && ["ese", "ish", "ian", "ean", "ern"]
                    .iter()
                    .any(|end| word.ends_with(end)))
    }

    /// Whether an acronym among capitals may as well be a common word, or another word with an ending of ours: "TELLS US WHY".
    pub(super) fn is_common_word(&self) -> bool {
        let word = self.word(self.first);
        self.made || COMMON_WORDS.binary_search(&&*word.to_lowercase()).is_ok()
    }

    /// ", 43,"
    pub(super) fn has_age(&self, at: usize) -> bool {
        let age = self.word(at + 1);
        self.word(at) == ","
            && (1..=2).contains(&age.len())
            && age.bytes().all(|b| b.is_ascii_digit())
            && self.word(at + 2) == ","
    }
}

/// Two letters or more, all of them capitals.
fn is_capitals(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// Whether a sentence may begin with a word before anything at all, so that its capital tells nothing.
pub(crate) fn is_opener(word: &str) -> bool {
    let is_in = |list: &[&str]| list.binary_search(&word).is_ok();
    is_in(OPENERS) || is_in(NO_NAMES) || is_in(TIMES)
}
