//! What the desk does with a story: clip, print, drop, take back. A form is sent on; the script gets JSON.

use super::show::{InboxQuery, no_item, show_view, view};
use crate::app::App;
use crate::clip::ClipError;
use crate::desk::capital;
use crate::error::WebError;
use crate::inbox::{ClipItemError, clip_item, clipping_of, print_item};
use crate::press::redirect;
use crate::staff::Member;
use crate::visit::Visit;
use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clipsheet_intake::FetchError;
use clipsheet_store::{
    Act, Actor, InboxItem, ItemId, ItemState, Millis, StoreResult, Tx, decide_item, find_item,
    list_decided, newest_item, note_act, recall_item,
};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use url::form_urlencoded;

/// Changes that are told of at once.
const MOST_CHANGES: i64 = 1000;

/// Where to go back to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Back {
    back: String,
}

impl Back {
    /// The filter, and nothing else that a form could say.
    fn query(&self) -> String {
        InboxQuery::read(&self.back).back()
    }

    fn to_list(&self, and: &str) -> Response {
        let query = self.query();
        let between = if query.is_empty() { "" } else { "&" };
        redirect(&format!("/desk/inbox?{query}{between}{and}"))
    }
}

async fn item_of(app: &App, id: i64) -> Result<InboxItem, WebError> {
    let found = app.store.read(move |conn| find_item(conn, ItemId(id)));
    found.await?.ok_or_else(no_item)
}

fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: &str,
    item: &InboxItem,
    now: Millis,
) -> StoreResult<()> {
    let act = Act {
        act,
        subject: "inbox",
        subject_id: item.id.0,
        label: &item.title,
        ..Act::default()
    };
    note_act(tx, actor, &act, now)
}

/// `POST /desk/inbox/ID/drop`.
pub(super) async fn drop_item(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
    Form(back): Form<Back>,
) -> Result<Response, WebError> {
    let item = item_of(&app, id).await?;
    let (now, actor, dropped) = (app.now(), member.actor(), item.clone());
    let done = app
        .store
        .write(move |tx| {
            let to = ItemState::Dropped;
            let done = decide_item(tx, dropped.id, to, None, None, &actor.name, now)?;
            if done {
                note(tx, &actor, "dropped", &dropped, now)?;
            }
            Ok(done)
        })
        .await?;
    if done {
        return Ok(if visit.fragment {
            Json(json!({"ok": true})).into_response()
        } else {
            back.to_list(&format!("dropped={id}"))
        });
    }
    refuse(&app, &member, &visit, &back, item, &ClipItemError::Taken).await
}

/// `POST /desk/inbox/ID/undo`.
pub(super) async fn undo_item(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
    Form(back): Form<Back>,
) -> Result<Response, WebError> {
    let item = item_of(&app, id).await?;
    let (now, actor, recalled) = (app.now(), member.actor(), item.clone());
    let done = app
        .store
        .write(move |tx| {
            let done = recall_item(tx, recalled.id, now)?;
            if done {
                note(tx, &actor, "took back", &recalled, now)?;
            }
            Ok(done)
        })
        .await?;
    // Whoever takes back what waits already has what they want.
    if done || item.state == ItemState::Waiting {
        return Ok(if visit.fragment {
            Json(json!({"ok": true})).into_response()
        } else {
            back.to_list("said=back")
        });
    }
    refuse(&app, &member, &visit, &back, item, &ClipItemError::Taken).await
}

/// `POST /desk/inbox/ID/fetch`: fetches the story in advance, so that clipping and printing are quick.
pub(super) async fn fetch_item(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let item = item_of(&app, id).await?;
    let back = Back::default();
    if item.state != ItemState::Waiting {
        return refuse(&app, &member, &visit, &back, item, &ClipItemError::Taken).await;
    }
    match clipping_of(&app, &item).await {
        Ok(_) if visit.fragment => Ok(Json(json!({"ok": true})).into_response()),
        Ok(_) => Ok(redirect(&format!("/desk/inbox/{id}"))),
        Err(error) => refuse(&app, &member, &visit, &back, item, &error).await,
    }
}

/// `POST /desk/inbox/ID/clip`.
pub(super) async fn clip(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
    Form(back): Form<Back>,
) -> Result<Response, WebError> {
    let item = item_of(&app, id).await?;
    match clip_item(&app, &member, &item).await {
        Ok(draft) => Ok(done(&visit, &format!("/desk/drafts/{draft}"))),
        Err(error) => refuse(&app, &member, &visit, &back, item, &error).await,
    }
}

/// `POST /desk/inbox/ID/print`.
pub(super) async fn print(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
    Form(back): Form<Back>,
) -> Result<Response, WebError> {
    let item = item_of(&app, id).await?;
    match print_item(&app, &member, &item).await {
        Ok(printed) => Ok(done(&visit, &printed.url)),
        Err(error) => refuse(&app, &member, &visit, &back, item, &error).await,
    }
}

fn done(visit: &Visit, to: &str) -> Response {
    if visit.fragment {
        Json(json!({"ok": true, "to": to})).into_response()
    } else {
        redirect(to)
    }
}

/// Says why not, and what to do: the story stays.
async fn refuse(
    app: &App,
    member: &Member,
    visit: &Visit,
    back: &Back,
    item: InboxItem,
    error: &ClipItemError,
) -> Result<Response, WebError> {
    if let ClipItemError::Clip(ClipError::Store(error)) = error {
        return Err(error.clone().into());
    }
    let (status, paste) = match error {
        ClipItemError::Taken => (StatusCode::CONFLICT, false),
        ClipItemError::NotPrinted(..) => (StatusCode::UNPROCESSABLE_ENTITY, false),
        // A slip of the network is worth another try; for the rest the text can be pasted.
        ClipItemError::Clip(ClipError::Fetch(
            FetchError::TooSlow { .. } | FetchError::Unreachable { .. },
        )) => (StatusCode::BAD_GATEWAY, true),
        _ => (StatusCode::UNPROCESSABLE_ENTITY, true),
    };
    let paste_url = if paste && !item.url.is_empty() {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("url", &item.url)
            .append_pair("title", &item.title)
            .append_pair("item", &item.id.to_string())
            .finish();
        format!("/desk/clip?{query}")
    } else {
        String::new()
    };
    let words = sentence(&error.to_string());
    if visit.fragment {
        let to = match error {
            ClipItemError::NotPrinted(draft, _) => format!("/desk/drafts/{draft}"),
            _ => String::new(),
        };
        let stays = !matches!(error, ClipItemError::Taken | ClipItemError::NotPrinted(..));
        let body =
            json!({"ok": false, "error": words, "paste": paste_url, "to": to, "stays": stays});
        return Ok((status, Json(body)).into_response());
    }
    let view = view(app, member, item.id, &back.query()).await?;
    show_view(app, member, view, &words, &paste_url, status).await
}

/// "The host did not answer."
fn sentence(words: &str) -> String {
    format!("{}.", capital(words).trim_end_matches('.'))
}

/// What a list knows already.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Since {
    /// The time it was made, or last asked, in milliseconds.
    after: i64,
    /// The number of the last story that it knows of.
    newest: i64,
}

/// `GET /desk/inbox/changes`: what left the list meanwhile, and whether more came.
pub(super) async fn show_changes(
    State(app): State<Arc<App>>,
    _member: Member,
    Query(since): Query<Since>,
) -> Result<Response, WebError> {
    // Taken before reading: what is decided this moment is told of twice rather than never.
    let now = app.now();
    let after = Millis(since.after - 1);
    let (gone, newest) = app
        .store
        .read(move |conn| Ok((list_decided(conn, after, MOST_CHANGES)?, newest_item(conn)?)))
        .await?;
    let gone: Vec<i64> = gone.into_iter().map(|id| id.0).collect();
    let more = newest.0 > since.newest;
    Ok(Json(json!({"now": now.0, "gone": gone, "more": more})).into_response())
}
