//! The search: one pass over the paragraphs, leftmost and longest first, and what each mention leads to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::case::Shape;
use crate::choices::Chosen;
use crate::compile::Glossary;
use crate::entities;
use crate::html::{Piece, Walker};
use crate::loose::Loose;
use crate::quotes::Around;
use crate::tokens::{Mark, Paragraph, Paragraphs, Reader, TAG_BEFORE, Token, WORD};
use crate::{Choice, Date, DossierMentions, Entry, Found, Used};

mod address;
mod conditions;
mod english;
mod explain;
mod insertions;
mod namesakes;
mod place;
mod print;
mod propose;
mod risk;
mod shared;
mod source_tag;

use conditions::Refusal;
pub use explain::{Explained, Explanation, Why};
pub use risk::Risk;

/// What the engine is told about the article beyond its text. All of it decides what is printed, so
/// the same context and glossary give the same record.
#[derive(Clone, Debug, Default)]
pub struct Context<'a> {
    /// The article's number: it chooses between variants.
    pub article_id: i64,
    /// The date of the edition. Without it, an entry that holds from or until a day does nothing.
    pub on: Option<Date>,
    /// The number of the page. Without it, an entry for certain pages does nothing.
    pub page: Option<u32>,
    /// The slug of the area. Without it, an entry for certain areas does nothing.
    pub area: Option<&'a str>,
    /// For each serial the index of its next line; 0 for a serial that is not there.
    pub serial_positions: BTreeMap<String, usize>,
    /// What an editor chose for this article.
    pub choices: &'a [Choice],
    /// What the edition has printed already, this article not counted, so that no variant wears out.
    pub used: Option<&'a Used>,
    /// Whether [`Found::mentions`] is wanted.
    pub explain: bool,
}

/// What kind of text is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// HTML, a fragment or a whole document.
    Html,
    /// Plain text. A blank line ends a paragraph.
    Text,
}

impl Glossary {
    /// Finds what the glossary does to a text. Nothing is changed; [`apply`](crate::apply()) prints the record.
    ///
    /// Takes time proportional to the length of the text, whatever the number of entries. A text of
    /// 4 GiB or more is left alone.
    pub fn find(&self, input: &str, format: Format, context: &Context<'_>) -> Found {
        if u32::try_from(input.len()).is_err() {
            return Found::default();
        }
        let mut search = Search::new(self, input, format, context);
        search.run(format, Search::paragraph);
        search.finish()
    }
}

/// The state of one search.
struct Search<'a> {
    glossary: &'a Glossary,
    input: &'a str,
    html: bool,
    context: &'a Context<'a>,
    chosen: Chosen<'a>,
    found: Found,
    /// What entries have done so far. A map, so that a short text costs little under a long glossary.
    done: HashMap<usize, Done>,
    /// Entries of which a mention was part of a person's name: the paragraph and the token of the first.
    persons: HashMap<usize, (u32, usize)>,
    /// For nodes at which many variants end, those that hold.
    shared: shared::Shared,
    /// What an earlier `apply` left in the input.
    printed: Marks,
    dossiers: BTreeMap<&'a str, usize>,
    serials_used: BTreeSet<&'a str>,
    /// The paragraph's number, counted from 1.
    paragraph: u32,
    /// What the paragraphs around tell of its quotations.
    around: Around,
    /// For each watched phrase that was seen, the last paragraph with it.
    watched: HashMap<u32, u32>,
    watched_until: u32,
    regions: Vec<u32>,
    sentence_ends: place::SentenceEnds,
    insertions: insertions::Insertions,
    addresses: address::Addresses,
    folded: String,
    loose: Loose,
    /// For an explanation: the mentions of the paragraph, as first and last token and entry.
    trace: Option<Vec<(usize, usize, usize)>>,
    /// While mentions are traced: where two entries fit alike, the first token and the two.
    rivals: Vec<(usize, usize, usize)>,
    /// For an explanation: the words of the paragraph above, by their hashes.
    words_above: Vec<u64>,
    /// Whether what is asked for is known, so that the rest need not be read.
    is_over: bool,
    /// Words of the text before the paragraph.
    words_before: u32,
    /// Words of the paragraph before a token of it: the last that was asked for.
    counted: (usize, u32),
}

#[derive(Clone, Default)]
struct Done {
    mentioned: bool,
    aside: bool,
    /// Mentions at which the entry may act, so far.
    count: usize,
    /// The number of the word at which it last acted.
    acted_at: Option<u32>,
    /// How often the article has each aside already, for an entry that acts again after some words.
    asides: Vec<u32>,
}

/// The entries and serials whose marks stand in the input already.
#[derive(Default)]
struct Marks {
    entries: BTreeSet<String>,
    serials: BTreeSet<String>,
}

/// The end of some forms, as the trees propose it: not yet looked at closely.
#[derive(Clone, Copy)]
struct Proposal {
    node: u32,
    /// Its last token.
    last: usize,
    /// Whether it comes from the tree of forms without marks.
    loose: bool,
}

/// A mention: tokens `first..=last`, the ending included.
struct Mention<'a> {
    number: usize,
    entry: &'a Entry,
    first: usize,
    last: usize,
    shape: Shape,
    plural: bool,
    /// Whether the plural is one that was made and not listed.
    made: bool,
    /// The last token of the form itself, before a possessive ending.
    stem: usize,
    /// Another entry that fits just as well, so that nobody knows which is meant.
    rival: Option<usize>,
}

impl<'a> Search<'a> {
    fn new(
        glossary: &'a Glossary,
        input: &'a str,
        format: Format,
        context: &'a Context<'a>,
    ) -> Self {
        let html = format == Format::Html;
        Self {
            glossary,
            input,
            html,
            context,
            chosen: Chosen::of(context.choices),
            found: Found::default(),
            done: HashMap::new(),
            persons: HashMap::new(),
            shared: shared::Shared::default(),
            printed: if html {
                Marks::read(input)
            } else {
                Marks::default()
            },
            dossiers: BTreeMap::new(),
            serials_used: BTreeSet::new(),
            paragraph: 0,
            around: Around::default(),
            watched: HashMap::new(),
            watched_until: 0,
            regions: Vec::new(),
            sentence_ends: place::SentenceEnds::default(),
            insertions: insertions::Insertions::default(),
            addresses: address::Addresses::default(),
            folded: String::new(),
            loose: Loose::default(),
            trace: None,
            rivals: Vec::new(),
            words_above: Vec::new(),
            is_over: false,
            words_before: 0,
            counted: (0, 0),
        }
    }

    /// Reads the input and hands on each paragraph.
    fn run(&mut self, format: Format, mut each: impl FnMut(&mut Self, &Paragraph)) {
        let forms = &self.glossary.forms;
        // The paragraphs after the one in hand tell whether a quotation goes on.
        let mut paragraphs = Paragraphs::new(match format {
            Format::Html => Reader::html(self.input, forms),
            Format::Text => Reader::text(self.input, forms),
        });
        let mut paragraph = Paragraph::default();
        let mut at_the_top = true;
        while !self.is_over && paragraphs.read(&mut paragraph) {
            let is_head = source_tag::is_head(&paragraph);
            source_tag::leave(self.input, &mut paragraph, at_the_top);
            at_the_top &= is_head;
            let around = self.around;
            self.around = around.next(self.input, &paragraph, &mut paragraphs);
            each(self, &paragraph);
        }
    }

    fn finish(self) -> Found {
        self.found
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        self.paragraph += 1;
        self.counted = (0, 0);
        let folds_marks = !self.glossary.loose.is_empty();
        if folds_marks {
            let (tokens, forms) = (&paragraph.tokens, &self.glossary.loose);
            self.loose.read(self.input, tokens, self.html, forms);
        }
        if !paragraph.candidates.is_empty() || (folds_marks && !self.loose.candidates.is_empty()) {
            self.candidates(paragraph);
        }
        if self.context.explain {
            self.words_above.clear();
            let words = paragraph.tokens.iter().filter(|token| token.is(WORD));
            self.words_above.extend(words.map(|token| token.hash));
        }
        self.words_before = self.words_before.saturating_add(paragraph.words);
    }

    /// What follows from a mention.
    fn mention(&mut self, paragraph: &Paragraph, mention: &Mention<'a>) {
        if let Some(trace) = &mut self.trace {
            trace.push((mention.first, mention.last, mention.number));
        }
        if let Some(rival) = mention.rival {
            if self.trace.is_some() {
                self.rivals.push((mention.first, mention.number, rival));
            }
            return;
        }
        self.note_namesakes(paragraph, mention);
        let traits = self.glossary.traits[mention.number];
        // Without choices and explanation nobody asks the how manieth mention it is.
        let is_done = traits.once
            && self.context.choices.is_empty()
            && !self.context.explain
            && self
                .done
                .get(&mention.number)
                .is_some_and(|done| done.mentioned);
        if is_done && !traits.files {
            return;
        }
        if let Some(name) = self.longer_name(paragraph, mention) {
            if name.stays {
                let here = (self.paragraph, mention.first);
                self.persons.entry(mention.number).or_insert(here);
            }
            return;
        }
        if traits.files
            && let Some(dossier) = mention.entry.dossier.as_deref()
        {
            self.count_dossier(dossier);
        }
        if !is_done && self.refusal(paragraph, mention).is_none() {
            self.print(paragraph, mention);
        }
    }

    /// The number of the word at a token, counted through the text.
    fn word_number(&mut self, paragraph: &Paragraph, at: usize) -> u32 {
        // Mentions come in the order of the text, so that each token is counted once.
        let (from, words) = self.counted;
        let more = paragraph.tokens.get(from..at).unwrap_or_default();
        let more = more.iter().filter(|token| token.is(WORD));
        let words = words.saturating_add(u32::try_from(more.count()).unwrap_or(u32::MAX));
        self.counted = (at.max(from), words);
        self.words_before.saturating_add(words)
    }

    fn count_dossier(&mut self, dossier: &'a str) {
        let dossiers = &mut self.found.dossiers;
        let index = *self.dossiers.entry(dossier).or_insert_with(|| {
            dossiers.push(DossierMentions {
                dossier: dossier.to_owned(),
                count: 0,
            });
            dossiers.len() - 1
        });
        dossiers[index].count += 1;
    }
}

impl Glossary {
    /// Reads HTML and hands on each paragraph with its mentions: first and last token, and the entry's number.
    pub(crate) fn each_paragraph(
        &self,
        input: &str,
        mut each: impl FnMut(Place<'_>, &[(usize, usize, usize)]),
    ) {
        if u32::try_from(input.len()).is_err() {
            return;
        }
        let context = Context::default();
        let mut search = Search::new(self, input, Format::Html, &context);
        search.run(Format::Html, |search, paragraph| {
            search.trace = Some(Vec::new());
            search.paragraph(paragraph);
            let mentions = search.trace.take().unwrap_or_default();
            each(Place { input, paragraph }, &mentions);
        });
    }
}

/// A paragraph in its text.
pub(crate) struct Place<'a> {
    pub(crate) input: &'a str,
    pub(crate) paragraph: &'a Paragraph,
}

impl Place<'_> {
    /// Whether a sentence begins at a token.
    pub(crate) fn begins_sentence(&self, at: usize) -> bool {
        place::begins_sentence(self.input, &self.paragraph.tokens, at)
    }
}

/// Whether a tag stands between the tokens.
fn crosses_tags(tokens: &[Token]) -> bool {
    tokens.iter().skip(1).any(|token| token.is(TAG_BEFORE))
}

/// Whether the token is a word boundary of nothing: a picture or unread text.
fn is_barrier(token: &Token) -> bool {
    token.mark == Mark::Barrier
}

impl Marks {
    fn read(input: &str) -> Self {
        let mut marks = Self::default();
        if !input.contains("gloss-") {
            return marks;
        }
        let mut walker = Walker::new(input);
        while let Some((piece, _)) = walker.next() {
            let Piece::Printed(tag) = piece else { continue };
            let value = |name| {
                tag.attribute(input, name)
                    .map(|range| entities::decode_all(&input[range]))
            };
            marks.entries.extend(value("data-entry"));
            marks.serials.extend(value("data-serial"));
        }
        marks
    }
}
