//! What became of the draft of an item, for whoever sent the story in.

use crate::error::StoreResult;
use crate::ids::{ArticleId, DraftId, Millis};
use crate::query::queries;
use crate::store::Tx;

// The item may be gone, which is not kept as long as a draft may be written at: the draft knows which it was. One that is there
// and has another draft by now, or waits again, is that one's business.
queries! {
    NOTE_PRINTED = "UPDATE inbox_item SET article_id = ?2 WHERE draft_id = ?1";
    SUBMISSIONS_PRINTED = "UPDATE submission SET state = 'printed', article_id = ?2, settled_at = ?3, print_at = NULL \
        WHERE item_id IN (SELECT id FROM inbox_item WHERE draft_id = ?1 UNION SELECT d.inbox_item_id FROM draft d \
        WHERE d.id = ?1 AND NOT EXISTS (SELECT 1 FROM inbox_item i WHERE i.id = d.inbox_item_id)) \
        AND state IN ('waiting', 'taken')";
    SUBMISSIONS_THROWN = "UPDATE submission SET state = 'refused', word = ?2, settled_at = ?3, print_at = NULL \
        WHERE item_id IN (SELECT id FROM inbox_item WHERE draft_id = ?1 UNION SELECT d.inbox_item_id FROM draft d \
        WHERE d.id = ?1 AND NOT EXISTS (SELECT 1 FROM inbox_item i WHERE i.id = d.inbox_item_id)) AND state IN ('waiting', 'taken')";
    SUBMISSIONS_BROUGHT_BACK = "UPDATE submission SET state = 'taken', word = '', settled_at = ?3 \
        WHERE item_id IN (SELECT id FROM inbox_item WHERE draft_id = ?1 UNION SELECT d.inbox_item_id FROM draft d \
        WHERE d.id = ?1 AND NOT EXISTS (SELECT 1 FROM inbox_item i WHERE i.id = d.inbox_item_id)) AND state = 'refused' AND settled_at = ?2";
}

/// Notes the article that was printed from the draft of an item, for whoever sent it in, too.
///
/// # Errors
/// When the database cannot be written.
pub fn note_item_printed(
    tx: &mut Tx<'_>,
    draft: DraftId,
    article: ArticleId,
    now: Millis,
) -> StoreResult<()> {
    tx.change(&NOTE_PRINTED, &[draft.into(), article.into()])?;
    let row = [draft.into(), article.into(), now.into()];
    tx.change(&SUBMISSIONS_PRINTED, &row).map(drop)
}

/// Tells whoever sent in the story of a draft that was thrown away, with a word.
///
/// # Errors
/// When the database cannot be written.
pub fn note_draft_thrown(
    tx: &mut Tx<'_>,
    draft: DraftId,
    word: &str,
    now: Millis,
) -> StoreResult<()> {
    let row = [draft.into(), word.into(), now.into()];
    tx.change(&SUBMISSIONS_THROWN, &row).map(drop)
}

/// The story of a draft that was thrown away at an instant is being worked on again, for whoever was told then.
///
/// # Errors
/// When the database cannot be written.
pub fn note_draft_brought_back(
    tx: &mut Tx<'_>,
    draft: DraftId,
    thrown_at: Millis,
    now: Millis,
) -> StoreResult<()> {
    let row = [draft.into(), thrown_at.into(), now.into()];
    tx.change(&SUBMISSIONS_BROUGHT_BACK, &row).map(drop)
}
