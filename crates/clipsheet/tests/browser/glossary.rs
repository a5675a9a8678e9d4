//! The house's words, and the original behind each of them.

use crate::support::{assert_quiet, paper};
use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::site::Site;

/// What a reader sees of the first substitution's original now.
fn shown(browser: &Browser) -> Option<String> {
    let script = "const style = getComputedStyle(document.querySelector('.gloss-sub'), '::after'); \
                  return style.display === 'none' ? null : style.content";
    browser.execute(script, &[]).as_str().map(str::to_owned)
}

#[track_caller]
fn assert_shown(browser: &Browser, original: &str) {
    let shown = shown(browser).unwrap();
    assert!(shown.contains(original), "{shown} lacks {original}");
}

fn open_lead(browser: &Browser, site: &Site) -> String {
    browser.goto(&site.at("/"));
    browser.follow(".lead h2 a");
    browser.wait_for(".gloss-sub");
    browser.attr(".gloss-sub", "data-original").unwrap()
}

#[test]
fn the_original_is_there_for_mouse_keyboard_and_finger() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    let original = open_lead(&browser, &site);
    assert_ne!(browser.text(".gloss-sub"), original);
    assert_eq!(shown(&browser), None);
    browser.hover(".gloss-sub");
    assert_shown(&browser, &original);
    browser.keys("Escape");
    assert_eq!(shown(&browser), None);
    browser.hover(".story h1");
    browser.hover(".gloss-sub");
    assert_shown(&browser, &original);
    browser.hover(".story h1");
    assert_eq!(shown(&browser), None);

    browser.focus(".gloss-sub");
    assert_shown(&browser, &original);
    browser.keys("Escape");
    assert_eq!(shown(&browser), None);
    browser.keys("Enter");
    assert_shown(&browser, &original);
    // Away and back by the keyboard: it is reached by Tab.
    browser.keys("Tab");
    assert_eq!(shown(&browser), None);
    browser.keys("Shift+Tab");
    assert_shown(&browser, &original);

    browser.become_reader(&Options::phone());
    open_lead(&browser, &site);
    assert_eq!(shown(&browser), None);
    browser.tap(".gloss-sub");
    assert_shown(&browser, &original);
    browser.tap(".gloss-sub");
    assert_eq!(shown(&browser), None);
    browser.tap(".gloss-sub");
    assert_shown(&browser, &original);
    browser.tap(".source-tag");
    assert_eq!(shown(&browser), None);
    assert_quiet(&browser, &site);
}

#[test]
fn the_whole_page_can_be_read_plain_as_printed_and_as_of_today() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    let original = open_lead(&browser, &site);
    let (subs, asides) = (browser.count(".gloss-sub"), browser.count(".gloss-aside"));
    assert!(subs > 3 && asides > 3, "{subs} and {asides}");
    let printed = browser.text("#text");

    browser.click(".modes a[href*='mode=plain']");
    browser.wait_for(".modes [href*=plain][aria-current]");
    assert_eq!(browser.count("[class^=gloss-]"), 0);
    let plain = browser.text("#text");
    assert!(plain.contains(&original), "{plain}");

    browser.click(".modes a[href*='mode=printed'], .modes li:first-child a");
    browser.wait_for(".gloss-sub");
    assert_eq!(browser.text("#text"), printed);

    // A glossary of one word: today's mode has it, what was printed stays printed.
    let glossary = site.data_dir.join("one-word.json");
    let word = plain
        .split_whitespace()
        .find(|word| *word == "ferry")
        .unwrap();
    std::fs::write(
        &glossary,
        format!(r#"{{"entries":[{{"headword":"{word}","substitute":["bathtub"]}}]}}"#),
    )
    .unwrap();
    site.run(&["gloss", "import", glossary.to_str().unwrap()]);
    let url = browser
        .attr(".modes a[href*='mode=today']", "href")
        .unwrap();
    browser.wait_until("the running paper has today's glossary", |browser| {
        browser.goto(&site.at(&url));
        browser.texts(".gloss-sub") == ["bathtub"]
    });
    browser.click(".modes li:first-child a");
    browser.wait_until("it is as printed again", |browser| {
        browser.count(".gloss-sub") == subs
    });
    assert_eq!(browser.text("#text"), printed);
    assert_quiet(&browser, &site);
}
