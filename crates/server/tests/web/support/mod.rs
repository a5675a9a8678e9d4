//! A paper of either engine, readers to read it, and eyes to look at pages with.

mod browser;
mod form;
mod page;
mod paper;
mod site;

pub(crate) use browser::{Browser, Reply};
pub(crate) use form::Form;
pub(crate) use page::{assert_no_script, assert_page, assert_serves_itself, internal_links};
pub(crate) use paper::{NOW, Paper, STORY, on_both, on_both_starters};
pub(crate) use site::{Answer, Asked, LocalSite, allow_this_machine};

/// A minute of the paper's clock, in milliseconds.
pub(crate) const MINUTE: i64 = 60_000;
/// A day of the paper's clock, in milliseconds.
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;
