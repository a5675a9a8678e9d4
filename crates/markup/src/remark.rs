//! Remarks: short notes of the desk's that stand within somebody else's text.

use crate::comment::{CommentContext, comment};
use crate::html::escape;
use crate::html::tokens::{Token, Tokens};
use crate::{Profile, SafeHtml};

/// What may stand in a remark: it is a part of a line.
const INLINE: [&str; 12] = [
    "a", "b", "code", "del", "em", "i", "s", "small", "strong", "sub", "sup", "u",
];

/// Makes safe HTML of a remark as it was typed in: comment markup, of which only what fits into a line is kept (bold,
/// italic, links and the like). Paragraphs and lists become one line, pictures links. `#7` links to comment 7 if there
/// are so many.
///
/// ```
/// use clipsheet_markup::remark;
/// let html = remark("- *who* said\n- that? [here](https://tarrow.example/)", 0);
/// assert_eq!(
///     html.as_str(),
///     "<em>who</em> said that? <a href=\"https://tarrow.example/\" rel=\"nofollow ugc noopener\">here</a>",
/// );
/// ```
#[must_use]
pub fn remark(source: &str, highest_number: u32) -> SafeHtml {
    let context = CommentContext {
        highest_number,
        pictures: &|_| None,
    };
    let line = in_a_line(&comment(source, &context));
    SafeHtml::gated(line.trim(), Profile::Comment)
}

/// Only what may stand in a line, the words of all the rest with a space between blocks.
fn in_a_line(html: &SafeHtml) -> String {
    let mut line = String::with_capacity(html.as_str().len());
    let mut input = html.as_str();
    let mut tokens = Tokens::new(input);
    while let Some(token) = tokens.next() {
        let rest = tokens.rest();
        let raw = &input[..input.len() - rest.len()];
        input = rest;
        let name = match &token {
            Token::Text(_) => {
                for c in raw.chars() {
                    match c {
                        ' ' | '\n' | '\t' if line.is_empty() || line.ends_with(' ') => {}
                        '\n' | '\t' => line.push(' '),
                        c => line.push(c),
                    }
                }
                continue;
            }
            Token::Start(tag) => tag.name,
            Token::End(name) => *name,
        };
        if INLINE.contains(&name.as_str()) {
            line.push_str(raw);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}

/// A remark and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct PlacedRemark<'a> {
    /// Where: a byte offset into the safe HTML, from [`crate::Anchor::place`].
    pub at: usize,
    /// Its number, also its anchor in the page: `#r12`.
    pub id: i64,
    /// The number of whoever made it, which carries their colour.
    pub staff: i64,
    /// Their name, which is printed with it: the colour is never the only sign.
    pub author: &'a str,
    /// What it says, from [`remark`].
    pub text: &'a SafeHtml,
}

/// What is put in: a space and one element.
pub(crate) fn element(remark: &PlacedRemark<'_>) -> String {
    let mut html = format!(
        " <span class=\"remark staff-{}\" role=\"note\" id=\"r{}\" data-remark=\"{}\">[",
        remark.staff, remark.id, remark.id
    );
    html.push_str(in_a_line(remark.text).trim());
    html.push_str(" — <b>");
    escape::text_into(&mut html, &escape::without_unwelcome(remark.author));
    html.push_str("</b>]</span>");
    html
}
