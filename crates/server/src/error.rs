//! What can go wrong while answering, as a page with a way onward.

use crate::app::App;
use crate::chrome;
use crate::press::{html_once, redirect};
use crate::views::{ErrorPage, Link};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use clipsheet_markup::SafeHtml;
use clipsheet_store::{ArticleId, StoreError};
use std::sync::Arc;

/// What a handler gives instead of a page.
#[derive(Debug, Clone)]
pub enum WebError {
    /// 301: it is at another address for good.
    Moved(String),
    /// 404: there is no such thing; says what is not there.
    NotFound(String),
    /// 410: it was there, and the desk took it back; says so.
    Gone(String),
    /// 400: the request makes no sense; says what is wrong and what to do.
    BadRequest(String),
    /// 403: not for this visitor; says who may and how.
    Forbidden(String),
    /// 405: the address is there, but not for this.
    WrongMethod,
    /// 413: too much was sent.
    TooLarge(String),
    /// 503: the store is busy, full or away.
    Unavailable(StoreError),
    /// 500: a fault of ours.
    Internal(String),
    /// Any of these, with what somebody of the staff can do from here.
    Onward(Box<WebError>, Onward),
    /// Any of these, with what the reader had typed: nothing typed is lost.
    Kept(Box<WebError>, String),
}

/// What somebody of the staff can do where something is refused.
#[derive(Debug, Clone, Default)]
pub struct Onward {
    /// Where they may go.
    pub links: Vec<Link>,
    /// The article that they may print again.
    pub print_again: Option<ArticleId>,
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Internal(what) => Self::Internal(what),
            other => Self::Unavailable(other),
        }
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Self::Internal(format!("a template failed: {error}"))
    }
}

impl WebError {
    /// There is no such page.
    pub fn no_page() -> Self {
        Self::NotFound(
            "There is no page at this address. It may have been mistyped, or the link is broken."
                .into(),
        )
    }

    /// The same error with what the reader had typed.
    pub fn keeping(self, typed: String) -> Self {
        if typed.trim().is_empty() {
            self
        } else {
            Self::Kept(Box::new(self), typed)
        }
    }

    /// What was the matter.
    fn cause(&self) -> &Self {
        match self {
            Self::Onward(error, _) | Self::Kept(error, _) => error.cause(),
            error => error,
        }
    }

    /// What somebody of the staff can do from here; none for readers.
    fn onward(&self) -> Option<&Onward> {
        match self {
            Self::Onward(_, onward) => Some(onward),
            Self::Kept(error, _) => error.onward(),
            _ => None,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Moved(_) => StatusCode::MOVED_PERMANENTLY,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Gone(_) => StatusCode::GONE,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Onward(error, _) | Self::Kept(error, _) => error.status(),
        }
    }

    pub(crate) fn heading(&self) -> &'static str {
        match self {
            Self::Moved(_) => "Moved",
            Self::NotFound(_) => "Not found",
            Self::Gone(_) => "Taken back",
            Self::BadRequest(_) => "That did not make sense",
            Self::Forbidden(_) => "Not for everybody",
            Self::WrongMethod => "Not in this way",
            Self::TooLarge(_) => "Too much at once",
            Self::Unavailable(_) => "The paper cannot be reached just now",
            Self::Internal(_) => "Something went wrong",
            Self::Onward(error, _) | Self::Kept(error, _) => error.heading(),
        }
    }

    /// What is said to the visitor.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Moved(to) => format!("It is now at {to}."),
            Self::NotFound(text) | Self::Gone(text) | Self::BadRequest(text) | Self::Forbidden(text) | Self::TooLarge(text) => text.clone(),
            Self::WrongMethod => {
                "Nothing can be sent to this address. Nothing was changed.".into()
            }
            Self::Unavailable(_) => "Our store room does not answer. Please try again in a minute. What was acknowledged is kept.".into(),
            Self::Internal(_) => "The fault is ours, and it has been noted. Please try again.".into(),
            Self::Onward(error, _) | Self::Kept(error, _) => error.message(),
        }
    }
}

/// Carries an error to [`error_pages`], which knows the paper.
impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Turns the errors of handlers into pages of the paper.
pub async fn error_pages(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let error = response.extensions().get::<WebError>().cloned();
    let Some(error) = error.or_else(|| refusal_of_axum(&response)) else {
        return response;
    };
    match error.cause() {
        WebError::Moved(to) => {
            let mut moved = redirect(to);
            *moved.status_mut() = error.status();
            return moved;
        }
        WebError::Internal(what) => tracing::error!(what, "internal error"),
        WebError::Unavailable(what) => tracing::error!(error = %what, "store unavailable"),
        _ => {}
    }
    let page = error_page(&app, &error).await;
    let mut reply = html_once(&page, error.status());
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        reply.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    reply
}

/// What is refused before any handler sees it (a number that is none, a form that is none, a wrong method):
/// axum answers that in plain text, for programmers.
pub(crate) fn refusal_of_axum(response: &Response) -> Option<WebError> {
    let media_type = response.headers().get(header::CONTENT_TYPE);
    if media_type.is_some_and(|media_type| media_type.as_bytes().starts_with(b"text/html")) {
        return None;
    }
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Some(WebError::WrongMethod),
        StatusCode::PAYLOAD_TOO_LARGE => Some(WebError::TooLarge(
            "More was sent than can be taken in here. Please send less.".into(),
        )),
        StatusCode::BAD_REQUEST
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY => Some(WebError::BadRequest(
            "Something in this address or form is not what is wanted there, such as words in the place of a number. \
             It may have been mistyped, or the link is broken."
                .into(),
        )),
        _ => None,
    }
}

async fn error_page(app: &App, error: &WebError) -> String {
    let kept = match error {
        WebError::Kept(_, typed) => typed.as_str(),
        _ => "",
    };
    let plain = || {
        let words = [error.heading(), &error.message(), kept].map(SafeHtml::escape);
        format!(
            "<!DOCTYPE html><title>{0}</title><h1>{0}</h1><p>{1}</p><pre>{2}</pre>",
            words[0], words[1], words[2]
        )
    };
    // Without a store there is no masthead; the words must do.
    let Ok(paper) = app.paper().await else {
        return plain();
    };
    let mut chrome = chrome::bare(app, &paper, error.heading());
    chrome.noindex = true;
    let onward = error.onward();
    let page = ErrorPage {
        chrome,
        status: error.status().as_u16().to_string(),
        heading: error.heading().into(),
        message: error.message(),
        onward: match onward {
            Some(onward) => onward.links.clone(),
            None => vec![Link::new("Latest comments", "/comments")],
        },
        print_again: onward
            .and_then(|onward| onward.print_again)
            .map_or(0, |id| id.0.unsigned_abs()),
        kept_text: kept.to_owned(),
        ..ErrorPage::default()
    };
    askama::Template::render(&page).unwrap_or_else(|_| plain())
}
