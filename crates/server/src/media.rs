//! The object store: pictures as files under the data folder, named by what is in them.

use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder of pictures.
pub struct Media {
    root: PathBuf,
}

/// The endings of what the paper serves, with their media types.
const TYPES: &[(&str, &str)] = &[
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
];

impl Media {
    /// Opens (and makes) `media` in the data folder.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(data: &Path) -> std::io::Result<Self> {
        let root = data.join("media");
        std::fs::create_dir_all(&root)?;
        Ok(Self { root })
    }

    /// The address of a picture on the site.
    pub fn url(hash: &str, extension: &str) -> String {
        format!("/media/{hash}.{extension}")
    }

    fn path(&self, hash: &str, extension: &str) -> PathBuf {
        self.root
            .join(&hash[..2])
            .join(format!("{hash}.{extension}"))
    }

    /// Keeps a picture; it is on the disk when this returns. The same picture again is one file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, hash: &str, extension: &str, bytes: &[u8]) -> std::io::Result<()> {
        if !is_name(hash, extension) {
            return Err(std::io::Error::other("not a picture's name"));
        }
        let path = self.path(hash, extension);
        if path.exists() {
            return Ok(());
        }
        let folder = self.root.join(&hash[..2]);
        std::fs::create_dir_all(&folder)?;
        // Written beside and moved, so that a crash never leaves half a picture under its name.
        let beside = folder.join(format!(".{hash}.{}", std::process::id()));
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)?;
        std::fs::File::open(&folder)?.sync_all()
    }

    /// A picture by its file name, with its media type; `None` when the name is none of ours or the file is gone.
    pub fn read(&self, file_name: &str) -> Option<(Vec<u8>, &'static str)> {
        let (hash, extension) = file_name.split_once('.')?;
        if !is_name(hash, extension) {
            return None;
        }
        let (_, media_type) = TYPES.iter().find(|(known, _)| *known == extension)?;
        std::fs::read(self.path(hash, extension))
            .ok()
            .map(|bytes| (bytes, *media_type))
    }
}

/// Whether this can be a picture's name: 64 hexadecimal digits and a known ending. Nothing else ever becomes a path.
fn is_name(hash: &str, extension: &str) -> bool {
    hash.len() == 64
        && hash
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        && TYPES.iter().any(|(known, _)| *known == extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let media = Media::open(folder.path()).unwrap();
        let hash = blake3::hash(b"a gull").to_hex().to_string();
        media.save(&hash, "png", b"a gull").unwrap();
        media.save(&hash, "png", b"a gull").unwrap();
        assert_eq!(
            media.read(&format!("{hash}.png")),
            Some((b"a gull".to_vec(), "image/png"))
        );
        assert!(media.save(&hash, "html", b"<script>").is_err());
        assert!(media.save("../../etc/passwd", "png", b"").is_err());
        for wrong in [
            "",
            ".png",
            "../secret.png",
            &format!("{hash}.jpg"),
            &format!("{}.png", hash.to_uppercase()),
        ] {
            assert_eq!(media.read(wrong), None, "{wrong}");
        }
    }
}
