//! Feeds are read politely, whatever their servers do: a week in which everything goes wrong somewhere. A program of its own,
//! since it counts the bytes that the whole process holds.

#![expect(clippy::unwrap_used, reason = "in a test an unwrap is an assertion")]

#[path = "../web/support/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "what the other tests of the paper need"
)]
mod support;

use clipsheet_intake::stories::{Fingerprint, StoryIndex};
use clipsheet_server::poll::{LEAST, MOST, poll_due, tidy_inbox};
use clipsheet_store::{
    Feed, InboxFilter, ItemId, NewFeed, create_feed, inbox_counts, list_feeds, list_waiting,
};
use peak_alloc::PeakAlloc;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::{Answer, Asked, DAY, LocalSite, MINUTE, Paper, allow_this_machine, on_both};

/// Counts every byte that is held.
#[global_allocator]
static HELD: PeakAlloc = PeakAlloc;

/// Bytes that may be held more after seven days than after two: sketches of stories apart, for which there is a limit, and
/// buffers that happen to be in use.
const MOST_GROWTH: i64 = 128 << 10;

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

/// Bytes that are held, without what the test itself remembers of the requests.
fn held(site: &LocalSite) -> i64 {
    as_bytes(HELD.current_usage()) - as_bytes(site.bytes_of_log())
}

fn as_bytes(count: usize) -> i64 {
    i64::try_from(count).unwrap()
}

/// Bytes that the sketches of so many stories hold.
fn sketches(stories: usize) -> i64 {
    let before = HELD.current_usage();
    let mut index = StoryIndex::with_capacity(100_000);
    for number in 0..stories as u64 {
        index.insert(
            number,
            Fingerprint::new(&words(number, 8), &words(number + 1, 40)),
        );
    }
    as_bytes(HELD.current_usage()) - as_bytes(before)
}

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
        // What is held at the end of each day, and how many stories are remembered then.
        let mut days = Vec::new();
        for quarter in 1..=7 * 24 * 4 {
            poll_due(&paper.app, Duration::ZERO).await.unwrap();
            paper.clock.advance(15 * MINUTE);
            let remembered = paper.app.inbox.remembered().await.0;
            most_remembered = most_remembered.max(remembered);
            if quarter % (24 * 4) == 0 {
                tidy_inbox(&paper.app).await.unwrap();
                days.push((held(&site), remembered));
            }
        }
        let ((early, few), (late, many)) = (days[1], days[6]);
        let growth = late - early - (sketches(many) - sketches(few));
        eprintln!(
            "held after each day, with so many stories: {days:?}; beyond the sketches {growth} bytes more after seven days than after two"
        );
        assert!(growth < MOST_GROWTH, "{days:?}: {growth} bytes more");
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
