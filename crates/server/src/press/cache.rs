//! Pages in memory.

use super::freshness::{Freshness, Stamp};
use super::sheet::Sheet;
use axum::body::Bytes;
use clipsheet_store::Millis;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::sync::{Arc, Mutex, PoisonError};

/// A page as it was printed, and what it was printed from.
pub struct Printed {
    /// The page.
    pub sheet: Sheet,
    /// HTTP status.
    pub status: u16,
    /// Media type, such as `text/html; charset=utf-8`.
    pub media_type: &'static str,
    /// What it was made from.
    pub stamp: Stamp,
    /// When it was made.
    pub made_at: Millis,
    /// When it is over although nothing changed.
    pub until: Millis,
    /// The bytes for a stranger, filled for one second: form tokens tell seconds, so all who come
    /// within one can have the same.
    stranger: Mutex<Option<(i64, Bytes)>>,
}

impl Printed {
    /// A page made now.
    pub fn new(
        sheet: Sheet,
        status: u16,
        media_type: &'static str,
        stamp: Stamp,
        made_at: Millis,
    ) -> Self {
        Self {
            sheet,
            status,
            media_type,
            stamp,
            made_at,
            until: Millis(i64::MAX),
            stranger: Mutex::new(None),
        }
    }

    /// The compressed bytes for a stranger at this second, made by `fill` unless they are there.
    pub fn for_stranger(&self, second: i64, fill: impl FnOnce() -> Vec<u8>) -> Bytes {
        let mut kept = self.stranger.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((of, bytes)) if *of == second => bytes.clone(),
            _ => {
                let bytes = Bytes::from(fill());
                *kept = Some((second, bytes.clone()));
                bytes
            }
        }
    }
}

#[derive(Clone)]
struct ByWeight;

impl Weighter<String, Arc<Printed>> for ByWeight {
    fn weight(&self, key: &String, page: &Arc<Printed>) -> u64 {
        (key.len() + page.sheet.weight()) as u64
    }
}

/// The cache of pages, by address and mode. Derived: it may be emptied at any time.
pub struct PageCache {
    pages: Cache<String, Arc<Printed>, ByWeight>,
    enabled: bool,
}

/// Pages expected at most, for sizing the cache's own tables.
const EXPECTED_PAGES: usize = 4096;

impl PageCache {
    /// A cache of so many bytes. With 0 nothing is kept.
    pub fn new(bytes: u64) -> Self {
        Self {
            pages: Cache::with_weighter(EXPECTED_PAGES, bytes.max(1), ByWeight),
            enabled: bytes > 0,
        }
    }

    /// A page that is still fresh and no older than `max_age_millis`.
    pub fn get(
        &self,
        key: &str,
        freshness: &Freshness,
        now: Millis,
        max_age_millis: i64,
    ) -> Option<Arc<Printed>> {
        if !self.enabled {
            return None;
        }
        let page = self.pages.get(key)?;
        let young = now.0 - page.made_at.0 <= max_age_millis && now < page.until;
        (young && freshness.is_fresh(&page.stamp)).then_some(page)
    }

    /// Keeps a page.
    pub fn put(&self, key: String, page: Arc<Printed>) {
        if self.enabled {
            self.pages.insert(key, page);
        }
    }
}
