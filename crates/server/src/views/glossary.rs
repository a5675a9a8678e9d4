//! The glossary as readers see it.

use super::{Choice, Chrome, Link, ReadingChoice};

/// An entry in a list.
#[derive(Debug, Clone, Default)]
pub struct GlossaryLine {
    /// Its headword, with its page.
    pub entry: Link,
    /// In short, what the house makes of it; empty for none.
    pub words: String,
}

/// The glossary: all of a small one, a letter or a kind of a big one.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "glossary.html")]
pub struct GlossaryPage {
    /// What every page has.
    pub chrome: Chrome,
    /// "Glossary", "Glossary: H", "Glossary: Persons".
    pub heading: String,
    /// How many entries: "10,204 entries".
    pub count_line: String,
    /// A to Z, as far as there are entries.
    pub letters: Vec<Choice>,
    /// The kinds of entries.
    pub kinds: Vec<Choice>,
    /// The entries.
    pub lines: Vec<GlossaryLine>,
    /// Printed when there are none; empty where a letter is still to be chosen.
    pub empty_note: String,
    /// The part before; no link for none.
    pub older: Link,
    /// The part after; no link for none.
    pub newer: Link,
}

/// One variant of an entry's note.
#[derive(Debug, Clone, Default)]
pub struct GlossaryNote {
    /// What it says; empty when it is only a picture.
    pub text: String,
    /// Its picture's address on the site; empty for none.
    pub image: String,
    /// What the picture shows.
    pub alt: String,
}

/// An article in which an entry stood.
#[derive(Debug, Clone, Default)]
pub struct GlossaryPrinted {
    /// The article.
    pub article: Link,
    /// Its edition, in words.
    pub date: String,
    /// The same for machines.
    pub day: String,
}

/// An entry.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "glossary_entry.html")]
pub struct GlossaryEntryPage {
    /// What every page has.
    pub chrome: Chrome,
    /// Its headword.
    pub headword: String,
    /// Its kind and the list of that kind; no link for none.
    pub kind: Link,
    /// Its other forms, one after the other; empty for none.
    pub also: String,
    /// Since when it is printed: "In print since 3 May 2009"; empty for "not known".
    pub since: String,
    /// Why nothing is said of it; empty for an entry that is printed.
    pub resting_note: String,
    /// The house words.
    pub words: Vec<String>,
    /// In how many articles they were printed, and when last; empty for none.
    pub words_count: String,
    /// The notes.
    pub notes: Vec<GlossaryNote>,
    /// The same of them.
    pub notes_count: String,
    /// Whether it throws in lines of a serial.
    pub serial: bool,
    /// In how many articles it did.
    pub serial_count: String,
    /// Where and when it holds, a sentence each.
    pub limits: Vec<String>,
    /// Its dossier; no link for none.
    pub dossier: Link,
    /// Articles in which it stood, the latest first.
    pub printed: Vec<GlossaryPrinted>,
}

/// How it is all done, in plain words.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "glossary_how.html")]
pub struct GlossaryHowPage {
    /// What every page has.
    pub chrome: Chrome,
    /// How many entries: "10,204 entries".
    pub count_line: String,
    /// How the reader reads now: "As printed, with the notes open."
    pub now: String,
    /// The ways of reading, to be chosen by a button: `url` is the button's value.
    pub modes: Vec<Choice>,
    /// What else the reader may have remembered.
    pub choice: ReadingChoice,
}
