//! How many feeds are understood, and how often as other readers understand them, beside the crate `feed-rs`.
//!
//! What is expected, and how it is compared, is in `clipsheet_testkit::feeds`; what the table says and does not say, in
//! `docs/feeds.md`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clipsheet_intake::feed;
use clipsheet_testkit::feeds::{Case, cases, judge};
use serde_json::{Value, json};
use url::Url;

/// How often the reference panicked. We do not, or this ends.
static PANICS: AtomicUsize = AtomicUsize::new(0);

/// What a reader made of the feeds.
#[derive(Default)]
struct Tally {
    read: usize,
    met: usize,
    times: Vec<Duration>,
    fields: BTreeMap<String, (usize, usize)>,
}

/// `bench feeds [--misses] [FOLDER]`: prints the table; with `--misses` every expectation that is not met.
pub fn run(args: &[String]) -> ExitCode {
    let misses = args.iter().any(|arg| arg == "--misses");
    let folder = args.iter().find(|arg| !arg.starts_with("--")).map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/feeds"),
        PathBuf::from,
    );
    let Some(cases) = cases(&folder) else {
        eprintln!("skipped: there are no feeds in {}", folder.display());
        return ExitCode::SUCCESS;
    };
    println!(
        "{:12} {:>6} {:>9} {:>7} {:>7}   {:>6} {:>7}   {:>6} {:>7}",
        "", "files", "expected", "compar.", "others", "read", "agree", "read", "agree"
    );
    println!("{:47}   {:^14}   {:^14}", "", "Clipsheet", "feed-rs");
    // The reference's panics would fill the screen, and are a figure of their own.
    std::panic::set_hook(Box::new(|_| {
        PANICS.fetch_add(1, Ordering::Relaxed);
    }));
    let (mut our_total, mut their_total) = (Tally::default(), Tally::default());
    for collection in ["feedparser", "gofeed", "feed-rs", "rust-rss"] {
        let part: Vec<&Case> = cases
            .iter()
            .filter(|case| case.collection == collection)
            .collect();
        let ours = tally(&part, read_ours, misses);
        let theirs = tally(&part, read_theirs, false);
        line(collection, &part, &ours, &theirs);
        our_total.add(ours);
        their_total.add(theirs);
    }
    let all: Vec<&Case> = cases.iter().collect();
    line("all", &all, &our_total, &their_total);
    println!(
        "\n{:16} {:>9} {:>9} {:>9}",
        "field", "compared", "Clipsheet", "feed-rs"
    );
    for (field, (met, all)) in &our_total.fields {
        let theirs = their_total.fields.get(field).map_or(0, |(met, _)| *met);
        println!("{field:16} {all:>9} {met:>9} {theirs:>9}");
    }
    for (name, tally) in [("Clipsheet", &mut our_total), ("feed-rs", &mut their_total)] {
        tally.times.sort();
        let sum: Duration = tally.times.iter().sum();
        let slowest = tally.times.last().copied().unwrap_or_default();
        println!(
            "{name}: all in {:.0} ms, slowest {:.1} ms",
            1e3 * sum.as_secs_f64(),
            1e3 * slowest.as_secs_f64()
        );
    }
    println!("feed-rs panicked {} times", PANICS.load(Ordering::Relaxed));
    ExitCode::SUCCESS
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.read += other.read;
        self.met += other.met;
        self.times.extend(other.times);
        for (field, (met, all)) in other.fields {
            let sum = self.fields.entry(field).or_default();
            *sum = (sum.0 + met, sum.1 + all);
        }
    }
}

fn tally(cases: &[&Case], read: fn(&Case) -> Option<Value>, misses: bool) -> Tally {
    let mut tally = Tally::default();
    for case in cases {
        let start = Instant::now();
        let value = read(case);
        tally.times.push(start.elapsed());
        tally.read += usize::from(value.is_some());
        for verdict in judge(case, value.as_ref()) {
            let pointer = &verdict.expectation.pointer;
            let name: String = pointer
                .split('/')
                .filter(|part| part.parse::<usize>().is_err())
                .skip(1)
                .collect::<Vec<_>>()
                .join(" ");
            let field = tally.fields.entry(name).or_default();
            field.1 += 1;
            if verdict.agrees {
                tally.met += 1;
                field.0 += 1;
            } else if misses {
                println!(
                    "{} {pointer}\n  wanted {:?}\n  found  {:?}",
                    case.name, verdict.expectation.wanted, verdict.found
                );
            }
        }
    }
    tally
}

fn line(name: &str, cases: &[&Case], ours: &Tally, theirs: &Tally) {
    let compared: usize = cases.iter().map(|case| case.expectations.len()).sum();
    let others: usize = cases.iter().map(|case| case.not_compared).sum();
    let share = |tally: &Tally| match compared {
        0 => "–".to_owned(),
        _ => format!("{:.1} %", 100.0 * tally.met as f64 / compared as f64),
    };
    println!(
        "{name:12} {:>6} {:>9} {compared:>7} {others:>7}   {:>6} {:>7}   {:>6} {:>7}",
        cases.len(),
        compared + others,
        ours.read,
        share(ours),
        theirs.read,
        share(theirs)
    );
}

fn read_ours(case: &Case) -> Option<Value> {
    let base = case.base.as_deref().and_then(|base| Url::parse(base).ok());
    let feed = feed::parse(&case.bytes, case.content_type.as_deref(), base.as_ref()).ok()?;
    serde_json::to_value(feed).ok()
}

/// feed-rs's feed in the shape of ours. Its texts have no markup resolved, and its ids are its own where the feed has none.
fn read_theirs(case: &Case) -> Option<Value> {
    let base = case.base.as_deref().unwrap_or("http://localhost/");
    // It panics on some encodings.
    let parse = || {
        let builder = feed_rs::parser::Builder::new().base_uri(Some(base));
        builder
            .sanitize_content(false)
            .build()
            .parse(case.bytes.as_slice())
    };
    let feed = std::panic::catch_unwind(parse).ok()?.ok()?;
    let link = |links: &[feed_rs::model::Link], rel: &str| {
        let fits = |link: &&feed_rs::model::Link| link.rel.as_deref().unwrap_or("alternate") == rel;
        links.iter().find(fits).map(|link| link.href.clone())
    };
    let date = |date: Option<chrono::DateTime<chrono::Utc>>| {
        date.map(|date| date.format("%Y-%m-%dT%H:%M:%SZ").to_string())
    };
    let names = |people: &[feed_rs::model::Person]| {
        let names: Vec<&str> = people
            .iter()
            .filter_map(|person| person.name.as_deref())
            .collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let items: Vec<Value> = feed
        .entries
        .iter()
        .map(|entry| {
            let content = entry.content.as_ref().and_then(|content| content.body.clone());
            let pictures = entry.media.iter().flat_map(|media| &media.thumbnails);
            json!({
                "id": entry.id,
                "title": entry.title.as_ref().map(|title| &title.content),
                "link": link(&entry.links, "alternate"),
                "published": date(entry.published.or(entry.updated)),
                "updated": date(entry.updated),
                "author": names(&entry.authors),
                "summary_html": entry.summary.as_ref().map(|text| &text.content),
                "content_html": content,
                "categories": entry.categories.iter().map(|category| category.label.as_ref().unwrap_or(&category.term)).collect::<Vec<_>>(),
                "image": pictures.map(|picture| &picture.image.uri).next(),
                "enclosures": entry.media.iter().flat_map(|media| &media.content).map(|content| json!({"url": content.url})).collect::<Vec<_>>(),
                "comments": link(&entry.links, "replies"),
                "source": {"title": Value::Null, "link": entry.source},
            })
        })
        .collect();
    Some(json!({
        "title": feed.title.as_ref().map(|title| &title.content),
        "link": link(&feed.links, "alternate"),
        "feed_url": link(&feed.links, "self"),
        "description_html": feed.description.as_ref().map(|text| &text.content),
        "language": feed.language,
        "updated": date(feed.updated),
        "author": names(&feed.authors),
        "image": feed.logo.as_ref().or(feed.icon.as_ref()).map(|image| &image.uri),
        "items": items,
    }))
}
