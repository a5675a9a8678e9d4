//! Where the paper's clippings come from.

use crate::app::App;
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::inbox::name_of;
use crate::press::{PagePolicy, Tag};
use crate::serve_page::{Wanted, serve_page};
use crate::views::{Link, SiteLine, SourceLine, SourcesPage};
use crate::visit::Visit;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use clipsheet_intake::{is_public, source_tag};
use clipsheet_store::{Feed, Source, list_feeds, list_sources};
use std::sync::Arc;
use url::{Host, Url};

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
        sites: sites(&feeds, &sources),
        sources: sources
            .into_iter()
            .map(|source| SourceLine {
                list: Link::new(source.name, format!("/source/{}", source.slug)),
                tag: source.tag,
                homepage: source.homepage,
            })
            .collect(),
    };
    Ok(page.render()?)
}

/// Endings of names that stand for nothing outside a house: RFC 6761, 6762 and 8375, ICANN's `internal`, and what routers and
/// offices use.
const OF_A_HOUSE: &[&str] = &[
    "local",
    "localhost",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "home.arpa",
    "corp",
    "private",
];

/// The sites whose feeds the paper reads, by name. A feed's own address is nobody's business: some have a key in them. Nor
/// are the names of machines in the house, unless something was printed from there.
fn sites(feeds: &[Feed], sources: &[Source]) -> Vec<SiteLine> {
    let mut sites: Vec<SiteLine> = Vec::new();
    for feed in feeds.iter().filter(|feed| !feed.is_paused) {
        let site = [&feed.homepage, &feed.url]
            .into_iter()
            .find_map(|address| site_of(feed, address, sources));
        let Some(site) = site else {
            continue;
        };
        let is_known = |known: &SiteLine| {
            known.link.label == site.link.label && known.link.url == site.link.url
        };
        if !sites.iter().any(is_known) {
            sites.push(site);
        }
    }
    sites.sort_by_key(|site| site.link.label.to_lowercase());
    sites
}

/// The site that an address of a feed belongs to, with the tag that stands before what is printed from there.
fn site_of(feed: &Feed, address: &str, sources: &[Source]) -> Option<SiteLine> {
    let url = Url::parse(address).ok()?;
    let host = host_of(&url)?;
    let printed = sources.iter().find(|source| {
        let home = Url::parse(&source.homepage).ok();
        home.as_ref().and_then(host_of).as_deref() == Some(host.as_str())
    });
    if printed.is_none() && !is_public_host(&url) {
        return None;
    }
    let title = Some(feed.title.as_str()).filter(|title| !title.is_empty());
    Some(SiteLine {
        link: Link::new(name_of(feed), home_of(&url)?),
        tag: printed.map_or_else(|| source_tag(title, &url).tag, |source| source.tag.clone()),
    })
}

/// The host and the port of an address of the web, without `www.`.
fn host_of(url: &Url) -> Option<String> {
    let is_of_the_web = matches!(url.scheme(), "http" | "https");
    let host = url.host_str().filter(|_| is_of_the_web)?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

/// Whether anybody outside the house may know a site by this name.
fn is_public_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let is_of_a_house = OF_A_HOUSE.iter().any(|ending| {
                name.strip_suffix(ending)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            });
            name.contains('.') && !is_of_a_house
        }
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        None => false,
    }
}

/// The front page of the site that an address belongs to.
fn home_of(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    Some(format!("{}://{host}{port}/", url.scheme()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_of_the_house_are_nobodys_business() {
        for (address, is_public) in [
            ("https://tidings.example/feed.xml", true),
            ("https://quay.co.uk:8443/", true),
            ("https://localnews.example/", true),
            ("https://93.184.215.14/", true),
            ("http://wiki/feed", false),
            ("http://localhost:8080/feed", false),
            ("http://localhost./feed", false),
            ("http://printer.local/", false),
            ("http://PRINTER.Local./", false),
            ("http://desk.corp/", false),
            ("http://nas.home.arpa/", false),
            ("http://10.0.0.7/feed", false),
            ("http://0x0a000007/feed", false),
            ("http://192.168.1.2:3000/", false),
            ("http://[::1]/", false),
            ("http://[fd00:1::1]/", false),
            ("file:///etc/passwd", false),
        ] {
            let url = Url::parse(address).unwrap();
            assert_eq!(is_public_host(&url), is_public, "{address}");
        }
    }
}
