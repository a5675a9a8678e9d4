//! Feeds are read as their rules say, by one node at a time. The week in which everything goes wrong is a program of its own,
//! `tests/week`.

use crate::support::{Answer, LocalSite, MINUTE, Paper, allow_this_machine, on_both};
use clipsheet_server::poll::poll_due;
use clipsheet_store::{Feed, InboxFilter, ItemId, NewFeed, create_feed, list_feeds, list_waiting};
use std::sync::{Arc, Mutex};
use std::time::Duration;

async fn feeds(paper: &Paper) -> Vec<Feed> {
    paper.app.store.read(list_feeds).await.unwrap()
}

async fn add(paper: &Paper, urls: Vec<String>) {
    let now = paper.clock.now();
    paper
        .app
        .store
        .write(move |tx| {
            for url in urls {
                let new = NewFeed {
                    url,
                    interval_secs: 1800,
                    ..NewFeed::default()
                };
                create_feed(tx, &new, now)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

/// All that waits.
async fn waiting(paper: &Paper) -> Vec<clipsheet_store::InboxItem> {
    paper
        .app
        .store
        .read(|conn| list_waiting(conn, &InboxFilter::default(), ItemId(i64::MAX), 1_000_000))
        .await
        .unwrap()
}

/// A host whose feed is what the test puts there.
async fn with_feed(paper: &mut Paper, body: &str) -> (LocalSite, Arc<Mutex<String>>) {
    allow_this_machine(&mut paper.app);
    let shown = Arc::new(Mutex::new(body.to_owned()));
    let served = Arc::clone(&shown);
    let site = LocalSite::start(&paper.clock, move |_| {
        Answer::ok("application/rss+xml", served.lock().unwrap().clone())
    })
    .await;
    add(paper, vec![site.url("127.0.1.1", "/feed")]).await;
    (site, shown)
}

async fn read_again(paper: &Paper) {
    paper.clock.advance(3 * 60 * MINUTE);
    poll_due(&paper.app, Duration::ZERO).await.unwrap();
}

fn rss(items: &[(&str, &str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(title, path, date)| {
            format!("<item><title>{title}</title><link>https://quay.example/{path}</link><guid>always-the-same</guid><pubDate>{date}</pubDate>\
                <description>About {path}: {title}.</description></item>")
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Quay</title>{items}</channel></rss>")
}

const TODAY: &str = "Mon, 07 Jul 2014 08:00:00 GMT";
const LONG_AGO: &str = "Mon, 07 Jul 2003 08:00:00 GMT";

#[test]
fn a_story_is_known_by_its_address_and_never_by_what_the_feed_calls_it() {
    on_both(async |mut paper| {
        let first = rss(&[
            ("Gull lands", "gull", TODAY),
            ("Goose swims", "goose", TODAY),
            ("Old hat", "hat", LONG_AGO),
        ]);
        let (_site, shown) = with_feed(&mut paper, &first).await;
        poll_due(&paper.app, Duration::ZERO).await.unwrap();
        let titles = async || -> Vec<String> {
            waiting(&paper)
                .await
                .into_iter()
                .map(|item| item.title)
                .collect()
        };
        assert_eq!(
            titles().await.len(),
            2,
            "both, although they have one guid; not what was old when the feed came"
        );
        *shown.lock().unwrap() = rss(&[
            ("Gull takes off again", "gull?utm_source=rss", TODAY),
            ("Goose swims", "goose", TODAY),
            ("Old hat", "hat", LONG_AGO),
            ("Clock stopped in 2003", "clock", LONG_AGO),
        ]);
        read_again(&paper).await;
        let now = titles().await;
        assert!(
            now.contains(&"Gull takes off again".to_owned())
                && !now.contains(&"Gull lands".to_owned()),
            "{now:?}"
        );
        assert!(
            now.contains(&"Clock stopped in 2003".to_owned()),
            "news is news whatever its date: {now:?}"
        );
        assert_eq!(now.len(), 3, "{now:?}");
    });
}

#[test]
fn rules_keep_stories_out_and_let_them_in() {
    on_both(async |mut paper| {
        let all = rss(&[
            ("Gull lands", "gull", TODAY),
            ("Goose swims", "goose", TODAY),
            ("Gull and goose", "both", TODAY),
        ]);
        let (_site, _shown) = with_feed(&mut paper, &all).await;
        let (feed, now) = (feeds(&paper).await.remove(0), paper.clock.now());
        let rules = |include: &str, exclude: &str| clipsheet_store::FeedChange {
            title: String::new(),
            group: String::new(),
            page: 0,
            area: String::new(),
            include_words: include.into(),
            exclude_words: exclude.into(),
        };
        let set = async |change| {
            let id = feed.id;
            paper
                .app
                .store
                .write(move |tx| clipsheet_store::save_feed(tx, id, &change, now))
                .await
                .unwrap();
        };
        set(rules("gull", "goose")).await;
        poll_due(&paper.app, Duration::ZERO).await.unwrap();
        assert_eq!(waiting(&paper).await.len(), 1);
        set(rules("", "")).await;
        read_again(&paper).await;
        assert_eq!(waiting(&paper).await.len(), 3, "the feed still has them");
    });
}

#[test]
fn two_nodes_read_a_feed_once() {
    on_both(async |mut paper| {
        let mut other = paper.opened_again("").await;
        allow_this_machine(&mut other.app);
        let (site, _shown) = with_feed(&mut paper, &rss(&[("Gull lands", "gull", TODAY)])).await;
        let urls = (2..=9)
            .map(|n| site.url(&format!("127.0.1.{n}"), "/feed"))
            .collect();
        add(&paper, urls).await;
        let (one, two) = tokio::join!(
            poll_due(&paper.app, Duration::ZERO),
            poll_due(&other.app, Duration::ZERO)
        );
        assert_eq!(one.unwrap() + two.unwrap(), 9);
        assert_eq!(site.asked().len(), 9);
        assert_eq!(waiting(&paper).await.len(), 1, "one story, whoever read it");
    });
}

#[test]
fn a_host_is_left_alone_between_two_of_its_feeds() {
    on_both(async |mut paper| {
        let (site, _shown) = with_feed(&mut paper, &rss(&[("Gull lands", "gull", TODAY)])).await;
        add(
            &paper,
            vec![
                site.url("127.0.1.1", "/second"),
                site.url("127.0.1.1", "/third"),
            ],
        )
        .await;
        let began = std::time::Instant::now();
        let pause = Duration::from_millis(300);
        assert_eq!(poll_due(&paper.app, pause).await.unwrap(), 3);
        assert!(began.elapsed() >= 2 * pause, "{:?}", began.elapsed());
    });
}
