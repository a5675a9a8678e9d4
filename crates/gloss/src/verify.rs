//! Looking closely at what the tree of words found: letters, case and word boundaries.

use crate::case::{self, Shape};
use crate::compile::Variant;
use crate::fold;
use crate::tokens::{self, Mark, SOLO, SPACE_BEFORE, Token, WORD};
use crate::{Case, Glossary};

/// Appends what the tokens fold to, case kept, one space wherever there is white space.
pub(crate) fn fold_tokens(source: &str, tokens: &[Token], html: bool, folded: &mut String) {
    for (index, token) in tokens.iter().enumerate() {
        if index > 0 && token.is(SPACE_BEFORE) {
            folded.push(' ');
        }
        let (mut at, end) = (token.start as usize, token.end as usize);
        if let Some(word) = source.get(at..end)
            && fold::is_folded(word, html)
        {
            folded.push_str(word);
            continue;
        }
        while let Some((c, length)) = tokens::next_char(source, at, end, html) {
            fold::fold(c, &mut |c| folded.push(c));
            at += length;
        }
    }
}

impl Glossary {
    /// Whether the tokens' letters are really those of the variant (a hash may lie) and in which case.
    pub(crate) fn compare(&self, variant: &Variant, folded: &str, case: Case) -> Option<Shape> {
        case::compare(
            self.text(variant),
            folded,
            case,
            usize::from(variant.ending),
        )
    }
}

/// Whether a form may begin at a token: the word boundaries of Unicode (UAX #29, WB4 to WB13), and not
/// behind `@` or `#`.
pub(crate) fn begins_word(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else {
        return true;
    };
    if !token.glued() {
        return true;
    }
    if before.is(WORD) {
        return touch_freely(before, token);
    }
    before.mark != Mark::Handle && !joins(tokens, at - 1)
}

/// Whether a form may end at a token.
pub(crate) fn ends_word(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let Some(next) = tokens.get(at + 1).filter(|next| next.glued()) else {
        return true;
    };
    if next.is(WORD) {
        return touch_freely(token, next);
    }
    !(token.is(WORD) && joins(tokens, at + 1))
}

/// Two words that touch are one, save in scripts without spaces.
fn touch_freely(before: &Token, after: &Token) -> bool {
    (before.is(SOLO) && (after.is(SOLO) || after.is(WORD))) || (after.is(SOLO) && before.is(WORD))
}

/// Whether the punctuation at `at` joins the words around it into one: `don't`, `example.com`, `3,5`.
fn joins(tokens: &[Token], at: usize) -> bool {
    let mark = tokens[at].mark;
    let around = at
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .zip(tokens.get(at + 1));
    let Some((before, after)) = around else {
        return false;
    };
    if !tokens[at].glued()
        || !after.glued()
        || !before.is(WORD)
        || !after.is(WORD)
        || before.is(SOLO)
        || after.is(SOLO)
    {
        return false;
    }
    match mark {
        Mark::Period | Mark::Handle | Mark::Joiner => true,
        mark => mark.is_apostrophe(),
    }
}

/// The possessive ending behind the token at `at`: the number of its last token, and the apostrophe's.
///
/// `closes` tells whether a token closes a quotation, and so is no apostrophe.
pub(crate) fn possessive(
    source: &str,
    tokens: &[Token],
    at: usize,
    closes: impl Fn(usize) -> bool,
) -> Option<usize> {
    let apostrophe = tokens
        .get(at + 1)
        .filter(|token| token.glued() && token.mark.is_apostrophe())?;
    let word = |token: &Token| source.get(token.range()).unwrap_or_default();
    if let Some(s) = tokens
        .get(at + 2)
        .filter(|token| token.glued() && token.is(WORD))
    {
        return (word(s).eq_ignore_ascii_case("s") && ends_word(tokens, at + 2)).then_some(at + 2);
    }
    let plural =
        word(&tokens[at]).ends_with(['s', 'S']) && !matches!(apostrophe.mark, Mark::LeftSingle);
    (plural && !closes(at + 1)).then_some(at + 1)
}
