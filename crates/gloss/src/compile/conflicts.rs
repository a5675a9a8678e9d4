//! Entries that get in each other's way: forms that fit the same words, substitutes that lead back.

use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::collections::{HashMap, HashSet};

use super::check::{self, Report};
use super::overlaps::Overlaps;
use crate::fold;
use crate::loose;
use crate::problem::shorten;
use crate::{Case, Entry};

/// Forms by what they are to a lenient entry: one that ignores case or folds marks.
pub(super) struct Conflicts {
    /// Whether there is any lenient entry. Where there is none, nothing needs to be kept.
    any: bool,
    seen: HashMap<(String, u64), Seen>,
    /// Forms of several words, folded, with their scope: as written, and whose.
    phrases: HashMap<(String, u64), (String, String)>,
    overlaps: Overlaps,
}

fn is_lenient(entry: &Entry) -> bool {
    entry.fold_marks || entry.case == Case::Ignore
}

struct Seen {
    headword: String,
    lenient: bool,
    form: String,
}

impl Conflicts {
    pub(super) fn among(entries: &[Entry]) -> Self {
        Self {
            any: entries.iter().any(is_lenient),
            seen: HashMap::new(),
            phrases: HashMap::new(),
            overlaps: Overlaps::default(),
        }
    }

    /// Warns about a form that fits words of another entry too, as far as letters tell, where both hold.
    pub(super) fn take_in(
        &mut self,
        entry: &Entry,
        form: &str,
        scope: u64,
        report: &mut Report<'_>,
    ) {
        self.overlaps.take_in(entry, form, report);
        let spaced = check::single_spaced(form);
        self.compare_capitals(entry, &spaced, scope, report);
        if !self.any {
            return;
        }
        let key = fold::fold_text(&loose::shown(&spaced));
        let lenient = is_lenient(entry);
        let key = (key, scope);
        match self.seen.get_mut(&key) {
            Some(seen) if seen.headword != entry.headword => {
                if lenient || seen.lenient {
                    report.warning(format!(
                        "The form \"{}\" and the form \"{}\" of the entry \"{}\" fit the same words, since one of the two ignores case or marks. Where both fit, the one as written goes first, then the entry that stands first.",
                        shorten(form),
                        shorten(&seen.form),
                        shorten(&seen.headword)
                    ));
                }
                seen.lenient |= lenient;
            }
            Some(seen) => seen.lenient |= lenient,
            None => {
                let seen = Seen {
                    headword: entry.headword.clone(),
                    lenient,
                    form: form.to_owned(),
                };
                self.seen.insert(key, seen);
            }
        }
    }
}

impl Conflicts {
    /// Warns about a phrase that another entry has with other capitals. "Turkey" and "turkey" are two things; of "Harbour Board"
    /// and "HARBOUR BOARD" one is a slip.
    fn compare_capitals(
        &mut self,
        entry: &Entry,
        spaced: &str,
        scope: u64,
        report: &mut Report<'_>,
    ) {
        if !spaced.contains(' ') || is_lenient(entry) {
            return;
        }
        match self.phrases.entry((fold::fold_text(spaced), scope)) {
            Vacant(vacant) => {
                vacant.insert((spaced.to_owned(), entry.headword.clone()));
            }
            Occupied(known) => {
                let (form, headword) = known.get();
                // What differs by its apostrophe or hyphen is one form, and said to be so elsewhere.
                let by_capitals = form != spaced && form.to_lowercase() == spaced.to_lowercase();
                if by_capitals && *headword != entry.headword {
                    report.warning(format!(
                        "The form \"{}\" and the form \"{}\" of the entry \"{}\" differ by their capitals alone. Where a text has other capitals than either, one of them is found by chance. Is that meant?",
                        shorten(spaced),
                        shorten(form),
                        shorten(headword)
                    ));
                }
            }
        }
    }
}

/// The entries whose substitutes lead back to them, by position, each with the headword that its substitute is a form of.
pub(super) fn circles(entries: &[Entry]) -> HashMap<usize, String> {
    let folded = |text: &str| fold::fold_text(&check::single_spaced(text));
    // Only substitutes are looked up, so only they are kept.
    let wanted: HashSet<String> = entries
        .iter()
        .flat_map(|entry| &entry.substitute)
        .map(|text| folded(text))
        .collect();
    let mut owners: HashMap<String, usize> = HashMap::new();
    for (position, entry) in entries.iter().enumerate() {
        for form in std::iter::once(&entry.headword).chain(&entry.aliases) {
            let form = folded(form);
            if wanted.contains(&form) {
                owners.entry(form).or_insert(position);
            }
        }
    }
    let leads_to = |position: usize| -> Vec<usize> {
        let texts = entries[position].substitute.iter();
        let mut next: Vec<usize> = texts
            .filter_map(|text| owners.get(&folded(text)).copied())
            .filter(|&next| next != position)
            .collect();
        next.dedup();
        next
    };
    let mut circles = HashMap::new();
    let mut state = vec![State::New; entries.len()];
    for start in 0..entries.len() {
        // Depth first, with a path instead of recursion: a chain may be as long as the glossary.
        let mut path: Vec<(usize, Vec<usize>)> = Vec::new();
        if state[start] == State::New {
            state[start] = State::Open;
            path.push((start, leads_to(start)));
        }
        while let Some((position, next)) = path.last_mut() {
            let position = *position;
            match next.pop() {
                None => {
                    state[position] = State::Done;
                    path.pop();
                }
                Some(next) if state[next] == State::Open => {
                    circles.insert(position, entries[next].headword.clone());
                }
                Some(next) if state[next] == State::New => {
                    state[next] = State::Open;
                    path.push((next, leads_to(next)));
                }
                Some(_) => {}
            }
        }
    }
    circles
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}
