//! The compiler: takes entries in one after the other and puts their forms into the trees.

use std::collections::{BTreeMap, HashMap};

use super::conflicts::Conflicts;
use super::made::Made;
use super::{CompiledEntry, Glossary, Owner, Traits, Variant, check};
use crate::case;
use crate::forms::{FirstWord, Forms};
use crate::inflect;
use crate::loose::{self, Loose};
use crate::problem::shorten;
use crate::tokens::{Candidates, Paragraph, Reader, WORD};
use crate::{Case, Entry, Problem, Serial, Severity};

/// So many forms an entry may have.
pub(crate) const MOST_FORMS_OF_ONE: usize = 1_000;
/// So many near words an entry may have, and as many that may not be near.
const MOST_NEAR_OF_ONE: usize = 1_000;
/// So many forms all entries together may have, near words counted with them. Twice that, and the tables would take half a gigabyte.
const MOST_FORMS: usize = 500_000;

/// Whether entries may have more forms and near words than a glossary takes in.
pub(crate) fn is_overfull(entries: &[Entry]) -> bool {
    let forms = |entry: &Entry| {
        let lists = [&entry.aliases, &entry.plurals, &entry.near, &entry.not_near];
        1 + lists.into_iter().map(Vec::len).sum::<usize>()
    };
    entries.iter().map(forms).sum::<usize>() >= MOST_FORMS
}

/// The work of compiling.
pub(super) struct Compiler {
    glossary: Glossary,
    problems: Vec<Problem>,
    ends: Vec<(u32, EndRank, u32)>,
    first_words: Vec<FirstWord>,
    loose_ends: Vec<(u32, EndRank, u32)>,
    loose_first_words: Vec<FirstWord>,
    loose_scratch: Loose,
    /// Forms taken in so far.
    forms: usize,
    most_forms: usize,
    /// Entries that have forms beyond that.
    beyond: usize,
    conflicts: Conflicts,
    taken: HashMap<FormKey, u32>,
    /// The place of each entry in use.
    positions: Vec<usize>,
    watches: HashMap<String, u32>,
    scratch: Paragraph,
}

/// The part of the tie rule that is known beforehand: less is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct EndRank {
    plural: bool,
    unrestricted: bool,
    alias: bool,
}

/// What is made of a form.
#[derive(Clone, Copy)]
struct How {
    /// How far capitals count.
    case: Case,
    /// Its regular plural too.
    inflect: bool,
    /// The same without marks too.
    fold_marks: bool,
    /// Whether it is a plural already.
    plural: bool,
}

/// Two forms with the same key could never be told apart.
pub(super) type FormKey = (String, u64);

/// Every word may begin a form: forms themselves are cut without a filter.
struct NoCandidates;

impl Candidates for NoCandidates {
    fn may_begin(&self, _: u64, _: bool) -> bool {
        false
    }
}

impl Compiler {
    pub(super) fn new(entries: &[Entry]) -> Self {
        let glossary = Glossary {
            entries: Vec::with_capacity(entries.len()),
            traits: Vec::with_capacity(entries.len()),
            // Four forms of two words, and their plurals: a guess that only saves growing.
            forms: Forms::with_capacity(entries.len() * 8),
            loose: Forms::with_capacity(0),
            variants: Vec::new(),
            texts: String::new(),
            serials: BTreeMap::new(),
        };
        Self {
            glossary,
            problems: Vec::new(),
            ends: Vec::new(),
            first_words: Vec::new(),
            loose_ends: Vec::new(),
            loose_first_words: Vec::new(),
            loose_scratch: Loose::default(),
            forms: 0,
            most_forms: MOST_FORMS,
            beyond: 0,
            conflicts: Conflicts::among(entries),
            taken: HashMap::new(),
            positions: Vec::new(),
            watches: HashMap::new(),
            scratch: Paragraph::default(),
        }
    }

    pub(super) fn serials(&mut self, serials: Vec<Serial>) {
        for mut serial in serials {
            let known = self.glossary.serials.contains_key(&serial.name);
            let message = if serial.name.trim().is_empty() {
                "A serial without a name cannot be used by any entry. Give it a name."
            } else if check::has_control(&serial.name) {
                "The name of this serial has an invisible control character in it, so it is left out. Type it anew."
            } else if known {
                "There is another serial of this name before it; this one is left out. Give each a name of its own."
            } else if serial.lines.iter().all(|line| line.trim().is_empty()) {
                "This serial has no lines, so nothing of it will be printed. Write some."
            } else {
                // Nothing comes behind them, so that the end is known without a look at each.
                let is_last = |line: &String| !line.trim().is_empty();
                let lines = serial.lines.iter().rposition(is_last);
                serial.lines.truncate(lines.map_or(0, |last| last + 1));
                let _ = self.glossary.serials.insert(serial.name, serial.lines);
                continue;
            };
            let message = message.to_owned();
            self.problems.push(Problem {
                position: None,
                headword: shorten(&serial.name),
                severity: Severity::Warning,
                message,
            });
        }
    }

    /// Takes in an entry. `circle` is the headword to which its substitute leads back, if it does.
    pub(super) fn entry(&mut self, position: usize, mut entry: Entry, circle: Option<&String>) {
        if entry.held {
            return;
        }
        let mut report = check::Report::new(position, &entry.headword, &mut self.problems);
        if !check::entry(&mut entry, &self.glossary.serials, &mut report) {
            return;
        }
        if let Some(other) = circle {
            report.warning(format!("Its substitute is a word of the entry \"{}\", whose substitutes lead back to this one. Each is applied once, so the words only change places.", shorten(other)));
        }
        if !check::near_words(&mut entry, MOST_NEAR_OF_ONE, &mut report) {
            return;
        }
        let near_words = entry.near.len() + entry.not_near.len();
        if near_words > 0 && self.forms + near_words >= self.most_forms {
            // Without them it would act where it should not.
            if self.beyond == 0 {
                report.error(format!("The glossary has more than {} forms and near words. What is beyond that is set aside, from this entry on. Take out entries that never match.", self.most_forms));
            }
            self.beyond += 1;
            return;
        }
        let scope = check::scope(&entry);
        let aliases = std::mem::take(&mut entry.aliases);
        let listed = std::mem::take(&mut entry.plurals);
        let first_listed = 1 + aliases.len();
        let forms = std::iter::once(entry.headword.clone())
            .chain(aliases)
            .chain(listed)
            .enumerate();
        let number = self.glossary.entries.len() as u32;
        let mut used = 0;
        for (index, form) in forms {
            let mut report = check::Report::new(position, &entry.headword, &mut self.problems);
            let Some(folded) = check::form(&form, index > 0, &mut report) else {
                continue;
            };
            // Under exact and smart case, forms that differ in capitals are told apart by the text.
            match self.taken.get(&(folded.clone(), scope)) {
                Some(owner) if *owner == number => {
                    report.warning(format!("The form \"{}\" is in this entry twice, once folded. One is enough; take the other out.", shorten(&form)));
                    continue;
                }
                Some(owner) => {
                    let owner = &self.glossary.entries[*owner as usize].entry.headword;
                    report.error(format!(
                        "The form \"{}\" already belongs to the entry \"{}\", so here it is set aside. Take it out of one of the two, or tell them apart by page, area, dates or near words.",
                        shorten(&form),
                        shorten(owner)
                    ));
                    continue;
                }
                None => {}
            }
            if used >= MOST_FORMS_OF_ONE {
                report.error(format!("It has more than {MOST_FORMS_OF_ONE} forms; those from \"{}\" on are set aside. Divide it into several entries.", shorten(&form)));
                break;
            }
            if self.forms >= self.most_forms {
                // Told once: beyond it there may be as many again.
                if self.beyond == 0 {
                    report.error(format!("The glossary has more than {} forms. What is beyond that is set aside, from \"{}\" of this entry on. Take out entries that never match.", self.most_forms, shorten(&form)));
                }
                self.beyond += 1;
                break;
            }
            self.forms += 1;
            self.conflicts.take_in(&entry, &form, scope, &mut report);
            self.taken.insert((folded, scope), number);
            let rank = EndRank {
                plural: false,
                unrestricted: scope == check::UNRESTRICTED,
                alias: index > 0,
            };
            let how = How {
                case: entry.case,
                inflect: entry.inflect && index < first_listed,
                fold_marks: entry.fold_marks,
                plural: index >= first_listed,
            };
            self.insert(&form, Owner::Entry(number), how, rank);
            used += 1;
        }
        if used == 0 {
            return;
        }
        let near = self.watch(&entry.near);
        let not_near = self.watch(&entry.not_near);
        self.positions.push(position);
        self.glossary.traits.push(Traits::of(&entry));
        self.glossary.entries.push(CompiledEntry {
            entry,
            near,
            not_near,
        });
    }

    /// Puts a phrase and, if asked for, its plural into the tree.
    fn insert(&mut self, form: &str, owner: Owner, how: How, rank: EndRank) {
        let written = check::single_spaced(form);
        self.insert_one(&written, owner, 0, how, rank);
        let last_is_word = self
            .scratch
            .tokens
            .last()
            .is_some_and(|token| token.is(WORD));
        if how.inflect
            && last_is_word
            && let Some((plural, ending)) = inflect::form_plural(&written)
        {
            self.insert_one(
                &plural,
                owner,
                ending as u8,
                How {
                    plural: true,
                    ..how
                },
                EndRank {
                    plural: true,
                    ..rank
                },
            );
        }
    }

    fn insert_one(&mut self, form: &str, owner: Owner, ending: u8, how: How, rank: EndRank) {
        Reader::text(form, &NoCandidates).read(&mut self.scratch);
        let Some(first) = self.scratch.tokens.first() else {
            return;
        };
        let hash = first.hash;
        let node = self.glossary.forms.insert(&self.scratch.tokens);
        let start = self.glossary.texts.len() as u32;
        crate::verify::fold_tokens(form, &self.scratch.tokens, false, &mut self.glossary.texts);
        let text = start..self.glossary.texts.len() as u32;
        self.first_words.push(FirstWord {
            hash,
            may_be_small: case::may_begin_small(
                &self.glossary.texts[start as usize..],
                how.case,
                usize::from(ending),
            ),
        });
        self.ends
            .push((node, rank, self.glossary.variants.len() as u32));
        self.glossary.variants.push(Variant {
            owner,
            text,
            ending,
            plural: how.plural,
        });
        if how.fold_marks {
            self.insert_loose(form, owner, ending, how.plural, rank);
        }
    }

    /// Puts the form that is in the scratch into the tree of those without marks.
    fn insert_loose(&mut self, form: &str, owner: Owner, ending: u8, plural: bool, rank: EndRank) {
        let tokens = &self.scratch.tokens;
        self.loose_scratch
            .read(form, tokens, false, &self.glossary.loose);
        let Some(first) = self.loose_scratch.words.first() else {
            return;
        };
        self.loose_first_words.push(FirstWord {
            hash: first.hash,
            may_be_small: true,
        });
        let node = self.glossary.loose.insert(&self.loose_scratch.words);
        let start = self.glossary.texts.len() as u32;
        loose::fold_tokens(form, tokens, false, &mut self.glossary.texts);
        let text = start..self.glossary.texts.len() as u32;
        self.loose_ends
            .push((node, rank, self.glossary.variants.len() as u32));
        self.glossary.variants.push(Variant {
            owner,
            text,
            ending,
            plural,
        });
    }

    fn watch(&mut self, phrases: &[String]) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(phrases.len());
        for phrase in phrases {
            let folded = crate::fold::fold_text(&check::single_spaced(phrase));
            let next = self.watches.len() as u32;
            let number = *self.watches.entry(folded).or_insert(next);
            if number == next {
                let rank = EndRank {
                    plural: false,
                    unrestricted: true,
                    alias: true,
                };
                let how = How {
                    case: Case::Ignore,
                    inflect: true,
                    fold_marks: false,
                    plural: false,
                };
                self.insert(phrase, Owner::Watch(number), how, rank);
                self.forms += 1;
            }
            numbers.push(number);
        }
        numbers
    }

    pub(super) fn finish(mut self) -> (Glossary, Vec<Problem>) {
        if self.beyond > 1 {
            self.problems.push(Problem {
                position: None,
                headword: String::new(),
                severity: Severity::Error,
                message: format!("{} more entries are set aside, wholly or in part, because the glossary has more than {} forms.", self.beyond - 1, self.most_forms),
            });
        }
        let made = Made {
            entries: &self.glossary.entries,
            taken: &self.taken,
            positions: &self.positions,
        };
        let variants = self.glossary.variants.iter();
        let variants = variants.map(|variant| (variant, self.glossary.text(variant)));
        made.report(variants, &mut self.problems);
        // Variants were numbered in the order of entries, so the number is the last tie rule. Now they are put in the order
        // of the trees, so that what ends at a node stands side by side.
        let glossary = &mut self.glossary;
        let mut variants = Vec::with_capacity(glossary.variants.len());
        for (forms, ends, first_words) in [
            (&mut glossary.forms, &mut self.ends, &self.first_words),
            (
                &mut glossary.loose,
                &mut self.loose_ends,
                &self.loose_first_words,
            ),
        ] {
            ends.sort_unstable();
            let first = variants.len() as u32;
            let of = |&(_, _, variant): &(u32, EndRank, u32)| {
                glossary.variants[variant as usize].clone()
            };
            variants.extend(ends.iter().map(of));
            let nodes = ends.iter().map(|&(node, _, _)| node);
            forms.finish(first, nodes, first_words);
        }
        glossary.variants = variants;
        self.glossary.variants.shrink_to_fit();
        self.glossary.texts.shrink_to_fit();
        (self.glossary, self.problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_the_limit_of_all_forms_is_set_aside() {
        let entries: Vec<Entry> = (0..8)
            .map(|number| {
                let mut entry = Entry::new(format!("e{number}"));
                entry.aliases = vec![format!("e{number}a"), format!("e{number}b")];
                entry.dossier = Some("x".to_owned());
                entry
            })
            .collect();
        let mut compiler = Compiler::new(&entries);
        compiler.most_forms = 10;
        for (position, entry) in entries.into_iter().enumerate() {
            compiler.entry(position, entry, None);
        }
        let (glossary, problems) = compiler.finish();
        assert_eq!(glossary.len(), 4);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert_eq!(
            (problems[0].position, problems[1].position),
            (Some(3), None)
        );
        assert!(
            problems[0].message.contains("more than 10 forms")
                && problems[0].message.contains("\"e3a\"")
        );
        assert!(
            problems[1].message.starts_with("4 more entries"),
            "{problems:?}"
        );
    }

    #[test]
    fn near_words_count_as_forms() {
        let entries: Vec<Entry> = (0..8)
            .map(|number| {
                let mut entry = Entry::new(format!("e{number}"));
                entry.near = vec![format!("n{number}"), "sea".to_owned()];
                entry.dossier = Some("x".to_owned());
                entry
            })
            .collect();
        let mut compiler = Compiler::new(&entries);
        compiler.most_forms = 10;
        for (position, entry) in entries.into_iter().enumerate() {
            compiler.entry(position, entry, None);
        }
        let (glossary, problems) = compiler.finish();
        // Three and then two each, for the sea is one and the same.
        assert_eq!(glossary.len(), 4);
        assert_eq!(problems[0].position, Some(4));
        assert!(
            problems[0].message.contains("10 forms and near words"),
            "{problems:?}"
        );
        assert!(
            problems[1].message.starts_with("3 more entries"),
            "{problems:?}"
        );
    }
}
