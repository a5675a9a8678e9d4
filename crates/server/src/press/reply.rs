//! Headers: what a page may load, how long it may be kept, how it travels.

use super::{HoleName, Marks, Printed, Sheet, Stamp};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use clipsheet_store::Millis;
use std::sync::Arc;

/// Nothing from elsewhere, no inline code, no framing (invariant 5).
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";
/// What is sent as a picture runs nothing, whatever is in it.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/// A letter has its styles in it, and pictures of the site.
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; sandbox allow-popups allow-top-navigation-by-user-activation";
const HTML: &str = "text/html; charset=utf-8";

/// How old a cached page may get although nothing that it was made from changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagePolicy {
    /// Shows counts that are not told of (views) or a time of day: a minute.
    Today,
    /// An older page, whose views nobody watches by the minute: an hour.
    Settled,
}

impl PagePolicy {
    /// The greatest age in milliseconds.
    pub fn max_age_millis(self) -> i64 {
        match self {
            Self::Today => 60_000,
            Self::Settled => 3_600_000,
        }
    }
}

fn secured(status: StatusCode, media_type: &'static str, policy: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    // Room for all at once; growing a step at a time shows on the hot path.
    *response.headers_mut() = HeaderMap::with_capacity(12);
    let headers = response.headers_mut();
    let put = |name: HeaderName, value| (name, HeaderValue::from_static(value));
    for (name, value) in [
        put(header::CONTENT_TYPE, media_type),
        put(header::CONTENT_SECURITY_POLICY, policy),
        put(header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        put(header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    ] {
        headers.insert(name, value);
    }
    response
}

/// Sends a cached page. It is the reader's own to keep (its holes are filled), to be asked for again each time.
pub(crate) fn page(page: &Printed, bytes: Bytes, gzip: bool) -> Response<Body> {
    let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::OK);
    let mut response = secured(status, page.media_type, POLICY);
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    headers.insert(
        header::VARY,
        HeaderValue::from_static("accept-encoding, cookie"),
    );
    if gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    *response.body_mut() = Body::from(bytes);
    response
}

/// Sends a page that is made for one reader and not kept.
pub fn html_once(html: &str, status: StatusCode) -> Response<Body> {
    let mut response = secured(status, HTML, POLICY);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    *response.body_mut() = Body::from(html.to_owned());
    response
}

/// Sends a letter as a page, for whoever wants to see it before it goes out. Its styles are in it; nothing runs.
pub fn letter(html: &str) -> Response<Body> {
    let mut response = secured(StatusCode::OK, HTML, LETTER_POLICY);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    *response.body_mut() = Body::from(html.to_owned());
    response
}

/// Sends bytes that never change under their address.
pub fn immutable(bytes: Bytes, media_type: &'static str) -> Response<Body> {
    let policy = if media_type.starts_with("image/") {
        PICTURE_POLICY
    } else {
        POLICY
    };
    let mut response = secured(StatusCode::OK, media_type, policy);
    let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
    *response.body_mut() = Body::from(bytes);
    response
}

/// Sends the reader elsewhere on the site, by GET.
pub fn redirect(to: &str) -> Response<Body> {
    let mut response = secured(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", POLICY);
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, to);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

impl Printed {
    /// Cuts a rendered HTML page that is good until an instant at most.
    pub fn html(
        rendered: &str,
        marks: &Marks,
        stamp: Stamp,
        now: Millis,
        until: Millis,
    ) -> Arc<Self> {
        let mut page = Self::new(Sheet::cut(rendered, marks), 200, HTML, stamp, now);
        page.until = until;
        Arc::new(page)
    }

    /// Whether the form is on it.
    pub fn has_form(&self) -> bool {
        self.sheet.has(HoleName::Token)
    }
}
