//! Who has a draft open: the editor's script says now and then that its person is still there.

use super::no_draft;
use super::page::others;
use super::post::no_store;
use crate::app::App;
use crate::edit;
use crate::edit::here::LAPSED_MILLIS;
use crate::error::WebError;
use crate::staff::Member;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use clipsheet_store::{DraftId, Millis, find_draft, list_draft_editors, see_draft_editor};
use serde_json::json;
use std::sync::Arc;

/// `POST /desk/drafts/{id}/here`.
pub(super) async fn note_here(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let (id, now, staff) = (DraftId(id), app.now(), member.id());
    let paper = app.paper().await?;
    let (draft, editors, beside) = app
        .store
        .write(move |tx| {
            let draft = find_draft(tx, id)?;
            if draft.is_some() {
                see_draft_editor(tx, id, staff, now)?;
            }
            let seen = Millis(now.0 - LAPSED_MILLIS);
            let beside = match &draft {
                Some(draft) => edit::here::beside(tx, draft, now)?,
                None => Vec::new(),
            };
            Ok((draft, list_draft_editors(tx, id, seen)?, beside))
        })
        .await?;
    let draft = no_draft(draft)?;
    let mine = editors.iter().find(|editor| editor.staff == staff);
    let reply = json!({
        "version": draft.version,
        "state": draft.state.as_str(),
        "others": others(&paper, &editors, &beside, &member),
        "taken_over_by": mine.and_then(|mine| mine.taken_over_by.clone()),
    });
    Ok(no_store(Json(reply).into_response()))
}
