//! Words that may be part of a name that no list knows: "Condoleezza Rice", "Rose Byrne", "the Rose Theatre".
//!
//! Two capitals side by side are taken for one name unless what stands there says otherwise: a title, a day, a people, a word
//! that begins sentences. That leaves alone some mentions that were meant. It is the better mistake: a reader forgives a missing
//! house word, and nobody a name that is spoilt. Each rule has what goes wrong without it beside it; all of them are in
//! docs/GLOSSARY.md.

use super::lists::TITLES;
use super::words::{
    BEARERS, CALLINGS, DETERMINERS, DIRECTED, LOOSE_TITLES, NATIONS, NO_NAMES, OPENERS, SEATS,
    TAILS, TIMES,
};
use super::{Doubt, LongerName, Place};
use crate::tokens::WORD;

impl Place<'_> {
    /// What the mention may be part of, for all that is known of it: one word with a capital, not shouted.
    pub(super) fn unsure(&self) -> Option<LongerName> {
        if self.traits.person && self.is_month() {
            return Some(LongerName::perhaps(
                self.first,
                self.last,
                Doubt::CommonWord,
            ));
        }
        if let Some(at) = self.unknown_before() {
            return Some(LongerName {
                // An everyday word with a capital behind a name is somebody, and is so further on: "Condoleezza Rice flew. Rice
                // met the president." So is a person's name behind another given name. A country may have been a country.
                stays: (self.traits.lower || self.traits.person) && !self.made,
                ..LongerName::perhaps(at, self.last, Doubt::Beside)
            });
        }
        // "A Temporary Resident": a word that is no noun and has its article names nobody.
        let describes = self.traits.lower && !self.traits.inflect && self.has_determiner();
        if let Some(at) = self.unknown_behind().filter(|_| !describes) {
            return Some(LongerName::perhaps(self.first, at, Doubt::Beside));
        }
        if let Some(at) = self.seat_before() {
            return Some(LongerName::perhaps(at, self.last, Doubt::Beside));
        }
        let doubt = if self.does_as_persons_do() {
            Doubt::Deeds
        } else if self.is_odd_capital() {
            Doubt::Capital
        } else {
            return None;
        };
        Some(LongerName::perhaps(self.first, self.last, doubt))
    }

    /// Agencies write family names in capitals. Among other capitals they tell nothing.
    pub(super) fn unsure_shouted(&self) -> Option<LongerName> {
        if self.first != self.last || (self.among_capitals)() {
            return None;
        }
        // "Condoleezza RICE flew", "ROSE Justin (GBR)"
        let before = self.unknown_before();
        let name = before.map(|at| (at, self.last));
        let name = name.or_else(|| self.unknown_behind().map(|at| (self.first, at)));
        name.map(|(first, last)| LongerName::perhaps(first, last, Doubt::Beside))
    }

    /// "Harbour Board Street": what follows a form of several words and makes another name of it.
    pub(super) fn tail(&self) -> Option<LongerName> {
        let next = self.last + 1;
        let at = self.behind_possessive(next).unwrap_or(next);
        let follows = self.tokens.get(at).is_some_and(|next| !next.glued());
        // "the Harbour Board Press", but "the Harbour Board Press Officer"
        let belongs = self.word(at) == "Press" && self.name_at(at + 1).is_some();
        (follows && self.is_in(at, TAILS) && !belongs)
            .then(|| LongerName::perhaps(self.first, at, Doubt::Beside))
    }

    /// The word before the mention that may begin its name: it has a capital that nothing else accounts for.
    pub(super) fn unknown_before(&self) -> Option<usize> {
        let at = self.step_back(self.first)?;
        let word = self.word(at);
        // "Abercrombie & Finch"
        if matches!(word, "&" | "&amp;") && (self.traits.person || self.traits.lower) {
            return self.name_before(at);
        }
        // "the novelist Jordan": a calling right before a name is a person's, whatever else has the name.
        if (self.traits.thing || self.traits.lower) && self.is_in(at, CALLINGS) {
            return Some(at);
        }
        // "JK Harbour" is somebody; in "the NATO Turkey deal" the capitals are an organisation's.
        let capitals = self.traits.lower && is_capitals(word);
        let begins = self.may_begin(at);
        if !(self.is_name(at) || capitals) || (begins && matches!(word, "Will" | "May")) {
            return None;
        }
        if self.is_in(at, TITLES) {
            // "Detective Jordan" is no river. Of an entry that says of itself that it is a person, the title is a part.
            let persons = !self.is_in(at, LOOSE_TITLES) && self.traits.thing;
            return persons.then_some(at);
        }
        if self.is_no_name(at) {
            // "Northern Ireland" is another place than Ireland, "northern Turkey" a part of Turkey.
            let another = self.is_in(self.first, DIRECTED) && !self.is_in(at, TIMES);
            return (another && self.is_direction(at)).then_some(at);
        }
        if self.is_in(at, TIMES) {
            // "In June Jordan sent a card", but "the poet June Jordan".
            let given = matches!(
                word,
                "April" | "August" | "Autumn" | "June" | "May" | "Summer"
            );
            let dated = self.step_back(at).is_some_and(|before| {
                let word = self.word(before);
                word.starts_with(|c: char| c.is_ascii_digit()) || is_folded(word, DATED)
            });
            return (given && !dated).then_some(at);
        }
        if begins && (self.is_in(at, OPENERS) || opens_by_its_ending(word)) {
            return None;
        }
        Some(at)
    }

    /// The word behind the mention that may end its name.
    fn unknown_behind(&self) -> Option<usize> {
        let at = self.last + 1;
        // "The King's Cross fire", "the Women's Institute"
        let possessed = self.behind_possessive(at);
        if let Some(at) = possessed {
            let name = self.is_in(at, TAILS)
                || (self.traits.lower && !self.is_in(at, TITLES) && !self.is_in(at, TIMES));
            return (name && !self.is_no_name(at)).then_some(at);
        }
        // "Photo: Rose/AP"
        if self.traits.lower && self.word(at) == "/" && self.tokens[at].glued() {
            let other = self.is_name(at + 1) || is_capitals(self.word(at + 1));
            return (other && self.tokens[at + 1].glued()).then_some(at + 1);
        }
        let capitals = |at: usize| {
            let follows = self
                .tokens
                .get(at)
                .is_some_and(|next| next.is(WORD) && !next.glued());
            follows && is_capitals(self.word(at))
        };
        if capitals(at) && (self.traits.lower || self.is_in(at, TAILS)) {
            return Some(at);
        }
        // "Harbour & Sons"
        if matches!(self.word(at), "&" | "&amp;") && self.is_name(at + 1) {
            let sons = self.is_in(at + 1, TAILS) || self.traits.lower || self.traits.person;
            return sons.then_some(at + 1);
        }
        if let Some(at) = self.name_behind_particles(at) {
            return Some(at);
        }
        let at = self.name_at(at)?;
        let next = self.name_at(at + 1);
        let word = self.word(at);
        // "In Jordan King Abdullah" is a title's capital, in "Jordan King scored" a name's; "Georgia May Whelk" is somebody.
        let accounted = if self.is_in(at, TITLES) {
            // "Turkey Prime Minister Whelk", but "Amazon Prime"
            (next.is_some() && (word != "Prime" || self.word(at + 1) == "Minister"))
                || !matches!(
                    word,
                    "Baron"
                        | "Bishop"
                        | "Duke"
                        | "Earl"
                        | "Judge"
                        | "Justice"
                        | "King"
                        | "Lord"
                        | "Major"
                        | "Pope"
                        | "Prime"
                        | "Prince"
                        | "Queen"
                        | "St"
                )
        } else if self.is_in(at, TIMES) {
            next.is_none()
        } else {
            self.is_in(at, NO_NAMES)
        };
        (!accounted).then_some(at)
    }

    /// The name behind the possessive ending that begins with the token at `at`.
    fn behind_possessive(&self, at: usize) -> Option<usize> {
        let mark = self.tokens.get(at)?;
        if !mark.mark.is_apostrophe() || !mark.glued() {
            return None;
        }
        let s = self.tokens.get(at + 1)?;
        let ending = s.glued() && matches!(self.word(at + 1), "s" | "S");
        self.name_at(at + 1 + usize::from(ending))
    }

    /// "The University of Bath", "the Duke of Harbour", "the Wars of the Roses".
    fn seat_before(&self) -> Option<usize> {
        let before = self.step_back(self.first)?;
        let of = if self.word(before) == "the" {
            self.step_back(before)?
        } else {
            before
        };
        let at = self.step_back(of).filter(|_| self.word(of) == "of")?;
        self.is_in(at, SEATS).then_some(at)
    }

    /// Whether a determiner stands before the mention, or before the one word that is between.
    pub(super) fn has_determiner(&self) -> bool {
        let is = |at: usize| is_folded(self.word(at), DETERMINERS);
        let Some(before) = self.step_back(self.first) else {
            return false;
        };
        // "The town's Harbour", "Friday's Budget", but "Uncle Ben's Rice".
        let possessive = self.possessor(before).is_some_and(|at| {
            let word = self.word(at);
            word.starts_with(char::is_lowercase) || self.is_in(at, TIMES)
        });
        // "They named her Hope."
        let called =
            |at: usize| matches!(self.word(at), "called" | "christened" | "dubbed" | "named");
        if matches!(self.word(before), "her" | "him" | "it")
            && self.step_back(before).is_some_and(called)
        {
            return false;
        }
        // "the old Board", but "the ferry Hope"
        let adjective = || {
            let small = self.word(before).starts_with(char::is_lowercase);
            let further = self
                .step_back(before)
                .filter(|_| small && !self.is_in(before, BEARERS));
            further.is_some_and(is)
        };
        is(before) || possessive || adjective()
    }

    /// The word of which the token is the possessive ending, or the end of that: *’s* or *’*.
    fn possessor(&self, at: usize) -> Option<usize> {
        let mark = if self.word(at) == "s" {
            at.checked_sub(1)?
        } else {
            at
        };
        self.tokens[mark]
            .mark
            .is_apostrophe()
            .then(|| mark.checked_sub(1))
            .flatten()
    }

    /// Whether the mention stands as a family name does: one word with a capital, and no determiner before it.
    pub(crate) fn is_like_a_person(&self) -> bool {
        self.first == self.last && self.is_name(self.first) && !self.has_determiner()
    }

    /// A capital that says nothing of a person: a people, a little word.
    fn is_no_name(&self, at: usize) -> bool {
        let word = self.word(at);
        // "Japanese", "Congolese"; nearly nobody is called so.
        let people = word.len() > 6 && word.ends_with("ese");
        self.is_in(at, NO_NAMES) || self.is_in(at, NATIONS) || people
    }

    /// A people or a faith that is a given name, too.
    pub(super) fn is_people(&self, at: usize) -> bool {
        self.is_in(at, NATIONS) || self.word(at) == "Norman"
    }

    /// "In May", "5 May", "May 2019": a month, whatever else is called so.
    fn is_month(&self) -> bool {
        if !self.is_in(self.first, TIMES) {
            return false;
        }
        let is_number = |at: usize| self.word(at).starts_with(|c: char| c.is_ascii_digit());
        let before = self.step_back(self.first);
        let month_before = before.is_some_and(|at| {
            let word = self.word(at);
            is_number(at) || is_folded(word, DATED) || is_folded(word, &["in", "on"])
        });
        month_before || is_number(self.last + 1)
    }

    /// A direction or a *New* with a capital.
    fn is_direction(&self, at: usize) -> bool {
        let word = self.word(at);
        matches!(word, "Great" | "New" | "Central" | "Upper")
            || ["North", "South", "East", "West"]
                .iter()
                .any(|direction| word.starts_with(direction))
    }
}

/// What stands before the name of a month that is one.
const DATED: &[&str] = &[
    "after", "all", "before", "by", "during", "early", "every", "for", "from", "in", "into",
    "last", "late", "mid", "next", "of", "since", "that", "this", "through", "till", "to", "until",
];

/// Two letters or more, all of them capitals.
fn is_capitals(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(char::is_uppercase)
        && chars.all(char::is_uppercase)
}

/// Whether it is in a sorted list of small words, whatever its own case.
pub(super) fn is_folded(word: &str, list: &[&str]) -> bool {
    let folded = || word.bytes().map(|byte| byte.to_ascii_lowercase());
    list.binary_search_by(|known| known.bytes().cmp(folded()))
        .is_ok()
}

/// "Visiting", "Officially": what sentences begin with, told from names by their endings. Not "-ed": Khaled and Mohammed are
/// written so as often as "invited" is.
fn opens_by_its_ending(word: &str) -> bool {
    const NAMES: &[&str] = &[
        "Beijing", "Browning", "Channing", "Fielding", "Fleming", "Golding", "Harding", "Irving",
        "Jiaming", "Keating", "Manning", "Nanjing", "Sterling", "Stirling", "Xiaoming", "Xiaoping",
    ];
    const ADVERBS: &[&str] = &[
        "ably", "ally", "dly", "ely", "ently", "gly", "hly", "ibly", "ily", "kly", "tly", "usly",
    ];
    let participle = word.ends_with("ing") && word.len() > 5 && NAMES.binary_search(&word).is_err();
    let adverb = word.len() > 6 && ADVERBS.iter().any(|end| word.ends_with(end));
    participle || adverb
}

/// Whether a sentence may begin with a word before anything at all, so that its capital tells nothing.
pub(crate) fn is_opener(word: &str) -> bool {
    let is_in = |list: &[&str]| list.binary_search(&word).is_ok();
    is_in(OPENERS) || is_in(NO_NAMES) || is_in(TIMES) || opens_by_its_ending(word)
}
