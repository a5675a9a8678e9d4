//! HTML and text: which is which, and one into the other.

use super::tags::{attribute, next_tag};
use super::{ELEMENTS, is_in, is_void};

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

/// Whether text that may be either is HTML: it has an end tag, an element without one, or an entity, and no tag
/// that HTML does not know. (A title such as `Use <b> in HTML` is text.)
pub(in crate::feed) fn looks_like_html(text: &str) -> bool {
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
fn to_text(html: &str) -> String {
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
pub(in crate::feed) fn to_title(html: &str) -> String {
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

/// Text on one line: white space squeezed, no control characters.
pub(in crate::feed) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(char::is_whitespace) {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        let start = out.len();
        out.extend(word.chars().filter(|&c| !c.is_control() && c != '\u{feff}'));
        if out.len() == start {
            out.truncate(before);
        }
    }
    out
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
        assert_eq!(to_text(" a&#2; &#2;\u{feff}\n b"), "a b");
    }
}
