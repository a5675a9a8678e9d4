//! The glossary as the paper keeps it: changes proposed, rehearsed and made, and work that goes over the archive.

pub mod catalogue;
pub mod change;
pub mod jobs;
pub mod task;
