//! What the draft's buttons do, after what was written is saved.

use super::form::Fields;
use super::page::{Words, find_left_out, show};
use super::{HERE, draft_url};
use crate::app::App;
use crate::clip::{ClipError, Printer};
use crate::desk::remarks::lost_url;
use crate::drafts::{
    Base, SaveOutcome, Writer, has_conflict, note, print, read_body, safe_text, save, taken,
};
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::FieldError;
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_markup::{Profile, blocks, sanitise};
use clipsheet_store::{
    Day, Draft, DraftState, ItemId, ItemState, Millis, StateChange, decide_item, find_draft,
    note_draft_brought_back, note_draft_thrown, set_draft_state, settle_submissions_of_item,
    take_draft_over,
};

/// What whoever sent the story in is told when its draft is thrown away.
const NOT_PRINTED: &str = "We worked on it, and decided not to print it after all.";

/// Does what a button says.
pub(super) async fn act(
    app: &App,
    member: &Member,
    draft: Draft,
    wanted: &str,
    fields: &Fields,
    words: Words,
) -> Result<Response, WebError> {
    let url = draft_url(draft.id);
    match wanted {
        "preview" => Ok(redirect(&format!("{url}/preview"))),
        "print" => print_now(app, member, draft, words).await,
        "hold" => to(app, member, draft, DraftState::Held, None, "hold").await,
        "open" => to(app, member, draft, DraftState::Open, None, "open").await,
        "bring" => to(app, member, draft, DraftState::Open, None, "bring").await,
        "throw" => to(app, member, draft, DraftState::Thrown, None, "thrown").await,
        "schedule" => match due(app, fields).await? {
            Ok(_) if two_texts(app, &draft).await? => {
                let message = ClipError::Conflict.to_string();
                again(app, member, draft, words, "", message).await
            }
            Ok(at) => {
                to(
                    app,
                    member,
                    draft,
                    DraftState::Scheduled,
                    Some(at),
                    "schedule",
                )
                .await
            }
            Err(message) => again(app, member, draft, words, "d-day", message).await,
        },
        "take" => {
            let (id, staff, actor) = (draft.id, member.id(), member.actor());
            let (headline, now) = (draft.headline.clone(), app.now());
            app.store
                .write(move |tx| {
                    take_draft_over(tx, id, staff)?;
                    note(tx, &actor, "took over", id, &headline, now)
                })
                .await?;
            Ok(redirect(&format!("{url}?done=take")))
        }
        other => match other.strip_prefix("put:").and_then(|n| n.parse().ok()) {
            Some(number) => put_back(app, member, draft, number).await,
            None => Ok(redirect(&url)),
        },
    }
}

/// Whether two texts stand in the same place of a draft, so that it could not be printed.
async fn two_texts(app: &App, draft: &Draft) -> Result<bool, WebError> {
    let clipping = read_body(&draft.body)?;
    let safe = app
        .store
        .read(move |conn| safe_text(conn, &clipping))
        .await?;
    Ok(has_conflict(&safe))
}

async fn again(
    app: &App,
    member: &Member,
    draft: Draft,
    mut words: Words,
    field: &str,
    message: String,
) -> Result<Response, WebError> {
    words.errors.push(FieldError {
        field: field.into(),
        message,
    });
    show(app, member, draft, words, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn print_now(
    app: &App,
    member: &Member,
    draft: Draft,
    words: Words,
) -> Result<Response, WebError> {
    let (id, printer) = (draft.id, Printer::of(member));
    match print(app, id, None, printer).await {
        Ok(printed) => {
            let lost = lost_url(printed.id, &printed.loosened, false);
            Ok(redirect(&lost.unwrap_or(printed.url)))
        }
        Err(ClipError::Store(error)) => Err(error.into()),
        Err(error) => {
            let now = app.store.read(move |conn| find_draft(conn, id)).await?;
            let message = format!("It cannot be printed like this: {error}");
            again(app, member, now.unwrap_or(draft), words, "", message).await
        }
    }
}

/// Brings a draft into another state.
async fn to(
    app: &App,
    member: &Member,
    draft: Draft,
    state: DraftState,
    at: Option<Millis>,
    done: &str,
) -> Result<Response, WebError> {
    let (id, now, actor, staff) = (draft.id, app.now(), member.actor(), member.id());
    let brought = app.store.write(move |tx| {
        // As it is in this transaction: what was saved meanwhile is no reason not to hold it.
        let Some(draft) = find_draft(tx, id)? else {
            return Ok(false);
        };
        let may = match state {
            DraftState::Open => draft.state != DraftState::Printed,
            _ => draft.state.is_live(),
        };
        let change = StateChange {
            scheduled_at: at,
            by: Some(staff),
            ..StateChange::default()
        };
        if !may || !set_draft_state(tx, &draft, state, &change, now)? {
            return Ok(false);
        }
        match (draft.state, state) {
            (_, DraftState::Thrown) => note_draft_thrown(tx, id, NOT_PRINTED, now)?,
            (DraftState::Thrown, _) => {
                // Its story may have been sent in again, and wait: this is its draft once more, so that nobody makes another.
                if let Some(item) = draft.inbox_item.map(ItemId)
                    && decide_item(
                        tx,
                        item,
                        ItemState::Clipped,
                        Some(id),
                        None,
                        &actor.name,
                        now,
                    )?
                {
                    settle_submissions_of_item(tx, item, &taken(), now)?;
                }
                note_draft_brought_back(tx, id, draft.changed_at, now)?;
            }
            _ => {}
        }
        let verb = match state {
            DraftState::Open if draft.state == DraftState::Thrown => "brought back",
            DraftState::Open => "opened",
            DraftState::Held => "held",
            DraftState::Scheduled => "scheduled",
            DraftState::Thrown => "threw away",
            DraftState::Printed => "printed",
        };
        note(tx, &actor, verb, id, &draft.headline, now)?;
        Ok(true)
    });
    if !brought.await? {
        // Printed or thrown away meanwhile: its page says so.
        return Ok(redirect(&draft_url(id)));
    }
    if state == DraftState::Thrown {
        return Ok(redirect(&format!("{HERE}?done=thrown")));
    }
    Ok(redirect(&format!("{}?done={done}", draft_url(id))))
}

/// When it is to be printed, in the paper's time zone; or what is wrong with that.
async fn due(app: &App, fields: &Fields) -> Result<Result<Millis, String>, WebError> {
    let paper = app.paper().await?;
    let day = Day::parse(fields.word("day"));
    let time = fields.word("time").split_once(':');
    let time = time.and_then(|(hour, minute)| {
        let hour: i8 = hour.parse().ok().filter(|hour| (0..24).contains(hour))?;
        let minute: i8 = minute.get(..2)?.parse().ok()?;
        (0..60).contains(&minute).then_some((hour, minute))
    });
    let at = day
        .zip(time)
        .and_then(|(day, (hour, minute))| paper.calendar.instant(day, hour, minute));
    Ok(match at {
        None => Err("When shall it be printed? A day such as 2014-07-08 and a time such as 07:30 are wanted.".into()),
        Some(at) if at.0 <= app.now().0 => {
            Err("That time is past. Choose a later one, or print it now.".into())
        }
        Some(at) => Ok(at),
    })
}

/// Puts a block that extraction left out behind the block after which it stood on the page, if that is still there; else
/// at the end.
async fn put_back(
    app: &App,
    member: &Member,
    draft: Draft,
    number: usize,
) -> Result<Response, WebError> {
    let left = find_left_out(app, &draft).await?;
    let Some(block) = left.into_iter().nth(number) else {
        return Ok(redirect(&draft_url(draft.id)));
    };
    let origin = sanitise(&draft.origin, Profile::Article, &|_| None);
    let neighbour = block
        .after
        .checked_sub(1)
        .and_then(|at| blocks(&origin).get(at).map(|&html| html.to_owned()));
    let base = Base {
        version: draft.version,
        as_sent: false,
    };
    let writer = Writer::of(member);
    let after = block.after;
    let outcome = save(app, draft.id, base, writer, move |made_from| {
        let mut with = made_from.clone();
        let pictures: Vec<_> = with
            .pictures
            .iter()
            .map(|(address, picture)| (address.clone(), picture.shown()))
            .collect();
        let find = |address: &str| {
            let known = pictures
                .iter()
                .find(|(from, shown)| from == address || shown.src == address);
            let own = crate::printing::own_picture(address);
            known.map(|(_, shown)| shown.clone()).or(own)
        };
        let safe = sanitise(&with.source_html, Profile::Article, &find);
        let mut parts = blocks(&safe);
        let at = match &neighbour {
            Some(neighbour) => parts
                .iter()
                .position(|part| *part == neighbour.as_str())
                .map(|at| at + 1),
            None => (after == 0).then_some(0),
        };
        parts.insert(at.unwrap_or(parts.len()), &block.html);
        with.source_html = parts.join("\n");
        with
    });
    match outcome.await? {
        SaveOutcome::Saved(_) => Ok(redirect(&format!(
            "{}?done=saved#left-out",
            draft_url(draft.id)
        ))),
        _ => Ok(redirect(&draft_url(draft.id))),
    }
}
