//! What every page of the desk promises: to axe, to a narrow phone, and to those who have only a keyboard.

use super::pages::Desk;
use super::tabs::walk;
use clipsheet_testkit::browser::{Browser, Options};

/// The narrowest phone that WCAG asks for.
const NARROW: u32 = 320;

#[test]
fn every_page_of_the_desk_is_accessible_narrow_and_open_to_the_keyboard() {
    let desk = Desk::open(Browser::start(&Options::desktop()));
    let mut wrong = Vec::new();
    for path in desk.pages() {
        desk.show(&path);
        wrong.extend(all_that_is_wrong(&desk, &path));
    }
    for (name, go) in desk.after_forms() {
        go();
        wrong.extend(all_that_is_wrong(&desk, name));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let foreign = desk.browser.foreign_requests(&desk.site.url);
    assert!(foreign.is_empty(), "requests to elsewhere: {foreign:?}");
    // What is refused and what is asked who sent it is so on purpose.
    let meant = |error: &str| {
        error.contains("status of 422")
            || error.contains("/desk/account") && error.contains("status of 403")
    };
    let errors = desk.browser.console_errors();
    let errors: Vec<&String> = errors.iter().filter(|error| !meant(error)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// Looks at the page that is shown with every pair of eyes, and walks through it.
fn all_that_is_wrong(desk: &Desk, name: &str) -> Vec<String> {
    let browser = &desk.browser;
    let mut wrong: Vec<String> = Vec::new();
    if browser.count("a.skip") != 1 {
        wrong.push(format!("{name}: no link over the bar"));
    }
    for (place, options) in [("desktop", Options::desktop()), ("phone", Options::phone())] {
        for (colours, dark) in [("light", false), ("dark", true)] {
            browser.become_reader(&Options {
                dark,
                ..options.clone()
            });
            let found = browser.axe();
            wrong.extend(
                found
                    .iter()
                    .map(|violation| format!("{name} {place} {colours}: {violation}")),
            );
            photograph(browser, &format!("{name}-{place}-{colours}"));
        }
    }
    browser.become_reader(&Options {
        width: NARROW,
        ..Options::phone()
    });
    let overflow = browser.sideways_overflow();
    if overflow > 0 {
        wrong.push(format!("{name}: {overflow} pixels too wide at {NARROW}"));
    }
    browser.become_reader(&Options {
        reduced_motion: true,
        ..Options::desktop()
    });
    let stumbles = walk(browser);
    wrong.extend(stumbles.iter().map(|what| format!("{name}: {what}")));
    wrong
}

/// For people to look at, into the folder that `CLIPSHEET_SHOTS` names.
fn photograph(browser: &Browser, name: &str) {
    if let Ok(folder) = std::env::var("CLIPSHEET_SHOTS") {
        let file = name
            .trim_start_matches('/')
            .replace(['/', '?', '=', '&', ' '], "-");
        browser.save_full_screenshot(&std::path::Path::new(&folder).join(format!("{file}.png")));
    }
}
