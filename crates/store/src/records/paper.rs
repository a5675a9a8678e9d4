//! What the paper is made of: pages, areas, sources, dossiers.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{AreaId, ArticleId, DossierId, Millis, SourceId, single};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;
use crate::value::Columns;

queries! {
    PAGES = "SELECT number, title FROM page ORDER BY number";
    CLEAR_PAGES = "DELETE FROM page";
    ADD_PAGE = "INSERT INTO page (number, title) VALUES (?1, ?2)";

    PAGE_IN_USE = "SELECT id FROM article WHERE page = ?1 LIMIT 1";

    AREAS = "SELECT id, slug, name FROM area ORDER BY position, id";
    AREA_IN_USE = "SELECT id FROM article WHERE area_id = ?1 LIMIT 1";
    DROP_AREA = "DELETE FROM area WHERE id = ?1";
    SAVE_AREA = "INSERT INTO area (slug, name, position) VALUES (?1, ?2, ?3) \
        ON CONFLICT (slug) DO UPDATE SET name = excluded.name, position = excluded.position";
    SPOTS_OF_SOURCE = "SELECT page, area_id FROM article WHERE source_id = ?1 ORDER BY printed_at DESC, id DESC LIMIT 50";
    SPOTS_IN_DOSSIER = "SELECT a.page, a.area_id FROM article_dossier f JOIN article a ON a.id = f.article_id \
        WHERE f.dossier_id = ?1 ORDER BY f.printed_at DESC, f.article_id DESC LIMIT 20";

    SOURCE_BY_SLUG = "SELECT id, slug, name, tag, homepage FROM source WHERE slug = ?1";
    SOURCES = "SELECT id, slug, name, tag, homepage FROM source ORDER BY slug";
    ADD_SOURCE = "INSERT INTO source (slug, name, tag, homepage) VALUES (?1, ?2, ?3, ?4) \
        ON CONFLICT (slug) DO NOTHING";

    DOSSIERS = "SELECT id, slug, name, kind, about, article_count FROM dossier ORDER BY slug";
    DOSSIER_BY_SLUG = "SELECT id, slug, name, kind, about, article_count FROM dossier WHERE slug = ?1";
    SAVE_DOSSIER = "INSERT INTO dossier (slug, name, kind, about) VALUES (?1, ?2, ?3, ?4) \
        ON CONFLICT (slug) DO UPDATE SET name = excluded.name, kind = excluded.kind, about = excluded.about \
        RETURNING id";
    DOSSIERS_OF_ARTICLE = "SELECT d.id, d.slug, d.name, d.kind, d.about, d.article_count \
        FROM article_dossier f JOIN dossier d ON d.id = f.dossier_id WHERE f.article_id = ?1 ORDER BY d.slug";
}

/// A page of the paper: a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageTitle {
    /// From 1.
    pub number: i64,
    /// What is printed above it.
    pub title: String,
}

/// A section within the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its row.
    pub id: AreaId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name on screen.
    pub name: String,
}

/// A publication that clippings come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its row.
    pub id: SourceId,
    /// Its name in addresses.
    pub slug: String,
    /// Its full name.
    pub name: String,
    /// Printed in brackets before the text.
    pub tag: String,
    /// Where it is found.
    pub homepage: String,
}

/// A source to be noted.
#[derive(Debug, Clone)]
pub struct NewSource {
    /// Its name in addresses.
    pub slug: String,
    /// Its full name.
    pub name: String,
    /// Printed in brackets before the text.
    pub tag: String,
    /// Where it is found.
    pub homepage: String,
}

/// The file on a person, organisation or place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Its row.
    pub id: DossierId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name on screen.
    pub name: String,
    /// `person`, `organisation` or `place`.
    pub kind: String,
    /// A line or two on it.
    pub about: String,
    /// How many articles are filed under it.
    pub article_count: i64,
}

/// A dossier to be opened.
#[derive(Debug, Clone)]
pub struct NewDossier {
    /// Its name in addresses.
    pub slug: String,
    /// Its name on screen.
    pub name: String,
    /// `person`, `organisation` or `place`.
    pub kind: String,
    /// A line or two on it.
    pub about: String,
}

/// All pages, by number.
///
/// # Errors
/// When the database cannot be read.
pub fn list_pages(conn: &mut Conn) -> StoreResult<Vec<PageTitle>> {
    conn.list(&PAGES, &[], |row| {
        Ok(PageTitle {
            number: row.take()?,
            title: row.take()?,
        })
    })
}

/// Whether an article stands on a page, or once did.
///
/// # Errors
/// When the database cannot be read.
pub fn is_page_in_use(conn: &mut Conn, number: i64) -> StoreResult<bool> {
    let found = conn.find(&PAGE_IN_USE, &[number.into()], single::<i64>)?;
    Ok(found.is_some())
}

/// Sets the paper's pages. Articles on a page that is gone keep its number.
///
/// # Errors
/// When the database cannot be written, or a number stands twice.
pub fn replace_pages(tx: &mut Tx<'_>, pages: &[PageTitle], now: Millis) -> StoreResult<()> {
    tx.change(&CLEAR_PAGES, &[])?;
    for page in pages {
        tx.change(&ADD_PAGE, &[page.number.into(), (&page.title).into()])?;
    }
    tx.tell(Event::Paper, now)
}

/// All areas, in the paper's order.
///
/// # Errors
/// When the database cannot be read.
pub fn list_areas(conn: &mut Conn) -> StoreResult<Vec<Area>> {
    conn.list(&AREAS, &[], |row| {
        Ok(Area {
            id: row.take()?,
            slug: row.take()?,
            name: row.take()?,
        })
    })
}

/// An area that was left out but still holds articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveAreasError {
    /// Its name.
    pub in_use: String,
}

/// Sets the paper's areas, in this order, as (slug, name). An area left out is dropped when no article
/// stands in it.
///
/// # Errors
/// When the database cannot be written. The inner error names an area that cannot be dropped; nothing
/// is changed then.
pub fn save_areas(
    tx: &mut Tx<'_>,
    areas: &[(String, String)],
    now: Millis,
) -> StoreResult<Result<(), SaveAreasError>> {
    let gone: Vec<Area> = list_areas(tx)?
        .into_iter()
        .filter(|old| !areas.iter().any(|(slug, _)| *slug == old.slug))
        .collect();
    for old in &gone {
        if tx
            .find(&AREA_IN_USE, &[old.id.into()], single::<i64>)?
            .is_some()
        {
            return Ok(Err(SaveAreasError {
                in_use: old.name.clone(),
            }));
        }
    }
    for old in gone {
        tx.change(&DROP_AREA, &[old.id.into()])?;
    }
    for (position, (slug, name)) in (0_i64..).zip(areas) {
        tx.change(&SAVE_AREA, &[slug.into(), name.into(), position.into()])?;
    }
    tx.tell(Event::Paper, now)?;
    Ok(Ok(()))
}

/// Where an article stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Its page.
    pub page: i64,
    /// Its area.
    pub area: AreaId,
}

fn spot(row: &mut Columns<'_>) -> StoreResult<Spot> {
    Ok(Spot {
        page: row.take()?,
        area: row.take()?,
    })
}

/// Where a source's latest 50 articles stand, the latest first: a proposal for the next one.
///
/// # Errors
/// When the database cannot be read.
pub fn latest_spots_of_source(conn: &mut Conn, source: SourceId) -> StoreResult<Vec<Spot>> {
    conn.list(&SPOTS_OF_SOURCE, &[source.into()], spot)
}

/// Where the latest 20 articles stand that are filed under a dossier, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub fn latest_spots_in_dossier(conn: &mut Conn, dossier: DossierId) -> StoreResult<Vec<Spot>> {
    conn.list(&SPOTS_IN_DOSSIER, &[dossier.into()], spot)
}

fn source(row: &mut Columns<'_>) -> StoreResult<Source> {
    Ok(Source {
        id: row.take()?,
        slug: row.take()?,
        name: row.take()?,
        tag: row.take()?,
        homepage: row.take()?,
    })
}

/// The source with this name in addresses.
///
/// # Errors
/// When the database cannot be read.
pub fn find_source(conn: &mut Conn, slug: &str) -> StoreResult<Option<Source>> {
    conn.find(&SOURCE_BY_SLUG, &[slug.into()], source)
}

/// The area with this slug.
///
/// # Errors
/// When the database cannot be read.
pub fn find_area(conn: &mut Conn, slug: &str) -> StoreResult<Option<Area>> {
    let areas = list_areas(conn)?;
    Ok(areas.into_iter().find(|area| area.slug == slug))
}

/// All sources, by their names in addresses.
///
/// # Errors
/// When the database cannot be read.
pub fn list_sources(conn: &mut Conn) -> StoreResult<Vec<Source>> {
    conn.list(&SOURCES, &[], source)
}

/// The source with this slug, noted first when it is new.
///
/// # Errors
/// When the database cannot be written.
pub fn ensure_source(tx: &mut Tx<'_>, new: &NewSource) -> StoreResult<Source> {
    let fields = [&new.slug, &new.name, &new.tag, &new.homepage];
    tx.change(&ADD_SOURCE, &fields.map(Into::into))?;
    tx.one(&SOURCE_BY_SLUG, &[(&new.slug).into()], source)
}

fn dossier(row: &mut Columns<'_>) -> StoreResult<Dossier> {
    Ok(Dossier {
        id: row.take()?,
        slug: row.take()?,
        name: row.take()?,
        kind: row.take()?,
        about: row.take()?,
        article_count: row.take()?,
    })
}

/// All dossiers, by slug.
///
/// # Errors
/// When the database cannot be read.
pub fn list_dossiers(conn: &mut Conn) -> StoreResult<Vec<Dossier>> {
    conn.list(&DOSSIERS, &[], dossier)
}

/// The dossier with this name in addresses.
///
/// # Errors
/// When the database cannot be read.
pub fn find_dossier(conn: &mut Conn, slug: &str) -> StoreResult<Option<Dossier>> {
    conn.find(&DOSSIER_BY_SLUG, &[slug.into()], dossier)
}

/// Opens a dossier, or brings the one with the same slug up to date.
///
/// # Errors
/// When the database cannot be written.
pub fn create_dossier(tx: &mut Tx<'_>, new: &NewDossier) -> StoreResult<DossierId> {
    let fields = [&new.slug, &new.name, &new.kind, &new.about];
    tx.one(&SAVE_DOSSIER, &fields.map(Into::into), single)
}

/// What an article is filed under.
///
/// # Errors
/// When the database cannot be read.
pub fn list_article_dossiers(conn: &mut Conn, article: ArticleId) -> StoreResult<Vec<Dossier>> {
    conn.list(&DOSSIERS_OF_ARTICLE, &[article.into()], dossier)
}
