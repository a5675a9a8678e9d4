//! What the tests share: a PostgreSQL server of their own, a browser to drive, a paper to read.
//!
//! Everything here blocks, so that a test is a plain function, and what a test starts ends with
//! the test's process, even one that is killed. What cannot be had is a failure, not a skipped
//! test: `cargo xtask setup` brings all that is needed.

pub mod browser;
mod directory;
pub mod feeds;
pub mod http;
pub mod postgres;
pub mod site;
mod supervisor;
pub mod tools;
pub mod tour;

use std::path::{Path, PathBuf};

pub use directory::TempDirectory;

/// The root of the workspace that this crate was built in.
pub fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("this crate lives two levels below the workspace root")
        .to_owned()
}
