//! Passkeys of staff: what it takes to know them again.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{Millis, StaffId};
use crate::query::queries;
use crate::store::Tx;
use crate::value::Columns;

queries! {
    ADD_PASSKEY = "INSERT INTO passkey (credential_id, staff_id, label, body, created_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    PASSKEY = "SELECT credential_id, staff_id, label, body, created_at, used_at FROM passkey WHERE credential_id = ?1";
    PASSKEYS_OF = "SELECT credential_id, staff_id, label, body, created_at, used_at FROM passkey WHERE staff_id = ?1 \
        ORDER BY created_at, credential_id";
    USE_PASSKEY = "UPDATE passkey SET body = ?2, used_at = ?3 WHERE credential_id = ?1";
    NAME_PASSKEY = "UPDATE passkey SET label = ?3 WHERE credential_id = ?1 AND staff_id = ?2";
    DROP_PASSKEYS_OF = "DELETE FROM passkey WHERE staff_id = ?1";
    DROP_PASSKEY = "DELETE FROM passkey WHERE credential_id = ?1 AND staff_id = ?2";
    SPEND_CHALLENGE = "INSERT INTO spent_challenge (hash, expires_at) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING";
    DROP_EXPIRED_CHALLENGES = "DELETE FROM spent_challenge WHERE expires_at <= ?1";
    COUNT_PASSKEYS = "UPDATE staff SET passkey_count = (SELECT COUNT(*) FROM passkey p WHERE p.staff_id = ?1) WHERE id = ?1";
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its name, in base 64.
    pub credential_id: String,
    /// Whose it is.
    pub staff: StaffId,
    /// What its owner calls it.
    pub label: String,
    /// What it takes to check a signature, as JSON.
    pub body: String,
    /// When it was added.
    pub created_at: Millis,
    /// When it was last used.
    pub used_at: Option<Millis>,
}

fn passkey(row: &mut Columns<'_>) -> StoreResult<Passkey> {
    Ok(Passkey {
        credential_id: row.take()?,
        staff: row.take()?,
        label: row.take()?,
        body: row.take()?,
        created_at: row.take()?,
        used_at: row.take()?,
    })
}

/// Adds a passkey.
///
/// # Errors
/// [`crate::StoreError::Conflict`] when it is known already, or when the database cannot be written.
pub fn create_passkey(tx: &mut Tx<'_>, new: &Passkey) -> StoreResult<()> {
    let row = [
        (&new.credential_id).into(),
        new.staff.into(),
        (&new.label).into(),
        (&new.body).into(),
        new.created_at.into(),
    ];
    tx.change(&ADD_PASSKEY, &row)?;
    tx.change(&COUNT_PASSKEYS, &[new.staff.into()]).map(drop)
}

/// A passkey by its name.
///
/// # Errors
/// When the database cannot be read.
pub fn find_passkey(conn: &mut Conn, credential_id: &str) -> StoreResult<Option<Passkey>> {
    conn.find(&PASSKEY, &[credential_id.into()], passkey)
}

/// Somebody's passkeys, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_passkeys(conn: &mut Conn, staff: StaffId) -> StoreResult<Vec<Passkey>> {
    conn.list(&PASSKEYS_OF, &[staff.into()], passkey)
}

/// Uses a challenge up, given by its hash; gives whether nobody has answered it yet, here or at another node. It is remembered
/// until an instant after which it is not good anyway.
///
/// # Errors
/// When the database cannot be written.
pub fn spend_challenge(
    tx: &mut Tx<'_>,
    hash: &str,
    now: Millis,
    expires_at: Millis,
) -> StoreResult<bool> {
    tx.change(&DROP_EXPIRED_CHALLENGES, &[now.into()])?;
    Ok(tx.change(&SPEND_CHALLENGE, &[hash.into(), expires_at.into()])? == 1)
}

/// Notes that a passkey was used, with what has to be remembered of that.
///
/// # Errors
/// When the database cannot be written.
pub fn use_passkey(
    tx: &mut Tx<'_>,
    credential_id: &str,
    body: &str,
    now: Millis,
) -> StoreResult<()> {
    tx.change(
        &USE_PASSKEY,
        &[credential_id.into(), body.into(), now.into()],
    )
    .map(drop)
}

/// Takes a passkey of somebody's away; gives whether it was theirs.
///
/// # Errors
/// When the database cannot be written.
pub fn drop_passkey(tx: &mut Tx<'_>, credential_id: &str, staff: StaffId) -> StoreResult<bool> {
    let dropped = tx.change(&DROP_PASSKEY, &[credential_id.into(), staff.into()])? == 1;
    tx.change(&COUNT_PASSKEYS, &[staff.into()])?;
    Ok(dropped)
}

/// Gives a passkey of somebody's another name to be told apart by; gives whether it was theirs.
///
/// # Errors
/// When the database cannot be written.
pub fn name_passkey(
    tx: &mut Tx<'_>,
    credential_id: &str,
    staff: StaffId,
    label: &str,
) -> StoreResult<bool> {
    let row = [credential_id.into(), staff.into(), label.into()];
    Ok(tx.change(&NAME_PASSKEY, &row)? == 1)
}

/// Takes all passkeys of somebody's away.
///
/// # Errors
/// When the database cannot be written.
pub fn drop_passkeys_of(tx: &mut Tx<'_>, staff: StaffId) -> StoreResult<()> {
    tx.change(&DROP_PASSKEYS_OF, &[staff.into()])?;
    tx.change(&COUNT_PASSKEYS, &[staff.into()]).map(drop)
}
