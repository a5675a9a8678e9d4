//! A paragraph read once more without the marks that many leave out, for entries that fold them.
//!
//! Its words are put together from the tokens: diacritics are gone, an apostrophe within a word is not there, and a hyphen is
//! a space. Forms go the same way when they are compiled, so "al-Qāʿida", "al-Qa'ida" and "al Qaida" are one and the same.

use crate::fold;
use crate::forms::Forms;
use crate::hash;
use crate::tokens::{self, Candidates, Mark, SPACE_BEFORE, TAG_BEFORE, Token, WORD};

/// The words of a paragraph, looked at so.
#[derive(Debug, Default)]
pub(crate) struct Loose {
    /// Each with the flags of its first token; a hyphen before it counts as white space.
    pub(crate) words: Vec<Token>,
    /// The first and the last token of each word.
    pub(crate) spans: Vec<(u32, u32)>,
    /// The words with which a form may begin.
    pub(crate) candidates: Vec<u32>,
    folded: Vec<u8>,
    text: String,
}

impl Loose {
    /// Reads the tokens of a paragraph.
    pub(crate) fn read(&mut self, source: &str, tokens: &[Token], html: bool, forms: &Forms) {
        self.words.clear();
        self.spans.clear();
        self.candidates.clear();
        let mut at = 0;
        let mut hyphen_before = false;
        while let Some(token) = tokens.get(at) {
            if is_dropped_hyphen(tokens, at) {
                hyphen_before = true;
                at += 1;
                continue;
            }
            let last = word_end(source, tokens, at);
            let mut word = Token {
                end: tokens[last].end,
                ..*token
            };
            let bytes = source.get(token.range()).unwrap_or_default().as_bytes();
            if last > at || !bytes.is_ascii() || (html && bytes.contains(&b'&')) {
                self.text.clear();
                for token in &tokens[at..=last] {
                    fold_token(source, token, html, &mut self.text);
                }
                self.folded.clear();
                for c in self.text.chars() {
                    fold::lower(c, &mut |c| match c {
                        // As the hash of plain words has it.
                        '_' => self.folded.push(0x7f),
                        _ => self
                            .folded
                            .extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                    });
                }
                word.hash = hash::folded_word(&self.folded);
            }
            if std::mem::take(&mut hyphen_before) {
                word.flags |= SPACE_BEFORE;
            }
            if token.is(WORD) && forms.may_begin(word.hash, false) {
                self.candidates.push(self.words.len() as u32);
            }
            self.words.push(word);
            self.spans.push((at as u32, last as u32));
            at = last + 1;
        }
    }
}

/// Appends the tokens' text without marks and with its case, one space for white space and for a hyphen between words.
pub(crate) fn fold_tokens(source: &str, tokens: &[Token], html: bool, folded: &mut String) {
    let mut space = false;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        space |= token.is(SPACE_BEFORE) && at > 0;
        if is_dropped_hyphen(tokens, at) {
            space = true;
            at += 1;
            continue;
        }
        if std::mem::take(&mut space) {
            folded.push(' ');
        }
        let last = word_end(source, tokens, at);
        for token in &tokens[at..=last] {
            fold_token(source, token, html, folded);
        }
        at = last + 1;
    }
}

/// A text without its marks, as an editor is shown it.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let within = shown.chars().next_back().is_some_and(char::is_alphanumeric)
            && chars.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            _ if within && fold::is_hyphen(c) => shown.push(' '),
            _ if within && fold::is_apostrophe(c) && !is_final_s(chars.clone()) => {}
            _ if !c.is_alphanumeric() && fold::class(c) != fold::Class::Mark => shown.push(c),
            _ => unmark(c, &mut |c| shown.push(c)),
        }
    }
    shown
}

/// Whether nothing but an *s* and perhaps more apostrophes are left of the word: a possessive.
fn is_final_s(mut rest: impl Iterator<Item = char>) -> bool {
    rest.next().is_some_and(|c| c.eq_ignore_ascii_case(&'s'))
        && rest.next().is_none_or(|c| !c.is_alphanumeric())
}

/// A hyphen between two words, neither spaced nor part of a tag's text.
fn is_dropped_hyphen(tokens: &[Token], at: usize) -> bool {
    tokens[at].mark == Mark::Hyphen
        && tokens[at].glued()
        && at > 0
        && tokens[at - 1].is(WORD)
        && tokens
            .get(at + 1)
            .is_some_and(|next| next.glued() && next.is(WORD))
}

/// The last token of the word that begins at `at`: words with apostrophes between them are one, save a possessive's *s*.
fn word_end(source: &str, tokens: &[Token], at: usize) -> usize {
    let mut last = at;
    while let [word, apostrophe, next] = tokens.get(last..last + 3).unwrap_or_default()
        && word.is(WORD)
        && apostrophe.mark.is_apostrophe()
        && next.is(WORD)
        && apostrophe.glued()
        && next.glued()
        && !(apostrophe.is(TAG_BEFORE) || next.is(TAG_BEFORE))
        && !is_possessive(source, tokens, last + 2)
    {
        last += 2;
    }
    last
}

/// Whether the token behind an apostrophe is a possessive's *s*.
fn is_possessive(source: &str, tokens: &[Token], at: usize) -> bool {
    let s = source.get(tokens[at].range()).unwrap_or_default();
    let goes_on = tokens
        .get(at + 1)
        .is_some_and(|more| more.glued() && more.mark.is_apostrophe());
    s.eq_ignore_ascii_case("s") && !goes_on
}

fn fold_token(source: &str, token: &Token, html: bool, folded: &mut String) {
    // An apostrophe stands alone only where it is none of a word.
    let (mut at, end) = (token.start as usize, token.end as usize);
    let word = token.is(WORD);
    while let Some((c, length)) = tokens::next_char(source, at, end, html) {
        if word || !token.mark.is_apostrophe() {
            unmark(c, &mut |c| folded.push(c));
        }
        at += length;
    }
}

/// A character without its marks, case kept.
pub(crate) fn unmark(c: char, emit: &mut impl FnMut(char)) {
    let plain = match c {
        _ if c.is_ascii() => return emit(c),
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'þ' => "th",
        'Þ' => "Th",
        // Modifier letters: ʿ and ʾ, and all that is like them.
        '\u{2b0}'..='\u{2ff}' => return,
        _ => {
            return fold::fold(c, &mut |c| {
                if !unicode_normalization::char::is_combining_mark(c) {
                    emit(c);
                }
            });
        }
    };
    plain.chars().for_each(emit);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_left_out() {
        for (marked, unmarked) in [
            ("al-Qāʿida", "al Qaida"),
            ("al-Qa'ida", "al Qaida"),
            ("Café Ångström", "Cafe Angstrom"),
            ("Łódź", "Lodz"),
            ("Sørby’s", "Sorby’s"),
            ("Sana’a’s", "Sanaa’s"),
            ("mud-", "mud-"),
        ] {
            assert_eq!(shown(marked), unmarked);
        }
    }
}
