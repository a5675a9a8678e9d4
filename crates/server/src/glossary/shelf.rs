//! The glossary as the desk looks at it: every entry as it is stored, with what the compiler says of it.

use clipsheet_gloss::{Entry, Glossary, Problem, Serial, Severity};
use clipsheet_store::{Conn, StoreResult, list_glossary, list_serials, newest_glossary_change};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// An entry with what there is to say of it.
#[derive(Debug)]
pub struct Shelved {
    /// The entry, with its number and revision.
    pub entry: Entry,
    /// All its words, folded, for searching.
    words: String,
    /// What the compiler says of it.
    pub problems: Vec<Problem>,
}

impl Shelved {
    /// Whether it, or a form of it, is set aside.
    pub fn is_set_aside(&self) -> bool {
        let error = |problem: &Problem| problem.severity == Severity::Error;
        // What does nothing is set aside with a warning only.
        !is_effective(&self.entry) || self.problems.iter().any(error)
    }

    /// Whether all these folded words stand somewhere in it.
    pub fn has_words(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.words.contains(word.as_str()))
    }
}

/// Whether an entry does anything at all.
fn is_effective(entry: &Entry) -> bool {
    !entry.substitute.is_empty()
        || !entry.asides.is_empty()
        || entry.serial.is_some()
        || entry.dossier.is_some()
}

/// The glossary as the desk looks at it. Made once for each state of the glossary and shared by all.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The entries in the order of their numbers, which is the order in which they are compiled.
    entries: Vec<Shelved>,
    by_id: HashMap<i64, usize>,
    /// Places in `entries` by headword.
    by_name: Vec<usize>,
    /// The newest change that is in it; 0 for none.
    pub change: i64,
    /// The serials.
    pub serials: Vec<Serial>,
    /// Numbers and headwords of entries that cannot be read: another Clipsheet wrote them.
    pub unreadable: Vec<(i64, String)>,
    /// The kinds there are, with how many entries are of each.
    pub kinds: BTreeMap<String, usize>,
    /// The entries that were tried last, the latest at the end: whoever tries one on a text changes the text more often.
    tried: Mutex<Vec<(Entry, Arc<Glossary>, Tried)>>,
}

/// Entries of which it is kept what came of trying them: each with a glossary.
const MOST_TRIED: usize = 2;

impl Shelf {
    /// Reads and compiles the glossary of the store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(conn: &mut Conn) -> StoreResult<Self> {
        // The change first: one that comes between the two reads makes this look older than it is, never newer.
        let change = newest_glossary_change(conn)?;
        let (mut entries, mut unreadable) = (Vec::new(), Vec::new());
        for row in list_glossary(conn)? {
            match serde_json::from_str::<Entry>(&row.body) {
                Ok(entry) => entries.push(Entry {
                    id: row.id,
                    revision: row.revision,
                    ..entry
                }),
                Err(_) => unreadable.push((row.id, row.headword)),
            }
        }
        let mut serials = Vec::new();
        for (name, lines) in list_serials(conn)? {
            let lines = serde_json::from_str(&lines).unwrap_or_default();
            serials.push(Serial { name, lines });
        }
        Ok(Self {
            change,
            ..Self::of(entries, serials, unreadable)
        })
    }

    /// Puts entries on the shelf.
    pub fn of(entries: Vec<Entry>, serials: Vec<Serial>, unreadable: Vec<(i64, String)>) -> Self {
        let (_, problems) = Glossary::compile(entries.clone(), serials.clone());
        let mut shelf = Self {
            serials,
            unreadable,
            ..Self::default()
        };
        for (place, entry) in entries.into_iter().enumerate() {
            shelf.by_id.insert(entry.id, place);
            if !entry.kind.is_empty() {
                *shelf.kinds.entry(entry.kind.clone()).or_default() += 1;
            }
            shelf.entries.push(Shelved {
                words: words_of(&entry),
                entry,
                problems: Vec::new(),
            });
        }
        for problem in problems {
            let place = problem.position.and_then(|at| shelf.entries.get_mut(at));
            if let Some(shelved) = place {
                shelved.problems.push(problem);
            }
        }
        let mut names: Vec<(String, usize)> = shelf
            .entries
            .iter()
            .enumerate()
            .map(|(place, shelved)| (fold(&shelved.entry.headword), place))
            .collect();
        names.sort();
        shelf.by_name = names.into_iter().map(|(_, place)| place).collect();
        shelf
    }

    /// All entries by headword.
    pub fn by_name(&self) -> impl Iterator<Item = &Shelved> {
        self.by_name.iter().map(|place| &self.entries[*place])
    }

    /// All entries in the order of their numbers.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|shelved| &shelved.entry)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry of that number.
    pub fn find(&self, id: i64) -> Option<&Shelved> {
        self.by_id.get(&id).map(|place| &self.entries[*place])
    }

    /// All entries with this one in place of the one that has its number, or at the end, where new ones go; and its place.
    pub fn with(&self, entry: &Entry) -> (Vec<Entry>, usize) {
        let mut all: Vec<Entry> = self.entries().cloned().collect();
        match self.by_id.get(&entry.id).filter(|_| entry.id != 0) {
            Some(place) => {
                all[*place] = entry.clone();
                (all, *place)
            }
            None => {
                all.push(entry.clone());
                let last = all.len() - 1;
                (all, last)
            }
        }
    }

    /// The glossary as if this entry stood in it, compiled unless it was tried just now. Gives what the compiler then says of it,
    /// and what it newly says of others.
    pub fn try_entry(&self, entry: &Entry) -> (Arc<Glossary>, Tried) {
        let kept = || self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, glossary, tried)) = kept().iter().find(|(one, ..)| one == entry) {
            return (Arc::clone(glossary), tried.clone());
        }
        let (glossary, tried) = self.compile_with(entry);
        let mut kept = kept();
        if kept.len() >= MOST_TRIED {
            kept.remove(0);
        }
        kept.push((entry.clone(), Arc::clone(&glossary), tried.clone()));
        (glossary, tried)
    }

    fn compile_with(&self, entry: &Entry) -> (Arc<Glossary>, Tried) {
        let (all, place) = self.with(entry);
        let (glossary, problems) = Glossary::compile(all, self.serials.clone());
        let mut tried = Tried::default();
        for problem in problems {
            match problem.position {
                Some(at) if at == place => tried.own.push(problem),
                Some(at) => {
                    let known = self.entries.get(at);
                    if known.is_some_and(|known| !known.problems.contains(&problem)) {
                        tried.others.push(problem);
                    }
                }
                None => {}
            }
        }
        (Arc::new(glossary), tried)
    }
}

/// What the compiler says of a glossary with an entry as it is to be.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    /// Of the entry itself.
    pub own: Vec<Problem>,
    /// Of others, which it did not say before.
    pub others: Vec<Problem>,
}

/// Lower case, and kinds of apostrophes, hyphens and white space as one: as people type when they search.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '’' | '‘' | 'ʼ' | '`' | '´' | 'ʿ' | 'ʾ' => folded.push('\''),
            '“' | '”' | '„' => folded.push('"'),
            '\u{2010}'..='\u{2015}' | '−' => folded.push('-'),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
            c if c.is_whitespace() => folded.push(' '),
            c => folded.push(c),
        }
    }
    folded
}

/// All words of an entry: forms as written and generated, house words, notes, dossier, kind.
fn words_of(entry: &Entry) -> String {
    let mut words = String::new();
    let mut add = |text: &str| {
        words.push_str(text);
        words.push('\n');
    };
    for form in entry.forms() {
        add(&form.text);
    }
    entry.substitute.iter().for_each(|word| add(word));
    for aside in &entry.asides {
        add(&aside.text);
        add(aside.alt.as_deref().unwrap_or_default());
    }
    add(&entry.kind);
    add(entry.dossier.as_deref().unwrap_or_default());
    add(entry.serial.as_deref().unwrap_or_default());
    fold(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_is_tried_again_is_not_compiled_again() {
        let gull = |word: &str| Entry {
            id: 1,
            substitute: vec![word.into()],
            ..Entry::new("gull")
        };
        let shelf = Shelf::of(vec![gull("bailiff")], Vec::new(), Vec::new());
        let (first, _) = shelf.try_entry(&gull("beadle"));
        let (again, _) = shelf.try_entry(&gull("beadle"));
        assert!(Arc::ptr_eq(&first, &again));
        let (other, _) = shelf.try_entry(&gull("baron"));
        assert!(!Arc::ptr_eq(&first, &other));
        assert_eq!(other.entries().next(), Some(&gull("baron")));
        // A few are kept, and no more.
        for word in ["bishop", "bosun"] {
            shelf.try_entry(&gull(word));
        }
        let (anew, _) = shelf.try_entry(&gull("beadle"));
        assert!(!Arc::ptr_eq(&first, &anew));
    }
}
