//! The publications that clippings come from.

use super::{Chrome, Link};

/// A source.
#[derive(Debug, Clone, Default)]
pub struct SourceLine {
    /// Its name and the list of what was clipped from it.
    pub list: Link,
    /// Its tag, without brackets.
    pub tag: String,
    /// Its own front page; empty for none.
    pub homepage: String,
}

/// A site whose feed the paper reads.
#[derive(Debug, Clone, Default)]
pub struct SiteLine {
    /// What the desk calls it, and its front page.
    pub link: Link,
    /// The tag of what is printed from there, without brackets.
    pub tag: String,
}

/// All sources.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "sources.html")]
pub struct SourcesPage {
    /// What every page has.
    pub chrome: Chrome,
    /// The sources, by name.
    pub sources: Vec<SourceLine>,
    /// The sites whose feeds the paper reads, by name.
    pub sites: Vec<SiteLine>,
}
