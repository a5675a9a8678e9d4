//! The draft's form comes back: first what was written is saved, then what was asked is done.

use super::act::act;
use super::form::Fields;
use super::page::{Words, merged_words, others, show};
use super::{draft_url, no_draft};
use crate::app::App;
use crate::clip::{bring_named, shown_pictures};
use crate::drafts::{Base, SaveOutcome, Saved, Writer, read_body, safe_text, save};
use crate::edit;
use crate::edit::here::LAPSED_MILLIS;
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::FieldError;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use clipsheet_markup::picture_sources;
use clipsheet_store::{Draft, DraftId, DraftState, Millis, find_draft, list_draft_editors};
use serde_json::json;
use std::sync::Arc;

/// `POST /desk/drafts/{id}`.
pub(super) async fn post_draft(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    request: Request,
) -> Result<Response, WebError> {
    let id = DraftId(id);
    let fields = Fields::read(request).await?;
    let Some(base) = Base::read(fields.word("base")) else {
        let error = WebError::BadRequest("The form does not say which version of the draft it was made from, so nothing was saved. Open the draft again and put your text in.".into());
        return Err(error.keeping(fields.get("text").unwrap_or_default().to_owned()));
    };
    let wanted = fields.word("act").to_owned();
    if fields.get("text").is_none() {
        // A button outside the form: nothing was written.
        let draft = no_draft(app.store.read(move |conn| find_draft(conn, id)).await?)?;
        return act(&app, &member, draft, &wanted, &fields, Words::default()).await;
    }
    let writer = Writer {
        is_auto: fields.json,
        editor_key: fields.word("window").chars().take(40).collect(),
        ..Writer::of(&member)
    };
    let form = fields.clone();
    let outcome = save(&app, id, base, writer.clone(), move |made_from| {
        form.edit(made_from)
    })
    .await?;
    let saved = match outcome {
        SaveOutcome::Saved(saved) => *saved,
        SaveOutcome::Gone(draft) => return gone(&app, &member, *draft, &fields).await,
        SaveOutcome::Unknown => {
            let error = no_draft(None).err().unwrap_or_else(WebError::no_page);
            return Err(error.keeping(fields.get("text").unwrap_or_default().to_owned()));
        }
    };
    if fields.json {
        return json_reply(&app, &member, &saved).await;
    }
    let words = Words {
        notice: merged_words(&saved),
        errors: Vec::new(),
    };
    let (draft, words) = bring_pictures(&app, saved, writer, words).await?;
    if wanted != "save" && !wanted.is_empty() {
        return act(&app, &member, draft, &wanted, &fields, words).await;
    }
    if words.notice.is_empty() && words.errors.is_empty() {
        return Ok(redirect(&format!("{}?done=saved", draft_url(id))));
    }
    show(&app, &member, draft, words, StatusCode::OK).await
}

/// Brings in the pictures that the text names by their addresses elsewhere.
async fn bring_pictures(
    app: &App,
    saved: Saved,
    writer: Writer,
    mut words: Words,
) -> Result<(Draft, Words), WebError> {
    let mut clipping = saved.clipping;
    let looked_at = clipping.clone();
    let known = app
        .store
        .read(move |conn| shown_pictures(conn, &looked_at))
        .await?;
    let elsewhere = |address: &String| address.starts_with("http") && !known.contains_key(address);
    if !picture_sources(&clipping.source_html).iter().any(elsewhere) {
        return Ok((saved.draft, words));
    }
    let before = clipping.pictures.clone();
    for message in bring_named(app, &mut clipping).await? {
        words.errors.push(FieldError {
            field: "d-text".into(),
            message: format!("A picture cannot be had: {message}"),
        });
    }
    if clipping.pictures == before {
        return Ok((saved.draft, words));
    }
    let base = Base {
        version: saved.draft.version,
        as_sent: false,
    };
    let id = saved.draft.id;
    let brought = save(app, id, base, writer, move |made_from| {
        let mut with = made_from.clone();
        with.pictures.extend(clipping.pictures.clone());
        with
    });
    Ok(match brought.await? {
        SaveOutcome::Saved(brought) => (brought.draft, words),
        _ => (saved.draft, words),
    })
}

/// What a script wants to know after a save.
async fn json_reply(app: &App, member: &Member, saved: &Saved) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let (id, now, draft) = (saved.draft.id, app.now(), saved.draft.clone());
    let seen = Millis(now.0 - LAPSED_MILLIS);
    let clipping = saved.clipping.clone();
    let changed = saved.differs;
    let (editors, beside, text) = app
        .store
        .read(move |conn| {
            let text = if changed {
                Some(safe_text(conn, &clipping)?.into_string())
            } else {
                None
            };
            let beside = edit::here::beside(conn, &draft, now)?;
            Ok((list_draft_editors(conn, id, seen)?, beside, text))
        })
        .await?;
    let mine = editors.iter().find(|editor| editor.staff == member.id());
    let reply = json!({
        "version": saved.draft.version,
        "merged": saved.merged,
        "saved_at": paper.calendar.time(saved.draft.changed_at),
        "words": merged_words(saved),
        "text": text,
        "fields": text.as_ref().map(|_| json!({
            "headline": saved.clipping.headline,
            "tag": saved.clipping.source_tag,
            "url": saved.clipping.url,
            "byline": saved.clipping.byline.as_deref().unwrap_or_default(),
            "published": saved.clipping.published.as_deref().unwrap_or_default(),
            "lang": saved.clipping.lang.as_deref().unwrap_or_default(),
            "page": saved.clipping.page.to_string(),
            "area": saved.clipping.area,
            "alt": saved.clipping.lead_picture_alt,
            "caption": saved.clipping.lead_picture_caption,
        })),
        "others": others(&paper, &editors, &beside, member),
        "taken_over_by": mine.and_then(|mine| mine.taken_over_by.clone()),
    });
    Ok(no_store(Json(reply).into_response()))
}

pub(super) fn no_store(mut response: Response) -> Response {
    let value = header::HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}

/// It was printed or thrown away while it was being written: what was sent goes back to who sent it.
async fn gone(
    app: &App,
    member: &Member,
    draft: Draft,
    fields: &Fields,
) -> Result<Response, WebError> {
    let done = if draft.state == DraftState::Printed {
        "printed"
    } else {
        "thrown away"
    };
    let message =
        format!("The draft was {done} meanwhile, so this was not saved. Your text is here:");
    let typed = fields.get("text").unwrap_or_default().to_owned();
    if fields.json {
        let reply =
            json!({"gone": draft.state.as_str(), "words": message, "url": draft_url(draft.id)});
        return Ok(no_store(
            (StatusCode::CONFLICT, Json(reply)).into_response(),
        ));
    }
    let mut shown = draft;
    let mut clipping = read_body(&shown.body)?;
    clipping = fields.edit(&clipping);
    clipping.source_html = typed;
    shown.body = crate::drafts::write_body(&clipping)?;
    let words = Words {
        notice: String::new(),
        errors: vec![FieldError {
            field: "d-text".into(),
            message,
        }],
    };
    show(app, member, shown, words, StatusCode::CONFLICT).await
}
