//! The way from untrusted HTML to safe HTML: [`tokens`] reads, [`clean`] judges, [`writer`] writes.

pub(crate) mod clean;
pub(crate) mod escape;
pub(crate) mod pictures;
pub(crate) mod tokens;
pub(crate) mod writer;
