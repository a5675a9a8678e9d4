//! The store's own errors: no caller sees a driver's type or code.

use std::path::PathBuf;

/// What every fallible call of the store returns.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why the store could not do what was asked.
///
/// The text is written for the owner of the paper; readers get a plain page instead.
#[derive(Debug, thiserror::Error, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The database was made by a newer program than this one.
    #[error(
        "the database is at version {found}, but this program knows versions up to {known} only. \
         Start the newer Clipsheet that last used it, or restore a backup made before the upgrade."
    )]
    NewerDatabase {
        /// The version found in the database.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The database file cannot be opened or written.
    #[error(
        "cannot open the database {path}: {reason}. Check that the folder exists, that you may write to it and that the disk is not full."
    )]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What the engine said.
        reason: String,
    },
    /// The address given with `--database` makes no sense.
    #[error(
        "cannot use `{url}` as a database: {reason}. Give a file name or an address such as postgres://user@host/paper."
    )]
    BadUrl {
        /// The address as given, without its password.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A unique key exists already.
    #[error("already there: {0}")]
    Conflict(String),
    /// Somebody else held the database for too long.
    #[error("the database is busy; try again in a moment")]
    Busy,
    /// No room for more data.
    #[error(
        "the disk that holds the database is full. Make room; nothing that was accepted so far is lost."
    )]
    Full,
    /// The database may not be written.
    #[error("the database may only be read. Check who owns the data folder and how it is mounted.")]
    ReadOnly,
    /// The database server does not answer.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// Anything else: a fault of ours.
    #[error("internal error of the store: {0}")]
    Internal(String),
}

impl StoreError {
    /// An error that only a bug of ours can cause.
    pub(crate) fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let rusqlite::Error::SqliteFailure(code, ref text) = error else {
            return Self::internal(error);
        };
        match code.code {
            Code::ConstraintViolation => {
                Self::Conflict(text.clone().unwrap_or_else(|| code.to_string()))
            }
            Code::DatabaseBusy | Code::DatabaseLocked => Self::Busy,
            Code::DiskFull => Self::Full,
            Code::ReadOnly => Self::ReadOnly,
            Code::CannotOpen | Code::SystemIoFailure => Self::Unavailable(error.to_string()),
            _ => Self::internal(error),
        }
    }
}

impl From<postgres::Error> for StoreError {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let Some(db) = error.as_db_error() else {
            return Self::Unavailable(error.to_string());
        };
        let code = db.code();
        if *code == SqlState::UNIQUE_VIOLATION || *code == SqlState::FOREIGN_KEY_VIOLATION {
            Self::Conflict(db.message().to_owned())
        } else if *code == SqlState::DISK_FULL {
            Self::Full
        } else if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
            Self::ReadOnly
        } else if *code == SqlState::T_R_DEADLOCK_DETECTED
            || *code == SqlState::T_R_SERIALIZATION_FAILURE
            || *code == SqlState::LOCK_NOT_AVAILABLE
        {
            Self::Busy
        } else {
            Self::internal(format!("{} ({})", db.message(), code.code()))
        }
    }
}
