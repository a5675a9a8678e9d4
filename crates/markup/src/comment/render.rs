//! Markdown's events, raw tags, fotos, addresses and comment numbers into the writer's calls.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::CommentContext;
use super::prepare::{self, FOTO_CLOSE, FOTO_OPEN, Foto, GUARD};
use crate::Profile;
use crate::html::block::Block;
use crate::html::clean::Cleaner;
use crate::html::tokens::{Token, Tokens};

pub(super) fn render(source: &str, context: &CommentContext<'_>) -> String {
    let clean = prepare::clean(source);
    let (marked, fotos) = prepare::prepare(&clean);
    let mut renderer = Renderer {
        cleaner: Cleaner::new(
            Profile::Comment.policy(),
            context.pictures,
            marked.len() * 2,
        ),
        source: &marked,
        fotos: &fotos,
        highest_number: context.highest_number,
        code: 0,
        before: ' ',
        image: None,
    };
    let parser = Parser::new_ext(&marked, Options::ENABLE_STRIKETHROUGH);
    for (event, range) in TextMergeWithOffset::new(parser.into_offset_iter()) {
        renderer.event(event, range);
    }
    renderer.cleaner.writer.finish()
}

/// A Markdown image whose text is being read.
struct Image {
    address: String,
    text: String,
    /// Images in its text count with it.
    depth: usize,
}

struct Renderer<'a> {
    cleaner: Cleaner<'a>,
    source: &'a str,
    fotos: &'a [Foto<'a>],
    highest_number: u32,
    /// How many code elements are open.
    code: usize,
    /// The character before the text that comes next, to see whether `#` begins a word.
    before: char,
    image: Option<Image>,
}

impl Renderer<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.image.is_some() {
            self.image_event(&event);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.cleaner.writer.start_inline("code", String::new());
                self.typed(&text);
                self.cleaner.writer.end_inline("code");
                self.before = '`';
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak | Event::HardBreak => {
                self.cleaner.writer.line_break();
                self.before = ' ';
            }
            Event::Rule => self.cleaner.writer.rule(),
            // Off in our options.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let writer = &mut self.cleaner.writer;
        match tag {
            Tag::Paragraph => {
                writer.start_block(Block::P, String::new());
                self.before = ' ';
            }
            Tag::Heading { .. } => {
                if self.underline(&range).is_some() {
                    self.cleaner.writer.start_block(Block::P, String::new());
                } else {
                    self.cleaner.start_bold_paragraph();
                }
                self.before = ' ';
            }
            Tag::BlockQuote(_) => writer.start_block(Block::Quote, String::new()),
            Tag::CodeBlock(_) => {
                writer.start_block(Block::Pre, String::new());
                writer.start_inline("code", String::new());
                self.code += 1;
            }
            Tag::List(None) => writer.start_block(Block::Ul, String::new()),
            Tag::List(Some(start)) => {
                let attributes = if start == 1 {
                    String::new()
                } else {
                    format!(" start=\"{start}\"")
                };
                writer.start_block(Block::Ol, attributes);
            }
            Tag::Item => {
                writer.start_block(Block::Li, String::new());
                self.before = ' ';
            }
            Tag::Emphasis => writer.start_inline("em", String::new()),
            Tag::Strong => writer.start_inline("strong", String::new()),
            Tag::Strikethrough => writer.start_inline("del", String::new()),
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            } => {
                self.cleaner.start_link(Some(&format!("mailto:{dest_url}")));
            }
            Tag::Link { dest_url, .. } => self.cleaner.start_link(Some(&dest_url)),
            Tag::Image { dest_url, .. } => {
                self.image = Some(Image {
                    address: dest_url.into_string(),
                    text: String::new(),
                    depth: 1,
                });
            }
            // The content of raw HTML comes as events of its own; the rest is off in our options.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        let writer = &mut self.cleaner.writer;
        match tag {
            TagEnd::Paragraph => writer.end_block(Block::P),
            TagEnd::Heading(_) => {
                let underline = self.underline(&range);
                self.end_heading(underline);
            }
            TagEnd::BlockQuote(_) => writer.end_block(Block::Quote),
            TagEnd::CodeBlock => {
                writer.end_inline("code");
                writer.end_block(Block::Pre);
                self.code = self.code.saturating_sub(1);
            }
            TagEnd::List(false) => writer.end_block(Block::Ul),
            TagEnd::List(true) => writer.end_block(Block::Ol),
            TagEnd::Item => writer.end_block(Block::Li),
            TagEnd::Emphasis => writer.end_inline("em"),
            TagEnd::Strong => writer.end_inline("strong"),
            TagEnd::Strikethrough => writer.end_inline("del"),
            TagEnd::Link => writer.end_inline("a"),
            _ => {}
        }
    }

    /// A heading with `#` was typed on purpose and became a bold paragraph. One made by a line of `-` or `=` under a
    /// text mostly was not meant: it is a rule, or the dashes above a signature.
    fn end_heading(&mut self, underline: Option<String>) {
        match underline {
            None => self.cleaner.end_heading(),
            Some(line) => {
                let is_rule = line.len() >= 3;
                if !is_rule {
                    self.cleaner.writer.line_break();
                    self.cleaner.writer.text(&line);
                }
                self.cleaner.writer.end_block(Block::P);
                if is_rule {
                    self.cleaner.writer.rule();
                }
            }
        }
    }

    /// The line of `-` or `=` that made a heading of the text above it.
    fn underline(&self, range: &Range<usize>) -> Option<String> {
        let (_, last) = self
            .source
            .get(range.clone())?
            .trim_end()
            .rsplit_once('\n')?;
        let line = last.trim_start_matches([' ', '\t', '>']).trim_end();
        (!line.is_empty() && line.chars().all(|c| matches!(c, '-' | '='))).then(|| line.to_owned())
    }

    fn image_event(&mut self, event: &Event<'_>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Text(text) | Event::Code(text) => image.text.push_str(text),
            Event::SoftBreak | Event::HardBreak => image.text.push(' '),
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) => {
                image.depth -= 1;
                if image.depth == 0 {
                    let Some(image) = self.image.take() else {
                        return;
                    };
                    let text = self.as_typed(&image.text);
                    self.cleaner.figure("photo", &image.address, &text, &text);
                }
            }
            _ => {}
        }
    }

    /// Tags that the author wrote.
    fn html(&mut self, html: &str) {
        for token in Tokens::new(html) {
            match token {
                Token::Start(tag) => {
                    self.code += usize::from(is_code(tag.name.as_str()));
                    self.cleaner.start(&tag);
                }
                Token::End(name) => {
                    self.code = self
                        .code
                        .saturating_sub(usize::from(is_code(name.as_str())));
                    self.cleaner.end(name.as_str());
                }
                Token::Text(text) => self.cleaner.raw_text(text),
            }
        }
    }

    /// Text, in which fotos, addresses and comment numbers mean something unless it is code or in a link.
    fn text(&mut self, text: &str) {
        if self.code > 0 {
            self.typed(text);
            return;
        }
        let mut rest = text;
        while let Some(open) = rest.find(FOTO_OPEN) {
            let (before, from) = rest.split_at(open);
            self.words(before);
            match foto_at(from, self.fotos) {
                Some((foto, length)) => {
                    self.cleaner
                        .figure(foto.class, foto.address, foto.caption, foto.caption);
                    self.before = ' ';
                    rest = &from[length..];
                }
                None => rest = &from[1..],
            }
        }
        self.words(rest);
    }

    /// Text in which nothing means anything.
    fn typed(&mut self, text: &str) {
        let text = self.as_typed(text);
        self.cleaner.writer.text(&text);
    }

    /// The text with its marked fotos as they were typed.
    fn as_typed(&self, text: &str) -> String {
        let mut typed = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find(FOTO_OPEN) {
            let (before, from) = rest.split_at(open);
            typed.push_str(before);
            match foto_at(from, self.fotos) {
                Some((foto, length)) => {
                    typed.push_str(foto.typed);
                    rest = &from[length..];
                }
                None => rest = &from[1..],
            }
        }
        typed.push_str(rest);
        typed
    }

    /// Text with addresses and comment numbers in it.
    fn words(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.cleaner.writer.has_inline("a") {
            self.cleaner.writer.text(text);
        } else if text.contains("://") || text.contains("www.") {
            let mut finder = LinkFinder::new();
            finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
            for span in finder.spans(text) {
                let word = span.as_str();
                let address = match span.kind() {
                    Some(LinkKind::Url) if word.contains("://") => word.to_owned(),
                    Some(LinkKind::Url) if word.starts_with("www.") => format!("https://{word}"),
                    _ => {
                        self.numbers(word);
                        continue;
                    }
                };
                self.cleaner.start_link(Some(&address));
                self.cleaner.writer.text(word);
                self.cleaner.writer.end_inline("a");
                self.before = '/';
            }
        } else {
            self.numbers(text);
        }
        if let Some(last) = text.chars().rev().find(|c| *c != GUARD) {
            self.before = last;
        }
    }

    /// Text in which `#7` links to comment 7: at the start of a word, and when there is such a comment.
    fn numbers(&mut self, text: &str) {
        let mut written = 0;
        let mut from = 0;
        while let Some(found) = memchr::memchr(b'#', &text.as_bytes()[from..]) {
            let hash = from + found;
            from = hash + 1;
            let digits = text[from..].bytes().take_while(u8::is_ascii_digit).count();
            let end = from + digits;
            let before = text[..hash]
                .chars()
                .rev()
                .find(|c| *c != GUARD)
                .unwrap_or(self.before);
            let after = text[end..].chars().next();
            let stands_alone = !before.is_alphanumeric()
                && !matches!(before, '#' | '&' | '/' | '=' | '?' | '_')
                && !after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '#' | '_'));
            let number = match text[from..end].parse::<u32>() {
                Ok(number) if !text[from..end].starts_with('0') => number,
                _ => continue,
            };
            if stands_alone && number <= self.highest_number {
                self.cleaner.writer.text(&text[written..hash]);
                self.cleaner.start_link(Some(&format!("#c{number}")));
                self.cleaner.writer.text(&text[hash..end]);
                self.cleaner.writer.end_inline("a");
                written = end;
                from = end;
            }
        }
        self.cleaner.writer.text(&text[written..]);
        if let Some(last) = text.chars().rev().find(|c| *c != GUARD) {
            self.before = last;
        }
    }
}

/// The foto whose mark begins this text, and the length of the mark.
fn foto_at<'f, 's>(marked: &str, fotos: &'f [Foto<'s>]) -> Option<(&'f Foto<'s>, usize)> {
    let close = marked.find(FOTO_CLOSE)?;
    let index: usize = marked[FOTO_OPEN.len_utf8()..close].parse().ok()?;
    Some((fotos.get(index)?, close + FOTO_CLOSE.len_utf8()))
}

fn is_code(name: &str) -> bool {
    matches!(name, "code" | "pre" | "tt" | "kbd" | "samp")
}
