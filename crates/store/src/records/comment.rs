//! Comments: numbered densely under their article, counted in the transaction that adds them.

use crate::conn::Conn;
use crate::error::{StoreError, StoreResult};
use crate::ids::{ArticleId, CommentId, CommenterId, Day, Millis, single};
use crate::query::queries;
use crate::records::Event;
use crate::records::commenter::{self, Signature};
use crate::store::Tx;
use crate::value::Columns;

queries! {
    NEXT_NUMBER = "UPDATE article SET last_number = last_number + 1, comment_count = comment_count + 1, \
        last_comment_at = ?2, last_comment_nic = ?3, last_comment_number = last_number + 1 WHERE id = ?1 \
        RETURNING last_number";
    ADD_COMMENT = "INSERT INTO comment (article_id, number, commenter_id, nic, email, website, source, html, seal, \
        state, created_at, written_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'shown', ?10, ?11)";
    COMMENT_IN_EDITION = "UPDATE edition SET comment_count = comment_count + ?2 WHERE edition_on = ?1";
    COMMENT_IN_MONTH = "UPDATE edition_month SET comment_count = comment_count + ?2 WHERE month = ?1";
    COUNT_COMMENT = "UPDATE total SET count = count + ?1 WHERE name = 'comments'";
    COMMENT_IN_DAY = "INSERT INTO comment_day (written_on, comment_count) VALUES (?1, ?2) \
        ON CONFLICT (written_on) DO UPDATE SET comment_count = comment_day.comment_count + excluded.comment_count";
    RECENT_SAME = "SELECT number, source, nic FROM comment WHERE article_id = ?1 AND number > ?2 AND created_at > ?3";
    LAST_NUMBER = "SELECT last_number FROM article WHERE id = ?1";

    COMMENT = "SELECT id, article_id, number, nic, website, source, html, seal, state, created_at FROM comment \
        WHERE article_id = ?1 AND number = ?2";
    COMMENTS = "SELECT id, article_id, number, nic, website, source, html, seal, state, created_at FROM comment \
        WHERE article_id = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3";
    COMMENTS_UPWARD = "SELECT id, article_id, number, nic, website, source, html, seal, state, created_at FROM comment \
        WHERE article_id = ?1 AND number > ?2 ORDER BY number LIMIT ?3";
    LATEST_COMMENTS = "SELECT c.id, c.article_id, c.number, c.nic, c.website, c.source, c.html, c.seal, c.state, \
        c.created_at, a.headline, a.slug, a.last_number FROM comment c JOIN article a ON a.id = c.article_id \
        WHERE c.id < ?1 AND c.state = 'shown' AND a.is_printed = 1 ORDER BY c.id DESC LIMIT ?2";
    COMMENTS_BY_NIC = "SELECT c.id, c.article_id, c.number, c.nic, c.website, c.source, c.html, c.seal, c.state, \
        c.created_at, a.headline, a.slug, a.last_number FROM comment c JOIN article a ON a.id = c.article_id \
        WHERE c.nic = ?1 AND c.id < ?2 AND c.state = 'shown' AND a.is_printed = 1 ORDER BY c.id DESC LIMIT ?3";
}

/// A comment to be added.
#[derive(Debug, Clone)]
pub struct NewComment {
    /// Under which article.
    pub article: ArticleId,
    /// Who writes; `None` makes a new commenter.
    pub commenter: Option<CommenterId>,
    /// The name it is signed with.
    pub nic: String,
    /// What the name looks like to the eye.
    pub nic_skeleton: String,
    /// Never shown; may be empty.
    pub email: String,
    /// Shown as a link on the name; may be empty.
    pub website: String,
    /// What was typed.
    pub source: String,
    /// What it came out as.
    pub html: String,
    /// The sanitiser's seal on it.
    pub seal: String,
    /// Now.
    pub created_at: Millis,
    /// Today in the paper's time zone.
    pub written_on: Day,
}

/// A comment as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its row.
    pub id: CommentId,
    /// Its article.
    pub article: ArticleId,
    /// Its number under the article.
    pub number: i64,
    /// The name it is signed with.
    pub nic: String,
    /// May be empty.
    pub website: String,
    /// What was typed.
    pub source: String,
    /// What it came out as.
    pub html: String,
    /// The sanitiser's seal on it.
    pub seal: String,
    /// Whether it was taken away: its number stays as a tombstone.
    pub is_removed: bool,
    /// When it was accepted.
    pub created_at: Millis,
}

/// A comment outside its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentOnPage {
    /// The comment.
    pub comment: Comment,
    /// Its article's headline.
    pub headline: String,
    /// The readable end of its article's address.
    pub slug: String,
    /// The highest number ever given under its article.
    pub last_number: i64,
}

/// How far back the same text by the same name counts as sent twice, in milliseconds.
const SENT_TWICE_MILLIS: i64 = 10 * 60 * 1000;
/// How many of the latest comments are looked at for one that was sent twice.
const SENT_TWICE_AMONG: i64 = 30;

/// Adds a comment: numbers it, counts it everywhere, notes the name, tells of it.
///
/// The same text sent twice by the same name under the same article within ten minutes is one
/// comment; its number is given again.
///
/// # Errors
/// When the database cannot be written; [`StoreError::Conflict`] when there is no such article.
pub fn create_comment(tx: &mut Tx<'_>, new: &NewComment) -> StoreResult<(i64, CommenterId)> {
    let edition = super::find_standing(tx, new.article)?
        .filter(|standing| standing.is_printed)
        .map(|standing| standing.edition_on)
        .ok_or_else(|| {
            StoreError::Conflict(format!("there is no article {} in print", new.article))
        })?;
    let signature = Signature {
        commenter: new.commenter,
        nic: &new.nic,
        skeleton: &new.nic_skeleton,
        email: &new.email,
        website: &new.website,
        now: new.created_at,
    };
    if let (Some(number), Some(commenter)) = (sent_before(tx, new)?, new.commenter) {
        return Ok((number, commenter));
    }
    let commenter = commenter::sign(tx, &signature)?;
    let params = [new.article.into(), new.created_at.into(), (&new.nic).into()];
    let number: i64 = tx.one(&NEXT_NUMBER, &params, single)?;
    tx.change(
        &ADD_COMMENT,
        &[
            new.article.into(),
            number.into(),
            commenter.into(),
            (&new.nic).into(),
            (&new.email).into(),
            (&new.website).into(),
            (&new.source).into(),
            (&new.html).into(),
            (&new.seal).into(),
            new.created_at.into(),
            new.written_on.into(),
        ],
    )?;
    count(tx, Some(edition), new.written_on, 1)?;
    tx.tell(Event::Comment(new.article), new.created_at)?;
    tx.tell(Event::Commenter(commenter), new.created_at)?;
    Ok((number, commenter))
}

fn sent_before(tx: &mut Tx<'_>, new: &NewComment) -> StoreResult<Option<i64>> {
    let last: i64 = tx.one(&LAST_NUMBER, &[new.article.into()], single)?;
    let after = last - SENT_TWICE_AMONG;
    let since = new.created_at.0 - SENT_TWICE_MILLIS;
    let recent = tx.list(
        &RECENT_SAME,
        &[new.article.into(), after.into(), since.into()],
        |row| {
            Ok((
                row.take::<i64>()?,
                row.take::<String>()?,
                row.take::<String>()?,
            ))
        },
    )?;
    Ok(recent
        .into_iter()
        .find(|(_, source, nic)| *source == new.source && *nic == new.nic)
        .map(|(number, ..)| number))
}

/// Adds to (or takes from) the counters above the article.
pub(super) fn count(
    tx: &mut Tx<'_>,
    edition: Option<Day>,
    written_on: Day,
    by: i64,
) -> StoreResult<()> {
    if let Some(edition) = edition {
        tx.change(&COMMENT_IN_EDITION, &[edition.into(), by.into()])?;
        tx.change(&COMMENT_IN_MONTH, &[edition.month().into(), by.into()])?;
    }
    tx.change(&COMMENT_IN_DAY, &[written_on.into(), by.into()])?;
    tx.change(&COUNT_COMMENT, &[by.into()]).map(drop)
}

fn comment(row: &mut Columns<'_>) -> StoreResult<Comment> {
    Ok(Comment {
        id: row.take()?,
        article: row.take()?,
        number: row.take()?,
        nic: row.take()?,
        website: row.take()?,
        source: row.take()?,
        html: row.take()?,
        seal: row.take()?,
        is_removed: row.take::<String>()? == "removed",
        created_at: row.take()?,
    })
}

fn comment_on_page(row: &mut Columns<'_>) -> StoreResult<CommentOnPage> {
    Ok(CommentOnPage {
        comment: comment(row)?,
        headline: row.take()?,
        slug: row.take()?,
        last_number: row.take()?,
    })
}

/// A comment by its number, whether it stands or was taken away.
///
/// # Errors
/// When the database cannot be read.
pub fn find_comment(
    conn: &mut Conn,
    article: ArticleId,
    number: i64,
) -> StoreResult<Option<Comment>> {
    conn.find(&COMMENT, &[article.into(), number.into()], comment)
}

/// An article's comments, tombstones included: newest first below the number `from`, or, with
/// `oldest_first`, oldest first above it.
///
/// # Errors
/// When the database cannot be read.
pub fn list_comments(
    conn: &mut Conn,
    article: ArticleId,
    from: i64,
    oldest_first: bool,
    most: i64,
) -> StoreResult<Vec<Comment>> {
    let query = if oldest_first {
        &COMMENTS_UPWARD
    } else {
        &COMMENTS
    };
    conn.list(query, &[article.into(), from.into(), most.into()], comment)
}

/// The latest comments of the whole paper before a row, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_latest_comments(
    conn: &mut Conn,
    before: CommentId,
    most: i64,
) -> StoreResult<Vec<CommentOnPage>> {
    conn.list(
        &LATEST_COMMENTS,
        &[before.into(), most.into()],
        comment_on_page,
    )
}

/// The comments signed with a name before a row, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_comments_by_nic(
    conn: &mut Conn,
    nic: &str,
    before: CommentId,
    most: i64,
) -> StoreResult<Vec<CommentOnPage>> {
    conn.list(
        &COMMENTS_BY_NIC,
        &[nic.into(), before.into(), most.into()],
        comment_on_page,
    )
}
