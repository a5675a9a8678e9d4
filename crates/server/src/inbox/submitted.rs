//! What readers and contributors send in comes into the inbox like what feeds bring: one story is one item.

use super::address_key;
use super::arrival::excerpt_of;
use super::had::{Found, FoundIn, write_had};
use super::memory::{Memory, StoryKey, write_sketch};
use super::take_in::same_item;
use crate::app::App;
use crate::drafts::taken;
use crate::printing::{self, Place};
use clipsheet_intake::stories::{Fingerprint, Kind};
use clipsheet_store::{
    ArticleKind, CommenterId, InboxItem, ItemId, ItemKind, ItemState, Millis, NewItem,
    NewSubmission, Settled, StoreError, StoreResult, SubmissionId, SubmissionState, Tx,
    add_item_addresses, add_item_sender, create_item, create_submission, find_article_by_url,
    find_draft, find_draft_standing, find_item, find_item_by_address, find_submission, recall_item,
    reopen_item, reopen_submissions_of_item, set_submission_item, settle_submission,
};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// How long a sender waits for the sketches of stories, which a long reading of a feed may hold. Without them the story is
/// known again by its address only.
const PATIENCE: Duration = Duration::from_millis(500);

/// What is known of something sent in before it is written.
struct Sent {
    new: NewSubmission,
    item: NewItem,
    found: Vec<Found>,
}

/// Keeps what was sent in, as an item of the inbox too: its own, or that of the same story when a feed or somebody else
/// brought that before. `text` is the note or the article without markup. The same thing sent twice by the same commenter
/// within ten minutes is one submission.
///
/// # Errors
/// When the store refuses.
pub(crate) async fn take_submission(
    app: &App,
    new: NewSubmission,
    text: String,
) -> StoreResult<(SubmissionId, CommenterId)> {
    let is_link = new.kind == ArticleKind::Link;
    let place = Place {
        day: app.today().await?,
        page: 1,
        area: String::new(),
    };
    let glossary = app.glossary().await?;
    let memory = Arc::clone(&app.inbox.memory);
    let memory = tokio::time::timeout(PATIENCE, memory.lock_owned()).await;
    // Made for the first time they take a while, which is no matter for a reader.
    let mut memory = memory.ok().filter(|memory| memory.is_made());
    if let Some(memory) = &mut memory {
        memory.catch_up(&app.store).await?;
    }
    let look = tokio::task::spawn_blocking(move || {
        // A note is not the story's text, and would make two stories of one.
        let sketch = Fingerprint::new(&new.headline, if is_link { "" } else { &text });
        let found = memory
            .as_deref()
            .map_or_else(Vec::new, |memory| find(memory, &sketch));
        let words = format!("{}\n\n{text}", new.headline);
        let item = NewItem {
            kind: ItemKind::Submission,
            title: new.headline.clone(),
            url: new.url.clone(),
            excerpt: if is_link {
                String::new()
            } else {
                excerpt_of(&text)
            },
            source_name: if is_link {
                host(&new.url)
            } else {
                "Their own article".into()
            },
            submitted_by: Some(new.nic.clone()),
            fingerprint: write_sketch(&sketch),
            dossiers: printing::dossiers_in_text(&glossary, &words, &place),
            addresses: is_link.then(|| address_key(&new.url)).into_iter().collect(),
            ..NewItem::default()
        };
        // The sketches stay ours until it is written: two who bring the same story at once see each other's.
        (Sent { new, item, found }, memory)
    });
    let (sent, memory) = look
        .await
        .map_err(|error| StoreError::Internal(format!("stories cannot be compared: {error}")))?;
    let now = sent.new.created_at;
    let written = app.store.write(move |tx| write(tx, sent, now)).await;
    drop(memory);
    written
}

/// The host of an address, without `www.`.
fn host(url: &str) -> String {
    let url = Url::parse(url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    host.trim_start_matches("www.").to_owned()
}

fn find(memory: &Memory, sketch: &Fingerprint) -> Vec<Found> {
    let alike = memory.index.find(sketch).into_iter();
    alike
        .filter_map(|like| {
            let of = match StoryKey::of_number(like.key) {
                StoryKey::Article(id) => FoundIn::Paper(id),
                StoryKey::Item(id) => FoundIn::Inbox(id),
                StoryKey::Fresh(_) => return None,
            };
            let same = like.kind == Kind::Same;
            Some(Found { of, same })
        })
        .collect()
}

fn write(tx: &mut Tx<'_>, sent: Sent, now: Millis) -> StoreResult<(SubmissionId, CommenterId)> {
    let (id, commenter) = create_submission(tx, &sent.new)?;
    let kept = find_submission(tx, id)?;
    // Sent twice.
    if kept.is_none_or(|kept| kept.item.is_some() || kept.state != SubmissionState::Waiting) {
        return Ok((id, commenter));
    }
    let item = match known_item(tx, &sent, now)? {
        Some(known) => join(tx, id, &known, &sent, now)?,
        None => {
            let mut new = sent.item;
            let mut found = sent.found;
            if let Some(article) = find_article_by_url(tx, &new.url)? {
                let of = FoundIn::Paper(article);
                found.insert(0, Found { of, same: true });
            }
            new.had = write_had(tx, &found)?;
            create_item(tx, &new, None, now)?
        }
    };
    set_submission_item(tx, id, item)?;
    Ok((id, commenter))
}

/// The item of the same story: by its address whatever became of it, by its words while it waits.
fn known_item(tx: &mut Tx<'_>, sent: &Sent, now: Millis) -> StoreResult<Option<InboxItem>> {
    for key in &sent.item.addresses {
        if let Some(known) = find_item_by_address(tx, key)?
            && let Some(item) = find_item(tx, known.item)?
        {
            return Ok(Some(item));
        }
    }
    let same = match same_item(tx, &sent.found, &sent.item.url, now)? {
        Some(id) => find_item(tx, id)?,
        None => None,
    };
    Ok(same.filter(|item| item.state == ItemState::Waiting))
}

/// Marks an item as sent in. One that was dropped, that expired, or whose draft was thrown away comes back: somebody wants it
/// in the paper.
fn join(
    tx: &mut Tx<'_>,
    id: SubmissionId,
    item: &InboxItem,
    sent: &Sent,
    now: Millis,
) -> StoreResult<ItemId> {
    add_item_sender(tx, item.id, &sent.new.nic, now)?;
    add_item_addresses(tx, item.id, &sent.item.addresses, now)?;
    match item.state {
        ItemState::Waiting => {}
        ItemState::Dropped | ItemState::Expired => {
            recall_item(tx, item.id, now)?;
        }
        ItemState::Clipped if item.article.is_none() && !is_worked_on(tx, item)? => {
            reopen_item(tx, item.id, now)?;
            // Whoever was told that it would not be printed after all waits with the others.
            if let Some(draft) = item.draft
                && let Some(thrown) = find_draft(tx, draft)?
            {
                reopen_submissions_of_item(tx, item.id, thrown.changed_at)?;
            }
        }
        ItemState::Clipped => {
            let settled = match item.article {
                Some(article) => Settled {
                    state: SubmissionState::Printed,
                    article: Some(article),
                    word: String::new(),
                },
                None => taken(),
            };
            settle_submission(tx, id, &settled, now)?;
        }
    }
    Ok(item.id)
}

/// Whether the draft that was made of an item can still be printed.
fn is_worked_on(tx: &mut Tx<'_>, item: &InboxItem) -> StoreResult<bool> {
    let standing = match item.draft {
        Some(draft) => find_draft_standing(tx, draft)?,
        None => None,
    };
    Ok(standing.is_some_and(|(_, state)| state.is_live()))
}
