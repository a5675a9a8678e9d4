//! Atom 0.3 and 1.0.

use super::MAX_ITEMS;
use super::dates;
use super::media::Media;
use super::person::{self, Names};
use super::place::Place;
use super::text;
use super::types::{Feed, FeedKind, Item, ItemSource, Parsed, is_there};
use super::xml::{Node, Ns};

/// Reads a feed, or a single entry that stands alone.
pub(super) fn read(root: Node, place: &Place) -> Parsed {
    let mut feed = Feed::new(FeedKind::Atom);
    let mut more_items = false;
    if root.local() == "entry" {
        feed.items.push(read_entry(root, place));
        return Parsed { feed, more_items };
    }
    let place = &place.inside(root);
    let mut names = Names::default();
    let mut logo = None;
    feed.language = text::language(root);
    let mut links = Links::default();
    for node in root.children() {
        let local = node.local();
        if !is_ours(node) && node.ns() != Ns::Dc {
            continue;
        }
        match local.as_str() {
            "entry" | "item" => {
                if feed.items.len() >= MAX_ITEMS {
                    more_items = true;
                    break;
                }
                let entry = read_entry(node, place);
                if entry.says_something() || is_there(node) {
                    feed.items.push(entry);
                }
            }
            "title" => feed.title = feed.title.take().or_else(|| text::atom_title(node)),
            "link" => links.take(node, place),
            "subtitle" | "tagline" => {
                feed.description_html = feed
                    .description_html
                    .take()
                    .or_else(|| text::atom_html(node, place));
            }
            "updated" | "modified" | "date" => {
                let date = text::plain(node).and_then(|date| dates::parse(&date));
                feed.updated = feed.updated.or(date);
            }
            "author" | "creator" => names.add(person::of_element(node)),
            "logo" => {
                logo = text::plain(node).and_then(|address| place.inside(node).link(&address));
            }
            "icon" => {
                let icon = text::plain(node).and_then(|address| place.inside(node).link(&address));
                feed.image = feed.image.take().or(icon);
            }
            _ => {}
        }
    }
    feed.image = logo.or(feed.image);
    feed.author = names.finish();
    feed.link = links.best();
    feed.feed_url = links.own;
    if let Some(author) = &feed.author {
        for item in &mut feed.items {
            item.author = item.author.take().or_else(|| Some(author.clone()));
        }
    }
    Parsed { feed, more_items }
}

fn is_ours(node: Node) -> bool {
    matches!(node.ns(), Ns::Atom | Ns::None | Ns::Rss)
}

/// The links of a feed or an entry.
#[derive(Default)]
struct Links {
    page: Option<String>,
    other: Option<String>,
    own: Option<String>,
    via: Option<String>,
    related: Option<String>,
    replies: Option<String>,
}

impl Links {
    fn take(&mut self, node: Node, place: &Place) {
        let address = node.attribute("href").or_else(|| text::plain(node));
        let Some(link) = address.and_then(|address| place.inside(node).link(&address)) else {
            return;
        };
        let rel = node
            .attribute("rel")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let rel = rel.rsplit('/').next().unwrap_or_default();
        let media_type = node.attribute("type").unwrap_or_default();
        let slot = match rel {
            "" | "alternate" if media_type.is_empty() || media_type.contains("html") => {
                &mut self.page
            }
            "" | "alternate" => &mut self.other,
            "self" => &mut self.own,
            "via" => &mut self.via,
            "related" => &mut self.related,
            "replies" => &mut self.replies,
            _ => return,
        };
        slot.get_or_insert(link);
    }

    fn best(&self) -> Option<String> {
        self.page.clone().or_else(|| self.other.clone())
    }
}

fn read_entry(node: Node, place: &Place) -> Item {
    let place = &place.inside(node);
    let mut item = Item {
        language: text::language(node),
        ..Item::default()
    };
    let mut media = Media::default();
    let mut links = Links::default();
    let mut names = Names::default();
    let mut source_author = None;
    let (mut summary, mut content, mut content_source) = (None, None, None);
    let mut original = None;
    let mut created = None;
    for child in node.children() {
        if media.take(child, place, &mut item) {
            continue;
        }
        let date = || text::plain(child).and_then(|date| dates::parse(&date));
        match (child.ns(), child.local().as_str()) {
            (Ns::Dc, "creator") => {
                names.add(text::title(child).and_then(|name| person::name_of(&name)))
            }
            (Ns::Dc, "subject") => item.add_category(&text::title(child).unwrap_or_default()),
            (Ns::Dc, "date") => created = created.or_else(date),
            (Ns::FeedBurner, "origlink") => {
                original = text::plain(child).and_then(|link| place.link(&link))
            }
            _ if !is_ours(child) => {}
            (_, "title") => item.title = item.title.take().or_else(|| text::atom_title(child)),
            (_, "id") => item.id = item.id.take().or_else(|| text::plain(child)),
            (_, "link") if is_enclosure(child) => {
                let length = child
                    .attribute("length")
                    .and_then(|length| length.parse().ok());
                media.enclosed(
                    child.attribute("href"),
                    child.attribute("type"),
                    length,
                    &place.inside(child),
                    &mut item,
                );
            }
            (_, "link") => links.take(child, place),
            (_, "published" | "issued") => item.published = item.published.or_else(date),
            (_, "created" | "pubdate") => created = created.or_else(date),
            (_, "updated" | "modified") => item.updated = item.updated.or_else(date),
            (_, "author") => names.add(person::of_element(child)),
            (_, "category") => {
                let name = child.attribute("label").or_else(|| child.attribute("term"));
                item.add_category(&name.or_else(|| text::plain(child)).unwrap_or_default());
            }
            (_, "summary") => summary = summary.or(Some(child)),
            (_, "content") => {
                let address = child
                    .attribute("src")
                    .and_then(|link| place.inside(child).link(&link));
                content_source = content_source.or(address);
                content = content.or(Some(child));
            }
            (_, "source") => {
                let (source, author) = read_source(child, place);
                item.source = Some(source);
                source_author = author;
            }
            _ => {}
        }
    }
    item.published = item.published.or(created);
    item.author = names.finish().or(source_author);
    let identity = item
        .id
        .as_deref()
        .filter(|id| id.starts_with("http://") || id.starts_with("https://"));
    item.link = original
        .or_else(|| links.best())
        .or(content_source)
        .or_else(|| identity.and_then(|id| place.link(id)));
    item.external_link = links
        .via
        .or(links.related)
        .filter(|link| Some(link) != item.link.as_ref());
    item.comments = links.replies;
    let text_place = place.of_atom_text(item.link.as_deref());
    item.summary_html = summary.and_then(|node| text::atom_html(node, &text_place));
    item.content_html = content.and_then(|node| text::atom_html(node, &text_place));
    media.finish(&mut item);
    item.complete();
    item
}

fn is_enclosure(node: Node) -> bool {
    node.attribute("rel")
        .is_some_and(|rel| rel.to_ascii_lowercase().ends_with("enclosure"))
}

/// Where an entry was taken from, and who wrote that.
fn read_source(node: Node, place: &Place) -> (ItemSource, Option<String>) {
    let place = &place.inside(node);
    let mut source = ItemSource::default();
    let mut links = Links::default();
    let mut names = Names::default();
    for child in node.children() {
        match child.local().as_str() {
            "title" => source.title = source.title.take().or_else(|| text::atom_title(child)),
            "link" => links.take(child, place),
            "author" => names.add(person::of_element(child)),
            _ => {}
        }
    }
    source.link = links.best().or(links.own);
    (source, names.finish())
}
