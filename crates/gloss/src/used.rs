//! Cool-down: which variants an edition has printed already, and choosing among the others.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::compile::MOST_VARIANTS;
use crate::{Effect, PrintRecord};

/// How often each variant was printed in an edition. It is given to a search, so that a joke does not wear out: no
/// variant comes again while others of its entry are left, and after that whichever is furthest behind its weight.
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
#[serde(transparent)]
pub struct Used(BTreeMap<String, Counts>);

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
            if variant >= MOST_VARIANTS || !seen.insert((&annotation.entry, aside, variant)) {
                continue;
            }
            self.add(&annotation.entry, aside, variant, 1);
        }
    }

    /// Counts a variant of an entry as used in so many articles: for a caller that keeps counts instead of records.
    /// `is_aside` tells an aside from a substitute. A variant that no entry can have is passed over.
    pub fn add(&mut self, headword: &str, is_aside: bool, variant: usize, articles: u32) {
        // A record from elsewhere may say anything.
        if variant >= MOST_VARIANTS {
            return;
        }
        let counts = self.0.entry(headword.to_owned()).or_default();
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
        self.0.is_empty()
    }

    pub(crate) fn substitutes(&self, headword: &str) -> &[u32] {
        self.0
            .get(headword)
            .map_or(&[], |counts| &counts.substitutes)
    }

    pub(crate) fn asides(&self, headword: &str) -> &[u32] {
        self.0.get(headword).map_or(&[], |counts| &counts.asides)
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
