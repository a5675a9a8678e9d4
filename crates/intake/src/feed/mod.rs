//! Feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, CDF; discovery of feeds and lists of them.
//!
//! [`parse()`] takes what it can get. Feeds in the wild are in the wrong encoding, not well-formed, cut off, and full of
//! HTML that was escaped once too often or not at all; `docs/feeds.md` says what is understood and how often it agrees with
//! other readers.
//!
//! What comes out is as untrusted as the feed was: `summary_html` and `content_html` are the source's HTML, links are
//! whatever the feed says, and nothing here is safe to show before it was sanitised.

mod atom;
mod cdf;
mod dates;
mod discover;
mod error;
mod html;
mod json;
mod media;
pub mod opml;
mod person;
mod place;
mod rss;
mod text;
mod types;
mod xml;

pub(crate) use dates::parse as parse_date;
pub use discover::{FeedLink, FoundBy, discover, usual_places};
pub use error::FeedError;
pub use types::{Enclosure, Feed, FeedKind, Item, ItemSource};

use url::Url;

use place::Place;
use types::Parsed;
use xml::{Node, Ns, Tree};

/// Most bytes of a feed: 16 MiB. What comes after them is cut off.
pub const MAX_FEED_BYTES: usize = 16 * 1024 * 1024;

/// Most items of a feed, from its beginning, where the newest stand.
pub const MAX_ITEMS: usize = 2_000;

/// How many elements are looked at to find a feed in something else.
const MAX_SEARCH: usize = 2_000;

/// Reads a feed, complete or not, broken or not.
///
/// `content_type` is the header that came with it, for its `charset`; `base` where it was fetched from, for relative links.
/// Time and memory are linear in its size, and at most [`MAX_FEED_BYTES`] and [`MAX_ITEMS`] are looked at.
/// Milliseconds for usual feeds, about a second for the largest: use a blocking thread in a server.
///
/// # Errors
/// [`FeedError`] when it is none; a feed without items is one.
pub fn parse(
    bytes: &[u8],
    content_type: Option<&str>,
    base: Option<&Url>,
) -> Result<Feed, FeedError> {
    let too_large = bytes.len() > MAX_FEED_BYTES;
    let bytes = &bytes[..bytes.len().min(MAX_FEED_BYTES)];
    let text = crate::decode::decode_xml(bytes, content_type)?.text;
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.is_empty() {
        return Err(FeedError::Empty);
    }
    let mut feed = if text.starts_with(['{', '[']) {
        json::read(text, base)?
    } else {
        read_xml(text, base)?
    };
    feed.cut |= too_large;
    Ok(feed)
}

fn read_xml(text: &str, base: Option<&Url>) -> Result<Feed, FeedError> {
    let tree = Tree::parse(text);
    let root = find_root(&tree).ok_or_else(|| what_else(&tree))?;
    let place = Place::new(base);
    let parsed = match root.local().as_str() {
        "feed" | "entry" => atom::read(root, &place),
        "channel" if cdf::is_cdf(root) => cdf::read(root, &place),
        _ => rss::read(root, &place),
    };
    let Parsed {
        mut feed,
        more_items,
    } = parsed;
    feed.cut = tree.cut || more_items;
    feed.repaired = tree.repaired;
    Ok(feed)
}

/// The element that is the feed: at the top, or, where warnings or a page stand around it, further down.
fn find_root<'t>(tree: &'t Tree<'t>) -> Option<Node<'t>> {
    let top: Vec<Node> = tree.root().children().take(MAX_SEARCH).collect();
    if let Some(root) = top.iter().copied().find(|node| is_feed_root(*node, true)) {
        return Some(root);
    }
    let mut left = MAX_SEARCH;
    let mut waiting: Vec<Node> = top.into_iter().rev().collect();
    while let Some(node) = waiting.pop() {
        if is_feed_root(node, false) {
            return Some(node);
        }
        left = left.checked_sub(1)?;
        let children: Vec<Node> = node.children().take(left).collect();
        waiting.extend(children.into_iter().rev());
    }
    None
}

fn is_feed_root(node: Node, at_top: bool) -> bool {
    let plain = matches!(node.ns(), Ns::None | Ns::Rss | Ns::Atom | Ns::Other);
    let holds_items = || {
        node.children()
            .any(|child| matches!(child.local().as_str(), "channel" | "item"))
    };
    match node.local().as_str() {
        "rss" => plain && (at_top || holds_items()),
        // RDF says other things than feeds, also within web pages.
        "rdf" => holds_items() || at_top && node.children().next().is_none(),
        "feed" => plain && (at_top || node.ns() == Ns::Atom),
        "channel" => plain && at_top,
        "entry" => at_top && node.ns() == Ns::Atom,
        _ => false,
    }
}

/// Names what is no feed.
fn what_else(tree: &Tree) -> FeedError {
    let Some(first) = tree.root().children().next() else {
        let text = html::squeeze(&tree.root().text());
        return if text.is_empty() {
            FeedError::Empty
        } else {
            FeedError::Text
        };
    };
    match first.local().as_str() {
        "opml" => FeedError::FeedList,
        "urlset" | "sitemapindex" => FeedError::SiteMap,
        "svg" => FeedError::Binary("a picture (SVG)"),
        name if html::is_element(name) => FeedError::WebPage,
        _ => FeedError::OtherXml {
            root: first.name().chars().take(40).collect(),
        },
    }
}
