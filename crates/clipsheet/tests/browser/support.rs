//! Papers to open, and the steps that several tests take.

use clipsheet_testkit::browser::Browser;
use clipsheet_testkit::site::{self, Site};
use std::path::Path;

/// The program under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_clipsheet");

/// Nobody has to wait, and nobody says too much.
pub const PATIENT: &str = "min_fill_secs = 0\nper_minute = 0\nper_hour = 0\nnetwork_per_minute = 0\nnetwork_per_hour = 0\n";

/// The starter paper with these rules for comments.
pub fn paper(rules: &str) -> Site {
    site::spawn_prepared(BINARY, &[], |data| {
        std::fs::write(data.join("clipsheet.toml"), format!("[comments]\n{rules}")).unwrap();
    })
}

/// The starter paper, which may fetch from this machine and makes nobody wait.
pub fn paper_that_fetches() -> Site {
    site::spawn_prepared(BINARY, &[], |data| {
        let settings = format!("fetch_from = ['127.0.0.0/8']\n[comments]\n{PATIENT}");
        std::fs::write(data.join("clipsheet.toml"), settings).unwrap();
    })
}

/// Opens the front and from there the article whose row in the headline table this is, counted from 1 on each page.
pub fn open_article(browser: &Browser, site: &Site, row: usize) {
    browser.goto(&site.at("/"));
    browser.follow(&format!(".headlines tbody tr:nth-child({row}) th a"));
    browser.wait_for(".story");
}

/// The number in an article's address.
pub fn article_number(url: &str) -> String {
    url.split('/').nth(4).unwrap().to_owned()
}

/// Posts a comment under the open article and gives the selector of what became of it.
pub fn say(browser: &Browser, nic: &str, text: &str) -> String {
    browser.fill("#f-nic", nic);
    browser.fill("#f-text", text);
    post(browser)
}

/// Sends the form as it is and gives the selector of the comment that it became.
pub fn post(browser: &Browser) -> String {
    let before = browser.url();
    browser.click(".send [value=post]");
    browser.wait_until("the comment is printed", |browser| {
        browser.url() != before && browser.count(".comments > article:target") == 1
    });
    let url = browser.url();
    format!("#{}", url.split_once('#').unwrap().1)
}

/// Writes a picture to choose in a form.
pub fn picture_file(browser: &Browser, folder: &Path) -> String {
    let file = folder.join("harbour.png");
    std::fs::write(&file, browser.screenshot()).unwrap();
    file.to_str().unwrap().to_owned()
}

/// Nothing came from elsewhere and nothing went wrong, but for requests that the paper refused on purpose.
#[track_caller]
pub fn assert_quiet(browser: &Browser, site: &Site) {
    let foreign = browser.foreign_requests(&site.url);
    assert!(foreign.is_empty(), "requests to elsewhere: {foreign:?}");
    let refused = |error: &&String| error.contains("status of 422");
    let errors = browser.console_errors();
    let errors: Vec<&String> = errors.iter().filter(|error| !refused(error)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
