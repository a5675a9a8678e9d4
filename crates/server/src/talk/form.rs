//! The form as it was sent: every field within limits, nothing lost.

use crate::error::WebError;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
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

/// The longest text that is taken in, in bytes, whatever the paper's rules allow: longer ones only cost time.
pub const MOST_TEXT: usize = 256 << 10;
/// The longest of the other fields, in bytes. What they may hold is far less, and said by name.
const MOST_FIELD: usize = 4 << 10;
/// The longest form without a picture, as sent: in it, three bytes stand for one of most alphabets.
const MOST_PLAIN: usize = 4 * MOST_TEXT;

impl<S: Send + Sync> FromRequest<S> for CommentFields {
    type Rejection = WebError;

    async fn from_request(mut request: Request, _: &S) -> Result<Self, WebError> {
        let media_type = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if media_type.is_some_and(|media_type| media_type.starts_with("multipart/form-data")) {
            let parts = request.extract::<Multipart, _>().await;
            let parts = parts.map_err(|error| refusal(error.status(), &error.body_text()))?;
            let mut fields = Self::default();
            return match read_multipart(parts, &mut fields).await {
                Ok(()) => fields.within_limits(),
                Err(error) => Err(error.keeping(fields.text)),
            };
        }
        DefaultBodyLimit::max(MOST_PLAIN).apply(&mut request);
        let Form(fields) = request
            .extract::<Form<PlainFields>, _>()
            .await
            .map_err(|error| match error.status() {
                StatusCode::PAYLOAD_TOO_LARGE => too_long(),
                status => refusal(status, &error.body_text()),
            })?;
        let fields = Self {
            act: Act::read(&fields.act),
            nic: fields.nic,
            email: fields.email,
            website: fields.website,
            text: unix_lines(&fields.text),
            token: fields.token,
            trap: fields.subject,
            ..Self::default()
        };
        fields.within_limits()
    }
}

impl CommentFields {
    /// Refuses what is longer than anybody types, with the text to take away.
    fn within_limits(self) -> Result<Self, WebError> {
        let others = [
            &self.nic,
            &self.email,
            &self.website,
            &self.token,
            &self.trap,
        ];
        let error = if self.text.len() > MOST_TEXT {
            too_long()
        } else if others.iter().any(|field| field.len() > MOST_FIELD) {
            WebError::TooLarge("A name or an address has thousands of characters. Please go back, where your text still is, and make it shorter.".into())
        } else {
            return Ok(self);
        };
        Err(error.keeping(self.text))
    }
}

fn too_long() -> WebError {
    WebError::TooLarge("A comment may have 256 KB at most. Please go back, where your text still is, and shorten it, or post it in parts.".into())
}

fn refusal(status: StatusCode, reason: &str) -> WebError {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return WebError::TooLarge("A comment with its picture may have 16 MB at most. Please go back, where your text still is, and choose a smaller picture.".into());
    }
    WebError::BadRequest(format!(
        "The form did not arrive whole ({reason}). Please go back, where your text still is, and send it again."
    ))
}

async fn read_multipart(mut parts: Multipart, fields: &mut CommentFields) -> Result<(), WebError> {
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "picture" {
            let bytes = read_part(part, MOST_BYTES).await?;
            fields.picture = (!bytes.is_empty()).then_some(bytes);
            continue;
        }
        // A little more than fields may hold, so that what is too long is told by name and kept.
        let most = if name == "text" {
            MOST_PLAIN
        } else {
            2 * MOST_FIELD
        };
        let text = String::from_utf8_lossy(&read_part(part, most).await?).into_owned();
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
    Ok(())
}

fn broken(error: MultipartError) -> WebError {
    refusal(error.status(), &error.body_text())
}

/// The bytes of a part, `most` at most.
async fn read_part(mut part: Field<'_>, most: usize) -> Result<Vec<u8>, WebError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > most {
            return Err(too_long());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Forms send CR LF, as HTML has it.
fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
