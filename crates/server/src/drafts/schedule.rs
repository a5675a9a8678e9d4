//! What happens to drafts by itself: scheduled ones are printed, old history is thinned out.

use super::{note, print};
use crate::app::App;
use crate::clip::{ClipError, Printer};
use crate::evidence;
use crate::glossary::jobs::passes;
use clipsheet_store::{
    Actor, Draft, DraftId, DraftState, Millis, Role, StateChange, StoreResult, Tx, find_draft,
    list_due_drafts, list_staff, prune_drafts, set_draft_state, thin_draft_versions,
};
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether something is due.
const LOOK: Duration = Duration::from_secs(5);
/// How often old history is thinned out.
const TIDY: Duration = Duration::from_millis(TIDY_MILLIS.unsigned_abs());
const TIDY_MILLIS: i64 = 1800 * 1000;
/// Drafts that are printed or forgotten at a time.
const PART: i64 = 50;
/// Within this time every save by the script is kept; after it, one a minute.
const FRESH_MILLIS: i64 = 3600 * 1000;
/// How long drafts that were printed or thrown away are kept.
const KEPT_MILLIS: i64 = 30 * 24 * 3600 * 1000;

/// Prints what is scheduled, and tidies up. It ends with the runtime.
pub(crate) async fn run(app: Arc<App>) {
    let mut tidied = tokio::time::Instant::now();
    loop {
        if let Err(error) = print_due(&app).await {
            tracing::warn!(%error, "cannot look for scheduled drafts");
        }
        if tidied.elapsed() > TIDY {
            tidied = tokio::time::Instant::now();
            if let Err(error) = tidy(&app).await {
                tracing::warn!(%error, "the history of drafts cannot be thinned out");
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Prints the drafts whose time has come; gives how many. One that cannot be printed is held, with the reason. Several
/// nodes may do this at once: a draft is printed by the one that takes it out of its state.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn print_due(app: &App) -> StoreResult<usize> {
    let now = app.now();
    let due = app
        .store
        .read(move |conn| list_due_drafts(conn, now, PART))
        .await?;
    let mut printed = 0;
    for id in due {
        let printer = match printer_of(app, id).await? {
            Ok(printer) => printer,
            Err(reason) => {
                hold(app, id, reason).await?;
                continue;
            }
        };
        match print(app, id, Some(DraftState::Scheduled), printer).await {
            Ok(_) => printed += 1,
            // Another node was quicker, or somebody is writing: there is a next time.
            Err(ClipError::DraftGone | ClipError::DraftBusy) => {}
            // The store is busy or away: it stays scheduled, and is printed when the store is back.
            Err(ClipError::Store(error)) if passes(&error) => return Err(error),
            // One that fails for a reason of its own does not hold up those that are due after it.
            Err(error) => hold(app, id, error.to_string()).await?,
        }
    }
    Ok(printed)
}

/// It is printed in the name of who scheduled it, if they still may print: why not, else.
async fn printer_of(app: &App, id: DraftId) -> StoreResult<Result<Printer, String>> {
    let (by, everybody) = app
        .store
        .read(move |conn| {
            let by = find_draft(conn, id)?.and_then(|draft| draft.scheduled_by);
            Ok((by, list_staff(conn)?))
        })
        .await?;
    let staff = everybody.into_iter().find(|staff| Some(staff.id) == by);
    let name = match staff {
        Some(staff) => {
            let may = staff.is_active && staff.role >= Role::Editor && staff.has_second_step();
            if !may {
                return Ok(Err(format!(
                    "{}, who scheduled it, is no longer an editor here. Whoever wants it printed may schedule or print it.",
                    staff.name
                )));
            }
            staff.name
        }
        None => Actor::paper().name,
    };
    Ok(Ok(Printer {
        posted_by: name,
        actor: Actor::paper(),
        staff: None,
        only_new: false,
    }))
}

async fn hold(app: &App, id: DraftId, reason: String) -> StoreResult<()> {
    tracing::warn!(draft = id.0, reason, "a scheduled draft cannot be printed");
    let now = app.now();
    app.store
        .write(move |tx| match find_draft(tx, id)? {
            Some(draft) => hold_scheduled(tx, &draft, reason, now),
            None => Ok(()),
        })
        .await
}

/// Holds a draft if it is scheduled: it cannot be printed by itself, for this reason.
///
/// # Errors
/// When the database cannot be written.
pub(crate) fn hold_scheduled(
    tx: &mut Tx<'_>,
    draft: &Draft,
    reason: String,
    now: Millis,
) -> StoreResult<()> {
    if draft.state != DraftState::Scheduled {
        return Ok(());
    }
    let change = StateChange {
        print_error: reason,
        ..StateChange::default()
    };
    set_draft_state(tx, draft, DraftState::Held, &change, now)?;
    note(tx, &Actor::paper(), "held", draft.id, &draft.headline, now)
}

/// Thins out and forgets what nobody needs any more.
///
/// # Errors
/// When the store cannot be written.
pub async fn tidy(app: &App) -> StoreResult<()> {
    let now = app.now();
    app.store
        .write(move |tx| {
            thin_draft_versions(tx, Millis(now.0 - FRESH_MILLIS))?;
            prune_drafts(tx, Millis(now.0 - KEPT_MILLIS), PART).map(drop)
        })
        .await?;
    // Another part of the folder each time, without anything to remember.
    let turn = now
        .0
        .div_euclid(TIDY_MILLIS)
        .rem_euclid(i64::from(evidence::PARTS));
    let part = u16::try_from(turn).unwrap_or_default();
    evidence::prune(app, part).await.map(drop)
}
