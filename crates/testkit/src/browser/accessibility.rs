//! axe-core, the accessibility checker.

use std::fmt;
use std::fs;

use serde_json::{Value, json};

use super::{Browser, text_of};
use crate::tools;

/// WCAG 2.2 AA, which the paper promises, is the sum of these; and what axe calls best practice.
const TAGS: &[&str] = &[
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

/// Where pages may not run scripts no timer rings, and axe waits for some of no length: there they
/// ring at once.
const TIMERS_AT_ONCE: &str = "window.setTimeout = (work, _, ...values) => { \
     Promise.resolve().then(() => work(...values)); return 1; };";

/// A rule that the page breaks.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The rule's name, such as `color-contrast`.
    pub rule: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: String,
    /// The rule in one sentence.
    pub help: String,
    /// The elements that break it.
    pub places: Vec<Place>,
}

/// An element that breaks a rule.
#[derive(Clone, Debug)]
pub struct Place {
    /// A CSS selector of the element.
    pub selector: String,
    /// The element's own tag, shortened by axe.
    pub html: String,
    /// What is wrong and how it could be right.
    pub summary: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({}): {}", self.rule, self.impact, self.help)?;
        for place in &self.places {
            write!(formatter, "\n  at {}: {}", place.selector, place.html)?;
            for line in place.summary.lines() {
                write!(formatter, "\n    {}", line.trim())?;
            }
        }
        Ok(())
    }
}

impl Browser {
    /// Runs axe-core on the page as it is shown now, against WCAG 2.2 AA and best practice.
    ///
    /// # Panics
    /// When axe-core is not there (the message says what to do) or fails.
    #[track_caller]
    pub fn axe(&self) -> Vec<Violation> {
        self.load_axe();
        let options = json!({
            "runOnly": { "type": "tag", "values": TAGS },
            "resultTypes": ["violations"],
        });
        let answer = self.evaluate(&format!(
            "axe.run(document, {options}).then((result) => result.violations)"
        ));
        match answer["result"]["value"].as_array() {
            Some(violations) => violations.iter().map(read_violation).collect(),
            None => panic!("axe-core has failed: {answer}"),
        }
    }

    /// Brings axe into the page, unless it is there from last time.
    #[track_caller]
    fn load_axe(&self) {
        if self.evaluate("typeof axe")["result"]["value"] == "object" {
            return;
        }
        let script = tools::axe_core()
            .and_then(|file| fs::read_to_string(file).map_err(|error| error.to_string()));
        let script = match script {
            Ok(script) => script,
            Err(message) => panic!("cannot read axe-core: {message}"),
        };
        let timers = if self.javascript { "" } else { TIMERS_AT_ONCE };
        self.evaluate(&format!("{timers}{script}; 0"));
    }

    /// Straight to the engine: neither a content security policy nor a ban on scripts hinders it.
    #[track_caller]
    fn evaluate(&self, expression: &str) -> Value {
        self.devtools(
            "Runtime.evaluate",
            &json!({ "expression": expression, "awaitPromise": true, "returnByValue": true }),
        )
    }

    /// Fails with a readable list if [`Browser::axe`] finds anything.
    #[track_caller]
    pub fn assert_accessible(&self) {
        let violations = self.axe();
        if !violations.is_empty() {
            let list: Vec<String> = violations.iter().map(Violation::to_string).collect();
            panic!("{} is not accessible:\n{}", self.url(), list.join("\n"));
        }
    }
}

fn read_violation(value: &Value) -> Violation {
    let places = value["nodes"].as_array().into_iter().flatten();
    Violation {
        rule: text_of(value["id"].clone()),
        impact: text_of(value["impact"].clone()),
        help: text_of(value["help"].clone()),
        places: places
            .map(|node| Place {
                selector: node["target"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .collect::<Vec<_>>()
                    .join(" "),
                html: text_of(node["html"].clone()),
                summary: text_of(node["failureSummary"].clone()),
            })
            .collect(),
    }
}
