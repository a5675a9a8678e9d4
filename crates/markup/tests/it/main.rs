//! All tests of the crate as its users see it, in one program.

mod anchors;
mod audit;
mod comments;
mod commonmark;
mod nics;
mod payloads;
mod pictures;
mod soup;
mod squishing;
mod structure;
