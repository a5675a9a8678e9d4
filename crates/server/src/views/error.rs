//! The page for when something went wrong.

use super::{Chrome, Link};

/// Something went wrong: what, what to do, and the ways onward.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// What every page has.
    pub chrome: Chrome,
    /// The HTTP status, printed small: "404".
    pub status: String,
    /// What is wrong: "There is no such article".
    pub heading: String,
    /// What that means and what to do.
    pub message: String,
    /// Ways onward; the latest edition and the archive are always offered.
    pub onward: Vec<Link>,
    /// An article that was taken back and that whoever is here may print again; 0 for none.
    pub print_again: u64,
    /// What the reader had typed, to be copied and kept; empty for nothing.
    pub kept_text: String,
    /// Number under which the desk finds this in its log; empty for none.
    pub reference: String,
}
