//! The glossary of the store: read, compiled, and known to be the one that stands.

use clipsheet_gloss::{Entry, Glossary, GlossaryFile, Problem, Serial, Severity};
use clipsheet_store::{
    Conn, GlossaryChanged, Millis, NewGlossaryChange, StoreError, StoreResult, Tx, list_glossary,
    list_serials, newest_glossary_change, replace_glossary,
};
use std::collections::HashSet;
use std::sync::Arc;

/// A compiled glossary, and the newest change that is in it: whoever prints can tell whether it still stands.
#[derive(Debug, Clone)]
pub struct StandingGlossary {
    change: i64,
    glossary: Arc<Glossary>,
}

impl StandingGlossary {
    /// Compiles the glossary as the store has it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(conn: &mut Conn) -> StoreResult<Self> {
        // The change first: one that comes between the two reads makes this look older than it is, never newer.
        let change = newest_glossary_change(conn)?;
        let glossary = Arc::new(compile_glossary(conn)?);
        Ok(Self { change, glossary })
    }

    /// The glossary.
    pub fn glossary(&self) -> &Arc<Glossary> {
        &self.glossary
    }

    /// Whether it is the one that stands.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stands(&self, conn: &mut Conn) -> StoreResult<bool> {
        Ok(newest_glossary_change(conn)? == self.change)
    }

    /// Itself if it stands, else the one that does: another node, or another request, may have changed it the moment
    /// before, and nobody prints a word that the desk has just taken out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn or_anew(&self, conn: &mut Conn) -> StoreResult<Self> {
        if self.stands(conn)? {
            return Ok(self.clone());
        }
        Self::read(conn)
    }
}

/// The glossary as the store has it.
///
/// # Errors
/// When the store cannot be read.
pub fn stored_glossary(conn: &mut Conn) -> StoreResult<GlossaryFile> {
    let mut file = GlossaryFile::default();
    for row in list_glossary(conn)? {
        match serde_json::from_str::<Entry>(&row.body) {
            Ok(entry) => file.entries.push(Entry {
                id: row.id,
                revision: row.revision,
                ..entry
            }),
            // Never a failed page: an entry that cannot be read is left out and named.
            Err(error) => {
                tracing::error!(headword = row.headword, %error, "a glossary entry cannot be read")
            }
        }
    }
    for (name, lines) in list_serials(conn)? {
        match serde_json::from_str(&lines) {
            Ok(lines) => file.serials.push(Serial { name, lines }),
            Err(error) => tracing::error!(name, %error, "a serial cannot be read"),
        }
    }
    Ok(file)
}

/// Compiles the glossary as the store has it. How many entries cannot be used, and a few of them, stand in the log in one line:
/// a glossary is compiled often, and of thousands some hundred are set aside. The desk's list has all of them, and why.
///
/// # Errors
/// When the store cannot be read.
pub fn compile_glossary(conn: &mut Conn) -> StoreResult<Glossary> {
    let file = stored_glossary(conn)?;
    let (glossary, problems) = Glossary::compile(file.entries, file.serials);
    if let Some((count, names)) = in_short(&problems) {
        tracing::warn!(
            entries = count,
            some = names,
            "entries of the glossary have problems; the desk's list tells which and why"
        );
    }
    Ok(glossary)
}

/// How many headwords have problems, and the names of a few, those that are set aside first; none when all is well.
fn in_short(problems: &[Problem]) -> Option<(usize, String)> {
    const FEW: usize = 5;
    let mut names: Vec<&str> = Vec::new();
    let mut known = HashSet::new();
    for severity in [Severity::Error, Severity::Warning] {
        let of = problems.iter().filter(|one| one.severity == severity);
        names.extend(
            of.map(|one| &*one.headword)
                .filter(|name| known.insert(*name)),
        );
    }
    let some = names.iter().take(FEW).map(|name| format!("“{name}”"));
    let some: Vec<String> = some.collect();
    (!names.is_empty()).then(|| (names.len(), some.join(", ")))
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// New entries.
    pub added: usize,
    /// Entries that changed.
    pub changed: usize,
    /// Entries that are no longer there.
    pub dropped: usize,
}

/// Makes the paper's glossary be that of a file. Entries that cannot be used are kept, so that they can be mended;
/// compile the file before to name them.
///
/// # Errors
/// When the store cannot be written.
pub fn import_glossary(
    tx: &mut Tx<'_>,
    file: &GlossaryFile,
    by: NewGlossaryChange,
    now: Millis,
) -> StoreResult<Imported> {
    let json = |value: Result<String, serde_json::Error>| {
        value.map_err(|error| StoreError::Internal(error.to_string()))
    };
    let mut entries = Vec::new();
    for entry in &file.entries {
        let bare = Entry {
            id: 0,
            revision: 0,
            ..entry.clone()
        };
        entries.push((entry.headword.clone(), json(serde_json::to_string(&bare))?));
    }
    let mut serials = Vec::new();
    for serial in &file.serials {
        serials.push((
            serial.name.clone(),
            json(serde_json::to_string(&serial.lines))?,
        ));
    }
    Ok(match replace_glossary(tx, by, &entries, &serials, now)? {
        GlossaryChanged::Made {
            added,
            changed,
            dropped,
            ..
        } => Imported {
            added,
            changed,
            dropped,
        },
        GlossaryChanged::Nothing => Imported {
            added: 0,
            changed: 0,
            dropped: 0,
        },
        // No entry is stale, since none was asked for at a revision; and all that has a number stands.
        GlossaryChanged::Stale(_) | GlossaryChanged::Unknown(_) => {
            return Err(StoreError::Internal(
                "an import was refused as stale".into(),
            ));
        }
        GlossaryChanged::SerialsMoved(names) => {
            return Err(StoreError::Internal(format!(
                "lines of the serial {} are printed, and the file has others in their places",
                names.join(", ")
            )));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_problems_are_one_line_of_the_log() {
        let problem = |number: usize, severity| Problem {
            position: Some(number),
            headword: format!("gull {number}"),
            severity,
            message: "It is in the way.".into(),
        };
        let mut problems: Vec<Problem> = (0..1000)
            .map(|number| problem(number, Severity::Warning))
            .collect();
        problems.push(problem(7, Severity::Error));
        let (count, names) = in_short(&problems).unwrap();
        assert_eq!(count, 1000);
        assert_eq!(names, "“gull 7”, “gull 0”, “gull 1”, “gull 2”, “gull 3”");
        assert_eq!(in_short(&[]), None);
    }
}
