//! A tokenizer for HTML as it is found in the wild, following the WHATWG tokenization rules.
//!
//! It borrows from its input, never allocates and takes linear time whatever the input: attributes are
//! kept as the raw text of their tag and read on demand. (A general tokenizer compares every attribute
//! with all earlier ones of its tag, which a hostile page can make very slow.)
//!
//! The safety of the result does not rest on this file. It decides what is taken for text and what for
//! a tag; whatever it decides, [`super::writer`] can only write listed tags and escaped text, and
//! [`super::gate`] judges those again.

use memchr::{memchr, memchr2, memmem};

/// A piece of an HTML text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Text with its character references still in it.
    Text(&'a str),
    /// `<name …>`.
    Start(Tag<'a>),
    /// `</name>`; attributes of an end tag mean nothing and are dropped.
    End(Name),
}

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// Its name in lower case.
    pub(crate) name: Name,
    /// All between the name and `>`.
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The raw value of the first attribute of this name (as in a browser, later ones are ignored).
    pub(crate) fn raw(&self, name: &str) -> Option<&'a str> {
        let mut at = 0;
        loop {
            match next_attribute(self.attributes, at) {
                Step::Attribute(attribute) => {
                    if attribute.name.eq_ignore_ascii_case(name) {
                        return Some(attribute.value);
                    }
                    at = attribute.end;
                }
                Step::Close(_) | Step::Eof => return None,
            }
        }
    }

    /// The value of an attribute with its character references resolved.
    pub(crate) fn get(&self, name: &str) -> Option<std::borrow::Cow<'a, str>> {
        if self.attributes.is_empty() {
            return None;
        }
        self.raw(name).map(htmlize::unescape_attribute)
    }
}

/// A tag name in lower case. Names longer than any that HTML knows are cut, and so match none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    bytes: [u8; Name::MAX],
    len: u8,
}

impl Name {
    /// Longer than the longest name in HTML, SVG or MathML that means anything here (`figcaption`).
    const MAX: usize = 14;

    fn new(raw: &str) -> Self {
        let mut bytes = [0; Self::MAX];
        let len = raw.len().min(Self::MAX);
        for (to, from) in bytes.iter_mut().zip(raw.as_bytes()) {
            *to = from.to_ascii_lowercase();
        }
        Self {
            bytes,
            len: u8::try_from(len).unwrap_or(0),
        }
    }

    /// The name as text; a cut name that broke inside a character is empty.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or("")
    }
}

impl std::fmt::Debug for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Reads tokens one after another.
pub(crate) struct Tokens<'a> {
    input: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(input: &'a str) -> Self {
        Self { input, at: 0 }
    }

    /// What has not been read yet.
    pub(crate) fn rest(&self) -> &'a str {
        &self.input[self.at..]
    }

    /// Goes on where a reader that was started on the [`rest`](Self::rest) of this one has arrived.
    pub(crate) fn go_on_at(&mut self, ahead: Tokens<'a>) {
        self.at = self.input.len() - ahead.rest().len();
    }

    /// Passes over the text up to the end tag of this name, and over the end tag: what a browser does
    /// after `<script>`, whose content is not markup. Without an end tag, all that is left is passed over.
    pub(crate) fn skip_raw_text(&mut self, name: Name) {
        let bytes = self.input.as_bytes();
        while let Some(found) = memmem::find(&bytes[self.at..], b"</") {
            let start = self.at + found + 2;
            let end = start + usize::from(name.len);
            self.at = start;
            let is_name = bytes
                .get(start..end)
                .is_some_and(|raw| raw.eq_ignore_ascii_case(name.as_str().as_bytes()));
            if is_name
                && bytes
                    .get(end)
                    .is_none_or(|b| is_space(*b) || matches!(b, b'/' | b'>'))
            {
                self.at = match memchr(b'>', &bytes[end..]) {
                    Some(close) => end + close + 1,
                    None => bytes.len(),
                };
                return;
            }
        }
        self.at = bytes.len();
    }

    /// The end of a construct that runs to the next `>`.
    fn after_gt(&self, from: usize) -> usize {
        memchr(b'>', &self.input.as_bytes()[from..])
            .map_or(self.input.len(), |found| from + found + 1)
    }

    /// The end of a comment whose `<!--` ends at `from`.
    fn after_comment(&self, from: usize) -> usize {
        let rest = &self.input[from..];
        if rest.starts_with('>') {
            return from + 1;
        }
        if rest.starts_with("->") {
            return from + 2;
        }
        // `--!>` ends a comment too, as in browsers.
        let bytes = rest.as_bytes();
        let mut at = 0;
        while let Some(found) = memmem::find(&bytes[at..], b"--") {
            let after = at + found + 2;
            match (bytes.get(after), bytes.get(after + 1)) {
                (Some(b'>'), _) => return from + after + 1,
                (Some(b'!'), Some(b'>')) => return from + after + 2,
                _ => at += found + 1,
            }
        }
        self.input.len()
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.input.as_bytes();
        loop {
            let start = self.at;
            if start >= bytes.len() {
                return None;
            }
            // Text runs up to the next `<` that opens something.
            let mut open = start;
            loop {
                match memchr(b'<', &bytes[open..]) {
                    None => {
                        open = bytes.len();
                        break;
                    }
                    Some(found) => {
                        open += found;
                        match bytes.get(open + 1) {
                            Some(b'!' | b'?' | b'/') => break,
                            Some(b) if b.is_ascii_alphabetic() => break,
                            _ => open += 1,
                        }
                    }
                }
            }
            if open > start {
                self.at = open;
                return Some(Token::Text(&self.input[start..open]));
            }
            let after = open + 2;
            match bytes[open + 1] {
                b'!' => {
                    self.at = if self.input[after..].starts_with("--") {
                        self.after_comment(after + 2)
                    } else {
                        self.after_gt(after)
                    };
                }
                b'?' => self.at = self.after_gt(after),
                b'/' => match bytes.get(after) {
                    None => {
                        self.at = bytes.len();
                        return Some(Token::Text(&self.input[open..]));
                    }
                    Some(b'>') => self.at = after + 1,
                    Some(b) if b.is_ascii_alphabetic() => {
                        let name_end = end_of_name(bytes, after);
                        match end_of_tag(self.input, name_end) {
                            Some(end) => {
                                self.at = end;
                                return Some(Token::End(Name::new(&self.input[after..name_end])));
                            }
                            None => self.at = bytes.len(),
                        }
                    }
                    Some(_) => self.at = self.after_gt(after),
                },
                _ => {
                    let name_end = end_of_name(bytes, open + 1);
                    match end_of_tag(self.input, name_end) {
                        Some(end) => {
                            self.at = end;
                            return Some(Token::Start(Tag {
                                name: Name::new(&self.input[open + 1..name_end]),
                                attributes: &self.input[name_end..end - 1],
                            }));
                        }
                        // A tag that the input ends in is no tag.
                        None => self.at = bytes.len(),
                    }
                }
            }
        }
    }
}

struct Attribute<'a> {
    name: &'a str,
    value: &'a str,
    end: usize,
}

enum Step<'a> {
    Attribute(Attribute<'a>),
    /// The tag's `>`, and where it ends.
    Close(usize),
    Eof,
}

/// Reads one attribute, or the end of the tag, at a place inside a tag.
fn next_attribute(input: &str, mut at: usize) -> Step<'_> {
    let bytes = input.as_bytes();
    while at < bytes.len() && (is_space(bytes[at]) || bytes[at] == b'/') {
        at += 1;
    }
    match bytes.get(at) {
        None => return Step::Eof,
        Some(b'>') => return Step::Close(at + 1),
        Some(_) => {}
    }
    let name_start = at;
    at += 1; // the first byte belongs to the name even when it is `=`
    while at < bytes.len() && !is_space(bytes[at]) && !matches!(bytes[at], b'/' | b'>' | b'=') {
        at += 1;
    }
    let name = &input[name_start..at];
    let mut after = at;
    while after < bytes.len() && is_space(bytes[after]) {
        after += 1;
    }
    if bytes.get(after) != Some(&b'=') {
        let end = at;
        return Step::Attribute(Attribute {
            name,
            value: "",
            end,
        });
    }
    at = after + 1;
    while at < bytes.len() && is_space(bytes[at]) {
        at += 1;
    }
    match bytes.get(at) {
        None => Step::Eof,
        Some(b'>') => Step::Attribute(Attribute {
            name,
            value: "",
            end: at,
        }),
        Some(quote @ (b'"' | b'\'')) => match memchr(*quote, &bytes[at + 1..]) {
            None => Step::Eof,
            Some(length) => Step::Attribute(Attribute {
                name,
                value: &input[at + 1..at + 1 + length],
                end: at + length + 2,
            }),
        },
        Some(_) => {
            let start = at;
            while at < bytes.len() && !is_space(bytes[at]) && bytes[at] != b'>' {
                at += 1;
            }
            Step::Attribute(Attribute {
                name,
                value: &input[start..at],
                end: at,
            })
        }
    }
}

/// Where the tag ends whose name ends at `at`; nothing when the input ends first.
fn end_of_tag(input: &str, at: usize) -> Option<usize> {
    let bytes = input.as_bytes();
    let close = at + memchr(b'>', &bytes[at..])?;
    if memchr2(b'"', b'\'', &bytes[at..close]).is_none() {
        return Some(close + 1);
    }
    let mut at = at;
    loop {
        match next_attribute(input, at) {
            Step::Attribute(attribute) => at = attribute.end,
            Step::Close(end) => return Some(end),
            Step::Eof => return None,
        }
    }
}

fn end_of_name(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < bytes.len() && !is_space(bytes[at]) && !matches!(bytes[at], b'/' | b'>') {
        at += 1;
    }
    at
}

/// ASCII white space as HTML counts it.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}
