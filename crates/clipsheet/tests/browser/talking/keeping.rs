//! Nothing typed is lost: previews, refusals, floods, closed articles, closed windows.

use crate::support::{PATIENT, article_number, assert_quiet, open_article, paper, post, say};
use clipsheet_testkit::browser::{Browser, Options};

#[test]
fn a_preview_is_shown_in_place_and_changes_nothing() {
    let site = paper(PATIENT);
    let browser = Browser::start(&Options::desktop());
    open_article(&browser, &site, 2);
    let (url, comments) = (browser.url(), browser.count(".comments > article"));
    browser.fill("#f-nic", "Second Mate");
    browser.fill("#f-text", "It was **much** deeper.\n\n- mud");
    browser.click(".send [value=preview]");
    browser.wait_for(".shown .preview");
    assert_eq!(browser.text(".shown .preview strong"), "much");
    assert_eq!(browser.text(".shown .preview li"), "mud");
    assert_eq!(browser.text(".shown .preview .nic"), "Second Mate");
    assert_eq!(browser.url(), url);
    assert_eq!(browser.value("#f-text"), "It was **much** deeper.\n\n- mud");
    // A preview of what would be refused says so.
    browser.fill("#f-text", "https://mud.example/");
    browser.click(".send [value=preview]");
    browser.wait_for(".shown #errors, .shown .flash.bad");
    assert!(browser.text(".shown").contains("only links"));
    browser.goto(&url);
    assert_eq!(browser.count(".comments > article"), comments);
    assert_quiet(&browser, &site);
}

#[test]
fn a_refusal_names_the_fields_and_keeps_all_that_was_typed() {
    let site = paper(PATIENT);
    let browser = Browser::start(&Options::desktop());
    open_article(&browser, &site, 2);
    browser.fill("#f-nic", "Second Mate");
    browser.fill("#f-website", "https://nowhere/");
    browser.fill("#f-text", "https://mud.example/");
    browser.click(".send [value=post]");
    browser.wait_for("#errors");
    assert_eq!(browser.focused(), "div#errors.flash.bad");
    assert_eq!(browser.count("#errors li"), 2);
    assert_eq!(browser.count("[aria-invalid]"), 2);
    assert!(browser.text("#f-website-e").contains("address of the web"));
    assert!(browser.text("#f-text-e").contains("only links"));
    assert_eq!(browser.value("#f-nic"), "Second Mate");
    assert_eq!(browser.value("#f-website"), "https://nowhere/");
    assert_eq!(browser.value("#f-text"), "https://mud.example/");
    browser.click("#errors a[href='#f-text']");
    browser.wait_until("the field has the focus", |browser| {
        browser.focused() == "textarea#f-text"
    });
    // Mended and sent again, it is printed.
    browser.fill("#f-website", "pier.example");
    browser.type_text("#f-text", " is where the mud is.");
    let mine = post(&browser);
    assert!(browser.text(&mine).contains("is where the mud is."));
    assert_eq!(
        browser
            .attr(&format!("{mine} a[rel~=ugc]"), "href")
            .unwrap(),
        "https://pier.example/"
    );
    assert_quiet(&browser, &site);
}

#[test]
fn what_was_not_sent_is_there_after_a_reload_and_what_was_sent_is_not() {
    let site = paper(PATIENT);
    let browser = Browser::start(&Options::desktop());
    open_article(&browser, &site, 2);
    let url = browser.url();
    browser.fill("#f-text", "Half a thou");
    browser.reload();
    browser.wait_until("the text is back", |browser| {
        browser.value("#f-text") == "Half a thou"
    });
    // Another day, and no other article has it.
    open_article(&browser, &site, 3);
    assert_eq!(browser.value("#f-text"), "");
    browser.goto(&url);
    assert_eq!(browser.value("#f-text"), "Half a thou");
    browser.type_text("#f-text", "ght.");
    browser.fill("#f-nic", "Second Mate");
    let mine = post(&browser);
    assert!(browser.text(&mine).contains("Half a thought."));
    for _ in 0..2 {
        assert_eq!(browser.value("#f-text"), "");
        browser.goto(&site.at("/"));
        browser.goto(&url);
    }
    assert_quiet(&browser, &site);
}

#[test]
fn a_flood_is_told_to_wait_and_its_text_is_kept() {
    let site = paper("min_fill_secs = 0\nper_minute = 2\n");
    let browser = Browser::start(&Options::phone());
    open_article(&browser, &site, 2);
    say(&browser, "Second Mate", "One.");
    say(&browser, "Second Mate", "Two.");
    browser.fill("#f-text", "Three, and it was *long*.");
    browser.click(".send [value=post]");
    browser.wait_for("#errors");
    let message = browser.text("#errors");
    assert!(
        message.contains("That was a lot in a short time") && message.contains("seconds"),
        "{message}"
    );
    assert_eq!(browser.value("#f-text"), "Three, and it was *long*.");
    assert_eq!(browser.value("#f-nic"), "Second Mate");
    assert_quiet(&browser, &site);
}

#[test]
fn a_form_filled_too_fast_or_under_an_article_that_closed_meanwhile_is_given_back() {
    let site = paper("min_fill_secs = 600\n");
    let browser = Browser::start(&Options::desktop());
    open_article(&browser, &site, 2);
    browser.fill("#f-nic", "Second Mate");
    browser.fill("#f-text", "Quick as a gull.");
    browser.click(".send [value=post]");
    browser.wait_for("#errors");
    assert_eq!(browser.value("#f-text"), "Quick as a gull.");

    open_article(&browser, &site, 2);
    let url = browser.url();
    browser.fill("#f-nic", "Second Mate");
    browser.fill("#f-text", "Slow as a tide.");
    site.run(&["comments", "close", &article_number(&url)]);
    browser.click(".send [value=post]");
    browser.wait_until("it says that comments are closed", |browser| {
        browser
            .source()
            .contains("Comments have been closed on this article")
    });
    assert_eq!(browser.value("textarea"), "Slow as a tide.");

    browser.wait_until("the article says so too", |browser| {
        browser.goto(&url);
        browser.count("#say") == 0
    });
    assert_eq!(
        browser.text(".closed"),
        "Sorry. Comments have been closed on this article"
    );
    assert!(browser.count(".comments > article") > 0);
    assert_quiet(&browser, &site);
}
