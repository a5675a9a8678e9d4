//! The audit log: every act of staff, written in the transaction that does it.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{Millis, StaffId};
use crate::query::queries;
use crate::store::Tx;
use crate::value::Columns;

queries! {
    ADD_ACT = "INSERT INTO audit (staff_id, who, act, subject, subject_id, label, before, after, happened_at) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    ACTS = "SELECT id, staff_id, who, act, subject, subject_id, label, before, after, happened_at FROM audit \
        WHERE id < ?1 ORDER BY id DESC LIMIT ?2";
    ACTS_ON = "SELECT id, staff_id, who, act, subject, subject_id, label, before, after, happened_at FROM audit \
        WHERE subject = ?3 AND subject_id = ?4 AND id < ?1 ORDER BY id DESC LIMIT ?2";
    ACTS_OF = "SELECT id, staff_id, who, act, subject, subject_id, label, before, after, happened_at FROM audit \
        WHERE staff_id = ?3 AND id < ?1 ORDER BY id DESC LIMIT ?2";
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Their row; none for the command line and for what the paper does by itself.
    pub staff: Option<StaffId>,
    /// Their name as it is now.
    pub name: String,
}

impl Actor {
    /// Whoever can use the command line on the paper's machine.
    pub fn command_line() -> Self {
        Self {
            staff: None,
            name: "the command line".into(),
        }
    }

    /// The paper, doing what somebody asked for earlier.
    pub fn paper() -> Self {
        Self {
            staff: None,
            name: "the paper".into(),
        }
    }
}

/// What was done to what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Act<'a> {
    /// A verb: "printed", "moved", "set role".
    pub act: &'a str,
    /// The kind of thing: "article", "draft", "feed", "staff", "settings".
    pub subject: &'a str,
    /// Its row; 0 for what there is only one of.
    pub subject_id: i64,
    /// What people call it.
    pub label: &'a str,
    /// What was so before; empty where nothing was.
    pub before: &'a str,
    /// What is so now; empty where nothing is.
    pub after: &'a str,
}

/// Notes an act.
///
/// # Errors
/// When the database cannot be written.
pub fn note_act(tx: &mut Tx<'_>, actor: &Actor, act: &Act<'_>, now: Millis) -> StoreResult<()> {
    let row = [
        actor.staff.into(),
        (&actor.name).into(),
        act.act.into(),
        act.subject.into(),
        act.subject_id.into(),
        act.label.into(),
        act.before.into(),
        act.after.into(),
        now.into(),
    ];
    tx.change(&ADD_ACT, &row).map(drop)
}

/// An act as noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedAct {
    /// Its number.
    pub id: i64,
    /// Who.
    pub actor: Actor,
    /// A verb.
    pub act: String,
    /// The kind of thing.
    pub subject: String,
    /// Its row.
    pub subject_id: i64,
    /// What people call it.
    pub label: String,
    /// What was so before.
    pub before: String,
    /// What was so after.
    pub after: String,
    /// When.
    pub happened_at: Millis,
}

fn noted(row: &mut Columns<'_>) -> StoreResult<NotedAct> {
    Ok(NotedAct {
        id: row.take()?,
        actor: Actor {
            staff: row.take()?,
            name: row.take()?,
        },
        act: row.take()?,
        subject: row.take()?,
        subject_id: row.take()?,
        label: row.take()?,
        before: row.take()?,
        after: row.take()?,
        happened_at: row.take()?,
    })
}

/// The acts before a number, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_acts(conn: &mut Conn, before: i64, most: i64) -> StoreResult<Vec<NotedAct>> {
    conn.list(&ACTS, &[before.into(), most.into()], noted)
}

/// The acts on one thing before a number, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_acts_on(
    conn: &mut Conn,
    subject: &str,
    subject_id: i64,
    before: i64,
    most: i64,
) -> StoreResult<Vec<NotedAct>> {
    let of = [
        before.into(),
        most.into(),
        subject.into(),
        subject_id.into(),
    ];
    conn.list(&ACTS_ON, &of, noted)
}

/// The acts of one person before a number, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_acts_of(
    conn: &mut Conn,
    staff: StaffId,
    before: i64,
    most: i64,
) -> StoreResult<Vec<NotedAct>> {
    let of = [before.into(), most.into(), staff.into()];
    conn.list(&ACTS_OF, &of, noted)
}
