//! A stranger's second press of the button.
//!
//! The store knows a comment that was sent twice by its commenter. Who comments for the first time is nobody yet, and
//! an impatient second press leaves the browser before the first reply brings the cookie. All that the two have in common
//! is the form: the same token, from the same network, with the same words. Such a pair is one comment and one commenter.
//! (The words alone would not do: who copies them must not become the one who said them.)

use super::form::CommentFields;
use clipsheet_store::{CommenterId, Millis, StoreResult};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// How long a form is remembered, in milliseconds.
const REMEMBERED_MILLIS: i64 = 10 * 60 * 1000;

/// The number that a comment got, and its commenter.
type Posted = (i64, CommenterId);

/// When a form was first sent, and what came of it once that is known.
type Sent = (Millis, Arc<OnceCell<Posted>>);

/// Forms that strangers sent of late. Forgotten at a restart, which at worst lets a comment be said twice.
#[derive(Default)]
pub struct Twice(Mutex<HashMap<blake3::Hash, Sent>>);

impl Twice {
    /// What came of this form from this network: of the first sending when it was sent before, or is being sent, else
    /// of `post`.
    ///
    /// # Errors
    /// What `post` gives. The form can then be sent again.
    pub async fn once<F>(
        &self,
        fields: &CommentFields,
        network: u64,
        now: Millis,
        post: impl FnOnce() -> F,
    ) -> StoreResult<Posted>
    where
        F: Future<Output = StoreResult<Posted>>,
    {
        let cell = self.cell(key(fields, network), now);
        cell.get_or_try_init(post).await.copied()
    }

    fn cell(&self, key: blake3::Hash, now: Millis) -> Arc<OnceCell<Posted>> {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Strangers are few: each of them is one only once.
        sent.retain(|_, (at, _)| now.0 - at.0 < REMEMBERED_MILLIS);
        let (_, cell) = sent.entry(key).or_insert_with(|| (now, Arc::default()));
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
    use clipsheet_store::StoreError;

    #[tokio::test]
    async fn the_same_form_is_posted_once_and_another_again() {
        let twice = Twice::default();
        let form = |token: &str, text: &str| CommentFields {
            token: token.into(),
            text: text.into(),
            ..CommentFields::default()
        };
        let post = async |fields: &CommentFields, network, now, number| {
            let posted = async || Ok((number, CommenterId(number)));
            twice
                .once(fields, network, Millis(now), posted)
                .await
                .unwrap()
                .0
        };
        let first = form("7-1000.ab", "Keow.");
        let failed = twice.once(&first, 1, Millis(0), async || {
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
}
