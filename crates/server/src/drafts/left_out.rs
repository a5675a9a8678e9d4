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

    /// Needs the saved pages; says so and passes where they are not there.
    #[test]
    fn every_saved_page_offers_what_is_not_in_its_text() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/pages");
        let Ok(entries) = std::fs::read_dir(&folder) else {
            eprintln!(
                "SKIPPED: the saved pages: {} is not there",
                folder.display()
            );
            return;
        };
        let (mut pages, mut offering) = (0, 0);
        for entry in entries {
            let Ok(bytes) = std::fs::read(entry.unwrap().path().join("source.html")) else {
                continue;
            };
            let page = clipsheet_intake::decode_html(&bytes, None).unwrap().text;
            let Ok(extract) = clipsheet_intake::extract(&page, None) else {
                continue;
            };
            let found = left_out(&page, &extract.content_html);
            pages += 1;
            offering += usize::from(!found.is_empty());
            assert!(found.windows(2).all(|pair| pair[0].after <= pair[1].after));
            // With all of it put back, nothing is left out any more.
            let whole: String = found.iter().map(|block| block.html.as_str()).collect();
            let rest = left_out(&page, &format!("{}{whole}", extract.content_html));
            let most = super::MOST_BLOCKS;
            assert!(rest.is_empty() || found.len() == most, "{:?}", rest.first());
        }
        assert!(offering * 2 > pages, "{offering} of {pages}");
    }
}
