//! Remarks at the desk: made, changed and removed with a form, and those that lost their words.

mod form;
mod list;

use super::Desk;
use crate::app::App;
use crate::error::WebError;
use crate::pages::article_url;
use crate::printing::{stored_text, unseal};
use crate::staff::Member;
use crate::talk::render;
use crate::views::Link;
use axum::routing::get;
use clipsheet_markup::SafeHtml;
use clipsheet_store::{ArticleId, Remark, RemarkId, Role, find_article, list_comments};

/// The routes of remarks.
pub(crate) fn routes(desk: Desk) -> Desk {
    let role = Role::Moderator;
    desk.route(role, "/desk/remarks", get(list::show_loose))
        .route(
            role,
            "/desk/remarks/new",
            get(form::show_new).post(form::make),
        )
        .route_proved_for(
            role,
            "/desk/remarks/{id}",
            get(form::show_one).post(form::change),
            &["remove"],
        )
}

/// Where whoever saved an article sees which remarks lost their words by it; none when none did. The text and the remarks
/// are often different people's, and the one who changed the text knows where they belong now.
pub(super) fn lost_url(article: ArticleId, lost: &[RemarkId], is_merged: bool) -> Option<String> {
    if lost.is_empty() {
        return None;
    }
    let lost: Vec<String> = lost.iter().map(RemarkId::to_string).collect();
    let merged = if is_merged { "&merged=1" } else { "" };
    let lost = lost.join(".");
    Some(format!(
        "/desk/remarks?article={article}&lost={lost}{merged}"
    ))
}

/// Who may change a remark: whoever made it, and editors.
fn may_change(member: &Member, remark: &Remark) -> bool {
    remark.staff == member.id() || member.may(Role::Editor)
}

/// The text that a remark stands in.
struct Ground {
    article: ArticleId,
    comment: Option<i64>,
    /// The page it is read on.
    page: Link,
    /// "in the article", "in comment 7 by Old Bollard".
    place: String,
    html: SafeHtml,
    /// The highest number of a comment: those that a remark may refer to.
    last_number: u32,
}

impl Ground {
    /// Reads it.
    async fn read(app: &App, id: ArticleId, comment: Option<i64>) -> Result<Self, WebError> {
        let (article, comments) = app
            .store
            .read(move |conn| {
                let comments = match comment {
                    Some(number) => list_comments(conn, id, number.saturating_add(1), false, 1)?,
                    None => Vec::new(),
                };
                Ok((find_article(conn, id)?, comments))
            })
            .await?;
        let article =
            article.ok_or_else(|| WebError::NotFound(format!("There is no article {id}.")))?;
        let line = &article.headline;
        let (place, html) = match comment {
            None => (
                "in the article".to_owned(),
                stored_text(&app.secrets, &article.text),
            ),
            Some(number) => {
                let found = comments
                    .into_iter()
                    .find(|comment| comment.number == number && !comment.is_removed)
                    .ok_or_else(|| {
                        WebError::NotFound(format!(
                            "There is no comment {number} under this article, or it was taken away."
                        ))
                    })?;
                let html = unseal(&app.secrets, &found.html, &found.seal)
                    .unwrap_or_else(|| render::again(&found.source));
                (format!("in comment {number} by {}", found.nic), html)
            }
        };
        Ok(Self {
            article: id,
            comment,
            page: Link::new(line.headline.clone(), article_url(id, &line.slug)),
            place,
            html,
            last_number: u32::try_from(line.last_number).unwrap_or(u32::MAX),
        })
    }
}
