//! Feeds are read politely, whatever their servers do: a week in which everything goes wrong somewhere.

use crate::support::{Answer, Asked, DAY, LocalSite, MINUTE, Paper, allow_this_machine, on_both};
use clipsheet_server::poll::{LEAST, MOST, poll_due, tidy_inbox};
use clipsheet_store::{
    Feed, InboxFilter, ItemId, NewFeed, create_feed, inbox_counts, list_feeds, list_waiting,
};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How many feeds the week has.
const FEEDS: usize = 100;

/// Real feeds, some of them broken, all of them with something in it.
fn real_feeds() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/feeds");
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if path.is_dir() && !path.ends_with("opml") {
                folders.push(path);
            } else if matches!(ending, Some("xml" | "json")) {
                files.push(path);
            }
        }
    }
    files.sort();
    let read = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        let has_news = clipsheet_intake::feed::parse(&bytes, None, None).is_ok_and(|feed| {
            // One that says that it has moved would be believed, and nobody is there.
            feed.moved_to.is_none() && feed.items.iter().any(|item| item.link.is_some())
        });
        (has_news && bytes.len() < 200_000).then_some(bytes)
    };
    files.iter().filter_map(read).collect()
}

const WORDS: &str = "anchor ballast barge beacon bilge bollard breakwater buoy cable captain cargo clock cormorant crane crate \
    cuttlefish deckhand dredger driftwood eel ferry foghorn gangway goose gull hawser herring hull jetty keel kipper lantern lighthouse limpet \
    lobster marrow mooring mussel oar oyster paddle pebble pelican pier pilot plank porridge puffin pump quay raft rudder sail salvage seaweed \
    shanty signal siren skipper sluice starfish tackle tide tiller trawler tug walrus wharf whistle winch";

/// So many words that say something, always the same for a number.
fn words(number: u64, count: usize) -> String {
    let all: Vec<&str> = WORDS.split_whitespace().collect();
    let mut state = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut word = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        all[usize::try_from(state % all.len() as u64).unwrap()]
    };
    (0..count).map(|_| word()).collect::<Vec<_>>().join(" ")
}

/// Three stories that change with the day, for those parts of the week that are not about real files.
fn tides(host: &str, day: i64) -> String {
    let seed = host
        .bytes()
        .fold(7_u64, |seed, byte| seed * 31 + u64::from(byte));
    let item = |number: i64| {
        let seed = seed * 1000 + number.unsigned_abs();
        format!(
            "<item><title>{host}: {}</title><link>https://{host}.example/{number}</link><description>{}.</description></item>",
            words(seed, 5),
            words(seed + 500, 40)
        )
    };
    let items: String = (day..day + 3).rev().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>{host}</title>{items}</channel></rss>")
}

fn number_of(host: &str) -> usize {
    host.rsplit('.')
        .next()
        .and_then(|end| end.parse().ok())
        .unwrap()
}

/// What the server of a host does at an instant.
fn week(
    files: &[Vec<u8>],
    counts: &Mutex<HashMap<String, usize>>,
    start: i64,
    asked: &Asked,
) -> Answer {
    let number = number_of(&asked.host);
    let time = {
        let mut counts = counts.lock().unwrap();
        let count = counts.entry(asked.host.clone()).or_default();
        *count += 1;
        *count
    };
    let day = (asked.at - start) / DAY;
    // Another real feed every day: each feed has news.
    let file = (usize::try_from(day).unwrap() * FEEDS + number) * 7919;
    let body = files[file % files.len()].clone();
    let rss = |body: Vec<u8>| Answer::ok("application/xml", body);
    match number {
        1..=40 => {
            let etag = format!("\"{number}-{day}\"");
            if asked.header("if-none-match") == Some(&etag) {
                return Answer {
                    status: 304,
                    ..rss(Vec::new())
                };
            }
            rss(body).with("etag", &etag)
        }
        41..=50 => match asked.path.as_str() {
            "/feed" => Answer::status(301).with("location", "/new"),
            _ => rss(body),
        },
        51..=55 if time.is_multiple_of(3) => Answer::status(429).with("retry-after", "7200"),
        56..=60 if day == 2 => Answer::status(503),
        61..=65 => Answer {
            breaks_off: true,
            ..rss(body)
        },
        66..=70 => rss(body).with("cache-control", "max-age=10800"),
        71 => Answer::ok("text/html", "<html><body>Not here.</body></html>"),
        72 => Answer::ok("image/png", b"\x89PNG\r\n\x1a\n".to_vec()),
        73 => Answer::status(302).with("location", &format!("{}x", asked.path)),
        74 => Answer::status(410),
        75 => Answer::status(302).with("location", "http://10.0.0.1/feed"),
        76 => Answer {
            times: 100,
            ..rss(vec![b' '; 1 << 20])
        },
        77 => rss(ENTITY_BOMB.into()),
        78 => Answer {
            delay: Duration::from_millis(300),
            ..rss(tides("slow", day).into())
        },
        79 => Answer::status(500),
        80 => rss(Vec::new()),
        81..=90 => rss(tides(&format!("host-{number}"), day).into()),
        // The same stories as their neighbours, under addresses of their own.
        91..=95 => rss(tides(&format!("host-{}", number - 10), day)
            .replace(".example/", ".example/copy/")
            .into()),
        _ => rss(body),
    }
}

const ENTITY_BOMB: &str = r#"<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "gull gull gull gull gull gull gull gull gull gull">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>
<rss version="2.0"><channel><title>&f;</title><item><title>&f;</title><link>https://bomb.example/1</link></item></channel></rss>"#;

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

#[test]
fn a_week_of_feeds() {
    let files = Arc::new(real_feeds());
    if files.is_empty() {
        eprintln!("SKIPPED: a week of feeds: ../shared/data/feeds is not there");
        return;
    }
    assert!(files.len() > FEEDS, "{} feeds with news", files.len());
    on_both(async |mut paper| {
        allow_this_machine(&mut paper.app);
        let start = paper.clock.now().0;
        let (replayed, counts) = (Arc::clone(&files), Mutex::default());
        let site = LocalSite::start(&paper.clock, move |asked| {
            week(&replayed, &counts, start, asked)
        })
        .await;
        add(
            &paper,
            (1..=FEEDS)
                .map(|n| site.url(&format!("127.0.1.{n}"), "/feed"))
                .collect(),
        )
        .await;
        let mut most_remembered = 0;
        for _ in 0..7 * 24 * 4 {
            poll_due(&paper.app, Duration::ZERO).await.unwrap();
            paper.clock.advance(15 * MINUTE);
            most_remembered = most_remembered.max(paper.app.inbox.remembered().await.0);
        }
        tidy_inbox(&paper.app).await.unwrap();
        let all = feeds(&paper).await;
        let of = |number: usize| {
            let host = format!("//127.0.1.{number}:");
            let found = all.iter().find(|feed| feed.url.contains(&host));
            found.unwrap_or_else(|| panic!("{host} has moved"))
        };
        // Every feed was read, and those that could be understood were.
        assert!(all.iter().all(|feed| feed.last_polled_at.is_some()));
        for number in (1..=70).chain([78]).chain(81..=100) {
            let feed = of(number);
            assert!(
                feed.last_success_at.is_some(),
                "{}: {}",
                feed.url,
                feed.last_error
            );
        }
        // What cannot be is told in words.
        for (number, words) in [
            (71, "web page"),
            (72, "image/png"),
            (73, "without arriving anywhere"),
            (74, "gone for good"),
            (75, "private network"),
            (76, "larger than"),
            (79, "answered with 500"),
            (80, "empty"),
            (61, "broke before"),
        ] {
            let feed = of(number);
            assert!(
                feed.last_error.contains(words),
                "{number}: {:?}",
                feed.last_error
            );
        }
        assert!(of(74).is_paused && !of(79).is_paused);
        assert!(of(41).url.ends_with("/new"), "it moved: {}", of(41).url);
        // Nothing was asked outside this machine, and nothing too often or too seldom.
        let asked = site.asked();
        assert!(asked.iter().all(|asked| asked.host.starts_with("127.0.1.")));
        let mut by_host: HashMap<&str, Vec<&Asked>> = HashMap::new();
        for one in asked
            .iter()
            .filter(|one| one.path == "/feed" || (one.path == "/new" && number_of(&one.host) > 40))
        {
            let times = by_host.entry(&one.host).or_default();
            // A redirect is part of the same reading.
            if times.last().is_none_or(|last| last.at < one.at) {
                times.push(one);
            }
        }
        assert_eq!(by_host.len(), FEEDS);
        for (host, times) in &by_host {
            let number = number_of(host);
            if number != 74 {
                assert!(times.len() >= 7, "{host} was asked {} times", times.len());
            }
            for pair in times.windows(2) {
                let gap = (pair[1].at - pair[0].at) / 1000;
                assert!(gap >= LEAST, "{host}: {gap} seconds");
                assert!(gap <= MOST + 15 * 60, "{host}: {gap} seconds");
                if (66..=70).contains(&number) {
                    assert!(gap >= 10_800, "{host} asked to be left alone: {gap}");
                }
            }
        }
        let after_429: Vec<i64> = (51..=55)
            .flat_map(|number| {
                let times = &by_host[format!("127.0.1.{number}").as_str()];
                times
                    .windows(2)
                    .skip(2)
                    .step_by(3)
                    .map(|pair| (pair[1].at - pair[0].at) / 1000)
                    .collect::<Vec<_>>()
            })
            .collect();
        assert!(
            !after_429.is_empty() && after_429.iter().all(|gap| *gap >= 7200),
            "{after_429:?}"
        );
        assert!(
            asked
                .iter()
                .any(|asked| asked.header("if-none-match").is_some())
        );
        assert!(asked.iter().all(|asked| {
            asked
                .header("user-agent")
                .unwrap()
                .contains("https://tide.example")
        }));
        // No story twice, neither by address nor by words.
        let items = waiting(&paper).await;
        let addresses: HashSet<&str> = items.iter().map(|item| item.url.as_str()).collect();
        assert_eq!(addresses.len(), items.len());
        // Whichever of the two came first has the other as its second source.
        let twins: Vec<_> = items
            .iter()
            .filter(|item| (81..=85).any(|host| item.title.starts_with(&format!("host-{host}:"))))
            .collect();
        let titles: HashSet<&str> = twins.iter().map(|item| item.title.as_str()).collect();
        assert!(twins.len() >= 5 * 5, "{}", twins.len());
        assert_eq!(titles.len(), twins.len());
        let single: Vec<_> = twins.iter().filter(|item| item.source_count != 2).collect();
        assert!(
            single.len() <= 5,
            "only the latest may wait for its twin: {single:#?}"
        );
        // What is kept grows with the stories, not with the readings.
        let taken: i64 = all.iter().map(|feed| feed.item_count).sum();
        assert!(
            i64::try_from(most_remembered).unwrap() <= taken,
            "{most_remembered} of {taken}"
        );
        let counts = paper.app.store.read(inbox_counts).await.unwrap();
        assert_eq!(counts.all, i64::try_from(items.len()).unwrap());
        eprintln!(
            "{} readings, {taken} stories, {} wait, {most_remembered} remembered",
            asked.len(),
            items.len()
        );
        // Whatever nobody takes is gone in the end, and does not come back.
        paper.clock.advance(6 * DAY);
        tidy_inbox(&paper.app).await.unwrap();
        assert_eq!(paper.app.store.read(inbox_counts).await.unwrap().all, 0);
        paper.clock.advance(40 * DAY);
        tidy_inbox(&paper.app).await.unwrap();
        let first = &items[0];
        let id = first.id;
        assert!(
            paper
                .app
                .store
                .read(move |conn| clipsheet_store::find_item(conn, id))
                .await
                .unwrap()
                .is_none()
        );
    });
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
