//! What nobody takes expires; what is old is forgotten, a little at a time.

use crate::app::App;
use clipsheet_store::{Millis, StoreResult, expire_items, forget_addresses, remove_old_items};

/// Rows in one transaction, so that nobody who writes waits long.
const PART: i64 = 200;
/// How long items stay that were clipped, dropped or expired.
const KEPT_MILLIS: i64 = 30 * DAY;
/// How long an address is remembered that no feed has any more.
const ADDRESS_MILLIS: i64 = 60 * DAY;
/// What whoever sent it in is told.
const TOO_LATE: &str = "Nobody took it up in time. Do send it again if it still matters.";
const DAY: i64 = 24 * 3_600_000;

/// Lets items expire that waited long enough, and forgets old ones.
///
/// # Errors
/// When the store refuses.
pub(crate) async fn tend(app: &App) -> StoreResult<()> {
    let now = app.now();
    let keep = app.paper().await?.settings.inbox.keep_millis();
    let ago = move |millis: i64| Millis(now.0 - millis);
    loop {
        let done = app
            .store
            .write(move |tx| {
                Ok([
                    expire_items(tx, ago(keep), PART, TOO_LATE, now)?,
                    remove_old_items(tx, ago(KEPT_MILLIS), PART)?,
                    forget_addresses(tx, ago(ADDRESS_MILLIS), PART)?,
                ])
            })
            .await?;
        let part = usize::try_from(PART).unwrap_or(usize::MAX);
        if done.iter().all(|count| *count < part) {
            return Ok(());
        }
    }
}
