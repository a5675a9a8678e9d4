//! Why a picture is not taken.

/// Why a picture is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PictureError {
    /// At most two pixels wide and high: it counts readers and shows nothing. Drop it silently.
    #[error("the picture is a tracking pixel and was left out")]
    TrackingPixel,
    /// The file is too large.
    #[error("the picture has {:.1} MB, and Clipsheet takes at most {:.1} MB: make it smaller first", *.bytes as f64 / 1e6, *.limit as f64 / 1e6)]
    TooManyBytes {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Too many pixels to decode safely.
    #[error(
        "the picture is {width} × {height} pixels, which is more than Clipsheet takes: make it smaller first"
    )]
    TooManyPixels {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// Not one of the formats that are taken.
    #[error("this is {0}: Clipsheet takes PNG, JPEG, GIF and WebP pictures")]
    NotAPicture(&'static str),
    /// It begins like a picture but cannot be read to its end.
    #[error("the picture is damaged or cut off ({0}): save it again")]
    Damaged(String),
    /// It could not be written anew.
    #[error("the picture could not be saved ({0})")]
    Encoding(String),
}
