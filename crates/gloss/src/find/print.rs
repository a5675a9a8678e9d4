//! What is printed at a mention: the choice of variants, and the carrying over of case and ending.

use super::{Mention, Search, crosses_tags, english, place};
use crate::case::{Carry, carry};
use crate::hash::{self, Purpose};
use crate::inflect;
use crate::tokens::{Mark, PRINTED, Paragraph, TAG_BEFORE, WORD, next_char};
use crate::used;
use crate::{Annotation, Choice, Effect, Entry, Mention as Which, MentionRow, SerialLine};

impl<'a> Search<'a> {
    /// Records the effects of an entry at a mention where it may act.
    pub(super) fn print(&mut self, paragraph: &Paragraph, mention: &Mention<'a>) {
        let mut done = self.done.remove(&mention.number).unwrap_or_default();
        done.count += 1;
        let choice = self.choice(mention.entry);
        let off = choice.is_some_and(|choice| choice.off.contains(&done.count));
        let there = choice
            .map(|choice| choice.there.as_slice())
            .filter(|there| !there.is_empty());
        let first = mention.entry.mention == Which::First;
        let spaced = mention.entry.every_words;
        let word = spaced.map(|_| self.word_number(paragraph, mention.first));
        let acts = match (there, spaced.zip(word)) {
            (Some(there), Some(_)) => there.contains(&done.count),
            (Some(there), None) if first => there.contains(&done.count),
            (_, Some((spaced, word))) => done
                .acted_at
                .is_none_or(|last| word.saturating_sub(last) >= spaced),
            _ => !(done.mentioned && first),
        };
        let before = self.found.record.annotations.len();
        if acts && !off {
            let mut acted = self.substitute(paragraph, mention);
            if !done.aside || there.is_some() || spaced.is_some() {
                let aside = self.aside(paragraph, mention, &done.asides);
                done.aside |= aside.is_some();
                acted |= aside.is_some();
                // Only an entry that acts again must know which it has had.
                if let Some(variant) = aside.filter(|_| spaced.is_some()) {
                    done.asides.resize(mention.entry.asides.len(), 0);
                    done.asides[variant] += 1;
                }
            }
            acted |= self.serial(paragraph, mention);
            // A mention at which nothing could be done leaves the first place to the next one.
            done.mentioned |= acted;
            if acted {
                done.acted_at = word;
            }
        } else if off {
            // An editor's word is not passed on to the next mention.
            done.mentioned = true;
            done.aside = true;
            done.acted_at = word;
        }
        let nth = done.count;
        self.done.insert(mention.number, done);
        if self.context.explain {
            let risks = self.risks(paragraph, mention);
            let tokens = &paragraph.tokens;
            self.found.mentions.push(MentionRow {
                start: tokens[mention.first].start as usize,
                end: tokens[mention.last].end as usize,
                entry: mention.entry.headword.clone(),
                entry_id: mention.entry.id,
                nth,
                effects: self.found.record.annotations.len() - before,
                off,
                risks,
            });
        }
    }

    /// What an editor chose for an entry in this article.
    fn choice(&self, entry: &Entry) -> Option<&'a Choice> {
        self.chosen.find(entry)
    }

    fn substitute(&mut self, paragraph: &Paragraph, mention: &Mention<'a>) -> bool {
        let wanted = self
            .choice(mention.entry)
            .and_then(|choice| choice.substitute_of(mention.entry))
            .map(|wanted| (wanted, mention.entry.substitute[wanted].as_str()));
        let Some((variant, text)) = wanted.or_else(|| self.choose_substitute(mention.entry)) else {
            return false;
        };
        let tokens = &paragraph.tokens;
        let mut last = mention.last;
        if crosses_tags(&tokens[mention.stem..=last]) {
            // "<b>Harbour Board</b>'s": the ending stands outside, and stays there.
            last = mention.stem;
        }
        let span = tokens[mention.first].start as usize..tokens[last].end as usize;
        if crosses_tags(&tokens[mention.first..=last])
            || !crate::markup::can_keep(&self.input[span.clone()])
        {
            return false;
        }
        let text = self.carried_over(text, paragraph, mention, last > mention.stem);
        self.record(
            span.start,
            span.end,
            None,
            mention,
            variant,
            Effect::Substitute { text },
        );
        true
    }

    /// The house word with the mention's case and ending.
    fn carried_over(
        &self,
        text: &str,
        paragraph: &Paragraph,
        mention: &Mention<'a>,
        possessive: bool,
    ) -> String {
        let tokens = &paragraph.tokens;
        let mut text = text;
        if english::follows_article(self.input, tokens, mention.first) {
            text = without_article(text);
        }
        let plural;
        if mention.plural {
            plural = inflect::plural(text);
            text = &plural;
        }
        let shape = mention.shape;
        let shouted = || {
            !shape.form_all_caps
                || place::among_capitals(self.input, tokens, mention.first, mention.last)
        };
        let capital = self
            .first_char(paragraph, mention.first)
            .is_some_and(char::is_uppercase);
        let case = if shape.all_caps && shouted() {
            Carry::AllCaps
        } else if shape.title {
            Carry::Title
        } else if shape.raised
            || (capital && place::begins_sentence(self.input, tokens, mention.first))
        {
            Carry::First
        } else {
            Carry::AsIs
        };
        let printed = carry(text, case);
        if !possessive {
            let stops = mention.last == mention.stem
                && !printed.ends_with(['.', '!', '?', '…'])
                && english::takes_full_stop(self.input, paragraph, mention.first, mention.stem);
            return if stops { printed + "." } else { printed };
        }
        let apostrophe = self.first_char(paragraph, mention.stem + 1).unwrap_or('\'');
        let possessive = inflect::possessive(&printed, apostrophe);
        match possessive.strip_suffix('s') {
            Some(kept) if case == Carry::AllCaps => format!("{kept}S"),
            _ => possessive,
        }
    }

    fn first_char(&self, paragraph: &Paragraph, token: usize) -> Option<char> {
        let range = paragraph.tokens.get(token)?.range();
        next_char(self.input, range.start, range.end, self.html).map(|(c, _)| c)
    }

    /// The substitute of this article, and its number.
    fn choose_substitute(&self, entry: &'a Entry) -> Option<(usize, &'a str)> {
        let weight = |text: &String| u32::from(!text.is_empty());
        let weights: Vec<u32> = entry.substitute.iter().map(weight).collect();
        let used = self.context.used;
        let used = used.map_or(&[][..], |used| used.substitutes(entry));
        let uses = |variant: usize| used.get(variant).copied().unwrap_or(0);
        let hash = self.variant_hash(Purpose::Substitute, entry);
        let variant = used::choose(&weights, uses, hash)?;
        Some((variant, &entry.substitute[variant]))
    }

    fn variant_hash(&self, purpose: Purpose, entry: &Entry) -> u64 {
        hash::variant(self.context.article_id, purpose, &entry.headword)
    }

    /// Puts in an aside and gives its number. `had` says how often the article has each already.
    fn aside(
        &mut self,
        paragraph: &Paragraph,
        mention: &Mention<'a>,
        had: &[u32],
    ) -> Option<usize> {
        let entry = mention.entry;
        let used = self.context.used;
        let used = used.map_or(&[][..], |used| used.asides(entry));
        let uses = |variant: usize| {
            let count = |list: &[u32]| list.get(variant).copied().unwrap_or(0);
            count(used).saturating_add(count(had))
        };
        let wanted = self.choice(entry).and_then(|choice| choice.aside_of(entry));
        let by_hash = || {
            let weights: Vec<u32> = entry.asides.iter().map(|aside| aside.weight).collect();
            used::choose(&weights, uses, self.variant_hash(Purpose::Aside, entry))
        };
        let variant = wanted.or_else(by_hash)?;
        let tokens = &paragraph.tokens;
        let aside = &entry.asides[variant];
        let effect = Effect::Aside {
            text: aside.text.clone(),
            image: aside.image.clone(),
            alt: aside.alt.clone(),
            side: aside.side.filter(|_| aside.image.is_some()),
        };
        // "Harbour Board-led": behind the whole word.
        let mut last = mention.last;
        while let [hyphen, word] = tokens.get(last + 1..last + 3).unwrap_or_default()
            && hyphen.mark == Mark::Hyphen
            && hyphen.glued()
            && word.glued()
            && word.is(WORD)
            && (hyphen.flags | word.flags) & (TAG_BEFORE | PRINTED) == 0
            && last < mention.last + 8
        {
            last += 2;
        }
        let (start, end) = (
            tokens[mention.first].start as usize,
            tokens[mention.last].end as usize,
        );
        let at = (last > mention.last).then_some(tokens[last].end as usize);
        self.record(start, end, at, mention, variant, effect);
        Some(variant)
    }

    fn serial(&mut self, paragraph: &Paragraph, mention: &Mention<'a>) -> bool {
        let Some(serial) = mention.entry.serial.as_deref() else {
            return false;
        };
        if self.serials_used.contains(serial) || self.printed.serials.contains(serial) {
            return false;
        }
        let position = self
            .context
            .serial_positions
            .get(serial)
            .copied()
            .unwrap_or(0);
        // Blank lines are passed over: the number that is recorded lies behind them, and so does the next position.
        let lines = self.glossary.serials.get(serial);
        let coming = lines.and_then(|lines| lines.get(position..));
        let Some(coming) = coming.filter(|coming| !coming.is_empty()) else {
            return false;
        };
        let place = self.sentence_ends.behind(
            self.input,
            (self.paragraph, paragraph),
            &self.regions,
            mention.last,
            |at| place::ends_sentence(self.input, &paragraph.tokens, at),
        );
        let line = || coming.iter().position(|line| !line.trim().is_empty());
        let Some((at, blank)) = place.and_then(|at| Some((at, line()?))) else {
            return false;
        };
        let text = &coming[blank];
        let position = position + blank;
        let tokens = &paragraph.tokens;
        let (start, end) = (
            tokens[mention.first].start as usize,
            tokens[mention.last].end as usize,
        );
        let line_number = position + 1;
        let effect = Effect::Serial {
            serial: serial.to_owned(),
            line_number,
            text: text.clone(),
        };
        self.record(start, end, Some(at), mention, position, effect);
        self.serials_used.insert(serial);
        self.found.serial_lines_used.push(SerialLine {
            serial: serial.to_owned(),
            line_number,
        });
        true
    }

    fn record(
        &mut self,
        start: usize,
        end: usize,
        at: Option<usize>,
        mention: &Mention<'a>,
        variant: usize,
        effect: Effect,
    ) {
        let entry = mention.entry;
        let annotations = &mut self.found.record.annotations;
        if let Effect::Substitute { .. } = effect {
            self.insertions.step_over(start..end, annotations);
        } else if let Some(at) = at {
            self.insertions.note(at, annotations.len());
        }
        annotations.push(Annotation {
            start,
            end,
            at,
            entry: entry.headword.clone(),
            entry_id: entry.id,
            revision: entry.revision,
            variant,
            effect,
        });
    }
}

/// The text without an article at its beginning: "the" before a mention and "the" in the house word
/// would print "the the".
fn without_article(text: &str) -> &str {
    let rest = text.split_once(' ').filter(|(word, _)| {
        ["the", "a", "an"]
            .iter()
            .any(|article| article.eq_ignore_ascii_case(word))
    });
    rest.map_or(text, |(_, rest)| rest.trim_start())
}
