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
    /// Which of the substitutes, counted from 0; one that the entry does not have is passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute: Option<usize>,
    /// The words of that substitute, by which it is known after others were put in before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute_text: Option<String>,
    /// Which of the asides, counted from 0; one that the entry does not have, or that is never to be printed (its weight is
    /// 0), is passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<usize>,
    /// The words of that aside, as for a substitute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside_text: Option<String>,
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

    /// Which substitute of the entry as it is now was chosen, if it has that and it is not blank.
    ///
    /// Known by its words, wherever they stand now; where no variant has them it was put in other words, and its place tells.
    pub fn substitute_of(&self, entry: &Entry) -> Option<usize> {
        let words = self.substitute_text.as_deref();
        let at = chosen(
            self.substitute?,
            words,
            entry.substitute.iter().map(String::as_str),
        );
        let text = entry.substitute.get(at)?;
        (!text.is_empty()).then_some(at)
    }

    /// Which aside of the entry as it is now was chosen, if it has that and may print it: one of the weight 0 is never printed.
    /// Told as for [`Choice::substitute_of`].
    pub fn aside_of(&self, entry: &Entry) -> Option<usize> {
        let words = self.aside_text.as_deref();
        let texts = entry.asides.iter().map(|aside| aside.text.as_str());
        let at = chosen(self.aside?, words, texts);
        (entry.asides.get(at)?.weight > 0).then_some(at)
    }

    /// Chooses a substitute of an entry.
    pub fn choose_substitute(&mut self, entry: &Entry, at: usize) {
        self.substitute = Some(at);
        self.substitute_text = entry.substitute.get(at).cloned();
    }

    /// Chooses an aside of an entry.
    pub fn choose_aside(&mut self, entry: &Entry, at: usize) {
        self.aside = Some(at);
        self.aside_text = entry.asides.get(at).map(|aside| aside.text.clone());
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.off.is_empty()
            && self.there.is_empty()
            && self.substitute.is_none()
            && self.aside.is_none()
    }
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

/// Where the chosen variant is now: at its old place if that still has its words, else where they are.
fn chosen<'t>(
    place: usize,
    words: Option<&str>,
    mut texts: impl Iterator<Item = &'t str> + Clone,
) -> usize {
    // A note that is but a picture has no words to be known by.
    let Some(words) = words.filter(|words| !words.is_empty()) else {
        return place;
    };
    if texts.clone().nth(place) == Some(words) {
        return place;
    }
    texts.position(|text| text == words).unwrap_or(place)
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
