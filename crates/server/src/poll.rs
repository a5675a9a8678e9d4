//! Reading the feeds, beside the answering: politely, each when it is due.
//!
//! What is due stands in the store, and so does who reads it: several servers on one database share the work. In memory
//! is only which hosts were just asked.

mod reading;
mod schedule;

pub use schedule::{LEAST, MOST, START};

use crate::app::App;
use crate::inbox;
use clipsheet_store::{Feed, Millis, StoreResult, claim_feed, list_due_feeds, list_feeds};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{self, JoinSet};
use tokio::time::Instant;
use url::Url;

/// Feeds that are read at the same time.
const MOST_AT_ONCE: usize = 6;
/// Between two requests to one host.
const HOST_PAUSE: Duration = Duration::from_secs(2);
/// How often what is due is looked for.
const LOOK: Duration = Duration::from_secs(5);
/// How often what nobody took is looked for.
const TEND: Duration = Duration::from_secs(300);
/// Due feeds that are looked at at once.
const PART: i64 = 500;
/// For how long a feed is one node's: much longer than reading it can take.
const CLAIM_MILLIS: i64 = 5 * 60_000;

/// Starts all of it. It ends with the runtime.
pub fn start(app: &Arc<App>) {
    tokio::spawn(read_for_ever(Arc::clone(app)));
    tokio::spawn(tend_for_ever(Arc::clone(app)));
}

async fn read_for_ever(app: Arc<App>) {
    let mut poller = Poller::new(HOST_PAUSE);
    loop {
        if let Err(error) = poller.begin_what_is_due(&app).await {
            tracing::warn!(%error, "cannot look for feeds to read");
        }
        // Whichever is first: a reading has ended, or it is time to look again.
        let _ = tokio::time::timeout(LOOK, poller.one_ends()).await;
    }
}

async fn tend_for_ever(app: Arc<App>) {
    loop {
        if let Err(error) = inbox::tend(&app).await {
            tracing::warn!(%error, "the inbox cannot be tidied");
        }
        tokio::time::sleep(TEND).await;
    }
}

/// Lets items expire that waited long enough, and forgets old ones.
///
/// # Errors
/// When the store refuses.
pub async fn tidy_inbox(app: &App) -> StoreResult<()> {
    inbox::tend(app).await
}

/// Reads all feeds that are due, and comes back when that is done; gives how many were read. `pause` is kept between two
/// requests to one host.
///
/// # Errors
/// When the store refuses.
pub async fn poll_due(app: &Arc<App>, pause: Duration) -> StoreResult<usize> {
    let mut poller = Poller::new(pause);
    let mut read = 0;
    loop {
        let waiting = poller.begin_what_is_due(app).await?;
        if poller.running.is_empty() {
            match waiting {
                // Only hosts that were just asked are left.
                Some(until) => tokio::time::sleep_until(until).await,
                None => return Ok(read),
            }
        } else {
            poller.one_ends().await;
            read += 1;
        }
    }
}

/// Reads a feed now, due or not; gives whether it was this node's turn.
///
/// # Errors
/// When the store refuses.
pub async fn poll_now(app: &Arc<App>, feed: &Feed) -> StoreResult<bool> {
    if !claim(app, feed).await? {
        return Ok(false);
    }
    reading::read(app, feed).await?;
    Ok(true)
}

async fn claim(app: &App, feed: &Feed) -> StoreResult<bool> {
    let (id, now) = (feed.id, app.now());
    let until = Millis(now.0 + CLAIM_MILLIS);
    app.store
        .write(move |tx| claim_feed(tx, id, now, until))
        .await
}

/// What is being read, and which hosts were just asked.
struct Poller {
    running: JoinSet<()>,
    /// Which host each reading asks, to be told from its end, however it ends.
    asked: HashMap<task::Id, String>,
    /// Hosts that may be asked again at an instant; none while one is being asked.
    hosts: HashMap<String, Option<Instant>>,
    pause: Duration,
}

impl Poller {
    fn new(pause: Duration) -> Self {
        Self {
            running: JoinSet::new(),
            asked: HashMap::new(),
            hosts: HashMap::new(),
            pause,
        }
    }

    /// Waits until a reading ends; for ever when there is none.
    async fn one_ends(&mut self) {
        let Some(ended) = self.running.join_next_with_id().await else {
            return std::future::pending().await;
        };
        let id = match ended {
            Ok((id, ())) => id,
            Err(error) => {
                tracing::error!(%error, "reading a feed failed");
                error.id()
            }
        };
        if let Some(host) = self.asked.remove(&id) {
            self.hosts.insert(host, Some(Instant::now() + self.pause));
        }
    }

    /// Begins to ask a host, which is left alone by others until that ends.
    fn begin(&mut self, host: String, reading: impl Future<Output = ()> + Send + 'static) {
        self.hosts.insert(host.clone(), None);
        let id = self.running.spawn(reading).id();
        self.asked.insert(id, host);
    }

    /// Begins to read what is due, as far as there is room; gives when a host comes free that somebody waits for.
    async fn begin_what_is_due(&mut self, app: &Arc<App>) -> StoreResult<Option<Instant>> {
        let now = Instant::now();
        self.hosts
            .retain(|_, free_at| free_at.is_none_or(|free_at| free_at > now));
        if self.running.len() >= MOST_AT_ONCE {
            return Ok(None);
        }
        let at = app.now();
        let due = app
            .store
            .read(move |conn| list_due_feeds(conn, at, PART))
            .await?;
        let mut first_free: Option<Instant> = None;
        for feed in due {
            if self.running.len() >= MOST_AT_ONCE {
                break;
            }
            let host = host_of(&feed);
            if let Some(free_at) = self.hosts.get(&host) {
                let free_at = free_at.unwrap_or(now);
                first_free = Some(first_free.map_or(free_at, |first| first.min(free_at)));
                continue;
            }
            if !claim(app, &feed).await? {
                continue;
            }
            let app = Arc::clone(app);
            self.begin(host, async move {
                if let Err(error) = reading::read(&app, &feed).await {
                    // Its claim ends by itself.
                    tracing::warn!(%error, feed = %feed.url, "what a feed said cannot be noted");
                }
            });
        }
        Ok(first_free)
    }
}

/// Feeds of one host are read one after the other; an address that is none has a host of its own.
fn host_of(feed: &Feed) -> String {
    let url = Url::parse(&feed.url).ok();
    url.and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_else(|| feed.url.clone())
}

/// How many feeds there are to read.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_feeds(app: &App) -> StoreResult<usize> {
    Ok(app.store.read(list_feeds).await?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_reading_that_fails_badly_leaves_its_host_free() {
        let mut poller = Poller::new(HOST_PAUSE);
        poller.begin("slow.example".into(), std::future::pending());
        poller.begin("odd.example".into(), async { panic!("an odd feed") });
        poller.one_ends().await;
        let free_at = poller.hosts["odd.example"].expect("nobody asks it any more");
        assert_eq!(free_at, Instant::now() + HOST_PAUSE);
        // The other is still being asked.
        assert_eq!(poller.hosts["slow.example"], None);
        assert_eq!((poller.running.len(), poller.asked.len()), (1, 1));
    }
}
