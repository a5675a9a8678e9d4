//! The owner's one-time link and the sessions it opens, known by the hash of their secret only.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{Millis, single};
use crate::query::queries;
use crate::store::Tx;

queries! {
    ADD_KEY = "INSERT INTO owner_key (hash, kind, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)";
    USE_LINK = "DELETE FROM owner_key WHERE hash = ?1 AND kind = 'link' AND expires_at > ?2";
    SESSION = "SELECT created_at FROM owner_key WHERE hash = ?1 AND kind = 'session' AND expires_at > ?2";
    ANY_SESSION = "SELECT created_at FROM owner_key WHERE kind = 'session' LIMIT 1";
    DROP_EXPIRED = "DELETE FROM owner_key WHERE expires_at <= ?1";
}

/// What a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnerKeyKind {
    /// Becoming the owner, once.
    Link,
    /// Being the owner.
    Session,
}

/// Notes a key by the hash of its secret. Keys that have expired are forgotten.
///
/// # Errors
/// When the database cannot be written.
pub fn create_owner_key(
    tx: &mut Tx<'_>,
    hash: &str,
    kind: OwnerKeyKind,
    now: Millis,
    expires_at: Millis,
) -> StoreResult<()> {
    let kind = match kind {
        OwnerKeyKind::Link => "link",
        OwnerKeyKind::Session => "session",
    };
    tx.change(&DROP_EXPIRED, &[now.into()])?;
    tx.change(
        &ADD_KEY,
        &[hash.into(), kind.into(), now.into(), expires_at.into()],
    )
    .map(drop)
}

/// Uses a one-time link up; gives whether it was good.
///
/// # Errors
/// When the database cannot be written.
pub fn consume_owner_link(tx: &mut Tx<'_>, hash: &str, now: Millis) -> StoreResult<bool> {
    Ok(tx.change(&USE_LINK, &[hash.into(), now.into()])? == 1)
}

/// Whether this is the hash of an open session.
///
/// # Errors
/// When the database cannot be read.
pub fn find_owner_session(conn: &mut Conn, hash: &str, now: Millis) -> StoreResult<bool> {
    Ok(conn
        .find(&SESSION, &[hash.into(), now.into()], single::<i64>)?
        .is_some())
}

/// Whether anybody ever became the owner and still is.
///
/// # Errors
/// When the database cannot be read.
pub fn has_owner_session(conn: &mut Conn) -> StoreResult<bool> {
    Ok(conn.find(&ANY_SESSION, &[], single::<i64>)?.is_some())
}
