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
    Act, ArticleId, GlossaryJob, JobState, StoreResult, Tx, decide_job, find_entry, note_act,
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
    entry: String,
    phrase: String,
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
            job_page(&app, &member, &job, vec![error]).await
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
        "accept" => accept(app, member, job, proposal, found).await,
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

/// Makes the change. That it is being made is written first, so that two who press at once do not make it twice.
async fn accept(
    app: &App,
    member: &Member,
    job: &GlossaryJob,
    mut proposal: Proposal,
    found: Rehearsed,
) -> Result<Result<String, FieldError>, WebError> {
    let making = Rehearsed {
        decided: Decided::Accepting,
        ..found.clone()
    };
    if let Err(error) = put(app, member, job, &making, "").await? {
        return Ok(Err(error));
    }
    let held = GlossaryJob {
        result: making.write()?,
        ..job.clone()
    };
    proposal.except.extend(&found.except);
    let made = change::make(app, member, &proposal).await;
    let (after, answer) = match made {
        Ok(Made::Stands {
            change, job: next, ..
        }) => {
            let decided = Decided::Accepted(change, next);
            let to = next.map_or_else(|| job_url(job.id), job_url);
            (decided, Ok(Ok(to)))
        }
        Ok(Made::Nothing) => (
            Decided::Dropped,
            Ok(Err(fault(
                "The glossary is like that already: somebody made the same change meanwhile.",
            ))),
        ),
        Ok(Made::Stale(entries)) => (Decided::Open, Ok(Err(fault(stale(app, &entries).await?)))),
        Err(error) => (Decided::Open, Err(error)),
    };
    let said = if matches!(after, Decided::Accepted(..)) {
        "accepted the rehearsed change"
    } else {
        ""
    };
    let after = Rehearsed {
        decided: after,
        ..found
    };
    let written = put(app, member, &held, &after, said).await?;
    if written.is_err() {
        tracing::error!(
            job = job.id,
            "what became of a rehearsal could not be written"
        );
    }
    answer
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
        "Somebody changed {names} since this was rehearsed, so nothing was changed. Open the entry as it stands now, change it once more and rehearse that."
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
    if phrase.is_empty() || phrase.chars().count() > PHRASE_CHARS {
        return Ok(Err(fault(format!(
            "An exception is a word or a few, {PHRASE_CHARS} characters at most: something that stands in the paragraphs where the entry is to do nothing."
        ))));
    }
    let mut entries = proposal
        .entries
        .iter_mut()
        .filter_map(|change| change.entry.as_mut());
    let Some(entry) = entries.find(|entry| entry.headword == form.entry) else {
        return Ok(Err(fault(format!(
            "“{}” is not an entry of this change, or it is dropped: what happens there follows from another entry. Change that one under its own name.",
            form.entry
        ))));
    };
    if !entry.not_near.contains(&phrase) {
        entry.not_near.push(phrase);
    }
    proposal.except.extend(&found.except);
    let (now, actor, of, by) = (app.now(), member.actor(), job.clone(), member.clone());
    let asked = app.store.write(move |tx| {
        let next = task::ask(tx, &actor, &Task::Rehearse(proposal), of.total, now)?;
        let after = Rehearsed {
            decided: Decided::Again(next),
            ..found
        };
        let act = "rehearsed again with an exception";
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
