//! The one way a page reaches a reader: from the cache, or made, kept and sent.

use crate::app::App;
use crate::calendar::days_later;
use crate::error::WebError;
use crate::press::{PagePolicy, Printed, Tag, reply};
use crate::talk::token::form_token;
use crate::visit::Visit;
use axum::body::Bytes;
use axum::response::Response;
use clipsheet_store::ArticleId;
use std::sync::Arc;

/// A page that is wanted.
pub struct Wanted<'a> {
    /// Its name in the cache: everything that makes one page differ from another.
    pub key: String,
    /// What it is made from.
    pub tags: &'a [Tag],
    /// How old it may get.
    pub policy: PagePolicy,
    /// The article whose form is on it.
    pub form_of: Option<ArticleId>,
}

/// Sends a page from the cache, or what `make` renders.
///
/// # Errors
/// What `make` gives; a failed page is not kept.
pub async fn serve_page<F>(
    app: &App,
    visit: &Visit,
    wanted: Wanted<'_>,
    make: F,
) -> Result<Response, WebError>
where
    F: Future<Output = Result<String, WebError>>,
{
    let now = app.now();
    let max_age = wanted.policy.max_age_millis();
    let page = match app.pages.get(&wanted.key, &app.freshness, now, max_age) {
        Some(page) => page,
        None => {
            // Before anything is read: what changes meanwhile makes the page stale at once.
            let stamp = app.freshness.stamp(wanted.tags);
            // Every page says "today" of something, in its tabs at least: none lives beyond midnight.
            let calendar = app.paper().await?.calendar.clone();
            let midnight = calendar.instant(days_later(calendar.day_of(now), 1), 0, 0);
            let until = midnight.unwrap_or(now);
            let page = Printed::html(&make.await?, &app.marks, stamp, now, until);
            app.pages.put(wanted.key, Arc::clone(&page));
            page
        }
    };
    send(app, visit, &page, wanted.form_of).await
}

async fn send(
    app: &App,
    visit: &Visit,
    page: &Printed,
    form_of: Option<ArticleId>,
) -> Result<Response, WebError> {
    let second = app.now().0.div_euclid(1000);
    let token = || match form_of {
        Some(article) if page.has_form() => form_token(&app.secrets, article, second),
        _ => String::new(),
    };
    let bytes = match visit.commenter {
        None if visit.gzip => page.for_stranger(second, || {
            let (reader, token) = (app.readers.stranger(), token());
            page.sheet.fill_gzip(|hole| reader.value(hole, &token))
        }),
        _ => {
            let reader = match visit.commenter {
                Some(id) => app.readers.get(app, id).await?,
                None => Arc::clone(app.readers.stranger()),
            };
            let token = token();
            let value = |hole| reader.value(hole, &token);
            Bytes::from(if visit.gzip {
                page.sheet.fill_gzip(value)
            } else {
                page.sheet.fill(value)
            })
        }
    };
    Ok(reply::page(page, bytes, visit.gzip))
}
