//! The glossary as a file: exactly the JSON of the contract.

use serde::{Deserialize, Serialize};

use crate::{Date, Glossary, Problem};

mod blame;
mod parse;

/// A glossary file: entries and the serials whose lines they throw in.
///
/// Every field with its default value is left out when written, so an export is tidy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GlossaryFile {
    /// The house's entries. Their order is the last of the tie rules: earlier wins.
    pub entries: Vec<Entry>,
    /// The never-ending stories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub serials: Vec<Serial>,
}

/// One entry: a headword, its other forms, when it holds, and what it does.
///
/// ```
/// use clipsheet_gloss::Entry;
///
/// let entry: Entry = serde_json::from_str(r#"{"headword": "Harbour Board"}"#)?;
/// assert!(entry.inflect);
/// assert_eq!(serde_json::to_string(&entry)?, r#"{"headword":"Harbour Board"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The entry's number in the store, so that a print record can name it; 0 when it has none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub id: i64,
    /// The entry's revision in the store; 0 when it has none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub revision: i64,
    /// The word or phrase that the entry is about, and its first form.
    pub headword: String,
    /// Other forms with the same effects: spellings, abbreviations, irregular plurals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Plural forms that no rule makes: "oxen". They are found like aliases, and the house word gets its plural there.
    ///
    /// Without them, "oxen" either passes unseen or, as an alias, becomes one "tug".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plurals: Vec<String>,
    /// What kind of thing it is, in the desk's own words ("organisation"). Free text; the engine only knows "person"
    /// from the rest, since "Captain Finch" is the person Finch and not the bird.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// How capital letters count.
    #[serde(default, skip_serializing_if = "is_default")]
    pub case: Case,
    /// Whether English plural and possessive endings match too and are carried over.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub inflect: bool,
    /// Whether marks that many leave out do not count: diacritics, the signs of transliteration (ʿ ʾ and what is
    /// typed for them), and a hyphen for a space.
    ///
    /// Without it, "al-Qāʿida", "al-Qa'ida" and "al Qaida" are three words. With it, "résumé" is "resume".
    #[serde(default, skip_serializing_if = "is_false")]
    pub fold_marks: bool,
    /// Which mentions are printed over.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mention: Mention,
    /// Acts again at the first mention at least that many words behind the last at which it acted, whatever `mention`
    /// says; each time with another of its asides while there are others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_words: Option<u32>,
    /// Whether the entry also acts inside direct quotation.
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_quotes: bool,
    /// Whether the entry also acts inside a longer name of a person.
    ///
    /// Without this being off, "Robin Harbour" would be "Robin Puddle".
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_names: bool,
    /// The numbers of the pages on which the entry holds; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<u32>,
    /// The slugs of the areas in which the entry holds; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// The first day on which the entry holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day on which the entry holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Words or phrases of which one must stand in the same paragraph; empty for no such condition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<String>,
    /// Words or phrases of which none may stand in the same paragraph.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_near: Vec<String>,
    /// House words to print instead; of several, one is chosen per article by a stable hash.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub substitute: Vec<String>,
    /// Notes to put in after the mention; of several, one is chosen per article by a stable hash.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asides: Vec<Aside>,
    /// The name of the serial whose next line a mention throws in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// The slug of the dossier that a mention belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<String>,
    /// Holds it back until an editor has looked at it: it is as if it were not there.
    ///
    /// ```
    /// use clipsheet_gloss::{Entry, Glossary};
    ///
    /// let mut gull = Entry::new("gull");
    /// gull.substitute = vec!["winged bailiff".to_owned()];
    /// gull.held = true;
    /// assert!(Glossary::compile(vec![gull], vec![]).0.is_empty());
    /// ```
    #[serde(default, skip_serializing_if = "is_false")]
    pub held: bool,
    /// Mutes it, as when a person has died: nothing is printed, whatever the other fields say. Its dossier still
    /// counts mentions, and its forms still keep their words from shorter ones of other entries.
    #[serde(default, skip_serializing_if = "is_false")]
    pub gone: bool,
    /// The day on which an editor should look at it again. It changes nothing in print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Date>,
}

impl Entry {
    /// The names of its fields as in a file, in the order in which a table has them.
    pub const FIELDS: [&'static str; 26] = [
        "id",
        "revision",
        "headword",
        "aliases",
        "plurals",
        "kind",
        "substitute",
        "asides",
        "serial",
        "dossier",
        "gone",
        "held",
        "review",
        "case",
        "inflect",
        "fold_marks",
        "mention",
        "every_words",
        "in_quotes",
        "in_names",
        "pages",
        "areas",
        "from",
        "until",
        "near",
        "not_near",
    ];

    /// An entry with that headword, and every other field as when a file leaves it out.
    pub fn new(headword: impl Into<String>) -> Self {
        Self {
            id: 0,
            revision: 0,
            headword: headword.into(),
            aliases: Vec::new(),
            plurals: Vec::new(),
            kind: String::new(),
            case: Case::Smart,
            inflect: true,
            fold_marks: false,
            mention: Mention::First,
            every_words: None,
            in_quotes: false,
            in_names: false,
            pages: Vec::new(),
            areas: Vec::new(),
            from: None,
            until: None,
            near: Vec::new(),
            not_near: Vec::new(),
            substitute: Vec::new(),
            asides: Vec::new(),
            serial: None,
            dossier: None,
            held: false,
            gone: false,
            review: None,
        }
    }

    /// Whether its review is due on a day.
    pub fn review_is_due(&self, on: Date) -> bool {
        self.review.is_some_and(|review| review <= on)
    }
}

/// One variant of an entry's aside.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Aside {
    /// The note, as plain text. May be empty when there is a picture.
    #[serde(default)]
    pub text: String,
    /// A picture's path on the site, beginning with one `/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// What the picture shows, for those who do not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// On which side of the column the picture stands; the paper's style decides when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// How often this variant is chosen, relative to the others; 0 switches it off.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: u32,
}

impl Aside {
    /// A variant with that text, no picture and weight 1.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            image: None,
            alt: None,
            side: None,
            weight: 1,
        }
    }
}

/// A side of the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The left one.
    Left,
    /// The right one.
    Right,
}

/// A never-ending story. Each line is printed once, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Serial {
    /// The name by which entries refer to it.
    pub name: String,
    /// Its lines, as plain text, in the order of printing.
    #[serde(default)]
    pub lines: Vec<String>,
}

/// How capital letters count when a form is compared with the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    /// A form without capitals matches any case. A form with capitals matches where its capitals are
    /// capitals too (the first letters of its other words may be), or where all is in capitals.
    ///
    /// Without it, "Turkey" the country is found in every "turkey" of a Christmas recipe.
    #[default]
    Smart,
    /// Only as written. Without it, "US" is found in every "us".
    Exact,
    /// Any case.
    Ignore,
}

/// Which mentions of an entry are printed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mention {
    /// Only the first in an article at which the entry may act; all its forms count as one.
    #[default]
    First,
    /// Every one. An aside is still put in only once.
    Every,
}

/// What was read from a glossary file: all that is usable, and a list of what is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedFile {
    /// The entries and serials that could be read.
    pub file: GlossaryFile,
    /// For each entry of `file`, its place in the list as written, counted from 0.
    pub positions: Vec<usize>,
    /// Entries that could not be read, and fields that nobody knows.
    pub problems: Vec<Problem>,
}

impl ParsedFile {
    /// Compiles what could be read. The problems of reading and of compiling come together, in the
    /// order of the entries as written.
    pub fn compile(self) -> (Glossary, Vec<Problem>) {
        let (glossary, mut found) = Glossary::compile(self.file.entries, self.file.serials);
        for problem in &mut found {
            problem.position = problem
                .position
                .map(|place| self.positions.get(place).copied().unwrap_or(place));
        }
        let mut problems = self.problems;
        problems.append(&mut found);
        problems.sort_by_key(|problem| problem.position.unwrap_or(usize::MAX));
        (glossary, problems)
    }
}

/// Why a glossary file could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The text is not JSON.
    #[error(
        "the glossary file is not valid JSON: {reason}, at line {line}, column {column}. Mend it there and try again"
    )]
    Json {
        /// What the JSON reader expected.
        reason: String,
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1.
        column: usize,
    },
    /// It is JSON, but not a glossary.
    #[error(
        "this is not a glossary file: {0}. It should look like {{\"entries\": [{{\"headword\": \"Harbour Board\"}}], \"serials\": []}}"
    )]
    Shape(String),
}

impl GlossaryFile {
    /// Reads a glossary file. A broken entry is reported and does not lose the others; a field that
    /// nobody knows is a warning.
    ///
    /// # Errors
    ///
    /// [`FileError`] when the text is not JSON, or not an object with a list of entries.
    ///
    /// ```
    /// use clipsheet_gloss::GlossaryFile;
    ///
    /// let parsed = GlossaryFile::parse(r#"{"entries": [{"headword": 7}, {"headword": "Harbour Board", "colour": "grey"}]}"#)?;
    /// assert_eq!(parsed.file.entries.len(), 1);
    /// assert_eq!(parsed.problems.len(), 2);
    /// # Ok::<(), clipsheet_gloss::FileError>(())
    /// ```
    pub fn parse(json: &str) -> Result<ParsedFile, FileError> {
        parse::parse(json)
    }
}

fn yes() -> bool {
    true
}

fn one() -> u32 {
    1
}

// Serde hands these a reference, whatever the size of the value.
fn is_true(value: &bool) -> bool {
    *value
}

fn is_false(value: &bool) -> bool {
    !*value
}

fn is_zero(value: &i64) -> bool {
    *value == 0
}

fn is_one(value: &u32) -> bool {
    *value == 1
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
