//! Pictures for the editor: by address or as a file, made anew and served from the site.

use super::post::no_store;
use crate::app::App;
use crate::error::WebError;
use crate::staff::Member;
use crate::talk::pictures::{by_address, keep, shown};
use axum::Json;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;
use url::Url;

/// `POST /desk/drafts/{id}/picture`: `address` or a file `picture`. For the editor's script; without it a picture is named
/// by its address in the text, and brought in when the draft is saved.
pub(super) async fn bring(
    State(app): State<Arc<App>>,
    _member: Member,
    mut parts: Multipart,
) -> Result<Response, WebError> {
    let broken = |error: axum::extract::multipart::MultipartError| {
        WebError::BadRequest(format!(
            "The picture did not arrive whole ({error}). Please send it again."
        ))
    };
    let (mut address, mut file) = (String::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match part.name() {
            Some("address") => address = part.text().await.map_err(broken)?,
            Some("picture") => file = part.bytes().await.map_err(broken)?.to_vec(),
            _ => {}
        }
    }
    let brought = if file.is_empty() {
        let url = Url::parse(address.trim()).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
        match url {
            Some(url) => by_address(&app, &url).await,
            None => {
                let words =
                    "An address of the web is wanted, such as https://paper.example/boat.jpg.";
                let reply = (StatusCode::BAD_GATEWAY, Json(json!({"words": words})));
                return Ok(no_store(reply.into_response()));
            }
        }
    } else {
        keep(&app, file, None).await
    };
    let reply = match brought {
        Ok(picture) => {
            let picture = shown(&picture);
            Json(json!({"src": picture.src, "width": picture.width, "height": picture.height}))
                .into_response()
        }
        Err(error) => {
            let words = format!("The picture cannot be had: {error}");
            (StatusCode::BAD_GATEWAY, Json(json!({"words": words}))).into_response()
        }
    };
    Ok(no_store(reply))
}
