//! Real pages: every one gives an article, close to the reference extraction.
//!
//! The pages are not part of the project. `cargo xtask bench extract` prints the whole table.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use clipsheet_intake::{decode_html, extract, plain_text};
use url::Url;

/// The mean F1 that the last change reached, less a little. Not a goal: the reference keeps much
/// boilerplate that we drop on purpose (`docs/extraction.md`).
const LEAST_MEAN: f64 = 0.98;

fn shingles(text: &str) -> HashMap<Vec<String>, usize> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let mut counts = HashMap::new();
    if !words.is_empty() {
        for shingle in words.windows(words.len().min(4)) {
            *counts.entry(shingle.to_vec()).or_insert(0) += 1;
        }
    }
    counts
}

fn f1(found: &str, expected: &str) -> f64 {
    let (found, expected) = (shingles(found), shingles(expected));
    let all: usize = found.values().chain(expected.values()).sum();
    let common: usize = found
        .iter()
        .map(|(shingle, &count)| count.min(expected.get(shingle).copied().unwrap_or(0)))
        .sum();
    if all == 0 {
        1.0
    } else {
        2.0 * common as f64 / all as f64
    }
}

#[test]
fn every_saved_page_gives_an_article() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/pages");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!(
            "skipped: the saved pages are not there ({})",
            folder.display()
        );
        return;
    };
    let url = Url::parse("http://fakehost/test/page.html").unwrap();
    let mut scores = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        let Ok(bytes) = fs::read(path.join("source.html")) else {
            continue;
        };
        let expected = plain_text(&fs::read_to_string(path.join("expected.html")).unwrap());
        let page = decode_html(&bytes, None).unwrap();
        let found = extract(&page.text, Some(&url))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(
            plain_text(&found.content_html),
            found.text,
            "{}",
            path.display()
        );
        scores.push(f1(&found.text, &expected));
    }
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    assert!(mean >= LEAST_MEAN, "{mean:.4} over {} pages", scores.len());
}
