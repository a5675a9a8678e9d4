//! Addresses in HTML, made absolute.

use url::Url;

use super::tags::{after_attribute, attribute, next_attribute, next_tag};
use super::{is_in, push_escaped};

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &[
    "href",
    "src",
    "cite",
    "poster",
    "longdesc",
    "background",
    "action",
    "data",
    "data-src",
];

/// The longest address that relative ones are resolved against.
const MAX_BASE: usize = 2 * 1024;

/// The piece of HTML with relative addresses made absolute, and otherwise byte for byte as it was.
pub(in crate::feed) fn with_absolute_addresses(html: String, base: Option<&Url>) -> String {
    let Some(base) = base.filter(|base| base.as_str().len() <= MAX_BASE) else {
        return html;
    };
    if !html.contains('=') {
        return html;
    }
    // What a base may add: a document of nothing but short links must not grow a hundredfold.
    let most = html.len() * 4 + 16 * 1024;
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    while let Some(tag) = next_tag(&html, from) {
        out.push_str(&html[from..tag.end - 1 - tag.inside.len()]);
        if tag.closing || out.len() > most {
            out.push_str(tag.inside);
        } else {
            push_resolved(tag.inside, base, &mut out);
        }
        out.push('>');
        from = tag.end;
    }
    out.push_str(&html[from..]);
    out
}

/// Appends the attributes of a tag with absolute addresses.
fn push_resolved(inside: &str, base: &Url, out: &mut String) {
    let mut copied_to = 0;
    let mut from = 0;
    while let Some(attribute) = next_attribute(inside, from) {
        from = after_attribute(inside, &attribute);
        let value = &inside[attribute.value.clone()];
        let resolved = if is_in(attribute.name, ADDRESSES) {
            resolve_written(value, base)
        } else if attribute.name.eq_ignore_ascii_case("srcset") && attribute.quoted {
            resolve_candidates(value, base)
        } else {
            None
        };
        if let Some(resolved) = resolved {
            out.push_str(&inside[copied_to..attribute.value.start]);
            out.push_str(&resolved);
            copied_to = attribute.value.end;
        }
    }
    out.push_str(&inside[copied_to..]);
}

/// An address as it is written in an attribute, made absolute. `None` when it is absolute, or none.
fn resolve_written(value: &str, base: &Url) -> Option<String> {
    let written = value.trim();
    if written.is_empty() || has_scheme(written) {
        return None;
    }
    let absolute = base.join(&htmlize::unescape_attribute(written)).ok()?;
    let mut out = String::new();
    push_escaped(absolute.as_str(), &mut out);
    Some(out.replace('\'', "&#39;"))
}

/// The candidates of a `srcset`, made absolute.
fn resolve_candidates(value: &str, base: &Url) -> Option<String> {
    // An address may hold commas, but then it is mostly absolute already.
    if value.contains("://") || value.len() > MAX_BASE {
        return None;
    }
    let candidates = value.split(',').map(|candidate| {
        let candidate = candidate.trim();
        let (address, size) = candidate
            .split_once(char::is_whitespace)
            .unwrap_or((candidate, ""));
        let address = resolve_written(address, base).unwrap_or_else(|| address.to_owned());
        format!("{address} {size}").trim_end().to_owned()
    });
    Some(candidates.collect::<Vec<_>>().join(", "))
}

/// Whether an address begins with a scheme, as `https:` and `mailto:`.
pub(in crate::feed) fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme
            .bytes()
            .next()
            .is_some_and(|b| b.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

/// The address of the first picture in a piece of HTML that is not a counting pixel.
pub(in crate::feed) fn first_picture(html: &str) -> Option<String> {
    let mut from = 0;
    while let Some(tag) = next_tag(html, from) {
        from = tag.end;
        if tag.closing || !tag.name.eq_ignore_ascii_case("img") {
            continue;
        }
        let pixel = ["width", "height"].iter().any(|side| {
            attribute(tag.inside, side)
                .is_some_and(|value| matches!(value.trim(), "0" | "1" | "1px"))
        });
        if let Some(source) = attribute(tag.inside, "src").filter(|_| !pixel) {
            let source = htmlize::unescape_attribute(source.trim());
            if source.starts_with("http://") || source.starts_with("https://") {
                return Some(source.into_owned());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_absolute_and_nothing_else_changes() {
        let base = Url::parse("https://tide.example/a/b?c").unwrap();
        let resolve = |html: &str| with_absolute_addresses(html.to_owned(), Some(&base));
        for (from, to) in [
            (
                "<a  href='x.html' class=q>y</a>",
                "<a  href='https://tide.example/a/x.html' class=q>y</a>",
            ),
            (
                "<img src=/i.png alt=\"a > b\">",
                "<img src=https://tide.example/i.png alt=\"a > b\">",
            ),
            (
                "<a href=\"?x=1&amp;y=2\">",
                "<a href=\"https://tide.example/a/b?x=1&amp;y=2\">",
            ),
            (
                "<a href=\"mailto:x@y\"><a href=\"https://z/\">",
                "<a href=\"mailto:x@y\"><a href=\"https://z/\">",
            ),
            (
                "<a href=\"//z.example/\">",
                "<a href=\"https://z.example/\">",
            ),
            (
                "<img srcset=\"a.png 1x, b.png 2x\"/>",
                "<img srcset=\"https://tide.example/a/a.png 1x, https://tide.example/a/b.png 2x\"/>",
            ),
            (
                "a < b = c <!-- <a href=x> -->",
                "a < b = c <!-- <a href=x> -->",
            ),
            ("<a href=\"x", "<a href=\"x"),
        ] {
            assert_eq!(resolve(from), to, "{from}");
        }
        let links = "<a href=a>".repeat(100_000);
        assert!(resolve(&links).len() <= links.len() * 5 + 32 * 1024);
    }

    #[test]
    fn pictures_are_found() {
        assert_eq!(
            first_picture(
                "<img width=1 src='https://x/p'><img alt=\"src='no'\" src=\"https://x/a?b&amp;c\">"
            )
            .as_deref(),
            Some("https://x/a?b&c")
        );
        assert_eq!(first_picture("<img src=relative.png>"), None);
    }
}
