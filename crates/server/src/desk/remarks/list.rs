//! Remarks that lost their words.

use super::may_change;
use crate::app::App;
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::pages::article_url;
use crate::remarks::text_of;
use crate::staff::Member;
use crate::views::{Link, LooseRemarks, LooseRow};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{RemarkId, list_loose_remarks};
use serde::Deserialize;
use std::sync::Arc;

/// Remarks on one page.
const PART: i64 = 50;

/// Where the list goes on, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LooseQuery {
    before: Option<i64>,
    removed: String,
}

/// `GET /desk/remarks`.
pub(super) async fn show_loose(
    State(app): State<Arc<App>>,
    member: Member,
    Query(query): Query<LooseQuery>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let before = RemarkId(query.before.unwrap_or(i64::MAX));
    let mut loose = app
        .store
        .read(move |conn| list_loose_remarks(conn, before, PART + 1))
        .await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let is_more = loose.len() > part;
    loose.truncate(part);
    let older = loose.last().filter(|_| is_more);
    let older = older.map(|last| Link::new("Older", format!("?before={}", last.remark.id)));
    let mut chrome = desk_chrome(&app, &paper, &member, "Loose remarks", "/desk/remarks");
    if query.removed == "1" {
        chrome.notice = "The remark was removed.".into();
    }
    let rows = loose.iter().map(|row| {
        let remark = &row.remark;
        LooseRow {
            text: text_of(&app.secrets, remark),
            author: remark.author.clone(),
            author_class: format!("staff-{}", remark.staff),
            time: paper.calendar.short(remark.changed_at, today),
            article: Link::new(row.headline.clone(), article_url(remark.article, &row.slug)),
            place: match remark.comment {
                Some(number) => format!("in comment {number}"),
                None => "in the article".into(),
            },
            before: remark.anchor.prefix.clone(),
            words: remark.anchor.quote.clone(),
            after: remark.anchor.suffix.clone(),
            url: if may_change(&member, remark) {
                format!("/desk/remarks/{}", remark.id)
            } else {
                String::new()
            },
        }
    });
    let view = LooseRemarks {
        chrome,
        remarks: rows.collect(),
        empty_note: "No remark has lost its words.".into(),
        older: older.unwrap_or_default(),
    };
    show(&view, StatusCode::OK)
}
