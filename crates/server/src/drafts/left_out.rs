//! What extraction left out of a page, block by block.

use clipsheet_markup::{Profile, blocks, plain_text, sanitise};
use std::collections::HashSet;

/// The fewest words of a block that is worth offering: shorter ones are buttons and crumbs.
const LEAST_WORDS: usize = 4;
/// Blocks that are offered at most.
const MOST_BLOCKS: usize = 120;

/// A block of the page that is not in the extracted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// Its HTML, safe and without pictures.
    pub(crate) html: String,
    /// Its words.
    pub(crate) text: String,
    /// Which block of the extracted text it stood behind on the page, counted from 1; 0 before all.
    pub(crate) after: usize,
}

/// Compares a page with the text that was extracted from it. Both are untrusted; what comes out is safe.
pub(crate) fn left_out(page: &str, extracted: &str) -> Vec<LeftOut> {
    let whole = sanitise(page, Profile::Article, &|_| None);
    let part = sanitise(extracted, Profile::Article, &|_| None);
    let words = |block: &str| {
        let safe = sanitise(block, Profile::Article, &|_| None);
        plain_text(&safe)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let kept: Vec<String> = blocks(&part).into_iter().map(words).collect();
    let all: String = kept.join(" ");
    let mut found: Vec<LeftOut> = Vec::new();
    let mut seen = HashSet::new();
    let mut after = 0;
    for block in blocks(&whole) {
        let text = words(block);
        if let Some(at) = kept.iter().skip(after).position(|other| *other == text) {
            after += at + 1;
            continue;
        }
        let worth = text.split(' ').count() >= LEAST_WORDS;
        if worth && !all.contains(&text) && seen.insert(text.clone()) && found.len() < MOST_BLOCKS {
            found.push(LeftOut {
                html: block.to_owned(),
                text,
                after,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::left_out;

    #[test]
    fn what_is_not_in_the_text_is_offered_with_its_place() {
        let page = "<html><body><nav><ul><li>Home</li></ul></nav><p>The ferry is late again today.</p>\
            <p>The fog is thick.</p><aside><p>Read more about the ferry here.</p></aside>\
            <p>It will be on time tomorrow, the captain said.</p><script>bad()</script></body></html>";
        let extracted = "<p>The fog is thick.</p>";
        let found = left_out(page, extracted);
        let rows: Vec<_> = found.iter().map(|b| (b.text.as_str(), b.after)).collect();
        assert_eq!(
            rows,
            [
                ("The ferry is late again today.", 0),
                ("Read more about the ferry here.", 1),
                ("It will be on time tomorrow, the captain said.", 1)
            ]
        );
        assert_eq!(left_out(extracted, extracted), []);
    }
}
