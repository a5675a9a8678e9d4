//! A change of the glossary: proposed, perhaps rehearsed, then made as one set.

use super::differences::differences_of;
use super::jobs;
use super::namesakes::{same_scope, scope_in_words};
use super::task::{self, Scope, Task};
use crate::app::App;
use crate::calendar::counted_len;
use crate::error::WebError;
use crate::staff::Member;
use clipsheet_gloss::Entry;
use clipsheet_store::{
    Act, Actor, ArticleId, Conn, EntryWrite, GlossaryChanged, Millis, NewGlossaryChange,
    StoreError, StoreResult, Tx, UndoPlan, change_glossary, list_entries_since, list_entry_changes,
    list_serial_changes, newest_glossary_change, note_act, plan_undo, stale_entries,
    undo_glossary_change,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What an entry is to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposedEntry {
    /// Its number; none for a new one.
    pub id: Option<i64>,
    /// The revision that the proposal was made from, 0 for one that is gone and comes back; none for a new one.
    pub from: Option<i64>,
    /// Its headword.
    pub headword: String,
    /// What it is to be; none to drop it.
    pub entry: Option<Entry>,
}

/// A change that somebody wants to make.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Why, in their words.
    pub note: String,
    /// Whether it reaches what was printed already.
    pub is_correction: bool,
    /// Articles that a correction leaves as they are.
    #[serde(default)]
    pub except: Vec<ArticleId>,
    /// The newest change that whoever thought of it had seen: what came since is looked at before new entries are made, so
    /// that two who make the same do not make it twice. None to make them whatever came.
    #[serde(default)]
    pub seen: Option<i64>,
    /// The change that it undoes: then it is that, whatever else stands here, which is for the rehearsal to show.
    #[serde(default)]
    pub undoes: Option<i64>,
    /// The entries.
    pub entries: Vec<ProposedEntry>,
    /// Serials by name with what their lines are to be; none to drop one.
    #[serde(default)]
    pub serials: Vec<(String, Option<Vec<String>>)>,
    /// What the lines of these serials were when the proposal was made; none where there was no such serial.
    #[serde(default)]
    pub serials_from: Vec<(String, Option<Vec<String>>)>,
}

/// What came of making a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// It stands.
    Stands {
        /// Its number in the history.
        change: i64,
        /// The numbers of the entries that are other than before.
        entries: Vec<i64>,
        /// The job that brings it to what was printed, for a correction.
        job: Option<i64>,
    },
    /// All is as it was already.
    Nothing,
    /// Somebody changed these entries meanwhile, or made them where the proposal would make the same; nothing was changed.
    Stale(Vec<i64>),
    /// There never was an entry of this number that could come back; nothing was changed.
    Unknown(i64),
    /// Lines of these serials were printed or changed meanwhile; nothing was changed.
    SerialsMoved(Vec<String>),
}

impl Proposal {
    /// The number of the entry at a place in the proposal. New ones have none yet and are told apart by their place, as numbers
    /// below 0.
    pub fn number_of(&self, place: usize) -> i64 {
        let number = self.entries.get(place).and_then(|change| change.id);
        number.unwrap_or_else(|| -1 - i64::try_from(place).unwrap_or(i64::MAX - 1))
    }

    /// The place of the entry with such a number; none when it is not of this proposal.
    pub fn find(&self, number: i64) -> Option<usize> {
        let mut places = 0..self.entries.len();
        places.find(|place| self.number_of(*place) == number)
    }

    /// Whether another entry of the proposal has the headword of the one at this place.
    pub fn has_namesake(&self, place: usize) -> bool {
        let name = self.entries.get(place).map(|change| &change.headword);
        let all = self.entries.iter();
        all.filter(|change| Some(&change.headword) == name).count() > 1
    }

    /// What tells an entry of it from the others: its headword, and where several have that, where and when it holds. Of one that
    /// is dropped that is not known.
    pub fn name_of(&self, place: usize) -> String {
        let Some(change) = self.entries.get(place) else {
            return String::new();
        };
        let name = format!("“{}”", change.headword);
        match &change.entry {
            Some(entry) if self.has_namesake(place) => format!("{name} {}", scope_in_words(entry)),
            _ => name,
        }
    }

    /// As the store takes it.
    ///
    /// # Errors
    /// When an entry has no JSON form, which none of ours lacks.
    pub fn to_change(&self, actor: &Actor) -> StoreResult<NewGlossaryChange> {
        let as_stored = |serials: &[(String, Option<Vec<String>>)]| {
            let mut stored = Vec::new();
            for (name, lines) in serials {
                let json = lines.as_ref().map(serde_json::to_string).transpose();
                let json = json.map_err(|error| StoreError::Internal(error.to_string()))?;
                stored.push((name.clone(), json));
            }
            Ok::<_, StoreError>(stored)
        };
        let mut entries = Vec::new();
        for proposed in &self.entries {
            let body = proposed.entry.as_ref().map(body_of).transpose()?;
            entries.push(EntryWrite {
                id: proposed.id,
                from: proposed.from,
                headword: proposed.headword.clone(),
                body,
            });
        }
        Ok(NewGlossaryChange {
            staff: actor.staff,
            who: actor.name.clone(),
            note: self.note.clone(),
            is_correction: self.is_correction,
            undoes: self.undoes,
            entries,
            serials: as_stored(&self.serials)?,
            serials_from: as_stored(&self.serials_from)?,
        })
    }
}

/// An entry's JSON as the store keeps it: its number and revision stand beside it.
///
/// # Errors
/// When it has no JSON form, which none of ours lacks.
pub fn body_of(entry: &Entry) -> StoreResult<String> {
    let bare = Entry {
        id: 0,
        revision: 0,
        ..entry.clone()
    };
    serde_json::to_string(&bare).map_err(|error| StoreError::Internal(error.to_string()))
}

/// Entries that stand in the way of a proposal: others than it was made from, and those that came since under the headword and
/// for the scope of one that it would make. A colleague's change of anything else is in nobody's way.
///
/// # Errors
/// When the store cannot be read, or an entry has no JSON form, which none of ours lacks.
pub fn stale_in(conn: &mut Conn, actor: &Actor, proposal: &Proposal) -> StoreResult<Vec<i64>> {
    let mut stale = stale_entries(conn, &proposal.to_change(actor)?.entries)?;
    stale.extend(came_since(conn, proposal)?);
    Ok(stale)
}

/// The entries that came since a proposal was thought of, and that it would make once more.
fn came_since(conn: &mut Conn, proposal: &Proposal) -> StoreResult<Vec<i64>> {
    let is_new = |proposed: &&ProposedEntry| proposed.id.is_none();
    let new = proposal.entries.iter().filter(is_new);
    let mut wanted: HashMap<&str, Vec<&Entry>> = HashMap::new();
    for entry in new.filter_map(|proposed| proposed.entry.as_ref()) {
        wanted.entry(&entry.headword).or_default().push(entry);
    }
    let Some(seen) = proposal.seen.filter(|_| !wanted.is_empty()) else {
        return Ok(Vec::new());
    };
    if newest_glossary_change(conn)? == seen {
        return Ok(Vec::new());
    }
    let came = list_entries_since(conn, seen)?.into_iter().filter(|row| {
        let same = wanted.get(row.headword.as_str());
        let standing = same.and_then(|_| serde_json::from_str::<Entry>(&row.body).ok());
        same.zip(standing)
            .is_some_and(|(same, standing)| same.iter().any(|new| same_scope(new, &standing)))
    });
    Ok(came.map(|row| row.id).collect())
}

/// Makes a change in the glossary alone, unless something stands in its way. Gives it as the store took it.
///
/// # Errors
/// When the store cannot be written.
pub fn change_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    proposal: &Proposal,
    now: Millis,
) -> StoreResult<(NewGlossaryChange, GlossaryChanged)> {
    let change = proposal.to_change(actor)?;
    let came = came_since(tx, proposal)?;
    let done = if came.is_empty() {
        change_glossary(tx, &change, now)?
    } else {
        GlossaryChanged::Stale(came)
    };
    Ok((change, done))
}

/// Makes a change, notes it in the log, and sends a correction on its way to what was printed.
///
/// # Errors
/// When the store cannot be written.
pub async fn make(app: &App, member: &Member, proposal: &Proposal) -> Result<Made, WebError> {
    let (now, actor, proposal) = (app.now(), member.actor(), proposal.clone());
    let ids = proposal.entries.iter().filter_map(|change| change.id);
    let reach = reach(app, proposal.is_correction, ids.collect()).await?;
    let made = app
        .store
        .write(move |tx| make_in(tx, &actor, &proposal, reach, now));
    Ok(made.await?)
}

/// How many articles a correction of these entries goes over, about. Counted before the change is made: while it is, others
/// wait to write.
async fn reach(app: &App, is_correction: bool, entries: Vec<i64>) -> StoreResult<i64> {
    if !is_correction || entries.is_empty() {
        return Ok(0);
    }
    let today = app.today().await?;
    let scope = Scope::Entries(entries);
    jobs::count(&app.store, &scope, today).await
}

/// The same within a transaction that does more. `reach` is about how many articles it goes over if it is a correction.
///
/// # Errors
/// When the store cannot be written.
pub(crate) fn make_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    proposal: &Proposal,
    reach: i64,
    now: Millis,
) -> StoreResult<Made> {
    if let Some(id) = proposal.undoes {
        return undo_in(tx, actor, id, proposal, (reach, now));
    }
    let (change, done) = change_in(tx, actor, proposal, now)?;
    let mut labels: Vec<&str> = Vec::new();
    labels.extend(change.entries.iter().map(|write| write.headword.as_str()));
    labels.extend(change.serials.iter().map(|(name, _)| name.as_str()));
    let except = proposal.except.clone();
    let (what, label) = (act_of(&change, &done), labels.join(", "));
    follow_up(
        tx,
        actor,
        done,
        &change,
        [what, &label],
        except,
        (reach, now),
    )
}

/// Undoes a change of the glossary as a whole, and notes it in the log. `is_correction` takes it back from what was printed,
/// too.
///
/// # Errors
/// When the store cannot be written.
pub async fn undo(
    app: &App,
    member: &Member,
    id: i64,
    note: &str,
    is_correction: bool,
) -> Result<Made, WebError> {
    let (now, actor) = (app.now(), member.actor());
    let steps = app.store.read(move |conn| list_entry_changes(conn, id));
    let ids = steps.await?.into_iter().map(|step| step.entry).collect();
    let reach = reach(app, is_correction, ids).await?;
    let proposal = Proposal {
        note: note.to_owned(),
        is_correction,
        undoes: Some(id),
        ..Proposal::default()
    };
    let made = app
        .store
        .write(move |tx| make_in(tx, &actor, &proposal, reach, now));
    Ok(made.await?)
}

fn undo_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: i64,
    proposal: &Proposal,
    at: (i64, Millis),
) -> StoreResult<Made> {
    let change = NewGlossaryChange {
        staff: actor.staff,
        who: actor.name.clone(),
        note: proposal.note.clone(),
        is_correction: proposal.is_correction,
        ..NewGlossaryChange::default()
    };
    let done = undo_glossary_change(tx, id, change.clone(), at.1)?;
    let what = if proposal.is_correction {
        "undid, as a correction,"
    } else {
        "undid"
    };
    let (label, except) = (format!("change {id}"), proposal.except.clone());
    follow_up(tx, actor, done, &change, [what, &label], except, at)
}

/// The undoing of a change as a proposal, so that it can be rehearsed; or what stands in its way.
///
/// # Errors
/// When the store cannot be read, or an entry of before cannot.
pub fn propose_undo(
    conn: &mut Conn,
    id: i64,
    note: &str,
    is_correction: bool,
) -> StoreResult<Result<Proposal, Made>> {
    let change = match plan_undo(conn, id, NewGlossaryChange::default())? {
        UndoPlan::Writes(change) => change,
        UndoPlan::Nothing => return Ok(Err(Made::Nothing)),
        UndoPlan::Stale(entries) => return Ok(Err(Made::Stale(entries))),
    };
    let unreadable = |error: serde_json::Error| StoreError::Internal(error.to_string());
    let mut entries = Vec::new();
    for write in change.entries {
        let entry = write.body.as_deref().map(serde_json::from_str::<Entry>);
        entries.push(ProposedEntry {
            id: write.id,
            from: write.from,
            headword: write.headword,
            entry: entry.transpose().map_err(unreadable)?,
        });
    }
    let read = |serials: Vec<(String, Option<String>)>| {
        let serials = serials.into_iter().map(|(name, lines)| {
            let lines = lines.as_deref().map(serde_json::from_str);
            Ok((name, lines.transpose().map_err(unreadable)?))
        });
        serials.collect::<StoreResult<Vec<_>>>()
    };
    Ok(Ok(Proposal {
        note: note.to_owned(),
        is_correction,
        undoes: Some(id),
        entries,
        serials: read(change.serials)?,
        serials_from: read(change.serials_from)?,
        ..Proposal::default()
    }))
}

/// Why a change was not undone, in an editor's words; empty for one that was.
pub fn why_not_undone(made: &Made) -> String {
    match made {
        Made::Stands { .. } => String::new(),
        Made::Nothing => "There is nothing of it left to undo.".into(),
        Made::Stale(_) | Made::Unknown(_) => {
            "Nothing was undone: entries of this change have been changed since.".into()
        }
        Made::SerialsMoved(names) => format!(
            "Nothing was undone: lines of the serial “{}” were printed or changed since. What is printed stays; change the lines to come under Serials.",
            names.join("”, “")
        ),
    }
}

/// What the log calls a change.
fn act_of(change: &NewGlossaryChange, done: &GlossaryChanged) -> &'static str {
    let GlossaryChanged::Made {
        added,
        changed,
        dropped,
        ..
    } = done
    else {
        return "changed";
    };
    match (added, changed, dropped) {
        (0, 0, 1..) if change.is_correction => "dropped, as a correction,",
        _ if change.is_correction => "corrected",
        (0, 0, 1..) => "dropped",
        (1.., 0, 0) => "added",
        _ => "changed",
    }
}

/// What follows from a change in its own transaction: the log, and the job of a correction.
fn follow_up(
    tx: &mut Tx<'_>,
    actor: &Actor,
    done: GlossaryChanged,
    change: &NewGlossaryChange,
    [what, label]: [&str; 2],
    except: Vec<ArticleId>,
    (reach, now): (i64, Millis),
) -> StoreResult<Made> {
    let (number, entries) = match done {
        GlossaryChanged::Nothing => return Ok(Made::Nothing),
        GlossaryChanged::Stale(entries) => return Ok(Made::Stale(entries)),
        GlossaryChanged::Unknown(entry) => return Ok(Made::Unknown(entry)),
        GlossaryChanged::SerialsMoved(names) => return Ok(Made::SerialsMoved(names)),
        GlossaryChanged::Made {
            change, entries, ..
        } => (change, entries),
    };
    let (before, mut after) = told(tx, number)?;
    if !change.note.is_empty() {
        let joint = if after.is_empty() { "" } else { " — " };
        after = format!("{after}{joint}{}", change.note);
    }
    let act = Act {
        act: what,
        subject: "glossary",
        subject_id: number,
        label: &shortened(label),
        before: &shortened(&before),
        after: &shortened(&after),
    };
    note_act(tx, actor, &act, now)?;
    let job = if change.is_correction && !entries.is_empty() {
        let task = Task::Correct {
            entries: entries.clone(),
            change: number,
            except,
        };
        Some(task::ask(tx, actor, &task, reach, now)?)
    } else {
        None
    };
    Ok(Made::Stands {
        change: number,
        entries,
        job,
    })
}

/// What a change did, as the log has it before and after: the fields of a few entries, the lines of serials. Of many entries the
/// history has it.
fn told(tx: &mut Tx<'_>, change: i64) -> StoreResult<(String, String)> {
    const FEW: usize = 3;
    let steps = list_entry_changes(tx, change)?;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    if steps.len() > FEW {
        after.push(format!("{} entries", steps.len()));
    } else {
        for step in &steps {
            for field in differences_of(step.before.as_deref(), step.after.as_deref()) {
                let side = |left_out: &str| {
                    let parts = field.stretches.iter().filter(|one| one.kind != left_out);
                    let text: String = parts.map(|one| one.text.as_str()).collect();
                    text.split_whitespace().collect::<Vec<_>>().join(" ")
                };
                for (side, list) in [(side("new"), &mut before), (side("gone"), &mut after)] {
                    if !side.is_empty() {
                        list.push(format!("{}: {side}", field.label));
                    }
                }
            }
        }
    }
    for (name, old, new) in list_serial_changes(tx, change)? {
        for (lines, list) in [(old, &mut before), (new, &mut after)] {
            let lines: Option<Vec<String>> =
                lines.and_then(|lines| serde_json::from_str(&lines).ok());
            if let Some(lines) = lines {
                list.push(format!(
                    "{name}: {}",
                    counted_len(lines.len(), "line", "lines")
                ));
            }
        }
    }
    Ok((before.join("; "), after.join("; ")))
}

/// What the log says of a change of thousands of entries is a line, too.
fn shortened(label: &str) -> String {
    const MOST_CHARS: usize = 300;
    if label.chars().count() <= MOST_CHARS {
        return label.to_owned();
    }
    let short: String = label.chars().take(MOST_CHARS).collect();
    format!("{short} …")
}
