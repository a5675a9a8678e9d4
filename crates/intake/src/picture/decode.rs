//! Pixels out of a file, under limits.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::PictureLimits;
use super::error::PictureError;

/// Decodes the (first) picture of a file and turns it upright.
///
/// # Errors
/// Too large, damaged, or a tracking pixel.
pub(super) fn decode(
    bytes: &[u8],
    format: ImageFormat,
    limits: &PictureLimits,
) -> Result<DynamicImage, PictureError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // The dimensions are checked below, with a clear message; these limits hold the decoder's own buffers.
    let mut memory = Limits::default();
    memory.max_alloc = Some(limits.max_decode_bytes);
    reader.limits(memory);
    let mut decoder = reader.into_decoder().map_err(|e| refuse(&e, (0, 0)))?;

    let (width, height) = decoder.dimensions();
    if width.max(height) > limits.max_side
        || u64::from(width) * u64::from(height) > limits.max_pixels
        || decoder.total_bytes() > limits.max_decode_bytes
    {
        return Err(PictureError::TooManyPixels { width, height });
    }
    if width.max(height) <= 2 {
        return Err(PictureError::TrackingPixel);
    }
    // A broken orientation is no reason to refuse a whole picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|e| refuse(&e, (width, height)))?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn refuse(error: &image::ImageError, (width, height): (u32, u32)) -> PictureError {
    match error {
        image::ImageError::Limits(_) if width > 0 => PictureError::TooManyPixels { width, height },
        other => PictureError::Damaged(other.to_string()),
    }
}
