//! What comes in from outside: polite fetching, feeds, article extraction and pictures.
//!
//! - [`Fetcher`] gets a page, a picture or a feed and never talks to an address inside the house.
//! - [`decode_html`] turns its bytes into text.
//! - [`feed::parse()`] reads RSS, Atom, RDF and JSON Feed; [`feed::discover()`] finds a site's feeds, [`feed::opml`] lists of them.
//! - [`extract()`] finds the article in the page: title, byline, date, text.
//! - [`source_tag`] makes the short tag that is printed in brackets before it.
//! - [`picture::reencode`] makes a picture safe to serve from the paper itself.
//! - [`stories`] tells that two items tell the same story.
//!
//! Nothing here makes HTML safe: [`Extract::content_html`] is as untrusted as the
//! page it came from, and the caller sanitises it.

mod decode;
mod extract;
pub mod feed;
mod fetch;
pub mod picture;
mod source;
pub mod stories;

pub use decode::{DecodeError, Decoded, MAX_PAGE_BYTES, decode_html};
pub use extract::{Extract, ExtractError, extract, plain_text};
pub use fetch::{
    FeedAnswer, FeedOutcome, FetchError, FetchKind, FetchPolicy, Fetched, Fetcher, IpNet,
    ParseIpNetError, RetryAfter, Validators, is_public,
};
pub use source::{SourceName, source_tag};
