//! Commenters, known by a cookie, and the names they sign with.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{CommenterId, Millis, single};
use crate::query::queries;
use crate::store::Tx;

queries! {
    COMMENTER = "SELECT id, nic, original_nic, email, website, comment_count FROM commenter WHERE id = ?1";
    ADD_COMMENTER = "INSERT INTO commenter (nic, original_nic, email, website, created_at) \
        VALUES (?1, ?1, ?2, ?3, ?4) RETURNING id";
    SIGN = "UPDATE commenter SET nic = ?2, email = ?3, website = ?4, comment_count = comment_count + 1 \
        WHERE id = ?1";
    COUNT_COMMENTER_BY = "UPDATE commenter SET comment_count = comment_count + ?2 WHERE id = ?1";
    COUNT_NIC = "INSERT INTO nic (nic, skeleton, first_commenter_id, comment_count, first_used_at) \
        VALUES (?1, ?2, ?3, 1, ?4) ON CONFLICT (nic) DO UPDATE SET comment_count = nic.comment_count + 1";
    COUNT_NIC_BY = "UPDATE nic SET comment_count = comment_count + ?2 WHERE nic = ?1";
    NIC = "SELECT nic, skeleton, first_commenter_id, comment_count, first_used_at FROM nic WHERE nic = ?1";
    NICS_LIKE = "SELECT nic, skeleton, first_commenter_id, comment_count, first_used_at FROM nic \
        WHERE skeleton = ?1 LIMIT 50";
}

/// A reader who has commented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commenter {
    /// As the cookie has it.
    pub id: CommenterId,
    /// The name signed with last.
    pub nic: String,
    /// The name signed with first.
    pub original_nic: String,
    /// Remembered for the form, never shown.
    pub email: String,
    /// Remembered for the form.
    pub website: String,
    /// Comments that stand.
    pub comment_count: i64,
}

/// A name that was signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NicRecord {
    /// The name as written.
    pub nic: String,
    /// What it looks like to the eye.
    pub skeleton: String,
    /// Who signed with it first.
    pub first_commenter: Option<CommenterId>,
    /// Comments that stand under it.
    pub comment_count: i64,
    /// When it was first used.
    pub first_used_at: Millis,
}

/// How a comment is signed.
pub(super) struct Signature<'a> {
    pub(super) commenter: Option<CommenterId>,
    pub(super) nic: &'a str,
    pub(super) skeleton: &'a str,
    pub(super) email: &'a str,
    pub(super) website: &'a str,
    pub(super) now: Millis,
}

/// Counts a comment for its writer and name; a writer who is not known (any more) becomes a new one.
pub(super) fn sign(tx: &mut Tx<'_>, by: &Signature<'_>) -> StoreResult<CommenterId> {
    let known = match by.commenter {
        Some(id) => find_commenter(tx, id)?.map(|commenter| commenter.id),
        None => None,
    };
    let id = match known {
        Some(id) => id,
        None => {
            let new = [
                by.nic.into(),
                by.email.into(),
                by.website.into(),
                by.now.into(),
            ];
            tx.one(&ADD_COMMENTER, &new, single)?
        }
    };
    tx.change(
        &SIGN,
        &[id.into(), by.nic.into(), by.email.into(), by.website.into()],
    )?;
    tx.change(
        &COUNT_NIC,
        &[by.nic.into(), by.skeleton.into(), id.into(), by.now.into()],
    )?;
    Ok(id)
}

/// A commenter for what is not counted as a comment; one who is not known (any more) becomes a new one.
pub(super) fn ensure_commenter(
    tx: &mut Tx<'_>,
    known: Option<CommenterId>,
    nic: &str,
    email: &str,
    now: Millis,
) -> StoreResult<CommenterId> {
    if let Some(id) = known
        && find_commenter(tx, id)?.is_some()
    {
        return Ok(id);
    }
    tx.one(
        &ADD_COMMENTER,
        &[nic.into(), email.into(), "".into(), now.into()],
        single,
    )
}

/// Takes a comment back from the counts of its writer and name (`by` is -1), or counts it again (1).
pub(super) fn recount_by(
    tx: &mut Tx<'_>,
    commenter: Option<CommenterId>,
    nic: &str,
    by: i64,
) -> StoreResult<()> {
    if let Some(id) = commenter {
        tx.change(&COUNT_COMMENTER_BY, &[id.into(), by.into()])?;
    }
    tx.change(&COUNT_NIC_BY, &[nic.into(), by.into()]).map(drop)
}

/// A commenter.
///
/// # Errors
/// When the database cannot be read.
pub fn find_commenter(conn: &mut Conn, id: CommenterId) -> StoreResult<Option<Commenter>> {
    conn.find(&COMMENTER, &[id.into()], |row| {
        Ok(Commenter {
            id: row.take()?,
            nic: row.take()?,
            original_nic: row.take()?,
            email: row.take()?,
            website: row.take()?,
            comment_count: row.take()?,
        })
    })
}

fn nic_record(row: &mut crate::value::Columns<'_>) -> StoreResult<NicRecord> {
    Ok(NicRecord {
        nic: row.take()?,
        skeleton: row.take()?,
        first_commenter: row.take()?,
        comment_count: row.take()?,
        first_used_at: row.take()?,
    })
}

/// A name, exactly as written.
///
/// # Errors
/// When the database cannot be read.
pub fn find_nic(conn: &mut Conn, nic: &str) -> StoreResult<Option<NicRecord>> {
    conn.find(&NIC, &[nic.into()], nic_record)
}

/// Names that look like this one to the eye, itself included.
///
/// # Errors
/// When the database cannot be read.
pub fn list_nics_like(conn: &mut Conn, skeleton: &str) -> StoreResult<Vec<NicRecord>> {
    conn.list(&NICS_LIKE, &[skeleton.into()], nic_record)
}
