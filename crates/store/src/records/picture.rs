//! Pictures: what is known of the files in the object store.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::Millis;
use crate::query::queries;
use crate::store::Tx;
use crate::value::Columns;

queries! {
    SAVE_PICTURE = "INSERT INTO picture (hash, media_type, extension, width, height, size_bytes, created_at) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (hash) DO NOTHING";
    SAVE_ORIGIN = "INSERT INTO picture_origin (url, hash, fetched_at) VALUES (?1, ?2, ?3) \
        ON CONFLICT (url) DO UPDATE SET hash = excluded.hash, fetched_at = excluded.fetched_at";
    PICTURE = "SELECT hash, media_type, extension, width, height FROM picture WHERE hash = ?1";
    PICTURE_BY_ORIGIN = "SELECT p.hash, p.media_type, p.extension, p.width, p.height \
        FROM picture_origin o JOIN picture p ON p.hash = o.hash WHERE o.url = ?1";
}

/// The longest address that is remembered, in bytes. PostgreSQL's indexes take no key of more than 2,704; such addresses
/// are signed for one use anyway.
const MOST_ORIGIN: usize = 2000;

/// A picture served from the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// BLAKE3 of its bytes, in hexadecimal: its name.
    pub hash: String,
    /// Such as `image/jpeg`.
    pub media_type: String,
    /// The file name's end, such as `jpg`.
    pub extension: String,
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
}

/// A picture to be noted, after its bytes are in the object store.
#[derive(Debug, Clone)]
pub struct NewPicture {
    /// The picture.
    pub picture: Picture,
    /// How large it is.
    pub size_bytes: i64,
    /// Where it was fetched from, if from anywhere.
    pub origin: Option<String>,
}

fn picture(row: &mut Columns<'_>) -> StoreResult<Picture> {
    Ok(Picture {
        hash: row.take()?,
        media_type: row.take()?,
        extension: row.take()?,
        width: row.take()?,
        height: row.take()?,
    })
}

/// Notes a picture and where it came from.
///
/// # Errors
/// When the database cannot be written.
pub fn save_picture(tx: &mut Tx<'_>, new: &NewPicture, now: Millis) -> StoreResult<()> {
    let Picture {
        hash,
        media_type,
        extension,
        width,
        height,
    } = &new.picture;
    tx.change(
        &SAVE_PICTURE,
        &[
            hash.into(),
            media_type.into(),
            extension.into(),
            (*width).into(),
            (*height).into(),
            new.size_bytes.into(),
            now.into(),
        ],
    )?;
    if let Some(url) = new.origin.as_ref().filter(|url| url.len() <= MOST_ORIGIN) {
        tx.change(&SAVE_ORIGIN, &[url.into(), hash.into(), now.into()])?;
    }
    Ok(())
}

/// A picture by its hash.
///
/// # Errors
/// When the database cannot be read.
pub fn find_picture(conn: &mut Conn, hash: &str) -> StoreResult<Option<Picture>> {
    conn.find(&PICTURE, &[hash.into()], picture)
}

/// The picture that was fetched from an address.
///
/// # Errors
/// When the database cannot be read.
pub fn find_picture_by_origin(conn: &mut Conn, url: &str) -> StoreResult<Option<Picture>> {
    conn.find(&PICTURE_BY_ORIGIN, &[url.into()], picture)
}
