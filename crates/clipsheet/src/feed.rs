//! `clipsheet feed`: feeds read on the command line, and those that are read for the inbox.

use crate::args::{Feed, FeedAdd, FeedGoes, FeedImport, FeedParse, Place};
use crate::input;
use crate::open::{now, open, open_existing};
use anyhow::{Context, bail};
use clipsheet_intake::feed::opml;
use clipsheet_intake::feed::{self, MAX_FEED_BYTES};
use clipsheet_server::{App, poll, starter};
use clipsheet_store::{
    Act, Actor, MOST_FEED_URL, NewFeed, create_feed, inbox_counts, list_feeds, note_act,
};
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

/// Between two requests to one host.
const PAUSE: Duration = Duration::from_secs(1);

pub(crate) async fn run(place: &Place, command: &Feed) -> anyhow::Result<()> {
    match command {
        Feed::Parse(order) => parse(order),
        Feed::Add(order) => add(place, order).await,
        Feed::List => list(place).await,
        Feed::Import(order) => import(place, order).await,
        Feed::Poll => poll(place).await,
    }
}

async fn open_paper(place: &Place) -> anyhow::Result<Arc<App>> {
    let app = open(place, open_existing(place).await?, None).await?;
    starter::ensure_basics(&app).await?;
    Ok(app)
}

/// The page and area that were asked for, if the paper has them.
async fn checked(app: &App, goes: &FeedGoes) -> anyhow::Result<(i64, String)> {
    let paper = app.paper().await?;
    let page = goes.page.unwrap_or(0);
    if page != 0 && paper.page_title(page).is_empty() {
        bail!("the paper has no page {page}. Its pages are on the settings page");
    }
    let area = goes.area.clone().unwrap_or_default();
    if !area.is_empty() && !paper.areas.iter().any(|known| known.slug == area) {
        let known: Vec<&str> = paper.areas.iter().map(|area| area.slug.as_str()).collect();
        bail!(
            "the paper has no area called `{area}`. It has: {}",
            known.join(", ")
        );
    }
    Ok((page, area))
}

async fn add(place: &Place, order: &FeedAdd) -> anyhow::Result<()> {
    let url = order.url.to_string();
    if !matches!(order.url.scheme(), "http" | "https") || url.len() > MOST_FEED_URL {
        bail!("{url}: an address of the web is wanted, such as https://quay.example/feed.xml");
    }
    let app = open_paper(place).await?;
    let (page, area) = checked(&app, &order.goes).await?;
    let new = NewFeed {
        url: url.clone(),
        group: order.group.clone(),
        page,
        area,
        interval_secs: poll::START,
        ..NewFeed::default()
    };
    let added = add_all(&app, vec![new]).await?;
    if added == 0 {
        bail!("{url} is among the feeds already");
    }
    println!("{url}");
    eprintln!("It is read by the server within a few seconds, or with: clipsheet feed poll");
    Ok(())
}

async fn add_all(app: &App, feeds: Vec<NewFeed>) -> anyhow::Result<usize> {
    let at = now();
    let added = app.store.write(move |tx| {
        let mut added = 0;
        for new in &feeds {
            let Some(id) = create_feed(tx, new, at)? else {
                continue;
            };
            added += 1;
            let act = Act {
                act: "added",
                subject: "feed",
                subject_id: id.0,
                label: &new.title,
                after: &new.url,
                ..Act::default()
            };
            note_act(tx, &Actor::command_line(), &act, at)?;
        }
        Ok(added)
    });
    Ok(added.await?)
}

async fn import(place: &Place, order: &FeedImport) -> anyhow::Result<()> {
    let bytes = input::read(&order.file)?;
    let list = opml::parse(&bytes, None).with_context(|| order.file.display().to_string())?;
    let app = open_paper(place).await?;
    let (page, area) = checked(&app, &order.goes).await?;
    for left in &list.left_out {
        eprintln!("Left out: {}: {}", left.title, left.why);
    }
    let wanted = list.subscriptions.len();
    let feeds = list
        .subscriptions
        .into_iter()
        .filter(|one| one.xml_url.as_str().len() <= MOST_FEED_URL)
        .map(|one| NewFeed {
            url: one.xml_url.to_string(),
            title: one.title,
            homepage: one.html_url.map(String::from).unwrap_or_default(),
            group: one.group.unwrap_or_default(),
            page,
            area: area.clone(),
            interval_secs: poll::START,
        })
        .collect();
    let added = add_all(&app, feeds).await?;
    println!("{} added", feeds_in_words(added));
    if added < wanted {
        eprintln!("There already: {}.", wanted - added);
    }
    Ok(())
}

/// One line a feed: number, how it fares, how many stories wait, address, name.
async fn list(place: &Place) -> anyhow::Result<()> {
    let opened = open_existing(place).await?;
    let (feeds, counts) = opened
        .store
        .read(|conn| Ok((list_feeds(conn)?, inbox_counts(conn)?)))
        .await?;
    if feeds.is_empty() {
        eprintln!("No feeds. Add one with: clipsheet feed add URL");
    }
    for feed in feeds {
        let state = match (feed.is_paused, feed.fail_count, feed.last_success_at) {
            (true, ..) => "paused",
            (_, 1.., _) => "failing",
            (_, _, None) => "new",
            _ => "well",
        };
        let waiting = counts.feeds.get(&feed.id).copied().unwrap_or(0);
        println!(
            "{}\t{state}\t{waiting}\t{}\t{}\t{}",
            feed.id, feed.url, feed.title, feed.last_error
        );
    }
    Ok(())
}

async fn poll(place: &Place) -> anyhow::Result<()> {
    let app = open_paper(place).await?;
    let read = poll::poll_due(&app, PAUSE).await?;
    poll::tidy_inbox(&app).await?;
    let waiting = app.store.read(inbox_counts).await?.all;
    println!("{} read; in the inbox: {waiting}", feeds_in_words(read));
    app.store.close().await;
    Ok(())
}

fn feeds_in_words(count: usize) -> String {
    match count {
        1 => "1 feed".into(),
        count => format!("{count} feeds"),
    }
}

fn parse(order: &FeedParse) -> anyhow::Result<()> {
    // One byte more than is read shows that there is more.
    let bytes = input::read_at_most(&order.file, MAX_FEED_BYTES as u64 + 1)?;
    let found = feed::parse(&bytes, None, order.url.as_ref())
        .with_context(|| order.file.display().to_string())?;
    if found.cut {
        eprintln!(
            "clipsheet: {}: the feed ends in the middle or is too long; what came whole before that is here",
            order.file.display()
        );
    }
    let mut out = std::io::stdout().lock();
    Ok(writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?)
}
