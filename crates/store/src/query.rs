//! A statement with a name, so that plans can be checked and statements cached.

/// How a statement may touch the big tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryUse {
    /// Runs while somebody waits: must use an index on every big table.
    Serving,
    /// Runs when the owner asks for it (recounting): may read a whole table.
    Maintenance,
}

/// One statement, written once for both engines.
///
/// Parameters are written `?1`, `?2` …: SQLite takes them as they are, for PostgreSQL they become
/// `$1`, `$2` … when the statement is prepared. No statement uses a question mark otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Query {
    /// The constant's name: unique, also the key of the prepared statement.
    pub name: &'static str,
    /// The text.
    pub sql: &'static str,
    /// Whether it must be quick.
    pub usage: QueryUse,
}

/// Declares the statements of a module as constants and lists them in `ALL`.
///
/// A name that begins with `RECOUNT_` is maintenance; everything else serves.
macro_rules! queries {
    ($( $(#[$doc:meta])* $name:ident = $sql:expr; )+) => {
        $(
            $(#[$doc])*
            const $name: $crate::query::Query = $crate::query::Query {
                name: stringify!($name),
                sql: $sql,
                usage: $crate::query::usage_of(stringify!($name)),
            };
        )+
        /// The statements of this module.
        pub(crate) const ALL: &[$crate::query::Query] = &[$($name),+];
    };
}
pub(crate) use queries;

/// The use that a statement's name declares.
pub(crate) const fn usage_of(name: &str) -> QueryUse {
    let prefix = b"RECOUNT_";
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < prefix.len() {
        if at >= bytes.len() || bytes[at] != prefix[at] {
            return QueryUse::Serving;
        }
        at += 1;
    }
    QueryUse::Maintenance
}
