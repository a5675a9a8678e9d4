//! What the desk does with a story: clip, print, drop, take back. A form is sent on; the script gets JSON.

use super::item::{no_item, show_view, view};
use super::query::InboxQuery;
use crate::app::App;
use crate::clip::{ClipError, Printer};
use crate::desk::sentence;
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
    Act, Actor, InboxItem, ItemId, ItemState, Millis, Settled, StoreResult, SubmissionState, Tx,
    decide_item, find_item, list_decided, newest_item, note_act, recall_item,
    reopen_submissions_of_item, settle_submissions_of_item,
};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use url::form_urlencoded;

/// Changes that are told of at once.
const MOST_CHANGES: i64 = 1000;
/// Longest word to a sender, in characters.
const MOST_WORD: usize = 400;

/// Where to go back to, and what is said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Back {
    back: String,
    /// To whoever sent it in.
    word: String,
}

impl Back {
    /// The filter, and nothing else that a form could say.
    fn query(&self) -> String {
        InboxQuery::read(&self.back).back()
    }

    fn to_list(&self, and: &str) -> String {
        let query = self.query();
        let between = if query.is_empty() { "" } else { "&" };
        format!("/desk/inbox?{query}{between}{and}")
    }

    fn word(&self) -> String {
        let word = self.word.split_whitespace().collect::<Vec<_>>().join(" ");
        word.chars().take(MOST_WORD).collect()
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
    after: &str,
    now: Millis,
) -> StoreResult<()> {
    let act = Act {
        act,
        subject: "inbox",
        subject_id: item.id.0,
        label: &item.title,
        after,
        ..Act::default()
    };
    note_act(tx, actor, &act, now)
}

/// A story, and who does something with it from where.
struct Doing {
    app: Arc<App>,
    member: Member,
    visit: Visit,
    back: Back,
    item: InboxItem,
}

impl Doing {
    async fn of(
        app: Arc<App>,
        member: Member,
        visit: Visit,
        id: i64,
        back: Back,
    ) -> Result<Self, WebError> {
        let item = item_of(&app, id).await?;
        Ok(Self {
            app,
            member,
            visit,
            back,
            item,
        })
    }

    /// What came of it: where to go, or why not. The story stays then.
    async fn answer(self, done: Result<String, ClipItemError>) -> Result<Response, WebError> {
        match done {
            Ok(to) if self.visit.fragment => {
                Ok(Json(json!({"ok": true, "to": to})).into_response())
            }
            Ok(to) => Ok(redirect(&to)),
            Err(error) => self.refuse(&error).await,
        }
    }

    /// Says why not, and what to do: the story stays.
    async fn refuse(self, error: &ClipItemError) -> Result<Response, WebError> {
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
        let paste_url = if paste && !self.item.url.is_empty() {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("url", &self.item.url)
                .append_pair("title", &self.item.title)
                .append_pair("item", &self.item.id.to_string())
                .finish();
            format!("/desk/clip?{query}")
        } else {
            String::new()
        };
        let words = sentence(&error.to_string());
        if self.visit.fragment {
            let to = match error {
                ClipItemError::NotPrinted(draft, _) => format!("/desk/drafts/{draft}"),
                _ => String::new(),
            };
            let stays = !matches!(error, ClipItemError::Taken | ClipItemError::NotPrinted(..));
            let body =
                json!({"ok": false, "error": words, "paste": paste_url, "to": to, "stays": stays});
            return Ok((status, Json(body)).into_response());
        }
        let view = view(&self.app, &self.member, self.item.id, &self.back.query()).await?;
        show_view(&self.app, &self.member, view, &words, &paste_url, status).await
    }
}

/// `POST /desk/inbox/ID/drop`. Whoever sent the story in sees that it was not taken, with the desk's word.
pub(super) async fn drop_item(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
    Form(back): Form<Back>,
) -> Result<Response, WebError> {
    let doing = Doing::of(app, member, visit, id, back).await?;
    let (now, actor, dropped) = (doing.app.now(), doing.member.actor(), doing.item.clone());
    let refused = Settled {
        state: SubmissionState::Refused,
        article: None,
        word: doing.back.word(),
    };
    let done = doing
        .app
        .store
        .write(move |tx| {
            let to = ItemState::Dropped;
            let done = decide_item(tx, dropped.id, to, None, None, &actor.name, now)?;
            if done {
                settle_submissions_of_item(tx, dropped.id, &refused, now)?;
                note(tx, &actor, "dropped", &dropped, &refused.word, now)?;
            }
            Ok(done)
        })
        .await?;
    let to = doing.back.to_list(&format!("dropped={id}"));
    let done = if done {
        Ok(to)
    } else {
        Err(ClipItemError::Taken)
    };
    doing.answer(done).await
}

/// `POST /desk/inbox/ID/undo`.
pub(super) async fn undo_item(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
    Form(back): Form<Back>,
) -> Result<Response, WebError> {
    let doing = Doing::of(app, member, visit, id, back).await?;
    let (now, actor, recalled) = (doing.app.now(), doing.member.actor(), doing.item.clone());
    let done = doing
        .app
        .store
        .write(move |tx| {
            // As it is in this transaction: when it was decided tells what was turned down with it.
            let decided_at = find_item(tx, recalled.id)?.and_then(|item| item.decided_at);
            let done = recall_item(tx, recalled.id, now)?;
            if done {
                if let Some(decided_at) = decided_at {
                    reopen_submissions_of_item(tx, recalled.id, decided_at)?;
                }
                note(tx, &actor, "took back", &recalled, "", now)?;
            }
            Ok(done)
        })
        .await?;
    let to = doing.back.to_list("said=back");
    // Whoever takes back what waits already has what they want.
    let done = match done || doing.item.state == ItemState::Waiting {
        true => Ok(to),
        false => Err(ClipItemError::Taken),
    };
    doing.answer(done).await
}

/// `POST /desk/inbox/ID/fetch`: fetches the story in advance, so that clipping and printing are quick.
pub(super) async fn fetch_item(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let doing = Doing::of(app, member, visit, id, Back::default()).await?;
    let fetched = match doing.item.state {
        ItemState::Waiting => clipping_of(&doing.app, &doing.item).await,
        _ => Err(ClipItemError::Taken),
    };
    let done = fetched.map(|_| format!("/desk/inbox/{id}"));
    doing.answer(done).await
}

/// `POST /desk/inbox/ID/clip`.
pub(super) async fn clip(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
    Form(back): Form<Back>,
) -> Result<Response, WebError> {
    let doing = Doing::of(app, member, visit, id, back).await?;
    let clipped = clip_item(&doing.app, &Printer::of(&doing.member), &doing.item).await;
    let done = clipped.map(|draft| format!("/desk/drafts/{draft}"));
    doing.answer(done).await
}

/// `POST /desk/inbox/ID/print`.
pub(super) async fn print(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
    Form(back): Form<Back>,
) -> Result<Response, WebError> {
    let doing = Doing::of(app, member, visit, id, back).await?;
    let printed = print_item(&doing.app, Printer::of(&doing.member), &doing.item).await;
    doing.answer(printed.map(|printed| printed.url)).await
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
