//! Drafts of one address know of each other.

use super::read_body;
use crate::clip::MOST_URL;
use clipsheet_store::{Conn, DraftId, StoreError, StoreResult, list_drafts_with};

/// Drafts of an address that are told of.
const MOST: i64 = 20;

/// A draft of an address that can still be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// Its number.
    pub id: DraftId,
    /// Its headline, or its number where it has none.
    pub label: String,
    /// Who began it.
    pub by: String,
}

impl Twin {
    /// Where it is at the desk.
    pub fn url(&self) -> String {
        crate::desk::drafts::draft_url(self.id)
    }
}

/// Drafts of an address that can be printed, but for `than`, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_twins(conn: &mut Conn, url: &str, than: Option<DraftId>) -> StoreResult<Vec<Twin>> {
    // Databases take no patterns of any length, and no story is found again at such an address.
    if url.is_empty() || url.len() > MOST_URL {
        return Ok(Vec::new());
    }
    let mut twins = Vec::new();
    // No draft has the number 0.
    // As a draft's own address stands in its JSON. In a text quotation marks have a backslash before them, so that the same
    // address there is not met: however many drafts lead to the story, none hides the one of it.
    let json =
        serde_json::to_string(url).map_err(|error| StoreError::Internal(error.to_string()))?;
    let field = format!("\"url\":{json}");
    for found in list_drafts_with(conn, than.unwrap_or(DraftId(0)), &field, MOST)? {
        // In other capitals it may be another address.
        let clipping = read_body(&found.body).unwrap_or_default();
        if clipping.url != url {
            continue;
        }
        let headline = match found.headline.is_empty() {
            true => clipping.headline,
            false => found.headline,
        };
        twins.push(Twin {
            id: found.id,
            label: match headline.is_empty() {
                true => format!("draft {}", found.id),
                false => headline,
            },
            by: found.begun_by.unwrap_or_else(|| "the command line".into()),
        });
    }
    Ok(twins)
}
