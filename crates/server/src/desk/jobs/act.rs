//! What an editor does to a job: stop it, let it go on; and after a rehearsal accept, except or drop.

use super::job_url;
use super::show::{job_page, read_job};
use crate::app::App;
use crate::error::WebError;
use crate::glossary::change::{self, Made, Proposal};
use crate::glossary::jobs::rehearsal::{Decided, Rehearsed};
use crate::glossary::jobs::{self, Order};
use crate::glossary::task::{self, Task};
use crate::press::redirect;
use crate::staff::Member;
use crate::views::FieldError;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use clipsheet_store::{
    Act, ArticleId, Conn, GlossaryJob, JobState, StoreError, StoreResult, Tx, decide_job,
    find_entry, find_job, newest_glossary_change, note_act,
};
use serde::Deserialize;
use std::sync::Arc;

/// Characters of an exception.
const PHRASE_CHARS: usize = 200;

/// What the forms of a job send; each sends some of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct JobForm {
    act: String,
    article: i64,
    /// Beside which place an exception was typed, from 1.
    pub(super) sample: usize,
    entry: String,
    /// The entry's number; none from a rehearsal that an older Clipsheet kept.
    entry_id: Option<i64>,
    pub(super) phrase: String,
}

/// `POST /desk/glossary/jobs/{id}/act`.
pub(super) async fn act(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<JobForm>,
) -> Result<Response, WebError> {
    let job = read_job(&app, &id).await?;
    let order = match form.act.as_str() {
        "stop" => Some(Order::Stop),
        "go-on" => Some(Order::GoOn),
        _ => None,
    };
    if let Some(order) = order {
        let (id, now, actor) = (job.id, app.now(), member.actor());
        app.store
            .write(move |tx| jobs::order(tx, &actor, id, order, now))
            .await?;
        return Ok(redirect(&job_url(job.id)));
    }
    match decide(&app, &member, &job, &form).await? {
        Ok(to) => Ok(redirect(&to)),
        Err(error) => {
            let job = read_job(&app, &id).await?;
            job_page(&app, &member, &job, vec![error], &form).await
        }
    }
}

fn fault(message: impl Into<String>) -> FieldError {
    FieldError {
        field: String::new(),
        message: message.into(),
    }
}

/// Decides on a rehearsal: gives where to go, or what is wrong.
async fn decide(
    app: &App,
    member: &Member,
    job: &GlossaryJob,
    form: &JobForm,
) -> Result<Result<String, FieldError>, WebError> {
    let found = Rehearsed::read(&job.result).filter(|_| job.state == JobState::Done);
    let (Ok(Task::Rehearse(proposal)), Some(found)) = (Task::read(job.kind, &job.task), found)
    else {
        return Ok(Err(fault(
            "There is nothing to decide: this is no rehearsal that has come to its end.",
        )));
    };
    if found.decided != Decided::Open {
        return Ok(Err(fault(
            "It was decided meanwhile, as you see below. Nothing was changed.",
        )));
    }
    let article = ArticleId(form.article);
    match form.act.as_str() {
        "accept" => accept(app, member, job, proposal, found, false).await,
        "accept-as-it-stands" => accept(app, member, job, proposal, found, true).await,
        "again" => again(app, member, job, proposal, found).await,
        "drop" => {
            let dropped = Rehearsed {
                decided: Decided::Dropped,
                ..found
            };
            put(app, member, job, &dropped, "dropped the rehearsed change").await
        }
        "leave" => {
            let mut left = found;
            if !left.except.contains(&article) {
                left.except.push(article);
            }
            put(app, member, job, &left, "").await
        }
        "take" => {
            let mut taken = found;
            taken.except.retain(|id| *id != article);
            put(app, member, job, &taken, "").await
        }
        "except" => except(app, member, job, proposal, found, form).await,
        _ => Ok(Err(fault(
            "Nothing was done: the form did not say what to do. Load the page anew and try again.",
        ))),
    }
}

/// Writes what was decided, unless somebody else decided first. `act` is what the log says; empty for nothing.
fn write_decision(
    tx: &mut Tx<'_>,
    member: &Member,
    job: &GlossaryJob,
    after: &str,
    act: &str,
    now: clipsheet_store::Millis,
) -> StoreResult<bool> {
    let decided = decide_job(tx, job.id, &job.result, after, now)?;
    if decided && !act.is_empty() {
        let label = format!("job {}", job.id);
        let act = Act {
            act,
            subject: "job",
            subject_id: job.id,
            label: &label,
            ..Act::default()
        };
        note_act(tx, &member.actor(), &act, now)?;
    }
    Ok(decided)
}

async fn put(
    app: &App,
    member: &Member,
    job: &GlossaryJob,
    after: &Rehearsed,
    act: &'static str,
) -> Result<Result<String, FieldError>, WebError> {
    let (after, now) = (after.write()?, app.now());
    let (of, by) = (job.clone(), member.clone());
    let written = app
        .store
        .write(move |tx| write_decision(tx, &by, &of, &after, act, now));
    Ok(if written.await? {
        Ok(job_url(job.id))
    } else {
        Err(fault(
            "Somebody else decided at the same moment. Look at what stands below; nothing of yours was changed.",
        ))
    })
}

/// What came of accepting.
enum Accepting {
    /// The change stands; and the job of a correction.
    Made(Option<i64>),
    /// The glossary is like that already.
    Same,
    /// Entries of it were changed since, or made by somebody else.
    Stale(Vec<i64>),
    /// An entry of it never was one.
    Unknown,
    /// It is the undoing of a change, and something stands in its way.
    NotUndone(Made),
    /// Lines of these serials were printed or changed since.
    SerialsMoved(Vec<String>),
    /// Something else in the glossary was changed since, so that it might do otherwise than was rehearsed.
    Older,
    /// Somebody else decided.
    Decided,
}

/// Makes the change and notes that it was made, in one transaction: whatever happens meanwhile, both are done or neither.
/// `as_it_stands` tells that the editor knows that the glossary has changed since.
async fn accept(
    app: &App,
    member: &Member,
    job: &GlossaryJob,
    mut proposal: Proposal,
    found: Rehearsed,
    as_it_stands: bool,
) -> Result<Result<String, FieldError>, WebError> {
    proposal.except.clone_from(&found.except);
    let (of, by, now) = (job.clone(), member.clone(), app.now());
    let done = app.store.write(move |tx| {
        let standing = find_job(tx, of.id)?;
        if standing.is_none_or(|standing| standing.result != of.result) {
            return Ok(Accepting::Decided);
        }
        if let Some(id) = proposal.undoes {
            if let Err(made) = change::propose_undo(tx, id, "", false)? {
                return Ok(Accepting::NotUndone(made));
            }
        } else {
            let stale = change::stale_in(tx, &by.actor(), &proposal)?;
            if !stale.is_empty() {
                return Ok(Accepting::Stale(stale));
            }
        }
        let is_older = found.change != newest_glossary_change(tx)?;
        if is_older && !as_it_stands {
            return Ok(Accepting::Older);
        }
        let (decided, made) =
            match change::make_in(tx, &by.actor(), &proposal, found.printed_with, now)? {
                Made::Stands { change, job, .. } => {
                    (Decided::Accepted(change, job), Accepting::Made(job))
                }
                made if proposal.undoes.is_some() => return Ok(Accepting::NotUndone(made)),
                Made::Nothing => (Decided::Dropped, Accepting::Same),
                Made::Stale(entries) => return Ok(Accepting::Stale(entries)),
                Made::Unknown(_) => return Ok(Accepting::Unknown),
                Made::SerialsMoved(names) => return Ok(Accepting::SerialsMoved(names)),
            };
        let act = match decided {
            Decided::Accepted(..) => "accepted the rehearsed change",
            _ => "",
        };
        let after = Rehearsed { decided, ..found };
        if !write_decision(tx, &by, &of, &after.write()?, act, now)? {
            // Nothing of it is to stand. Who tries again is told what was decided.
            return Err(StoreError::Busy);
        }
        Ok(made)
    });
    Ok(match done.await? {
        Accepting::Made(next) => Ok(next.map_or_else(|| job_url(job.id), job_url)),
        Accepting::Same => Err(fault(
            "The glossary is like that already: somebody made the same change meanwhile.",
        )),
        Accepting::Stale(entries) => Err(fault(stale(app, &entries).await?)),
        Accepting::Unknown => Err(fault(
            "This change brings back an entry that never was one, so nothing was changed. Open it in the form and save it as a new one.",
        )),
        Accepting::NotUndone(made) => Err(fault(change::why_not_undone(&made))),
        Accepting::SerialsMoved(names) => Err(fault(format!(
            "Lines of the serial “{}” were printed or changed since this was rehearsed, so nothing was changed. Change the lines to come under Serials.",
            names.join("”, “")
        ))),
        Accepting::Older => Err(fault(
            "The glossary was changed since this was rehearsed, though not in these entries: what you see below may be otherwise now. Nothing was changed yet. Rehearse it again, or accept it as it is.",
        )),
        Accepting::Decided => Err(fault(
            "Somebody else decided at the same moment. Look at what stands below; nothing of yours was changed.",
        )),
    })
}

async fn stale(app: &App, entries: &[i64]) -> Result<String, WebError> {
    let ids = entries.to_vec();
    let names = app
        .store
        .read(move |conn| {
            let mut names = Vec::new();
            for id in ids {
                names.extend(find_entry(conn, id)?.map(|row| format!("“{}”", row.headword)));
            }
            Ok(names)
        })
        .await?;
    let names = if names.is_empty() {
        "an entry of it".to_owned()
    } else {
        names.join(", ")
    };
    Ok(format!(
        "Somebody changed {names}, or made it, since this was rehearsed, so nothing was changed. “Open it in the form” brings what you wrote beside what stands now."
    ))
}

/// Adds a phrase near which the entry does nothing, and rehearses again.
async fn except(
    app: &App,
    member: &Member,
    job: &GlossaryJob,
    mut proposal: Proposal,
    found: Rehearsed,
    form: &JobForm,
) -> Result<Result<String, FieldError>, WebError> {
    let phrase = form.phrase.split_whitespace().collect::<Vec<_>>().join(" ");
    if proposal.undoes.is_some() {
        return Ok(Err(fault(
            "Undoing makes the entries what they were before, and so without exceptions. Accept it, and change the entry afterwards.",
        )));
    }
    if phrase.is_empty() || phrase.chars().count() > PHRASE_CHARS {
        return Ok(Err(fault(format!(
            "An exception is a word or a few, {PHRASE_CHARS} characters at most: something that stands in the paragraphs where the entry is to do nothing."
        ))));
    }
    let place = match form.entry_id {
        Some(number) => proposal.find(number),
        None => {
            let has_name = |place: &usize| proposal.entries[*place].headword == form.entry;
            let mut places = (0..proposal.entries.len()).filter(has_name);
            let place = places.next();
            if places.next().is_some() {
                return Ok(Err(fault(format!(
                    "Several entries of this change are called “{}”, and it was not kept which of them is meant here. Drop this proposal and rehearse it anew.",
                    form.entry
                ))));
            }
            place
        }
    };
    let entry = place.and_then(|place| proposal.entries[place].entry.as_mut());
    let Some(entry) = entry else {
        return Ok(Err(fault(format!(
            "“{}” is not an entry of this change, or it is dropped: what happens there follows from another entry. Change that one under its own name.",
            form.entry
        ))));
    };
    if !entry.not_near.contains(&phrase) {
        entry.not_near.push(phrase);
    }
    rehearse_again(
        app,
        member,
        job,
        proposal,
        found,
        "rehearsed again with an exception",
    )
    .await
}

/// Rehearses the same change over the glossary as it stands now.
async fn again(
    app: &App,
    member: &Member,
    job: &GlossaryJob,
    proposal: Proposal,
    found: Rehearsed,
) -> Result<Result<String, FieldError>, WebError> {
    if let Some(id) = proposal.undoes {
        let (note, is_correction) = (proposal.note, proposal.is_correction);
        let read = move |conn: &mut Conn| change::propose_undo(conn, id, &note, is_correction);
        return match app.store.read(read).await? {
            Ok(fresh) => rehearse_again(app, member, job, fresh, found, "rehearsed again").await,
            Err(made) => Ok(Err(fault(change::why_not_undone(&made)))),
        };
    }
    let (actor, asked) = (member.actor(), proposal.clone());
    let read = app
        .store
        .read(move |conn| change::stale_in(conn, &actor, &asked));
    let stale_now = read.await?;
    if !stale_now.is_empty() {
        return Ok(Err(fault(stale(app, &stale_now).await?)));
    }
    rehearse_again(app, member, job, proposal, found, "rehearsed again").await
}

async fn rehearse_again(
    app: &App,
    member: &Member,
    job: &GlossaryJob,
    mut proposal: Proposal,
    found: Rehearsed,
    act: &'static str,
) -> Result<Result<String, FieldError>, WebError> {
    proposal.except.clone_from(&found.except);
    let (now, actor, of, by) = (app.now(), member.actor(), job.clone(), member.clone());
    let asked = app.store.write(move |tx| {
        let next = task::ask(tx, &actor, &Task::Rehearse(proposal), of.total, now)?;
        let after = Rehearsed {
            decided: Decided::Again(next),
            ..found
        };
        if write_decision(tx, &by, &of, &after.write()?, act, now)? {
            return Ok(Some(next));
        }
        clipsheet_store::end_job(tx, next, JobState::Stopped, "", now)?;
        Ok(None)
    });
    Ok(match asked.await? {
        Some(next) => Ok(job_url(next)),
        None => Err(fault(
            "Somebody else decided at the same moment. Look at what stands below.",
        )),
    })
}
