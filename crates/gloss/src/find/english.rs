//! What English asks of a house word: that no two articles stand side by side, and that a sentence keeps its full stop.

use crate::fold;
use crate::tokens::{Mark, Paragraph, Token, WORD};

const ARTICLES: &[&str] = &["the", "a", "an"];
/// Words that stand where an article would.
const DETERMINERS: &[&str] = &[
    "its", "his", "her", "their", "our", "my", "your", "whose", "every", "each", "no", "any",
    "some", "another", "this", "these", "those",
];
/// Words of which *’s* is an *is*.
const IS: &[&str] = &[
    "he", "here", "how", "it", "let", "she", "that", "there", "this", "what", "when", "where",
    "who", "why",
];
/// Words that stand between an article and a name.
const BETWEEN: &[&str] = &[
    "former", "old", "new", "late", "local", "same", "whole", "entire", "other", "own", "first",
    "last", "next", "great", "little",
];
/// So many of them at most.
const MOST_BETWEEN: usize = 2;
/// Marks that may stand between an abbreviation and the words of its sentence.
const MOST_MARKS: usize = 32;
/// Words with which sentences begin, and which behind an abbreviation are hardly part of a name.
const OPENERS: &[&str] = &[
    "The",
    "He",
    "She",
    "It",
    "They",
    "We",
    "In",
    "But",
    "At",
    "On",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "His",
    "Her",
    "Its",
    "Their",
    "Our",
    "When",
    "While",
    "After",
    "Before",
    "If",
    "As",
    "From",
    "Now",
    "Then",
    "So",
    "Yet",
    "Some",
    "Many",
    "Most",
    "No",
    "Not",
    "What",
    "Why",
    "How",
    "However",
    "Meanwhile",
    "Nobody",
    "Nothing",
    "Although",
    "Though",
    "Since",
];

/// Whether an article or what stands for one comes before the tokens `first..`, which the article of a house word would double:
/// "its Harbour Board", "Tarrow’s former Harbour Board".
pub(super) fn follows_article(source: &str, tokens: &[Token], first: usize) -> bool {
    let word = |at: usize| tokens.get(at).filter(|token| token.is(WORD));
    let text = |token: &Token| source.get(token.range()).unwrap_or_default();
    let mut at = first;
    for between in 0..=MOST_BETWEEN {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let Some(token) = word(before) else {
            // "The Russia-Ukraine war"
            if tokens[before].mark == Mark::Hyphen {
                return tokens[before].glued() && tokens[at].glued();
            }
            // "the keepers’ Harbour Board"
            let plural = |at: usize| word(at).is_some_and(|word| text(word).ends_with(['s', 'S']));
            return tokens[before].mark.is_apostrophe()
                && tokens[before].glued()
                && !tokens[at].glued()
                && before.checked_sub(1).is_some_and(plural);
        };
        let folded = fold::fold_text(text(token));
        let folded = folded.as_str();
        if ARTICLES.contains(&folded) || DETERMINERS.contains(&folded) {
            return true;
        }
        if folded == "that" {
            // "that gull", but "said that Harbour Board and town".
            let next = word(at).map(text).unwrap_or_default();
            return next.starts_with(char::is_lowercase);
        }
        if folded == "s" && token.glued() {
            let apostrophe = before.checked_sub(1).map(|at| &tokens[at]);
            // "It’s Ukraine or nothing" is nobody's Ukraine.
            let is = before
                .checked_sub(2)
                .and_then(word)
                .map(|word| fold::fold_text(text(word)));
            return apostrophe.is_some_and(|mark| mark.glued() && mark.mark.is_apostrophe())
                && !is.is_some_and(|word| IS.contains(&word.as_str()));
        }
        if between == MOST_BETWEEN || !BETWEEN.contains(&folded) {
            return false;
        }
        at = before;
    }
    false
}

/// Whether the period with which a mention of an abbreviation ends is the full stop of its sentence as well: "He lives in the
/// U.S. The gull does not."
pub(super) fn takes_full_stop(
    source: &str,
    paragraph: &Paragraph,
    first: usize,
    last: usize,
) -> bool {
    let tokens = &paragraph.tokens;
    let text = |token: &Token| source.get(token.range()).unwrap_or_default();
    // An abbreviation by itself, as in a table, is no sentence. However long a row of marks is, it is not gone through again
    // for each mention.
    let near = &tokens[first.saturating_sub(MOST_MARKS)..first];
    if text(&tokens[last]) != "." || !near.iter().any(|token| token.is(WORD)) {
        return false;
    }
    let rest = &tokens[last + 1..];
    let quotes = rest
        .iter()
        .take_while(|token| token.glued() && token.mark.is_quote())
        .count();
    match rest.get(quotes) {
        None => true,
        // "the U.S. No. 1 seed"
        Some(next) => {
            let number = text(next) == "No"
                && rest.get(quotes + 1).is_some_and(|behind| {
                    behind.mark == Mark::Period
                        || text(behind).starts_with(|c: char| c.is_ascii_digit())
                });
            !next.glued() && OPENERS.contains(&text(next)) && !number
        }
    }
}
