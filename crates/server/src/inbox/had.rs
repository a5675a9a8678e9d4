//! "We had this": what the paper printed, or the inbox has, of the same story or one very like it.

use clipsheet_store::{ArticleId, Conn, ItemId, StoreResult, find_headline, find_item};
use serde::{Deserialize, Serialize};

/// Stories that are named on an item.
const MOST: usize = 4;

/// A story like an item, as it stood when the item came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Had {
    /// The article; none for another item of the inbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) article: Option<i64>,
    /// The item of the inbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) item: Option<i64>,
    /// What it is called.
    pub(crate) title: String,
    /// Where it is on the site.
    pub(crate) url: String,
    /// The edition it stands in, as a number; 0 for an item.
    pub(crate) day: i64,
    /// Whether it is the same story, and not only one like it.
    pub(crate) same: bool,
}

/// A story that was found by its words or its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) of: FoundIn,
    pub(super) same: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FoundIn {
    Paper(ArticleId),
    Inbox(ItemId),
}

/// What is said of the stories that were found, articles first, as stored on the item; empty for none.
pub(super) fn write_had(conn: &mut Conn, found: &[Found]) -> StoreResult<String> {
    let mut had: Vec<Had> = Vec::new();
    let articles = found.iter().filter(|f| matches!(f.of, FoundIn::Paper(_)));
    let items = found.iter().filter(|f| matches!(f.of, FoundIn::Inbox(_)));
    for Found { of, same } in articles.chain(items) {
        if had.len() == MOST {
            break;
        }
        let one = match of {
            FoundIn::Paper(id) => find_headline(conn, *id)?.map(|article| Had {
                article: Some(id.0),
                item: None,
                url: crate::pages::article_url(article.id, &article.slug),
                title: article.headline,
                day: article.edition_on.0,
                same: *same,
            }),
            FoundIn::Inbox(id) => find_item(conn, *id)?.map(|item| Had {
                article: None,
                item: Some(id.0),
                url: format!("/desk/inbox/{id}"),
                title: item.title,
                day: 0,
                same: *same,
            }),
        };
        let is_new = |one: &Had| {
            !had.iter()
                .any(|had| (had.article, had.item) == (one.article, one.item))
        };
        had.extend(one.filter(is_new));
    }
    if had.is_empty() {
        return Ok(String::new());
    }
    Ok(serde_json::to_string(&had).unwrap_or_default())
}

/// What is stored on an item.
pub(crate) fn read_had(stored: &str) -> Vec<Had> {
    if stored.is_empty() {
        return Vec::new();
    }
    serde_json::from_str(stored).unwrap_or_default()
}
