//! Remarks: notes of the desk's in articles and comments, each after certain words.

use crate::conn::Conn;
use crate::error::{StoreError, StoreResult};
use crate::ids::{ArticleId, Millis, RemarkId, StaffId, single};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;
use crate::value::Columns;

macro_rules! remarks {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.article_id, r.comment_number, r.staff_id, r.author, r.source, r.html, r.seal, r.quote, ",
            "r.prefix, r.suffix, r.text_offset, r.state, r.created_at, r.changed_at FROM remark r ",
            $rest
        )
    };
}

queries! {
    ADD_REMARK = "INSERT INTO remark (article_id, comment_number, staff_id, author, source, html, seal, quote, prefix, \
        suffix, text_offset, state, created_at, changed_at) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'placed', ?12, ?12) RETURNING id";
    REMARK = remarks!("WHERE r.id = ?1");
    REMARKS = remarks!("WHERE r.article_id = ?1 AND r.state <> 'removed' ORDER BY r.id");
    LOOSE_REMARKS = "SELECT r.id, r.article_id, r.comment_number, r.staff_id, r.author, r.source, r.html, r.seal, \
        r.quote, r.prefix, r.suffix, r.text_offset, r.state, r.created_at, r.changed_at, a.headline, a.slug \
        FROM remark r JOIN article a ON a.id = r.article_id \
        WHERE r.state = 'loose' AND r.id < ?1 ORDER BY r.id DESC LIMIT ?2";
    CHANGE_REMARK = "UPDATE remark SET source = ?2, html = ?3, seal = ?4, quote = ?5, prefix = ?6, suffix = ?7, \
        text_offset = ?8, state = ?9, changed_at = ?10 WHERE id = ?1";
}

/// What has become of a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkState {
    /// It stands after its words.
    Placed,
    /// Its words cannot be told any more: it waits to be placed again or removed.
    Loose,
    /// It was taken away.
    Removed,
}

impl RemarkState {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Loose => "loose",
            Self::Removed => "removed",
        }
    }

    fn read(text: &str) -> StoreResult<Self> {
        [Self::Placed, Self::Loose, Self::Removed]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| StoreError::internal(format!("a remark cannot be {text}")))
    }
}

/// The words that a remark stands after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RemarkAnchor {
    /// The words themselves.
    pub quote: String,
    /// What stood before them.
    pub prefix: String,
    /// What stood behind them.
    pub suffix: String,
    /// Where they began, in bytes of the text.
    pub offset: i64,
}

/// A remark to be put in.
#[derive(Debug, Clone)]
pub struct NewRemark {
    /// In which article, or under it.
    pub article: ArticleId,
    /// In which comment; none for the article's own text.
    pub comment: Option<i64>,
    /// Who makes it.
    pub staff: StaffId,
    /// Their name as it is now.
    pub author: String,
    /// What was typed.
    pub source: String,
    /// What it came out as.
    pub html: String,
    /// The sanitiser's seal on it.
    pub seal: String,
    /// The words it stands after.
    pub anchor: RemarkAnchor,
}

/// A remark as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its row.
    pub id: RemarkId,
    /// Its article.
    pub article: ArticleId,
    /// The comment it stands in; none for the article's own text.
    pub comment: Option<i64>,
    /// Who made it.
    pub staff: StaffId,
    /// Their name as it was then.
    pub author: String,
    /// What was typed.
    pub source: String,
    /// What it came out as.
    pub html: String,
    /// The sanitiser's seal on it.
    pub seal: String,
    /// The words it stands after.
    pub anchor: RemarkAnchor,
    /// What has become of it.
    pub state: RemarkState,
    /// When it was made.
    pub created_at: Millis,
    /// When it was last changed, placed or parked.
    pub changed_at: Millis,
}

/// A remark that lost its words, with its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseRemark {
    /// The remark.
    pub remark: Remark,
    /// Its article's headline.
    pub headline: String,
    /// The readable end of its article's address.
    pub slug: String,
}

fn remark(row: &mut Columns<'_>) -> StoreResult<Remark> {
    Ok(Remark {
        id: row.take()?,
        article: row.take()?,
        comment: row.take()?,
        staff: row.take()?,
        author: row.take()?,
        source: row.take()?,
        html: row.take()?,
        seal: row.take()?,
        anchor: RemarkAnchor {
            quote: row.take()?,
            prefix: row.take()?,
            suffix: row.take()?,
            offset: row.take()?,
        },
        state: RemarkState::read(&row.take::<String>()?)?,
        created_at: row.take()?,
        changed_at: row.take()?,
    })
}

/// Puts a remark in and tells of its article.
///
/// # Errors
/// When the database cannot be written.
pub fn create_remark(tx: &mut Tx<'_>, new: &NewRemark, now: Millis) -> StoreResult<RemarkId> {
    let row = [
        new.article.into(),
        new.comment.into(),
        new.staff.into(),
        (&new.author).into(),
        (&new.source).into(),
        (&new.html).into(),
        (&new.seal).into(),
        (&new.anchor.quote).into(),
        (&new.anchor.prefix).into(),
        (&new.anchor.suffix).into(),
        new.anchor.offset.into(),
        now.into(),
    ];
    let id = tx.one(&ADD_REMARK, &row, single)?;
    tx.tell(Event::Article(new.article), now)?;
    Ok(id)
}

/// Writes what may change of a remark (text, words, state) and tells of its article.
///
/// # Errors
/// When the database cannot be written.
pub fn change_remark(tx: &mut Tx<'_>, remark: &Remark, now: Millis) -> StoreResult<()> {
    let row = [
        remark.id.into(),
        (&remark.source).into(),
        (&remark.html).into(),
        (&remark.seal).into(),
        (&remark.anchor.quote).into(),
        (&remark.anchor.prefix).into(),
        (&remark.anchor.suffix).into(),
        remark.anchor.offset.into(),
        remark.state.as_str().into(),
        now.into(),
    ];
    tx.change(&CHANGE_REMARK, &row)?;
    tx.tell(Event::Article(remark.article), now)
}

/// A remark, taken away or not.
///
/// # Errors
/// When the database cannot be read.
pub fn find_remark(conn: &mut Conn, id: RemarkId) -> StoreResult<Option<Remark>> {
    conn.find(&REMARK, &[id.into()], remark)
}

/// The remarks in an article and in its comments, the oldest first, without those that were taken away.
///
/// # Errors
/// When the database cannot be read.
pub fn list_remarks(conn: &mut Conn, article: ArticleId) -> StoreResult<Vec<Remark>> {
    conn.list(&REMARKS, &[article.into()], remark)
}

/// Remarks before a row that lost their words, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_loose_remarks(
    conn: &mut Conn,
    before: RemarkId,
    most: i64,
) -> StoreResult<Vec<LooseRemark>> {
    conn.list(&LOOSE_REMARKS, &[before.into(), most.into()], |row| {
        Ok(LooseRemark {
            remark: remark(row)?,
            headline: row.take()?,
            slug: row.take()?,
        })
    })
}
