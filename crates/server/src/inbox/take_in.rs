//! Taking in what a feed brought: known stories get one more source, new ones go on the list.
//!
//! A story is known by its address, and by its words; never by what the feed calls it alone.

use super::had::{Found, FoundIn, write_had};
use super::memory::{Memory, StoryKey, write_sketch};
use super::{Arrival, address_key};
use crate::app::App;
use crate::printing::{self, Place};
use clipsheet_intake::stories::{Fingerprint, Kind};
use clipsheet_store::{
    ArticleId, Brought, Feed, ItemId, KnownAddress, Millis, NewItem, StoreError, StoreResult, Tx,
    add_item_addresses, add_item_source, create_item, find_article_by_url, find_item,
    find_item_by_address,
};
use std::collections::HashSet;
use tokio::sync::OwnedMutexGuard;

/// Items without a date that a feed's first reading puts on the list; what stands below them is old.
const MOST_UNDATED: usize = 30;
/// An item that came longer ago than this is no longer the same story, whatever it says.
const SAME_MILLIS: i64 = 7 * 24 * 3_600_000;
/// An address that was remembered within this time need not be remembered again.
const TOUCH_MILLIS: i64 = 24 * 3_600_000;
/// In place of an item for addresses that are only remembered.
const NO_ITEM: ItemId = ItemId(0);

/// Something that the inbox does not know by its address.
struct Fresh {
    arrival: Arrival,
    sketch: Fingerprint,
    dossiers: Vec<String>,
    /// The same story, earlier in the same reading, by its place there.
    twin: Option<usize>,
    found: Vec<Found>,
    /// Whether it is only to be remembered: it was old when the feed was first read.
    is_old: bool,
}

/// Takes in what a reading of a feed brought, in this order; gives how many stories are new on the list.
///
/// # Errors
/// When the store refuses; nothing of this reading is taken in then.
pub(crate) async fn take_in(app: &App, feed: &Feed, arrivals: Vec<Arrival>) -> StoreResult<i64> {
    if arrivals.is_empty() {
        return Ok(0);
    }
    let arrivals = each_once(arrivals);
    // One at a time: two feeds that bring the same story at once must see each other's.
    let mut memory = std::sync::Arc::clone(&app.inbox.memory).lock_owned().await;
    memory.catch_up(&app.store).await?;
    let keys: Vec<String> = arrivals.iter().map(|arrival| arrival.key.clone()).collect();
    let known = app
        .store
        .read(move |conn| {
            keys.iter()
                .map(|key| find_item_by_address(conn, key))
                .collect::<StoreResult<Vec<_>>>()
        })
        .await?;
    let (again, new): (Vec<_>, Vec<_>) = arrivals
        .into_iter()
        .zip(known)
        .partition(|(_, known)| known.is_some());
    let new = new.into_iter().map(|(arrival, _)| arrival).collect();
    let is_first = feed.last_success_at.is_none();
    let place = Place {
        day: app.today().await?,
        page: feed.page.max(1),
        area: feed.area.clone(),
    };
    let oldest = if is_first {
        Some(oldest_news(app).await?)
    } else {
        None
    };
    let glossary = app.glossary().await?;
    let look = tokio::task::spawn_blocking(move || {
        let fresh = look_up(&mut memory, new, oldest, &|text| {
            printing::dossiers_in_text(&glossary, text, &place)
        });
        (memory, fresh)
    });
    let (memory, fresh) = look
        .await
        .map_err(|error| StoreError::Internal(format!("stories cannot be compared: {error}")))?;
    write(app, feed, again, fresh, memory).await
}

/// Before when a story is old.
async fn oldest_news(app: &App) -> StoreResult<Millis> {
    let keep = app.paper().await?.settings.inbox.keep_millis();
    Ok(Millis(app.now().0 - keep))
}

/// A feed that lists an address twice brings it once; the newer title counts.
fn each_once(arrivals: Vec<Arrival>) -> Vec<Arrival> {
    let mut seen = HashSet::new();
    let mut kept: Vec<Arrival> = arrivals
        .into_iter()
        .rev()
        .filter(|arrival| seen.insert(arrival.key.clone()))
        .collect();
    kept.reverse();
    kept
}

/// Looks for each story among those that are remembered, and puts it there under its place in this reading.
fn look_up(
    memory: &mut Memory,
    new: Vec<Arrival>,
    oldest: Option<Millis>,
    dossiers: &dyn Fn(&str) -> Vec<String>,
) -> Vec<Fresh> {
    // On top of a feed stand the newest: here they are last.
    let undated = new.iter().filter(|new| new.published.is_none()).count();
    let mut to_skip = undated.saturating_sub(MOST_UNDATED);
    let mut fresh = Vec::with_capacity(new.len());
    // A reading that failed half-way may have left its own here.
    for at in 0..new.len() {
        memory.index.remove(StoryKey::Fresh(at).to_number());
    }
    for (at, arrival) in new.into_iter().enumerate() {
        let is_old = oldest.is_some_and(|oldest| match arrival.published {
            Some(published) => published < oldest,
            None if to_skip > 0 => {
                to_skip -= 1;
                true
            }
            None => false,
        });
        let text = if arrival.text.is_empty() {
            &arrival.excerpt
        } else {
            &arrival.text
        };
        let sketch = Fingerprint::new(&arrival.title, text);
        let (mut twin, mut found) = (None, Vec::new());
        if !is_old {
            for like in memory.index.find(&sketch) {
                let same = like.kind == Kind::Same;
                match StoryKey::of_number(like.key) {
                    StoryKey::Article(id) => found.push(Found {
                        of: FoundIn::Paper(id),
                        same,
                    }),
                    StoryKey::Item(id) => found.push(Found {
                        of: FoundIn::Inbox(id),
                        same,
                    }),
                    StoryKey::Fresh(other) if same && twin.is_none() => twin = Some(other),
                    StoryKey::Fresh(_) => {}
                }
            }
            memory.put(StoryKey::Fresh(at), sketch.clone());
        }
        let dossiers = if is_old {
            Vec::new()
        } else {
            dossiers(&format!("{}\n\n{}", arrival.title, arrival.excerpt))
        };
        fresh.push(Fresh {
            arrival,
            sketch,
            dossiers,
            twin,
            found,
            is_old,
        });
    }
    fresh
}

async fn write(
    app: &App,
    feed: &Feed,
    again: Vec<(Arrival, Option<KnownAddress>)>,
    fresh: Vec<Fresh>,
    mut memory: OwnedMutexGuard<Memory>,
) -> StoreResult<i64> {
    let now = app.now();
    let sketches: Vec<Fingerprint> = fresh.iter().map(|fresh| fresh.sketch.clone()).collect();
    let feed = feed.clone();
    let written = app
        .store
        .write(move |tx| {
            for (arrival, known) in &again {
                if let Some(known) = known {
                    see_again(tx, &feed, arrival, *known, now)?;
                }
            }
            let mut ids: Vec<Option<ItemId>> = Vec::with_capacity(fresh.len());
            let mut created = Vec::new();
            for (at, fresh) in fresh.iter().enumerate() {
                let twin = fresh.twin.and_then(|twin| ids.get(twin).copied().flatten());
                let (id, is_new) = settle(tx, &feed, fresh, twin, now)?;
                if is_new {
                    created.push((at, id));
                }
                ids.push((id != NO_ITEM).then_some(id));
            }
            Ok(created)
        })
        .await;
    for at in 0..sketches.len() {
        memory.index.remove(StoryKey::Fresh(at).to_number());
    }
    let created = written?;
    for (at, id) in &created {
        memory.put(StoryKey::Item(*id), sketches[*at].clone());
    }
    Ok(i64::try_from(created.len()).unwrap_or(i64::MAX))
}

fn brought(feed: &Feed, arrival: &Arrival) -> Brought {
    Brought {
        feed: feed.id,
        guid: arrival.guid.clone(),
        url: arrival.url.clone(),
        title: arrival.title.clone(),
    }
}

/// A story from an address that is known.
fn see_again(
    tx: &mut Tx<'_>,
    feed: &Feed,
    arrival: &Arrival,
    known: KnownAddress,
    now: Millis,
) -> StoreResult<()> {
    if known.state.is_some() {
        add_item_source(tx, known.item, &brought(feed, arrival), now)?;
    }
    if now.0 - known.seen_at.0 > TOUCH_MILLIS {
        add_item_addresses(tx, known.item, std::slice::from_ref(&arrival.key), now)?;
    }
    Ok(())
}

/// A story from an address that was not known a moment ago. Gives its item (none for what is only remembered), and
/// whether that is new.
fn settle(
    tx: &mut Tx<'_>,
    feed: &Feed,
    fresh: &Fresh,
    twin: Option<ItemId>,
    now: Millis,
) -> StoreResult<(ItemId, bool)> {
    let arrival = &fresh.arrival;
    // Another node may have been quicker.
    if let Some(known) = find_item_by_address(tx, &arrival.key)? {
        see_again(tx, feed, arrival, known, now)?;
        return Ok((known.item, false));
    }
    let keys = [arrival.key.clone()];
    if fresh.is_old {
        add_item_addresses(tx, NO_ITEM, &keys, now)?;
        return Ok((NO_ITEM, false));
    }
    let same = match twin {
        Some(twin) => Some(twin),
        None => same_item(tx, &fresh.found, &arrival.url, now)?,
    };
    if let Some(id) = same {
        add_item_source(tx, id, &brought(feed, arrival), now)?;
        add_item_addresses(tx, id, &keys, now)?;
        return Ok((id, false));
    }
    let mut found = fresh.found.clone();
    if let Some(article) = find_article_by_url(tx, &arrival.url)? {
        found.insert(0, by_address(article));
    }
    let new = NewItem {
        title: arrival.title.clone(),
        url: arrival.url.clone(),
        excerpt: arrival.excerpt.clone(),
        source_name: name_of(feed),
        // A date in the future is a mistake, and would stand on top for ever.
        published_at: arrival.published.map(|at| at.min(now)),
        page: feed.page,
        area: feed.area.clone(),
        had: write_had(tx, &found)?,
        fingerprint: write_sketch(&fresh.sketch),
        dossiers: fresh.dossiers.clone(),
        addresses: keys.to_vec(),
        ..NewItem::default()
    };
    let id = create_item(tx, &new, Some(&brought(feed, arrival)), now)?;
    Ok((id, true))
}

fn by_address(article: ArticleId) -> Found {
    Found {
        of: FoundIn::Paper(article),
        same: true,
    }
}

/// The item of the last days that tells the same story. One with an address and one without are two, whatever they say: what
/// somebody wrote themselves would be lost behind what can be fetched.
pub(super) fn same_item(
    tx: &mut Tx<'_>,
    found: &[Found],
    url: &str,
    now: Millis,
) -> StoreResult<Option<ItemId>> {
    for found in found.iter().filter(|found| found.same) {
        if let FoundIn::Inbox(id) = found.of
            && let Some(item) = find_item(tx, id)?
            && now.0 - item.arrived_at.0 < SAME_MILLIS
            && item.url.is_empty() == url.is_empty()
        {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// What a feed is called on its items: by its name, else by where it is.
pub(crate) fn name_of(feed: &Feed) -> String {
    if !feed.title.is_empty() {
        return feed.title.clone();
    }
    let host = url::Url::parse(&feed.url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| feed.url.clone())
}

impl App {
    /// Remembers a further address of an item, such as the one that its own leads on to. Gives the other waiting item
    /// that came from there, if there is one: it is the same story.
    pub(crate) async fn learn_address(
        &self,
        item: ItemId,
        address: &str,
    ) -> StoreResult<Option<ItemId>> {
        let (key, now) = (address_key(address), self.now());
        self.store
            .write(move |tx| {
                if let Some(known) = find_item_by_address(tx, &key)? {
                    return Ok((known.item != item && known.is_waiting()).then_some(known.item));
                }
                add_item_addresses(tx, item, &[key], now)?;
                Ok(None)
            })
            .await
    }
}
