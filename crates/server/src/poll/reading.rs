//! One reading of one feed: ask, understand, take in, note how it went and when to come again.

use super::schedule;
use crate::app::App;
use crate::inbox::{arrivals, take_in};
use clipsheet_intake::feed::{Feed as Parsed, parse};
use clipsheet_intake::{FeedAnswer, FeedOutcome, RetryAfter, Validators};
use clipsheet_store::{
    Act, Actor, Feed, FeedSuccess, Millis, StoreError, StoreResult, note_act, note_feed_failure,
    note_feed_move, note_feed_success,
};
use jiff::Timestamp;
use std::time::Duration;
use url::Url;

/// Reads a feed that this node has claimed.
///
/// # Errors
/// When the store refuses. Whatever the feed does is no error: it is noted on the feed.
pub(super) async fn read(app: &App, feed: &Feed) -> StoreResult<()> {
    let Ok(url) = Url::parse(&feed.url) else {
        return fail(
            app,
            feed,
            "its address cannot be read; correct it",
            0,
            false,
        )
        .await;
    };
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    let validators = Validators {
        etag: some(&feed.etag),
        last_modified: some(&feed.last_modified),
    };
    let answer = match app.fetcher.get_feed(&url, &validators).await {
        Ok(answer) => answer,
        Err(error) => return fail(app, feed, &error.to_string(), 0, false).await,
    };
    let trouble = answer.trouble().unwrap_or_default();
    let retry_after = retry_after_secs(app, answer.retry_after);
    match &answer.outcome {
        FeedOutcome::NotModified => {
            let had = Had {
                validators: answer.validators.clone(),
                max_age: secs(answer.max_age),
                ..Had::default()
            };
            note(app, feed, had, answer.moved_to.as_ref()).await
        }
        FeedOutcome::Gone => fail(app, feed, &trouble, retry_after, true).await,
        FeedOutcome::Fetched { .. } => understand(app, feed, answer, trouble).await,
        _ => fail(app, feed, &trouble, retry_after, false).await,
    }
}

/// A feed, it seems.
async fn understand(
    app: &App,
    feed: &Feed,
    answer: FeedAnswer,
    trouble: String,
) -> StoreResult<()> {
    let FeedAnswer {
        url,
        moved_to,
        outcome,
        validators,
        max_age,
        ..
    } = answer;
    let FeedOutcome::Fetched {
        content_type, body, ..
    } = outcome
    else {
        return Ok(());
    };
    let rules = feed.clone();
    let work = tokio::task::spawn_blocking(move || {
        let mut parsed = parse(&body, content_type.as_deref(), Some(&url))?;
        let arrivals = arrivals(&rules, &parsed);
        // Nobody wants them any more, and they may be many.
        parsed.items = Vec::new();
        Ok::<_, clipsheet_intake::feed::FeedError>((parsed, arrivals))
    });
    let read = work
        .await
        .map_err(|error| StoreError::Internal(format!("a feed cannot be read: {error}")));
    let (parsed, arrivals) = match read {
        Ok(Ok(read)) => read,
        Ok(Err(error)) => return fail(app, feed, &error.to_string(), 0, false).await,
        Err(error) => {
            tracing::error!(%error, feed = %feed.url, "a feed that should not have stopped us");
            let words = "reading it went wrong in a way that is our fault; it has been noted";
            return fail(app, feed, words, 0, false).await;
        }
    };
    let news = take_in(app, feed, arrivals).await?;
    let moved_to = moved_to.or_else(|| own_move(&parsed));
    let complaint = match trouble {
        trouble if !trouble.is_empty() => trouble,
        _ if parsed.cut => "the feed is longer than is read, or ends in the middle".into(),
        _ => String::new(),
    };
    let ttl = i64::from(parsed.ttl_minutes.unwrap_or(0)) * 60;
    let had = Had {
        validators,
        max_age: secs(max_age).max(ttl),
        news,
        complaint,
        title: parsed.title.unwrap_or_default(),
        homepage: parsed.link.unwrap_or_default(),
    };
    note(app, feed, had, moved_to.as_ref()).await
}

/// Where the feed itself says that it has moved.
fn own_move(parsed: &Parsed) -> Option<Url> {
    let to = Url::parse(parsed.moved_to.as_deref()?).ok()?;
    matches!(to.scheme(), "http" | "https").then_some(to)
}

/// A good reading.
#[derive(Default)]
struct Had {
    validators: Validators,
    /// How long the feed asks to be left alone, in seconds.
    max_age: i64,
    news: i64,
    complaint: String,
    title: String,
    homepage: String,
}

async fn note(app: &App, feed: &Feed, had: Had, moved_to: Option<&Url>) -> StoreResult<()> {
    let now = app.now();
    // The first reading brings what has gathered, which says nothing about the pace.
    let is_first = feed.last_success_at.is_none();
    let interval = if is_first {
        feed.interval_secs
    } else {
        schedule::interval_after(feed.interval_secs, had.news)
    };
    let wait = schedule::wait(interval, had.max_age, dice(feed, now));
    let success = FeedSuccess {
        etag: had.validators.etag.unwrap_or_default(),
        last_modified: had.validators.last_modified.unwrap_or_default(),
        title: had.title.chars().take(200).collect(),
        homepage: had.homepage.chars().take(1000).collect(),
        news: had.news,
        complaint: had.complaint,
        interval_secs: interval,
    };
    let to = moved_to.map(Url::to_string).unwrap_or_default();
    let (id, next, feed) = (feed.id, Millis(now.0 + wait * 1000), feed.clone());
    app.store
        .write(move |tx| {
            note_feed_success(tx, id, &success, next, now)?;
            if note_feed_move(tx, &feed, &to)? {
                tracing::info!(from = %feed.url, to, "a feed has moved for good");
                let act = Act {
                    act: "moved",
                    subject: "feed",
                    subject_id: id.0,
                    label: &feed.title,
                    before: &feed.url,
                    after: &to,
                };
                note_act(tx, &Actor::paper(), &act, now)?;
            }
            Ok(())
        })
        .await
}

async fn fail(
    app: &App,
    feed: &Feed,
    reason: &str,
    retry_after: i64,
    is_over: bool,
) -> StoreResult<()> {
    let now = app.now();
    let fails = feed.fail_count + 1;
    let wait = schedule::back_off(feed.interval_secs, fails, retry_after, dice(feed, now));
    tracing::info!(feed = %feed.url, reason, "a feed could not be read");
    let (id, next) = (feed.id, Millis(now.0 + wait * 1000));
    let reason: String = reason.chars().take(500).collect();
    app.store
        .write(move |tx| note_feed_failure(tx, id, &reason, is_over, next, now))
        .await
}

fn secs(duration: Option<Duration>) -> i64 {
    duration.map_or(0, |it| i64::try_from(it.as_secs()).unwrap_or(i64::MAX))
}

fn retry_after_secs(app: &App, retry_after: Option<RetryAfter>) -> i64 {
    let now = Timestamp::from_millisecond(app.now().0).unwrap_or(Timestamp::UNIX_EPOCH);
    secs(retry_after.map(|after| after.from(now)))
}

/// A number that differs from feed to feed and from reading to reading.
fn dice(feed: &Feed, now: Millis) -> u64 {
    let mut seed = feed.id.0.to_le_bytes().to_vec();
    seed.extend(now.0.to_le_bytes());
    let hash = blake3::hash(&seed);
    let mut number = [0; 8];
    number.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(number)
}
