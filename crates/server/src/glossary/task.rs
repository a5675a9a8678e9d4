//! Work that goes over the archive: what it is to do, as jobs keep it.

use super::change::Proposal;
use clipsheet_store::{
    Actor, ArticleId, Day, JobKind, Millis, NewGlossaryJob, StoreError, StoreResult, Tx, create_job,
};
use serde::{Deserialize, Serialize};

/// Which articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All that were ever printed.
    All,
    /// One.
    Article(ArticleId),
    /// Those of an edition.
    Edition(Day),
    /// Those in which one of these entries was printed or mentioned.
    Entries(Vec<i64>),
    /// Those whose headline or text has these words, side by side.
    Words(String),
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Note where entries were printed, from the print records.
    Index {},
    /// Print these articles anew with today's glossary.
    Reprint(Scope),
    /// Bring these entries as they are now to every article where they were printed; nothing else in these is touched.
    Correct {
        /// Their numbers.
        entries: Vec<i64>,
        /// The change that is marked as a correction.
        change: i64,
        /// Articles that the editor left out.
        except: Vec<ArticleId>,
    },
    /// Tell what a change would do to the archive.
    Rehearse(Proposal),
}

impl Task {
    fn kind(&self) -> JobKind {
        match self {
            Self::Index {} => JobKind::Index,
            Self::Reprint(_) => JobKind::Reprint,
            Self::Correct { .. } => JobKind::Correct,
            Self::Rehearse(_) => JobKind::Rehearse,
        }
    }

    /// Reads what a job keeps.
    ///
    /// # Errors
    /// When an other Clipsheet wrote it.
    pub fn read(kind: JobKind, json: &str) -> StoreResult<Self> {
        // The first index is asked for by the migration, which knows nothing of this form.
        if kind == JobKind::Index {
            return Ok(Self::Index {});
        }
        serde_json::from_str(json).map_err(|error| StoreError::Internal(error.to_string()))
    }
}

/// Asks for a task to be done; gives the job's number. `total` is about how many articles it is.
///
/// # Errors
/// When the database cannot be written.
pub fn ask(
    tx: &mut Tx<'_>,
    actor: &Actor,
    task: &Task,
    total: i64,
    now: Millis,
) -> StoreResult<i64> {
    let json =
        serde_json::to_string(task).map_err(|error| StoreError::Internal(error.to_string()))?;
    let new = NewGlossaryJob {
        kind: task.kind(),
        staff: actor.staff,
        who: actor.name.clone(),
        task: json,
        total,
    };
    create_job(tx, &new, now)
}
