//! Changing the glossary: sets of entries and serials that change at once, each kept with its why and what was before.

use super::glossary::{
    GlossaryRow, find_entry, find_entry_beginning, list_glossary, list_serials, position,
};
use crate::conn::Conn;
use crate::error::{StoreError, StoreResult};
use crate::ids::{Millis, StaffId, single};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;
use std::collections::{HashMap, VecDeque};

queries! {
    ADD_ENTRY = "INSERT INTO glossary_entry (headword, revision, body, changed_at) VALUES (?1, 1, ?2, ?3) RETURNING id";
    // An entry that comes back has been there under its number: what was printed names it so.
    RETURN_ENTRY = "INSERT INTO glossary_entry (id, headword, revision, body, changed_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    CHANGE_ENTRY = "UPDATE glossary_entry SET revision = ?2, headword = ?3, body = ?4, changed_at = ?5 WHERE id = ?1";
    DROP_ENTRY = "DELETE FROM glossary_entry WHERE id = ?1";
    LAST_REVISION = "SELECT COALESCE(MAX(revision), 0) FROM glossary_entry_change WHERE entry_id = ?1";
    SERIAL = "SELECT lines FROM serial WHERE name = ?1";
    SET_SERIAL = "INSERT INTO serial (name, lines) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET lines = excluded.lines";
    DROP_SERIAL = "DELETE FROM serial WHERE name = ?1";

    ADD_CHANGE = "INSERT INTO glossary_change (staff_id, who, note, is_correction, undoes, entry_count, made_at) \
        VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6) RETURNING id";
    COUNT_CHANGE = "UPDATE glossary_change SET entry_count = ?2 WHERE id = ?1";
    DROP_CHANGE = "DELETE FROM glossary_change WHERE id = ?1";
    ADD_ENTRY_CHANGE = "INSERT INTO glossary_entry_change (change_id, entry_id, headword, revision, before, after) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    ADD_SERIAL_CHANGE = "INSERT INTO glossary_serial_change (change_id, serial, before, after) VALUES (?1, ?2, ?3, ?4)";
}

/// What an entry is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryWrite {
    /// Its number; none for a new one.
    pub id: Option<i64>,
    /// The revision that the change was made from, 0 for an entry that is gone and comes back; none to change whatever
    /// stands.
    pub from: Option<i64>,
    /// Its headword.
    pub headword: String,
    /// The entry as JSON, as in the glossary file; none to drop it.
    pub body: Option<String>,
}

/// A set of changes that is made at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewGlossaryChange {
    /// Who makes it; none for the command line and the paper itself.
    pub staff: Option<StaffId>,
    /// Their name.
    pub who: String,
    /// Why, in their words.
    pub note: String,
    /// Whether it reaches what was printed already.
    pub is_correction: bool,
    /// The change that it undoes.
    pub undoes: Option<i64>,
    /// The entries.
    pub entries: Vec<EntryWrite>,
    /// Serials by name with their lines as JSON; none to drop one.
    pub serials: Vec<(String, Option<String>)>,
    /// Of serials, what their lines were when the change was thought of; none where there was no such serial. A serial that is
    /// not named here is changed whatever stands, but never in lines that are printed.
    pub serials_from: Vec<(String, Option<String>)>,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GlossaryChanged {
    /// It is made.
    Made {
        /// Its number.
        change: i64,
        /// Entries that are new.
        added: usize,
        /// Entries that are other than before.
        changed: usize,
        /// Entries that are gone.
        dropped: usize,
        /// The numbers of all of these.
        entries: Vec<i64>,
    },
    /// All is as it was already; nothing is noted.
    Nothing,
    /// Somebody else changed these entries meanwhile, or they are gone; nothing was changed.
    Stale(Vec<i64>),
    /// There never was an entry of this number that could come back; nothing was changed.
    Unknown(i64),
    /// Somebody else changed these serials meanwhile, or lines of them are printed that would become others; nothing was
    /// changed.
    SerialsMoved(Vec<String>),
}

/// Makes a change, and keeps what was before it.
///
/// # Errors
/// When the database cannot be written.
pub fn change_glossary(
    tx: &mut Tx<'_>,
    new: &NewGlossaryChange,
    now: Millis,
) -> StoreResult<GlossaryChanged> {
    let (mut standing, stale) = compare(tx, &new.entries)?;
    if !stale.is_empty() {
        return Ok(GlossaryChanged::Stale(stale));
    }
    if let Some(id) = unknown_entry(tx, &new.entries, &standing)? {
        return Ok(GlossaryChanged::Unknown(id));
    }
    let moved = moved_serials(tx, new)?;
    if !moved.is_empty() {
        return Ok(GlossaryChanged::SerialsMoved(moved));
    }
    let change = begin_change(tx, new, now)?;
    let (mut added, mut changed, mut dropped, mut entries) = (0, 0, 0, Vec::new());
    for write in &new.entries {
        let before = write.id.and_then(|id| standing.remove(&id));
        match (&before, &write.body) {
            (None, None) => continue,
            (Some(row), Some(body)) if row.body == *body && row.headword == write.headword => {
                continue;
            }
            (None, Some(_)) => added += 1,
            (Some(_), Some(_)) => changed += 1,
            (Some(_), None) => dropped += 1,
        }
        let (id, revision) = write_entry(tx, write, before.as_ref(), now)?;
        let row = [
            change.into(),
            id.into(),
            (&write.headword).into(),
            revision.into(),
            before.map(|row| row.body).into(),
            write.body.as_ref().into(),
        ];
        tx.change(&ADD_ENTRY_CHANGE, &row)?;
        entries.push(id);
    }
    let serials = write_serials(tx, change, &new.serials)?;
    if entries.is_empty() && serials == 0 {
        drop_change(tx, change)?;
        return Ok(GlossaryChanged::Nothing);
    }
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    tx.change(&COUNT_CHANGE, &[change.into(), count.into()])?;
    tx.tell(Event::Glossary, now)?;
    Ok(GlossaryChanged::Made {
        change,
        added,
        changed,
        dropped,
        entries,
    })
}

/// Begins a change in the history; gives its number.
pub(super) fn begin_change(
    tx: &mut Tx<'_>,
    new: &NewGlossaryChange,
    now: Millis,
) -> StoreResult<i64> {
    let row = [
        new.staff.into(),
        (&new.who).into(),
        (&new.note).into(),
        new.is_correction.into(),
        new.undoes.into(),
        now.into(),
    ];
    tx.one(&ADD_CHANGE, &row, single)
}

/// Takes back a change in which nothing changed.
pub(super) fn drop_change(tx: &mut Tx<'_>, change: i64) -> StoreResult<()> {
    tx.change(&DROP_CHANGE, &[change.into()]).map(drop)
}

/// The entries of a change that are other than it was made from: it would be refused as stale for them.
///
/// # Errors
/// When the database cannot be read.
pub fn stale_entries(conn: &mut Conn, entries: &[EntryWrite]) -> StoreResult<Vec<i64>> {
    Ok(compare(conn, entries)?.1)
}

/// What stands of the entries of a change, by number, and which of them are other than it was made from.
fn compare(
    conn: &mut Conn,
    entries: &[EntryWrite],
) -> StoreResult<(HashMap<i64, GlossaryRow>, Vec<i64>)> {
    let (mut standing, mut stale) = (HashMap::new(), Vec::new());
    for write in entries {
        let Some(id) = write.id else { continue };
        let found = find_entry(conn, id)?;
        let revision = found.as_ref().map_or(0, |row| row.revision);
        if write.from.is_some_and(|from| from != revision) {
            stale.push(id);
        }
        if let Some(row) = found {
            standing.insert(id, row);
        }
    }
    Ok((standing, stale))
}

/// The first entry that is to come back and of which nothing is remembered. Its number is somebody's invention: it may be the
/// last there is, after which no new entry could be made.
fn unknown_entry(
    conn: &mut Conn,
    entries: &[EntryWrite],
    standing: &HashMap<i64, GlossaryRow>,
) -> StoreResult<Option<i64>> {
    let comes_back = |write: &&EntryWrite| write.body.is_some();
    for id in entries
        .iter()
        .filter(comes_back)
        .filter_map(|write| write.id)
    {
        if !standing.contains_key(&id) && find_entry_beginning(conn, id)?.is_none() {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Writes one entry; gives its number and its new revision.
fn write_entry(
    tx: &mut Tx<'_>,
    write: &EntryWrite,
    before: Option<&GlossaryRow>,
    now: Millis,
) -> StoreResult<(i64, i64)> {
    let headword = || (&write.headword).into();
    match (before, &write.body, write.id) {
        (None, Some(body), None) => {
            let row = [headword(), body.into(), now.into()];
            Ok((tx.one(&ADD_ENTRY, &row, single)?, 1))
        }
        (None, Some(body), Some(id)) => {
            let last: i64 = tx.one(&LAST_REVISION, &[id.into()], single)?;
            let revision = last + 1;
            let row = [
                id.into(),
                headword(),
                revision.into(),
                body.into(),
                now.into(),
            ];
            tx.change(&RETURN_ENTRY, &row)?;
            Ok((id, revision))
        }
        (Some(old), Some(body), _) => {
            let revision = old.revision + 1;
            let row = [
                old.id.into(),
                revision.into(),
                headword(),
                body.into(),
                now.into(),
            ];
            tx.change(&CHANGE_ENTRY, &row)?;
            Ok((old.id, revision))
        }
        (Some(old), None, _) => {
            tx.change(&DROP_ENTRY, &[old.id.into()])?;
            // A dropped entry takes a revision, so that one that comes back is never taken for the one before.
            Ok((old.id, old.revision + 1))
        }
        (None, None, _) => Ok((write.id.unwrap_or_default(), 0)),
    }
}

/// The lines of a serial as JSON.
pub(super) fn find_serial(tx: &mut Tx<'_>, name: &str) -> StoreResult<Option<String>> {
    tx.find(&SERIAL, &[name.into()], single)
}

/// The serials that cannot be changed like this: others than the change was made from, or with other lines in the place of
/// those that are printed. The ledger counts lines: one that went would be skipped, and one put in before would come twice.
fn moved_serials(tx: &mut Tx<'_>, new: &NewGlossaryChange) -> StoreResult<Vec<String>> {
    let mut moved = Vec::new();
    for (name, lines) in &new.serials {
        let standing = find_serial(tx, name)?;
        if standing == *lines {
            continue;
        }
        let from = new.serials_from.iter().find(|(known, _)| known == name);
        let is_other = from.is_some_and(|(_, from)| *from != standing);
        if is_other || !keeps_printed(standing.as_deref(), lines.as_deref(), position(tx, name)?)? {
            moved.push(name.clone());
        }
    }
    Ok(moved)
}

/// Whether new lines of a serial have the first `printed` of the standing ones in their places.
fn keeps_printed(standing: Option<&str>, new: Option<&str>, printed: i64) -> StoreResult<bool> {
    let printed = usize::try_from(printed).unwrap_or(usize::MAX);
    let Some(standing) = standing.filter(|_| printed > 0) else {
        // There is none: one of that name that was dropped comes back, or a new one begins.
        return Ok(true);
    };
    let read = |lines: &str| {
        serde_json::from_str::<Vec<String>>(lines)
            .map_err(|error| StoreError::Internal(error.to_string()))
    };
    let (standing, Some(new)) = (read(standing)?, new.map(read).transpose()?) else {
        return Ok(false);
    };
    // More may be printed than there are lines, where an older Clipsheet let a file take some away.
    let kept = &standing[..printed.min(standing.len())];
    Ok(new.starts_with(kept))
}

/// Writes the serials that are other than before; gives how many were.
pub(super) fn write_serials(
    tx: &mut Tx<'_>,
    change: i64,
    serials: &[(String, Option<String>)],
) -> StoreResult<usize> {
    let mut written = 0;
    for (name, lines) in serials {
        let before = find_serial(tx, name)?;
        if before == *lines {
            continue;
        }
        match lines {
            Some(lines) => tx.change(&SET_SERIAL, &[name.into(), lines.into()])?,
            None => tx.change(&DROP_SERIAL, &[name.into()])?,
        };
        let row = [
            change.into(),
            name.into(),
            before.into(),
            lines.as_ref().into(),
        ];
        tx.change(&ADD_SERIAL_CHANGE, &row)?;
        written += 1;
    }
    Ok(written)
}

/// Makes the glossary be `entries` (headword, body) and `serials` (name, lines), as one change. An entry whose body is the
/// same keeps its revision; one with a headword that is there already is that entry, changed. A serial of which lines are
/// printed stays.
///
/// # Errors
/// When the database cannot be written.
pub fn replace_glossary(
    tx: &mut Tx<'_>,
    by: NewGlossaryChange,
    entries: &[(String, String)],
    serials: &[(String, String)],
    now: Millis,
) -> StoreResult<GlossaryChanged> {
    // Two entries may share a headword and be told apart by their context: the first goes with the first.
    let mut old: HashMap<String, VecDeque<GlossaryRow>> = HashMap::new();
    for row in list_glossary(tx)? {
        old.entry(row.headword.clone()).or_default().push_back(row);
    }
    let mut writes = Vec::new();
    for (headword, body) in entries {
        let row = old.get_mut(headword).and_then(VecDeque::pop_front);
        writes.push(EntryWrite {
            id: row.map(|row| row.id),
            from: None,
            headword: headword.clone(),
            body: Some(body.clone()),
        });
    }
    let mut gone: Vec<GlossaryRow> = old.into_values().flatten().collect();
    gone.sort_by_key(|row| row.id);
    writes.extend(gone.into_iter().map(|row| EntryWrite {
        id: Some(row.id),
        from: None,
        headword: row.headword,
        body: None,
    }));
    let mut lines: Vec<(String, Option<String>)> = Vec::new();
    for (name, _) in list_serials(tx)? {
        if !serials.iter().any(|(kept, _)| *kept == name) && position(tx, &name)? == 0 {
            lines.push((name, None));
        }
    }
    lines.extend(
        serials
            .iter()
            .map(|(name, lines)| (name.clone(), Some(lines.clone()))),
    );
    let change = NewGlossaryChange {
        entries: writes,
        serials: lines,
        ..by
    };
    change_glossary(tx, &change, now)
}
