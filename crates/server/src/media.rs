//! The object store: pictures as files under the data folder, named by what is in them.

use crate::secrets::random_hex;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder of pictures.
#[derive(Debug, Clone)]
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
        sync_folder(data)?;
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

    /// Keeps a picture; it is on the disk when this returns. The same picture again is one file, even from several
    /// writers at once. Waits for the disk: not for async code.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, hash: &str, extension: &str, bytes: &[u8]) -> std::io::Result<()> {
        if !is_name(hash, extension) {
            return Err(std::io::Error::other("not a picture's name"));
        }
        write_once(&self.root, &self.path(hash, extension), bytes)
    }

    /// Whether there is a picture of that file name.
    pub fn has(&self, file_name: &str) -> bool {
        file_name.split_once('.').is_some_and(|(hash, extension)| {
            is_name(hash, extension) && self.path(hash, extension).is_file()
        })
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

/// Writes a file that is named by what is in it, in a folder below the root; it is on the disk when this returns.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write_once(root: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(root);
    if !path.exists() {
        std::fs::create_dir_all(folder)?;
        // Written beside and moved, so that a crash never leaves half a file under its name. Every writer has a
        // file of its own, whatever process or machine it runs in.
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let beside = folder.join(format!(".{name}.{}", &random_hex()?[..16]));
        let moved = write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
        if let Err(error) = moved {
            // Gone already, or as full a disk as before: the first error is the one to tell.
            let _ = std::fs::remove_file(&beside);
            return Err(error);
        }
    }
    // Another writer may have moved it there, or made the folder, only just now.
    for above in folder
        .ancestors()
        .take_while(|above| above.starts_with(root))
    {
        sync_folder(above)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A new name is on the disk when its folder is.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
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
    #[test]
    fn many_may_keep_the_same_picture_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let media = Media::open(folder.path()).unwrap();
        let together = std::sync::Barrier::new(8);
        for round in 0..20_u8 {
            let bytes = vec![round; 200_000];
            let hash = blake3::hash(&bytes).to_hex().to_string();
            let keep = || {
                together.wait();
                media.save(&hash, "png", &bytes)?;
                Ok::<_, std::io::Error>(media.read(&format!("{hash}.png")))
            };
            std::thread::scope(|scope| {
                let writers: Vec<_> = (0..8).map(|_| scope.spawn(keep)).collect();
                for writer in writers {
                    let (kept, _) = writer.join().unwrap().unwrap().unwrap();
                    assert!(kept == bytes, "whole, for everybody");
                }
            });
            let shard = std::fs::read_dir(folder.path().join("media").join(&hash[..2])).unwrap();
            let hidden =
                |entry: &std::fs::DirEntry| entry.file_name().as_encoded_bytes()[0] == b'.';
            assert_eq!(
                shard
                    .filter(|entry| hidden(entry.as_ref().unwrap()))
                    .count(),
                0
            );
        }
    }
}
