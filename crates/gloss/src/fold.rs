//! Folding: what counts as the same character, and what a character is good for.
//!
//! Both sides, forms and text, pass through here. Case is kept; [`lower`] takes it away afterwards.

use unicode_normalization::char::{decompose_canonical, decompose_compatible, is_combining_mark};

/// What a character does in the stream of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Part of a word.
    Word,
    /// A combining mark: continues whatever word stands before it.
    Mark,
    /// A word by itself, in a script that puts no spaces between words.
    Solo,
    /// White space of any kind.
    Space,
    /// Not there at all: soft hyphen, zero-width and direction marks.
    Ignored,
    /// Anything else, each a token of its own.
    Punctuation,
}

/// The class of a character.
pub(crate) fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => Class::Word,
        _ if is_ignored(c) => Class::Ignored,
        _ if c.is_whitespace() => Class::Space,
        _ if c.is_ascii() || is_apostrophe(c) => Class::Punctuation,
        _ if is_combining_mark(c) => Class::Mark,
        _ if is_solo(c) => Class::Solo,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Punctuation,
    }
}

/// Characters that a reader does not see and that no form should have to contain.
fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Everything that people type for an apostrophe or a single quotation mark.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '‘' | '’' | '‛' | '\u{2bb}' | '\u{2bc}' | '′' | '`' | '´' | '＇'
    )
}

/// Hyphens and dashes.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '−' | '\u{fe58}' | '﹣' | '－'
    )
}

fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '″' | '＂')
}

/// Scripts without spaces between words: Han, Hiragana, Thai, Lao, Myanmar, Khmer. Katakana is not
/// among them, since it writes foreign names, one word each.
fn is_solo(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{309f}'
        | '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

/// Folds one character, keeping its case, and hands on what it becomes: nothing for an ignored one,
/// the letters of a ligature, a letter and its marks for an accented one.
pub(crate) fn fold(c: char, emit: &mut impl FnMut(char)) {
    match c {
        _ if c.is_ascii() && c != '`' => emit(c),
        'ß' => "ss".chars().for_each(emit),
        'ẞ' => "SS".chars().for_each(emit),
        'ς' => emit('σ'),
        _ if is_ignored(c) => {}
        _ if is_apostrophe(c) => emit('\''),
        _ if is_hyphen(c) => emit('-'),
        _ if is_double_quote(c) => emit('"'),
        // Ligatures and full-width forms are the same letters in another shape; other compatibility
        // characters (², ½, ™) mean something else than what they decompose to.
        'ﬀ'..='ﬆ' | 'Ĳ' | 'ĳ' | '！'..='～' => decompose_compatible(c, emit),
        _ => decompose_canonical(c, emit),
    }
}

/// Whether folding leaves a text as it is, for certain: plain letters and digits, as nearly every word has. `html` is whether it
/// may have character references.
#[inline]
pub(crate) fn is_folded(text: &str, html: bool) -> bool {
    text.bytes()
        .all(|b| b.is_ascii() && b != b'`' && !(html && b == b'&'))
}

/// Lower case of a folded character, as a word's hash and a comparison see it.
pub(crate) fn lower(c: char, emit: &mut impl FnMut(char)) {
    if c.is_ascii() {
        emit(c.to_ascii_lowercase());
    } else {
        for c in c.to_lowercase() {
            emit(if c == 'ς' { 'σ' } else { c });
        }
    }
}

/// Whether two folded characters are the same letter in whatever case.
pub(crate) fn same_letter(a: char, b: char) -> bool {
    a == b || (a.is_ascii() && b.is_ascii() && a.eq_ignore_ascii_case(&b)) || {
        !(a.is_ascii() && b.is_ascii()) && a.to_lowercase().eq(b.to_lowercase())
    }
}

/// Folds a whole text to lower case, for comparing headwords and phrases outside a search.
pub(crate) fn fold_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold(c, &mut |c| lower(c, &mut |c| folded.push(c)));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_looks_alike() {
        for (a, b) in [
            ("Café", "cafe\u{301}"),
            ("al‑Qa’ida", "AL-QA'IDA"),
            ("ﬁsh", "fish"),
            ("Straße", "STRASSE"),
            ("ΟΔΟΣ", "οδος"),
            ("Har\u{ad}bour", "harbour"),
        ] {
            assert_eq!(fold_text(a), fold_text(b));
        }
        for (a, b) in [("cafe", "café"), ("m²", "m2"), ("board", "boards")] {
            assert_ne!(fold_text(a), fold_text(b));
        }
    }
}
