//! Where the page itself says that its article is.

use dom_query::{Document, NodeRef};

use super::naming::{Part, part};
use super::prepare::Outline;

/// How a container was found, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// Marked as `articleBody` (schema.org microdata or RDFa).
    Stated,
    /// Named like one: `entry-content`, `article-body`.
    Named,
    /// The page's one `<article>`.
    Element,
}

/// The containers of the article's text: one, or several when advertisements part them.
#[derive(Clone, Debug)]
pub(super) struct Bodies {
    pub(super) strength: Strength,
    /// Numbers of the containers, in order; none lies in another.
    pub(super) numbers: Vec<usize>,
    /// Their prose, in characters.
    pub(super) prose: usize,
}

impl Bodies {
    /// Whether the element of this number lies in one of them.
    pub(super) fn hold(&self, outline: &Outline, number: usize) -> bool {
        self.numbers
            .iter()
            .any(|&body| body <= number && number < outline.elements[body].end)
    }
}

/// Less prose than this, and a container says nothing.
const LEAST_PROSE: usize = 300;

/// The page's surest containers.
pub(super) fn find(page: &Document, outline: &Outline) -> Option<Bodies> {
    [
        stated(page, outline),
        named(page, outline),
        element(page, outline),
    ]
    .into_iter()
    .flatten()
    .find(|bodies| bodies.prose >= LEAST_PROSE && bodies.prose * 4 >= outline.prose())
}

fn stated(page: &Document, outline: &Outline) -> Option<Bodies> {
    outermost(page, outline, Strength::Stated, |node| {
        ["itemprop", "property"].iter().any(|name| {
            node.attr(name)
                .is_some_and(|value| value.split([' ', ':']).any(|word| word == "articleBody"))
        })
    })
}

fn named(page: &Document, outline: &Outline) -> Option<Bodies> {
    let is_body = |node: &NodeRef| {
        part(node) == Some(Part::Body) && !node.has_name("body") && !node.has_name("html")
    };
    // The innermost that still has nearly all of the prose: names repeat from wrapper to wrapper.
    let mut best: Option<usize> = None;
    for (number, element) in outline.elements.iter().enumerate() {
        let least = best.map_or(1, |best| outline.elements[best].prose);
        let inside = best.is_some_and(|best| number < outline.elements[best].end);
        let enough = if inside {
            element.prose * 10 >= least * 9
        } else {
            element.prose > least
        };
        if element.prose > 0 && enough && is_body(&NodeRef::new(element.id, &page.tree)) {
            best = Some(number);
        }
    }
    let best = best?;
    let class = NodeRef::new(outline.elements[best].id, &page.tree).attr("class");
    let found = outermost(page, outline, Strength::Named, |node| {
        class.is_some() && node.attr("class") == class
    });
    found
        .filter(|found| found.numbers.contains(&best))
        .or(Some(Bodies {
            strength: Strength::Named,
            numbers: vec![best],
            prose: outline.elements[best].prose,
        }))
}

fn element(page: &Document, outline: &Outline) -> Option<Bodies> {
    let all = outermost(page, outline, Strength::Element, |node| {
        node.has_name("article")
    })?;
    let longest = *all
        .numbers
        .iter()
        .max_by_key(|&&number| outline.elements[number].prose)?;
    let prose = outline.elements[longest].prose;
    // Several of some length are a list of articles.
    (prose * 10 >= all.prose * 7).then_some(Bodies {
        strength: Strength::Element,
        numbers: vec![longest],
        prose,
    })
}

fn outermost(
    page: &Document,
    outline: &Outline,
    strength: Strength,
    is_body: impl Fn(&NodeRef) -> bool,
) -> Option<Bodies> {
    let mut numbers = Vec::new();
    let mut number = 0;
    while let Some(element) = outline.elements.get(number) {
        if element.prose > 0 && is_body(&NodeRef::new(element.id, &page.tree)) {
            numbers.push(number);
            number = element.end;
        } else {
            number += 1;
        }
    }
    let prose = numbers.iter().map(|&n| outline.elements[n].prose).sum();
    (!numbers.is_empty()).then_some(Bodies {
        strength,
        numbers,
        prose,
    })
}
