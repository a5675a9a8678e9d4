//! From an item to a draft or to print.

use super::address_key;
use crate::app::App;
use crate::clip::{
    ClipError, Clipping, Printed, Printer, Story, Wishes, clip_with_page, propose_for_own,
};
use crate::submit::text_of;
use crate::{drafts, evidence};
use clipsheet_store::{
    Act, ArticleKind, Conn, DraftId, Evidence, InboxItem, ItemId, ItemState, Millis, NewDraft,
    StoreError, StoreResult, Submission, add_evidence, create_draft, decide_item,
    find_article_by_url, find_clipping, find_draft_standing, find_headline, find_item,
    find_item_by_address, list_submissions_of_item, note_act, set_clipping,
    settle_submissions_of_item,
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
    /// It was to be printed without anybody looking at it, and the paper has it, or is at work on it. In words.
    #[error("{0}")]
    Had(String),
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

/// A clipping that waits with its item, and the page that it came from; none for an article of somebody's own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) clipping: Clipping,
    page: Option<Page>,
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
    fn of(page: Evidence) -> Self {
        Self {
            hash: page.hash,
            url: page.url,
            fetched_at: page.fetched_at.0,
            content_type: page.content_type,
            size_bytes: page.size_bytes,
        }
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
/// quick. Of an article of somebody's own, what they sent.
///
/// # Errors
/// When the story cannot be had; the item stays.
pub(crate) async fn clipping_of(app: &App, item: &InboxItem) -> Result<Kept, ClipItemError> {
    let id = item.id;
    if item.url.is_empty() {
        return own_article(app, id).await;
    }
    let lock = app.inbox.in_flight.lock_of(id);
    let _turn = lock.lock().await;
    let kept = app.store.read(move |conn| find_clipping(conn, id)).await?;
    if let Some(kept) = kept.and_then(|json| serde_json::from_str(&json).ok()) {
        return Ok(kept);
    }
    let url = Url::parse(&item.url).map_err(|_| ClipItemError::NoAddress)?;
    let wishes = Wishes {
        feed_page: (item.page != 0).then_some(item.page),
        feed_area: (!item.area.is_empty()).then(|| item.area.clone()),
        ..Wishes::default()
    };
    let _permit = app.inbox.fetches.acquire().await;
    let clipped = clip_with_page(app, Story::Address(url), &wishes).await?;
    let (clipping, page) = evidence::keep_page(app, clipped).await?;
    let hash = page.hash.clone();
    let kept = Kept {
        clipping,
        page: Some(Page::of(page)),
    };
    let json =
        serde_json::to_string(&kept).map_err(|error| ClipError::Failed(error.to_string()))?;
    app.store
        .write(move |tx| set_clipping(tx, id, Some((&json, &hash))))
        .await?;
    Ok(kept)
}

/// What somebody wrote themselves, as the first who sent it did.
async fn own_article(app: &App, id: ItemId) -> Result<Kept, ClipItemError> {
    let sent = app
        .store
        .read(move |conn| list_submissions_of_item(conn, id))
        .await?;
    let own = |sent: &Submission| sent.kind == ArticleKind::Original;
    let sent = sent.into_iter().find(own).ok_or(ClipItemError::NoAddress)?;
    let mut clipping = Clipping {
        headline: sent.headline.clone(),
        byline: Some(sent.nic.clone()),
        source_html: text_of(app, &sent).into_string(),
        original: true,
        submission: Some(sent.id),
        ..Clipping::default()
    };
    let paper = app.paper().await?;
    propose_for_own(app, &paper, &mut clipping).await?;
    Ok(Kept {
        clipping,
        page: None,
    })
}

/// Makes a draft of an item.
///
/// # Errors
/// When the story cannot be had, or somebody else has it.
pub(crate) async fn clip_item(
    app: &App,
    clipper: &Printer,
    item: &InboxItem,
) -> Result<DraftId, ClipItemError> {
    if item.state != ItemState::Waiting {
        return Err(ClipItemError::Taken);
    }
    let kept = clipping_of(app, item).await?;
    // The address may have led on to another that another item came from.
    let twin = match kept.clipping.original {
        true => None,
        false => app.learn_address(item.id, &kept.clipping.url).await?,
    };
    open_draft(app, clipper, item, twin, kept).await
}

/// Makes a draft of a clipping, and takes its item off the list, in one transaction: of two that clip an item at once,
/// one does.
async fn open_draft(
    app: &App,
    clipper: &Printer,
    item: &InboxItem,
    twin: Option<ItemId>,
    Kept { clipping, page }: Kept,
) -> Result<DraftId, ClipItemError> {
    let (now, actor, id) = (app.now(), clipper.actor.clone(), item.id);
    let only_new = clipper.only_new;
    let addresses = [item.url.clone(), clipping.url.clone()];
    let headline = clipping.headline.clone();
    let kind = match clipping.original {
        true => ArticleKind::Original,
        false => ArticleKind::Link,
    };
    let new = NewDraft {
        origin: clipping.source_html.clone(),
        by: clipper.staff,
        inbox_item: Some(id.0),
        ..NewDraft::new(kind, &headline, drafts::write_body(&clipping)?)
    };
    let made = app.store.write(move |tx| {
        if only_new && let Some(why) = had_of(tx, id, &addresses)? {
            return Err(StoreError::Conflict(format!("{HAD}{why}")));
        }
        let draft = create_draft(tx, &new, now)?;
        if let Some(page) = page {
            add_evidence(tx, &page.of_draft(draft))?;
        }
        let clipped = ItemState::Clipped;
        if !decide_item(tx, id, clipped, Some(draft), None, &actor.name, now)? {
            // Takes the draft back.
            return Err(StoreError::Conflict(TAKEN.into()));
        }
        settle_submissions_of_item(tx, id, &drafts::taken(), now)?;
        if let Some(twin) = twin
            && decide_item(tx, twin, clipped, Some(draft), None, &actor.name, now)?
        {
            settle_submissions_of_item(tx, twin, &drafts::taken(), now)?;
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
        StoreError::Conflict(why) if why.starts_with(HAD) => {
            ClipItemError::Had(why[HAD.len()..].to_owned())
        }
        other => other.into(),
    })
}

const TAKEN: &str = "the item is taken";
const HAD: &str = "the paper has it: ";

/// What the paper has, or is at work on, from one of the addresses of an item, in words; also under an address that makes
/// no difference (`address_key`), as far as the inbox remembers it.
fn had_of(conn: &mut Conn, id: ItemId, addresses: &[String]) -> StoreResult<Option<String>> {
    for address in addresses.iter().filter(|address| !address.is_empty()) {
        let known = match find_item_by_address(conn, &address_key(address))? {
            Some(known) if known.item != id => find_item(conn, known.item)?,
            _ => None,
        };
        let of_item = known.as_ref().and_then(|item| item.article);
        let article = find_article_by_url(conn, address)?.or(of_item);
        if let Some(article) = article
            && let Some(line) = find_headline(conn, article)?
        {
            let words = format!("the paper has this story already: “{}”", line.headline);
            return Ok(Some(words));
        }
        if let Some(draft) = known.and_then(|item| item.draft)
            && let Some((_, state)) = find_draft_standing(conn, draft)?
            && state.is_live()
        {
            return Ok(Some("the desk has a draft of this story already".into()));
        }
    }
    Ok(None)
}

/// Prints an item in today's edition, as it was clipped.
///
/// # Errors
/// When the story cannot be had, somebody else has it, or it cannot be printed: it is a draft then.
pub(crate) async fn print_item(
    app: &App,
    printer: Printer,
    item: &InboxItem,
) -> Result<Printed, ClipItemError> {
    if item.state != ItemState::Waiting {
        return Err(ClipItemError::Taken);
    }
    let draft = clip_item(app, &printer, item).await?;
    drafts::print(app, draft, None, printer)
        .await
        .map_err(|error| ClipItemError::NotPrinted(draft, error))
}
