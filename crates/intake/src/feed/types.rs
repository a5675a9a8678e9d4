//! What a feed is, whatever it was written in.

use jiff::Timestamp;
use serde::Serialize;

/// What a feed is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    /// RSS 0.91 to 2.0.
    Rss,
    /// RSS 0.9 and 1.0, which are RDF.
    Rdf,
    /// Atom 0.3 and 1.0.
    Atom,
    /// JSON Feed 1.0 and 1.1.
    Json,
    /// Channel Definition Format.
    Cdf,
}

/// A feed. All its texts and addresses are the source's own: untrusted.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Feed {
    /// What it is written in.
    pub kind: FeedKind,
    /// Its name, as plain text.
    pub title: Option<String>,
    /// The site that it belongs to.
    pub link: Option<String>,
    /// Where it says that it is itself.
    pub feed_url: Option<String>,
    /// Where it says that it has moved to.
    pub moved_to: Option<String>,
    /// What it is about, as HTML.
    pub description_html: Option<String>,
    /// Its language, as the feed names it, such as `en-gb`.
    pub language: Option<String>,
    /// When it last changed.
    pub updated: Option<Timestamp>,
    /// Who makes it.
    pub author: Option<String>,
    /// Its picture.
    pub image: Option<String>,
    /// How many minutes it asks to be left alone after it was read (`ttl`, or the syndication module).
    pub ttl_minutes: Option<u32>,
    /// Its items as they stand.
    pub items: Vec<Item>,
    /// Whether it ended in the middle, or was longer than is read: the items before that are here.
    pub cut: bool,
    /// Whether its markup had to be guessed at.
    pub repaired: bool,
}

/// One story of a feed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Item {
    /// What the feed knows it by. Not to be relied on: some change it, some give the same to all.
    pub id: Option<String>,
    /// The headline, as plain text: markup and entities resolved, on one line.
    pub title: Option<String>,
    /// Where the story is; absolute if `base` or the feed made that possible. May have any scheme but those that are programs.
    pub link: Option<String>,
    /// When it was published, or, where the feed does not say, last changed. `None` also when a date cannot be understood.
    pub published: Option<Timestamp>,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
    /// Who wrote it: names, separated by commas; else an address.
    pub author: Option<String>,
    /// The short text as HTML with absolute addresses. UNTRUSTED.
    pub summary_html: Option<String>,
    /// The long text, where the feed has both or says that it is the whole, as HTML with absolute addresses. UNTRUSTED.
    pub content_html: Option<String>,
    /// Its language, if it has one of its own.
    pub language: Option<String>,
    /// Its categories, each once.
    pub categories: Vec<String>,
    /// A picture to go with it: one that the feed names, else the first in its text.
    pub image: Option<String>,
    /// Files that go with it.
    pub enclosures: Vec<Enclosure>,
    /// Where it is talked about.
    pub comments: Option<String>,
    /// The page that it is about, when `link` is the feed's own remark on it.
    pub external_link: Option<String>,
    /// The publication that it was taken from.
    pub source: Option<ItemSource>,
}

/// A file that goes with an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// Its media type, if the feed says.
    #[serde(rename = "type")]
    pub media_type: Option<String>,
    /// Its size in bytes, if the feed says.
    pub length: Option<u64>,
}

/// Where an item was taken from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ItemSource {
    /// The publication's name.
    pub title: Option<String>,
    /// Its feed or site.
    pub link: Option<String>,
}

/// Whether an item came whole and holds something, understood or not.
pub(super) fn is_there(node: super::xml::Node) -> bool {
    node.is_whole() && node.children().next().is_some()
}

/// A feed, and whether it has more items than were read.
pub(super) struct Parsed {
    pub(super) feed: Feed,
    pub(super) more_items: bool,
}

impl Feed {
    pub(super) fn new(kind: FeedKind) -> Self {
        Self {
            kind,
            title: None,
            link: None,
            feed_url: None,
            moved_to: None,
            description_html: None,
            language: None,
            updated: None,
            author: None,
            image: None,
            ttl_minutes: None,
            items: Vec::new(),
            cut: false,
            repaired: false,
        }
    }
}

/// Categories of a feed are few; a list of thousands is an attack.
const MAX_CATEGORIES: usize = 50;
/// The same for files.
const MAX_ENCLOSURES: usize = 50;

impl Item {
    pub(super) fn add_category(&mut self, name: &str) {
        let name = super::html::squeeze(name);
        if !name.is_empty()
            && self.categories.len() < MAX_CATEGORIES
            && !self.categories.contains(&name)
        {
            self.categories.push(name);
        }
    }

    pub(super) fn add_enclosure(
        &mut self,
        url: String,
        media_type: Option<String>,
        length: Option<u64>,
    ) {
        if self.enclosures.len() < MAX_ENCLOSURES
            && self.enclosures.iter().all(|known| known.url != url)
        {
            self.enclosures.push(Enclosure {
                url,
                media_type,
                length,
            });
        }
    }

    /// Fills in what can be told from the rest.
    pub(super) fn complete(&mut self) {
        self.published = self.published.or(self.updated);
        if self.image.is_none() {
            let texts = [&self.content_html, &self.summary_html];
            self.image = texts
                .into_iter()
                .flatten()
                .find_map(|html| super::html::first_picture(html));
        }
    }

    /// Whether there is anything in it.
    pub(super) fn says_something(&self) -> bool {
        *self != Self::default()
    }
}
