//! Forms, as a browser reads and sends them.

use super::browser::Reply;
use axum::body::Body;
use axum::http::{Request, header};

/// A form on a page: its action, and the fields with their values, in their order.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    file: Option<Vec<u8>>,
    multipart: bool,
}

const BOUNDARY: &str = "----gulls7b2c";

impl Form {
    /// Reads a form off a page.
    #[track_caller]
    pub(crate) fn find(reply: &Reply, selector: &str) -> Self {
        let dom = reply.dom();
        let form = dom.select(selector);
        assert_eq!(form.length(), 1, "one {selector} in {}", reply.text());
        let mut fields = Vec::new();
        for field in form
            .select("input[name], textarea[name], select[name]")
            .iter()
        {
            let kind = field.attr_or("type", "text").to_string();
            let value = if field.is("textarea") {
                // A browser sends line ends as CR LF, and the parser has dropped the one after the tag.
                field.text().replace('\n', "\r\n")
            } else if field.is("select") {
                let chosen = field.select("option[selected]");
                let first = field.select("option").first();
                let option = if chosen.length() > 0 { chosen } else { first };
                option.attr_or("value", "").to_string()
            } else {
                // One that is hidden may hold lines, too.
                let value = field.attr_or("value", "");
                value.replace("\r\n", "\n").replace('\n', "\r\n")
            };
            let ticked =
                !matches!(kind.as_str(), "radio" | "checkbox") || field.has_attr("checked");
            if kind != "file" && ticked {
                fields.push((field.attr_or("name", "").to_string(), value));
            }
        }
        Self {
            action: form.attr_or("action", "").to_string(),
            fields,
            file: None,
            multipart: form.attr_or("enctype", "").starts_with("multipart"),
        }
    }

    /// The same with a field filled in.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        let field = self.fields.iter_mut().find(|(field, _)| field == name);
        field.unwrap_or_else(|| panic!("no field {name}")).1 = value.into();
        self
    }

    /// The same with a box ticked.
    pub(crate) fn ticked(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// The same with a file chosen.
    pub(crate) fn with_picture(mut self, bytes: &[u8]) -> Self {
        self.file = Some(bytes.to_vec());
        self
    }

    /// The same, sent the plain way.
    pub(crate) fn urlencoded(mut self) -> Self {
        self.multipart = false;
        self
    }

    /// What stands in a field.
    #[track_caller]
    pub(crate) fn value(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(field, _)| field == name);
        &field.unwrap_or_else(|| panic!("no field {name}")).1
    }

    /// The request that pressing a button makes. No button's name is sent when it is empty.
    pub(crate) fn request(&self, button: &str, headers: &[(&str, &str)]) -> Request<Body> {
        let mut fields = self.fields.clone();
        if !button.is_empty() {
            fields.push(("act".into(), button.into()));
        }
        let mut request = Request::post(&self.action);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.multipart {
            let mut encoded = url::form_urlencoded::Serializer::new(String::new());
            encoded.extend_pairs(&fields);
            let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            return request.body(Body::from(encoded.finish())).unwrap();
        }
        let mut body = Vec::new();
        for (name, value) in &fields {
            body.extend_from_slice(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
            );
        }
        let (name, bytes) = match &self.file {
            Some(bytes) => ("gull.png", bytes.as_slice()),
            None => ("", &[][..]),
        };
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        request
            .header(
                header::CONTENT_TYPE,
                format!("multipart/form-data; boundary={BOUNDARY}"),
            )
            .body(Body::from(body))
            .unwrap()
    }
}
