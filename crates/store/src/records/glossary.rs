//! The glossary as stored, and the serials' ledger.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{ArticleId, Millis};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;
use std::collections::{BTreeMap, HashMap, VecDeque};

queries! {
    ENTRIES = "SELECT id, headword, revision, body FROM glossary_entry ORDER BY id";
    ADD_ENTRY = "INSERT INTO glossary_entry (headword, revision, body, changed_at) VALUES (?1, 1, ?2, ?3)";
    CHANGE_ENTRY = "UPDATE glossary_entry SET revision = revision + 1, body = ?2, changed_at = ?3 WHERE id = ?1";
    DROP_ENTRY = "DELETE FROM glossary_entry WHERE id = ?1";
    SERIALS = "SELECT name, lines FROM serial ORDER BY name";
    CLEAR_SERIALS = "DELETE FROM serial";
    ADD_SERIAL = "INSERT INTO serial (name, lines) VALUES (?1, ?2)";
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
    conn.list(&ENTRIES, &[], |row| {
        Ok(GlossaryRow {
            id: row.take()?,
            headword: row.take()?,
            revision: row.take()?,
            body: row.take()?,
        })
    })
}

/// All serials, each with its lines as JSON.
///
/// # Errors
/// When the database cannot be read.
pub fn list_serials(conn: &mut Conn) -> StoreResult<Vec<(String, String)>> {
    conn.list(&SERIALS, &[], |row| Ok((row.take()?, row.take()?)))
}

/// Makes the glossary be `entries` (headword, body) and `serials` (name, lines). An entry whose body
/// is the same keeps its revision. Gives how many were added, changed and dropped.
///
/// # Errors
/// When the database cannot be written.
pub fn replace_glossary(
    tx: &mut Tx<'_>,
    entries: &[(String, String)],
    serials: &[(String, String)],
    now: Millis,
) -> StoreResult<(usize, usize, usize)> {
    // Two entries may share a headword and be told apart by their context: the first goes with the first.
    let mut old: HashMap<String, VecDeque<GlossaryRow>> = HashMap::new();
    for row in list_glossary(tx)? {
        old.entry(row.headword.clone()).or_default().push_back(row);
    }
    let (mut added, mut changed) = (0, 0);
    for (headword, body) in entries {
        match old.get_mut(headword).and_then(VecDeque::pop_front) {
            None => {
                added += 1;
                tx.change(&ADD_ENTRY, &[headword.into(), body.into(), now.into()])?;
            }
            Some(row) if row.body != *body => {
                changed += 1;
                tx.change(&CHANGE_ENTRY, &[row.id.into(), body.into(), now.into()])?;
            }
            Some(_) => {}
        }
    }
    let gone: Vec<GlossaryRow> = old.into_values().flatten().collect();
    let dropped = gone.len();
    for row in gone {
        tx.change(&DROP_ENTRY, &[row.id.into()])?;
    }
    tx.change(&CLEAR_SERIALS, &[])?;
    for (name, lines) in serials {
        tx.change(&ADD_SERIAL, &[name.into(), lines.into()])?;
    }
    tx.tell(Event::Glossary, now)?;
    Ok((added, changed, dropped))
}

/// Where each serial stands.
///
/// # Errors
/// When the database cannot be read.
pub fn serial_positions(conn: &mut Conn) -> StoreResult<SerialPositions> {
    let mut positions = SerialPositions::new();
    for (name, _) in list_serials(conn)? {
        let next: i64 = conn.one(&POSITION, &[(&name).into()], crate::ids::single)?;
        positions.insert(name, usize::try_from(next).unwrap_or(0));
    }
    Ok(positions)
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
