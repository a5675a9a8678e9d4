//! The glossary as stored, and the serials' ledger.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{ArticleId, Millis};
use crate::query::queries;
use crate::value::Columns;
use std::collections::BTreeMap;

queries! {
    ENTRIES = "SELECT id, headword, revision, body FROM glossary_entry ORDER BY id";
    ENTRY = "SELECT id, headword, revision, body FROM glossary_entry WHERE id = ?1";
    ENTRIES_SINCE = "SELECT DISTINCT g.id, g.headword, g.revision, g.body FROM glossary_entry_change e \
        JOIN glossary_entry g ON g.id = e.entry_id WHERE e.change_id > ?1 ORDER BY g.id";
    ENTERED = "SELECT c.made_at, CAST(CASE WHEN e.before IS NULL THEN 1 ELSE 0 END AS BIGINT) FROM glossary_entry_change e \
        JOIN glossary_change c ON c.id = e.change_id WHERE e.entry_id = ?1 ORDER BY e.change_id LIMIT 1";
    SERIALS = "SELECT name, lines FROM serial ORDER BY name";
    POSITION = "SELECT COALESCE(MAX(line_number), -1) + 1 FROM serial_line WHERE serial = ?1";
    SERIAL_LINES = "SELECT l.serial, l.line_number, l.text, l.printed_at, a.id, a.headline, a.slug, a.is_printed \
        FROM serial_line l JOIN article a ON a.id = l.article_id \
        WHERE l.serial = ?1 AND l.line_number < ?2 ORDER BY l.line_number DESC LIMIT ?3";
}

/// An entry as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryRow {
    /// Its row, named by print records.
    pub id: i64,
    /// Its headword.
    pub headword: String,
    /// Goes up by one with each change.
    pub revision: i64,
    /// The entry as JSON, as in the glossary file.
    pub body: String,
}

/// Which line of each serial comes next, from 0.
pub type SerialPositions = BTreeMap<String, usize>;

/// A line of a serial where it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SerialLine {
    /// The serial's name.
    pub serial: String,
    /// Its number, from 0.
    pub line_number: i64,
    /// The line.
    pub text: String,
    /// When it was printed.
    pub printed_at: Millis,
    /// In which article.
    pub article: ArticleId,
    /// That article's headline.
    pub headline: String,
    /// The readable end of that article's address.
    pub slug: String,
    /// Whether that article is still in print.
    pub is_printed: bool,
}

/// All entries.
///
/// # Errors
/// When the database cannot be read.
pub fn list_glossary(conn: &mut Conn) -> StoreResult<Vec<GlossaryRow>> {
    conn.list(&ENTRIES, &[], entry)
}

/// The entry of that number.
///
/// # Errors
/// When the database cannot be read.
pub fn find_entry(conn: &mut Conn, id: i64) -> StoreResult<Option<GlossaryRow>> {
    conn.find(&ENTRY, &[id.into()], entry)
}

/// The entries that stand and were made or changed after a change.
///
/// # Errors
/// When the database cannot be read.
pub fn list_entries_since(conn: &mut Conn, change: i64) -> StoreResult<Vec<GlossaryRow>> {
    conn.list(&ENTRIES_SINCE, &[change.into()], entry)
}

/// What the glossary's history begins with for an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryBeginning {
    /// When the first change was made that it remembers.
    pub at: Millis,
    /// Whether the entry was new with it; an entry from before the history was kept was not.
    pub is_new: bool,
}

/// The first change of an entry, whether it is there still or not; none when nothing is remembered of it.
///
/// # Errors
/// When the database cannot be read.
pub fn find_entry_beginning(conn: &mut Conn, id: i64) -> StoreResult<Option<EntryBeginning>> {
    conn.find(&ENTERED, &[id.into()], |row| {
        Ok(EntryBeginning {
            at: row.take()?,
            is_new: row.take()?,
        })
    })
}

fn entry(row: &mut Columns<'_>) -> StoreResult<GlossaryRow> {
    Ok(GlossaryRow {
        id: row.take()?,
        headword: row.take()?,
        revision: row.take()?,
        body: row.take()?,
    })
}

/// All serials, each with its lines as JSON.
///
/// # Errors
/// When the database cannot be read.
pub fn list_serials(conn: &mut Conn) -> StoreResult<Vec<(String, String)>> {
    conn.list(&SERIALS, &[], |row| Ok((row.take()?, row.take()?)))
}

/// Where each serial stands.
///
/// # Errors
/// When the database cannot be read.
pub fn serial_positions(conn: &mut Conn) -> StoreResult<SerialPositions> {
    let mut positions = SerialPositions::new();
    for (name, _) in list_serials(conn)? {
        let next = position(conn, &name)?;
        positions.insert(name, usize::try_from(next).unwrap_or(0));
    }
    Ok(positions)
}

/// Which line of a serial comes next, from 0.
pub(super) fn position(conn: &mut Conn, serial: &str) -> StoreResult<i64> {
    conn.one(&POSITION, &[serial.into()], crate::ids::single)
}

/// A printed line of a serial, by its number from 0.
///
/// # Errors
/// When the database cannot be read.
pub fn find_serial_line(
    conn: &mut Conn,
    serial: &str,
    line_number: i64,
) -> StoreResult<Option<SerialLine>> {
    let lines = list_serial_lines(conn, serial, line_number.saturating_add(1), 1)?;
    let mut found = lines.into_iter();
    Ok(found.next().filter(|line| line.line_number == line_number))
}

/// The lines of a serial printed so far below a number, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_serial_lines(
    conn: &mut Conn,
    serial: &str,
    below: i64,
    most: i64,
) -> StoreResult<Vec<SerialLine>> {
    conn.list(
        &SERIAL_LINES,
        &[serial.into(), below.into(), most.into()],
        |row| {
            Ok(SerialLine {
                serial: row.take()?,
                line_number: row.take()?,
                text: row.take()?,
                printed_at: row.take()?,
                article: row.take()?,
                headline: row.take()?,
                slug: row.take()?,
                is_printed: row.take()?,
            })
        },
    )
}
