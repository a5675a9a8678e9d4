//! Remarks in lists: those that lost their words, and all of an article.

use super::may_change;
use crate::app::App;
use crate::calendar::counted_len;
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::pages::article_url;
use crate::remarks::text_of;
use crate::staff::Member;
use crate::views::{Link, LooseRemarks, LooseRow};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{
    ArticleId, LooseRemark, RemarkId, RemarkState, find_headline, list_loose_remarks, list_remarks,
};
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
    /// All of this article.
    article: Option<i64>,
    /// Those that lost their words when it was saved: `5.8`.
    lost: String,
    /// Whether it was saved together with what somebody else had changed.
    merged: String,
}

/// All remarks of an article and its comments, and what the list is called.
async fn of_article(app: &App, id: ArticleId) -> Result<(Vec<LooseRemark>, String), WebError> {
    let (line, remarks) = app
        .store
        .read(move |conn| Ok((find_headline(conn, id)?, list_remarks(conn, id)?)))
        .await?;
    let line = line.ok_or_else(|| WebError::NotFound(format!("There is no article {id}.")))?;
    let row = |remark| LooseRemark {
        remark,
        headline: line.headline.clone(),
        slug: line.slug.clone(),
    };
    let title = format!("Remarks in “{}”", line.headline);
    let there = remarks
        .into_iter()
        .filter(|remark| remark.state != RemarkState::Removed);
    Ok((there.map(row).collect(), title))
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
    let of = query.article.map(ArticleId);
    let (mut loose, title) = match of {
        Some(article) => of_article(&app, article).await?,
        None => {
            let loose = app
                .store
                .read(move |conn| list_loose_remarks(conn, before, PART + 1));
            (loose.await?, "Loose remarks".to_owned())
        }
    };
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    // An article has as many as people wrote into it; the loose ones of all articles come in parts.
    let is_more = of.is_none() && loose.len() > part;
    if is_more {
        loose.truncate(part);
    }
    let older = loose.last().filter(|_| is_more);
    let older = older.map(|last| Link::new("Older", format!("?before={}", last.remark.id)));
    let mut chrome = desk_chrome(&app, &paper, &member, &title, "/desk/remarks");
    if query.removed == "1" {
        chrome.notice = "The remark was removed.".into();
    }
    let lost: Vec<RemarkId> = query
        .lost
        .split('.')
        .filter_map(|id| id.parse().ok())
        .map(RemarkId)
        .collect();
    let lost: Vec<&LooseRemark> = loose
        .iter()
        .filter(|row| of.is_some() && row.remark.state == RemarkState::Loose)
        .filter(|row| lost.contains(&row.remark.id))
        .collect();
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
            is_loose: remark.state == RemarkState::Loose,
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
        empty_note: match of {
            Some(_) => "There is no remark in it.".into(),
            None => "No remark has lost its words.".into(),
        },
        of_article: of.is_some(),
        lost_line: match lost.len() {
            0 => String::new(),
            count => format!(
                "Saved{}. {} lost {} words:",
                if query.merged == "1" {
                    ", together with what somebody else had changed meanwhile"
                } else {
                    ""
                },
                counted_len(count, "remark", "remarks"),
                if count == 1 { "its" } else { "their" },
            ),
        },
        lost: lost
            .iter()
            .map(|row| {
                let label = format!("“{}” ({})", row.remark.anchor.quote, row.remark.author);
                Link::new(label, format!("/desk/remarks/{}", row.remark.id))
            })
            .collect(),
        title,
        older: older.unwrap_or_default(),
    };
    show(&view, StatusCode::OK)
}
