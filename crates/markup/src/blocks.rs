//! The blocks of a text: what an editor sees as its paragraphs.

use crate::SafeHtml;
use crate::text::text_of;

/// Elements of safe HTML that have no end tag.
const VOID: [&str; 4] = ["br", "hr", "img", "wbr"];

/// A block with what it says, for where there is no HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextBlock<'a> {
    /// The element, or bare text.
    pub html: &'a str,
    /// Its text: one line for each paragraph, list item, table row and line break in it.
    pub text: String,
    /// Whether it is somebody else's words, set off as such.
    pub is_quote: bool,
    /// Whether each line of it is an item of a list.
    pub is_list: bool,
}

/// The blocks of safe HTML with their texts.
///
/// ```
/// use clipsheet_markup::{Profile, sanitise, text_blocks};
/// let html = sanitise("<p>He said:</p><blockquote>Mud.</blockquote>", Profile::Article, &|_| None);
/// let blocks = text_blocks(&html);
/// assert_eq!((&*blocks[1].text, blocks[1].is_quote), ("Mud.", true));
/// ```
#[must_use]
pub fn text_blocks(html: &SafeHtml) -> Vec<TextBlock<'_>> {
    let block = |html| TextBlock {
        html,
        text: text_of(html),
        is_quote: html.starts_with("<blockquote"),
        is_list: html.starts_with("<ul") || html.starts_with("<ol"),
    };
    blocks(html).into_iter().map(block).collect()
}

/// The outermost elements of safe HTML (paragraphs, headings, lists, figures …), in order, without the blanks between
/// them. Put one after another they are the text again.
///
/// ```
/// use clipsheet_markup::{Profile, blocks, sanitise};
/// let html = sanitise("<p>Mud<ul><li>one<li>two</ul>and gulls", Profile::Article, &|_| None);
/// assert_eq!(blocks(&html), ["<p>Mud</p>", "<ul><li>one</li>\n<li>two</li>\n</ul>", "<p>and gulls</p>"]);
/// ```
#[must_use]
pub fn blocks(html: &SafeHtml) -> Vec<&str> {
    let html = html.as_str();
    let mut found = Vec::new();
    let (mut depth, mut begin, mut at) = (0_usize, 0, 0);
    while let Some(open) = html[at..].find('<').map(|offset| at + offset) {
        if depth == 0 && !html[begin..open].trim().is_empty() {
            found.push(html[begin..open].trim());
        }
        if depth == 0 {
            begin = open;
        }
        let end = end_of_tag(html, open);
        let tag = &html[open + 1..end];
        let name_end = tag
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '/'))
            .unwrap_or(tag.len());
        let name = &tag[..name_end];
        if let Some(_closed) = name.strip_prefix('/') {
            depth = depth.saturating_sub(1);
        } else if !VOID.contains(&name) {
            depth += 1;
        }
        at = end;
        if depth == 0 {
            found.push(&html[begin..end]);
            begin = end;
        }
    }
    if !html[begin..].trim().is_empty() {
        found.push(html[begin..].trim());
    }
    found
}

/// Behind the `>` of the tag that begins at `open`; a `>` in quotes ends nothing.
fn end_of_tag(html: &str, open: usize) -> usize {
    let mut quoted = false;
    for (offset, byte) in html.as_bytes()[open..].iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return open + offset + 1,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::blocks;
    use crate::{Profile, sanitise};

    #[test]
    fn blocks_are_the_text_again() {
        for html in [
            "",
            "just words",
            "<p>a<br>b</p><hr><h2>c &lt; d</h2><table><tr><td>e</table><blockquote><p>f</p><ul><li>g<ul><li>h</ul></ul></blockquote>",
            "<p><a href='https://e.example/?a=%22>b' title='>'>x</a><p>y",
            "<pre>one\n\n  two</pre><p>three",
        ] {
            let safe = sanitise(html, Profile::Article, &|_| None);
            let parts = blocks(&safe);
            assert_eq!(parts.join("\n"), safe.as_str().trim(), "{html}");
            for part in parts {
                let alone = sanitise(part, Profile::Article, &|_| None);
                assert_eq!(blocks(&alone), [part], "{html}");
            }
        }
    }
}
