//! What became of it: for whoever sent it in.

use crate::app::{App, Paper};
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::pages::article_url;
use crate::press::{HoleName, html_once};
use crate::printing::unseal;
use crate::readers::ReaderHoles;
use crate::secrets::{Purpose, Secrets};
use crate::talk::render;
use crate::views::{Chrome, Hole, Link, SubmissionPage, SubmissionRow, SubmissionRows};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_markup::SafeHtml;
use clipsheet_store::{
    ArticleId, ArticleKind, Day, Settled, Submission, SubmissionId, SubmissionState,
    find_commenter, find_submission, list_submissions_by,
};
use serde::Deserialize;
use std::sync::Arc;

/// Submissions in one part of the list.
const PART: i64 = 30;

/// The address under which somebody sees what became of a submission: nobody can guess it, and nothing is kept of it.
pub(crate) fn status_path(secrets: &Secrets, id: SubmissionId) -> String {
    let signed = secrets.sign(Purpose::Submission, &id.to_string());
    format!("/submission/{signed}")
}

/// A submission that is in the paper.
pub(crate) fn printed_as(article: ArticleId) -> Settled {
    Settled {
        state: SubmissionState::Printed,
        article: Some(article),
        word: String::new(),
    }
}

/// What was sent, made safe.
pub(crate) fn text_of(app: &App, sent: &Submission) -> SafeHtml {
    unseal(&app.secrets, &sent.html, &sent.seal).unwrap_or_else(|| render::again(&sent.source))
}

/// A submission in a line.
pub(crate) fn submission_row(
    app: &App,
    paper: &Paper,
    sent: &Submission,
    today: Day,
) -> SubmissionRow {
    let state_line = match sent.state {
        SubmissionState::Waiting if sent.print_at.is_some() => {
            "It is being fetched, and will be in the paper in a moment."
        }
        SubmissionState::Waiting => "It waits for the desk.",
        SubmissionState::Taken => "The desk has taken it up.",
        SubmissionState::Printed => "It is in the paper.",
        SubmissionState::Refused => "The desk did not take it.",
    };
    let article = match (sent.article, &sent.article_slug) {
        (Some(id), Some(slug)) => Link::new(sent.headline.clone(), article_url(id, slug)),
        _ => Link::default(),
    };
    SubmissionRow {
        url: status_path(&app.secrets, sent.id),
        kind: match sent.kind {
            ArticleKind::Link => "News link",
            ArticleKind::Original => "Article",
        }
        .into(),
        headline: sent.headline.clone(),
        time: paper.calendar.short(sent.created_at, today),
        datetime: paper.calendar.machine(sent.created_at),
        state_line: match (sent.state, sent.trouble.as_str()) {
            (SubmissionState::Waiting | SubmissionState::Taken, trouble) if !trouble.is_empty() => {
                format!("It could not go straight to print: {trouble} {state_line}")
            }
            _ => state_line.into(),
        },
        word: sent.word.clone(),
        article,
    }
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StatusQuery {
    sent: String,
    before: Option<i64>,
}

/// What stands around a page that is made for one reader.
async fn surroundings(
    app: &App,
    paper: &Paper,
    visit: &Visit,
    title: &str,
) -> Result<Chrome, WebError> {
    let today = paper.calendar.day_of(app.now());
    let id = visit.commenter;
    let (around, commenter) = app
        .store
        .read(move |conn| {
            let commenter = id.map(|id| find_commenter(conn, id)).transpose()?;
            Ok((Around::read(conn, today)?, commenter.flatten()))
        })
        .await?;
    let mut chrome = chrome::around_once(app, paper, title, &around);
    let stranger = app.readers.stranger();
    let known = commenter.map(|commenter| ReaderHoles::of(&commenter, &paper.settings.name));
    let holes = known.as_ref().unwrap_or(stranger);
    chrome.greeting = Hole::sentinel(holes.value(HoleName::Greeting, ""));
    Ok(chrome)
}

/// `GET /submission/{secret}`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(secret): Path<String>,
    Query(query): Query<StatusQuery>,
) -> Result<Response, WebError> {
    let id = app
        .secrets
        .verify(Purpose::Submission, &secret)
        .and_then(|id| id.parse().ok());
    let found = match id {
        Some(id) => {
            let read = app
                .store
                .read(move |conn| find_submission(conn, SubmissionId(id)));
            read.await?
        }
        None => None,
    };
    let sent = found.ok_or_else(|| {
        WebError::NotFound("Nothing that was sent in is found at this address. It may have been cut short when it was copied.".into())
    })?;
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let mut chrome = surroundings(&app, &paper, &visit, &sent.headline).await?;
    if query.sent == "1" && sent.state == SubmissionState::Waiting {
        chrome.notice =
            "Thank you. It has reached the desk. Keep this page’s address to see what becomes of it."
                .into();
    }
    let page = SubmissionPage {
        chrome,
        text: text_of(&app, &sent),
        link: sent.url.clone(),
        nic: sent.nic.clone(),
        row: submission_row(&app, &paper, &sent, today),
    };
    Ok(html_once(&page.render()?, StatusCode::OK))
}

/// `GET /submissions`: what this commenter sent in.
pub(super) async fn show_mine(
    State(app): State<Arc<App>>,
    visit: Visit,
    Query(query): Query<StatusQuery>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let before = SubmissionId(query.before.unwrap_or(i64::MAX));
    let mut sent = match visit.commenter {
        Some(commenter) => {
            let read = app
                .store
                .read(move |conn| list_submissions_by(conn, commenter, before, PART + 1));
            read.await?
        }
        None => Vec::new(),
    };
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let is_more = sent.len() > part;
    sent.truncate(part);
    let older = sent.last().filter(|_| is_more);
    let older = older.map(|last| Link::new("Older", format!("/submissions?before={}", last.id)));
    let page = SubmissionRows {
        chrome: surroundings(&app, &paper, &visit, "What you sent in").await?,
        rows: sent
            .iter()
            .map(|sent| submission_row(&app, &paper, sent, today))
            .collect(),
        empty_note: "Nothing has been sent in from this browser yet.".into(),
        older: older.unwrap_or_default(),
    };
    Ok(html_once(&page.render()?, StatusCode::OK))
}
