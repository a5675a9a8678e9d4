//! The HTML that is printed, and what may stand in it.
//!
//! A substitution is `role="button"` and focusable, so that mouse (its `title`), touch and keyboard (a
//! style for `:focus` that shows `data-original`) and screen readers (name from its words, description
//! from its `title`) reach the original without scripts. It is a `span`, because a `button` neither
//! wraps nor copies like the text around it.

use crate::{Annotation, Effect, Side};

/// Whether a picture's path stays on the site: one `/` at its start, and nothing that a browser would
/// take for a second one (`\`) or leave out (tabs and line breaks).
pub(crate) fn is_site_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace())
}

/// How a double quote is written in `data-original`, so that `strip` can turn it back.
const QUOTE: &str = "&#34;";

/// Whether a mention's source can be kept in `data-original` and be had back exactly.
pub(crate) fn can_keep(source: &str) -> bool {
    !source.contains(QUOTE) && !source.contains(['<', '>'])
}

/// The source of a mention from its `data-original`.
pub(crate) fn original(value: &str) -> String {
    value.replace(QUOTE, "\"")
}

/// Appends a substitution of `source`, which is a piece of HTML text without tags.
pub(crate) fn substitution(out: &mut String, annotation: &Annotation, text: &str, source: &str) {
    let kept = source.replace('"', QUOTE);
    out.push_str("<span class=\"gloss-sub\" role=\"button\" tabindex=\"0\" data-original=\"");
    out.push_str(&kept);
    out.push_str("\" title=\"In the original: ");
    out.push_str(&kept);
    out.push_str("\" data-entry=\"");
    escape_value(out, &annotation.entry);
    out.push_str("\">");
    escape(out, text);
    out.push_str("</span>");
}

/// Appends what an annotation puts in, a space first; nothing for a substitution.
pub(crate) fn insertion(out: &mut String, annotation: &Annotation) {
    match &annotation.effect {
        Effect::Substitute { .. } => {}
        Effect::Aside {
            text,
            image,
            alt,
            side,
        } => {
            let picture = image.as_deref().filter(|path| is_site_path(path));
            // A note with a picture may be set aside from the line; a space before it would then be left
            // behind before a comma. So its space is inside.
            out.push_str(match (picture, side) {
                (None, _) => " <span class=\"gloss-aside",
                (_, None) => "<span class=\"gloss-aside gloss-pictured",
                (_, Some(Side::Left)) => "<span class=\"gloss-aside gloss-pictured gloss-left",
                (_, Some(Side::Right)) => "<span class=\"gloss-aside gloss-pictured gloss-right",
            });
            out.push_str("\" role=\"note\" data-entry=\"");
            escape_value(out, &annotation.entry);
            out.push_str("\">");
            if let Some(path) = picture {
                out.push(' ');
                out.push_str("<img class=\"gloss-aside-pic\" src=\"");
                escape_value(out, path);
                out.push_str("\" alt=\"");
                escape_value(out, alt.as_deref().unwrap_or_default());
                out.push_str("\" loading=\"lazy\">");
            }
            escape(out, text);
            out.push_str("</span>");
        }
        Effect::Serial { serial, text, .. } => {
            out.push_str(" <span class=\"gloss-serial\" role=\"note\" data-serial=\"");
            escape_value(out, serial);
            out.push_str("\" data-entry=\"");
            escape_value(out, &annotation.entry);
            out.push_str("\">");
            escape(out, text);
            out.push_str("</span>");
        }
    }
}

/// Appends a text as the value of an attribute in double quotes.
fn escape_value(out: &mut String, text: &str) {
    for (index, piece) in text.split('"').enumerate() {
        if index > 0 {
            out.push_str("&quot;");
        }
        escape(out, piece);
    }
}

/// Appends a text so that it is only text. Control characters, which have no business in a page, are
/// left out.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\t' => out.push(c),
            _ if c.is_control() => {}
            _ => out.push(c),
        }
    }
}
