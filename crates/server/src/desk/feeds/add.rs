//! Adding a feed by its address, or by that of a site that has one.

use super::{ListState, show_list};
use crate::app::App;
use crate::desk::desk_chrome;
use crate::error::WebError;
use crate::poll::{self, START};
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{FeedChoicePage, FoundFeed};
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_intake::feed::{FeedError, FoundBy, discover, parse, usual_places};
use clipsheet_intake::{FeedAnswer, FeedOutcome, FetchError, Validators, decode_html};
use clipsheet_store::{
    Act, FeedId, MOST_FEED_URL, NewFeed, create_feed, find_feed, find_feed_by_url, note_act,
};
use serde::Deserialize;
use std::sync::Arc;
use url::Url;

/// Usual places of feeds that are tried on a site that names none.
const MOST_TRIES: usize = 4;

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AddForm {
    url: String,
    group: String,
    /// Add it although it cannot be read.
    anyway: String,
}

/// What is at an address.
enum At {
    /// A feed, with its name.
    Feed(Url, String),
    /// A site with feeds.
    Site(Vec<FoundFeed>),
    /// Neither, for a reason.
    Nothing(String),
}

/// `POST /desk/feeds/add`.
pub(super) async fn add_feed(
    State(app): State<Arc<App>>,
    member: Member,
    Form(form): Form<AddForm>,
) -> Result<Response, WebError> {
    let again = |error: String, anyway: bool| ListState {
        typed: form.url.clone(),
        error,
        anyway,
        ..ListState::default()
    };
    let Some(url) = read_address(&form.url) else {
        let words = "That is no address of the web. One such as https://quay.example/feed.xml, or quay.example, is wanted.";
        return show_list(&app, &member, again(words.into(), false)).await;
    };
    if let Some(known) = known(&app, &url).await? {
        return Ok(redirect(&format!("/desk/feeds/{known}?said=known")));
    }
    if !form.anyway.is_empty() {
        return add(&app, &member, url, String::new(), &form.group).await;
    }
    match look(&app, &url).await? {
        At::Feed(url, title) => add(&app, &member, url, title, &form.group).await,
        At::Site(found) => {
            let paper = app.paper().await?;
            let page = FeedChoicePage {
                chrome: desk_chrome(&app, &paper, &member, "Which of these?", "/desk/feeds"),
                site: url.host_str().unwrap_or_default().to_owned(),
                found,
                group: form.group.clone(),
            };
            crate::desk::show(&page, StatusCode::OK)
        }
        At::Nothing(why) => show_list(&app, &member, again(why, true)).await,
    }
}

/// An address as people type it: the scheme may be missing.
fn read_address(typed: &str) -> Option<Url> {
    let typed = typed.trim();
    // Feed readers' own scheme, as some sites link to their feeds.
    let typed = typed.strip_prefix("feed://").unwrap_or(typed);
    let typed = typed.strip_prefix("feed:").unwrap_or(typed);
    let full = if typed.contains("://") {
        typed.to_owned()
    } else {
        format!("https://{typed}")
    };
    let url = Url::parse(&full).ok()?;
    let names_a_host = url
        .host_str()
        .is_some_and(|host| host.contains('.') || host.contains(':') || host == "localhost");
    let is_of_the_web = matches!(url.scheme(), "http" | "https");
    (is_of_the_web && names_a_host && full.len() <= MOST_FEED_URL).then_some(url)
}

async fn known(app: &App, url: &Url) -> Result<Option<FeedId>, WebError> {
    let address = url.to_string();
    let found = app
        .store
        .read(move |conn| find_feed_by_url(conn, &address))
        .await?;
    Ok(found.map(|feed| feed.id))
}

/// Looks what is at an address.
async fn look(app: &App, url: &Url) -> Result<At, WebError> {
    let answer = match app.fetcher.get_feed(url, &Validators::default()).await {
        Ok(answer) => answer,
        Err(error) => return Ok(At::Nothing(words(&error))),
    };
    let trouble = answer.trouble();
    let FeedAnswer {
        url: at,
        moved_to,
        outcome,
        ..
    } = answer;
    let FeedOutcome::Fetched {
        content_type, body, ..
    } = outcome
    else {
        let why = trouble.unwrap_or_else(|| "there is nothing to read at this address".into());
        return Ok(At::Nothing(super::capital(&why)));
    };
    let base = at.clone();
    let work = tokio::task::spawn_blocking(move || {
        match parse(&body, content_type.as_deref(), Some(&base)) {
            Ok(feed) => Ok(feed.title.unwrap_or_default()),
            Err(FeedError::WebPage) => {
                let html = decode_html(&body, content_type.as_deref());
                let links = html.map_or_else(|_| Vec::new(), |html| discover(&html.text, &base));
                Err((FeedError::WebPage, links))
            }
            Err(error) => Err((error, Vec::new())),
        }
    });
    let read = work
        .await
        .map_err(|error| WebError::Internal(error.to_string()))?;
    let (error, links) = match read {
        // What has moved for good is added where it is; other redirects are the server's own affair.
        Ok(title) => return Ok(At::Feed(moved_to.unwrap_or_else(|| url.clone()), title)),
        Err(found) => found,
    };
    if error != FeedError::WebPage {
        return Ok(At::Nothing(super::capital(&error.to_string())));
    }
    let mut found = Vec::new();
    for link in links {
        let title = link.title.unwrap_or_default();
        found.push(FoundFeed {
            known: known(app, &link.url).await?.is_some(),
            title: if title.is_empty() {
                link.url.path().to_owned()
            } else {
                title
            },
            url: link.url.to_string(),
            guessed: link.found_by == FoundBy::Guessed,
        });
    }
    if !found.is_empty() {
        return Ok(At::Site(found));
    }
    for place in usual_places(&at).into_iter().take(MOST_TRIES) {
        if let Some(title) = try_feed(app, &place).await {
            return Ok(At::Feed(place, title));
        }
    }
    Ok(At::Nothing(
        "This is a web page that names no feed, and none is where feeds usually are. Look on the site for “RSS” or “feed”, and give the address of that."
            .into(),
    ))
}

/// The name of the feed at an address, if there is one.
async fn try_feed(app: &App, url: &Url) -> Option<String> {
    let fetched = app.fetcher.get_feed(url, &Validators::default()).await;
    let FeedOutcome::Fetched {
        content_type, body, ..
    } = fetched.ok()?.outcome
    else {
        return None;
    };
    let base = url.clone();
    let work = tokio::task::spawn_blocking(move || {
        parse(&body, content_type.as_deref(), Some(&base)).map(|feed| feed.title)
    });
    work.await.ok()?.ok().map(Option::unwrap_or_default)
}

fn words(error: &FetchError) -> String {
    super::capital(&error.to_string())
}

/// Adds a feed, and begins to read it.
async fn add(
    app: &Arc<App>,
    member: &Member,
    url: Url,
    title: String,
    group: &str,
) -> Result<Response, WebError> {
    let new = NewFeed {
        url: url.to_string(),
        title: title.trim().chars().take(200).collect(),
        group: group.trim().chars().take(100).collect(),
        interval_secs: START,
        ..NewFeed::default()
    };
    let (now, actor) = (app.now(), member.actor());
    let added = app
        .store
        .write(move |tx| {
            let id = create_feed(tx, &new, now)?;
            if let Some(id) = id {
                let act = Act {
                    act: "added",
                    subject: "feed",
                    subject_id: id.0,
                    label: &new.title,
                    after: &new.url,
                    ..Act::default()
                };
                note_act(tx, &actor, &act, now)?;
            }
            Ok(id)
        })
        .await?;
    let Some(id) = added else {
        return Ok(match known(app, &url).await? {
            Some(id) => redirect(&format!("/desk/feeds/{id}?said=known")),
            None => redirect("/desk/feeds"),
        });
    };
    let feed = app.store.read(move |conn| find_feed(conn, id)).await?;
    if let Some(feed) = feed {
        // Nobody waits for it; the reading notes on the feed how it went.
        let app = Arc::clone(app);
        tokio::spawn(async move {
            if let Err(error) = poll::poll_now(&app, &feed).await {
                tracing::warn!(%error, "a new feed could not be read at once");
            }
        });
    }
    Ok(redirect(&format!("/desk/feeds/{id}?said=added")))
}

#[cfg(test)]
mod tests {
    use super::read_address;

    #[test]
    fn addresses_are_read_as_people_type_them() {
        let read = |typed| read_address(typed).map(|url| url.to_string());
        for (typed, url) in [
            (" quay.example ", Some("https://quay.example/")),
            ("http://quay.example/feed", Some("http://quay.example/feed")),
            (
                "feed://quay.example/feed",
                Some("https://quay.example/feed"),
            ),
            (
                "feed:https://quay.example/feed",
                Some("https://quay.example/feed"),
            ),
            ("127.0.0.1:8080/feed", Some("https://127.0.0.1:8080/feed")),
            ("", None),
            ("the quay", None),
            ("gulls", None),
            ("ftp://quay.example/feed", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(read(typed).as_deref(), url, "{typed}");
        }
        assert_eq!(read(&format!("quay.example/{}", "a".repeat(3000))), None);
    }
}
