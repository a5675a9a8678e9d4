//! References (`&amp;`, `&#8217;`, `&eacute;`, a document's own) into characters.

use std::cell::Cell;
use std::collections::HashMap;

/// Most entities that a document may define, most bytes of each, and most bytes that all their uses together may add.
const MAX_ENTITIES: usize = 64;
const MAX_ENTITY_BYTES: usize = 4 * 1024;
const EXPANSION_BUDGET: usize = 1024 * 1024;

/// The longest name of a reference. HTML's longest has 31 characters.
const MAX_NAME: usize = 40;

/// What the bytes 80 to 9F are in windows-1252. In Unicode they are controls that nobody means.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The entities that the document type declares, already expanded.
#[derive(Debug, Default)]
pub(super) struct Entities {
    declared: HashMap<String, String>,
    spent: Cell<usize>,
}

impl Entities {
    /// Takes a declaration. One that grows too large, and one too many, stay unknown.
    pub(super) fn declare(&mut self, name: &str, value: &str) {
        if self.declared.len() >= MAX_ENTITIES || value.len() > MAX_ENTITY_BYTES {
            return;
        }
        let mut expanded = String::new();
        self.decode(value, &mut expanded);
        if expanded.len() <= MAX_ENTITY_BYTES {
            self.declared.entry(name.to_owned()).or_insert(expanded);
        }
    }

    /// Appends `raw` with its references resolved and without characters that text cannot hold. References to what
    /// nobody knows stay as they are.
    pub(super) fn decode(&self, raw: &str, out: &mut String) {
        let mut rest = raw;
        while let Some(at) = rest.find('&') {
            push_clean(&rest[..at], out);
            rest = &rest[at..];
            let length = self.reference(rest, out);
            if length == 0 {
                out.push('&');
                rest = &rest[1..];
            } else {
                rest = &rest[length..];
            }
        }
        push_clean(rest, out);
    }

    /// Resolves the reference that `rest` begins with, and gives its length, or 0 when it is none.
    fn reference(&self, rest: &str, out: &mut String) -> usize {
        let bytes = &rest.as_bytes()[1..];
        let ends = |&b: &u8| matches!(b, b';' | b'&' | b'<') || b.is_ascii_whitespace();
        let length = bytes.iter().take(MAX_NAME).position(ends);
        let Some(length) = length.filter(|&length| bytes[length] == b';') else {
            return 0;
        };
        let name = &rest[1..=length];
        if let Some(number) = name.strip_prefix('#') {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            let Ok(code) = code else { return 0 };
            if let Some(c) = char::from_u32(code) {
                push_char(c, out);
            }
            return length + 2;
        }
        if let Some(value) = self.declared.get(name) {
            let spent = self.spent.get() + value.len();
            if spent > EXPANSION_BUDGET {
                return 0;
            }
            self.spent.set(spent);
            out.push_str(value);
            return length + 2;
        }
        let c = match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            _ if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) => return 0,
            _ => {
                let whole = &rest[..length + 2];
                let read = htmlize::unescape(whole);
                // Not `&notit;` as “¬it;”: only whole names count.
                if read == whole || (read.ends_with(';') && name != "semi") {
                    return 0;
                }
                out.push_str(&read);
                return length + 2;
            }
        };
        out.push_str(c);
        length + 2
    }
}

/// Appends text, with line ends made plain, and without control characters.
pub(super) fn push_clean(text: &str, out: &mut String) {
    let odd = |c: char| c == '\r' || is_odd(c);
    let mut rest = text;
    while let Some(at) = rest.find(odd) {
        out.push_str(&rest[..at]);
        let Some(c) = rest[at..].chars().next() else {
            break;
        };
        rest = &rest[at + c.len_utf8()..];
        if c == '\r' {
            if !rest.starts_with('\n') {
                out.push('\n');
            }
        } else {
            push_char(c, out);
        }
    }
    out.push_str(rest);
}

fn is_odd(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

fn push_char(c: char, out: &mut String) {
    if let '\u{80}'..='\u{9f}' = c {
        let meant = WINDOWS_1252[c as usize - 0x80];
        if meant != '\0' {
            out.push(meant);
        }
    } else if !is_odd(c) {
        out.push(c);
    }
}
