//! Those who make the paper: accounts, what proves them, and their roles.

use crate::conn::Conn;
use crate::error::{StoreError, StoreResult};
use crate::ids::{Millis, StaffId, single};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;
use crate::value::Columns;

macro_rules! staff {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.name, s.role, s.colour, s.about, s.is_trusted, s.is_active, s.password, s.totp_secret, ",
            "s.totp_step, s.passkey_count, s.created_at, s.seen_at FROM staff s ",
            $rest
        )
    };
}

queries! {
    ADD_STAFF = "INSERT INTO staff (name, name_key, role, colour, password, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
        RETURNING id";
    STAFF = staff!("WHERE s.id = ?1");
    STAFF_BY_KEY = staff!("WHERE s.name_key = ?1");
    ALL_STAFF = staff!("ORDER BY s.id");
    ANY_OWNER = "SELECT id FROM staff WHERE role = 'owner' AND is_active = 1 LIMIT 1";
    COUNT_OWNERS = "SELECT COUNT(*) FROM staff WHERE role = 'owner' AND is_active = 1";
    SET_ROLE = "UPDATE staff SET role = ?2, is_trusted = ?3, is_active = ?4 WHERE id = ?1";
    SET_PROFILE = "UPDATE staff SET name = ?2, name_key = ?3, colour = ?4, about = ?5 WHERE id = ?1";
    SET_PASSWORD = "UPDATE staff SET password = ?2 WHERE id = ?1";
    SET_TOTP = "UPDATE staff SET totp_secret = ?2, totp_step = ?3 WHERE id = ?1";
    USE_TOTP_STEP = "UPDATE staff SET totp_step = ?2 WHERE id = ?1 AND totp_step < ?2";
    SEE = "UPDATE staff SET seen_at = ?2 WHERE id = ?1";
    DROP_CODES = "DELETE FROM recovery_code WHERE staff_id = ?1";
    ADD_CODE = "INSERT INTO recovery_code (staff_id, hash) VALUES (?1, ?2)";
    USE_CODE = "DELETE FROM recovery_code WHERE staff_id = ?1 AND hash = ?2";
    COUNT_CODES = "SELECT COUNT(*) FROM recovery_code WHERE staff_id = ?1";
}

/// What somebody of the staff may do; each role may also do what those before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// May submit.
    Contributor,
    /// May moderate.
    Moderator,
    /// May print.
    Editor,
    /// May do everything.
    Owner,
}

impl Role {
    /// All, the least first.
    pub const ALL: [Self; 4] = [
        Self::Contributor,
        Self::Moderator,
        Self::Editor,
        Self::Owner,
    ];

    /// As stored and in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contributor => "contributor",
            Self::Moderator => "moderator",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }

    /// Reads what a form or a row says.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// Somebody who makes the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Their row.
    pub id: StaffId,
    /// Their name, printed under what they post.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The colour of their remarks: `#7a1f3d`.
    pub colour: String,
    /// What "Meet the mods" says of them.
    pub about: String,
    /// Whether a contributor's submissions go straight to print.
    pub is_trusted: bool,
    /// Whether they may come in at all.
    pub is_active: bool,
    /// The Argon2 hash of their password in PHC form; empty for none.
    pub password: String,
    /// The secret of their one-time codes in base 32; empty for none.
    pub totp_secret: String,
    /// The time step of the last code they used.
    pub totp_step: i64,
    /// How many passkeys they have.
    pub passkey_count: i64,
    /// When they came.
    pub created_at: Millis,
    /// When they were last at the desk.
    pub seen_at: Option<Millis>,
}

impl Staff {
    /// Whether a password alone does not let them in.
    pub fn has_second_step(&self) -> bool {
        !self.totp_secret.is_empty() || self.passkey_count > 0
    }
}

pub(super) fn staff(row: &mut Columns<'_>) -> StoreResult<Staff> {
    Ok(Staff {
        id: row.take()?,
        name: row.take()?,
        role: read_role(&row.take::<String>()?)?,
        colour: row.take()?,
        about: row.take()?,
        is_trusted: row.take()?,
        is_active: row.take()?,
        password: row.take()?,
        totp_secret: row.take()?,
        totp_step: row.take()?,
        passkey_count: row.take()?,
        created_at: row.take()?,
        seen_at: row.take()?,
    })
}

pub(super) fn read_role(text: &str) -> StoreResult<Role> {
    Role::read(text).ok_or_else(|| StoreError::internal(format!("there is no role {text}")))
}

/// Somebody new.
#[derive(Debug, Clone)]
pub struct NewStaff {
    /// Their name.
    pub name: String,
    /// What it looks like to the eye: no two may look alike.
    pub name_key: String,
    /// What they may do.
    pub role: Role,
    /// The colour of their remarks.
    pub colour: String,
    /// The Argon2 hash of their password; empty for none.
    pub password: String,
}

/// Adds somebody.
///
/// # Errors
/// [`StoreError::Conflict`] when the name is taken, or when the database cannot be written.
pub fn create_staff(tx: &mut Tx<'_>, new: &NewStaff, now: Millis) -> StoreResult<StaffId> {
    let row = [
        (&new.name).into(),
        (&new.name_key).into(),
        new.role.as_str().into(),
        (&new.colour).into(),
        (&new.password).into(),
        now.into(),
    ];
    let id = tx.one(&ADD_STAFF, &row, single)?;
    tx.tell(Event::Staff, now)?;
    Ok(id)
}

/// Somebody by row.
///
/// # Errors
/// When the database cannot be read.
pub fn find_staff(conn: &mut Conn, id: StaffId) -> StoreResult<Option<Staff>> {
    conn.find(&STAFF, &[id.into()], staff)
}

/// Somebody by what their name looks like.
///
/// # Errors
/// When the database cannot be read.
pub fn find_staff_by_key(conn: &mut Conn, name_key: &str) -> StoreResult<Option<Staff>> {
    conn.find(&STAFF_BY_KEY, &[name_key.into()], staff)
}

/// Everybody who ever made the paper, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_staff(conn: &mut Conn) -> StoreResult<Vec<Staff>> {
    conn.list(&ALL_STAFF, &[], staff)
}

/// Whether the paper has an owner.
///
/// # Errors
/// When the database cannot be read.
pub fn has_owner(conn: &mut Conn) -> StoreResult<bool> {
    Ok(conn.find(&ANY_OWNER, &[], single::<StaffId>)?.is_some())
}

/// How many owners the paper has.
///
/// # Errors
/// When the database cannot be read.
pub fn count_owners(conn: &mut Conn) -> StoreResult<i64> {
    conn.one(&COUNT_OWNERS, &[], single)
}

/// Sets what somebody may do. Whoever may no longer come in loses their sessions.
///
/// # Errors
/// When the database cannot be written.
pub fn set_role(
    tx: &mut Tx<'_>,
    id: StaffId,
    role: Role,
    is_trusted: bool,
    is_active: bool,
    now: Millis,
) -> StoreResult<()> {
    let row = [
        id.into(),
        role.as_str().into(),
        is_trusted.into(),
        is_active.into(),
    ];
    tx.change(&SET_ROLE, &row)?;
    if !is_active {
        super::end_all_sessions(tx, id, None)?;
    }
    tx.tell(Event::Staff, now)
}

/// Sets how somebody is shown.
///
/// # Errors
/// [`StoreError::Conflict`] when the name is taken, or when the database cannot be written.
pub fn set_profile(
    tx: &mut Tx<'_>,
    id: StaffId,
    name: &str,
    name_key: &str,
    colour: &str,
    about: &str,
    now: Millis,
) -> StoreResult<()> {
    let row = [
        id.into(),
        name.into(),
        name_key.into(),
        colour.into(),
        about.into(),
    ];
    tx.change(&SET_PROFILE, &row)?;
    tx.tell(Event::Staff, now)
}

/// Sets the hash of somebody's password; empty for none.
///
/// # Errors
/// When the database cannot be written.
pub fn set_password(tx: &mut Tx<'_>, id: StaffId, hash: &str) -> StoreResult<()> {
    tx.change(&SET_PASSWORD, &[id.into(), hash.into()])
        .map(drop)
}

/// Sets the secret of somebody's one-time codes, with the time step that was used to prove it; empty for none.
///
/// # Errors
/// When the database cannot be written.
pub fn set_totp(tx: &mut Tx<'_>, id: StaffId, secret: &str, step: i64) -> StoreResult<()> {
    tx.change(&SET_TOTP, &[id.into(), secret.into(), step.into()])
        .map(drop)
}

/// Uses the code of a time step up; gives whether it, and every later one, was unused.
///
/// # Errors
/// When the database cannot be written.
pub fn use_totp_step(tx: &mut Tx<'_>, id: StaffId, step: i64) -> StoreResult<bool> {
    Ok(tx.change(&USE_TOTP_STEP, &[id.into(), step.into()])? == 1)
}

/// Notes that somebody was at the desk.
///
/// # Errors
/// When the database cannot be written.
pub fn see_staff(tx: &mut Tx<'_>, id: StaffId, now: Millis) -> StoreResult<()> {
    tx.change(&SEE, &[id.into(), now.into()]).map(drop)
}

/// Replaces somebody's recovery codes, given by their hashes.
///
/// # Errors
/// When the database cannot be written.
pub fn replace_recovery_codes(tx: &mut Tx<'_>, id: StaffId, hashes: &[String]) -> StoreResult<()> {
    tx.change(&DROP_CODES, &[id.into()])?;
    for hash in hashes {
        tx.change(&ADD_CODE, &[id.into(), hash.into()])?;
    }
    Ok(())
}

/// Uses a recovery code up; gives whether it was good.
///
/// # Errors
/// When the database cannot be written.
pub fn use_recovery_code(tx: &mut Tx<'_>, id: StaffId, hash: &str) -> StoreResult<bool> {
    Ok(tx.change(&USE_CODE, &[id.into(), hash.into()])? == 1)
}

/// How many recovery codes somebody has left.
///
/// # Errors
/// When the database cannot be read.
pub fn count_recovery_codes(conn: &mut Conn, id: StaffId) -> StoreResult<i64> {
    conn.one(&COUNT_CODES, &[id.into()], single)
}
