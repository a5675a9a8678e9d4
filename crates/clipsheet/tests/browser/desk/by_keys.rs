//! A morning at the desk by somebody who has no mouse: every act by keys alone.

use crate::inbox::{STORIES, newspaper};
use crate::support::{assert_quiet, paper_that_fetches};
use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::desk;
use clipsheet_testkit::site::Site;

/// Goes to a part of the desk by its bar.
fn go_to(browser: &Browser, part: &str) {
    let link = format!(".desk-bar .tabs a[href='{part}']");
    browser.tab_to(&link);
    browser.keys("Enter");
    browser.wait_until("the part is shown", |browser| browser.url().ends_with(part));
}

/// Types into a field in place of what is there.
fn put(browser: &Browser, field: &str, words: &str) {
    browser.tab_to(field);
    browser.keys("Control+a");
    browser.types(words);
}

/// Presses a button.
fn press(browser: &Browser, button: &str) {
    browser.tab_to(button);
    browser.keys("Enter");
}

#[test]
fn a_morning_at_the_desk_takes_no_mouse() {
    let site = paper_that_fetches();
    let browser = Browser::start(&Options::desktop());
    come_in(&browser, &site);
    look_after_the_paper(&browser);
    clip_write_and_print(&browser, &site);
    write_our_own(&browser);
    revise_and_restore(&browser, &site);
    put_in_order(&browser);
    assert_quiet(&browser, &site);
}

fn come_in(browser: &Browser, site: &Site) {
    browser.goto(&site.owner_link().unwrap());
    // The first stop leads over the bar.
    browser.press("Tab", 1);
    assert_eq!(browser.focused(), "a.skip");
    assert!(browser.is_visible("a.skip"));
    browser.keys("Enter");
    browser.press("Tab", 1);
    assert_eq!(browser.focused(), "input#j-name");
    browser.types("Mrs Limpet");
    put(browser, "#j-password", desk::PASSWORD);
    browser.keys("Enter");
    let secret = browser.text(".steps .secret");
    put(browser, "#t-code", &desk::code_now(&secret));
    browser.keys("Enter");
    browser.wait_for(".recovery");
    press(browser, "main a.button");
    browser.wait_for("main .parts");
    press(browser, "form[action='/sign-out'] button");
    browser.wait_until("one is signed out", |browser| {
        browser.count(".staff-bar, .desk-me") == 0
    });
    browser.goto(&site.at("/sign-in"));
    put(browser, "#p-name", "Mrs Limpet");
    put(browser, "#p-password", desk::PASSWORD);
    browser.keys("Enter");
    browser.wait_for("#p-code");
    put(browser, "#p-code", &desk::code_soon(&secret));
    browser.keys("Enter");
    browser.wait_for("main .parts");
}

fn look_after_the_paper(browser: &Browser) {
    go_to(browser, "/desk/settings");
    put(browser, "#s-motto", "Rather wet.");
    browser.keys("Enter");
    browser.wait_until("it is saved", |browser| browser.url().contains("saved=1"));
    assert_eq!(browser.value("#s-motto"), "Rather wet.");

    go_to(browser, "/desk/people");
    browser.tab_to("#i-role");
    browser.types("c");
    put(browser, "#i-note", "the chandler");
    browser.keys("Enter");
    browser.wait_for("input.link");
    assert!(browser.value("input.link").contains("/join/"));
    press(browser, "[aria-label^='Take back']");
    browser.wait_until("the link is taken back", |browser| {
        browser.count("[aria-label^='Take back']") == 0
    });

    go_to(browser, "/desk/feeds");
    let feed = format!("http://127.0.0.1:{}/feed.xml", newspaper());
    put(browser, "#feed-url", &feed);
    browser.keys("Enter");
    browser.wait_until("the feed is there", |browser| {
        browser.source().contains(&feed)
    });
}

fn clip_write_and_print(browser: &Browser, site: &Site) {
    browser.wait_until("the feed is read", |browser| {
        browser.goto(&site.at("/desk/inbox"));
        browser.count(".item") == STORIES.len()
    });
    browser.keys("j");
    browser.keys("x");
    browser.wait_until("it is dropped", |browser| {
        browser.text("#inbox-said").starts_with("Dropped")
    });
    browser.keys("c");
    browser.wait_until("it is clipped", |browser| {
        browser.text("#inbox-said").starts_with("Clipped")
    });
    browser.keys("o");
    browser.wait_for(".page-text p");
    browser.tab_to(".page-text");
    browser.keys("Control+Home");
    browser.types("By keys alone. ");
    browser.wait_until("it is saved", |browser| {
        browser.text("#d-state").starts_with("Saved")
    });
    // Tab goes on from the text.
    browser.press("Tab", 1);
    assert_eq!(browser.count(".page-text:focus"), 0);
    press(browser, ".draft-bar [value=preview]");
    browser.wait_for(".preview-sheet");
    assert!(browser.text(".preview-sheet").contains("By keys alone."));
    press(browser, "main [value=print]");
    browser.wait_for(".story #text");
    assert!(browser.text("#text").contains("By keys alone."));
}

fn write_our_own(browser: &Browser) {
    press(browser, ".staff-bar a[href='/desk/drafts']");
    browser.wait_for("#draft-groups");
    press(browser, "main form.row button");
    browser.wait_for(".page-text");
    put(browser, "#d-headline", "Forty years of mud");
    browser.tab_to("[aria-label=Bold]");
    browser.press("ArrowRight", 5);
    browser.keys("Space");
    browser.wait_for(".page-text ul");
    browser.tab_to(".page-text");
    browser.types("Mud");
    browser.keys("Enter");
    browser.types("More mud");
    // In a list Tab moves the item in; after Escape it leaves, here and anywhere.
    browser.keys("Home");
    browser.press("Tab", 1);
    browser.wait_for(".page-text ul ul");
    assert_eq!(browser.count(".page-text:focus"), 1);
    assert!(browser.text("#d-page-text-keys").contains("Escape"));
    browser.keys("Escape");
    browser.press("Tab", 1);
    assert_eq!(browser.count(".page-text:focus"), 0);
    press(browser, ".draft-bar [value=print]");
    browser.wait_for(".story #text");
    assert_eq!(browser.text("h1"), "Forty years of mud");
    assert_eq!(browser.text("#text ul ul"), "More mud");
}

fn revise_and_restore(browser: &Browser, site: &Site) {
    // The tools are folded: a summary opens by Enter.
    press(browser, ".article-tools > summary");
    press(browser, ".tool-links a[href*='/desk/remarks/new']");
    browser.wait_for("#f-words");
    put(browser, "#f-words", "More mud");
    // The editor takes the place of the field that is come to.
    browser.wait_for("#f-text-line");
    browser.tab_to("#f-text-line");
    browser.types("Nobody has asked the gulls.");
    press(browser, "main [value=put]");
    browser.wait_for("#text .remark");

    let article = crate::support::article_number(&browser.url());
    browser.goto(&site.at(&format!("/desk/articles/{article}")));
    put(browser, "#w-headline", "Forty-one years of mud");
    browser.keys("Enter");
    browser.wait_until("it is saved", |browser| {
        browser.text("h1") == "Forty-one years of mud"
    });
    browser.goto(&site.at(&format!("/desk/articles/{article}/revisions")));
    press(browser, "form[action$='/restore'] button");
    browser.wait_until("it is restored", |browser| {
        browser.text("h1").contains("Forty years of mud")
    });
}

fn put_in_order(browser: &Browser) {
    browser.goto(&format!(
        "{}/desk/edition",
        browser
            .url()
            .split("/desk")
            .next()
            .unwrap()
            .split("/article")
            .next()
            .unwrap()
    ));
    let first = "ol.ordered > li:nth-child(1)";
    let second = browser
        .attr("ol.ordered > li:nth-child(2)", "data-id")
        .unwrap();
    browser.tab_to("ol.ordered > li:nth-child(2)");
    browser.keys("Alt+ArrowUp");
    assert_eq!(browser.attr(first, "data-id").unwrap(), second);
    browser.wait_until("the order is saved", |browser| {
        browser.execute(
            "return document.getElementById('live-note').textContent",
            &[],
        ) == "The order is saved."
    });
    // The buttons do it, too.
    press(browser, &format!("{first} [value=down]"));
    browser.wait_until("it is back", |browser| {
        browser
            .attr("ol.ordered > li:nth-child(2)", "data-id")
            .as_deref()
            == Some(&second)
    });
}
