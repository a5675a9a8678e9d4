//! A text's significant words, folded so that typography, case and accents make no difference.

use super::{hash, stop};

/// One significant word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Its hash.
    pub hash: u64,
    /// Whether it is a number, a weekday or a month: what differs between the issues of a serial column.
    pub number: bool,
}

/// The significant words of a text in their order.
///
/// Words are runs of letters and digits, transliterated to lower-case ASCII; a plural's or genitive's "s" goes, as do
/// function words. In scripts that put no spaces between words every pair of neighbouring characters is a word.
/// Numbers are kept, without the marks that group their digits.
pub(super) fn significant(text: &str, limit_chars: usize) -> Vec<Word> {
    let mut words = Words::default();
    let mut chars = text.chars().take(limit_chars).peekable();
    while let Some(c) = chars.next() {
        match class(c) {
            Class::Letter => words.letter(c),
            Class::Solo => words.solo(c),
            Class::Joiner => {
                let next_is_digit = chars.peek().is_some_and(char::is_ascii_digit);
                if !(words.in_number() && next_is_digit) {
                    words.end();
                }
            }
            Class::Apostrophe => words.apostrophe(),
            Class::Ignored => {}
            Class::Gap => {
                // An address says nothing that the words around it do not.
                if c == ':' && words.is_scheme() && chars.peek() == Some(&'/') {
                    words.word.clear();
                    while chars.next_if(|c| !c.is_whitespace()).is_some() {}
                }
                words.end();
            }
        }
    }
    words.end();
    words.found
}

enum Class {
    /// Part of a word.
    Letter,
    /// Part of a word in a script without spaces between words.
    Solo,
    /// A full stop or comma, which may group digits.
    Joiner,
    Apostrophe,
    /// Not there at all: soft hyphen, zero-width and direction marks, combining marks.
    Ignored,
    Gap,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
        '.' | ',' => Class::Joiner,
        '\'' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{ff07}' => Class::Apostrophe,
        _ if c.is_ascii() => Class::Gap,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}' => {
            Class::Ignored
        }
        _ if !c.is_alphanumeric() => Class::Gap,
        // Thai, Lao, Myanmar, Khmer, Hiragana and Katakana, Han.
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Class::Solo,
        _ => Class::Letter,
    }
}

/// Words while they are being read.
#[derive(Default)]
struct Words {
    found: Vec<Word>,
    /// The word so far.
    word: String,
    /// Letters before the last apostrophe, if there was one in this word.
    before_apostrophe: Option<usize>,
    /// The last character, if it was one of a script without spaces.
    last_solo: Option<char>,
}

impl Words {
    fn letter(&mut self, c: char) {
        self.last_solo = None;
        if c.is_ascii() {
            self.word.push(c.to_ascii_lowercase());
            return;
        }
        // Most scripts come out near to how names are written in Latin; what has no transliteration stays itself.
        match deunicode::deunicode_char(c) {
            Some(ascii) => self.word.extend(
                ascii
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .map(|c| c.to_ascii_lowercase()),
            ),
            None => self.word.extend(c.to_lowercase()),
        }
    }

    fn solo(&mut self, c: char) {
        if !self.word.is_empty() {
            self.end();
        }
        if let Some(last) = self.last_solo {
            self.word.extend([last, c]);
            self.push(false);
        }
        self.last_solo = Some(c);
    }

    fn apostrophe(&mut self) {
        if self.word.is_empty() {
            self.last_solo = None;
        } else {
            self.before_apostrophe = Some(self.word.len());
        }
    }

    fn is_scheme(&self) -> bool {
        matches!(self.word.as_str(), "http" | "https")
    }

    fn in_number(&self) -> bool {
        self.word.ends_with(|c: char| c.is_ascii_digit())
    }

    fn end(&mut self) {
        self.last_solo = None;
        // "board's" is "board"; "l'eau" is "eau", "don't" is a function word without its sign.
        match self.before_apostrophe.take() {
            Some(at) if self.word.len() - at <= 1 => self.word.truncate(at),
            Some(at) if at <= 1 => {
                self.word.drain(..at);
            }
            _ => {}
        }
        let numeric = self.word.bytes().all(|b| b.is_ascii_digit());
        if !numeric {
            let plain = self.word.len() >= 4
                && self.word.ends_with('s')
                && !self.word.ends_with("ss")
                && self.word.is_ascii();
            if self.word.len() < 2 || stop::is_function_word(&self.word) {
                self.word.clear();
                return;
            }
            let number = stop::is_calendar_word(&self.word);
            if plain && !number {
                self.word.pop();
            }
            self.push(number);
        } else if !self.word.is_empty() {
            self.push(true);
        }
    }

    fn push(&mut self, number: bool) {
        self.found.push(Word {
            hash: hash::word(&self.word),
            number,
        });
        self.word.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) {
        assert_eq!(significant(a, 999), significant(b, 999), "{a} | {b}");
    }

    #[test]
    fn typography_case_and_accents_make_no_difference() {
        same("The Board’s “second” dredger", "boards SECOND dredger");
        same("Café Pêcheur, Tarrow", "cafe\u{301} pecheur tarrow");
        same("soft\u{ad}ware GPT‑5.3‑Codex", "software GPT-5.3-Codex");
        same("100,000 gulls", "100000 gull");
        same("Ｔａｒｒｏｗ ４２", "Tarrow 42");
        same(
            "mud: https://tarrow.example/mud?id=7 and http://x",
            "mud and",
        );
        same("l’eau d'Øre", "eau øre");
    }

    #[test]
    fn numbers_and_calendar_words_are_marked() {
        let marks = |text| -> Vec<bool> {
            significant(text, 999)
                .iter()
                .map(|word| word.number)
                .collect()
        };
        assert_eq!(marks("Cod 4.20 on Tuesday"), [false, true, true]);
        assert_eq!(marks("GPT-5 and B52"), [false, true, false]);
        assert!(marks("The, of; and — …").is_empty());
    }

    #[test]
    fn scripts_without_spaces_are_read_in_pairs() {
        assert_eq!(significant("港口的灯塔", 999).len(), 4);
        assert_eq!(significant("灯塔 2026 港口", 999).len(), 3);
        same("灯塔着火", "灯\u{200b}塔着火");
        assert_ne!(significant("灯塔", 999), significant("登踏", 999));
    }

    #[test]
    fn no_more_is_read_than_was_asked_for() {
        assert_eq!(significant("gull mud tide", 8).len(), 2);
    }
}
