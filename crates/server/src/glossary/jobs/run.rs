//! Doing jobs: one node works at a job, in small batches, each in a transaction with the progress that it made.

use super::press::{Done, Press};
use super::rehearsal;
use super::report::Report;
use super::scope::{self, Part};
use crate::app::App;
use crate::calendar::{counted, number};
use crate::glossary::task::Task;
use clipsheet_store::{
    Act, Actor, ArticleId, GlossaryJob, JobKind, JobProgress, JobState, Millis, StoreError,
    StoreResult, Tx, advance_job, claim_job, end_job, find_job, list_open_jobs, note_act,
};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often it is looked for something to do.
const LOOK: Duration = Duration::from_secs(1);
/// How long a node may be silent before another takes its job over.
const LEASE_MILLIS: i64 = 60_000;
/// How long a batch may keep the writer from others.
const SLICE: Duration = Duration::from_millis(8);
/// The longest pause after a batch; else it is as long as the batch was, so that others write half of the time at least.
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

/// What a loop takes: in each lane one goes after the other in the order in which it was asked for. A correction waits for no
/// reprint of everything, since somebody may be libelled meanwhile; a rehearsal changes nothing and waits for neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Reprints, and noting where entries were printed.
    Prints,
    /// Corrections.
    Corrections,
    /// Rehearsals.
    Rehearsals,
}

impl Lane {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rehearsals, Self::Corrections, Self::Prints];

    fn takes(self, kind: JobKind) -> bool {
        let lane = match kind {
            JobKind::Rehearse => Self::Rehearsals,
            JobKind::Correct => Self::Corrections,
            JobKind::Reprint | JobKind::Index => Self::Prints,
        };
        self == lane
    }
}

/// Does what is asked for. It ends with the runtime.
pub(crate) async fn work_for_ever(app: Arc<App>, lane: Lane) {
    loop {
        match work_once(&app, lane).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(%error, "a job over the archive cannot go on; it is tried again")
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Works at the job of a lane whose turn it is, to its end. Gives whether there was one for this node: not when another node
/// works at it.
///
/// # Errors
/// When the store cannot be read or written for now; the job waits.
pub async fn work_once(app: &App, lane: Lane) -> StoreResult<bool> {
    let open = app.store.read(list_open_jobs).await?;
    match open.into_iter().find(|job| lane.takes(job.kind)) {
        Some(job) => work_at(app, job.id).await,
        None => Ok(false),
    }
}

/// A job that this node has: until when, which tells its claim from another node's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hold {
    pub(super) id: i64,
    until: Millis,
}

impl Hold {
    /// Writes progress and prolongs the claim; gives false when the job is no longer this node's, or was stopped.
    pub(super) fn advance(
        &mut self,
        tx: &mut Tx<'_>,
        progress: &JobProgress,
        now: Millis,
    ) -> StoreResult<bool> {
        let until = lease(now);
        let advanced = advance_job(tx, self.id, progress, now, self.until, until)?;
        if advanced {
            self.until = until;
        }
        Ok(advanced)
    }
}

fn lease(now: Millis) -> Millis {
    Millis(now.0 + LEASE_MILLIS)
}

/// Works at one job to its end, unless another node has it.
///
/// # Errors
/// When the store cannot be read or written for now; the job waits.
pub async fn work_at(app: &App, id: i64) -> StoreResult<bool> {
    let now = app.now();
    let hold = Hold {
        id,
        until: lease(now),
    };
    // Read after the claim: another node may have brought it further meanwhile.
    let claimed = app.store.write(move |tx| {
        Ok(if claim_job(tx, id, now, hold.until)? {
            find_job(tx, id)?
        } else {
            None
        })
    });
    let Some(job) = claimed.await? else {
        return Ok(false);
    };
    let done = match Task::read(job.kind, &job.task) {
        Ok(Task::Rehearse(proposal)) => rehearsal::run(app, &job, hold, proposal).await,
        Ok(task) => print(app, &job, hold, task).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(true),
        // It is tried again: by this node as soon as its own claim has run out.
        Err(error) if passes(&error) => Err(error),
        Err(error) => {
            tracing::error!(%error, job = id, "a job over the archive failed");
            let (now, reason) = (app.now(), error.to_string());
            let failed = app
                .store
                .write(move |tx| end_job(tx, id, JobState::Failed, &reason, now));
            failed.await.map(|_| true)
        }
    }
}

/// Whether an error passes by itself.
pub(crate) fn passes(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Busy | StoreError::Unavailable(_) | StoreError::Full | StoreError::ReadOnly
    )
}

/// What came of a batch.
enum Batch {
    /// So far.
    Went(Hold, JobProgress, Report),
    /// The glossary was changed meanwhile: nothing was done, but the claim was prolonged.
    Stale(Hold),
    /// Somebody stopped the job, or another node has it: nothing was done.
    Stopped,
}

/// A job that prints, as far as it is.
struct Work {
    hold: Hold,
    progress: JobProgress,
    report: Report,
}

/// Goes over the articles of a task.
async fn print(app: &App, job: &GlossaryJob, hold: Hold, task: Task) -> StoreResult<()> {
    let task = Arc::new(task);
    let mut work = Work {
        hold,
        progress: JobProgress {
            done: job.done,
            changed: job.changed,
            at: job.at,
            result: job.result.clone(),
        },
        report: Report::read(&job.result),
    };
    let mut press = Press::set_up(app, job.id, &task).await?;
    loop {
        let (of, after) = (Arc::clone(&task), work.progress.at);
        let part = app
            .store
            .read(move |conn| scope::next_part(conn, &of, after))
            .await?;
        let Some(part) = part else {
            return finish(app, work).await;
        };
        let began = Instant::now();
        match batch(app, &press, &task, part, &work).await {
            Ok(Batch::Went(hold, progress, report)) => {
                work = Work {
                    hold,
                    progress,
                    report,
                }
            }
            Ok(Batch::Stale(hold)) => {
                work.hold = hold;
                press = Press::set_up(app, job.id, &task).await?;
            }
            Ok(Batch::Stopped) => return Ok(()),
            Err(error) => return Err(error),
        }
        tokio::time::sleep(began.elapsed().min(LONGEST_PAUSE)).await;
    }
}

/// Does a part. When something in it fails, its articles are done one by one, and the one that fails is named and passed over.
async fn batch(
    app: &App,
    press: &Arc<Press>,
    task: &Arc<Task>,
    part: Part,
    work: &Work,
) -> StoreResult<Batch> {
    let first = part.ids.first().copied();
    let alone = Part {
        ids: first.into_iter().collect(),
        last: first.unwrap_or(part.last),
        looked: 1,
    };
    match go_over(app, press, task, part, work, None).await {
        Err(error) if !passes(&error) && first.is_some() => {
            match go_over(app, press, task, alone.clone(), work, None).await {
                Err(error) if !passes(&error) => {
                    let why = error.to_string();
                    go_over(app, press, task, alone, work, Some(why)).await
                }
                done => done,
            }
        }
        done => done,
    }
}

/// One transaction: as many of the articles as there is time for, and how far the job is with them. With `fault` the first
/// article is not tried but named with it.
async fn go_over(
    app: &App,
    press: &Arc<Press>,
    task: &Arc<Task>,
    part: Part,
    work: &Work,
    fault: Option<String>,
) -> StoreResult<Batch> {
    let (press, task, now) = (Arc::clone(press), Arc::clone(task), app.now());
    let (mut hold, mut progress, mut report) =
        (work.hold, work.progress.clone(), work.report.clone());
    let went = app.store.write(move |tx| {
        // Before anything is done: whoever lost the job must not do its work a second time.
        if !hold.advance(tx, &progress, now)? {
            return Ok(Batch::Stopped);
        }
        if !press.is_fresh(tx)? {
            return Ok(Batch::Stale(hold));
        }
        let began = Instant::now();
        let mut done = 0;
        for id in &part.ids {
            let became = match &fault {
                Some(why) => {
                    report.note_failure(*id, why.clone());
                    Done::Same
                }
                None => press.run(tx, &task, *id, now)?,
            };
            match became {
                Done::Changed => {
                    progress.changed += 1;
                    report.note_change(*id);
                }
                Done::Same => {}
                Done::Not(why) => report.note_failure(*id, why.to_owned()),
            }
            done += 1;
            progress.at = *id;
            if began.elapsed() > SLICE {
                break;
            }
        }
        if done == part.ids.len() {
            progress.at = ArticleId(progress.at.0.max(part.last.0));
            progress.done += part.looked;
        } else {
            progress.done += i64::try_from(done).unwrap_or(i64::MAX);
        }
        progress.result = report.write();
        hold.advance(tx, &progress, now)?;
        Ok(Batch::Went(hold, progress, report))
    });
    went.await
}

/// The last word on a job, unless it was stopped at the last moment.
async fn finish(app: &App, work: Work) -> StoreResult<()> {
    let now = app.now();
    let Work {
        mut hold, progress, ..
    } = work;
    let finished = app.store.write(move |tx| {
        if hold.advance(tx, &progress, now)? {
            end_job(tx, hold.id, JobState::Done, "", now)?;
            note_end(tx, hold.id, &progress, now)?;
        }
        Ok(())
    });
    finished.await
}

fn note_end(tx: &mut Tx<'_>, id: i64, progress: &JobProgress, now: Millis) -> StoreResult<()> {
    let label = format!("job {id}");
    let articles = counted(progress.done, "article", "articles");
    let after = format!("{articles}, {} changed", number(progress.changed));
    let act = Act {
        act: "finished",
        subject: "job",
        subject_id: id,
        label: &label,
        before: "",
        after: &after,
    };
    note_act(tx, &Actor::paper(), &act, now)
}
