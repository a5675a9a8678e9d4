//! A stranger's second press of the button.
//!
//! The store knows a comment that was sent twice by its commenter. Who comments for the first time is nobody yet, and
//! an impatient second press leaves the browser before the first reply brings the cookie. All that the two have in common
//! is the form: the same token, from the same network, with the same words. Such a pair is one comment and one commenter.
//! (The words alone would not do: who copies them must not become the one who said them.)

use super::form::CommentFields;
use super::recent::Recent;
use clipsheet_store::{CommenterId, Millis, StoreError, StoreResult};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// How long a form is remembered, in milliseconds.
const REMEMBERED_MILLIS: i64 = 10 * 60 * 1000;
/// Forms remembered at least; at twice as many the oldest are forgotten. An impatient press comes within seconds, and
/// so many do not come before it.
const REMEMBERED: usize = 20_000;

/// The number that a comment got, and its commenter.
type Posted = (i64, CommenterId);

/// When a form was first sent, and what came of it once that is known.
type Sent = Option<(Millis, Arc<OnceCell<Posted>>)>;

/// Forms that strangers sent of late. Forgotten at a restart, which at worst lets a comment be said twice.
pub struct Twice(Mutex<Recent<blake3::Hash, Sent>>);

impl Default for Twice {
    fn default() -> Self {
        Self(Mutex::new(Recent::new(REMEMBERED_MILLIS, REMEMBERED)))
    }
}

impl Twice {
    /// What came of this form from this network: of the first sending when it was sent before, or is being sent, else
    /// of `post`.
    ///
    /// Whoever asks may go away: a post that has begun ends all the same, and the next press learns what came of it.
    ///
    /// # Errors
    /// What `post` gives. The form can then be sent again.
    pub async fn once<F>(
        &self,
        fields: &CommentFields,
        network: u64,
        now: Millis,
        post: impl FnOnce() -> F + Send + 'static,
    ) -> StoreResult<Posted>
    where
        F: Future<Output = StoreResult<Posted>> + Send,
    {
        let cell = self.cell(key(fields, network), now);
        // In a task of its own: a press of the same button that is impatient makes the browser drop the first request,
        // and with it all that this request awaits.
        let posting = tokio::spawn(async move { cell.get_or_try_init(post).await.copied() });
        posting
            .await
            .unwrap_or_else(|error| Err(StoreError::Internal(format!("a post broke off: {error}"))))
    }

    fn cell(&self, key: blake3::Hash, now: Millis) -> Arc<OnceCell<Posted>> {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = sent.entry(key, now);
        // From the first press on, not the last.
        if sent
            .as_ref()
            .is_some_and(|(at, _)| now.0 - at.0 >= REMEMBERED_MILLIS)
        {
            *sent = None;
        }
        let (_, cell) = sent.get_or_insert_with(|| (now, Arc::default()));
        Arc::clone(cell)
    }
}

fn key(fields: &CommentFields, network: u64) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for part in [&fields.token, &fields.nic, &fields.text] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.update(&network.to_le_bytes()).finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, Ordering};
    use tokio::sync::Notify;

    #[tokio::test]
    async fn the_same_form_is_posted_once_and_another_again() {
        let twice = Twice::default();
        let form = |token: &str, text: &str| CommentFields {
            token: token.into(),
            text: text.into(),
            ..CommentFields::default()
        };
        let post = async |fields: &CommentFields, network, now, number| {
            let posted = move || async move { Ok((number, CommenterId(number))) };
            twice
                .once(fields, network, Millis(now), posted)
                .await
                .unwrap()
                .0
        };
        let first = form("7-1000.ab", "Keow.");
        let failed = twice.once(&first, 1, Millis(0), || async {
            Err(StoreError::Internal("full".into()))
        });
        assert!(failed.await.is_err());
        assert_eq!(post(&first, 1, 0, 1).await, 1);
        assert_eq!(post(&first, 1, 1_000, 2).await, 1);
        assert_eq!(post(&first, 2, 1_000, 3).await, 3, "another network");
        assert_eq!(
            post(&form("7-1001.cd", "Keow."), 1, 1_000, 4).await,
            4,
            "another form"
        );
        assert_eq!(
            post(&form("7-1000.ab", "Keow!"), 1, 1_000, 5).await,
            5,
            "other words"
        );
        assert_eq!(post(&first, 1, REMEMBERED_MILLIS, 6).await, 6, "much later");
    }
    #[tokio::test]
    async fn a_second_press_after_the_first_was_dropped_posts_nothing_more() {
        let (twice, posts) = (Twice::default(), Arc::new(AtomicI64::new(0)));
        let (begun, gate) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let form = CommentFields::default();
        let press = || {
            let (posts, begun, gate) = (Arc::clone(&posts), Arc::clone(&begun), Arc::clone(&gate));
            twice.once(&form, 1, Millis(0), || async move {
                let number = posts.fetch_add(1, Ordering::SeqCst) + 1;
                begun.notify_one();
                gate.notified().await;
                Ok((number, CommenterId(number)))
            })
        };
        // The browser goes away while the store writes.
        tokio::select! {
            _ = press() => panic!("the store has not written yet"),
            () = begun.notified() => {}
        }
        let (second, ()) = tokio::join!(press(), async {
            tokio::task::yield_now().await;
            gate.notify_one();
        });
        assert_eq!(second.unwrap(), (1, CommenterId(1)));
        assert_eq!(posts.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn ever_new_strangers_fill_no_memory() {
        let twice = Twice::default();
        let form = CommentFields::default();
        for network in 0..(3 * REMEMBERED as u64) {
            drop(twice.cell(key(&form, network), Millis(0)));
        }
        assert!(twice.0.lock().unwrap().len() <= 2 * REMEMBERED);
    }
}
