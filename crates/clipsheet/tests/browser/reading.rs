//! From the front to the far ends of the paper.

use crate::support::{assert_quiet, paper};
use clipsheet_testkit::browser::{Browser, Options};

#[test]
fn a_reader_finds_the_way_from_the_front_to_everything() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    browser.goto(&site.at("/"));
    let lead = browser.text(".lead h2");
    let headlines = browser.texts(".headlines th > a");
    assert!(headlines.contains(&lead), "{headlines:?}");
    let totals = browser.text(".totals");
    assert!(totals.starts_with("30 articles and "), "{totals}");

    browser.click(".lead h2 a");
    browser.wait_for(".story");
    assert!(browser.text(".story h1").starts_with(&lead));
    assert!(browser.count(".comments > article") > 10);
    assert!(browser.text(".source-tag").starts_with('['));
    browser.back();

    // One area: its articles and no others; the counts agree.
    browser.wait_for(".sieve");
    let area = browser.text(".sieve li:nth-child(2) a");
    let (name, count) = area.rsplit_once(char::is_whitespace).unwrap();
    browser.click(".sieve li:nth-child(2) a");
    browser.wait_for(".sieve li:nth-child(2) [aria-current]");
    let labels = browser.texts(".headlines .label a");
    assert_eq!(labels.len().to_string(), count);
    assert!(
        labels.iter().all(|label| label == name.trim()),
        "{labels:?}"
    );

    // As posted: one list by the clock, newest first.
    browser.goto(&site.at("/"));
    browser.click(".sieve a[href*='order=posted']");
    browser.wait_for(".headlines th time");
    let times = browser.texts(".headlines th time");
    assert_eq!(times.len(), headlines.len());
    assert!(
        times.is_sorted_by(|earlier, later| earlier >= later),
        "{times:?}"
    );

    browser.click(".index li:nth-child(3) a");
    browser.wait_until("the third page is open", |browser| {
        browser.url().ends_with("/page/3")
    });
    assert_eq!(browser.text("h1"), "Wind, Water & Science");
    assert!(browser.count(".teaser") > 0);
    assert_quiet(&browser, &site);
}

#[test]
fn the_archive_the_lists_and_the_story_are_a_link_away() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    browser.goto(&site.at("/"));
    let newest = browser.text(".lead h2");
    browser.click(".tabs li:last-child a");
    browser.wait_for(".years");
    let year = browser.text(".years a");
    browser.click(".years a");
    browser.wait_for(".calendars");
    assert_eq!(browser.text("h1"), year);
    browser.click(".calendars h2 a");
    browser.wait_for(".days");
    assert!(browser.text("h1").ends_with(&year));
    // Days run forward; the last has the newest lead and leads to its edition.
    assert_eq!(browser.text(".days li:last-child p + p a"), newest);
    browser.click(".days li:last-child p:first-child a");
    browser.wait_for(".lead");
    assert_eq!(browser.text(".lead h2"), newest);

    browser.click(".colophon a[href='/serial']");
    browser.wait_for(".serial .gloss-serial");
    assert!(
        browser
            .text(".serial li:first-child")
            .contains("Keeper Hawser")
    );
    browser.click(".serial li:first-child .meta a");
    browser.wait_for(".story .gloss-serial");

    browser.click(".colophon a[href='/classics']");
    browser.wait_for(".teaser .classic");
    assert_eq!(browser.count(".teaser"), browser.count(".teaser .classic"));

    browser.click(".colophon a[href='/comments']");
    browser.wait_for(".said");
    let nic = browser.text(".said a[href^='/nic/']");
    browser.click(".said a[href^='/nic/']");
    browser.wait_for("h1");
    browser.wait_until("the commenter's page is open", |browser| {
        browser.text("h1") == nic
    });
    // Every one of these comments leads to the place where it was made.
    browser.click(".said .meta a[href*='#c']");
    browser.wait_for(".comments > article:target");
    assert!(browser.text(".comments > article:target").contains(&nic));

    browser.goto(&site.at("/"));
    let dossier = browser.text(".rail .news a");
    browser.click(".rail .news a");
    browser.wait_for(".about");
    assert_eq!(browser.text("h1"), dossier);
    browser.click(".teaser h2 a");
    browser.wait_for(".story .file-under");
    assert!(browser.text(".file-under").contains(&dossier));

    browser.goto(&site.at("/"));
    browser.follow(".lead h2 a");
    let source = browser.text(".story .meta a[href^='/source/']");
    browser.click(".story .meta a[href^='/source/']");
    browser.wait_for(".teaser");
    assert_eq!(browser.text("h1"), source);
    assert_quiet(&browser, &site);
}
