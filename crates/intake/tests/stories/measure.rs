//! Precision and recall of pairs. Shared by the tests here and by `cargo xtask bench stories`.

use clipsheet_intake::stories::{Fingerprint, Kind, StoryIndex};
use std::collections::{BTreeMap, BTreeSet};

/// Found and true pairs of one kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    pub found: usize,
    pub right: usize,
    pub expected: usize,
}

impl Score {
    /// The share of found pairs that are right.
    pub fn precision(self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    /// The share of true pairs that were found.
    pub fn recall(self) -> f64 {
        self.right as f64 / self.expected.max(1) as f64
    }
}

/// Pairs of items, the earlier first, with how sure it is.
pub type Pairs = BTreeMap<(usize, usize), Kind>;

/// Puts all items into `index`, from key 0 on, and looks each of them up.
pub fn pairs(index: &mut StoryIndex, items: &[Fingerprint]) -> Pairs {
    for (key, item) in (0..).zip(items) {
        index.insert(key, item.clone());
    }
    let mut pairs = Pairs::new();
    for (at, item) in items.iter().enumerate() {
        for likeness in index.find(item) {
            let other = likeness.key as usize;
            if other != at && other < items.len() {
                let kind = pairs
                    .entry((at.min(other), at.max(other)))
                    .or_insert(likeness.kind);
                *kind = likeness.kind.min(*kind);
            }
        }
    }
    pairs
}

/// The score of the pairs of a kind or surer, against which story each item tells. Only pairs that `counts` lets
/// through are looked at.
pub fn score(
    pairs: &Pairs,
    stories: &[usize],
    kind: Kind,
    counts: impl Fn(usize, usize) -> bool,
) -> Score {
    let mut score = Score::default();
    for (&(a, b), &found) in pairs {
        if found <= kind && counts(a, b) {
            score.found += 1;
            score.right += usize::from(stories[a] == stories[b]);
        }
    }
    let mut of_story: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (item, &story) in stories.iter().enumerate() {
        of_story.entry(story).or_default().insert(item);
    }
    for items in of_story.values() {
        for &a in items {
            score.expected += items.range(a + 1..).filter(|&&b| counts(a, b)).count();
        }
    }
    score
}
