//! The paper in a real browser, served by the program itself: what readers, commenters and the owner see and do.
//!
//! Each test has a paper of its own and as few browsers as it can. `cargo xtask setup` brings what they need.

#![expect(clippy::unwrap_used, reason = "in a test an unwrap is an assertion")]

mod desk;
mod drafts;
mod editing;
mod every_page;
mod glossary;
mod glossary_desk;
mod inbox;
mod owning;
mod passkeys;
mod reading;
mod reprinting;
mod saved_pages;
mod support;
mod talking;
mod without_scripts;
