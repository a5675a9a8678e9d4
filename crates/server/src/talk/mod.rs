//! Talking: the comment form, its defences, and what a comment becomes.

mod again;
pub mod form;
pub mod gate;
pub mod guard;
pub mod names;
pub mod pic_a_nic;
pub mod pictures;
pub mod post;
pub mod recent;
pub mod render;
pub mod token;
pub mod tools;
pub mod twice;

use crate::app::Paper;
use clipsheet_store::{Headline, Millis};

/// What stands in place of the form when comments are closed.
pub const CLOSED: &str = "Sorry. Comments have been closed on this article";

const DAY_MILLIS: i64 = 24 * 3600 * 1000;

/// Whether an article still takes comments: by its own date, else by the paper's rule.
pub fn are_open(line: &Headline, close_at: Option<Millis>, paper: &Paper, now: Millis) -> bool {
    let days = i64::from(paper.settings.comments.close_after_days);
    match close_at {
        Some(at) => now < at,
        None if days == 0 => true,
        None => now.0 < line.printed_at.0 + days * DAY_MILLIS,
    }
}
