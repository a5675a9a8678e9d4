//! One feed: how it fares, where its stories go, its rules; reading it now, pausing, removing it.

use super::{brought, feed_row, group_names};
use crate::app::App;
use crate::desk::desk_chrome;
use crate::error::WebError;
use crate::poll;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{FeedPage, FieldError, Pick};
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{
    Act, Actor, Feed, FeedChange, FeedId, Millis, StoreResult, Tx, delete_feed, find_feed,
    hurry_feed, inbox_counts, list_feeds, note_act, pause_feed, save_feed,
};
use serde::Deserialize;
use std::sync::Arc;

/// Bytes of a list of words.
const MOST_WORDS: usize = 10_000;

/// Said on top.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    said: String,
}

fn no_feed() -> WebError {
    WebError::NotFound("There is no such feed (any more).".into())
}

async fn feed_of(app: &App, id: i64) -> Result<Feed, WebError> {
    let found = app.store.read(move |conn| find_feed(conn, FeedId(id)));
    found.await?.ok_or_else(no_feed)
}

/// `GET /desk/feeds/ID`.
pub(super) async fn show_feed(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Query(said): Query<Said>,
) -> Result<Response, WebError> {
    let feed = feed_of(&app, id).await?;
    let notice = match said.said.as_str() {
        "added" => {
            "Added. It is being read for the first time; its stories are in the inbox in a moment."
        }
        "known" => "You have this feed already: here it is.",
        "saved" => "Saved. It holds for what comes from now on.",
        "paused" => "It is left alone until you want it again.",
        "resumed" => "It is read again from now on.",
        "asked" => "It has just been read.",
        "busy" => "It is being read this very moment.",
        _ => "",
    };
    let typed = FeedForm::of(&feed);
    show(&app, &member, &feed, typed, notice, Vec::new()).await
}

/// What the form says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct FeedForm {
    title: String,
    group: String,
    page: String,
    area: String,
    include_words: String,
    exclude_words: String,
}

impl FeedForm {
    fn of(feed: &Feed) -> Self {
        Self {
            title: feed.title.clone(),
            group: feed.group.clone(),
            page: feed.page.to_string(),
            area: feed.area.clone(),
            include_words: feed.include_words.clone(),
            exclude_words: feed.exclude_words.clone(),
        }
    }
}

async fn show(
    app: &App,
    member: &Member,
    feed: &Feed,
    typed: FeedForm,
    notice: &str,
    errors: Vec<FieldError>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let (counts, feeds) = app
        .store
        .read(|conn| Ok((inbox_counts(conn)?, list_feeds(conn)?)))
        .await?;
    let row = feed_row(&paper, feed, &counts, app.now());
    let mut chrome = desk_chrome(app, &paper, member, &row.title, "/desk/feeds");
    notice.clone_into(&mut chrome.notice);
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = FeedPage {
        homepage: web_address(&feed.homepage),
        title: typed.title,
        group: typed.group,
        group_names: group_names(&feeds),
        pages: paper
            .pages
            .iter()
            .map(|page| Pick {
                value: page.number.to_string(),
                label: format!("{} {}", page.number, page.title),
                chosen: typed.page.trim() == page.number.to_string(),
            })
            .collect(),
        areas: paper
            .areas
            .iter()
            .map(|area| Pick {
                value: area.slug.clone(),
                label: area.name.clone(),
                chosen: typed.area == area.slug,
            })
            .collect(),
        include_words: typed.include_words,
        exclude_words: typed.exclude_words,
        paused: feed.is_paused,
        moved_to: feed.moved_to.clone(),
        interval: every(feed.interval_secs),
        brought: brought(&paper, feed),
        errors,
        row,
        chrome,
    };
    crate::desk::show(&page, status)
}

/// What a feed says is its site may be anything: only an address of the web becomes a link.
fn web_address(address: &str) -> String {
    let is_of_the_web = address.starts_with("https://") || address.starts_with("http://");
    if is_of_the_web {
        address.to_owned()
    } else {
        String::new()
    }
}

/// "every 40 minutes".
fn every(secs: i64) -> String {
    match secs / 60 {
        ..=90 => format!("every {} minutes", secs / 60),
        minutes => format!("every {} hours", (minutes + 30) / 60),
    }
}

/// `POST /desk/feeds/ID`.
pub(super) async fn save(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Form(form): Form<FeedForm>,
) -> Result<Response, WebError> {
    let feed = feed_of(&app, id).await?;
    let paper = app.paper().await?;
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message: &str| {
        errors.push(FieldError {
            field: field.into(),
            message: message.into(),
        });
    };
    let page = form.page.trim().parse::<i64>().unwrap_or(0);
    if page != 0 && paper.page_title(page).is_empty() {
        wrong(
            "feed-page",
            "The paper has no such page (any more). Choose another.",
        );
    }
    if !form.area.is_empty() && !paper.areas.iter().any(|area| area.slug == form.area) {
        wrong(
            "feed-area",
            "The paper has no such area (any more). Choose another.",
        );
    }
    if form.title.chars().count() > 200 {
        wrong("feed-title", "A name may have 200 characters at most.");
    }
    if form.group.chars().count() > 100 {
        wrong(
            "feed-group",
            "A group's name may have 100 characters at most.",
        );
    }
    for (field, words) in [
        ("feed-include", &form.include_words),
        ("feed-exclude", &form.exclude_words),
    ] {
        if words.len() > MOST_WORDS {
            wrong(
                field,
                "These are too many words: 10,000 characters are kept.",
            );
        }
    }
    if !errors.is_empty() {
        return show(&app, &member, &feed, form, "", errors).await;
    }
    let lines = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    let change = FeedChange {
        title: form.title.trim().to_owned(),
        group: form.group.trim().to_owned(),
        page,
        area: form.area,
        include_words: lines(&form.include_words),
        exclude_words: lines(&form.exclude_words),
    };
    let (now, actor) = (app.now(), member.actor());
    app.store
        .write(move |tx| {
            save_feed(tx, feed.id, &change, now)?;
            let tell = |title: &str, group: &str, page: i64, area: &str, inc: &str, exc: &str| {
                serde_json::json!({"title": title, "group": group, "page": page, "area": area,
                    "include": inc, "exclude": exc})
                .to_string()
            };
            let act = Act {
                act: "changed",
                subject: "feed",
                subject_id: feed.id.0,
                label: &change.title,
                before: &tell(
                    &feed.title,
                    &feed.group,
                    feed.page,
                    &feed.area,
                    &feed.include_words,
                    &feed.exclude_words,
                ),
                after: &tell(
                    &change.title,
                    &change.group,
                    change.page,
                    &change.area,
                    &change.include_words,
                    &change.exclude_words,
                ),
            };
            note_act(tx, &actor, &act, now)
        })
        .await?;
    Ok(redirect(&format!("/desk/feeds/{id}?said=saved")))
}

fn note(tx: &mut Tx<'_>, actor: &Actor, act: &str, feed: &Feed, now: Millis) -> StoreResult<()> {
    let act = Act {
        act,
        subject: "feed",
        subject_id: feed.id.0,
        label: &feed.title,
        before: &feed.url,
        ..Act::default()
    };
    note_act(tx, actor, &act, now)
}

/// `POST /desk/feeds/ID/poll`: reads it now, and shows how that went.
pub(super) async fn poll(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let feed = feed_of(&app, id).await?;
    let (now, actor, hurried) = (app.now(), member.actor(), feed.clone());
    let is_free = app
        .store
        .write(move |tx| {
            let is_free = hurry_feed(tx, hurried.id, now)?;
            if is_free && hurried.is_paused {
                note(tx, &actor, "resumed", &hurried, now)?;
            }
            Ok(is_free)
        })
        .await?;
    let feed = feed_of(&app, id).await?;
    let said = if is_free && poll::poll_now(&app, &feed).await? {
        "asked"
    } else {
        "busy"
    };
    Ok(redirect(&format!("/desk/feeds/{id}?said={said}")))
}

/// `POST /desk/feeds/ID/pause`.
pub(super) async fn pause(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    set_paused(&app, &member, id, true).await
}

/// `POST /desk/feeds/ID/resume`.
pub(super) async fn resume(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    set_paused(&app, &member, id, false).await
}

async fn set_paused(
    app: &App,
    member: &Member,
    id: i64,
    is_paused: bool,
) -> Result<Response, WebError> {
    let feed = feed_of(app, id).await?;
    let (now, actor) = (app.now(), member.actor());
    app.store
        .write(move |tx| {
            pause_feed(tx, feed.id, is_paused, "", now)?;
            let act = if is_paused { "paused" } else { "resumed" };
            note(tx, &actor, act, &feed, now)
        })
        .await?;
    let said = if is_paused { "paused" } else { "resumed" };
    Ok(redirect(&format!("/desk/feeds/{id}?said={said}")))
}

/// `POST /desk/feeds/ID/remove`.
pub(super) async fn remove(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let feed = feed_of(&app, id).await?;
    let (now, actor) = (app.now(), member.actor());
    app.store
        .write(move |tx| {
            if delete_feed(tx, feed.id, now)? {
                note(tx, &actor, "removed", &feed, now)?;
            }
            Ok(())
        })
        .await?;
    Ok(redirect("/desk/feeds?said=removed"))
}
