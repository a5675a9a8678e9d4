//! Which part of the page is taken: what the extraction crate found, what the page's own marks say, or the
//! text in its JSON-LD.

use dom_query::{Document, NodeRef};

use super::bodies::{Bodies, Strength};
use super::finish::escape;
use super::prepare::{MARK, Outline};
use super::text::text_of;
use super::words::{Shingles, count};

/// A JSON-LD text of fewer words is a teaser or a description.
const LEAST_BODY_WORDS: usize = 100;

/// Which elements of the page are in a result: `kept[number]`.
pub(super) fn kept(result: &Document, outline: &Outline) -> Vec<bool> {
    let mut kept = vec![false; outline.elements.len()];
    for node in result.root().descendants_it() {
        if let Some(slot) = number_of(&node).and_then(|number| kept.get_mut(number)) {
            *slot = true;
        }
    }
    kept
}

/// The number that an element has carried from the page.
pub(super) fn number_of(node: &NodeRef) -> Option<usize> {
    node.attr(MARK)?.parse().ok()
}

/// Characters of prose in those blocks of the page for which `wanted` holds.
fn prose_where(outline: &Outline, wanted: impl Fn(usize) -> bool) -> usize {
    outline
        .elements
        .iter()
        .enumerate()
        .filter(|(number, element)| element.leaf_block && wanted(*number))
        .map(|(_, element)| element.prose)
        .sum()
}

/// Settles on the part of the page to take. `result` is what the extraction crate found, if anything;
/// `stated` the text of the page's JSON-LD.
pub(super) fn choose(
    page: &Document,
    outline: &Outline,
    bodies: Option<&Bodies>,
    result: Option<Document>,
    stated: Option<&str>,
) -> Option<Document> {
    let result = match (result, bodies) {
        (Some(result), Some(bodies)) if missed(outline, bodies, &result) => {
            Some(take(page, outline, bodies))
        }
        (None, Some(bodies)) => Some(take(page, outline, bodies)),
        (result, _) => result,
    };
    let Some(stated) = stated else {
        return result;
    };
    let Some(result) = result else {
        return Some(paragraphs(stated));
    };
    if share_found(stated, &result) >= 0.5 {
        return Some(result);
    }
    // The crate found something else than what the publisher says the text is.
    if let Some(bodies) = bodies {
        let marked = take(page, outline, bodies);
        if share_found(stated, &marked) >= 0.7 {
            return Some(marked);
        }
    }
    // What stands on the page may be a teaser before a wall, whose text is in the page all the same.
    let found = count(&text_of(&result.root()));
    if count(stated) * 2 > found {
        Some(paragraphs(stated))
    } else {
        Some(result)
    }
}

/// The share of the publisher's text that is in a result.
fn share_found(stated: &str, result: &Document) -> f64 {
    Shingles::of(&text_of(&result.root())).share_of(stated)
}

/// Whether the crate's result has little of what the page marks as its article, which is the longer of the two.
fn missed(outline: &Outline, bodies: &Bodies, result: &Document) -> bool {
    let kept = kept(result, outline);
    let found = prose_where(outline, |number| kept[number]);
    let both = prose_where(outline, |number| {
        kept[number] && bodies.hold(outline, number)
    });
    let (share, length) = match bodies.strength {
        Strength::Stated => (0.4, 0.4),
        Strength::Named => (0.3, 0.7),
        Strength::Element => (0.2, 1.2),
    };
    both * 2 < found.max(1)
        && (both as f64) < share * bodies.prose as f64
        && bodies.prose as f64 > length * found as f64
}

/// The marked containers themselves, without what never belongs to a text.
fn take(page: &Document, outline: &Outline, bodies: &Bodies) -> Document {
    let html: String = bodies
        .numbers
        .iter()
        .map(|&number| {
            NodeRef::new(outline.elements[number].id, &page.tree)
                .html()
                .to_string()
        })
        .collect();
    let taken = Document::fragment(html);
    taken
        .select("nav, aside, footer, form, button, input, select, textarea, dialog, noscript, [hidden], [aria-hidden=true], [style*='display:none'], [style*='display: none']")
        .remove();
    taken
}

/// The publisher's own text, when it is more than a teaser or a description.
pub(super) fn stated_text(body: Option<&str>) -> Option<String> {
    body.map(plain)
        .filter(|text| count(text) >= LEAST_BODY_WORDS)
}

/// JSON-LD bodies are plain text, but some sites put HTML there, once or twice escaped.
fn plain(body: &str) -> String {
    let mut text = body.to_owned();
    for _ in 0..2 {
        if !(text.contains("</")
            || text.contains("/>")
            || text.contains("&lt;")
            || text.contains("&#")
            || text.contains("&nbsp;"))
        {
            break;
        }
        let line_breaks = text.replace('\n', "<br>");
        text = text_of(&Document::fragment(line_breaks).root());
    }
    text
}

fn paragraphs(text: &str) -> Document {
    let html: String = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| format!("<p>{}</p>", escape(line)))
        .collect();
    Document::fragment(html)
}
