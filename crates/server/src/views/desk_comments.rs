//! Comments at the desk, where they are taken away and brought back.

use super::{DeskChrome, Link};
use clipsheet_markup::SafeHtml;

/// A comment as the desk sees it, also one that was taken away.
#[derive(Debug, Clone, Default)]
pub struct DeskComment {
    /// Its number under the article.
    pub number: u64,
    /// Who signed it.
    pub nic: String,
    /// The nic's list of comments.
    pub nic_url: String,
    /// The website given with it; empty for none.
    pub website: String,
    /// When, ready to print.
    pub time: String,
    /// The same for machines.
    pub datetime: String,
    /// What it says.
    pub text: SafeHtml,
    /// Whether it was taken away.
    pub is_removed: bool,
    /// Where readers read it; empty when they cannot.
    pub here_url: String,
    /// Where it is taken away or brought back.
    pub url: String,
    /// What was done to it.
    pub log_url: String,
}

/// An article's comments at the desk.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_comments.html")]
pub struct DeskComments {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Their article.
    pub article: Link,
    /// "7 comments stand".
    pub count: String,
    /// The comments, newest first.
    pub comments: Vec<DeskComment>,
    /// Those before; no link for none.
    pub older: Link,
}

/// One comment, and whether it shall go or come back.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_comment.html")]
pub struct DeskCommentPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The question.
    pub heading: String,
    /// Its article.
    pub article: Link,
    /// The comment.
    pub comment: DeskComment,
    /// All comments of the article.
    pub list_url: String,
}
