//! Drafts of one address know of each other.

use super::read_body;
use clipsheet_store::{Conn, DraftId, StoreResult, list_drafts_with};

/// Drafts that are looked at for the address of another.
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
    if url.is_empty() {
        return Ok(Vec::new());
    }
    let mut twins = Vec::new();
    // No draft has the number 0.
    for found in list_drafts_with(conn, than.unwrap_or(DraftId(0)), url, MOST)? {
        // The address may stand in the text as well.
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
