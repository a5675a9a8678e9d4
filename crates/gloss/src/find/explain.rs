//! Why something is printed at a place, or why not: every entry that has to do with the words there, and the reason.

use unicode_normalization::UnicodeNormalization as _;

use super::{Mention, Proposal, Refusal, Search, crosses_tags, is_barrier};
use crate::case::Shape;
use crate::compile::Owner;
use crate::forms::ROOT;
use crate::loose;
use crate::names::Doubt;
use crate::tokens::{Paragraph, QUOTED};
use crate::verify::{begins_word, ends_word, fold_tokens, possessive};
use crate::{Case, Context, Format, Glossary};

mod letters;
mod words;

pub use words::{Explained, Explanation, Why};

/// At most so many entries are explained at one place.
const MOST: usize = 50;

impl Glossary {
    /// Explains what happens at a byte offset of a text, and what nearly does: every entry with a form there, and the
    /// reason why it does what it does. The rest is as for [`Glossary::find`]. Takes a search of the text up to there and a
    /// look at every form.
    ///
    /// ```
    /// use clipsheet_gloss::{Context, Format, GlossaryFile};
    ///
    /// let file = GlossaryFile::parse(r#"{"entries": [{"headword": "Turkey", "substitute": ["Otherland"]}]}"#)?;
    /// let (glossary, _) = file.compile();
    /// let text = "A turkey, says the man from Turkey.";
    /// let why = |offset| glossary.explain_at(text, Format::Text, offset, &Context::default()).to_string();
    /// assert_eq!(why(3), "“Turkey” does nothing at “turkey”: the form “Turkey” is written with other capitals.\n");
    /// assert_eq!(why(30), "“Turkey” acts at “Turkey”: substitute.\n");
    /// assert_eq!(why(12), "The glossary has nothing to say here.\n");
    /// # Ok::<(), clipsheet_gloss::FileError>(())
    /// ```
    pub fn explain_at(
        &self,
        input: &str,
        format: Format,
        offset: usize,
        context: &Context<'_>,
    ) -> Explanation {
        let mut explanation = Explanation {
            unread: true,
            entries: Vec::new(),
        };
        if u32::try_from(input.len()).is_err() {
            return explanation;
        }
        let context = Context {
            explain: true,
            ..context.clone()
        };
        let mut search = Search::new(self, input, format, &context);
        search.run(format, |search, paragraph| {
            let at = token_at(paragraph, offset).filter(|_| explanation.unread);
            search.trace = at.map(|_| Vec::new());
            search.rivals.clear();
            search.paragraph(paragraph);
            if let Some(at) = at {
                explanation.unread = false;
                explanation.entries = search.explain(paragraph, at);
                search.is_over = true;
            }
        });
        explanation
    }
}

/// The token at an offset: the one that it is within, else the one that ends there, else the next. A word right behind a mark of
/// quotation is meant, not the mark.
fn token_at(paragraph: &Paragraph, offset: usize) -> Option<usize> {
    let tokens = &paragraph.tokens;
    let first = tokens
        .iter()
        .position(|token| offset <= token.end as usize)?;
    let within = |at: &usize| {
        let token = tokens.get(*at);
        token.is_some_and(|token| token.start as usize == offset && !is_barrier(token))
    };
    let at = Some(first + 1).filter(within).unwrap_or(first);
    let touches = offset >= tokens[at].start as usize || at > 0;
    (touches && !is_barrier(&tokens[at])).then_some(at)
}

impl<'a> Search<'a> {
    /// Every entry that has to do with the token at `at`. The paragraph must be the one that was searched last.
    fn explain(&mut self, paragraph: &Paragraph, at: usize) -> Vec<Explained> {
        crate::quotes::mark(self.input, paragraph, self.around, &mut self.regions);
        let mut explained = Vec::new();
        for first in at.saturating_sub(crate::compile::LONGEST_FORM)..=at {
            for proposal in self.proposals(paragraph, first) {
                self.explain_proposal(paragraph, first, proposal, at, &mut explained);
            }
        }
        self.near_misses(paragraph, at, &mut explained);
        let rank = |one: &Explained| match one.why {
            Why::Prints(_) => 0,
            Why::Files(_) => 1,
            _ => 2,
        };
        explained.sort_by_key(|one| (rank(one), std::cmp::Reverse(one.end - one.start)));
        explained.truncate(MOST);
        explained
    }

    /// All ends of forms that begin at a token, with and without marks.
    fn proposals(&self, paragraph: &Paragraph, first: usize) -> Vec<Proposal> {
        let tokens = &paragraph.tokens;
        let mut path = Vec::new();
        if let Some(node) = self.glossary.forms.follow(ROOT, &tokens[first]) {
            self.path(tokens, node, first, &mut path);
        }
        if !self.glossary.loose.is_empty() {
            let spans = &self.loose.spans;
            let word = spans.binary_search_by_key(&(first as u32), |span| span.0);
            if let Ok(word) = word {
                self.loose_path(word, &mut path);
            }
        }
        path
    }

    /// Adds the entries of one proposal that covers the token at `at`, unless they are there already.
    fn explain_proposal(
        &mut self,
        paragraph: &Paragraph,
        first: usize,
        proposal: Proposal,
        at: usize,
        explained: &mut Vec<Explained>,
    ) {
        let glossary = self.glossary;
        let tokens = &paragraph.tokens;
        let stem = proposal.last;
        let ending = possessive(self.input, tokens, stem, |at| self.is_closing(at));
        if ending.unwrap_or(stem) < at {
            return;
        }
        let mut folded = String::new();
        let (fold, forms): (fn(&str, &[_], bool, &mut String), _) = if proposal.loose {
            (loose::fold_tokens, &glossary.loose)
        } else {
            (fold_tokens, &glossary.forms)
        };
        fold(self.input, &tokens[first..=stem], self.html, &mut folded);
        for number in forms.ends_at(proposal.node) {
            let variant = &glossary.variants[number as usize];
            let Owner::Entry(owner) = variant.owner else {
                continue;
            };
            let entry = &glossary.entries[owner as usize].entry;
            if glossary.compare(variant, &folded, Case::Ignore).is_none() {
                continue;
            }
            let last = ending.filter(|_| entry.inflect).unwrap_or(stem);
            let mention = Mention {
                number: owner as usize,
                entry,
                first,
                last,
                shape: Shape::default(),
                plural: variant.plural,
                made: variant.ending > 0,
                stem,
                rival: None,
            };
            let form = glossary.text(variant);
            let why = if !begins_word(tokens, first) || !ends_word(tokens, last) {
                match ending {
                    Some(_) if !entry.inflect => Why::Ending,
                    _ => Why::PartOfWord(self.whole_word(paragraph, first, last)),
                }
            } else if glossary.compare(variant, &folded, entry.case).is_none() {
                Why::Case(composed(form))
            } else if let Some(why) = self.out_of_scope(entry) {
                why
            } else if let Some(why) = self.not_near(paragraph, owner) {
                why
            } else {
                self.why(paragraph, &mention)
            };
            self.push(paragraph, &mention, why, explained);
        }
    }

    fn push(
        &self,
        paragraph: &Paragraph,
        mention: &Mention<'_>,
        why: Why,
        explained: &mut Vec<Explained>,
    ) {
        let tokens = &paragraph.tokens;
        let (start, end) = (
            tokens[mention.first].start as usize,
            tokens[mention.last].end as usize,
        );
        let entry = mention.entry;
        // Two rivals of a file, without numbers, may share their headword as well.
        let known = explained.iter().any(|one| {
            let same = one.entry == entry.headword && one.entry_id == entry.id;
            let other = entry.id == 0 && matches!(why, Why::Rival(_)) && one.why != why;
            same && one.start == start && !other
        });
        if !known {
            explained.push(Explained {
                start,
                end,
                text: self.input.get(start..end).unwrap_or_default().to_owned(),
                entry: entry.headword.clone(),
                entry_id: entry.id,
                why,
            });
        }
    }

    /// Which near condition does not hold.
    fn not_near(&mut self, paragraph: &Paragraph, owner: u32) -> Option<Why> {
        if self.near_fits(paragraph, owner) {
            return None;
        }
        let compiled = &self.glossary.entries[owner as usize];
        let seen = |number: &u32| self.watched.get(number) == Some(&self.paragraph);
        let unwanted = compiled.not_near.iter().position(seen);
        Some(match unwanted {
            Some(index) => Why::Unwanted(compiled.entry.not_near[index].clone()),
            None => Why::NotNear(compiled.entry.near.clone()),
        })
    }

    /// What becomes of a mention whose words and conditions all hold.
    fn why(&mut self, paragraph: &Paragraph, mention: &Mention<'_>) -> Why {
        let tokens = &paragraph.tokens;
        let text = |first: usize, last: usize| {
            let span = tokens[first].start as usize..tokens[last].end as usize;
            self.input.get(span).unwrap_or_default().to_owned()
        };
        let rivals = |&&(at, one, other): &&(usize, usize, usize)| {
            at == mention.first && [one, other].contains(&mention.number)
        };
        if let Some(&(_, one, other)) = self.rivals.iter().find(rivals) {
            let other = if one == mention.number { other } else { one };
            return Why::Rival(words::conditions(&self.glossary.entries[other].entry));
        }
        let trace = self.trace.as_deref().unwrap_or_default();
        let mine = (mention.first, mention.last, mention.number);
        if !trace.contains(&mine) {
            let over = trace
                .iter()
                .find(|taken| taken.0 <= mention.last && mention.first <= taken.1);
            return match over {
                Some(&(first, last, number)) => {
                    let entry = self.glossary.entries[number].entry.headword.clone();
                    if (first, last) == (mention.first, mention.last) {
                        Why::Taken(entry)
                    } else {
                        Why::Longer(text(first, last), entry)
                    }
                }
                None => Why::PartOfWord(self.whole_word(paragraph, mention.first, mention.last)),
            };
        }
        let name = self.longer_name(paragraph, mention);
        if let Some(name) = name.filter(|name| name.is_sure) {
            return Why::Name(text(name.first, name.last));
        }
        let quoted_block = tokens[mention.first].is(QUOTED);
        match self.refusal(paragraph, mention) {
            // What this very search printed is no earlier print.
            Some(Refusal::Printed) => return Why::PrintedBefore,
            Some(Refusal::Gone) => return Why::Gone,
            Some(Refusal::Closed) => return Why::Closed,
            Some(Refusal::Quoted) if quoted_block => return Why::QuotedBlock,
            Some(Refusal::Quoted) => return Why::Quoted,
            Some(Refusal::Address) => return Why::Address,
            None => {}
        }
        if let Some(name) = name {
            return match name.doubt {
                Doubt::Beside => Why::PerhapsName(text(name.first, name.last)),
                Doubt::Capital => Why::OddCapital,
                Doubt::Deeds => Why::AsPersonsDo,
                Doubt::Earlier => Why::NamedBefore,
                Doubt::CommonWord => Why::CommonWord,
            };
        }
        self.acted(paragraph, mention)
    }

    /// What an entry did at a mention at which it may act.
    fn acted(&self, paragraph: &Paragraph, mention: &Mention<'_>) -> Why {
        let tokens = &paragraph.tokens;
        let entry = mention.entry;
        let start = tokens[mention.first].start as usize;
        let mut done = self.found.record.annotations.iter();
        let here: Vec<&'static str> = done
            .clone()
            .filter(|done| done.start == start && done.entry == entry.headword)
            .map(|done| done.effect.name())
            .collect();
        if !here.is_empty() {
            return Why::Prints(here);
        }
        let mut rows = self.found.mentions.iter();
        let row = rows.find(|row| row.start == start && row.entry == entry.headword);
        if row.is_some_and(|row| row.off) {
            return Why::SwitchedOff;
        }
        let choice = self.chosen.find(entry);
        if choice.is_some_and(|choice| !choice.there.is_empty()) {
            return Why::Elsewhere;
        }
        let silent =
            entry.substitute.is_empty() && entry.asides.is_empty() && entry.serial.is_none();
        match &entry.dossier {
            Some(dossier) if silent => return Why::Files(dossier.clone()),
            _ => {}
        }
        let earlier = done.find(|done| done.entry == entry.headword && done.start < start);
        match (earlier, entry.every_words) {
            (Some(_), Some(words)) => Why::TooSoon(words),
            (Some(earlier), None) => Why::Earlier(earlier.start),
            _ if crosses_tags(&tokens[mention.first..=mention.last]) => Why::AcrossTags,
            _ => Why::NothingLeft,
        }
    }

    /// The word around tokens: all that touches them without space.
    fn whole_word(&self, paragraph: &Paragraph, first: usize, last: usize) -> String {
        let tokens = &paragraph.tokens;
        let (mut from, mut to) = (first, last);
        while from > 0 && tokens[from].glued() && first - from < 8 {
            from -= 1;
        }
        while tokens.get(to + 1).is_some_and(|next| next.glued()) && to - last < 8 {
            to += 1;
        }
        let span = tokens[from].start as usize..tokens[to].end as usize;
        let word = self.input.get(span).unwrap_or_default();
        word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    }
}

/// A folded form as one reads it, its accents on their letters.
fn composed(form: &str) -> String {
    form.nfc().collect()
}
