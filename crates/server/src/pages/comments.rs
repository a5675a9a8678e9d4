//! Lists of comments: the latest of the paper, and those of a nic.

use super::parts::comment_excerpt;
use super::{article_url, comment_url, nic_link};
use crate::app::{App, Paper};
use crate::calendar::{counted, date_in_words};
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::press::{PagePolicy, Tag};
use crate::readers::nic_url;
use crate::serve_page::{Wanted, serve_page};
use crate::views::{CommentList, CommentRow, Link};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use clipsheet_store::{CommentId, NicRecord, find_nic, list_comments_by_nic, list_latest_comments};
use serde::Deserialize;
use std::sync::Arc;

/// Comments on one page.
const PART: i64 = 50;

/// Where the list goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct CommentsQuery {
    /// Comments before this one.
    before: Option<i64>,
}

/// `GET /comments`.
pub async fn show_latest(
    State(app): State<Arc<App>>,
    visit: Visit,
    Query(query): Query<CommentsQuery>,
) -> Result<Response, WebError> {
    show(&app, &visit, None, query).await
}

/// `GET /nic/{nic}`.
pub async fn show_nic(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(nic): Path<String>,
    Query(query): Query<CommentsQuery>,
) -> Result<Response, WebError> {
    let wanted = nic.clone();
    let record = app.store.read(move |conn| find_nic(conn, &wanted)).await?;
    let record =
        record.ok_or_else(|| WebError::NotFound(format!("Nobody has commented as “{nic}”.")))?;
    show(&app, &visit, Some(record), query).await
}

async fn show(
    app: &App,
    visit: &Visit,
    nic: Option<NicRecord>,
    query: CommentsQuery,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let before = query.before.unwrap_or(i64::MAX);
    let wanted = Wanted {
        key: format!(
            "comments {before} {}",
            nic.as_ref().map_or("", |nic| nic.nic.as_str())
        ),
        tags: &[Tag::Comments, Tag::Paper],
        policy: PagePolicy::Settled,
        form_of: None,
    };
    serve_page(app, visit, wanted, make(app, &paper, nic, before)).await
}

async fn make(
    app: &App,
    paper: &Paper,
    nic: Option<NicRecord>,
    before: i64,
) -> Result<String, WebError> {
    let today = paper.calendar.day_of(app.now());
    let name = nic.as_ref().map(|nic| nic.nic.clone());
    let (around, mut lines, newest) = app
        .store
        .read(move |conn| {
            let mut list = |before: i64, most: i64| match &name {
                Some(nic) => list_comments_by_nic(conn, nic, CommentId(before), most),
                None => list_latest_comments(conn, CommentId(before), most),
            };
            let lines = list(before, PART + 1)?;
            let newest = list(i64::MAX, 1)?.first().map(|line| line.comment.id);
            Ok((Around::read(conn, today)?, lines, newest))
        })
        .await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let is_more = lines.len() > part;
    lines.truncate(part);
    let (kind, heading, url, count_line) = match &nic {
        Some(nic) => (
            "Commenter",
            nic.nic.clone(),
            nic_url(&nic.nic),
            format!(
                "{} since {}",
                counted(nic.comment_count, "comment", "comments"),
                date_in_words(paper.calendar.day_of(nic.first_used_at))
            ),
        ),
        None => (
            "",
            "Latest comments".to_owned(),
            "/comments".to_owned(),
            String::new(),
        ),
    };
    // Addresses that anybody can think up are not kept as pages.
    let goes_on = !lines.is_empty() && newest.is_some_and(|newest| before <= newest.0);
    if before != i64::MAX && !goes_on {
        return Err(WebError::Moved(url));
    }
    let mut chrome = chrome::around(app, paper, &heading, &around, None);
    chrome.canonical = format!("{}{url}", app.public_url);
    chrome.noindex = before != i64::MAX || nic.is_some();
    let older = lines
        .last()
        .filter(|_| is_more)
        .map(|last| Link::new("Older", format!("{url}?before={}", last.comment.id)));
    let view = CommentList {
        chrome,
        kind: kind.into(),
        heading,
        count_line,
        empty_note: if lines.is_empty() {
            "Nobody has said anything yet.".into()
        } else {
            String::new()
        },
        comments: lines
            .iter()
            .map(|line| CommentRow {
                nic: line.comment.nic.clone(),
                nic_url: nic_link(&line.comment.nic).url,
                number: line.comment.number.unsigned_abs(),
                headline: line.headline.clone(),
                url: comment_url(
                    &article_url(line.comment.article, &line.slug),
                    line.comment.number,
                    line.last_number,
                ),
                time: paper.calendar.short(line.comment.created_at, today),
                datetime: paper.calendar.machine(line.comment.created_at),
                excerpt: comment_excerpt(&app.secrets, &line.comment, 280),
            })
            .collect(),
        newest: if before == i64::MAX {
            Link::default()
        } else {
            Link::new("Newest", url)
        },
        older: older.unwrap_or_default(),
    };
    Ok(view.render()?)
}
