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
