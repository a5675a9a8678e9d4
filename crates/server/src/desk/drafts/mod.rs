//! Clipping and writing: from an address or an empty page to a draft, from a draft to print.

mod act;
mod clip;
mod form;
mod here;
mod history;
mod list;
mod page;
mod pictures;
mod post;
mod preview;

pub(super) use page::area_offers;

use crate::desk::Desk;
use crate::error::WebError;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post as on_post};
use clipsheet_store::{Draft, DraftId, Role};

/// The part of the desk that these views belong to.
pub(crate) const HERE: &str = "/desk/drafts";

/// The longest text of a draft, in bytes.
pub(crate) const MOST_TEXT: usize = 4 << 20;

/// The routes of clipping and writing.
pub(crate) fn routes(desk: Desk) -> Desk {
    let editor = Role::Editor;
    desk.route(
        editor,
        "/desk/clip",
        get(clip::show_form).post(clip::clip_story),
    )
    .route(editor, HERE, get(list::show_list).post(list::begin))
    .route(
        editor,
        "/desk/drafts/{id}",
        get(page::show_draft).post(post::post_draft),
    )
    .route(editor, "/desk/drafts/{id}/here", on_post(here::note_here))
    .route(
        editor,
        "/desk/drafts/{id}/preview",
        get(preview::show_preview).post(preview::choose),
    )
    .route(
        editor,
        "/desk/drafts/{id}/versions",
        get(history::list_versions),
    )
    .route(
        editor,
        "/desk/drafts/{id}/versions/{version}",
        get(history::show_version).post(history::restore),
    )
    .route(
        editor,
        "/desk/drafts/{id}/picture",
        on_post(pictures::bring).layer(DefaultBodyLimit::max(crate::talk::form::MOST_BYTES)),
    )
}

/// The address of a draft.
pub(crate) fn draft_url(id: DraftId) -> String {
    format!("{HERE}/{id}")
}

fn no_draft(found: Option<Draft>) -> Result<Draft, WebError> {
    found.ok_or_else(|| {
        WebError::NotFound(
            "There is no draft of this number. It may have been printed or thrown away more than 30 days ago."
                .into(),
        )
    })
}
