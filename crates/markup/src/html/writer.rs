//! Writes HTML that is balanced, well nested and of listed elements by construction: what [`super::gate`] then
//! reads as it was meant, in linear time.
//!
//! Every tag name comes from [`Block`] or is a constant of [`super::elements`], every attribute from a caller in this crate that
//! has judged it, and all text is escaped here. So whatever the reader of the input makes of it, the
//! output cannot hold anything else, and it means the same to every HTML parser: blocks only stand where
//! HTML allows them, and inline elements never cross or hold blocks.
//!
//! Both kinds of element open late, when the first thing arrives that needs them. Thus empty ones vanish,
//! misnested inline elements sort themselves out, and the output of the writer, read and written again,
//! is the same output.
//!
//! Both stacks are bounded ([`MAX_BLOCKS`], [`MAX_INLINES`]), so each call takes bounded time and the depth of
//! the result is below 64 elements; deeper tags are ignored and their text is kept.

use super::block::{Block, Model};
use super::escape;

/// How deep an author's blocks may nest. Blocks that the writer adds itself come on top (at most four).
const MAX_BLOCKS: usize = 26;
/// How many inline elements may be open at a place.
const MAX_INLINES: usize = 14;
/// How many of the same, as in HTML's own rule for formatting elements (the "Noah's Ark clause").
const MAX_SAME_INLINES: usize = 3;
/// How often an inline element with attributes is taken up again in a new block. Without a limit, one link
/// that is never closed would be repeated with its long address in each of a million paragraphs.
const MAX_REOPENED: u16 = 40;

/// What is put around a table, so that a wide one scrolls by itself (by keyboard too) and not the page. A group, not a
/// region: regions are for finding one's way on a page, and an article may have fifty tables.
const TABLE_OPEN: &str =
    "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table";

struct OpenBlock {
    block: Block,
    /// Its attributes, escaped, each with a space before it.
    attributes: String,
    /// Its start tag is in the output.
    written: bool,
    /// It has content.
    filled: bool,
    /// Its last content is text, so that a space or line break after it means something.
    in_text: bool,
    /// A boundary such as `<div>` was met: what follows is another paragraph.
    boundary: bool,
    /// An `li` whose end tag was read, but which a nested list may still join.
    ended: bool,
    /// How many inline elements were active when it opened.
    inlines_before: usize,
}

struct Inline {
    tag: &'static str,
    attributes: String,
    opened: u16,
}

/// See the module's documentation.
pub(crate) struct Writer {
    out: String,
    blocks: Vec<OpenBlock>,
    /// Inline elements in effect; the first `inlines_written` of them are open in the output.
    inlines: Vec<Inline>,
    inlines_written: usize,
    /// The headings over this place by their authors' levels, outermost first.
    headings: Vec<u8>,
    pending_breaks: u8,
    pending_space: bool,
}

impl Writer {
    pub(crate) fn new(capacity: usize) -> Self {
        let mut writer = Self {
            out: String::with_capacity(capacity),
            blocks: Vec::with_capacity(8),
            inlines: Vec::new(),
            inlines_written: 0,
            headings: Vec::new(),
            pending_breaks: 0,
            pending_space: false,
        };
        writer.blocks.push(OpenBlock {
            block: Block::Root,
            attributes: String::new(),
            written: true,
            filled: false,
            in_text: false,
            boundary: false,
            ended: false,
            inlines_before: 0,
        });
        writer
    }

    /// Closes all that is open and gives out the HTML.
    pub(crate) fn finish(mut self) -> String {
        self.close_to(1);
        if self.out.ends_with('\n') {
            self.out.pop();
        }
        self.out
    }

    // Text

    /// Writes text. Outside `pre`, runs of white space count as one space.
    pub(crate) fn text(&mut self, text: &str) {
        let text = &*escape::without_unwelcome(text);
        if self.top().block == Block::Pre {
            // HTML ignores a line end right after `<pre>`.
            let text = if self.top().filled {
                text
            } else {
                text.trim_start_matches('\n')
            };
            if !text.is_empty() {
                self.prepare_text();
                escape::text_into(&mut self.out, text);
            }
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let words = if self.in_text() {
                rest.trim_start_matches(is_blank)
            } else {
                // A paragraph neither begins with spaces of any kind nor consists of them.
                rest.trim_start_matches(|c| is_blank(c) || c == '\u{a0}')
            };
            if words.len() < rest.len() {
                self.pending_space = true;
            }
            let (run, next) = words.split_at(end_of_run(words));
            if !run.is_empty() {
                self.prepare_text();
                escape::text_into(&mut self.out, run);
            }
            rest = next;
        }
    }

    /// A line break within a paragraph. More than two in a row count as two; those at the edge of a block
    /// as none.
    pub(crate) fn line_break(&mut self) {
        if self.top().block == Block::Pre {
            self.text("\n");
        } else {
            self.pending_breaks = (self.pending_breaks + 1).min(2);
            self.pending_space = false;
        }
    }

    /// Writes an `img` with attributes that are ready.
    pub(crate) fn image(&mut self, attributes: &str) {
        self.prepare_text();
        self.out.push_str("<img");
        self.out.push_str(attributes);
        self.out.push('>');
    }

    // Inline elements

    /// Opens an inline element; the tag must be a constant of this crate's allow-list.
    pub(crate) fn start_inline(&mut self, tag: &'static str, attributes: String) {
        let same = self
            .inlines
            .iter()
            .filter(|inline| inline.tag == tag)
            .count();
        if self.inlines.len() < MAX_INLINES && same < MAX_SAME_INLINES {
            self.inlines.push(Inline {
                tag,
                attributes,
                opened: 0,
            });
        }
    }

    /// Ends the innermost inline element of this tag; those opened in it go on after it.
    pub(crate) fn end_inline(&mut self, tag: &str) {
        let from = self.inline_scope();
        if let Some(found) = self.inlines[from..]
            .iter()
            .rposition(|inline| inline.tag == tag)
        {
            self.close_inlines_to(from + found);
            self.inlines.remove(from + found);
        }
    }

    /// Whether an inline element of this tag is in effect.
    pub(crate) fn has_inline(&self, tag: &str) -> bool {
        self.inlines.iter().any(|inline| inline.tag == tag)
    }

    /// Index of the first inline element that an end tag here may end.
    fn inline_scope(&self) -> usize {
        self.blocks
            .iter()
            .rev()
            .find(|open| open.block.is_inline_scope())
            .map_or(0, |open| open.inlines_before)
            .min(self.inlines.len())
    }

    fn close_inlines_to(&mut self, index: usize) {
        while self.inlines_written > index {
            self.inlines_written -= 1;
            self.out.push_str("</");
            self.out.push_str(self.inlines[self.inlines_written].tag);
            self.out.push('>');
        }
    }

    // Blocks

    /// Opens a block, closing or adding blocks around it as HTML's rules ask.
    pub(crate) fn start_block(&mut self, block: Block, attributes: String) {
        match block {
            Block::Li => self.start_item(attributes),
            Block::Dt | Block::Dd => {
                if self.innermost(&[Block::Dl]).is_none() {
                    self.start_block(Block::Dl, String::new());
                }
                if let Some(list) = self.innermost(&[Block::Dl]) {
                    self.close_to(list + 1);
                    self.push(block, attributes);
                }
            }
            Block::Figcaption => match self.innermost(&[Block::Figure]) {
                Some(figure) => {
                    self.close_to(figure + 1);
                    self.push(block, attributes);
                }
                None => self.boundary(),
            },
            Block::Caption => match self.innermost(&[Block::Table]) {
                // A caption comes first, or it is none.
                Some(table) if !self.blocks[table].filled => {
                    self.close_to(table + 1);
                    self.push(block, attributes);
                }
                _ => {}
            },
            Block::Thead | Block::Tbody | Block::Tfoot => {
                if let Some(table) = self.innermost(&[Block::Table]) {
                    self.close_to(table + 1);
                    self.push(block, attributes);
                }
            }
            Block::Tr => {
                if let Some(table) = self.innermost(&[Block::Table]) {
                    self.open_section(table);
                    self.push(block, attributes);
                }
            }
            Block::Td | Block::Th => {
                if let Some(table) = self.innermost(&[Block::Table]) {
                    if self
                        .blocks
                        .get(table + 2)
                        .is_some_and(|open| open.block == Block::Tr)
                    {
                        self.close_to(table + 3);
                    } else {
                        self.open_section(table);
                        self.push(Block::Tr, String::new());
                    }
                    self.push(block, attributes);
                    // Empty cells count.
                    self.write_open_blocks();
                }
            }
            _ => {
                if self.prepare_block(block) {
                    self.push(block, attributes);
                }
            }
        }
    }

    /// Ends the innermost block of this kind, and all in it; does nothing when there is none.
    pub(crate) fn end_block(&mut self, block: Block) {
        let Some(index) = self.innermost(&[block]) else {
            return;
        };
        if index == 0 {
            return;
        }
        if block == Block::Li && self.blocks[index].written {
            self.close_to(index + 1);
            self.close_inlines_to(0);
            self.no_longer_text();
            self.top_mut().ended = true;
        } else {
            self.close_to(index);
        }
    }

    /// Ends a heading of any level.
    pub(crate) fn end_heading(&mut self) {
        if matches!(self.top().block, Block::Heading(_)) {
            self.close_to(self.blocks.len() - 1);
        }
    }

    /// A place where one paragraph ends and another begins, such as the start or end of a `div`.
    pub(crate) fn boundary(&mut self) {
        match self.top().block {
            Block::P => self.close_to(self.blocks.len() - 1),
            Block::Pre => {
                if self.top().filled && !self.out.ends_with('\n') {
                    self.text("\n");
                }
            }
            _ if self.top().block.model() == Model::Phrase => self.pending_space = true,
            _ => {
                self.close_inlines_to(0);
                self.no_longer_text();
                self.top_mut().boundary = true;
            }
        }
    }

    /// A rule between paragraphs.
    pub(crate) fn rule(&mut self) {
        if self.prepare_block(Block::P) {
            self.write_open_blocks();
            self.top_mut().filled = true;
            self.out.push_str("<hr>\n");
            self.no_longer_text();
        }
    }

    /// Whether a block of this kind is open.
    pub(crate) fn is_in(&self, block: Block) -> bool {
        self.blocks.iter().any(|open| open.block == block)
    }

    fn start_item(&mut self, attributes: String) {
        if self.innermost(&[Block::Ul, Block::Ol]).is_none() {
            self.start_block(Block::Ul, String::new());
        }
        if let Some(list) = self.innermost(&[Block::Ul, Block::Ol]) {
            self.close_to(list + 1);
            self.push(Block::Li, attributes);
        }
    }

    /// Makes a section of this table the innermost block.
    fn open_section(&mut self, table: usize) {
        match self.blocks.get(table + 1).map(|open| open.block) {
            Some(Block::Thead | Block::Tbody | Block::Tfoot) => self.close_to(table + 2),
            _ => {
                self.close_to(table + 1);
                self.push(Block::Tbody, String::new());
            }
        }
    }

    /// Index of the innermost open block of these kinds that can be reached from here: not beyond the
    /// cell that we are in, unless a part of its own table is asked for.
    fn innermost(&self, wanted: &[Block]) -> Option<usize> {
        let is_table_part = wanted.iter().any(|block| {
            matches!(
                block,
                Block::Table
                    | Block::Thead
                    | Block::Tbody
                    | Block::Tfoot
                    | Block::Tr
                    | Block::Td
                    | Block::Th
                    | Block::Caption
            )
        });
        for (index, open) in self.blocks.iter().enumerate().rev() {
            if wanted.contains(&open.block) {
                return Some(index);
            }
            let is_barrier = match open.block {
                Block::Table => true,
                Block::Td | Block::Th | Block::Caption => !is_table_part,
                _ => false,
            };
            if is_barrier {
                return None;
            }
        }
        None
    }

    /// Makes the innermost block one that this block may stand in. Says no where no block can stand.
    fn prepare_block(&mut self, block: Block) -> bool {
        loop {
            let top = self.top();
            match top.block {
                Block::P => self.close_to(self.blocks.len() - 1),
                Block::Heading(_) if block == Block::P => {
                    self.pending_space = true;
                    return false;
                }
                Block::Heading(_) => self.close_to(self.blocks.len() - 1),
                Block::Pre | Block::Caption => {
                    self.boundary();
                    return false;
                }
                Block::Li if top.ended => {
                    if matches!(block, Block::Ul | Block::Ol) {
                        self.top_mut().ended = false;
                    } else {
                        self.close_to(self.blocks.len() - 1);
                    }
                }
                _ if top.block.model() == Model::Parts => self.push_part(),
                _ => break,
            }
        }
        self.close_inlines_to(0);
        if block != Block::P && self.blocks.len() >= MAX_BLOCKS {
            self.boundary();
            return false;
        }
        true
    }

    /// Opens what must stand between a list or table and its text.
    fn push_part(&mut self) {
        let part = match self.top().block {
            Block::Ul | Block::Ol => Block::Li,
            Block::Dl => Block::Dd,
            Block::Table => Block::Tbody,
            Block::Tr => Block::Td,
            _ => Block::Tr,
        };
        self.push(part, String::new());
    }

    fn push(&mut self, block: Block, attributes: String) {
        self.close_inlines_to(0);
        self.no_longer_text();
        self.top_mut().boundary = false;
        let inlines_before = self.inlines.len();
        self.blocks.push(OpenBlock {
            block,
            attributes,
            written: false,
            filled: false,
            in_text: false,
            boundary: false,
            ended: false,
            inlines_before,
        });
    }

    /// Closes blocks until this many are left.
    fn close_to(&mut self, length: usize) {
        while self.blocks.len() > length.max(1) {
            self.close_inlines_to(0);
            let Some(open) = self.blocks.pop() else { break };
            if open.written {
                self.out.push_str("</");
                self.out.push_str(open.block.tag());
                self.out.push('>');
                if open.block == Block::Table {
                    self.out.push_str("</div>");
                }
                self.out.push('\n');
            }
            if open.block.is_inline_scope() {
                self.inlines.truncate(open.inlines_before);
            }
            self.no_longer_text();
        }
        if length <= 1 {
            self.close_inlines_to(0);
        }
    }

    /// Makes sure that text can be written now: in a fitting block, with all inline elements open.
    fn prepare_text(&mut self) {
        loop {
            let top = self.top();
            match top.block.model() {
                Model::Flow => self.push(Block::P, String::new()),
                Model::Parts => self.push_part(),
                Model::Mixed if top.ended => self.close_to(self.blocks.len() - 1),
                Model::Mixed if top.boundary && top.filled => self.push(Block::P, String::new()),
                Model::Mixed | Model::Phrase => break,
            }
        }
        self.write_open_blocks();
        if self.top().in_text {
            if self.pending_breaks > 0 {
                for _ in 0..self.pending_breaks {
                    self.out.push_str("<br>\n");
                }
            } else if self.pending_space {
                self.out.push(' ');
            }
        }
        self.pending_breaks = 0;
        self.pending_space = false;
        let top = self.top_mut();
        top.filled = true;
        top.in_text = true;
        top.boundary = false;
        while self.inlines_written < self.inlines.len() {
            let inline = &mut self.inlines[self.inlines_written];
            if inline.opened >= MAX_REOPENED && !inline.attributes.is_empty() {
                self.inlines.remove(self.inlines_written);
                continue;
            }
            inline.opened = inline.opened.saturating_add(1);
            self.out.push('<');
            self.out.push_str(inline.tag);
            self.out.push_str(&inline.attributes);
            self.out.push('>');
            self.inlines_written += 1;
        }
    }

    /// Writes the start tags of all blocks that are open but not yet written.
    fn write_open_blocks(&mut self) {
        for index in 0..self.blocks.len() {
            if self.blocks[index].written {
                continue;
            }
            self.blocks[index - 1].filled = true;
            if let Block::Heading(level) = self.blocks[index].block {
                self.blocks[index].block = Block::Heading(self.level_in_outline(level));
            }
            let open = &mut self.blocks[index];
            open.written = true;
            if open.block == Block::Table {
                self.out.push_str(TABLE_OPEN);
            } else {
                self.out.push('<');
                self.out.push_str(open.block.tag());
            }
            self.out.push_str(&open.attributes);
            self.out.push('>');
        }
    }

    /// The level of a heading in an outline without gaps: authors choose levels by the size of the letters, and who
    /// hears a page finds the way by its outline. The first one and those above it are 2, below the page's headline.
    fn level_in_outline(&mut self, level: u8) -> u8 {
        while self.headings.last().is_some_and(|over| *over >= level) {
            self.headings.pop();
        }
        self.headings.push(level);
        // Levels rise from 2 to 6, so there are five at most.
        1 + self.headings.len() as u8
    }

    /// Whether a space here would be one between words.
    fn in_text(&self) -> bool {
        let top = self.top();
        top.in_text && !top.boundary
    }

    fn no_longer_text(&mut self) {
        self.pending_breaks = 0;
        self.pending_space = false;
        self.top_mut().in_text = false;
    }

    fn top(&self) -> &OpenBlock {
        self.blocks.last().expect("the root is never closed")
    }

    fn top_mut(&mut self) -> &mut OpenBlock {
        self.blocks.last_mut().expect("the root is never closed")
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// The end of a run of text in which white space is single spaces between words.
fn end_of_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let blank = is_blank(char::from(bytes[at]));
        if blank
            && (bytes[at] != b' ' || bytes.get(at + 1).is_none_or(|b| is_blank(char::from(*b))))
        {
            break;
        }
        at += 1;
    }
    at
}
