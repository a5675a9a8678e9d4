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
    (Role::Moderator, "Inbox", "/desk/inbox"),
    (Role::Editor, "Drafts", "/desk/drafts"),
    (Role::Moderator, "Edition", "/desk/edition"),
    (Role::Moderator, "Glossary", "/desk/glossary"),
    (Role::Moderator, "Remarks", "/desk/remarks"),
    (Role::Moderator, "Checks", "/desk/checks"),
    (Role::Moderator, "Feeds", "/desk/feeds"),
    (Role::Owner, "People", "/desk/people"),
    (Role::Moderator, "Log", "/desk/log"),
    (Role::Owner, "Settings", "/desk/settings"),
];

/// Where those send in what they have who print nothing themselves.
const SENDING: &[(&str, &str)] = &[
    ("Post a news link", "/submit/link"),
    ("Post your own article", "/submit/article"),
];

/// The parts of the desk that somebody may use.
pub(super) fn parts_of(member: &Member) -> impl Iterator<Item = (&'static str, &'static str)> {
    let parts = PARTS.iter().filter(|(role, ..)| member.may(*role));
    let sending = match member.may(Role::Editor) {
        true => &[][..],
        false => SENDING,
    };
    let parts = parts.map(|(_, label, url)| (*label, *url));
    parts.chain(sending.iter().copied())
}

/// The surroundings of the way in, where nobody is signed in yet.
pub(super) fn door_chrome(app: &App, paper: &Paper, title: &str) -> DeskChrome {
    let part = |label: &str, url: &str| DeskPart {
        label: label.into(),
        url: url.into(),
        current: false,
    };
    DeskChrome {
        parts: vec![part("Read the paper", "/"), part("Meet the mods", "/mods")],
        ..bare_chrome(app, paper, title)
    }
}

/// The surroundings of a view of the desk. `here` is the address of the part it belongs to.
pub(crate) fn desk_chrome(
    app: &App,
    paper: &Paper,
    member: &Member,
    title: &str,
    here: &str,
) -> DeskChrome {
    DeskChrome {
        parts: parts_for(member, here),
        me: member.name().to_owned(),
        me_class: format!("staff-{}", member.id()),
        ..bare_chrome(app, paper, title)
    }
}

fn bare_chrome(app: &App, paper: &Paper, title: &str) -> DeskChrome {
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
        staff_style_url: paper.staff_style.url.clone(),
        ..DeskChrome::default()
    }
}

/// The parts of the desk that a member may use.
pub(crate) fn parts_for(member: &Member, here: &str) -> Vec<DeskPart> {
    parts_of(member)
        .map(|(label, url)| DeskPart {
            label: label.to_owned(),
            url: url.to_owned(),
            current: url == here,
        })
        .collect()
}

/// Sends a view of the desk: made for this request, never kept.
pub(crate) fn show<V: Template>(view: &V, status: StatusCode) -> Result<Response, WebError> {
    Ok(html_once(&view.render()?, status))
}
