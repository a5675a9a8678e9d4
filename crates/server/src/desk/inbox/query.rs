//! What an address of the inbox says: which stories, and from where the list goes on.

use clipsheet_store::{FeedId, InboxFilter};
use serde::Deserialize;
use url::form_urlencoded;

/// Words that are looked for.
const MOST_WORDS: usize = 8;

/// What an address of the inbox says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct InboxQuery {
    page: String,
    area: String,
    feed: String,
    dossier: String,
    /// Anything: only what was sent in.
    submitted: String,
    pub(super) q: String,
    pub(super) before: Option<i64>,
    /// A story that was dropped a moment ago.
    pub(super) dropped: Option<i64>,
    /// Said on top.
    pub(super) said: String,
}

impl InboxQuery {
    pub(super) fn read(query: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim().to_owned();
            match name.as_ref() {
                "page" => read.page = value,
                "area" => read.area = value,
                "feed" => read.feed = value,
                "dossier" => read.dossier = value,
                "submitted" => read.submitted = value,
                "q" => read.q = value,
                "before" => read.before = value.parse().ok(),
                _ => {}
            }
        }
        read
    }

    pub(super) fn filter(&self) -> InboxFilter {
        InboxFilter {
            page: self.page.trim().parse().unwrap_or(0),
            area: self.area.trim().to_owned(),
            feed: self.feed.trim().parse().ok().map(FeedId),
            dossier: self.dossier.trim().to_owned(),
            submitted: !self.submitted.trim().is_empty(),
            words: self
                .q
                .to_lowercase()
                .split_whitespace()
                .take(MOST_WORDS)
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The filter as a query, without where the list goes on.
    pub(super) fn back(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("page", &self.page),
            ("area", &self.area),
            ("feed", &self.feed),
            ("dossier", &self.dossier),
            ("submitted", &self.submitted),
            ("q", &self.q),
        ] {
            if !value.trim().is_empty() {
                query.append_pair(name, value.trim());
            }
        }
        query.finish()
    }
}
