//! The jobs, and one of them with how far it is and what it found.

use super::act::JobForm;
use super::view::{self, headwords_of};
use super::{HERE, job_url};
use crate::app::{App, Paper};
use crate::calendar::{counted, number};
use crate::desk::glossary::diff_parts;
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::glossary::change::{ProposedEntry, propose_undo, stale_in, why_not_undone};
use crate::glossary::differences::differences;
use crate::glossary::jobs::rehearsal::{Decided, Rehearsed};
use crate::glossary::jobs::report::Report;
use crate::glossary::jobs::{self, in_words};
use crate::glossary::shelf::Shelf;
use crate::glossary::task::{Scope, Task};
use crate::pages::article_url;
use crate::staff::Member;
use crate::views::{FieldError, JobFailure, JobPage, JobRow, JobsPage, Link, ProposedStep};
use crate::visit::Visit;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{
    ArticleId, GlossaryJob, JobKind, JobState, Role, StoreResult, find_entry, find_headline,
    find_job, find_job_in_short, list_rehearsal_endings, newest_glossary_change,
};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// Jobs on one view.
const PART: usize = 50;
/// Entries of a rehearsed change that are shown.
const STEPS: usize = 20;
/// Changed articles that are shown.
const CHANGED: usize = 10;

/// Where the list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct JobsQuery {
    before: Option<i64>,
}

fn state_of(job: &GlossaryJob) -> &'static str {
    match job.state {
        JobState::Waiting => "Waiting for its turn",
        JobState::Running => "Running",
        JobState::Stopped => "Stopped",
        JobState::Done => "Done",
        JobState::Failed => "Failed",
    }
}

fn count_of(job: &GlossaryJob) -> String {
    let done = if job.state == JobState::Done || job.total < job.done {
        counted(job.done, "article", "articles")
    } else {
        format!(
            "{} of {}",
            number(job.done),
            counted(job.total, "article", "articles")
        )
    };
    let verb = match job.kind {
        JobKind::Rehearse => "would change",
        JobKind::Index => "noted",
        JobKind::Reprint | JobKind::Correct => "changed",
    };
    format!("{done}, {} {verb}", number(job.changed))
}

/// What a job does, in words.
fn what_of(job: &GlossaryJob, task: Option<&Task>, headwords: &HashMap<i64, String>) -> String {
    // In short, a long task is left out.
    if job.task.is_empty() {
        let what = match job.kind {
            JobKind::Rehearse => "Rehearse a large change",
            JobKind::Correct => "Correct many entries",
            JobKind::Index => "Note where entries were printed",
            JobKind::Reprint => "Print anew: all articles with one of many entries",
        };
        return what.into();
    }
    let named = |entries: &[i64]| {
        let names: Vec<&str> = entries
            .iter()
            .filter_map(|id| headwords.get(id).map(String::as_str))
            .collect();
        match names.as_slice() {
            [] => "an entry that was dropped".to_owned(),
            names => format!("“{}”", names.join("”, “")),
        }
    };
    match task {
        None => "A job of another Clipsheet".into(),
        Some(Task::Index {}) => "Note where entries were printed".into(),
        Some(Task::Reprint(Scope::Entries(entries))) => {
            format!("Print anew: all articles with {}", named(entries))
        }
        Some(Task::Reprint(scope)) => format!("Print anew: {}", in_words(scope)),
        Some(Task::Correct { entries, .. }) => format!("Correct {}", named(entries)),
        Some(Task::Rehearse(proposal)) => match proposal.undoes {
            Some(id) => format!("Rehearse undoing change {id}: {}", headwords_of(proposal)),
            None => format!("Rehearse {}", headwords_of(proposal)),
        },
    }
}

/// The entries that a task names.
fn entries_of(task: Option<&Task>) -> &[i64] {
    match task {
        Some(Task::Reprint(Scope::Entries(entries)) | Task::Correct { entries, .. }) => entries,
        _ => &[],
    }
}

/// Their headwords; at most a few are shown.
async fn headwords(app: &App, tasks: &[Option<Task>]) -> StoreResult<HashMap<i64, String>> {
    const MOST: usize = 8;
    let ids: Vec<i64> = tasks
        .iter()
        .flat_map(|task| entries_of(task.as_ref()).iter().take(MOST).copied())
        .collect();
    let read = app.store.read(move |conn| {
        let mut found = HashMap::new();
        for id in ids {
            if let Some(row) = find_entry(conn, id)? {
                found.insert(id, row.headword);
            }
        }
        Ok(found)
    });
    read.await
}

fn task_of(job: &GlossaryJob) -> Option<Task> {
    Task::read(job.kind, &job.task).ok()
}

/// `GET /desk/glossary/jobs`.
pub(super) async fn show_jobs(
    State(app): State<Arc<App>>,
    member: Member,
    Query(query): Query<JobsQuery>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let most = i64::try_from(PART).unwrap_or(i64::MAX) + 1;
    let mut found = jobs::latest(&app, query.before.unwrap_or(i64::MAX), most).await?;
    let more = found.len() > PART;
    found.truncate(PART);
    let older = found.last().filter(|_| more);
    let older_url = older.map(|last| format!("/desk/glossary/jobs?before={}", last.id));
    let tasks: Vec<Option<Task>> = found.iter().map(task_of).collect();
    let headwords = headwords(&app, &tasks).await?;
    let range = (
        found.last().map_or(0, |job| job.id),
        found.first().map_or(0, |job| job.id),
    );
    let endings = app
        .store
        .read(move |conn| list_rehearsal_endings(conn, range.0, range.1))
        .await?;
    let endings: HashMap<i64, String> = endings.into_iter().collect();
    let became = |job: &GlossaryJob| {
        let decided = endings.get(&job.id).map(|ending| Decided::at_end(ending));
        let word = match decided.flatten() {
            Some(Decided::Open) if member.may(Role::Editor) => "waits for your decision",
            Some(Decided::Open) => "waits for an editor’s decision",
            Some(Decided::Accepted(..)) => "accepted",
            Some(Decided::Dropped) => "dropped",
            Some(Decided::Again(_)) => "rehearsed again",
            None => "",
        };
        word.to_owned()
    };
    let rows = found.iter().zip(&tasks).map(|(job, task)| JobRow {
        became: became(job),
        job: Link::new(what_of(job, task.as_ref(), &headwords), job_url(job.id)),
        who: job.who.clone(),
        time: paper.calendar.short(job.created_at, today),
        state: state_of(job).into(),
        count: count_of(job),
    });
    let page = JobsPage {
        chrome: desk_chrome(&app, &paper, &member, "Over the archive", HERE),
        may_edit: member.may(Role::Editor),
        rows: rows.collect(),
        older_url: older_url.unwrap_or_default(),
    };
    show(&page, StatusCode::OK)
}

/// The job of an address.
///
/// # Errors
/// When there is none.
pub(super) async fn read_job(app: &App, id: &str) -> Result<GlossaryJob, WebError> {
    let number: i64 = id.parse().map_err(|_| WebError::no_page())?;
    let found = app.store.read(move |conn| find_job(conn, number)).await?;
    found.ok_or_else(|| WebError::NotFound(format!("There is no job {number}.")))
}

/// `GET /desk/glossary/jobs/{id}`: with `X-Fragment: 1` it is asked every second by who looks on, so that a job which runs is read
/// in short.
pub(super) async fn show_job(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    if let (true, Ok(number)) = (visit.fragment, id.parse::<i64>()) {
        let found = app
            .store
            .read(move |conn| find_job_in_short(conn, number))
            .await?;
        if let Some(job) = found.filter(|job| job.state.is_open()) {
            return job_page(&app, &member, &job, Vec::new(), &JobForm::default()).await;
        }
    }
    let job = read_job(&app, &id).await?;
    job_page(&app, &member, &job, Vec::new(), &JobForm::default()).await
}

/// A job, with what is wrong with what was just tried, and what was typed for it.
pub(super) async fn job_page(
    app: &App,
    member: &Member,
    job: &GlossaryJob,
    errors: Vec<FieldError>,
    typed: &JobForm,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let task = task_of(job);
    let tasks = [task];
    let headwords = headwords(app, &tasks).await?;
    let [task] = tasks;
    let what = what_of(job, task.as_ref(), &headwords);
    let may_edit = member.may(Role::Editor);
    let rehearsed = Rehearsed::read(&job.result).filter(|_| job.state == JobState::Done);
    let rehearsal = match (&task, rehearsed) {
        (Some(Task::Rehearse(proposal)), Some(found)) => {
            let newest = app.store.read(newest_glossary_change).await?;
            let mut view = view::rehearsal(proposal, &found, may_edit, newest);
            let (actor, asked) = (member.actor(), proposal.clone());
            let stands_in_the_way = app.store.read(move |conn| match asked.undoes {
                Some(id) => {
                    let refused = propose_undo(conn, id, "", false)?.err();
                    Ok(refused.map(|made| why_not_undone(&made)))
                }
                None => {
                    let stale = stale_in(conn, &actor, &asked)?;
                    Ok((!stale.is_empty()).then(String::new))
                }
            });
            view::put_back(&mut view, typed);
            let stale = stands_in_the_way.await?.filter(|_| view.may_decide);
            view.is_stale = stale.is_some();
            view.not_undone = stale.unwrap_or_default();
            let shelf = app.shelf().await?;
            let steps = proposal.entries.iter().enumerate().take(STEPS);
            view.steps = steps
                .map(|(place, change)| ProposedStep {
                    headword: if proposal.has_namesake(place) {
                        proposal.name_of(place)
                    } else {
                        change.headword.clone()
                    },
                    ..step(&shelf, change)
                })
                .collect();
            view.more_steps = match proposal.entries.len().saturating_sub(STEPS) {
                0 => String::new(),
                more => format!("and {more} more"),
            };
            if let [change] = proposal.entries.as_slice()
                && change.entry.is_some()
                && proposal.undoes.is_none()
                && may_edit
                && !matches!(found.decided, Decided::Accepted(..))
            {
                view.form_url = match change.id.filter(|id| shelf.find(*id).is_some()) {
                    Some(entry) => format!("{HERE}/{entry}?rehearsed={}", job.id),
                    None => format!("{HERE}/new?rehearsed={}", job.id),
                };
            }
            Some(view)
        }
        _ => None,
    };
    let report = match job.kind {
        JobKind::Rehearse => Report::default(),
        _ => Report::read(&job.result),
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = JobPage {
        chrome: desk_chrome(app, &paper, member, &what, HERE),
        id: job.id.unsigned_abs(),
        what,
        asked: asked(app, &paper, job),
        state: state_of(job).into(),
        is_open: job.state.is_open(),
        done: job.done.unsigned_abs(),
        total: job.total.max(job.done).max(1).unsigned_abs(),
        count: count_of(job),
        reason: job.reason.clone(),
        may_edit,
        can_go_on: matches!(job.state, JobState::Stopped | JobState::Failed),
        changed: links(
            app,
            report.changed.iter().rev().take(CHANGED).copied().collect(),
        )
        .await?,
        more_failed: match report.failed_count.saturating_sub(report.failed.len()) {
            0 => String::new(),
            more => format!("and {more} more, named in the server’s log"),
        },
        failed: failures(app, &report).await?,
        has_rehearsal: rehearsal.is_some(),
        rehearsal: rehearsal.unwrap_or_default(),
        errors,
    };
    show(&page, status)
}

/// What a change makes of an entry as it stands now.
fn step(shelf: &Shelf, change: &ProposedEntry) -> ProposedStep {
    let standing = change.id.and_then(|id| shelf.find(id));
    let standing = standing.map(|shelved| &shelved.entry);
    ProposedStep {
        what: match (standing, &change.entry) {
            (None, Some(_)) => "New",
            (_, None) => "Dropped",
            _ => "",
        }
        .into(),
        parts: match &change.entry {
            Some(entry) => diff_parts(differences(standing, Some(entry))),
            None => Vec::new(),
        },
        ..ProposedStep::default()
    }
}

fn asked(app: &App, paper: &Paper, job: &GlossaryJob) -> String {
    let today = paper.calendar.day_of(app.now());
    // The first job of an older paper was asked for by its migration, which has no clock.
    if job.created_at.0 == 0 {
        return format!("Asked for by {}", job.who);
    }
    let time = paper.calendar.short(job.created_at, today);
    format!("Asked for by {}, {time}", job.who)
}

/// Articles as links to where readers read them, or to the desk for those that were taken back.
async fn links(app: &App, ids: Vec<ArticleId>) -> Result<Vec<Link>, WebError> {
    let read = app.store.read(move |conn| {
        let mut found = Vec::new();
        for id in ids {
            found.extend(find_headline(conn, id)?);
        }
        Ok(found)
    });
    let link = |line: clipsheet_store::Headline| {
        let url = if line.is_printed {
            article_url(line.id, &line.slug)
        } else {
            format!("/desk/articles/{}", line.id)
        };
        Link::new(line.headline, url)
    };
    Ok(read.await?.into_iter().map(link).collect())
}

async fn failures(app: &App, report: &Report) -> Result<Vec<JobFailure>, WebError> {
    let mut failures = Vec::new();
    for (id, why) in &report.failed {
        let mut found = links(app, vec![*id]).await?;
        failures.push(JobFailure {
            article: found.pop().unwrap_or_else(|| {
                Link::new(format!("Article {id}"), format!("/desk/articles/{id}"))
            }),
            why: why.clone(),
        });
    }
    Ok(failures)
}
