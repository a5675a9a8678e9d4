//! The never-ending story so far.

use super::{Chrome, Link};

/// A line of the serial, where it was printed.
#[derive(Debug, Clone, Default)]
pub struct SerialLine {
    /// The line.
    pub text: String,
    /// The article in which it appeared; no link when it has not yet.
    pub article: Link,
    /// When: "7 July 2014".
    pub date: String,
    /// The same for machines.
    pub datetime: String,
}

/// The never-ending story so far.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "serial.html")]
pub struct SerialPage {
    /// What every page has.
    pub chrome: Chrome,
    /// The lines, in the order in which they were printed.
    pub lines: Vec<SerialLine>,
    /// Printed when there are none.
    pub empty_note: String,
    /// Earlier lines; no link at the beginning.
    pub older: Link,
    /// Later lines; no link at the end.
    pub newer: Link,
}
