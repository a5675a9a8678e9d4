//! The glossary's desk: by keys, tried while one types, and every view of it accessible and narrow.

use crate::drafts::sign_in;
use crate::editing::become_pennick;
use crate::support::paper;
use clipsheet_store::Role;
use clipsheet_testkit::browser::{Browser, Options};

#[test]
fn the_glossary_is_kept_by_keys_and_tried_while_one_types() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    sign_in(&site, &browser, Role::Editor);
    browser.goto(&site.at("/desk/glossary"));
    browser.wait_for("#gloss-list .item");
    browser.keys("j");
    browser.keys("j");
    browser.keys("k");
    assert_eq!(browser.count("#gloss-list .item:first-child.at"), 1);
    let headword = browser.text("#gloss-list .item:first-child h2");
    browser.keys("Enter");
    browser.wait_for("#gloss-form");
    assert_eq!(browser.text("h1"), headword);
    // What is typed shows in the test box, though nothing is saved.
    browser.goto(&site.at("/desk/glossary/new?headword=bollard"));
    browser.fill("#g-substitute", "iron mushroom");
    browser.fill("#try-text", "A bollard is not a bollardist.");
    browser.wait_until("the text is tried", |browser| {
        browser.count("#trial-printed") == 1
            && browser
                .text("[aria-labelledby=trial-printed]")
                .contains("iron mushroom")
    });
    browser.fill("#g-substitute", "stone mushroom");
    browser.wait_until("what is changed shows", |browser| {
        browser
            .text("[aria-labelledby=trial-printed]")
            .contains("stone mushroom")
    });
    browser.fill("#try-why", "bollardist");
    browser.wait_until("the near miss is explained", |browser| {
        browser
            .text("#gloss-trial")
            .contains("part of a longer word")
    });
    browser.click("button[value=save]");
    browser.wait_until("it is saved", |browser| {
        browser.url().contains("said=saved")
    });
    assert_eq!(browser.text("h1"), "bollard");
    assert_eq!(browser.console_errors(), Vec::<String>::new());
    assert!(browser.foreign_requests(&site.url).is_empty());
}

#[test]
fn the_views_of_the_glossarys_desk_are_accessible_and_narrow() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    sign_in(&site, &browser, Role::Editor);
    let mut wrong = Vec::new();
    for path in [
        "/desk/glossary",
        "/desk/glossary?state=unmatched",
        "/desk/glossary/1",
        "/desk/glossary/1/history",
        "/desk/glossary/1/printed",
        "/desk/glossary/new",
        "/desk/glossary/test",
        "/desk/glossary/bulk?id=1&id=2",
        "/desk/glossary/import",
        "/desk/glossary/changes",
        "/desk/glossary/changes/1",
        "/desk/glossary/serials",
        "/desk/glossary/suggestions",
        "/desk/articles/1/glossary",
    ] {
        for options in [Options::desktop(), Options::phone()] {
            for dark in [false, true] {
                let options = Options {
                    dark,
                    ..options.clone()
                };
                become_pennick(&site, &browser, &options);
                browser.goto(&site.at(path));
                browser.execute(
                    "document.querySelectorAll('main details').forEach(one => { one.open = true; })",
                    &[],
                );
                for violation in browser.axe() {
                    wrong.push(format!("{path} {} dark {dark}: {violation}", options.width));
                }
                if let Ok(folder) = std::env::var("CLIPSHEET_SHOTS") {
                    let name = path
                        .trim_start_matches('/')
                        .replace(['/', '?', '=', '&'], "-");
                    let file = format!("{name}-{}-{dark}.png", options.width);
                    browser.save_full_screenshot(&std::path::Path::new(&folder).join(file));
                }
            }
        }
        let narrow = Options {
            width: 320,
            ..Options::phone()
        };
        become_pennick(&site, &browser, &narrow);
        browser.goto(&site.at(path));
        let overflow = browser.sideways_overflow();
        if overflow > 0 {
            wrong.push(format!("{path}: {overflow} pixels too wide"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
