//! What the desk refuses stays at the desk: a page of its own, with the way back.

use super::guard::is_script;
use super::{desk_chrome, show};
use crate::app::App;
use crate::error::{WebError, refusal_of_axum};
use crate::staff::Member;
use crate::views::{DeskRefusalPage, Link};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use url::Url;

/// Who asked for a page of the desk, and where they were.
pub(super) struct Asked {
    member: Member,
    back: String,
}

impl Asked {
    /// `None` for a script, which wants no page.
    pub(super) fn of(app: &App, request: &Request) -> Option<Self> {
        let headers = request.headers();
        let member = request.extensions().get::<Member>()?;
        (!is_script(headers)).then(|| Self {
            member: member.clone(),
            back: page_before(app, headers).unwrap_or_default(),
        })
    }
}

/// The page of the desk that a browser comes from, as path and query.
fn page_before(app: &App, headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name)?.to_str().ok();
    let from = Url::parse(text(header::REFERER)?).ok()?;
    let origin = from.origin().ascii_serialization();
    let bare = origin.split_once("://")?.1;
    let is_ours = origin == app.public_url || Some(bare) == text(header::HOST);
    let path = from.path();
    let is_desk = path == "/desk" || path.starts_with("/desk/");
    (is_ours && is_desk).then(|| match from.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    })
}

/// An answer that refuses something as a page of the desk; any other as it is.
pub(super) async fn at_the_desk(app: &App, asked: &Asked, response: Response) -> Response {
    let status = response.status();
    let too_large = status == StatusCode::PAYLOAD_TOO_LARGE;
    let refused = matches!(
        status,
        StatusCode::BAD_REQUEST
            | StatusCode::NOT_FOUND
            | StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::UNPROCESSABLE_ENTITY
    );
    if !too_large && !refused {
        return response;
    }
    let error = match response.extensions().get::<WebError>() {
        Some(error) => error.clone(),
        None => match refusal_of_axum(&response) {
            Some(_) if too_large => WebError::TooLarge(
                "More was sent than can be taken in here, so nothing was changed. Go back in your browser, where what you typed still is, and send less of it.".into(),
            ),
            Some(error) => error,
            None => return response,
        },
    };
    let (error, kept) = match error {
        WebError::Kept(error, kept) => (*error, kept),
        error => (error, String::new()),
    };
    // What knows a better way onward goes there.
    if matches!(error, WebError::Onward(..)) {
        return response;
    }
    let Ok(paper) = app.paper().await else {
        return response;
    };
    let view = DeskRefusalPage {
        chrome: desk_chrome(app, &paper, &asked.member, error.heading(), ""),
        heading: error.heading().to_owned(),
        message: error.message(),
        onward: match asked.back.as_str() {
            "" | "/desk" => vec![Link::new("The desk", "/desk")],
            back => vec![
                Link::new("Back to where you were", back),
                Link::new("The desk", "/desk"),
            ],
        },
        kept,
    };
    show(&view, status).unwrap_or(response)
}
