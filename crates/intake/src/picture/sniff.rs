//! What a file is, by its first bytes.

use image::ImageFormat;

use super::error::PictureError;

/// The format of a picture that is taken.
///
/// # Errors
/// [`PictureError::NotAPicture`], which names what it is instead, as far as that shows.
pub(super) fn sniff(bytes: &[u8]) -> Result<ImageFormat, PictureError> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(ImageFormat::Png),
        [0xff, 0xd8, 0xff, ..] => Ok(ImageFormat::Jpeg),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(ImageFormat::Gif),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Ok(ImageFormat::WebP),
        _ => Err(PictureError::NotAPicture(other_kind(bytes))),
    }
}

fn other_kind(bytes: &[u8]) -> &'static str {
    if bytes.is_empty() {
        return "an empty file";
    }
    match bytes {
        [b'B', b'M', ..] => return "a Windows bitmap",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => return "a TIFF picture",
        [0, 0, 1, 0, ..] => return "an icon",
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', ..] => return "an AVIF picture",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => return "a film or HEIC picture",
        [b'%', b'P', b'D', b'F', ..] => return "a PDF",
        _ => {}
    }
    // A tag near the beginning: SVG and HTML are text that can carry scripts.
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let html = start.find("<html").or_else(|| start.find("<!doctype html"));
    match (start.find("<svg"), html) {
        (Some(svg), Some(html)) if svg < html => "an SVG drawing",
        (_, Some(_)) => "a web page",
        (Some(_), None) => "an SVG drawing",
        (None, None) if start.trim_start().starts_with('<') => "a text file with tags",
        (None, None) => "no picture that we know",
    }
}
