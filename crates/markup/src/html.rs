//! The way from untrusted HTML to safe HTML: [`tokens`] reads, [`clean`] judges, [`writer`] writes,
//! [`gate`] lets through.

pub(crate) mod block;
pub(crate) mod clean;
pub(crate) mod elements;
pub(crate) mod escape;
pub(crate) mod gate;
pub(crate) mod pictures;
pub(crate) mod tokens;
pub(crate) mod writer;
