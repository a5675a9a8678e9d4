//! The paper's own look: files in `theme/` under the data folder. Read at the start; a file that cannot be read is
//! reported while the built-in look serves.

use axum::body::Bytes;
use std::path::Path;

/// A file that a paper may bring.
pub struct ThemeFile {
    /// Its address, with a mark of its content so that browsers may keep it for ever.
    pub url: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Bytes,
}

/// The files that a paper brings.
#[derive(Default)]
pub struct Theme {
    /// `theme/style.css`: comes after the built-in style sheet.
    pub style: Option<ThemeFile>,
    /// `theme/emblem.svg`: stands in the masthead.
    pub emblem: Option<ThemeFile>,
    /// `theme/icon.svg`: stands in the browser's tab.
    pub icon: Option<ThemeFile>,
}

/// The largest file that is taken, in bytes.
const MOST_BYTES: u64 = 1 << 20;

impl Theme {
    /// Reads the folder.
    pub fn read(data: &Path) -> Self {
        let file = |name: &str, media_type| {
            let path = data.join("theme").join(name);
            let size = path.metadata().ok()?.len();
            if size > MOST_BYTES {
                tracing::error!(path = %path.display(), size, "theme: a file of more than 1 MiB is left out");
                return None;
            }
            match std::fs::read(&path) {
                Ok(bytes) => {
                    let mark = blake3::hash(&bytes).to_hex();
                    Some(ThemeFile {
                        url: format!("/theme/{}-{name}", &mark[..12]),
                        media_type,
                        bytes: Bytes::from(bytes),
                    })
                }
                Err(error) => {
                    tracing::error!(path = %path.display(), %error, "theme: cannot be read; the built-in look serves");
                    None
                }
            }
        };
        Self {
            style: file("style.css", "text/css; charset=utf-8"),
            emblem: file("emblem.svg", "image/svg+xml"),
            icon: file("icon.svg", "image/svg+xml"),
        }
    }

    /// The file at an address.
    pub fn find(&self, url: &str) -> Option<&ThemeFile> {
        [&self.style, &self.emblem, &self.icon]
            .into_iter()
            .flatten()
            .find(|file| file.url == url)
    }
}
