//! The draft's form as it was sent: every field within limits, nothing lost.

use super::MOST_TEXT;
use crate::clip::{Clipping, CommentsRule};
use crate::error::WebError;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::header;
use clipsheet_markup::{clean_url, slug};
use std::future::poll_fn;
use std::pin::Pin;
use url::Url;

/// The longest form that is read, in bytes: three of them stand for one byte of most alphabets.
const MOST_FORM: usize = 3 * MOST_TEXT + (64 << 10);
/// What is read and dropped of a longer one, so that the browser hears the answer at all.
const MOST_DROPPED: usize = 256 << 20;
/// Characters of the fields beside the text.
const FIELD_CHARS: usize = 2000;

/// A form of the desk: its fields in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    pairs: Vec<(String, String)>,
    /// Whether a script sent it, which wants JSON.
    pub(crate) json: bool,
}

/// Reads a body up to a limit. What is beyond is read and dropped: a connection that is cut in the middle of a form shows
/// its sender nothing but a broken connection.
async fn read_body(mut body: Body) -> Result<Vec<u8>, WebError> {
    let (mut bytes, mut dropped) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let frame = frame.map_err(|_| {
            WebError::BadRequest("The form did not arrive whole, and nothing was changed. Please go back, where your text still is, and send it again.".into())
        })?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if dropped > 0 || bytes.len() + data.len() > MOST_FORM {
            dropped += data.len();
            if dropped > MOST_DROPPED {
                break;
            }
        } else {
            bytes.extend_from_slice(&data);
        }
    }
    if dropped > 0 {
        return Err(too_long());
    }
    Ok(bytes)
}

fn too_long() -> WebError {
    WebError::TooLarge("A text may have 4 MB at most, and nothing of this one was saved. Please go back, where it still is, and take something out: pictures that were pasted in are the usual reason.".into())
}

impl Fields {
    /// Reads a form.
    pub(crate) async fn read(request: Request) -> Result<Self, WebError> {
        let accept = request.headers().get(header::ACCEPT);
        let json = accept.is_some_and(|accept| accept.as_bytes() == b"application/json");
        let body = read_body(request.into_body()).await?;
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(&body)
            .map(|(name, value)| {
                let value = value.replace("\r\n", "\n").replace('\r', "\n");
                (name.into_owned(), value)
            })
            .collect();
        let fields = Self { pairs, json };
        let text = fields.get("text").or(fields.get("pasted"));
        if text.is_some_and(|text| text.len() > MOST_TEXT) {
            return Err(too_long());
        }
        Ok(fields)
    }

    /// A field that was sent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A field, trimmed; empty when it was not sent.
    pub(crate) fn word(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let of = move |(field, value): &'a (String, String)| (field == name).then_some(&**value);
        self.pairs.iter().filter_map(of)
    }

    /// What the form says about a draft, put into what it was made from. A form without a text leaves all as it is.
    pub(crate) fn edit(&self, made_from: &Clipping) -> Clipping {
        let mut clipping = made_from.clone();
        let Some(text) = self.get("text") else {
            return clipping;
        };
        text.clone_into(&mut clipping.source_html);
        // One line each; a field that the form does not have stays.
        let line = |name: &str, old: &str| {
            self.get(name).map_or_else(
                || old.to_owned(),
                |value| {
                    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                    value.chars().take(FIELD_CHARS).collect()
                },
            )
        };
        let maybe = |name: &str, old: &Option<String>| {
            Some(line(name, old.as_deref().unwrap_or_default())).filter(|value| !value.is_empty())
        };
        clipping.headline = line("headline", &made_from.headline);
        clipping.byline = maybe("byline", &made_from.byline);
        clipping.published = maybe("published", &made_from.published);
        clipping.lang = maybe("lang", &made_from.lang);
        clipping.area = line("area", &made_from.area);
        clipping.lead_picture_alt = line("alt", &made_from.lead_picture_alt);
        clipping.lead_picture_caption = line("caption", &made_from.lead_picture_caption);
        clipping.page = self.word("page").parse().unwrap_or(made_from.page);
        if !made_from.original {
            self.edit_source(&mut clipping, made_from, &line);
        }
        if self.get("no_picture").is_some() {
            clipping.lead_picture = None;
        }
        if self.get("comments").is_some() {
            clipping.is_lead = self.get("is_lead").is_some();
            clipping.is_classic = self.get("is_classic").is_some();
            clipping.dossiers = self.dossiers();
            clipping.comments = match self.word("comments") {
                "closed" => CommentsRule::Closed,
                "days" => CommentsRule::Days(self.word("comment_days").parse().unwrap_or(7)),
                _ => CommentsRule::Paper,
            };
        }
        clipping
    }

    fn edit_source(
        &self,
        clipping: &mut Clipping,
        made_from: &Clipping,
        line: &dyn Fn(&str, &str) -> String,
    ) {
        let url = line("url", &made_from.url);
        if url != made_from.url {
            clipping.url = match Url::parse(&url) {
                Ok(parsed) => clean_url(parsed.as_str()),
                // Kept as typed; it is refused when it is to be printed.
                Err(_) => url,
            };
        }
        let tag = line("tag", &made_from.source_tag);
        if tag != made_from.source_tag {
            // Another tag is another source.
            clipping.source_slug = slug(&tag);
            clipping.source_name.clone_from(&tag);
            clipping.source_tag = tag;
        }
    }

    fn dossiers(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let more = self.word("more_dossiers");
        // What has no letter in it has no name in addresses.
        let named = more
            .split(',')
            .filter(|name| name.contains(char::is_alphanumeric))
            .map(slug);
        for dossier in self.all("dossier").map(str::to_owned).chain(named) {
            if !dossier.is_empty() && !found.contains(&dossier) {
                found.push(dossier);
            }
        }
        found
    }
}
