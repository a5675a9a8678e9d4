//! Drafts: what is being written. Saving never loses a word, whoever else writes or prints meanwhile.

mod left_out;
mod merge;
mod save;
pub mod schedule;
mod twins;

pub(crate) use left_out::{LeftOut, left_out};
pub(crate) use merge::{has_conflict, merge_text, whose};
pub(crate) use save::{Base, SaveOutcome, Saved, Writer, safe_text, save, save_with};
pub(crate) use schedule::hold_scheduled;
pub use twins::{Twin, list_twins};

use crate::app::App;
use crate::clip::{ClipError, Clipped, Clipping, Printed, Printer, print_clipping};
use crate::evidence;
use clipsheet_store::{
    Act, Actor, ArticleKind, Draft, DraftId, DraftState, Evidence, ItemId, ItemState, NewDraft,
    Settled, StaffId, StoreError, StoreResult, SubmissionState, add_evidence, create_draft,
    decide_item, find_draft, note_act, settle_submissions_of_item,
};

/// How often printing a draft is tried when somebody saves it at the same moment.
const TRIES: usize = 5;

/// Reads a draft's body.
///
/// # Errors
/// [`StoreError::Internal`] when it is none, which only a newer program or a fault of ours can have written.
pub fn read_body(body: &str) -> StoreResult<Clipping> {
    serde_json::from_str(body)
        .map_err(|error| StoreError::Internal(format!("a draft cannot be read: {error}")))
}

/// Writes a draft's body.
///
/// # Errors
/// Never, since a clipping is plain data.
pub fn write_body(clipping: &Clipping) -> StoreResult<String> {
    serde_json::to_string(clipping).map_err(|error| StoreError::Internal(error.to_string()))
}

/// Who begins a draft, and from what.
#[derive(Debug, Clone, Default)]
pub struct Begun {
    /// Who begins it; none for the command line.
    pub by: Option<StaffId>,
    /// The item of the inbox that it was clipped from.
    pub inbox_item: Option<i64>,
}

/// Keeps a clipped story as a draft, with the page that it came from as evidence.
///
/// # Errors
/// When the page cannot be written to the data folder, somebody else took the item, or the store refuses.
pub async fn begin_clipping(
    app: &App,
    clipped: Clipped,
    begun: Begun,
    actor: Actor,
) -> Result<DraftId, ClipError> {
    let (clipping, page) = evidence::keep_page(app, clipped).await?;
    let new = NewDraft {
        origin: clipping.source_html.clone(),
        by: begun.by,
        inbox_item: begun.inbox_item,
        ..NewDraft::new(
            ArticleKind::Link,
            &clipping.headline,
            write_body(&clipping)?,
        )
    };
    let now = app.now();
    let began = app.store.write(move |tx| {
        let id = create_draft(tx, &new, now)?;
        let page = Evidence {
            draft: Some(id),
            ..page
        };
        add_evidence(tx, &page)?;
        if let Some(item) = new.inbox_item.map(ItemId) {
            let clipped = ItemState::Clipped;
            if !decide_item(tx, item, clipped, Some(id), None, &actor.name, now)? {
                // Takes the draft back: two of one story are not wanted.
                return Err(StoreError::Conflict(TAKEN.into()));
            }
            settle_submissions_of_item(tx, item, &taken(), now)?;
        }
        note(tx, &actor, "clipped", id, &new.headline, now)?;
        Ok(id)
    });
    began.await.map_err(|error| match error {
        StoreError::Conflict(why) if why == TAKEN => ClipError::ItemTaken,
        error => error.into(),
    })
}

const TAKEN: &str = "the item is taken";

/// What becomes of a submission that the desk makes a draft of.
pub(crate) fn taken() -> Settled {
    Settled {
        state: SubmissionState::Taken,
        article: None,
        word: String::new(),
    }
}

/// Begins a text of the paper's own.
///
/// # Errors
/// When the store refuses.
pub async fn begin_original(app: &App, by: StaffId, actor: Actor) -> StoreResult<DraftId> {
    let paper = app.paper().await?;
    let clipping = Clipping {
        original: true,
        page: paper.pages.first().map_or(1, |page| page.number),
        ..Clipping::default()
    };
    let new = NewDraft {
        by: Some(by),
        ..NewDraft::new(ArticleKind::Original, "", write_body(&clipping)?)
    };
    let now = app.now();
    let began = app.store.write(move |tx| {
        let id = create_draft(tx, &new, now)?;
        note(tx, &actor, "began", id, "", now)?;
        Ok(id)
    });
    began.await
}

/// Notes an act on a draft.
pub(crate) fn note(
    tx: &mut clipsheet_store::Tx<'_>,
    actor: &Actor,
    act: &str,
    id: DraftId,
    headline: &str,
    now: clipsheet_store::Millis,
) -> StoreResult<()> {
    let act = Act {
        act,
        subject: "draft",
        subject_id: id.0,
        label: headline,
        ..Act::default()
    };
    note_act(tx, actor, &act, now)
}

/// Prints a draft as it was last saved. When somebody saves it at that very moment, it is read again, so that nothing
/// acknowledged before is left out.
///
/// # Errors
/// See [`ClipError`].
pub(crate) async fn print(
    app: &App,
    id: DraftId,
    state: Option<DraftState>,
    printer: Printer,
) -> Result<Printed, ClipError> {
    for _ in 0..TRIES {
        let found: Option<Draft> = app.store.read(move |conn| find_draft(conn, id)).await?;
        let live = |draft: &Draft| match state {
            // Put off meanwhile, it waits for its new time.
            Some(DraftState::Scheduled) => {
                draft.state == DraftState::Scheduled
                    && draft.scheduled_at.is_some_and(|at| at.0 <= app.now().0)
            }
            Some(state) => draft.state == state,
            None => draft.state.is_live(),
        };
        let Some(draft) = found.filter(live) else {
            return Err(ClipError::DraftGone);
        };
        let clipping = read_body(&draft.body)?;
        if let Some(printed) =
            print_clipping(app, &clipping, Some(&draft), None, printer.clone()).await?
        {
            return Ok(printed);
        }
    }
    Err(ClipError::DraftBusy)
}
