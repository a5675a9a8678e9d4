//! Nics: the names that readers sign with.

use std::fmt;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::html::escape::is_invisible;

/// A nic that may be shown: one line, 1 to 40 characters, at least one letter or digit, nothing invisible.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Nic(String);

/// Why a name cannot be a nic, in words for whoever typed it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NicError {
    /// Nothing visible was typed.
    #[error("Please choose a name to sign with.")]
    Empty,
    /// Longer than 40 characters.
    #[error("That name has {chars} characters. Please choose one of at most {max}.", max = Nic::MAX_CHARS)]
    TooLong {
        /// How many it has.
        chars: usize,
    },
    /// Neither letter nor digit.
    #[error("Please choose a name with at least one letter or digit in it.")]
    NoLetter,
    /// More accents on one letter than any language uses.
    #[error("That name has too many accents on one letter. Please leave some of them out.")]
    TooManyMarks,
}

impl Nic {
    /// The most characters a nic may have.
    pub const MAX_CHARS: usize = 40;
    /// The most combining marks on one letter: Hebrew and Vietnamese, decomposed, use three.
    const MAX_MARKS: usize = 3;

    /// Makes a nic of what was typed: in Unicode's composed form (NFC), with single spaces between words and none around, without
    /// zero-width and control characters (nobody sees those, so they are dropped and not complained about).
    ///
    /// # Errors
    /// [`NicError`] says what to change.
    pub fn parse(raw: &str) -> Result<Self, NicError> {
        let visible: String = raw
            .nfc()
            .filter(|c| c.is_whitespace() || !is_invisible(*c))
            .collect();
        let name = visible.split_whitespace().collect::<Vec<_>>().join(" ");
        // Taking something out may have brought together what composes.
        let name: String = name.nfc().collect();
        if name.is_empty() {
            return Err(NicError::Empty);
        }
        let chars = name.chars().count();
        if chars > Self::MAX_CHARS {
            return Err(NicError::TooLong { chars });
        }
        if !name
            .chars()
            .any(|c| c.is_alphanumeric() && !is_combining_mark(c))
        {
            return Err(NicError::NoLetter);
        }
        let mut marks = 0;
        // A mark at the start or after a space would sit on what is printed before it.
        let mut base = false;
        for c in name.chars() {
            if is_combining_mark(c) {
                marks += 1;
                if marks > Self::MAX_MARKS || !base {
                    return Err(NicError::TooManyMarks);
                }
            } else {
                marks = 0;
                base = !c.is_whitespace();
            }
        }
        Ok(Self(name))
    }

    /// The name as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A key that is the same for names that look the same.
    ///
    /// Two nics with one skeleton are the same name to a reader's eye, so the later one may be an imitation. It is Unicode's
    /// "skeleton" (UTS #39, section 4) of the name in lower case, without accents on Latin letters, spaces
    /// and punctuation, and with `i`, `l` and `1`, and `vv` and `w`, taken for the same. It is not for showing, and
    /// it changes with the version of the Unicode data, so it should be made anew rather than kept for ever.
    #[must_use]
    pub fn skeleton(&self) -> String {
        let lower: String = self.0.nfkc().flat_map(char::to_lowercase).collect();
        let plain: String = unicode_security::skeleton(&lower)
            .flat_map(char::to_lowercase)
            .nfkd()
            .filter(|c| {
                !matches!(c, '\u{300}'..='\u{36f}')
                    && (c.is_alphanumeric() || is_combining_mark(*c) || !is_separator(*c))
            })
            .map(|c| match c {
                'i' | 'ı' | '1' | '|' => 'l',
                '0' => 'o',
                c => c,
            })
            .collect();
        plain.replace("vv", "w")
    }
}

/// Characters that make no difference between two names.
fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || is_invisible(c)
        || c.is_ascii_punctuation() && c != '|'
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '·' | '¨' | '´' | '¯' | '¸')
}

impl fmt::Display for Nic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Nic {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Nic {
    type Err = NicError;

    fn from_str(raw: &str) -> Result<Self, NicError> {
        Self::parse(raw)
    }
}
