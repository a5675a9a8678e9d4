//! Tags, comments and attributes, by the tokenisation rules of the HTML standard.
//! <https://html.spec.whatwg.org/multipage/parsing.html#tokenization>

use std::ops::Range;

/// A tag, or a comment when it has no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// All its bytes, `<` and `>` included.
    pub(crate) range: Range<usize>,
    /// Its name; empty for comments and the like.
    pub(crate) name: Range<usize>,
    pub(crate) closing: bool,
    /// Whether it ends with its `>` and not with the input.
    pub(crate) complete: bool,
}

/// Where text that begins at `from` ends: at the next `<` that begins markup.
pub(crate) fn text_end(input: &str, from: usize) -> usize {
    let bytes = input.as_bytes();
    let mut at = from;
    while let Some(next) = input[at..].find('<') {
        at += next;
        if begins_markup(bytes, at) {
            return at;
        }
        at += 1;
    }
    input.len()
}

/// Where the raw text of the element `name` ends: behind its end tag, `None` when it has none.
pub(crate) fn raw_end(input: &str, from: usize, name: &str) -> Option<usize> {
    let bytes = input.as_bytes();
    let mut at = from;
    if name.eq_ignore_ascii_case("plaintext") {
        return None;
    }
    while let Some(next) = input[at..].find("</") {
        at += next;
        let end = at + 2 + name.len();
        let is_name = bytes
            .get(at + 2..end)
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        if is_name
            && bytes
                .get(end)
                .is_none_or(|&b| is_space(b) || b == b'/' || b == b'>')
        {
            return tag_end(bytes, end);
        }
        at += 2;
    }
    None
}

fn begins_markup(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at + 1) {
        Some(b'!' | b'?') => true,
        // At the very end of a text "</" is text, until something is put in behind it.
        Some(b'/') => true,
        Some(b) => b.is_ascii_alphabetic(),
        None => false,
    }
}

impl Tag {
    /// The tag or comment that begins at `at`, or `None` where there is text.
    pub(crate) fn read(input: &str, at: usize) -> Option<Self> {
        let bytes = input.as_bytes();
        if bytes.get(at) != Some(&b'<') || !begins_markup(bytes, at) {
            return None;
        }
        let closing = bytes.get(at + 1) == Some(&b'/');
        let name_start = at + 1 + usize::from(closing);
        if !bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
            let end = comment_end(input, at);
            return Some(Self::ending(end, at, at..at, closing, bytes));
        }
        let length = bytes[name_start..]
            .iter()
            .position(|&b| is_space(b) || b == b'/' || b == b'>');
        let name_end = length.map_or(bytes.len(), |length| name_start + length);
        let end = tag_end(bytes, name_end);
        Some(Self::ending(end, at, name_start..name_end, closing, bytes))
    }

    fn ending(
        end: Option<usize>,
        at: usize,
        name: Range<usize>,
        closing: bool,
        bytes: &[u8],
    ) -> Self {
        Self {
            range: at..end.unwrap_or(bytes.len()),
            name,
            closing,
            complete: end.is_some(),
        }
    }

    pub(crate) fn name<'a>(&self, input: &'a str) -> &'a str {
        &input[self.name.clone()]
    }

    fn attributes<'a>(&self, input: &'a str) -> Attributes<'a> {
        Attributes {
            input,
            at: self.name.end,
            end: self.range.end,
        }
    }

    /// The bytes of an attribute's value, of the first when it is there twice.
    pub(crate) fn attribute(&self, input: &str, name: &str) -> Option<Range<usize>> {
        self.attributes(input)
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub(crate) fn self_closing(&self, input: &str) -> bool {
        input[self.range.clone()].ends_with("/>")
    }

    /// Whether the element was put in when the text was printed: one of its classes begins with `gloss-`, or it is a remark.
    pub(crate) fn is_printed(&self, input: &str) -> bool {
        // Nearly every tag is told apart by these searches alone.
        let attributes = &input[self.name.end..self.range.end];
        (attributes.contains("gloss-")
            && self.classes(input).any(|class| class.starts_with("gloss-")))
            || (attributes.contains("data-remark")
                && self.attribute(input, "data-remark").is_some())
    }

    pub(crate) fn classes<'a>(&self, input: &'a str) -> impl Iterator<Item = &'a str> {
        let value = self.attribute(input, "class").unwrap_or(0..0);
        input[value].split_ascii_whitespace()
    }
}

/// The attributes of a tag: names as written, and the bytes of their values.
pub(super) struct Attributes<'a> {
    input: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value, next) = attribute(&self.input.as_bytes()[..self.end], self.at).ok()?;
        self.at = next;
        Some((self.input.get(name)?, value))
    }
}

/// Behind the `>` that ends a tag whose name ends at `from`, `None` when there is none; quoted values may
/// contain `>`.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match attribute(bytes, at) {
            Ok((_, _, next)) => at = next,
            Err(end) => return end,
        }
    }
}

/// The next attribute: its name, its value, and where to go on; or else where the tag ends.
fn attribute(
    bytes: &[u8],
    at: usize,
) -> Result<(Range<usize>, Range<usize>, usize), Option<usize>> {
    let skip = |at: usize, test: fn(u8) -> bool| {
        let rest = bytes.get(at..).unwrap_or_default();
        at + rest.iter().position(|&b| !test(b)).unwrap_or(rest.len())
    };
    let start = skip(at, |b| is_space(b) || b == b'/');
    match bytes.get(start) {
        None => return Err(None),
        Some(b'>') => return Err(Some(start + 1)),
        Some(_) => {}
    }
    // A name may begin with `=`, which is then part of it.
    let name_end = skip(start + 1, |b| {
        !is_space(b) && !matches!(b, b'/' | b'>' | b'=')
    });
    let name = start..name_end;
    let equals = skip(name_end, is_space);
    if bytes.get(equals) != Some(&b'=') {
        return Ok((name, equals..equals, equals));
    }
    let open = skip(equals + 1, is_space);
    match bytes.get(open) {
        Some(&quote @ (b'"' | b'\'')) => {
            let length = bytes[open + 1..].iter().position(|&b| b == quote);
            let close = length.map_or(bytes.len(), |length| open + 1 + length);
            Ok((name, open + 1..close, (close + 1).min(bytes.len())))
        }
        _ => {
            let close = skip(open, |b| !is_space(b) && b != b'>');
            Ok((name, open..close, close))
        }
    }
}

fn comment_end(input: &str, at: usize) -> Option<usize> {
    let rest = &input[at..];
    let length = if let Some(body) = rest.strip_prefix("<!--") {
        if body.starts_with('>') {
            Some(5)
        } else if body.starts_with("->") {
            Some(6)
        } else {
            // One search for either end: of two, each would run to the end of the text for the other's comments.
            let mut from = 0;
            loop {
                let dashes = from + body[from..].find("--")?;
                let rest = &body[dashes + 2..];
                if rest.starts_with('>') {
                    break Some(dashes + 7);
                }
                if rest.starts_with("!>") {
                    break Some(dashes + 8);
                }
                from = dashes + 1;
            }
        }
    } else {
        rest.find('>').map(|end| end + 1)
    };
    length.map(|length| at + length)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}
