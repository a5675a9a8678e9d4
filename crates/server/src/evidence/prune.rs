//! Removing source pages that nothing refers to any more.

use super::{owner, time_of};
use crate::app::App;
use crate::secrets::random_hex;
use clipsheet_store::{StoreResult, has_evidence};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Parts in which the folder is pruned, by the first byte of the hashes.
pub const PARTS: u16 = 256;
/// How long a page is left alone that nothing refers to (yet): it is written before its draft is.
const LEFT_ALONE: Duration = Duration::from_secs(2 * 24 * 3600);

/// Removes the pages of one part of the folder to which no article, no draft and no waiting clipping refers any more; gives
/// how many. A part of a paper's pages at a time, so that a large folder is gone through in days rather than at once. Nothing
/// is removed from a folder that is not this paper's; the log says so.
///
/// # Errors
/// When the store cannot be read. A file that cannot be removed is named in the log and stays.
pub async fn prune(app: &App, part: u16) -> StoreResult<usize> {
    if !owner::is_ours(app).await? {
        return Ok(0);
    }
    let folder = app
        .data
        .join("evidence")
        .join(format!("{:02x}", part % PARTS));
    let before = time_of(app.now()) - LEFT_ALONE;
    let work = tokio::task::spawn_blocking(move || {
        remove_leftovers(&folder, before);
        old_pages(&folder, before)
    });
    let old = work.await.unwrap_or_default();
    let mut removed = 0;
    for (hash, file) in old {
        if app
            .store
            .read(move |conn| has_evidence(conn, &hash))
            .await?
        {
            continue;
        }
        let work = tokio::task::spawn_blocking(move || {
            remove(&file, before).unwrap_or_else(|error| {
                tracing::warn!(%error, file = %file.display(), "cannot be removed");
                false
            })
        });
        removed += usize::from(work.await.unwrap_or(false));
    }
    Ok(removed)
}

/// Removes a page that is still old; gives whether it was. It may be fetched again at this very moment, here or by another
/// node: moved aside first, it is either seen to be new, and put back, or missed by whoever keeps it, who writes it anew.
fn remove(file: &Path, before: SystemTime) -> std::io::Result<bool> {
    if !is_old(file, before) {
        return Ok(false);
    }
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let aside = file.with_file_name(format!(".{name}.{}", &random_hex()?[..16]));
    match std::fs::rename(file, &aside) {
        // Another node was quicker.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        moved => moved?,
    }
    if is_old(&aside, before) {
        return std::fs::remove_file(&aside).map(|()| true);
    }
    std::fs::rename(&aside, file).map(|()| false)
}

/// Removes what a crash left of writing or removing, under names that begin with a dot.
fn remove_leftovers(folder: &Path, before: SystemTime) {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for file in files.filter(|file| file.file_name().as_encoded_bytes().starts_with(b".")) {
        if is_old(&file.path(), before)
            && let Err(error) = std::fs::remove_file(file.path())
        {
            tracing::warn!(%error, file = %file.path().display(), "cannot be removed");
        }
    }
}

fn is_old(file: &Path, before: SystemTime) -> bool {
    let modified = std::fs::metadata(file).and_then(|meta| meta.modified());
    modified.is_ok_and(|at| at < before)
}

/// The hash that a page's file is named by; `None` for any other file.
pub(super) fn hash_of(path: &Path) -> Option<String> {
    let hash = path.file_name()?.to_str()?.strip_suffix(".gz")?;
    (hash.len() == 64).then(|| hash.to_owned())
}

/// The pages in a folder that were written before an instant, by their hashes.
fn old_pages(folder: &Path, before: SystemTime) -> Vec<(String, PathBuf)> {
    let Ok(files) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    files
        .flatten()
        .filter_map(|file| {
            let path = file.path();
            let hash = hash_of(&path)?;
            is_old(&path, before).then_some((hash, path))
        })
        .collect()
}
