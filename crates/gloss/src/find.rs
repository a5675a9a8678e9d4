//! The search: one pass over the paragraphs, leftmost and longest first, and what each mention leads to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::case::Shape;
use crate::compile::{Glossary, Owner};
use crate::entities;
use crate::forms::ROOT;
use crate::html::{Piece, Walker};
use crate::loose::{self, Loose};
use crate::names;
use crate::quotes;
use crate::tokens::{Mark, NO_ACT, PRINTED, Paragraph, QUOTED, Reader, TAG_BEFORE, Token};
use crate::verify::{begins_word, ends_word, fold_tokens, possessive};
use crate::{Case, Choice, Date, DossierMentions, Entry, Found, Used};

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
            let goes_on = more && quotes::closes_first(&next) && quotes::left_open(&paragraph);
            search.paragraph(&paragraph, goes_on || (more && quotes::opens(&next)));
            search.began_before = goes_on;
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
    /// Whether a quotation of the paragraph before ends in this one.
    began_before: bool,
    /// For each watched phrase that was seen, the last paragraph with it.
    watched: HashMap<u32, u32>,
    watched_until: u32,
    regions: Vec<u32>,
    folded: String,
    loose: Loose,
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
            began_before: false,
            watched: HashMap::new(),
            watched_until: 0,
            regions: Vec::new(),
            folded: String::new(),
            loose: Loose::default(),
            words_before: 0,
            counted: (0, 0),
        }
    }

    fn finish(self) -> Found {
        self.found
    }

    fn paragraph(&mut self, paragraph: &Paragraph, next_opens: bool) {
        self.paragraph += 1;
        self.counted = (0, 0);
        let folds_marks = !self.glossary.loose.is_empty();
        if folds_marks {
            let (tokens, forms) = (&paragraph.tokens, &self.glossary.loose);
            self.loose.read(self.input, tokens, self.html, forms);
        }
        if !paragraph.candidates.is_empty() || (folds_marks && !self.loose.candidates.is_empty()) {
            self.candidates(paragraph, next_opens);
        }
        self.words_before = self.words_before.saturating_add(paragraph.words);
    }

    /// Looks at every token with which a form may begin.
    fn candidates(&mut self, paragraph: &Paragraph, next_opens: bool) {
        // Quotations matter only where something was found, which is in few paragraphs of most texts.
        let mut regions_known = false;
        let mut from = 0;
        let mut strict = paragraph
            .candidates
            .iter()
            .map(|&at| at as usize)
            .peekable();
        let mut loose = 0;
        loop {
            // The next token of either list, and its word among the loose ones.
            let word = self.loose.candidates.get(loose).map(|&word| word as usize);
            let word_at = word.map(|word| self.loose.spans[word].0 as usize);
            let at = match (strict.peek().copied(), word_at) {
                (None, None) => break,
                (Some(at), None) | (None, Some(at)) => at,
                (Some(a), Some(b)) => a.min(b),
            };
            let mut path = Vec::new();
            if strict.next_if_eq(&at).is_some()
                && at >= from
                && let Some(node) = self.glossary.forms.follow(ROOT, &paragraph.tokens[at])
            {
                path = self.path(&paragraph.tokens, node, at);
            }
            if let Some(word) = word
                && word_at == Some(at)
            {
                loose += 1;
                if at >= from {
                    self.loose_path(word, &mut path);
                }
            }
            if path.is_empty() || !begins_word(&paragraph.tokens, at) {
                continue;
            }
            if !regions_known {
                let before = self.began_before;
                quotes::mark(self.input, paragraph, next_opens, before, &mut self.regions);
                regions_known = true;
            }
            if let Some(mention) = self.longest(paragraph, path, at) {
                from = mention.last + 1;
                self.mention(paragraph, &mention);
            }
        }
    }

    /// Adds the ends of forms without marks that begin at a loose word, so that the path stays in order.
    fn loose_path(&self, word: usize, path: &mut Vec<Proposal>) {
        let forms = &self.glossary.loose;
        let mut node = ROOT;
        for (token, span) in self.loose.words[word..]
            .iter()
            .zip(&self.loose.spans[word..])
        {
            let Some(next) = forms.follow(node, token) else {
                break;
            };
            node = next;
            if !forms.ends_at(node).is_empty() {
                path.push(Proposal {
                    node,
                    last: span.1 as usize,
                    loose: true,
                });
            }
        }
        // Of equally long ones, those with all their marks come last and are looked at first.
        path.sort_by_key(|proposal| (proposal.last, !proposal.loose));
    }

    /// The nodes at which forms end along the tokens from `at`, and the last token of each; `node` is
    /// the one behind the first token.
    fn path(&self, tokens: &[Token], mut node: u32, at: usize) -> Vec<Proposal> {
        let forms = &self.glossary.forms;
        let mut path = Vec::new();
        let mut last = at;
        loop {
            if !forms.ends_at(node).is_empty() {
                path.push(Proposal {
                    node,
                    last,
                    loose: false,
                });
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
        path: Vec<Proposal>,
        at: usize,
    ) -> Option<Mention<'a>> {
        // An ending makes a shorter form's mention longer, so each is measured with its ending.
        let mut best: Option<Mention<'a>> = None;
        for proposal in path.into_iter().rev() {
            if best.as_ref().is_some_and(|best| best.last >= proposal.last) {
                break;
            }
            let mention = self.best_at(paragraph, proposal, at);
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
        proposal: Proposal,
        first: usize,
    ) -> Option<Mention<'a>> {
        let stem = proposal.last;
        let glossary = self.glossary;
        let tokens = &paragraph.tokens;
        self.folded.clear();
        let mut folded = std::mem::take(&mut self.folded);
        let fold = if proposal.loose {
            loose::fold_tokens
        } else {
            fold_tokens
        };
        fold(self.input, &tokens[first..=stem], self.html, &mut folded);
        let forms = if proposal.loose {
            &glossary.loose
        } else {
            &glossary.forms
        };
        let ending = possessive(self.input, tokens, stem, |at| {
            let region = self.regions.get(at).copied().unwrap_or_default();
            region != quotes::OUTSIDE && self.regions.get(at + 1) != Some(&region)
        });
        let plain = ends_word(tokens, stem);
        let mut best: Option<Mention<'a>> = None;
        for &number in forms.ends_at(proposal.node) {
            let variant = &glossary.variants[number as usize];
            let Owner::Entry(owner) = variant.owner else {
                continue;
            };
            let entry = &glossary.entries[owner as usize].entry;
            let made = variant.ending > 0;
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
                .is_some_and(|best| (made && !best.made) || best.shape.exact || !shape.exact)
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
                    plural: variant.plural,
                    made,
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
        if self.longer_name(paragraph, mention).is_some() {
            return;
        }
        if let Some(dossier) = mention.entry.dossier.as_deref() {
            self.count_dossier(dossier);
        }
        if !mention.entry.gone && self.may_act(paragraph, mention) {
            self.print(paragraph, mention);
        }
    }

    /// The tokens of the longer name of a person that the mention is part of.
    fn longer_name(&self, paragraph: &Paragraph, mention: &Mention<'_>) -> Option<(usize, usize)> {
        if mention.entry.in_names {
            return None;
        }
        let tokens = &paragraph.tokens;
        let person = mention.entry.kind.eq_ignore_ascii_case("person");
        let place = names::Place {
            source: self.input,
            tokens,
            first: mention.first,
            last: mention.stem,
            person,
            thing: !person && !mention.entry.kind.trim().is_empty(),
            begins_sentence: &|at| place::begins_sentence(self.input, tokens, at),
        };
        place.longer_name()
    }

    /// The number of the word at a token, counted through the text.
    fn word_number(&mut self, paragraph: &Paragraph, at: usize) -> u32 {
        // Mentions come in the order of the text, so that each token is counted once.
        let (from, words) = self.counted;
        let more = paragraph.tokens.get(from..at).unwrap_or_default();
        let more = more.iter().filter(|token| token.is(crate::tokens::WORD));
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
