//! Evidence: source pages as they came, compressed, in the data folder under the hash of their bytes.

use crate::app::App;
use crate::media::write_once;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

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
    let work = tokio::task::spawn_blocking(move || {
        let hash = blake3::hash(&page).to_hex().to_string();
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&page)?;
        write_once(&data, &path(&data, &hash), &packed.finish()?)?;
        Ok(hash)
    });
    work.await.map_err(std::io::Error::other)?
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
