//! How a mention might be a mistake: what an editor should look at before a change reaches the archive.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Mention, Search, place};
use crate::names::is_opener;
use crate::quotes;
use crate::tokens::{Mark, Paragraph, QUOTED, Token, WORD};

/// So many words at most a paragraph has that could be a headline or a standfirst.
const HEADLINE_WORDS: u32 = 20;
/// Among so many words right behind a heading its own words are taken up.
const TAKEN_UP_WITHIN: usize = 4;

/// Why a mention deserves a second look. The riskiest comes first in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// It stands in somebody's own words.
    Quotation,
    /// A word with a capital stands beside it: it may be part of a longer name.
    Name,
    /// The text does not have the form as it is written: an ending, other capitals, a hyphen.
    InsideWord,
    /// It may belong to a headline: it stands at the top, or right under a heading, in a short paragraph without a full
    /// stop; or a heading's words are taken up right behind it.
    NextToHeadline,
    /// There are many of it in one article.
    Mass,
}

impl Risk {
    /// All risks, the riskiest first.
    pub const ALL: [Self; 5] = [
        Self::Quotation,
        Self::Name,
        Self::InsideWord,
        Self::NextToHeadline,
        Self::Mass,
    ];

    /// How much it weighs beside the others, when the riskiest of many are wanted first.
    pub fn weight(self) -> u32 {
        match self {
            Self::Quotation => 16,
            Self::Name => 12,
            Self::InsideWord => 5,
            Self::NextToHeadline => 2,
            Self::Mass => 3,
        }
    }
}

impl fmt::Display for Risk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Quotation => "in a quotation",
            Self::Name => "perhaps part of a longer name",
            Self::InsideWord => "with an ending, other capitals or a hyphen",
            Self::NextToHeadline => "next to a headline",
            Self::Mass => "many in one article",
        })
    }
}

impl Search<'_> {
    /// The risks of a mention, without [`Risk::Mass`], which is none of one mention.
    pub(super) fn risks(&self, paragraph: &Paragraph, mention: &Mention<'_>) -> Vec<Risk> {
        let tokens = &paragraph.tokens;
        let span = mention.first..=mention.last;
        let mut risks = Vec::new();
        let quoted = tokens[span.clone()].iter().any(|token| token.is(QUOTED))
            || self.regions[span]
                .iter()
                .any(|&region| region != quotes::OUTSIDE);
        if quoted {
            risks.push(Risk::Quotation);
        }
        if self.beside_a_capital(tokens, mention) {
            risks.push(Risk::Name);
        }
        let hyphen =
            |token: Option<&Token>| token.is_some_and(|t| t.mark == Mark::Hyphen && t.glued());
        if mention.plural
            || mention.last > mention.stem
            || !mention.shape.exact
            || hyphen(tokens.get(mention.last + 1))
            || hyphen(mention.first.checked_sub(1).and_then(|at| tokens.get(at)))
        {
            risks.push(Risk::InsideWord);
        }
        if self.next_to_headline(paragraph, mention) {
            risks.push(Risk::NextToHeadline);
        }
        risks
    }

    /// Whether a mention may be part of a headline, or answers one.
    fn next_to_headline(&self, paragraph: &Paragraph, mention: &Mention<'_>) -> bool {
        let tokens = &paragraph.tokens;
        let at_the_top = self.paragraph == 1 || paragraph.after_heading;
        if at_the_top && paragraph.words <= HEADLINE_WORDS && !ends_like_a_sentence(tokens) {
            return true;
        }
        let words = |tokens: &[Token]| tokens.iter().filter(|token| token.is(WORD)).count();
        paragraph.after_heading
            && words(&tokens[..mention.first]) < TAKEN_UP_WITHIN
            && tokens[mention.first..=mention.stem]
                .iter()
                .filter(|token| token.is(WORD))
                .all(|token| self.words_above.contains(&token.hash))
    }

    /// Whether a word with a capital that tells something touches a mention that has one too, and no sentence begins between.
    fn beside_a_capital(&self, tokens: &[Token], mention: &Mention<'_>) -> bool {
        let capital = |at: usize| {
            tokens[at].is(WORD)
                && self
                    .input
                    .get(tokens[at].range())
                    .is_some_and(|word| word.starts_with(char::is_uppercase))
        };
        if !capital(mention.first) {
            return false;
        }
        let before = mention.first.checked_sub(1).is_some_and(|at| {
            let word = || self.input.get(tokens[at].range()).unwrap_or_default();
            let tells = !place::begins_sentence(self.input, tokens, at) || !is_opener(word());
            capital(at) && tells
        });
        before
            || tokens
                .get(mention.last + 1)
                .is_some_and(|_| capital(mention.last + 1))
    }
}

/// Whether a paragraph ends with a stop, or a colon, closing quotation marks and brackets aside.
fn ends_like_a_sentence(tokens: &[Token]) -> bool {
    let closes = |token: &&Token| token.mark.is_quote() || token.mark == Mark::CloseBracket;
    let last = tokens.iter().rev().find(|token| !closes(token));
    last.is_some_and(|token| matches!(token.mark, Mark::Period | Mark::SentenceEnd | Mark::Joiner))
}
