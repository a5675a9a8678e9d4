//! Editing what is printed, in place and in order, with somebody else looking.

use crate::drafts::sign_in;
use crate::support::paper;
use clipsheet_store::Role;
use clipsheet_testkit::browser::{Browser, Options};
use serde_json::json;

/// Opens an article of today's edition that is no lead.
fn open_story(site: &clipsheet_testkit::site::Site, browser: &Browser) -> String {
    browser.goto(&site.at("/"));
    browser.follow(".headlines tbody tr:nth-child(2) th a");
    browser.wait_for(".story #text");
    browser.url()
}

#[test]
fn an_article_is_edited_where_it_stands() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    sign_in(&site, &browser, Role::Editor);
    open_story(&site, &browser);
    let printed = browser.text("#text");
    let double_click = "const p = document.querySelector('#text p'); \
        p.dispatchEvent(new MouseEvent('dblclick', { bubbles: true, cancelable: true }));";
    browser.execute(double_click, &[]);
    browser.wait_for("#text.in-place");
    // The words that came, without the glossary's work.
    assert_eq!(browser.count("#text .gloss-aside, #text .gloss-sub"), 0);
    // Cancelled, it stands as it was printed.
    browser.execute(
        "document.querySelector('.in-place-bar button:nth-child(2)').click()",
        &[],
    );
    assert_eq!(browser.text("#text"), printed);
    browser.execute(double_click, &[]);
    browser.wait_for("#text.in-place");
    browser.execute(
        "document.querySelector('#text p').append(' And the tide came in.'); \
         document.querySelector('.story h1').textContent = 'The tide, again';",
        &[],
    );
    browser.click(".in-place-bar button.main");
    browser.wait_until("the revision is there", |browser| {
        browser.count(".in-place") == 0 && browser.text("h1") == "The tide, again"
    });
    assert!(browser.text("#text").contains("And the tide came in."));
    assert_eq!(browser.console_errors(), Vec::<String>::new());
    assert!(browser.foreign_requests(&site.url).is_empty());
}

#[test]
fn of_two_headlines_written_in_place_neither_is_lost_unseen() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    sign_in(&site, &browser, Role::Editor);
    let story = open_story(&site, &browser);
    let other = Browser::start(&Options::desktop());
    become_pennick(&site, &other, &Options::desktop());
    other.goto(&story);
    let write = |browser: &Browser, headline: &str| {
        browser.execute(
            "document.querySelector('#text p').dispatchEvent(new MouseEvent('dblclick', { bubbles: true, cancelable: true }))",
            &[],
        );
        browser.wait_for("#text.in-place");
        browser.execute(
            "document.querySelector('.story h1').textContent = arguments[0]",
            &[json!(headline)],
        );
    };
    write(&browser, "Mine of the tide");
    write(&other, "Theirs of the tide");
    other.click(".in-place-bar button.main");
    other.wait_until("theirs stands", |other| other.count(".in-place") == 0);
    browser.click(".in-place-bar button.main");
    browser.wait_for(".in-place-bar button.theirs");
    let said = browser.text(".in-place-bar");
    assert!(
        said.contains("changed the same meanwhile") && said.contains("Theirs of the tide"),
        "{said}"
    );
    assert!(!said.contains("Both texts stand here"), "{said}");
    assert_eq!(browser.text(".story h1"), "Mine of the tide");
    browser.click(".in-place-bar button.theirs");
    assert_eq!(browser.text(".story h1"), "Theirs of the tide");
    browser.click(".in-place-bar button.main");
    browser.wait_until("it is saved", |browser| browser.count(".in-place") == 0);
    assert_eq!(browser.text("h1"), "Theirs of the tide");
}

#[test]
fn a_picture_of_another_site_is_left_out_where_nothing_takes_it_in() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    sign_in(&site, &browser, Role::Editor);
    open_story(&site, &browser);
    browser.execute(
        "document.querySelector('#text p').dispatchEvent(new MouseEvent('dblclick', { bubbles: true, cancelable: true }))",
        &[],
    );
    browser.wait_for("#text.in-place");
    browser.execute(
        "const data = new DataTransfer(); \
         data.setData('text/html', '<p>Before <img src=\"https://elsewhere.example/a.png\"> behind</p>'); \
         document.querySelector('#text').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));",
        &[],
    );
    browser.wait_until("it is there", |browser| {
        browser.text("#text").contains("behind")
    });
    assert!(
        !browser.text("#text").contains("elsewhere.example"),
        "{}",
        browser.text("#text")
    );
    assert!(browser.text(".write-warning").contains("left out"));
    assert!(browser.foreign_requests(&site.url).is_empty());
}

#[test]
fn a_page_is_put_in_order_by_keys_and_others_see_it() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    sign_in(&site, &browser, Role::Editor);
    let watcher = Browser::start(&Options::phone());
    become_pennick(&site, &watcher, &Options::phone());
    // The starter paper is of yesterday while today's has just begun.
    browser.goto(&site.at("/"));
    let edition = "return new URL(document.querySelector('link[rel=canonical]').href).pathname";
    let edition = browser.execute(edition, &[]);
    let at = site.at(&format!("/desk{}", edition.as_str().unwrap()));
    browser.goto(&at);
    watcher.goto(&at);
    let ids = |browser: &Browser| -> Vec<String> {
        browser.execute("return [...document.querySelectorAll('.ordered')].find(list => list.children.length > 1)\
            ? [...[...document.querySelectorAll('.ordered')].find(list => list.children.length > 1).children].map(item => item.dataset.id) : []", &[])
            .as_array()
            .unwrap()
            .iter()
            .map(|id| id.as_str().unwrap().to_owned())
            .collect()
    };
    let before = ids(&browser);
    assert!(before.len() > 1, "{}", browser.text("main"));
    browser.focus(&format!("#a{}", before[1]));
    browser.keys("Alt+ArrowUp");
    let mut wanted = before.clone();
    wanted.swap(0, 1);
    assert_eq!(ids(&browser), wanted);
    watcher.wait_until("the other sees the order", |watcher| ids(watcher) == wanted);
    browser.reload();
    assert_eq!(ids(&browser), wanted, "it is kept");
    assert_eq!(browser.console_errors(), Vec::<String>::new());
}

/// Another screen, the same person.
pub(crate) fn become_pennick(
    site: &clipsheet_testkit::site::Site,
    browser: &Browser,
    options: &Options,
) {
    browser.become_reader(options);
    browser.devtools(
        "Network.setCookie",
        &json!({"name": clipsheet_server::staff::COOKIE, "value": crate::drafts::SECRET, "url": site.url}),
    );
}

#[test]
fn the_same_editor_is_there_in_place_and_for_remarks_when_somebody_begins() {
    let site = paper("");
    let browser = Browser::start(&Options::phone());
    sign_in(&site, &browser, Role::Editor);
    let story = open_story(&site, &browser);
    let squire = "return typeof Squire === 'function'";
    assert_eq!(
        browser.execute(squire, &[]),
        json!(false),
        "not for who only reads"
    );
    browser.execute(
        "document.querySelector('#text p').dispatchEvent(new MouseEvent('dblclick', { bubbles: true, cancelable: true }))",
        &[],
    );
    browser.wait_for("#text.in-place");
    assert_eq!(browser.execute(squire, &[]), json!(true));
    let marked = "const range = document.createRange(); range.selectNodeContents(document.querySelector('#text p')); \
        const selection = getSelection(); selection.removeAllRanges(); selection.addRange(range);";
    browser.execute(marked, &[]);
    browser.click(".write-bar .bold");
    assert_eq!(browser.count("#text p b"), 1);
    let narrow = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(browser.execute(narrow, &[]), json!(true));
    if let Ok(folder) = std::env::var("CLIPSHEET_SHOTS") {
        browser.save_full_screenshot(&std::path::Path::new(&folder).join("in-place-phone.png"));
    }
    browser.click(".in-place-bar button.main");
    browser.wait_until("the revision is there", |browser| {
        browser.count(".in-place") == 0 && browser.count("#text p:first-child b") == 1
    });
    // A remark, in its own form.
    let id = story.split("/article/").nth(1).unwrap();
    let id = id.split('/').next().unwrap();
    browser.goto(&site.at(&format!("/desk/remarks/new?article={id}")));
    browser.wait_for("#f-text-line");
    browser.execute(
        "const line = document.querySelector('#f-text-line').firstElementChild; line.innerHTML = 'Not <b>quite</b> 2*3, see <a href=\"https://tarrow.example/a_b\">the tide</a>'; \
         document.querySelector('#f-text-line').dispatchEvent(new Event('input', { bubbles: true }));",
        &[],
    );
    browser.wait_until("it is markup", |browser| {
        browser.execute("return document.querySelector('#f-text').value", &[])
            == json!("Not **quite** 2\\*3, see [the tide](<https://tarrow.example/a_b>)")
    });
    assert_eq!(browser.execute(narrow, &[]), json!(true));
    browser.assert_accessible();
    if let Ok(folder) = std::env::var("CLIPSHEET_SHOTS") {
        browser.save_full_screenshot(&std::path::Path::new(&folder).join("remark-phone.png"));
    }
    assert_eq!(browser.console_errors(), Vec::<String>::new());
    assert!(browser.foreign_requests(&site.url).is_empty());
}
