//! The glossary at the desk: read by moderators, kept by editors.

mod article;
mod bulk;
mod changes;
mod entry;
mod exchange;
mod form;
mod list;
mod save;
mod serial_line;
mod serials;
mod spellings;
mod suggestions;
mod trial;
mod words;

use super::Desk;
use crate::app::App;
use crate::calendar::counted_len;
use crate::error::WebError;
use crate::glossary::change::{self, Made, Proposal};
use crate::glossary::task::{self, Task};
use crate::staff::Member;
use crate::talk::gate::{Crowded, Gate};
use crate::views::{DeskPart, DiffPart, Pick};
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use clipsheet_gloss::Entry;
use clipsheet_store::{Role, StoreError, totals};
use std::sync::LazyLock;

/// The part of the desk that all of it belongs to.
const HERE: &str = "/desk/glossary";

/// The most that a form with many entries or a long text may be.
const MOST_FORM_BYTES: usize = 4 << 20;

pub(crate) fn routes(desk: Desk) -> Desk {
    let wide = DefaultBodyLimit::max(MOST_FORM_BYTES);
    let import = get(exchange::show_import)
        .post(exchange::import)
        .layer(DefaultBodyLimit::max(exchange::MOST_BYTES));
    let read = Role::Moderator;
    let keep = Role::Editor;
    desk.route(read, "/desk/glossary", get(list::show_list))
        .route(
            keep,
            "/desk/glossary/new",
            get(entry::show_new).post(save::post_new).layer(wide),
        )
        .route(
            read,
            "/desk/glossary/test",
            get(trial::show_test).post(trial::run_test).layer(wide),
        )
        .route(
            keep,
            "/desk/glossary/bulk",
            get(bulk::show_bulk).post(bulk::post_bulk).layer(wide),
        )
        .route(read, "/desk/glossary/export.csv", get(exchange::export_csv))
        .route(
            read,
            "/desk/glossary/export.json",
            get(exchange::export_json),
        )
        .route(keep, "/desk/glossary/import", import)
        .route(read, "/desk/glossary/changes", get(changes::show_changes))
        .route(
            read,
            "/desk/glossary/changes/{id}",
            get(changes::show_change),
        )
        .route(
            keep,
            "/desk/glossary/changes/{id}/undo",
            post(changes::undo),
        )
        .route(read, "/desk/glossary/serials", get(serials::show_serials))
        .route(
            keep,
            "/desk/glossary/serials/save",
            post(serials::save_serial).layer(wide),
        )
        .route(
            keep,
            "/desk/glossary/serials/line",
            get(serial_line::show_line).post(serial_line::correct_line),
        )
        .route(
            read,
            "/desk/glossary/suggestions",
            get(suggestions::show_suggestions),
        )
        .route(
            keep,
            "/desk/glossary/suggestions/answer",
            post(suggestions::answer),
        )
        .route(read, "/desk/glossary/{id}", get(entry::show_entry))
        .route(
            keep,
            "/desk/glossary/{id}/save",
            post(save::post_entry).layer(wide),
        )
        .route(keep, "/desk/glossary/{id}/drop", post(save::drop_entry))
        .route(
            read,
            "/desk/glossary/{id}/history",
            get(changes::show_history),
        )
        .route(
            read,
            "/desk/glossary/{id}/printed",
            get(entry::show_printed),
        )
        .route(
            read,
            "/desk/articles/{id}/glossary",
            get(article::show_article),
        )
}

/// The parts of the glossary's desk.
const SECTIONS: &[(Role, &str, &str)] = &[
    (Role::Moderator, "Entries", HERE),
    (Role::Moderator, "Suggestions", "/desk/glossary/suggestions"),
    (Role::Moderator, "Try it", "/desk/glossary/test"),
    (Role::Moderator, "Serials", "/desk/glossary/serials"),
    (Role::Moderator, "History", "/desk/glossary/changes"),
    (Role::Moderator, "Jobs", "/desk/glossary/jobs"),
    (Role::Editor, "Import and export", "/desk/glossary/import"),
];

/// The parts that a member may use.
fn sections(member: &Member, here: &str) -> Vec<DeskPart> {
    let may = SECTIONS.iter().filter(|(role, ..)| member.may(*role));
    may.map(|(_, label, url)| DeskPart {
        label: (*label).into(),
        url: (*url).into(),
        current: *url == here,
    })
    .collect()
}

fn pick(value: &str, label: &str, chosen: &str) -> Pick {
    Pick {
        value: value.into(),
        label: label.into(),
        chosen: value == chosen,
    }
}

/// "Dredging Society, Mud Board · 2 notes · serial default · dossier harbour-board".
fn effects_in_short(entry: &Entry) -> String {
    const MOST_CHARS: usize = 60;
    let mut parts = Vec::new();
    if !entry.substitute.is_empty() {
        let words = entry.substitute.join(", ");
        let short: String = words.chars().take(MOST_CHARS).collect();
        let more = if short.len() < words.len() { "…" } else { "" };
        parts.push(format!("“{short}{more}”"));
    }
    match entry.asides.len() {
        0 => {}
        count => parts.push(counted_len(count, "note", "notes")),
    }
    if let Some(serial) = &entry.serial {
        parts.push(format!("serial {serial}"));
    }
    if let Some(dossier) = &entry.dossier {
        parts.push(format!("dossier {dossier}"));
    }
    if parts.is_empty() {
        return "nothing yet".into();
    }
    parts.join(" · ")
}

/// What is other, as views take it.
pub(in crate::desk) fn diff_parts(
    changes: Vec<crate::glossary::differences::FieldChange>,
) -> Vec<DiffPart> {
    let stretch = |one: crate::edit::compare::Stretch| (one.kind.to_owned(), one.text);
    changes
        .into_iter()
        .map(|change| DiffPart {
            label: change.label.into(),
            stretches: change.stretches.into_iter().map(stretch).collect(),
        })
        .collect()
}

/// What came of a change that somebody pressed a button for.
enum Sent {
    /// It stands, or a rehearsal of it begins: where to go.
    To(String),
    /// All is as it was already.
    Nothing,
    /// Somebody changed these entries, or serials, meanwhile.
    Stale(Vec<i64>),
}

/// Rehearses a change, or makes it at once. `done` is where to go when it stands.
async fn send(
    app: &App,
    member: &Member,
    proposal: Proposal,
    rehearse: bool,
    done: impl FnOnce(&[i64], Option<i64>) -> String,
) -> Result<Sent, WebError> {
    if rehearse {
        let (now, actor, today) = (app.now(), member.actor(), app.today().await?);
        let job = app
            .store
            .write(move |tx| {
                let total = totals(tx, today)?.articles;
                task::ask(tx, &actor, &Task::Rehearse(proposal), total, now)
            })
            .await?;
        return Ok(Sent::To(format!("/desk/glossary/jobs/{job}")));
    }
    Ok(match change::make(app, member, &proposal).await? {
        Made::Stands { entries, job, .. } => Sent::To(done(&entries, job)),
        Made::Nothing => Sent::Nothing,
        Made::Stale(entries) => Sent::Stale(entries),
        Made::SerialsMoved(_) => Sent::Stale(Vec::new()),
        Made::Unknown(_) => return Err(entry::no_entry()),
    })
}

/// Compiling a glossary of thousands and explaining a long text take a second each, and the test box asks while somebody types.
static HEAVY: LazyLock<Gate> = LazyLock::new(|| Gate::new(2, 64));

/// Work that would hold up others, off their threads and a few at a time. What was asked by somebody who no longer waits is not
/// begun.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, WebError> {
    let done = HEAVY.run(work).await;
    done.map_err(|Crowded| WebError::Unavailable(StoreError::Busy))
}
