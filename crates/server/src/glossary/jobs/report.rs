//! What a job that prints tells of itself beside its counters.

use clipsheet_store::ArticleId;
use serde::{Deserialize, Serialize};

/// Articles that are named; of more there is only the number.
const NAMED: usize = 50;

/// What a job that prints found on its way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Articles that could not be done, with why.
    pub failed: Vec<(ArticleId, String)>,
    /// How many these are.
    pub failed_count: usize,
    /// The latest articles that were changed.
    pub changed: Vec<ArticleId>,
}

impl Report {
    /// Reads what a job kept; nothing from what is none.
    pub fn read(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    pub(super) fn write(&self) -> String {
        // A report is plain data; it always has a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn note_failure(&mut self, article: ArticleId, why: String) {
        tracing::warn!(article = article.0, why, "a job passes an article over");
        self.failed_count += 1;
        if self.failed.len() < NAMED {
            self.failed.push((article, why));
        }
    }

    pub(super) fn note_change(&mut self, article: ArticleId) {
        if self.changed.len() == NAMED {
            self.changed.remove(0);
        }
        self.changed.push(article);
    }
}
