//! Changing what is printed: taking back, moving, putting in order, revising. Every counter changes in the same transaction.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{AreaId, ArticleId, Day, DossierId, Millis, StaffId, single};
use crate::query::queries;
use crate::records::Event;
use crate::records::article::{PrintedText, note_print};
use crate::store::Tx;

queries! {
    STANDING = "SELECT edition_on, printed_at, comment_count, is_printed, revision FROM article WHERE id = ?1";
    SET_PRINTED = "UPDATE article SET is_printed = ?2 WHERE id = ?1";
    COUNT_EDITION = "UPDATE edition SET article_count = article_count + ?2, comment_count = comment_count + ?3 \
        WHERE edition_on = ?1";
    COUNT_MONTH = "UPDATE edition_month SET article_count = article_count + ?2, comment_count = comment_count + ?3 \
        WHERE month = ?1";
    COUNT_TOTAL = "UPDATE total SET count = count + ?1 WHERE name = 'articles'";
    COUNT_DOSSIERS = "UPDATE dossier SET article_count = article_count + ?2 \
        WHERE id IN (SELECT dossier_id FROM article_dossier WHERE article_id = ?1)";
    SET_PLACE = "UPDATE article SET page = ?2, area_id = ?3, position = CASE WHEN page = ?2 THEN position ELSE 0 END WHERE id = ?1";
    SET_LEAD = "UPDATE article SET is_lead = ?2 WHERE id = ?1";
    DEMOTE_OTHERS = "UPDATE article SET is_lead = 0 WHERE edition_on = ?1 AND is_lead = 1 AND id <> ?2";
    SET_CLASSIC = "UPDATE article SET is_classic = ?2 WHERE id = ?1";
    SET_POSITION = "UPDATE article SET position = ?4 WHERE id = ?1 AND edition_on = ?2 AND page = ?3";
    UNFILE = "DELETE FROM article_dossier WHERE article_id = ?1 AND dossier_id = ?2";
    FILE = "INSERT INTO article_dossier (article_id, dossier_id, edition_on, printed_at) VALUES (?1, ?2, ?3, ?4) \
        ON CONFLICT (article_id, dossier_id) DO NOTHING";
    COUNT_DOSSIER = "UPDATE dossier SET article_count = article_count + ?2 WHERE id = ?1";

    REVISE = "UPDATE article SET headline = ?2, slug = ?3, byline = ?4, lang = ?5, source_date = ?6, teaser = ?7, \
        picture = ?8, picture_alt = ?9, picture_caption = ?10, revision = revision + 1, changed_at = ?11 \
        WHERE id = ?1 RETURNING revision";
    REVISE_TEXT = "UPDATE article_text SET safe_html = ?2, seal = ?3, print_record = ?4 WHERE article_id = ?1";
    ADD_REVISION = "INSERT INTO article_revision (article_id, number, staff_id, who, body, made_at) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (article_id, number) DO NOTHING";
    REVISIONS = "SELECT number, staff_id, who, made_at FROM article_revision WHERE article_id = ?1 AND number < ?2 \
        ORDER BY number DESC LIMIT ?3";
    REVISION = "SELECT body FROM article_revision WHERE article_id = ?1 AND number = ?2";
}

/// Where an article stands and whether it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArticleStanding {
    /// Its edition.
    pub edition_on: Day,
    /// When it was printed.
    pub printed_at: Millis,
    /// Comments that stand under it.
    pub comments: i64,
    /// Whether readers see it.
    pub is_printed: bool,
    /// Which state of its words stands, from 1.
    pub revision: i64,
}

/// Where an article stands; `None` when there is none of that number.
///
/// # Errors
/// When the database cannot be read.
pub fn find_standing(conn: &mut Conn, id: ArticleId) -> StoreResult<Option<ArticleStanding>> {
    conn.find(&STANDING, &[id.into()], |row| {
        Ok(ArticleStanding {
            edition_on: row.take()?,
            printed_at: row.take()?,
            comments: row.take()?,
            is_printed: row.take()?,
            revision: row.take()?,
        })
    })
}

/// Tells that an article and the headlines of its edition changed.
fn tell_of(tx: &mut Tx<'_>, id: ArticleId, edition: Day, now: Millis) -> StoreResult<()> {
    tx.tell(Event::Article(id), now)?;
    tx.tell(Event::Edition(edition), now)
}

/// Takes an article out of the paper, or puts it back: it keeps its number, its comments and its place, and a lead is the lead
/// again unless another was made it meanwhile. Gives whether that changed anything.
///
/// # Errors
/// When the database cannot be written.
pub fn set_printed(
    tx: &mut Tx<'_>,
    id: ArticleId,
    is_printed: bool,
    now: Millis,
) -> StoreResult<bool> {
    let Some(standing) = find_standing(tx, id)?.filter(|found| found.is_printed != is_printed)
    else {
        return Ok(false);
    };
    let by = if is_printed { 1 } else { -1 };
    let comments = by * standing.comments;
    let edition = standing.edition_on;
    tx.change(&SET_PRINTED, &[id.into(), is_printed.into()])?;
    tx.change(
        &COUNT_EDITION,
        &[edition.into(), by.into(), comments.into()],
    )?;
    tx.change(
        &COUNT_MONTH,
        &[edition.month().into(), by.into(), comments.into()],
    )?;
    tx.change(&COUNT_TOTAL, &[by.into()])?;
    tx.change(&COUNT_DOSSIERS, &[id.into(), by.into()])?;
    super::entry_use::count_uses_of(tx, id, edition, is_printed)?;
    tell_of(tx, id, edition, now)?;
    // Its comments come into lists of comments, or leave them.
    tx.tell(Event::Comment(id), now)?;
    Ok(true)
}

/// Moves an article to a page and an area of its edition. Gives whether there is such an article.
///
/// # Errors
/// When the database cannot be written.
pub fn set_place(
    tx: &mut Tx<'_>,
    id: ArticleId,
    page: i64,
    area: AreaId,
    now: Millis,
) -> StoreResult<bool> {
    let Some(standing) = find_standing(tx, id)? else {
        return Ok(false);
    };
    tx.change(&SET_PLACE, &[id.into(), page.into(), area.into()])?;
    tell_of(tx, id, standing.edition_on, now)?;
    Ok(true)
}

/// Makes an article its edition's lead, or lets it be one no more. Gives whether there is such an article in print.
///
/// # Errors
/// When the database cannot be written.
pub fn set_lead(tx: &mut Tx<'_>, id: ArticleId, is_lead: bool, now: Millis) -> StoreResult<bool> {
    let Some(standing) = find_standing(tx, id)?.filter(|found| found.is_printed) else {
        return Ok(false);
    };
    tx.change(&SET_LEAD, &[id.into(), is_lead.into()])?;
    if is_lead {
        tx.change(&DEMOTE_OTHERS, &[standing.edition_on.into(), id.into()])?;
    }
    tell_of(tx, id, standing.edition_on, now)?;
    Ok(true)
}

/// Puts an article into the hall of fame, or takes it out. Gives whether there is such an article.
///
/// # Errors
/// When the database cannot be written.
pub fn set_classic(
    tx: &mut Tx<'_>,
    id: ArticleId,
    is_classic: bool,
    now: Millis,
) -> StoreResult<bool> {
    let Some(standing) = find_standing(tx, id)? else {
        return Ok(false);
    };
    tx.change(&SET_CLASSIC, &[id.into(), is_classic.into()])?;
    tell_of(tx, id, standing.edition_on, now)?;
    Ok(true)
}

/// Puts the articles of a page of an edition into this order. Those that are not named stand after them, by time; those
/// that are not on the page are passed over.
///
/// # Errors
/// When the database cannot be written.
pub fn set_order(
    tx: &mut Tx<'_>,
    edition: Day,
    page: i64,
    order: &[ArticleId],
    now: Millis,
) -> StoreResult<()> {
    for (id, position) in order.iter().zip(1_i64..) {
        let row = [(*id).into(), edition.into(), page.into(), position.into()];
        tx.change(&SET_POSITION, &row)?;
    }
    tx.tell(Event::Edition(edition), now)
}

/// Files an article under a dossier, or takes it out of it. Gives whether that changed anything.
///
/// # Errors
/// When the database cannot be written.
pub fn set_filed(
    tx: &mut Tx<'_>,
    id: ArticleId,
    dossier: DossierId,
    is_filed: bool,
    now: Millis,
) -> StoreResult<bool> {
    let Some(standing) = find_standing(tx, id)? else {
        return Ok(false);
    };
    let changed = if is_filed {
        let row = [
            id.into(),
            dossier.into(),
            standing.edition_on.into(),
            standing.printed_at.into(),
        ];
        tx.change(&FILE, &row)?
    } else {
        tx.change(&UNFILE, &[id.into(), dossier.into()])?
    };
    if changed == 0 {
        return Ok(false);
    }
    if standing.is_printed {
        let by = if is_filed { 1 } else { -1 };
        tx.change(&COUNT_DOSSIER, &[dossier.into(), by.into()])?;
    }
    tell_of(tx, id, standing.edition_on, now)?;
    Ok(true)
}

/// The words of an article as they are to be from now on.
#[derive(Debug, Clone)]
pub struct RevisedArticle {
    /// The headline.
    pub headline: String,
    /// The readable end of its address.
    pub slug: String,
    /// Who wrote it at the source.
    pub byline: Option<String>,
    /// Its language, as a BCP 47 tag.
    pub lang: Option<String>,
    /// When the source published it, as the source said it.
    pub source_date: Option<String>,
    /// The beginning of its text, without markup.
    pub teaser: String,
    /// The hash of its lead picture.
    pub picture: Option<String>,
    /// What the picture shows.
    pub picture_alt: String,
    /// Printed beneath the picture.
    pub picture_caption: String,
}

/// A state of an article's words, to be noted.
#[derive(Debug, Clone)]
pub struct NewRevision {
    /// Who made it; none for the command line and the paper itself.
    pub staff: Option<StaffId>,
    /// Their name.
    pub who: String,
    /// The words as JSON.
    pub body: String,
    /// When.
    pub made_at: Millis,
}

/// What came of a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revised {
    /// It stands, under this number.
    Stands(i64),
    /// Somebody revised the article meanwhile: this revision stands, and nothing was changed.
    Stale(i64),
    /// There is no such article.
    NoArticle,
}

/// Revises an article's words, if the revision they were made from still stands. Both the state before and the new one are
/// kept; what came from the source is never touched.
///
/// # Errors
/// When the database cannot be written.
pub fn revise_article(
    tx: &mut Tx<'_>,
    id: ArticleId,
    from: i64,
    article: &RevisedArticle,
    before: &NewRevision,
    after: &NewRevision,
    print: impl FnOnce(&super::Ledger) -> PrintedText,
) -> StoreResult<Revised> {
    let Some(standing) = find_standing(tx, id)? else {
        return Ok(Revised::NoArticle);
    };
    if standing.revision != from {
        return Ok(Revised::Stale(standing.revision));
    }
    note_revision(tx, id, from, before)?;
    let row = [
        id.into(),
        (&article.headline).into(),
        (&article.slug).into(),
        article.byline.as_ref().into(),
        article.lang.as_ref().into(),
        article.source_date.as_ref().into(),
        (&article.teaser).into(),
        article.picture.as_ref().into(),
        (&article.picture_alt).into(),
        (&article.picture_caption).into(),
        after.made_at.into(),
    ];
    let number: i64 = tx.one(&REVISE, &row, single)?;
    let ledger = super::read_ledger(tx, standing.edition_on, id)?;
    let printed = print(&ledger);
    let text = [
        id.into(),
        (&printed.safe_html).into(),
        (&printed.seal).into(),
        (&printed.print_record).into(),
    ];
    tx.change(&REVISE_TEXT, &text)?;
    note_print(tx, id, &printed, after.made_at)?;
    note_revision(tx, id, number, after)?;
    tell_of(tx, id, standing.edition_on, after.made_at)?;
    Ok(Revised::Stands(number))
}

fn note_revision(
    tx: &mut Tx<'_>,
    id: ArticleId,
    number: i64,
    revision: &NewRevision,
) -> StoreResult<()> {
    let row = [
        id.into(),
        number.into(),
        revision.staff.into(),
        (&revision.who).into(),
        (&revision.body).into(),
        revision.made_at.into(),
    ];
    tx.change(&ADD_REVISION, &row).map(drop)
}

/// A revision in the list of an article's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its number, from 1.
    pub number: i64,
    /// Who made it.
    pub staff: Option<StaffId>,
    /// Their name as it was then.
    pub who: String,
    /// When.
    pub made_at: Millis,
}

/// An article's revisions before a number, newest first. None for an article that was never revised.
///
/// # Errors
/// When the database cannot be read.
pub fn list_revisions(
    conn: &mut Conn,
    id: ArticleId,
    before: i64,
    most: i64,
) -> StoreResult<Vec<Revision>> {
    conn.list(
        &REVISIONS,
        &[id.into(), before.into(), most.into()],
        |row| {
            Ok(Revision {
                number: row.take()?,
                staff: row.take()?,
                who: row.take()?,
                made_at: row.take()?,
            })
        },
    )
}

/// The words of a revision as JSON.
///
/// # Errors
/// When the database cannot be read.
pub fn find_revision(conn: &mut Conn, id: ArticleId, number: i64) -> StoreResult<Option<String>> {
    conn.find(&REVISION, &[id.into(), number.into()], single)
}
