//! Work that goes over the archive: printing anew, bringing corrections to what was printed, rehearsing a change.

mod anew;
mod press;
pub mod rehearsal;
pub mod report;
mod run;
mod scope;

pub(crate) use run::passes;
pub(crate) use run::work_for_ever;
pub use run::{Lane, work_at, work_once};
pub use scope::count;

use super::task::{self, Scope, Task};
use crate::app::App;
use crate::calendar::counted_len;
use clipsheet_store::{
    Act, Actor, ArticleId, Day, GlossaryJob, JobKind, JobState, Millis, StoreResult, Tx, end_job,
    find_headline, list_jobs, list_open_jobs, note_act, resume_job, totals,
};

/// Asks for it to be noted anew where entries were printed and mentioned; gives the job's number, that of an older one if that is
/// still to be done from the beginning.
///
/// # Errors
/// When the store cannot be read or written.
pub fn ask_index(tx: &mut Tx<'_>, actor: &Actor, now: Millis) -> StoreResult<i64> {
    let mut open = list_open_jobs(tx)?.into_iter();
    let waits = |job: &GlossaryJob| job.kind == JobKind::Index && job.state == JobState::Waiting;
    if let Some(job) = open.find(|job| waits(job) && job.at == ArticleId(0)) {
        return Ok(job.id);
    }
    let total = totals(tx, Day(0))?.articles;
    task::ask(tx, actor, &Task::Index {}, total, now)
}

/// Asks for articles to be printed anew; gives the job's number.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn ask_reprint(app: &App, actor: &Actor, scope: Scope) -> StoreResult<i64> {
    let (now, today, actor) = (app.now(), app.today().await?, actor.clone());
    let total = count(&app.store, &scope, today).await?;
    let asked = app.store.write(move |tx| {
        let task = Task::Reprint(scope.clone());
        let id = task::ask(tx, &actor, &task, total, now)?;
        // What is done to one article stands in its own log; else it is the job's.
        let headline = match scope {
            Scope::Article(article) => find_headline(tx, article)?.map(|line| line.headline),
            _ => None,
        };
        let label = headline.clone().unwrap_or_else(|| format!("job {id}"));
        let (subject, subject_id) = match (&scope, headline) {
            (Scope::Article(article), Some(_)) => ("article", article.0),
            _ => ("job", id),
        };
        let act = Act {
            act: "asked to print anew",
            subject,
            subject_id,
            label: &label,
            before: "",
            after: &in_words(&scope),
        };
        note_act(tx, &actor, &act, now)?;
        Ok(id)
    });
    asked.await
}

/// Which articles, in words.
pub fn in_words(scope: &Scope) -> String {
    match scope {
        Scope::All => "all articles".into(),
        Scope::Article(id) => format!("article {id}"),
        Scope::Edition(day) => format!("the edition of {day}"),
        Scope::Entries(entries) if entries.len() == 1 => "all articles with an entry".into(),
        Scope::Entries(entries) => format!(
            "all articles with one of {}",
            counted_len(entries.len(), "entry", "entries")
        ),
        Scope::Words(words) => format!("all articles with “{words}”"),
    }
}

/// What somebody does to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Leave it as far as it is.
    Stop,
    /// Go on with one that was stopped or failed.
    GoOn,
}

/// Stops a job or lets it go on, and notes that. Gives whether that changed anything.
///
/// # Errors
/// When the database cannot be written.
pub fn order(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: i64,
    order: Order,
    now: clipsheet_store::Millis,
) -> StoreResult<bool> {
    let changed = match order {
        Order::Stop => end_job(tx, id, JobState::Stopped, "", now)?,
        Order::GoOn => resume_job(tx, id, now)?,
    };
    if changed {
        let label = format!("job {id}");
        let act = Act {
            act: match order {
                Order::Stop => "stopped",
                Order::GoOn => "let go on",
            },
            subject: "job",
            subject_id: id,
            label: &label,
            ..Act::default()
        };
        note_act(tx, actor, &act, now)?;
    }
    Ok(changed)
}

/// The latest jobs below a number.
///
/// # Errors
/// When the store cannot be read.
pub async fn latest(app: &App, below: i64, most: i64) -> StoreResult<Vec<GlossaryJob>> {
    app.store
        .read(move |conn| list_jobs(conn, below, most))
        .await
}

/// The article that a task is about, if it is but one.
pub fn only_article(task: &Task) -> Option<ArticleId> {
    match task {
        Task::Reprint(Scope::Article(id)) => Some(*id),
        _ => None,
    }
}
