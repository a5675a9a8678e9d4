//! The form as it was sent: every field within limits, nothing lost.

use crate::error::WebError;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::{Form, RequestExt};
use serde::Deserialize;

/// What a submit button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Act {
    /// To post it.
    #[default]
    Post,
    /// To show how it would look.
    Preview,
    /// To propose an invented name.
    Pic,
    /// To put the first name back.
    Original,
    /// To tidy the text.
    Squish,
}

impl Act {
    fn read(text: &str) -> Self {
        match text {
            "preview" => Self::Preview,
            "pic" => Self::Pic,
            "original" => Self::Original,
            "squish" => Self::Squish,
            _ => Self::Post,
        }
    }
}

/// The comment form, as sent.
#[derive(Debug, Clone, Default)]
pub struct CommentFields {
    /// What is wanted.
    pub act: Act,
    /// The name, as typed.
    pub nic: String,
    /// May be empty.
    pub email: String,
    /// May be empty.
    pub website: String,
    /// The comment, as typed.
    pub text: String,
    /// The form's token.
    pub token: String,
    /// The field that people do not see.
    pub trap: String,
    /// An uploaded picture.
    pub picture: Option<Vec<u8>>,
    /// Whether the picture is set full width.
    pub full_width: bool,
}

/// The same by name, for forms without a picture.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PlainFields {
    act: String,
    nic: String,
    email: String,
    website: String,
    text: String,
    token: String,
    subject: String,
}

/// The most that is taken in at all: a picture and a long text.
pub const MOST_BYTES: usize = 16 << 20;

impl<S: Send + Sync> FromRequest<S> for CommentFields {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &S) -> Result<Self, WebError> {
        let media_type = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if media_type.is_some_and(|media_type| media_type.starts_with("multipart/form-data")) {
            let parts = request.extract::<Multipart, _>().await;
            let parts = parts.map_err(|error| refusal(error.status(), &error.body_text()))?;
            return read_multipart(parts).await;
        }
        let Form(fields) = request
            .extract::<Form<PlainFields>, _>()
            .await
            .map_err(|error| refusal(error.status(), &error.body_text()))?;
        Ok(Self {
            act: Act::read(&fields.act),
            nic: fields.nic,
            email: fields.email,
            website: fields.website,
            text: unix_lines(&fields.text),
            token: fields.token,
            trap: fields.subject,
            ..Self::default()
        })
    }
}

fn refusal(status: StatusCode, reason: &str) -> WebError {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return WebError::TooLarge("A comment with its picture may have 16 MB at most. Please go back, where your text still is, and choose a smaller picture.".into());
    }
    WebError::BadRequest(format!(
        "The form did not arrive whole ({reason}). Please go back, where your text still is, and send it again."
    ))
}

async fn read_multipart(mut parts: Multipart) -> Result<CommentFields, WebError> {
    let mut fields = CommentFields::default();
    let broken = |error: MultipartError| refusal(error.status(), &error.body_text());
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(broken)?;
        if name == "picture" {
            if !bytes.is_empty() {
                fields.picture = Some(bytes.to_vec());
            }
            continue;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "act" => fields.act = Act::read(&text),
            "nic" => fields.nic = text,
            "email" => fields.email = text,
            "website" => fields.website = text,
            "text" => fields.text = unix_lines(&text),
            "token" => fields.token = text,
            "subject" => fields.trap = text,
            "picture_size" => fields.full_width = text == "photo",
            _ => {}
        }
    }
    Ok(fields)
}

/// Forms send CR LF, as HTML has it.
fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
