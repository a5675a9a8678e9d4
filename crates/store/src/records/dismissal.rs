//! Suggestions for the glossary: the articles they are made from, and those that the desk does not want to see again.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{ArticleId, Millis};
use crate::query::queries;
use crate::records::glossary_job::{ArchivedText, archived_text};
use crate::store::Tx;

queries! {
    DISMISSALS = "SELECT kind, words FROM glossary_dismissal ORDER BY kind, words";
    NOTE_DISMISSAL = "INSERT INTO glossary_dismissal (kind, words, who, dismissed_at) VALUES (?1, ?2, ?3, ?4) \
        ON CONFLICT (kind, words) DO NOTHING";
    RECALL_DISMISSAL = "DELETE FROM glossary_dismissal WHERE kind = ?1 AND words = ?2";
    TEXTS_BELOW = "SELECT a.id, a.edition_on, a.page, r.slug, a.headline, t.safe_html FROM article a \
        JOIN article_text t ON t.article_id = a.id JOIN area r ON r.id = a.area_id \
        WHERE a.id < ?1 AND a.is_printed = 1 ORDER BY a.id DESC LIMIT ?2";
}

/// A suggestion that the desk does not want to see again: its kind and its words.
pub type Dismissal = (String, String);

/// All of these.
///
/// # Errors
/// When the database cannot be read.
pub fn list_dismissals(conn: &mut Conn) -> StoreResult<Vec<Dismissal>> {
    conn.list(&DISMISSALS, &[], |row| Ok((row.take()?, row.take()?)))
}

/// Notes that a suggestion is not to come again. Gives whether that is news.
///
/// # Errors
/// When the database cannot be written.
pub fn dismiss(
    tx: &mut Tx<'_>,
    kind: &str,
    words: &str,
    who: &str,
    now: Millis,
) -> StoreResult<bool> {
    let row = [kind.into(), words.into(), who.into(), now.into()];
    Ok(tx.change(&NOTE_DISMISSAL, &row)? == 1)
}

/// Lets a suggestion come again. Gives whether that is news.
///
/// # Errors
/// When the database cannot be written.
pub fn recall_dismissal(tx: &mut Tx<'_>, kind: &str, words: &str) -> StoreResult<bool> {
    Ok(tx.change(&RECALL_DISMISSAL, &[kind.into(), words.into()])? == 1)
}

/// The texts of the latest articles in print, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_latest_texts(conn: &mut Conn, most: i64) -> StoreResult<Vec<ArchivedText>> {
    let row = [ArticleId(i64::MAX).into(), most.into()];
    conn.list(&TEXTS_BELOW, &row, archived_text)
}
