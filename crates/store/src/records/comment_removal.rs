//! Comments taken away and brought back: the text is kept, the number stays, and every count follows.

use super::{comment, commenter};
use crate::error::StoreResult;
use crate::ids::{ArticleId, CommenterId, Day, Millis};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;
use crate::value::Value;

queries! {
    SET_COMMENT_STATE = "UPDATE comment SET state = ?3 WHERE article_id = ?1 AND number = ?2 AND state <> ?3 \
        RETURNING commenter_id, nic, written_on";
    LAST_SHOWN = "SELECT created_at, nic, number FROM comment WHERE article_id = ?1 AND state = 'shown' \
        ORDER BY number DESC LIMIT 1";
    COUNT_SHOWN = "UPDATE article SET comment_count = comment_count + ?5, last_comment_at = ?2, \
        last_comment_nic = ?3, last_comment_number = ?4 WHERE id = ?1";
}

/// Takes a comment away: its number stays as a tombstone, every count goes down. Gives whether there was such a comment.
///
/// # Errors
/// When the database cannot be written.
pub fn remove_comment(
    tx: &mut Tx<'_>,
    article: ArticleId,
    number: i64,
    now: Millis,
) -> StoreResult<bool> {
    set_state(tx, article, number, false, now)
}

/// Brings a comment back that was taken away: under its number, as it was written, counted again everywhere. Gives whether
/// there was such a comment.
///
/// # Errors
/// When the database cannot be written.
pub fn restore_comment(
    tx: &mut Tx<'_>,
    article: ArticleId,
    number: i64,
    now: Millis,
) -> StoreResult<bool> {
    set_state(tx, article, number, true, now)
}

fn set_state(
    tx: &mut Tx<'_>,
    article: ArticleId,
    number: i64,
    is_shown: bool,
    now: Millis,
) -> StoreResult<bool> {
    let state = if is_shown { "shown" } else { "removed" };
    let row = [article.into(), number.into(), state.into()];
    let changed = tx.find(&SET_COMMENT_STATE, &row, |row| {
        Ok((
            row.take::<Option<CommenterId>>()?,
            row.take::<String>()?,
            row.take::<Day>()?,
        ))
    })?;
    let (Some((commenter, nic, written_on)), Some(standing)) =
        (changed, super::find_standing(tx, article)?)
    else {
        return Ok(false);
    };
    let by = if is_shown { 1 } else { -1 };
    let last = tx.find(&LAST_SHOWN, &[article.into()], |row| {
        Ok([
            row.take::<Millis>()?.into(),
            row.take::<String>()?.into(),
            row.take::<i64>()?.into(),
        ])
    })?;
    let [at, nic_of_last, number_of_last] = last.unwrap_or([Value::Null, Value::Null, Value::Null]);
    tx.change(
        &COUNT_SHOWN,
        &[article.into(), at, nic_of_last, number_of_last, by.into()],
    )?;
    // An edition does not count what stands under an article that was taken back.
    let edition = standing.is_printed.then_some(standing.edition_on);
    comment::count(tx, edition, written_on, by)?;
    commenter::recount_by(tx, commenter, &nic, by)?;
    tx.tell(Event::Comment(article), now)?;
    if let Some(commenter) = commenter {
        tx.tell(Event::Commenter(commenter), now)?;
    }
    Ok(true)
}
