//! Evidence: source pages as they were fetched, kept as files named by what is in them.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{ArticleId, DraftId, Millis, single};
use crate::query::queries;
use crate::store::Tx;
use crate::value::Columns;

queries! {
    ADD_EVIDENCE = "INSERT INTO evidence (hash, url, fetched_at, content_type, size_bytes, draft_id, article_id) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    EVIDENCE_OF_DRAFT = "SELECT hash, url, fetched_at, content_type, size_bytes, draft_id, article_id FROM evidence \
        WHERE draft_id = ?1 ORDER BY id LIMIT 1";
    EVIDENCE_OF_ARTICLE = "SELECT hash, url, fetched_at, content_type, size_bytes, draft_id, article_id FROM evidence \
        WHERE article_id = ?1 ORDER BY fetched_at, id";
    IS_EVIDENCE = "SELECT id FROM evidence WHERE hash = ?1 LIMIT 1";
    IS_OF_ITEM = "SELECT item_id FROM inbox_text WHERE evidence = ?1 AND evidence <> '' LIMIT 1";
    FORGET_EVIDENCE = "DELETE FROM evidence WHERE draft_id = ?1 AND article_id IS NULL";
    KEEP_EVIDENCE = "UPDATE evidence SET article_id = ?2 WHERE draft_id = ?1";
}

/// A source page as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// BLAKE3 of the page, in hexadecimal: its file's name.
    pub hash: String,
    /// Where it was.
    pub url: String,
    /// When it was fetched.
    pub fetched_at: Millis,
    /// The media type it came with; empty when it came with none.
    pub content_type: String,
    /// How large it was, before it was compressed.
    pub size_bytes: i64,
    /// The draft that was clipped from it.
    pub draft: Option<DraftId>,
    /// The article that was printed from it.
    pub article: Option<ArticleId>,
}

fn evidence(row: &mut Columns<'_>) -> StoreResult<Evidence> {
    Ok(Evidence {
        hash: row.take()?,
        url: row.take()?,
        fetched_at: row.take()?,
        content_type: row.take()?,
        size_bytes: row.take()?,
        draft: row.take()?,
        article: row.take()?,
    })
}

/// Notes a page, after its bytes are on the disk.
///
/// # Errors
/// When the database cannot be written.
pub fn add_evidence(tx: &mut Tx<'_>, new: &Evidence) -> StoreResult<()> {
    let row = [
        (&new.hash).into(),
        (&new.url).into(),
        new.fetched_at.into(),
        (&new.content_type).into(),
        new.size_bytes.into(),
        new.draft.into(),
        new.article.into(),
    ];
    tx.change(&ADD_EVIDENCE, &row).map(drop)
}

/// The page that a draft was clipped from.
///
/// # Errors
/// When the database cannot be read.
pub fn find_evidence_of_draft(conn: &mut Conn, draft: DraftId) -> StoreResult<Option<Evidence>> {
    conn.find(&EVIDENCE_OF_DRAFT, &[draft.into()], evidence)
}

/// The pages fetched for an article, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_evidence_of_article(conn: &mut Conn, article: ArticleId) -> StoreResult<Vec<Evidence>> {
    conn.list(&EVIDENCE_OF_ARTICLE, &[article.into()], evidence)
}

/// The pages of a draft become those of the article that it is printed as.
///
/// # Errors
/// When the database cannot be written.
pub fn keep_evidence_for(tx: &mut Tx<'_>, draft: DraftId, article: ArticleId) -> StoreResult<()> {
    tx.change(&KEEP_EVIDENCE, &[draft.into(), article.into()])
        .map(drop)
}

/// Whether an article, a draft or a waiting item of the inbox has a page, told by its hash.
///
/// # Errors
/// When the database cannot be read.
pub fn has_evidence(conn: &mut Conn, hash: &str) -> StoreResult<bool> {
    for query in [&IS_EVIDENCE, &IS_OF_ITEM] {
        if conn.find(query, &[hash.into()], single::<i64>)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Forgets the pages of a draft that goes without having been printed. The files are another matter: several may share one.
pub(super) fn forget_evidence(tx: &mut Tx<'_>, draft: DraftId) -> StoreResult<()> {
    tx.change(&FORGET_EVIDENCE, &[draft.into()]).map(drop)
}
