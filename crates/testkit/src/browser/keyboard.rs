//! Keys, touches and the mouse pointer.

use serde_json::{Value, json};

use super::{Browser, Element, expect};

/// The names that a chord may use, with the code points that the
/// [protocol](https://www.w3.org/TR/webdriver2/#keyboard-actions) gives to keys.
const KEYS: &[(&str, &str)] = &[
    ("Alt", "\u{E00A}"),
    ("ArrowDown", "\u{E015}"),
    ("ArrowLeft", "\u{E012}"),
    ("ArrowRight", "\u{E014}"),
    ("ArrowUp", "\u{E013}"),
    ("Backspace", "\u{E003}"),
    ("Control", "\u{E009}"),
    ("Delete", "\u{E017}"),
    ("End", "\u{E010}"),
    ("Enter", "\u{E007}"),
    ("Escape", "\u{E00C}"),
    ("Home", "\u{E011}"),
    ("Meta", "\u{E03D}"),
    ("PageDown", "\u{E00F}"),
    ("PageUp", "\u{E00E}"),
    ("Shift", "\u{E008}"),
    ("Space", " "),
    ("Tab", "\u{E004}"),
];

impl Browser {
    /// Presses keys together, such as `Control+b`, `Shift+Tab` or `Enter`, wherever the focus is.
    ///
    /// # Panics
    /// When a key is neither one character nor a name that this module knows.
    #[track_caller]
    pub fn keys(&self, chord: &str) {
        let keys: Vec<&str> = chord.split('+').map(|name| key(chord, name)).collect();
        let down = keys.iter().map(|key| ("keyDown", key));
        let up = keys.iter().rev().map(|key| ("keyUp", key));
        let actions: Vec<Value> = down
            .chain(up)
            .map(|(kind, key)| json!({ "type": kind, "value": key }))
            .collect();
        self.perform(
            &format!("press {chord}"),
            &json!({ "type": "key", "id": "keyboard", "actions": actions }),
        );
    }

    /// Presses a key so many times.
    ///
    /// # Panics
    /// When a key is neither one character nor a name that this module knows.
    #[track_caller]
    pub fn press(&self, name: &str, times: usize) {
        let key = key(name, name);
        self.press_in_turn(&format!("press {name}"), std::iter::repeat_n(key, times));
    }

    /// Types a text by keys, wherever the focus is.
    #[track_caller]
    pub fn types(&self, text: &str) {
        let letters: Vec<String> = text.chars().map(String::from).collect();
        self.press_in_turn(&format!("type {text}"), letters.iter().map(String::as_str));
    }

    #[track_caller]
    fn press_in_turn<'a>(&self, what: &str, keys: impl Iterator<Item = &'a str>) {
        let actions: Vec<Value> = keys
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        self.perform(
            what,
            &json!({ "type": "key", "id": "keyboard", "actions": actions }),
        );
    }

    /// Presses Tab until the focus is on what the selector tells, as somebody without a mouse does.
    ///
    /// # Panics
    /// When it has not come there after 300 times.
    #[track_caller]
    pub fn tab_to(&self, css: &str) {
        let script = "return document.activeElement.matches(arguments[0])";
        for _ in 0..300 {
            if self.execute(script, &[css.into()]) == Value::Bool(true) {
                return;
            }
            self.press("Tab", 1);
        }
        panic!("browser, {}: Tab does not lead to {css}", self.url());
    }

    /// Gives the first match the focus.
    #[track_caller]
    pub fn focus(&self, css: &str) {
        let element = self.element(css);
        self.execute("arguments[0].focus()", &[element.reference()]);
    }

    /// The CSS selector-like name of what has the focus: `tag#id.class`.
    #[track_caller]
    pub fn focused(&self) -> String {
        let script = "const e = document.activeElement; return e.localName + (e.id ? '#' + e.id : '') \
                      + Array.from(e.classList, (each) => '.' + each).join('')";
        super::text_of(self.execute(script, &[]))
    }

    /// Taps the first match with a finger.
    #[track_caller]
    pub fn tap(&self, css: &str) {
        let element = self.visible_element(css);
        self.perform(
            &format!("tap {css}"),
            &json!({
                "type": "pointer",
                "id": "finger",
                "parameters": { "pointerType": "touch" },
                "actions": [
                    move_to(&element),
                    { "type": "pointerDown", "button": 0 },
                    { "type": "pause", "duration": 50 },
                    { "type": "pointerUp", "button": 0 },
                ],
            }),
        );
    }

    /// Puts the mouse pointer on the first match.
    #[track_caller]
    pub fn hover(&self, css: &str) {
        let element = self.visible_element(css);
        self.perform(
            &format!("hover {css}"),
            &json!({
                "type": "pointer",
                "id": "mouse",
                "parameters": { "pointerType": "mouse" },
                "actions": [move_to(&element)],
            }),
        );
    }

    /// The first match, scrolled to the middle of the viewport: a pointer cannot leave it.
    #[track_caller]
    fn visible_element(&self, css: &str) -> Element {
        let element = self.element(css);
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.execute(script, &[element.reference()]);
        element
    }

    #[track_caller]
    fn perform(&self, what: &str, source: &Value) {
        let arguments = json!({ "actions": [source] });
        expect(what, self.session.post("actions", &arguments));
    }
}

fn move_to(element: &Element) -> Value {
    json!({ "type": "pointerMove", "duration": 0, "origin": element.reference(), "x": 0, "y": 0 })
}

#[track_caller]
fn key<'a>(chord: &str, name: &'a str) -> &'a str {
    if name.chars().count() == 1 {
        return name;
    }
    match KEYS.iter().find(|(each, _)| *each == name) {
        Some((_, key)) => key,
        None => panic!("no key is called {name:?} in {chord:?}"),
    }
}
