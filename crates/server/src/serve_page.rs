//! The one way a page reaches a reader: from the cache, or made, kept and sent.

use crate::app::App;
use crate::assets;
use crate::calendar::days_later;
use crate::desk;
use crate::error::WebError;
use crate::press::{HoleName, PagePolicy, Printed, Tag, reply};
use crate::staff::find_member;
use crate::talk::token::form_token;
use crate::views::{Link, StaffBar};
use crate::visit::Visit;
use askama::Template;
use axum::body::Bytes;
use axum::response::Response;
use clipsheet_store::{ArticleId, Role};
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
    serve_page_of(app, visit, wanted, None, make).await
}

/// The same for a page that shows an entry of the glossary: the bar of whoever is signed in leads to the desk's page of it.
///
/// # Errors
/// What `make` gives; a failed page is not kept.
pub async fn serve_page_of<F>(
    app: &App,
    visit: &Visit,
    wanted: Wanted<'_>,
    entry: Option<i64>,
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
    send(app, visit, &page, wanted.form_of, entry).await
}

async fn send(
    app: &App,
    visit: &Visit,
    page: &Printed,
    form_of: Option<ArticleId>,
    entry: Option<i64>,
) -> Result<Response, WebError> {
    let second = app.now().0.div_euclid(1000);
    let token = || match form_of {
        Some(article) if page.has_form() => form_token(&app.secrets, article, second),
        _ => String::new(),
    };
    let staff = StaffHoles::of(app, visit, form_of, entry).await?;
    let bytes = match visit.commenter {
        None if visit.gzip && staff.is_none() => page.for_stranger(second, || {
            let (reader, token) = (app.readers.stranger(), token());
            page.sheet.fill_gzip(|hole| reader.value(hole, &token))
        }),
        _ => {
            let reader = match visit.commenter {
                Some(id) => app.readers.get(app, id).await?,
                None => Arc::clone(app.readers.stranger()),
            };
            let token = token();
            let staff = staff.as_ref();
            let value = |hole| match hole {
                HoleName::Desk => staff.map_or("", |holes| holes.bar.as_str()),
                HoleName::Tools => staff.map_or("", |holes| holes.tools.as_str()),
                hole => reader.value(hole, &token),
            };
            Bytes::from(if visit.gzip {
                page.sheet.fill_gzip(value)
            } else {
                page.sheet.fill(value)
            })
        }
    };
    Ok(reply::page(page, bytes, visit.gzip))
}

/// What somebody of the staff sees on a shared page, beside what readers see.
struct StaffHoles {
    bar: String,
    tools: String,
}

impl StaffHoles {
    async fn of(
        app: &App,
        visit: &Visit,
        article: Option<ArticleId>,
        entry: Option<i64>,
    ) -> Result<Option<Self>, WebError> {
        let Some(member) = find_member(app, visit).await? else {
            return Ok(None);
        };
        let bar = StaffBar {
            desk_style_url: assets::DESK_STYLE_URL.clone(),
            desk_script_url: assets::DESK_SCRIPT_URL.clone(),
            remark_script_url: match article {
                Some(_) if member.may(Role::Moderator) => assets::REMARK_SCRIPT_URL.clone(),
                _ => String::new(),
            },
            editor_urls: match article {
                Some(_) if member.may(Role::Moderator) => assets::editor_urls(),
                _ => String::new(),
            },
            parts: desk::parts_for(&member, ""),
            edit: match entry {
                Some(id) if member.may(Role::Editor) => {
                    Link::new("Edit this entry", format!("/desk/glossary/{id}"))
                }
                Some(id) if member.may(Role::Moderator) => {
                    Link::new("This entry at the desk", format!("/desk/glossary/{id}"))
                }
                _ => Link::default(),
            },
            me: member.name().to_owned(),
            me_class: format!("staff-{}", member.id()),
        };
        let tools = match article {
            Some(id) => desk::read_tools(app, &member, id, "article").await?,
            None => None,
        };
        Ok(Some(Self {
            bar: bar.render()?,
            tools: tools
                .map(|tools| tools.render())
                .transpose()?
                .unwrap_or_default(),
        }))
    }
}
