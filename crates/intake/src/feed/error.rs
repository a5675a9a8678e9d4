//! Why something is no feed, in an editor's words.

use crate::DecodeError;

/// Why no feed could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FeedError {
    /// No bytes, or nothing but white space.
    #[error(
        "the feed is empty: there is nothing at this address at the moment; check it, or try again later"
    )]
    Empty,
    /// Another kind of file: a picture, a PDF, an archive …
    #[error("this is {0}, not a feed: give the address of the site's feed, or of the site itself")]
    Binary(&'static str),
    /// An HTML page.
    #[error(
        "this is a web page, not a feed: look for the site's feed on it (RSS, Atom or JSON Feed)"
    )]
    WebPage,
    /// A list of feeds.
    #[error("this is a list of feeds (OPML), not a feed: import it as a list")]
    FeedList,
    /// A list of a site's pages.
    #[error("this is a site map, not a feed: look for the site's feed (RSS, Atom or JSON Feed)")]
    SiteMap,
    /// XML with something else in it.
    #[error(
        "this is XML but no feed (it begins with <{root}>): RSS, RDF, Atom and JSON Feed are understood"
    )]
    OtherXml {
        /// The name of its outermost element.
        root: String,
    },
    /// JSON with something else in it.
    #[error("this is JSON but no JSON Feed: it has no list of items")]
    OtherJson,
    /// What begins like JSON and is none.
    #[error("this begins like JSON and cannot be read as such ({0})")]
    BrokenJson(String),
    /// Text without a feed in it.
    #[error("this is text without a feed in it: RSS, RDF, Atom and JSON Feed are understood")]
    Text,
}

impl From<DecodeError> for FeedError {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Binary(kind) => Self::Binary(kind),
            // The size of a page is no limit for feeds, which are cut off.
            DecodeError::Empty | DecodeError::TooLarge { .. } => Self::Empty,
        }
    }
}
