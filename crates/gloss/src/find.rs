//! The search: one pass over the paragraphs, leftmost and longest first, and what each mention leads to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::case::Shape;
use crate::compile::{Glossary, Owner};
use crate::entities;
use crate::forms::ROOT;
use crate::html::{Piece, Walker};
use crate::quotes;
use crate::tokens::{Mark, NO_ACT, PRINTED, Paragraph, QUOTED, Reader, TAG_BEFORE, Token};
use crate::verify::{begins_word, ends_word, fold_tokens, possessive};
use crate::{Case, Choice, Date, DossierMentions, Entry, Found};

mod place;
mod print;
mod risk;

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
        let mut reader = match format {
            Format::Html => Reader::html(input, &self.forms),
            Format::Text => Reader::text(input, &self.forms),
        };
        // The paragraph after the one in hand tells whether a quotation goes on.
        let (mut paragraph, mut next) = (Paragraph::default(), Paragraph::default());
        let mut more = reader.read(&mut paragraph);
        if more {
            place::leave_source_tag(input, &mut paragraph);
        }
        while more {
            more = reader.read(&mut next);
            search.paragraph(&paragraph, more && quotes::opens(&next));
            std::mem::swap(&mut paragraph, &mut next);
        }
        search.finish()
    }
}

/// The state of one search.
struct Search<'a> {
    glossary: &'a Glossary,
    input: &'a str,
    html: bool,
    context: &'a Context<'a>,
    found: Found,
    /// What entries have done so far. A map, so that a short text costs little under a long glossary.
    done: HashMap<usize, Done>,
    /// What an earlier `apply` left in the input.
    printed: Marks,
    dossiers: BTreeMap<&'a str, usize>,
    serials_used: BTreeSet<&'a str>,
    /// The paragraph's number, counted from 1.
    paragraph: u32,
    /// For each watched phrase that was seen, the last paragraph with it.
    watched: HashMap<u32, u32>,
    watched_until: u32,
    regions: Vec<u32>,
    folded: String,
}

#[derive(Clone, Copy, Default)]
struct Done {
    mentioned: bool,
    aside: bool,
    /// Mentions at which the entry may act, so far.
    count: usize,
}

/// The entries and serials whose marks stand in the input already.
#[derive(Default)]
struct Marks {
    entries: BTreeSet<String>,
    serials: BTreeSet<String>,
}

/// A mention: tokens `first..=last`, the ending included.
struct Mention<'a> {
    number: usize,
    entry: &'a Entry,
    first: usize,
    last: usize,
    shape: Shape,
    plural: bool,
    /// The last token of the form itself, before a possessive ending.
    stem: usize,
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
            found: Found::default(),
            done: HashMap::new(),
            printed: if html {
                Marks::read(input)
            } else {
                Marks::default()
            },
            dossiers: BTreeMap::new(),
            serials_used: BTreeSet::new(),
            paragraph: 0,
            watched: HashMap::new(),
            watched_until: 0,
            regions: Vec::new(),
            folded: String::new(),
        }
    }

    fn finish(self) -> Found {
        self.found
    }

    fn paragraph(&mut self, paragraph: &Paragraph, next_opens: bool) {
        self.paragraph += 1;
        if paragraph.candidates.is_empty() {
            return;
        }
        // Quotations matter only where something was found, which is in few paragraphs of most texts.
        let mut regions_known = false;
        let mut from = 0;
        for &candidate in &paragraph.candidates {
            let at = candidate as usize;
            if at < from {
                continue;
            }
            let Some(node) = self.glossary.forms.follow(ROOT, &paragraph.tokens[at]) else {
                continue;
            };
            let path = self.path(&paragraph.tokens, node, at);
            if path.is_empty() || !begins_word(&paragraph.tokens, at) {
                continue;
            }
            if !regions_known {
                quotes::mark(self.input, paragraph, next_opens, &mut self.regions);
                regions_known = true;
            }
            if let Some(mention) = self.longest(paragraph, path, at) {
                from = mention.last + 1;
                self.mention(paragraph, &mention);
            }
        }
    }

    /// The nodes at which forms end along the tokens from `at`, and the last token of each; `node` is
    /// the one behind the first token.
    fn path(&self, tokens: &[Token], mut node: u32, at: usize) -> Vec<(u32, usize)> {
        let forms = &self.glossary.forms;
        let mut path = Vec::new();
        let mut last = at;
        loop {
            if !forms.ends_at(node).is_empty() {
                path.push((node, last));
            }
            last += 1;
            match tokens.get(last).and_then(|token| forms.follow(node, token)) {
                Some(next) => node = next,
                None => return path,
            }
        }
    }

    /// The longest mention that begins at a token, along a path of ends. From the longest to the
    /// shortest each is looked at closely, and the first that holds is taken.
    fn longest(
        &mut self,
        paragraph: &Paragraph,
        path: Vec<(u32, usize)>,
        at: usize,
    ) -> Option<Mention<'a>> {
        // An ending makes a shorter form's mention longer, so each is measured with its ending.
        let mut best: Option<Mention<'a>> = None;
        for (node, last) in path.into_iter().rev() {
            if best.as_ref().is_some_and(|best| best.last >= last) {
                break;
            }
            let mention = self.best_at(paragraph, node, at, last);
            if let Some(mention) = mention
                && best.as_ref().is_none_or(|best| mention.last > best.last)
            {
                best = Some(mention);
            }
        }
        best
    }

    /// The best of the variants that end at a node, by the tie rule.
    fn best_at(
        &mut self,
        paragraph: &Paragraph,
        node: u32,
        first: usize,
        stem: usize,
    ) -> Option<Mention<'a>> {
        let glossary = self.glossary;
        let tokens = &paragraph.tokens;
        self.folded.clear();
        let mut folded = std::mem::take(&mut self.folded);
        fold_tokens(self.input, &tokens[first..=stem], self.html, &mut folded);
        let ending = possessive(self.input, tokens, stem, |at| {
            let region = self.regions.get(at).copied().unwrap_or_default();
            region != quotes::OUTSIDE && self.regions.get(at + 1) != Some(&region)
        });
        let plain = ends_word(tokens, stem);
        let mut best: Option<Mention<'a>> = None;
        for &number in glossary.forms.ends_at(node) {
            let variant = &glossary.variants[number as usize];
            let Owner::Entry(owner) = variant.owner else {
                continue;
            };
            let entry = &glossary.entries[owner as usize].entry;
            let plural = variant.ending > 0;
            let last = ending.filter(|_| entry.inflect);
            if last.is_none() && !plain {
                continue;
            }
            let Some(shape) = glossary.compare(variant, &folded, entry.case) else {
                continue;
            };
            // As written in every letter beats what only fits, among forms as written and among plurals.
            if best
                .as_ref()
                .is_some_and(|best| (plural && !best.plural) || best.shape.exact || !shape.exact)
            {
                continue;
            }
            if self.holds(entry) && self.near_fits(paragraph, owner) {
                let number = owner as usize;
                best = Some(Mention {
                    number,
                    entry,
                    first,
                    last: last.unwrap_or(stem),
                    shape,
                    plural,
                    stem,
                });
            }
        }
        self.folded = folded;
        best
    }

    /// Whether the entry holds on this page, in this area, on this day.
    fn holds(&self, entry: &Entry) -> bool {
        let context = self.context;
        let page =
            entry.pages.is_empty() || context.page.is_some_and(|page| entry.pages.contains(&page));
        let area = entry.areas.is_empty()
            || context
                .area
                .is_some_and(|area| entry.areas.iter().any(|held| held == area));
        let begun = entry
            .from
            .is_none_or(|from| context.on.is_some_and(|on| from <= on));
        let going = entry
            .until
            .is_none_or(|until| context.on.is_some_and(|on| on <= until));
        page && area && begun && going
    }

    /// Whether one of the near phrases and none of the others stands in the paragraph.
    fn near_fits(&mut self, paragraph: &Paragraph, owner: u32) -> bool {
        let glossary = self.glossary;
        let compiled = &glossary.entries[owner as usize];
        if compiled.near.is_empty() && compiled.not_near.is_empty() {
            return true;
        }
        self.watch(paragraph);
        let seen = |number: &u32| self.watched.get(number) == Some(&self.paragraph);
        (compiled.near.is_empty() || compiled.near.iter().any(seen))
            && !compiled.not_near.iter().any(seen)
    }

    /// Notes which watched phrases stand in the paragraph: once for all entries, and only if one asks.
    fn watch(&mut self, paragraph: &Paragraph) {
        if self.watched_until == self.paragraph {
            return;
        }
        self.watched_until = self.paragraph;
        let glossary = self.glossary;
        let tokens = &paragraph.tokens;
        let mut folded = String::new();
        for &candidate in &paragraph.candidates {
            let first = candidate as usize;
            if !begins_word(tokens, first) {
                continue;
            }
            let mut node = ROOT;
            for (last, token) in tokens.iter().enumerate().skip(first) {
                let Some(next) = glossary.forms.follow(node, token) else {
                    break;
                };
                node = next;
                for &number in glossary.forms.ends_at(node) {
                    let variant = &glossary.variants[number as usize];
                    let Owner::Watch(watch) = variant.owner else {
                        continue;
                    };
                    let ends = ends_word(tokens, last)
                        || possessive(self.input, tokens, last, |_| false).is_some();
                    if !ends || self.watched.get(&watch) == Some(&self.paragraph) {
                        continue;
                    }
                    folded.clear();
                    fold_tokens(self.input, &tokens[first..=last], self.html, &mut folded);
                    if glossary.compare(variant, &folded, Case::Ignore).is_some() {
                        self.watched.insert(watch, self.paragraph);
                    }
                }
            }
        }
    }

    /// What follows from a mention.
    fn mention(&mut self, paragraph: &Paragraph, mention: &Mention<'a>) {
        if let Some(dossier) = mention.entry.dossier.as_deref() {
            self.count_dossier(dossier);
        }
        if self.may_act(paragraph, mention) {
            self.print(paragraph, mention);
        }
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

    /// Whether the entry may act at this place.
    fn may_act(&self, paragraph: &Paragraph, mention: &Mention<'a>) -> bool {
        let span = mention.first..=mention.last;
        let tokens = &paragraph.tokens[span.clone()];
        let quoted = tokens.iter().any(|token| token.is(QUOTED))
            || self.regions[span]
                .iter()
                .any(|&region| region != quotes::OUTSIDE);
        let closed = tokens.iter().any(|token| token.is(PRINTED | NO_ACT));
        !closed
            && (!quoted || mention.entry.in_quotes)
            && !self.printed.entries.contains(&mention.entry.headword)
            && !place::in_address(
                self.input,
                tokens[0].start as usize,
                tokens[tokens.len() - 1].end as usize,
            )
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
