//! Reading the inbox: what waits, by page, area, feed, dossier and words; one item with all that is known of it.

use super::{InboxItem, ItemState, item, items, kind};
use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{FeedId, ItemId, Millis, single};
use crate::query::{Query, queries};
use crate::value::Value;
use std::collections::{BTreeMap, HashMap};

queries! {
    ITEM = items!("inbox_item i WHERE i.id = ?1");
    WAITING = items!("inbox_item i WHERE i.state = 'waiting' AND i.id < ?1 ORDER BY i.id DESC LIMIT ?2");
    WAITING_SUBMITTED = items!("inbox_item i WHERE i.state = 'waiting' AND i.submitted_by IS NOT NULL AND i.id < ?1 \
        ORDER BY i.id DESC LIMIT ?2");
    WAITING_ON_PAGE = items!("inbox_item i WHERE i.state = 'waiting' AND i.page = ?3 AND i.id < ?1 \
        ORDER BY i.id DESC LIMIT ?2");
    WAITING_ON_PAGE_IN_AREA = items!("inbox_item i WHERE i.state = 'waiting' AND i.page = ?3 AND i.area = ?4 \
        AND i.id < ?1 ORDER BY i.id DESC LIMIT ?2");
    WAITING_IN_AREA = items!("inbox_item i WHERE i.state = 'waiting' AND i.area = ?3 AND i.id < ?1 \
        ORDER BY i.id DESC LIMIT ?2");
    WAITING_OF_FEED = items!("inbox_source s JOIN inbox_item i ON i.id = s.item_id \
        WHERE s.feed_id = ?3 AND s.item_id < ?1 AND i.state = ?4 ORDER BY s.item_id DESC LIMIT ?2");
    WAITING_ON_DOSSIER = items!("inbox_dossier d JOIN inbox_item i ON i.id = d.item_id \
        WHERE d.dossier = ?3 AND d.item_id < ?1 AND i.state = ?4 ORDER BY d.item_id DESC LIMIT ?2");
    IS_ON_DOSSIER = "SELECT item_id FROM inbox_dossier WHERE dossier = ?1 AND item_id = ?2";
    ITEM_SOURCES = "SELECT s.feed_id, f.title, f.url, s.url, s.title, s.old_titles, s.seen_at FROM inbox_source s \
        JOIN feed f ON f.id = s.feed_id WHERE s.item_id = ?1 ORDER BY s.seen_at, s.feed_id";
    ITEM_DOSSIERS = "SELECT dossier FROM inbox_dossier WHERE item_id = ?1 ORDER BY dossier";
    CLIPPING_OF = "SELECT clipping FROM inbox_text WHERE item_id = ?1";
    DECIDED_SINCE = "SELECT id FROM inbox_item WHERE state <> 'waiting' AND decided_at > ?1 \
        ORDER BY decided_at DESC LIMIT ?2";
    NEWEST_ITEM = "SELECT COALESCE(MAX(id), 0) FROM inbox_item";
    INBOX_COUNTS = "SELECT kind, name, count FROM inbox_count WHERE count > 0";
}

/// Which of the waiting items are wanted. What is empty or 0 is no wish.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InboxFilter {
    /// Proposed for this page.
    pub page: i64,
    /// Proposed for this area.
    pub area: String,
    /// Brought by this feed.
    pub feed: Option<FeedId>,
    /// Mentioning this dossier.
    pub dossier: String,
    /// Only what somebody sent in.
    pub submitted: bool,
    /// With all these words, in lower case, in the title or the source's name.
    pub words: Vec<String>,
}

/// Rows read at a time while looking for some that fit.
const PART: i64 = 500;

/// Waiting items that fit, those that came last first, from below a number.
///
/// A filter of one kind, and page with area, is an index; every further one, and words, are looked for among what that gives: all that waits
/// is not more than a desk leaves lying for a few days.
///
/// # Errors
/// When the database cannot be read.
pub fn list_waiting(
    conn: &mut Conn,
    filter: &InboxFilter,
    before: ItemId,
    most: usize,
) -> StoreResult<Vec<InboxItem>> {
    let waiting = || Value::from(ItemState::Waiting.as_str());
    let (query, by): (&Query, Vec<Value>) = if let Some(feed) = filter.feed {
        (&WAITING_OF_FEED, vec![feed.into(), waiting()])
    } else if !filter.dossier.is_empty() {
        (
            &WAITING_ON_DOSSIER,
            vec![(&filter.dossier).into(), waiting()],
        )
    } else if filter.submitted {
        (&WAITING_SUBMITTED, Vec::new())
    } else if filter.page != 0 && !filter.area.is_empty() {
        (
            &WAITING_ON_PAGE_IN_AREA,
            vec![filter.page.into(), (&filter.area).into()],
        )
    } else if filter.page != 0 {
        (&WAITING_ON_PAGE, vec![filter.page.into()])
    } else if !filter.area.is_empty() {
        (&WAITING_IN_AREA, vec![(&filter.area).into()])
    } else {
        (&WAITING, Vec::new())
    };
    let wanted = i64::try_from(most).unwrap_or(PART);
    let part = if filter.words.is_empty() {
        wanted.max(1)
    } else {
        PART
    };
    let mut found = Vec::new();
    let mut before = before;
    loop {
        let mut row: Vec<Value> = vec![before.into(), part.into()];
        row.extend(by.iter().cloned());
        let rows = conn.list(query, &row, item)?;
        let is_last = rows.len() < usize::try_from(part).unwrap_or(usize::MAX);
        if let Some(last) = rows.last() {
            before = last.id;
        }
        for item in rows {
            if fits(conn, filter, &item)? {
                found.push(item);
                if found.len() == most {
                    return Ok(found);
                }
            }
        }
        if is_last {
            return Ok(found);
        }
    }
}

fn fits(conn: &mut Conn, filter: &InboxFilter, item: &InboxItem) -> StoreResult<bool> {
    if filter.page != 0 && item.page != filter.page
        || !filter.area.is_empty() && item.area != filter.area
        || filter.submitted && item.submitted_by.is_none()
    {
        return Ok(false);
    }
    if !filter.words.is_empty() {
        let text = format!("{} {}", item.title, item.source_name).to_lowercase();
        if !filter.words.iter().all(|word| text.contains(word.as_str())) {
            return Ok(false);
        }
    }
    if filter.feed.is_some() && !filter.dossier.is_empty() {
        let is_on = [(&filter.dossier).into(), item.id.into()];
        return Ok(conn
            .find(&IS_ON_DOSSIER, &is_on, single::<ItemId>)?
            .is_some());
    }
    Ok(true)
}

/// An item, whatever became of it.
///
/// # Errors
/// When the database cannot be read.
pub fn find_item(conn: &mut Conn, id: ItemId) -> StoreResult<Option<InboxItem>> {
    conn.find(&ITEM, &[id.into()], item)
}

/// A feed that brought an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemSource {
    /// The feed.
    pub feed: FeedId,
    /// The feed's name; empty when it has none.
    pub feed_title: String,
    /// The feed's address.
    pub feed_url: String,
    /// Where the feed says that the story is.
    pub url: String,
    /// What the feed calls it.
    pub title: String,
    /// What the feed called it before.
    pub old_titles: Vec<String>,
    /// When the feed first had it.
    pub seen_at: Millis,
}

/// The feeds that brought an item, the first first. Feeds that were removed meanwhile are not among them.
///
/// # Errors
/// When the database cannot be read.
pub fn list_item_sources(conn: &mut Conn, id: ItemId) -> StoreResult<Vec<ItemSource>> {
    conn.list(&ITEM_SOURCES, &[id.into()], |row| {
        Ok(ItemSource {
            feed: row.take()?,
            feed_title: row.take()?,
            feed_url: row.take()?,
            url: row.take()?,
            title: row.take()?,
            old_titles: row.take::<String>()?.lines().map(str::to_owned).collect(),
            seen_at: row.take()?,
        })
    })
}

/// Whom and what the glossary found mentioned in an item, by name in addresses.
///
/// # Errors
/// When the database cannot be read.
pub fn list_item_dossiers(conn: &mut Conn, id: ItemId) -> StoreResult<Vec<String>> {
    conn.list(&ITEM_DOSSIERS, &[id.into()], single)
}

/// The clipping that was fetched for an item, as JSON, if it was.
///
/// # Errors
/// When the database cannot be read.
pub fn find_clipping(conn: &mut Conn, id: ItemId) -> StoreResult<Option<String>> {
    Ok(conn
        .find(&CLIPPING_OF, &[id.into()], single::<Option<String>>)?
        .flatten())
}

/// Items that were clipped, dropped or expired after an instant, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_decided(conn: &mut Conn, after: Millis, most: i64) -> StoreResult<Vec<ItemId>> {
    conn.list(&DECIDED_SINCE, &[after.into(), most.into()], single)
}

/// The number of the item that came last; 0 when none ever came.
///
/// # Errors
/// When the database cannot be read.
pub fn newest_item(conn: &mut Conn) -> StoreResult<ItemId> {
    conn.one(&NEWEST_ITEM, &[], single)
}

/// How many items wait.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InboxCounts {
    /// In all.
    pub all: i64,
    /// Sent in by somebody.
    pub submitted: i64,
    /// By page.
    pub pages: BTreeMap<i64, i64>,
    /// By the area's short name.
    pub areas: BTreeMap<String, i64>,
    /// By feed.
    pub feeds: HashMap<FeedId, i64>,
    /// By the dossier's name in addresses.
    pub dossiers: BTreeMap<String, i64>,
}

/// How many items wait.
///
/// # Errors
/// When the database cannot be read.
pub fn inbox_counts(conn: &mut Conn) -> StoreResult<InboxCounts> {
    let rows = conn.list(&INBOX_COUNTS, &[], |row| {
        Ok((
            row.take::<String>()?,
            row.take::<String>()?,
            row.take::<i64>()?,
        ))
    })?;
    let mut counts = InboxCounts::default();
    for (of, name, count) in rows {
        match of.as_str() {
            kind::ALL => counts.all = count,
            kind::SUBMITTED => counts.submitted = count,
            kind::PAGE => {
                counts.pages.insert(name.parse().unwrap_or_default(), count);
            }
            kind::AREA => {
                counts.areas.insert(name, count);
            }
            kind::FEED => {
                let feed = FeedId(name.parse().unwrap_or_default());
                counts.feeds.insert(feed, count);
            }
            _ => {
                counts.dossiers.insert(name, count);
            }
        }
    }
    Ok(counts)
}

/// Whether an item waits.
pub(super) fn is_waiting(state: Option<ItemState>) -> bool {
    state == Some(ItemState::Waiting)
}
