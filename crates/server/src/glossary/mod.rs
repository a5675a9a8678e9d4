//! The glossary as the paper keeps it: changes proposed, rehearsed and made, and work that goes over the archive; and as the
//! desk looks at it.

pub mod catalogue;
pub mod change;
pub mod differences;
pub mod filter;
pub mod import;
pub mod jobs;
pub mod namesakes;
pub mod pictures;
pub mod problems;
pub mod shelf;
pub mod suggest;
pub mod table;
pub mod task;
pub mod uses;
