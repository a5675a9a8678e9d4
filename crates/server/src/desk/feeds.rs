//! The feeds: listed, added, edited, imported and exported.

mod add;
mod edit;
mod import;

use super::{Desk, desk_chrome, inbox_place};
use crate::app::{App, Paper};
use crate::calendar::{counted, date_in_words, number};
use crate::error::WebError;
use crate::inbox::name_of;
use crate::staff::Member;
use crate::views::{FeedGroup, FeedRow, FeedsPage, FieldError};
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use clipsheet_intake::feed::opml::{self, Subscription};
use clipsheet_store::{Day, Feed, InboxCounts, Millis, Role, inbox_counts, list_feeds};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use url::Url;

/// Moderators see how the feeds fare; all else is for editors.
pub(crate) fn routes(desk: Desk) -> Desk {
    let import = get(import::show_import)
        .post(import::import)
        .layer(DefaultBodyLimit::max(import::MOST_BYTES));
    desk.route(Role::Moderator, "/desk/feeds", get(show_feeds))
        .route(Role::Editor, "/desk/feeds/add", post(add::add_feed))
        .route(Role::Editor, "/desk/feeds.opml", get(export))
        .route(Role::Editor, "/desk/feeds/import", import)
        .route(
            Role::Editor,
            "/desk/feeds/{id}",
            get(edit::show_feed).post(edit::save),
        )
        .route(Role::Editor, "/desk/feeds/{id}/poll", post(edit::poll))
        .route(Role::Editor, "/desk/feeds/{id}/pause", post(edit::pause))
        .route(Role::Editor, "/desk/feeds/{id}/resume", post(edit::resume))
        .route_proved(Role::Editor, "/desk/feeds/{id}/remove", post(edit::remove))
}

/// Said on top of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Said {
    said: String,
    count: u64,
}

/// `GET /desk/feeds`.
async fn show_feeds(
    State(app): State<Arc<App>>,
    member: Member,
    Query(said): Query<Said>,
) -> Result<Response, WebError> {
    let notice = match said.said.as_str() {
        "removed" => "The feed is removed. What it brought stays in the inbox.".to_owned(),
        "imported" => format!(
            "{} added. They are read one after the other now.",
            match said.count {
                1 => "1 feed".to_owned(),
                count => format!("{count} feeds"),
            }
        ),
        "asked" => "It is read as soon as it is its turn, within a few seconds.".to_owned(),
        _ => String::new(),
    };
    show_list(
        &app,
        &member,
        ListState {
            notice,
            ..ListState::default()
        },
    )
    .await
}

/// The list, with what was typed and what is wrong with it.
#[derive(Default)]
struct ListState {
    notice: String,
    typed: String,
    error: String,
    anyway: bool,
}

async fn show_list(app: &App, member: &Member, state: ListState) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let (feeds, counts) = app
        .store
        .read(|conn| Ok((list_feeds(conn)?, inbox_counts(conn)?)))
        .await?;
    let now = app.now();
    let failing = feeds
        .iter()
        .filter(|feed| feed.fail_count > 0 && !feed.is_paused)
        .count();
    let mut groups: Vec<FeedGroup> = Vec::new();
    for feed in &feeds {
        let name = group_title(feed);
        if groups.last().is_none_or(|group| group.name != name) {
            groups.push(FeedGroup {
                name,
                anchor: format!("g-{}", groups.len()),
                rows: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.rows.push(feed_row(&paper, feed, &counts, now));
        }
    }
    let mut chrome = desk_chrome(app, &paper, member, "Feeds", "/desk/feeds");
    chrome.notice = state.notice;
    let wrong = !state.error.is_empty();
    let page = FeedsPage {
        chrome,
        count: match failing {
            0 => counted(count_of(feeds.len()), "feed", "feeds"),
            failing => format!(
                "{}, {failing} of them failing",
                counted(count_of(feeds.len()), "feed", "feeds")
            ),
        },
        groups,
        typed: state.typed,
        errors: wrong
            .then(|| FieldError {
                field: "feed-url".into(),
                message: state.error,
            })
            .into_iter()
            .collect(),
        wrong,
        may_edit: member.may(Role::Editor),
        anyway: state.anyway,
        group_names: group_names(&feeds),
    };
    let status = if wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    super::show(&page, status)
}

fn count_of(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn group_title(feed: &Feed) -> String {
    if feed.group.is_empty() {
        "Without a group".into()
    } else {
        feed.group.clone()
    }
}

fn group_names(feeds: &[Feed]) -> Vec<String> {
    let mut names: Vec<String> = feeds.iter().map(|feed| feed.group.clone()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| !name.is_empty());
    names
}

/// How a feed fares, in words.
fn feed_row(paper: &Paper, feed: &Feed, counts: &InboxCounts, now: Millis) -> FeedRow {
    let today = paper.calendar.day_of(now);
    let at = |at: Millis| paper.calendar.short(at, today);
    let (state, class) = if feed.is_paused {
        ("Paused", "off")
    } else if feed.fail_count > 0 {
        ("Failing", "bad")
    } else if feed.last_success_at.is_none() {
        ("New", "new")
    } else {
        ("Well", "good")
    };
    let mut reason = feed.last_error.clone();
    if !reason.is_empty() {
        reason = capital(&reason);
        if feed.fail_count > 1 {
            reason = format!("{reason} ({} times in a row)", number(feed.fail_count));
        }
    }
    let waiting = counts.feeds.get(&feed.id).copied().unwrap_or(0);
    FeedRow {
        title: name_of(feed),
        url: feed.url.clone(),
        edit_url: format!("/desk/feeds/{}", feed.id),
        inbox_url: format!("/desk/inbox?feed={}", feed.id),
        state: state.into(),
        state_class: class.into(),
        reason,
        last_success: feed.last_success_at.map_or("never".into(), at),
        next: match (feed.is_paused, feed.next_poll_at <= now) {
            (true, _) => String::new(),
            (false, true) => "in a moment".into(),
            (false, false) => at(feed.next_poll_at),
        },
        pace: pace(feed, now),
        waiting: match waiting {
            0 => "nothing waits".into(),
            1 => "1 waits".into(),
            count => format!("{} wait", number(count)),
        },
        place: inbox_place(paper, feed.page, &feed.area),
    }
}

/// With a capital letter, unless it begins with a host's name.
pub(super) fn capital(words: &str) -> String {
    let first_word = words.split(' ').next().unwrap_or_default();
    if first_word.contains('.') {
        return words.to_owned();
    }
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), chars.as_str())
}

/// What went wrong, as a sentence: "The host did not answer."
pub(crate) fn sentence(words: &str) -> String {
    format!("{}.", capital(words).trim_end_matches('.'))
}

/// "2.4 a day", counted since it was added.
fn pace(feed: &Feed, now: Millis) -> String {
    const DAY: i64 = 24 * 3_600_000;
    let age = (now.0 - feed.created_at.0).max(DAY);
    let tenths = feed.item_count.saturating_mul(10 * DAY) / age;
    format!("{}.{} a day", number(tenths / 10), tenths % 10)
}

/// "1,204 stories since 7 July 2014".
fn brought(paper: &Paper, feed: &Feed) -> String {
    let since: Day = paper.calendar.day_of(feed.created_at);
    format!(
        "{} since {}",
        counted(feed.item_count, "story", "stories"),
        date_in_words(since)
    )
}

/// `GET /desk/feeds.opml`.
async fn export(State(app): State<Arc<App>>, _member: Member) -> Result<Response, WebError> {
    let feeds = app.store.read(list_feeds).await?;
    let paper = app.paper().await?;
    // Sorted by group, so that each stands there once.
    let mut by_group: BTreeMap<String, Vec<Subscription>> = BTreeMap::new();
    for feed in feeds {
        let Ok(xml_url) = Url::parse(&feed.url) else {
            continue;
        };
        let title = name_of(&feed);
        let one = Subscription {
            title,
            xml_url,
            html_url: Url::parse(&feed.homepage).ok(),
            group: (!feed.group.is_empty()).then(|| feed.group.clone()),
        };
        by_group.entry(feed.group).or_default().push(one);
    }
    let all: Vec<Subscription> = by_group.into_values().flatten().collect();
    let title = format!("Feeds of {}", paper.settings.name);
    let fixed = HeaderValue::from_static;
    let headers = [
        (header::CONTENT_TYPE, fixed("text/x-opml; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            fixed("attachment; filename=\"feeds.opml\""),
        ),
        (header::CACHE_CONTROL, fixed("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
    ];
    Ok((headers, opml::write(&title, &all)).into_response())
}
