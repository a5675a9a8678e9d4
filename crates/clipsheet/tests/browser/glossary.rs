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
    // In a narrow column a note's box stays on the line of its first word, and no dot ends a line.
    let alone = "return [...document.querySelectorAll('.gloss-aside:not(.gloss-pictured)')].filter((note) => { \
                 const [box, word] = [note.children[0].getBoundingClientRect(), note.children[1].getClientRects()[0]]; \
                 return box.bottom < word.top || word.bottom < box.top; }).length";
    assert!(browser.count(".gloss-aside:not(.gloss-pictured)") > 3);
    assert_eq!(browser.execute(alone, &[]).as_u64(), Some(0));
    let dot = "return getComputedStyle(document.querySelector('.meta > *'), '::after').content";
    assert_eq!(browser.execute(dot, &[]).as_str(), Some("\"\""));
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

/// Whether the link behind the first house word can be seen and hit.
fn is_why_there(browser: &Browser) -> bool {
    let script = "const link = document.querySelector('.gloss-sub + .gloss-why'); \
                  return getComputedStyle(link).clipPath === 'none'";
    browser.execute(script, &[]).as_bool().unwrap()
}

/// Saves a picture for people to look at, when a folder is named.
fn save(browser: &Browser, name: &str) {
    if let Ok(folder) = std::env::var("CLIPSHEET_SHOTS") {
        let file = format!("{folder}/{name}.png");
        std::fs::write(file, browser.screenshot()).unwrap();
    }
}

#[test]
fn a_house_word_says_why_to_mouse_keyboard_and_finger() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    open_lead(&browser, &site);
    let why = ".gloss-sub + .gloss-why";
    let entry = browser.attr(why, "href").unwrap();
    assert!(!is_why_there(&browser));
    browser.hover(".gloss-sub");
    assert!(is_why_there(&browser));
    save(&browser, "why-desktop");
    // From the word to the link without a gap: it stays while the pointer is on it.
    browser.hover(why);
    assert!(is_why_there(&browser));
    browser.hover(".story h1");
    assert!(!is_why_there(&browser));
    browser.focus(".gloss-sub");
    assert!(is_why_there(&browser));
    browser.keys("Escape");
    assert!(!is_why_there(&browser));
    browser.keys("Tab");
    assert_eq!(browser.focused(), "a.gloss-why");
    assert!(is_why_there(&browser), "what has the focus is seen");
    browser.assert_accessible();
    browser.keys("Enter");
    browser.wait_for(".entry");
    assert!(browser.url().ends_with(&entry), "{}", browser.url());

    browser.become_reader(&Options::phone());
    open_lead(&browser, &site);
    browser.tap(".gloss-sub");
    assert!(is_why_there(&browser));
    save(&browser, "why-phone");
    browser.tap(why);
    browser.wait_for(".entry");
    assert!(browser.text(".entry").contains("printed in"));
    assert_eq!(browser.sideways_overflow(), 0);
    assert_quiet(&browser, &site);
}

#[test]
fn notes_fold_and_a_way_of_reading_is_remembered_without_scripts() {
    let site = paper("");
    let browser = Browser::start(&Options {
        javascript: false,
        ..Options::phone()
    });
    open_lead(&browser, &site);
    let notes = browser.count(".gloss-aside");
    assert!(notes > 3);
    // One, by finger and by key.
    let (note, fold) = (".gloss-aside .gloss-fold + span", ".gloss-fold");
    assert!(browser.is_visible(note));
    browser.tap(fold);
    assert!(!browser.is_visible(note));
    browser.keys("Space");
    assert!(browser.is_visible(note));
    assert!(browser.cookies().is_empty());
    // All of them, from now on.
    browser.click(".modes button[value='folded']");
    browser.wait_for(".text.folded");
    assert!(!browser.is_visible(note));
    let folded = "return [...document.querySelectorAll('.gloss-fold + span')].every(note => !note.checkVisibility())";
    assert_eq!(browser.execute(folded, &[]), serde_json::json!(true));
    save(&browser, "folded-phone");
    browser.tap(fold);
    assert!(browser.is_visible(note), "one opens alone");
    browser.assert_accessible();
    assert_eq!(browser.sideways_overflow(), 0);
    // Each way of reading, from now on, and an address still wins.
    browser.click(".modes a[href*='mode=plain']");
    browser.wait_for(".modes [href*=plain][aria-current]");
    browser.click(".modes button[name='mode']");
    browser.wait_until("the plain way is kept", |browser| {
        browser.count(".modes button[name='mode']") == 0
    });
    open_plain(&browser, &site);
    assert_eq!(browser.count(".gloss-why, .gloss-fold"), 0);
    browser.click(".modes li:first-child a");
    browser.wait_for(".text.folded .gloss-sub");
    open_plain(&browser, &site);
    browser.click(".modes button[name='forget']");
    browser.wait_for(".text:not(.folded) .gloss-aside");
    assert!(browser.cookies().is_empty());
    assert_quiet(&browser, &site);
}

#[test]
fn notes_with_pictures_stand_below_one_another() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    // Two at one place, as where a sentence names two who have a picture.
    let lay = "const note = document.querySelector('#text .gloss-aside'); \
               const first = note.cloneNode(true); \
               const picture = document.createElement('img'); \
               picture.className = 'gloss-aside-pic'; \
               picture.alt = 'A keeper'; \
               first.classList.add('gloss-pictured'); \
               first.querySelector('.gloss-fold + span').prepend(picture); \
               const second = first.cloneNode(true); \
               document.querySelector('#text p').prepend(first, ' and ', second); \
               const [a, b] = [first, second].map(note => note.getBoundingClientRect()); \
               return b.top - a.bottom;";
    for options in [Options::desktop(), Options::phone()] {
        browser.become_reader(&options);
        open_lead(&browser, &site);
        let gap = browser.execute(lay, &[]).as_f64().unwrap();
        // They are askew by a hair.
        assert!(gap > -4.0, "they stand side by side: {gap}");
        save(&browser, &format!("two-notes-{}", options.width));
        assert_eq!(browser.sideways_overflow(), 0);
    }
    browser.assert_accessible();
}

/// Opens the lead as a reader does who reads plain.
fn open_plain(browser: &Browser, site: &Site) {
    browser.goto(&site.at("/"));
    browser.follow(".lead h2 a");
    browser.wait_for(".modes li:nth-child(2) [aria-current]");
    assert_eq!(browser.count(".gloss-sub"), 0);
}
