//! From a feed to print: by keys on a desktop, by thumb on a phone.

use crate::support::{BINARY, assert_quiet};
use clipsheet_server::staff::colour::PALETTE;
use clipsheet_server::staff::{COOKIE, open_session};
use clipsheet_store::{DatabaseUrl, Millis, NewStaff, Role, Store, create_staff, set_totp};
use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::site::{self, Site};
use serde_json::json;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) const STORIES: &[&str] = &[
    "Pie shop runs out of Tuesday",
    "Gull elected to the harbour board",
    "Ferry leaves on time, inquiry opened",
    "Lighthouse painted the wrong blue",
];

const TEXT: &str = "<p>It was announced on the quay on Monday, in front of a crowd of eleven and a dog. The Harbour Board has taken note and \
    will take further notes as they come in, a spokesman said, and then he said it again for those at the back.</p><p>Captain Pennick of the ferry \
    was asked what she thought of it, and said that she would rather not, but that if pressed she would say that it was to be expected. She was pressed. \
    It was to be expected, she said.</p><p>A reward of two pies is offered to anybody who can say what happens next.</p>";

/// Serves a feed and its stories, and a front with two feeds; it ends with the tests.
pub(crate) fn newspaper() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser or a reader that hangs up is none of our concern.
            let _ = answer(stream, port);
        }
    });
    port
}

fn answer(mut stream: TcpStream, port: u16) -> std::io::Result<()> {
    let mut bytes = [0; 4096];
    let read = stream.read(&mut bytes)?;
    let head = String::from_utf8_lossy(&bytes[..read]).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    let (kind, body) = match path.strip_prefix("/story/") {
        Some(number) => {
            let title = number.parse::<usize>().map_or("", |number| STORIES[number]);
            (
                "text/html",
                format!(
                    "<!DOCTYPE html><html><head><title>{title}</title><meta property=\"og:site_name\" content=\"Quay Post\"></head><body><article><h1>{title}</h1>{TEXT}</article></body></html>"
                ),
            )
        }
        None if path == "/" => (
            "text/html",
            "<!DOCTYPE html><html><head><title>Quay Post</title>\
             <link rel=alternate type=application/rss+xml title=News href=/feed.xml>\
             <link rel=alternate type=application/rss+xml title=Sport href=/sport.xml></head><body>Mud.</body></html>"
                .to_owned(),
        ),
        None => {
            let item = |(number, title)| {
                format!(
                    "<item><title>{title}</title><link>http://127.0.0.1:{port}/story/{number}</link><description>{title}, it is said.</description></item>"
                )
            };
            let items: String = STORIES.iter().enumerate().map(item).collect();
            (
                "application/rss+xml",
                format!(
                    "<rss version=\"2.0\"><channel><title>Quay Post</title>{items}</channel></rss>"
                ),
            )
        }
    };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: {kind}; charset=utf-8\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A paper with an editor, whose browser this is, and with stories in its inbox.
fn desk(options: &Options) -> (Site, Browser) {
    let site = site::spawn_prepared(BINARY, &[], |data| {
        std::fs::write(
            data.join("clipsheet.toml"),
            "fetch_from = ['127.0.0.0/8']\n",
        )
        .unwrap();
    });
    let url = DatabaseUrl::Sqlite(site.data_dir.join("clipsheet.db"));
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = Millis(i64::try_from(since.as_millis()).unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&url, now).await.unwrap();
        store
            .write(move |tx| {
                let new = NewStaff {
                    name: "Captain Pennick".into(),
                    name_key: "captain pennick".into(),
                    role: Role::Editor,
                    colour: PALETTE[0].into(),
                    password: String::new(),
                };
                let id = create_staff(tx, &new, now)?;
                set_totp(tx, id, "JBSWY3DPEHPK3PXP", 0)?;
                open_session(tx, id, "of-pennick", "Chromium", now)
            })
            .await
            .unwrap();
        store.close().await;
    });
    let port = newspaper();
    site.run(&["feed", "add", &format!("http://127.0.0.1:{port}/feed.xml")]);
    let browser = Browser::start(options);
    browser.goto(&site.at("/"));
    sign_in(&browser, &site);
    browser.wait_until("the feed is read", |browser| {
        browser.goto(&site.at("/desk/inbox"));
        browser.count(".item") == STORIES.len()
    });
    (site, browser)
}

fn sign_in(browser: &Browser, site: &Site) {
    browser.devtools(
        "Network.setCookie",
        &json!({"name": COOKIE, "value": "of-pennick", "url": site.url}),
    );
}

fn waiting(browser: &Browser) -> usize {
    browser.count(".item:not([hidden])")
}

/// From the next page on, counts every key and every tap of whoever sits there, across pages.
fn count_acts(browser: &Browser) {
    let count = "for (const kind of ['keydown', 'pointerup']) \
        addEventListener(kind, () => { sessionStorage[kind] = Number(sessionStorage[kind] || 0) + 1; }, true);";
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": count }),
    );
}

fn acts(browser: &Browser, kind: &str) -> u64 {
    let count = "return Number(sessionStorage[arguments[0]] || 0)";
    browser.execute(count, &[json!(kind)]).as_u64().unwrap()
}

#[test]
fn three_keys_lead_from_the_inbox_to_print() {
    let (site, browser) = desk(&Options::desktop());
    count_acts(&browser);
    browser.reload();
    let first = browser.text(".item h2");
    browser.keys("j");
    assert_eq!(browser.count(".item.at"), 1);
    browser.keys("Enter");
    browser.wait_for(".item.open .item-all");
    browser.keys("p");
    assert_eq!(waiting(&browser), STORIES.len() - 1, "it leaves at once");
    browser.wait_until("it is printed", |browser| {
        browser.text("#inbox-said").starts_with("Printed")
    });
    assert_eq!(acts(&browser, "keydown"), 3);
    browser.follow("#inbox-said a");
    assert_eq!(browser.text("h1"), first);

    // Dropped and taken back, by keys alone.
    browser.goto(&site.at("/desk/inbox"));
    browser.keys("j");
    browser.keys("j");
    let second = browser.text(".item.at h2");
    browser.keys("x");
    assert_eq!(waiting(&browser), 2);
    browser.wait_until("it is dropped", |browser| {
        browser.text("#inbox-said").starts_with("Dropped")
    });
    browser.keys("u");
    browser.wait_until("it is back", |_| waiting(&browser) == 3);
    assert_eq!(browser.text(".item.at h2"), second);
    // Also by whoever is quicker than the server.
    browser.types("xu");
    browser.wait_until("it is back", |browser| {
        browser.text("#inbox-said").starts_with("Back on the list") && waiting(browser) == 3
    });
    assert_eq!(browser.text(".item.at h2"), second);

    // What a colleague drops leaves this list too.
    let id = browser.attr(".item.at", "data-id").unwrap();
    browser.execute(
        "fetch(`/desk/inbox/${arguments[0]}/drop`, {method: 'POST', body: new URLSearchParams(), headers: {'x-fragment': '1'}})",
        &[json!(id)],
    );
    browser.wait_until("it leaves by itself", |_| waiting(&browser) == 2);

    // Search, and out of the field again.
    browser.keys("/");
    assert_eq!(browser.focused(), "input#f-q");
    browser.keys("Escape");
    browser.keys("?");
    assert!(browser.attr("#inbox-keys", "open").is_some());
    // A clipped story becomes a draft, and the list stays.
    browser.keys("?");
    browser.keys("k");
    browser.keys("c");
    browser.wait_until("it is clipped", |browser| {
        browser.text("#inbox-said").starts_with("Clipped")
    });
    assert_eq!(waiting(&browser), 1);
    assert!(
        browser
            .attr("#inbox-said a", "href")
            .unwrap()
            .starts_with("/desk/drafts/")
    );
    assert_quiet(&browser, &site);
}

#[test]
fn a_thumb_prints_in_three_taps_from_the_front() {
    let (site, browser) = desk(&Options::phone());
    count_acts(&browser);
    browser.goto(&site.at("/"));
    browser.tap(".staff-bar a[href='/desk/inbox']");
    let first = browser.text(".item h2");
    browser.tap(".item h2 a");
    browser.wait_for(".item.open [data-act=print]");
    browser.tap(".item.open [data-act=print]");
    browser.wait_until("it is printed", |browser| {
        browser.text("#inbox-said").starts_with("Printed")
    });
    // Five at most.
    assert_eq!(acts(&browser, "pointerup"), 3);
    browser.goto(&site.at("/"));
    assert!(browser.source().contains(&first));
    // The bar is wider than the screen: it begins where one is.
    browser.goto(&site.at("/desk/log"));
    let seen = "const box = document.querySelector('.desk-bar [aria-current]').getBoundingClientRect(); \
        return box.left >= 0 && box.right <= innerWidth";
    assert_eq!(browser.execute(seen, &[]), json!(true));
    assert_quiet(&browser, &site);
}
