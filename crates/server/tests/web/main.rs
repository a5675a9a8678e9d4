//! The paper as a reader meets it: every address, on both databases.
#![expect(clippy::unwrap_used, reason = "in a test an unwrap is an assertion")]

mod clipping;
mod desk;
mod follow;
mod following;
mod polling;
mod reading;
mod serving;
mod submitting;
mod support;
mod talking;
