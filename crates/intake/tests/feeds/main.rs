//! Reading feeds: other readers' feeds, hostile and broken ones, lists of feeds.
//!
//! The feeds in `../shared/data/feeds` are not part of the project; what needs them says so when they are missing.

#![expect(clippy::unwrap_used, reason = "in a test an unwrap is an assertion")]

mod agreement;
mod hostile;
mod lists;
mod reading;

use std::path::{Path, PathBuf};

/// The folder of other readers' feeds, if it is there.
fn shared_feeds() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/feeds");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: the feeds are not there ({})", folder.display());
    None
}
