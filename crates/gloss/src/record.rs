//! The print record: what the glossary did to an article when it was printed.

use serde::{Deserialize, Serialize};

/// The version of the form in which a [`PrintRecord`] is written.
pub const RECORD_VERSION: u32 = 1;

/// What the glossary did to one text: what was put where, by which entry in which revision.
///
/// A record is complete in itself. It holds the words that were printed, so a later change of the
/// glossary alters nothing that was printed before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintRecord {
    /// The version of this form: [`RECORD_VERSION`].
    pub format_version: u32,
    /// What was done, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Annotation>,
}

impl Default for PrintRecord {
    fn default() -> Self {
        Self {
            format_version: RECORD_VERSION,
            annotations: Vec::new(),
        }
    }
}

/// One thing that an entry did at one mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// Where the mention begins: a byte offset into the input as given.
    pub start: usize,
    /// Where the mention ends, its plural or possessive ending included.
    pub end: usize,
    /// Where something is put in, when that is not at `end`: after a hyphenated word, or after a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<usize>,
    /// The headword of the entry.
    pub entry: String,
    /// The entry's number in the store, 0 for none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub entry_id: i64,
    /// The entry's revision at the time, 0 for none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub revision: i64,
    /// Which of the entry's substitutes or asides it is, counted from 0 as the entry lists them. For a
    /// serial, the index of the line.
    #[serde(default, skip_serializing_if = "is_none_chosen")]
    pub variant: usize,
    /// What was done.
    #[serde(flatten)]
    pub effect: Effect,
}

impl Annotation {
    /// The offset at which an aside or a serial line is put in.
    pub fn insert_at(&self) -> usize {
        self.at.unwrap_or(self.end)
    }
}

/// What was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "lowercase")]
pub enum Effect {
    /// A house word instead of the mention.
    Substitute {
        /// The words as printed: the mention's case and ending are already carried over.
        text: String,
    },
    /// A note after the mention.
    Aside {
        /// The note, as plain text.
        text: String,
        /// The path of its picture on the site.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        image: Option<String>,
        /// What the picture shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alt: Option<String>,
        /// On which side of the column it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        side: Option<crate::Side>,
    },
    /// A line of a serial after the sentence of the mention.
    Serial {
        /// The name of the serial.
        serial: String,
        /// The number of the line, counted from 1.
        line_number: usize,
        /// The line, as plain text.
        text: String,
    },
}

impl Effect {
    /// The effect's name as the contract's JSON has it: `substitute`, `aside` or `serial`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Substitute { .. } => "substitute",
            Self::Aside { .. } => "aside",
            Self::Serial { .. } => "serial",
        }
    }
}

/// What [`Glossary::find`](crate::Glossary::find) found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What to print.
    pub record: PrintRecord,
    /// The dossiers of the entries mentioned, in the order of their first mention. Mentions in quoted
    /// speech, headings and links count as well: the article is about them, whoever says the name.
    pub dossiers: Vec<DossierMentions>,
    /// The serial lines that were printed, for the ledger.
    pub serial_lines_used: Vec<SerialLine>,
    /// Every mention at which an entry may act, in the order of the text; empty unless the context wants it.
    pub mentions: Vec<crate::MentionRow>,
}

/// How often the entries of a dossier are mentioned in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierMentions {
    /// The dossier's slug.
    pub dossier: String,
    /// The number of mentions, at least 1.
    pub count: usize,
}

/// A line of a serial that was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SerialLine {
    /// The name of the serial.
    pub serial: String,
    /// The number of the line, counted from 1: also the serial's next position, counted from 0.
    pub line_number: usize,
}

/// One row of the matches as `clipsheet gloss apply --format json` prints them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRow {
    /// Where the mention begins: a byte offset into the input.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The input between the two, as it stands there.
    pub text: String,
    /// The headword of the entry.
    pub entry: String,
    /// `substitute`, `aside` or `serial`.
    pub effect: String,
    /// Which of the variants, counted from 0.
    pub variant: usize,
}

impl Found {
    /// The matches as rows of the contract's JSON. `input` is the text in which they were found.
    pub fn matches(&self, input: &str) -> Vec<MatchRow> {
        self.record.matches(input)
    }
}

impl PrintRecord {
    /// The record as rows of the contract's JSON. `input` is the text that the record belongs to; a
    /// span that does not fit it gives an empty text.
    pub fn matches(&self, input: &str) -> Vec<MatchRow> {
        let row = |annotation: &Annotation| MatchRow {
            start: annotation.start,
            end: annotation.end,
            text: input
                .get(annotation.start..annotation.end)
                .unwrap_or_default()
                .to_owned(),
            entry: annotation.entry.clone(),
            effect: annotation.effect.name().to_owned(),
            variant: annotation.variant,
        };
        self.annotations.iter().map(row).collect()
    }
}

fn is_zero(value: &i64) -> bool {
    *value == 0
}

fn is_none_chosen(value: &usize) -> bool {
    *value == 0
}
