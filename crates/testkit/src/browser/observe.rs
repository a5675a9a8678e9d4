//! What the browser has seen: requests, errors, the page's measures, pictures of it.

use std::path::Path;
use std::sync::{MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::{Browser, expect};

/// The driver forgets what it has told, so this remembers.
#[derive(Debug, Default)]
pub(super) struct Seen {
    requests: Vec<String>,
    errors: Vec<String>,
}

impl Browser {
    /// The URLs of all requests since the start, `data:` URLs included, those of the browser's
    /// own start page not.
    #[track_caller]
    pub fn requests(&self) -> Vec<String> {
        self.observe().requests.clone()
    }

    /// The requests to any other place than `site`, which is a URL without a path. There must be
    /// none: no page makes a request to a third party.
    #[track_caller]
    pub fn foreign_requests(&self, site: &str) -> Vec<String> {
        let requests = self.requests();
        let is_own = |url: &str| {
            url.strip_prefix(site)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        };
        let stays_here = |url: &str| {
            ["data:", "blob:", "about:"]
                .iter()
                .any(|each| url.starts_with(each))
        };
        requests
            .into_iter()
            .filter(|url| !is_own(url) && !stays_here(url))
            .collect()
    }

    /// The errors in the browser's console since the start: scripts that fail, files that are not
    /// there, what a content security policy has refused.
    #[track_caller]
    pub fn console_errors(&self) -> Vec<String> {
        self.observe().errors.clone()
    }

    /// How many CSS pixels the page is wider than the viewport. More than none means that a reader
    /// must scroll sideways.
    #[track_caller]
    pub fn sideways_overflow(&self) -> i64 {
        let script =
            "const root = document.documentElement; return root.scrollWidth - root.clientWidth";
        self.execute(script, &[]).as_i64().unwrap_or_default()
    }

    /// A PNG of what the viewport shows.
    #[track_caller]
    pub fn screenshot(&self) -> Vec<u8> {
        self.capture(&json!({ "format": "png" }))
    }

    /// A PNG of the whole page from top to bottom.
    #[track_caller]
    pub fn full_screenshot(&self) -> Vec<u8> {
        let metrics = self.devtools("Page.getLayoutMetrics", &json!({}));
        let size = &metrics["cssContentSize"];
        self.capture(&json!({
            "format": "png",
            "captureBeyondViewport": true,
            "clip": { "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 },
        }))
    }

    /// Writes [`Browser::full_screenshot`] to a file.
    #[track_caller]
    pub fn save_full_screenshot(&self, file: &Path) {
        let bytes = self.full_screenshot();
        if let Err(error) = std::fs::write(file, bytes) {
            panic!("cannot write {}: {error}", file.display());
        }
    }

    #[track_caller]
    fn capture(&self, parameters: &Value) -> Vec<u8> {
        let answer = self.devtools("Page.captureScreenshot", parameters);
        match answer["data"].as_str().and_then(decode_base64) {
            Some(bytes) => bytes,
            None => panic!("browser, screenshot: not base64 but {answer}"),
        }
    }

    #[track_caller]
    fn observe(&self) -> MutexGuard<'_, Seen> {
        // The lists are good even if a test has panicked in between.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in self.log("performance") {
            let message: Value =
                serde_json::from_str(entry["message"].as_str().unwrap_or_default())
                    .unwrap_or_default();
            let event = &message["message"];
            let url = match event["method"].as_str() {
                Some("Network.requestWillBeSent") => event["params"]["request"]["url"].as_str(),
                Some("Network.webSocketCreated") => event["params"]["url"].as_str(),
                _ => None,
            };
            seen.requests.extend(url.map(str::to_owned));
        }
        for entry in self.log("browser") {
            if entry["level"] == "SEVERE" {
                seen.errors
                    .extend(entry["message"].as_str().map(str::to_owned));
            }
        }
        seen
    }

    #[track_caller]
    fn log(&self, kind: &str) -> Vec<Value> {
        let answer = self.session.post("se/log", &json!({ "type": kind }));
        match expect("log", answer) {
            Value::Array(entries) => entries,
            _ => Vec::new(),
        }
    }
}

/// [RFC 4648](https://www.rfc-editor.org/rfc/rfc4648#section-4), padded.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in text.trim_end_matches('=').as_bytes().chunks(4) {
        let mut bits = 0;
        for &letter in group {
            let value = match letter {
                b'A'..=b'Z' => letter - b'A',
                b'a'..=b'z' => letter - b'a' + 26,
                b'0'..=b'9' => letter - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            bits = bits << 6 | u32::from(value);
        }
        bits <<= 6 * (4 - group.len());
        let [_, triple @ ..] = bits.to_be_bytes();
        bytes.extend(&triple[..group.len() * 3 / 4]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::decode_base64;

    #[test]
    fn base64_of_every_length() {
        for (text, bytes) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(decode_base64(text).unwrap(), bytes.as_bytes());
        }
        assert_eq!(decode_base64("+/-_"), None);
        assert_eq!(decode_base64("+/+/").unwrap(), [0xFB, 0xFF, 0xBF]);
    }
}
