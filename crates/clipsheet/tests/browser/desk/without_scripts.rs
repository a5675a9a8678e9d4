//! The same morning in a browser that runs no scripts: everything but conveniences.

use crate::inbox::{STORIES, newspaper};
use crate::support::{article_number, assert_quiet, paper_that_fetches};
use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::desk;
use clipsheet_testkit::site::Site;

#[test]
fn the_desk_works_without_scripts() {
    let site = paper_that_fetches();
    let browser = Browser::start(&Options {
        javascript: false,
        ..Options::phone()
    });
    send_in(&browser, &site);
    let secret = desk::join(&browser, &site.owner_link().unwrap(), "Mrs Limpet");
    sign_in_again(&browser, &site, &secret);
    account_and_people(&browser, &site);
    feeds(&browser, &site);
    let article = from_the_inbox_to_print(&browser, &site);
    revise_and_restore(&browser, &site, &article);
    remark(&browser, &site, &article);
    submissions_and_edition(&browser, &site);
    assert_quiet(&browser, &site);
    let requests = browser.requests();
    let scripts: Vec<&String> = requests.iter().filter(|url| url.contains(".js")).collect();
    assert!(scripts.is_empty(), "{scripts:?}");
}

/// What waits in the inbox: the stories of the feed, and what was sent in before.
const WAITING: usize = STORIES.len() + 2;

/// A form was sent and the next page says so.
fn told(browser: &Browser, what: &str, words: &str) {
    browser.wait_until(what, |browser| browser.text("main").contains(words));
}

fn send_in(browser: &Browser, site: &Site) {
    for headline in ["Forty Years of Mud", "Gulls, again"] {
        browser.goto(&site.at("/submit/article"));
        browser.fill("#f-headline", headline);
        browser.fill("#f-text", "It was **much** deeper once.");
        browser.fill("#f-nic", "Old Bollard");
        browser.click(".submit .send [value=send]");
        browser.wait_for("main .flash");
    }
}

fn sign_in_again(browser: &Browser, site: &Site, secret: &str) {
    browser.click("main a.button");
    browser.wait_for("main .parts");
    browser.click("form[action='/sign-out'] button");
    browser.wait_until("one is signed out", |browser| {
        browser.count(".staff-bar, .desk-me") == 0
    });
    // From where one wanted to be, and there afterwards.
    browser.goto(&site.at("/desk/people"));
    browser.fill("#p-name", "Mrs Limpet");
    browser.fill("#p-password", desk::PASSWORD);
    browser.click("main form button.main");
    browser.wait_for("#p-code");
    browser.fill("#p-code", &desk::code_soon(secret));
    browser.click("main form button.main");
    browser.wait_until("one is where one wanted to be", |browser| {
        browser.url().ends_with("/desk/people")
    });
}

fn account_and_people(browser: &Browser, site: &Site) {
    browser.fill("#i-note", "the chandler");
    browser.click("main form button.main");
    browser.wait_for("input.link");
    browser.goto(&site.at("/desk/account"));
    browser.fill("#a-about", "Keeps the tide tables.");
    browser.click("form[action='/desk/account'] button.main");
    browser.goto(&site.at("/mods"));
    told(browser, "it is told", "Keeps the tide tables.");
}

fn feeds(browser: &Browser, site: &Site) {
    browser.goto(&site.at("/desk/feeds"));
    browser.fill("#feed-url", &format!("http://127.0.0.1:{}", newspaper()));
    browser.click(".add-feed button.main");
    browser.wait_for("form.acts [aria-label^='Add Sport']");
    browser.click("form.acts [aria-label^='Add News']");
    browser.wait_for("#feed-title");
    browser.fill("#feed-title", "Quay Post");
    browser.click("form.settings button.main");
    browser.goto(&site.at("/desk/feeds/1"));
    browser.click("form[action$='/pause'] button");
    browser.wait_for("main .flash");
    browser.goto(&site.at("/desk/feeds/1"));
    browser.click("form[action$='/resume'] button");
    browser.wait_for("main .flash");
    browser.goto(&site.at("/desk/feeds"));
    assert!(browser.text("main").contains("Quay Post"));
    browser.click("form[action='/desk/feeds/1/poll'] button");
    browser.wait_until("it is read", |browser| {
        browser.goto(&site.at("/desk/inbox"));
        browser.count(".item") == WAITING
    });
    // What it brought stays when it goes.
    browser.goto(&site.at("/desk/feeds/1"));
    browser.click(".feed-acts details summary");
    browser.click("form[action$='/remove'] button");
    // To go on at once would take the form back on a slow machine.
    browser.wait_until("it is gone", |browser| {
        !browser.url().ends_with("/desk/feeds/1") && browser.count(".feed h3 a") == 0
    });
    browser.goto(&site.at("/desk/inbox"));
    assert_eq!(browser.count(".item"), WAITING);
}

/// Gives the number of the article.
fn from_the_inbox_to_print(browser: &Browser, site: &Site) -> String {
    let first = browser.text(".item h2");
    browser.click(".item [data-act=drop]");
    browser.wait_for(".undo button");
    assert!(browser.text(".undo").contains(&first));
    browser.click(".undo button");
    browser.wait_until("it is back", |browser| browser.count(".item") == WAITING);
    // At once, from its own page.
    let first = browser.text(".item h2");
    browser.follow(".item h2 a");
    browser.click(".item-all [data-act=print]");
    browser.wait_until("it is printed", |browser| {
        browser.goto(&site.at("/"));
        browser.source().contains(&first)
    });
    // By way of a draft.
    browser.goto(&site.at("/desk/inbox"));
    browser.click(".item [data-act=clip]");
    browser.wait_for("#d-text");
    assert!(browser.is_visible("#d-text"));
    assert_eq!(browser.count("[role=toolbar]"), 0);
    browser.fill("#d-headline", "Fog Horn Found");
    browser.fill(
        "#d-text",
        "<p>It was <i>under</i> the mud.</p><p>It hums.</p>",
    );
    browser.click(".draft-bar [value=save]");
    browser.wait_until("it is saved", |browser| {
        browser.url().contains("done=saved")
    });
    assert!(browser.value("#d-text").contains("<i>under</i>"));
    browser.click(".draft-bar [value=preview]");
    browser.wait_for(".preview-sheet");
    assert_eq!(browser.text(".preview-sheet i"), "under");
    browser.click("main [value=print]");
    browser.wait_for(".story #text");
    assert_eq!(browser.text("h1"), "Fog Horn Found");
    article_number(&browser.url())
}

fn revise_and_restore(browser: &Browser, site: &Site, article: &str) {
    browser.goto(&site.at(&format!("/desk/articles/{article}")));
    browser.fill("#w-headline", "Fog Horn Found Again");
    browser.click("form.words button.main");
    browser.wait_until("it is saved", |browser| {
        browser.text("h1") == "Fog Horn Found Again"
    });
    browser.goto(&site.at(&format!("/desk/articles/{article}/revisions")));
    browser.click("input[name=old][value='1']");
    browser.click("input[name=new][value='2']");
    browser.click("form[method=get] button");
    browser.wait_until("they are compared", |browser| {
        browser.url().contains("old=1")
    });
    assert_eq!(browser.text(".diff ins").trim(), "Again");
    browser.click("form[action$='/restore'] button");
    browser.wait_until("it is restored", |browser| {
        browser
            .text("h1")
            .trim_matches(['“', '”'])
            .ends_with("Fog Horn Found")
    });
}

fn remark(browser: &Browser, site: &Site, article: &str) {
    browser.goto(&site.at(&format!("/desk/remarks/new?article={article}")));
    browser.fill("#f-words", "under the mud");
    browser.fill("#f-text", "Nobody has *asked* the gulls.");
    browser.click("main [value=preview]");
    browser.wait_for("#preview em");
    browser.click("main [value=put]");
    browser.wait_for("#text .remark");
    assert!(browser.text("#text .remark").contains("Mrs Limpet"));
}

fn submissions_and_edition(browser: &Browser, site: &Site) {
    let submitted = site.at("/desk/inbox?submitted=1");
    browser.goto(&submitted);
    assert_eq!(browser.count(".item"), 2);
    browser.follow(".item h2 a");
    browser.fill(".item-all [name=word]", "We had gulls yesterday.");
    browser.click(".item-all [data-act=drop]");
    browser.wait_until("one is left", |browser| {
        browser.goto(&submitted);
        browser.count(".item") == 1
    });
    browser.follow(".item h2 a");
    browser.click(".item-all [data-act=clip]");
    browser.wait_until("none is left", |browser| {
        browser.goto(&submitted);
        browser.count(".item") == 0
    });
    browser.goto(&site.at("/desk/drafts"));
    browser.follow(".draft-name");
    browser.wait_for("#d-text");
    assert!(browser.value("#d-text").contains("<strong>much</strong>"));

    browser.goto(&site.at("/desk/edition"));
    let first = browser.attr("ol.ordered > li", "data-id").unwrap();
    browser.click("ol.ordered > li [value=down]");
    browser.wait_until("it is moved", |browser| {
        browser
            .attr("ol.ordered > li:nth-child(2)", "data-id")
            .as_deref()
            == Some(&first)
    });
    for part in ["checks", "remarks", "drafts", "log"] {
        browser.goto(&site.at(&format!("/desk/{part}")));
        browser.wait_for(".desk main h1");
    }
    assert!(browser.text("main").contains("Fog Horn Found"));
}
