//! What a change of the glossary does to one article.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Annotation, Effect, Found, Risk};

/// So many new ones of one entry in one article are a [`Risk::Mass`].
const MASS: usize = 8;

/// What becomes of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// It is printed now and was not before.
    Added,
    /// It is printed otherwise: another variant, other words, another entry.
    Changed,
    /// It was printed and is no longer.
    Lost,
}

/// A match that the change adds, loses or prints otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatchChange {
    /// What becomes of it.
    pub what: What,
    /// Where the mention begins: a byte offset into the article's HTML.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The headword of the entry: the new one, unless it is lost.
    pub entry: String,
    /// That entry's number in the store, 0 for none.
    pub entry_id: i64,
    /// `substitute`, `aside` or `serial`.
    pub effect: &'static str,
    /// What was printed.
    pub before: Option<String>,
    /// What would be printed.
    pub after: Option<String>,
    /// What else the entry prints there before and after, changed or not: the note beside a house word, the house word beside
    /// a note.
    pub beside: [Option<String>; 2],
    /// Why it deserves a second look, the riskiest first.
    pub risks: Vec<Risk>,
}

impl MatchChange {
    /// How much it deserves a second look: more is riskier. What is lost counts half, since the source's own words stand there then.
    pub fn score(&self) -> u32 {
        let sum: u32 = self.risks.iter().map(|risk| risk.weight()).sum();
        match self.what {
            What::Added => 2 * sum + 1,
            What::Changed => sum + 1,
            What::Lost => sum,
        }
    }
}

/// What the change does to one article: never nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ArticleChange {
    /// The matches that differ, in the order of the text.
    pub matches: Vec<MatchChange>,
    /// Dossiers in which the article would be filed and was not.
    pub dossiers_added: Vec<String>,
    /// Dossiers in which it was filed and would not be.
    pub dossiers_lost: Vec<String>,
}

/// What tells that two annotations are at the same place: they are compared if so.
type Place = (usize, usize, &'static str);

pub(super) fn compare(html: &str, before: &Found, after: &Found) -> Option<ArticleChange> {
    debug_assert!(
        before
            .record
            .annotations
            .iter()
            .all(|a| a.end <= html.len())
    );
    let mut places: BTreeMap<Place, [Option<&Annotation>; 2]> = BTreeMap::new();
    for (side, found) in [before, after].into_iter().enumerate() {
        for annotation in &found.record.annotations {
            let place = (annotation.start, annotation.end, annotation.effect.name());
            places.entry(place).or_default()[side] = Some(annotation);
        }
    }
    let mut change = ArticleChange::default();
    for [old, new] in places.into_values() {
        let what = match (old, new) {
            (Some(old), Some(new)) if same(old, new) => continue,
            (Some(_), Some(_)) => What::Changed,
            (None, Some(_)) => What::Added,
            (Some(_), None) => What::Lost,
            (None, None) => continue,
        };
        let (Some(shown), found) = (if new.is_some() {
            (new, after)
        } else {
            (old, before)
        }) else {
            continue;
        };
        change.matches.push(MatchChange {
            what,
            start: shown.start,
            end: shown.end,
            entry: shown.entry.clone(),
            entry_id: shown.entry_id,
            effect: shown.effect.name(),
            before: old.map(printed),
            after: new.map(printed),
            beside: [before, after].map(|found| beside(found, shown)),
            risks: risks(found, shown),
        });
    }
    mark_masses(&mut change.matches);
    let filed = |found: &Found| -> Vec<String> {
        let slugs = found.dossiers.iter();
        slugs.map(|dossier| dossier.dossier.clone()).collect()
    };
    let (old, new) = (filed(before), filed(after));
    change.dossiers_added = new
        .iter()
        .filter(|slug| !old.contains(slug))
        .cloned()
        .collect();
    change.dossiers_lost = old.into_iter().filter(|slug| !new.contains(slug)).collect();
    (change != ArticleChange::default()).then_some(change)
}

/// Whether a reader would see no difference.
fn same(old: &Annotation, new: &Annotation) -> bool {
    old.entry == new.entry && old.at == new.at && old.effect == new.effect
}

/// What the entry of an annotation prints at the same mention by its other effect. Lines of serials stand elsewhere.
fn beside(found: &Found, shown: &Annotation) -> Option<String> {
    let rows = &found.record.annotations;
    let from = rows.partition_point(|row| row.start < shown.start);
    let is_serial = |row: &Annotation| matches!(row.effect, Effect::Serial { .. });
    rows[from..]
        .iter()
        .take_while(|row| row.start == shown.start)
        .find(|row| {
            row.entry == shown.entry
                && row.entry_id == shown.entry_id
                && row.effect.name() != shown.effect.name()
                && !is_serial(row)
                && !is_serial(shown)
        })
        .map(printed)
}

fn printed(annotation: &Annotation) -> String {
    match &annotation.effect {
        Effect::Substitute { text } | Effect::Serial { text, .. } => text.clone(),
        Effect::Aside { text, alt, .. } if text.is_empty() => alt.clone().unwrap_or_default(),
        Effect::Aside { text, .. } => text.clone(),
    }
}

fn risks(found: &Found, shown: &Annotation) -> Vec<Risk> {
    // A substitution may end before the mention's possessive, so only the beginning is compared.
    let rows = &found.mentions;
    let from = rows.partition_point(|row| row.start < shown.start);
    rows[from..]
        .iter()
        .take_while(|row| row.start == shown.start)
        .find(|row| row.entry == shown.entry)
        .map(|row| row.risks.clone())
        .unwrap_or_default()
}

/// Marks entries that would print many new things in this one article.
fn mark_masses(matches: &mut [MatchChange]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for change in matches.iter().filter(|change| change.what == What::Added) {
        *counts.entry(change.entry.clone()).or_default() += 1;
    }
    for change in matches.iter_mut() {
        if change.what == What::Added && counts.get(&change.entry).is_some_and(|&n| n >= MASS) {
            change.risks.push(Risk::Mass);
        }
    }
}
