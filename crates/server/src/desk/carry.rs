//! A form on its way: read, so that it can be shown again or sent on, and made a request again.

use axum::RequestExt;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};

/// The most text that is carried along.
const MOST_BYTES: usize = 4 << 20;
/// The most that is read past, files and all.
const MOST_SENT: usize = 64 << 20;
const BOUNDARY: &str = "----clipsheet-carried-along";

/// What a form held.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Its fields, in their order.
    pub fields: Vec<(String, String)>,
    /// Whether it was sent in parts.
    pub multipart: bool,
    /// Whether files were in it, which are not kept.
    pub lost_files: bool,
}

/// Why a form cannot be carried along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCarried {
    /// It is longer than can be kept.
    TooLong,
    /// It is no form.
    NoForm,
}

impl Form {
    /// Reads the form in a request, and gives the request's head.
    pub async fn read(request: Request) -> (Parts, Result<Self, NotCarried>) {
        let media_type = request.headers().get(header::CONTENT_TYPE);
        let media_type = media_type
            .and_then(|value| value.to_str().ok())
            .unwrap_or("application/x-www-form-urlencoded")
            .to_ascii_lowercase();
        let (parts, body) = request.into_parts();
        let head = parts.clone();
        if media_type.starts_with("multipart/form-data") {
            return (
                head,
                Self::read_parts(Request::from_parts(parts, body)).await,
            );
        }
        if !media_type.starts_with("application/x-www-form-urlencoded") {
            return (head, Err(NotCarried::NoForm));
        }
        let read = to_bytes(body, MOST_BYTES).await;
        let form = read.map_err(|_| NotCarried::TooLong).map(|bytes| Self {
            fields: url::form_urlencoded::parse(&bytes).into_owned().collect(),
            ..Self::default()
        });
        (head, form)
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(of, _)| of == name);
        found.map(|(_, value)| value.as_str())
    }

    async fn read_parts(mut request: Request) -> Result<Self, NotCarried> {
        DefaultBodyLimit::max(MOST_SENT).apply(&mut request);
        let parts = request.extract::<Multipart, _>().await;
        let mut parts = parts.map_err(|_| NotCarried::NoForm)?;
        let mut form = Self {
            multipart: true,
            ..Self::default()
        };
        let mut room = MOST_BYTES;
        while let Some(mut part) = parts.next_field().await.map_err(|_| NotCarried::TooLong)? {
            let Some(name) = part.name().map(str::to_owned) else {
                continue;
            };
            let is_file = part.file_name().is_some();
            let mut value = Vec::new();
            while let Some(bytes) = part.chunk().await.map_err(|_| NotCarried::TooLong)? {
                if is_file {
                    form.lost_files |= !bytes.is_empty();
                    continue;
                }
                room = room.checked_sub(bytes.len()).ok_or(NotCarried::TooLong)?;
                value.extend_from_slice(&bytes);
            }
            if !is_file {
                let value = String::from_utf8_lossy(&value).into_owned();
                form.fields.push((name, value));
            }
        }
        Ok(form)
    }

    /// The request with this form in it.
    pub fn into_request(self, mut parts: Parts) -> Request {
        let (media_type, body) = if self.multipart {
            (
                format!("multipart/form-data; boundary={BOUNDARY}"),
                self.in_parts(),
            )
        } else {
            let mut encoded = url::form_urlencoded::Serializer::new(String::new());
            encoded.extend_pairs(&self.fields);
            (
                "application/x-www-form-urlencoded".to_owned(),
                encoded.finish(),
            )
        };
        let headers = &mut parts.headers;
        if let Ok(media_type) = HeaderValue::from_str(&media_type) {
            headers.insert(header::CONTENT_TYPE, media_type);
        }
        headers.remove(header::TRANSFER_ENCODING);
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        Request::from_parts(parts, Body::from(body))
    }

    fn in_parts(&self) -> String {
        let mut body = String::new();
        for (name, value) in &self.fields {
            // Browsers escape names the same way: HTML, "multipart/form-data encoding algorithm".
            let name = name
                .replace('"', "%22")
                .replace('\r', "%0D")
                .replace('\n', "%0A");
            body.push_str(&format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        body.push_str(&format!("--{BOUNDARY}--\r\n"));
        body
    }

    /// What was typed, for whoever may not send it, to copy and keep.
    pub fn typed(&self) -> String {
        let is_text = |value: &str| value.trim().chars().count() > 2;
        let texts: Vec<String> = self
            .fields
            .iter()
            .filter(|(name, value)| !name.starts_with("proof-") && is_text(value))
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        texts.join("\n\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(media_type: &str, body: &str) -> Request {
        Request::post("/desk/x")
            .header("content-type", media_type)
            .body(Body::from(body.to_owned()))
            .unwrap()
    }

    #[tokio::test]
    async fn a_form_comes_out_as_it_went_in() {
        let fields = [("a", "1 & 2"), ("text", "mud\r\n\r\nänd =gulls"), ("a", "")];
        let fields: Vec<(String, String)> = fields
            .map(|(name, value)| (name.into(), value.into()))
            .into();
        for multipart in [false, true] {
            let form = Form {
                fields: fields.clone(),
                multipart,
                lost_files: false,
            };
            let (parts, _) = Request::post("/desk/x").body(()).unwrap().into_parts();
            let (_, again) = Form::read(form.into_request(parts)).await;
            let again = again.unwrap();
            assert_eq!((&again.fields, again.multipart), (&fields, multipart));
        }
    }

    #[tokio::test]
    async fn files_stay_behind_and_what_is_no_form_is_named() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\nmud\r\n--b\r\n\
            Content-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\nbytes\r\n--b--\r\n";
        let (_, form) = Form::read(request("multipart/form-data; boundary=b", body)).await;
        let form = form.unwrap();
        assert!(form.lost_files);
        assert_eq!(form.fields, [("t".to_owned(), "mud".to_owned())]);
        for (media_type, body, why) in [
            ("application/json", "{}", NotCarried::NoForm),
            ("multipart/form-data", "", NotCarried::NoForm),
            (
                "application/x-www-form-urlencoded",
                &"a".repeat(MOST_BYTES + 1),
                NotCarried::TooLong,
            ),
        ] {
            let (_, form) = Form::read(request(media_type, body)).await;
            assert_eq!(form.unwrap_err(), why);
        }
    }
}
