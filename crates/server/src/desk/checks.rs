//! Sources that no longer say what was clipped from them.

use super::{Desk, desk_chrome, show};
use crate::app::App;
use crate::error::WebError;
use crate::pages::article_url;
use crate::staff::Member;
use crate::views::{CheckRow, ChecksPage, Link, Tab};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use clipsheet_store::{ArticleId, Finding, Millis, Role, list_found_checks};
use serde::Deserialize;
use std::sync::Arc;

/// Articles on one view.
const PART: usize = 100;

/// The routes of the checks.
pub(super) fn routes(desk: Desk) -> Desk {
    desk.route(Role::Moderator, "/desk/checks", get(show_checks))
}

/// Which, and where the list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChecksQuery {
    finding: String,
    before: Option<i64>,
    article: Option<i64>,
}

fn label(finding: Finding) -> &'static str {
    match finding {
        Finding::Waiting => "Not looked at yet",
        Finding::Same => "As clipped",
        Finding::Changed => "Changed",
        Finding::Gone => "Gone",
        Finding::Unreachable => "Not to be reached",
    }
}

/// `GET /desk/checks`.
pub async fn show_checks(
    State(app): State<Arc<App>>,
    member: Member,
    Query(query): Query<ChecksQuery>,
) -> Result<Response, WebError> {
    let finding = Finding::read(&query.finding).unwrap_or(Finding::Changed);
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let before = (
        Millis(query.before.unwrap_or(i64::MAX)),
        ArticleId(query.article.unwrap_or(i64::MAX)),
    );
    let most = i64::try_from(PART).unwrap_or(i64::MAX) + 1;
    let mut found = app
        .store
        .read(move |conn| list_found_checks(conn, finding, before, most))
        .await?;
    let more = found.len() > PART;
    found.truncate(PART);
    let older = found.last().filter(|_| more).map(|last| {
        let at = last.check.checked_at.map_or(0, |at| at.0);
        format!(
            "/desk/checks?finding={}&before={at}&article={}",
            finding.as_str(),
            last.check.article
        )
    });
    let page = ChecksPage {
        chrome: desk_chrome(
            &app,
            &paper,
            &member,
            "Sources looked at again",
            "/desk/checks",
        ),
        findings: [
            Finding::Changed,
            Finding::Gone,
            Finding::Unreachable,
            Finding::Same,
        ]
        .map(|one| Tab {
            label: label(one).into(),
            title: String::new(),
            url: format!("/desk/checks?finding={}", one.as_str()),
            current: one == finding,
        })
        .into(),
        rows: found
            .iter()
            .map(|found| CheckRow {
                article: Link::new(
                    found.headline.clone(),
                    if found.is_printed {
                        article_url(found.check.article, &found.slug)
                    } else {
                        format!("/desk/articles/{}", found.check.article)
                    },
                ),
                desk_url: format!("/desk/articles/{}", found.check.article),
                words: found.check.words.clone(),
                time: found
                    .check
                    .checked_at
                    .map(|at| paper.calendar.short(at, today))
                    .unwrap_or_default(),
            })
            .collect(),
        older_url: older.unwrap_or_default(),
    };
    show(&page, StatusCode::OK)
}
