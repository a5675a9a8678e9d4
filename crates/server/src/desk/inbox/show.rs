//! The list, and one story of it.

use crate::app::{App, Paper};
use crate::calendar::{counted, date_in_words, number};
use crate::clip::Clipping;
use crate::desk::desk_chrome;
use crate::error::WebError;
use crate::inbox::{Had, name_of, read_had};
use crate::press::html_once;
use crate::staff::Member;
use crate::views::{
    HadStory, InboxItemPage, InboxItemPart, InboxItemView, InboxPage, InboxRow, Pick, PickList,
    SourceRow,
};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{
    Day, Feed, FeedId, InboxCounts, InboxFilter, InboxItem, ItemId, ItemState, Role, find_clipping,
    find_headline, find_item, inbox_counts, list_feeds, list_item_dossiers, list_item_sources,
    list_waiting, newest_item,
};
use serde::Deserialize;
use std::sync::Arc;
use url::form_urlencoded;

/// Stories on one view of the list.
const PART: usize = 100;
/// Dossiers that the filter offers, the most mentioned.
const MOST_DOSSIERS: usize = 60;
/// Words that are looked for.
const MOST_WORDS: usize = 8;

/// What an address of the inbox says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct InboxQuery {
    page: String,
    area: String,
    feed: String,
    dossier: String,
    q: String,
    before: Option<i64>,
    /// A story that was dropped a moment ago.
    dropped: Option<i64>,
    /// Said on top.
    said: String,
}

impl InboxQuery {
    pub(super) fn read(query: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim().to_owned();
            match name.as_ref() {
                "page" => read.page = value,
                "area" => read.area = value,
                "feed" => read.feed = value,
                "dossier" => read.dossier = value,
                "q" => read.q = value,
                "before" => read.before = value.parse().ok(),
                _ => {}
            }
        }
        read
    }

    fn filter(&self) -> InboxFilter {
        InboxFilter {
            page: self.page.trim().parse().unwrap_or(0),
            area: self.area.trim().to_owned(),
            feed: self.feed.trim().parse().ok().map(FeedId),
            dossier: self.dossier.trim().to_owned(),
            words: self
                .q
                .to_lowercase()
                .split_whitespace()
                .take(MOST_WORDS)
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The filter as a query, without where the list goes on.
    pub(super) fn back(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("page", &self.page),
            ("area", &self.area),
            ("feed", &self.feed),
            ("dossier", &self.dossier),
            ("q", &self.q),
        ] {
            if !value.trim().is_empty() {
                query.append_pair(name, value.trim());
            }
        }
        query.finish()
    }
}

/// `GET /desk/inbox`.
pub(super) async fn show_inbox(
    State(app): State<Arc<App>>,
    member: Member,
    Query(query): Query<InboxQuery>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let (filter, back) = (query.filter(), query.back());
    let before = ItemId(query.before.unwrap_or(i64::MAX));
    let (wanted, dropped) = (filter.clone(), query.dropped.map(ItemId));
    let (mut items, counts, feeds, newest, dropped) = app
        .store
        .read(move |conn| {
            Ok((
                list_waiting(conn, &wanted, before, PART + 1)?,
                inbox_counts(conn)?,
                list_feeds(conn)?,
                newest_item(conn)?,
                match dropped {
                    Some(id) => find_item(conn, id)?,
                    None => None,
                },
            ))
        })
        .await?;
    let more_url = match items.get(PART) {
        Some(_) => {
            items.truncate(PART);
            let last = items.last().map_or(0, |item| item.id.0);
            let and = if back.is_empty() { "" } else { "&" };
            format!("/desk/inbox?{back}{and}before={last}")
        }
        None => String::new(),
    };
    let dropped = dropped.filter(|item| item.state == ItemState::Dropped);
    let mut chrome = desk_chrome(&app, &paper, &member, "Inbox", "/desk/inbox");
    chrome.notice = match query.said.as_str() {
        "back" => "It is back on the list.".into(),
        _ => String::new(),
    };
    let now = app.now();
    let today = paper.calendar.day_of(now);
    let rows: Vec<InboxRow> = items.iter().map(|item| row(&paper, item, today)).collect();
    let page = InboxPage {
        chrome,
        count: match counts.all {
            1 => "1 story waits".into(),
            all => format!("{} wait", counted(all, "story", "stories")),
        },
        filters: filters(&paper, &filter, &counts, &feeds),
        words: query.q.clone(),
        filtered: filter != InboxFilter::default(),
        empty: rows.is_empty(),
        rows,
        more_url,
        back,
        may_clip: member.may(Role::Editor),
        has_feeds: !feeds.is_empty(),
        undo: dropped.as_ref().map_or(0, |item| item.id.0),
        undo_title: dropped.map(|item| item.title).unwrap_or_default(),
        now: now.0,
        newest: newest.0,
    };
    crate::desk::show(&page, StatusCode::OK)
}

fn pick(value: String, label: &str, count: i64, chosen: bool) -> Pick {
    Pick {
        value,
        label: format!("{label} ({})", number(count)),
        chosen,
    }
}

fn filters(
    paper: &Paper,
    filter: &InboxFilter,
    counts: &InboxCounts,
    feeds: &[Feed],
) -> Vec<PickList> {
    let list = |name: &str, label: &str, any: &str, picks| PickList {
        name: name.into(),
        label: label.into(),
        any: any.into(),
        picks,
    };
    let pages = paper.pages.iter().map(|page| {
        let count = counts.pages.get(&page.number).copied().unwrap_or(0);
        let label = format!("{} {}", page.number, page.title);
        let chosen = filter.page == page.number;
        pick(page.number.to_string(), &label, count, chosen)
    });
    let areas = paper.areas.iter().map(|area| {
        let count = counts.areas.get(&area.slug).copied().unwrap_or(0);
        pick(
            area.slug.clone(),
            &area.name,
            count,
            filter.area == area.slug,
        )
    });
    let of_feeds = feeds.iter().filter_map(|feed| {
        let count = counts.feeds.get(&feed.id).copied().unwrap_or(0);
        let chosen = filter.feed == Some(feed.id);
        (count > 0 || chosen).then(|| pick(feed.id.to_string(), &name_of(feed), count, chosen))
    });
    let mut dossiers: Vec<_> = counts.dossiers.iter().collect();
    dossiers.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let dossiers = dossiers
        .into_iter()
        .enumerate()
        .filter(|(at, (name, _))| *at < MOST_DOSSIERS || **name == filter.dossier)
        .map(|(_, (name, count))| pick(name.clone(), name, *count, filter.dossier == *name));
    vec![
        list("page", "Page", "All pages", pages.collect()),
        list("area", "Area", "All areas", areas.collect()),
        list("feed", "Feed", "All feeds", of_feeds.collect()),
        list("dossier", "Dossier", "All dossiers", dossiers.collect()),
    ]
}

/// "Page 2 · The Quay".
pub(in crate::desk) fn place(paper: &Paper, page: i64, area: &str) -> String {
    let mut parts = Vec::new();
    if page != 0 {
        parts.push(match paper.page_title(page) {
            "" => format!("Page {page}"),
            title => format!("{page} {title}"),
        });
    }
    if let Some(area) = paper.areas.iter().find(|known| known.slug == area) {
        parts.push(area.name.clone());
    }
    parts.join(" · ")
}

fn had_story(had: Had) -> HadStory {
    HadStory {
        title: had.title,
        url: had.url,
        when: if had.article.is_some() {
            date_in_words(Day(had.day))
        } else {
            "in the inbox".into()
        },
        same: had.same,
    }
}

fn row(paper: &Paper, item: &InboxItem, today: Day) -> InboxRow {
    let at = item.published_at.unwrap_or(item.arrived_at);
    // Only what was printed is worth a mark in the list; the rest is told when it is opened.
    let had = read_had(&item.had)
        .into_iter()
        .find(|had| had.article.is_some())
        .map(had_story)
        .unwrap_or_default();
    let by = |who: &str| match who {
        "" => String::new(),
        who => format!(" by {who}"),
    };
    InboxRow {
        id: item.id.0,
        title: item.title.clone(),
        source: item.source_name.clone(),
        more: match item.source_count {
            ..=1 => String::new(),
            count => format!("+{} more", count - 1),
        },
        time: paper.calendar.short(at, today),
        datetime: paper.calendar.machine(at),
        place: place(paper, item.page, &item.area),
        excerpt: item.excerpt.clone(),
        had,
        sent_by: item.submitted_by.clone().unwrap_or_default(),
        decided: match item.state {
            ItemState::Waiting => String::new(),
            ItemState::Clipped => format!("Clipped{}", by(&item.decided_by)),
            ItemState::Dropped => format!("Dropped{}", by(&item.decided_by)),
            ItemState::Expired => "Nobody took it in time".into(),
        },
    }
}

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
                item,
            )))
        })
        .await?;
    let (article_url, sources, dossiers, clipping, item) = found.ok_or_else(no_item)?;
    let clipping: Option<Clipping> = clipping.and_then(|json| serde_json::from_str(&json).ok());
    let (page, area, dossiers) = match &clipping {
        Some(clipping) => (clipping.page, &clipping.area, &clipping.dossiers),
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
        area: area_name.map_or("The one that fits".into(), |area| area.name.clone()),
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
