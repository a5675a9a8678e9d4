//! Where tags, comments and the like end.

use super::refs::Entities;

/// How far into a document type its end is looked for.
const MAX_DOCTYPE: usize = 64 * 1024;

/// How far into an attribute's value markup with quotes of its own is looked through, how much of that is done in vain
/// for a document, and in how long a tag it is done at all.
const MAX_LOOK: usize = 4 * 1024;
const LOOKS_IN_VAIN: usize = 1024;
const MAX_TAG: usize = 64 * 1024;

/// Finds ends in the text. Each search remembers what it found, so that all of them together are linear.
pub(super) struct Scanner<'a> {
    text: &'a str,
    next: [Option<usize>; 2],
    next_end: Option<usize>,
    no_comment_end: bool,
    no_instruction_end: bool,
    doctype_seen: bool,
    looks_in_vain: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            next: [None; 2],
            next_end: None,
            no_comment_end: false,
            no_instruction_end: false,
            doctype_seen: false,
            looks_in_vain: 0,
        }
    }

    /// Whether markup begins at the `<` at `at`; else it is a stray one.
    pub(super) fn is_markup(&self, at: usize) -> bool {
        match self.text.as_bytes().get(at + 1) {
            Some(b'/') => self
                .text
                .as_bytes()
                .get(at + 2)
                .is_some_and(|&b| b == b'>' || is_name_start(b)),
            Some(b'!' | b'?') => true,
            Some(&b) => is_name_start(b),
            None => false,
        }
    }

    /// The end of a start tag whose name begins at `from`: where its text ends, and where what follows it begins. `None`
    /// when the text ends before.
    pub(super) fn tag(&mut self, from: usize) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        let mut after_equals = false;
        while let Some(&b) = bytes.get(at) {
            match b {
                b'>' => return Some((at, at + 1)),
                // The tag was never closed.
                b'<' => return Some((at, at)),
                b'"' | b'\'' if after_equals => match self.value_end(b, at + 1) {
                    Some(end) => at = end,
                    None => {
                        let end = self.end_from(at)?;
                        return Some((end, end + 1));
                    }
                },
                _ => {}
            }
            after_equals = b == b'=' || (after_equals && b.is_ascii_whitespace());
            at += 1;
        }
        None
    }

    /// The closing quote of the value that begins at `from`, unless it seems to belong to another one.
    fn value_end(&mut self, quote: u8, from: usize) -> Option<usize> {
        let first = self.quote_from(quote, from)?;
        if self.looks_in_vain < LOOKS_IN_VAIN {
            match closing_quote(&self.text.as_bytes()[from..], quote) {
                Some(length) => return Some(from + length),
                None => self.looks_in_vain += 1,
            }
        }
        let fits = ends_value(&self.text.as_bytes()[first + 1..]);
        (fits || self.end_from(from).is_none_or(|end| end > first)).then_some(first)
    }

    fn quote_from(&mut self, quote: u8, from: usize) -> Option<usize> {
        let known = &mut self.next[usize::from(quote == b'"')];
        if known.is_none_or(|at| at < from) {
            let found = self.text.as_bytes()[from..]
                .iter()
                .position(|&b| b == quote);
            *known = Some(found.map_or(usize::MAX, |at| from + at));
        }
        known.filter(|&at| at != usize::MAX)
    }

    fn end_from(&mut self, from: usize) -> Option<usize> {
        if self.next_end.is_none_or(|at| at < from) {
            let found = self.text[from..].find('>');
            self.next_end = Some(found.map_or(usize::MAX, |at| from + at));
        }
        self.next_end.filter(|&at| at != usize::MAX)
    }

    /// Where what follows a `<!…>` or `<?…>` at `at` begins. A document type's entities go into `entities`.
    pub(super) fn skip(&mut self, at: usize, entities: &mut Entities) -> usize {
        let rest = &self.text[at..];
        if rest.starts_with("<!--") && !self.no_comment_end {
            match rest[4..].find("-->") {
                Some(length) => return at + 4 + length + 3,
                None => self.no_comment_end = true,
            }
        }
        if rest.starts_with("<?") && !self.no_instruction_end {
            match rest.find("?>") {
                Some(length) => return at + length + 2,
                None => self.no_instruction_end = true,
            }
        }
        if !self.doctype_seen
            && rest
                .get(..9)
                .is_some_and(|s| s.eq_ignore_ascii_case("<!DOCTYPE"))
        {
            self.doctype_seen = true;
            if let Some(length) = doctype(rest, entities) {
                return at + length;
            }
        }
        self.end_from(at).map_or(self.text.len(), |end| end + 1)
    }
}

/// The length of an attribute's value in which quotes may stand unescaped within tags: `a="see <b c="d">e</b>"`.
/// `None` when the value's end cannot be told so.
fn closing_quote(value: &[u8], quote: u8) -> Option<usize> {
    let mut in_tag = false;
    for (at, &b) in value.iter().enumerate().take(MAX_LOOK) {
        let next = value.get(at + 1).copied().unwrap_or(b' ');
        match b {
            b'<' if next == b'/' || is_name_start(next) => in_tag = true,
            b'>' => in_tag = false,
            b if b == quote && !in_tag => return ends_value(&value[at + 1..]).then_some(at),
            _ => {}
        }
    }
    None
}

/// Splits what follows a value's opening quote in a tag into the value and what follows its closing quote.
pub(super) fn split_value(tag: &str, quote: char) -> (&str, &str) {
    let quote = quote as u8;
    let bytes = tag.as_bytes();
    let looked = (tag.len() <= MAX_TAG).then(|| closing_quote(bytes, quote));
    let end = looked
        .flatten()
        .or_else(|| bytes.iter().position(|&b| b == quote));
    end.map_or((tag, ""), |end| (&tag[..end], &tag[end + 1..]))
}

/// Whether a quote before this closes a value.
fn ends_value(rest: &[u8]) -> bool {
    let Some(&next) = rest.first() else {
        return true;
    };
    if next.is_ascii_whitespace() || b"/>?".contains(&next) {
        return true;
    }
    // `a="1"b="2"`
    let name = rest
        .iter()
        .take(40)
        .take_while(|b| b.is_ascii_alphanumeric() || b"-_:".contains(b))
        .count();
    name > 0 && rest.get(name) == Some(&b'=')
}

fn is_name_start(b: u8) -> bool {
    b.is_ascii_alphabetic() || b == b'_' || b == b':' || b >= 0x80
}

/// The length of a document type, whose entity declarations are read.
fn doctype(rest: &str, entities: &mut Entities) -> Option<usize> {
    let mut subset = None;
    let mut quote = None;
    for (at, b) in rest.bytes().enumerate().take(MAX_DOCTYPE) {
        match (quote, b) {
            (Some(q), _) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b'[') if subset.is_none() => subset = Some(at + 1),
            (None, b'>') if subset.is_none() => return Some(at + 1),
            (None, b']') => {
                let declarations = &rest[subset?..at];
                for declaration in declarations.split("<!ENTITY").skip(1) {
                    declare(declaration, entities);
                }
                return Some(at + 1 + rest[at..].find('>')?);
            }
            _ => {}
        }
    }
    None
}

/// Reads ` name "value">`. Parameter entities and those from elsewhere (`SYSTEM "file:…"`) are never read.
fn declare(declaration: &str, entities: &mut Entities) {
    let mut parts = declaration.trim_start().splitn(2, char::is_whitespace);
    let (Some(name), Some(rest)) = (parts.next(), parts.next()) else {
        return;
    };
    let rest = rest.trim_start();
    let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return;
    };
    if let Some(length) = rest[1..].find(quote) {
        entities.declare(name, &rest[1..=length]);
    }
}
