//! Meet the mods: those who make the paper, as readers meet them.

use crate::app::App;
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::press::{PagePolicy, Tag};
use crate::serve_page::{Wanted, serve_page};
use crate::views::{ModRow, ModsPage};
use crate::visit::Visit;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use clipsheet_store::{Role, Staff, list_staff};
use std::sync::Arc;

/// `GET /mods`.
pub async fn show_mods(State(app): State<Arc<App>>, visit: Visit) -> Result<Response, WebError> {
    let wanted = Wanted {
        key: "mods".into(),
        tags: &[Tag::Staff, Tag::Paper, Tag::Articles],
        policy: PagePolicy::Settled,
        form_of: None,
    };
    serve_page(&app, &visit, wanted, make(&app)).await
}

async fn make(app: &App) -> Result<String, WebError> {
    let (paper, today) = (app.paper().await?, app.today().await?);
    let (around, mut staff) = app
        .store
        .read(move |conn| Ok((Around::read(conn, today)?, list_staff(conn)?)))
        .await?;
    // Whoever may moderate or more, and whoever has something to say; those who may do most come first.
    staff.retain(|one| one.is_active && (one.role > Role::Contributor || !one.about.is_empty()));
    staff.sort_by_key(|one| (std::cmp::Reverse(one.role), one.id));
    let mut chrome = chrome::around(app, &paper, "Meet the mods", &around, None);
    chrome.staff_style_url = paper.staff_style.url.clone();
    chrome.canonical = format!("{}/mods", app.public_url);
    chrome.description = format!("Those who make {}.", paper.settings.name);
    let page = ModsPage {
        chrome,
        people: staff.into_iter().map(row).collect(),
    };
    Ok(page.render()?)
}

fn row(staff: Staff) -> ModRow {
    let role = match staff.role {
        Role::Contributor => "Contributor",
        Role::Moderator => "Moderator",
        Role::Editor => "Editor",
        Role::Owner => "Owner",
    };
    ModRow {
        class: format!("staff-{}", staff.id),
        name: staff.name,
        role: role.into(),
        about: staff
            .about
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}
