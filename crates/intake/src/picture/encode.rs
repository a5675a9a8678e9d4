//! Pixels into a new file.

use std::collections::HashSet;
use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, GenericImageView, ImageError};

use super::error::PictureError;
use super::{Picture, PictureLimits};

/// More colours than this in a sample of pixels make a photograph.
const DRAWING_COLOURS: usize = 256;
/// How many pixels are looked at to tell a drawing from a photograph.
const SAMPLED_PIXELS: u32 = 40_000;

/// Scales down, never up, to the largest size that the limits allow.
pub(super) fn fit(image: DynamicImage, limits: &PictureLimits) -> DynamicImage {
    let (width, height) = image.dimensions();
    if width <= limits.max_output_width && height <= limits.max_output_height {
        return image;
    }
    image.resize(
        limits.max_output_width.max(1),
        limits.max_output_height.max(1),
        FilterType::Lanczos3,
    )
}

/// Writes the picture: PNG when it is transparent or a drawing, JPEG when it is a photograph.
pub(super) fn encode(
    image: &DynamicImage,
    limits: &PictureLimits,
) -> Result<Picture, PictureError> {
    let transparent = is_transparent(image);
    let (bytes, media_type, extension) = if transparent || is_drawing(image) {
        let bytes = if transparent {
            png(&image.to_rgba8().into())
        } else {
            png(&image.to_rgb8().into())
        };
        (bytes, "image/png", "png")
    } else {
        let bytes = jpeg(image, limits.jpeg_quality.clamp(1, 100));
        (bytes, "image/jpeg", "jpg")
    };
    let bytes = bytes.map_err(|e| PictureError::Encoding(e.to_string()))?;
    let (width, height) = image.dimensions();
    Ok(Picture {
        hash: blake3::hash(&bytes).to_hex().to_string(),
        bytes,
        media_type,
        extension,
        width,
        height,
    })
}

fn png(image: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let mut out = Cursor::new(Vec::new());
    let encoder =
        PngEncoder::new_with_quality(&mut out, CompressionType::Best, PngFilter::Adaptive);
    image.write_with_encoder(encoder)?;
    Ok(out.into_inner())
}

fn jpeg(image: &DynamicImage, quality: u8) -> Result<Vec<u8>, ImageError> {
    let mut out = Cursor::new(Vec::new());
    image
        .to_rgb8()
        .write_with_encoder(JpegEncoder::new_with_quality(&mut out, quality))?;
    Ok(out.into_inner())
}

fn is_transparent(image: &DynamicImage) -> bool {
    image.color().has_alpha() && image.pixels().any(|(_, _, pixel)| pixel.0[3] < 255)
}

/// Few colours: a chart, a map, a logo. JPEG would smear its edges and PNG keeps it small.
fn is_drawing(image: &DynamicImage) -> bool {
    let (width, height) = image.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    // An odd step, so that a sample does not fall into one column.
    let step = (pixels / u64::from(SAMPLED_PIXELS)).max(1) | 1;
    let mut colours = HashSet::new();
    let mut at = 0;
    while at < pixels {
        // Both fit: each is below the width or height.
        let (x, y) = (
            (at % u64::from(width)) as u32,
            (at / u64::from(width)) as u32,
        );
        colours.insert(image.get_pixel(x, y).0);
        if colours.len() > DRAWING_COLOURS {
            return false;
        }
        at += step;
    }
    true
}
