//! Acronyms: where they may be common words, and what makes other names of them.

use super::unsure::is_folded;
use super::words::{ACRONYM_TAILS, COMMON_WORDS, TAILS};
use super::{Doubt, LongerName, Place};

impl Place<'_> {
    /// "US$5 million", "the US Open", "NHS England". Elsewhere an acronym beside a capital is what it says: "the US Navy".
    pub(super) fn longer_acronym(&self) -> Option<LongerName> {
        let at = self.last + 1;
        let next = self.tokens.get(at)?;
        let currency = next.glued() && matches!(self.word(at), "$" | "£" | "€" | "¥");
        let tail = !next.glued() && (self.is_in(at, TAILS) || self.is_in(at, ACRONYM_TAILS));
        (currency || tail).then(|| LongerName::perhaps(self.first, at, Doubt::Beside))
    }

    /// Whether an acronym among capitals may as well be a common word, or another word with an ending of ours: "TELLS US WHY".
    pub(super) fn is_common_word(&self) -> bool {
        self.made || is_folded(self.word(self.first), COMMON_WORDS)
    }

    /// "USES" is no plural of "US"; "MPs" is one of "MP".
    pub(super) fn has_shouted_ending(&self) -> bool {
        self.made && self.word(self.last).ends_with(char::is_uppercase)
    }
}
