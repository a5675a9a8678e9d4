//! Addresses in running text: of the web, of e-mail, of files; handles and tags.
//!
//! What stands between white space, brackets and typographic marks is a *chunk*. Each is looked at once, however many mentions it
//! has, so a text that is nothing but one long address takes no longer than any other.

use std::ops::Range;

use crate::entities;
use crate::fold::{self, Class};

/// What begins an address without a host.
const SCHEMES: &[&str] = &["mailto:", "doi:", "tel:", "urn:", "xmpp:", "magnet:"];

/// The last parts of names of hosts and files that are known in capitals too. In small letters any will do: after a full stop
/// whose space is missing a capital stands.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "int", "info", "eu", "uk", "de", "fr", "jpg", "jpeg", "png",
    "gif", "webp", "pdf", "doc", "docx", "htm", "html", "txt", "zip", "csv",
];

/// The addresses of the chunk that was looked at last.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    chunk: Range<usize>,
    found: Vec<Range<usize>>,
}

impl Addresses {
    /// Whether the bytes of a mention stand in an address. One that is all of the address is its entry's own form.
    pub(super) fn hold(&mut self, input: &str, html: bool, mention: Range<usize>) -> bool {
        if stands_free(input.as_bytes(), &mention) {
            return false;
        }
        self.look(input, html, mention.start);
        if self.overlap(input, &mention) {
            return true;
        }
        // A mention of several words: its last may begin one.
        if self.chunk.end < mention.end {
            self.look(input, html, mention.end);
            return self.overlap(input, &mention);
        }
        false
    }

    /// Looks at the chunk around a place.
    fn look(&mut self, input: &str, html: bool, at: usize) {
        if self.chunk.start <= at && at < self.chunk.end {
            return;
        }
        let mut start = at;
        while let Some((c, length)) = char_before(input, start, html)
            && !is_stop(c)
        {
            start -= length;
        }
        let mut end = at;
        while let Some((c, length)) = char_at(input, end, html)
            && !is_stop(c)
        {
            end += length;
        }
        self.chunk = start..end;
        self.found.clear();
        if let Some(chunk) = input.get(start..end) {
            find(chunk, start, &mut self.found);
        }
    }

    fn overlap(&self, input: &str, mention: &Range<usize>) -> bool {
        let first = self
            .found
            .partition_point(|found| found.end <= mention.start);
        self.found.get(first).is_some_and(|found| {
            let rest = input.get(mention.end..found.end).unwrap_or_default();
            let is_all = mention.start <= found.start && rest.chars().all(is_edge);
            found.start < mention.end && !is_all
        })
    }
}

/// Whether nothing but white space, tags and punctuation touches a mention, as it is with nearly all: then it is no part of
/// anything.
fn stands_free(bytes: &[u8], mention: &Range<usize>) -> bool {
    let before = mention.start.checked_sub(1).map(|at| bytes[at]);
    let mut after = bytes[mention.end..].iter();
    let after = after.find(|&&b| !is_edge(char::from(b)));
    before.is_none_or(|b| b.is_ascii_whitespace() || b == b'>')
        && after.is_none_or(|b| b.is_ascii_whitespace() || *b == b'<')
}

/// Whether no address goes on at a character: white space, brackets, quotation marks, dashes and what else stands between words.
fn is_stop(c: char) -> bool {
    match c {
        '<' | '>' | '"' | '{' | '}' | '[' | ']' => true,
        _ if c.is_ascii() => c.is_ascii_whitespace(),
        _ => matches!(fold::class(c), Class::Space | Class::Punctuation),
    }
}

fn char_at(input: &str, at: usize, html: bool) -> Option<(char, usize)> {
    crate::tokens::next_char(input, at, input.len(), html)
}

/// The character before a place, and how many bytes it takes.
fn char_before(input: &str, at: usize, html: bool) -> Option<(char, usize)> {
    let before = input.get(..at)?;
    let c = before.chars().next_back()?;
    if html && c == ';' {
        let floor = at.saturating_sub(entities::LONGEST);
        let tail = &before.as_bytes()[floor..];
        if let Some(ampersand) = tail.iter().rposition(|&b| b == b'&')
            && let Some((decoded, length)) = entities::decode(&tail[ampersand..])
            && ampersand + length == tail.len()
        {
            return Some((decoded, length));
        }
    }
    Some((c, c.len_utf8()))
}

/// Punctuation at the edge of an address that is none of it.
fn is_edge(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '\'' | '*' | '`')
}

/// Adds the addresses of a chunk, which begins at `base`, in order.
fn find(chunk: &str, base: usize, found: &mut Vec<Range<usize>>) {
    if let Some(start) = web_address(chunk) {
        found.push(base + start..base + chunk.len());
        return;
    }
    // Brackets belong to addresses of the web only: "gull(s)".
    let mut at = 0;
    for piece in chunk.split(['(', ')']) {
        let inner = piece.trim_end_matches(is_edge);
        let inner = inner.trim_start_matches(|c| c != '.' && is_edge(c));
        if is_address(inner) {
            found.push(base + at..base + at + piece.len());
        }
        at += piece.len() + 1;
    }
}

/// Where an address begins that says what it is: `https://`, `www.`, `doi:`.
fn web_address(chunk: &str) -> Option<usize> {
    let bytes = chunk.as_bytes();
    let begins_word = |at: usize| at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
    let is_at = |at: usize, sign: &str| {
        bytes
            .get(at..at + sign.len())
            .is_some_and(|here| here.eq_ignore_ascii_case(sign.as_bytes()))
    };
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b':' if is_at(at, "://") => {
                let scheme = bytes[..at].iter().rposition(|&b| {
                    !(b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
                });
                return Some(scheme.map_or(0, |before| before + 1));
            }
            b'w' | b'W' if begins_word(at) && is_at(at, "www.") => return Some(at),
            b':' => {
                let known = SCHEMES.iter().find_map(|scheme| {
                    let start = (at + 1).checked_sub(scheme.len())?;
                    (begins_word(start) && is_at(start, scheme)).then_some(start)
                });
                if known.is_some() && at + 1 < bytes.len() {
                    return known;
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether it is an address all through: of e-mail, a handle, a tag, a file, a host.
fn is_address(piece: &str) -> bool {
    let alphanumeric = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut chars = piece.chars();
    let (first, second) = (chars.next(), chars.next());
    match first {
        Some('#') if second.is_some_and(char::is_alphabetic) => return true,
        Some('@') if alphanumeric(second) => return true,
        // "/var/gull", not the other half of "gull/tern" behind a tag.
        Some('/') if alphanumeric(second) && piece[1..].contains('/') => return true,
        Some('.' | '~') if ["./", "../", "~/"].iter().any(|s| piece.starts_with(s)) => return true,
        _ => {}
    }
    is_mail(piece.as_bytes()) || has_backslash(piece.as_bytes()) || {
        let mut parts = piece.split('/');
        let host = parts.next().unwrap_or_default();
        let last = parts.next_back();
        is_named(cut(last.unwrap_or(host))) || (last.is_some() && is_named(cut(host)))
    }
}

/// `keeper@harbour`: an at sign with a letter or digit on both sides.
fn is_mail(piece: &[u8]) -> bool {
    piece.windows(3).any(|window| {
        window[1] == b'@' && window[0].is_ascii_alphanumeric() && window[2].is_ascii_alphanumeric()
    })
}

/// `C:\harbour`, `gull\tern`.
fn has_backslash(piece: &[u8]) -> bool {
    piece
        .windows(2)
        .any(|window| window[0] == b'\\' && window[1].is_ascii_alphanumeric())
}

/// A host or file without a port, a query, a place in it or a possessive ending.
fn cut(name: &str) -> &str {
    name.split([':', '?', '#', '\'']).next().unwrap_or_default()
}

/// `harbour-board.org`, `gull-photo.jpg`: words with hyphens between dots, a known ending or a small one last.
fn is_named(name: &str) -> bool {
    let Some((before, last)) = name.rsplit_once('.') else {
        return false;
    };
    let is_word = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '%' | '+'))
    };
    let small = last.starts_with(|c: char| c.is_ascii_lowercase())
        && last
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let known = || {
        ENDINGS.contains(&last.to_ascii_lowercase().as_str())
            && !last.contains(|c: char| c.is_ascii_lowercase())
    };
    (2..=24).contains(&last.len()) && (small || known()) && before.split('.').all(is_word)
}
