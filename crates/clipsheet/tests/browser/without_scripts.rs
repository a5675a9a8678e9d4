//! The same journey without scripts: every page reads and every form works.

use crate::support::{assert_quiet, open_article, paper, picture_file, post, say};
use clipsheet_testkit::browser::{Browser, Options};

#[test]
fn everything_works_without_scripts() {
    let site = paper("min_fill_secs = 0\nper_minute = 3\n");
    let browser = Browser::start(&Options {
        javascript: false,
        ..Options::phone()
    });
    // Reading: filter, plain, printed, the sidebars unfolded by hand.
    browser.goto(&site.at("/"));
    browser.click(".sieve li:nth-child(2) a");
    browser.wait_for(".sieve li:nth-child(2) [aria-current]");
    assert!(browser.count(".headlines tbody tr") > 0);
    browser.click(".rail details:first-of-type summary");
    assert!(browser.is_visible(".rail .latest li"));
    browser.assert_accessible();
    open_article(&browser, &site, 2);
    assert!(browser.count(".gloss-sub") > 0);
    assert!(browser.attr(".gloss-sub", "title").is_some());
    browser.assert_accessible();
    assert_eq!(browser.sideways_overflow(), 0);
    browser.click(".modes a[href*='mode=plain']");
    browser.wait_for(".modes [href*=plain][aria-current]");
    assert_eq!(browser.count("[class^=gloss-]"), 0);

    // The form's own buttons. Those that need a script are not there.
    open_article(&browser, &site, 2);
    assert!(!browser.is_visible(".tools"));
    browser.fill("#f-text", "It *was* broken by its sender at the seventieth character of every line,\nand looked well there.");
    browser.click(".names [value=pic]");
    browser.wait_until("a name is proposed", |browser| {
        browser.text("h1") == "A name for you"
    });
    let nic = browser.value("#f-nic");
    assert!(!nic.is_empty());
    browser.click(".send [value=squish]");
    browser.wait_until("the text is squished", |browser| {
        browser.text("h1") == "Squished"
    });
    assert_eq!(
        browser.value("#f-text"),
        "It *was* broken by its sender at the seventieth character of every line, and looked well there."
    );
    assert_eq!(browser.value("#f-nic"), nic);
    browser.click(".send [value=preview]");
    browser.wait_for(".preview em");
    browser.assert_accessible();
    let first = post(&browser);
    assert_eq!(browser.text(&format!("{first} em")), "was");
    assert!(browser.text(".greeting").contains(&nic));

    // A picture, under another name.
    browser.fill("#f-nic", "Bosun Ben");
    browser.fill("#f-text", "With a view.");
    browser.click(".add-picture summary");
    let file = picture_file(&browser, &site.data_dir);
    browser.type_text("#f-picture", &file);
    let second = post(&browser);
    assert_eq!(browser.count(&format!("{second} img")), 1);

    browser.click(".names [value=original]");
    browser.wait_until("the original nic is put back", |browser| {
        browser.text("h1") == "Your original nic"
    });
    assert_eq!(browser.value("#f-nic"), nic);
    say(&browser, &nic, "A third.");
    browser.fill("#f-text", "A fourth, too soon.");
    browser.click(".send [value=post]");
    browser.wait_for("#errors");
    assert!(browser.text("#errors").contains("That was a lot"));
    assert_eq!(browser.value("#f-text"), "A fourth, too soon.");
    browser.assert_accessible();
    assert_quiet(&browser, &site);
    let requests = browser.requests();
    let scripts: Vec<&String> = requests.iter().filter(|url| url.contains(".js")).collect();
    assert!(scripts.is_empty(), "{scripts:?}");
}
