//! Anchors: where in a text something stands, told by words and not by places, so that it stays with its words or is lost,
//! and is never moved by guess.

use crate::SafeHtml;
use crate::html::tokens::{Token, Tokens};

/// Characters kept of what stands before and behind the words, at least.
const LEAST: usize = 24;
/// Characters of one side that are enough to know the words by, when the other side has changed.
const TELLING: usize = 16;

/// Elements whose tags part paragraphs, cells and the like: no words go across. All others are within a line.
const BREAKS: [&str; 27] = [
    "blockquote",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The words of a text in a line: white space is one space, blocks are parted by line breaks, and one stands at either end.
#[derive(Debug, Clone)]
pub struct Words {
    text: String,
    /// For each byte of the text, where in the HTML the character ends that it belongs to.
    ends: Vec<usize>,
}

/// The words that something stands after, and what stood around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The words.
    pub quote: String,
    /// What stood before them: enough to tell them from the same words elsewhere.
    pub prefix: String,
    /// What stood behind them: enough for the same.
    pub suffix: String,
    /// Where they began, in bytes of the [`Words`].
    pub offset: usize,
}

/// A place where certain words are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Where they begin, in bytes of the [`Words`].
    pub offset: usize,
    /// What stands before them in their paragraph.
    pub before: String,
    /// What stands behind them in their paragraph.
    pub after: String,
}

/// Why an anchor cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnchorError {
    /// There are no words to stand after.
    #[error("no words were given")]
    Empty,
    /// They are nowhere in one paragraph.
    #[error("these words are nowhere in one paragraph of the text")]
    Missing,
}

/// White space is one space, none at the ends.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Words {
    /// Reads the words of a text.
    #[must_use]
    pub fn of(html: &SafeHtml) -> Self {
        let html = html.as_str();
        let mut words = Self {
            text: String::with_capacity(html.len()),
            ends: Vec::with_capacity(html.len()),
        };
        words.push('\n', 0);
        let mut tokens = Tokens::new(html);
        let mut at = 0;
        while let Some(token) = tokens.next() {
            let end = html.len() - tokens.rest().len();
            match token {
                Token::Text(_) => words.read(&html[at..end], at),
                Token::Start(tag) => words.tag(tag.name.as_str(), end),
                Token::End(name) => words.tag(name.as_str(), end),
            }
            at = end;
        }
        words.push('\n', html.len());
        words
    }

    fn tag(&mut self, name: &str, end: usize) {
        if BREAKS.contains(&name) {
            self.push('\n', end);
        } else if name == "br" {
            self.push(' ', end);
        }
    }

    /// Text with character references, which begins at `at` in the HTML.
    fn read(&mut self, raw: &str, at: usize) {
        let mut from = 0;
        while from < raw.len() {
            let rest = &raw[from..];
            let reference = rest.starts_with('&').then(|| rest.find(';')).flatten();
            let decoded = reference.map(|end| (htmlize::unescape(&rest[..=end]), end + 1));
            match decoded {
                // The longest reference that safe HTML has is short; a lone ampersand decodes to itself.
                Some((text, length)) if text.chars().count() == 1 || !text.starts_with('&') => {
                    from += length;
                    for c in text.chars() {
                        self.push(spaced(c), at + from);
                    }
                }
                _ => {
                    let c = rest.chars().next().unwrap_or(' ');
                    from += c.len_utf8();
                    self.push(spaced(c), at + from);
                }
            }
        }
    }

    fn push(&mut self, c: char, end: usize) {
        match c {
            ' ' if self.text.ends_with([' ', '\n']) => return,
            '\n' if self.text.ends_with('\n') => return,
            '\n' if self.text.ends_with(' ') => {
                self.text.pop();
                self.ends.pop();
            }
            _ => {}
        }
        self.text.push(c);
        self.ends.resize(self.text.len(), end);
    }

    /// The paragraphs, each with where it begins.
    pub fn paragraphs(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut at = 0;
        self.text.split('\n').filter_map(move |paragraph| {
            let begins = at;
            at += paragraph.len() + 1;
            (!paragraph.is_empty()).then_some((begins, paragraph))
        })
    }

    /// Where words are, each time; as whole words only.
    #[must_use]
    pub fn find(&self, words: &str) -> Vec<Occurrence> {
        let quote = one_line(words);
        let line = |offset: usize| Occurrence {
            offset,
            before: self.text[..offset]
                .rsplit('\n')
                .next()
                .unwrap_or_default()
                .to_owned(),
            after: self.text[offset + quote.len()..]
                .split('\n')
                .next()
                .unwrap_or_default()
                .to_owned(),
        };
        self.places(&quote).map(line).collect()
    }

    fn places<'a>(&'a self, quote: &'a str) -> impl Iterator<Item = usize> + 'a {
        let step = quote.chars().next().map_or(1, char::len_utf8);
        let mut from = 0;
        std::iter::from_fn(move || {
            if quote.is_empty() {
                return None;
            }
            let found = from + self.text.get(from..)?.find(quote)?;
            from = found + step;
            Some(found)
        })
        .filter(|at| self.are_whole(*at, quote))
    }

    /// Whether these are words and not parts of longer ones.
    fn are_whole(&self, at: usize, quote: &str) -> bool {
        let before = self.text[..at].chars().next_back();
        let after = self.text[at + quote.len()..].chars().next();
        let parts = |left: Option<char>, right: Option<char>| match (left, right) {
            (Some(left), Some(right)) => in_word(left) && in_word(right),
            _ => false,
        };
        !parts(before, quote.chars().next()) && !parts(quote.chars().next_back(), after)
    }

    /// Makes an anchor of the words at a place that [`Words::find`] named.
    ///
    /// # Errors
    /// When the words are not there.
    pub fn anchor(&self, words: &str, offset: usize) -> Result<Anchor, AnchorError> {
        let quote = one_line(words);
        if quote.is_empty() {
            return Err(AnchorError::Empty);
        }
        if !self.places(&quote).any(|place| place == offset) {
            return Err(AnchorError::Missing);
        }
        let (before, rest) = self.text.split_at(offset);
        let after = &rest[quote.len()..];
        // As much as it takes for either side alone to tell the words from the same words elsewhere.
        let alone = |matches: &dyn Fn(usize) -> bool| {
            !self
                .places(&quote)
                .any(|place| place != offset && matches(place))
        };
        let mut chars = LEAST;
        let prefix = loop {
            let prefix = last_chars(before, chars);
            let others = |place: usize| self.text[..place].ends_with(prefix);
            if prefix.len() == before.len() || alone(&others) {
                break prefix;
            }
            chars *= 2;
        };
        let mut chars = LEAST;
        let suffix = loop {
            let suffix = first_chars(after, chars);
            let others = |place: usize| self.text[place + quote.len()..].starts_with(suffix);
            if suffix.len() == after.len() || alone(&others) {
                break suffix;
            }
            chars *= 2;
        };
        Ok(Anchor {
            prefix: prefix.to_owned(),
            suffix: suffix.to_owned(),
            quote,
            offset,
        })
    }

    /// Where an anchor's words begin, in bytes of the words; `None` when they are not there or cannot be told from the
    /// same words elsewhere.
    #[must_use]
    pub fn locate(&self, anchor: &Anchor) -> Option<usize> {
        let Anchor {
            quote,
            prefix,
            suffix,
            offset,
        } = anchor;
        let sides = |place: usize| {
            (
                self.text[..place].ends_with(prefix.as_str()),
                self.text[place + quote.len()..].starts_with(suffix.as_str()),
            )
        };
        let whole: Vec<usize> = self
            .places(quote)
            .filter(|place| sides(*place) == (true, true))
            .collect();
        match whole[..] {
            [place] => return Some(place),
            [] => {}
            // Copies of the words with all that stands around them: the same place, or none.
            _ => return whole.into_iter().find(|place| place == offset),
        }
        // What stands on one side has changed: the other alone must be enough, and nothing speak for another place.
        let mut half = self
            .places(quote)
            .map(|place| (place, sides(place)))
            .filter(|(_, (before, after))| *before || *after);
        let ((place, (before, _)), None) = (half.next()?, half.next()) else {
            return None;
        };
        let side = if before { prefix } else { suffix };
        (side.chars().count() >= TELLING).then_some(place)
    }
}

impl Anchor {
    /// Where in this HTML the words end: what stands after them goes there. `None` when the words are not there, or
    /// several times and cannot be told apart.
    ///
    /// It finds what [`Words::anchor`] was given as long as its words stand with the same neighbours on one side at least.
    #[must_use]
    pub fn place(&self, html: &SafeHtml) -> Option<usize> {
        self.place_in(&Words::of(html))
    }

    /// The same for words that were read already.
    #[must_use]
    pub fn place_in(&self, words: &Words) -> Option<usize> {
        let last = words.locate(self)? + self.quote.len() - 1;
        words.ends.get(last).copied()
    }
}

/// Whether a character is one of a word that goes on. Scripts that put no spaces between words have no whole words.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{2e80}'
}

fn spaced(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}

fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count.saturating_sub(1));
    &text[start.map_or(0, |(at, _)| at)..]
}

fn first_chars(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count);
    &text[..end.map_or(text.len(), |(at, _)| at)]
}
