//! Whether sources still say what was clipped from them: when to look, and what was found.

use crate::conn::Conn;
use crate::error::{StoreError, StoreResult};
use crate::ids::{ArticleId, Millis};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;
use crate::value::Columns;

queries! {
    PLAN_CHECK = "INSERT INTO source_check (article_id, printed_at, next_at) VALUES (?1, ?2, ?3) \
        ON CONFLICT (article_id) DO NOTHING";
    DUE_CHECKS = "SELECT article_id, printed_at, looks, next_at, checked_at, finding, words, tries FROM source_check \
        WHERE next_at <= ?1 ORDER BY next_at LIMIT ?2";
    CLAIM_CHECK = "UPDATE source_check SET next_at = ?3 WHERE article_id = ?1 AND next_at = ?2";
    NOTE_CHECK = "UPDATE source_check SET looks = looks + 1, tries = 0, next_at = ?2, checked_at = ?3, \
        finding = ?4, words = ?5 \
        WHERE article_id = ?1";
    RETRY_CHECK = "UPDATE source_check SET tries = tries + 1, next_at = ?2, \
        words = CASE WHEN finding = 'waiting' THEN ?3 ELSE words END WHERE article_id = ?1";
    CHECK = "SELECT article_id, printed_at, looks, next_at, checked_at, finding, words, tries FROM source_check \
        WHERE article_id = ?1";
    CHECKS_FOUND = "SELECT k.article_id, k.printed_at, k.looks, k.next_at, k.checked_at, k.finding, k.words, \
        k.tries, a.headline, a.slug, a.is_printed FROM source_check k JOIN article a ON a.id = k.article_id \
        WHERE k.finding = ?1 AND (k.checked_at, k.article_id) < (?2, ?3) \
        ORDER BY k.checked_at DESC, k.article_id DESC LIMIT ?4";
}

/// What looking at a source again found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finding {
    /// Nobody looked yet.
    Waiting,
    /// It says what it said.
    Same,
    /// Its headline or its text changed.
    Changed,
    /// It is not there any more.
    Gone,
    /// It could not be asked.
    Unreachable,
}

impl Finding {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Same,
        Self::Changed,
        Self::Gone,
        Self::Unreachable,
    ];

    /// As stored and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Gone => "gone",
            Self::Unreachable => "unreachable",
        }
    }

    /// Reads what an address or a row says.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|finding| finding.as_str() == text)
    }
}

/// How it stands with an article's source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCheck {
    /// The article.
    pub article: ArticleId,
    /// When it was printed.
    pub printed_at: Millis,
    /// How often its source was looked at.
    pub looks: i64,
    /// When it is looked at next; none: no more.
    pub next_at: Option<Millis>,
    /// When it was looked at last.
    pub checked_at: Option<Millis>,
    /// What was found then.
    pub finding: Finding,
    /// The same in words for the desk.
    pub words: String,
    /// How often in a row it could not be reached since it was due.
    pub tries: i64,
}

/// What was found of an article, with its headline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCheck {
    /// What was found.
    pub check: SourceCheck,
    /// The article's headline.
    pub headline: String,
    /// The readable end of its address.
    pub slug: String,
    /// Whether readers see it.
    pub is_printed: bool,
}

fn check(row: &mut Columns<'_>) -> StoreResult<SourceCheck> {
    Ok(SourceCheck {
        article: row.take()?,
        printed_at: row.take()?,
        looks: row.take()?,
        next_at: row.take()?,
        checked_at: row.take()?,
        finding: {
            let text: String = row.take()?;
            Finding::read(&text)
                .ok_or_else(|| StoreError::internal(format!("there is no finding {text}")))?
        },
        words: row.take()?,
        tries: row.take()?,
    })
}

/// Notes that the source of an article that was just printed is to be looked at.
///
/// # Errors
/// When the database cannot be written.
pub fn plan_source_check(
    tx: &mut Tx<'_>,
    article: ArticleId,
    printed_at: Millis,
    first_at: Millis,
) -> StoreResult<()> {
    tx.change(
        &PLAN_CHECK,
        &[article.into(), printed_at.into(), first_at.into()],
    )
    .map(drop)
}

/// Articles whose sources are to be looked at by now, the longest due first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_due_checks(conn: &mut Conn, now: Millis, most: i64) -> StoreResult<Vec<SourceCheck>> {
    conn.list(&DUE_CHECKS, &[now.into(), most.into()], check)
}

/// Takes a look on oneself until an instant; gives whether nobody else has. Of several nodes, one looks.
///
/// # Errors
/// When the database cannot be written.
pub fn claim_source_check(tx: &mut Tx<'_>, due: &SourceCheck, until: Millis) -> StoreResult<bool> {
    let row = [due.article.into(), due.next_at.into(), until.into()];
    Ok(tx.change(&CLAIM_CHECK, &row)? == 1)
}

/// Notes what was found, and when to look next.
///
/// # Errors
/// When the database cannot be written.
pub fn note_source_check(
    tx: &mut Tx<'_>,
    article: ArticleId,
    finding: Finding,
    words: &str,
    next_at: Option<Millis>,
    now: Millis,
) -> StoreResult<()> {
    let row = [
        article.into(),
        next_at.into(),
        now.into(),
        finding.as_str().into(),
        words.into(),
    ];
    tx.change(&NOTE_CHECK, &row)?;
    // What is as clipped concerns nobody who is looking at something now.
    if matches!(finding, Finding::Changed | Finding::Gone) {
        tx.tell(Event::Article(article), now)?;
    }
    Ok(())
}

/// Notes that a source could not be reached, and when to try again: that is not a look. What was found before stays;
/// where nothing was, the words are kept.
///
/// # Errors
/// When the database cannot be written.
pub fn retry_source_check(
    tx: &mut Tx<'_>,
    article: ArticleId,
    words: &str,
    next_at: Millis,
) -> StoreResult<()> {
    let row = [article.into(), next_at.into(), words.into()];
    tx.change(&RETRY_CHECK, &row).map(drop)
}

/// How it stands with an article's source; `None` for one that is never looked at, such as an original.
///
/// # Errors
/// When the database cannot be read.
pub fn find_source_check(conn: &mut Conn, article: ArticleId) -> StoreResult<Option<SourceCheck>> {
    conn.find(&CHECK, &[article.into()], check)
}

/// Articles of which this was found, the last looked at first, before an instant and an article.
///
/// # Errors
/// When the database cannot be read.
pub fn list_found_checks(
    conn: &mut Conn,
    finding: Finding,
    before: (Millis, ArticleId),
    most: i64,
) -> StoreResult<Vec<FoundCheck>> {
    let of = [
        finding.as_str().into(),
        before.0.into(),
        before.1.into(),
        most.into(),
    ];
    conn.list(&CHECKS_FOUND, &of, |row| {
        Ok(FoundCheck {
            check: check(row)?,
            headline: row.take()?,
            slug: row.take()?,
            is_printed: row.take()?,
        })
    })
}
