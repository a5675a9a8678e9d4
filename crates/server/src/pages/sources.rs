//! Where the paper's clippings come from.

use crate::app::App;
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::press::{PagePolicy, Tag};
use crate::serve_page::{Wanted, serve_page};
use crate::views::{Link, SourceLine, SourcesPage};
use crate::visit::Visit;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use clipsheet_store::list_sources;
use std::sync::Arc;

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
    let (around, mut sources) = app
        .store
        .read(move |conn| Ok((Around::read(conn, today)?, list_sources(conn)?)))
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
    };
    Ok(page.render()?)
}
