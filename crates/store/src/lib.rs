//! Records, queries and migrations, for SQLite and PostgreSQL.
//!
//! A [`Store`] is opened on a [`DatabaseUrl`] and gives two calls: [`Store::read`], a consistent
//! snapshot on one of several read connections, and [`Store::write`], a transaction on the one
//! writer of this process. A write returns when it is durable; writes that wait together are
//! committed together (see [`Store::write`]).
//!
//! Every statement is a [`Query`] written once for both engines and listed by [`all_queries`], so that a
//! test can ask each engine for its plan. What the engines really do differently has one name each
//! in `dialect`.

mod conn;
mod dialect;
mod error;
mod ids;
mod migrate;
mod query;
mod records;
mod store;
mod value;

pub use conn::Conn;
pub use dialect::{DatabaseUrl, Engine};
pub use error::{StoreError, StoreResult};
pub use ids::{
    AreaId, ArticleId, CommentId, CommenterId, Day, DossierId, DraftId, FeedId, ItemId, Millis,
    RemarkId, SourceId, StaffId, SubmissionId,
};
pub use migrate::{NEWEST_VERSION, version_of};
pub use query::{Query, QueryUse};
pub use records::*;
pub use store::{OwnReader, Store, Tx};
pub use value::{Columns, Value};

/// Every statement of the store, for the tests that read their plans.
pub fn all_queries() -> impl Iterator<Item = &'static Query> {
    records::ALL.iter().flat_map(|list| list.iter())
}
