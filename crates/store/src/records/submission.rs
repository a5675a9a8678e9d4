//! Submissions: news links and articles that readers and contributors send in, and what becomes of them.

use super::commenter::ensure_commenter;
use super::{ArticleKind, Event};
use crate::conn::Conn;
use crate::error::{StoreError, StoreResult};
use crate::ids::{ArticleId, CommenterId, ItemId, Millis, StaffId, SubmissionId, single};
use crate::query::queries;
use crate::store::Tx;
use crate::value::Columns;

macro_rules! submissions {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.kind, s.headline, s.url, s.source, s.html, s.seal, s.nic, s.email, s.commenter_id, s.staff_id, ",
            "s.state, s.article_id, s.word, s.created_at, s.settled_at, s.item_id, s.print_at, s.trouble, a.slug ",
            "FROM submission s LEFT JOIN article a ON a.id = s.article_id AND a.is_printed = 1 ",
            $rest
        )
    };
}

queries! {
    ADD_SUBMISSION = "INSERT INTO submission (kind, headline, url, source, html, seal, nic, email, commenter_id, staff_id, \
        state, created_at, print_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'waiting', ?11, ?12) RETURNING id";
    SUBMISSION = submissions!("WHERE s.id = ?1");
    SUBMISSIONS_OF_ITEM = submissions!("WHERE s.item_id = ?1 ORDER BY s.id");
    DUE_SUBMISSIONS = "SELECT id FROM submission WHERE print_at <= ?1 ORDER BY print_at LIMIT ?2";
    SUBMISSIONS_BY = submissions!("WHERE s.commenter_id = ?1 AND s.id < ?2 ORDER BY s.id DESC LIMIT ?3");
    SUBMISSIONS_OF_STAFF = submissions!("WHERE s.staff_id = ?1 AND s.id < ?2 ORDER BY s.id DESC LIMIT ?3");
    SUBMISSION_BY_URL = submissions!("WHERE substr(s.url, 1, 500) = substr(?1, 1, 500) AND s.url = ?1 \
        AND s.state <> 'refused' ORDER BY s.id DESC LIMIT 1");
    SETTLE_SUBMISSION = "UPDATE submission SET state = ?2, article_id = ?3, word = ?4, settled_at = ?5, \
        print_at = NULL WHERE id = ?1 AND (state = 'waiting' OR (state = 'taken' AND ?2 <> 'taken'))";
    SETTLE_BY_URL = "UPDATE submission SET state = 'printed', article_id = ?2, settled_at = ?3, print_at = NULL \
        WHERE substr(url, 1, 500) = substr(?1, 1, 500) AND url = ?1 AND state IN ('waiting', 'taken')";
    SETTLE_BY_ITEM = "UPDATE submission SET state = ?2, article_id = ?3, word = ?4, settled_at = ?5, print_at = NULL \
        WHERE item_id = ?1 AND (state = 'waiting' OR (state = 'taken' AND ?2 <> 'taken'))";
    REOPEN_BY_ITEM = "UPDATE submission SET state = 'waiting', word = '', settled_at = NULL \
        WHERE item_id = ?1 AND state = 'refused' AND settled_at = ?2";
    SET_SUBMISSION_ITEM = "UPDATE submission SET item_id = ?2 WHERE id = ?1";
    CLAIM_SUBMISSION = "UPDATE submission SET print_at = ?3 WHERE id = ?1 AND print_at = ?2";
    NOTE_TROUBLE = "UPDATE submission SET print_at = NULL, trouble = ?2 WHERE id = ?1";
}

/// What has become of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubmissionState {
    /// Nobody of the desk has decided.
    Waiting,
    /// The desk is working on it.
    Taken,
    /// It is in the paper.
    Printed,
    /// It was not taken.
    Refused,
}

impl SubmissionState {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Printed => "printed",
            Self::Refused => "refused",
        }
    }

    fn read(text: &str) -> StoreResult<Self> {
        [Self::Waiting, Self::Taken, Self::Printed, Self::Refused]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| StoreError::internal(format!("a submission cannot be {text}")))
    }
}

/// Something sent in.
#[derive(Debug, Clone)]
pub struct NewSubmission {
    /// A news link or an article of one's own.
    pub kind: ArticleKind,
    /// Its headline.
    pub headline: String,
    /// Its address, without tracking; empty for an article of one's own.
    pub url: String,
    /// The note to a link, or the article's text, as typed.
    pub source: String,
    /// What that came out as.
    pub html: String,
    /// The sanitiser's seal on it.
    pub seal: String,
    /// Who sends it, as they sign.
    pub nic: String,
    /// Never shown to readers; may be empty.
    pub email: String,
    /// Who sends it; `None` makes a new commenter.
    pub commenter: Option<CommenterId>,
    /// Who of the staff sends it.
    pub staff: Option<StaffId>,
    /// When the paper is to fetch and print it by itself; none leaves it to the desk.
    pub print_at: Option<Millis>,
    /// Now.
    pub created_at: Millis,
}

/// A submission as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its row.
    pub id: SubmissionId,
    /// A news link or an article of one's own.
    pub kind: ArticleKind,
    /// Its headline.
    pub headline: String,
    /// Its address; empty for an article of one's own.
    pub url: String,
    /// The note or the text, as typed.
    pub source: String,
    /// What that came out as.
    pub html: String,
    /// The sanitiser's seal on it.
    pub seal: String,
    /// Who sent it, as they signed.
    pub nic: String,
    /// For the desk only; may be empty.
    pub email: String,
    /// Who sent it.
    pub commenter: Option<CommenterId>,
    /// Who of the staff sent it.
    pub staff: Option<StaffId>,
    /// What has become of it.
    pub state: SubmissionState,
    /// The article it became.
    pub article: Option<ArticleId>,
    /// What the desk says to it; may be empty.
    pub word: String,
    /// When it came.
    pub created_at: Millis,
    /// When the desk decided.
    pub settled_at: Option<Millis>,
    /// The item of the inbox that it waits, or waited, as.
    pub item: Option<ItemId>,
    /// When the paper fetches and prints it by itself.
    pub print_at: Option<Millis>,
    /// Why that failed, in words; empty when it did not.
    pub trouble: String,
    /// The readable end of the address of the article it became.
    pub article_slug: Option<String>,
}

fn submission(row: &mut Columns<'_>) -> StoreResult<Submission> {
    Ok(Submission {
        id: row.take()?,
        kind: ArticleKind::read(&row.take::<String>()?)?,
        headline: row.take()?,
        url: row.take()?,
        source: row.take()?,
        html: row.take()?,
        seal: row.take()?,
        nic: row.take()?,
        email: row.take()?,
        commenter: row.take()?,
        staff: row.take()?,
        state: SubmissionState::read(&row.take::<String>()?)?,
        article: row.take()?,
        word: row.take()?,
        created_at: row.take()?,
        settled_at: row.take()?,
        item: row.take()?,
        print_at: row.take()?,
        trouble: row.take()?,
        article_slug: row.take()?,
    })
}

/// How far back the same thing by the same commenter counts as sent twice, in milliseconds.
const SENT_TWICE_MILLIS: i64 = 10 * 60 * 1000;

/// Keeps what was sent in. The same thing sent twice by the same commenter within ten minutes is one submission.
///
/// # Errors
/// When the database cannot be written.
pub fn create_submission(
    tx: &mut Tx<'_>,
    new: &NewSubmission,
) -> StoreResult<(SubmissionId, CommenterId)> {
    let now = new.created_at;
    let commenter = ensure_commenter(tx, new.commenter, &new.nic, &new.email, now)?;
    let last = list_submissions_by(tx, commenter, SubmissionId(i64::MAX), 1)?;
    let again = last.into_iter().find(|last| {
        now.0 - last.created_at.0 < SENT_TWICE_MILLIS
            && (last.kind, &last.headline, &last.url, &last.source)
                == (new.kind, &new.headline, &new.url, &new.source)
    });
    if let Some(again) = again {
        return Ok((again.id, commenter));
    }
    let row = [
        new.kind.as_str().into(),
        (&new.headline).into(),
        (&new.url).into(),
        (&new.source).into(),
        (&new.html).into(),
        (&new.seal).into(),
        (&new.nic).into(),
        (&new.email).into(),
        commenter.into(),
        new.staff.into(),
        now.into(),
        new.print_at.into(),
    ];
    let id = tx.one(&ADD_SUBMISSION, &row, single)?;
    tx.tell(Event::Inbox, now)?;
    Ok((id, commenter))
}

/// A submission.
///
/// # Errors
/// When the database cannot be read.
pub fn find_submission(conn: &mut Conn, id: SubmissionId) -> StoreResult<Option<Submission>> {
    conn.find(&SUBMISSION, &[id.into()], submission)
}

/// The newest submission of an address that the desk has not turned down.
///
/// # Errors
/// When the database cannot be read.
pub fn find_submission_by_url(conn: &mut Conn, url: &str) -> StoreResult<Option<Submission>> {
    conn.find(&SUBMISSION_BY_URL, &[url.into()], submission)
}

/// What was sent in of an item of the inbox, the first first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_submissions_of_item(conn: &mut Conn, item: ItemId) -> StoreResult<Vec<Submission>> {
    conn.list(&SUBMISSIONS_OF_ITEM, &[item.into()], submission)
}

/// Submissions that the paper is to fetch and print by now, the longest due first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_due_submissions(
    conn: &mut Conn,
    now: Millis,
    most: i64,
) -> StoreResult<Vec<Submission>> {
    let due: Vec<SubmissionId> = conn.list(&DUE_SUBMISSIONS, &[now.into(), most.into()], single)?;
    let mut found = Vec::with_capacity(due.len());
    for id in due {
        found.extend(find_submission(conn, id)?);
    }
    Ok(found)
}

/// Takes the printing of a due submission on oneself until an instant; gives whether nobody else has. Of several nodes,
/// one prints.
///
/// # Errors
/// When the database cannot be written.
pub fn claim_submission(tx: &mut Tx<'_>, due: &Submission, until: Millis) -> StoreResult<bool> {
    let row = [due.id.into(), due.print_at.into(), until.into()];
    Ok(tx.change(&CLAIM_SUBMISSION, &row)? == 1)
}

/// Notes why a submission could not be printed by the paper itself: it waits for the desk from now on.
///
/// # Errors
/// When the database cannot be written.
pub fn note_submission_trouble(
    tx: &mut Tx<'_>,
    id: SubmissionId,
    words: &str,
    now: Millis,
) -> StoreResult<()> {
    tx.change(&NOTE_TROUBLE, &[id.into(), words.into()])?;
    tx.tell(Event::Inbox, now)
}

/// Notes as which item of the inbox a submission waits.
///
/// # Errors
/// When the database cannot be written.
pub fn set_submission_item(tx: &mut Tx<'_>, id: SubmissionId, item: ItemId) -> StoreResult<()> {
    tx.change(&SET_SUBMISSION_ITEM, &[id.into(), item.into()])
        .map(drop)
}

/// A commenter's submissions before a row, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_submissions_by(
    conn: &mut Conn,
    commenter: CommenterId,
    before: SubmissionId,
    most: i64,
) -> StoreResult<Vec<Submission>> {
    conn.list(
        &SUBMISSIONS_BY,
        &[commenter.into(), before.into(), most.into()],
        submission,
    )
}

/// What a member of the staff sent in before a row, from whatever browser, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_submissions_of_staff(
    conn: &mut Conn,
    staff: StaffId,
    before: SubmissionId,
    most: i64,
) -> StoreResult<Vec<Submission>> {
    let of = [staff.into(), before.into(), most.into()];
    conn.list(&SUBMISSIONS_OF_STAFF, &of, submission)
}

/// What the desk decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// What becomes of it.
    pub state: SubmissionState,
    /// The article it became.
    pub article: Option<ArticleId>,
    /// A word to whoever sent it; may be empty.
    pub word: String,
}

/// Notes what the desk decided; gives whether there was such a submission that was not settled yet.
///
/// # Errors
/// When the database cannot be written.
pub fn settle_submission(
    tx: &mut Tx<'_>,
    id: SubmissionId,
    settled: &Settled,
    now: Millis,
) -> StoreResult<bool> {
    let row = [
        id.into(),
        settled.state.as_str().into(),
        settled.article.into(),
        (&settled.word).into(),
        now.into(),
    ];
    let found = tx.change(&SETTLE_SUBMISSION, &row)? == 1;
    if found {
        tx.tell(Event::Inbox, now)?;
    }
    Ok(found)
}

/// Notes for everybody who sent this address in that it is in the paper now.
///
/// # Errors
/// When the database cannot be written.
pub fn settle_submissions_of(
    tx: &mut Tx<'_>,
    url: &str,
    article: ArticleId,
    now: Millis,
) -> StoreResult<()> {
    let row = [url.into(), article.into(), now.into()];
    if tx.change(&SETTLE_BY_URL, &row)? > 0 {
        tx.tell(Event::Inbox, now)?;
    }
    Ok(())
}

/// Notes what became of everything that was sent in of an item, as far as it was not settled yet; gives how many that
/// were.
///
/// # Errors
/// When the database cannot be written.
pub fn settle_submissions_of_item(
    tx: &mut Tx<'_>,
    item: ItemId,
    settled: &Settled,
    now: Millis,
) -> StoreResult<u64> {
    let row = [
        item.into(),
        settled.state.as_str().into(),
        settled.article.into(),
        (&settled.word).into(),
        now.into(),
    ];
    tx.change(&SETTLE_BY_ITEM, &row)
}

/// Lets what was turned down together with its item wait again, when the item is taken back. `decided_at` is when the
/// item was dropped or expired: what was turned down before stays so.
///
/// # Errors
/// When the database cannot be written.
pub fn reopen_submissions_of_item(
    tx: &mut Tx<'_>,
    item: ItemId,
    decided_at: Millis,
) -> StoreResult<()> {
    tx.change(&REOPEN_BY_ITEM, &[item.into(), decided_at.into()])
        .map(drop)
}
