//! The rehearsal: what a change of the glossary would do to articles that were printed without it.
//!
//! Two steps an article. First, does it contain a form of an entry that changes at all? That is asked with a glossary
//! of the changed entries alone, old and new, freed of all conditions, by the very reader that the search uses: tags,
//! character references and soft hyphens in a form hide it from neither. Only an article that passes is searched with
//! both glossaries, and what they do is compared. That the first step loses nothing rests on the search's own rule: what
//! an entry does depends on other entries only where a form of theirs begins at the same words.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::compile;
use crate::forms::{Forms, ROOT};
use crate::loose::Loose;
use crate::tokens::{Paragraph, Reader, Token};
use crate::{Case, Context, Entry, Format, Found, Glossary, GlossaryFile, Mention, Problem};

mod change;
mod outcome;

pub use change::{ArticleChange, MatchChange, What};
pub use outcome::{EntryTotals, Outcome, Sample};

/// Two glossaries, and all that is needed to tell what the change from one to the other does to an article.
///
/// It has no state, so any number of threads may ask it at once, each with an [`Outcome`] of its own to be merged.
///
/// ```
/// use clipsheet_gloss::{Context, GlossaryFile, Outcome, Rehearsal};
///
/// let before = GlossaryFile::try_from(r#"{"entries": [{"headword": "pier", "substitute": ["jetty"]}]}"#)?;
/// let after = GlossaryFile::try_from(r#"{"entries": [{"headword": "pier", "substitute": ["long plank"]}]}"#)?;
/// let (rehearsal, problems) = Rehearsal::new(&before, &after);
/// assert!(problems.is_empty());
///
/// let archive = [(1, "<p>A gull.</p>"), (2, "<p>The pier stands.</p>")];
/// let mut outcome = Outcome::new(10);
/// for (article_id, html) in archive {
///     let context = Context { article_id, ..Context::default() };
///     outcome.add(article_id, html, rehearsal.article(html, &context));
/// }
/// assert_eq!((outcome.articles, outcome.touched), (2, 1));
/// let change = &outcome.samples()[0].change;
/// assert_eq!(change.before.as_deref(), Some("jetty"));
/// assert_eq!(change.after.as_deref(), Some("long plank"));
/// # Ok::<(), clipsheet_gloss::FileError>(())
/// ```
#[derive(Debug)]
pub struct Rehearsal {
    before: Glossary,
    after: Glossary,
    /// All forms of the changed entries, old and new, without conditions.
    forms: Glossary,
    /// Whether one of the glossaries has more forms than are taken in. What is set aside then depends on entries that
    /// share no word with it, so every article is searched.
    overfull: bool,
    changed: Vec<ChangedEntry>,
}

/// An entry that the change adds, drops or changes.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedEntry {
    /// As it was; `None` when it is new.
    pub before: Option<Entry>,
    /// As it will be; `None` when it is dropped.
    pub after: Option<Entry>,
}

impl ChangedEntry {
    /// Its headword: the new one, if it has one.
    pub fn headword(&self) -> &str {
        let entry = self.after.as_ref().or(self.before.as_ref());
        entry.map_or("", |entry| entry.headword.as_str())
    }
}

/// What tells that an old entry and a new one are the same: its number in the store, else its headword and which of
/// those with that headword it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'a> {
    Id(i64),
    Headword(&'a str, usize),
}

fn keyed(entries: &[Entry]) -> Vec<(Key<'_>, &Entry)> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut keyed = Vec::with_capacity(entries.len());
    for entry in entries {
        let key = if entry.id == 0 {
            let nth = seen.entry(&entry.headword).or_default();
            *nth += 1;
            Key::Headword(&entry.headword, *nth)
        } else {
            Key::Id(entry.id)
        };
        keyed.push((key, entry));
    }
    keyed
}

impl Rehearsal {
    /// Compiles both glossaries. The problems are those of `after`, as [`Glossary::compile`] reports them.
    ///
    /// An entry is the same before and after when it has the same `id`; without ids, when it has the same headword. A
    /// new revision alone changes nothing.
    pub fn new(before: &GlossaryFile, after: &GlossaryFile) -> (Self, Vec<Problem>) {
        let changed = changes(before, after);
        let mut touched: Vec<&Entry> = changed
            .iter()
            .flat_map(|change| [&change.before, &change.after])
            .flatten()
            .collect();
        touched.extend(moved(before, after));
        touched.extend(told_otherwise(before, after));
        let mut all = before.entries.iter().chain(&after.entries);
        let folds_marks = all.any(|entry| entry.fold_marks);
        let freed: Vec<Entry> = touched
            .into_iter()
            .flat_map(|entry| freed(entry, folds_marks))
            .collect();
        let overfull = [&before.entries, &after.entries, &freed]
            .into_iter()
            .any(|entries| compile::is_overfull(entries));
        let (forms, _) = Glossary::compile(freed, Vec::new());
        let compile =
            |file: &GlossaryFile| Glossary::compile(file.entries.clone(), file.serials.clone());
        let (old, _) = compile(before);
        let (new, problems) = compile(after);
        let rehearsal = Self {
            before: old,
            after: new,
            forms,
            overfull,
            changed,
        };
        (rehearsal, problems)
    }

    /// The entries that differ, in the order of the new glossary, dropped ones last.
    pub fn changed(&self) -> &[ChangedEntry] {
        &self.changed
    }

    /// Whether an article contains a form of a changed entry. False means for certain that the change does nothing to it.
    pub fn may_touch(&self, html: &str) -> bool {
        if self.forms.is_empty() || u32::try_from(html.len()).is_err() {
            return false;
        }
        if self.overfull {
            return true;
        }
        let (forms, unmarked) = (&self.forms.forms, &self.forms.loose);
        let mut reader = Reader::html(html, forms);
        let mut paragraph = Paragraph::default();
        let mut loose = Loose::default();
        while reader.read(&mut paragraph) {
            if has_form(forms, &paragraph.tokens, &paragraph.candidates) {
                return true;
            }
            if !unmarked.is_empty() {
                loose.read(html, &paragraph.tokens, true, unmarked);
                if has_form(unmarked, &loose.words, &loose.candidates) {
                    return true;
                }
            }
        }
        false
    }

    /// What the change does to an article, or `None` when that is nothing. `html` is the article's safe HTML as it was
    /// before anything was printed over it; the context is that of a printing.
    pub fn article(&self, html: &str, context: &Context<'_>) -> Option<ArticleChange> {
        if !self.may_touch(html) {
            return None;
        }
        let context = Context {
            explain: true,
            ..context.clone()
        };
        let before = self.before.find(html, Format::Html, &context);
        let after = self.after.find(html, Format::Html, &context);
        change::compare(html, &before, &after)
    }

    /// What the old glossary does to an article.
    pub fn find_before(&self, html: &str, context: &Context<'_>) -> Found {
        self.before.find(html, Format::Html, context)
    }

    /// What the new glossary does to an article.
    pub fn find_after(&self, html: &str, context: &Context<'_>) -> Found {
        self.after.find(html, Format::Html, context)
    }
}

/// Whether a form begins at one of the candidates, as far as hashes tell.
fn has_form(forms: &Forms, tokens: &[Token], candidates: &[u32]) -> bool {
    candidates.iter().any(|&candidate| {
        let mut node = ROOT;
        for token in &tokens[candidate as usize..] {
            match forms.follow(node, token) {
                Some(next) if forms.ends_at(next).is_empty() => node = next,
                end => return end.is_some(),
            }
        }
        false
    })
}

fn changes(before: &GlossaryFile, after: &GlossaryFile) -> Vec<ChangedEntry> {
    let old: Vec<_> = keyed(&before.entries);
    let mut left: HashMap<Key<'_>, &Entry> = old.iter().copied().collect();
    let mut changed = Vec::new();
    for (key, entry) in keyed(&after.entries) {
        let was = left.remove(&key);
        if was.is_none_or(|was| !same(was, entry)) {
            changed.push(ChangedEntry {
                before: was.cloned(),
                after: Some(entry.clone()),
            });
        }
    }
    for (key, entry) in old {
        if left.contains_key(&key) {
            changed.push(ChangedEntry {
                before: Some(entry.clone()),
                after: None,
            });
        }
    }
    changed
}

fn same(a: &Entry, b: &Entry) -> bool {
    a.revision == b.revision && a == b || {
        let bare = |entry: &Entry| Entry {
            revision: 0,
            ..entry.clone()
        };
        bare(a) == bare(b)
    }
}

/// Entries that stand in another order than before: the order is the last of the tie rules.
fn moved<'a>(before: &'a GlossaryFile, after: &'a GlossaryFile) -> Vec<&'a Entry> {
    let (old, new) = (keyed(&before.entries), keyed(&after.entries));
    let old_keys: HashSet<Key<'_>> = old.iter().map(|(key, _)| *key).collect();
    let new_keys: HashSet<Key<'_>> = new.iter().map(|(key, _)| *key).collect();
    let old = old.iter().filter(|(key, _)| new_keys.contains(key));
    let new = new.iter().filter(|(key, _)| old_keys.contains(key));
    old.zip(new)
        .filter(|(old, new)| old.0 != new.0)
        .map(|(_, new)| new.1)
        .collect()
}

/// Entries whose serial has other lines now.
fn told_otherwise<'a>(before: &GlossaryFile, after: &'a GlossaryFile) -> Vec<&'a Entry> {
    let lines = |file: &GlossaryFile| -> BTreeMap<String, Vec<String>> {
        let serials = file.serials.iter().rev();
        serials
            .map(|serial| (serial.name.clone(), serial.lines.clone()))
            .collect()
    };
    let (old, new) = (lines(before), lines(after));
    let differs = |entry: &&Entry| {
        let serial = entry.serial.as_deref();
        serial.is_some_and(|name| old.get(name) != new.get(name))
    };
    after.entries.iter().filter(differs).collect()
}

/// Entries with the same forms that act wherever one of them stands, each with no more forms than an entry may have.
///
/// All are loosened alike: of two with the same form the compiler takes in one only, so whatever any of them would find, each
/// must. The one that is taken in may also stand for an entry that has not changed and comes to life, or goes, with it.
fn freed(entry: &Entry, fold_marks: bool) -> Vec<Entry> {
    let forms: Vec<String> = entry
        .aliases
        .iter()
        .chain(&entry.plurals)
        .cloned()
        .collect();
    let free = |forms: &[String]| Entry {
        aliases: forms.to_vec(),
        fold_marks,
        case: Case::Ignore,
        inflect: true,
        mention: Mention::Every,
        in_quotes: true,
        dossier: Some("changed".to_owned()),
        ..Entry::new(entry.headword.clone())
    };
    if forms.is_empty() {
        return vec![free(&[])];
    }
    let most = compile::MOST_FORMS_OF_ONE - 1;
    forms.chunks(most).map(free).collect()
}
