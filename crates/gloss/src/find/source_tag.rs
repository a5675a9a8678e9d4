//! The source's tag: `[HARBOUR GAZETTE]` before a text.

use crate::tokens::{Mark, NO_ACT, Paragraph, Token, WORD};

/// The most tokens that a tag may have, brackets included.
const LONGEST: usize = 60;
/// Shorter words may be small in the name of a source: "Voice of the Gull".
const SHORTEST_NAME: usize = 4;

/// Closes a bracketed tag at the beginning of a paragraph. `at_the_top` is whether nothing but headings and pictures stands
/// above it: there all counts that stands in brackets, further down only what looks like a name.
pub(super) fn leave(input: &str, paragraph: &mut Paragraph, at_the_top: bool) {
    let is = |token: &Token, text: &str| input.get(token.range()) == Some(text);
    let tokens = &mut paragraph.tokens;
    let is_picture = |token: &&Token| token.mark == Mark::Barrier;
    let first = tokens.iter().take_while(is_picture).count();
    if !tokens.get(first).is_some_and(|first| is(first, "[")) {
        return;
    }
    let rest = tokens[first..].iter().take(LONGEST);
    let Some(length) = rest.into_iter().position(|token| is(token, "]")) else {
        return;
    };
    let tag = &mut tokens[first..=first + length];
    if !at_the_top && !is_name(input, tag) {
        return;
    }
    for token in tag {
        token.flags |= NO_ACT;
    }
}

/// Whether a paragraph has nothing but headings, links and pictures, so that what follows still stands at the top.
pub(super) fn is_head(paragraph: &Paragraph) -> bool {
    let mut tokens = paragraph.tokens.iter();
    tokens.all(|token| token.is(NO_ACT) || token.mark == Mark::Barrier)
}

/// Whether the words of a tag begin with capitals, save short ones behind the first.
fn is_name(input: &str, tag: &[Token]) -> bool {
    let mut words = tag
        .iter()
        .filter(|token| token.is(WORD))
        .filter_map(|token| input.get(token.range()))
        .enumerate()
        .peekable();
    words.peek().is_some()
        && words.all(|(index, word)| {
            let small = word.starts_with(char::is_lowercase);
            !small || (index > 0 && word.chars().count() < SHORTEST_NAME)
        })
}
