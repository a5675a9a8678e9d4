//! The schema: an append-only list of steps inside the program, forward only.

use crate::conn::Conn;
use crate::dialect::Engine;
use crate::error::{StoreError, StoreResult};
use crate::ids::{Millis, single};
use crate::query::{Query, QueryUse};

/// The steps, oldest first. A step that has been released is never changed, only followed.
///
/// Written in SQLite's spelling; `Engine::schema` gives PostgreSQL's.
const STEPS: &[(i64, &str, &str)] = &[
    (1, "the paper", include_str!("../migrations/0001_paper.sql")),
    (2, "the staff", include_str!("../migrations/0002_staff.sql")),
    (3, "the inbox", include_str!("../migrations/0003_inbox.sql")),
    (4, "drafts", include_str!("../migrations/0004_drafts.sql")),
    (
        5,
        "remarks and submissions",
        include_str!("../migrations/0005_remarks.sql"),
    ),
    (6, "editing", include_str!("../migrations/0006_editing.sql")),
    (
        7,
        "checks of sources",
        include_str!("../migrations/0007_source_check.sql"),
    ),
    (
        8,
        "the glossary's desk",
        include_str!("../migrations/0008_glossary.sql"),
    ),
    (9, "words", include_str!("../migrations/0009_words.sql")),
    (
        10,
        "what comes in",
        include_str!("../migrations/0010_inflow.sql"),
    ),
    (
        11,
        "answered challenges",
        include_str!("../migrations/0011_guard.sql"),
    ),
    (
        12,
        "suggestions for the glossary",
        include_str!("../migrations/0012_suggestions.sql"),
    ),
    (
        14,
        "what is counted of the glossary",
        include_str!("../migrations/0014_uses.sql"),
    ),
];

/// The version of the schema this program needs.
pub const NEWEST_VERSION: i64 = STEPS[STEPS.len() - 1].0;

const BOOK: &str = "CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER NOT NULL, name TEXT NOT NULL, migrated_at INTEGER NOT NULL
) STRICT;";

const FOUND: Query = Query {
    name: "SCHEMA_VERSION",
    sql: "SELECT COALESCE(MAX(version), 0) FROM schema_version",
    usage: QueryUse::Maintenance,
};
const NOTE: Query = Query {
    name: "NOTE_SCHEMA_VERSION",
    sql: "INSERT INTO schema_version (version, name, migrated_at) VALUES (?1, ?2, ?3)",
    usage: QueryUse::Maintenance,
};

/// The version a database is at; 0 when it is new.
///
/// # Errors
/// When the database cannot be read.
pub fn version_of(conn: &mut Conn) -> StoreResult<i64> {
    conn.one(&FOUND, &[], single)
}

/// Brings a database up to date, all steps in one transaction; both engines can roll a schema back.
///
/// # Errors
/// [`StoreError::NewerDatabase`] when a newer program has been here.
pub(crate) fn migrate(conn: &mut Conn, now: Millis) -> StoreResult<()> {
    let engine = conn.engine();
    conn.batch(engine.begin_write())?;
    let done = steps(conn, engine, now);
    conn.batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    done
}

fn steps(conn: &mut Conn, engine: Engine, now: Millis) -> StoreResult<()> {
    if let Some(turn) = engine.take_turn() {
        conn.batch(turn)?;
    }
    conn.batch(&engine.schema(BOOK))?;
    let found = version_of(conn)?;
    if found > NEWEST_VERSION {
        return Err(StoreError::NewerDatabase {
            found,
            known: NEWEST_VERSION,
        });
    }
    for (version, name, sql) in STEPS.iter().filter(|(version, ..)| *version > found) {
        conn.batch(&engine.schema(sql))?;
        conn.change(&NOTE, &[(*version).into(), (*name).into(), now.into()])?;
        tracing::info!(version, name, "database brought up to date");
    }
    Ok(())
}
