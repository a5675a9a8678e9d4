//! The history of the glossary: what was changed when, by whom and why; undoing a change as a whole.

use super::entry::did;
use super::serial_line::line_url;
use super::{HERE, Sent, diff_parts, sections, send};
use crate::app::{App, Paper};
use crate::calendar::{counted, counted_len, number};
use crate::desk::{desk_chrome, show};
use crate::edit::compare::stretches;
use crate::error::WebError;
use crate::glossary::change::{Made, propose_undo, undo as undo_change, why_not_undone};
use crate::glossary::differences::differences_of;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{DiffPart, GlossChangePage, GlossChangeRow, GlossChangesPage, GlossStep, Link};
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{
    Conn, Day, EntryChange, GlossaryChange, Role, SerialPositions, count_entries_made, find_entry,
    find_entry_change, find_glossary_change, list_changes_of_entry, list_entry_changes,
    list_glossary_changes, list_serial_changes, list_serials, serial_positions,
};
use serde::Deserialize;
use std::sync::Arc;

/// Changes on one view.
const PART: i64 = 50;
/// Entries of a change that are shown.
const MOST_STEPS: usize = 200;

/// What an address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChangesQuery {
    before: Option<i64>,
    said: String,
}

/// A change in a list.
pub(super) fn change_row(paper: &Paper, change: &GlossaryChange, today: Day) -> GlossChangeRow {
    GlossChangeRow {
        id: change.id,
        url: format!("{HERE}/changes/{}", change.id),
        time: paper.calendar.short(change.made_at, today),
        datetime: paper.calendar.machine(change.made_at),
        who: if change.who.is_empty() {
            "The paper".into()
        } else {
            change.who.clone()
        },
        who_class: change
            .staff
            .map(|id| format!("staff-{id}"))
            .unwrap_or_default(),
        note: change.note.clone(),
        count: match change.entry_count {
            0 => "serials".into(),
            count => counted(count, "entry", "entries"),
        },
        is_correction: change.is_correction,
        undone: match (change.undoes, change.undone_by) {
            (_, Some(by)) => format!("undone by change {by}"),
            (Some(undoes), None) => format!("undoes change {undoes}"),
            (None, None) => String::new(),
        },
        parts: Vec::new(),
        did: String::new(),
    }
}

/// `GET /desk/glossary/changes`.
pub(super) async fn show_changes(
    State(app): State<Arc<App>>,
    member: Member,
    Query(query): Query<ChangesQuery>,
) -> Result<Response, WebError> {
    let before = query.before.unwrap_or(i64::MAX);
    let mut changes = app
        .store
        .read(move |conn| list_glossary_changes(conn, before, PART + 1))
        .await?;
    let more_url = more_url(&mut changes, &format!("{HERE}/changes"));
    let told = told(&app, &changes).await?;
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let page = GlossChangesPage {
        chrome: desk_chrome(&app, &paper, &member, "History of the glossary", HERE),
        sections: sections(&member, "/desk/glossary/changes"),
        title: "History of the glossary".into(),
        rows: changes
            .iter()
            .zip(told)
            .map(|(change, did)| GlossChangeRow {
                did,
                ..change_row(&paper, change, today)
            })
            .collect(),
        empty: changes.is_empty(),
        more_url,
        ..GlossChangesPage::default()
    };
    show(&page, StatusCode::OK)
}

/// What each change did: to which entries and serials, and in which fields, where they are few; else to how many.
async fn told(app: &App, changes: &[GlossaryChange]) -> Result<Vec<String>, WebError> {
    /// Entries that are named, with their fields.
    const FEW: i64 = 3;
    /// Entries that are read to be counted.
    const MANY: i64 = 50;
    const SERIALS: usize = 3;
    let ids: Vec<(i64, i64)> = changes
        .iter()
        .map(|change| (change.id, change.entry_count))
        .collect();
    let read = app.store.read(move |conn| {
        let mut all = Vec::new();
        for (id, count) in ids {
            let mut told = Vec::new();
            if count > MANY {
                // Of thousands it is only asked what an index knows.
                let made = count_entries_made(conn, id)?;
                let all = counted(count, "entry", "entries");
                told.push(match made {
                    0 => format!("{all} changed"),
                    made if made == count => format!("{all} made"),
                    made => format!("{all}, {} of them made", number(made)),
                });
            } else {
                let steps = list_entry_changes(conn, id)?;
                if count > FEW {
                    told.push(summed_up(&steps));
                } else {
                    told.extend(steps.iter().map(step_in_short));
                }
            }
            for (name, before, after) in list_serial_changes(conn, id)?.into_iter().take(SERIALS) {
                let did = did(before.is_some(), after.is_some());
                told.push(format!("{did} the serial “{name}”"));
            }
            all.push(told.join(". "));
        }
        Ok(all)
    });
    Ok(read.await?)
}

/// "Changed “gull”: Notes, Gone".
fn step_in_short(step: &EntryChange) -> String {
    const FIELDS: usize = 4;
    let (before, after) = (step.before.as_deref(), step.after.as_deref());
    let told = format!(
        "{} “{}”",
        did(before.is_some(), after.is_some()),
        step.headword
    );
    if before.is_none() || after.is_none() {
        return told;
    }
    let fields = differences_of(before, after);
    let mut labels: Vec<String> = fields.iter().map(|one| one.label.to_owned()).collect();
    let more = labels.len().saturating_sub(FIELDS);
    if more > 0 {
        labels.truncate(FIELDS);
        labels.push(format!("{more} more"));
    }
    match labels.as_slice() {
        [] => told,
        labels => format!("{told}: {}", labels.join(", ")),
    }
}

/// "11 entries: 5 made, 6 changed".
fn summed_up(steps: &[EntryChange]) -> String {
    let all = counted_len(steps.len(), "entry", "entries");
    let mut sums = Vec::new();
    for wanted in ["Made", "Changed", "Dropped"] {
        let same = |step: &&EntryChange| did(step.before.is_some(), step.after.is_some()) == wanted;
        let count = steps.iter().filter(same).count();
        if count > 0 {
            sums.push((count, wanted.to_lowercase()));
        }
    }
    match sums.as_slice() {
        [(_, all_of_it)] => format!("{all} {all_of_it}"),
        sums => {
            let sums = sums.iter().map(|(count, what)| format!("{count} {what}"));
            format!("{all}: {}", sums.collect::<Vec<_>>().join(", "))
        }
    }
}

fn more_url(changes: &mut Vec<GlossaryChange>, list: &str) -> String {
    if changes.len() <= 50 {
        return String::new();
    }
    changes.truncate(50);
    let last = changes.last().map_or(0, |change| change.id);
    format!("{list}?before={last}")
}

/// `GET /desk/glossary/{id}/history`.
pub(super) async fn show_history(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Query(query): Query<ChangesQuery>,
) -> Result<Response, WebError> {
    let before = query.before.unwrap_or(i64::MAX);
    let (mut changes, stands) = app
        .store
        .read(move |conn| {
            Ok((
                list_changes_of_entry(conn, id, before, PART + 1)?,
                find_entry(conn, id)?,
            ))
        })
        .await?;
    let more_url = more_url(&mut changes, &format!("{HERE}/{id}/history"));
    let numbers: Vec<i64> = changes.iter().map(|change| change.id).collect();
    let steps = app
        .store
        .read(move |conn| {
            let step = |change: i64| find_entry_change(conn, id, change);
            numbers.into_iter().map(step).collect::<Result<Vec<_>, _>>()
        })
        .await?;
    if changes.is_empty() && stands.is_none() {
        return Err(super::entry::no_entry());
    }
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let mut headword = stands.as_ref().map(|row| row.headword.clone());
    let mut rows = Vec::new();
    for (change, step) in changes.iter().zip(steps) {
        let mut row = change_row(&paper, change, today);
        if let Some(step) = step {
            row.did = did(step.before.is_some(), step.after.is_some()).into();
            row.parts = diff_parts(differences_of(
                step.before.as_deref(),
                step.after.as_deref(),
            ));
            headword.get_or_insert(step.headword);
        }
        rows.push(row);
    }
    let title = format!("History of “{}”", headword.unwrap_or_default());
    let page = GlossChangesPage {
        chrome: desk_chrome(&app, &paper, &member, &title, HERE),
        sections: sections(&member, ""),
        entry_url: stands
            .as_ref()
            .map(|_| format!("{HERE}/{id}"))
            .unwrap_or_default(),
        said: if stands.is_none() {
            "This entry was dropped. To have it back, open the change that dropped it, and undo that.".into()
        } else {
            String::new()
        },
        empty: rows.is_empty(),
        title,
        rows,
        more_url,
    };
    show(&page, StatusCode::OK)
}

/// `GET /desk/glossary/changes/{id}`.
pub(super) async fn show_change(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Query(query): Query<ChangesQuery>,
) -> Result<Response, WebError> {
    let notice = match query.said.as_str() {
        "undone" => "It is undone: this is the change that undid it.",
        _ => "",
    };
    change_page(&app, &member, id, notice, None).await
}

async fn change_page(
    app: &App,
    member: &Member,
    id: i64,
    notice: &str,
    refused: Option<(&UndoForm, &str)>,
) -> Result<Response, WebError> {
    let found = app
        .store
        .read(move |conn| {
            let Some(change) = find_glossary_change(conn, id)? else {
                return Ok(None);
            };
            let mut steps = Vec::new();
            let all = list_entry_changes(conn, id)?;
            let count = all.len();
            let mut since = false;
            for (at, step) in all.into_iter().enumerate() {
                let standing = find_entry(conn, step.entry)?;
                let is_other = standing.as_ref().map(|row| &row.body) != step.after.as_ref();
                since |= is_other;
                if at < MOST_STEPS {
                    steps.push((step, standing.is_some(), is_other));
                }
            }
            let serials = list_serial_changes(conn, id)?;
            let lines = list_serials(conn)?;
            let printed = first_printed(&serials, &serial_positions(conn)?);
            Ok(Some((change, steps, count, since, serials, lines, printed)))
        })
        .await?;
    let Some((change, entries, count, since, serials, lines, printed)) = found else {
        return Err(WebError::NotFound(format!(
            "The glossary’s history has no change {id}."
        )));
    };
    let is_undone = change.undone_by.is_some();
    let mut steps = Vec::new();
    for (step, stands, is_other) in entries {
        steps.push(GlossStep {
            url: if stands {
                format!("{HERE}/{}", step.entry)
            } else {
                format!("{HERE}/{}/history", step.entry)
            },
            did: did(step.before.is_some(), step.after.is_some()).into(),
            parts: diff_parts(differences_of(
                step.before.as_deref(),
                step.after.as_deref(),
            )),
            // Once it is undone, everything is other, as it should be.
            since: is_other && !is_undone,
            headword: step.headword,
        });
    }
    let (may_rehearse, has_serials) = (count > 0, !serials.is_empty());
    for (name, before, after) in serials {
        let stands = lines
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, lines)| lines);
        steps.push(GlossStep {
            url: format!("{HERE}/serials"),
            did: format!(
                "Serial {}",
                did(before.is_some(), after.is_some()).to_lowercase()
            ),
            parts: vec![DiffPart {
                label: "Lines".into(),
                stretches: serial_diff(before.as_deref(), after.as_deref()),
            }],
            since: stands != after.as_ref() && !is_undone,
            headword: name,
        });
    }
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let mut chrome = desk_chrome(
        app,
        &paper,
        member,
        &format!("Change {id} of the glossary"),
        HERE,
    );
    notice.clone_into(&mut chrome.notice);
    let (typed, status) = match refused {
        Some((typed, trouble)) => {
            trouble.clone_into(&mut chrome.error);
            (Some(typed), StatusCode::CONFLICT)
        }
        None => (None, StatusCode::OK),
    };
    let page = GlossChangePage {
        chrome,
        sections: sections(member, "/desk/glossary/changes"),
        row: change_row(&paper, &change, today),
        more: match count.saturating_sub(MOST_STEPS) {
            0 => String::new(),
            rest => format!("and {} more.", counted_len(rest, "entry", "entries")),
        },
        steps,
        note: typed.map(|typed| typed.note.clone()).unwrap_or_default(),
        is_correction: typed.map_or(change.is_correction, |typed| {
            !typed.is_correction.is_empty()
        }),
        may_undo: member.may(Role::Editor),
        may_rehearse,
        has_serials,
        since: since && !is_undone,
        is_undone,
        printed_line: printed.map_or_else(Link::default, |(serial, number)| {
            let label = format!("line {number} of the serial “{serial}”");
            Link::new(label, line_url(&serial, number))
        }),
    };
    show(&page, status)
}

/// The first line that such changes of serials made other and that is printed, by the serial's name and from 1: a printed line
/// that was put right, or one that came into print since. Whoever undid the change would have the print other than the ledger, so
/// the store refuses it.
fn first_printed(
    serials: &[(String, Option<String>, Option<String>)],
    printed: &SerialPositions,
) -> Option<(String, i64)> {
    let read = |json: &Option<String>| -> Vec<String> {
        let read = json.as_deref().map(serde_json::from_str);
        read.and_then(Result::ok).unwrap_or_default()
    };
    serials.iter().find_map(|(name, before, after)| {
        let (before, after) = (read(before), read(after));
        let printed = printed.get(name).copied().unwrap_or(0).min(after.len());
        let first = (0..printed).find(|at| before.get(*at) != after.get(*at))?;
        Some((name.clone(), i64::try_from(first + 1).ok()?))
    })
}

/// The lines of a serial that went and came.
fn serial_diff(before: Option<&str>, after: Option<&str>) -> Vec<(String, String)> {
    let lines = |json: Option<&str>| -> String {
        let lines: Vec<String> = json
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default();
        lines.join("\n")
    };
    let diff = stretches(&lines(before), &lines(after));
    diff.into_iter()
        .map(|one| (one.kind.to_owned(), one.text))
        .collect()
}

/// How a change is undone.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct UndoForm {
    act: String,
    note: String,
    is_correction: String,
}

/// `POST /desk/glossary/changes/{id}/undo`.
pub(super) async fn undo(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Form(form): Form<UndoForm>,
) -> Result<Response, WebError> {
    let (is_correction, note) = (!form.is_correction.is_empty(), form.note.trim().to_owned());
    let made = if form.act == "rehearse" {
        let read = move |conn: &mut Conn| propose_undo(conn, id, &note, is_correction);
        match app.store.read(read).await? {
            Ok(proposal) => {
                let sent = send(&app, &member, proposal, true, |_, _| String::new()).await?;
                match sent {
                    Sent::To(url) => return Ok(redirect(&url)),
                    Sent::Nothing | Sent::Stale(_) => Made::Nothing,
                }
            }
            Err(made) => made,
        }
    } else {
        undo_change(&app, &member, id, &note, is_correction).await?
    };
    if let Made::Stands { change, .. } = made {
        return Ok(redirect(&format!("{HERE}/changes/{change}?said=undone")));
    }
    let trouble = why_not_undone(&made);
    change_page(&app, &member, id, "", Some((&form, &trouble))).await
}
