//! Comments taken away and brought back by somebody, with a note of it. What was written is kept as it came, in its row.

use clipsheet_store::{
    Act, Actor, ArticleId, Millis, StoreResult, Tx, find_comment, find_headline, note_act,
    remove_comment, restore_comment,
};

/// Takes a comment away, or brings it back with `shown`, and notes who did; gives whether that changed anything.
///
/// # Errors
/// When the database cannot be written.
pub fn set_shown(
    tx: &mut Tx<'_>,
    actor: &Actor,
    article: ArticleId,
    number: i64,
    shown: bool,
    now: Millis,
) -> StoreResult<bool> {
    let changed = if shown {
        restore_comment(tx, article, number, now)?
    } else {
        remove_comment(tx, article, number, now)?
    };
    let Some(comment) = find_comment(tx, article, number)?.filter(|_| changed) else {
        return Ok(false);
    };
    let headline = find_headline(tx, article)?.map_or(String::new(), |line| line.headline);
    let label = format!("comment {number} by {} under “{headline}”", comment.nic);
    let (act, before, after) = if shown {
        ("brought back", "", comment.source.as_str())
    } else {
        ("took away", comment.source.as_str(), "")
    };
    let act = Act {
        act,
        subject: "comment",
        subject_id: comment.id.0,
        label: &label,
        before,
        after,
    };
    note_act(tx, actor, &act, now)?;
    Ok(true)
}
