//! Evidence: source pages as they came, compressed, in the data folder under the hash of their bytes.

mod owner;
mod prune;

pub use prune::{PARTS, prune};

use crate::app::App;
use crate::clip::{ClipError, Clipped, Clipping};
use crate::media::write_once;
use clipsheet_store::{Evidence, Millis};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{ErrorKind, Read, Write};
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

fn time_of(at: Millis) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(at.0.unsigned_abs())
}

/// How often a page is written that somebody who prunes takes away at that moment. They take away what is old, once each.
const TRIES: usize = 5;

/// Keeps a page; gives the hash of its bytes, under which it is on the disk when this returns.
///
/// # Errors
/// When it cannot be written.
pub async fn keep(app: &App, page: Vec<u8>) -> std::io::Result<String> {
    let data = app.data.clone();
    let (now, paper) = (time_of(app.now()), app.secrets.paper_id.clone());
    let work = tokio::task::spawn_blocking(move || {
        let hash = blake3::hash(&page).to_hex().to_string();
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&page)?;
        let packed = packed.finish()?;
        let file = path(&data, &hash);
        owner::begin(&data.join("evidence"), &paper);
        for _ in 0..TRIES {
            write_once(&data, &file, &packed)?;
            // Whoever prunes takes it for new, also when it was there before.
            let touched = std::fs::File::open(&file).and_then(|file| file.set_modified(now));
            // Where the time cannot be set, as on some shared folders, it is as old as it says, and is there all the same.
            if let Err(error) = touched
                && error.kind() != ErrorKind::NotFound
            {
                tracing::warn!(%error, file = %file.display(), "cannot be marked as new");
            }
            // Looked at after the time was set: whoever takes it away from now on sees that it is new, and puts it back.
            if file.exists() {
                return Ok(hash);
            }
        }
        Err(std::io::Error::other(
            "it was removed again while it was being written",
        ))
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
