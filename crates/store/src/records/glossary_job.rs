//! Work that goes over the archive article by article: it is claimed by one node, tells how far it is, can be stopped, and
//! goes on where it stood after a restart.

use crate::conn::Conn;
use crate::error::{StoreError, StoreResult};
use crate::ids::{ArticleId, Millis, StaffId, single};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;
use crate::value::Columns;

macro_rules! jobs {
    ($rest:literal) => {
        concat!(
            "SELECT j.id, j.kind, j.staff_id, j.who, j.task, j.state, j.reason, j.article_total, j.article_done, ",
            "j.article_changed, j.at_article, j.result, j.created_at, j.changed_at FROM glossary_job j ",
            $rest
        )
    };
}

// In short: a change of thousands of entries, and what its rehearsal found, are megabytes each, which no list needs. The length in
// octets is known without reading the text.
macro_rules! jobs_in_short {
    ($rest:literal) => {
        concat!(
            "SELECT j.id, j.kind, j.staff_id, j.who, CASE WHEN octet_length(j.task) <= 4000 THEN j.task ELSE '' END, j.state, ",
            "j.reason, j.article_total, j.article_done, j.article_changed, j.at_article, ",
            "CASE WHEN j.state IN ('waiting', 'running') THEN j.result ELSE '' END, j.created_at, j.changed_at ",
            "FROM glossary_job j ",
            $rest
        )
    };
}

queries! {
    ADD_JOB = "INSERT INTO glossary_job (kind, staff_id, who, task, state, article_total, created_at, changed_at) \
        VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6, ?6) RETURNING id";
    JOB = jobs!("WHERE j.id = ?1");
    JOB_IN_SHORT = jobs_in_short!("WHERE j.id = ?1");
    JOBS = jobs_in_short!("WHERE j.id < ?1 ORDER BY j.id DESC LIMIT ?2");
    // Its end has the decision; all of it can be megabytes.
    REHEARSAL_ENDINGS = "SELECT id, substr(result, length(result) - 99) FROM glossary_job \
        WHERE id >= ?1 AND id <= ?2 AND kind = 'rehearse' AND state = 'done'";
    OPEN_JOBS = jobs_in_short!("WHERE j.state IN ('waiting', 'running') ORDER BY j.id");
    LATER_CORRECTIONS = "SELECT task FROM glossary_job WHERE id > ?1 AND kind = 'correct' ORDER BY id";
    CLAIM_JOB = "UPDATE glossary_job SET state = 'running', claimed_until = ?3, changed_at = ?2 \
        WHERE id = ?1 AND state IN ('waiting', 'running') AND claimed_until <= ?2";
    ADVANCE_JOB = "UPDATE glossary_job SET article_done = ?2, article_changed = ?3, at_article = ?4, result = ?5, \
        claimed_until = ?6, changed_at = ?7 WHERE id = ?1 AND state = 'running' AND claimed_until = ?8";
    END_JOB = "UPDATE glossary_job SET state = ?2, reason = ?3, claimed_until = 0, changed_at = ?4 \
        WHERE id = ?1 AND state IN ('waiting', 'running')";
    DECIDE_JOB = "UPDATE glossary_job SET result = ?3, changed_at = ?4 WHERE id = ?1 AND state = 'done' AND result = ?2";
    RESUME_JOB = "UPDATE glossary_job SET state = 'waiting', reason = '', changed_at = ?2 \
        WHERE id = ?1 AND state IN ('stopped', 'failed')";
    ARTICLES_ABOVE = "SELECT article_id FROM article_text WHERE article_id > ?1 ORDER BY article_id LIMIT ?2";
    ARTICLES_OF_EDITION = "SELECT id FROM article WHERE edition_on = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
    TEXTS_ABOVE = "SELECT a.id, a.edition_on, a.page, r.slug, a.headline, t.safe_html FROM article a \
        JOIN article_text t ON t.article_id = a.id JOIN area r ON r.id = a.area_id \
        WHERE a.id > ?1 AND a.is_printed = 1 ORDER BY a.id LIMIT ?2";
}

/// What a job does to each article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// Notes where entries were printed.
    Index,
    /// Prints anew with today's glossary.
    Reprint,
    /// Brings corrected entries to what was printed.
    Correct,
    /// Tells what a change would do; changes nothing.
    Rehearse,
}

impl JobKind {
    const ALL: [Self; 4] = [Self::Index, Self::Reprint, Self::Correct, Self::Rehearse];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Reprint => "reprint",
            Self::Correct => "correct",
            Self::Rehearse => "rehearse",
        }
    }
}

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Nobody works at it yet.
    Waiting,
    /// A node works at it.
    Running,
    /// Somebody stopped it; it can go on.
    Stopped,
    /// All is done.
    Done,
    /// It could not go on; it can be tried again.
    Failed,
}

impl JobState {
    const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Running,
        Self::Stopped,
        Self::Done,
        Self::Failed,
    ];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// Whether there is something left to do without anybody's word.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

/// A job as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryJob {
    /// Its number.
    pub id: i64,
    /// What it does.
    pub kind: JobKind,
    /// Who asked for it; none for the paper itself.
    pub staff: Option<StaffId>,
    /// Their name.
    pub who: String,
    /// Which articles and what to do with them, as JSON of the server's own.
    pub task: String,
    /// How it stands.
    pub state: JobState,
    /// Why it failed; empty for no reason to complain.
    pub reason: String,
    /// How many articles there were when it was asked for; an estimate.
    pub total: i64,
    /// How many it has been through.
    pub done: i64,
    /// How many of these it changed, or would change.
    pub changed: i64,
    /// The last article that is done.
    pub at: ArticleId,
    /// What was found so far, as JSON of the server's own; empty for nothing.
    pub result: String,
    /// When it was asked for.
    pub created_at: Millis,
    /// When it last went on.
    pub changed_at: Millis,
}

fn job(row: &mut Columns<'_>) -> StoreResult<GlossaryJob> {
    let unknown = |what: &str, found: &str| {
        StoreError::Internal(format!("no {what} of a job is called {found}"))
    };
    Ok(GlossaryJob {
        id: row.take()?,
        kind: {
            let name: String = row.take()?;
            let found = JobKind::ALL.into_iter().find(|kind| kind.as_str() == name);
            found.ok_or_else(|| unknown("kind", &name))?
        },
        staff: row.take()?,
        who: row.take()?,
        task: row.take()?,
        state: {
            let name: String = row.take()?;
            let found = JobState::ALL
                .into_iter()
                .find(|state| state.as_str() == name);
            found.ok_or_else(|| unknown("state", &name))?
        },
        reason: row.take()?,
        total: row.take()?,
        done: row.take()?,
        changed: row.take()?,
        at: row.take()?,
        result: row.take()?,
        created_at: row.take()?,
        changed_at: row.take()?,
    })
}

/// A job to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGlossaryJob {
    /// What to do.
    pub kind: JobKind,
    /// Who asks for it; none for the paper itself.
    pub staff: Option<StaffId>,
    /// Their name.
    pub who: String,
    /// Which articles and what to do with them, as JSON of the server's own.
    pub task: String,
    /// About how many articles that are.
    pub total: i64,
}

/// Asks for a job; gives its number.
///
/// # Errors
/// When the database cannot be written.
pub fn create_job(tx: &mut Tx<'_>, new: &NewGlossaryJob, now: Millis) -> StoreResult<i64> {
    let row = [
        new.kind.as_str().into(),
        new.staff.into(),
        (&new.who).into(),
        (&new.task).into(),
        new.total.into(),
        now.into(),
    ];
    let id = tx.one(&ADD_JOB, &row, single)?;
    tx.tell(Event::Job, now)?;
    Ok(id)
}

/// The job of that number.
///
/// # Errors
/// When the database cannot be read.
pub fn find_job(conn: &mut Conn, id: i64) -> StoreResult<Option<GlossaryJob>> {
    conn.find(&JOB, &[id.into()], job)
}

/// The job of that number in short: without a task of more than 4,000 bytes, and without what it found once it has ended.
///
/// # Errors
/// When the database cannot be read.
pub fn find_job_in_short(conn: &mut Conn, id: i64) -> StoreResult<Option<GlossaryJob>> {
    conn.find(&JOB_IN_SHORT, &[id.into()], job)
}

/// The jobs before a number, newest first, in short as [`find_job_in_short`] gives them.
///
/// # Errors
/// When the database cannot be read.
pub fn list_jobs(conn: &mut Conn, before: i64, most: i64) -> StoreResult<Vec<GlossaryJob>> {
    conn.list(&JOBS, &[before.into(), most.into()], job)
}

/// The last 100 characters of what rehearsals found that are done, of the jobs from one number to another: their numbers with
/// these, in no order.
///
/// # Errors
/// When the database cannot be read.
pub fn list_rehearsal_endings(
    conn: &mut Conn,
    from: i64,
    upto: i64,
) -> StoreResult<Vec<(i64, String)>> {
    conn.list(&REHEARSAL_ENDINGS, &[from.into(), upto.into()], |row| {
        Ok((row.take()?, row.take()?))
    })
}

/// The jobs that are waiting or running, oldest first, in short as [`find_job_in_short`] gives them.
///
/// # Errors
/// When the database cannot be read.
pub fn list_open_jobs(conn: &mut Conn) -> StoreResult<Vec<GlossaryJob>> {
    conn.list(&OPEN_JOBS, &[], job)
}

/// The tasks of the corrections that were asked for after a job, however they stand, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_later_corrections(conn: &mut Conn, job: i64) -> StoreResult<Vec<String>> {
    conn.list(&LATER_CORRECTIONS, &[job.into()], single)
}

/// Takes a job for this node until a time. Gives whether it is this node's now.
///
/// # Errors
/// When the database cannot be written.
pub fn claim_job(tx: &mut Tx<'_>, id: i64, now: Millis, until: Millis) -> StoreResult<bool> {
    Ok(tx.change(&CLAIM_JOB, &[id.into(), now.into(), until.into()])? == 1)
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobProgress {
    /// How many articles it has been through.
    pub done: i64,
    /// How many of these it changed, or would change.
    pub changed: i64,
    /// The last article that is done.
    pub at: ArticleId,
    /// What was found so far, as JSON of the server's own.
    pub result: String,
}

/// Notes how far a job is, in the transaction that did the work, and keeps it claimed until a time. `held` is until when it was
/// claimed before: it tells this node's claim from that of another, which took the job when this one was silent for too long.
/// Gives whether it is still to go on: not when somebody stopped it or another node has it, and then the work is to be undone.
///
/// # Errors
/// When the database cannot be written.
pub fn advance_job(
    tx: &mut Tx<'_>,
    id: i64,
    progress: &JobProgress,
    now: Millis,
    held: Millis,
    until: Millis,
) -> StoreResult<bool> {
    let row = [
        id.into(),
        progress.done.into(),
        progress.changed.into(),
        progress.at.into(),
        (&progress.result).into(),
        until.into(),
        now.into(),
        held.into(),
    ];
    Ok(tx.change(&ADVANCE_JOB, &row)? == 1)
}

/// Ends a job that is waiting or running. Gives whether that changed anything.
///
/// # Errors
/// When the database cannot be written.
pub fn end_job(
    tx: &mut Tx<'_>,
    id: i64,
    state: JobState,
    reason: &str,
    now: Millis,
) -> StoreResult<bool> {
    let row = [id.into(), state.as_str().into(), reason.into(), now.into()];
    let ended = tx.change(&END_JOB, &row)? == 1;
    if ended {
        tx.tell(Event::Job, now)?;
    }
    Ok(ended)
}

/// Writes what somebody decided into the result of a job that is done, if nobody else wrote there since `before` was read.
/// Gives whether it did.
///
/// # Errors
/// When the database cannot be written.
pub fn decide_job(
    tx: &mut Tx<'_>,
    id: i64,
    before: &str,
    after: &str,
    now: Millis,
) -> StoreResult<bool> {
    let row = [id.into(), before.into(), after.into(), now.into()];
    let decided = tx.change(&DECIDE_JOB, &row)? == 1;
    if decided {
        tx.tell(Event::Job, now)?;
    }
    Ok(decided)
}

/// Lets a job that was stopped or failed go on. Gives whether that changed anything.
///
/// # Errors
/// When the database cannot be written.
pub fn resume_job(tx: &mut Tx<'_>, id: i64, now: Millis) -> StoreResult<bool> {
    let resumed = tx.change(&RESUME_JOB, &[id.into(), now.into()])? == 1;
    if resumed {
        tx.tell(Event::Job, now)?;
    }
    Ok(resumed)
}

/// Articles above a number, in the order of their numbers, printed or taken back.
///
/// # Errors
/// When the database cannot be read.
pub fn list_articles_above(
    conn: &mut Conn,
    above: ArticleId,
    most: i64,
) -> StoreResult<Vec<ArticleId>> {
    conn.list(&ARTICLES_ABOVE, &[above.into(), most.into()], single)
}

/// Articles of an edition above a number, in the order of their numbers, printed or taken back.
///
/// # Errors
/// When the database cannot be read.
pub fn list_articles_of_edition(
    conn: &mut Conn,
    edition: crate::Day,
    above: ArticleId,
    most: i64,
) -> StoreResult<Vec<ArticleId>> {
    let row = [edition.into(), above.into(), most.into()];
    conn.list(&ARTICLES_OF_EDITION, &row, single)
}

/// All that a rehearsal needs of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedText {
    /// The article.
    pub article: ArticleId,
    /// Its edition.
    pub edition_on: crate::Day,
    /// Its page.
    pub page: i64,
    /// Its area's name in addresses.
    pub area: String,
    /// Its headline.
    pub headline: String,
    /// What the sanitiser let through of it.
    pub safe_html: String,
}

/// The texts of articles in print above a number, in the order of their numbers.
///
/// # Errors
/// When the database cannot be read.
pub fn list_texts_above(
    conn: &mut Conn,
    above: ArticleId,
    most: i64,
) -> StoreResult<Vec<ArchivedText>> {
    conn.list(&TEXTS_ABOVE, &[above.into(), most.into()], archived_text)
}

pub(super) fn archived_text(row: &mut Columns<'_>) -> StoreResult<ArchivedText> {
    Ok(ArchivedText {
        article: row.take()?,
        edition_on: row.take()?,
        page: row.take()?,
        area: row.take()?,
        headline: row.take()?,
        safe_html: row.take()?,
    })
}
