//! What is wrong with a glossary, told to the editor who keeps it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much a [`Problem`] costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The entry works, but perhaps not as its editor thinks.
    Warning,
    /// The entry, or the one form of it that the message names, is set aside and does nothing.
    Error,
}

/// Something to look at in a glossary. A problem never stops the rest of the glossary from working.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The entry's place in the list of entries, counted from 0; `None` when the problem is not in one entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    /// The entry's headword, shortened when it is very long; empty when there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub headword: String,
    /// Whether something was set aside.
    pub severity: Severity,
    /// What is wrong and what to do, in words for an editor.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}: ")?;
        match (self.position, self.headword.is_empty()) {
            (Some(position), true) => write!(f, "entry {}: ", position + 1)?,
            (Some(position), false) => {
                write!(f, "entry {} (\"{}\"): ", position + 1, self.headword)?
            }
            (None, false) => write!(f, "\"{}\": ", self.headword)?,
            (None, true) => {}
        }
        f.write_str(&self.message)
    }
}

/// Shortens a text for a message, on a character boundary.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST - 1).collect();
    short.push('…');
    short
}
