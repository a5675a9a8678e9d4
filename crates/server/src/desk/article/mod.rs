//! A printed article at the desk: its words, its place, its history.

mod acts;
mod history;
mod words;

pub(crate) use acts::read_tools;

use super::Desk;
use crate::pages::read_id;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use clipsheet_store::Role;

/// The routes of printed articles.
pub(super) fn routes(desk: Desk) -> Desk {
    desk.route(
        Role::Moderator,
        "/desk/articles/{id}",
        get(words::show_article),
    )
    .route(
        Role::Moderator,
        "/desk/articles/{id}/evidence/{hash}",
        get(words::send_evidence),
    )
    .route(
        Role::Editor,
        "/desk/articles/{id}/edit",
        post(words::open_draft),
    )
    .route(
        Role::Editor,
        "/desk/articles/{id}/words",
        post(words::save_words).layer(DefaultBodyLimit::max(MOST_BYTES)),
    )
    .route(
        Role::Editor,
        "/desk/articles/{id}/here",
        post(words::note_here),
    )
    .route(
        Role::Editor,
        "/desk/articles/{id}/leave",
        post(words::note_leave),
    )
    .route(
        Role::Editor,
        "/desk/articles/{id}/place",
        post(acts::set_place),
    )
    .route(
        Role::Editor,
        "/desk/articles/{id}/print",
        post(acts::set_printed),
    )
    .route(
        Role::Editor,
        "/desk/articles/{id}/lead",
        post(acts::set_lead),
    )
    .route(
        Role::Editor,
        "/desk/articles/{id}/classic",
        post(acts::set_classic),
    )
    .route(
        Role::Moderator,
        "/desk/articles/{id}/comments",
        post(acts::set_comments),
    )
    .route(
        Role::Editor,
        "/desk/articles/{id}/file",
        post(acts::set_filed),
    )
    .route(
        Role::Moderator,
        "/desk/articles/{id}/revisions",
        get(history::show_revisions),
    )
    .route(
        Role::Editor,
        "/desk/articles/{id}/restore",
        post(history::restore),
    )
}

/// The most that the form with an article's words may be: a text of 4 MB, each letter of it escaped.
const MOST_BYTES: usize = 12 << 20;
