//! `cargo xtask bench desk`: from the inbox to print by three keys, in a real browser.
//!
//! The times are the browser's own, from the key's event to the words "Printed" on the page. The reference, in the same run,
//! is a bare reload of the inbox.

use clipsheet_server::staff::colour::PALETTE;
use clipsheet_server::staff::{COOKIE, open_session};
use clipsheet_store::{DatabaseUrl, Millis, NewStaff, Role, Store, create_staff, set_totp};
use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::site::{self, Site};
use serde_json::json;
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Feeds, and the stories of each: more without a date are not taken in when a feed is new.
const FEEDS: usize = 3;
const PER_FEED: usize = 25;
/// Stories that are printed.
const ROUNDS: usize = 60;
/// How long the feeds may take to be read.
const PATIENCE: Duration = Duration::from_secs(60);
const SECRET: &str = "bench";

const WORDS: &[&str] = &[
    "anchor",
    "ballast",
    "barge",
    "beacon",
    "bollard",
    "captain",
    "cargo",
    "cormorant",
    "crane",
    "dredger",
    "ferry",
    "foghorn",
    "goose",
    "gull",
    "herring",
    "jetty",
    "lantern",
    "lobster",
    "mooring",
    "mussel",
    "oyster",
    "pebble",
    "pelican",
    "pilot",
    "porridge",
    "puffin",
    "quay",
    "rudder",
    "seaweed",
    "skipper",
    "tackle",
    "tide",
    "trawler",
    "walrus",
    "wharf",
    "whistle",
];

/// Notes when the keys were pressed and when the page says that it is printed.
const WATCH: &str = "window.first = window.last = window.printed = 0;
    addEventListener('keydown', (event) => { window.first ||= event.timeStamp; if (event.key === 'p') window.last = event.timeStamp; }, true);
    const said = document.getElementById('inbox-said');
    new MutationObserver(() => { if (said.textContent.startsWith('Printed')) window.printed ||= performance.now(); })
        .observe(said, { childList: true });";

/// `cargo xtask bench desk`.
pub fn run(_: &[String]) -> ExitCode {
    match bench() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench desk: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bench() -> io::Result<()> {
    let port = newspaper()?;
    // The paper's own binary lies beside this one.
    let binary = std::env::current_exe()?.with_file_name("clipsheet");
    let mut prepared = Ok(());
    let site = site::spawn_prepared(binary, &[], |data| {
        prepared = std::fs::write(
            data.join("clipsheet.toml"),
            "fetch_from = ['127.0.0.0/8']\n",
        );
    });
    prepared?;
    hire(&site)?;
    for number in 0..FEEDS {
        site.run(&[
            "feed",
            "add",
            &format!("http://127.0.0.1:{port}/feed/{number}"),
        ]);
    }
    let browser = Browser::start(&Options::desktop());
    browser.goto(&site.at("/"));
    browser.devtools(
        "Network.setCookie",
        &json!({"name": COOKIE, "value": SECRET, "url": site.url}),
    );
    let began = Instant::now();
    loop {
        browser.goto(&site.at("/desk/inbox"));
        let waiting = browser.count(".item");
        if waiting >= ROUNDS {
            break;
        }
        if began.elapsed() > PATIENCE {
            return Err(io::Error::other(format!(
                "only {waiting} stories came into the inbox"
            )));
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    let (mut reloads, mut all, mut last) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        browser.reload();
        let took = "const [entry] = performance.getEntriesByType('navigation'); return entry.loadEventStart";
        reloads.push(number(&browser, took));
        browser.execute(WATCH, &[]);
        for key in ["j", "Enter", "p"] {
            browser.keys(key);
        }
        browser.wait_until("it is printed", |browser| {
            number(browser, "return window.printed") > 0.0
        });
        all.push(number(&browser, "return window.printed - window.first"));
        last.push(number(&browser, "return window.printed - window.last"));
    }
    println!("| step, {ROUNDS} times | median ms | p95 ms | of a reload |");
    println!("| --- | ---: | ---: | ---: |");
    let reference = tell("a bare reload of the inbox", &mut reloads, None);
    tell("from the last key to print", &mut last, Some(reference));
    tell(
        "from the first of three keys to print",
        &mut all,
        Some(reference),
    );
    Ok(())
}

fn tell(name: &str, times: &mut [f64], reference: Option<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let (median, p95) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    let ratio = reference.map_or_else(|| "1".into(), |of| format!("{:.1}", median / of));
    println!("| {name} | {median:.0} | {p95:.0} | {ratio} |");
    median
}

fn number(browser: &Browser, script: &str) -> f64 {
    browser.execute(script, &[]).as_f64().unwrap_or_default()
}

/// An editor who is signed in.
fn hire(site: &Site) -> io::Result<()> {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_err(io::Error::other)?;
    let now = Millis(i64::try_from(since.as_millis()).map_err(io::Error::other)?);
    let url = DatabaseUrl::Sqlite(site.data_dir.join("clipsheet.db"));
    let runtime = tokio::runtime::Runtime::new()?;
    let hired = runtime.block_on(async {
        let store = Store::open(&url, now).await?;
        store
            .write(move |tx| {
                let new = NewStaff {
                    name: "Pennick".into(),
                    name_key: "pennick".into(),
                    role: Role::Editor,
                    colour: PALETTE[0].into(),
                    password: String::new(),
                };
                let id = create_staff(tx, &new, now)?;
                set_totp(tx, id, "JBSWY3DPEHPK3PXP", 0)?;
                open_session(tx, id, SECRET, "bench", now)
            })
            .await?;
        store.close().await;
        Ok::<_, clipsheet_store::StoreError>(())
    });
    hired.map_err(io::Error::other)
}

/// Serves feeds and their stories; it ends with the process. Gives the port.
fn newspaper() -> io::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser or a reader that hangs up is none of our concern.
            let _ = answer(stream, port);
        }
    });
    Ok(port)
}

fn answer(mut stream: TcpStream, port: u16) -> io::Result<()> {
    let mut bytes = [0; 4096];
    let read = stream.read(&mut bytes)?;
    let head = String::from_utf8_lossy(&bytes[..read]);
    let path = head.split(' ').nth(1).unwrap_or_default();
    let number = path.rsplit('/').next().and_then(|n| n.parse().ok());
    let number = number.unwrap_or_default();
    let (kind, body) = if path.starts_with("/story/") {
        ("text/html", story_page(number))
    } else {
        ("application/rss+xml", feed(port, number))
    };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: {kind}; charset=utf-8\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn feed(port: u16, feed: usize) -> String {
    let mut items = String::new();
    for number in feed * PER_FEED..(feed + 1) * PER_FEED {
        let _ = write!(
            items,
            "<item><title>{}</title><link>http://127.0.0.1:{port}/story/{number}</link><description>{}.</description></item>",
            words(number, 6),
            words(number + 1000, 30)
        );
    }
    format!("<rss version=\"2.0\"><channel><title>Quay Post</title>{items}</channel></rss>")
}

/// A story of about 600 words.
fn story_page(number: usize) -> String {
    let title = words(number, 6);
    let text: String = (0..12)
        .map(|part| format!("<p>{}.</p>", words(number * 100 + part, 50)))
        .collect();
    format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"
    )
}

/// So many words of our own making, always the same for a number, and never like another's.
fn words(number: usize, count: usize) -> String {
    let mut state = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut word = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        WORDS[usize::try_from(state % WORDS.len() as u64).unwrap_or(0)]
    };
    (0..count)
        .map(|_| format!("{}{}", word(), word()))
        .collect::<Vec<_>>()
        .join(" ")
}
