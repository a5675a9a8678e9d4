//! When two values are the same.

use super::{Expectation, Kind};

/// Whether what was found is what is wanted.
///
/// - Text: after markup and entities are resolved and white space is squeezed; in any case (languages).
/// - HTML: tags in lower case with their attributes, text with entities resolved and white space squeezed, without a `<div>`
///   around it all; or, where the text is plain to another reader, the text that the HTML shows.
/// - Addresses: as URLs are written (`http://X` and `http://x/`).
/// - Dates: to the second.
/// - Persons: one of our names is part of what another reader gives.
pub(super) fn same(found: &str, expectation: &Expectation) -> bool {
    let wanted = expectation.wanted.as_str();
    match expectation.kind {
        Kind::Text => {
            let found = squeeze(found).to_lowercase();
            [squeeze(wanted), words(wanted), words(&words(wanted))]
                .iter()
                .any(|wanted| wanted.to_lowercase() == found)
        }
        Kind::Html => {
            let (a, b) = (canonical(found), canonical(wanted));
            a == b
                || bare(&a) == bare(&b)
                || squeeze(&htmlize::unescape(found)) == squeeze(wanted)
                || !wanted.contains('<') && words(found) == words(wanted)
        }
        Kind::Words => {
            words(found) == words(wanted) || words(&htmlize::unescape(found)) == words(wanted)
        }
        Kind::Address => address(found) == address(wanted),
        Kind::Date => found.get(..19) == wanted.get(..19),
        Kind::Person => found
            .split(", ")
            .any(|name| !name.is_empty() && words(wanted).contains(name)),
        Kind::Count => found == wanted,
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn address(text: &str) -> String {
    htmlize::unescape(text.trim())
        .trim_end_matches('/')
        .to_lowercase()
}

/// The text that HTML shows, without white space, which readers put where they like.
fn words(html: &str) -> String {
    squeeze(&htmlize::unescape(pieces(html, |_, _| {})))
}

/// HTML in one way of writing it.
fn canonical(html: &str) -> String {
    let text = pieces(html, |tag, out| {
        out.push('\u{1}');
        let tag = tag.trim_end_matches('/').trim();
        let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
        out.push_str(&tag[..end].to_ascii_lowercase());
        let mut attributes = attributes(&tag[end..]);
        attributes.sort();
        for attribute in attributes {
            out.push('\u{3}');
            out.push_str(&attribute);
        }
        out.push('\u{2}');
    });
    let text = squeeze(&htmlize::unescape(&text));
    text.replace(" \u{1}", "\u{1}").replace("\u{2} ", "\u{2}")
}

fn bare(canonical: &str) -> &str {
    let inner = canonical.strip_prefix("\u{1}div\u{2}");
    inner
        .and_then(|inner| inner.strip_suffix("\u{1}/div\u{2}"))
        .unwrap_or(canonical)
}

/// Copies text and hands tags over.
fn pieces(html: &str, mut tag: impl FnMut(&str, &mut String)) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let is_tag = from[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let end = from.find('>').filter(|_| is_tag);
        match end {
            _ if from.starts_with("<!--") => {
                rest = from.split_once("-->").map_or("", |(_, rest)| rest);
            }
            Some(end) => {
                tag(&from[1..end], &mut out);
                rest = &from[end + 1..];
            }
            None => {
                out.push('<');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn attributes(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    after[1..].split_once(quote).unwrap_or((&after[1..], ""))
                }
                _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
        }
        rest = rest.trim_start();
        if !name.is_empty() && !name.starts_with("xmlns") {
            found.push(format!("{name}={value}"));
        }
    }
    found
}
