//! What only persons are and do: everyday words with a capital that nothing explains, ages, speech, families, arrests.

use super::Place;
use super::lists::{FAMILY_NAMES, GIVEN_NAMES};
use super::unsure::is_folded;
use super::words::{
    CALLINGS, DEEDS, FAMILY, GATHERINGS, KIN, NATIONS, NO_NAMES, SAYS, SEATS, TIMES,
};
use crate::tokens::{Mark, TAG_BEFORE, WORD};

impl Place<'_> {
    /// Whether an everyday word has a capital for no reason that can be seen, and so is somebody's name: "Police say Harbour told
    /// the court". Behind a determiner it is the thing, written with respect: "the Board". With near words these decide.
    pub(super) fn is_odd_capital(&self) -> bool {
        if !self.traits.lower || self.traits.near || self.is_at_a_beginning() {
            return false;
        }
        // "He met the Harbours": with a capital and many of them they are a family.
        self.made || !self.has_determiner()
    }

    /// Whether the mention stands where any word may have a capital: where a sentence begins, or behind a colon, a dash, a mark
    /// of quotation, a bullet, a line break.
    fn is_at_a_beginning(&self) -> bool {
        self.may_begin(self.first) || self.tokens[self.first].glued() || self.follows_a_break()
    }

    /// Whether what begins with the token may be a sentence or its like: it is the first, or what stands before is no word and no
    /// comma: "Q: Will Turkey join?", "he asked: “Will Turkey join?”".
    pub(super) fn may_begin(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return true;
        };
        let token = &self.tokens[before];
        let touches = token.is(WORD) || self.word(before) == ",";
        // An abbreviation's period begins nothing.
        let goes_on = touches || token.mark.is_apostrophe() || token.mark == Mark::Period;
        !goes_on || (self.begins_sentence)(at)
    }

    fn follows_a_break(&self) -> bool {
        let first = &self.tokens[self.first];
        let before = self.tokens[self.first - 1].end as usize;
        let between = self.source.get(before..first.start as usize);
        first.is(TAG_BEFORE)
            && between.is_some_and(|between| between.contains("<br") || between.contains("<BR"))
    }

    /// Whether what follows a mention is what persons are and do, and things are and do not.
    pub(super) fn does_as_persons_do(&self) -> bool {
        if self.traits.person {
            return false;
        }
        let next = self.last + 1;
        // "The Harbour family", "the Jordan brothers"
        if self.is_in(next, FAMILY) {
            return true;
        }
        let begins = (self.begins_sentence)(self.first);
        // "Harbour, who lives alone, was fined": of a country one says which.
        let after_comma = (self.word(next) == ",").then(|| self.word(next + 1));
        if (self.traits.lower || begins)
            && after_comma.is_some_and(|word| matches!(word, "who" | "whose" | "aged"))
        {
            return true;
        }
        if self.has_a_life() {
            return true;
        }
        if !self.traits.lower {
            return false;
        }
        // "Harbour and Whelk sell rope", "Harbour, Whelk and Pell", "the Rose and Crown"
        let with_other = matches!(self.word(next), "," | "and" | "or")
            && self.is_name(next + 1)
            && ![NO_NAMES, TIMES, NATIONS]
                .iter()
                .any(|list| self.is_in(next + 1, list));
        // "The Bank of England", but "Investigation of Monday's fire begins".
        let of_other = self.word(next) == "of"
            && self.is_name(next + 1)
            && (!begins || self.is_in(self.first, SEATS));
        // "the Church of the Nativity"
        let of_the_other = !begins
            && [self.word(next), self.word(next + 1)] == ["of", "the"]
            && self.is_name(next + 2);
        if (with_other && !self.is_many()) || of_other || of_the_other || self.is_in_a_list() {
            return true;
        }
        // "Harbour said so": a thing that says something has a determiner, or is many, or is one of those that need none.
        let bare = !self.traits.near || !begins;
        bare && !self.has_determiner()
            && !self.is_many()
            && (self.is_in(next, SAYS)
                || (matches!(self.word(next), "was" | "is") && self.is_in(next + 1, DEEDS)))
    }

    /// Whether what may be somebody's name is given what only persons have: a brother, a trade, a birthday. It is not asked of a
    /// word with a capital of its own that is on no list of names: "Turkey, a critic of the treaty".
    fn has_a_life(&self) -> bool {
        let known = self.is_in(self.first, GIVEN_NAMES) || self.is_in(self.first, FAMILY_NAMES);
        if !known && (!self.traits.lower || self.has_determiner()) {
            return false;
        }
        let next = self.last + 1;
        let kin = |at: usize| self.is_in(at, KIN);
        let somebodys = |at: usize| matches!(self.word(at), "his" | "her" | "their");
        let [one, two] = [next, next + 1].map(|at| self.word(at));
        match one {
            // "Her daughters, Hope and Paloma, row", "His girlfriend, Paris, rows"
            "," | "and" if self.kin_and_comma_before() => true,
            // "Jordan and his wife"
            "and" => somebodys(next + 1) && kin(next + 2),
            // "Jordan, a plumber", "Hope, a retired diver"
            "," => {
                matches!(two, "a" | "an" | "her" | "his" | "the")
                    && [next + 2, next + 3]
                        .into_iter()
                        .any(|at| self.is_in(at, CALLINGS) || kin(at))
            }
            "turned" => two.starts_with(|c: char| c.is_ascii_digit()),
            "was" | "is" => known && self.is_in(next + 1, DEEDS),
            // "Jordan said he would row", "Jordan told his mother"
            said if SAYS.binary_search(&said).is_ok() => {
                let at = next + 1 + usize::from(two == "that");
                matches!(self.word(at), "he" | "she") || (somebodys(at) && kin(at + 1))
            }
            // "Hope’s mother", "Storm’s lawyer"
            _ => {
                let has = |at: usize| {
                    kin(at) || (self.traits.lower && self.word(at).starts_with("lawyer"))
                };
                let mark = self.tokens.get(next);
                mark.is_some_and(|mark| mark.mark.is_apostrophe() && mark.glued())
                    && has(next + 1 + usize::from(two == "s"))
            }
        }
    }

    fn kin_and_comma_before(&self) -> bool {
        self.step_back(self.first)
            .filter(|&at| self.word(at) == ",")
            .and_then(|at| at.checked_sub(1))
            .is_some_and(|at| self.is_in(at, KIN))
    }

    /// "Harbour v Whelk", "Harbour et al.", "(Harbour, 2019)", "Scorers: Harbour 12, Whelk 43"
    fn is_in_a_list(&self) -> bool {
        let next = self.last + 1;
        let is_number = |at: usize, most: usize| {
            let word = self.word(at);
            (1..=most).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
        };
        let cited = self.word(next) == "," && is_number(next + 1, 4) && self.word(next + 2) == ")";
        let scored = is_number(next, 3) && matches!(self.word(next + 1), "," | ";" | "");
        cited || scored || matches!(self.word(next), "v" | "vs" | "et")
    }

    /// "Experts said", "Firemen said", "Parliament said"
    fn is_many(&self) -> bool {
        let word = self.word(self.last);
        self.made || word.ends_with('s') || word.ends_with("men") || is_folded(word, GATHERINGS)
    }

    /// ", 43,", ", aged 43", "(43)"
    pub(super) fn has_age(&self, at: usize) -> bool {
        let is_age = |at: usize| {
            let age = self.word(at);
            (1..=2).contains(&age.len()) && age.bytes().all(|b| b.is_ascii_digit())
        };
        match self.word(at) {
            "," if self.word(at + 1) == "aged" => is_age(at + 2),
            "," => is_age(at + 1) && self.word(at + 2) == ",",
            "(" => is_age(at + 1) && self.word(at + 2) == ")",
            _ => false,
        }
    }
}
