//! Work that is heavy: few at once, off the async threads, and no endless queue.

use crate::error::WebError;
use clipsheet_store::StoreError;
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Nothing was done: too many wait already, or the work broke off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many are being made just now: please try again in a minute")]
pub struct Crowded;

/// Lets a few pieces of work through at a time, and some wait.
pub struct Gate {
    /// Places at work and in the queue together.
    places: Arc<Semaphore>,
    at_work: Arc<Semaphore>,
}

impl Gate {
    /// For `at_once` pieces at work and `waiting` more that wait.
    pub fn new(at_once: usize, waiting: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(at_once + waiting)),
            at_work: Arc::new(Semaphore::new(at_once)),
        }
    }

    /// Does the work on a thread that may block. Whoever asked may go away: work that has begun keeps its place to
    /// its end, since its memory is in use until then.
    ///
    /// # Errors
    /// [`Crowded`] when too many wait, or when the work panicked.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Crowded> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| Crowded)?;
        let turn = Arc::clone(&self.at_work).acquire_owned().await;
        let turn = turn.map_err(|_| Crowded)?;
        let working = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((turn, place));
            done
        });
        working.await.map_err(|error| {
            tracing::error!(%error, "a piece of work broke off");
            Crowded
        })
    }
}

/// Texts up to this many bytes are worked on at once: ten microseconds for a usual comment, which is less than it
/// costs to hand them to another thread.
const SHORT_TEXT: usize = 16 << 10;

/// Long texts are rare, so few places will do, and honest ones find room to wait.
static LONG_TEXTS: LazyLock<Gate> = LazyLock::new(|| Gate::new(2, 256));

/// Does the work on a text of so many bytes: here when it is short, else off the async threads.
///
/// # Errors
/// [`WebError::Unavailable`] when too many long ones wait.
pub async fn on_text<T: Send + 'static>(
    bytes: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, WebError> {
    if bytes <= SHORT_TEXT {
        return Ok(work());
    }
    let done = LONG_TEXTS.run(work).await;
    done.map_err(|Crowded| WebError::Unavailable(StoreError::Busy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[tokio::test]
    async fn few_work_at_once_though_those_who_asked_go_away() {
        let gate = Arc::new(Gate::new(2, 100));
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..12)
            .map(|n| {
                let (gate, now, most) = (Arc::clone(&gate), Arc::clone(&now), Arc::clone(&most));
                tokio::spawn(async move {
                    let work = gate.run(move || {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_millis(40));
                        now.fetch_sub(1, Ordering::SeqCst);
                    });
                    // Every second one leaves at once.
                    let patience = if n % 2 == 0 { 5 } else { 60_000 };
                    tokio::time::timeout(Duration::from_millis(patience), work)
                        .await
                        .is_ok()
                })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            done += usize::from(task.await.unwrap());
        }
        assert_eq!((done, most.load(Ordering::SeqCst)), (6, 2));
    }

    #[tokio::test]
    async fn a_crowd_is_sent_away_and_may_come_again() {
        let gate = Gate::new(1, 1);
        let slow = || std::thread::sleep(Duration::from_millis(30));
        let three = tokio::join!(gate.run(slow), gate.run(slow), gate.run(slow));
        assert_eq!(three, (Ok(()), Ok(()), Err(Crowded)));
        assert_eq!(gate.run(|| 7).await, Ok(7));
    }

    #[tokio::test]
    async fn a_panic_leaves_its_place() {
        let gate = Gate::new(1, 0);
        assert!(gate.run(|| panic!("on purpose")).await.is_err());
        assert_eq!(gate.run(|| 7).await, Ok(7));
    }
    #[tokio::test]
    async fn only_long_texts_change_the_thread() {
        let here = std::thread::current().id();
        let worked_on = async |bytes| {
            on_text(bytes, || std::thread::current().id())
                .await
                .unwrap()
        };
        assert_eq!(worked_on(SHORT_TEXT).await, here);
        assert_ne!(worked_on(SHORT_TEXT + 1).await, here);
    }
}
