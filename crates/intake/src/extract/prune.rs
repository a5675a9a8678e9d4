//! Takes out what the extraction crate left in and that belongs to no article, by what it says and where it links.

use dom_query::{Document, NodeRef};
use url::Url;

use super::phrases::{is_meta_line, is_plea, is_prompt, is_stray_line, is_tail_heading};
use super::prepare::{Element, Outline};
use super::text::{is_inline, line_of, text_of};
use super::words::{Shingles, count, key, squeeze};

/// Articles with less prose than this are not pruned of links: too little to tell what is the rule and what the exception.
const LEAST_PROSE: usize = 400;

/// What is known of the article besides its text.
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) byline: &'a str,
    /// The hosts that the page calls its own, without `www.`.
    pub(super) hosts: Vec<String>,
    /// The text as the page's JSON-LD has it.
    pub(super) stated: Option<&'a str>,
}

/// A host as it is compared: `www.` says nothing.
pub(super) fn host_of(url: &Url) -> Option<String> {
    url.host_str()
        .map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// Takes the strays out of a result, in place.
pub(super) fn prune(result: &Document, about: &About) {
    if let Some(stated) = about.stated {
        beyond(result, stated);
    }
    // A round can lay bare what the next one sees: a heading over a list that went.
    for _ in 0..2 {
        let gone = strays(result, about) + tails(result) + edges(result, about);
        if gone == 0 {
            break;
        }
    }
    drop_empty(result);
}

fn name_of(node: &NodeRef) -> String {
    node.node_name().as_deref().unwrap_or_default().to_owned()
}

/// Single blocks and lists. Gives how many went.
fn strays(result: &Document, about: &About) -> usize {
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
            None => return 0,
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
    let mut count_gone = 0;
    while let Some(element) = outline.elements.get(number) {
        let node = NodeRef::new(element.id, &result.tree);
        let name = name_of(&node);
        let gone = match name.as_str() {
            "ul" | "ol" | "dl" => {
                is_link_list(&node, element, total.prose, &about.hosts)
                    || is_share_list(&node, element)
            }
            "div" if is_side_column(&outline, number, total.prose) && !holds_picture(&node) => true,
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
                        && is_link_to_sibling(&node, element, &text, &about.hosts)
            }
            "div" | "section" | "p" => is_share_list(&node, element),

            _ => false,
        };
        if gone && !holds_picture(&node) {
            node.remove_from_parent();
            number = element.end;
            count_gone += 1;
        } else {
            number += 1;
        }
    }
    count_gone
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
fn is_link_list(node: &NodeRef, list: &Element, prose: usize, hosts: &[String]) -> bool {
    if list.link_share() < 0.75 || prose < LEAST_PROSE || list.text * 2 > prose {
        return false;
    }
    let links = links_of(node);
    // A table of contents leads to places in the article itself, a list of sources to other sites.
    let elsewhere = links
        .iter()
        .filter(|href| is_same_site(href, hosts))
        .count();
    !links.is_empty() && elsewhere * 2 > links.len() && list.text >= 15 * links.len()
}

/// A column of nothing but links beside the text.
fn is_side_column(outline: &Outline, number: usize, prose: usize) -> bool {
    let column = &outline.elements[number];
    let row = &outline.elements[column.parent];
    column.text > 0
        && column.prose == 0
        && column.link_share() > 0.9
        && row.prose * 2 > prose
        && prose >= LEAST_PROSE
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
fn is_link_to_sibling(node: &NodeRef, element: &Element, text: &str, hosts: &[String]) -> bool {
    if element.link_share() < 0.9 || !(4..=30).contains(&count(text)) || text.ends_with(['.', '!'])
    {
        return false;
    }
    let links = links_of(node);
    links.len() == 1 && links.iter().all(|href| is_same_site(href, hosts))
}

fn is_same_site(href: &str, hosts: &[String]) -> bool {
    match Url::parse(href) {
        Ok(target) => host_of(&target).is_some_and(|host| hosts.contains(&host)),
        Err(url::ParseError::RelativeUrlWithoutBase) => !href.starts_with('#'),
        Err(_) => false,
    }
}

/// Headings over related stories and comments, with what stands under them. Gives how many went.
fn tails(result: &Document) -> usize {
    let outline = Outline::of(result);
    let total: usize = outline
        .elements
        .iter()
        .filter(|e| e.leaf_block)
        .map(|e| e.prose)
        .sum();
    let mut gone_to = 0;
    let mut count_gone = 0;
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
        count_gone += gone.len();
    }
    count_gone
}

/// Lines after the last paragraph that are links, and a last paragraph about the author. Gives how many went.
fn edges(result: &Document, about: &About) -> usize {
    let outline = Outline::of(result);
    let prose: Vec<usize> = (0..outline.elements.len())
        .filter(|&n| outline.elements[n].leaf_block && outline.elements[n].prose > 0)
        .collect();
    let total: usize = prose.iter().map(|&n| outline.elements[n].prose).sum();
    let Some(&last) = prose.last().filter(|_| total >= LEAST_PROSE) else {
        return 0;
    };
    let mut count_gone = 0;
    for element in &outline.elements[last..] {
        let node = NodeRef::new(element.id, &result.tree);
        let text = line_of(&node);
        let is_stray = if element.prose > 0 {
            is_about_author(&text, about.byline) && prose.len() > 3
        } else {
            element.link_share() > 0.6 || is_meta_line(&text)
        };
        if element.leaf_block && is_stray && !holds_picture(&node) {
            node.remove_from_parent();
            count_gone += 1;
        }
    }
    count_gone
}

/// Blocks before the first and after the last that the publisher's own text has. Only when that is the same text
/// as a whole: in between it may lack lists, captions and headings, which are the article's.
fn beyond(result: &Document, stated: &str) {
    let found = text_of(&result.root());
    let same = Shingles::of(&found).share_of(stated) >= 0.9
        && Shingles::of(stated).share_of(&found) >= 0.6;
    if !same {
        return;
    }
    let stated = Shingles::of(stated);
    let outline = Outline::of(result);
    let blocks: Vec<(NodeRef, f64)> = outline
        .elements
        .iter()
        .filter(|element| element.leaf_block)
        .map(|element| NodeRef::new(element.id, &result.tree))
        .map(|node| (node, stated.share_of(&line_of(&node))))
        .collect();
    let is_stated = |(_, share): &(NodeRef, f64)| *share >= 0.5;
    let (Some(first), Some(last)) = (
        blocks.iter().position(is_stated),
        blocks.iter().rposition(is_stated),
    ) else {
        return;
    };
    for (at, (node, share)) in blocks.iter().enumerate() {
        if (at < first || at > last)
            && *share == 0.0
            && !holds_picture(node)
            && !node.has_name("figcaption")
        {
            node.remove_from_parent();
        }
    }
}

/// "Ada Gull is a reporter at the Pier Post."
fn is_about_author(text: &str, byline: &str) -> bool {
    if byline.is_empty() || count(text) > 70 {
        return false;
    }
    let lower = squeeze(text).to_lowercase();
    let first_author = byline.split([',', '&']).next().unwrap_or_default();
    let first_author = first_author
        .split(" and ")
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    first_author.contains(' ')
        && lower.strip_prefix(&first_author).is_some_and(|rest| {
            [
                " is a",
                " is the",
                " is an",
                " is our",
                " writes",
                " covers",
                " reports",
                " has been",
                " has written",
                " works",
                " joined",
                ", ",
            ]
            .iter()
            .any(|start| rest.starts_with(start))
        })
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
