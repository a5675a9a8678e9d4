//! What runs beside the answering: views are written, other processes' changes are noticed, old events forgotten.

use crate::app::App;
use crate::glossary::jobs::{self, Lane};
use clipsheet_store::{StoreResult, newest_event, prune_events};
use std::sync::Arc;
use std::time::Duration;

/// How often other processes' changes are looked for.
const LOOK: Duration = Duration::from_millis(250);
/// How often views are written.
const FLUSH: Duration = Duration::from_secs(10);
/// How often old events are forgotten.
const PRUNE: Duration = Duration::from_secs(600);
/// Events that are kept for processes that lag behind.
const KEPT_EVENTS: i64 = 100_000;
/// Events read at once.
const PART: i64 = 1000;

/// Starts all of it. It ends with the runtime.
pub fn start(app: &Arc<App>) {
    let follower = Follower {
        last: app.first_event,
    };
    tokio::spawn(every(LOOK, Arc::clone(app), follower));
    tokio::spawn(flush_views(Arc::clone(app)));
    tokio::spawn(prune(Arc::clone(app)));
    tokio::spawn(crate::checks::look_for_ever(Arc::clone(app)));
    tokio::spawn(crate::drafts::schedule::run(Arc::clone(app)));
    tokio::spawn(crate::submit::run(Arc::clone(app)));
    for lane in Lane::ALL {
        tokio::spawn(jobs::work_for_ever(Arc::clone(app), lane));
    }
}

/// Follows the event log: changes by `clipsheet clip` and by other nodes make pages here stale.
struct Follower {
    last: i64,
}

async fn every(pause: Duration, app: Arc<App>, mut follower: Follower) {
    loop {
        if let Err(error) = follower.look(&app).await {
            tracing::warn!(%error, "cannot look for changes");
        }
        tokio::time::sleep(pause).await;
    }
}

impl Follower {
    async fn look(&mut self, app: &App) -> StoreResult<()> {
        let (mut last, mut more) = (self.last, true);
        while more {
            let (newest, events) = app.store.news(last, PART).await?;
            for event in events {
                app.freshness.note(event);
                app.live.tell(event);
            }
            more = newest - last >= PART;
            last = newest;
        }
        self.last = last;
        Ok(())
    }
}

async fn flush_views(app: Arc<App>) {
    loop {
        tokio::time::sleep(FLUSH).await;
        if let Err(error) = app.tally.flush(&app.store).await {
            tracing::warn!(%error, "views cannot be written; they wait");
        }
    }
}

async fn prune(app: Arc<App>) {
    loop {
        tokio::time::sleep(PRUNE).await;
        let pruned = app.store.write(|tx| {
            let newest = newest_event(tx)?;
            prune_events(tx, newest - KEPT_EVENTS)
        });
        if let Err(error) = pruned.await {
            tracing::warn!(%error, "old events cannot be forgotten");
        }
    }
}
