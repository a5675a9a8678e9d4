//! The [WebDriver](https://www.w3.org/TR/webdriver2/) protocol, as far as it is needed, spoken to a
//! ChromeDriver that this process starts. It is JSON over HTTP on the loopback interface: a client
//! crate would bring an asynchronous HTTP stack and TLS into every test program.

use std::fmt;
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::{Value, json};

use crate::http::Request;
use crate::supervisor::{Supervised, make_directory, wait_until};
use crate::tools;

/// The name under which the protocol hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What the driver or the browser says when a command fails.
#[derive(Debug)]
pub(super) struct WireError {
    /// The protocol's name of the error, such as `no such element`.
    pub(super) kind: String,
    message: String,
}

impl WireError {
    fn new(kind: &str, message: impl Into<String>) -> Self {
        Self {
            kind: kind.to_owned(),
            message: message.into(),
        }
    }

    /// Whether the element is one of a page that has gone. Chromium says it in two ways: as the protocol wants it, and, where
    /// the page goes in the very moment of asking, as a fault of its own.
    pub(super) fn is_stale(&self) -> bool {
        self.kind == "stale element reference"
            || self.message.contains("does not belong to the document")
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.kind, self.message)
    }
}

/// A session is one browser with its own profile.
#[derive(Debug)]
pub(super) struct Session {
    /// `http://127.0.0.1:PORT/session/ID`
    url: String,
}

/// An element of the page that the session shows.
#[derive(Clone, Debug)]
pub(super) struct Element(String);

impl Session {
    /// Starts a browser with these capabilities.
    pub(super) fn new(capabilities: &Value) -> Result<Self, WireError> {
        let driver = driver().map_err(|message| WireError::new("no browser", message))?;
        let request = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let answer = send("POST", &format!("{driver}/session"), &request)?;
        let id = answer["sessionId"]
            .as_str()
            .ok_or_else(|| WireError::new("no session", answer.to_string()))?;
        Ok(Self {
            url: format!("{driver}/session/{id}"),
        })
    }

    pub(super) fn get(&self, path: &str) -> Result<Value, WireError> {
        send("GET", &format!("{}/{path}", self.url), &Value::Null)
    }

    pub(super) fn post(&self, path: &str, arguments: &Value) -> Result<Value, WireError> {
        send("POST", &format!("{}/{path}", self.url), arguments)
    }

    pub(super) fn delete(&self, path: &str) -> Result<Value, WireError> {
        send("DELETE", &format!("{}{path}", self.url), &Value::Null)
    }

    /// A command of the [DevTools protocol](https://chromedevtools.github.io/devtools-protocol/).
    pub(super) fn devtools(&self, command: &str, parameters: &Value) -> Result<Value, WireError> {
        let arguments = json!({ "cmd": command, "params": parameters });
        self.post("goog/cdp/execute", &arguments)
    }

    /// The elements that match a CSS selector now.
    pub(super) fn elements(&self, css: &str) -> Result<Vec<Element>, WireError> {
        let arguments = json!({ "using": "css selector", "value": css });
        let answer = self.post("elements", &arguments)?;
        let elements = answer.as_array().into_iter().flatten();
        Ok(elements
            .filter_map(|each| Some(Element(each[ELEMENT].as_str()?.to_owned())))
            .collect())
    }

    /// Runs a script's text as the body of a function and gives what it returns.
    pub(super) fn execute(&self, script: &str, arguments: &[Value]) -> Result<Value, WireError> {
        self.post(
            "execute/sync",
            &json!({ "script": script, "args": arguments }),
        )
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The driver's end takes the browser with it in any case.
        let _ = self.delete("");
    }
}

impl Element {
    /// The path of a command to this element.
    pub(super) fn path(&self, command: &str) -> String {
        format!("element/{}/{command}", self.0)
    }

    /// The element as an argument.
    pub(super) fn reference(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

/// The URL of the one driver that this process starts.
fn driver() -> Result<&'static str, String> {
    static DRIVER: OnceLock<Result<(String, Supervised), String>> = OnceLock::new();
    DRIVER
        .get_or_init(|| {
            // The driver takes a free port of IPv6 and then wants the same one of IPv4, which somebody
            // else may have.
            start_driver()
                .or_else(|_| start_driver())
                .or_else(|_| start_driver())
        })
        .as_ref()
        .map(|(url, _)| url.as_str())
        .map_err(Clone::clone)
}

fn start_driver() -> Result<(String, Supervised), String> {
    let program = tools::in_path("chromedriver").ok_or(
        "chromedriver is not installed, and pages are tested in a real browser: run `cargo xtask \
         setup` (or install Debian's package `chromium-driver`)",
    )?;
    let directory = make_directory("browser").map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    // The kernel chooses the port. Profiles go where the supervisor removes them.
    command.arg("--port=0").env("TMPDIR", &directory);
    let process = Supervised::start(directory, "TERM", &command)
        .map_err(|error| format!("chromedriver does not start: {error}"))?;
    let port = || {
        let output = process.output();
        let (_, rest) = output.split_once("started successfully on port ")?;
        rest.split_once('.')?.0.parse::<u16>().ok()
    };
    wait_until(Duration::from_secs(30), || {
        port().is_some() || process.has_ended()
    });
    match port() {
        Some(port) => Ok((format!("http://127.0.0.1:{port}"), process)),
        None => Err(format!(
            "chromedriver does not start. It says:\n{}",
            process.output()
        )),
    }
}

fn send(method: &str, url: &str, arguments: &Value) -> Result<Value, WireError> {
    let mut request = Request::new(method, url);
    if method == "POST" {
        request = request.body("application/json", arguments.to_string());
    }
    let response = request
        .send()
        .map_err(|error| WireError::new("no answer from chromedriver", error.to_string()))?;
    let mut answer: Value = serde_json::from_slice(&response.body)
        .map_err(|error| WireError::new("odd answer from chromedriver", error.to_string()))?;
    let value = answer["value"].take();
    if response.status == 200 {
        return Ok(value);
    }
    Err(WireError::new(
        value["error"].as_str().unwrap_or("unknown error"),
        value["message"].as_str().unwrap_or_default(),
    ))
}
