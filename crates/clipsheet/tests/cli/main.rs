//! The program as it is called: results on standard output, words on standard error, exit status 0, 1 or 2.

#![expect(clippy::unwrap_used, reason = "in a test an unwrap is an assertion")]

mod clip;
mod durable;
mod feed;
mod gloss;
mod letter;
mod serve;
mod staff;
mod support;
mod text;
