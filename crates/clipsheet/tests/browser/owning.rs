//! The owner's key and the settings.

use crate::support::{assert_quiet, paper};
use clipsheet_testkit::browser::{Browser, Options};

#[test]
fn the_link_makes_an_owner_who_changes_the_motto() {
    let site = paper("min_fill_secs = 0\n");
    let browser = Browser::start(&Options::desktop());
    browser.goto(&site.owner_link().unwrap());
    browser.click("main form button");
    browser.wait_for("form.settings");
    assert!(browser.text(".flash").contains("You are the owner"));

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
    assert_eq!(browser.text(".masthead .motto"), "Rather wet.");
    browser.goto(&site.at("/"));
    assert_eq!(browser.text(".masthead .motto"), "Rather wet.");

    // The link works once; the settings are closed to others.
    browser.delete_cookies();
    browser.goto(&site.at("/desk/settings"));
    assert_eq!(browser.count("form.settings"), 0);
    browser.goto(&site.owner_link().unwrap());
    browser.click("main form button");
    browser.wait_until("the key is refused", |browser| {
        browser.text("h1") == "This key does not fit"
    });
    assert_eq!(browser.count("main form"), 0);
    assert!(browser.foreign_requests(&site.url).is_empty());
}

#[test]
fn pages_and_areas_are_added_in_the_spare_rows() {
    let site = paper("");
    let browser = Browser::start(&Options::phone());
    browser.goto(&site.owner_link().unwrap());
    browser.click("main form button");
    browser.wait_for("form.settings");
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
