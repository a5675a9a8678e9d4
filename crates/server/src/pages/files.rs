//! Files: assets, pictures, the starter paper's drawings, the theme, and the answers for machines.

use crate::app::App;
use crate::error::WebError;
use crate::press::immutable;
use crate::{assets, starter};
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// `GET /assets/{name}`.
pub async fn show_asset(
    State(app): State<Arc<App>>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, WebError> {
    if uri.path().starts_with("/assets/staff-") {
        return show_staff_style(&app, uri.path()).await;
    }
    assets::find(uri.path())
        .map(|(bytes, media_type)| immutable(bytes, media_type))
        .ok_or_else(WebError::no_page)
}

/// The colours of the staff. A page that was kept while they changed asks by an older address, and gets them as they are now.
async fn show_staff_style(app: &App, path: &str) -> Result<Response, WebError> {
    let style = &app.paper().await?.staff_style;
    let css = Bytes::from(style.css.clone());
    let mut response = immutable(css, "text/css; charset=utf-8");
    if style.url != path {
        let no_cache = HeaderValue::from_static("no-cache");
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, no_cache);
    }
    Ok(response)
}

/// `GET /theme/{name}`.
pub async fn show_theme(
    State(app): State<Arc<App>>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, WebError> {
    let file = app.theme.find(uri.path()).ok_or_else(WebError::no_page)?;
    Ok(immutable(file.bytes.clone(), file.media_type))
}

/// `GET /starter/{name}`: a drawing of the starter paper.
pub async fn show_drawing(Path(name): Path<String>) -> Result<Response, WebError> {
    let svg = starter::drawing(&name).ok_or_else(WebError::no_page)?;
    Ok(immutable(
        Bytes::from_static(svg.as_bytes()),
        "image/svg+xml",
    ))
}

/// `GET /manifest.webmanifest`: what a phone needs to know to put the paper on its home screen, and to share pages with it.
pub async fn show_manifest(State(app): State<Arc<App>>) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let manifest = serde_json::json!({
        "name": paper.settings.name,
        "short_name": paper.settings.name,
        "lang": paper.settings.language,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "icons": [{"src": assets::ICON_URL.as_str(), "sizes": "any", "type": "image/svg+xml"}],
        "share_target": {
            "action": "/desk/clip",
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"}
        }
    });
    Ok((
        [
            (header::CONTENT_TYPE, "application/manifest+json"),
            (header::CACHE_CONTROL, "public, max-age=3600"),
        ],
        manifest.to_string(),
    )
        .into_response())
}

/// `GET /media/{name}`: a picture.
pub async fn show_media(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
) -> Result<Response, WebError> {
    let read = tokio::task::spawn_blocking(move || app.media.read(&name));
    let found = read
        .await
        .map_err(|error| WebError::Internal(error.to_string()))?;
    found
        .map(|(bytes, media_type)| immutable(Bytes::from(bytes), media_type))
        .ok_or_else(|| WebError::NotFound("There is no such picture.".into()))
}

/// `GET /healthz`: the process lives.
pub async fn show_health() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the store answers.
pub async fn show_readiness(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    match app.store.read(clipsheet_store::version_of).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer\n",
        ),
    }
}

/// `GET /robots.txt`: all may be read, nothing of the desk.
pub async fn show_robots() -> Response {
    let rules = "User-agent: *\nDisallow: /desk/\nDisallow: /join/\nDisallow: /sign-in\nDisallow: /tools/\n";
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], rules).into_response()
}
