//! The history of drafts, and who has one open.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{DraftId, Millis, StaffId, single};
use crate::query::queries;
use crate::records::SavedDraft;
use crate::store::Tx;
use crate::value::Columns;

queries! {
    ADD_VERSION = "INSERT INTO draft_version (draft_id, version, staff_id, saved_at, is_auto, body, sent, editor_key) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    VERSION = "SELECT v.version, s.name, v.saved_at, v.is_auto, v.body, v.sent FROM draft_version v \
        LEFT JOIN staff s ON s.id = v.staff_id WHERE v.draft_id = ?1 AND v.version <= ?2 \
        ORDER BY v.version DESC LIMIT 1";
    VERSIONS = "SELECT v.version, s.name, v.saved_at, v.is_auto, '', '' FROM draft_version v \
        LEFT JOIN staff s ON s.id = v.staff_id WHERE v.draft_id = ?1 AND v.version < ?2 \
        ORDER BY v.version DESC LIMIT ?3";
    // Of one person's consecutive saves by the script within a minute, the last stays.
    THIN_VERSIONS = "DELETE FROM draft_version WHERE is_auto = 1 AND saved_at < ?1 AND sent = '' AND EXISTS ( \
        SELECT 1 FROM draft_version n WHERE n.draft_id = draft_version.draft_id \
        AND n.version = draft_version.version + 1 AND n.staff_id = draft_version.staff_id AND n.is_auto = 1 \
        AND n.saved_at / 60000 = draft_version.saved_at / 60000)";
    STRANGE_VERSIONS = "SELECT COUNT(*) FROM draft_version WHERE draft_id = ?1 AND version > ?2 AND editor_key <> ?3";
    FORGET_VERSIONS = "DELETE FROM draft_version WHERE draft_id = ?1";

    ENTER_DRAFT = "INSERT INTO draft_editor (draft_id, staff_id, since, seen_at) VALUES (?1, ?2, ?3, ?3) \
        ON CONFLICT (draft_id, staff_id) DO UPDATE SET taken_over_by = NULL, seen_at = excluded.seen_at, \
        since = CASE WHEN draft_editor.seen_at < ?4 THEN excluded.since ELSE draft_editor.since END";
    SEE_EDITOR = "INSERT INTO draft_editor (draft_id, staff_id, since, seen_at) VALUES (?1, ?2, ?3, ?3) \
        ON CONFLICT (draft_id, staff_id) DO UPDATE SET seen_at = excluded.seen_at";
    EDITORS = "SELECT e.staff_id, s.name, e.since, o.name FROM draft_editor e JOIN staff s ON s.id = e.staff_id \
        LEFT JOIN staff o ON o.id = e.taken_over_by WHERE e.draft_id = ?1 AND e.seen_at >= ?2 ORDER BY e.since";
    TAKE_OVER = "UPDATE draft_editor SET taken_over_by = ?2 WHERE draft_id = ?1 AND staff_id <> ?2";
    FORGET_EDITORS = "DELETE FROM draft_editor WHERE draft_id = ?1";
}

/// A version of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftVersion {
    /// Its number.
    pub version: i64,
    /// Who saved it; none for the command line.
    pub by: Option<String>,
    /// When.
    pub saved_at: Millis,
    /// Whether the editor's script saved it by itself.
    pub is_auto: bool,
    /// What was written; empty in lists.
    pub body: String,
    /// What the editor sent, when that is not the body.
    pub sent: String,
}

fn version(row: &mut Columns<'_>) -> StoreResult<DraftVersion> {
    Ok(DraftVersion {
        version: row.take()?,
        by: row.take()?,
        saved_at: row.take()?,
        is_auto: row.take()?,
        body: row.take()?,
        sent: row.take()?,
    })
}

pub(super) fn add_version(
    tx: &mut Tx<'_>,
    draft: DraftId,
    version: i64,
    saved: &SavedDraft,
    now: Millis,
) -> StoreResult<()> {
    let row = [
        draft.into(),
        version.into(),
        saved.by.into(),
        now.into(),
        saved.is_auto.into(),
        (&saved.body).into(),
        (&saved.sent).into(),
        (&saved.editor_key).into(),
    ];
    tx.change(&ADD_VERSION, &row).map(drop)
}

/// A version of a draft; where it was thinned out, the nearest before it.
///
/// # Errors
/// When the database cannot be read.
pub fn find_draft_version(
    conn: &mut Conn,
    draft: DraftId,
    at: i64,
) -> StoreResult<Option<DraftVersion>> {
    conn.find(&VERSION, &[draft.into(), at.into()], version)
}

/// Versions of a draft before a number, the newest first, without their bodies.
///
/// # Errors
/// When the database cannot be read.
pub fn list_draft_versions(
    conn: &mut Conn,
    draft: DraftId,
    before: i64,
    most: i64,
) -> StoreResult<Vec<DraftVersion>> {
    let of = [draft.into(), before.into(), most.into()];
    conn.list(&VERSIONS, &of, version)
}

/// Whether all versions after a number were saved by one window of a browser.
///
/// # Errors
/// When the database cannot be read.
pub fn is_alone_since(
    conn: &mut Conn,
    draft: DraftId,
    version: i64,
    editor_key: &str,
) -> StoreResult<bool> {
    let of = [draft.into(), version.into(), editor_key.into()];
    let others: i64 = conn.one(&STRANGE_VERSIONS, &of, single)?;
    Ok(others == 0)
}

/// Thins out what the editor's script saved before an instant: of one person's consecutive saves within a minute the
/// last stays, and every save that somebody else's followed. Gives how many went.
///
/// # Errors
/// When the database cannot be written.
pub fn thin_draft_versions(tx: &mut Tx<'_>, before: Millis) -> StoreResult<u64> {
    tx.change(&THIN_VERSIONS, &[before.into()])
}

pub(super) fn forget_versions(tx: &mut Tx<'_>, draft: DraftId) -> StoreResult<()> {
    tx.change(&FORGET_VERSIONS, &[draft.into()]).map(drop)
}

pub(super) fn forget_editors(tx: &mut Tx<'_>, draft: DraftId) -> StoreResult<()> {
    tx.change(&FORGET_EDITORS, &[draft.into()]).map(drop)
}

/// Somebody who has a draft open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftEditor {
    /// Their row.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub since: Millis,
    /// Who took it over from them, if somebody did.
    pub taken_over_by: Option<String>,
}

/// Notes that somebody opens a draft; who was not seen since `lapsed` begins anew.
///
/// # Errors
/// When the database cannot be written.
pub fn enter_draft(
    tx: &mut Tx<'_>,
    draft: DraftId,
    staff: StaffId,
    now: Millis,
    lapsed: Millis,
) -> StoreResult<()> {
    let row = [draft.into(), staff.into(), now.into(), lapsed.into()];
    tx.change(&ENTER_DRAFT, &row).map(drop)
}

/// Notes that somebody still has a draft open.
///
/// # Errors
/// When the database cannot be written.
pub fn see_draft_editor(
    tx: &mut Tx<'_>,
    draft: DraftId,
    staff: StaffId,
    now: Millis,
) -> StoreResult<()> {
    tx.change(&SEE_EDITOR, &[draft.into(), staff.into(), now.into()])
        .map(drop)
}

/// Those who were seen with a draft since an instant, the earliest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_draft_editors(
    conn: &mut Conn,
    draft: DraftId,
    since: Millis,
) -> StoreResult<Vec<DraftEditor>> {
    conn.list(&EDITORS, &[draft.into(), since.into()], |row| {
        Ok(DraftEditor {
            staff: row.take()?,
            name: row.take()?,
            since: row.take()?,
            taken_over_by: row.take()?,
        })
    })
}

/// Takes a draft over: everybody else who has it open is asked to leave it. What they save until then is still saved.
///
/// # Errors
/// When the database cannot be written.
pub fn take_draft_over(tx: &mut Tx<'_>, draft: DraftId, by: StaffId) -> StoreResult<()> {
    tx.change(&TAKE_OVER, &[draft.into(), by.into()]).map(drop)
}
