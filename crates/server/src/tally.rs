//! Views: counted without cookies, without robots, and written in batches.

use aho_corasick::AhoCorasick;
use clipsheet_store::{ArticleId, Store, StoreResult, add_views};
use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, Mutex, PoisonError};

/// Readers remembered so that reading again does not count again; then they are forgotten.
const REMEMBERED: usize = 200_000;

/// Views that wait to be written.
#[derive(Default)]
pub struct Tally(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    counts: HashMap<ArticleId, i64>,
    /// (network with its browser's name, article), as a hash, of this hour.
    seen: HashSet<u64>,
    hour: i64,
}

impl Tally {
    /// Counts a view by a reader (a keyed hash), once an hour.
    pub fn count(&self, article: ArticleId, reader: u64, hour: i64) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.hour != hour || waiting.seen.len() >= REMEMBERED {
            waiting.seen.clear();
            waiting.hour = hour;
        }
        let both = reader ^ article.0.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15);
        if waiting.seen.insert(both) {
            *waiting.counts.entry(article).or_default() += 1;
        }
    }

    /// Writes what waits. What cannot be written waits on.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn flush(&self, store: &Store) -> StoreResult<()> {
        let counts =
            std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).counts);
        if counts.is_empty() {
            return Ok(());
        }
        let rows: Vec<(ArticleId, i64)> = counts.iter().map(|(id, count)| (*id, *count)).collect();
        let written = store.write(move |tx| add_views(tx, &rows)).await;
        if written.is_err() {
            let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (id, count) in counts {
                *waiting.counts.entry(id).or_default() += count;
            }
        }
        written
    }
}

/// Words in the names of programs that are no readers.
const ROBOTS: &[&str] = &[
    "bot",
    "crawl",
    "spider",
    "slurp",
    "curl",
    "wget",
    "python",
    "java/",
    "go-http",
    "okhttp",
    "httpclient",
    "facebookexternalhit",
    "preview",
    "monitor",
    "fetch",
    "scan",
    "feed",
    "rss",
    "archiver",
    "lighthouse",
    "libwww",
    "headless",
];

/// Whether the browser's name is that of a robot. No name at all is a robot's.
pub fn is_robot(agent: &str) -> bool {
    // One pass for all words: this is asked for every article that is read.
    static FIND: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(ROBOTS)
            .ok()
    });
    agent.is_empty() || FIND.as_ref().is_some_and(|robots| robots.is_match(agent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_counts_once_an_hour() {
        let tally = Tally::default();
        for (article, reader, hour) in [(1, 7, 0), (1, 7, 0), (1, 8, 0), (2, 7, 0), (1, 7, 1)] {
            tally.count(ArticleId(article), reader, hour);
        }
        let counts = &tally.0.lock().unwrap().counts;
        assert_eq!((counts[&ArticleId(1)], counts[&ArticleId(2)]), (3, 1));
    }

    #[test]
    fn robots_are_told_by_their_names() {
        assert!(
            is_robot("")
                && is_robot("curl/8.0")
                && is_robot("Mozilla/5.0 (compatible; Examplebot/2.1)")
        );
        assert!(!is_robot(
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
        ));
    }
}
