//! Sketches of recent stories: of what was printed and of what came into the inbox.
//!
//! Derived: made from the store when the first feed is read, and brought up to date before each reading, so that
//! several nodes on one database know the same.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use clipsheet_intake::stories::{Fingerprint, StoryIndex};
use clipsheet_store::{
    ArticleId, ItemId, Store, StoreResult, list_fingerprints, list_fresh_articles, newest_article,
};

/// Stories that are remembered, the latest.
const MOST_STORIES: usize = 100_000;
/// Rows read at a time.
const PART: i64 = 500;

/// The sketches, and how far the store has been read.
pub(super) struct Memory {
    pub(super) index: StoryIndex,
    last_article: Option<ArticleId>,
    last_item: ItemId,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            index: StoryIndex::with_capacity(MOST_STORIES),
            last_article: None,
            last_item: ItemId(0),
        }
    }
}

/// A story's key in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoryKey {
    Article(ArticleId),
    Item(ItemId),
    /// One of the same reading, by its place in it: it has no number yet.
    Fresh(usize),
}

impl StoryKey {
    pub(super) fn to_number(self) -> u64 {
        let (kind, number) = match self {
            Self::Article(id) => (0, id.0.unsigned_abs()),
            Self::Item(id) => (1, id.0.unsigned_abs()),
            Self::Fresh(at) => (2, at as u64),
        };
        number * 3 + kind
    }

    pub(super) fn of_number(number: u64) -> Self {
        let rest = i64::try_from(number / 3).unwrap_or(i64::MAX);
        match number % 3 {
            0 => Self::Article(ArticleId(rest)),
            1 => Self::Item(ItemId(rest)),
            _ => Self::Fresh(usize::try_from(rest).unwrap_or(usize::MAX)),
        }
    }
}

impl Memory {
    /// Reads what was printed and what came since the last time.
    pub(super) async fn catch_up(&mut self, store: &Store) -> StoreResult<()> {
        let mut last = match self.last_article {
            Some(last) => last,
            None => {
                let newest = store.read(newest_article).await?;
                let kept = i64::try_from(MOST_STORIES).unwrap_or(i64::MAX);
                ArticleId((newest.0 - kept).max(0))
            }
        };
        loop {
            let part = store
                .read(move |conn| list_fresh_articles(conn, last, PART))
                .await?;
            for article in &part {
                let sketch = Fingerprint::new(&article.headline, &article.teaser);
                self.put(StoryKey::Article(article.id), sketch);
                last = article.id;
            }
            self.last_article = Some(last);
            if part.is_empty() {
                break;
            }
            // A large archive takes its time: others have their turn between the parts.
            tokio::task::yield_now().await;
        }
        loop {
            let last = self.last_item;
            let part = store
                .read(move |conn| list_fingerprints(conn, last, PART))
                .await?;
            if part.is_empty() {
                return Ok(());
            }
            for (id, sketch) in part {
                self.last_item = id;
                if let Some(sketch) = read_sketch(&sketch) {
                    self.put(StoryKey::Item(id), sketch);
                }
            }
        }
    }

    /// Whether it was made from the store already, which takes a while in a large archive.
    pub(super) fn is_made(&self) -> bool {
        self.last_article.is_some()
    }

    pub(super) fn put(&mut self, key: StoryKey, sketch: Fingerprint) {
        if !sketch.is_empty() {
            self.index.insert(key.to_number(), sketch);
        }
    }
}

/// As stored.
pub(super) fn write_sketch(sketch: &Fingerprint) -> String {
    STANDARD_NO_PAD.encode(sketch.to_bytes())
}

/// `None` for what an older program wrote, or nothing.
fn read_sketch(stored: &str) -> Option<Fingerprint> {
    let bytes = STANDARD_NO_PAD.decode(stored).ok()?;
    Fingerprint::from_bytes(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_sketches_come_back() {
        for key in [
            StoryKey::Article(ArticleId(7)),
            StoryKey::Item(ItemId(7)),
            StoryKey::Fresh(7),
        ] {
            assert_eq!(StoryKey::of_number(key.to_number()), key);
        }
        let sketch = Fingerprint::new("A gull lands on the quay", "It stayed for three days.");
        assert_eq!(read_sketch(&write_sketch(&sketch)), Some(sketch));
        assert_eq!(read_sketch("no base64!"), None);
        assert_eq!(read_sketch(""), None);
    }
}
