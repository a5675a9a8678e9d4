//! An editor's choices for one article: which mentions an entry acts at, and with which variant.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{Entry, Risk};

/// What an editor chose for one entry in one article.
///
/// Mentions are counted from 1, and only those at which the entry may act: none in quoted speech, headings or links. The
/// count is of the text as it is printed; a mention taken out of the text before moves the others up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The entry's headword.
    pub entry: String,
    /// The entry's number in the store; 0 for none, and then the headword tells which it is. With a number, a choice holds
    /// after the entry was renamed, and two entries of one headword are told apart.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub entry_id: i64,
    /// Mentions at which it does nothing. Nothing moves to the next mention for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub off: Vec<usize>,
    /// Mentions at which it acts instead of at the first. Empty for the entry's own rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub there: Vec<usize>,
    /// Which of the substitutes, counted from 0; one that the entry does not have is passed over. See [`Choice::substitute_of`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute: Option<usize>,
    /// The words of that substitute when it was chosen: they tell it when others were put in or taken out before it. None for a
    /// choice of before they were kept, which goes by the number alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute_text: Option<String>,
    /// How many substitutes the entry had then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute_count: Option<usize>,
    /// Which of the asides, counted from 0; one that the entry does not have, or that is never to be printed (its weight is
    /// 0), is passed over. See [`Choice::aside_of`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<usize>,
    /// The words of that aside when it was chosen, as for the substitute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside_text: Option<String>,
    /// How many asides the entry had then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside_count: Option<usize>,
}

impl Choice {
    /// No choice yet for an entry.
    pub fn of(entry: &str) -> Self {
        Self {
            entry: entry.to_owned(),
            ..Self::default()
        }
    }

    /// No choice yet for the entry with this number in the store.
    pub fn of_numbered(entry: &str, entry_id: i64) -> Self {
        Self {
            entry_id,
            ..Self::of(entry)
        }
    }

    /// Whether it is about this entry.
    pub fn is_for(&self, entry: &Entry) -> bool {
        if self.entry_id != 0 && entry.id != 0 {
            self.entry_id == entry.id
        } else {
            self.entry == entry.headword
        }
    }

    /// Chooses one of an entry's substitutes, and keeps its words.
    pub fn choose_substitute(&mut self, entry: &Entry, variant: usize) {
        self.substitute = Some(variant);
        self.substitute_text = entry.substitute.get(variant).cloned();
        self.substitute_count = Some(entry.substitute.len());
    }

    /// Chooses one of an entry's asides, and keeps its words.
    pub fn choose_aside(&mut self, entry: &Entry, variant: usize) {
        self.aside = Some(variant);
        self.aside_text = entry.asides.get(variant).map(|aside| aside.text.clone());
        self.aside_count = Some(entry.asides.len());
    }

    /// Which of the entry's substitutes of today the chosen one is, by its words, else by its place, as [`variant_again`] has
    /// it; none where none was chosen or it is there no more, so that the entry's own rule holds.
    pub fn substitute_of(&self, entry: &Entry) -> Option<usize> {
        let all = &entry.substitute;
        let is_it = |at: usize| self.substitute_text.as_ref() == Some(&all[at]);
        variant_again(self.substitute?, self.substitute_count, all.len(), is_it)
            .filter(|at| !all[*at].is_empty())
    }

    /// The same for asides; none, too, where it is never to be printed.
    pub fn aside_of(&self, entry: &Entry) -> Option<usize> {
        let all = &entry.asides;
        let is_it = |at: usize| self.aside_text.as_ref() == Some(&all[at].text);
        // "0 for never" holds for a choice that was made before, too.
        variant_again(self.aside?, self.aside_count, all.len(), is_it)
            .filter(|at| all[*at].weight > 0)
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.off.is_empty()
            && self.there.is_empty()
            && self.substitute.is_none()
            && self.aside.is_none()
    }
}

/// Which of an entry's `now` variants is one of before: the one that has its words (`is_it`), since others may have been put in or
/// taken out before it; else the one in its place (`was`, counted from 0), which is it in other words. That is so only where there
/// are as many variants as there were, if that is known (`count`): else its place says nothing. None where it is there no more.
pub fn variant_again(
    was: usize,
    count: Option<usize>,
    now: usize,
    is_it: impl Fn(usize) -> bool,
) -> Option<usize> {
    let in_place = (was < now).then_some(was);
    let mut all = in_place.into_iter().chain(0..now);
    all.find(|at| is_it(*at))
        .or_else(|| in_place.filter(|_| count.is_none_or(|count| count == now)))
}

/// What became of one mention at which an entry may act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionRow {
    /// Where it begins: a byte offset into the input.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The entry's headword.
    pub entry: String,
    /// The entry's number in the store, 0 for none.
    pub entry_id: i64,
    /// Which of the entry's mentions it is, counted from 1.
    pub nth: usize,
    /// How many annotations the record has for it; 0 where it was passed over or switched off.
    pub effects: usize,
    /// Whether an editor switched it off.
    pub off: bool,
    /// Why it deserves a second look, the riskiest first; without [`Risk::Mass`].
    pub risks: Vec<Risk>,
}

fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// The choices for one article, so that asking for an entry's costs the same however many there are.
#[derive(Debug, Default)]
pub(crate) struct Chosen<'a> {
    by_number: HashMap<i64, &'a Choice>,
    by_headword: HashMap<&'a str, &'a Choice>,
}

impl<'a> Chosen<'a> {
    pub(crate) fn of(choices: &'a [Choice]) -> Self {
        let mut chosen = Self::default();
        for choice in choices.iter().filter(|choice| choice.entry_id == 0) {
            chosen.by_headword.entry(&choice.entry).or_insert(choice);
        }
        for choice in choices.iter().filter(|choice| choice.entry_id != 0) {
            chosen.by_number.entry(choice.entry_id).or_insert(choice);
            // For an entry without a number, which comes from a file.
            chosen.by_headword.entry(&choice.entry).or_insert(choice);
        }
        chosen
    }

    pub(crate) fn find(&self, entry: &Entry) -> Option<&'a Choice> {
        let numbered = self.by_number.get(&entry.id).filter(|_| entry.id != 0);
        let named = || self.by_headword.get(entry.headword.as_str());
        numbered
            .or_else(named)
            .copied()
            .filter(|choice| choice.is_for(entry))
    }
}
