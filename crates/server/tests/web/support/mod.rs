//! A paper of either engine, readers to read it, and eyes to look at pages with.

mod browser;
mod form;
mod page;
mod paper;

pub(crate) use browser::{Browser, Reply};
pub(crate) use form::Form;
pub(crate) use page::{assert_no_script, assert_page, assert_serves_itself, internal_links};
pub(crate) use paper::{NOW, Paper, STORY, on_both, on_both_starters};

/// A minute of the paper's clock, in milliseconds.
pub(crate) const MINUTE: i64 = 60_000;
/// A day of the paper's clock, in milliseconds.
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;
