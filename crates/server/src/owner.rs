//! The owner: a one-time link makes its visitor one. Full accounts come later.

use crate::app::App;
use crate::chrome;
use crate::error::WebError;
use crate::press::{html_once, redirect};
use crate::secrets::random_hex;
use crate::talk::token::{self, form_token};
use crate::views::OwnerPage;
use crate::visit::Visit;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use clipsheet_store::{
    Millis, OwnerKeyKind, Store, StoreResult, consume_owner_link, create_owner_key,
    find_owner_session,
};
use serde::Deserialize;
use std::sync::Arc;

/// The name of the owner's cookie.
pub(crate) const COOKIE: &str = "owner";
/// How long the link is good: a week, so that a weekend does not cost it.
const LINK_MILLIS: i64 = 7 * 24 * 3600 * 1000;
/// How long one stays the owner in a browser.
const SESSION_SECS: i64 = 90 * 24 * 3600;

/// Only the hash of a secret is ever kept.
fn hash_of(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex().to_string()
}

/// Makes a new one-time link; gives its path.
///
/// # Errors
/// When the store cannot be written.
pub async fn make_link(store: &Store, now: Millis) -> StoreResult<String> {
    let secret =
        random_hex().map_err(|error| clipsheet_store::StoreError::Internal(error.to_string()))?;
    let hash = hash_of(&secret);
    let until = Millis(now.0 + LINK_MILLIS);
    store
        .write(move |tx| create_owner_key(tx, &hash, OwnerKeyKind::Link, now, until))
        .await?;
    Ok(format!("/owner/{secret}"))
}

/// Whether somebody is the owner already.
///
/// # Errors
/// When the store cannot be read.
pub async fn exists(store: &Store) -> StoreResult<bool> {
    store.read(clipsheet_store::has_owner_session).await
}

/// Whether the visitor is the owner.
///
/// # Errors
/// When the store cannot be read.
pub async fn is_owner(app: &App, visit: &Visit) -> StoreResult<bool> {
    let Some(secret) = &visit.owner_session else {
        return Ok(false);
    };
    let (hash, now) = (hash_of(secret), app.now());
    app.store
        .read(move |conn| find_owner_session(conn, &hash, now))
        .await
}

/// `GET /owner/{secret}`: asks before the link is used up, since mail programs and chats open links by themselves.
pub async fn show_owner(
    State(app): State<Arc<App>>,
    Path(secret): Path<String>,
) -> Result<Response, WebError> {
    show(&app, &secret, "", StatusCode::OK).await
}

async fn show(
    app: &App,
    secret: &str,
    refusal: &str,
    status: StatusCode,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let mut chrome = chrome::bare(app, &paper, "Become the owner");
    chrome.noindex = true;
    let page = OwnerPage {
        chrome,
        action: format!(
            "/owner/{}",
            secret
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
        ),
        token: form_token(&app.secrets, "owner", app.now().0 / 1000),
        refusal: refusal.to_owned(),
    };
    Ok(html_once(&page.render()?, status))
}

/// The form of the owner's page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OwnerForm {
    token: String,
}

/// `POST /owner/{secret}`: uses the link up and opens a session.
pub async fn become_owner(
    State(app): State<Arc<App>>,
    Path(secret): Path<String>,
    Form(form): Form<OwnerForm>,
) -> Result<Response, WebError> {
    let now = app.now();
    if let Err(error) = token::check(&app.secrets, &form.token, "owner", now, 0) {
        return show(&app, &secret, error.message(), StatusCode::FORBIDDEN).await;
    }
    let session = random_hex().map_err(|error| WebError::Internal(error.to_string()))?;
    let (link, hash) = (hash_of(&secret), hash_of(&session));
    let until = Millis(now.0 + SESSION_SECS * 1000);
    let good = app
        .store
        .write(move |tx| {
            let good = consume_owner_link(tx, &link, now)?;
            if good {
                create_owner_key(tx, &hash, OwnerKeyKind::Session, now, until)?;
            }
            Ok(good)
        })
        .await?;
    if !good {
        let refusal = "This link has been used already, or it is too old. `clipsheet owner-link` on the server makes a new one.";
        return show(&app, &secret, refusal, StatusCode::FORBIDDEN).await;
    }
    let secure = if app.public_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!(
        "{COOKIE}={session}; Path=/; Max-Age={SESSION_SECS}; HttpOnly; SameSite=Strict{secure}"
    );
    let mut response = redirect("/desk/settings?welcome=1");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
