//! What the desk knows of a printed article beside its words: its switches, and who has it open.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{ArticleId, Millis, StaffId, single};
use crate::query::queries;
use crate::store::Tx;

queries! {
    CHOICES = "SELECT choices FROM article_choice WHERE article_id = ?1";
    SET_CHOICES = "INSERT INTO article_choice (article_id, choices) VALUES (?1, ?2) \
        ON CONFLICT (article_id) DO UPDATE SET choices = excluded.choices";
    ENTER_ARTICLE = "INSERT INTO article_editor (article_id, staff_id, since, seen_at) VALUES (?1, ?2, ?3, ?3) \
        ON CONFLICT (article_id, staff_id) DO UPDATE SET seen_at = excluded.seen_at, \
        since = CASE WHEN article_editor.seen_at < ?4 THEN excluded.since ELSE article_editor.since END";
    LEAVE_ARTICLE = "DELETE FROM article_editor WHERE article_id = ?1 AND staff_id = ?2";
    ARTICLE_EDITORS = "SELECT e.staff_id, s.name, e.since FROM article_editor e JOIN staff s ON s.id = e.staff_id \
        WHERE e.article_id = ?1 AND e.seen_at >= ?2 ORDER BY e.since";
    DRAFT_EDITORS_OF_ARTICLE = "SELECT e.staff_id, s.name, e.since FROM draft d \
        JOIN draft_editor e ON e.draft_id = d.id JOIN staff s ON s.id = e.staff_id \
        WHERE d.article_id = ?1 AND d.state IN ('open', 'held', 'scheduled') AND e.seen_at >= ?2 \
        AND e.taken_over_by IS NULL ORDER BY e.since";
}

/// What the glossary does differently in an article, as JSON of the caller's; `None` where nothing was switched.
///
/// # Errors
/// When the database cannot be read.
pub fn find_article_choices(conn: &mut Conn, id: ArticleId) -> StoreResult<Option<String>> {
    conn.find(&CHOICES, &[id.into()], single)
}

/// Notes what the glossary does differently in an article.
///
/// # Errors
/// When the database cannot be written.
pub fn set_article_choices(tx: &mut Tx<'_>, id: ArticleId, choices: &str) -> StoreResult<()> {
    tx.change(&SET_CHOICES, &[id.into(), choices.into()])
        .map(drop)
}

/// Somebody who has a printed article open, to change its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleEditor {
    /// Their row.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub since: Millis,
    /// Whether they have it open in the editor, as a draft.
    pub in_draft: bool,
}

/// Notes that somebody has an article's words open; who was not seen since `lapsed` begins anew.
///
/// # Errors
/// When the database cannot be written.
pub fn enter_article(
    tx: &mut Tx<'_>,
    id: ArticleId,
    staff: StaffId,
    now: Millis,
    lapsed: Millis,
) -> StoreResult<()> {
    let row = [id.into(), staff.into(), now.into(), lapsed.into()];
    tx.change(&ENTER_ARTICLE, &row).map(drop)
}

/// Notes that somebody has done with an article's words.
///
/// # Errors
/// When the database cannot be written.
pub fn leave_article(tx: &mut Tx<'_>, id: ArticleId, staff: StaffId) -> StoreResult<()> {
    tx.change(&LEAVE_ARTICLE, &[id.into(), staff.into()])
        .map(drop)
}

/// Those who were seen with an article's words since an instant, wherever they edit them: first those at the article
/// itself, then those in its draft.
///
/// # Errors
/// When the database cannot be read.
pub fn list_article_editors(
    conn: &mut Conn,
    id: ArticleId,
    since: Millis,
) -> StoreResult<Vec<ArticleEditor>> {
    let of = [id.into(), since.into()];
    let mut found = Vec::new();
    for (query, in_draft) in [(&ARTICLE_EDITORS, false), (&DRAFT_EDITORS_OF_ARTICLE, true)] {
        found.extend(conn.list(query, &of, |row| {
            Ok(ArticleEditor {
                staff: row.take()?,
                name: row.take()?,
                since: row.take()?,
                in_draft,
            })
        })?);
    }
    Ok(found)
}
