//! The inbox: stories that wait for the desk.
//!
//! A story is one item, however many feeds bring it. Its number grows with its arrival, so that every list goes by
//! number. How many wait is counted in the transaction that changes it.

mod list;
mod take;
mod tend;
mod told;

use crate::error::{StoreError, StoreResult};
use crate::ids::{ArticleId, DraftId, FeedId, ItemId, Millis};
use crate::query::Query;
use crate::value::Columns;

pub use list::{
    InboxCounts, InboxFilter, ItemSource, find_clipping, find_item, inbox_counts, list_decided,
    list_item_dossiers, list_item_sources, list_waiting, newest_item,
};
pub use take::{
    Brought, KnownAddress, NewItem, add_item_addresses, add_item_sender, add_item_source,
    create_item, find_item_by_address,
};
pub(crate) use tend::recount_inbox;
pub use tend::{
    FreshArticle, decide_item, expire_items, forget_addresses, list_fingerprints,
    list_fresh_articles, newest_article, recall_item, remove_old_items, reopen_item, set_clipping,
};
pub use told::{note_draft_brought_back, note_draft_thrown, note_item_printed};

/// The statements of all four.
pub(crate) const ALL: &[&[Query]] = &[list::ALL, take::ALL, tend::ALL, told::ALL];

/// Columns of an item, as [`item`] reads them.
macro_rules! items {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.kind, i.state, i.title, i.url, i.excerpt, i.source_name, i.source_count, i.published_at, ",
            "i.arrived_at, i.page, i.area, i.had, i.submitted_by, i.note, i.draft_id, i.article_id, i.decided_at, ",
            "i.decided_by FROM ",
            $rest
        )
    };
}
pub(super) use items;

/// How an item came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ItemKind {
    /// By a feed.
    #[default]
    Feed,
    /// A reader or contributor sent it in.
    Submission,
}

impl ItemKind {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Submission => "submission",
        }
    }
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemState {
    /// Nothing yet.
    Waiting,
    /// Somebody made a draft or an article of it.
    Clipped,
    /// Somebody dropped it.
    Dropped,
    /// Nobody took it in time.
    Expired,
}

impl ItemState {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Clipped => "clipped",
            Self::Dropped => "dropped",
            Self::Expired => "expired",
        }
    }

    fn read(text: &str) -> StoreResult<Self> {
        [Self::Waiting, Self::Clipped, Self::Dropped, Self::Expired]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| StoreError::internal(format!("an item of the inbox is {text}")))
    }
}

/// A story in the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxItem {
    /// Its number; a higher one came later.
    pub id: ItemId,
    /// How it came.
    pub kind: ItemKind,
    /// What became of it.
    pub state: ItemState,
    /// What it is called, by whoever brought it last.
    pub title: String,
    /// Where it is, without tracking; empty for an article that was sent in.
    pub url: String,
    /// The beginning of its text, without markup.
    pub excerpt: String,
    /// Who brought it first.
    pub source_name: String,
    /// How many feeds brought it.
    pub source_count: i64,
    /// When its source published it, if that is known.
    pub published_at: Option<Millis>,
    /// When it came.
    pub arrived_at: Millis,
    /// The page it is proposed for; 0 for none.
    pub page: i64,
    /// The short name of the area it is proposed for; empty for none.
    pub area: String,
    /// What the paper had of it already, as JSON; empty for nothing.
    pub had: String,
    /// Who sent it in; none for what feeds bring.
    pub submitted_by: Option<String>,
    /// What the sender says to the desk.
    pub note: String,
    /// The draft that was made of it.
    pub draft: Option<DraftId>,
    /// The article that was made of it.
    pub article: Option<ArticleId>,
    /// When it was clipped, dropped or expired.
    pub decided_at: Option<Millis>,
    /// Who did that.
    pub decided_by: String,
}

pub(super) fn item(row: &mut Columns<'_>) -> StoreResult<InboxItem> {
    Ok(InboxItem {
        id: row.take()?,
        kind: match row.take::<String>()?.as_str() {
            "submission" => ItemKind::Submission,
            _ => ItemKind::Feed,
        },
        state: ItemState::read(&row.take::<String>()?)?,
        title: row.take()?,
        url: row.take()?,
        excerpt: row.take()?,
        source_name: row.take()?,
        source_count: row.take()?,
        published_at: row.take()?,
        arrived_at: row.take()?,
        page: row.take()?,
        area: row.take()?,
        had: row.take()?,
        submitted_by: row.take()?,
        note: row.take()?,
        draft: row.take()?,
        article: row.take()?,
        decided_at: row.take()?,
        decided_by: row.take()?,
    })
}

/// What waits is counted under these kinds of names.
mod kind {
    pub(super) const ALL: &str = "all";
    pub(super) const PAGE: &str = "page";
    pub(super) const AREA: &str = "area";
    pub(super) const FEED: &str = "feed";
    pub(super) const DOSSIER: &str = "dossier";
    pub(super) const SUBMITTED: &str = "submitted";
}

/// A feed's name among the counters.
fn feed_name(feed: FeedId) -> String {
    feed.to_string()
}
