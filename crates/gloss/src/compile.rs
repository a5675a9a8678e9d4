//! Compiling entries: every form into the tree, everything doubtful into the list of problems.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::forms::{End, Forms};
use crate::inflect;
use crate::loose::{self, Loose};
use crate::problem::shorten;
use crate::tokens::{Candidates, Paragraph, Reader, WORD};
use crate::{Entry, Problem, Serial, Severity};

mod check;

pub(crate) use check::{LONGEST_FORM, single_spaced};

/// A compiled glossary: immutable, and safe to share between threads.
///
/// ```
/// use clipsheet_gloss::{apply, Context, Entry, Format, Glossary};
///
/// let mut entry = Entry::new("Harbour Board");
/// entry.substitute = vec!["Dredging Society".to_owned()];
/// let (glossary, problems) = Glossary::compile(vec![entry], Vec::new());
/// assert!(problems.is_empty());
///
/// let text = "<p>The Harbour Board’s gulls.</p>";
/// let found = glossary.find(text, Format::Html, &Context::default());
/// assert_eq!(found.matches(text)[0].text, "Harbour Board’s");
/// assert!(apply(text, &found.record).contains(">Dredging Society’s</span> gulls"));
/// ```
#[derive(Debug)]
pub struct Glossary {
    pub(crate) entries: Vec<CompiledEntry>,
    pub(crate) forms: Forms,
    /// The forms of entries that fold marks, once more and without them.
    pub(crate) loose: Forms,
    pub(crate) variants: Vec<Variant>,
    /// The folded texts of all variants, one after the other.
    pub(crate) texts: String,
    pub(crate) serials: BTreeMap<String, Vec<String>>,
}

/// What is left of an entry once its forms are in the tree.
#[derive(Debug)]
pub(crate) struct CompiledEntry {
    pub(crate) entry: Entry,
    /// Numbers of watched phrases.
    pub(crate) near: Vec<u32>,
    pub(crate) not_near: Vec<u32>,
}

impl CompiledEntry {
    fn memory_usage(&self) -> usize {
        let Entry {
            headword,
            aliases,
            kind,
            areas,
            near,
            not_near,
            substitute,
            asides,
            serial,
            dossier,
            pages,
            ..
        } = &self.entry;
        let single = [
            Some(headword),
            Some(kind),
            serial.as_ref(),
            dossier.as_ref(),
        ];
        let lists = [aliases, areas, near, not_near, substitute];
        let texts = lists.iter().map(|list| {
            list.capacity() * size_of::<String>() + list.iter().map(String::capacity).sum::<usize>()
        });
        let aside = |aside: &crate::Aside| {
            let more = [&aside.image, &aside.alt]
                .into_iter()
                .flatten()
                .map(String::capacity)
                .sum::<usize>();
            aside.text.capacity() + more
        };
        single
            .into_iter()
            .flatten()
            .map(String::capacity)
            .sum::<usize>()
            + texts.sum::<usize>()
            + asides.capacity() * size_of::<crate::Aside>()
            + asides.iter().map(aside).sum::<usize>()
            + (pages.capacity() + self.near.capacity() + self.not_near.capacity())
                * size_of::<u32>()
    }
}

/// A phrase of the tree: a form of an entry, a plural of one, or a phrase that is only watched for.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) owner: Owner,
    text: Range<u32>,
    /// The number of characters at the end that are a generated plural's ending; 0 for a form as written.
    pub(crate) ending: u8,
    /// Whether it is a plural, made or listed.
    pub(crate) plural: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Entry(u32),
    Watch(u32),
}

impl Glossary {
    /// Compiles entries and serials. It never fails: what cannot be used is set aside and reported, with
    /// the entry's index in `entries` as its position.
    pub fn compile(entries: Vec<Entry>, serials: Vec<Serial>) -> (Self, Vec<Problem>) {
        let mut compiler = Compiler::new(entries.len());
        compiler.serials(serials);
        for (position, entry) in entries.into_iter().enumerate() {
            compiler.entry(position, entry);
        }
        compiler.finish()
    }

    /// The number of entries in use.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no entry is in use.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries in use, in the order of the list, without their aliases.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|compiled| &compiled.entry)
    }

    /// The bytes of heap memory that the glossary takes, without what the allocator adds.
    pub fn memory_usage(&self) -> usize {
        let entries: usize = self.entries.iter().map(CompiledEntry::memory_usage).sum();
        let lines = self
            .serials
            .iter()
            .flat_map(|(name, lines)| lines.iter().chain([name]));
        self.forms.memory_usage()
            + self.loose.memory_usage()
            + self.variants.capacity() * size_of::<Variant>()
            + self.texts.capacity()
            + self.entries.capacity() * size_of::<CompiledEntry>()
            + entries
            + lines
                .map(|text| text.capacity() + size_of::<String>())
                .sum::<usize>()
    }

    pub(crate) fn text(&self, variant: &Variant) -> &str {
        &self.texts[variant.text.start as usize..variant.text.end as usize]
    }
}

struct Compiler {
    glossary: Glossary,
    problems: Vec<Problem>,
    ends: Vec<(u32, EndRank, u32)>,
    first_words: Vec<u64>,
    loose_ends: Vec<(u32, EndRank, u32)>,
    loose_first_words: Vec<u64>,
    loose_scratch: Loose,
    taken: HashMap<FormKey, String>,
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
    /// Its regular plural too.
    inflect: bool,
    /// The same without marks too.
    fold_marks: bool,
    /// Whether it is a plural already.
    plural: bool,
}

/// Two forms with the same key could never be told apart.
type FormKey = (String, u64);

/// Every word may begin a form: forms themselves are cut without a filter.
struct NoCandidates;

impl Candidates for NoCandidates {
    fn may_begin(&self, _: u64) -> bool {
        false
    }
}

impl Compiler {
    fn new(entries: usize) -> Self {
        let glossary = Glossary {
            entries: Vec::with_capacity(entries),
            // Four forms of two words, and their plurals: a guess that only saves growing.
            forms: Forms::with_capacity(entries * 8),
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
            taken: HashMap::new(),
            watches: HashMap::new(),
            scratch: Paragraph::default(),
        }
    }

    fn serials(&mut self, serials: Vec<Serial>) {
        for serial in serials {
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

    fn entry(&mut self, position: usize, mut entry: Entry) {
        let mut report = check::Report::new(position, &entry.headword, &mut self.problems);
        if !check::entry(&mut entry, &self.glossary.serials, &mut report) {
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
                Some(owner) if *owner == entry.headword && index > 0 => {
                    report.warning(format!("The form \"{}\" is in this entry twice, once folded. One is enough; take the other out.", shorten(&form)));
                    continue;
                }
                Some(owner) => {
                    report.error(format!(
                        "The form \"{}\" already belongs to the entry \"{}\", so here it is set aside. Take it out of one of the two, or tell them apart by page, area, dates or near words.",
                        shorten(&form),
                        shorten(owner)
                    ));
                    continue;
                }
                None => {}
            }
            self.taken.insert((folded, scope), entry.headword.clone());
            let rank = EndRank {
                plural: false,
                unrestricted: scope == check::UNRESTRICTED,
                alias: index > 0,
            };
            let how = How {
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
        self.first_words.push(first.hash);
        let node = self.glossary.forms.insert(&self.scratch.tokens);
        let start = self.glossary.texts.len() as u32;
        crate::verify::fold_tokens(form, &self.scratch.tokens, false, &mut self.glossary.texts);
        let text = start..self.glossary.texts.len() as u32;
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
        self.loose_first_words.push(first.hash);
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
                    inflect: true,
                    fold_marks: false,
                    plural: false,
                };
                self.insert(phrase, Owner::Watch(number), how, rank);
            }
            numbers.push(number);
        }
        numbers
    }

    fn finish(mut self) -> (Glossary, Vec<Problem>) {
        // Variants are numbered in the order of entries, so the number is the last tie rule.
        let glossary = &mut self.glossary;
        for (forms, ends, first_words) in [
            (&mut glossary.forms, &mut self.ends, &self.first_words),
            (
                &mut glossary.loose,
                &mut self.loose_ends,
                &self.loose_first_words,
            ),
        ] {
            ends.sort_unstable();
            let ends: Vec<End> = ends
                .iter()
                .map(|&(node, _, variant)| End { node, variant })
                .collect();
            forms.finish(&ends, first_words.iter().copied());
        }
        self.glossary.variants.shrink_to_fit();
        self.glossary.texts.shrink_to_fit();
        (self.glossary, self.problems)
    }
}
