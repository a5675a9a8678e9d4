//! Where the paper's clippings come from.

use crate::app::App;
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::inbox::name_of;
use crate::press::{PagePolicy, Tag};
use crate::serve_page::{Wanted, serve_page};
use crate::views::{Link, SourceLine, SourcesPage};
use crate::visit::Visit;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use clipsheet_store::{Feed, list_feeds, list_sources};
use std::sync::Arc;
use url::Url;

/// `GET /sources`.
pub async fn show_sources(State(app): State<Arc<App>>, visit: Visit) -> Result<Response, WebError> {
    let wanted = Wanted {
        key: "sources".into(),
        tags: &[Tag::Articles, Tag::Paper],
        policy: PagePolicy::Settled,
        form_of: None,
    };
    serve_page(&app, &visit, wanted, make(&app)).await
}

async fn make(app: &App) -> Result<String, WebError> {
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let (around, mut sources, feeds) = app
        .store
        .read(move |conn| {
            Ok((
                Around::read(conn, today)?,
                list_sources(conn)?,
                list_feeds(conn)?,
            ))
        })
        .await?;
    sources.sort_by_key(|source| source.name.to_lowercase());
    let mut chrome = chrome::around(app, &paper, "Sources", &around, None);
    chrome.canonical = format!("{}/sources", app.public_url);
    let page = SourcesPage {
        chrome,
        sources: sources
            .into_iter()
            .map(|source| SourceLine {
                list: Link::new(source.name, format!("/source/{}", source.slug)),
                tag: source.tag,
                homepage: source.homepage,
            })
            .collect(),
        sites: sites(&feeds),
    };
    Ok(page.render()?)
}

/// The sites whose feeds the paper reads, by name. A feed's own address is nobody's business: some have a key in them.
fn sites(feeds: &[Feed]) -> Vec<Link> {
    let mut sites: Vec<Link> = Vec::new();
    for feed in feeds.iter().filter(|feed| !feed.is_paused) {
        let home = [&feed.homepage, &feed.url]
            .into_iter()
            .find_map(|url| home_of(url));
        let Some(home) = home else {
            continue;
        };
        let site = Link::new(name_of(feed), home);
        if !sites
            .iter()
            .any(|known| known.label == site.label && known.url == site.url)
        {
            sites.push(site);
        }
    }
    sites.sort_by_key(|site| site.label.to_lowercase());
    sites
}

/// The front page of the site that an address belongs to; `None` for what is no address of the web.
fn home_of(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let is_of_the_web = matches!(url.scheme(), "http" | "https");
    let host = url.host_str().filter(|_| is_of_the_web)?;
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    Some(format!("{}://{host}{port}/", url.scheme()))
}
