//! Temporary directories that are removed even after `kill -9`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::supervisor::{Supervised, make_directory};

/// An empty directory of this process's own, which goes when this value is dropped or when the
/// process has ended, however it ends.
#[derive(Debug)]
pub struct TempDirectory {
    path: PathBuf,
    _keeper: Supervised,
}

impl TempDirectory {
    /// Makes one.
    ///
    /// # Panics
    /// When the system's temporary directory cannot be written.
    #[track_caller]
    #[expect(clippy::new_without_default, reason = "a default does no I/O")]
    pub fn new() -> Self {
        let keeper = make_directory("test")
            .and_then(|path| Supervised::start(path, "TERM", &Command::new("true")));
        match keeper {
            Ok(keeper) => {
                // The supervisor keeps its notes in the directory itself.
                let path = keeper.directory().join("files");
                if let Err(error) = fs::create_dir(&path) {
                    panic!("cannot make {}: {error}", path.display());
                }
                Self {
                    path,
                    _keeper: keeper,
                }
            }
            Err(error) => panic!("cannot make a temporary directory: {error}"),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
