//! The history of the glossary: what was changed when, by whom and why; and undoing a change as a whole.

use super::glossary::find_entry;
use super::glossary_change::{EntryWrite, GlossaryChanged, NewGlossaryChange, change_glossary};
use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{Millis, StaffId, single};
use crate::query::queries;
use crate::store::Tx;
use crate::value::Columns;

queries! {
    CHANGES = "SELECT c.id, c.staff_id, c.who, c.note, c.is_correction, c.undoes, u.id, c.entry_count, c.made_at \
        FROM glossary_change c LEFT JOIN glossary_change u ON u.undoes = c.id WHERE c.id < ?1 ORDER BY c.id DESC LIMIT ?2";
    CHANGE = "SELECT c.id, c.staff_id, c.who, c.note, c.is_correction, c.undoes, u.id, c.entry_count, c.made_at \
        FROM glossary_change c LEFT JOIN glossary_change u ON u.undoes = c.id WHERE c.id = ?1";
    // By the lowest number since then, as with NEW_SINCE_PRINTED. Told apart by the caller: to be in the order of entries, SQLite would walk the whole history.
    CHANGED_SINCE = "SELECT e.entry_id FROM glossary_entry_change e WHERE e.change_id >= \
        (SELECT MIN(c.id + 0) FROM glossary_change c WHERE c.made_at > ?1)";
    CHANGES_OF_ENTRY = "SELECT c.id, c.staff_id, c.who, c.note, c.is_correction, c.undoes, u.id, c.entry_count, c.made_at \
        FROM glossary_entry_change e JOIN glossary_change c ON c.id = e.change_id LEFT JOIN glossary_change u ON u.undoes = c.id \
        WHERE e.entry_id = ?1 AND e.change_id < ?2 ORDER BY e.change_id DESC LIMIT ?3";
    ENTRY_CHANGES = "SELECT entry_id, headword, revision, before, after FROM glossary_entry_change WHERE change_id = ?1 \
        ORDER BY entry_id";
    ENTRY_CHANGE = "SELECT entry_id, headword, revision, before, after FROM glossary_entry_change \
        WHERE entry_id = ?1 AND change_id = ?2";
    ENTRY_AT = "SELECT entry_id, headword, revision, before, after FROM glossary_entry_change \
        WHERE entry_id = ?1 AND revision = ?2";
    ENTRIES_MADE = "SELECT COUNT(*) FROM glossary_entry_change WHERE change_id = ?1 AND revision = 1";
    SERIAL_CHANGES = "SELECT serial, before, after FROM glossary_serial_change WHERE change_id = ?1 ORDER BY serial";
}

/// A change as the history shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryChange {
    /// Its number.
    pub id: i64,
    /// Who made it; none for the command line and the paper itself.
    pub staff: Option<StaffId>,
    /// Their name as it was then.
    pub who: String,
    /// Why, in their words.
    pub note: String,
    /// Whether it reached what was printed already.
    pub is_correction: bool,
    /// The change that it undid.
    pub undoes: Option<i64>,
    /// The change that undid it.
    pub undone_by: Option<i64>,
    /// How many entries it changed.
    pub entry_count: i64,
    /// When.
    pub made_at: Millis,
}

fn change(row: &mut Columns<'_>) -> StoreResult<GlossaryChange> {
    Ok(GlossaryChange {
        id: row.take()?,
        staff: row.take()?,
        who: row.take()?,
        note: row.take()?,
        is_correction: row.take()?,
        undoes: row.take()?,
        undone_by: row.take()?,
        entry_count: row.take()?,
        made_at: row.take()?,
    })
}

/// The changes before a number, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_glossary_changes(
    conn: &mut Conn,
    before: i64,
    most: i64,
) -> StoreResult<Vec<GlossaryChange>> {
    conn.list(&CHANGES, &[before.into(), most.into()], change)
}

/// The changes of an entry before a number, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_changes_of_entry(
    conn: &mut Conn,
    entry: i64,
    before: i64,
    most: i64,
) -> StoreResult<Vec<GlossaryChange>> {
    conn.list(
        &CHANGES_OF_ENTRY,
        &[entry.into(), before.into(), most.into()],
        change,
    )
}

/// The change of that number.
///
/// # Errors
/// When the database cannot be read.
pub fn find_glossary_change(conn: &mut Conn, id: i64) -> StoreResult<Option<GlossaryChange>> {
    conn.find(&CHANGE, &[id.into()], change)
}

/// What a change did to one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryChange {
    /// The entry's number.
    pub entry: i64,
    /// Its headword afterwards, or its last one.
    pub headword: String,
    /// Its revision afterwards.
    pub revision: i64,
    /// As JSON; none where it was not there before.
    pub before: Option<String>,
    /// As JSON; none where it was dropped.
    pub after: Option<String>,
}

fn entry_change(row: &mut Columns<'_>) -> StoreResult<EntryChange> {
    Ok(EntryChange {
        entry: row.take()?,
        headword: row.take()?,
        revision: row.take()?,
        before: row.take()?,
        after: row.take()?,
    })
}

/// What a change did to entries.
///
/// # Errors
/// When the database cannot be read.
pub fn list_entry_changes(conn: &mut Conn, change: i64) -> StoreResult<Vec<EntryChange>> {
    conn.list(&ENTRY_CHANGES, &[change.into()], entry_change)
}

/// How many entries a change made.
///
/// # Errors
/// When the database cannot be read.
pub fn count_entries_made(conn: &mut Conn, change: i64) -> StoreResult<i64> {
    conn.one(&ENTRIES_MADE, &[change.into()], single)
}

/// What a change did to one entry, if anything.
///
/// # Errors
/// When the database cannot be read.
pub fn find_entry_change(
    conn: &mut Conn,
    entry: i64,
    change: i64,
) -> StoreResult<Option<EntryChange>> {
    conn.find(&ENTRY_CHANGE, &[entry.into(), change.into()], entry_change)
}

/// The change that made a revision of an entry, if it is remembered.
///
/// # Errors
/// When the database cannot be read.
pub fn find_entry_revision(
    conn: &mut Conn,
    entry: i64,
    revision: i64,
) -> StoreResult<Option<EntryChange>> {
    conn.find(&ENTRY_AT, &[entry.into(), revision.into()], entry_change)
}

/// A serial that a change touched: its name, its lines as JSON before and after; none where it was not there.
pub type SerialChange = (String, Option<String>, Option<String>);

/// What a change did to serials.
///
/// # Errors
/// When the database cannot be read.
pub fn list_serial_changes(conn: &mut Conn, change: i64) -> StoreResult<Vec<SerialChange>> {
    conn.list(&SERIAL_CHANGES, &[change.into()], |row| {
        Ok((row.take()?, row.take()?, row.take()?))
    })
}

/// What undoing a change would write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoPlan {
    /// This: entries and serials as they were before it.
    Writes(NewGlossaryChange),
    /// There is no such change, or it is undone already.
    Nothing,
    /// These entries have been changed since.
    Stale(Vec<i64>),
}

/// What undoing a change would write, in the name of `by`.
///
/// # Errors
/// When the database cannot be read.
pub fn plan_undo(conn: &mut Conn, id: i64, by: NewGlossaryChange) -> StoreResult<UndoPlan> {
    let found = find_glossary_change(conn, id)?;
    if found.is_none_or(|change| change.undone_by.is_some()) {
        return Ok(UndoPlan::Nothing);
    }
    let (mut writes, mut stale) = (Vec::new(), Vec::new());
    for step in list_entry_changes(conn, id)? {
        let standing = find_entry(conn, step.entry)?;
        if standing.as_ref().map(|row| &row.body) != step.after.as_ref() {
            stale.push(step.entry);
        }
        let headword = step
            .before
            .as_deref()
            .and_then(headword_of)
            .unwrap_or(step.headword);
        writes.push(EntryWrite {
            id: Some(step.entry),
            from: standing.map(|row| row.revision),
            headword,
            body: step.before,
        });
    }
    if !stale.is_empty() {
        return Ok(UndoPlan::Stale(stale));
    }
    let (mut serials, mut from) = (Vec::new(), Vec::new());
    for (name, before, after) in list_serial_changes(conn, id)? {
        from.push((name.clone(), after));
        serials.push((name, before));
    }
    Ok(UndoPlan::Writes(NewGlossaryChange {
        undoes: Some(id),
        entries: writes,
        serials,
        serials_from: from,
        ..by
    }))
}

/// Undoes a change: its entries and serials become what they were before it. Where one of them has been changed since, nothing
/// is undone and these entries are given as stale; so it is with a serial that was changed since, or of which lines are printed
/// that the change put in.
///
/// # Errors
/// When the database cannot be written.
pub fn undo_glossary_change(
    tx: &mut Tx<'_>,
    id: i64,
    by: NewGlossaryChange,
    now: Millis,
) -> StoreResult<GlossaryChanged> {
    match plan_undo(tx, id, by)? {
        UndoPlan::Writes(change) => change_glossary(tx, &change, now),
        UndoPlan::Nothing => Ok(GlossaryChanged::Nothing),
        UndoPlan::Stale(entries) => Ok(GlossaryChanged::Stale(entries)),
    }
}

/// The headword in an entry's JSON: the store knows no more of it than this.
fn headword_of(body: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(body).ok()?;
    value.get("headword")?.as_str().map(ToOwned::to_owned)
}

/// Entries that were made, changed or dropped since an instant, each once.
///
/// # Errors
/// When the database cannot be read.
pub fn list_entries_changed_since(conn: &mut Conn, since: Millis) -> StoreResult<Vec<i64>> {
    let mut entries = conn.list(&CHANGED_SINCE, &[since.into()], single)?;
    entries.sort_unstable();
    entries.dedup();
    Ok(entries)
}
