//! Walking through HTML without a tree: which bytes are text, and where acting is allowed.
//!
//! The walker follows the tokenisation rules of the HTML standard as far as they decide what is text
//! and what is markup. It keeps counters, not a stack, so it is linear on any input and an element that
//! is never closed reaches to the end: in doubt, text is left alone.

use std::ops::Range;

mod elements;
mod tag;

pub(crate) use elements::Element;
use elements::{Counted, element};
pub(crate) use tag::Tag;

/// In a link, a heading or a control: mentions are seen, nothing is put in.
pub(crate) const NO_ACT: u8 = 1;
/// In a `blockquote` or `q`.
pub(crate) const QUOTED: u8 = 2;

/// A piece of the input, as the walker sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Running text, character references still encoded.
    Text,
    /// A tag or comment that text runs through: `<i>`, `</span>`.
    Inline,
    /// `<br>`.
    LineBreak,
    /// A tag that begins or ends a block.
    Block,
    /// Something whose inside is never read: code, script, a picture.
    Opaque,
    /// A whole element that `apply` printed earlier.
    Printed(Tag),
}

pub(crate) struct Walker<'a> {
    input: &'a str,
    at: usize,
    counts: [u32; Counted::COUNT],
    zone: u8,
    unclosed: bool,
    ended_heading: bool,
}

impl<'a> Walker<'a> {
    pub(crate) fn new(input: &'a str) -> Self {
        Self {
            input,
            at: 0,
            counts: [0; Counted::COUNT],
            zone: 0,
            unclosed: false,
            ended_heading: false,
        }
    }

    /// The zone of the text at the walker's place: [`NO_ACT`] and [`QUOTED`].
    pub(crate) fn zone(&self) -> u8 {
        self.zone
    }

    /// Whether the walker's place is within a link or a control, which nothing may part.
    pub(crate) fn in_control(&self) -> bool {
        Counted::CONTROLS
            .into_iter()
            .any(|counted| self.counts[counted as usize] > 0)
    }

    /// Whether the last piece is the end of a heading.
    pub(crate) fn ended_heading(&self) -> bool {
        self.ended_heading
    }

    /// Whether the last piece is markup that the input's end cuts off: nothing can stand behind it.
    pub(crate) fn unclosed(&self) -> bool {
        self.unclosed
    }

    /// The next piece and its bytes. Pieces follow each other without gaps.
    pub(crate) fn next(&mut self) -> Option<(Piece, Range<usize>)> {
        let start = self.at;
        if start >= self.input.len() {
            return None;
        }
        let piece = match Tag::read(self.input, start) {
            Some(tag) => self.markup(tag),
            None => {
                self.at = tag::text_end(self.input, start);
                Piece::Text
            }
        };
        Some((piece, start..self.at))
    }

    fn markup(&mut self, tag: Tag) -> Piece {
        self.at = tag.range.end;
        self.unclosed = !tag.complete;
        self.ended_heading = false;
        if tag.name.is_empty() {
            return Piece::Inline;
        }
        let name = tag.name(self.input);
        let kind = element(name);
        if !tag.closing && kind != Element::Void && tag.is_printed(self.input) {
            self.skip_element(&tag);
            return Piece::Printed(tag);
        }
        match kind {
            Element::Inline => Piece::Inline,
            Element::LineBreak => Piece::LineBreak,
            Element::Block => Piece::Block,
            Element::Void => Piece::Opaque,
            Element::Counted(counted) => self.count(counted, tag.closing),
            Element::Skipped { .. } | Element::Raw if tag.closing => Piece::Opaque,
            Element::Skipped { block, foreign } => {
                if !(foreign && tag.self_closing(self.input)) {
                    self.skip_element(&tag);
                }
                if block { Piece::Block } else { Piece::Opaque }
            }
            Element::Raw => {
                self.skip_raw(name);
                Piece::Opaque
            }
        }
    }

    fn count(&mut self, counted: Counted, closing: bool) -> Piece {
        self.ended_heading = closing && counted == Counted::Heading;
        let count = &mut self.counts[counted as usize];
        *count = if closing {
            count.saturating_sub(1)
        } else {
            count.saturating_add(1)
        };
        // A link inside a link closes the first one, a heading ends where any heading ends.
        if matches!(counted, Counted::Link | Counted::Heading) {
            *count = (*count).min(1);
        }
        let open = |counted: Counted| self.counts[counted as usize] > 0;
        let quoted = open(Counted::Blockquote) || open(Counted::Quote);
        let no_act = Counted::NO_ACT.into_iter().any(open);
        self.zone = (u8::from(no_act) * NO_ACT) | (u8::from(quoted) * QUOTED);
        if counted.is_block() {
            Piece::Block
        } else {
            Piece::Inline
        }
    }

    /// Moves behind the end tag that belongs to `open`, or to the end of the input.
    fn skip_element(&mut self, open: &Tag) {
        let name = open.name(self.input);
        let mut depth = 1_u32;
        while self.at < self.input.len() {
            let Some(tag) = Tag::read(self.input, self.at) else {
                self.at = tag::text_end(self.input, self.at);
                continue;
            };
            self.at = tag.range.end;
            let this = tag.name(self.input);
            if this.eq_ignore_ascii_case(name) {
                depth = if tag.closing {
                    depth - 1
                } else {
                    depth.saturating_add(1)
                };
                if depth == 0 {
                    self.unclosed = !tag.complete;
                    return;
                }
            } else if !tag.closing && element(this) == Element::Raw {
                self.skip_raw(this);
            }
        }
        self.unclosed = true;
    }

    fn skip_raw(&mut self, name: &str) {
        let end = tag::raw_end(self.input, self.at, name);
        self.unclosed = end.is_none();
        self.at = end.unwrap_or(self.input.len());
    }
}
