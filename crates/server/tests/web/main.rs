//! The paper as a reader meets it: every address, on both databases.
#![allow(missing_docs)]

mod reading;
mod support;
