//! Feeds with what other readers expect of them, from the folder `feeds` of the shared data.
//!
//! Expectations are kept as pairs of a field of `clipsheet feed parse`'s JSON and the value that it should have; those
//! about things that the JSON does not have are counted and left out. What is known only to others' conventions (sanitised
//! HTML, invented ids) is left out too. [`judge`] compares with some leniency: see `same.rs`.

mod expect;
mod json;
mod same;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use same::same;

/// A feed with what is expected of it.
pub struct Case {
    /// Its path in the folder.
    pub name: String,
    /// What it is part of: `feedparser`, `gofeed`, `feed-rs` or `rust-rss`.
    pub collection: &'static str,
    /// The feed.
    pub bytes: Vec<u8>,
    /// The `Content-Type` that came with it.
    pub content_type: Option<String>,
    /// Where it is said to be from.
    pub base: Option<String>,
    /// What is expected, as far as it can be compared.
    pub expectations: Vec<Expectation>,
    /// How many more expectations there are.
    pub not_compared: usize,
}

/// One value that is expected.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Where in our JSON it should be, such as `/items/0/title`.
    pub pointer: String,
    /// The value.
    pub wanted: String,
    /// How it is compared.
    pub kind: Kind,
}

/// How values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Plain text; markup and entities in what is wanted are resolved first.
    Text,
    /// HTML, by its tags, attributes and text.
    Html,
    /// HTML, by its text only.
    Words,
    /// An address.
    Address,
    /// An instant, by its seconds.
    Date,
    /// A name, which others give with an e-mail address.
    Person,
    /// A number of things.
    Count,
}

/// What came of an expectation.
pub struct Verdict<'a> {
    /// The expectation.
    pub expectation: &'a Expectation,
    /// Whether it is met.
    pub agrees: bool,
    /// What was found instead.
    pub found: String,
}

/// All feeds of a folder, or `None` when it is not there.
pub fn cases(folder: &Path) -> Option<Vec<Case>> {
    let mut cases = Vec::new();
    for collection in ["feedparser", "gofeed", "feed-rs", "rust-rss"] {
        let mut files = Vec::new();
        collect(&folder.join(collection), &mut files);
        files.sort();
        for path in files {
            let name = path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .display()
                .to_string();
            if json::is_expectation(&path) {
                continue;
            }
            let Ok(bytes) = fs::read(&path) else { continue };
            cases.push(read(name, collection, &path, bytes));
        }
    }
    (!cases.is_empty()).then_some(cases)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn read(name: String, collection: &'static str, path: &Path, bytes: Vec<u8>) -> Case {
    let mut case = Case {
        name,
        collection,
        bytes,
        content_type: None,
        base: None,
        expectations: Vec::new(),
        not_compared: 0,
    };
    match collection {
        "feedparser" => expect::read(&mut case),
        "gofeed" => json::read_gofeed(&mut case, path),
        "feed-rs" => json::read_feed_rs(&mut case, path),
        _ => {}
    }
    case
}

/// Compares what was read, as `clipsheet feed parse` gives it, with what is expected. `None` stands for "no feed".
pub fn judge<'a>(case: &'a Case, read: Option<&Value>) -> Vec<Verdict<'a>> {
    let verdict = |expectation: &'a Expectation| {
        let found = read.and_then(|read| found(read, expectation));
        Verdict {
            // Nothing is what an empty text is to us.
            agrees: found.as_deref().map_or_else(
                || read.is_some() && expectation.wanted.is_empty(),
                |found| same(found, expectation),
            ),
            expectation,
            found: found.unwrap_or_default(),
        }
    };
    case.expectations.iter().map(verdict).collect()
}

fn found(read: &Value, expectation: &Expectation) -> Option<String> {
    let at = |pointer: &str| match read.pointer(pointer)? {
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => Some(list.len().to_string()),
        _ => None,
    };
    at(&expectation.pointer).or_else(|| {
        // Others call the only text of an item its summary or its content, and its only date either, as it comes.
        let (parent, field) = expectation.pointer.rsplit_once('/')?;
        let other = match field {
            "summary_html" => "content_html",
            "content_html" => "summary_html",
            "updated" => "published",
            _ => return None,
        };
        at(&format!("{parent}/{other}"))
    })
}
