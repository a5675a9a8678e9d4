//! Feeds: Atom (RFC 4287) and JSON Feed 1.1, of the paper, a page, an area, a dossier, an article's comments.

use super::lists::ListOf;
use super::{article_url, thread};
use crate::app::App;
use crate::calendar::Calendar;
use crate::error::WebError;
use crate::press::{PagePolicy, Printed, Sheet, Tag};
use crate::printing;
use crate::visit::Visit;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::Response;
use clipsheet_store::{
    Article, ArticleId, Headline, Key, Millis, Remark, find_article, find_dossier, find_headline,
    list_by_page, list_comments, list_latest, list_remarks,
};
use serde_json::json;
use std::sync::Arc;

/// Entries of a feed.
const ENTRIES: i64 = 30;

/// Bytes of HTML that a text has in a feed: feed readers ask for the whole feed each time, and refuse big ones. It goes by each
/// text alone, so that none comes whole today and cut short tomorrow.
const MOST_TEXT: usize = 100_000;

/// One entry, ready for either format.
struct Entry {
    url: String,
    title: String,
    html: String,
    author: String,
    at: Millis,
    /// When what stands in it last changed; when it was published, if never.
    changed_at: Millis,
    external: Option<String>,
}

struct Feed {
    title: String,
    /// The page that the feed is of.
    page: String,
    /// The feed's own address.
    url: String,
    entries: Vec<Entry>,
}

/// Which articles.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Of {
    Site,
    Page(i64),
    Area(String),
    Dossier(String),
    Comments(ArticleId),
}

impl Of {
    fn base(&self) -> String {
        match self {
            Self::Site => String::new(),
            Self::Page(number) => format!("/page/{number}"),
            Self::Area(slug) => format!("/area/{slug}"),
            Self::Dossier(slug) => format!("/dossier/{slug}"),
            Self::Comments(id) => format!("/article/{id}"),
        }
    }
}

/// The format of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Atom,
    Json,
}

impl Format {
    fn file(self) -> &'static str {
        match self {
            Self::Atom => "feed.xml",
            Self::Json => "feed.json",
        }
    }
}

macro_rules! handlers {
    ($( $(#[$doc:meta])* $atom:ident, $json:ident ($path:pat => $ty:ty) = $of:expr; )+) => {$(
        $(#[$doc])*
        pub async fn $atom(State(app): State<Arc<App>>, visit: Visit, Path($path): Path<$ty>) -> Result<Response, WebError> {
            show(&app, &visit, $of, Format::Atom).await
        }

        /// The same as JSON.
        pub async fn $json(State(app): State<Arc<App>>, visit: Visit, Path($path): Path<$ty>) -> Result<Response, WebError> {
            show(&app, &visit, $of, Format::Json).await
        }
    )+};
}

/// `GET /feed.xml`.
pub async fn site_atom(State(app): State<Arc<App>>, visit: Visit) -> Result<Response, WebError> {
    show(&app, &visit, Of::Site, Format::Atom).await
}

/// `GET /feed.json`.
pub async fn site_json(State(app): State<Arc<App>>, visit: Visit) -> Result<Response, WebError> {
    show(&app, &visit, Of::Site, Format::Json).await
}

handlers! {
    /// `GET /page/{number}/feed.xml`.
    page_atom, page_json(number => i64) = Of::Page(number);
    /// `GET /area/{slug}/feed.xml`.
    area_atom, area_json(slug => String) = Of::Area(slug);
    /// `GET /dossier/{slug}/feed.xml`.
    dossier_atom, dossier_json(slug => String) = Of::Dossier(slug);
    /// `GET /article/{id}/feed.xml`: its comments.
    comments_atom, comments_json(id => i64) = Of::Comments(ArticleId(id));
}

async fn show(app: &App, visit: &Visit, of: Of, format: Format) -> Result<Response, WebError> {
    let key = format!("feed {}/{}", of.base(), format.file());
    let now = app.now();
    let tags = match &of {
        Of::Comments(id) => vec![Tag::Article(*id), Tag::Paper],
        // The articles' texts are in them.
        _ => vec![Tag::Articles, Tag::Records, Tag::Paper],
    };
    let page = match app.pages.get(
        &key,
        &app.freshness,
        now,
        PagePolicy::Settled.max_age_millis(),
    ) {
        Some(page) => page,
        None => {
            let stamp = app.freshness.stamp(&tags);
            let feed = read(app, &of, format).await?;
            let (text, media_type) = match format {
                Format::Json => (
                    json_feed(&app.public_url, &feed),
                    "application/feed+json; charset=utf-8",
                ),
                Format::Atom => (
                    atom(&app.public_url, &feed, now),
                    "application/atom+xml; charset=utf-8",
                ),
            };
            let page = Arc::new(Printed::new(
                Sheet::cut(&text, &app.marks),
                200,
                media_type,
                stamp,
                now,
            ));
            app.pages.put(key, Arc::clone(&page));
            page
        }
    };
    let bytes = if visit.gzip {
        page.sheet.fill_gzip(|_| "")
    } else {
        page.sheet.fill(|_| "")
    };
    let mut response = crate::press::reply::page(&page, Bytes::from(bytes), visit.gzip);
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=300"),
    );
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}

async fn read(app: &App, of: &Of, format: Format) -> Result<Feed, WebError> {
    let paper = app.paper().await?;
    let url = format!("{}/{}", of.base(), format.file());
    if let Of::Comments(id) = of {
        return comments(app, *id, url).await;
    }
    let name = &paper.settings.name;
    let (title, page, list) = match of {
        Of::Area(slug) => {
            let area = paper
                .areas
                .iter()
                .find(|area| area.slug == *slug)
                .ok_or_else(WebError::no_page)?;
            (
                format!("{name}: {}", area.name),
                format!("/area/{slug}"),
                Some(ListOf::Area(area.id)),
            )
        }
        Of::Dossier(slug) => {
            let slug = slug.clone();
            let dossier = app
                .store
                .read(move |conn| find_dossier(conn, &slug))
                .await?
                .ok_or_else(WebError::no_page)?;
            (
                format!("{name}: {}", dossier.name),
                format!("/dossier/{}", dossier.slug),
                Some(ListOf::Dossier(dossier.id)),
            )
        }
        Of::Page(number) => {
            let title = paper.page_title(*number);
            if title.is_empty() {
                return Err(WebError::no_page());
            }
            (
                format!("{name}: Page {number}, {title}"),
                "/".to_owned(),
                None,
            )
        }
        Of::Site | Of::Comments(_) => (name.clone(), "/".to_owned(), None),
    };
    let page_number = if let Of::Page(number) = of {
        Some(*number)
    } else {
        None
    };
    let articles = app
        .store
        .read(move |conn| {
            let lines = match (list, page_number) {
                (Some(list), _) => list.read(conn, Key::NEWEST, ENTRIES)?,
                (None, Some(number)) => list_by_page(conn, number, Key::NEWEST, ENTRIES)?,
                (None, None) => list_latest(conn, Key::NEWEST, ENTRIES)?,
            };
            let mut articles = Vec::new();
            for line in lines {
                if let Some(article) = find_article(conn, line.id)? {
                    articles.push((article, list_remarks(conn, line.id)?, line));
                }
            }
            Ok(articles)
        })
        .await?;
    let entries = articles
        .iter()
        .map(|(article, remarks, line)| {
            let html = full_or_short(
                article.text.safe_html.len(),
                || article_html(app, line, article, remarks),
                || shortened(app, line),
            );
            article_entry(line, article, html)
        })
        .collect();
    Ok(Feed {
        title,
        page,
        url,
        entries,
    })
}

/// The full text of an entry, or the short one where it is too long. What has so many bytes before anything is put in is not made
/// ready.
fn full_or_short(
    bytes: usize,
    full: impl FnOnce() -> String,
    short: impl FnOnce() -> String,
) -> String {
    let full = (bytes <= MOST_TEXT).then(full);
    full.filter(|html| html.len() <= MOST_TEXT)
        .unwrap_or_else(short)
}

fn article_html(app: &App, line: &Headline, article: &Article, remarks: &[Remark]) -> String {
    let html = printing::as_letter(&app.secrets, line, &article.text, remarks);
    let url = article_url(line.id, &line.slug);
    let html = absolute(html.as_str(), &app.public_url, &url);
    format!("{}{html}", tag_of(line))
}

fn tag_of(line: &Headline) -> String {
    let tag = line.source_tag.as_deref();
    tag.map(|tag| format!("<p>[{}]</p>", escape(tag)))
        .unwrap_or_default()
}

/// The beginning of an article that is too long for the feed, and where it goes on.
fn shortened(app: &App, line: &Headline) -> String {
    format!(
        "{}<p>{}</p>{}",
        tag_of(line),
        escape(&line.teaser),
        too_long(app, &article_url(line.id, &line.slug)),
    )
}

fn too_long(app: &App, url: &str) -> String {
    format!(
        "<p><a href=\"{}{}\">Read it in the paper</a>: it is too long for a feed.</p>",
        escape(&app.public_url),
        escape(url),
    )
}

fn article_entry(line: &Headline, article: &Article, html: String) -> Entry {
    Entry {
        url: article_url(line.id, &line.slug),
        title: line.headline.clone(),
        html,
        author: line.posted_by.clone(),
        at: line.printed_at,
        changed_at: article.changed_at.unwrap_or(line.printed_at),
        external: line.url.clone(),
    }
}

async fn comments(app: &App, id: ArticleId, url: String) -> Result<Feed, WebError> {
    let (line, comments, remarks) = app
        .store
        .read(move |conn| {
            Ok((
                find_headline(conn, id)?.filter(|line| line.is_printed),
                list_comments(conn, id, i64::MAX, false, 2 * ENTRIES)?,
                list_remarks(conn, id)?,
            ))
        })
        .await?;
    let line = line.ok_or_else(WebError::no_page)?;
    let page = article_url(id, &line.slug);
    let entries = comments
        .iter()
        .filter(|comment| !comment.is_removed)
        .map(|comment| {
            let html = thread::remarked(app, comment, &remarks);
            let url = super::comment_url(&page, comment.number, line.last_number);
            let full = absolute(html.as_str(), &app.public_url, &page);
            Entry {
                title: format!("No. {} by {}", comment.number, comment.nic),
                html: full_or_short(full.len(), || full, || too_long(app, &url)),
                url,
                author: comment.nic.clone(),
                at: comment.created_at,
                changed_at: comment.created_at,
                external: None,
            }
        })
        .collect();
    Ok(Feed {
        title: format!("Comments on {}", line.headline),
        page,
        url,
        entries,
    })
}

/// Feeds are read elsewhere: addresses of the site get its name, places on a page get the page's. In what the
/// sanitiser let through, an attribute always stands as `name="value"`.
pub(crate) fn absolute(html: &str, public_url: &str, page: &str) -> String {
    html.replace("src=\"/", &format!("src=\"{public_url}/"))
        .replace("href=\"/", &format!("href=\"{public_url}/"))
        .replace("href=\"#", &format!("href=\"{public_url}{page}#"))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML 1.0 has no other control characters, not even escaped.
            c if c < ' ' && !matches!(c, '\t' | '\n' | '\r') => escaped.push('\u{fffd}'),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

fn atom(public_url: &str, feed: &Feed, now: Millis) -> String {
    let updated = feed
        .entries
        .iter()
        .map(|entry| entry.changed_at)
        .max()
        .unwrap_or(now);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>{}</title>\n\
         <id>{public_url}{}</id>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{public_url}{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{public_url}{}\"/>\n<updated>{}</updated>\n",
        escape(&feed.title),
        feed.url,
        feed.url,
        feed.page,
        Calendar::rfc3339(updated),
    );
    for entry in &feed.entries {
        let at = Calendar::rfc3339(entry.at);
        let changed_at = Calendar::rfc3339(entry.changed_at);
        xml.push_str(&format!(
            "<entry>\n<title>{}</title>\n<id>{public_url}{}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{public_url}{}\"/>\n",
            escape(&entry.title),
            escape(&entry.url),
            escape(&entry.url),
        ));
        if let Some(external) = &entry.external {
            xml.push_str(&format!(
                "<link rel=\"related\" href=\"{}\"/>\n",
                escape(external)
            ));
        }
        xml.push_str(&format!(
            "<published>{at}</published>\n<updated>{changed_at}</updated>\n<author><name>{}</name></author>\n<content type=\"html\">{}</content>\n</entry>\n",
            escape(&entry.author),
            escape(&entry.html),
        ));
    }
    xml.push_str("</feed>\n");
    xml
}

fn json_feed(public_url: &str, feed: &Feed) -> String {
    let items: Vec<_> = feed
        .entries
        .iter()
        .map(|entry| {
            let url = format!("{public_url}{}", entry.url);
            let mut item = json!({
                "id": url,
                "url": url,
                "title": entry.title,
                "content_html": entry.html,
                "date_published": Calendar::rfc3339(entry.at),
                "authors": [{ "name": entry.author }],
            });
            if entry.changed_at != entry.at {
                item["date_modified"] = json!(Calendar::rfc3339(entry.changed_at));
            }
            if let Some(external) = &entry.external {
                item["external_url"] = json!(external);
            }
            item
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": format!("{public_url}{}", feed.page),
        "feed_url": format!("{public_url}{}", feed.url),
        "items": items,
    });
    feed.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_long_text_does_not_make_a_feed_big() {
        let take = |bytes: usize, made: usize| {
            let full = || {
                assert!(bytes <= MOST_TEXT, "made ready though it cannot fit");
                "m".repeat(made)
            };
            full_or_short(bytes, full, || "short".into()).len()
        };
        assert_eq!(take(5 << 20, 5 << 20), 5);
        // What is put in makes it longer.
        assert_eq!(take(MOST_TEXT, MOST_TEXT + 1), 5);
        assert_eq!(take(3_000, 4_000), 4_000);
    }

    #[test]
    fn a_feed_is_well_formed_whatever_is_in_it() {
        let entry = Entry {
            url: "/article/7/a".into(),
            title: "Gulls & <b>chips</b> \u{0}\u{b}".into(),
            html: "<p>a &amp; b]]></p>".into(),
            author: "A \"Tern\"".into(),
            at: Millis(0),
            changed_at: Millis(3_600_000),
            external: Some("https://a.example/?a=1&b=2".into()),
        };
        let feed = Feed {
            title: "Tide & Time".into(),
            page: "/".into(),
            url: "/feed.xml".into(),
            entries: vec![entry],
        };
        let xml = atom("https://tide.example", &feed, Millis(0));
        assert!(
            xml.contains("<title>Gulls &amp; &lt;b&gt;chips&lt;/b&gt; \u{fffd}\u{fffd}</title>"),
            "{xml}"
        );
        assert!(
            xml.contains("&lt;p&gt;a &amp;amp; b]]&gt;&lt;/p&gt;") && xml.contains("a=1&amp;b=2")
        );
        assert!(xml.contains("<published>1970-01-01T00:00:00Z</published>"));
        let changed = "<updated>1970-01-01T01:00:00Z</updated>";
        assert_eq!(
            xml.matches(changed).count(),
            2,
            "the feed's own, too: {xml}"
        );
        let json: serde_json::Value =
            serde_json::from_str(&json_feed("https://tide.example", &feed)).unwrap();
        assert_eq!(json["items"][0]["url"], "https://tide.example/article/7/a");
        assert_eq!(json["items"][0]["date_published"], "1970-01-01T00:00:00Z");
        assert_eq!(json["items"][0]["date_modified"], "1970-01-01T01:00:00Z");
    }

    #[test]
    fn addresses_leave_the_house_with_its_name() {
        assert_eq!(
            absolute(
                "<img src=\"/media/a.png\"><a href=\"https://x.example/\"><a href=\"#c7\">",
                "https://t.example",
                "/article/1/rain"
            ),
            "<img src=\"https://t.example/media/a.png\"><a href=\"https://x.example/\"><a href=\"https://t.example/article/1/rain#c7\">"
        );
    }
}
