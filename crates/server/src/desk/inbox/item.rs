//! One story with all that is known of it.

use super::query::InboxQuery;
use super::row::{had_story, row};
use crate::app::{App, Paper};
use crate::desk::desk_chrome;
use crate::error::WebError;
use crate::inbox::{Kept, read_had};
use crate::press::html_once;
use crate::readers::nic_url;
use crate::staff::Member;
use crate::submit::text_of;
use crate::views::{InboxItemPage, InboxItemPart, InboxItemView, SentIn, SourceRow};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{
    ArticleKind, Conn, Day, ItemId, ItemState, Role, StoreResult, Submission, find_clipping,
    find_headline, find_item, find_staff, list_item_dossiers, list_item_sources,
    list_submissions_of_item,
};
use std::sync::Arc;

/// `GET /desk/inbox/ID`, whole or, for the script, the part that unfolds.
pub(super) async fn show_item(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let back = InboxQuery::read(query.as_deref().unwrap_or_default()).back();
    let view = view(&app, &member, ItemId(id), &back).await?;
    if visit.fragment {
        let part = InboxItemPart { item: view };
        return Ok(html_once(&part.render()?, StatusCode::OK));
    }
    show_view(&app, &member, view, "", "", StatusCode::OK).await
}

/// The view of one story, with what went wrong.
pub(super) async fn show_view(
    app: &App,
    member: &Member,
    view: InboxItemView,
    error: &str,
    paste_url: &str,
    status: StatusCode,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let mut chrome = desk_chrome(app, &paper, member, &view.row.title, "/desk/inbox");
    chrome.error = error.to_owned();
    let page = InboxItemPage {
        chrome,
        item: view,
        paste_url: paste_url.to_owned(),
    };
    crate::desk::show(&page, status)
}

pub(super) fn no_item() -> WebError {
    WebError::NotFound(
        "There is no such story in the inbox (any more). Old ones are taken away after a month."
            .into(),
    )
}

/// All that is known of a story.
pub(super) async fn view(
    app: &App,
    member: &Member,
    id: ItemId,
    back: &str,
) -> Result<InboxItemView, WebError> {
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let found = app
        .store
        .read(move |conn| {
            let Some(item) = find_item(conn, id)? else {
                return Ok(None);
            };
            let article = match item.article {
                Some(article) => find_headline(conn, article)?,
                None => None,
            };
            Ok(Some((
                article.map(|article| crate::pages::article_url(article.id, &article.slug)),
                list_item_sources(conn, id)?,
                list_item_dossiers(conn, id)?,
                find_clipping(conn, id)?,
                read_sent(conn, id)?,
                item,
            )))
        })
        .await?;
    let (article_url, sources, dossiers, clipping, sent, item) = found.ok_or_else(no_item)?;
    let kept: Option<Kept> = clipping.and_then(|json| serde_json::from_str(&json).ok());
    let is_clipped = kept.is_some();
    let (page, area, dossiers) = match &kept {
        Some(Kept { clipping, .. }) => (clipping.page, &clipping.area, &clipping.dossiers),
        None => (item.page, &item.area, &dossiers),
    };
    let host = url::Url::parse(&item.url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    let area_name = paper.areas.iter().find(|known| known.slug == *area);
    Ok(InboxItemView {
        row: row(&paper, &item, today),
        host: host.unwrap_or_default(),
        published: item
            .published_at
            .map(|at| paper.calendar.short(at, today))
            .unwrap_or_default(),
        note: item.note.clone(),
        sent: sent
            .iter()
            .map(|(sent, role)| sent_in(app, &paper, sent, role, today))
            .collect(),
        sources: sources
            .into_iter()
            .map(|source| SourceRow {
                feed: if source.feed_title.is_empty() {
                    source.feed_url
                } else {
                    source.feed_title
                },
                title: source.title,
                old_titles: source.old_titles.join("; "),
                url: source.url,
                time: paper.calendar.short(source.seen_at, today),
            })
            .collect(),
        had: read_had(&item.had).into_iter().map(had_story).collect(),
        page: match paper.page_title(page) {
            "" => "The paper's first, unless you say otherwise".into(),
            title => format!("{page} {title}"),
        },
        area: match area_name {
            Some(area) => area.name.clone(),
            None if is_clipped => "None yet: nothing says it clearly".into(),
            None => "The one that fits, if one does".into(),
        },
        dossiers: dossiers.join(", "),
        may_clip: member.may(Role::Editor),
        draft_url: item
            .draft
            .map(|draft| format!("/desk/drafts/{draft}"))
            .unwrap_or_default(),
        article_url: article_url.unwrap_or_default(),
        can_undo: matches!(item.state, ItemState::Dropped | ItemState::Expired),
        back: back.to_owned(),
        story_url: item.url,
    })
}

/// What was sent in of a story, each with the role of its sender when that is one of the staff.
fn read_sent(conn: &mut Conn, id: ItemId) -> StoreResult<Vec<(Submission, String)>> {
    let mut all = Vec::new();
    for sent in list_submissions_of_item(conn, id)? {
        let staff = match sent.staff {
            Some(staff) => find_staff(conn, staff)?,
            None => None,
        };
        let role = staff.map(|staff| staff.role.as_str().to_owned());
        all.push((sent, role.unwrap_or_default()));
    }
    Ok(all)
}

fn sent_in(app: &App, paper: &Paper, sent: &Submission, role: &str, today: Day) -> SentIn {
    SentIn {
        kind: match sent.kind {
            ArticleKind::Link => "News link",
            ArticleKind::Original => "Article",
        }
        .into(),
        headline: sent.headline.clone(),
        nic: sent.nic.clone(),
        nic_url: match sent.staff {
            Some(_) => String::new(),
            None => nic_url(&sent.nic),
        },
        email: sent.email.clone(),
        role: role.to_owned(),
        time: paper.calendar.short(sent.created_at, today),
        datetime: paper.calendar.machine(sent.created_at),
        text: text_of(app, sent),
        trouble: sent.trouble.clone(),
        prints: sent.print_at.is_some(),
    }
}
