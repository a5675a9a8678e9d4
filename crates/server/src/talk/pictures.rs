//! Pictures of comments and clippings: fetched once, made anew, served from the site.

use super::gate::{Crowded, Gate};
use crate::app::App;
use crate::error::WebError;
use crate::media::Media;
use clipsheet_intake::picture::{Picture as Made, PictureError, PictureLimits, reencode};
use clipsheet_intake::{FetchError, FetchKind};
use clipsheet_markup::Picture as Shown;
use clipsheet_store::{NewPicture, Picture, StoreError, find_picture_by_origin, save_picture};
use std::sync::LazyLock;
use url::Url;

/// One picture is made at a time in the whole process: a small file may hold 25 megapixels, and to decode and scale
/// them takes up to some 300 MB for a second. More wait, with at most 12 MB each, and the rest are sent away.
static MILL: LazyLock<Gate> = LazyLock::new(|| Gate::new(1, 16));

/// Why a picture cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum FetchPictureError {
    /// It cannot be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// It is none, or not a good one.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// Too many are being made.
    #[error(transparent)]
    Crowded(#[from] Crowded),
    /// It cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It cannot be written to the data folder.
    #[error("it cannot be kept: {0}")]
    Disk(String),
}

/// How markup shows a stored picture.
pub fn shown(picture: &Picture) -> Shown {
    Shown {
        src: Media::url(&picture.hash, &picture.extension),
        width: u32::try_from(picture.width).unwrap_or(0),
        height: u32::try_from(picture.height).unwrap_or(0),
    }
}

/// A picture by its address on the web: from the store when it was fetched before.
///
/// # Errors
/// When it cannot be had or is no good picture.
pub async fn by_address(app: &App, address: &Url) -> Result<Picture, FetchPictureError> {
    let url = address.to_string();
    let known = url.clone();
    if let Some(picture) = app
        .store
        .read(move |conn| find_picture_by_origin(conn, &known))
        .await?
    {
        return Ok(picture);
    }
    let fetched = app.fetcher.get(address, FetchKind::Picture).await?;
    keep(app, fetched.body, Some(url)).await
}

/// Makes a picture of untrusted bytes anew and keeps it.
///
/// # Errors
/// When they are no good picture, or it cannot be kept.
pub async fn keep(
    app: &App,
    bytes: Vec<u8>,
    origin: Option<String>,
) -> Result<Picture, FetchPictureError> {
    let made = make(bytes).await?;
    let picture = Picture {
        hash: made.hash.clone(),
        media_type: made.media_type.to_owned(),
        extension: made.extension.to_owned(),
        width: i64::from(made.width),
        height: i64::from(made.height),
    };
    save(app, picture, made.bytes, origin).await
}

/// Makes a picture of untrusted bytes anew.
async fn make(bytes: Vec<u8>) -> Result<Made, FetchPictureError> {
    let made = MILL.run(move || reencode(&bytes, &PictureLimits::default()));
    Ok(made.await??)
}

/// Keeps a picture whose bytes are ours: the file first, then the record that names it.
///
/// # Errors
/// When it cannot be kept.
pub async fn save(
    app: &App,
    picture: Picture,
    bytes: Vec<u8>,
    origin: Option<String>,
) -> Result<Picture, FetchPictureError> {
    let new = NewPicture {
        picture: picture.clone(),
        size_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        origin,
    };
    let (media, hash, extension) = (
        app.media.clone(),
        picture.hash.clone(),
        picture.extension.clone(),
    );
    tokio::task::spawn_blocking(move || media.save(&hash, &extension, &bytes))
        .await
        .map_err(|error| FetchPictureError::Disk(error.to_string()))?
        .map_err(|error| FetchPictureError::Disk(error.to_string()))?;
    let now = app.now();
    app.store
        .write(move |tx| save_picture(tx, &new, now))
        .await?;
    Ok(picture)
}

/// The pictures that a comment names: those of the site as they are, those from elsewhere fetched. What
/// cannot be shown is told, by address.
pub async fn of_comment(
    app: &App,
    addresses: &[String],
) -> Result<(super::render::Pictures, Vec<(String, FetchPictureError)>), WebError> {
    let mut found = super::render::Pictures::new();
    let mut failed = Vec::new();
    for address in addresses {
        if found.contains_key(address) {
            continue;
        }
        if let Some(picture) = on_site(app, address).await? {
            found.insert(address.clone(), shown(&picture));
            continue;
        }
        let Ok(url) = Url::parse(address) else {
            continue;
        };
        if !matches!(url.scheme(), "http" | "https") {
            continue;
        }
        match by_address(app, &url).await {
            Ok(picture) => {
                found.insert(address.clone(), shown(&picture));
            }
            Err(FetchPictureError::Store(error)) => return Err(error.into()),
            Err(error) => failed.push((address.clone(), error)),
        }
    }
    Ok((found, failed))
}

/// The picture behind an address of this site.
pub async fn on_site(app: &App, address: &str) -> Result<Option<Picture>, StoreError> {
    let path = address.strip_prefix(&app.public_url).unwrap_or(address);
    let Some(hash) = path
        .strip_prefix("/media/")
        .and_then(|file| file.split('.').next())
    else {
        return Ok(None);
    };
    let hash = hash.to_owned();
    app.store
        .read(move |conn| clipsheet_store::find_picture(conn, &hash))
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[tokio::test]
    async fn pictures_are_made_one_by_one_and_a_crowd_is_sent_away() {
        let mut png = Cursor::new(Vec::new());
        let flag = image::RgbImage::new(30, 20);
        flag.write_to(&mut png, image::ImageFormat::Png).unwrap();
        let png = png.into_inner();
        // One that takes long.
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let long = tokio::spawn(MILL.run(move || ended.recv()));
        tokio::task::yield_now().await;
        let waiting: Vec<_> = (0..16).map(|_| tokio::spawn(make(png.clone()))).collect();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert!(waiting.iter().all(|task| !task.is_finished()));
        let refused = make(png.clone()).await.unwrap_err();
        assert!(
            matches!(refused, FetchPictureError::Crowded(_)),
            "{refused}"
        );
        drop(end);
        assert!(long.await.unwrap().is_ok());
        for task in waiting {
            assert_eq!(task.await.unwrap().unwrap().width, 30);
        }
        assert!(make(png).await.is_ok());
    }
}
