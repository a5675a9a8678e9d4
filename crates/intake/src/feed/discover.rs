//! The feeds of a site, found on one of its pages.

use dom_query::{Document, NodeRef};
use url::Url;

use super::html::squeeze;
use crate::extract::limit_depth;

/// A page that names more feeds than this is a list of feeds; the first ones will do.
const MAX_LINKS: usize = 50;

/// Media types of `<link>`s that are feeds.
const TYPES: &[&str] = &[
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x-rss+xml",
    "application/x.atom+xml",
    "text/rss+xml",
    "text/atom+xml",
];

/// Media types that may be anything: with these the address must look like a feed's.
const UNCLEAR_TYPES: &[&str] = &["application/json", "application/xml", "text/xml", ""];

/// Last parts of paths at which feeds are.
const NAMES: &[&str] = &[
    "feed",
    "feeds",
    "rss",
    "atom",
    "feed.xml",
    "rss.xml",
    "atom.xml",
    "index.xml",
    "index.rdf",
    "rss2.xml",
    "feed.json",
    "feed.rss",
    "feed.atom",
    "index.rss",
    "index.atom",
    "rss.php",
    "feed.php",
];

/// Where feeds are that no page names.
const USUAL_PLACES: &[&str] = &[
    "feed",
    "rss.xml",
    "atom.xml",
    "feed.xml",
    "index.xml",
    "rss",
    "feed.json",
];

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeedLink {
    /// Its address.
    pub url: Url,
    /// What the page calls it.
    pub title: Option<String>,
    /// How it was found.
    pub found_by: FoundBy,
}

/// How a feed was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// The page says that it is a feed (`<link rel=alternate>`).
    Stated,
    /// A link on the page looks like it.
    Guessed,
}

/// The feeds that a page names, those that it states before those that are guessed from its links, feeds of
/// comments last. Each address once, and only addresses of the web. They may be no feeds, or gone.
#[must_use]
pub fn discover(html: &str, base: &Url) -> Vec<FeedLink> {
    let page = Document::from(limit_depth(html).as_ref());
    let stated_base = page.select_single("base[href]").attr("href");
    let base = stated_base
        .and_then(|stated| base.join(stated.trim()).ok())
        .unwrap_or_else(|| base.clone());
    let mut found = Vec::new();
    for link in page.select("link[href]").nodes() {
        if is_stated(link) {
            let title = link.attr("title").map(|title| title.to_string());
            add(&mut found, link, &base, title, FoundBy::Stated);
        }
    }
    for link in page.select("a[href]").nodes() {
        if found.len() >= MAX_LINKS {
            break;
        }
        let text = squeeze(&link.text());
        if looks_like_feed(&link.attr("href").unwrap_or_default()) || names_feed(&text) {
            add(&mut found, link, &base, Some(text), FoundBy::Guessed);
        }
    }
    found.sort_by_key(|link| (link.found_by == FoundBy::Guessed, is_of_comments(link)));
    found
}

/// Addresses that often are a site's feed although no page says so: in the folder of `page` and at the site's top. The
/// caller may try them one after the other, and [`super::parse()`] what comes.
#[must_use]
pub fn usual_places(page: &Url) -> Vec<Url> {
    let mut places: Vec<Url> = Vec::new();
    let folder = page.join(".").ok();
    let top = page.join("/").ok();
    for base in [folder, top].into_iter().flatten() {
        for name in USUAL_PLACES {
            if let Ok(url) = base.join(name)
                && matches!(url.scheme(), "http" | "https")
                && !places.contains(&url)
            {
                places.push(url);
            }
        }
    }
    places
}

fn is_stated(link: &NodeRef) -> bool {
    let rel = link.attr("rel").unwrap_or_default().to_ascii_lowercase();
    let kind = link.attr("type").unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let mut words = rel.split_ascii_whitespace();
    let is_alternate = words.clone().any(|word| word == "alternate");
    let is_feed = words.any(|word| word == "feed");
    let href = link.attr("href").unwrap_or_default();
    is_feed
        || is_alternate
            && (TYPES.contains(&kind) || UNCLEAR_TYPES.contains(&kind) && looks_like_feed(&href))
}

/// Whether an address looks like that of a feed.
fn looks_like_feed(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    NAMES.contains(&name)
        || matches!(ending, Some("rss" | "atom" | "rdf"))
        || address.contains("feeds.feedburner.com/")
        || address.contains("?feed=rss")
        || address.contains("?feed=atom")
}

/// Whether a link's words say that it is a feed.
fn names_feed(text: &str) -> bool {
    let text = text.to_lowercase();
    matches!(
        text.as_str(),
        "rss"
            | "rss feed"
            | "rss-feed"
            | "atom"
            | "atom feed"
            | "atom-feed"
            | "rss 2.0"
            | "json feed"
            | "feed"
            | "xml"
    )
}

fn is_of_comments(link: &FeedLink) -> bool {
    let title = link.title.as_deref().unwrap_or_default().to_lowercase();
    link.url.path().contains("/comments")
        || title.contains("comment")
        || title.contains("kommentar")
}

fn add(
    found: &mut Vec<FeedLink>,
    link: &NodeRef,
    base: &Url,
    title: Option<String>,
    found_by: FoundBy,
) {
    let href = link.attr("href").unwrap_or_default();
    let Ok(mut url) = base.join(href.trim()) else {
        return;
    };
    url.set_fragment(None);
    let is_new = found.iter().all(|known| known.url != url);
    if matches!(url.scheme(), "http" | "https") && is_new && found.len() < MAX_LINKS {
        found.push(FeedLink {
            url,
            title: title
                .map(|title| squeeze(&title))
                .filter(|title| !title.is_empty()),
            found_by,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(html: &str) -> Vec<String> {
        let base = Url::parse("https://tide.example/news/today.html").unwrap();
        discover(html, &base)
            .into_iter()
            .map(|link| link.url.to_string())
            .collect()
    }

    #[test]
    fn stated_feeds_come_first_and_comments_last() {
        let page = "<head><link rel=alternate type=application/rss+xml href=/comments/feed/ title='Comments on Tide'>\
            <link rel='ALTERNATE' type='application/atom+xml; charset=utf-8' href=atom.xml title=' The  Tide '>\
            <link rel=alternate type=application/json href=/wp-json/x><link rel=alternate hreflang=de href=/de>\
            <link rel=alternate type='application/json+oembed' href=/oembed/feed>\
            <link rel=stylesheet type=text/css href=/feed></head>\
            <a href='/rss/'>all of it</a><a href='javascript:feed'>RSS</a><a href='feed://x/'>Feed</a>\
            <a href=atom.xml#top>RSS</a><a href=/subscribe>RSS feed</a><a href=/feeding-gulls>gulls</a>";
        assert_eq!(
            urls(page),
            [
                "https://tide.example/news/atom.xml",
                "https://tide.example/comments/feed/",
                "https://tide.example/rss/",
                "https://tide.example/subscribe",
            ]
        );
        let base = Url::parse("https://tide.example/").unwrap();
        assert_eq!(discover(page, &base)[0].title.as_deref(), Some("The Tide"));
    }

    #[test]
    fn a_stated_base_counts() {
        assert_eq!(
            urls("<base href=https://other.example/x/><link rel=feed href=f>"),
            ["https://other.example/x/f"]
        );
        assert!(urls("<p>nothing</p>").is_empty() && urls("").is_empty());
        assert_eq!(urls(&"<a href=?feed=rss2>RSS</a>".repeat(9)).len(), 1);
    }

    #[test]
    fn usual_places_are_in_the_folder_and_at_the_top() {
        let page = Url::parse("https://tide.example/news/today.html").unwrap();
        let places = usual_places(&page);
        assert_eq!(places[0].as_str(), "https://tide.example/news/feed");
        assert_eq!(places.len(), 14);
        assert_eq!(
            usual_places(&Url::parse("https://tide.example").unwrap()).len(),
            7
        );
        assert!(usual_places(&Url::parse("mailto:x@y").unwrap()).is_empty());
    }
}
