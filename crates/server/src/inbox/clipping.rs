//! From an item to a draft or to print.

use crate::app::App;
use crate::clip::{ClipError, Clipped, Clipping, Printed, Printer, Story, Wishes, clip_with_page};
use crate::staff::Member;
use crate::{drafts, evidence};
use clipsheet_store::{
    Act, ArticleKind, DraftId, Evidence, InboxItem, ItemId, ItemState, Millis, NewDraft,
    StoreError, add_evidence, create_draft, decide_item, find_clipping, note_act, set_clipping,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;

/// Items whose story is being fetched: whoever wants the same one waits for it.
#[derive(Default)]
pub(super) struct InFlight(Mutex<HashMap<ItemId, Arc<tokio::sync::Mutex<()>>>>);

impl InFlight {
    fn lock_of(&self, item: ItemId) -> Arc<tokio::sync::Mutex<()>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Whatever nobody holds any more goes: the map is as large as what is being fetched.
        all.retain(|_, lock| Arc::strong_count(lock) > 1);
        Arc::clone(all.entry(item).or_default())
    }
}

/// Why an item cannot be clipped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClipItemError {
    /// The story cannot be had, or the store refuses.
    #[error(transparent)]
    Clip(#[from] ClipError),
    /// Somebody was quicker.
    #[error("somebody else took this story, or dropped it, a moment ago")]
    Taken,
    /// It has no address to clip from.
    #[error("this item has no address to clip from")]
    NoAddress,
    /// It became a draft, but could not be printed.
    #[error("it is a draft now, and was not printed: {1}")]
    NotPrinted(DraftId, ClipError),
}

impl From<StoreError> for ClipItemError {
    fn from(error: StoreError) -> Self {
        Self::Clip(error.into())
    }
}

/// A clipping that waits with its item, and the page that it came from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) clipping: Clipping,
    page: Page,
}

/// A page in the evidence that belongs to no draft yet.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Page {
    hash: String,
    url: String,
    fetched_at: i64,
    content_type: String,
    size_bytes: i64,
}

impl Page {
    async fn keep(app: &App, clipped: &Clipped) -> Result<Self, ClipError> {
        let hash = evidence::keep(app, clipped.page.clone()).await;
        let hash = hash.map_err(|error| {
            ClipError::Failed(format!("it cannot be written to the data folder: {error}"))
        })?;
        Ok(Self {
            hash,
            url: clipped.url.to_string(),
            fetched_at: app.now().0,
            content_type: clipped.content_type.clone().unwrap_or_default(),
            size_bytes: i64::try_from(clipped.page.len()).unwrap_or(i64::MAX),
        })
    }

    fn of_draft(self, draft: DraftId) -> Evidence {
        Evidence {
            hash: self.hash,
            url: self.url,
            fetched_at: Millis(self.fetched_at),
            content_type: self.content_type,
            size_bytes: self.size_bytes,
            draft: Some(draft),
            article: None,
        }
    }
}

/// The clipping of an item: fetched now, unless it was fetched before. Kept with the item, so that what follows is
/// quick.
///
/// # Errors
/// When the story cannot be had; the item stays.
pub(crate) async fn clipping_of(app: &App, item: &InboxItem) -> Result<Kept, ClipItemError> {
    let id = item.id;
    let lock = app.inbox.in_flight.lock_of(id);
    let _turn = lock.lock().await;
    let kept = app.store.read(move |conn| find_clipping(conn, id)).await?;
    if let Some(kept) = kept.and_then(|json| serde_json::from_str(&json).ok()) {
        return Ok(kept);
    }
    let url = Url::parse(&item.url).map_err(|_| ClipItemError::NoAddress)?;
    let paper = app.paper().await?;
    // What the feed says may be out of date; then it is proposed as for any other story.
    let wishes = Wishes {
        page: (!paper.page_title(item.page).is_empty()).then_some(item.page),
        area: paper
            .areas
            .iter()
            .any(|area| area.slug == item.area)
            .then(|| item.area.clone()),
        ..Wishes::default()
    };
    let _permit = app.inbox.fetches.acquire().await;
    let clipped = clip_with_page(app, Story::Address(url), &wishes).await?;
    let kept = Kept {
        page: Page::keep(app, &clipped).await?,
        clipping: clipped.clipping,
    };
    let json =
        serde_json::to_string(&kept).map_err(|error| ClipError::Failed(error.to_string()))?;
    app.store
        .write(move |tx| set_clipping(tx, id, Some(&json)))
        .await?;
    Ok(kept)
}

/// Makes a draft of an item.
///
/// # Errors
/// When the story cannot be had, or somebody else has it.
pub(crate) async fn clip_item(
    app: &App,
    member: &Member,
    item: &InboxItem,
) -> Result<DraftId, ClipItemError> {
    if item.state != ItemState::Waiting {
        return Err(ClipItemError::Taken);
    }
    let kept = clipping_of(app, item).await?;
    // The address may have led on to another that another item came from.
    let twin = app.learn_address(item.id, &kept.clipping.url).await?;
    open_draft(app, member, item, twin, kept).await
}

/// Makes a draft of a clipping, and takes its item off the list, in one transaction: of two that clip an item at once,
/// one does.
async fn open_draft(
    app: &App,
    member: &Member,
    item: &InboxItem,
    twin: Option<ItemId>,
    Kept { clipping, page }: Kept,
) -> Result<DraftId, ClipItemError> {
    let (now, actor, id) = (app.now(), member.actor(), item.id);
    let headline = clipping.headline.clone();
    let new = NewDraft {
        origin: clipping.source_html.clone(),
        by: Some(member.id()),
        inbox_item: Some(id.0),
        ..NewDraft::new(ArticleKind::Link, &headline, drafts::write_body(&clipping)?)
    };
    let made = app.store.write(move |tx| {
        let draft = create_draft(tx, &new, now)?;
        add_evidence(tx, &page.of_draft(draft))?;
        let clipped = ItemState::Clipped;
        if !decide_item(tx, id, clipped, Some(draft), None, &actor.name, now)? {
            // Takes the draft back.
            return Err(StoreError::Conflict(TAKEN.into()));
        }
        if let Some(twin) = twin {
            decide_item(tx, twin, clipped, Some(draft), None, &actor.name, now)?;
        }
        set_clipping(tx, id, None)?;
        let act = Act {
            act: "clipped",
            subject: "inbox",
            subject_id: id.0,
            label: &headline,
            after: &format!("draft {draft}"),
            ..Act::default()
        };
        note_act(tx, &actor, &act, now)?;
        Ok(draft)
    });
    made.await.map_err(|error| match error {
        StoreError::Conflict(why) if why == TAKEN => ClipItemError::Taken,
        other => other.into(),
    })
}

const TAKEN: &str = "the item is taken";

/// Prints an item in today's edition, as it was clipped.
///
/// # Errors
/// When the story cannot be had, somebody else has it, or it cannot be printed: it is a draft then.
pub(crate) async fn print_item(
    app: &App,
    member: &Member,
    item: &InboxItem,
) -> Result<Printed, ClipItemError> {
    if item.state != ItemState::Waiting {
        return Err(ClipItemError::Taken);
    }
    let draft = clip_item(app, member, item).await?;
    drafts::print(app, draft, None, Printer::of(member))
        .await
        .map_err(|error| ClipItemError::NotPrinted(draft, error))
}
