//! The comments of an article at the desk: each can be taken away, which leaves its number as a tombstone, and brought back.

use super::{Desk, desk_chrome, show};
use crate::app::{App, Paper};
use crate::calendar::counted;
use crate::error::WebError;
use crate::moderation::set_shown;
use crate::pages::{article_url, comment_url, nic_link};
use crate::press::redirect;
use crate::printing::unseal;
use crate::staff::Member;
use crate::talk::render;
use crate::views::{DeskComment, DeskCommentPage, DeskComments, Link};
use crate::visit::Visit;
use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use clipsheet_store::{
    ArticleId, Comment, Day, Headline, Role, find_comment, find_headline, list_comments,
};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// Comments on one view.
const PART: i64 = 50;

/// The routes of comments at the desk.
pub(super) fn routes(desk: Desk) -> Desk {
    desk.route(
        Role::Moderator,
        "/desk/articles/{id}/talk",
        get(show_comments),
    )
    .route(
        Role::Moderator,
        "/desk/articles/{id}/talk/{number}",
        get(show_comment).post(change),
    )
}

/// Where the list of an article's comments is.
fn list_url(article: ArticleId) -> String {
    format!("/desk/articles/{article}/talk")
}

async fn headline_of(app: &App, id: i64) -> Result<Headline, WebError> {
    let found = app
        .store
        .read(move |conn| find_headline(conn, ArticleId(id)))
        .await?;
    found.ok_or_else(|| WebError::NotFound(format!("There is no article {id}.")))
}

async fn comment_of(app: &App, article: ArticleId, number: i64) -> Result<Comment, WebError> {
    let found = app
        .store
        .read(move |conn| find_comment(conn, article, number))
        .await?;
    found.ok_or_else(|| {
        WebError::NotFound(format!("There is no comment {number} under this article."))
    })
}

/// The article as a link: readers' page of one that is in print, else the desk's.
fn article_link(line: &Headline) -> Link {
    let url = if line.is_printed {
        article_url(line.id, &line.slug)
    } else {
        format!("/desk/articles/{}", line.id)
    };
    Link::new(line.headline.clone(), url)
}

/// A comment as the desk sees it, also one that was taken away.
fn view_of(
    app: &App,
    paper: &Paper,
    line: &Headline,
    comment: &Comment,
    today: Day,
) -> DeskComment {
    let there = line.is_printed && !comment.is_removed;
    DeskComment {
        number: comment.number.unsigned_abs(),
        nic: comment.nic.clone(),
        nic_url: nic_link(&comment.nic).url,
        website: comment.website.clone(),
        time: paper.calendar.short(comment.created_at, today),
        datetime: paper.calendar.machine(comment.created_at),
        text: unseal(&app.secrets, &comment.html, &comment.seal)
            .unwrap_or_else(|| render::again(&comment.source)),
        is_removed: comment.is_removed,
        here_url: if there {
            comment_url(
                &article_url(line.id, &line.slug),
                comment.number,
                line.last_number,
            )
        } else {
            String::new()
        },
        url: format!("{}/{}", list_url(line.id), comment.number),
        log_url: format!("/desk/log?subject=comment&id={}", comment.id),
    }
}

/// Where the list goes on, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TalkQuery {
    before: Option<i64>,
    done: String,
}

/// `GET /desk/articles/{id}/talk`.
async fn show_comments(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Query(query): Query<TalkQuery>,
) -> Result<Response, WebError> {
    let (paper, line) = (app.paper().await?, headline_of(&app, id).await?);
    let today = paper.calendar.day_of(app.now());
    let (article, before) = (line.id, query.before.unwrap_or(i64::MAX));
    let mut comments = app
        .store
        .read(move |conn| list_comments(conn, article, before, false, PART + 1))
        .await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let is_more = comments.len() > part;
    comments.truncate(part);
    let older = comments.last().filter(|_| is_more);
    let older = older.map(|last| Link::new("Older", format!("?before={}", last.number)));
    let mut chrome = desk_chrome(&app, &paper, &member, "Comments", "");
    chrome.notice = notice(&query.done).into();
    let view = DeskComments {
        chrome,
        article: article_link(&line),
        count: counted(line.comment_count, "comment stands", "comments stand"),
        comments: comments
            .iter()
            .map(|comment| view_of(&app, &paper, &line, comment, today))
            .collect(),
        older: older.unwrap_or_default(),
    };
    show(&view, StatusCode::OK)
}

fn notice(done: &str) -> &'static str {
    match done {
        "removed" => "The comment was taken away. Its number stays, and it can be brought back.",
        "restored" => "The comment is back, as it was written.",
        _ => "",
    }
}

/// `GET /desk/articles/{id}/talk/{number}`: the comment, and whether it shall go, or come back.
async fn show_comment(
    State(app): State<Arc<App>>,
    member: Member,
    Path((id, number)): Path<(i64, i64)>,
) -> Result<Response, WebError> {
    let (paper, line) = (app.paper().await?, headline_of(&app, id).await?);
    let comment = comment_of(&app, line.id, number).await?;
    let today = paper.calendar.day_of(app.now());
    let title = if comment.is_removed {
        format!("Bring back comment {number}?")
    } else {
        format!("Take comment {number} away?")
    };
    let view = DeskCommentPage {
        chrome: desk_chrome(&app, &paper, &member, &title, ""),
        heading: title,
        article: article_link(&line),
        comment: view_of(&app, &paper, &line, &comment, today),
        list_url: list_url(line.id),
    };
    show(&view, StatusCode::OK)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ChangeForm {
    act: String,
    /// `article` to go back to where readers read it; else to the list.
    from: String,
}

/// `POST /desk/articles/{id}/talk/{number}`: taken away or brought back. What is so already, by somebody else's hand, is not
/// done again, and nobody is told off for it.
async fn change(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path((id, number)): Path<(i64, i64)>,
    Form(form): Form<ChangeForm>,
) -> Result<Response, WebError> {
    let shown = match form.act.as_str() {
        "remove" => false,
        "restore" => true,
        _ => {
            return Err(WebError::BadRequest(
                "The form does not say whether the comment shall go or come back, so nothing was changed. Open it again and press one of its buttons.".into(),
            ));
        }
    };
    let line = headline_of(&app, id).await?;
    comment_of(&app, line.id, number).await?;
    let (article, actor, now) = (line.id, member.actor(), app.now());
    app.store
        .write(move |tx| set_shown(tx, &actor, article, number, shown, now))
        .await?;
    if visit.fragment {
        return Ok(Json(json!({ "ok": true })).into_response());
    }
    let done = if shown { "restored" } else { "removed" };
    Ok(redirect(&if form.from == "article" && line.is_printed {
        comment_url(&article_url(line.id, &line.slug), number, line.last_number)
    } else {
        format!("{}?done={done}", list_url(line.id))
    }))
}
