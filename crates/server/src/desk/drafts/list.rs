//! The list of drafts.

use super::{HERE, draft_url};
use crate::app::{App, Paper};
use crate::desk::desk_chrome;
use crate::drafts::{begin_original, read_body};
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{DraftGroup, DraftLine, DraftsPage, Link};
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{ArticleKind, DraftId, DraftRow, DraftState, list_drafts_in};
use std::sync::Arc;

/// Drafts of each state on one page.
const PART: i64 = 100;
/// Of those that were thrown away.
const THROWN_PART: i64 = 20;

/// `GET /desk/drafts`.
pub(super) async fn show_list(
    State(app): State<Arc<App>>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let query = query.unwrap_or_default();
    let asked = |wanted: &str| {
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    // `?held=120`: the held ones before number 120.
    let older = DraftState::ALL
        .into_iter()
        .find_map(|state| Some((state, asked(state.as_str())?.parse().ok()?)));
    let states: Vec<(DraftState, i64)> = match older {
        Some((state, before)) => vec![(state, before)],
        None => [
            DraftState::Open,
            DraftState::Scheduled,
            DraftState::Held,
            DraftState::Thrown,
        ]
        .map(|state| (state, i64::MAX))
        .to_vec(),
    };
    let found = app.store.read(move |conn| {
        states
            .into_iter()
            .map(|(state, before)| {
                let most = most(state);
                Ok((state, list_drafts_in(conn, state, DraftId(before), most)?))
            })
            .collect::<Result<Vec<_>, _>>()
    });
    let groups = found.await?.into_iter();
    let groups = groups.map(|(state, rows)| group(&app, &paper, state, rows));
    let mut chrome = desk_chrome(&app, &paper, &member, "Drafts", HERE);
    chrome.notice = match asked("done").as_deref() {
        Some("thrown") => {
            "Thrown away. It can be brought back for 30 days, at the end of this page."
        }
        _ => "",
    }
    .into();
    let page = DraftsPage {
        chrome,
        groups: groups.collect(),
    };
    crate::desk::show(&page, StatusCode::OK)
}

fn most(state: DraftState) -> i64 {
    if state == DraftState::Thrown {
        THROWN_PART
    } else {
        PART
    }
}

fn group(app: &App, paper: &Paper, state: DraftState, rows: Vec<DraftRow>) -> DraftGroup {
    let (heading, note, nothing) = match state {
        DraftState::Open => ("Open", "", "Nobody is writing anything."),
        DraftState::Scheduled => (
            "Scheduled",
            "Printed by themselves when their time comes.",
            "Nothing is scheduled.",
        ),
        DraftState::Held => ("Held", "", "Nothing is held back."),
        DraftState::Thrown => (
            "Thrown away",
            "Kept for 30 days.",
            "Nothing was thrown away.",
        ),
        DraftState::Printed => ("Printed", "", "Nothing was printed."),
    };
    let full = i64::try_from(rows.len()).unwrap_or(0) == most(state);
    let older = rows.last().filter(|_| full).map(|row| {
        Link::new(
            "Older ones",
            format!("{HERE}?{}={}", state.as_str(), row.id),
        )
    });
    DraftGroup {
        heading: heading.into(),
        note: note.into(),
        nothing: nothing.into(),
        rows: rows.into_iter().map(|row| line(app, paper, row)).collect(),
        older: older.unwrap_or_default(),
    }
}

fn line(app: &App, paper: &Paper, row: DraftRow) -> DraftLine {
    let calendar = &paper.calendar;
    let today = calendar.day_of(app.now());
    let headline = if row.headline.is_empty() {
        read_body(&row.body)
            .map(|body| body.headline)
            .unwrap_or_default()
    } else {
        row.headline
    };
    let who = row.changed_by.unwrap_or_else(|| "the command line".into());
    DraftLine {
        url: draft_url(row.id),
        headline: if headline.is_empty() {
            format!("Draft {}, without a headline yet", row.id)
        } else {
            headline
        },
        kind: match row.kind {
            ArticleKind::Link => "Clipping",
            ArticleKind::Original => "Our own",
        }
        .into(),
        meta: format!(
            "{who}, {}, version {}",
            calendar.short(row.changed_at, today),
            row.version
        ),
        due: row
            .scheduled_at
            .map(|at| format!("To be printed {}", calendar.short(at, today)))
            .unwrap_or_default(),
        error: if row.print_error.is_empty() {
            String::new()
        } else {
            format!("It could not be printed: {}", row.print_error)
        },
        thrown: row.state == DraftState::Thrown,
        version: row.version.to_string(),
    }
}

/// `POST /desk/drafts`: a text of our own.
pub(super) async fn begin(
    State(app): State<Arc<App>>,
    member: Member,
) -> Result<Response, WebError> {
    let id = begin_original(&app, member.id(), member.actor()).await?;
    Ok(redirect(&draft_url(id)))
}
