//! HTML into plain text.

use dom_query::NodeRef;

/// Elements that stand inside a line of text. All others begin and end a block.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Elements whose content is not read.
const UNREAD: &[&str] = &[
    "script", "style", "noscript", "template", "title", "head", "svg", "math", "iframe", "object",
    "select", "textarea", "button",
];

/// Whether an element of this name stands inside a line of text.
pub(super) fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// The text of a part of the page: blocks separated by blank lines, list items and `<br>` by line breaks.
pub(super) fn text_of(node: &NodeRef) -> String {
    let mut out = Lines::default();
    walk(node, &mut out);
    out.finish()
}

/// As [`text_of`], on one line.
pub(super) fn line_of(node: &NodeRef) -> String {
    super::words::squeeze(&text_of(node))
}

// Recursion is safe: `guard::limit_depth` bounds the depth of every page.
fn walk(node: &NodeRef, out: &mut Lines) {
    if node.is_text() {
        out.text(&node.text());
        return;
    }
    let name = node.node_name();
    let name = name.as_deref().unwrap_or_default();
    if UNREAD.contains(&name) {
        return;
    }
    let gap = match name {
        "br" => return out.gap(1),
        "" => 0,
        "li" | "dt" | "dd" | "tr" => 1,
        "td" | "th" => return cell(node, out),
        name if is_inline(name) => 0,
        _ => 2,
    };
    out.gap(gap);
    for child in node.children_it(false) {
        walk(&child, out);
    }
    out.gap(gap);
}

fn cell(node: &NodeRef, out: &mut Lines) {
    out.text(" ");
    for child in node.children_it(false) {
        walk(&child, out);
    }
    out.text(" ");
}

/// Text that is being put together; white space is only written when a word follows.
#[derive(Default)]
struct Lines {
    out: String,
    newlines: usize,
    space: bool,
}

impl Lines {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.space = true;
                continue;
            }
            if !self.out.is_empty() {
                if self.newlines > 0 {
                    self.out.extend(std::iter::repeat_n('\n', self.newlines));
                } else if self.space {
                    self.out.push(' ');
                }
            }
            self.newlines = 0;
            self.space = false;
            self.out.push(c);
        }
    }

    fn gap(&mut self, newlines: usize) {
        self.newlines = self.newlines.max(newlines);
    }

    fn finish(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn blocks_lines_and_words_are_kept_apart() {
        let page = Document::from(
            "<h2>Tide  table</h2><p>High <b>wa</b>ter<br>at noon.</p>\n<ul><li>gulls<li>mud</ul>\
             <table><tr><td>a</td><td>b</td></tr></table><script>no()</script>",
        );
        assert_eq!(
            text_of(&page.root()),
            "Tide table\n\nHigh water\nat noon.\n\ngulls\nmud\n\na b"
        );
    }
}
