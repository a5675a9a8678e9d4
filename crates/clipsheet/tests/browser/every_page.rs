//! What every kind of page promises, along the tour.

use crate::support::BINARY;
use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::tour::{STOPS, Tour};
use std::path::Path;

/// The narrowest phone that WCAG asks for.
const NARROW: u32 = 320;

#[test]
fn every_kind_of_page_is_accessible_narrow_and_self_contained() {
    let looks = [Options::desktop(), Options::phone()].map(|options| {
        let dark = Options {
            dark: true,
            ..options.clone()
        };
        [options, dark]
    });
    let narrow = Options {
        width: NARROW,
        ..Options::phone()
    };
    let tour = Tour::open(Path::new(BINARY));
    let browser = Browser::start(&Options::desktop());
    let mut wrong = Vec::new();
    for stop in STOPS {
        browser.become_reader(&Options::desktop());
        stop.go(&tour, &browser);
        for options in looks.iter().flatten() {
            browser.become_reader(options);
            let look = (options.width, if options.dark { "dark" } else { "light" });
            for violation in browser.axe() {
                wrong.push(format!("{} {look:?}: {violation}", stop.name));
            }
        }
        browser.become_reader(&narrow);
        let overflow = browser.sideways_overflow();
        if overflow > 0 {
            wrong.push(format!(
                "{}: {overflow} pixels too wide at {NARROW}",
                stop.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let own = [&tour.site.url, &tour.blank.url];
    let foreign = browser.foreign_requests(own[0]);
    let foreign: Vec<&String> = foreign
        .iter()
        .filter(|url| !url.starts_with(&format!("{}/", own[1])))
        .collect();
    assert!(foreign.is_empty(), "requests to elsewhere: {foreign:?}");
    // The stops that show a refusal are refused.
    let meant = |error: &str| {
        error.contains("the-mud-has-gone") && error.contains("status of 404")
            || error.contains("status of 422")
            || (error.contains("/join/") || error.contains("/desk/settings"))
                && error.contains("status of 403")
    };
    let errors = browser.console_errors();
    let errors: Vec<&String> = errors.iter().filter(|error| !meant(error)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
