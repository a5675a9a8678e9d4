//! The history of a draft: every version, and any of them again.

use super::form::Fields;
use super::{HERE, draft_url, no_draft};
use crate::app::App;
use crate::desk::desk_chrome;
use crate::drafts::{Base, Writer, read_body, safe_text, save};
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{DraftVersionsPage, Link, VersionLine};
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{DraftId, find_draft, find_draft_version, list_draft_versions};
use std::sync::Arc;

/// Versions on one page.
const PART: i64 = 100;

/// `GET /desk/drafts/{id}/versions`.
pub(super) async fn list_versions(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let id = DraftId(id);
    let before = query
        .as_deref()
        .and_then(|query| query.strip_prefix("before="));
    let before = before.and_then(|n| n.parse().ok()).unwrap_or(i64::MAX);
    let (draft, versions) = app
        .store
        .read(move |conn| {
            Ok((
                find_draft(conn, id)?,
                list_draft_versions(conn, id, before, PART)?,
            ))
        })
        .await?;
    no_draft(draft)?;
    let url = draft_url(id);
    let today = paper.calendar.day_of(app.now());
    let full = versions.len() == usize::try_from(PART).unwrap_or(0);
    let older = versions.last().filter(|_| full).map(|last| {
        Link::new(
            "Older ones",
            format!("{url}/versions?before={}", last.version),
        )
    });
    let line = |version: &clipsheet_store::DraftVersion| VersionLine {
        version: version.version.to_string(),
        url: format!("{url}/versions/{}", version.version),
        meta: format!(
            "{}, {}{}",
            version.by.as_deref().unwrap_or("the command line"),
            paper.calendar.short(version.saved_at, today),
            if version.is_auto {
                ", while typing"
            } else {
                ""
            }
        ),
    };
    let page = DraftVersionsPage {
        chrome: desk_chrome(&app, &paper, &member, "History of the draft", HERE),
        versions: versions.iter().map(line).collect(),
        older: older.unwrap_or_default(),
        url,
        ..DraftVersionsPage::default()
    };
    crate::desk::show(&page, StatusCode::OK)
}

/// `GET /desk/drafts/{id}/versions/{version}`.
pub(super) async fn show_version(
    State(app): State<Arc<App>>,
    member: Member,
    Path((id, number)): Path<(i64, i64)>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let id = DraftId(id);
    let (draft, version) = app
        .store
        .read(move |conn| Ok((find_draft(conn, id)?, find_draft_version(conn, id, number)?)))
        .await?;
    let draft = no_draft(draft)?;
    let version = version.ok_or_else(WebError::no_page)?;
    let clipping = read_body(&version.body)?;
    let sent = (!version.sent.is_empty())
        .then(|| read_body(&version.sent))
        .transpose()?;
    let shown = clipping.clone();
    let (text, sent) = app
        .store
        .read(move |conn| {
            let sent = sent.map(|sent| safe_text(conn, &sent)).transpose()?;
            Ok((safe_text(conn, &shown)?, sent))
        })
        .await?;
    let title = format!("Version {}", version.version);
    let url = draft_url(id);
    let page = DraftVersionsPage {
        chrome: desk_chrome(&app, &paper, &member, &title, HERE),
        shown: title,
        headline: clipping.headline,
        text: text.into_string(),
        sent: sent.unwrap_or_default().into_string(),
        restore_url: if draft.state.is_live() {
            format!("{url}/versions/{}", version.version)
        } else {
            String::new()
        },
        base: draft.version.to_string(),
        url,
        ..DraftVersionsPage::default()
    };
    crate::desk::show(&page, StatusCode::OK)
}

/// `POST /desk/drafts/{id}/versions/{version}`: puts a version into the draft again.
pub(super) async fn restore(
    State(app): State<Arc<App>>,
    member: Member,
    Path((id, number)): Path<(i64, i64)>,
    request: Request,
) -> Result<Response, WebError> {
    let id = DraftId(id);
    let fields = Fields::read(request).await?;
    let version = app
        .store
        .read(move |conn| find_draft_version(conn, id, number))
        .await?;
    let version = version.ok_or_else(WebError::no_page)?;
    let wanted = read_body(&version.body)?;
    let base = Base::read(fields.word("base")).ok_or_else(|| {
        WebError::BadRequest("The form is not whole. Open the version again.".into())
    })?;
    let writer = Writer::of(&member);
    save(&app, id, base, writer, move |_| wanted.clone()).await?;
    Ok(redirect(&format!("{}?done=restore", draft_url(id))))
}
