//! Puts back what was cut from the middle of an article.
//!
//! The extraction crate takes out parts that look like boilerplate by their make-up: a list with few words, a
//! block quote with a link, a sub-heading with a strange class, paragraphs in a container of their own. Between two
//! paragraphs of the article, running prose is most likely the article's.

use std::collections::{BTreeMap, BTreeSet};

use dom_query::{Document, NodeId, NodeRef};

use super::bodies::{Bodies, Strength};
use super::choose::{kept, number_of};
use super::naming::{Part, part};
use super::phrases::{is_plea, is_prompt, is_stray_line, is_tail_heading};
use super::prepare::Outline;
use super::text::{line_of, text_of};
use super::words::{Shingles, key};

/// Puts missing blocks into `result`, in place.
pub(super) fn restore(
    page: &Document,
    outline: &Outline,
    bodies: Option<&Bodies>,
    result: &Document,
    title: &str,
) {
    let kept = kept(result, outline);
    let kept_prose: BTreeSet<usize> = (0..kept.len())
        .filter(|&n| kept[n] && outline.elements[n].leaf_block && outline.elements[n].prose > 0)
        .collect();
    let (Some(&first), Some(&last)) = (kept_prose.first(), kept_prose.last()) else {
        return;
    };
    let job = Job {
        page,
        outline,
        shingles: Shingles::of(&text_of(&result.root())),
        bodies: bodies.filter(|bodies| bodies.hold(outline, first) || bodies.hold(outline, last)),
        kept,
        kept_prose,
        first,
        last,
        title_key: key(title),
    };
    let mut places: BTreeMap<usize, NodeId> = BTreeMap::new();
    for node in result.root().descendants_it() {
        if let Some(number) = number_of(&node) {
            places.entry(number).or_insert(node.id);
        }
    }
    let mut missing = Vec::new();
    let mut number = 0;
    while number < outline.elements.len() {
        match job.missing_unit(number) {
            Some(unit) => {
                missing.push(unit);
                number = outline.elements[unit].end.max(number + 1);
            }
            None => number += 1,
        }
    }
    // More than was found: then the page is a list of teasers, and what was found is one of them.
    let prose_of = |n: &usize| outline.elements[*n].prose;
    let found: usize = job.kept_prose.iter().map(prose_of).sum();
    if missing.iter().map(prose_of).sum::<usize>() > found {
        return;
    }
    for unit in missing {
        let node = NodeRef::new(outline.elements[unit].id, &page.tree);
        if let Some(place) = insert(outline, result, &places, unit, &node.html()) {
            places.insert(unit, place);
        }
    }
}

struct Job<'a> {
    page: &'a Document,
    outline: &'a Outline,
    shingles: Shingles,
    bodies: Option<&'a Bodies>,
    kept: Vec<bool>,
    /// The numbers of the prose blocks that are in the result.
    kept_prose: BTreeSet<usize>,
    first: usize,
    last: usize,
    title_key: String,
}

impl Job<'_> {
    /// The number of the block that should be put back when the element of this number is missing from the result.
    fn missing_unit(&self, number: usize) -> Option<usize> {
        let element = &self.outline.elements[number];
        if !element.leaf_block || self.kept[number] {
            return None;
        }
        let between = self.first < number && number < self.last;
        let in_body = self.bodies.is_some_and(|bodies| {
            bodies.strength != Strength::Element && bodies.hold(self.outline, number)
        });
        let leads = number < self.first && self.is_lead(number);
        if !(between || in_body || leads) {
            return None;
        }
        let unit = self.unit_of(number);
        let whole = &self.outline.elements[unit];
        if !in_body && !leads && !self.is_among_text(unit) {
            return None;
        }
        if self.kept[unit..whole.end].iter().any(|&kept| kept) {
            return None;
        }
        let node = NodeRef::new(whole.id, &self.page.tree);
        let name = node.node_name();
        let text = line_of(&node);
        let good = match name.as_deref().unwrap_or_default() {
            "p" | "div" | "blockquote" | "section" => whole.prose > 0 && whole.link_share() < 0.3,
            "ul" | "ol" => whole.text >= 60 && whole.link_share() < 0.25 && (between || in_body),
            "h2" | "h3" | "h4" => {
                between
                    && whole.links == 0
                    && text.chars().count() < 120
                    && self.text_follows(whole.end)
                    && key(&text) != self.title_key
            }
            _ => false,
        };
        let stray = is_plea(&text)
            || is_stray_line(&text)
            || is_prompt(&text, whole.link_share())
            || is_tail_heading(&text);
        (good && !stray && !self.stands_apart(unit) && self.shingles.share_of(&text) < 0.5)
            .then_some(unit)
    }

    /// The list or quotation that a block belongs to, else the block itself.
    fn unit_of(&self, number: usize) -> usize {
        let mut unit = number;
        let mut at = number;
        for _ in 0..6 {
            let parent = self.outline.elements[at].parent;
            if parent == at {
                break;
            }
            let node = NodeRef::new(self.outline.elements[parent].id, &self.page.tree);
            match node.node_name().as_deref().unwrap_or_default() {
                "ul" | "ol" | "blockquote" => unit = parent,
                "li" | "p" | "cite" => {}
                _ => break,
            }
            at = parent;
        }
        unit
    }

    /// Whether some of the article's prose stands in the block's parent or grandparent: a box between two
    /// paragraphs, deep in containers of its own, is none of the article's.
    fn is_among_text(&self, unit: usize) -> bool {
        let parent = self.outline.elements[unit].parent;
        let around = self.outline.elements[parent].parent;
        let range = around..self.outline.elements[around].end;
        self.kept_prose.range(range).next().is_some()
    }

    /// Whether the next block of text is in the result: a heading over nothing is not put back.
    fn text_follows(&self, end: usize) -> bool {
        (end..self.outline.elements.len())
            .find(|&n| self.outline.elements[n].leaf_block)
            .is_some_and(|n| self.kept[n])
    }

    /// Whether the block, or what it stands in, is a part beside the article or hidden.
    fn stands_apart(&self, unit: usize) -> bool {
        let mut at = unit;
        loop {
            let element = &self.outline.elements[at];
            let holds_article = at <= self.first && self.last < element.end;
            if holds_article {
                return false;
            }
            let node = NodeRef::new(element.id, &self.page.tree);
            let name = node.node_name();
            let apart = matches!(
                name.as_deref().unwrap_or_default(),
                "aside"
                    | "nav"
                    | "footer"
                    | "form"
                    | "figure"
                    | "figcaption"
                    | "table"
                    | "button"
                    | "dialog"
                    | "details"
                    | "noscript"
            );
            let hidden = node.has_attr("hidden")
                || node
                    .attr("aria-hidden")
                    .is_some_and(|value| &*value == "true")
                || node.attr("style").is_some_and(|style| {
                    let style = style.replace(' ', "").to_ascii_lowercase();
                    style.contains("display:none") || style.contains("visibility:hidden")
                });
            let named = matches!(
                part(&node),
                Some(
                    Part::Beside
                        | Part::Comments
                        | Part::Notice
                        | Part::Meta
                        | Part::Unseen
                        | Part::Apart
                )
            );
            if apart || hidden || named {
                return true;
            }
            if element.parent == at {
                return false;
            }
            at = element.parent;
        }
    }

    /// Whether the block is called a lead by its own or its parent's name.
    fn is_lead(&self, number: usize) -> bool {
        let element = &self.outline.elements[number];
        [number, element.parent].iter().any(|&n| {
            let node = NodeRef::new(self.outline.elements[n].id, &self.page.tree);
            part(&node) == Some(Part::Lead)
        })
    }
}

/// Inserts `html` behind the element of the result that stands before it in the page, on the level that holds both.
fn insert(
    outline: &Outline,
    result: &Document,
    places: &BTreeMap<usize, NodeId>,
    unit: usize,
    html: &str,
) -> Option<NodeId> {
    let holds = |number: usize| number < unit && unit < outline.elements[number].end;
    if let Some((&before, &place)) = places.range(..unit).next_back() {
        let mut node = NodeRef::new(place, &result.tree);
        if holds(before) {
            node.prepend_html(html.to_owned());
            return node.first_element_child().map(|child| child.id);
        }
        while let Some(parent) = node.parent() {
            match number_of(&parent) {
                Some(number) if !holds(number) => node = parent,
                // An unnumbered paragraph was made by the crate around loose text.
                None if parent.has_name("p") => node = parent,
                _ => break,
            }
        }
        node.after_html(html.to_owned());
        return node.next_element_sibling().map(|next| next.id);
    }
    let (_, &place) = places.range(unit..).next()?;
    let mut node = NodeRef::new(place, &result.tree);
    while let Some(parent) = node.parent() {
        match number_of(&parent) {
            Some(number) if !holds(number) => node = parent,
            _ => break,
        }
    }
    node.before_html(html.to_owned());
    node.prev_element_sibling().map(|previous| previous.id)
}
