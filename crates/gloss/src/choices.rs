//! An editor's choices for one article: which mentions an entry acts at, and with which variant.

use serde::{Deserialize, Serialize};

use crate::Risk;

/// What an editor chose for one entry in one article.
///
/// Mentions are counted from 1, and only those at which the entry may act: none in quoted speech, headings or links. The
/// count is of the text as it is printed; a mention taken out of the text before moves the others up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The entry's headword.
    pub entry: String,
    /// Mentions at which it does nothing. Nothing moves to the next mention for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub off: Vec<usize>,
    /// Mentions at which it acts instead of at the first. Empty for the entry's own rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub there: Vec<usize>,
    /// Which of the substitutes, counted from 0; one that the entry does not have is passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute: Option<usize>,
    /// Which of the asides, counted from 0; one that the entry does not have is passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<usize>,
}

impl Choice {
    /// No choice yet for an entry.
    pub fn of(entry: &str) -> Self {
        Self {
            entry: entry.to_owned(),
            ..Self::default()
        }
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        *self == Self::of(&self.entry)
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
