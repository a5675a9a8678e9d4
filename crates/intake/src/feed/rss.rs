//! RSS 0.9 to 2.0, RDF or not, with the modules that news feeds use.

use super::MAX_ITEMS;
use super::dates;
use super::html;
use super::media::Media;
use super::person::{self, Names};
use super::place::Place;
use super::text;
use super::types::{Feed, FeedKind, Item, ItemSource, Parsed};
use super::xml::{Node, Ns};

/// Elements in which a channel or its items stand.
const CONTAINERS: &[&str] = &["rss", "rdf", "channel", "items"];

/// Reads a channel. Items may stand in it or, as in RDF, beside it; several channels are one.
pub(super) fn read(root: Node, place: &Place) -> Parsed {
    let kind = if root.local() == "rdf" {
        FeedKind::Rdf
    } else {
        FeedKind::Rss
    };
    let mut reading = Reading {
        feed: Feed::new(kind),
        more_items: false,
        description: None,
        names: Names::default(),
        editor: None,
        media_image: None,
    };
    reading.container(root, &place.clone(), 0);
    reading.finish()
}

struct Reading {
    feed: Feed,
    more_items: bool,
    description: Option<(u8, String)>,
    names: Names,
    editor: Option<String>,
    media_image: Option<String>,
}

impl Reading {
    fn container(&mut self, node: Node, place: &Place, depth: usize) {
        let place = &place.inside(node);
        let language = node.attribute("xml:lang");
        self.feed.language = self.feed.language.take().or(language);
        for child in node.children() {
            let local = child.local();
            let is_plain = matches!(child.ns(), Ns::None | Ns::Rss | Ns::Rdf | Ns::Other);
            if is_plain && (local == "item" || local == "entry") {
                if self.feed.items.len() >= MAX_ITEMS {
                    self.more_items = true;
                    break;
                }
                let item = read_item(child, place);
                if item.says_something() {
                    self.feed.items.push(item);
                }
            } else if is_plain && depth < 4 && CONTAINERS.contains(&local.as_str()) {
                self.container(child, place, depth + 1);
            } else if depth > 0 {
                self.field(child, &local, place);
            }
        }
    }

    /// A field of the channel. The first that says something counts.
    fn field(&mut self, node: Node, local: &str, place: &Place) {
        let feed = &mut self.feed;
        let date = || text::plain(node).and_then(|date| dates::parse(&date));
        match (node.ns(), local) {
            (Ns::None | Ns::Rss, "title") => {
                // Dublin Core's title only stands in for it.
                feed.title = text::title(node).or(feed.title.take());
            }
            (Ns::Dc | Ns::DcTerms | Ns::Atom, "title") => {
                feed.title = feed.title.take().or_else(|| text::title(node));
            }
            (Ns::None | Ns::Rss, "link") => {
                let link = text::plain(node).or_else(|| node.attribute("href"));
                let link = link.and_then(|link| place.inside(node).link(&link));
                feed.link = feed.link.take().or(link);
            }
            (Ns::Atom, "link") => self.atom_link(node, place),
            (Ns::None | Ns::Rss, "description") => self.describe(0, text::rss_html(node, place)),
            (Ns::Atom, "subtitle") | (Ns::None | Ns::Rss, "tagline" | "subtitle") => {
                self.describe(1, text::rss_html(node, place));
            }
            (Ns::Dc, "description") | (Ns::Itunes, "summary") => {
                self.describe(2, text::rss_html(node, place))
            }
            (Ns::Itunes, "subtitle") => self.describe(3, text::rss_html(node, place)),
            (Ns::None | Ns::Rss, "language") => {
                feed.language = text::plain(node).or(feed.language.take())
            }
            (Ns::Dc, "language") => {
                feed.language = feed.language.take().or_else(|| text::plain(node))
            }
            (Ns::None | Ns::Rss, "lastbuilddate" | "pubdate")
            | (Ns::Dc, "date")
            | (Ns::Atom, "updated")
            | (Ns::DcTerms, "modified") => feed.updated = feed.updated.max(date()),
            (Ns::None | Ns::Rss | Ns::Itunes | Ns::Dc, "author" | "creator") => {
                self.names
                    .add(text::title(node).and_then(|name| person::name_of(&name)));
            }
            (Ns::None | Ns::Rss, "managingeditor" | "webmaster") => {
                let name = text::title(node).and_then(|name| person::name_of(&name));
                self.editor = self.editor.take().or(name);
            }
            (Ns::None | Ns::Rss, "ttl") => {
                feed.ttl_minutes = feed.ttl_minutes.or_else(|| text::plain(node)?.parse().ok());
            }
            (Ns::Itunes, "new-feed-url") | (Ns::None | Ns::Rss, "newlocation") => {
                let inner = node.children().next().and_then(text::plain);
                let address = inner.or_else(|| text::plain(node));
                feed.moved_to = address.and_then(|address| place.link(&address));
            }
            (Ns::None | Ns::Rss, "image") => {
                let child = |name: &str| {
                    node.children()
                        .find(|child| child.local() == name)
                        .and_then(text::plain)
                };
                let address = child("url").or_else(|| node.attribute("href"));
                let address = address.and_then(|address| place.inside(node).link(&address));
                feed.image = feed.image.take().or(address);
            }
            (Ns::Itunes, "image") | (Ns::Media, "thumbnail" | "content") => {
                let address = node.attribute("href").or_else(|| node.attribute("url"));
                let address = address.and_then(|address| place.link(&address));
                self.media_image = self.media_image.take().or(address);
            }
            _ => {}
        }
    }

    fn atom_link(&mut self, node: Node, place: &Place) {
        let Some(link) = node
            .attribute("href")
            .and_then(|link| place.inside(node).link(&link))
        else {
            return;
        };
        let rel = node
            .attribute("rel")
            .unwrap_or_default()
            .to_ascii_lowercase();
        match rel.as_str() {
            "self" => self.feed.feed_url = self.feed.feed_url.take().or(Some(link)),
            "" | "alternate" => self.feed.link = self.feed.link.take().or(Some(link)),
            _ => {}
        }
    }

    /// Takes a description unless there is a better one (of a lower rank).
    fn describe(&mut self, rank: u8, description: Option<String>) {
        if let Some(description) = description
            && self
                .description
                .as_ref()
                .is_none_or(|(known, _)| rank < *known)
        {
            self.description = Some((rank, description));
        }
    }

    fn finish(self) -> Parsed {
        let mut feed = self.feed;
        feed.description_html = self.description.map(|(_, text)| text);
        feed.author = self.names.finish().or(self.editor);
        feed.image = feed.image.or(self.media_image);
        Parsed {
            feed,
            more_items: self.more_items,
        }
    }
}

/// What an item's elements said, before it is decided which of them count.
#[derive(Default)]
struct Fields<'t> {
    titles: [Option<Node<'t>>; 3],
    link: Option<String>,
    other_link: Option<String>,
    original_link: Option<String>,
    guid: Option<Node<'t>>,
    dates: [Option<String>; 2],
    updates: Option<String>,
    /// Candidates for the short text, best first.
    summaries: [Option<Node<'t>>; 5],
    /// Candidates for the long text, best first.
    contents: [Option<Node<'t>>; 4],
    names: [Names; 3],
}

fn set<'t>(slot: &mut Option<Node<'t>>, node: Node<'t>) {
    let is_empty = node.children().next().is_none() && text::plain(node).is_none();
    if slot.is_none() && node.is_whole() && !is_empty {
        *slot = Some(node);
    }
}

fn set_text(slot: &mut Option<String>, node: Node) {
    *slot = slot.take().or_else(|| text::plain(node));
}

fn read_item(node: Node, place: &Place) -> Item {
    let place = place.inside(node);
    let mut item = Item {
        language: node.attribute("xml:lang"),
        ..Item::default()
    };
    let mut media = Media::default();
    let mut fields = Fields::default();
    for child in node.children() {
        if !media.take(child, &place, &mut item) {
            item_field(child, &place, &mut item, &mut media, &mut fields);
        }
    }
    let about = node
        .attribute("rdf:about")
        .or_else(|| node.attribute("about"));
    finish_item(fields, about, &place, &mut item);
    media.finish(&mut item);
    item.complete();
    item
}

fn item_field<'t>(
    node: Node<'t>,
    place: &Place,
    item: &mut Item,
    media: &mut Media,
    fields: &mut Fields<'t>,
) {
    let local = node.local();
    match (node.ns(), local.as_str()) {
        (Ns::None | Ns::Rss, "title") => set(&mut fields.titles[0], node),
        (Ns::Dc | Ns::DcTerms, "title") => set(&mut fields.titles[1], node),
        (Ns::Atom | Ns::Itunes, "title") => set(&mut fields.titles[2], node),
        (Ns::None | Ns::Rss, "link") => {
            let link = text::plain(node).or_else(|| node.attribute("href"));
            let link = link.and_then(|link| place.inside(node).link(&link));
            fields.link = fields.link.take().or(link);
        }
        (Ns::Atom, "link") => atom_link(node, place, item, media, fields),
        (Ns::FeedBurner, "origlink") => set_text(&mut fields.original_link, node),
        (Ns::None | Ns::Rss, "guid" | "id") | (Ns::Atom, "id") => set(&mut fields.guid, node),
        (Ns::None | Ns::Rss, "pubdate" | "published") | (Ns::Atom, "published") => {
            set_text(&mut fields.dates[0], node)
        }
        (Ns::Dc, "date")
        | (Ns::DcTerms, "issued" | "created" | "date")
        | (Ns::None | Ns::Rss, "date") => {
            set_text(&mut fields.dates[1], node);
        }
        (Ns::DcTerms, "modified")
        | (Ns::Atom, "updated")
        | (Ns::None | Ns::Rss, "updated" | "lastbuilddate") => {
            set_text(&mut fields.updates, node);
        }
        (Ns::None | Ns::Rss, "description") => set(&mut fields.summaries[0], node),
        (Ns::None | Ns::Rss | Ns::Atom, "summary") => set(&mut fields.summaries[1], node),
        (Ns::Dc | Ns::DcTerms, "description" | "abstract") => set(&mut fields.summaries[2], node),
        (Ns::Itunes, "summary") => set(&mut fields.summaries[3], node),
        (Ns::Itunes, "subtitle") => set(&mut fields.summaries[4], node),
        (Ns::Content, "encoded") => set(&mut fields.contents[0], node),
        (Ns::None | Ns::Rss | Ns::Other, "encoded") => set(&mut fields.contents[1], node),
        (Ns::Xhtml, "body" | "div") => set(&mut fields.contents[2], node),
        (Ns::None | Ns::Rss, "fullitem" | "body" | "content") | (Ns::Atom, "content") => {
            set(&mut fields.contents[3], node);
        }
        (Ns::None | Ns::Rss, "author") => fields.names[0].add(person::of_element(node)),
        (Ns::Atom, "author") => fields.names[0].add(person::of_element(node)),
        (Ns::Dc | Ns::DcTerms, "creator" | "author") => {
            fields.names[1].add(text::title(node).and_then(|name| person::name_of(&name)));
        }
        (Ns::Itunes, "author") => {
            fields.names[2].add(text::title(node).and_then(|name| person::name_of(&name)))
        }
        (Ns::None | Ns::Rss, "category") | (Ns::Dc | Ns::DcTerms, "subject") => {
            let name = text::title(node).or_else(|| node.attribute("text"));
            item.add_category(&name.unwrap_or_default());
        }
        (Ns::Atom, "category") => {
            let name = node.attribute("label").or_else(|| node.attribute("term"));
            item.add_category(&name.unwrap_or_default());
        }
        (Ns::Itunes, "keywords") => {
            for word in text::plain(node).unwrap_or_default().split(',') {
                item.add_category(word);
            }
        }
        (Ns::None | Ns::Rss, "comments") => {
            item.comments = text::plain(node).and_then(|link| place.link(&link));
        }
        (Ns::None | Ns::Rss, "source") => {
            item.source = Some(ItemSource {
                title: text::title(node),
                link: node.attribute("url").and_then(|link| place.link(&link)),
            });
        }
        (Ns::Dc, "language") => set_text(&mut item.language, node),
        _ => {}
    }
}

fn atom_link(node: Node, place: &Place, item: &mut Item, media: &mut Media, fields: &mut Fields) {
    let rel = node
        .attribute("rel")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let address = node.attribute("href").or_else(|| text::plain(node));
    match rel.as_str() {
        "enclosure" => {
            let length = node
                .attribute("length")
                .and_then(|length| length.parse().ok());
            media.enclosed(
                address,
                node.attribute("type"),
                length,
                &place.inside(node),
                item,
            );
        }
        "" | "alternate" => {
            let link = address.and_then(|link| place.inside(node).link(&link));
            fields.other_link = fields.other_link.take().or(link);
        }
        _ => {}
    }
}

fn finish_item(fields: Fields, about: Option<String>, place: &Place, item: &mut Item) {
    let guid = fields.guid.and_then(text::plain);
    let is_permalink = fields.guid.is_some_and(|guid| {
        let stated = guid.attribute("isPermaLink");
        guid.local() == "guid" && stated.is_none_or(|stated| !stated.eq_ignore_ascii_case("false"))
    });
    let address_of = |text: &Option<String>| {
        let text = text
            .as_deref()
            .filter(|text| text.starts_with("http://") || text.starts_with("https://"))?;
        place.link(text)
    };
    let original = fields.original_link.and_then(|link| place.link(&link));
    // A relative guid that says it is a link is one.
    let permalink = guid.as_deref().filter(|_| is_permalink).and_then(|guid| {
        let is_path = guid.starts_with('/') && place.base().is_some();
        (is_path || guid.contains("://")).then(|| place.link(guid))?
    });
    item.link = original
        .or(fields.link)
        .or(fields.other_link)
        .or(permalink)
        .or_else(|| address_of(&about))
        .or_else(|| address_of(&guid).filter(|_| item.enclosures.is_empty()));
    item.id = guid.or(about);
    item.title = fields.titles.into_iter().flatten().find_map(text::title);
    let dates = fields.dates.iter().flatten();
    item.published = dates.filter_map(|date| dates::parse(date)).next();
    item.updated = fields.updates.and_then(|date| dates::parse(&date));
    item.author = fields.names.into_iter().find_map(Names::finish);

    let text_place = place.of_text(item.link.as_deref());
    item.summary_html = fields
        .summaries
        .into_iter()
        .flatten()
        .find_map(|node| short_text(node, &text_place));
    item.content_html = fields
        .contents
        .into_iter()
        .flatten()
        .find_map(|node| long_text(node, &text_place));
}

fn short_text(node: Node, place: &Place) -> Option<String> {
    match node.ns() {
        Ns::Atom => text::atom_html(node, place),
        // Dublin Core and iTunes mean plain text, and mostly keep to it.
        Ns::Dc | Ns::DcTerms | Ns::Itunes if node.children().next().is_none() => {
            let text = node.text();
            if html::looks_like_html(&text) {
                text::rss_html(node, place)
            } else {
                Some(html::of_lines(&text)).filter(|text| !text.is_empty())
            }
        }
        _ => text::rss_html(node, place),
    }
}

fn long_text(node: Node, place: &Place) -> Option<String> {
    match node.ns() {
        Ns::Atom => text::atom_html(node, place),
        Ns::Xhtml => {
            let mut out = String::new();
            node.write_inner_html(&mut out);
            let out = html::with_absolute_addresses(out, place.inside(node).base());
            Some(out.trim().to_owned()).filter(|text| !text.is_empty())
        }
        _ => text::rss_html(node, place),
    }
}
