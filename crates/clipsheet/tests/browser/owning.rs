//! The owner's link and the settings.

use crate::support::{assert_quiet, paper};
use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::desk;

#[test]
fn the_link_makes_an_owner_who_changes_the_motto() {
    let site = paper("min_fill_secs = 0\n");
    let browser = Browser::start(&Options::desktop());
    let secret = desk::join(&browser, &site.owner_link().unwrap(), "Mrs Limpet");
    assert_eq!(browser.count(".recovery li"), 10);
    browser.goto(&site.at("/desk/settings"));

    // What is wrong is named, and what was typed stays.
    browser.fill("#s-motto", "Rather wet.");
    browser.fill("#s-time_zone", "Tarrow/Quay");
    browser.click("form.settings button.main");
    browser.wait_for("#errors");
    assert_eq!(browser.focused(), "div#errors.flash.bad");
    assert!(browser.text("#errors").contains("Tarrow/Quay"));
    assert_eq!(browser.value("#s-motto"), "Rather wet.");
    assert_eq!(browser.value("#s-time_zone"), "Tarrow/Quay");
    assert_eq!(
        browser.attr("#s-time_zone", "aria-invalid").unwrap(),
        "true"
    );
    assert_eq!(browser.count("[aria-invalid]"), 1);
    browser.click("#errors li a");
    browser.wait_until("the field has the focus", |browser| {
        browser.focused() == "input#s-time_zone"
    });
    // What the file sets is the machine's keeper's.
    assert!(browser.attr("#s-min_fill_secs", "readonly").is_some());

    browser.fill("#s-time_zone", "Europe/Oslo");
    browser.click("form.settings button.main");
    browser.wait_until("it is saved", |browser| browser.url().contains("saved=1"));
    browser.goto(&site.at("/"));
    assert_eq!(browser.text(".masthead .motto"), "Rather wet.");

    // The link works once; the settings are closed to others.
    browser.goto(&site.owner_link().unwrap());
    assert_eq!(browser.text("h1"), "This link does not open anything");
    assert_eq!(browser.count("main form"), 0);

    // Signed out meanwhile, nothing typed is lost: one signs in, and it is saved.
    browser.goto(&site.at("/desk/settings"));
    browser.fill("#s-motto", "Very wet.");
    browser.delete_cookies();
    browser.click("form.settings button.main");
    browser.wait_for("#p-password");
    assert_eq!(browser.text("h1"), "You are signed out");
    browser.fill("#p-name", "mrs limpet");
    browser.fill("#p-password", desk::PASSWORD);
    // The code that set it up is used up: the next one is good already.
    browser.fill("#p-code", &desk::code_soon(&secret));
    browser.click("main form button.main");
    browser.wait_until("it is saved", |browser| browser.url().contains("saved=1"));
    browser.goto(&site.at("/"));
    assert_eq!(browser.text(".masthead .motto"), "Very wet.");
    assert!(browser.foreign_requests(&site.url).is_empty());
}

#[test]
fn pages_and_areas_are_added_in_the_spare_rows() {
    let site = paper("");
    let browser = Browser::start(&Options::phone());
    desk::join(&browser, &site.owner_link().unwrap(), "Mrs Limpet");
    browser.goto(&site.at("/desk/settings"));
    let row = "tbody tr:nth-last-child(2) td";
    browser.fill(&format!("#s-area_slug {row}:first-child input"), "cellar");
    browser.fill(
        &format!("#s-area_slug {row}:last-child input"),
        "The Cellar",
    );
    browser.click("form.settings button.main");
    browser.wait_until("it is saved", |browser| browser.url().contains("saved=1"));
    browser.goto(&site.at("/area/cellar"));
    assert_eq!(browser.text("h1"), "The Cellar");
    assert_quiet(&browser, &site);
}
