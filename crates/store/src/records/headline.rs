//! Lists of articles: the edition, areas, sources, dossiers, classics, leads.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{AreaId, ArticleId, Day, DossierId, Millis, SourceId};
use crate::query::queries;
use crate::records::ArticleKind;
use crate::value::{Columns, Value};

macro_rules! headlines {
    ($from:literal, $rest:literal) => {
        concat!(
            "SELECT a.id, a.kind, a.headline, a.slug, a.url, a.edition_on, a.page, a.printed_at, a.posted_by, ",
            "a.is_lead, a.is_classic, a.teaser, a.comment_count, a.last_number, a.last_comment_at, ",
            "a.last_comment_nic, a.last_comment_number, a.view_count, r.slug, r.name, s.slug, s.name, s.tag, ",
            "a.picture, p.extension, p.width, p.height, a.picture_alt, a.picture_caption, a.is_printed, a.position FROM ",
            $from,
            " JOIN area r ON r.id = a.area_id LEFT JOIN source s ON s.id = a.source_id ",
            "LEFT JOIN picture p ON p.hash = a.picture ",
            $rest
        )
    };
}
pub(super) use headlines;

queries! {
    EDITION = headlines!("article a", "WHERE a.edition_on = ?1 AND a.is_printed = 1 \
        ORDER BY a.page, CASE WHEN a.position = 0 THEN 1 ELSE 0 END, a.position, a.printed_at, a.id");
    LATEST = headlines!("article a", "WHERE a.is_printed = 1 AND (a.printed_at, a.id) < (?1, ?2) ORDER BY a.printed_at DESC, a.id DESC LIMIT ?3");
    BY_PAGE = headlines!("article a", "WHERE a.page = ?4 AND a.is_printed = 1 AND (a.printed_at, a.id) < (?1, ?2) ORDER BY a.printed_at DESC, a.id DESC LIMIT ?3");
    BY_AREA = headlines!("article a", "WHERE a.area_id = ?4 AND a.is_printed = 1 AND (a.printed_at, a.id) < (?1, ?2) ORDER BY a.printed_at DESC, a.id DESC LIMIT ?3");
    BY_SOURCE = headlines!("article a", "WHERE a.source_id = ?4 AND a.is_printed = 1 AND (a.printed_at, a.id) < (?1, ?2) ORDER BY a.printed_at DESC, a.id DESC LIMIT ?3");
    BY_DOSSIER = headlines!(
        "article_dossier f JOIN article a ON a.id = f.article_id",
        "WHERE f.dossier_id = ?4 AND a.is_printed = 1 AND (f.printed_at, f.article_id) < (?1, ?2) ORDER BY f.printed_at DESC, f.article_id DESC LIMIT ?3"
    );
    CLASSICS = headlines!("article a", "WHERE a.is_classic = 1 AND a.is_printed = 1 AND (a.printed_at, a.id) < (?1, ?2) ORDER BY a.printed_at DESC, a.id DESC LIMIT ?3");
    LEADS = headlines!("article a", "WHERE a.is_lead = 1 AND a.is_printed = 1 AND a.edition_on >= ?1 AND a.edition_on < ?2 ORDER BY a.edition_on DESC, a.printed_at DESC LIMIT ?3");
    TITLES = "SELECT id, slug, headline FROM article \
        WHERE edition_on = ?1 AND page = ?2 AND is_printed = 1 \
        ORDER BY CASE WHEN position = 0 THEN 1 ELSE 0 END, position, printed_at, id";
    NEWS_OF_THE_DAY = "SELECT d.slug, d.name, COUNT(*) FROM article_dossier f JOIN dossier d ON d.id = f.dossier_id \
        JOIN article a ON a.id = f.article_id AND a.is_printed = 1 WHERE f.edition_on = ?1 GROUP BY d.slug, d.name ORDER BY COUNT(*) DESC, d.name LIMIT ?2";
    AREAS_OF_EDITION = "SELECT area_id, COUNT(*) FROM article WHERE edition_on = ?1 AND is_printed = 1 GROUP BY area_id";
}

/// An article as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// Its number.
    pub id: ArticleId,
    /// A clipping or the paper's own.
    pub kind: ArticleKind,
    /// The headline.
    pub headline: String,
    /// The readable end of its address.
    pub slug: String,
    /// Where the source has it; none for an original.
    pub url: Option<String>,
    /// Its edition.
    pub edition_on: Day,
    /// Its page's number.
    pub page: i64,
    /// When it was printed.
    pub printed_at: Millis,
    /// Who printed it.
    pub posted_by: String,
    /// Whether it is the banner story.
    pub is_lead: bool,
    /// Whether it is in the hall of fame.
    pub is_classic: bool,
    /// The beginning of its text.
    pub teaser: String,
    /// Comments that stand under it.
    pub comment_count: i64,
    /// The highest comment number ever given under it.
    pub last_number: i64,
    /// When the last comment came.
    pub last_comment_at: Option<Millis>,
    /// Who wrote the last comment.
    pub last_comment_nic: Option<String>,
    /// The number of the last comment that stands.
    pub last_comment_number: Option<i64>,
    /// How often it was read.
    pub view_count: i64,
    /// Its area's name in addresses.
    pub area_slug: String,
    /// Its area's name.
    pub area_name: String,
    /// Its source's name in addresses.
    pub source_slug: Option<String>,
    /// Its source's name.
    pub source_name: Option<String>,
    /// Its source's tag.
    pub source_tag: Option<String>,
    /// Its picture.
    pub picture: Option<HeadlinePicture>,
    /// Whether readers see it; in lists it is so.
    pub is_printed: bool,
    /// Its place on its page where the desk put the page in order; 0 for none.
    pub position: i64,
}

/// An article's lead picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadlinePicture {
    /// The hash under which the object store has it.
    pub hash: String,
    /// The file name's end.
    pub extension: String,
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Printed beneath it.
    pub caption: String,
}

pub(super) fn headline(row: &mut Columns<'_>) -> StoreResult<Headline> {
    let mut found = Headline {
        id: row.take()?,
        kind: ArticleKind::read(&row.take::<String>()?)?,
        headline: row.take()?,
        slug: row.take()?,
        url: row.take()?,
        edition_on: row.take()?,
        page: row.take()?,
        printed_at: row.take()?,
        posted_by: row.take()?,
        is_lead: row.take()?,
        is_classic: row.take()?,
        teaser: row.take()?,
        comment_count: row.take()?,
        last_number: row.take()?,
        last_comment_at: row.take()?,
        last_comment_nic: row.take()?,
        last_comment_number: row.take()?,
        view_count: row.take()?,
        area_slug: row.take()?,
        area_name: row.take()?,
        source_slug: row.take()?,
        source_name: row.take()?,
        source_tag: row.take()?,
        picture: None,
        is_printed: true,
        position: 0,
    };
    let hash: Option<String> = row.take()?;
    let extension: Option<String> = row.take()?;
    let width: Option<i64> = row.take()?;
    let height: Option<i64> = row.take()?;
    let alt = row.take()?;
    let caption = row.take()?;
    found.is_printed = row.take()?;
    found.position = row.take()?;
    if let (Some(hash), Some(extension), Some(width), Some(height)) =
        (hash, extension, width, height)
    {
        found.picture = Some(HeadlinePicture {
            hash,
            extension,
            width,
            height,
            alt,
            caption,
        });
    }
    Ok(found)
}

/// Where a list goes on: before the article printed at this time with this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// When the last article of the part before was printed.
    pub printed_at: Millis,
    /// Its number.
    pub id: ArticleId,
}

impl Key {
    /// The newest part of a list.
    pub const NEWEST: Self = Self {
        printed_at: Millis(i64::MAX),
        id: ArticleId(i64::MAX),
    };

    fn params(self, most: i64) -> Vec<Value> {
        vec![self.printed_at.into(), self.id.into(), most.into()]
    }
}

/// All articles of an edition, by page and time. An edition is bounded by a day's work.
///
/// # Errors
/// When the database cannot be read.
pub fn list_edition(conn: &mut Conn, day: Day) -> StoreResult<Vec<Headline>> {
    conn.list(&EDITION, &[day.into()], headline)
}

/// An article as its neighbours name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// Its number.
    pub id: ArticleId,
    /// The readable end of its address.
    pub slug: String,
    /// Its headline.
    pub headline: String,
}

/// The titles of a page of an edition, in the order of printing.
///
/// # Errors
/// When the database cannot be read.
pub fn list_titles(conn: &mut Conn, day: Day, page: i64) -> StoreResult<Vec<Title>> {
    conn.list(&TITLES, &[day.into(), page.into()], |row| {
        Ok(Title {
            id: row.take()?,
            slug: row.take()?,
            headline: row.take()?,
        })
    })
}

/// The latest articles of the whole paper, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_latest(conn: &mut Conn, before: Key, most: i64) -> StoreResult<Vec<Headline>> {
    conn.list(&LATEST, &before.params(most), headline)
}

macro_rules! lists {
    ($( $(#[$doc:meta])* $name:ident($by:ident: $ty:ty) = $query:ident; )+) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// When the database cannot be read.
        pub fn $name(conn: &mut Conn, $by: $ty, before: Key, most: i64) -> StoreResult<Vec<Headline>> {
            let mut params = before.params(most);
            params.push($by.into());
            conn.list(&$query, &params, headline)
        }
    )+};
}
lists! {
    /// Articles of a page over all editions, newest first.
    list_by_page(page: i64) = BY_PAGE;
    /// Articles of an area, newest first.
    list_by_area(area: AreaId) = BY_AREA;
    /// Articles from a source, newest first.
    list_by_source(source: SourceId) = BY_SOURCE;
    /// Articles filed under a dossier, newest first.
    list_by_dossier(dossier: DossierId) = BY_DOSSIER;
}

/// The hall of fame, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_classics(conn: &mut Conn, before: Key, most: i64) -> StoreResult<Vec<Headline>> {
    conn.list(&CLASSICS, &before.params(most), headline)
}

/// The leads of the editions from `from` to before `until`, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_leads(conn: &mut Conn, from: Day, until: Day, most: i64) -> StoreResult<Vec<Headline>> {
    conn.list(&LEADS, &[from.into(), until.into(), most.into()], headline)
}

/// How often a dossier is in an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierCount {
    /// The dossier's name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Articles of the day filed under it.
    pub count: i64,
}

/// Who is in the news of a day, the most often first.
///
/// # Errors
/// When the database cannot be read.
pub fn news_of_the_day(conn: &mut Conn, day: Day, most: i64) -> StoreResult<Vec<DossierCount>> {
    conn.list(&NEWS_OF_THE_DAY, &[day.into(), most.into()], |row| {
        Ok(DossierCount {
            slug: row.take()?,
            name: row.take()?,
            count: row.take()?,
        })
    })
}

/// How many articles of an edition stand in each area.
///
/// # Errors
/// When the database cannot be read.
pub fn count_areas(conn: &mut Conn, day: Day) -> StoreResult<Vec<(AreaId, i64)>> {
    conn.list(&AREAS_OF_EDITION, &[day.into()], |row| {
        Ok((row.take()?, row.take()?))
    })
}
