//! Pictures and files of an item: enclosures, Media RSS, iTunes.

use super::html;
use super::place::Place;
use super::text;
use super::types::Item;
use super::xml::{Node, Ns};

/// What was found of pictures, best kind first.
#[derive(Default)]
pub(super) struct Media {
    stated: Option<String>,
    content: Option<String>,
    thumbnail: Option<String>,
    enclosure: Option<String>,
    /// A description that stands with the media, as HTML.
    description: Option<String>,
    /// A title that stands with the media.
    title: Option<String>,
}

impl Media {
    /// Takes an element if it is about media, and says whether it was.
    pub(super) fn take(&mut self, node: Node, place: &Place, item: &mut Item) -> bool {
        match (node.ns(), node.local().as_str()) {
            (Ns::Media, "group") => {
                for child in node.children().take(100) {
                    self.take(child, place, item);
                }
            }
            (Ns::Media, "content") => self.content(node, place, item),
            (Ns::Media, "thumbnail") => {
                let address = node.attribute("url").or_else(|| text::plain(node));
                let address = address.and_then(|address| place.link(&address));
                self.thumbnail = self.thumbnail.take().or(address);
            }
            (Ns::Media, "description") => {
                self.description = self.description.take().or_else(|| described(node, place));
            }
            (Ns::Media, "title") => self.title = self.title.take().or_else(|| text::title(node)),
            (Ns::Itunes, "image" | "link") => {
                let address = node.attribute("href").or_else(|| node.attribute("url"));
                self.picture(address.or_else(|| text::plain(node)), place);
            }
            (Ns::None | Ns::Rss, "image") => {
                let url = node.children().find(|child| child.local() == "url");
                let address = url.and_then(text::plain);
                let address = address
                    .or_else(|| node.attribute("href"))
                    .or_else(|| text::plain(node));
                self.picture(address, place);
            }
            (Ns::None | Ns::Rss, "enclosure") => {
                let address = node.attribute("url").or_else(|| node.attribute("href"));
                let length = node
                    .attribute("length")
                    .and_then(|length| length.parse().ok());
                self.enclosed(address, node.attribute("type"), length, place, item);
            }
            _ => return false,
        }
        true
    }

    fn picture(&mut self, address: Option<String>, place: &Place) {
        let address = address.and_then(|address| place.link(&address));
        self.stated = self.stated.take().or(address);
    }

    fn content(&mut self, node: Node, place: &Place, item: &mut Item) {
        let media_type = node.attribute("type");
        let medium = node.attribute("medium").unwrap_or_default();
        let is_picture = medium.eq_ignore_ascii_case("image")
            || media_type
                .as_deref()
                .is_some_and(|kind| kind.starts_with("image/"))
            || medium.is_empty()
                && media_type.is_none()
                && node.attribute("url").is_some_and(|url| names_picture(&url));
        let address = node
            .attribute("url")
            .and_then(|address| place.link(&address));
        if is_picture {
            self.content = self.content.take().or(address);
        } else if let Some(address) = address {
            let length = node
                .attribute("fileSize")
                .and_then(|length| length.parse().ok());
            item.add_enclosure(address, media_type, length);
        }
        for child in node.children().take(100) {
            self.take(child, place, item);
        }
    }

    /// A file that goes with the item; it may be its picture.
    pub(super) fn enclosed(
        &mut self,
        address: Option<String>,
        media_type: Option<String>,
        length: Option<u64>,
        place: &Place,
        item: &mut Item,
    ) {
        let Some(address) = address.and_then(|address| place.link(&address)) else {
            return;
        };
        let is_picture = match &media_type {
            Some(kind) => kind.starts_with("image/"),
            None => names_picture(&address),
        };
        if is_picture {
            self.enclosure = self.enclosure.take().or_else(|| Some(address.clone()));
        }
        item.add_enclosure(address, media_type, length);
    }

    /// Gives the item what it still lacks.
    pub(super) fn finish(self, item: &mut Item) {
        let pictures = [self.stated, self.content, self.thumbnail, self.enclosure];
        item.image = item
            .image
            .take()
            .or_else(|| pictures.into_iter().flatten().next());
        item.title = item.title.take().or(self.title);
        if item.summary_html.is_none() && item.content_html.is_none() {
            item.summary_html = self.description;
        }
    }
}

/// A description of Media RSS: plain text unless it says or looks otherwise.
fn described(node: Node, place: &Place) -> Option<String> {
    let is_html = node.attribute("type").is_some_and(|kind| kind == "html");
    if is_html || node.children().next().is_some() || html::looks_like_html(&node.text()) {
        return text::rss_html(node, place);
    }
    let text = if node.is_whole() {
        node.text()
    } else {
        String::new()
    };
    Some(html::of_lines(&text)).filter(|text| !text.is_empty())
}

/// Whether an address has a picture's ending.
fn names_picture(address: &str) -> bool {
    let path = address
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"]
        .iter()
        .any(|ending| path.ends_with(ending))
}
