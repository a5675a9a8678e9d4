//! Reasons, in words that an editor understands.

use std::fmt;

use crate::{Date, Entry};

/// What an editor can do about a name that is none.
const IN_NAMES: &str = "; “in_names” would print it all the same";

/// What the glossary has to say to one place of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// Whether the place is not read at all: in a tag, in code, in a picture, beyond the text.
    pub unread: bool,
    /// The entries that have to do with the words there: first what is printed, then the rest, the longest first.
    pub entries: Vec<Explained>,
}

/// One entry's relation to a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// Where the words begin that the entry has to do with: a byte offset into the input.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The words, as the input has them.
    pub text: String,
    /// The headword of the entry.
    pub entry: String,
    /// The entry's number in the store, 0 for none.
    pub entry_id: i64,
    /// What the entry does there, or why it does nothing.
    pub why: Why,
}

/// What an entry does at a place, or why it does nothing. Each reads as the end of a sentence that begins with the entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// It is printed: `substitute`, `aside`, `serial`.
    Prints(Vec<&'static str>),
    /// It prints nothing anywhere, but files the article under a dossier.
    Files(String),
    /// It acted already, at the mention that begins there.
    Earlier(usize),
    /// It acted fewer than that many words before.
    TooSoon(u32),
    /// An editor switched it off at this mention.
    SwitchedOff,
    /// An editor chose other mentions for it.
    Elsewhere,
    /// Markup runs through the words, so nothing can be put in their place.
    AcrossTags,
    /// Nothing was left to print: the serial has no more lines, or gave one to this article already.
    NothingLeft,
    /// It is muted.
    Gone,
    /// It stands in a link, a heading, a control or the source's tag.
    Closed,
    /// It stands in somebody's own words.
    Quoted,
    /// It stands in a quoted block.
    QuotedBlock,
    /// It has been printed over this text before.
    PrintedBefore,
    /// It stands in a web or e-mail address.
    Address,
    /// It is part of a person's name: that one.
    Name(String),
    /// Another entry of this form fits here as well: its headword and conditions.
    Rival(String),
    /// It may be part of a name: that one.
    PerhapsName(String),
    /// It is an everyday word with a capital where none is due, and so perhaps somebody's name.
    OddCapital,
    /// What follows is what persons are and do, so that it is perhaps somebody's name.
    AsPersonsDo,
    /// It was part of somebody's name earlier in the text.
    NamedBefore,
    /// It is an acronym among capitals, and perhaps a common word there.
    CommonWord,
    /// It is part of a longer word: that one.
    PartOfWord(String),
    /// The capitals of this form do not fit.
    Case(String),
    /// An accent or another mark is not that of this form.
    Marks(String),
    /// It has an ending, and the entry does not inflect.
    Ending,
    /// It does not hold on this page.
    Page,
    /// It does not hold in this area.
    Area,
    /// It holds on certain days only, and the day is not known.
    NoDate,
    /// It holds from that day.
    NotYet(Date),
    /// It held until that day.
    NoLonger(Date),
    /// None of these words stands in the paragraph.
    NotNear(Vec<String>),
    /// This word stands in the paragraph.
    Unwanted(String),
    /// A longer match takes these words: the text and its entry.
    Longer(String, String),
    /// Another entry takes the same words: its headword.
    Taken(String),
}

/// An entry by what tells it from others of its headword: “Gladys” (near chips; on page 2).
pub(super) fn conditions(entry: &Entry) -> String {
    let pages: Vec<String> = entry.pages.iter().map(u32::to_string).collect();
    let list = |what: &str, words: &[String]| {
        (!words.is_empty()).then(|| format!("{what} {}", words.join(", ")))
    };
    let told: Vec<String> = [
        list("near", &entry.near),
        list("not near", &entry.not_near),
        list("on page", &pages),
        list("in the area", &entry.areas),
        entry.from.map(|day| format!("from {day}")),
        entry.until.map(|day| format!("until {day}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("“{}” ({})", entry.headword, told.join("; "))
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let does = match self.why {
            Why::Prints(_) | Why::Files(_) => "acts",
            _ => "does nothing",
        };
        write!(
            f,
            "“{}” {does} at “{}”: {}.",
            self.entry, self.text, self.why
        )
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prints(effects) => f.write_str(&effects.join(", ")),
            Self::Files(dossier) => write!(f, "the article is filed under “{dossier}”"),
            Self::Earlier(_) => f.write_str("it has acted at an earlier mention"),
            Self::TooSoon(words) => {
                write!(f, "it has acted less than {words} words before")
            }
            Self::SwitchedOff => f.write_str("an editor switched it off here"),
            Self::Elsewhere => f.write_str("an editor chose other mentions for it"),
            Self::AcrossTags => {
                f.write_str("markup runs through the words, so none can take their place")
            }
            Self::NothingLeft => f.write_str("it has nothing left to print here"),
            Self::Gone => f.write_str("it is muted (gone)"),
            Self::Closed => {
                f.write_str("nothing is printed in links, headings, controls and the source’s tag")
            }
            Self::Quoted => f.write_str("it stands in a quotation, which is left as it was said"),
            Self::QuotedBlock => {
                f.write_str("it stands in a quoted block, which is left as it was")
            }
            Self::PrintedBefore => f.write_str("it has been printed over this text before"),
            Self::Address => f.write_str("it stands in a web or e-mail address"),
            Self::Name(name) => write!(f, "it is part of a person’s name, “{name}”"),
            Self::Rival(other) => write!(
                f,
                "the entry {other} fits here as well, so nobody knows which is meant"
            ),
            Self::PerhapsName(name) => {
                write!(f, "it may be part of a name, “{name}”{IN_NAMES}")
            }
            Self::OddCapital => write!(
                f,
                "with a capital where none is due it may be somebody’s name{IN_NAMES}"
            ),
            Self::AsPersonsDo => write!(
                f,
                "what follows is what persons are and do, so it may be somebody’s name{IN_NAMES}"
            ),
            Self::NamedBefore => write!(
                f,
                "it was part of somebody’s name earlier in the text{IN_NAMES}"
            ),
            Self::CommonWord => write!(
                f,
                "among capitals it may be another word, written as this one{IN_NAMES}"
            ),
            Self::PartOfWord(word) => write!(f, "it is part of a longer word, “{word}”"),
            Self::Case(form) => write!(f, "the form “{form}” is written with other capitals"),
            Self::Marks(form) => write!(
                f,
                "the form “{form}” has other accents, marks or hyphens; “fold_marks” would make them alike"
            ),
            Self::Ending => f.write_str("it has an ending, and the entry does not inflect"),
            Self::Page => f.write_str("it does not hold on this page"),
            Self::Area => f.write_str("it does not hold in this area"),
            Self::NoDate => f.write_str("it holds on certain days only, and the day is not known"),
            Self::NotYet(day) => write!(f, "it holds only from {day}"),
            Self::NoLonger(day) => write!(f, "it held only until {day}"),
            Self::NotNear(words) => write!(
                f,
                "none of its near words stands in the paragraph ({})",
                words.join(", ")
            ),
            Self::Unwanted(word) => write!(f, "“{word}” stands in the paragraph"),
            Self::Longer(text, entry) => {
                write!(f, "these words belong to “{text}”, a mention of “{entry}”")
            }
            Self::Taken(entry) => write!(f, "the entry “{entry}” goes before it"),
        }
    }
}

impl Explanation {
    /// Whether something is printed at the place.
    pub fn prints(&self) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|one| matches!(one.why, Why::Prints(_)))
    }
}

impl fmt::Display for Explanation {
    /// One line for each entry.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unread {
            return writeln!(
                f,
                "This place is not read: it is no text, or code or a picture."
            );
        }
        if self.entries.is_empty() {
            return writeln!(f, "The glossary has nothing to say here.");
        }
        for one in &self.entries {
            writeln!(f, "{one}")?;
        }
        Ok(())
    }
}
