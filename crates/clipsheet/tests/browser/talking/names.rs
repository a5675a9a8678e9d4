//! Nics: invented, original, greeted and counted; and the numbers of comments.

use crate::support::{PATIENT, assert_quiet, open_article, paper, say};
use clipsheet_testkit::browser::{Browser, Options};

#[test]
fn nics_are_invented_put_back_greeted_and_counted() {
    let site = paper(PATIENT);
    let browser = Browser::start(&Options::desktop());
    open_article(&browser, &site, 2);
    assert!(browser.cookies().is_empty(), "{:?}", browser.cookies());
    assert!(!browser.text(".greeting").contains("Good to see you"));

    browser.click(".names [value=original]");
    browser.wait_until("it says that there is none", |browser| {
        browser.text(".shown").contains("original")
    });
    browser.click(".names [value=pic]");
    browser.wait_until("a name is there", |browser| {
        !browser.value("#f-nic").is_empty()
    });
    let invented = browser.value("#f-nic");
    assert!(invented.chars().count() > 5, "{invented}");
    browser.click(".names [value=pic]");
    browser.wait_until("it is another one", |browser| {
        browser.value("#f-nic") != invented
    });

    say(&browser, &invented, "First under this name.");
    assert!(browser.text(".greeting").contains(&invented));
    assert_eq!(
        browser.text(".standing"),
        "You have commented once on The Tarrow Tide."
    );
    assert_eq!(browser.value("#f-nic"), invented);
    say(&browser, "Bosun Ben", "And now under another.");
    assert!(browser.text(".greeting").contains("Bosun Ben"));
    assert_eq!(
        browser.text(".standing"),
        "You have commented twice on The Tarrow Tide."
    );
    assert_eq!(browser.value("#f-nic"), "Bosun Ben");
    browser.click(".names [value=original]");
    browser.wait_until("the original nic is back", |browser| {
        browser.value("#f-nic") == invented
    });
    // The greeting is on every page, and leads to what was said under the name.
    browser.goto(&site.at("/archive"));
    browser.click(".greeting .nic");
    browser.wait_for(".said");
    assert_eq!(browser.text("h1"), "Bosun Ben");
    assert_eq!(browser.count(".said"), 1);

    open_article(&browser, &site, 2);
    browser.fill("#f-nic", "0ld Bo11ard");
    browser.fill("#f-text", "It is me, honestly.");
    browser.click(".send [value=post]");
    browser.wait_for("#errors");
    assert!(browser.text("#f-nic-e").contains("Old Bollard"));
    assert_eq!(browser.value("#f-text"), "It is me, honestly.");
    assert_quiet(&browser, &site);
}

#[test]
fn numbers_are_links_and_the_order_flips() {
    let site = paper(PATIENT);
    let browser = Browser::start(&Options::desktop());
    browser.goto(&site.at("/"));
    browser.follow(".lead h2 a");
    let numbers = || -> Vec<u32> {
        browser
            .texts(".comments > article > p:first-child > a:first-child")
            .iter()
            .map(|number| number.parse().unwrap())
            .collect()
    };
    let newest_first = numbers();
    assert!(newest_first.is_sorted_by(|before, after| before > after));
    browser.click("#c7 > p a");
    browser.wait_for("#c7:target");
    assert!(browser.url().ends_with("#c7"));
    browser.click(".comments header a[href*=order], .comments header p a");
    browser.wait_until("the oldest are first", |browser| {
        browser.attr(".comments > article", "id").as_deref() == Some("c1")
    });
    assert!(numbers().is_sorted_by(|before, after| before < after));

    let mine = say(&browser, "Second Mate", "As #7 said.");
    browser.click(&format!("{mine} p + p a, {mine} p a[href$='#c7']"));
    browser.wait_for("#c7:target");
    assert_quiet(&browser, &site);
}
