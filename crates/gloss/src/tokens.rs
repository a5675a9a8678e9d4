//! Cutting text into tokens, paragraph by paragraph, in one pass over the source.
//!
//! Nothing is copied: a token is a span of source bytes and a hash of what it folds to. Character
//! references, soft hyphens and ligatures are looked through while the hash is made.

use std::ops::Range;

use crate::entities;
use crate::fold::{self, Class};
use crate::hash;
use crate::html::{Piece, Walker};

mod ahead;

pub(crate) use ahead::Paragraphs;

/// White space (or a line break) stands before the token.
pub(crate) const SPACE_BEFORE: u8 = 1;
/// A tag stands between the token before and this one.
pub(crate) const TAG_BEFORE: u8 = 2;
/// The token is a word.
pub(crate) const WORD: u8 = 4;
/// The token stands inside what was printed earlier; its span is of no use.
pub(crate) const PRINTED: u8 = 8;
/// In a link, a heading or a control. Same meaning as [`crate::html::NO_ACT`].
pub(crate) const NO_ACT: u8 = 16;
/// In a `blockquote` or `q`. Same meaning as [`crate::html::QUOTED`].
pub(crate) const QUOTED: u8 = 32;
/// The word is of a script without spaces, so it may touch others.
pub(crate) const SOLO: u8 = 64;

/// A word, or one character of punctuation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) hash: u64,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) flags: u8,
    /// The punctuation mark as written, when there is a table entry for it.
    pub(crate) mark: Mark,
}

impl Token {
    pub(crate) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(crate) fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Whether the token touches the one before it: no white space between.
    pub(crate) fn glued(&self) -> bool {
        !self.is(SPACE_BEFORE)
    }
}

/// Punctuation that the rules know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A word, or punctuation that no rule asks for.
    None,
    /// A picture, or text that is not read: no phrase reaches across.
    Barrier,
    /// `.`, which also joins letters: `example.com`, `U.S.A`.
    Period,
    /// `!`, `?`, `…` and their like.
    SentenceEnd,
    /// `:`, `·` and `,`, which join what touches them on both sides. Unicode lets a comma join digits
    /// only; a missing space behind one is left alone as well.
    Joiner,
    Hyphen,
    /// `@` and `#`.
    Handle,
    OpenBracket,
    CloseBracket,
    /// `'` as typed on a typewriter.
    Straight,
    /// `"`.
    StraightDouble,
    /// `“`, and two backticks, as news agencies send it.
    LeftDouble,
    /// `”`, and two apostrophes.
    RightDouble,
    /// `„`
    LowDouble,
    /// `«`
    LeftGuillemet,
    /// `»`
    RightGuillemet,
    /// `‘`
    LeftSingle,
    /// `’`, the apostrophe too.
    RightSingle,
    /// `‚`
    LowSingle,
    /// `‹`
    LeftAngle,
    /// `›`
    RightAngle,
    /// `「`, `『` and their like.
    LeftCorner,
    /// `」`, `』` and their like.
    RightCorner,
    /// Any other apostrophe, such as the modifier letter.
    Apostrophe,
}

impl Mark {
    fn of(c: char) -> Self {
        match c {
            '.' => Self::Period,
            '!' | '?' | '…' | '‽' | '。' | '！' | '？' | '؟' | '।' => Self::SentenceEnd,
            ':' | '·' | ',' => Self::Joiner,
            '-' | '\u{2010}' | '\u{2011}' => Self::Hyphen,
            '@' | '#' => Self::Handle,
            '(' | '[' | '{' => Self::OpenBracket,
            ')' | ']' | '}' => Self::CloseBracket,
            '\'' => Self::Straight,
            '"' | '＂' => Self::StraightDouble,
            '“' | '‟' | '❝' => Self::LeftDouble,
            '”' | '❞' => Self::RightDouble,
            '„' => Self::LowDouble,
            '«' => Self::LeftGuillemet,
            '»' => Self::RightGuillemet,
            '‘' | '‛' => Self::LeftSingle,
            '’' => Self::RightSingle,
            '‚' => Self::LowSingle,
            '‹' => Self::LeftAngle,
            '›' => Self::RightAngle,
            '「' | '『' | '《' | '〈' | '〝' => Self::LeftCorner,
            '」' | '』' | '》' | '〉' | '〞' | '〟' => Self::RightCorner,
            _ if fold::is_apostrophe(c) => Self::Apostrophe,
            _ => Self::None,
        }
    }

    pub(crate) fn is_quote(self) -> bool {
        !matches!(
            self,
            Self::None
                | Self::Barrier
                | Self::Period
                | Self::SentenceEnd
                | Self::Joiner
                | Self::Hyphen
                | Self::Handle
                | Self::OpenBracket
                | Self::CloseBracket
                | Self::Apostrophe
        )
    }

    /// Whether it can be an apostrophe within a word.
    pub(crate) fn is_apostrophe(self) -> bool {
        matches!(
            self,
            Self::Straight | Self::RightSingle | Self::LeftSingle | Self::Apostrophe
        )
    }
}

/// A paragraph: what stands between two block boundaries, or between blank lines in plain text.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    pub(crate) tokens: Vec<Token>,
    /// The tokens with which a form may begin.
    pub(crate) candidates: Vec<u32>,
    /// The tokens that are quotation marks or apostrophes.
    pub(crate) quotes: Vec<u32>,
    /// The number of tokens that are words.
    pub(crate) words: u32,
    /// The offset behind the last inline piece, where something can be put in after the paragraph,
    /// and the walker's zone there.
    pub(crate) end: usize,
    pub(crate) end_zone: u8,
    /// Whether it stands right under a heading.
    pub(crate) after_heading: bool,
}

impl Paragraph {
    fn clear(&mut self) {
        self.tokens.clear();
        self.candidates.clear();
        self.quotes.clear();
        self.words = 0;
    }
}

/// Tells cheaply that no form begins with a word.
pub(crate) trait Candidates {
    /// May be wrong when true, never when false. `is_small` promises that the word begins with a small ASCII letter.
    fn may_begin(&self, hash: u64, is_small: bool) -> bool;
}

/// Reads an input, one paragraph after the other.
pub(crate) struct Reader<'a, C> {
    input: &'a str,
    source: Source<'a>,
    candidates: &'a C,
    /// Flags for the next token.
    pending: u8,
    line_breaks: u8,
    after_heading: bool,
    folded: Vec<u8>,
}

enum Source<'a> {
    Html(Walker<'a>),
    /// The rest of a plain text begins here.
    Text(usize),
}

impl<'a, C: Candidates> Reader<'a, C> {
    pub(crate) fn html(input: &'a str, candidates: &'a C) -> Self {
        Self::new(input, Source::Html(Walker::new(input)), candidates)
    }

    pub(crate) fn text(input: &'a str, candidates: &'a C) -> Self {
        Self::new(input, Source::Text(0), candidates)
    }

    fn new(input: &'a str, source: Source<'a>, candidates: &'a C) -> Self {
        Self {
            input,
            source,
            candidates,
            pending: 0,
            line_breaks: 0,
            after_heading: false,
            folded: Vec::new(),
        }
    }

    /// Reads the next paragraph that has a token into `paragraph`; false at the end of the input.
    pub(crate) fn read(&mut self, paragraph: &mut Paragraph) -> bool {
        paragraph.clear();
        paragraph.after_heading = std::mem::take(&mut self.after_heading);
        self.pending = 0;
        self.line_breaks = 0;
        match self.source {
            Source::Text(at) => self.read_text(at, paragraph),
            Source::Html(_) => self.read_html(paragraph),
        }
        !paragraph.tokens.is_empty()
    }

    fn read_text(&mut self, mut at: usize, paragraph: &mut Paragraph) {
        while at < self.input.len() && paragraph.tokens.is_empty() {
            let end = paragraph_end(self.input.as_bytes(), at);
            self.scan::<false>(at..end, 0, paragraph);
            paragraph.end = at + self.input[at..end].trim_end().len();
            paragraph.end_zone = 0;
            at = end;
        }
        self.source = Source::Text(at);
    }

    fn read_html(&mut self, paragraph: &mut Paragraph) {
        loop {
            let Source::Html(walker) = &mut self.source else {
                return;
            };
            let Some((piece, range)) = walker.next() else {
                return;
            };
            // The walker's zones, as flags of tokens.
            let zone = walker.zone() << 4;
            let unclosed = walker.unclosed();
            let ended_heading = walker.ended_heading();
            match piece {
                Piece::Text => self.scan::<true>(range.clone(), zone, paragraph),
                Piece::Inline => self.pending |= TAG_BEFORE,
                Piece::LineBreak => {
                    self.pending |= TAG_BEFORE | SPACE_BEFORE;
                    self.line_breaks += 1;
                    // Old articles separate their paragraphs so.
                    if self.line_breaks >= 2 {
                        self.line_breaks = 0;
                        if !paragraph.tokens.is_empty() {
                            return;
                        }
                    }
                    continue;
                }
                Piece::Block => {
                    self.line_breaks = 0;
                    if !paragraph.tokens.is_empty() {
                        self.after_heading = ended_heading;
                        return;
                    }
                    paragraph.after_heading |= ended_heading;
                    self.pending = 0;
                    continue;
                }
                Piece::Opaque => self.push(paragraph, 0, range.clone(), zone, Mark::Barrier),
                Piece::Printed(ref tag) => {
                    self.pending |= TAG_BEFORE;
                    // A substitution stands for its original, as if it had not been printed yet.
                    if let Some(original) = tag.attribute(self.input, "data-original") {
                        self.scan::<true>(original, zone | PRINTED, paragraph);
                    } else if self.input[..range.start].ends_with(' ')
                        && !self.input[..range.start - 1].ends_with(|c: char| c.is_whitespace())
                    {
                        // The space before a note came with it: the source had none.
                        self.pending &= !SPACE_BEFORE;
                    }
                    self.pending |= TAG_BEFORE;
                }
            }
            let end = match piece {
                Piece::Text => range.start + self.input[range.clone()].trim_end().len(),
                _ if unclosed => range.start,
                _ => range.end,
            };
            if end > range.start {
                self.line_breaks = 0;
                paragraph.end = end;
                paragraph.end_zone = zone;
            }
        }
    }

    /// Cuts a range of running text into tokens.
    fn scan<const HTML: bool>(&mut self, range: Range<usize>, zone: u8, paragraph: &mut Paragraph) {
        let bytes = &self.input.as_bytes()[..range.end];
        let mut at = range.start;
        while let Some(&byte) = bytes.get(at) {
            match BYTES[byte as usize] {
                Byte::Word => {
                    let start = at;
                    at = hash::ascii_word_end(bytes, at);
                    let goes_on = match bytes.get(at) {
                        Some(&b) if b >= 0x80 || (HTML && b == b'&') => {
                            let class = self
                                .character::<HTML>(at, range.end)
                                .map(|(c, _)| fold::class(c));
                            matches!(class, Some(Class::Word | Class::Mark | Class::Ignored))
                        }
                        _ => false,
                    };
                    if goes_on {
                        at = self.long_word::<HTML>(start..range.end, zone, paragraph);
                    } else {
                        let hash = hash::ascii_word(bytes, start, at);
                        let is_small = byte.is_ascii_lowercase();
                        let begins = self.candidates.may_begin(hash, is_small);
                        self.push_as(paragraph, hash, start..at, zone | WORD, Mark::None, begins);
                    }
                }
                Byte::Space => {
                    self.pending |= SPACE_BEFORE;
                    at += 1;
                }
                Byte::Punctuation => {
                    if matches!(byte, b'`' | b'\'') && bytes.get(at + 1) == Some(&byte) {
                        let mark = match byte {
                            b'`' => Mark::LeftDouble,
                            _ => Mark::RightDouble,
                        };
                        // Either folds to two apostrophes.
                        let hash = hash::folded_word(b"''");
                        self.push(paragraph, hash, at..at + 2, zone, mark);
                        at += 2;
                        continue;
                    }
                    let c = char::from(byte);
                    let hash = hash::folded_word(&[byte]);
                    self.push(paragraph, hash, at..at + 1, zone, Mark::of(c));
                    at += 1;
                }
                Byte::Other => at = self.other::<HTML>(at..range.end, zone, paragraph),
            }
        }
    }

    /// Whatever does not begin with a plain ASCII character.
    fn other<const HTML: bool>(
        &mut self,
        range: Range<usize>,
        zone: u8,
        paragraph: &mut Paragraph,
    ) -> usize {
        let Some((c, length)) = self.character::<HTML>(range.start, range.end) else {
            return range.end;
        };
        match fold::class(c) {
            Class::Word | Class::Solo => self.long_word::<HTML>(range, zone, paragraph),
            Class::Ignored => range.start + length,
            Class::Space => {
                self.pending |= SPACE_BEFORE;
                range.start + length
            }
            // A mark with no word before it is as good as punctuation.
            Class::Punctuation | Class::Mark => {
                let end = range.start + length;
                self.folded.clear();
                push_folded(&mut self.folded, c);
                let hash = hash::folded_word(&self.folded);
                self.push(paragraph, hash, range.start..end, zone, Mark::of(c));
                end
            }
        }
    }

    /// A word that is not plain ASCII all through. Gives back where it ends.
    fn long_word<const HTML: bool>(
        &mut self,
        range: Range<usize>,
        zone: u8,
        paragraph: &mut Paragraph,
    ) -> usize {
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        let (mut at, mut end, mut flags) = (range.start, range.start, WORD);
        while let Some((c, length)) = self.character::<HTML>(at, range.end) {
            match fold::class(c) {
                Class::Ignored => {}
                Class::Mark => end = at + length,
                Class::Word if flags == WORD => end = at + length,
                Class::Solo if folded.is_empty() => {
                    flags |= SOLO;
                    end = at + length;
                }
                _ => break,
            }
            push_folded(&mut folded, c);
            at += length;
        }
        let hash = hash::folded_word(&folded);
        self.folded = folded;
        self.push(paragraph, hash, range.start..end, zone | flags, Mark::None);
        // Never stand still, whatever the classes say.
        at.max(range.start + 1)
    }

    /// The character at `at`, and how many bytes it takes; an ampersand that begins no reference is one.
    fn character<const HTML: bool>(&self, at: usize, end: usize) -> Option<(char, usize)> {
        next_char(self.input, at, end, HTML)
    }

    #[inline]
    fn push(
        &mut self,
        paragraph: &mut Paragraph,
        hash: u64,
        range: Range<usize>,
        flags: u8,
        mark: Mark,
    ) {
        let begins = mark != Mark::Barrier && self.candidates.may_begin(hash, false);
        self.push_as(paragraph, hash, range, flags, mark, begins);
    }

    /// `begins` tells whether a form may begin with it.
    #[inline]
    fn push_as(
        &mut self,
        paragraph: &mut Paragraph,
        hash: u64,
        range: Range<usize>,
        flags: u8,
        mark: Mark,
        begins: bool,
    ) {
        if begins {
            paragraph.candidates.push(paragraph.tokens.len() as u32);
        }
        if mark.is_quote() {
            paragraph.quotes.push(paragraph.tokens.len() as u32);
        }
        paragraph.words += u32::from(flags & WORD != 0);
        // The caller has seen to it that offsets fit.
        let (start, end) = (range.start as u32, range.end as u32);
        paragraph.tokens.push(Token {
            hash,
            start,
            end,
            flags: flags | self.pending,
            mark,
        });
        self.pending = 0;
    }
}

/// The character at byte `at` of `input[..end]`, character references decoded when `html`.
pub(crate) fn next_char(input: &str, at: usize, end: usize, html: bool) -> Option<(char, usize)> {
    let rest = input.get(at..end)?;
    let c = rest.chars().next()?;
    if html && c == '&' {
        return Some(entities::decode(rest.as_bytes()).unwrap_or(('&', 1)));
    }
    Some((c, c.len_utf8()))
}

fn push_folded(folded: &mut Vec<u8>, c: char) {
    fold::fold(c, &mut |c| {
        fold::lower(c, &mut |c| match c {
            // As hash::ascii_word has it.
            '_' => folded.push(0x7f),
            _ => folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        });
    });
}

/// Where a plain-text paragraph ends: behind the next blank line.
fn paragraph_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    let mut text_seen = false;
    while let Some(length) = bytes[at..].iter().position(|&b| b == b'\n') {
        let line = &bytes[at..at + length];
        at += length + 1;
        if !line.trim_ascii().is_empty() {
            text_seen = true;
        } else if text_seen {
            return at;
        }
    }
    bytes.len()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Word,
    Space,
    Punctuation,
    /// `&` and everything beyond ASCII.
    Other,
}

const BYTES: [Byte; 256] = {
    let mut table = [Byte::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        table[byte] = match b {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' => Byte::Word,
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0b' | b'\x0c' => Byte::Space,
            b'&' => Byte::Other,
            _ => Byte::Punctuation,
        };
        byte += 1;
    }
    table
};
