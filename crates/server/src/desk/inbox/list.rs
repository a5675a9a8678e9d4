//! The list of what waits, with its filters.

use super::query::InboxQuery;
use super::row::row;
use crate::app::{App, Paper};
use crate::calendar::{counted, number};
use crate::desk::desk_chrome;
use crate::error::WebError;
use crate::inbox::name_of;
use crate::staff::Member;
use crate::views::{InboxPage, InboxRow, Pick, PickList};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{
    Feed, InboxCounts, InboxFilter, ItemId, ItemState, Role, find_item, inbox_counts, list_feeds,
    list_waiting, newest_item,
};
use std::sync::Arc;

/// Stories on one view of the list.
const PART: usize = 100;
/// Dossiers that the filter offers, the most mentioned.
const MOST_DOSSIERS: usize = 60;

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
    let sent_in = pick("1".into(), "Submitted", counts.submitted, filter.submitted);
    vec![
        list("page", "Page", "All pages", pages.collect()),
        list("area", "Area", "All areas", areas.collect()),
        list("feed", "Feed", "All feeds", of_feeds.collect()),
        list("dossier", "Dossier", "All dossiers", dossiers.collect()),
        list("submitted", "Brought by", "By anybody", vec![sent_in]),
    ]
}
