//! Feeds that are read for the inbox: where they are, how they fare, when they are read next.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{FeedId, Millis, single};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;
use crate::value::Columns;

macro_rules! feeds {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.url, f.title, f.homepage, f.group_name, f.page, f.area, f.include_words, f.exclude_words, ",
            "f.is_paused, f.etag, f.last_modified, f.next_poll_at, f.interval_secs, f.last_polled_at, f.last_success_at, ",
            "f.last_news_at, f.fail_count, f.last_error, f.moved_to, f.item_count, f.created_at FROM feed f ",
            $rest
        )
    };
}

queries! {
    ADD_FEED = "INSERT INTO feed (url, title, homepage, group_name, page, area, include_words, exclude_words, \
        next_poll_at, interval_secs, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', '', ?7, ?8, ?7) \
        ON CONFLICT (url) DO NOTHING RETURNING id";
    FEED = feeds!("WHERE f.id = ?1");
    FEED_BY_URL = feeds!("WHERE f.url = ?1");
    FEEDS = feeds!("ORDER BY f.group_name, f.title, f.id");
    DUE_FEEDS = feeds!("WHERE f.is_paused = 0 AND f.next_poll_at <= ?1 AND f.claimed_until <= ?1 \
        ORDER BY f.next_poll_at, f.id LIMIT ?2");
    SAVE_FEED = "UPDATE feed SET title = ?2, group_name = ?3, page = ?4, area = ?5, include_words = ?6, \
        exclude_words = ?7 WHERE id = ?1";
    PAUSE_FEED = "UPDATE feed SET is_paused = ?2, last_error = ?3, next_poll_at = ?4 WHERE id = ?1";
    HURRY_FEED = "UPDATE feed SET next_poll_at = ?2, is_paused = 0 WHERE id = ?1 AND claimed_until <= ?2";
    CLAIM_FEED = "UPDATE feed SET claimed_until = ?3 \
        WHERE id = ?1 AND is_paused = 0 AND next_poll_at <= ?2 AND claimed_until <= ?2";
    NOTE_SUCCESS = "UPDATE feed SET etag = ?2, last_modified = ?3, next_poll_at = ?4, interval_secs = ?5, \
        last_polled_at = ?6, last_success_at = ?6, last_news_at = COALESCE(?7, last_news_at), fail_count = 0, \
        last_error = ?8, item_count = item_count + ?9, claimed_until = 0 WHERE id = ?1";
    NAME_FEED = "UPDATE feed SET title = CASE WHEN title = '' THEN ?2 ELSE title END, \
        homepage = CASE WHEN homepage = '' THEN ?3 ELSE homepage END WHERE id = ?1";
    NOTE_FAILURE = "UPDATE feed SET next_poll_at = ?2, last_polled_at = ?3, fail_count = fail_count + 1, last_error = ?4, \
        is_paused = ?5, claimed_until = 0 WHERE id = ?1";
    NOTE_MOVE = "UPDATE feed SET moved_to = ?2 WHERE id = ?1";
    MOVE_FEED = "UPDATE feed SET url = ?2, moved_to = '', etag = '', last_modified = '' WHERE id = ?1";
    DROP_FEED_SOURCES = "DELETE FROM inbox_source WHERE feed_id = ?1";
    DROP_FEED_COUNT = "DELETE FROM inbox_count WHERE kind = 'feed' AND name = ?1";
    DROP_FEED = "DELETE FROM feed WHERE id = ?1";
}

/// The longest address of a feed, in bytes: PostgreSQL's indexes take no key of more than 2,704.
pub const MOST_FEED_URL: usize = 2000;

/// A feed that is read for the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its row.
    pub id: FeedId,
    /// Where it is read.
    pub url: String,
    /// What the desk calls it; empty until it was read the first time, unless the desk said.
    pub title: String,
    /// The site it belongs to; empty when that is not known.
    pub homepage: String,
    /// The group it is listed in; empty for none.
    pub group: String,
    /// The page its items are proposed for; 0 for none.
    pub page: i64,
    /// The short name of the area its items are proposed for; empty for none.
    pub area: String,
    /// Words, one a line, of which an item must have one; empty for no such rule.
    pub include_words: String,
    /// Words, one a line, of which an item may have none.
    pub exclude_words: String,
    /// Whether it is left alone.
    pub is_paused: bool,
    /// What its server said to know it by; empty for nothing.
    pub etag: String,
    /// When its server says that it last changed, as it said it; empty for nothing.
    pub last_modified: String,
    /// When it is read next.
    pub next_poll_at: Millis,
    /// How long to wait between two readings, as it turned out best.
    pub interval_secs: i64,
    /// When it was last asked for.
    pub last_polled_at: Option<Millis>,
    /// When it was last had.
    pub last_success_at: Option<Millis>,
    /// When it last had something new.
    pub last_news_at: Option<Millis>,
    /// How often in a row it could not be read.
    pub fail_count: i64,
    /// Why it could not be read, or was read in part only; empty for no reason to complain.
    pub last_error: String,
    /// Where it said the last time that it is for good; empty for nowhere else.
    pub moved_to: String,
    /// How many items it brought in all.
    pub item_count: i64,
    /// When it was added.
    pub created_at: Millis,
}

fn feed(row: &mut Columns<'_>) -> StoreResult<Feed> {
    Ok(Feed {
        id: row.take()?,
        url: row.take()?,
        title: row.take()?,
        homepage: row.take()?,
        group: row.take()?,
        page: row.take()?,
        area: row.take()?,
        include_words: row.take()?,
        exclude_words: row.take()?,
        is_paused: row.take()?,
        etag: row.take()?,
        last_modified: row.take()?,
        next_poll_at: row.take()?,
        interval_secs: row.take()?,
        last_polled_at: row.take()?,
        last_success_at: row.take()?,
        last_news_at: row.take()?,
        fail_count: row.take()?,
        last_error: row.take()?,
        moved_to: row.take()?,
        item_count: row.take()?,
        created_at: row.take()?,
    })
}

/// A feed to be added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewFeed {
    /// Where it is, at most [`MOST_FEED_URL`] bytes.
    pub url: String,
    /// What to call it; empty to take its own name when it is read.
    pub title: String,
    /// The site it belongs to; empty when that is not known.
    pub homepage: String,
    /// The group it is listed in; empty for none.
    pub group: String,
    /// The page its items are proposed for; 0 for none.
    pub page: i64,
    /// The area its items are proposed for; empty for none.
    pub area: String,
    /// How long to wait between two readings, to begin with, in seconds.
    pub interval_secs: i64,
}

/// Adds a feed, to be read at once. `None` when there is one at that address.
///
/// # Errors
/// When the database cannot be written.
pub fn create_feed(tx: &mut Tx<'_>, new: &NewFeed, now: Millis) -> StoreResult<Option<FeedId>> {
    let row = [
        (&new.url).into(),
        (&new.title).into(),
        (&new.homepage).into(),
        (&new.group).into(),
        new.page.into(),
        (&new.area).into(),
        now.into(),
        new.interval_secs.into(),
    ];
    let id = tx.find(&ADD_FEED, &row, single)?;
    if id.is_some() {
        tx.tell(Event::Inbox, now)?;
    }
    Ok(id)
}

/// A feed by row.
///
/// # Errors
/// When the database cannot be read.
pub fn find_feed(conn: &mut Conn, id: FeedId) -> StoreResult<Option<Feed>> {
    conn.find(&FEED, &[id.into()], feed)
}

/// A feed by address.
///
/// # Errors
/// When the database cannot be read.
pub fn find_feed_by_url(conn: &mut Conn, url: &str) -> StoreResult<Option<Feed>> {
    conn.find(&FEED_BY_URL, &[url.into()], feed)
}

/// All feeds, by group and title.
///
/// # Errors
/// When the database cannot be read.
pub fn list_feeds(conn: &mut Conn) -> StoreResult<Vec<Feed>> {
    conn.list(&FEEDS, &[], feed)
}

/// Feeds that are to be read now and that nobody is reading, the longest overdue first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_due_feeds(conn: &mut Conn, now: Millis, most: i64) -> StoreResult<Vec<Feed>> {
    conn.list(&DUE_FEEDS, &[now.into(), most.into()], feed)
}

/// What the desk may say of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedChange {
    /// What to call it.
    pub title: String,
    /// The group it is listed in; empty for none.
    pub group: String,
    /// The page its items are proposed for; 0 for none.
    pub page: i64,
    /// The area its items are proposed for; empty for none.
    pub area: String,
    /// Words of which an item must have one, one a line.
    pub include_words: String,
    /// Words of which an item may have none, one a line.
    pub exclude_words: String,
}

/// Saves what the desk says of a feed.
///
/// # Errors
/// When the database cannot be written.
pub fn save_feed(tx: &mut Tx<'_>, id: FeedId, change: &FeedChange, now: Millis) -> StoreResult<()> {
    let row = [
        id.into(),
        (&change.title).into(),
        (&change.group).into(),
        change.page.into(),
        (&change.area).into(),
        (&change.include_words).into(),
        (&change.exclude_words).into(),
    ];
    tx.change(&SAVE_FEED, &row)?;
    tx.tell(Event::Inbox, now)
}

/// Leaves a feed alone, for a reason or for none, or reads it again from now on.
///
/// # Errors
/// When the database cannot be written.
pub fn pause_feed(
    tx: &mut Tx<'_>,
    id: FeedId,
    is_paused: bool,
    reason: &str,
    now: Millis,
) -> StoreResult<()> {
    let row = [id.into(), is_paused.into(), reason.into(), now.into()];
    tx.change(&PAUSE_FEED, &row)?;
    tx.tell(Event::Inbox, now)
}

/// Has a feed read as soon as can be; one that was paused is read again. `false` when it is being read this moment.
///
/// # Errors
/// When the database cannot be written.
pub fn hurry_feed(tx: &mut Tx<'_>, id: FeedId, now: Millis) -> StoreResult<bool> {
    let hurried = tx.change(&HURRY_FEED, &[id.into(), now.into()])? == 1;
    if hurried {
        tx.tell(Event::Inbox, now)?;
    }
    Ok(hurried)
}

/// Takes a feed that is due for this node alone, until an instant. `false` when another node has it.
///
/// # Errors
/// When the database cannot be written.
pub fn claim_feed(tx: &mut Tx<'_>, id: FeedId, now: Millis, until: Millis) -> StoreResult<bool> {
    Ok(tx.change(&CLAIM_FEED, &[id.into(), now.into(), until.into()])? == 1)
}

/// A feed was had, with news or without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedSuccess {
    /// What its server said to know it by; empty for nothing.
    pub etag: String,
    /// When its server says that it last changed; empty for nothing.
    pub last_modified: String,
    /// The feed's own name and site, for a feed that has none yet.
    pub title: String,
    /// The site it belongs to.
    pub homepage: String,
    /// How many of its items were new.
    pub news: i64,
    /// What is to be said of it all the same: that it broke off, for one. Empty for nothing.
    pub complaint: String,
    /// How long to wait between two readings from now on, in seconds.
    pub interval_secs: i64,
}

/// Notes that a feed was had, and when it is read next. It is free again.
///
/// # Errors
/// When the database cannot be written.
pub fn note_feed_success(
    tx: &mut Tx<'_>,
    id: FeedId,
    had: &FeedSuccess,
    next: Millis,
    now: Millis,
) -> StoreResult<()> {
    let row = [
        id.into(),
        (&had.etag).into(),
        (&had.last_modified).into(),
        next.into(),
        had.interval_secs.into(),
        now.into(),
        (had.news > 0).then_some(now).into(),
        (&had.complaint).into(),
        had.news.into(),
    ];
    tx.change(&NOTE_SUCCESS, &row)?;
    let names = [id.into(), (&had.title).into(), (&had.homepage).into()];
    tx.change(&NAME_FEED, &names)?;
    if had.news > 0 {
        tx.tell(Event::Inbox, now)?;
    }
    Ok(())
}

/// Notes that a feed could not be read, why, and when it is tried next, or that it is left alone from now on.
///
/// # Errors
/// When the database cannot be written.
pub fn note_feed_failure(
    tx: &mut Tx<'_>,
    id: FeedId,
    reason: &str,
    is_over: bool,
    next: Millis,
    now: Millis,
) -> StoreResult<()> {
    let row = [
        id.into(),
        next.into(),
        now.into(),
        reason.into(),
        is_over.into(),
    ];
    tx.change(&NOTE_FAILURE, &row)?;
    tx.tell(Event::Inbox, now)
}

/// Notes where a feed says that it is for good; empty when it no longer says so. When it says so the second time, it is
/// read there from now on; `true` then. If another feed is at that address already, nothing moves.
///
/// # Errors
/// When the database cannot be written.
pub fn note_feed_move(tx: &mut Tx<'_>, feed: &Feed, to: &str) -> StoreResult<bool> {
    if to.is_empty() || to.len() > MOST_FEED_URL || to == feed.url {
        if !feed.moved_to.is_empty() {
            tx.change(&NOTE_MOVE, &[feed.id.into(), "".into()])?;
        }
        return Ok(false);
    }
    if feed.moved_to != to {
        tx.change(&NOTE_MOVE, &[feed.id.into(), to.into()])?;
        return Ok(false);
    }
    if find_feed_by_url(tx, to)?.is_some() {
        return Ok(false);
    }
    tx.change(&MOVE_FEED, &[feed.id.into(), to.into()])?;
    Ok(true)
}

/// Removes a feed. What it brought stays in the inbox. `false` when there is none.
///
/// # Errors
/// When the database cannot be written.
pub fn delete_feed(tx: &mut Tx<'_>, id: FeedId, now: Millis) -> StoreResult<bool> {
    tx.change(&DROP_FEED_SOURCES, &[id.into()])?;
    tx.change(&DROP_FEED_COUNT, &[id.to_string().into()])?;
    let deleted = tx.change(&DROP_FEED, &[id.into()])? == 1;
    if deleted {
        tx.tell(Event::Inbox, now)?;
    }
    Ok(deleted)
}
