//! Takes out what the extraction crate left in and that belongs to no article, by what it says and where it links.

use dom_query::{Document, NodeRef};
use url::Url;

use super::phrases::{is_meta_line, is_plea, is_prompt, is_stray_line, is_tail_heading};
use super::prepare::{Element, Outline};
use super::text::{is_inline, line_of};
use super::words::{count, key};

/// Articles with less prose than this are not pruned of links: too little to tell what is the rule and what the exception.
const LEAST_PROSE: usize = 400;

/// What is known of the article besides its text.
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) byline: &'a str,
    pub(super) url: Option<&'a Url>,
}

/// Takes the strays out of a result, in place.
pub(super) fn prune(result: &Document, about: &About) {
    // A round can lay bare what the next one sees: a heading over a list that went.
    for _ in 0..2 {
        strays(result, about);
        tails(result);
        edges(result);
    }
    drop_empty(result);
}

fn name_of(node: &NodeRef) -> String {
    node.node_name().as_deref().unwrap_or_default().to_owned()
}

/// Single blocks and lists.
fn strays(result: &Document, about: &About) {
    let outline = Outline::of(result);
    let total = Element {
        prose: outline
            .elements
            .iter()
            .filter(|e| e.leaf_block)
            .map(|e| e.prose)
            .sum(),
        ..match outline.elements.first() {
            Some(&first) => first,
            None => return,
        }
    };
    let first_prose = outline
        .elements
        .iter()
        .position(|e| e.leaf_block && e.prose > 0)
        .unwrap_or(0);
    let title_key = key(about.title);
    let byline_key = key(about.byline);
    let mut number = 0;
    while let Some(element) = outline.elements.get(number) {
        let node = NodeRef::new(element.id, &result.tree);
        let name = name_of(&node);
        let gone = match name.as_str() {
            "ul" | "ol" | "dl" => {
                is_link_list(&node, element, total.prose) || is_share_list(&node, element)
            }
            _ if element.leaf_block => {
                let text = line_of(&node);
                let early = number <= first_prose;
                is_stray_line(&text)
                    || is_plea(&text) && element.prose * 4 < total.prose
                    || is_prompt(&text, element.link_share())
                    || early && is_meta_line(&text)
                    || early && (is_named(&text, &title_key) || is_byline(&text, &byline_key))
                    || total.prose >= LEAST_PROSE
                        && name == "p"
                        && is_link_to_sibling(&node, element, &text, about.url)
            }
            "div" | "section" | "p" => is_share_list(&node, element),
            _ => false,
        };
        if gone && !holds_picture(&node) {
            node.remove_from_parent();
            number = element.end;
        } else {
            number += 1;
        }
    }
}

fn is_named(text: &str, title_key: &str) -> bool {
    !title_key.is_empty() && key(text) == *title_key
}

fn is_byline(text: &str, byline_key: &str) -> bool {
    if byline_key.is_empty() || text.chars().count() > 100 {
        return false;
    }
    let key = key(text);
    key == byline_key
        || key.strip_prefix("by").is_some_and(|rest| {
            rest == byline_key || rest.starts_with(byline_key) && rest.len() < byline_key.len() + 25
        })
}

fn holds_picture(node: &NodeRef) -> bool {
    node.descendants_it().any(|inner| {
        [
            "img", "picture", "video", "iframe", "object", "embed", "audio",
        ]
        .iter()
        .any(|name| inner.has_name(name))
    })
}

/// A list whose items are headlines of other stories.
fn is_link_list(node: &NodeRef, list: &Element, prose: usize) -> bool {
    if list.link_share() < 0.75 || prose < LEAST_PROSE || list.text * 2 > prose {
        return false;
    }
    let links = links_of(node);
    // A table of contents leads to places in the article itself.
    let elsewhere = links.iter().filter(|href| !href.starts_with('#')).count();
    !links.is_empty() && elsewhere * 2 > links.len() && list.text >= 15 * links.len()
}

/// Buttons that pass the story on.
fn is_share_list(node: &NodeRef, list: &Element) -> bool {
    const SHARERS: &[&str] = &[
        "facebook.com/sharer",
        "facebook.com/share",
        "facebook.com/dialog",
        "twitter.com/intent",
        "twitter.com/share",
        "twitter.com/home?status",
        "x.com/intent",
        "x.com/share",
        "linkedin.com/share",
        "linkedin.com/sharing",
        "pinterest.com/pin/create",
        "reddit.com/submit",
        "t.me/share",
        "telegram.me/share",
        "wa.me/",
        "whatsapp://",
        "api.whatsapp.com/send",
        "plus.google.com/share",
        "getpocket.com/save",
        "tumblr.com/share",
        "vk.com/share",
        "digg.com/submit",
        "stumbleupon.com/submit",
        "mailto:?",
        "bsky.app/intent",
        "fb-messenger://",
    ];
    if list.link_share() < 0.6 || list.text > 400 {
        return false;
    }
    let links = links_of(node);
    let sharers = links
        .iter()
        .filter(|href| SHARERS.iter().any(|sharer| href.contains(sharer)))
        .count();
    sharers >= 1 && sharers * 2 >= links.len()
}

fn links_of(node: &NodeRef) -> Vec<String> {
    node.descendants_it()
        .filter(|inner| inner.has_name("a"))
        .filter_map(|link| link.attr("href"))
        .map(|href| href.to_string())
        .collect()
}

/// A paragraph that is nothing but the headline of another story of the same site.
fn is_link_to_sibling(node: &NodeRef, element: &Element, text: &str, url: Option<&Url>) -> bool {
    if element.link_share() < 0.9 || !(4..=30).contains(&count(text)) || text.ends_with(['.', '!'])
    {
        return false;
    }
    let links = links_of(node);
    links.len() == 1 && links.iter().all(|href| is_same_site(href, url))
}

fn is_same_site(href: &str, url: Option<&Url>) -> bool {
    match Url::parse(href) {
        Ok(target) => url.is_some_and(|url| site(url) == site(&target)),
        Err(url::ParseError::RelativeUrlWithoutBase) => !href.starts_with('#'),
        Err(_) => false,
    }
}

fn site(url: &Url) -> Option<&str> {
    url.host_str()
        .map(|host| host.strip_prefix("www.").unwrap_or(host))
}

/// Headings over related stories and comments, with what stands under them.
fn tails(result: &Document) {
    let outline = Outline::of(result);
    let total: usize = outline
        .elements
        .iter()
        .filter(|e| e.leaf_block)
        .map(|e| e.prose)
        .sum();
    let mut gone_to = 0;
    for (number, element) in outline.elements.iter().enumerate() {
        let node = NodeRef::new(element.id, &result.tree);
        if number < gone_to || !element.leaf_block || !is_tail_heading(&line_of(&node)) {
            continue;
        }
        // The heading's box, when it has one to itself.
        let mut head = number;
        while outline.elements[head].parent != head {
            let parent = outline.elements[head].parent;
            if outline.elements[parent].text != element.text {
                break;
            }
            head = parent;
        }
        let parent_end = outline.elements[outline.elements[head].parent].end;
        let mut end = outline.elements[head].end;
        let mut gone = vec![head];
        while end < parent_end && end > head {
            let next = &outline.elements[end];
            let inner = NodeRef::new(next.id, &result.tree);
            let name = name_of(&inner);
            let is_heading = matches!(name.as_str(), "h1" | "h2" | "h3");
            let is_text = next.prose * 100 > next.text * 40 && next.link_share() < 0.3;
            if is_text || is_heading && next.links == 0 && !is_tail_heading(&line_of(&inner)) {
                break;
            }
            if next.prose * 100 > total * 15 {
                break;
            }
            gone.push(end);
            end = next.end;
        }
        // A heading whose own section is prose is the article's: "Discussion", "Comments".
        let over_text = gone.len() == 1 && end < parent_end;
        if over_text {
            continue;
        }
        for &number in &gone {
            NodeRef::new(outline.elements[number].id, &result.tree).remove_from_parent();
        }
        gone_to = end;
    }
}

/// Lines after the last paragraph that are links.
fn edges(result: &Document) {
    let outline = Outline::of(result);
    let total: usize = outline
        .elements
        .iter()
        .filter(|e| e.leaf_block)
        .map(|e| e.prose)
        .sum();
    let Some(last) = outline
        .elements
        .iter()
        .rposition(|e| e.leaf_block && e.prose > 0)
    else {
        return;
    };
    if total < LEAST_PROSE {
        return;
    }
    for element in &outline.elements[last + 1..] {
        let node = NodeRef::new(element.id, &result.tree);
        let text = line_of(&node);
        if element.leaf_block
            && !holds_picture(&node)
            && (element.link_share() > 0.6 || is_meta_line(&text))
        {
            node.remove_from_parent();
        }
    }
}

/// Elements that hold neither text nor anything to look at.
fn drop_empty(result: &Document) {
    let outline = Outline::of(result);
    // Last first, so that a parent is empty when its children have gone.
    for element in outline.elements.iter().rev() {
        let node = NodeRef::new(element.id, &result.tree);
        let name = name_of(&node);
        let can_be_empty = matches!(
            name.as_str(),
            "img"
                | "picture"
                | "source"
                | "video"
                | "audio"
                | "iframe"
                | "object"
                | "embed"
                | "br"
                | "hr"
                | "td"
                | "th"
                | "tr"
                | "tbody"
                | "thead"
                | "tfoot"
                | "table"
                | "col"
                | "colgroup"
                | "track"
                | "param"
                | "wbr"
                | "svg"
                | "math"
                | "html"
                | "body"
        );
        if !can_be_empty
            && !is_inline(&name)
            && element.text == 0
            && !holds_picture(&node)
            && !node.descendants_it().any(|inner| {
                inner.has_name("hr") || inner.has_name("svg") || inner.has_name("math")
            })
        {
            node.remove_from_parent();
        }
    }
}
