//! What stands around every view of the desk: the bar with its parts, and who is signed in.

use crate::app::{App, Paper};
use crate::assets;
use crate::error::WebError;
use crate::press::html_once;
use crate::staff::Member;
use crate::views::{DeskChrome, DeskPart};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::Role;

/// The parts of the desk in the order of a morning, each with the role it needs.
const PARTS: &[(Role, &str, &str)] = &[
    (Role::Editor, "Drafts", "/desk/drafts"),
    (Role::Owner, "Settings", "/desk/settings"),
];

/// The surroundings of a view of the desk. `here` is the address of the part it belongs to.
pub(crate) fn desk_chrome(
    app: &App,
    paper: &Paper,
    member: &Member,
    title: &str,
    here: &str,
) -> DeskChrome {
    let bare = crate::chrome::bare(app, paper, title);
    DeskChrome {
        lang: bare.lang,
        title: bare.title,
        paper: bare.paper,
        icon_url: bare.icon_url,
        style_url: bare.style_url,
        theme_url: bare.theme_url,
        desk_style_url: assets::DESK_STYLE_URL.clone(),
        desk_script_url: assets::DESK_SCRIPT_URL.clone(),
        staff_style_url: String::new(),
        parts: PARTS
            .iter()
            .filter(|(role, ..)| member.may(*role))
            .map(|(_, label, url)| DeskPart {
                label: (*label).to_owned(),
                url: (*url).to_owned(),
                current: *url == here,
            })
            .collect(),
        me: member.name().to_owned(),
        me_class: format!("staff-{}", member.id()),
        notice: String::new(),
        error: String::new(),
    }
}

/// Sends a view of the desk: made for this request, never kept.
pub(crate) fn show<V: Template>(view: &V, status: StatusCode) -> Result<Response, WebError> {
    Ok(html_once(&view.render()?, status))
}
