//! Printing anew what is printed already: all that it takes, and the record that comes of it.

use super::{EntryUse, set_entry_uses};
use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{ArticleId, Day, Millis, single};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;

queries! {
    STANDING_PRINT = "SELECT a.edition_on, a.page, r.slug, a.headline, t.safe_html, t.seal, t.print_record, \
        COALESCE(c.choices, '') FROM article a JOIN article_text t ON t.article_id = a.id JOIN area r ON r.id = a.area_id \
        LEFT JOIN article_choice c ON c.article_id = a.id WHERE a.id = ?1";
    SET_CHANGED = "UPDATE article SET changed_at = ?2 WHERE id = ?1";
    SET_RECORD = "UPDATE article_text SET print_record = ?2 WHERE article_id = ?1";
    SET_SAFE_TEXT = "UPDATE article_text SET safe_html = ?2, seal = ?3 WHERE article_id = ?1";
    CHOICES_BETWEEN = "SELECT article_id, choices FROM article_choice WHERE article_id > ?1 AND article_id <= ?2";
    UNINDEXED = "SELECT COUNT(*) FROM glossary_job WHERE kind = 'index' AND state <> 'done'";
    NEWEST_CHANGE = "SELECT COALESCE(MAX(id), 0) FROM glossary_change";
    COUNT_EDITION_ARTICLES = "SELECT COUNT(*) FROM article WHERE edition_on = ?1";
    COUNT_ENTRY_ARTICLES = "SELECT COUNT(DISTINCT article_id) FROM article_entry WHERE entry_id = ?1";
}

/// An article as it is printed, with all that printing it anew depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingPrint {
    /// Its edition.
    pub edition_on: Day,
    /// Its page.
    pub page: i64,
    /// Its area's name in addresses.
    pub area: String,
    /// Its headline.
    pub headline: String,
    /// What the sanitiser let through.
    pub safe_html: String,
    /// The sanitiser's seal on it.
    pub seal: String,
    /// The print record as JSON.
    pub print_record: String,
    /// What an editor chose for it, as JSON of the server's own; empty for nothing.
    pub choices: String,
}

/// An article as it is printed, whether readers see it or it was taken back.
///
/// # Errors
/// When the database cannot be read.
pub fn find_standing_print(conn: &mut Conn, id: ArticleId) -> StoreResult<Option<StandingPrint>> {
    conn.find(&STANDING_PRINT, &[id.into()], |row| {
        Ok(StandingPrint {
            edition_on: row.take()?,
            page: row.take()?,
            area: row.take()?,
            headline: row.take()?,
            safe_html: row.take()?,
            seal: row.take()?,
            print_record: row.take()?,
            choices: row.take()?,
        })
    })
}

/// Puts another print record in place of an article's, with what it says of entries, and tells that this changed. Its text, its
/// seal and the ledger of serials are not touched. `is_seen` tells that readers see another text for it: then the article has changed
/// now, which a record that only names newer revisions of the same words does not make of it.
///
/// # Errors
/// When the database cannot be written.
pub fn set_print_record(
    tx: &mut Tx<'_>,
    id: ArticleId,
    record: &str,
    uses: &[EntryUse],
    is_seen: bool,
    now: Millis,
) -> StoreResult<()> {
    tx.change(&SET_RECORD, &[id.into(), record.into()])?;
    if is_seen {
        tx.change(&SET_CHANGED, &[id.into(), now.into()])?;
    }
    set_entry_uses(tx, id, uses)?;
    tx.tell(Event::PrintRecord(id), now)
}

/// Puts an article's text as the sanitiser lets it through today in place of what an older one let through. What the source sent
/// is not touched, and the print record is the caller's business: its offsets are those of the text.
///
/// # Errors
/// When the database cannot be written.
pub fn set_safe_text(
    tx: &mut Tx<'_>,
    id: ArticleId,
    safe_html: &str,
    seal: &str,
) -> StoreResult<()> {
    tx.change(&SET_SAFE_TEXT, &[id.into(), safe_html.into(), seal.into()])
        .map(drop)
}

/// What editors chose for the articles above a number, up to another: only those for which they did.
///
/// # Errors
/// When the database cannot be read.
pub fn list_choices_between(
    conn: &mut Conn,
    above: ArticleId,
    upto: ArticleId,
) -> StoreResult<Vec<(ArticleId, String)>> {
    conn.list(&CHOICES_BETWEEN, &[above.into(), upto.into()], |row| {
        Ok((row.take()?, row.take()?))
    })
}

/// Whether it is noted of every article which entries were printed in it: not before the first job of an older paper is done.
///
/// # Errors
/// When the database cannot be read.
pub fn is_indexed(conn: &mut Conn) -> StoreResult<bool> {
    let open: i64 = conn.one(&UNINDEXED, &[], single)?;
    Ok(open == 0)
}

/// The number of the newest change of the glossary; 0 when there was none.
///
/// # Errors
/// When the database cannot be read.
pub fn newest_glossary_change(conn: &mut Conn) -> StoreResult<i64> {
    conn.one(&NEWEST_CHANGE, &[], single)
}

/// How many articles an edition has, those that were taken back among them.
///
/// # Errors
/// When the database cannot be read.
pub fn count_articles_of_edition(conn: &mut Conn, edition: Day) -> StoreResult<i64> {
    conn.one(&COUNT_EDITION_ARTICLES, &[edition.into()], single)
}

/// In how many articles an entry was printed or mentioned.
///
/// # Errors
/// When the database cannot be read.
pub fn count_articles_of_entry(conn: &mut Conn, entry: i64) -> StoreResult<i64> {
    conn.one(&COUNT_ENTRY_ARTICLES, &[entry.into()], single)
}
