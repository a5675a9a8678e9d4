//! What becomes of items: clipped, dropped, taken back, expired, forgotten; and the counters of what waits.

use super::{ItemState, feed_name, kind};
use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{ArticleId, DraftId, FeedId, ItemId, Millis, single};
use crate::query::{Query, queries};
use crate::records::{Event, Settled, SubmissionState, settle_submissions_of_item};
use crate::store::Tx;
use crate::value::Value;

// A state that a statement with a number asks for is a parameter: as a constant it would make PostgreSQL consider the
// partial indexes of waiting and decided items.
queries! {
    DECIDE = "UPDATE inbox_item SET state = ?2, draft_id = ?3, article_id = ?4, decided_at = ?5, decided_by = ?6 \
        WHERE id = ?1 AND state = ?7 RETURNING page, area";
    RECALL = "UPDATE inbox_item SET state = 'waiting', decided_at = NULL, decided_by = '', waits_since = ?4 \
        WHERE id = ?1 AND (state = ?2 OR state = ?3) RETURNING page, area";
    SET_CLIPPING = "UPDATE inbox_text SET clipping = ?2, evidence = ?3 WHERE item_id = ?1";
    IS_SUBMITTED = "SELECT id FROM inbox_item WHERE id = ?1 AND submitted_by IS NOT NULL";
    REOPEN_ITEM = "UPDATE inbox_item SET state = 'waiting', draft_id = NULL, decided_at = NULL, decided_by = '', \
        waits_since = ?3 WHERE id = ?1 AND state = ?2 AND article_id IS NULL RETURNING page, area";
    STALE_ITEMS = "SELECT id FROM inbox_item WHERE state = 'waiting' AND waits_since < ?1 ORDER BY waits_since LIMIT ?2";
    OLD_ITEMS = "SELECT id FROM inbox_item WHERE state <> 'waiting' AND decided_at < ?1 ORDER BY decided_at LIMIT ?2";
    DROP_ITEM_TEXT = "DELETE FROM inbox_text WHERE item_id = ?1";
    DROP_ITEM_SOURCES = "DELETE FROM inbox_source WHERE item_id = ?1";
    DROP_ITEM_DOSSIERS = "DELETE FROM inbox_dossier WHERE item_id = ?1";
    DROP_ITEM = "DELETE FROM inbox_item WHERE id = ?1";
    OLD_ADDRESSES = "SELECT hash FROM inbox_address WHERE seen_at < ?1 ORDER BY seen_at LIMIT ?2";
    DROP_ADDRESS = "DELETE FROM inbox_address WHERE hash = ?1";
    FINGERPRINTS_AFTER = "SELECT item_id, fingerprint FROM inbox_text WHERE item_id > ?1 ORDER BY item_id LIMIT ?2";
    ARTICLES_AFTER = "SELECT id, headline, teaser FROM article WHERE id > ?1 ORDER BY id LIMIT ?2";
    NEWEST_ARTICLE = "SELECT COALESCE(MAX(id), 0) FROM article";

    FEEDS_OF_ITEM = "SELECT feed_id FROM inbox_source WHERE item_id = ?1";
    DOSSIERS_OF_ITEM = "SELECT dossier FROM inbox_dossier WHERE item_id = ?1";
    COUNT_WAITING = "INSERT INTO inbox_count (kind, name, count) VALUES (?1, ?2, ?3) \
        ON CONFLICT (kind, name) DO UPDATE SET count = inbox_count.count + excluded.count";
    RECOUNT_NO_WAITING = "DELETE FROM inbox_count";
    RECOUNT_WAITING = "INSERT INTO inbox_count (kind, name, count) \
        SELECT 'all', '', COUNT(*) FROM inbox_item WHERE state = 'waiting' HAVING COUNT(*) > 0 UNION ALL \
        SELECT 'submitted', '', COUNT(*) FROM inbox_item WHERE state = 'waiting' AND submitted_by IS NOT NULL \
        HAVING COUNT(*) > 0 UNION ALL \
        SELECT 'page', CAST(page AS TEXT), COUNT(*) FROM inbox_item WHERE state = 'waiting' GROUP BY page UNION ALL \
        SELECT 'area', area, COUNT(*) FROM inbox_item WHERE state = 'waiting' GROUP BY area UNION ALL \
        SELECT 'feed', CAST(s.feed_id AS TEXT), COUNT(*) FROM inbox_source s JOIN inbox_item i ON i.id = s.item_id \
        WHERE i.state = 'waiting' GROUP BY s.feed_id UNION ALL \
        SELECT 'dossier', d.dossier, COUNT(*) FROM inbox_dossier d JOIN inbox_item i ON i.id = d.item_id \
        WHERE i.state = 'waiting' GROUP BY d.dossier";
}

pub(super) fn count(tx: &mut Tx<'_>, of: &str, name: &str, by: i64) -> StoreResult<()> {
    let row = [of.into(), name.into(), by.into()];
    tx.change(&COUNT_WAITING, &row).map(drop)
}

/// Counts an item in or out everywhere.
pub(super) fn count_all(
    tx: &mut Tx<'_>,
    id: ItemId,
    page: i64,
    area: &str,
    by: i64,
) -> StoreResult<()> {
    count(tx, kind::ALL, "", by)?;
    count(tx, kind::PAGE, &page.to_string(), by)?;
    count(tx, kind::AREA, area, by)?;
    if tx
        .find(&IS_SUBMITTED, &[id.into()], single::<ItemId>)?
        .is_some()
    {
        count(tx, kind::SUBMITTED, "", by)?;
    }
    for feed in tx.list(&FEEDS_OF_ITEM, &[id.into()], single::<FeedId>)? {
        count(tx, kind::FEED, &feed_name(feed), by)?;
    }
    for dossier in tx.list(&DOSSIERS_OF_ITEM, &[id.into()], single::<String>)? {
        count(tx, kind::DOSSIER, &dossier, by)?;
    }
    Ok(())
}

/// Counts what waits anew.
pub(crate) fn recount_inbox(tx: &mut Tx<'_>) -> StoreResult<()> {
    tx.change(&RECOUNT_NO_WAITING, &[])?;
    tx.change(&RECOUNT_WAITING, &[]).map(drop)
}

/// Takes a waiting item off the list: clipped (with the draft or the article that was made of it), dropped or expired.
/// `false` when it does not wait: somebody else was quicker.
///
/// # Errors
/// When the database cannot be written.
pub fn decide_item(
    tx: &mut Tx<'_>,
    id: ItemId,
    state: ItemState,
    draft: Option<DraftId>,
    article: Option<ArticleId>,
    by: &str,
    now: Millis,
) -> StoreResult<bool> {
    let row = [
        id.into(),
        state.as_str().into(),
        draft.into(),
        article.into(),
        now.into(),
        by.into(),
        ItemState::Waiting.as_str().into(),
    ];
    let found = tx.find(&DECIDE, &row, |row| {
        Ok((row.take::<i64>()?, row.take::<String>()?))
    })?;
    let Some((page, area)) = found else {
        return Ok(false);
    };
    count_all(tx, id, page, &area, -1)?;
    tx.tell(Event::Inbox, now)?;
    Ok(true)
}

/// Puts an item that was dropped, or that expired, back on the list, where it waits from now. `false` when it is neither.
///
/// # Errors
/// When the database cannot be written.
pub fn recall_item(tx: &mut Tx<'_>, id: ItemId, now: Millis) -> StoreResult<bool> {
    let row = [
        id.into(),
        ItemState::Dropped.as_str().into(),
        ItemState::Expired.as_str().into(),
        now.into(),
    ];
    put_back(tx, &RECALL, &row, id, now)
}

/// Lets an item wait by a statement that gives its page and area, and counts it in. `false` when it touched none.
fn put_back(
    tx: &mut Tx<'_>,
    query: &'static Query,
    row: &[Value],
    id: ItemId,
    now: Millis,
) -> StoreResult<bool> {
    let found = tx.find(query, row, |row| {
        Ok((row.take::<i64>()?, row.take::<String>()?))
    })?;
    let Some((page, area)) = found else {
        return Ok(false);
    };
    count_all(tx, id, page, &area, 1)?;
    tx.tell(Event::Inbox, now)?;
    Ok(true)
}

/// Puts an item back on the list of which a draft was made that is gone or thrown away, where it waits from now, as a story
/// that no draft was made of. `false` when it was not clipped, or was printed.
///
/// # Errors
/// When the database cannot be written.
pub fn reopen_item(tx: &mut Tx<'_>, id: ItemId, now: Millis) -> StoreResult<bool> {
    let row = [id.into(), ItemState::Clipped.as_str().into(), now.into()];
    put_back(tx, &REOPEN_ITEM, &row, id, now)
}

/// Keeps the clipping that was fetched for an item, as JSON, with the hash of the page that it came from; or forgets it.
///
/// # Errors
/// When the database cannot be written.
pub fn set_clipping(
    tx: &mut Tx<'_>,
    id: ItemId,
    clipping: Option<(&str, &str)>,
) -> StoreResult<()> {
    let (json, evidence) = clipping.unzip();
    let row = [id.into(), json.into(), evidence.unwrap_or_default().into()];
    tx.change(&SET_CLIPPING, &row).map(drop)
}

/// Lets items expire that have been waiting since before an instant, at most so many; gives how many did. Whoever sent one of
/// them in is told so with a word.
///
/// # Errors
/// When the database cannot be written.
pub fn expire_items(
    tx: &mut Tx<'_>,
    before: Millis,
    most: i64,
    word: &str,
    now: Millis,
) -> StoreResult<usize> {
    let refused = Settled {
        state: SubmissionState::Refused,
        article: None,
        word: word.to_owned(),
    };
    let stale = tx.list(&STALE_ITEMS, &[before.into(), most.into()], single)?;
    for id in &stale {
        decide_item(tx, *id, ItemState::Expired, None, None, "", now)?;
        settle_submissions_of_item(tx, *id, &refused, now)?;
    }
    Ok(stale.len())
}

/// Removes items that were decided on before an instant, at most so many; gives how many. Their addresses stay.
///
/// # Errors
/// When the database cannot be written.
pub fn remove_old_items(tx: &mut Tx<'_>, before: Millis, most: i64) -> StoreResult<usize> {
    let old = tx.list(&OLD_ITEMS, &[before.into(), most.into()], single::<ItemId>)?;
    for id in &old {
        for query in [
            &DROP_ITEM_TEXT,
            &DROP_ITEM_SOURCES,
            &DROP_ITEM_DOSSIERS,
            &DROP_ITEM,
        ] {
            tx.change(query, &[(*id).into()])?;
        }
    }
    Ok(old.len())
}

/// Forgets addresses that no feed had since an instant, at most so many; gives how many.
///
/// # Errors
/// When the database cannot be written.
pub fn forget_addresses(tx: &mut Tx<'_>, before: Millis, most: i64) -> StoreResult<usize> {
    let old = tx.list(
        &OLD_ADDRESSES,
        &[before.into(), most.into()],
        single::<String>,
    )?;
    for hash in &old {
        tx.change(&DROP_ADDRESS, &[hash.into()])?;
    }
    Ok(old.len())
}

/// Sketches of the items after a number, in the order of their numbers.
///
/// # Errors
/// When the database cannot be read.
pub fn list_fingerprints(
    conn: &mut Conn,
    after: ItemId,
    most: i64,
) -> StoreResult<Vec<(ItemId, String)>> {
    conn.list(&FINGERPRINTS_AFTER, &[after.into(), most.into()], |row| {
        Ok((row.take()?, row.take()?))
    })
}

/// An article, as far as it takes to know its story again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreshArticle {
    /// Its number.
    pub id: ArticleId,
    /// Its headline.
    pub headline: String,
    /// The beginning of its text.
    pub teaser: String,
}

/// Articles after a number, in the order of their numbers.
///
/// # Errors
/// When the database cannot be read.
pub fn list_fresh_articles(
    conn: &mut Conn,
    after: ArticleId,
    most: i64,
) -> StoreResult<Vec<FreshArticle>> {
    conn.list(&ARTICLES_AFTER, &[after.into(), most.into()], |row| {
        Ok(FreshArticle {
            id: row.take()?,
            headline: row.take()?,
            teaser: row.take()?,
        })
    })
}

/// The highest number of an article; 0 when there is none.
///
/// # Errors
/// When the database cannot be read.
pub fn newest_article(conn: &mut Conn) -> StoreResult<ArticleId> {
    conn.one(&NEWEST_ARTICLE, &[], single)
}
