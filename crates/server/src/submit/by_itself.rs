//! Links of those who are trusted: fetched, clipped and printed by the paper itself, beside the answering.

use super::print::is_trusted;
use crate::app::App;
use crate::clip::{ClipError, Printer};
use crate::desk::sentence;
use crate::inbox::{ClipItemError, print_item, read_had};
use clipsheet_store::{
    Actor, Millis, StoreResult, Submission, claim_submission, find_item, find_staff,
    list_due_submissions, note_submission_trouble,
};
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether something is to be printed.
const LOOK: Duration = Duration::from_secs(3);
/// Links that are printed at a time.
const PART: i64 = 10;
/// How long fetching and printing may take until another node may try.
const CLAIM_MILLIS: i64 = 10 * 60 * 1000;

/// Prints for as long as the runtime lasts.
pub(crate) async fn run(app: Arc<App>) {
    loop {
        if let Err(error) = print_due(&app).await {
            tracing::warn!(%error, "links that were sent in cannot be printed");
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Prints the links that are to go straight to print; gives how many were. One that cannot be had or printed waits in the
/// inbox, with the reason for the desk and for its sender.
///
/// # Errors
/// When the store cannot be used.
pub async fn print_due(app: &App) -> StoreResult<usize> {
    let now = app.now();
    let due = app
        .store
        .read(move |conn| list_due_submissions(conn, now, PART))
        .await?;
    let mut printed = 0;
    for sent in due {
        let (claimed, until) = (sent.clone(), Millis(now.0 + CLAIM_MILLIS));
        let ours = app
            .store
            .write(move |tx| claim_submission(tx, &claimed, until));
        if !ours.await? {
            continue;
        }
        match print_one(app, &sent).await? {
            None => printed += 1,
            Some(trouble) => {
                let (id, now) = (sent.id, app.now());
                app.store
                    .write(move |tx| note_submission_trouble(tx, id, &trouble, now))
                    .await?;
            }
        }
    }
    Ok(printed)
}

/// Prints one; else why not, in words: empty when somebody of the desk was quicker.
async fn print_one(app: &App, sent: &Submission) -> StoreResult<Option<String>> {
    let (staff, item) = (sent.staff, sent.item);
    let (staff, item) = app
        .store
        .read(move |conn| {
            let staff = match staff {
                Some(id) => find_staff(conn, id)?,
                None => None,
            };
            let item = match item {
                Some(id) => find_item(conn, id)?,
                None => None,
            };
            Ok((staff, item))
        })
        .await?;
    let Some(staff) = staff.filter(is_trusted) else {
        return Ok(Some(
            "Its sender’s links do not go straight to print any more.".into(),
        ));
    };
    let Some(item) = item else {
        return Ok(Some(String::new()));
    };
    // Told by its words, since another address may have it.
    let had = read_had(&item.had);
    if let Some(same) = had
        .into_iter()
        .find(|had| had.same && had.article.is_some())
    {
        return Ok(Some(format!(
            "The paper has this story already: “{}”.",
            same.title
        )));
    }
    let printer = Printer {
        posted_by: staff.name.clone(),
        actor: Actor {
            staff: Some(staff.id),
            name: staff.name,
        },
        staff: Some(staff.id),
        only_new: true,
    };
    match print_item(app, printer, &item).await {
        Ok(_) => Ok(None),
        Err(ClipItemError::Taken) => Ok(Some(String::new())),
        // Tried again when the claim has lapsed.
        Err(ClipItemError::Clip(ClipError::Store(error))) => Err(error),
        Err(error) => Ok(Some(sentence(&error.to_string()))),
    }
}
