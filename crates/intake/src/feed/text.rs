//! Texts of elements: plain ones, and those that are HTML in one of its disguises.

use base64::Engine;

use super::html;
use super::place::Place;
use super::xml::Node;

/// The text of an element, trimmed. `None` when it is empty or was cut off.
pub(super) fn plain(node: Node) -> Option<String> {
    if !node.is_whole() {
        return None;
    }
    Some(html::squeeze(&node.text())).filter(|text| !text.is_empty())
}

/// The language that an element is in: `en_US` is written `en-US`.
pub(super) fn language(node: Node) -> Option<String> {
    node.attribute("xml:lang")
        .map(|language| language.replace('_', "-"))
}

/// A title of RSS or the like, which may hold HTML, escaped or not, as plain text.
pub(super) fn title(node: Node) -> Option<String> {
    if !node.is_whole() {
        return None;
    }
    let text = if node.children().next().is_some() {
        let mut out = String::new();
        node.write_mixed_html(&mut out);
        html::to_title(&out)
    } else {
        let text = node.text();
        if html::looks_like_html(&text) {
            html::to_title(&text)
        } else {
            html::squeeze(&text)
        }
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A text of RSS or the like, which is HTML, escaped or not.
pub(super) fn rss_html(node: Node, place: &Place) -> Option<String> {
    if !node.is_whole() {
        return None;
    }
    let mut out = String::new();
    node.write_mixed_html(&mut out);
    finish(out, &place.inside(node))
}

fn finish(html: String, place: &Place) -> Option<String> {
    let trimmed = html.trim();
    if trimmed.is_empty() {
        return None;
    }
    let html = if trimmed.len() == html.len() {
        html
    } else {
        trimmed.to_owned()
    };
    Some(html::with_absolute_addresses(html, place.base()))
}

/// What an Atom text is.
enum AtomType {
    Text,
    Html,
    Markup,
    /// Not text at all.
    Other,
}

fn atom_type(node: Node) -> AtomType {
    let stated = node
        .attribute("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let stated = stated.split(';').next().unwrap_or_default().trim();
    let mode = node.attribute("mode").map(|mode| mode.to_ascii_lowercase());
    match (stated, mode.as_deref()) {
        // Atom 0.3: the mode says how, the type what.
        ("html" | "text/html" | "application/xhtml+xml" | "xhtml", Some("escaped" | "base64")) => {
            AtomType::Html
        }
        ("text/html" | "html", Some("xml")) => AtomType::Markup,
        ("", Some("escaped" | "base64")) => AtomType::Text,
        ("html" | "text/html", _) => AtomType::Html,
        ("xhtml" | "application/xhtml+xml", _) => AtomType::Markup,
        ("" | "text", _) => AtomType::Text,
        (other, _) if other.ends_with("+xml") || other.ends_with("/xml") => AtomType::Markup,
        (other, _) if other.starts_with("text/") => AtomType::Text,
        (other, _) if other.contains('/') => AtomType::Other,
        _ => AtomType::Text,
    }
}

/// An Atom text as HTML.
pub(super) fn atom_html(node: Node, place: &Place) -> Option<String> {
    if !node.is_whole() {
        return None;
    }
    finish(atom_raw(node)?, &place.inside(node))
}

/// An Atom text as plain text on one line.
pub(super) fn atom_title(node: Node) -> Option<String> {
    if !node.is_whole() {
        return None;
    }
    let title = match (atom_raw(node), atom_type(node)) {
        (Some(html), _) => html::to_title(&html),
        // A title is text, whatever type it claims.
        (None, AtomType::Other) => html::squeeze(&node.text()),
        (None, _) => return None,
    };
    Some(title).filter(|text| !text.is_empty())
}

fn atom_raw(node: Node) -> Option<String> {
    let mut out = String::new();
    let has_elements = node.children().next().is_some();
    if node
        .attribute("mode")
        .is_some_and(|mode| mode.eq_ignore_ascii_case("base64"))
    {
        let text = from_base64(&node.text())?;
        return Some(match atom_type(node) {
            AtomType::Other => return None,
            AtomType::Text if !html::looks_like_html(&text) => html::of_text(&text),
            _ => text,
        });
    }
    match atom_type(node) {
        AtomType::Other if !has_elements => {
            // A media type that is no text: base64, by the standard; some send text in it all the same.
            let Some(text) = from_base64(&node.text()) else {
                return Some(html::of_text(&node.text()));
            };
            let is_text = !text.contains([char::REPLACEMENT_CHARACTER, '\0']);
            return is_text.then(|| {
                if html::looks_like_html(&text) {
                    text
                } else {
                    html::of_text(&text)
                }
            });
        }
        // Elements in what says it is text are a slip of who wrote the type.
        AtomType::Text if !has_elements => return Some(html::of_text(&node.text())),
        AtomType::Html if has_elements => match only_div(node) {
            Some(div) => div.write_mixed_html(&mut out),
            None => node.write_mixed_html(&mut out),
        },
        AtomType::Html => return Some(node.text()),
        AtomType::Text | AtomType::Markup | AtomType::Other => match only_div(node) {
            Some(div) => div.write_inner_html(&mut out),
            None => node.write_inner_html(&mut out),
        },
    }
    Some(out)
}

/// The one `<div>` that the standard wants around XHTML.
fn only_div(node: Node) -> Option<Node> {
    let mut children = node.children();
    match (children.next(), children.next()) {
        (Some(only), None) if only.local() == "div" => {
            let all = node.text().trim().len();
            (all == only.text().trim().len()).then_some(only)
        }
        _ => None,
    }
}

fn from_base64(text: &str) -> Option<String> {
    let packed: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let lenient = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        base64::engine::GeneralPurposeConfig::new()
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
    );
    Some(String::from_utf8_lossy(&lenient.decode(packed).ok()?).into_owned())
}
