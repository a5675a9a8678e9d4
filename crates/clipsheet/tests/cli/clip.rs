//! From a saved page to a draft, from a draft to today's edition.

use crate::support::{Desk, PROGRAM, story};
use clipsheet_testkit::{http, site};

const URL: [&str; 2] = [
    "--url",
    "https://harbour-post.example/news/fog-horn?utm_source=feed",
];

#[test]
fn a_story_becomes_a_draft_and_the_draft_an_article() {
    let desk = Desk::new();
    desk.file("page.html", story("Fog Horn Lost"));
    desk.call(&["clip", "page.html"])
        .failed(1, &["a saved page needs --url", "such as --url https://"]);
    desk.call(&["clip", "page.html", "--url", "ftp://harbour-post.example/x"])
        .failed(1, &["an address of the web is wanted"]);
    let long = format!("https://harbour-post.example/{}", "mud".repeat(700));
    desk.call(&["clip", "page.html", "--url", &long])
        .failed(1, &["the address is too long"]);
    desk.call(&["clip", "page.html", URL[0], URL[1], "--page", "9"])
        .failed(1, &["no page 9"]);
    desk.call(&["clip", "page.html", URL[0], URL[1], "--area", "atlantis"])
        .failed(1, &["no area called `atlantis`", "news"]);
    assert_eq!(desk.call(&["drafts"]).done(), "");

    let clipped = desk.call(&["clip", "page.html", URL[0], URL[1]]).done();
    assert!(
        clipped.starts_with("Draft 1: [") && clipped.ends_with("] Fog Horn Lost\n"),
        "{clipped}"
    );
    let sent = desk.call_with(
        &["clip", "-", URL[0], URL[1]],
        story("Fog Horn Found").as_bytes(),
    );
    // Whoever clips what somebody has in hand is told, and goes on.
    let told = "a draft of this address already, draft 1 by the command line: http://127.0.0.1:8080/desk/drafts/1\n";
    assert!(sent.err.contains(told), "{}", sent.err);
    let sent = sent.done();
    assert!(sent.starts_with("Draft 2: "), "{sent}");
    let drafts = desk.call(&["drafts"]).done();
    let headlines: Vec<&str> = drafts
        .lines()
        .map(|line| line.split('\t').next_back().unwrap())
        .collect();
    assert_eq!(headlines, ["Fog Horn Found", "Fog Horn Lost"]);
    assert_eq!(
        desk.call(&["publish", "1", "--by", "Hester Plumb"]).done(),
        "/article/1/fog-horn-lost\n"
    );
    desk.call(&["publish", "1"])
        .failed(1, &["there is no draft 1"]);
    assert_eq!(desk.call(&["drafts"]).done().lines().count(), 1);
    let again = desk.call(&["clip", "page.html", URL[0], URL[1], "--publish"]);
    assert!(
        again
            .err
            .contains("article 1 was clipped from the same address"),
        "{}",
        again.err
    );
    assert!(again.err.contains("/desk/drafts/2\n"), "{}", again.err);
    assert_eq!(again.done(), "/article/2/fog-horn-lost\n");
}

#[test]
fn of_many_that_publish_a_draft_at_once_one_prints_it() {
    let desk = Desk::new();
    desk.file("page.html", story("Fog Horn Lost"));
    desk.call(&["clip", "page.html", URL[0], URL[1]]).done();
    let calls = std::thread::scope(|scope| {
        let calls = [(); 6].map(|()| scope.spawn(|| desk.call(&["publish", "1"])));
        calls.map(|call| call.join().unwrap())
    });
    let (done, failed): (Vec<_>, Vec<_>) = calls.into_iter().partition(|call| call.code == 0);
    assert_eq!(done.len(), 1, "{done:?}");
    assert_eq!(done[0].out, "/article/1/fog-horn-lost\n");
    for call in failed {
        let words = ["there is no draft 1", "the draft is gone"];
        assert!(
            words.iter().any(|words| call.err.contains(words)),
            "{call:?}"
        );
        assert_eq!(call.out, "");
    }
    let again = desk.call(&["clip", "page.html", URL[0], URL[1], "--publish"]);
    assert_eq!(again.done(), "/article/2/fog-horn-lost\n");
}

#[test]
fn a_draft_for_a_page_that_is_gone_is_not_printed_and_not_lost() {
    let page =
        |number: u32| format!("[[paper.pages]]\nnumber = {number}\ntitle = 'Quay {number}'\n");
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path().join("data")).unwrap();
    desk.file("page.html", story("Fog Horn Lost"));
    desk.file("data/clipsheet.toml", page(1) + &page(2));
    desk.call(&["clip", "page.html", URL[0], URL[1], "--page", "2"])
        .done();
    desk.file("data/clipsheet.toml", page(1));
    desk.call(&["publish", "1"]).failed(1, &["no page 2"]);
    assert_eq!(desk.call(&["drafts"]).done().lines().count(), 1);
    desk.file("data/clipsheet.toml", page(1) + &page(2));
    desk.call(&["publish", "1"]).done();
}

#[test]
fn what_is_clipped_shows_in_the_running_paper() {
    let site = site::spawn(PROGRAM, &["--empty"]);
    let desk = Desk::new();
    desk.file("page.html", story("Fog Horn Lost"));
    let data = site.data_dir.to_str().unwrap();
    assert!(http::get(&site.at("/")).text().contains("clipsheet clip"));
    let url = desk
        .call(&[
            "clip",
            "page.html",
            URL[0],
            URL[1],
            "--publish",
            "--data",
            data,
        ])
        .done();
    let kept = std::fs::read_dir(site.data_dir.join("evidence")).unwrap();
    let parts = kept.flatten().filter(|part| part.path().is_dir());
    assert_eq!(parts.count(), 1, "the page it came from is kept");
    let page = http::get(&site.at(url.trim()));
    assert_eq!(page.status, 200);
    assert!(
        page.text()
            .contains("href=\"https://harbour-post.example/news/fog-horn\""),
        "without its tracking"
    );
    // The server looks for others' work four times a second.
    let shows = |path: &str, words: &str| {
        let limit = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while !http::get(&site.at(path)).text().contains(words) {
            assert!(
                std::time::Instant::now() < limit,
                "{path} never says {words}"
            );
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    };
    shows("/", "Fog Horn Lost");
    shows(
        "/",
        "1 article and no comments are in the archive. Today: 1 article and no comments",
    );
    desk.call(&["comments", "close", "1", "--data", data])
        .done();
    shows(url.trim(), "Comments have been closed on this article");
    desk.call(&["comments", "open", "1", "--days", "3", "--data", data])
        .done();
    shows(url.trim(), "name=\"token\"");
    desk.call(&["comments", "close", "77", "--data", data])
        .failed(1, &["no article 77"]);
    desk.call(&["comments", "remove", "1", "1", "--data", data])
        .failed(1, &["no comment 1 under article 1"]);
    assert_eq!(
        desk.call(&["recount", "--data", data]).done(),
        "Counted anew.\n"
    );
    let link = desk.call(&["owner-link", "--data", data]).done();
    let path = link.trim().split_at(link.find("/join/").unwrap()).1;
    assert!(
        http::get(&site.at(path))
            .text()
            .contains("Welcome to the desk")
    );
}
