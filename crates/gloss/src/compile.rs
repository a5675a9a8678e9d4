//! Compiling entries: every form into the tree, everything doubtful into the list of problems.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::forms::Forms;
use crate::{Entry, Problem, Serial};

mod check;
mod compiler;
mod conflicts;
mod made;
mod overlaps;
mod traits;

use compiler::Compiler;
pub(crate) use compiler::{MOST_FORMS_OF_ONE, is_overfull};
pub(crate) use traits::Traits;

pub(crate) use check::{LONGEST_FORM, MOST_VARIANTS, single_spaced};

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
    /// Those of each entry.
    pub(crate) traits: Vec<Traits>,
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
        let mut compiler = Compiler::new(&entries);
        compiler.serials(serials);
        let circles = conflicts::circles(&entries);
        for (position, entry) in entries.into_iter().enumerate() {
            compiler.entry(position, entry, circles.get(&position));
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
            + self.traits.capacity() * size_of::<Traits>()
            + entries
            + lines
                .map(|text| text.capacity() + size_of::<String>())
                .sum::<usize>()
    }

    pub(crate) fn text(&self, variant: &Variant) -> &str {
        &self.texts[variant.text.start as usize..variant.text.end as usize]
    }
}
