//! Persons with an entry of their own, beside entries for the last word of their name: "Justin Rose won. Rose passed Woods."

use super::{Mention, Search};
use crate::compile::Owner;
use crate::forms::ROOT;
use crate::names;
use crate::tokens::{Paragraph, Token};

/// So many entries are noted at most that end a longer name.
const MOST_NAMESAKES: usize = 8;

impl<'a> Search<'a> {
    /// Notes whose mention would have been the last word of a longer one: who is named in full is a person further on, whatever
    /// his entry does. "Justin Rose won. Rose passed Woods."
    pub(super) fn note_namesakes(&mut self, paragraph: &Paragraph, mention: &Mention<'a>) {
        if mention.first == mention.stem {
            return;
        }
        let glossary = self.glossary;
        let here = (self.paragraph, mention.first);
        let longer = glossary.traits[mention.number];
        let tokens = &paragraph.tokens;
        let names_a_person =
            longer.person || names::begins_a_name(self.input, tokens, mention.first, mention.stem);
        let Some(node) = glossary.forms.follow(ROOT, &tokens[mention.stem]) else {
            return;
        };
        for number in glossary.forms.ends_at(node).take(MOST_NAMESAKES) {
            let Owner::Entry(owner) = glossary.variants[number as usize].owner else {
                continue;
            };
            let owner = owner as usize;
            let other = glossary.traits[owner];
            let may_be = names_a_person || other.person || other.lower;
            if owner != mention.number && may_be && is_capital(self.input, &tokens[mention.stem]) {
                self.persons.entry(owner).or_insert(here);
            }
        }
    }
}

fn is_capital(source: &str, token: &Token) -> bool {
    let word = source.get(token.range());
    word.is_some_and(|word| word.starts_with(char::is_uppercase))
}
