//! The store's tests. Each runs on SQLite and on a PostgreSQL that the tests start themselves.

mod counters;
mod lists;
mod plans;
mod schema;
mod support;
mod writes;
