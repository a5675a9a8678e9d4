//! Importing a list of feeds: shown first, added then.

use crate::app::App;
use crate::calendar::counted_len;
use crate::desk::desk_chrome;
use crate::error::WebError;
use crate::poll::START;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{FeedImportPage, FieldError, ImportRow, Pick};
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_intake::feed::opml::{self, FeedList, Subscription};
use clipsheet_store::{Act, MOST_FEED_URL, NewFeed, create_feed, list_feeds, note_act};
use std::collections::HashSet;
use std::sync::Arc;

/// The most that a list may have: the form is refused beyond it.
pub(super) const MOST_BYTES: usize = 8 << 20;
/// Feeds added in one transaction.
const PART: usize = 200;

/// What was sent.
#[derive(Default)]
struct ImportForm {
    /// The file, else what was pasted.
    list: Vec<u8>,
    pasted: String,
    act: String,
    page: i64,
    area: String,
    /// The feeds that are ticked, by their place in the list.
    ticked: HashSet<usize>,
}

async fn read_form(mut parts: Multipart) -> Result<ImportForm, WebError> {
    let mut form = ImportForm::default();
    let broken = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            WebError::TooLarge(
                "This list is larger than 8 MB, and nothing of it was read. Import it in parts."
                    .into(),
            )
        } else {
            WebError::BadRequest("The form did not arrive whole. Please send it again.".into())
        }
    };
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(broken)?.to_vec();
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "file" if !bytes.is_empty() => form.list = bytes,
            "list" => form.pasted = text().replace("\r\n", "\n"),
            "act" => form.act = text(),
            "page" => form.page = text().trim().parse().unwrap_or(0),
            "area" => form.area = text(),
            "feed" => form.ticked.extend(text().parse::<usize>().ok()),
            _ => {}
        }
    }
    if form.list.is_empty() {
        form.list = form.pasted.trim().as_bytes().to_vec();
    }
    Ok(form)
}

/// `GET /desk/feeds/import`.
pub(super) async fn show_import(
    State(app): State<Arc<App>>,
    member: Member,
) -> Result<Response, WebError> {
    let page = page(&app, &member).await?;
    crate::desk::show(&page, StatusCode::OK)
}

async fn page(app: &App, member: &Member) -> Result<FeedImportPage, WebError> {
    let paper = app.paper().await?;
    let pages = paper.pages.iter().map(|page| Pick {
        value: page.number.to_string(),
        label: format!("{} {}", page.number, page.title),
        chosen: false,
    });
    let areas = paper.areas.iter().map(|area| Pick {
        value: area.slug.clone(),
        label: area.name.clone(),
        chosen: false,
    });
    Ok(FeedImportPage {
        chrome: desk_chrome(app, &paper, member, "Import a list of feeds", "/desk/feeds"),
        pages: pages.collect(),
        areas: areas.collect(),
        ..FeedImportPage::default()
    })
}

/// `POST /desk/feeds/import`.
pub(super) async fn import(
    State(app): State<Arc<App>>,
    member: Member,
    parts: Multipart,
) -> Result<Response, WebError> {
    let form = read_form(parts).await?;
    let bytes = form.list.clone();
    let read = tokio::task::spawn_blocking(move || opml::parse(&bytes, None))
        .await
        .map_err(|error| WebError::Internal(error.to_string()))?;
    let list = match read {
        Ok(list) => list,
        Err(error) => {
            let mut page = page(&app, &member).await?;
            page.pasted = form.pasted;
            page.errors = vec![FieldError {
                field: "import-text".into(),
                message: super::capital(&error.to_string()),
            }];
            return crate::desk::show(&page, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    if form.act == "import" {
        return add(&app, &member, &form, &list).await;
    }
    preview(&app, &member, list).await
}

/// Shows what would be added, and what would not and why.
async fn preview(app: &App, member: &Member, list: FeedList) -> Result<Response, WebError> {
    let known: HashSet<String> = app
        .store
        .read(list_feeds)
        .await?
        .into_iter()
        .map(|feed| feed.url)
        .collect();
    let mut page = page(app, member).await?;
    let mut wanted: Vec<Subscription> = Vec::new();
    for one in list.subscriptions {
        let mut row = ImportRow {
            title: one.title.clone(),
            url: one.xml_url.to_string(),
            group: one.group.clone().unwrap_or_default(),
            why: String::new(),
            number: wanted.len(),
        };
        if known.contains(one.xml_url.as_str()) {
            row.why = "you have it already".into();
            page.left_out.push(row);
        } else if one.xml_url.as_str().len() > MOST_FEED_URL {
            row.why = "its address is too long".into();
            page.left_out.push(row);
        } else {
            page.adding.push(row);
            wanted.push(one);
        }
    }
    page.left_out
        .extend(list.left_out.into_iter().map(|left| ImportRow {
            title: left.title,
            url: left.address.unwrap_or_default(),
            group: String::new(),
            why: left.why.to_string(),
            number: 0,
        }));
    let feeds = match page.adding.len() {
        0 => "No feed will be added".to_owned(),
        count => counted_len(count, "feed will be added", "feeds will be added"),
    };
    let out = match page.left_out.len() {
        0 => String::new(),
        count => format!(
            ", {}",
            counted_len(count, "entry is left out", "entries are left out")
        ),
    };
    let cut = if list.cut {
        "; the list ends in the middle"
    } else {
        ""
    };
    page.summary = format!("{feeds}{out}{cut}");
    page.any = !page.adding.is_empty();
    page.previewing = true;
    page.list_title = list.title.unwrap_or_default();
    page.opml = opml::write(&page.list_title, &wanted);
    crate::desk::show(&page, StatusCode::OK)
}

/// Adds the feeds that are ticked.
async fn add(
    app: &App,
    member: &Member,
    form: &ImportForm,
    list: &FeedList,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let page = if paper.page_title(form.page).is_empty() {
        0
    } else {
        form.page
    };
    let area = paper.areas.iter().find(|area| area.slug == form.area);
    let area = area.map(|area| area.slug.clone()).unwrap_or_default();
    let short = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let new: Vec<NewFeed> = list
        .subscriptions
        .iter()
        .enumerate()
        .filter(|(at, _)| form.ticked.contains(at))
        .map(|(_, one)| NewFeed {
            url: one.xml_url.to_string(),
            title: short(&one.title, 200),
            homepage: one.html_url.as_ref().map(short_url).unwrap_or_default(),
            group: short(one.group.as_deref().unwrap_or_default(), 100),
            page,
            area: area.clone(),
            interval_secs: START,
        })
        .collect();
    let mut added = 0;
    for part in new.chunks(PART) {
        let (part, now) = (part.to_vec(), app.now());
        added += app
            .store
            .write(move |tx| {
                let mut added = 0_usize;
                for new in &part {
                    added += usize::from(create_feed(tx, new, now)?.is_some());
                }
                Ok(added)
            })
            .await?;
    }
    let (now, actor) = (app.now(), member.actor());
    let told = counted_len(added, "feed", "feeds");
    app.store
        .write(move |tx| {
            let act = Act {
                act: "imported",
                subject: "feed",
                label: "a list of feeds",
                after: &told,
                ..Act::default()
            };
            note_act(tx, &actor, &act, now)
        })
        .await?;
    Ok(redirect(&format!(
        "/desk/feeds?said=imported&count={added}"
    )))
}

fn short_url(url: &url::Url) -> String {
    let text = url.to_string();
    if text.len() > 1000 {
        String::new()
    } else {
        text
    }
}
