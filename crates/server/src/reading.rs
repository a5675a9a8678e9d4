//! How a reader wants to read: the mode, and whether the house's notes are folded. Remembered in a cookie of the reader's
//! own, which is set only when the reader asks for it; nothing of it is kept here.

use crate::app::App;
use crate::error::WebError;
use crate::press::redirect;
use crate::printing::Mode;
use crate::staff::is_from_elsewhere;
use crate::visit::{COOKIE_SECS, cookie};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::{Form, body::Body};
use serde::Deserialize;
use std::sync::Arc;

/// The cookie's name.
const COOKIE: &str = "reading";
/// What follows the mode in the cookie when notes are folded.
const FOLDED: &str = "folded";
/// An address to go back to is an article's, with what it asks for: far shorter than this.
const LONGEST_ADDRESS: usize = 500;

/// The form's greatest size.
pub const MOST_BYTES: usize = 4096;

/// How a reader wants to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    /// In which mode, unless an address says otherwise.
    pub mode: Mode,
    /// Whether notes are folded.
    pub folded: bool,
}

impl Reading {
    /// What the reader's cookie says; the usual for a reader without one, and in place of nonsense.
    pub fn of(headers: &HeaderMap) -> Self {
        let text = cookie(headers, COOKIE).unwrap_or_default();
        let (mode, rest) = text.split_once('.').unwrap_or((text, ""));
        Self {
            mode: Mode::read(mode),
            folded: rest == FOLDED,
        }
    }

    /// The `Set-Cookie` line that keeps it. The usual way of reading needs no cookie, so choosing it forgets the old one.
    fn to_cookie(self, app: &App) -> String {
        let (value, age) = if self == Self::default() {
            (String::new(), 0)
        } else {
            let folded = if self.folded { "." } else { "" };
            let word = if self.folded { FOLDED } else { "" };
            (format!("{}{folded}{word}", self.mode.as_str()), COOKIE_SECS)
        };
        let secure = if app.public_url.starts_with("https:") {
            "; Secure"
        } else {
            ""
        };
        format!("{COOKIE}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")
    }
}

/// The form of the mode switch: each button says one thing, and the rest stays as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ReadingForm {
    mode: String,
    asides: String,
    forget: String,
    /// Where the reader was.
    back: String,
}

impl ReadingForm {
    fn change(&self, was: Reading) -> Result<Reading, WebError> {
        if !self.forget.is_empty() {
            return Ok(Reading::default());
        }
        let mode = match self.mode.as_str() {
            "" => was.mode,
            text if Mode::read(text).as_str() == text => Mode::read(text),
            text => {
                return Err(WebError::BadRequest(format!(
                    "An article cannot be read in the way “{text}”. Choose as printed, plain, or with today’s glossary."
                )));
            }
        };
        let folded = match self.asides.as_str() {
            "" => was.folded,
            FOLDED => true,
            "open" => false,
            text => {
                return Err(WebError::BadRequest(format!(
                    "Notes cannot be “{text}”. They are folded or open."
                )));
            }
        };
        Ok(Reading { mode, folded })
    }

    /// A place on this site, whatever was sent.
    fn way_back(&self) -> &str {
        let stays = self.back.starts_with('/')
            && !self.back.starts_with("//")
            && self.back.len() <= LONGEST_ADDRESS
            && self
                .back
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if stays { &self.back } else { "/glossary/how" }
    }
}

/// `POST /reading`: remembers how a reader wants to read, or forgets it.
pub async fn remember(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(form): Form<ReadingForm>,
) -> Result<Response, WebError> {
    if is_from_elsewhere(&app, &headers) {
        return Err(WebError::Forbidden(
            "This was sent by a page of another site, so nothing was changed. Choose how to read above an article, or at /glossary/how."
                .into(),
        ));
    }
    let reading = form.change(Reading::of(&headers))?;
    let mut response: Response<Body> = redirect(form.way_back());
    if let Ok(line) = HeaderValue::from_str(&reading.to_cookie(&app)) {
        response.headers_mut().insert(header::SET_COOKIE, line);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cookie: &str) -> Reading {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookie.parse().unwrap());
        Reading::of(&headers)
    }

    #[test]
    fn a_cookie_says_how_or_nothing() {
        let reading = |mode, folded| Reading { mode, folded };
        assert_eq!(of("reading=plain"), reading(Mode::Plain, false));
        assert_eq!(
            of("commenter=1; reading=today.folded"),
            reading(Mode::Today, true)
        );
        assert_eq!(of("reading=printed.folded"), reading(Mode::Printed, true));
        for nothing in [
            "reading=",
            "reading=upside.down",
            "other=plain",
            "xreading=plain",
        ] {
            assert_eq!(of(nothing), Reading::default(), "{nothing}");
        }
    }

    #[test]
    fn a_button_changes_one_thing_and_leads_back_on_the_site() {
        let folded = of("reading=plain.folded");
        let form = |mode: &str, asides: &str| ReadingForm {
            mode: mode.into(),
            asides: asides.into(),
            ..ReadingForm::default()
        };
        assert!(form("today", "").change(folded).unwrap().folded);
        assert_eq!(form("", "open").change(folded).unwrap().mode, Mode::Plain);
        assert!(form("sideways", "").change(folded).is_err());
        assert!(form("", "torn").change(folded).is_err());
        for elsewhere in [
            "//evil.example/",
            "/\\evil.example",
            "https://evil.example/",
            "",
            "/a b",
            "/a\r\nb",
        ] {
            let form = ReadingForm {
                back: elsewhere.into(),
                ..ReadingForm::default()
            };
            assert_eq!(form.way_back(), "/glossary/how", "{elsewhere}");
        }
    }
}
