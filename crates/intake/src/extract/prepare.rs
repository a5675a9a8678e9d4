//! The page made ready: measured, numbered, and rid of what is surely no article.

use dom_query::{Document, NodeId, NodeRef};

use super::naming::{Part, part};
use super::text::is_inline;

/// The attribute that carries an element's number through the extraction crate, so that what it kept can be
/// found in the page again.
pub(super) const MARK: &str = "data-clipsheet";

/// A block of fewer characters is not counted as prose: a caption, a teaser, a label.
const PROSE_CHARS: usize = 80;
/// More of its text inside links than this, and a block is no prose.
const PROSE_LINK_SHARE: f64 = 0.35;

/// A page with less prose than this besides its comments may be a forum's, where they are the text.
const LEAST_BESIDES: usize = 200;

/// One element of the page, in document order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub(super) id: NodeId,
    /// The number after its last descendant's.
    pub(super) end: usize,
    /// Its parent's number; its own for the first element.
    pub(super) parent: usize,
    /// Characters of text, without white space.
    pub(super) text: usize,
    /// Of those, inside links.
    pub(super) links: usize,
    /// Of those, in blocks of running prose.
    pub(super) prose: usize,
    /// Whether it is a block of text that holds no other block.
    pub(super) leaf_block: bool,
}

impl Element {
    /// The share of its text that is inside links, 0 to 1.
    pub(super) fn link_share(&self) -> f64 {
        if self.text == 0 {
            return 0.0;
        }
        self.links as f64 / self.text as f64
    }
}

/// The page's elements, each numbered by its place.
pub(super) struct Outline {
    pub(super) elements: Vec<Element>,
}

impl Outline {
    /// Measures the page.
    pub(super) fn of(page: &Document) -> Self {
        let mut walk = Walk {
            elements: Vec::new(),
            text: 0,
            links: 0,
            prose: 0,
            link_depth: 0,
        };
        for child in page.root().children_it(false) {
            walk.visit(&child, 0);
        }
        Self {
            elements: walk.elements,
        }
    }

    /// Writes each element's number into the page.
    pub(super) fn number(&self, page: &Document) {
        for (number, element) in self.elements.iter().enumerate() {
            NodeRef::new(element.id, &page.tree).set_attr(MARK, &number.to_string());
        }
    }

    /// Prose of the whole page, in characters.
    pub(super) fn prose(&self) -> usize {
        self.elements.first().map_or(0, |root| root.prose)
    }
}

struct Walk {
    elements: Vec<Element>,
    text: usize,
    links: usize,
    prose: usize,
    link_depth: usize,
}

impl Walk {
    /// Measures an element and all in it; says whether it is or holds a block.
    /// Recursion is safe: `guard::limit_depth` bounds the depth.
    fn visit(&mut self, node: &NodeRef, parent: usize) -> bool {
        if node.is_text() {
            let characters = node.text().chars().filter(|c| !c.is_whitespace()).count();
            self.text += characters;
            if self.link_depth > 0 {
                self.links += characters;
            }
            return false;
        }
        if !node.is_element() {
            return false;
        }
        let name = node.node_name();
        let name = name.as_deref().unwrap_or_default();
        if matches!(
            name,
            "script" | "style" | "template" | "noscript" | "head" | "svg"
        ) {
            return false;
        }
        let number = self.elements.len();
        let (text, links, prose) = (self.text, self.links, self.prose);
        self.elements.push(Element {
            id: node.id,
            end: number + 1,
            parent,
            text: 0,
            links: 0,
            prose: 0,
            leaf_block: false,
        });
        let is_link = name == "a";
        self.link_depth += usize::from(is_link);
        let mut holds_block = false;
        for child in node.children_it(false) {
            holds_block |= self.visit(&child, number);
        }
        self.link_depth -= usize::from(is_link);
        let is_block = !is_inline(name)
            && !matches!(
                name,
                "br" | "img" | "picture" | "source" | "input" | "button"
            );
        let end = self.elements.len();
        let element = &mut self.elements[number];
        element.end = end;
        element.text = self.text - text;
        element.links = self.links - links;
        element.leaf_block = is_block && !holds_block && element.text > 0;
        let is_prose = element.leaf_block
            && element.text >= PROSE_CHARS
            && element.link_share() <= PROSE_LINK_SHARE
            && !matches!(
                name,
                "figcaption" | "caption" | "pre" | "option" | "select" | "textarea" | "form"
            );
        if is_prose {
            self.prose += element.text;
        }
        element.prose = self.prose - prose;
        is_block || holds_block
    }
}

/// Takes out what is surely not the article: forms' parts, templates, advertisements, sharing, related
/// stories, comments. An element is only as sure as it is small: what holds a good share of the page's prose stays,
/// whatever it is called.
pub(super) fn drop_surely_beside(page: &Document) {
    page.select("script, style, template, dialog, link[rel=stylesheet]")
        .remove();
    for image in page.select("amp-img, amp-anim").nodes() {
        image.rename("img");
    }
    let outline = Outline::of(page);
    let total = outline.prose();
    unfold_layout_tables(page, &outline);
    let mut number = 0;
    while let Some(element) = outline.elements.get(number) {
        let node = NodeRef::new(element.id, &page.tree);
        if drop_it(&node, element, total) {
            node.remove_from_parent();
            number = element.end;
        } else {
            number += 1;
        }
    }
}

/// Makes plain boxes of tables that lay out the page. What is cut out of a table loses its cells when it is
/// read as HTML again, and with them the borders between columns.
fn unfold_layout_tables(page: &Document, outline: &Outline) {
    let has_name = |number: usize, name: &str| {
        NodeRef::new(outline.elements[number].id, &page.tree).has_name(name)
    };
    for (number, table) in outline.elements.iter().enumerate() {
        if table.prose * 2 <= outline.prose() || !has_name(number, "table") {
            continue;
        }
        // One cell with most of the prose makes the table a layout.
        let is_layout = (number + 1..table.end).any(|inner| {
            outline.elements[inner].prose * 10 >= table.prose * 6 && has_name(inner, "td")
        });
        if is_layout {
            unfold(&NodeRef::new(table.id, &page.tree));
        }
    }
}

fn unfold(table: &NodeRef) {
    let mut open = table.element_children();
    table.rename("div");
    while let Some(part) = open.pop() {
        let name = part.node_name();
        match name.as_deref().unwrap_or_default() {
            "tbody" | "thead" | "tfoot" | "tr" => open.extend(part.element_children()),
            "td" | "th" => {}
            _ => continue,
        }
        part.rename("div");
    }
}

fn drop_it(node: &NodeRef, element: &Element, total: usize) -> bool {
    let name = node.node_name();
    let name = name.as_deref().unwrap_or_default();
    if matches!(
        name,
        "html" | "body" | "article" | "main" | "h1" | "head" | "table" | "tbody" | "tr" | "td"
    ) {
        return false;
    }
    let part = part(node);
    // Words inside a sentence are the sentence's, whatever they are called.
    if is_inline(name) && part != Some(Part::Unseen) {
        return false;
    }
    let is_small = element.prose * 100 <= total * 15;
    match part {
        Some(Part::Comments | Part::Notice) => {
            total.saturating_sub(element.prose) >= LEAST_BESIDES || element.prose == 0
        }
        Some(Part::Beside) => is_small && !is_picture(node, element),
        Some(Part::Unseen) => element.text < 120,
        Some(Part::Meta) => {
            element.text < 140
                && element.prose == 0
                && element.text > 0
                && node.select_pictures() == 0
        }
        _ => false,
    }
}

/// A figure with its caption: its names often speak of sharing and galleries.
fn is_picture(node: &NodeRef, element: &Element) -> bool {
    element.link_share() < 0.3 && node.has_name("figure")
}

trait Pictures {
    fn select_pictures(&self) -> usize;
}

impl Pictures for NodeRef<'_> {
    fn select_pictures(&self) -> usize {
        self.descendants_it()
            .filter(|node| node.has_name("img") || node.has_name("picture"))
            .count()
    }
}
