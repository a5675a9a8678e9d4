//! Sources that no longer say what was clipped from them.

use super::{DeskChrome, Link, Tab};

/// An article whose source was looked at again.
#[derive(Debug, Clone, Default)]
pub struct CheckRow {
    /// The article.
    pub article: Link,
    /// Where the desk changes it.
    pub desk_url: String,
    /// What was found.
    pub words: String,
    /// When.
    pub time: String,
}

/// Sources looked at again.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "checks.html")]
pub struct ChecksPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// What can be found.
    pub findings: Vec<Tab>,
    /// The articles, the last looked at first.
    pub rows: Vec<CheckRow>,
    /// Where the list goes on; empty for nowhere.
    pub older_url: String,
}
