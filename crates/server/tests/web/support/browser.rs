//! A reader's browser: sends cookies back, remembers new ones, shows what came.

use super::form::Form;
use super::page::assert_page;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, header};
use clipsheet_server::{App, router};
use dom_query::Document;
use http_body_util::BodyExt;
use std::collections::BTreeMap;
use std::io::Read;
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;

/// Somebody with a browser, a network address and maybe some cookies.
#[derive(Clone)]
pub(crate) struct Browser {
    app: Arc<App>,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) address: SocketAddr,
    pub(crate) agent: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Browser {
    pub(crate) fn new(app: &Arc<App>) -> Self {
        Self {
            app: Arc::clone(app),
            cookies: BTreeMap::new(),
            address: "192.0.2.7:4711".parse().unwrap(),
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0".into(),
        }
    }

    /// The same, at another address.
    pub(crate) fn at(mut self, address: &str) -> Self {
        self.address = format!("{address}:4711").parse().unwrap();
        self
    }

    /// Sends a request as it is, with the cookies.
    pub(crate) async fn send(&mut self, mut request: Request<Body>) -> Reply {
        let headers = request.headers_mut();
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            headers.insert(header::COOKIE, pairs.join("; ").parse().unwrap());
        }
        if !self.agent.is_empty() && !headers.contains_key(header::USER_AGENT) {
            headers.insert(header::USER_AGENT, self.agent.parse().unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(self.address));
        let (parts, body) = router(&self.app)
            .oneshot(request)
            .await
            .unwrap()
            .into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.into(), value.into());
        }
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        }
    }

    /// GETs an address whatever comes back.
    pub(crate) async fn ask(&mut self, path: &str) -> Reply {
        self.ask_with(path, &[]).await
    }

    /// GETs an address with more headers.
    pub(crate) async fn ask_with(&mut self, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Reads a page that must be there and be in order.
    pub(crate) async fn read(&mut self, path: &str) -> Reply {
        let reply = self.ask(path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        assert_page(path, &reply);
        reply
    }

    /// Asks for what is not to be had; gives the page that says so.
    pub(crate) async fn refused(&mut self, path: &str, status: u16) -> Reply {
        let reply = self.ask(path).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.text());
        assert_page(path, &reply);
        assert!(
            reply.dom().select("main .onward a").length() > 0,
            "{path}: no way onward"
        );
        reply
    }

    /// Opens the comment form of an article.
    pub(crate) async fn form(&mut self, article: &str) -> Form {
        let reply = self.read(article).await;
        Form::find(&reply, "form.say")
    }

    /// Sends a form as a script-less browser does when this button is pressed.
    pub(crate) async fn press(&mut self, form: &Form, button: &str) -> Reply {
        self.send(form.request(button, &[])).await
    }

    /// Sends fields to an address as a form does.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let mut encoded = url::form_urlencoded::Serializer::new(String::new());
        encoded.extend_pairs(fields);
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(encoded.finish()));
        self.send(request.unwrap()).await
    }

    /// Comments as somebody who takes a moment to type; gives where the browser is sent to.
    pub(crate) async fn say(&mut self, article: &str, nic: &str, text: &str) -> String {
        let form = self.form(article).await.with("nic", nic).with("text", text);
        self.app.clock.advance(20_000);
        let reply = self.press(&form, "post").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        reply.location().to_owned()
    }
}

impl Reply {
    /// The body as text, unpacked if need be.
    pub(crate) fn text(&self) -> String {
        if self.header("content-encoding") == "gzip" {
            let mut text = String::new();
            flate2::read::GzDecoder::new(self.body.as_slice())
                .read_to_string(&mut text)
                .unwrap();
            return text;
        }
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    pub(crate) fn dom(&self) -> Document {
        Document::from(self.text())
    }

    /// The page, or an empty one for a reply that is none.
    pub(crate) fn dom_or_empty(&self) -> Document {
        if self.body.is_empty() {
            Document::from("<script src=\"/assets/script-\"></script>")
        } else {
            self.dom()
        }
    }

    /// The text of the first element that fits, spaces collapsed.
    pub(crate) fn words(&self, selector: &str) -> String {
        let text = self.dom().select(selector).first().text().to_string();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
