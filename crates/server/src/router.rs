//! Every address of the paper: the table of contents.

use crate::app::App;
use crate::desk;
use crate::error::{WebError, error_pages};
use crate::pages::{
    archive, article, comments, edition, feeds, files, glossary, lists, mods, serial, sources,
};
use crate::reading;
use crate::submit;
use crate::talk::{form, post, tools};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post as on_post};
use std::sync::Arc;

/// The paper as a service.
pub fn router(app: &Arc<App>) -> Router {
    Router::new()
        .merge(reading())
        .merge(following())
        .merge(talking())
        .merge(choosing())
        .merge(desk::door())
        .merge(submit::routes())
        .merge(desk::routes(app).into_router())
        .merge(serving())
        .fallback(|| async { WebError::no_page() })
        .layer(middleware::from_fn_with_state(Arc::clone(app), error_pages))
        .with_state(Arc::clone(app))
}

/// What everybody may read. Nothing here changes anything that a reader would miss.
fn reading() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(edition::show_latest))
        .route("/edition/{day}", get(edition::show_edition))
        .route("/edition/{day}/page/{page}", get(edition::show_page))
        .route("/article/{id}", get(article::show_by_id))
        .route("/article/{id}/{slug}", get(article::show_article))
        .route("/area/{slug}", get(lists::show_area))
        .route("/source/{slug}", get(lists::show_source))
        .route("/dossier/{slug}", get(lists::show_dossier))
        .route("/sources", get(sources::show_sources))
        .route("/classics", get(lists::show_classics))
        .route("/nic/{nic}", get(comments::show_nic))
        .route("/comments", get(comments::show_latest))
        .route("/serial", get(serial::show_serial))
        .route("/mods", get(mods::show_mods))
        .route("/glossary", get(glossary::show_glossary))
        .route("/glossary/how", get(glossary::show_how))
        .route("/glossary/{id}", get(glossary::show_by_id))
        .route("/glossary/{id}/{slug}", get(glossary::show_entry))
        .route("/archive", get(archive::show_index))
        .route("/archive/{year}", get(archive::show_year))
        .route("/archive/{year}/{month}", get(archive::show_month))
}

/// Feeds, in both formats.
fn following() -> Router<Arc<App>> {
    Router::new()
        .route("/feed.xml", get(feeds::site_atom))
        .route("/feed.json", get(feeds::site_json))
        .route("/page/{of}/feed.xml", get(feeds::page_atom))
        .route("/page/{of}/feed.json", get(feeds::page_json))
        .route("/area/{of}/feed.xml", get(feeds::area_atom))
        .route("/area/{of}/feed.json", get(feeds::area_json))
        .route("/dossier/{of}/feed.xml", get(feeds::dossier_atom))
        .route("/dossier/{of}/feed.json", get(feeds::dossier_json))
        .route("/article/{id}/feed.xml", get(feeds::comments_atom))
        .route("/article/{id}/feed.json", get(feeds::comments_json))
}

/// Writing a comment. Limits are in `talk::guard`; nobody needs to be known.
fn talking() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/article/{id}/comments",
            get(article::show_by_id).post(post::post_comment),
        )
        .route("/tools/squish", on_post(tools::squish_text))
        .route("/tools/nic", get(tools::propose_nic))
        .route("/tools/original-nic", get(tools::original_nic))
        .layer(DefaultBodyLimit::max(form::MOST_BYTES))
}

/// How a reader wants to read, kept in a cookie of theirs.
fn choosing() -> Router<Arc<App>> {
    Router::new()
        .route("/reading", on_post(reading::remember))
        .layer(DefaultBodyLimit::max(reading::MOST_BYTES))
}

/// Files, and answers for machines.
fn serving() -> Router<Arc<App>> {
    Router::new()
        .route("/assets/{name}", get(files::show_asset))
        .route("/theme/{name}", get(files::show_theme))
        .route("/starter/{name}", get(files::show_drawing))
        .route("/media/{name}", get(files::show_media))
        .route("/manifest.webmanifest", get(files::show_manifest))
        .route("/robots.txt", get(files::show_robots))
        .route("/healthz", get(files::show_health))
        .route("/readyz", get(files::show_readiness))
}
