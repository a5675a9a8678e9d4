//! Taking into the inbox: a new story, or one more source of a story that is there.

use super::list::is_waiting;
use super::tend::{count, count_all};
use super::{ItemKind, ItemState, feed_name, kind};
use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{FeedId, ItemId, Millis, single};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;

queries! {
    ADD_ITEM = "INSERT INTO inbox_item (kind, state, title, url, excerpt, source_name, source_count, published_at, \
        arrived_at, waits_since, page, area, had, submitted_by, note) \
        VALUES (?1, 'waiting', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11, ?12, ?13) RETURNING id";
    ADD_ITEM_TEXT = "INSERT INTO inbox_text (item_id, fingerprint) VALUES (?1, ?2)";
    ADD_ITEM_DOSSIER = "INSERT INTO inbox_dossier (dossier, item_id) VALUES (?1, ?2) \
        ON CONFLICT (dossier, item_id) DO NOTHING";
    ADD_ITEM_SOURCE = "INSERT INTO inbox_source (feed_id, item_id, guid, url, title, seen_at) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (feed_id, item_id) DO NOTHING";
    SOURCE_OF_ITEM = "SELECT title, old_titles FROM inbox_source WHERE feed_id = ?1 AND item_id = ?2";
    RETITLE_SOURCE = "UPDATE inbox_source SET title = ?3, old_titles = ?4 WHERE feed_id = ?1 AND item_id = ?2";
    RETITLE_ITEM = "UPDATE inbox_item SET title = ?2 WHERE id = ?1 AND state = ?3";
    SENDERS_OF_ITEM = "SELECT submitted_by, state FROM inbox_item WHERE id = ?1";
    SET_SENDERS = "UPDATE inbox_item SET submitted_by = ?2, waits_since = ?3 WHERE id = ?1";
    COUNT_SOURCE = "UPDATE inbox_item SET source_count = source_count + 1 WHERE id = ?1 RETURNING state";
    ADD_ADDRESS = "INSERT INTO inbox_address (hash, item_id, seen_at) VALUES (?1, ?2, ?3) \
        ON CONFLICT (hash) DO UPDATE SET seen_at = excluded.seen_at";
    BY_ADDRESS = "SELECT a.item_id, a.seen_at, i.state FROM inbox_address a \
        LEFT JOIN inbox_item i ON i.id = a.item_id WHERE a.hash = ?1";
}

/// Titles that a source used before and that are remembered.
const MOST_OLD_TITLES: usize = 5;
/// Senders of one story that are named on it.
const MOST_SENDERS: usize = 5;

/// A story to be put into the inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewItem {
    /// How it came.
    pub kind: ItemKind,
    /// What it is called.
    pub title: String,
    /// Where it is, without tracking; empty for an article that was sent in.
    pub url: String,
    /// The beginning of its text, without markup.
    pub excerpt: String,
    /// Who brought it.
    pub source_name: String,
    /// When its source published it, if that is known.
    pub published_at: Option<Millis>,
    /// The page it is proposed for; 0 for none.
    pub page: i64,
    /// The area it is proposed for; empty for none.
    pub area: String,
    /// What the paper had of it already, as JSON; empty for nothing.
    pub had: String,
    /// Who sent it in; none for what feeds bring.
    pub submitted_by: Option<String>,
    /// What the sender says to the desk.
    pub note: String,
    /// The sketch by which the same story is known again; empty for none.
    pub fingerprint: String,
    /// Whom and what the glossary finds mentioned, by name in addresses.
    pub dossiers: Vec<String>,
    /// Hashes of its addresses: whatever comes from one of them is this story.
    pub addresses: Vec<String>,
}

/// A story as a feed brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The feed.
    pub feed: FeedId,
    /// What the feed knows it by.
    pub guid: String,
    /// Where the feed says that it is.
    pub url: String,
    /// What the feed calls it.
    pub title: String,
}

/// Puts a story into the inbox.
///
/// # Errors
/// When the database cannot be written.
pub fn create_item(
    tx: &mut Tx<'_>,
    new: &NewItem,
    brought: Option<&Brought>,
    now: Millis,
) -> StoreResult<ItemId> {
    let row = [
        new.kind.as_str().into(),
        (&new.title).into(),
        (&new.url).into(),
        (&new.excerpt).into(),
        (&new.source_name).into(),
        i64::from(brought.is_some()).into(),
        new.published_at.into(),
        now.into(),
        new.page.into(),
        (&new.area).into(),
        (&new.had).into(),
        new.submitted_by.as_ref().into(),
        (&new.note).into(),
    ];
    let id: ItemId = tx.one(&ADD_ITEM, &row, single)?;
    tx.change(&ADD_ITEM_TEXT, &[id.into(), (&new.fingerprint).into()])?;
    for dossier in &new.dossiers {
        tx.change(&ADD_ITEM_DOSSIER, &[dossier.into(), id.into()])?;
    }
    if let Some(brought) = brought {
        insert_source(tx, id, brought, now)?;
    }
    add_item_addresses(tx, id, &new.addresses, now)?;
    count_all(tx, id, new.page, &new.area, 1)?;
    tx.tell(Event::Inbox, now)?;
    Ok(id)
}

fn insert_source(tx: &mut Tx<'_>, id: ItemId, brought: &Brought, now: Millis) -> StoreResult<bool> {
    let row = [
        brought.feed.into(),
        id.into(),
        (&brought.guid).into(),
        (&brought.url).into(),
        (&brought.title).into(),
        now.into(),
    ];
    Ok(tx.change(&ADD_ITEM_SOURCE, &row)? == 1)
}

/// Notes that a feed brought a story that is in the inbox, or was: one more source, or another title of the same. Gives
/// whether that changed anything.
///
/// # Errors
/// When the database cannot be written.
pub fn add_item_source(
    tx: &mut Tx<'_>,
    id: ItemId,
    brought: &Brought,
    now: Millis,
) -> StoreResult<bool> {
    let of = [brought.feed.into(), id.into()];
    let known = tx.find(&SOURCE_OF_ITEM, &of, |row| {
        Ok((row.take::<String>()?, row.take::<String>()?))
    })?;
    if let Some((title, old)) = known {
        return retitle(tx, id, brought, (title, old), now);
    }
    let Some(state) = tx.find(&COUNT_SOURCE, &[id.into()], single::<String>)? else {
        return Ok(false);
    };
    insert_source(tx, id, brought, now)?;
    if state == ItemState::Waiting.as_str() {
        count(tx, kind::FEED, &feed_name(brought.feed), 1)?;
        tx.tell(Event::Inbox, now)?;
    }
    Ok(true)
}

/// Notes that somebody sent in a story that is in the inbox: it is marked with their name, and waits from
/// now. Gives whether there is such an item.
///
/// # Errors
/// When the database cannot be written.
pub fn add_item_sender(tx: &mut Tx<'_>, id: ItemId, name: &str, now: Millis) -> StoreResult<bool> {
    let found = tx.find(&SENDERS_OF_ITEM, &[id.into()], |row| {
        Ok((row.take::<Option<String>>()?, row.take::<String>()?))
    })?;
    let Some((before, state)) = found else {
        return Ok(false);
    };
    let names = match &before {
        None => name.to_owned(),
        Some(names) if names.split(", ").any(|known| known == name) => names.clone(),
        Some(names) if names.split(", ").count() >= MOST_SENDERS => names.clone(),
        Some(names) => format!("{names}, {name}"),
    };
    tx.change(&SET_SENDERS, &[id.into(), names.into(), now.into()])?;
    if before.is_none() && state == ItemState::Waiting.as_str() {
        count(tx, kind::SUBMITTED, "", 1)?;
    }
    tx.tell(Event::Inbox, now)?;
    Ok(true)
}

/// A title that was used before does not come back: a feed that lists a story twice would change it at every reading.
fn retitle(
    tx: &mut Tx<'_>,
    id: ItemId,
    brought: &Brought,
    (title, old): (String, String),
    now: Millis,
) -> StoreResult<bool> {
    if title == brought.title || old.lines().any(|line| line == brought.title) {
        return Ok(false);
    }
    let mut lines: Vec<&str> = old.lines().collect();
    lines.push(&title);
    let from = lines.len().saturating_sub(MOST_OLD_TITLES);
    let row = [
        brought.feed.into(),
        id.into(),
        (&brought.title).into(),
        lines[from..].join("\n").into(),
    ];
    tx.change(&RETITLE_SOURCE, &row)?;
    let row = [
        id.into(),
        (&brought.title).into(),
        ItemState::Waiting.as_str().into(),
    ];
    if tx.change(&RETITLE_ITEM, &row)? == 1 {
        tx.tell(Event::Inbox, now)?;
    }
    Ok(true)
}

/// Remembers addresses, given by hash, as those of an item; one that is known as another item's stays that one's. Both
/// are remembered from now.
///
/// # Errors
/// When the database cannot be written.
pub fn add_item_addresses(
    tx: &mut Tx<'_>,
    id: ItemId,
    hashes: &[String],
    now: Millis,
) -> StoreResult<()> {
    for hash in hashes {
        tx.change(&ADD_ADDRESS, &[hash.into(), id.into(), now.into()])?;
    }
    Ok(())
}

/// What is known of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownAddress {
    /// The item that came from it.
    pub item: ItemId,
    /// When it was last remembered.
    pub seen_at: Millis,
    /// What became of the item; none when it is gone.
    pub state: Option<ItemState>,
}

impl KnownAddress {
    /// Whether the item waits.
    pub fn is_waiting(&self) -> bool {
        is_waiting(self.state)
    }
}

/// The item that came from an address, given by hash.
///
/// # Errors
/// When the database cannot be read.
pub fn find_item_by_address(conn: &mut Conn, hash: &str) -> StoreResult<Option<KnownAddress>> {
    conn.find(&BY_ADDRESS, &[hash.into()], |row| {
        Ok(KnownAddress {
            item: row.take()?,
            seen_at: row.take()?,
            state: row
                .take::<Option<String>>()?
                .map(|state| ItemState::read(&state))
                .transpose()?,
        })
    })
}
