//! Channel Definition Format, the oldest of them: everything stands in attributes.

use super::MAX_ITEMS;
use super::dates;
use super::place::Place;
use super::text;
use super::types::{Feed, FeedKind, Item, Parsed};
use super::xml::Node;

/// Whether an outermost `<channel>` is one of CDF and not an RSS channel without its `<rss>`.
pub(super) fn is_cdf(root: Node) -> bool {
    let states =
        |node: Node| node.attribute("href").is_some() || node.attribute("lastmod").is_some();
    let has_abstract = |node: Node| {
        node.children()
            .take(20)
            .any(|child| child.local() == "abstract")
    };
    let items = root.children().filter(|child| child.local() == "item");
    states(root)
        || has_abstract(root)
        || items.take(5).any(|item| states(item) || has_abstract(item))
}

/// Reads a channel.
pub(super) fn read(root: Node, place: &Place) -> Parsed {
    let mut feed = Feed::new(FeedKind::Cdf);
    let mut more_items = false;
    feed.link = root.attribute("href").and_then(|link| place.link(&link));
    feed.updated = root
        .attribute("lastmod")
        .and_then(|date| dates::parse(&date));
    for node in root.children() {
        match node.local().as_str() {
            "title" => feed.title = text::title(node),
            "abstract" => feed.description_html = text::rss_html(node, place),
            "item" if feed.items.len() < MAX_ITEMS => feed.items.push(read_item(node, place)),
            "item" => more_items = true,
            _ => {}
        }
    }
    Parsed { feed, more_items }
}

fn read_item(node: Node, place: &Place) -> Item {
    let child = |name: &str| node.children().find(|child| child.local() == name);
    let mut item = Item {
        link: node.attribute("href").and_then(|link| place.link(&link)),
        title: child("title").and_then(text::title),
        summary_html: child("abstract").and_then(|node| text::rss_html(node, place)),
        updated: node
            .attribute("lastmod")
            .and_then(|date| dates::parse(&date)),
        ..Item::default()
    };
    item.complete();
    item
}
