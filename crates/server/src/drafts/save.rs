//! Saving a draft: over the version that it was made from, else merged with what was saved meanwhile.

use super::merge::{FieldLoss, merge_fields, merge_text, whose};
use super::{read_body, write_body};
use crate::app::App;
use crate::clip::{Clipping, ShownPictures, shown_pictures};
use crate::printing;
use crate::staff::Member;
use clipsheet_markup::SafeHtml;
use clipsheet_store::{
    Conn, Draft, DraftId, Millis, SavedDraft, StaffId, StoreError, StoreResult, Tx, find_draft,
    find_draft_standing, find_draft_version, is_alone_since, list_staff, save_draft,
    see_draft_editor,
};
use std::collections::HashMap;
use std::sync::Arc;

/// The version that an editor's text was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Base {
    /// Its number.
    pub(crate) version: i64,
    /// Whether it was made from what this editor sent then, and not from what came of the merge.
    pub(crate) as_sent: bool,
}

impl Base {
    /// Reads `7` or `7s`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let number = text.strip_suffix('s');
        Some(Self {
            version: number.unwrap_or(text).parse().ok()?,
            as_sent: number.is_some(),
        })
    }
}

/// Who saves, and how.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    /// Their row; none for the paper itself.
    pub(crate) staff: Option<StaffId>,
    /// Their name.
    pub(crate) name: String,
    /// Whether the editor's script saves by itself.
    pub(crate) is_auto: bool,
    /// Which window of which browser; empty where there is no script.
    pub(crate) editor_key: String,
}

impl Writer {
    /// A member at a button, not at the editor's script.
    pub(crate) fn of(member: &Member) -> Self {
        Self {
            staff: Some(member.id()),
            name: member.name().to_owned(),
            is_auto: false,
            editor_key: String::new(),
        }
    }
}

/// What a save came to.
#[derive(Debug, Clone)]
pub(crate) struct Saved {
    /// The draft as it stands now.
    pub(crate) draft: Draft,
    /// What is written in it.
    pub(crate) clipping: Clipping,
    /// Whether it was merged with what was saved meanwhile, so that what was sent is in the history.
    pub(crate) merged: bool,
    /// With whose text it was merged; empty when nobody had saved meanwhile.
    pub(crate) merged_with: String,
    /// Places at which both texts stand.
    pub(crate) conflicts: usize,
    /// Whether it stands otherwise than it was sent: what somebody else wrote is in it.
    pub(crate) differs: bool,
    /// Fields of the other that this save changed over.
    pub(crate) lost: Vec<FieldLoss>,
}

/// What came of a save.
#[derive(Debug, Clone)]
pub(crate) enum SaveOutcome {
    /// It is saved.
    Saved(Box<Saved>),
    /// It was printed or thrown away meanwhile: nothing is saved, and what was sent has to go back.
    Gone(Box<Draft>),
    /// There is no such draft (any more).
    Unknown,
}

/// The text as it stands in the editor: safe, with the site's own pictures.
pub(crate) fn safe_text(conn: &mut Conn, clipping: &Clipping) -> StoreResult<SafeHtml> {
    let pictures = shown_pictures(conn, clipping)?;
    Ok(printing::safe_article(&clipping.source_html, &|address| {
        pictures.get(address).cloned()
    }))
}

/// How often a save is worked out beside the writer before it is done within its transaction, where nobody can come between.
const TRIES: usize = 4;

/// Saves a draft. `edit` puts what the form says into the body that it was made from. When this returns, all of it is
/// durable.
///
/// Texts of megabytes are made safe and merged before the one writer is asked; its transaction compares the version and
/// writes. When somebody else saved in between, the work is done again.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn save(
    app: &App,
    id: DraftId,
    base: Base,
    writer: Writer,
    edit: impl Fn(&Clipping) -> Clipping + Send + Sync + 'static,
) -> StoreResult<SaveOutcome> {
    save_with(app, id, base, writer, edit, |_, _, _| Ok(())).await
}

/// Saves a draft, and does in the same transaction what goes with it: both are done, or neither.
///
/// # Errors
/// See [`save`]; and when `along` fails.
pub(crate) async fn save_with(
    app: &App,
    id: DraftId,
    base: Base,
    writer: Writer,
    edit: impl Fn(&Clipping) -> Clipping + Send + Sync + 'static,
    along: impl Fn(&mut Tx<'_>, &Draft, Millis) -> StoreResult<()> + Send + Sync + 'static,
) -> StoreResult<SaveOutcome> {
    let now = app.now();
    let (edit, along) = (Arc::new(edit), Arc::new(along));
    let write_all = move |tx: &mut Tx<'_>, ready: Ready, writer: &Writer| {
        let outcome = write_in(tx, ready, writer, now)?;
        if let Some(SaveOutcome::Saved(saved)) = &outcome {
            along(tx, &saved.draft, now)?;
        }
        Ok::<_, StoreError>(outcome)
    };
    for _ in 0..TRIES {
        let (writing, editing) = (writer.clone(), Arc::clone(&edit));
        let read = app
            .store
            .read(move |conn| read_in(conn, id, base, &writing, &*editing));
        let task = match read.await? {
            Read::Task(task) => *task,
            Read::Over(outcome) => return Ok(outcome),
        };
        let name = writer.name.clone();
        let work = tokio::task::spawn_blocking(move || work_out(task, &name));
        let ready = work
            .await
            .map_err(|error| StoreError::Internal(error.to_string()))??;
        let (writing, write_all) = (writer.clone(), write_all.clone());
        let written = app
            .store
            .write(move |tx| write_all(tx, ready, &writing))
            .await?;
        if let Some(outcome) = written {
            return Ok(outcome);
        }
    }
    app.store
        .write(move |tx| {
            let ready = match read_in(tx, id, base, &writer, &*edit)? {
                Read::Task(task) => work_out(*task, &writer.name)?,
                Read::Over(outcome) => return Ok(outcome),
            };
            write_all(tx, ready, &writer)?.ok_or_else(|| {
                StoreError::Internal("a draft changed within the transaction that saves it".into())
            })
        })
        .await
}

/// A text that came with a form or out of the store, and its pictures.
struct Raw {
    clipping: Clipping,
    pictures: ShownPictures,
}

impl Raw {
    fn read(conn: &mut Conn, clipping: Clipping) -> StoreResult<Self> {
        let pictures = shown_pictures(conn, &clipping)?;
        Ok(Self { clipping, pictures })
    }

    fn safe(&self) -> SafeHtml {
        printing::safe_article(&self.clipping.source_html, &|address| {
            self.pictures.get(address).cloned()
        })
    }
}

/// All that a save needs of the store.
struct Task {
    draft: Draft,
    base: Base,
    stored: Raw,
    made_from: Raw,
    mine: Raw,
    their_name: String,
}

/// Whose a text is that somebody saved themselves, in another window.
const OTHER_WINDOW: &str = "another window";

/// What was read for a save.
enum Read {
    Task(Box<Task>),
    /// There is nothing to be saved.
    Over(SaveOutcome),
}

fn read_in(
    conn: &mut Conn,
    id: DraftId,
    base: Base,
    writer: &Writer,
    edit: &dyn Fn(&Clipping) -> Clipping,
) -> StoreResult<Read> {
    let Some(draft) = find_draft(conn, id)? else {
        return Ok(Read::Over(SaveOutcome::Unknown));
    };
    if !draft.state.is_live() {
        return Ok(Read::Over(SaveOutcome::Gone(Box::new(draft))));
    }
    let base = go_on(conn, &draft, base, &writer.editor_key)?;
    let made_from = made_from(conn, &draft, base)?;
    let their_name = if draft.changed_by != writer.staff || writer.staff.is_none() {
        name_of(conn, draft.changed_by)?
    } else if base.as_sent {
        "somebody else".into()
    } else {
        OTHER_WINDOW.into()
    };
    let mine = Raw::read(conn, edit(&made_from))?;
    let made_from = Raw::read(conn, made_from)?;
    let stored = Raw::read(conn, read_body(&draft.body)?)?;
    Ok(Read::Task(Box::new(Task {
        draft,
        base,
        stored,
        made_from,
        mine,
        their_name,
    })))
}

/// A save that is ready to be written over the version of the draft that it was worked out for.
struct Ready {
    draft: Draft,
    /// What is written; `None` when nothing was changed.
    write: Option<(SavedBody, Clipping)>,
    /// What is said of it.
    saved: Saved,
}

/// The body and what was sent, as they are stored.
struct SavedBody {
    headline: String,
    body: String,
    sent: String,
}

/// Makes the texts safe and merges them: the work of a save.
fn work_out(task: Task, name: &str) -> StoreResult<Ready> {
    let (base_text, my_text) = (task.made_from.safe(), task.mine.safe());
    let (draft, stored, made_from) = (task.draft, task.stored, task.made_from.clipping);
    let mut mine = task.mine.clipping;
    if base_text == my_text {
        // Only opened and looked at: what came from the source stays as it came.
        mine.source_html.clone_from(&made_from.source_html);
    }
    let saved = |clipping: &Clipping, sent: &Clipping| Saved {
        draft: draft.clone(),
        differs: clipping != sent,
        clipping: clipping.clone(),
        merged: false,
        merged_with: String::new(),
        conflicts: 0,
        lost: Vec::new(),
    };
    if mine == made_from || mine == stored.clipping {
        return Ok(Ready {
            saved: saved(&stored.clipping, &mine),
            write: None,
            draft,
        });
    }
    let body = |clipping: &Clipping, sent: String| {
        Ok::<_, StoreError>(SavedBody {
            headline: clipping.headline.clone(),
            body: write_body(clipping)?,
            sent,
        })
    };
    if task.base.version == draft.version && !task.base.as_sent {
        return Ok(Ready {
            saved: saved(&mine, &mine),
            write: Some((body(&mine, String::new())?, mine)),
            draft,
        });
    }
    let their_text = stored.safe();
    let stored = stored.clipping;
    let (merged, mut lost) =
        merge_fields(&to_json(&made_from)?, &to_json(&stored)?, &to_json(&mine)?);
    let mut merged: Clipping =
        serde_json::from_value(merged).map_err(|error| StoreError::Internal(error.to_string()))?;
    let mut conflicts = 0;
    lost.retain(|loss| loss.field != "source_html" && loss.field != "pictures");
    for (address, picture) in &stored.pictures {
        merged
            .pictures
            .entry(address.clone())
            .or_insert_with(|| picture.clone());
    }
    if my_text == their_text || my_text == base_text {
        merged.source_html.clone_from(&stored.source_html);
    } else if their_text == base_text {
        merged.source_html.clone_from(&mine.source_html);
    } else {
        let their_line = match task.their_name.as_str() {
            OTHER_WINDOW => "What you wrote in another window:".into(),
            name => whose(name),
        };
        let text = merge_text(
            &base_text,
            (&their_line, &their_text),
            (&whose(name), &my_text),
        );
        conflicts = text.conflicts;
        merged.source_html = text.html;
    }
    // What was switched in the preview is nothing that somebody wrote.
    let wrote = |clipping: &Clipping| Clipping {
        choices: Vec::new(),
        pictures: HashMap::new(),
        ..clipping.clone()
    };
    let merged_with = if wrote(&stored) == wrote(&made_from) {
        String::new()
    } else {
        task.their_name
    };
    Ok(Ready {
        saved: Saved {
            merged: true,
            merged_with,
            conflicts,
            lost,
            ..saved(&merged, &mine)
        },
        write: Some((body(&merged, write_body(&mine)?)?, merged)),
        draft,
    })
}

/// Writes what was worked out; `None` when the draft is no longer as it was then.
fn write_in(
    tx: &mut Tx<'_>,
    ready: Ready,
    writer: &Writer,
    now: Millis,
) -> StoreResult<Option<SaveOutcome>> {
    let Ready {
        draft,
        write,
        mut saved,
    } = ready;
    let Some(standing) = find_draft_standing(tx, draft.id)? else {
        return Ok(Some(SaveOutcome::Unknown));
    };
    if standing.0 != draft.version || !standing.1.is_live() {
        return Ok(None);
    }
    if let Some(staff) = writer.staff {
        see_draft_editor(tx, draft.id, staff, now)?;
    }
    if let Some((body, clipping)) = write {
        let new = SavedDraft {
            headline: body.headline,
            body: body.body,
            sent: body.sent,
            by: writer.staff,
            is_auto: writer.is_auto,
            editor_key: writer.editor_key.clone(),
        };
        if !save_draft(tx, draft.id, draft.version, &new, now)? {
            return Ok(None);
        }
        saved.clipping = clipping;
        saved.draft = Draft {
            version: draft.version + 1,
            state: standing.1,
            headline: new.headline,
            body: new.body,
            changed_at: now,
            changed_by: new.by,
            print_error: String::new(),
            ..draft
        };
    }
    Ok(Some(SaveOutcome::Saved(Box::new(saved))))
}

fn to_json(clipping: &Clipping) -> StoreResult<serde_json::Value> {
    serde_json::to_value(clipping).map_err(|error| StoreError::Internal(error.to_string()))
}

/// A window whose last save was acknowledged and whose browser never heard of it sends more of the same text, with the
/// version of before: it goes on from what it sent last, and is not in conflict with itself.
fn go_on(conn: &mut Conn, draft: &Draft, base: Base, editor_key: &str) -> StoreResult<Base> {
    if editor_key.is_empty()
        || base.version >= draft.version
        || !is_alone_since(conn, draft.id, base.version, editor_key)?
    {
        return Ok(base);
    }
    let last = find_draft_version(conn, draft.id, draft.version)?;
    Ok(Base {
        version: draft.version,
        as_sent: last.is_some_and(|last| !last.sent.is_empty()),
    })
}

/// What the editor's text was made from: the version itself, or the nearest before it that is kept.
fn made_from(conn: &mut Conn, draft: &Draft, base: Base) -> StoreResult<Clipping> {
    if base.version == draft.version && !base.as_sent {
        return read_body(&draft.body);
    }
    match find_draft_version(conn, draft.id, base.version)? {
        Some(version)
            if base.as_sent && version.version == base.version && !version.sent.is_empty() =>
        {
            read_body(&version.sent)
        }
        Some(version) => read_body(&version.body),
        // Nothing is known of what it was made from: all of it counts as written anew.
        None => Ok(Clipping {
            source_html: String::new(),
            ..read_body(&draft.body)?
        }),
    }
}

fn name_of(conn: &mut Conn, staff: Option<StaffId>) -> StoreResult<String> {
    let everybody = list_staff(conn)?;
    let found = everybody.into_iter().find(|other| Some(other.id) == staff);
    Ok(found.map_or_else(|| "the command line".into(), |staff| staff.name))
}
