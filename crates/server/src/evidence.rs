//! Evidence: source pages as they came, compressed, in the data folder under the hash of their bytes.

use crate::app::App;
use crate::clip::{ClipError, Clipped, Clipping};
use crate::media::write_once;
use clipsheet_store::{Evidence, Millis, StoreResult, has_evidence};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// What the media type of a page says that was pasted, and not fetched from the source.
pub const PASTED: &str = "pasted=1";

/// The largest page that is unpacked, in bytes; larger ones are not fetched either.
const MOST_BYTES: u64 = 16 << 20;

fn path(data: &Path, hash: &str) -> PathBuf {
    data.join("evidence")
        .join(&hash[..2])
        .join(format!("{hash}.gz"))
}

/// Keeps a page; gives the hash of its bytes, under which it is on the disk when this returns.
///
/// # Errors
/// When it cannot be written.
pub async fn keep(app: &App, page: Vec<u8>) -> std::io::Result<String> {
    let data = app.data.clone();
    let now = app.now();
    let work = tokio::task::spawn_blocking(move || {
        let hash = blake3::hash(&page).to_hex().to_string();
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&page)?;
        let file = path(&data, &hash);
        write_once(&data, &file, &packed.finish()?)?;
        // Whoever prunes takes it for new, also when it was there before.
        std::fs::File::open(&file)?.set_modified(time_of(now))?;
        Ok(hash)
    });
    work.await.map_err(std::io::Error::other)?
}

/// Keeps the page that a story was clipped from; gives the clipping, and what is to be noted of the page once it has a
/// draft or an article.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn keep_page(
    app: &App,
    clipped: Clipped,
) -> Result<(Clipping, Evidence), ClipError> {
    let Clipped {
        clipping,
        page,
        content_type,
        url,
    } = clipped;
    let size_bytes = i64::try_from(page.len()).unwrap_or(i64::MAX);
    let hash = keep(app, page).await.map_err(|error| {
        ClipError::Failed(format!("it cannot be written to the data folder: {error}"))
    })?;
    let page = Evidence {
        hash,
        url: url.to_string(),
        fetched_at: app.now(),
        content_type: content_type.unwrap_or_default(),
        size_bytes,
        draft: None,
        article: None,
    };
    Ok((clipping, page))
}

/// A page by its hash; `None` when it is not there, or not what it was.
pub async fn read(app: &App, hash: &str) -> Option<Vec<u8>> {
    let well_formed = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !well_formed {
        return None;
    }
    let (file, hash) = (path(&app.data, hash), hash.to_owned());
    let work = tokio::task::spawn_blocking(move || {
        let packed = std::fs::File::open(file).ok()?;
        let mut page = Vec::new();
        GzDecoder::new(packed)
            .take(MOST_BYTES)
            .read_to_end(&mut page)
            .ok()?;
        (blake3::hash(&page).to_hex().as_str() == hash).then_some(page)
    });
    work.await.ok().flatten()
}

/// Parts in which the folder is pruned, by the first byte of the hashes.
pub const PARTS: u16 = 256;
/// How long a page is left alone that nothing refers to (yet): it is written before its draft is.
const LEFT_ALONE: Duration = Duration::from_secs(2 * 24 * 3600);

fn time_of(at: Millis) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(at.0.unsigned_abs())
}

/// Removes the pages of one part of the folder to which no article, no draft and no waiting clipping refers any more; gives
/// how many. A part of a paper's pages at a time, so that a large folder is gone through in days rather than at once.
///
/// # Errors
/// When the store cannot be read. A file that cannot be removed is named in the log and stays.
pub async fn prune(app: &App, part: u16) -> StoreResult<usize> {
    let folder = app
        .data
        .join("evidence")
        .join(format!("{:02x}", part % PARTS));
    let before = time_of(app.now()) - LEFT_ALONE;
    let work = tokio::task::spawn_blocking(move || old_pages(&folder, before));
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
            // It may have been fetched again this moment.
            if is_old(&file, before) {
                return std::fs::remove_file(&file)
                    .map(|()| 1)
                    .unwrap_or_else(|error| {
                        tracing::warn!(%error, file = %file.display(), "cannot be removed");
                        0
                    });
            }
            0
        });
        removed += work.await.unwrap_or(0);
    }
    Ok(removed)
}

fn is_old(file: &Path, before: SystemTime) -> bool {
    let modified = std::fs::metadata(file).and_then(|meta| meta.modified());
    modified.is_ok_and(|at| at < before)
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
            let hash = path.file_name()?.to_str()?.strip_suffix(".gz")?.to_owned();
            (hash.len() == 64 && is_old(&path, before)).then_some((hash, path))
        })
        .collect()
}
