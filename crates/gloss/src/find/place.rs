//! Places in a text: where sentences begin and end.

use crate::html::NO_ACT as WALKER_NO_ACT;
use crate::tokens::{Mark, NO_ACT, PRINTED, Paragraph, QUOTED, Token, WORD};

const _: () = assert!(WALKER_NO_ACT << 4 == NO_ACT && crate::html::QUOTED << 4 == QUOTED);

/// Words that end in a period and do not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "bros", "cllr", "cmdr", "co", "corp", "cpl", "det", "fr", "inc", "insp", "jr", "ltd", "maj",
    "messrs", "pres", "pvt", "sr", "supt", "mr", "mrs", "ms", "dr", "prof", "st", "gen", "col",
    "lt", "sgt", "capt", "cpt", "adm", "rev", "sen", "rep", "gov", "hon", "no", "vs", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "approx", "dept", "est",
    "fig", "ft", "mt",
];

/// So far behind the end of a sentence the bracket is looked for that may close around it.
const MOST_IN_BRACKETS: usize = 64;

/// Whether the token ends a sentence: a full stop or its like that is not an abbreviation's.
pub(super) fn ends_sentence(source: &str, tokens: &[Token], at: usize) -> bool {
    match tokens[at].mark {
        Mark::SentenceEnd => true,
        Mark::Period => {
            let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else {
                return true;
            };
            let word = source.get(before.range()).unwrap_or_default();
            let letter = before.is(WORD)
                && word.chars().count() == 1
                && word.chars().all(char::is_alphabetic);
            !letter
                && !ABBREVIATIONS
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(word))
        }
        _ => false,
    }
}

/// Whether a sentence begins at the token: the paragraph does, or a sentence ends before it.
pub(super) fn begins_sentence(source: &str, tokens: &[Token], at: usize) -> bool {
    let mut before = at;
    while let Some(index) = before.checked_sub(1) {
        let token = &tokens[index];
        if ends_sentence(source, tokens, index) {
            return tokens[before..=at].iter().any(|token| !token.glued());
        }
        if !token.mark.is_quote() && !matches!(token.mark, Mark::OpenBracket | Mark::CloseBracket) {
            return false;
        }
        before = index;
    }
    true
}

/// Looks for places behind sentences, and remembers where there is none.
#[derive(Debug, Default)]
pub(super) struct SentenceEnds {
    /// The paragraph, counted from 1, and a token from which on it has no such place.
    nowhere: (u32, usize),
}

impl SentenceEnds {
    /// The offset behind the sentence that contains the token `at`, or behind a later one of the paragraph
    /// when nothing may be put in there; `None` when that is nowhere.
    ///
    /// `number` is the paragraph's, and `ends` tells whether a token ends a sentence. However many mentions ask, a paragraph
    /// without a place is gone through once.
    pub(super) fn behind(
        &mut self,
        source: &str,
        (number, paragraph): (u32, &Paragraph),
        regions: &[u32],
        at: usize,
        ends: impl FnMut(usize) -> bool,
    ) -> Option<usize> {
        if self.nowhere.0 == number && self.nowhere.1 <= at {
            return None;
        }
        let end = sentence_end(source, paragraph, regions, at, ends);
        if end.is_none() {
            self.nowhere = (number, at);
        }
        end
    }
}

fn sentence_end(
    source: &str,
    paragraph: &Paragraph,
    regions: &[u32],
    at: usize,
    mut ends: impl FnMut(usize) -> bool,
) -> Option<usize> {
    let tokens = &paragraph.tokens;
    let mut index = at;
    while index < tokens.len() {
        let ends = ends(index);
        index += 1;
        if !ends {
            continue;
        }
        while tokens.get(index).is_some_and(|token| {
            token.glued()
                && (token.mark.is_quote()
                    || matches!(
                        token.mark,
                        Mark::CloseBracket | Mark::SentenceEnd | Mark::Period
                    ))
        }) {
            index += 1;
        }
        let Some(next) = tokens.get(index) else { break };
        let last = index - 1;
        // "(see p. 4. No!)": a line has no place within brackets.
        let bracket = tokens[index..]
            .iter()
            .take(MOST_IN_BRACKETS)
            .find(|token| matches!(token.mark, Mark::OpenBracket | Mark::CloseBracket));
        let enclosed = bracket.is_some_and(|token| token.mark == Mark::CloseBracket);
        let small = source
            .get(next.range())
            .is_some_and(|word| word.starts_with(char::is_lowercase));
        let quoted = regions[last] != 0 && regions[last] == regions[index];
        if !next.glued()
            && !small
            && !quoted
            && !enclosed
            && !tokens[last].is(NO_ACT | PRINTED | QUOTED)
            && !super::is_barrier(next)
        {
            return Some(tokens[last].end as usize);
        }
    }
    (paragraph.end_zone & (NO_ACT | QUOTED) == 0).then_some(paragraph.end)
}

/// Whether the words around `first..=last` are in capitals: two on each side, as far as there are any.
pub(super) fn among_capitals(source: &str, tokens: &[Token], first: usize, last: usize) -> bool {
    let before = tokens[..first]
        .iter()
        .rev()
        .filter(|token| token.is(WORD))
        .take(2);
    let after = tokens[last + 1..]
        .iter()
        .filter(|token| token.is(WORD))
        .take(2);
    let mut seen = false;
    for token in before.chain(after) {
        let word = source.get(token.range()).unwrap_or_default();
        if word.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            continue;
        }
        if word.chars().any(char::is_lowercase) {
            return false;
        }
        seen = true;
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Glossary;
    use crate::tokens::Reader;

    #[test]
    fn a_paragraph_without_a_place_is_gone_through_once() {
        let looked = |mentions: usize| {
            let source = format!("<blockquote>{}</blockquote>", "gull. ".repeat(mentions));
            let (glossary, _) = Glossary::compile(Vec::new(), Vec::new());
            let mut paragraph = Paragraph::default();
            Reader::html(&source, &glossary.forms).read(&mut paragraph);
            let regions = vec![0; paragraph.tokens.len()];
            let (mut ends, mut looked) = (SentenceEnds::default(), 0);
            for mention in 0..mentions {
                let at = 2 * mention;
                let place = ends.behind(&source, (1, &paragraph), &regions, at, |index| {
                    looked += 1;
                    ends_sentence(&source, &paragraph.tokens, index)
                });
                assert_eq!(place, None);
            }
            looked
        };
        assert_eq!((looked(100), looked(1_000)), (200, 2_000));
    }
}
