//! Small helpers of the comment form for readers with scripts; without them the form's own buttons do the same.

use super::post::propose;
use crate::app::App;
use crate::error::WebError;
use crate::visit::Visit;
use axum::Json;
use axum::extract::State;
use clipsheet_markup::squish;
use clipsheet_store::find_commenter;
use serde_json::{Value, json};
use std::sync::Arc;

/// The longest text that is squished, in bytes.
const MOST_BYTES: usize = 1 << 20;

/// `POST /tools/squish`: plain text in and out.
pub async fn squish_text(text: String) -> Result<String, WebError> {
    if text.len() > MOST_BYTES {
        return Err(WebError::TooLarge(
            "This text is too long to be squished.".into(),
        ));
    }
    tokio::task::spawn_blocking(move || squish(&text))
        .await
        .map_err(|error| WebError::Internal(error.to_string()))
}

/// `GET /tools/nic`: an invented name.
pub async fn propose_nic(State(app): State<Arc<App>>) -> Result<Json<Value>, WebError> {
    Ok(Json(json!({ "nic": propose(&app).await? })))
}

/// `GET /tools/original-nic`: the first name that this commenter used; empty for a stranger.
pub async fn original_nic(
    State(app): State<Arc<App>>,
    visit: Visit,
) -> Result<Json<Value>, WebError> {
    let commenter = match visit.commenter {
        Some(id) => app.store.read(move |conn| find_commenter(conn, id)).await?,
        None => None,
    };
    Ok(Json(
        json!({ "nic": commenter.map(|commenter| commenter.original_nic).unwrap_or_default() }),
    ))
}
