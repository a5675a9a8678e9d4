//! `extract`, `markup`, `sanitise`, and calling it wrongly.

use crate::support::{Desk, story};
use serde_json::Value;

#[test]
fn wrong_usage_is_told_from_failure() {
    let desk = Desk::new();
    for wrong in [
        &["nonsense"][..],
        &["extract"],
        &["extract", "--url", "nowhere"],
        &["gloss"],
        &["gloss", "apply"],
        &[
            "gloss",
            "apply",
            "--glossary",
            "g.json",
            "--mode",
            "sideways",
        ],
        &[
            "gloss",
            "apply",
            "--glossary",
            "g.json",
            "--date",
            "2014-02-30",
        ],
        &["publish", "first"],
        &["clip"],
        &["--nonsense"],
    ] {
        let refused = desk.call(wrong);
        assert!(
            refused.err.contains("--help") || refused.err.contains("Usage:"),
            "{wrong:?}: {}",
            refused.err
        );
        refused.failed(2, &[]);
    }
    assert!(desk.call(&["--version"]).done().starts_with("clipsheet "));
    let help = desk.call(&["--help"]).done();
    for command in ["serve", "clip", "extract", "markup", "sanitise", "gloss"] {
        assert!(help.contains(command), "{command} is not in: {help}");
    }
    assert!(
        !desk.path().join("data").exists(),
        "no data folder is made in passing"
    );
}

#[test]
fn extract_reads_a_file_or_what_is_sent() {
    let desk = Desk::new();
    let page = story("Fog Horn &amp; Cow");
    desk.file("page.html", &page);
    let arguments = [
        "extract",
        "--url",
        "https://harbour-post.example/a/b.html",
        "page.html",
    ];
    let from_file = desk.call(&arguments).done();
    let found: Value = serde_json::from_str(&from_file).unwrap();
    assert_eq!(
        (&found["title"], &found["site_name"]),
        (&"Fog Horn & Cow".into(), &"Harbour Post".into())
    );
    for field in [
        "title",
        "byline",
        "published",
        "site_name",
        "lang",
        "image",
        "content_html",
        "text",
    ] {
        assert!(found.get(field).is_some(), "{field}");
    }
    assert!(
        found["content_html"]
            .as_str()
            .unwrap()
            .contains("<p>The fog horn")
    );
    assert!(
        found["text"]
            .as_str()
            .unwrap()
            .contains("The fog horn of Tarrow")
            && !found["text"].as_str().unwrap().contains('<')
    );
    for arguments in [
        &arguments[..3],
        &[
            "extract",
            "--url",
            "https://harbour-post.example/a/b.html",
            "-",
        ],
    ] {
        assert_eq!(desk.call_with(arguments, page.as_bytes()).done(), from_file);
    }
}

#[test]
fn what_is_no_page_is_refused_in_words() {
    let desk = Desk::new();
    desk.file("empty.html", "");
    desk.file(
        "picture.html",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0",
    );
    desk.file("paper.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
    desk.file(
        "nothing.html",
        "<html><head><title>Nothing</title></head><body><script>x()</script></body></html>",
    );
    for (file, word) in [
        ("empty.html", "empty"),
        ("picture.html", "picture"),
        ("paper.html", "PDF"),
        ("nothing.html", ""),
        ("missing.html", "cannot read missing.html"),
    ] {
        let url = ["--url", "https://harbour-post.example/"];
        desk.call(&["extract", url[0], url[1], file])
            .failed(1, &["clipsheet: ", file, word]);
        desk.call(&["clip", file, url[0], url[1]])
            .failed(1, &["clipsheet: ", file, word]);
    }
    desk.call(&["extract", "--url", "https://harbour-post.example/", "."])
        .failed(1, &["cannot read ."]);
}

#[test]
fn markup_and_sanitise_give_safe_html() {
    let desk = Desk::new();
    let typed = "**bold** and *italic*, see #7\n<script>alert(1)</script>";
    desk.file("comment.txt", typed);
    let html = desk.call(&["markup", "comment.txt"]).done();
    assert!(
        html.contains("<strong>bold</strong>")
            && html.contains("href=\"#c7\"")
            && !html.contains("<script"),
        "{html}"
    );
    assert_eq!(desk.call_with(&["markup"], typed.as_bytes()).done(), html);
    assert_eq!(
        desk.call_with(&["markup", "-"], typed.as_bytes()).done(),
        html
    );
    assert_eq!(desk.call(&["markup"]).done().trim(), "");

    let untrusted = "<p onclick=alert(1)>a<script>alert(1)</script><a href=javascript:alert(1)>b</a><img src=https://elsewhere.example/x.png>";
    desk.file("page.html", untrusted);
    let html = desk.call(&["sanitise", "page.html"]).done();
    assert!(
        html.contains("<p>a") && !html.contains("alert") && !html.contains("src="),
        "{html}"
    );
    assert_eq!(
        desk.call_with(&["sanitise"], untrusted.as_bytes()).done(),
        html
    );
    // Bytes that are no text are no reason to fail.
    desk.call_with(&["sanitise"], b"\xff\xfe\0<b>\x80").done();
    desk.call(&["sanitise", "missing.html"])
        .failed(1, &["cannot read missing.html"]);
}
