//! Small helpers of the comment form for readers with scripts; without them the form's own buttons do the same.

use super::form::MOST_TEXT;
use super::gate::on_text;
use super::post::propose;
use crate::app::App;
use crate::error::WebError;
use crate::visit::Visit;
use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::StatusCode;
use clipsheet_markup::squish;
use clipsheet_store::find_commenter;
use serde_json::{Value, json};
use std::sync::Arc;

/// `POST /tools/squish`: plain text in and out, as long as a comment may be.
pub async fn squish_text(mut request: Request) -> Result<String, WebError> {
    DefaultBodyLimit::max(MOST_TEXT).apply(&mut request);
    let text = String::from_request(request, &()).await;
    let text = text.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            WebError::TooLarge("This text is too long to be squished.".into())
        }
        _ => WebError::BadRequest("This is no text that could be squished.".into()),
    })?;
    on_text(text.len(), move || squish(&text)).await
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
