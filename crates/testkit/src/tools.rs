//! Where the programs and files are that the tests need and `cargo` does not bring.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace_root;

/// Where `cargo xtask setup` puts what it fetches, relative to the workspace root.
pub const TOOLS_DIRECTORY: &str = "target/tools";

/// The version of axe-core that the accessibility tests run.
pub const AXE_CORE_VERSION: &str = "4.14.1";

/// The first executable file called `name` in the directories of `PATH`.
pub fn in_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|directory| directory.join(name))
        .find(|file| is_executable(file))
}

/// The directory with PostgreSQL's server programs: that of the newest version which Debian's
/// packages have installed, otherwise where `PATH` has `initdb`.
pub fn postgres_bin() -> Option<PathBuf> {
    newest_debian_postgres(Path::new("/usr/lib/postgresql"))
        .or_else(|| Some(in_path("initdb")?.parent()?.to_owned()))
}

fn newest_debian_postgres(root: &Path) -> Option<PathBuf> {
    fs::read_dir(root)
        .ok()?
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let bin = entry.path().join("bin");
            is_executable(&bin.join("initdb")).then_some((version, bin))
        })
        .max()
        .map(|(_, bin)| bin)
}

/// The Chromium (or Chrome) to drive.
pub fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(in_path)
}

/// The script of axe-core, the accessibility checker.
///
/// # Errors
/// When it is not there: the message says how to get it.
pub fn axe_core() -> Result<PathBuf, String> {
    let package = workspace_root()
        .join(TOOLS_DIRECTORY)
        .join("node_modules/axe-core");
    let script = package.join("axe.min.js");
    let manifest = fs::read_to_string(package.join("package.json")).unwrap_or_default();
    let version = format!("\"version\": \"{AXE_CORE_VERSION}\"");
    if script.is_file() && manifest.contains(&version) {
        Ok(script)
    } else {
        Err(format!(
            "axe-core {AXE_CORE_VERSION} is not in {}: run `cargo xtask setup`",
            package.display()
        ))
    }
}

/// Whether this process runs as root.
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    // The owner of a process's /proc entry is its effective user.
    fs::metadata("/proc/self").is_ok_and(|metadata| metadata.uid() == 0)
}

fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file)
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}
