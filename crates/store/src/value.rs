//! Parameters and columns: the few types that both engines share.

use crate::error::{StoreError, StoreResult};
use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

/// A parameter of a statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// A number, an identifier, a time in milliseconds or a truth (0 or 1).
    Int(i64),
    /// Text.
    Text(String),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            // A bare `LIMIT ?1` or an expression may make the server expect a narrower number.
            Self::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Self::Int(number) => number.to_sql(ty, out),
            // PostgreSQL knows no NUL in text. Nothing of ours stores one on purpose.
            Self::Text(text) if text.contains('\0') => {
                text.replace('\0', "\u{fffd}").to_sql(ty, out)
            }
            Self::Text(text) => text.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A row of either engine.
pub(crate) enum Row<'a> {
    /// Of SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// Of PostgreSQL.
    Postgres(&'a postgres::Row),
}

/// The columns of one row, read from left to right.
///
/// A record is built by a struct literal whose fields stand in the order of the statement's columns.
pub struct Columns<'a> {
    row: Row<'a>,
    next: usize,
}

impl<'a> Columns<'a> {
    pub(crate) fn new(row: Row<'a>) -> Self {
        Self { row, next: 0 }
    }

    /// The next column.
    ///
    /// # Errors
    /// [`StoreError::Internal`] when the column is missing or of another type.
    pub fn take<T: Column>(&mut self) -> StoreResult<T> {
        let index = self.next;
        self.next += 1;
        T::read(&self.row, index)
    }
}

/// A type that a column can have.
pub trait Column: Sized {
    #[doc(hidden)]
    #[expect(
        private_interfaces,
        reason = "the two engines' rows stay inside the store"
    )]
    fn read(row: &Row<'_>, index: usize) -> StoreResult<Self>;
}

macro_rules! plain_column {
    ($($ty:ty),+) => {$(
        #[expect(private_interfaces, reason = "the two engines' rows stay inside the store")]
        impl Column for $ty {
            fn read(row: &Row<'_>, index: usize) -> StoreResult<Self> {
                match row {
                    Row::Sqlite(row) => row.get(index).map_err(StoreError::internal),
                    Row::Postgres(row) => row.try_get(index).map_err(StoreError::internal),
                }
            }
        }
    )+};
}
plain_column!(i64, Option<i64>, String, Option<String>);

#[expect(
    private_interfaces,
    reason = "the two engines' rows stay inside the store"
)]
impl Column for bool {
    fn read(row: &Row<'_>, index: usize) -> StoreResult<Self> {
        i64::read(row, index).map(|number| number != 0)
    }
}
