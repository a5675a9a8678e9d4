//! Pictures of our own making, through the mill.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

/// A picture with many colours: no pixel like its neighbour.
fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x * 7 + y) as u8, (y * 5 + x / 3) as u8, (x * y / 11) as u8])
    })
}

fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn take(bytes: &[u8]) -> Result<Picture, PictureError> {
    reencode(bytes, &PictureLimits::default())
}

fn read(picture: &Picture) -> DynamicImage {
    image::load_from_memory(&picture.bytes).unwrap()
}

/// A JPEG with an EXIF block put in: this orientation, and a comment that must not survive.
fn jpeg_with_exif(image: &RgbImage, orientation: u8) -> Vec<u8> {
    let plain = file(image.clone(), ImageFormat::Jpeg);
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend([0x01, 0x0e, 0, 2, 0, 0, 0, 16, 0, 0, 0, 38]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(b"KEEPER'S ADDRESS\0");
    let mut exif = b"Exif\0\0".to_vec();
    exif.extend(tiff);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &exif, &plain[2..]].concat()
}

#[test]
fn photographs_become_jpeg_and_drawings_png() {
    let photo = take(&file(photo(300, 200), ImageFormat::Png)).unwrap();
    assert_eq!((photo.media_type, photo.extension), ("image/jpeg", "jpg"));
    assert_eq!((photo.width, photo.height), (300, 200));
    assert_eq!(photo.hash, blake3::hash(&photo.bytes).to_hex().to_string());
    assert!(photo.bytes.starts_with(b"\xff\xd8\xff"));

    let chart = RgbImage::from_fn(300, 200, |x, _| {
        if x % 20 < 10 {
            Rgb([0, 40, 90])
        } else {
            Rgb([255, 255, 255])
        }
    });
    let drawing = take(&file(chart.clone(), ImageFormat::Png)).unwrap();
    assert_eq!(
        (drawing.media_type, drawing.extension),
        ("image/png", "png")
    );
    assert_eq!(read(&drawing).to_rgb8(), chart);
}

#[test]
fn transparency_is_kept() {
    let image = RgbaImage::from_fn(200, 200, |x, y| {
        Rgba([x as u8, y as u8, (x * y) as u8, (x % 256) as u8])
    });
    let picture = take(&file(image.clone(), ImageFormat::Png)).unwrap();
    assert_eq!(picture.media_type, "image/png");
    assert_eq!(read(&picture).to_rgba8(), image);
}

#[test]
fn gif_and_webp_are_read_the_first_frame_only() {
    let red = RgbaImage::from_pixel(40, 30, Rgba([200, 0, 0, 255]));
    let blue = RgbaImage::from_pixel(40, 30, Rgba([0, 0, 200, 255]));
    let mut gif = Vec::new();
    let mut encoder = GifEncoder::new(&mut gif);
    encoder
        .encode_frames([Frame::new(red.clone()), Frame::new(blue)])
        .unwrap();
    drop(encoder);
    let picture = take(&gif).unwrap();
    assert_eq!(picture.media_type, "image/png");
    assert_eq!(read(&picture).to_rgb8().get_pixel(5, 5), &Rgb([200, 0, 0]));

    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp)
        .encode(&photo(120, 90), 120, 90, image::ExtendedColorType::Rgb8)
        .unwrap();
    assert_eq!(take(&webp).unwrap().media_type, "image/jpeg");
}

#[test]
fn a_lying_picture_is_turned_upright_and_loses_its_metadata() {
    let mut image = RgbImage::from_pixel(60, 30, Rgb([250, 250, 250]));
    for x in 0..30 {
        for y in 0..30 {
            image.put_pixel(x, y, Rgb([10, 10, 10]));
        }
    }
    let bytes = jpeg_with_exif(&image, 6);
    assert!(bytes.windows(6).any(|window| window == b"KEEPER"));
    let picture = take(&bytes).unwrap();
    assert_eq!((picture.width, picture.height), (30, 60));
    assert!(!picture.bytes.windows(6).any(|window| window == b"KEEPER"));
    assert!(!picture.bytes.windows(4).any(|window| window == b"Exif"));
    // Turned a quarter to the right, what was on the left is on top.
    let upright = read(&picture).to_luma8();
    assert!(upright.get_pixel(15, 8).0[0] < 60 && upright.get_pixel(15, 50).0[0] > 200);
    assert_eq!(take(&jpeg_with_exif(&image, 1)).unwrap().width, 60);
}

#[test]
fn large_pictures_are_scaled_and_small_ones_are_not() {
    let wide = take(&file(photo(2000, 500), ImageFormat::Jpeg)).unwrap();
    assert_eq!((wide.width, wide.height), (1600, 400));
    let small = take(&file(photo(100, 80), ImageFormat::Jpeg)).unwrap();
    assert_eq!((small.width, small.height), (100, 80));
}

#[test]
fn bombs_are_refused_before_they_are_decoded() {
    // PNGs that only say that they are so large: the header is enough to know.
    for (width, height) in [(60_000_u32, 60_000_u32), (5_001, 5_000)] {
        let mut png = file(RgbImage::new(4, 4), ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        let error = take(&png).unwrap_err();
        assert_eq!(error, PictureError::TooManyPixels { width, height });
    }

    let limits = PictureLimits {
        max_pixels: 1000,
        ..PictureLimits::default()
    };
    let error = reencode(&file(photo(100, 80), ImageFormat::Jpeg), &limits).unwrap_err();
    assert_eq!(
        error,
        PictureError::TooManyPixels {
            width: 100,
            height: 80
        }
    );

    let limits = PictureLimits {
        max_input_bytes: 10,
        ..PictureLimits::default()
    };
    let error = reencode(&file(photo(10, 10), ImageFormat::Png), &limits).unwrap_err();
    assert!(
        matches!(error, PictureError::TooManyBytes { .. }),
        "{error}"
    );
}

/// The checksum of a PNG chunk (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

#[test]
fn tracking_pixels_are_told_apart() {
    for format in [ImageFormat::Png, ImageFormat::Gif] {
        let pixel = file(RgbaImage::new(1, 1), format);
        assert_eq!(take(&pixel), Err(PictureError::TrackingPixel));
    }
}

#[test]
fn other_files_are_named() {
    for (bytes, word) in [
        (
            &b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"[..],
            "an SVG drawing",
        ),
        (b"<!DOCTYPE html><html><svg></svg></html>", "a web page"),
        (b"%PDF-1.4", "a PDF"),
        (b"", "an empty file"),
        (b"\0\0\0\x1cftypavif", "an AVIF picture"),
        (b"ahoi", "no picture that we know"),
    ] {
        let error = take(bytes).unwrap_err();
        assert_eq!(error, PictureError::NotAPicture(word));
    }
}

#[test]
fn damaged_pictures_are_refused() {
    for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let bytes = file(DynamicImage::from(photo(200, 200)).to_rgba8(), format);
        let error = take(&bytes[..bytes.len() / 2]).unwrap_err();
        assert!(
            matches!(error, PictureError::Damaged(_)),
            "{format:?}: {error}"
        );
    }
    assert!(take(b"\xff\xd8\xff\xe0 and then nothing").is_err());
    // A JPEG's name on a page does not make a page a JPEG.
    let disguised = [&b"\xff\xd8\xff<html><script>no()</script>"[..], &[0; 64]].concat();
    assert!(take(&disguised).is_err());
}
