//! Pieces of HTML as feeds carry them: told from text, made text, made of text, with absolute addresses.
//!
//! Everything is linear, and nothing here makes HTML safe.

mod addresses;
mod tags;
mod text;

pub(super) use addresses::{first_picture, has_scheme, with_absolute_addresses};
pub(super) use text::{looks_like_html, squeeze, to_title};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_kept() {
        assert_eq!(
            of_lines("a < b\nc\n\nd"),
            "<p>a &lt; b<br>\nc</p>\n<p>d</p>"
        );
        assert_eq!(of_lines(" a & b "), "a &amp; b");
    }
}
