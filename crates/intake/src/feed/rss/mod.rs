//! RSS 0.9 to 2.0, RDF or not, with the modules that news feeds use.

mod item;

use super::MAX_ITEMS;
use super::dates;
use super::person::{self, Names};
use super::place::Place;
use super::text;
use super::types::{Feed, FeedKind, Parsed, is_there};
use super::xml::{Node, Ns};

use item::read_item;

/// Elements in which a channel or its items stand.
const CONTAINERS: &[&str] = &["rss", "rdf", "channel", "items", "redirect"];

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
        title: Best::default(),
        language: Best::default(),
        description: Best::default(),
        names: Names::default(),
        editor: None,
        media_image: None,
        period_minutes: None,
        times_a_period: None,
    };
    reading.container(root, &place.clone(), 0);
    reading.finish()
}

/// A text that several elements may give: the first of those of the lowest rank counts.
#[derive(Default)]
struct Best(Option<(u8, String)>);

impl Best {
    fn offer(&mut self, rank: u8, text: Option<String>) {
        if let Some(text) = text
            && self.0.as_ref().is_none_or(|(known, _)| rank < *known)
        {
            self.0 = Some((rank, text));
        }
    }

    fn finish(self) -> Option<String> {
        self.0.map(|(_, text)| text)
    }
}

struct Reading {
    feed: Feed,
    more_items: bool,
    title: Best,
    language: Best,
    description: Best,
    names: Names,
    editor: Option<String>,
    media_image: Option<String>,
    /// The syndication module's way of saying how often to come.
    period_minutes: Option<u32>,
    times_a_period: Option<u32>,
}

impl Reading {
    fn container(&mut self, node: Node, place: &Place, depth: usize) {
        let place = &place.inside(node);
        self.language.offer(2, text::language(node));
        for child in node.children() {
            let local = child.local();
            let is_plain = matches!(child.ns(), Ns::None | Ns::Rss | Ns::Rdf);
            if is_plain && (local == "item" || local == "entry") {
                if self.feed.items.len() >= MAX_ITEMS {
                    self.more_items = true;
                    break;
                }
                let item = read_item(child, place);
                if item.says_something() || is_there(child) {
                    self.feed.items.push(item);
                }
            } else if is_plain && depth < 4 && CONTAINERS.contains(&local.as_str()) {
                self.container(child, place, depth + 1);
            } else if depth > 0 || local == "image" || node.local() == "channel" {
                self.field(child, &local, place);
            }
        }
    }

    /// A field of the channel, or, in RDF, its picture beside it. The first that says something counts.
    fn field(&mut self, node: Node, local: &str, place: &Place) {
        let feed = &mut self.feed;
        let date = || text::plain(node).and_then(|date| dates::parse(&date));
        match (node.ns(), local) {
            (Ns::None | Ns::Rss, "title") => {
                self.title.offer(0, text::title(node));
            }
            (Ns::Dc | Ns::DcTerms | Ns::Atom, "title") => {
                self.title.offer(1, text::title(node));
            }
            (Ns::None | Ns::Rss, "link") => {
                let link = text::plain(node).or_else(|| node.attribute("href"));
                let link = link.and_then(|link| place.inside(node).link(&link));
                feed.link = feed.link.take().or(link);
            }
            (Ns::Atom, "link") => self.atom_link(node, place),
            (Ns::None | Ns::Rss, "description") => {
                self.description.offer(0, text::rss_html(node, place))
            }
            (Ns::Atom, "subtitle") | (Ns::None | Ns::Rss, "tagline" | "subtitle") => {
                self.description.offer(1, text::rss_html(node, place));
            }
            (Ns::Dc, "description") | (Ns::Itunes, "summary") => {
                self.description.offer(2, text::rss_html(node, place))
            }
            (Ns::Itunes, "subtitle") => self.description.offer(3, text::rss_html(node, place)),
            (Ns::None | Ns::Rss, "language") => {
                self.language.offer(0, text::plain(node));
            }
            (Ns::Dc, "language") => {
                self.language.offer(1, text::plain(node));
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
            (Ns::Syndication, "updateperiod") => {
                self.period_minutes = text::plain(node).and_then(|period| minutes_of(&period));
            }
            (Ns::Syndication, "updatefrequency") => {
                self.times_a_period = text::plain(node).and_then(|times| times.parse().ok());
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
            (Ns::Itunes, "image" | "link") | (Ns::Media, "thumbnail" | "content") => {
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

    fn finish(self) -> Parsed {
        let mut feed = self.feed;
        feed.title = self.title.finish();
        feed.language = self.language.finish();
        feed.description_html = self.description.finish();
        feed.author = self.names.finish().or(self.editor);
        feed.image = feed.image.or(self.media_image);
        let times = self.times_a_period.unwrap_or(1).max(1);
        let period = self.period_minutes.map(|minutes| minutes / times);
        feed.ttl_minutes = feed.ttl_minutes.or(period);
        Parsed {
            feed,
            more_items: self.more_items,
        }
    }
}

/// How long the syndication module's periods are.
fn minutes_of(period: &str) -> Option<u32> {
    const HOUR: u32 = 60;
    Some(match period.to_ascii_lowercase().as_str() {
        "hourly" => HOUR,
        "daily" => 24 * HOUR,
        "weekly" => 7 * 24 * HOUR,
        "monthly" => 30 * 24 * HOUR,
        "yearly" => 365 * 24 * HOUR,
        _ => return None,
    })
}
