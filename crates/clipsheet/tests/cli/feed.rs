//! `feed parse`.

use crate::support::Desk;
use serde_json::Value;

const FEED: &str = "<rss version='2.0'><channel><title>The Tarrow &amp;amp; Pier Post</title><link>/</link>\
    <item><title>Fog &lt;i&gt;Horn&lt;/i&gt;</title><link>fog.html?a=1&b=2</link><guid isPermaLink='false'>7</guid>\
    <pubDate>Mon, 07 Jul 2014 17:02:03 +0200</pubDate><author>ada@pier.example (Ada Gull)</author>\
    <description>&lt;p&gt;It &lt;a href='more.html'&gt;hooted&lt;/a&gt;.&lt;/p&gt;</description></item>\
    <item><description>No title</description></item></channel></rss>";

#[test]
fn a_feed_becomes_json() {
    let desk = Desk::new();
    desk.file("feed.xml", FEED);
    let arguments = [
        "feed",
        "parse",
        "--url",
        "https://pier.example/news/feed.xml",
        "feed.xml",
    ];
    let from_file = desk.call(&arguments).done();
    let feed: Value = serde_json::from_str(&from_file).unwrap();
    assert_eq!(feed["title"], "The Tarrow & Pier Post");
    assert_eq!(feed["link"], "https://pier.example/");
    let item = &feed["items"][0];
    assert_eq!(item["id"], "7");
    assert_eq!(item["title"], "Fog Horn");
    assert_eq!(item["link"], "https://pier.example/news/fog.html?a=1&b=2");
    assert_eq!(item["published"], "2014-07-07T15:02:03Z");
    assert_eq!(item["author"], "Ada Gull");
    assert_eq!(
        item["summary_html"],
        "<p>It <a href='https://pier.example/news/more.html'>hooted</a>.</p>"
    );
    for field in ["id", "title", "link", "published", "author", "content_html"] {
        assert_eq!(feed["items"][1].get(field), Some(&Value::Null), "{field}");
    }
    for arguments in [
        &arguments[..4],
        &[
            "feed",
            "parse",
            "--url",
            "https://pier.example/news/feed.xml",
            "-",
        ],
    ] {
        assert_eq!(desk.call_with(arguments, FEED.as_bytes()).done(), from_file);
    }
}

#[test]
fn a_feed_that_ends_in_the_middle_gives_what_came_whole() {
    let desk = Desk::new();
    let cut = &FEED[..FEED.find("No title").unwrap()];
    let read = desk.call_with(&["feed", "parse"], cut.as_bytes());
    assert!(read.err.contains("ends in the middle"), "{}", read.err);
    let feed: Value = serde_json::from_str(&read.done()).unwrap();
    assert_eq!(feed["items"].as_array().unwrap().len(), 1);
    assert_eq!(feed["items"][0]["link"], "fog.html?a=1&b=2");
}

#[test]
fn what_is_no_feed_is_refused_in_words() {
    let desk = Desk::new();
    for (file, content, word) in [
        ("empty.xml", " ", "empty"),
        (
            "page.html",
            "<!DOCTYPE html><html><head><title>Tide</title></head><body><p>x</body></html>",
            "a web page, not a feed",
        ),
        ("picture.png", "\u{89}PNG", ""),
        ("data.json", "{\"tide\": 7}", "no JSON Feed"),
        ("broken.json", "{\"tide\": ", "JSON"),
        (
            "note.xml",
            "<note><to>Ada</to></note>",
            "no feed (it begins with <note>)",
        ),
        (
            "list.opml",
            "<opml version='2.0'><body/></opml>",
            "list of feeds",
        ),
        (
            "map.xml",
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>",
            "site map",
        ),
        ("text.txt", "High water at noon.", "text without a feed"),
    ] {
        desk.file(file, content);
        desk.call(&["feed", "parse", file])
            .failed(1, &["clipsheet: ", file, word]);
    }
    desk.file("real.png", b"\x89PNG\r\n\x1a\n\0\0");
    desk.call(&["feed", "parse", "real.png"])
        .failed(1, &["a picture"]);
    desk.call(&["feed", "parse", "missing.xml"])
        .failed(1, &["cannot read missing.xml"]);
    desk.call(&["feed", "parse", "."])
        .failed(1, &["cannot read ."]);
    for wrong in [
        &["feed"][..],
        &["feed", "parse", "--url", "nowhere"],
        &["feed", "fetch"],
    ] {
        desk.call(wrong).failed(2, &[]);
    }
}

const LIST: &str = r#"<opml version="2.0"><body><outline text="Harbour">
    <outline text="Quay" xmlUrl="https://quay.invalid/feed"/><outline text="Private" xmlUrl="http://127.0.0.1/feed"/>
    <outline text="Mail" xmlUrl="mailto:gull@quay.invalid"/></outline></body></opml>"#;

#[test]
fn feeds_are_added_listed_imported_and_read() {
    let desk = Desk::new();
    desk.call(&["feed", "add", "https://quay.invalid/feed"])
        .failed(1, &["there is no paper"]);
    desk.file("page.html", crate::support::story("Fog Horn Lost"));
    let at = "https://harbour-post.example/news/fog-horn";
    desk.call(&["clip", "page.html", "--url", at]).done();

    desk.call(&["feed", "add", "ftp://quay.invalid/feed"])
        .failed(1, &["an address of the web is wanted"]);
    desk.call(&["feed", "add", "https://quay.invalid/feed", "--page", "9"])
        .failed(1, &["no page 9"]);
    desk.call(&[
        "feed",
        "add",
        "https://quay.invalid/feed",
        "--area",
        "atlantis",
    ])
    .failed(1, &["no area called `atlantis`"]);
    let added = desk.call(&[
        "feed",
        "add",
        "https://quay.invalid/feed",
        "--group",
        "Harbour",
    ]);
    assert_eq!(added.done(), "https://quay.invalid/feed\n");
    desk.call(&["feed", "add", "https://quay.invalid/feed"])
        .failed(1, &["among the feeds already"]);

    desk.file("list.opml", LIST);
    desk.file("letter.txt", "Dear feed reader,");
    desk.call(&["feed", "import", "letter.txt"])
        .failed(1, &["no list of feeds"]);
    let imported = desk.call(&["feed", "import", "list.opml", "--page", "1"]);
    assert!(imported.err.contains("Left out: Mail"), "{}", imported.err);
    assert!(imported.err.contains("There already: 1."));
    assert_eq!(imported.done(), "1 feed added\n");

    let polled = desk.call(&["feed", "poll"]).done();
    assert_eq!(polled, "2 feeds read; in the inbox: 0\n");
    let list = desk.call(&["feed", "list"]).done();
    let states: Vec<&str> = list
        .lines()
        .map(|line| line.split('\t').nth(1).unwrap())
        .collect();
    assert_eq!(states, ["failing", "failing"], "{list}");
    assert!(list.contains("private network"), "{list}");
    assert_eq!(
        desk.call(&["feed", "poll"]).done(),
        "0 feeds read; in the inbox: 0\n",
        "nothing is due again so soon"
    );
}
