//! Judges each tag of an untrusted text: which element of ours it becomes, with which attributes.

use std::borrow::Cow;

use super::block::Block;
use super::elements::{FOREIGN, RAW_TEXT, RUBY_PARTS, block_of, is_boundary, simple_inline};
use super::escape::{attribute_into, without_unwelcome};
use super::pictures::{Picture, WithinPicture, image_attributes};
use super::tokens::{Tag, Token, Tokens};
use super::writer::Writer;
use crate::links;

/// What differs between the kinds of text.
pub(crate) struct Policy {
    /// `rel` of links to other sites.
    pub(crate) rel: &'static str,
    /// Headings and tables are shown as such, not as paragraphs.
    pub(crate) layout: bool,
    /// Links to comments (`#c11`) are kept.
    pub(crate) fragments: bool,
    /// A picture becomes a block of its own.
    pub(crate) figures: bool,
    /// Pictures keep their addresses on other sites. Never for a page.
    pub(crate) remote_pictures: bool,
}

/// A clipped or written story.
pub(crate) const ARTICLE: Policy = Policy {
    rel: "nofollow noopener",
    layout: true,
    fragments: false,
    figures: false,
    remote_pictures: false,
};
/// What a reader writes.
pub(crate) const COMMENT: Policy = Policy {
    rel: "nofollow ugc noopener",
    layout: false,
    fragments: true,
    figures: true,
    remote_pictures: false,
};
/// A story for other programs.
pub(crate) const EXPORT: Policy = Policy {
    remote_pictures: true,
    ..ARTICLE
};

/// Feeds tokens, and what a comment's markup stands for, to the writer.
pub(crate) struct Cleaner<'a> {
    pub(crate) writer: Writer,
    policy: &'static Policy,
    pictures: &'a dyn Fn(&str) -> Option<Picture>,
    within_picture: WithinPicture,
    /// The address of the picture just shown, so that the copy that pages keep in `<noscript>` is not shown again.
    last_picture: Option<String>,
    in_noscript: bool,
}

impl<'a> Cleaner<'a> {
    pub(crate) fn new(
        policy: &'static Policy,
        pictures: &'a dyn Fn(&str) -> Option<Picture>,
        capacity: usize,
    ) -> Self {
        Self {
            writer: Writer::new(capacity),
            policy,
            pictures,
            within_picture: WithinPicture::default(),
            last_picture: None,
            in_noscript: false,
        }
    }

    /// Reads a whole text.
    pub(crate) fn run(&mut self, untrusted: &str) {
        let mut tokens = Tokens::new(untrusted);
        let mut unclosed = Vec::new();
        while let Some(token) = tokens.next() {
            match token {
                Token::Text(raw) => self.raw_text(raw),
                Token::Start(tag) => {
                    let name = tag.name;
                    if RAW_TEXT.contains(&name.as_str()) {
                        tokens.skip_raw_text(name);
                    } else if FOREIGN.contains(&name.as_str()) {
                        if !unclosed.contains(&name) && !skip_element(&mut tokens, &tag) {
                            // No end tag from here on, so none for the next of this name either.
                            unclosed.push(name);
                        }
                    } else {
                        self.start(&tag);
                    }
                }
                Token::End(name) => self.end(name.as_str()),
            }
        }
    }

    /// Text with character references.
    pub(crate) fn raw_text(&mut self, raw: &str) {
        match htmlize::unescape(raw) {
            Cow::Borrowed(text) => self.writer.text(text),
            Cow::Owned(text) => self.writer.text(&text),
        }
    }

    pub(crate) fn start(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        if let Some(inline) = simple_inline(name) {
            self.writer
                .start_inline(inline, inline_attributes(inline, tag));
            return;
        }
        match name {
            "a" => self.start_link(tag.get("href").as_deref()),
            "abbr" | "acronym" => {
                let mut attributes = String::new();
                if let Some(title) = tag.get("title").filter(|title| title.len() <= 400) {
                    attribute_into(&mut attributes, "title", &title);
                }
                self.writer.start_inline("abbr", attributes);
            }
            "big" => self.start_big(),
            "span" if has_class(tag, "big") => self.start_big(),
            "ruby" => self.writer.start_inline("ruby", String::new()),
            "rb" | "rt" | "rp" | "rtc" => {
                if self.writer.has_inline("ruby") {
                    for open in RUBY_PARTS {
                        self.writer.end_inline(open);
                    }
                    if let Some(part) = RUBY_PARTS.iter().find(|part| **part == name) {
                        self.writer.start_inline(part, String::new());
                    }
                }
            }
            "br" => self.writer.line_break(),
            "wbr" => {}
            "hr" => self.writer.rule(),
            "img" | "image" => self.image(tag),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.start_heading(name, tag),
            "table" | "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th"
                if !self.policy.layout =>
            {
                match name {
                    "td" | "th" => self.writer.text(" "),
                    _ => self.writer.boundary(),
                }
            }
            "picture" | "source" => self.within_picture.start(tag),
            "noscript" => self.in_noscript = true,
            _ => match block_of(name) {
                Some(block) => self
                    .writer
                    .start_block(block, self.block_attributes(block, tag)),
                None if is_boundary(name) => self.writer.boundary(),
                None => {}
            },
        }
    }

    pub(crate) fn end(&mut self, name: &str) {
        if let Some(inline) = simple_inline(name) {
            self.writer.end_inline(inline);
            return;
        }
        match name {
            "a" => self.writer.end_inline("a"),
            "abbr" | "acronym" => self.writer.end_inline("abbr"),
            "big" | "span" => self.writer.end_inline("span"),
            "ruby" => {
                for part in RUBY_PARTS {
                    self.writer.end_inline(part);
                }
                self.writer.end_inline("ruby");
            }
            "rb" | "rt" | "rp" | "rtc" => self.writer.end_inline(name),
            "br" => self.writer.line_break(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.end_heading(),
            "table" | "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th"
                if !self.policy.layout =>
            {
                match name {
                    "td" | "th" => self.writer.text(" "),
                    _ => self.writer.boundary(),
                }
            }
            "picture" => self.within_picture.end(name),
            "noscript" => self.in_noscript = false,
            _ => match block_of(name) {
                Some(block) => self.writer.end_block(block),
                None if is_boundary(name) => self.writer.boundary(),
                None => {}
            },
        }
    }

    /// Opens a link if its address is one that we link to. Links do not nest: an earlier one ends.
    pub(crate) fn start_link(&mut self, href: Option<&str>) {
        self.writer.end_inline("a");
        if self.writer.has_inline("a") {
            return;
        }
        if let Some(href) = href.and_then(|href| links::safe_href(href, self.policy.fragments)) {
            let mut attributes = String::with_capacity(href.len() + 32);
            attribute_into(&mut attributes, "href", &href);
            if href.starts_with("http") {
                attribute_into(&mut attributes, "rel", self.policy.rel);
            }
            self.writer.start_inline("a", attributes);
        }
    }

    /// A heading; in a comment, a paragraph in bold type.
    pub(crate) fn start_heading(&mut self, name: &str, tag: &Tag<'_>) {
        if self.policy.layout {
            // `h1` is the article's headline, outside of this text.
            let level = name.as_bytes()[1].saturating_sub(b'0').max(2);
            let block = Block::Heading(level);
            self.writer
                .start_block(block, self.block_attributes(block, tag));
        } else {
            self.start_bold_paragraph();
        }
    }

    pub(crate) fn start_bold_paragraph(&mut self) {
        self.writer.start_block(Block::P, String::new());
        self.writer.start_inline("strong", String::new());
    }

    pub(crate) fn end_heading(&mut self) {
        if self.policy.layout {
            self.writer.end_heading();
        } else {
            self.writer.end_inline("strong");
            self.writer.boundary();
        }
    }

    fn start_big(&mut self) {
        self.writer
            .start_inline("span", " class=\"big\"".to_owned());
    }

    fn image(&mut self, tag: &Tag<'_>) {
        let Some(mut source) = self.within_picture.source(tag) else {
            return;
        };
        if self.policy.remote_pictures
            && links::web_address(&source).is_none()
            && let Some(address) = tag.get("src")
        {
            source = address.into_owned();
        }
        if self.in_noscript && self.last_picture.as_ref() == Some(&source) {
            return;
        }
        let alt = tag.get("alt").unwrap_or_default();
        let alt = without_unwelcome(&alt);
        if self.policy.figures && !self.writer.is_in(Block::Figure) {
            self.figure("photo", &source, &alt, "");
        } else {
            self.picture(&source, alt.trim());
        }
        self.last_picture = Some(source);
    }

    /// A figure: a picture with what is written under it. Where the picture is not to be had, a paragraph with a link to it.
    pub(crate) fn figure(&mut self, class: &str, source: &str, alt: &str, caption: &str) {
        let ready =
            (self.pictures)(source).and_then(|picture| image_attributes(&picture, alt.trim()));
        match ready {
            Some(attributes) => {
                let mut figure = String::new();
                attribute_into(&mut figure, "class", class);
                self.writer.start_block(Block::Figure, figure);
                self.writer.image(&attributes);
                if !caption.trim().is_empty() {
                    self.writer.start_block(Block::Figcaption, String::new());
                    self.writer.text(caption);
                }
                self.writer.end_block(Block::Figure);
            }
            None => {
                self.picture_link(source, if caption.is_empty() { alt } else { caption });
            }
        }
    }

    fn picture(&mut self, source: &str, alt: &str) {
        if self.policy.remote_pictures {
            if let Some(address) = links::web_address(source) {
                let mut attributes = String::new();
                attribute_into(&mut attributes, "src", &address);
                attribute_into(&mut attributes, "alt", alt);
                self.writer.image(&attributes);
            }
            return;
        }
        match (self.pictures)(source).and_then(|picture| image_attributes(&picture, alt)) {
            Some(attributes) => self.writer.image(&attributes),
            None => self.picture_link(source, alt),
        }
    }

    /// What stands for a picture that is not shown: a link to it, or what is left of it.
    fn picture_link(&mut self, source: &str, alt: &str) {
        let alt = alt.trim();
        let href = links::web_address(source);
        if href.is_none() && alt.is_empty() {
            return;
        }
        let own_link = href.is_some() && !self.writer.has_inline("a");
        if own_link {
            self.start_link(href.as_deref());
        }
        if href.is_some() {
            self.writer.text(if alt.is_empty() {
                "picture"
            } else {
                "picture: "
            });
        }
        self.writer.text(alt);
        if own_link {
            self.writer.end_inline("a");
        }
    }

    fn block_attributes(&self, block: Block, tag: &Tag<'_>) -> String {
        let mut attributes = String::new();
        match block {
            Block::Td | Block::Th => {
                for name in ["colspan", "rowspan"] {
                    if let Some(span) = tag
                        .raw(name)
                        .and_then(|value| value.trim().parse::<u16>().ok())
                        && (2..=100).contains(&span)
                    {
                        attribute_into(&mut attributes, name, &span.to_string());
                    }
                }
                if let Some(scope) = one_of(tag, "scope", &["row", "col", "rowgroup", "colgroup"])
                    && block == Block::Th
                {
                    attribute_into(&mut attributes, "scope", scope);
                }
            }
            Block::Ol => {
                if let Some(start) = tag
                    .raw("start")
                    .and_then(|value| value.trim().parse::<i32>().ok())
                {
                    attribute_into(&mut attributes, "start", &start.to_string());
                }
            }
            Block::Figure if self.policy.figures => {
                let class = if has_class(tag, "foto") {
                    "foto"
                } else {
                    "photo"
                };
                attribute_into(&mut attributes, "class", class);
            }
            _ => {}
        }
        direction_into(&mut attributes, tag);
        attributes
    }
}

/// Passes over an element and its end tag, if it has one.
fn skip_element<'a>(tokens: &mut Tokens<'a>, tag: &Tag<'_>) -> bool {
    let mut ahead = Tokens::new(tokens.rest());
    let mut depth = 1_usize;
    while let Some(token) = ahead.next() {
        match token {
            Token::Start(inner) if inner.name == tag.name => depth += 1,
            Token::End(name) if name == tag.name => {
                depth -= 1;
                if depth == 0 {
                    tokens.go_on_at(ahead);
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

fn inline_attributes(inline: &str, tag: &Tag<'_>) -> String {
    let mut attributes = String::new();
    match inline {
        "time" => {
            if let Some(moment) = tag.get("datetime")
                && moment.len() <= 40
                && moment
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || " .:+-".contains(c))
            {
                attribute_into(&mut attributes, "datetime", &moment);
            }
        }
        "bdi" | "bdo" => direction_into(&mut attributes, tag),
        _ => {}
    }
    attributes
}

fn direction_into(attributes: &mut String, tag: &Tag<'_>) {
    if let Some(direction) = one_of(tag, "dir", &["ltr", "rtl", "auto"]) {
        attribute_into(attributes, "dir", direction);
    }
}

fn one_of(tag: &Tag<'_>, name: &str, allowed: &[&'static str]) -> Option<&'static str> {
    let value = tag.raw(name)?;
    allowed
        .iter()
        .copied()
        .find(|allowed| value.trim().eq_ignore_ascii_case(allowed))
}

fn has_class(tag: &Tag<'_>, class: &str) -> bool {
    tag.raw("class")
        .is_some_and(|classes| classes.split_ascii_whitespace().any(|c| c == class))
}
