//! Pictures from outside, made safe to serve from the paper.
//!
//! Nothing of the original file is served: its pixels are decoded under limits and written anew, so
//! metadata, trailing bytes and anything else that was hidden in it are gone.

mod decode;
mod encode;
mod error;
mod sniff;
#[cfg(test)]
mod tests;

pub use error::PictureError;

/// The limits of [`reencode`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureLimits {
    /// Most bytes of the file as it comes.
    pub max_input_bytes: usize,
    /// Most pixels of one side, as it comes. Checked before anything is decoded.
    pub max_side: u32,
    /// Most pixels altogether, as it comes. Checked before anything is decoded.
    pub max_pixels: u64,
    /// Most bytes that decoding may use.
    pub max_decode_bytes: u64,
    /// Wider pictures are made this wide.
    pub max_output_width: u32,
    /// Higher pictures are made this high.
    pub max_output_height: u32,
    /// Quality of JPEGs, 1 to 100.
    pub jpeg_quality: u8,
}

impl Default for PictureLimits {
    /// 12 MB, 20,000 pixels a side, 25 megapixels, 128 MiB to decode; 1,600 by 3,200 pixels and quality 82 when done.
    fn default() -> Self {
        Self {
            max_input_bytes: 12_000_000,
            max_side: 20_000,
            max_pixels: 25_000_000,
            max_decode_bytes: 128 * 1024 * 1024,
            max_output_width: 1600,
            max_output_height: 3200,
            jpeg_quality: 82,
        }
    }
}

/// A picture that is safe to serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// `jpg` or `png`.
    pub extension: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// BLAKE3 of [`Picture::bytes`], 64 hexadecimal digits: a name for the file.
    pub hash: String,
}

/// Decodes a picture and writes it anew: upright, without metadata, of sensible size.
///
/// What it is decide its bytes, never its name or content type: PNG, JPEG, GIF (its first frame) or WebP.
/// Photographs become JPEG; drawings and everything transparent become PNG. The same bytes and limits
/// always give the same picture.
///
/// # Errors
/// See [`PictureError`]. [`PictureError::TrackingPixel`] is no fault worth a word: leave the picture out.
pub fn reencode(bytes: &[u8], limits: &PictureLimits) -> Result<Picture, PictureError> {
    if bytes.len() > limits.max_input_bytes {
        return Err(PictureError::TooManyBytes {
            bytes: bytes.len(),
            limit: limits.max_input_bytes,
        });
    }
    let format = sniff::sniff(bytes)?;
    let image = decode::decode(bytes, format, limits)?;
    let image = encode::fit(image, limits);
    encode::encode(&image, limits)
}
