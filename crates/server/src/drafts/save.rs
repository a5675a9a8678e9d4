//! Saving a draft: over the version that it was made from, else merged with what was saved meanwhile.

use super::merge::{FieldLoss, merge_fields, merge_text};
use super::{read_body, write_body};
use crate::app::App;
use crate::clip::{Clipping, shown_pictures};
use crate::printing;
use clipsheet_markup::SafeHtml;
use clipsheet_store::{
    Conn, Draft, DraftId, Millis, SavedDraft, StaffId, StoreError, StoreResult, Tx, find_draft,
    find_draft_version, is_alone_since, list_staff, save_draft, see_draft_editor,
};
use std::collections::HashMap;

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
    /// Their row.
    pub(crate) staff: StaffId,
    /// Their name.
    pub(crate) name: String,
    /// Whether the editor's script saves by itself.
    pub(crate) is_auto: bool,
    /// Which window of which browser; empty where there is no script.
    pub(crate) editor_key: String,
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

/// Saves a draft. `edit` puts what the form says into the body that it was made from. When this returns, all of it is
/// durable.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn save(
    app: &App,
    id: DraftId,
    base: Base,
    writer: Writer,
    edit: impl FnOnce(&Clipping) -> Clipping + Send + 'static,
) -> StoreResult<SaveOutcome> {
    let now = app.now();
    app.store
        .write(move |tx| save_in(tx, id, base, &writer, edit, now))
        .await
}

fn save_in(
    tx: &mut Tx<'_>,
    id: DraftId,
    base: Base,
    writer: &Writer,
    edit: impl FnOnce(&Clipping) -> Clipping,
    now: Millis,
) -> StoreResult<SaveOutcome> {
    let Some(draft) = find_draft(tx, id)? else {
        return Ok(SaveOutcome::Unknown);
    };
    if !draft.state.is_live() {
        return Ok(SaveOutcome::Gone(Box::new(draft)));
    }
    see_draft_editor(tx, id, writer.staff, now)?;
    let stored = read_body(&draft.body)?;
    let base = go_on(tx, &draft, base, &writer.editor_key)?;
    let made_from = made_from(tx, &draft, base)?;
    let mut mine = edit(&made_from);
    let (base_text, my_text) = (safe_text(tx, &made_from)?, safe_text(tx, &mine)?);
    if base_text == my_text {
        // Only opened and looked at: what came from the source stays as it came.
        mine.source_html.clone_from(&made_from.source_html);
    }
    let outcome = |draft, clipping: Clipping, sent: &Clipping| Saved {
        draft,
        differs: clipping != *sent,
        clipping,
        merged: false,
        merged_with: String::new(),
        conflicts: 0,
        lost: Vec::new(),
    };
    if mine == made_from || mine == stored {
        return Ok(SaveOutcome::Saved(Box::new(outcome(draft, stored, &mine))));
    }
    if base.version == draft.version && !base.as_sent {
        let saved = keep(tx, &draft, &mine, String::new(), writer, now)?;
        return Ok(SaveOutcome::Saved(Box::new(outcome(
            saved,
            mine.clone(),
            &mine,
        ))));
    }
    let their_name = if draft.changed_by != Some(writer.staff) {
        name_of(tx, draft.changed_by)?
    } else if base.as_sent {
        "somebody else".into()
    } else {
        "another window".into()
    };
    let their_text = safe_text(tx, &stored)?;
    let sent = write_body(&mine)?;
    let (merged, lost) = merge_fields(&to_json(&made_from)?, &to_json(&stored)?, &to_json(&mine)?);
    let mut merged: Clipping =
        serde_json::from_value(merged).map_err(|error| StoreError::Internal(error.to_string()))?;
    let mut conflicts = 0;
    let mut lost = lost;
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
        let text = merge_text(
            &base_text,
            (&their_name, &their_text),
            (&writer.name, &my_text),
        );
        conflicts = text.conflicts;
        merged.source_html = text.html;
    }
    let saved = keep(tx, &draft, &merged, sent, writer, now)?;
    // What was switched in the preview is nothing that somebody wrote.
    let wrote = |clipping: &Clipping| Clipping {
        choices: Vec::new(),
        pictures: HashMap::new(),
        ..clipping.clone()
    };
    let merged_with = if wrote(&stored) == wrote(&made_from) {
        String::new()
    } else {
        their_name
    };
    Ok(SaveOutcome::Saved(Box::new(Saved {
        merged: true,
        merged_with,
        conflicts,
        lost,
        ..outcome(saved, merged, &mine)
    })))
}

fn to_json(clipping: &Clipping) -> StoreResult<serde_json::Value> {
    serde_json::to_value(clipping).map_err(|error| StoreError::Internal(error.to_string()))
}

/// A window whose last save was acknowledged and whose browser never heard of it sends more of the same text, with the
/// version of before: it goes on from what it sent last, and is not in conflict with itself.
fn go_on(tx: &mut Tx<'_>, draft: &Draft, base: Base, editor_key: &str) -> StoreResult<Base> {
    if editor_key.is_empty()
        || base.version >= draft.version
        || !is_alone_since(tx, draft.id, base.version, editor_key)?
    {
        return Ok(base);
    }
    let last = find_draft_version(tx, draft.id, draft.version)?;
    Ok(Base {
        version: draft.version,
        as_sent: last.is_some_and(|last| !last.sent.is_empty()),
    })
}

/// What the editor's text was made from: the version itself, or the nearest before it that is kept.
fn made_from(tx: &mut Tx<'_>, draft: &Draft, base: Base) -> StoreResult<Clipping> {
    if base.version == draft.version && !base.as_sent {
        return read_body(&draft.body);
    }
    match find_draft_version(tx, draft.id, base.version)? {
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

fn name_of(tx: &mut Tx<'_>, staff: Option<StaffId>) -> StoreResult<String> {
    let everybody = list_staff(tx)?;
    let found = everybody.into_iter().find(|other| Some(other.id) == staff);
    Ok(found.map_or_else(|| "the command line".into(), |staff| staff.name))
}

/// Saves and gives the draft as it then is.
fn keep(
    tx: &mut Tx<'_>,
    draft: &Draft,
    clipping: &Clipping,
    sent: String,
    writer: &Writer,
    now: Millis,
) -> StoreResult<Draft> {
    let saved = SavedDraft {
        headline: clipping.headline.clone(),
        body: write_body(clipping)?,
        sent,
        by: Some(writer.staff),
        is_auto: writer.is_auto,
        editor_key: writer.editor_key.clone(),
    };
    if !save_draft(tx, draft.id, draft.version, &saved, now)? {
        return Err(StoreError::Internal(
            "a draft changed within the transaction that saves it".into(),
        ));
    }
    Ok(Draft {
        version: draft.version + 1,
        headline: saved.headline,
        body: saved.body,
        changed_at: now,
        changed_by: saved.by,
        print_error: String::new(),
        ..draft.clone()
    })
}
