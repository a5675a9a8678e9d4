//! Sessions and invitations of staff, known by the hash of their secret only.

use super::staff::{read_role, staff as read_staff};
use super::{Role, Staff};
use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{Millis, StaffId};
use crate::query::queries;
use crate::store::Tx;
use crate::value::Columns;

queries! {
    ADD_SESSION = "INSERT INTO staff_session (hash, staff_id, agent, created_at, seen_at, expires_at, proved_at) \
        VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?4)";
    SESSION = "SELECT s.id, s.name, s.role, s.colour, s.about, s.is_trusted, s.is_active, s.password, s.totp_secret, \
        s.totp_step, s.passkey_count, s.created_at, s.seen_at, \
        k.hash, k.staff_id, k.agent, k.created_at, k.seen_at, k.expires_at, k.proved_at \
        FROM staff_session k JOIN staff s ON s.id = k.staff_id \
        WHERE k.hash = ?1 AND k.expires_at > ?2 AND s.is_active = 1";
    SESSIONS_OF = "SELECT hash, staff_id, agent, created_at, seen_at, expires_at, proved_at FROM staff_session \
        WHERE staff_id = ?1 AND expires_at > ?2 ORDER BY seen_at DESC, hash";
    SEE_SESSION = "UPDATE staff_session SET seen_at = ?2, expires_at = ?3 WHERE hash = ?1";
    PROVE_SESSION = "UPDATE staff_session SET proved_at = ?2 WHERE hash = ?1";
    END_SESSION = "DELETE FROM staff_session WHERE hash = ?1 AND staff_id = ?2";
    END_OTHERS = "DELETE FROM staff_session WHERE staff_id = ?1 AND hash <> ?2";
    DROP_EXPIRED_SESSIONS = "DELETE FROM staff_session WHERE expires_at <= ?1";

    ADD_INVITATION = "INSERT INTO invitation (hash, role, note, staff_id, invited_by, created_at, expires_at) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    INVITATION = "SELECT hash, role, note, staff_id, invited_by, created_at, expires_at FROM invitation \
        WHERE hash = ?1 AND expires_at > ?2";
    INVITATIONS = "SELECT hash, role, note, staff_id, invited_by, created_at, expires_at FROM invitation \
        WHERE expires_at > ?1 ORDER BY created_at DESC, hash";
    DROP_INVITATION = "DELETE FROM invitation WHERE hash = ?1";
    DROP_INVITATIONS_OF = "DELETE FROM invitation WHERE staff_id = ?1 OR invited_by = ?1";
    DROP_EXPIRED_INVITATIONS = "DELETE FROM invitation WHERE expires_at <= ?1";
}

/// A browser in which somebody of the staff is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSession {
    /// The hash of its secret.
    pub hash: String,
    /// Whose it is.
    pub staff: StaffId,
    /// What the browser calls itself.
    pub agent: String,
    /// When it began.
    pub created_at: Millis,
    /// When it was last used, give or take some minutes.
    pub seen_at: Millis,
    /// When it ends by itself.
    pub expires_at: Millis,
    /// When its holder last proved to be who they are.
    pub proved_at: Millis,
}

fn session(row: &mut Columns<'_>) -> StoreResult<StaffSession> {
    Ok(StaffSession {
        hash: row.take()?,
        staff: row.take()?,
        agent: row.take()?,
        created_at: row.take()?,
        seen_at: row.take()?,
        expires_at: row.take()?,
        proved_at: row.take()?,
    })
}

/// Opens a session. Those that have expired are forgotten.
///
/// # Errors
/// When the database cannot be written.
pub fn create_session(
    tx: &mut Tx<'_>,
    hash: &str,
    staff: StaffId,
    agent: &str,
    now: Millis,
    expires_at: Millis,
) -> StoreResult<()> {
    tx.change(&DROP_EXPIRED_SESSIONS, &[now.into()])?;
    let row = [
        hash.into(),
        staff.into(),
        agent.into(),
        now.into(),
        expires_at.into(),
    ];
    tx.change(&ADD_SESSION, &row).map(drop)
}

/// Who is signed in with this session, if it is open and they may still come in.
///
/// # Errors
/// When the database cannot be read.
pub fn find_session(
    conn: &mut Conn,
    hash: &str,
    now: Millis,
) -> StoreResult<Option<(Staff, StaffSession)>> {
    conn.find(&SESSION, &[hash.into(), now.into()], |row| {
        Ok((read_staff(row)?, session(row)?))
    })
}

/// Somebody's open sessions, the last used first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_sessions(
    conn: &mut Conn,
    staff: StaffId,
    now: Millis,
) -> StoreResult<Vec<StaffSession>> {
    conn.list(&SESSIONS_OF, &[staff.into(), now.into()], session)
}

/// Notes that a session was used, and lets it last longer.
///
/// # Errors
/// When the database cannot be written.
pub fn see_session(
    tx: &mut Tx<'_>,
    hash: &str,
    now: Millis,
    expires_at: Millis,
) -> StoreResult<()> {
    tx.change(&SEE_SESSION, &[hash.into(), now.into(), expires_at.into()])
        .map(drop)
}

/// Notes that a session's holder proved to be who they are.
///
/// # Errors
/// When the database cannot be written.
pub fn prove_session(tx: &mut Tx<'_>, hash: &str, now: Millis) -> StoreResult<()> {
    tx.change(&PROVE_SESSION, &[hash.into(), now.into()])
        .map(drop)
}

/// Ends a session of somebody's; gives whether it was theirs and open.
///
/// # Errors
/// When the database cannot be written.
pub fn end_session(tx: &mut Tx<'_>, hash: &str, staff: StaffId) -> StoreResult<bool> {
    Ok(tx.change(&END_SESSION, &[hash.into(), staff.into()])? == 1)
}

/// Ends all sessions of somebody's, but for one if wanted.
///
/// # Errors
/// When the database cannot be written.
pub fn end_all_sessions(tx: &mut Tx<'_>, staff: StaffId, but: Option<&str>) -> StoreResult<()> {
    tx.change(&END_OTHERS, &[staff.into(), but.unwrap_or("").into()])
        .map(drop)
}

/// A one-time link that makes an account, or opens one anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The hash of its secret.
    pub hash: String,
    /// The role it gives.
    pub role: Role,
    /// For whom, in the words of who invited.
    pub note: String,
    /// Whose account it opens anew; none for a new account.
    pub staff: Option<StaffId>,
    /// Who invited; none for the command line.
    pub invited_by: Option<StaffId>,
    /// When.
    pub created_at: Millis,
    /// When it is no longer good.
    pub expires_at: Millis,
}

fn invitation(row: &mut Columns<'_>) -> StoreResult<Invitation> {
    Ok(Invitation {
        hash: row.take()?,
        role: read_role(&row.take::<String>()?)?,
        note: row.take()?,
        staff: row.take()?,
        invited_by: row.take()?,
        created_at: row.take()?,
        expires_at: row.take()?,
    })
}

/// Notes an invitation. Those that have expired are forgotten.
///
/// # Errors
/// When the database cannot be written.
pub fn create_invitation(tx: &mut Tx<'_>, new: &Invitation) -> StoreResult<()> {
    tx.change(&DROP_EXPIRED_INVITATIONS, &[new.created_at.into()])?;
    let row = [
        (&new.hash).into(),
        new.role.as_str().into(),
        (&new.note).into(),
        new.staff.into(),
        new.invited_by.into(),
        new.created_at.into(),
        new.expires_at.into(),
    ];
    tx.change(&ADD_INVITATION, &row).map(drop)
}

/// An invitation that is still good.
///
/// # Errors
/// When the database cannot be read.
pub fn find_invitation(
    conn: &mut Conn,
    hash: &str,
    now: Millis,
) -> StoreResult<Option<Invitation>> {
    conn.find(&INVITATION, &[hash.into(), now.into()], invitation)
}

/// The invitations that are still good, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_invitations(conn: &mut Conn, now: Millis) -> StoreResult<Vec<Invitation>> {
    conn.list(&INVITATIONS, &[now.into()], invitation)
}

/// Uses an invitation up, or takes it back; gives whether it was there.
///
/// # Errors
/// When the database cannot be written.
pub fn drop_invitation(tx: &mut Tx<'_>, hash: &str) -> StoreResult<bool> {
    Ok(tx.change(&DROP_INVITATION, &[hash.into()])? == 1)
}

/// Takes back all invitations that somebody made, and those that would open their account anew.
///
/// # Errors
/// When the database cannot be written.
pub fn drop_invitations_of(tx: &mut Tx<'_>, staff: StaffId) -> StoreResult<()> {
    tx.change(&DROP_INVITATIONS_OF, &[staff.into()]).map(drop)
}
