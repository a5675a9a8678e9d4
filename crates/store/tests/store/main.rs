//! The store's tests. Each runs on SQLite and on a PostgreSQL that the tests start themselves.

#![expect(clippy::unwrap_used, reason = "in a test an unwrap is an assertion")]

mod counters;
mod drafts;
mod editing;
mod glossary;
mod inbox;
mod lists;
mod plans;
mod remarks;
mod schema;
mod support;
mod writes;
