//! What the trees propose at a token, and which of it is taken: the longest that holds.

use std::cmp::Ordering;

use super::shared::FEW_ENDS;
use super::{Mention, Proposal, Search};
use crate::Entry;
use crate::compile::{Owner, Traits};
use crate::forms::ROOT;
use crate::loose;
use crate::quotes;
use crate::tokens::{Paragraph, Token};
use crate::verify::{begins_word, ends_word, fold_tokens, possessive};

impl<'a> Search<'a> {
    /// Looks at every token with which a form may begin.
    pub(super) fn candidates(&mut self, paragraph: &Paragraph) {
        // Quotations matter only where something was found, which is in few paragraphs of most texts.
        let mut regions_known = false;
        let mut from = 0;
        let mut strict = paragraph
            .candidates
            .iter()
            .map(|&at| at as usize)
            .peekable();
        let mut loose = 0;
        let mut path = Vec::new();
        loop {
            // The next token of either list, and its word among the loose ones.
            let word = self.loose.candidates.get(loose).map(|&word| word as usize);
            let word_at = word.map(|word| self.loose.spans[word].0 as usize);
            let at = match (strict.peek().copied(), word_at) {
                (None, None) => break,
                (Some(at), None) | (None, Some(at)) => at,
                (Some(a), Some(b)) => a.min(b),
            };
            path.clear();
            if strict.next_if_eq(&at).is_some()
                && at >= from
                && let Some(node) = self.glossary.forms.follow(ROOT, &paragraph.tokens[at])
            {
                self.path(&paragraph.tokens, node, at, &mut path);
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
                quotes::mark(self.input, paragraph, self.around, &mut self.regions);
                regions_known = true;
            }
            if let Some(mention) = self.longest(paragraph, &path, at) {
                from = mention.last + 1;
                self.mention(paragraph, &mention);
            }
        }
    }

    /// Adds the ends of forms without marks that begin at a loose word, so that the path stays in order.
    pub(super) fn loose_path(&self, word: usize, path: &mut Vec<Proposal>) {
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

    /// Adds the nodes at which forms end along the tokens from `at`, and the last token of each; `node` is
    /// the one behind the first token.
    pub(super) fn path(
        &self,
        tokens: &[Token],
        mut node: u32,
        at: usize,
        path: &mut Vec<Proposal>,
    ) {
        let forms = &self.glossary.forms;
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
                None => return,
            }
        }
    }

    /// The longest mention that begins at a token, along a path of ends. From the longest to the
    /// shortest each is looked at closely, and the first that holds is taken.
    pub(super) fn longest(
        &mut self,
        paragraph: &Paragraph,
        path: &[Proposal],
        at: usize,
    ) -> Option<Mention<'a>> {
        // An ending makes a shorter form's mention longer, so each is measured with its ending.
        let mut best: Option<Mention<'a>> = None;
        for &proposal in path.iter().rev() {
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

    /// Whether a quotation ends with the token, so that it is no apostrophe.
    pub(super) fn is_closing(&self, at: usize) -> bool {
        let region = self.regions.get(at).copied().unwrap_or_default();
        region != quotes::OUTSIDE && self.regions.get(at + 1) != Some(&region)
    }

    /// The best of the variants that end at a node, by the tie rule, and its rival when another with conditions fits as well: nobody
    /// knows which is meant then, and the words stay as they are.
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
        let ending = possessive(self.input, tokens, stem, |at| self.is_closing(at));
        let plain = ends_word(tokens, stem);
        let mut best: Option<Mention<'a>> = None;
        let ends = forms.ends_at(proposal.node);
        // Thousands may share a form, one for each page: those that cannot hold here are gone through once.
        let few = ends.len() <= FEW_ENDS;
        let held = (!few).then(|| self.holding(paragraph, proposal, ends.clone()));
        let ends = if few { ends } else { 0..0 };
        let numbers = ends.chain(held.iter().flat_map(|held| held.iter().copied()));
        for number in numbers {
            let variant = &glossary.variants[number as usize];
            let Owner::Entry(owner) = variant.owner else {
                continue;
            };
            // The entry itself is left where it is, far away, unless all fits.
            let traits = glossary.traits[owner as usize];
            let made = variant.ending > 0;
            let last = ending.filter(|_| traits.inflect);
            if last.is_none() && !plain {
                continue;
            }
            let Some(shape) = glossary.compare(variant, &folded, traits.case) else {
                continue;
            };
            let holds = |search: &mut Self, entry: &Entry| {
                !traits.conditional
                    || (search.out_of_scope(entry).is_none() && search.near_fits(paragraph, owner))
            };
            let entry = &glossary.entries[owner as usize].entry;
            if let Some(known) = &mut best {
                // As written in every letter beats what only fits, among forms as written and among plurals.
                let worse = (made && !known.made) || known.shape.exact || !shape.exact;
                let alike = (made, shape.exact) == (known.made, known.shape.exact);
                let against = glossary.traits[known.number];
                let rivals = alike
                    && known.number != owner as usize
                    && traits.conditional
                    && against.conditional;
                if worse && !rivals {
                    continue;
                }
                if rivals {
                    match tells_more(traits, against) {
                        _ if !holds(self, entry) => continue,
                        Some(Ordering::Less) => continue,
                        // What is more narrowly meant goes first, whoever else there is.
                        Some(Ordering::Greater) => {}
                        _ => {
                            known.rival = known.rival.or(Some(owner as usize));
                            continue;
                        }
                    }
                }
            }
            if holds(self, entry) {
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
                    rival: None,
                });
            }
        }
        self.folded = folded;
        best
    }
}

/// Which of two entries with conditions has more kinds of them: near words, and places and days. `None` when each has one that
/// the other lacks.
fn tells_more(one: Traits, other: Traits) -> Option<Ordering> {
    let kinds = |traits: Traits| (traits.near, traits.placed);
    let (one, other) = (kinds(one), kinds(other));
    match (one.0.cmp(&other.0), one.1.cmp(&other.1)) {
        (Ordering::Equal, order) | (order, Ordering::Equal) => Some(order),
        (a, b) if a == b => Some(a),
        _ => None,
    }
}
