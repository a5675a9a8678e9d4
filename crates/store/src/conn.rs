//! One connection of either engine, and the three calls that all records are made of.

use crate::dialect::{DatabaseUrl, Engine};
use crate::error::{StoreError, StoreResult};
use crate::query::Query;
use crate::value::{Columns, Row, Value};
use postgres::types::ToSql;
use rusqlite::config::DbConfig;
use rusqlite::{ErrorCode, OpenFlags};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// A connection inside a transaction: what the records' calls take.
pub struct Conn(Inner);

enum Inner {
    Sqlite(rusqlite::Connection),
    Postgres {
        client: Box<postgres::Client>,
        /// Prepared once per connection, by the statement's name.
        prepared: HashMap<&'static str, postgres::Statement>,
    },
}

/// How long to wait for others who open the same file.
const OPEN_PATIENCE: Duration = Duration::from_secs(10);

/// Opens once more while somebody else makes the file ready: turning a new file to WAL needs it alone, and for that
/// SQLite does not wait by itself.
fn patiently(
    open: impl Fn() -> rusqlite::Result<rusqlite::Connection>,
) -> rusqlite::Result<rusqlite::Connection> {
    let began = Instant::now();
    loop {
        let opened = open();
        let busy = opened
            .as_ref()
            .err()
            .and_then(rusqlite::Error::sqlite_error_code);
        match busy {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
                if began.elapsed() < OPEN_PATIENCE =>
            {
                std::thread::sleep(Duration::from_millis(10));
            }
            _ => return opened,
        }
    }
}

impl Conn {
    /// Opens a connection.
    pub(crate) fn open(url: &DatabaseUrl, writes: bool) -> StoreResult<Self> {
        let mut conn = match url {
            DatabaseUrl::Sqlite(path) => {
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
                    | OpenFlags::SQLITE_OPEN_CREATE
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let open = || -> rusqlite::Result<rusqlite::Connection> {
                    let conn = rusqlite::Connection::open_with_flags(path, flags)?;
                    conn.execute_batch(Engine::Sqlite.session(writes))?;
                    // Plans must not look at the values bound. Without it every statement on a table with a partial
                    // index is planned anew each time that it runs: a third of the time of an article's page.
                    // https://sqlite.org/queryplanner-ng.html#qpstab
                    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
                    Ok(conn)
                };
                let conn = patiently(open).map_err(|error| StoreError::CannotOpen {
                    path: path.clone(),
                    reason: error.to_string(),
                })?;
                conn.set_prepared_statement_cache_capacity(128);
                Inner::Sqlite(conn)
            }
            DatabaseUrl::Postgres(url) => {
                let bad = |reason: String| StoreError::BadUrl {
                    url: without_password(url),
                    reason,
                };
                let config: postgres::Config = url
                    .parse()
                    .map_err(|error: postgres::Error| bad(error.to_string()))?;
                let client = config.connect(postgres::NoTls).map_err(|error| {
                    use std::error::Error;
                    let cause = error
                        .source()
                        .map_or_else(|| error.to_string(), ToString::to_string);
                    StoreError::Unavailable(format!("{}: {cause}", without_password(url)))
                })?;
                Inner::Postgres {
                    client: Box::new(client),
                    prepared: HashMap::new(),
                }
            }
        };
        if let Inner::Postgres { client, .. } = &mut conn {
            client.batch_execute(Engine::Postgres.session(writes))?;
        }
        Ok(Self(conn))
    }

    /// The engine behind the connection.
    pub fn engine(&self) -> Engine {
        match self.0 {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Whether a server hung up: such a connection is thrown away.
    pub(crate) fn is_broken(&self) -> bool {
        match &self.0 {
            Inner::Sqlite(_) => false,
            Inner::Postgres { client, .. } => client.is_closed(),
        }
    }

    /// Runs statements without parameters and without results.
    pub(crate) fn batch(&mut self, sql: &str) -> StoreResult<()> {
        match &mut self.0 {
            Inner::Sqlite(conn) => conn.execute_batch(sql)?,
            Inner::Postgres { client, .. } => client.batch_execute(sql)?,
        }
        Ok(())
    }

    /// All rows of a statement.
    pub(crate) fn list<T>(
        &mut self,
        query: &Query,
        params: &[Value],
        mut read: impl FnMut(&mut Columns<'_>) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        let mut found = Vec::new();
        match &mut self.0 {
            Inner::Sqlite(conn) => {
                let mut statement = conn
                    .prepare_cached(query.sql)
                    .map_err(|error| in_query(query, error))?;
                let mut rows = statement.query(rusqlite::params_from_iter(params))?;
                while let Some(row) = rows.next()? {
                    found.push(read(&mut Columns::new(Row::Sqlite(row)))?);
                }
            }
            Inner::Postgres { client, prepared } => {
                let statement = prepare(client, prepared, query)?;
                let params: Vec<&(dyn ToSql + Sync)> =
                    params.iter().map(|value| value as _).collect();
                for row in &client.query(&statement, &params)? {
                    found.push(read(&mut Columns::new(Row::Postgres(row)))?);
                }
            }
        }
        Ok(found)
    }

    /// The first row of a statement, if there is one.
    pub(crate) fn find<T>(
        &mut self,
        query: &Query,
        params: &[Value],
        read: impl FnMut(&mut Columns<'_>) -> StoreResult<T>,
    ) -> StoreResult<Option<T>> {
        Ok(self.list(query, params, read)?.into_iter().next())
    }

    /// The only row of a statement that always gives one.
    pub(crate) fn one<T>(
        &mut self,
        query: &Query,
        params: &[Value],
        read: impl FnMut(&mut Columns<'_>) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.find(query, params, read)?
            .ok_or_else(|| StoreError::internal(format!("{} gave no row", query.name)))
    }

    /// Runs a statement that changes rows; gives their number.
    pub(crate) fn change(&mut self, query: &Query, params: &[Value]) -> StoreResult<u64> {
        match &mut self.0 {
            Inner::Sqlite(conn) => {
                let mut statement = conn
                    .prepare_cached(query.sql)
                    .map_err(|error| in_query(query, error))?;
                Ok(statement.execute(rusqlite::params_from_iter(params))? as u64)
            }
            Inner::Postgres { client, prepared } => {
                let statement = prepare(client, prepared, query)?;
                let params: Vec<&(dyn ToSql + Sync)> =
                    params.iter().map(|value| value as _).collect();
                Ok(client.execute(&statement, &params)?)
            }
        }
    }

    /// The engine's plan for a statement, a line each.
    ///
    /// PostgreSQL is kept from reading tables whole, which it rightly does while they are small: what
    /// it still reads whole then, no index can serve.
    ///
    /// # Errors
    /// When the engine refuses the statement.
    pub fn plan(&mut self, query: &Query) -> StoreResult<Vec<String>> {
        match &mut self.0 {
            Inner::Sqlite(conn) => {
                let sql = format!("EXPLAIN QUERY PLAN {}", query.sql);
                let mut statement = conn.prepare(&sql).map_err(|error| in_query(query, error))?;
                let nothing = vec![Value::Null; statement.parameter_count()];
                let lines = statement.query_map(rusqlite::params_from_iter(nothing), |row| {
                    row.get::<_, String>(3)
                })?;
                Ok(lines.collect::<Result<_, _>>()?)
            }
            Inner::Postgres { client, prepared } => {
                let statement = prepare(client, prepared, query)?;
                let nothing = vec!["NULL"; statement.params().len()].join(", ");
                let call = if nothing.is_empty() {
                    String::new()
                } else {
                    format!("({nothing})")
                };
                client.batch_execute(&format!(
                    "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; PREPARE asked AS {}",
                    Engine::Postgres.statement(query.sql)
                ))?;
                let rows = client.simple_query(&format!("EXPLAIN EXECUTE asked{call}"))?;
                client.batch_execute(
                    "DEALLOCATE asked; RESET enable_seqscan; RESET plan_cache_mode",
                )?;
                Ok(rows
                    .iter()
                    .filter_map(|message| match message {
                        postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                        _ => None,
                    })
                    .collect())
            }
        }
    }
}

fn prepare(
    client: &mut postgres::Client,
    prepared: &mut HashMap<&'static str, postgres::Statement>,
    query: &Query,
) -> StoreResult<postgres::Statement> {
    if let Some(statement) = prepared.get(query.name) {
        return Ok(statement.clone());
    }
    let statement = client
        .prepare(&Engine::Postgres.statement(query.sql))
        .map_err(|error| in_query(query, StoreError::from(error)))?;
    prepared.insert(query.name, statement.clone());
    Ok(statement)
}

fn in_query(query: &Query, error: impl std::fmt::Display) -> StoreError {
    StoreError::internal(format!("{}: {error}", query.name))
}

/// An address fit for messages and logs: scheme, user and place. Where a password could hide in what is shown, less is.
pub(crate) fn without_password(url: &str) -> String {
    const LEFT_OUT: &str = "…";
    let Some((scheme, rest)) = url.split_once("://") else {
        // Settings such as `host=db password=…`.
        return match url.to_ascii_lowercase().find("password") {
            Some(at) => format!("{}{LEFT_OUT}", &url[..at]),
            None => url.to_owned(),
        };
    };
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    // Either part may belong to a password that nobody escaped.
    if query.contains('@') {
        return format!("{scheme}://{LEFT_OUT}");
    }
    match address.rsplit_once('@') {
        Some((login, place)) => {
            let user = login.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{place}")
        }
        None => format!("{scheme}://{address}"),
    }
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn no_password_is_told() {
        for (url, told) in [
            ("postgres://gull:hunter2@db/tide", "postgres://gull@db/tide"),
            (
                "postgres://gull@db:5432/tide",
                "postgres://gull@db:5432/tide",
            ),
            ("postgres://db/tide", "postgres://db/tide"),
            (
                "postgres://127.0.0.1:1/tide?user=gull&password=hunter2",
                "postgres://127.0.0.1:1/tide",
            ),
            (
                "postgres://gull:a@b:c@db/tide?sslmode=disable",
                "postgres://gull@db/tide",
            ),
            ("postgres://gull:hunter?2@db/tide", "postgres://…"),
            (
                "postgres://db/tide?user=g@x&password=hunter2",
                "postgres://…",
            ),
            ("mysql://gull:hunter2@db/tide", "mysql://gull@db/tide"),
            (
                "host=db user=gull PassWord='hunter 2' port=1",
                "host=db user=gull …",
            ),
            ("data/clipsheet.db", "data/clipsheet.db"),
        ] {
            assert_eq!(without_password(url), told);
        }
    }
}
