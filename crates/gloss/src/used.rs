//! Cool-down: which variants an edition has printed already, and choosing among the others.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::compile::MOST_VARIANTS;
use crate::{Effect, Entry, PrintRecord};

/// How often each variant was printed in an edition. It is given to a search, so that a joke does not wear out: no
/// variant comes again while others of its entry are left, and after that whichever is furthest behind its weight.
///
/// Entries are known by their numbers, so that namesakes do not share, and those without one by their headwords.
///
/// It is made from print records. Whoever prints an article anew leaves out the article's own record, and whoever wants
/// the same print again keeps to the same order of printing, since the choice depends on what was printed before.
///
/// ```
/// use clipsheet_gloss::{Aside, Context, Entry, Format, Glossary, Used};
///
/// let mut gull = Entry::new("gull");
/// gull.asides = vec![Aside::new("loud"), Aside::new("hungry"), Aside::new("back again")];
/// let (glossary, _) = Glossary::compile(vec![gull], vec![]);
/// let mut used = Used::default();
/// let mut variants = Vec::new();
/// for article_id in 1..=3 {
///     let context = Context { article_id, used: Some(&used), ..Context::default() };
///     let found = glossary.find("A gull.", Format::Text, &context);
///     variants.push(found.record.annotations[0].variant);
///     used.note(&found.record);
/// }
/// variants.sort();
/// assert_eq!(variants, [0, 1, 2]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Used {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    by_id: BTreeMap<i64, Counts>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    by_headword: BTreeMap<String, Counts>,
}

/// How often each variant of an entry was printed, by its number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Counts {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    substitutes: Vec<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    asides: Vec<u32>,
}

impl Used {
    /// Counts the variants of an article's print record, each once however often the article has it.
    pub fn note(&mut self, record: &PrintRecord) {
        let mut seen = BTreeSet::new();
        for annotation in &record.annotations {
            let aside = match annotation.effect {
                Effect::Substitute { .. } => false,
                Effect::Aside { .. } => true,
                Effect::Serial { .. } => continue,
            };
            let variant = annotation.variant;
            if variant >= MOST_VARIANTS
                || !seen.insert((annotation.entry_id, &annotation.entry, aside, variant))
            {
                continue;
            }
            self.add(annotation.entry_id, &annotation.entry, aside, variant, 1);
        }
    }

    /// Counts a variant of an entry as used in so many articles: for a caller that keeps counts instead of records.
    /// `entry_id` is 0 for an entry without a number. `is_aside` tells an aside from a substitute. A variant that no entry can
    /// have is passed over.
    pub fn add(
        &mut self,
        entry_id: i64,
        headword: &str,
        is_aside: bool,
        variant: usize,
        articles: u32,
    ) {
        // A record from elsewhere may say anything.
        if variant >= MOST_VARIANTS {
            return;
        }
        let counts = if entry_id > 0 {
            self.by_id.entry(entry_id).or_default()
        } else {
            self.by_headword.entry(headword.to_owned()).or_default()
        };
        let list = if is_aside {
            &mut counts.asides
        } else {
            &mut counts.substitutes
        };
        if list.len() <= variant {
            list.resize(variant + 1, 0);
        }
        list[variant] = list[variant].saturating_add(articles);
    }

    /// What the records of an edition have used.
    pub fn by<'a>(records: impl IntoIterator<Item = &'a PrintRecord>) -> Self {
        let mut used = Self::default();
        for record in records {
            used.note(record);
        }
        used
    }

    /// Whether nothing was used.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty() && self.by_headword.is_empty()
    }

    fn counts(&self, entry: &Entry) -> Option<&Counts> {
        if entry.id > 0 {
            self.by_id.get(&entry.id)
        } else {
            self.by_headword.get(&entry.headword)
        }
    }

    pub(crate) fn substitutes(&self, entry: &Entry) -> &[u32] {
        self.counts(entry).map_or(&[], |counts| &counts.substitutes)
    }

    pub(crate) fn asides(&self, entry: &Entry) -> &[u32] {
        self.counts(entry).map_or(&[], |counts| &counts.asides)
    }
}

/// The variant that a hash points at, by weight, among those that are not worn out; `None` when all weights are 0.
///
/// `uses` is how often a variant was printed. Those never printed go first; when there is none left, those that are
/// furthest behind their share.
pub(crate) fn choose(weights: &[u32], uses: impl Fn(usize) -> u32, hash: u64) -> Option<usize> {
    // Uses per weight, compared without division: a/b < c/d.
    let behind = |a: usize, b: usize| {
        let cross = |x: usize, y: usize| u64::from(uses(x)) * u64::from(weights[y]);
        cross(a, b).cmp(&cross(b, a))
    };
    let alive = || (0..weights.len()).filter(|&index| weights[index] > 0);
    let best = alive().min_by(|&a, &b| behind(a, b))?;
    // While one was never printed, its quotient is 0 and so are those of all like it.
    let fresh = || alive().filter(|&index| behind(index, best).is_eq());
    let total: u64 = fresh().map(|index| u64::from(weights[index])).sum();
    let mut rest = hash.checked_rem(total)?;
    for index in fresh() {
        match rest.checked_sub(u64::from(weights[index])) {
            Some(left) => rest = left,
            None => return Some(index),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namesakes_do_not_share() {
        let [gull, namesake, nameless] = [7, 8, 0].map(|id| Entry {
            id,
            ..Entry::new("gull")
        });
        let mut used = Used::default();
        for (entry, articles) in [(&gull, 2), (&nameless, 3)] {
            used.add(entry.id, &entry.headword, true, 0, articles);
        }
        let asides = [&gull, &namesake, &nameless].map(|entry| used.asides(entry).to_vec());
        assert_eq!(asides, [vec![2], vec![], vec![3]]);
        let json = serde_json::to_string(&used).unwrap();
        assert_eq!(serde_json::from_str::<Used>(&json).unwrap(), used);
    }

    #[test]
    fn the_unused_first_then_by_share() {
        let weights = [3, 1, 0];
        let mut uses = [0_u32; 3];
        let mut order = Vec::new();
        for round in 0..8 {
            let hash = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(round + 1);
            let chosen = choose(&weights, |index| uses[index], hash).unwrap();
            uses[chosen] += 1;
            order.push(chosen);
        }
        assert_eq!(order[..2].iter().sum::<usize>(), 1, "both once: {order:?}");
        assert_eq!(uses, [6, 2, 0], "{order:?}");
        assert_eq!(choose(&[0, 0], |_| 0, 7), None);
        assert_eq!(choose(&[], |_| 0, 7), None);
    }
}
