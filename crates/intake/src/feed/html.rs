//! Pieces of HTML as feeds carry them: told from text, made text, made of text, with absolute addresses.
//!
//! Everything is linear, and nothing here makes HTML safe.

use url::Url;

/// Elements of HTML, old and new. What looks like a tag but is none of these is the text's own.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "math",
    "menu",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "picture",
    "pre",
    "q",
    "rb",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that part words.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

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

fn is_in(name: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether HTML has an element of this name.
pub(super) fn is_element(name: &str) -> bool {
    is_in(name, ELEMENTS)
}

/// Whether an element of this name has no end tag.
pub(super) fn is_void(name: &str) -> bool {
    is_in(name, VOID)
}

/// Appends `text` so that as HTML, or as a quoted attribute's value, it shows just that.
pub(super) fn push_escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Plain text as HTML that shows it. Quotation marks stay, since it does not go into an attribute.
pub(super) fn of_text(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Plain text as HTML that also keeps its lines and paragraphs.
pub(super) fn of_lines(text: &str) -> String {
    let text = text.trim();
    if !text.contains('\n') {
        return of_text(text);
    }
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| format!("<p>{}</p>", of_text(paragraph).replace('\n', "<br>\n")))
        .collect();
    paragraphs.join("\n")
}

/// One tag of a piece of HTML.
struct Tag<'a> {
    name: &'a str,
    closing: bool,
    /// From the name's end to before the `>`.
    inside: &'a str,
    /// Where it begins and ends in the piece.
    start: usize,
    end: usize,
}

/// The next tag at or after `from`. `None` when there is none, or an unclosed one.
fn next_tag(html: &str, mut from: usize) -> Option<Tag<'_>> {
    let bytes = html.as_bytes();
    while let Some(found) = html[from..].find('<') {
        let start = from + found;
        if html[start..].starts_with("<!--") {
            from = start + 4 + html[start + 4..].find("-->")? + 3;
            continue;
        }
        let closing = bytes.get(start + 1) == Some(&b'/');
        let name_at = start + 1 + usize::from(closing);
        let name_end = name_at
            + bytes[name_at..]
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric())
                .count();
        if !bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
            from = start + 1;
            continue;
        }
        let end = tag_end(bytes, name_end)?;
        return Some(Tag {
            name: &html[name_at..name_end],
            closing,
            inside: &html[name_end..end],
            start,
            end: end + 1,
        });
    }
    None
}

/// Where the `>` of a tag is, outside of quoted values.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut quote = None;
    let mut after_equals = false;
    for (at, &b) in bytes.iter().enumerate().skip(from) {
        match (quote, b) {
            (Some(q), _) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if after_equals => quote = Some(b),
            _ => {}
        }
        after_equals = b == b'=' || (after_equals && b.is_ascii_whitespace());
    }
    None
}

/// Whether text that may be either is HTML: it has an end tag, an element without one, or an entity, and no tag
/// that HTML does not know. (A title such as “Use <b> in HTML” is text.)
pub(super) fn looks_like_html(text: &str) -> bool {
    let mut found = has_entity(text);
    let mut from = 0;
    while let Some(tag) = next_tag(text, from) {
        if !is_in(tag.name, ELEMENTS) {
            return false;
        }
        found |= tag.closing || is_void(tag.name);
        from = tag.end;
    }
    found
}

fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let name = &text.as_bytes()[at + 1..];
        let ends = |&b: &u8| b == b';' || b == b'&' || b.is_ascii_whitespace();
        let length = name.iter().take(32).position(ends);
        let length = length.filter(|&length| name[length] == b';').unwrap_or(0);
        let name = &name[..length];
        let named = name.iter().all(u8::is_ascii_alphanumeric);
        let numbered =
            name.first() == Some(&b'#') && name[1..].iter().all(u8::is_ascii_alphanumeric);
        length > 1
            && (numbered
                || named && htmlize::unescape(&text[at..at + length + 2]).len() < length + 2)
    })
}

/// The text of a piece of HTML on one line, without its markup.
pub(super) fn to_text(html: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    let mut hidden = false;
    while let Some(tag) = next_tag(html, from) {
        if !hidden {
            out.push_str(&without_comments(&html[from..tag.start]));
        }
        if is_in(tag.name, BLOCKS) {
            out.push(' ');
        }
        if is_in(tag.name, &["script", "style"]) {
            hidden = !tag.closing;
        }
        from = tag.end;
    }
    if !hidden {
        out.push_str(&without_comments(&html[from..]));
    }
    squeeze(&htmlize::unescape(&out))
}

/// As [`to_text`]; where that leaves nothing, what its first picture is said to show.
pub(super) fn to_title(html: &str) -> String {
    let text = to_text(html);
    if !text.is_empty() {
        return text;
    }
    let picture = next_tag(html, 0).filter(|tag| tag.name.eq_ignore_ascii_case("img"));
    let alt = picture.and_then(|picture| attribute(picture.inside, "alt"));
    squeeze(&htmlize::unescape(alt.unwrap_or_default()))
}

fn without_comments(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("<!--") {
        return text.into();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.into()
}

/// Text on one line, white space squeezed.
pub(super) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}') {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// The piece of HTML with relative addresses made absolute, and otherwise byte for byte as it was.
pub(super) fn with_absolute_addresses(html: String, base: Option<&Url>) -> String {
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

/// An attribute with a value, as it stands between a tag's name and its end.
struct Attribute<'a> {
    name: &'a str,
    value: std::ops::Range<usize>,
    quoted: bool,
}

/// The next attribute with a value at or after `from`.
fn next_attribute(inside: &str, from: usize) -> Option<Attribute<'_>> {
    let parts = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/');
    let equals = from + inside[from..].find('=')?;
    let before = inside[from..equals].trim_end();
    let name = &before[before.rfind(parts).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    })..];
    let after = &inside[equals + 1..];
    let start = equals + 1 + (after.len() - after.trim_start().len());
    let value = &inside[start..];
    Some(match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let length = value[1..].find(quote).unwrap_or(value.len() - 1);
            Attribute {
                name,
                value: start + 1..start + 1 + length,
                quoted: true,
            }
        }
        _ => Attribute {
            name,
            value: start..start + value.find(char::is_whitespace).unwrap_or(value.len()),
            quoted: false,
        },
    })
}

/// Where what follows an attribute begins.
fn after_attribute(inside: &str, attribute: &Attribute) -> usize {
    (attribute.value.end + usize::from(attribute.quoted)).min(inside.len())
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
pub(super) fn has_scheme(address: &str) -> bool {
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
pub(super) fn first_picture(html: &str) -> Option<String> {
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

/// The value of an attribute, as it is written.
fn attribute<'a>(inside: &'a str, wanted: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(found) = next_attribute(inside, from) {
        if found.name.eq_ignore_ascii_case(wanted) {
            return Some(&inside[found.value]);
        }
        from = after_attribute(inside, &found);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_html() {
        for html in [
            "a <b>b</b>",
            "a &amp; b",
            "a<br>b",
            "<p>a</p>",
            "don&#8217;t",
            "<img src=x>",
        ] {
            assert!(looks_like_html(html), "{html}");
        }
        for text in [
            "1 < 2",
            "Use <b> in HTML",
            "List<String> and </b>",
            "AT&T; nothing",
            "a & b",
            "x </y>",
        ] {
            assert!(!looks_like_html(text), "{text}");
        }
    }

    #[test]
    fn html_becomes_one_line_of_text() {
        assert_eq!(
            to_text("<p>High&nbsp;<b>wa</b>ter</p><p>at noon &amp; later<!-- x > y --></p>"),
            "High water at noon & later"
        );
        assert_eq!(to_text("a<script>b</script>c <style>d"), "ac");
        assert_eq!(to_text("1 < 2 <3"), "1 < 2 <3");
    }

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

    #[test]
    fn lines_are_kept() {
        assert_eq!(
            of_lines("a < b\nc\n\nd"),
            "<p>a &lt; b<br>\nc</p>\n<p>d</p>"
        );
        assert_eq!(of_lines(" a & b "), "a &amp; b");
    }
}
