//! What a rehearsal came to over many articles: totals that can be merged, and the riskiest samples.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{ArticleChange, MatchChange, What};
use crate::html::{Piece, Walker};
use crate::{Risk, entities};

/// How much text is shown on each side of a sample's mention, in characters.
const AROUND: usize = 90;

/// Totals of a rehearsal. Each thread keeps one of its own; [`Outcome::merge`] puts them together, in whatever order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Articles looked at.
    pub articles: usize,
    /// Articles to which the change does something.
    pub touched: usize,
    /// Matches that are new.
    pub added: usize,
    /// Matches that are printed otherwise.
    pub changed: usize,
    /// Matches that are lost.
    pub lost: usize,
    /// Articles that would be filed in a dossier, or no longer.
    pub refiled: usize,
    /// For each risk the number of matches that have it.
    pub risks: BTreeMap<Risk, usize>,
    /// For each entry by headword what becomes of it.
    pub entries: BTreeMap<String, EntryTotals>,
    wanted: usize,
    samples: BTreeSet<Ranked>,
}

/// What becomes of one entry's matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EntryTotals {
    /// Articles in which something of it changes.
    pub articles: usize,
    /// Articles in which something of it is new.
    pub articles_added: usize,
    /// Matches that are new.
    pub added: usize,
    /// Matches that are printed otherwise.
    pub changed: usize,
    /// Matches that are lost.
    pub lost: usize,
}

/// The riskiest match of an article, with the words around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// The article's number.
    pub article_id: i64,
    /// What becomes of the match.
    pub change: MatchChange,
    /// How many matches of the article change.
    pub matches: usize,
    /// The text before it, white space as single spaces; begins with `…` when it is cut off.
    pub text_before: String,
    /// The mention as the source has it.
    pub text: String,
    /// The text behind it.
    pub text_after: String,
}

/// Samples in order: the riskiest first, and among equals the newest article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Ranked(Sample);

impl Ranked {
    fn rank(&self) -> (Reverse<u32>, Reverse<i64>, usize) {
        let Sample {
            article_id, change, ..
        } = &self.0;
        (Reverse(change.score()), Reverse(*article_id), change.start)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl Outcome {
    /// Nothing so far; keeps that many of the riskiest samples, one an article.
    pub fn new(samples: usize) -> Self {
        Self {
            wanted: samples,
            ..Self::default()
        }
    }

    /// Counts an article in. `html` is what was given to [`Rehearsal::article`](crate::Rehearsal::article), `change` what came of it.
    pub fn add(&mut self, article_id: i64, html: &str, change: Option<ArticleChange>) {
        self.articles += 1;
        let Some(change) = change else { return };
        self.touched += 1;
        self.refiled +=
            usize::from(!change.dossiers_added.is_empty() || !change.dossiers_lost.is_empty());
        let mut seen: BTreeMap<&str, bool> = BTreeMap::new();
        // A house word and a note at one mention are one match to whoever reads it.
        let mention = |found: &MatchChange| (found.start, found.entry_id, found.entry.clone());
        let mut mentions: BTreeMap<_, Vec<&MatchChange>> = BTreeMap::new();
        for found in &change.matches {
            mentions.entry(mention(found)).or_default().push(found);
        }
        let matches = mentions.len();
        for found in mentions.into_values() {
            let first = found[0];
            let alike = found.iter().all(|other| other.what == first.what);
            let what = if alike { first.what } else { What::Changed };
            let totals = self.entries.entry(first.entry.clone()).or_default();
            let (all, its) = match what {
                What::Added => (&mut self.added, &mut totals.added),
                What::Changed => (&mut self.changed, &mut totals.changed),
                What::Lost => (&mut self.lost, &mut totals.lost),
            };
            *all += 1;
            *its += 1;
            *seen.entry(&first.entry).or_default() |=
                found.iter().any(|found| found.what == What::Added);
            let risks: BTreeSet<Risk> = found
                .iter()
                .flat_map(|found| &found.risks)
                .copied()
                .collect();
            for risk in risks {
                *self.risks.entry(risk).or_default() += 1;
            }
        }
        for (entry, added) in seen {
            let totals = self.entries.entry(entry.to_owned()).or_default();
            totals.articles += 1;
            totals.articles_added += usize::from(added);
        }
        // Of equally risky ones the first in the text.
        let riskiest = change
            .matches
            .into_iter()
            .min_by_key(|change| (Reverse(change.score()), change.start));
        if let Some(change) = riskiest {
            self.sample(article_id, html, change, matches);
        }
    }

    fn sample(&mut self, article_id: i64, html: &str, change: MatchChange, matches: usize) {
        let ranked = Ranked(Sample {
            article_id,
            change,
            matches,
            text_before: String::new(),
            text: String::new(),
            text_after: String::new(),
        });
        let room = self.samples.len() < self.wanted;
        if !room && self.samples.last().is_none_or(|last| ranked >= *last) {
            return;
        }
        let Ranked(mut sample) = ranked;
        // Only what is kept is worth the words around it.
        let (start, end) = (sample.change.start, sample.change.end);
        [sample.text_before, sample.text, sample.text_after] = around(html, start, end);
        self.samples.insert(Ranked(sample));
        self.trim();
    }

    fn trim(&mut self) {
        while self.samples.len() > self.wanted {
            self.samples.pop_last();
        }
    }

    /// Takes in what another one counted. The same comes of it in any order.
    pub fn merge(&mut self, other: Self) {
        self.articles += other.articles;
        self.touched += other.touched;
        self.added += other.added;
        self.changed += other.changed;
        self.lost += other.lost;
        self.refiled += other.refiled;
        for (risk, count) in other.risks {
            *self.risks.entry(risk).or_default() += count;
        }
        for (headword, more) in other.entries {
            let totals = self.entries.entry(headword).or_default();
            totals.articles += more.articles;
            totals.articles_added += more.articles_added;
            totals.added += more.added;
            totals.changed += more.changed;
            totals.lost += more.lost;
        }
        self.wanted = self.wanted.max(other.wanted);
        self.samples.extend(other.samples);
        self.trim();
    }

    /// The riskiest samples, riskiest first.
    pub fn samples(&self) -> Vec<&Sample> {
        self.samples.iter().map(|ranked| &ranked.0).collect()
    }

    /// Entries that would print something new in more than one article of twenty: probably not meant. With the number of
    /// those articles, the most first; none among fewer than a hundred articles.
    pub fn masses(&self) -> Vec<(&str, usize)> {
        if self.articles < 100 {
            return Vec::new();
        }
        let mut masses: Vec<(&str, usize)> = self
            .entries
            .iter()
            .filter(|(_, totals)| totals.articles_added * 20 > self.articles)
            .map(|(headword, totals)| (headword.as_str(), totals.articles_added))
            .collect();
        masses.sort_by_key(|&(headword, count)| (Reverse(count), headword));
        masses
    }
}

/// The text before a span of HTML, in it and behind it, without tags.
fn around(html: &str, start: usize, end: usize) -> [String; 3] {
    let mut parts = [String::new(), String::new(), String::new()];
    let mut walker = Walker::new(html);
    while let Some((piece, range)) = walker.next() {
        if piece != Piece::Text {
            if piece != Piece::Inline {
                let part = usize::from(range.start >= start) + usize::from(range.start >= end);
                parts[part].push(' ');
            }
            continue;
        }
        let spans = [range.start..start, start..end, end..range.end];
        for (part, span) in parts.iter_mut().zip(spans) {
            let (from, to) = (span.start.max(range.start), span.end.min(range.end));
            // A span that does not fit the text shows less of it.
            if from < to
                && let Some(text) = html.get(from..to)
            {
                part.push_str(&entities::decode_all(text));
            }
        }
        if parts[2].len() > AROUND * 8 {
            break;
        }
    }
    let [before, text, after] = parts.map(|part| single_spaces(&part));
    let cut = before.chars().count().saturating_sub(AROUND);
    let before = match cut {
        0 => before,
        _ => std::iter::once('…')
            .chain(before.chars().skip(cut))
            .collect(),
    };
    let after = match after.char_indices().nth(AROUND) {
        Some((at, _)) => format!("{}…", &after[..at]),
        None => after,
    };
    [before, text, after]
}

/// Every run of white space as one space, those at the ends too.
fn single_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}
