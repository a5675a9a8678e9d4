//! Headless Chromium, for what only a browser can show.
//!
//! Every method panics at the line of the test that calls it when the browser cannot do what it is
//! told, with what the browser says. Methods that need an element wait for it for up to five
//! seconds, because a page may still be on its way; [`Browser::count`] and [`Browser::texts`]
//! answer for this moment.

mod accessibility;
mod keyboard;
mod observe;
mod wire;

use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};

pub use accessibility::{Place, Violation};
use wire::{Element, Session, WireError};

use crate::supervisor::wait_until;
use crate::tools;

/// How long a test waits for an element or a condition.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a command is given again because the next page has come in between.
const STALE_TRIES: usize = 5;

/// What kind of reader sits before the browser.
#[derive(Clone, Debug)]
pub struct Options {
    /// Width of the viewport in CSS pixels.
    pub width: u32,
    /// Height of the viewport in CSS pixels.
    pub height: u32,
    /// A telephone: touch instead of a mouse, and the page's `viewport` counts.
    pub phone: bool,
    /// Prefers dark colours.
    pub dark: bool,
    /// Whether pages may run scripts, their own and those in files: what a reader sets in the
    /// browser's settings, so that `<noscript>` is shown as well. What a test asks for by the
    /// methods of [`Browser`] runs either way; only timers that such a script starts never ring.
    pub javascript: bool,
    /// Prefers that nothing moves.
    pub reduced_motion: bool,
}

impl Options {
    /// A desktop browser, 1280 by 900 pixels, light, with scripts.
    pub fn desktop() -> Self {
        Self {
            width: 1280,
            height: 900,
            phone: false,
            dark: false,
            javascript: true,
            reduced_motion: false,
        }
    }

    /// A telephone, 390 by 844 pixels, light, with scripts.
    pub fn phone() -> Self {
        Self {
            width: 390,
            height: 844,
            phone: true,
            ..Self::desktop()
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::desktop()
    }
}

/// A browser with an empty profile of its own. It closes when this value is dropped or the process
/// ends.
#[derive(Debug)]
pub struct Browser {
    session: Session,
    /// Whether pages may run scripts.
    javascript: bool,
    seen: Mutex<observe::Seen>,
}

/// Unwraps at the caller's line.
#[track_caller]
fn expect<T>(what: &str, result: Result<T, WireError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("browser, {what}: {error}"),
    }
}

impl Browser {
    /// Starts a browser.
    ///
    /// # Panics
    /// When Chromium or its driver is not installed (the message says what to do) or does not
    /// start.
    #[track_caller]
    pub fn start(options: &Options) -> Self {
        let Some(chromium) = tools::chromium() else {
            panic!(
                "Chromium is not installed, and pages are tested in a real browser: run \
                 `cargo xtask setup` (or install Debian's package `chromium`)"
            );
        };
        let capabilities = json!({
            "browserName": "chrome",
            "pageLoadStrategy": "normal",
            "timeouts": { "implicit": 0, "pageLoad": 30_000, "script": 30_000 },
            "unhandledPromptBehavior": "accept",
            "goog:loggingPrefs": { "performance": "ALL", "browser": "ALL" },
            "goog:chromeOptions": {
                "binary": chromium,
                "args": arguments(options),
                "prefs": preferences(options),
            },
        });
        let session = expect("start", Session::new(&capabilities));
        let browser = Self {
            session,
            javascript: options.javascript,
            seen: Mutex::default(),
        };
        browser.become_reader(options);
        browser
    }

    /// Puts another reader before the same page: another window, other colours, a finger instead of
    /// a mouse. Whether scripts run is settled at the start and stays.
    #[track_caller]
    pub fn become_reader(&self, options: &Options) {
        let colours = if options.dark { "dark" } else { "light" };
        let motion = if options.reduced_motion {
            "reduce"
        } else {
            "no-preference"
        };
        self.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [
                { "name": "prefers-color-scheme", "value": colours },
                { "name": "prefers-reduced-motion", "value": motion },
            ] }),
        );
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({
                "width": options.width,
                "height": options.height,
                "deviceScaleFactor": 1,
                "mobile": options.phone,
            }),
        );
        self.devtools(
            "Emulation.setTouchEmulationEnabled",
            &json!({ "enabled": options.phone }),
        );
    }

    /// Opens a URL and waits until it has loaded.
    #[track_caller]
    pub fn goto(&self, url: &str) {
        let answer = self.session.post("url", &json!({ "url": url }));
        expect(&format!("open {url}"), answer);
    }

    /// Opens what the first match links to.
    #[track_caller]
    pub fn follow(&self, css: &str) {
        let target = text_of(self.property(css, "href"));
        self.goto(&target);
    }

    /// The URL of the page that is shown.
    #[track_caller]
    pub fn url(&self) -> String {
        text_of(expect("url", self.session.get("url")))
    }

    /// The page's title.
    #[track_caller]
    pub fn title(&self) -> String {
        text_of(expect("title", self.session.get("title")))
    }

    /// The page's HTML as the browser has it now.
    #[track_caller]
    pub fn source(&self) -> String {
        text_of(expect("source", self.session.get("source")))
    }

    /// Goes back one page.
    #[track_caller]
    pub fn back(&self) {
        expect("back", self.session.post("back", &json!({})));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        expect("reload", self.session.post("refresh", &json!({})));
    }

    /// How many elements match the selector now.
    #[track_caller]
    pub fn count(&self, css: &str) -> usize {
        expect(css, self.session.elements(css)).len()
    }

    /// The visible texts of all elements that match the selector now.
    #[track_caller]
    pub fn texts(&self, css: &str) -> Vec<String> {
        for _ in 0..STALE_TRIES {
            let elements = expect(css, self.session.elements(css));
            let texts: Result<Vec<String>, WireError> = elements
                .iter()
                .map(|element| Ok(text_of(self.session.get(&element.path("text"))?)))
                .collect();
            match texts {
                Err(error) if error.is_stale() => {}
                result => return expect(css, result),
            }
        }
        panic!("browser, {}: {css} does not stay", self.url());
    }

    /// The visible text of the first match.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        text_of(self.read(css, "text"))
    }

    /// An attribute of the first match, as written in the page.
    #[track_caller]
    pub fn attr(&self, css: &str, name: &str) -> Option<String> {
        let script = "return arguments[0].getAttribute(arguments[1])";
        let value = self.with_element(css, name, |element| {
            self.session
                .execute(script, &[element.reference(), name.into()])
        });
        value.as_str().map(str::to_owned)
    }

    /// A property of the first match, such as `checked` or `value`.
    #[track_caller]
    pub fn property(&self, css: &str, name: &str) -> Value {
        self.read(css, &format!("property/{name}"))
    }

    /// What a form field holds.
    #[track_caller]
    pub fn value(&self, css: &str) -> String {
        text_of(self.property(css, "value"))
    }

    /// A computed style of the first match, such as `background-color`.
    #[track_caller]
    pub fn style(&self, css: &str, name: &str) -> String {
        text_of(self.read(css, &format!("css/{name}")))
    }

    /// Whether the first match can be seen.
    #[track_caller]
    pub fn is_visible(&self, css: &str) -> bool {
        self.read(css, "displayed") == Value::Bool(true)
    }

    /// Clicks the first match; if that opens a page, waits until it has loaded.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.act(css, "click", &json!({}));
    }

    /// Types into the first match, at the end of what is there. A file's absolute path, typed into
    /// a file field, chooses the file.
    #[track_caller]
    pub fn type_text(&self, css: &str, text: &str) {
        self.act(css, "value", &json!({ "text": text }));
    }

    /// Empties a form field.
    #[track_caller]
    pub fn clear(&self, css: &str) {
        self.act(css, "clear", &json!({}));
    }

    /// Puts a text into a form field in place of what is there.
    #[track_caller]
    pub fn fill(&self, css: &str, text: &str) {
        self.clear(css);
        self.type_text(css, text);
    }

    /// Selects part of a text field's content, counted in UTF-16 units as the page's scripts do,
    /// and gives the field the focus.
    #[track_caller]
    pub fn select_text(&self, css: &str, start: usize, end: usize) {
        let element = self.element(css);
        self.execute(
            "arguments[0].focus(); arguments[0].setSelectionRange(arguments[1], arguments[2])",
            &[element.reference(), start.into(), end.into()],
        );
    }

    /// Runs a script as the body of a function; `arguments` has its arguments. Gives what it
    /// returns.
    #[track_caller]
    pub fn execute(&self, script: &str, arguments: &[Value]) -> Value {
        expect("script", self.session.execute(script, arguments))
    }

    /// A command of Chromium's own protocol, for what WebDriver lacks.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        expect(command, self.session.devtools(command, parameters))
    }

    /// Answers the question that a script has just asked (`prompt`).
    #[track_caller]
    pub fn answer(&self, text: &str) {
        let typed = self.session.post("alert/text", &json!({ "text": text }));
        expect("answer", typed);
        expect("answer", self.session.post("alert/accept", &json!({})));
    }

    /// Waits until something matches the selector.
    #[track_caller]
    pub fn wait_for(&self, css: &str) {
        self.element(css);
    }

    /// Waits until a condition holds; `what` names it if it does not.
    #[track_caller]
    pub fn wait_until(&self, what: &str, mut condition: impl FnMut(&Self) -> bool) {
        if !wait_until(PATIENCE, || condition(self)) {
            panic!("browser, {}: waited in vain until {what}", self.url());
        }
    }

    /// The names and values of the cookies that the page's server gets.
    #[track_caller]
    pub fn cookies(&self) -> Vec<(String, String)> {
        let answer = expect("cookies", self.session.get("cookie"));
        let cookies = answer.as_array().into_iter().flatten();
        cookies
            .map(|each| {
                (
                    text_of(each["name"].clone()),
                    text_of(each["value"].clone()),
                )
            })
            .collect()
    }

    /// Forgets all cookies of the page's site.
    #[track_caller]
    pub fn delete_cookies(&self) {
        expect("delete cookies", self.session.delete("/cookie"));
    }

    /// The first match, waited for.
    #[track_caller]
    fn element(&self, css: &str) -> Element {
        let mut found = None;
        wait_until(PATIENCE, || {
            found = expect(css, self.session.elements(css)).into_iter().next();
            found.is_some()
        });
        match found {
            Some(element) => element,
            None => panic!("browser, {}: nothing matches {css:?}", self.url()),
        }
    }

    #[track_caller]
    fn read(&self, css: &str, command: &str) -> Value {
        self.with_element(css, command, |element| {
            self.session.get(&element.path(command))
        })
    }

    #[track_caller]
    fn act(&self, css: &str, command: &str, arguments: &Value) {
        self.with_element(css, command, |element| {
            self.session.post(&element.path(command), arguments)
        });
    }

    /// Does something with the first match, and again with the first match of the next page when
    /// that has come in between.
    #[track_caller]
    fn with_element(
        &self,
        css: &str,
        what: &str,
        command: impl Fn(&Element) -> Result<Value, WireError>,
    ) -> Value {
        for _ in 0..STALE_TRIES {
            match command(&self.element(css)) {
                Err(error) if error.is_stale() => {}
                result => return expect(&format!("{what} {css}"), result),
            }
        }
        panic!("browser, {}: {css} does not stay", self.url());
    }
}

fn arguments(options: &Options) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "--headless=new",
        // Tests run in containers and as root, where Chromium's own sandbox cannot start; the only
        // pages that it opens are ours.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-extensions",
        "--disable-sync",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        "--lang=en-GB",
        // By a pipe instead of a port the browser notices when its driver is gone, and ends.
        "--remote-debugging-pipe",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!(
        "--window-size={},{}",
        options.width, options.height
    ));
    arguments
}

fn preferences(options: &Options) -> Value {
    let mut preferences = json!({
        "credentials_enable_service": false,
        "profile.password_manager_enabled": false,
    });
    if !options.javascript {
        // Blocks the page's scripts and not the driver's.
        preferences["profile.managed_default_content_settings.javascript"] = 2.into();
    }
    preferences
}

/// A JSON string's text; nothing for anything else.
fn text_of(value: Value) -> String {
    match value {
        Value::String(text) => text,
        _ => String::new(),
    }
}
