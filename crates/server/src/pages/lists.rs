//! Lists of articles, newest first: area, source, dossier, classics.

use super::parts::teaser;
use crate::app::{App, Paper};
use crate::calendar::{counted, date_in_words};
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::press::{PagePolicy, Tag};
use crate::serve_page::{Wanted, serve_page};
use crate::views::{Feed, Link, ListPage};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use clipsheet_markup::SafeHtml;
use clipsheet_store::{
    AreaId, ArticleId, Conn, DossierId, Headline, Key, Millis, SourceId, StoreResult, find_dossier,
    find_headline, find_source, list_by_area, list_by_dossier, list_by_source, list_classics,
};
use serde::Deserialize;
use std::sync::Arc;

/// Articles in one part of a list.
const PART: i64 = 30;

/// Where a list goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct ListQuery {
    /// `TIME-ID` of the last article of the part before.
    before: Option<String>,
}

impl ListQuery {
    fn key(&self) -> Result<Key, WebError> {
        let Some(text) = &self.before else {
            return Ok(Key::NEWEST);
        };
        text.rsplit_once('-')
            .and_then(|(at, id)| {
                Some(Key {
                    printed_at: Millis(at.parse().ok()?),
                    id: ArticleId(id.parse().ok()?),
                })
            })
            .ok_or_else(|| {
                WebError::BadRequest(format!(
                    "A list cannot go on from “{text}”. Begin at its newest part."
                ))
            })
    }
}

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListOf {
    Area(AreaId),
    Source(SourceId),
    Dossier(DossierId),
    Classics,
}

impl ListOf {
    pub(super) fn read(
        self,
        conn: &mut Conn,
        before: Key,
        most: i64,
    ) -> StoreResult<Vec<Headline>> {
        match self {
            Self::Area(id) => list_by_area(conn, id, before, most),
            Self::Source(id) => list_by_source(conn, id, before, most),
            Self::Dossier(id) => list_by_dossier(conn, id, before, most),
            Self::Classics => list_classics(conn, before, most),
        }
    }
}

/// What stands above a list.
struct Heading {
    list: ListOf,
    /// Its address.
    url: String,
    kind: &'static str,
    heading: String,
    about: String,
    homepage: String,
    count: Option<i64>,
    has_feed: bool,
}

/// `GET /area/{slug}`.
pub async fn show_area(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(slug): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let area = paper.areas.iter().find(|area| area.slug == slug);
    let area =
        area.ok_or_else(|| WebError::NotFound(format!("The paper has no area called “{slug}”.")))?;
    let heading = Heading {
        list: ListOf::Area(area.id),
        url: format!("/area/{slug}"),
        kind: "Area",
        heading: area.name.clone(),
        about: String::new(),
        homepage: String::new(),
        count: None,
        has_feed: true,
    };
    show(&app, &visit, heading, &query).await
}

/// `GET /source/{slug}`.
pub async fn show_source(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(slug): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, WebError> {
    let wanted = slug.clone();
    let source = app
        .store
        .read(move |conn| find_source(conn, &wanted))
        .await?;
    let source = source.ok_or_else(|| {
        WebError::NotFound(format!(
            "Nothing was clipped from a source called “{slug}”."
        ))
    })?;
    let heading = Heading {
        list: ListOf::Source(source.id),
        url: format!("/source/{}", source.slug),
        kind: "Source",
        heading: source.name,
        about: String::new(),
        homepage: source.homepage,
        count: None,
        has_feed: false,
    };
    show(&app, &visit, heading, &query).await
}

/// `GET /dossier/{slug}`.
pub async fn show_dossier(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(slug): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, WebError> {
    let wanted = slug.clone();
    let dossier = app
        .store
        .read(move |conn| find_dossier(conn, &wanted))
        .await?;
    let dossier = dossier.ok_or_else(|| {
        WebError::NotFound(format!("The paper keeps no dossier called “{slug}”."))
    })?;
    let heading = Heading {
        list: ListOf::Dossier(dossier.id),
        url: format!("/dossier/{}", dossier.slug),
        kind: "Dossier",
        heading: dossier.name,
        about: dossier.about,
        homepage: String::new(),
        count: Some(dossier.article_count),
        has_feed: true,
    };
    show(&app, &visit, heading, &query).await
}

/// `GET /classics`.
pub async fn show_classics(
    State(app): State<Arc<App>>,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Response, WebError> {
    let heading = Heading {
        list: ListOf::Classics,
        url: "/classics".into(),
        kind: "Hall of fame",
        heading: "Classics".into(),
        about: "Articles that the desk keeps coming back to.".into(),
        homepage: String::new(),
        count: None,
        has_feed: false,
    };
    show(&app, &visit, heading, &query).await
}

async fn show(
    app: &App,
    visit: &Visit,
    heading: Heading,
    query: &ListQuery,
) -> Result<Response, WebError> {
    let before = query.key()?;
    let paper = app.paper().await?;
    let wanted = Wanted {
        key: format!("list {} {} {}", heading.url, before.printed_at, before.id),
        tags: &[Tag::Articles, Tag::Comments, Tag::Paper],
        policy: PagePolicy::Today,
        form_of: None,
    };
    serve_page(app, visit, wanted, make(app, &paper, heading, before)).await
}

async fn make(app: &App, paper: &Paper, heading: Heading, before: Key) -> Result<String, WebError> {
    let today = paper.calendar.day_of(app.now());
    let list = heading.list;
    let (around, mut lines, last) = app
        .store
        .read(move |conn| {
            Ok((
                Around::read(conn, today)?,
                list.read(conn, before, PART + 1)?,
                find_headline(conn, before.id)?,
            ))
        })
        .await?;
    // A list goes on after an article that there is. Addresses that anybody can think up are not kept as pages.
    let goes_on = last.is_some_and(|last| last.printed_at == before.printed_at);
    if before != Key::NEWEST && (lines.is_empty() || !goes_on) {
        return Err(WebError::Moved(heading.url));
    }
    let is_more = lines.len() > usize::try_from(PART).unwrap_or(usize::MAX);
    lines.truncate(usize::try_from(PART).unwrap_or(usize::MAX));
    let mut chrome = chrome::around(app, paper, &heading.heading, &around, None);
    chrome.canonical = format!("{}{}", app.public_url, heading.url);
    chrome.noindex = before != Key::NEWEST;
    if heading.has_feed {
        let feed = |ending: &str, mime: &str| Feed {
            title: heading.heading.clone(),
            url: format!("{}/feed.{ending}", heading.url),
            mime: mime.into(),
        };
        chrome.feeds = vec![
            feed("xml", "application/atom+xml"),
            feed("json", "application/feed+json"),
        ];
    }
    let older = lines.last().filter(|_| is_more).map(|last| {
        Link::new(
            format!(
                "Before {}",
                date_in_words(paper.calendar.day_of(last.printed_at))
            ),
            format!("{}?before={}-{}", heading.url, last.printed_at, last.id),
        )
    });
    let homepage = if heading.homepage.is_empty() {
        Link::default()
    } else {
        let host = url::Url::parse(&heading.homepage)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned));
        Link::new(
            host.unwrap_or_else(|| heading.homepage.clone()),
            heading.homepage.clone(),
        )
    };
    let view = ListPage {
        chrome,
        kind: heading.kind.into(),
        heading: heading.heading,
        about: SafeHtml::escape(&heading.about),
        homepage,
        count_line: heading
            .count
            .map(|count| counted(count, "article", "articles"))
            .unwrap_or_default(),
        empty_note: if lines.is_empty() {
            "Nothing here yet.".into()
        } else {
            String::new()
        },
        articles: lines
            .iter()
            .map(|line| teaser(line, paper, today))
            .collect(),
        newest: if before == Key::NEWEST {
            Link::default()
        } else {
            Link::new("Newest", heading.url.clone())
        },
        older: older.unwrap_or_default(),
    };
    Ok(view.render()?)
}
