//! Marks that look like quotation marks: apostrophes at the edges of words, feet and inches.

use crate::tokens::{Mark, Token, WORD};

/// Whether a single mark between two words may be an apostrophe as well as close something: "the gulls' friend",
/// "lovin' it", "an' all", "6' of rope".
pub(super) fn may_be_apostrophe(source: &str, tokens: &[Token], at: usize) -> bool {
    const CLIPPED: &[&str] = &["an", "d", "lil", "o", "ol", "t", "th", "wi"];
    let before = &tokens[at - 1];
    let word = source.get(before.range()).unwrap_or_default();
    let clipped = (word.len() > 3 && word.ends_with("in"))
        || CLIPPED
            .iter()
            .any(|clipped| clipped.eq_ignore_ascii_case(word));
    before.is(WORD)
        && (word.ends_with(['s', 'S', 'x', 'z']) || clipped || is_number(source, before))
        && tokens
            .get(at + 1)
            .is_some_and(|next| next.is(WORD) && !next.glued())
}

/// Whether a single mark that nothing closes may open speech all the same: it is no known apostrophe.
pub(super) fn may_speak(source: &str, tokens: &[Token], at: usize) -> bool {
    /// Words that have lost their *h*, Dutch articles, Arabic names, and the ends of "he ’d" and its like where a space came in.
    const CLIPPED: &[&str] = &[
        "abbas", "abd", "adil", "aisha", "alf", "ali", "amr", "ang", "appen", "arbour", "ard",
        "arry", "ave", "d", "e", "ead", "eard", "eart", "eaven", "ello", "elp", "enry", "er",
        "ere", "ey", "igh", "im", "isself", "ll", "m", "ome", "ook", "ope", "orrible", "orse",
        "ospital", "ot", "ouse", "ow", "re", "s", "t", "umar", "undred", "ungry", "urry", "usband",
        "uthman", "ve",
    ];
    let word = word_behind(source, tokens, at);
    !matches!(word, "as" | "is")
        && !is_elision(source, tokens, at)
        && !CLIPPED
            .iter()
            .any(|clipped| clipped.eq_ignore_ascii_case(word))
}

/// `'twas`, `'em`, `'90s`: an apostrophe that only looks like an opening mark.
pub(super) fn is_elision(source: &str, tokens: &[Token], at: usize) -> bool {
    const ELISIONS: &[&str] = &[
        "tis", "twas", "twere", "twill", "em", "til", "till", "cause", "bout", "n", "round", "cos",
        "fraid",
    ];
    let word = word_behind(source, tokens, at);
    let digits = word.trim_end_matches('s');
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        || ELISIONS
            .iter()
            .any(|elision| elision.eq_ignore_ascii_case(word))
}

pub(super) fn behind_word(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| tokens[before]);
    before.is_some_and(|before| before.is(WORD))
}

fn is_number(source: &str, token: &Token) -> bool {
    let word = source.get(token.range()).unwrap_or_default();
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

fn word_behind<'a>(source: &'a str, tokens: &[Token], at: usize) -> &'a str {
    let next = tokens.get(at + 1);
    next.and_then(|next| source.get(next.range()))
        .unwrap_or_default()
}

/// Whether a double mark behind a number may be inches: `a 6" pipe`.
pub(super) fn is_measure(source: &str, tokens: &[Token], at: usize) -> bool {
    let number = at.checked_sub(1).map(|before| tokens[before]);
    tokens[at].glued()
        && matches!(tokens[at].mark, Mark::StraightDouble | Mark::RightDouble)
        && number.is_some_and(|number| is_number(source, &number))
}
