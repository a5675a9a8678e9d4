//! All the saved news pages, clipped by the program into one edition, read in a browser.

use crate::support::{BINARY, assert_quiet};
use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::{site, workspace_root};
use std::path::PathBuf;

/// One article in so many is opened.
const STEP: usize = 9;

/// What axe finds in the sources themselves and clipping leaves as it is: lists of terms without terms, which indent
/// formulas, and numbers of footnotes that are small to touch.
const OF_THE_SOURCES: &[&str] = &["definition-list", "empty-table-header", "target-size"];

/// The saved pages by name; none where there are none.
fn saved_pages() -> Vec<(String, PathBuf)> {
    let folder = workspace_root().join("../shared/data/pages");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("SKIPPED: the saved pages are not in {}", folder.display());
        return Vec::new();
    };
    let mut pages: Vec<(String, PathBuf)> = entries
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, entry.path().join("source.html"))
        })
        .filter(|(_, file)| file.is_file())
        .collect();
    pages.sort();
    pages
}

#[test]
fn every_saved_page_makes_a_readable_edition() {
    let pages = saved_pages();
    if pages.is_empty() {
        return;
    }
    let site = site::spawn(BINARY, &["--empty"]);
    for (name, file) in &pages {
        site.run(&[
            "clip",
            file.to_str().unwrap(),
            "--url",
            &format!("https://{name}.example/{name}.html"),
            "--publish",
        ]);
    }
    let browser = Browser::start(&Options {
        width: 320,
        ..Options::phone()
    });
    browser.wait_until("the edition has them all", |browser| {
        browser.goto(&site.at("/"));
        browser.count(".headlines tbody tr") == pages.len()
    });
    assert_eq!(browser.sideways_overflow(), 0, "the front");
    browser.assert_accessible();
    let links = browser.execute(
        "return Array.from(document.querySelectorAll('.headlines th > a'), (a) => a.href)",
        &[],
    );
    let mut wrong = Vec::new();
    for link in links.as_array().unwrap().iter().step_by(STEP) {
        let url = link.as_str().unwrap();
        browser.goto(url);
        browser.wait_for(".story h1");
        assert!(
            browser.text("#text").split_whitespace().count() > 1,
            "{url}"
        );
        let overflow = browser.sideways_overflow();
        if overflow > 0 {
            wrong.push(format!("{url}: {overflow} pixels too wide"));
        }
        let found = browser.axe().into_iter();
        let ours = found.filter(|each| !OF_THE_SOURCES.contains(&each.rule.as_str()));
        wrong.extend(ours.map(|each| format!("{url}: {each}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_quiet(&browser, &site);
}
